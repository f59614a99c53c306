//! Who holds which office, as the article says it in passing: "Russian Foreign Minister Sergei Lavrov".
//!
//! Only titles that are plainly that: of one state or body, made of nothing but words of offices. The day is that of the article: it
//! says that he is, was or is to be foreign minister, not since when.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Attestation, Certainty, Fact, Value};
use crate::mention::Analysis;
use crate::mention::lexicon::Lexicon;
use crate::mention::office::Office;
use crate::ontology::{CONCEPT, NS};
use crate::text::capitalised;

/// The offices of an article as facts, in the order in which it names them.
pub(super) fn holdings(analysis: &Analysis<'_>, lexicon: &Lexicon) -> Vec<Fact> {
    let mut found: Vec<Fact> = Vec::new();
    for office in analysis.offices() {
        let Some((title, status)) = title(analysis, lexicon, office).filter(|_| analysis.may_be_of(office)) else { continue };
        let property = |name: &str| format!("{NS}{name}");
        let roles = BTreeMap::from([
            (property("holder"), BTreeSet::from([office.entity])),
            (property("of"), office.of.iter().copied().collect::<BTreeSet<_>>()),
        ]);
        let values = BTreeMap::from([
            (property("office"), BTreeSet::from([Value::Text(title)])),
            (property("status"), BTreeSet::from([Value::Concept(format!("{CONCEPT}office-status/{status}"))])),
        ]);
        let attestation = Attestation {
            sentence: office.sentence,
            trigger: office.span,
            sources: BTreeSet::new(),
            certainty: Certainty::Stated,
            rule: "office".to_owned(),
        };
        match found.iter_mut().find(|f| f.roles == roles && f.values == values) {
            Some(fact) => fact.attestations.push(attestation),
            None => found.push(Fact {
                class: property("OfficeHolding"),
                identity: roles.keys().chain(values.keys()).cloned().collect(),
                roles,
                values,
                attestations: vec![attestation],
            }),
        }
    }
    found
}

/// The office without whose it is ("Foreign Minister"), and whether it is held (`current`), was (`former`) or is to be (`future`); nothing where
/// its words say more than that.
fn title(analysis: &Analysis<'_>, lexicon: &Lexicon, office: &Office) -> Option<(String, &'static str)> {
    let titles = &lexicon.titles;
    if office.of.len() != 1 {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    let mut status = "current";
    for word in analysis.words_beside_names(office) {
        let small = word.to_lowercase();
        match small.as_str() {
            "of" | "the" | "'s" | "’s" | "for" | "-" => {}
            "designate" | "elect" | "future" | "incoming" | "next" => status = "future",
            other if titles.no_longer.contains(other) && other != "first" => status = "former",
            "defense" => words.push("Defence".to_owned()),
            other => {
                let known = lexicon.nouns.person.contains(other) || titles.before.contains(other) || titles.branch.contains(other);
                if !known || titles.honorific.contains(other) && !lexicon.nouns.leading.contains(other) {
                    return None;
                }
                words.push(capitalised(&small));
            }
        }
    }
    // "Minister of Foreign Affairs" is the Foreign Minister.
    if words.len() > 1 && words[0] == "Minister" {
        words.retain(|w| w != "Affairs");
        words.rotate_left(1);
    }
    let office =
        words.iter().any(|w| lexicon.nouns.person.contains(&w.to_lowercase()) || lexicon.nouns.leading.contains(&w.to_lowercase()));
    office.then(|| (words.join(" "), status))
}
