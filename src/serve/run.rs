//! Runs a query and sends the answer while it is found.
//!
//! Nothing is sent before the first piece is full or the answer complete: what fails until then has a status of its own. What
//! fails later breaks the connection off, so that nobody takes a part for the whole.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use futures_core::Stream;
use oxigraph::sparql::{CancellationToken, QueryEvaluationError};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use super::reply::{Refused, text};
use super::request::{Asked, by_get, by_post};
use super::{Shared, accept, describe, page};
use crate::query::{self, Limit, Question, Reason, Syntax, Trouble};

/// How much is sent at once, in bytes.
const PIECE: usize = 64 << 10;
/// How long a query that does not heed its limit is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) async fn get(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    match by_get(uri.query()) {
        Ok(Asked { query: None, format, .. }) => description(&headers, format.as_deref()),
        Ok(asked) => answer(&shared, asked, &headers).await.unwrap_or_else(Response::from),
        Err(refused) => refused.into(),
    }
}

pub(super) async fn post(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap, body: Result<Bytes, BytesRejection>) -> Response {
    let body = body.map_err(|e| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::new(e.status(), format!("larger than {} MiB", super::LONGEST >> 20)),
        status => Refused::new(status, "the request cannot be read"),
    });
    match body.and_then(|body| by_post(uri.query(), &headers, &body)) {
        Ok(asked) => answer(&shared, asked, &headers).await.unwrap_or_else(Response::from),
        Err(refused) => refused.into(),
    }
}

/// What the service is, or, to a browser, the page.
fn description(headers: &HeaderMap, format: Option<&str>) -> Response {
    let syntax = match (format, accept::preferred(headers, &[describe::media_types(), vec!["text/html"]])) {
        (None, Some(1)) => return page::html(),
        _ => negotiated(headers, format, query::Shape::Graph),
    };
    match syntax.map(|syntax| (syntax, describe::description(syntax))) {
        Ok((syntax, Ok(body))) => (typed(syntax), body).into_response(),
        Ok((_, Err(e))) => text(StatusCode::INTERNAL_SERVER_ERROR, &e.to_string()),
        Err(refused) => refused.into(),
    }
}

fn negotiated(headers: &HeaderMap, format: Option<&str>, shape: query::Shape) -> Result<Syntax, Refused> {
    if let Some(name) = format {
        return Syntax::named(name, shape).map_err(|e| Refused::new(StatusCode::BAD_REQUEST, e.to_string()));
    }
    let offers = Syntax::all(shape);
    let names: Vec<Vec<&str>> = offers.iter().map(|s| [&[s.media_type()], s.aliases()].concat()).collect();
    accept::preferred(headers, &names).map(|place| offers[place]).ok_or_else(|| {
        let names: Vec<&str> = offers.iter().map(|s| s.media_type()).collect();
        Refused::new(StatusCode::NOT_ACCEPTABLE, format!("the answer can be had as {}", names.join(", ")))
    })
}

fn typed(syntax: Syntax) -> [(axum::http::HeaderName, HeaderValue); 3] {
    let media = HeaderValue::from_static(syntax.media_type());
    [(CONTENT_TYPE, media), (VARY, HeaderValue::from_static("Accept")), (CACHE_CONTROL, HeaderValue::from_static("no-cache"))]
}

async fn answer(shared: &Arc<Shared>, asked: Asked, headers: &HeaderMap) -> Result<Response, Refused> {
    let question = Question::parse(asked.query.as_deref().unwrap_or("")).map_err(|refusal| {
        let status = if refusal.reason == Reason::Syntax { StatusCode::BAD_REQUEST } else { StatusCode::FORBIDDEN };
        Refused::new(status, refusal.to_string())
    })?;
    let syntax = negotiated(headers, asked.format.as_deref(), question.shape())?;
    let seconds = asked.timeout.map_or(shared.timeout, |wanted| wanted.min(shared.timeout));
    let until = Instant::now() + Duration::from_secs(seconds);
    let Ok(Ok(slot)) = timeout_at(until, Arc::clone(&shared.slots).acquire_owned()).await else {
        return Ok(busy());
    };
    let limit = Limit::start(Some(seconds));
    let (sender, mut pieces) = mpsc::channel(2);
    let stop = Stop(limit.token());
    let (work, over) = (Arc::clone(shared), question.over(asked.graphs));
    tokio::task::spawn_blocking(move || {
        run(&work, over, syntax, &limit, Pipe { sender, piece: Vec::new(), until });
        drop(slot);
    });
    match timeout(Duration::from_secs(seconds) + PATIENCE, pieces.recv()).await {
        Ok(Some(Piece::Last(bytes))) => Ok((typed(syntax), bytes).into_response()),
        Ok(Some(Piece::Part(bytes))) => {
            let rest = Rest { first: Some(bytes), pieces, complete: false, _stop: stop };
            Ok((typed(syntax), Body::from_stream(rest)).into_response())
        }
        Ok(Some(Piece::Failed(refused))) => Err(refused),
        Ok(None) => Err(Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "the query ended without an answer")),
        Err(_) => Err(overrun(seconds)),
    }
}

fn busy() -> Response {
    let mut response = text(StatusCode::SERVICE_UNAVAILABLE, "too many queries run at once; ask again later");
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

fn overrun(seconds: u64) -> Refused {
    Refused::new(StatusCode::GATEWAY_TIMEOUT, format!("the query was stopped after {seconds} s; ask for less, or raise serve's --timeout"))
}

/// Finds the answer and pipes it, on a thread of its own.
fn run(shared: &Shared, question: Question, syntax: Syntax, limit: &Limit, mut pipe: Pipe) {
    let result = shared.store.store().map_err(|e| Refused::new(StatusCode::SERVICE_UNAVAILABLE, e.to_string())).and_then(|store| {
        let answer = question.ask(&store, limit).map_err(Trouble::Search);
        answer.and_then(|answer| query::write(answer, syntax, &mut pipe)).map_err(|trouble| failed(&trouble, limit))
    });
    let last = match result {
        Ok(()) => Piece::Last(std::mem::take(&mut pipe.piece).into()),
        Err(refused) => Piece::Failed(refused),
    };
    let _ = pipe.send(last); // whoever asked may be gone
}

fn failed(trouble: &Trouble, limit: &Limit) -> Refused {
    match (trouble, limit.overrun()) {
        (_, Some(seconds)) => overrun(seconds),
        (Trouble::Search(e), None) if matches!(**e, QueryEvaluationError::Cancelled) => {
            Refused::new(StatusCode::SERVICE_UNAVAILABLE, "the query was stopped")
        }
        (Trouble::Search(e), None) => Refused::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the query failed: {e}")),
        (Trouble::Output(e), None) => Refused::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the answer cannot be sent: {e}")),
    }
}

/// A piece of an answer.
enum Piece {
    /// More follow.
    Part(Bytes),
    /// None follow.
    Last(Bytes),
    /// The rest is missing.
    Failed(Refused),
}

/// From the thread that finds the answer to the connection.
struct Pipe {
    sender: mpsc::Sender<Piece>,
    piece: Vec<u8>,
    until: Instant,
}

impl Pipe {
    /// Waits for a slow reader no longer than the query may run.
    fn send(&self, piece: Piece) -> io::Result<()> {
        let sent = Handle::current().block_on(timeout_at(self.until + PATIENCE, self.sender.send(piece)));
        sent.map_err(|_| io::ErrorKind::TimedOut)?.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            let piece = std::mem::take(&mut self.piece);
            self.send(Piece::Part(piece.into()))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Stops the query when nobody waits for it any more.
struct Stop(CancellationToken);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// The pieces of an answer as the body of a response.
struct Rest {
    first: Option<Bytes>,
    pieces: mpsc::Receiver<Piece>,
    complete: bool,
    _stop: Stop,
}

impl Stream for Rest {
    type Item = Result<Bytes, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        if self.complete {
            return Poll::Ready(None);
        }
        self.pieces.poll_recv(context).map(|piece| match piece {
            Some(Piece::Part(bytes)) => Some(Ok(bytes)),
            Some(Piece::Last(bytes)) => {
                self.complete = true;
                Some(Ok(bytes))
            }
            Some(Piece::Failed(refused)) => Some(Err(io::Error::other(refused.message))),
            None => Some(Err(io::ErrorKind::UnexpectedEof.into())),
        })
    }
}
