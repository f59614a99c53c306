//! Lists of actors that users bring → a register file in Turtle of the program's own form.
//!
//! A reader for each format (`table`, `results`, `concepts`) makes a draft of each row, `draft` checks it, `gather` joins what is said
//! of one entity and gives it its id, `owners` finds the states and bodies that rows name, `write` writes. It opens no file.

mod columns;
mod concepts;
mod draft;
mod format;
mod gather;
mod item;
mod kind;
mod name;
mod notes;
mod owners;
mod results;
mod table;
mod write;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub use format::Format;

use crate::diagnostic::Diagnostic;
use crate::finding::Kind;
use crate::mention::register::Register;
use draft::Row;
use gather::Gathered;
use notes::Notes;

/// An import while lists are read.
#[derive(Debug)]
pub struct Importer<'r> {
    register: &'r Register,
    kind: Option<Kind>,
    rows: Vec<Row>,
    notes: Notes,
}

impl<'r> Importer<'r> {
    /// Nothing yet. Entities that the register knows keep its ids; `kind` is that of rows which tell none.
    #[must_use]
    pub fn new(register: &'r Register, kind: Option<Kind>) -> Self {
        Self { register, kind, rows: Vec::new(), notes: Notes::default() }
    }

    /// Reads a list: a name for messages, its text and its format. What is wrong with it is noted, and told at the end.
    pub fn add(&mut self, name: &str, text: &str, format: Format) {
        self.notes.begin(name);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match format {
            Format::WikidataJson => results::read(text, &mut self.rows, &mut self.notes),
            Format::WikidataCsv => table::read(text, true, &mut self.rows, &mut self.notes),
            Format::Csv => table::read(text, false, &mut self.rows, &mut self.notes),
            Format::Skos(syntax) => concepts::read(text, syntax, &mut self.rows, &mut self.notes),
        }
    }

    /// Notes a list that could not be read.
    pub fn reject(&mut self, diagnostic: Diagnostic) {
        self.notes.rejected.push(diagnostic);
    }

    /// Joins what was read.
    #[must_use]
    pub fn finish(mut self) -> Import {
        let rows = self.rows.len();
        let gathered = gather::entities(self.rows, self.kind, self.register, &mut self.notes);
        let warnings = self.notes.warnings();
        Import { gathered, rows, files: self.notes.files, rejected: self.notes.rejected, warnings }
    }
}

/// What came of the lists.
#[derive(Debug)]
pub struct Import {
    gathered: Gathered,
    files: Vec<String>,
    /// Rows that could be read, those of unknown kind among them.
    pub rows: usize,
    /// Rows and lists that were left out, and why, in the order in which that was found.
    pub rejected: Vec<Diagnostic>,
    /// What was left out of rows that were read.
    pub warnings: Vec<Diagnostic>,
}

impl Import {
    /// How many entities there are.
    #[must_use]
    pub fn entities(&self) -> usize {
        self.gathered.entities.len()
    }

    /// How many of them the register had.
    #[must_use]
    pub fn known(&self) -> usize {
        self.gathered.known
    }

    /// How many terms of office there are.
    #[must_use]
    pub fn terms(&self) -> usize {
        self.gathered.entities.values().map(|entity| entity.terms.len()).sum()
    }

    /// Writes the register file: entities by their ids, each followed by its terms of office.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn write(&self, to: impl Write) -> io::Result<()> {
        write::turtle(&self.gathered.entities, &self.files, to)
    }
}
