//! Facts as people and programs read them: a table, CSV, Markdown, JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use comfy_table::{ColumnConstraint, Width};
use serde::Serialize;

use super::{Attestation, Fact, Thing, Value, completed};
use crate::diagnostic::Diagnostic;
use crate::query::table::{Look, clean, table};
use crate::store::Store;

/// How facts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Table(Look),
    /// For spreadsheets; one row a fact.
    Csv,
    /// For documents.
    Markdown,
    /// For programs; all that is known.
    Json,
}

/// How much of a table's width its sentences get at least, per cent.
const SENTENCE: u16 = 35;
const HEAD: [&str; 6] = ["what", "who", "where", "when", "according to", "sentence"];
const MORE: [&str; 6] = ["type", "trigger", "sentences", "article", "headline", "fact"];

/// Writes the facts. The inner error is of writing, the outer of reading the store.
///
/// # Errors
/// When the store cannot be read, or the output not be written.
pub fn show(store: &Store, facts: &[Fact], format: Format, to: &mut impl Write) -> Result<io::Result<()>, Diagnostic> {
    let mut rows = Vec::new();
    let mut written = begin(format, to);
    for (place, fact) in facts.iter().enumerate() {
        if written.is_err() {
            return Ok(written);
        }
        let attestations = completed(store, fact)?;
        written = match format {
            Format::Table(_) => {
                rows.push(cells(fact, &attestations));
                Ok(())
            }
            Format::Csv => line(to, &[cells(fact, &attestations), more(fact, &attestations)].concat()),
            Format::Markdown => {
                let cells =
                    cells(fact, &attestations).map(|cell| clean(&cell).replace('\\', "\\\\").replace('|', "\\|").replace('\n', "<br>"));
                writeln!(to, "| {} |", cells.join(" | "))
            }
            Format::Json => {
                let separator = if place == 0 { "" } else { "," };
                object(fact, &attestations).and_then(|object| write!(to, "{separator}\n{object}"))
            }
        };
    }
    Ok(written.and_then(|()| end(format, rows, facts.len(), to)))
}

fn begin(format: Format, to: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Table(_) => Ok(()),
        Format::Csv => line(to, &[HEAD, MORE].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()),
        Format::Markdown => writeln!(to, "| {} |\n|{}", HEAD.join(" | "), " --- |".repeat(HEAD.len())),
        Format::Json => write!(to, "["),
    }
}

fn end(format: Format, rows: Vec<[String; 6]>, count: usize, to: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Table(look) => {
            if count > 0 {
                let mut table = table(&HEAD, rows.into_iter().map(Vec::from), look);
                if let Some(sentences) = table.column_mut(HEAD.len() - 1) {
                    sentences.set_constraint(ColumnConstraint::LowerBoundary(Width::Percentage(SENTENCE)));
                }
                writeln!(to, "{}", table.trim_fmt())?;
            }
            writeln!(to, "{count} fact{}", if count == 1 { "" } else { "s" })
        }
        Format::Csv | Format::Markdown => Ok(()),
        Format::Json => writeln!(to, "\n]"),
    }
}

/// A line of CSV (RFC 4180).
fn line(to: &mut impl Write, cells: &[String]) -> io::Result<()> {
    let quoted = cells.iter().map(|cell| {
        let special = cell.contains(['"', ',', '\n', '\r']);
        if special { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    });
    write!(to, "{}\r\n", quoted.collect::<Vec<_>>().join(","))
}

fn cells(fact: &Fact, attestations: &[Attestation]) -> [String; 6] {
    let (who, place) = (fillers(fact, false), fillers(fact, true));
    let more = attestations.len().saturating_sub(1);
    let mut sentence = attestations.first().map_or("", |a| &a.sentence.text).split_whitespace().collect::<Vec<_>>().join(" ");
    if more > 0 {
        sentence += &format!(" (and {more} more)");
    }
    [what(fact, attestations), who, place, fact.date().unwrap_or("").to_owned(), speakers(attestations), sentence]
}

fn more(fact: &Fact, attestations: &[Attestation]) -> [String; 6] {
    let first = attestations.first();
    let of = |get: fn(&Attestation) -> &str| first.map_or("", get).to_owned();
    let headline = of(|a| a.article.headline.as_deref().unwrap_or(""));
    [fact.kind(), of(|a| &a.trigger.text), attestations.len().to_string(), of(|a| &a.article.iri), headline, fact.iri.clone()]
}

/// The type, how far it is real, and what else is said of it: "meeting: held (phone)".
fn what(fact: &Fact, attestations: &[Attestation]) -> String {
    let chief = |name: &str| fact.values.get(name).into_iter().flatten().map(text).collect::<Vec<_>>().join(", ");
    let chief: Vec<String> = ["status", "stance"].map(chief).into_iter().filter(|c| !c.is_empty()).collect();
    let negated = fact.values.get("negated").is_some_and(|v| v.contains(&Value::Truth(true)));
    let mut head = fact.kind();
    if negated || !chief.is_empty() {
        head += &format!(": {}{}", if negated { "not " } else { "" }, chief.join(", "));
    }
    let others = fact.values.iter().filter(|(name, _)| !["status", "stance", "negated", "date"].contains(&name.as_str()));
    let mut notes: Vec<String> = others
        .map(|(name, values)| {
            let values: Vec<String> = values
                .iter()
                .map(|v| if let Value::Code(c) = v { c.clone() } else { format!("{} {}", super::words(name), text(v)) })
                .collect();
            values.join(", ")
        })
        .collect();
    notes.extend(hedge(attestations));
    if notes.is_empty() { head.trim_end().to_owned() } else { format!("{} ({})", head.trim_end(), notes.join("; ")) }
}

/// How sure it is, where no sentence says it plainly.
fn hedge(attestations: &[Attestation]) -> Option<String> {
    let mut certainties: Vec<&str> = attestations.iter().map(|a| a.certainty.as_str()).filter(|c| !c.is_empty()).collect();
    certainties.sort_unstable();
    certainties.dedup();
    (!certainties.is_empty() && !certainties.contains(&"stated")).then(|| certainties.join(" or "))
}

fn text(value: &Value) -> String {
    match value {
        Value::Truth(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Code(text) | Value::Text(text) => text.clone(),
    }
}

/// Who fills the roles, a line each; the roles whose name the column's head tells go without it.
fn fillers(fact: &Fact, places: bool) -> String {
    let lines = fact.parts(places).map(|(role, fillers)| {
        let names = fillers.iter().map(|f| f.label.as_str()).collect::<Vec<_>>().join(", ");
        let plain = places && super::WHERE.contains(&role.as_str());
        if plain { names } else { format!("{}: {names}", super::words(crate::query::prefix::local(role))) }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// To whom it is attributed; where an article says so itself, the article's publisher.
fn speakers(attestations: &[Attestation]) -> String {
    let mut names = Vec::new();
    for attestation in attestations {
        let said = attestation.sources.iter().map(|source| source.label.clone());
        let own = attestation.article.publisher.as_ref().map_or_else(|| "the article".to_owned(), |p| format!("{p} (own words)"));
        let own = attestation.sources.is_empty().then_some(own);
        for name in said.chain(own) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names.join(", ")
}

/// All that is known of a fact.
#[derive(Serialize)]
struct Known<'a> {
    fact: &'a str,
    #[serde(rename = "type")]
    kind: String,
    date: Option<&'a str>,
    roles: &'a BTreeMap<String, Vec<Thing>>,
    values: &'a BTreeMap<String, Vec<Value>>,
    attestations: &'a [Attestation],
    classes: &'a [String],
}

fn object(fact: &Fact, attestations: &[Attestation]) -> io::Result<String> {
    let known = Known {
        fact: &fact.iri,
        kind: fact.kind(),
        date: fact.date(),
        roles: &fact.roles,
        values: &fact.values,
        attestations,
        classes: &fact.classes,
    };
    Ok(serde_json::to_string(&known)?)
}
