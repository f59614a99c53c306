//! SPARQL 1.1 Update over the store, whose own records it neither sees nor changes.
//!
//! An update that names a record or a graph of records is refused; patterns of any property pass the records over, and rows that would write
//! one by a variable are left out. The default graph of patterns is the union of all, as it is for queries, but for what `COPY`, `MOVE` and
//! `ADD` mean by DEFAULT; templates without a graph write into the default graph. Nothing here uses the network.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Term};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator, UpdateEvaluationError};
use regex::Regex;
use spargebra::algebra::{Expression, Function, GraphPattern, GraphTarget, QueryDataset};
use spargebra::term::{GraphNamePattern, NamedNodePattern, TermPattern, Variable};
use spargebra::{GraphUpdateOperation as Operation, Query};

use super::{Problem, records};
use crate::query::{Graphs, Limit, Refusal, hide, parser};
use crate::rdf::vocabulary::INTERNAL;
use crate::store::{Edit, Writer};

/// An update that may be made.
#[derive(Clone, Debug)]
pub struct Update {
    update: spargebra::Update,
    /// Whether a pattern of three variables stands for the default graph alone.
    copies: bool,
}

impl Update {
    /// Reads an update, whose relative IRIs are resolved against the base; with a dataset that stands beside it.
    ///
    /// # Errors
    /// Says where it is no SPARQL, that a dataset is given twice, or that it is not for anybody to make.
    pub fn parse(text: &str, base: &str, using: Option<Graphs>) -> Result<Self, Problem> {
        let parser = parser().with_base_iri(base).map_err(|e| Problem::Malformed(format!("`{base}` is no IRI: {e}")))?;
        let said = |text: &str| parser.clone().parse_update(text).err();
        let mut update = parser.clone().parse_update(text).map_err(|_| Problem::Malformed(Refusal::syntax(text, said).to_string()))?;
        // Before anything of ours names them.
        if hide::names_one(&update.to_string()) {
            return Err(records());
        }
        let given = using.map(|graphs| QueryDataset { default: graphs.default, named: Some(graphs.named) });
        for operation in &mut update.operations {
            close(operation, given.as_ref())?;
        }
        Ok(Self { update, copies: copies(text) })
    }

    /// Makes the change: all of it, or nothing.
    ///
    /// # Errors
    /// When a graph that it names is not there, or is; when its time is over; when the store cannot be read or written.
    pub fn run(self, writer: &mut Writer, limit: &Limit) -> Result<(), Problem> {
        let Self { update: spargebra::Update { base_iri, operations }, copies } = self;
        writer.edit(|edit| {
            for operation in operations {
                let union = !(copies && is_copy(&operation));
                match operation {
                    Operation::Clear { silent, graph } => gone(edit, graph, silent, true)?,
                    Operation::Drop { silent, graph } => gone(edit, graph, silent, false)?,
                    operation => {
                        let touched = touched(edit, &operation, union, limit)?;
                        let single = spargebra::Update { base_iri: base_iri.clone(), operations: vec![operation] };
                        let mut prepared = SparqlEvaluator::new().with_cancellation_token(limit.token()).for_update(single);
                        for dataset in prepared.using_datasets_mut().filter(|dataset| union && dataset.is_default_dataset()) {
                            dataset.set_default_graph_as_union();
                        }
                        prepared.on_transaction(edit.transaction()).execute().map_err(|e| failed(e, limit))?;
                        for graph in touched {
                            let graph = graph.map_or(GraphName::DefaultGraph, GraphName::from);
                            edit.touched(graph.as_ref())?;
                        }
                    }
                }
            }
            Ok(())
        })
    }
}

/// Whether an update says COPY, MOVE or ADD of the default graph, which its algebra does not tell.
fn copies(text: &str) -> bool {
    static COPY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\b(?:copy|move|add)\s+(?:silent\s+)?default\b").ok());
    COPY.as_ref().is_some_and(|copy| copy.is_match(text))
}

/// Whether an operation is what COPY, MOVE and ADD of the default graph come to.
fn is_copy(operation: &Operation) -> bool {
    let Operation::DeleteInsert { delete, insert, using: None, pattern } = operation else { return false };
    let plain = |name: &str, term: &TermPattern| matches!(term, TermPattern::Variable(variable) if variable.as_str() == name);
    let one = |quad: &spargebra::term::QuadPattern| plain("s", &quad.subject) && plain("o", &quad.object);
    // Records are closed off by then: a filter stands around the pattern.
    let mut inner = pattern.as_ref();
    while let GraphPattern::Filter { inner: within, .. } = inner {
        inner = within;
    }
    delete.is_empty()
        && insert.len() == 1
        && insert.iter().all(one)
        && matches!(inner, GraphPattern::Bgp { patterns } if patterns.len() == 1)
}

/// Keeps an operation from the records, and looks its patterns up in the given dataset.
fn close(operation: &mut Operation, given: Option<&QueryDataset>) -> Result<(), Problem> {
    match operation {
        Operation::Load { .. } => {
            Err(Problem::Forbidden("LOAD is not allowed: nothing here uses the network; send the data itself".to_owned()))
        }
        Operation::DeleteInsert { delete, insert, using, pattern } => {
            if using.is_some() && given.is_some() {
                return Err(Problem::Malformed("the update has USING or WITH, and the request says using-graph-uri as well".to_owned()));
            }
            *using = using.take().or_else(|| given.cloned());
            if hide::everywhere(pattern) {
                return Err(Problem::Forbidden("SERVICE is not allowed in an update".to_owned()));
            }
            let open = delete
                .iter()
                .map(|quad| (&quad.predicate, &quad.graph_name))
                .chain(insert.iter().map(|quad| (&quad.predicate, &quad.graph_name)));
            let mut variables = BTreeSet::new();
            for (predicate, graph) in open {
                if let NamedNodePattern::Variable(variable) = predicate {
                    variables.insert(variable.as_str().to_owned());
                }
                if let GraphNamePattern::Variable(variable) = graph {
                    variables.insert(variable.as_str().to_owned());
                }
            }
            for name in variables {
                let inner = Box::new(std::mem::take(pattern.as_mut()));
                **pattern = GraphPattern::Filter { expr: outside(Variable::new_unchecked(name)), inner };
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// That a variable, if it is bound at all, names nothing of the store's own.
fn outside(variable: Variable) -> Expression {
    let name = Expression::FunctionCall(Function::Str, vec![Expression::Variable(variable)]);
    let own = Expression::FunctionCall(Function::StrStarts, vec![name, Expression::Literal(Literal::new_simple_literal(INTERNAL))]);
    Expression::Coalesce(vec![Expression::Not(Box::new(own)), Expression::Literal(Literal::from(true))])
}

/// The graphs that an operation writes into; none is the default graph.
fn touched(edit: &mut Edit<'_>, operation: &Operation, union: bool, limit: &Limit) -> Result<BTreeSet<Option<NamedNode>>, Problem> {
    let plain = |graph: &spargebra::term::GraphName| match graph {
        spargebra::term::GraphName::NamedNode(name) => Some(name.clone()),
        spargebra::term::GraphName::DefaultGraph => None,
    };
    Ok(match operation {
        Operation::InsertData { data } => data.iter().map(|quad| plain(&quad.graph_name)).collect(),
        Operation::DeleteData { data } => data.iter().map(|quad| plain(&quad.graph_name)).collect(),
        Operation::DeleteInsert { delete, insert, using, pattern } => {
            let graphs = delete.iter().map(|quad| &quad.graph_name).chain(insert.iter().map(|quad| &quad.graph_name));
            let mut found = BTreeSet::new();
            let mut variables = BTreeSet::new();
            for graph in graphs {
                match graph {
                    GraphNamePattern::NamedNode(name) => found.insert(Some(name.clone())),
                    GraphNamePattern::DefaultGraph => found.insert(None),
                    GraphNamePattern::Variable(variable) => variables.insert(variable.as_str().to_owned()),
                };
            }
            for name in variables {
                found.extend(values(edit, &Variable::new_unchecked(name), using.as_ref(), pattern, union, limit)?.into_iter().map(Some));
            }
            found
        }
        _ => BTreeSet::new(),
    })
}

/// The IRIs that a variable of the pattern stands for.
fn values(
    edit: &mut Edit<'_>,
    variable: &Variable,
    using: Option<&QueryDataset>,
    pattern: &GraphPattern,
    union: bool,
    limit: &Limit,
) -> Result<BTreeSet<NamedNode>, Problem> {
    let project = GraphPattern::Project { inner: Box::new(pattern.clone()), variables: vec![variable.clone()] };
    let pattern = GraphPattern::Distinct { inner: Box::new(project) };
    let query = Query::Select { dataset: using.cloned(), pattern, base_iri: None };
    let mut prepared = SparqlEvaluator::new().with_cancellation_token(limit.token()).for_query(query);
    if union && prepared.dataset().is_default_dataset() {
        prepared.dataset_mut().set_default_graph_as_union();
    }
    let failed = |e: QueryEvaluationError| stopped(limit).unwrap_or_else(|| Problem::Failed(format!("the update failed: {e}")));
    let QueryResults::Solutions(rows) = prepared.on_transaction(edit.transaction()).execute().map_err(failed)? else {
        return Ok(BTreeSet::new());
    };
    let mut found = BTreeSet::new();
    for row in rows {
        if let Some(Term::NamedNode(name)) = row.map_err(failed)?.get(0) {
            found.insert(name.clone());
        }
    }
    Ok(found)
}

/// Clears or drops; the graphs of articles go as a whole, with what only they gave.
fn gone(edit: &mut Edit<'_>, graph: GraphTarget, silent: bool, clear: bool) -> Result<(), Problem> {
    match graph {
        GraphTarget::DefaultGraph => edit.take_default()?,
        GraphTarget::NamedGraphs => edit.take_named()?,
        GraphTarget::AllGraphs => edit.take_all()?,
        GraphTarget::NamedNode(name) => {
            let name: NamedNodeRef<'_> = name.as_ref();
            if !edit.has(name)? {
                return if silent { Ok(()) } else { Err(Problem::Missing(name.as_str().to_owned())) };
            }
            if clear && !edit.is_article(name)? {
                edit.transaction().clear_graph(name)?;
                edit.touched(name.into())?;
            } else {
                edit.take(name)?;
            }
        }
    }
    Ok(())
}

fn failed(error: UpdateEvaluationError, limit: &Limit) -> Problem {
    match error {
        UpdateEvaluationError::GraphAlreadyExists(name) => Problem::Exists(name.into_string()),
        UpdateEvaluationError::GraphDoesNotExist(name) => Problem::Missing(name.into_string()),
        other => stopped(limit).unwrap_or_else(|| Problem::Failed(format!("the update failed: {other}"))),
    }
}

fn stopped(limit: &Limit) -> Option<Problem> {
    limit.overrun().map(Problem::Overrun)
}

#[cfg(test)]
mod tests;
