//! The entity register: who and what the program knows by name before it reads.
//!
//! Turtle in the terms of SKOS: `skos:prefLabel`, `skos:altLabel`, `chancery:demonym`, `chancery:seat` (a capital that stands for its
//! government), `chancery:sharedName` (which mostly means another), `skos:exactMatch`, `chancery:role`, `chancery:affiliation`; and terms of office
//! (`chancery:holder`, `office`, `of`, `from`, `until`). Users add files of the same form.

use std::collections::{BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::thread;

use jiff::civil;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Term};

use super::cast::folded;
use super::spelling;
use super::tenure::{Stated, Tenures};
use crate::diagnostic::Diagnostic;
use crate::finding::Kind;
use crate::language::segment;
use crate::ontology::{ENTITY, NS, TENURE};
use crate::text::Span;

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// An entity of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The last part of its IRI.
    pub id: String,
    /// What it is; none while its type has not been read.
    pub kind: Option<Kind>,
    /// The name it goes by.
    pub label: String,
    /// Other names.
    pub aliases: BTreeSet<String>,
    /// The same elsewhere: absolute IRIs.
    pub matches: BTreeSet<String>,
    /// Offices.
    pub roles: BTreeSet<String>,
    /// Ids of what it belongs to.
    pub affiliations: BTreeSet<String>,
    demonyms: BTreeSet<String>,
    seats: BTreeSet<String>,
    shared: BTreeSet<String>,
}

impl Entry {
    /// All its names, and how they name it.
    fn names(&self) -> impl Iterator<Item = (&str, By)> {
        let own = std::iter::once(&self.label).chain(&self.aliases).filter(|n| !self.shared.contains(*n)).map(|n| (n.as_str(), By::Name));
        let seats = self.seats.iter().map(|n| (n.as_str(), By::Seat));
        let shared = self.shared.iter().map(|n| (n.as_str(), By::Shared));
        own.chain(seats).chain(self.demonyms.iter().map(|n| (n.as_str(), By::Demonym))).chain(shared)
    }

    /// Adds what is said of the same entity later; of labels and kinds the last counts.
    fn join(&mut self, more: Self) {
        if !more.label.is_empty() {
            self.label = more.label;
        }
        self.kind = more.kind.or(self.kind);
        self.aliases.extend(more.aliases);
        self.matches.extend(more.matches);
        self.roles.extend(more.roles);
        self.affiliations.extend(more.affiliations);
        self.demonyms.extend(more.demonyms);
        self.seats.extend(more.seats);
        self.shared.extend(more.shared);
    }
}

/// How a name names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// By its own name.
    Name,
    /// By the name of its capital.
    Seat,
    /// By its people or the adjective.
    Demonym,
    /// By a name that mostly means another.
    Shared,
}

/// A name of the register found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// How many words it has.
    pub words: usize,
    /// Whose name it is: a place in [`Register::entries`].
    pub entry: usize,
    /// How it names it.
    pub by: By,
}

/// The register, ready for look-up.
#[derive(Debug, Default)]
pub struct Register {
    /// All entities, in the order of their ids.
    pub entries: Vec<Entry>,
    /// First two words of a name, or its only one → names.
    names: HashMap<Box<str>, Vec<Name>>,
    /// Last word of a person's name, as its spellings have it → persons.
    surnames: HashMap<Box<str>, Vec<usize>>,
    tenures: Tenures,
}

/// A name, cut into words. Thousands are made at each start: all words are one string.
#[derive(Debug)]
struct Name {
    /// The words with a space between them.
    words: Box<str>,
    known: Known,
}

impl Register {
    /// Reads register files: pairs of a name for messages and Turtle.
    ///
    /// # Errors
    /// Says in which file and line the Turtle is wrong, or which entity lacks a name or a kind.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Diagnostic> {
        let files: Vec<(&str, &str)> = files.into_iter().collect();
        // To read the files is what takes time at each start.
        let read: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = files.iter().map(|(name, text)| scope.spawn(move || read_file(name, text))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
        });
        let (mut said, mut terms) = (Vec::new(), Vec::new());
        for file in read {
            let file = file?;
            said.extend(file.0);
            terms.extend(file.1);
        }
        // The sort is stable: what is said of an entity stays in the order of the files.
        said.sort_by(|a, b| a.id.cmp(&b.id));
        let mut register = Self::default();
        for more in said {
            match register.entries.last_mut() {
                Some(entry) if entry.id == more.id => entry.join(more),
                _ => register.entries.push(more),
            }
        }
        register.index()?;
        for term in &terms {
            let (Some(holder), Some(of)) = (register.by_id(&term.holder), register.by_id(&term.of)) else {
                return Err(Diagnostic::new(format!(
                    "the register's `{}` needs a chancery:holder and a chancery:of that it knows",
                    term.iri
                )));
            };
            register.tenures.push(term, holder, of);
        }
        Ok(register)
    }

    /// Makes all names ready for look-up.
    fn index(&mut self) -> Result<(), Diagnostic> {
        for (at, entry) in self.entries.iter().enumerate() {
            if entry.label.is_empty() || entry.kind.is_none() {
                let lack = if entry.label.is_empty() {
                    "a skos:prefLabel"
                } else {
                    "one of the classes Person, State, Organization, ArmedGroup, Place"
                };
                return Err(Diagnostic::new(format!("the register's `{}` lacks {lack}", entry.id)));
            }
            if entry.kind == Some(Kind::Person)
                && let Some((_, last)) = folded(&entry.label).rsplit_once(' ')
            {
                self.surnames.entry(spelling::key(last).into()).or_default().push(at);
            }
            for (name, by) in entry.names() {
                let words = segment::tokens(name, Span { begin: 0, end: name.len() });
                let first: Vec<&str> = words.iter().take(2).map(|w| w.of(name)).collect();
                if first.is_empty() {
                    continue;
                }
                let known = Known { words: words.len(), entry: at, by };
                let words = words.iter().map(|w| w.of(name)).collect::<Vec<_>>().join(" ").into();
                self.names.entry(first.join(" ").into()).or_default().push(Name { words, known });
            }
        }
        Ok(())
    }

    /// The entity of that id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()
    }

    /// The army of a state, where it is known by the state's name or its people's.
    #[must_use]
    pub fn army_of(&self, state: usize) -> Option<usize> {
        let entry = &self.entries[state];
        let names = entry.demonyms.iter().chain([&entry.label]);
        let forms = names.flat_map(|name| ["Army", "Armed Forces", "army"].map(|what| format!("{name} {what}")));
        forms.into_iter().find_map(|form| {
            let words: Vec<&str> = form.split(' ').collect();
            let known = self.at(&words).into_iter().find(|k| k.words == words.len() && k.by == By::Name)?;
            (self.entries[known.entry].kind == Some(Kind::ArmedGroup)).then_some(known.entry)
        })
    }

    /// The persons whose full name ends in that word, given in small letters without accents, or in one that may be a spelling of it.
    #[must_use]
    pub fn with_surname(&self, word: &str) -> &[usize] {
        self.surnames.get(spelling::key(word).as_str()).map_or(&[], Vec::as_slice)
    }

    /// The one person who held an office of that body on that day, `is` telling the office by its words; nobody where several did, or
    /// nobody is known to.
    #[must_use]
    pub fn holder(&self, of: usize, day: civil::Date, is: &dyn Fn(&[String]) -> bool) -> Option<usize> {
        self.tenures.holder(of, day, is)
    }

    /// Whether a person held an office of that body on that day, `is` telling the office by its words; nothing where no term of theirs is
    /// known.
    #[must_use]
    pub fn held(&self, person: usize, of: usize, day: civil::Date, is: &dyn Fn(&[String]) -> bool) -> Option<bool> {
        self.tenures.held(person, of, day, is)
    }

    /// Whether a person held an office within so many days of that day; nothing where no term of theirs is known.
    #[must_use]
    pub fn was_in_office(&self, person: usize, day: civil::Date, slack: i64) -> Option<bool> {
        self.tenures.was_in_office(person, day, slack)
    }

    /// The longest names that begin with the first of these words: one for each way of naming and kind of entity, own names first.
    #[must_use]
    pub fn at(&self, words: &[&str]) -> Vec<Known> {
        let (Some(one), two) = (words.first(), words.get(..2).map(|two| two.join(" "))) else { return Vec::new() };
        // Hundreds of names begin with some words: "Ministry", "José".
        let lists = [self.names.get(*one), two.and_then(|two| self.names.get(two.as_str()))];
        let fits = |name: &&Name| name.known.words <= words.len() && name.words.split(' ').zip(words).all(|(a, b)| a == *b);
        let mut found: Vec<Known> = lists.into_iter().flatten().flatten().filter(fits).map(|name| name.known).collect();
        let longest = found.iter().map(|known| known.words).max().unwrap_or(0);
        found.retain(|known| known.words == longest);
        found.sort_by_key(|known| (known.by, known.entry));
        found
    }
}

/// What a file says: in its order, an entry for each stretch of statements on one entity, and its terms of office.
fn read_file(name: &str, text: &str) -> Result<(Vec<Entry>, Vec<Stated>), Diagnostic> {
    let (mut entries, mut terms): (Vec<Entry>, Vec<Stated>) = (Vec::new(), Vec::new());
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()) {
        let quad = quad.map_err(|e| {
            let line = e.location().map_or(1, |l| l.start.line as usize + 1);
            Diagnostic::new(format!("not Turtle: {e}")).in_file(name).at_line(line)
        })?;
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
        if subject.as_str().starts_with(TENURE) {
            if terms.last().is_none_or(|term| term.iri != subject.as_str()) {
                terms.push(Stated::named(subject.as_str()));
            }
            if let Some(term) = terms.last_mut() {
                term.state(quad.predicate.as_str(), quad.object);
            }
            continue;
        }
        let Some(id) = subject.as_str().strip_prefix(ENTITY) else { continue };
        if entries.last().is_none_or(|entry| entry.id != id) {
            entries.push(Entry { id: id.to_owned(), ..Entry::default() });
        }
        if let Some(entry) = entries.last_mut() {
            state(entry, quad.predicate.as_str(), quad.object);
        }
    }
    Ok((entries, terms))
}

/// Keeps one statement of the register; what it does not know is not for it.
fn state(entry: &mut Entry, predicate: &str, object: Term) {
    match object {
        Term::Literal(literal) => {
            let (value, ..) = literal.destruct();
            match predicate.strip_prefix(SKOS).or_else(|| predicate.strip_prefix(NS)) {
                Some("prefLabel") => entry.label = value,
                Some("altLabel") => drop(entry.aliases.insert(value)),
                Some("demonym") => drop(entry.demonyms.insert(value)),
                Some("seat") => drop(entry.seats.insert(value)),
                Some("sharedName") => drop(entry.shared.insert(value)),
                Some("role") => drop(entry.roles.insert(value)),
                _ => {}
            }
        }
        Term::NamedNode(node) => match predicate {
            RDF_TYPE => entry.kind = Kind::ALL.into_iter().find(|k| node.as_str().strip_prefix(NS) == Some(k.as_str())).or(entry.kind),
            _ if predicate.strip_prefix(SKOS) == Some("exactMatch") => drop(entry.matches.insert(node.into_string())),
            _ if predicate.strip_prefix(NS) == Some("affiliation") => {
                entry.affiliations.extend(node.as_str().strip_prefix(ENTITY).map(str::to_owned));
            }
            _ => {}
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        @prefix chancery: <https://w3id.org/chancery/ns#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix state: <https://w3id.org/chancery/entity/state/> .
        state:georgia a chancery:State ; skos:prefLabel "Georgia"@en ; chancery:demonym "Georgian"@en ; chancery:seat "Tbilisi"@en .
        state:south-georgia a chancery:State ; skos:prefLabel "Georgia of the South"@en .
    "#;

    #[test]
    fn finds_the_longest_name() {
        let register = Register::read([("small.ttl", SMALL)]).expect("a register");
        let id = |words: &[&str]| register.at(words).first().map(|k| (register.entries[k.entry].id.as_str(), k.words, k.by));
        assert_eq!(id(&["Georgia", "of", "the", "South", "."]), Some(("state/south-georgia", 4, By::Name)));
        assert_eq!(id(&["Georgia", "of", "old"]), Some(("state/georgia", 1, By::Name)));
        assert_eq!(id(&["Georgian", "troops"]), Some(("state/georgia", 1, By::Demonym)));
        assert_eq!(id(&["Tbilisi"]), Some(("state/georgia", 1, By::Seat)));
        assert_eq!(id(&["georgia"]), None);
    }

    #[test]
    fn says_all_that_a_name_may_mean_own_names_first() {
        let more = r#"
            @prefix chancery: <https://w3id.org/chancery/ns#> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            @prefix person: <https://w3id.org/chancery/entity/person/> .
            @prefix place: <https://w3id.org/chancery/entity/place/> .
            place:tbilisi a chancery:Place ; skos:prefLabel "Tbilisi"@en .
            person:georgia a chancery:Person ; skos:prefLabel "Georgia"@en .
        "#;
        let register = Register::read([("small.ttl", SMALL), ("more.ttl", more)]).expect("a register");
        let ids = |words: &[&str]| -> Vec<(&str, By)> {
            register.at(words).iter().map(|k| (register.entries[k.entry].id.as_str(), k.by)).collect()
        };
        assert_eq!(ids(&["Tbilisi", "said"]), [("place/tbilisi", By::Name), ("state/georgia", By::Seat)]);
        assert_eq!(ids(&["Georgia"]), [("person/georgia", By::Name), ("state/georgia", By::Name)]);
        assert_eq!(ids(&["Georgia", "of", "the", "South"]), [("state/south-georgia", By::Name)]);
        assert_eq!(register.by_id("place/tbilisi").map(|at| register.entries[at].label.as_str()), Some("Tbilisi"));
        assert_eq!(register.by_id("place/batumi"), None);
    }

    #[test]
    fn joins_what_several_files_say() {
        let mine = r#"
            @prefix chancery: <https://w3id.org/chancery/ns#> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            @prefix state: <https://w3id.org/chancery/entity/state/> .
            state:georgia skos:altLabel "Sakartvelo"@en .
            state:south-georgia a <http://xmlns.com/foaf/0.1/Group> ; skos:prefLabel "South Georgia"@en .
            state:georgia skos:altLabel "Republic of Georgia"@en .
        "#;
        for files in [[("small.ttl", SMALL), ("mine.ttl", mine)], [("mine.ttl", mine), ("small.ttl", SMALL)]] {
            let register = Register::read(files).expect("a register");
            let [georgia, south] = &register.entries[..] else { panic!("two entities") };
            assert_eq!((georgia.label.as_str(), georgia.kind, south.kind), ("Georgia", Some(Kind::State), Some(Kind::State)));
            assert_eq!(georgia.aliases.iter().collect::<Vec<_>>(), ["Republic of Georgia", "Sakartvelo"]);
            // Of several labels the last counts.
            let last = if files[1].0 == "mine.ttl" { ["South", "Georgia"].as_slice() } else { &["Georgia", "of", "the", "South"] };
            assert_eq!((south.label.clone(), register.at(last).len()), (last.join(" "), 1));
        }
    }

    #[test]
    fn says_where_a_file_is_wrong() {
        let error = |text: &str| Register::read([("mine.ttl", text)]).expect_err("a wrong file").to_string();
        assert!(error("@prefix a: <http://a/> .\na:b a:c .").starts_with("mine.ttl:2: not Turtle"));
        let nameless = SMALL.replace("skos:prefLabel \"Georgia\"@en ;", "");
        assert!(error(&nameless).contains("`state/georgia` lacks a skos:prefLabel"));
    }
}
