//! Articles: lists of them, and one with its text and all that it tells.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use serde_json::{Value, json};

use super::super::reply::{Open, Refused};
use super::parameters::{Given, HOW_MANY, Parameter, Takes, WHENCE};
use super::shape::{Shaper, apart, article as brief, page, quads};
use crate::diagnostic::Diagnostic;
use crate::query::facts::{Filter, Order, Reader, find, rows, text};
use crate::rdf::vocabulary::{ARTICLE, ATTESTED, AUTHOR, DATE_PUBLISHED, HEADLINE, IS_STRING, PUBLISHER, SENTENCE, TRIGGER, rdf};
use crate::store::Store;

/// What may be asked of articles.
pub(super) const ARTICLES: &[Parameter] = &[
    Parameter::new("q", Takes::Words, "Whose headline has all these words, or words that begin so.", "sanctions"),
    Parameter::many("publisher", Takes::Words, "Of the publisher of exactly this name; again, of any of them.", "Horn Agency"),
    Parameter::new("from", Takes::Date, "Published on this day, month or year, or later.", "2018-07"),
    Parameter::new("to", Takes::Date, "Published on this day, month or year, or earlier.", "2018-12-31"),
    HOW_MANY,
    WHENCE,
];

/// Articles that pass, the newest first, undated ones last.
pub(super) fn articles(open: &Open, given: &Given<'_>) -> Result<Value, Refused> {
    let (limit, offset) = given.paging();
    let found = listed(&open.store, given)?;
    let items = found.iter().skip(offset).take(limit).map(|iri| item(&open.store, iri)).collect::<Result<_, _>>()?;
    Ok(page(found.len(), (limit, offset), items))
}

/// The IRIs of the articles that pass, in their order.
fn listed(store: &Store, given: &Given<'_>) -> Result<Vec<String>, Diagnostic> {
    let words: Vec<String> = given.one("q").unwrap_or("").split_whitespace().map(str::to_lowercase).collect();
    let publishers: BTreeSet<&str> = given.all("publisher").collect();
    let when = Filter { from: given.parsed("from"), to: given.parsed("to"), ..Filter::default() };
    let (headline, publisher) = (
        if words.is_empty() { String::new() } else { format!("OPTIONAL {{ ?g {HEADLINE} ?h }}") },
        if publishers.is_empty() { String::new() } else { format!("OPTIONAL {{ ?g {PUBLISHER} ?p }}") },
    );
    let query =
        format!("SELECT ?g ?d ?h ?p {{ GRAPH ?g {{ ?g a {ARTICLE} OPTIONAL {{ ?g {DATE_PUBLISHED} ?d }} {headline} {publisher} }} }}");
    let mut found = BTreeSet::new();
    for row in rows(store, &query)? {
        let Ok([iri, day, headline, publisher]) = <[String; 4]>::try_from(row) else { continue };
        let dated = when.in_time(Some(day.as_str()).filter(|day| !day.is_empty()));
        if dated && has_words(&headline, &words) && (publishers.is_empty() || publishers.contains(publisher.as_str())) {
            found.insert((std::cmp::Reverse(day), iri));
        }
    }
    Ok(found.into_iter().map(|(_, iri)| iri).collect())
}

/// Whether each of the words begins a word of the text.
fn has_words(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase();
    let begins =
        |word: &String| text.match_indices(word.as_str()).any(|(at, _)| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric));
    words.iter().all(begins)
}

/// An article as lists show it.
pub(super) fn item(store: &Store, iri: &str) -> Result<Value, Diagnostic> {
    let mut item = brief(&Reader::new(store).article(&NamedNode::new_unchecked(iri))?);
    item["facts"] = json!(facts(store, iri)?.len());
    Ok(item)
}

/// The IRIs of the facts that an article tells, those aside that it tells in passing.
fn facts(store: &Store, iri: &str) -> Result<Vec<String>, Diagnostic> {
    let filter = Filter { articles: vec![iri.to_owned()], ..Filter::default() };
    Ok(find(store, &filter, Order::Latest)?.into_iter().map(|found| found.iri).collect())
}

/// An article with its text and all that it tells.
pub(super) fn article(open: &Open, given: &Given<'_>) -> Result<Value, Refused> {
    let store = &open.store;
    let unknown = || Refused::new(404_u16, "the store holds no article of that IRI");
    let node = given.iris("iri").into_iter().next().ok_or_else(unknown)?;
    let graph = node.as_ref();
    if quads(store, Some(graph), Some(rdf::TYPE), Some(ARTICLE), Some(graph.into()))?.is_empty() {
        return Err(unknown());
    }
    let mut shaper = Shaper::new(store);
    let facts = facts(store, node.as_str())?;
    let mut out = brief(&shaper.reader.article(&node)?);
    out["facts"] = facts.iter().map(|iri| shaper.listed(iri)).collect::<Result<_, _>>()?;
    out["authors"] = json!(shaper.reader.objects(graph, AUTHOR, graph.into())?.into_iter().filter_map(text).collect::<BTreeSet<_>>());
    let texts = quads(store, None, Some(IS_STRING), None, Some(graph.into()))?;
    out["text"] = json!(texts.into_iter().find_map(|quad| text(quad.object)).unwrap_or_default());
    out["sentences"] = sentences(&shaper, graph)?;
    out["mentions"] = json!(apart(shaper.mentions(node.as_str())?));
    out["triggers"] = triggers(&shaper, graph, &facts.into_iter().collect())?;
    Ok(out)
}

fn sentences(shaper: &Shaper<'_>, graph: NamedNodeRef<'_>) -> Result<Value, Diagnostic> {
    let mut found = BTreeSet::new();
    for quad in quads(shaper.store, None, Some(rdf::TYPE), Some(SENTENCE), Some(graph.into()))? {
        if let NamedOrBlankNode::NamedNode(sentence) = quad.subject {
            let (begin, end) = shaper.offsets(&sentence, graph)?;
            found.insert((begin, end, sentence.into_string()));
        }
    }
    Ok(found.into_iter().map(|(begin, end, iri)| json!({ "iri": iri, "begin": begin, "end": end })).collect())
}

/// The words that gave facts away, in order.
fn triggers(shaper: &Shaper<'_>, graph: NamedNodeRef<'_>, facts: &BTreeSet<String>) -> Result<Value, Diagnostic> {
    let mut found = BTreeSet::new();
    for quad in quads(shaper.store, None, Some(TRIGGER), None, Some(graph.into()))? {
        let (NamedOrBlankNode::NamedNode(attestation), Term::NamedNode(span)) = (quad.subject, quad.object) else { continue };
        let (begin, end) = shaper.offsets(&span, graph)?;
        let attested = shaper.reader.objects(attestation.as_ref(), ATTESTED, graph.into())?;
        found.extend(attested.into_iter().filter_map(text).filter(|fact| facts.contains(fact)).map(|fact| (begin, end, fact)));
    }
    Ok(found.into_iter().map(|(begin, end, fact)| json!({ "begin": begin, "end": end, "fact": fact })).collect())
}
