//! The rule engine: fact types as data, and where their rules match in an analysed article.
//!
//! A fact type is a folder with a `rules.toml`: its class, roles, values, words and rules ([`package`]); rules speak in paths through a
//! sentence's deep relations ([`path`]); [`matcher`] finds where they fit. The engine knows no fact type by name and no RDF.

mod file;
pub mod links;
pub mod matcher;
pub mod package;
pub mod path;
mod said;
