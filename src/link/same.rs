//! Whether two tellings are of one fact: everything that both say agrees, and they say enough.
//!
//! Each way in which they differ takes something from a score of 1: a little (0.05 to 0.1) where one only says less, a quarter where they
//! may well be of two, half where that is likelier than not. The figures were set by hand on the marked articles of `tests/joining`.

use std::collections::BTreeSet;

use super::Reasons;
use super::name::without_mark;
use super::told::{Reader, Told};
use crate::date::days_between;
use crate::diagnostic::Diagnostic;
use crate::rule::package::{FactType, Source};

/// From this score on two facts are linked as one.
const ENOUGH: f64 = 0.6;
/// Two shares differ where so many per cent lie between them.
pub(super) const SHARE: f64 = 5.0;

/// How sure it is that both are one fact, and why; nothing where something speaks against it or too little for it.
pub(super) fn same(reader: &mut Reader<'_>, one: &Told, other: &Told) -> Result<Option<(f64, Reasons)>, Diagnostic> {
    let types = reader.types;
    if one.kind != other.kind || one.negated(types) != other.negated(types) || one.code(types) != other.code(types) {
        return Ok(None);
    }
    if let (Some(a), Some(b)) = (one.share(types), other.share(types))
        && (a - b).abs() > SHARE
    {
        return Ok(None);
    }
    let kind = &types[one.kind];
    let (mut score, mut reasons) = (1.0, Vec::new());
    let Some(time) = dates(kind, one, other, types, &mut reasons) else { return Ok(None) };
    score -= time;
    for role in kind.roles.values() {
        let (a, b) = (one.who(&role.property), other.who(&role.property));
        let Some(cost) = fillers(reader, role.identity, kind.links.least, (a, b), &mut reasons)? else { return Ok(None) };
        score -= cost;
    }
    for slot in kind.values.values().filter(|v| !v.identity && matches!(v.source, Source::Concept { .. })) {
        if let (Some(a), Some(b)) = (one.codes.get(&slot.property), other.codes.get(&slot.property))
            && a.is_disjoint(b)
        {
            // A call is no visit; a list of measures may be told in parts.
            score -= if matches!(slot.source, Source::Concept { many: true, .. }) { 0.1 } else { 0.5 };
        }
    }
    Ok((score >= ENOUGH - 1e-9).then_some((score, reasons)))
}

/// What the dates take from the score; nothing where they do not agree.
fn dates(kind: &FactType, one: &Told, other: &Told, types: &[FactType], reasons: &mut Reasons) -> Option<f64> {
    let links = &kind.links;
    let lasts = kind.values.values().any(|v| match &v.source {
        Source::Date { lasting, .. } => one.code(types).is_some_and(|c| lasting.contains(c)),
        _ => false,
    });
    let far = |days: i64| days.unsigned_abs() <= u64::from(links.linger.max(links.days));
    let near = |days: i64| days.unsigned_abs() <= u64::from(links.days);
    match (one.date, other.date) {
        (Some(a), Some(b)) if a == b => {
            reasons.push(format!("both on {a}"));
            Some(0.0)
        }
        (Some(a), Some(b)) if a.agrees(b) => {
            reasons.push(format!("{a} and {b} agree"));
            Some(0.05)
        }
        (Some(a), Some(b)) => {
            let gap = days_between(super::told::range(a)?.0, super::told::range(b)?.0);
            (lasts && far(gap)).then(|| {
                reasons.push(format!("{a} and {b} are of one lasting state"));
                0.25
            })
        }
        (None, None) => match (one.published, other.published) {
            (Some(a), Some(b)) if near(days_between(a, b)) => {
                reasons.push(format!("undated, published on {a} and {b}"));
                Some(0.15)
            }
            (Some(a), Some(b)) if lasts && far(days_between(a, b)) => {
                reasons.push(format!("undated and lasting, published on {a} and {b}"));
                Some(0.25)
            }
            _ => None,
        },
        (Some(date), None) | (None, Some(date)) => {
            let published = if one.date.is_none() { one.published } else { other.published }?;
            let (first, last) = super::told::range(date)?;
            let (since, until) = (days_between(last, published), days_between(published, first));
            let appointed = one.code(types).is_some_and(|c| links.appointed.contains(c));
            let ahead = if appointed { i64::from(links.within.unwrap_or(links.days)) } else { 1 };
            let within = since <= 0 && until <= 0 || since >= 0 && near(since) || until >= 0 && until <= ahead || lasts && far(since);
            within.then(|| {
                reasons.push(format!("{date}, and undated in an article of {published}"));
                if lasts && !near(since) || until > 1 { 0.25 } else { 0.1 }
            })
        }
    }
}

/// What the fillers of a role take from the score; nothing where they are others.
fn fillers(
    reader: &mut Reader<'_>,
    identity: bool,
    least: usize,
    (one, other): (&BTreeSet<String>, &BTreeSet<String>),
    reasons: &mut Reasons,
) -> Result<Option<f64>, Diagnostic> {
    if one.is_empty() && other.is_empty() {
        return Ok(Some(if identity { 0.1 } else { 0.0 }));
    }
    if one.is_empty() || other.is_empty() {
        return Ok(Some(if identity { 0.2 } else { 0.0 }));
    }
    let shared = shared(reader, one, other)?;
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    if shared == short && shared == long {
        if identity {
            reasons.push(if one == other { "the same take part".to_owned() } else { "the same take part, spelt otherwise".to_owned() });
        }
        return Ok(Some(if one == other { 0.0 } else { 0.05 }));
    }
    if !identity {
        // Geneva is in Switzerland; two cities are two meetings.
        return Ok(Some(if within(reader, one, other)? { 0.05 } else { 0.3 }));
    }
    if shared == short && shared >= 1 {
        reasons.push(format!("{shared} of {long} take part in both"));
        return Ok(Some(if shared >= least { 0.1 } else { 0.3 }));
    }
    if shared >= least.max(2) {
        reasons.push(format!("{shared} of {short} and {long} take part in both"));
        return Ok(Some(0.25));
    }
    if shared == 0 && within(reader, one, other)? {
        reasons.push("of two actors one belongs to the other".to_owned());
        return Ok(Some(0.3));
    }
    Ok(None)
}

/// How many of the one are among the other, each held against one alone; "the rebels" of two articles may be the same.
pub(super) fn shared(reader: &mut Reader<'_>, one: &BTreeSet<String>, other: &BTreeSet<String>) -> Result<usize, Diagnostic> {
    let mut count = one.intersection(other).count();
    let mut rest: Vec<&String> = other.difference(one).collect();
    for entity in one.difference(other) {
        let same = reader.same(entity)?;
        let mut found = rest.iter().position(|iri| same.contains(*iri));
        for (place, iri) in rest.iter().enumerate() {
            if found.is_none() && unnamed(reader, entity, iri)? {
                found = Some(place);
            }
        }
        if let Some(place) = found {
            rest.remove(place);
            count += 1;
        }
    }
    Ok(count)
}

/// Whether one of the two has no name and may be the other: "the rebels" of two articles, "the army" and "Chad's army".
fn unnamed(reader: &mut Reader<'_>, one: &str, other: &str) -> Result<bool, Diagnostic> {
    let (a, b) = (without_mark(one), without_mark(other));
    if a.is_some() && a == b {
        return Ok(true);
    }
    let kind = |iri: &str| iri.rsplit_once('/').map(|(kind, _)| kind.to_owned());
    if kind(one) != kind(other) {
        return Ok(false);
    }
    for (name, iri) in [(a, other), (b, one)] {
        let word = name.and_then(|name| Some(name.rsplit_once('/')?.1));
        if let Some(word) = word
            && reader.entity(iri)?.names.iter().any(|name| last_word(name) == word)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The last word of a name in small letters: what a group is.
pub(super) fn last_word(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

/// Whether somebody of the one belongs to somebody of the other, or the other way round.
pub(super) fn within(reader: &mut Reader<'_>, one: &BTreeSet<String>, other: &BTreeSet<String>) -> Result<bool, Diagnostic> {
    for a in one {
        for b in other {
            if reader.belongs(a, b)? || reader.belongs(b, a)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
