//! The embedded store: articles in and out, each in one transaction, by one writer at a time.
//!
//! A folder with `chancery.json` (which says what wrote it), `lock` (who writes now) and `rocksdb` (the quads). It knows the
//! two layers and nothing of what is said in them; it answers no questions and writes no syntax.
//!
//! Beside the articles' graphs stands one of links between what they give, which can be made again from the rest at any time; and once it
//! has been made, the store notes what changes, so that only that needs to be looked at again.
//!
//! Beside its evidence, the graph of each article holds a record that no export shows: a digest of the article as it was
//! read, by which reading it again is known to change nothing, and the knowledge it gave, by which the store can tell what
//! other articles still give when this one goes.

mod folder;
mod record;
mod writer;

use std::collections::BTreeSet;
use std::path::Path;

use oxigraph::model::{GraphNameRef, Literal, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use oxigraph::store::StorageError;

pub use record::is_internal;
pub use writer::{Change, Entry, Writer, digest};

use crate::diagnostic::Diagnostic;
use crate::rdf::Layers;
use crate::rdf::vocabulary::{BEGIN_INDEX, CHANGED, CHANGES, DIGEST, END_INDEX, INTERNAL, LINKS, STATES, xsd};

/// A store that is open for reading.
#[derive(Clone)]
pub struct Store {
    quads: oxigraph::store::Store,
    name: String,
}

impl Store {
    /// Opens the store in that folder for writing, and makes one where there is none.
    ///
    /// # Errors
    /// Says that the folder holds something else, was written by a newer version, or is being written by whom.
    pub fn open(folder: &Path) -> Result<Writer, Diagnostic> {
        let (lock, quads) = folder::open(folder)?;
        Ok(Writer::new(Self { quads, name: folder.to_string_lossy().into_owned() }, lock))
    }

    /// Opens the store in that folder for reading. While another process writes, it stays as it was when it was opened.
    ///
    /// # Errors
    /// Says that there is no store, that it is something else, or that a newer version wrote it.
    pub fn read_only(folder: &Path) -> Result<Self, Diagnostic> {
        Ok(Self { quads: folder::read_only(folder)?, name: folder.to_string_lossy().into_owned() })
    }

    /// Quads held in memory alone, to be read like a store; messages call it by that name.
    #[must_use]
    pub fn of(quads: oxigraph::store::Store, name: impl Into<String>) -> Self {
        Self { quads, name: name.into() }
    }

    /// The engine, to ask it questions. Write through [`Writer`] only.
    #[must_use]
    pub fn engine(&self) -> &oxigraph::store::Store {
        &self.quads
    }

    /// The folder, for messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The IRIs of all articles, sorted.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn articles(&self) -> Result<Vec<String>, Diagnostic> {
        let mut found = Vec::new();
        for graph in self.quads.named_graphs() {
            if let NamedOrBlankNode::NamedNode(graph) = graph.map_err(|e| self.failure(&e))?
                && graph.as_ref() != LINKS
                && !graph.as_str().starts_with(INTERNAL)
            {
                found.push(graph.into_string());
            }
        }
        found.sort();
        Ok(found)
    }

    /// The digest with which an article was stored, if it is here.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn digest(&self, article: NamedNodeRef<'_>) -> Result<Option<String>, Diagnostic> {
        let quads = self.quads.quads_for_pattern(None, Some(DIGEST), None, Some(article.into()));
        record::literal(quads).map_err(|e| self.failure(&e))
    }

    /// What has changed since links were made: facts, entities and articles.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn changed(&self) -> Result<BTreeSet<String>, Diagnostic> {
        let mut found = BTreeSet::new();
        for quad in self.quads.quads_for_pattern(None, Some(CHANGED), None, Some(CHANGES.into())) {
            if let NamedOrBlankNode::NamedNode(node) = quad.map_err(|e| self.failure(&e))?.subject {
                found.insert(node.into_string());
            }
        }
        Ok(found)
    }

    /// The quads of a graph without the store's own records, in the order of their N-Quads lines.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn graph(&self, graph: GraphNameRef<'_>) -> Result<Vec<Quad>, Diagnostic> {
        let quads = self.quads.quads_for_pattern(None, None, None, Some(graph));
        let shown = quads.filter(|q| !q.as_ref().is_ok_and(is_internal)).map(|q| q.map(retyped));
        let mut quads = shown.collect::<Result<Vec<_>, _>>().map_err(|e| self.failure(&e))?;
        quads.sort_by_cached_key(ToString::to_string);
        Ok(quads)
    }

    /// What an article says and where, as it was put in; none where it is not here.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn layers(&self, article: NamedNodeRef<'_>) -> Result<Option<Layers>, Diagnostic> {
        let states = self.quads.quads_for_pattern(None, Some(STATES), None, Some(article.into()));
        let Some(states) = record::literal(states).map_err(|e| self.failure(&e))? else { return Ok(None) };
        let knowledge = states.lines().filter_map(record::quad).map(Triple::from).collect();
        let evidence = self.graph(article.into())?.into_iter().map(Triple::from).collect();
        Ok(Some(Layers { article: article.into_owned(), knowledge, evidence }))
    }

    /// A failure of the engine as a message.
    #[must_use]
    pub fn failure(&self, error: &StorageError) -> Diagnostic {
        Diagnostic::new(format!("the store cannot be read or written: {error}")).in_file(&self.name)
    }
}

/// The engine keeps offsets as plain integers; the vocabulary has them as what they are.
fn retyped(mut quad: Quad) -> Quad {
    let offset = quad.predicate.as_ref() == BEGIN_INDEX || quad.predicate.as_ref() == END_INDEX;
    if let (true, Term::Literal(literal)) = (offset, &quad.object)
        && literal.datatype() == xsd::INTEGER
    {
        quad.object = Literal::new_typed_literal(literal.value(), xsd::NON_NEGATIVE_INTEGER).into();
    }
    quad
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("name", &self.name).finish_non_exhaustive()
    }
}
