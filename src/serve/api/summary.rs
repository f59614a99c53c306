//! What the store holds, in numbers.

use std::collections::BTreeMap;

use oxigraph::model::Literal;
use serde_json::{Value, json};

use super::super::reply::{Open, Refused};
use super::articles::item;
use super::parameters::Given;
use crate::diagnostic::Diagnostic;
use crate::query::facts::{classes, rows, words};
use crate::query::prefix::local;
use crate::rdf::vocabulary::{DATE_PUBLISHED, ENTITY, LINKS, PREDICATE, PREF_LABEL, PUBLISHER, SENTENCE, rdf};
use crate::store::Store;

/// How many of the newest articles are shown.
const NEWEST: usize = 5;

/// The numbers.
pub(super) fn summary(open: &Open, _: &Given<'_>) -> Result<Value, Refused> {
    let store = &open.store;
    let days = days(store)?;
    let facts = classes(store)?.into_iter().map(|(class, count)| {
        let name = local(&class).to_owned();
        json!({ "type": name, "label": words(&name), "count": count })
    });
    let publishers = counted(store, &format!("SELECT ?p (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?g {PUBLISHER} ?p }} }} GROUP BY ?p"))?;
    let links = counted(store, &format!("SELECT ?p (COUNT(*) AS ?n) {{ GRAPH {LINKS} {{ ?l {PREDICATE} ?p }} }} GROUP BY ?p"))?;
    let links: BTreeMap<String, usize> = links.into_iter().map(|(iri, count)| (local(&iri).to_owned(), count)).collect();
    Ok(json!({
        "articles": store.articles()?.len(),
        "entities": number(store, &format!("SELECT (COUNT(DISTINCT ?e) AS ?n) {{ ?e {PREF_LABEL} ?l FILTER(STRSTARTS(STR(?e), \"{ENTITY}\")) }}"))?,
        "sentences": number(store, &format!("SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s {} {SENTENCE} }} }}", rdf::TYPE))?,
        "facts": facts.collect::<Vec<_>>(),
        "publishers": publishers.into_iter().map(|(name, count)| json!({ "name": name, "count": count })).collect::<Vec<_>>(),
        "first": days.first().map(|(day, _)| day), "last": days.last().map(|(day, _)| day),
        "newest": newest(store, &days)?,
        "links": links,
    }))
}

fn number(store: &Store, query: &str) -> Result<usize, Diagnostic> {
    Ok(rows(store, query)?.first().and_then(|row| row.first()?.parse().ok()).unwrap_or_default())
}

/// What a query counts, the most first.
fn counted(store: &Store, query: &str) -> Result<Vec<(String, usize)>, Diagnostic> {
    let pairs = rows(store, query)?.into_iter().filter_map(|row| <[String; 2]>::try_from(row).ok());
    let mut found: Vec<(String, usize)> = pairs.filter_map(|[name, count]| Some((name, count.parse().ok()?))).collect();
    found.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    Ok(found)
}

/// The days, months and years of which there are articles, with their datatypes, in order.
fn days(store: &Store) -> Result<Vec<(String, Literal)>, Diagnostic> {
    let query = format!("SELECT ?d (DATATYPE(?d) AS ?t) {{ SELECT DISTINCT ?d {{ GRAPH ?g {{ ?g {DATE_PUBLISHED} ?d }} }} }}");
    let mut found = Vec::new();
    for [day, datatype] in rows(store, &query)?.into_iter().filter_map(|row| <[String; 2]>::try_from(row).ok()) {
        if let Ok(datatype) = oxigraph::model::NamedNode::new(datatype) {
            found.push((day.clone(), Literal::new_typed_literal(day, datatype)));
        }
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(found)
}

/// The newest articles, as lists show them.
fn newest(store: &Store, days: &[(String, Literal)]) -> Result<Vec<Value>, Diagnostic> {
    let mut found = Vec::new();
    for (_, day) in days.iter().rev() {
        if found.len() >= NEWEST {
            break;
        }
        let query = format!("SELECT ?g {{ GRAPH ?g {{ ?g {DATE_PUBLISHED} {day} }} }}");
        let mut of_day: Vec<String> = rows(store, &query)?.into_iter().flatten().collect();
        of_day.sort();
        found.extend(of_day);
    }
    found.iter().take(NEWEST).map(|iri| item(store, iri)).collect()
}
