//! A child of the server that writes: holds the store's lock, does one job after the other, and makes a snapshot after each that changed
//! something.
//!
//! It is ended by the server when its time is over; the store's transactions see to it that nothing is half done then.

mod work;

use std::fs;
use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::ingest;
use crate::pipeline::{Additions, Analyst};
use crate::rdf::Run;
use crate::search;
use crate::serve::frame::{self, Kind};
use crate::serve::limits;
use crate::serve::reply::Refused;
use crate::serve::write::{Done, Order, Outcome, SERVING};
use crate::store::{Store, Writer};

/// A server that has just ended may leave a writer that is about to: the store is asked for so many times.
const ATTEMPTS: u32 = 20;
/// How long is waited between.
const PAUSE: Duration = Duration::from_millis(100);

/// How a writer writes.
#[derive(Clone, Debug)]
pub struct WriterOptions {
    /// Where the server listens, for those who find the store held.
    pub address: String,
    /// The folder of the first snapshot, made before anything else.
    pub snapshot: PathBuf,
    /// Whether no server reads yet, so that all other snapshots can go.
    pub first: bool,
    /// What users add to what ships.
    pub additions: Additions,
    /// Whether the event network is left out.
    pub rules_only: bool,
    /// Threads that read articles.
    pub threads: NonZeroUsize,
}

/// Does what comes on standard input and answers on standard output, until the input ends.
///
/// # Errors
/// When the store cannot be opened (which is said on the pipe too), or the pipe breaks.
pub fn write(folder: &Path, options: WriterOptions) -> Result<(), Diagnostic> {
    limits::bound(None);
    let mut to = io::stdout().lock();
    let opened = open(folder, options).and_then(|open| open.snapshot(&open.options.snapshot).map(|()| open));
    let done = match opened {
        Ok(mut open) => serve(&mut open, &mut io::stdin().lock(), &mut to),
        Err(diagnostic) => {
            frame::write_value(&mut to, Kind::Refused, &Refused::new(503_u16, diagnostic.to_string())).and_then(|()| to.flush())
        }
    };
    done.map_err(|e| Diagnostic::new(format!("the server cannot be reached: {e}")))
}

fn open(folder: &Path, options: WriterOptions) -> Result<Open, Diagnostic> {
    let mut writer = Store::open_for(folder, &options.address);
    for _ in 0..ATTEMPTS {
        if writer.is_ok() || !options.first || Store::server(folder).is_none() {
            break;
        }
        thread::sleep(PAUSE);
        writer = Store::open_for(folder, &options.address);
    }
    let writer = writer?;
    if options.first {
        let _ = fs::remove_dir_all(folder.join(SERVING)); // what stays is not read
    }
    Ok(Open { folder: folder.to_owned(), writer, analyst: None, options })
}

fn serve(open: &mut Open, from: &mut impl io::Read, to: &mut impl io::Write) -> io::Result<()> {
    frame::write(to, Kind::Ready, b"")?;
    to.flush()?;
    while let Some((_, payload)) = frame::read(from)? {
        let order: Order = frame::value(&payload)?;
        let mut parts = Vec::new();
        for _ in 0..order.parts {
            let (_, part) = frame::read(from)?.ok_or(io::ErrorKind::UnexpectedEof)?;
            parts.push(part);
        }
        let answer = work::work(open, order.job.clone(), parts, order.seconds);
        // The change is made, or is not; what follows only shows it.
        frame::write(to, Kind::Piece, b"")?;
        to.flush()?;
        frame::write_value(to, Kind::Head, &open.shown(&order, answer))?;
        to.flush()?;
    }
    Ok(())
}

/// What a writer has open.
struct Open {
    folder: PathBuf,
    writer: Writer,
    /// Loaded when it is first needed.
    analyst: Option<(&'static Analyst, Run)>,
    options: WriterOptions,
}

impl Open {
    /// Shows readers what was done.
    fn shown(&mut self, order: &Order, answer: Result<Done, Refused>) -> Outcome {
        // Of a job of several transactions some may have been made.
        let changed = match &answer {
            Ok(done) => done.changed,
            Err(_) => order.job.is_several(),
        };
        if !changed {
            return Outcome { changed, answer };
        }
        match self.snapshot(&order.snapshot) {
            Ok(()) => Outcome { changed, answer },
            Err(diagnostic) => {
                let _ = fs::remove_dir_all(&order.snapshot); // it may be half there
                let message = format!("the change was made, but cannot be shown before the next one: {diagnostic}");
                Outcome { changed: false, answer: answer.and(Err(Refused::new(500_u16, message))) }
            }
        }
    }

    /// Makes the folder that readers open.
    ///
    /// The text index is brought up to date and put there as well. Where it cannot be, readers have none and say so; the store is what counts.
    fn snapshot(&self, to: &Path) -> Result<(), Diagnostic> {
        self.writer.snapshot(to)?;
        let updated = search::Index::open_or_make(&self.folder).and_then(|mut index| index.update(self.writer.store()));
        let _ = updated.and_then(|_| search::snapshot(&self.folder, to));
        Ok(())
    }

    /// What reads articles.
    fn analyst(&mut self) -> Result<(&'static Analyst, Run), Diagnostic> {
        if let Some(loaded) = &self.analyst {
            return Ok(loaded.clone());
        }
        let loaded = ingest::load(&self.options.additions, self.options.rules_only)?;
        Ok(self.analyst.insert(loaded).clone())
    }
}
