//! What was counted and what is wrong.

use std::collections::BTreeMap;
use std::fmt;

/// Faults that are told one by one; the rest is only counted.
const TOLD: usize = 1000;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The IRI it is about.
    pub about: String,
    /// What does not hold, a sentence without its full stop.
    pub message: String,
}

/// The outcome of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Number of triples of both layers.
    pub triples: usize,
    /// Number of articles.
    pub articles: usize,
    /// Number of sentences.
    pub sentences: usize,
    /// Number of mentions.
    pub mentions: usize,
    /// Number of attestations.
    pub attestations: usize,
    /// Number of entities.
    pub entities: usize,
    /// Number of links.
    pub links: usize,
    /// Number of facts, by the local name of their class.
    pub facts: BTreeMap<String, usize>,
    /// What is wrong: the first thousand.
    pub faults: Vec<Fault>,
    /// How much is wrong in all.
    pub wrong: usize,
}

impl Report {
    /// Notes a fault.
    pub(super) fn fault(&mut self, about: impl Into<String>, message: impl Into<String>) {
        self.wrong += 1;
        if self.faults.len() < TOLD {
            self.faults.push(Fault { about: about.into(), message: message.into() });
        }
    }

    /// Adds what another check of the same thing found.
    pub fn join(&mut self, other: Self) {
        let mut faults = std::mem::take(&mut self.faults);
        faults.extend(other.faults.iter().cloned());
        faults.truncate(TOLD);
        *self = Self { faults, wrong: self.wrong + other.wrong, ..other };
    }

    /// Notes a fault unless the condition holds.
    pub(super) fn demand(&mut self, holds: bool, about: &str, message: &str) {
        if !holds {
            self.fault(about, message);
        }
    }
}

impl fmt::Display for Report {
    /// The counts, a line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = [
            ("triples", self.triples),
            ("articles", self.articles),
            ("sentences", self.sentences),
            ("mentions", self.mentions),
            ("entities", self.entities),
            ("attestations", self.attestations),
            ("facts", self.facts.values().sum()),
        ];
        for (name, count) in rows {
            writeln!(f, "{name:14} {count:10}")?;
        }
        for (class, count) in &self.facts {
            writeln!(f, "  {class:16} {count:6}")?;
        }
        Ok(())
    }
}
