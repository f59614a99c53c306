//! `chancery facts`: the stored facts as people read them.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use clap::{Args, ValueEnum};

use super::place::StoreArguments;
use super::query::look;
use super::{Failure, Outcome};
use crate::date::Date;
use crate::query::facts::{self, Asked, Filter};
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Facts {
    /// Only facts of this type, such as meeting or territorial-claim; given again, of any of them
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// Only facts in which this actor takes part: whole words of a name, or an IRI; given again, all of them
    #[arg(long, value_name = "NAME")]
    actor: Vec<String>,
    /// Only facts that happened there; given again, at any of the places
    #[arg(long, value_name = "NAME")]
    place: Vec<String>,
    /// Only facts that are attributed to this actor; given again, to any of them
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only facts that may have happened on this day, month or year, or later
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Only facts that may have happened on this day, month or year, or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// At most so many
    #[arg(long, value_name = "COUNT")]
    limit: Option<usize>,
    /// How to write them; by default a table on a terminal and CSV elsewhere
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    store: StoreArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    Markdown,
}

impl Facts {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let store = Store::read_only(self.store.folder())?;
        let found = facts::all(&store, &self.filter())?;
        let default = if io::stdout().is_terminal() { Format::Table } else { Format::Csv };
        let format = match self.format.unwrap_or(default) {
            Format::Table => facts::Format::Table(look()),
            Format::Json => facts::Format::Json,
            Format::Csv => facts::Format::Csv,
            Format::Markdown => facts::Format::Markdown,
        };
        let mut to = BufWriter::new(io::stdout().lock());
        facts::show(&store, &found, format, &mut to)??;
        to.flush()?;
        Ok(Outcome::Done)
    }

    fn filter(&self) -> Filter {
        let asked = |names: &[String]| names.iter().map(|name| Asked::new(name)).collect();
        Filter {
            types: self.types.clone(),
            actors: asked(&self.actor),
            places: asked(&self.place),
            sources: asked(&self.source),
            from: self.from,
            to: self.to,
            limit: self.limit,
            ..Filter::default()
        }
    }
}
