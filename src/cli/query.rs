//! `chancery query`: SPARQL over the store.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap::Args;

use super::place::StoreArguments;
use super::{Failure, Outcome, input, printable, report};
use crate::diagnostic::Diagnostic;
use crate::query::named::Named;
use crate::query::{self, Limit, Look, Question, Refusal, Syntax, Trouble};
use crate::search::Reader;
use crate::store::Store;

/// Longest query, in bytes.
const LONGEST: u64 = 1 << 20;
/// How long a query that does not heed its limit is waited for.
const PATIENCE: Duration = Duration::from_millis(200);
/// Width of tables that no terminal bounds, in columns.
const WIDTH: u16 = 120;

#[derive(Debug, Args)]
pub(super) struct Query {
    /// SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE
    #[arg(value_name = "QUERY", required_unless_present_any = ["file", "named", "list"], conflicts_with_all = ["file", "named", "list"])]
    query: Option<String>,
    /// Read the query from a file, or from standard input for -
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["named", "list"])]
    file: Option<PathBuf>,
    /// Ask a query that ships
    #[arg(long, value_name = "NAME", conflicts_with = "list")]
    named: Option<String>,
    /// Set a parameter of a named query, or of one in a file that declares it
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    /// List the queries that ship, with their parameters
    #[arg(long)]
    list: bool,
    /// Write the answer as table, json, xml, csv or tsv, or triples as table, ttl, nt, nq, trig, rdfxml or jsonld; by default as a
    /// table on a terminal, elsewhere as CSV, and triples as Turtle
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Stop after so many seconds
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u64>,
    #[command(flatten)]
    place: StoreArguments,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a parameter is set as name=value")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Query {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        if self.list {
            return list();
        }
        let (name, text) = self.text()?;
        let question = Question::parse(&text).map_err(|refusal| refused(&name, refusal))?;
        let syntax = self.syntax(&question)?;
        let store = Store::read_only(self.place.folder())?;
        let text = if question.searches() { Reader::open(self.place.folder())? } else { None };
        let Some(seconds) = self.timeout else {
            return answer(question, &store, text.as_ref(), syntax, &Limit::start(None));
        };
        let (done, end) = mpsc::channel();
        thread::spawn(move || done.send(answer(question, &store, text.as_ref(), syntax, &Limit::start(Some(seconds)))));
        // The engine may not heed its limit for long; the process ends all the same, and the thread with it.
        end.recv_timeout(Duration::from_secs(seconds) + PATIENCE).unwrap_or_else(|_| Err(overrun(seconds)))
    }

    /// The query and its name in messages.
    fn text(&self) -> Result<(String, String), Failure> {
        let named = match (&self.query, &self.file, &self.named) {
            (Some(text), ..) => Named::read("query", text),
            (None, Some(path), _) => Named::read(&input::name(path), &input::text(path, LONGEST)?),
            (None, None, Some(name)) => Named::of(name).map_err(Failure::Usage)?,
            (None, None, None) => return Err(Diagnostic::new("no query is given").into()),
        };
        let text = named.sparql(&self.set).map_err(Failure::Usage)?;
        Ok((named.name, text))
    }

    /// The syntax to write in; none for a table.
    fn syntax(&self, question: &Question) -> Result<Option<Syntax>, Diagnostic> {
        let default = if io::stdout().is_terminal() {
            "table"
        } else {
            match question.shape() {
                query::Shape::Graph => "ttl",
                query::Shape::Rows | query::Shape::Truth => "csv",
            }
        };
        match self.format.as_deref().unwrap_or(default) {
            "table" => Ok(None),
            name => Syntax::named(name, question.shape()).map(Some),
        }
    }
}

/// Finds the answer and writes it to standard output.
fn answer(question: Question, store: &Store, text: Option<&Reader>, syntax: Option<Syntax>, limit: &Limit) -> Result<Outcome, Failure> {
    let mut to = BufWriter::new(io::stdout().lock());
    let found = question.ask(store, text, limit).map_err(Trouble::Search);
    let written = found.and_then(|found| match syntax {
        Some(syntax) => query::write(found, syntax, None, &mut to),
        None => query::write_table(found, look(), &mut to),
    });
    written.map_err(|trouble| failure(trouble, limit))?;
    to.flush()?;
    Ok(Outcome::Done)
}

/// How tables look on standard output.
pub(super) fn look() -> Look {
    let terminal = io::stdout().is_terminal();
    let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 20);
    let width = if terminal { given } else { given.or(Some(WIDTH)) };
    Look { width, styled: terminal && std::env::var_os("NO_COLOR").is_none() }
}

fn list() -> Result<Outcome, Failure> {
    let mut to = BufWriter::new(io::stdout().lock());
    for named in Named::all() {
        writeln!(to, "{}\n    {}", named.name, named.about)?;
        for parameter in &named.parameters {
            let default = if parameter.default.is_empty() { String::new() } else { format!(" [default: {}]", parameter.default) };
            let choices = if parameter.choices.is_empty() { String::new() } else { format!(" ({})", parameter.choices.join(", ")) };
            writeln!(to, "    --set {}=…  {}{choices}{default}", parameter.name, parameter.about)?;
        }
    }
    to.flush()?;
    Ok(Outcome::Done)
}

/// Shows the line that is wrong below the message.
fn refused(name: &str, refusal: Refusal) -> Failure {
    report(&refusal.diagnostic.in_file(name));
    let mut to = io::stderr().lock();
    for line in refusal.excerpt.iter().flat_map(|excerpt| excerpt.lines()) {
        let _ = writeln!(to, "  {}", printable(&line.replace('\t', " "))); // nobody can be told if it is closed
    }
    Failure::Reported
}

fn failure(trouble: Trouble, limit: &Limit) -> Failure {
    match (trouble, limit.overrun()) {
        (Trouble::Search(_), Some(seconds)) => overrun(seconds),
        (Trouble::Search(e), None) => Diagnostic::new(format!("the query failed: {e}")).into(),
        (Trouble::Output(e), _) => e.into(),
        (Trouble::Rows(rows), _) => Diagnostic::new(format!("the answer has more than {rows} rows")).into(),
    }
}

fn overrun(seconds: u64) -> Failure {
    Diagnostic::new(format!("the query was stopped after {seconds} s")).hinted("ask for less, or raise --timeout").into()
}
