//! How much of what a store holds: one reading of its classes, and one of all its quads.
//!
//! Memory is bounded: what is remembered of nodes, properties and combinations is as much as [`NODES`], [`NAMES`] and
//! [`COMBINATIONS`] allow. Of a larger store, the classes of some nodes are looked up instead, and what was not counted is not told.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use oxigraph::model::{GraphNameRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};

use crate::diagnostic::Diagnostic;
use crate::rdf::vocabulary::{INTERNAL, rdf};
use crate::store::Store;

/// Nodes of which is remembered that they were met, and of which classes they are: about 100 MB in all.
const NODES: usize = 1 << 21;
/// Names of properties, classes and datatypes.
const NAMES: usize = 1 << 14;
/// Combinations of a subject's classes, a property, and an object's classes or datatype.
const COMBINATIONS: usize = 1 << 17;

/// How much of what a store holds, without the store's own records. A triple in several graphs is counted in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::serve) struct Statistics {
    /// All triples.
    pub triples: u64,
    /// Different subjects; none where there are too many to be counted.
    pub subjects: Option<u64>,
    /// Different subjects that have IRIs.
    pub entities: Option<u64>,
    /// Different objects.
    pub objects: Option<u64>,
    /// The triples of each property.
    pub properties: BTreeMap<String, u64>,
    /// Each class.
    pub classes: BTreeMap<String, Class>,
}

/// What there is of a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::serve) struct Class {
    /// Its instances.
    pub entities: u64,
    /// The first of them by IRI, as an example.
    pub example: Option<String>,
    /// What is said of them, by property.
    pub properties: BTreeMap<String, Property>,
}

/// What there is of a property of a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::serve) struct Property {
    /// Its triples.
    pub triples: u64,
    /// Those of them that lead to an instance of a class, by that class.
    pub classes: BTreeMap<String, u64>,
    /// Those of them that lead to a literal, by its datatype.
    pub datatypes: BTreeMap<String, u64>,
}

impl Statistics {
    /// Counts.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(in crate::serve) fn of(store: &Store) -> Result<Self, Diagnostic> {
        let mut counter = Counter { store, names: Names::default(), nodes: HashMap::new(), sets: Sets::default(), out: Self::default() };
        counter.classes()?;
        counter.triples()?;
        Ok(counter.out)
    }
}

/// Names as numbers.
#[derive(Default)]
struct Names {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    /// The number of a name; none where there are too many names.
    fn number(&mut self, name: &str) -> Option<u32> {
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        let number = u32::try_from(self.names.len()).ok().filter(|_| self.names.len() < NAMES)?;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        Some(number)
    }

    fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }
}

/// Sets of classes as numbers; 0 is none.
struct Sets {
    numbers: HashMap<Vec<u32>, u32>,
    sets: Vec<Vec<u32>>,
}

impl Default for Sets {
    fn default() -> Self {
        Self { numbers: HashMap::from([(Vec::new(), 0)]), sets: vec![Vec::new()] }
    }
}

impl Sets {
    fn number(&mut self, set: Vec<u32>) -> u32 {
        if let Some(number) = self.numbers.get(&set) {
            return *number;
        }
        let Some(number) = u32::try_from(self.sets.len()).ok().filter(|_| self.sets.len() < COMBINATIONS) else { return 0 };
        self.sets.push(set.clone());
        self.numbers.insert(set, number);
        number
    }

    fn of(&self, number: u32) -> &[u32] {
        self.sets.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// The number of the set with one class more; none where it is in it.
    fn with(&mut self, number: u32, class: u32) -> Option<u32> {
        let mut set = self.of(number).to_vec();
        let place = set.binary_search(&class).err()?;
        set.insert(place, class);
        Some(self.number(set))
    }
}

/// Different things, as long as they are not too many.
#[derive(Default)]
struct Different {
    seen: HashSet<u64>,
    many: bool,
}

impl Different {
    /// Whether it is new.
    fn add(&mut self, hash: u64) -> bool {
        self.many |= self.seen.len() >= NODES;
        !self.many && self.seen.insert(hash)
    }

    fn count(&self) -> Option<u64> {
        (!self.many).then_some(self.seen.len() as u64)
    }
}

/// To what a triple leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Object {
    /// A node of these classes.
    Node(u32),
    /// A literal of that datatype.
    Literal(u32),
}

/// What has been met in the graphs so far.
#[derive(Default)]
struct Seen {
    subjects: Different,
    objects: Different,
    /// Subjects that are blank nodes.
    unnamed: u64,
    /// How often each property was met, by its number.
    properties: Vec<u64>,
    combinations: HashMap<(u32, u32, Object), u64>,
}

impl Seen {
    fn count(&mut self, set: u32, property: u32, object: Option<Object>) {
        let place = property as usize;
        if self.properties.len() <= place {
            self.properties.resize(place + 1, 0);
        }
        self.properties[place] += 1;
        let Some(object) = object else { return };
        let room = self.combinations.len() < COMBINATIONS;
        match self.combinations.get_mut(&(set, property, object)) {
            Some(count) => *count += 1,
            None if room => drop(self.combinations.insert((set, property, object), 1)),
            None => {}
        }
    }
}

struct Counter<'a> {
    store: &'a Store,
    names: Names,
    /// The set of classes of each node that has some, by the node's hash.
    nodes: HashMap<u64, u32>,
    sets: Sets,
    out: Statistics,
}

impl Counter<'_> {
    /// Reads who is of which class.
    fn classes(&mut self) -> Result<(), Diagnostic> {
        for quad in self.store.matching(None, Some(rdf::TYPE), None, None) {
            let quad = quad?;
            let Term::NamedNode(class) = &quad.object else { continue };
            let Some(number) = self.names.number(class.as_str()) else { continue };
            let hash = hash(quad.subject.as_ref().into());
            let known = self.nodes.get(&hash).copied();
            if known.is_some() || self.nodes.len() < NODES {
                let Some(set) = self.sets.with(known.unwrap_or(0), number) else { continue };
                self.nodes.insert(hash, set);
            }
            let about = self.out.classes.entry(class.as_str().to_owned()).or_default();
            about.entities += 1;
            if let NamedOrBlankNode::NamedNode(node) = &quad.subject
                && about.example.as_ref().is_none_or(|example| node.as_str() < example.as_str())
            {
                about.example = Some(node.as_str().to_owned());
            }
        }
        Ok(())
    }

    /// Reads every graph but the store's own, which may be as large as the others.
    fn triples(&mut self) -> Result<(), Diagnostic> {
        let mut seen = Seen::default();
        self.graph(GraphNameRef::DefaultGraph, &mut seen)?;
        for graph in self.store.engine().named_graphs() {
            let graph = graph.map_err(|e| self.store.failure(&e))?;
            if !matches!(&graph, NamedOrBlankNode::NamedNode(name) if name.as_str().starts_with(INTERNAL)) {
                self.graph(graph.as_ref().into(), &mut seen)?;
            }
        }
        self.out.subjects = seen.subjects.count();
        self.out.entities = seen.subjects.count().map(|count| count - seen.unnamed);
        self.out.objects = seen.objects.count();
        let counted = seen.properties.into_iter().enumerate().filter(|(_, count)| *count > 0);
        self.out.properties = counted.map(|(place, count)| (self.names.name(place as u32).to_owned(), count)).collect();
        self.combine(seen.combinations);
        Ok(())
    }

    /// Reads a graph, whose quads come subject after subject.
    fn graph(&mut self, graph: GraphNameRef<'_>, seen: &mut Seen) -> Result<(), Diagnostic> {
        let mut last: Option<(NamedOrBlankNode, u32)> = None;
        for quad in self.store.matching(None, None, None, Some(graph)) {
            let quad = quad?;
            self.out.triples += 1;
            let set = match &last {
                Some((subject, set)) if *subject == quad.subject => *set,
                _ => {
                    let hash = hash(quad.subject.as_ref().into());
                    seen.unnamed += u64::from(seen.subjects.add(hash) && matches!(quad.subject, NamedOrBlankNode::BlankNode(_)));
                    let set = self.set(quad.subject.as_ref(), hash)?;
                    last = Some((quad.subject.clone(), set));
                    set
                }
            };
            let hash = hash(quad.object.as_ref());
            seen.objects.add(hash);
            let Some(property) = self.names.number(quad.predicate.as_str()) else { continue };
            let object = self.object(quad.object.as_ref(), hash)?;
            seen.count(set, property, object);
        }
        Ok(())
    }

    /// Tells what was found of each class of a set.
    fn combine(&mut self, combinations: HashMap<(u32, u32, Object), u64>) {
        // Sums do not depend on the order in which they are made.
        let combinations: Vec<_> = combinations.into_iter().collect();
        for ((set, property, object), count) in combinations {
            for class in self.sets.of(set) {
                let Some(class) = self.out.classes.get_mut(self.names.name(*class)) else { continue };
                let about = class.properties.entry(self.names.name(property).to_owned()).or_default();
                about.triples += count;
                match object {
                    Object::Literal(datatype) => *about.datatypes.entry(self.names.name(datatype).to_owned()).or_default() += count,
                    Object::Node(set) => {
                        for class in self.sets.of(set) {
                            *about.classes.entry(self.names.name(*class).to_owned()).or_default() += count;
                        }
                    }
                }
            }
        }
    }

    fn object(&mut self, object: TermRef<'_>, hash: u64) -> Result<Option<Object>, Diagnostic> {
        Ok(match object {
            TermRef::NamedNode(node) => Some(Object::Node(self.set(node.into(), hash)?)),
            TermRef::BlankNode(node) => Some(Object::Node(self.set(node.into(), hash)?)),
            TermRef::Literal(literal) => self.names.number(literal.datatype().as_str()).map(Object::Literal),
        })
    }

    /// The set of a node's classes; looked up where not all could be remembered.
    fn set(&mut self, node: NamedOrBlankNodeRef<'_>, hash: u64) -> Result<u32, Diagnostic> {
        match self.nodes.get(&hash) {
            Some(set) => Ok(*set),
            None if self.nodes.len() < NODES => Ok(0),
            None => {
                let mut set = 0;
                for quad in self.store.matching(Some(node), Some(rdf::TYPE), None, None) {
                    let Term::NamedNode(class) = quad?.object else { continue };
                    let Some(number) = self.names.number(class.as_str()) else { continue };
                    set = self.sets.with(set, number).unwrap_or(set);
                }
                Ok(set)
            }
        }
    }
}

/// The same for the same term in every run.
fn hash(term: TermRef<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}
