//! Terms of office: who held which office of a state or body on which day.

use std::collections::{BTreeSet, HashMap};

use jiff::civil;
use oxigraph::model::Term;

use crate::date::{Date, days_between};
use crate::ontology::{ENTITY, NS};

/// A term as a file states it.
#[derive(Clone, Debug, Default)]
pub(super) struct Stated {
    pub iri: String,
    pub holder: String,
    pub of: String,
    office: String,
    from: Option<Date>,
    until: Option<Date>,
}

impl Stated {
    /// One of which only the name is known yet.
    pub(super) fn named(iri: &str) -> Self {
        Self { iri: iri.to_owned(), ..Self::default() }
    }

    /// Keeps one statement of a file.
    pub(super) fn state(&mut self, predicate: &str, object: Term) {
        let id = |node: &oxigraph::model::NamedNode| node.as_str().strip_prefix(ENTITY).unwrap_or_default().to_owned();
        match (predicate.strip_prefix(NS), object) {
            (Some("holder"), Term::NamedNode(node)) => self.holder = id(&node),
            (Some("of"), Term::NamedNode(node)) => self.of = id(&node),
            (Some("office"), Term::Literal(literal)) => literal.value().clone_into(&mut self.office),
            (Some("from"), Term::Literal(literal)) => self.from = literal.value().parse().ok(),
            (Some("until"), Term::Literal(literal)) => self.until = literal.value().parse().ok(),
            _ => {}
        }
    }
}

/// A term of office.
#[derive(Clone, Debug)]
pub struct Tenure {
    /// Who held it: a place in the register's entries.
    pub holder: usize,
    /// The words of the office in small letters: `foreign`, `minister`.
    pub office: Vec<String>,
    from: Option<Date>,
    until: Option<Date>,
}

impl Tenure {
    /// Whether the term holds on that day, or did so many days before or will so many after.
    #[must_use]
    pub fn covers(&self, day: civil::Date, slack: i64) -> bool {
        let begun = self.from.and_then(Date::first).is_none_or(|from| days_between(from, day) >= -slack);
        let goes_on = self.until.and_then(Date::last).is_none_or(|until| days_between(day, until) >= -slack);
        begun && goes_on
    }
}

/// All terms of a register, by what they are terms of and by who held them.
#[derive(Debug, Default)]
pub(super) struct Tenures {
    all: Vec<Tenure>,
    by_body: HashMap<usize, Vec<usize>>,
    by_holder: HashMap<usize, Vec<usize>>,
}

impl Tenures {
    /// Notes a term of the office of a body.
    pub(super) fn push(&mut self, stated: &Stated, holder: usize, of: usize) {
        let place = self.all.len();
        let office = stated.office.split([' ', '-']).map(str::to_lowercase).collect();
        self.all.push(Tenure { holder, office, from: stated.from, until: stated.until });
        self.by_body.entry(of).or_default().push(place);
        self.by_holder.entry(holder).or_default().push(place);
    }

    fn listed<'a>(&'a self, places: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a Tenure> {
        places.into_iter().flatten().map(|place| &self.all[*place])
    }

    /// The one person who held such an office of the body on that day; nobody where several did, or nobody is known.
    pub(super) fn holder(&self, of: usize, day: civil::Date, is: &dyn Fn(&[String]) -> bool) -> Option<usize> {
        let terms = self.listed(self.by_body.get(&of)).filter(|t| t.covers(day, 0) && is(&t.office));
        let holders: BTreeSet<usize> = terms.map(|t| t.holder).collect();
        holders.first().copied().filter(|_| holders.len() == 1)
    }

    /// Whether somebody held such an office of the body on that day; nothing where no term of theirs is known.
    pub(super) fn held(&self, holder: usize, of: usize, day: civil::Date, is: &dyn Fn(&[String]) -> bool) -> Option<bool> {
        self.by_holder.get(&holder)?;
        Some(self.listed(self.by_body.get(&of)).any(|t| t.holder == holder && t.covers(day, 0) && is(&t.office)))
    }

    /// Whether somebody held any office within so many days of that day; nothing where no term of them is known.
    pub(super) fn was_in_office(&self, holder: usize, day: civil::Date, slack: i64) -> Option<bool> {
        let places = self.by_holder.get(&holder)?;
        Some(self.listed(Some(places)).any(|t| t.covers(day, slack)))
    }
}
