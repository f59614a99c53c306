//! The triples of one graph, to be looked up by subject and predicate.

use std::collections::BTreeMap;

use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::rdf::vocabulary::rdf;

type Properties = Vec<(String, Term)>;

/// Triples by subject.
#[derive(Debug, Default)]
pub(super) struct Graph(BTreeMap<String, Properties>);

impl Graph {
    pub(super) fn new(quads: &[Quad]) -> Self {
        let mut graph = Self::default();
        for quad in quads {
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            graph.0.entry(subject).or_default().push((quad.predicate.as_str().to_owned(), quad.object.clone()));
        }
        graph
    }

    /// Subjects, sorted, each with its predicates and objects.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (&str, &[(String, Term)])> {
        self.0.iter().map(|(subject, properties)| (subject.as_str(), properties.as_slice()))
    }

    /// Number of triples.
    pub(super) fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// The objects of a property.
    pub(super) fn objects<'a>(&'a self, subject: &str, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = &'a Term> + use<'a> {
        let predicate = predicate.as_str().to_owned();
        self.0.get(subject).into_iter().flatten().filter(move |(p, _)| *p == predicate).map(|(_, object)| object)
    }

    /// The objects of a property that are IRIs.
    pub(super) fn iris<'a>(&'a self, subject: &str, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = &'a str> + use<'a> {
        self.objects(subject, predicate).filter_map(|term| match term {
            Term::NamedNode(node) => Some(node.as_str()),
            _ => None,
        })
    }

    /// The text of a property, where it has exactly one object and that is a literal.
    pub(super) fn text(&self, subject: &str, predicate: NamedNodeRef<'_>) -> Option<&str> {
        let mut objects = self.objects(subject, predicate);
        match (objects.next(), objects.next()) {
            (Some(Term::Literal(literal)), None) => Some(literal.value()),
            _ => None,
        }
    }

    /// The object of a property, where it has exactly one and that is an IRI.
    pub(super) fn iri(&self, subject: &str, predicate: NamedNodeRef<'_>) -> Option<&str> {
        let mut objects = self.objects(subject, predicate);
        match (objects.next(), objects.next()) {
            (Some(Term::NamedNode(node)), None) => Some(node.as_str()),
            _ => None,
        }
    }

    /// Whether the subject is of that class.
    pub(super) fn is_a(&self, subject: &str, class: NamedNodeRef<'_>) -> bool {
        self.iris(subject, rdf::TYPE).any(|c| c == class.as_str())
    }

    /// Whether the triple is here.
    pub(super) fn has(&self, subject: &str, (predicate, object): &(String, Term)) -> bool {
        self.0.get(subject).is_some_and(|all| all.iter().any(|(p, o)| p == predicate && o == object))
    }
}
