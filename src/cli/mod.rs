//! The command line: one file a command, and the one place where messages and exit codes are made.

mod analysis;
mod demo;
mod explain;
mod export;
mod extract;
mod facts;
mod ingest;
mod input;
mod language;
mod link;
mod output;
mod place;
mod query;
mod register;
mod remote;
mod remove;
mod search;
mod serve;
mod shell;
mod verify;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::diagnostic::Diagnostic;

/// Reads English political news into a knowledge graph that people can trust: actors, meetings, territorial claims and sanctions.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// See the whole way on the articles that ship: a store, its facts, three questions
    #[command(after_help = "Example:\n  chancery demo")]
    Demo(demo::Demo),
    /// Read articles and put what they say into the store
    ///
    /// An article that is there already is replaced; one that is there as it is, is left alone.
    #[command(
        after_help = "Exit codes: 0 all good, 1 failed, 2 wrong usage, 3 done but some inputs were rejected.\n\nExample:\n  chancery ingest articles/ agency.jsonl.gz"
    )]
    Ingest(ingest::Ingest),
    /// Read articles and write what they say as RDF, without a store
    ///
    /// Articles are written one after the other as they are read, each sorted, in the order of the inputs. Knowledge that many
    /// articles share is written again only when long ago; `export` writes each triple once.
    #[command(
        after_help = "Exit codes: 0 all good, 1 failed, 2 wrong usage, 3 done but some inputs were rejected.\n\nExample:\n  chancery extract --format turtle article.txt"
    )]
    Extract(extract::Extract),
    /// Show articles as the program reads them: who is named, which rule found which fact, which words came to nothing and why
    #[command(
        after_help = "Exit codes: 0 all good, 1 failed, 2 wrong usage, 3 done but some inputs were rejected.\n\nExample:\n  chancery explain examples/articles/goma-2025.txt | less"
    )]
    Explain(explain::Explain),
    /// Write the store as RDF: sorted, the same bytes every time
    #[command(after_help = "Example:\n  chancery export -o news.trig.zst")]
    Export(export::Export),
    /// Prove that every fact is attested and every quotation stands where it is said to stand
    #[command(
        after_help = "Exit codes: 0 all of it holds, 1 not all of it holds (what does not is listed) or it cannot be read.\n\nExample:\n  chancery verify news.ttl.gz"
    )]
    Verify(verify::Verify),
    /// Take articles, and what only they said, out of the store
    #[command(
        after_help = "The first removal counts what other articles say: a second for ten thousand articles.\n\nExample:\n  chancery remove https://example.org/news/17"
    )]
    Remove(remove::Remove),
    /// Find what belongs together: facts told in several ways, what came of what, what contradicts what, who may be the same
    ///
    /// `ingest` and `remove` do so at their end. The links lie in a graph of their own, <https://w3id.org/chancery/links>, and follow from the rest of the
    /// store: they can be dropped and made again at any time. Only what has changed is looked at.
    #[command(after_help = "Example:\n  chancery link --again")]
    Link(link::Link),
    /// Show the stored facts: what, who, where, when, according to whom, and the sentence
    ///
    /// Facts stand in the order of their dates, those without one last. Of several sentences that state a fact, the table and CSV
    /// show the first; JSON has all of them, with their places in the articles. Who holds which office is shown with --type office-holding.
    #[command(after_help = "Example:\n  chancery facts --type meeting --actor Kenya --from 2018-07")]
    Facts(facts::Facts),
    /// Find sentences, or entities by their names, by words: those that fit best first
    ///
    /// All words must occur, in any of their forms, without regard to case and accents. Words in quotes occur in a row, as they are written; a * at
    /// the end of a word stands for any other end; a word after a - must not occur; one OR other: either. `ingest`, `remove` and `link` keep
    /// the text index that this reads; in SPARQL it is SERVICE chancery:search.
    #[command(after_help = "Examples:\n  chancery search 'embargo* \"crude oil\" -Iran'\n  chancery search --names 'lavr*'")]
    Search(search::Search),
    /// Ask the store in SPARQL, or one of the queries that ship
    ///
    /// The default graph is all that is stored; GRAPH ?article { … } asks for the evidence of each article. The usual prefixes,
    /// such as chancery:, skos:, nif: and state:, need no declaring. SERVICE chancery:search { ?sentence chancery:matches "oil embargo*" } finds words,
    /// and { ?entity chancery:named "lavr*" } names; chancery:score and chancery:limit may follow.
    #[command(
        after_help = "Examples:\n  chancery query --named meetings-of --set actor=Kenya\n  chancery query 'SELECT ?name { ?s a chancery:State ; skos:prefLabel ?name }'"
    )]
    Query(query::Query),
    /// Serve the store as a SPARQL endpoint, with a page to ask from
    ///
    /// The endpoint is /query, and /sparql as well; / is the page. Without --write-token-file it only reads; nobody is asked who they are.
    #[command(
        after_help = "Example:\n  chancery serve &\n  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s a chancery:Meeting }' http://127.0.0.1:7878/query"
    )]
    Serve(serve::Serve),
    /// Answer what a server asks, on standard input and output
    #[command(hide = true)]
    Reader(serve::Reader),
    /// Do what a server asks, on standard input and output
    #[command(hide = true)]
    Writer(serve::Writer),
    /// Make register files: more names for `--register`, from lists that you have
    #[command(subcommand)]
    Register(register::Command),
    /// Read English: sentences, words, lemmas, tags, trees and names
    #[command(subcommand)]
    Language(language::Command),
    /// Print a script that lets a shell complete commands and options
    #[command(after_help = "Example:\n  chancery completions bash > ~/.local/share/bash-completion/completions/chancery")]
    Completions(shell::Completions),
    /// Print the manual page
    #[command(after_help = "Example:\n  chancery man | man -l -")]
    Man(shell::Man),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// All was done.
    Done,
    /// The rest was done, but so many inputs were rejected, each with a message.
    Rejected(usize),
}

/// Why a command stopped.
#[derive(Debug)]
enum Failure {
    /// It could not be done.
    Failed(Diagnostic),
    /// It was asked for in a way that means nothing.
    Usage(Diagnostic),
    /// It could not be done, and the user has been told.
    Reported,
    /// The reader of the output has gone, which is its right.
    OutputClosed,
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Failed(diagnostic)
    }
}

impl From<io::Error> for Failure {
    /// Only for writing results; errors of reading carry the name of their file.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Failed(Diagnostic::new(format!("cannot write the result: {error}"))),
        }
    }
}

/// Runs the program: 0 all good, 1 failed, 2 wrong usage (by clap), 3 done but some inputs were rejected.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = dispatch(arguments.command);
    match result {
        Ok(Outcome::Done) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Ok(Outcome::Rejected(count)) => {
            report(&Diagnostic::new(format!("{count} input{} rejected, the rest was read", if count == 1 { "" } else { "s" })));
            ExitCode::from(3)
        }
        Err(Failure::Failed(diagnostic)) => {
            report(&diagnostic);
            ExitCode::FAILURE
        }
        Err(Failure::Usage(diagnostic)) => {
            report(&diagnostic);
            ExitCode::from(2)
        }
        Err(Failure::Reported) => ExitCode::FAILURE,
    }
}

/// Runs one command.
fn dispatch(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Demo(command) => command.run(),
        Command::Ingest(command) => command.run(),
        Command::Extract(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Remove(command) => command.run(),
        Command::Link(command) => command.run(),
        Command::Facts(command) => command.run(),
        Command::Search(command) => command.run(),
        Command::Query(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Reader(command) => command.run(),
        Command::Writer(command) => command.run(),
        Command::Register(command) => command.run(),
        Command::Language(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    }
}

/// A line without characters that could speak to the terminal or turn the reading order.
fn printable(line: &str) -> String {
    let safe = |c: char| !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.chars().map(|c| if safe(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// A message to the user, on standard error.
fn report(diagnostic: &Diagnostic) {
    let shown = printable(&diagnostic.to_string());
    let mut to = io::stderr().lock();
    // Nothing can be done, and nobody told, if standard error is closed.
    let _ = if to.is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        writeln!(to, "\u{1b}[1mchancery:\u{1b}[0m {shown}")
    } else {
        writeln!(to, "chancery: {shown}")
    };
}
