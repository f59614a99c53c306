//! How deep a page nests its elements, told without building it.
//!
//! An HTML parser goes through all open elements for nearly every tag, so that a page of a hundred thousand open ones
//! takes minutes, and what walks the tree afterwards may overflow the stack. Browsers stop at 512. This counts roughly,
//! and rather too many than too few.

use crate::diagnostic::Diagnostic;

/// Elements that may be open at a time.
const DEEPEST: usize = 512;

/// Copies of formatting elements that an unclosed one may lead to: each is opened again in each block that follows.
const COPIES: usize = 500_000;

/// Elements that have no content.
const VOID: [&str; 18] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Elements whose end is often left out and which the next of their kind ends; they nest only as what holds them does.
const LIGHT: [&str; 18] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "option", "optgroup", "rp", "rt", "html", "head",
    "body",
];

/// Elements that stay open when what holds them ends, until they are closed themselves.
const FORMATTING: [&str; 13] = ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements whose content is no markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Elements that, within drawings and formulas, end these.
const BREAKOUT: [&str; 24] = [
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "menu",
    "ol",
    "p",
    "pre",
    "span",
    "table",
    "ul",
];

/// # Errors
/// Says that a page nests its elements deeper than pages do.
pub(super) fn refuse_deep(html: &str) -> Result<(), Diagnostic> {
    let mut open = Open::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let tag = Tag::read(rest, open.is_foreign());
        rest = &rest[tag.length..];
        match tag.kind {
            Kind::Begin { empty } => {
                open.begin(&tag.name, empty);
                if !open.is_foreign() && RAW.contains(&tag.name.as_str()) {
                    rest = after_raw(rest, &tag.name);
                }
            }
            Kind::End => open.end(&tag.name),
            Kind::None => {}
        }
        if open.elements.len() + open.formatting.len() > DEEPEST || open.copies > COPIES {
            return Err(Diagnostic::new(format!("is a page with elements nested more than {DEEPEST} deep")));
        }
    }
    Ok(())
}

/// What follows the content of an element that is no markup.
fn after_raw<'a>(content: &'a str, name: &str) -> &'a str {
    let ends = content.match_indices("</").map(|(at, _)| &content[at..]);
    let mut ends = ends.filter(|end| end[2..].get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)));
    ends.next().unwrap_or("")
}

/// The elements that are open.
#[derive(Default)]
struct Open {
    elements: Vec<String>,
    formatting: Vec<String>,
    copies: usize,
}

impl Open {
    /// Whether a drawing or a formula is open, in which other rules hold.
    fn is_foreign(&self) -> bool {
        let border = |name: &&String| matches!(name.as_str(), "svg" | "math" | "foreignobject" | "annotation-xml" | "desc");
        self.elements.iter().rfind(border).is_some_and(|name| matches!(name.as_str(), "svg" | "math"))
    }

    fn begin(&mut self, name: &str, empty: bool) {
        if self.is_foreign() {
            if BREAKOUT.contains(&name) {
                let drawing = self.elements.iter().rposition(|n| n == "svg" || n == "math");
                self.elements.truncate(drawing.unwrap_or(self.elements.len()));
            } else if empty {
                return;
            }
        }
        if VOID.contains(&name) || RAW.contains(&name) && !self.is_foreign() {
            return;
        }
        if FORMATTING.contains(&name) {
            return self.formatting.push(name.to_owned());
        }
        self.copies += self.formatting.len();
        // A link within a link ends the outer one.
        let again = name == "a" && self.elements.iter().any(|n| n == "a");
        if !again && !LIGHT.contains(&name) {
            self.elements.push(name.to_owned());
        }
    }

    fn end(&mut self, name: &str) {
        let list = if FORMATTING.contains(&name) { &mut self.formatting } else { &mut self.elements };
        if let Some(at) = list.iter().rposition(|n| n == name) {
            if FORMATTING.contains(&name) {
                list.remove(at);
            } else {
                list.truncate(at);
            }
        }
        if name == "table" {
            // What was left open in a cell ends with it.
            self.formatting.clear();
        }
    }
}

/// What begins with a `<`.
struct Tag {
    kind: Kind,
    /// In lower case.
    name: String,
    length: usize,
}

enum Kind {
    Begin {
        empty: bool,
    },
    End,
    /// A comment, a declaration, a sign for less.
    None,
}

impl Tag {
    fn read(text: &str, foreign: bool) -> Self {
        let none = |length: usize| Self { kind: Kind::None, name: String::new(), length: length.clamp(1, text.len()) };
        let to = |end: &str, from: usize| text.get(from..).and_then(|t| t.find(end)).map_or(text.len(), |at| from + at + end.len());
        if text.starts_with("<!-->") || text.starts_with("<!--->") {
            return none(to(">", 0));
        }
        if text.starts_with("<!--") {
            return none(to("-->", 4).min(to("--!>", 4)));
        }
        if foreign && text.starts_with("<![CDATA[") {
            return none(to("]]>", 9));
        }
        let (begin, is_end) = if text.starts_with("</") { (2, true) } else { (1, false) };
        if !text[begin..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return none(if text[1..].starts_with(['!', '?', '/']) { to(">", 1) } else { 1 });
        }
        let name_end = text[begin..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).map_or(text.len(), |at| begin + at);
        let length = tag_end(text, name_end);
        let empty = text[..length].ends_with("/>");
        let kind = if is_end { Kind::End } else { Kind::Begin { empty } };
        Self { kind, name: text[begin..name_end].to_ascii_lowercase(), length }
    }
}

/// Where a tag ends, its `>` included: the first outside of quoted values.
fn tag_end(text: &str, from: usize) -> usize {
    let (mut quote, mut value_begins) = (None, false);
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (Some(mark), _) if mark == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if value_begins => quote = Some(byte),
            _ => {}
        }
        value_begins = byte == b'=' || value_begins && byte.is_ascii_whitespace();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_no_deeper_than_they_are() {
        for piece in [
            "<p>Talks",
            "<li><b>Talks</b>",
            "<br/><img src=a><hr>",
            "<div a='>' b=\"</div>\"><span>x</span></div>",
            "<script>if (a < b) '<div><div>'</script>",
            "<!-- <div> --><!DOCTYPE html><?php <div> ?>",
            "<svg><path/><g><circle/></g></svg>",
            "<a href=1>one <a href=2>two",
            "<table><tr><td><font size=1>x</table>",
            "a < b <3 </>",
            "<style></style><title>a<div></title><textarea><div></textarea>",
        ] {
            assert_eq!(refuse_deep(&piece.repeat(600)), Ok(()), "{piece}");
        }
    }

    #[test]
    fn deep_pages_are_refused_however_they_hide_it() {
        for piece in [
            "<div>",
            "<div/>",
            "<DIV a='/>'>",
            "<div></b>",
            "<ul><li>",
            "<b id=1>",
            "<unknown>",
            "<svg><div/>",
            "<svg>",
            "<!--><div><!---->",
            "<table><tr><td>",
            "<a href=1><div>",
        ] {
            assert!(refuse_deep(&piece.repeat(600)).is_err(), "{piece}");
        }
        let copies = format!("{}{}", "<b>".repeat(500), "<p>x</p>".repeat(2000));
        assert!(refuse_deep(&copies).is_err());
    }
}
