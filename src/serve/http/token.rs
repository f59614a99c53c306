//! Who may write: whoever shows the token.

use std::fs;
use std::path::Path;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::diagnostic::Diagnostic;
use crate::serve::reply::Refused;

/// Characters of the shortest token.
const SHORTEST: usize = 16;

/// The digest of the token: the token itself is not kept, and cannot be shown by mistake.
#[derive(Clone, Copy)]
pub(in crate::serve) struct Token([u8; 32]);

impl Token {
    /// The token in that file: its first line.
    ///
    /// # Errors
    /// Says that the file cannot be read, or holds no token that is worth its name.
    pub(in crate::serve) fn read(path: &Path) -> Result<Self, Diagnostic> {
        let here = |e: Diagnostic| e.in_file(path.to_string_lossy());
        let text = fs::read_to_string(path).map_err(|e| here(Diagnostic::new(format!("cannot read the token: {e}"))))?;
        let token = text.lines().next().unwrap_or("").trim();
        if token.len() < SHORTEST || !token.chars().all(|c| c.is_ascii_graphic()) {
            let message = format!("the first line is no token: {SHORTEST} or more printable characters without a space");
            return Err(here(Diagnostic::new(message).hinted("`openssl rand -hex 32` makes a good one")));
        }
        Ok(Self(Sha256::digest(token.as_bytes()).into()))
    }

    /// Whether a request shows it; equal digests are compared in constant time, so that nothing is learnt from how long it takes.
    pub(in crate::serve) fn admits(&self, headers: &HeaderMap) -> Result<(), Refused> {
        let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let shown = shown.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let Some((_, shown)) = shown else {
            return Err(Refused::new(401_u16, "this needs a token: Authorization: Bearer …"));
        };
        let digest: [u8; 32] = Sha256::digest(shown.trim().as_bytes()).into();
        if bool::from(digest.ct_eq(&self.0)) { Ok(()) } else { Err(Refused::new(401_u16, "this is not the token")) }
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}
