//! Whom a pronoun means: the nearest before it that agrees with it, subjects first.

use super::{Analysis, Kinds, Seen};
use crate::finding::Kind;
use crate::language::labels::Rel;

/// How many sentences back a pronoun may reach.
const BACK: usize = 2;

impl Analysis<'_> {
    pub(super) fn pronoun(&self, sentence: usize, word: usize, wanted: Kinds) -> Vec<usize> {
        let tree = &self.trees[sentence];
        let lower = tree.word(word).to_lowercase();
        match lower.as_str() {
            "he" | "him" | "his" | "she" | "her" | "himself" | "herself" => {
                self.nearest(sentence, word, |a, s| a.kind(s.entity) == Kind::Person)
            }
            "it" if wanted == Kinds::PLACE => self.last_place(sentence, word, ""),
            "it" | "its" | "itself" => {
                self.nearest(sentence, word, |a, s| a.kind(s.entity) != Kind::Person && wanted.holds(a.kind(s.entity)))
            }
            "they" | "them" | "their" | "theirs" | "themselves" => self.nearest(sentence, word, |a, s| {
                wanted.holds(a.kind(s.entity)) && (s.plural || matches!(a.kind(s.entity), Kind::ArmedGroup | Kind::Organization))
            }),
            "who" | "which" | "that" | "whom" => {
                let noun = tree.ancestors(word).find(|w| tree.rel(*w) == Rel::AclRelcl).and_then(|w| tree.head(w));
                noun.and_then(|n| self.entity_at(sentence, n)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The last of the wanted kinds before a word.
    pub(super) fn last_seen(&self, sentence: usize, word: usize, wanted: Kinds) -> Vec<usize> {
        let before = self.seen.iter().rev().filter(|s| (s.sentence, s.word) < (sentence, word));
        let mut fitting = before.filter(|s| wanted.holds(self.kind(s.entity)));
        fitting.next().map(|s| s.entity).into_iter().collect()
    }

    /// The first place of the article: where its dateline stands.
    pub(super) fn first_place(&self) -> Vec<usize> {
        self.seen.iter().find(|s| self.kind(s.entity) == Kind::Place).map(|s| s.entity).into_iter().collect()
    }

    /// The place that "it", "there" or "the city" means: one whose name has that noun, else the nearest, and rather one that is
    /// spoken about than one where something else happened.
    pub(super) fn last_place(&self, sentence: usize, word: usize, noun: &str) -> Vec<usize> {
        let before = self.seen.iter().filter(|s| (s.sentence, s.word) < (sentence, word) && s.sentence + 6 >= sentence);
        let fitting = before.filter(|s| self.kind(s.entity) == Kind::Place && !self.beside(sentence, word, s));
        let score = |s: &Seen| {
            let tree = &self.trees[s.sentence];
            let core = matches!(tree.rel(s.word), Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Appos) || tree.preposition(s.word) == "of";
            let named = !noun.is_empty() && self.cast.entities[s.entity].label.to_lowercase().split(' ').any(|w| w == noun);
            (i32::from(named) * 20 + i32::from(core) * 3 - (sentence - s.sentence) as i32 * 2, s.sentence, s.word)
        };
        fitting.max_by_key(|s| score(s)).map(|s| s.entity).into_iter().collect()
    }

    /// The best of those before a word that agree: subjects before others, near before far.
    fn nearest(&self, sentence: usize, word: usize, agrees: impl Fn(&Self, &Seen) -> bool) -> Vec<usize> {
        let before = self.seen.iter().filter(|s| (s.sentence, s.word) < (sentence, word) && s.sentence + BACK >= sentence);
        let fitting = before.filter(|s| agrees(self, s) && !self.beside(sentence, word, s));
        let score = |s: &Seen| {
            let subject = matches!(self.trees[s.sentence].rel(s.word), Rel::Nsubj | Rel::NsubjPass);
            let far = (sentence - s.sentence) as i32;
            (i32::from(subject) * 3 - far * 2, s.sentence, s.word)
        };
        fitting.max_by_key(|s| score(s)).map(|s| s.entity).into_iter().collect()
    }

    /// Whether both are parts of one clause, in which a plain pronoun means somebody else.
    fn beside(&self, sentence: usize, word: usize, seen: &Seen) -> bool {
        let tree = &self.trees[sentence];
        let possessive = tree.rel(word) == Rel::NmodPoss;
        seen.sentence == sentence && !possessive && tree.head(word).is_some() && tree.head(word) == tree.head(seen.word)
    }
}
