//! How long a query may run.
//!
//! The engine looks at the limit only when it reads quads: a sort of a huge product can overrun it. Nothing here is a hard limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use oxigraph::sparql::CancellationToken;

/// A running limit; it ends when dropped.
pub struct Limit {
    token: CancellationToken,
    over: Arc<AtomicBool>,
    seconds: Option<u64>,
    _alive: Option<mpsc::Sender<()>>,
}

impl Limit {
    /// From now on so many seconds; without end where none are given.
    #[must_use]
    pub fn start(seconds: Option<u64>) -> Self {
        let (token, over) = (CancellationToken::new(), Arc::new(AtomicBool::new(false)));
        let alive = seconds.map(|seconds| {
            let (alive, ended) = mpsc::channel::<()>();
            let (token, over) = (token.clone(), Arc::clone(&over));
            thread::spawn(move || {
                if ended.recv_timeout(Duration::from_secs(seconds)) == Err(RecvTimeoutError::Timeout) {
                    over.store(true, Ordering::Release);
                    token.cancel();
                }
            });
            alive
        });
        Self { token, over, seconds, _alive: alive }
    }

    /// What the engine asks whether to go on.
    #[must_use]
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }

    /// The seconds, if the time is over.
    #[must_use]
    pub fn overrun(&self) -> Option<u64> {
        self.seconds.filter(|_| self.over.load(Ordering::Acquire))
    }
}
