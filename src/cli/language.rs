//! `chancery language`: the language stage by itself.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use super::{Failure, Outcome, input, printable, report};
use crate::diagnostic::Diagnostic;
use crate::language::conllu::GoldDocument;
use crate::language::iob::NamedSentence;
use crate::language::kernel::Kernel;
use crate::language::measure::{self, LayerScores, Tally, TreeScores};
use crate::language::{Effort, Language, conllu, iob};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read plain text and print it as CoNLL-U
    ///
    /// Columns: number, word, lemma, universal tag, Penn tag, head, relation, and in the last one names (PER, ORG, LOC) and
    /// the word's offsets in the text, in code points.
    #[command(
        after_help = "Exit codes: 0 all good, 1 failed, 2 wrong usage, 3 done but some inputs were rejected.\n\nExample:\n  echo 'Xi hosted Putin in Beijing.' | chancery language parse"
    )]
    Parse(Parse),
    /// Compare what is read with annotated corpora
    #[command(after_help = "Example:\n  chancery language measure --conllu ewt-test.conllu --ner uner-ewt-test.iob2")]
    Measure(Measure),
}

#[derive(Debug, Args)]
pub(super) struct Parse {
    /// Text files; `-` or none for standard input
    #[arg(value_name = "INPUT", default_value = "-")]
    inputs: Vec<PathBuf>,
    /// Names and tags only, no trees: quicker
    #[arg(long)]
    no_trees: bool,
    #[command(flatten)]
    effort: EffortArguments,
}

#[derive(Debug, Args)]
pub(super) struct Measure {
    /// Treebanks in CoNLL-U, each measured by itself
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "ner")]
    conllu: Vec<PathBuf>,
    /// Name corpora in columns (word, tag), each measured by itself
    #[arg(long, value_name = "FILE", num_args = 1..)]
    ner: Vec<PathBuf>,
    /// Only documents whose name begins so
    #[arg(long, value_name = "PREFIX", default_value = "")]
    documents: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    effort: EffortArguments,
}

#[derive(Debug, Args)]
struct EffortArguments {
    /// Threads; the output is the same for any number
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    threads: u16,
    /// Instruction set of the inner loops, if not the best this machine has; the output is the same for any
    #[arg(long, value_name = "NAME", value_parser = kernel)]
    kernel: Option<Kernel>,
}

fn kernel(name: &str) -> Result<Kernel, String> {
    let names = || Kernel::available().iter().map(Kernel::to_string).collect::<Vec<_>>().join(", ");
    Kernel::named(name).ok_or_else(|| format!("this machine has {}", names()))
}

impl EffortArguments {
    fn effort(&self) -> Effort {
        let usual = Effort::default();
        Effort { threads: usize::from(self.threads), kernel: self.kernel.unwrap_or(usual.kernel), ..usual }
    }
}

impl Command {
    pub(super) fn run(self) -> Result<Outcome, Failure> {
        match self {
            Self::Parse(parse) => parse.run(),
            Self::Measure(measure) => measure.run(),
        }
    }
}

impl Parse {
    fn run(&self) -> Result<Outcome, Failure> {
        let language = Language::english()?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut rejected = 0;
        for path in &self.inputs {
            match input::text(path, input::ARTICLE) {
                Ok(text) => {
                    let parsed = language.parse_where(&text, self.effort.effort(), |_| !self.no_trees);
                    out.write_all(conllu::write(&parsed, &input::name(path)).as_bytes())?;
                }
                Err(diagnostic) => {
                    report(&diagnostic);
                    rejected += 1;
                }
            }
        }
        out.flush()?;
        outcome(rejected, self.inputs.len())
    }
}

/// How a command over so many inputs ended.
fn outcome(rejected: usize, inputs: usize) -> Result<Outcome, Failure> {
    match rejected {
        0 => Ok(Outcome::Done),
        all if all == inputs => Err(Diagnostic::new("nothing could be read").into()),
        some => Ok(Outcome::Rejected(some)),
    }
}

#[derive(Default, Serialize)]
struct Report {
    trees: BTreeMap<String, TreeScores>,
    names: BTreeMap<String, BTreeMap<String, Tally>>,
}

impl Measure {
    fn run(&self) -> Result<Outcome, Failure> {
        let language = Language::english()?;
        let effort = self.effort.effort();
        let (mut found, mut rejected) = (Report::default(), 0);
        let mut or_report = |result: Result<(), Diagnostic>| {
            if let Err(diagnostic) = result {
                report(&diagnostic);
                rejected += 1;
            }
        };
        for path in &self.conllu {
            or_report(self.trees(path).map(|documents| {
                found.trees.insert(input::name(path), measure::trees(&language, &documents, effort));
            }));
        }
        for path in &self.ner {
            or_report(names(path).map(|documents| {
                found.names.insert(input::name(path), measure::names(&language, &documents, effort));
            }));
        }
        let shown = if self.json { serde_json::to_string_pretty(&found).map_err(io::Error::from)? + "\n" } else { found.table() };
        io::stdout().lock().write_all(shown.as_bytes())?;
        outcome(rejected, self.conllu.len() + self.ner.len())
    }

    /// The documents of a treebank that are to be measured.
    fn trees(&self, path: &Path) -> Result<Vec<GoldDocument>, Diagnostic> {
        let named = |e: Diagnostic| e.in_file(input::name(path));
        let mut documents = conllu::read(&input::text(path, input::CORPUS)?).map_err(named)?;
        documents.retain(|d| d.name.starts_with(&self.documents) && !d.sentences.is_empty());
        if documents.is_empty() {
            return Err(named(Diagnostic::new("no sentences to measure").hinted("is it CoNLL-U, and does --documents fit?")));
        }
        Ok(documents)
    }
}

/// The documents of a name corpus.
fn names(path: &Path) -> Result<Vec<Vec<NamedSentence>>, Diagnostic> {
    let documents = iob::read(&input::text(path, input::CORPUS)?);
    if documents.iter().flatten().all(|(_, names)| names.is_empty()) {
        return Err(Diagnostic::new("no names to measure")
            .in_file(input::name(path))
            .hinted("lines of a word and its tag are expected, such as B-PER"));
    }
    Ok(documents)
}

impl Report {
    fn table(&self) -> String {
        let mut out = String::new();
        for (path, s) in &self.trees {
            out += &format!("{}: {} words, {} words/s\n", printable(path), s.words, s.words_per_second);
            out += &format!("  sentences {:.2}  tokens {:.2}\n", s.sentences.f1(), s.tokens.f1());
            out += &format!("  given words  {}\n  raw text     {}\n", layers(&s.gold), layers(&s.raw));
            for (rel, tally) in &s.relations {
                out += &format!("    {rel:16} F1 {:6.2}  {:6}\n", tally.f1(), tally.wanted, rel = printable(rel));
            }
        }
        for (path, scores) in &self.names {
            let each: Vec<String> = scores.iter().map(|(kind, t)| format!("{kind} {:.2}", t.f1())).collect();
            out += &format!("{}: names F1 {}\n", printable(path), each.join("  "));
        }
        out
    }
}

fn layers(s: &LayerScores) -> String {
    format!("UPOS {:.2}  XPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2}", s.upos.f1(), s.xpos.f1(), s.lemma.f1(), s.uas.f1(), s.las.f1())
}
