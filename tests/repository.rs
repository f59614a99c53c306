//! What must hold of the repository itself: documents that tell the truth, files of one screenful of ideas.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail it")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// All files below a folder.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path.strip_prefix(root()).expect("inside").to_string_lossy()));
        } else {
            found.push(path);
        }
    }
    found
}

/// The Rust sources below a folder.
fn rust_files(folder: &str) -> impl Iterator<Item = PathBuf> {
    files(folder).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs"))
}

/// Targets of Markdown links that lie in the repository.
fn links(markdown: &str) -> Vec<String> {
    let targets = markdown.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    targets.filter(|t| !t.is_empty() && !t.contains("://")).map(str::to_owned).collect()
}

#[test]
fn links_of_the_documents_lead_somewhere() {
    for (name, folder) in [
        ("README.md", ""),
        ("ARCHITECTURE.md", ""),
        ("CHANGELOG.md", ""),
        ("training/README.md", "training"),
        ("benches/README.md", "benches"),
        ("ontology/README.md", "ontology"),
        ("src/language/data/english.md", "src/language/data"),
        ("src/event/data/events.md", "src/event/data"),
    ] {
        for link in links(&read(name)) {
            assert!(root().join(folder).join(&link).exists(), "{name} links to {link}");
        }
    }
}

/// Code spans of a document that look like paths of modules or files.
fn named_paths(markdown: &str) -> Vec<String> {
    let spans = markdown.split('`').skip(1).step_by(2);
    spans
        .filter(|s| {
            s.starts_with("src/")
                || s.starts_with("tests/")
                || s.starts_with("training/")
                || s.starts_with("examples/")
                || s.starts_with("benches/")
                || s.starts_with(".ci/")
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn paths_that_the_documents_name_exist() {
    for name in ["README.md", "ARCHITECTURE.md", "training/README.md", "benches/README.md"] {
        for path in named_paths(&read(name)) {
            assert!(root().join(&path).exists(), "{name} names {path}");
        }
    }
}

#[test]
fn the_architecture_names_every_module_of_the_language_stage() {
    let page = read("ARCHITECTURE.md");
    for line in read("src/language/mod.rs").lines() {
        if let Some(module) = line.trim_start_matches("pub(crate) ").trim_start_matches("pub ").strip_prefix("mod ") {
            let module = module.trim_end_matches(';');
            assert!(page.contains(&format!("`{module}`")), "ARCHITECTURE.md does not name {module}");
        }
    }
}

#[test]
fn files_stay_short() {
    for path in rust_files("src").chain(rust_files("tests")) {
        let lines = fs::read_to_string(&path).expect("text").lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

#[test]
fn stages_use_only_what_comes_before_them() {
    // In the order of the flow; a module may use those before it and what lies beside the flow.
    let order = [
        "text",
        "diagnostic",
        "date",
        "article",
        "finding",
        "read",
        "language",
        "event",
        "ontology",
        "syntax",
        "mention",
        "rule",
        "fact",
        "pipeline",
        "rdf",
        "import",
        "store",
        "search",
        "link",
        "ingest",
        "export",
        "query",
        "edit",
        "verify",
        "serve",
        "cli",
    ];
    for (place, module) in order.iter().enumerate() {
        let paths = rust_files("src").filter(|p| {
            p.strip_prefix(root().join("src")).is_ok_and(|p| p.starts_with(module) || p.as_os_str() == format!("{module}.rs").as_str())
        });
        for path in paths {
            let source = fs::read_to_string(&path).expect("text");
            for later in &order[place + 1..] {
                assert!(!source.contains(&format!("crate::{later}")), "{} uses {later}", path.display());
            }
        }
    }
}

#[test]
fn unsafe_code_is_fenced() {
    for path in rust_files("src") {
        let inside = path.strip_prefix(root().join("src/language/kernel")).is_ok();
        assert!(inside || !fs::read_to_string(&path).expect("text").contains("unsafe "), "{}", path.display());
    }
}

#[test]
fn the_weights_stay_small() {
    let size: u64 = files("src/language/data").iter().map(|p| fs::metadata(p).expect("a file").len()).sum();
    assert!(size <= 20_000_000, "{size} bytes of models");
}
