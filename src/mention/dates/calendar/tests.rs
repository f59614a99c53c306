//! Dates as they are read from words.

use super::*;

/// What is read at the first word that begins a date, in both readings.
fn read(text: &str, published: &str, last: &str) -> Option<(String, String)> {
    let words: Vec<String> = text.split(' ').map(str::to_lowercase).collect();
    let proper: Vec<bool> = text.split(' ').map(|w| w.starts_with(char::is_uppercase)).collect();
    let mut clock = Clock::at(published.parse().ok());
    clock.last = last.parse().ok();
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
    for text in ["on Monday", "on September 13", "yesterday", "the leaders may meet", "they march on", "2014 soldiers", "the 7th floor"] {
        assert_eq!(read(text, "", ""), None, "{text}");
    }
    assert_eq!(read("13 September 2021", "", "").map(|d| d.0).as_deref(), Some("2021-09-13"));
    for text in ["on the 7th floor", "Sun readers", "two days later this spring of hope"] {
        assert_eq!(read(text, "2021-09-14", ""), None, "{text}");
    }
}
