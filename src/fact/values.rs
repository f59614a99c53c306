//! Values of a fact from its clause: the share, and codes by words around it; its date is found by `dating`.

use std::collections::{BTreeMap, BTreeSet};

use super::dating;
use crate::date::Date;
use crate::finding::Value;
use crate::language::labels::{Rel, Upos};
use crate::mention::Analysis;
use crate::mention::lexicon::Lexicon;
use crate::rule::package::{FactType, Rule, Said, Source};
use crate::syntax::Tree;
use crate::syntax::deep::Step;

/// What a rule that matched at a word says besides who takes part.
#[derive(Clone, Debug, Default)]
pub struct Valued {
    /// Property → values.
    pub values: BTreeMap<String, BTreeSet<Value>>,
    /// The date to which the story has come, and the property for it; for a fact that nothing else dates.
    pub told: Option<(String, Date)>,
}

/// What says which codes a fact has.
#[derive(Clone, Copy, Debug)]
pub enum Basis<'r> {
    /// A rule, with the words around its word and the way it is said.
    Rule(&'r Rule),
    /// Codes and truth values that are known, by property; none given is none.
    Codes(&'r BTreeMap<String, BTreeSet<Value>>),
}

/// The values of a fact that a word tells.
#[must_use]
pub fn values(
    analysis: &Analysis<'_>,
    lexicon: &Lexicon,
    fact_type: &FactType,
    basis: Basis<'_>,
    said: &BTreeSet<Said>,
    sentence: usize,
    word: usize,
) -> Valued {
    let tree = &analysis.trees[sentence];
    let mut found: BTreeMap<String, BTreeSet<Value>> = BTreeMap::new();
    let mut told = None;
    let (dates, others): (Vec<_>, Vec<_>) = fact_type.values.iter().partition(|(_, s)| matches!(s.source, Source::Date { .. }));
    // How a fact is dated depends on what it is said to be, so its date comes last.
    for (name, slot) in others.into_iter().chain(dates) {
        let some: Vec<Value> = match (&slot.source, basis) {
            (Source::Date { apart, lasting }, _) => {
                let is = |codes: &BTreeSet<String>| found.values().flatten().any(|v| matches!(v, Value::Concept(c) if codes.contains(c)));
                let way = dating::Way { apart: is(apart), lasting: is(lasting) };
                // What is planned or called off is not of the day to which the story has come; what did not happen is.
                if !way.lasting && (!way.apart || said.iter().all(|s| *s == Said::Negated)) {
                    told = dating::told(analysis, lexicon, sentence, word).map(|date| (slot.property.clone(), date));
                }
                dating::date(analysis, lexicon, said, way, sentence, word).map(Value::Date).into_iter().collect()
            }
            (Source::Percent, _) => share(tree, word).map(Value::Decimal).into_iter().collect(),
            (Source::Negation | Source::Concept { .. }, Basis::Codes(codes)) => {
                codes.get(&slot.property).into_iter().flatten().cloned().collect()
            }
            (Source::Negation, Basis::Rule(_)) => {
                let negated = said.contains(&Said::Negated) != said.contains(&Said::Denied);
                negated.then_some(Value::Boolean(true)).into_iter().collect()
            }
            (Source::Concept { default, said: ways, still, words, many, .. }, Basis::Rule(rule)) => {
                let by_words = by_words(analysis, sentence, word, words, *many);
                let by_way = ways.iter().find(|(way, _)| said.contains(way)).map(|(_, code)| code.clone());
                let codes: Vec<String> = match (by_way, rule.set.get(name)) {
                    (Some(code), _) => vec![code],
                    (None, _) if !by_words.is_empty() => by_words,
                    (None, Some(code)) => match still.get(code).filter(|_| dating::is_still(analysis, sentence, word)) {
                        Some(standing) => vec![standing.clone()],
                        None => vec![code.clone()],
                    },
                    (None, None) => default.clone().into_iter().collect(),
                };
                codes.into_iter().map(Value::Concept).collect()
            }
        };
        if !some.is_empty() {
            found.insert(slot.property.clone(), some.into_iter().collect());
        }
    }
    Valued { values: found, told }
}

/// Words of the same clause: those below the word, or below the verb that carries it, without going into other clauses.
fn scope(tree: &Tree<'_>, word: usize) -> Vec<usize> {
    let top = match (tree.rel(word), tree.head(word)) {
        (Rel::Obj | Rel::NsubjPass | Rel::Nsubj | Rel::Obl | Rel::Nmod | Rel::Amod | Rel::Compound, Some(above)) => above,
        _ => word,
    };
    let inside = |at: &usize| {
        let mut path = std::iter::once(*at).chain(tree.ancestors(*at)).take_while(|w| *w != top);
        let clause = |w: usize| {
            matches!(tree.rel(w), Rel::Ccomp | Rel::Advcl | Rel::AclRelcl | Rel::Parataxis)
                || tree.rel(w) == Rel::Conj && tree.upos(w) == Upos::Verb
        };
        tree.holds(top, *at) && !path.any(clause)
    };
    (0..tree.len()).filter(inside).collect()
}

/// The codes whose words stand in the clause or in its object, names apart; one alone unless there can be many.
fn by_words(analysis: &Analysis<'_>, sentence: usize, word: usize, words: &[(BTreeSet<String>, String)], many: bool) -> Vec<String> {
    let tree = &analysis.trees[sentence];
    let mut scope = scope(tree, word);
    for object in analysis.deep[sentence].targets(word, &Step::Patient) {
        scope.extend(tree.children_by(object, &[Rel::Amod, Rel::Compound, Rel::Nmod]).chain([object]));
    }
    scope.retain(|w| tree.upos(*w) != Upos::Propn);
    let stands = |phrase: &str| {
        let parts: Vec<&str> = phrase.split(' ').collect();
        scope.iter().any(|&at| {
            parts
                .iter()
                .enumerate()
                .all(|(i, part)| at + i < tree.len() && (tree.lemma(at + i) == *part || tree.word(at + i).eq_ignore_ascii_case(part)))
        })
    };
    let mut found: Vec<String> = Vec::new();
    for (phrases, code) in words {
        if phrases.iter().any(|p| stands(p)) && !found.contains(code) {
            found.push(code.clone());
        }
    }
    if !many {
        found.truncate(1);
    }
    found
}

/// The per cent in the clause, as a canonical decimal.
fn share(tree: &Tree<'_>, word: usize) -> Option<String> {
    let scope = scope(tree, word);
    let percent = |at: usize| {
        matches!(tree.lemma(at), "%" | "percent") || tree.lemma(at) == "per" && at + 1 < tree.len() && tree.lemma(at + 1) == "cent"
    };
    let at = scope.into_iter().find(|w| *w > 0 && percent(*w))?;
    let number: f64 = tree.word(at - 1).parse().ok().filter(|n| (0.0..=100.0).contains(n))?;
    Some(number.to_string())
}
