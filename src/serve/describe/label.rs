//! Names of what triples mention.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::vocabulary;
use crate::diagnostic::Diagnostic;
use crate::query::prefix::local;
use crate::rdf::vocabulary::{ANCHOR_OF, CONCEPT, ENTITY, HEADLINE, LABEL, NOTATION, PREF_LABEL, RUN, xsd};
use crate::store::Store;

/// The properties that give a name; the best first.
const NAMING: [NamedNodeRef<'static>; 5] = [PREF_LABEL, LABEL, HEADLINE, NOTATION, ANCHOR_OF];

/// The quads that name what these mention and do not tell of themselves.
pub(super) fn of_mentioned(store: &Store, quads: &[Quad]) -> Result<Vec<Quad>, Diagnostic> {
    let subjects: BTreeSet<&NamedNode> = quads.iter().filter_map(|q| as_node(&q.subject)).collect();
    let mut mentioned: BTreeSet<&NamedNode> = quads.iter().map(|q| &q.predicate).collect();
    mentioned.extend(quads.iter().filter_map(|q| if let Term::NamedNode(node) = &q.object { Some(node) } else { None }));
    let mut found = Vec::new();
    for node in mentioned {
        let named = vocabulary::about(node.as_str()).iter().filter(|q| NAMING.contains(&q.predicate.as_ref()));
        found.extend(named.cloned());
        if !subjects.contains(node) && [ENTITY, CONCEPT, RUN].iter().any(|namespace| node.as_str().starts_with(namespace)) {
            for by in [PREF_LABEL, LABEL, NOTATION] {
                for quad in store.matching(Some(node.as_ref().into()), Some(by), None, Some(GraphNameRef::DefaultGraph)) {
                    found.push(quad?);
                }
            }
        }
    }
    Ok(found)
}

fn as_node(subject: &NamedOrBlankNode) -> Option<&NamedNode> {
    if let NamedOrBlankNode::NamedNode(node) = subject { Some(node) } else { None }
}

/// The names that are told in some quads.
pub(super) struct Names<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Names<'a> {
    /// Of each node the best name: by what gives it, then English ones and those without a language, then by the letters.
    pub(super) fn of(quads: &'a [Quad]) -> Self {
        let mut best: BTreeMap<&str, (usize, bool, &str)> = BTreeMap::new();
        for quad in quads {
            let place = NAMING.iter().position(|by| quad.predicate.as_ref() == *by);
            if let (Some(place), Term::Literal(name), Some(node)) = (place, &quad.object, as_node(&quad.subject)) {
                let foreign = name.language().is_some_and(|language| language != "en");
                let new = (place, foreign, name.value());
                best.entry(node.as_str()).and_modify(|old| *old = new.min(*old)).or_insert(new);
            }
        }
        Self(best.into_iter().map(|(node, (_, _, name))| (node, name)).collect())
    }

    /// The name of a node, if one is told.
    pub(super) fn get(&self, iri: &str) -> Option<&'a str> {
        self.0.get(iri).copied()
    }

    /// The name of a node, or the end of its IRI.
    pub(super) fn name<'b>(&self, iri: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.get(iri).unwrap_or_else(|| local(iri))
    }

    /// What a node is called that has no name: what it is, with whom and when.
    pub(super) fn title(&self, node: &str, own: &[&Quad]) -> String {
        if let Some(name) = self.get(node) {
            return name.to_owned();
        }
        let objects = |wanted: fn(&Term) -> bool| own.iter().map(|q| &q.object).filter(move |object| wanted(object));
        let class = own.iter().filter(|q| q.predicate.as_str().ends_with("#type")).find_map(|q| self.term(&q.object));
        let who = objects(|o| matches!(o, Term::NamedNode(n) if n.as_str().starts_with(ENTITY))).filter_map(|o| self.term(o));
        let how = objects(|o| matches!(o, Term::NamedNode(n) if n.as_str().starts_with(CONCEPT))).filter_map(|o| self.term(o));
        let when = objects(|o| matches!(o, Term::Literal(l) if [xsd::DATE, xsd::G_YEAR_MONTH, xsd::G_YEAR].contains(&l.datatype())));
        let join = |parts: Vec<&str>| parts.join(", ");
        let when = when.filter_map(|o| if let Term::Literal(date) = o { Some(date.value()) } else { None });
        let parts = [join(who.collect()), join(how.collect()), join(when.collect())];
        let rest: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        match (class, rest.is_empty()) {
            (Some(class), false) => format!("{class}: {}", rest.join(" · ")),
            (Some(class), true) => format!("{class} {}", local(node)),
            (None, _) => local(node).to_owned(),
        }
    }

    fn term<'b>(&self, term: &'b Term) -> Option<&'b str>
    where
        'a: 'b,
    {
        if let Term::NamedNode(node) = term { Some(self.name(node.as_str())) } else { None }
    }
}
