//! What holds of the links of any store: they follow from its articles alone, whatever the way that led there.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

#[expect(dead_code, reason = "what is marked is of no concern here")]
mod joining_data;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use chancery::export::{self, Format, Layer};
use chancery::link;
use chancery::pipeline::{Additions, Analyst};
use chancery::rdf::{self, Run};
use chancery::store::{Entry, Store, Writer, digest};
use chancery::verify;
use joining_data::{Marked, read};
use oxigraph::model::{NamedNodeRef, Term};

const LINKS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chancery/links");

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| read("facts").0.iter().map(entry).collect());

fn entry(marked: &Marked) -> Entry {
    let run = Run::new(&["test"]);
    let findings = ANALYST.analyse(marked.article.clone());
    Entry { layers: rdf::layers(&findings, &run), digest: digest(&findings.article, run.node()) }
}

fn store(name: &str) -> Writer {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("links-{name}"));
    let _ = std::fs::remove_dir_all(&path); // it need not be there
    Store::open(&path).expect("a store")
}

fn linked(writer: &mut Writer) {
    link::link(writer, ANALYST.types(), ANALYST.register(), false).expect("linked");
}

/// All that the store holds, as it is exported.
fn exported(writer: &Writer) -> String {
    let mut out = export::Writer::new(Format::NQuads, Vec::new());
    export::store(writer.store(), Layer::All, &mut out).expect("an export");
    String::from_utf8(out.finish().expect("its end")).expect("UTF-8")
}

/// A store with these articles, linked once.
fn of(name: &str, entries: &[Entry]) -> Writer {
    let mut writer = store(name);
    writer.replace(entries).expect("stored");
    linked(&mut writer);
    writer
}

#[track_caller]
fn assert_same(one: &str, other: &str) {
    let (a, b): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    let only = |x: &[&str], y: &[&str]| x.iter().filter(|l| !y.contains(*l)).take(5).map(|l| (*l).to_owned()).collect::<Vec<_>>();
    assert!(one == other, "only in the first: {:#?}\nonly in the second: {:#?}", only(&a, &b), only(&b, &a));
}

#[test]
fn the_order_and_the_grouping_of_articles_are_nothing() {
    let whole = of("whole", &ENTRIES);
    let want = exported(&whole);
    assert!(
        want.contains("#sameFactAs>") && want.contains("#followedBy>") && want.contains("#contradicts>") && want.contains("#possiblySame>")
    );
    assert_eq!(verify::store(whole.store()).expect("a report").faults, []);
    // One by one from the last to the first, linked after each.
    let mut single = store("single");
    for entry in ENTRIES.iter().rev() {
        single.replace(std::slice::from_ref(entry)).expect("stored");
        linked(&mut single);
    }
    assert_same(&exported(&single), &want);
    // Every third first, then the rest; the links between are made of the first part alone.
    let mut parts = store("parts");
    for part in 0..3 {
        let entries: Vec<Entry> = ENTRIES.iter().skip(part).step_by(3).cloned().collect();
        parts.replace(&entries).expect("stored");
        linked(&mut parts);
    }
    assert_same(&exported(&parts), &want);
    // Two stores whose articles are put together in a third.
    let (left, right) = (of("left", &ENTRIES[..30]), of("right", &ENTRIES[30..]));
    let mut joined = store("joined");
    for writer in [&right, &left] {
        for article in writer.store().articles().expect("readable") {
            let layers = writer.store().layers(NamedNodeRef::new_unchecked(&article)).expect("readable").expect("there");
            let digest = writer.store().digest(NamedNodeRef::new_unchecked(&article)).expect("readable").expect("there");
            joined.replace(&[Entry { layers, digest }]).expect("stored");
        }
    }
    linked(&mut joined);
    assert_same(&exported(&joined), &want);
}

#[test]
fn removing_articles_leaves_the_graph_of_the_others() {
    let mut writer = of("removal", &ENTRIES);
    for entry in ENTRIES.iter().step_by(2) {
        writer.remove(entry.layers.article.as_ref()).expect("removed");
        linked(&mut writer);
    }
    let rest: Vec<Entry> = ENTRIES.iter().skip(1).step_by(2).cloned().collect();
    assert_same(&exported(&writer), &exported(&of("rest", &rest)));
    for entry in &rest {
        writer.remove(entry.layers.article.as_ref()).expect("removed");
    }
    linked(&mut writer);
    assert_eq!(exported(&writer), "");
}

#[test]
fn links_can_be_dropped_and_made_again() {
    let mut writer = of("again", &ENTRIES[..40]);
    let want = exported(&writer);
    link::unlink(&mut writer).expect("dropped");
    assert!(!exported(&writer).contains("/links>") && writer.store().graph(LINKS.into()).expect("readable").is_empty());
    linked(&mut writer);
    assert_same(&exported(&writer), &want);
    // What has not changed is not looked at again.
    let idle = link::link(&mut writer, ANALYST.types(), ANALYST.register(), false).expect("linked");
    assert_eq!(idle, link::Summary::default());
    let all = link::link(&mut writer, ANALYST.types(), ANALYST.register(), true).expect("linked");
    assert!(all.facts > 50 && all.links > 20);
    assert_same(&exported(&writer), &want);
}

#[test]
fn copies_of_one_text_and_articles_of_one_publisher_count_once() {
    let article = |name: &str, publisher: &str, text: &str| {
        let about =
            chancery::article::About { published: "2023-05-10".parse().ok(), publisher: Some(publisher.to_owned()), ..Default::default() };
        let article = chancery::article::Article { iri: format!("https://example.org/{name}"), text: text.to_owned(), about };
        entry(&Marked { name: name.to_owned(), article, entities: Vec::new(), facts: Vec::new() })
    };
    let report = "William Ruto met Abiy Ahmed in Nairobi on 8 May 2023. The two leaders spoke about the drought that has struck the border \
        districts for a third year, about the railway that is to join the port of Lamu with the highlands, and about the traders who wait for \
        a market. They agreed to send their ministers of transport to the site before the rains begin.";
    let other = "Kenya's president was host again on Monday. William Ruto met Abiy Ahmed in Nairobi on 8 May 2023.";
    let writer = of(
        "copies",
        &[
            article("a", "Agency", report),
            article("b", "Daily", &report.replace("They agreed", "On Tuesday evening they agreed")),
            article("c", "Agency", other),
            article(
                "d",
                "Weekly",
                &other.replace("Kenya's president was host again on Monday", "A busy week it was for the host of the region's talks"),
            ),
        ],
    );
    let mut counts: BTreeSet<String> = BTreeSet::new();
    for quad in writer.store().graph(LINKS.into()).expect("readable") {
        if let (Term::Literal(number), true) = (&quad.object, quad.subject.to_string().contains("/fact/")) {
            counts.insert(format!("{} {}", quad.predicate.as_str().rsplit('#').next().unwrap_or_default(), number.value()));
        }
    }
    // The only fact: one number of each kind.
    let want = ["articleCount 4", "independentCount 2", "publisherCount 3"].map(str::to_owned);
    assert_eq!(counts, BTreeSet::from(want));
}

/// An article told again: on another day, by another publisher, with a sentence that gives a name or an owner, or without its facts.
fn told_again(marked: &Marked, way: usize) -> Entry {
    let mut article = marked.article.clone();
    match way {
        0 => article.about.published = "2019-03-01".parse().ok(),
        1 => article.about.publisher = Some("The Harbour Times".to_owned()),
        2 => {
            article.text +=
                "\n\nKenya's envoy Sergey Lavroff and the Kenyan envoy Nadim Harfush, of the Azawad Front of Kenya, were silent."
        }
        3 => article.text = "Nothing happened.".to_owned(),
        _ => {}
    }
    let marked = Marked { name: marked.name.clone(), article, entities: Vec::new(), facts: Vec::new() };
    entry(&marked)
}

/// Forty times an article comes, comes again otherwise, or goes, by a fixed sequence of numbers; links are made after each, and now and then
/// left half made. At every eighth step they are what they are in a new store.
#[test]
fn any_history_leads_to_the_links_of_the_articles() {
    let articles = read("facts").0;
    let mut writer = store("walk");
    let (mut now, mut seed) = (BTreeMap::new(), 11_u64);
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for step in 0..40 {
        let which = next(24);
        if next(5) == 0 {
            let there = writer.remove(NamedNodeRef::new_unchecked(&articles[which].article.iri)).expect("a transaction");
            assert_eq!(there, now.remove(&which).is_some());
        } else {
            let entry = told_again(&articles[which], next(8));
            writer.replace(std::slice::from_ref(&entry)).expect("stored");
            now.insert(which, entry);
        }
        if step % 13 == 12 {
            // As after a kill in the midst of it: not noted as made, some links lost.
            let graph = writer.store().graph(LINKS.into()).expect("readable");
            let index = NamedNodeRef::new_unchecked("https://w3id.org/chancery/internal#index");
            let noted: Vec<_> = writer.store().engine().quads_for_pattern(Some(LINKS.into()), None, None, Some(index.into())).collect();
            let lost: Vec<_> = graph.into_iter().step_by(3).chain(noted.into_iter().map(|q| q.expect("a quad"))).collect();
            writer.note(&lost, []).expect("noted");
        }
        linked(&mut writer);
        if step % 8 == 7 {
            let new = of("walk-new", &now.values().cloned().collect::<Vec<_>>());
            assert_same(&exported(&writer), &exported(&new));
            assert_eq!(verify::store(writer.store()).expect("a report").faults, []);
        }
    }
}
