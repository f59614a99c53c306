//! `chancery ingest`: articles into the store, or to the server that holds it.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::analysis::AnalysisArguments;
use super::input::InputArguments;
use super::link;
use super::place::StoreArguments;
use super::remote::{Remote, TokenArguments};
use super::{Failure, Outcome, printable, report, search};
use crate::diagnostic::Diagnostic;
use crate::ingest::{self, Event, Tally};
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Ingest {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    place: StoreArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
    #[command(flatten)]
    token: TokenArguments,
    /// Leave out what `link` does: which facts are one, what came of what, what contradicts what
    #[arg(long)]
    no_link: bool,
}

impl Ingest {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let tally = match self.token.server(self.place.folder())? {
            Some(server) => self.send(&server)?,
            None => self.ingest()?,
        };
        match tally.rejected {
            0 => Ok(Outcome::Done),
            rejected => Ok(Outcome::Rejected(rejected)),
        }
    }

    fn ingest(&self) -> Result<Tally, Failure> {
        let articles = self.input.articles()?;
        let (analyst, run) = self.analysis.load()?;
        let mut writer = Store::open(self.place.folder())?;
        let (bar, began) = (bar(), Instant::now());
        let tell = |event| told(&bar, event);
        let tally = ingest::ingest(&mut writer, articles, (analyst, &run), self.analysis.threads(), tell)?;
        bar.finish_and_clear();
        summary(&tally, began.elapsed());
        if !self.no_link {
            link::tell(&crate::link::link(&mut writer, analyst.types(), analyst.register(), false)?);
        }
        search::update(writer.store(), self.place.folder());
        Ok(tally)
    }

    /// Sends file after file to the server, which links after the last one.
    fn send(&self, server: &Remote) -> Result<Tally, Failure> {
        if self.analysis.is_special() {
            let message = "the server that holds the store reads with what it was started with";
            return Err(Diagnostic::new(message).hinted("give --facts, --register and --rules-only to `chancery serve`").into());
        }
        let (bar, began) = (bar(), Instant::now());
        let (mut tally, mut linked) = (Tally::default(), None);
        let mut files = self.input.files()?.peekable();
        while let Some(file) = files.next() {
            let last = files.peek().is_none();
            match file {
                Ok(path) => {
                    let report = server.ingest(&path, &self.input.reading(), self.no_link || !last)?;
                    report.events().for_each(|event| told(&bar, event));
                    tally.add(&report.tally());
                    linked = report.linked;
                }
                Err(event) => {
                    tally.rejected += usize::from(matches!(event, Event::Rejected(_)));
                    told(&bar, event);
                }
            }
        }
        bar.finish_and_clear();
        summary(&tally, began.elapsed());
        if let Some(linked) = linked {
            link::tell(&linked);
        }
        Ok(tally)
    }
}

fn told(bar: &ProgressBar, event: Event) {
    match event {
        Event::Read => bar.inc(1),
        Event::Warning(diagnostic) | Event::Rejected(diagnostic) => bar.suspend(|| report(&diagnostic)),
    }
}

/// Says what became of the articles.
fn summary(tally: &Tally, took: Duration) {
    let facts: Vec<String> = tally.facts.iter().map(|(class, count)| format!("{class} {count}")).collect();
    let facts = if facts.is_empty() { "none".to_owned() } else { facts.join(", ") };
    let text = format!(
        "articles: {} read, {} new, {} replaced, {} unchanged, {} rejected\nfacts:    {facts}\nspeed:    {:.1} articles per second\n",
        tally.read(),
        tally.added,
        tally.replaced,
        tally.unchanged,
        tally.rejected,
        tally.read() as f64 / took.as_secs_f64().max(1e-3),
    );
    // Nothing can be done, and nobody told, if standard error is closed.
    let _ = io::stderr().lock().write_all(text.lines().map(|line| printable(line) + "\n").collect::<String>().as_bytes());
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
