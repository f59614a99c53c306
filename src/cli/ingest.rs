//! `chancery ingest`: articles into the store.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::analysis::AnalysisArguments;
use super::input::InputArguments;
use super::link;
use super::place::StoreArguments;
use super::{Failure, Outcome, printable, report};
use crate::diagnostic::Diagnostic;
use crate::ontology::local;
use crate::pipeline::{Analyst, ordered};
use crate::rdf::{self, Run, iri};
use crate::read::Item;
use crate::store::{self, Change, Entry, Store, Writer};

/// Articles of one transaction, at most: more is hardly quicker.
const BATCH: usize = 32;
/// How long articles that are ready wait for more.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Debug, Args)]
pub(super) struct Ingest {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    place: StoreArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
    /// Leave out what `link` does: which facts are one, what came of what, what contradicts what
    #[arg(long)]
    no_link: bool,
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

impl Ingest {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let articles = self.input.articles()?;
        let (analyst, run) = self.analysis.load()?;
        let writer = Store::open(self.place.folder())?;
        let known = writer.store().clone();
        let mut session = Session { writer, waiting: Vec::new(), since: Instant::now(), tally: Tally::default(), bar: bar() };
        let began = Instant::now();
        let work = |item| read(item, analyst, &run, &known);
        ordered::map(articles, self.analysis.threads(), work, |read| session.take(read?))?;
        session.commit()?;
        session.writer.flush()?;
        session.bar.finish_and_clear();
        session.tally.tell(began.elapsed());
        if !self.no_link {
            link::tell(&crate::link::link(&mut session.writer, analyst.types(), analyst.register(), false)?);
        }
        match session.tally.rejected {
            0 => Ok(Outcome::Done),
            rejected => Ok(Outcome::Rejected(rejected)),
        }
    }
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
struct Session {
    writer: Writer,
    waiting: Vec<Ready>,
    /// When the last transaction ended.
    since: Instant,
    tally: Tally,
    bar: ProgressBar,
}

impl Session {
    fn take(&mut self, read: Read) -> Result<(), Diagnostic> {
        match read {
            Read::Warning(diagnostic) => self.bar.suspend(|| report(&diagnostic)),
            Read::Rejected(diagnostic) => {
                self.tally.rejected += 1;
                self.bar.suspend(|| report(&diagnostic));
            }
            Read::Known => {
                self.tally.unchanged += 1;
                self.bar.inc(1);
            }
            Read::Ready(ready) => {
                self.waiting.push(*ready);
                self.bar.inc(1);
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

#[derive(Default)]
struct Tally {
    added: usize,
    replaced: usize,
    unchanged: usize,
    rejected: usize,
    facts: BTreeMap<String, usize>,
}

impl Tally {
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

    fn tell(&self, took: Duration) {
        let read = self.added + self.replaced + self.unchanged;
        let facts: Vec<String> = self.facts.iter().map(|(class, count)| format!("{class} {count}")).collect();
        let facts = if facts.is_empty() { "none".to_owned() } else { facts.join(", ") };
        let text = format!(
            "articles: {read} read, {} new, {} replaced, {} unchanged, {} rejected\nfacts:    {facts}\nspeed:    {:.1} articles per second\n",
            self.added,
            self.replaced,
            self.unchanged,
            self.rejected,
            read as f64 / took.as_secs_f64().max(1e-3),
        );
        // Nothing can be done, and nobody told, if standard error is closed.
        let _ = io::stderr().lock().write_all(text.lines().map(|line| printable(line) + "\n").collect::<String>().as_bytes());
    }
}

/// Progress, for people who look at a terminal.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {human_pos} articles, {per_sec}");
    match style {
        Ok(style) if io::stderr().is_terminal() => {
            let bar = ProgressBar::new_spinner().with_style(style);
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        }
        _ => ProgressBar::hidden(),
    }
}
