//! Whether two entities may be one: by their names, what they belong to and which office they hold.
//!
//! Those whom the register knows are kept apart from each other by it. Spellings are compared by a key that forgets what
//! transliteration leaves open: doubled letters, `kh` and `h`, `y` and `iy`, an article before a name.

use std::collections::BTreeSet;

use super::Reasons;
use super::told::Named;
use crate::mention::cast::folded;

/// Below this score two entities are not even candidates.
const WORTH: f64 = 0.4;

/// A word of a name as its spellings have it in common.
fn key(word: &str) -> String {
    let mut text = word.to_lowercase();
    for (from, to) in [
        ("iyy", "y"),
        ("iy", "y"),
        ("yy", "y"),
        ("ii", "y"),
        ("ij", "y"),
        ("ou", "u"),
        ("oo", "u"),
        ("ee", "i"),
        ("ey", "y"),
        ("ei", "y"),
        ("ai", "y"),
        ("ay", "y"),
        ("kh", "h"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("ph", "f"),
        ("tch", "ch"),
        ("tsch", "ch"),
        ("sch", "sh"),
        ("dj", "j"),
        ("zh", "j"),
        ("dzh", "j"),
        ("q", "k"),
        ("ck", "k"),
        ("ks", "x"),
        ("w", "v"),
        ("ie", "y"),
        ("i", "y"),
        ("e", "a"),
        ("o", "u"),
    ] {
        text = text.replace(from, to);
    }
    let mut out = String::new();
    text.chars().for_each(|c| {
        if !out.ends_with(c) {
            out.push(c)
        }
    });
    // "Mohammed", "Muhammad", "Mohamed", "Mehmed" stay what they are to within their vowels.
    out
}

/// The words of a name without articles, each as its spellings have it.
fn keys(name: &str) -> Vec<String> {
    let small =
        ["al", "el", "as", "ash", "an", "ad", "at", "ar", "az", "ul", "bin", "ibn", "ben", "the", "of", "de", "la", "and", "for", "s"];
    folded(name).split(' ').filter(|w| !small.contains(w) && !w.is_empty()).map(key).collect()
}

/// The letters by which a body is called for short.
fn initials(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split([' ', '-']).filter(|w| w.starts_with(char::is_uppercase)).collect();
    (words.len() > 2).then(|| words.iter().filter_map(|w| w.chars().next()).collect())
}

fn is_short(name: &str) -> bool {
    (3..8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_uppercase())
}

/// The keys by which candidates for being the same are found; none for what has no proper name.
pub(super) fn blocks(entity: &Named) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in entity.names.iter().filter(|n| is_name(n)) {
        let words = keys(name);
        let Some(last) = words.last() else { continue };
        if entity.kind == "Person" {
            match words.as_slice() {
                [_] => drop(found.extend(entity.owners.iter().map(|owner| format!("name {last} {owner}")))),
                [first, ..] => {
                    found.insert(format!("full {} {last}", &first[..first.chars().next().map_or(0, char::len_utf8)]));
                    found.extend(entity.owners.iter().map(|owner| format!("name {last} {owner}")));
                }
                [] => {}
            }
        } else {
            let mut sorted = words.clone();
            sorted.sort();
            found.insert(format!("{} {}", entity.kind, sorted.join(" ")));
            if let Some(short) = initials(name).or_else(|| is_short(name).then(|| name.clone())) {
                found.insert(format!("{} short {short}", entity.kind));
            }
        }
    }
    found
}

/// Whether it begins like a proper name.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase()) || name.starts_with("al-")
}

/// How likely two are the same, and why; nothing where they are no candidates.
pub(super) fn may_be_one(one: &Named, other: &Named) -> Option<(f64, Reasons)> {
    if one.kind != other.kind {
        return None;
    }
    let (mut best, mut reason) = (0.0, String::new());
    for a in one.names.iter().filter(|n| is_name(n)) {
        for b in other.names.iter().filter(|n| is_name(n)) {
            if let Some((score, why)) = if one.kind == "Person" { persons(a, b) } else { bodies(a, b) }
                && score > best
            {
                (best, reason) = (score, format!("{why}: {a}, {b}"));
            }
        }
    }
    let mut reasons = vec![reason];
    let states = |e: &Named| e.owners.iter().cloned().collect::<BTreeSet<_>>();
    let (a, b) = (states(one), states(other));
    if !a.is_empty() && !b.is_empty() {
        if a.is_disjoint(&b) {
            // Of two states, two of one name; of one name that is hardly common it may still be one who changed sides.
            best -= if one.kind == "Person" { 0.35 } else { 0.5 };
            reasons.push("they belong to others".to_owned());
        } else {
            best += 0.15;
            reasons.push("both belong to the same".to_owned());
        }
    }
    if !one.roles.is_empty() && !other.roles.is_empty() {
        let words = |e: &Named| e.roles.iter().flat_map(|r| keys(r)).collect::<BTreeSet<_>>();
        if words(one).is_disjoint(&words(other)) {
            best -= 0.15;
            reasons.push("their offices share no word".to_owned());
        } else {
            best += 0.15;
            reasons.push("their offices are alike".to_owned());
        }
    }
    (best >= WORTH).then(|| (best.min(0.99), reasons))
}

fn persons(a: &str, b: &str) -> Option<(f64, &'static str)> {
    let (x, y) = (keys(a), keys(b));
    let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    match short.as_slice() {
        [] => None,
        [only] if long.len() == 1 => (only == &long[0]).then_some((0.5, "one name")),
        [only] => (long.last() == Some(only)).then_some((0.5, "surname and full name")),
        [first, .., last] => {
            if short == long {
                return Some((if folded(a) == folded(b) { 0.8 } else { 0.85 }, "spellings of one name"));
            }
            let same_last = long.last() == Some(last);
            let initial = first.chars().count() == 1 || long[0].chars().count() == 1;
            let begins = first.chars().next() == long[0].chars().next();
            match () {
                () if same_last && long[0] == *first => Some((0.8, "a name and a longer one")),
                () if same_last && initial && begins => Some((0.7, "an initial and a name")),
                () if short.iter().all(|w| long.contains(w)) => Some((0.7, "a name within a longer one")),
                () if same_last && near(first, &long[0]) => Some((0.75, "names spelt nearly alike")),
                () if long[0] == *first && long.last().is_some_and(|l| near(l, last)) => Some((0.75, "names spelt nearly alike")),
                () => None,
            }
        }
    }
}

/// Whether one letter makes the difference between two long words.
fn near(a: &str, b: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    if short.len() < 4 || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long.iter()).take_while(|(p, q)| p == q).count();
    let rest = short.iter().rev().zip(long.iter().rev()).take_while(|(p, q)| p == q).count();
    same + rest + 1 >= long.len()
}

fn bodies(a: &str, b: &str) -> Option<(f64, &'static str)> {
    let (mut x, mut y) = (keys(a), keys(b));
    x.sort();
    y.sort();
    if x == y && !x.is_empty() {
        return Some((0.85, "spellings of one name"));
    }
    let short = |long: &str, short: &str| is_short(short) && initials(long).as_deref() == Some(short);
    (short(a, b) || short(b, a)).then_some((0.65, "initials"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(names: &[&str], owners: &[&str], roles: &[&str]) -> Named {
        let set = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
        Named { kind: "Person".to_owned(), names: names.iter().map(|s| (*s).to_owned()).collect(), owners: set(owners), roles: set(roles) }
    }

    #[test]
    fn spellings_meet_and_others_do_not() {
        let score = |a: &str, b: &str| may_be_one(&person(&[a], &[], &[]), &person(&[b], &[], &[])).map(|(s, _)| s);
        for (a, b) in [
            ("Mohamed Bakhit", "Muhammad Bakheet"),
            ("Serhiy Haidai", "Sergii Haiday"),
            ("Dmytro Kravets", "Dmitro Kravets"),
            ("Yusuf al-Alimi", "Yousef Alimi"),
            ("Khalid Hafteri", "Khaled Haftari"),
        ] {
            let score = score(a, b);
            assert!(score.is_some_and(|s| s > 0.6), "{a} {b}: {score:?}");
        }
        for (a, b) in [("Ellen Johnson", "Boris Johnson"), ("Kim Yong-chol", "Kim Jong-un"), ("Ahmed Ali", "Omar Ali"), ("Park", "Parkin")]
        {
            assert_eq!(score(a, b), None, "{a} {b}");
        }
    }

    #[test]
    fn what_they_belong_to_and_do_speaks_for_or_against() {
        let one = person(&["David Johnson"], &["state:uk"], &["British envoy"]);
        let same = person(&["Johnson"], &["state:uk"], &["envoy"]);
        let other = person(&["David Johnson"], &["state:liberia"], &["General"]);
        let scores = [may_be_one(&one, &same), may_be_one(&one, &other)].map(|s| s.map(|(score, _)| score));
        assert!(scores[0].is_some_and(|s| s > 0.6) && scores[1].is_none_or(|s| s < 0.5), "{scores:?}");
        assert!(!blocks(&one).is_disjoint(&blocks(&same)) && !blocks(&one).is_empty());
        assert_eq!(blocks(&person(&["ten officials"], &[], &[])), BTreeSet::new());
    }
}
