//! What a row says, as it was read, and what of it counts.

use super::item;
use super::name::{fault, shown};
use super::notes::{At, Notes, Sort};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::finding::Kind;
use crate::read;

/// A state or body as a row names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// Its Q-id, its id here, or its name.
    pub id: Option<String>,
    /// Its name, where that stands apart.
    pub label: Option<String>,
}

impl Owner {
    /// What a message calls it.
    pub fn shown(&self) -> String {
        shown(self.label.as_deref().or(self.id.as_deref()).unwrap_or(""))
    }
}

/// What a row says.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Where it is.
    pub at: At,
    /// Its item of Wikidata.
    pub qid: Option<String>,
    /// The IRI of its concept.
    pub concept: Option<String>,
    /// The same elsewhere.
    pub matches: Vec<String>,
    /// Its names are tidy.
    pub label: String,
    pub aliases: Vec<String>,
    pub demonyms: Vec<String>,
    pub seats: Vec<String>,
    pub kind: Option<Kind>,
    /// The class by which it tells its kind, for a message.
    pub class: Option<String>,
    pub roles: Vec<String>,
    pub owners: Vec<Owner>,
    /// A date, or what is none.
    pub from: Option<Result<Date, String>>,
    pub until: Option<Result<Date, String>>,
}

/// From when until when an office was held, as far as that is told.
pub(super) type Span = (Option<Date>, Option<Date>);

/// A row that counts: its label and its names can be looked for.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub said: Draft,
    /// When its offices were held; none where nothing of it is told.
    pub term: Option<Span>,
}

impl Draft {
    /// Nothing said yet.
    pub fn new(at: At) -> Self {
        Self {
            at,
            qid: None,
            concept: None,
            matches: Vec::new(),
            label: String::new(),
            aliases: Vec::new(),
            demonyms: Vec::new(),
            seats: Vec::new(),
            kind: None,
            class: None,
            roles: Vec::new(),
            owners: Vec::new(),
            from: None,
            until: None,
        }
    }

    /// The same, without what is no name and what no term of office can be made of; none, and the reason noted, without a label.
    pub fn checked(mut self, notes: &mut Notes) -> Option<Row> {
        let about = self.concept.as_ref().map(|iri| format!("<{iri}> ")).unwrap_or_default();
        let wrong = match self.label.as_str() {
            "" => Some("has no name".to_owned()),
            label if item::qid(label).is_some() => Some(format!("has no name but its Q-id {label}")),
            label => fault(label).map(|fault| format!("its name `{}` {fault}", shown(label))),
        };
        if let Some(wrong) = wrong {
            let hint = if self.qid.is_some() { "is there a label in English?" } else { "every entity needs one" };
            notes.reject(self.at, Diagnostic::new(format!("{about}{wrong}")).hinted(hint));
            return None;
        }
        for names in [&mut self.aliases, &mut self.demonyms, &mut self.seats] {
            names.retain(|name| {
                let fault = fault(name).or_else(|| item::qid(name).map(|_| "is a Q-id"));
                if let Some(fault) = fault {
                    notes.warn(Sort::Name, self.at, || format!("{about}the name `{}` {fault} and is left out", shown(name)));
                }
                fault.is_none()
            });
        }
        let term = self.term().unwrap_or_else(|wrong| {
            notes.warn(Sort::Term, self.at, || format!("{about}{wrong}: the term of office is left out"));
            None
        });
        Some(Row { said: self, term })
    }

    /// From when until when its offices were held. A date that cannot be read leaves no term: without it, it would say something else.
    fn term(&self) -> Result<Option<Span>, String> {
        if self.from.is_none() && self.until.is_none() {
            return Ok(None);
        }
        if self.roles.is_empty() {
            return Err("dates without an office".to_owned());
        }
        let read = |date: &Option<Result<Date, String>>| match date {
            Some(Err(text)) => Err(format!("`{}` is not a date such as 2021, 2021-09 or 2021-09-13", shown(text))),
            Some(Ok(date)) => Ok(Some(*date)),
            None => Ok(None),
        };
        let (from, until) = (read(&self.from)?, read(&self.until)?);
        match (from, until) {
            (Some(from), Some(until)) if from.is_after(until) => Err(format!("it ends ({until}) before it begins ({from})")),
            term => Ok(Some(term)),
        }
    }
}

/// A date, or the text that is none: `2021-09-13`, as much of it as is known, with or without a time, `13 September 2021`, or as
/// Wikidata writes them, `+2021-09-00T00:00:00Z`.
pub(super) fn date(text: &str) -> Result<Date, String> {
    let plain = text.strip_prefix('+').unwrap_or(text);
    let day = plain.split('T').next().unwrap_or(plain);
    let known = day.strip_suffix("-00-00").or_else(|| day.strip_suffix("-00"));
    known.map_or_else(|| read::date(plain), |known| known.parse().ok()).ok_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_given() {
        for (text, want) in [
            ("2010", Some("2010")),
            ("2010-01", Some("2010-01")),
            ("2010-01-01T00:00:00Z", Some("2010-01-01")),
            ("+2010-00-00T00:00:00Z", Some("2010")),
            ("+2010-05-00T00:00:00Z", Some("2010-05")),
            ("13 September 2021", Some("2021-09-13")),
            ("13/09/2021", None),
            ("-0044-03-15T00:00:00Z", None),
            ("_:b0", None),
            ("t12345", None),
        ] {
            assert_eq!(date(text).ok().map(|d| d.to_string()).as_deref(), want, "{text}");
        }
    }
}
