//! SKOS concepts into rows.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Literal, NamedOrBlankNode, Term};

use super::draft::{Draft, Owner, Row};
use super::name::tidy;
use super::notes::Notes;
use super::{item, kind};
use crate::diagnostic::Diagnostic;
use crate::ontology::{ENTITY, NS};

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// What is said of a concept. Labels stand with the rank of their language.
#[derive(Default)]
struct Concept {
    classes: BTreeSet<String>,
    labels: BTreeSet<(Language, String)>,
    aliases: BTreeSet<(Language, String)>,
    matches: BTreeSet<String>,
    demonyms: BTreeSet<String>,
    seats: BTreeSet<String>,
    roles: BTreeSet<String>,
    owners: BTreeSet<String>,
}

/// How welcome a label's language is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Language {
    /// `en`
    English,
    /// `en-GB`
    KindOfEnglish,
    /// None is told, or it is a name in every language.
    Untold,
    Other(String),
}

impl Language {
    fn of(literal: &Literal) -> Self {
        let tag = literal.language().map(str::to_ascii_lowercase);
        match tag.as_deref() {
            Some("en") => Self::English,
            Some(tag) if tag.starts_with("en-") => Self::KindOfEnglish,
            None | Some("mul" | "und" | "") => Self::Untold,
            Some(tag) => Self::Other(tag.to_owned()),
        }
    }

    fn is_other(&self) -> bool {
        matches!(self, Self::Other(_))
    }
}

/// Reads concepts, in the order of their IRIs.
pub(super) fn read(text: &str, syntax: RdfFormat, rows: &mut Vec<Row>, notes: &mut Notes) {
    let mut concepts: BTreeMap<String, Concept> = BTreeMap::new();
    for quad in RdfParser::from_format(syntax).for_slice(text.as_bytes()) {
        match quad {
            Ok(quad) => {
                // A node without an IRI cannot be told from another.
                if let NamedOrBlankNode::NamedNode(subject) = quad.subject {
                    state(concepts.entry(subject.into_string()).or_default(), quad.predicate.as_str(), quad.object);
                }
            }
            Err(error) => {
                let line = error.location().map_or(1, |l| l.start.line as usize + 1);
                notes.reject(notes.at(Some(line)), Diagnostic::new(format!("not {}: {error}", syntax.name())));
                // The other syntaxes can be read on behind a mistake.
                if syntax == RdfFormat::RdfXml {
                    break;
                }
            }
        }
    }
    for (iri, concept) in concepts {
        if concept.counts() {
            rows.extend(concept.draft(iri, notes).checked(notes));
        }
    }
}

/// Keeps one statement.
fn state(concept: &mut Concept, predicate: &str, object: Term) {
    let (skos, own) = (predicate.strip_prefix(SKOS), predicate.strip_prefix(NS));
    match object {
        Term::Literal(literal) => {
            let language = Language::of(&literal);
            let value = tidy(literal.value());
            match (skos, own) {
                (Some("prefLabel"), _) => drop(concept.labels.insert((language, value))),
                (Some("altLabel"), _) => drop(concept.aliases.insert((language, value))),
                (_, Some("demonym")) if !language.is_other() => drop(concept.demonyms.insert(value)),
                (_, Some("seat")) if !language.is_other() => drop(concept.seats.insert(value)),
                (_, Some("role")) if !language.is_other() => drop(concept.roles.insert(value)),
                _ => {}
            }
        }
        Term::NamedNode(node) => match (skos, own) {
            _ if predicate == RDF_TYPE => drop(concept.classes.insert(node.into_string())),
            (Some("exactMatch"), _) => drop(concept.matches.insert(node.into_string())),
            (_, Some("affiliation")) => drop(concept.owners.insert(node.into_string())),
            _ => {}
        },
        _ => {}
    }
}

impl Concept {
    /// Whether it is a concept, and no scheme or collection of them.
    fn counts(&self) -> bool {
        let is = |class: &str| self.classes.iter().any(|c| c.strip_prefix(SKOS) == Some(class));
        let groups = ["ConceptScheme", "Collection", "OrderedCollection"].into_iter().any(is);
        !groups && (is("Concept") || !self.labels.is_empty())
    }

    /// The row of the concept of that IRI.
    fn draft(self, iri: String, notes: &Notes) -> Draft {
        // English or untold names where there are any; what else it is called in English counts as well.
        let mut names = self.labels.into_iter();
        let label = names.next().map(|(_, name)| name).unwrap_or_default();
        let aliases = names.chain(self.aliases).filter(|(language, _)| !language.is_other()).map(|(_, name)| name).collect();
        let qid = item::qid(&iri).or_else(|| self.matches.iter().find_map(|iri| item::qid(iri)));
        let elsewhere = |iri: &String| item::qid(iri).is_none() && !iri.starts_with(ENTITY);
        let own = (iri.starts_with("http://") || iri.starts_with("https://")).then(|| iri.clone());
        let matches = self.matches.into_iter().chain(own).filter(elsewhere).collect();
        let list = |names: BTreeSet<String>| names.into_iter().filter(|name| !name.is_empty()).collect();
        Draft {
            qid,
            matches,
            label,
            aliases,
            kind: self.classes.iter().find_map(|class| kind::of(class)),
            demonyms: list(self.demonyms),
            seats: list(self.seats),
            roles: list(self.roles),
            owners: self.owners.into_iter().map(|id| Owner { id: Some(id), label: None }).collect(),
            concept: Some(iri),
            ..Draft::new(notes.at(None))
        }
    }
}
