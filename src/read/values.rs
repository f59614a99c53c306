//! JSON: one object, several, or lists of them; in memory one object at a time.
//!
//! Objects are cut out by their brackets and understood one by one, so that a broken one costs only itself.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::source::{self, Source};
use super::{encoding, fields};
use crate::diagnostic::Diagnostic;

/// Articles of a JSON file.
pub(super) struct Values<R> {
    reader: R,
    /// The line reached, counted from 1.
    line: usize,
    in_list: bool,
    largest: usize,
    ended: bool,
}

impl Values<()> {
    /// The objects of a source, of at most so many bytes each.
    pub(super) fn new(source: Source, largest: usize) -> Values<impl BufRead + Send> {
        Values { reader: source.reader(), line: 1, in_list: false, largest, ended: false }
    }
}

/// What follows.
enum Next {
    /// An object.
    Object,
    /// Something else, from a byte on that can begin nothing here.
    Other(u8),
    End,
}

/// A walk over the bytes of an object.
#[derive(Default)]
struct Nesting {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    /// Takes a byte; whether the object ends with it.
    fn ends_with(&mut self, byte: u8) -> bool {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_string => self.escaped = true,
            b'"' => self.in_string = !self.in_string,
            _ if self.in_string => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth -= 1;
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

/// How the cutting out of an object ended.
enum Cut {
    Whole,
    TooLong,
    Unfinished,
}

impl<R: BufRead> Values<R> {
    /// Goes on to the next object, or to what should not be there.
    fn advance(&mut self) -> io::Result<Next> {
        loop {
            let Some(byte) = self.reader.fill_buf()?.first().copied() else { return Ok(Next::End) };
            match byte {
                b'{' => return Ok(Next::Object),
                b'\n' => self.line += 1,
                b'[' if !self.in_list => self.in_list = true,
                b']' if self.in_list => self.in_list = false,
                b',' if self.in_list => {}
                _ if byte.is_ascii_whitespace() => {}
                _ => return Ok(Next::Other(byte)),
            }
            self.reader.consume(1);
        }
    }

    /// Cuts out the object that begins here, into `bytes` unless it is too long.
    fn cut(&mut self, bytes: &mut Vec<u8>) -> io::Result<Cut> {
        let (mut nesting, mut long) = (Nesting::default(), false);
        loop {
            let ready = self.reader.fill_buf()?;
            if ready.is_empty() {
                return Ok(Cut::Unfinished);
            }
            let end = ready.iter().position(|byte| nesting.ends_with(*byte));
            let taken = &ready[..end.map_or(ready.len(), |at| at + 1)];
            long |= bytes.len() + taken.len() > self.largest;
            if long {
                *bytes = Vec::new();
            } else {
                bytes.extend_from_slice(taken);
            }
            self.line += taken.iter().filter(|b| **b == b'\n').count();
            let count = taken.len();
            self.reader.consume(count);
            if end.is_some() {
                return Ok(if long { Cut::TooLong } else { Cut::Whole });
            }
        }
    }

    fn object(&mut self) -> io::Result<Result<Draft, Diagnostic>> {
        let (begin, mut bytes) = (self.line, Vec::new());
        Ok(match self.cut(&mut bytes)? {
            Cut::Whole => encoding::piece(&bytes)
                .and_then(|text| fields::read(&text))
                .map(|draft| Draft { line: Some(begin), ..draft })
                .map_err(|d| {
                    let within = d.place.as_ref().and_then(|p| p.line).unwrap_or(1);
                    d.at_line(begin + within - 1)
                }),
            Cut::TooLong => Err(too_long(self.largest).at_line(begin)),
            Cut::Unfinished => {
                self.ended = true;
                let cut_off = Diagnostic::new("broken JSON: the article that begins here never ends");
                Err(cut_off.at_line(begin).hinted("is the file cut off?"))
            }
        })
    }

    /// Reports what is no object, and goes on to the next one.
    fn other(&mut self, byte: u8) -> io::Result<Diagnostic> {
        let shown = if byte.is_ascii_graphic() { format!("`{}`", char::from(byte)) } else { format!("byte {byte:#04x}") };
        let diagnostic = Diagnostic::new(format!("broken JSON: an object was expected, found {shown}")).at_line(self.line);
        loop {
            let ready = self.reader.fill_buf()?;
            let end = ready.iter().position(|b| *b == b'{');
            let count = end.unwrap_or(ready.len());
            self.line += ready[..count].iter().filter(|b| **b == b'\n').count();
            let over = end.is_some() || ready.is_empty();
            self.reader.consume(count);
            if over {
                return Ok(diagnostic);
            }
        }
    }

    fn step(&mut self) -> io::Result<Option<Result<Draft, Diagnostic>>> {
        match self.advance()? {
            Next::Object => self.object().map(Some),
            Next::Other(byte) => {
                let diagnostic = self.other(byte)?;
                Ok(Some(Err(diagnostic.hinted("--input-format names another format"))))
            }
            Next::End => {
                self.ended = true;
                let open = self.in_list.then(|| Diagnostic::new("broken JSON: the list never ends").at_line(self.line));
                Ok(open.map(|d| Err(d.hinted("is the file cut off?"))))
            }
        }
    }
}

/// A message for an article in JSON that takes more than so many bytes.
pub(super) fn too_long(largest: usize) -> Diagnostic {
    Diagnostic::new(format!("takes more than {largest} bytes, so it is passed over")).hinted("--max-size raises the limit")
}

impl<R: BufRead> Iterator for Values<R> {
    type Item = Result<Draft, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.step().unwrap_or_else(|error| {
            self.ended = true;
            Some(Err(source::unreadable(error).at_line(self.line)))
        })
    }
}
