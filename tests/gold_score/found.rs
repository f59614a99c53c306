//! What the program found, as it is scored.

use std::collections::{BTreeMap, BTreeSet};

use chancery::finding::{Fact, Findings, Value};
use chancery::ontology::NS;
use chancery::rdf::iri;

use super::account::{Account, Actor, FORMS, Filler, Place, SOURCE, Stated, value};

impl Account {
    /// What the program found. One who is only inferred, and whom the text never names, fills roles but is no actor of the text.
    pub fn of_findings(findings: &Findings) -> Self {
        let mut spoken = vec![BTreeSet::new(); findings.entities.len()];
        for mention in findings.mentions.iter().filter(|m| !m.span.is_empty()) {
            spoken[mention.entity].insert(mention.span.of(&findings.article.text).to_owned());
        }
        let everyone = findings.entities.iter().zip(&spoken).map(|(entity, names)| {
            let others = if names.is_empty() { entity.aliases.clone() } else { names.clone() };
            Actor::new(entity.kind, std::iter::once(entity.label.clone()).chain(others).collect())
        });
        let everyone: Vec<Actor> = everyone.collect();
        let mut by_iri: BTreeMap<String, Vec<&Fact>> = BTreeMap::new();
        for fact in &findings.facts {
            by_iri.entry(iri::fact(fact, &findings.entities).into_string()).or_default().push(fact);
        }
        let facts = by_iri.values().filter_map(|tellings| found(tellings, &everyone, findings)).collect();
        let named = everyone.iter().zip(&spoken).filter(|(_, names)| !names.is_empty()).map(|(actor, _)| actor.clone());
        Self { actors: named.collect(), facts }
    }
}

/// Facts of one IRI are one, as they are in the graph.
fn found(tellings: &[&Fact], everyone: &[Actor], findings: &Findings) -> Option<Stated> {
    let form = FORMS.iter().find(|f| tellings[0].class.strip_prefix(NS) == Some(f.name))?;
    let filler = |entity: &usize| Filler { keys: everyone[*entity].keys.clone(), shown: findings.entities[*entity].label.clone() };
    let attestations = || tellings.iter().flat_map(|fact| &fact.attestations);
    // Stated once in the article's own voice, a fact is not merely attributed.
    let own_voice = attestations().any(|a| a.sources.is_empty());
    let entities = |role: &str| -> BTreeSet<usize> {
        let takes_part = tellings.iter().filter_map(|fact| fact.roles.get(&format!("{NS}{role}"))).flatten();
        let says_so = attestations().flat_map(|a| &a.sources).filter(|_| role == SOURCE && !own_voice);
        takes_part.chain(says_so).copied().collect()
    };
    let who = |role: &str| entities(role).iter().map(filler).collect();
    let what = |property: &str| {
        let values = tellings.iter().filter_map(|fact| fact.values.get(&format!("{NS}{property}"))).flatten().map(written);
        values.filter(|v| v != "false").map(|v| value(property, v)).collect()
    };
    Some(Stated {
        form,
        places: attestations().map(|a| Place { words: findings.sentences[a.sentence], trigger: a.trigger.begin }).collect(),
        fillers: form.roles.iter().chain([&SOURCE]).map(|&role| (role, who(role))).collect(),
        values: form.values.iter().map(|&property| (property, what(property))).collect(),
    })
}

/// A value as annotations write it.
fn written(value: &Value) -> String {
    match value {
        Value::Concept(iri) => iri.rsplit(['#', '/']).next().unwrap_or(iri).to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Decimal(text) | Value::Text(text) => text.clone(),
    }
}
