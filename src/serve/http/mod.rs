//! The service over HTTP: which address is answered by what.

mod cache;
mod give;
mod guard;
mod problem;
mod request;
mod token;
mod write;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, RawQuery, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, IF_NONE_MATCH, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use serde_json::json;
use tower_http::compression::CompressionLayer;

use super::ask::What;
use super::location::{location, prefers_html};
use super::page;
use super::pool::{Data, Meters, Pool};
use super::reply::Refused;
use super::write::Write;
pub(super) use cache::Cache;
use give::{Wanted, give, ready};
use request::Asked;
pub(super) use request::Update;
pub(super) use token::Token;

/// The addresses, as they are counted.
const ROUTES: &[&str] = &[
    "/",
    "/query",
    "/sparql",
    "/graph",
    "/graph/{*name}",
    "/data",
    "/page",
    "/api",
    "/api/{*path}",
    "/assets/{*path}",
    "/.well-known/void",
    "/health",
    "/ready",
    "/metrics",
    "/ingest",
    "/articles",
    "/admin/queries",
    "/admin/queries/{id}",
];

/// What all requests share.
pub(super) struct Shared {
    pub data: Arc<Data>,
    pub pool: Arc<Pool>,
    pub cache: Cache,
    pub meters: Arc<Meters>,
    /// Seconds of the longest query.
    pub timeout: u64,
    /// Rows of the longest answer.
    pub rows: Option<u64>,
    /// Bytes of the longest request.
    pub body: usize,
    /// The origin whose pages may read the answers.
    pub origin: Option<HeaderValue>,
    /// Host and port as bound, for those who do not say how they reach it.
    pub bound: String,
    /// What the IRIs begin with that this service answers for.
    pub base: String,
    /// Whether queries may call other services.
    pub calls: bool,
    /// Whether requests are written down.
    pub log: bool,
    /// Requests whose answers have not begun.
    pub requests: AtomicUsize,
    /// Who may write and look behind.
    pub token: Option<Token>,
    /// The one writer, where there is one.
    pub write: Option<Arc<Write>>,
}

impl Shared {
    /// Whether anything is being answered.
    pub(super) fn is_busy(&self) -> bool {
        self.requests.load(Ordering::Acquire) > 0 || !self.pool.running.is_empty()
    }
}

/// Bytes of the longest question.
const QUESTION: usize = 1 << 20;

type Of = State<Arc<Shared>>;
type Client = ConnectInfo<SocketAddr>;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    let limit = DefaultBodyLimit::max(shared.body);
    let query = get(by_get).post(by_post);
    let graphs = get(graph).put(write::put).post(write::post).delete(write::delete);
    let mut router = Router::new()
        .route("/", get(home))
        .route("/assets/{*path}", get(asset))
        .route("/query", query.clone())
        .route("/sparql", query)
        .route("/graph", graphs.clone())
        .route("/graph/{*name}", graphs)
        .route("/ingest", post(write::ingest))
        .route("/articles", axum::routing::delete(write::remove))
        .route("/data", get(data))
        .route("/page", get(about))
        .route("/api", get(api_list))
        .route("/api/{*path}", get(api))
        .route("/.well-known/void", get(void))
        .route("/health", get(|| async { "ok\n" }))
        .route("/ready", get(is_ready))
        .route("/metrics", get(metrics))
        .route("/admin/queries", get(running))
        .route("/admin/queries/{id}", axum::routing::delete(cancel));
    for kind in ["entity", "fact", "concept", "run", "link", "group", "article"] {
        router = router.route(&format!("/{kind}/{{*rest}}"), get(named));
    }
    router
        .route("/ns", get(named))
        .fallback(|uri: Uri| async move {
            Response::from(Refused::new(
                404_u16,
                format!("there is nothing at {}; / is the page, /query the endpoint, /api what programs read", uri.path()),
            ))
        })
        .layer(limit)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&shared), guard::guard))
        .layer(CompressionLayer::new())
        .with_state(shared)
}

/// The page, about nothing yet.
async fn home() -> Response {
    let shell = page::Shell { title: "Chancery", iri: "", summary: "", json_ld: None };
    give::html(page::filled(&shell))
}

/// A file of the page; it stays as it is while the program does.
async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    match page::asset(&path) {
        Some(asset) => give::file(asset.media, asset.body, &headers),
        None => Refused::new(404_u16, format!("the page has no file `{path}`")).into(),
    }
}

async fn by_get(State(shared): Of, ConnectInfo(client): Client, uri: Uri, headers: HeaderMap) -> Response {
    asked(&shared, request::by_get(uri.query()), &headers, client, uri.path()).await
}

async fn by_post(State(shared): Of, ConnectInfo(client): Client, uri: Uri, mut headers: HeaderMap, body: Body) -> Response {
    // A condition is for GET and HEAD; here the answer is always sent.
    headers.remove(IF_NONE_MATCH);
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    let body = match to_bytes(body, longest(&shared, &headers, &media)).await {
        Ok(body) => body,
        Err(_) => {
            return Refused::new(413_u16, "the request is cut off, or longer than a query may be (1 MiB; updates --max-request)").into();
        }
    };
    asked(&shared, request::by_post(uri.query(), &media, &body), &headers, client, uri.path()).await
}

/// Bytes of a question or an update: an update of somebody who may write may be as long as any request.
fn longest(shared: &Shared, headers: &HeaderMap, media: &str) -> usize {
    let update = media.trim_start().to_ascii_lowercase().starts_with("application/sparql-update");
    if update && admitted(shared, headers).is_ok() { shared.body } else { shared.body.min(QUESTION) }
}

async fn asked(shared: &Arc<Shared>, asked: Result<Asked, Refused>, headers: &HeaderMap, client: SocketAddr, path: &str) -> Response {
    let client = guard::client(Some(client), headers);
    match asked {
        // A browser that comes without a question is shown where to ask one.
        Ok(Asked::Description { formats }) if formats.is_empty() && prefers_html(&accepted(headers)) => {
            Redirect::to("/#/query").into_response()
        }
        Ok(Asked::Description { formats }) => {
            give(shared, What::Description, Wanted { formats, timeout: None, path: path.to_owned() }, headers, &client).await
        }
        Ok(Asked::Query { query, formats, graphs, timeout }) => {
            give(shared, What::Query { query, graphs }, Wanted { formats, timeout, ..Wanted::default() }, headers, &client).await
        }
        Ok(Asked::Update(update)) => write::update(shared, headers, path, update).await,
        Err(refused) => refused.into(),
    }
}

/// The body of a request, if it is not too long.
fn whole(shared: &Shared, body: Result<Bytes, BytesRejection>) -> Result<Bytes, Refused> {
    body.map_err(|e| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::new(413_u16, format!("longer than {} MiB", shared.body >> 20)),
        status => Refused::new(status, "the request cannot be read"),
    })
}

/// The parameters of an address, in their order.
fn parameters(address: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(address.unwrap_or("").as_bytes()).into_owned().collect()
}

/// The one `iri` among the parameters, and the format.
fn one(address: Option<&str>) -> Result<(String, Wanted), Refused> {
    let (mut iri, mut wanted) = (None, Wanted::default());
    for (name, value) in parameters(address) {
        match name.as_str() {
            "iri" => iri = Some(value),
            "format" => wanted.formats.push(value),
            _ => return Err(Refused::new(400_u16, format!("there is no parameter `{name}`; there are iri and format"))),
        }
    }
    Ok((iri.ok_or_else(|| Refused::new(400_u16, "which? iri=… is missing"))?, wanted))
}

async fn data(State(shared): Of, ConnectInfo(client): Client, RawQuery(address): RawQuery, headers: HeaderMap) -> Response {
    match one(address.as_deref()) {
        Ok((iri, wanted)) => give(&shared, What::Data(iri), wanted, &headers, &guard::client(Some(client), &headers)).await,
        Err(refused) => refused.into(),
    }
}

async fn about(State(shared): Of, ConnectInfo(client): Client, RawQuery(address): RawQuery, headers: HeaderMap) -> Response {
    match one(address.as_deref()) {
        Ok((iri, wanted)) => give(&shared, What::Page(iri), wanted, &headers, &guard::client(Some(client), &headers)).await,
        Err(refused) => refused.into(),
    }
}

async fn api(
    State(shared): Of,
    ConnectInfo(client): Client,
    Path(path): Path<String>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Response {
    let what = What::Api { path, parameters: parameters(address.as_deref()) };
    give(&shared, what, Wanted::default(), &headers, &guard::client(Some(client), &headers)).await
}

async fn api_list(State(shared): Of, ConnectInfo(client): Client, RawQuery(address): RawQuery, headers: HeaderMap) -> Response {
    let what = What::Api { path: String::new(), parameters: parameters(address.as_deref()) };
    give(&shared, what, Wanted::default(), &headers, &guard::client(Some(client), &headers)).await
}

async fn void(State(shared): Of, ConnectInfo(client): Client, headers: HeaderMap) -> Response {
    give(&shared, What::Void, Wanted { path: "/query".to_owned(), ..Wanted::default() }, &headers, &guard::client(Some(client), &headers))
        .await
}

async fn graph(State(shared): Of, ConnectInfo(client): Client, uri: Uri, headers: HeaderMap) -> Response {
    match graph_name(&shared, &uri, &headers) {
        Ok(name) => give(&shared, What::Graph(name), Wanted::default(), &headers, &guard::client(Some(client), &headers)).await,
        Err(refused) => refused.into(),
    }
}

/// The graph that an address means: by parameter, or the address itself; none is the default graph.
fn graph_name(shared: &Shared, uri: &Uri, headers: &HeaderMap) -> Result<Option<String>, Refused> {
    if uri.path() != "/graph" {
        return Ok(Some(format!("{}{}", give::address(shared, headers), uri.path())));
    }
    let (mut default, mut name) = (false, None);
    for (parameter, value) in parameters(uri.query()) {
        match parameter.as_str() {
            "default" => default = true,
            "graph" if name.is_none() => name = Some(value),
            _ => return Err(Refused::new(400_u16, "a graph is named by ?graph=IRI or by ?default")),
        }
    }
    match (default, name) {
        (true, None) => Ok(None),
        (false, Some(name)) => Ok(Some(name)),
        _ => Err(Refused::new(400_u16, "a graph is named by ?graph=IRI or by ?default")),
    }
}

/// The values of a request's `Accept` headers.
fn accepted(headers: &HeaderMap) -> Vec<&str> {
    headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect()
}

/// An IRI of ours: what is known of it is elsewhere, for people and for programs.
async fn named(State(shared): Of, uri: Uri, headers: HeaderMap) -> Response {
    let to = location(&shared.base, uri.path(), &accepted(&headers)).and_then(|to| HeaderValue::from_str(&to).ok());
    let Some(to) = to else { return Refused::new(404_u16, format!("{} is no address of an IRI", uri.path())).into() };
    (StatusCode::SEE_OTHER, [(LOCATION, to), (VARY, HeaderValue::from_static("Accept"))]).into_response()
}

async fn is_ready(State(shared): Of) -> Response {
    match shared.pool.warm(&shared.data.current()).await {
        Ok(()) => "ready\n".into_response(),
        Err(refused) => refused.into(),
    }
}

async fn metrics(State(shared): Of) -> Response {
    ready("application/openmetrics-text; version=1.0.0; charset=utf-8", shared.meters.text())
}

/// Whether whoever asks may look behind.
fn admitted(shared: &Shared, headers: &HeaderMap) -> Result<(), Refused> {
    let off = || Refused::new(403_u16, "this needs a token, and the service was started without --write-token-file");
    shared.token.as_ref().ok_or_else(off)?.admits(headers)
}

async fn running(State(shared): Of, headers: HeaderMap) -> Response {
    match admitted(&shared, &headers) {
        Ok(()) => {
            let mut response = ready("application/json", format!("{:#}\n", json!({ "queries": shared.pool.running.list() })));
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(refused) => refused.into(),
    }
}

async fn cancel(State(shared): Of, Path(id): Path<u64>, headers: HeaderMap) -> Response {
    match admitted(&shared, &headers) {
        Ok(()) if shared.pool.running.cancel(id) => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => Refused::new(404_u16, format!("no query {id} runs")).into(),
        Err(refused) => refused.into(),
    }
}
