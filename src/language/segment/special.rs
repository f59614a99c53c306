//! Addresses, names of the Internet, emoticons: tokens that ordinary rules would cut up.

use super::chars::{is_word, prefix_len};
use super::token::Chunk;

/// Emoticons, longest first where one begins another.
const EMOTICONS: &[&str] = &[
    ">:(", ">:)", ":'(", ":-)", ":-(", ":-D", ":-P", ":-p", ":-/", ":-|", ";-)", "=-)", ":))", ":)", ":(", ":D", ":P", ":p", ":/", ":|",
    ":]", ":O", ":o", ";)", ";P", ";D", ";(", "=)", "=(", "=D", "=P", "=]", "<3", "^_^", "^^", "-_-", "o_O", "O_o", "xD", "XD",
];

/// Longest local part of an e-mail address that is looked for.
const LOCAL_PART: usize = 64;

/// Length of the special token at the beginning of `rest`, if there is one.
pub(crate) fn len(chunk: &Chunk, at: usize, rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let head = chunk.text.get(..at)?;
    if is_word(first) {
        if head.ends_with(is_word) {
            return None;
        }
        return address(rest).or_else(|| mail(rest)).or_else(|| emoticon(head, rest));
    }
    match first {
        '[' => ["[…]"].iter().find(|gap| rest.starts_with(**gap)).map(|gap| gap.len()),
        '@' | '#' => tag(head, rest, first),
        ':' | ';' | '=' | '>' | '<' | '^' | '-' => emoticon(head, rest),
        _ => None,
    }
}

/// Length of a web address.
fn address(rest: &str) -> Option<usize> {
    let begin = rest.get(..8).unwrap_or(rest).as_bytes();
    let starts = |prefix: &[u8]| begin.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    let schemes: [&[u8]; 7] = [b"http://", b"https://", b"ftp://", b"www.", b"mailto:", b"doi:10.", b"file://"];
    schemes.iter().any(|scheme| starts(scheme)).then(|| address_end(rest))
}

/// Where an address ends: closing marks and punctuation at the end of it are not part of it.
fn address_end(rest: &str) -> usize {
    let run = prefix_len(rest, |c| !matches!(c, '<' | '>' | '"' | '“' | '”' | '[' | ']' | '{' | '}' | '|'));
    let mut found = rest.get(..run).unwrap_or(rest);
    let bracket = found.find('(').unwrap_or(run);
    while let Some(last) = found.chars().next_back() {
        let opened = last == ')' && bracket < found.len();
        if opened || !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '\'' | '’' | '…' | '*') {
            break;
        }
        found = found.strip_suffix(last).unwrap_or("");
    }
    found.len()
}

/// Length of an e-mail address or of anything else written around an at sign.
fn mail(rest: &str) -> Option<usize> {
    let local = rest.bytes().take(LOCAL_PART).position(|b| !(b.is_ascii_alphanumeric() || b"._-%+&'".contains(&b)))?;
    let host = rest.get(local..)?.strip_prefix('@')?;
    let length = prefix_len(host, |c| is_word(c) || matches!(c, '.' | '-' | '@'));
    let host = host.get(..length)?.trim_end_matches(['.', '-']);
    (!host.is_empty()).then(|| local + 1 + host.len())
}

/// Length of "@name" or "#topic".
fn tag(head: &str, rest: &str, first: char) -> Option<usize> {
    let name = prefix_len(rest.get(1..)?, is_word);
    let letter = rest.chars().nth(1).is_some_and(|c| c.is_alphabetic() || c == '_' && name > 1);
    let free = !head.ends_with(|c: char| is_word(c) || c == first);
    (free && letter && name > 0).then_some(1 + name)
}

/// How far back an open bracket is looked for, in bytes: a limit keeps runs of smileys linear.
const NEAR: usize = 200;

/// Length of an emoticon, which must not touch a letter.
fn emoticon(head: &str, rest: &str) -> Option<usize> {
    let found = EMOTICONS.iter().find(|smile| rest.starts_with(**smile))?;
    let next = rest.get(found.len()..)?.chars().next();
    let letters = found.starts_with(is_word);
    let free = next.is_none_or(|c| !(is_word(c) || matches!(c, '/' | '-')))
        && (head.is_empty() || !letters && !head.ends_with(|c: char| c.is_ascii_digit() || c == '('));
    // "(see this:)" ends a bracket, it does not smile.
    let near = head.get(head.floor_char_boundary(head.len().saturating_sub(NEAR))..).unwrap_or(head);
    let bracket = found.ends_with(')') && near.contains('(');
    (free && !bracket).then_some(found.len())
}
