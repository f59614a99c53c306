//! The facts of a store, of whatever type, with who takes part and who says so in which sentence.
//!
//! What a fact is comes from the data alone: whatever an attestation names. Its roles are the properties that lead to
//! entities, its values all others; no type of fact is known here by name.

mod filter;
mod find;
mod ground;
mod show;
mod source;
mod title;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use filter::{ASIDE, Asked, Filter};
pub use find::{Found, Order, find};
pub use ground::{Row, classes, rows};
pub use show::{Format, show};
pub use source::{Reader, all, completed, text};

/// A fact without its attestations.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its IRI.
    pub iri: String,
    /// The IRIs of its classes, those of the program's vocabulary first.
    pub classes: Vec<String>,
    /// Who and what takes part, by the name of the property: its local name, or its IRI if it is of another vocabulary.
    pub roles: BTreeMap<String, Vec<Thing>>,
    /// What else is said of it, by the name of the property.
    pub values: BTreeMap<String, Vec<Value>>,
    /// The attestations and the articles that hold them.
    said: Vec<source::Said>,
}

/// An entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Thing {
    /// Its IRI.
    pub iri: String,
    /// The name it goes by; the end of its IRI where it has none.
    pub label: String,
    /// The local name of its class, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// All its names.
    #[serde(skip)]
    pub names: Vec<String>,
}

/// A value of a fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A truth.
    Truth(bool),
    /// A number.
    Number(serde_json::Number),
    /// The code of a concept.
    Code(String),
    /// A date or other words.
    Text(String),
}

/// A sentence that states a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Attestation {
    /// The article.
    pub article: Article,
    /// The sentence.
    pub sentence: Quotation,
    /// The words in it that gave the fact away.
    pub trigger: Quotation,
    /// To whom the sentence attributes the fact; nobody where the article says so itself.
    pub sources: Vec<Thing>,
    /// How sure it is: the code of the concept.
    pub certainty: String,
    /// The rule that found it.
    pub rule: String,
    /// Its IRI.
    #[serde(skip)]
    pub iri: String,
}

/// What is known of an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Article {
    /// Its IRI.
    pub iri: String,
    /// Its title.
    pub headline: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
}

/// Words of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quotation {
    /// The first code point in the article's text.
    pub begin: u64,
    /// Just after the last code point.
    pub end: u64,
    /// The words.
    pub text: String,
    /// The IRI of the span.
    pub iri: String,
}

/// Roles that say where, besides those that only places fill.
const WHERE: [&str; 3] = ["place", "territory", "location"];

/// Names of roles that are prepositions.
const BESIDE: [&str; 6] = ["against", "by", "for", "from", "to", "with"];

impl Fact {
    /// The name of its type in words: `territorial claim`.
    #[must_use]
    pub fn kind(&self) -> String {
        words(self.classes.first().map_or("fact", |class| super::prefix::local(class)))
    }

    /// The IRIs of the articles that attest it, in order.
    #[must_use]
    pub fn articles(&self) -> BTreeSet<&str> {
        self.said.iter().map(|said| said.article.as_str()).collect()
    }

    /// How many sentences attest it.
    #[must_use]
    pub fn told(&self) -> usize {
        self.said.len()
    }

    /// When it happened, as precise as it is known: an ISO 8601 date.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.values.get("date")?.iter().find_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The roles that say where, or the others; those that only stand beside others come last.
    fn parts(&self, places: bool) -> impl Iterator<Item = (&String, &Vec<Thing>)> {
        let wanted = move |(role, fillers): &(&String, &Vec<Thing>)| {
            let only_places = fillers.iter().all(|f| f.kind.as_deref() == Some("Place"));
            (WHERE.contains(&role.as_str()) || only_places) == places
        };
        let mut parts: Vec<_> = self.roles.iter().filter(wanted).collect();
        parts.sort_by_key(|(role, _)| BESIDE.contains(&role.as_str()));
        parts.into_iter()
    }
}

/// A name of the vocabulary in words: `TerritorialClaim` is `territorial claim`.
#[must_use]
pub fn words(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out.replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
