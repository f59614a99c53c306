//! Updates on stores of one article, whose record nobody may touch.

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, Triple};

use super::*;
use crate::rdf::Layers;
use crate::store::{Change, Entry, Store};

const ARTICLE: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("urn:article");

fn entry() -> Entry {
    let triple = |subject: &str| {
        let node = |iri: &str| NamedNode::new_unchecked(iri);
        Triple::new(node(subject), node("urn:says"), node("urn:this"))
    };
    let layers = Layers { article: ARTICLE.into_owned(), knowledge: vec![triple("urn:knowledge")], evidence: vec![triple("urn:evidence")] };
    Entry { layers, digest: "1".to_owned() }
}

fn writer(name: &str) -> Writer {
    let folder = std::env::temp_dir().join(format!("chancery-update-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder); // it need not be there
    let mut writer = Store::open(&folder).expect("a store");
    writer.replace(&[entry()]).expect("stored");
    writer
}

fn update(writer: &mut Writer, text: &str) -> Result<(), Problem> {
    Update::parse(text, "https://a.example/query", None)?.run(writer, &Limit::start(Some(20)))
}

/// All quads but the records, sorted.
fn all(writer: &Writer) -> Vec<String> {
    let quads = writer.store().engine().iter().map(|quad| quad.expect("readable"));
    let mut lines: Vec<String> = quads.filter(|quad| !crate::store::is_internal(quad)).map(|quad| quad.to_string()).collect();
    lines.sort();
    lines
}

fn digest(writer: &Writer) -> Option<String> {
    writer.store().digest(ARTICLE).expect("readable")
}

#[test]
fn records_are_neither_read_nor_written() {
    let mut writer = writer("records");
    let own = "https://w3id.org/chancery/internal#";
    for text in [
        format!("INSERT DATA {{ GRAPH <urn:article> {{ <urn:article#record> <{own}digest> \"2\" }} }}"),
        format!("PREFIX i: <{own}> DELETE WHERE {{ GRAPH ?g {{ ?s i:digest ?o }} }}"),
        format!("INSERT {{ <urn:a> <urn:b> ?o }} WHERE {{ GRAPH ?g {{ ?s <{own}states> ?o }} }}"),
        format!("CLEAR SILENT GRAPH <{own}index>"),
        format!("CREATE GRAPH <{own}index>"),
        "LOAD <https://a.example/>".to_owned(),
        "LOAD SILENT <https://a.example/>".to_owned(),
        "INSERT { <urn:a> <urn:b> ?o } WHERE { SERVICE <https://a.example/> { ?s ?p ?o } }".to_owned(),
    ] {
        let problem = update(&mut writer, &text).expect_err(&text);
        assert!(matches!(problem, Problem::Forbidden(_)), "{text}: {problem:?}");
    }
    // By a variable, what concerns records is passed over.
    let forged = format!(
        "INSERT {{ GRAPH ?g {{ <urn:article#record> ?p \"2\" }} }} WHERE {{ VALUES (?g ?p) {{ (<urn:x> <urn:p>) }} BIND(IRI(CONCAT(\"{own}\", \"digest\")) AS ?q) }}"
    );
    update(&mut writer, &forged).expect("fine");
    let forged = format!(
        "INSERT {{ GRAPH <urn:x> {{ <urn:article#record> ?p \"2\" }} }} WHERE {{ BIND(IRI(CONCAT(\"{own}\", \"digest\")) AS ?p) }}"
    );
    update(&mut writer, &forged).expect("fine");
    let forged = format!("INSERT {{ GRAPH ?g {{ <urn:s> <urn:p> \"2\" }} }} WHERE {{ BIND(IRI(CONCAT(\"{own}\", \"index\")) AS ?g) }}");
    update(&mut writer, &forged).expect("fine");
    update(&mut writer, "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { GRAPH <urn:article> { ?s ?p ?o } }").expect("fine");
    update(&mut writer, "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(ISLITERAL(?o) && ?g = <urn:article>) }")
        .expect("fine");
    assert_eq!(digest(&writer).as_deref(), Some("1"), "it is the record that was made");
    assert_eq!(
        all(&writer),
        [
            "<urn:article#record> <urn:p> \"2\" <urn:x>",
            "<urn:evidence> <urn:says> <urn:this> <urn:article>",
            "<urn:evidence> <urn:says> <urn:this> <urn:copy>",
            "<urn:knowledge> <urn:says> <urn:this>"
        ]
    );
}

#[test]
fn an_article_whose_graph_is_changed_is_read_again_and_made_good() {
    let changes = [
        "INSERT DATA { GRAPH <urn:article> { <urn:a> <urn:b> <urn:c> } }",
        "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "CLEAR DEFAULT",
        "DROP GRAPH <urn:article>",
        "CLEAR GRAPH <urn:article>",
        "CLEAR NAMED",
        "DROP ALL",
    ];
    for (number, text) in changes.iter().enumerate() {
        let mut writer = writer(&format!("changed-{number}"));
        let before = all(&writer);
        update(&mut writer, text).expect(text);
        assert_ne!(all(&writer), before, "{text}");
        assert_eq!(digest(&writer), None, "{text}");
        let change = writer.replace(&[entry()]).expect("stored");
        assert!(change != [Change::Unchanged] && all(&writer) == before, "{text}: {:?}", all(&writer));
        assert!(writer.remove(ARTICLE).expect("removed") && all(&writer).is_empty(), "{text}: {:?}", all(&writer));
    }
}

#[test]
fn patterns_see_all_graphs_but_copies_the_default_graph() {
    let mut writer = writer("union");
    update(&mut writer, "INSERT { GRAPH <urn:g> { ?s ?p ?o } } WHERE { ?s ?p ?o . FILTER(true) }").expect("fine");
    assert_eq!(writer.store().graph(NamedNodeRef::new_unchecked("urn:g").into()).expect("readable").len(), 2);
    update(&mut writer, "COPY DEFAULT TO <urn:copy>").expect("fine");
    assert_eq!(writer.store().graph(NamedNodeRef::new_unchecked("urn:copy").into()).expect("readable").len(), 1);
    update(&mut writer, "MOVE <urn:copy> TO <urn:moved>; ADD <urn:g> TO DEFAULT").expect("fine");
    assert!(!writer.store().has(GraphNameRef::from(NamedNodeRef::new_unchecked("urn:copy"))).expect("readable"));
    assert_eq!(writer.store().graph(GraphNameRef::DefaultGraph).expect("readable").len(), 2);
}

#[test]
fn a_dataset_stands_beside_or_within_and_relative_iris_have_a_base() {
    let mut writer = writer("using");
    let graphs = Graphs { default: vec![ARTICLE.into_owned()], named: Vec::new() };
    for text in ["INSERT { <urn:a> <urn:b> ?s } USING <urn:g> WHERE { ?s ?p ?o }", "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"] {
        let problem = Update::parse(text, "https://a.example/query", Some(graphs.clone())).expect_err(text);
        assert!(matches!(problem, Problem::Malformed(_)), "{text}");
    }
    let within =
        Update::parse("INSERT { GRAPH <g> { ?s ?p ?o } } WHERE { ?s ?p ?o }", "https://a.example/query", Some(graphs)).expect("fine");
    within.run(&mut writer, &Limit::start(None)).expect("fine");
    let graph = writer.store().graph(NamedNodeRef::new_unchecked("https://a.example/g").into()).expect("readable");
    assert!(graph.len() == 1 && graph[0].to_string().contains("evidence"), "{graph:?}");
}

#[test]
fn what_goes_wrong_changes_nothing() {
    let mut writer = writer("wrong");
    let before = all(&writer);
    let add = "INSERT DATA { <urn:a> <urn:b> <urn:c> }";
    assert!(matches!(update(&mut writer, &format!("{add}; DROP GRAPH <urn:none>")), Err(Problem::Missing(_))));
    assert!(matches!(update(&mut writer, &format!("{add}; CREATE GRAPH <urn:article>")), Err(Problem::Exists(_))));
    let Err(Problem::Malformed(said)) = update(&mut writer, "INSERT DATA {\n <urn:a> <urn:b> }") else { unreachable!("no SPARQL") };
    assert!(said.starts_with("line 2: not SPARQL at column"), "{said}");
    assert_eq!(all(&writer), before);
}
