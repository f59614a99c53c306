//! `chancery export`: the store, or articles of it, as RDF.

use clap::Args;
use oxigraph::model::NamedNode;

use super::output::{OutputArguments, finish};
use super::place::StoreArguments;
use super::{Failure, Outcome};
use crate::diagnostic::Diagnostic;
use crate::export::{self, Layer};
use crate::store::Store;

#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    place: StoreArguments,
    #[command(flatten)]
    output: OutputArguments,
    /// Only this article: its evidence and the knowledge it gave
    #[arg(long, value_name = "IRI")]
    article: Option<String>,
}

impl Export {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        let store = Store::read_only(self.place.folder())?;
        let layer = self.output.layer();
        let mut layers = None;
        if let Some(article) = &self.article {
            let known = NamedNode::new(article).ok().map(|node| store.layers(node.as_ref())).transpose()?.flatten();
            let unknown = || Diagnostic::new("the store holds no article of this name").in_file(article).hinted("is it the whole IRI?");
            layers = Some(known.ok_or_else(unknown)?);
        }
        let mut output = self.output.open()?;
        match layers {
            None => export::store(&store, layer, &mut output)?,
            Some(layers) => {
                let (knowledge, evidence) = layers.quads().partition(|quad| quad.graph_name.is_default_graph());
                for (part, own) in [(knowledge, Layer::Knowledge), (evidence, Layer::Evidence)] {
                    if layer == own || layer == Layer::All {
                        output.write(part)?;
                    }
                }
            }
        }
        finish(output)?;
        Ok(Outcome::Done)
    }
}
