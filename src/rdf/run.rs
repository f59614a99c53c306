//! The run: which program, with which data, made an attestation.

use oxigraph::model::{Literal, NamedNode, Triple};

use super::iri;
use super::vocabulary::{ACTIVITY, LABEL, RUN, RUN_CLASS, SOFTWARE_VERSION, rdf};

/// A version of the program with what it loaded. It holds no time: the same input gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    node: NamedNode,
    version: String,
}

impl Run {
    /// This version of the program with these data: the texts of its rules, its register, its models or their digests.
    #[must_use]
    pub fn new(data: &[impl AsRef<str>]) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let data = data.iter().map(AsRef::as_ref);
        let parts: Vec<&str> = [version.as_str()].into_iter().chain(data).collect();
        Self { node: NamedNode::new_unchecked(format!("{RUN}{}", iri::hex(&parts, 32))), version }
    }

    /// Its IRI.
    #[must_use]
    pub fn node(&self) -> &NamedNode {
        &self.node
    }

    /// What is known of it.
    pub(super) fn triples(&self) -> [Triple; 4] {
        let text = |text: &str| Literal::new_simple_literal(text);
        [
            Triple::new(self.node.clone(), rdf::TYPE, RUN_CLASS),
            Triple::new(self.node.clone(), rdf::TYPE, ACTIVITY),
            Triple::new(self.node.clone(), LABEL, text(&format!("chancery {}", self.version))),
            Triple::new(self.node.clone(), SOFTWARE_VERSION, text(&self.version)),
        ]
    }
}
