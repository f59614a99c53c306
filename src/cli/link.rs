//! `chancery link`: what belongs together in the store.

use std::io::{self, Write as _};

use clap::Args;

use super::analysis::AnalysisArguments;
use super::place::StoreArguments;
use super::{Failure, Outcome, search};
use crate::link::{self, Summary};
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Link {
    #[command(flatten)]
    place: StoreArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
    /// Make all links anew, not only those of what has changed
    #[arg(long, conflicts_with = "drop")]
    again: bool,
    /// Take all links out of the store
    #[arg(long)]
    drop: bool,
}

impl Link {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        // Nobody links a store that is not there: its name is mistaken.
        Store::read_only(self.place.folder())?;
        let mut writer = Store::open(self.place.folder())?;
        if self.drop {
            link::unlink(&mut writer)?;
            return Ok(Outcome::Done);
        }
        let (types, register) = self.analysis.connections()?;
        tell(&link::link(&mut writer, &types, &register, self.again)?);
        search::update(writer.store(), self.place.folder());
        Ok(Outcome::Done)
    }
}

/// Says what was looked at.
pub(super) fn tell(summary: &Summary) {
    let Summary { facts, entities, links, whole } = summary;
    let all = if *whole { "; all links made anew" } else { "" };
    // Nothing can be done, and nobody told, if standard error is closed.
    let _ = writeln!(io::stderr().lock(), "linked:   {facts} facts and {entities} entities looked at, {links} links made{all}");
}
