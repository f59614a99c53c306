//! Facts and entities as they lie in the store, read for comparing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use jiff::civil;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::sketch::Sketch;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::mention::register::Register;
use crate::rdf::vocabulary::{
    AFFILIATION, ALT_LABEL, ATTESTED, CHANCERY, DATE_PUBLISHED, ENTITY, INDEX, IS_STRING, POSSIBLY_SAME, PREF_LABEL, PUBLISHER, ROLE,
    SKETCH, SOURCE, rdf,
};
use crate::rule::package::{FactType, Source};
use crate::store::Store;

/// A fact as it was told.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Its IRI.
    pub iri: String,
    /// Its type: a place in the list of fact types.
    pub kind: usize,
    /// Property → entities.
    pub roles: BTreeMap<String, BTreeSet<String>>,
    /// Property → concepts.
    pub codes: BTreeMap<String, BTreeSet<String>>,
    /// Property → other values, as they are written.
    pub values: BTreeMap<String, BTreeSet<String>>,
    /// When it happened, where that is told.
    pub date: Option<Date>,
    /// The articles that attest it, sorted.
    pub articles: Vec<String>,
    /// To whom they attribute it.
    pub sources: BTreeSet<String>,
    /// When the first of them was published.
    pub published: Option<civil::Date>,
}

impl Told {
    /// Who fills a role.
    pub(super) fn who(&self, property: &str) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.roles.get(property).unwrap_or(&NONE)
    }

    /// The code that makes it the fact it is: its status, its stance.
    pub(super) fn code(&self, types: &[FactType]) -> Option<&str> {
        let slots = types[self.kind].values.values();
        let slot = slots.into_iter().find(|v| v.identity && matches!(v.source, Source::Concept { .. }))?;
        self.codes.get(&slot.property)?.first().map(String::as_str)
    }

    /// Whether it is denied.
    pub(super) fn negated(&self, types: &[FactType]) -> bool {
        let mut slots = types[self.kind].values.values().filter(|v| v.source == Source::Negation);
        slots.any(|v| self.values.get(&v.property).is_some_and(|v| v.contains("true")))
    }

    /// A number told of it: the share of a territory.
    pub(super) fn share(&self, types: &[FactType]) -> Option<f64> {
        let mut slots = types[self.kind].values.values().filter(|v| v.source == Source::Percent);
        slots.find_map(|v| self.values.get(&v.property)?.first()?.parse().ok())
    }

    /// The first and the last day on which it may have happened, and whether that is told; nothing where nobody knows.
    pub(super) fn when(&self, days: u16) -> Option<(civil::Date, civil::Date, bool)> {
        if let Some(date) = self.date {
            return range(date).map(|(a, b)| (a, b, true));
        }
        let published = self.published?;
        let back = published.checked_sub(jiff::Span::new().days(i64::from(days))).ok()?;
        Some((back, published, false))
    }
}

/// The first and the last day of a date.
pub(super) fn range(date: Date) -> Option<(civil::Date, civil::Date)> {
    date.first().zip(date.last())
}

/// An entity as articles name it.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// The local name of its class.
    pub kind: String,
    /// The name it goes by, and all others.
    pub names: Vec<String>,
    /// What it belongs to.
    pub owners: BTreeSet<String>,
    /// Its offices.
    pub roles: BTreeSet<String>,
}

/// What is known of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    /// When it was published.
    pub published: Option<civil::Date>,
    /// Who published it.
    pub publisher: Option<String>,
}

/// Reads from a store, and remembers what it has read.
pub(super) struct Reader<'a> {
    pub store: Store,
    pub types: &'a [FactType],
    register: &'a Register,
    classes: HashMap<String, usize>,
    facts: HashMap<String, Option<Rc<Told>>>,
    entities: HashMap<String, Rc<Named>>,
    articles: HashMap<String, Rc<About>>,
    sketches: HashMap<String, Rc<Sketch>>,
    /// Entities held to be the same as one.
    same: HashMap<String, Rc<BTreeSet<String>>>,
}

/// So much is remembered of each kind of thing; then it is forgotten and read again.
const REMEMBERED: usize = 100_000;
/// From this score on two entities count as one where facts are compared.
pub(super) const ONE: f64 = 0.8;

impl<'a> Reader<'a> {
    pub(super) fn new(store: Store, types: &'a [FactType], register: &'a Register) -> Self {
        let classes = types.iter().enumerate().map(|(at, t)| (t.class.clone(), at)).collect();
        let (facts, entities, articles) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { store, types, register, classes, facts, entities, articles, sketches: HashMap::new(), same: HashMap::new() }
    }

    /// Whether the register knows an entity, and so which others it is not.
    pub(super) fn is_registered(&self, iri: &str) -> bool {
        iri.strip_prefix(ENTITY).is_some_and(|id| self.register.by_id(id).is_some())
    }

    /// All quads of a pattern.
    pub(super) fn quads(
        &self,
        subject: Option<NamedNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<&Term>,
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<Vec<Quad>, Diagnostic> {
        let found = self.store.engine().quads_for_pattern(subject.map(Into::into), predicate, object.map(Term::as_ref), graph);
        found.collect::<Result<Vec<_>, _>>().map_err(|e| self.store.failure(&e))
    }

    /// The fact of that IRI; none where the store has none, or none of a type that is known.
    pub(super) fn fact(&mut self, iri: &str) -> Result<Option<Rc<Told>>, Diagnostic> {
        if let Some(known) = self.facts.get(iri) {
            return Ok(known.clone());
        }
        let read = self.read_fact(iri)?.map(Rc::new);
        remember(&mut self.facts, iri, read.clone());
        Ok(read)
    }

    fn read_fact(&mut self, iri: &str) -> Result<Option<Told>, Diagnostic> {
        let node = NamedNodeRef::new_unchecked(iri);
        let mut kind = None;
        let (mut roles, mut codes, mut values) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let put = |map: &mut BTreeMap<String, BTreeSet<String>>, property: NamedNode, value: String| {
            map.entry(property.into_string()).or_default().insert(value);
        };
        for quad in self.quads(Some(node), None, None, Some(GraphNameRef::DefaultGraph))? {
            match quad.object {
                Term::NamedNode(class) if quad.predicate == rdf::TYPE => kind = self.classes.get(class.as_str()).copied().or(kind),
                Term::NamedNode(object) if object.as_str().starts_with(ENTITY) => put(&mut roles, quad.predicate, object.into_string()),
                Term::NamedNode(object) => put(&mut codes, quad.predicate, object.into_string()),
                Term::Literal(literal) => put(&mut values, quad.predicate, literal.value().to_owned()),
                Term::BlankNode(_) => {}
            }
        }
        let Some(kind) = kind else { return Ok(None) };
        let slots = self.types[kind].values.values().filter(|v| matches!(v.source, Source::Date { .. }));
        let date = slots.filter_map(|v| values.get(&v.property)?.first()?.parse().ok()).next();
        let (mut articles, mut sources): (Vec<String>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
        for quad in self.quads(None, Some(ATTESTED), Some(&node.into_owned().into()), None)? {
            let (NamedOrBlankNode::NamedNode(attestation), GraphName::NamedNode(article)) = (quad.subject, quad.graph_name) else {
                continue;
            };
            let said = self.quads(Some(attestation.as_ref()), Some(SOURCE), None, Some(article.as_ref().into()))?;
            sources.extend(said.into_iter().filter_map(|quad| self::node(quad.object)));
            articles.push(article.into_string());
        }
        articles.sort();
        articles.dedup();
        let mut published = None;
        for article in &articles {
            published = [published, self.about(article)?.published].into_iter().flatten().min();
        }
        Ok(Some(Told { iri: iri.to_owned(), kind, roles, codes, values, date, articles, sources, published }))
    }

    /// What is known of an article.
    pub(super) fn about(&mut self, article: &str) -> Result<Rc<About>, Diagnostic> {
        if let Some(known) = self.articles.get(article) {
            return Ok(Rc::clone(known));
        }
        let node = NamedNodeRef::new_unchecked(article);
        let one = |by| Ok::<_, Diagnostic>(self.quads(Some(node), Some(by), None, Some(node.into()))?.into_iter().find_map(literal));
        let date = one(DATE_PUBLISHED)?.and_then(|d| d.get(..d.len().min(10))?.parse::<Date>().ok());
        let about = Rc::new(About { published: date.and_then(range).map(|(_, last)| last), publisher: one(PUBLISHER)? });
        remember(&mut self.articles, article, Rc::clone(&about));
        Ok(about)
    }

    /// The sketch of an article's text; read where it has been made before.
    pub(super) fn sketch(&mut self, article: &str, made: &mut Vec<Quad>) -> Result<Rc<Sketch>, Diagnostic> {
        if let Some(known) = self.sketches.get(article) {
            return Ok(Rc::clone(known));
        }
        let node = NamedNodeRef::new_unchecked(article);
        let noted = self.quads(Some(node), Some(SKETCH), None, Some(INDEX.into()))?.into_iter().find_map(literal);
        let sketch = match noted.and_then(|text| Sketch::read(&text)) {
            Some(sketch) => sketch,
            None => {
                let text = self.quads(None, Some(IS_STRING), None, Some(node.into()))?.into_iter().find_map(literal);
                let sketch = Sketch::of(&text.unwrap_or_default());
                let value = oxigraph::model::Literal::new_simple_literal(sketch.to_string());
                made.push(Quad::new(node.into_owned(), SKETCH, value, INDEX));
                sketch
            }
        };
        let sketch = Rc::new(sketch);
        remember(&mut self.sketches, article, Rc::clone(&sketch));
        Ok(sketch)
    }

    /// An entity; without names where the store has none of that IRI.
    pub(super) fn entity(&mut self, iri: &str) -> Result<Rc<Named>, Diagnostic> {
        if let Some(known) = self.entities.get(iri) {
            return Ok(Rc::clone(known));
        }
        let mut named = Named::default();
        let mut others = Vec::new();
        for quad in self.quads(Some(NamedNodeRef::new_unchecked(iri)), None, None, Some(GraphNameRef::DefaultGraph))? {
            match quad.object {
                Term::NamedNode(class) if quad.predicate == rdf::TYPE => {
                    named.kind = class.as_str().strip_prefix(CHANCERY).unwrap_or_default().to_owned();
                }
                Term::NamedNode(owner) if quad.predicate.as_ref() == AFFILIATION => drop(named.owners.insert(owner.into_string())),
                Term::Literal(name) if quad.predicate.as_ref() == PREF_LABEL => named.names.push(name.value().to_owned()),
                Term::Literal(name) if quad.predicate.as_ref() == ALT_LABEL => others.push(name.value().to_owned()),
                Term::Literal(role) if quad.predicate.as_ref() == ROLE => drop(named.roles.insert(role.value().to_owned())),
                _ => {}
            }
        }
        named.names.sort();
        others.sort();
        named.names.append(&mut others);
        let named = Rc::new(named);
        remember(&mut self.entities, iri, Rc::clone(&named));
        Ok(named)
    }

    /// The entity and those that are held to be the same.
    pub(super) fn same(&mut self, iri: &str) -> Result<Rc<BTreeSet<String>>, Diagnostic> {
        if let Some(known) = self.same.get(iri) {
            return Ok(Rc::clone(known));
        }
        let mut found = BTreeSet::from([iri.to_owned()]);
        let links = self.quads(Some(NamedNodeRef::new_unchecked(iri)), Some(POSSIBLY_SAME), None, Some(super::write::graph()))?;
        for other in links.into_iter().filter_map(|quad| node(quad.object)) {
            if super::write::score(self, POSSIBLY_SAME, iri, &other)? >= ONE {
                found.insert(other);
            }
        }
        let found = Rc::new(found);
        remember(&mut self.same, iri, Rc::clone(&found));
        Ok(found)
    }

    /// Forgets which entities are held to be the same: links have been made anew.
    pub(super) fn forget_same(&mut self) {
        self.same.clear();
    }

    /// Whether one belongs to the other, by however many steps.
    pub(super) fn belongs(&mut self, one: &str, to: &str) -> Result<bool, Diagnostic> {
        let (mut seen, mut next) = (BTreeSet::new(), vec![one.to_owned()]);
        while let Some(iri) = next.pop() {
            if iri == to {
                return Ok(true);
            }
            if seen.insert(iri.clone()) && seen.len() < 16 {
                next.extend(self.entity(&iri)?.owners.iter().cloned());
            }
        }
        Ok(false)
    }
}

fn remember<T>(map: &mut HashMap<String, T>, key: &str, value: T) {
    if map.len() >= REMEMBERED {
        map.clear();
    }
    map.insert(key.to_owned(), value);
}

/// The text of a quad's object.
pub(super) fn literal(quad: Quad) -> Option<String> {
    match quad.object {
        Term::Literal(literal) => Some(literal.destruct().0),
        _ => None,
    }
}

/// The IRI of a term.
pub(super) fn node(term: Term) -> Option<String> {
    match term {
        Term::NamedNode(node) => Some(node.into_string()),
        _ => None,
    }
}

/// The IRI of a subject.
pub(super) fn subject(quad: &Quad) -> Option<&str> {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}
