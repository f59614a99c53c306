//! What an editor of queries completes: prefixes, and the terms of the vocabulary.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use serde_json::{Value, json};

use super::super::reply::{Open, Refused};
use super::parameters::Given;
use crate::query::prefix::{KNOWN, shortened};
use crate::rdf::vocabulary::{CHANCERY, CONCEPT, LABEL, PREF_LABEL};
use crate::serve::describe::vocabulary;

/// The prefixes, in their order.
pub(super) fn prefixes(_: &Open, _: &Given<'_>) -> Result<Value, Refused> {
    Ok(KNOWN.iter().map(|(prefix, namespace)| json!({ "prefix": prefix, "namespace": namespace })).collect())
}

/// The terms of the vocabulary and of its concepts, by their IRIs.
pub(super) fn terms(_: &Open, _: &Given<'_>) -> Result<Value, Refused> {
    let of_ours = |iri: &str| iri.starts_with(CHANCERY) || iri.starts_with(CONCEPT);
    Ok(vocabulary::terms().filter(|(iri, _)| of_ours(iri)).filter_map(|(iri, said)| term(iri, said)).collect())
}

fn term(iri: &str, said: &[Quad]) -> Option<Value> {
    let local = |node: &str| node.rsplit(['#', '/']).next().unwrap_or(node).to_owned();
    let class = object(said, rdf::TYPE)?;
    let kind = match local(&class).as_str() {
        "Class" => "Class",
        "ObjectProperty" | "DatatypeProperty" | "AnnotationProperty" | "Property" => "Property",
        "Concept" => "Concept",
        _ => return None,
    };
    let label = object(said, PREF_LABEL).or_else(|| object(said, LABEL)).unwrap_or_else(|| local(iri));
    Some(json!({ "iri": iri, "prefixed": shortened(iri), "label": label, "kind": kind }))
}

/// The first object of that property, as plain text.
fn object(said: &[Quad], by: NamedNodeRef<'_>) -> Option<String> {
    said.iter().filter(|quad| matches!(quad.subject, NamedOrBlankNode::NamedNode(_))).find(|quad| quad.predicate.as_ref() == by).and_then(
        |quad| match &quad.object {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::Literal(literal) => Some(literal.value().to_owned()),
            Term::BlankNode(_) => None,
        },
    )
}
