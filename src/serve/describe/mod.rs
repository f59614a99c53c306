//! What the service tells of itself and of what it holds, as linked data: the service description of SPARQL 1.1 (`service`), counts
//! in VoID (`statistics`, `dataset`), and RDF, JSON-LD and a plain page about any IRI it knows (`about`, `write`, `summary`).
//!
//! All of it is a function of an open store and plain texts, and holds no blank node.

mod about;
mod dataset;
mod label;
mod service;
mod statistics;
mod summary;
pub(super) mod vocabulary;
mod write;

use crate::query::{Shape, Syntax};

pub(super) use service::{Service, triples as service};
pub(super) use write::written;

pub(super) use dataset::triples as dataset;
pub(super) use statistics::Statistics;
pub(super) use write::{page, rdf};

/// The media types in which RDF can be had, the usual one first.
pub(super) fn media_types() -> Vec<&'static str> {
    Syntax::all(Shape::Graph).into_iter().flat_map(|s| [&[s.media_type()], s.aliases()].concat()).collect()
}

#[cfg(test)]
mod tests;
