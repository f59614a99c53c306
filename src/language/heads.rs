//! Encoder states → tags, name scores and trees: what is read off each word's first piece.

use super::encoder::Pieces;
use super::kernel::{Kernel, Rows};
use super::labels::{Rel, Upos, Xpos};
use super::names::{NameScores, TAGS};
use super::network::Network;
use super::tree::best_tree;

/// What the network says of one sentence (or a part of a long one), word by word.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Universal tags.
    pub upos: Vec<Upos>,
    /// Penn tags.
    pub xpos: Vec<Xpos>,
    /// Scores of the names that stand in no other name.
    pub names: Vec<NameScores>,
    /// Scores of the names inside them.
    pub inner: Vec<NameScores>,
    /// Head (0 the root, else word + 1) and relation of each word; empty where no tree was wanted.
    pub tree: Vec<(usize, Rel)>,
}

/// Rows for which relations are scored at once: their scores are thousands of floats a word.
const ROWS_AT_ONCE: usize = 24;

/// Reads a batch off its states. `with_tree` says for each sentence whether a tree is wanted.
#[must_use]
pub fn read(network: &Network, kernel: Kernel, batch: &[&Pieces], with_tree: &[bool], states: &[f32]) -> Vec<Reading> {
    let mut readings = tags(network, kernel, batch, states);
    let wanted: Vec<usize> = (0..batch.len()).filter(|i| with_tree[*i]).collect();
    if !wanted.is_empty() {
        let starts = starts(batch);
        let pick = |words_only: bool| {
            gather(network.encoder.hidden(), wanted.iter().map(|&i| (starts[i], &batch[i].firsts[usize::from(words_only)..])), states)
        };
        let trees = trees(network, kernel, wanted.iter().map(|&i| batch[i].firsts.len() - 1), &pick(true), &pick(false));
        for (i, tree) in wanted.into_iter().zip(trees) {
            readings[i].tree = tree;
        }
    }
    readings
}

/// First row of each sentence of the batch.
fn starts(batch: &[&Pieces]) -> Vec<usize> {
    let lengths = batch.iter().map(|p| p.ids.len());
    lengths.scan(0, |next, n| Some(std::mem::replace(next, *next + n))).collect()
}

/// The states at the given rows, counted from each sentence's start.
fn gather<'p>(hidden: usize, of: impl Iterator<Item = (usize, &'p [usize])>, states: &[f32]) -> Vec<f32> {
    let mut rows = Vec::new();
    for (start, at) in of {
        for row in at {
            rows.extend_from_slice(&states[(start + row) * hidden..][..hidden]);
        }
    }
    rows
}

fn tags(network: &Network, kernel: Kernel, batch: &[&Pieces], states: &[f32]) -> Vec<Reading> {
    let words = gather(network.encoder.hidden(), starts(batch).into_iter().zip(batch.iter().map(|p| &p.firsts[1..])), states);
    let mut rows = Rows::new(network.encoder.hidden());
    kernel.quantise(&words, &mut rows);
    let matrix = &network.heads.tags;
    let mut scores = vec![0.0; rows.len() * matrix.width()];
    kernel.product(matrix, &rows, &mut scores);
    let (u, x) = (network.upos.len(), network.xpos.len());
    let mut words = scores.chunks_exact(matrix.width());
    let each = batch.iter().map(|pieces| {
        let mut reading = Reading::default();
        for row in words.by_ref().take(pieces.firsts.len() - 1) {
            reading.upos.push(network.upos[best(&row[..u])]);
            reading.xpos.push(network.xpos[best(&row[u..u + x])]);
            reading.names.push(NameScores::of(&row[u + x..][..TAGS]));
            reading.inner.push(NameScores::of(&row[u + x + TAGS..][..TAGS]));
        }
        reading
    });
    each.collect()
}

/// Place of the largest score; the first of equals.
fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, s) in scores.iter().enumerate() {
        if *s > scores[best] {
            best = i;
        }
    }
    best
}

/// Trees of sentences of the given lengths. `words`: states of their words; `all`: the same with each opening mark.
fn trees(network: &Network, kernel: Kernel, lengths: impl Iterator<Item = usize>, words: &[f32], all: &[f32]) -> Vec<Vec<(usize, Rel)>> {
    let heads = &network.heads;
    let (mut dependents, mut candidates) = (Rows::new(network.encoder.hidden()), Rows::new(network.encoder.hidden()));
    kernel.quantise(words, &mut dependents);
    kernel.quantise(all, &mut candidates);
    let project = |matrix, rows: &Rows, positive: bool| project(kernel, matrix, rows, positive);
    let arc_width = heads.arc.outputs();
    let mut looked_for = Rows::new(arc_width);
    kernel.quantise(&project(&heads.arc_dep, &dependents, true), &mut looked_for);
    let looked_for = project(&heads.arc, &looked_for, false);
    let offered = project(&heads.arc_head, &candidates, true);
    let rel_width = heads.rel_dep.outputs();
    let rel_dep = project(&heads.rel_dep, &dependents, true);
    let rel_head = project(&heads.rel_head, &candidates, true);

    let (mut word, mut candidate, mut trees) = (0, 0, Vec::new());
    for n in lengths {
        let mut scores = vec![0.0; n * (n + 1)];
        let offered = &offered[candidate * arc_width..][..(n + 1) * arc_width];
        for (d, row) in scores.chunks_exact_mut(n + 1).enumerate() {
            kernel.dots(&looked_for[(word + d) * arc_width..][..arc_width], offered, row);
        }
        let tree = best_tree(&scores, n);
        let dep = &rel_dep[word * rel_width..][..n * rel_width];
        let head = &rel_head[candidate * rel_width..][..(n + 1) * rel_width];
        trees.push(relations(network, kernel, dep, head, &tree));
        word += n;
        candidate += n + 1;
    }
    trees
}

/// A linear layer over quantised rows, negative results to zero where `positive`.
fn project(kernel: Kernel, matrix: &super::kernel::Matrix, rows: &Rows, positive: bool) -> Vec<f32> {
    let mut out = vec![0.0; rows.len() * matrix.width()];
    kernel.product(matrix, rows, &mut out);
    if positive {
        kernel.relu(&mut out);
    }
    out
}

/// The relation of each word to its head in `tree`.
fn relations(network: &Network, kernel: Kernel, dep: &[f32], head: &[f32], tree: &[usize]) -> Vec<(usize, Rel)> {
    let (matrix, count) = (&network.heads.rel, network.rels.len());
    let width = matrix.inputs();
    let mut rows = Rows::new(width);
    let mut found = Vec::with_capacity(tree.len());
    let mut scores = vec![0.0; count];
    for (some, heads) in dep.chunks(ROWS_AT_ONCE * width).zip(tree.chunks(ROWS_AT_ONCE)) {
        kernel.quantise(some, &mut rows);
        let vectors = project(kernel, matrix, &rows, false);
        for (vectors, &h) in vectors.chunks_exact(matrix.width()).zip(heads) {
            kernel.dots(&head[h * width..][..width], &vectors[..count * width], &mut scores);
            for (score, own) in scores.iter_mut().zip(&vectors[count * width..]) {
                *score += own;
            }
            found.push((h, relation(network, &scores, h)));
        }
    }
    found
}

/// The best relation; `root` exactly where the head is the root.
fn relation(network: &Network, scores: &[f32], head: usize) -> Rel {
    if head == 0 {
        return Rel::Root;
    }
    let mut best: Option<(f32, Rel)> = None;
    for (&score, &rel) in scores.iter().zip(&network.rels) {
        if rel != Rel::Root && best.is_none_or(|(s, _)| score > s) {
            best = Some((score, rel));
        }
    }
    best.map_or(Rel::Dep, |(_, rel)| rel)
}
