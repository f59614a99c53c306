//! Constructions of news language, cut into sentences and words.

use chancery::language::segment::sentences;

/// Pairs of lines: a text, with "\\n" for its line ends, and what it is cut into, with "|" between
/// the sentences and spaces between the words.
const TABLE: &str = include_str!("segment.txt");

/// Compares a text with its sentences.
fn wrong(text: &str, wanted: &str) -> Option<String> {
    let text = text.replace("\\n", "\n");
    let found: Vec<String> =
        sentences(&text).iter().map(|words| words.iter().map(|word| word.of(&text)).collect::<Vec<_>>().join(" ")).collect();
    let found = found.join(" | ");
    (found != wanted).then(|| format!("\n text {text}\nfound {found}\n want {wanted}\n"))
}

#[test]
fn news_is_cut_as_in_the_table() {
    let lines: Vec<&str> = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).collect();
    let (rows, rest) = lines.as_chunks::<2>();
    assert!(rest.is_empty() && rows.len() > 60, "the table has {} lines", lines.len());
    let failures: Vec<String> = rows.iter().filter_map(|[text, wanted]| wrong(text, wanted)).collect();
    assert!(failures.is_empty(), "{} of {} rows{}", failures.len(), rows.len(), failures.concat());
}
