//! How a whole text is written: which words it also writes small, how its paragraphs begin.

use super::shape::hash;
use crate::text::Span;

/// Bits that remember hashes of words in small letters.
const SEEN: usize = 1 << 18;

/// Paragraphs with more words than this are expected to end with a mark.
const LONG: usize = 12;

/// How a whole text is written.
pub struct Style {
    seen: Vec<u64>,
    firsts: Vec<u32>,
    lasts: Vec<u32>,
    sloppy: u8,
}

impl Style {
    /// Looks at all the words of a text.
    #[must_use]
    pub fn of(text: &str, blocks: &[Vec<Span>]) -> Self {
        let mut style = Self { seen: vec![0; SEEN / 64], firsts: Vec::new(), lasts: Vec::new(), sloppy: 0 };
        let (mut odd, mut slips) = (0_usize, 0_usize);
        for block in blocks {
            for token in block {
                let form = token.of(text);
                if form.starts_with(char::is_lowercase) {
                    style.remember(hash(form));
                    slips += usize::from(form == "i");
                }
            }
            let first = block.first().map_or("", |token| token.of(text));
            let last = block.last().map_or("", |token| token.of(text));
            style.firsts.push(hash(first));
            style.lasts.push(hash(last));
            odd += usize::from(first.starts_with(char::is_lowercase));
            odd += usize::from(block.len() > LONG && last.ends_with(char::is_alphanumeric));
        }
        style.firsts.sort_unstable();
        style.lasts.sort_unstable();
        style.sloppy = match odd * 8 / blocks.len().max(1) + slips {
            0 => u8::from(odd > 0),
            1 => 2,
            _ => 3,
        };
        style
    }

    /// Whether many sentences of the text lack their capital or their full stop.
    #[must_use]
    pub const fn is_sloppy(&self) -> bool {
        self.sloppy > 1
    }

    /// How carelessly the text is written, from 0 to 3.
    #[must_use]
    pub const fn sloppiness(&self) -> u32 {
        self.sloppy as u32
    }

    /// Whether the text has a word with this hash in small letters. It may err on long texts.
    #[must_use]
    pub fn has_small(&self, hash: u32) -> bool {
        let bit = hash as usize % SEEN;
        self.seen.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// Whether a paragraph of the text begins with the word with this hash.
    #[must_use]
    pub fn begins(&self, hash: u32) -> bool {
        self.firsts.binary_search(&hash).is_ok()
    }

    /// Whether a paragraph of the text ends with the word with this hash.
    #[must_use]
    pub fn ends(&self, hash: u32) -> bool {
        self.lasts.binary_search(&hash).is_ok()
    }

    fn remember(&mut self, hash: u32) {
        let bit = hash as usize % SEEN;
        if let Some(word) = self.seen.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
    }
}
