//! Entities: those of a name, and all that is known of one.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use serde_json::{Value, json};

use super::super::reply::{Open, Refused};
use super::parameters::{Given, HOW_MANY, Parameter, Takes, WHENCE};
use super::shape::{Shaper, entity as brief, links, page, quads};
use crate::diagnostic::Diagnostic;
use crate::query::facts::{ASIDE, Fact, Filter, Order, Thing, Value as Said, find, rows, text};
use crate::query::prefix::local;
use crate::rdf::vocabulary::{AFFILIATION, ALT_LABEL, CHANCERY, ENTITY, EXACT_MATCH, POSSIBLY_SAME, PREF_LABEL, ROLE, TA_IDENT_REF, rdf};
use crate::store::Store;

/// How many of those whom an entity has met are told.
const MET: usize = 20;
/// Up to so many entities it is quicker to count the facts of each than of all.
const MANY: usize = 2_000;
/// The role of those who meet.
const PARTICIPANT: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chancery/ns#participant");
const STATUS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chancery/ns#status");
const HELD: &str = "held";

/// What may be asked of entities.
pub(super) const ENTITIES: &[Parameter] = &[
    Parameter::new(
        "q",
        Takes::Words,
        "Of this name: all of it, its beginning, or words of it with the last as far as it is typed.",
        "lavr",
    ),
    Parameter::many(
        "kind",
        Takes::Words,
        "Of this kind: Person, State, Organization, ArmedGroup or Place; again, of any of them.",
        "Person",
    ),
    HOW_MANY,
    WHENCE,
];

/// Entities of a name, the best first.
pub(super) fn entities(open: &Open, given: &Given<'_>) -> Result<Value, Refused> {
    let kinds: Vec<&str> = given.all("kind").collect();
    let (limit, offset) = given.paging();
    let (total, items) = named(&open.store, given.one("q").unwrap_or(""), &kinds, (limit, offset))?;
    Ok(page(total, (limit, offset), items))
}

/// How many entities there are of a name, and some of them: by how well the name fits, then by the number of their facts.
pub(super) fn named(store: &Store, q: &str, kinds: &[&str], (limit, offset): (usize, usize)) -> Result<(usize, Vec<Value>), Diagnostic> {
    let mut ranks = ranked(store, &folded(q))?;
    if !kinds.is_empty() {
        let of = of_kinds(store, kinds)?;
        ranks.retain(|iri, _| of.contains(iri));
    }
    let counts = if ranks.len() > MANY { all_counts(store)? } else { BTreeMap::new() };
    let mut found = Vec::new();
    for (iri, (rank, label)) in ranks {
        let facts = match counts.get(&iri) {
            Some(count) => *count,
            None if counts.is_empty() => facts_of(store, &iri)?.len(),
            None => 0,
        };
        found.push((rank, std::cmp::Reverse(facts), label, iri));
    }
    found.sort();
    let mut shaper = Shaper::new(store);
    let mut items = Vec::new();
    for (_, facts, _, iri) in found.iter().skip(offset).take(limit) {
        let thing = shaper.reader.thing(&NamedNode::new_unchecked(iri))?;
        let mut item = brief(&thing);
        item["names"] = json!(names(&thing));
        item["facts"] = json!(facts.0);
        items.push(item);
    }
    Ok((found.len(), items))
}

/// The entities whose names fit, with how well and the name that fits best.
fn ranked(store: &Store, q: &str) -> Result<BTreeMap<String, (u8, String)>, Diagnostic> {
    let mut found: BTreeMap<String, (u8, String)> = BTreeMap::new();
    for by in [PREF_LABEL, ALT_LABEL] {
        let quads = store.engine().quads_for_pattern(None, Some(by), None, Some(GraphNameRef::DefaultGraph));
        for quad in quads {
            let quad = quad.map_err(|e| store.failure(&e))?;
            let (NamedOrBlankNode::NamedNode(node), Term::Literal(name)) = (quad.subject, quad.object) else { continue };
            let name = folded(name.value());
            if let Some(rank) = rank(&name, q).filter(|_| node.as_str().starts_with(ENTITY)) {
                let fit = (rank, name);
                found.entry(node.into_string()).and_modify(|best| *best = fit.clone().min(best.clone())).or_insert(fit);
            }
        }
    }
    Ok(found)
}

/// How well a name fits: it is all of it, it begins so, its words do.
fn rank(name: &str, q: &str) -> Option<u8> {
    match name {
        _ if q.is_empty() => Some(0),
        _ if name == q => Some(0),
        _ if name.starts_with(q) => Some(1),
        _ if format!(" {name}").contains(&format!(" {q}")) => Some(2),
        _ => None,
    }
}

/// Lower case, the words apart by one space.
fn folded(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn of_kinds(store: &Store, kinds: &[&str]) -> Result<BTreeSet<String>, Diagnostic> {
    let mut found = BTreeSet::new();
    for kind in kinds {
        let class = format!("{CHANCERY}{kind}");
        let Ok(class) = NamedNodeRef::new(&class) else { continue };
        for quad in quads(store, None, Some(rdf::TYPE), Some(class), Some(GraphNameRef::DefaultGraph))? {
            if let NamedOrBlankNode::NamedNode(node) = quad.subject {
                found.insert(node.into_string());
            }
        }
    }
    Ok(found)
}

/// The IRIs of the facts in which an entity fills a role.
fn facts_of(store: &Store, entity: &str) -> Result<BTreeSet<String>, Diagnostic> {
    let Ok(node) = NamedNodeRef::new(entity) else { return Ok(BTreeSet::new()) };
    let found = quads(store, None, None, Some(node), Some(GraphNameRef::DefaultGraph))?.into_iter();
    let facts = found.filter(|quad| quad.predicate != AFFILIATION).filter_map(|quad| match quad.subject {
        NamedOrBlankNode::NamedNode(fact) => Some(fact.into_string()),
        NamedOrBlankNode::BlankNode(_) => None,
    });
    Ok(facts.collect())
}

/// In how many facts each entity fills a role.
fn all_counts(store: &Store) -> Result<BTreeMap<String, usize>, Diagnostic> {
    let query = format!("SELECT ?e (COUNT(DISTINCT ?f) AS ?n) {{ ?e {PREF_LABEL} ?l . ?f ?p ?e FILTER(?p != {AFFILIATION}) }} GROUP BY ?e");
    let pairs = rows(store, &query)?.into_iter().filter_map(|row| <[String; 2]>::try_from(row).ok());
    Ok(pairs.filter_map(|[entity, count]| Some((entity, count.parse().ok()?))).collect())
}

/// All names of an entity, in order.
fn names(thing: &Thing) -> BTreeSet<&str> {
    thing.names.iter().map(String::as_str).collect()
}

/// All that is known of an entity.
pub(super) fn entity(open: &Open, given: &Given<'_>) -> Result<Value, Refused> {
    let store = &open.store;
    let unknown = || Refused::new(404_u16, "the store knows no entity of that IRI");
    let node = given.iris("iri").into_iter().next().ok_or_else(unknown)?;
    let mut shaper = Shaper::new(store);
    let thing = shaper.reader.thing(&node)?;
    if thing.names.is_empty() || !node.as_str().starts_with(ENTITY) && thing.kind.is_none() {
        return Err(unknown());
    }
    let mut out = brief(&thing);
    let told =
        |shaper: &Shaper<'_>, by| -> Result<Vec<Term>, Diagnostic> { shaper.reader.objects(node.as_ref(), by, GraphNameRef::DefaultGraph) };
    let words = |terms: Vec<Term>| terms.into_iter().filter_map(text).collect::<BTreeSet<_>>();
    out["names"] = json!(names(&thing));
    out["roles"] = json!(words(told(&shaper, ROLE)?));
    out["same"] = json!(words(told(&shaper, EXACT_MATCH)?));
    let owners = told(&shaper, AFFILIATION)?;
    out["affiliations"] = owners
        .into_iter()
        .filter_map(named_node)
        .map(|owner| Ok(brief(&shaper.reader.thing(&owner)?)))
        .collect::<Result<_, Diagnostic>>()?;
    out["possiblySame"] = alike(&mut shaper, node.as_str())?;
    out["offices"] = offices(&mut shaper, node.as_str())?;
    out["facts"] = json!(types(&shaper, node.as_str())?);
    out["met"] = met(&mut shaper, &node)?;
    let query = format!("SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {{ ?m {TA_IDENT_REF} {node} }} }}");
    let count: Option<usize> = rows(store, &query)?.first().and_then(|row| row.first()?.parse().ok());
    out["articles"] = json!(count.unwrap_or_default());
    Ok(out)
}

fn named_node(term: Term) -> Option<NamedNode> {
    if let Term::NamedNode(node) = term { Some(node) } else { None }
}

/// Entities that may be the same, the surest first.
fn alike(shaper: &mut Shaper<'_>, iri: &str) -> Result<Value, Diagnostic> {
    let mut found = Vec::new();
    for link in links(shaper.store, iri)?.into_iter().filter(|link| link.relation == POSSIBLY_SAME.as_str()) {
        let mut other = brief(&shaper.reader.thing(&NamedNode::new_unchecked(&link.other))?);
        other["score"] = json!(link.score);
        found.push(other);
    }
    Ok(Value::Array(found))
}

/// The offices that articles say it holds or held, with the first and the last day of an article that says so.
fn offices(shaper: &mut Shaper<'_>, iri: &str) -> Result<Value, Diagnostic> {
    let filter = Filter { types: vec![ASIDE.to_owned()], entities: vec![iri.to_owned()], ..Filter::default() };
    let mut found = Vec::new();
    for one in find(shaper.store, &filter, Order::Date)? {
        let Some(fact) = shaper.reader.fact(&one.iri)? else { continue };
        let fills = |role: &str| fact.roles.get(role).into_iter().flatten();
        if !fills("holder").any(|holder| holder.iri == iri) {
            continue;
        }
        let mut days = BTreeSet::new();
        for article in fact.articles() {
            days.extend(shaper.reader.article(&NamedNode::new_unchecked(article))?.published);
        }
        found.push(json!({
            "fact": fact.iri, "title": word(&fact, "office"), "body": fills("of").next().map(brief), "status": word(&fact, "status"),
            "firstTold": days.first(), "lastTold": days.last(), "articles": fact.articles().len(),
        }));
    }
    found.sort_by_key(|office| {
        (
            std::cmp::Reverse(office["lastTold"].as_str().map(str::to_owned)),
            office["title"].as_str().map(str::to_owned),
            office["fact"].as_str().map(str::to_owned),
        )
    });
    Ok(Value::Array(found))
}

/// The first words or code that a fact has by that name.
fn word<'a>(fact: &'a Fact, name: &str) -> Option<&'a str> {
    fact.values.get(name)?.iter().find_map(|value| match value {
        Said::Code(text) | Said::Text(text) => Some(text.as_str()),
        Said::Truth(_) | Said::Number(_) => None,
    })
}

/// How many facts of each type an entity fills a role of.
fn types(shaper: &Shaper<'_>, iri: &str) -> Result<BTreeMap<String, usize>, Diagnostic> {
    let mut found = BTreeMap::new();
    for fact in facts_of(shaper.store, iri)? {
        let classes = shaper.reader.objects(NamedNodeRef::new_unchecked(&fact), rdf::TYPE, GraphNameRef::DefaultGraph)?;
        let classes: Vec<String> = classes.into_iter().filter_map(text).collect();
        if let Some(class) = classes.iter().min_by_key(|class| (!class.starts_with(CHANCERY), class.as_str().to_owned())) {
            *found.entry(local(class).to_owned()).or_default() += 1;
        }
    }
    Ok(found)
}

/// With whom it took part in what was held, the most often first.
fn met(shaper: &mut Shaper<'_>, node: &NamedNode) -> Result<Value, Diagnostic> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for quad in quads(shaper.store, None, Some(PARTICIPANT), Some(node.as_ref()), Some(GraphNameRef::DefaultGraph))? {
        let NamedOrBlankNode::NamedNode(fact) = quad.subject else { continue };
        let statuses = shaper.reader.objects(fact.as_ref(), STATUS, GraphNameRef::DefaultGraph)?.into_iter().filter_map(text);
        if !statuses.into_iter().any(|status| local(&status) == HELD) {
            continue;
        }
        for other in shaper.reader.objects(fact.as_ref(), PARTICIPANT, GraphNameRef::DefaultGraph)?.into_iter().filter_map(text) {
            if other != node.as_str() {
                *counts.entry(other).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    let mut found = Vec::new();
    for (iri, count) in counts.into_iter().take(MET) {
        found.push(json!({ "entity": brief(&shaper.reader.thing(&NamedNode::new_unchecked(iri))?), "count": count }));
    }
    Ok(Value::Array(found))
}
