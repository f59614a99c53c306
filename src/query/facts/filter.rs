//! Which facts are asked for.

use std::collections::BTreeSet;

use crate::date::Date;
use crate::query::prefix::expanded;

/// The type that is shown only where it is asked for: articles say in passing who holds which office, and at every name.
pub const ASIDE: &str = "https://w3id.org/chancery/ns#OfficeHolding";

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
    /// IRIs of entities, one of which must take part or be a source.
    pub entities: Vec<String>,
    /// Codes, one of which must be its status or stance.
    pub statuses: Vec<String>,
    /// IRIs of articles, one of which must tell it.
    pub articles: Vec<String>,
    /// Publishers, an article of one of which must tell it.
    pub publishers: Vec<String>,
    /// IRIs of relations, by one of which it must be linked with another fact.
    pub linked: Vec<String>,
    /// The IRIs of the facts to choose from.
    pub among: Option<BTreeSet<String>>,
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

    /// The IRI, where it is one or may be.
    pub(super) fn iri(&self) -> Option<&str> {
        self.iri.as_deref()
    }

    /// Whether it can only be an IRI, and not words of a name as well.
    pub(super) fn is_plain_iri(&self) -> bool {
        self.iri.as_ref().is_some_and(|iri| spaced(iri) == self.words && iri.contains("://"))
    }

    /// Whether it is words of a name that [`spaced`] has made plain.
    pub(super) fn is_in(&self, spaced: &str) -> bool {
        spaced.contains(&self.words)
    }
}

/// Lower case, the words apart by one space and with one on either side.
pub(super) fn spaced(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    format!(" {} ", words.map(str::to_lowercase).collect::<Vec<_>>().join(" "))
}

impl Filter {
    /// A date known by its month or year passes if some day of it does; where a range is asked for, no date does not.
    #[must_use]
    pub fn in_time(&self, date: Option<&str>) -> bool {
        if self.from.is_none() && self.to.is_none() {
            return true;
        }
        let Some(date) = date.and_then(|d| d.get(..d.len().min(10))?.parse::<Date>().ok()) else { return false };
        let early = self.from.is_some_and(|from| last(date) < first(from));
        let late = self.to.is_some_and(|to| first(date) > last(to));
        !early && !late
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
        let is = |name: &str, of: &str| Asked::new(name).is_in(&spaced(of));
        let table = [
            ("oman", "Oman", true),
            ("SULTANATE", "Sultanate of Oman", true),
            ("Sultanate of", "Sultanate of Oman", true),
            ("man", "Oman", false),
            ("Oman", "Romania", false),
        ];
        for (name, of, found) in table {
            assert_eq!(is(name, of), found, "{name} in {of}");
        }
        assert_eq!(Asked::new("state:oman").iri(), Some("https://w3id.org/chancery/entity/state/oman"));
        assert!(Asked::new("https://w3id.org/chancery/entity/state/oman").is_plain_iri() && !Asked::new("state:oman").is_plain_iri());
    }
}
