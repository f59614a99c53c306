//! The limits of `serve` hold, whatever a query does: time, memory, rows, how many at once; and what is asked beside it is answered.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

#[expect(dead_code, reason = "other tests use the rest")]
mod horn;
#[expect(dead_code, reason = "other tests use the rest")]
mod http;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use http::{Reply, Server, asked};

/// It sorts the product of the store with itself: time and memory without end, and the engine's own limit is not looked at while it sorts.
const ENDLESS: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i";
/// It counts without end, in little memory.
const COUNTING: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
const QUICK: &str = "ASK { state:kenya skos:prefLabel ?name }";

fn problem(reply: &Reply) -> String {
    assert_eq!(reply.header("content-type"), "application/problem+json", "{} {}", reply.status, reply.body);
    let problem: serde_json::Value = serde_json::from_str(&reply.body).expect("a problem document");
    assert_eq!(problem["status"], reply.status);
    problem["detail"].as_str().expect("a detail").to_owned()
}

/// A figure of the service.
fn figure(server: &Server, name: &str) -> f64 {
    let text = server.get("/metrics", "*/*").body;
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.rsplit(' ').next().and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// Waits until something is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(10);
    while !is_so() {
        assert!(Instant::now() < patience, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Asks, and waits for nothing.
fn begin(server: &Server, query: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&server.address).expect("a connection");
    write!(stream, "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", asked(query)).expect("sent");
    stream
}

#[test]
fn time_ends_a_query_whatever_it_does() {
    let server = Server::start(&horn::store("limits-time"), &["--query-timeout", "60"]);
    let began = Instant::now();
    let reply = server.get(&(asked(COUNTING) + "&timeout=1"), "*/*");
    assert_eq!((reply.status, problem(&reply).contains("stopped after 1 s")), (504, true), "{}", reply.body);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert_eq!(server.get(&asked(QUICK), "*/*").status, 200);
}

#[test]
fn memory_ends_a_query_and_nothing_else() {
    let server = Server::start(&horn::store("limits-memory"), &["--query-memory", "256"]);
    let reply = server.get(&asked(ENDLESS), "*/*");
    assert_eq!((reply.status, problem(&reply).contains("more than 256 MiB")), (503, true), "{}", reply.body);
    assert_eq!(server.get(&asked(QUICK), "*/*").status, 200);
    assert!(figure(&server, "chancery_readers_ended_total{reason=\"memory\"}") > 0.0);
}

#[test]
fn a_query_that_breaks_its_reader_breaks_nothing_else() {
    let server = Server::start(&horn::store("limits-deep"), &[]);
    let deep = format!("ASK {{ FILTER({}1{}) }}", "(".repeat(100_000), ")".repeat(100_000));
    let reply = server.send("POST", "/query", http::PLAIN, deep.as_bytes());
    assert!(reply.status == 400 || reply.status == 503, "{} {}", reply.status, reply.body);
    problem(&reply);
    assert_eq!(server.get(&asked(QUICK), "*/*").status, 200);
}

#[test]
fn too_many_are_told_to_come_again() {
    let server = Server::start(&horn::store("limits-queue"), &["--workers", "1", "--queue", "1", "--query-timeout", "20"]);
    let _running = begin(&server, COUNTING);
    until("one runs", || figure(&server, "chancery_queries_running ") == 1.0);
    let _waiting = begin(&server, QUICK);
    until("one waits", || figure(&server, "chancery_queries_waiting ") == 1.0);
    let reply = server.get(&asked("ASK { ?more ?than ?enough }"), "*/*");
    assert_eq!((reply.status, reply.header("retry-after")), (429, "5".to_owned()), "{}", reply.body);
    problem(&reply);
}

#[test]
fn a_query_ends_when_nobody_waits_for_it() {
    let server = Server::start(&horn::store("limits-gone"), &["--query-timeout", "60"]);
    let stream = begin(&server, COUNTING);
    until("it runs", || figure(&server, "chancery_queries_running ") == 1.0);
    drop(stream);
    until("it has ended", || figure(&server, "chancery_queries_running ") == 0.0);
    // The same while an answer is on its way.
    let mut stream = begin(&server, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }");
    let mut some = [0; 1000];
    assert!(stream.read(&mut some).expect("a beginning") > 0);
    drop(stream);
    until("it has ended", || figure(&server, "chancery_queries_running ") == 0.0);
}

#[test]
fn an_answer_of_too_many_rows_is_refused_or_breaks_off() {
    let server = Server::start(&horn::store("limits-rows"), &["--max-rows", "5000"]);
    let enough = server.get(&asked("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 5000"), "text/csv");
    assert_eq!(enough.status, 200);
    let reply = server.get(&asked("SELECT ?x { ?x ?p ?o . ?a ?b ?c } LIMIT 5001"), "text/csv");
    assert!(
        (reply.status == 403 && problem(&reply).contains("more than 5000 rows")) || !reply.body.ends_with("\r\n0\r\n\r\n"),
        "{} {}",
        reply.status,
        reply.body.len()
    );
    let few = Server::start(&horn::store("limits-few-rows"), &["--max-rows", "3"]);
    let reply = few.get(&asked("SELECT * { ?s ?p ?o }"), "text/csv");
    assert_eq!((reply.status, problem(&reply).contains("more than 3 rows")), (403, true));
    assert_eq!(few.get(&asked("CONSTRUCT WHERE { ?s ?p ?o }"), "text/turtle").status, 403);
}

#[test]
fn what_runs_is_listed_and_can_be_stopped_by_whoever_has_the_token() {
    let path = horn::store("limits-admin");
    let token = format!("{path}.token");
    std::fs::write(&token, "0123456789abcdef0123456789abcdef\n").expect("a token");
    let server = Server::start(&path, &["--write-token-file", &token, "--query-timeout", "60"]);
    let right = "Authorization: Bearer 0123456789abcdef0123456789abcdef\r\n";
    assert_eq!(server.send("GET", "/admin/queries", "", b"").status, 401);
    assert_eq!(server.send("GET", "/admin/queries", "Authorization: Bearer 0123456789abcdef0123456789abcdee\r\n", b"").status, 401);
    let mut stream = begin(&server, COUNTING);
    let list = || -> serde_json::Value { serde_json::from_str(&server.send("GET", "/admin/queries", right, b"").body).expect("JSON") };
    until("it is listed", || list()["queries"][0]["what"] == COUNTING);
    let id = list()["queries"][0]["id"].to_string();
    assert_eq!(server.send("DELETE", &format!("/admin/queries/{id}"), right, b"").status, 204);
    let mut answer = [0; 2000];
    let length = stream.read(&mut answer).expect("an answer");
    assert!(String::from_utf8_lossy(&answer[..length]).contains("503"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(list()["queries"], serde_json::json!([]));
    assert_eq!(server.send("DELETE", &format!("/admin/queries/{id}"), right, b"").status, 404);
}

#[test]
fn other_endpoints_are_called_only_where_they_are_named() {
    let path = horn::store("limits-service");
    let other = Server::start(&horn::store("limits-service-other"), &[]);
    let query = |address: &str| format!("SELECT ?name {{ SERVICE <http://{address}/query> {{ state:kenya skos:prefLabel ?name }} }}");
    let named = Server::start(&path, &["--allow-service", &format!("http://{}/", other.address)]);
    let reply = named.get(&asked(&query(&other.address)), "text/csv");
    assert_eq!((reply.status, reply.body.contains("Kenya")), (200, true), "{}", reply.body);
    let elsewhere = Server::start(&path, &["--allow-service", "https://a.example/"]);
    let reply = elsewhere.get(&asked(&query(&other.address)), "text/csv");
    assert_eq!((reply.status, problem(&reply).contains("SERVICE is not allowed")), (403, true));
    let variable = format!("SELECT * {{ VALUES ?e {{ <http://{}/query> }} SERVICE ?e {{ ?s ?p ?o }} }}", other.address);
    assert_ne!(elsewhere.get(&asked(&variable), "text/csv").status, 200);
}

#[cfg(unix)]
#[test]
fn what_has_begun_is_answered_before_it_ends() {
    let mut server = Server::start(&horn::store("limits-end"), &["--query-timeout", "30"]);
    // A second or so of work.
    let mut stream = begin(&server, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f) }");
    until("it runs", || figure(&server, "chancery_queries_running ") == 1.0);
    let told = std::process::Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status();
    assert!(told.expect("kill").success());
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200") || answer.starts_with("HTTP/1.1 504"), "{answer}");
    assert_eq!(server.child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn whoever_reads_nothing_keeps_nobody_waiting_for_long() {
    let server = Server::start(&horn::store("limits-stalled"), &["--workers", "1", "--query-timeout", "60"]);
    let _silent = begin(&server, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }");
    until("it runs", || figure(&server, "chancery_queries_running ") == 1.0);
    let began = Instant::now();
    assert_eq!(server.get(&asked(QUICK), "*/*").status, 200);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}
