//! What `serve` promises to those who may write: updates, whole graphs, articles; and to all others, that they may not.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod horn;
#[expect(dead_code, reason = "other tests use the rest")]
mod http;
mod writing;

use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use horn::{chancery, program, store};
use http::encoded;
use writing::{Server, TOKEN, TURTLE, fresh, token_file};

const UPDATE: &str = "Content-Type: application/sparql-update\r\n";
const COUNT: &str = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }";

#[test]
fn an_update_is_seen_by_the_next_query() {
    let server = Server::start(&fresh("write-update"), &[]);
    for n in 1..=5 {
        let reply = server.write("POST", "/query", UPDATE, format!("INSERT DATA {{ <urn:s{n}> <urn:p> <o> }}").as_bytes());
        assert_eq!((reply.status, reply.body.as_str()), (204, ""), "{}", reply.head);
        assert_eq!(server.ask(COUNT), n.to_string());
    }
    assert_eq!(server.ask("SELECT ?o { <urn:s1> <urn:p> ?o }"), format!("http://{}/o", server.address()), "the base is the address");
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let using = format!("update={}&using-graph-uri=urn%3Ag", encoded("DELETE { ?s <urn:p> ?o } WHERE { ?s <urn:p> ?o }"));
    assert_eq!(server.write("POST", "/sparql", form, using.as_bytes()).status, 204);
    assert_eq!(server.ask(COUNT), "5", "another dataset was looked at");
    assert_eq!(server.write("POST", "/sparql", form, b"update=CLEAR+ALL").status, 204);
    assert_eq!(server.ask(COUNT), "0");
    let conflict = "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }";
    assert_eq!(server.write("POST", "/query?using-graph-uri=urn:x", UPDATE, conflict.as_bytes()).status, 400);
    for (text, status) in [("CLEAR XYZ", 400), ("LOAD <http://a.example/>", 403), ("CLEAR GRAPH <urn:none>", 404)] {
        let reply = server.write("POST", "/query", UPDATE, text.as_bytes());
        assert_eq!(reply.status, status, "{text}: {}", reply.body);
        assert!(reply.header("content-type").starts_with("application/problem+json"));
    }
}

#[test]
fn graphs_are_put_merged_read_and_taken_away() {
    let server = Server::start(&fresh("write-graphs"), &[]);
    let triple = b"<#me> <urn:p> [ <urn:q> 1 ] .";
    for path in ["/graph?graph=urn%3Ag", "/graph/person/1.ttl"] {
        let status = |method: &str, body: &[u8]| server.write(method, path, TURTLE, body).status;
        assert_eq!(server.get(path).status, 404, "{path}");
        assert_eq!((status("PUT", triple), status("PUT", triple)), (201, 204), "{path}");
        let lines = |reply: http::Reply| reply.body.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(lines(server.get(path)), 2, "{path}");
        assert_eq!((status("POST", triple), lines(server.get(path))), (204, 4), "{path}: blank nodes are kept apart");
        assert_eq!(server.send("HEAD", path, "", b"").status, 200);
        assert_eq!((status("DELETE", b""), server.get(path).status, status("DELETE", b"")), (204, 404, 404), "{path}");
    }
    assert!(server.ask("SELECT ?s { GRAPH ?g { ?s <urn:p> ?o } }").is_empty());
    let form = "Content-Type: multipart/form-data; boundary=x\r\n";
    let part = |name: &str, text: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\nContent-Type: text/turtle\r\n\r\n{text}\r\n"
        )
    };
    let body = part("a.ttl", "<urn:a> <urn:p> 1 .") + &part("b.ttl", "<urn:b> <urn:p> 2 .") + "--x--\r\n";
    let made = server.write("POST", "/graph", form, body.as_bytes());
    let name = made.header("location");
    assert!(made.status == 201 && name.contains("/graph/"), "{}", made.head);
    assert_eq!(server.ask(&format!("SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s <urn:p> ?o }} }}")), "2");
    assert_eq!(server.get(&format!("/graph?graph={}", encoded(&name))).status, 200);
    assert_eq!(server.write("PUT", "/graph?default", TURTLE, b"<urn:a> <urn:p> 1 .").status, 204);
    assert_eq!(server.write("DELETE", "/graph?default", "", b"").status, 204);
    let wrong = server.write("PUT", "/graph?graph=urn:g", TURTLE, b"<urn:a> <urn:b> <urn:c> .\n<urn:a> oops .");
    assert!(wrong.status == 400 && wrong.body.contains("line 2, column 9"), "{}", wrong.body);
    let unknown = server.write("PUT", "/graph?graph=urn:g", "Content-Type: text/html\r\n", b"<p>");
    assert_eq!((unknown.status, server.get("/graph?graph=urn:g").status), (415, 404));
}

#[test]
fn without_the_token_nothing_is_changed() {
    let path = store("write-token");
    let server = Server::start(&path, &[]);
    let requests = [
        ("POST", "/query", UPDATE, "CLEAR ALL"),
        ("PUT", "/graph?default", TURTLE, ""),
        ("POST", "/graph", TURTLE, ""),
        ("DELETE", "/graph?default", "", ""),
        ("POST", "/ingest", "", "text"),
        ("DELETE", "/articles?iri=https://news.example/goma", "", ""),
    ];
    let before = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }");
    for (method, path, headers, body) in requests {
        let shown = server.send(method, path, headers, body.as_bytes());
        assert!(shown.status == 401 && shown.header("www-authenticate").starts_with("Bearer"), "{method} {path}: {}", shown.head);
        let wrong = server.send(method, path, &format!("{headers}Authorization: Bearer {TOKEN}x\r\n"), body.as_bytes());
        assert!(wrong.status == 401 && !wrong.body.contains(TOKEN), "{method} {path}: {}", wrong.body);
    }
    assert_eq!(server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), before);
    drop(server);
    let reads = Server::start_plain(&path, &[]);
    for (method, path, headers, body) in requests {
        let off = reads.write(method, path, headers, body.as_bytes());
        assert!(off.status == 403 && off.header("content-type").starts_with("application/problem+json"), "{method} {path}: {}", off.head);
    }
}

#[test]
fn records_are_neither_read_nor_forged() {
    let server = Server::start(&store("write-records"), &[]);
    let own = "https://w3id.org/chancery/internal#";
    for text in [
        format!("INSERT DATA {{ GRAPH <https://news.example/goma> {{ <urn:r> <{own}digest> \"9\" }} }}"),
        format!("INSERT {{ <urn:s> <urn:p> ?o }} WHERE {{ GRAPH ?g {{ ?r <{own}digest> ?o }} }}"),
    ] {
        assert_eq!(server.write("POST", "/query", UPDATE, text.as_bytes()).status, 403, "{text}");
    }
    let forged = format!("<urn:r> <{own}digest> \"9\" .");
    assert_eq!(server.write("POST", "/graph?graph=https://news.example/goma", TURTLE, forged.as_bytes()).status, 403);
    assert_eq!(server.write("PUT", &format!("/graph?graph={}", encoded(&format!("{own}index"))), TURTLE, b"").status, 403);
    let copy = "INSERT { GRAPH <urn:copy> { ?s <urn:p> ?o } } WHERE { GRAPH <https://news.example/goma> { ?s ?p ?o } FILTER(?o IN (\"0\", \"1\", \"2\")) }";
    assert_eq!(server.write("POST", "/query", UPDATE, copy.as_bytes()).status, 204);
    assert_eq!(server.ask(COUNT), "0", "the digests are 0, 1 and 2");
}

#[test]
fn articles_are_read_removed_and_rejected() {
    let path = fresh("write-articles");
    let server = Server::start(&path, &[]);
    let article = "---\nid: https://news.example/1\n---\nKenyan President William Ruto met Ethiopian Prime Minister Abiy Ahmed in Nairobi.";
    let told = server.write("POST", "/ingest?name=a.txt", "", article.as_bytes());
    assert!(
        told.status == 200 && told.body.contains("\"added\": 1") && told.body.contains("\"Meeting\": 1"),
        "{}\n{}",
        told.head,
        told.body
    );
    assert_eq!(server.write("PUT", "/graph?graph=urn:mine", TURTLE, b"<urn:a> <urn:b> <urn:c> .").status, 201);
    let verified = chancery(&["verify", "--store", &path]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    let met = "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m a chancery:Meeting }";
    assert_eq!(server.ask(met), "1");
    let again = server.write("POST", "/ingest?name=a.txt&no-link", "", article.as_bytes());
    assert!(again.body.contains("\"unchanged\": 1") && again.body.contains("\"linked\": null"), "{}", again.body);
    let bad = server.write("POST", "/ingest?name=bad.json", "", b"{\"text\": ");
    assert!(bad.status == 422 && bad.body.contains("\"place\": \"bad.json\""), "{}", bad.body);
    assert_eq!(server.write("POST", "/ingest?date=soon", "", b"x").status, 400);
    assert_eq!(server.write("DELETE", "/articles?iri=https://news.example/none", "", b"").status, 404);
    let gone = server.write("DELETE", "/articles?iri=https://news.example/1&iri=urn:none", "", b"");
    assert!(gone.status == 200 && gone.body.contains("urn:none"), "{}", gone.body);
    assert_eq!(server.ask(met), "0");
}

#[test]
fn commands_send_their_work_to_the_server_that_holds_the_store() {
    let path = fresh("write-commands");
    let server = Server::start(&path, &[]);
    let folder = std::path::Path::new(&path).with_extension("in");
    let _ = std::fs::remove_dir_all(&folder); // it need not be there
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("a.txt"), "Kenyan President William Ruto met Ethiopian Prime Minister Abiy Ahmed in Nairobi.")
        .expect("a file");
    std::fs::write(folder.join("b.json"), "{").expect("a file");
    let folder = folder.to_string_lossy();
    let refused = chancery(&["ingest", "--store", &path, &folder]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && said.contains(server.address()) && said.contains("--token-file"), "{said}");
    let linked = chancery(&["link", "--store", &path]);
    assert!(linked.status.code() == Some(1) && String::from_utf8_lossy(&linked.stderr).contains("stop it"));
    let token = token_file();
    let sent = program().args(["ingest", "--store", &path, &folder]).env("CHANCERY_TOKEN_FILE", &token).output().expect("it runs");
    let said = String::from_utf8_lossy(&sent.stderr).into_owned();
    assert_eq!(sent.status.code(), Some(3), "{said}");
    for part in ["1 read, 1 new, 0 replaced, 0 unchanged, 1 rejected", "Meeting 1", "b.json", "linked:"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let article = server.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s a chancery:Attestation } }");
    let removed = chancery(&["remove", "--store", &path, "--token-file", &token, &article, "urn:none"]);
    assert_eq!(removed.status.code(), Some(3), "{}", String::from_utf8_lossy(&removed.stderr));
    assert_eq!(server.ask("SELECT (COUNT(*) AS ?n) { ?s a chancery:Meeting }"), "0");
    assert_eq!(chancery(&["remove", "--store", &path, "--token-file", &token, "urn:none"]).status.code(), Some(1));
}

/// An update that takes far longer than a test waits.
const ENDLESS: &str = "INSERT { ?a <urn:endless> ?d } WHERE { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h . ?i ?t ?j }";

#[test]
fn a_writer_that_is_killed_leaves_the_store_as_it_was() {
    let server = Server::start(&store("write-killed"), &[]);
    let all = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";
    let before = server.ask(all);
    scope(|scope| {
        let update = scope
            .spawn(|| server.write("POST", "/query", UPDATE, format!("INSERT DATA {{ <urn:s> <urn:endless> 1 }}; {ENDLESS}").as_bytes()));
        sleep(Duration::from_millis(500));
        server.kill_writer();
        assert_eq!(update.join().expect("an answer").status, 503);
    });
    assert_eq!(server.ask(all), before);
    assert_eq!(server.write("POST", "/query", UPDATE, b"INSERT DATA { <urn:s> <urn:p> 1 }").status, 204);
    server.kill_writer(); // while it has nothing to do
    sleep(Duration::from_millis(300));
    assert_eq!(server.write("POST", "/query", UPDATE, b"INSERT DATA { <urn:s> <urn:p> 2 }").status, 204);
    assert_eq!(server.ask(COUNT), "2");
}

#[test]
fn an_update_that_takes_too_long_is_ended() {
    let server = Server::start(&store("write-slow"), &["--query-timeout", "2"]);
    let began = Instant::now();
    let late = server.write("POST", "/query", UPDATE, ENDLESS.as_bytes());
    assert_eq!(late.status, 504, "{}", late.body);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert_eq!(server.write("POST", "/query", UPDATE, b"INSERT DATA { <urn:s> <urn:p> 1 }").status, 204);
    assert_eq!(server.ask(COUNT), "1");
}

#[test]
fn many_writers_take_turns_and_old_snapshots_go() {
    let path = fresh("write-turns");
    let server = Server::start(&path, &[]);
    assert_eq!(server.write("POST", "/query", UPDATE, b"INSERT DATA { <urn:s> <urn:n> 0 }").status, 204);
    let add = "DELETE { <urn:s> <urn:n> ?n } INSERT { <urn:s> <urn:n> ?m } WHERE { <urn:s> <urn:n> ?n BIND(?n + 1 AS ?m) }";
    scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..5).for_each(|_| assert_eq!(server.write("POST", "/query", UPDATE, add.as_bytes()).status, 204)));
        }
    });
    assert_eq!(server.ask("SELECT ?n { <urn:s> <urn:n> ?n }"), "20");
    let snapshots = std::fs::read_dir(std::path::Path::new(&path).join("serving")).expect("a folder").count();
    assert!(snapshots <= 3, "{snapshots}");
    drop(server);
    let server = Server::start(&path, &[]);
    assert_eq!(server.ask("SELECT ?n { <urn:s> <urn:n> ?n }"), "20");
    let snapshots = std::fs::read_dir(std::path::Path::new(&path).join("serving")).expect("a folder").count();
    assert_eq!(snapshots, 1, "what the server before left is gone");
}
