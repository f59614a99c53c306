//! Every pattern of a query's algebra, also those inside expressions.

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

/// Shows `visit` each pattern after those inside it, to look at or to put another in its place. What a service is asked stands for itself.
pub(super) fn each(pattern: &mut GraphPattern, visit: &mut dyn FnMut(&mut GraphPattern)) {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } | GraphPattern::Service { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Minus { left, right } => {
            each(left, visit);
            each(right, visit);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            each(left, visit);
            each(right, visit);
            expression.iter_mut().for_each(|e| within(e, visit));
        }
        GraphPattern::Filter { expr, inner } => {
            within(expr, visit);
            each(inner, visit);
        }
        GraphPattern::Extend { inner, expression, .. } => {
            within(expression, visit);
            each(inner, visit);
        }
        GraphPattern::OrderBy { inner, expression } => {
            expression.iter_mut().for_each(|(OrderExpression::Asc(e) | OrderExpression::Desc(e))| within(e, visit));
            each(inner, visit);
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    within(expr, visit);
                }
            }
            each(inner, visit);
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => each(inner, visit),
    }
    visit(pattern);
}

/// The same for the patterns inside an expression.
fn within(expression: &mut Expression, visit: &mut dyn FnMut(&mut GraphPattern)) {
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) | Expression::Variable(_) | Expression::Bound(_) => {}
        Expression::Exists(pattern) => each(pattern, visit),
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
        | Expression::Divide(a, b) => [a, b].into_iter().for_each(|e| within(e, visit)),
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => within(a, visit),
        Expression::If(a, b, c) => [a, b, c].into_iter().for_each(|e| within(e, visit)),
        Expression::In(a, list) => {
            within(a, visit);
            list.iter_mut().for_each(|e| within(e, visit));
        }
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => list.iter_mut().for_each(|e| within(e, visit)),
    }
}
