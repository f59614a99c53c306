//! The one writer: puts articles in and takes them out, whole.

mod edit;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, QuadRef, Term};
use oxigraph::store::{StorageError, Transaction};
use sha2::{Digest as _, Sha256};

pub use edit::Edit;

use super::folder::{Lock, QUADS};
use super::{Store, record};
use crate::diagnostic::Diagnostic;
use crate::rdf::Layers;
use crate::rdf::vocabulary::{CHANGED, CHANGES, DIGEST, ENTITY, FACT, INDEX, LINKS, STATES};

/// Bytes on disk of a quad, about.
const QUAD: usize = 400;
/// Quads that may be in memory and in the log alone; then they are written to the store's files. It bounds both.
const UNFLUSHED: usize = 100_000;

/// An article to be put in.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it says and where.
    pub layers: Layers,
    /// Digest of the article as it was read and of what read it.
    pub digest: String,
}

/// What became of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there before.
    Added,
    /// It took the place of what it said before.
    Replaced,
    /// It was there, the same.
    Unchanged,
}

/// A store that is open for writing; there is one at a time.
#[derive(Debug)]
pub struct Writer {
    store: Store,
    /// How many articles give each piece of knowledge. Counted when first needed, for only what goes needs it.
    support: Option<HashMap<[u8; 16], u32>>,
    /// Quads put in since the last flush.
    unflushed: usize,
    /// Quads put in since the files were in order.
    written: usize,
    /// Whether links have been made, so that what changes must be noted.
    linked: bool,
    lock: Lock,
}

impl Writer {
    pub(super) fn new(store: Store, lock: Lock) -> Self {
        // A store that cannot be read says so at the first transaction.
        // Links that are not noted as made are half made: what changes is still of concern to whoever checks them.
        let has =
            |graph: NamedNodeRef<'_>| store.quads.quads_for_pattern(None, None, None, Some(graph.into())).next().is_some_and(|q| q.is_ok());
        let linked = has(INDEX) || has(LINKS) || has(CHANGES);
        Self { store, support: None, unflushed: 0, written: 0, linked, lock }
    }

    /// The store, for reading.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Puts articles in, in their order and in one transaction: all of them or, on an error or a kill, none.
    ///
    /// # Errors
    /// When the store's files cannot be read or written.
    pub fn replace(&mut self, entries: &[Entry]) -> Result<Vec<Change>, Diagnostic> {
        let changes = self.transact(|batch| entries.iter().map(|entry| batch.replace(entry)).collect())?;
        self.unflushed += entries.iter().map(|entry| entry.layers.knowledge.len() + entry.layers.evidence.len()).sum::<usize>();
        if self.unflushed >= UNFLUSHED {
            self.flush()?;
        }
        Ok(changes)
    }

    /// Takes an article out with all that only it gave. Returns whether it was there.
    ///
    /// # Errors
    /// When the store's files cannot be read or written.
    pub fn remove(&mut self, article: NamedNodeRef<'_>) -> Result<bool, Diagnostic> {
        self.transact(|batch| {
            let there = batch.withdraw(article)?;
            batch.forget()?;
            Ok(there)
        })
    }

    /// Takes quads of links and of notes out and puts others in, in one transaction.
    ///
    /// # Errors
    /// When the store's files cannot be read or written.
    pub fn note<'q>(
        &mut self,
        out: impl IntoIterator<Item = &'q Quad>,
        into: impl IntoIterator<Item = &'q Quad>,
    ) -> Result<(), Diagnostic> {
        let mut count = 0;
        self.transact(|batch| {
            out.into_iter().for_each(|quad| batch.transaction.remove(quad));
            into.into_iter().for_each(|quad| {
                count += 1;
                batch.transaction.insert(quad);
            });
            Ok(())
        })?;
        self.unflushed += count;
        self.linked = true;
        if self.unflushed >= UNFLUSHED { self.flush() } else { Ok(()) }
    }

    /// Empties a graph of links or of notes, in so many transactions that each fits in memory.
    ///
    /// # Errors
    /// When the store's files cannot be written.
    pub fn clear(&mut self, graph: NamedNodeRef<'_>) -> Result<(), Diagnostic> {
        // One look at the graph as it is: to begin again after each part would go over all that is gone.
        let mut all = self.store.quads.quads_for_pattern(None, None, None, Some(graph.into()));
        loop {
            let quads = all.by_ref().take(UNFLUSHED).collect::<Result<Vec<_>, _>>().map_err(|e| self.store.failure(&e))?;
            if quads.is_empty() {
                return self.store.quads.remove_named_graph(graph).map_err(|e| self.store.failure(&e));
            }
            self.transact(|batch| {
                quads.iter().for_each(|quad| batch.transaction.remove(quad));
                Ok(())
            })?;
        }
    }

    /// Puts the store's files in order, where so much was put in since it was opened that they are no longer: reading is then quicker by
    /// half. What was there is written again, so it is done only where at least a quarter of it is new.
    ///
    /// # Errors
    /// When the store's files cannot be written.
    pub fn settle(&mut self) -> Result<(), Diagnostic> {
        self.flush()?;
        if self.written * QUAD * 4 > size(&Path::new(self.store.name()).join(QUADS)) {
            self.store.quads.optimize().map_err(|e| self.store.failure(&e))?;
            self.written = 0;
        }
        Ok(())
    }

    /// Writes what is only in the log into the store's files, so that it opens quickly.
    ///
    /// # Errors
    /// When the store's files cannot be written.
    pub fn flush(&mut self) -> Result<(), Diagnostic> {
        self.written += std::mem::take(&mut self.unflushed);
        self.store.quads.flush().map_err(|e| self.store.failure(&e))
    }

    /// Makes a folder that [`Store::read_only`] opens as the store is now; where the files can be linked, it takes hardly any room or time.
    ///
    /// # Errors
    /// When the folder is there already, or cannot be written.
    pub fn snapshot(&self, to: &Path) -> Result<(), Diagnostic> {
        self.lock.snapshot(&self.store.quads, to)
    }

    fn transact<T>(&mut self, work: impl FnOnce(&mut Batch<'_>) -> Result<T, StorageError>) -> Result<T, Diagnostic> {
        let store = self.store.clone();
        let result = (|| {
            let transaction = store.quads.start_transaction()?;
            let mut batch = Batch { transaction, support: self.support.take(), orphans: Vec::new(), linked: self.linked };
            let result = work(&mut batch)?;
            batch.transaction.commit()?;
            self.support = batch.support;
            Ok(result)
        })();
        result.map_err(|e: StorageError| self.store.failure(&e))
    }
}

/// A transaction, and what is known while it runs.
struct Batch<'a> {
    transaction: Transaction<'a>,
    support: Option<HashMap<[u8; 16], u32>>,
    /// Lines of knowledge that the last article withdrawn was the last to give.
    orphans: Vec<String>,
    linked: bool,
}

impl Batch<'_> {
    fn replace(&mut self, entry: &Entry) -> Result<Change, StorageError> {
        let article = &entry.layers.article;
        let before = self.noted(article.as_ref(), DIGEST)?;
        if before.as_ref() == Some(&entry.digest) {
            return Ok(Change::Unchanged);
        }
        // One without a digest was changed by hand since it was read.
        let replaced = self.withdraw(article.as_ref())?;
        self.put(entry)?;
        self.forget()?;
        Ok(if replaced { Change::Replaced } else { Change::Added })
    }

    fn put(&mut self, entry: &Entry) -> Result<(), StorageError> {
        for quad in entry.layers.quads() {
            // Most knowledge is there already, and to look is cheaper than to write; evidence is always new.
            if !quad.graph_name.is_default_graph() || !self.transaction.contains(&quad)? {
                self.transaction.insert(&quad);
            }
        }
        for quad in record::quads(entry.layers.article.as_ref(), &entry.digest, &entry.layers.knowledge) {
            self.transaction.insert(&quad);
        }
        let subjects = entry.layers.knowledge.iter().map(|triple| triple.subject.to_string());
        self.changed(entry.layers.article.as_ref(), subjects);
        if let Some(support) = &mut self.support {
            for triple in &entry.layers.knowledge {
                *support.entry(key(&record::line(triple))).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Takes the article's graph away, and counts its knowledge as no longer given by it.
    fn withdraw(&mut self, article: NamedNodeRef<'_>) -> Result<bool, StorageError> {
        let Some(states) = self.noted(article, STATES)? else { return Ok(false) };
        let mut support = match self.support.take() {
            Some(support) => support,
            None => self.count()?,
        };
        for line in states.lines() {
            let key = key(line);
            match support.get_mut(&key) {
                Some(count) if *count > 1 => *count -= 1,
                _ => {
                    support.remove(&key);
                    self.orphans.push(line.to_owned());
                }
            }
        }
        self.support = Some(support);
        let subjects = states.lines().filter_map(|line| Some(line.split_once(' ')?.0.to_owned()));
        self.changed(article, subjects);
        self.transaction.remove_named_graph(article)?;
        Ok(true)
    }

    /// Notes what an article gave or gives, so that its links are looked at again.
    fn changed(&mut self, article: NamedNodeRef<'_>, subjects: impl Iterator<Item = String>) {
        if !self.linked {
            return;
        }
        let subjects: BTreeSet<String> = subjects.map(|s| s.trim_matches(['<', '>']).to_owned()).collect();
        let mark = Literal::new_simple_literal("");
        for subject in
            subjects.iter().map(String::as_str).filter(|s| s.starts_with(FACT) || s.starts_with(ENTITY)).chain([article.as_str()])
        {
            self.transaction.insert(QuadRef::new(NamedNodeRef::new_unchecked(subject), CHANGED, mark.as_ref(), CHANGES));
        }
    }

    /// Takes away the knowledge that nothing gives any more.
    fn forget(&mut self) -> Result<(), StorageError> {
        for line in std::mem::take(&mut self.orphans) {
            if self.support.as_ref().is_some_and(|support| support.contains_key(&key(&line))) {
                continue; // the article gives it again
            }
            if let Some(quad) = record::quad(&line) {
                self.transaction.remove(&quad);
            }
        }
        Ok(())
    }

    fn noted(&self, article: NamedNodeRef<'_>, what: NamedNodeRef<'_>) -> Result<Option<String>, StorageError> {
        record::literal(self.transaction.quads_for_pattern(None, Some(what), None, Some(article.into())))
    }

    /// Counts, once over all articles, how many give each piece of knowledge.
    fn count(&self) -> Result<HashMap<[u8; 16], u32>, StorageError> {
        let mut support = HashMap::new();
        for quad in self.transaction.quads_for_pattern(None, Some(STATES), None, None) {
            let Quad { object: Term::Literal(states), .. } = quad? else { continue };
            for line in states.value().lines() {
                *support.entry(key(line)).or_default() += 1;
            }
        }
        Ok(support)
    }
}

/// What stands for a line: 128 bits of its hash.
fn key(line: &str) -> [u8; 16] {
    let mut key = [0; 16];
    key.copy_from_slice(&Sha256::digest(line.as_bytes())[..16]);
    key
}

/// The digest of an article as it was read, by that run.
#[must_use]
pub fn digest(article: &crate::article::Article, run: &NamedNode) -> String {
    let about = &article.about;
    let published = about.published.map(|date| date.to_string());
    let optional = [&about.headline, &published, &about.publisher, &about.url];
    let known = optional.into_iter().map(|field| field.as_ref().map_or_else(String::new, |value| format!("={value}")));
    let mut parts: Vec<String> = vec![run.as_str().to_owned(), article.iri.clone(), article.text.clone()];
    parts.extend(known.chain(about.authors.iter().cloned()));
    crate::rdf::iri::hex(&parts, 64)
}

/// Bytes of the files in a folder.
fn size(folder: &Path) -> usize {
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    files.filter_map(|file| file.metadata().ok()).map(|about| usize::try_from(about.len()).unwrap_or(usize::MAX)).sum()
}
