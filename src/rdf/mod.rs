//! Findings → triples in two layers, by the project's vocabulary: IRIs, terms, provenance.
//!
//! A pure function of the findings and the run. It knows no file, no store, no syntax, and no fact type by name: classes,
//! roles and values come with the findings. There are no blank nodes, and joining what two articles give is a set union.

mod evidence;
pub mod iri;
mod knowledge;
mod offsets;
mod run;
pub mod vocabulary;

use oxigraph::model::{GraphName, NamedNode, Quad, Triple};

pub use offsets::Offsets;
pub use run::Run;

use crate::finding::Findings;

/// What one article says, and where it says so: two sets of triples that share none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers {
    /// The article, which also names the graph of its evidence.
    pub article: NamedNode,
    /// Entities, facts, concepts and the run, for the default graph: in order, each once.
    pub knowledge: Vec<Triple>,
    /// The article, its text, sentences, mentions and attestations, for its own graph: in order, each once.
    pub evidence: Vec<Triple>,
}

impl Layers {
    /// All of it as quads: first the knowledge, then the evidence.
    pub fn quads(&self) -> impl Iterator<Item = Quad> + '_ {
        let knowledge = self.knowledge.iter().map(|t| t.clone().in_graph(GraphName::DefaultGraph));
        knowledge.chain(self.evidence.iter().map(|t| t.clone().in_graph(self.article.clone())))
    }
}

/// The triples of an article's findings, made by that run.
#[must_use]
pub fn layers(findings: &Findings, run: &Run) -> Layers {
    let article = iri::node(&findings.article.iri);
    let offsets = Offsets::new(&findings.article.text);
    let facts: Vec<NamedNode> = findings.facts.iter().map(|fact| iri::fact(fact, &findings.entities)).collect();
    let mut knowledge = knowledge::triples(findings, &facts, &article, &offsets);
    knowledge.extend(run.triples());
    Layers { knowledge: sorted(knowledge), evidence: sorted(evidence::triples(findings, &facts, &article, &offsets, run)), article }
}

/// In the order of their N-Triples lines, each once.
fn sorted(mut triples: Vec<Triple>) -> Vec<Triple> {
    triples.sort_by_cached_key(ToString::to_string);
    triples.dedup();
    triples
}
