//! Files and standard input.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use crate::diagnostic::Diagnostic;

/// Longest article, in bytes: far above any there is. A parse takes a few hundred bytes a word.
pub const ARTICLE: u64 = 8 << 20;

/// Longest corpus, in bytes.
pub const CORPUS: u64 = 256 << 20;

/// How an input is called in messages and output.
pub fn name(path: &Path) -> String {
    if path.as_os_str() == "-" { "stdin".to_owned() } else { path.to_string_lossy().into_owned() }
}

/// The text of a file, or of standard input for `-`, of at most `largest` bytes. A byte order mark is dropped.
///
/// # Errors
/// Says why the file cannot be read, that it is not UTF-8, or that it is too large.
pub fn text(path: &Path, largest: u64) -> Result<String, Diagnostic> {
    let name = &name(path);
    let unreadable = |e: io::Error| Diagnostic::new(format!("cannot be read: {e}")).in_file(name);
    let mut bytes = Vec::new();
    let read = match path.to_str() {
        Some("-") => io::stdin().lock().take(largest + 1).read_to_end(&mut bytes),
        _ => fs::File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes)),
    };
    read.map_err(unreadable)?;
    if bytes.len() as u64 > largest {
        return Err(Diagnostic::new(format!("larger than {} MiB", largest >> 20)).in_file(name).hinted("split it into articles"));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Diagnostic::new("not UTF-8").at_line(line).in_file(name).hinted("convert it, for example with iconv")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
