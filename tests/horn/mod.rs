//! A store of three small articles from `tests/data/horn.nq`, and the program to run on it.
//!
//! Beside meetings, claims and a sanction it holds a fact of a type that the program does not ship.

use std::path::PathBuf;
use std::process::{Command, Output};

use chancery::rdf::Layers;
use chancery::store::{Entry, Store};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad, Triple};

/// The program, with no say of the surroundings.
pub fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chancery"));
    program.env_remove("CHANCERY_STORE").env_remove("COLUMNS");
    program
}

/// What the program does with these arguments.
pub fn chancery(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("the program runs")
}

/// A new store under that name, which no other test may use.
pub fn store(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder); // it need not be there
    let quads: Vec<Quad> =
        RdfParser::from_format(RdfFormat::NQuads).for_slice(include_bytes!("../data/horn.nq")).collect::<Result<_, _>>().expect("N-Quads");
    let within = |graph: GraphName| quads.iter().filter(move |q| q.graph_name == graph).cloned().map(Triple::from);
    let mut entries: Vec<Entry> = Vec::new();
    for article in ["asmara", "goma", "notes"] {
        let article = NamedNode::new(format!("https://news.example/{article}")).expect("an IRI");
        let knowledge = within(GraphName::DefaultGraph).filter(|_| entries.is_empty()).collect();
        let evidence = within(article.clone().into()).collect();
        entries.push(Entry { layers: Layers { article, knowledge, evidence }, digest: entries.len().to_string() });
    }
    Store::open(&folder).expect("a store").replace(&entries).expect("stored");
    folder.to_string_lossy().into_owned()
}
