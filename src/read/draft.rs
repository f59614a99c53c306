//! An article as a format gave it, and the checks that make it an [`Article`] or say why it is none.

use super::{Options, encoding, english, identity, when};
use crate::article::{About, Article};
use crate::diagnostic::Diagnostic;

/// What an input says of an article, in its own words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) id: Option<String>,
    pub(super) url: Option<String>,
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) date: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) authors: Vec<String>,
    /// Whether its file holds no other.
    pub(super) alone: bool,
    /// The line it begins in, counted from 1, where its file may hold others.
    pub(super) line: Option<usize>,
    /// What is odd about it but no reason not to read it.
    pub(super) warnings: Vec<String>,
}

/// What can be said of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Url,
    Title,
    Text,
    Date,
    Publisher,
    Language,
    Authors,
}

/// The names of the fields in news data sets; of two names for one field, the earlier is preferred.
const NAMES: [(&str, Field); 34] = [
    ("id", Field::Id),
    ("@id", Field::Id),
    ("iri", Field::Id),
    ("url", Field::Url),
    ("link", Field::Url),
    ("title", Field::Title),
    ("headline", Field::Title),
    ("text", Field::Text),
    ("body", Field::Text),
    ("maintext", Field::Text),
    ("articleBody", Field::Text),
    ("content", Field::Text),
    ("date", Field::Date),
    ("published", Field::Date),
    ("date_publish", Field::Date),
    ("datePublished", Field::Date),
    ("date_published", Field::Date),
    ("publishedAt", Field::Date),
    ("published_at", Field::Date),
    ("publication_date", Field::Date),
    ("pubDate", Field::Date),
    ("publisher", Field::Publisher),
    ("source", Field::Publisher),
    ("sourcename", Field::Publisher),
    ("source_name", Field::Publisher),
    ("publication", Field::Publisher),
    ("source_domain", Field::Publisher),
    ("domain", Field::Publisher),
    ("language", Field::Language),
    ("lang", Field::Language),
    ("inLanguage", Field::Language),
    ("authors", Field::Authors),
    ("author", Field::Authors),
    ("byline", Field::Authors),
];

/// How many fields there are.
pub(super) const FIELDS: usize = 8;

impl Field {
    /// The field of that name, in whatever case.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ranked(name).map(|(_, field)| field)
    }

    /// The field of that name and how little the name is preferred.
    pub(super) fn ranked(name: &str) -> Option<(usize, Self)> {
        NAMES.iter().enumerate().find(|(_, (known, _))| known.eq_ignore_ascii_case(name)).map(|(rank, (_, field))| (rank, *field))
    }
}

impl Draft {
    /// Says something of the article; what is said already stays, only authors are added.
    pub(super) fn set(&mut self, field: Field, value: String) {
        let place = match field {
            Field::Authors => return self.authors.push(value),
            Field::Text => return self.text = value,
            Field::Id => &mut self.id,
            Field::Url => &mut self.url,
            Field::Title => &mut self.title,
            Field::Date => &mut self.date,
            Field::Publisher => &mut self.publisher,
            Field::Language => &mut self.language,
        };
        place.get_or_insert(value);
    }

    /// The article, or why it is none, and warnings; with the line but without the file's name.
    pub(super) fn finish(mut self, options: &Options) -> (Result<Article, Diagnostic>, Vec<Diagnostic>) {
        let line = self.line;
        let placed = |d: Diagnostic| line.into_iter().fold(d, Diagnostic::at_line);
        let article = self.refuse(options.largest).map_err(placed).and_then(|()| {
            let about = self.about(options);
            let given = options.id.as_ref().filter(|_| self.alone);
            let id = self.id.as_ref().or(given).map(|id| id.trim()).filter(|id| !id.is_empty());
            let iri = identity::iri(id, &about, &self.text, &options.base).map_err(placed)?;
            Ok(Article { iri, text: std::mem::take(&mut self.text), about })
        });
        let warnings = if article.is_ok() { self.warnings } else { Vec::new() };
        (article, warnings.into_iter().map(|w| placed(Diagnostic::new(w))).collect())
    }

    fn refuse(&self, largest: usize) -> Result<(), Diagnostic> {
        if !self.text.chars().any(char::is_alphabetic) {
            let what = if self.text.trim().is_empty() { "has no text" } else { "has a text without words" };
            return Err(Diagnostic::new(what));
        }
        if self.text.len() > largest {
            return Err(too_large(largest));
        }
        // JSON can hold characters that no file of text could.
        encoding::refuse_binary(&self.text)?;
        english::refuse_other(self.language.as_deref(), &self.text)
    }

    fn about(&mut self, options: &Options) -> About {
        let usual = &options.about;
        let alone = self.alone;
        let published = self.date.take().filter(|d| !d.trim().is_empty()).and_then(|date| {
            let read = when::date(&date);
            if read.is_none() {
                self.warnings.push(format!("its date `{}` cannot be read, so it has none", shortened(&date)));
            }
            read
        });
        let url = self.url.take().filter(|u| !u.trim().is_empty()).and_then(|url| {
            let read = identity::url(&url);
            if read.is_none() {
                self.warnings.push(format!("its URL `{}` is not absolute or not valid, so it has none", shortened(&url)));
            }
            read
        });
        let tidy = |value: Option<String>| value.map(|v| words(&v)).filter(|v| !v.is_empty());
        let authors: Vec<String> = self.authors.iter().map(|a| words(a)).filter(|a| !a.is_empty()).collect();
        About {
            headline: tidy(self.title.take()).or_else(|| usual.headline.clone().filter(|_| alone)),
            published: published.or(usual.published),
            publisher: tidy(self.publisher.take()).or_else(|| usual.publisher.clone()),
            url: url.or_else(|| usual.url.clone().filter(|_| alone)),
            authors: if authors.is_empty() { usual.authors.clone() } else { authors },
        }
    }
}

/// A message for a text of more than so many bytes.
pub(super) fn too_large(largest: usize) -> Diagnostic {
    Diagnostic::new(format!("has a text of more than {largest} bytes")).hinted("split it, or raise --max-size")
}

/// A value on one line, a space between words.
fn words(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// So much of a value as a message has room for.
pub(super) fn shortened(value: &str) -> String {
    let mut shown: String = value.trim().chars().take(60).collect();
    if shown.len() < value.trim().len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_every_field() {
        assert_eq!(Field::named("DatePublished"), Some(Field::Date));
        assert_eq!(Field::named("subtitle"), None);
        assert!(NAMES.iter().all(|(_, field)| (*field as usize) < FIELDS));
    }

    #[test]
    fn what_a_text_cannot_be_is_said() {
        let draft = |text: &str| Draft { text: text.to_owned(), line: Some(3), ..Draft::default() };
        let options = Options { largest: 20, ..Options::default() };
        for (text, want) in [
            (" \n", ":3: has no text"),
            ("* * *", ":3: has a text without words"),
            ("Talks failed and failed again", ":3: has a text of more than 20 bytes (split it, or raise --max-size)"),
        ] {
            let (article, warnings) = draft(text).finish(&options);
            assert_eq!((article.expect_err("refused").to_string().as_str(), warnings.len()), (want, 0));
        }
    }

    #[test]
    fn what_cannot_be_used_is_said_and_the_rest_kept() {
        let mut draft = Draft { text: "Talks failed.".to_owned(), title: Some(" The\n end ".to_owned()), ..Draft::default() };
        (draft.date, draft.url) = (Some("soon".to_owned()), Some("/news/1".to_owned()));
        let (article, warnings) = draft.finish(&Options::default());
        let about = article.expect("an article").about;
        assert_eq!((about.headline.as_deref(), about.published, about.url), (Some("The end"), None, None));
        let said: Vec<String> = warnings.iter().map(Diagnostic::to_string).collect();
        assert_eq!(
            said,
            ["its date `soon` cannot be read, so it has none", "its URL `/news/1` is not absolute or not valid, so it has none"]
        );
    }
}
