//! From bytes, in which the program counts, to code points, in which the graphs count.

use crate::text::Span;

/// The code points of one text; built once, asked often.
#[derive(Clone, Debug)]
pub struct Offsets {
    /// Code points before each block of [`BLOCK`] bytes.
    before: Vec<usize>,
    /// Whether each byte begins a code point, 64 to a word.
    begins: Vec<u64>,
}

const BLOCK: usize = 64;

impl Offsets {
    /// Counts the text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let (mut before, mut begins, mut count) = (Vec::new(), Vec::new(), 0);
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(count);
            let bits = block.iter().enumerate().filter(|(_, b)| (**b as i8) >= -0x40).fold(0_u64, |bits, (i, _)| bits | 1 << i);
            begins.push(bits);
            count += bits.count_ones() as usize;
        }
        before.push(count);
        begins.push(0);
        Self { before, begins }
    }

    /// Number of code points before that byte; of the whole text where the byte is beyond it.
    #[must_use]
    pub fn at(&self, byte: usize) -> usize {
        let block = (byte / BLOCK).min(self.begins.len() - 1);
        let within = if byte / BLOCK > block { 0 } else { byte % BLOCK };
        self.before[block] + (self.begins[block] & ((1_u64 << within) - 1)).count_ones() as usize
    }

    /// First code point of a span of bytes, and the one just after it.
    #[must_use]
    pub fn of(&self, span: Span) -> (usize, usize) {
        (self.at(span.begin), self.at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_chars_do() {
        let texts = ["", "a", "Çavuşoğlu met 习近平 🙂 twice", &"é🙂x".repeat(100), &"x".repeat(64), &"é".repeat(32)];
        for text in texts {
            let offsets = Offsets::new(text);
            let ends = text.char_indices().map(|(i, _)| i).chain([text.len()]);
            for (count, byte) in ends.enumerate() {
                assert_eq!(offsets.at(byte), count, "{text} at byte {byte}");
            }
            assert_eq!(offsets.at(text.len() + 1000), text.chars().count());
        }
    }
}
