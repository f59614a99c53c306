//! The commands that fill, write, check and empty a store, as a user runs them.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

const NEWS: [&str; 4] = [
    "Kenyan President William Ruto met Ethiopian Prime Minister Abiy Ahmed in Nairobi on Monday.",
    "Russia annexed Crimea in 2014. Ukraine said it did not recognise the annexation.",
    "The European Union imposed sanctions on Belarus, Reuters reported.",
    "Turkish troops captured the town of Afrin. Syria condemned it.",
];

fn chancery(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(arguments).current_dir(folder).env_remove("CHANCERY_STORE").output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A new folder with an input of so many articles.
fn folder(name: &str, articles: usize) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder); // it need not be there
    std::fs::create_dir_all(&folder).expect("a folder");
    let line = |i: usize| {
        format!("{{\"id\": \"https://example.org/{i}\", \"published\": \"2021-09-1{}\", \"text\": \"{}\"}}\n", i % 10, NEWS[i % 4])
    };
    std::fs::write(folder.join("news.jsonl"), (0..articles).map(line).collect::<String>()).expect("a file");
    folder
}

fn good(folder: &Path, arguments: &[&str]) -> Output {
    let out = chancery(folder, arguments);
    assert_eq!(out.status.code(), Some(0), "{arguments:?}: {}", text(&out.stderr));
    out
}

#[test]
fn ten_threads_write_what_one_writes() {
    let here = folder("threads", 24);
    let extracted = |n: &str| good(&here, &["extract", "--threads", n, "news.jsonl"]).stdout;
    let one = extracted("1");
    assert!(!one.is_empty() && one == extracted("10") && one == extracted("10"));
    for n in ["1", "10"] {
        good(&here, &["ingest", "--threads", n, "--store", n, "news.jsonl"]);
    }
    for format in ["nquads", "trig", "turtle", "ntriples", "rdfxml", "jsonld"] {
        let exported = |n: &str| good(&here, &["export", "--store", n, "--format", format]).stdout;
        assert!(exported("1") == exported("10"), "{format}");
    }
    let lines = |bytes: &[u8]| text(bytes).lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let both = |store: &str| -> BTreeSet<String> {
        ["knowledge", "evidence"]
            .iter()
            .flat_map(|layer| lines(&good(&here, &["export", "--store", store, "--layer", layer]).stdout))
            .collect()
    };
    assert_eq!(lines(&one), both("1"));
    assert!(text(&one).contains("https://w3id.org/chancery/ns#Meeting>"), "a fact was found");
}

#[test]
fn ingest_tells_what_it_did() {
    let here = folder("tells", 4);
    let first = text(&good(&here, &["ingest", "news.jsonl"]).stderr);
    assert!(
        first.contains("articles: 4 read, 4 new, 0 replaced, 0 unchanged, 0 rejected\nfacts:    ") && first.contains("articles per second"),
        "{first}"
    );
    let again = text(&good(&here, &["ingest", "news.jsonl"]).stderr);
    assert!(again.contains("4 read, 0 new, 0 replaced, 4 unchanged, 0 rejected\nfacts:    none"), "{again}");
    let changed = "{\"id\": \"https://example.org/0\", \"text\": \"The talks between the two sides were put off until the end of the month.\"}\n{\"broken\n";
    std::fs::write(here.join("more.jsonl"), changed).expect("a file");
    let out = chancery(&here, &["ingest", "more.jsonl"]);
    let said = text(&out.stderr);
    assert_eq!(out.status.code(), Some(3), "{said}");
    assert!(said.contains("1 read, 0 new, 1 replaced, 0 unchanged, 1 rejected") && said.contains("more.jsonl:2: "), "{said}");
}

#[test]
fn what_is_exported_verifies_packed_or_not() {
    let here = folder("packed", 8);
    good(&here, &["ingest", "news.jsonl"]);
    let checked = text(&good(&here, &["verify"]).stdout);
    assert!(checked.contains("all of it holds") && checked.contains("articles                8"), "{checked}");
    for name in ["a.nq", "a.ttl.gz", "a.trig.zst", "a.nt", "a.rdf", "a.jsonld.gz"] {
        good(&here, &["export", "-o", name]);
        let bytes = std::fs::read(here.join(name)).expect("a file");
        good(&here, &["export", "-o", name]);
        assert!(bytes == std::fs::read(here.join(name)).expect("a file"), "{name}: the same bytes");
        assert_eq!(
            text(&good(&here, &["verify", name]).stdout).lines().skip(1).collect::<Vec<_>>(),
            checked.lines().skip(1).collect::<Vec<_>>(),
            "{name}"
        );
    }
    let lines = text(&std::fs::read(here.join("a.nq")).expect("a file")).replacen("anchorOf> \"", "anchorOf> \"x", 1);
    std::fs::write(here.join("bad.nq"), lines).expect("a file");
    let bad = chancery(&here, &["verify", "bad.nq"]);
    assert!(bad.status.code() == Some(1) && text(&bad.stdout).contains("WRONG "), "{}", text(&bad.stdout));
}

#[test]
fn one_article_or_one_layer_can_be_written() {
    let here = folder("parts", 4);
    good(&here, &["ingest", "news.jsonl"]);
    let one = text(&good(&here, &["export", "--article", "https://example.org/0"]).stdout);
    std::fs::write(
        here.join("one.jsonl"),
        std::fs::read_to_string(here.join("news.jsonl")).expect("a file").lines().next().expect("a line"),
    )
    .expect("a file");
    assert_eq!(one, text(&good(&here, &["extract", "one.jsonl"]).stdout));
    let count = |layer| text(&good(&here, &["export", "--layer", layer]).stdout).lines().count();
    assert!(["knowledge", "evidence", "links"].iter().all(|layer| count(layer) > 0));
    assert_eq!(count("knowledge") + count("evidence") + count("links"), count("all"));
    let unknown = chancery(&here, &["export", "--article", "https://example.org/none"]);
    assert!(unknown.status.code() == Some(1) && text(&unknown.stderr).contains("holds no article of this name"));
}

#[test]
fn removing_all_leaves_an_empty_store() {
    let here = folder("emptied", 3);
    good(&here, &["ingest", "--store", "s", "news.jsonl"]);
    let some = chancery(&here, &["remove", "--store", "s", "https://example.org/1", "https://example.org/none"]);
    assert!(some.status.code() == Some(3) && text(&some.stderr).contains("https://example.org/none: the store holds no article"));
    good(&here, &["remove", "--store", "s", "https://example.org/0", "https://example.org/2"]);
    assert_eq!(text(&good(&here, &["export", "--store", "s"]).stdout), "");
    assert_eq!(chancery(&here, &["remove", "--store", "none", "urn:a"]).status.code(), Some(1));
    assert!(!here.join("none").exists(), "no store is made by a removal");
}

#[test]
fn every_command_has_help_with_an_example_and_wrong_usage_is_told() {
    let here = folder("help", 0);
    for command in ["ingest", "extract", "export", "verify", "remove"] {
        assert!(text(&good(&here, &[command, "--help"]).stdout).contains("Example:\n"), "{command}");
    }
    for arguments in [&["remove"][..], &["export", "--format", "n3"], &["ingest", "--threads", "0"], &["export", "--layer", "both"]] {
        assert_eq!(chancery(&here, arguments).status.code(), Some(2), "{arguments:?}");
    }
    for arguments in [&["export", "-o", "a.txt"][..], &["verify", "news.jsonl"], &["extract", "--facts", "none", "news.jsonl"]] {
        assert_eq!(chancery(&here, arguments).status.code(), Some(1), "{arguments:?}");
    }
}
