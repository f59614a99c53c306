//! Dates as news and their metadata write them.

use jiff::civil;

use crate::date::Date;

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Reads a date; times, zones and weekdays around it are passed over. `13/09/2021` is none: who wrote it, and where?
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() > 100 {
        return None;
    }
    numeric(text).or_else(|| compact(text)).or_else(|| in_words(text))
}

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    (year > 0).then(|| civil::Date::new(year, month, day).ok().map(Date::Day)).flatten()
}

/// `2021`, `2021-09`, `2021-09-13`, with slashes or dots too, and perhaps a time behind.
fn numeric(text: &str) -> Option<Date> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let dashed = date.replace(['/', '.'], "-");
    let read: Date = padded(&dashed)?.parse().ok()?;
    let fits = rest.is_empty() || (read.day().is_some() && is_time(rest));
    fits.then_some(read)
}

/// `2021-9-3` as ISO 8601 wants it.
fn padded(date: &str) -> Option<String> {
    let parts: Vec<&str> = date.split('-').collect();
    let short = |part: &&str| part.is_empty() || part.len() > 2;
    if parts.first()?.len() != 4 || parts.iter().skip(1).any(short) {
        return None;
    }
    Some(parts.iter().map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-"))
}

/// Whether something behind a date is a time of day, as `T10:00:00+02:00` and ` 10:00`.
fn is_time(text: &str) -> bool {
    text.starts_with(['T', 't', ' ', ',']) && text.trim_start_matches(['T', 't', ' ', ',']).starts_with(|c: char| c.is_ascii_digit())
}

/// `20210913`, and so with a time, `20210913T101500Z` or `20210913101500`.
fn compact(text: &str) -> Option<Date> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    if !(digits == 14 || digits == 8 && (rest.is_empty() || is_time(rest))) {
        return None;
    }
    day(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..8)?.parse().ok()?)
}

/// `13 September 2021`, `Sept. 13, 2021, 10:00`, `Mon, 13 Sep 2021 10:00:00 GMT`, `September 2021`.
fn in_words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !matches!(*w, "" | "of")).collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let number = month(words[at])?;
    let year_at = |at: usize| words.get(at..)?.iter().find_map(|word| year(word));
    let next = |at: usize| words.get(at).and_then(|word| year(word));
    let before = at.checked_sub(1).and_then(|at| day_of_month(words[at]));
    let after = words.get(at + 1).and_then(|word| day_of_month(word));
    match (before, after) {
        (Some(before), _) if next(at + 1).is_some() => day(next(at + 1)?, number, before),
        (_, Some(after)) => day(year_at(at + 2)?, number, after),
        (None, None) if at == 0 => next(1).map(|year| Date::Month(year, number)),
        _ => None,
    }
}

/// The month of a name, or of its first three letters or more.
fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let found = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(&word))?;
    i8::try_from(found + 1).ok()
}

fn day_of_month(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = word[digits.len()..].to_ascii_lowercase();
    let fits = matches!(suffix.as_str(), "" | "st" | "nd" | "rd" | "th") && digits.len() <= 2;
    fits.then(|| digits.parse().ok()).flatten().filter(|day| (1..=31).contains(day))
}

/// A year of four digits; offsets of zones, as `0530` and `1030`, are none.
fn year(word: &str) -> Option<i16> {
    let plain = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| word.parse().ok()).flatten().filter(|year| (1500..=2999).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_news_write_them() {
        for text in [
            "2021-09-13",
            " 2021-09-13T23:30:00-05:00 ",
            "2021-09-13T10:00:00.000Z",
            "2021-09-13 10:00:00",
            "2021-09-13 10:00:00+00:00",
            "2021-9-13",
            "2021/09/13",
            "2021/09/13 10:00",
            "2021.09.13",
            "20210913",
            "20210913T101500Z",
            "20210913101500",
            "13 September 2021",
            "13 Sept. 2021",
            "13-Sep-2021",
            "13th of September 2021",
            "September 13, 2021",
            "Sep 13th 2021",
            "Mon, 13 Sep 2021 10:00:00 +0000",
            "Mon, 13 Sep 2021 10:00:00 GMT",
            "Monday 13 September 2021 14.05 BST",
            "Published: September 13, 2021 at 4:00 p.m. ET",
            "Mon Sep 13 10:00:00 -1030 2021",
            "SEPTEMBER 13, 2021",
        ] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), Some("2021-09-13"), "{text}");
        }
        for (text, want) in [("2021", "2021"), ("2021-09", "2021-09"), ("September 2021", "2021-09"), ("May 1 1999", "1999-05-01")] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), Some(want));
        }
    }

    #[test]
    fn what_is_no_date_or_could_be_two_is_not_read() {
        for text in [
            "",
            "soon",
            "13/09/2021",
            "09/10/2021",
            "2021-13-01",
            "2021-02-30",
            "31 February 2021",
            "September",
            "13 September",
            "September 13",
            "1631527200",
            "0000-01-01",
            "2021-09-13x",
            "20211399",
            "May talks",
            "2021-",
            "2021-09-13-14",
            "2021 talks",
            "ⅷ",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
