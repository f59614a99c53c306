//! A child of the server, as the server holds it: a process, what is written to it and what it says.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::Stdio;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{ChildStdin, ChildStdout, Command};
use tokio::sync::watch;

use crate::serve::frame::{self, Kind};
use crate::serve::limits;

/// How much is read at once, in bytes, where nothing is known of what comes: most answers fit.
const READ: usize = 16 << 10;
/// How much of what a child says on its way out is kept, in bytes.
const LAST_WORDS: usize = 4 << 10;

/// A process that ends when this is dropped.
pub(in crate::serve) struct Child {
    process: tokio::process::Child,
    to: ChildStdin,
    from: ChildStdout,
    read: BytesMut,
    last_words: watch::Receiver<String>,
    yields: bool,
}

impl Child {
    /// Starts this program with those arguments, away from the signals of the terminal.
    pub(in crate::serve) fn start(command: &str, store: &Path, arguments: &[OsString]) -> io::Result<Self> {
        let mut program = Command::new(itself()?);
        program.arg(command).arg("--store").arg(store).args(arguments).kill_on_drop(true);
        // The allocator would take a gigabyte at once, which counts against the limit although it is not used.
        program.env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        program.process_group(0).arg0("chancery");
        let mut process = program.spawn()?;
        let missing = || io::Error::other("a pipe is missing");
        let (to, from) = (process.stdin.take().ok_or_else(missing)?, process.stdout.take().ok_or_else(missing)?);
        let last_words = listen(process.stderr.take().ok_or_else(missing)?);
        Ok(Self { process, to, from, read: BytesMut::new(), last_words, yields: false })
    }

    /// Sends a frame.
    pub(in crate::serve) async fn tell(&mut self, payload: &[u8]) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(payload.len() + 5);
        frame::write(&mut bytes, Kind::Ready, payload)?;
        self.to.write_all(&bytes).await
    }

    /// The next frame; to give up waiting loses nothing.
    pub(in crate::serve) async fn hear(&mut self) -> io::Result<(Kind, Bytes)> {
        loop {
            if let Some((kind, begin, end)) = frame::whole(&self.read)? {
                let mut payload = self.read.split_to(end);
                let _ = payload.split_to(begin);
                return Ok((kind, payload.freeze()));
            }
            // A piece that was handed on keeps its buffer: what is taken here is taken anew for each answer.
            self.read.reserve(frame::missing(&self.read).max(READ));
            if self.from.read_buf(&mut self.read).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// What the child said last on standard error; waits until it has closed it.
    pub(in crate::serve) async fn last_words(&mut self) -> String {
        while self.last_words.changed().await.is_ok() {}
        self.last_words.borrow().clone()
    }

    /// Lets others go first, from now on and for good.
    pub(in crate::serve) fn yield_to_others(&mut self) {
        self.yields = true;
        if let Some(id) = self.process.id() {
            limits::yield_to_others(id);
        }
    }

    /// Whether others go first: such a child is slow, and better replaced.
    pub(in crate::serve) fn yields(&self) -> bool {
        self.yields
    }

    /// Ends it, and waits until it holds nothing any more.
    pub(in crate::serve) async fn end(&mut self) {
        let _ = self.process.kill().await; // it may have ended
    }

    /// Whether it has ended by itself.
    pub(in crate::serve) fn ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }
}

/// This program's file, even when another has taken its place meanwhile.
fn itself() -> io::Result<std::path::PathBuf> {
    if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { std::env::current_exe() }
}

/// Keeps the end of what comes, so that the pipe never fills.
fn listen(from: tokio::process::ChildStderr) -> watch::Receiver<String> {
    let (told, last_words) = watch::channel(String::new());
    tokio::spawn(async move {
        let (mut from, mut kept, mut piece) = (BufReader::new(from), Vec::new(), [0; 1024]);
        while let Ok(length @ 1..) = from.read(&mut piece).await {
            kept.extend_from_slice(&piece[..length]);
            kept.drain(..kept.len().saturating_sub(LAST_WORDS));
        }
        told.send_replace(String::from_utf8_lossy(&kept).into_owned());
    });
    last_words
}
