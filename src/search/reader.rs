//! Searching.

use std::collections::BTreeSet;
use std::io;
use std::ops::Bound;
use std::path::Path;
use std::thread;
use std::time::Duration;

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByString};
use tantivy::collector::{Count, TopDocs};
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, InvertedIndexRangeQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Order, Searcher, Term};

use super::directory::ReadOnly;
use super::part::{Fields, IRI, Part};
use super::words::{Clause, Item, Words};
use super::{NAMES, SENTENCES, failure, guarded, known, place};
use crate::diagnostic::Diagnostic;

/// Words that a beginning may stand for, each of which is ranked; texts with one of more than these are ranked alike.
const RANKED: usize = 50;
/// Words that a beginning at the end of a row may stand for; more are not looked for.
const EXPANDED: u32 = 1000;
/// Whoever opens beside a writer may meet it just as it exchanges files, and tries again so many times.
const ATTEMPTS: u32 = 8;

/// An index that is open for reading. It stays as it was when it was opened.
pub struct Reader {
    sentences: Shelf,
    names: Shelf,
}

/// A sentence or an entity that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The IRI of the sentence, or of the entity.
    pub iri: String,
    /// How well it fits; more is better. It compares what is found by one search, and means nothing by itself.
    pub score: f32,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// How many there are in all.
    pub total: usize,
    /// Those that were asked for, the best first; of those that fit equally well, the lesser IRI.
    pub hits: Vec<Hit>,
}

/// A part of the index as it was.
struct Shelf {
    searcher: Searcher,
    fields: Fields,
    name: String,
}

impl Reader {
    /// The index beside the store in that folder; none where there is none yet, or only one of another version.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub fn open(folder: &Path) -> Result<Option<Self>, Diagnostic> {
        let place = place(folder);
        if !known(&place) || !place.join(SENTENCES).exists() || !place.join(NAMES).exists() {
            return Ok(None);
        }
        for attempt in 0.. {
            match Shelf::open(&place.join(SENTENCES)).and_then(|sentences| Ok(Self { sentences, names: Shelf::open(&place.join(NAMES))? }))
            {
                Ok(reader) => return Ok(Some(reader)),
                Err(what) if attempt == ATTEMPTS => return Err(failure(&place, &what)),
                Err(_) => thread::sleep(Duration::from_millis(5 << attempt)),
            }
        }
        Ok(None)
    }

    /// Sentences that fit what is asked for in the way of [`Words::parse`].
    ///
    /// # Errors
    /// When the words cannot be understood, or the index cannot be read.
    pub fn sentences(&self, query: &str, limit: usize, offset: usize) -> Result<Hits, Diagnostic> {
        self.sentences.find(&Words::parse(query)?, limit, offset)
    }

    /// Entities whose names fit.
    ///
    /// # Errors
    /// When the words cannot be understood, or the index cannot be read.
    pub fn names(&self, query: &str, limit: usize, offset: usize) -> Result<Hits, Diagnostic> {
        self.names.find(&Words::parse(query)?, limit, offset)
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("sentences", &self.sentences.name).finish_non_exhaustive()
    }
}

impl Shelf {
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        guarded(|| {
            let part = Part::opened(ReadOnly(MmapDirectory::open(folder)?))?;
            Ok(Self { searcher: part.searcher()?, fields: part.fields(), name: folder.to_string_lossy().into_owned() })
        })
    }

    fn find(&self, words: &Words, limit: usize, offset: usize) -> Result<Hits, Diagnostic> {
        let found = guarded(|| {
            let query = self.query(words)?;
            let all = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
            if limit == 0 || offset >= all {
                return Ok(Hits { total: self.searcher.search(&query, &Count)?, hits: Vec::new() });
            }
            let order = ((SortBySimilarityScore, Order::Desc), (SortByString::for_field(IRI), Order::Asc));
            let best = TopDocs::with_limit(limit.min(all)).and_offset(offset).order_by(order);
            let (total, best) = self.searcher.search(&query, &(Count, best))?;
            let hits = best.into_iter().filter_map(|((score, iri), _)| Some(Hit { iri: iri?, score })).collect();
            Ok(Hits { total, hits })
        });
        found.map_err(|what| failure(Path::new(&self.name), &what))
    }

    fn query(&self, words: &Words) -> tantivy::Result<BooleanQuery> {
        let clause = |Clause { any, not }: &Clause| {
            let mut items = any.iter().map(|item| self.item(item)).collect::<tantivy::Result<Vec<_>>>()?;
            let occur = if *not { Occur::MustNot } else { Occur::Must };
            let query = if items.len() == 1 { items.pop() } else { None };
            Ok((occur, query.unwrap_or_else(|| Box::new(BooleanQuery::union(items)))))
        };
        Ok(BooleanQuery::new(words.clauses.iter().map(clause).collect::<tantivy::Result<Vec<_>>>()?))
    }

    fn item(&self, item: &Item) -> tantivy::Result<Box<dyn Query>> {
        let exact = |word: &String| Term::from_field_text(self.fields.exact, word);
        Ok(match item {
            Item::Stem(stem) => ranked(Term::from_field_text(self.fields.stems, stem)),
            Item::Row { words, begins: true } if words.len() > 1 => {
                let mut row = PhrasePrefixQuery::new(words.iter().map(exact).collect());
                row.set_max_expansions(EXPANDED);
                Box::new(row)
            }
            Item::Row { words, begins: false } if words.len() > 1 => Box::new(PhraseQuery::new(words.iter().map(exact).collect())),
            Item::Row { words, begins: true } => self.beginning(&words.concat())?,
            Item::Row { words, begins: false } => ranked(exact(&words.concat())),
        })
    }

    /// Texts with a word that begins so.
    fn beginning(&self, letters: &str) -> tantivy::Result<Box<dyn Query>> {
        let beyond = format!("{letters}{}", char::MAX);
        let term = |word: &str| Term::from_field_text(self.fields.exact, word);
        let Some(words) = self.words(letters, &beyond)? else {
            return Ok(Box::new(InvertedIndexRangeQuery::new(Bound::Included(term(letters)), Bound::Excluded(term(&beyond)))));
        };
        Ok(Box::new(BooleanQuery::union(words.iter().map(|word| ranked(term(word))).collect())))
    }

    /// The words from one to before the other, if there are not too many to rank.
    fn words(&self, from: &str, to: &str) -> io::Result<Option<BTreeSet<String>>> {
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.exact).map_err(io::Error::other)?;
            let mut terms = inverted.terms().range().ge(from).lt(to).into_stream()?;
            while terms.advance() {
                found.insert(String::from_utf8_lossy(terms.key()).into_owned());
                if found.len() > RANKED {
                    return Ok(None);
                }
            }
        }
        Ok(Some(found))
    }
}

/// Texts with that term, ranked by how often they have it, how rare it is and how short they are.
fn ranked(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}
