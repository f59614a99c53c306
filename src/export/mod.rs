//! Quads → bytes in every RDF syntax, packed or not: sorted, with prefixes, the same bytes every time.
//!
//! It decides nothing about what is written but its order: the knowledge first, then the links, then one article's evidence
//! after another by IRI. Syntaxes without graphs (Turtle, N-Triples, RDF/XML) hold all of it as one graph, which loses nothing, for no
//! triple is in two. In N-Quads and N-Triples the lines of each graph stand in the order of their bytes.
//!
//! One graph is sorted in memory at a time: the largest is that of the knowledge, about half a gigabyte for two million
//! triples.

mod format;
mod pack;
mod seen;
mod writer;

use std::io::Write;

use oxigraph::model::{GraphNameRef, NamedNodeRef};

pub use format::{Format, UnknownFormat};
pub use pack::{Packer, Packing, unpacked};
pub use seen::Seen;
pub use writer::Writer;

use crate::diagnostic::Diagnostic;
use crate::rdf::vocabulary::LINKS;
use crate::store::Store;

/// What is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layer {
    /// Both layers and the links.
    #[default]
    All,
    /// Entities and facts.
    Knowledge,
    /// Articles, sentences, mentions and attestations.
    Evidence,
    /// Which facts are one, what came of them, which contradict each other, and which entities may be one.
    Links,
}

/// Writes a whole store.
///
/// # Errors
/// When the store cannot be read, the bytes cannot be written, or the syntax cannot hold a value.
pub fn store<W: Write>(store: &Store, layer: Layer, writer: &mut Writer<W>) -> Result<(), Problem> {
    if matches!(layer, Layer::All | Layer::Knowledge) {
        writer.write(store.graph(GraphNameRef::DefaultGraph)?)?;
    }
    if matches!(layer, Layer::All | Layer::Links) {
        writer.write(store.graph(LINKS.into())?)?;
    }
    if matches!(layer, Layer::All | Layer::Evidence) {
        for article in store.articles()? {
            writer.write(store.graph(NamedNodeRef::new_unchecked(&article).into())?)?;
        }
    }
    Ok(())
}

/// Why nothing more was written.
#[derive(Debug)]
pub enum Problem {
    /// The store, or a value that the syntax cannot hold.
    Content(Diagnostic),
    /// The other end of the bytes.
    Output(std::io::Error),
}

impl From<Diagnostic> for Problem {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Content(diagnostic)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}
