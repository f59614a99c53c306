//! Brings the index in step with the store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::part::{Part, State};
use super::{FORMAT, MARKER, NAMES, SENTENCES, failure, guarded, held, known, place};
use crate::diagnostic::Diagnostic;
use crate::store::Store;

/// After so many articles what is indexed is made to last: that much is lost when the run is broken off.
const STEP: usize = 5000;

/// The index beside a store, open for writing.
#[derive(Debug)]
pub struct Index {
    place: PathBuf,
    /// Why it was made anew.
    anew: Option<String>,
}

/// What an update did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// Articles whose sentences were indexed.
    pub articles: usize,
    /// Entities whose names were indexed.
    pub entities: usize,
    /// Articles and entities that were taken out, also those whose new state was indexed.
    pub removed: usize,
    /// Why all of it was made anew, if there was an index that could not be used.
    pub anew: Option<String>,
}

/// Why an update was broken off.
enum Trouble {
    Store(Diagnostic),
    Index(String),
}

impl From<Diagnostic> for Trouble {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Store(diagnostic)
    }
}

impl Index {
    /// Opens the index beside the store in that folder, and makes one where there is none or one of another version.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open_or_make(store: &Path) -> Result<Self, Diagnostic> {
        let mut index = Self { place: place(store), anew: None };
        if !known(&index.place) {
            let there = index.place.exists();
            index.make().map_err(|e| failure(&index.place, &e.to_string()))?;
            index.anew = there.then(|| "it is of another version".to_owned());
        }
        Ok(index)
    }

    /// Indexes what the store holds and takes out what it does not hold: nothing where nothing has changed. An index that is damaged
    /// is made anew.
    ///
    /// Names are looked at only when an article has come, gone or changed.
    ///
    /// # Errors
    /// When the store cannot be read or the index not be written; the next update goes on from there.
    pub fn update(&mut self, store: &Store) -> Result<Updated, Diagnostic> {
        let updated = match self.attempt(store) {
            Err(Trouble::Index(what)) => {
                self.make().map_err(|e| failure(&self.place, &e.to_string()))?;
                self.anew = Some(what);
                self.attempt(store)
            }
            other => other,
        };
        match updated {
            Ok(updated) => Ok(Updated { anew: self.anew.take(), ..updated }),
            Err(Trouble::Store(diagnostic)) => Err(diagnostic),
            Err(Trouble::Index(what)) => Err(failure(&self.place, &what)),
        }
    }

    fn attempt(&self, store: &Store) -> Result<Updated, Trouble> {
        let mut updated = Updated::default();
        let sum = self.sentences(store, &mut updated)?;
        self.names(store, &sum, &mut updated)?;
        Ok(updated)
    }

    /// Indexes sentences; returns what stands for the articles as they are.
    fn sentences(&self, store: &Store, updated: &mut Updated) -> Result<String, Trouble> {
        let articles = held::articles(store)?;
        let sum = held::sum(articles.keys());
        let part = self.part(SENTENCES)?;
        let indexed = guarded(|| part.states()).map_err(Trouble::Index)?;
        let mut missing: Vec<_> = articles.iter().filter(|(state, _)| !indexed.contains(*state)).collect();
        missing.sort_by_key(|(_, article)| *article);
        let gone: Vec<&State> = indexed.iter().filter(|state| !articles.contains_key(*state)).collect();
        updated.articles += missing.len();
        updated.removed += gone.len();
        change(&part, &gone, &missing, &sum, |article| held::sentences(store, article))?;
        Ok(sum)
    }

    /// Indexes names, unless they were when the articles were the same.
    fn names(&self, store: &Store, sum: &String, updated: &mut Updated) -> Result<(), Trouble> {
        let part = self.part(NAMES)?;
        if guarded(|| part.note()).map_err(Trouble::Index)?.as_ref() == Some(sum) {
            return Ok(());
        }
        let entities = held::entities(store)?;
        let indexed = guarded(|| part.states()).map_err(Trouble::Index)?;
        let mut missing: Vec<_> = entities.iter().filter(|(state, _)| !indexed.contains(*state)).collect();
        missing.sort_by_key(|(_, text)| *text);
        let gone: Vec<&State> = indexed.iter().filter(|state| !entities.contains_key(*state)).collect();
        updated.entities += missing.len();
        updated.removed += gone.len();
        change(&part, &gone, &missing, sum, |text| Ok(vec![text.clone()]))
    }

    fn part(&self, name: &str) -> Result<Part, Trouble> {
        let folder = self.place.join(name);
        fs::create_dir_all(&folder).map_err(|e| Trouble::Index(e.to_string()))?;
        let opened = guarded(|| {
            let part = Part::open_or_make(&folder)?;
            part.check()?;
            Ok(part)
        });
        opened.map_err(Trouble::Index)
    }

    /// Makes an empty one in its place. The mark comes last: a folder without it is of no version.
    fn make(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.place) {
            Err(e) if e.kind() == io::ErrorKind::NotADirectory => fs::remove_file(&self.place)?,
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
        fs::create_dir_all(&self.place)?;
        fs::write(self.place.join(MARKER), FORMAT)
    }
}

/// Takes states out of a part and puts others in, of which `texts` says what they hold.
fn change<T>(
    part: &Part,
    gone: &[&State],
    missing: &[(&State, &T)],
    note: &str,
    texts: impl Fn(&T) -> Result<Vec<held::Text>, Diagnostic>,
) -> Result<(), Trouble> {
    if gone.is_empty() && missing.is_empty() && guarded(|| part.note()).map_err(Trouble::Index)?.as_deref() == Some(note) {
        return Ok(());
    }
    let mut session = guarded(|| part.session()).map_err(Trouble::Index)?;
    gone.iter().for_each(|state| session.remove(state));
    for (place, (state, of)) in missing.iter().enumerate() {
        let texts = texts(of)?;
        guarded(|| session.add(state, &texts)).map_err(Trouble::Index)?;
        if place % STEP == STEP - 1 {
            guarded(|| session.commit()).map_err(Trouble::Index)?;
        }
    }
    guarded(|| session.finish(note)).map_err(Trouble::Index)
}
