//! The event network above the rules: what the whole program takes from sentences whose words no rule has, whoever is named in them; and what
//! it does not change.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chancery::article::{About, Article};
use chancery::finding::{Fact, Findings, Value};
use chancery::pipeline::{Additions, Analyst};

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::new(&Additions::default()).expect("what ships"));
static RULES: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));

fn read(analyst: &Analyst, text: &str) -> Findings {
    let about = About { published: "2021-09-14".parse().ok(), ..About::default() };
    analyst.analyse(Article { iri: "http://example.org/network".to_owned(), text: text.to_owned(), about })
}

fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

/// A fact in words: its class, its roles by name, its codes.
fn told(findings: &Findings, fact: &Fact) -> BTreeSet<String> {
    let roles = fact.roles.iter().flat_map(|(p, who)| who.iter().map(move |e| (p, *e)));
    let codes = fact.values.values().flatten().filter_map(|v| if let Value::Concept(c) = v { Some(local(c).to_owned()) } else { None });
    let named = roles.map(|(p, e)| format!("{}: {}", local(p), findings.entities[e].label));
    named.chain(codes).chain([local(&fact.class).to_owned()]).collect()
}

/// Pairs of states and a place to be put into the sentences.
const NAMES: [(&str, &str, &str); 3] = [("Syria", "Turkey", "Idlib"), ("Ethiopia", "Eritrea", "Badme"), ("Russia", "Ukraine", "Kherson")];

/// Sentences with `{A}`, `{B}` and `{P}` for names, in which the rules see nothing; what must be told, with the same marks.
const TOLD: &[(&str, &[&str])] = &[
    ("{A} has turned {P} into its bastion.", &["TerritorialClaim", "claimant: {A}", "territory: {P}", "controls"]),
    ("{A} is dug in at {P}.", &["TerritorialClaim", "claimant: {A}", "territory: {P}"]),
    ("Soldiers of {A} patrol the streets of {P}.", &["TerritorialClaim", "territory: {P}", "present"]),
    ("{A} shut its market to goods from {B}.", &["Sanction", "imposer: {A}", "target: {B}", "trade", "imposed"]),
    ("{A} cut off {B} from its banks.", &["Sanction", "imposer: {A}", "target: {B}", "imposed"]),
    ("The presidents of {A} and {B} compared notes over dinner in Geneva.", &["Meeting", "place: Geneva", "held"]),
];

#[test]
fn facts_are_told_in_words_of_no_rule() {
    for (sentence, wanted) in TOLD {
        for (a, b, p) in NAMES {
            let put = |text: &str| text.replace("{A}", a).replace("{B}", b).replace("{P}", p);
            let text = put(sentence);
            let findings = read(&ANALYST, &text);
            assert!(read(&RULES, &text).facts.is_empty(), "a rule has words of: {text}");
            let wanted: BTreeSet<String> = wanted.iter().map(|w| put(w)).collect();
            let all: Vec<BTreeSet<String>> = findings.facts.iter().map(|f| told(&findings, f)).collect();
            assert!(all.iter().any(|t| wanted.is_subset(t)), "{text}\n{all:?}");
        }
    }
}

#[test]
fn words_of_facts_are_no_facts_everywhere() {
    for text in [
        "The minister met the deadline that the court had set.",
        "Both teams met in the final on Sunday, and the visitors took the lead.",
        "Parliament sanctioned the plan without a vote.",
        "The company took control of its largest rival.",
        "The storm hit the coast of the Philippines and left four people dead.",
    ] {
        let findings = read(&ANALYST, text);
        assert!(findings.facts.is_empty(), "{text}\n{:?}", findings.facts);
    }
}

/// An article in which both speak.
const ARTICLE: &str = include_str!("../examples/articles/asmara-2018.txt");

#[test]
fn what_is_not_done_is_not_told_as_done() {
    for text in [
        "The European Union has not lifted its sanctions on Belarus.",
        "Prime Minister David Cameron said the EU would not lift sanctions on Russia.",
        "The United States has not lifted its embargo on Cuba.",
    ] {
        let findings = read(&ANALYST, text);
        let all: BTreeSet<String> = findings.facts.iter().flat_map(|f| told(&findings, f)).collect();
        assert!(["imposed", "lifted", "proposed", "eased"].iter().all(|code| !all.contains(*code)), "{text}: {all:?}");
    }
}

#[test]
fn whoever_found_it_is_named() {
    let findings = read(&ANALYST, ARTICLE);
    let rules: BTreeSet<&str> = ANALYST.types().iter().flat_map(|t| &t.rules).map(|r| r.id.as_str()).collect();
    let names: BTreeSet<&str> = findings.facts.iter().flat_map(|f| &f.attestations).map(|a| a.rule.as_str()).collect();
    assert!(!names.is_empty());
    for name in names {
        let known = name == "office" || rules.contains(name.strip_suffix("+network").unwrap_or(name));
        assert!(known || ANALYST.types().iter().any(|t| name == format!("{}/network", t.name)), "{name}");
    }
    let alone = read(&RULES, ARTICLE);
    assert!(alone.facts.iter().flat_map(|f| &f.attestations).all(|a| a.rule == "office" || rules.contains(a.rule.as_str())));
}

#[test]
fn the_answer_is_the_same_twice_and_in_any_company() {
    let first = format!("{:?}", read(&ANALYST, ARTICLE).facts);
    let side_by_side: Vec<String> = std::thread::scope(|scope| {
        let each: Vec<_> = (0..4).map(|_| scope.spawn(|| format!("{:?}", read(&ANALYST, ARTICLE).facts))).collect();
        each.into_iter().map(|t| t.join().expect("reading does not fail")).collect()
    });
    assert!(side_by_side.iter().all(|other| *other == first));
}

#[test]
fn rules_speak_beyond_the_end_of_what_the_network_reads() {
    let text = format!("The road was long {}and Joe Biden met Xi Jinping in Bali on Monday.", "and the night was cold ".repeat(110));
    let met = |analyst: &Analyst| read(analyst, &text).facts.iter().filter(|f| local(&f.class) == "Meeting").count();
    assert_eq!((met(&RULES), met(&ANALYST)), (1, 1));
}

/// A fact type of a user.
const ADDED: &str = include_str!("data/arms-transfer/rules.toml");

#[test]
fn types_of_users_change_nothing_of_what_ships() {
    let additions = Additions { facts: vec![("arms-transfer".to_owned(), ADDED.to_owned())], ..Additions::default() };
    let more = Analyst::new(&additions).expect("a type of a user");
    let shipped = |analyst: &Analyst| {
        let findings = read(analyst, ARTICLE);
        let ours = findings.facts.iter().filter(|f| f.class.starts_with("https://w3id.org/chancery/ns#"));
        ours.map(|f| told(&findings, f)).collect::<Vec<_>>()
    };
    assert_eq!(shipped(&more), shipped(&ANALYST));
}
