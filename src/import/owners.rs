//! The states and bodies that rows name, and the offices that are theirs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::draft::{Owner, Row};
use super::gather::Entity;
use super::item::{self, is_iri};
use super::notes::{Notes, Sort};
use crate::finding::Kind;
use crate::mention::cast::folded;
use crate::mention::register::Register;
use crate::ontology::ENTITY;

/// Whom a name of a state or body means, by the register and the lists.
pub(super) struct Owners {
    /// Their ids.
    ids: BTreeSet<String>,
    /// IRIs of the same elsewhere → id.
    by_iri: HashMap<String, String>,
    /// Folded names → how they are theirs, and the id.
    by_name: HashMap<String, BTreeSet<(Rank, String)>>,
    /// Those of which was told that they are not known.
    told: BTreeSet<String>,
}

/// An own name before others, then the kind: "Georgia" is the state.
type Rank = (bool, u8);

impl Owners {
    pub fn new(register: &Register, entities: &BTreeMap<String, Entity>) -> Self {
        let mut owners = Self { ids: BTreeSet::new(), by_iri: HashMap::new(), by_name: HashMap::new(), told: BTreeSet::new() };
        for entry in &register.entries {
            owners.add(&entry.id, entry.kind, &entry.label, &entry.aliases, &entry.matches);
        }
        for (id, entity) in entities {
            owners.add(id, Some(entity.kind), &entity.label, &entity.aliases, &entity.matches);
        }
        owners
    }

    fn add(&mut self, id: &str, kind: Option<Kind>, label: &str, aliases: &BTreeSet<String>, matches: &BTreeSet<String>) {
        let rank = match kind {
            Some(Kind::State) => 0,
            Some(Kind::Organization) => 1,
            Some(Kind::ArmedGroup) => 2,
            Some(Kind::Person | Kind::Place) | None => return,
        };
        self.ids.insert(id.to_owned());
        self.by_iri.extend(matches.iter().map(|iri| (iri.clone(), id.to_owned())));
        for (name, other) in [(label, false)].into_iter().chain(aliases.iter().map(|alias| (alias.as_str(), true))) {
            self.by_name.entry(folded(name)).or_default().insert(((other, rank), id.to_owned()));
        }
    }

    /// The id of what a row names.
    ///
    /// # Errors
    /// Says why there is none.
    fn find(&self, owner: &Owner) -> Result<&str, &'static str> {
        let id = owner.id.as_deref().unwrap_or("");
        let same = match item::qid(id) {
            Some(qid) => self.by_iri.get(&format!("{}{qid}", item::WIKIDATA)),
            None => self.by_iri.get(id).or_else(|| self.ids.get(id.strip_prefix(ENTITY).unwrap_or(id))),
        };
        if let Some(same) = same {
            return Ok(same);
        }
        let names = [owner.id.as_deref().filter(|id| !is_iri(id)), owner.label.as_deref()];
        let Some(known) = names.into_iter().flatten().find_map(|name| self.by_name.get(&folded(name))) else {
            return Err("is no state or body that is known");
        };
        let mut best = known.iter();
        let first = best.next();
        match (first, best.next()) {
            (Some((rank, _)), Some((next, _))) if rank == next => Err("may be several"),
            (Some((_, id)), _) => Ok(id),
            (None, _) => Err("is no state or body that is known"),
        }
    }

    /// An office without whose it is, where its words say that: "President of Kenya" → "President".
    fn bare<'o>(&self, office: &'o str, owner: &str) -> &'o str {
        let is_owner = |name: &str| {
            let name = folded(name);
            let known = |name: &str| self.by_name.get(name).is_some_and(|list| list.iter().any(|(_, id)| id == owner));
            known(&name) || name.strip_prefix("the ").is_some_and(known)
        };
        let cut = office.match_indices(" of ").find(|(at, of)| is_owner(&office[at + of.len()..]));
        cut.map_or(office, |(at, _)| &office[..at])
    }
}

/// Gives an entity what a row says of whom it belongs to, and its terms of office.
pub(super) fn settle(entity: &mut Entity, id: &str, row: &Row, owners: &mut Owners, notes: &mut Notes) {
    let mut of = None;
    for owner in &row.said.owners {
        match owners.find(owner) {
            // A state's country is itself.
            Ok(own) if own == id => {}
            Ok(owner) => {
                of = of.or_else(|| Some(owner.to_owned()));
                entity.owners.insert(owner.to_owned());
            }
            Err(wrong) => {
                if owners.told.insert(owner.shown()) {
                    notes.warn(Sort::Owner, row.said.at, || format!("the affiliation `{}` {wrong}, and is left out", owner.shown()));
                }
            }
        }
    }
    let Some((from, until)) = row.term else { return };
    if of.is_none() {
        notes.warn(Sort::Term, row.said.at, || "nothing tells of which state or body the office is; the term is left out".to_owned());
        return;
    }
    for role in &row.said.roles {
        let office = of.as_deref().map_or(role.as_str(), |of| owners.bare(role, of)).to_owned();
        let ended = entity.terms.entry((of.clone(), from, office)).or_default();
        // Of two ends the more precise counts, and of two equally precise the later.
        *ended = (*ended).max(until);
    }
}
