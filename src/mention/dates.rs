//! Dates of an article, sentence by sentence: each in its words, and those that stand over what follows.
//!
//! A weekday or a month alone is the nearest one: behind the article for what has happened, ahead of it for what is to come,
//! so each date is given in both readings. "The next day" counts from the date told last. What cannot be reckoned (a day without a
//! year in an article without a date) is left out.

mod calendar;
mod clock;
mod numbers;
mod told;

use std::ops::Range;

use calendar::Reader;
use clock::Clock;
pub(super) use numbers::NUMBERS;
pub use numbers::count;

use super::lexicon::Lexicon;
use crate::date::Date;
use crate::language::labels::{Rel, Xpos};
use crate::syntax::Tree;

/// A date in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Its words.
    pub words: Range<usize>,
    /// Of something that has happened.
    pub behind: Date,
    /// Of something to come.
    pub ahead: Date,
    /// Whether it is a stretch of time: "5 to 6 April".
    pub range: bool,
}

/// The date that a story has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// When its last dated sentence happened.
    pub date: Date,
    /// How many sentences ago that was told.
    pub gap: usize,
}

/// The dates of an article; one entry for each sentence.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Those in the sentence, in order, none inside another; without its heading and its dateline.
    pub dates: Vec<Vec<Dated>>,
    /// The one that heads its paragraph, as chronicles have it ("10 January: …").
    pub entries: Vec<Option<Date>>,
    /// Where the story stands when the sentence begins.
    pub frames: Vec<Option<Frame>>,
    /// When the article was written: when it was published, or what it says itself.
    pub written: Option<Date>,
}

/// Reads the dates of an article.
#[must_use]
pub fn times(text: &str, trees: &[Tree<'_>], lexicon: &Lexicon, published: Option<Date>) -> Times {
    let mut clock = Clock::at(published);
    let mut times = Times::default();
    let (mut heading, mut frame, mut end): (Option<Date>, Option<Frame>, usize) = (None, None, 0);
    for (at, tree) in trees.iter().enumerate() {
        let span = tree.span(0..tree.len());
        let fresh = end == 0 || text.get(end..span.begin).is_some_and(|gap| gap.contains('\n'));
        end = span.end;
        if fresh {
            heading = None;
            clock.paragraph();
        } else {
            clock.sentence(false);
        }
        let verbless = is_verbless(tree);
        if verbless && published.is_none() && at < TITLES {
            clock.head((0..tree.len()).map(|w| tree.word(w)));
        } else if stands_alone(text, tree) {
            clock.head(std::iter::once(tree.word(0)));
        }
        let mut dates = read(tree, &mut clock, fresh);
        if let Some(first) =
            dates.first().filter(|d| clock.published.is_none() && at < TITLES && (verbless && !heads(tree, d) || in_lead(tree, d)))
        {
            clock.published = first.behind.day().map(Date::Day);
            // Now it is known from where the rest of the sentence counts.
            dates = read(tree, &mut clock, fresh);
        }
        if dates.iter().any(|d| in_lead(tree, d)) {
            dates.retain(|d| !in_lead(tree, d));
            clock.last = dates.last().map(|d| d.behind);
        }
        if dates.first().is_some_and(|d| fresh && heads(tree, d)) {
            heading = Some(dates.remove(0).behind);
        }
        times.frames.push(frame);
        times.entries.push(heading);
        frame = told_at(tree, lexicon, &dates, clock.published).map(|date| Frame { date, gap: 0 }).or(frame);
        frame = frame.map(|f| Frame { gap: f.gap + 1, ..f });
        times.dates.push(dates);
    }
    times.written = clock.published;
    times
}

/// The dates of a sentence, from left to right: one may count from the one before it.
fn read(tree: &Tree<'_>, clock: &mut Clock, fresh: bool) -> Vec<Dated> {
    let words: Vec<String> = (0..tree.len()).map(|w| tree.word(w).to_lowercase()).collect();
    let proper: Vec<bool> = (0..tree.len()).map(|w| tree.word(w).starts_with(char::is_uppercase)).collect();
    let (mut found, mut at): (Vec<Dated>, usize) = (Vec::new(), 0);
    while at < words.len() {
        let reader = Reader { words: &words, proper: &proper, clock: *clock };
        let Some(read) = reader.at(at) else {
            at += 1;
            continue;
        };
        if let Some((behind, ahead)) = read.both {
            let bound = at.checked_sub(1).is_some_and(|b| matches!(words[b].as_str(), "until" | "till" | "before"));
            if !bound {
                clock.tell(behind, read.full);
            }
            let dated = Dated { words: at..at + read.length, behind, ahead, range: read.range };
            if fresh && found.is_empty() && heads(tree, &dated) {
                clock.entry(behind);
            }
            found.push(dated);
        }
        at += read.length;
    }
    found
}

/// Whether the date stands in what is read apart from its sentence: a dateline.
fn in_lead(tree: &Tree<'_>, dated: &Dated) -> bool {
    let mut path = std::iter::once(dated.words.start).chain(tree.ancestors(dated.words.start));
    dated.words.start < SHORT && path.any(|w| tree.rel(w) == Rel::Dislocated && w < SHORT)
}

/// A title, a dateline, a heading: what has no finite verb.
fn is_verbless(tree: &Tree<'_>) -> bool {
    (0..tree.len()).all(|w| !matches!(tree.xpos(w), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md))
}

/// Whether a date heads its paragraph: it begins it and is cut off from what follows, or all is a short heading.
fn heads(tree: &Tree<'_>, dated: &Dated) -> bool {
    let next = dated.words.end;
    let cut_off = next < tree.len() && matches!(tree.word(next), ":" | "." | "—" | "–" | "-" | "--" | ";" | "|");
    dated.words.start <= 2 && cut_off && (0..dated.words.start).all(|w| !tree.word(w).starts_with(char::is_lowercase))
        || dated.words.start <= 1 && is_verbless(tree) && tree.len() < SHORT
}

/// Among how many sentences at the beginning titles and datelines stand.
const TITLES: usize = 3;

/// How many words a heading has at most.
const SHORT: usize = 12;

/// Whether a sentence begins with a word on a line of its own: a year over a chronicle.
fn stands_alone(text: &str, tree: &Tree<'_>) -> bool {
    let end = tree.span(0..1).end;
    tree.len() == 1 || text.get(end..tree.span(1..2).begin).is_some_and(|gap| gap.contains('\n'))
}

/// The date of a sentence's main clause, where something has happened in it: "X said on Monday that …" dates the saying.
fn told_at(tree: &Tree<'_>, lexicon: &Lexicon, dates: &[Dated], published: Option<Date>) -> Option<Date> {
    let root = (0..tree.len()).find(|w| tree.head(*w).is_none())?;
    let tense = std::iter::once(root).chain(tree.children_by(root, &[Rel::Aux, Rel::AuxPass, Rel::Cop]));
    let past = tense.into_iter().any(|w| tree.xpos(w) == Xpos::Vbd || tree.lemma(w) == "have" && w != root);
    let says = lexicon.speech.say.contains(tree.lemma(root)) && tree.child(root, &[Rel::Ccomp, Rel::Parataxis]).is_some();
    let main = |d: &&Dated| {
        let head = tree.head_of(d.words.clone());
        let home = std::iter::once(head).chain(tree.ancestors(head)).find(|w| tree.is_predicate(*w) || tree.head(*w).is_none());
        published.is_none_or(|p| !d.behind.is_after(p))
            && says_when(tree, d)
            && !matches!(preposition(tree, d).as_str(), "since" | "from")
            && home.is_some_and(|h| h == root || tree.rel(h) == Rel::Conj && tree.head(h) == Some(root))
    };
    dates.iter().rfind(main).filter(|_| past && !says).map(|d| d.behind)
}

/// The preposition under which a date stands: "for", also in "for the end of January".
#[must_use]
pub fn preposition(tree: &Tree<'_>, dated: &Dated) -> String {
    let head = tree.head_of(dated.words.clone());
    let own = tree.preposition(head);
    let part = |w: &usize| matches!(tree.lemma(*w), "end" | "start" | "beginning" | "middle" | "close" | "night" | "evening" | "morning");
    let whole = tree.head(head).filter(|w| own == "of" && part(w));
    whole.map_or(own, |w| tree.preposition(w))
}

/// Whether a date says when something was, not until when.
#[must_use]
pub fn says_when(tree: &Tree<'_>, dated: &Dated) -> bool {
    dated.range || !matches!(preposition(tree, dated).as_str(), "until" | "by" | "before" | "after" | "till" | "to")
}
