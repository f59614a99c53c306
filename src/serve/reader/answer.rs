//! Answers what a reader is asked, from what it has open.

use std::io::Write;

use oxigraph::model::{GraphName, Triple};

use super::Reply;
use crate::export::Format;
use crate::query::{self, Limit, Question, Reason, Shape, Syntax, Trouble};
use crate::serve::ask::{Ask, Dataset, What, node};
use crate::serve::reply::{Open, Refused, Whole};
use crate::serve::{accept, api, describe, page};

/// Writes the answer; a refusal after its head has been written means that the rest is missing.
pub(super) fn answer(open: &Open, ask: &Ask, reply: &mut Reply<'_, impl Write>) -> Result<(), Refused> {
    let whole = match &ask.what {
        What::Query { query, graphs } => return ask_store(open, ask, query, graphs.as_ref(), reply),
        What::Graph(name) => return graph(open, ask, name.as_deref(), reply),
        What::Api { path, parameters } => api::answer(open, path, parameters)?,
        What::Data(iri) => describe::rdf(open, iri, rdf_format(ask)?)?,
        What::Page(iri) => page_about(open, iri)?,
        What::Description => described(describe::service(&service(open, ask)), rdf_format(ask)?)?,
        What::Void => {
            let service = service(open, ask);
            let mut said = describe::service(&service);
            said.extend(describe::dataset(&describe::Statistics::of(&open.store)?, &service, &open.base));
            described(said, rdf_format(ask)?)?
        }
    };
    send(&whole, reply)
}

fn send(whole: &Whole, reply: &mut Reply<'_, impl Write>) -> Result<(), Refused> {
    reply.head(whole.status, whole.media).and_then(|()| reply.write_all(&whole.body)).map_err(|e| unsent(&e))
}

fn unsent(error: &std::io::Error) -> Refused {
    Refused::new(500_u16, format!("the answer cannot be sent: {error}"))
}

/// What the descriptions say of the service.
fn service<'a>(open: &Open, ask: &'a Ask) -> describe::Service<'a> {
    describe::Service { address: &ask.service, writes: ask.writes, searches: open.text.is_some() }
}

fn described(said: Vec<Triple>, format: Format) -> Result<Whole, Refused> {
    describe::written(said.into_iter().map(|triple| triple.in_graph(GraphName::DefaultGraph)).collect(), format)
}

/// The page about an IRI: what people see without scripts, and the same as JSON-LD.
fn page_about(open: &Open, iri: &str) -> Result<Whole, Refused> {
    let (summary, json_ld) = describe::page(open, iri)?;
    let shell = page::Shell { title: &summary.title, iri, summary: &summary.html, json_ld: Some(&json_ld) };
    Ok(Whole { status: 200, media: "text/html; charset=utf-8", body: page::filled(&shell).into_bytes() })
}

/// The syntax of RDF that is asked for.
fn rdf_format(ask: &Ask) -> Result<Format, Refused> {
    match negotiated(ask, &Syntax::all(Shape::Graph))? {
        Syntax::Rdf(format) => Ok(format),
        Syntax::Results(_) | Syntax::Html => Ok(Format::Turtle), // neither is offered
    }
}

/// The first syntax that is asked for by name and offered, or the one most accepted.
///
/// Clients name syntaxes in many ways, and some name several; one that accepts something beside is not refused for a name that
/// nobody knows.
fn negotiated(ask: &Ask, offers: &[Syntax]) -> Result<Syntax, Refused> {
    if let Some(syntax) = ask.formats.iter().find_map(|name| offers.iter().find(|syntax| syntax.is_called(name))) {
        return Ok(*syntax);
    }
    let known = || offers.iter().map(|s| s.media_type()).collect::<Vec<_>>().join(", ");
    if let Some(name) = ask.formats.first().filter(|_| ask.accept.is_empty() || ask.accept == "*/*") {
        return Err(Refused::new(400_u16, format!("the answer cannot be had as `{name}`; there are {}", known())));
    }
    let names: Vec<Vec<&str>> = offers.iter().map(|s| [&[s.media_type()], s.aliases()].concat()).collect();
    let best = accept::preferred(&[&ask.accept], &names).map(|place| offers[place]);
    best.ok_or_else(|| Refused::new(406_u16, format!("the answer can be had as {}", known())))
}

fn ask_store(open: &Open, ask: &Ask, query: &str, graphs: Option<&Dataset>, reply: &mut Reply<'_, impl Write>) -> Result<(), Refused> {
    let question = Question::parse_at(query, Some(&open.base), &open.services).map_err(|refusal| {
        let status = if refusal.reason == Reason::Syntax { 400_u16 } else { 403_u16 };
        Refused::new(status, refusal.to_string())
    })?;
    let syntax = negotiated(ask, &Syntax::offered(question.shape()))?;
    let graphs = graphs.map(Dataset::graphs).transpose()?;
    // The server ends this process when the time is over, which no query can overrun.
    let limit = Limit::start(None);
    let answer = question.over(graphs).ask(&open.store, open.text.as_ref(), &limit).map_err(|e| failed(&Trouble::Search(e)))?;
    reply.head(200, syntax.media_type()).map_err(|e| unsent(&e))?;
    query::write(answer, syntax, ask.rows, reply).map_err(|trouble| failed(&trouble))
}

/// The message for a query that took too long.
pub(in crate::serve) fn overrun(seconds: u64) -> Refused {
    Refused::new(504_u16, format!("the query was stopped after {seconds} s; ask for less, or raise serve's --query-timeout"))
}

fn failed(trouble: &Trouble) -> Refused {
    match trouble {
        Trouble::Search(e) => Refused::new(500_u16, format!("the query failed: {e}")),
        Trouble::Output(e) => unsent(e),
        Trouble::Rows(rows) => {
            Refused::new(403_u16, format!("the answer has more than {rows} rows, which is the most that this service gives; add a LIMIT"))
        }
    }
}

/// A whole graph without the store's own records.
fn graph(open: &Open, ask: &Ask, name: Option<&str>, reply: &mut Reply<'_, impl Write>) -> Result<(), Refused> {
    let syntax = Syntax::Rdf(rdf_format(ask)?);
    let graph = name.map_or(Ok(GraphName::DefaultGraph), |iri| node(iri).map(GraphName::from))?;
    if !open.store.has(graph.as_ref())? {
        return Err(Refused::new(404_u16, format!("there is no graph <{}>", name.unwrap_or_default())));
    }
    reply.head(200, syntax.media_type()).map_err(|e| unsent(&e))?;
    let triples = open.store.stream(graph.as_ref()).map(|quad| quad.map(Triple::from));
    query::write_triples(triples, syntax, reply).map_err(|trouble| failed(&trouble))
}
