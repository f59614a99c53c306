//! Dates as words give them: of the calendar, or counted from the day of the article.

use jiff::Span as Length;
use jiff::civil;

use super::clock::{Clock, Read};
use super::numbers::{ORDINALS, count, year};
use crate::date::Date;

pub(super) const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

pub(super) struct Reader<'a> {
    pub words: &'a [String],
    pub proper: &'a [bool],
    pub clock: Clock,
}

impl Reader<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// The word so many places before, empty before the first.
    pub(super) fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |b| self.word(b))
    }

    /// The date that begins at a word.
    pub(super) fn at(&self, at: usize) -> Option<Read> {
        self.iso(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.told(at))
            .or_else(|| self.month(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.lone_day(at))
            .or_else(|| self.lone_year(at))
    }

    pub(super) fn month_of(&self, at: usize) -> Option<i8> {
        let word = self.word(at).trim_end_matches('.');
        let word = word.strip_prefix("mid-").unwrap_or(word);
        let is = |m: &str| m == word || word.len() >= 3 && word != "mar" && m.starts_with(word) && (word.len() == 3 || word == "sept");
        let month = MONTHS.iter().position(|m| is(m))?;
        // "may" and "march" are months only as names
        let proper = self.proper.get(at).copied().unwrap_or(false) || self.word(at).starts_with("mid-");
        proper.then_some(month as i8 + 1)
    }

    /// A year that stands after a day and month, perhaps after a comma: how many words on, and which.
    fn year_after(&self, at: usize) -> Option<(usize, i16)> {
        if let Some(year) = year(self.word(at)) {
            return Some((1, year));
        }
        if let Some(year) = year(self.word(at + 1)).filter(|_| matches!(self.word(at), "," | "of")) {
            return Some((2, year));
        }
        let of = usize::from(self.word(at) == "of");
        let step = match (self.word(at + of), self.word(at + of + 1)) {
            ("last", "year") => -1,
            ("this", "year") => 0,
            ("next", "year") => 1,
            ("that", "year") => return self.clock.last.map(|l| (2 + of, l.year())),
            _ => return None,
        };
        self.clock.published.map(|p| (2 + of, p.year() + step))
    }

    /// "13", "13th", "thirteenth", "twenty-first"
    fn day_of(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        if let Some(day) = ORDINALS.iter().position(|o| *o == word) {
            return Some(day as i8 + 1);
        }
        if let Some(more) = word.strip_prefix("twenty-") {
            return ORDINALS[..9].iter().position(|o| *o == more).map(|d| d as i8 + 21);
        }
        let number = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
        number.parse().ok().filter(|d| (1..=31).contains(d) && number.len() <= 2)
    }

    /// The last day of "5–6", "5 to 6", "1-21" after which a month may stand: how many words, and whether it is a range.
    fn days(&self, at: usize) -> Option<(usize, Option<i8>)> {
        let days = |word: &str| {
            word.split_once(['-', '–']).is_some_and(|(a, b)| [a, b].iter().all(|n| n.parse::<u8>().is_ok_and(|d| (1..=31).contains(&d))))
        };
        if days(self.word(at)) {
            return Some((1, None));
        }
        let day = self.day_of(at)?;
        let range = matches!(self.word(at + 1), "-" | "–" | "to" | "and") && self.day_of(at + 2).is_some();
        Some(if range { (3, None) } else { (1, Some(day)) })
    }

    fn iso(&self, at: usize) -> Option<Read> {
        let word = self.word(at);
        let date = (word.len() == 10).then(|| word.parse::<Date>().ok()).flatten()?;
        Some(Read { full: true, ..Read::one(1, Some(date)) })
    }

    /// "13 September 2021", "5–6 April", "the 5th of April"
    fn day_month(&self, at: usize) -> Option<Read> {
        let (length, day) = self.days(at)?;
        let next = at + length;
        let next = next + usize::from(self.word(next) == "of");
        let month = self.month_of(next)?;
        Some(self.dated(at, next + 1, month, day))
    }

    /// "September 13, 2021", "April 5 and 6"
    fn month_day(&self, at: usize) -> Option<Read> {
        let month = self.month_of(at)?;
        let (length, day) = self.days(at + 1)?;
        Some(self.dated(at, at + 1 + length, month, day))
    }

    /// A month and perhaps a day, with the year that follows or the nearest.
    fn dated(&self, begin: usize, end: usize, month: i8, day: Option<i8>) -> Read {
        let make = |year: i16| match day {
            Some(day) => civil::Date::new(year, month, day).ok().map(Date::Day),
            None => Some(Date::Month(year, month)),
        };
        let range = day.is_none() && end > begin + 1;
        if let Some((more, year)) = self.year_after(end) {
            return Read { full: true, range, ..Read::one(end + more - begin, make(year)) };
        }
        let both = match (self.clock.year, self.clock.published) {
            (Some(year), _) => make(year).map(|d| (d, d)),
            (None, Some(published)) => nearest(published, month, day, &make),
            (None, None) => None,
        };
        Read { range, ..Read::new(end - begin, both) }
    }

    /// "September 2021", "last September", "September"
    fn month(&self, at: usize) -> Option<Read> {
        let (step, begin) = match self.word(at) {
            "last" => (Some(false), at + 1),
            "next" => (Some(true), at + 1),
            "this" => {
                let month = self.month_of(at + 1)?;
                return Some(Read::one(2, self.clock.published.map(|p| Date::Month(p.year(), month))));
            }
            "early" | "late" | "mid" => (None, at + 1 + usize::from(self.word(at + 1) == "-")),
            _ => (None, at),
        };
        let month = self.month_of(begin)?;
        let read = self.dated(begin, begin + 1, month, None);
        let both = read.both.map(|(behind, ahead)| match step {
            Some(true) => (ahead, ahead),
            // "Last May", said in April, is a year ago.
            Some(false) => (self.before_now(behind), self.before_now(behind)),
            None => (behind, ahead),
        });
        Some(Read { both, ..read }.longer(begin - at))
    }

    fn before_now(&self, date: Date) -> Date {
        let late = self.clock.published.is_some_and(|p| p.year() == date.year() && date.month() >= p.month());
        if late { Date::Month(date.year() - 1, date.month().unwrap_or(1)) } else { date }
    }

    fn published_day(&self) -> Option<civil::Date> {
        self.clock.published.and_then(Date::day)
    }

    fn shifted(&self, length: Length) -> Option<civil::Date> {
        self.published_day().and_then(|d| d.checked_add(length).ok())
    }

    /// "yesterday", "last week", "next month", "this year"
    fn relative(&self, at: usize) -> Option<Read> {
        let day = |days: i64| self.shifted(Length::new().days(days)).map(Date::Day);
        let (this, next) = (self.word(at), self.word(at + 1));
        let published = self.clock.published;
        let (length, date) = match (this, next) {
            ("today" | "tonight", _) => (1, day(0)),
            ("this", "morning" | "afternoon" | "evening") | ("earlier" | "later", "today") => (2, day(0)),
            ("yesterday", "morning" | "afternoon" | "evening") => (2, day(-1)),
            ("yesterday", _) => (1, day(-1)),
            ("last", "night") => (2, day(-1)),
            ("tomorrow", _) => (1, day(1)),
            ("overnight", _) => (1, None),
            ("last" | "this" | "next" | "previous", "week") => (2, self.week_away(step(this))),
            ("last" | "this" | "next" | "previous", "weekend") => (2, None),
            ("last" | "this" | "next" | "previous", "month") => (2, published.and_then(|p| months_on(p, step(this)))),
            ("last" | "this" | "next" | "previous", "year") => (2, published.map(|p| Date::Year(p.year() + step(this) as i16))),
            ("this", "spring" | "summer" | "autumn" | "fall") => (2, published.map(|p| Date::Year(p.year()))),
            _ => return None,
        };
        Some(Read::one(length, date))
    }

    /// What the working days of a week share.
    fn week_away(&self, weeks: i64) -> Option<Date> {
        let today = self.published_day()?;
        let monday = i64::from(today.weekday().to_monday_zero_offset());
        let first = today.checked_add(Length::new().days(7 * weeks - monday)).ok()?;
        let last = first.checked_add(Length::new().days(4)).ok()?;
        Date::Day(first).shared(Date::Day(last))
    }

    /// "three days ago", "a week ago", "two years ago today"
    fn ago(&self, at: usize) -> Option<Read> {
        let count = count(self.word(at))?;
        let unit = self.word(at + 1).trim_end_matches('s');
        if self.word(at + 2) != "ago" {
            return None;
        }
        let exact = self.word(at + 3) == "today";
        let published = self.clock.published;
        let date = match unit {
            "day" => self.shifted(Length::new().days(-count)).map(Date::Day),
            "week" => self.shifted(Length::new().weeks(-count)).map(Date::Day),
            "month" if exact => self.shifted(Length::new().months(-count)).map(Date::Day),
            "year" if exact => self.shifted(Length::new().years(-count)).map(Date::Day),
            "month" => published.and_then(|p| months_on(p, -count)),
            "year" => published.map(|p| Date::Year(p.year() - count as i16)),
            _ => return None,
        };
        Some(Read::one(3 + usize::from(exact), date))
    }

    /// "Monday", "last Monday", "Monday night"; with a date after it, that date ("Monday, 5 April")
    fn weekday(&self, at: usize) -> Option<Read> {
        let step = matches!(self.word(at), "last" | "next" | "this");
        let begin = at + usize::from(step);
        let is = |d: &str| d == self.word(begin);
        let short = |d: &str| {
            self.proper.get(begin).copied().unwrap_or(false)
                && self.word(begin).len() >= 3
                && d.starts_with(self.word(begin).trim_end_matches('.'))
        };
        let day = DAYS.iter().position(|d| is(d) || short(d))?;
        let after = begin + 1 + usize::from(self.word(begin + 1) == ",");
        if let Some(read) = self.day_month(after).or_else(|| self.month_day(after)) {
            return Some(read.longer(after - at));
        }
        if !DAYS.iter().any(|d| is(d)) {
            return None;
        }
        let both = self.published_day().and_then(|today| {
            let now = i64::from(today.weekday().to_monday_zero_offset());
            let back = (now - day as i64).rem_euclid(7);
            let back = if back == 0 && self.word(at) == "last" { 7 } else { back };
            let on = (day as i64 - now - 1).rem_euclid(7) + 1;
            let behind = today.checked_add(Length::new().days(-back)).ok()?;
            let ahead = today.checked_add(Length::new().days(on)).ok()?;
            let next = self.word(at) == "next";
            Some((Date::Day(if next { ahead } else { behind }), Date::Day(ahead)))
        });
        let week = self.word(begin + 1) == "last" && self.word(begin + 2) == "week";
        if week {
            // "Friday last week": the one of the week before, which need not be the last Friday.
            let date = self.published_day().and_then(|today| {
                let now = i64::from(today.weekday().to_monday_zero_offset());
                today.checked_add(Length::new().days(day as i64 - now - 7)).ok()
            });
            return Some(Read::one(begin + 3 - at, date.map(Date::Day)));
        }
        Some(Read::new(begin + 1 - at, both))
    }

    /// "on the 22nd", "(10th)": of the month that heads the paragraph, or the nearest.
    fn lone_day(&self, at: usize) -> Option<Read> {
        let numeral = self.word(at).starts_with(|c: char| c.is_ascii_digit());
        let day = self.day_of(at).filter(|_| numeral && self.word(at).ends_with(char::is_alphabetic))?;
        let the = usize::from(self.before(at, 1) == "the");
        let dating = matches!(self.before(at, 1 + the), "on" | "since" | "until" | "by" | "from" | "(");
        let next = self.word(at + 1);
        let ends = !next.starts_with(char::is_alphabetic)
            || self.proper.get(at + 1).copied().unwrap_or(false)
            || matches!(
                next,
                "and" | "to" | "the" | "a" | "an" | "he" | "she" | "they" | "it" | "his" | "her" | "their" | "its" | "in" | "at"
            );
        if !dating || !ends {
            return None;
        }
        let of = |month: Date, months: i64| {
            let there = months_on(month, months)?;
            civil::Date::new(there.year(), there.month()?, day).ok()
        };
        if let Some(month) = self.clock.month {
            return Some(Read::one(1, of(month, 0).map(Date::Day)));
        }
        let both = self.clock.published.zip(self.published_day()).and_then(|(published, today)| {
            let this = of(published, 0)?;
            let behind = if this > today { of(published, -1)? } else { this };
            let ahead = if this < today { of(published, 1)? } else { this };
            Some((Date::Day(behind), Date::Day(ahead)))
        });
        Some(Read::new(1, both))
    }

    /// A year after a preposition, or after words for a part of it.
    fn lone_year(&self, at: usize) -> Option<Read> {
        let year = year(self.word(at))?;
        let dating = matches!(
            self.before(at, 1),
            "in" | "since"
                | "of"
                | "by"
                | "until"
                | "before"
                | "after"
                | "from"
                | "early"
                | "late"
                | "mid"
                | "during"
                | "spring"
                | "summer"
                | "autumn"
                | "fall"
                | "winter"
                | "-"
                | "("
                | "to"
                | "and"
                | "between"
        );
        let long_ago = self.before(at, 1) == "as" && matches!(self.before(at, 2), "ago" | "early" | "late" | "recently");
        // "The 2015 agreement", "its 1990 ban"; not "2014 soldiers".
        let of_a_thing = matches!(self.before(at, 1), "the" | "this" | "that" | "its" | "his" | "her" | "their" | "'s" | "’s")
            && self.word(at + 1).starts_with(char::is_lowercase);
        let heads = self.before(at, 1).is_empty() && matches!(self.word(at + 1), ":" | "—" | "–");
        (dating || long_ago || of_a_thing || heads).then(|| Read::one(1, Some(Date::Year(year))))
    }
}

fn nearest(published: Date, month: i8, day: Option<i8>, make: &dyn Fn(i16) -> Option<Date>) -> Option<(Date, Date)> {
    let today = (published.month().unwrap_or(12), published.day().map_or(31, civil::Date::day));
    let this = (month, day.unwrap_or(today.1));
    let year = published.year();
    // A date a little ahead of the article, said as past, is more likely a plan or a slip than a year ago.
    let behind = if this > today && this.0 > today.0 + 1 { year - 1 } else { year };
    let ahead = if this < today { year + 1 } else { year };
    make(behind).zip(make(ahead))
}

/// The month so many months on from a date.
pub(super) fn months_on(date: Date, months: i64) -> Option<Date> {
    let first = civil::Date::new(date.year(), date.month()?, 1).ok()?;
    let there = first.checked_add(Length::new().months(months)).ok()?;
    Some(Date::Month(there.year(), there.month()))
}

fn step(word: &str) -> i64 {
    match word {
        "last" | "previous" => -1,
        "next" => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
