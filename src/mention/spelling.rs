//! How names are spelt: whether two spellings may be of one name.
//!
//! Transliteration leaves vowels and doubled letters open and some consonants between two letters; custom has short forms and
//! the same name in neighbouring languages. What is known of that by name is in `ontology/names.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::cast::folded;
use crate::ontology::NAMES;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    articles: BTreeSet<String>,
    small: BTreeSet<String>,
    given: Vec<Vec<String>>,
    common: BTreeSet<String>,
    bodies: BTreeSet<String>,
    alone: BTreeSet<String>,
    parties: BTreeSet<String>,
}

struct Known {
    names: Names,
    /// Given names, each with the groups that it is in.
    groups: BTreeMap<String, Vec<usize>>,
}

// That the file is well formed is tested; without it every name would only be itself.
static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let names: Names = toml::from_str(NAMES.text).unwrap_or_default();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, group) in names.given.iter().enumerate() {
        group.iter().for_each(|name| groups.entry(name.clone()).or_default().push(place));
    }
    Known { names, groups }
});

/// The words of a name in small letters, without accents and without those that only join.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let all: Vec<String> = folded(name).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    // A first name may be such a word: Ben Wallace, San Suu Kyi.
    let joins = |(place, word): &(usize, &String)| {
        let names = &KNOWN.names;
        if *place == 0 { names.articles.contains(*word) } else { names.small.contains(*word) || names.articles.contains(*word) }
    };
    let telling: Vec<String> = all.iter().enumerate().filter(|w| !joins(w)).map(|(_, w)| w.clone()).collect();
    if telling.is_empty() { all } else { telling }
}

/// Whether so many bear the surname that it says little.
#[must_use]
pub fn is_common(surname: &str) -> bool {
    KNOWN.names.common.contains(surname)
}

/// Whether the name is made of nothing but words that name bodies anywhere: "Democratic Party", "Senate", but not "Union".
#[must_use]
pub fn is_of_any_state(name: &str) -> bool {
    let folded = folded(name);
    let known = &KNOWN.names;
    if folded.contains(' ') { folded.split(' ').all(|w| known.bodies.contains(w)) } else { known.alone.contains(&folded) }
}

/// Whether a name of any state's is one of a party or movement, of which several states have one of the same name.
#[must_use]
pub fn is_partys(name: &str) -> bool {
    is_of_any_state(name) && folded(name).split(' ').any(|w| KNOWN.names.parties.contains(w))
}

/// What stands for a word and all that may be spellings of it: of a given name that of the first of its group, else its skeleton.
#[must_use]
pub fn key(word: &str) -> String {
    let group = KNOWN.groups.get(word).and_then(|groups| KNOWN.names.given[groups[0]].first());
    skeleton(group.map_or(word, String::as_str))
}

/// What all spellings of a word have in common: its consonants, each as one of those that stand for each other.
#[must_use]
pub fn skeleton(word: &str) -> String {
    let mut out = String::new();
    for c in consonants(word).chars().filter(|c| !"aeiou".contains(*c)) {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// What spellings write in several ways, and one letter for it; longer ones first.
const SOUNDS: &[(&str, &str)] = &[
    ("tsch", "c"),
    ("dzh", "j"),
    ("sch", "c"),
    ("tch", "c"),
    ("oua", "va"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("sh", "c"),
    ("ch", "c"),
    ("zh", "j"),
    ("dj", "j"),
    ("ck", "k"),
    ("cz", "c"),
    ("ts", "z"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("y", "i"),
];

/// The word with one letter for each sound that spellings write in several ways.
fn consonants(word: &str) -> String {
    let small = word.to_lowercase();
    let (mut out, mut rest) = (String::with_capacity(small.len()), small.as_str());
    while let Some(first) = rest.chars().next() {
        let sound = SOUNDS.iter().find(|(from, _)| rest.starts_with(from));
        match sound {
            Some((from, to)) => {
                out += to;
                rest = &rest[from.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// The consonants of a word with a mark where vowels stand between them: "Iran" is not "Irna".
fn pattern(word: &str) -> String {
    let mut out = String::new();
    for c in consonants(word).chars() {
        let c = if "aeiou".contains(c) { '*' } else { c };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out.trim_matches('*').to_owned()
}

/// The vowels of a word, one for each run of them: what is heard first.
fn vowels(word: &str) -> Vec<char> {
    let mut found = Vec::new();
    let mut before = false;
    for c in consonants(word).chars() {
        let vowel = "aeiou".contains(c);
        if vowel && !before {
            found.push(c);
        }
        before = vowel;
    }
    found
}

/// Whether spellings write one for the other.
fn heard_alike(a: char, b: char) -> bool {
    let pair = if a <= b { (a, b) } else { (b, a) };
    a == b || matches!(pair, ('a', 'e') | ('e', 'i') | ('o', 'u') | ('a', 'o') | ('e', 'o'))
}

/// Whether two words of names may be spellings of one: "Hoblos" and "Hublus", "Yevhen" and "Yevgeny".
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let groups = |word: &str| KNOWN.groups.get(word).cloned().unwrap_or_default();
    if groups(a).iter().any(|g| groups(b).contains(g)) {
        return true;
    }
    let bones = skeleton(a);
    if bones.len() < 2 || bones != skeleton(b) || pattern(a) != pattern(b) {
        return false;
    }
    let (x, y) = (vowels(a), vowels(b));
    let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    // A vowel more or less at the end or the beginning: "Sergei", "Evgeny".
    let runs = |list: &[char]| list.len() == short.len() && list.iter().zip(short).all(|(p, q)| heard_alike(*p, *q));
    long.len() - short.len() <= 1 && (runs(&long[..short.len()]) || runs(&long[long.len() - short.len()..]))
}

/// Whether one is the first letter of the other.
#[must_use]
pub fn is_initial(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.chars().count() == 1 && long.starts_with(short)
}

/// Whether two names may be one person's: one word that the other holds; else all of one in the other, in order and from the same word on or
/// to the same word, given names by their initials if need be.
#[must_use]
pub fn may_be_one(one: &[String], other: &[String]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    match short {
        [only] => long.last() == Some(only) || long.first() == Some(only) || long.len() > 2 && long.contains(only),
        [first, .., last] => {
            let fits = |a: &String, b: &String| alike(a, b) || is_initial(a, b);
            let mut rest = long.iter();
            let in_order = short.iter().all(|word| rest.any(|other| fits(word, other)));
            let ends = long.last().is_some_and(|l| alike(l, last));
            // "Al-Burhan" may stand for the whole of "Abdel Fattah al-Burhan".
            let begins = long.first().is_some_and(|f| fits(f, first)) || ends && long.ends_with(short);
            in_order && (begins || ends && short.len() == long.len())
                || ends && long.first().is_some_and(|f| fits(f, first)) && middles_agree(short, long)
        }
        [] => false,
    }
}

/// Whether the words between given name and surname can be one person's: "John Michael Smith" is not "John Paul Smith".
fn middles_agree(short: &[String], long: &[String]) -> bool {
    short.len() < 3 || short[1..short.len() - 1].iter().any(|m| long[1..long.len() - 1].iter().any(|o| alike(m, o) || is_initial(m, o)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_names_is_well_formed() {
        let names: Names = toml::from_str(NAMES.text).expect("names");
        let lists = [&names.common, &names.bodies, &names.small, &names.articles, &names.alone, &names.parties];
        for name in names.given.iter().flatten().chain(lists.into_iter().flatten()) {
            assert!(folded(name) == *name && !name.contains(' '), "{name}: one word, in small letters without accents");
        }
    }

    #[test]
    fn spellings_of_one_word_are_alike_and_others_are_not() {
        for (a, b) in [
            ("hoblos", "hublus"),
            ("khaled", "khalid"),
            ("danishi", "daneshi"),
            ("sarim", "sarem"),
            ("machnouk", "mashnouq"),
            ("muhammad", "mohamed"),
            ("yevhen", "yevgeny"),
            ("wadi", "ouadi"),
            ("haftar", "hafter"),
            ("volodymyr", "vladimir"),
            ("tymoshenko", "timoshenko"),
            ("qasim", "kassem"),
        ] {
            assert!(alike(a, b) && alike(b, a), "{a} {b}: {} {}", skeleton(a), skeleton(b));
        }
        for (a, b) in [
            ("hassan", "hussein"),
            ("li", "lu"),
            ("goran", "nikola"),
            ("karim", "omar"),
            ("tanaka", "tank"),
            ("sana", "sunni"),
            ("iran", "irna"),
        ] {
            assert!(!alike(a, b), "{a} {b}: {} {}", skeleton(a), skeleton(b));
        }
        assert!(is_common("johnson") && is_of_any_state("People's Democratic Party") && !is_of_any_state("Georgian Dream"));
        assert_eq!(
            (words("Khalid al-Obeidi"), words("al-Obeidi"), words("Ben Bot")),
            (vec!["khalid".into(), "obeidi".into()], vec!["obeidi".into()], vec!["ben".into(), "bot".into()])
        );
    }

    #[test]
    fn surnames_find_their_bearers() {
        let whole = |name: &str| folded(name).split(' ').map(str::to_owned).collect::<Vec<_>>();
        let is_one = |a: &str, b: &str| may_be_one(&whole(a), &whole(b));
        assert!(is_one("Abiy", "Abiy Ahmed") && is_one("Guterres", "António Guterres") && is_one("A. Guterres", "Antonio Guterres"));
        assert!(is_one("Putin", "Vladimir Vladimirovich Putin") && is_one("Kim Jong-un", "Kim Jong Un"));
        assert!(!is_one("Boris Johnson", "Ellen Johnson") && !is_one("Kim Jong-un", "Kim Yong-chol"));
        assert!(is_one("Juan M. Santos", "Juan Manuel Santos") && is_one("Davit Kereselidze", "D. Kereselidze"));
        assert!(!is_one("Francisco Santos", "Juan M. Santos") && !is_one("Ahmed Ali Saleh", "Ali Abdullah Saleh"));
    }
}
