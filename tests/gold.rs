//! The program against annotated articles: how much of what it finds is right, and how much it finds.
//!
//! The articles of `tests/gold` are those on which the rules were made and from which the event network has learnt: on them the rules alone
//! are measured, so that a rule that breaks is seen. On those of `tests/unseen`, from which neither has learnt (the network's thresholds were
//! chosen on half of them), the whole program is.
//!
//! Each measure has a precision, a recall and an F1 over all articles, each article read by itself:
//!
//! - `actors`: who is named, one to one, by a name in common; `typed` where the kind is the same too;
//! - `detection`: sentences that state a fact of a type, whatever the fact;
//! - `arguments`, `values`, `attribution`: of the facts that share a sentence, the most alike held one against one: who fills
//!   which role; dates, statuses, stances and measures; who is said to have said so;
//! - `strict`: facts in which all that makes them what they are is exactly right, nothing missing and nothing too much.
//!
//! `cargo test --release --locked --test gold -- --nocapture` prints the table; with `GOLD_SHOW` set to an article's name, or to
//! `all`, also what was missed and what is wrong there. The floors are those of `.ci/floors.json`, and only rise.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "a test that measures, for people to read")]

mod gold_score;

use std::sync::LazyLock;

use chancery::article::Article;
use chancery::pipeline::{Additions, Analyst};
use gold_score::account::{Account, key};
use gold_score::count::Scores;
use gold_score::marked::{self, Annotated};
use gold_score::matching::score;

static GOLD: LazyLock<Vec<Annotated>> = LazyLock::new(|| marked::all("gold").expect("annotations that fit their texts"));
static UNSEEN: LazyLock<Vec<Annotated>> = LazyLock::new(|| marked::all("unseen").expect("annotations that fit their texts"));

/// What the program finds in each of the articles.
fn found(analyst: &Analyst, articles: &[Annotated]) -> Vec<Account> {
    let read = |part: &[Annotated]| -> Vec<Account> {
        part.iter().map(|a| Account::of_findings(&analyst.analyse(Article::clone(&a.article)))).collect()
    };
    let (one, two) = articles.split_at(articles.len() / 2);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| read(one));
        let second = read(two);
        first.join().expect("reading does not fail").into_iter().chain(second).collect()
    })
}

/// Scores an analyst on articles, prints the table and holds it against the floors of that name.
fn hold(analyst: &Analyst, articles: &[Annotated], name: &str) {
    let floors: serde_json::Value = serde_json::from_str(include_str!("../.ci/floors.json")).expect("floors");
    let show = std::env::var("GOLD_SHOW").unwrap_or_default();
    let mut scores = Scores::default();
    for (gold, found) in articles.iter().zip(found(analyst, articles)) {
        let told = score(&gold.account, &found, &gold.article.text, &mut scores);
        if show == "all" || show == gold.name {
            println!("\n{}\n  {}", gold.name, told.join("\n  "));
        }
    }
    println!("\n{name}\n{scores}{} articles", articles.len());
    let floors = floors["facts"][name].as_object().expect("floors of the annotated articles");
    assert!(!floors.is_empty());
    for (measure, floor) in floors {
        let (f1, floor) = (scores.of(measure).f1(), floor.as_f64().expect("a number"));
        assert!(f1 >= floor, "{name}, {measure}: {f1:.2} is below {floor}");
    }
}

#[test]
fn rules_find_as_much_as_before() {
    hold(&Analyst::rules_only(&Additions::default()).expect("what ships"), &GOLD, "rules on gold");
}

#[test]
fn facts_of_unseen_articles_are_found_as_well_as_before() {
    hold(&Analyst::new(&Additions::default()).expect("what ships"), &UNSEEN, "unseen");
}

#[test]
fn what_is_marked_is_all_right_by_itself() {
    let mut scores = Scores::default();
    for Annotated { account, article, name } in GOLD.iter().chain(UNSEEN.iter()) {
        let told = score(account, account, &article.text, &mut scores);
        assert!(told.is_empty(), "{name}: {told:?}");
    }
    let measures: Vec<&str> = scores.iter().map(|(measure, _)| measure).collect();
    assert_eq!(measures.len(), 13, "{measures:?}");
    for (measure, count) in scores.iter() {
        assert_eq!((count.precision(), count.recall(), count.f1()), (100.0, 100.0, 100.0), "{measure}");
    }
}

const TEXT: &str = "Ruto met Museveni in Entebbe on Friday. Kenya has lost Mandera, Nairobi's envoy said. It may be so.";
const MARKED: &str = r#"{
    "actors": [
        {"id": "r", "type": "Person", "names": ["Ruto"]}, {"id": "m", "type": "Person", "names": ["Museveni"]},
        {"id": "k", "type": "State", "names": ["Kenya", "Nairobi"]},
        {"id": "e", "type": "Place", "names": ["Entebbe"]}, {"id": "d", "type": "Place", "names": ["Mandera"]}
    ],
    "facts": [
        {"type": "Meeting", "participants": ["r", "m"], "place": ["e"], "date": "2023-05-05", "status": "held", "source": [],
         "evidence": [{"quote": "Ruto met Museveni in Entebbe on Friday.", "trigger": "met"}]},
        {"type": "TerritorialClaim", "claimant": ["k"], "territory": ["d"], "stance": "lost", "negated": false, "source": ["k"],
         "evidence": [{"quote": "Kenya has lost Mandera, Nairobi's envoy said.", "trigger": "lost"}]}
    ]
}"#;

/// The scores of one annotation held against another.
fn against(gold: &str, found: &str) -> Scores {
    let account = |text: &str| Account::of_annotation(text, TEXT).expect("an annotation");
    let mut scores = Scores::default();
    score(&account(gold), &account(found), TEXT, &mut scores);
    scores
}

/// The measures in which it is not all right to say `new` where `old` is marked.
fn hurt(old: &str, new: &str) -> Vec<String> {
    let changed = MARKED.replacen(old, new, 1);
    assert_ne!(changed, MARKED, "{old} is marked");
    let scores = against(MARKED, &changed);
    scores.iter().filter(|(_, count)| !count.is_exact()).map(|(measure, _)| measure.to_owned()).collect()
}

#[test]
fn each_mistake_lowers_what_it_should() {
    let strict = ["strict", "strict Meeting"];
    let with = |measure: &'static str, more: &[&'static str]| [&[measure], more].concat();
    assert_eq!(hurt(r#""participants": ["r", "m"]"#, r#""participants": ["r", "k"]"#), with("arguments", &strict));
    assert_eq!(hurt(r#""participants": ["r", "m"]"#, r#""participants": ["r"]"#), with("arguments", &strict));
    assert_eq!(hurt(r#""participants": ["r", "m"]"#, r#""participants": ["r", "m", "k"]"#), with("arguments", &strict));
    assert_eq!(hurt(r#""place": ["e"]"#, r#""place": ["d"]"#), ["arguments"]);
    assert_eq!(hurt("2023-05-05", "2023-05"), ["values"]);
    assert_eq!(hurt(r#""status": "held""#, r#""status": "planned""#), ["strict", "strict Meeting", "values"]);
    assert_eq!(hurt(r#""negated": false"#, r#""negated": true"#), ["strict", "strict TerritorialClaim", "values"]);
    assert_eq!(hurt(r#""source": ["k"]"#, r#""source": ["r"]"#), ["attribution"]);
    assert_eq!(hurt(r#""source": ["k"]"#, r#""source": []"#), ["attribution"]);
    assert_eq!(hurt(r#""type": "State""#, r#""type": "Organization""#), ["actors, typed"]);
    assert_eq!(hurt(r#"["Museveni"]"#, r#"["Museveni Kaguta"]"#), ["actors", "actors, typed", "arguments", "strict", "strict Meeting"]);
    let elsewhere = hurt("Ruto met Museveni in Entebbe on Friday.\", \"trigger\": \"met\"", "It may be so.\", \"trigger\": \"may\"");
    assert_eq!(elsewhere, ["arguments", "detection", "detection Meeting", "strict", "strict Meeting", "values"]);
}

#[test]
fn counts_are_what_they_should_be() {
    let scores = against(MARKED, &MARKED.replacen(r#""participants": ["r", "m"]"#, r#""participants": ["r", "k", "d"]"#, 1));
    let arguments = scores.of("arguments");
    assert_eq!((arguments.right, arguments.found, arguments.met, arguments.gold), (4, 6, 4, 5));
    assert_eq!(scores.of("strict").f1(), 50.0);
    let nothing = against(MARKED, r#"{"actors": [], "facts": []}"#);
    assert!(nothing.iter().all(|(_, count)| count.f1() == 0.0 && count.found == 0));
    assert_eq!((nothing.of("actors").gold, nothing.of("detection").gold, nothing.of("strict Meeting").gold), (3, 2, 1));
}

#[test]
fn an_open_filler_is_right_either_way() {
    let open = MARKED.replacen(r#""claimant": ["k"]"#, r#""claimant": ["r|k"]"#, 1);
    for one in ["r", "k"] {
        let closed = MARKED.replacen(r#""claimant": ["k"]"#, &format!(r#""claimant": ["{one}"]"#), 1);
        assert!(against(&open, &closed).iter().all(|(_, count)| count.is_exact()), "{one}");
    }
}

#[test]
fn a_mark_must_fit_its_text() {
    let error = |old: &str, new: &str| Account::of_annotation(&MARKED.replacen(old, new, 1), TEXT).expect_err("a mistake");
    assert_eq!(error(r#""trigger": "met""#, r#""trigger": "saw""#), "“saw” is not in “Ruto met Museveni in Entebbe on Friday.”");
    assert_eq!(error(r#""quote": "Ruto met Museveni in Entebbe on Friday.""#, r#""quote": "a""#), "not once in the text: “a”");
    assert_eq!(error(r#""place": ["e"]"#, r#""place": ["x"]"#), "no actor `x`");
    assert_eq!(error(r#""type": "Meeting""#, r#""type": "Rally""#), "no fact type `Rally`");
    assert_eq!(error(r#""type": "State""#, r#""type": "Ship""#), "no kind `Ship`");
}

#[test]
fn names_are_the_same_without_what_is_beside_the_point() {
    for (one, other) in [
        ("The Kremlin", "kremlin"),
        ("Nairobi's", "Nairobi"),
        ("Çavuşoğlu", "CAVUSOGLU"),
        ("U.S.", "U S"),
        ("Al-Shabaab", "al Shabaab"),
        ("Gauß", "GAUSS"),
        ("O'Shea’s men", "o shea men"),
    ] {
        assert_eq!(key(one), key(other), "{one}, {other}");
    }
    assert_ne!(key("Niger"), key("Nigeria"));
    assert_eq!(key("The"), "the");
}
