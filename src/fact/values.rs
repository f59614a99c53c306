//! Values of a fact from its clause: the date, the share, and codes by words around it.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Value;
use crate::language::labels::{Rel, Upos, Xpos};
use crate::mention::Analysis;
use crate::mention::dates::Dated;
use crate::rule::package::{FactType, Rule, Said, Source};
use crate::syntax::Tree;
use crate::syntax::deep::Step;

/// Property → values, of a rule that matched at a word.
#[must_use]
pub fn values(
    analysis: &Analysis<'_>,
    fact_type: &FactType,
    rule: &Rule,
    said: &BTreeSet<Said>,
    sentence: usize,
    word: usize,
) -> BTreeMap<String, BTreeSet<Value>> {
    let tree = &analysis.trees[sentence];
    let mut found: BTreeMap<String, BTreeSet<Value>> = BTreeMap::new();
    for (name, slot) in &fact_type.values {
        let some: Vec<Value> = match &slot.source {
            Source::Date => date(analysis, said, sentence, word).into_iter().collect(),
            Source::Percent => share(tree, word).map(Value::Decimal).into_iter().collect(),
            Source::Negation => {
                let negated = said.contains(&Said::Negated) != said.contains(&Said::Denied);
                negated.then_some(Value::Boolean(true)).into_iter().collect()
            }
            Source::Concept { default, said: ways, words, many, .. } => {
                let by_words = by_words(analysis, sentence, word, words, *many);
                let by_way = ways.iter().find(|(way, _)| said.contains(way)).map(|(_, code)| code.clone());
                let codes: Vec<String> = match (by_way, rule.set.get(name)) {
                    (Some(code), _) => vec![code],
                    (None, _) if !by_words.is_empty() => by_words,
                    (None, Some(code)) => vec![code.clone()],
                    (None, None) => default.clone().into_iter().collect(),
                };
                codes.into_iter().map(Value::Concept).collect()
            }
        };
        if !some.is_empty() {
            found.insert(slot.property.clone(), some.into_iter().collect());
        }
    }
    found
}

/// The word, the verbs that carry it ("held talks", "agreed to meet"), and what it shares its time with.
fn carriers(tree: &Tree<'_>, word: usize) -> Vec<usize> {
    let mut found = vec![word];
    let mut here = word;
    while let Some(above) = tree.head(here) {
        let infinitive = tree.xpos(here) == Xpos::Vb;
        let carries = match tree.rel(here) {
            Rel::Obj | Rel::NsubjPass | Rel::Nsubj => tree.upos(above) == Upos::Verb,
            Rel::Xcomp | Rel::Conj => true,
            Rel::Advcl => infinitive,
            Rel::Acl => infinitive,
            Rel::Obl => matches!(tree.preposition(here).as_str(), "for" | "in" | "at" | "to"),
            Rel::Amod | Rel::Compound | Rel::Nmod => tree.upos(here) != Upos::Verb || found.len() == 1,
            _ => false,
        };
        if !carries || found.len() > 5 {
            break;
        }
        found.push(above);
        here = above;
    }
    found
}

/// Whether the clause is dated after the article and told in the present: "opens tomorrow".
#[must_use]
pub fn is_ahead(analysis: &Analysis<'_>, sentence: usize, word: usize) -> bool {
    let tree = &analysis.trees[sentence];
    let carriers = carriers(tree, word);
    let past = carriers
        .iter()
        .any(|c| matches!(tree.xpos(*c), Xpos::Vbd | Xpos::Vbn) || tree.children_by(*c, &[Rel::Aux]).any(|a| tree.xpos(a) == Xpos::Vbd));
    let ahead = dated(analysis, sentence, word).zip(analysis.published).is_some_and(|(d, today)| d.behind > today && d.behind == d.ahead);
    ahead && !past
}

/// The date that hangs on the word or on what carries it; else the only one of the sentence where nobody says something on it; else
/// the one that heads the paragraph.
fn date(analysis: &Analysis<'_>, said: &BTreeSet<Said>, sentence: usize, word: usize) -> Option<Value> {
    let dated = dated(analysis, sentence, word)?;
    let to_come = said.contains(&Said::Planned) || said.contains(&Said::Wanted) || said.contains(&Said::Threatened);
    Some(Value::Date(if to_come { dated.ahead } else { dated.behind }))
}

fn dated<'a>(analysis: &'a Analysis<'_>, sentence: usize, word: usize) -> Option<&'a Dated> {
    let tree = &analysis.trees[sentence];
    let carriers = carriers(tree, word);
    let bounds = |d: &&Dated| {
        !matches!(tree.preposition(tree.head_of(d.words.clone())).as_str(), "until" | "by" | "before" | "after" | "till" | "from" | "to")
    };
    let dates: Vec<&Dated> = analysis.dates[sentence].iter().filter(bounds).collect();
    let rank = |dated: &Dated| {
        let head = tree.head_of(dated.words.clone());
        let above: Vec<usize> = std::iter::once(head).chain(tree.ancestors(head)).take(3).collect();
        carriers.iter().position(|c| above.contains(c))
    };
    let near = dates.iter().filter_map(|d| rank(d).map(|r| (r, *d))).min_by_key(|(r, _)| *r).map(|(_, d)| d);
    let alone = || dates.first().copied().filter(|d| dates.len() == 1 && !of_another_clause(tree, d, word));
    near.or_else(alone).or(analysis.entries[sentence].as_ref())
}

/// Whether a date belongs to a clause that stands above or beside the word's: "said on Monday that it had met".
fn of_another_clause(tree: &Tree<'_>, dated: &Dated, word: usize) -> bool {
    let head = tree.head_of(dated.words.clone());
    let Some(verb) = std::iter::once(head).chain(tree.ancestors(head)).find(|w| tree.is_predicate(*w)) else { return false };
    let clausal = |w: usize| matches!(tree.rel(w), Rel::Ccomp | Rel::AclRelcl | Rel::Advcl | Rel::Parataxis | Rel::Conj | Rel::Acl);
    let path = std::iter::once(word).chain(tree.ancestors(word)).take_while(|w| *w != verb);
    !tree.holds(verb, word) || path.into_iter().any(clausal)
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
