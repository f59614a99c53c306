//! Looks through a query's algebra: finds calls to other services, and keeps the store's own records out of what
//! patterns of any property find.
//!
//! A record is reached only by a property of its own, so it is enough to except these where a pattern leaves the property
//! open: a variable, or a negated set in a path.

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression};
use spargebra::term::NamedNodePattern;

use crate::rdf::vocabulary::NOTES;

/// Rewrites the pattern; returns whether it calls a service.
pub(super) fn records(pattern: &mut GraphPattern) -> bool {
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
            false
        }
        GraphPattern::Path { path, .. } => {
            close(path);
            false
        }
        GraphPattern::Values { .. } => false,
        GraphPattern::Service { .. } => true,
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Minus { left, right } => records(left) | records(right),
        GraphPattern::LeftJoin { left, right, expression } => records(left) | records(right) | expression.as_mut().is_some_and(within),
        GraphPattern::Filter { expr, inner } => within(expr) | records(inner),
        GraphPattern::Extend { inner, expression, .. } => within(expression) | records(inner),
        GraphPattern::OrderBy { inner, expression } => {
            let keys = expression.iter_mut().map(|(OrderExpression::Asc(e) | OrderExpression::Desc(e))| within(e));
            keys.fold(false, |a, b| a | b) | records(inner)
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            let parts = aggregates.iter_mut().map(|(_, aggregate)| match aggregate {
                AggregateExpression::CountSolutions { .. } => false,
                AggregateExpression::FunctionCall { expr, .. } => within(expr),
            });
            parts.fold(false, |a, b| a | b) | records(inner)
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => records(inner),
    }
}

fn except(property: Expression) -> Expression {
    let hidden = NOTES.map(|term| Expression::NamedNode(term.into_owned())).to_vec();
    Expression::Not(Box::new(Expression::In(Box::new(property), hidden)))
}

/// The same for the patterns inside an expression.
fn within(expression: &mut Expression) -> bool {
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => false,
        Expression::Exists(pattern) => records(pattern),
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => within(a) | within(b),
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => within(a),
        Expression::If(a, b, c) => within(a) | within(b) | within(c),
        Expression::In(a, list) => within(a) | all(list),
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => all(list),
    }
}

fn all(list: &mut [Expression]) -> bool {
    list.iter_mut().map(within).fold(false, |a, b| a | b)
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
