//! What is told of an import: rows left out, and parts of rows.

use crate::diagnostic::Diagnostic;

/// So many warnings of a sort are told in full.
const TOLD: usize = 20;

/// Where a row is: its list, and its line where lines are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    /// A place in [`Notes::files`].
    pub file: usize,
    /// Counted from 1.
    pub line: Option<usize>,
}

/// A sort of warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A name that is none.
    Name,
    /// A term of office that cannot be told.
    Term,
    /// A state or body that is not known.
    Owner,
    /// Another kind than the register has.
    Kind,
    /// A column that is not known.
    Column,
}

/// Messages on the lists so far.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The lists' names.
    pub files: Vec<String>,
    /// What was left out, and why.
    pub rejected: Vec<Diagnostic>,
    told: Vec<Diagnostic>,
    counts: [usize; 5],
}

impl Notes {
    /// A list begins.
    pub fn begin(&mut self, name: &str) {
        self.files.push(name.to_owned());
    }

    /// A row of the last list, at a line counted from 1.
    pub fn at(&self, line: Option<usize>) -> At {
        At { file: self.files.len().saturating_sub(1), line }
    }

    /// Leaves out a row.
    pub fn reject(&mut self, at: At, diagnostic: Diagnostic) {
        let placed = self.placed(at, diagnostic);
        self.rejected.push(placed);
    }

    /// Warns of something in a row.
    pub fn warn(&mut self, sort: Sort, at: At, message: impl FnOnce() -> String) {
        let count = &mut self.counts[sort as usize];
        *count += 1;
        if *count <= TOLD {
            let placed = self.placed(at, Diagnostic::new(message()));
            self.told.push(placed);
        }
    }

    fn placed(&self, at: At, diagnostic: Diagnostic) -> Diagnostic {
        let named = diagnostic.in_file(self.files.get(at.file).map_or("", String::as_str));
        match at.line {
            Some(line) => named.at_line(line),
            None => named,
        }
    }

    /// All warnings; of each sort those beyond the first few in one.
    pub fn warnings(&mut self) -> Vec<Diagnostic> {
        let mut told = std::mem::take(&mut self.told);
        let more = [
            (Sort::Name, "more names were left out"),
            (Sort::Term, "more terms of office were left out"),
            (Sort::Owner, "more affiliations were left out"),
            (Sort::Kind, "more are of another kind here"),
        ];
        for (sort, what) in more {
            let count = self.counts[sort as usize].saturating_sub(TOLD);
            if count > 0 {
                told.push(Diagnostic::new(format!("{count} {what}")));
            }
        }
        told
    }
}
