//! Which facts pass a filter: found by what they speak of, without reading more of them than that.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxigraph::model::{GraphName, GraphNameRef, Literal, LiteralRef, NamedNode, NamedNodeRef, Term};

use super::filter::{ASIDE, Asked, Filter, spaced};
use super::ground::{self, attested, quads, rows, subject};
use super::source::{Reader, property};
use super::{WHERE, words};
use crate::diagnostic::Diagnostic;
use crate::query::prefix::{expanded, local};
use crate::rdf::vocabulary::{
    AFFILIATION, ALT_LABEL, ATTESTED, CHANCERY, DATE_PUBLISHED, LINKS, NOTATION, PREF_LABEL, PUBLISHER, SOURCE, rdf,
};
use crate::store::Store;

/// From so many facts on it is quicker to read something of all facts than of each of them.
const MANY: usize = 5_000;
/// When a fact happened.
const DATE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chancery/ns#date");
/// How far a fact is real: the properties whose codes are asked for by `status`.
const CHIEF: [&str; 2] = ["status", "stance"];

/// A fact that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its IRI.
    pub iri: String,
    /// When it happened, as precise as it is known.
    pub date: Option<String>,
}

/// In which order facts stand; equal ones by their IRIs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By when they happened; undated ones last.
    #[default]
    Date,
    /// The latest first; undated ones last.
    Latest,
    /// By the day of the newest article that tells them, the newest first; those of undated articles last.
    Newest,
}

/// The facts that pass the filter, its limit aside, in that order.
///
/// # Errors
/// When the store cannot be read, or the filter names a type of which there is no fact.
pub fn find(store: &Store, filter: &Filter, order: Order) -> Result<Vec<Found>, Diagnostic> {
    let finder = Finder { store };
    let typed = finder.types(&filter.types)?;
    let mut facts = match finder.narrowed(filter)? {
        Some(mut facts) => {
            finder.keep_facts(&mut facts)?;
            facts
        }
        None if typed.is_empty() => ground::facts(store)?,
        None => finder.of_classes(&typed)?,
    };
    finder.keep_typed(&mut facts, &typed)?;
    let mut dates = finder.dates(&facts)?;
    let found = facts.into_iter().map(|iri| Found { date: dates.remove(&iri), iri });
    let mut found: Vec<Found> = found.filter(|fact| filter.in_time(fact.date.as_deref())).collect();
    match order {
        Order::Date => found.sort_by(|a, b| (a.date.is_none(), &a.date, &a.iri).cmp(&(b.date.is_none(), &b.date, &b.iri))),
        Order::Latest => found.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.iri.cmp(&b.iri))),
        Order::Newest => {
            let told = finder.told(&found)?;
            found.sort_by(|a, b| told.get(&b.iri).cmp(&told.get(&a.iri)).then_with(|| a.iri.cmp(&b.iri)));
        }
    }
    Ok(found)
}

struct Finder<'a> {
    store: &'a Store,
}

type Facts = BTreeSet<String>;

impl Finder<'_> {
    /// The classes that the names of types mean; refuses one of which there is no fact.
    fn types(&self, names: &[String]) -> Result<BTreeSet<String>, Diagnostic> {
        let mut found = BTreeSet::new();
        for name in names {
            let plain = format!("{CHANCERY}{}", camel(name));
            if let Some(iri) = expanded(name) {
                found.insert(iri);
            } else if NamedNodeRef::new(&plain).is_ok() && self.is_class(&plain)? {
                found.insert(plain);
            } else {
                let classes = ground::classes(self.store)?;
                let before = found.len();
                found.extend(classes.keys().filter(|class| words(local(class)) == words(name)).cloned());
                if found.len() == before {
                    return Err(ground::no_type(name, &classes));
                }
            }
        }
        Ok(found)
    }

    fn is_class(&self, class: &str) -> Result<bool, Diagnostic> {
        let class = NamedNodeRef::new_unchecked(class);
        let first = quads(self.store, None, Some(rdf::TYPE), Some(class.into()), Some(GraphNameRef::DefaultGraph)).next().transpose()?;
        first.as_ref().and_then(subject).map_or(Ok(false), |one| ground::is_fact(self.store, one))
    }

    /// What may pass by all that is asked for but types and dates; none where nothing else is asked for.
    fn narrowed(&self, filter: &Filter) -> Result<Option<Facts>, Diagnostic> {
        let mut found = filter.among.clone();
        let mut narrow = |facts: Facts| {
            found = Some(match found.take() {
                Some(found) => found.intersection(&facts).cloned().collect(),
                None => facts,
            });
        };
        let asked: Vec<&Asked> = [&filter.actors, &filter.places, &filter.sources].into_iter().flatten().collect();
        let mut meant = self.meant(&asked)?.into_iter();
        let of = |meant: &mut dyn Iterator<Item = BTreeSet<String>>, count: usize| meant.take(count).flatten().collect::<BTreeSet<_>>();
        for _ in &filter.actors {
            narrow(self.of_entities(&of(&mut meant, 1), Some(false))?);
        }
        let (places, sources) = (of(&mut meant, filter.places.len()), of(&mut meant, filter.sources.len()));
        if !filter.places.is_empty() {
            narrow(self.of_entities(&places, Some(true))?);
        }
        if !filter.sources.is_empty() {
            narrow(self.of_sources(&sources)?);
        }
        if !filter.entities.is_empty() {
            let entities = filter.entities.iter().cloned().collect();
            let mut facts = self.of_entities(&entities, None)?;
            facts.extend(self.of_sources(&entities)?);
            narrow(facts);
        }
        if !filter.linked.is_empty() {
            narrow(self.linked(&filter.linked)?);
        }
        if !filter.articles.is_empty() {
            narrow(self.of_articles(filter.articles.iter().cloned())?);
        }
        if !filter.publishers.is_empty() {
            narrow(self.of_articles(self.published_by(&filter.publishers)?)?);
        }
        if !filter.statuses.is_empty() {
            narrow(self.of_statuses(&filter.statuses)?);
        }
        Ok(found)
    }

    /// Whom the names mean: for each, the IRIs of entities.
    fn meant(&self, asked: &[&Asked]) -> Result<Vec<BTreeSet<String>>, Diagnostic> {
        let mut found: Vec<BTreeSet<String>> = asked.iter().map(|asked| asked.iri().map(str::to_owned).into_iter().collect()).collect();
        if asked.iter().all(|asked| asked.is_plain_iri()) {
            return Ok(found);
        }
        for by in [PREF_LABEL, ALT_LABEL] {
            for quad in quads(self.store, None, Some(by), None, Some(GraphNameRef::DefaultGraph)) {
                let quad = quad?;
                let (Some(entity), Term::Literal(name)) = (subject(&quad), &quad.object) else { continue };
                let name = spaced(name.value());
                for (asked, found) in asked.iter().zip(&mut found).filter(|(asked, _)| asked.is_in(&name)) {
                    if !asked.is_plain_iri() {
                        found.insert(entity.to_owned());
                    }
                }
            }
        }
        Ok(found)
    }

    /// The facts in which one of them fills a role: one that says where, one that does not, or any.
    fn of_entities(&self, entities: &BTreeSet<String>, places: Option<bool>) -> Result<Facts, Diagnostic> {
        let mut reader = Reader::new(self.store);
        let mut found = Facts::new();
        for entity in entities {
            let Ok(node) = NamedNode::new(entity) else { continue };
            if reader.is_concept(&node)? {
                continue;
            }
            let is_place = reader.thing(&node)?.kind.as_deref() == Some("Place");
            for quad in quads(self.store, None, None, Some(node.as_ref().into()), Some(GraphNameRef::DefaultGraph)) {
                let quad = quad?;
                let Some(fact) = subject(&quad) else { continue };
                if quad.predicate == AFFILIATION || found.contains(fact) {
                    continue;
                }
                let Some(wanted) = places else {
                    found.insert(fact.to_owned());
                    continue;
                };
                let is_there = WHERE.contains(&property(quad.predicate.as_str()).as_str())
                    || is_place && Self::all_places(&mut reader, fact, quad.predicate.as_ref())?;
                if is_there == wanted {
                    found.insert(fact.to_owned());
                }
            }
        }
        Ok(found)
    }

    /// Whether only places fill a role of a fact.
    fn all_places(reader: &mut Reader<'_>, fact: &str, role: NamedNodeRef<'_>) -> Result<bool, Diagnostic> {
        for filler in reader.objects(NamedNodeRef::new_unchecked(fact), role, GraphNameRef::DefaultGraph)? {
            if let Term::NamedNode(filler) = filler
                && reader.thing(&filler)?.kind.as_deref() != Some("Place")
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn of_sources(&self, entities: &BTreeSet<String>) -> Result<Facts, Diagnostic> {
        let mut found = Facts::new();
        for entity in entities.iter().filter_map(|iri| NamedNodeRef::new(iri).ok()) {
            for quad in quads(self.store, None, Some(SOURCE), Some(entity.into()), None) {
                attested(self.store, &quad?, &mut found)?;
            }
        }
        Ok(found)
    }

    fn of_articles(&self, articles: impl IntoIterator<Item = String>) -> Result<Facts, Diagnostic> {
        let mut found = Facts::new();
        for article in articles {
            let Ok(graph) = NamedNodeRef::new(&article) else { continue };
            for quad in quads(self.store, None, Some(ATTESTED), None, Some(graph.into())) {
                if let Term::NamedNode(fact) = quad?.object {
                    found.insert(fact.into_string());
                }
            }
        }
        Ok(found)
    }

    /// The articles of publishers: of exactly that name.
    fn published_by(&self, publishers: &[String]) -> Result<BTreeSet<String>, Diagnostic> {
        let mut found = BTreeSet::new();
        for publisher in publishers {
            for quad in quads(self.store, None, Some(PUBLISHER), Some(LiteralRef::new_simple_literal(publisher).into()), None) {
                found.extend(subject(&quad?).map(str::to_owned));
            }
        }
        Ok(found)
    }

    fn of_statuses(&self, codes: &[String]) -> Result<Facts, Diagnostic> {
        let mut found = Facts::new();
        for code in codes {
            let code = Literal::new_simple_literal(code);
            for concept in quads(self.store, None, Some(NOTATION), Some(code.as_ref().into()), Some(GraphNameRef::DefaultGraph)) {
                let concept = concept?;
                let Some(concept) = subject(&concept).map(NamedNodeRef::new_unchecked) else { continue };
                for name in CHIEF {
                    let by = NamedNode::new_unchecked(format!("{CHANCERY}{name}"));
                    for quad in quads(self.store, None, Some(by.as_ref()), Some(concept.into()), Some(GraphNameRef::DefaultGraph)) {
                        found.extend(subject(&quad?).map(str::to_owned));
                    }
                }
            }
        }
        Ok(found)
    }

    fn linked(&self, relations: &[String]) -> Result<Facts, Diagnostic> {
        let mut found = Facts::new();
        for relation in relations.iter().filter_map(|iri| NamedNodeRef::new(iri).ok()) {
            for quad in quads(self.store, None, Some(relation), None, Some(LINKS.into())) {
                let quad = quad?;
                found.extend(subject(&quad).map(str::to_owned));
                if let Term::NamedNode(other) = quad.object {
                    found.insert(other.into_string());
                }
            }
        }
        Ok(found)
    }

    /// Keeps what is attested.
    fn keep_facts(&self, facts: &mut Facts) -> Result<(), Diagnostic> {
        if facts.len() > MANY {
            let all = ground::facts(self.store)?;
            facts.retain(|fact| all.contains(fact));
            return Ok(());
        }
        let mut kept = Facts::new();
        for fact in std::mem::take(facts) {
            if ground::is_fact(self.store, &fact)? {
                kept.insert(fact);
            }
        }
        *facts = kept;
        Ok(())
    }

    /// Keeps what is of one of the classes; where there is none, all that is not told aside.
    fn keep_typed(&self, facts: &mut Facts, classes: &BTreeSet<String>) -> Result<(), Diagnostic> {
        let aside = BTreeSet::from([ASIDE.to_owned()]);
        let (looked, wanted) = if classes.is_empty() { (&aside, false) } else { (classes, true) };
        if facts.len() > MANY {
            let of = self.of_classes(looked)?;
            facts.retain(|fact| of.contains(fact) == wanted);
            return Ok(());
        }
        let reader = Reader::new(self.store);
        let mut kept = Facts::new();
        for fact in std::mem::take(facts) {
            let of = reader.objects(NamedNodeRef::new_unchecked(&fact), rdf::TYPE, GraphNameRef::DefaultGraph)?;
            if of.iter().any(|class| matches!(class, Term::NamedNode(class) if looked.contains(class.as_str()))) == wanted {
                kept.insert(fact);
            }
        }
        *facts = kept;
        Ok(())
    }

    fn of_classes(&self, classes: &BTreeSet<String>) -> Result<Facts, Diagnostic> {
        let mut found = Facts::new();
        for class in classes.iter().filter_map(|iri| NamedNodeRef::new(iri).ok()) {
            for quad in quads(self.store, None, Some(rdf::TYPE), Some(class.into()), Some(GraphNameRef::DefaultGraph)) {
                found.extend(subject(&quad?).map(str::to_owned));
            }
        }
        Ok(found)
    }

    /// When facts happened, by their IRIs.
    fn dates(&self, facts: &Facts) -> Result<BTreeMap<String, String>, Diagnostic> {
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        let mut note = |fact: &str, date: Term| {
            if let Term::Literal(date) = date {
                let date = date.destruct().0;
                found.entry(fact.to_owned()).and_modify(|known| *known = date.clone().min(known.clone())).or_insert(date);
            }
        };
        if facts.len() > MANY {
            for quad in quads(self.store, None, Some(DATE), None, Some(GraphNameRef::DefaultGraph)) {
                let quad = quad?;
                if let Some(fact) = subject(&quad).filter(|fact| facts.contains(*fact)) {
                    note(fact, quad.object.clone());
                }
            }
            return Ok(found);
        }
        for fact in facts {
            for quad in quads(self.store, Some(NamedNodeRef::new_unchecked(fact)), Some(DATE), None, Some(GraphNameRef::DefaultGraph)) {
                note(fact, quad?.object);
            }
        }
        Ok(found)
    }

    /// The day of the newest article that tells a fact, by the facts' IRIs.
    fn told(&self, facts: &[Found]) -> Result<BTreeMap<String, String>, Diagnostic> {
        let mut newest: BTreeMap<String, String> = BTreeMap::new();
        let mut note = |fact: String, day: String| {
            let known = newest.entry(fact).or_default();
            if *known < day {
                *known = day;
            }
        };
        if facts.len() > MANY {
            let pairs = |query: String| Ok::<_, Diagnostic>(rows(self.store, &query)?.into_iter().filter_map(|row| row.try_into().ok()));
            let days = pairs(format!("SELECT ?g ?d {{ GRAPH ?g {{ ?g {DATE_PUBLISHED} ?d }} }}"))?
                .map(|[article, day]: [String; 2]| (article, day));
            let days: HashMap<String, String> = days.collect();
            for [fact, article] in pairs(format!("SELECT ?f ?g {{ GRAPH ?g {{ ?a {ATTESTED} ?f }} }}"))? {
                if let Some(day) = days.get(&article) {
                    note(fact, day.clone());
                }
            }
            return Ok(newest);
        }
        let mut reader = Reader::new(self.store);
        for fact in facts {
            let node = NamedNodeRef::new_unchecked(&fact.iri);
            for quad in quads(self.store, None, Some(ATTESTED), Some(node.into()), None) {
                if let GraphName::NamedNode(article) = quad?.graph_name
                    && let Some(day) = reader.article(&article)?.published
                {
                    note(fact.iri.clone(), day);
                }
            }
        }
        Ok(newest)
    }
}

/// A name as a class has it: `territorial claim` is `TerritorialClaim`.
fn camel(name: &str) -> String {
    let capital = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    words(name).split(' ').map(capital).collect()
}
