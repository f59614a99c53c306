//! JSON lines: an article a line, in memory one line at a time.

use std::io::{self, BufRead, Read as _};

use super::draft::Draft;
use super::source::{self, Source};
use super::{encoding, fields};
use crate::diagnostic::Diagnostic;

/// Bytes of memory that are kept from line to line.
const KEPT: usize = 1 << 20;

/// Articles of JSON lines.
pub(super) struct Lines<R> {
    reader: R,
    /// The line read last, counted from 1.
    line: usize,
    buffer: Vec<u8>,
    largest: usize,
    ended: bool,
}

enum Line {
    Read,
    TooLong,
    None,
}

impl Lines<()> {
    /// The lines of a source, of at most so many bytes each.
    pub(super) fn new(source: Source, largest: usize) -> Lines<impl BufRead + Send> {
        Lines { reader: source.reader(), line: 0, buffer: Vec::new(), largest, ended: false }
    }
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line; one that is too long is passed over without being kept.
    fn read_line(&mut self) -> io::Result<Line> {
        self.buffer.clear();
        self.buffer.shrink_to(KEPT);
        let limit = self.largest as u64 + 1;
        let count = self.reader.by_ref().take(limit).read_until(b'\n', &mut self.buffer)?;
        if count as u64 == limit && self.buffer.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
            return Ok(Line::TooLong);
        }
        Ok(if count == 0 { Line::None } else { Line::Read })
    }

    fn article(&self) -> Result<Draft, Diagnostic> {
        let text = encoding::piece(self.buffer.trim_ascii_end())?;
        fields::read(&text)
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Draft, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line += 1;
            match self.read_line() {
                Ok(Line::Read) if self.buffer.trim_ascii().is_empty() => {}
                Ok(Line::Read) => {
                    let line = self.line;
                    return Some(self.article().map(|draft| Draft { line: Some(line), ..draft }).map_err(|d| d.at_line(line)));
                }
                Ok(Line::TooLong) => return Some(Err(super::values::too_long(self.largest).at_line(self.line))),
                Ok(Line::None) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(source::unreadable(error).at_line(self.line)));
                }
            }
        }
        None
    }
}
