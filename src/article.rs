//! An article as it was read: its text, unchanged from here on, and what is known about it.

use crate::date::Date;

/// One article. Everything that is found in it is a place in `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its IRI: absolute, valid under RFC 3987, without a fragment.
    pub iri: String,
    /// Its text, never empty, as kept in the graph; offsets refer to it.
    pub text: String,
    /// What is known about it.
    pub about: About,
}

/// What is known about an article beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its title.
    pub headline: Option<String>,
    /// When it was published; relative dates in the text count from here.
    pub published: Option<Date>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published, an absolute IRI.
    pub url: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
}
