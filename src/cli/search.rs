//! `chancery search`: sentences and entities by words.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::Path;

use clap::{Args, ValueEnum};
use oxigraph::model::{NamedNodeRef, Term};
use serde_json::json;

use super::place::StoreArguments;
use super::query::look;
use super::{Failure, Outcome, report};
use crate::diagnostic::Diagnostic;
use crate::query::table;
use crate::rdf::vocabulary::{ANCHOR_OF, PREF_LABEL};
use crate::search::{Hit, Index, Reader, Words};
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Search {
    /// What to search for; all of the words must occur
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Search in the names of entities, and not in sentences
    #[arg(long)]
    names: bool,
    /// At most so many
    #[arg(long, value_name = "COUNT", default_value_t = 20)]
    limit: usize,
    /// How to write them; by default a table on a terminal and CSV elsewhere
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    place: StoreArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

/// What was found, with what the store says of it.
struct Found {
    hit: Hit,
    /// The sentence, or the entity's name.
    text: String,
    /// The sentence's article; none for an entity.
    article: Option<String>,
}

impl Search {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let asked = self.words.join(" ");
        let words = Words::parse(&asked).map_err(Failure::Usage)?;
        let store = Store::read_only(self.place.folder())?;
        let missing = || Diagnostic::new("the store has no text index yet").hinted("`chancery link` makes one");
        let reader = Reader::open(self.place.folder())?.ok_or_else(missing)?;
        let hits = if self.names { reader.names(&asked, self.limit, 0) } else { reader.sentences(&asked, self.limit, 0) }?;
        let found = hits.hits.into_iter().map(|hit| found(&store, hit)).collect::<Result<Vec<_>, _>>()?;
        self.show(&found, hits.total, &words)?;
        Ok(Outcome::Done)
    }

    fn show(&self, found: &[Found], total: usize, words: &Words) -> Result<(), Failure> {
        let mut to = BufWriter::new(io::stdout().lock());
        let default = if io::stdout().is_terminal() { Format::Table } else { Format::Csv };
        let kind = if self.names { "entity" } else { "sentence" };
        match self.format.unwrap_or(default) {
            Format::Table => {
                let head = if self.names { ["name", "entity"] } else { ["sentence", "article"] };
                let second = |f: &Found| f.article.clone().unwrap_or_else(|| f.hit.iri.clone());
                let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !found.is_empty() {
                    writeln!(to, "{}", table(&head, found.iter().map(|f| vec![line(&f.text), second(f)]), look()).trim_fmt())?;
                }
                writeln!(to, "{} of {total}", found.len())?;
            }
            Format::Csv => {
                let mut lines = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut to);
                let text = if self.names { "name" } else { "text" };
                lines.write_record([kind, "score", text, "article"]).map_err(io::Error::from)?;
                for Found { hit, text, article } in found {
                    let score = format!("{:.3}", hit.score);
                    let cells = [&hit.iri, &score, text, article.as_deref().unwrap_or("")];
                    lines.write_record(cells).map_err(io::Error::from)?;
                }
                lines.flush()?;
            }
            Format::Json => {
                let object = |Found { hit, text, article }: &Found| {
                    let marks: Vec<_> = words.marks(text).into_iter().map(|mark| json!({ "begin": mark.start, "end": mark.end })).collect();
                    match article {
                        Some(article) => json!({ kind: hit.iri, "score": hit.score, "text": text, "marks": marks, "article": article }),
                        None => json!({ kind: hit.iri, "score": hit.score, "name": text, "marks": marks }),
                    }
                };
                let lines: Vec<String> = found.iter().map(|f| object(f).to_string()).collect();
                writeln!(to, "[\n{}\n]", lines.join(",\n"))?;
            }
        }
        to.flush()?;
        Ok(())
    }
}

fn found(store: &Store, hit: Hit) -> Result<Found, Diagnostic> {
    let node = NamedNodeRef::new_unchecked(&hit.iri);
    let quad = |property| store.engine().quads_for_pattern(Some(node.into()), Some(property), None, None).next().transpose();
    let said = quad(ANCHOR_OF).and_then(|said| Ok(said.or(quad(PREF_LABEL)?))).map_err(|e| store.failure(&e))?;
    let (text, article) = match said {
        Some(quad) => {
            let article = match quad.graph_name {
                oxigraph::model::GraphName::NamedNode(article) => Some(article.into_string()),
                _ => None,
            };
            let text = if let Term::Literal(text) = quad.object { text.destruct().0 } else { String::new() };
            (text, article)
        }
        None => (String::new(), None),
    };
    Ok(Found { hit, text, article })
}

/// Brings the text index beside a store in step with it, at the end of what has changed the store: that is done, whatever becomes of this.
pub(super) fn update(store: &Store, folder: &Path) {
    match Index::open_or_make(folder).and_then(|mut index| index.update(store)) {
        Ok(updated) => {
            if let Some(why) = updated.anew {
                report(&Diagnostic::new(format!("the text index was made anew: {why}")).in_file(folder.to_string_lossy()));
            }
        }
        Err(diagnostic) => report(&diagnostic),
    }
}
