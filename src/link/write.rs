//! Links as quads, in a graph of their own.

use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::Reasons;
use super::count::Counts;
use super::told::{Reader, literal, node};
use crate::diagnostic::Diagnostic;
use crate::rdf::iri::hex;
use crate::rdf::vocabulary::{
    ARTICLE_COUNT, FACT_GROUP, GROUP, INDEPENDENT_COUNT, LINK, LINK_CLASS, LINKS, MEMBER, OBJECT, PREDICATE, PUBLISHER_COUNT, REASON,
    SCORE, SUBJECT, rdf, xsd,
};

/// The graph of links.
pub(super) fn graph() -> GraphNameRef<'static> {
    LINKS.into()
}

fn quad(subject: &str, predicate: NamedNodeRef<'_>, object: impl Into<Term>) -> Quad {
    Quad::new(NamedNode::new_unchecked(subject), predicate, object, GraphName::from(LINKS))
}

/// The IRI of a link.
fn link(relation: NamedNodeRef<'_>, one: &str, other: &str) -> String {
    format!("{LINK}{}", hex(&[relation.as_str(), one, other], 32))
}

/// The quads of a link from one to the other; of one that has no direction, the lesser IRI comes first.
pub(super) fn quads(relation: NamedNodeRef<'_>, one: &str, other: &str, score: f64, reasons: &Reasons, both_ways: bool) -> Vec<Quad> {
    let (one, other) = if both_ways && one > other { (other, one) } else { (one, other) };
    let name = link(relation, one, other);
    let iri = |text: &str| NamedNode::new_unchecked(text);
    let mut out = vec![
        quad(one, relation, iri(other)),
        quad(&name, rdf::TYPE, LINK_CLASS),
        quad(&name, SUBJECT, iri(one)),
        quad(&name, PREDICATE, relation),
        quad(&name, OBJECT, iri(other)),
        quad(&name, SCORE, Literal::new_typed_literal(decimal(score), xsd::DECIMAL)),
    ];
    if both_ways {
        out.push(quad(other, relation, iri(one)));
    }
    out.extend(reasons.iter().map(|reason| quad(&name, REASON, Literal::new_language_tagged_literal_unchecked(reason, "en"))));
    out
}

/// As the engine writes it back: two digits at most, without idle zeros.
fn decimal(score: f64) -> String {
    let text = format!("{score:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// How good a link is; 0 where there is none.
pub(super) fn score(reader: &Reader<'_>, relation: NamedNodeRef<'_>, one: &str, other: &str) -> Result<f64, Diagnostic> {
    let (one, other) = if one > other { (other, one) } else { (one, other) };
    let name = link(relation, one, other);
    let found = reader.quads(Some(NamedNodeRef::new_unchecked(&name)), Some(SCORE), None, Some(graph()))?;
    Ok(found.into_iter().find_map(literal).and_then(|text| text.parse().ok()).unwrap_or_default())
}

/// All quads of the links that lead from or to it by a relation, and who stands at their other ends.
pub(super) fn links_of(reader: &Reader<'_>, relation: NamedNodeRef<'_>, iri: &str) -> Result<(Vec<Quad>, Vec<String>), Diagnostic> {
    let own = NamedNodeRef::new_unchecked(iri);
    let mut quads = links_from(reader, relation, iri)?;
    let mut ends: Vec<String> = quads.iter().filter(|q| q.predicate.as_ref() == relation).filter_map(|q| node(q.object.clone())).collect();
    for back in reader.quads(None, Some(relation), Some(&own.into_owned().into()), Some(graph()))? {
        if let Some(other) = super::told::subject(&back).map(str::to_owned) {
            let name = link(relation, &other, iri);
            quads.extend(reader.quads(Some(NamedNodeRef::new_unchecked(&name)), None, None, Some(graph()))?);
            ends.push(other);
        }
        quads.push(back);
    }
    ends.sort();
    ends.dedup();
    Ok((quads, ends))
}

/// All quads of the links that lead from it by a relation.
pub(super) fn links_from(reader: &Reader<'_>, relation: NamedNodeRef<'_>, iri: &str) -> Result<Vec<Quad>, Diagnostic> {
    let mut quads = reader.quads(Some(NamedNodeRef::new_unchecked(iri)), Some(relation), None, Some(graph()))?;
    for other in quads.clone().into_iter().filter_map(|quad| node(quad.object)) {
        let name = link(relation, iri, &other);
        quads.extend(reader.quads(Some(NamedNodeRef::new_unchecked(&name)), None, None, Some(graph()))?);
    }
    Ok(quads)
}

/// What is said of the facts of a group: who they are, where they are several, and by how many they are told.
pub(super) fn group(members: &[String], counts: Counts) -> Vec<Quad> {
    let number = |count: usize| Literal::from(i64::try_from(count).unwrap_or(i64::MAX));
    let count = |of: &str| {
        [
            quad(of, ARTICLE_COUNT, number(counts.articles)),
            quad(of, PUBLISHER_COUNT, number(counts.publishers)),
            quad(of, INDEPENDENT_COUNT, number(counts.independent)),
        ]
    };
    let mut out: Vec<Quad> = members.iter().flat_map(|member| count(member)).collect();
    if members.len() > 1 {
        let name = format!("{GROUP}{}", hex(members, 32));
        out.push(quad(&name, rdf::TYPE, FACT_GROUP));
        out.extend(members.iter().map(|member| quad(&name, MEMBER, NamedNode::new_unchecked(member))));
        out.extend(count(&name));
    }
    out
}

/// All quads that say of a fact or of its group who belongs to it and by how many it is told.
pub(super) fn group_of(reader: &Reader<'_>, fact: &str) -> Result<Vec<Quad>, Diagnostic> {
    let own = NamedNodeRef::new_unchecked(fact);
    let mut found = Vec::new();
    for count in [ARTICLE_COUNT, PUBLISHER_COUNT, INDEPENDENT_COUNT] {
        found.extend(reader.quads(Some(own), Some(count), None, Some(graph()))?);
    }
    for member in reader.quads(None, Some(MEMBER), Some(&own.into_owned().into()), Some(graph()))? {
        if let Some(name) = super::told::subject(&member) {
            found.extend(reader.quads(Some(NamedNodeRef::new_unchecked(name)), None, None, Some(graph()))?);
        }
    }
    Ok(found)
}
