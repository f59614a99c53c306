//! Which facts are asked for.

use super::{Fact, Thing};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::query::prefix::expanded;

/// The type that is shown only where it is asked for: articles say in passing who holds which office, and at every name.
const ASIDE: &str = "OfficeHolding";

/// Which facts are asked for; what is empty admits all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Types, of which it must have one: names, or IRIs of classes; any but the holding of offices where none is given.
    pub types: Vec<String>,
    /// Actors, all of whom must take part.
    pub actors: Vec<Asked>,
    /// Places, one of which must be where it happened.
    pub places: Vec<Asked>,
    /// Sources, one of which must say so.
    pub sources: Vec<Asked>,
    /// The first day on which it may have happened.
    pub from: Option<Date>,
    /// The last day on which it may have happened.
    pub to: Option<Date>,
    /// How many at most.
    pub limit: Option<usize>,
}

/// Somebody or something asked for, by name or by IRI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    words: String,
    iri: Option<String>,
}

impl Asked {
    /// By whole words of a name, whatever their case, or by a prefixed name or IRI.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { words: spaced(name), iri: expanded(name) }
    }

    fn is(&self, thing: &Thing) -> bool {
        let named = || thing.names.iter().chain([&thing.label]).any(|name| spaced(name).contains(&self.words));
        self.iri.as_deref() == Some(&thing.iri) || named()
    }
}

/// Lower case, the words apart by one space and with one on either side.
fn spaced(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    format!(" {} ", words.map(str::to_lowercase).collect::<Vec<_>>().join(" "))
}

impl Filter {
    /// Whether the fact passes, its sources aside.
    pub(super) fn admits(&self, fact: &Fact) -> bool {
        let is_there = |asked: &Asked, places| fact.parts(places).flat_map(|(_, fillers)| fillers).any(|thing| asked.is(thing));
        let typed = || if self.types.is_empty() { !is_type(fact, ASIDE) } else { self.types.iter().any(|name| is_type(fact, name)) };
        let acted = || self.actors.iter().all(|actor| is_there(actor, false));
        let placed = || self.places.is_empty() || self.places.iter().any(|place| is_there(place, true));
        typed() && acted() && placed() && self.in_time(fact.date())
    }

    /// Whether one of the sources asked for is among them.
    pub(super) fn admits_sources(&self, sources: &[Thing]) -> bool {
        self.sources.iter().any(|asked| sources.iter().any(|source| asked.is(source)))
    }

    /// A date known by its month or year passes if some day of it does; where a range is asked for, no date does not.
    fn in_time(&self, date: Option<&str>) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let Some(date) = date.and_then(|d| d.get(..d.len().min(10))?.parse::<Date>().ok()) else { return false };
        let early = self.from.is_some_and(|from| last(date) < first(from));
        let late = self.to.is_some_and(|to| first(date) > last(to));
        !early && !late
    }

    /// Refuses a type of which there is no fact.
    pub(super) fn check_types(&self, kinds: &[String]) -> Result<(), Diagnostic> {
        let known = |name: &&String| expanded(name).is_some() || kinds.iter().any(|kind| spaced(kind) == spaced(&super::words(name)));
        match self.types.iter().find(|name| !known(name)) {
            None => Ok(()),
            Some(name) => {
                let message = format!("the store holds no fact of the type `{name}`");
                let hint = if kinds.is_empty() { "it holds no facts".to_owned() } else { format!("there are {}", kinds.join(", ")) };
                Err(Diagnostic::new(message).hinted(hint))
            }
        }
    }
}

fn is_type(fact: &Fact, name: &str) -> bool {
    match expanded(name) {
        Some(iri) => fact.classes.contains(&iri),
        None => fact.classes.iter().any(|c| super::words(crate::query::prefix::local(c)) == super::words(name)),
    }
}

/// Year, month and day of the first day.
fn first(date: Date) -> (i16, i8, i8) {
    (date.year(), date.month().unwrap_or(1), date.day().map_or(1, |d| d.day()))
}

/// Year, month and day of the last day, or of one past it: it is only compared with.
fn last(date: Date) -> (i16, i8, i8) {
    (date.year(), date.month().unwrap_or(12), date.day().map_or(31, |d| d.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_admits_what_may_lie_in_it() {
        let table = [
            ("2021-09", "2021-10", "2021-09-30", true),
            ("2021-09", "2021-10", "2021-11-01", false),
            ("2021-09-05", "2021-09-06", "2021", true),
            ("2021-09-05", "2021-09-06", "2021-09", true),
            ("2021-09-05", "2021-09-06", "2021-08", false),
            ("2021", "2021", "2021-12-31", true),
        ];
        for (from, to, date, admitted) in table {
            let filter = Filter { from: from.parse().ok(), to: to.parse().ok(), ..Filter::default() };
            assert_eq!(filter.in_time(Some(date)), admitted, "{date} from {from} to {to}");
        }
        let since = Filter { from: "2021".parse().ok(), ..Filter::default() };
        assert!(!since.in_time(None) && Filter::default().in_time(None));
    }

    #[test]
    fn names_are_asked_for_by_whole_words() {
        let oman = Thing {
            iri: "https://w3id.org/chancery/entity/state/oman".to_owned(),
            label: "Oman".to_owned(),
            kind: None,
            names: vec!["Sultanate of Oman".to_owned()],
        };
        let romania = Thing { label: "Romania".to_owned(), iri: "https://example.org/r".to_owned(), ..oman.clone() };
        let table = [("oman", true), ("SULTANATE", true), ("state:oman", true), ("Sultanate of", true), ("man", false), ("Iran", false)];
        for (name, found) in table {
            assert_eq!(Asked::new(name).is(&oman), found, "{name}");
        }
        assert!(!Asked::new("man").is(&romania) && !Asked::new("state:oman").is(&Thing { names: Vec::new(), ..romania }));
    }
}
