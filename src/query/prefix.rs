//! Prefixes that need no declaring, and IRIs made short by them.

use std::sync::LazyLock;

use oxigraph::model::NamedNodeRef;

use crate::rdf::vocabulary;

/// Prefixes beyond those that exports declare: mostly the kinds of entities.
const MORE: &[(&str, &str)] = &[
    ("armed-group", "https://w3id.org/chancery/entity/armed-group/"),
    ("concept", vocabulary::CONCEPT),
    ("fact", vocabulary::FACT),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("organization", "https://w3id.org/chancery/entity/organization/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("person", "https://w3id.org/chancery/entity/person/"),
    ("place", "https://w3id.org/chancery/entity/place/"),
    ("state", "https://w3id.org/chancery/entity/state/"),
];

/// Every known prefix with its namespace, in the order of the prefixes.
pub static KNOWN: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut known = [vocabulary::PREFIXES, MORE].concat();
    known.sort_unstable();
    known.dedup_by_key(|(prefix, _)| *prefix);
    known
});

/// The IRI as a prefixed name that a query may use as it stands, or in angle brackets where there is none.
#[must_use]
pub fn shortened(iri: &str) -> String {
    let fits = KNOWN.iter().filter_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace)?)));
    let best = fits.filter(|(_, local)| is_plain(local)).min_by_key(|(_, local)| local.len());
    best.map_or_else(|| format!("<{iri}>"), |(prefix, local)| format!("{prefix}:{local}"))
}

/// Whether it may follow a prefix without escapes.
fn is_plain(local: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    local.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_') && local.chars().all(inner) && !local.ends_with('.')
}

/// The IRI that a user means: a prefixed name, or an IRI with or without angle brackets; none for other words.
#[must_use]
pub fn expanded(name: &str) -> Option<String> {
    let bare = name.strip_prefix('<').and_then(|n| n.strip_suffix('>')).unwrap_or(name);
    let (prefix, local) = bare.split_once(':')?;
    let known = KNOWN.iter().find(|(p, _)| *p == prefix).map(|(_, namespace)| format!("{namespace}{local}"));
    known.or_else(|| NamedNodeRef::new(bare).is_ok().then(|| bare.to_owned()))
}

/// What stands after the last `/`, `#` or `:` of an IRI.
#[must_use]
pub fn local(iri: &str) -> &str {
    iri.rsplit(['/', '#', ':']).find(|part| !part.is_empty()).unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_is_a_name_that_queries_understand() {
        let table = [
            ("https://w3id.org/chancery/ns#Meeting", "chancery:Meeting"),
            ("https://w3id.org/chancery/entity/state/russia", "state:russia"),
            ("https://w3id.org/chancery/concept/stance/controls", "<https://w3id.org/chancery/concept/stance/controls>"),
            ("https://schema.org/", "<https://schema.org/>"),
            ("https://example.org/a", "<https://example.org/a>"),
        ];
        for (iri, short) in table {
            assert_eq!(shortened(iri), short);
            assert_eq!(expanded(short).as_deref(), Some(iri));
        }
        assert!(KNOWN.iter().all(|(_, namespace)| NamedNodeRef::new(namespace).is_ok()));
        assert_eq!((expanded("Russia"), expanded("two words: here")), (None, None));
    }
}
