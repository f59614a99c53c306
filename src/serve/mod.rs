//! The SPARQL endpoint: the query half of the SPARQL 1.1 Protocol over HTTP, and a page to ask from.
//!
//! It only reads. It asks nobody who they are, so that it is for this machine, or to stand behind a server that does. How a
//! request is understood is in `request`, in which syntax it is answered in `accept`, how it is run in `run`.

mod accept;
mod describe;
mod fresh;
mod page;
mod reply;
mod request;
mod run;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::map_response_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use crate::diagnostic::Diagnostic;
use fresh::Fresh;

/// Longest query and longest form, in bytes.
const LONGEST: usize = 1 << 20;
/// How long running queries may go on when the server is told to stop.
const GRACE: Duration = Duration::from_secs(3);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address and port to listen at; port 0 is any free one.
    pub bind: String,
    /// The longest that a query may run, in seconds.
    pub timeout: u64,
    /// How many queries run at once; others wait.
    pub concurrent: usize,
    /// The origin whose pages may read the answers: `*` is any, none is none but its own.
    pub origin: Option<String>,
}

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
    told: JoinHandle<()>,
}

/// What all requests share.
#[derive(Debug)]
struct Shared {
    store: Fresh,
    slots: Arc<Semaphore>,
    timeout: u64,
    origin: Option<HeaderValue>,
}

impl Server {
    /// Opens the store in that folder and listens.
    ///
    /// # Errors
    /// Says that the store cannot be read, or why the address cannot be used.
    pub fn listen(folder: &Path, options: &Options) -> Result<Self, Diagnostic> {
        let origin = options.origin.as_ref().map(|origin| {
            let wrong = |_| Diagnostic::new(format!("`{origin}` is no origin")).hinted("such as https://example.org, or *");
            HeaderValue::from_str(origin).map_err(wrong)
        });
        let slots = Arc::new(Semaphore::new(options.concurrent.max(1)));
        let shared = Shared { store: Fresh::open(folder)?, slots, timeout: options.timeout, origin: origin.transpose()? };
        let failed = |e: std::io::Error| Diagnostic::new(format!("cannot start: {e}"));
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(failed)?;
        let listener = runtime.block_on(TcpListener::bind(&options.bind)).map_err(|e| unbound(&options.bind, &e))?;
        let address = listener.local_addr().map_err(failed)?;
        let told = runtime.spawn(runtime.block_on(async { told() }).map_err(failed)?);
        Ok(Self { runtime, listener, address, shared: Arc::new(shared), told })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the process is told to stop; then lets what runs end, for a few seconds.
    ///
    /// # Errors
    /// When the listener fails.
    pub fn run(self) -> Result<(), Diagnostic> {
        let app = router(self.shared);
        let (ended, mut end) = tokio::sync::watch::channel(false);
        let result = self.runtime.block_on(async move {
            let signalled = async move {
                let _ = self.told.await; // it cannot fail
                ended.send_replace(true);
            };
            let patience = async {
                let _ = end.wait_for(|ended| *ended).await; // the other half lives as long as it serves
                tokio::time::sleep(GRACE).await;
            };
            tokio::select! {
                result = axum::serve(self.listener, app).with_graceful_shutdown(signalled).into_future() => result,
                () = patience => Ok(()),
            }
        });
        self.runtime.shutdown_timeout(Duration::from_millis(200));
        result.map_err(|e| Diagnostic::new(format!("cannot go on: {e}")))
    }
}

fn unbound(address: &str, error: &std::io::Error) -> Diagnostic {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            Diagnostic::new(format!("{address} is in use by another program")).hinted("--bind 127.0.0.1:0 takes any free port")
        }
        _ => Diagnostic::new(format!("cannot listen at {address}: {error}")).hinted("--bind takes an address and a port"),
    }
}

/// What ends when the process is interrupted or told to end; from now on it no longer ends by itself.
#[cfg(unix)]
fn told() -> std::io::Result<impl Future<Output = ()> + Send + use<>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// What ends when the process is interrupted.
#[cfg(not(unix))]
fn told() -> std::io::Result<impl Future<Output = ()> + Send + use<>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await; // without a way to be told, it serves until it is killed
    })
}

fn router(shared: Arc<Shared>) -> Router {
    let query = get(run::get).post(run::post).options(preflight);
    Router::new()
        .route("/", get(page::page))
        .route("/query", query.clone())
        .route("/sparql", query)
        .route("/healthz", get(|| async { reply::text(StatusCode::OK, "ok") }))
        .fallback(|| async {
            reply::text(StatusCode::NOT_FOUND, "there is nothing here; the endpoint is /query, and / is a page to ask from")
        })
        .method_not_allowed_fallback(|| async { reply::text(StatusCode::METHOD_NOT_ALLOWED, "queries come by GET or POST") })
        .layer(DefaultBodyLimit::max(LONGEST))
        .layer(map_response_with_state(Arc::clone(&shared), shareable))
        .with_state(shared)
}

/// Lets pages of the chosen origin read the answers.
async fn shareable(State(shared): State<Arc<Shared>>, mut response: Response) -> Response {
    if let Some(origin) = &shared.origin {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        if origin != "*" {
            response.headers_mut().append(VARY, HeaderValue::from_static("Origin"));
        }
    }
    response
}

/// What a page of another origin may send.
async fn preflight() -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST, OPTIONS"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Accept, Content-Type"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    (StatusCode::NO_CONTENT, headers).into_response()
}
