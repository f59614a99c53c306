//! Answers that are remembered: as long as the store stays as it is, the same request has the same answer.

use std::fmt::Write as _;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use lru::LruCache;
use regex::Regex;
use sha2::{Digest as _, Sha256};

use crate::serve::ask::{Ask, Head, What};

/// Bytes of the longest answer that is.
const LONGEST: usize = 256 << 10;
/// What an answer takes beside its bytes, about.
const BESIDE: usize = 512;

/// What stands for a request to the store as it is.
pub(super) type Key = String;

/// Answers by their requests; the least recently given goes first.
pub(in crate::serve) struct Cache {
    most: usize,
    held: Mutex<Held>,
}

struct Held {
    answers: LruCache<Key, (Head, Bytes)>,
    bytes: usize,
}

impl Cache {
    /// For so many bytes of answers; none is remembered where it is 0.
    pub(in crate::serve) fn new(most: usize) -> Self {
        Self { most, held: Mutex::new(Held { answers: LruCache::unbounded(), bytes: 0 }) }
    }

    pub(super) fn get(&self, key: &Key) -> Option<(Head, Bytes)> {
        self.held().answers.get(key).cloned()
    }

    pub(super) fn put(&self, key: Key, head: Head, body: &Bytes) {
        if body.len() > LONGEST || body.len() + BESIDE > self.most {
            return;
        }
        // A piece of a larger buffer would keep all of it.
        let mut held = self.held();
        held.bytes += body.len() + BESIDE;
        if let Some((_, former)) = held.answers.put(key, (head, Bytes::copy_from_slice(body))) {
            held.bytes -= former.len() + BESIDE;
        }
        while held.bytes > self.most
            && let Some((_, (_, body))) = held.answers.pop_lru()
        {
            held.bytes -= body.len() + BESIDE;
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key of a request; none where the same request may have another answer at any time: it asks for the time or for chance (or may, in
/// letters that are written as numbers), or `calls` other services.
pub(super) fn key(generation: &str, ask: &Ask, calls: bool) -> Option<Key> {
    static CHANGING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\b(?:now|rand|uuid|struuid|bnode)\b|\\u").ok());
    if let What::Query { query, .. } = &ask.what
        && (calls && query.to_ascii_lowercase().contains("service") || CHANGING.as_ref().is_none_or(|changing| changing.is_match(query)))
    {
        return None;
    }
    let mut told = serde_json::to_vec(ask).ok()?;
    told.extend_from_slice(generation.as_bytes());
    Some(digest(&told))
}

/// What stands for those bytes.
pub(super) fn digest(bytes: &[u8]) -> Key {
    Sha256::digest(bytes)[..16].iter().fold(String::with_capacity(32), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}"); // writing to a string cannot fail
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str, accept: &str) -> Ask {
        let what = What::Query { query: query.to_owned(), graphs: None };
        Ask { what, accept: accept.to_owned(), formats: Vec::new(), seconds: 1, rows: None, service: String::new(), writes: false }
    }

    #[test]
    fn a_key_stands_for_store_query_and_syntax() {
        let plain = key("a", &asked("ASK {}", "text/csv"), true);
        assert!(plain.is_some() && plain == key("a", &asked("ASK {}", "text/csv"), true));
        for other in [
            key("b", &asked("ASK {}", "text/csv"), true),
            key("a", &asked("ASK { }", "text/csv"), true),
            key("a", &asked("ASK {}", ""), true),
        ] {
            assert!(other.is_some() && other != plain);
        }
    }

    #[test]
    fn the_oldest_answers_go_when_there_are_too_many() {
        let (cache, head) = (Cache::new(3 * (1000 + BESIDE)), Head { status: 200, media: "text/csv".to_owned() });
        let body = Bytes::from(vec![b'x'; 1000]);
        for name in ["a", "b", "c", "a", "d"] {
            cache.put(name.to_owned(), head.clone(), &body);
        }
        let held = ["a", "b", "c", "d"].map(|name| cache.get(&name.to_owned()).is_some());
        assert_eq!(held, [true, false, true, true]);
        let none = Cache::new(0);
        none.put("a".to_owned(), head, &body);
        assert!(none.get(&"a".to_owned()).is_none());
    }

    #[test]
    fn what_changes_by_itself_has_none() {
        for query in [
            "SELECT (NOW() AS ?n) {}",
            "select (rand () as ?r) {}",
            "ASK { SERVICE <https://a.example/> {} }",
            "SELECT (StrUuid() AS ?u) {}",
        ] {
            assert_eq!(key("a", &asked(query, ""), true), None, "{query}");
        }
    }
}
