//! Keeps the store's own records out of what patterns of any property find.
//!
//! A record is reached only by a property of its own, so these are excepted where a pattern leaves the property open: a variable, or a
//! negated set in a path. A path of no length reaches every node without any property; there what records hold is left out by asking for
//! it. A graph of records is no value of a variable, and a query that names a record is not run ([`names_one`]).

use oxigraph::model::NamedNodeRef;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern, Variable};

use super::walk;
use crate::rdf::vocabulary::{CHANGES, DIGEST, INDEX, INTERNAL, NOTES};

/// Rewrites a pattern and all those inside it; returns whether it calls a service.
pub(crate) fn everywhere(pattern: &mut GraphPattern) -> bool {
    let mut calls = false;
    walk::each(pattern, &mut |pattern| {
        records(pattern);
        calls |= matches!(pattern, GraphPattern::Service { .. });
    });
    calls
}

/// Rewrites one pattern; not those inside it.
pub(super) fn records(pattern: &mut GraphPattern) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            let open = patterns.iter().filter_map(|triple| match &triple.predicate {
                NamedNodePattern::Variable(variable) => Some(variable.clone()),
                NamedNodePattern::NamedNode(_) => None,
            });
            let closed: Vec<Expression> = open.map(|v| except(Expression::Variable(v))).collect();
            for expr in closed {
                let inner = Box::new(std::mem::replace(pattern, GraphPattern::Bgp { patterns: Vec::new() }));
                *pattern = GraphPattern::Filter { expr, inner };
            }
        }
        GraphPattern::Path { subject, path, object } => {
            close(path);
            let ends = if may_be_empty(path) { [variable(subject), variable(object)] } else { [None, None] };
            for end in ends.into_iter().flatten() {
                filter(pattern, no_part(&end));
            }
        }
        GraphPattern::Graph { name: NamedNodePattern::Variable(name), .. } => {
            let graphs = [INDEX, CHANGES].map(|graph| Expression::NamedNode(graph.into_owned())).to_vec();
            let expression = Expression::Not(Box::new(Expression::In(Box::new(Expression::Variable(name.clone())), graphs)));
            filter(pattern, expression);
        }
        _ => {}
    }
}

fn except(property: Expression) -> Expression {
    let hidden = NOTES.map(|term| Expression::NamedNode(term.into_owned())).to_vec();
    Expression::Not(Box::new(Expression::In(Box::new(property), hidden)))
}

/// Lets through what the condition holds of.
fn filter(pattern: &mut GraphPattern, expr: Expression) {
    let inner = Box::new(std::mem::replace(pattern, GraphPattern::Bgp { patterns: Vec::new() }));
    *pattern = GraphPattern::Filter { expr, inner };
}

fn variable(term: &TermPattern) -> Option<Variable> {
    if let TermPattern::Variable(variable) = term { Some(variable.clone()) } else { None }
}

/// Whether a path leads from a node to itself.
fn may_be_empty(path: &PropertyPathExpression) -> bool {
    match path {
        PropertyPathExpression::NamedNode(_) | PropertyPathExpression::NegatedPropertySet(_) => false,
        PropertyPathExpression::ZeroOrMore(_) | PropertyPathExpression::ZeroOrOne(_) => true,
        PropertyPathExpression::Reverse(a) | PropertyPathExpression::OneOrMore(a) => may_be_empty(a),
        PropertyPathExpression::Sequence(a, b) => may_be_empty(a) && may_be_empty(b),
        PropertyPathExpression::Alternative(a, b) => may_be_empty(a) || may_be_empty(b),
    }
}

/// That a value is neither a record nor what one holds.
fn no_part(value: &Variable) -> Expression {
    // No query can write a variable with a space in its name, and so give it a value.
    let end = |name: &str| TermPattern::Variable(Variable::new_unchecked(name));
    let by = |property: NamedNodeRef<'_>, subject: TermPattern, object: TermPattern| {
        let predicate = NamedNodePattern::NamedNode(property.into_owned());
        let patterns = vec![TriplePattern { subject, predicate, object }];
        Expression::Not(Box::new(Expression::Exists(Box::new(GraphPattern::Bgp { patterns }))))
    };
    let here = || TermPattern::Variable(value.clone());
    let held = NOTES.map(|property| by(property, end("a record"), here()));
    held.into_iter().fold(by(DIGEST, here(), end("what is held")), |all, one| Expression::And(Box::new(all), Box::new(one)))
}

/// Whether a query or an update, as it is written out, names a record.
pub(crate) fn names_one(written: &str) -> bool {
    written.contains(&format!("<{INTERNAL}"))
}

fn close(path: &mut PropertyPathExpression) {
    match path {
        PropertyPathExpression::NamedNode(_) => {}
        PropertyPathExpression::NegatedPropertySet(excepted) => excepted.extend(NOTES.map(|t| t.into_owned())),
        PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
            close(a);
            close(b);
        }
        PropertyPathExpression::Reverse(a)
        | PropertyPathExpression::ZeroOrMore(a)
        | PropertyPathExpression::OneOrMore(a)
        | PropertyPathExpression::ZeroOrOne(a) => close(a),
    }
}
