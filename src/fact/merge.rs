//! Statements of one article that tell the same fact, made one.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Attestation, Fact, Value};
use crate::rule::package::{FactType, Source, ValueSlot};

/// A statement, before it is known whether the article has told it already.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its fact type: a place in the list.
    pub fact_type: usize,
    /// Property → entities.
    pub roles: BTreeMap<String, BTreeSet<usize>>,
    /// Property → values.
    pub values: BTreeMap<String, BTreeSet<Value>>,
    /// Where it stands and who says so.
    pub attestation: Attestation,
    /// Whether it may speak of a fact told before without saying who takes part.
    pub refers: bool,
    /// Whether its word points to something certain: "the summit", "their talks", a verb.
    pub points: bool,
    /// Properties that its rule needs and that it does not fill; only where it refers.
    pub lacks: BTreeSet<String>,
}

/// Joins statements to facts, in the order of the text; what refers to nothing that is told comes back.
#[must_use]
pub fn merge(types: &[FactType], statements: Vec<Statement>) -> (Vec<Fact>, Vec<Statement>) {
    let mut facts: Vec<(usize, Fact)> = Vec::new();
    let mut idle = Vec::new();
    // What is told in full comes first, so that what leaves something out can look both ways.
    let (whole, partial): (Vec<Statement>, Vec<Statement>) = statements.into_iter().partition(|s| s.lacks.is_empty());
    for statement in whole {
        add(types, &mut facts, statement);
    }
    for statement in partial {
        let fact_type = &types[statement.fact_type];
        let told = facts.iter().any(|(t, fact)| *t == statement.fact_type && is_same(fact_type, fact, &statement));
        let statement = if told { statement } else { complete(&facts, statement) };
        if told || !is_empty(&statement) {
            add(types, &mut facts, statement);
        } else {
            idle.push(statement);
        }
    }
    facts.sort_by_key(|(_, f)| f.attestations.iter().map(|a| (a.sentence, a.trigger)).min());
    (facts.into_iter().map(|(_, f)| f).collect(), idle)
}

fn add(types: &[FactType], facts: &mut Vec<(usize, Fact)>, statement: Statement) {
    let fact_type = &types[statement.fact_type];
    let place = (statement.attestation.sentence, statement.attestation.trigger);
    let same = |(t, fact): &(usize, Fact)| *t == statement.fact_type && is_same(fact_type, fact, &statement);
    // The last one told before it, else the first one after it.
    let before = |(_, f): &(usize, Fact)| f.attestations.iter().any(|a| (a.sentence, a.trigger) < place);
    let found = facts.iter().rposition(|f| before(f) && same(f)).or_else(|| facts.iter().position(same));
    match found {
        Some(at) => join(fact_type, &mut facts[at].1, statement),
        None => facts.push((statement.fact_type, fact(fact_type, statement))),
    }
}

/// "The next meeting will be in Brazil", "the EU lifted its embargo": what a statement leaves out is as in a fact told near it, first one
/// that shares who is named, the last before it or the first after.
fn complete(facts: &[(usize, Fact)], mut statement: Statement) -> Statement {
    let place = (statement.attestation.sentence, statement.attestation.trigger);
    let same_type = facts.iter().filter(|(t, _)| *t == statement.fact_type);
    let (before, after): (Vec<&Fact>, Vec<&Fact>) =
        same_type.map(|(_, f)| f).partition(|f| f.attestations.iter().any(|a| (a.sentence, a.trigger) < place));
    let near: Vec<&Fact> = before.into_iter().rev().chain(after).collect();
    let shares = |f: &&&Fact| f.roles.iter().any(|(p, who)| statement.roles.get(p).is_some_and(|own| !own.is_disjoint(who)));
    let (sharing, others): (Vec<&Fact>, Vec<&Fact>) = near.iter().partition(|f| shares(f));
    let named: BTreeSet<usize> = statement.roles.values().flatten().copied().collect();
    for property in std::mem::take(&mut statement.lacks) {
        let known = |f: &&Fact| f.roles.get(&property).filter(|who| !who.is_empty() && who.is_disjoint(&named)).cloned();
        let shared = sharing.iter().copied().find_map(|f| known(&f));
        let other = || others.iter().copied().find_map(|f| known(&f)).filter(|_| statement.points);
        if let Some(who) = shared.or_else(other) {
            statement.roles.insert(property, who);
        }
    }
    statement
}

/// Whether a statement names nobody at all.
fn is_empty(statement: &Statement) -> bool {
    statement.roles.values().all(BTreeSet::is_empty)
}

fn fact(fact_type: &FactType, statement: Statement) -> Fact {
    let roles = fact_type.roles.values().filter(|r| r.identity).map(|r| r.property.clone());
    let values = fact_type.values.values().filter(|v| v.identity).map(|v| v.property.clone());
    Fact {
        class: fact_type.class.clone(),
        identity: roles.chain(values).collect(),
        roles: statement.roles,
        values: statement.values,
        attestations: vec![statement.attestation],
    }
}

fn join(fact_type: &FactType, fact: &mut Fact, mut statement: Statement) {
    if is_bare(&statement) {
        adopt(fact_type, fact, &mut statement);
    }
    // A code that says nothing of its own adds nothing.
    let vague = fact_type.values.values().filter(|v| matches!(v.source, Source::Concept { vague: true, .. }));
    for slot in vague.filter(|v| fact.values.contains_key(&v.property)) {
        statement.values.remove(&slot.property);
    }
    for (property, entities) in statement.roles {
        fact.roles.entry(property).or_default().extend(entities);
    }
    for (property, values) in statement.values {
        let known = fact.values.entry(property).or_default();
        let dates = |s: &BTreeSet<Value>| s.iter().any(|v| matches!(v, Value::Date(_)));
        if dates(known) {
            // The more precise date says all that the other does.
            let precise = known.iter().chain(&values).max_by_key(|v| if let Value::Date(d) = v { d.to_string().len() } else { 0 }).cloned();
            *known = precise.into_iter().collect();
        } else {
            known.extend(values);
        }
    }
    if !fact.attestations.contains(&statement.attestation) {
        fact.attestations.push(statement.attestation);
    }
}

/// Whether it names nobody: "the meeting", "the talks were called off".
fn is_bare(statement: &Statement) -> bool {
    statement.refers && is_empty(statement)
}

/// The code of a statement that names nobody: what it says of a fact that was only to come counts where the fact type has it so; what it
/// does not say is the fact's.
fn adopt(fact_type: &FactType, fact: &mut Fact, statement: &mut Statement) {
    for slot in fact_type.values.values() {
        let Source::Concept { default: Some(default), adopt, .. } = &slot.source else { continue };
        let is_default = |v: Option<&BTreeSet<Value>>| v.is_none_or(|v| v.iter().all(|v| *v == Value::Concept(default.clone())));
        let (told, fresh) = (fact.values.get(&slot.property), statement.values.remove(&slot.property));
        if let Some(fresh) = fresh.filter(|f| *adopt && !is_default(Some(f)) && !is_default(told)) {
            fact.values.insert(slot.property.clone(), fresh);
        }
    }
}

/// Whether the code of a statement may be the fact's: the same, or one that says nothing of its own.
fn code_fits(slot: &ValueSlot, fact: &Fact, statement: &Statement, bare: bool) -> bool {
    let Source::Concept { default, vague, adopt, .. } = &slot.source else { return true };
    let (told, fresh) = (fact.values.get(&slot.property), statement.values.get(&slot.property));
    let is_default =
        |v: Option<&BTreeSet<Value>>| v.is_none_or(|v| v.iter().all(|v| Some(v) == default.clone().map(Value::Concept).as_ref()));
    told == fresh || is_default(fresh) && default.is_some() && (bare || *vague) || bare && *adopt && !is_default(told)
}

/// Whether a statement may be of that fact: nothing speaks against it, and who takes part is told by one for both.
fn is_same(fact_type: &FactType, fact: &Fact, statement: &Statement) -> bool {
    let none = BTreeSet::new();
    let mut shared = false;
    for role in fact_type.roles.values() {
        let (a, b) = (fact.roles.get(&role.property).unwrap_or(&none), statement.roles.get(&role.property).unwrap_or(&none));
        if a.is_empty() || b.is_empty() {
            continue;
        }
        if !a.is_subset(b) && !b.is_subset(a) {
            return false;
        }
        shared |= role.identity;
    }
    let bare = is_bare(statement);
    let agree = |slot: &ValueSlot| match (&slot.source, fact.values.get(&slot.property), statement.values.get(&slot.property)) {
        (Source::Concept { .. }, ..) => !slot.identity || code_fits(slot, fact, statement, bare),
        (Source::Date { .. }, Some(a), Some(b)) => {
            a.iter().zip(b).all(|(x, y)| matches!((x, y), (Value::Date(x), Value::Date(y)) if x.agrees(*y)))
        }
        (Source::Date { .. }, ..) => true,
        // Where one tells no share, it may be the same.
        (Source::Percent, None, _) | (Source::Percent, _, None) => true,
        (_, a, b) => !slot.identity || bare || a == b,
    };
    (shared || bare) && fact_type.values.values().all(agree)
}
