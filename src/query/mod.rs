//! Questions to the store: SPARQL over both layers at once, the questions that ship, and the facts as people read them.
//!
//! Reading only: updates are refused before anything runs, and so are calls to endpoints that nobody has named ([`Services`]); the one
//! service that is always there, `chancery:search`, is the text index beside the store. The default dataset is the union of the default
//! graph and the graphs of all articles, which is safe because no triple is in both; `GRAPH`, `FROM` and
//! `FROM NAMED` work as SPARQL has them.

mod answer;
pub mod facts;
pub(crate) mod hide;
pub mod html;
mod limit;
pub mod named;
pub mod prefix;
mod refusal;
mod remote;
mod table;
mod walk;
mod words;

use std::sync::LazyLock;

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator};
use spargebra::algebra::GraphPattern;
use spargebra::{Query, SparqlParser};

pub use answer::{Shape, Syntax, Trouble, write, write_triples};
pub use limit::Limit;
pub use refusal::{Reason, Refusal};
use remote::Remote;
pub use remote::Services;
pub use table::{Look, table, write_table};

use crate::diagnostic::Diagnostic;
use crate::search::Reader;
use crate::store::Store;

/// A query that may be asked.
#[derive(Clone, Debug)]
pub struct Question {
    query: Query,
    graphs: Option<Graphs>,
    searches: bool,
    /// The endpoints that it may call, if it calls any.
    services: Option<Services>,
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
    /// Says where it is no SPARQL, or that it is an update, calls another endpoint, or asks `chancery:search` for what it does not tell.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::parse_at(text, None, &Services::default())
    }

    /// The same for a query in which IRIs may be relative to `base`, which ends in `/`, and that may call those endpoints.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_at(text: &str, base: Option<&str>, services: &Services) -> Result<Self, Refusal> {
        // A base that is no IRI, which its owner would have been told, is left out.
        let parser = base.and_then(|base| parser().with_base_iri(base).ok()).unwrap_or_else(parser);
        let mut query = parser.parse_query(text).map_err(|_| refused(text))?;
        // Before anything of ours names them.
        if hide::names_one(&query.to_string()) {
            let hint = "what it notes for itself is no part of what it holds";
            return Err(Refusal::plain(Reason::Records, "the query names a record of the store's own", hint));
        }
        let (mut checked, mut searches, mut calls) = (Ok(()), false, false);
        walk::each(pattern(&mut query), &mut |pattern| {
            hide::records(pattern);
            if let GraphPattern::Service { name, .. } = &pattern {
                searches |= words::is_search(name);
                calls |= !words::is_search(name);
            }
            checked = std::mem::replace(&mut checked, Ok(())).and_then(|()| words::check(pattern, services));
        });
        checked?;
        Ok(Self { query, graphs: None, searches, services: calls.then(|| services.clone()) })
    }

    /// The same over that dataset.
    #[must_use]
    pub fn over(mut self, graphs: Option<Graphs>) -> Self {
        self.graphs = graphs;
        self
    }

    /// Whether it asks for words, and so needs the text index.
    #[must_use]
    pub fn searches(&self) -> bool {
        self.searches
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

    /// Asks the store, and for words the text index beside it; the answer is found while it is read, and fails when the time is over.
    ///
    /// # Errors
    /// When the store or the index cannot be read, words are asked for and there is no index, or the time is over.
    pub fn ask(mut self, store: &Store, text: Option<&Reader>, limit: &Limit) -> Result<QueryResults<'static>, Box<QueryEvaluationError>> {
        let mut looked = Ok(());
        walk::each(pattern(&mut self.query), &mut |pattern| {
            looked = std::mem::replace(&mut looked, Ok(())).and_then(|()| words::look_up(pattern, text));
        });
        looked.map_err(|diagnostic: Diagnostic| Box::new(QueryEvaluationError::Service(Box::new(diagnostic))))?;
        let mut evaluator = SparqlEvaluator::new().with_cancellation_token(limit.token());
        if let Some(services) = self.services {
            evaluator = evaluator.with_default_service_handler(Remote::new(services));
        }
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

/// What a query looks for.
fn pattern(query: &mut Query) -> &mut GraphPattern {
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. }) =
        query;
    pattern
}

/// The parser with the prefixes that need no declaring.
pub(crate) fn parser() -> SparqlParser {
    static PARSER: LazyLock<SparqlParser> = LazyLock::new(|| {
        let known = prefix::KNOWN.iter();
        // A namespace that is no IRI, which a test excludes, is left undeclared.
        known.fold(SparqlParser::new(), |parser, (prefix, namespace)| parser.clone().with_prefix(*prefix, *namespace).unwrap_or(parser))
    });
    PARSER.clone()
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
