//! A kill at any moment leaves the store as it was before or after an article, never between.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use chancery::store::Store;
use oxigraph::model::{NamedNodeRef, Quad};

const ARTICLES: usize = 90;

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(arguments).current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null()).env_remove("CHANCERY_STORE");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Option<i32> {
    command(folder, arguments).status().expect("the program runs").code()
}

/// The same articles twice: as first written, and as written again later.
fn inputs(folder: &Path) {
    let texts = [
        "Kenyan President William Ruto met Ethiopian Prime Minister Abiy Ahmed in Nairobi.",
        "The European Union imposed sanctions on Belarus, and Russia annexed Crimea in 2014.",
    ];
    for (version, text) in texts.iter().enumerate() {
        let line = |i: usize| format!("{{\"id\": \"https://example.org/{i}\", \"text\": \"Report {i} of the day follows. {text}\"}}\n");
        std::fs::write(folder.join(format!("{version}.jsonl")), (0..ARTICLES).map(line).collect::<String>()).expect("a file");
    }
}

/// The graph of each article.
fn graphs(store: &Path) -> BTreeMap<String, Vec<Quad>> {
    let store = Store::read_only(store).expect("the store opens");
    let articles = store.articles().expect("readable");
    articles.into_iter().map(|a| (a.clone(), store.graph(NamedNodeRef::new_unchecked(&a).into()).expect("readable"))).collect()
}

#[test]
fn killed_twenty_times_the_store_is_whole_each_time() {
    let here = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("killed");
    let _ = std::fs::remove_dir_all(&here); // it need not be there
    std::fs::create_dir_all(&here).expect("a folder");
    inputs(&here);
    let began = Instant::now();
    assert_eq!(run(&here, &["ingest", "--store", "clean-0", "0.jsonl"]), Some(0));
    let mut whole = began.elapsed();
    assert_eq!(run(&here, &["ingest", "--store", "clean-1", "1.jsonl"]), Some(0));
    let versions = [graphs(&here.join("clean-0")), graphs(&here.join("clean-1"))];
    let (mut seed, mut cut_short) = (11_u64, 0);
    // As many rounds as twenty kills need: on a machine that grows quicker, a run may end before its kill.
    for round in 0..200 {
        if cut_short == 20 {
            break;
        }
        let input = format!("{}.jsonl", round % 2);
        let mut child = command(&here, &["ingest", "--store", "s", &input]).spawn().expect("the program starts");
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        thread::sleep(whole.mul_f64((seed >> 40) as f64 / (1_u64 << 24) as f64) + Duration::from_millis(1));
        match child.try_wait().expect("a state") {
            None => cut_short += 1,
            Some(_) => whole = whole.mul_f64(0.8),
        }
        let _ = child.kill(); // it may have ended
        child.wait().expect("it ended");
        if !here.join("s/rocksdb/CURRENT").exists() {
            continue; // killed before there was anything
        }
        assert_eq!(run(&here, &["verify", "--store", "s"]), Some(0), "round {round}");
        for (article, quads) in graphs(&here.join("s")) {
            assert!(versions.iter().any(|v| v.get(&article) == Some(&quads)), "round {round}: {article} is between two versions");
        }
    }
    assert_eq!(cut_short, 20, "kills that came in time");
    assert_eq!(run(&here, &["ingest", "--store", "s", "1.jsonl"]), Some(0));
    for store in ["s", "clean-1"] {
        assert_eq!(run(&here, &["export", "--store", store, "-o", &format!("{store}.nq")]), Some(0));
    }
    assert!(std::fs::read(here.join("s.nq")).expect("a file") == std::fs::read(here.join("clean-1.nq")).expect("a file"));
}
