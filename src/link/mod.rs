//! What belongs together in a store: tellings of one fact, spellings of one entity, what came of what, what cannot both hold, and by
//! how many independent articles a fact is told.
//!
//! The links lie in a graph of their own, [`LINKS`], and follow from the rest of the store alone: they can be dropped and made again.
//! Each of them depends only on what it joins and, for the course of a story, on the facts of that story, so that after a change only
//! what has changed is looked at again; the outcome is the same as if all were made anew. What may belong together is found by keys, which
//! the store notes. How facts hang together is data of their types ([`crate::rule::links`]); no type is known here by name.

mod clash;
mod count;
mod course;
mod index;
mod name;
mod same;
mod sketch;
mod told;
mod work;
mod write;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::diagnostic::Diagnostic;
use crate::mention::register::Register;
use crate::ontology::NAMES;
use crate::rdf::vocabulary::{CHANGES, INDEX, LINKS};
use crate::rule::package::FactType;
use crate::store::{Store, Writer};

/// Why a link was made, in words.
type Reasons = Vec<String>;

/// Raised when links would come out otherwise for the same store.
const VERSION: u32 = 1;

/// What was linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Facts looked at.
    pub facts: usize,
    /// Entities looked at.
    pub entities: usize,
    /// Links made anew, of all kinds.
    pub links: usize,
    /// Whether all were made anew, and not only those of what had changed.
    pub whole: bool,
}

/// Links what has changed since links were made last; all of it, where they were made otherwise or never, or where `again` asks for it.
///
/// # Errors
/// When the store cannot be read or written.
pub fn link(writer: &mut Writer, types: &[FactType], register: &Register, again: bool) -> Result<Summary, Diagnostic> {
    let way = way(types, register);
    let whole = again || index::way(writer.store())?.as_ref() != Some(&way);
    if whole {
        unlink(writer)?;
    } else {
        index::begin(writer, &way)?;
    }
    let summary = Summary { whole, ..work::run(writer, types, register, whole)? };
    index::done(writer, &way)?;
    writer.flush()?;
    Ok(summary)
}

/// Takes all links and what the store notes for them away.
///
/// # Errors
/// When the store cannot be written.
pub fn unlink(writer: &mut Writer) -> Result<(), Diagnostic> {
    // The note that they are made goes first: if this is broken off, they are made anew.
    for graph in [INDEX, CHANGES, LINKS] {
        writer.clear(graph)?;
    }
    writer.flush()
}

/// Whether links have been made.
///
/// # Errors
/// When the store cannot be read.
pub fn is_linked(store: &Store) -> Result<bool, Diagnostic> {
    Ok(index::way(store)?.is_some())
}

/// What tells one way of linking from another: all that a link may hang on beside what the store holds.
fn way(types: &[FactType], register: &Register) -> String {
    let facts = types.iter().map(|t| format!("{}{:?}{:?}{:?}", t.class, t.roles, t.values, t.links));
    let known = register.entries.iter().map(|e| e.id.clone() + "\n");
    let text = facts.chain(known).chain([NAMES.text.to_owned()]).collect::<String>();
    let digest: String = Sha256::digest(text.as_bytes())[..8].iter().map(|b| format!("{b:02x}")).collect();
    format!("{VERSION} {digest}")
}
