//! `chancery remove`: articles out of the store, or of that which a server holds.

use clap::Args;
use oxigraph::model::NamedNode;

use super::analysis::AnalysisArguments;
use super::place::StoreArguments;
use super::remote::{Remote, TokenArguments};
use super::{Failure, Outcome, report, search};
use crate::diagnostic::Diagnostic;
use crate::link;
use crate::store::Store;

/// Articles that a server is asked for at once: more would be too long an address.
const TOGETHER: usize = 32;

#[derive(Debug, Args)]
pub(super) struct Remove {
    /// IRIs of articles
    #[arg(value_name = "ARTICLE", required = true)]
    articles: Vec<String>,
    #[command(flatten)]
    place: StoreArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
    #[command(flatten)]
    token: TokenArguments,
    /// Leave the links to a later `link`
    #[arg(long)]
    no_link: bool,
}

impl Remove {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        // Whoever removes from a store that is not there has mistaken its name; none is to be made of it.
        Store::read_only(self.place.folder())?;
        let unknown = match self.token.server(self.place.folder())? {
            Some(server) => self.send(&server)?,
            None => self.remove()?,
        };
        for article in &unknown {
            report(&Diagnostic::new("the store holds no article of this name").in_file(article));
        }
        match unknown.len() {
            0 => Ok(Outcome::Done),
            all if all == self.articles.len() => Err(Diagnostic::new("nothing was removed").into()),
            some => Ok(Outcome::Rejected(some)),
        }
    }

    /// Returns the articles that are not there.
    fn remove(&self) -> Result<Vec<String>, Diagnostic> {
        let mut writer = Store::open(self.place.folder())?;
        let mut unknown = Vec::new();
        for article in &self.articles {
            let there = NamedNode::new(article).ok().map(|node| writer.remove(node.as_ref())).transpose()?;
            if there != Some(true) {
                unknown.push(article.clone());
            }
        }
        writer.flush()?;
        if !self.no_link && link::is_linked(writer.store())? {
            let (types, register) = self.analysis.connections()?;
            link::link(&mut writer, &types, &register, false)?;
        }
        search::update(writer.store(), self.place.folder());
        Ok(unknown)
    }

    /// The same by the server, which links after the last of them.
    fn send(&self, server: &Remote) -> Result<Vec<String>, Diagnostic> {
        let mut unknown = Vec::new();
        let mut some = self.articles.chunks(TOGETHER).peekable();
        while let Some(articles) = some.next() {
            unknown.extend(server.remove(articles, self.no_link || some.peek().is_some())?.unknown);
        }
        Ok(unknown)
    }
}
