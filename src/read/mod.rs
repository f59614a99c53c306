//! Bytes into articles: the front door of the program.
//!
//! Files, folders and standard input, packed or not, in any of four formats and whatever encoding, come out as
//! [`Article`]s in a fixed order, one at a time, in bounded memory. What cannot be read comes out too, as a message
//! with its reason and place, and reading goes on behind it. A text is kept as it was written: decoded and without its
//! byte order mark, but never normalised, since offsets refer to it.
//!
//! Not for understanding: nothing here looks at words, except to tell whether they are English. And not for
//! fetching: nothing is read from the network.

mod draft;
mod encoding;
mod english;
mod fields;
mod format;
mod identity;
mod lines;
mod page;
mod source;
mod text;
mod transcoded;
mod values;
mod walk;
mod when;

use std::collections::VecDeque;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::article::{About, Article};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use draft::Draft;
use source::Source;
use walk::Walk;

pub use format::InputFormat;
pub use identity::is_identifier;
pub use walk::Found;

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The format of every input; told from its ending and its first bytes where it is not given.
    pub format: Option<InputFormat>,
    /// Where articles without an IRI of their own are named: an absolute IRI, no slash at its end.
    pub base: String,
    /// What holds for articles that do not say it themselves: date, publisher and authors for all of them, headline and
    /// URL only for plain texts and web pages, which hold one article a file.
    pub about: About,
    /// The identifier of a plain text or web page that has none.
    pub id: Option<String>,
    /// Bytes of the longest text that is read. A page, or an article in JSON, may take eight times as much with all that
    /// stands around its text.
    pub largest: usize,
}

impl Options {
    /// Bytes of the longest page, or article in JSON.
    fn largest_raw(&self) -> usize {
        self.largest.saturating_mul(8).max(1 << 20)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { format: None, base: "https://w3id.org/chancery/article".to_owned(), about: About::default(), id: None, largest: 2 << 20 }
    }
}

/// What reading yields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An article.
    Article(Article),
    /// Something that an article, read all the same, said and that could not be used, or a file passed over.
    Warning(Diagnostic),
    /// An article, a file or a folder that could not be read, and why.
    Rejected(Diagnostic),
}

/// The articles of files, folders (all below them, sorted by name) and standard input (`-`), in that order.
///
/// Nothing is opened before it is its turn, and memory is bounded by the longest article that the options allow.
#[must_use]
pub fn articles(inputs: Vec<PathBuf>, options: Options) -> Articles {
    Articles { walk: Walk::new(inputs, options.format.is_some()), open: None, ready: VecDeque::new(), options }
}

/// The articles of one stream of bytes, which messages call by that name. An ending in the name (`.jsonl`, `.html.gz`)
/// counts as that of a file.
#[must_use]
pub fn articles_of(bytes: impl Read + Send + 'static, name: &str, options: Options) -> Articles {
    let mut articles = articles(Vec::new(), options);
    articles.begin(Source::new(bytes, name), name);
    articles
}

/// The files that [`articles`] would open, in its order and unopened; `any` are those of whatever ending. What is passed over or cannot be
/// read comes as a message.
pub fn files(inputs: Vec<PathBuf>, any: bool) -> impl Iterator<Item = Found> {
    Walk::new(inputs, any)
}

/// Reads a date as news and their metadata write it: ISO 8601 with or without time, RFC 2822, `13 September 2021`,
/// `September 13, 2021`, `2021/09/13`. Where a time and a zone are given, it is the day in that zone.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    when::date(text)
}

/// How an input is called in messages.
#[must_use]
pub fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "stdin".to_owned() } else { path.to_string_lossy().into_owned() }
}

/// What a format makes of a source: articles to be checked, or why one is none; lines but no names in the messages.
type Drafts = Box<dyn Iterator<Item = Result<Draft, Diagnostic>> + Send>;

/// A source being read.
struct Open {
    name: String,
    drafts: Drafts,
    /// Whether it has yielded anything.
    any: bool,
}

/// Articles and messages, in the order of their inputs.
pub struct Articles {
    walk: Walk,
    open: Option<Open>,
    ready: VecDeque<Item>,
    options: Options,
}

impl Articles {
    /// Makes a source the one that is read.
    fn begin(&mut self, source: Result<Source, Diagnostic>, name: &str) {
        match source.and_then(|source| self.drafts(source, name)) {
            Ok(drafts) => self.open = Some(Open { name: name.to_owned(), drafts, any: false }),
            Err(diagnostic) => self.ready.push_back(Item::Rejected(diagnostic.in_file(name))),
        }
    }

    fn drafts(&self, source: Source, name: &str) -> Result<Drafts, Diagnostic> {
        if source.head.iter().all(u8::is_ascii_whitespace) && source.head.len() < source::HEAD {
            return Err(Diagnostic::new("is empty"));
        }
        encoding::refuse_foreign(&source.head)?;
        let raw = self.options.largest_raw();
        Ok(match format::of(name, &source.head, self.options.format) {
            InputFormat::Text => Box::new(text::Text::new(source, self.options.largest)),
            InputFormat::Html => Box::new(page::Page::new(source, raw)),
            InputFormat::JsonLines => Box::new(lines::Lines::new(source, raw)),
            InputFormat::Json => Box::new(values::Values::new(source, raw)),
        })
    }

    /// Takes the next step in the open source; closes it at its end.
    fn step(&mut self, mut open: Open) {
        match open.drafts.next() {
            Some(Ok(draft)) => {
                let (article, warnings) = draft.finish(&self.options);
                self.ready.extend(warnings.into_iter().map(|w| Item::Warning(w.in_file(&open.name))));
                self.ready.push_back(match article {
                    Ok(article) => Item::Article(article),
                    Err(diagnostic) => Item::Rejected(diagnostic.in_file(&open.name)),
                });
            }
            Some(Err(diagnostic)) => self.ready.push_back(Item::Rejected(diagnostic.in_file(&open.name))),
            None if open.any => return,
            None => {
                self.ready.push_back(Item::Rejected(Diagnostic::new("holds no article").in_file(&open.name)));
                return;
            }
        }
        open.any = true;
        self.open = Some(open);
    }
}

impl Iterator for Articles {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if let Some(open) = self.open.take() {
                self.step(open);
                continue;
            }
            match self.walk.next()? {
                Found::Input(path) => self.begin(Source::open(&path), &name(&path)),
                Found::Skipped(diagnostic) => return Some(Item::Warning(diagnostic)),
                Found::Rejected(diagnostic) => return Some(Item::Rejected(diagnostic)),
            }
        }
    }
}
