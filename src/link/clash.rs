//! Whether two facts cannot both hold: held and denied, one town under two sides on one day, two shares of one territory.

use std::collections::BTreeSet;

use super::Reasons;
use super::name::without_mark;
use super::same::{SHARE, shared, within};
use super::told::{Reader, Told};
use crate::date::days_between;
use crate::diagnostic::Diagnostic;
use crate::rule::package::FactType;

/// Two tellings without a day are of one time where so many days lie between their articles.
const CLOSE: i64 = 3;

/// How sure it is that not both hold, and why; nothing where they may.
pub(super) fn clash(reader: &mut Reader<'_>, one: &Told, other: &Told) -> Result<Option<(f64, Reasons)>, Diagnostic> {
    let types = reader.types;
    let kind = &types[one.kind];
    if one.kind != other.kind || !one_story(reader, kind, one, other)? {
        return Ok(None);
    }
    let (Some(a), Some(b)) = (one.code(types), other.code(types)) else { return Ok(None) };
    let pair = if a <= b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) };
    let denial = kind.links.clash.contains(&pair) && (kind.links.denials.contains(a) || kind.links.denials.contains(b));
    let later = if denial { spoken_of_later(one, other, kind.links.within) } else { None };
    let Some(score) = at_one_time(one, other, kind.links.days).or(later) else { return Ok(None) };
    let local = crate::ontology::local;
    let rivals = kind.links.rival.as_ref().map(|property| (one.who(property), other.who(property)));
    let own = match rivals {
        Some((x, y)) => shared(reader, x, y)? > 0,
        None => true,
    };
    let negated = (one.negated(types), other.negated(types));
    let reason = if kind.links.clash.contains(&pair) {
        Some(format!("{} and {}", local(a), local(b)))
    } else if a == b && own && negated.0 != negated.1 {
        Some(format!("{} and denied", local(a)))
    } else if let (true, true, Some(x), Some(y)) = (a == b, own, one.share(types), other.share(types)) {
        ((x - y).abs() > SHARE).then(|| format!("{x} and {y} per cent"))
    } else if negated == (false, false) && one.share(types).or(other.share(types)).is_none() {
        let exclusive = kind.links.exclusive.contains(a) && kind.links.exclusive.contains(b);
        let sides = rivals.filter(|(x, y)| exclusive && !own && are_named(x) && are_named(y));
        match sides {
            Some((x, y)) if !within(reader, x, y)? && !allied(reader, x, y)? => Some("one territory, two sides".to_owned()),
            _ => None,
        }
    } else {
        None
    };
    Ok(reason.map(|reason| (score, vec![reason])))
}

/// Whether all of them have a name of their own: "soldiers" and "the rebels" may be anybody's.
fn are_named(who: &BTreeSet<String>) -> bool {
    !who.is_empty() && who.iter().all(|iri| without_mark(iri).is_none())
}

/// Whether both belong to the same: two armies of one state are no rivals.
fn allied(reader: &mut Reader<'_>, one: &BTreeSet<String>, other: &BTreeSet<String>) -> Result<bool, Diagnostic> {
    for a in one {
        let owners = reader.entity(a)?.owners.clone();
        for b in other {
            if !owners.is_disjoint(&reader.entity(b)?.owners) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether both are told of the same: they share fillers of the roles that make a story.
pub(super) fn one_story(reader: &mut Reader<'_>, kind: &FactType, one: &Told, other: &Told) -> Result<bool, Diagnostic> {
    for property in &kind.links.story {
        let (a, b) = (one.who(property), other.who(property));
        let least = kind.links.least.min(a.len()).min(b.len());
        if least == 0 || shared(reader, a, b)? < least {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How sure it is that an undated denial, or what it denies, is of what the other tells: of a day not long before its article.
fn spoken_of_later(one: &Told, other: &Told, within: Option<u16>) -> Option<f64> {
    let most = i64::from(within.unwrap_or(0));
    if of_one_voice(one, other) {
        return None;
    }
    let gap = match (one.date, other.date) {
        (Some(date), None) => days_between(date.first()?, other.published?),
        (None, Some(date)) => days_between(date.first()?, one.published?),
        (None, None) => days_between(one.published?, other.published?).abs() * 4,
        (Some(_), Some(_)) => return None,
    };
    (0..=most).contains(&gap).then_some(0.6)
}

/// Whether one article tells both, and attributes them to the same or to nobody.
fn of_one_voice(one: &Told, other: &Told) -> bool {
    one.sources == other.sources && one.articles.iter().any(|a| other.articles.contains(a))
}

/// How sure it is that both are of one time.
fn at_one_time(one: &Told, other: &Told, days: u16) -> Option<f64> {
    match (one.date, other.date) {
        (Some(a), Some(b)) if a == b && a.day().is_some() => Some(0.9),
        // Two years that agree are hardly of one time.
        (Some(a), Some(b)) => (a.agrees(b) && a.month().or(b.month()).is_some()).then_some(0.6),
        // What one article tells in one voice beside a day is mostly what was before.
        (Some(_), None) | (None, Some(_)) if of_one_voice(one, other) => None,
        _ => {
            let (x, y) = (one.published?, other.published?);
            let dated = one.date.or(other.date).and_then(super::told::range);
            let near = days_between(x, y).abs() <= CLOSE;
            // What is told without a date is told of its own day, as far as nobody knows better.
            let holds = dated.is_none_or(|(first, last)| {
                let told = if one.date.is_none() { x } else { y };
                days_between(first, told) >= 0 && days_between(last, told) <= i64::from(days).min(CLOSE)
            });
            (near && holds).then_some(0.7)
        }
    }
}
