//! What the W3C's tests of the SPARQL 1.1 Protocol, of the Graph Store Protocol and of service descriptions ask of `serve`, in our own words and on
//! our own small graphs. `.ci/w3c.py` runs the originals, where they are at hand.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod http;

use std::path::PathBuf;

use chancery::store::Store;
use http::{FORM, PLAIN, Reply, Server, asked, encoded};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Graph;
use oxigraph::model::graph::CanonicalizationAlgorithm;

const TOKEN: &str = "tests-only-5d0c6a1f94be4e0f8f0b3b6c7f1a2e9d";
const UPDATE: &str = "Content-Type: application/sparql-update\r\n";
const TURTLE: &str = "Content-Type: text/turtle; charset=utf-8\r\n";
const ADA: &str = "<http://a.example/ada> a <http://a.example/Envoy>; <http://a.example/card> [ a <http://a.example/Card>; <http://a.example/on> \"Ada\" ] .";
const BO: &str = "<http://a.example/bo> a <http://a.example/Envoy>; <http://a.example/card> [ a <http://a.example/Card>; <http://a.example/on> \"Bo\" ] .";

/// A server that may write, on a store with nothing in it.
fn writing(name: &str) -> Server {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("protocol-{name}"));
    let _ = std::fs::remove_dir_all(&folder); // it need not be there
    std::fs::create_dir_all(&folder).expect("a folder");
    let (store, token) = (folder.join("store"), folder.join("token"));
    drop(Store::open(&store).expect("a store"));
    std::fs::write(&token, format!("{TOKEN}\n")).expect("a file");
    #[cfg(unix)]
    std::fs::set_permissions(&token, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("permissions");
    Server::start(&store.to_string_lossy(), &["--write-token-file", &token.to_string_lossy()])
}

/// Sends what writes, with the token.
fn write(server: &Server, method: &str, path: &str, headers: &str, body: &str) -> Reply {
    server.send(method, path, &format!("Authorization: Bearer {TOKEN}\r\n{headers}"), body.as_bytes())
}

/// The address of a graph, its IRI encoded as a whole.
fn graph(iri: &str) -> String {
    format!("/graph?graph={}", encoded(iri))
}

/// Puts a graph with one envoy in it for each of these names: `http://a.example/NAME` is both graph and envoy.
fn put_envoys(server: &Server, names: &[&str]) {
    for name in names {
        let iri = format!("http://a.example/{name}");
        let put = write(server, "PUT", &graph(&iri), TURTLE, &format!("<{iri}> a <http://a.example/Envoy> ."));
        assert_eq!(put.status, 201, "{}", put.body);
    }
}

/// The media type without its parameters.
fn media(reply: &Reply) -> String {
    reply.header("content-type").split(';').next().unwrap_or_default().to_owned()
}

/// What an ASK was answered; the reply must be JSON.
fn truth(reply: &Reply) -> bool {
    assert_eq!((reply.status, media(reply).as_str()), (200, "application/sparql-results+json"), "{}", reply.body);
    reply.body.replace(' ', "").contains("\"boolean\":true")
}

/// Whether a question is answered with yes.
fn is_so(server: &Server, query: &str) -> bool {
    truth(&server.send("POST", "/query", PLAIN, query.as_bytes()))
}

/// The body, put together where it came in chunks.
fn whole(reply: &Reply) -> String {
    if !reply.header("transfer-encoding").eq_ignore_ascii_case("chunked") {
        return reply.body.clone();
    }
    let (mut rest, mut body) = (reply.body.as_str(), String::new());
    loop {
        let (size, after) = rest.split_once("\r\n").expect("a chunk");
        let size = usize::from_str_radix(size, 16).expect("its size");
        if size == 0 {
            return body;
        }
        body.push_str(&after[..size]);
        rest = after[size..].strip_prefix("\r\n").expect("its end");
    }
}

/// The triples of a text, however its blank nodes are called.
fn triples(text: &str, format: RdfFormat) -> Graph {
    let quads = RdfParser::from_format(format).without_named_graphs().for_slice(text);
    let mut graph: Graph = quads.map(|quad| quad.expect("RDF").into()).collect::<Vec<oxigraph::model::Triple>>().iter().collect();
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    graph
}

/// Holds what is stored at a path against what should be.
fn holds(server: &Server, path: &str, turtle: &str) {
    let reply = server.get(path, "text/turtle");
    assert_eq!((reply.status, media(&reply).as_str()), (200, "text/turtle"), "{path}: {}", reply.body);
    assert_eq!(triples(&whole(&reply), RdfFormat::Turtle), triples(turtle, RdfFormat::Turtle), "{path}");
}

#[test]
fn a_question_comes_by_address_by_form_or_as_the_body() {
    let server = writing("ways");
    let nowhere = format!("default-graph-uri={}", encoded("http://a.example/nowhere"));
    for path in ["/query", "/sparql", &format!("/query?{nowhere}")] {
        let join = if path.contains('?') { '&' } else { '?' };
        assert!(truth(&server.send("GET", &format!("{path}{join}query=ASK%20%7B%7D"), "", b"")), "{path}");
        assert!(truth(&server.send("POST", path, FORM, b"query=ASK%20%7B%7D")), "{path}");
        assert!(truth(&server.send("POST", path, PLAIN, b"ASK {}")), "{path}");
    }
    let long = format!("ASK {{}} #{}", "x".repeat(100_000));
    assert!(is_so(&server, &long) && truth(&server.send("POST", "/query", FORM, format!("query={}", encoded(&long)).as_bytes())));
    assert!(truth(&server.send("GET", &format!("/query?query=ASK+%7B%7D%20%23{}", "x".repeat(16_000)), "", b"")));
}

#[test]
fn the_request_says_which_graphs_are_asked() {
    let server = writing("graphs");
    put_envoys(&server, &["ada", "bo", "cyd"]);
    let is = |name: &str| format!("<http://a.example/{name}> a ?type{name}");
    let within = |name: &str| format!("GRAPH ?g{name} {{ {} }}", is(name));
    let (all, named) = (format!("{} . {}", is("ada"), is("bo")), format!("{} {}", within("ada"), within("bo")));
    // What is asked; the graphs whose union is asked; those that have names; whether it is so.
    let table = [
        (format!("ASK {{ {all} }}"), "ada bo", "", true),
        (format!("ASK {{ {all} }}"), "ada", "", false),
        (format!("ASK {{ {all} }}"), "", "ada bo", false),
        (format!("ASK {{ {named} }}"), "", "ada bo", true),
        (format!("ASK {{ {named} }}"), "", "ada cyd", false),
        (format!("ASK {{ {named} }}"), "ada bo", "", false),
        (format!("ASK {{ {} {named} }}", is("cyd")), "cyd", "ada bo", true),
        (format!("ASK {{ {} {named} }}", is("ada")), "cyd", "ada bo", false),
        // What the request says counts more than what the query does.
        (format!("ASK FROM <http://a.example/cyd> {{ {named} }}"), "", "ada bo", true),
        (format!("ASK FROM <http://a.example/cyd> {{ {} }}", is("cyd")), "ada", "", false),
    ];
    for (query, default, named, so) in table {
        let parameters: Vec<String> = [("default", default), ("named", named)]
            .iter()
            .flat_map(|(kind, names)| names.split_whitespace().map(move |name| format!("{kind}-graph-uri=http%3A%2F%2Fa.example%2F{name}")))
            .collect();
        let parameters = parameters.join("&");
        let asked = format!("{}&{parameters}", asked(&query));
        let form = format!("query={}&{parameters}", encoded(&query));
        for reply in [
            server.send("GET", &asked, "", b""),
            server.send("POST", &format!("/query?{parameters}"), PLAIN, query.as_bytes()),
            server.send("POST", "/query", FORM, form.as_bytes()),
        ] {
            assert_eq!(truth(&reply), so, "{query} of {parameters}");
        }
    }
}

#[test]
fn an_answer_is_of_the_kind_of_its_question() {
    let server = writing("kinds");
    let json = "application/sparql-results+json";
    for (query, expected) in [("SELECT (1 AS ?one) {}", json), ("ASK {}", json)] {
        let reply = server.send("POST", "/query", PLAIN, query.as_bytes());
        assert_eq!((reply.status, media(&reply).as_str()), (200, expected), "{query}: {}", reply.body);
    }
    for (query, count) in [("DESCRIBE <http://a.example/ada>", 0), ("CONSTRUCT { <ada> <met> 1 } WHERE {}", 1)] {
        let reply = server.send("POST", "/query", PLAIN, query.as_bytes());
        assert_eq!((reply.status, media(&reply).as_str()), (200, "text/turtle"), "{query}: {}", reply.body);
        assert_eq!(triples(&whole(&reply), RdfFormat::Turtle).len(), count, "{query}");
    }
}

#[test]
fn an_update_comes_by_form_or_as_the_body() {
    let server = writing("updates");
    put_envoys(&server, &["ada"]);
    let kept = "ASK { GRAPH ?g { ?s ?p ?o } }";
    let insert = "INSERT DATA { GRAPH <http://a.example/base> { <http://a.example/s> <http://a.example/p> <met> } }";
    assert!(is_so(&server, kept));
    for (headers, body) in [(FORM, "update=CLEAR+ALL"), (UPDATE, "CLEAR ALL")] {
        for path in ["/query", "/sparql"] {
            let reply = write(&server, "POST", path, headers, body);
            assert_eq!(reply.status / 100, 2, "{path} {body}: {}", reply.body);
            assert!(!is_so(&server, kept), "{path} {body}");
            // An IRI that is not whole is made so with the service's.
            let reply = write(&server, "POST", path, UPDATE, insert);
            assert_eq!(reply.status / 100, 2, "{path}: {}", reply.body);
            assert!(
                is_so(&server, "ASK { GRAPH <http://a.example/base> { ?s ?p ?o FILTER (isIRI(?o) && STR(?o) != \"met\") } }"),
                "{path}"
            );
        }
    }
}

#[test]
fn the_request_says_which_graphs_an_update_reads() {
    let server = writing("using");
    let is = |name: &str, how: &str| {
        format!("ASK {{ GRAPH <http://a.example/seen> {{ <http://a.example/{name}> <http://a.example/by> \"{how}\" }} }}")
    };
    let seen = |how: &str, pattern: &str| {
        format!("INSERT {{ GRAPH <http://a.example/seen> {{ ?s <http://a.example/by> \"{how}\" }} }} WHERE {{ {pattern} }}")
    };
    // The parameters, the pattern, who is found by it.
    let (plain, named) = ("?s a <http://a.example/Envoy>", "GRAPH ?g { ?s a <http://a.example/Envoy> }");
    let table: [(&str, &str, &[&str]); 5] = [
        ("using-graph-uri=http%3A%2F%2Fa.example%2Fada", plain, &["ada"]),
        ("using-graph-uri=http%3A%2F%2Fa.example%2Fada&using-graph-uri=http%3A%2F%2Fa.example%2Fbo", plain, &["ada", "bo"]),
        ("using-named-graph-uri=http%3A%2F%2Fa.example%2Fada&using-named-graph-uri=http%3A%2F%2Fa.example%2Fbo", named, &["ada", "bo"]),
        ("using-graph-uri=http%3A%2F%2Fa.example%2Fada&using-named-graph-uri=http%3A%2F%2Fa.example%2Fbo", plain, &["ada"]),
        ("using-graph-uri=http%3A%2F%2Fa.example%2Fada&using-named-graph-uri=http%3A%2F%2Fa.example%2Fbo", named, &["bo"]),
    ];
    for (parameters, pattern, found) in table {
        assert_eq!(write(&server, "POST", "/query", UPDATE, "DROP ALL").status / 100, 2);
        put_envoys(&server, &["ada", "bo", "cyd"]);
        let form = format!("update={}&{parameters}", encoded(&seen("form", pattern)));
        for (how, path, headers, body) in
            [("body", format!("/query?{parameters}"), UPDATE, seen("body", pattern)), ("form", "/query".to_owned(), FORM, form)]
        {
            let reply = write(&server, "POST", &path, headers, &body);
            assert_eq!(reply.status / 100, 2, "{parameters}: {}", reply.body);
            for name in ["ada", "bo", "cyd"] {
                assert_eq!(is_so(&server, &is(name, how)), found.contains(&name), "{name} by {how}: {parameters} {pattern}");
            }
        }
    }
}

#[test]
fn what_the_protocol_does_not_know_is_refused() {
    let server = writing("bad");
    put_envoys(&server, &["ada"]);
    let question = "/query?query=ASK%20%7B%7D";
    let conflict = "/query?using-named-graph-uri=http%3A%2F%2Fa.example%2Fada";
    let with = "WITH <http://a.example/ada> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }";
    let using = "DELETE { ?s ?p ?o } USING <http://a.example/ada> WHERE { ?s ?p ?o }";
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (wide_question, wide_update) = (wide("\u{feff}ASK {}"), wide("\u{feff}CLEAR NAMED"));
    let (text, none) = ("Content-Type: text/plain\r\n", "");
    let table: [(&str, &str, &str, &[u8]); 19] = [
        ("PUT", question, FORM, b""),
        ("DELETE", question, none, b""),
        ("GET", "/query?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", none, b""),
        ("POST", "/query", FORM, b"query=ASK%20%7B%7D&query=ASK%20%7B%7D"),
        ("POST", "/query", text, b"ASK {}"),
        ("POST", "/query", none, b"query=ASK%20%7B%7D"),
        ("POST", "/query", none, b"ASK {}"),
        ("POST", "/query", "Content-Type: application/sparql-query; charset=UTF-16\r\n", &wide_question),
        ("GET", "/query?query=ASK%20%7B", none, b""),
        ("GET", "/query?update=CLEAR%20ALL", none, b""),
        ("POST", "/query", FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
        ("POST", "/query", FORM, b"query=ASK%20%7B%7D&update=CLEAR%20ALL"),
        ("POST", "/query", text, b"CLEAR NAMED"),
        ("POST", "/query", none, b"update=CLEAR%20NAMED"),
        ("POST", "/query", "Content-Type: application/sparql-update; charset=UTF-16\r\n", &wide_update),
        ("POST", "/query", FORM, b"update=CLEAR%20XYZ"),
        ("POST", conflict, UPDATE, with.as_bytes()),
        ("POST", conflict, UPDATE, using.as_bytes()),
        ("POST", "/query", PLAIN, b"CLEAR ALL"),
    ];
    for (method, path, headers, body) in table {
        let reply = server.send(method, path, &format!("Authorization: Bearer {TOKEN}\r\n{headers}"), body);
        assert_eq!(reply.status / 100, 4, "{method} {path} {headers}{}: {}", String::from_utf8_lossy(body), reply.body);
        assert!(is_so(&server, "ASK { GRAPH ?g { ?s ?p ?o } }"), "{method} {path}");
    }
}

#[test]
fn who_has_not_the_token_writes_nothing() {
    let server = writing("token");
    put_envoys(&server, &["ada"]);
    let ada = graph("http://a.example/ada");
    let table = [
        ("POST", "/query", UPDATE, "CLEAR ALL"),
        ("POST", "/query", FORM, "update=CLEAR+ALL"),
        ("PUT", ada.as_str(), TURTLE, BO),
        ("POST", &ada, TURTLE, BO),
        ("POST", "/graph", TURTLE, BO),
        ("DELETE", &ada, "", ""),
    ];
    for (method, path, headers, body) in table {
        for token in ["", "Authorization: Bearer wrong\r\n", "Authorization: Basic YTpi\r\n", "Authorization: Bearer\r\n"] {
            let reply = server.send(method, path, &format!("{token}{headers}"), body.as_bytes());
            assert_eq!(reply.status, 401, "{method} {path} {token}: {}", reply.body);
            assert!(reply.header("www-authenticate").starts_with("Bearer"), "{}", reply.head);
        }
        // What only changes the token by a letter is not it.
        let near = format!("Authorization: Bearer {}x\r\n{headers}", &TOKEN[..TOKEN.len() - 1]);
        assert_eq!(server.send(method, path, &near, body.as_bytes()).status, 401, "{method} {path}");
    }
    holds(&server, &ada, "<http://a.example/ada> a <http://a.example/Envoy> .");
}

#[test]
fn a_graph_is_put_read_replaced_and_taken_away() {
    let server = writing("put");
    for path in ["/graph/envoys/1.ttl".to_owned(), graph("http://a.example/envoys/1.ttl")] {
        let status = |method: &str, body: &str| {
            let reply = write(&server, method, &path, if body.is_empty() { "" } else { TURTLE }, body);
            (reply.status, reply.body)
        };
        assert_eq!(server.get(&path, "text/turtle").status, 404, "{path}");
        assert_eq!(status("PUT", ADA).0, 201, "{path}");
        holds(&server, &path, ADA);
        let again = status("PUT", BO);
        assert!(matches!(again.0, 200 | 204), "{path}: {again:?}");
        holds(&server, &path, BO);
        assert!(matches!(status("DELETE", "").0, 200 | 204), "{path}");
        assert_eq!(server.get(&path, "*/*").status, 404, "{path}");
        assert!(matches!(status("DELETE", "").0, 200 | 204 | 404), "{path}");
    }
    let put = write(&server, "PUT", "/graph?default", TURTLE, ADA);
    assert_eq!(put.status / 100, 2, "{}", put.body);
    holds(&server, "/graph?default", ADA);
}

#[test]
fn more_is_added_to_a_graph_in_one_part_or_several() {
    let server = writing("post");
    let part = |name: &str, turtle: &str| {
        format!(
            "--apart\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}.ttl\"\r\nContent-Type: text/turtle; charset=utf-8\r\n\r\n{turtle}\r\n"
        )
    };
    let (role, town) =
        ("<http://a.example/ada> <http://a.example/role> \"envoy\" .", "<http://a.example/ada> <http://a.example/town> \"Goma\" .");
    let parts = format!("{}{}--apart--\r\n", part("role", role), part("town", town));
    for path in ["/graph/envoys/1.ttl".to_owned(), graph("http://a.example/envoys/1.ttl")] {
        let added = write(&server, "POST", &path, TURTLE, ADA);
        assert!(matches!(added.status, 200 | 201 | 204), "{path}: {}", added.body);
        holds(&server, &path, ADA);
        let added = write(&server, "POST", &path, "Content-Type: multipart/form-data; boundary=apart\r\n", &parts);
        assert!(matches!(added.status, 200 | 204), "{path}: {}", added.body);
        holds(&server, &path, &format!("{ADA}\n{role}\n{town}"));
    }
}

#[test]
fn a_graph_without_a_name_is_given_one() {
    let server = writing("new");
    let created = write(&server, "POST", "/graph", TURTLE, ADA);
    assert_eq!(created.status, 201, "{}", created.body);
    let place = created.header("location");
    assert!(!place.is_empty(), "{}", created.head);
    let iri = if place.starts_with('/') { format!("http://{}{place}", server.address) } else { place };
    holds(&server, &graph(&iri), ADA);
    holds(&server, &format!("/graph?graph={iri}"), ADA);
    let other = write(&server, "POST", "/graph", TURTLE, BO);
    assert!(other.status == 201 && other.header("location") != created.header("location"), "{}", other.head);
}

#[test]
fn the_head_of_a_graph_says_whether_it_is_there() {
    let server = writing("head");
    for path in ["/graph/envoys/1.ttl".to_owned(), graph("http://a.example/envoys/1.ttl")] {
        let accept = "Accept: text/turtle; charset=utf-8\r\n";
        assert_eq!(server.send("HEAD", &path, accept, b"").status, 404, "{path}");
        assert_eq!(write(&server, "PUT", &path, TURTLE, ADA).status, 201, "{path}");
        let head = server.send("HEAD", &path, accept, b"");
        assert_eq!((head.status, media(&head).as_str(), head.body.as_str()), (200, "text/turtle", ""), "{path}");
    }
}

#[test]
fn the_name_of_a_graph_is_decoded_once() {
    let server = writing("percent");
    assert_eq!(write(&server, "PUT", "/graph?graph=http://a.example/%31", TURTLE, ADA).status, 201);
    assert_eq!(write(&server, "PUT", "/graph?graph=http://a.example/%2531", TURTLE, BO).status, 201);
    for same in ["/graph?graph=http://a.example/1", "/graph?graph=http%3A%2F%2Fa.example%2F1", "/graph?graph=http://a.example/%31"] {
        holds(&server, same, ADA);
    }
    holds(&server, "/graph?graph=http://a.example/%2531", BO);
    assert!(is_so(&server, "ASK { GRAPH <http://a.example/%31> { ?s ?p \"Bo\" } GRAPH <http://a.example/1> { ?t ?q \"Ada\" } }"));
}

#[test]
fn the_service_describes_itself() {
    let server = writing("description");
    let sd = "http://www.w3.org/ns/sparql-service-description#";
    for (accept, format) in [
        ("text/turtle", RdfFormat::Turtle),
        ("application/rdf+xml", RdfFormat::RdfXml),
        ("application/n-triples", RdfFormat::NTriples),
        ("text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8", RdfFormat::Turtle),
    ] {
        for path in ["/query", "/sparql"] {
            let reply = server.get(path, accept);
            assert_eq!((reply.status, media(&reply).as_str()), (200, format.media_type()), "{path}: {}", reply.body);
            let all = triples(&whole(&reply), format);
            let lines: Vec<String> = all.iter().map(|triple| triple.to_string()).collect();
            let having = |part: &str| lines.iter().filter(|line| line.contains(part)).count();
            assert_eq!(having(&format!("<{sd}endpoint> <http://localhost{path}>")), 1, "{path}: {}", reply.body);
            assert_eq!((having(&format!("<{sd}endpoint>")), having(&format!("#type> <{sd}Service>"))), (1, 1), "{path}: {}", reply.body);
            // Who may write is told so; a data set has a default graph, a named graph a name.
            assert_eq!(having(&format!("<{sd}supportedLanguage> <{sd}SPARQL11Update>")), 1, "{path}: {}", reply.body);
            assert_eq!(having(&format!("#type> <{sd}Dataset>")), having(&format!("<{sd}defaultGraph>")), "{path}: {}", reply.body);
            assert_eq!(having(&format!("<{sd}namedGraph>")), having(&format!("<{sd}name>")), "{path}: {}", reply.body);
        }
    }
}
