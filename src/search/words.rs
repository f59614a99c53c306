//! What people write into a search box.

use std::ops::Range;

use super::token;
use crate::diagnostic::Diagnostic;

/// Longest text, in code points.
const LONGEST: usize = 1000;
/// Words in it, at most.
const MANY: usize = 64;
/// A beginning of a word has so many letters at least, for fewer stand for half the dictionary.
const SHORTEST: usize = 2;

/// What is asked for: all of the clauses must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub(super) clauses: Vec<Clause>,
}

/// One of these must occur, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) any: Vec<Item>,
    pub(super) not: bool,
}

/// Something that a text has or has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A word with that stem.
    Stem(String),
    /// These words in a row, as they are written; of the last one only the beginning, perhaps.
    Row { words: Vec<String>, begins: bool },
}

impl Words {
    /// Reads what people write: words, `"words in a row"`, `begin*`, `-without`, `one OR other`; any other sign parts words.
    ///
    /// # Errors
    /// Where nothing is asked for, or too much.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        if text.chars().nth(LONGEST).is_some() {
            return Err(Diagnostic::new(format!("more than {LONGEST} characters to search for")).hinted("ask for fewer words"));
        }
        let mut clauses: Vec<Clause> = Vec::new();
        let mut rest = text;
        let mut or = false;
        while let Some(lexeme) = Lexeme::next(&mut rest) {
            if lexeme.is("OR") {
                or = true;
                continue;
            }
            let Some(item) = lexeme.item()? else { continue };
            match clauses.last_mut() {
                Some(last) if or && !last.not && !lexeme.not => last.any.push(item),
                _ => clauses.push(Clause { any: vec![item], not: lexeme.not }),
            }
            or = false;
        }
        if clauses.iter().flat_map(|clause| &clause.any).map(Item::size).sum::<usize>() > MANY {
            return Err(Diagnostic::new(format!("more than {MANY} words to search for")).hinted("ask for fewer"));
        }
        if clauses.iter().all(|clause| clause.not) {
            let message = if clauses.is_empty() { "no word to search for" } else { "only words that must not occur" };
            return Err(Diagnostic::new(message).hinted("name a word that must occur"));
        }
        Ok(Self { clauses })
    }

    /// Where a text has what was asked for, in code points: sorted, none within another.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let (exact, stems) = (token::all(token::exact(), text), token::all(token::stemmed(), text));
        let mut found: Vec<Range<usize>> = Vec::new();
        for item in self.clauses.iter().filter(|clause| !clause.not).flat_map(|clause| &clause.any) {
            match item {
                Item::Stem(stem) => found.extend(stems.iter().filter(|t| t.text == *stem).map(|t| t.offset_from..t.offset_to)),
                Item::Row { words, begins } => {
                    let last = words.len().saturating_sub(1);
                    let fits = |(place, word): (usize, &String), text: &str| match *begins && place == last {
                        true => text.starts_with(word),
                        false => text == word,
                    };
                    let rows = exact.windows(words.len().max(1));
                    let rows = rows.filter(|row| words.iter().enumerate().zip(*row).all(|(word, token)| fits(word, &token.text)));
                    found.extend(rows.filter_map(|row| Some(row.first()?.offset_from..row.last()?.offset_to)));
                }
            }
        }
        found.sort_by_key(|range| (range.start, range.end));
        found.dedup_by(|next, kept| {
            next.start < kept.end && {
                kept.end = kept.end.max(next.end);
                true
            }
        });
        let points = |bytes: usize| text[..bytes].chars().count();
        found.into_iter().map(|range| points(range.start)..points(range.end)).collect()
    }
}

impl Item {
    fn size(&self) -> usize {
        match self {
            Self::Stem(_) => 1,
            Self::Row { words, .. } => words.len(),
        }
    }
}

/// A piece of what was written.
struct Lexeme<'a> {
    text: &'a str,
    quoted: bool,
    not: bool,
}

impl<'a> Lexeme<'a> {
    /// Takes the next one off the text.
    fn next(rest: &mut &'a str) -> Option<Self> {
        let quote = |c: char| matches!(c, '"' | '“' | '”' | '„');
        let text = rest.trim_start();
        let negated = text.strip_prefix('-').filter(|after| after.starts_with(|c: char| !c.is_whitespace()));
        let text = negated.unwrap_or(text);
        let first = text.chars().next()?;
        let quoted = quote(first);
        let text = if quoted { &text[first.len_utf8()..] } else { text };
        let end = text.find(|c: char| quote(c) || (!quoted && c.is_whitespace())).unwrap_or(text.len());
        let (text, after) = text.split_at(end);
        *rest = if quoted { after.strip_prefix(quote).unwrap_or(after) } else { after };
        Some(Self { text, quoted, not: negated.is_some() })
    }

    fn is(&self, word: &str) -> bool {
        !self.quoted && !self.not && self.text == word
    }

    /// What it asks for; nothing if it has no letter, or is the `AND` that is meant anyway.
    fn item(&self) -> Result<Option<Item>, Diagnostic> {
        let begins = self.text.ends_with('*');
        let text = self.text.trim_end_matches('*');
        let text = if self.quoted { text } else { text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text) };
        let words: Vec<String> = token::all(token::exact(), text).into_iter().map(|token| token.text).collect();
        let Some(last) = words.last() else { return Ok(None) };
        if begins && last.chars().count() < SHORTEST {
            let message = format!("`{last}*` stands for too many words");
            return Err(Diagnostic::new(message).hinted(format!("give {SHORTEST} letters before the *")));
        }
        if self.is("AND") {
            return Ok(None);
        }
        if begins || self.quoted || words.len() > 1 {
            return Ok(Some(Item::Row { words, begins }));
        }
        Ok(token::all(token::stemmed(), text).pop().map(|token| Item::Stem(token.text)))
    }
}
