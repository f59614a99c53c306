//! Whom the names of an article denote: one entity for each, however it is spelt.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;
use unicode_normalization::UnicodeNormalization as _;

use super::body;
use super::company::Company;
use super::lexicon::Lexicon;
use super::names::Named;
use super::register::{By, Register};
use super::spelling::{alike, is_initial, may_be_one};
use crate::finding::{Entity, Kind};
use crate::text::Span;

/// So many days before or after a term its holder is still or already called by the surname alone.
const LATELY: i64 = 200;
/// So many days before or after a term its holder may be in the news by a full name, spelt in some way.
const CAREER: i64 = 5_000;

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
        let at = self.push(Entity { id, kind, label: in_small(kind, name), aliases, matches, roles, affiliations: BTreeSet::new() });
        self.also(at, name);
        at
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

    /// Whom a person's full name denotes: somebody named before whose name it may be, else somebody new.
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

    /// Makes a state part of an entity's identity, unless the register knows the entity and that it belongs there. What the register says of
    /// another bearer of the name is taken back.
    pub(super) fn tell_apart(&mut self, at: usize, state: usize) {
        let state_id = self.entities[state].id.clone();
        let tail = state_id.rsplit('/').next().unwrap_or_default().to_owned();
        let entity = &mut self.entities[at];
        if let Some(entry) = self.register.by_id(&entity.id).map(|e| &self.register.entries[e]) {
            if entry.affiliations.is_empty() || entry.affiliations.contains(&state_id) {
                return;
            }
            entity.aliases.retain(|name| !entry.aliases.contains(name));
            entity.roles.retain(|role| !entry.roles.contains(role));
            entity.matches.clear();
            entity.affiliations = BTreeSet::from([state]);
        }
        let old = std::mem::replace(&mut entity.id, format!("{}/{}-{tail}", folder(entity.kind), slug(&entity.label)));
        // Whoever is named by the old id from here on is somebody else.
        self.by_id.remove(&old);
        self.by_id.insert(self.entities[at].id.clone(), at);
    }

    /// The register's one holder of an office of an entity on a day, `is` telling the office by its words.
    pub(super) fn holder(&self, of: usize, day: civil::Date, is: &dyn Fn(&[String]) -> bool) -> Option<usize> {
        self.register.holder(self.register.by_id(&self.entities[of].id)?, day, is)
    }

    /// Whom a person's full name denotes: somebody named before, somebody whom the register has under another spelling, or somebody new.
    fn full_name(&mut self, name: &str, around: &Around<'_>) -> usize {
        let own = words(name);
        let told = self.persons.iter().any(|(_, known)| may_be_one(&own, known));
        if let Some(entry) = self.spelt_otherwise(&own, around).filter(|_| !told) {
            let at = self.registered(entry);
            self.also(at, name);
            return at;
        }
        self.person(name)
    }

    /// The one person of the register whose full name has the same surname and a given name that is spelt alike or by its initial, and who belongs
    /// to a state or body that the article names.
    fn spelt_otherwise(&self, own: &[String], around: &Around<'_>) -> Option<usize> {
        let ([first, .., last], Some(day)) = (own, around.published) else { return None };
        let fits = |entry: &&usize| {
            let known = &self.register.entries[**entry];
            let name = words(&known.label);
            let home = |id: &String| self.register.by_id(id).is_some_and(|e| around.company.names(e));
            let given = |other: &String| alike(first, other) || is_initial(first, other);
            may_be_one(own, &name)
                && name.first().is_some_and(given)
                && known.affiliations.iter().any(home)
                && self.register.was_in_office(**entry, day, CAREER) != Some(false)
        };
        let found: Vec<usize> = self.register.with_surname(last).iter().filter(fits).copied().collect();
        if let [only] = found[..] { Some(only) } else { None }
    }

    /// The army of a state, where the register has one.
    pub(super) fn army_of(&mut self, state: usize) -> Option<usize> {
        let entry = self.register.army_of(self.register.by_id(&self.entities[state].id)?)?;
        Some(self.registered(entry))
    }

    /// Whether the register does not know that somebody belongs to other states than this one.
    pub(super) fn may_belong(&self, who: usize, state: usize) -> bool {
        let Some(entry) = self.register.by_id(&self.entities[who].id) else { return true };
        let owners = &self.register.entries[entry].affiliations;
        let states = owners.iter().filter(|id| id.starts_with("state/")).count();
        states == 0 || owners.contains(&self.entities[state].id)
    }

    /// Whether somebody held such an office of a body on that day; nothing where the register knows no term of theirs.
    pub(super) fn held(&self, who: usize, of: usize, day: civil::Date, is: &dyn Fn(&[String]) -> bool) -> Option<bool> {
        let (who, of) = (self.register.by_id(&self.entities[who].id)?, self.register.by_id(&self.entities[of].id)?);
        self.register.held(who, of, day, is)
    }

    /// The one person of the register with that surname who was in office about that time, for a state or body that the article names.
    fn in_office(&self, surname: &str, around: &Around<'_>) -> Option<usize> {
        let day = around.published?;
        let surname = folded(surname);
        let fits = |entry: &&usize| {
            let home = |id: &String| self.register.by_id(id).is_some_and(|e| around.company.names(e));
            let own = words(&self.register.entries[**entry].label);
            own.last().is_some_and(|last| alike(last, &surname))
                && self.register.entries[**entry].affiliations.iter().any(home)
                && self.register.was_in_office(**entry, day, LATELY) == Some(true)
        };
        let found: Vec<usize> = self.register.with_surname(&surname).iter().filter(fits).copied().collect();
        if let [only] = found[..] { Some(only) } else { None }
    }
}

/// A name that a dateline or a headline has in capitals, as other texts have it.
fn in_small(kind: Kind, name: &str) -> String {
    let loud = name.chars().filter(|c| c.is_alphabetic()).count() > 4 && !name.chars().any(char::is_lowercase);
    if !loud || !matches!(kind, Kind::Person | Kind::Place) {
        return name.to_owned();
    }
    let mut out = String::new();
    let mut within = false;
    for c in name.chars() {
        if within {
            out.extend(c.to_lowercase())
        } else {
            out.push(c)
        }
        within = c.is_alphabetic();
    }
    out
}

fn words(name: &str) -> Vec<String> {
    folded(name).split(' ').map(str::to_owned).collect()
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

/// What is known of an article before its names are told apart.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The article's text.
    pub text: &'a str,
    /// English words by meaning.
    pub lexicon: &'a Lexicon,
    /// What the article names for certain.
    pub company: &'a Company,
    /// Keeps what many have ("the Foreign Ministry") to this article.
    pub apart: &'a str,
    /// When it was published.
    pub published: Option<civil::Date>,
}

/// Gives each name of the article its entity: full names first, so that "Abiy" finds "Abiy Ahmed" wherever that stands.
pub fn denoted(cast: &mut Cast<'_>, names: &[Placed], around: &Around<'_>) -> Vec<usize> {
    let mut found: Vec<Option<usize>> = vec![None; names.len()];
    let single = |p: &Placed| p.named.kind == Kind::Person && super::spelling::words(&p.surface).len() == 1;
    for at in (0..names.len()).filter(|at| !single(&names[*at])) {
        let place = &names[at];
        found[at] = Some(match (place.named.entry, place.named.kind) {
            (Some(entry), kind) if kind != Kind::Organization || !body::is_elsewhere(cast.register, entry, &place.surface, around) => {
                cast.registered(entry)
            }
            (_, Kind::Person) => cast.full_name(&place.surface, around),
            (_, kind @ (Kind::Organization | Kind::ArmedGroup)) => body::denoted(cast, names, at, &found, kind, around),
            (_, kind) => cast.named(kind, &place.surface, None),
        });
    }
    for at in (0..names.len()).filter(|at| single(&names[*at])) {
        let surface = &names[at].surface;
        let entity = told_in_full(names, &found, at).unwrap_or_else(|| {
            match names[at].named.entry.or_else(|| cast.in_office(surface, around)) {
                Some(entry) => cast.registered(entry),
                // A surname alone is many a person's: who bears it in another article may be somebody else.
                None => cast.named(Kind::Person, surface, Some(around.apart)),
            }
        });
        cast.also(entity, surface);
        found[at] = Some(entity);
    }
    let mut found: Vec<usize> = found.into_iter().flatten().collect();
    acronyms(cast, around.text, names, &mut found);
    found
}

/// Whom the article calls by a longer name that ends or begins with this one: the last before it, else the first after it.
fn told_in_full(names: &[Placed], found: &[Option<usize>], at: usize) -> Option<usize> {
    let own = words(&names[at].surface);
    let fits = |other: &&usize| {
        let long = words(&names[**other].surface);
        names[**other].named.kind == Kind::Person && long.len() > 1 && may_be_one(&own, &long)
    };
    let before = (0..at).rev().collect::<Vec<_>>();
    let after = (at + 1..names.len()).collect::<Vec<_>>();
    before.iter().find(fits).or_else(|| after.iter().find(fits)).and_then(|other| found[*other])
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
    fn slugs_are_safe_in_an_iri() {
        assert_eq!(slug("José  Brito’s \"Côte\""), "jose-brito-s-cote");
        assert_eq!(slug("Россия"), "россия");
        assert_eq!(slug("!"), "unnamed");
    }
}
