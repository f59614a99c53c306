//! Articles into a store: each is read, unless the store has it as it is, and goes in with all that it says.
//!
//! One way for the command and for the server. How articles come, and who is told of what, is for whoever calls.

mod wire;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

pub use wire::{Reading, Removed, Report};

use crate::diagnostic::Diagnostic;
use crate::ontology::{FACTS, LEXICON, NAMES, REGISTER, local};
use crate::pipeline::{Additions, Analyst, ordered};
use crate::rdf::{self, Run, iri};
use crate::read::Item;
use crate::store::{self, Change, Entry, Store, Writer};

/// Articles of one transaction, at most: more is hardly quicker.
const BATCH: usize = 32;
/// How long articles that are ready wait for more.
const PATIENCE: Duration = Duration::from_secs(1);

/// Loads all that reading needs, and says what was loaded as a run. It is needed to the end: taking it apart then would only cost time.
///
/// # Errors
/// Says where what was added is wrong.
pub fn load(additions: &Additions, rules_only: bool) -> Result<(&'static Analyst, Run), Diagnostic> {
    let shipped = [LEXICON, NAMES].into_iter().chain(REGISTER.iter().copied()).chain(FACTS.iter().copied()).map(|e| e.text);
    let added = additions.register.iter().chain(&additions.facts).map(|(_, text)| text.as_str());
    let analyst = if rules_only { Analyst::rules_only(additions)? } else { Analyst::new(additions)? };
    let run = Run::new(&shipped.chain(added).chain([analyst.training()]).collect::<Vec<_>>());
    Ok((Box::leak(Box::new(analyst)), run))
}

/// What is told while articles go in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An article has been read.
    Read,
    /// Something that could not be used.
    Warning(Diagnostic),
    /// An input that could not be read.
    Rejected(Diagnostic),
}

/// What became of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that were not there before.
    pub added: usize,
    /// Those that took the place of what they said before.
    pub replaced: usize,
    /// Those that were there, the same.
    pub unchanged: usize,
    /// Inputs that could not be read.
    pub rejected: usize,
    /// Facts of the added and replaced ones, by the local names of their classes.
    pub facts: BTreeMap<String, usize>,
}

impl Tally {
    /// How many were read.
    #[must_use]
    pub fn read(&self) -> usize {
        self.added + self.replaced + self.unchanged
    }

    /// Adds what became of others.
    pub fn add(&mut self, other: &Self) {
        self.added += other.added;
        self.replaced += other.replaced;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
        for (class, count) in &other.facts {
            *self.facts.entry(class.clone()).or_default() += count;
        }
    }

    fn count(&mut self, change: Change, classes: Vec<String>) {
        match change {
            Change::Added => self.added += 1,
            Change::Replaced => self.replaced += 1,
            Change::Unchanged => {
                self.unchanged += 1;
                return;
            }
        }
        for class in classes {
            *self.facts.entry(class).or_default() += 1;
        }
    }
}

/// Puts articles into the store, in their order and a few in each transaction.
///
/// # Errors
/// When the store cannot be read or written; what went in before stays.
pub fn ingest(
    writer: &mut Writer,
    articles: impl Iterator<Item = Item> + Send,
    (analyst, run): (&Analyst, &Run),
    threads: NonZeroUsize,
    tell: impl FnMut(Event),
) -> Result<Tally, Diagnostic> {
    let known = writer.store().clone();
    let mut session = Session { writer, waiting: Vec::new(), since: Instant::now(), tally: Tally::default(), tell };
    ordered::map(articles, threads, |item| read(item, analyst, run, &known), |read| session.take(read?))?;
    session.commit()?;
    session.writer.settle()?;
    Ok(session.tally)
}

/// What became of an item before the store.
enum Read {
    Rejected(Diagnostic),
    Warning(Diagnostic),
    /// It is in the store as it is.
    Known,
    Ready(Box<Ready>),
}

struct Ready {
    entry: Entry,
    /// The classes of its facts, by local name.
    classes: Vec<String>,
}

/// Finds the facts of an article, unless the store has it as it is.
fn read(item: Item, analyst: &Analyst, run: &Run, known: &Store) -> Result<Read, Diagnostic> {
    let article = match item {
        Item::Article(article) => article,
        Item::Warning(diagnostic) => return Ok(Read::Warning(diagnostic)),
        Item::Rejected(diagnostic) => return Ok(Read::Rejected(diagnostic)),
    };
    let digest = store::digest(&article, run.node());
    if known.digest(iri::node(&article.iri).as_ref())?.as_ref() == Some(&digest) {
        return Ok(Read::Known);
    }
    let findings = analyst.analyse(article);
    let classes = findings.facts.iter().map(|fact| local(&fact.class).to_owned()).collect();
    Ok(Read::Ready(Box::new(Ready { entry: Entry { layers: rdf::layers(&findings, run), digest }, classes })))
}

/// The store while articles go in.
struct Session<'a, F: FnMut(Event)> {
    writer: &'a mut Writer,
    waiting: Vec<Ready>,
    /// When the last transaction ended.
    since: Instant,
    tally: Tally,
    tell: F,
}

impl<F: FnMut(Event)> Session<'_, F> {
    fn take(&mut self, read: Read) -> Result<(), Diagnostic> {
        match read {
            Read::Warning(diagnostic) => (self.tell)(Event::Warning(diagnostic)),
            Read::Rejected(diagnostic) => {
                self.tally.rejected += 1;
                (self.tell)(Event::Rejected(diagnostic));
            }
            Read::Known => {
                self.tally.unchanged += 1;
                (self.tell)(Event::Read);
            }
            Read::Ready(ready) => {
                self.waiting.push(*ready);
                (self.tell)(Event::Read);
                if self.waiting.len() >= BATCH || self.since.elapsed() > PATIENCE {
                    self.commit()?;
                }
            }
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Diagnostic> {
        let (entries, classes): (Vec<Entry>, Vec<Vec<String>>) = self.waiting.drain(..).map(|ready| (ready.entry, ready.classes)).unzip();
        if !entries.is_empty() {
            for (change, classes) in self.writer.replace(&entries)?.into_iter().zip(classes) {
                self.tally.count(change, classes);
            }
        }
        self.since = Instant::now();
        Ok(())
    }
}
