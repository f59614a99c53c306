//! Searching for words, as a user does.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod horn;

use horn::{chancery, store};

fn good(arguments: &[&str]) -> String {
    let out = chancery(arguments);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(0), "{arguments:?}: {said}");
    String::from_utf8(out.stdout).expect("UTF-8").replace("\r\n", "\n")
}

/// What is said of a mistake.
fn bad(arguments: &[&str], code: i32) -> String {
    let out = chancery(arguments);
    assert_eq!(out.status.code(), Some(code), "{arguments:?}");
    assert!(out.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(out.stderr).expect("UTF-8")
}

/// A store with its text index.
fn indexed(name: &str) -> String {
    let store = store(name);
    good(&["link", "--store", &store]);
    store
}

#[test]
fn words_find_sentences_and_names() {
    let store = indexed("search-words");
    let found = |words: &str, more: &[&str]| good(&[&["search", "--store", &store, words], more].concat());
    let csv = found("met asmara", &[]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "sentence,score,text,article"), "{csv}");
    assert!(lines[1].starts_with("\"https://news.example/notes#char=0,41\","), "the shorter one first: {csv}");
    assert!(lines[2].ends_with("in years.,https://news.example/asmara"), "{csv}");
    assert_eq!(found("claim*", &[]).lines().count(), 2);
    assert_eq!(found("Badme -claims", &[]).lines().count(), 2);
    let table = found("claims OR froze", &["--format", "table"]);
    assert!(table.contains("Eritrea claims Badme.") && table.ends_with("2 of 2\n"), "{table}");
    assert!(found("claims OR froze", &["--format", "table", "--limit", "1"]).ends_with("1 of 2\n"));
    assert_eq!(found("nowhere", &["--format", "table"]), "0 of 0\n");
    let json: serde_json::Value = serde_json::from_str(&found("claims", &["--format", "json"])).expect("JSON");
    assert_eq!(json[0]["sentence"], "https://news.example/asmara#char=160,181");
    assert_eq!(json[0]["marks"], serde_json::json!([{ "begin": 8, "end": 14 }]));
    let json: serde_json::Value = serde_json::from_str(&found("\"march 23\"", &["--names", "--format", "json"])).expect("JSON");
    assert_eq!((&json[0]["entity"], &json[0]["name"]), (&"https://w3id.org/chancery/entity/armed-group/m23".into(), &"M23".into()));
    assert!(found("isai*", &["--names"]).contains("person/isaias-afwerki"));
}

#[test]
fn the_index_follows_the_store() {
    let store = store("search-follows");
    let said = bad(&["search", "--store", &store, "met"], 1);
    assert!(said.contains("no text index yet (`chancery link` makes one)"), "{said}");
    good(&["remove", "--store", &store, "https://news.example/notes"]);
    assert_eq!(good(&["search", "--store", &store, "met"]).lines().count(), 2);
    let article = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("search-follows.jsonl");
    let text = "{\"id\": \"https://news.example/nairobi\", \"text\": \"William Ruto met Abiy Ahmed in Nairobi on Monday.\"}\n";
    std::fs::write(&article, text).expect("a file");
    good(&["ingest", "--rules-only", "--no-link", "--store", &store, &article.to_string_lossy()]);
    assert!(good(&["search", "--store", &store, "met nairobi"]).contains("https://news.example/nairobi#char=0,"));
    // An index that something has befallen is made anew, and that is told.
    std::fs::write(format!("{store}/search/sentences/meta.json"), "{}").expect("a file");
    let said = bad(&["search", "--store", &store, "met"], 1);
    assert!(said.contains("the text index cannot be read"), "{said}");
    let out = chancery(&["ingest", "--rules-only", "--no-link", "--store", &store, &article.to_string_lossy()]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success() && said.contains("the text index was made anew"), "{said}");
    assert_eq!(good(&["search", "--store", &store, "met"]).lines().count(), 3);
    // The store is as good without it.
    std::fs::remove_dir_all(format!("{store}/search")).expect("removed");
    good(&["facts", "--store", &store]);
}

#[test]
fn words_stand_in_sparql() {
    let store = indexed("search-sparql");
    let ask = |query: &str| good(&["query", "--store", &store, "--format", "csv", query]);
    let facts = ask("SELECT ?kind ?score { SERVICE chancery:search { ?sentence chancery:matches 'asmara talk*' ; chancery:score ?score }
        ?attestation chancery:evidence ?sentence ; chancery:fact ?fact . ?fact a ?kind }");
    assert!(facts.lines().count() > 1 && facts.contains("https://w3id.org/chancery/ns#Meeting,"), "{facts}");
    let names = ask("SELECT ?name { SERVICE chancery:search { ?e chancery:named 'm23' } ?e skos:prefLabel ?name }");
    assert_eq!(names, "name\nM23\n");
    let count = |query: &str| ask(query).lines().count() - 1;
    assert_eq!(count("SELECT * { SERVICE chancery:search { ?s chancery:matches 'met OR claims' } }"), 3);
    assert_eq!(count("SELECT * { SERVICE chancery:search { ?s chancery:matches 'met OR claims' ; chancery:limit 1 } }"), 1);
    assert_eq!(
        count("SELECT * { SERVICE chancery:search { ?s chancery:matches 'met' } SERVICE chancery:search { ?s chancery:matches 'kenya' } }"),
        1
    );
    assert_eq!(count("SELECT * { GRAPH ?article { SERVICE chancery:search { ?s chancery:matches 'met' } ?s a nif:Sentence } }"), 2);
    assert_eq!(count("SELECT ?s { ?s a nif:Sentence FILTER NOT EXISTS { SERVICE chancery:search { ?s chancery:matches 'met' } } }"), 7);
    let scores =
        ask("SELECT ?score { SERVICE chancery:search { ?s chancery:matches 'met' ; chancery:score ?score } } ORDER BY DESC(?score)");
    let scores: Vec<f64> = scores.lines().skip(1).map(|line| line.parse().expect("a number")).collect();
    assert!(scores.len() == 2 && scores[0] >= scores[1] && scores[1] > 0.0, "{scores:?}");
}

#[test]
fn what_sparql_cannot_ask_is_refused() {
    let plain = store("search-refused");
    for (inside, message) in [
        ("", "is given no words"),
        ("?s ?p ?o", "knows no property but its own"),
        ("?s chancery:place ?o", "knows no property but its own"),
        ("?s chancery:score ?score", "is given no words"),
        ("?s chancery:matches ?words", "are a string, and not a variable"),
        ("<a:b> chancery:matches 'x'", "to a variable, and this is none"),
        ("?s chancery:matches 'x' ; chancery:matches 'y'", "is asked twice in one"),
        ("?s chancery:matches 'x' . ?t chancery:named 'y'", "finds one thing at a time"),
        ("?s chancery:matches 'x' ; chancery:score ?s", "binds a variable of its own"),
        ("?s chancery:matches 'x' ; chancery:limit 0", "a number from 1 to 10000"),
        ("?s chancery:matches 'x' ; chancery:limit ?n", "a number from 1 to 10000"),
        ("?s chancery:matches 'x' FILTER (true)", "takes words and nothing else"),
        ("?s chancery:matches '-x'", "only words that must not occur"),
    ] {
        let said = bad(&["query", "--store", &plain, &format!("SELECT * {{ SERVICE chancery:search {{ {inside} }} }}")], 1);
        assert!(said.contains(message), "{inside}: {said}");
    }
    for (query, message) in [
        ("SELECT * { ?x a nif:Sentence SERVICE ?x { ?s chancery:matches 'x' } }", "SERVICE is not allowed"),
        ("SELECT * { SERVICE SILENT chancery:search { ?s chancery:matches 'x' } }", "leave SILENT out"),
        ("SELECT * { SERVICE chancery:search { SERVICE <a:b> { ?s ?p ?o } } }", "takes words and nothing else"),
        ("SELECT * { SERVICE chancery:search { ?s chancery:matches 'x' } SERVICE <a:b> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * { SERVICE chancery:search { ?s chancery:matches 'x' } }", "no text index yet"),
    ] {
        let said = bad(&["query", "--store", &plain, query], 1);
        assert!(said.contains(message), "{query}: {said}");
    }
    assert!(bad(&["search", "--store", &plain, "a*"], 2).contains("give 2 letters"));
}
