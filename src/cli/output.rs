//! Where RDF is written to, and in which syntax.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Failure;
use crate::diagnostic::Diagnostic;
use crate::export::{Format, Layer, Packer, Packing, Problem, Writer};

/// An output of RDF.
#[derive(Clone, Debug, Args)]
pub struct OutputArguments {
    /// File to write, packed if it ends in .gz or .zst; standard output if not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Syntax: nquads, ntriples, trig, turtle, rdfxml or jsonld; by default the one that the file's ending tells, or nquads
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// What to write: the facts and entities, the evidence for them, the links between them, or all
    ///
    /// Syntaxes without graphs (ntriples, turtle, rdfxml) hold all as one graph; no triple is in two.
    #[arg(long, value_name = "LAYER", default_value = "all")]
    layer: LayerArgument,
}

/// The names of the layers.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum LayerArgument {
    All,
    Knowledge,
    Evidence,
    Links,
}

/// RDF on its way to a file or standard output.
pub type Output = Writer<Packer<BufWriter<Box<dyn Write>>>>;

impl OutputArguments {
    /// Begins to write.
    ///
    /// # Errors
    /// Says that the ending tells no syntax, or that the file cannot be written.
    pub fn open(&self) -> Result<Output, Failure> {
        let (to, packing): (Box<dyn Write>, _) = match &self.output {
            None => (Box::new(io::stdout()), Packing::Plain),
            Some(path) if path.as_os_str() == "-" => (Box::new(io::stdout()), Packing::Plain),
            Some(path) => {
                let unwritable = |e| Diagnostic::new(format!("cannot be written: {e}")).in_file(path.to_string_lossy());
                (Box::new(File::create(path).map_err(unwritable)?), Packing::of(path))
            }
        };
        Ok(Writer::new(self.format()?, Packer::new(packing, BufWriter::new(to))?))
    }

    /// What to write.
    pub fn layer(&self) -> Layer {
        match self.layer {
            LayerArgument::All => Layer::All,
            LayerArgument::Knowledge => Layer::Knowledge,
            LayerArgument::Evidence => Layer::Evidence,
            LayerArgument::Links => Layer::Links,
        }
    }

    fn format(&self) -> Result<Format, Diagnostic> {
        let unnamed = |path: &PathBuf| path.as_os_str() == "-";
        match (self.format, &self.output) {
            (Some(format), _) => Ok(format),
            (None, Some(path)) if !unnamed(path) => Format::of(path).ok_or_else(|| {
                let wrong = Diagnostic::new("the ending tells no RDF syntax").in_file(path.to_string_lossy());
                wrong.hinted("--format tells it, or an ending such as .nq, .ttl, .trig")
            }),
            (None, _) => Ok(Format::NQuads),
        }
    }
}

/// Writes the end of the output.
///
/// # Errors
/// When it cannot be written.
pub fn finish(output: Output) -> Result<(), Failure> {
    Ok(output.finish().and_then(Packer::finish).map(|_| ())?)
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Content(diagnostic) => diagnostic.into(),
            Problem::Output(error) => error.into(),
        }
    }
}
