//! Bytes into text: UTF-8 where it is, what a page declares or what the bytes look like where it is not.
//!
//! Nothing is guessed at silently: UTF-8 with broken places is refused in texts, not read as if it were Latin, and
//! bytes that are no text are refused in all formats.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::diagnostic::Diagnostic;

/// Files that are often given for texts: how they begin, and what they are.
const FOREIGN: [(&[u8], &str, &str); 11] = [
    (b"%PDF-", "a PDF", "convert it, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save it as text or HTML"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as text or HTML"),
    (b"{\\rtf", "an RTF document", "save it as text or HTML"),
    (b"\x89PNG", "an image", "articles are text"),
    (b"\xff\xd8\xff", "an image", "articles are text"),
    (b"GIF8", "an image", "articles are text"),
    (b"BZh", "packed with bzip2", "unpack it first"),
    (b"\xfd7zXZ", "packed with xz", "unpack it first"),
    (b"\x1f\x8b\x08", "packed twice", "unpack it once"),
    (b"\x28\xb5\x2f\xfd", "packed twice", "unpack it once"),
];

/// # Errors
/// Says what the bytes are if they begin as a file of another kind does.
pub(super) fn refuse_foreign(head: &[u8]) -> Result<(), Diagnostic> {
    match FOREIGN.iter().find(|(start, ..)| head.starts_with(start)) {
        Some((_, what, hint)) => Err(Diagnostic::new(format!("is {what}, not text")).hinted(*hint)),
        None => Ok(()),
    }
}

/// A text that was a file of its own.
///
/// # Errors
/// Says that it is no text, or in which line (counted from 1) it is broken.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Diagnostic> {
    match String::from_utf8(bytes) {
        Ok(text) => checked(text),
        Err(error) => other(error.as_bytes()),
    }
}

/// A piece of a file.
///
/// # Errors
/// Says that it is no text, or in which of its lines (counted from 1) it is broken.
pub(super) fn piece(bytes: &[u8]) -> Result<Cow<'_, str>, Diagnostic> {
    match str::from_utf8(bytes) {
        Ok(text) => checked(text).map(Cow::Borrowed),
        Err(_) => other(bytes).map(Cow::Owned),
    }
}

/// A web page, and whether some of its bytes had to be replaced: that a page has a broken place, perhaps far from its
/// main text, is common and no reason not to read it.
///
/// # Errors
/// Says that it is no text.
pub(super) fn page(bytes: Vec<u8>) -> Result<(String, bool), Diagnostic> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return checked(text).map(|text| (text, false)),
        Err(error) => error.into_bytes(),
    };
    if bytes.contains(&0) {
        return Err(binary());
    }
    let encoding = match declared(&bytes) {
        Some(encoding) => encoding,
        None if damaged(&bytes) => UTF_8,
        None => likely(&bytes),
    };
    let (text, replaced) = encoding.decode_without_bom_handling(&bytes);
    checked(text.into_owned()).map(|text| (text, replaced))
}

fn other(bytes: &[u8]) -> Result<String, Diagnostic> {
    if bytes.contains(&0) {
        return Err(binary());
    }
    if !damaged(bytes)
        && let (text, false) = likely(bytes).decode_without_bom_handling(bytes)
    {
        return checked(text.into_owned());
    }
    let good = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
    let line = bytes[..good].iter().filter(|b| **b == b'\n').count() + 1;
    Err(Diagnostic::new("is damaged: mostly UTF-8, but not here").at_line(line).hinted("convert it, for example with iconv"))
}

/// The encoding, not UTF-8, that the bytes look most like.
fn likely(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether most characters beyond ASCII are written as UTF-8 writes them, which in other encodings hardly happens.
fn damaged(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// The encoding that a page says it has. UTF-16 it cannot have, or nobody could have read so far.
fn declared(page: &[u8]) -> Option<&'static Encoding> {
    let head = page[..page.len().min(4096)].to_ascii_lowercase();
    let after = |key: &[u8]| head.windows(key.len()).position(|w| w == key).map(|at| &head[at + key.len()..]);
    let xml = || head.starts_with(b"<?xml").then(|| after(b"encoding")).flatten();
    let value = after(b"charset").or_else(xml)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.+".contains(b))).unwrap_or(value.len());
    let encoding = Encoding::for_label(&value[..end])?;
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

fn binary() -> Diagnostic {
    Diagnostic::new("is binary data, not text").hinted("UTF-16 needs its byte order mark")
}

fn checked<T: AsRef<str>>(text: T) -> Result<T, Diagnostic> {
    refuse_binary(text.as_ref()).map(|()| text)
}

/// # Errors
/// Says that a text is none if it holds NUL, or more control characters than any text: one in a hundred.
pub(super) fn refuse_binary(text: &str) -> Result<(), Diagnostic> {
    let bytes = text.as_bytes();
    let controls = bytes.iter().filter(|b| **b < b' ' && !b.is_ascii_whitespace() || **b == 0x7f).count();
    let wrong = controls > 0 && (controls > bytes.len() / 100 || bytes.contains(&0));
    if wrong { Err(binary()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_the_encoding_they_have() {
        for (bytes, want) in [
            (&b"Talks failed."[..], Some("Talks failed.")),
            ("Çavuşoğlu said “no”".as_bytes(), Some("Çavuşoğlu said “no”")),
            (b"Gutteres said \x93no\x94 to Mr. Ren\xe9 \x96 again", Some("Gutteres said “no” to Mr. René – again")),
            (b"Talks\0failed", None),
            (b"Ta\x01lks\x02 \x03fai\x04led", None),
        ] {
            assert_eq!(text(bytes.to_vec()).ok().as_deref(), want);
            assert_eq!(piece(bytes).ok().as_deref(), want);
        }
    }

    #[test]
    fn damaged_text_is_refused_with_its_line_and_a_damaged_page_is_mended() {
        let bytes = ["“Talks”\nfailed ".as_bytes(), b"\xe2\x80", "“again”".as_bytes()].concat();
        let said = text(bytes.clone()).expect_err("damaged").in_file("a.txt").to_string();
        assert_eq!(said, "a.txt:2: is damaged: mostly UTF-8, but not here (convert it, for example with iconv)");
        assert_eq!(page(bytes), Ok(("“Talks”\nfailed \u{fffd}“again”".to_owned(), true)));
    }

    #[test]
    fn a_page_says_its_encoding() {
        for head in ["<meta charset=windows-1251>", "<META CHARSET = 'Windows-1251'>", "<?xml version='1.0' encoding=\"cp1251\"?>"] {
            let bytes = [head.as_bytes(), b"\xcc\xee\xf1\xea\xe2\xe0"].concat();
            assert_eq!(page(bytes), Ok((format!("{head}Москва"), false)));
        }
        assert_eq!(declared(b"<meta charset=utf-16>"), Some(UTF_8));
        assert_eq!(declared(b"<meta charset=nonsense>"), None);
    }
}
