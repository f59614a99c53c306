use std::collections::BTreeSet;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxigraph::sparql::QueryResults;

use super::super::reply::Open;
use super::about::about;
use super::*;
use crate::export::Format;
use crate::query::{Limit, Question};
use crate::rdf::vocabulary::{DIGEST, HEADLINE};
use crate::store::Store;

const ADDRESS: &str = "http://127.0.0.1:7878/query";
const BASE: &str = "https://w3id.org/chancery/";
const SERVICE: Service<'static> = Service { address: ADDRESS, writes: false, searches: false };
const HOSTILE: &str = "</script><script>alert(1)</script><!-- \"'&";

/// The graph of tests/questions.rs, with a record of the store's own and a headline that would be a script.
fn open() -> Open {
    let engine = oxigraph::store::Store::new().expect("a store");
    let quads = RdfParser::from_format(RdfFormat::TriG).for_slice(include_bytes!("../../../tests/data/questions.trig"));
    quads.for_each(|quad| engine.insert(&quad.expect("TriG")).map(drop).expect("put in"));
    let article = NamedNode::new_unchecked("https://news.example/a01");
    let hostile = Quad::new(article.clone(), HEADLINE, Literal::new_simple_literal(HOSTILE), article.clone());
    let record = Quad::new(article.clone(), DIGEST, Literal::new_simple_literal("0"), article);
    [hostile, record].iter().for_each(|quad| engine.insert(quad).map(drop).expect("put in"));
    Open { store: Store::of(engine, "questions"), text: None, base: BASE.to_owned(), services: crate::query::Services::default() }
}

fn no_blank_nodes(triples: &[Triple]) {
    assert!(triples.iter().all(|t| matches!(t.subject, NamedOrBlankNode::NamedNode(_)) && !matches!(t.object, Term::BlankNode(_))));
}

fn objects<'a>(triples: &'a [Triple], by: &str) -> Vec<&'a Term> {
    triples.iter().filter(|t| t.predicate.as_str() == by).map(|t| &t.object).collect()
}

fn sd(name: &str) -> String {
    format!("http://www.w3.org/ns/sparql-service-description#{name}")
}

/// The number that a query counts, over the union of all graphs.
fn counted(store: &Store, query: &str) -> u64 {
    let answer = Question::parse(query).expect("SPARQL").ask(store, None, &Limit::start(None)).expect("an answer");
    let QueryResults::Solutions(mut rows) = answer else { panic!("no rows") };
    let row = rows.next().expect("a row").expect("a row");
    let Some(Term::Literal(count)) = row.get("n") else { panic!("no number") };
    count.value().parse().expect("a number")
}

#[test]
fn the_description_conforms() {
    let plain = service(&SERVICE);
    let all = service(&Service { writes: true, searches: true, ..SERVICE });
    for triples in [&plain, &all] {
        no_blank_nodes(triples);
        let services: Vec<_> = triples
            .iter()
            .filter(|t| t.predicate == rdf::TYPE && t.object == Term::from(NamedNode::new_unchecked(sd("Service"))))
            .collect();
        assert_eq!(services.len(), 1);
        let node = &services[0].subject;
        let endpoint = triples.iter().find(|t| t.predicate.as_str() == sd("endpoint")).expect("an endpoint");
        assert_eq!((&endpoint.subject, endpoint.object.to_string()), (node, format!("<{ADDRESS}>")));
        // What leads to a dataset or a graph leads to one that says so.
        for (by, class) in [("defaultDataset", "Dataset"), ("defaultGraph", "Graph")] {
            let [Term::NamedNode(object)] = objects(triples, &sd(by))[..] else { panic!("not one {by}") };
            assert!(triples.contains(&Triple::new(object.clone(), rdf::TYPE, NamedNode::new_unchecked(sd(class)))));
        }
        assert_eq!(objects(triples, &sd("resultFormat")).len(), 10);
    }
    let languages = |triples: &[Triple]| objects(triples, &sd("supportedLanguage")).len();
    assert_eq!((languages(&plain), objects(&plain, &sd("inputFormat")).len(), objects(&plain, &sd("languageExtension")).len()), (1, 0, 0));
    assert_eq!((languages(&all), objects(&all, &sd("inputFormat")).len(), objects(&all, &sd("languageExtension")).len()), (2, 6, 1));
}

#[test]
fn the_counts_are_those_of_sparql() {
    let open = open();
    let store = &open.store;
    let statistics = Statistics::of(store).expect("counted");
    assert_eq!(statistics.triples, counted(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"));
    assert_eq!(statistics.subjects, Some(counted(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")));
    assert_eq!(statistics.entities, statistics.subjects);
    let objects: BTreeSet<String> = store.matching(None, None, None, None).map(|q| q.expect("a quad").object.to_string()).collect();
    assert_eq!(statistics.objects, Some(objects.len() as u64));
    assert_eq!(statistics.properties.len() as u64, counted(store, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"));
    assert_eq!(statistics.classes.len() as u64, counted(store, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"));
    for (property, count) in &statistics.properties {
        assert_eq!(*count, counted(store, &format!("SELECT (COUNT(*) AS ?n) {{ ?s <{property}> ?o }}")), "{property}");
    }
    for (class, about) in &statistics.classes {
        assert_eq!(about.entities, counted(store, &format!("SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{class}> }}")), "{class}");
        for (property, about) in &about.properties {
            let n = counted(store, &format!("SELECT (COUNT(*) AS ?n) {{ ?s a <{class}> ; <{property}> ?o }}"));
            assert_eq!(about.triples, n, "{class} {property}");
            for (object, count) in &about.classes {
                let n = counted(store, &format!("SELECT (COUNT(*) AS ?n) {{ ?s a <{class}> ; <{property}> ?o . ?o a <{object}> }}"));
                assert_eq!(*count, n, "{class} {property} {object}");
            }
            for (datatype, count) in &about.datatypes {
                let n = counted(
                    store,
                    &format!("SELECT (COUNT(*) AS ?n) {{ ?s a <{class}> ; <{property}> ?o FILTER(DATATYPE(?o) = <{datatype}>) }}"),
                );
                // Offsets are shown as what the vocabulary says; the engine counts them as integers.
                assert!(*count == n || datatype.ends_with("nonNegativeInteger"), "{class} {property} {datatype}");
            }
        }
    }
    assert!(!statistics.properties.keys().any(|property| property.contains("internal#")));
}

#[test]
fn editors_find_which_class_leads_to_which() {
    let open = open();
    let triples = dataset(&Statistics::of(&open.store).expect("counted"), &SERVICE, BASE);
    no_blank_nodes(&triples);
    let engine = oxigraph::store::Store::new().expect("a store");
    triples.iter().for_each(|t| engine.insert(t.as_ref().in_graph(GraphName::DefaultGraph.as_ref())).map(drop).expect("put in"));
    let store = Store::of(engine, "void");
    // As SIB's editor of SPARQL asks.
    let query = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
        SELECT (COUNT(*) AS ?n) {
          { ?cp void:class ?subject ; void:propertyPartition ?pp . ?pp void:property ?prop .
            OPTIONAL {
              { ?pp void:classPartition [ void:class ?object ] } UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?object ] }
            } }
          VALUES (?subject ?prop ?object) {
            (chancery:Meeting chancery:participant chancery:Person) (chancery:Meeting chancery:date xsd:date) (chancery:Meeting chancery:date UNDEF)
          } }";
    assert_eq!(counted(&store, query), 4);
    let lookup = objects(&triples, "http://rdfs.org/ns/void#uriLookupEndpoint");
    assert_eq!(lookup[0].to_string(), "<http://127.0.0.1:7878/data?iri=>");
}

/// Every IRI that is a subject, and some that are not.
fn known(store: &Store) -> BTreeSet<String> {
    let quads = store.matching(None, None, None, None).map(|quad| quad.expect("a quad").subject);
    let stored = quads.filter_map(|s| if let NamedOrBlankNode::NamedNode(node) = s { Some(node.into_string()) } else { None });
    let more = ["ns", "ns#", "ns#Meeting", "ns#participant", "concept/stance", "concept/stance/controls", "ns/meeting"];
    stored.chain(more.map(|local| format!("{BASE}{local}"))).collect()
}

#[test]
fn everything_can_be_looked_up_and_read_again() {
    let open = open();
    for iri in known(&open.store) {
        let quads = about(&open, &iri).expect("something is known");
        let own = |quads: &[Quad]| quads.iter().any(|q| q.subject.to_string() == format!("<{iri}>"));
        assert!(own(&quads) || iri.ends_with('#'), "{iri}");
        assert!(!quads.iter().any(|q| q.to_string().contains("internal#")), "{iri}");
        let triples: BTreeSet<String> = quads.iter().map(|q| Triple::from(q.clone()).to_string()).collect();
        for format in Format::ALL {
            let whole = rdf(&open, &iri, format).expect("written");
            let again = RdfParser::from_format(format.engine()).for_slice(&whole.body).collect::<Result<Vec<_>, _>>().expect("read");
            let read: BTreeSet<String> = again.iter().map(|q| Triple::from(q.clone()).to_string()).collect();
            assert_eq!(read, triples, "{iri} as {format}");
            assert!(!format.has_graphs() || again.len() == quads.len(), "{iri} as {format}");
            assert_eq!(whole, rdf(&open, &iri, format).expect("written"));
        }
        let (page, json_ld) = page(&open, &iri).expect("a page");
        assert!(serde_json::from_str::<serde_json::Value>(&json_ld).is_ok(), "{iri}");
        assert!(!page.title.is_empty() && page.html.contains("<h1"), "{iri}");
        assert!(!page.html.contains("<script") && !page.html.contains("<!--"), "{iri}");
    }
}

#[test]
fn what_belongs_to_it_comes_with_it() {
    let open = open();
    let table = [
        (
            "https://w3id.org/chancery/fact/m1",
            &[
                "Abiy Ahmed met Isaias Afwerki in Asmara",
                "\"Asmara\"",
                "entity/person/abiy-ahmed",
                "followedBy",
                "link/",
                "group/g1",
                "\"held\"",
                "datePublished",
            ][..],
        ),
        (
            "https://w3id.org/chancery/entity/person/abiy-ahmed",
            &["fact/m1", "fact/o1", "\"Abiy\"", "\"Prime Minister\"", "\"participant\""],
        ),
        ("https://news.example/a05", &["The M23 captured Goma in November.", "isString", "\"M23\""]),
        ("https://news.example/a05#char=35,88", &["fact/t4", "attestation", "\"M23\""]),
        ("https://w3id.org/chancery/ns#Meeting", &["skos/core#definition", "sem/Event"]),
        ("https://w3id.org/chancery/concept/stance/controls", &["skos/core#definition", "inScheme"]),
    ];
    for (iri, parts) in table {
        let text = String::from_utf8(rdf(&open, iri, Format::NQuads).expect("written").body).expect("text");
        for part in parts {
            assert!(text.contains(part), "{iri} without {part}:\n{text}");
        }
    }
    let turtle = String::from_utf8(rdf(&open, table[0].0, Format::Turtle).expect("written").body).expect("text");
    assert!(turtle.contains("@prefix chancery:") && !turtle.contains("@prefix foaf:"), "{turtle}");
}

#[test]
fn what_is_unknown_is_said_to_be() {
    let open = open();
    let table = [
        ("https://w3id.org/chancery/fact/none", 404),
        ("https://w3id.org/chancery/internal#digest", 404),
        ("https://news.example/a01#record", 404),
        ("no iri", 400),
        ("", 400),
        ("javascript:alert(1)", 404),
    ];
    for (iri, status) in table {
        assert_eq!(about(&open, iri).map_err(|refused| refused.status).err(), Some(status), "{iri}");
        assert_eq!(page(&open, iri).map_err(|refused| refused.status).err(), Some(status), "{iri}");
    }
}

#[test]
fn a_hostile_headline_stays_a_text() {
    let open = open();
    for iri in ["https://news.example/a01", "https://w3id.org/chancery/fact/m1"] {
        let (page, data) = page(&open, iri).expect("a page");
        assert!(page.html.contains("&lt;/script&gt;&lt;script&gt;alert(1)"), "{}", page.html);
        assert!(data.contains("</script><script>alert(1)"), "{data}");
        let shell = crate::serve::page::Shell { title: &page.title, iri, summary: &page.html, json_ld: Some(&data) };
        let whole = crate::serve::page::filled(&shell);
        assert!(whole.contains("\\u003c/script") && !whole.contains("<script>alert(1)"), "{whole}");
    }
}

#[test]
fn of_many_the_first_are_told() {
    let engine = oxigraph::store::Store::new().expect("a store");
    let entity = NamedNode::new_unchecked("https://w3id.org/chancery/entity/state/x");
    for number in 0..600 {
        let fact = NamedNode::new_unchecked(format!("https://w3id.org/chancery/fact/{number:03}"));
        let by = NamedNode::new_unchecked("https://w3id.org/chancery/ns#participant");
        engine.insert(&Quad::new(fact, by, entity.clone(), GraphName::DefaultGraph)).expect("put in");
    }
    let open = Open { store: Store::of(engine, "many"), text: None, base: BASE.to_owned(), services: crate::query::Services::default() };
    let text = String::from_utf8(rdf(&open, entity.as_str(), Format::NTriples).expect("written").body).expect("text");
    assert_eq!(text.lines().filter(|line| line.starts_with("<https://w3id.org/chancery/fact/")).count(), 500);
    assert!(text.contains("fact/499>") && !text.contains("fact/500>") && text.contains("Of 600 that lead to it, the first 500"), "{text}");
}
