//! What the event network states, above the rules: it may doubt what a rule states, fills roles that the rule leaves open, and states facts at
//! words at which no rule does.

use std::collections::{BTreeMap, BTreeSet};

use super::company::{self, At, Company, Remarks, Told};
use super::merge::Statement;
use super::values::{self, Basis, Valued};
use super::{StoryDates, certainty, dating, modality, speech};
use crate::date::Date;
use crate::event::{Events, View};
use crate::finding::{Attestation, Silence, Value};
use crate::language::kernel::Kernel;
use crate::mention::lexicon::Lexicon;
use crate::mention::{Analysis, Kinds};
use crate::ontology::{NS, local};
use crate::rule::package::{FactType, Role, Said, Source, ValueSlot};

/// The source of what is said, among the roles of the network.
const SOURCE: &str = "source";
// Log-odds, chosen on articles that were held back from training (training/README.md).
/// Below these, a word at which a rule states a fact tells none.
const DOUBTED: f32 = -5.0;
/// From these a word tells a fact of itself.
const TELLS: f32 = 0.7;
/// From these somebody takes part.
const TAKES_PART: f32 = 0.0;
/// From these the likeliest one takes part where nobody else does.
const LIKELIEST: f32 = -1.0;

/// An article that the network reads.
pub struct Reader<'n, 'a, 'b> {
    /// The network.
    pub events: &'n Events,
    /// The article as the network sees it.
    pub view: &'n View,
    /// The article as it is understood.
    pub analysis: &'b mut Analysis<'a>,
    /// English words known by meaning.
    pub lexicon: &'n Lexicon,
    /// Fact types.
    pub types: &'n [FactType],
}

/// A word that may tell a fact.
struct Found<'r> {
    fact_type: usize,
    at: At,
    /// The window in which it is new, and its place there.
    window: usize,
    place: usize,
    score: f32,
    /// Of types and codes.
    scores: Vec<f32>,
    /// What a rule states there.
    rule: Option<&'r Statement>,
}

impl Reader<'_, '_, '_> {
    /// Statements of the fact types that the network knows, in the order of the text. `rules`: what the rules state of them.
    pub fn statements(&mut self, rules: &[Statement], silences: &mut Vec<Silence>) -> (Vec<Statement>, StoryDates) {
        // What users add must not change what the network makes of the types that it knows.
        let known: Vec<&FactType> = self.types.iter().filter(|t| knows(self.events, t)).collect();
        let company = Company::of(self.analysis, self.lexicon, &known);
        let remarks = Remarks::of(self.analysis, &known, self.types, rules, silences);
        let (mut stated, mut dates): (Vec<(f32, Statement)>, _) = (Vec::new(), StoryDates::new());
        let found = self.found(&remarks, rules);
        // What stands in no window, at the end of a very long sentence, is a matter of rules alone.
        let seen: BTreeSet<&Attestation> = found.iter().filter_map(|f| f.rule).map(|r| &r.attestation).collect();
        stated.extend(rules.iter().filter(|r| !seen.contains(&r.attestation)).map(|r| (f32::INFINITY, r.clone())));
        for found in found {
            let Some(rule) = found.rule else {
                let (statement, date) = self.statement(&company, &found);
                if self.is_complete(&statement) && !self.is_undone(&found, &statement) {
                    dates.extend(date.map(|d| ((statement.attestation.sentence, statement.attestation.trigger), d)));
                    stated.push((found.score, statement));
                }
                continue;
            };
            if found.score < DOUBTED {
                let Attestation { sentence, trigger, rule, .. } = rule.attestation.clone();
                silences.push(Silence { sentence, trigger, rule, reason: "the event network does not take it for one".to_owned() });
            } else {
                stated.push((f32::INFINITY, self.filled(&company, &found, rule)));
            }
        }
        stated.sort_by_key(|(_, s)| s.attestation.sentence);
        let sentences = stated.chunk_by(|(_, a), (_, b)| a.attestation.sentence == b.attestation.sentence);
        let better = |one, all: &[(f32, Statement)]| all.iter().any(|other| self.says_better(other, one));
        let said_better: Vec<bool> =
            sentences.flat_map(|all| all.iter().map(move |one| (one, all))).map(|(one, all)| better(one, all)).collect();
        let kept = stated.into_iter().zip(said_better).filter(|(_, better)| !better).map(|((_, statement), _)| statement);
        (kept.collect(), dates)
    }

    /// The type that a label of the network names.
    fn fact_type(&self, label: &str) -> Option<usize> {
        self.types.iter().position(|t| t.class.strip_prefix(NS) == Some(label))
    }

    /// The words at which a rule states something or the network sees something told; of two of these that hang together, the likelier.
    fn found<'r>(&self, remarks: &Remarks, rules: &'r [Statement]) -> Vec<Found<'r>> {
        let (rows, _) = self.events.rows();
        let place = |r: &Statement| company::word_at(self.analysis, r.attestation.sentence, r.attestation.trigger.begin);
        let fired: BTreeMap<(At, usize), &Statement> = rules.iter().map(|r| ((place(r), r.fact_type), r)).collect();
        let types: Vec<Option<usize>> = self.events.labels().types.iter().map(|l| self.fact_type(l)).collect();
        let mut found: Vec<Found<'r>> = Vec::new();
        for (number, window) in self.view.windows.iter().enumerate() {
            let new = &window.words[window.new.clone()];
            let features: Vec<Vec<u32>> = new.iter().map(|at| remarks.rows(self.analysis, self.lexicon, *at, rows)).collect();
            for (scores, place) in self.events.words(self.view, number, &features, Kernel::best()).into_iter().zip(window.new.clone()) {
                let at = window.words[place];
                for (&score, fact_type) in scores.iter().zip(types.iter().copied()) {
                    let Some(fact_type) = fact_type else { continue };
                    let rule = fired.get(&(at, fact_type)).copied();
                    if rule.is_some() || score > TELLS {
                        found.push(Found { fact_type, at, window: number, place, score, scores: scores.clone(), rule });
                    }
                }
            }
        }
        let trees = &self.analysis.trees;
        let hangs = |a: &Found<'_>, b: &Found<'_>| a.at.0 == b.at.0 && trees[a.at.0].head(a.at.1) == Some(b.at.1);
        let stronger = |a: &Found<'_>, b: &Found<'_>| b.rule.is_some() && b.score >= DOUBTED || b.score > a.score;
        let is_weak = |a: &Found<'_>, all: &[Found<'_>]| {
            a.rule.is_none() && all.iter().any(|b| a.fact_type == b.fact_type && (hangs(a, b) || hangs(b, a)) && stronger(a, b))
        };
        let sentences = found.chunk_by(|a, b| a.at.0 == b.at.0);
        let weak: Vec<bool> = sentences.flat_map(|all| all.iter().map(move |a| is_weak(a, all))).collect();
        found.into_iter().zip(weak).filter(|(_, weak)| !weak).map(|(f, _)| f).collect()
    }

    /// A rule's statement, with those roles that it leaves open filled.
    fn filled(&mut self, company: &Company, found: &Found<'_>, rule: &Statement) -> Statement {
        let mut statement = rule.clone();
        // What refers to a fact told before takes what it leaves out from there.
        if statement.refers {
            return statement;
        }
        let says = statement.attestation.sources.clone();
        let (roles, _) = self.roles(company, found, &says);
        for (property, who) in roles {
            if !statement.roles.contains_key(&property) && statement.roles.values().all(|others| others.is_disjoint(&who)) {
                statement.roles.insert(property, who);
                statement.attestation.rule = format!("{}+network", rule.attestation.rule);
            }
        }
        statement
    }

    /// What the network states of itself, and the date of the story, should the fact have no date of its own.
    fn statement(&mut self, company: &Company, found: &Found<'_>) -> (Statement, Option<(String, Date)>) {
        let (sentence, word) = found.at;
        let fact_type = &self.types[found.fact_type];
        let heard = speech::speech(self.analysis, self.lexicon, sentence, word);
        let (roles, sources) = self.roles(company, found, &heard.sources);
        let mut said = modality::said(&self.analysis.trees[sentence], self.lexicon, word);
        if dating::is_ahead(self.analysis, self.lexicon, &said, sentence, word) {
            said.insert(Said::Planned);
        }
        let codes = self.codes(found);
        let Valued { values, told } = values::values(self.analysis, self.lexicon, fact_type, Basis::Codes(&codes), &said, sentence, word);
        let trigger = self.analysis.trees[sentence].span(word..word + 1);
        let heard = speech::Speech { sources, doubt: heard.doubt };
        let certainty = certainty(&said, &heard);
        let attestation = Attestation { sentence, trigger, certainty, sources: heard.sources, rule: format!("{}/network", fact_type.name) };
        let refers = roles.is_empty();
        (Statement { fact_type: found.fact_type, roles, values, attestation, refers, points: true, lacks: BTreeSet::new() }, told)
    }

    /// Whether a statement says who fills the roles without which most rules of its type state nothing.
    fn is_complete(&self, statement: &Statement) -> bool {
        let fact_type = &self.types[statement.fact_type];
        let needs = |name: &String| {
            let asking = fact_type.rules.iter().filter(|r| r.need.get(name).is_some_and(|n| *n > 0)).count();
            2 * asking > fact_type.rules.len()
        };
        fact_type.roles.iter().filter(|(name, _)| needs(name)).all(|(_, role)| statement.roles.contains_key(&role.property))
    }

    /// Whether a negated word is taken for what it denies: "has not lifted its sanctions" imposes none. What it leaves as it was, or the code that its
    /// type has for what is negated, is no such thing.
    fn is_undone(&self, found: &Found<'_>, statement: &Statement) -> bool {
        let fact_type = &self.types[statement.fact_type];
        let (sentence, word) = found.at;
        let negated = modality::said(&self.analysis.trees[sentence], self.lexicon, word).contains(&Said::Negated);
        // Where most rules drop what is negated.
        let dropping = fact_type.rules.iter().filter(|r| r.drop.contains(&Said::Negated)).count();
        let left = |slot: &&ValueSlot| {
            let Source::Concept { default, said, .. } = &slot.source else { return false };
            let codes = statement.values.get(&slot.property);
            let fits = |code: &String| codes.is_some_and(|c| c.contains(&Value::Concept(code.clone())));
            default.iter().chain(said.get(&Said::Negated)).any(fits)
        };
        let main = fact_type.values.values().find(|v| v.identity && matches!(v.source, Source::Concept { .. }));
        negated && 2 * dropping > fact_type.rules.len() && !main.as_ref().is_some_and(left)
    }

    /// Whether the first statement says better what the network says of itself in the second: in the same sentence, of the same.
    fn says_better(&self, other: &(f32, Statement), one: &(f32, Statement)) -> bool {
        let (a, b) = (&other.1, &one.1);
        let together = |property: &String| match (a.roles.get(property), b.roles.get(property)) {
            (Some(x), Some(y)) => !x.is_disjoint(y),
            _ => true,
        };
        let identity = || self.types[b.fact_type].roles.values().filter(|r| r.identity);
        one.0.is_finite()
            && other.0 > one.0
            && a.fact_type == b.fact_type
            && a.attestation.sentence == b.attestation.sentence
            && identity().all(|r| together(&r.property))
    }

    /// Who takes part, by property, and who says so. `says`: who does by the grammar.
    fn roles(
        &mut self,
        company: &Company,
        found: &Found<'_>,
        says: &BTreeSet<usize>,
    ) -> (BTreeMap<String, BTreeSet<usize>>, BTreeSet<usize>) {
        let fact_type = &self.types[found.fact_type];
        let told = Told { at: found.at, name: &fact_type.name, rule: found.rule, says };
        let (_, rows) = self.events.rows();
        let (mut pairs, mut who) = (Vec::new(), Vec::new());
        for (place, at) in self.view.windows[found.window].words.iter().enumerate() {
            for one in company.at(*at) {
                pairs.push((place, company::pair(self.analysis, company, &told, *at, *one, rows)));
                who.push(*one);
            }
        }
        let scores = self.events.roles(self.view, found.window, found.place, &pairs, Kernel::best());
        // Log-odds of everybody for a role: those of his likeliest mention.
        let of = |label: usize, slot: usize| {
            let mut best: BTreeMap<usize, f32> = BTreeMap::new();
            for ((_, entity), row) in who.iter().zip(&scores).filter(|((s, _), _)| *s == slot) {
                best.entry(*entity).and_modify(|known| *known = known.max(row[label])).or_insert(row[label]);
            }
            best
        };
        let (mut parts, mut sources) = (Vec::new(), BTreeSet::new());
        for (label, name) in self.events.labels().roles.iter().enumerate() {
            let Some(property) = name.strip_prefix(local(&fact_type.class)).and_then(|rest| rest.strip_prefix('.')) else {
                continue;
            };
            let role = fact_type.roles.values().find(|r| local(&r.property) == property);
            let scores = of(label, company.slot(role.map_or((Kinds::ACTOR, false), |r| (r.is, r.unnamed))));
            match role {
                Some(role) => parts.push((role, likely(&scores, role.identity))),
                None if property == SOURCE => sources.extend(likely(&scores, false).into_iter().map(|(entity, _)| entity)),
                None => {}
            }
        }
        (placed(parts), sources)
    }

    /// The codes of the fact, by property.
    fn codes(&self, found: &Found<'_>) -> BTreeMap<String, BTreeSet<Value>> {
        let fact_type = &self.types[found.fact_type];
        let labels = self.events.labels();
        let mut by_property: BTreeMap<&str, Vec<(&str, f32)>> = BTreeMap::new();
        for (label, score) in labels.codes.iter().zip(&found.scores[labels.types.len()..]) {
            let mut parts = label.splitn(3, '.');
            if let (Some(class), Some(property), Some(code)) = (parts.next(), parts.next(), parts.next())
                && class == local(&fact_type.class)
            {
                by_property.entry(property).or_default().push((code, *score));
            }
        }
        let mut codes = BTreeMap::new();
        for slot in fact_type.values.values() {
            let Some(scored) = by_property.get(local(&slot.property)) else { continue };
            let likeliest = scored.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(c, _)| *c);
            let likely: Vec<&str> = scored.iter().filter(|(_, s)| *s > 0.0).map(|(c, _)| *c).collect();
            let values: BTreeSet<Value> = match &slot.source {
                Source::Negation => likely.iter().map(|_| Value::Boolean(true)).collect(),
                Source::Concept { many, base, .. } => {
                    let chosen = if *many && !likely.is_empty() { likely } else { likeliest.into_iter().collect() };
                    chosen.into_iter().map(|c| Value::Concept(format!("{base}{c}"))).collect()
                }
                Source::Date { .. } | Source::Percent => continue,
            };
            codes.insert(slot.property.clone(), values);
        }
        codes
    }
}

/// Whether the network has learnt a fact type: by the IRI of its class.
#[must_use]
pub fn knows(events: &Events, fact_type: &FactType) -> bool {
    fact_type.class.strip_prefix(NS).is_some_and(|name| events.labels().types.iter().any(|l| l == name))
}

/// Those who take part; where nobody does and the role makes the fact, the likeliest one if he is likely enough.
fn likely(scores: &BTreeMap<usize, f32>, identity: bool) -> Vec<(usize, f32)> {
    let takes: Vec<(usize, f32)> = scores.iter().filter(|(_, s)| **s > TAKES_PART).map(|(e, s)| (*e, *s)).collect();
    if !takes.is_empty() || !identity {
        return takes;
    }
    // The first of equals.
    let best = scores.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    best.filter(|(_, s)| **s > LIKELIEST).map(|(e, s)| (*e, *s)).into_iter().collect()
}

/// Everybody in his roles. Nobody does it to himself: of the roles that make the fact he fills the one that suits him best.
fn placed(parts: Vec<(&Role, Vec<(usize, f32)>)>) -> BTreeMap<String, BTreeSet<usize>> {
    let mut best: BTreeMap<usize, (f32, &str)> = BTreeMap::new();
    for (role, takes) in parts.iter().filter(|(role, _)| role.identity) {
        for (entity, score) in takes {
            let suits = best.entry(*entity).or_insert((*score, &role.property));
            if *score > suits.0 {
                *suits = (*score, &role.property);
            }
        }
    }
    let mut roles: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (role, takes) in &parts {
        for (entity, _) in takes {
            if !role.identity || best.get(entity).is_some_and(|(_, property)| *property == role.property) {
                roles.entry(role.property.clone()).or_default().insert(*entity);
            }
        }
    }
    roles
}
