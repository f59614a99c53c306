//! The laws of the index, and a table of what is found.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::model::{Literal, NamedNode, Triple};
use tantivy::directory::MmapDirectory;
use tantivy::postings::Postings as _;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, TERMINATED};

use super::directory::ReadOnly;
use super::part::{IRI, Part};
use super::*;
use crate::rdf::Layers;
use crate::rdf::vocabulary::{ALT_LABEL, ANCHOR_OF, ENTITY, PREF_LABEL, SENTENCE, rdf};
use crate::store::{Entry, Store, Writer};

/// A folder of this test's own, which is not there yet.
fn fresh(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("chancery-search-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder); // it need not be there
    folder
}

/// An article of these sentences, which gives these names to an entity called after the first.
fn entry(article: &str, sentences: &[&str], names: &[&str]) -> Entry {
    let node = |iri: String| NamedNode::new(iri).expect("an IRI");
    let text = |text: &str| Literal::new_simple_literal(text);
    let iri = format!("https://news.example/{article}");
    let mut evidence = Vec::new();
    for (place, sentence) in sentences.iter().enumerate() {
        let sentence_node = node(format!("{iri}#char={place},{}", place + 1));
        evidence.push(Triple::new(sentence_node.clone(), rdf::TYPE, SENTENCE));
        evidence.push(Triple::new(sentence_node, ANCHOR_OF, text(sentence)));
    }
    let entity = |name: &str| node(format!("{ENTITY}{}", name.replace(' ', "-")));
    let labels = names
        .iter()
        .enumerate()
        .map(|(place, name)| Triple::new(entity(names[0]), if place == 0 { PREF_LABEL } else { ALT_LABEL }, text(name)));
    let layers = Layers { article: node(iri), knowledge: labels.collect(), evidence };
    Entry { layers, digest: format!("{article} {sentences:?} {names:?}") }
}

fn stories() -> Vec<Entry> {
    let lavrov = ["Сергей Лавров", "Sergey Lavrov", "Serguéi Lavrov", "Lavrov"];
    vec![
        entry(
            "a",
            &[
                "The EU imposed an oil embargo on Syria.",
                "Embargoes rarely work, officials said.",
                "Lavrov met Kerry in Zürich; talks had been put off.",
            ],
            &lavrov,
        ),
        entry("b", &["Iranian oil embargo talks failed.", "The Kremlin's envoy spoke.", "Oil prices rose."], &["Iran"]),
        entry("c", &["Zu\u{308}rich hosted the Lavrov meeting.", "An embargo on oil was lifted."], &["Laurent Lavrentiev", "Lavrentiev"]),
        entry("d", &[], &[]),
    ]
}

fn filled(name: &str, entries: &[Entry]) -> (PathBuf, Writer) {
    let folder = fresh(name);
    let mut writer = Store::open(&folder).expect("a store");
    writer.replace(entries).expect("stored");
    (folder, writer)
}

fn update(folder: &Path, writer: &Writer) -> Updated {
    Index::open_or_make(folder).expect("an index").update(writer.store()).expect("an update")
}

/// Every word of every text that is there, with its places.
fn dump(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in [SENTENCES, NAMES] {
        let directory = ReadOnly(MmapDirectory::open(place(folder).join(name)).expect("a folder"));
        let part = Part::opened(directory).expect("an index");
        for segment in part.searcher().expect("a searcher").segment_readers() {
            let iris = segment.fast_fields().str(IRI).expect("IRIs");
            for field in [part.fields().stems, part.fields().exact] {
                let inverted = segment.inverted_index(field).expect("words");
                let mut terms = inverted.terms().stream().expect("a stream");
                while terms.advance() {
                    let info = terms.value().clone();
                    let mut postings =
                        inverted.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions).expect("postings");
                    while postings.doc() != TERMINATED {
                        if !segment.is_deleted(postings.doc()) {
                            let iris = iris.as_ref().expect("IRIs");
                            let (mut iri, mut places) = (String::new(), Vec::new());
                            let ord = iris.ords().first(postings.doc()).expect("an IRI");
                            iris.ord_to_str(ord, &mut iri).expect("an IRI");
                            if field == part.fields().exact {
                                postings.positions(&mut places);
                            }
                            let word = String::from_utf8_lossy(terms.key()).into_owned();
                            found.insert(format!("{name} {field:?} {word} {iri} {} {places:?}", postings.term_freq()));
                        }
                        postings.advance();
                    }
                }
            }
        }
    }
    found
}

/// The sentences found, by article and place, in order.
fn sentences(reader: &Reader, words: &str) -> String {
    let hits = reader.sentences(words, 10, 0).expect(words);
    assert_eq!(hits.total, hits.hits.len(), "{words}");
    let short = |iri: &str| iri.trim_start_matches("https://news.example/").replace("#char=", "").split(',').next().map(str::to_owned);
    hits.hits.iter().filter_map(|hit| short(&hit.iri)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_table_of_what_is_found() {
    let (folder, writer) = filled("table", &stories());
    update(&folder, &writer);
    let reader = Reader::open(&folder).expect("a reader").expect("an index");
    for (words, expected) in [
        ("embargo", "a1 b0 c1 a0"), // stemmed, the shorter first
        ("EMBARGOED oil", "b0 c1 a0"),
        ("\"oil embargo\"", "b0 a0"),
        ("\"embargo\"", "b0 c1 a0"), // as it is written
        ("\"oil emb*\"", "a0 b0"),
        ("oil-embargo", "b0 a0"),
        ("\"embargo oil\"", ""),
        ("embargo*", "a1 b0 c1 a0"),
        ("embargoe*", "a1"), // what is before the star is no stem
        ("oil -embargo", "b2"),
        ("oil -\"oil embargo\"", "b2 c1"),
        ("oil -emb*", "b2"),
        ("lifted OR prices oil", "b2 c1"),
        ("prices OR \"put off\" OR kremlin's", "a2 b2 b1"),
        ("Zurich", "c0 a2"),
        ("ZÜRICH lavrov AND met", "a2"),
        ("zürich lavrov meeting", "c0"), // met and meeting have other stems, unlike meeting and meet
        ("officials' “rarely work", "a1"),
        ("x", ""),
        ("oil OR", "b2 b0 c1 a0"),
        ("OR oil - \"\" , -, *", "b2 b0 c1 a0"),
    ] {
        assert_eq!(sentences(&reader, words), expected, "{words}");
    }
    let names = |words: &str| -> Vec<String> {
        let hits = reader.names(words, 10, 0).expect(words).hits;
        hits.iter().map(|hit| hit.iri.trim_start_matches(ENTITY).to_owned()).collect()
    };
    assert_eq!(names("lavr*").len(), 2);
    assert_eq!(names("serguei lavrov"), ["Сергей-Лавров"]);
    assert_eq!(names("лавров"), ["Сергей-Лавров"]);
    assert!(names("\"lavrov serg*\"").is_empty(), "one name does not go on in the next");
    let page = reader.sentences("oil", 2, 1).expect("a page");
    assert_eq!((page.total, page.hits.len()), (4, 2));
    assert_eq!(reader.sentences("oil", 0, 0).expect("a count").total, 4);
    assert_eq!(reader.sentences("oil", usize::MAX, usize::MAX).expect("a page").hits, []);
}

#[test]
fn words_are_marked_where_they_stand() {
    for (words, text, expected) in [
        ("embargo", "Ümläute: embargoes, Embargo!", vec![(9, 18), (20, 27)]),
        ("\"oil emb*\" oil", "no oil embargo on oil", vec![(3, 14), (18, 21)]),
        ("zur* -oil", "oil in Zu\u{308}rich", vec![(7, 14)]),
        ("a b", "c", vec![]),
    ] {
        let found: Vec<_> = Words::parse(words).expect(words).marks(text).into_iter().map(|r| (r.start, r.end)).collect();
        assert_eq!(found, expected, "{words}");
    }
}

#[test]
fn hostile_words_are_refused_or_found_nowhere() {
    let (folder, writer) = filled("hostile", &stories());
    update(&folder, &writer);
    let reader = Reader::open(&folder).expect("a reader").expect("an index");
    let (long, many) = ("x".repeat(1001), "a1 ".repeat(65));
    for (words, message) in [
        ("", "no word to search for"),
        (" - * \"\" OR AND \u{0}", "no word to search for"),
        ("-oil", "only words that must not occur"),
        ("a*", "`a*` stands for too many words"),
        (&long, "more than 1000 characters"),
        (&many, "more than 64 words"),
    ] {
        let said = reader.sentences(words, 10, 0).expect_err(words).to_string();
        assert!(said.starts_with(message), "{words}: {said}");
    }
    let (word, star) = ("y".repeat(900), format!("{}*", "z".repeat(900)));
    for words in
        ["+a:b^2 {x TO y] ~3 \\ /re/ (oil", "IN [a b]", &word, &star, "\u{10ffff}oil \u{202e}x", "\"a b*\" -\"c*d\"", "--oil oil", "ﬁ ½ İß"]
    {
        let _ = reader.sentences(words, 10, 0); // found or refused, and no panic
    }
}

#[test]
fn any_history_gives_the_index_of_a_new_store() {
    let all = stories();
    let changed = entry("b", &["Oil and gas prices rose."], &["Iran", "Islamic Republic of Iran"]);
    let (folder, mut writer) = filled("history", &all[..1]);
    let mut seed = 7_u64;
    for step in 0..40 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let choice = usize::try_from(seed >> 40).expect("small");
        let one = &all[choice % 4];
        match choice % 3 {
            0 => drop(writer.replace(std::slice::from_ref(one)).expect("stored")),
            1 => drop(writer.replace(std::slice::from_ref(&changed)).expect("stored")),
            _ => drop(writer.remove(one.layers.article.as_ref()).expect("removed")),
        }
        if step % 2 == 0 {
            update(&folder, &writer);
        }
    }
    writer.replace(&all[..2]).expect("stored");
    writer.replace(std::slice::from_ref(&changed)).expect("stored");
    writer.replace(&all[2..]).expect("stored");
    let done = update(&folder, &writer);
    assert_eq!(done.anew, None);
    assert_eq!(update(&folder, &writer), Updated::default(), "what is in step is left alone");
    let (new, other) = filled("history-new", &[all[0].clone(), changed, all[2].clone(), all[3].clone()]);
    let made = update(&new, &other);
    assert_eq!((made.articles, made.entities, made.removed), (4, 3, 0));
    assert!(!dump(&new).is_empty() && dump(&folder) == dump(&new));
}

#[test]
fn whatever_befalls_the_folder_is_healed() {
    let (folder, mut writer) = filled("heals", &stories()[..2]);
    update(&folder, &writer);
    let older = fresh("heals-older");
    assert!(snapshot(&folder, &older).expect("a copy"));
    writer.replace(&stories()[2..]).expect("stored");
    update(&folder, &writer);
    let (whole, here) = (dump(&folder), place(&folder));
    let files = || -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = [SENTENCES, NAMES]
            .iter()
            .flat_map(|part| fs::read_dir(here.join(part)).expect("a folder").map(|e| e.expect("an entry").path()))
            .filter(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().ends_with(".lock")))
            .collect();
        all.push(here.join(MARKER));
        all.sort();
        all
    };
    let count = files().len();
    assert!(count > 8, "{count}");
    let bent = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        let middle = bytes.len() / 2;
        bytes.iter_mut().skip(middle).take(3).for_each(|byte| *byte ^= 0x55);
        bytes
    };
    // One way for each file: an index made anew syncs its files, which takes its time.
    for number in 0..count {
        let file = files().swap_remove(number.min(files().len() - 1));
        let bytes = fs::read(&file).expect("a file");
        fs::remove_file(&file).expect("removed"); // not changed in place: it may be open, or another's
        match number % 4 {
            0 => fs::write(&file, &bytes[..bytes.len() / 2]).expect("cut"),
            1 => fs::write(&file, bent(&bytes)).expect("bent"),
            2 => fs::write(&file, "").expect("emptied"),
            _ => {}
        }
        let _ = Reader::open(&folder).map(|reader| reader.map(|r| r.sentences("oil", 10, 0))); // an error or not, and no panic
        update(&folder, &writer);
        assert!(dump(&folder) == whole, "{number}: {}", file.display());
    }
    fs::remove_dir_all(&here).expect("removed");
    assert!(Reader::open(&folder).expect("no index").is_none());
    assert_eq!(update(&folder, &writer).anew, None);
    fs::write(here.join(MARKER), "99\n").expect("written");
    assert!(Reader::open(&folder).expect("another's").is_none());
    assert!(update(&folder, &writer).anew.is_some());
    // Restored from a copy that is older than the store, or put where a file was.
    fs::remove_dir_all(&here).expect("removed");
    assert!(snapshot(&older, &folder).expect("a copy"));
    assert_eq!(update(&folder, &writer).articles, 2);
    assert!(dump(&folder) == whole);
    fs::remove_dir_all(&here).expect("removed");
    fs::write(&here, "a file").expect("written");
    assert!(Reader::open(&folder).expect("none").is_none());
    update(&folder, &writer);
    assert!(dump(&folder) == whole);
}

#[test]
fn a_snapshot_stays_as_it_is() {
    let (folder, mut writer) = filled("goes-on", &stories());
    let copy = fresh("stays");
    assert!(!snapshot(&folder, &copy).expect("nothing to copy"));
    update(&folder, &writer);
    assert!(snapshot(&folder, &copy).expect("a copy"));
    let (before, open) = (dump(&copy), Reader::open(&folder).expect("a reader").expect("an index"));
    assert!(before == dump(&folder));
    for entry in stories() {
        writer.remove(entry.layers.article.as_ref()).expect("removed");
        update(&folder, &writer);
    }
    let reader = Reader::open(&copy).expect("a reader").expect("an index");
    assert!(dump(&copy) == before && dump(&folder).is_empty());
    for reader in [&reader, &open] {
        assert_eq!(reader.sentences("oil", 10, 0).expect("found").total, 4);
    }
    assert_eq!(Reader::open(&folder).expect("a reader").expect("an index").sentences("oil", 10, 0).expect("none").total, 0);
}
