//! The store's folder: what it must look like, who may write it, what to say where it is something else.

use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

/// What the folder's files mean; a change that older programs would misread raises it. 2: there are graphs beside those of articles.
const FORMAT: u32 = 2;
const MARKER: &str = "chancery.json";
const DRAFT: &str = "chancery.json.new";
const LOCK: &str = "lock";
pub(super) const QUADS: &str = "rocksdb";

/// Whoever reads beside a writer may meet it just as it exchanges files, and tries again so many times.
const ATTEMPTS: u32 = 10;

#[derive(Serialize, Deserialize)]
struct Marker {
    format: u32,
    program: String,
}

#[derive(Serialize, Deserialize)]
struct Holder {
    process: u32,
    host: String,
    /// Where the server listens that writes, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server: Option<String>,
}

/// Held while the store is open for writing. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
    folder: PathBuf,
}

impl Lock {
    /// Links or copies all that a reader needs into a new folder, as it is now.
    pub(super) fn snapshot(&self, quads: &oxigraph::store::Store, to: &Path) -> Result<(), Diagnostic> {
        let here = |e: Diagnostic| e.in_file(to.to_string_lossy());
        fs::create_dir_all(to).map_err(|e| here(cannot("make the folder", &e)))?;
        quads.backup(to.join(QUADS)).map_err(|e| here(Diagnostic::new(format!("the store's files cannot be linked: {e}"))))?;
        fs::copy(self.folder.join(MARKER), to.join(MARKER)).map_err(|e| here(cannot("copy chancery.json", &e)))?;
        Ok(())
    }
}

/// Where the server listens that has the store in that folder open for writing; none where no server has.
pub(super) fn server(folder: &Path) -> Option<String> {
    let mut file = File::open(folder.join(LOCK)).ok()?;
    let Err(TryLockError::WouldBlock) = file.try_lock() else { return None };
    holder(&mut file)?.server
}

/// Who says to hold the lock; none where it has not been said yet.
fn holder(file: &mut File) -> Option<Holder> {
    let mut said = String::new();
    file.read_to_string(&mut said).ok()?;
    serde_json::from_str(&said).ok()
}

/// Opens for writing; makes the folder where there is none. A server says where it listens.
pub(super) fn open(folder: &Path, server: Option<&str>) -> Result<(Lock, oxigraph::store::Store), Diagnostic> {
    let here = |e: Diagnostic| e.in_file(folder.to_string_lossy());
    if folder.exists() {
        check(folder, true).map_err(here)?;
    }
    fs::create_dir_all(folder).map_err(|e| here(cannot("make the folder", &e)))?;
    let lock = lock(folder, server).map_err(here)?;
    // Of an older format all is read as it is; what is written from here on is for this one.
    let older = fs::read_to_string(folder.join(MARKER)).ok().and_then(|text| serde_json::from_str::<Marker>(&text).ok());
    if older.is_none_or(|marker| marker.format < FORMAT) {
        mark(folder).map_err(|e| here(cannot("write in the folder", &e)))?;
    }
    let options = oxigraph::store::StoreOptions::default();
    let quads = oxigraph::store::Store::open_with_options(folder.join(QUADS), options).map_err(|e| here(damaged(&e)))?;
    Ok((lock, quads))
}

/// Opens for reading.
pub(super) fn read_only(folder: &Path) -> Result<oxigraph::store::Store, Diagnostic> {
    let here = |e: Diagnostic| e.in_file(folder.to_string_lossy());
    if !folder.exists() {
        return Err(here(Diagnostic::new("there is no store here").hinted("`chancery ingest` makes one; --store names another")));
    }
    check(folder, false).map_err(here)?;
    let quads = folder.join(QUADS);
    if !quads.join("CURRENT").exists() {
        return Err(here(Diagnostic::new("the store holds nothing yet").hinted("`chancery ingest` fills it")));
    }
    let mut result = oxigraph::store::Store::open_read_only(&quads);
    for attempt in 1..ATTEMPTS {
        if result.is_ok() {
            break;
        }
        thread::sleep(Duration::from_millis(10 << attempt.min(6)));
        result = oxigraph::store::Store::open_read_only(&quads);
    }
    result.map_err(|e| here(damaged(&e)))
}

fn cannot(what: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(format!("cannot {what}: {error}"))
}

fn damaged(error: &oxigraph::store::StorageError) -> Diagnostic {
    Diagnostic::new(format!("the store's files cannot be opened: {error}"))
}

/// Whether the folder is a store that this program can read, or one it may make a store of.
fn check(folder: &Path, writing: bool) -> Result<(), Diagnostic> {
    if !folder.is_dir() {
        return Err(Diagnostic::new("not a store: it is a file").hinted("--store names a folder"));
    }
    let marker = match fs::read_to_string(folder.join(MARKER)) {
        Ok(marker) => marker,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return unmarked(folder, writing),
        Err(e) => return Err(cannot("read chancery.json", &e)),
    };
    let wrong = || Diagnostic::new("not a store: its chancery.json is not what this program writes").hinted("restore it from a copy");
    // Only the format is asked for first: what else a newer version says of itself is its own affair.
    let said: serde_json::Value = serde_json::from_str(&marker).map_err(|_| wrong())?;
    let format = said.get("format").and_then(serde_json::Value::as_u64).filter(|f| *f > 0).ok_or_else(wrong)?;
    if format > u64::from(FORMAT) {
        let program = said.get("program").and_then(serde_json::Value::as_str).unwrap_or("an unknown program");
        let message = format!("written by a newer version: format {format} by {program}, and this one knows format {FORMAT}");
        return Err(Diagnostic::new(message).hinted("update chancery, or ingest into another --store"));
    }
    Ok(())
}

/// What a folder without a marker is: to be filled, where it is empty or was left so early that it might as well be.
fn unmarked(folder: &Path, writing: bool) -> Result<(), Diagnostic> {
    let entries = fs::read_dir(folder).map_err(|e| cannot("list the folder", &e))?;
    let foreign = entries.filter_map(Result::ok).any(|entry| entry.file_name() != LOCK && entry.file_name() != DRAFT);
    match (foreign, writing) {
        (true, _) => Err(Diagnostic::new("not a store: the folder holds other files").hinted("--store names a folder of its own")),
        (false, true) => Ok(()),
        (false, false) => Err(Diagnostic::new("there is no store here: the folder is empty").hinted("`chancery ingest` makes one")),
    }
}

/// The marker appears whole or not at all.
fn mark(folder: &Path) -> std::io::Result<()> {
    let marker = Marker { format: FORMAT, program: format!("chancery {}", env!("CARGO_PKG_VERSION")) };
    let mut file = File::create(folder.join(DRAFT))?;
    file.write_all((serde_json::to_string_pretty(&marker)? + "\n").as_bytes())?;
    file.sync_all()?;
    fs::rename(folder.join(DRAFT), folder.join(MARKER))
}

fn lock(folder: &Path, server: Option<&str>) -> Result<Lock, Diagnostic> {
    let path = folder.join(LOCK);
    let mut options = File::options();
    let opened = options.read(true).write(true).create(true).truncate(false).open(path);
    let mut file = opened.map_err(|e| cannot("write in the folder", &e))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(held(holder(&mut file))),
        Err(TryLockError::Error(e)) => return Err(cannot("lock the folder", &e)),
    }
    let holder = Holder { process: std::process::id(), host: host(), server: server.map(str::to_owned) };
    let named = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(serde_json::to_string(&holder)?.as_bytes()));
    named.map_err(|e| cannot("write in the folder", &e))?;
    Ok(Lock { _file: file, folder: folder.to_owned() })
}

/// What to say of a store that somebody else writes.
fn held(by: Option<Holder>) -> Diagnostic {
    match by {
        Some(Holder { process, host, server: Some(address) }) => {
            let message = format!("the store is held by the server at {address}, process {process} on {host}");
            Diagnostic::new(message).hinted("`ingest` and `remove` send their work to it with --token-file; for all else, stop it")
        }
        Some(Holder { process, host, server: None }) => {
            Diagnostic::new(format!("the store is being written by process {process} on {host}")).hinted("wait for it to end")
        }
        None => Diagnostic::new("the store is being written by another process").hinted("wait for it to end"),
    }
}

fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| std::env::var("HOSTNAME").ok());
    name.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).unwrap_or_else(|| "this machine".to_owned())
}
