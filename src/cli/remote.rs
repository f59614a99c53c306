//! The server that holds the store, to which commands send their work.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;

use crate::diagnostic::Diagnostic;
use crate::ingest::{Event, Reading, Removed, Report, Tally};
use crate::read;
use crate::store::Store;

/// Bytes of the longest answer that is read.
const LONGEST: u64 = 256 << 20;

/// How to be let in by a server.
#[derive(Clone, Debug, Args)]
pub struct TokenArguments {
    /// While `chancery serve` holds the store, send the work to it, with the token in the first line of this file
    #[arg(long, value_name = "FILE", env = "CHANCERY_TOKEN_FILE")]
    token_file: Option<PathBuf>,
}

impl TokenArguments {
    /// The server that holds the store in that folder, if one does.
    ///
    /// # Errors
    /// Says by whom the store is held where there is no token to show, or that the token cannot be read.
    pub fn server(&self, folder: &Path) -> Result<Option<Remote>, Diagnostic> {
        let Some(address) = Store::server(folder) else { return Ok(None) };
        let Some(path) = &self.token_file else {
            Store::open(folder)?; // it says who holds it
            return Ok(None);
        };
        let unreadable = |e| Diagnostic::new(format!("cannot read the token: {e}")).in_file(path.to_string_lossy());
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let token = text.lines().next().unwrap_or("").trim().to_owned();
        let agent = Agent::config_builder().http_status_as_error(false).proxy(None).build().new_agent();
        Ok(Some(Remote { agent, address, token }))
    }
}

/// A server that lets write.
pub struct Remote {
    agent: Agent,
    address: String,
    token: String,
}

impl Remote {
    /// Sends a file, or standard input for `-`; it is rejected where the server does not take it.
    ///
    /// # Errors
    /// Says why the server cannot be reached, or does not let write.
    pub fn ingest(&self, path: &Path, reading: &Reading, no_link: bool) -> Result<Report, Diagnostic> {
        let name = read::name(path);
        let mut bytes = Vec::new();
        let got = match path.to_str() {
            Some("-") => io::stdin().lock().read_to_end(&mut bytes),
            _ => fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
        };
        if let Err(e) = got {
            return Ok(rejected(Diagnostic::new(format!("cannot be read: {e}")).in_file(&name)));
        }
        let mut parameters = vec![("name", name.clone())];
        parameters.extend(reading.parameters());
        parameters.extend(no_link.then(|| ("no-link", String::new())));
        let request = self.agent.post(self.url("/ingest", &parameters)).header("Authorization", self.bearer());
        let (status, text) = self.answer(request.header("Content-Type", "application/octet-stream").send(bytes.as_slice()))?;
        match status {
            200 | 422 => serde_json::from_str(&text).map_err(|e| self.failed(&e)),
            400 | 413 | 415 => Ok(rejected(Diagnostic::new(detail(&text)).in_file(&name))),
            _ => Err(self.refused(&text)),
        }
    }

    /// Asks for articles to be taken out.
    ///
    /// # Errors
    /// Says why the server cannot be reached, or does not let write.
    pub fn remove(&self, articles: &[String], no_link: bool) -> Result<Removed, Diagnostic> {
        let mut parameters: Vec<_> = articles.iter().map(|iri| ("iri", iri.clone())).collect();
        parameters.extend(no_link.then(|| ("no-link", String::new())));
        let request = self.agent.delete(self.url("/articles", &parameters)).header("Authorization", self.bearer());
        let (status, text) = self.answer(request.call())?;
        match status {
            200 => serde_json::from_str(&text).map_err(|e| self.failed(&e)),
            404 => Ok(Removed { removed: 0, unknown: articles.to_vec() }),
            _ => Err(self.refused(&text)),
        }
    }

    fn url(&self, path: &str, parameters: &[(&str, String)]) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        format!("{}{path}?{query}", self.address)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    fn answer(&self, answer: Result<Response<ureq::Body>, ureq::Error>) -> Result<(u16, String), Diagnostic> {
        let mut answer = answer.map_err(|e| self.failed(&e))?;
        let text = answer.body_mut().with_config().limit(LONGEST).read_to_string().map_err(|e| self.failed(&e))?;
        Ok((answer.status().as_u16(), text))
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> Diagnostic {
        Diagnostic::new(format!("the server at {} cannot be asked: {error}", self.address))
    }

    fn refused(&self, text: &str) -> Diagnostic {
        Diagnostic::new(format!("the server at {} refuses: {}", self.address, detail(text)))
    }
}

fn rejected(diagnostic: Diagnostic) -> Report {
    Report::new(Tally { rejected: 1, ..Tally::default() }, &[Event::Rejected(diagnostic)], None)
}

/// What a problem document says.
fn detail(text: &str) -> String {
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    document.get("detail").and_then(Value::as_str).unwrap_or("without a reason").to_owned()
}
