//! The company that names keep in an article: by it those are told apart who share a name.

use std::collections::{BTreeMap, BTreeSet};

use super::register::{By, Known, Register};
use crate::finding::Kind;
use crate::language::labels::NameType;
use crate::syntax::Tree;

/// What an article names for certain.
#[derive(Debug, Default)]
pub struct Company {
    /// Entries of the register, each with the names by which it is named.
    named: BTreeMap<usize, BTreeSet<String>>,
    /// The last words of names of persons that have several.
    surnames: BTreeSet<String>,
}

impl Company {
    /// Reads an article once before its names are told apart.
    #[must_use]
    pub fn of(trees: &[Tree<'_>], register: &Register) -> Self {
        let mut company = Self::default();
        for tree in trees {
            for name in tree.sentence().names.iter().filter(|n| n.kind == NameType::Person && n.words.len() > 1) {
                company.surnames.insert(tree.word(name.words.end - 1).to_owned());
            }
            let plain = super::names::plain(tree);
            let words: Vec<&str> = plain.iter().map(String::as_str).collect();
            let mut at = 0;
            while at < words.len() {
                let found = register.at(&words[at..]);
                let length = found.first().map_or(1, |k| k.words);
                for known in found.iter().filter(|_| !found.iter().any(|k| k.by == By::Shared)) {
                    company.named.entry(known.entry).or_default().insert(words[at..at + length].join(" "));
                }
                at += length;
            }
        }
        company
    }

    /// Whether the word ends the name of a person of whom the article tells in full.
    pub(super) fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    /// Whether an entry is named.
    #[must_use]
    pub fn names(&self, entry: usize) -> bool {
        self.named.contains_key(&entry)
    }

    /// Whether any state is named.
    pub(super) fn names_a_state(&self, register: &Register) -> bool {
        self.named.keys().any(|e| register.entries[*e].kind == Some(Kind::State))
    }

    /// Of those who could be meant by a name that mostly means another, the one for whom the company speaks more than for that other.
    pub(super) fn other<'k>(&self, register: &Register, fitting: &[&'k Known]) -> Option<&'k Known> {
        if !fitting.iter().any(|k| k.by == By::Shared) {
            return None;
        }
        let usual = fitting.iter().find(|k| k.by == By::Name);
        let kind = |k: &Known| register.entries[k.entry].kind;
        let homes = usual.is_some_and(|k| kind(k) != Some(Kind::State));
        let score = |k: &Known| self.speaks_for(register, k.entry, homes);
        let best =
            fitting.iter().filter(|k| k.by == By::Shared).map(|k| (score(k), *k)).max_by_key(|(s, k)| (*s, std::cmp::Reverse(k.entry)))?;
        (best.0 > usual.map_or(0, |k| score(k))).then_some(best.1)
    }

    /// How much the company speaks for an entry: its other names, those that belong to it, and, where `homes` counts, what it belongs to.
    fn speaks_for(&self, register: &Register, entry: usize, homes: bool) -> usize {
        let own = &register.entries[entry];
        let mut score = 2 * self.named.get(&entry).map_or(0, BTreeSet::len);
        for other in self.named.keys().filter(|e| **e != entry) {
            score += 2 * usize::from(register.entries[*other].affiliations.contains(&own.id));
        }
        let home = |id: &String| register.by_id(id).is_some_and(|e| self.names(e));
        score + usize::from(homes && own.affiliations.iter().any(home))
    }
}
