//! Text → sentences, words, tags, lemmas, trees and names.
//!
//! ```text
//! text ─segment─▶ words ─wordpiece─▶ pieces ─encoder─▶ states ─heads─▶ tags, name scores, trees ─names, lemma─▶ Parsed
//! ```
//!
//! Rules find sentences and words; a small neural network, whose weights are part of the program, does the
//! rest. Reading is a pure function of the text: no clock, no randomness, and the same answer for any number of
//! threads, any batch and any processor (only [`measure`] looks at a clock). It knows nothing of facts, entities or RDF.

pub mod conllu;
pub mod encoder;
mod heads;
pub mod iob;
pub mod kernel;
pub mod labels;
mod lead;
mod lemma;
pub mod measure;
pub mod names;
mod network;
pub mod segment;
mod tree;
pub(crate) mod weights;
pub(crate) mod wordpiece;

use std::sync;
use std::thread;

use encoder::{MAX_PIECES, Pieces, Scratch, Table};
use heads::Reading;
use kernel::Kernel;
use labels::{Rel, Upos, Xpos};
use lemma::Lemmas;
use names::Name;
use network::Network;

use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// The weights that ship with the program; `english.md` beside them says what they are and whose.
const WEIGHTS: &[u8] = include_bytes!("data/english.safetensors");
const LEMMAS: &str = include_str!("data/lemmas.tsv");

/// A word of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in bytes of the text.
    pub span: Span,
    /// Its dictionary form.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: Xpos,
}

/// What a word hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The head's place among the sentence's words, counted from 0; none for the root.
    pub head: Option<usize>,
    /// The word's relation to it.
    pub rel: Rel,
}

/// A sentence as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, never none.
    pub tokens: Vec<Token>,
    /// An arc for each word, where a tree was asked for: one tree with one root.
    pub tree: Option<Vec<Arc>>,
    /// Its names in the order in which they begin; a name inside another follows it.
    pub names: Vec<Name>,
}

impl Sentence {
    /// From the first word to the last.
    #[must_use]
    pub fn span(&self) -> Span {
        let ends = self.tokens.first().zip(self.tokens.last());
        ends.map_or(Span { begin: 0, end: 0 }, |(first, last)| Span { begin: first.span.begin, end: last.span.end })
    }
}

/// A text with what was read in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed<'t> {
    /// The text, unchanged; all spans are places in it.
    pub text: &'t str,
    /// Its sentences in order.
    pub sentences: Vec<Sentence>,
}

/// How to compute; no choice changes the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Threads at most, at least one; no more are used than the machine has processors.
    pub threads: usize,
    /// Instruction set.
    pub kernel: Kernel,
    /// Word pieces computed together; a longer sentence is a batch of its own.
    pub batch: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { threads: 1, kernel: Kernel::best(), batch: 384 }
    }
}

/// The English language as the program knows it: models that are loaded once and shared by all threads.
#[derive(Debug)]
pub struct Language {
    network: Network,
    lemmas: Lemmas,
}

impl Language {
    /// The models that ship with the program.
    ///
    /// # Errors
    /// Says what is wrong with them; they are tested, so this means a damaged binary.
    pub fn english() -> Result<Self, Diagnostic> {
        Self::read(WEIGHTS, LEMMAS)
    }

    /// Models from the bytes of a weights file and the lines of a lemma file.
    ///
    /// # Errors
    /// Says which part is damaged.
    pub fn read(weights: &[u8], lemmas: &str) -> Result<Self, Diagnostic> {
        let lemmas = Lemmas::read(lemmas).map_err(|e| Diagnostic::new(e).in_file("lemmas.tsv"))?;
        Ok(Self { network: Network::read(weights)?, lemmas })
    }

    /// What goes into its encoder, for others to share.
    #[must_use]
    pub fn table(&self) -> &sync::Arc<Table> {
        &self.network.encoder.table
    }

    /// Reads a text, with a tree for every sentence.
    #[must_use]
    pub fn parse<'t>(&self, text: &'t str, effort: Effort) -> Parsed<'t> {
        self.parse_where(text, effort, |_| true)
    }

    /// Reads a text, with trees only for the sentences (their words) that `wants_tree` picks; names everywhere.
    #[must_use]
    pub fn parse_where<'t>(&self, text: &'t str, effort: Effort, wants_tree: impl Fn(&[&str]) -> bool) -> Parsed<'t> {
        self.annotate(text, &segment::sentences(text), effort, wants_tree)
    }

    /// Reads sentences that are already cut into words (spans in order, none empty).
    #[must_use]
    pub fn annotate<'t>(&self, text: &'t str, sentences: &[Vec<Span>], effort: Effort, wants_tree: impl Fn(&[&str]) -> bool) -> Parsed<'t> {
        let words: Vec<Vec<&str>> = sentences.iter().filter(|s| !s.is_empty()).map(|s| s.iter().map(|w| w.of(text)).collect()).collect();
        let readings = self.readings(&words, effort, wants_tree);
        let mut names: Vec<Vec<Name>> = readings.iter().zip(&words).map(|(r, w)| named(r, w)).collect();
        let mut article: Vec<_> = words.iter().zip(&mut names).zip(&readings).map(|((w, n), r)| (&w[..], n, &r.names[..])).collect();
        names::agree(&mut article);
        let spans = sentences.iter().filter(|s| !s.is_empty());
        let sentences =
            spans.zip(&readings).zip(names).map(|((spans, reading), names)| self.sentence(text, spans, reading, names)).collect();
        Parsed { text, sentences }
    }

    fn sentence(&self, text: &str, spans: &[Span], reading: &Reading, names: Vec<Name>) -> Sentence {
        let tags = reading.upos.iter().zip(&reading.xpos);
        let tokens = spans.iter().zip(tags).map(|(&span, (&upos, &xpos))| {
            let lemma = self.lemmas.lemma(span.of(text), upos.as_str(), xpos.as_str());
            Token { span, lemma: lemma.into(), upos, xpos }
        });
        let arcs = reading.tree.iter().map(|&(head, rel)| Arc { head: head.checked_sub(1), rel });
        Sentence { tokens: tokens.collect(), tree: (!reading.tree.is_empty()).then(|| arcs.collect()), names }
    }

    /// What the network says of each sentence.
    fn readings(&self, sentences: &[Vec<&str>], effort: Effort, wants_tree: impl Fn(&[&str]) -> bool) -> Vec<Reading> {
        let parts: Vec<(Pieces, bool)> = sentences
            .iter()
            .flat_map(|words| {
                let tree = wants_tree(words);
                self.pieces(words).into_iter().map(move |p| (p, tree))
            })
            .collect();
        let batches = batches(&parts, effort.batch);
        // More threads than processors would only cost memory, and the system may refuse them.
        let threads = effort.threads.clamp(1, thread::available_parallelism().map_or(1, usize::from));
        let share = batches.len().div_ceil(threads).max(1);
        let mut read: Vec<Reading> = Vec::with_capacity(parts.len());
        if batches.len() <= share {
            read.extend(self.compute(&batches, effort.kernel));
        } else {
            thread::scope(|scope| {
                let workers: Vec<_> = batches.chunks(share).map(|some| scope.spawn(|| self.compute(some, effort.kernel))).collect();
                for worker in workers {
                    match worker.join() {
                        Ok(part) => read.extend(part),
                        Err(panic) => std::panic::resume_unwind(panic),
                    }
                }
            });
        }
        let mut read = read.into_iter();
        sentences.iter().map(|words| whole(read.by_ref(), words)).collect()
    }

    fn compute(&self, batches: &[&[(Pieces, bool)]], kernel: Kernel) -> Vec<Reading> {
        let mut scratch = Scratch::default();
        let mut readings = Vec::new();
        for batch in batches {
            let (pieces, with_tree): (Vec<&Pieces>, Vec<bool>) = batch.iter().map(|(p, t)| (p, *t)).unzip();
            let states = encoder::encode(&self.network.encoder, kernel, &pieces, &mut scratch);
            readings.extend(heads::read(&self.network, kernel, &pieces, &with_tree, &states));
        }
        readings
    }

    /// A sentence as the encoder reads it: its lead apart, and several parts where it is longer than the encoder's window.
    fn pieces(&self, words: &[&str]) -> Vec<Pieces> {
        let (before, rest) = words.split_at(lead::lead(words));
        let mut parts = if before.is_empty() { Vec::new() } else { self.window(before) };
        parts.extend(self.window(rest));
        parts
    }

    /// Words in as many parts as the encoder's window asks for.
    fn window(&self, words: &[&str]) -> Vec<Pieces> {
        let vocabulary = &self.network.encoder.table.pieces;
        let opened = || Pieces { ids: vec![vocabulary.opening], cases: vec![0], firsts: vec![0] };
        let (mut parts, mut part) = (Vec::new(), opened());
        for (i, word) in words.iter().enumerate() {
            let first = part.ids.len();
            vocabulary.word(word, &mut part.ids);
            if part.ids.len() >= MAX_PIECES {
                part.ids.truncate(first);
                let full = std::mem::replace(&mut part, opened());
                parts.push(closed(full, vocabulary.closing));
                vocabulary.word(word, &mut part.ids);
            }
            part.firsts.push(part.cases.len());
            part.cases.resize(part.ids.len(), wordpiece::case_of(word, i == 0));
        }
        parts.push(closed(part, vocabulary.closing));
        parts
    }
}

fn closed(mut part: Pieces, closing: u32) -> Pieces {
    part.ids.push(closing);
    part.cases.push(0);
    part
}

/// Cuts the parts into batches of about so many pieces.
fn batches(parts: &[(Pieces, bool)], size: usize) -> Vec<&[(Pieces, bool)]> {
    let (mut found, mut from, mut pieces) = (Vec::new(), 0, 0);
    for (i, (part, _)) in parts.iter().enumerate() {
        if i > from && pieces + part.ids.len() > size {
            found.push(&parts[from..i]);
            (from, pieces) = (i, 0);
        }
        pieces += part.ids.len();
    }
    if from < parts.len() {
        found.push(&parts[from..]);
    }
    found
}

/// One reading of a sentence out of the readings of its parts. Its lead hangs on the root of what follows as `dislocated`
/// (so GUM has it), later parts of a long sentence as `parataxis`.
fn whole(mut parts: impl Iterator<Item = Reading>, words: &[&str]) -> Reading {
    let (mut all, mut roots) = (Reading::default(), Vec::new());
    let lead = lead::lead(words);
    while all.upos.len() < words.len() {
        let Some(part) = parts.next() else { break };
        let before = all.upos.len();
        let root = part.tree.iter().position(|(head, _)| *head == 0).map(|at| at + before);
        roots.extend(root.map(|at| (before, at)));
        all.tree.extend(part.tree.into_iter().map(|(head, rel)| (if head == 0 { 0 } else { head + before }, rel)));
        all.upos.extend(part.upos);
        all.xpos.extend(part.xpos);
        all.names.extend(part.names);
        all.inner.extend(part.inner);
    }
    if let Some(&(_, main)) = roots.iter().find(|(begin, _)| *begin >= lead) {
        for (begin, at) in roots.into_iter().filter(|(_, at)| *at != main) {
            all.tree[at] = (main + 1, if begin < lead { Rel::Dislocated } else { Rel::Parataxis });
        }
    }
    all
}

/// Cuts a name to its own words: "rebels of the M23" is the M23, "Kargil and" is Kargil. Function words and small common
/// words stand in names ("Bank of China"), never at their ends.
fn trim(name: &mut Name, reading: &Reading, words: &[&str]) {
    let small = |at: usize| reading.upos[at] != Upos::Propn && words[at].starts_with(char::is_lowercase);
    while name.words.len() > 1 && small(name.words.start) {
        name.words.start += 1;
    }
    while name.words.len() > 1 && small(name.words.end - 1) {
        name.words.end -= 1;
    }
}

/// Outer names that hold a proper noun ("Eritrean" names nobody), and of the inner ones those that stand inside an outer one.
fn named(reading: &Reading, words: &[&str]) -> Vec<Name> {
    let mut found = names::decode(&reading.names, false);
    for name in &mut found {
        trim(name, reading, words);
    }
    found.retain(|n| reading.upos[n.words.clone()].contains(&Upos::Propn));
    // Outer names stand in order and apart: only the last that begins before an inner one can hold it.
    let holds = |i: &Name| {
        let before = found.partition_point(|o| o.words.start <= i.words.start);
        before.checked_sub(1).and_then(|at| found.get(at)).is_some_and(|o| i.words.end <= o.words.end && i.words != o.words)
    };
    let nested: Vec<Name> = names::decode(&reading.inner, true).into_iter().filter(holds).collect();
    found.extend(nested);
    found.sort_by_key(|n| (n.words.start, n.inner, n.words.end));
    found
}
