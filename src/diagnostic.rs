//! What went wrong, where, and what to do: the one shape of every message to the user.

use std::fmt;

/// A problem with something the user gave or the program holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, a sentence without its full stop.
    pub message: String,
    /// Where: a file, an article, a line (counted from 1).
    pub place: Option<Place>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A file or article, and the line in it where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// A path, an article's identifier, or the name of embedded data.
    pub name: String,
    /// Line, counted from 1.
    pub line: Option<usize>,
}

impl Diagnostic {
    /// A message without place or hint.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, hint: None }
    }

    /// The same, in that file or article.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        self.place = Some(Place { name: name.into(), line: self.place.and_then(|p| p.line) });
        self
    }

    /// The same, at that line (counted from 1).
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.place = Some(Place { name: self.place.map_or_else(String::new, |p| p.name), line: Some(line) });
        self
    }

    /// The same, with advice.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:", place.name)?;
            if let Some(line) = place.line {
                write!(f, "{line}:")?;
            }
            write!(f, " ")?;
        }
        write!(f, "{}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_what_and_what_to_do() {
        let full = Diagnostic::new("ten columns expected, found 3").at_line(7).in_file("a.conllu").hinted("is it CoNLL-U?");
        assert_eq!(full.to_string(), "a.conllu:7: ten columns expected, found 3 (is it CoNLL-U?)");
        assert_eq!(Diagnostic::new("nothing to read").to_string(), "nothing to read");
    }
}
