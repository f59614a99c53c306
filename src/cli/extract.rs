//! `chancery extract`: articles into RDF, without a store.

use clap::Args;

use super::analysis::AnalysisArguments;
use super::input::InputArguments;
use super::output::{Output, OutputArguments, finish};
use super::{Failure, Outcome, report};
use crate::diagnostic::Diagnostic;
use crate::export::{Layer, Seen};
use crate::pipeline::ordered;
use crate::rdf::{self, Layers};
use crate::read::Item;

#[derive(Debug, Args)]
pub(super) struct Extract {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    analysis: AnalysisArguments,
}

impl Extract {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        if self.output.layer() == Layer::Links {
            return Err(Diagnostic::new("an article by itself has no links").hinted("ingest, then `chancery export --layer links`").into());
        }
        let articles = self.input.articles()?;
        let (analyst, run) = self.analysis.load()?;
        let mut stream = Stream { output: self.output.open()?, layer: self.output.layer(), seen: Seen::default() };
        let mut rejected = 0;
        let work = |item| match item {
            Item::Article(article) => Ok(rdf::layers(&analyst.analyse(article), &run)),
            Item::Warning(diagnostic) => Err((diagnostic, 0)),
            Item::Rejected(diagnostic) => Err((diagnostic, 1)),
        };
        ordered::map(articles, self.analysis.threads(), work, |result| match result {
            Ok(layers) => stream.write(&layers),
            Err((diagnostic, count)) => {
                rejected += count;
                report(&diagnostic);
                Ok(())
            }
        })?;
        finish(stream.output)?;
        match rejected {
            0 => Ok(Outcome::Done),
            rejected => Ok(Outcome::Rejected(rejected)),
        }
    }
}

/// The output so far.
struct Stream {
    output: Output,
    layer: Layer,
    seen: Seen,
}

impl Stream {
    /// Writes one article: the knowledge that no article before gave, as far as is remembered, and its evidence.
    fn write(&mut self, layers: &Layers) -> Result<(), Failure> {
        let (mut knowledge, mut evidence) = (Vec::new(), Vec::new());
        for quad in layers.quads() {
            if quad.graph_name.is_default_graph() { knowledge.push(quad) } else { evidence.push(quad) }
        }
        if self.layer != Layer::Evidence {
            knowledge.retain(|quad| !self.seen.has(quad.as_ref().into()));
            self.output.write(knowledge)?;
        }
        if self.layer != Layer::Knowledge {
            self.output.write(evidence)?;
        }
        Ok(())
    }
}
