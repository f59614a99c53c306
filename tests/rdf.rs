//! What findings become as triples.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod common;

use std::collections::BTreeSet;

use chancery::finding::{Findings, Value};
use chancery::rdf::{self, Run};
use common::{entry, story};
use oxigraph::model::NamedNode;

const IRI: &str = "https://example.org/1";

fn lines(findings: &Findings) -> BTreeSet<String> {
    entry(findings).layers.quads().map(|q| shortened(&q.to_string())).collect()
}

/// A line with prefixes and without the article's IRI.
fn shortened(line: &str) -> String {
    let mut line = line.to_owned();
    for (prefix, namespace) in rdf::vocabulary::PREFIXES.iter().chain(&[
        ("", IRI),
        ("id", "https://w3id.org/chancery/entity/"),
        ("concept", "https://w3id.org/chancery/concept/"),
    ]) {
        line = line.replace(&format!("<{namespace}"), &format!("<{prefix}:"));
    }
    line
}

#[test]
fn the_vocabulary_is_kept_to_the_letter() {
    let found = lines(&story(IRI, "Ruto", "Abiy", "President"));
    let fact = found.iter().find_map(|l| l.strip_suffix("> <rdf:type> <chancery:Meeting>")).expect("a fact").to_owned();
    let attestation =
        found.iter().find_map(|l| l.strip_suffix("> <rdf:type> <chancery:Attestation> <:>")).expect("an attestation").to_owned();
    let (evidence, text) = ("<:#char=17,66>", "The President Ruto met Abiy in Çorum, Kenya said.");
    for line in [
        "<id:person/ruto> <rdf:type> <chancery:Person>",
        "<id:person/ruto> <skos:prefLabel> \"Ruto\"@en",
        "<id:person/ruto> <skos:altLabel> \"President Ruto\"@en",
        "<id:person/ruto> <chancery:role> \"President\"@en",
        "<id:person/ruto> <chancery:affiliation> <id:state/kenya>",
        "<id:state/kenya> <skos:exactMatch> <wd:Q114>",
        "<concept:meeting-status/held> <rdf:type> <skos:Concept>",
        "<concept:meeting-status/held> <skos:notation> \"held\"",
        "<concept:certainty/claimed> <skos:inScheme> <concept:certainty>",
        &format!("{fact}> <chancery:participant> <id:person/abiy>"),
        &format!("{fact}> <chancery:date> \"2021-09\"^^<xsd:gYearMonth>"),
        &format!("{fact}> <chancery:status> <concept:meeting-status/held>"),
        &format!("{fact}> <gaf:denotedBy> {evidence}"),
        "<:> <rdf:type> <schema:NewsArticle> <:>",
        "<:> <schema:datePublished> \"2021-09-13\"^^<xsd:date> <:>",
        "<:#char=0,66> <rdf:type> <nif:Context> <:>",
        &format!("<:#char=0,66> <nif:isString> \"Kenya! 习近平: “é”.\\n{text}\" <:>"),
        &format!("{evidence} <nif:anchorOf> \"{text}\" <:>"),
        &format!("{evidence} <nif:beginIndex> \"17\"^^<xsd:nonNegativeInteger> <:>"),
        &format!("{evidence} <nif:referenceContext> <:#char=0,66> <:>"),
        "<:#char=48,53> <nif:anchorOf> \"Çorum\" <:>",
        &format!("{attestation}> <chancery:evidence> {evidence} <:>"),
        &format!("{attestation}> <chancery:trigger> <:#char=36,39> <:>"),
        &format!("{attestation}> <chancery:source> <id:state/kenya> <:>"),
        &format!("{attestation}> <chancery:certainty> <concept:certainty/claimed> <:>"),
        &format!("{attestation}> <chancery:rule> \"meeting/verb\" <:>"),
    ] {
        assert!(found.contains(line), "{line}\nnot in\n{}", found.iter().cloned().collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn spans_that_coincide_are_one_node() {
    let found = lines(&story(IRI, "Ruto", "Abiy", "President"));
    let of_it: Vec<&String> = found.iter().filter(|l| l.starts_with("<:#char=0,6> ")).collect();
    assert_eq!(of_it.len(), 7, "{of_it:#?}"); // two classes, text, two offsets, words, entity
    let mut one = story(IRI, "Ruto", "Abiy", "President");
    one.sentences = vec![chancery::text::Span { begin: 0, end: one.article.text.len() }];
    one.facts[0].attestations[0].sentence = 0;
    let found = lines(&one);
    let whole: Vec<&String> = found.iter().filter(|l| l.starts_with("<:#char=0,66> <rdf:type>")).collect();
    assert_eq!(whole.len(), 2, "the text and its only sentence: {whole:#?}");
}

#[test]
fn a_fact_is_its_identity_and_nothing_else() {
    let name = |change: &dyn Fn(&mut Findings)| {
        let mut findings = story(IRI, "Ruto", "Abiy", "President");
        change(&mut findings);
        rdf::iri::fact(&findings.facts[0], &findings.entities)
    };
    let same = name(&|_| {});
    assert_eq!(name(&|f| f.article.iri = "urn:other".to_owned()), same);
    assert_eq!(name(&|f| f.facts[0].values.retain(|property, _| !property.ends_with("topic"))), same);
    assert_eq!(name(&|f| f.entities[1].roles.clear()), same);
    let swapped = name(&|f| {
        f.entities.swap(1, 2);
        f.mentions.clear();
    });
    assert_eq!(swapped, same, "whoever comes first");
    assert_ne!(name(&|f| f.facts[0].class.push('s')), same);
    assert_ne!(name(&|f| f.entities[1].id.push('s')), same);
    let dated = |date: &str| {
        name(&|f| {
            f.facts[0].values.values_mut().for_each(|v| {
                if v.iter().any(|v| matches!(v, Value::Date(_))) {
                    *v = BTreeSet::from([Value::Date(date.parse().expect("a date"))])
                }
            })
        })
    };
    assert!(dated("2021-09") == same && dated("2021") != same && dated("2021-09-01") != dated("2021-09-02"));
}

#[test]
fn names_of_any_kind_make_valid_iris() {
    for id in ["person/a b", "person/<>\"{}|\\^`", "person/é🙂", "place/%zz", "person/\u{0}\u{202e}", "x#y", ""] {
        let mut findings = story(IRI, "Ruto", "Abiy", "President");
        findings.entities[1].id = id.to_owned();
        findings.entities[1].matches = BTreeSet::from(["no iri".to_owned()]);
        let layers = entry(&findings).layers;
        for triple in layers.knowledge.iter().chain(&layers.evidence) {
            for part in triple.to_string().split(['<', '>']).filter(|part| part.starts_with("https://w3id.org/chancery/entity")) {
                assert!(NamedNode::new(part).is_ok(), "{id}: {part}");
            }
        }
    }
}

#[test]
fn the_layers_share_no_triple_and_have_no_blank_nodes() {
    let layers = entry(&story(IRI, "Ruto", "Abiy", "President")).layers;
    let knowledge: BTreeSet<String> = layers.knowledge.iter().map(ToString::to_string).collect();
    assert!(layers.evidence.iter().all(|t| !knowledge.contains(&t.to_string())));
    assert!(layers.quads().all(|q| !q.to_string().contains("_:")));
    assert!(layers.knowledge.is_sorted_by_key(ToString::to_string) && layers.evidence.is_sorted_by_key(ToString::to_string));
}

#[test]
fn a_run_is_the_program_and_its_data() {
    let run = |data: &[&str]| Run::new(data).node().clone();
    assert_eq!(run(&["a", "b"]), run(&["a", "b"]));
    assert!(run(&["a", "b"]) != run(&["ab"]) && run(&["a", "b"]) != run(&["b", "a"]));
}
