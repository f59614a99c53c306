//! From a question to a response: asks a reader, unless the answer is remembered or whoever asks has it already.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::{Shared, cache};
use crate::serve::ask::{Ask, Head, What};
use crate::serve::page;
use crate::serve::pool::{Answer, Answered};
use crate::serve::reply::Refused;

/// Code points of a query that a list of what runs shows.
const QUERY: usize = 2000;
/// Code points of an address that a list of what runs shows.
const SHOWN: usize = 300;

/// How an answer is wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Names of syntaxes, which count for more than what is accepted.
    pub formats: Vec<String>,
    /// Seconds that it may take; the service's own limit holds as well.
    pub timeout: Option<u64>,
    /// The path of the endpoint, where its description is wanted.
    pub path: String,
}

/// The response to a question.
pub(super) async fn give(shared: &Arc<Shared>, what: What, wanted: Wanted, headers: &HeaderMap, client: &str) -> Response {
    give_or_refuse(shared, what, wanted, headers, client).await.unwrap_or_else(Response::from)
}

async fn give_or_refuse(shared: &Arc<Shared>, what: What, wanted: Wanted, headers: &HeaderMap, client: &str) -> Result<Response, Refused> {
    let listed = listed(&what);
    let accept = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    // The address is only told where it is shown: the same query at two addresses has one answer.
    let shown = matches!(what, What::Description | What::Void);
    let service = if shown { format!("{}{}", address(shared, headers), wanted.path) } else { String::new() };
    let seconds = wanted.timeout.map_or(shared.timeout, |seconds| seconds.min(shared.timeout));
    let ask = Ask { what, accept, formats: wanted.formats, seconds, rows: shared.rows, service, writes: shared.token.is_some() };
    let generation = shared.data.current();
    let key = cache::key(&generation.tag, &ask, shared.calls);
    if let Some(key) = &key
        && holds(headers, key)
    {
        return Ok((StatusCode::NOT_MODIFIED, caching(Some(key))).into_response());
    }
    let afresh = headers.get(CACHE_CONTROL).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("no-cache"));
    if let Some(key) = key.as_ref().filter(|_| !afresh)
        && let Some((head, body)) = shared.cache.get(key)
    {
        shared.meters.remembered.inc();
        return response(&head, Some(key), body.into());
    }
    let Answer { head, body } = shared.pool.ask(&generation, &ask, &listed, client).await?;
    match body {
        Answered::Whole(bytes) => {
            if let Some(key) = &key {
                shared.cache.put(key.clone(), head.clone(), &bytes);
            }
            response(&head, key.as_ref(), bytes.into())
        }
        Answered::Stream(rest) => response(&head, key.as_ref(), Body::from_stream(rest)),
    }
}

fn response(head: &Head, key: Option<&cache::Key>, body: Body) -> Result<Response, Refused> {
    let broken = |_| Refused::new(500_u16, "the reader gave a media type that is none");
    let media = HeaderValue::from_str(&head.media).map_err(broken)?;
    let status = StatusCode::from_u16(head.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, caching(key), body).into_response();
    if head.media.starts_with("text/html") {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(page::POLICY));
    }
    response.headers_mut().insert(CONTENT_TYPE, media);
    Ok(response)
}

/// What may be kept, and how to ask whether it still holds.
fn caching(key: Option<&cache::Key>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(VARY, HeaderValue::from_static("Accept"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // Weak: the same answer may come compressed or not, and rows in no order may come in another.
    if let Some(tag) = key.and_then(|key| HeaderValue::from_str(&format!("W/\"{key}\"")).ok()) {
        headers.insert(ETAG, tag);
    }
    headers
}

/// Whether whoever asks says to have that answer.
fn holds(headers: &HeaderMap, key: &cache::Key) -> bool {
    let tags = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    tags.map(str::trim).any(|tag| tag.trim_start_matches("W/").trim_matches('"') == key)
}

/// How whoever asks reaches the service: scheme, host and port.
pub(super) fn address(shared: &Shared, headers: &HeaderMap) -> String {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|v| !v.is_empty());
    let plain = |host: &&str| host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]_".contains(c));
    let scheme = said("x-forwarded-proto").filter(|scheme| *scheme == "https").unwrap_or("http");
    let host = said("x-forwarded-host").or_else(|| said(HOST.as_str())).filter(plain).unwrap_or(&shared.bound);
    format!("{scheme}://{host}")
}

fn listed(what: &What) -> String {
    match what {
        What::Query { query, .. } => query.chars().take(QUERY).collect(),
        other => format!("{other:?}").chars().take(SHOWN).collect(),
    }
}

/// A page, which may load nothing but what this service sends.
pub(super) fn html(page: String) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static(page::POLICY)),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, page).into_response()
}

/// A file that ships, unless whoever asks has it already.
pub(super) fn file(media: &'static str, body: &'static [u8], headers: &HeaderMap) -> Response {
    let key = cache::digest(body);
    if holds(headers, &key) {
        return (StatusCode::NOT_MODIFIED, caching(Some(&key))).into_response();
    }
    let mut response = (caching(Some(&key)), Body::from(body)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

/// Bytes that are there already, of that media type.
pub(super) fn ready(media: &'static str, body: impl Into<Bytes>) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(media))], Body::from(body.into())).into_response()
}
