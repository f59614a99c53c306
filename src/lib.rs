//! Political news and diplomatic text into a knowledge graph that people can trust.
//!
//! An article goes one way: [`read`] makes it of bytes, [`language`] parses it, [`mention`] finds who and when, [`rule`] and [`fact`]
//! what it states, [`rdf`] writes that as triples; `store`, `export`, `query`, `verify` and `serve` keep and show them. [`pipeline`] knows the
//! order. `ARCHITECTURE.md` tells how the parts hang together. Without the feature `store` the library only reads and finds.

pub mod article;
#[cfg(feature = "store")]
pub mod cli;
pub mod date;
pub mod diagnostic;
#[cfg(feature = "store")]
pub mod edit;
pub mod event;
#[cfg(feature = "store")]
pub mod export;
pub mod fact;
pub mod finding;
pub mod import;
#[cfg(feature = "store")]
pub mod ingest;
pub mod language;
#[cfg(feature = "store")]
pub mod link;
pub mod mention;
pub mod ontology;
pub mod pipeline;
#[cfg(feature = "store")]
pub mod query;
pub mod rdf;
pub mod read;
pub mod rule;
#[cfg(feature = "store")]
pub mod search;
#[cfg(feature = "store")]
pub mod serve;
#[cfg(feature = "store")]
pub mod store;
pub mod syntax;
pub mod text;
#[cfg(feature = "store")]
pub mod verify;

/// The README's example in Rust, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
