//! Whom the names of an article denote: one entity for each, however it is spelt.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::lexicon::Lexicon;
use super::names::Named;
use super::register::{By, Register};
use crate::finding::{Entity, Kind};
use crate::text::Span;

/// The entities of an article.
#[derive(Debug)]
pub struct Cast<'r> {
    register: &'r Register,
    /// The entities, in the order in which they came.
    pub entities: Vec<Entity>,
    by_id: BTreeMap<String, usize>,
    by_name: BTreeMap<(Kind, String), usize>,
    persons: Vec<(usize, Vec<String>)>,
}

/// A name in lower case without accents, its words joined by single spaces.
#[must_use]
pub fn folded(name: &str) -> String {
    let plain: String = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// A name as a part of an IRI: lower case, ASCII where it can be, words joined by hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    let slug = folded(name).replace(' ', "-");
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

/// The part of an entity's id that tells its kind: what stands before the slash.
#[must_use]
pub fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "person",
        Kind::State => "state",
        Kind::Organization => "organization",
        Kind::ArmedGroup => "armed-group",
        Kind::Place => "place",
    }
}

impl<'r> Cast<'r> {
    /// Nobody yet.
    #[must_use]
    pub fn new(register: &'r Register) -> Self {
        Self { register, entities: Vec::new(), by_id: BTreeMap::new(), by_name: BTreeMap::new(), persons: Vec::new() }
    }

    /// The entity of a register entry.
    pub fn registered(&mut self, entry: usize) -> usize {
        let known = &self.register.entries[entry];
        if let Some(&at) = self.by_id.get(&known.id) {
            return at;
        }
        let kind = known.kind.unwrap_or(Kind::Place);
        let at = self.push(Entity {
            id: known.id.clone(),
            kind,
            label: known.label.clone(),
            aliases: known.aliases.clone(),
            matches: known.matches.clone(),
            roles: known.roles.clone(),
            affiliations: BTreeSet::new(),
        });
        if kind == Kind::Person {
            self.persons.push((at, words(&known.label)));
        }
        let owners: Vec<usize> = known.affiliations.iter().filter_map(|id| self.register.by_id(id)).collect();
        let owners = owners.into_iter().filter(|o| *o != entry).map(|o| self.registered(o)).collect();
        self.entities[at].affiliations = owners;
        at
    }

    /// Whether the entity's name is that of a capital.
    #[must_use]
    pub fn is_capital(&self, at: usize) -> bool {
        let words: Vec<&str> = self.entities[at].label.split(' ').collect();
        self.register.at(&words).iter().any(|k| k.by == By::Seat && k.words == words.len())
    }

    fn push(&mut self, entity: Entity) -> usize {
        let at = self.entities.len();
        self.by_id.insert(entity.id.clone(), at);
        self.by_name.entry((entity.kind, folded(&entity.label))).or_insert(at);
        self.entities.push(entity);
        at
    }

    /// The entity of that kind and name; made where there is none. `apart` keeps what is no proper name ("rebels") to its article.
    pub fn named(&mut self, kind: Kind, name: &str, apart: Option<&str>) -> usize {
        if let Some(&at) = self.by_name.get(&(kind, folded(name))) {
            return at;
        }
        let mut id = format!("{}/{}", folder(kind), slug(name));
        if let Some(article) = apart {
            id.push('-');
            id.push_str(article);
        }
        if let Some(&at) = self.by_id.get(&id) {
            return at;
        }
        let (aliases, matches, roles) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        self.push(Entity { id, kind, label: name.to_owned(), aliases, matches, roles, affiliations: BTreeSet::new() })
    }

    /// Another name for an entity.
    pub fn also(&mut self, at: usize, name: &str) {
        let entity = &mut self.entities[at];
        if entity.label != name {
            entity.aliases.insert(name.to_owned());
        }
        let kind = entity.kind;
        self.by_name.entry((kind, folded(name))).or_insert(at);
    }

    /// Whom a person's name denotes: somebody named before with the same last name and nothing against it, else somebody new.
    pub fn person(&mut self, name: &str) -> usize {
        let own = words(name);
        let same = self.persons.iter().rev().find(|(_, known)| may_be_one(&own, known)).map(|(at, _)| *at);
        let at = same.unwrap_or_else(|| {
            let at = self.named(Kind::Person, name, None);
            self.persons.push((at, own));
            at
        });
        self.also(at, name);
        at
    }
}

fn words(name: &str) -> Vec<String> {
    folded(name).split(' ').map(str::to_owned).collect()
}

/// Whether two names may be one person's: one word that the other holds, or the same last word and first letter.
fn may_be_one(one: &[String], other: &[String]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    match short {
        [only] => long.last() == Some(only) || long.first() == Some(only) || long.len() > 2 && long.contains(only),
        [first, .., last] => {
            long.last() == Some(last) && long.first().is_some_and(|f| f.chars().next() == first.chars().next())
                || short.iter().all(|w| long.contains(w))
        }
        [] => false,
    }
}

/// A name in the article: its sentence, the name, and where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Which sentence.
    pub sentence: usize,
    /// The name in it.
    pub named: Named,
    /// Where, in bytes.
    pub span: Span,
    /// As the text writes it, without a possessive.
    pub surface: String,
}

/// Gives each name of the article its entity: full names first, so that "Abiy" finds "Abiy Ahmed" wherever that stands. `apart` keeps
/// what many have ("the Foreign Ministry") to this article.
pub fn denoted(cast: &mut Cast<'_>, text: &str, names: &[Placed], lexicon: &Lexicon, apart: &str) -> Vec<usize> {
    let mut found: Vec<Option<usize>> = vec![None; names.len()];
    let single = |p: &Placed| p.named.kind == Kind::Person && p.named.entry.is_none() && !p.surface.contains([' ', '-']);
    for pass in [false, true] {
        for (at, place) in names.iter().enumerate().filter(|(_, p)| single(p) == pass) {
            found[at] = Some(match (place.named.entry, place.named.kind) {
                (Some(entry), _) => cast.registered(entry),
                (None, Kind::Person) => cast.person(&place.surface),
                (None, Kind::Organization) if is_common(&place.surface, lexicon) => {
                    let owner = at.checked_sub(1).filter(|before| owns(&names[*before], place)).and_then(|before| found[before]);
                    common(cast, &place.surface, owner, apart)
                }
                (None, kind) => cast.named(kind, &place.surface, None),
            });
        }
    }
    let mut found: Vec<usize> = found.into_iter().flatten().collect();
    acronyms(cast, text, names, &mut found);
    found
}

/// Whether every state has one of that name: "Foreign Ministry", "Parliament".
fn is_common(name: &str, lexicon: &Lexicon) -> bool {
    let known = |word: &str| lexicon.nouns.body.contains(word) || lexicon.titles.branch.contains(word);
    let mut words = name.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).map(str::to_lowercase);
    words.all(|w| known(&w))
}

/// Whether the first name is that of a state to which the second belongs: "Niger's Foreign Ministry".
fn owns(owner: &Placed, owned: &Placed) -> bool {
    // The possessive mark is a word of its own.
    let next = [owner.named.words.end, owner.named.words.end + 1].contains(&owned.named.words.start);
    owner.sentence == owned.sentence && owner.named.kind == Kind::State && next
}

/// A body of a common name: its state's, one told of before, or one of this article alone.
fn common(cast: &mut Cast<'_>, name: &str, owner: Option<usize>, apart: &str) -> usize {
    let Some(owner) = owner else { return cast.named(Kind::Organization, name, Some(apart)) };
    let at = cast.named(Kind::Organization, &format!("{}'s {name}", cast.entities[owner].label), None);
    cast.also(at, name);
    if at != owner {
        cast.entities[at].affiliations.insert(owner);
    }
    at
}

/// Joins an acronym to what it is short for, where no register knows it.
fn acronyms(cast: &mut Cast<'_>, text: &str, names: &[Placed], found: &mut [usize]) {
    let is_acronym = |s: &str| s.len() >= 2 && s.chars().filter(|c| c.is_uppercase()).count() >= 2 && !s.contains(' ');
    for short in 0..names.len() {
        if names[short].named.entry.is_some() || !is_acronym(&names[short].surface) || !cast.entities[found[short]].kind.is_actor() {
            continue;
        }
        let stands_for = |long: usize| {
            let (a, b) = (&names[long], &names[short]);
            let between = text.get(a.span.end..b.span.begin).unwrap_or("").trim();
            let bracketed = between == "(";
            a.surface.contains(' ') && cast.entities[found[long]].kind.is_actor() && (bracketed || initials(&a.surface) == b.surface)
        };
        if let Some(long) = (0..names.len()).find(|l| stands_for(*l)) {
            let (from, to) = (found[short], found[long]);
            found.iter_mut().filter(|f| **f == from).for_each(|f| *f = to);
            cast.also(to, &names[short].surface);
        }
    }
}

fn initials(name: &str) -> String {
    name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_find_their_bearers() {
        let is_one = |a: &str, b: &str| may_be_one(&words(a), &words(b));
        assert!(is_one("Abiy", "Abiy Ahmed") && is_one("Guterres", "António Guterres") && is_one("A. Guterres", "Antonio Guterres"));
        assert!(is_one("Putin", "Vladimir Vladimirovich Putin") && is_one("Kim Jong-un", "Kim Jong Un"));
        assert!(!is_one("Boris Johnson", "Ellen Johnson") && !is_one("Kim Jong-un", "Kim Yong-chol"));
    }

    #[test]
    fn slugs_are_safe_in_an_iri() {
        assert_eq!(slug("José  Brito’s \"Côte\""), "jose-brito-s-cote");
        assert_eq!(slug("Россия"), "россия");
        assert_eq!(slug("!"), "unnamed");
    }
}
