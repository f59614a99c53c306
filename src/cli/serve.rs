//! `chancery serve`: the SPARQL endpoint.

use std::io::{self, Write as _};

use clap::Args;

use super::place::StoreArguments;
use super::{Failure, Outcome};
use crate::serve::{Options, Server};

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port to listen at; port 0 is any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    bind: String,
    /// Stop a query after so many seconds; the limit is checked while the store is read, so that a large sort can overrun it
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u64,
    /// How many queries run at once; others wait for their turn
    #[arg(long, value_name = "COUNT", default_value_t = 8)]
    concurrent: usize,
    /// Whose web pages may read the answers: an origin, * for any, or none
    #[arg(long, value_name = "ORIGIN", default_value = "*")]
    cors: String,
    #[command(flatten)]
    place: StoreArguments,
}

impl Serve {
    pub(super) fn run(self) -> Result<Outcome, Failure> {
        let origin = Some(self.cors).filter(|origin| origin != "none");
        let options = Options { bind: self.bind, timeout: self.timeout, concurrent: self.concurrent, origin };
        let server = Server::listen(self.place.folder(), &options)?;
        let address = server.address();
        let open = if address.ip().is_loopback() { "" } else { ", to everybody who reaches this machine" };
        // It serves as well if nobody reads where.
        let _ = writeln!(io::stderr(), "chancery: serving {} at http://{address}/{open}", self.place.folder().display());
        server.run()?;
        Ok(Outcome::Done)
    }
}
