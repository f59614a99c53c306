//! What must hold of the knowledge: of entities, of facts, of their values.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNodeRef, Term};

use super::graph::Graph;
use super::report::Report;
use crate::finding::Kind;
use crate::rdf::vocabulary::{CHANCERY, CONCEPT, CONCEPT_CLASS, DENOTED_BY, ENTITY, FACT, NOTATION, PREF_LABEL, rdf, xsd};

/// Which sentences attest which facts.
#[derive(Debug, Default)]
pub(super) struct Attested(BTreeSet<(String, String)>);

impl Attested {
    pub(super) fn note(&mut self, fact: &str, sentence: &str) {
        self.0.insert((fact.to_owned(), sentence.to_owned()));
    }

    fn has(&self, fact: &str, sentence: &str) -> bool {
        self.0.contains(&(fact.to_owned(), sentence.to_owned()))
    }
}

/// What a fact of a class needs: of each group at least one property.
const SHAPES: &[(&str, &[&[&str]])] = &[
    ("Meeting", &[&["participant", "place", "date"], &["status"]]),
    ("TerritorialClaim", &[&["territory"], &["stance"]]),
    ("Sanction", &[&["imposer", "target"], &["status"]]),
    ("OfficeHolding", &[&["holder"], &["of"], &["office"], &["status"]]),
];

/// Properties with values of a type, by local name.
const VALUES: &[(&str, &[NamedNodeRef<'static>])] =
    &[("date", &[xsd::DATE, xsd::G_YEAR_MONTH, xsd::G_YEAR]), ("negated", &[xsd::BOOLEAN]), ("share", &[xsd::DECIMAL])];

/// Whether the knowledge has an entity of that name, and a class for it.
pub(super) fn is_entity(iri: &str, knowledge: &Graph) -> bool {
    kinds(iri, knowledge).next().is_some()
}

/// Whether it is an entity that can act.
pub(super) fn is_actor(iri: &str, knowledge: &Graph) -> bool {
    kinds(iri, knowledge).any(Kind::is_actor)
}

/// Whether the knowledge says something of a fact of that name.
pub(super) fn is_fact(iri: &str, knowledge: &Graph) -> bool {
    iri.starts_with(FACT) && knowledge.iris(iri, rdf::TYPE).next().is_some()
}

fn kinds<'a>(iri: &str, knowledge: &'a Graph) -> impl Iterator<Item = Kind> + use<'a> {
    let classes: Vec<&str> = knowledge.iris(iri, rdf::TYPE).collect();
    Kind::ALL.into_iter().filter(move |kind| classes.iter().any(|c| c.strip_prefix(CHANCERY) == Some(kind.as_str())))
}

pub(super) fn check(knowledge: &Graph, attested: &Attested, report: &mut Report) {
    report.triples += knowledge.len();
    for (node, properties) in knowledge.nodes() {
        if node.starts_with(FACT) {
            fact(node, properties, knowledge, attested, report);
        } else if node.starts_with(ENTITY) {
            report.entities += 1;
            report.demand(kinds(node, knowledge).count() == 1, node, "is not of exactly one kind of entity");
            report.demand(knowledge.objects(node, PREF_LABEL).next().is_some(), node, "has no name");
        } else if node.starts_with(CONCEPT) {
            report.demand(knowledge.text(node, NOTATION).is_some(), node, "does not have its code, once");
        }
        for (_, object) in properties {
            if let Term::NamedNode(other) = object {
                resolves(node, other.as_str(), knowledge, report);
            }
        }
    }
}

/// What the knowledge refers to of its own is there.
fn resolves(node: &str, other: &str, knowledge: &Graph, report: &mut Report) {
    if other.starts_with(ENTITY) {
        report.demand(is_entity(other, knowledge), node, "refers to an entity that has no class");
    } else if other.strip_prefix(CONCEPT).is_some_and(|rest| rest.contains('/')) {
        report.demand(knowledge.is_a(other, CONCEPT_CLASS), node, "refers to a concept that is not said to be one");
    }
}

fn fact(node: &str, properties: &[(String, Term)], knowledge: &Graph, attested: &Attested, report: &mut Report) {
    let classes: Vec<&str> = knowledge.iris(node, rdf::TYPE).collect();
    report.demand(classes.len() == 1, node, "does not have exactly one class");
    let mut sentences = knowledge.iris(node, DENOTED_BY).peekable();
    report.demand(sentences.peek().is_some(), node, "leads to no sentence");
    for sentence in sentences {
        report.demand(attested.has(node, sentence), node, "leads to a sentence that does not attest it");
    }
    let has = |name: &str| properties.iter().any(|(p, _)| p.strip_prefix(CHANCERY) == Some(name));
    for class in classes {
        let name = class.strip_prefix(CHANCERY).unwrap_or(class);
        *report.facts.entry(name.to_owned()).or_default() += 1;
        let needs = SHAPES.iter().filter(|(of, _)| *of == name).flat_map(|(_, groups)| groups.iter());
        for group in needs.filter(|group| !group.iter().any(|property| has(property))) {
            report.fault(node, format!("a {name} needs {}", group.join(" or ")));
        }
    }
    values(node, properties, report);
}

fn values(node: &str, properties: &[(String, Term)], report: &mut Report) {
    for (name, datatypes) in VALUES {
        let objects: Vec<&Term> = properties.iter().filter(|(p, _)| p.strip_prefix(CHANCERY) == Some(name)).map(|(_, o)| o).collect();
        let right = |term: &&&Term| matches!(term, Term::Literal(l) if datatypes.contains(&l.datatype()));
        if objects.iter().filter(right).count() != objects.len() {
            let names: Vec<&str> = datatypes.iter().filter_map(|d| d.as_str().rsplit_once('#')).map(|(_, name)| name).collect();
            report.fault(node, format!("{name} is not a value of type {}", names.join(" or ")));
        }
    }
}
