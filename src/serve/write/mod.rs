//! The one writer, as the server holds it: a child process that has the store open for writing and does one job after the other.
//!
//! After each job that changed something the writer makes a snapshot, from which everybody reads from then on; only then is whoever asked
//! told that it is done. A job whose time is over, or whose writer dies, leaves what its last whole transaction left; another writer is started and
//! shows that. A job that has begun is done whether or not whoever asked still waits.

mod job;

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::timeout;

use crate::serve::frame::{self, Kind};
use crate::serve::pool::{Child, Data, Meters};
use crate::serve::reply::Refused;
pub(super) use job::{Done, Job, Order, Outcome};

/// How many jobs may wait for the one that runs.
const WAITING: usize = 64;
/// How long the writer may take to open the store and to make a first snapshot.
const OPENING: Duration = Duration::from_secs(600);
/// Seconds that a job waits for its turn, at least.
const TURN: u64 = 60;
/// How much longer than its limit a job is waited for that heeds it itself.
const PATIENCE: Duration = Duration::from_secs(1);
/// Seconds that uploads, articles and their links may take: far more than an update, for they only grow with what is sent.
pub(super) const LONGEST: u64 = 3600;
/// The folder of snapshots, in that of the store.
pub(super) const SERVING: &str = "serving";

/// How the writer is run.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// The folder of the store.
    pub folder: PathBuf,
    /// Where the server listens, for those who find the store held.
    pub address: String,
    /// Seconds of the longest update.
    pub timeout: u64,
    /// How articles are read: arguments of the child.
    pub analysis: Vec<OsString>,
}

/// The writer.
pub(super) struct Write {
    settings: Settings,
    data: Arc<Data>,
    places: Arc<Semaphore>,
    turn: Mutex<Turn>,
    meters: Arc<Meters>,
}

/// What whoever has the turn works with.
struct Turn {
    child: Option<Child>,
    /// How many snapshots have had a name.
    snapshots: u64,
}

impl Write {
    /// Starts the writer, which makes the store where there is none.
    ///
    /// # Errors
    /// Says why the store cannot be written, and by whom it is.
    pub(super) async fn start(settings: Settings, meters: Arc<Meters>) -> Result<Arc<Self>, Refused> {
        let first = name(&settings.folder, 1);
        let child = open(&settings, &first, true).await?;
        Ok(Arc::new(Self {
            settings,
            data: Arc::new(Data::written(first)),
            places: Arc::new(Semaphore::new(WAITING + 1)),
            turn: Mutex::new(Turn { child: Some(child), snapshots: 1 }),
            meters,
        }))
    }

    /// What everybody reads: the newest snapshot.
    pub(super) fn data(&self) -> Arc<Data> {
        Arc::clone(&self.data)
    }

    /// Does a job when it is its turn.
    ///
    /// # Errors
    /// Why it is not done: the writer's own reason, no time, too many that wait.
    pub(super) async fn work(self: &Arc<Self>, job: Job, parts: Vec<Bytes>) -> Result<Done, Refused> {
        let full = || Refused::new(503_u16, "too many changes wait already; ask again later");
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| full())?;
        let write = Arc::clone(self);
        // Of its own accord: whoever asked may go away, and must not leave a job half heard.
        let task = tokio::spawn(async move {
            let _place = place;
            write.turn(job, parts).await
        });
        task.await.unwrap_or_else(|e| Err(Refused::new(500_u16, e.to_string())))
    }

    async fn turn(&self, job: Job, parts: Vec<Bytes>) -> Result<Done, Refused> {
        let late = |_| Refused::new(503_u16, "other changes take too long; ask again later");
        let mut turn = timeout(Duration::from_secs(self.settings.timeout.max(TURN)), self.turn.lock()).await.map_err(late)?;
        let mut child = turn.child.take();
        if child.as_mut().is_some_and(Child::ended) {
            child = None;
        }
        let mut child = match child {
            Some(child) => child,
            None => self.revived(&mut turn).await?,
        };
        turn.snapshots += 1;
        let snapshot = name(&self.settings.folder, turn.snapshots);
        let seconds = if matches!(job, Job::Update { .. }) { self.settings.timeout } else { LONGEST };
        let order = Order { job, seconds, snapshot: snapshot.clone(), parts: parts.len() };
        let worked = ordered(&mut child, &order, parts, Duration::from_secs(seconds) + PATIENCE).await;
        let (reason, refused) = match worked {
            Ok(outcome) => {
                if outcome.changed {
                    self.data.replace(snapshot);
                }
                turn.child = Some(child);
                return outcome.answer;
            }
            Err(Stopped::Late) => ("time", overrun(seconds)),
            Err(Stopped::Broken) => {
                ("writer", Refused::new(503_u16, "the writer ended before it was done; see whether the change was made, and ask again"))
            }
        };
        self.meters.ended(reason);
        child.end().await;
        let _ = fs::remove_dir_all(&snapshot); // it may never have been begun
        // What its last whole transaction left is shown at once; if not now, then at the next job.
        turn.child = self.revived(&mut turn).await.ok();
        Err(refused)
    }

    /// Another writer, and what it finds.
    async fn revived(&self, turn: &mut Turn) -> Result<Child, Refused> {
        turn.snapshots += 1;
        let snapshot = name(&self.settings.folder, turn.snapshots);
        let child = open(&self.settings, &snapshot, false).await?;
        self.data.replace(snapshot);
        Ok(child)
    }
}

/// The message for a change that took too long.
pub(super) fn overrun(seconds: u64) -> Refused {
    Refused::new(
        504_u16,
        format!("the change was stopped after {seconds} s, and not made; of several articles those that were read by then are kept"),
    )
}

fn name(folder: &Path, number: u64) -> PathBuf {
    folder.join(SERVING).join(number.to_string())
}

/// Starts a writer that makes a snapshot before anything else; the first one takes those away that others left.
async fn open(settings: &Settings, snapshot: &Path, first: bool) -> Result<Child, Refused> {
    let failed = |e: io::Error| Refused::new(503_u16, format!("the writer cannot be started: {e}"));
    let mut arguments: Vec<OsString> = vec!["--address".into(), settings.address.clone().into(), "--snapshot".into(), snapshot.into()];
    arguments.extend(first.then(|| OsString::from("--first")));
    arguments.extend(settings.analysis.iter().cloned());
    let mut child = Child::start("writer", &settings.folder, &arguments).map_err(failed)?;
    match timeout(OPENING, child.hear()).await {
        Ok(Ok((Kind::Ready, _))) => Ok(child),
        Ok(Ok((_, payload))) => Err(frame::value(&payload).unwrap_or_else(failed)),
        Ok(Err(e)) => Err(failed(io::Error::other(format!("{e}; {}", child.last_words().await)))),
        Err(_) => Err(failed(io::ErrorKind::TimedOut.into())),
    }
}

/// Gives the writer a job and hears what came of it.
///
/// Only the change itself has a limit: once it is made, it is waited until readers can see it.
async fn ordered(child: &mut Child, order: &Order, parts: Vec<Bytes>, limit: Duration) -> Result<Outcome, Stopped> {
    let made = async {
        child.tell(&serde_json::to_vec(order)?).await?;
        for part in parts {
            child.tell(&part).await?;
        }
        child.hear().await
    };
    timeout(limit, made).await.map_err(|_| Stopped::Late)??;
    let (_, payload) = child.hear().await?;
    Ok(frame::value(&payload)?)
}

/// Why nothing was heard of a job.
enum Stopped {
    /// Its time was over.
    Late,
    /// The writer ended, or cannot be understood.
    Broken,
}

impl From<io::Error> for Stopped {
    fn from(_: io::Error) -> Self {
        Self::Broken
    }
}
