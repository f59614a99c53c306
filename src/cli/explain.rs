//! `chancery explain`: an article as the program reads it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use clap::Args;

use super::analysis::AnalysisArguments;
use super::input::InputArguments;
use super::{Failure, Outcome, printable, report};
use crate::finding::{Attestation, Fact, Findings, Silence, Value};
use crate::language::{Effort, conllu};
use crate::ontology::local;
use crate::pipeline::Analyst;
use crate::read::Item;

#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
    /// First show every sentence with its words and its tree, as CoNLL-U
    #[arg(long)]
    trees: bool,
}

impl Explain {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let articles = self.input.articles()?;
        let (analyst, _) = self.analysis.load()?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut rejected = 0;
        for item in articles {
            match item {
                Item::Article(article) => {
                    if self.trees {
                        out.write_all(trees(analyst, &article.text, &article.iri).as_bytes())?;
                    }
                    show(&analyst.analyse(article), &mut out)?;
                }
                Item::Warning(diagnostic) => report(&diagnostic),
                Item::Rejected(diagnostic) => {
                    rejected += 1;
                    report(&diagnostic);
                }
            }
        }
        out.flush()?;
        Ok(if rejected == 0 { Outcome::Done } else { Outcome::Rejected(rejected) })
    }
}

fn trees(analyst: &Analyst, text: &str, name: &str) -> String {
    conllu::write(&analyst.language().parse(text, Effort::default()), name)
}

/// Text on one line.
fn line(text: &str) -> String {
    printable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn show(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", findings.article.iri)?;
    let about = &findings.article.about;
    let known = [about.headline.clone(), about.published.map(|d| d.to_string()), about.publisher.clone()];
    let known: Vec<String> = known.into_iter().flatten().map(|k| line(&k)).collect();
    if !known.is_empty() {
        writeln!(out, "{}", known.join(" · "))?;
    }
    writeln!(out, "\nWho and what")?;
    for (at, entity) in findings.entities.iter().enumerate() {
        let spoken = findings.mentions.iter().filter(|m| m.entity == at).map(|m| line(m.span.of(&findings.article.text)));
        let names: BTreeSet<String> = spoken.collect();
        let roles = entity.roles.iter().map(|r| line(r)).collect::<Vec<_>>().join("; ");
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        let roles = if roles.is_empty() { String::new() } else { format!(" · {roles}") };
        writeln!(out, "  {:<12} {}  [{names}]{roles}", entity.kind, line(&entity.label))?;
    }
    writeln!(out, "\nFacts")?;
    for fact in &findings.facts {
        writeln!(out, "  {}", told(findings, fact))?;
        for attestation in &fact.attestations {
            writeln!(out, "    {}", evidence(findings, attestation))?;
        }
    }
    writeln!(out, "\nSpoken of, but no fact")?;
    for silence in worth_telling(&findings.silences) {
        let trigger = line(silence.trigger.of(&findings.article.text));
        let sentence = line(findings.sentences[silence.sentence].of(&findings.article.text));
        writeln!(out, "  “{trigger}” ({}): {}\n    {sentence}", silence.rule, silence.reason)?;
    }
    writeln!(out)
}

/// One reason for each word: that somebody was missing says more than that the sentence is built otherwise, which is left out.
fn worth_telling(silences: &[Silence]) -> Vec<&Silence> {
    let mut told: Vec<&Silence> = Vec::new();
    for silence in silences.iter().filter(|s| !s.reason.ends_with("of the rule does not hold") && !s.reason.ends_with("of the rule holds"))
    {
        if !told.iter().any(|t| t.sentence == silence.sentence && t.trigger.begin == silence.trigger.begin) {
            told.push(silence);
        }
    }
    told
}

/// A fact on one line.
fn told(findings: &Findings, fact: &Fact) -> String {
    let mut parts = vec![local(&fact.class).to_owned()];
    for (property, who) in &fact.roles {
        let names: Vec<String> = who.iter().map(|e| line(&findings.entities[*e].label)).collect();
        parts.push(format!("{}: {}", local(property), names.join(", ")));
    }
    for (property, values) in &fact.values {
        let values: Vec<String> = values.iter().map(value).collect();
        parts.push(format!("{}: {}", local(property), values.join(", ")));
    }
    parts.join(" · ")
}

fn value(value: &Value) -> String {
    match value {
        Value::Concept(iri) => local(iri).to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Decimal(number) => number.clone(),
        Value::Text(text) => line(text),
    }
}

fn evidence(findings: &Findings, attestation: &Attestation) -> String {
    let text = &findings.article.text;
    let sources: Vec<String> = attestation.sources.iter().map(|e| line(&findings.entities[*e].label)).collect();
    let by = if sources.is_empty() { "the article itself".to_owned() } else { sources.join(", ") };
    let (trigger, sentence) = (line(attestation.trigger.of(text)), line(findings.sentences[attestation.sentence].of(text)));
    format!("{sentence}\n      by {} at “{trigger}”; says so: {by}; {}", attestation.rule, attestation.certainty.as_str())
}
