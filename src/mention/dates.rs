//! Dates in a sentence, reckoned from the day the article was published.
//!
//! A weekday or a month alone is the nearest one: behind the article for what has happened, ahead of it for what is to come,
//! so each date is given in both readings. What cannot be reckoned (a day without a year in an article without a date) is left out.

use std::ops::Range;

use jiff::Span as Length;
use jiff::civil;

use crate::date::Date;
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
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
pub(super) const NUMBERS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// The dates of a sentence, in order, none inside another.
#[must_use]
pub fn dates(tree: &Tree<'_>, published: Option<Date>) -> Vec<Dated> {
    let words: Vec<String> = (0..tree.len()).map(|w| tree.word(w).to_lowercase()).collect();
    let proper: Vec<bool> = (0..tree.len()).map(|w| tree.word(w).starts_with(char::is_uppercase)).collect();
    let reader = Reader { words: &words, proper: &proper, published };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        match reader.at(at) {
            Some((length, both)) => {
                found.extend(both.map(|(behind, ahead)| Dated { words: at..at + length, behind, ahead }));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The date that heads the paragraph of each sentence: one that begins it and is cut off from what follows.
#[must_use]
pub fn entries(text: &str, trees: &[Tree<'_>], dates: &[Vec<Dated>]) -> Vec<Option<Dated>> {
    let (mut found, mut heading, mut end) = (Vec::new(), None, 0);
    for (tree, dated) in trees.iter().zip(dates) {
        if tree.is_empty() {
            found.push(None);
            continue;
        }
        let span = tree.span(0..tree.len());
        let fresh = end == 0 || text.get(end..span.begin).is_some_and(|gap| gap.contains("\n"));
        if fresh {
            heading = dated.first().filter(|d| d.words.start <= 1 && cut_off(tree, d)).cloned();
        }
        end = span.end;
        found.push(heading.clone());
    }
    found
}

fn cut_off(tree: &Tree<'_>, dated: &Dated) -> bool {
    let next = dated.words.end;
    next < tree.len() && matches!(tree.word(next), ":" | "." | "—" | "–" | "-" | ";" | "|")
}

struct Reader<'a> {
    words: &'a [String],
    proper: &'a [bool],
    published: Option<Date>,
}

/// What was read: so many words, and the date in both readings where it can be reckoned.
type Read = (usize, Option<(Date, Date)>);

fn same(date: Date) -> Option<(Date, Date)> {
    Some((date, date))
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn at(&self, at: usize) -> Option<Read> {
        self.iso(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.month(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.ago(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.lone_year(at))
    }

    fn month_of(&self, at: usize) -> Option<i8> {
        let word = self.word(at).trim_end_matches('.');
        let is = |m: &str| m == word || word.len() >= 3 && word != "mar" && m.starts_with(word) && (word.len() == 3 || word == "sept");
        let month = MONTHS.iter().position(|m| is(m))?;
        // "may" and "march" are months only as names
        self.proper.get(at).copied().unwrap_or(false).then_some(month as i8 + 1)
    }

    fn year_of(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| word.parse().ok()).flatten().filter(|y| (1600..2200).contains(y))
    }

    /// A year that stands after a day and month, perhaps after a comma: how many words on, and which.
    fn year_after(&self, at: usize) -> Option<(usize, i16)> {
        if let Some(year) = self.year_of(at) {
            return Some((1, year));
        }
        if self.word(at) == "," {
            return self.year_of(at + 1).map(|y| (2, y));
        }
        let of = usize::from(self.word(at) == "of");
        let step = match (self.word(at + of), self.word(at + of + 1)) {
            ("last", "year") => -1,
            ("this", "year") => 0,
            ("next", "year") => 1,
            _ => return None,
        };
        self.published.map(|p| (2 + of, p.year() + step))
    }

    fn day_of(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        let number = ["st", "nd", "rd", "th"].iter().find_map(|s| word.strip_suffix(s)).unwrap_or(word);
        number.parse().ok().filter(|d| (1..=31).contains(d) && number.len() <= 2)
    }

    fn iso(&self, at: usize) -> Option<Read> {
        let word = self.word(at);
        (word.len() == 10).then(|| word.parse::<Date>().ok()).flatten().map(|d| (1, same(d)))
    }

    /// "13 September 2021", "5–6 April", "the 5th of April"
    fn day_month(&self, at: usize) -> Option<Read> {
        let day = self.day_of(at)?;
        let range = usize::from(matches!(self.word(at + 1), "-" | "–" | "to" | "and")) * 2;
        if range > 0 && self.day_of(at + 2).is_none() {
            return None;
        }
        let next = at + 1 + range;
        let next = next + usize::from(self.word(next) == "of");
        let month = self.month_of(next)?;
        Some(self.dated(at, next + 1, month, (range == 0).then_some(day)))
    }

    /// "September 13, 2021", "April 5 and 6"
    fn month_day(&self, at: usize) -> Option<Read> {
        let month = self.month_of(at)?;
        let day = self.day_of(at + 1)?;
        let range = matches!(self.word(at + 2), "-" | "–" | "to" | "and") && self.day_of(at + 3).is_some();
        Some(self.dated(at, at + 2 + usize::from(range) * 2, month, (!range).then_some(day)))
    }

    /// A month and perhaps a day, with the year that follows or the nearest.
    fn dated(&self, begin: usize, end: usize, month: i8, day: Option<i8>) -> Read {
        let make = |year: i16| match day {
            Some(day) => civil::Date::new(year, month, day).ok().map(Date::Day),
            None => Some(Date::Month(year, month)),
        };
        if let Some((more, year)) = self.year_after(end) {
            return (end + more - begin, make(year).and_then(same));
        }
        let both = self.published.and_then(|p| self.nearest(p, month, day, &make));
        (end - begin, both)
    }

    fn nearest(&self, published: Date, month: i8, day: Option<i8>, make: &dyn Fn(i16) -> Option<Date>) -> Option<(Date, Date)> {
        let today = (published.month().unwrap_or(12), published.day().map_or(31, civil::Date::day));
        let this = (month, day.unwrap_or(today.1));
        let year = published.year();
        // A date a little ahead of the article, said as past, is more likely a plan or a slip than a year ago.
        let behind = if this > today && this.0 > today.0 + 1 { year - 1 } else { year };
        let ahead = if this < today { year + 1 } else { year };
        make(behind).zip(make(ahead))
    }

    /// "September 2021", "last September", "September"
    fn month(&self, at: usize) -> Option<Read> {
        let (step, begin) = match self.word(at) {
            "last" => (Some(false), at + 1),
            "next" => (Some(true), at + 1),
            "early" | "late" | "mid" | "this" => (None, at + 1),
            _ => (None, at),
        };
        let month = self.month_of(begin)?;
        let (length, both) = self.dated(begin, begin + 1, month, None);
        let both = both.map(|(behind, ahead)| match step {
            Some(true) => (ahead, ahead),
            // "Last May", said in April, is a year ago.
            Some(false) => (self.before_now(behind), self.before_now(behind)),
            None => (behind, ahead),
        });
        Some((length + begin - at, both))
    }

    fn before_now(&self, date: Date) -> Date {
        let late = self.published.is_some_and(|p| p.year() == date.year() && date.month() >= p.month());
        if late { Date::Month(date.year() - 1, date.month().unwrap_or(1)) } else { date }
    }

    fn published_day(&self) -> Option<civil::Date> {
        self.published.and_then(Date::day)
    }

    fn shifted(&self, length: Length) -> Option<civil::Date> {
        self.published_day().and_then(|d| d.checked_add(length).ok())
    }

    /// "yesterday", "last week", "next month", "this year"
    fn relative(&self, at: usize) -> Option<Read> {
        let day = |days: i64| self.shifted(Length::new().days(days)).map(Date::Day).and_then(same);
        let (this, next) = (self.word(at), self.word(at + 1));
        let read = match (this, next) {
            ("today" | "tonight" | "now", _) => (1, day(0)),
            ("this", "morning" | "afternoon" | "evening") | ("earlier" | "later", "today") => (2, day(0)),
            ("yesterday", "morning" | "afternoon" | "evening") => (2, day(-1)),
            ("yesterday", _) => (1, day(-1)),
            ("last", "night") => (2, day(-1)),
            ("tomorrow", _) => (1, day(1)),
            ("overnight", _) => (1, None),
            ("last" | "this" | "next" | "previous", "week" | "weekend") => (2, None),
            ("last" | "this" | "next" | "previous", "month") => (2, self.month_away(step(this)).and_then(same)),
            ("last" | "this" | "next" | "previous", "year") => {
                (2, self.published.and_then(|p| same(Date::Year(p.year() + step(this) as i16))))
            }
            _ => return None,
        };
        Some(read)
    }

    fn month_away(&self, months: i64) -> Option<Date> {
        let published = self.published?;
        let first = civil::Date::new(published.year(), published.month()?, 1).ok()?;
        let there = first.checked_add(Length::new().months(months)).ok()?;
        Some(Date::Month(there.year(), there.month()))
    }

    /// "three days ago", "a week ago", "two years earlier"
    fn ago(&self, at: usize) -> Option<Read> {
        let count = match self.word(at) {
            "a" | "an" => 1,
            word => {
                NUMBERS.iter().position(|n| *n == word).map(|n| n as i64).or_else(|| word.parse().ok().filter(|n| (1..200).contains(n)))?
            }
        };
        let unit = self.word(at + 1).trim_end_matches('s');
        if self.word(at + 2) != "ago" {
            return None;
        }
        let both = match unit {
            "day" => self.shifted(Length::new().days(-count)).map(Date::Day),
            "week" => self.shifted(Length::new().weeks(-count)).map(Date::Day),
            "month" => self.month_away(-count),
            "year" => self.published.map(|p| Date::Year(p.year() - count as i16)),
            _ => return None,
        };
        Some((3, both.and_then(same)))
    }

    /// "Monday", "last Monday", "Monday night"; with a date after it, that date ("Monday, 5 April")
    fn weekday(&self, at: usize) -> Option<Read> {
        let step = matches!(self.word(at), "last" | "next" | "this");
        let begin = at + usize::from(step);
        let day = DAYS.iter().position(|d| *d == self.word(begin))?;
        let after = begin + 1 + usize::from(self.word(begin + 1) == ",");
        if let Some((length, both)) = self.day_month(after).or_else(|| self.month_day(after)) {
            return Some((after + length - at, both));
        }
        let today = self.published_day();
        let both = today.and_then(|today| {
            let now = i64::from(today.weekday().to_monday_zero_offset());
            let back = (now - day as i64).rem_euclid(7);
            let back = if back == 0 && self.word(at) == "last" { 7 } else { back };
            let on = (day as i64 - now - 1).rem_euclid(7) + 1;
            let behind = today.checked_add(Length::new().days(-back)).ok()?;
            let ahead = today.checked_add(Length::new().days(on)).ok()?;
            let next = self.word(at) == "next";
            Some((Date::Day(if next { ahead } else { behind }), Date::Day(ahead)))
        });
        Some((begin + 1 - at, both))
    }

    /// A year after a preposition, or after words for a part of it.
    fn lone_year(&self, at: usize) -> Option<Read> {
        let year = self.year_of(at)?;
        let before = at.checked_sub(1).map_or("", |b| self.word(b));
        let dating = matches!(
            before,
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
        dating.then(|| (1, same(Date::Year(year))))
    }
}

fn step(word: &str) -> i64 {
    match word {
        "last" | "previous" => -1,
        "next" => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read at the first word that begins a date, in both readings.
    fn read(text: &str, published: &str) -> Option<(String, String)> {
        let words: Vec<String> = text.split(' ').map(str::to_lowercase).collect();
        let proper: Vec<bool> = text.split(' ').map(|w| w.starts_with(char::is_uppercase)).collect();
        let reader = Reader { words: &words, proper: &proper, published: published.parse().ok() };
        let both = (0..words.len()).find_map(|at| reader.at(at)).and_then(|(_, both)| both)?;
        Some((both.0.to_string(), both.1.to_string()))
    }

    #[test]
    fn reckons_from_the_day_of_the_article() {
        // 14 September 2021 was a Tuesday.
        let table = [
            ("on Monday", "2021-09-13", "2021-09-20"),
            ("on Tuesday", "2021-09-14", "2021-09-21"),
            ("last Tuesday", "2021-09-07", "2021-09-21"),
            ("next Friday", "2021-09-17", "2021-09-17"),
            ("on September 13", "2021-09-13", "2022-09-13"),
            ("on 13 September 2019", "2019-09-13", "2019-09-13"),
            ("5 – 6 April 2016", "2016-04", "2016-04"),
            ("April 5 , 2016", "2016-04-05", "2016-04-05"),
            ("in June", "2021-06", "2022-06"),
            ("in December", "2020-12", "2021-12"),
            ("last December", "2020-12", "2020-12"),
            ("last September", "2020-09", "2020-09"),
            ("June last year", "2020-06", "2020-06"),
            ("yesterday", "2021-09-13", "2021-09-13"),
            ("two weeks ago", "2021-08-31", "2021-08-31"),
            ("last month", "2021-08", "2021-08"),
            ("in 2014", "2014", "2014"),
            ("on Sunday , 12 September", "2021-09-12", "2022-09-12"),
        ];
        for (text, behind, ahead) in table {
            assert_eq!(read(text, "2021-09-14"), Some((behind.to_owned(), ahead.to_owned())), "{text}");
        }
    }

    #[test]
    fn says_nothing_where_nothing_is_known() {
        for text in ["on Monday", "on September 13", "yesterday", "the leaders may meet", "they march on", "2014 soldiers"] {
            assert_eq!(read(text, ""), None, "{text}");
        }
        assert_eq!(read("13 September 2021", "").map(|d| d.0).as_deref(), Some("2021-09-13"));
    }
}
