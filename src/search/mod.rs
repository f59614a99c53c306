//! The text index: the sentences of the articles and the names of the entities, ranked by how well they fit what is asked.
//!
//! It lies in a folder of its own beside the store's quads and follows from them alone: [`Index::update`] compares what is indexed with
//! what the store holds and makes good what differs, so that a run that was broken off, an older copy or no index at all is healed by the
//! next one, and an index that is damaged or of another version is made anew. Whoever updates holds the store's [`crate::store::Writer`], so
//! there is one at a time; readers come and go as they like, and see the index as it was when they opened it.
//!
//! What people write ([`Words`]): words, all of which must occur in any of their forms; `"words in a row"`, as they are written; `begin*`;
//! `-without`; `one OR other`. Case and accents do not matter.

mod directory;
mod held;
mod index;
mod part;
mod reader;
mod snapshot;
#[cfg(test)]
mod tests;
mod token;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

pub use index::{Index, Updated};
pub use reader::{Hit, Hits, Reader};
pub use snapshot::snapshot;
pub use words::Words;

use crate::diagnostic::Diagnostic;

/// What the folder's files mean: raised when they would come out otherwise for the same store.
const FORMAT: &str = "1\n";
/// The index, in the store's folder.
const FOLDER: &str = "search";
/// The file that says what the others mean, in the index's folder.
const MARKER: &str = "format";
/// The two indexes, in the index's folder.
const SENTENCES: &str = "sentences";
const NAMES: &str = "names";

/// The folder of the index beside the store in that folder.
fn place(store: &Path) -> PathBuf {
    store.join(FOLDER)
}

/// Whether an index of this version is there.
fn known(place: &Path) -> bool {
    std::fs::read_to_string(place.join(MARKER)).is_ok_and(|said| said == FORMAT)
}

/// What the work gives; the engine panics over some damaged files, which is a message here.
fn guarded<T>(work: impl FnOnce() -> tantivy::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|e| e.to_string()),
        Err(_) => Err("its files are damaged".to_owned()),
    }
}

/// A failure of the index as a message.
fn failure(place: &Path, what: &str) -> Diagnostic {
    Diagnostic::new(format!("the text index cannot be read or written: {what}"))
        .in_file(place.to_string_lossy())
        .hinted("`chancery link` brings it up to date, and makes it anew where it is damaged")
}
