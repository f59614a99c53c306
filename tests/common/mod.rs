//! Hand-made findings.

use std::collections::{BTreeMap, BTreeSet};

use chancery::article::{About, Article};
use chancery::finding::{Attestation, Certainty, Entity, Fact, Findings, Kind, Mention, Value};
use chancery::rdf::{self, Run};
use chancery::store::{Entry, digest};
use chancery::text::Span;

const NS: &str = "https://w3id.org/chancery/ns#";
const CONCEPT: &str = "https://w3id.org/chancery/concept/";

/// Where a word stands; the first time.
fn place(text: &str, word: &str) -> Span {
    let begin = text.find(word).expect("the word is in the text");
    Span { begin, end: begin + word.len() }
}

fn entity(kind: Kind, name: &str) -> Entity {
    let slug = name.to_lowercase().replace(' ', "-");
    let none = BTreeSet::new;
    Entity {
        id: format!("{}/{slug}", kind.as_str().to_lowercase()),
        kind,
        label: name.to_owned(),
        aliases: none(),
        matches: none(),
        roles: none(),
        affiliations: BTreeSet::new(),
    }
}

/// An article in which `one`, in that role, met `other`, and what follows from it. It begins with a sentence that is a
/// mention, and has letters of several bytes.
pub fn story(iri: &str, one: &str, other: &str, role: &str) -> Findings {
    let text = format!("Kenya! 习近平: “é”.\nThe {role} {one} met {other} in Çorum, Kenya said.");
    let second = text.find("The ").expect("a second sentence");
    let sentences = vec![place(&text, "Kenya!"), Span { begin: second, end: text.len() }];
    let mut entities = vec![entity(Kind::State, "Kenya"), entity(Kind::Person, one), entity(Kind::Person, other)];
    entities.push(entity(Kind::Place, "Çorum"));
    entities[0].matches.insert("http://www.wikidata.org/entity/Q114".to_owned());
    entities[1].roles.insert(role.to_owned());
    entities[1].aliases.insert(format!("{role} {one}"));
    entities[1].affiliations.insert(0);
    let mentions = vec![
        Mention { span: place(&text, "Kenya!"), entity: 0 },
        Mention { span: place(&text, one), entity: 1 },
        Mention { span: place(&text, other), entity: 2 },
        Mention { span: place(&text, "Çorum"), entity: 3 },
    ];
    let facts = vec![meeting(&text, role)];
    let about = About {
        headline: Some(format!("{one} & \"{other}\" <meet>\r\n\\")),
        published: "2021-09-13".parse().ok(),
        url: Some("https://example.org/a?b=c".to_owned()),
        ..About::default()
    };
    let article = Article { iri: iri.to_owned(), text, about };
    Findings { article, sentences, entities, mentions, facts, silences: Vec::new() }
}

fn meeting(text: &str, role: &str) -> Fact {
    let names = |names: &[&str]| names.iter().map(|n| format!("{NS}{n}")).collect::<BTreeSet<String>>();
    Fact {
        class: format!("{NS}Meeting"),
        roles: BTreeMap::from([(format!("{NS}participant"), BTreeSet::from([1, 2])), (format!("{NS}place"), BTreeSet::from([3]))]),
        values: BTreeMap::from([
            (format!("{NS}status"), BTreeSet::from([Value::Concept(format!("{CONCEPT}meeting-status/held"))])),
            (format!("{NS}date"), BTreeSet::from([Value::Date("2021-09".parse().expect("a date"))])),
            (format!("{NS}topic"), BTreeSet::from([Value::Text(role.to_owned())])),
        ]),
        identity: names(&["participant", "status", "date"]),
        attestations: vec![Attestation {
            sentence: 1,
            trigger: place(text, "met"),
            sources: BTreeSet::from([0]),
            certainty: Certainty::Claimed,
            rule: "meeting/verb".to_owned(),
        }],
    }
}

/// The findings as the store takes them.
pub fn entry(findings: &Findings) -> Entry {
    let run = Run::new(&["rules of the test"]);
    Entry { layers: rdf::layers(findings, &run), digest: digest(&findings.article, run.node()) }
}
