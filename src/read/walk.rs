//! Inputs into files, in a fixed order: folders are walked, hidden files left alone, links that lead back not followed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::format;
use super::name;
use crate::diagnostic::Diagnostic;

/// What a walk comes upon.
pub enum Found {
    /// A file, or `-`.
    Input(PathBuf),
    /// A file in a folder that is no article by its ending.
    Skipped(Diagnostic),
    /// A folder that cannot be read, holds nothing, or holds itself.
    Rejected(Diagnostic),
}

/// Steps still to be taken, the next one last.
pub(super) struct Walk {
    steps: Vec<Step>,
    /// The folders, by their real paths, that the next step lies in.
    inside: Vec<PathBuf>,
    /// Files of any ending are read: their format was given.
    any_ending: bool,
}

enum Step {
    /// As the user named it.
    Given(PathBuf),
    /// As a folder holds it.
    Entry(PathBuf),
    /// The folder entered last has been walked.
    Leave,
}

impl Walk {
    /// A walk over inputs; over files of any ending, or only those whose ending names a format.
    pub(super) fn new(inputs: Vec<PathBuf>, any_ending: bool) -> Self {
        Self { steps: inputs.into_iter().rev().map(Step::Given).collect(), inside: Vec::new(), any_ending }
    }

    /// Goes into a folder.
    fn enter(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        let unreadable = |e: io::Error| Diagnostic::new(format!("cannot be read: {e}")).in_file(name(folder));
        let real = fs::canonicalize(folder).map_err(unreadable)?;
        if self.inside.contains(&real) {
            return Err(Diagnostic::new("leads back to a folder that holds it, so it is not followed").in_file(name(folder)));
        }
        let mut entries = fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>())
            .map_err(unreadable)?;
        entries.retain(|path| !is_hidden(path));
        if entries.is_empty() {
            return Err(Diagnostic::new("is a folder without files").in_file(name(folder)));
        }
        entries.sort_unstable();
        self.inside.push(real);
        self.steps.push(Step::Leave);
        self.steps.extend(entries.into_iter().rev().map(Step::Entry));
        Ok(())
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

impl Iterator for Walk {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let (path, given) = match self.steps.pop()? {
                Step::Given(path) => (path, true),
                Step::Entry(path) => (path, false),
                Step::Leave => {
                    self.inside.pop();
                    continue;
                }
            };
            // The current folder may hold a file, or even a folder, that is called `-`; standard input goes before.
            if (path.as_os_str() != "-" || !given) && path.is_dir() {
                match self.enter(&path) {
                    Ok(()) => continue,
                    Err(diagnostic) => return Some(Found::Rejected(diagnostic)),
                }
            }
            if given || self.any_ending || format::may_be_article(&path) {
                return Some(Found::Input(path));
            }
            let skipped = Diagnostic::new("passed over: its ending names no format that is read").in_file(name(&path));
            return Some(Found::Skipped(skipped.hinted("--input-format reads it all the same")));
        }
    }
}
