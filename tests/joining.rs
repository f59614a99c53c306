//! How well many articles become one graph: who is put together with whom, and which tellings with which.
//!
//! The articles of `tests/joining` were written for this; in them is marked who is the same, under whatever name, and which sentences
//! tell one fact. `entities` has more spellings and more who share a name, `facts` more that is told again. Measured is the joining alone:
//! of what is marked, what the program has found at all (that part is printed too).
//!
//! `cargo test --release --locked --test joining -- --nocapture` prints the figures; with `JOIN_SHOW` set, also what is wrong. The floors
//! are those of `.ci/floors.json`, and only rise.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a test that measures, for people to read")]

mod joining_data;
mod joining_score;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chancery::finding::Findings;
use chancery::link;
use chancery::pipeline::{Additions, Analyst};
use chancery::rdf::{self, Run, iri};
use chancery::store::{Entry, Store, Writer, digest};
use joining_data::{Marked, read};
use joining_score::{cubed, grouped};
use oxigraph::model::{GraphNameRef, NamedNodeRef, Quad, Term};

const NS: &str = "https://w3id.org/chancery/ns#";
const LINKS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chancery/links");
/// From this score on two entities count as joined.
const ONE: f64 = 0.8;

struct Joined {
    writer: Writer,
    findings: Vec<Findings>,
}

impl Joined {
    fn new(analyst: &Analyst, name: &str, articles: &[Marked]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder); // it need not be there
        let run = Run::new(&["test"]);
        let findings: Vec<Findings> = articles.iter().map(|a| analyst.analyse(a.article.clone())).collect();
        let entry = |f: &Findings| Entry { layers: rdf::layers(f, &run), digest: digest(&f.article, run.node()) };
        let mut writer = Store::open(&folder).expect("a store");
        writer.replace(&findings.iter().map(entry).collect::<Vec<_>>()).expect("stored");
        link::link(&mut writer, analyst.types(), analyst.register(), false).expect("linked");
        Self { writer, findings }
    }

    fn links(&self) -> Vec<Quad> {
        self.writer.store().graph(GraphNameRef::from(LINKS)).expect("links")
    }

    /// Pairs that a relation joins.
    fn pairs(&self, relation: &str) -> Vec<(String, String)> {
        let relation = format!("{NS}{relation}");
        let bare = |text: String| text.trim_matches(['<', '>']).to_owned();
        let quads = self.links().into_iter().filter(|q| q.predicate.as_str() == relation);
        quads.map(|q| (bare(q.subject.to_string()), bare(q.object.to_string()))).collect()
    }

    /// Entities that are held to be one.
    fn same_entities(&self) -> Vec<(String, String)> {
        let links = self.links();
        let value = |of: &str, property: &str| {
            let found = links.iter().find(|q| q.subject.to_string() == of && q.predicate.as_str().ends_with(property));
            found.map(|q| match &q.object {
                Term::NamedNode(node) => node.as_str().to_owned(),
                Term::Literal(literal) => literal.value().to_owned(),
                Term::BlankNode(node) => node.to_string(),
            })
        };
        let of = format!("{NS}possiblySame");
        let nodes = links.iter().filter(|q| q.predicate.as_str().ends_with("#predicate") && q.object.to_string() == format!("<{of}>"));
        let nodes: Vec<String> = nodes.map(|q| q.subject.to_string()).collect();
        let good = nodes.iter().filter(|n| value(n, "#score").and_then(|s| s.parse::<f64>().ok()).is_some_and(|s| s >= ONE));
        good.filter_map(|n| Some((value(n, "#subject")?, value(n, "#object")?))).collect()
    }
}

/// Who is named, in each article: what is marked, and the entity the program has for it.
fn entities(articles: &[Marked], findings: &[Findings]) -> (Vec<(String, String, String)>, usize) {
    let (mut items, mut all) = (Vec::new(), 0);
    for (marked, found) in articles.iter().zip(findings) {
        for named in &marked.entities {
            all += 1;
            let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
            for mention in &found.mentions {
                let words = mention.span.of(&found.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
                if named.names.iter().any(|n| *n == words || words.ends_with(&format!(" {n}")) && words.len() < n.len() + 12) {
                    *votes.entry(mention.entity).or_default() += 1;
                }
            }
            if let Some((entity, _)) = votes.iter().max_by_key(|(e, n)| (**n, std::cmp::Reverse(**e))) {
                let iri = iri::entity(&found.entities[*entity]).into_string();
                items.push((named.id.clone(), iri, marked.name.clone()));
            }
        }
    }
    (items, all)
}

/// Which facts are stated, in each article: what is marked, and the fact the program has for it.
fn facts(articles: &[Marked], findings: &[Findings]) -> (Vec<(String, String, String)>, usize) {
    let (mut items, mut all) = (Vec::new(), 0);
    for (marked, found) in articles.iter().zip(findings) {
        let text = &found.article.text;
        let iris: Vec<String> = found.facts.iter().map(|f| iri::fact(f, &found.entities).into_string()).collect();
        for stated in &marked.facts {
            all += 1;
            let begin = text.find(&stated.quote).expect("a quotation from the article");
            let trigger = begin + stated.quote.find(&stated.trigger).unwrap_or(0);
            let end = begin + stated.quote.len();
            let near = |place: usize| place.abs_diff(trigger);
            let candidates = found.facts.iter().zip(&iris).filter(|(f, _)| f.class == format!("{NS}{}", stated.r#type));
            let told = candidates.flat_map(|(f, iri)| f.attestations.iter().map(move |a| (a.trigger.begin, iri)));
            let told = told.filter(|(place, _)| (begin..end).contains(place));
            if let Some((_, iri)) = told.min_by_key(|(place, iri)| (near(*place), (*iri).clone())) {
                items.push((stated.id.clone(), iri.clone(), format!("{}: {}", marked.name, stated.quote)));
            }
        }
    }
    (items, all)
}

/// The figures of one kind of joining, and the groups that are wrong, for people.
fn figures(name: &str, items: &[(String, String, String)], all: usize, group: &BTreeMap<String, String>, out: &mut BTreeMap<String, f64>) {
    let plain: Vec<(String, String)> =
        items.iter().map(|(gold, have, _)| (gold.clone(), group.get(have).unwrap_or(have).clone())).collect();
    let score = cubed(&plain);
    println!("{name:<28} B3 P {:5.1} R {:5.1} F1 {:5.1}   {} of {all} found", score.precision, score.recall, score.f1(), items.len());
    out.insert(name.to_owned(), score.f1());
    if std::env::var_os("JOIN_SHOW").is_some() && !name.contains("by IRI") {
        let local = |iri: &str| iri.rsplit_once("/entity/").or(iri.rsplit_once("/fact/")).map_or(iri, |(_, l)| l).to_owned();
        let mut by_gold: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
        let mut by_made: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for ((gold, have), (_, iri, place)) in plain.iter().zip(items) {
            by_gold.entry(gold).or_default().entry(have).or_default().push(format!("{} {place}", local(iri)));
            by_made.entry(have).or_default().insert(gold);
        }
        for (gold, made) in by_gold.iter().filter(|(_, made)| made.len() > 1) {
            println!("  APART {gold}");
            made.values().for_each(|v| println!("      {}", v.join("\n         ")));
        }
        for (made, golds) in by_made.iter().filter(|(_, golds)| golds.len() > 1) {
            println!("  TOGETHER {} {golds:?}", local(made));
        }
    }
}

/// How many marked pairs are linked, and how many linked pairs are marked; facts that are not found are left out.
fn relation(name: &str, marked: &[[String; 2]], linked: &[(String, String)], of: &BTreeMap<String, BTreeSet<String>>, both_ways: bool) {
    let golds = |iri: &str| of.iter().filter(|(_, iris)| iris.contains(iri)).map(|(g, _)| g.as_str()).collect::<BTreeSet<_>>();
    let mut made: BTreeSet<(String, String)> = BTreeSet::new();
    for (a, b) in linked {
        for one in golds(a) {
            made.extend(golds(b).into_iter().map(|other| (one.to_owned(), other.to_owned())));
        }
    }
    made.retain(|(a, b)| a != b && (!both_ways || a < b));
    let known: BTreeSet<(String, String)> = marked
        .iter()
        .map(|[a, b]| if both_ways && a > b { (b.clone(), a.clone()) } else { (a.clone(), b.clone()) })
        .filter(|(a, b)| of.contains_key(a) && of.contains_key(b))
        .collect();
    let right = made.intersection(&known).count();
    println!("{name:<28} {right} of {} marked are linked; of {} linked {right} are marked", known.len(), made.len());
    if std::env::var_os("JOIN_SHOW").is_some() {
        known.difference(&made).for_each(|(a, b)| println!("  MISSED {a} {b}"));
        made.difference(&known).for_each(|(a, b)| println!("  OTHER {a} {b}"));
    }
}

/// What is marked and what the program has for it, in each article; with the names of groups, of all folders together.
type Items = Vec<(String, String)>;

fn measure(analyst: &Analyst, folder: &str, out: &mut BTreeMap<String, f64>, all_entities: &mut Items, all_facts: &mut Items) {
    let (articles, relations) = read(folder);
    let joined = Joined::new(analyst, &format!("joining-{folder}"), &articles);
    println!("\n{folder}: {} articles", articles.len());
    let (named, all) = entities(&articles, &joined.findings);
    figures(&format!("{folder}: entities by IRI"), &named, all, &BTreeMap::new(), out);
    figures(&format!("{folder}: entities"), &named, all, &grouped(joined.same_entities()), out);
    let (stated, all) = facts(&articles, &joined.findings);
    figures(&format!("{folder}: facts by IRI"), &stated, all, &BTreeMap::new(), out);
    figures(&format!("{folder}: facts"), &stated, all, &grouped(joined.pairs("sameFactAs")), out);
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (gold, iri, _) in &stated {
        of.entry(gold.clone()).or_default().insert(iri.clone());
    }
    let put = |into: &mut Items, items: &[(String, String, String)], group: &BTreeMap<String, String>| {
        into.extend(
            items.iter().map(|(gold, have, _)| (format!("{folder} {gold}"), format!("{folder} {}", group.get(have).unwrap_or(have)))),
        );
    };
    put(all_entities, &named, &grouped(joined.same_entities()));
    put(all_facts, &stated, &grouped(joined.pairs("sameFactAs")));
    relation("followedBy", &relations.followed, &joined.pairs("followedBy"), &of, false);
    relation("contradicts", &relations.contradicts, &joined.pairs("contradicts"), &of, true);
    assert!(!relations.copies.is_empty());
}

#[test]
fn many_articles_become_one_graph() {
    let analyst = Analyst::new(&Additions::default()).expect("what ships");
    let (mut out, mut all_entities, mut all_facts) = (BTreeMap::new(), Items::new(), Items::new());
    for folder in ["entities", "facts"] {
        measure(&analyst, folder, &mut out, &mut all_entities, &mut all_facts);
    }
    println!();
    for (name, items) in [("all: entities", &all_entities), ("all: facts", &all_facts)] {
        let score = cubed(items);
        println!("{name:<28} B3 P {:5.1} R {:5.1} F1 {:5.1}", score.precision, score.recall, score.f1());
        out.insert(name.to_owned(), score.f1());
    }
    let floors: serde_json::Value = serde_json::from_str(include_str!("../.ci/floors.json")).expect("floors");
    for (measure, floor) in floors["joining"].as_object().expect("floors of joining") {
        let floor = floor.as_f64().expect("a number");
        assert!(out[measure] >= floor, "{measure}: {} is below its floor {floor}", out[measure]);
    }
}
