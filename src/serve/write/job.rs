//! What the writer is asked to do, and what it answers.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::ingest::Reading;
use crate::serve::ask::Dataset;
use crate::serve::reply::Refused;

/// A change of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::serve) enum Job {
    /// An update in SPARQL.
    Update {
        /// Its text.
        update: String,
        /// The dataset that stands beside it.
        using: Option<Dataset>,
        /// What relative IRIs are resolved against.
        base: String,
    },
    /// RDF into a graph, one part for each media type.
    Graph {
        /// The name of the graph; none is the default graph.
        name: Option<String>,
        /// What relative IRIs are resolved against.
        base: String,
        /// The media types of the parts.
        media: Vec<String>,
        /// Whether it takes the place of what is there.
        replace: bool,
    },
    /// A graph that goes; none is the default graph, which is emptied.
    Drop(Option<String>),
    /// Articles, one part a file.
    Ingest {
        /// What messages call the files, and how each is read.
        files: Vec<(String, Reading)>,
        /// Whether links are made at the end.
        link: bool,
    },
    /// Articles that go.
    Remove {
        /// Their IRIs.
        articles: Vec<String>,
        /// Whether links are made at the end.
        link: bool,
    },
}

/// A job on its way to the writer; its parts follow, a frame each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::serve) struct Order {
    /// What is to be done.
    pub job: Job,
    /// Seconds that it may take.
    pub seconds: u64,
    /// The folder to be made of the store afterwards, if it has changed.
    pub snapshot: PathBuf,
    /// How many parts follow.
    pub parts: usize,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::serve) struct Outcome {
    /// Whether the snapshot has been made.
    pub changed: bool,
    /// What to answer.
    pub answer: Result<Done, Refused>,
}

/// What is answered when all went well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::serve) struct Done {
    /// The status in HTTP.
    pub status: u16,
    /// JSON, if there is more to be said.
    pub body: Option<String>,
    /// Whether the store is another than before.
    pub changed: bool,
}
