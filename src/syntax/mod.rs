//! A sentence's tree as the later stages walk it, and the deeper relations that grammar hides.
//!
//! [`Tree`] is the parsed tree with the questions asked of it; [`deep`] undoes passives, shares subjects, fills the gaps of
//! relative clauses and folds prepositions into relations. Neither knows of entities, facts or word meanings.

pub mod deep;

use crate::language::labels::{Rel, Upos, Xpos};
use crate::language::{Arc, Sentence};
use crate::text::Span;

/// One sentence with its tree.
#[derive(Debug)]
pub struct Tree<'a> {
    text: &'a str,
    sentence: &'a Sentence,
    arcs: &'a [Arc],
    children: Vec<Vec<usize>>,
    lower: Vec<String>,
}

impl<'a> Tree<'a> {
    /// The tree of a sentence of that text; a sentence read without a tree has words that all stand alone.
    #[must_use]
    pub fn new(text: &'a str, sentence: &'a Sentence) -> Self {
        let arcs = sentence.tree.as_deref().unwrap_or(&[]);
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (at, arc) in arcs.iter().enumerate() {
            if let Some(head) = arc.head {
                children[head].push(at);
            }
        }
        let lower = sentence.tokens.iter().map(|t| t.lemma.to_lowercase()).collect();
        Self { text, sentence, arcs, children, lower }
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// Whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sentence.tokens.is_empty()
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(&self) -> &'a Sentence {
        self.sentence
    }

    /// The word as the text writes it.
    #[must_use]
    pub fn word(&self, at: usize) -> &'a str {
        self.sentence.tokens[at].span.of(self.text)
    }

    /// Its dictionary form in lower case.
    #[must_use]
    pub fn lemma(&self, at: usize) -> &str {
        &self.lower[at]
    }

    /// Its part of speech.
    #[must_use]
    pub fn upos(&self, at: usize) -> Upos {
        self.sentence.tokens[at].upos
    }

    /// Its Penn tag.
    #[must_use]
    pub fn xpos(&self, at: usize) -> Xpos {
        self.sentence.tokens[at].xpos
    }

    /// What it hangs on.
    #[must_use]
    pub fn head(&self, at: usize) -> Option<usize> {
        self.arcs.get(at).and_then(|a| a.head)
    }

    /// How it hangs on it.
    #[must_use]
    pub fn rel(&self, at: usize) -> Rel {
        self.arcs.get(at).map_or(Rel::Root, |a| a.rel)
    }

    /// What hangs on it, in order.
    #[must_use]
    pub fn children(&self, at: usize) -> &[usize] {
        &self.children[at]
    }

    /// What hangs on it by one of these relations, in order.
    pub fn children_by<'s>(&'s self, at: usize, rels: &'s [Rel]) -> impl Iterator<Item = usize> + 's {
        self.children[at].iter().copied().filter(move |c| rels.contains(&self.rel(*c)))
    }

    /// The first that hangs on it by one of these relations.
    #[must_use]
    pub fn child(&self, at: usize, rels: &[Rel]) -> Option<usize> {
        self.children_by(at, rels).next()
    }

    /// The words above it, nearest first.
    pub fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(at), |up| self.head(*up))
    }

    /// Whether the second word is the first or hangs below it.
    #[must_use]
    pub fn holds(&self, above: usize, at: usize) -> bool {
        above == at || self.ancestors(at).any(|up| up == above)
    }

    /// The word and all below it, in the order of the text.
    #[must_use]
    pub fn subtree(&self, at: usize) -> Vec<usize> {
        (0..self.len()).filter(|w| self.holds(at, *w)).collect()
    }

    /// The word among these that no other of them governs: the head of a phrase.
    #[must_use]
    pub fn head_of(&self, words: std::ops::Range<usize>) -> usize {
        let outside = |w: &usize| self.head(*w).is_none_or(|h| !words.contains(&h));
        words.clone().find(outside).unwrap_or(words.start)
    }

    /// From the first to the last of a range of words, in bytes.
    #[must_use]
    pub fn span(&self, words: std::ops::Range<usize>) -> Span {
        let tokens = &self.sentence.tokens;
        Span { begin: tokens[words.start].span.begin, end: tokens[words.end - 1].span.end }
    }

    /// The preposition of a phrase's head, words joined (`according to`), in lower case; empty where there is none.
    #[must_use]
    pub fn preposition(&self, at: usize) -> String {
        let mut words: Vec<usize> = self.children_by(at, &[Rel::Case]).filter(|c| self.xpos(*c) != Xpos::Pos).collect();
        let fixed: Vec<usize> = words.iter().flat_map(|w| self.children_by(*w, &[Rel::Fixed])).collect();
        words.extend(fixed);
        words.sort_unstable();
        words.dedup();
        words.iter().map(|w| self.word(*w).to_lowercase()).collect::<Vec<_>>().join(" ")
    }

    /// Whether the word heads a clause: a verb, or a predicate with a copula.
    #[must_use]
    pub fn is_predicate(&self, at: usize) -> bool {
        self.upos(at) == Upos::Verb || self.child(at, &[Rel::Cop, Rel::Nsubj, Rel::NsubjPass]).is_some()
    }
}
