//! Whether two entities may be one: by their names, what they belong to and which office they hold.
//!
//! The scores were set by hand on the marked articles of `tests/joining`: from 0.8 on two are one more often than not.
//!
//! Those whom the register knows are kept apart from each other by it. How spellings are compared: [`crate::mention::spelling`].

use std::collections::BTreeSet;

use super::Reasons;
use super::told::Named;
use crate::mention::cast::folded;
use crate::mention::spelling::{self, alike, is_initial, key, words};

/// Of so many words of a name at most keys are made.
const MOST: usize = 4;
/// Below this score two entities are not even candidates.
const WORTH: f64 = 0.4;

/// The letters by which a body is called for short.
fn initials(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split([' ', '-']).filter(|w| w.starts_with(char::is_uppercase)).collect();
    (words.len() > 2).then(|| words.iter().filter_map(|w| w.chars().next()).collect())
}

fn is_short(name: &str) -> bool {
    (3..8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_uppercase())
}

/// Of an IRI that keeps to one article what has no proper name ("the rebels", "ten officials", a surname alone), what is common to all
/// articles: `armed-group/rebels` without the mark of the article.
pub(super) fn without_mark(iri: &str) -> Option<&str> {
    iri.rsplit_once('-').filter(|(_, mark)| mark.len() == 8 && mark.bytes().all(|b| b.is_ascii_hexdigit())).map(|(name, _)| name)
}

/// The keys by which candidates for being the same are found; none for what has no proper name.
pub(super) fn blocks(iri: &str, entity: &Named) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if without_mark(iri).is_some() && !(entity.kind == "Person" && entity.names.iter().all(|name| words(name).len() == 1)) {
        return found;
    }
    for name in entity.names.iter().filter(|n| is_name(n)) {
        let words: Vec<String> = words(name).iter().map(|w| key(w)).collect();
        let Some(last) = words.last() else { continue };
        if entity.kind == "Person" {
            found.extend(entity.owners.iter().map(|owner| format!("name {last} {owner}")));
            // A middle name may be left out, and so may the last of several surnames.
            for (at, one) in words.iter().take(MOST).enumerate() {
                found.extend(words.iter().take(MOST).skip(at + 1).map(|two| format!("full {one} {two}")));
                let initial = |other: &String| Some(format!("initial {} {other}", one.chars().next()?));
                found.extend(words.iter().take(MOST).skip(at + 1).filter_map(initial).filter(|_| at == 0));
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
    let (a, b) = (&one.owners, &other.owners);
    if !a.is_empty() && !b.is_empty() {
        if a.is_disjoint(b) {
            // A body belongs to one state; a person of a rare name may be told to belong to several.
            let rare = one.kind == "Person" && best >= 0.8;
            best -= if rare { 0.1 } else { 0.4 };
            reasons.push("they belong to others".to_owned());
        } else {
            best += 0.15;
            reasons.push("both belong to the same".to_owned());
        }
    }
    if !one.roles.is_empty() && !other.roles.is_empty() {
        let words = |e: &Named| e.roles.iter().flat_map(|r| words(r)).collect::<BTreeSet<_>>();
        if words(one).is_disjoint(&words(other)) {
            best -= 0.05;
            reasons.push("their offices share no word".to_owned());
        } else {
            best += 0.15;
            reasons.push("their offices are alike".to_owned());
        }
    }
    // As it is written: whoever reads the link sees the same.
    let score = (best.min(0.99) * 100.0).round() / 100.0;
    (score >= WORTH).then_some((score, reasons))
}

fn persons(a: &str, b: &str) -> Option<(f64, &'static str)> {
    let (x, y) = (words(a), words(b));
    let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    match (short.as_slice(), long.as_slice()) {
        ([], _) | (_, []) => None,
        ([one], [other]) => alike(one, other).then_some((0.5, "one name")),
        ([only], [.., last]) => alike(only, last).then_some((0.5, "surname and full name")),
        _ if folded(a) == folded(b) => Some((if common(long) { 0.5 } else { 0.85 }, "one name")),
        ([first, .., last], [other, ..]) => {
            let in_order = within(short, long);
            let spelt = short.len() == long.len() && in_order;
            let ends = long.last().is_some_and(|l| alike(l, last));
            let score = match () {
                () if spelt => (0.85, "spellings of one name"),
                () if in_order && alike(first, other) => (0.82, "a name and a longer one"),
                () if in_order && ends => (0.7, "a name and one with more before it"),
                () if ends && is_initial(first, other) => (0.7, "an initial and a name"),
                () if in_order => (0.6, "a name within a longer one"),
                () => return None,
            };
            Some(if common(short) { (score.0 - 0.2, score.1) } else { score })
        }
    }
}

/// Whether the surname says little.
fn common(words: &[String]) -> bool {
    words.last().is_some_and(|w| spelling::is_common(w))
}

/// Whether all words of the one stand in the other, in their order.
fn within(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| alike(word, other)))
}

fn bodies(a: &str, b: &str) -> Option<(f64, &'static str)> {
    let (x, y) = (words(a), words(b));
    let mut rest = y.clone();
    let each = x.iter().all(|word| rest.iter().position(|other| alike(word, other)).map(|at| rest.remove(at)).is_some());
    if each && rest.is_empty() && !x.is_empty() {
        let any = spelling::is_of_any_state(a);
        return Some((if any { 0.6 } else { 0.85 }, "spellings of one name"));
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
        let keys = blocks("person/david-johnson", &one);
        assert!(!keys.is_disjoint(&blocks("person/johnson-0a1b2c3d", &same)) && !keys.is_empty());
        assert_eq!(blocks("person/ten-officials-0a1b2c3d", &person(&["Ten officials"], &[], &[])), BTreeSet::new());
    }
}
