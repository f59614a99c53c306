//! The IRI of an article: its own, its URL, or one made of its identifier or its content.

use std::fmt::Write as _;

use oxigraph::model::NamedNode;
use sha2::{Digest as _, Sha256};

use crate::article::About;
use crate::diagnostic::Diagnostic;

/// Bytes of the longest identifier.
const LONGEST: usize = 2000;

/// The name of the graph of links, which no article can have.
const LINKS: &str = "https://w3id.org/chancery/links";

/// Whether a text is an absolute IRI without a fragment: sentences are fragments of their article's IRI.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    !text.contains('#') && text != LINKS && NamedNode::new(text).is_ok()
}

/// The IRI of an article: its identifier where that is one, else one under `base` made of the identifier; without an
/// identifier its URL, else one made of title, date and text.
///
/// # Errors
/// Says that the identifier is longer than an IRI should be.
pub(super) fn iri(id: Option<&str>, about: &About, text: &str, base: &str) -> Result<String, Diagnostic> {
    match id {
        Some(id) if id.len() > LONGEST => Err(Diagnostic::new(format!("has an identifier of more than {LONGEST} bytes"))),
        Some(id) if is_identifier(id) => Ok(id.to_owned()),
        Some(id) => Ok(format!("{base}/{}", encoded(id))),
        None => {
            let url = about.url.as_ref().filter(|url| is_identifier(url));
            Ok(url.cloned().unwrap_or_else(|| format!("{base}/{}", fingerprint(about, text))))
        }
    }
}

/// An absolute URL as an IRI: what browsers forgive and IRIs do not is encoded.
pub(super) fn url(url: &str) -> Option<String> {
    let mut fixed = String::with_capacity(url.len());
    for character in url.trim().chars() {
        match character {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                let _ = write!(fixed, "%{:02X}", u32::from(character)); // writing to a string cannot fail
            }
            _ => fixed.push(character),
        }
    }
    (fixed.len() <= LONGEST && NamedNode::new(&fixed).is_ok()).then_some(fixed)
}

/// An identifier as one segment of a path.
fn encoded(id: &str) -> String {
    let mut segment = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => segment.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => segment.push(char::from(byte)),
            _ => {
                let _ = write!(segment, "%{byte:02X}"); // writing to a string cannot fail
            }
        }
    }
    // A segment of dots would mean a folder, not an article.
    if segment.bytes().all(|b| b == b'.') { segment.replace('.', "%2E") } else { segment }
}

/// The first 128 bits of the hash of title, date and text, in hexadecimal digits.
fn fingerprint(about: &About, text: &str) -> String {
    let mut hash = Sha256::new();
    let date = about.published.map(|date| date.to_string()).unwrap_or_default();
    for part in [about.headline.as_deref().unwrap_or(""), &date, text] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // writing to a string cannot fail
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_that_is_an_iri_stays_and_others_are_put_under_the_base() {
        let page = About { url: Some("https://example.org/news".to_owned()), ..About::default() };
        let live = About { url: Some("https://example.org/live#post-3".to_owned()), ..About::default() };
        let none = About::default();
        for (id, about, want) in [
            (Some("http://example.org/a"), &page, "http://example.org/a"),
            (Some("urn:uuid:1-2"), &page, "urn:uuid:1-2"),
            (Some("http://example.org/é"), &none, "http://example.org/é"),
            (Some("17"), &page, "b:/17"),
            (Some("a b/ç"), &none, "b:/a%20b%2F%C3%A7"),
            (Some(".."), &none, "b:/%2E%2E"),
            (Some("http://example.org/a#1"), &none, "b:/http%3A%2F%2Fexample.org%2Fa%231"),
            (None, &page, "https://example.org/news"),
            (None, &none, "b:/d0a0f3e0"),
            (None, &live, "b:/d0a0f3e0"),
        ] {
            let got = iri(id, about, "Talks failed.", "b:").expect("an IRI");
            let want_hash = want == "b:/d0a0f3e0";
            assert!(if want_hash { got.len() == 3 + 32 } else { got == want }, "{id:?}: {got}");
            assert!(is_identifier(&got), "{got}");
        }
        assert!(iri(Some(&"x".repeat(2001)), &none, "", "b:").is_err());
    }

    #[test]
    fn content_tells_articles_apart() {
        let titled = |title: &str| About { headline: Some(title.to_owned()), ..About::default() };
        let names = [fingerprint(&titled("ab"), "c"), fingerprint(&titled("a"), "bc"), fingerprint(&titled("a"), "bc ")];
        assert!(names[0] != names[1] && names[1] != names[2]);
        assert_eq!(fingerprint(&titled("a"), "bc"), names[1]);
    }

    #[test]
    fn urls_are_mended_where_browsers_do() {
        for (given, want) in [
            (" https://example.org/a?b=c|d e ", Some("https://example.org/a?b=c%7Cd%20e")),
            ("https://example.org/#top", Some("https://example.org/#top")),
            ("/news/1", None),
            ("example.org", None),
            ("https://exa\u{1}mple.org/", None),
        ] {
            assert_eq!(url(given).as_deref(), want);
        }
    }
}
