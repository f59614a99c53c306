//! What a server and those who send it articles say to each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Event, Tally};
use crate::article::About;
use crate::diagnostic::{Diagnostic, Place};
use crate::link;
use crate::read::{self, Options};

/// How to read what is sent; what is not said is as usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The format: `text`, `json`, `jsonl` or `html`.
    pub format: Option<String>,
    /// Where articles that have no IRI of their own are named.
    pub base: Option<String>,
    /// Date of articles that give none.
    pub date: Option<String>,
    /// Publisher of articles that name none.
    pub publisher: Option<String>,
    /// Title of a plain text or web page that has none.
    pub title: Option<String>,
    /// URL of a plain text or web page that tells none.
    pub url: Option<String>,
    /// Identifier of a plain text or web page.
    pub id: Option<String>,
    /// Bytes of the longest text.
    pub largest: Option<usize>,
}

impl Reading {
    /// Takes a parameter of an address; returns whether there is one of that name.
    ///
    /// # Errors
    /// Says that a number is none.
    pub fn set(&mut self, name: &str, value: &str) -> Result<bool, String> {
        let field = match name {
            "format" => &mut self.format,
            "base" => &mut self.base,
            "date" => &mut self.date,
            "publisher" => &mut self.publisher,
            "title" => &mut self.title,
            "url" => &mut self.url,
            "id" => &mut self.id,
            "max-size" => {
                self.largest = Some(value.parse().map_err(|_| "max-size is a number of bytes".to_owned())?);
                return Ok(true);
            }
            _ => return Ok(false),
        };
        *field = Some(value.to_owned());
        Ok(true)
    }

    /// The parameters of an address that say the same.
    #[must_use]
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let fields = [
            ("format", &self.format),
            ("base", &self.base),
            ("date", &self.date),
            ("publisher", &self.publisher),
            ("title", &self.title),
            ("url", &self.url),
            ("id", &self.id),
        ];
        let said = fields.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)));
        said.chain(self.largest.map(|size| ("max-size", size.to_string()))).collect()
    }

    /// The same as the reader takes it.
    ///
    /// # Errors
    /// Says which of them means nothing.
    pub fn options(&self) -> Result<Options, String> {
        let usual = Options::default();
        let identifier = |name: &str, iri: &Option<String>| match iri {
            Some(iri) if !read::is_identifier(iri) => Err(format!("{name} is not an absolute IRI without fragment")),
            _ => Ok(iri.clone()),
        };
        let date = self.date.as_deref().map(|date| read::date(date).ok_or_else(|| format!("`{date}` is no date")));
        let base = self.base.as_ref().map(|base| base.trim_end_matches('/').to_owned());
        Ok(Options {
            format: self.format.as_deref().map(str::parse).transpose()?,
            base: identifier("base", &base)?.unwrap_or(usual.base),
            about: About {
                headline: self.title.clone(),
                published: date.transpose()?,
                publisher: self.publisher.clone(),
                url: identifier("url", &self.url)?,
                authors: Vec::new(),
            },
            id: self.id.clone().filter(|id| !id.is_empty()),
            largest: self.largest.unwrap_or(usual.largest),
        })
    }
}

/// A message about what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// The file or article.
    place: Option<String>,
    /// The line in it, counted from 1.
    line: Option<usize>,
    message: String,
    hint: Option<String>,
}

impl From<&Diagnostic> for Told {
    fn from(diagnostic: &Diagnostic) -> Self {
        let place = diagnostic.place.as_ref();
        Self {
            place: place.map(|place| place.name.clone()),
            line: place.and_then(|place| place.line),
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
        }
    }
}

impl Told {
    fn diagnostic(&self) -> Diagnostic {
        let place = self.place.clone().map(|name| Place { name, line: self.line });
        Diagnostic { message: self.message.clone(), place, hint: self.hint.clone() }
    }
}

/// What became of what was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    added: usize,
    replaced: usize,
    unchanged: usize,
    facts: BTreeMap<String, usize>,
    rejected: Vec<Told>,
    warnings: Vec<Told>,
    /// What was linked at the end, if it was.
    pub linked: Option<link::Summary>,
}

impl Report {
    /// Of these articles; `events` is what was told of them.
    #[must_use]
    pub fn new(tally: Tally, events: &[Event], linked: Option<link::Summary>) -> Self {
        let mut report = Self {
            added: tally.added,
            replaced: tally.replaced,
            unchanged: tally.unchanged,
            facts: tally.facts,
            linked,
            ..Self::default()
        };
        for event in events {
            match event {
                Event::Read => {}
                Event::Warning(diagnostic) => report.warnings.push(diagnostic.into()),
                Event::Rejected(diagnostic) => report.rejected.push(diagnostic.into()),
            }
        }
        report
    }

    /// In numbers.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally {
            added: self.added,
            replaced: self.replaced,
            unchanged: self.unchanged,
            rejected: self.rejected.len(),
            facts: self.facts.clone(),
        }
    }

    /// What was told: warnings, then what was rejected.
    pub fn events(&self) -> impl Iterator<Item = Event> + '_ {
        let warnings = self.warnings.iter().map(|told| Event::Warning(told.diagnostic()));
        warnings.chain(self.rejected.iter().map(|told| Event::Rejected(told.diagnostic())))
    }

    /// Whether there was nothing but what was rejected.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        !self.rejected.is_empty() && self.tally().read() == 0
    }
}

/// What became of articles that were to go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// How many went.
    pub removed: usize,
    /// Those that the store did not hold.
    pub unknown: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_comes_through_an_address_as_it_was() {
        let reading = Reading {
            format: Some("jsonl".to_owned()),
            base: Some("urn:x".to_owned()),
            date: Some("2021-09-13".to_owned()),
            publisher: Some("Ö & Co".to_owned()),
            largest: Some(3),
            ..Reading::default()
        };
        let mut got = Reading::default();
        for (name, value) in reading.parameters() {
            assert_eq!(got.set(name, &value), Ok(true));
        }
        assert_eq!(got, reading);
        assert!(got.options().is_ok_and(|o| o.largest == 3 && o.base == "urn:x" && o.about.published.is_some()));
        assert_eq!((got.set("nosuch", ""), got.set("max-size", "2M").is_err()), (Ok(false), true));
        for (name, value) in [("format", "xml"), ("base", "a b"), ("date", "soon"), ("url", "x")] {
            let mut reading = Reading::default();
            assert!(reading.set(name, value) == Ok(true) && reading.options().is_err(), "{name}");
        }
    }

    #[test]
    fn a_report_tells_what_was_told() {
        let rejected = Diagnostic::new("is empty").at_line(3).in_file("a.txt").hinted("fill it");
        let events = [Event::Read, Event::Rejected(rejected.clone()), Event::Warning(Diagnostic::new("odd"))];
        let report = Report::new(Tally { added: 1, rejected: 1, ..Tally::default() }, &events, None);
        let json = serde_json::to_string(&report).expect("JSON");
        let got: Report = serde_json::from_str(&json).expect("it is ours");
        assert_eq!(got.events().collect::<Vec<_>>(), [events[2].clone(), events[1].clone()]);
        assert_eq!((got.tally().added, got.tally().rejected, got.is_rejected()), (1, 1, false));
        assert!(json.contains(r#""rejected":[{"place":"a.txt","line":3,"message":"is empty","hint":"fill it"}]"#), "{json}");
    }
}
