//! Where the store is.

use std::path::{Path, PathBuf};

use clap::Args;

/// The store of a command.
#[derive(Clone, Debug, Args)]
pub struct StoreArguments {
    /// Folder of the store
    #[arg(long, value_name = "DIR", env = "CHANCERY_STORE", default_value = "chancery.store")]
    store: PathBuf,
}

impl StoreArguments {
    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.store
    }
}
