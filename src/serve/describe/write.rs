//! What is known about an IRI, in the syntaxes of RDF.

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use super::super::reply::{Open, Refused, Whole};
use super::about::about;
use super::dataset::{DCTERMS, VOID, VOID_EXT};
use super::service::{DCAT, SD};
use super::summary::{Summary, summary};
use crate::export::{Format, Problem, Writer};
use crate::query::prefix::KNOWN;

/// Prefixes beyond the known ones.
const MORE: [(&str, &str); 8] = [
    ("dcat", DCAT),
    ("dcterms", DCTERMS),
    ("formats", "http://www.w3.org/ns/formats/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("sd", SD),
    ("vann", "http://purl.org/vocab/vann/"),
    ("void", VOID),
    ("void-ext", VOID_EXT),
];

/// What is known about an IRI, in that syntax. Those without graphs hold all of it as one.
///
/// # Errors
/// As [`about`]; 406 where the syntax cannot hold a value.
pub(in crate::serve) fn rdf(open: &Open, iri: &str, format: Format) -> Result<Whole, Refused> {
    written(about(open, iri)?, format)
}

/// What is known about an IRI as a page for people and as the JSON-LD beside it.
///
/// # Errors
/// As [`about`].
pub(in crate::serve) fn page(open: &Open, iri: &str) -> Result<(Summary, String), Refused> {
    let quads = about(open, iri)?;
    let summary = summary(&quads, iri);
    Ok((summary, String::from_utf8_lossy(&written(quads, Format::JsonLd)?.body).into_owned()))
}

/// Quads in that syntax: sorted, graph after graph, with the prefixes they use.
///
/// # Errors
/// 406 where the syntax cannot hold a value.
pub(in crate::serve) fn written(mut quads: Vec<Quad>, format: Format) -> Result<Whole, Refused> {
    if !format.has_graphs() {
        quads.iter_mut().for_each(|quad| quad.graph_name = GraphName::DefaultGraph);
    }
    let name = |quad: &Quad| if let GraphName::NamedNode(graph) = &quad.graph_name { graph.as_str().to_owned() } else { String::new() };
    quads.sort_by_cached_key(|quad| (name(quad), quad.to_string()));
    quads.dedup();
    let used: Vec<(&str, &str)> = KNOWN.iter().copied().chain(MORE).filter(|(_, space)| quads.iter().any(|q| uses(q, space))).collect();
    let mut writer = Writer::declaring(&used, format, Vec::new());
    for graph in quads.chunk_by(|a, b| a.graph_name == b.graph_name) {
        writer.write(graph.to_vec()).map_err(|problem| unfit(problem, format))?;
    }
    let mut body = writer.finish().map_err(|e| unfit(e.into(), format))?;
    if body.last().is_some_and(|byte| *byte != b'\n') {
        body.push(b'\n');
    }
    Ok(Whole { status: 200, media: format.engine().media_type(), body })
}

fn unfit(problem: Problem, format: Format) -> Refused {
    let why = match problem {
        Problem::Content(diagnostic) => diagnostic.to_string(),
        Problem::Output(error) => error.to_string(),
    };
    Refused::new(406_u16, format!("this cannot be written as {format}: {why}"))
}

fn uses(quad: &Quad, namespace: &str) -> bool {
    let named = |node: &NamedNode| node.as_str().starts_with(namespace);
    let object = match &quad.object {
        Term::NamedNode(node) => named(node),
        Term::Literal(literal) => literal.datatype().as_str().starts_with(namespace),
        Term::BlankNode(_) => false,
    };
    object || named(&quad.predicate) || matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if named(node))
}
