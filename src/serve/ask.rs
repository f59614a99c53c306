//! What the server asks its children.

use oxigraph::model::NamedNode;
use serde::{Deserialize, Serialize};

use super::reply::Refused;
use crate::query::Graphs;
use crate::rdf::vocabulary::INTERNAL;

/// A question to a reader of the store, and how it is to be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ask {
    /// What is asked.
    pub what: What,
    /// The values of `Accept`, joined by commas; empty for anything.
    pub accept: String,
    /// Names or media types of syntaxes, which count for more than what is accepted: the first that is known.
    pub formats: Vec<String>,
    /// Seconds that it may take.
    pub seconds: u64,
    /// Rows or triples at most; more is a refusal.
    pub rows: Option<u64>,
    /// The address of the endpoint, as those who ask reach it; empty where it is not shown.
    pub service: String,
    /// Whether the service takes changes.
    pub writes: bool,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum What {
    /// A query in SPARQL.
    Query {
        /// Its text.
        query: String,
        /// The dataset that stands beside it.
        graphs: Option<Dataset>,
    },
    /// A graph: that of the name, or the default graph.
    Graph(Option<String>),
    /// One of the addresses below `/api/`.
    Api {
        /// What follows `/api/`.
        path: String,
        /// The parameters, in their order.
        parameters: Vec<(String, String)>,
    },
    /// RDF about an IRI.
    Data(String),
    /// The page about an IRI.
    Page(String),
    /// The description of the service.
    Description,
    /// What is in the store, in figures.
    Void,
}

/// Graphs by their IRIs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Dataset {
    /// The graphs that make up the default graph.
    pub default: Vec<String>,
    /// The named graphs.
    pub named: Vec<String>,
}

impl Dataset {
    /// The same for the store.
    ///
    /// # Errors
    /// Says which is no IRI.
    pub(super) fn graphs(&self) -> Result<Graphs, Refused> {
        let nodes = |iris: &[String]| iris.iter().map(|iri| node(iri)).collect::<Result<Vec<_>, _>>();
        Ok(Graphs { default: nodes(&self.default)?, named: nodes(&self.named)? })
    }
}

/// The name of a graph.
///
/// # Errors
/// Says that it is no IRI, or a graph that the store keeps to itself.
pub(super) fn node(iri: &str) -> Result<NamedNode, Refused> {
    if iri.starts_with(INTERNAL) {
        return Err(Refused::new(403_u16, "this graph is the store's own"));
    }
    NamedNode::new(iri).map_err(|_| Refused::new(400_u16, format!("`{iri}` is no IRI of a graph")))
}

/// The head of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Status in HTTP.
    pub status: u16,
    /// Media type.
    pub media: String,
}
