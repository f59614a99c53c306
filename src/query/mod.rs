//! Questions to the store: SPARQL over both layers at once, the questions that ship, and the facts as people read them.
//!
//! Reading only: updates and calls to other endpoints are refused before anything runs. The default dataset is the union of
//! the default graph and the graphs of all articles, which is safe because no triple is in both; `GRAPH`, `FROM` and
//! `FROM NAMED` work as SPARQL has them.

mod answer;
pub mod facts;
mod hide;
mod limit;
pub mod named;
pub mod prefix;
mod refusal;
mod table;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator};
use spargebra::{Query, SparqlParser};

pub use answer::{Shape, Syntax, Trouble, write};
pub use limit::Limit;
pub use refusal::{Reason, Refusal};
pub use table::{Look, table, write_table};

use crate::store::Store;

/// A query that may be asked.
#[derive(Clone, Debug)]
pub struct Question {
    query: Query,
    graphs: Option<Graphs>,
}

/// A dataset given beside the query, which counts for more than what the query says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graphs {
    /// The graphs that make up the default graph.
    pub default: Vec<NamedNode>,
    /// The named graphs.
    pub named: Vec<NamedNode>,
}

impl Question {
    /// Reads a query; the [`prefix::KNOWN`] prefixes need no declaring.
    ///
    /// # Errors
    /// Says where it is no SPARQL, or that it is an update or calls another endpoint.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut query = parser().parse_query(text).map_err(|_| refused(text))?;
        let (Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. }) = &mut query;
        if hide::records(pattern) {
            let hint = "ask the other endpoint itself, and join what it says";
            return Err(Refusal::plain(Reason::Service, "SERVICE is not allowed: nothing here uses the network", hint));
        }
        Ok(Self { query, graphs: None })
    }

    /// The same over that dataset.
    #[must_use]
    pub fn over(mut self, graphs: Option<Graphs>) -> Self {
        self.graphs = graphs;
        self
    }

    /// What an answer to it looks like.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match &self.query {
            Query::Select { .. } => Shape::Rows,
            Query::Ask { .. } => Shape::Truth,
            Query::Construct { .. } | Query::Describe { .. } => Shape::Graph,
        }
    }

    /// Asks the store; the answer is found while it is read, and fails when the time is over.
    ///
    /// # Errors
    /// When the store cannot be read, or the time is over.
    pub fn ask(self, store: &Store, limit: &Limit) -> Result<QueryResults<'static>, Box<QueryEvaluationError>> {
        let evaluator = SparqlEvaluator::new().with_cancellation_token(limit.token());
        let mut prepared = evaluator.for_query(self.query);
        match self.graphs {
            Some(graphs) => {
                prepared.dataset_mut().set_default_graph(graphs.default.into_iter().map(GraphName::from).collect());
                prepared.dataset_mut().set_available_named_graphs(graphs.named.into_iter().map(NamedOrBlankNode::from).collect());
            }
            None if prepared.dataset().is_default_dataset() => prepared.dataset_mut().set_default_graph_as_union(),
            None => {}
        }
        prepared.on_store(store.engine()).execute().map_err(Box::new)
    }
}

fn parser() -> SparqlParser {
    let known = prefix::KNOWN.iter();
    // A namespace that is no IRI, which a test excludes, is left undeclared.
    known.fold(SparqlParser::new(), |parser, (prefix, namespace)| parser.clone().with_prefix(*prefix, *namespace).unwrap_or(parser))
}

fn refused(text: &str) -> Refusal {
    match parser().parse_update(text) {
        Ok(update) if !update.operations.is_empty() => {
            let hint = "`chancery ingest` and `chancery remove` change what it holds";
            Refusal::plain(Reason::Update, "this is an update, and the store is only read", hint)
        }
        _ => Refusal::syntax(text, |text| parser().parse_query(text).err()),
    }
}
