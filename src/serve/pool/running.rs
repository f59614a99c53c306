//! What runs at the moment, so that it can be listed and stopped.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use serde::Serialize;
use tokio::sync::watch;

/// All that runs.
#[derive(Debug, Default)]
pub(in crate::serve) struct Running {
    next: AtomicU64,
    all: Mutex<BTreeMap<u64, Entry>>,
}

#[derive(Debug)]
struct Entry {
    what: String,
    client: String,
    since: Instant,
    cancel: watch::Sender<bool>,
}

/// One that runs, as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::serve) struct Listed {
    /// Its number.
    pub id: u64,
    /// The query, or the address that was asked for.
    pub what: String,
    /// Who asked.
    pub client: String,
    /// For how long it has run.
    pub seconds: f64,
}

/// Held while something runs.
#[derive(Debug)]
pub(in crate::serve) struct Ticket {
    id: u64,
    of: Arc<Running>,
    cancelled: watch::Receiver<bool>,
}

impl Running {
    /// Notes what begins to run.
    pub(in crate::serve) fn enter(self: &Arc<Self>, what: &str, client: &str) -> Ticket {
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let (cancel, cancelled) = watch::channel(false);
        let entry = Entry { what: what.to_owned(), client: client.to_owned(), since: Instant::now(), cancel };
        self.entries().insert(id, entry);
        Ticket { id, of: Arc::clone(self), cancelled }
    }

    /// What runs, the oldest first.
    pub(in crate::serve) fn list(&self) -> Vec<Listed> {
        let shown = |(id, entry): (&u64, &Entry)| Listed {
            id: *id,
            what: entry.what.clone(),
            client: entry.client.clone(),
            seconds: (entry.since.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
        };
        self.entries().iter().map(shown).collect()
    }

    /// Whether nothing runs.
    pub(in crate::serve) fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }

    /// Stops one; returns whether it ran.
    pub(in crate::serve) fn cancel(&self, id: u64) -> bool {
        self.entries().get(&id).is_some_and(|entry| entry.cancel.send(true).is_ok())
    }

    fn entries(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Entry>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Waits until it is to be stopped.
    pub(in crate::serve) async fn cancelled(&mut self) {
        if self.cancelled.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await; // nobody is left who could stop it
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.of.entries().remove(&self.id);
    }
}
