//! What holds for every text, however odd.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::time::Instant;

use chancery::language::segment::{sentences, tokens};
use chancery::text::Span;

/// Characters and pieces that have broken text programs before.
const PIECES: &[&str] = &[
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{2028}",
    "\u{0}",
    "\u{7}",
    "\u{1b}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{202e}",
    "\u{2066}",
    "\u{301}",
    "\u{fe0f}",
    "\u{e0001}",
    "\u{fffd}",
    "😀",
    "👩\u{200d}🚀",
    "🇬🇧",
    "🇬",
    "👍🏽",
    "a",
    "I",
    "U.S.",
    "Mr.",
    "n't",
    "'s",
    "’ve",
    "'",
    "’",
    "''",
    "``",
    "\"",
    "“",
    "”",
    "(",
    ")",
    "[...]",
    ".",
    "..",
    "...",
    "…",
    "?",
    "!",
    ",",
    ";",
    ":",
    "-",
    "–",
    "—",
    "/",
    "\\",
    "&",
    "@",
    "#",
    "$",
    "US$",
    "%",
    "°",
    "½",
    "²",
    "0",
    "12",
    "1,000",
    "3.5",
    "4pm",
    "1/2",
    "555-0199",
    "http://",
    "www.",
    "a.b",
    "x@y.z",
    "cannot",
    "gonna",
    "its",
    "ß",
    "İ",
    "ǅ",
    "中文",
    "नमस्ते",
    "ไทย",
    "אב",
    "ﬁ",
    "Ⅷ",
    "٣",
    ":)",
    "<3",
    "--",
    "==>",
    "etc.",
    "'90s",
    "0's",
    "p.m.",
    "J.",
    "e.g.",
    "No.",
    "v.",
    "Wed.",
    "May",
    "*",
    "_",
    "~",
    "|",
    "<",
    ">",
    "+",
    "=",
    "^",
    "{",
];

/// Pseudo-random numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}

/// Checks that the tokens lie in order and leave nothing but white space between them.
fn covers(text: &str, tokens: &[Span]) {
    let mut at = 0;
    for token in tokens {
        assert!(at <= token.begin && token.begin < token.end, "{token:?} in {text:?}");
        let between = text.get(at..token.begin).expect("tokens begin at characters");
        assert!(between.chars().all(char::is_whitespace), "{between:?} lost in {text:?}");
        assert!(!token.of(text).is_empty(), "{token:?} is cut off in {text:?}");
        assert!(!token.of(text).contains(char::is_whitespace), "{:?} in {text:?}", token.of(text));
        at = token.end;
    }
    assert!(text.get(at..).is_some_and(|rest| rest.chars().all(char::is_whitespace)), "end lost of {text:?}");
}

fn check(text: &str) {
    covers(text, &tokens(text, Span { begin: 0, end: text.len() }));
    let found = sentences(text);
    assert!(found.iter().all(|sentence| !sentence.is_empty()), "empty sentence in {text:?}");
    covers(text, &found.concat());
}

#[test]
fn nothing_is_lost() {
    let mut random = Random(20);
    for round in 0..30_000 {
        let length = 1 + random.below(if round % 10 == 0 { 60 } else { 8 });
        let text: String = (0..length).filter_map(|_| PIECES.get(random.below(PIECES.len()))).copied().collect();
        check(&text);
    }
}

#[test]
fn every_character_alone_is_safe() {
    for c in (0..=0x1_ffff).filter_map(char::from_u32) {
        let text = format!("{c}");
        covers(&text, &tokens(&text, Span { begin: 0, end: text.len() }));
        let text = format!("a{c}b.{c} {c}'s");
        covers(&text, &tokens(&text, Span { begin: 0, end: text.len() }));
    }
}

#[test]
fn odd_spans_have_no_tokens() {
    let text = "é a";
    for (begin, end) in [(1, 3), (0, 99), (3, 2), (9, 9)] {
        assert!(tokens(text, Span { begin, end }).is_empty());
    }
    assert!(sentences("").is_empty());
    assert!(sentences(" \n\t\n ").is_empty());
}

/// Seconds that a text takes.
fn seconds(text: &str) -> f64 {
    let began = Instant::now();
    check(text);
    began.elapsed().as_secs_f64()
}

#[test]
fn time_grows_with_the_length_and_not_with_its_square() {
    const PIECES: &[&str] = &[
        "a", "a.", "'s", "a'", "1/", "(:", "-", "…", "\u{301}", "\u{200b}", "1,", "@", "a-", "\n", "a\n", "É.", "🇬", "x&", "\"", ":)",
        "Abc.", ")",
    ];
    for (head, piece, tail) in PIECES.iter().map(|p| ("", *p, "")).chain([("www.", ")", ""), ("", "a.", "aa"), ("(", ":)", "")]) {
        let text = |bytes: usize| [head, &piece.repeat(bytes / piece.len()), tail].concat();
        let (short, long) = (seconds(&text(100_000)), seconds(&text(800_000)));
        // Eight times the text; the square would be sixty-four times the time.
        assert!(long < 24.0 * short + 0.3, "{head:?} {piece:?}: {short} s, then {long} s");
    }
}
