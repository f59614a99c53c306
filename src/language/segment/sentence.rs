//! Cutting a text into sentences.

use std::collections::BTreeSet;

use super::block::Block;
use super::boundary::{ends, rule};
use super::features::{LEN, features};
use super::lines::blocks;
use super::style::Style;
use super::token::tokens;
use crate::text::Span;

/// The words of every sentence of a text; no sentence is empty.
///
/// Blank lines always end a sentence, and so do line ends that are not wrapped lines.
#[must_use]
pub fn sentences(text: &str) -> Vec<Vec<Span>> {
    let blocks: Vec<Vec<Span>> = blocks(text).into_iter().map(|block| tokens(text, block)).collect();
    let style = Style::of(text, &blocks);
    let mut found = Vec::new();
    for block in &blocks {
        let mut sentence = Vec::new();
        for (&token, end) in block.iter().zip(ends(text, block, &style)) {
            sentence.push(token);
            if end {
                found.push(std::mem::take(&mut sentence));
            }
        }
    }
    found
}

/// What the boundary model is trained on: the hashed features of every gap that the rules leave open, and whether a
/// sentence ends there. `ends`: byte offsets at which the text's sentences end.
#[must_use]
pub fn open_gaps(text: &str, ends: &BTreeSet<usize>) -> Vec<([u32; LEN], bool)> {
    let blocks: Vec<Vec<Span>> = blocks(text).into_iter().map(|block| tokens(text, block)).collect();
    let style = Style::of(text, &blocks);
    let mut gaps = Vec::new();
    for words in &blocks {
        let block = Block::new(text, words, &style);
        let mut start = 0;
        for (at, word) in words.iter().enumerate().take(words.len().saturating_sub(1)) {
            let end = ends.contains(&word.end);
            if rule(&block, at).is_none() {
                gaps.push((features(&block, start, at), end));
            }
            if end {
                start = at + 1;
            }
        }
    }
    gaps
}
