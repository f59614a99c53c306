//! What must hold of the links: each joins two things that are there, says so plainly too, and has a score.

use std::collections::BTreeSet;

use oxigraph::model::Term;

use super::facts::{is_entity, is_fact};
use super::graph::Graph;
use super::report::Report;
use crate::rdf::vocabulary::{
    ARTICLE_COUNT, FACT_GROUP, INDEPENDENT_COUNT, LINK_CLASS, MEMBER, OBJECT, POSSIBLY_SAME, PREDICATE, PUBLISHER_COUNT, SCORE, SUBJECT,
};

/// Checks the graph of links. `changed` is what has changed since they were made: of it nothing can be said.
pub(super) fn check(links: &Graph, knowledge: &Graph, changed: &BTreeSet<String>, report: &mut Report) {
    report.triples += links.len();
    let is_there = |iri: &str| changed.contains(iri) || is_fact(iri, knowledge) || is_entity(iri, knowledge);
    for (node, _) in links.nodes() {
        if links.is_a(node, LINK_CLASS) {
            report.links += 1;
            link(node, links, &is_there, report);
        } else if links.is_a(node, FACT_GROUP) {
            let members: Vec<&str> = links.iris(node, MEMBER).collect();
            report.demand(members.len() > 1, node, "is a group of fewer than two facts");
            report.demand(members.iter().all(|m| changed.contains(*m) || is_fact(m, knowledge)), node, "has a member that is no fact");
            counts(node, links, report);
        } else {
            report.demand(is_there(node), node, "is linked but neither a fact nor an entity");
            if is_fact(node, knowledge) {
                counts(node, links, report);
            }
        }
    }
}

fn link(node: &str, links: &Graph, is_there: &dyn Fn(&str) -> bool, report: &mut Report) {
    let (Some(from), Some(by), Some(to)) = (links.iri(node, SUBJECT), links.iri(node, PREDICATE), links.iri(node, OBJECT)) else {
        return report.fault(node, "does not have one subject, one predicate and one object");
    };
    report.demand(is_there(from) && is_there(to), node, "links something that is not there");
    report.demand(from != to, node, "links something with itself");
    let plain = links.has(from, &(by.to_owned(), Term::from(oxigraph::model::NamedNode::new_unchecked(to))));
    report.demand(plain, node, "is not said in a triple of its own");
    let score = links.text(node, SCORE).and_then(|s| s.parse::<f64>().ok());
    report.demand(score.is_some_and(|s| (0.0..=1.0).contains(&s)), node, "has no score between 0 and 1");
    let of_entities = by == POSSIBLY_SAME.as_str();
    report.demand(of_entities == from.starts_with(crate::rdf::vocabulary::ENTITY), node, "links facts as entities, or entities as facts");
}

/// There are no more publishers and no more independent articles than articles.
fn counts(node: &str, links: &Graph, report: &mut Report) {
    let number = |property| links.text(node, property).and_then(|n| n.parse::<usize>().ok());
    match (number(ARTICLE_COUNT), number(PUBLISHER_COUNT), number(INDEPENDENT_COUNT)) {
        (Some(articles), Some(publishers), Some(independent)) => {
            let fits = publishers <= articles && (1..=articles).contains(&independent);
            report.demand(fits, node, "counts more publishers or independent articles than articles");
        }
        (None, None, None) => {}
        _ => report.fault(node, "counts its articles in part only"),
    }
}
