//! Words of letters: compounds, abbreviations, Internet names, and the clitics at their ends.

use super::chars::{is_apostrophe, is_hyphen, is_word, prefix_len};
use super::lexicon::{
    ABBREVIATIONS, CAPITALISED_ABBREVIATIONS, CLITICS, DAYS, DOMAINS, FUSED, MONTHS, NUMBER_ABBREVIATIONS, OPENERS, PREFIXES, SLASHED,
    SUFFIXES, TITLES, holds,
};
use super::token::Chunk;

/// Longest word that is looked up in a list.
const LOOKED_UP: usize = 16;

/// Length of the word at the beginning of `rest`, clitics included.
pub(crate) fn len(chunk: &Chunk, at: usize, rest: &str) -> usize {
    let mut end = stem(rest);
    while let Some(more) = joint(rest, end) {
        end = more;
    }
    let head = rest.get(..end).unwrap_or("");
    let tail = rest.get(end..).unwrap_or("");
    if let Some(dollar) = currency(head, tail) {
        return end + dollar;
    }
    if !tail.starts_with('.') {
        return end;
    }
    if let Some(name) = internet_name(rest) {
        let owns = ["'s", "’s"].iter().find(|clitic| rest.get(name..).is_some_and(|t| t.starts_with(**clitic)));
        return name + owns.map_or(0, |clitic| clitic.len());
    }
    let end = end + acronym(head, tail);
    if rest.get(..end).is_some_and(|word| word.ends_with('.')) {
        return end;
    }
    end + usize::from(keeps_stop(chunk, at, rest, end))
}

/// Length of letters and digits, with the apostrophes between them.
fn stem(rest: &str) -> usize {
    let mut end = prefix_len(rest, is_word);
    while let Some(quote) = rest.get(end..).and_then(|tail| tail.chars().next()).filter(|&c| is_apostrophe(c)) {
        let after = end + quote.len_utf8();
        let more = prefix_len(rest.get(after..).unwrap_or(""), is_word);
        if more == 0 || !rest.get(..end).is_some_and(|head| head.ends_with(char::is_alphanumeric)) {
            break;
        }
        end = after + more;
    }
    end
}

/// Where the word ends after the hyphen, ampersand, slash or star at `end`, if that joins it.
fn joint(rest: &str, end: usize) -> Option<usize> {
    let mark = rest.get(end..)?.chars().next()?;
    let after = end + mark.len_utf8();
    let next = stem(rest.get(after..)?);
    let (left, right) = (rest.get(..end)?, rest.get(after..after + next)?);
    if next == 0 {
        return None;
    }
    let lower = |word: &str| {
        if word.len() <= LOOKED_UP { word.to_lowercase() } else { String::new() }
    };
    let joins = match mark {
        '&' => left.len() <= 3 && right.len() <= 2 && !left.contains('&'),
        '*' => left.len() <= 3 && left.starts_with(char::is_alphabetic) && right.starts_with(char::is_lowercase),
        '/' => left.len() <= 4 && holds(SLASHED, &lower(rest.get(..after + next)?)),
        '@' => left.len() == 1,
        _ if is_hyphen(mark) => {
            let single = !left.contains(is_hyphen) && left.chars().any(char::is_alphabetic);
            single && (holds(PREFIXES, &lower(left)) || holds(SUFFIXES, &lower(right)))
        }
        _ => false,
    };
    joins.then_some(after + next)
}

/// The dollar sign of "US$" when an amount follows.
fn currency(head: &str, tail: &str) -> Option<usize> {
    let short = head.len() <= 3 && head.bytes().all(|b| b.is_ascii_uppercase());
    let amount = tail.strip_prefix('$').is_some_and(|t| t.is_empty() || t.starts_with(|c: char| c.is_ascii_digit()));
    (short && amount).then_some(1)
}

/// Longest host name looked at, in bytes.
const HOST: usize = 253;

/// Length of a name such as "example.com", with what follows a slash.
fn internet_name(rest: &str) -> Option<usize> {
    // A host name has at most 253 characters (RFC 1035); looking no further keeps long runs linear.
    let near = rest.get(..rest.floor_char_boundary(HOST + 1))?;
    let run = prefix_len(near, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if run > HOST {
        return None;
    }
    let name = rest.get(..run)?.trim_end_matches(['.', '-']);
    let (host, top) = name.rsplit_once('.')?;
    let group = name.split('.').count() > 2 && name.split('.').all(|l| l.len() > 1 && l.bytes().all(|b| b.is_ascii_lowercase()));
    if group {
        return Some(name.len());
    }
    let known = top.len() <= 5 && holds(DOMAINS, &top.to_lowercase()) && !host.contains("..");
    // "said.He" misses a space; "U.S.-made" and "e.g." are no hosts.
    let capital = top.starts_with(|c: char| c.is_ascii_uppercase())
        && top.contains(|c: char| c.is_ascii_lowercase())
        && host.ends_with(|c: char| c.is_ascii_lowercase());
    let labels = host.split('.').all(|label| !label.is_empty()) && host.split('.').any(|label| label.len() > 1);
    if !known || capital || !labels {
        return None;
    }
    let path = rest.get(name.len()..).filter(|tail| tail.starts_with('/'));
    Some(
        name.len()
            + path.map_or(0, |tail| {
                let end = prefix_len(tail, |c| c.is_ascii_alphanumeric() || "/._-?=&%#~+:".contains(c));
                tail.get(..end).map_or(0, |t| t.trim_end_matches(['.', ':', '?']).len())
            }),
    )
}

/// An acronym is read no further than so many bytes.
const ACRONYM: usize = 24;

/// Length of the ".S." that follows the "U" of "U.S.".
fn acronym(head: &str, tail: &str) -> usize {
    if head.chars().count() > 2 || !head.chars().all(char::is_alphabetic) {
        return 0;
    }
    let mut end = 0;
    // Each step takes one stop and at most two letters: "U.S.", "Ph.D.", "M.Sc.", "p.m.".
    while let Some(part) = tail.get(end..).filter(|_| end < ACRONYM).and_then(|t| t.strip_prefix('.')) {
        let letters = prefix_len(part, is_word);
        let closes = part.get(letters..).is_some_and(|t| t.starts_with('.'));
        let fits = letters > 0 && part.chars().take_while(|&c| is_word(c)).take(3).count() <= 2;
        if !fits {
            return if end > 0 { end + 1 } else { 0 };
        }
        if !closes {
            let last = letters == 1 && (end > 0 || part.starts_with(char::is_uppercase) && head.starts_with(char::is_uppercase));
            return if last { end + 1 + letters } else { 0 };
        }
        end += 1 + letters;
    }
    end
}

/// Whether the full stop after the word belongs to it.
fn keeps_stop(chunk: &Chunk, at: usize, rest: &str, end: usize) -> bool {
    let Some((word, tail)) = rest.get(..end).zip(rest.get(end + 1..)) else {
        return false;
    };
    if word.len() > 8 || tail.starts_with('.') && !(tail == "." && holds(ABBREVIATIONS, &word.to_lowercase())) {
        return false;
    }
    let inside = tail.starts_with(is_word);
    let next = if tail.is_empty() { chunk.after } else { tail };
    let capital = word.starts_with(char::is_uppercase);
    let opened = next.trim_start_matches(['"', '“', '(', '#']);
    let number = opened.starts_with(|c: char| c.is_ascii_digit());
    let upper = next.starts_with(char::is_uppercase);
    if word.chars().count() == 1 {
        return initial(chunk, at, word, next, number);
    }
    let lower = word.to_lowercase();
    if word == "al" {
        return chunk.before == "et" || chunk.before.ends_with(" et");
    }
    let listed = holds(ABBREVIATIONS, &lower) && (capital || upper || !holds(TITLES, &lower) || lower == "vs");
    // At the end of a sentence the stop is a token of its own.
    let last = lower == "etc" && (next.is_empty() || upper);
    let state = holds(CAPITALISED_ABBREVIATIONS, word) && chunk.before.ends_with(',');
    let month = holds(MONTHS, next.get(..prefix_len(next, is_word)).unwrap_or(""));
    let numbered = number && holds(NUMBER_ABBREVIATIONS, &lower) || month && holds(DAYS, &lower);
    if inside {
        return (listed && holds(TITLES, &lower) && upper) || numbered;
    }
    (listed && !last) || state || numbered
}

/// Whether a single letter with a full stop is an initial or a short form.
fn initial(chunk: &Chunk, at: usize, letter: &str, next: &str, number: bool) -> bool {
    if letter.starts_with(char::is_lowercase) {
        // "Smith v. Jones" is a lawsuit.
        let lawsuit = letter == "v" && [chunk.before, next].iter().all(|name| name.starts_with(char::is_uppercase));
        return lawsuit || number && holds(NUMBER_ABBREVIATIONS, letter);
    }
    let series = chunk.before.len() == 2 && chunk.before.ends_with('.') && chunk.before.starts_with(char::is_uppercase);
    if !letter.starts_with(char::is_uppercase) || next.is_empty() {
        return series && letter.starts_with(char::is_uppercase);
    }
    let name = next.starts_with(char::is_uppercase);
    let word = next.get(..prefix_len(next, is_word)).unwrap_or("");
    let named = at > 0 || chunk.before.is_empty() || chunk.before.starts_with(|c: char| c.is_uppercase() || !c.is_alphanumeric());
    if letter == "I" && !named {
        return false;
    }
    name && (!holds(OPENERS, word) || word.len() == 1 && named) || next.starts_with(['-', ',', ';', '"']) && (named || series)
}

/// Lengths of the parts of a word before its last part, at most two.
pub(crate) fn parts(word: &str) -> [usize; 2] {
    let Some(first) = word.chars().next().filter(|c| c.is_alphanumeric()) else {
        return [0, 0];
    };
    if let Some(cut) = fused(word) {
        return [cut, 0];
    }
    let Some(outer) = clitic(word, first) else {
        return [0, 0];
    };
    match word.get(..outer).and_then(|head| clitic(head, first)) {
        Some(inner) => [inner, outer - inner],
        None => [outer, 0],
    }
}

/// Where the clitic at the end of a word begins: "n't", "'s" and their like.
fn clitic(word: &str, first: char) -> Option<usize> {
    // The longest is "’ve"; looking no further keeps endless words cheap.
    let near = word.char_indices().rev().take(3).find(|&(_, c)| is_apostrophe(c));
    let (at, quote) = near?;
    let tail = word.get(at + quote.len_utf8()..)?.to_lowercase();
    let head = word.get(..at).filter(|head| !head.is_empty())?;
    if tail == "t" && head.ends_with(['n', 'N']) && head.len() > 1 {
        return Some(head.len() - 1);
    }
    let decade = head.ends_with('0') && first.is_ascii_digit() && tail == "s";
    (!decade && holds(CLITICS, &tail)).then_some(at)
}

/// Where a word such as "cannot" or "gonna" is cut.
fn fused(word: &str) -> Option<usize> {
    if word.len() > LOOKED_UP || !word.is_ascii() {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let at = FUSED.binary_search_by(|(fused, _)| (*fused).cmp(&lower)).ok()?;
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    // "IM" and "Ive" are names more often than slips.
    let name = lower.len() < 4 && capitals > 0 && capitals + 1 != lower.len() || word == "Ive";
    FUSED.get(at).filter(|_| !name).map(|&(_, cut)| cut)
}
