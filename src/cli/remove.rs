//! `chancery remove`: articles out of the store.

use clap::Args;
use oxigraph::model::NamedNode;

use super::analysis::AnalysisArguments;
use super::place::StoreArguments;
use super::{Failure, Outcome, report};
use crate::diagnostic::Diagnostic;
use crate::link;
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Remove {
    /// IRIs of articles
    #[arg(value_name = "ARTICLE", required = true)]
    articles: Vec<String>,
    #[command(flatten)]
    place: StoreArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
    /// Leave the links to a later `link`
    #[arg(long)]
    no_link: bool,
}

impl Remove {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        // Whoever removes from a store that is not there has mistaken its name; none is to be made of it.
        Store::read_only(self.place.folder())?;
        let mut writer = Store::open(self.place.folder())?;
        let mut unknown = 0;
        for article in &self.articles {
            let there = NamedNode::new(article).ok().map(|node| writer.remove(node.as_ref())).transpose()?;
            if there != Some(true) {
                unknown += 1;
                report(&Diagnostic::new("the store holds no article of this name").in_file(article));
            }
        }
        writer.flush()?;
        if !self.no_link && link::is_linked(writer.store())? {
            let (types, register) = self.analysis.connections()?;
            link::link(&mut writer, &types, &register, false)?;
        }
        match unknown {
            0 => Ok(Outcome::Done),
            all if all == self.articles.len() => Err(Diagnostic::new("nothing was removed").into()),
            some => Ok(Outcome::Rejected(some)),
        }
    }
}
