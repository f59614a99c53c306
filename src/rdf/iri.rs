//! IRIs made from content alone, so that two machines make the same for the same thing.

use oxigraph::model::{NamedNode, NamedNodeRef};
use sha2::{Digest as _, Sha256};

use super::vocabulary::{CHANCERY, ENTITY, FACT};
use crate::finding::{Attestation, Entity, Fact, Kind, Value};

/// That IRI; characters that no IRI may hold are percent-encoded, and what then is still none is put below the vocabulary.
#[must_use]
pub fn node(iri: &str) -> NamedNode {
    NamedNode::new(iri).or_else(|_| NamedNode::new(encoded(iri))).unwrap_or_else(|_| {
        let hash = hex(&[iri], 32);
        NamedNode::new_unchecked(format!("https://w3id.org/chancery/unnamed/{hash}"))
    })
}

/// The text with everything percent-encoded that stands for nothing in a path.
fn encoded(iri: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=".contains(c);
    let mut out = String::with_capacity(iri.len());
    for c in iri.chars() {
        if plain(c) {
            out.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|b| out += &format!("%{b:02X}"));
        }
    }
    out
}

/// The entity's IRI.
#[must_use]
pub fn entity(entity: &Entity) -> NamedNode {
    node(&format!("{ENTITY}{}", entity.id))
}

/// The class of a kind.
#[must_use]
pub fn class(kind: Kind) -> NamedNode {
    NamedNode::new_unchecked(format!("{CHANCERY}{}", kind.as_str()))
}

/// The span's IRI: offsets in code points.
#[must_use]
pub fn span(article: NamedNodeRef<'_>, begin: usize, end: usize) -> NamedNode {
    NamedNode::new_unchecked(format!("{}#char={begin},{end}", article.as_str()))
}

/// The fact's IRI: from its class and the properties that make it the fact it is.
#[must_use]
pub fn fact(fact: &Fact, entities: &[Entity]) -> NamedNode {
    let mut parts = vec![fact.class.clone()];
    for property in &fact.identity {
        let who = fact.roles.get(property).into_iter().flatten().filter_map(|e| entities.get(*e)).map(|e| format!("entity {}", e.id));
        let what = fact.values.get(property).into_iter().flatten().map(canonical);
        let mut fillers: Vec<String> = who.chain(what).collect();
        fillers.sort();
        fillers.dedup();
        parts.extend(fillers.iter().map(|filler| format!("{property} {filler}")));
    }
    NamedNode::new_unchecked(format!("{FACT}{}", hex(&parts, 32)))
}

/// A value so that equal texts are equal values.
fn canonical(value: &Value) -> String {
    match value {
        Value::Concept(iri) => format!("concept {iri}"),
        Value::Date(date) => format!("{} {date}", date.datatype()),
        Value::Boolean(truth) => format!("boolean {truth}"),
        Value::Decimal(number) => format!("decimal {number}"),
        Value::Text(text) => format!("text {text}"),
    }
}

/// The attestation's IRI: from all that it says, given the IRIs of its sentence and its trigger.
#[must_use]
pub fn attestation(
    article: NamedNodeRef<'_>,
    attestation: &Attestation,
    entities: &[Entity],
    [fact, sentence, trigger]: [NamedNodeRef<'_>; 3],
) -> NamedNode {
    let mut parts = [fact, sentence, trigger].map(|n| n.as_str().to_owned()).to_vec();
    parts.extend([attestation.certainty.as_str().to_owned(), attestation.rule.clone()]);
    let mut sources: Vec<&str> = attestation.sources.iter().filter_map(|e| entities.get(*e)).map(|e| e.id.as_str()).collect();
    sources.sort_unstable();
    parts.extend(sources.into_iter().map(str::to_owned));
    NamedNode::new_unchecked(format!("{}#attestation-{}", article.as_str(), hex(&parts, 16)))
}

/// The first so many hexadecimal digits of a hash of the parts, which cannot run into each other.
#[must_use]
pub fn hex(parts: &[impl AsRef<str>], digits: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.as_ref().len() as u64).to_le_bytes());
        hash.update(part.as_ref().as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>().chars().take(digits).collect()
}
