//! Answers in the syntaxes of SPARQL and RDF.

use std::io::{self, Write};

use oxigraph::io::RdfSerializer;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QueryTripleIter};

use super::html;
use super::prefix::KNOWN;
use crate::diagnostic::Diagnostic;
use crate::export::Format;
use crate::rdf::vocabulary::INTERNAL;

/// How many triples are held to be sorted.
const FEW: usize = 10_000;

/// What an answer looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Rows, of SELECT.
    Rows,
    /// Yes or no, of ASK.
    Truth,
    /// Triples, of CONSTRUCT and DESCRIBE.
    Graph,
}

/// A syntax of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Of rows and truths: JSON, XML, CSV or TSV.
    Results(QueryResultsFormat),
    /// Of graphs.
    Rdf(Format),
    /// Of all answers: a page for browsers.
    Html,
}

const RESULTS: [(&str, QueryResultsFormat); 4] = [
    ("json", QueryResultsFormat::Json),
    ("xml", QueryResultsFormat::Xml),
    ("csv", QueryResultsFormat::Csv),
    ("tsv", QueryResultsFormat::Tsv),
];

impl Syntax {
    /// The syntaxes in which an answer of that shape can be written; the usual one first.
    #[must_use]
    pub fn all(shape: Shape) -> Vec<Self> {
        match shape {
            Shape::Rows | Shape::Truth => RESULTS.map(|(_, format)| Self::Results(format)).to_vec(),
            Shape::Graph => {
                let formats = [Format::Turtle, Format::NTriples, Format::RdfXml, Format::JsonLd, Format::TriG, Format::NQuads];
                formats.map(Self::Rdf).to_vec()
            }
        }
    }

    /// The same and the page, which is only for browsers and has no name: its links lead to pages of a server.
    #[must_use]
    pub fn offered(shape: Shape) -> Vec<Self> {
        let mut offered = Self::all(shape);
        offered.push(Self::Html);
        offered
    }

    /// The syntax by a name that users know: `json`, `csv`, `ttl`, `rdfxml`. JSON and XML are what they are for the shape.
    ///
    /// # Errors
    /// Says which names there are for the shape.
    pub fn named(name: &str, shape: Shape) -> Result<Self, Diagnostic> {
        let lower = name.to_ascii_lowercase();
        let found = match shape {
            Shape::Rows | Shape::Truth => RESULTS.into_iter().find(|(n, _)| *n == lower).map(|(_, f)| Self::Results(f)),
            Shape::Graph => lower.parse().ok().map(Self::Rdf),
        };
        found.ok_or_else(|| {
            let (what, names) = match shape {
                Shape::Rows => ("rows", "json, xml, csv, tsv"),
                Shape::Truth => ("yes or no", "json, xml, csv, tsv"),
                Shape::Graph => ("triples", "ttl, nt, nq, trig, rdfxml, jsonld"),
            };
            Diagnostic::new(format!("the answer is {what}, and `{name}` is no syntax for that")).hinted(format!("there are {names}"))
        })
    }

    /// Whether it goes by that name among users and programs: one of [`Self::named`], a media type, or its end.
    #[must_use]
    pub fn is_called(self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        let bare = |media: &str| media.split(';').next().unwrap_or(media).to_owned();
        let media = [&[self.media_type()], self.aliases()].concat().into_iter().map(bare);
        let named = [Shape::Rows, Shape::Graph].into_iter().any(|shape| Self::named(&lower, shape).is_ok_and(|s| s == self));
        named || media.into_iter().any(|media| media == lower || media.rsplit_once('/').is_some_and(|(_, end)| end == lower))
    }

    /// Its media type, with the character set where the default would be another.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Results(QueryResultsFormat::Csv) => "text/csv; charset=utf-8",
            Self::Results(QueryResultsFormat::Tsv) => "text/tab-separated-values; charset=utf-8",
            Self::Results(format) => format.media_type(),
            Self::Rdf(format) => format.engine().media_type(),
            Self::Html => "text/html; charset=utf-8",
        }
    }

    /// Other media types by which it is asked for.
    #[must_use]
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Results(QueryResultsFormat::Json) => &["application/json"],
            Self::Results(QueryResultsFormat::Xml) => &["application/xml", "text/xml"],
            Self::Rdf(Format::Turtle) => &["application/x-turtle"],
            Self::Rdf(Format::NTriples) => &["text/plain"],
            Self::Rdf(Format::RdfXml) => &["application/xml", "text/xml"],
            Self::Rdf(Format::JsonLd) => &["application/json"],
            Self::Results(_) | Self::Rdf(_) | Self::Html => &[],
        }
    }
}

/// Why an answer could not be written.
#[derive(Debug)]
pub enum Trouble {
    /// It could not be found.
    Search(Box<QueryEvaluationError>),
    /// It could not be written.
    Output(io::Error),
    /// It has more rows or triples than this, which is the most.
    Rows(u64),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<QueryEvaluationError> for Trouble {
    fn from(error: QueryEvaluationError) -> Self {
        Self::Search(Box::new(error))
    }
}

/// How many rows or triples may still come.
pub(super) struct Tally {
    left: Option<u64>,
    most: Option<u64>,
}

impl Tally {
    /// One more comes.
    pub(super) fn one(&mut self) -> Result<(), Trouble> {
        match (&mut self.left, self.most) {
            (Some(0), Some(most)) => Err(Trouble::Rows(most)),
            (Some(left), _) => {
                *left -= 1;
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }
}

/// The triples of an answer, counted; the store's own records, which a description of an IRI would show, are left out.
pub(super) fn triples<'a>(found: QueryTripleIter<'a>, tally: &'a mut Tally) -> impl Iterator<Item = Result<Triple, Trouble>> + 'a {
    let shown = found.filter(|triple| !triple.as_ref().is_ok_and(|triple| triple.predicate.as_str().starts_with(INTERNAL)));
    shown.map(|triple| {
        let triple = triple?;
        tally.one().map(|()| triple)
    })
}

/// Writes an answer as it is found: so many rows or triples at most, or all.
///
/// # Errors
/// When it cannot be found or written, or is longer; part of it may have been written.
pub fn write(answer: QueryResults<'_>, syntax: Syntax, most: Option<u64>, to: &mut impl Write) -> Result<(), Trouble> {
    let mut tally = Tally { left: most, most };
    let unsuited = || Trouble::Output(io::Error::other("the syntax does not suit the answer"));
    match (answer, syntax) {
        (QueryResults::Solutions(rows), Syntax::Results(format)) => {
            let serializer = QueryResultsSerializer::from_format(format);
            let mut writer = serializer.serialize_solutions_to_writer(to, rows.variables().to_vec())?;
            for row in rows {
                let row = row?;
                tally.one()?;
                writer.serialize(row.iter())?;
            }
            end(format, writer.finish()?)
        }
        (QueryResults::Boolean(truth), Syntax::Results(format)) => {
            QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(&mut *to, truth)?;
            Ok(writeln!(to)?)
        }
        (QueryResults::Graph(found), Syntax::Rdf(format)) => write_graph(triples(found, &mut tally), format, to),
        (answer, Syntax::Html) => html::write(answer, &mut tally, to),
        _ => Err(unsuited()),
    }
}

/// Texts end with a line's end; some serializers leave it out.
fn end(format: QueryResultsFormat, to: &mut impl Write) -> Result<(), Trouble> {
    match format {
        QueryResultsFormat::Json | QueryResultsFormat::Xml => Ok(writeln!(to)?),
        _ => Ok(()),
    }
}

/// Writes triples, in a syntax of graphs.
///
/// # Errors
/// When they cannot be read or written.
pub fn write_triples(
    triples: impl Iterator<Item = Result<Triple, Diagnostic>>,
    syntax: Syntax,
    to: &mut impl Write,
) -> Result<(), Trouble> {
    let Syntax::Rdf(format) = syntax else { return Err(Trouble::Output(io::Error::other("the syntax does not suit triples"))) };
    write_graph(triples.map(|triple| triple.map_err(|e| Trouble::Output(io::Error::other(e)))), format, to)
}

/// Few triples are sorted, and declare the prefixes they use; many are written as they are found.
fn write_graph(mut triples: impl Iterator<Item = Result<Triple, Trouble>>, format: Format, to: &mut impl Write) -> Result<(), Trouble> {
    let mut few = triples.by_ref().take(FEW).collect::<Result<Vec<_>, _>>()?;
    let complete = few.len() < FEW;
    if complete {
        few.sort_by_cached_key(|t| (t.subject.to_string(), t.predicate != rdf::TYPE, t.predicate.to_string(), t.object.to_string()));
    }
    let mut serializer = RdfSerializer::from_format(format.engine());
    for (prefix, namespace) in KNOWN.iter().filter(|(_, namespace)| !complete || few.iter().any(|triple| uses(triple, namespace))) {
        // A namespace that is no IRI, which a test excludes, would only make the output longer.
        serializer = serializer.clone().with_prefix(*prefix, *namespace).unwrap_or(serializer);
    }
    let mut writer = serializer.for_writer(to);
    for triple in few {
        writer.serialize_triple(&triple)?;
    }
    for triple in triples {
        writer.serialize_triple(&triple?)?;
    }
    let to = writer.finish()?;
    match format {
        Format::JsonLd | Format::RdfXml => Ok(writeln!(to)?),
        Format::NQuads | Format::NTriples | Format::TriG | Format::Turtle => Ok(()),
    }
}

fn uses(triple: &Triple, namespace: &str) -> bool {
    let named = |node: &NamedNode| node.as_str().starts_with(namespace);
    let subject = matches!(&triple.subject, NamedOrBlankNode::NamedNode(node) if named(node));
    let object = match &triple.object {
        Term::NamedNode(node) => named(node),
        Term::Literal(literal) => literal.datatype().as_str().starts_with(namespace),
        Term::BlankNode(_) => false,
    };
    subject || named(&triple.predicate) || object
}
