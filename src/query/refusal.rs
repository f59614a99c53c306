//! Why a query is not run, and where in its text.
//!
//! The engine's parser reports the farthest point it reached, and tries a keyword by taking as many letters as it has: a
//! wrong word is reported where OPTIONAL would have ended. Here the place is counted back to where the word begins; then
//! spaces, wider than any keyword, are put before each of the next words, to see whether the parser passes them.

use spargebra::SparqlSyntaxError;

use super::prefix::KNOWN;
use crate::diagnostic::Diagnostic;

/// Longer than every keyword of SPARQL, in code points.
const KEYWORD: usize = 32;
/// Expectations that are still of help to a reader.
const EXPECTED: usize = 5;

/// Why a query is not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What the matter is.
    pub reason: Reason,
    /// The message, with its line.
    pub diagnostic: Diagnostic,
    /// The line of the query with a caret below the place, where one is known.
    pub excerpt: Option<String>,
}

/// What the matter is with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is no SPARQL, or says something that cannot be.
    Syntax,
    /// It would change the store.
    Update,
    /// It would call another endpoint.
    Service,
    /// It names what the store notes for itself.
    Records,
}

impl Refusal {
    /// A refusal without a place.
    pub(super) fn plain(reason: Reason, message: &str, hint: &str) -> Self {
        Self { reason, diagnostic: Diagnostic::new(message).hinted(hint), excerpt: None }
    }

    /// What is wrong with a text, of which `parse` says what it says of any.
    pub(crate) fn syntax(text: &str, parse: impl Fn(&str) -> Option<SparqlSyntaxError>) -> Self {
        if let Some((offset, name)) = undeclared(text) {
            return Self::at(text, offset, &format!("the prefix `{name}:` is not declared"));
        }
        let said = |text: &str| parse(&format!("{text}{}", " ".repeat(KEYWORD))).map(|e| e.to_string()).unwrap_or_default();
        let first = said(text);
        let Some(mut place) = Place::read(text, &first) else {
            return Self { reason: Reason::Syntax, diagnostic: Diagnostic::new(first), excerpt: None };
        };
        let chars: Vec<char> = text.chars().collect();
        for offset in place.offset + 1..place.reached.min(chars.len()) {
            let begins = !chars[offset].is_whitespace() && (chars[offset - 1].is_whitespace() || "{}()[];,".contains(chars[offset]));
            if begins {
                let (before, after): (String, String) = (chars[..offset].iter().collect(), chars[offset..].iter().collect());
                let spaced = format!("{before}{}{after}", " ".repeat(KEYWORD));
                place = Place::read(&spaced, &said(&spaced)).and_then(|p| p.moved(offset)).unwrap_or(place);
            }
        }
        Self::at(text, place.offset, &place.message(text))
    }

    /// At that offset, in code points.
    fn at(text: &str, offset: usize, message: &str) -> Self {
        let before: String = text.chars().take(offset).collect();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let source = text.lines().nth(line - 1).unwrap_or("");
        let message = format!("not SPARQL at column {column}: {message}");
        Self { reason: Reason::Syntax, diagnostic: Diagnostic::new(message).at_line(line), excerpt: Some(excerpt(line, column, source)) }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.diagnostic.place.as_ref().and_then(|place| place.line) {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{}", Diagnostic { place: None, ..self.diagnostic.clone() })?;
        self.excerpt.as_ref().map_or(Ok(()), |excerpt| write!(f, "\n{excerpt}"))
    }
}

/// Where the parser stopped.
struct Place {
    /// The farthest point it reached, in code points.
    reached: usize,
    /// Where the word begins that it could not take.
    offset: usize,
    /// What it would have taken.
    wanted: Vec<String>,
    /// What it says of its own accord.
    said: Option<String>,
}

impl Place {
    /// From "error at 3:7: expected …".
    fn read(text: &str, said: &str) -> Option<Self> {
        let (line, rest) = said.strip_prefix("error at ")?.split_once(':')?;
        let (column, expected) = rest.split_once(':')?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let before = text.split_inclusive('\n').take(line.checked_sub(1)?).map(|l| l.chars().count()).sum::<usize>();
        let reached = before + column.checked_sub(1)?;
        let (signs, words) = expectations(expected.trim().strip_prefix("expected ")?);
        let said = words.iter().find(|word| word.contains(' ') && word.chars().any(char::is_lowercase));
        if let Some(said) = said {
            let said = Some(said.trim_end_matches('.').to_owned());
            return Some(Self { reached, offset: reached, wanted: Vec::new(), said });
        }
        let longest = if signs.is_empty() { words.iter().map(|w| w.chars().count()).max().unwrap_or(0) } else { 0 };
        let offset = reached.saturating_sub(longest).min(text.trim_end().chars().count());
        Some(Self { reached, offset, wanted: if signs.is_empty() { words } else { signs }, said: None })
    }

    /// The same without the spaces that were put in at that offset; none if it does not lie behind them.
    fn moved(self, offset: usize) -> Option<Self> {
        let (reached, place) = (self.reached.checked_sub(KEYWORD)?, self.offset.checked_sub(KEYWORD)?);
        (reached >= offset).then_some(Self { reached, offset: place.max(offset), ..self })
    }

    fn message(&self, text: &str) -> String {
        if let Some(said) = &self.said {
            return said.clone();
        }
        let found: String = text.chars().skip(self.offset).take_while(|c| !c.is_whitespace()).take(30).collect();
        let found = if found.is_empty() { "more is expected here".to_owned() } else { format!("`{found}` is not expected here") };
        let few = !self.wanted.is_empty() && self.wanted.len() <= EXPECTED;
        if few { format!("{found}; {} would be", self.wanted.join(" or ")) } else { found }
    }
}

/// Signs, which stand in quotes, and words; classes of characters, which tell a reader little, are left out.
fn expectations(list: &str) -> (Vec<String>, Vec<String>) {
    let (mut signs, mut words) = (Vec::new(), Vec::new());
    let mut rest = list.strip_prefix("one of ").unwrap_or(list);
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => rest[1..].find("\", ").map_or(rest.len(), |end| end + 2),
            '[' => rest.find("], ").map_or(rest.len(), |end| end + 1),
            _ => rest.find(", ").unwrap_or(rest.len()),
        };
        match first {
            '"' if rest[..end].chars().any(|c| c.is_ascii_punctuation() && c != '"' && c != '\\') => {
                signs.push(rest[..end].replace('"', "`"))
            }
            '"' | '[' => {}
            _ => words.push(rest[..end].to_owned()),
        }
        rest = rest.get(end + 2..).unwrap_or("");
    }
    (signs, words)
}

/// The first prefix that is used without having been declared, and its offset in code points.
fn undeclared(text: &str) -> Option<(usize, String)> {
    let mut declared: Vec<String> = KNOWN.iter().map(|(prefix, _)| (*prefix).to_owned()).collect();
    let mut word = String::new();
    let mut last = String::new();
    let mut within = None;
    for (offset, c) in text.chars().enumerate() {
        match (within, c) {
            (Some(end), c) if c == end || c == '\n' => within = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => within = Some(c),
            (None, '#') => within = Some('\n'),
            (None, '<') => within = Some('>'),
            (None, ':') if last.eq_ignore_ascii_case("prefix") => {
                declared.push(std::mem::take(&mut word));
                last.clear();
            }
            (None, ':') => {
                let named = word.starts_with(char::is_alphabetic);
                if named && !declared.contains(&word) {
                    return Some((offset - word.chars().count(), word));
                }
            }
            (None, c) if c.is_alphanumeric() || "-_.?$:".contains(c) => {
                word.push(c);
                continue;
            }
            (None, _) if !word.is_empty() => last = std::mem::take(&mut word),
            (None, _) => {}
        }
        word.clear();
    }
    None
}

/// The line with a caret below the column; tabs stay tabs, so that the caret stays below.
fn excerpt(line: usize, column: usize, source: &str) -> String {
    let indent: String = source.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let number = line.to_string();
    format!("{number} | {source}\n{} | {indent}^", " ".repeat(number.len()))
}

#[cfg(test)]
mod tests {
    use crate::query::Question;

    #[test]
    fn a_mistake_is_shown_where_it_is() {
        // The mark » stands before the mistake.
        let table = [
            ("»SELEC ?x { ?x a chancery:Meeting }", "`SELEC` is not expected here"),
            ("SELECT ?x WHERE { ?x a chancery:Meeting ; »foo:bar ?y }", "the prefix `foo:` is not declared"),
            ("PREFIX foo: <a:b>\nSELECT ?x {\n\t?x foo:a 'b:c' ; »b-2:c ?y }", "the prefix `b-2:` is not declared"),
            ("SELECT ?x {\n\t?x a chancery:Meeting .».\n}", "`.` is not expected here"),
            ("SELECT ?x { ?x a 'a:b' # c:d\n ; a ?é» ", "more is expected here"),
            ("SELECT ?é { ?é »}", "`}` is not expected here"),
            ("SELECT ?x {\n  ?x a chancery:Meeting ;\n     chancery:date ?d »?e ;\n     chancery:place ?p\n}", "`?e` is not expected here"),
            ("SELECT ?x { ?x a chancery:Meeting»", "more is expected here"),
            ("»", "more is expected here"),
        ];
        for (marked, message) in table {
            let text = marked.replace('»', "");
            let refusal = Question::parse(&text).expect_err(marked);
            let before = marked.split('»').next().unwrap_or("");
            let (line, column) = (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or("").chars().count() + 1);
            let said = refusal.to_string();
            assert!(said.starts_with(&format!("line {line}: not SPARQL at column {column}: {message}")), "{marked}: {said}");
            let excerpt = refusal.excerpt.expect("a place");
            let mut lines = excerpt.lines();
            let (source, caret) = (lines.next().expect("a line"), lines.next().expect("a caret"));
            assert_eq!(caret.chars().count(), format!("{line} | ").len() + column, "{source}\n{caret}");
        }
    }
}
