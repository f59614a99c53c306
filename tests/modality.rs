//! How a fact is said: sentences and the status, stance or negation of what they tell.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail it")]

use std::sync::LazyLock;

use chancery::article::{About, Article};
use chancery::finding::{Fact, Value};
use chancery::pipeline::{Additions, Analyst};

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));

/// The first fact of a class that a text tells.
fn fact(class: &str, text: &str) -> Option<Fact> {
    let about = About { published: "2021-09-14".parse().ok(), ..About::default() };
    let findings = ANALYST.analyse(Article { iri: "http://example.org/said".to_owned(), text: text.to_owned(), about });
    findings.facts.into_iter().find(|f| f.class.ends_with(class))
}

/// The code of a value, `true` for a negation, `-` for no fact.
fn code(class: &str, value: &str, text: &str) -> String {
    let Some(fact) = fact(class, text) else { return "-".to_owned() };
    let found = fact.values.iter().find(|(p, _)| p.ends_with(value)).and_then(|(_, v)| v.first());
    match found {
        Some(Value::Concept(iri)) => iri.rsplit('/').next().unwrap_or_default().to_owned(),
        Some(Value::Boolean(yes)) => yes.to_string(),
        _ => String::new(),
    }
}

fn check(class: &str, value: &str, table: &[(&str, &str)]) {
    let found = |text: &str| code(class, value, text);
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, wanted)| found(text) != *wanted)
        .map(|(text, wanted)| format!("wanted `{wanted}`, found `{}`: {text}", found(text)))
        .collect();
    if !wrong.is_empty() {
        panic!("{} wrong\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn meetings_held_and_not() {
    check(
        "Meeting",
        "status",
        &[
            ("Ruto met Kagame in Kigali.", "held"),
            ("Kagame held talks with Ruto.", "held"),
            ("Ruto broke off talks with Kagame.", "held"),
            ("Ruto had not met Kagame until Friday.", "held"),
            ("Ruto and Kagame have not met since 2019.", "held"),
            ("Ruto did not meet Kagame.", "denied"),
            ("Ruto never met Kagame.", "denied"),
            ("Ruto denied that he had met Kagame.", "denied"),
            ("It is untrue that Ruto met Kagame.", "denied"),
            ("Ruto refused to meet Kagame.", "denied"),
            ("Neither Ruto nor Museveni met Kagame.", "denied"),
            ("No meeting between Ruto and Kagame took place.", "denied"),
        ],
    );
}

#[test]
fn meetings_to_come() {
    check(
        "Meeting",
        "status",
        &[
            ("Ruto will meet Kagame in Kigali.", "planned"),
            ("Ruto is to meet Kagame in Kigali.", "planned"),
            ("Ruto is due to meet Kagame in Kigali.", "planned"),
            ("Ruto is set to meet Kagame in Kigali.", "planned"),
            ("Ruto is expected to meet Kagame in Kigali.", "planned"),
            ("Ruto and Kagame have agreed to meet in Kigali.", "planned"),
            ("Ruto decided to meet Kagame in Kigali.", "planned"),
            ("Ruto undertook to hold talks with Kagame.", "planned"),
            ("Ruto meets Kagame in Kigali on Friday.", "planned"),
            ("Ruto meets Kagame in Kigali tomorrow.", "planned"),
            ("Putin to meet Erdogan in Sochi, Ankara confirms.", "planned"),
            ("A meeting between Ruto and Kagame is scheduled for Friday.", "planned"),
            ("A meeting between Ruto and Kagame is foreseen for October.", "planned"),
            ("Ruto is looking forward to the meeting with Kagame.", "planned"),
            ("Ruto wants to meet Kagame.", "proposed"),
            ("Ruto offered to meet Kagame.", "proposed"),
            ("Ruto invited Kagame to talks in Nairobi.", "proposed"),
            ("Ruto called for talks with Kagame.", "proposed"),
            ("Ruto renewed his invitation to Kagame to enter into direct talks.", "proposed"),
            ("Ruto had asked Kagame to meet Museveni.", "proposed"),
        ],
    );
}

#[test]
fn meetings_called_off() {
    check(
        "Meeting",
        "status",
        &[
            ("Ruto cancelled a meeting with Kagame.", "cancelled"),
            ("Ruto cancelled a fifth round of talks with Kagame.", "cancelled"),
            ("Ruto postponed his talks with Kagame.", "cancelled"),
            ("The summit between Ruto and Kagame never happened.", "cancelled"),
            ("The summit between Ruto and Kagame did not take place.", "cancelled"),
            ("The talks between Ruto and Kagame did not come off.", "cancelled"),
            ("The meeting between Ruto and Kagame did not go ahead.", "cancelled"),
            ("That meeting of Ruto and Kagame did not materialise.", "cancelled"),
            ("Ruto was to have met Kagame in Kigali.", "cancelled"),
            ("Ruto had hoped to meet Kagame in Kigali.", "cancelled"),
            ("Ruto had planned to meet Kagame in Kigali.", "cancelled"),
            ("The meeting between Ruto and Kagame is off.", "cancelled"),
        ],
    );
}

#[test]
fn sanctions() {
    check(
        "Sanction",
        "status",
        &[
            ("Norway imposed sanctions on Belarus.", "imposed"),
            ("Norway decided to impose sanctions on Belarus.", "imposed"),
            ("Norway's sanctions against Belarus remain in force.", "in-force"),
            ("Belarus has been under Norwegian sanctions since 2012.", "in-force"),
            ("Norway has banned arms sales to Belarus since 2012.", "in-force"),
            ("Norway still bans arms sales to Belarus.", "in-force"),
            ("Norway has banned arms sales to Belarus.", "imposed"),
            ("Norway extended its sanctions against Belarus by a year.", "extended"),
            ("Norway eased its sanctions against Belarus.", "eased"),
            ("Norway lifted its sanctions against Belarus.", "lifted"),
            ("Norway threatened Belarus with sanctions.", "threatened"),
            ("Norway threatened to impose sanctions on Belarus.", "threatened"),
            ("Norway called for sanctions against Belarus.", "proposed"),
            ("Norway had asked the EU to extend its arms embargo on Belarus.", "proposed"),
            ("Norway wants the EU to lift its sanctions on Belarus.", "proposed"),
            ("Norway rejected sanctions against Belarus.", "opposed"),
            ("Norway opposes sanctions against Belarus.", "opposed"),
            ("Norway refused to impose sanctions on Belarus.", "opposed"),
        ],
    );
}

#[test]
fn territory() {
    check(
        "TerritorialClaim",
        "negated",
        &[
            ("The rebels control Gondar.", ""),
            ("The rebels do not control Gondar.", "true"),
            ("The rebels no longer control Gondar.", "true"),
            ("Gondar is no longer under the control of the rebels.", "true"),
            ("The government does not exert control over Gondar.", "true"),
            ("The army has never held Gondar.", "true"),
            ("Chad has no troops in Gondar.", "true"),
            ("There are no Chadian troops in Gondar.", "true"),
            ("The army denied that the rebels had captured Gondar.", "true"),
            ("The army denied that the rebels did not hold Gondar.", ""),
        ],
    );
    check(
        "TerritorialClaim",
        "stance",
        &[
            ("The army captured Bunia.", "captured"),
            ("The rebels plan to capture Gondar.", "-"),
            ("The rebels may capture Gondar.", "-"),
            ("If the rebels capture Gondar, the war is over.", "-"),
            ("The army will withdraw from Gondar.", "withdrew"),
        ],
    );
}
