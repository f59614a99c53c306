//! The language of paths: from a rule's word to who fills its roles.
//!
//! ```text
//! path   = chains *( "else" chains )           the first that finds anything
//! chains = chain *( "|" chain )                all that they find
//! chain  = step *( "." step )
//! step   = ["^"] relation ["(" text *( "|" text ) ")"] ["[" word *( "|" word ) "]"]
//! ```
//! Relations are those of [`Step`]: `agent`, `patient`, `recipient`, `prep(with|between)`, `poss`, `mod`, `appos`, `complement`, `adverb`, `number`, `clause`, `joined`; `self` is
//! the word itself; `prep(*)` any preposition. `^` goes the other way: `^patient` is the verb whose object the word is. Words in
//! brackets are lemmas, `@name` a class of the rule file, and a leading `!` turns the choice around.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::Tree;
use crate::syntax::deep::{Deep, Step};

/// Classes of words by name.
pub type Classes = BTreeMap<String, BTreeSet<String>>;

/// A path, ready to walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Vec<Vec<Move>>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Move {
    up: bool,
    along: Along,
    words: Option<Words>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Along {
    Itself,
    AnyPrep,
    Steps(Vec<Step>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    lemmas: BTreeSet<String>,
    not: bool,
}

impl Path {
    /// Reads a path; `classes` gives what `@name` stands for, and `used` hears which were asked for.
    ///
    /// # Errors
    /// Says what is wrong, and at which character, counted from 1.
    pub fn read(text: &str, classes: &Classes, used: &mut BTreeSet<String>) -> Result<Self, String> {
        let mut read = Vec::new();
        for chains in text.split(" else ") {
            let parsed: Result<Vec<Vec<Move>>, String> =
                split(chains, '|').into_iter().map(|chain| read_chain(chain, classes, used)).collect();
            read.push(parsed.map_err(|e| format!("{e} in `{text}`"))?);
        }
        Ok(Self(read))
    }

    /// The words that the path leads to from a word, in the order of the text.
    #[must_use]
    pub fn walk(&self, tree: &Tree<'_>, deep: &Deep, from: usize) -> Vec<usize> {
        for chains in &self.0 {
            let mut found = BTreeSet::new();
            for chain in chains {
                let mut here = BTreeSet::from([from]);
                for step in chain {
                    here = here.iter().flat_map(|w| step.to(deep, *w)).filter(|w| step.admits(tree, *w)).collect();
                }
                found.extend(here);
            }
            if !found.is_empty() {
                return found.into_iter().collect();
            }
        }
        Vec::new()
    }
}

impl Move {
    fn to(&self, deep: &Deep, from: usize) -> Vec<usize> {
        let arcs = if self.up { deep.to(from) } else { deep.from(from) };
        let fits = |step: &Step| match &self.along {
            Along::Itself => false,
            Along::AnyPrep => matches!(step, Step::Prep(_)),
            Along::Steps(steps) => steps.contains(step),
        };
        if self.along == Along::Itself {
            return vec![from];
        }
        arcs.iter().filter(|(step, _)| fits(step)).map(|(_, to)| *to).collect()
    }

    fn admits(&self, tree: &Tree<'_>, at: usize) -> bool {
        self.words.as_ref().is_none_or(|w| w.lemmas.contains(tree.lemma(at)) != w.not)
    }
}

/// Cuts at a character that stands outside brackets.
fn split(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (i, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if c == at && depth == 0 => {
                parts.push(&text[from..i]);
                from = i + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

fn read_chain(text: &str, classes: &Classes, used: &mut BTreeSet<String>) -> Result<Vec<Move>, String> {
    split(text.trim(), '.').into_iter().map(|step| read_step(step.trim(), classes, used)).collect()
}

/// The text between a pair of brackets, and what stands before and after.
fn bracketed(text: &str, open: char, close: char) -> Result<(&str, Option<&str>, &str), String> {
    let Some((before, rest)) = text.split_once(open) else { return Ok((text, None, "")) };
    let (inside, after) = rest.rsplit_once(close).ok_or_else(|| format!("`{open}` without `{close}`"))?;
    Ok((before, Some(inside), after))
}

fn read_step(text: &str, classes: &Classes, used: &mut BTreeSet<String>) -> Result<Move, String> {
    let (rest, filter, behind) = bracketed(text, '[', ']')?;
    let (name, arguments, between) = bracketed(rest, '(', ')')?;
    if !behind.is_empty() || !between.is_empty() {
        return Err(format!("`{behind}{between}` is out of place"));
    }
    let (up, name) = name.strip_prefix('^').map_or((false, name), |n| (true, n));
    let list = |s: &str| s.split('|').map(|a| a.trim().to_owned()).collect::<Vec<_>>();
    let along = match (name, arguments) {
        ("self", None) => Along::Itself,
        ("prep", Some("*")) => Along::AnyPrep,
        ("prep", Some(words)) => Along::Steps(list(words).into_iter().map(Step::Prep).collect()),
        (_, None) => Along::Steps(vec![plain_step(name)?]),
        _ => return Err(format!("`{name}` takes nothing in parentheses")),
    };
    let words = filter.map(|f| read_words(f, classes, used)).transpose()?;
    Ok(Move { up, along, words })
}

fn plain_step(name: &str) -> Result<Step, String> {
    Ok(match name {
        "agent" => Step::Agent,
        "patient" => Step::Patient,
        "recipient" => Step::Recipient,
        "poss" => Step::Poss,
        "mod" => Step::Mod,
        "appos" => Step::Appos,
        "complement" => Step::Complement,
        "adverb" => Step::Adverb,
        "number" => Step::Number,
        "clause" => Step::Clause,
        "joined" => Step::Joined,
        "prep" => return Err("`prep` needs its prepositions, as in `prep(with|between)`".to_owned()),
        _ => return Err(format!("unknown relation `{name}`")),
    })
}

fn read_words(text: &str, classes: &Classes, used: &mut BTreeSet<String>) -> Result<Words, String> {
    let (not, text) = text.strip_prefix('!').map_or((false, text), |t| (true, t));
    let mut lemmas = BTreeSet::new();
    for word in text.split('|').map(str::trim) {
        if let Some(class) = word.strip_prefix('@') {
            lemmas.extend(classes.get(class).ok_or_else(|| format!("unknown class of words `@{class}`"))?.iter().cloned());
            used.insert(class.to_owned());
        } else {
            lemmas.insert(word.to_owned());
        }
    }
    Ok(Words { lemmas, not })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Path, String> {
        let classes = Classes::from([("light".to_owned(), BTreeSet::from(["hold".to_owned(), "have".to_owned()]))]);
        Path::read(text, &classes, &mut BTreeSet::new())
    }

    #[test]
    fn reads_what_the_grammar_allows() {
        let path = read("^patient[@light|open].agent | prep(with|out of) else poss").expect("a path");
        assert_eq!(path.0.len(), 2);
        assert_eq!(path.0[0].len(), 2);
        assert_eq!(path.0[0][0][0].words.as_ref().map(|w| w.lemmas.len()), Some(3));
        assert_eq!(path.0[0][1][0].along, Along::Steps(vec![Step::Prep("with".to_owned()), Step::Prep("out of".to_owned())]));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, message) in [
            ("subject", "unknown relation `subject` in `subject`"),
            ("prep", "`prep` needs its prepositions, as in `prep(with|between)` in `prep`"),
            ("agent[@heavy]", "unknown class of words `@heavy` in `agent[@heavy]`"),
            ("agent[hold", "`[` without `]` in `agent[hold`"),
            ("agent(of)", "`agent` takes nothing in parentheses in `agent(of)`"),
        ] {
            assert_eq!(read(text).expect_err(text), message);
        }
    }
}
