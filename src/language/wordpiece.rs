//! Words → the encoder's input: uncased WordPiece ids, and a row for how the word was written.
//!
//! Greedy longest match as BERT's (Devlin et al. 2019); for Latin script `training/wordpiece.py` does the same.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A longer word keeps its first pieces: nothing later reads more of it.
const WORD_PIECES: usize = 12;

/// A longer run of letters is unknown: no piece sequence for it means anything, and matching is quadratic.
const MAX_RUN: usize = 200;

/// The vocabulary of pieces.
#[derive(Debug)]
pub struct WordPiece {
    ids: HashMap<Box<str>, u32>,
    /// Id of the mark that opens a sentence, where the tree's root is.
    pub opening: u32,
    /// Id of the mark that closes a sentence.
    pub closing: u32,
    unknown: u32,
    longest: usize,
}

impl WordPiece {
    /// Reads one piece a line; a piece's id is its line, counted from 0. `None` without the special pieces.
    #[must_use]
    pub fn read(lines: &str) -> Option<Self> {
        let ids: HashMap<Box<str>, u32> = (0..).zip(lines.lines()).map(|(id, piece)| (piece.into(), id)).collect();
        let special = |name| ids.get(name).copied();
        let (opening, closing, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
        let longest = ids.keys().map(|p| p.len()).max()?;
        Some(Self { ids, opening, closing, unknown, longest })
    }

    /// Number of pieces.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Appends the ids of a word's pieces: at least one, at most twelve.
    pub fn word(&self, word: &str, ids: &mut Vec<u32>) {
        let (from, folded) = (ids.len(), folded(word));
        let mut run = String::new();
        for c in folded.chars().map(Some).chain([None]) {
            if let Some(c) = c.filter(|c| c.is_alphanumeric()) {
                run.push(c);
                continue;
            }
            self.run(&run, ids);
            run.clear();
            if ids.len() >= from + WORD_PIECES {
                break;
            }
            if let Some(c) = c.filter(|c| !c.is_whitespace()) {
                self.run(c.encode_utf8(&mut [0; 4]), ids);
            }
        }
        ids.truncate(from + WORD_PIECES);
        if ids.len() == from {
            ids.push(self.unknown);
        }
    }

    /// Pieces of one run of letters and digits, or of one other character.
    fn run(&self, run: &str, ids: &mut Vec<u32>) {
        let from = ids.len();
        if run.len() > MAX_RUN {
            return ids.push(self.unknown);
        }
        let mut piece = String::from(run);
        let mut rest = run;
        while !rest.is_empty() {
            let prefix = if rest.len() == run.len() { "" } else { "##" };
            let mut end = rest.floor_char_boundary(self.longest);
            loop {
                piece.clear();
                piece.push_str(prefix);
                piece.push_str(&rest[..end]);
                if let Some(&id) = self.ids.get(piece.as_str()) {
                    ids.push(id);
                    break;
                }
                end = rest.floor_char_boundary(end.saturating_sub(1));
                if end == 0 {
                    ids.truncate(from);
                    return ids.push(self.unknown);
                }
            }
            rest = &rest[end..];
        }
    }
}

/// Lower case, typographic variants made plain, combining accents removed.
fn folded(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii()) {
        return word.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '’' | '‘' => plain.push('\''),
            '“' | '”' | '„' => plain.push('"'),
            '…' => plain.push_str("..."),
            '–' | '—' | '−' => plain.push('-'),
            c => plain.push(c),
        }
    }
    plain.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Number of rows of the case table.
pub const CASES: usize = 8;

/// Row of the case table for how a word is written; `first`: it opens its sentence.
#[must_use]
pub fn case_of(word: &str, first: bool) -> u8 {
    if word.chars().any(char::is_numeric) {
        return 6; // a digit
    }
    let (mut letters, mut upper, mut title) = (0, 0, false);
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        title |= letters == 0 && c.is_uppercase();
        letters += 1;
        upper += usize::from(c.is_uppercase());
    }
    match (letters, upper) {
        (0, _) => 0,                   // no letter
        (_, 0) => 1,                   // lower
        (1, 1) => 4,                   // a single capital
        (l, u) if l == u => 3,         // UPPER
        (_, 1) if title && first => 7, // Title where any word would be
        (_, 1) if title => 2,          // Title
        _ => 5,                        // mIxed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<u32> {
        let wp = WordPiece::read("[CLS]\n[SEP]\n[UNK]\nput\n##in\n'\ns\nsao\n-\n.").expect("a vocabulary");
        let mut ids = Vec::new();
        wp.word(word, &mut ids);
        ids
    }

    #[test]
    fn longest_pieces_first() {
        for (word, want) in [
            ("Putin", vec![3, 4]),
            ("PUT", vec![3]),
            ("’s", vec![5, 6]),
            ("São", vec![7]),
            ("put-in", vec![3, 8, 2]),
            ("…", vec![9, 9, 9]),
            ("zzz", vec![2]),
            ("\u{301}", vec![2]),
            ("", vec![2]),
        ] {
            assert_eq!(pieces(word), want, "{word}");
        }
        assert_eq!(pieces(&".".repeat(100)).len(), WORD_PIECES);
        assert_eq!(pieces(&"put".repeat(1_000_000)), [2]);
    }

    #[test]
    fn cases() {
        for (word, first, row) in [
            ("met", false, 1),
            ("Xi", false, 2),
            ("Xi", true, 7),
            ("UN", true, 3),
            ("A", true, 4),
            ("McCain", false, 5),
            ("9th", false, 6),
            ("--", true, 0),
            ("U.S.", false, 3),
        ] {
            assert_eq!(case_of(word, first), row, "{word}");
        }
    }
}
