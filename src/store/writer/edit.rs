//! Changes by hand, beside what articles say: whole graphs and single triples, and what becomes of the store's records then.
//!
//! To drop the graph of an article is to remove the article. One whose graph was changed otherwise loses its digest, so that it is read
//! again when it is ingested next, and what was changed is made good. Links follow from the rest of the store: they are made anew
//! by whoever links next.

use oxigraph::model::{GraphNameRef, Literal, NamedNodeRef, NamedOrBlankNode, Quad, QuadRef};
use oxigraph::store::{StorageError, Transaction};

use super::{Batch, Writer};
use crate::rdf::vocabulary::{DIGEST, INDEX, LINKED, LINKS, STATES};

/// Changes by hand that are made together.
pub struct Edit<'a> {
    batch: Batch<'a>,
}

impl Writer {
    /// Makes changes by hand in one transaction: all of them or, on an error or a kill, none.
    ///
    /// # Errors
    /// Those of the work, and when the store's files cannot be read or written.
    pub fn edit<T, E: From<StorageError>>(&mut self, work: impl FnOnce(&mut Edit<'_>) -> Result<T, E>) -> Result<T, E> {
        let store = self.store.clone();
        let transaction = store.quads.start_transaction()?;
        let mut edit = Edit { batch: Batch { transaction, support: self.support.take(), orphans: Vec::new(), linked: self.linked } };
        let result = work(&mut edit)?;
        let Batch { transaction, support, linked, .. } = edit.batch;
        transaction.commit()?;
        (self.support, self.linked) = (support, linked);
        Ok(result)
    }
}

impl<'a> Edit<'a> {
    /// The engine's transaction. Whoever changes a graph through it calls [`Self::touched`].
    pub fn transaction(&mut self) -> &mut Transaction<'a> {
        &mut self.batch.transaction
    }

    /// Whether there is a graph of that name.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn has(&self, graph: NamedNodeRef<'_>) -> Result<bool, StorageError> {
        self.batch.transaction.contains_named_graph(graph)
    }

    /// Whether a graph is that of an article that was read.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn is_article(&self, graph: NamedNodeRef<'_>) -> Result<bool, StorageError> {
        Ok(self.batch.noted(graph, STATES)?.is_some())
    }

    /// Takes a graph away; with that of an article goes the knowledge that only it gave.
    ///
    /// # Errors
    /// When the store's files cannot be read or written.
    pub fn take(&mut self, graph: NamedNodeRef<'_>) -> Result<(), StorageError> {
        if self.batch.withdraw(graph)? {
            return self.batch.forget();
        }
        self.touched(graph.into())?;
        self.batch.transaction.remove_named_graph(graph)
    }

    /// Empties the default graph; every article is to be read again.
    ///
    /// # Errors
    /// When the store's files cannot be read or written.
    pub fn take_default(&mut self) -> Result<(), StorageError> {
        self.batch.transaction.clear_graph(GraphNameRef::DefaultGraph)?;
        self.unread(None)?;
        self.unlinked()
    }

    /// Takes all named graphs away, with all knowledge that articles gave.
    ///
    /// # Errors
    /// When the store's files cannot be read or written.
    pub fn take_named(&mut self) -> Result<(), StorageError> {
        let graphs = self.batch.transaction.named_graphs().collect::<Result<Vec<_>, _>>()?;
        for graph in &graphs {
            if let NamedOrBlankNode::NamedNode(name) = graph
                && self.batch.withdraw(name.as_ref())?
            {
                self.batch.forget()?;
            }
        }
        for graph in self.batch.transaction.named_graphs().collect::<Result<Vec<_>, _>>()? {
            self.batch.transaction.remove_named_graph(&graph)?;
        }
        self.batch.linked = false;
        Ok(())
    }

    /// Takes everything away.
    ///
    /// # Errors
    /// When the store's files cannot be written.
    pub fn take_all(&mut self) -> Result<(), StorageError> {
        (self.batch.support, self.batch.linked) = (None, false);
        self.batch.transaction.clear()
    }

    /// Notes that triples of a graph have been put in or taken out.
    ///
    /// # Errors
    /// When the store's files cannot be read.
    pub fn touched(&mut self, graph: GraphNameRef<'_>) -> Result<(), StorageError> {
        match graph {
            GraphNameRef::NamedNode(name) if self.is_article(name)? => {
                self.unread(Some(name))?;
                self.unlinked()
            }
            GraphNameRef::NamedNode(name) if name != LINKS => Ok(()),
            _ => self.unlinked(),
        }
    }

    /// Forgets how the article was when it was read; of all articles where none is given.
    fn unread(&mut self, article: Option<NamedNodeRef<'_>>) -> Result<(), StorageError> {
        let digests = self.batch.transaction.quads_for_pattern(None, Some(DIGEST), None, article.map(GraphNameRef::from));
        for quad in digests.collect::<Result<Vec<Quad>, _>>()? {
            self.batch.transaction.remove(&quad);
        }
        Ok(())
    }

    /// Notes that the links do not follow from what the store holds now.
    fn unlinked(&mut self) -> Result<(), StorageError> {
        let notes = self.batch.transaction.quads_for_pattern(None, Some(LINKED), None, Some(INDEX.into()));
        for quad in notes.collect::<Result<Vec<Quad>, _>>()? {
            self.batch.transaction.remove(&quad);
            let otherwise = Literal::new_simple_literal("changed by hand");
            self.batch.transaction.insert(QuadRef::new(LINKS, LINKED, otherwise.as_ref(), INDEX));
        }
        Ok(())
    }
}
