//! Which format a list has.

use std::path::Path;

use oxigraph::io::RdfFormat;

use super::{columns, table};

/// A format of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// What the Wikidata Query Service gives as JSON: SPARQL results, or an array of flat objects.
    WikidataJson,
    /// What it gives as CSV: a column `item`, several names in one field parted by `|` or `, `.
    WikidataCsv,
    /// SKOS concepts in that syntax.
    Skos(RdfFormat),
    /// A table with a column `name`, several names in one field parted by `|`.
    Csv,
}

impl Format {
    /// The format that a file's name, before the ending of its packing, and its first line tell.
    #[must_use]
    pub fn of(name: &str, text: &str) -> Option<Self> {
        let table = || if table::header(text).iter().any(|c| columns::plain(c) == "item") { Self::WikidataCsv } else { Self::Csv };
        match ending(name).as_str() {
            "json" => Some(Self::WikidataJson),
            "csv" | "tsv" => Some(table()),
            _ => rdf(name).map(Self::Skos).or_else(|| text.trim_start().starts_with(['{', '[']).then_some(Self::WikidataJson)),
        }
    }

    /// SKOS in the syntax that the file's name tells, or in Turtle.
    #[must_use]
    pub fn skos(name: &str) -> Self {
        Self::Skos(rdf(name).unwrap_or(RdfFormat::Turtle))
    }
}

/// The RDF syntax that a file's name tells.
fn rdf(name: &str) -> Option<RdfFormat> {
    match ending(name).as_str() {
        "ttl" | "turtle" => Some(RdfFormat::Turtle),
        "nt" | "ntriples" => Some(RdfFormat::NTriples),
        "rdf" | "xml" | "owl" => Some(RdfFormat::RdfXml),
        "nq" | "nquads" => Some(RdfFormat::NQuads),
        "trig" => Some(RdfFormat::TriG),
        _ => None,
    }
}

/// The ending of a file's name in lower case, before that of its packing.
fn ending(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    Path::new(bare).extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default()
}
