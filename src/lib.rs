//! Political news and diplomatic text into a knowledge graph that people can trust.
//!
//! What is here so far is the language stage: [`language::Language`] reads English into sentences, words, lemmas,
//! tags, dependency trees and names. `ARCHITECTURE.md` tells how the parts hang together.

pub mod article;
pub mod cli;
pub mod date;
pub mod diagnostic;
pub mod export;
pub mod fact;
pub mod finding;
pub mod language;
pub mod mention;
pub mod ontology;
pub mod pipeline;
pub mod query;
pub mod rdf;
pub mod read;
pub mod rule;
pub mod serve;
pub mod store;
pub mod syntax;
pub mod text;
pub mod verify;

/// The README's example in Rust, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
