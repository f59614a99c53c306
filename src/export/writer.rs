//! One output in one syntax.

use std::io::{self, Write};

use oxigraph::io::{RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{GraphName, Quad, Term};

use super::{Format, Problem};
use crate::diagnostic::Diagnostic;
use crate::rdf::vocabulary::{PREFIXES, rdf};

/// Writes quads, graph after graph.
pub struct Writer<W: Write> {
    serializer: WriterQuadSerializer<W>,
    format: Format,
}

impl<W: Write> Writer<W> {
    /// Begins an output that declares the usual prefixes.
    #[must_use]
    pub fn new(format: Format, to: W) -> Self {
        Self::declaring(PREFIXES, format, to)
    }

    /// Begins an output that declares those prefixes, each with its namespace.
    #[must_use]
    pub fn declaring(prefixes: &[(&str, &str)], format: Format, to: W) -> Self {
        let mut serializer = RdfSerializer::from_format(format.engine());
        for (prefix, namespace) in prefixes {
            // A refused prefix, which a test excludes, would only make the output longer.
            serializer = serializer.clone().with_prefix(*prefix, *namespace).unwrap_or(serializer);
        }
        Self { serializer: serializer.for_writer(to), format }
    }

    /// Writes the quads of one graph, sorted.
    ///
    /// # Errors
    /// When the bytes cannot be written, or the syntax cannot hold a value.
    pub fn write(&mut self, mut quads: Vec<Quad>) -> Result<(), Problem> {
        match self.format {
            Format::NQuads | Format::NTriples => quads.sort_by_cached_key(ToString::to_string),
            Format::TriG | Format::Turtle | Format::RdfXml | Format::JsonLd => quads.sort_by_cached_key(by_subject),
        }
        for mut quad in quads {
            if !self.format.has_graphs() {
                quad.graph_name = GraphName::DefaultGraph;
            }
            if self.format == Format::RdfXml {
                fits_in_xml(&quad)?;
            }
            self.serializer.serialize_quad(&quad)?;
        }
        Ok(())
    }

    /// Writes the end.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.serializer.finish()
    }
}

/// Subjects by their IRIs, so that an article stands before its parts; of each, first the classes.
fn by_subject(quad: &Quad) -> (String, bool, String, String) {
    let subject = quad.subject.to_string();
    let subject = subject.trim_matches(['<', '>']).to_owned();
    (subject, quad.predicate.as_ref() != rdf::TYPE, quad.predicate.as_str().to_owned(), quad.object.to_string())
}

/// XML has no way to write most control characters.
fn fits_in_xml(quad: &Quad) -> Result<(), Diagnostic> {
    let Term::Literal(literal) = &quad.object else { return Ok(()) };
    let strange = |c: &char| (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    match literal.value().chars().find(strange) {
        None => Ok(()),
        Some(c) => {
            let message = format!("RDF/XML cannot hold the character U+{:04X}", u32::from(c));
            Err(Diagnostic::new(message).in_file(quad.subject.to_string()).hinted("any other format can"))
        }
    }
}
