//! `chancery register import`, as a user runs it.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn chancery(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes()); // a program that reads nothing closes the pipe
    child.wait_with_output().expect("the program ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A new folder with those files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("register-{name}"));
    let _ = std::fs::remove_dir_all(&folder); // it need not be there
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("a file");
    }
    folder
}

const SPARQL: &str = r#"{"head": {"vars": ["item", "itemLabel"]}, "results": {"bindings": [
  {"item": {"type": "uri", "value": "http://www.wikidata.org/entity/Q900001"}, "itemLabel": {"type": "literal", "xml:lang": "en", "value": "Zorblat Quux"}}]}}"#;
const FLAT: &str = r#"[{"item": "http://www.wikidata.org/entity/Q900001", "itemLabel": "Zorblat Quux"}]"#;
const ITEMS: &str = "item,itemLabel\nQ900001,Zorblat Quux\n";
const CONCEPTS: &str = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<http://www.wikidata.org/entity/Q900001> a skos:Concept ; skos:prefLabel \"Zorblat Quux\"@en .\n";
const TABLE: &str = "Name,Wikidata\nZorblat Quux,Q900001\n";

#[test]
fn every_format_gives_the_same_register() {
    let files = [("a.json", SPARQL), ("b.json", FLAT), ("c.csv", ITEMS), ("d.ttl", CONCEPTS), ("e.csv", TABLE)];
    let here = folder("formats", &files);
    let mut seen = Vec::new();
    for (name, _) in files {
        let out = chancery(&here, &["register", "import", name, "--kind", "Person"], "");
        assert_eq!(out.status.code(), Some(0), "{name}: {}", text(&out.stderr));
        assert_eq!(text(&out.stderr), "register: entities 1, known before 0, terms of office 0, rows 1, rejected 0\n");
        let (comment, body): (Vec<String>, Vec<String>) =
            text(&out.stdout).lines().map(str::to_owned).partition(|line| line.starts_with('#'));
        assert!(comment.iter().any(|line| line.ends_with(name)), "{comment:?}");
        seen.push(body);
    }
    assert!(seen.windows(2).all(|two| two[0] == two[1]), "{seen:#?}");
    let body = seen[0].join("\n");
    for want in ["person:zorblat-quux a chancery:Person", "skos:prefLabel \"Zorblat Quux\"@en", "skos:exactMatch wd:Q900001"] {
        assert!(body.contains(want), "{want}: {body}");
    }
}

#[test]
fn formats_are_told_for_standard_input_and_files_written() {
    let here = folder("stdin", &[]);
    let named = ["register", "import", "-", "--kind", "person"];
    for (input, format) in [(SPARQL, "wikidata-json"), (ITEMS, "wikidata-csv"), (CONCEPTS, "skos"), (TABLE, "csv")] {
        let out = chancery(&here, &[&named[..], &["--format", format, "-o", "out.ttl"]].concat(), input);
        assert_eq!((out.status.code(), text(&out.stdout)), (Some(0), String::new()), "{}", text(&out.stderr));
        assert!(std::fs::read_to_string(here.join("out.ttl")).expect("a file").contains("#   stdin\n"));
    }
    let out = chancery(&here, &named, TABLE);
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stderr).contains("stdin: its ending tells no format of lists (--format tells it)"), "{}", text(&out.stderr));
}

#[test]
fn exit_codes_tell_how_it_went() {
    let bad = "name,kind\nZorblat Quux,Person\nAnon,\nFoo,comet\n1,2,3\n";
    let here = folder("codes", &[("bad.csv", bad), ("none.csv", "name,kind\nAnon,\n"), ("latin.csv", "name\n"), ("e.csv", TABLE)]);
    std::fs::write(here.join("latin.csv"), b"name,kind\nJos\xe9,Person\n").expect("a file");
    let table: [(&[&str], i32, &[&str]); 6] = [
        (
            &["bad.csv"],
            3,
            &[
                "bad.csv:3: `Anon` has no kind",
                "bad.csv:4: `Foo` is of a kind that is not known: comet",
                "bad.csv:5: 3 fields",
                "3 inputs rejected",
            ],
        ),
        (
            &["e.csv", "latin.csv", "absent.csv", "--kind", "Person"],
            3,
            &["latin.csv:2: not UTF-8", "absent.csv: cannot be read", "2 inputs rejected"],
        ),
        (&["none.csv"], 1, &["none.csv:2: `Anon` has no kind", "nothing could be imported"]),
        (&["e.csv", "--kind", "Person", "-o", "no/such/folder.ttl"], 1, &["cannot be written"]),
        (&["e.csv", "--kind", "Comet"], 2, &["invalid value"]),
        (&[], 2, &["FILE"]),
    ];
    for (arguments, code, messages) in table {
        let out = chancery(&here, &[&["register", "import"], arguments].concat(), "");
        let said = text(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{arguments:?}: {said}");
        for want in messages {
            assert!(said.contains(want), "{arguments:?}: {want}: {said}");
        }
    }
}

#[test]
fn an_imported_person_is_known_to_the_reader() {
    let list = "name,kind,aliases,role,affiliation,wikidata\nZorblat Quuxington,Person,Zorblat the Bold,Foreign Minister,Kenya,Q900001\n";
    let article = "Zorblat the Bold met Sergei Lavrov in Geneva on 3 March 2021.";
    let here = folder("explain", &[("list.csv", list), ("a.txt", article)]);
    let out = chancery(&here, &["register", "import", "list.csv", "-o", "mine.ttl"], "");
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let without = text(&chancery(&here, &["explain", "a.txt"], "").stdout);
    assert!(!without.contains("Quuxington"), "{without}");
    let out = chancery(&here, &["explain", "--register", "mine.ttl", "a.txt"], "");
    let shown = text(&out.stdout);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let line = shown.lines().find(|line| line.contains("Zorblat Quuxington")).unwrap_or_default();
    assert!(line.trim_start().starts_with("Person") && line.contains("[Zorblat the Bold]") && line.contains("Foreign Minister"), "{shown}");
    assert!(shown.contains("Meeting · participant: ") && shown.contains("Zorblat Quuxington"), "{shown}");
    let out = chancery(&here, &["extract", "--register", "mine.ttl", "--format", "turtle", "a.txt"], "");
    assert!(text(&out.stdout).contains("<https://w3id.org/chancery/entity/person/zorblat-quuxington>"), "{}", text(&out.stdout));
}
