//! Letters of a word: case, apostrophes, endings. All lengths are in characters.

use std::borrow::Cow;

/// The word without its last `cut` characters; none if nothing would be left.
pub(super) fn without_end(word: &str, cut: usize) -> Option<&str> {
    let start = match cut.checked_sub(1) {
        None => word.len(),
        Some(last) => word.char_indices().rev().nth(last)?.0,
    };
    word.get(..start).filter(|kept| !kept.is_empty())
}

fn straight(c: char) -> char {
    if matches!(c, '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`') { '\'' } else { c }
}

/// Lower case with straight apostrophes; a quotation mark by itself stays what it is.
pub(super) fn lowered(form: &str) -> Cow<'_, str> {
    if form.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase() && b != b'`') {
        return form.into();
    }
    let lower = if form.is_ascii() { form.to_ascii_lowercase() } else { form.to_lowercase() };
    let alone = form.chars().nth(1).is_none();
    if alone || lower.chars().all(|c| straight(c) == c) {
        return lower.into();
    }
    lower.chars().map(straight).collect::<String>().into()
}

/// More than one character, with capitals and without small letters.
pub(super) fn is_caps(form: &str) -> bool {
    form.chars().nth(1).is_some() && form.chars().any(char::is_uppercase) && !form.chars().any(char::is_lowercase)
}

/// With small letters and without capitals.
pub(super) fn is_lower(form: &str) -> bool {
    form.chars().any(char::is_lowercase) && !form.chars().any(char::is_uppercase)
}

/// The first character as it is, all others in lower case.
pub(super) fn titled(form: &str) -> String {
    let mut chars = form.chars();
    chars.next().into_iter().chain(chars.as_str().to_lowercase().chars()).collect()
}

/// The first character in upper case, all others as they are.
pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.as_str().chars()).collect()
}

/// "200,000" is 200000.
pub(super) fn number(form: &str) -> Cow<'_, str> {
    if form.chars().all(|c| c != ',' && straight(c) == c) {
        return form.into();
    }
    form.chars().filter(|c| *c != ',').map(straight).collect::<String>().into()
}
