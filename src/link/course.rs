//! What came of what: a planned meeting that was held, sanctions that were lifted, a town that was lost again.

use std::rc::Rc;

use jiff::civil;

use super::Reasons;
use super::clash::one_story;
use super::same::shared;
use super::told::{Reader, Told};
use crate::date::days_between;
use crate::diagnostic::Diagnostic;
use crate::rule::package::FactType;

/// What came next of a fact in its stories, each sorted by [`start`]: all that is told of the nearest day.
pub(super) fn next(reader: &mut Reader<'_>, of: &Told, stories: &[Rc<Vec<Rc<Told>>>]) -> Result<Vec<(Rc<Told>, f64, Reasons)>, Diagnostic> {
    let types = reader.types;
    let links = &types[of.kind].links;
    let Some(after) = of.code(types).and_then(|code| links.next.get(code)) else { return Ok(Vec::new()) };
    if of.negated(types) {
        return Ok(Vec::new());
    }
    let appointed = links.appointed.contains(of.code(types).unwrap_or_default());
    let from = if appointed { of.published.min(start(of, types)) } else { start(of, types) };
    let mut nearest: Option<i64> = None;
    let mut found: Vec<(i64, Rc<Told>)> = Vec::new();
    for story in stories {
        let begin = story.partition_point(|fact| start(fact, types) < from);
        for fact in &story[begin..] {
            let Some(gap) = later(of, fact, appointed, types) else { continue };
            if nearest.is_some_and(|n| gap > n) || links.within.is_some_and(|most| gap > i64::from(most)) {
                if appointed { continue } else { break }
            }
            let follows = fact.iri != of.iri && !fact.negated(types) && fact.code(types).is_some_and(|code| after.contains(code));
            if follows && one_story(reader, &types[of.kind], of, fact)? && by_the_right_side(reader, of, fact)? {
                nearest = Some(gap);
                found.push((gap, Rc::clone(fact)));
            }
        }
    }
    found.retain(|(gap, _)| Some(*gap) == nearest);
    found.sort_by(|a, b| a.1.iri.cmp(&b.1.iri));
    found.dedup_by(|a, b| a.1.iri == b.1.iri);
    let local = |told: &Told| crate::ontology::local(told.code(types).unwrap_or_default()).to_owned();
    let link = |(gap, fact): (i64, Rc<Told>)| {
        let sure = if of.date.is_some() && fact.date.is_some() { 0.9 } else { 0.7 };
        let days = if gap == 0 { "at that time".to_owned() } else { format!("{gap} days later") };
        let reasons = vec![format!("{}, then {}, {days}", local(of), local(&fact))];
        (fact, sure, reasons)
    };
    Ok(found.into_iter().map(link).collect())
}

/// The day by which a fact has its place in a story: the first one it may have happened on, of one without a date that of its article.
pub(super) fn start(told: &Told, types: &[FactType]) -> Option<civil::Date> {
    let (first, last, dated) = told.when(types[told.kind].links.days)?;
    Some(if dated { first } else { last })
}

/// What one side loses it has had; what another takes it has not had.
fn by_the_right_side(reader: &mut Reader<'_>, of: &Told, fact: &Told) -> Result<bool, Diagnostic> {
    let types = reader.types;
    let links = &types[of.kind].links;
    let Some(property) = &links.rival else { return Ok(true) };
    let own = shared(reader, of.who(property), fact.who(property))? > 0;
    let code = fact.code(types).unwrap_or_default();
    if links.own.contains(code) {
        return Ok(own);
    }
    // Who holds it cannot take it; who lost it can.
    let held = of.code(types).is_some_and(|c| links.exclusive.contains(c));
    Ok(!(own && held && links.exclusive.contains(code)))
}

/// By how many days the second is later than the first; nothing where it is not.
fn later(of: &Told, fact: &Told, appointed: bool, types: &[FactType]) -> Option<i64> {
    if appointed && let (Some(a), Some(b)) = (of.date, fact.date) {
        // A plan is of the day it is for: what is held on another day is another meeting.
        return a.agrees(b).then_some(0);
    }
    let day = start(fact, types)?;
    let from = if appointed { of.published.or_else(|| start(of, types))? } else { start(of, types)? };
    let agree = of.date.zip(fact.date).is_some_and(|(x, y)| x.agrees(y) && x != y);
    let gap = days_between(from, day);
    (gap > 0 && !agree || appointed && gap == 0).then_some(gap)
}
