//! What holds of any store: it is the union of its articles, whatever the way that led there.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chancery::export::{self, Format, Layer};
use chancery::finding::Findings;
use chancery::store::{Change, Store, Writer};
use chancery::verify;
use common::{entry, story};
use oxigraph::io::RdfParser;
use oxigraph::model::{NamedNodeRef, QuadRef};

/// A folder of this test's own, which is not there yet.
fn fresh(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path); // it need not be there
    path
}

fn exported(store: &Store, format: Format) -> Vec<u8> {
    let mut writer = export::Writer::new(format, Vec::new());
    export::store(store, Layer::All, &mut writer).expect("an export");
    writer.finish().expect("its end")
}

fn lines(store: &Store) -> BTreeSet<String> {
    String::from_utf8(exported(store, Format::NQuads)).expect("UTF-8").lines().map(str::to_owned).collect()
}

fn put(writer: &mut Writer, findings: &Findings) -> Change {
    writer.replace(&[entry(findings)]).expect("a transaction")[0]
}

fn filled(name: &str, stories: &[Findings]) -> Writer {
    let mut writer = Store::open(&fresh(name)).expect("a store");
    stories.iter().for_each(|s| assert_eq!(put(&mut writer, s), Change::Added));
    writer
}

/// Articles that share people, meetings, roles and names in all ways.
fn stories() -> Vec<Findings> {
    vec![
        story("https://example.org/1", "Ruto", "Abiy", "President"),
        story("https://example.org/2", "Ruto", "Abiy", "Leader"),
        story("https://example.org/3", "Abiy", "Isaias", "President"),
        story("https://example.org/4", "Isaias", "Ruto", "President"),
        story("urn:example:é", "Ruto", "Abiy", "President"),
    ]
}

#[test]
fn two_shards_are_one_run() {
    let all = stories();
    let (left, right) = (filled("shard-left", &all[..2]), filled("shard-right", &all[2..]));
    let together: BTreeSet<String> = lines(left.store()).into_iter().chain(lines(right.store())).collect();
    assert_eq!(together, lines(filled("shard-both", &all).store()));
    let streamed: BTreeSet<String> =
        all.iter().flat_map(|s| entry(s).layers.quads().map(|q| format!("{q} .")).collect::<Vec<_>>()).collect();
    assert_eq!(together, streamed);
}

#[test]
fn the_order_of_articles_is_nothing() {
    let mut all = stories();
    let forward = exported(filled("forward", &all).store(), Format::TriG);
    all.reverse();
    assert!(forward == exported(filled("backward", &all).store(), Format::TriG));
    let mut writer = Store::open(&fresh("at-once")).expect("a store");
    let changes = writer.replace(&all.iter().map(entry).collect::<Vec<_>>()).expect("a transaction");
    assert_eq!(changes, [Change::Added; 5]);
    assert!(forward == exported(writer.store(), Format::TriG));
}

#[test]
fn reading_again_replaces_and_the_same_changes_nothing() {
    let all = stories();
    let mut writer = filled("again", &all);
    let before = lines(writer.store());
    assert_eq!(put(&mut writer, &all[0]), Change::Unchanged);
    let other = story("https://example.org/1", "Museveni", "Kagame", "General");
    assert_eq!(put(&mut writer, &other), Change::Replaced);
    let between = lines(writer.store());
    assert!(between.iter().any(|l| l.contains("person/museveni")) && between != before);
    // In one transaction, the second of the same name is what counts.
    let both = [entry(&all[0]), entry(&other), entry(&all[0]), entry(&all[0])];
    let changes = writer.replace(&both).expect("a transaction");
    assert_eq!(changes, [Change::Replaced, Change::Replaced, Change::Replaced, Change::Unchanged]);
    assert_eq!(lines(writer.store()), before);
}

#[test]
fn nothing_is_left_of_what_is_removed() {
    let all = stories();
    let mut writer = filled("removed", &all);
    for s in &all {
        let article = NamedNodeRef::new_unchecked(&s.article.iri);
        assert_eq!((writer.remove(article), writer.remove(article)), (Ok(true), Ok(false)));
    }
    assert_eq!(writer.store().engine().len().expect("a count"), 0);
    assert_eq!(writer.store().articles(), Ok(Vec::new()));
}

#[test]
fn a_store_of_an_older_format_is_read_and_marked_anew() {
    let folder = fresh("older");
    drop(filled("older", &stories()));
    let marker = folder.join("chancery.json");
    std::fs::write(&marker, r#"{"format": 1, "program": "chancery 0.1.0"}"#).expect("a file");
    assert_eq!(Store::read_only(&folder).expect("a reader").articles().expect("readable").len(), 5);
    drop(Store::open(&folder).expect("a store"));
    assert!(std::fs::read_to_string(&marker).expect("a file").contains("\"format\": 2"));
}

/// A walk of four hundred puts and removals, by a fixed sequence of numbers; at every twentieth step the store is what a new
/// store with the same articles is, to the last internal quad.
#[test]
fn any_history_leads_to_the_union_of_the_articles() {
    let (names, roles) = (["Ruto", "Abiy", "Isaias"], ["President", "Leader"]);
    let mut writer = Store::open(&fresh("walk")).expect("a store");
    let (mut now, mut seed) = (BTreeMap::new(), 7_u64);
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for step in 0..400 {
        let iri = format!("https://example.org/{}", next(6));
        if next(3) == 0 {
            let there = writer.remove(NamedNodeRef::new_unchecked(&iri)).expect("a transaction");
            assert_eq!(there, now.remove(&iri).is_some());
        } else {
            let one = next(3);
            let s = story(&iri, names[one], names[(one + 1 + next(2)) % 3], roles[next(2)]);
            put(&mut writer, &s);
            now.insert(iri, s);
        }
        if step % 20 == 19 {
            let new = filled("walk-new", &now.values().cloned().collect::<Vec<_>>());
            assert_eq!(quads(writer.store()), quads(new.store()), "step {step}");
            assert_eq!(verify::store(writer.store()).expect("a report").faults, []);
        }
    }
}

fn quads(store: &Store) -> BTreeSet<String> {
    store.engine().iter().map(|q| q.expect("a quad").to_string()).collect()
}

#[test]
fn every_syntax_says_the_same() {
    let writer = filled("syntaxes", &stories());
    let all = lines(writer.store());
    let merged: BTreeSet<String> = writer
        .store()
        .engine()
        .iter()
        .map(|q| q.expect("a quad"))
        .filter(|q| !chancery::store::is_internal(q))
        .map(|q| without_graph(q.as_ref()))
        .collect();
    assert_eq!(merged.len(), all.len(), "no triple is in two graphs");
    for format in Format::ALL {
        let bytes = exported(writer.store(), format);
        assert!(bytes == exported(writer.store(), format), "{format}: the same bytes every time");
        let read: Vec<_> = RdfParser::from_format(format.engine()).for_slice(&bytes).map(|q| q.expect("well formed")).collect();
        assert_eq!(read.len(), all.len(), "{format}: each once");
        let got: BTreeSet<String> =
            read.iter().map(|q| if format.has_graphs() { format!("{q} .") } else { without_graph(q.as_ref()) }).collect();
        let want: BTreeSet<String> = if format.has_graphs() { all.clone() } else { all.iter().map(|l| line_without_graph(l)).collect() };
        assert_eq!(got, want, "{format}");
        let (store, second) = verify::read(&bytes, format, "export").expect("readable");
        assert_eq!((second.faults, verify::store(&store).expect("a report").faults), (vec![], vec![]), "{format}");
    }
    let knowledge = String::from_utf8(exported(writer.store(), Format::Turtle)).expect("UTF-8");
    assert!(
        knowledge.starts_with("@prefix ") && knowledge.contains("\n<https://w3id.org/chancery/entity/person/abiy> a chancery:Person"),
        "{knowledge}"
    );
}

fn without_graph(quad: QuadRef<'_>) -> String {
    let text = oxigraph::model::TripleRef::from(quad).to_string();
    text.replace("XMLSchema#integer>", "XMLSchema#nonNegativeInteger>")
}

/// The triple of a line of N-Quads; graphs are articles here.
fn line_without_graph(line: &str) -> String {
    let line = line.strip_suffix(" .").expect("a line");
    let cut = line.rfind(" <").filter(|_| line.starts_with("<https://example.org/") || line.starts_with("<urn:example"));
    cut.map_or(line, |cut| &line[..cut]).to_owned()
}

#[test]
fn one_article_is_given_back_as_it_was_put_in() {
    let all = stories();
    let writer = filled("one", &all);
    for s in &all {
        let there = writer.store().layers(NamedNodeRef::new_unchecked(&s.article.iri)).expect("readable");
        assert_eq!(there, Some(entry(s).layers));
    }
    assert_eq!(writer.store().layers(NamedNodeRef::new_unchecked("urn:other")), Ok(None));
}

#[test]
fn readers_see_the_store_while_it_is_written() {
    let all = stories();
    let folder = fresh("beside");
    let mut writer = Store::open(&folder).expect("a store");
    put(&mut writer, &all[0]);
    let reader = Store::read_only(&folder).expect("a reader");
    let before = lines(&reader);
    put(&mut writer, &all[1]);
    assert_eq!(lines(&reader), before, "as it was when it was opened");
    assert_eq!(Store::read_only(&folder).expect("a reader").articles().expect("readable").len(), 2);
    let second = Store::open(&folder).map(|_| ()).expect_err("one writer").to_string();
    assert!(second.contains(&format!("is being written by process {}", std::process::id())), "{second}");
    drop(writer);
    assert!(Store::open(&folder).is_ok());
}

#[test]
fn what_is_no_store_is_refused_with_a_reason() {
    type Make = fn(&Path);
    let write = |folder: &Path, name: &str, text: &str| {
        std::fs::create_dir_all(folder).expect("a folder");
        std::fs::write(folder.join(name), text).expect("a file");
    };
    let marker = |text: &'static str| move |folder: &Path| write(folder, "chancery.json", text);
    let nothing: Make = |_| {};
    let file: Make = |path| std::fs::write(path, "x").expect("a file");
    let empty: Make = |path| std::fs::create_dir_all(path).expect("a folder");
    // A name and how to make it; what is said when it is opened for writing, if that fails, and for reading.
    type Row<'a> = (&'a str, &'a dyn Fn(&Path), Option<&'a str>, &'a str);
    let table: [Row<'_>; 8] = [
        ("nothing", &nothing, None, "there is no store here (`chancery ingest` makes one"),
        ("file", &file, Some("not a store: it is a file"), "not a store: it is a file"),
        ("empty", &empty, None, "there is no store here: the folder is empty"),
        ("foreign", &|f| write(f, "letter.txt", "Dear"), Some("the folder holds other files"), "the folder holds other files"),
        ("rocksdb", &|f| write(f, "CURRENT", "MANIFEST-1"), Some("the folder holds other files"), "the folder holds other files"),
        (
            "newer",
            &marker(r#"{"format": 3, "program": "chancery 9.9", "more": []}"#),
            Some("written by a newer version: format 3 by chancery 9.9"),
            "(update chancery",
        ),
        ("broken", &marker("{\"form"), Some("its chancery.json is not what this program writes"), "its chancery.json is not"),
        ("unfilled", &marker(r#"{"format": 1, "program": "chancery 0.1.0"}"#), None, "the store holds nothing yet"),
    ];
    for (name, make, writing, reading) in table {
        let folder = fresh(&format!("refused-{name}"));
        let _ = std::fs::remove_file(&folder); // the one that is a file
        make(&folder);
        let said = Store::read_only(&folder).expect_err(name).to_string();
        assert!(said.contains(reading) && said.contains(name), "{name}: {said}");
        match (Store::open(&folder), writing) {
            (Ok(_), None) => {}
            (Err(said), Some(want)) => assert!(said.to_string().contains(want), "{name}: {said}"),
            (got, _) => assert!(got.is_ok() == writing.is_none(), "{name}: {:?}", got.err()),
        }
    }
}
