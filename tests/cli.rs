//! The program as a user runs it.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn chancery(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let _ = child.stdin.take().expect("piped").write_all(input); // a program that reads nothing closes the pipe
    child.wait_with_output().expect("the program ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A file of this test's own with those bytes.
fn file(name: &str, bytes: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).expect("a temporary file");
    path.to_string_lossy().into_owned()
}

#[test]
fn parse_prints_a_tree_with_lemmas_and_names() {
    let out = chancery(&["language", "parse"], "Xi hosted Putin in Beijing.".as_bytes());
    assert_eq!((out.status.code(), text(&out.stderr)), (Some(0), String::new()));
    let shown = text(&out.stdout);
    let rows: Vec<Vec<&str>> = shown.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect()).collect();
    assert!(rows.iter().all(|r| r.len() == 10), "{shown}");
    let brief: Vec<String> = rows.iter().map(|r| [r[1], r[2], r[3], r[6], r[7]].join(" ")).collect();
    let want = [
        "Xi Xi PROPN 2 nsubj",
        "hosted host VERB 0 root",
        "Putin Putin PROPN 2 obj",
        "in in ADP 5 case",
        "Beijing Beijing PROPN 2 obl",
        ". . PUNCT 2 punct",
    ];
    assert_eq!(brief, want);
    assert!(shown.contains("Name=B-PER|TokenRange=10:15") && shown.contains("Name=B-LOC|SpaceAfter=No|TokenRange=19:26"), "{shown}");
}

#[test]
fn offsets_are_code_points_and_a_byte_order_mark_is_dropped() {
    let out = chancery(&["language", "parse", "--no-trees"], "\u{feff}“Çavuşoğlu left”".as_bytes());
    assert!(text(&out.stdout).contains("TokenRange=1:10"), "{}", text(&out.stdout));
    assert!(text(&out.stdout).contains("\t_\t_\t_\t_\tName="), "no trees: {}", text(&out.stdout));
}

#[test]
fn bad_inputs_are_named_and_the_rest_is_read() {
    let (good, bad) = (file("good.txt", b"Talks failed."), file("bad.txt", b"line one\nline \xff two"));
    let out = chancery(&["language", "parse", &bad, &good, "/no/such/file"], b"");
    assert_eq!(out.status.code(), Some(3));
    assert!(text(&out.stdout).contains("Talks"));
    let messages = text(&out.stderr);
    assert!(messages.contains("bad.txt:2: not UTF-8 (convert it, for example with iconv)"), "{messages}");
    assert!(messages.contains("/no/such/file: cannot be read"), "{messages}");
    assert!(messages.contains("2 inputs rejected, the rest was read"), "{messages}");
    assert_eq!(chancery(&["language", "parse", &bad], b"").status.code(), Some(1));
}

#[test]
fn wrong_usage_is_told_apart() {
    for arguments in [
        &["language", "sing"][..],
        &["language", "parse", "--threads", "0"],
        &["language", "parse", "--kernel", "abacus"],
        &["language", "measure"],
        &[],
    ] {
        assert_eq!(chancery(arguments, b"").status.code(), Some(2), "{arguments:?}");
    }
    let named = text(&chancery(&["language", "parse", "--kernel", "abacus"], b"").stderr);
    assert!(named.contains("this machine has") && named.contains("portable"), "{named}");
}

#[test]
fn a_file_name_cannot_speak_to_the_terminal() {
    let out = chancery(&["language", "parse", "no\u{1b}[31mfile"], b"");
    assert!(!text(&out.stderr).contains('\u{1b}'), "{}", text(&out.stderr));
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in [&["language", "parse", "--help"][..], &["language", "measure", "--help"]] {
        let out = chancery(command, b"");
        assert_eq!(out.status.code(), Some(0));
        assert!(text(&out.stdout).contains("Example:\n"), "{command:?}");
    }
}

#[test]
fn measure_counts_against_a_treebank_and_names() {
    let parsed = chancery(&["language", "parse"], "Xi hosted Putin in Beijing. The talks failed.".as_bytes());
    let treebank = file("own.conllu", &parsed.stdout);
    let names = file("own.iob2", b"Xi\tB-PER\nhosted\tO\nPutin\tB-PER\nin\tO\nBeijing\tB-ORG\n.\tO\n");
    let out = chancery(&["language", "measure", "--json", "--conllu", &treebank, "--ner", &names], b"");
    let found: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let trees = &found["trees"][&treebank];
    for layer in ["upos", "xpos", "lemma", "uas", "las"] {
        assert_eq!((&trees["gold"][layer], &trees["raw"][layer]), (&100.0.into(), &100.0.into()), "{layer}");
    }
    assert_eq!((&trees["sentences"], &trees["tokens"], &trees["words"]), (&100.0.into(), &100.0.into(), &10.into()));
    let names = &found["names"][&names];
    assert_eq!((&names["PER"], &names["ORG"]), (&100.0.into(), &0.0.into()));
    assert_eq!(names["all"], 66.67);
    let (bad, none) = (file("bad.conllu", b"1\ta\n"), file("none.iob2", b"no\ttags\n"));
    let some = chancery(&["language", "measure", "--conllu", &bad, &treebank, "--ner", &none], b"");
    assert_eq!(some.status.code(), Some(3));
    assert!(text(&some.stdout).contains("own.conllu: 10 words") && text(&some.stderr).contains("none.iob2: no names to measure"));
    let out = chancery(&["language", "measure", "--conllu", &bad], b"");
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stderr).contains("bad.conllu:1: ten columns expected, found 2"), "{}", text(&out.stderr));
}

#[test]
fn paragraphs_are_marked_and_empty_texts_leave_nothing() {
    let out = text(&chancery(&["language", "parse", "--no-trees"], b"One came.\nTwo went.\n\nThree stayed.").stdout);
    let marks: Vec<&str> = out.lines().filter(|l| l.starts_with("# new") || l.starts_with("# text")).collect();
    assert_eq!(
        marks,
        ["# newdoc id = stdin", "# newpar", "# text = One came.", "# text = Two went.", "# newpar", "# text = Three stayed."]
    );
    assert!(chancery(&["language", "parse"], b" \n").stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_error() {
    let long = file("long.txt", "Talks failed again.\n\n".repeat(3000).as_bytes());
    let shell = format!("'{}' language parse --no-trees '{long}' | head -n 1; exit ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_chancery"));
    let out = Command::new("bash").args(["-c", &shell]).output().expect("bash");
    assert_eq!((out.status.code(), text(&out.stderr)), (Some(0), String::new()));
}
