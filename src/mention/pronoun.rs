//! Whom a pronoun means: the nearest before it that agrees with it, subjects first.

use super::{Analysis, Kinds, Seen};
use crate::finding::Kind;
use crate::language::labels::Rel;

/// How many sentences back a pronoun may reach.
const BACK: usize = 2;

/// A measure of how likely a word is meant: the greater, the likelier.
pub(super) type Near = (i32, usize, usize);

impl Analysis<'_> {
    pub(super) fn pronoun(&self, sentence: usize, word: usize, wanted: Kinds) -> Vec<usize> {
        let tree = &self.trees[sentence];
        let lower = tree.word(word).to_lowercase();
        match lower.as_str() {
            "he" | "him" | "his" | "she" | "her" | "himself" | "herself" => {
                self.nearest(sentence, word, |a, s| a.kind(s.entity) == Kind::Person)
            }
            "it" if wanted.is_ground() => self.last_place(sentence, word, ""),
            "they" | "them" if wanted.is_ground() => self.places_before(sentence, word),
            "it" | "its" | "itself" => {
                self.nearest(sentence, word, |a, s| a.kind(s.entity) != Kind::Person && wanted.holds(a.kind(s.entity)))
            }
            "they" | "them" | "their" | "theirs" | "themselves" => self.they(sentence, word, wanted),
            "both" => self.several(sentence, word, "both", wanted),
            "who" | "which" | "that" | "whom" => {
                let clause = tree.ancestors(word).find(|w| matches!(tree.rel(*w), Rel::AclRelcl | Rel::AdvclRelcl));
                let noun = clause.and_then(|w| tree.head(w));
                noun.and_then(|n| self.entity_at(sentence, n)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The best of those before a word that agree.
    fn nearest(&self, sentence: usize, word: usize, agrees: impl Fn(&Self, &Seen) -> bool) -> Vec<usize> {
        self.best(sentence, word, agrees).map(|s| s.entity).into_iter().collect()
    }

    pub(super) fn best(&self, sentence: usize, word: usize, agrees: impl Fn(&Self, &Seen) -> bool) -> Option<Seen> {
        let before = self.seen.iter().filter(|s| (s.sentence, s.word) < (sentence, word) && s.sentence + BACK >= sentence);
        let fitting = before.filter(|s| agrees(self, s) && !self.beside(sentence, word, s));
        fitting.max_by_key(|s| self.nearness(sentence, s.sentence, s.word)).copied()
    }

    /// Whether both are parts of one clause, in which a plain pronoun means somebody else.
    pub(super) fn beside(&self, sentence: usize, word: usize, seen: &Seen) -> bool {
        let tree = &self.trees[sentence];
        let possessive = tree.rel(word) == Rel::NmodPoss;
        seen.sentence == sentence && !possessive && tree.head(word).is_some() && tree.head(word) == tree.head(seen.word)
    }
}
