//! Kinds of entity, as lists write them.

use super::item;
use crate::finding::Kind;
use crate::mention::cast::folded;

/// Labels of classes, in small letters and American spelling, by kind: those that Wikidata gives to what news speaks of.
const WORDS: [(Kind, &[&str]); 5] = [
    (Kind::Person, &["person", "human", "human being", "people", "individual", "politician", "diplomat"]),
    (
        Kind::State,
        &[
            "state",
            "country",
            "sovereign state",
            "nation",
            "nation state",
            "historical country",
            "island country",
            "island nation",
            "landlocked country",
            "city state",
            "member state of the united nations",
            "state with limited recognition",
            "unrecognized state",
            "de facto state",
        ],
    ),
    (
        Kind::Organization,
        &[
            "organization",
            "political organization",
            "political party",
            "political party in the united states",
            "party",
            "political coalition",
            "coalition",
            "political movement",
            "movement",
            "international organization",
            "intergovernmental organization",
            "supranational organization",
            "regional organization",
            "non governmental organization",
            "nongovernmental organization",
            "nonprofit organization",
            "religious organization",
            "company",
            "business",
            "enterprise",
            "public company",
            "state owned enterprise",
            "bank",
            "central bank",
            "ministry",
            "foreign affairs ministry",
            "ministry of foreign affairs",
            "defense ministry",
            "government",
            "government agency",
            "government organization",
            "intelligence agency",
            "parliament",
            "legislature",
            "court",
            "supreme court",
            "news agency",
            "newspaper",
            "daily newspaper",
            "broadcaster",
            "television station",
            "university",
            "think tank",
            "trade union",
        ],
    ),
    (
        Kind::ArmedGroup,
        &[
            "armedgroup",
            "armed group",
            "armed organization",
            "armed forces",
            "army",
            "navy",
            "air force",
            "military",
            "military unit",
            "military branch",
            "militia",
            "paramilitary",
            "paramilitary organization",
            "rebel group",
            "insurgent group",
            "guerrilla group",
            "guerrilla movement",
            "terrorist organization",
            "private military company",
        ],
    ),
    (
        Kind::Place,
        &[
            "place",
            "location",
            "geographic location",
            "geographic region",
            "region",
            "area",
            "territory",
            "disputed territory",
            "dependent territory",
            "administrative territorial entity",
            "administrativearea",
            "human settlement",
            "populated place",
            "city",
            "big city",
            "capital",
            "capital city",
            "port city",
            "town",
            "village",
            "municipality",
            "province",
            "district",
            "county",
            "governorate",
            "oblast",
            "u s state",
            "federated state",
            "island",
            "island group",
            "archipelago",
            "peninsula",
            "river",
            "lake",
            "sea",
            "strait",
            "mountain",
            "mountain range",
            "valley",
            "desert",
            "airport",
            "military base",
            "border crossing",
            "refugee camp",
        ],
    ),
];

/// Classes of Wikidata that lists give without a label.
const ITEMS: [(&str, Kind); 6] = [
    ("Q5", Kind::Person),
    ("Q6256", Kind::State),
    ("Q3624078", Kind::State),
    ("Q43229", Kind::Organization),
    ("Q7278", Kind::Organization),
    ("Q515", Kind::Place),
];

/// The kind that a class is of: its label, the last part of its IRI, or its Q-id.
pub(super) fn of(class: &str) -> Option<Kind> {
    if let Some(id) = item::qid(class) {
        return ITEMS.iter().find(|(known, _)| *known == id).map(|(_, kind)| *kind);
    }
    let label = if class.contains("://") { class.rsplit(['#', '/']).next().unwrap_or(class) } else { class };
    let label = folded(label).replace("isation", "ization").replace("defence", "defense");
    WORDS.iter().find(|(_, words)| words.contains(&label.as_str())).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_known_by_label_iri_and_item() {
        for (class, kind) in [
            ("human", Some(Kind::Person)),
            ("Sovereign state", Some(Kind::State)),
            ("country", Some(Kind::State)),
            ("political party", Some(Kind::Organization)),
            ("non-governmental organisation", Some(Kind::Organization)),
            ("armed organization", Some(Kind::ArmedGroup)),
            ("city", Some(Kind::Place)),
            ("ArmedGroup", Some(Kind::ArmedGroup)),
            ("https://w3id.org/chancery/ns#ArmedGroup", Some(Kind::ArmedGroup)),
            ("http://xmlns.com/foaf/0.1/Person", Some(Kind::Person)),
            ("http://www.wikidata.org/entity/Q3624078", Some(Kind::State)),
            ("Q42", None),
            ("comet", None),
            ("http://www.w3.org/2004/02/skos/core#Concept", None),
        ] {
            assert_eq!(of(class), kind, "{class}");
        }
        let mut all: Vec<&str> = WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        all.sort_unstable();
        assert!(all.windows(2).all(|w| w[0] != w[1]), "no class is of two kinds");
        assert!(Kind::ALL.iter().all(|kind| of(kind.as_str()) == Some(*kind)));
    }
}
