//! What holds for every request: who may read the answers from other pages, which methods there are, what is counted and written down.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, ALLOW, CONTENT_LENGTH, CONTENT_TYPE, REFERRER_POLICY, USER_AGENT, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::{ROUTES, Shared};
use crate::serve::reply::Refused;

/// Seconds for which a browser need not ask again what another page may send.
const DAY: &str = "86400";
/// What such a page may send and read beyond what any may.
const SENT: &str = "Accept, Authorization, Content-Type, Cache-Control, If-None-Match, Link, Slug";
const READ: &str = "ETag, Location, Link, Retry-After, Allow, Content-Length, WWW-Authenticate";
/// What a server that passes requests on says of whoever asks; of others it is not believed.
const FORWARDED: [&str; 3] = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];
/// The media type of refusals.
const PROBLEM: &str = "application/problem+json";
/// Bytes of a query that are written down.
const WRITTEN: usize = 2000;

/// Goes around every request.
pub(super) async fn guard(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    if !near(request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0)) {
        FORWARDED.iter().for_each(|name| drop(request.headers_mut().remove(*name)));
    }
    let _counted = Counted::new(&shared);
    let (started, at) = (Instant::now(), jiff::Timestamp::now());
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str).to_owned();
    let seen = Seen::of(&request);
    let mut response = match (request.method(), methods(request.uri().path())) {
        (&Method::OPTIONS, allowed) => options(&shared, allowed),
        _ => next.run(request).await,
    };
    // The router's own refusals have no words.
    if response.status() == StatusCode::METHOD_NOT_ALLOWED && response.headers().get(CONTENT_TYPE).is_none_or(|media| media != PROBLEM) {
        let allowed = methods(&seen.path);
        response = Refused::new(405_u16, format!("{} is not for this address; there are {allowed}", seen.method)).into();
        response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    }
    share(&shared, &mut response);
    let route = ROUTES.iter().copied().find(|known| *known == route).unwrap_or("other");
    shared.meters.answered(route, response.status().as_u16(), started.elapsed().as_secs_f64());
    if let Some(length) = response.headers().get(CONTENT_LENGTH).and_then(|l| l.to_str().ok()).and_then(|l| l.parse().ok()) {
        shared.meters.sent.inc_by(length);
    }
    if shared.log {
        seen.write(at, started, &response);
    }
    response
}

/// Counts a request until its answer begins, or nobody waits for it any more.
struct Counted(Arc<Shared>);

impl Counted {
    fn new(shared: &Arc<Shared>) -> Self {
        shared.requests.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(shared))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.requests.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The methods of an address.
fn methods(path: &str) -> &'static str {
    match path {
        "/query" | "/sparql" => "GET, HEAD, POST, OPTIONS",
        "/ingest" => "POST, OPTIONS",
        "/articles" => "DELETE, OPTIONS",
        _ if path == "/graph" || path.starts_with("/graph/") => "GET, HEAD, PUT, POST, DELETE, OPTIONS",
        _ if path.starts_with("/admin/queries/") => "DELETE, OPTIONS",
        _ => "GET, HEAD, OPTIONS",
    }
}

/// What may be done, for people and for pages of other origins.
fn options(shared: &Shared, allowed: &'static str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(ALLOW, HeaderValue::from_static(allowed));
    if shared.origin.is_some() {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(allowed));
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(SENT));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(DAY));
    }
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Lets pages of the chosen origin read the answers, and nobody guess at their type.
fn share(shared: &Shared, response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Some(origin) = &shared.origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READ));
        if origin != "*" {
            headers.append(VARY, HeaderValue::from_static("Origin"));
        }
    }
}

/// What is written down of a request. Its headers are not, but for the name of the program: they may hold a token.
struct Seen {
    method: Method,
    path: String,
    query: String,
    client: String,
    agent: String,
}

impl Seen {
    fn of(request: &Request) -> Self {
        let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or("").chars().take(WRITTEN).collect(),
            client: client(request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0), request.headers()),
            agent: agent.to_owned(),
        }
    }

    /// One line of JSON on standard error.
    fn write(&self, at: jiff::Timestamp, started: Instant, response: &Response) {
        let milliseconds = (started.elapsed().as_secs_f64() * 1e6).round() / 1e3;
        let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let line = json!({
            "time": at.to_string(), "client": self.client, "method": self.method.as_str(), "path": self.path, "query": self.query,
            "status": response.status().as_u16(), "type": header(CONTENT_TYPE), "bytes": header(CONTENT_LENGTH), "milliseconds": milliseconds,
            "agent": self.agent,
        });
        // A log that cannot be written stops nobody's work.
        let _ = std::io::Write::write_all(&mut std::io::stderr().lock(), format!("{line}\n").as_bytes());
    }
}

/// Whether whoever is connected may be a server that passes requests on: on this machine, or in a private network.
fn near(connected: Option<SocketAddr>) -> bool {
    connected.is_some_and(|address| match address.ip() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    })
}

/// Who asks: as the server before this one says, else whoever is connected.
pub(super) fn client(connected: Option<SocketAddr>, headers: &HeaderMap) -> String {
    let told = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).and_then(|value| value.split(',').next_back());
    match told.map(str::trim).filter(|told| near(connected) && !told.is_empty() && told.len() <= 45) {
        Some(told) => told.to_owned(),
        None => connected.map(|address| address.ip().to_string()).unwrap_or_default(),
    }
}
