//! Dates as words give them: of the calendar, or counted from the day of the article.

use jiff::Span as Length;
use jiff::civil;

use crate::date::Date;
use crate::syntax::Tree;

pub(super) const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Numbers as they are written out, from zero.
pub(in crate::mention) const NUMBERS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// From where words count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    /// The day of the article.
    pub published: Option<Date>,
    /// The year of months and days that come without one.
    year: Option<i16>,
    /// The month of days that come without one.
    month: Option<Date>,
    /// The date told last.
    pub last: Option<Date>,
    /// Whether the year was told in this sentence.
    kept: bool,
}

/// How many years back a story is history, whose months are not the article's.
const LONG_AGO: i16 = 2;

impl Clock {
    pub(super) fn at(published: Option<Date>) -> Self {
        Self { published, ..Self::default() }
    }

    /// A paragraph begins.
    pub(super) fn paragraph(&mut self) {
        self.month = None;
        self.sentence(true);
    }

    /// A sentence begins: the article's own time, where it has one, unless the sentence before it spoke of long ago.
    pub(super) fn sentence(&mut self, fresh: bool) {
        if self.published.is_some() && (fresh || !self.kept) && self.month.is_none() {
            self.year = None;
        }
        self.kept = false;
    }

    /// A heading or title that names a year: what follows is of that year.
    pub(super) fn head(&mut self, tree: &Tree<'_>) {
        let year = (0..tree.len()).find_map(|w| year(tree.word(w)));
        self.year = year.or(self.year);
    }

    /// A date heads a paragraph.
    pub(super) fn entry(&mut self, date: Date) {
        self.year = Some(date.year());
        self.month = date.month().map(|m| Date::Month(date.year(), m));
    }

    /// A date is told; `full` where it names its year and more than that.
    pub(super) fn tell(&mut self, date: Date, full: bool) {
        self.last = Some(date);
        if full && self.published.is_none_or(|p| p.year() - date.year() > LONG_AGO) {
            self.year = Some(date.year());
            self.kept = true;
        }
    }
}

/// What was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    /// So many words.
    pub length: usize,
    /// The date behind and the date ahead, where it can be reckoned.
    pub both: Option<(Date, Date)>,
    /// Whether a month or day names its year.
    pub full: bool,
    /// Whether it is a stretch of time.
    pub range: bool,
}

impl Read {
    pub(super) fn new(length: usize, both: Option<(Date, Date)>) -> Self {
        Self { length, both, full: false, range: false }
    }

    /// The same date in both readings.
    pub(super) fn one(length: usize, date: Option<Date>) -> Self {
        Self::new(length, date.map(|d| (d, d)))
    }

    fn longer(self, words: usize) -> Self {
        Self { length: self.length + words, ..self }
    }
}

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
        if matches!(self.word(at), "," | "of") {
            if let Some(year) = year(self.word(at + 1)) {
                return Some((2, year));
            }
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

/// "a", "three", "forty-six", "12": how many, in lower case.
#[must_use]
pub fn count(word: &str) -> Option<i64> {
    let tens = |w: &str| TENS.iter().position(|t| *t == w).map(|t| 10 * (t as i64 + 2));
    if let Some((ten, one)) = word.split_once('-') {
        return tens(ten).zip(count(one)).map(|(ten, one)| ten + one);
    }
    match word {
        "a" | "an" => Some(1),
        word if tens(word).is_some() => tens(word),
        word => NUMBERS.iter().position(|n| *n == word).map(|n| n as i64).or_else(|| word.parse().ok().filter(|n| (1..200).contains(n))),
    }
}

fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten().filter(|y| (1600..2200).contains(y))
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
mod tests {
    use super::*;

    /// What is read at the first word that begins a date, in both readings.
    fn read(text: &str, published: &str, last: &str) -> Option<(String, String)> {
        let words: Vec<String> = text.split(' ').map(str::to_lowercase).collect();
        let proper: Vec<bool> = text.split(' ').map(|w| w.starts_with(char::is_uppercase)).collect();
        let clock = Clock { last: last.parse().ok(), ..Clock::at(published.parse().ok()) };
        let reader = Reader { words: &words, proper: &proper, clock };
        let both = (0..words.len()).find_map(|at| reader.at(at)).and_then(|read| read.both)?;
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
            ("April 5-6 , 2016", "2016-04", "2016-04"),
            ("April 5 , 2016", "2016-04-05", "2016-04-05"),
            ("the fifth of April 2016", "2016-04-05", "2016-04-05"),
            ("the twenty-first of August", "2021-08-21", "2022-08-21"),
            ("August of 2016", "2016-08", "2016-08"),
            ("in mid-June", "2021-06", "2022-06"),
            ("in mid - June", "2021-06", "2022-06"),
            ("in June", "2021-06", "2022-06"),
            ("in December", "2020-12", "2021-12"),
            ("last December", "2020-12", "2020-12"),
            ("last September", "2020-09", "2020-09"),
            ("June last year", "2020-06", "2020-06"),
            ("yesterday", "2021-09-13", "2021-09-13"),
            ("two weeks ago", "2021-08-31", "2021-08-31"),
            ("ten years ago today", "2011-09-14", "2011-09-14"),
            ("last month", "2021-08", "2021-08"),
            ("this week", "2021-09", "2021-09"),
            ("this summer", "2021", "2021"),
            ("in 2014", "2014", "2014"),
            ("the 2014 accord", "2014", "2014"),
            ("as long ago as 1954", "1954", "1954"),
            ("on Sunday , 12 September", "2021-09-12", "2022-09-12"),
            ("Sun 12 September", "2021-09-12", "2022-09-12"),
            ("Friday last week", "2021-09-10", "2021-09-10"),
            ("on Friday last week", "2021-09-10", "2021-09-10"),
            ("Monday last week", "2021-09-06", "2021-09-06"),
            ("on the 9th .", "2021-09-09", "2021-10-09"),
            ("on the 22nd", "2021-08-22", "2021-09-22"),
        ];
        for (text, behind, ahead) in table {
            assert_eq!(read(text, "2021-09-14", ""), Some((behind.to_owned(), ahead.to_owned())), "{text}");
        }
    }

    #[test]
    fn reckons_from_the_date_told_last() {
        let table = [
            ("the same day", "2019-03-30", "2019-03-30"),
            ("that evening", "2019-03-30", "2019-03-30"),
            ("the next day", "2019-03-30", "2019-03-31"),
            ("the following day", "2019-03-31", "2019-04-01"),
            ("the day after ,", "2019-03-31", "2019-04-01"),
            ("the day before .", "2019-03-30", "2019-03-29"),
            ("the night before", "2019-03-30", "2019-03-29"),
            ("two days later", "2019-03-30", "2019-04-01"),
            ("five days on ,", "2019-03-30", "2019-04-04"),
            ("three days earlier", "2019-03-30", "2019-03-27"),
            ("a week earlier", "2019-03-30", "2019-03-23"),
            ("four weeks later", "2019-08", "2019-09"),
            ("two months later", "2019-08-05", "2019-10"),
            ("a year later", "1992", "1993"),
            ("three years later", "1973-05-01", "1976"),
            ("that February", "1999", "1999-02"),
            ("the following March", "2016-12", "2017-03"),
            ("the previous June", "2019-03-02", "2018-06"),
            ("that month", "2018-09-11", "2018-09"),
            ("the same year", "2018-09-11", "2018"),
        ];
        for (text, last, date) in table {
            assert_eq!(read(text, "2021-09-14", last).map(|d| d.0).as_deref(), Some(date), "{text}");
        }
        for text in ["the next day", "two days later", "the day before"] {
            assert_eq!(read(text, "2021-09-14", ""), None, "{text}");
            assert_eq!(read(text, "2021-09-14", "2019"), None, "{text}");
        }
    }

    #[test]
    fn says_nothing_where_nothing_is_known() {
        for text in ["on Monday", "on September 13", "yesterday", "the leaders may meet", "they march on", "2014 soldiers", "the 7th floor"]
        {
            assert_eq!(read(text, "", ""), None, "{text}");
        }
        assert_eq!(read("13 September 2021", "", "").map(|d| d.0).as_deref(), Some("2021-09-13"));
        for text in ["on the 7th floor", "Sun readers", "two days later this spring of hope"] {
            assert_eq!(read(text, "2021-09-14", ""), None, "{text}");
        }
    }
}
