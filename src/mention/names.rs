//! The names in a sentence: the tagger's and the register's, made into one list.

use std::ops::Range;

use super::company::Company;
use super::lexicon::Lexicon;
use super::register::{By, Known, Register};
use crate::finding::Kind;
use crate::language::labels::{NameType, Rel, Upos, Xpos};
use crate::language::names::Name;
use crate::syntax::Tree;

/// A name in its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its words.
    pub words: Range<usize>,
    /// The word of it on which the rest hangs.
    pub head: usize,
    /// What it names.
    pub kind: Kind,
    /// The register's entity, where it is known.
    pub entry: Option<usize>,
    /// How the name names it: an adjective ("Turkish") tells of whom, but is no name.
    pub by: By,
    /// Whether it stands inside a longer name.
    pub inner: bool,
}

/// The names of a sentence, in order, given what else its article names.
#[must_use]
pub fn names(tree: &Tree<'_>, register: &Register, lexicon: &Lexicon, company: &Company) -> Vec<Named> {
    let tagged: Vec<Name> = whole(tree).iter().map(|n| untitled(tree, lexicon, n)).filter(|n| !only_title(tree, lexicon, n)).collect();
    let mut found = known(tree, register, lexicon, company, &tagged);
    for name in &tagged {
        let clashes = found.iter().any(|f| !f.inner && f.words.start < name.words.end && name.words.start < f.words.end);
        if !clashes && !name.words.is_empty() {
            found.push(unknown(tree, lexicon, name));
        }
    }
    found.sort_by_key(|n| (n.words.start, n.inner, n.words.end));
    found
}

/// The tagger's names, persons' names cut short put together again: "Abdel Fattah" + "al-Burhan", "Mr" + "Noda".
fn whole(tree: &Tree<'_>) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    for name in tree.sentence().names.iter().filter(|n| !n.inner) {
        match found.last_mut() {
            Some(last) if last.kind == NameType::Person && name.words.start <= last.words.end => {
                last.words.end = last.words.end.max(name.words.end)
            }
            _ => found.push(name.clone()),
        }
        if let Some(last) = found.last_mut().filter(|l| l.kind == NameType::Person) {
            last.words.end = further(tree, last.words.end);
        }
    }
    found
}

/// Where a person's name really ends: after "bin Hamad", "al-Thani".
fn further(tree: &Tree<'_>, end: usize) -> usize {
    let particle = |at: usize| {
        at < tree.len() && matches!(tree.word(at).to_lowercase().as_str(), "al" | "el" | "bin" | "ibn" | "ben" | "bint" | "abu")
    };
    let (mut end, proper) = (end, |at: usize| at < tree.len() && tree.word(at).starts_with(char::is_uppercase));
    loop {
        let hyphen = usize::from(end + 1 < tree.len() && tree.word(end + 1) == "-");
        let after = end + 1 + hyphen;
        end = match particle(end) {
            true if proper(after) || particle(after) && proper(after + 1) => after + 1,
            _ => return end,
        };
    }
}

/// Whether nothing of a person's name is a name.
fn only_title(tree: &Tree<'_>, lexicon: &Lexicon, name: &Name) -> bool {
    name.kind == NameType::Person && name.words.len() == 1 && lexicon.titles.before.contains(&tree.word(name.words.start).to_lowercase())
}

/// Where the mention of a person begins: at "King", "Mr" and the like, which people say as part of the name.
#[must_use]
pub fn with_honorific(tree: &Tree<'_>, lexicon: &Lexicon, name: &Named) -> Range<usize> {
    let mut words = name.words.clone();
    let honours =
        |at: usize| lexicon.titles.honorific.contains(&tree.word(at).to_lowercase()) && tree.word(at).starts_with(char::is_uppercase);
    if name.kind == Kind::Person && words.start > 0 && honours(words.start - 1) {
        words.start -= 1;
    }
    words
}

/// A person's name without "President" and the like at its beginning, any name without its article.
fn untitled(tree: &Tree<'_>, lexicon: &Lexicon, name: &Name) -> Name {
    let mut words = name.words.clone();
    let title = |at: usize| name.kind == NameType::Person && lexicon.titles.before.contains(&tree.word(at).to_lowercase());
    while words.len() > 1 && (title(words.start) || tree.upos(words.start) == Upos::Det) {
        words.start += 1;
    }
    Name { words, ..name.clone() }
}

/// The words of a sentence with the apostrophe that the register has.
pub(super) fn plain(tree: &Tree<'_>) -> Vec<String> {
    (0..tree.len()).map(|w| tree.word(w).replace('’', "'")).collect()
}

/// Names that the register knows.
fn known(tree: &Tree<'_>, register: &Register, lexicon: &Lexicon, company: &Company, tagged: &[Name]) -> Vec<Named> {
    let plain = plain(tree);
    let words: Vec<&str> = plain.iter().map(String::as_str).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let candidates = register.at(&words[at..]);
        let Some(length) = candidates.first().map(|k| k.words) else {
            at += 1;
            continue;
        };
        let range = at..at + length;
        let around = tagged.iter().find(|n| n.words.start < range.end && range.start < n.words.end);
        let chosen = choose(tree, register, lexicon, company, &candidates, &range, around);
        found.extend(chosen);
        at = range.end;
    }
    found
}

fn choose(
    tree: &Tree<'_>,
    register: &Register,
    lexicon: &Lexicon,
    company: &Company,
    candidates: &[Known],
    words: &Range<usize>,
    around: Option<&Name>,
) -> Option<Named> {
    let inside = around.is_some_and(|n| n.words.start <= words.start && words.end <= n.words.end && n.words.len() > words.len());
    let astride = around.is_some_and(|n| !(inside || words.start <= n.words.start && n.words.end <= words.end));
    let head = tree.head_of(words.clone());
    let kind_of = |k: &Known| register.entries[k.entry].kind.unwrap_or(Kind::Place);
    let fits = |k: &&Known| {
        let kind = kind_of(k);
        match around.map(|n| n.kind) {
            _ if astride => false,
            // Inside another name only countries count: "Bank of China", "U.S. Army".
            Some(tag) if inside => kind == Kind::State && tag != NameType::Person,
            // "Nine Americans" are tagged as a person's name now and then.
            Some(NameType::Person) => {
                let people = k.by == By::Demonym && tree.xpos(head) == Xpos::Nnps && around.is_some_and(|n| n.words == *words);
                // A town is now and then tagged as a person; a surname is a person's of whom the article tells in full.
                let town = || {
                    let whole = around.is_some_and(|n| n.words == *words);
                    let person = |k: &Known| kind_of(k) == Kind::Person;
                    whole && k.by != By::Demonym && !candidates.iter().any(person) && !company.is_surname(tree.word(words.start))
                };
                kind == Kind::Person || words.len() > 1 || people || town()
            }
            Some(NameType::Place) => kind != Kind::Person,
            Some(NameType::Organization) => kind != Kind::Person,
            None => k.by == By::Demonym || matches!(tree.upos(head), Upos::Propn | Upos::X | Upos::Noun | Upos::Adj),
        }
    };
    let fitting: Vec<&Known> = candidates.iter().filter(fits).collect();
    let seat = fitting.iter().find(|k| k.by == By::Seat);
    let acting = seat.filter(|_| !inside && governs(tree, lexicon, head));
    let by_name = fitting.iter().filter(|k| k.by == By::Name);
    let other = company.other(register, &fitting);
    let tagged_person = around.is_some_and(|n| n.kind == NameType::Person);
    let own = by_name.clone().find(|k| (kind_of(k) == Kind::Person) == tagged_person).or_else(|| by_name.clone().next());
    let chosen = acting.or(other.as_ref()).or(own).or_else(|| fitting.iter().find(|k| k.by == By::Demonym && demonym(tree, head)));
    let place = || seat.map(|_| Named { words: words.clone(), head, kind: Kind::Place, entry: None, by: By::Name, inner: inside });
    let known = chosen.map(|k| Named { words: words.clone(), head, kind: kind_of(k), entry: Some(k.entry), by: k.by, inner: inside });
    known.or_else(place)
}

/// Whether a word that may be an adjective of a people is used as one.
fn demonym(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.upos(at), Upos::Adj | Upos::Propn | Upos::Noun)
}

/// Whether a capital's name stands for its government here: what it does, has or is spoken with, not where it lies.
fn governs(tree: &Tree<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let preposition = tree.preposition(at);
    let above = tree.head(at);
    let verb = above.map(|h| tree.lemma(h)).unwrap_or("");
    match tree.rel(at) {
        Rel::Conj => above.is_some_and(|h| governs(tree, lexicon, h)),
        Rel::Nsubj => !lexicon.seats.fallen.contains(verb),
        // "It is Cairo that backs the general."
        Rel::Root | Rel::Ccomp => {
            let clause = tree.child(at, &[Rel::Cop]).and_then(|_| tree.child(at, &[Rel::AclRelcl, Rel::AdvclRelcl]));
            clause.is_some_and(|c| tree.child(c, &[Rel::Nsubj]).is_some_and(|s| tree.lemma(s) == "that" || tree.lemma(s) == "which"))
        }
        Rel::OblAgent | Rel::Iobj => true,
        // "Moscow's envoy", but not "Moscow's airport"
        Rel::NmodPoss => !lexicon.nouns.area.contains(verb),
        Rel::Obj => !lexicon.seats.taken.contains(verb),
        Rel::Xcomp => true,
        Rel::Obl | Rel::Nmod if preposition == "of" => !lexicon.seats.of.contains(verb) && !lexicon.nouns.part.contains(verb),
        Rel::Obl | Rel::Nmod => !preposition.is_empty() && !lexicon.seats.local.contains(&preposition),
        _ => false,
    }
}

/// A name that no register holds.
fn unknown(tree: &Tree<'_>, lexicon: &Lexicon, name: &Name) -> Named {
    let last = tree.word(name.words.end - 1).to_lowercase();
    let head = tree.head_of(name.words.clone());
    let is_ground = |w: usize| lexicon.nouns.settlement.contains(tree.lemma(w));
    // "The town of Marov", "the village Marov" tell what it is.
    let called = match tree.rel(head) {
        Rel::Nmod => tree.preposition(head) == "of" && tree.head(head).is_some_and(is_ground),
        Rel::Appos | Rel::Flat => tree.head(head).is_some_and(|h| is_ground(h) && tree.child(h, &[Rel::Det]).is_some()),
        _ => false,
    };
    let kind = match name.kind {
        _ if called => Kind::Place,
        NameType::Person => Kind::Person,
        NameType::Organization if lexicon.armed_names.last.contains(&last) => Kind::ArmedGroup,
        NameType::Organization => Kind::Organization,
        NameType::Place => Kind::Place,
    };
    Named { words: name.words.clone(), head, kind, entry: None, by: By::Name, inner: false }
}

/// Whether the adjective of a people is used as a name for its state: "the Russians".
#[must_use]
pub fn names_its_state(tree: &Tree<'_>, name: &Named) -> bool {
    let last = name.words.end - 1;
    let plural = matches!(tree.xpos(last), Xpos::Nnps | Xpos::Nns) || tree.child(last, &[Rel::Det]).is_some_and(|d| tree.lemma(d) == "the");
    let alone = !matches!(tree.rel(last), Rel::Amod | Rel::Compound | Rel::NmodDesc | Rel::Flat);
    name.by == By::Demonym && plural && alone && matches!(tree.upos(last), Upos::Propn | Upos::Noun)
}
