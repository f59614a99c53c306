//! Reads facts from the store.

use std::collections::{BTreeMap, HashMap};

use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};

use super::find::{Order, find};
use super::{Article, Attestation, Fact, Filter, Quotation, Thing, Value};
use crate::diagnostic::Diagnostic;
use crate::query::prefix::local;
use crate::rdf::vocabulary::{
    ALT_LABEL, ANCHOR_OF, ATTESTED, BEGIN_INDEX, CERTAINTY, CHANCERY, DATE_PUBLISHED, DENOTED_BY, END_INDEX, ENTITY, EVIDENCE, HEADLINE,
    NOTATION, PREF_LABEL, PUBLISHER, RULE, SOURCE, TRIGGER, URL, rdf, xsd,
};
use crate::store::Store;

/// An attestation and the graph that holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    pub article: NamedNode,
    node: NamedNode,
}

/// The facts that pass the filter, by date and then by IRI; undated ones last.
///
/// # Errors
/// When the store cannot be read, or the filter names a type of which there is no fact.
pub fn all(store: &Store, filter: &Filter) -> Result<Vec<Fact>, Diagnostic> {
    let mut reader = Reader::new(store);
    let found = find(store, filter, Order::Date)?;
    let mut facts = Vec::new();
    for one in found.iter().take(filter.limit.unwrap_or(usize::MAX)) {
        facts.extend(reader.fact(&one.iri)?);
    }
    Ok(facts)
}

/// The attestations of a fact, in the order of their articles and places.
///
/// # Errors
/// When the store cannot be read.
pub fn completed(store: &Store, fact: &Fact) -> Result<Vec<Attestation>, Diagnostic> {
    Reader::new(store).attestations(fact, usize::MAX)
}

/// Reads facts and what they speak of, and remembers the entities and articles it has read.
pub struct Reader<'a> {
    store: &'a Store,
    things: HashMap<String, Thing>,
    articles: HashMap<String, Article>,
}

type Quads = oxigraph::store::QuadIter<'static>;

impl<'a> Reader<'a> {
    /// A reader of that store.
    #[must_use]
    pub fn new(store: &'a Store) -> Self {
        Self { store, things: HashMap::new(), articles: HashMap::new() }
    }

    /// A fact with who attests it; none where nobody does.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn fact(&mut self, iri: &str) -> Result<Option<Fact>, Diagnostic> {
        let Ok(node) = NamedNode::new(iri) else { return Ok(None) };
        let mut said = Vec::new();
        for quad in self.store.engine().quads_for_pattern(None, Some(ATTESTED), Some(node.as_ref().into()), None) {
            let quad = quad.map_err(|e| self.store.failure(&e))?;
            if let (NamedOrBlankNode::NamedNode(node), GraphName::NamedNode(article)) = (quad.subject, quad.graph_name) {
                said.push(Said { article, node });
            }
        }
        said.sort();
        if said.is_empty() { Ok(None) } else { self.told(node, said).map(Some) }
    }

    /// A fact without who attests it, for its title.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn brief(&mut self, iri: &str) -> Result<Fact, Diagnostic> {
        self.told(NamedNode::new_unchecked(iri), Vec::new())
    }

    /// So many attestations of a fact at most, in the order of their articles and places.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn attestations(&mut self, fact: &Fact, most: usize) -> Result<Vec<Attestation>, Diagnostic> {
        let mut found = fact.said.iter().take(most).map(|said| self.attestation(said)).collect::<Result<Vec<_>, _>>()?;
        found.sort();
        Ok(found)
    }

    fn quads(&self, subject: Option<NamedNodeRef<'_>>, predicate: Option<NamedNodeRef<'_>>, graph: Option<GraphNameRef<'_>>) -> Quads {
        self.store.engine().quads_for_pattern(subject.map(Into::into), predicate, None, graph)
    }

    /// What a node leads to by a property, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn objects(&self, node: NamedNodeRef<'_>, by: NamedNodeRef<'_>, graph: GraphNameRef<'_>) -> Result<Vec<Term>, Diagnostic> {
        let quads = self.quads(Some(node), Some(by), Some(graph));
        let mut found = quads.map(|quad| Ok(quad?.object)).collect::<Result<Vec<_>, _>>().map_err(|e| self.store.failure(&e))?;
        found.sort_by_cached_key(ToString::to_string);
        Ok(found)
    }

    fn told(&mut self, node: NamedNode, said: Vec<Said>) -> Result<Fact, Diagnostic> {
        let mut fact = Fact { iri: node.as_str().to_owned(), classes: Vec::new(), roles: BTreeMap::new(), values: BTreeMap::new(), said };
        let quads = self.quads(Some(node.as_ref()), None, Some(GraphNameRef::DefaultGraph));
        let mut quads = quads.collect::<Result<Vec<_>, _>>().map_err(|e| self.store.failure(&e))?;
        quads.sort_by_cached_key(ToString::to_string);
        for quad in quads {
            let name = property(quad.predicate.as_str());
            match quad.object {
                Term::NamedNode(class) if quad.predicate == rdf::TYPE => fact.classes.push(class.into_string()),
                _ if quad.predicate == DENOTED_BY => {}
                Term::NamedNode(object) => match self.code(&object)? {
                    Some(code) => fact.values.entry(name).or_default().push(Value::Code(code)),
                    None => fact.roles.entry(name).or_default().push(self.thing(&object)?),
                },
                Term::Literal(literal) => fact.values.entry(name).or_default().push(value(&literal)),
                Term::BlankNode(_) => {}
            }
        }
        fact.classes.sort_by_key(|class| !class.starts_with(CHANCERY));
        Ok(fact)
    }

    /// Whether it is a concept, and so no entity.
    pub(super) fn is_concept(&self, node: &NamedNode) -> Result<bool, Diagnostic> {
        Ok(self.code(node)?.is_some())
    }

    /// The code of a concept; none for anything else.
    fn code(&self, node: &NamedNode) -> Result<Option<String>, Diagnostic> {
        if node.as_str().starts_with(ENTITY) {
            return Ok(None);
        }
        Ok(self.objects(node.as_ref(), NOTATION, GraphNameRef::DefaultGraph)?.into_iter().find_map(text))
    }

    /// An entity; one of which nothing is known goes by the end of its IRI.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn thing(&mut self, node: &NamedNode) -> Result<Thing, Diagnostic> {
        if let Some(known) = self.things.get(node.as_str()) {
            return Ok(known.clone());
        }
        let read = |by| self.objects(node.as_ref(), by, GraphNameRef::DefaultGraph);
        let labels: Vec<String> = read(PREF_LABEL)?.into_iter().filter_map(text).collect();
        let names = labels.iter().cloned().chain(read(ALT_LABEL)?.into_iter().filter_map(text)).collect();
        let classes = read(rdf::TYPE)?;
        let kind = classes.iter().find_map(|class| match class {
            Term::NamedNode(class) => class.as_str().strip_prefix(CHANCERY).map(str::to_owned),
            _ => None,
        });
        let label = labels.into_iter().next().unwrap_or_else(|| local(node.as_str()).to_owned());
        let thing = Thing { iri: node.as_str().to_owned(), label, kind, names };
        self.things.insert(thing.iri.clone(), thing.clone());
        Ok(thing)
    }

    fn speakers(&mut self, said: &Said) -> Result<Vec<Thing>, Diagnostic> {
        let terms = self.objects(said.node.as_ref(), SOURCE, said.article.as_ref().into())?;
        let nodes = terms.into_iter().filter_map(|term| if let Term::NamedNode(node) = term { Some(node) } else { None });
        nodes.map(|node| self.thing(&node)).collect()
    }

    fn attestation(&mut self, said: &Said) -> Result<Attestation, Diagnostic> {
        let (sources, article) = (self.speakers(said)?, self.article(&said.article)?);
        let graph: GraphNameRef<'_> = said.article.as_ref().into();
        let own = |by| self.objects(said.node.as_ref(), by, graph);
        Ok(Attestation {
            article,
            sentence: self.quotation(own(EVIDENCE)?, graph)?,
            trigger: self.quotation(own(TRIGGER)?, graph)?,
            sources,
            certainty: own(CERTAINTY)?.into_iter().find_map(text).map(|iri| local(&iri).to_owned()).unwrap_or_default(),
            rule: own(RULE)?.into_iter().find_map(text).unwrap_or_default(),
            iri: said.node.as_str().to_owned(),
        })
    }

    /// What is known of an article.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn article(&mut self, node: &NamedNode) -> Result<Article, Diagnostic> {
        if let Some(known) = self.articles.get(node.as_str()) {
            return Ok(known.clone());
        }
        let about = |by| Ok(self.objects(node.as_ref(), by, node.as_ref().into())?.into_iter().find_map(text));
        let article = Article {
            iri: node.as_str().to_owned(),
            headline: about(HEADLINE)?,
            published: about(DATE_PUBLISHED)?,
            publisher: about(PUBLISHER)?,
            url: about(URL)?,
        };
        self.articles.insert(article.iri.clone(), article.clone());
        Ok(article)
    }

    fn quotation(&self, spans: Vec<Term>, graph: GraphNameRef<'_>) -> Result<Quotation, Diagnostic> {
        let Some(Term::NamedNode(span)) = spans.into_iter().next() else { return Ok(Quotation::default()) };
        let one = |by| Ok(self.objects(span.as_ref(), by, graph)?.into_iter().find_map(text).unwrap_or_default());
        let number = |text: String| text.parse().unwrap_or_default();
        let (begin, end, words) = (number(one(BEGIN_INDEX)?), number(one(END_INDEX)?), one(ANCHOR_OF)?);
        Ok(Quotation { begin, end, iri: span.into_string(), text: words })
    }
}

/// What a property is called: its local name in the program's vocabulary, else its IRI.
pub(super) fn property(iri: &str) -> String {
    iri.strip_prefix(CHANCERY).unwrap_or(iri).to_owned()
}

/// The words of a literal, or the IRI of a node.
pub fn text(term: Term) -> Option<String> {
    match term {
        Term::Literal(literal) => Some(literal.destruct().0),
        Term::NamedNode(node) => Some(node.into_string()),
        Term::BlankNode(_) => None,
    }
}

fn value(literal: &Literal) -> Value {
    let text = || Value::Text(literal.value().to_owned());
    match literal.datatype() {
        xsd::BOOLEAN => Value::Truth(matches!(literal.value(), "true" | "1")),
        xsd::DECIMAL | xsd::INTEGER | xsd::DOUBLE => literal.value().parse().map_or_else(|_| text(), Value::Number),
        _ => text(),
    }
}
