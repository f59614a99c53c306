//! What columns of tables and fields of JSON say, by their names.

use std::collections::BTreeSet;

use super::draft::{Draft, Owner};
use super::item::{self, is_iri, is_unknown};
use super::name::{parted, tidy};
use super::notes::{At, Notes, Sort};
use super::{draft, kind};
use crate::diagnostic::Diagnostic;

/// What a column holds. That of a label stands beside one of IRIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Item,
    Label,
    Aliases,
    Kind,
    KindLabel,
    Demonyms,
    Seat,
    SeatLabel,
    Role,
    RoleLabel,
    Owner,
    OwnerLabel,
    Country,
    CountryLabel,
    From,
    Until,
}

/// Names of columns, in plain letters.
const NAMES: [(Field, &[&str]); 16] = [
    (Field::Item, &["item", "wikidata", "wikidataid", "qid"]),
    (Field::Label, &["itemlabel", "name", "label"]),
    (Field::Aliases, &["itemaltlabel", "itemaltlabels", "altlabel", "altlabels", "alias", "aliases"]),
    (Field::Kind, &["kind", "type", "class", "instanceof"]),
    (Field::KindLabel, &["kindlabel", "typelabel", "classlabel", "instanceoflabel"]),
    (Field::Demonyms, &["demonym", "demonyms", "demonymlabel"]),
    (Field::Seat, &["seat", "capital"]),
    (Field::SeatLabel, &["seatlabel", "capitallabel"]),
    (Field::Role, &["role", "position", "office"]),
    (Field::RoleLabel, &["rolelabel", "positionlabel", "officelabel"]),
    (Field::Owner, &["affiliation"]),
    (Field::OwnerLabel, &["affiliationlabel"]),
    (Field::Country, &["country"]),
    (Field::CountryLabel, &["countrylabel"]),
    (Field::From, &["from", "start", "startdate", "starttime"]),
    (Field::Until, &["until", "end", "enddate", "endtime"]),
];

/// A column's name in plain letters: without case, spaces and what stands between words.
pub(super) fn plain(column: &str) -> String {
    column.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Field {
    /// What a column of that name holds.
    pub fn of(column: &str) -> Option<Self> {
        let column = plain(column);
        NAMES.iter().find(|(_, names)| names.contains(&column.as_str())).map(|(field, _)| *field)
    }
}

/// Warns of columns that are not known, once for a list.
pub(super) fn unknown(columns: &BTreeSet<String>, at: At, notes: &mut Notes) {
    if !columns.is_empty() {
        let named: Vec<String> = columns.iter().map(|c| format!("`{c}`")).collect();
        notes.warn(Sort::Column, at, || format!("columns that are not known are passed over: {}", named.join(", ")));
    }
}

/// The fields of a row.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(Field, String)>);

impl Fields {
    /// Adds a value, unless it is empty.
    pub fn put(&mut self, field: Field, value: &str) {
        let value = value.trim();
        // That a term's end is not known says that it has ended; nothing else unknown says anything.
        let counts = !is_unknown(value) || matches!(field, Field::From | Field::Until);
        if !value.is_empty() && counts {
            self.0.push((field, value.to_owned()));
        }
    }

    /// Whether the row says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn all(&self, field: Field) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(f, _)| *f == field).map(|(_, value)| value.as_str())
    }

    fn first(&self, field: Field) -> Option<&str> {
        self.all(field).next()
    }

    /// What is said in words, by the column of labels where there is one.
    fn words(&self, field: Field, label: Field) -> impl Iterator<Item = &str> {
        let labelled = self.first(label).is_some();
        self.all(if labelled { label } else { field }).filter(|value| !is_iri(value))
    }

    /// The draft of a row; that of a query of Wikidata (`of_items`) must tell its item.
    ///
    /// # Errors
    /// Says that the item is missing or none.
    pub fn draft(&self, at: At, of_items: bool) -> Result<Draft, Diagnostic> {
        let names = |field| self.all(field).flat_map(|value| parted(value, of_items)).collect();
        let qid = match self.first(Field::Item) {
            None if of_items => return Err(Diagnostic::new("has no `item`").hinted("a Q-id, or the IRI of one")),
            None => None,
            Some(value) => {
                let wrong = || Diagnostic::new(format!("`{}` is no item of Wikidata", tidy(value))).hinted("such as Q114");
                Some(item::qid(value).ok_or_else(wrong)?)
            }
        };
        // A class may be known by its Q-id, by its label, or not at all.
        let classes: Vec<&str> = self.all(Field::Kind).chain(self.all(Field::KindLabel)).collect();
        let owner = |ids: Field, labels: Field| -> Vec<Owner> {
            let (ids, labels): (Vec<String>, Vec<String>) = (split(self.first(ids)), split(self.first(labels)));
            let count = ids.len().max(labels.len());
            (0..count).map(|i| Owner { id: ids.get(i).cloned(), label: labels.get(i).cloned() }).collect()
        };
        let mut owners = owner(Field::Owner, Field::OwnerLabel);
        owners.extend(owner(Field::Country, Field::CountryLabel));
        Ok(Draft {
            qid,
            label: self.first(Field::Label).map(tidy).unwrap_or_default(),
            aliases: names(Field::Aliases),
            demonyms: names(Field::Demonyms),
            seats: self.words(Field::Seat, Field::SeatLabel).flat_map(|value| parted(value, false)).collect(),
            kind: classes.iter().find_map(|class| kind::of(class)),
            class: classes.last().map(|class| tidy(class)),
            // An office may have commas in it: "Minister of Defence, Trade and Tourism".
            roles: self.words(Field::Role, Field::RoleLabel).flat_map(|value| parted(value, false)).collect(),
            owners,
            from: self.first(Field::From).map(draft::date),
            until: self.first(Field::Until).map(draft::date),
            ..Draft::new(at)
        })
    }
}

/// Values parted by `|`.
fn split(field: Option<&str>) -> Vec<String> {
    field.map(|value| parted(value, false)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_whatever_their_case() {
        for (column, field) in [
            ("ItemLabel", Some(Field::Label)),
            ("START_DATE", Some(Field::From)),
            ("?countryLabel", Some(Field::CountryLabel)),
            ("Name", Some(Field::Label)),
            ("itemDescription", None),
        ] {
            assert_eq!(Field::of(column), field, "{column}");
        }
        let all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "no name is of two columns");
    }
}
