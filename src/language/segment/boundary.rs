//! Where sentences end: rules for the clear gaps between words, a linear model for the others.

use super::block::{Block, Kind};
use super::features::{LEN, features};
use super::style::Style;
use crate::text::Span;

/// Weights of the hashed features, learnt by `training/boundaries.py`.
static WEIGHTS: &[u8] = include_bytes!("../data/boundaries.bin");

/// What the sum of weights must exceed in a carefully written text.
const CAREFUL: i32 = 8;

/// What it must exceed in a text that often leaves out its full stops.
const SLOPPY: i32 = -16;

/// Whether a sentence ends after each word of a paragraph; always after the last one.
#[must_use]
pub fn ends(text: &str, tokens: &[Span], style: &Style) -> Vec<bool> {
    let block = Block::new(text, tokens, style);
    let margin = if style.is_sloppy() { SLOPPY } else { CAREFUL };
    let last = tokens.len().saturating_sub(1);
    let date = date_line(text, tokens);
    let mut start = 0;
    let mut found = Vec::with_capacity(tokens.len());
    for at in 0..tokens.len() {
        let end = at == last || date == Some(at) || rule(&block, at).unwrap_or_else(|| score(&features(&block, start, at)) > margin);
        found.push(end);
        if end {
            start = at + 1;
        }
    }
    found
}

/// The last word of a date that opens a paragraph as a line of its own did before its line end was lost:
/// "Thursday, May 7, 2015 The government ...".
fn date_line(text: &str, tokens: &[Span]) -> Option<usize> {
    let begin: Vec<&str> = tokens.iter().take(9).map(|t| t.of(text)).collect();
    let shape: Vec<&str> = begin.iter().copied().filter(|w| *w != ",").collect();
    let number = |w: &str, digits: &[usize]| digits.contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit());
    let capital = |w: &str| w.starts_with(char::is_uppercase);
    let [weekday, a, b, year, next, ..] = shape[..] else { return None };
    let day_and_month = number(a, &[1, 2]) && capital(b) || capital(a) && number(b, &[1, 2]);
    let is_date = weekday.ends_with("day") && capital(weekday) && day_and_month && number(year, &[4]);
    let follows = capital(next) || next.starts_with(['“', '"', '‘']);
    let at = begin.iter().position(|w| *w == year)?;
    (is_date && follows && begin.get(at + 1) == Some(&next)).then_some(at)
}

/// Sum of the weights of some features.
fn score(features: &[u32; LEN]) -> i32 {
    let weight = |&at: &u32| WEIGHTS.get(at as usize).map_or(0, |&byte| i32::from(byte.cast_signed()));
    features.iter().map(weight).sum()
}

/// What is certain about the gap after a word without the model.
#[must_use]
pub fn rule(block: &Block, at: usize) -> Option<bool> {
    let [before, left, right] = [at.wrapping_sub(1), at, at + 1].map(|i| block.word(i));
    let attached = right.is(Kind::Mark) && !right.is(Kind::Opens);
    if !right.is(Kind::Spaced) {
        let possible = (left.is(Kind::Ends) || left.is(Kind::Closes)) && !attached;
        return if possible && !left.is(Kind::Title) { None } else { Some(false) };
    }
    // "Yahoo! shares rose": only careless writers begin a sentence with a small letter.
    let ended = left.is(Kind::Ends) && !left.is(Kind::Short) && !left.is(Kind::Full);
    let closed = left.is(Kind::Closes) && before.is(Kind::Ends);
    if left.is(Kind::Title) || (ended && block.careful || closed) && right.is(Kind::Plain) {
        return Some(false);
    }
    let credit = right.is(Kind::Credit) && block.word(at + 2).is(Kind::Colon);
    if credit && !left.is(Kind::Opens) && !left.is(Kind::Colon) {
        return Some(true);
    }
    (left.open == 0 && full_stop(block, at)).then_some(true)
}

/// Whether an end mark that is no part of an abbreviation stands before the beginning of a
/// sentence.
fn full_stop(block: &Block, at: usize) -> bool {
    let [before, left, right] = [at.wrapping_sub(1), at, at + 1].map(|i| block.word(i));
    let quoted = right.is(Kind::Opens) && block.word(at + 2).is(Kind::Capital);
    if left.is(Kind::Stop) && before.is(Kind::Plain) {
        return quoted || right.is(Kind::Capital) || right.is(Kind::Tag);
    }
    // "Boeing 737. The" ends a sentence, "1. The" counts an entry of a list.
    let counted = before.is(Kind::Number) && block.word(at.wrapping_sub(2)).is(Kind::Letters);
    let stop = left.is(Kind::Stop) && (before.is(Kind::Solid) || counted) || left.is(Kind::Short);
    stop && (quoted || right.is(Kind::Opener))
}
