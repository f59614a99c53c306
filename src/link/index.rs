//! What the store notes for linking: keys by which candidates are found, what has changed, and how links were made.

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, Quad, Term};

use super::told::{Reader, Told, literal, subject};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::rdf::vocabulary::{CHANGES, ENTITY, FACT, INDEX, KEY, LINKED, LINKS, rdf};
use crate::store::{Store, Writer};

/// Of so many fillers at most keys are made: the first in the order of their IRIs.
const MOST: usize = 6;

/// With which rules the links were made, if they were.
pub(super) fn way(store: &Store) -> Result<Option<String>, Diagnostic> {
    let mut found = store.engine().quads_for_pattern(None, Some(LINKED), None, Some(INDEX.into()));
    Ok(found.next().transpose().map_err(|e| store.failure(&e))?.and_then(literal))
}

/// Notes that all is linked in that way.
pub(super) fn done(writer: &mut Writer, way: &str) -> Result<(), Diagnostic> {
    writer.clear(CHANGES)?;
    writer.note([], [&note_of(way)])
}

/// What is to be looked at, sorted: entities, facts and articles.
pub(super) fn changed(reader: &Reader<'_>, whole: bool) -> Result<[Vec<String>; 3], Diagnostic> {
    let mut found = [Vec::new(), Vec::new(), Vec::new()];
    let place = |iri: &str| {
        if iri.starts_with(ENTITY) {
            0
        } else if iri.starts_with(FACT) {
            1
        } else {
            2
        }
    };
    let all = if whole { all(reader)? } else { reader.store.changed()? };
    for iri in all {
        found[place(&iri)].push(iri);
    }
    Ok(found)
}

/// All facts and entities.
fn all(reader: &Reader<'_>) -> Result<BTreeSet<String>, Diagnostic> {
    let quads = reader.store.engine().quads_for_pattern(None, Some(rdf::TYPE), None, Some(GraphNameRef::DefaultGraph));
    let mut found = BTreeSet::new();
    for quad in quads {
        let quad = quad.map_err(|e| reader.store.failure(&e))?;
        found.extend(subject(&quad).filter(|iri| iri.starts_with(ENTITY) || iri.starts_with(FACT)).map(str::to_owned));
    }
    Ok(found)
}

/// Notes that links are being made: if that is broken off, all of them are made anew the next time.
pub(super) fn begin(writer: &mut Writer, way: &str) -> Result<(), Diagnostic> {
    writer.note([&note_of(way)], [])
}

fn note_of(way: &str) -> Quad {
    Quad::new(LINKS, LINKED, Literal::new_simple_literal(way), INDEX)
}

/// The keys that are noted for it.
pub(super) fn noted(reader: &Reader<'_>, iri: &str) -> Result<BTreeSet<String>, Diagnostic> {
    let quads = reader.quads(Some(NamedNodeRef::new_unchecked(iri)), Some(KEY), None, Some(INDEX.into()))?;
    Ok(quads.into_iter().filter_map(literal).collect())
}

/// The quad that notes a key.
pub(super) fn note(iri: &str, key: &str) -> Quad {
    Quad::new(NamedNode::new_unchecked(iri), KEY, Literal::new_simple_literal(key), GraphName::from(INDEX))
}

/// Who has one of the keys, sorted.
pub(super) fn with_keys(reader: &Reader<'_>, keys: &BTreeSet<String>) -> Result<BTreeSet<String>, Diagnostic> {
    let mut found = BTreeSet::new();
    for key in keys {
        let object = Term::from(Literal::new_simple_literal(key));
        let quads = reader.quads(None, Some(KEY), Some(&object), Some(INDEX.into()))?;
        found.extend(quads.iter().filter_map(subject).map(str::to_owned));
    }
    Ok(found)
}

/// The stories that a fact may be of: its type, and fillers of the roles that make a story, for each choice of them; with all `spellings` of
/// the fillers, or as they are told. Where nobody fills a role, `-` stands for them.
pub(super) fn stories(reader: &mut Reader<'_>, fact: &Told, spellings: bool) -> Result<BTreeSet<String>, Diagnostic> {
    let links = &reader.types[fact.kind].links;
    let mut found = BTreeSet::from([reader.types[fact.kind].name.clone()]);
    for property in &links.story {
        let mut who: Vec<BTreeSet<String>> = Vec::new();
        for entity in fact.who(property).iter().take(MOST) {
            let all = if spellings { reader.same(entity)?.iter().map(|iri| short(iri)).collect() } else { BTreeSet::from([short(entity)]) };
            who.push(all);
        }
        let choices: BTreeSet<String> = match who.as_slice() {
            [] => BTreeSet::from(["-".to_owned()]),
            [_, _, ..] if links.least > 1 => pairs(&who),
            _ => who.into_iter().flatten().collect(),
        };
        found = found.iter().flat_map(|story| choices.iter().map(move |choice| format!("{story} {choice}"))).collect();
    }
    Ok(found)
}

/// Whether somebody is missing from a story: such facts may be one, but tell no course of things.
pub(super) fn lacks_somebody(story: &str) -> bool {
    story.split(' ').any(|choice| choice == "-")
}

/// One of the first and one of the second, for each two.
fn pairs(who: &[BTreeSet<String>]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, one) in who.iter().enumerate() {
        for (a, b) in who[at + 1..].iter().flat_map(|other| one.iter().flat_map(move |a| other.iter().map(move |b| (a, b)))) {
            found.insert(if a <= b { format!("{a}+{b}") } else { format!("{b}+{a}") });
        }
    }
    found
}

/// An entity in a key: without what keeps it to one article.
fn short(iri: &str) -> String {
    let iri = super::name::without_mark(iri).unwrap_or(iri);
    iri.strip_prefix(ENTITY).unwrap_or(iri).to_owned()
}

/// The times by which a fact is found: its month or year, of one without a date that of its first article.
pub(super) fn times(fact: &Told) -> String {
    let date = fact.date.or_else(|| fact.published.map(Date::Day));
    date.map_or_else(String::new, |date| {
        date.month().map_or(format!("{:04}", date.year()), |month| format!("{:04}-{month:02}", date.year()))
    })
}

/// The times of facts that may be the same as one, or contradict it, given how many days they may lie apart.
pub(super) fn near(fact: &Told, days: u16) -> BTreeSet<String> {
    let date = fact.date.or_else(|| fact.published.map(Date::Day));
    let Some(date) = date else { return BTreeSet::from([String::new()]) };
    let mut found = BTreeSet::from([format!("{:04}", date.year())]);
    let Some(month) = date.month() else {
        found.extend((1..=12).map(|month| format!("{:04}-{month:02}", date.year())));
        return found;
    };
    let months = i32::from(date.year()) * 12 + i32::from(month) - 1;
    let far = 1 + i32::from(days / 30);
    found.extend((months - far..=months + far).map(|m| format!("{:04}-{:02}", m.div_euclid(12), m.rem_euclid(12) + 1)));
    found
}
