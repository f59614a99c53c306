//! `chancery serve`: the store over HTTP; and the children of it that read and write.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::analysis::AnalysisArguments;
use super::place::StoreArguments;
use super::{Failure, Outcome};
use crate::query::Services;
use crate::serve::{Options, ReaderOptions, Server, WriterOptions, read, write};

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port to listen at; port 0 is any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    bind: String,
    /// What the IRIs begin with that this service answers for, at the same paths
    #[arg(long, value_name = "IRI", default_value = "https://w3id.org/chancery/", value_parser = base)]
    base: String,
    /// Let those write who show the token in the first line of this file; without it nobody may
    ///
    /// The server then holds the store: it makes it where there is none, and other commands send their articles to it. An update may take as
    /// long as a query, what is uploaded an hour. Dropping the graph of an article removes the article; one whose graph is changed
    /// otherwise is read again when it is ingested next.
    #[arg(long, value_name = "FILE", env = "CHANCERY_WRITE_TOKEN_FILE")]
    write_token_file: Option<PathBuf>,
    /// End a query after so many seconds, whatever it does; a request may ask for less by timeout=
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    query_timeout: u64,
    /// End a query that needs more memory than so many MiB
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(256..))]
    query_memory: u64,
    /// How many queries run at once, each in a process of its own
    #[arg(long, value_name = "COUNT", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: u16,
    /// How many queries wait for their turn; more are refused, to be asked again later
    #[arg(long, value_name = "COUNT", default_value_t = 128)]
    queue: u16,
    /// Refuse answers of more rows or triples than this; 0 is no limit
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    max_rows: u64,
    /// Refuse requests longer than so many MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024))]
    max_request: u16,
    /// Remember answers, in so many MiB, for as long as the store stays as it is
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    cache: u16,
    /// Let queries call by SERVICE the endpoints whose IRIs begin so; none without it, and none of this machine or of a private
    /// network unless its address is given here
    #[arg(long, value_name = "PREFIX")]
    allow_service: Vec<String>,
    /// Whose web pages may read the answers: an origin, * for any, or none
    #[arg(long, value_name = "ORIGIN", default_value = "*")]
    cors: String,
    /// Write down each request on standard error, as a line of JSON
    #[arg(long, value_name = "HOW", default_value = "none")]
    access_log: Log,
    #[command(flatten)]
    place: StoreArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Log {
    /// Nothing is written
    None,
    /// A line of JSON a request
    Json,
}

/// An absolute IRI that ends with `/`.
fn base(text: &str) -> Result<String, String> {
    let given = if text.ends_with('/') { text.to_owned() } else { format!("{text}/") };
    oxigraph::model::NamedNode::new(&given).map(oxigraph::model::NamedNode::into_string).map_err(|e| e.to_string())
}

impl Serve {
    pub(super) fn run(self) -> Result<Outcome, Failure> {
        let options = Options {
            bind: self.bind,
            base: self.base,
            token: self.write_token_file,
            timeout: self.query_timeout,
            memory: self.query_memory << 20,
            workers: usize::from(self.workers),
            queue: usize::from(self.queue),
            rows: Some(self.max_rows).filter(|rows| *rows > 0),
            body: usize::from(self.max_request) << 20,
            origin: Some(self.cors).filter(|origin| origin != "none"),
            cache: usize::from(self.cache) << 20,
            services: self.allow_service,
            log: self.access_log == Log::Json,
            analysis: self.analysis.arguments(),
        };
        let server = Server::listen(self.place.folder(), &options)?;
        let address = server.address();
        let open = if address.ip().is_loopback() { "" } else { ", to everybody who reaches this machine" };
        // It serves as well if nobody reads where.
        let _ = writeln!(io::stderr(), "chancery: serving {} at http://{address}/{open}", self.place.folder().display());
        server.run()?;
        Ok(Outcome::Done)
    }
}

/// What a server tells its readers.
#[derive(Debug, Args)]
pub(super) struct Reader {
    /// Bytes of memory for data, at most
    #[arg(long)]
    memory: u64,
    /// What the IRIs begin with that the service answers for
    #[arg(long)]
    base: String,
    /// What the IRIs of endpoints begin with that queries may call
    #[arg(long)]
    allow_service: Vec<String>,
    #[command(flatten)]
    place: StoreArguments,
}

impl Reader {
    pub(super) fn run(self) -> Result<Outcome, Failure> {
        let options = ReaderOptions { memory: self.memory, base: self.base, services: Services::new(self.allow_service) };
        read(self.place.folder(), &options)?;
        Ok(Outcome::Done)
    }
}

/// What a server tells its writer.
#[derive(Debug, Args)]
pub(super) struct Writer {
    /// Where the server listens
    #[arg(long)]
    address: String,
    /// The folder of the first snapshot
    #[arg(long)]
    snapshot: PathBuf,
    /// Take all other snapshots away
    #[arg(long)]
    first: bool,
    #[command(flatten)]
    place: StoreArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
}

impl Writer {
    pub(super) fn run(self) -> Result<Outcome, Failure> {
        let options = WriterOptions {
            address: self.address,
            snapshot: self.snapshot,
            first: self.first,
            additions: self.analysis.additions()?,
            rules_only: self.analysis.rules_only(),
            threads: self.analysis.threads(),
        };
        write(self.place.folder(), options)?;
        Ok(Outcome::Done)
    }
}
