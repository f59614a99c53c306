//! The order of the work: entities first, for facts are compared with an eye on who may be the same; then facts, then groups of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use oxigraph::model::{GraphNameRef, NamedNodeRef, Quad};

use super::told::{ONE, Reader, Told};
use super::{Summary, clash, count, course, index, name, same, write};
use crate::diagnostic::Diagnostic;
use crate::mention::register::Register;
use crate::rdf::vocabulary::{AFFILIATION, CONTRADICTS, FACT, FOLLOWED_BY, INDEX, POSSIBLY_SAME, SAME_FACT_AS, SKETCH};
use crate::rule::package::FactType;
use crate::store::Writer;

const DEFAULT: GraphNameRef<'static> = GraphNameRef::DefaultGraph;
/// With what the keys begin that only tell whether an entity has changed.
const ABOUT: &str = "~";
/// So many stories are kept in memory.
const STORIES: usize = 20_000;
/// So many quads are written at once.
const BATCH: usize = 20_000;

/// What is to be written; the last word on a quad counts.
#[derive(Default)]
struct Draft {
    quads: BTreeMap<String, Change>,
}

/// What becomes of a quad.
struct Change {
    quad: Quad,
    /// Whether the store has it now.
    is: bool,
    /// Whether it is to have it.
    shall_be: bool,
}

impl Draft {
    /// Takes quads out that the store has.
    fn take(&mut self, quads: impl IntoIterator<Item = Quad>) {
        for quad in quads {
            let change = self.quads.entry(quad.to_string()).or_insert(Change { quad, is: true, shall_be: false });
            change.shall_be = false;
        }
    }

    /// Puts quads in, which the store may have.
    fn put(&mut self, quads: impl IntoIterator<Item = Quad>) {
        for quad in quads {
            let change = self.quads.entry(quad.to_string()).or_insert(Change { quad, is: false, shall_be: true });
            change.shall_be = true;
        }
    }

    fn write(&mut self, writer: &mut Writer, least: usize) -> Result<(), Diagnostic> {
        if self.quads.len() < least {
            return Ok(());
        }
        let changes = std::mem::take(&mut self.quads);
        let side = |shall_be: bool| changes.values().filter(move |c| c.shall_be == shall_be && c.is != shall_be).map(|c| &c.quad);
        writer.note(side(false), side(true))
    }
}

/// Makes the links of what has changed.
pub(super) fn run(writer: &mut Writer, types: &[FactType], register: &Register, whole: bool) -> Result<Summary, Diagnostic> {
    let reader = Reader::new(writer.store().clone(), types, register);
    let mut work = Work { reader, draft: Draft::default(), summary: Summary::default() };
    let [entities, facts, articles] = index::changed(&work.reader, whole)?;
    for article in &articles {
        let old = work.reader.quads(Some(NamedNodeRef::new_unchecked(article)), Some(SKETCH), None, Some(INDEX.into()))?;
        work.draft.take(old);
    }
    work.draft.write(writer, 1)?;
    let respelt = work.entities(writer, &entities)?;
    let facts = work.with_facts_of(facts, &respelt)?;
    work.summary.entities = entities.len();
    work.summary.facts = facts.len();
    let stories = work.keys(writer, &facts)?;
    let regrouped = work.pairs(writer, &facts)?;
    work.courses(writer, &stories)?;
    work.groups(writer, &regrouped)?;
    Ok(work.summary)
}

struct Work<'a> {
    reader: Reader<'a>,
    draft: Draft,
    summary: Summary,
}

impl Work<'_> {
    /// Links entities that may be one; returns those of whom it has changed who counts as the same.
    fn entities(&mut self, writer: &mut Writer, entities: &[String]) -> Result<BTreeSet<String>, Diagnostic> {
        let mut blocks: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut respelt = BTreeSet::new();
        for iri in entities {
            let entity = self.reader.entity(iri)?;
            let (old, mut new) = (index::noted(&self.reader, iri)?, name::blocks(iri, &entity));
            // Whether facts are one may hang on who belongs to whom, and on what groups are called.
            let owners = format!("{ABOUT}owners {}", entity.owners.iter().cloned().collect::<Vec<_>>().join(" "));
            let called: BTreeSet<String> = entity.names.iter().map(|name| same::last_word(name)).collect();
            let called = format!("{ABOUT}called {}", called.into_iter().collect::<Vec<_>>().join(" "));
            if !old.is_empty() && !old.contains(&owners) {
                respelt.extend(self.members(iri)?);
            }
            if !old.is_empty() && !old.contains(&called) {
                respelt.insert(iri.to_owned());
            }
            new.extend([owners, called]);
            self.draft.take(old.difference(&new).map(|key| index::note(iri, key)));
            self.draft.put(new.difference(&old).map(|key| index::note(iri, key)));
            self.draft.write(writer, BATCH)?;
            new.retain(|key| !key.starts_with(ABOUT));
            blocks.insert(iri, new);
        }
        self.draft.write(writer, 1)?;
        let all: BTreeSet<&String> = entities.iter().collect();
        for (iri, keys) in blocks {
            let (quads, ends) = write::links_of(&self.reader, POSSIBLY_SAME, iri)?;
            let mut before = BTreeSet::new();
            for end in ends {
                if write::score(&self.reader, POSSIBLY_SAME, iri, &end)? >= ONE {
                    before.insert(end);
                }
            }
            self.draft.take(quads);
            let own = self.reader.entity(iri)?;
            let mut after = BTreeSet::new();
            let registered = self.reader.is_registered(iri);
            for other in index::with_keys(&self.reader, &keys)?.iter().filter(|other| *other != iri) {
                // The register knows its own apart; and of surnames alone each may be anybody's.
                let surnames = name::without_mark(iri).is_some() && name::without_mark(other).is_some();
                if surnames || registered && self.reader.is_registered(other) {
                    continue;
                }
                let entity = self.reader.entity(other)?;
                let (one, two) = if iri < other.as_str() { (&own, &entity) } else { (&entity, &own) };
                if let Some((score, reasons)) = name::may_be_one(one, two) {
                    self.summary.links += usize::from(iri < other.as_str() || !all.contains(other));
                    self.draft.put(write::quads(POSSIBLY_SAME, iri, other, score, &reasons, true));
                    if score >= ONE {
                        after.insert(other.clone());
                    }
                }
            }
            if before != after {
                respelt.insert(iri.to_owned());
                respelt.extend(before.symmetric_difference(&after).cloned());
            }
            self.draft.write(writer, BATCH)?;
        }
        self.draft.write(writer, 1)?;
        self.reader.forget_same();
        Ok(respelt)
    }

    /// The entity and all that belongs to it.
    fn members(&mut self, iri: &str) -> Result<BTreeSet<String>, Diagnostic> {
        let (mut found, mut next) = (BTreeSet::new(), vec![iri.to_owned()]);
        while let Some(one) = next.pop() {
            let object = oxigraph::model::NamedNode::new_unchecked(&one).into();
            if found.insert(one) {
                let quads = self.reader.quads(None, Some(AFFILIATION), Some(&object), Some(DEFAULT))?;
                next.extend(quads.iter().filter_map(super::told::subject).map(str::to_owned));
            }
        }
        Ok(found)
    }

    /// The facts, and those in which somebody takes part of whom it has changed who counts as the same.
    fn with_facts_of(&mut self, facts: Vec<String>, respelt: &BTreeSet<String>) -> Result<BTreeSet<String>, Diagnostic> {
        let mut all: BTreeSet<String> = facts.into_iter().collect();
        for entity in respelt {
            let object = oxigraph::model::NamedNode::new_unchecked(entity).into();
            let quads = self.reader.quads(None, None, Some(&object), Some(DEFAULT))?;
            all.extend(quads.iter().filter_map(super::told::subject).filter(|s| s.starts_with(FACT)).map(str::to_owned));
        }
        Ok(all)
    }

    /// Notes the keys of the facts; returns the stories that have changed.
    fn keys(&mut self, writer: &mut Writer, facts: &BTreeSet<String>) -> Result<BTreeSet<String>, Diagnostic> {
        let mut changed = BTreeSet::new();
        for iri in facts {
            let old = index::noted(&self.reader, iri)?;
            let mut new = BTreeSet::new();
            if let Some(fact) = self.reader.fact(iri)? {
                for story in index::stories(&mut self.reader, &fact, true)? {
                    new.insert(format!("{story} @{}", index::times(&fact)));
                    if !index::lacks_somebody(&story) {
                        new.insert(story);
                    }
                }
            }
            changed.extend(old.union(&new).filter(|key| !key.contains(" @")).cloned());
            self.draft.take(old.difference(&new).map(|key| index::note(iri, key)));
            self.draft.put(new.difference(&old).map(|key| index::note(iri, key)));
            self.draft.write(writer, BATCH)?;
        }
        self.draft.write(writer, 1)?;
        Ok(changed)
    }

    /// Links facts that are one and facts that cannot both hold; returns the facts whose groups may have changed.
    fn pairs(&mut self, writer: &mut Writer, facts: &BTreeSet<String>) -> Result<BTreeSet<String>, Diagnostic> {
        let mut touched: BTreeSet<String> = facts.clone();
        for iri in facts {
            for relation in [SAME_FACT_AS, CONTRADICTS] {
                let (quads, ends) = write::links_of(&self.reader, relation, iri)?;
                self.draft.take(quads);
                touched.extend(ends.into_iter().filter(|_| relation == SAME_FACT_AS));
            }
            if self.reader.fact(iri)?.is_none() {
                self.draft.take(write::links_of(&self.reader, FOLLOWED_BY, iri)?.0);
            }
        }
        for iri in facts {
            let Some(fact) = self.reader.fact(iri)? else { continue };
            for other in self.candidates(&fact)?.iter().filter(|other| *other != iri) {
                let Some(told) = self.reader.fact(other)? else { continue };
                let (one, two) = if *iri < *other { (&fact, &told) } else { (&told, &fact) };
                let found = same::same(&mut self.reader, one, two)?.map(|(score, reasons)| (SAME_FACT_AS, score, reasons));
                let found = match found {
                    None => clash::clash(&mut self.reader, one, two)?.map(|(score, reasons)| (CONTRADICTS, score, reasons)),
                    some => some,
                };
                if let Some((relation, score, reasons)) = found {
                    self.summary.links += usize::from(iri < other || !facts.contains(other));
                    self.draft.put(write::quads(relation, iri, other, score, &reasons, true));
                }
            }
            self.draft.write(writer, BATCH)?;
        }
        self.draft.write(writer, 1)?;
        Ok(touched)
    }

    /// The facts that are told of the same people or places at about the same time.
    fn candidates(&mut self, fact: &Told) -> Result<BTreeSet<String>, Diagnostic> {
        let links = &self.reader.types[fact.kind].links;
        let far = if links.denials.is_empty() && links.appointed.is_empty() { 0 } else { links.within.unwrap_or(0) };
        let near = index::near(fact, links.linger.max(links.days).max(far));
        let stories = index::stories(&mut self.reader, fact, false)?;
        let keys = stories.iter().flat_map(|story| near.iter().map(move |time| format!("{story} @{time}"))).collect();
        index::with_keys(&self.reader, &keys)
    }

    /// Links what came of what, in the stories that have changed.
    fn courses(&mut self, writer: &mut Writer, stories: &BTreeSet<String>) -> Result<(), Diagnostic> {
        let mut facts = BTreeSet::new();
        for story in stories {
            facts.extend(index::with_keys(&self.reader, &BTreeSet::from([story.clone()]))?);
        }
        let mut known: HashMap<String, Rc<Vec<Rc<Told>>>> = HashMap::new();
        for iri in &facts {
            let Some(fact) = self.reader.fact(iri)? else { continue };
            let mut all = Vec::new();
            if known.len() > STORIES {
                known.clear();
            }
            for story in index::stories(&mut self.reader, &fact, false)?.into_iter().filter(|s| !index::lacks_somebody(s)) {
                if !known.contains_key(&story) {
                    let read = self.story(&story)?;
                    known.insert(story.clone(), Rc::new(read));
                }
                all.extend(known.get(&story).cloned());
            }
            let old = write::links_from(&self.reader, FOLLOWED_BY, iri)?;
            self.draft.take(old);
            for (after, score, reasons) in course::next(&mut self.reader, &fact, &all)? {
                self.summary.links += 1;
                self.draft.put(write::quads(FOLLOWED_BY, iri, &after.iri, score, &reasons, false));
            }
            self.draft.write(writer, BATCH)?;
        }
        self.draft.write(writer, 1)
    }

    /// The facts of a story, in the order of their times.
    fn story(&mut self, story: &str) -> Result<Vec<Rc<Told>>, Diagnostic> {
        let mut facts = Vec::new();
        for iri in index::with_keys(&self.reader, &BTreeSet::from([story.to_owned()]))? {
            facts.extend(self.reader.fact(&iri)?);
        }
        facts.sort_by_key(|fact| (course::start(fact, self.reader.types), fact.iri.clone()));
        Ok(facts)
    }

    /// Puts facts that are one into groups, and counts by how many they are told.
    fn groups(&mut self, writer: &mut Writer, facts: &BTreeSet<String>) -> Result<(), Diagnostic> {
        let mut done = BTreeSet::new();
        for iri in facts {
            self.draft.take(write::group_of(&self.reader, iri)?);
        }
        let mut made = Vec::new();
        for iri in facts {
            if done.contains(iri) || self.reader.fact(iri)?.is_none() {
                continue;
            }
            let mut members = BTreeSet::new();
            let mut next = vec![iri.clone()];
            while let Some(member) = next.pop() {
                if members.insert(member.clone()) {
                    next.extend(write::links_of(&self.reader, SAME_FACT_AS, &member)?.1);
                }
            }
            let mut articles = BTreeSet::new();
            for member in &members {
                if let Some(fact) = self.reader.fact(member)? {
                    articles.extend(fact.articles.iter().cloned());
                }
                self.draft.take(write::group_of(&self.reader, member)?);
            }
            let counts = count::counts(&mut self.reader, &articles, &mut made)?;
            let members: Vec<String> = members.into_iter().collect();
            self.draft.put(write::group(&members, counts));
            self.draft.put(made.drain(..));
            done.extend(members);
            self.draft.write(writer, BATCH)?;
        }
        self.draft.write(writer, 1)
    }
}
