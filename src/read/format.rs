//! Which format an input has: as the user said, by the ending of its name, or by its first bytes.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// A format of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputFormat {
    /// Plain text, one article a file, perhaps headed by lines of `key: value` between two lines of `---`.
    Text,
    /// An object for an article, a list of such objects, or several one behind the other.
    Json,
    /// An object a line.
    JsonLines,
    /// A saved web page.
    Html,
}

impl InputFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Text, Self::Json, Self::JsonLines, Self::Html];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Html => "html",
        }
    }
}

impl fmt::Display for InputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for InputFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(Self::name).join(", ");
        Self::ALL.into_iter().find(|f| f.name() == name).ok_or_else(|| format!("known are {}", names()))
    }
}

/// What an ending says.
enum Ending {
    Format(InputFormat),
    /// Objects in a list, or a line each: both are found under this ending.
    SomeJson,
    Unknown,
    None,
}

/// The endings of packed files.
pub(super) const PACKED: [(&str, Packing); 4] =
    [(".gz", Packing::Gzip), (".gzip", Packing::Gzip), (".zst", Packing::Zstandard), (".zstd", Packing::Zstandard)];

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstandard,
}

/// The packing that a name's ending tells, and the name without it.
pub(super) fn unpacked_name(name: &str) -> (&str, Option<Packing>) {
    let split = |ending: &str| {
        let (stem, tail) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        tail.eq_ignore_ascii_case(ending).then_some(stem)
    };
    PACKED.iter().find_map(|(ending, packing)| split(ending).map(|stem| (stem, Some(*packing)))).unwrap_or((name, None))
}

fn ending(name: &str) -> Ending {
    let (name, _) = unpacked_name(name);
    let Some(ending) = Path::new(name).extension().and_then(|e| e.to_str()) else { return Ending::None };
    match ending.to_ascii_lowercase().as_str() {
        "txt" | "text" => Ending::Format(InputFormat::Text),
        "html" | "htm" | "xhtml" => Ending::Format(InputFormat::Html),
        "jsonl" | "ndjson" => Ending::Format(InputFormat::JsonLines),
        "json" => Ending::SomeJson,
        _ => Ending::Unknown,
    }
}

/// Whether a file that was found in a folder is to be read: its ending names a format, or it has none.
pub(super) fn may_be_article(path: &Path) -> bool {
    !matches!(ending(&path.to_string_lossy()), Ending::Unknown)
}

/// The format of an input of that name which begins with those bytes.
pub(super) fn of(name: &str, head: &[u8], given: Option<InputFormat>) -> InputFormat {
    match (given, ending(name)) {
        (Some(format), _) | (None, Ending::Format(format)) => format,
        (None, Ending::SomeJson) => json(head),
        (None, Ending::Unknown | Ending::None) => sniffed(head),
    }
}

fn sniffed(head: &[u8]) -> InputFormat {
    let head = head.trim_ascii_start();
    let second = head.get(1..).map(<[u8]>::trim_ascii_start).and_then(<[u8]>::first);
    match (head.first(), second) {
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b']')) => json(head),
        (Some(b'<'), _) if is_page(head) => InputFormat::Html,
        _ => InputFormat::Text,
    }
}

fn is_page(head: &[u8]) -> bool {
    let start = head[..head.len().min(2048)].to_ascii_lowercase();
    let holds = |tag: &[u8]| start.windows(tag.len()).any(|w| w == tag);
    holds(b"<!doctype html") || holds(b"<html") || holds(b"<head") || holds(b"<body")
}

/// JSON lines if the first object ends, or at least does not go on, in the line that it begins in.
fn json(head: &[u8]) -> InputFormat {
    let head = head.trim_ascii_start();
    if head.first() != Some(&b'{') {
        return InputFormat::Json;
    }
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for byte in head {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'\n' => return InputFormat::Json,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    InputFormat::JsonLines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_format_and_without_one_the_first_bytes_do() {
        use InputFormat::{Html, Json, JsonLines, Text};
        for (name, head, want) in [
            ("a.txt", "{\"text\":1}", Text),
            ("a.HTML.gz", "Talks", Html),
            ("a.jsonl.zst", "", JsonLines),
            ("a.ndjson", "[", JsonLines),
            ("a.json", "[{}]", Json),
            ("a.json", "{\n\"a\": 1}", Json),
            ("a.json", "{\"a\": \"}\\\"\"}\n{}", JsonLines),
            ("stdin", "  {\"id\": 1", JsonLines),
            ("stdin", "{ talks }", Text),
            ("stdin", "[1] See below", Text),
            ("stdin", "[ {\"id\": 1}", Json),
            ("stdin", "\n<!DOCTYPE html><title>", Html),
            ("stdin", "<?xml version='1.0'?>\n<html xmlns=''>", Html),
            ("stdin", "<b>Talks</b> failed", Text),
            ("a.news", "Talks failed", Text),
            ("stdin", "", Text),
        ] {
            assert_eq!(of(name, head.as_bytes(), None), want, "{name} {head}");
            assert_eq!(of(name, head.as_bytes(), Some(Json)), Json);
        }
    }

    #[test]
    fn names_are_read_back() {
        for format in InputFormat::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!("xml".parse::<InputFormat>(), Err("known are text, json, jsonl, html".to_owned()));
    }
}
