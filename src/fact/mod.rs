//! Analysed article → what it states: rules matched, how it is said, by whom, when; statements of one fact made one.
//!
//! It knows fact types only as data and no RDF.

pub mod company;
mod dating;
mod holding;
pub mod learned;
pub mod merge;
mod modality;
pub mod speech;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use merge::Statement;
use values::{Basis, Valued};

use crate::date::Date;
use crate::event::{Events, View};
use crate::finding::{Attestation, Certainty, Fact, Silence, Value};
use crate::language::labels::{Rel, Upos};
use crate::mention::Analysis;
use crate::mention::lexicon::Lexicon;
use crate::rule::matcher::{self, Index, Match};
use crate::rule::package::{FactType, Said};
use crate::syntax::Tree;
use crate::text::Span;

/// Dates to which the story has come, with their properties, by sentence and trigger: for facts that nothing else dates.
pub type StoryDates = BTreeMap<(usize, Span), (String, Date)>;

/// The facts of an article in the order in which it tells them, and the words that came to nothing.
#[must_use]
pub fn facts(
    analysis: &mut Analysis<'_>,
    lexicon: &Lexicon,
    types: &[FactType],
    index: &Index,
    network: Option<(&Events, &View)>,
) -> (Vec<Fact>, Vec<Silence>) {
    let (mut statements, mut silences, mut told) = statements(analysis, lexicon, types, index);
    if let Some((events, view)) = network {
        let knows = |s: &Statement| learned::knows(events, &types[s.fact_type]);
        let (rules, others): (Vec<Statement>, Vec<Statement>) = statements.into_iter().partition(knows);
        let (stated, dates) = learned::Reader { events, view, analysis, lexicon, types }.statements(&rules, &mut silences);
        statements = stated.into_iter().chain(others).collect();
        statements.sort_by_key(|s| (s.attestation.sentence, s.attestation.trigger));
        told.extend(dates);
    }
    let (mut facts, idle) = merge::merge(types, statements);
    for fact in &mut facts {
        // Only once all its statements are known is it known to have no date of its own.
        if let Some((property, date)) = fact.attestations.first().and_then(|a| told.get(&(a.sentence, a.trigger))) {
            fact.values.entry(property.clone()).or_insert_with(|| BTreeSet::from([Value::Date(*date)]));
        }
    }
    silences.extend(idle.into_iter().map(|s| Silence {
        sentence: s.attestation.sentence,
        trigger: s.attestation.trigger,
        rule: s.attestation.rule,
        reason: "it tells of nothing told before".to_owned(),
    }));
    silences.sort_by_key(|s| (s.sentence, s.trigger));
    facts.extend(holding::holdings(analysis, lexicon));
    (facts, silences)
}

/// What the rules state, word by word.
pub fn statements(
    analysis: &mut Analysis<'_>,
    lexicon: &Lexicon,
    types: &[FactType],
    index: &Index,
) -> (Vec<Statement>, Vec<Silence>, StoryDates) {
    let (mut statements, mut silences, mut told) = (Vec::new(), Vec::new(), BTreeMap::new());
    for sentence in 0..analysis.trees.len() {
        for word in 0..analysis.trees[sentence].len() {
            let (found, missed) = matcher::at(types, index, analysis, sentence, word);
            for miss in missed {
                silences.push(Silence {
                    sentence,
                    trigger: miss.trigger,
                    rule: types[miss.fact_type].rules[miss.rule].id.clone(),
                    reason: miss.reason,
                });
            }
            for one in found {
                match statement(analysis, lexicon, types, one) {
                    Ok((statement, date)) => {
                        told.extend(date.map(|d| ((statement.attestation.sentence, statement.attestation.trigger), d)));
                        statements.push(statement);
                    }
                    Err(silence) => silences.push(silence),
                }
            }
        }
    }
    (statements, silences, told)
}

fn statement(
    analysis: &mut Analysis<'_>,
    lexicon: &Lexicon,
    types: &[FactType],
    found: Match,
) -> Result<(Statement, Option<(String, Date)>), Silence> {
    let fact_type = &types[found.fact_type];
    let rule = &fact_type.rules[found.rule];
    let mut said = modality::said(&analysis.trees[found.sentence], lexicon, found.word);
    if dating::is_ahead(analysis, lexicon, &said, found.sentence, found.word) {
        said.insert(Said::Planned);
    }
    if let Some(way) = said.intersection(&rule.drop).next() {
        let name = Said::ALL.iter().find(|(_, s)| s == way).map_or("", |(n, _)| n);
        return Err(Silence {
            sentence: found.sentence,
            trigger: found.trigger,
            rule: rule.id.clone(),
            reason: format!("it is said as {name}"),
        });
    }
    let speech = speech::speech(analysis, lexicon, found.sentence, found.word);
    let Valued { values, told } = values::values(analysis, lexicon, fact_type, Basis::Rule(rule), &said, found.sentence, found.word);
    let roles: BTreeMap<String, BTreeSet<usize>> = found
        .roles
        .into_iter()
        .filter_map(|(name, who)| fact_type.roles.get(&name).map(|r| (r.property.clone(), who.into_iter().collect())))
        .collect();
    let points = is_definite(&analysis.trees[found.sentence], found.word);
    if rule.refers && roles.is_empty() && !points {
        let reason = "it names nobody and speaks of no certain one".to_owned();
        return Err(Silence { sentence: found.sentence, trigger: found.trigger, rule: rule.id.clone(), reason });
    }
    let lacks = if rule.refers {
        let needed = rule.need.keys().filter_map(|name| fact_type.roles.get(name)).map(|r| r.property.clone());
        needed.filter(|p| !roles.contains_key(p)).collect()
    } else {
        BTreeSet::new()
    };
    let attestation = Attestation {
        sentence: found.sentence,
        trigger: found.trigger,
        certainty: certainty(&said, &speech),
        sources: speech.sources,
        rule: rule.id.clone(),
    };
    Ok((Statement { fact_type: found.fact_type, roles, values, attestation, refers: rule.refers, points, lacks }, told))
}

/// Whether a word can speak of something told: a verb, or a noun that is "the", "this", somebody's, or one of a row ("a second round").
fn is_definite(tree: &Tree<'_>, word: usize) -> bool {
    let points = |c: &usize| match tree.rel(*c) {
        Rel::Det => matches!(tree.lemma(*c), "the" | "this" | "that" | "these" | "those" | "another"),
        Rel::NmodPoss => true,
        Rel::Amod => matches!(tree.lemma(*c), "first" | "second" | "third" | "next" | "last" | "further" | "new" | "previous"),
        _ => false,
    };
    tree.upos(word) != Upos::Noun || tree.children(word).iter().any(points)
}

fn certainty(said: &BTreeSet<Said>, speech: &speech::Speech) -> Certainty {
    if said.contains(&Said::Hypothetical) {
        Certainty::Hypothetical
    } else if said.contains(&Said::Possible) {
        Certainty::Possible
    } else if speech.doubt {
        Certainty::Claimed
    } else {
        Certainty::Stated
    }
}
