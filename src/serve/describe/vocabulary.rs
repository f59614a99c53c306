//! The vocabulary that ships, as triples: what its terms mean is told of them although no store holds it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad};

use crate::ontology;

/// What is said of each term, in the order of the files.
static TERMS: LazyLock<BTreeMap<String, Vec<Quad>>> = LazyLock::new(|| {
    let mut terms: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
    for file in ontology::VOCABULARY {
        // A file that is no Turtle, which a test excludes, would only say less.
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(file.text.as_bytes()).filter_map(Result::ok) {
            if let NamedOrBlankNode::NamedNode(term) = &quad.subject {
                terms.entry(term.as_str().to_owned()).or_default().push(quad);
            }
        }
    }
    terms
});

/// What it says of a term.
pub(super) fn about(term: &str) -> &'static [Quad] {
    TERMS.get(term).map_or(&[], Vec::as_slice)
}

/// Each term, and what it says of it, by their IRIs.
pub(in crate::serve) fn terms() -> impl Iterator<Item = (&'static str, &'static [Quad])> {
    TERMS.iter().map(|(term, said)| (term.as_str(), said.as_slice()))
}

/// Everything it says.
pub(super) fn whole() -> impl Iterator<Item = &'static Quad> {
    TERMS.values().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_to_its_end() {
        let read = |text: &str| RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()).collect::<Result<Vec<_>, _>>();
        let all: usize = ontology::VOCABULARY.iter().map(|file| read(file.text).expect("Turtle").len()).sum();
        assert_eq!(whole().count(), all, "a subject is a blank node");
        assert!(whole().all(|quad| quad.object.is_named_node() || quad.object.is_literal()));
        assert!(!about("https://w3id.org/chancery/ns#Meeting").is_empty() && about("https://w3id.org/chancery/ns#Nothing").is_empty());
    }
}
