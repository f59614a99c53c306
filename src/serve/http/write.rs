//! Requests that change the store, each behind the token.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, RawQuery, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::give::address;
use super::{Of, Shared, Update, admitted, graph_name, parameters, whole};
use crate::ingest::Reading;
use crate::serve::reply::Refused;
use crate::serve::write::{Done, Job, Write};

/// One of the files of a request.
struct Sent {
    name: Option<String>,
    media: String,
    bytes: Bytes,
}

/// The writer, for those who may write.
fn writer<'a>(shared: &'a Shared, headers: &HeaderMap) -> Result<&'a Arc<Write>, Refused> {
    admitted(shared, headers)?;
    shared.write.as_ref().ok_or_else(|| Refused::new(403_u16, "the store is only read"))
}

/// An update in SPARQL, asked for at that path.
pub(super) async fn update(shared: &Shared, headers: &HeaderMap, path: &str, update: Update) -> Response {
    let Update { update, using } = update;
    let job = Job::Update { update, using, base: format!("{}{path}", address(shared, headers)) };
    match writer(shared, headers) {
        Ok(write) => answered(write.work(job, Vec::new()).await),
        Err(refused) => refused.into(),
    }
}

/// Puts RDF in the place of a graph.
pub(super) async fn put(State(shared): Of, uri: Uri, request: Request) -> Response {
    answered(send(&shared, &uri, request, true).await)
}

/// Adds RDF to a graph, or makes one.
pub(super) async fn post(State(shared): Of, uri: Uri, request: Request) -> Response {
    if uri.path() != "/graph" || uri.query().is_some_and(|query| !query.is_empty()) {
        return answered(send(&shared, &uri, request, false).await);
    }
    match make(&shared, request).await {
        Ok((done, name)) => {
            let mut response = answered(Ok(done));
            response.headers_mut().extend(HeaderValue::from_str(&name).ok().map(|name| (LOCATION, name)));
            response
        }
        Err(refused) => refused.into(),
    }
}

/// Takes a graph away.
pub(super) async fn delete(State(shared): Of, uri: Uri, headers: HeaderMap) -> Response {
    let write = writer(&shared, &headers);
    match write.and_then(|write| Ok((write, graph_name(&shared, &uri, &headers)?))) {
        Ok((write, name)) => answered(write.work(Job::Drop(name), Vec::new()).await),
        Err(refused) => refused.into(),
    }
}

async fn send(shared: &Shared, uri: &Uri, request: Request, replace: bool) -> Result<Done, Refused> {
    let write = writer(shared, request.headers())?;
    let name = graph_name(shared, uri, request.headers())?;
    let base = name.clone().unwrap_or_else(|| format!("{}{}", address(shared, request.headers()), uri.path()));
    let (media, parts) = rdf(shared, request).await?;
    write.work(Job::Graph { name, base, media, replace }, parts).await
}

/// RDF without a graph: it gets one whose name tells its content and the moment. Returns the name.
async fn make(shared: &Shared, request: Request) -> Result<(Done, String), Refused> {
    let write = writer(shared, request.headers())?;
    let address = address(shared, request.headers());
    let (media, parts) = rdf(shared, request).await?;
    let mut digest = Sha256::new_with_prefix(jiff::Timestamp::now().to_string());
    parts.iter().for_each(|part| digest.update(part));
    let unique: String = digest.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{address}/graph/{unique}");
    let job = Job::Graph { name: Some(name.clone()), base: name.clone(), media, replace: false };
    Ok((write.work(job, parts).await?, name))
}

/// The media types and the bytes of what is sent.
async fn rdf(shared: &Shared, request: Request) -> Result<(Vec<String>, Vec<Bytes>), Refused> {
    packed(request.headers(), &[])?;
    Ok(sent(shared, request).await?.into_iter().map(|sent| (sent.media, sent.bytes)).unzip())
}

/// Reads articles.
pub(super) async fn ingest(State(shared): Of, RawQuery(query): RawQuery, request: Request) -> Response {
    answered(articles(&shared, query.as_deref(), request).await)
}

async fn articles(shared: &Shared, query: Option<&str>, request: Request) -> Result<Done, Refused> {
    let write = writer(shared, request.headers())?;
    packed(request.headers(), &["gzip", "x-gzip", "zstd"])?;
    let bad = |message: String| Refused::new(400_u16, message);
    let (mut reading, mut name, mut link) = (Reading::default(), None, true);
    for (parameter, value) in parameters(query) {
        match parameter.as_str() {
            "name" => name = Some(value),
            "no-link" => link = matches!(value.as_str(), "false" | "0"),
            _ if reading.set(&parameter, &value).map_err(bad)? => {}
            _ => return Err(bad(format!("there is no parameter `{parameter}`"))),
        }
    }
    reading.options().map_err(bad)?;
    let (mut files, mut parts) = (Vec::new(), Vec::new());
    for sent in sent(shared, request).await? {
        let format = reading.format.clone().or_else(|| format(&sent.media).map(str::to_owned));
        let name = sent.name.or_else(|| name.clone()).unwrap_or_else(|| "request".to_owned());
        files.push((name, Reading { format, ..reading.clone() }));
        parts.push(sent.bytes);
    }
    if files.len() > 1 && [&reading.id, &reading.url, &reading.title].into_iter().any(Option::is_some) {
        return Err(bad("id, url and title belong to one article, but several files are sent".to_owned()));
    }
    write.work(Job::Ingest { files, link }, parts).await
}

/// The format of articles that a media type tells.
fn format(media: &str) -> Option<&'static str> {
    match media.split(';').next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
        "text/plain" => Some("text"),
        "text/html" | "application/xhtml+xml" => Some("html"),
        "application/json" => Some("json"),
        "application/jsonl" | "application/x-ndjson" | "application/json-lines" | "application/jsonlines" => Some("jsonl"),
        _ => None,
    }
}

/// Takes articles out.
pub(super) async fn remove(State(shared): Of, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let write = match writer(&shared, &headers) {
        Ok(write) => write,
        Err(refused) => return refused.into(),
    };
    let (mut articles, mut link) = (Vec::new(), true);
    for (parameter, value) in parameters(query.as_deref()) {
        match parameter.as_str() {
            "iri" => articles.push(value),
            "no-link" => link = matches!(value.as_str(), "false" | "0"),
            _ => return Refused::new(400_u16, format!("there is no parameter `{parameter}`; there are iri and no-link")).into(),
        }
    }
    if articles.is_empty() {
        return Refused::new(400_u16, "which? iri=… is missing").into();
    }
    answered(write.work(Job::Remove { articles, link }, Vec::new()).await)
}

/// Refuses a body that is packed in a way that is not known.
fn packed(headers: &HeaderMap, known: &[&str]) -> Result<(), Refused> {
    let said = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?").trim().to_ascii_lowercase());
    match said.filter(|said| !said.is_empty() && said != "identity" && !known.contains(&said.as_str())) {
        Some(said) => Err(Refused::new(415_u16, format!("the request is packed as {said}, which is not known here"))),
        None => Ok(()),
    }
}

/// The files of a request: its body, or the fields of a form.
async fn sent(shared: &Shared, request: Request) -> Result<Vec<Sent>, Refused> {
    let media = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    if !media.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
        let bytes = whole(shared, Bytes::from_request(request, &()).await)?;
        return Ok(vec![Sent { name: None, media, bytes }]);
    }
    let wrong = |status: StatusCode, message: String| match status {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::new(413_u16, format!("longer than {} MiB", shared.body >> 20)),
        status => Refused::new(status.as_u16(), format!("the form cannot be read: {message}")),
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(|e| wrong(e.status(), e.body_text()))?;
    let mut found = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|e| wrong(e.status(), e.body_text()))? {
        let name = field.file_name().or_else(|| field.name()).filter(|name| !name.is_empty()).map(str::to_owned);
        let media = field.content_type().unwrap_or("").to_owned();
        found.push(Sent { name, media, bytes: field.bytes().await.map_err(|e| wrong(e.status(), e.body_text()))? });
    }
    if found.is_empty() { Err(Refused::new(400_u16, "the form holds no file")) } else { Ok(found) }
}

/// What the writer answers, over HTTP.
fn answered(done: Result<Done, Refused>) -> Response {
    let Done { status, body, .. } = match done {
        Ok(done) => done,
        Err(refused) => return refused.into(),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = body.is_some();
    let mut response = (status, body.map_or_else(Body::empty, Body::from)).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if json {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    response
}
