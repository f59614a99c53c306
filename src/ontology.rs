//! The data that ships in the program, from `ontology/`, and the namespaces it speaks in. It gives no meaning to any of it.

/// Terms of the program's own vocabulary.
pub const NS: &str = "https://w3id.org/chancery/ns#";
/// Entities: followed by [`crate::finding::Entity::id`].
pub const ENTITY: &str = "https://w3id.org/chancery/entity/";
/// Terms of office: followed by what tells one from another.
pub const TENURE: &str = "https://w3id.org/chancery/tenure/";
/// SKOS concepts: followed by the scheme, `/` and the code.
pub const CONCEPT: &str = "https://w3id.org/chancery/concept/";

/// What comes after the last `#` or `/` of an IRI: its local name.
#[must_use]
pub fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

/// A file that ships in the program.
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// Its path below `ontology/`.
    pub name: &'static str,
    /// What it holds.
    pub text: &'static str,
}

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        &[$(Embedded { name: $name, text: include_str!(concat!("../ontology/", $name)) }),+]
    };
}

/// English words known by meaning.
pub const LEXICON: Embedded = Embedded { name: "lexicon.toml", text: include_str!("../ontology/lexicon.toml") };

/// How names are spelt.
pub const NAMES: Embedded = Embedded { name: "names.toml", text: include_str!("../ontology/names.toml") };

/// The vocabulary: the core of it first, then that of each fact type.
pub const VOCABULARY: &[Embedded] =
    embedded!["chancery.ttl", "facts/meeting/vocabulary.ttl", "facts/sanction/vocabulary.ttl", "facts/territorial-claim/vocabulary.ttl"];

/// The entity register.
pub const REGISTER: &[Embedded] = embedded![
    "register/armed-groups.ttl",
    "register/officeholders.ttl",
    "register/offices.ttl",
    "register/organizations.ttl",
    "register/persons.ttl",
    "register/places.ttl",
    "register/states.ttl",
];

/// The rules of the fact types that ship.
pub const FACTS: &[Embedded] = embedded!["facts/meeting/rules.toml", "facts/sanction/rules.toml", "facts/territorial-claim/rules.toml"];

/// The questions that ship, in the order of their names.
pub const QUERIES: &[Embedded] = embedded![
    "queries/actors-by-mentions.rq",
    "queries/articles.rq",
    "queries/claims-of.rq",
    "queries/control-history.rq",
    "queries/disagreements.rq",
    "queries/disputed-places.rq",
    "queries/facts-with-sentences.rq",
    "queries/meetings-of.rq",
    "queries/most-connected.rq",
    "queries/possible-duplicates.rq",
    "queries/same-facts.rq",
    "queries/sanctions-on.rq",
    "queries/sentence-facts.rq",
    "queries/single-source.rq",
    "queries/what-a-source-says.rq",
    "queries/what-came-of.rq",
    "queries/who-held-which-office.rq",
    "queries/who-holds-what.rq",
    "queries/who-met-whom.rq",
    "queries/who-sanctions-whom.rq",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn on_disk(folder: &str, ending: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology");
        let mut found = Vec::new();
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
            if root.join(folder).join(&name).is_dir() {
                found.extend(on_disk(&format!("{folder}/{name}"), ending));
            } else if name.ends_with(ending) {
                found.push(format!("{folder}/{name}"));
            }
        }
        found.sort();
        found
    }

    #[test]
    fn nothing_that_ships_is_forgotten() {
        assert_eq!(on_disk("register", ".ttl"), REGISTER.iter().map(|e| e.name).collect::<Vec<_>>());
        let vocabulary: Vec<String> = ["chancery.ttl".to_owned()].into_iter().chain(on_disk("facts", "vocabulary.ttl")).collect();
        assert_eq!(vocabulary, VOCABULARY.iter().map(|e| e.name).collect::<Vec<_>>());
        assert_eq!(on_disk("facts", "rules.toml"), FACTS.iter().map(|e| e.name).collect::<Vec<_>>());
        assert_eq!(on_disk("queries", ".rq"), QUERIES.iter().map(|e| e.name).collect::<Vec<_>>());
    }
}
