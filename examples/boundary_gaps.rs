//! Writes what the sentence boundary model is trained on: for every open gap between words of the given treebanks
//! the answer and 64 feature places, as 32-bit little-endian numbers. `training/boundaries.py` reads it.
//!
//! ```text
//! cargo run --release --example boundary_gaps -- OUT.bin FILE.conllu...
//! ```

use std::collections::BTreeSet;
use std::error::Error;

use chancery::language::{conllu, segment};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let to = arguments.next().ok_or("usage: boundary_gaps OUT.bin FILE.conllu...")?;
    let mut bytes = Vec::new();
    for path in arguments {
        for document in conllu::read(&std::fs::read_to_string(path)?)? {
            let ends: BTreeSet<usize> = document.sentences.iter().filter_map(|s| s.spans.last()).map(|w| w.end).collect();
            for (features, end) in segment::open_gaps(&document.text, &ends) {
                bytes.extend(u32::from(end).to_le_bytes());
                bytes.extend(features.into_iter().flat_map(u32::to_le_bytes));
            }
        }
    }
    Ok(std::fs::write(to, bytes)?)
}
