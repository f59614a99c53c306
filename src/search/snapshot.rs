//! A copy of the index that costs no space.

use std::fs;
use std::io;
use std::path::Path;

use tantivy::directory::MmapDirectory;

use super::directory::ReadOnly;
use super::part::Part;
use super::reader::Reader;
use super::{FORMAT, MARKER, NAMES, SENTENCES, failure, guarded, known, place};
use crate::diagnostic::Diagnostic;

/// What says which of the engine's files hold what is indexed.
const META: &str = "meta.json";
/// A writer may exchange files meanwhile; then all is copied again, so many times at most.
const ATTEMPTS: u32 = 10;

/// Copies the index beside the store in one folder to where the index of a store in the other folder would be, which must hold none.
/// Files are linked where the system can; the copy stays as it is while the index goes on. Returns whether there was one to copy.
///
/// # Errors
/// When its files cannot be read, or the copy cannot be written.
pub fn snapshot(from: &Path, to: &Path) -> Result<bool, Diagnostic> {
    let (source, target) = (place(from), place(to));
    let mut last = None;
    for _ in 0..ATTEMPTS {
        if !known(&source) || [SENTENCES, NAMES].iter().any(|part| !source.join(part).join(META).exists()) {
            return Ok(false);
        }
        match copy(&source, &target).map_err(|e| failure(&target, &e.to_string())).and_then(|()| Reader::open(to)) {
            Ok(Some(_)) => return Ok(true),
            Ok(None) => {}
            Err(diagnostic) => last = Some(diagnostic),
        }
        fs::remove_dir_all(&target).map_err(|e| failure(&target, &e.to_string()))?;
    }
    Err(last.unwrap_or_else(|| failure(&source, "it changes all the time")))
}

fn copy(source: &Path, target: &Path) -> io::Result<()> {
    for part in [SENTENCES, NAMES] {
        let (source, target) = (source.join(part), target.join(part));
        fs::create_dir_all(&target)?;
        fs::write(target.join(META), fs::read(source.join(META))?)?;
        // What the copied list names, not what a later one does.
        let listed = guarded(|| Part::opened(ReadOnly(MmapDirectory::open(&target)?))?.files()).map_err(io::Error::other)?;
        for file in listed {
            let (from, to) = (source.join(&file), target.join(&file));
            match fs::hard_link(&from, &to) {
                Err(e) if e.kind() == io::ErrorKind::NotFound => {} // not every segment has every file; opening tells
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(e),
                Err(_) => fs::copy(&from, &to).map(drop)?,
                Ok(()) => {}
            }
        }
    }
    fs::write(target.join(MARKER), FORMAT)
}
