//! How well the language stage reads annotated text.
//!
//! From raw text, scores are those of the CoNLL 2018 shared task (Zeman et al. 2018): words are matched by place,
//! and F1 is taken over matched words. Relations count with their subtypes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use serde::Serialize;

use super::conllu::{GoldDocument, GoldSentence};
use super::iob::NamedSentence;
use super::labels::NameType;
use super::names::Name;
use super::{Effort, Language, Sentence};
use crate::text::Span;

/// Counts of what was right, found and wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found and wanted.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Wanted.
    pub wanted: usize,
}

impl Tally {
    /// Per cent; the harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }

    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.found += 1;
        self.wanted += 1;
    }

    /// Counts two lists of things that stand at most once in each.
    fn sets<T: Ord>(&mut self, found: &[T], wanted: &[T]) {
        let set: BTreeSet<&T> = wanted.iter().collect();
        self.right += found.iter().filter(|f| set.contains(f)).count();
        self.found += found.len();
        self.wanted += wanted.len();
    }
}

impl Serialize for Tally {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ((self.f1() * 100.0).round() / 100.0).serialize(serializer)
    }
}

/// Scores over a treebank.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TreeScores {
    /// Words of the treebank.
    pub words: usize,
    /// With the treebank's own sentences and words.
    pub gold: LayerScores,
    /// F1 of each relation, head included, with the treebank's words.
    pub relations: BTreeMap<String, Tally>,
    /// From raw text.
    pub raw: LayerScores,
    /// Sentence boundaries from raw text.
    pub sentences: Tally,
    /// Word boundaries from raw text.
    pub tokens: Tally,
    /// Words read in a second, from raw text to trees and names.
    pub words_per_second: f64,
}

/// Scores of the layers on each word.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct LayerScores {
    /// Universal tags.
    pub upos: Tally,
    /// Penn tags.
    pub xpos: Tally,
    /// Lemmas.
    pub lemma: Tally,
    /// Heads.
    pub uas: Tally,
    /// Heads and relations.
    pub las: Tally,
}

/// Measures over the documents of a treebank.
#[must_use]
pub fn trees(language: &Language, documents: &[GoldDocument], effort: Effort) -> TreeScores {
    let mut scores = TreeScores::default();
    let mut seconds = 0.0;
    for document in documents {
        let spans: Vec<Vec<Span>> = document.sentences.iter().map(|s| s.spans.clone()).collect();
        let given = language.annotate(&document.text, &spans, effort, |_| true);
        for (gold, read) in document.sentences.iter().zip(&given.sentences) {
            scores.words += gold.spans.len();
            scores.compare_given(gold, read);
        }
        let began = Instant::now();
        let raw = language.parse(&document.text, effort);
        seconds += began.elapsed().as_secs_f64();
        scores.compare_raw(&document.sentences, &raw.sentences);
    }
    let words = scores.words as f64;
    scores.words_per_second = (words / f64::max(seconds, 1e-9)).round();
    scores
}

impl TreeScores {
    fn compare_given(&mut self, gold: &GoldSentence, read: &Sentence) {
        for (i, token) in read.tokens.iter().enumerate() {
            let arc = read.tree.as_ref().and_then(|t| t.get(i));
            let rel = arc.map_or("", |a| a.rel.as_str());
            let right_head = arc.is_some_and(|a| a.head.map_or(0, |h| h + 1) == gold.heads[i]);
            let right = right_head && rel == gold.rels[i];
            self.gold.upos.count(token.upos.as_str() == gold.upos[i]);
            self.gold.xpos.count(token.xpos.as_str() == gold.xpos[i]);
            self.gold.lemma.count(*token.lemma == *gold.lemmas[i]);
            self.gold.uas.count(right_head);
            self.gold.las.count(right);
            self.relation(rel).found += 1;
            let wanted = self.relation(&gold.rels[i]);
            wanted.wanted += 1;
            wanted.right += usize::from(right);
        }
    }

    fn relation(&mut self, rel: &str) -> &mut Tally {
        self.relations.entry(rel.to_owned()).or_default()
    }

    fn compare_raw(&mut self, gold: &[GoldSentence], read: &[Sentence]) {
        let bounds = |spans: &[Span]| spans.first().zip(spans.last()).map(|(a, b)| Span { begin: a.begin, end: b.end });
        let wanted: Vec<Span> = gold.iter().filter_map(|s| bounds(&s.spans)).collect();
        let found: Vec<Span> = read.iter().map(Sentence::span).collect();
        self.sentences.sets(&found, &wanted);
        // Every word by place, with its sentence and number.
        let places: BTreeMap<Span, (&Sentence, usize)> =
            read.iter().flat_map(|s| s.tokens.iter().enumerate().map(move |(i, t)| (t.span, (s, i)))).collect();
        let (found, wanted) = (places.len(), gold.iter().map(|s| s.spans.len()).sum::<usize>());
        let raw = &mut self.raw;
        for tally in [&mut self.tokens, &mut raw.upos, &mut raw.xpos, &mut raw.lemma, &mut raw.uas, &mut raw.las] {
            tally.found += found;
            tally.wanted += wanted;
        }
        for sentence in gold {
            for (i, span) in sentence.spans.iter().enumerate() {
                if let Some((read, at)) = places.get(span) {
                    self.tokens.right += 1;
                    raw.compare_word(sentence, i, read, *at);
                }
            }
        }
    }
}

impl LayerScores {
    /// Counts what is right of a word found at its place.
    fn compare_word(&mut self, gold: &GoldSentence, i: usize, read: &Sentence, at: usize) {
        let token = &read.tokens[at];
        self.upos.right += usize::from(token.upos.as_str() == gold.upos[i]);
        self.xpos.right += usize::from(token.xpos.as_str() == gold.xpos[i]);
        self.lemma.right += usize::from(*token.lemma == *gold.lemmas[i]);
        let Some(arc) = read.tree.as_ref().and_then(|t| t.get(at)) else { return };
        let wanted_head = gold.heads[i].checked_sub(1).and_then(|h| gold.spans.get(h).copied());
        let right = arc.head.map(|h| read.tokens[h].span) == wanted_head;
        self.uas.right += usize::from(right);
        self.las.right += usize::from(right && arc.rel.as_str() == gold.rels[i]);
    }
}

/// F1 of names, over all and by type; a name counts where words and type agree.
#[must_use]
pub fn names(language: &Language, documents: &[Vec<NamedSentence>], effort: Effort) -> BTreeMap<String, Tally> {
    let mut scores: BTreeMap<String, Tally> = BTreeMap::new();
    for document in documents {
        let (text, spans) = spaced(document);
        let read = language.annotate(&text, &spans, effort, |_| false);
        for ((_, wanted), read) in document.iter().zip(&read.sentences) {
            let outer =
                |names: &[Name]| names.iter().filter(|n| !n.inner).map(|n| (n.words.start, n.words.end, n.kind)).collect::<Vec<_>>();
            let (found, wanted) = (outer(&read.names), outer(wanted));
            scores.entry("all".to_owned()).or_default().sets(&found, &wanted);
            for kind in NameType::ALL {
                let of = |names: &[(usize, usize, NameType)]| names.iter().filter(|n| n.2 == *kind).copied().collect::<Vec<_>>();
                scores.entry(kind.to_string()).or_default().sets(&of(&found), &of(&wanted));
            }
        }
    }
    scores
}

/// The words of a document in a text, parted by spaces.
fn spaced(document: &[NamedSentence]) -> (String, Vec<Vec<Span>>) {
    let mut text = String::new();
    let mut place = |word: &String| {
        let begin = text.len();
        text.push_str(word);
        text.push(' ');
        Span { begin, end: begin + word.len() }
    };
    let spans = document.iter().map(|(words, _)| words.iter().map(&mut place).collect()).collect();
    (text, spans)
}
