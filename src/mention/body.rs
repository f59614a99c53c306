//! Bodies whose name every state could give one of its own: "Foreign Ministry", "Democratic Party", "the army".
//!
//! Which one is meant is told by the state that it is named with, in whatever way: "the Chadian Defence Ministry", "Ministry of Defence of
//! Chad", "Chad's Ministry of Defence" are one. Where no state stands with it, it is one told of before, or one of this article alone.

use super::cast::{Around, Cast, Placed};
use super::register::{By, Register};
use super::spelling::{is_of_any_state, is_partys};
use crate::finding::Kind;
use crate::text::capitalised;

/// Whom the name of a body denotes; `found` holds those of the names before it.
pub(super) fn denoted(cast: &mut Cast<'_>, names: &[Placed], at: usize, found: &[Option<usize>], kind: Kind, around: &Around<'_>) -> usize {
    let place = &names[at];
    let inner: Vec<&Placed> = names.iter().filter(|n| is_within(n, place)).collect();
    let core = without(&place.surface, &inner);
    if core.is_empty() || !is_of_any_state(&core) && !is_common(&core, around) {
        return cast.named(kind, &place.surface, None);
    }
    let within = inner.iter().find_map(|n| n.named.entry);
    let before = at.checked_sub(1).filter(|b| owns(around.text, &names[*b], place)).and_then(|b| found[b]);
    let owner = within.map(|entry| cast.registered(entry)).or(before);
    of_state(cast, kind, &place.surface, &core, owner, around.apart)
}

/// Whether a body of the register with a name that others have too is not meant: the article names states, but none that it belongs to.
pub(super) fn is_elsewhere(register: &Register, entry: usize, surface: &str, around: &Around<'_>) -> bool {
    let home = |id: &String| register.by_id(id).is_some_and(|e| around.company.names(e));
    let owners = &register.entries[entry].affiliations;
    is_partys(surface)
        && owners.iter().any(|id| id.starts_with("state/"))
        && !owners.iter().any(home)
        && around.company.names_a_state(register)
}

/// The body of that kind and name of a state; where none is given, one told of before or one of this article alone.
pub(super) fn of_state(cast: &mut Cast<'_>, kind: Kind, surface: &str, core: &str, owner: Option<usize>, apart: &str) -> usize {
    let name = usual(core);
    let kind = if name == "army" { Kind::ArmedGroup } else { kind };
    let Some(owner) = owner else {
        let at = cast.named(kind, surface, Some(apart));
        cast.also(at, &name);
        return at;
    };
    if let Some(army) = (name == "army").then(|| cast.army_of(owner)).flatten() {
        cast.also(army, surface);
        return army;
    }
    let at = cast.named(kind, &format!("{}'s {name}", cast.entities[owner].label), None);
    for other in [surface, core, &name] {
        cast.also(at, other);
    }
    if at != owner {
        cast.entities[at].affiliations.insert(owner);
    }
    at
}

/// Whether a name lies in another and tells a state: by its own name, its people or its capital.
fn is_within(inner: &Placed, outer: &Placed) -> bool {
    inner.sentence == outer.sentence
        && inner.named.words != outer.named.words
        && outer.named.words.start <= inner.named.words.start
        && inner.named.words.end <= outer.named.words.end
        && inner.named.kind == Kind::State
        && inner.named.by != By::Shared
}

/// The name without the states in it and what hangs them on: "Ministry of Defence of Chad" is the Ministry of Defence.
fn without(surface: &str, states: &[&Placed]) -> String {
    let mut name = format!(" {} ", surface.replace(['\u{2019}'], "'"));
    for state in states {
        for form in [
            format!(" of the {} ", state.surface),
            format!(" of {} ", state.surface),
            format!(" {}'s ", state.surface),
            format!(" {} 's ", state.surface),
            format!(" {} ", state.surface),
        ] {
            name = name.replace(&form, " ");
        }
    }
    name.trim().trim_start_matches("the ").trim().to_owned()
}

/// The name by which bodies of the kind mostly go: "Ministry of Foreign Affairs" is the Foreign Ministry, "Armed Forces" are the army.
fn usual(core: &str) -> String {
    let small = core.to_lowercase();
    let words: Vec<&str> = small.split_whitespace().collect();
    if words.contains(&"ministry") {
        let topic = words.iter().filter(|w| !matches!(**w, "ministry" | "of" | "the" | "affairs" | "national")).map(|w| match *w {
            "external" => "foreign",
            "defense" => "defence",
            "internal" => "interior",
            other => other,
        });
        let words: Vec<String> = topic.chain(["ministry"]).map(capitalised).collect();
        return words.join(" ");
    }
    let army = ["army", "armed forces", "military", "national army", "national armed forces", "regular army"];
    if army.contains(&small.as_str()) { "army".to_owned() } else { core.to_owned() }
}

/// Whether every state has one of that name: "Foreign Ministry", "Parliament".
fn is_common(name: &str, around: &Around<'_>) -> bool {
    let lexicon = around.lexicon;
    let known = |word: &str| lexicon.nouns.body.contains(word) || lexicon.titles.branch.contains(word);
    let words: Vec<String> = name.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).map(str::to_lowercase).collect();
    !words.is_empty() && words.iter().all(|w| known(w))
}

/// Whether the first name is that of a state to which the second belongs: "Niger's Foreign Ministry".
fn owns(text: &str, owner: &Placed, owned: &Placed) -> bool {
    let between = text.get(owner.span.end..owned.span.begin).map(str::trim);
    owner.sentence == owned.sentence && owner.named.kind == Kind::State && matches!(between, Some("" | "'s" | "’s" | "'" | "’"))
}
