//! Rows into entities: what is said of one is joined, and each has its id.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::draft::Row;
use super::item;
use super::name::shown;
use super::notes::{Notes, Sort};
use super::owners::{self, Owners};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::finding::Kind;
use crate::mention::cast::{folded, folder, slug};
use crate::mention::register::{Entry, Register};
use crate::rdf::iri;

/// An office of an entity: whose, from when, and its name.
pub(super) type Term = (Option<String>, Option<Date>, String);

/// An entity of the lists.
#[derive(Debug)]
pub(super) struct Entity {
    pub kind: Kind,
    pub label: String,
    pub aliases: BTreeSet<String>,
    pub demonyms: BTreeSet<String>,
    pub seats: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    /// Ids of what it belongs to.
    pub owners: BTreeSet<String>,
    /// IRIs of the same elsewhere.
    pub matches: BTreeSet<String>,
    /// Its terms of office, and when each ended.
    pub terms: BTreeMap<Term, Option<Date>>,
}

/// The entities of all lists.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// By their ids.
    pub entities: BTreeMap<String, Entity>,
    /// How many of them the register has.
    pub known: usize,
}

/// What tells an entity from another of its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Identity {
    qid: Option<String>,
    /// The list and the IRI of its concept: two of one list are two entities.
    concept: Option<(usize, String)>,
}

impl Identity {
    fn of(row: &Row) -> Self {
        let concept = row.said.concept.clone().map(|iri| (row.said.at.file, iri));
        Self { qid: row.said.qid.clone(), concept }
    }

    /// Whether both are surely not one.
    fn differs(&self, other: &Self) -> bool {
        match (&self.qid, &other.qid, &self.concept, &other.concept) {
            (Some(one), Some(two), ..) => one != two,
            (_, _, Some((list, one)), Some((other, two))) => list == other && one != two,
            _ => false,
        }
    }

    fn join(&mut self, other: &Self) {
        self.qid = self.qid.take().or_else(|| other.qid.clone());
        self.concept = self.concept.take().or_else(|| other.concept.clone());
    }

    /// What is put behind a slug that another has.
    fn suffix(&self) -> String {
        match (&self.qid, &self.concept) {
            (Some(qid), _) => qid.to_lowercase(),
            (None, Some((_, concept))) => iri::hex(&[concept], 8),
            (None, None) => String::new(),
        }
    }
}

/// By what rows are joined: their item, their concept, or their kind and name.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Identity(Identity),
    Name(Option<Kind>, String),
}

/// Joins the rows of each entity.
pub(super) fn entities(rows: Vec<Row>, kind: Option<Kind>, register: &Register, notes: &mut Notes) -> Gathered {
    let (mut groups, mut places): (Vec<Vec<Row>>, HashMap<Key, usize>) = (Vec::new(), HashMap::new());
    for row in rows {
        let identity = Identity::of(&row);
        let key = match &identity.qid {
            // One item is one entity, whatever its concepts.
            Some(_) => Key::Identity(Identity { concept: None, ..identity }),
            None if identity.concept.is_some() => Key::Identity(identity),
            None => Key::Name(row.said.kind.or(kind), folded(&row.said.label)),
        };
        let at = *places.entry(key).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Vec::new());
        }
        groups[at].push(row);
    }
    drop(places);
    let mut ids = Ids::new(register);
    let (mut gathered, mut offices) = (Gathered::default(), Vec::new());
    for group in groups {
        let Some(first) = group.first() else { continue };
        let told = group.iter().find_map(|row| row.said.kind);
        let shipped = first.said.qid.as_ref().and_then(|qid| ids.by_qid.get(qid)).and_then(|at| register.entries[*at].kind);
        let Some(kind) = shipped.or(told).or(kind) else {
            group.iter().for_each(|row| notes.reject(row.said.at, without_kind(row)));
            continue;
        };
        if let Some(row) = group.iter().find(|row| row.said.kind.is_some_and(|told| told != kind)).filter(|_| shipped.is_some()) {
            let (name, item) = (shown(&row.said.label), row.said.qid.as_deref().unwrap_or(""));
            notes.warn(Sort::Kind, row.said.at, || format!("`{name}` ({item}) is a {kind} here, and stays one"));
        }
        let id = ids.of(kind, &group);
        let known = register.by_id(&id).map(|at| &register.entries[at]);
        let entity = gathered.entities.entry(id.clone()).or_insert_with(|| {
            gathered.known += usize::from(known.is_some());
            Entity::new(kind, known.map_or(&first.said.label, |entry| &entry.label))
        });
        for row in group {
            offices.push((id.clone(), entity.take(row)));
        }
    }
    let mut owners = Owners::new(register, &gathered.entities);
    for (id, row) in offices {
        if let Some(entity) = gathered.entities.get_mut(&id) {
            owners::settle(entity, &id, &row, &mut owners, notes);
        }
    }
    gathered
}

fn without_kind(row: &Row) -> Diagnostic {
    let name = shown(&row.said.label);
    let wrong = match &row.said.class {
        Some(class) => format!("`{name}` is of a kind that is not known: {}", shown(class)),
        None => format!("`{name}` has no kind"),
    };
    Diagnostic::new(wrong).hinted("Person, State, Organization, ArmedGroup or Place; --kind gives it for all that tell none")
}

impl Entity {
    fn new(kind: Kind, label: &str) -> Self {
        Self {
            kind,
            label: label.to_owned(),
            aliases: BTreeSet::new(),
            demonyms: BTreeSet::new(),
            seats: BTreeSet::new(),
            roles: BTreeSet::new(),
            owners: BTreeSet::new(),
            matches: BTreeSet::new(),
            terms: BTreeMap::new(),
        }
    }

    /// Takes the names of a row and leaves its offices.
    fn take(&mut self, mut row: Row) -> Row {
        let said = &mut row.said;
        let names = std::mem::take(&mut said.aliases).into_iter().chain([std::mem::take(&mut said.label)]);
        self.aliases.extend(names.filter(|name| *name != self.label));
        self.demonyms.append(&mut said.demonyms.drain(..).collect());
        self.seats.append(&mut said.seats.drain(..).collect());
        self.matches.append(&mut said.matches.drain(..).collect());
        self.matches.extend(said.qid.take().map(|qid| format!("{}{qid}", item::WIKIDATA)));
        self.roles.extend(said.roles.iter().cloned());
        row
    }
}

/// Which ids are given to whom.
struct Ids<'r> {
    register: &'r Register,
    /// Entries of the register.
    by_qid: HashMap<String, usize>,
    /// The same, and whether the name is the label.
    by_name: HashMap<(Kind, String), Vec<(usize, bool)>>,
    taken: HashMap<String, Identity>,
}

/// The item of an entry.
fn qid(entry: &Entry) -> Option<String> {
    entry.matches.iter().find_map(|iri| item::qid(iri))
}

impl<'r> Ids<'r> {
    fn new(register: &'r Register) -> Self {
        let mut ids = Self { register, by_qid: HashMap::new(), by_name: HashMap::new(), taken: HashMap::new() };
        for (at, entry) in register.entries.iter().enumerate() {
            let qid = qid(entry);
            ids.by_qid.extend(qid.clone().map(|qid| (qid, at)));
            ids.taken.insert(entry.id.clone(), Identity { qid, concept: None });
            let Some(kind) = entry.kind else { continue };
            let names = [(&entry.label, true)].into_iter().chain(entry.aliases.iter().map(|alias| (alias, false)));
            for (name, own) in names {
                ids.by_name.entry((kind, folded(name))).or_default().push((at, own));
            }
        }
        ids
    }

    /// The id of an entity of that kind and these rows: that of the register if it has it, else one of its own.
    fn of(&mut self, kind: Kind, group: &[Row]) -> String {
        let mut identity = Identity::default();
        group.iter().for_each(|row| identity.join(&Identity::of(row)));
        let by_item = identity.qid.as_ref().and_then(|qid| self.by_qid.get(qid)).copied();
        let known = by_item.or_else(|| self.named(kind, group, &identity)).and_then(|at| self.register.entries.get(at));
        let mut id = match (known, group.first()) {
            (Some(entry), _) => entry.id.clone(),
            (None, first) => format!("{}/{}", folder(kind), slug(first.map_or("", |row| &row.said.label))),
        };
        if known.is_none() && self.is_others(&id, &identity) {
            id += &format!("-{}", identity.suffix());
        }
        self.taken.entry(id.clone()).or_default().join(&identity);
        id
    }

    fn is_others(&self, id: &str, identity: &Identity) -> bool {
        self.taken.get(id).is_some_and(|other| other.differs(identity))
    }

    /// The entry of that kind and name: one label is the other's, or else a name of the other, if only one entry fits.
    fn named(&self, kind: Kind, group: &[Row], identity: &Identity) -> Option<usize> {
        let find = |name: &str, own: bool| {
            let folded = folded(name);
            // A surname alone is many a person's.
            let alone = kind == Kind::Person && !folded.contains(' ');
            let list = self.by_name.get(&(kind, folded)).map(Vec::as_slice).unwrap_or_default();
            list.iter().filter(move |(_, is_own)| *is_own == own).map(move |(at, _)| (*at, alone))
        };
        let labels = || group.iter().map(|row| row.said.label.as_str());
        let aliases = group.iter().flat_map(|row| &row.said.aliases);
        let fits = |at: &usize| !self.is_others(&self.register.entries[*at].id, identity);
        let told = |found: (usize, bool)| (!found.1).then_some(found.0);
        let tiers: [BTreeSet<usize>; 3] = [
            labels().flat_map(|name| find(name, true)).map(|(at, _)| at).filter(fits).collect(),
            labels().flat_map(|name| find(name, false)).filter_map(told).filter(fits).collect(),
            aliases.flat_map(|name| find(name, true)).filter_map(told).filter(fits).collect(),
        ];
        let best = tiers.into_iter().find(|tier| !tier.is_empty())?;
        if best.len() == 1 { best.into_iter().next() } else { None }
    }
}
