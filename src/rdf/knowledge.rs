//! The first layer: entities, facts, and the concepts that facts use.

use oxigraph::model::{Literal, NamedNode, Term, Triple};

use super::vocabulary::{
    AFFILIATION, ALT_LABEL, CONCEPT, CONCEPT_CLASS, DENOTED_BY, EXACT_MATCH, IN_SCHEME, NOTATION, PREF_LABEL, ROLE, rdf, xsd,
};
use super::{Offsets, iri};
use crate::finding::{Entity, Fact, Findings, Value};

/// The triples of the default graph; `facts` are the IRIs of the facts, in their order.
pub(super) fn triples(findings: &Findings, facts: &[NamedNode], article: &NamedNode, offsets: &Offsets) -> Vec<Triple> {
    let mut out = Vec::new();
    for entity in &findings.entities {
        describe(entity, &findings.entities, &mut out);
    }
    for (fact, node) in findings.facts.iter().zip(facts) {
        state(fact, node, &findings.entities, &mut out);
        for attestation in &fact.attestations {
            if let Some(sentence) = findings.sentences.get(attestation.sentence) {
                let (begin, end) = offsets.of(*sentence);
                out.push(Triple::new(node.clone(), DENOTED_BY, iri::span(article.as_ref(), begin, end)));
            }
            concept(&certainty(attestation.certainty.as_str()), &mut out);
        }
    }
    out
}

/// The concept of a certainty.
pub(super) fn certainty(code: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{CONCEPT}certainty/{code}"))
}

fn english(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "en")
}

fn describe(entity: &Entity, all: &[Entity], out: &mut Vec<Triple>) {
    let node = iri::entity(entity);
    let mut add = |predicate, object: Term| out.push(Triple::new(node.clone(), predicate, object));
    add(rdf::TYPE, iri::class(entity.kind).into());
    add(PREF_LABEL, english(&entity.label).into());
    for name in entity.aliases.iter().filter(|name| **name != entity.label) {
        add(ALT_LABEL, english(name).into());
    }
    for other in entity.matches.iter().filter_map(|m| NamedNode::new(m.as_str()).ok()) {
        add(EXACT_MATCH, other.into());
    }
    for role in &entity.roles {
        add(ROLE, english(role).into());
    }
    for owner in entity.affiliations.iter().filter_map(|e| all.get(*e)) {
        add(AFFILIATION, iri::entity(owner).into());
    }
}

fn state(fact: &Fact, node: &NamedNode, entities: &[Entity], out: &mut Vec<Triple>) {
    out.push(Triple::new(node.clone(), rdf::TYPE, iri::node(&fact.class)));
    for (property, fillers) in &fact.roles {
        let property = iri::node(property);
        for entity in fillers.iter().filter_map(|e| entities.get(*e)) {
            out.push(Triple::new(node.clone(), property.clone(), iri::entity(entity)));
        }
    }
    for (property, values) in &fact.values {
        let property = iri::node(property);
        for value in values {
            if let Value::Concept(name) = value {
                concept(&iri::node(name), out);
            }
            out.push(Triple::new(node.clone(), property.clone(), term(value)));
        }
    }
}

fn term(value: &Value) -> Term {
    match value {
        Value::Concept(name) => iri::node(name).into(),
        Value::Date(date) => self::date(*date).into(),
        Value::Boolean(truth) => Literal::from(*truth).into(),
        Value::Decimal(number) => Literal::new_typed_literal(number, xsd::DECIMAL).into(),
        Value::Text(text) => english(text).into(),
    }
}

/// A date as precise as it is known.
pub(super) fn date(date: crate::date::Date) -> Literal {
    let datatype = match date {
        crate::date::Date::Year(_) => xsd::G_YEAR,
        crate::date::Date::Month(..) => xsd::G_YEAR_MONTH,
        crate::date::Date::Day(_) => xsd::DATE,
    };
    Literal::new_typed_literal(date.to_string(), datatype)
}

/// What makes an IRI a concept: its code is the last part of it, its scheme what stands before.
fn concept(node: &NamedNode, out: &mut Vec<Triple>) {
    out.push(Triple::new(node.clone(), rdf::TYPE, CONCEPT_CLASS));
    if let Some((scheme, code)) = node.as_str().rsplit_once(['/', '#']) {
        out.push(Triple::new(node.clone(), NOTATION, Literal::new_simple_literal(code)));
        out.push(Triple::new(node.clone(), IN_SCHEME, iri::node(scheme)));
    }
}
