//! The store as it is now: opened again when its files have changed, since an open one stays as it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::diagnostic::Diagnostic;
use crate::store::Store;

/// How often the files are looked at, at most.
const INTERVAL: Duration = Duration::from_secs(1);

/// A store and the state of its files when it was opened.
#[derive(Debug)]
pub(super) struct Fresh {
    folder: PathBuf,
    open: Mutex<Open>,
}

#[derive(Debug)]
struct Open {
    store: Store,
    files: Vec<File>,
    looked: Instant,
}

/// Name, length and time of change.
type File = (PathBuf, u64, Option<SystemTime>);

impl Fresh {
    pub(super) fn open(folder: &Path) -> Result<Self, Diagnostic> {
        // The files first: what changes in between is then seen as a change.
        let files = files(folder);
        let store = Store::read_only(folder)?;
        Ok(Self { folder: folder.to_owned(), open: Mutex::new(Open { store, files, looked: Instant::now() }) })
    }

    /// The store; it takes a while when it has to be opened again.
    pub(super) fn store(&self) -> Result<Store, Diagnostic> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.looked.elapsed() >= INTERVAL {
            let files = files(&self.folder);
            if files != open.files {
                open.store = Store::read_only(&self.folder)?;
                open.files = files;
            }
            open.looked = Instant::now();
        }
        Ok(open.store.clone())
    }
}

/// The files that hold quads, in order: those of the folder and of the folders in it, without logs for people and locks.
fn files(folder: &Path) -> Vec<File> {
    let list = |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|e| e.path()).collect::<Vec<_>>();
    let inner = list(folder).into_iter().flat_map(|path| if path.is_dir() { list(&path) } else { vec![path] });
    let telling = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with("LOG") && !name.starts_with("OPTIONS") && !name.eq_ignore_ascii_case("lock")
    };
    let mut files: Vec<File> =
        inner.filter(telling).filter_map(|path| fs::metadata(&path).ok().map(|about| (path, about.len(), about.modified().ok()))).collect();
    files.sort();
    files
}
