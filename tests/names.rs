//! Which bearer of a name: an article's date, its text, and the identity of everybody in it whom the table names.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chancery::article::{About, Article};
use chancery::finding::{Findings, Value};
use chancery::pipeline::{Additions, Analyst};

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));

fn analysed(date: &str, text: &str) -> Findings {
    let about = About { published: date.parse().ok(), ..About::default() };
    ANALYST.analyse(Article { iri: "http://example.org/names".to_owned(), text: text.to_owned(), about })
}

/// Checks a table of dates, texts, and ids: those that must be among the entities, and with `!` before them those that must not. `*` stands for
/// what keeps a name to its article.
#[track_caller]
fn check(table: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (date, text, wanted) in table {
        let found = analysed(date, text);
        let ids: BTreeSet<&str> = found.entities.iter().map(|e| e.id.as_str()).collect();
        let has = |id: &str| match id.strip_suffix('*') {
            Some(begin) => ids.iter().any(|i| i.starts_with(begin) && i.len() == begin.len() + 8),
            None => ids.contains(id),
        };
        let right = wanted.split(' ').all(|id| id.strip_prefix('!').map_or_else(|| has(id), |not| !has(not)));
        if !right {
            wrong.push(format!("{date} {text}\n    wanted {wanted}, got {ids:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn an_office_means_who_held_it_on_the_articles_day() {
    check(&[
        ("2005-03-01", "The Russian president met Gerhard Schroeder in Berlin.", "person/vladimir-putin"),
        ("2010-03-01", "The Russian president met Angela Merkel in Berlin.", "person/dmitry-medvedev !person/vladimir-putin"),
        ("2015-03-01", "The Russian president met Angela Merkel in Berlin.", "person/vladimir-putin !person/dmitry-medvedev"),
        ("2010-03-01", "The former Russian president met Angela Merkel in Berlin.", "!person/vladimir-putin !person/dmitry-medvedev"),
        ("2013-06-01", "The French foreign minister met John Kerry in Paris.", "person/laurent-fabius"),
        // Whoever of them it was: "the minister" is many.
        ("2013-06-01", "The French minister met John Kerry in Paris.", "!person/laurent-fabius"),
        // Who is named as the holder counts for more than the register.
        (
            "2013-06-01",
            "Jean Dupuis, the French foreign minister, arrived. The French foreign minister met John Kerry.",
            "!person/laurent-fabius",
        ),
    ]);
}

#[test]
fn a_surname_alone_means_who_was_in_office_then() {
    check(&[
        ("2013-06-01", "Slovenia asked for help. Erjavec met the envoys in Ljubljana.", "person/karl-erjavec"),
        ("2003-06-01", "Slovenia asked for help. Erjavec met the envoys in Ljubljana.", "!person/karl-erjavec person/erjavec-*"),
        ("2013-06-01", "Peru asked for help. Erjavec met the envoys in Lima.", "!person/karl-erjavec person/erjavec-*"),
        (
            "2013-06-01",
            "Rami Erjavec, a trader of Slovenia, met the envoys. Erjavec met John Kerry.",
            "person/rami-erjavec !person/karl-erjavec",
        ),
    ]);
}

#[test]
fn a_spelling_that_the_register_lacks_is_known_by_its_state() {
    check(&[
        ("2014-06-01", "Polish Foreign Minister Radoslav Sikorsky met John Kerry in Paris.", "person/radoslaw-sikorski"),
        ("2014-06-01", "The trader Radoslav Sikorsky met John Kerry in Lima.", "person/radoslav-sikorsky !person/radoslaw-sikorski"),
    ]);
}

#[test]
fn the_company_tells_who_shares_a_name() {
    check(&[
        (
            "2013-06-01",
            "Congo closed its border. President Denis Sassou Nguesso spoke in Brazzaville.",
            "state/congo-brazzaville !state/dr-congo",
        ),
        (
            "2013-06-01",
            "Congo closed its border. The army fought in Goma, and Kinshasa asked for help.",
            "state/dr-congo !state/congo-brazzaville",
        ),
        ("2013-06-01", "Georgia signed the treaty. Tbilisi has waited for it for years.", "state/georgia !place/georgia-us"),
        (
            "2013-06-01",
            "Gunmen captured a part of Georgia on Monday. Schools in Atlanta and Savannah were closed. The gunmen control Georgia.",
            "place/georgia-us !state/georgia",
        ),
        ("2013-06-01", "Rebels captured Tripoli. The army of Lebanon sent troops.", "place/tripoli-lebanon armed-group/lebanon-s-army"),
        ("2013-06-01", "Rebels captured Tripoli. The army of Libya sent troops.", "!place/tripoli-lebanon place/tripoli"),
    ]);
}

#[test]
fn many_bear_a_common_name_and_a_surname_is_nobodys_own() {
    check(&[
        ("2013-06-01", "British envoy David Johnson met John Kerry in Paris.", "person/david-johnson-united-kingdom"),
        ("2013-06-01", "Liberian envoy David Johnson met John Kerry in Paris.", "person/david-johnson-liberia"),
        ("2013-06-01", "Peruvian envoy Rosa Quispe met John Kerry in Paris.", "person/rosa-quispe"),
        ("2013-06-01", "Envoy Quispe met John Kerry in Paris.", "person/quispe-*"),
        // The nearest one before it bears the surname.
        (
            "2013-06-01",
            "Rosa Quispe of Peru spoke. Pedro Quispe of Chile spoke. Quispe then met John Kerry.",
            "person/rosa-quispe person/pedro-quispe !person/quispe",
        ),
    ]);
}

#[test]
fn a_states_bodies_are_one_under_all_their_names() {
    check(&[
        ("2013-06-01", "The Chadian Defence Ministry denied it.", "organization/chad-s-defence-ministry"),
        ("2013-06-01", "The Ministry of Defence of Chad denied it.", "organization/chad-s-defence-ministry"),
        ("2013-06-01", "Chad's Ministry of Defense denied it.", "organization/chad-s-defence-ministry"),
        ("2013-06-01", "The Russian Ministry of Foreign Affairs denied it.", "organization/russia-s-foreign-ministry"),
        ("2013-06-01", "The Democratic Party of Moldova won the vote.", "organization/moldova-s-democratic-party"),
        ("2013-06-01", "The Interior Ministry denied it.", "organization/interior-ministry-*"),
        ("2013-06-01", "Chadian soldiers captured Faya.", "armed-group/chad-s-army"),
        ("2013-06-01", "The Chadian military captured Faya.", "armed-group/chad-s-army"),
        ("2013-06-01", "YAOUNDE — Chadian soldiers left MAROUA on Friday.", "place/yaounde"),
    ]);
    let label = |text: &str, id: &str| analysed("2013-06-01", text).entities.iter().find(|e| e.id == id).map(|e| e.label.clone());
    assert_eq!(label("Rebels captured the town of KUMBRABA on Friday.", "place/kumbraba").as_deref(), Some("Kumbraba"));
}

/// The offices of a text: of what, which, who, and whether it is held.
fn offices(text: &str) -> Vec<String> {
    let found = analysed("2013-06-01", text);
    let local = |iri: &str| iri.rsplit(['#', '/']).next().unwrap_or(iri).to_owned();
    let holdings = found.facts.iter().filter(|f| f.class.ends_with("#OfficeHolding"));
    holdings
        .map(|fact| {
            let who = |name: &str| {
                let all = fact.roles.iter().filter(|(p, _)| local(p) == name).flat_map(|(_, who)| who);
                all.map(|e| found.entities[*e].label.clone()).collect::<Vec<_>>().join(", ")
            };
            let value = |name: &str| {
                let all = fact.values.iter().filter(|(p, _)| local(p) == name).flat_map(|(_, v)| v);
                all.map(|v| match v {
                    Value::Text(text) => text.clone(),
                    Value::Concept(iri) => local(iri),
                    other => format!("{other:?}"),
                })
                .collect::<Vec<_>>()
                .join(", ")
            };
            format!("{} of {}: {}, {}", value("office"), who("of"), who("holder"), value("status"))
        })
        .collect()
}

#[test]
fn offices_are_kept_as_the_article_tells_them() {
    let table: [(&str, &[&str]); 8] = [
        ("Russian Foreign Minister Sergei Lavrov met John Kerry.", &["Foreign Minister of Russia: Sergei Lavrov, current"]),
        ("Rosa Quispe, Peru's minister of foreign affairs, met John Kerry.", &["Foreign Minister of Peru: Rosa Quispe, current"]),
        ("The former Peruvian president Rosa Quispe met John Kerry.", &["President of Peru: Rosa Quispe, former"]),
        ("Peru's defense minister, Rosa Quispe, met John Kerry.", &["Defence Minister of Peru: Rosa Quispe, current"]),
        // No office, or more than one.
        ("Mr. Quispe met John Kerry.", &[]),
        ("President Rosa Quispe met John Kerry.", &[]),
        ("Rosa Quispe, head of a trading house in northern Peru, met John Kerry.", &[]),
        ("King Felipe VI met John Kerry.", &[]),
    ];
    let mut wrong = Vec::new();
    for (text, wanted) in table {
        let got = offices(text);
        if got != wanted {
            wrong.push(format!("{text}\n   wanted {wanted:?}\n   got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
