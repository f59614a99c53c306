//! The readers: as many children as run queries at once, each on the newest state of the store when it began.
//!
//! A query has a child to itself. It is ended with its child when its time is over, when it takes more memory than it may, when it is
//! cancelled, or when whoever asked has gone; nothing that a query does reaches another.

mod body;
mod child;
mod data;
mod meters;
mod running;

use std::ffi::OsString;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

use crate::serve::ask::{Ask, Head};
use crate::serve::frame::{self, Kind};
use crate::serve::reader::overrun;
use crate::serve::reply::Refused;
use body::{Piece, Rest};
pub(in crate::serve) use child::Child;
pub(in crate::serve) use data::{Data, Generation};
pub(in crate::serve) use meters::Meters;
use running::{Running, Ticket};

/// After so long a query lets others go first.
const SLOW: Duration = Duration::from_millis(100);
/// How long a query that does not heed its limit itself is waited for.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long whoever reads an answer may read nothing of it.
const STALLED: Duration = Duration::from_secs(10);
/// How long a child may take to open the store.
const OPENING: Duration = Duration::from_secs(60);
/// How long a child that died is listened to.
const DYING: Duration = Duration::from_secs(2);

/// How the readers are run.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Settings {
    /// How many at once.
    pub workers: usize,
    /// How many requests may wait for one.
    pub queue: usize,
    /// Bytes of memory of each, at most.
    pub memory: u64,
    /// What the IRIs begin with that the service answers for.
    pub base: String,
    /// What the IRIs of endpoints begin with that queries may call.
    pub services: Vec<String>,
}

/// The readers.
pub(in crate::serve) struct Pool {
    settings: Settings,
    slots: Arc<Semaphore>,
    queue: Semaphore,
    idle: Mutex<Vec<(Arc<Generation>, Child)>>,
    /// What runs.
    pub running: Arc<Running>,
    meters: Arc<Meters>,
}

/// An answer.
pub(in crate::serve) struct Answer {
    /// Its head.
    pub head: Head,
    /// Its body.
    pub body: Answered,
}

/// The body of an answer.
pub(in crate::serve) enum Answered {
    /// All of it.
    Whole(Bytes),
    /// The beginning, and the rest as it comes.
    Stream(Rest),
}

impl Pool {
    pub(in crate::serve) fn new(settings: Settings, meters: Arc<Meters>) -> Self {
        let (slots, queue) = (Arc::new(Semaphore::new(settings.workers.max(1))), Semaphore::new(settings.queue));
        Self { settings, slots, queue, idle: Mutex::default(), running: Arc::default(), meters }
    }

    /// Whether a query would find a reader: one waits, or all work, or one can be started, which then waits. So the first query finds one,
    /// and a store that cannot be opened is known.
    pub(in crate::serve) async fn warm(&self, generation: &Arc<Generation>) -> Result<(), Refused> {
        let Ok(_slot) = self.slots.try_acquire() else { return Ok(()) };
        let child = self.child(generation).await?;
        self.put_back(Arc::clone(generation), child);
        Ok(())
    }

    /// Asks a reader of that generation; `what` and `client` are what a list of running queries shows.
    ///
    /// # Errors
    /// Why there is no answer: the reader's own reason, no time, no memory, too many that wait.
    pub(in crate::serve) async fn ask(
        self: &Arc<Self>,
        generation: &Arc<Generation>,
        ask: &Ask,
        what: &str,
        client: &str,
    ) -> Result<Answer, Refused> {
        let until = Instant::now() + Duration::from_secs(ask.seconds);
        let payload = serde_json::to_vec(ask).map_err(|e| Refused::new(500_u16, e.to_string()))?;
        let slot = self.slot(until).await?;
        let ticket = self.running.enter(what, client);
        let child = self.child(generation).await?;
        self.meters.running.inc();
        let mut lease = Lease {
            pool: Arc::clone(self),
            generation: Arc::clone(generation),
            child: Some(child),
            ticket,
            seconds: ask.seconds,
            until: until + PATIENCE,
            slow: Instant::now() + SLOW,
            _slot: slot,
        };
        lease.tell(&payload).await?;
        let (Kind::Head, payload) = lease.hear().await? else { return Err(lease.broken("an answer without a head")) };
        let head: Head = frame::value(&payload).map_err(|e| lease.broken(&e.to_string()))?;
        // One piece is waited for beyond the first: what fails until then has a status of its own.
        let mut pieces = Vec::new();
        while pieces.len() < 2 {
            match lease.hear().await? {
                (Kind::End, _) => {
                    lease.done();
                    return Ok(Answer { head, body: Answered::Whole(pieces.pop().unwrap_or_default()) });
                }
                (_, piece) => pieces.push(piece),
            }
        }
        Ok(Answer { head, body: Answered::Stream(lease.stream(pieces)) })
    }

    /// Waits for a turn, if not too many wait already.
    async fn slot(&self, until: Instant) -> Result<OwnedSemaphorePermit, Refused> {
        if let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
            return Ok(slot);
        }
        let full = || Refused::new(429_u16, "too many queries wait already; ask again later");
        let _place = self.queue.try_acquire().map_err(|_| full())?;
        self.meters.waiting.inc();
        let slot = timeout_at(until, Arc::clone(&self.slots).acquire_owned()).await;
        self.meters.waiting.dec();
        let late = || Refused::new(503_u16, "no reader was free for as long as the query may take; ask again later");
        slot.map_err(|_| late())?.map_err(|_| late())
    }

    /// A child that waits, or a new one.
    async fn child(&self, generation: &Arc<Generation>) -> Result<Child, Refused> {
        while let Some(mut child) = self.take(generation) {
            if !child.ended() {
                return Ok(child);
            }
        }
        let failed = |e: io::Error| Refused::new(503_u16, format!("a reader cannot be started: {e}"));
        let mut arguments = ["--memory", &self.settings.memory.to_string(), "--base", &self.settings.base].map(OsString::from).to_vec();
        arguments.extend(self.settings.services.iter().map(|prefix| format!("--allow-service={prefix}").into()));
        let mut child = Child::start("reader", &generation.folder, &arguments).map_err(failed)?;
        self.meters.started.inc();
        match timeout(OPENING, child.hear()).await {
            Ok(Ok((Kind::Ready, _))) => Ok(child),
            Ok(Ok((_, payload))) => Err(frame::value(&payload).unwrap_or_else(failed)),
            Ok(Err(e)) => Err(failed(io::Error::other(format!("{e}; {}", child.last_words().await)))),
            Err(_) => Err(failed(io::ErrorKind::TimedOut.into())),
        }
    }

    /// One that waits and has that generation open; those of others end.
    fn take(&self, generation: &Arc<Generation>) -> Option<Child> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(of, _)| Arc::ptr_eq(of, generation));
        idle.pop().map(|(_, child)| child)
    }

    fn put_back(&self, generation: Arc<Generation>, child: Child) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.settings.workers {
            idle.push((generation, child));
        }
    }
}

/// A child that works on one query; it ends with this, unless the query is done.
struct Lease {
    pool: Arc<Pool>,
    generation: Arc<Generation>,
    child: Option<Child>,
    ticket: Ticket,
    seconds: u64,
    until: Instant,
    slow: Instant,
    _slot: OwnedSemaphorePermit,
}

impl Lease {
    async fn tell(&mut self, payload: &[u8]) -> Result<(), Refused> {
        let Some(child) = &mut self.child else { return Err(self.broken("no reader")) };
        match timeout_at(self.until, child.tell(payload)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(self.died().await),
            Err(_) => Err(self.overrun()),
        }
    }

    /// The next piece, or why there is none.
    async fn hear(&mut self) -> Result<(Kind, Bytes), Refused> {
        let heard = loop {
            let Some(child) = &mut self.child else { return Err(self.broken("no reader")) };
            let yields = child.yields();
            tokio::select! {
                biased;
                heard = child.hear() => break heard,
                () = self.ticket.cancelled() => {
                    self.pool.meters.ended("cancelled");
                    return Err(Refused::new(503_u16, "the query was cancelled"));
                }
                () = sleep_until(self.until) => return Err(self.overrun()),
                () = sleep_until(self.slow), if !yields => child.yield_to_others(),
            }
        };
        match heard {
            Ok((Kind::Refused, payload)) => {
                let refused = frame::value(&payload).unwrap_or_else(|e| self.broken(&e.to_string()));
                self.done();
                Err(refused)
            }
            Ok(frame) => Ok(frame),
            Err(_) => Err(self.died().await),
        }
    }

    fn overrun(&self) -> Refused {
        self.pool.meters.ended("time");
        overrun(self.seconds)
    }

    fn broken(&self, why: &str) -> Refused {
        self.pool.meters.ended("broken");
        Refused::new(500_u16, format!("the reader cannot be understood: {why}"))
    }

    /// Why the child ended by itself.
    async fn died(&mut self) -> Refused {
        let said = match &mut self.child {
            Some(child) => timeout(DYING, child.last_words()).await.unwrap_or_default(),
            None => String::new(),
        };
        let memory = self.pool.settings.memory >> 20;
        let (reason, message) = match () {
            () if said.contains("memory allocation") || said.contains("bad_alloc") => {
                ("memory", format!("the query needs more than {memory} MiB of memory; ask for less, or raise serve's --query-memory"))
            }
            () if said.contains("overflowed its stack") => ("stack", "the query is nested too deeply".to_owned()),
            () => ("died", "the reader of the store ended before it answered; ask again".to_owned()),
        };
        self.pool.meters.ended(reason);
        Refused::new(503_u16, message)
    }

    /// The query is done, and the child is there for another.
    fn done(&mut self) {
        if let Some(child) = self.child.take().filter(|child| !child.yields()) {
            self.pool.put_back(Arc::clone(&self.generation), child);
        }
    }

    /// Sends the rest as it comes, while somebody reads it.
    fn stream(mut self, pieces: Vec<Bytes>) -> Rest {
        let (to, rest) = mpsc::channel(2);
        tokio::spawn(async move {
            for piece in pieces {
                let _ = to.send(Piece::Part(piece)).await; // that nobody reads is seen below
            }
            loop {
                let heard = tokio::select! {
                    heard = self.hear() => heard,
                    () = to.closed() => return self.pool.meters.ended("unread"),
                };
                let (piece, more) = match heard {
                    Ok((Kind::End, _)) => {
                        self.done();
                        (Piece::Last, false)
                    }
                    Ok((_, piece)) => (Piece::Part(piece), true),
                    Err(refused) => (Piece::Failed(refused), false),
                };
                // Whoever reads nothing for so long keeps others waiting.
                let sent = timeout_at(self.until.min(Instant::now() + STALLED), to.send(piece)).await;
                if sent.is_err() {
                    self.pool.meters.ended("stalled");
                }
                if !more || !matches!(sent, Ok(Ok(()))) {
                    return;
                }
            }
        });
        Rest::new(rest)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.pool.meters.running.dec();
    }
}
