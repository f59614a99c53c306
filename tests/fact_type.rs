//! A fact type that the program does not ship: a folder, and it is found, stored and asked for, without a line of Rust.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::path::PathBuf;
use std::process::Command;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/arms-transfer");

fn chancery(arguments: &[&str]) -> (Option<i32>, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_chancery")).args(arguments).output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code(), text(&out.stdout), text(&out.stderr))
}

/// A fresh folder of this test's own.
fn fresh(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path); // the first run finds none
    std::fs::create_dir_all(&path).expect("a temporary folder");
    path
}

#[test]
fn a_folder_adds_a_fact_type() {
    let folder = fresh("arms-transfer");
    let (article, store) = (folder.join("a.txt"), folder.join("store"));
    let text =
        "Germany delivered howitzers to Ukraine on 21 June 2022, the defence ministry in Kyiv said. France will sell missiles to Greece.";
    std::fs::write(&article, text).expect("an article");
    let (article, store) = (article.to_string_lossy(), store.to_string_lossy());
    let (code, _, messages) = chancery(&["ingest", "--store", &store, "--facts", FOLDER, &article]);
    assert_eq!(code, Some(0), "{messages}");
    assert!(messages.contains("ArmsTransfer 2"), "{messages}");
    let ask = "PREFIX ex: <https://example.org/ns#> SELECT ?from ?to ?status WHERE { ?t a ex:ArmsTransfer ; ex:supplier/skos:prefLabel ?from ; ex:recipient/skos:prefLabel ?to ; ex:status/skos:notation ?status } ORDER BY ?from";
    let (code, rows, messages) = chancery(&["query", "--store", &store, "--format", "csv", ask]);
    assert_eq!(code, Some(0), "{messages}");
    assert_eq!(rows.replace('\r', ""), "from,to,status\nFrance,Greece,planned\nGermany,Ukraine,done\n");
    let (code, shown, _) = chancery(&["facts", "--store", &store, "--type", "arms-transfer", "--format", "csv"]);
    assert!(code == Some(0) && shown.contains("Ukraine") && shown.contains("2022-06-21"), "{shown}");
    let (code, said, messages) = chancery(&["verify", "--store", &store]);
    assert_eq!(code, Some(0), "{said}{messages}");
}

#[test]
fn a_wrong_rule_file_is_refused_with_its_place() {
    let rules = std::fs::read_to_string(format!("{FOLDER}/rules.toml")).expect("the rules");
    for (name, from, to, message) in [
        ("path", "\"agent\"", "\"subject\"", "unknown relation `subject`"),
        ("word", "[@arms]", "[@guns]", "unknown class of words `@guns`"),
        ("role", "need = { supplier", "need = { seller", "`seller` is needed but not filled"),
        ("kind", "\"ArmedGroup\"]", "\"Army\"]", "unknown kind `Army`"),
        ("toml", "id = \"deliver\"", "id = deliver", "rules.toml:"),
    ] {
        let folder = fresh(&format!("arms-{name}"));
        assert!(rules.contains(from), "{from}");
        std::fs::write(folder.join("rules.toml"), rules.replacen(from, to, 1)).expect("rules");
        let (code, _, messages) = chancery(&["extract", "--facts", &folder.to_string_lossy(), "/dev/null"]);
        assert!(code == Some(1) && messages.contains(message) && messages.contains("rules.toml:"), "{name}: {messages}");
    }
}
