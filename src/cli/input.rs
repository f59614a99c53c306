//! Files and standard input.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use crate::diagnostic::Diagnostic;

/// Longest text read at once, in bytes: far above any article. A parse takes a few hundred bytes a word.
const LARGEST: u64 = 8 << 20;

/// The text of a file, or of standard input for `-`. A byte order mark is dropped.
///
/// # Errors
/// Says why the file cannot be read, that it is not UTF-8, or that it is too large.
pub fn text(path: &Path) -> Result<String, Diagnostic> {
    let name = &*path.to_string_lossy();
    let unreadable = |e: io::Error| Diagnostic::new(format!("cannot be read: {e}")).in_file(name);
    let mut bytes = Vec::new();
    let read = match name {
        "-" => io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes),
        _ => fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)),
    };
    read.map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Diagnostic::new(format!("larger than {} MiB", LARGEST >> 20)).in_file(name).hinted("split it into articles"));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let line = e.as_bytes()[..e.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
        Diagnostic::new("not UTF-8").at_line(line).in_file(name).hinted("convert it, for example with iconv")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
