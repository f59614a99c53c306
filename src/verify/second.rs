//! A second reader, written by others, for the syntaxes it knows: what we write must not only please our own parser.

use std::convert::Infallible;

use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use rio_api::model as rio;
use rio_api::parser::{QuadsParser as _, TriplesParser as _};
use rio_turtle::{NQuadsParser, NTriplesParser, TriGParser, TurtleError, TurtleParser};
use sha2::{Digest as _, Sha256};

use super::report::Report;
use crate::export::Format;

/// How many quads there are, and the sum of their hashes, which no order changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    count: usize,
    hashes: u128,
}

impl Sum {
    fn add(&mut self, quad: &str) {
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(quad.as_bytes())[..16]);
        self.count += 1;
        self.hashes = self.hashes.wrapping_add(u128::from_le_bytes(key));
    }
}

/// Demands that the second reader reads the same quads.
pub(super) fn compare(quads: &[Quad], bytes: &[u8], format: Format, name: &str, report: &mut Report) {
    let mut theirs = Sum::default();
    let result = match format {
        Format::NQuads => NQuadsParser::new(bytes).parse_all(&mut |q: rio::Quad<'_>| quad(&mut theirs, q)),
        Format::TriG => TriGParser::new(bytes, None).parse_all(&mut |q: rio::Quad<'_>| quad(&mut theirs, q)),
        Format::NTriples => NTriplesParser::new(bytes).parse_all(&mut |t: rio::Triple<'_>| triple(&mut theirs, t)),
        Format::Turtle => TurtleParser::new(bytes, None).parse_all(&mut |t: rio::Triple<'_>| triple(&mut theirs, t)),
        Format::RdfXml | Format::JsonLd => return,
    };
    if let Err(error) = result {
        return report.fault(name, format!("a second reader cannot read it: {error}"));
    }
    let mut ours = Sum::default();
    quads.iter().for_each(|q| ours.add(&line(q)));
    if ours.count != theirs.count {
        report.fault(name, format!("{} quads, but a second reader finds {}", ours.count, theirs.count));
    } else if ours != theirs {
        report.fault(name, "a second reader reads other quads");
    }
}

/// What errors the second reader may meet: only those of syntax.
enum Stop {
    Syntax(TurtleError),
}

impl From<TurtleError> for Stop {
    fn from(error: TurtleError) -> Self {
        Self::Syntax(error)
    }
}

impl From<Infallible> for Stop {
    fn from(error: Infallible) -> Self {
        match error {}
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(error) => error.fmt(f),
        }
    }
}

fn triple(sum: &mut Sum, t: rio::Triple<'_>) -> Result<(), Stop> {
    quad(sum, rio::Quad { subject: t.subject, predicate: t.predicate, object: t.object, graph_name: None })
}

fn quad(sum: &mut Sum, q: rio::Quad<'_>) -> Result<(), Stop> {
    let graph = match q.graph_name {
        None => String::new(),
        Some(rio::GraphName::NamedNode(node)) => iri(node),
        Some(rio::GraphName::BlankNode(_)) => BLANK.to_owned(),
    };
    sum.add(&format!("{} {} {} {graph}", subject(&q.subject), iri(q.predicate), object(&q.object)));
    Ok(())
}

/// Labels of blank nodes are each reader's own.
const BLANK: &str = "_:b";

fn subject(subject: &rio::Subject<'_>) -> String {
    match subject {
        rio::Subject::NamedNode(node) => iri(*node),
        rio::Subject::BlankNode(_) => BLANK.to_owned(),
        rio::Subject::Triple(triple) => triple.to_string(),
    }
}

fn object(object: &rio::Term<'_>) -> String {
    match object {
        rio::Term::NamedNode(node) => iri(*node),
        rio::Term::BlankNode(_) => BLANK.to_owned(),
        rio::Term::Literal(rio::Literal::Simple { value }) => Literal::new_simple_literal(*value).to_string(),
        rio::Term::Literal(rio::Literal::LanguageTaggedString { value, language }) => {
            Literal::new_language_tagged_literal_unchecked(*value, language.to_ascii_lowercase()).to_string()
        }
        rio::Term::Literal(rio::Literal::Typed { value, datatype }) => {
            Literal::new_typed_literal(*value, NamedNode::new_unchecked(datatype.iri)).to_string()
        }
        rio::Term::Triple(triple) => triple.to_string(),
    }
}

fn iri(node: rio::NamedNode<'_>) -> String {
    NamedNode::new_unchecked(node.iri).to_string()
}

fn line(quad: &Quad) -> String {
    let blank = |shown: String| if shown.starts_with("_:") { BLANK.to_owned() } else { shown };
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => String::new(),
        graph => blank(graph.to_string()),
    };
    format!("{} {} {} {graph}", blank(quad.subject.to_string()), quad.predicate, blank(quad.object.to_string()))
}
