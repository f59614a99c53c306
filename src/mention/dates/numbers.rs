//! Numbers as words and digits give them.

/// Numbers as they are written out, from zero.
pub(in crate::mention) const NUMBERS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
pub(super) const ORDINALS: [&str; 20] = [
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

/// A year of four digits.
pub(super) fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten().filter(|y| (1600..2200).contains(y))
}
