//! Cutting a text at blank lines, and at single line ends that are not wrapped lines.

use super::chars::{is_closer, is_terminal};
use crate::text::Span;

/// Lines up to this length may have been wrapped to a fixed width.
const WRAPPED: usize = 100;

/// Blocks whose lines are all shorter than this are lists or verse, not wrapped text.
const NARROW: usize = 40;

/// The stretches of a text that no sentence crosses.
#[must_use]
pub fn blocks(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let widest = lines.iter().map(|line| line.len()).max().unwrap_or(0);
    let mut found: Vec<Span> = Vec::new();
    for group in lines.split(|line| line.is_empty()) {
        let width = if widest > WRAPPED { widest } else { group.iter().map(|line| line.len()).max().unwrap_or(0) };
        let mut open = false;
        for (at, line) in group.iter().enumerate() {
            match found.last_mut() {
                Some(last) if open => last.end = line.end,
                _ => found.push(*line),
            }
            open = group.get(at + 1).is_some_and(|next| goes_on(line.of(text), next.of(text), width));
        }
    }
    found
}

/// Every line without the white space around it; blank lines are empty.
fn lines(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\u{2028}', '\u{2029}', '\r']) {
        let begin = at + line.len() - line.trim_start().len();
        let end = at + line.trim_end().len();
        at += line.len();
        // "\r\n" is one line end: the empty line between the two marks is none.
        let crossed = line == "\n" && text.get(..at - 1).is_some_and(|head| head.ends_with('\r'));
        if !crossed {
            found.push(if begin < end { Span { begin, end } } else { Span { begin: end, end } });
        }
    }
    found
}

/// Whether the text of a line goes on in the next line.
fn goes_on(line: &str, next: &str, width: usize) -> bool {
    if is_item(next) {
        return false;
    }
    let ended = line.trim_end_matches(is_closer).ends_with(is_terminal);
    if ended || line.ends_with([',', '-', '–', '(', '&', '/']) || next.starts_with(char::is_lowercase) {
        return true;
    }
    // A wrapped line is so long that the next word did not fit into it.
    let word = next.find(char::is_whitespace).unwrap_or(next.len());
    width >= NARROW && !is_item(line) && line.len() + 1 + word > width
}

/// Whether a line begins like an entry of a list or of a running report.
fn is_item(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    let digits = first.trim_end_matches(['.', ')', ':']);
    let number = !digits.is_empty() && digits.len() < first.len() && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    let time = matches!(first.len(), 4 | 5)
        && first.as_bytes().iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'))
        && first.contains([':', '.']);
    matches!(first, "-" | "*" | "•" | "·" | "–" | "—" | "►" | "▪" | "●" | "+") || number || time
}
