//! Calendar dates, as precise as a text gives them.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use jiff::civil;

/// A year, a month or a day of the Gregorian calendar. Years run from 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Date {
    /// `2021`
    Year(i16),
    /// `2021-09`: a year and a month (1 to 12).
    Month(i16, i8),
    /// `2021-09-13`
    Day(civil::Date),
}

impl Date {
    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(day) => day.year(),
        }
    }

    /// The month, 1 to 12, where it is known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        match self {
            Self::Year(_) => None,
            Self::Month(_, month) => Some(month),
            Self::Day(day) => Some(day.month()),
        }
    }

    /// The day, where it is known.
    #[must_use]
    pub fn day(self) -> Option<civil::Date> {
        match self {
            Self::Year(_) | Self::Month(..) => None,
            Self::Day(day) => Some(day),
        }
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Option<civil::Date> {
        civil::Date::new(self.year(), self.month().unwrap_or(1), self.day().map_or(1, |d| d.day())).ok()
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Option<civil::Date> {
        match self {
            Self::Year(year) => civil::Date::new(year, 12, 31).ok(),
            Self::Month(..) => self.first().map(civil::Date::last_of_month),
            Self::Day(day) => Some(day),
        }
    }

    /// Whether both may name the same day: one is as the other, or less precise.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        let months = self.month().zip(other.month()).is_none_or(|(a, b)| a == b);
        let days = self.day().zip(other.day()).is_none_or(|(a, b)| a == b);
        self.year() == other.year() && months && days
    }

    /// Whether all of it lies after the other, as far as both are known.
    #[must_use]
    pub fn is_after(self, other: Self) -> bool {
        let by_day = self.day().zip(other.day()).is_some_and(|(a, b)| a > b);
        let by_month = self.month().zip(other.month());
        match self.year().cmp(&other.year()) {
            Ordering::Equal => by_month.is_some_and(|(a, b)| a > b || a == b && by_day),
            unequal => unequal == Ordering::Greater,
        }
    }

    /// What both share: the month, else the year, of two days of it.
    #[must_use]
    pub fn shared(self, other: Self) -> Option<Self> {
        if self == other {
            return Some(self);
        }
        let month = self.month().filter(|m| other.month() == Some(*m));
        (self.year() == other.year()).then(|| month.map_or(Self::Year(self.year()), |m| Self::Month(self.year(), m)))
    }

    /// The local name of its XML Schema type: `gYear`, `gYearMonth` or `date`.
    #[must_use]
    pub fn datatype(self) -> &'static str {
        match self {
            Self::Year(_) => "gYear",
            Self::Month(..) => "gYearMonth",
            Self::Day(_) => "date",
        }
    }
}

impl fmt::Display for Date {
    /// ISO 8601, cut to what is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

/// A text that is no ISO 8601 date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADate(pub String);

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a date such as 2021, 2021-09 or 2021-09-13", self.0)
    }
}

impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    /// Reads `2021`, `2021-09` or `2021-09-13`.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate(text.to_owned());
        let number = |part: &str, digits: usize| {
            let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| part.parse::<i16>().ok()).flatten().ok_or_else(wrong)
        };
        let mut parts = text.split('-');
        let year = number(parts.next().unwrap_or(""), 4)?;
        let month = parts.next().map(|m| number(m, 2)).transpose()?;
        let day = parts.next().map(|d| number(d, 2)).transpose()?;
        if parts.next().is_some() || year == 0 {
            return Err(wrong());
        }
        match (month, day) {
            (None, _) => Ok(Self::Year(year)),
            (Some(month @ 1..=12), None) => Ok(Self::Month(year, month as i8)),
            (Some(month @ 1..=12), Some(day @ 1..=31)) => {
                civil::Date::new(year, month as i8, day as i8).map(Self::Day).map_err(|_| wrong())
            }
            _ => Err(wrong()),
        }
    }
}

/// Days from one day to another; negative where it lies before.
#[must_use]
pub fn days_between(from: civil::Date, to: civil::Date) -> i64 {
    // A span of days between two dates of the calendar always fits.
    to.since(from).map_or(i64::MAX / 4, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_as_much_as_is_known() {
        for text in ["2021", "2021-09", "2021-09-13", "0987-01-01"] {
            assert_eq!(text.parse::<Date>().map(|d| d.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "0000", "21", "2021-13", "2021-02-30", "2021-9", "2021-09-13-1", "+021", "2021-00"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn is_after_only_what_is_wholly_before() {
        let date = |s: &str| s.parse::<Date>().expect("a date");
        for (one, other) in [("2021-09-13", "2021-09-12"), ("2021-10", "2021-09-30"), ("2022", "2021-12-31"), ("2021-10-01", "2021-09")] {
            assert!(date(one).is_after(date(other)) && !date(other).is_after(date(one)), "{one} {other}");
        }
        for (one, other) in [("2021-09-13", "2021-09-13"), ("2021-09", "2021-09-12"), ("2021", "2021-09-12"), ("2021-09-12", "2021")] {
            assert!(!date(one).is_after(date(other)), "{one} {other}");
        }
    }

    #[test]
    fn two_dates_share_a_month_or_a_year() {
        let date = |s: &str| s.parse::<Date>().expect("a date");
        let table = [
            ("2021-09-13", "2021-09-13", Some("2021-09-13")),
            ("2021-09-13", "2021-09-19", Some("2021-09")),
            ("2021-08-30", "2021-09-05", Some("2021")),
            ("2021-09", "2021", Some("2021")),
            ("2020-12-28", "2021-01-03", None),
        ];
        for (one, other, both) in table {
            assert_eq!(date(one).shared(date(other)).map(|d| d.to_string()).as_deref(), both, "{one} {other}");
        }
    }

    #[test]
    fn agrees_with_what_is_less_precise() {
        let date = |s: &str| s.parse::<Date>().expect("a date");
        assert!(date("2021").agrees(date("2021-09-13")) && date("2021-09").agrees(date("2021-09-13")));
        assert!(!date("2021-08").agrees(date("2021-09-13")) && !date("2020").agrees(date("2021")));
    }
}
