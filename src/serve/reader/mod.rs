//! A child of the server that reads: opens a store as it is, and answers one question after the other until it is told no more.
//!
//! It bounds its own memory, and is ended by the server when its time is over: nothing else stops every query. What fails in it,
//! fails in it alone.

mod answer;

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::query::Services;
use crate::search;
use crate::serve::ask::{Ask, Head};
use crate::serve::frame::{self, Kind};
use crate::serve::limits;
use crate::serve::reply::{Open, Refused};
use crate::store::Store;

pub(super) use answer::overrun;

/// How much of a body is sent at once, in bytes.
const PIECE: usize = 64 << 10;

/// How a reader reads.
#[derive(Clone, Debug)]
pub struct ReaderOptions {
    /// Bytes of memory for data, at most.
    pub memory: u64,
    /// What the IRIs begin with that the service answers for.
    pub base: String,
    /// The endpoints that queries may call.
    pub services: Services,
}

/// Answers what comes on standard input on standard output, until the input ends.
///
/// # Errors
/// When the store cannot be opened (which is said on the pipe too), or the pipe breaks.
pub fn read(folder: &Path, options: &ReaderOptions) -> Result<(), Diagnostic> {
    limits::bound(Some(options.memory));
    let mut to = BufWriter::with_capacity(2 * PIECE, io::stdout().lock());
    let open = match open(folder, options) {
        Ok(open) => open,
        Err(diagnostic) => {
            frame::write_value(&mut to, Kind::Refused, &Refused::new(503_u16, diagnostic.to_string())).map_err(|e| broken(&e))?;
            return to.flush().map_err(|e| broken(&e));
        }
    };
    serve(&open, &mut io::stdin().lock(), &mut to).map_err(|e| broken(&e))
}

fn serve(open: &Open, from: &mut impl io::Read, to: &mut impl Write) -> io::Result<()> {
    frame::write(to, Kind::Ready, b"")?;
    to.flush()?;
    while let Some((_, payload)) = frame::read(from)? {
        let ask: Ask = frame::value(&payload)?;
        let mut reply = Reply { to, piece: Vec::new() };
        match answer::answer(open, &ask, &mut reply) {
            Ok(()) => reply.end()?,
            Err(refused) => frame::write_value(reply.to, Kind::Refused, &refused)?,
        }
        to.flush()?;
    }
    Ok(())
}

fn open(folder: &Path, options: &ReaderOptions) -> Result<Open, Diagnostic> {
    Ok(Open {
        store: Store::read_only(folder)?,
        text: search::Reader::open(folder)?,
        base: options.base.clone(),
        services: options.services.clone(),
    })
}

fn broken(error: &io::Error) -> Diagnostic {
    Diagnostic::new(format!("the server cannot be reached: {error}"))
}

/// An answer on its way: a head, then pieces.
pub(super) struct Reply<'a, W: Write> {
    to: &'a mut W,
    piece: Vec<u8>,
}

impl<W: Write> Reply<'_, W> {
    /// Says what the body will be.
    pub(super) fn head(&mut self, status: u16, media: &str) -> io::Result<()> {
        frame::write_value(self.to, Kind::Head, &Head { status, media: media.to_owned() })
    }

    fn end(mut self) -> io::Result<()> {
        let last = std::mem::take(&mut self.piece);
        if !last.is_empty() {
            frame::write(self.to, Kind::Piece, &last)?;
        }
        frame::write(self.to, Kind::End, b"")
    }
}

impl<W: Write> Write for Reply<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            frame::write(self.to, Kind::Piece, &self.piece)?;
            self.to.flush()?;
            self.piece.clear();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
