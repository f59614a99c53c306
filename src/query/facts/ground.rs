//! What facts are found by: patterns of quads, and counts that the engine makes without reading a name.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};

use super::source::text;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::query::prefix::local;
use crate::rdf::vocabulary::ATTESTED;
use crate::store::Store;

/// The cells of a row of an answer; empty where a variable is unbound.
pub type Row = Vec<String>;

/// The rows of a SELECT query that the program itself asks; the default graph is the knowledge alone.
///
/// # Errors
/// When the store cannot be read.
pub fn rows(store: &Store, query: &str) -> Result<Vec<Row>, Diagnostic> {
    let failed = |e: &dyn std::fmt::Display| Diagnostic::new(format!("the store cannot be asked: {e}")).in_file(store.name());
    let prepared = SparqlEvaluator::new().parse_query(query).map_err(|e| failed(&e))?;
    let QueryResults::Solutions(solutions) = prepared.on_store(store.engine()).execute().map_err(|e| failed(&e))? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for solution in solutions {
        let solution = solution.map_err(|e| failed(&e))?;
        found.push(solution.values().iter().map(|term| term.clone().and_then(text).unwrap_or_default()).collect());
    }
    Ok(found)
}

/// The IRIs of all classes of facts, in order, and how many facts each has.
///
/// # Errors
/// When the store cannot be read.
pub fn classes(store: &Store) -> Result<BTreeMap<String, usize>, Diagnostic> {
    let mut found = BTreeMap::new();
    for row in rows(store, "SELECT ?class (COUNT(*) AS ?n) (SAMPLE(?s) AS ?one) { ?s a ?class } GROUP BY ?class")? {
        let [class, count, one] = row.as_slice() else { continue };
        if is_fact(store, one)? {
            found.insert(class.clone(), count.parse().unwrap_or_default());
        }
    }
    Ok(found)
}

/// The IRIs of all facts: whatever is attested.
pub(super) fn facts(store: &Store) -> Result<BTreeSet<String>, Diagnostic> {
    let query = format!("SELECT DISTINCT ?f {{ GRAPH ?g {{ ?a {ATTESTED} ?f }} }}");
    Ok(rows(store, &query)?.into_iter().flatten().collect())
}

/// Whether anybody attests it.
pub(super) fn is_fact(store: &Store, iri: &str) -> Result<bool, Diagnostic> {
    let Ok(node) = NamedNodeRef::new(iri) else { return Ok(false) };
    let mut quads = store.engine().quads_for_pattern(None, Some(ATTESTED), Some(node.into()), None);
    Ok(quads.next().transpose().map_err(|e| store.failure(&e))?.is_some())
}

/// The quads of a pattern in a graph, or in any where none is given.
pub(super) fn quads<'a>(
    store: &'a Store,
    subject: Option<NamedNodeRef<'_>>,
    predicate: Option<NamedNodeRef<'_>>,
    object: Option<TermRef<'_>>,
    graph: Option<GraphNameRef<'_>>,
) -> impl Iterator<Item = Result<Quad, Diagnostic>> + use<'a> {
    let found = store.engine().quads_for_pattern(subject.map(Into::into), predicate, object, graph);
    found.map(|quad| quad.map_err(|e| store.failure(&e)))
}

/// The IRI of a quad's subject.
pub(super) fn subject(quad: &Quad) -> Option<&str> {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.as_str()),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}

/// The facts that attestations attest, each given with the graph it lies in.
pub(super) fn attested(store: &Store, attestation: &Quad, into: &mut BTreeSet<String>) -> Result<(), Diagnostic> {
    let (Some(node), GraphName::NamedNode(graph)) = (subject(attestation), &attestation.graph_name) else { return Ok(()) };
    for quad in quads(store, Some(NamedNodeRef::new_unchecked(node)), Some(ATTESTED), None, Some(graph.as_ref().into())) {
        if let Term::NamedNode(fact) = quad?.object {
            into.insert(fact.into_string());
        }
    }
    Ok(())
}

/// That there is no fact of a type.
pub(super) fn no_type(name: &str, classes: &BTreeMap<String, usize>) -> Diagnostic {
    let kinds: BTreeSet<String> = classes.keys().map(|class| words(local(class))).collect();
    let hint = format!("there are {}", kinds.into_iter().collect::<Vec<_>>().join(", "));
    let message = format!("the store holds no fact of the type `{name}`");
    Diagnostic::new(message).hinted(if classes.is_empty() { "it holds no facts".to_owned() } else { hint })
}
