//! Every rule against its own sentences: those that it must match, with who fills which role, and those that it must not.
#![expect(clippy::expect_used, clippy::panic, reason = "a helper of a test may fail it")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chancery::article::{About, Article};
use chancery::finding::Findings;
use chancery::pipeline::{Additions, Analyst};

static ANALYST: LazyLock<Analyst> = LazyLock::new(|| Analyst::rules_only(&Additions::default()).expect("what ships"));

fn read(analyst: &Analyst, text: &str) -> Findings {
    let about = About { published: "2021-09-14".parse().ok(), ..About::default() };
    analyst.analyse(Article { iri: "http://example.org/rule".to_owned(), text: text.to_owned(), about })
}

/// A marked sentence without its marks, and the marked words with their roles.
fn unmarked(marked: &str) -> (String, BTreeSet<(String, String)>) {
    let (mut text, mut fillers) = (String::new(), BTreeSet::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        let (words, behind) = after.split_once(']').unwrap_or_else(|| panic!("a bracket is open in {marked}"));
        let end = behind.find(|c: char| !c.is_ascii_alphabetic() && c != '-').unwrap_or(behind.len());
        fillers.insert((behind[..end].to_owned(), words.to_owned()));
        text.push_str(before);
        text.push_str(words);
        rest = &behind[end..];
    }
    text.push_str(rest);
    (text, fillers)
}

/// Who fills which role of the facts that a rule found, by the names that the sentence uses.
fn found(findings: &Findings, rule: &str, wanted: &BTreeSet<(String, String)>) -> BTreeSet<(String, String)> {
    let fold = chancery::mention::cast::folded;
    let plain = |s: &str| fold(s).trim_start_matches("the ").to_owned();
    let facts = findings.facts.iter().filter(|f| f.attestations.iter().any(|a| a.rule == rule));
    let mut fillers = BTreeSet::new();
    for fact in facts {
        for (property, entities) in &fact.roles {
            let role = property.rsplit(['#', '/']).next().expect("a name");
            for &entity in entities {
                let known = &findings.entities[entity];
                let spoken = findings.mentions.iter().filter(|m| m.entity == entity).map(|m| m.span.of(&findings.article.text));
                let mut names: BTreeSet<String> = spoken.chain(known.aliases.iter().map(String::as_str)).map(plain).collect();
                names.insert(plain(&known.label));
                // An adjective ("British") is no name of its state: it is one where nothing else of the sentence bears it.
                let bears = |w: &str| {
                    findings.entities.iter().any(|e| plain(&e.label) == plain(w) || e.aliases.iter().any(|a| plain(a) == plain(w)))
                };
                let demonym = |w: &str| known.kind == chancery::finding::Kind::State && !w.contains(' ') && !bears(w);
                let as_marked = wanted.iter().find(|(r, w)| r == role && (names.contains(&plain(w)) || demonym(w)));
                fillers.insert(as_marked.cloned().unwrap_or_else(|| (role.to_owned(), known.label.clone())));
            }
        }
    }
    fillers
}

/// The sentences of all rules that are read otherwise than the rule says.
pub fn wrong(analyst: &Analyst) -> Vec<String> {
    let mut wrong = Vec::new();
    for rule in analyst.types().iter().flat_map(|t| &t.rules) {
        for marked in &rule.yes {
            let (text, wanted) = unmarked(marked);
            let got = found(&read(analyst, &text), &rule.id, &wanted);
            if got != wanted {
                wrong.push(format!("{}: {marked}\n     got {got:?}", rule.id));
            }
        }
        for text in &rule.no {
            let facts = read(analyst, text).facts;
            if facts.iter().any(|f| f.attestations.iter().any(|a| a.rule == rule.id)) {
                wrong.push(format!("{}: matches {text}", rule.id));
            }
        }
    }
    wrong
}

#[test]
fn every_rule_finds_what_its_sentences_mark_and_nothing_where_it_must_not() {
    let wrong = wrong(&ANALYST);
    assert!(wrong.is_empty(), "{} sentences are read otherwise:\n{}", wrong.len(), wrong.join("\n"));
}
