//! What belongs together: short articles, and the links between the facts that they tell.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use chancery::article::{About, Article};
use chancery::link;
use chancery::pipeline::{Additions, Analyst};
use chancery::rdf::{self, Run, iri};
use chancery::store::{Entry, Store};
use oxigraph::model::NamedNodeRef;

const NS: &str = "https://w3id.org/chancery/ns#";
const LINKS: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/chancery/links");

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));

/// Articles by date and text, and the links between their facts: `1 followedBy 2` of the fact of the first and that of the second; of
/// symmetric ones the lesser number comes first.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

/// The links between the facts (or the entities of one kind) of articles with these dates and texts.
fn links(name: &str, articles: &[(&str, &str)], wanted: &str) -> BTreeSet<String> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("links-table-{name}"));
    let _ = std::fs::remove_dir_all(&path); // it need not be there
    let mut writer = Store::open(&path).expect("a store");
    let mut places: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, (date, text)) in articles.iter().enumerate() {
        let about = About { published: date.parse().ok(), ..About::default() };
        let article = Article { iri: format!("https://example.org/{place}"), text: (*text).to_owned(), about };
        let findings = ANALYST.analyse(article);
        for fact in findings.facts.iter().filter(|f| f.class != format!("{NS}OfficeHolding")) {
            places.entry(iri::fact(fact, &findings.entities).into_string()).or_default().insert(place + 1);
        }
        for entity in &findings.entities {
            places.entry(iri::entity(entity).into_string()).or_default().insert(place + 1);
        }
        let entry = Entry { layers: rdf::layers(&findings, &Run::new(&["test"])), digest: place.to_string() };
        writer.replace(&[entry]).expect("stored");
    }
    link::link(&mut writer, ANALYST.types(), ANALYST.register(), false).expect("linked");
    let mut found = BTreeSet::new();
    for quad in writer.store().graph(LINKS.into()).expect("readable") {
        let relation = quad.predicate.as_str().rsplit('#').next().unwrap_or_default().to_owned();
        let bare = |text: String| text.trim_matches(['<', '>']).to_owned();
        let (Some(from), Some(to)) = (places.get(&bare(quad.subject.to_string())), places.get(&bare(quad.object.to_string()))) else {
            continue;
        };
        for (a, b) in from.iter().flat_map(|a| to.iter().map(move |b| (a, b))) {
            if wanted.split(' ').any(|w| w == relation) && (a < b || relation == "followedBy") {
                found.insert(format!("{a} {relation} {b}"));
            }
        }
    }
    found
}

#[track_caller]
fn check(name: &str, wanted: &str, table: &[Case<'_>]) {
    let mut wrong = Vec::new();
    for (place, (articles, expected)) in table.iter().enumerate() {
        let got = links(&format!("{name}-{place}"), articles, wanted);
        let want: BTreeSet<String> = expected.iter().map(|w| (*w).to_owned()).collect();
        if got != want {
            wrong.push(format!("{articles:?}\n  wanted {want:?}\n  got    {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn tellings_of_one_fact() {
    check(
        "same",
        "sameFactAs",
        &[
            // The day, the month; two who took part, three.
            (
                &[
                    ("2018-07-09", "Abiy Ahmed met Isaias Afwerki in Asmara on 8 July 2018."),
                    ("2018-07-30", "Abiy Ahmed met Isaias Afwerki in Asmara in July 2018."),
                    ("2018-07-09", "Abiy Ahmed, Isaias Afwerki and William Ruto held talks in Asmara on 8 July 2018."),
                ],
                &["1 sameFactAs 2", "1 sameFactAs 3", "2 sameFactAs 3"],
            ),
            // The same two a month later.
            (
                &[
                    ("2018-07-09", "Abiy Ahmed met Isaias Afwerki in Asmara on 8 July 2018."),
                    ("2018-08-09", "Abiy Ahmed met Isaias Afwerki in Asmara on 8 August 2018."),
                ],
                &[],
            ),
            // A name spelt otherwise; another of the same surname.
            (
                &[
                    ("2023-05-09", "Kenya's envoy Khalid Hafteri met William Ruto in Nairobi on 8 May 2023."),
                    ("2023-05-09", "Kenya's envoy Khaled Haftery met William Ruto in Nairobi on 8 May 2023."),
                    ("2023-05-09", "Kenya's envoy Samira Hafteri met William Ruto in Nairobi on 8 May 2023."),
                ],
                &["1 sameFactAs 2"],
            ),
            // Held and planned are two facts; a call and a visit as well.
            (
                &[
                    ("2023-05-07", "William Ruto will meet Abiy Ahmed in Nairobi on 8 May 2023."),
                    ("2023-05-09", "William Ruto met Abiy Ahmed in Nairobi on 8 May 2023."),
                ],
                &[],
            ),
            // Measures told in part.
            (
                &[
                    ("2023-05-09", "Kenya imposed an arms embargo on Eritrea on 8 May 2023."),
                    ("2023-05-20", "Kenya imposed a travel ban on Eritrea in May 2023."),
                ],
                &["1 sameFactAs 2"],
            ),
            // The rebels of two articles may be the same.
            (
                &[("2023-05-09", "Rebels captured Bunia on 8 May 2023."), ("2023-05-09", "The rebels captured Bunia on 8 May 2023.")],
                &["1 sameFactAs 2"],
            ),
        ],
    );
}

#[test]
fn what_came_of_it() {
    check(
        "course",
        "followedBy",
        &[
            (
                &[
                    ("2023-05-02", "William Ruto will meet Abiy Ahmed in Nairobi on 8 May 2023."),
                    ("2023-05-09", "William Ruto met Abiy Ahmed in Nairobi on 8 May 2023."),
                ],
                &["1 followedBy 2"],
            ),
            // What is held on another day is another meeting.
            (
                &[
                    ("2023-05-02", "William Ruto will meet Abiy Ahmed in Nairobi on 8 May 2023."),
                    ("2023-05-29", "William Ruto met Abiy Ahmed in Nairobi on 28 May 2023."),
                ],
                &[],
            ),
            (
                &[
                    ("2021-03-02", "Kenya imposed sanctions on Eritrea on 1 March 2021."),
                    ("2022-03-02", "Kenya extended its sanctions on Eritrea on 1 March 2022."),
                    ("2023-03-02", "Kenya lifted its sanctions on Eritrea on 1 March 2023."),
                    ("2023-03-02", "Uganda lifted its sanctions on Eritrea on 1 March 2023."),
                ],
                &["1 followedBy 2", "2 followedBy 3"],
            ),
            (
                &[
                    ("2023-05-09", "The M23 captured Bunia on 8 May 2023."),
                    ("2023-06-09", "The M23 lost Bunia on 8 June 2023."),
                    ("2023-07-09", "The Allied Democratic Forces captured Bunia on 8 July 2023."),
                ],
                &["1 followedBy 2", "2 followedBy 3"],
            ),
        ],
    );
}

#[test]
fn what_cannot_both_hold() {
    check(
        "clash",
        "contradicts",
        &[
            (
                &[
                    ("2023-05-09", "William Ruto met Abiy Ahmed in Nairobi on 8 May 2023."),
                    ("2023-05-11", "Ethiopia denied that William Ruto met Abiy Ahmed on 8 May 2023."),
                ],
                &["1 contradicts 2"],
            ),
            // Denied long afterwards, without its day.
            (
                &[
                    ("2023-05-09", "William Ruto met Abiy Ahmed in Nairobi on 8 May 2023."),
                    ("2023-07-11", "Ethiopia denied that William Ruto had met Abiy Ahmed."),
                ],
                &["1 contradicts 2"],
            ),
            (
                &[
                    ("2023-05-09", "The M23 controls Bunia, a spokesman said."),
                    ("2023-05-10", "The Allied Democratic Forces control Bunia, a spokesman said."),
                    ("2023-09-10", "The Allied Democratic Forces have controlled Bunia since 1 September 2023."),
                ],
                &["1 contradicts 2"],
            ),
            // An army is no rival of its state; half a year later another may hold it.
            (&[("2023-05-09", "Uganda controls Bunia."), ("2023-05-10", "The Ugandan army controls Bunia.")], &[]),
            (
                &[
                    ("2023-05-09", "The M23 controls 30 per cent of Ituri."),
                    ("2023-05-10", "The M23 controls 80 per cent of Ituri."),
                    ("2023-05-10", "The M23 controls 32 per cent of Ituri."),
                ],
                &["1 contradicts 2", "2 contradicts 3"],
            ),
        ],
    );
}

#[test]
fn who_may_be_the_same() {
    check(
        "people",
        "possiblySame",
        &[
            (
                &[
                    ("2023-05-09", "Kenya's envoy Khalid Hafteri met William Ruto."),
                    ("2023-05-09", "The Kenyan envoy Khaled Haftery met Abiy Ahmed."),
                ],
                &["1 possiblySame 2"],
            ),
            // A surname of one office and state, and the full name.
            (
                &[
                    ("2023-05-09", "Kenyan envoy Hafteri met William Ruto."),
                    ("2023-05-09", "Kenyan envoy Khaled Hafteri met Abiy Ahmed."),
                    ("2023-05-09", "Peruvian envoy Hafteri met Dina Boluarte."),
                ],
                &["1 possiblySame 2"],
            ),
            // Two of one name that is many people's.
            (
                &[
                    ("2023-05-09", "British envoy David Johnson met William Ruto."),
                    ("2023-05-09", "Liberian envoy David Johnson met Abiy Ahmed."),
                ],
                &[],
            ),
        ],
    );
}
