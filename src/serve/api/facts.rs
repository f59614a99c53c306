//! Facts: those that pass a filter, one of them, pairs that contradict each other.

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use serde_json::{Value, json};

use super::super::reply::{Open, Refused};
use super::parameters::{Given, HOW_MANY, Parameter, Takes, WHENCE, wrong};
use super::shape::{Shaper, page, quads};
use crate::diagnostic::Diagnostic;
use crate::query::facts::{Asked, Filter, Order, Reader, find, text};
use crate::rdf::vocabulary::{ATTESTED, CHANCERY, CONTRADICTS, EVIDENCE, LINKS, OBJECT, PREDICATE, REASON, SCORE, SUBJECT};
use crate::store::Store;

/// So many sentences, the best of the text index, give the facts that words are looked up for.
const SENTENCES: usize = 2_000;

/// What may be asked of facts.
pub(super) const FACTS: &[Parameter] = &[
    Parameter::many("type", Takes::Words, "Of this type: its name in words, or the IRI of its class; again, of any of them.", "meeting"),
    Parameter::many(
        "actor",
        Takes::Words,
        "In which this actor takes part: whole words of a name, or an IRI; again, all of them.",
        "Kenya",
    ),
    Parameter::many(
        "entity",
        Takes::Iri,
        "In which it fills any role, or is the source; again, any of them.",
        "https://w3id.org/chancery/entity/state/kenya",
    ),
    Parameter::many("place", Takes::Words, "That happened there: whole words of a name, or an IRI; again, at any of them.", "Goma"),
    Parameter::many("status", Takes::Words, "Whose status or stance has this code; again, any of them.", "held"),
    Parameter::many("source", Takes::Words, "Attributed to this actor: whole words of a name, or an IRI; again, to any of them.", "EU"),
    Parameter::many("article", Takes::Iri, "Told by this article; again, by any of them.", "https://news.example/17"),
    Parameter::many(
        "publisher",
        Takes::Words,
        "Told by an article of the publisher of exactly this name; again, of any of them.",
        "Horn Agency",
    ),
    Parameter::new("from", Takes::Date, "That may have happened on this day, month or year, or later.", "2018-07"),
    Parameter::new("to", Takes::Date, "That may have happened on this day, month or year, or earlier.", "2018-12-31"),
    Parameter::new("q", Takes::Words, "Told by a sentence with these words; needs the text index.", "oil embargo"),
    Parameter::many(
        "linked",
        Takes::OneOf(&["sameFactAs", "followedBy", "contradicts"]),
        "Linked so with another fact, either way; again, in any of these ways.",
        "contradicts",
    ),
    Parameter::new(
        "sort",
        Takes::OneOf(&["-date", "date", "newest"]),
        "By when it happened, the latest first (-date, where nothing is said) or last, undated ones at the end; or by the newest article that tells it.",
        "-date",
    ),
    HOW_MANY,
    WHENCE,
];

/// Facts that pass, a page of them.
pub(super) fn facts(open: &Open, given: &Given<'_>) -> Result<Value, Refused> {
    let strings = |name: &str| given.all(name).map(str::to_owned).collect::<Vec<_>>();
    let asked = |name: &str| given.all(name).map(Asked::new).collect::<Vec<_>>();
    let iris = |name: &str| given.iris(name).into_iter().map(NamedNode::into_string).collect::<Vec<_>>();
    let among = given.one("q").map(|words| said_in(open, words)).transpose()?;
    let filter = Filter {
        types: strings("type"),
        actors: asked("actor"),
        places: asked("place"),
        sources: asked("source"),
        from: given.parsed("from"),
        to: given.parsed("to"),
        entities: iris("entity"),
        statuses: strings("status"),
        articles: iris("article"),
        publishers: strings("publisher"),
        linked: given.all("linked").map(|name| format!("{CHANCERY}{name}")).collect(),
        among,
        limit: None,
    };
    let order = match given.one("sort") {
        Some("date") => Order::Date,
        Some("newest") => Order::Newest,
        _ => Order::Latest,
    };
    let found = find(&open.store, &filter, order)
        .map_err(|e| if e.message.contains("of the type") { wrong("type", &e.to_string()) } else { e.into() })?;
    let (limit, offset) = given.paging();
    let mut shaper = Shaper::new(&open.store);
    let items = found.iter().skip(offset).take(limit).map(|fact| shaper.listed(&fact.iri)).collect::<Result<_, _>>()?;
    Ok(page(found.len(), (limit, offset), items))
}

/// The facts that sentences with these words tell.
fn said_in(open: &Open, words: &str) -> Result<BTreeSet<String>, Refused> {
    let index = index(open)?;
    let hits = index.sentences(words, SENTENCES, 0).map_err(|e| wrong("q", &format!("cannot be looked up: {e}")))?;
    let mut found = BTreeSet::new();
    for hit in hits.hits {
        found.extend(told_by(&open.store, &hit.iri)?);
    }
    Ok(found)
}

/// The text index.
///
/// # Errors
/// 503 where there is none.
pub(super) fn index(open: &Open) -> Result<&crate::search::Reader, Refused> {
    let none = "this store has no text index, so that words cannot be looked up here; whoever runs it can make one by ingesting again";
    open.text.as_ref().ok_or_else(|| Refused::new(503_u16, none))
}

/// The facts that a sentence tells, in order.
pub(super) fn told_by(store: &Store, sentence: &str) -> Result<BTreeSet<String>, Diagnostic> {
    let mut found = BTreeSet::new();
    let Ok(node) = NamedNodeRef::new(sentence) else { return Ok(found) };
    for quad in quads(store, None, Some(EVIDENCE), Some(node), None)? {
        let (NamedOrBlankNode::NamedNode(attestation), GraphName::NamedNode(graph)) = (quad.subject, quad.graph_name) else { continue };
        for quad in quads(store, Some(attestation.as_ref()), Some(ATTESTED), None, Some(graph.as_ref().into()))? {
            if let Term::NamedNode(fact) = quad.object {
                found.insert(fact.into_string());
            }
        }
    }
    Ok(found)
}

/// One fact with all its sentences and links.
pub(super) fn fact(open: &Open, given: &Given<'_>) -> Result<Value, Refused> {
    let mut shaper = Shaper::new(&open.store);
    for iri in given.iris("iri") {
        if let Some(fact) = shaper.reader.fact(iri.as_str())? {
            return Ok(shaper.fact(&fact, usize::MAX)?);
        }
    }
    Err(Refused::new(404_u16, "the store holds no fact of that IRI"))
}

/// Pairs that cannot both hold, the surest first.
pub(super) fn disagreements(open: &Open, given: &Given<'_>) -> Result<Value, Refused> {
    let store = &open.store;
    let reader = Reader::new(store);
    let mut found = Vec::new();
    for quad in quads(store, None, Some(PREDICATE), Some(CONTRADICTS), Some(LINKS.into()))? {
        let NamedOrBlankNode::NamedNode(link) = quad.subject else { continue };
        let score = reader.objects(link.as_ref(), SCORE, LINKS.into())?.into_iter().find_map(text);
        found.push((score.and_then(|text| text.parse::<f64>().ok()).unwrap_or_default(), link));
    }
    found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.as_str().cmp(other.as_str())));
    let (limit, offset) = given.paging();
    let mut shaper = Shaper::new(store);
    let mut items = Vec::new();
    for (score, link) in found.iter().skip(offset).take(limit) {
        let all =
            |by| Ok::<_, Diagnostic>(reader.objects(link.as_ref(), by, LINKS.into())?.into_iter().filter_map(text).collect::<Vec<_>>());
        let side = |shaper: &mut Shaper<'_>, by| all(by)?.first().map_or(Ok(Value::Null), |iri| shaper.listed(iri));
        let (left, right) = (side(&mut shaper, SUBJECT)?, side(&mut shaper, OBJECT)?);
        items.push(json!({ "score": score, "reasons": all(REASON)?, "left": left, "right": right }));
    }
    Ok(page(found.len(), (limit, offset), items))
}
