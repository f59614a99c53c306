//! A file of RDF as something that can be checked like a store.

use std::collections::BTreeSet;

use oxigraph::io::RdfParser;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::report::Report;
use super::second;
use crate::diagnostic::Diagnostic;
use crate::export::Format;
use crate::rdf::vocabulary::{
    ARTICLE, ARTICLE_COUNT, CONTRADICTS, FOLLOWED_BY, GROUP, INDEPENDENT_COUNT, LINK, LINKS, POSSIBLY_SAME, PUBLISHER_COUNT, SAME_FACT_AS,
    rdf,
};
use crate::store::Store;

/// Reads a file of that syntax into memory; where a second reader knows the syntax, it must have read the same.
///
/// # Errors
/// Says at which line the file is no RDF of that syntax. That the readers disagree is a fault in the report.
pub fn read(bytes: &[u8], format: Format, name: &str) -> Result<(Store, Report), Diagnostic> {
    let mut report = Report::default();
    let mut quads = Vec::new();
    for quad in RdfParser::from_format(format.engine()).for_slice(bytes) {
        quads.push(quad.map_err(|e| {
            let wrong = Diagnostic::new(format!("not {format}: {e}")).in_file(name);
            let line = e.location().and_then(|place| usize::try_from(place.start.line).ok());
            line.map_or(wrong.clone(), |line| wrong.at_line(line + 1))
        })?);
    }
    second::compare(&quads, bytes, format, name, &mut report);
    let engine = oxigraph::store::Store::new().map_err(|e| Diagnostic::new(format!("no memory: {e}")))?;
    engine.extend(in_layers(quads)).map_err(|e| Diagnostic::new(format!("cannot be held in memory: {e}")))?;
    Ok((Store::of(engine, name), report))
}

/// What only the graph of links says of facts and entities.
const RELATIONS: [NamedNodeRef<'static>; 7] =
    [SAME_FACT_AS, POSSIBLY_SAME, FOLLOWED_BY, CONTRADICTS, ARTICLE_COUNT, PUBLISHER_COUNT, INDEPENDENT_COUNT];

/// The quads in their two layers and the links. A syntax without graphs loses them, but the subjects tell: an article and its parts, a link.
fn in_layers(mut quads: Vec<Quad>) -> Vec<Quad> {
    if quads.iter().any(|quad| !quad.graph_name.is_default_graph()) {
        return quads;
    }
    let is_article = |quad: &&Quad| quad.predicate.as_ref() == rdf::TYPE && quad.object == Term::from(ARTICLE);
    let articles: BTreeSet<String> = quads.iter().filter(is_article).filter_map(subject).map(str::to_owned).collect();
    for quad in &mut quads {
        let is_link = |s: &str| s.starts_with(LINK) || s.starts_with(GROUP);
        if RELATIONS.contains(&quad.predicate.as_ref()) || subject(quad).is_some_and(is_link) {
            quad.graph_name = LINKS.into();
            continue;
        }
        let article = subject(quad).map(|s| s.split_once('#').map_or(s, |(article, _)| article)).filter(|a| articles.contains(*a));
        if let Some(article) = article.map(str::to_owned) {
            quad.graph_name = GraphName::from(NamedNode::new_unchecked(article));
        }
    }
    quads
}

fn subject(quad: &Quad) -> Option<&str> {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}
