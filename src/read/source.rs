//! One stream of bytes: unpacked, its byte order mark taken off, UTF-16 turned to UTF-8, its first bytes known.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::format::{Packing, unpacked_name};
use super::transcoded::Transcoded;
use crate::diagnostic::Diagnostic;

/// How many of the first bytes are known, where there are so many.
pub(super) const HEAD: usize = 8 << 10;

/// What a packed file may unpack to before its ratio is looked at, in bytes.
const UNSUSPICIOUS: u64 = 64 << 20;

/// How many times its size a packed file may unpack to: prose reaches four times, logs and such perhaps fifty.
const RATIO: u64 = 200;

/// A stream of bytes that is not packed, not UTF-16 and without a byte order mark.
pub(super) struct Source {
    /// Its first bytes.
    pub(super) head: Vec<u8>,
    rest: Box<dyn Read + Send>,
}

/// All of a source, or so much of it that it is too much.
pub(super) enum Whole {
    Bytes(Vec<u8>),
    TooLarge,
}

impl Source {
    /// A file, or standard input for `-`.
    ///
    /// # Errors
    /// Says why it cannot be opened, read or unpacked.
    pub(super) fn open(path: &Path) -> Result<Self, Diagnostic> {
        let name = super::name(path);
        if path.as_os_str() == "-" {
            return Self::new(io::stdin(), &name);
        }
        let file = File::open(path).map_err(unreadable)?;
        Self::new(file, &name)
    }

    /// A stream of bytes of that name.
    ///
    /// # Errors
    /// Says why it cannot be read or unpacked.
    pub(super) fn new(bytes: impl Read + Send + 'static, name: &str) -> Result<Self, Diagnostic> {
        let unpacked = Self::begin(Box::new(bytes)).and_then(Self::unpack).map_err(unreadable)?;
        let (source, found) = unpacked;
        if let (_, Some(said)) = unpacked_name(name)
            && found != Some(said)
            && !source.head.is_empty()
        {
            let said = match said {
                Packing::Gzip => "gzip",
                Packing::Zstandard => "Zstandard",
            };
            return Err(Diagnostic::new(format!("is not {said}, though its name says so")).hinted("rename it to what it is"));
        }
        source.without_mark().map_err(unreadable)
    }

    /// Reads the first bytes.
    fn begin(mut rest: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut head = Vec::new();
        rest.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        Ok(Self { head, rest })
    }

    fn unpack(self) -> io::Result<(Self, Option<Packing>)> {
        let packing = match self.head.as_slice() {
            [0x1f, 0x8b, 8, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Packing::Zstandard,
            _ => return Ok((self, None)),
        };
        let taken = Arc::new(AtomicU64::new(0));
        let packed = BufReader::with_capacity(64 << 10, Counted { inner: self.chained(), taken: Arc::clone(&taken) });
        let unpacked: Box<dyn Read + Send> = match packing {
            Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
            Packing::Zstandard => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
        };
        Ok((Self::begin(Box::new(Bounded { inner: unpacked, given: 0, taken }))?, Some(packing)))
    }

    /// Takes the byte order mark off, and turns what it tells to be UTF-16 to UTF-8.
    fn without_mark(mut self) -> io::Result<Self> {
        match encoding_rs::Encoding::for_bom(&self.head) {
            Some((encoding, length)) if encoding == encoding_rs::UTF_8 => {
                self.head.drain(..length);
                Ok(self)
            }
            Some((encoding, length)) => {
                self.head.drain(..length);
                Self::begin(Box::new(Transcoded::new(self.chained(), encoding)))
            }
            None => Ok(self),
        }
    }

    fn chained(self) -> impl Read + Send + 'static {
        Cursor::new(self.head).chain(self.rest)
    }

    /// The bytes, from the first one on.
    pub(super) fn reader(self) -> impl BufRead + Send + 'static {
        BufReader::with_capacity(128 << 10, self.chained())
    }

    /// All bytes, if there are at most so many.
    ///
    /// # Errors
    /// Says why it cannot be read to its end.
    pub(super) fn whole(mut self, largest: usize) -> Result<Whole, Diagnostic> {
        let more = (largest as u64 + 1).saturating_sub(self.head.len() as u64);
        self.rest.take(more).read_to_end(&mut self.head).map_err(unreadable)?;
        Ok(if self.head.len() > largest { Whole::TooLarge } else { Whole::Bytes(self.head) })
    }
}

/// A message for an error of reading or unpacking.
pub(super) fn unreadable(error: io::Error) -> Diagnostic {
    let why = match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::new(format!("cannot be read: {why}"))
}

/// Counts the bytes that are read.
struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Stops at what unpacks to far more than articles can: a small file made to fill a memory or take hours.
struct Bounded<R> {
    inner: R,
    given: u64,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.given += count as u64;
        if self.given > UNSUSPICIOUS && self.given / RATIO > self.taken.load(Ordering::Relaxed) {
            return Err(io::Error::other(format!("it unpacks to more than {RATIO} times its size")));
        }
        Ok(count)
    }
}
