//! Proofs about a store or a file: every fact attested, every quotation at its offsets, the layers disjoint, shapes met.
//!
//! It believes nothing that the program says of itself: it reads the quads alone, and cuts every quotation out of the text
//! again. What it knows of fact types is a small table of what each needs. The knowledge is held in memory, the evidence one
//! article at a time.

mod evidence;
mod facts;
mod file;
mod graph;
mod links;
mod record;
mod report;
mod second;

use oxigraph::model::{GraphNameRef, NamedNodeRef};

pub use file::read;
pub use report::{Fault, Report};

use crate::diagnostic::Diagnostic;
use crate::rdf::vocabulary::LINKS;
use crate::store::Store;
use graph::Graph;

/// Checks all that a store holds.
///
/// # Errors
/// When the store cannot be read; what is wrong with what it holds is in the report.
pub fn store(store: &Store) -> Result<Report, Diagnostic> {
    let mut report = Report::default();
    let knowledge = Graph::new(&store.graph(GraphNameRef::DefaultGraph)?);
    let mut attested = facts::Attested::default();
    let mut records = record::Records::default();
    let mut articles = store.articles()?;
    // Where articles were read, graphs of other names are the users' own; a file tells nothing of that.
    let read = articles.iter().map(|name| store.is_read(NamedNodeRef::new_unchecked(name))).collect::<Result<Vec<_>, _>>()?;
    if read.contains(&true) {
        let mut read = read.iter();
        articles.retain(|_| read.next() == Some(&true));
    }
    for article in articles {
        let name = NamedNodeRef::new_unchecked(&article);
        let quads = store.graph(name.into())?;
        report.articles += 1;
        report.triples += quads.len();
        evidence::check(&article, &Graph::new(&quads), &knowledge, &mut attested, &mut report);
        records.check(store, name, &knowledge, &mut report)?;
    }
    records.finish(&knowledge, &mut report);
    facts::check(&knowledge, &attested, &mut report);
    let links = Graph::new(&store.graph(LINKS.into())?);
    links::check(&links, &knowledge, &store.changed()?, &mut report);
    Ok(report)
}
