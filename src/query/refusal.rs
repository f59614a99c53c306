//! Why a query is not run, and where in its text.

use spargebra::SparqlSyntaxError;

use crate::diagnostic::Diagnostic;

/// Expectations of the parser that are still of help to a reader.
const EXPECTED: usize = 6;

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
}

impl Refusal {
    /// A refusal without a place.
    pub(super) fn plain(reason: Reason, message: &str, hint: &str) -> Self {
        Self { reason, diagnostic: Diagnostic::new(message).hinted(hint), excerpt: None }
    }

    /// What the parser says of a text.
    pub(super) fn syntax(text: &str, error: &SparqlSyntaxError) -> Self {
        let said = error.to_string();
        let Some((line, column, expected)) = place(&said) else {
            return Self { reason: Reason::Syntax, diagnostic: Diagnostic::new(said).at_line(1), excerpt: None };
        };
        let source = text.lines().nth(line - 1).unwrap_or("");
        let message = format!("not SPARQL at column {column}: {}", explained(source, column, expected));
        let excerpt = Some(excerpt(line, column, source));
        Self { reason: Reason::Syntax, diagnostic: Diagnostic::new(message).at_line(line), excerpt }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.diagnostic)?;
        self.excerpt.as_ref().map_or(Ok(()), |excerpt| write!(f, "\n{excerpt}"))
    }
}

/// Line, column (both from 1, in code points) and expectations, from "error at 3:7: expected …".
fn place(said: &str) -> Option<(usize, usize, &str)> {
    let (line, rest) = said.strip_prefix("error at ")?.split_once(':')?;
    let (column, rest) = rest.split_once(':')?;
    Some((line.parse().ok().filter(|l| *l > 0)?, column.parse().ok().filter(|c| *c > 0)?, rest.trim()))
}

/// What stands there, and what might.
fn explained(source: &str, column: usize, expected: &str) -> String {
    let rest: String = source.chars().skip(column - 1).collect();
    let word: String = rest.chars().take_while(|c| !c.is_whitespace()).take(30).collect();
    let found = if word.is_empty() { "the end of the line".to_owned() } else { format!("`{word}`") };
    if expected.contains("Prefix not found") {
        return format!("the prefix of {found} is not declared");
    }
    let wanted = expected.strip_prefix("expected ").unwrap_or(expected);
    let wanted: Vec<&str> = wanted.strip_prefix("one of ").unwrap_or(wanted).split(", ").filter(|w| !w.contains("\\t")).collect();
    match wanted.len() {
        0 => format!("{found} is not expected here"),
        count if count > EXPECTED => format!("{found} is not expected here; {} or other words are", wanted[..EXPECTED].join(", ")),
        _ => format!("{found} is not expected here; {} is", wanted.join(" or ")),
    }
}

/// The line with a caret below the column; tabs stay tabs, so that the caret stays below.
fn excerpt(line: usize, column: usize, source: &str) -> String {
    let indent: String = source.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let number = line.to_string();
    format!("{number} | {source}\n{} | {indent}^", " ".repeat(number.len()))
}
