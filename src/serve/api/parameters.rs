//! What may be asked of an address, and what was.

use std::str::FromStr;

use oxigraph::model::NamedNode;

use super::super::reply::Refused;
use crate::query::prefix::expanded;

/// How many items a list has where nobody says.
pub(super) const LIMIT: usize = 20;
/// How many items a list has at most.
pub(super) const MOST: usize = 200;

/// A parameter of an address.
#[derive(Debug)]
pub(super) struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it may be given again.
    pub many: bool,
    /// A value to show.
    pub example: &'static str,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Any words.
    Words,
    /// Words without which there is nothing to answer.
    NeededWords,
    /// An IRI, or a prefixed name.
    Iri,
    /// The IRI without which there is nothing to answer.
    NeededIri,
    /// A day, month or year.
    Date,
    /// A whole number with its default and the most it may be.
    Count(usize, Option<usize>),
    /// One of these.
    OneOf(&'static [&'static str]),
}

impl Takes {
    /// Whether there is no answer without it.
    pub(super) fn is_needed(self) -> bool {
        matches!(self, Self::NeededIri | Self::NeededWords)
    }
}

impl Parameter {
    /// A parameter that is given once.
    pub(super) const fn new(name: &'static str, takes: Takes, about: &'static str, example: &'static str) -> Self {
        Self { name, about, takes, many: false, example }
    }

    /// A parameter that may be given again.
    pub(super) const fn many(name: &'static str, takes: Takes, about: &'static str, example: &'static str) -> Self {
        Self { name, about, takes, many: true, example }
    }
}

/// How many items at most.
pub(super) const HOW_MANY: Parameter = Parameter::new("limit", Takes::Count(LIMIT, Some(MOST)), "How many items at most.", "20");
/// Where to begin.
pub(super) const WHENCE: Parameter = Parameter::new("offset", Takes::Count(0, None), "How many items to leave out before the first.", "0");

/// What was given, checked against what may be.
#[derive(Debug)]
pub(super) struct Given<'a> {
    known: &'static [Parameter],
    pairs: Vec<(&'static str, &'a str)>,
}

impl<'a> Given<'a> {
    /// What is given; empty values say nothing.
    ///
    /// # Errors
    /// 400, naming the parameter that there is not, is given twice, or has a value that it cannot have.
    pub(super) fn read(known: &'static [Parameter], given: &'a [(String, String)]) -> Result<Self, Refused> {
        let mut pairs: Vec<(&'static str, &'a str)> = Vec::new();
        for (name, value) in given {
            let Some(parameter) = known.iter().find(|p| p.name == name) else { return Err(unknown(known, name)) };
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if !parameter.many && pairs.iter().any(|(n, _)| n == name) {
                return Err(wrong(parameter.name, "is given twice"));
            }
            check(parameter, value)?;
            pairs.push((parameter.name, value));
        }
        match known.iter().find(|p| p.takes.is_needed() && !pairs.iter().any(|(n, _)| *n == p.name)) {
            Some(missing) => Err(wrong(missing.name, &format!("is missing; such as {}={}", missing.name, missing.example))),
            None => Ok(Self { known, pairs }),
        }
    }

    /// All values of a parameter.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(n, _)| *n == name).map(|(_, value)| *value)
    }

    /// The value of a parameter.
    pub(super) fn one(&self, name: &str) -> Option<&'a str> {
        self.all(name).next()
    }

    /// Its value as something else; it has been checked that it is such a thing.
    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.one(name)?.parse().ok()
    }

    /// The IRIs given by a parameter.
    pub(super) fn iris(&self, name: &str) -> Vec<NamedNode> {
        self.all(name).filter_map(iri).collect()
    }

    /// How many items at most, and how many to leave out.
    pub(super) fn paging(&self) -> (usize, usize) {
        let number = |name: &str| {
            let default = self.known.iter().find(|p| p.name == name).map_or(0, |p| if let Takes::Count(n, _) = p.takes { n } else { 0 });
            self.parsed(name).unwrap_or(default)
        };
        (number(HOW_MANY.name), number(WHENCE.name))
    }
}

/// The IRI that is meant.
fn iri(value: &str) -> Option<NamedNode> {
    NamedNode::new(expanded(value)?).ok()
}

fn check(parameter: &Parameter, value: &str) -> Result<(), Refused> {
    let name = parameter.name;
    match parameter.takes {
        Takes::Words | Takes::NeededWords => Ok(()),
        Takes::Iri | Takes::NeededIri if iri(value).is_some() => Ok(()),
        Takes::Iri | Takes::NeededIri => Err(wrong(name, "is no IRI")),
        Takes::Date => value.parse::<crate::date::Date>().map(|_| ()).map_err(|e| wrong(name, &format!("cannot be that: {e}"))),
        Takes::Count(_, most) => match value.parse::<usize>() {
            Ok(number) if most.is_none_or(|most| number <= most) => Ok(()),
            _ => Err(wrong(name, &most.map_or("is a whole number".to_owned(), |most| format!("is a whole number of {most} at most")))),
        },
        Takes::OneOf(choices) if choices.contains(&value) => Ok(()),
        Takes::OneOf(choices) => Err(wrong(name, &format!("is one of {}", choices.join(", ")))),
    }
}

fn unknown(known: &[Parameter], name: &str) -> Refused {
    let names: Vec<&str> = known.iter().map(|p| p.name).collect();
    let hint = if names.is_empty() { "it has none".to_owned() } else { format!("there are {}", names.join(", ")) };
    Refused::new(400_u16, format!("there is no parameter `{name}` here ({hint})"))
}

/// That a parameter is not as it should be.
pub(super) fn wrong(name: &str, what: &str) -> Refused {
    Refused::new(400_u16, format!("`{name}` {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    static KNOWN: [Parameter; 5] = [
        HOW_MANY,
        WHENCE,
        Parameter::many("type", Takes::Words, "", ""),
        Parameter::new("from", Takes::Date, "", ""),
        Parameter::new("sort", Takes::OneOf(&["up", "down"]), "", ""),
    ];

    fn refusal(pairs: &[(&str, &str)]) -> Option<String> {
        let given: Vec<(String, String)> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Given::read(&KNOWN, &given).err().map(|refused| format!("{} {}", refused.status, refused.message))
    }

    #[test]
    fn what_is_wrong_is_named() {
        let table: [(&[(&str, &str)], &str); 7] = [
            (&[("nosuch", "1")], "400 there is no parameter `nosuch` here (there are limit, offset, type, from, sort)"),
            (&[("limit", "201")], "400 `limit` is a whole number of 200 at most"),
            (&[("limit", "-1")], "400 `limit` is a whole number of 200 at most"),
            (&[("offset", "1.5")], "400 `offset` is a whole number"),
            (&[("sort", "sideways")], "400 `sort` is one of up, down"),
            (&[("from", "2018"), ("from", "2019")], "400 `from` is given twice"),
            (&[("from", "yesterday")], "400 `from` cannot be that"),
        ];
        for (pairs, message) in table {
            assert!(refusal(pairs).is_some_and(|said| said.starts_with(message)), "{pairs:?}: {:?}", refusal(pairs));
        }
        assert_eq!(refusal(&[("type", "a"), ("type", "b"), ("from", ""), ("from", "2018-07")]), None);
    }
}
