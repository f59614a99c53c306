//! When a fact was: which of the dates around its word is its own.
//!
//! Nearest first: a date that hangs on the word or on the verb that carries it; that of a clause with which it shares its time ("on 4
//! April, when they met"); one counted from there ("two days after they met"); the only one of the sentence, where nobody says something
//! on it; the one that heads the paragraph. Where a fact has none of these, [`told`] is the date to which the story has come.

use std::collections::BTreeSet;

use jiff::Span as Length;

use crate::date::Date;
use crate::language::labels::{Rel, Upos, Xpos};
use crate::mention::Analysis;
use crate::mention::dates::{Dated, count, preposition, says_when};
use crate::mention::lexicon::Lexicon;
use crate::rule::package::Said;
use crate::syntax::Tree;

/// How a fact of its kind is dated.
#[derive(Clone, Copy, Debug, Default)]
pub struct Way {
    /// It is only spoken of: planned, called off.
    pub apart: bool,
    /// It lasts.
    pub lasting: bool,
}

/// How many words up from a date what it dates may stand.
const NEAR: usize = 3;
/// How many clauses up times are shared.
const REACH: usize = 4;
/// How many sentences a story keeps its date.
const KEPT: usize = 2;
/// How many where it is of the same day.
const KEPT_THAT_DAY: usize = 5;

/// The date of the fact at a word.
#[must_use]
pub fn date(analysis: &Analysis<'_>, lexicon: &Lexicon, said: &BTreeSet<Said>, way: Way, sentence: usize, word: usize) -> Option<Date> {
    let found = dated(analysis, lexicon, way, sentence, word);
    let tree = &analysis.trees[sentence];
    let own = found.map(|d| throughout(tree, reading(tree, lexicon, d, said, word, analysis.times.written), word));
    own.or_else(|| counted(analysis, lexicon, sentence, word)).or_else(|| heading(analysis, said, way, sentence, word))
}

/// "Two days of talks ended on Friday": what both days share.
fn throughout(tree: &Tree<'_>, date: Date, word: usize) -> Date {
    let unit = tree.head(word).filter(|u| tree.preposition(word) == "of" && matches!(tree.lemma(*u), "day" | "week"));
    let days = unit.and_then(|u| Some(number_before(tree, u)? * if tree.lemma(u) == "week" { 7 } else { 1 }));
    let first = days.zip(date.day()).and_then(|(n, day)| day.checked_sub(Length::new().days(n - 1)).ok());
    first.and_then(|f| date.shared(Date::Day(f))).unwrap_or(date)
}

/// The date that heads the paragraph; not of what a clause tells by the way or an offer speaks of.
fn heading(analysis: &Analysis<'_>, said: &BTreeSet<Said>, way: Way, sentence: usize, word: usize) -> Option<Date> {
    let tree = &analysis.trees[sentence];
    let mut path = std::iter::once(word).chain(tree.ancestors(word));
    let by_the_way = way.lasting && path.any(|w| matches!(tree.rel(w), Rel::AclRelcl | Rel::Acl | Rel::Amod));
    let offered = way.apart && said.contains(&Said::Wanted);
    analysis.times.entries[sentence].filter(|_| !by_the_way && !offered)
}

/// Whether the clause is dated after the article and told in the present: "opens tomorrow".
#[must_use]
pub fn is_ahead(analysis: &Analysis<'_>, lexicon: &Lexicon, said: &BTreeSet<Said>, sentence: usize, word: usize) -> bool {
    let tree = &analysis.trees[sentence];
    let is_past =
        |c: &usize| matches!(tree.xpos(*c), Xpos::Vbd | Xpos::Vbn) || tree.children_by(*c, &[Rel::Aux]).any(|a| tree.xpos(a) == Xpos::Vbd);
    let date = date(analysis, lexicon, said, Way::default(), sentence, word);
    let ahead = date.zip(analysis.times.written).is_some_and(|(d, now)| d.is_after(now));
    ahead && !carriers(tree, word, false).iter().any(is_past)
}

/// Whether what was done still holds: "has banned … since 2012", "has been barred since May", "still bans".
#[must_use]
pub fn is_still(analysis: &Analysis<'_>, sentence: usize, word: usize) -> bool {
    let tree = &analysis.trees[sentence];
    let Some(verb) = std::iter::once(word).chain(tree.ancestors(word)).find(|w| tree.is_predicate(*w)) else { return false };
    let has = tree.children_by(verb, &[Rel::Aux]).any(|a| tree.lemma(a) == "have" && tree.xpos(a) != Xpos::Vbd);
    let since = has && analysis.times.dates[sentence].iter().any(|d| is_since(tree, d) && reach(tree, d).contains(&verb));
    let still =
        matches!(tree.xpos(verb), Xpos::Vbz | Xpos::Vbp) && tree.children_by(verb, &[Rel::Advmod]).any(|a| tree.lemma(a) == "still");
    since || still
}

/// The date to which the story has come, for what happens next in it: told in the simple past, or as of the same day ("earlier in the
/// day"), without a date of its own.
#[must_use]
pub fn told(analysis: &Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> Option<Date> {
    let tree = &analysis.trees[sentence];
    let same_day = lexicon.time.same_day.iter().any(|phrase| stands(tree, phrase));
    let frame = analysis.times.frames[sentence].filter(|f| f.gap <= if same_day { KEPT_THAT_DAY } else { KEPT })?;
    let verb = std::iter::once(word).chain(tree.ancestors(word)).find(|w| tree.is_predicate(*w))?;
    let names = verb != word && lexicon.speech.say.contains(tree.lemma(verb));
    // "The two met, it was reported" is the story; what is said to have been is not.
    let aside = |w: usize| match tree.rel(w) {
        Rel::Ccomp => tree.head(w).is_none_or(|above| above < w),
        Rel::Advcl | Rel::AclRelcl => true,
        _ => false,
    };
    let main = !std::iter::once(verb).chain(tree.ancestors(verb)).any(aside);
    let happens = if same_day { is_past(tree, lexicon, verb) } else { happened(tree, verb) };
    (happens && !names && main && analysis.times.dates[sentence].is_empty()).then_some(frame.date)
}

/// Whether words stand in a sentence one after the other.
fn stands(tree: &Tree<'_>, phrase: &str) -> bool {
    let parts: Vec<&str> = phrase.split(' ').collect();
    (0..tree.len()).any(|at| parts.iter().enumerate().all(|(i, part)| at + i < tree.len() && tree.word(at + i).eq_ignore_ascii_case(part)))
}

/// Whether a verb is in the simple past: "met", "was received", not "had met", "has met".
fn happened(tree: &Tree<'_>, verb: usize) -> bool {
    let helpers: Vec<usize> = tree.children_by(verb, &[Rel::Aux, Rel::AuxPass, Rel::Cop]).collect();
    match tree.xpos(verb) {
        Xpos::Vbd => helpers.is_empty(),
        _ => !helpers.is_empty() && helpers.iter().all(|h| tree.xpos(*h) == Xpos::Vbd && tree.lemma(*h) != "have"),
    }
}

/// The word, the verbs that carry it ("held talks", "agreed to meet"), and what it shares its time with; of what lasts only those of
/// its own clause.
fn carriers(tree: &Tree<'_>, word: usize, lasting: bool) -> Vec<usize> {
    let mut found = vec![word];
    let mut here = word;
    while let Some(above) = tree.head(here) {
        let infinitive = tree.xpos(here) == Xpos::Vb;
        let carries = match tree.rel(here) {
            Rel::Obj | Rel::NsubjPass | Rel::Nsubj => tree.upos(above) == Upos::Verb,
            Rel::Xcomp => true,
            // "He met Modi on Monday and left": one who does the other thing has his own time.
            Rel::Conj => !lasting && !has_subject(tree, here),
            Rel::Advcl | Rel::Acl => infinitive && !lasting,
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

fn has_subject(tree: &Tree<'_>, verb: usize) -> bool {
    tree.child(verb, &[Rel::Nsubj, Rel::NsubjPass]).is_some()
}

/// The dates of a sentence that say when something was; "until" one, too, where it was not before: "had not met until May".
fn dates_on<'a>(analysis: &'a Analysis<'_>, lexicon: &Lexicon, sentence: usize) -> Vec<&'a Dated> {
    let tree = &analysis.trees[sentence];
    let first = |d: &Dated| {
        let above = tree.head(tree.head_of(d.words.clone()));
        let not = |c: &usize| lexicon.modality.negators.contains(tree.lemma(*c));
        matches!(preposition(tree, d).as_str(), "until" | "till") && above.is_some_and(|a| tree.children(a).iter().any(not))
    };
    // What happened and was over was not "since May".
    let over = |d: &Dated| {
        is_since(tree, d) && tree.head(tree.head_of(d.words.clone())).is_some_and(|a| happened(tree, a) && tree.xpos(a) != Xpos::Vbg)
    };
    analysis.times.dates[sentence].iter().filter(|d| says_when(tree, d) && !over(d) || first(d)).collect()
}

fn dated<'a>(analysis: &'a Analysis<'_>, lexicon: &Lexicon, way: Way, sentence: usize, word: usize) -> Option<&'a Dated> {
    let tree = &analysis.trees[sentence];
    let dates: Vec<&Dated> =
        dates_on(analysis, lexicon, sentence).into_iter().filter(|d| !way.apart || !of_the_telling(tree, lexicon, d, word)).collect();
    let shared = || nearest(tree, &dates, &if way.lasting { ruling(tree, lexicon, word) } else { sharing(tree, lexicon, word) });
    let fronted = || if way.lasting { None } else { before_all(tree, &dates, word) };
    let alone = || dates.first().copied().filter(|d| dates.len() == 1 && !is_since(tree, d) && !of_another_clause(tree, d, word));
    nearest(tree, &dates, &carriers(tree, word, way.lasting)).or_else(shared).or_else(fronted).or_else(alone)
}

/// The date that stands before a row of clauses: "On Tuesday Kenya left the talks and Uganda joined them".
fn before_all<'d>(tree: &Tree<'_>, dates: &[&'d Dated], word: usize) -> Option<&'d Dated> {
    let clause = std::iter::once(word).chain(tree.ancestors(word)).find(|w| tree.is_predicate(*w))?;
    let first = tree.head(clause).filter(|_| tree.rel(clause) == Rel::Conj)?;
    let subject = tree.child(first, &[Rel::Nsubj, Rel::NsubjPass])?;
    nearest(tree, dates, &[first]).filter(|d| d.words.end <= subject)
}

/// The date that hangs on the first of these places that has one.
fn nearest<'d>(tree: &Tree<'_>, dates: &[&'d Dated], places: &[usize]) -> Option<&'d Dated> {
    let rank = |dated: &Dated| {
        let above = reach(tree, dated);
        places.iter().position(|c| above.contains(c))
    };
    dates.iter().filter_map(|d| rank(d).map(|r| (r, *d))).min_by_key(|(r, _)| *r).map(|(_, d)| d)
}

/// The words that a date may date: those right above it, up to where another clause begins that has its own time.
fn reach(tree: &Tree<'_>, dated: &Dated) -> Vec<usize> {
    let head = tree.head_of(dated.words.clone());
    let mut found = vec![head];
    for above in tree.ancestors(head).take(NEAR - 1) {
        let Some(&below) = found.last() else { break };
        // "Lifts the sanctions in place since May": since then they stand.
        if is_since(tree, dated) && found.len() > 1 && (tree.upos(above) != Upos::Noun || tree.is_predicate(below)) {
            break;
        }
        let own_time = match tree.rel(below) {
            Rel::Ccomp | Rel::Parataxis => true,
            Rel::Conj => tree.is_predicate(below),
            Rel::Advcl => {
                let mark = tree.child(below, &[Rel::Mark]).map(|m| tree.lemma(m));
                mark.map_or_else(|| has_subject(tree, below), |m| m != "since")
            }
            _ => false,
        };
        if own_time {
            break;
        }
        found.push(above);
    }
    found
}

fn is_since(tree: &Tree<'_>, dated: &Dated) -> bool {
    preposition(tree, dated) == "since"
}

/// Whether a date is that of a verb which plans the fact or calls it off: "scrapped on Monday".
fn of_the_telling(tree: &Tree<'_>, lexicon: &Lexicon, dated: &Dated, word: usize) -> bool {
    let head = tree.head_of(dated.words.clone());
    let modality = &lexicon.modality;
    let lists = [&modality.cancelled, &modality.denied, &modality.planned, &modality.wanted, &modality.threatened, &modality.opposed];
    // "Is due on Monday", "was expected on Monday": that is when it is to be.
    let passive = |w: usize| tree.upos(w) != Upos::Verb || tree.xpos(w) == Xpos::Vbn && modality.planned.contains(tree.lemma(w));
    let Some(home) = std::iter::once(head).chain(tree.ancestors(head)).find(|w| tree.is_predicate(*w)) else { return false };
    let tells = home != word && !passive(home) && lists.iter().any(|l| l.contains(tree.lemma(home)));
    let inside = tree.holds(word, head) && !tree.holds(word, home);
    tells && !inside && preposition(tree, dated) != "for"
}

/// The words above a clause at whose time it is: "on 4 April, when they met", "arrived on Monday, greeted by the king".
fn sharing(tree: &Tree<'_>, lexicon: &Lexicon, word: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut here = word;
    for _ in 0..REACH {
        let Some(clause) = std::iter::once(here).chain(tree.ancestors(here)).find(|w| tree.is_predicate(*w)) else { break };
        if std::iter::once(here).chain(tree.ancestors(here)).take_while(|w| *w != clause).any(|w| is_only_named(tree, w)) {
            break;
        }
        found.push(clause);
        let Some(above) = tree.head(clause) else { break };
        let opens =
            |words: &[&str]| tree.children_by(clause, &[Rel::Mark, Rel::Advmod]).any(|c| words.contains(&tree.lemma(c)) && c < clause);
        let subject = has_subject(tree, clause);
        let marked = tree.child(clause, &[Rel::Mark]).is_some();
        let participle = matches!(tree.xpos(clause), Xpos::Vbg | Xpos::Vbn) && !subject;
        let shares = match tree.rel(clause) {
            Rel::Advcl | Rel::AdvclRelcl => {
                opens(&["when", "as", "while", "where", "whereupon"]) || participle && (!marked || opens(&["after", "by"]))
            }
            Rel::AclRelcl if opens(&["when", "where"]) => happened(tree, clause),
            // "The order of 9 March, by which they were banned".
            Rel::AclRelcl if tree.upos(above) == Upos::Noun && !lexicon.nouns.person.contains(tree.lemma(above)) => {
                found.push(above);
                false
            }
            Rel::Acl => participle,
            Rel::Conj => !has_subject(tree, clause),
            Rel::Ccomp => finds(tree, lexicon, above, clause),
            _ => false,
        };
        if !shares {
            break;
        }
        found.push(above);
        here = above;
    }
    found
}

/// The verb of a ruling by which a thing is so, above its clause or beside it: "ruled in 1962 that …", "so the court ruled in 1962".
fn ruling(tree: &Tree<'_>, lexicon: &Lexicon, word: usize) -> Vec<usize> {
    let Some(clause) = std::iter::once(word).chain(tree.ancestors(word)).find(|w| tree.is_predicate(*w)) else { return Vec::new() };
    let above = tree.head(clause).filter(|_| tree.rel(clause) == Rel::Ccomp);
    let beside = tree.children_by(clause, &[Rel::Parataxis]);
    above.into_iter().chain(beside).filter(|w| lexicon.speech.ruling.contains(tree.lemma(*w))).collect()
}

/// Whether what is said came about when it was said: "the court ruled that …", "announced that he has signed".
fn finds(tree: &Tree<'_>, lexicon: &Lexicon, above: usize, clause: usize) -> bool {
    let has = tree.children_by(clause, &[Rel::Aux]).any(|a| tree.lemma(a) == "have" && matches!(tree.xpos(a), Xpos::Vbz | Xpos::Vbp));
    lexicon.speech.ruling.contains(tree.lemma(above)) || has && lexicon.speech.say.contains(tree.lemma(above))
}

/// "Two days after they met, …": counted from the clause above, else from where the story stands.
fn counted(analysis: &Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> Option<Date> {
    let tree = &analysis.trees[sentence];
    let clause = std::iter::once(word).chain(tree.ancestors(word)).find(|w| tree.is_predicate(*w))?;
    let above = tree.ancestors(clause).find(|w| tree.is_predicate(*w)).filter(|_| matches!(tree.rel(clause), Rel::Advcl | Rel::Acl))?;
    let mark = tree.child(clause, &[Rel::Mark])?;
    let sign = match tree.lemma(mark) {
        "after" => -1,
        "before" => 1,
        _ => return None,
    };
    let unit = mark.checked_sub(1)?;
    let count = number_before(tree, unit)? * sign;
    let dates = dates_on(analysis, lexicon, sentence);
    let main = nearest(tree, &dates, &[above]).map(|d| d.behind);
    let now = || analysis.times.written.filter(|_| !happened(tree, above));
    let base = main.or_else(now).or_else(|| analysis.times.frames[sentence].filter(|f| f.gap <= 1).map(|f| f.date))?;
    let day = |length: Length| base.day().and_then(|d| d.checked_add(length).ok());
    let month = |length: Length| day(length).map(|d| Date::Month(d.year(), d.month()));
    match tree.lemma(unit) {
        "day" => day(Length::new().days(count)).map(Date::Day),
        "week" if count.abs() == 1 => day(Length::new().weeks(count)).map(Date::Day),
        "week" => month(Length::new().weeks(count)),
        "month" => month(Length::new().months(count)),
        "year" => Some(Date::Year(base.year() + i16::try_from(count).ok()?)),
        _ => None,
    }
}

/// The number that stands before a word: "two days", "forty-six days".
fn number_before(tree: &Tree<'_>, unit: usize) -> Option<i64> {
    let word = |back: usize| unit.checked_sub(back).map(|w| tree.word(w).to_lowercase());
    let joined = word(2).is_some_and(|w| w == "-").then(|| word(3).zip(word(1)).map(|(a, b)| format!("{a}-{b}"))).flatten();
    count(&joined.or_else(|| word(1))?)
}

/// Which reading of a date is meant: ahead for what is to come, said so or told in the present ("they meet on Friday").
fn reading(tree: &Tree<'_>, lexicon: &Lexicon, dated: &Dated, said: &BTreeSet<Said>, word: usize, written: Option<Date>) -> Date {
    let head = tree.head_of(dated.words.clone());
    let to_come = [Said::Planned, Said::Wanted, Said::Threatened].iter().any(|s| said.contains(s));
    let home = std::iter::once(head).chain(tree.ancestors(head)).find(|w| tree.is_predicate(*w) || tree.xpos(*w) == Xpos::Vbn);
    let past = home.is_some_and(|h| (h == word || !tree.holds(word, head)) && is_past(tree, lexicon, h));
    let present = home.is_some_and(|h| matches!(tree.xpos(h), Xpos::Vbz | Xpos::Vbp) && tree.child(h, &[Rel::Aux]).is_none());
    let ahead = preposition(tree, dated) == "for" || to_come && !past || present;
    // "Was expected on Sunday" and "was due on Sunday" are told before the day and after it.
    let was_to_be = |h: usize| tree.xpos(h) != Xpos::Vbd && lexicon.modality.planned.contains(tree.lemma(h));
    let open = said.contains(&Said::Cancelled) || to_come && past && home.is_some_and(was_to_be);
    let ahead = if open { is_nearer_ahead(dated, written) } else { ahead && !is_since(tree, dated) };
    if ahead { dated.ahead } else { dated.behind }
}

/// Whether a month is nearer ahead than behind: "called off its June summit", said in March.
fn is_nearer_ahead(dated: &Dated, written: Option<Date>) -> bool {
    let days = |d: Date| written.and_then(Date::day).zip(d.day()).map(|(a, b)| (a - b).get_days().abs());
    let months = |d: Date| d.month().map(|m| i32::from(d.year()) * 12 + i32::from(m));
    let apart = |d: Date| days(d).unwrap_or_else(|| written.and_then(months).zip(months(d)).map_or(0, |(a, b)| (a - b).abs()));
    apart(dated.ahead) < apart(dated.behind)
}

/// Whether a verb tells of what has been: "met", "was received", "ordered by the council", not "planned for".
fn is_past(tree: &Tree<'_>, lexicon: &Lexicon, verb: usize) -> bool {
    let helpers: Vec<usize> = tree.children_by(verb, &[Rel::Aux, Rel::AuxPass, Rel::Cop]).collect();
    let participle = tree.xpos(verb) == Xpos::Vbn && helpers.is_empty() && !lexicon.modality.planned.contains(tree.lemma(verb));
    tree.xpos(verb) == Xpos::Vbd || participle || helpers.iter().any(|a| tree.xpos(*a) == Xpos::Vbd)
}

/// Whether a date belongs to a clause that stands above or beside the word's: "said on Monday that it had met".
fn of_another_clause(tree: &Tree<'_>, dated: &Dated, word: usize) -> bool {
    let head = tree.head_of(dated.words.clone());
    let Some(verb) = std::iter::once(head).chain(tree.ancestors(head)).find(|w| tree.is_predicate(*w)) else { return false };
    let clausal = |w: usize| matches!(tree.rel(w), Rel::Ccomp | Rel::AclRelcl | Rel::Advcl | Rel::Parataxis | Rel::Conj | Rel::Acl);
    let mut path = std::iter::once(word).chain(tree.ancestors(word)).take_while(|w| *w != verb);
    !tree.holds(verb, word) || path.any(|w| clausal(w) || is_only_named(tree, w))
}

/// "Was punished over the seizure of …": of a thing that is only named, it is not known that it was then.
fn is_only_named(tree: &Tree<'_>, word: usize) -> bool {
    matches!(tree.rel(word), Rel::Obl | Rel::Nmod)
        && matches!(
            tree.preposition(word).as_str(),
            "over" | "after" | "about" | "because of" | "despite" | "following" | "since" | "before" | "ahead of"
        )
}
