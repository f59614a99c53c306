//! What `serve` promises: the query half of the SPARQL 1.1 Protocol, asked as any client asks.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod horn;
mod http;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use horn::{chancery, store};
use http::{FORM, PLAIN, Server, asked, encoded};

const NAME: &str = "SELECT ?name { state:kenya skos:prefLabel ?name }";
const JSON: &str = "{\"head\":{\"vars\":[\"name\"]},\"results\":{\"bindings\":[{\"name\":{\"type\":\"literal\",\"value\":\"Kenya\",\"xml:lang\":\"en\"}}]}}\n";

#[test]
fn all_three_ways_to_ask_are_answered() {
    let server = Server::start(&store("serve-ways"), &[]);
    let form = format!("query={}", encoded(NAME));
    for path in ["/query", "/sparql"] {
        for reply in [
            server.send("GET", &format!("{path}?{form}"), "", b""),
            server.send("POST", path, FORM, form.as_bytes()),
            server.send("POST", path, PLAIN, NAME.as_bytes()),
        ] {
            assert_eq!((reply.status, reply.body.as_str()), (200, JSON), "{}", reply.head);
            assert_eq!(reply.header("content-type"), "application/sparql-results+json");
            assert_eq!(reply.header("access-control-allow-origin"), "*");
            assert_eq!(reply.header("content-length"), JSON.len().to_string());
            assert!(reply.header("vary").contains("Accept"));
        }
    }
    let head = server.send("HEAD", &asked(NAME), "", b"");
    assert_eq!((head.status, head.body.as_str(), head.header("content-length")), (200, "", JSON.len().to_string()));
    let goma = format!("&default-graph-uri={}", encoded("https://news.example/goma"));
    let count = "SELECT (COUNT(*) AS ?n) { ?s a chancery:Attestation }";
    assert_eq!(server.get(&(asked(count) + &goma), "text/csv").body, "n\r\n4\r\n");
    assert_eq!(server.get(&asked(count), "text/csv").body, "n\r\n9\r\n");
    let named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a chancery:Attestation } }";
    assert_eq!(server.get(&(asked(named) + &goma.replace("default", "named")), "text/csv").body, "n\r\n4\r\n");
    assert_eq!(server.get(&(asked(named) + &goma), "text/csv").body, "n\r\n0\r\n");
}

#[test]
fn questions_that_ship_are_asked_by_name() {
    let server = Server::start(&store("serve-named"), &[]);
    let reply = server.get("/query?named=meetings-of&actor=ABIY", "text/csv");
    assert!(reply.status == 200 && reply.body.lines().count() == 2 && reply.body.contains("Isaias Afwerki"), "{}", reply.body);
    let status = |path: &str| server.get(path, "text/csv").status;
    assert_eq!((status("/query?named=nosuch"), status("/query?named=who-met-whom&status=maybe")), (404, 400));
}

#[test]
fn the_syntax_is_negotiated() {
    let server = Server::start(&store("serve-syntax"), &[]);
    let triples = "CONSTRUCT WHERE { ?m chancery:participant ?who }";
    let table = [
        (NAME, "*/*", "application/sparql-results+json"),
        (NAME, "application/sparql-results+xml", "application/sparql-results+xml"),
        (NAME, "text/csv, application/json;q=0.5", "text/csv; charset=utf-8"),
        (NAME, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (NAME, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("ASK {}", "text/csv;q=0.1, application/sparql-results+xml;q=0.2", "application/sparql-results+xml"),
        (triples, "*/*", "text/turtle"),
        (triples, "application/rdf+xml", "application/rdf+xml"),
        (triples, "application/n-triples", "application/n-triples"),
        (triples, "application/json", "application/ld+json"),
        (triples, "application/trig, */*;q=0.1", "application/trig"),
        (triples, "application/n-quads", "application/n-quads"),
    ];
    for (query, accept, media) in table {
        let reply = server.get(&asked(query), accept);
        assert_eq!((reply.status, reply.header("content-type")), (200, media.to_owned()), "{accept}: {}", reply.body);
    }
    for (query, format, media) in
        [(NAME, "csv", "text/csv; charset=utf-8"), (triples, "rdfxml", "application/rdf+xml"), (triples, "json", "application/ld+json")]
    {
        assert_eq!(server.get(&(asked(query) + "&format=" + format), "*/*").header("content-type"), media);
    }
    let none = server.get(&asked(NAME), "image/png");
    assert_eq!(none.status, 406);
    assert!(none.body.contains("application/sparql-results+json, application/sparql-results+xml, text/csv"), "{}", none.body);
    assert_eq!(server.get(&(asked(NAME) + "&format=ttl"), "*/*").status, 400);
}

/// Method, path, headers and body of a request; status and part of the message of its reply.
type Wrong<'a> = (&'a str, &'a str, &'a str, &'a [u8], u16, &'a str);

#[test]
fn what_is_wrong_has_its_status() {
    let server = Server::start(&store("serve-wrong"), &["--max-request", "1"]);
    let large = vec![b' '; (1 << 20) + 1];
    let table: [Wrong<'_>; 12] = [
        (
            "GET",
            &asked("SELECT ?x {\n ?x foo:a ?y }"),
            "",
            b"",
            400,
            "line 2: not SPARQL at column 5: the prefix `foo:` is not declared\n2 |  ?x foo:a ?y }\n  |     ^",
        ),
        ("POST", "/query", PLAIN, b"SELECT ?x {", 400, "line 1: not SPARQL"),
        ("POST", "/query", PLAIN, b"CLEAR ALL", 403, "this is an update, and the store is only read"),
        ("POST", "/query", FORM, b"update=CLEAR+ALL", 403, "this needs a token"),
        ("POST", "/query", "Content-Type: application/sparql-update\r\n", b"CLEAR ALL", 403, "this needs a token"),
        ("POST", "/query", PLAIN, b"SELECT * { SERVICE <http://127.0.0.1/> {} }", 403, "SERVICE is not allowed"),
        ("POST", "/query", FORM, b"", 400, "the request holds no query and no update"),
        ("GET", "/query?query=ASK+%7B%7D&query=ASK+%7B%7D", "", b"", 400, "there are two queries"),
        ("POST", "/query", "Content-Type: text/plain\r\n", b"ASK {}", 415, "application/sparql-query"),
        ("POST", "/query", PLAIN, &large, 413, "longer than a query may be (1 MiB"),
        ("PUT", "/query", PLAIN, b"ASK {}", 405, "PUT is not for this address; there are GET, HEAD, POST, OPTIONS"),
        ("GET", "/nothing", "", b"", 404, "/query the endpoint"),
    ];
    for (method, path, headers, body, status, message) in table {
        let reply = server.send(method, path, headers, body);
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.body);
        let problem: serde_json::Value = serde_json::from_str(&reply.body).expect("a problem document");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(message)), "{method} {path}: {}", reply.body);
        assert_eq!(problem["status"], status);
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(reply.header("content-type"), "application/problem+json");
    }
    assert_eq!(server.send("DELETE", "/query", "", b"").header("allow"), "GET, HEAD, POST, OPTIONS");
    let before = server.send("OPTIONS", "/query", "Origin: https://a.example\r\nAccess-Control-Request-Method: POST\r\n", b"");
    assert_eq!((before.status, before.header("access-control-allow-methods")), (204, "GET, HEAD, POST, OPTIONS".to_owned()));
    assert!(before.header("access-control-allow-headers").contains("Content-Type"));
}

#[test]
fn it_says_what_it_is() {
    let server = Server::start(&store("serve-page"), &["--cors", "none"]);
    let turtle = server.get("/query", "text/turtle");
    assert_eq!((turtle.status, turtle.header("content-type")), (200, "text/turtle".to_owned()));
    for part in ["sd:Service", "sd:SPARQL11Query", "sd:UnionDefaultGraph", "formats:SPARQL_Results_JSON"] {
        assert!(turtle.body.contains(part), "{part}: {}", turtle.body);
    }
    assert!(server.get("/query", "application/rdf+xml").body.contains("<rdf:RDF"));
    assert_eq!(server.get("/query", "text/csv").status, 406);
    assert_eq!(server.get("/health", "*/*").body, "ok\n");
    let page = server.get("/", "*/*");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8".to_owned()));
    assert!(page.header("content-security-policy").contains("script-src 'self'") && page.body.contains("assets/app.js"), "{}", page.body);
    assert_eq!(page.header("access-control-allow-origin"), "");
    // Nothing is fetched from elsewhere.
    for outside in ["src=\"http", "href=\"http", "url(", "import "] {
        assert!(!page.body.contains(outside), "{outside}");
    }
    let browser = server.get("/query", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    assert_eq!((browser.status, browser.header("location")), (303, "/#/query".to_owned()));
}

#[test]
fn large_answers_arrive_whole_and_endless_ones_are_stopped() {
    let server = Server::start(&store("serve-large"), &["--query-timeout", "2", "--workers", "2"]);
    let large = server.get(&asked("SELECT * { ?s ?p ?o . ?a chancery:fact ?f }"), "text/csv");
    let lines = std::fs::read_to_string("tests/data/horn.nq").expect("the data").lines().count() * 9 + 1;
    assert_eq!((large.status, large.header("transfer-encoding")), (200, "chunked".to_owned()));
    assert!(large.body.matches("\r\n").count() >= lines && large.body.ends_with("\r\n0\r\n\r\n"), "{}", large.body.len());
    let began = Instant::now();
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let stopped = server.get(&(asked(endless) + "&timeout=1"), "*/*");
    assert_eq!(stopped.status, 504, "{}", stopped.body);
    assert!(stopped.body.contains("stopped after 1 s") && began.elapsed() < Duration::from_secs(5), "{}", stopped.body);
    // What has begun to arrive breaks off; nobody takes it for the whole.
    let cut = server.get(&asked("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), "text/csv");
    assert!(cut.status == 200 && !cut.body.ends_with("\r\n0\r\n\r\n"));
}

#[test]
fn a_store_that_changes_is_read_anew() {
    let path = store("serve-fresh");
    let server = Server::start(&path, &[]);
    let count = || server.get(&asked("SELECT (COUNT(*) AS ?n) { ?a a chancery:Article }"), "text/csv").body;
    assert_eq!(count(), "n\r\n3\r\n");
    let removed = chancery(&["remove", "--store", &path, "https://news.example/goma"]);
    assert!(removed.status.success(), "{removed:?}");
    let patience = Instant::now() + Duration::from_secs(10);
    while count() != "n\r\n2\r\n" {
        assert!(Instant::now() < patience, "{}", count());
        sleep(Duration::from_millis(200));
    }
}

#[test]
fn what_it_cannot_serve_is_told() {
    let path = store("serve-told");
    let server = Server::start(&path, &[]);
    let said = |arguments: &[&str]| {
        let out = chancery(&[&["serve"], arguments].concat());
        assert_eq!(out.status.code(), Some(1));
        String::from_utf8(out.stderr).expect("UTF-8")
    };
    let taken = said(&["--store", &path, "--bind", &server.address]);
    assert!(taken.contains("is in use by another program (--bind 127.0.0.1:0 takes any free port)"), "{taken}");
    assert!(said(&["--store", &path, "--bind", "nowhere"]).contains("cannot listen at nowhere"));
    assert!(said(&["--store", "tests/data/none"]).contains("there is no store here"));
}

#[cfg(unix)]
#[test]
fn it_ends_when_told() {
    for signal in ["INT", "TERM"] {
        let mut server = Server::start(&store(&format!("serve-{signal}")), &[]);
        let idle = TcpStream::connect(&server.address).expect("a connection");
        let told = std::process::Command::new("kill").args([&format!("-{signal}"), &server.child.id().to_string()]).status();
        assert!(told.expect("kill").success());
        let began = Instant::now();
        let ended = loop {
            if let Some(status) = server.child.try_wait().expect("a child") {
                break status;
            }
            assert!(began.elapsed() < Duration::from_secs(8), "{signal}");
            sleep(Duration::from_millis(50));
        };
        assert_eq!(ended.code(), Some(0), "{signal}");
        drop(idle);
        assert!(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("serve-{signal}")).exists());
    }
}

#[test]
fn every_address_that_the_readme_names_answers() {
    let path = store("serve-readme");
    assert!(chancery(&["link", "--store", &path]).status.success());
    let server = Server::start(&path, &[]);
    let readme = std::fs::read_to_string("README.md").expect("the README");
    let rows = readme.lines().skip_while(|line| *line != "| address | answers |").skip(2).take_while(|line| line.starts_with('|'));
    let addresses: Vec<&str> = rows.flat_map(|row| row.split('`').skip(1).step_by(2)).filter(|a| a.starts_with('/')).collect();
    assert!(addresses.len() >= 12, "{addresses:?}");
    for address in addresses.into_iter().filter(|address| !address.ends_with('=')) {
        let reply = server.get(address, "*/*");
        assert!(reply.status == if address == "/ns" { 303 } else { 200 }, "{address}: {} {}", reply.status, reply.body);
    }
}

#[test]
fn what_is_known_already_is_not_sent_again() {
    let path = store("serve-etag");
    let server = Server::start(&path, &[]);
    let first = server.get(&asked(NAME), "text/csv");
    let tag = first.header("etag");
    assert!(tag.starts_with("W/\""), "{tag}");
    let known = format!("Accept: text/csv\r\nIf-None-Match: \"other\", {tag}\r\n");
    let again = server.send("GET", &asked(NAME), &known, b"");
    assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", tag.clone()));
    // Another syntax, a query that has another answer each time, and a store that has changed are other things.
    assert_ne!(server.get(&asked(NAME), "application/json").header("etag"), tag);
    assert_eq!(server.get(&asked("SELECT (RAND() AS ?r) {}"), "text/csv").header("etag"), "");
    assert!(chancery(&["remove", "--store", &path, "https://news.example/goma"]).status.success());
    sleep(Duration::from_millis(600));
    assert_eq!(server.send("GET", &asked(NAME), &known, b"").status, 200);
}

#[test]
fn answers_are_compressed_as_is_asked() {
    let server = Server::start(&store("serve-packed"), &[]);
    for coding in ["gzip", "br", "zstd"] {
        let mut stream = TcpStream::connect(&server.address).expect("a connection");
        let address = asked("SELECT * { ?s ?p ?o }");
        write!(stream, "GET {address} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: {coding}\r\n\r\n").expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("read");
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]).to_lowercase();
        assert!(head.contains(&format!("content-encoding: {coding}\r\n")) && head.contains("vary: accept-encoding"), "{head}");
        assert!(bytes.len() < 20_000, "{coding}: {}", bytes.len());
    }
}

#[test]
fn iris_of_its_own_lead_to_pages_and_to_data() {
    let server = Server::start(&store("serve-iris"), &[]);
    let (page, turtle) = ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/turtle");
    for path in ["/entity/state/kenya", "/ns", "/concept/meeting-status/held"] {
        for (accept, to) in [(page, "/page?iri="), (turtle, "/data?iri=")] {
            let reply = server.get(path, accept);
            let location = reply.header("location");
            assert!(reply.status == 303 && location.starts_with(to) && reply.header("vary").contains("Accept"), "{path}: {}", reply.head);
            let reply = server.get(&location, accept);
            assert_eq!(
                (reply.status, reply.header("content-type").contains(accept.split(',').next().unwrap_or(""))),
                (200, true),
                "{location}"
            );
        }
    }
    let about = server.get("/page?iri=https://w3id.org/chancery/entity/state/kenya", page).body;
    assert!(about.contains("application/ld+json") && about.contains("Kenya"), "{about}");
    assert_eq!(server.get("/page?iri=https://w3id.org/chancery/entity/state/nowhere", page).status, 404);
    assert_eq!(server.get("/entity/", turtle).status, 404);
}

#[test]
fn records_of_the_store_are_seen_at_no_address() {
    let path = store("serve-records");
    assert!(chancery(&["link", "--store", &path]).status.success());
    let server = Server::start(&path, &[]);
    let own = "https://w3id.org/chancery/internal#";
    for query in [
        format!("SELECT * {{ GRAPH ?g {{ ?r <{own}states> ?o }} }}"),
        format!("PREFIX x: <{}> SELECT * {{ ?r x:nal\\#digest ?o }}", own.trim_end_matches("nal#")),
        format!("SELECT * {{ GRAPH <{own}index> {{ ?s ?p ?o }} }}"),
        format!("SELECT * FROM <{own}index> {{ ?s ?p ?o }}"),
    ] {
        assert_eq!(server.get(&asked(&query), "text/csv").status, 403, "{query}");
    }
    // What leads to records without naming one finds none.
    let all = [
        "SELECT ?x { ?s ?x ?o }",
        "SELECT ?x { GRAPH ?x {} }",
        "SELECT ?x { GRAPH ?x { ?s ?p ?o } }",
        "SELECT ?x { ?x <urn:p>? ?z }",
        "SELECT ?x { ?z <urn:p>* ?x }",
        "SELECT ?x { ?x (<urn:p>?/<urn:q>*) ?z }",
        "SELECT ?x { GRAPH ?g { ?x <urn:p>? ?z } }",
        "SELECT ?x { VALUES (?chancery_held ?chancery_record) { (1 2) } LATERAL { ?x <urn:p>* ?o } }",
        "SELECT ?x { ?x !<urn:p> ?z }",
        "SELECT ?x { ?z !<urn:p> ?x }",
    ];
    for query in all {
        let reply = server.get(&asked(query), "text/csv");
        assert!(reply.status == 200 && reply.body.len() > 100, "{query}: {}", reply.body);
        for part in [own, "#record", "> <https://w3id.org/chancery/ns#"] {
            assert!(!reply.body.contains(part), "{query}: {part}");
        }
    }
    let beside = format!("&default-graph-uri={}", encoded(&format!("{own}index")));
    assert_eq!(server.get(&(asked("SELECT ?x { ?x <urn:p>? ?z }") + &beside), "text/csv").status, 403);
    for address in [
        format!("/graph?graph={}", encoded(&format!("{own}index"))),
        format!("/data?iri={}", encoded("https://news.example/goma#record")),
        format!("/data?iri={}", encoded(&format!("{own}digest"))),
    ] {
        let status = server.get(&address, "text/turtle").status;
        assert!(status == 403 || status == 404, "{address}: {status}");
    }
    let described = server.get(&asked("DESCRIBE <https://news.example/goma#record> <https://news.example/goma>"), "application/n-triples");
    assert!(described.status == 200 && !described.body.contains(own), "{}", described.body);
}
