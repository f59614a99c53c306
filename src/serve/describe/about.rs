//! What is known about an IRI: what a browser of linked data is given when it asks for it.
//!
//! Its own triples, whatever it is; and what somebody who looks at it wants to see beside them: of a fact who says so and with what
//! it is linked, of an entity in which facts it takes part, of an article all that was found in it, of a sentence what it states.
//! Everything that is mentioned comes with its name.

use std::collections::{BTreeSet, HashSet};

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::super::reply::{Open, Refused};
use super::{label, vocabulary};
use crate::rdf::vocabulary::{
    ARTICLE, ATTESTATION, ATTESTED, BEGIN_INDEX, CHANCERY, CONCEPT_CLASS, DENOTED_BY, END_INDEX, EVIDENCE, FACT_GROUP, INTERNAL,
    LINK_CLASS, LINKS, MEMBER, OBJECT, PHRASE, REFERENCE_CONTEXT, SENTENCE, SUBJECT, TA_IDENT_REF, TRIGGER, rdf,
};
use crate::store::Store;

/// How many of those that lead to it are told of.
const MANY: usize = 500;

/// What is known about an IRI, in no given order, each quad once.
///
/// # Errors
/// 400 where it is no IRI, 404 where nothing is known about it, 500 when the store cannot be read.
pub(in crate::serve) fn about(open: &Open, iri: &str) -> Result<Vec<Quad>, Refused> {
    let node = NamedNode::new(iri).map_err(|_| Refused::new(400_u16, format!("`{iri}` is no IRI")))?;
    let mut gatherer = Gatherer { store: &open.store, found: Vec::new(), told: HashSet::new() };
    if node.as_str() == CHANCERY || node.as_str() == CHANCERY.trim_end_matches('#') {
        gatherer.found.extend(vocabulary::whole().cloned());
    } else if !node.as_str().starts_with(INTERNAL) {
        gatherer.about(&node)?;
    }
    if gatherer.found.is_empty() {
        return Err(Refused::new(404_u16, format!("nothing is known about <{iri}>")));
    }
    let mut found = gatherer.found;
    found.extend(label::of_mentioned(&open.store, &found)?);
    found.sort_by_cached_key(ToString::to_string);
    found.dedup();
    Ok(found)
}

/// The graph that says it, where it has a name.
fn graph(quad: &Quad) -> Option<NamedNode> {
    if let GraphName::NamedNode(graph) = &quad.graph_name { Some(graph.clone()) } else { None }
}

fn subject(quad: &Quad) -> Option<NamedNode> {
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject { Some(node.clone()) } else { None }
}

fn object(quad: &Quad) -> Option<NamedNode> {
    if let Term::NamedNode(node) = &quad.object { Some(node.clone()) } else { None }
}

struct Gatherer<'a> {
    store: &'a Store,
    found: Vec<Quad>,
    /// Whose own triples have been found.
    told: HashSet<NamedNode>,
}

impl Gatherer<'_> {
    fn about(&mut self, node: &NamedNode) -> Result<(), Refused> {
        let own = self.own(node)?;
        let is = |class: NamedNodeRef<'_>| {
            own.iter().any(|q| q.predicate.as_ref() == rdf::TYPE && matches!(&q.object, Term::NamedNode(c) if c.as_ref() == class))
        };
        let defined = vocabulary::about(node.as_str());
        self.found.extend(defined.iter().cloned());
        if is(ARTICLE) {
            self.found.extend(self.store.graph(node.as_ref().into())?);
        } else if is(SENTENCE) || is(PHRASE) {
            self.span(node, &own)?;
        } else if is(ATTESTATION) {
            self.attestation(&own)?;
        } else if is(LINK_CLASS) || is(FACT_GROUP) {
            self.objects_of(&own, &[SUBJECT, OBJECT, MEMBER])?;
        } else if !is(CONCEPT_CLASS) && (defined.is_empty() || !own.is_empty()) {
            self.fact_or_other(node, own.is_empty())?;
        }
        Ok(())
    }

    /// The triples of which it is the subject, in all graphs; they are found once only.
    fn own(&mut self, node: &NamedNode) -> Result<Vec<Quad>, Refused> {
        let own = self.store.matching(Some(node.as_ref().into()), None, None, None).collect::<Result<Vec<_>, _>>()?;
        if self.told.insert(node.clone()) {
            self.found.extend(own.iter().cloned());
        }
        Ok(own)
    }

    /// The triples that lead to it by that property, or by any.
    fn leading(&self, by: Option<NamedNodeRef<'_>>, to: &NamedNode, graph: Option<GraphNameRef<'_>>) -> Result<Vec<Quad>, Refused> {
        Ok(self.store.matching(None, by, Some(to.as_ref().into()), graph).collect::<Result<Vec<_>, _>>()?)
    }

    /// What those are to which it leads by these properties.
    fn objects_of(&mut self, quads: &[Quad], by: &[NamedNodeRef<'_>]) -> Result<(), Refused> {
        for node in quads.iter().filter(|q| by.contains(&q.predicate.as_ref())).filter_map(object) {
            self.own(&node)?;
        }
        Ok(())
    }

    fn fact_or_other(&mut self, node: &NamedNode, unknown: bool) -> Result<(), Refused> {
        let attested = self.leading(Some(ATTESTED), node, None)?;
        for attestation in attested.iter().filter_map(subject) {
            let own = self.own(&attestation)?;
            self.attestation(&own)?;
        }
        for by in [SUBJECT, OBJECT, MEMBER] {
            for link in self.leading(Some(by), node, Some(LINKS.into()))?.iter().filter_map(subject) {
                let own = self.own(&link)?;
                self.objects_of(&own, &[SUBJECT, OBJECT, MEMBER])?;
            }
        }
        if attested.is_empty() {
            self.taking_part(node, if unknown { None } else { Some(GraphNameRef::DefaultGraph) })?;
        }
        Ok(())
    }

    /// The facts in which an entity takes part, and whatever else leads to it: the first by their IRIs.
    fn taking_part(&mut self, node: &NamedNode, graph: Option<GraphNameRef<'_>>) -> Result<(), Refused> {
        let all: BTreeSet<String> = self.leading(None, node, graph)?.iter().filter_map(subject).map(NamedNode::into_string).collect();
        for other in all.iter().take(MANY) {
            self.own(&NamedNode::new_unchecked(other.as_str()))?;
        }
        if all.len() > MANY {
            let comment = format!("Of {} that lead to it, the first {MANY} are told of here; the SPARQL endpoint tells of all.", all.len());
            let comment = Literal::new_language_tagged_literal_unchecked(comment, "en");
            self.found.push(Quad::new(node.clone(), rdfs::COMMENT, comment, GraphName::DefaultGraph));
        }
        Ok(())
    }

    /// Sentence, trigger and article of an attestation, by its own triples.
    fn attestation(&mut self, own: &[Quad]) -> Result<(), Refused> {
        self.objects_of(own, &[EVIDENCE, TRIGGER])?;
        match own.first().and_then(graph) {
            Some(article) => self.own(&article).map(drop),
            None => Ok(()),
        }
    }

    /// What is said at some words of an article, and what they state.
    fn span(&mut self, node: &NamedNode, own: &[Quad]) -> Result<(), Refused> {
        for article in &own.iter().filter_map(graph).collect::<BTreeSet<_>>() {
            self.own(article)?;
            let within: Option<GraphNameRef<'_>> = Some(article.as_ref().into());
            let leading = self.leading(None, node, within)?;
            for other in leading.iter().filter(|q| q.predicate.as_ref() != REFERENCE_CONTEXT).filter_map(subject) {
                let own = self.own(&other)?;
                self.objects_of(&own, &[EVIDENCE, TRIGGER, ATTESTED])?;
            }
            self.mentions(own, article)?;
        }
        for fact in self.leading(Some(DENOTED_BY), node, None)?.iter().filter_map(subject) {
            self.own(&fact)?;
        }
        Ok(())
    }

    /// The mentions of entities that lie inside the words.
    fn mentions(&mut self, own: &[Quad], article: &NamedNode) -> Result<(), Refused> {
        let Some((begin, end)) = bounds(own) else { return Ok(()) };
        let mentions = self.store.matching(None, Some(TA_IDENT_REF), None, Some(article.as_ref().into()));
        let nodes: Vec<NamedNode> = mentions.filter_map(|q| q.map(|q| subject(&q)).transpose()).collect::<Result<_, _>>()?;
        for node in nodes.into_iter().filter(|node| !self.told.contains(node)).collect::<Vec<_>>() {
            let inner: Vec<Quad> = self.store.matching(Some(node.as_ref().into()), None, None, None).collect::<Result<_, _>>()?;
            if bounds(&inner).is_some_and(|(b, e)| begin <= b && e <= end) {
                self.own(&node)?;
            }
        }
        Ok(())
    }
}

/// Where words begin and end.
fn bounds(own: &[Quad]) -> Option<(u64, u64)> {
    let number = |by: NamedNodeRef<'_>| {
        own.iter().filter(|q| q.predicate.as_ref() == by).find_map(|q| match &q.object {
            Term::Literal(literal) => literal.value().parse().ok(),
            _ => None,
        })
    };
    Some((number(BEGIN_INDEX)?, number(END_INDEX)?))
}
