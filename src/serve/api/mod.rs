//! The store as JSON for programs and for the page: lists and things, each a pure function of an open store and what is asked.
//!
//! [`ENDPOINTS`] is the one list of addresses: what is served, and what the OpenAPI document tells.

mod articles;
mod entities;
mod facts;
mod openapi;
mod parameters;
mod questions;
mod search;
mod shape;
mod summary;
mod terms;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use super::reply::{Open, Refused, Whole};
use parameters::{Given, HOW_MANY, Parameter, Takes, WHENCE};

/// An address below `/api/`.
struct Endpoint {
    path: &'static str,
    /// What it is, in a few words.
    title: &'static str,
    /// What it answers.
    about: &'static str,
    parameters: &'static [Parameter],
    /// The name of the schema of its answers.
    schema: &'static str,
    answer: fn(&Open, &Given<'_>) -> Result<Value, Refused>,
}

const PAGING: &[Parameter] = &[HOW_MANY, WHENCE];
const FACT: &[Parameter] =
    &[Parameter::new("iri", Takes::NeededIri, "The IRI of the fact.", "https://w3id.org/chancery/fact/0123456789abcdef0123456789abcdef")];
const ENTITY: &[Parameter] =
    &[Parameter::new("iri", Takes::NeededIri, "The IRI of the entity.", "https://w3id.org/chancery/entity/state/kenya")];
const ARTICLE: &[Parameter] = &[Parameter::new("iri", Takes::NeededIri, "The IRI of the article.", "https://news.example/17")];

#[rustfmt::skip]
const ENDPOINTS: &[Endpoint] = &[
    Endpoint { path: "", title: "What there is", about: "The addresses of this interface, each in a line.", parameters: &[], schema: "Listing", answer: listing },
    Endpoint { path: "article", title: "An article", about: "An article with its text, whom it names where, and the facts that it tells. Offsets count code points of the text.", parameters: ARTICLE, schema: "WholeArticle", answer: articles::article },
    Endpoint { path: "articles", title: "Articles", about: "Articles that pass, the newest first, undated ones last.", parameters: articles::ARTICLES, schema: "ArticlePage", answer: articles::articles },
    Endpoint { path: "disagreements", title: "Disagreements", about: "Pairs of facts that cannot both hold, the surest first.", parameters: PAGING, schema: "DisagreementPage", answer: facts::disagreements },
    Endpoint { path: "entities", title: "Entities", about: "Entities of a name: those of exactly that name, then those whose name begins so, then those with such words; among equals those of which most facts tell first.", parameters: entities::ENTITIES, schema: "EntityPage", answer: entities::entities },
    Endpoint { path: "entity", title: "An entity", about: "All that is known of an entity.", parameters: ENTITY, schema: "WholeEntity", answer: entities::entity },
    Endpoint { path: "fact", title: "A fact", about: "A fact with all its sentences and links.", parameters: FACT, schema: "Fact", answer: facts::fact },
    Endpoint { path: "facts", title: "Facts", about: "Facts that pass. Which office somebody holds is told in passing at every name, and so only listed where its type is asked for. A fact in a list has its first 20 sentences and its 20 surest links of each kind.", parameters: facts::FACTS, schema: "FactPage", answer: facts::facts },
    Endpoint { path: "openapi.json", title: "This document", about: "What can be asked and what is answered, as OpenAPI has it.", parameters: &[], schema: "Document", answer: openapi::document },
    Endpoint { path: "prefixes", title: "Prefixes", about: "The prefixes that a query need not declare.", parameters: &[], schema: "Prefixes", answer: terms::prefixes },
    Endpoint { path: "questions", title: "Questions", about: "The questions that ship, as SPARQL in which a parameter stands as $name; `/query?named=NAME` asks them.", parameters: &[], schema: "Questions", answer: questions::questions },
    Endpoint { path: "search", title: "Search", about: "The first ten entities of that name, and a page of sentences with these words, the best first. Needs the text index.", parameters: search::SEARCH, schema: "Found", answer: search::search },
    Endpoint { path: "summary", title: "Summary", about: "What the store holds, in numbers; first and last are the days of the oldest and the newest article.", parameters: &[], schema: "Summary", answer: summary::summary },
    Endpoint { path: "terms", title: "Terms", about: "The classes, properties and concepts of the vocabulary, by their IRIs.", parameters: &[], schema: "Terms", answer: terms::terms },
];

/// Answers what is asked at `/api/` and that path.
///
/// # Errors
/// 400 names the parameter that is wrong, 404 says that there is no such address or thing, 503 that there is no text index, 500 that the
/// store cannot be read.
pub(super) fn answer(open: &Open, path: &str, parameters: &[(String, String)]) -> Result<Whole, Refused> {
    let path = path.trim_matches('/');
    let found = ENDPOINTS.iter().find(|endpoint| endpoint.path == path);
    let endpoint = found.ok_or_else(|| Refused::new(404_u16, format!("there is nothing at /api/{path}; /api lists what there is")))?;
    let given = Given::read(endpoint.parameters, parameters)?;
    let mut body = (endpoint.answer)(open, &given)?.to_string().into_bytes();
    body.push(b'\n');
    Ok(Whole { status: 200, media: "application/json", body })
}

fn listing(_: &Open, _: &Given<'_>) -> Result<Value, Refused> {
    let line = |endpoint: &Endpoint| {
        let parameters: Vec<&str> = endpoint.parameters.iter().map(|parameter| parameter.name).collect();
        json!({ "path": address(endpoint), "title": endpoint.title, "about": endpoint.about, "parameters": parameters })
    };
    Ok(json!({ "openapi": "/api/openapi.json", "paths": ENDPOINTS.iter().map(line).collect::<Vec<_>>() }))
}

/// The path of an endpoint.
fn address(endpoint: &Endpoint) -> String {
    if endpoint.path.is_empty() { "/api".to_owned() } else { format!("/api/{}", endpoint.path) }
}
