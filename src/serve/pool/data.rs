//! What the children read: the store's folder, or a snapshot of it; and how to tell that it has changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::rdf::iri::hex;

/// Hexadecimal digits of a tag.
const DIGITS: usize = 24;
/// How often the files are looked at, at most.
const INTERVAL: Duration = Duration::from_millis(500);

/// The store at one moment.
#[derive(Debug)]
pub(in crate::serve) struct Generation {
    /// The folder to open.
    pub folder: PathBuf,
    /// What tells it from others, in hexadecimal digits.
    pub tag: String,
    /// Whether the folder goes with it.
    passing: bool,
}

impl Drop for Generation {
    fn drop(&mut self) {
        if self.passing {
            // Beside whatever waits for this; what stays is taken away at the next start.
            let folder = std::mem::take(&mut self.folder);
            std::thread::spawn(move || fs::remove_dir_all(folder));
        }
    }
}

/// The store as it is now.
#[derive(Debug)]
pub(in crate::serve) struct Data {
    current: Mutex<Current>,
}

#[derive(Debug)]
struct Current {
    generation: Arc<Generation>,
    /// The folder whose files are watched, where another process may write it; none where we do.
    watched: Option<(PathBuf, Instant)>,
}

impl Data {
    /// Of a folder that others may write.
    pub(in crate::serve) fn watched(folder: &Path) -> Self {
        let generation = Generation { folder: folder.to_owned(), tag: tag(folder), passing: false };
        Self { current: Mutex::new(Current { generation: Arc::new(generation), watched: Some((folder.to_owned(), Instant::now())) }) }
    }

    /// Of snapshots that the writer makes; the first one.
    pub(in crate::serve) fn written(snapshot: PathBuf) -> Self {
        Self { current: Mutex::new(Current { generation: Arc::new(passing(snapshot)), watched: None }) }
    }

    /// Another snapshot takes the place of the current one, whose folder goes when nobody reads it any more.
    pub(in crate::serve) fn replace(&self, snapshot: PathBuf) {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).generation = Arc::new(passing(snapshot));
    }

    /// The store as it is now.
    pub(in crate::serve) fn current(&self) -> Arc<Generation> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((folder, looked)) = &mut current.watched
            && looked.elapsed() >= INTERVAL
        {
            *looked = Instant::now();
            let (folder, tag) = (folder.clone(), tag(folder));
            if tag != current.generation.tag {
                current.generation = Arc::new(Generation { folder, tag, passing: false });
            }
        }
        Arc::clone(&current.generation)
    }
}

fn passing(folder: PathBuf) -> Generation {
    let tag = hex(&[format!("{:?} {:?}", folder, SystemTime::now())], DIGITS);
    Generation { folder, tag, passing: true }
}

/// Changes when the files that hold quads or the text index change: their names, lengths and times.
fn tag(folder: &Path) -> String {
    let list = |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|e| e.path()).collect::<Vec<_>>();
    let inner = list(folder).into_iter().flat_map(|path| if path.is_dir() { list(&path) } else { vec![path] });
    let telling = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with("LOG") && !name.starts_with("OPTIONS") && !name.eq_ignore_ascii_case("lock")
    };
    let about = |path: PathBuf| fs::metadata(&path).ok().map(|about| (path, about.len(), about.modified().ok()));
    let mut files: Vec<_> = inner.filter(telling).filter_map(about).collect();
    files.sort();
    hex(&[format!("{files:?}")], DIGITS)
}
