//! gzip and zstd around bytes that are written or read.

use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip, without name and time.
    Gzip,
    /// zstd.
    Zstd,
}

impl Packing {
    /// The packing that a file's ending tells.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// Its ending, with the dot.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Gzip => ".gz",
            Self::Zstd => ".zst",
        }
    }
}

/// Packs what is written to it.
pub enum Packer<W: Write> {
    /// As it is.
    Plain(W),
    /// gzip.
    Gzip(GzEncoder<W>),
    /// zstd.
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> Packer<W> {
    /// Around another writer.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn new(packing: Packing, to: W) -> io::Result<Self> {
        Ok(match packing {
            Packing::Plain => Self::Plain(to),
            Packing::Gzip => Self::Gzip(GzEncoder::new(to, Compression::default())),
            Packing::Zstd => Self::Zstd(zstd::Encoder::new(to, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        })
    }

    /// Writes the end of it; without, the bytes cannot be unpacked.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(self) -> io::Result<W> {
        let mut to = match self {
            Self::Plain(to) => to,
            Self::Gzip(encoder) => encoder.finish()?,
            Self::Zstd(encoder) => encoder.finish()?,
        };
        to.flush()?;
        Ok(to)
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(to) => to.write(bytes),
            Self::Gzip(to) => to.write(bytes),
            Self::Zstd(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(to) => to.flush(),
            Self::Gzip(to) => to.flush(),
            Self::Zstd(to) => to.flush(),
        }
    }
}

/// The bytes of a source, unpacked where their beginning says that they are packed.
///
/// # Errors
/// When the source cannot be read.
pub fn unpacked(mut source: impl Read + 'static) -> io::Result<Box<dyn Read>> {
    let mut head = Vec::new();
    source.by_ref().take(4).read_to_end(&mut head)?;
    let whole = BufReader::new(io::Cursor::new(head.clone()).chain(source));
    Ok(match head.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(whole)),
        [0x28, 0xb5, 0x2f, 0xfd] => Box::new(zstd::Decoder::with_buffer(whole)?),
        _ => Box::new(whole),
    })
}
