//! Answers and refusals, as whoever reads the store gives them: without any HTTP type, since they come from another process.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::query::Services;
use crate::search;
use crate::store::Store;

/// What a reader has open.
#[derive(Debug)]
pub(super) struct Open {
    /// The store, as it was when it was opened.
    pub store: Store,
    /// The text index beside it, if there is one.
    pub text: Option<search::Reader>,
    /// What the IRIs begin with that this service answers for, with `/` at its end.
    pub base: String,
    /// The endpoints that queries may call.
    pub services: Services,
}

/// An answer that is whole and small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whole {
    /// Its status in HTTP.
    pub status: u16,
    /// Its media type.
    pub media: &'static str,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Refused {
    /// The status in HTTP.
    pub status: u16,
    /// What to say.
    pub message: String,
}

impl Refused {
    pub(super) fn new(status: impl Into<u16>, message: impl Into<String>) -> Self {
        Self { status: status.into(), message: message.into() }
    }
}

/// What goes wrong with the store is not the fault of whoever asks.
impl From<Diagnostic> for Refused {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::new(500_u16, diagnostic.to_string())
    }
}
