//! From where words count, and what was read.

use super::numbers::year;
use crate::date::Date;

/// From where words count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    /// The day of the article.
    pub published: Option<Date>,
    /// The year of months and days that come without one.
    pub year: Option<i16>,
    /// The month of days that come without one.
    pub month: Option<Date>,
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
    pub(super) fn head<'w>(&mut self, mut words: impl Iterator<Item = &'w str>) {
        self.year = words.find_map(year).or(self.year);
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

    pub(super) fn longer(self, words: usize) -> Self {
        Self { length: self.length + words, ..self }
    }
}
