//! What the endpoint can do, as SPARQL 1.1 Service Description has it.

use std::io;

use oxigraph::io::RdfSerializer;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Triple};

use crate::export::Format;
use crate::query::{Shape, Syntax};

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";

/// The media types in which the description can be had.
pub(super) fn media_types() -> Vec<&'static str> {
    Syntax::all(Shape::Graph).into_iter().flat_map(|s| [&[s.media_type()], s.aliases()].concat()).collect()
}

/// The description in that syntax. The service is named by a URN: behind another server it does not know its own address.
pub(super) fn description(syntax: Syntax) -> io::Result<Vec<u8>> {
    let format = match syntax {
        Syntax::Rdf(format) => format,
        Syntax::Results(_) => Format::Turtle,
    };
    let mut serializer = RdfSerializer::from_format(format.engine());
    for (prefix, namespace) in [("sd", SD), ("formats", FORMATS)] {
        serializer = serializer.with_prefix(prefix, namespace).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in triples() {
        writer.serialize_triple(&triple)?;
    }
    writer.finish()
}

fn triples() -> Vec<Triple> {
    let sd = |name: &str| NamedNode::new_unchecked(format!("{SD}{name}"));
    let own = |name: &str| NamedNode::new_unchecked(format!("urn:chancery:{name}"));
    let (service, dataset, graph) = (own("service"), own("dataset"), own("default-graph"));
    let mut out = vec![
        Triple::new(service.clone(), rdf::TYPE, sd("Service")),
        Triple::new(service.clone(), sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple::new(service.clone(), sd("feature"), sd("UnionDefaultGraph")),
        Triple::new(service.clone(), sd("defaultDataset"), dataset.clone()),
    ];
    let names = [
        "SPARQL_Results_JSON",
        "SPARQL_Results_XML",
        "SPARQL_Results_CSV",
        "SPARQL_Results_TSV",
        "Turtle",
        "N-Triples",
        "RDF_XML",
        "JSON-LD",
        "TriG",
        "N-Quads",
    ];
    out.extend(names.map(|n| Triple::new(service.clone(), sd("resultFormat"), NamedNode::new_unchecked(format!("{FORMATS}{n}")))));
    out.extend([
        Triple::new(dataset.clone(), rdf::TYPE, sd("Dataset")),
        Triple::new(dataset, sd("defaultGraph"), graph.clone()),
        Triple::new(graph, rdf::TYPE, sd("Graph")),
    ]);
    out
}
