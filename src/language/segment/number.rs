//! Numbers, dates, times, telephone numbers and what is written onto them.

use super::chars::{is_apostrophe, is_hyphen, prefix_len};
use super::lexicon::{UNITS, holds};
use super::token::Chunk;

/// Length of the number at the beginning of `rest`, if there is one.
pub(crate) fn len(chunk: &Chunk, at: usize, rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    if digit(0) {
        return Some(joined(rest).unwrap_or_else(|| plain(chunk, at, rest)));
    }
    let begins = at == 0 || chunk.text.get(..at).is_some_and(|head| head.ends_with(['(', '$', '£', '€', '-', '"']));
    // ".348" and "+44" are numbers of their own only where a word may begin.
    let signed = begins && matches!(bytes.first(), Some(b'.' | b'+')) && digit(1);
    signed.then(|| 1 + rest.get(1..).map_or(0, |tail| joined(tail).unwrap_or_else(|| digits(tail))))
}

/// Length of the digits with the marks between them.
fn digits(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = prefix_len(rest, |c| c.is_ascii_digit());
    while matches!(bytes.get(end), Some(b'.' | b',' | b':')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        let group = prefix_len(rest.get(end + 1..).unwrap_or(""), |c| c.is_ascii_digit());
        let comma = bytes.get(end) == Some(&b',');
        // "[13,14]" lists two numbers; "12,500" and "12,50,000" are one.
        if comma && !(group == 3 || group == 2 && bytes.get(end + 3) == Some(&b',')) {
            break;
        }
        end += 1 + group;
    }
    end
}

/// Length of a date or telephone number, whose hyphens or slashes do not split it.
fn joined(rest: &str) -> Option<usize> {
    let mut groups = [0_usize; 5];
    let mut used = 0;
    let mut end = 0;
    let mark = rest.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(mark, '-' | '/') {
        return None;
    }
    while let Some(slot) = groups.get_mut(used) {
        let group = prefix_len(rest.get(end..).unwrap_or(""), |c| c.is_ascii_digit());
        *slot = group;
        used += 1;
        end += group;
        let next = rest.get(end..).unwrap_or("");
        let more = next.strip_prefix(mark).is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_digit()));
        if group == 0 || !more {
            break;
        }
        end += 1;
    }
    let next = rest.get(end..).and_then(|tail| tail.chars().next());
    let date = |day: usize, month: usize| day <= 2 && month <= 2;
    let one = match (mark, groups.get(..used)?) {
        (_, &[a, b, c]) if date(a, b) && (c == 2 || c == 4) => true,
        ('-', &[4, 2, 2] | &[1 | 3, 4] | &[3, 3, 4] | &[1, 3, 3, 4] | &[5, 4]) => true,
        ('/', &[a, b]) => date(a, b) || (a, b) == (3, 3),
        _ => false,
    };
    (one && !next.is_some_and(|c| c.is_alphanumeric() || c == mark)).then_some(end)
}

/// Length of a number with the letters that belong to it.
fn plain(chunk: &Chunk, at: usize, rest: &str) -> usize {
    let end = digits(rest);
    let tail = rest.get(end..).unwrap_or("");
    let letters = prefix_len(tail, |c| c.is_alphanumeric() || c == '_');
    let suffix = tail.get(..letters).unwrap_or("");
    if letters == 0 {
        return end + plural(rest, end, tail) + list_mark(chunk, at, end, tail);
    }
    let dotted = matches!(tail.get(..4), Some("a.m." | "p.m."));
    if dotted || holds(UNITS, suffix) {
        return end;
    }
    end + letters
}

/// Length of the "'s" that makes a decade of a number.
fn plural(rest: &str, end: usize, tail: &str) -> usize {
    let mut chars = tail.chars();
    let quote = chars.next().filter(|&c| is_apostrophe(c)).map_or(0, char::len_utf8);
    let round = rest.get(..end).is_some_and(|number| number.ends_with('0') && matches!(number.len(), 2 | 4));
    let ends = !chars.clone().nth(1).is_some_and(char::is_alphanumeric);
    if quote > 0 && round && ends && chars.next() == Some('s') { quote + 1 } else { 0 }
}

/// Whether a full stop belongs to a number that counts a section, as in "4.1. Results".
fn list_mark(chunk: &Chunk, at: usize, end: usize, tail: &str) -> usize {
    let whole = at == 0 && tail == "." && chunk.after.starts_with(char::is_uppercase);
    let nested = chunk.text.get(..end).is_some_and(|number| number.contains('.') && number.len() <= 4);
    let opens = chunk.before.is_empty() || !chunk.before.ends_with(|c: char| c.is_alphanumeric() || is_hyphen(c) || c == ',');
    usize::from(whole && nested && opens)
}
