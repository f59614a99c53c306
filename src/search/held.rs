//! What the store holds that is to be indexed.

use std::collections::BTreeMap;

use oxigraph::model::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use sha2::{Digest as _, Sha256};

use super::part::State;
use crate::diagnostic::Diagnostic;
use crate::rdf::vocabulary::{ALT_LABEL, ANCHOR_OF, ENTITY, PREF_LABEL, SENTENCE, rdf};
use crate::store::Store;

/// The IRI of a text, and its pieces.
pub(super) type Text = (String, Vec<String>);

/// What stands for the state of something.
fn state<'t>(parts: impl Iterator<Item = &'t str>) -> State {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut state = State::default();
    state.copy_from_slice(&hash.finalize()[..16]);
    state
}

/// The articles by their states.
pub(super) fn articles(store: &Store) -> Result<BTreeMap<State, String>, Diagnostic> {
    let stated = |(article, digest): (String, String)| (state([article.as_str(), &digest].into_iter()), article);
    Ok(store.digests()?.into_iter().map(stated).collect())
}

/// All of these states in one line.
pub(super) fn sum<'s>(states: impl Iterator<Item = &'s State>) -> String {
    let hash = states.fold(Sha256::new(), |hash, state| hash.chain_update(state));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The sentences of an article.
pub(super) fn sentences(store: &Store, article: &str) -> Result<Vec<Text>, Diagnostic> {
    let graph = GraphNameRef::NamedNode(NamedNodeRef::new_unchecked(article));
    let mut found = Vec::new();
    for quad in store.engine().quads_for_pattern(None, Some(rdf::TYPE), Some(SENTENCE.into()), Some(graph)) {
        let sentence = quad.map_err(|e| store.failure(&e))?.subject;
        let text = store.engine().quads_for_pattern(Some(sentence.as_ref()), Some(ANCHOR_OF), None, Some(graph)).next();
        if let (NamedOrBlankNode::NamedNode(sentence), Some(Term::Literal(text))) =
            (sentence, text.transpose().map_err(|e| store.failure(&e))?.map(|quad| quad.object))
        {
            found.push((sentence.into_string(), vec![text.destruct().0]));
        }
    }
    found.sort();
    Ok(found)
}

/// The entities and their names by their states.
pub(super) fn entities(store: &Store) -> Result<BTreeMap<State, Text>, Diagnostic> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for label in [PREF_LABEL, ALT_LABEL] {
        for quad in store.engine().quads_for_pattern(None, Some(label), None, Some(GraphNameRef::DefaultGraph)) {
            let Quad { subject, object, .. } = quad.map_err(|e| store.failure(&e))?;
            if let (NamedOrBlankNode::NamedNode(entity), Term::Literal(name)) = (subject, object)
                && entity.as_str().starts_with(ENTITY)
            {
                names.entry(entity.into_string()).or_default().push(name.destruct().0);
            }
        }
    }
    let stated = |(entity, mut names): (String, Vec<String>)| {
        names.sort();
        names.dedup();
        (state(std::iter::once(entity.as_str()).chain(names.iter().map(String::as_str))), (entity, names))
    };
    Ok(names.into_iter().map(stated).collect())
}
