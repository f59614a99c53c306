//! Dates counted from the one told last: "the same day", "two weeks later", "that February".

use jiff::Span as Length;

use super::calendar::{Reader, months_on};
use super::clock::Read;
use super::numbers::count;
use crate::date::Date;

impl Reader<'_> {
    /// A date that counts from the one told last.
    pub(super) fn told(&self, at: usize) -> Option<Read> {
        self.same(at).or_else(|| self.next_or_last(at)).or_else(|| self.so_much_later(at)).or_else(|| self.of_that(at))
    }

    fn last_day(&self, days: i64) -> Option<Date> {
        self.clock.last.and_then(Date::day).and_then(|d| d.checked_add(Length::new().days(days)).ok()).map(Date::Day)
    }

    /// "the same day", "that very night"
    fn same(&self, at: usize) -> Option<Read> {
        let time = |w: &str| matches!(w, "day" | "morning" | "afternoon" | "evening" | "night");
        let length = match (self.word(at), self.word(at + 1)) {
            ("the", "same") | ("that", "same" | "very") => 2,
            ("that", _) => 1,
            _ => return None,
        };
        if time(self.word(at + length)) {
            return Some(Read::one(length + 1, self.last_day(0)));
        }
        None
    }

    /// "the next day", "next day", "the day after", "the night before"
    fn next_or_last(&self, at: usize) -> Option<Read> {
        let the = usize::from(self.word(at) == "the");
        let is_end =
            |at: usize| matches!(self.word(at), "" | "." | "," | ";" | ":" | ")" | "and" | "but" | "in" | "at" | "to" | "by" | "with");
        let (length, days) = match (self.word(at + the), self.word(at + the + 1)) {
            ("next" | "following", "day" | "morning" | "afternoon" | "evening") => (2, 1),
            ("day", "following") if is_end(at + the + 2) => (2, 1),
            ("day", "after") if is_end(at + the + 2) => (2, 1),
            ("previous", "day" | "evening" | "night") if the == 1 => (2, -1),
            ("day" | "evening" | "night", "before") if the == 1 && is_end(at + the + 2) => (2, -1),
            _ => return None,
        };
        Some(Read::one(the + length, self.last_day(days)))
    }

    /// "two days later", "a week earlier", "five days on"
    fn so_much_later(&self, at: usize) -> Option<Read> {
        let count = count(self.word(at)).filter(|_| self.before(at, 1) != "-")?;
        let unit = self.word(at + 1).trim_end_matches('s');
        let end = matches!(self.word(at + 3), "" | "." | "," | ";" | ":" | ")");
        let count = match self.word(at + 2) {
            "later" | "afterwards" | "afterward" => count,
            "on" if matches!(self.word(at + 3), "he" | "she" | "they" | "it" | "we") => count,
            "on" | "after" if end => count,
            "earlier" | "previously" => -count,
            "before" if end => -count,
            _ => return None,
        };
        let last = self.clock.last;
        let date = match unit {
            "day" => self.last_day(count),
            "week" if last.is_some_and(|l| l.day().is_some()) => self.last_day(7 * count),
            "week" => last.and_then(|l| months_on(l, count / 4).filter(|_| count % 4 == 0)),
            "month" => last.and_then(|l| months_on(l, count)),
            "year" => last.and_then(|l| i16::try_from(count).ok().map(|c| Date::Year(l.year() + c))),
            _ => return None,
        };
        Some(Read::one(3, date))
    }

    /// "that February", "the following March", "that month", "the same year"
    fn of_that(&self, at: usize) -> Option<Read> {
        let (length, way) = match (self.word(at), self.word(at + 1)) {
            ("that", "same") | ("the", "same") => (2, 0),
            ("that", _) => (1, 0),
            ("the", "following" | "next") => (2, 1),
            ("the", "previous") => (2, -1),
            _ => return None,
        };
        let last = self.clock.last;
        let by_unit = match self.word(at + length) {
            "month" => Some(last.and_then(|l| months_on(l, way))),
            "year" => Some(last.map(|l| Date::Year(l.year() + way as i16))),
            "week" if way == 0 => Some(last.and_then(|l| l.month().map(|m| Date::Month(l.year(), m)))),
            _ => None,
        };
        if let Some(date) = by_unit {
            return Some(Read::one(length + 1, date));
        }
        let month = self.month_of(at + length)?;
        let date = last.map(|l| {
            let known = l.month().unwrap_or(0);
            let year = match way {
                1 if known >= month => l.year() + 1,
                -1 if known <= month => l.year() - 1,
                _ => l.year(),
            };
            Date::Month(year, month)
        });
        Some(Read::one(length + 1, date))
    }
}
