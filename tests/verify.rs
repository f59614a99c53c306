//! What `verify` proves: a good file passes, and each fault that is put into it is found.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod common;

use chancery::export::Format;
use chancery::verify;
use common::{entry, story};

fn good() -> String {
    entry(&story("https://example.org/1", "Ruto", "Abiy", "President")).layers.quads().map(|q| format!("{q} .\n")).collect()
}

/// All that is wrong with a file, a line each.
fn faults(file: &str) -> String {
    let (store, mut report) = verify::read(file.as_bytes(), Format::NQuads, "file").expect("readable");
    report.join(verify::store(&store).expect("a report"));
    report.faults.iter().map(|f| format!("{}: {}\n", f.about, f.message)).collect()
}

#[test]
fn a_good_file_passes_and_is_counted() {
    assert_eq!(faults(&good()), "");
    let (store, _) = verify::read(good().as_bytes(), Format::NQuads, "file").expect("readable");
    let report = verify::store(&store).expect("a report");
    let counted = (report.triples, report.articles, report.sentences, report.mentions, report.attestations, report.entities);
    assert_eq!(counted, (good().lines().count(), 1, 2, 4, 1, 4));
    assert_eq!(report.facts.into_iter().collect::<Vec<_>>(), [("Meeting".to_owned(), 1)]);
}

#[test]
fn every_fault_is_found() {
    let table = [
        // what is replaced, by what, what is said
        ("anchorOf> \"Çorum\"", "anchorOf> \"Corum\"", "is said to be `Corum`, but the text there is `Çorum`"),
        ("isString> \"Kenya!", "isString> \"Kenya !", "the name does not fit the length of the text"),
        ("beginIndex> \"48\"", "beginIndex> \"47\"", "the name does not fit the offsets"),
        ("endIndex> \"53\"", "endIndex> \"530\"", "lie outside the text"),
        ("endIndex> \"53\"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>", "endIndex> \"53\"", "does not have its two offsets"),
        (
            "taIdentRef> <https://w3id.org/chancery/entity/place/",
            "taIdentRef> <https://w3id.org/chancery/entity/place/x",
            "names an entity that has no class",
        ),
        (
            "ns#source> <https://w3id.org/chancery/entity/state/kenya",
            "ns#source> <https://w3id.org/chancery/entity/place/x",
            "has a source that is no actor",
        ),
        ("ns#certainty> <https://w3id.org/chancery/concept/certainty/claimed", "ns#certainty> <urn:sure", "no certainty that is a concept"),
        ("ns#trigger> <https://example.org/1#char=36,39", "ns#trigger> <https://example.org/1#char=0,6", "no trigger inside its sentence"),
        (
            "ns#evidence> <https://example.org/1#char=17,66",
            "ns#evidence> <https://example.org/1#char=0,6",
            "leads to a sentence that does not attest it",
        ),
        ("ns#evidence> <https://example.org/1#char=17,66", "ns#evidence> <urn:elsewhere", "has evidence that is no sentence"),
        ("ns#fact> <https://w3id.org/chancery/fact/", "ns#fact> <https://w3id.org/chancery/fact/0", "attests a fact that is not there"),
        (
            "ns#date> \"2021-09\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>",
            "ns#date> \"2021-09\"",
            "date is not a value of type date or gYearMonth or gYear",
        ),
        (
            "ns#status> <https://w3id.org/chancery/concept/meeting-status/held",
            "ns#status> <https://w3id.org/chancery/concept/meeting-status/x",
            "refers to a concept",
        ),
        ("<https://w3id.org/chancery/ns#status>", "<https://w3id.org/chancery/ns#state>", "a Meeting needs status"),
        ("prefLabel> \"Ruto\"", "label> \"Ruto\"", "has no name"),
        (
            "<http://www.w3.org/ns/prov#wasGeneratedBy> <https://w3id.org/chancery/run/",
            "<http://www.w3.org/ns/prov#wasGeneratedBy> <urn:",
            "comes from no run",
        ),
        (
            "<https://example.org/1> <https://schema.org/headline>",
            "<https://example.org/2> <https://schema.org/headline>",
            "stands in the graph of another article",
        ),
        (
            "<https://example.org/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/chancery/ns#Article>",
            "<https://example.org/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:Article>",
            "holds no article of this name",
        ),
    ];
    for (from, to, want) in table {
        let file = good().replacen(from, to, 1);
        assert!(file != good(), "{from}");
        assert!(faults(&file).contains(want), "{want}\nnot in\n{}", faults(&file));
    }
    let label = good().lines().find(|l| l.contains("prefLabel> \"Ruto\"")).expect("a name").replace(" .", "");
    let both = format!("{}{label} <https://example.org/1> .\n", good());
    assert!(faults(&both).contains("the same triple stands in both layers"), "{}", faults(&both));
}

#[test]
fn a_file_that_is_no_rdf_is_told_with_its_line() {
    let broken = good() + "<a> <b> .\n";
    let said = verify::read(broken.as_bytes(), Format::NQuads, "file.nq").expect_err("not RDF").to_string();
    assert!(said.starts_with(&format!("file.nq:{}: not nquads: ", broken.lines().count())), "{said}");
}
