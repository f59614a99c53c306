//! What the model of sentence ends sees of a gap between two words, as hashed features.

use super::block::{Block, Kind, Word};

/// Number of features of one gap.
pub const LEN: usize = 64;

/// Bits of the place of a feature among the weights.
const PLACE_BITS: u32 = 17;

/// The features of the gap after the word at a place, in a sentence that began at another.
#[must_use]
pub fn features(block: &Block, start: usize, at: usize) -> [u32; LEN] {
    let gap = Gap::new(block, start, at);
    let mut places = Places { found: [0; LEN], used: 0 };
    gap.shapes(&mut places);
    gap.words(&mut places);
    gap.distances(&mut places);
    gap.sentence(&mut places);
    gap.surroundings(&mut places);
    places.found
}

/// Collects the places of features; the number of a feature is part of its place.
struct Places {
    found: [u32; LEN],
    used: u32,
}

impl Places {
    fn add(&mut self, values: &[u32]) {
        let mixed = values.iter().fold(mix(0x9e37_79b9, self.used), |hash, &value| mix(hash, value));
        if let Some(place) = self.found.get_mut(self.used as usize) {
            *place = (mixed ^ mixed >> 15).wrapping_mul(0x85eb_ca6b) >> (32 - PLACE_BITS);
        }
        self.used += 1;
    }
}

const fn mix(hash: u32, value: u32) -> u32 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b1)
}

/// A gap with three words before it and three after it.
struct Gap {
    /// The words before the gap, the nearest first.
    left: [Word; 3],
    /// The words after the gap, the nearest first.
    right: [Word; 3],
    /// The first word that has no capital after the gap.
    behind: Word,
    /// The first word of the sentence so far.
    head: Word,
    spaced: u32,
    /// Capital of the next word, and whether the text also writes it small.
    common: u32,
    /// End marks and other marks before the gap.
    ends: u32,
    since: u32,
    until: u32,
    from_start: u32,
    to_end: u32,
    /// Length of the sentence so far.
    length: u32,
    /// Words with a capital before and after the gap.
    row: u32,
    /// Whether every word of the sentence so far has a capital.
    whole: u32,
    /// Words that begin or end paragraphs elsewhere.
    edges: u32,
    /// How the bracket or quotation around the gap began.
    quoting: u32,
    kind: u32,
    traits: u32,
    first: u32,
}

impl Gap {
    fn new(block: &Block, start: usize, at: usize) -> Self {
        let lefts = [at, at.wrapping_sub(1), at.wrapping_sub(2)].map(|i| block.word(i));
        let rights = [at + 1, at + 2, at + 3].map(|i| block.word(i));
        let ([left, before, _], [right, next, _]) = (lefts, rights);
        let size = at + 1 - start.min(at);
        let counted = if left.is(Kind::Ends) { before } else { left };
        Self {
            behind: block.word(at + 1 + usize::from(right.ahead)),
            head: block.word(start),
            spaced: bits(&[right.is(Kind::Spaced), left.is(Kind::Spaced), next.is(Kind::Spaced)]),
            common: bits(&[right.is(Kind::Common), right.is(Kind::Capital)]),
            ends: bits(&[left.is(Kind::Ends), before.is(Kind::Ends), left.is(Kind::Mark)]),
            since: bucket(counted.since.into()),
            until: bucket(right.until.into()),
            from_start: bucket(at),
            to_end: bucket(block.len().saturating_sub(at)),
            length: bucket(size),
            row: u32::from(left.row) | u32::from(right.ahead) << 4,
            whole: u32::from(usize::from(left.row) == size),
            edges: bits(&[left.is(Kind::Last), right.is(Kind::First)]),
            quoting: if left.open == 0 { 0 } else { opening(block, start, left.opened) },
            kind: bits(&[right.is(Kind::Opener), left.is(Kind::Short), left.is(Kind::Letters), right.is(Kind::Letters)]),
            traits: block.traits,
            first: block.first,
            left: lefts,
            right: rights,
        }
    }

    /// Patterns of the words around the gap.
    fn shapes(&self, places: &mut Places) {
        let ([left, before, earlier], [right, next, later]) = (self.left, self.right);
        places.add(&[left.shape, right.shape, self.spaced]);
        places.add(&[before.shape, left.shape, right.shape]);
        places.add(&[left.shape, right.shape, next.shape]);
        places.add(&[before.shape, left.shape, right.shape, next.shape]);
        places.add(&[earlier.shape, before.shape, left.shape, right.shape]);
        places.add(&[left.shape, right.shape, next.shape, later.shape]);
        places.add(&[self.common, left.shape, next.shape]);
        places.add(&[left.shape, self.spaced, self.ends]);
        places.add(&[self.ends, self.spaced]);
        places.add(&[self.kind, self.ends, self.common]);
        places.add(&[self.kind, left.shape, self.traits]);
    }

    /// The words around the gap themselves.
    fn words(&self, places: &mut Places) {
        let ([left, before, earlier], [right, next, later]) = (self.left, self.right);
        places.add(&[left.lower]);
        places.add(&[right.lower, self.ends]);
        places.add(&[right.form, self.ends]);
        places.add(&[left.lower, right.lower]);
        places.add(&[before.lower, left.lower]);
        places.add(&[right.form, next.lower]);
        places.add(&[left.lower, right.shape]);
        places.add(&[left.shape, right.form]);
        places.add(&[before.lower, left.shape]);
        places.add(&[next.lower, right.shape]);
        places.add(&[before.lower, left.shape, right.shape]);
        places.add(&[before.form, left.form, right.shape]);
        places.add(&[left.form, right.form, next.form]);
        places.add(&[later.lower, left.shape]);
        places.add(&[earlier.lower, left.shape, right.shape]);
        places.add(&[left.suffix, right.suffix]);
        places.add(&[left.suffix, right.shape]);
        places.add(&[right.suffix, left.shape]);
        places.add(&[before.suffix, left.suffix, right.shape]);
    }

    /// How far end marks and the ends of the paragraph are.
    fn distances(&self, places: &mut Places) {
        let ([left, ..], [right, ..]) = (self.left, self.right);
        places.add(&[self.since, self.ends, self.common]);
        places.add(&[self.until, self.ends, self.common]);
        places.add(&[self.since, self.until, self.ends]);
        places.add(&[self.from_start, left.shape]);
        places.add(&[self.to_end, right.shape]);
        places.add(&[self.from_start, left.shape, right.shape]);
        places.add(&[self.to_end, left.shape, right.shape]);
        places.add(&[self.since, left.shape, right.shape]);
        places.add(&[self.until, left.shape, right.shape, self.traits]);
        places.add(&[right.form, self.until]);
        places.add(&[left.lower, self.since]);
        places.add(&[self.traits, self.ends, right.shape, self.since]);
    }

    /// The sentence up to the gap, were it to end here.
    fn sentence(&self, places: &mut Places) {
        let ([left, ..], [right, ..]) = (self.left, self.right);
        places.add(&[self.length, self.ends, self.common]);
        places.add(&[self.length, left.shape, right.shape]);
        places.add(&[self.head.form, self.ends, self.common]);
        places.add(&[self.head.shape, self.length, left.shape, right.shape]);
        places.add(&[self.row, self.ends, self.whole]);
        places.add(&[self.row, self.length, self.ends]);
        places.add(&[self.behind.lower, self.row, self.ends]);
        places.add(&[self.whole, self.length, right.form]);
        places.add(&[self.whole, self.behind.shape, self.row]);
    }

    /// Brackets, quotations, the paragraph and the whole text.
    fn surroundings(&self, places: &mut Places) {
        let ([left, before, _], [right, ..]) = (self.left, self.right);
        let again = bits(&[right.form == self.first, right.is(Kind::Mark)]);
        let open = u32::from(left.open);
        places.add(&[open, left.shape, right.shape]);
        places.add(&[open, self.ends, self.common]);
        places.add(&[self.quoting, self.ends, self.common, before.shape]);
        places.add(&[self.quoting, left.shape, right.shape]);
        places.add(&[self.traits, self.ends, self.common]);
        places.add(&[self.traits, left.shape, right.shape]);
        places.add(&[self.traits, right.form]);
        places.add(&[left.form, self.common, self.traits]);
        places.add(&[again, right.form, left.shape]);
        places.add(&[self.first, right.form]);
        places.add(&[self.edges, self.ends, self.common]);
        places.add(&[self.edges, left.shape, right.shape]);
        places.add(&[self.edges, self.row, self.ends]);
    }
}

/// How the open bracket or quotation began: with the sentence, after a comma or colon, or else.
fn opening(block: &Block, start: usize, opened: usize) -> u32 {
    if opened <= start {
        return if opened == start { 1 } else { 2 };
    }
    let before = block.word(opened - 1);
    match (before.is(Kind::Colon), before.is(Kind::Comma)) {
        (true, _) => 3,
        (_, true) => 4,
        _ => 5,
    }
}

/// Truths as the bits of a number, the first one lowest.
fn bits(truths: &[bool]) -> u32 {
    truths.iter().rev().fold(0, |bits, &truth| bits << 1 | u32::from(truth))
}

/// A number in few classes.
const fn bucket(number: usize) -> u32 {
    match number {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 3,
        4..=6 => 4,
        7..=12 => 5,
        13..=25 => 6,
        26..=50 => 7,
        _ => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::super::style::Style;
    use super::*;
    use crate::text::Span;

    #[test]
    fn every_place_is_used() {
        let tokens = [Span { begin: 0, end: 2 }, Span { begin: 3, end: 5 }];
        let text = "He is";
        let block = Block::new(text, &tokens, &Style::of(text, &[tokens.to_vec()]));
        assert!(features(&block, 0, 0).iter().all(|&place| place > 0 && place < 1 << PLACE_BITS));
    }
}
