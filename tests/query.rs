//! What `query`, `facts`, `completions` and `man` promise, on a store of three articles.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod horn;

use std::fs;
use std::io::Write as _;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use horn::{chancery, program, store};

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What the program prints, with carriage returns dropped.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let out = chancery(arguments);
    assert!(out.status.success(), "{arguments:?}: {}", text(&out.stderr));
    text(&out.stdout).replace('\r', "")
}

/// What the program says when it fails.
#[track_caller]
fn refused(arguments: &[&str]) -> String {
    let out = chancery(arguments);
    assert_eq!((out.status.code(), text(&out.stdout)), (Some(1), String::new()), "{arguments:?}");
    text(&out.stderr)
}

/// A named query, its settings, its rows as CSV.
type Case<'a> = (&'a str, &'a [&'a str], &'a str);

const FACT: &str = "https://w3id.org/chancery/fact/";
const ENTITY: &str = "https://w3id.org/chancery/entity/";

#[test]
fn named_queries_find_what_the_articles_say() {
    let store = store("query-named");
    let table: [Case<'_>; 18] = [
        (
            "who-met-whom",
            &[],
            "date,told,who,where,status,medium,meeting\n2018-08,2018-07-10,\"Kenya, M23\",,planned,phone,FACT/a2\n2018-07-08,2018-07-09,\"Abiy Ahmed, Isaias Afwerki\",Asmara,held,in-person,FACT/a1\n",
        ),
        (
            "who-met-whom",
            &["status=planned"],
            "date,told,who,where,status,medium,meeting\n2018-08,2018-07-10,\"Kenya, M23\",,planned,phone,FACT/a2\n",
        ),
        (
            "meetings-of",
            &["actor=ABIY"],
            "date,told,actor,with,where,status,according,articles,meeting\n2018-07-08,2018-07-09,Abiy Ahmed,Isaias Afwerki,Asmara,held,\"Horn Agency, Kenya\",2,FACT/a1\n",
        ),
        ("meetings-of", &["actor=Aby"], "date,told,actor,with,where,status,according,articles,meeting\n"),
        ("meetings-of", &["actor=\" . } #"], "date,told,actor,with,where,status,according,articles,meeting\n"),
        (
            "who-holds-what",
            &["place=goma"],
            "territory,claimant,stance,since,told,share,against,according,contradicted,claim\nGoma,M23,captured,2018-07-09,2018-07-10,,DR Congo,European Union,no,FACT/b4\n",
        ),
        (
            "who-holds-what",
            &["place=Badme"],
            "territory,claimant,stance,since,told,share,against,according,contradicted,claim\nBadme,Ethiopia,controls,2018,2018-07-09,,Eritrea,Eritrea,no,FACT/b1\n",
        ),
        ("disputed-places", &[], "territory,one,one_stance,other,other_stance\nBadme,Eritrea,claims,Ethiopia,controls\n"),
        (
            "who-sanctions-whom",
            &["imposer=EU"],
            "date,told,imposer,target,status,measures,according,then,sanction\n2018-07-10,2018-07-10,European Union,M23,imposed,\"asset-freeze, travel-ban\",https://news.example/goma,,FACT/c1\n",
        ),
        ("who-sanctions-whom", &["imposer=Kenya"], "date,told,imposer,target,status,measures,according,then,sanction\n"),
        (
            "sanctions-on",
            &["target=march 23"],
            "target,imposer,date,told,status,measures,according,then,sentence,sanction\nM23,European Union,2018-07-10,2018-07-10,imposed,\"asset-freeze, travel-ban\",https://news.example/goma,,The EU froze the assets of the M23 over abuses.,FACT/c1\n",
        ),
        ("sanctions-on", &["target=Kenya"], "target,imposer,date,told,status,measures,according,then,sentence,sanction\n"),
        (
            "what-a-source-says",
            &["source=Kenya"],
            "source,type,certainty,sentence,fact\nKenya,Meeting,claimed,\"Abiy met Isaias in Asmara, Kenya reports.\",FACT/a1\n",
        ),
        (
            "facts-with-sentences",
            &["type=armstransfer"],
            "type,trigger,sentence,begin,end,article,fact\nArmsTransfer,sold,Kenya sold twelve guns to Ethiopia by way of Asmara.,42,94,https://news.example/notes,FACT/d1\n",
        ),
        (
            "facts-with-sentences",
            &["type=sanction"],
            "type,trigger,sentence,begin,end,article,fact\nSanction,froze,The EU froze the assets of the M23 over abuses.,95,142,https://news.example/goma,FACT/c1\n",
        ),
        (
            "actors-by-mentions",
            &["kind=person"],
            "name,kind,mentions,articles,entity\nAbiy Ahmed,Person,3,2,ENTITY/person/abiy-ahmed\nIsaias Afwerki,Person,2,2,ENTITY/person/isaias-afwerki\n",
        ),
        ("actors-by-mentions", &["kind=ArmedGroup"], "name,kind,mentions,articles,entity\nM23,ArmedGroup,2,1,ENTITY/armed-group/m23\n"),
        (
            "articles",
            &[],
            "published,headline,publisher,facts,article\n2018-07-10,Goma falls,,4,https://news.example/goma\n2018-07-09,A handshake in Asmara,Horn Agency,3,https://news.example/asmara\n,,,2,https://news.example/notes\n",
        ),
    ];
    for (name, settings, rows) in table {
        let settings = settings.iter().flat_map(|setting| ["--set", setting]);
        let arguments: Vec<&str> = ["query", "--store", &store, "--named", name].into_iter().chain(settings).collect();
        assert_eq!(printed(&arguments), rows.replace("FACT/", FACT).replace("ENTITY/", ENTITY), "{name}");
    }
}

#[test]
fn the_default_graph_is_all_of_the_store_but_its_own_records() {
    let store = store("query-union");
    let count = |query: &str| printed(&["query", "--store", &store, query]).lines().nth(1).map(str::to_owned).expect("a row");
    let quads = fs::read_to_string("tests/data/horn.nq").expect("the data").lines().count().to_string();
    assert_eq!(count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), quads);
    let table = [
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a chancery:Attestation } }", "9"),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a chancery:Meeting } }", "0"),
        ("SELECT (COUNT(*) AS ?n) FROM <https://news.example/goma> { ?s a chancery:Attestation }", "4"),
        ("SELECT (COUNT(*) AS ?n) { ?a chancery:fact/chancery:place/skos:prefLabel 'Asmara'@en }", "2"),
        ("PREFIX skos: <https://other.example/> SELECT (COUNT(*) AS ?n) { ?s skos:prefLabel ?o }", "0"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(CONTAINS(STR(?p), 'internal')) }", "0"),
        ("SELECT (COUNT(*) AS ?n) { ?s !rdf:type ?o FILTER(CONTAINS(STR(?s), '#record')) }", "0"),
        (
            "SELECT (COUNT(*) AS ?n) { ?g a chancery:Article FILTER EXISTS { GRAPH ?g { ?s ?p ?o FILTER(CONTAINS(STR(?s), '#record')) } } }",
            "0",
        ),
        (
            "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?p { { ?s ?p ?o } UNION { OPTIONAL { ?x ?p ?y } } } } FILTER(CONTAINS(STR(?p), 'internal')) }",
            "0",
        ),
    ];
    for (query, number) in table {
        assert_eq!(count(query), number, "{query}");
    }
}

#[test]
fn answers_come_in_every_syntax() {
    let store = store("query-syntaxes");
    let rows = "SELECT ?name { state:kenya skos:prefLabel ?name }";
    let triples = "CONSTRUCT { ?m chancery:participant ?who } WHERE { ?m a chancery:Meeting ; chancery:participant ?who ; chancery:medium/skos:notation 'phone' }";
    let table = [
        (rows, "csv", "name\nKenya\n"),
        (rows, "tsv", "?name\n\"Kenya\"@en\n"),
        (
            rows,
            "json",
            "{\"head\":{\"vars\":[\"name\"]},\"results\":{\"bindings\":[{\"name\":{\"type\":\"literal\",\"value\":\"Kenya\",\"xml:lang\":\"en\"}}]}}\n",
        ),
        (rows, "table", "┌───────┐\n│ name  │\n╞═══════╡\n│ Kenya │\n└───────┘\n1 row\n"),
        ("SELECT ?m { ?m a chancery:Sanction }", "table", "┌─────────┐\n│ m       │\n╞═════════╡\n│ fact:c1 │\n└─────────┘\n1 row\n"),
        ("SELECT ?m { ?m a chancery:Nothing }", "table", "0 rows\n"),
        ("ASK {}", "table", "yes\n"),
        ("ASK { ?x a chancery:Nothing }", "csv", "false\n"),
        (
            triples,
            "ttl",
            "@prefix state: <ENTITY/state/> .\n@prefix armed-group: <ENTITY/armed-group/> .\n@prefix fact: <FACT/> .\n@prefix chancery: <https://w3id.org/chancery/ns#> .\nfact:a2 chancery:participant armed-group:m23 , state:kenya .\n",
        ),
        (
            triples,
            "nt",
            "<FACT/a2> <https://w3id.org/chancery/ns#participant> <ENTITY/armed-group/m23> .\n<FACT/a2> <https://w3id.org/chancery/ns#participant> <ENTITY/state/kenya> .\n",
        ),
    ];
    for (query, format, answer) in table {
        let out = printed(&["query", "--store", &store, "--format", format, query]);
        let mut lines: Vec<&str> = out.lines().collect();
        let answer = answer.replace("FACT/", FACT).replace("ENTITY/", ENTITY);
        let mut wanted: Vec<&str> = answer.lines().collect();
        if format == "ttl" {
            lines.sort_unstable();
            wanted.sort_unstable();
        }
        assert_eq!((lines, out.ends_with('\n')), (wanted, true), "{format}: {query}");
    }
    for (query, format, part) in [
        (rows, "xml", "<literal xml:lang=\"en\">Kenya</literal>"),
        (triples, "rdfxml", "<chancery:participant"),
        (triples, "trig", "fact:a2 chancery:participant"),
        (triples, "nq", "/fact/a2> <"),
        (triples, "jsonld", "\"@id\":"),
        (triples, "table", "│ fact:a2 ┆ chancery:participant ┆ armed-group:m23 │"),
        ("DESCRIBE state:kenya", "ttl", "skos:altLabel \"Republic of Kenya\"@en"),
    ] {
        let out = printed(&["query", "--store", &store, "--format", format, query]);
        assert!(out.contains(part) && out.ends_with('\n'), "{format}: {out}");
    }
    // In a pipe rows are CSV and triples are Turtle.
    assert_eq!(printed(&["query", "--store", &store, rows]), "name\nKenya\n");
    assert!(printed(&["query", "--store", &store, triples]).starts_with("@prefix"));
}

#[test]
fn what_cannot_be_asked_is_told() {
    let store = store("query-refused");
    let table: [(&[&str], &str); 11] = [
        (&["--named", "who-holds-what", "--set", "date=yesterday"], "`date` cannot be `yesterday` (`yesterday` is not a date such as"),
        (&["--named", "who-met-whom", "--set", "status=foo"], "`status` cannot be `foo` (it is one of held, planned, "),
        (&["INSERT DATA { <a:a> <a:b> <a:c> }"], "query: this is an update, and the store is only read"),
        (&["SELECT * { ?s ?p ?o . SERVICE SILENT <http://example.org/> { ?o ?p ?s } }"], "SERVICE is not allowed"),
        (&["SELECT * { FILTER EXISTS { SERVICE <http://example.org/> {} } }"], "SERVICE is not allowed"),
        (
            &["SELECT ?x {\n  ?x foo:bar ?y }"],
            "chancery: query:2: not SPARQL at column 6: the prefix `foo:` is not declared\n  2 |   ?x foo:bar ?y }\n    |      ^\n",
        ),
        (&["ASK {}", "--format", "ttl"], "the answer is yes or no, and `ttl` is no syntax for that (there are json, xml, csv, tsv)"),
        (&["--named", "who"], "no query is named `who` (there are actors-by-mentions, "),
        (
            &["--named", "meetings-of", "--set", "who=Kenya"],
            "meetings-of: `who` is no parameter of this query (it has actor, from, to, joined)",
        ),
        (&["-f", "tests/data/none.rq"], "tests/data/none.rq: cannot be read"),
        (&["ASK {}", "--store", "tests/data/none"], "tests/data/none: there is no store here"),
    ];
    for (arguments, message) in table {
        let mut all = vec!["query"];
        all.extend(arguments);
        if !arguments.contains(&"--store") {
            all.extend(["--store", &store]);
        }
        let out = chancery(&all);
        // A question that does not ship is wrong usage; all else fails.
        let code = if arguments.contains(&"--named") { 2 } else { 1 };
        assert_eq!((out.status.code(), text(&out.stdout)), (Some(code), String::new()), "{arguments:?}");
        let said = text(&out.stderr);
        assert!(said.contains(message), "{arguments:?}: {said}");
    }
    assert_eq!(chancery(&["query", "--store", &store]).status.code(), Some(2));
}

#[test]
fn a_query_stops_when_its_time_is_over() {
    let store = store("query-timeout");
    let began = Instant::now();
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let said = refused(&["query", "--store", &store, "--timeout", "1", endless]);
    assert!(said.contains("the query was stopped after 1 s (ask for less, or raise --timeout)"), "{said}");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

fn with_input(arguments: &[&str], input: &str) -> Output {
    let mut child = program().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_query_comes_from_standard_input_with_parameters_of_its_own() {
    let store = store("query-stdin");
    let query = "# param who: a name = Kenya\nSELECT ?e { ?e skos:prefLabel ?n FILTER(STR(?n) = $who) }";
    let out = with_input(&["query", "--store", &store, "-f", "-"], query);
    assert_eq!(text(&out.stdout).replace('\r', ""), format!("e\n{ENTITY}state/kenya\n"));
    let out = with_input(&["query", "--store", &store, "-f", "-", "--set", "who=Goma"], query);
    assert_eq!(text(&out.stdout).replace('\r', ""), format!("e\n{ENTITY}place/goma\n"));
}

/// The facts that pass, in their order.
fn found(store: &str, filter: &[&str]) -> Vec<String> {
    let mut arguments = vec!["facts", "--store", store, "--format", "json"];
    arguments.extend(filter);
    let all: serde_json::Value = serde_json::from_str(&printed(&arguments)).expect("JSON");
    let facts = all.as_array().expect("a list").iter();
    facts.map(|fact| fact["fact"].as_str().expect("an IRI").trim_start_matches(FACT).to_owned()).collect()
}

#[test]
fn facts_of_every_type_stand_by_date_and_pass_filters() {
    let store = store("facts-filters");
    let table: [(&[&str], &[&str]); 19] = [
        (&[], &["b1", "d1", "a1", "b4", "c1", "a2", "b2", "b3"]),
        (&["--limit", "2"], &["b1", "d1"]),
        (&["--type", "meeting"], &["a1", "a2"]),
        (&["--type", "Arms-Transfer", "--type", "chancery:Sanction"], &["d1", "c1"]),
        (&["--type", "territorial claim"], &["b1", "b4", "b2", "b3"]),
        (&["--actor", "m23"], &["b4", "c1", "a2"]),
        (&["--actor", "M23", "--actor", "Kenya"], &["a2"]),
        (&["--actor", "state:kenya"], &["d1", "a2"]),
        (&["--actor", "Goma"], &[]),
        (&["--place", "Goma"], &["b4", "b3"]),
        (&["--place", "asmara"], &["d1", "a1"]),
        (&["--place", "asmara", "--place", "badme"], &["b1", "d1", "a1", "b2"]),
        (&["--source", "EU"], &["b4"]),
        (&["--source", "Kenya"], &["a1"]),
        (&["--from", "2018-07-09"], &["b1", "b4", "c1", "a2"]),
        (&["--to", "2018-06-30"], &["b1", "d1"]),
        (&["--from", "2018-07", "--to", "2018-07"], &["b1", "a1", "b4", "c1"]),
        (&["--from", "2019"], &[]),
        (&["--type", "meeting", "--place", "Goma"], &[]),
    ];
    for (filter, facts) in table {
        assert_eq!(found(&store, filter), facts, "{filter:?}");
    }
    let said = refused(&["facts", "--store", &store, "--type", "protest"]);
    assert!(said.contains("no fact of the type `protest` (there are arms transfer, meeting, sanction, territorial claim)"), "{said}");
    assert_eq!(chancery(&["facts", "--store", &store, "--from", "July"]).status.code(), Some(2));
}

#[test]
fn facts_are_shown_with_all_that_is_known() {
    let store = store("facts-shown");
    let show = |format: &str, more: &[&str]| printed(&[&["facts", "--store", &store, "--format", format], more].concat());
    let csv = show("csv", &["--type", "arms-transfer"]);
    let row = "arms transfer (amount 12),\"recipient: Ethiopia\nsupplier: Kenya\",destination: Asmara,2018-06,the article,Kenya sold twelve guns to Ethiopia by way of Asmara.,arms transfer,sold,1,https://news.example/notes,,https://w3id.org/chancery/fact/d1\n";
    assert_eq!(csv, format!("what,who,where,when,according to,sentence,type,trigger,sentences,article,headline,fact\n{row}"));
    let markdown = show("markdown", &["--actor", "Kenya", "--type", "meeting"]);
    let row = "| meeting: planned (phone; topic a ceasefire \\| and aid; possible) | participant: M23, Kenya |  | 2018-08 | the article | Kenya may phone the M23 in August about a ceasefire \\| and aid. |";
    assert_eq!(markdown.lines().nth(2), Some(row));
    let table = show("table", &["--place", "Goma"]);
    for part in ["not controls", "captured (claimed)", "European Union", "claimant: M23", "against: DR", "2 facts"] {
        assert!(table.contains(part), "{part}: {table}");
    }
    assert!(table.lines().all(|line| line.chars().count() <= 120) && !table.contains('\u{1b}'), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&show("json", &["--from", "2018-07-08", "--type", "meeting", "--limit", "1"])).expect("JSON");
    let wanted = serde_json::json!([{
        "fact": format!("{FACT}a1"), "type": "meeting", "date": "2018-07-08", "classes": ["https://w3id.org/chancery/ns#Meeting"],
        "roles": {
            "participant": [
                {"iri": format!("{ENTITY}person/abiy-ahmed"), "label": "Abiy Ahmed", "kind": "Person"},
                {"iri": format!("{ENTITY}person/isaias-afwerki"), "label": "Isaias Afwerki", "kind": "Person"}],
            "place": [{"iri": format!("{ENTITY}place/asmara"), "label": "Asmara", "kind": "Place"}]},
        "values": {"date": ["2018-07-08"], "medium": ["in-person"], "status": ["held"]},
        "attestations": [{
            "article": {"iri": "https://news.example/asmara", "headline": "A handshake in Asmara", "published": "2018-07-09", "publisher": "Horn Agency", "url": null},
            "sentence": {"begin": 0, "end": 82, "iri": "https://news.example/asmara#char=0,82", "text": "Abiy Ahmed met Isaias Afwerki in Asmara on 8 July 2018 — the first talks in years."},
            "trigger": {"begin": 11, "end": 14, "iri": "https://news.example/asmara#char=11,14", "text": "met"},
            "sources": [], "certainty": "stated", "rule": "meeting/verb"
        }, {
            "article": {"iri": "https://news.example/notes", "headline": null, "published": null, "publisher": null, "url": null},
            "sentence": {"begin": 0, "end": 41, "iri": "https://news.example/notes#char=0,41", "text": "Abiy met Isaias in Asmara, Kenya reports."},
            "trigger": {"begin": 5, "end": 8, "iri": "https://news.example/notes#char=5,8", "text": "met"},
            "sources": [{"iri": format!("{ENTITY}state/kenya"), "label": "Kenya", "kind": "State"}], "certainty": "claimed", "rule": "meeting/verb"
        }]
    }]);
    assert_eq!(json, wanted);
}

#[test]
fn every_command_has_help_with_an_example() {
    let help = printed(&["-h"]);
    let lines = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let commands = lines.filter_map(|l| l.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()));
    for command in commands.filter(|c| *c != "help") {
        let help = printed(&[command, "--help"]);
        assert!(help.contains("Example") || matches!(command, "language" | "register"), "{command}: {help}");
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(&["completions", shell]);
        assert!(["ingest", "query", "facts", "serve", "export"].iter().all(|command| script.contains(command)), "{shell}");
    }
    assert!(printed(&["man"]).contains("chancery\\-serve(1)"));
    assert!(printed(&["man", "query"]).contains("\\-\\-named"));
    assert!(refused(&["man", "nothing"]).contains("there is no command `nothing`"));
}
