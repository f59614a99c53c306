//! The entity register: who and what the program knows by name before it reads.
//!
//! Turtle in the terms of SKOS: `skos:prefLabel`, `skos:altLabel`, `chancery:demonym`, `chancery:seat` (a capital that stands for its
//! government), `skos:exactMatch`, `chancery:role`, `chancery:affiliation`. Users add files of the same form.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};

use crate::diagnostic::Diagnostic;
use crate::finding::Kind;
use crate::language::segment;
use crate::ontology::{ENTITY, NS};

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// An entity of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The last part of its IRI.
    pub id: String,
    /// What it is; none while its type has not been read.
    pub kind: Option<Kind>,
    /// The name it goes by.
    pub label: String,
    /// Other names.
    pub aliases: BTreeSet<String>,
    /// The same elsewhere: absolute IRIs.
    pub matches: BTreeSet<String>,
    /// Offices.
    pub roles: BTreeSet<String>,
    /// Ids of what it belongs to.
    pub affiliations: BTreeSet<String>,
    demonyms: BTreeSet<String>,
    seats: BTreeSet<String>,
}

/// How a name names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// By its own name.
    Name,
    /// By the name of its capital.
    Seat,
    /// By its people or the adjective.
    Demonym,
}

/// A name of the register found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// How many words it has.
    pub words: usize,
    /// Whose name it is: a place in [`Register::entries`].
    pub entry: usize,
    /// How it names it.
    pub by: By,
}

/// The register, ready for look-up.
#[derive(Debug, Default)]
pub struct Register {
    /// All entities, in the order of their ids.
    pub entries: Vec<Entry>,
    /// First word of a name → names, the longest first.
    names: BTreeMap<String, Vec<(Vec<String>, usize, By)>>,
    ids: BTreeMap<String, usize>,
}

impl Register {
    /// Reads register files: pairs of a name for messages and Turtle.
    ///
    /// # Errors
    /// Says in which file and line the Turtle is wrong, or which entity lacks a name or a kind.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Diagnostic> {
        let mut entries = BTreeMap::new();
        for (name, text) in files {
            read_file(name, text, &mut entries)?;
        }
        let mut register = Self::default();
        for (id, entry) in entries {
            register.add(Entry { id, ..entry })?;
        }
        for list in register.names.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.2.cmp(&b.2)).then(a.1.cmp(&b.1)));
        }
        Ok(register)
    }

    fn add(&mut self, entry: Entry) -> Result<(), Diagnostic> {
        if entry.label.is_empty() || entry.kind.is_none() {
            let lack = if entry.label.is_empty() {
                "a skos:prefLabel"
            } else {
                "one of the classes Person, State, Organization, ArmedGroup, Place"
            };
            return Err(Diagnostic::new(format!("the register's `{}` lacks {lack}", entry.id)));
        }
        let at = self.entries.len();
        let own = std::iter::once(&entry.label).chain(&entry.aliases).map(|n| (n, By::Name));
        let all = own.chain(entry.seats.iter().map(|n| (n, By::Seat))).chain(entry.demonyms.iter().map(|n| (n, By::Demonym)));
        for (name, by) in all {
            let words = words_of(name);
            if let Some(first) = words.first() {
                self.names.entry(first.clone()).or_default().push((words, at, by));
            }
        }
        self.ids.insert(entry.id.clone(), at);
        self.entries.push(entry);
        Ok(())
    }

    /// The entity of that id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// The longest names that begin with the first of these words: one for each way of naming and kind of entity, own names first.
    #[must_use]
    pub fn at(&self, words: &[&str]) -> Vec<Known> {
        let Some(list) = words.first().and_then(|w| self.names.get(*w)) else { return Vec::new() };
        let fits = |name: &[String]| name.len() <= words.len() && name.iter().zip(words).all(|(a, b)| a == b);
        let mut found: Vec<Known> = Vec::new();
        for (name, entry, by) in list.iter().filter(|(name, ..)| fits(name)) {
            if found.first().is_none_or(|f| f.words == name.len()) {
                found.push(Known { words: name.len(), entry: *entry, by: *by });
            }
        }
        found
    }
}

/// The words of a name, cut as texts are cut.
fn words_of(name: &str) -> Vec<String> {
    segment::sentences(name).into_iter().flatten().map(|w| w.of(name).to_owned()).collect()
}

fn read_file(name: &str, text: &str, entries: &mut BTreeMap<String, Entry>) -> Result<(), Diagnostic> {
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()) {
        let quad = quad.map_err(|e| {
            let line = e.location().map_or(1, |l| l.start.line as usize + 1);
            Diagnostic::new(format!("not Turtle: {e}")).in_file(name).at_line(line)
        })?;
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
        let Some(id) = subject.as_str().strip_prefix(ENTITY) else { continue };
        let entry = entries.entry(id.to_owned()).or_default();
        state(entry, quad.predicate.as_str(), &quad.object);
    }
    Ok(())
}

/// Keeps one statement of the register; what it does not know is not for it.
fn state(entry: &mut Entry, predicate: &str, object: &Term) {
    match object {
        Term::Literal(literal) => {
            let value = literal.value().to_owned();
            match predicate.strip_prefix(SKOS).or_else(|| predicate.strip_prefix(NS)) {
                Some("prefLabel") => entry.label = value,
                Some("altLabel") => drop(entry.aliases.insert(value)),
                Some("demonym") => drop(entry.demonyms.insert(value)),
                Some("seat") => drop(entry.seats.insert(value)),
                Some("role") => drop(entry.roles.insert(value)),
                _ => {}
            }
        }
        Term::NamedNode(node) => match predicate {
            RDF_TYPE => entry.kind = Kind::ALL.into_iter().find(|k| node.as_str().strip_prefix(NS) == Some(k.as_str())),
            _ if predicate.strip_prefix(SKOS) == Some("exactMatch") => drop(entry.matches.insert(node.as_str().to_owned())),
            _ if predicate.strip_prefix(NS) == Some("affiliation") => {
                entry.affiliations.extend(node.as_str().strip_prefix(ENTITY).map(str::to_owned));
            }
            _ => {}
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        @prefix chancery: <https://w3id.org/chancery/ns#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix state: <https://w3id.org/chancery/entity/state/> .
        state:georgia a chancery:State ; skos:prefLabel "Georgia"@en ; chancery:demonym "Georgian"@en ; chancery:seat "Tbilisi"@en .
        state:south-georgia a chancery:State ; skos:prefLabel "Georgia of the South"@en .
    "#;

    #[test]
    fn finds_the_longest_name() {
        let register = Register::read([("small.ttl", SMALL)]).expect("a register");
        let id = |words: &[&str]| register.at(words).first().map(|k| (register.entries[k.entry].id.as_str(), k.words, k.by));
        assert_eq!(id(&["Georgia", "of", "the", "South", "."]), Some(("state/south-georgia", 4, By::Name)));
        assert_eq!(id(&["Georgia", "of", "old"]), Some(("state/georgia", 1, By::Name)));
        assert_eq!(id(&["Georgian", "troops"]), Some(("state/georgia", 1, By::Demonym)));
        assert_eq!(id(&["Tbilisi"]), Some(("state/georgia", 1, By::Seat)));
        assert_eq!(id(&["georgia"]), None);
    }

    #[test]
    fn says_where_a_file_is_wrong() {
        let error = |text: &str| Register::read([("mine.ttl", text)]).expect_err("a wrong file").to_string();
        assert!(error("@prefix a: <http://a/> .\na:b a:c .").starts_with("mine.ttl:2: not Turtle"));
        let nameless = SMALL.replace("skos:prefLabel \"Georgia\"@en ;", "");
        assert!(error(&nameless).contains("`state/georgia` lacks a skos:prefLabel"));
    }
}
