//! What `serve` promises: the query half of the SPARQL 1.1 Protocol, asked as any client asks.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod horn;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use horn::{chancery, program, store};

/// A server on a free port; it ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended
        let _ = self.child.wait();
    }
}

/// What came back.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    /// A header's value, empty if it is not there.
    fn header(&self, name: &str) -> String {
        let found = self.head.lines().find_map(|line| line.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.to_owned()).unwrap_or_default()
    }
}

impl Server {
    fn start(store: &str, more: &[&str]) -> Self {
        let arguments = ["serve", "--store", store, "--bind", "127.0.0.1:0"];
        let mut child = program().args(arguments).args(more).stderr(Stdio::piped()).spawn().expect("it runs");
        let mut line = String::new();
        BufReader::new(child.stderr.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_owned();
        Self { child, address }
    }

    /// Sends a request and reads all that comes back.
    fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
        stream.write_all(head.as_bytes()).expect("sent");
        let _ = stream.write_all(body); // a server need not read what it refuses
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes); // what came until the connection broke counts
        let text = String::from_utf8(bytes).expect("UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str, accept: &str) -> Reply {
        self.send("GET", path, &format!("Accept: {accept}\r\n"), b"")
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

fn asked(query: &str) -> String {
    format!("/query?query={}", encoded(query))
}

const NAME: &str = "SELECT ?name { state:kenya skos:prefLabel ?name }";
const JSON: &str = "{\"head\":{\"vars\":[\"name\"]},\"results\":{\"bindings\":[{\"name\":{\"type\":\"literal\",\"value\":\"Kenya\",\"xml:lang\":\"en\"}}]}}\n";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
const PLAIN: &str = "Content-Type: application/sparql-query\r\n";

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
        (NAME, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
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
    let server = Server::start(&store("serve-wrong"), &[]);
    let large = vec![b' '; (1 << 20) + 1];
    let table: [Wrong<'_>; 12] = [
        (
            "GET",
            &asked("SELECT ?x {\n ?x foo:a ?y }"),
            "",
            b"",
            400,
            "line 2: not SPARQL at column 5: the prefix `foo:` is not declared\n2 |  ?x foo:a ?y }\n  |     ^\n",
        ),
        ("POST", "/query", PLAIN, b"SELECT ?x {", 400, "line 1: not SPARQL"),
        ("POST", "/query", PLAIN, b"CLEAR ALL", 403, "this is an update, and the store is only read"),
        ("POST", "/query", FORM, b"update=CLEAR+ALL", 403, "this is an update"),
        ("POST", "/query", "Content-Type: application/sparql-update\r\n", b"CLEAR ALL", 403, "this is an update"),
        ("POST", "/query", PLAIN, b"SELECT * { SERVICE <http://127.0.0.1/> {} }", 403, "SERVICE is not allowed"),
        ("POST", "/query", FORM, b"", 400, "the form holds no query"),
        ("GET", "/query?query=ASK+%7B%7D&query=ASK+%7B%7D", "", b"", 400, "there are two queries"),
        ("POST", "/query", "Content-Type: text/plain\r\n", b"ASK {}", 415, "application/sparql-query"),
        ("POST", "/query", PLAIN, &large, 413, "larger than 1 MiB"),
        ("PUT", "/query", PLAIN, b"ASK {}", 405, "queries come by GET or POST"),
        ("GET", "/nothing", "", b"", 404, "the endpoint is /query"),
    ];
    for (method, path, headers, body, status, message) in table {
        let reply = server.send(method, path, headers, body);
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.body);
        assert!(reply.body.contains(message), "{method} {path}: {}", reply.body);
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
    }
    assert_eq!(server.send("DELETE", "/query", "", b"").header("allow"), "GET,HEAD,POST,OPTIONS");
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
    assert_eq!(server.get("/healthz", "*/*").body, "ok\n");
    for (path, accept) in [("/", "*/*"), ("/query", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")] {
        let page = server.get(path, accept);
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8".to_owned()));
        assert!(page.body.contains("<textarea") && page.body.contains("Who met whom") && !page.body.contains("@DATA@"));
        assert_eq!(page.header("access-control-allow-origin"), "");
        // Nothing is fetched from elsewhere.
        for outside in ["src=\"http", "href=\"http", "url(", "import "] {
            assert!(!page.body.contains(outside), "{outside}");
        }
    }
}

#[test]
fn large_answers_arrive_whole_and_endless_ones_are_stopped() {
    let server = Server::start(&store("serve-large"), &["--timeout", "2", "--concurrent", "2"]);
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
