//! What the service holds, in VoID, with the partitions by which editors of SPARQL complete: which classes have which properties, and
//! to which classes and datatypes these lead. A little DCAT for catalogues.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Triple};

use super::service::{DCAT, Said, Service, formats};
use super::statistics::{Class, Property, Statistics};
use crate::query::Shape;
use crate::rdf::iri;
use crate::rdf::vocabulary::{CHANCERY, PREFIXES};

/// Terms of VoID.
pub(super) const VOID: &str = "http://rdfs.org/ns/void#";
/// Terms of its extension for datatypes.
pub(super) const VOID_EXT: &str = "http://ldf.fi/void-ext#";
/// Terms of Dublin Core.
pub(super) const DCTERMS: &str = "http://purl.org/dc/terms/";
/// Namespaces that are no vocabularies of the data.
const OTHERS: [&str; 2] = ["wd", "xsd"];

/// The description of what is held. `base` is what its own IRIs begin with.
pub(in crate::serve) fn triples(statistics: &Statistics, service: &Service<'_>, base: &str) -> Vec<Triple> {
    let dataset = service.own("dataset");
    let mut out = Writer { said: Said::default(), service };
    out.document(&dataset);
    out.totals(&dataset, statistics, base);
    for (name, count) in &statistics.properties {
        out.property(&dataset, &["property", name], name, *count);
    }
    for (name, class) in &statistics.classes {
        out.class(&dataset, name, class);
    }
    out.said.0
}

struct Writer<'a> {
    said: Said,
    service: &'a Service<'a>,
}

fn void(name: &str) -> String {
    format!("{VOID}{name}")
}

fn english(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "en")
}

impl Writer<'_> {
    fn count(&mut self, subject: &NamedNode, property: &str, count: u64) {
        self.said.add(subject, &void(property), Literal::new_typed_literal(count.to_string(), xsd::INTEGER));
    }

    fn document(&mut self, dataset: &NamedNode) {
        let document = iri::node(&self.service.document());
        self.said.class(&document, &void("DatasetDescription"));
        self.said.add(&document, &format!("{DCTERMS}title"), english("What this chancery service holds"));
        self.said.add(&document, "http://xmlns.com/foaf/0.1/primaryTopic", dataset.clone());
    }

    fn totals(&mut self, dataset: &NamedNode, statistics: &Statistics, base: &str) {
        let (root, address) = (self.service.root(), iri::node(self.service.address));
        let about = "Who met whom, who holds which ground, who sanctions whom, and the sentences of the articles that say so.";
        self.said.class(dataset, &void("Dataset"));
        self.said.class(dataset, &format!("{DCAT}Dataset"));
        self.said.add(dataset, &format!("{DCTERMS}title"), english("Chancery knowledge graph"));
        self.said.add(dataset, &format!("{DCTERMS}description"), english(about));
        self.said.add(dataset, &void("sparqlEndpoint"), address.clone());
        self.said.add(dataset, &void("uriSpace"), Literal::new_simple_literal(base));
        self.said.add(dataset, &void("uriLookupEndpoint"), iri::node(&format!("{root}data?iri=")));
        for format in formats(&[Shape::Graph]) {
            self.said.add(dataset, &void("feature"), format);
        }
        let distribution = self.service.own("distribution");
        self.said.add(dataset, &format!("{DCAT}distribution"), distribution.clone());
        self.said.class(&distribution, &format!("{DCAT}Distribution"));
        self.said.add(&distribution, &format!("{DCAT}accessURL"), address);
        self.said.add(&distribution, &format!("{DCAT}accessService"), self.service.own("service"));
        self.count(dataset, "triples", statistics.triples);
        self.count(dataset, "classes", statistics.classes.len() as u64);
        self.count(dataset, "properties", statistics.properties.len() as u64);
        let some = [("entities", statistics.entities), ("distinctSubjects", statistics.subjects), ("distinctObjects", statistics.objects)];
        for (property, count) in some.into_iter().filter_map(|(property, count)| Some((property, count?))) {
            self.count(dataset, property, count);
        }
        let names = || statistics.properties.keys().chain(statistics.classes.keys());
        for (_, namespace) in PREFIXES.iter().filter(|(prefix, _)| !OTHERS.contains(prefix)) {
            if names().any(|name| name.starts_with(namespace)) {
                self.said.add(dataset, &void("vocabulary"), NamedNode::new_unchecked(*namespace));
            }
        }
        let own = statistics.classes.iter().filter(|(name, _)| name.starts_with(CHANCERY));
        for example in own.filter_map(|(_, class)| class.example.as_ref()) {
            self.said.add(dataset, &void("exampleResource"), iri::node(example));
        }
    }

    /// A part of a whole, named by what makes it that part.
    fn part(&mut self, whole: &NamedNode, link: &str, key: &[&str]) -> NamedNode {
        let part = self.service.own(&format!("{}-{}", key.first().unwrap_or(&"part"), iri::hex(key, 16)));
        self.said.class(&part, &void("Dataset"));
        self.said.add(whole, link, part.clone());
        part
    }

    fn property(&mut self, whole: &NamedNode, key: &[&str], property: &str, count: u64) -> NamedNode {
        let part = self.part(whole, &void("propertyPartition"), key);
        self.said.add(&part, &void("property"), NamedNode::new_unchecked(property));
        self.count(&part, "triples", count);
        part
    }

    fn class(&mut self, dataset: &NamedNode, name: &str, class: &Class) {
        let part = self.part(dataset, &void("classPartition"), &["class", name]);
        self.said.add(&part, &void("class"), NamedNode::new_unchecked(name));
        self.count(&part, "entities", class.entities);
        self.count(&part, "triples", class.properties.values().map(|about| about.triples).sum());
        for (property, about) in &class.properties {
            self.property_of(&part, name, property, about);
        }
    }

    fn property_of(&mut self, whole: &NamedNode, class: &str, property: &str, about: &Property) {
        let part = self.property(whole, &["class-property", class, property], property, about.triples);
        for (object, count) in &about.classes {
            let inner = self.part(&part, &void("classPartition"), &["class-property-class", class, property, object]);
            self.said.add(&inner, &void("class"), NamedNode::new_unchecked(object));
            self.count(&inner, "triples", *count);
        }
        for (datatype, count) in &about.datatypes {
            let key = ["class-property-datatype", class, property, datatype];
            let inner = self.part(&part, &format!("{VOID_EXT}datatypePartition"), &key);
            self.said.add(&inner, &format!("{VOID_EXT}datatype"), NamedNodeRef::new_unchecked(datatype));
            self.count(&inner, "triples", *count);
        }
    }
}
