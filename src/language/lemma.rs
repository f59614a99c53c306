//! English lemmas: the base form of a word, given its universal and its Penn Treebank tag.
//!
//! The knowledge is data, learnt by `training/lemmas.py` and read from text: exceptions by form and
//! tag, then suffix rules by tag, of which the longest match wins. The procedure here and
//! `Model.lemma` there must stay alike.

mod word;

use std::borrow::Cow;
use std::collections::HashMap;

use word::{capitalised, is_caps, is_lower, lowered, number, titled, without_end};

/// Suffixes longer than this many characters are only known as whole words.
const LONGEST_SUFFIX: usize = 7;
/// Names in capitals from this length on are words, not acronyms, unless the data say otherwise.
const WORD_LENGTH: usize = 6;

type Table<V> = HashMap<Box<str>, V>;

/// A universal tag and the lemma it brings.
type Universal = (Box<str>, Box<str>);

/// Cut so many characters off the end and append a string.
#[derive(Debug)]
struct Rule {
    cut: usize,
    end: Box<str>,
}

/// What is known of one tag.
#[derive(Debug, Default)]
struct Tag {
    keeps_case: bool,
    rules: Table<Rule>,
    case: Table<bool>,
    exceptions: Table<Box<str>>,
}

/// An English lemmatiser, read from the text that `training/lemmas.py` writes.
#[derive(Debug, Default)]
pub struct Lemmas {
    tags: Table<Tag>,
    names: Table<Box<str>>,
    /// Exceptions that hang on the universal tag as well: by Penn tag, then form, then universal tag.
    universal: Table<Table<Vec<Universal>>>,
}

impl Lemmas {
    /// Reads the data; an error names the line.
    pub fn read(data: &str) -> Result<Lemmas, String> {
        let mut lemmas = Lemmas::default();
        for (number, line) in data.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            lemmas.add(line).map_err(|why| format!("lemmas, line {}: {why}", number + 1))?;
        }
        Ok(lemmas)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            ["k", tag] => self.tag(tag).keeps_case = true,
            ["r", tag, suffix, cut, end] => {
                let cut = cut.parse().map_err(|_| format!("{cut:?} is no number of characters"))?;
                let rule = Rule { cut, end: end.into() };
                self.tag(tag).rules.insert(suffix.into(), rule);
            }
            ["c", tag, suffix, keep @ ("0" | "1")] => {
                self.tag(tag).case.insert(suffix.into(), keep == "1");
            }
            ["u", word, lemma] => {
                self.names.insert(word.into(), lemma.into());
            }
            ["x", tag, form, lemma] => self.add_exception(tag, form, lemma),
            _ => return Err(format!("unknown kind of line {line:?}")),
        }
        Ok(())
    }

    fn tag(&mut self, name: &str) -> &mut Tag {
        self.tags.entry(name.into()).or_default()
    }

    fn add_exception(&mut self, tag: &str, form: &str, lemma: &str) {
        if let Some((upos, xpos)) = tag.split_once('/') {
            let forms = self.universal.entry(xpos.into()).or_default();
            let lemmas = forms.entry(form.into()).or_default();
            lemmas.push((upos.into(), lemma.into()));
        } else {
            self.tag(tag).exceptions.insert(form.into(), lemma.into());
        }
    }

    /// The lemma of a form with its universal tag and its Penn Treebank tag.
    pub fn lemma(&self, form: &str, upos: &str, xpos: &str) -> String {
        let low = lowered(form);
        let by_both = self.universal.get(xpos).and_then(|forms| forms.get(&*low));
        if let Some((_, lemma)) = by_both.and_then(|all| all.iter().find(|(tag, _)| **tag == *upos)) {
            return lemma.to_string();
        }
        // GUM's "United" is a verb tagged as a name: the lemma of the verb, in the case of the name.
        if upos == "VERB" && xpos == "NNP" {
            let verb = if low.ends_with("ing") { "VBG" } else { "VBN" };
            let lemma = self.by_tag(&low, &low, verb);
            return if form.chars().next() == low.chars().next() { lemma } else { capitalised(&lemma) };
        }
        self.by_tag(form, &low, xpos)
    }

    fn by_tag(&self, form: &str, low: &str, xpos: &str) -> String {
        let Some(tag) = self.tags.get(xpos) else {
            return self.base(form, low, None, xpos).into_owned();
        };
        if let Some(lemma) = tag.exceptions.get(low) {
            return lemma.to_string();
        }
        let base = self.base(form, low, Some(tag), xpos);
        if let Some(rule) = longest(&tag.rules, low)
            && (rule.cut > 0 || !rule.end.is_empty())
            && let Some(kept) = without_end(&base, rule.cut)
        {
            return [kept, &*rule.end].concat();
        }
        base.into_owned()
    }

    /// The form in the case of its lemma.
    fn base<'a>(&'a self, form: &'a str, low: &'a str, tag: Option<&Tag>, xpos: &str) -> Cow<'a, str> {
        if tag.is_some_and(|tag| tag.keeps_case) {
            return if matches!(xpos, "NNP" | "NNPS") { self.name(form, low) } else { form.into() };
        }
        match xpos {
            "CD" if form.bytes().any(|b| b.is_ascii_digit()) => number(form),
            "CD" if form.bytes().all(|b| b"IVXLCDM".contains(&b)) => form.into(),
            "NN" if form.chars().nth(1).is_none() => form.into(),
            _ => {
                let keeps = |tag: &Tag| longest(&tag.case, low).is_some_and(|keep| *keep);
                let cased = tag.is_some_and(|tag| !tag.case.is_empty()) && form != low;
                if cased && !is_caps(form) && tag.is_some_and(keeps) { form.into() } else { low.into() }
            }
        }
    }

    /// A proper noun keeps its case, unless it is in capitals or lower case throughout.
    fn name<'a>(&'a self, form: &'a str, low: &str) -> Cow<'a, str> {
        let caps = is_caps(form);
        if (caps || is_lower(form))
            && let Some(known) = self.names.get(low)
        {
            return (&**known).into();
        }
        if caps && form.chars().count() >= WORD_LENGTH && form.chars().all(char::is_alphabetic) {
            return titled(form).into();
        }
        form.into()
    }
}

/// The value of the whole word, or else of the longest suffix that the table has.
fn longest<'a, V>(table: &'a Table<V>, low: &str) -> Option<&'a V> {
    if table.is_empty() {
        return None;
    }
    table.get(low).or_else(|| {
        let longest_start = low.char_indices().rev().take(LONGEST_SUFFIX).last();
        let tail = longest_start.map_or("", |(start, _)| low.get(start..).unwrap_or_default());
        let starts = tail.char_indices().map(|(start, _)| start).chain([tail.len()]);
        starts.filter_map(|start| table.get(tail.get(start..)?)).next()
    })
}

#[cfg(test)]
mod tests;
