//! Changes by hand: updates in SPARQL, and whole graphs.
//!
//! What becomes of the store's records is the store's affair ([`crate::store::Edit`]); here they are kept from being read and written.

mod graph;
mod update;

use oxigraph::store::StorageError;

pub use graph::{Part, delete, put};
pub use update::Update;

use crate::diagnostic::Diagnostic;

/// Why a change is not made. The store is then as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It cannot be understood; where, and why.
    Malformed(String),
    /// It is in a syntax that is not known.
    Unknown(String),
    /// It is not for anybody to make.
    Forbidden(String),
    /// There is no graph of that name.
    Missing(String),
    /// There is one already.
    Exists(String),
    /// Its time, in seconds, was over.
    Overrun(u64),
    /// It failed: the store cannot be read or written, or is not as it should be.
    Failed(String),
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        Self::Failed(format!("the store cannot be read or written: {error}"))
    }
}

impl From<Diagnostic> for Problem {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Failed(diagnostic.to_string())
    }
}

/// What is said of whatever names the store's own records.
fn records() -> Problem {
    Problem::Forbidden("the store's own records are not to be read or written by hand".to_owned())
}
