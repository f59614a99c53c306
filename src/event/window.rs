//! An article cut into windows: some sentences that are read anew, with a few before and after them.

use std::ops::Range;

use crate::language::Parsed;
use crate::language::encoder::{MAX_PIECES, Pieces, Table};
use crate::language::wordpiece::{WordPiece, case_of};

/// Pieces that are new in a window, that lead up to them and that follow. A longer sentence is the only new one of its window; what of it
/// goes beyond [`MAX_PIECES`] is not read.
const NEW: usize = 220;
const BEFORE: usize = 70;
const AFTER: usize = 40;

/// A stretch of an article as the encoder reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its words: sentence, and place in the sentence.
    pub words: Vec<(usize, usize)>,
    /// Its pieces; `firsts` has the first piece of each word.
    pub pieces: Pieces,
    /// Of its words, those that are read here and not in another window.
    pub new: Range<usize>,
}

/// The windows of an article, in order.
#[must_use]
pub fn windows(table: &Table, parsed: &Parsed<'_>) -> Vec<Window> {
    let vocabulary = &table.pieces;
    let sentences: Vec<Vec<Vec<u32>>> = parsed
        .sentences
        .iter()
        .map(|s| {
            let word = |span: crate::text::Span| {
                let mut ids = Vec::new();
                vocabulary.word(span.of(parsed.text), &mut ids);
                ids
            };
            s.tokens.iter().map(|t| word(t.span)).collect()
        })
        .collect();
    let lengths: Vec<usize> = sentences.iter().map(|s| s.iter().map(Vec::len).sum::<usize>() + 1).collect();
    let (mut found, mut from) = (Vec::new(), 0);
    while from < lengths.len() {
        let to = from + fitting(lengths[from..].iter(), NEW).max(1);
        let begin = from - fitting(lengths[..from].iter().rev(), BEFORE);
        let end = to + fitting(lengths[to..].iter(), AFTER);
        found.push(window(vocabulary, parsed, &sentences, begin..end, from..to));
        from = to;
    }
    found
}

/// How many of these lengths come to no more than `room`.
fn fitting<'l>(lengths: impl Iterator<Item = &'l usize>, room: usize) -> usize {
    let mut sum = 0;
    lengths
        .take_while(|n| {
            sum += **n;
            sum <= room
        })
        .count()
}

fn window(vocabulary: &WordPiece, parsed: &Parsed<'_>, ids: &[Vec<Vec<u32>>], all: Range<usize>, new: Range<usize>) -> Window {
    let mut pieces = Pieces { ids: vec![vocabulary.opening], cases: vec![0], firsts: Vec::new() };
    let mut words = Vec::new();
    let mut read = 0..0;
    for sentence in all {
        if sentence == new.start {
            read.start = words.len();
        }
        for (at, (word, token)) in ids[sentence].iter().zip(&parsed.sentences[sentence].tokens).enumerate() {
            // The end of a sentence that is longer than the encoder's window is not read.
            if pieces.ids.len() + word.len() + 2 > MAX_PIECES {
                break;
            }
            pieces.firsts.push(pieces.ids.len());
            words.push((sentence, at));
            pieces.ids.extend(word);
            pieces.cases.resize(pieces.ids.len(), case_of(token.span.of(parsed.text), at == 0));
        }
        if pieces.ids.len() < MAX_PIECES {
            pieces.ids.push(vocabulary.closing);
            pieces.cases.push(0);
        }
        if sentence + 1 == new.end {
            read.end = words.len();
        }
    }
    Window { words, pieces, new: read }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Effort, Language};

    /// The windows of a text, and how many words its sentences have.
    fn of(text: &str) -> (Vec<Window>, Vec<usize>) {
        let language = Language::english().expect("the models that ship");
        let parsed = language.parse(text, Effort::default());
        (windows(language.table(), &parsed), parsed.sentences.iter().map(|s| s.tokens.len()).collect())
    }

    #[test]
    fn every_word_is_new_once_and_in_order() {
        let sentence = "The minister met his counterpart in Geneva, and both spoke of the border. ";
        for count in [0, 1, 7, 60] {
            let (windows, sentences) = of(&sentence.repeat(count));
            let new: Vec<(usize, usize)> = windows.iter().flat_map(|w| w.words[w.new.clone()].to_vec()).collect();
            let all: Vec<(usize, usize)> = sentences.iter().enumerate().flat_map(|(s, n)| (0..*n).map(move |w| (s, w))).collect();
            assert_eq!(new, all, "{count} sentences");
            for window in &windows {
                assert_eq!(window.pieces.firsts.len(), window.words.len());
                assert_eq!(window.pieces.ids.len(), window.pieces.cases.len());
                assert!(window.pieces.ids.len() <= MAX_PIECES);
            }
        }
    }

    #[test]
    fn what_is_new_stands_among_its_neighbours() {
        let (windows, _) = of(&"Troops took the town, held it for a week and left it again without a fight. ".repeat(60));
        assert!(windows.len() > 3);
        for (i, window) in windows.iter().enumerate() {
            assert_eq!(window.new.start == 0, i == 0, "words lead up to all but the first");
            assert_eq!(window.new.end == window.words.len(), i + 1 == windows.len(), "words follow all but the last");
        }
    }

    #[test]
    fn a_sentence_longer_than_the_encoder_reads_is_cut() {
        let (windows, _) = of(&format!("Ministers met. {} and left.", "Geneva, ".repeat(700)));
        assert!(windows.iter().all(|w| w.pieces.ids.len() <= MAX_PIECES && w.new.end <= w.words.len() && w.new.start <= w.new.end));
    }
}
