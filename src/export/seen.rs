//! What has been written lately, so that a stream need not say it again.

use std::collections::HashSet;

use oxigraph::model::TripleRef;
use sha2::{Digest as _, Sha256};

/// Triples remembered in one generation: with two of them, about 20 MB.
const GENERATION: usize = 1 << 18;

/// A memory of bounded size. What it has forgotten is written again, which changes nothing in a set of triples.
#[derive(Debug, Default)]
pub struct Seen {
    young: HashSet<[u8; 16]>,
    old: HashSet<[u8; 16]>,
}

impl Seen {
    /// Whether the triple was seen lately; from now on it was.
    pub fn has(&mut self, triple: TripleRef<'_>) -> bool {
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(triple.to_string().as_bytes())[..16]);
        let known = self.young.contains(&key) || self.old.contains(&key);
        self.young.insert(key);
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        known
    }
}
