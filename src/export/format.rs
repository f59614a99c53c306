//! The RDF syntaxes: their names and the endings of their files.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use oxigraph::io::{JsonLdProfileSet, RdfFormat};

use super::Packing;

/// An RDF syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A quad a line.
    NQuads,
    /// A triple a line.
    NTriples,
    /// Turtle with graphs.
    TriG,
    /// For people.
    Turtle,
    /// The oldest.
    RdfXml,
    /// For programs that know JSON alone.
    JsonLd,
}

impl Format {
    /// Every syntax.
    pub const ALL: [Self; 6] = [Self::NQuads, Self::NTriples, Self::TriG, Self::Turtle, Self::RdfXml, Self::JsonLd];

    /// What users call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NQuads => "nquads",
            Self::NTriples => "ntriples",
            Self::TriG => "trig",
            Self::Turtle => "turtle",
            Self::RdfXml => "rdfxml",
            Self::JsonLd => "jsonld",
        }
    }

    /// Endings of its files, without the dot; the usual one first.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::NQuads => &["nq", "nquads"],
            Self::NTriples => &["nt", "ntriples"],
            Self::TriG => &["trig"],
            Self::Turtle => &["ttl", "turtle"],
            Self::RdfXml => &["rdf", "xml", "owl"],
            Self::JsonLd => &["jsonld", "json"],
        }
    }

    /// The syntax that a file's name tells, before the ending of its packing.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let packed = Packing::of(path).ending();
        let (_, ending) = name.strip_suffix(packed).unwrap_or(&name).rsplit_once('.')?;
        Self::ALL.into_iter().find(|format| format.endings().contains(&ending))
    }

    /// The engine's name for it.
    #[must_use]
    pub fn engine(self) -> RdfFormat {
        match self {
            Self::NQuads => RdfFormat::NQuads,
            Self::NTriples => RdfFormat::NTriples,
            Self::TriG => RdfFormat::TriG,
            Self::Turtle => RdfFormat::Turtle,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }

    /// Whether it can tell graphs apart.
    #[must_use]
    pub fn has_graphs(self) -> bool {
        self.engine().supports_datasets()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A name that is no syntax's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat;

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
        write!(f, "no RDF syntax; there are {}", names.join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// By name or by ending.
    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        let name = name.to_ascii_lowercase().replace('-', "");
        Self::ALL.into_iter().find(|f| f.as_str() == name || f.endings().contains(&name.as_str())).ok_or(UnknownFormat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_its_syntax() {
        let table = [
            ("a.nq", Some(Format::NQuads)),
            ("a.b.ttl.gz", Some(Format::Turtle)),
            ("A.TriG.zst", Some(Format::TriG)),
            ("news.rdf", Some(Format::RdfXml)),
            ("a.jsonld", Some(Format::JsonLd)),
            ("a.gz", None),
            ("ttl", None),
            ("a.txt", None),
        ];
        for (name, format) in table {
            assert_eq!(Format::of(Path::new(name)), format, "{name}");
        }
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert_eq!("N-Quads".parse(), Ok(Format::NQuads));
        assert!("n3".parse::<Format>().is_err_and(|e| e.to_string().contains("trig")));
    }
}
