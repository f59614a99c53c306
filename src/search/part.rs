//! One index of the engine's: texts under IRIs, and of which state of the store each is.
//!
//! A state is a digest of what the texts were made of. All texts of one state are put in together and taken out together, and what is
//! not committed is not there; so the states that are indexed say what is indexed.

use std::collections::BTreeSet;
use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy as _, NoMergePolicy};
use tantivy::schema::{BytesOptions, FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{
    Directory, DocSet as _, Index, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, TantivyError, Term,
};

use super::token;

/// What stands for a state: 128 bits of its hash.
pub(super) type State = [u8; 16];

/// Field of the IRIs, by which what fits equally well is ordered.
pub(super) const IRI: &str = "iri";
/// What is indexed in memory before it is written, in bytes.
const BUDGET: usize = 50_000_000;
/// The share of texts taken out above which a file is written anew without them.
const DEAD: f32 = 0.2;

/// The fields of every text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    state: Field,
    iri: Field,
    /// Its stems, with how often they occur.
    pub(super) stems: Field,
    /// Its words as they are written, with their places.
    pub(super) exact: Field,
}

/// The index in a folder.
pub(super) struct Part {
    index: Index,
    fields: Fields,
}

/// Changes that are being made.
pub(super) struct Session<'a> {
    part: &'a Part,
    writer: IndexWriter,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |way: &str, record: IndexRecordOption| {
        TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer(way).set_index_option(record))
    };
    let fields = Fields {
        state: builder.add_bytes_field("state", BytesOptions::default().set_indexed()),
        iri: builder.add_text_field(IRI, FAST),
        stems: builder.add_text_field("stems", words(token::STEMMED, IndexRecordOption::WithFreqs)),
        exact: builder.add_text_field("exact", words(token::EXACT, IndexRecordOption::WithFreqsAndPositions)),
    };
    (builder.build(), fields)
}

impl Part {
    /// Opens the index in a folder that is there, and makes one where there is none.
    pub(super) fn open_or_make(folder: &Path) -> tantivy::Result<Self> {
        let directory = MmapDirectory::open(folder)?;
        if Index::exists(&directory)? {
            return Self::opened(directory);
        }
        let (schema, fields) = schema();
        let index = Index::create(directory, schema, IndexSettings::default())?;
        token::register(index.tokenizers());
        Ok(Self { index, fields })
    }

    /// Opens the index in that directory.
    pub(super) fn opened(directory: impl Directory) -> tantivy::Result<Self> {
        let index = Index::open(Box::new(directory) as Box<dyn Directory>)?;
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("it has other fields".to_owned()));
        }
        token::register(index.tokenizers());
        Ok(Self { index, fields })
    }

    pub(super) fn fields(&self) -> Fields {
        self.fields
    }

    /// What is indexed now, to search in.
    pub(super) fn searcher(&self) -> tantivy::Result<Searcher> {
        Ok(self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher())
    }

    /// The names of the files that hold what is indexed now, beside the one that says so; not all of them need be there.
    pub(super) fn files(&self) -> tantivy::Result<BTreeSet<std::path::PathBuf>> {
        Ok(self.index.load_metas()?.list_segment_files().into_iter().collect())
    }

    /// What was noted with the last commit.
    pub(super) fn note(&self) -> tantivy::Result<Option<String>> {
        Ok(self.index.load_metas()?.payload)
    }

    /// Whether the files are there and hold what was written into them: all of them are read.
    pub(super) fn check(&self) -> tantivy::Result<()> {
        for segment in self.searcher()?.segment_readers() {
            for field in [self.fields.state, self.fields.stems, self.fields.exact] {
                segment.inverted_index(field)?;
            }
        }
        for file in self.files()? {
            let directory = self.index.directory();
            if directory.exists(&file)? && !directory.validate_checksum(&file)? {
                return Err(TantivyError::InternalError(format!("{} is damaged", file.display())));
            }
        }
        Ok(())
    }

    /// The states that are indexed.
    pub(super) fn states(&self) -> tantivy::Result<BTreeSet<State>> {
        let mut found = BTreeSet::new();
        for segment in self.searcher()?.segment_readers() {
            let inverted = segment.inverted_index(self.fields.state)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let mut postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED && segment.is_deleted(postings.doc()) {
                    postings.advance();
                }
                if postings.doc() != TERMINATED
                    && let Ok(state) = State::try_from(terms.key())
                {
                    found.insert(state);
                }
            }
        }
        Ok(found)
    }

    /// Begins to change it.
    pub(super) fn session(&self) -> tantivy::Result<Session<'_>> {
        // One thread, and files put together here and not beside the work: so the same changes give the same files.
        let options = IndexWriterOptions::builder().num_worker_threads(1).memory_budget_per_thread(BUDGET).num_merge_threads(1).build();
        let writer: IndexWriter = self.index.writer_with_options(options)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Session { part: self, writer })
    }
}

impl Session<'_> {
    /// Takes the texts of a state out.
    pub(super) fn remove(&self, state: &State) {
        self.writer.delete_term(Term::from_field_bytes(self.part.fields.state, state));
    }

    /// Puts texts of a state in, each in one or several pieces under its IRI. A state without texts is known all the same.
    pub(super) fn add(&self, state: &State, texts: &[(String, Vec<String>)]) -> tantivy::Result<()> {
        let fields = self.part.fields;
        if texts.is_empty() {
            let mut document = TantivyDocument::new();
            document.add_bytes(fields.state, state);
            self.writer.add_document(document)?;
        }
        for (iri, pieces) in texts {
            let mut document = TantivyDocument::new();
            document.add_bytes(fields.state, state);
            document.add_text(fields.iri, iri);
            for piece in pieces {
                document.add_text(fields.stems, piece);
                document.add_text(fields.exact, piece);
            }
            self.writer.add_document(document)?;
        }
        Ok(())
    }

    /// Makes what has been changed so far last.
    pub(super) fn commit(&mut self) -> tantivy::Result<()> {
        self.writer.commit().map(drop)
    }

    /// The same with a note, and puts small files together.
    pub(super) fn finish(mut self, note: &str) -> tantivy::Result<()> {
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(note);
        prepared.commit()?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DEAD);
        loop {
            let candidates = policy.compute_merge_candidates(&self.part.index.searchable_segment_metas()?);
            if candidates.is_empty() {
                break;
            }
            for candidate in candidates {
                self.writer.merge(&candidate.0).wait()?;
            }
        }
        self.writer.garbage_collect_files().wait()?;
        self.writer.wait_merging_threads()
    }
}
