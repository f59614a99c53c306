//! The service: SPARQL over HTTP, the page, the facts as JSON, IRIs that answer.
//!
//! The server itself opens no store. What reads it are its children (`pool`): each has the store open as it was at one moment
//! (`reader`), and can be ended without harm to anything else. Server and children speak in frames (`frame`, `ask`).
//! Requests are understood and answers sent in `http`.

mod accept;
mod api;
mod ask;
mod describe;
mod frame;
mod http;
mod limits;
mod location;
mod page;
mod pool;
mod reader;
mod reply;
mod write;
mod writer;

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use axum::http::HeaderValue;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::diagnostic::Diagnostic;
use http::{Cache, Shared, Token};
use pool::{Data, Meters, Pool, Settings};
pub use reader::{ReaderOptions, read};
use write::Write;
pub use writer::{WriterOptions, write};

/// How often is looked whether anything still runs when the server is told to stop.
const LOOK: Duration = Duration::from_millis(50);
/// How long what is answered then may take to be sent.
const LAST: Duration = Duration::from_millis(500);

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address and port to listen at; port 0 is any free one.
    pub bind: String,
    /// What the IRIs begin with that this service answers for.
    pub base: String,
    /// The file of the token that lets write; without one nobody may.
    pub token: Option<PathBuf>,
    /// The longest that a query may run, in seconds.
    pub timeout: u64,
    /// Bytes of memory of a query, at most.
    pub memory: u64,
    /// How many queries run at once.
    pub workers: usize,
    /// How many wait; more are refused.
    pub queue: usize,
    /// Rows or triples of an answer, at most.
    pub rows: Option<u64>,
    /// Bytes of a request, at most.
    pub body: usize,
    /// Bytes of answers that are remembered, at most.
    pub cache: usize,
    /// The origin whose pages may read the answers: `*` is any, none is none but its own.
    pub origin: Option<String>,
    /// What the IRIs of endpoints begin with that queries may call.
    pub services: Vec<String>,
    /// Whether each request is written down on standard error.
    pub log: bool,
    /// How the writer reads articles: arguments of its command.
    pub analysis: Vec<OsString>,
}

/// A server that listens.
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
    told: JoinHandle<()>,
}

impl Server {
    /// Opens the store in that folder and listens.
    ///
    /// # Errors
    /// Says that the store cannot be read, or why the address cannot be used.
    pub fn listen(folder: &Path, options: &Options) -> Result<Self, Diagnostic> {
        let failed = |e: std::io::Error| Diagnostic::new(format!("cannot start: {e}"));
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(failed)?;
        let listener = runtime.block_on(TcpListener::bind(&options.bind)).map_err(|e| unbound(&options.bind, &e))?;
        let address = listener.local_addr().map_err(failed)?;
        let meters = Arc::new(Meters::new());
        let token = options.token.as_deref().map(Token::read).transpose()?;
        let settings = write::Settings {
            folder: folder.to_owned(),
            address: format!("http://{}", reachable(address)),
            timeout: options.timeout,
            analysis: options.analysis.clone(),
        };
        let started = runtime.block_on(async {
            match token {
                Some(_) => Write::start(settings, Arc::clone(&meters)).await.map(Some),
                None => Ok(None),
            }
        });
        let write = started.map_err(|refused| Diagnostic::new(refused.message))?;
        let shared = Arc::new(shared(folder, options, address, meters, token, write)?);
        let opened = runtime.block_on(async { shared.pool.warm(&shared.data.current()).await });
        opened.map_err(|refused| Diagnostic::new(refused.message))?;
        let told = runtime.spawn(runtime.block_on(async { told() }).map_err(failed)?);
        Ok(Self { runtime, listener, address, shared, told })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the process is told to stop; then lets what runs end, which the limit of queries bounds.
    ///
    /// # Errors
    /// When the listener fails.
    pub fn run(self) -> Result<(), Diagnostic> {
        let grace = Duration::from_secs(self.shared.timeout + 1);
        let shared = Arc::clone(&self.shared);
        let app = http::router(self.shared).into_make_service_with_connect_info::<SocketAddr>();
        let (ended, mut end) = tokio::sync::watch::channel(false);
        let result = self.runtime.block_on(async move {
            let signalled = async move {
                let _ = self.told.await; // it cannot fail
                ended.send_replace(true);
            };
            let patience = async {
                let _ = end.wait_for(|ended| *ended).await; // the other half lives as long as it serves
                let idle = async {
                    // A connection may be held open without anything asked on it.
                    while shared.is_busy() {
                        tokio::time::sleep(LOOK).await;
                    }
                    tokio::time::sleep(LAST).await;
                };
                let _ = tokio::time::timeout(grace, idle).await; // over is over
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

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Where others on this machine reach what listens there.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { IpAddr::V6(Ipv6Addr::LOCALHOST) });
    }
    address
}

fn shared(
    folder: &Path,
    options: &Options,
    address: SocketAddr,
    meters: Arc<Meters>,
    token: Option<Token>,
    write: Option<Arc<Write>>,
) -> Result<Shared, Diagnostic> {
    let origin = options.origin.as_ref().map(|origin| {
        let wrong = |_| Diagnostic::new(format!("`{origin}` is no origin")).hinted("such as https://example.org, or *");
        HeaderValue::from_str(origin).map_err(wrong)
    });
    let settings = Settings {
        workers: options.workers,
        queue: options.queue,
        memory: options.memory,
        base: options.base.clone(),
        services: options.services.clone(),
    };
    Ok(Shared {
        data: write.as_ref().map_or_else(|| Arc::new(Data::watched(folder)), |write| write.data()),
        pool: Arc::new(Pool::new(settings, Arc::clone(&meters))),
        cache: Cache::new(options.cache),
        meters,
        timeout: options.timeout,
        rows: options.rows,
        body: options.body,
        origin: origin.transpose()?,
        bound: address.to_string(),
        base: options.base.clone(),
        calls: !options.services.is_empty(),
        log: options.log,
        requests: AtomicUsize::new(0),
        token,
        write,
    })
}

fn unbound(address: &str, error: &std::io::Error) -> Diagnostic {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            Diagnostic::new(format!("{address} is in use by another program")).hinted("--bind 127.0.0.1:0 takes any free port")
        }
        _ => Diagnostic::new(format!("cannot listen at {address}: {error}")).hinted("--bind takes an address and a port"),
    }
}

/// What ends when the process is interrupted or told to end.
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
