//! Whole graphs in and out, as the Graph Store Protocol has it.

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{GraphName, NamedNodeRef, Quad};

use super::{Problem, records};
use crate::rdf::vocabulary::INTERNAL;
use crate::store::{Edit, Writer, is_internal};

/// RDF that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its media type, with its parameters.
    pub media: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Puts RDF into a graph (the default graph where none is named): in place of what is there, or to it. Blank nodes are new ones each time.
/// Returns whether the graph was not there before.
///
/// # Errors
/// Says where the RDF is wrong, or that the graph is not for writing.
pub fn put(writer: &mut Writer, graph: Option<NamedNodeRef<'_>>, parts: &[Part], base: &str, replace: bool) -> Result<bool, Problem> {
    refuse(graph)?;
    let name: GraphName = graph.map_or(GraphName::DefaultGraph, |name| name.into_owned().into());
    let mut quads = Vec::new();
    for part in parts {
        quads.extend(parsed(part, &name, base)?);
    }
    writer.edit(|edit| {
        let there = graph.map_or(Ok(true), |name| edit.has(name))?;
        if replace && there {
            take(edit, graph)?;
        }
        if let Some(name) = graph {
            edit.transaction().insert_named_graph(name);
        }
        edit.transaction().extend(&quads);
        edit.touched(name.as_ref())?;
        Ok(!there)
    })
}

/// Takes a graph away; the default graph, where none is named, is emptied.
///
/// # Errors
/// Says that there is none, or that it is not for writing.
pub fn delete(writer: &mut Writer, graph: Option<NamedNodeRef<'_>>) -> Result<(), Problem> {
    refuse(graph)?;
    writer.edit(|edit| match graph {
        Some(name) if !edit.has(name)? => Err(Problem::Missing(name.as_str().to_owned())),
        _ => take(edit, graph),
    })
}

fn take(edit: &mut Edit<'_>, graph: Option<NamedNodeRef<'_>>) -> Result<(), Problem> {
    match graph {
        Some(name) => edit.take(name)?,
        None => edit.take_default()?,
    }
    Ok(())
}

fn refuse(graph: Option<NamedNodeRef<'_>>) -> Result<(), Problem> {
    if graph.is_some_and(|name| name.as_str().starts_with(INTERNAL)) { Err(records()) } else { Ok(()) }
}

/// The syntax of a media type, if it is one that is read, in UTF-8.
fn format(media: &str) -> Result<RdfFormat, Problem> {
    let mut parts = media.split(';').map(str::trim);
    let bare = parts.next().unwrap_or("");
    let charset =
        parts.find_map(|p| p.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset")).map(|(_, v)| v.trim()));
    if let Some(charset) =
        charset.map(|c| c.trim_matches('"').to_ascii_lowercase()).filter(|c| !["utf-8", "utf8", "us-ascii"].contains(&c.as_str()))
    {
        return Err(Problem::Unknown(format!("RDF comes in UTF-8, not in {charset}")));
    }
    RdfFormat::from_media_type(bare).filter(|format| *format != RdfFormat::N3).ok_or_else(|| {
        let known = "RDF comes as text/turtle, application/n-triples, application/rdf+xml, application/ld+json, application/trig or application/n-quads";
        Problem::Unknown(if bare.is_empty() { format!("{known}; Content-Type says which") } else { format!("{known}, not as {bare}") })
    })
}

fn parsed(part: &Part, graph: &GraphName, base: &str) -> Result<Vec<Quad>, Problem> {
    let wrong = |message: String| Problem::Malformed(message);
    let parser = RdfParser::from_format(format(&part.media)?).without_named_graphs().with_default_graph(graph.clone()).rename_blank_nodes();
    let parser = parser.with_base_iri(base).map_err(|e| wrong(format!("`{base}` is no IRI: {e}")))?;
    let mut quads = Vec::new();
    for quad in parser.for_slice(&part.bytes) {
        let quad = quad.map_err(|e| wrong(located(&e.into())))?;
        if is_internal(&quad) {
            return Err(records());
        }
        quads.push(quad);
    }
    Ok(quads)
}

fn located(error: &RdfParseError) -> String {
    let place = match error {
        RdfParseError::Syntax(e) => e.location().map(|l| format!("line {}, column {}: ", l.start.line + 1, l.start.column + 1)),
        RdfParseError::Io(_) => None,
    };
    let said = error.to_string();
    let said = said
        .split_once(": ")
        .filter(|(before, _)| place.is_some() && before.starts_with("Parser error at"))
        .map_or(said.as_str(), |(_, s)| s);
    format!("{}{said}", place.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(media: &str, text: &str) -> Part {
        Part { media: media.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn problem(media: &str, text: &str) -> Problem {
        parsed(&part(media, text), &GraphName::DefaultGraph, "https://a.example/g/1").expect_err(text)
    }

    #[test]
    fn every_syntax_gives_the_same_triple_in_the_graph() {
        let table = [
            ("text/turtle; charset=utf-8", "<> <p> <../o> ."),
            ("text/turtle;charset=\"UTF-8\"", "<> <p> <../o> ."),
            ("application/n-triples", "<https://a.example/g/1> <https://a.example/g/p> <https://a.example/o> ."),
            ("application/trig", "{ <> <p> <../o> }"),
            ("application/n-quads", "<https://a.example/g/1> <https://a.example/g/p> <https://a.example/o> ."),
            (
                "application/rdf+xml",
                "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a='https://a.example/g/'><r:Description r:about=''><a:p r:resource='../o'/></r:Description></r:RDF>",
            ),
            ("application/ld+json", r#"{"@id": "", "https://a.example/g/p": {"@id": "../o"}}"#),
        ];
        let graph: GraphName = NamedNodeRef::new_unchecked("urn:g").into_owned().into();
        for (media, text) in table {
            let quads = parsed(&part(media, text), &graph, "https://a.example/g/1").expect(media);
            let said: Vec<String> = quads.iter().map(ToString::to_string).collect();
            assert_eq!(said, ["<https://a.example/g/1> <https://a.example/g/p> <https://a.example/o> <urn:g>"], "{media}");
        }
    }

    #[test]
    fn what_is_no_such_rdf_is_refused() {
        for media in ["", "text/html", "text/n3", "application/x-www-form-urlencoded", "text/turtle; charset=utf-16"] {
            assert!(matches!(problem(media, ""), Problem::Unknown(_)), "{media}");
        }
        let Problem::Malformed(said) = problem("text/turtle", "<a> <b> <c> .\n<a> <b> oops .") else { unreachable!("it is malformed") };
        assert!(said.starts_with("line 2, column "), "{said}");
        assert!(matches!(problem("application/trig", "<g> { <a> <b> <c> }"), Problem::Malformed(_)), "another graph");
        let forged = "<a> <https://w3id.org/chancery/internal#digest> \"x\" .";
        assert!(matches!(problem("text/turtle", forged), Problem::Forbidden(_)));
    }
}
