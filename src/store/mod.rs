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

use oxigraph::model::{GraphNameRef, Literal, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef, Triple};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::StorageError;

pub use record::is_internal;
pub use writer::{Change, Edit, Entry, Writer, digest};

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
        let (lock, quads) = folder::open(folder, None)?;
        Ok(Writer::new(Self { quads, name: folder.to_string_lossy().into_owned() }, lock))
    }

    /// The same for a server: other programs are told where it listens.
    ///
    /// # Errors
    /// As above.
    pub fn open_for(folder: &Path, server: &str) -> Result<Writer, Diagnostic> {
        let (lock, quads) = folder::open(folder, Some(server))?;
        Ok(Writer::new(Self { quads, name: folder.to_string_lossy().into_owned() }, lock))
    }

    /// Where the server listens that has the store in that folder open for writing; none where no server has.
    #[must_use]
    pub fn server(folder: &Path) -> Option<String> {
        folder::server(folder)
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

    /// The IRIs of all articles, and of graphs that users put in beside them, sorted.
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

    /// All articles with the digests with which they were stored, in no order; empty for those that were changed by hand since.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn digests(&self) -> Result<Vec<(String, String)>, Diagnostic> {
        // Asked as a question, for then the engine looks up two of each quad's four terms, which is what takes the time.
        let failed = |e: &dyn std::fmt::Display| Diagnostic::new(format!("the store cannot be read: {e}")).in_file(&self.name);
        let text =
            format!("SELECT ?article ?digest {{ GRAPH ?article {{ ?record {STATES} ?states OPTIONAL {{ ?record {DIGEST} ?digest }} }} }}");
        let query = SparqlEvaluator::new().parse_query(&text).map_err(|e| failed(&e))?;
        let QueryResults::Solutions(rows) = query.on_store(&self.quads).execute().map_err(|e| failed(&e))? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for row in rows {
            if let [Some(Term::NamedNode(article)), digest] = row.map_err(|e| failed(&e))?.values() {
                let digest = if let Some(Term::Literal(digest)) = digest { digest.value() } else { "" };
                found.push((article.as_str().to_owned(), digest.to_owned()));
            }
        }
        Ok(found)
    }

    /// Whether a graph is that of an article that was read into this store.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn is_read(&self, graph: NamedNodeRef<'_>) -> Result<bool, Diagnostic> {
        let mut states = self.quads.quads_for_pattern(None, Some(STATES), None, Some(graph.into()));
        Ok(states.next().transpose().map_err(|e| self.failure(&e))?.is_some())
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
        let mut quads = self.stream(graph).collect::<Result<Vec<_>, _>>()?;
        quads.sort_by_cached_key(ToString::to_string);
        Ok(quads)
    }

    /// Whether there is a graph of that name; the default graph is always there.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn has(&self, graph: GraphNameRef<'_>) -> Result<bool, Diagnostic> {
        match graph {
            GraphNameRef::NamedNode(name) => self.quads.contains_named_graph(name).map_err(|e| self.failure(&e)),
            _ => Ok(true),
        }
    }

    /// The quads of a graph as [`Self::graph`] has them, one after the other in the engine's order.
    pub fn stream(&self, graph: GraphNameRef<'_>) -> impl Iterator<Item = Result<Quad, Diagnostic>> + '_ {
        self.matching(None, None, None, Some(graph))
    }

    /// The quads that fit a pattern without the store's own records, in no order that means something.
    pub fn matching(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad, Diagnostic>> + use<'_> {
        let quads = self.quads.quads_for_pattern(subject, predicate, object, graph);
        quads.filter(|q| !q.as_ref().is_ok_and(is_internal)).map(|q| q.map(retyped).map_err(|e| self.failure(&e)))
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
