//! The record that the store keeps in an article's graph: its digest, and the knowledge it gave.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use oxigraph::store::StorageError;

use crate::rdf::vocabulary::{DIGEST, INTERNAL, STATES};

/// Whether a quad is the store's own note, which no export shows.
#[must_use]
pub fn is_internal(quad: &Quad) -> bool {
    quad.predicate.as_str().starts_with(INTERNAL)
}

/// The quads of a record.
pub(super) fn quads(article: NamedNodeRef<'_>, digest: &str, knowledge: &[Triple]) -> [Quad; 2] {
    let node = NamedNode::new_unchecked(format!("{}#record", article.as_str()));
    let text = |text: &str| Literal::new_simple_literal(text);
    [
        Quad::new(node.clone(), DIGEST, text(digest), article.into_owned()),
        Quad::new(node, STATES, text(&lines(knowledge)), article.into_owned()),
    ]
}

/// One line a triple.
fn lines(triples: &[Triple]) -> String {
    triples.iter().map(|triple| format!("{triple} .\n")).collect()
}

/// The line of one triple.
pub(super) fn line(triple: &Triple) -> String {
    format!("{triple} .")
}

/// The triple of such a line.
pub(super) fn quad(line: &str) -> Option<Quad> {
    let mut parser = RdfParser::from_format(RdfFormat::NTriples).for_slice(line.as_bytes());
    let quad = parser.next()?.ok()?;
    Some(Quad { graph_name: GraphName::DefaultGraph, ..quad })
}

/// The text of the first literal among the objects.
pub(super) fn literal(mut quads: impl Iterator<Item = Result<Quad, StorageError>>) -> Result<Option<String>, StorageError> {
    match quads.next().transpose()?.map(|quad| quad.object) {
        Some(Term::Literal(literal)) => Ok(Some(literal.destruct().0)),
        _ => Ok(None),
    }
}
