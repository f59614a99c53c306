//! What the endpoint can do, as SPARQL 1.1 Service Description has it.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term, Triple};

use crate::query::{Shape, Syntax};
use crate::rdf::vocabulary::{CHANCERY, LABEL, SOFTWARE_VERSION, rdf};

/// Terms of SPARQL 1.1 Service Description.
pub(super) const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
/// Terms of DCAT 3.
pub(super) const DCAT: &str = "http://www.w3.org/ns/dcat#";

/// What is to be said of a service.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve) struct Service<'a> {
    /// Its real address, such as `http://127.0.0.1:7878/query`.
    pub address: &'a str,
    /// Whether it takes updates.
    pub writes: bool,
    /// Whether it searches texts.
    pub searches: bool,
}

impl Service<'_> {
    /// The address below which all of it lies, with `/` at its end.
    pub(super) fn root(&self) -> &str {
        self.address.rsplit_once('/').map_or(self.address, |(root, _)| &self.address[..=root.len()])
    }

    /// The document that tells of what it holds.
    pub(super) fn document(&self) -> String {
        format!("{}.well-known/void", self.root())
    }

    /// What that document tells of, by its name in it.
    pub(super) fn own(&self, name: &str) -> NamedNode {
        crate::rdf::iri::node(&format!("{}#{name}", self.document()))
    }
}

/// Triples of one description, in the order in which they are said.
#[derive(Default)]
pub(super) struct Said(pub Vec<Triple>);

impl Said {
    pub(super) fn add(&mut self, subject: &NamedNode, predicate: &str, object: impl Into<Term>) {
        self.0.push(Triple::new(subject.clone(), NamedNode::new_unchecked(predicate), object));
    }

    pub(super) fn class(&mut self, subject: &NamedNode, class: &str) {
        self.add(subject, rdf::TYPE.as_str(), NamedNode::new_unchecked(class));
    }
}

/// The description of a service.
///
/// Its default graph is the union of all graphs, which is the graph that VoID counts. Text search changes what a `SERVICE` pattern
/// means, which is an extension of the language: it is neither a function nor a property that a triple pattern alone could use.
pub(in crate::serve) fn triples(service: &Service<'_>) -> Vec<Triple> {
    let (dataset, graph) = (service.own("datasets"), service.own("dataset"));
    // The service has the name of its endpoint: some clients know by that alone that this describes it and is not the data.
    let address = crate::rdf::iri::node(service.address);
    let node = address.clone();
    let mut said = Said::default();
    said.class(&node, &sd("Service"));
    said.class(&node, &format!("{DCAT}DataService"));
    said.add(&node, &sd("endpoint"), address.clone());
    said.add(&node, &format!("{DCAT}endpointURL"), address);
    said.add(&node, &format!("{DCAT}servesDataset"), graph.clone());
    said.add(&node, LABEL.as_str(), Literal::new_language_tagged_literal_unchecked("chancery: SPARQL endpoint", "en"));
    said.add(&node, SOFTWARE_VERSION.as_str(), Literal::new_simple_literal(env!("CARGO_PKG_VERSION")));
    said.add(&node, &sd("supportedLanguage"), NamedNode::new_unchecked(sd("SPARQL11Query")));
    said.add(&node, &sd("feature"), NamedNode::new_unchecked(sd("UnionDefaultGraph")));
    said.add(&node, &sd("defaultEntailmentRegime"), NamedNodeRef::new_unchecked("http://www.w3.org/ns/entailment/Simple"));
    for format in formats(&[Shape::Rows, Shape::Graph]) {
        said.add(&node, &sd("resultFormat"), format);
    }
    if service.writes {
        said.add(&node, &sd("supportedLanguage"), NamedNode::new_unchecked(sd("SPARQL11Update")));
        for format in formats(&[Shape::Graph]) {
            said.add(&node, &sd("inputFormat"), format);
        }
    }
    if service.searches {
        let search = NamedNode::new_unchecked(format!("{CHANCERY}search"));
        said.add(&node, &sd("languageExtension"), search.clone());
        said.class(&search, &sd("Feature"));
        said.add(&search, LABEL.as_str(), Literal::new_language_tagged_literal_unchecked("text search by SERVICE", "en"));
    }
    said.add(&node, &sd("defaultDataset"), dataset.clone());
    said.class(&dataset, &sd("Dataset"));
    said.add(&dataset, &sd("defaultGraph"), graph.clone());
    said.class(&graph, &sd("Graph"));
    said.0
}

/// A term of service descriptions.
pub(super) fn sd(name: &str) -> String {
    format!("{SD}{name}")
}

/// The IRIs of the syntaxes of such answers.
pub(super) fn formats(shapes: &[Shape]) -> impl Iterator<Item = NamedNode> {
    shapes
        .iter()
        .flat_map(|shape| Syntax::all(*shape))
        .filter_map(|syntax| match syntax {
            Syntax::Results(format) => Some(format.iri()),
            Syntax::Rdf(format) => Some(format.engine().iri()),
            Syntax::Html => None,
        })
        .map(NamedNode::new_unchecked)
}
