//! Plain text, perhaps headed by what is known about it: lines of `key: value` between two lines of `---`.

use super::draft::{Draft, Field};
use super::encoding;
use super::source::{Source, Whole};
use crate::diagnostic::Diagnostic;

/// Lines that a heading may have; a text that begins with `---` and a story is no heading.
const HEADING: usize = 100;

/// The one article of a plain text.
pub(super) struct Text(Option<(Source, usize)>);

impl Text {
    /// The text of a source, of at most so many bytes.
    pub(super) fn new(source: Source, largest: usize) -> Self {
        Self(Some((source, largest)))
    }
}

impl Iterator for Text {
    type Item = Result<Draft, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        let (source, largest) = self.0.take()?;
        // The heading does not count, but it is short.
        Some(match source.whole(largest.saturating_add(64 << 10)) {
            Ok(Whole::Bytes(bytes)) => encoding::text(bytes).map(draft),
            Ok(Whole::TooLarge) => Err(super::draft::too_large(largest)),
            Err(diagnostic) => Err(diagnostic),
        })
    }
}

fn draft(mut text: String) -> Draft {
    let mut draft = Draft { alone: true, ..Draft::default() };
    match heading(&text) {
        Some(Ok(heading)) => {
            for (field, value) in heading.entries {
                draft.set(field, value);
            }
            text.drain(..heading.length);
        }
        Some(Err(line)) => {
            let why = format!("begins with `---` as a heading does, but line {line} is no `key: value`, so all of it is read as text");
            draft.warnings.push(why);
        }
        None => {}
    }
    draft.text = text;
    draft
}

struct Heading {
    entries: Vec<(Field, String)>,
    /// Bytes up to the text, the line break after the last `---` included.
    length: usize,
}

/// The heading of a text; the line that is none where it seems to have one; nothing where it has none.
fn heading(text: &str) -> Option<Result<Heading, usize>> {
    let mut lines = text.split_inclusive('\n').enumerate();
    let (_, first) = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let (mut entries, mut length, mut known, mut last) = (Vec::new(), first.len(), false, None);
    for (number, line) in lines.take(HEADING) {
        length += line.len();
        let line = line.trim_end();
        if matches!(line, "---" | "...") {
            return Some(Ok(Heading { entries, length }));
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            entries.extend(last.map(|field| (field, unquoted(item))));
            continue;
        }
        let Some((key, value)) = entry(line) else { return known.then_some(Err(number + 1)) };
        last = Field::named(key);
        known |= last.is_some();
        entries.extend(last.filter(|_| !value.is_empty()).map(|field| (field, unquoted(value))));
    }
    known.then_some(Err(HEADING.min(text.lines().count())))
}

fn entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '@'));
    plain.then(|| (key, value.trim()))
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = |mark| value.strip_prefix(mark).and_then(|v| v.strip_suffix(mark));
    inner('"').or_else(|| inner('\'')).unwrap_or(value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_read_and_the_text_behind_it_kept() {
        let text =
            "---\ntitle: \"Talks: the end\"\nDate: 2021-09-13\r\nmood: sad\n# note\nauthors:\n - A\n - 'B'\n---\r\n\n Talks failed.\r\n";
        let draft = draft(text.to_owned());
        assert_eq!(draft.text, "\n Talks failed.\r\n");
        assert_eq!((draft.title.as_deref(), draft.date.as_deref()), (Some("Talks: the end"), Some("2021-09-13")));
        assert_eq!((draft.authors, draft.warnings), (vec!["A".to_owned(), "B".to_owned()], Vec::<String>::new()));
    }

    #[test]
    fn what_is_no_heading_stays_text() {
        for (text, warned) in [
            ("Talks failed.\n---\na: b\n---\n", false),
            ("---\nTalks failed.\n---\n", false),
            ("---\nTALKS: they failed", false),
            ("---\ntitle: Talks\nThey failed.\n---\n", true),
            ("---\ntitle: Talks\n\nand no end", true),
            ("---", false),
        ] {
            let draft = draft(text.to_owned());
            assert_eq!((draft.text.as_str(), draft.title, draft.warnings.len()), (text, None, usize::from(warned)), "{text}");
        }
    }
}
