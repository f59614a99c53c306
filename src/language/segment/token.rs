//! Cutting text into words the way the English corpora of Universal Dependencies do.

use super::chars::{is_apostrophe, is_glue, is_word, prefix_len};
use super::lexicon::{AFTER_IT_IS, CLITICS, ELISIONS, holds};
use super::number;
use super::special;
use super::word;
use crate::text::Span;

/// Cuts `text[span]` into words; between tokens there is only white space.
///
/// A span that does not fit the text has no tokens.
#[must_use]
pub fn tokens(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::with_capacity(span.len() / 4);
    let mut chunk = next_chunk(span.of(text), 0);
    let mut before = "";
    while !chunk.is_empty() {
        let after = next_chunk(span.of(text), chunk.end);
        let piece = Chunk { text: chunk.of(span.of(text)), before, after: after.of(span.of(text)) };
        piece.cut(span.begin + chunk.begin, &mut found);
        before = piece.text;
        chunk = after;
    }
    found
}

/// The next stretch without white space.
fn next_chunk(text: &str, from: usize) -> Span {
    let rest = text.get(from..).unwrap_or("");
    let begin = from + prefix_len(rest, char::is_whitespace);
    let end = begin + prefix_len(text.get(begin..).unwrap_or(""), |c| !c.is_whitespace());
    Span { begin, end }
}

/// A stretch of text without white space, with its neighbours.
#[derive(Clone, Copy)]
pub(crate) struct Chunk<'t> {
    /// The stretch itself.
    pub text: &'t str,
    /// The stretch before it, or nothing.
    pub before: &'t str,
    /// The stretch after it, or nothing.
    pub after: &'t str,
}

impl<'t> Chunk<'t> {
    /// Appends the tokens of the chunk, which begins at `base` in the whole text.
    fn cut(&self, base: usize, found: &mut Vec<Span>) {
        let mut at = 0;
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let end = at + self.token_len(at, rest);
            for cut in self.parts(at, end).into_iter().filter(|&cut| cut > 0) {
                found.push(Span { begin: base + at, end: base + at + cut });
                at += cut;
            }
            if at < end {
                found.push(Span { begin: base + at, end: base + end });
            }
            at = end;
        }
    }

    /// Lengths of what splits off the beginning of the word at a place.
    fn parts(&self, at: usize, end: usize) -> [usize; 2] {
        let word = self.text.get(at..end).unwrap_or("");
        let slip = matches!(word, "its" | "Its") && end == self.text.len();
        if slip && holds(AFTER_IT_IS, self.after) { [2, 0] } else { word::parts(word) }
    }

    /// Length of the token, or of the word that splits further, at the beginning of `rest`.
    fn token_len(&self, at: usize, rest: &'t str) -> usize {
        let first = rest.chars().next().unwrap_or(' ');
        let len = special::len(self, at, rest)
            .or_else(|| number::len(self, at, rest))
            .or_else(|| is_word(first).then(|| word::len(self, at, rest)))
            .or_else(|| is_apostrophe(first).then(|| apostrophe_len(self, at, rest)))
            .unwrap_or_else(|| mark_len(rest, first));
        len.clamp(first.len_utf8(), rest.len())
    }
}

/// Length of what an apostrophe begins: an elision, a clitic, or a quotation mark.
fn apostrophe_len(chunk: &Chunk, at: usize, rest: &str) -> usize {
    let quote = rest.chars().next().map_or(1, char::len_utf8);
    let tail = rest.get(quote..).unwrap_or("");
    let stem = prefix_len(tail, is_word);
    let lower = tail.get(..stem.min(8)).unwrap_or("").to_lowercase();
    let starts = chunk.text.get(..at).is_none_or(|head| !head.ends_with(is_word));
    let decade = stem >= 2
        && tail.starts_with(|c: char| c.is_ascii_digit())
        && matches!(lower.trim_end_matches('s').len(), 2)
        && lower.get(..2).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let elided = holds(ELISIONS, &lower) && !tail.get(stem..).is_some_and(|t| t.starts_with(['\'', '’']));
    // "2003's" and "'Titanic''s" own something.
    let owns = lower == "s" || !starts && holds(CLITICS, &lower);
    if starts && (decade || elided) || owns {
        return quote + stem;
    }
    // Two straight apostrophes are one quotation mark.
    let double = ["''", "``", "’’"].iter().find(|mark| rest.starts_with(**mark));
    double.map_or(quote, |mark| mark.len())
}

/// Length of a mark: runs of the same mark are one token where they are used so.
fn mark_len(rest: &str, first: char) -> usize {
    let run = |test: fn(char) -> bool| prefix_len(rest, test);
    match first {
        '.' | '?' | '!' => run(|c| matches!(c, '.' | '?' | '!' | '…')),
        '…' => run(|c| matches!(c, '…')),
        '*' | '~' => run(|c| matches!(c, '*' | '~')),
        '-' | '=' | '<' | '>' | '+' | '|' => {
            let same = prefix_len(rest, |c| c == first);
            let mixed = run(|c| matches!(c, '-' | '=' | '<' | '>' | '+' | '|' | '}' | '{' | '*'));
            // Rules drawn with several marks are one token, arrows such as "-->" too.
            if mixed > 6 || (same < mixed && same > 1 && first != '<' && first != '>') { mixed } else { same }
        }
        '—' | '–' | '#' | '$' | '•' | '·' | '─' | '/' | '\\' | '^' => prefix_len(rest, |c| c == first),
        '‘' if rest.starts_with("‘‘") || rest.starts_with("‘’") => '‘'.len_utf8() * 2,
        _ => symbol_len(rest, first),
    }
}

/// Length of one symbol with what modifies it, such as a skin colour or a joined emoji.
fn symbol_len(rest: &str, first: char) -> usize {
    let mut len = first.len_utf8();
    if first.is_ascii() {
        return len;
    }
    let flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    let mut joined = false;
    let mut flags = usize::from(flag(first));
    for c in rest.chars().skip(1) {
        let pair = flag(c) && flags == 1;
        if !(is_glue(c) || joined && !is_word(c) || pair) {
            break;
        }
        flags += usize::from(pair);
        joined = c == '\u{200d}';
        len += c.len_utf8();
    }
    len
}
