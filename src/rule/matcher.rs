//! Where rules match: a rule's word, its conditions, and who fills its roles.

use std::collections::{BTreeMap, HashMap};

use super::package::{FactType, Rule};
use crate::mention::{Analysis, Kinds};
use crate::text::Span;

/// A rule that matched at a word.
#[derive(Clone, Debug)]
pub struct Match {
    /// The fact type: a place in the list of them.
    pub fact_type: usize,
    /// The rule: a place in the fact type's rules.
    pub rule: usize,
    /// The sentence.
    pub sentence: usize,
    /// The word.
    pub word: usize,
    /// The words that gave it away, in bytes.
    pub trigger: Span,
    /// Role → entities, in the order of the text.
    pub roles: BTreeMap<String, Vec<usize>>,
}

/// A rule whose word stands there, and why it did not match.
#[derive(Clone, Debug)]
pub struct Miss {
    /// The fact type.
    pub fact_type: usize,
    /// The rule.
    pub rule: usize,
    /// The sentence.
    pub sentence: usize,
    /// The words, in bytes.
    pub trigger: Span,
    /// Why.
    pub reason: String,
}

/// All rules by the first lemma of their words.
#[derive(Debug)]
pub struct Index {
    by_lemma: HashMap<String, Vec<(usize, usize, Vec<String>)>>,
}

/// How far behind a word the rest of its phrase may stand ("took it over").
const REACH: usize = 4;

impl Index {
    /// An index of the rules.
    #[must_use]
    pub fn new(types: &[FactType]) -> Self {
        let mut by_lemma: HashMap<String, Vec<(usize, usize, Vec<String>)>> = HashMap::new();
        for (t, fact_type) in types.iter().enumerate() {
            for (r, rule) in fact_type.rules.iter().enumerate() {
                for phrase in &rule.words {
                    if let Some((first, rest)) = phrase.split_first() {
                        by_lemma.entry(first.clone()).or_default().push((t, r, rest.to_vec()));
                    }
                }
            }
        }
        Self { by_lemma }
    }
}

/// Matches the rules at one word: for each fact type the match of the longest phrase, then with the most fillers (the earlier rule of
/// equals), or why none did.
pub fn at(types: &[FactType], index: &Index, analysis: &mut Analysis<'_>, sentence: usize, word: usize) -> (Vec<Match>, Vec<Miss>) {
    let (mut found, mut missed): (Vec<Match>, Vec<Miss>) = (Vec::new(), Vec::new());
    let Some(candidates) = index.by_lemma.get(analysis.trees[sentence].lemma(word)) else { return (found, missed) };
    for (t, r, rest) in candidates {
        let rule = &types[*t].rules[*r];
        if !rule.upos.is_empty() && !rule.upos.contains(&analysis.trees[sentence].upos(word)) {
            continue;
        }
        let Some(trigger) = phrase(analysis, sentence, word, rest) else { continue };
        match fillers(&types[*t], rule, analysis, sentence, word) {
            Ok(roles) => {
                let fresh = Match { fact_type: *t, rule: *r, sentence, word, trigger, roles };
                // Longer phrases win: "pull out" over "pull".
                let weight = |m: &Match| (m.trigger.len(), m.roles.values().map(Vec::len).sum::<usize>());
                match found.iter_mut().find(|m| m.fact_type == *t) {
                    Some(other) if weight(other) < weight(&fresh) => *other = fresh,
                    Some(_) => {}
                    None => found.push(fresh),
                }
            }
            Err(reason) => missed.push(Miss { fact_type: *t, rule: *r, sentence, trigger, reason }),
        }
    }
    missed.retain(|m| !found.iter().any(|f| f.fact_type == m.fact_type));
    (found, missed)
}

/// The trigger's place, where the rest of the phrase follows its first word.
fn phrase(analysis: &Analysis<'_>, sentence: usize, word: usize, rest: &[String]) -> Option<Span> {
    let tree = &analysis.trees[sentence];
    let (mut at, mut last) = (word, word);
    for lemma in rest {
        let reach = if at == word { REACH } else { 2 };
        at = (at + 1..tree.len().min(at + 1 + reach)).find(|w| tree.lemma(*w) == lemma || tree.word(*w).eq_ignore_ascii_case(lemma))?;
        last = at;
    }
    let together = last - word == rest.len();
    Some(tree.span(word..if together { last + 1 } else { word + 1 }))
}

fn fillers(
    fact_type: &FactType,
    rule: &Rule,
    analysis: &mut Analysis<'_>,
    sentence: usize,
    word: usize,
) -> Result<BTreeMap<String, Vec<usize>>, String> {
    let walk = |analysis: &Analysis<'_>, path: &super::path::Path| path.walk(&analysis.trees[sentence], &analysis.deep[sentence], word);
    if rule.when.iter().any(|p| walk(analysis, p).is_empty()) {
        return Err("a condition of the rule does not hold".to_owned());
    }
    if rule.unless.iter().any(|p| !walk(analysis, p).is_empty()) {
        return Err("an exception of the rule holds".to_owned());
    }
    let mut roles: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (name, path) in &rule.fill {
        let Some(role) = fact_type.roles.get(name) else { continue };
        let wanted = rule.is.get(name).copied().unwrap_or(role.is);
        let mut entities = Vec::new();
        for at in walk(analysis, path) {
            for entity in who(analysis, sentence, at, wanted, role.unnamed) {
                if !entities.contains(&entity) {
                    entities.push(entity);
                }
            }
        }
        if !entities.is_empty() {
            roles.insert(name.clone(), entities);
        }
    }
    apart(fact_type, &mut roles);
    for (name, least) in &rule.need {
        let have = roles.get(name).map_or(0, Vec::len);
        if have < *least && !(rule.refers && have == 0) {
            return Err(format!("{have} of at least {least} for {name}"));
        }
    }
    Ok(roles)
}

/// Whom a word denotes for a role: of the wanted kinds, and, where the role takes them, people and companies without a name.
pub fn who(analysis: &mut Analysis<'_>, sentence: usize, word: usize, wanted: Kinds, unnamed: bool) -> Vec<usize> {
    let counted = if unnamed { analysis.counted(sentence, word) } else { None };
    let mut who = counted.map_or_else(|| analysis.whom(sentence, word, wanted), |e| vec![e]);
    if who.is_empty() && unnamed {
        who.extend(analysis.unnamed(sentence, word));
    }
    who
}

/// Nobody does it to himself: whoever fills two of the roles that make the fact is taken out of the later one ("froze its assets").
fn apart(fact_type: &FactType, roles: &mut BTreeMap<String, Vec<usize>>) {
    let mut seen: Vec<usize> = Vec::new();
    for (name, who) in roles.iter_mut() {
        if fact_type.roles.get(name).is_some_and(|r| r.identity) {
            who.retain(|e| !seen.contains(e));
            seen.extend(who.iter().copied());
        }
    }
    roles.retain(|_, who| !who.is_empty());
}
