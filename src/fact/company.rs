//! Who is spoken of where in an article, for every role that somebody could fill, and what there is to say of a word and of a pair of words:
//! the features of the event network.

use std::collections::{BTreeMap, BTreeSet};

use super::merge::Statement;
use super::modality;
use crate::event::feature;
use crate::finding::{Silence, Value};
use crate::language::labels::{Rel, Upos};
use crate::mention::lexicon::Lexicon;
use crate::mention::{Analysis, Kinds};
use crate::ontology::local;
use crate::rule::matcher;
use crate::rule::package::{FactType, Said};
use crate::syntax::Tree;

/// A word of an article: sentence, and place in the sentence.
pub type At = (usize, usize);

/// For whom a role asks: kinds of entity, and whether people without a name will do.
pub type Slot = (Kinds, bool);

/// Who is spoken of where.
#[derive(Debug)]
pub struct Company {
    /// What roles ask for, each once: whoever can say something, ground, and so on. Their numbers are part of what the network has learnt, so
    /// another order of fact types or roles asks for a new training.
    slots: Vec<Slot>,
    /// Word → slot and entity.
    at: BTreeMap<At, Vec<(usize, usize)>>,
    /// Entity → how often and where first.
    seen: BTreeMap<usize, (usize, At)>,
    /// Words that speak → the verb or noun of saying.
    speakers: BTreeMap<At, String>,
}

/// How often is often.
const OFTEN: usize = 4;
/// Sentences before and after that are told apart.
const BEFORE: isize = 4;
const AFTER: isize = 3;
/// Longest path through a tree that is told apart.
const PATH: usize = 5;
/// Words up a tree that are looked at.
const UP: usize = 12;

impl Company {
    /// Looks at every word of an article.
    #[must_use]
    pub fn of(analysis: &mut Analysis<'_>, lexicon: &Lexicon, types: &[&FactType]) -> Self {
        let mut slots: Vec<Slot> = vec![(Kinds::ACTOR, false)];
        for role in types.iter().flat_map(|t| t.roles.values()) {
            if !slots.contains(&(role.is, role.unnamed)) {
                slots.push((role.is, role.unnamed));
            }
        }
        let mut company = Self { slots, at: BTreeMap::new(), seen: BTreeMap::new(), speakers: BTreeMap::new() };
        for sentence in 0..analysis.trees.len() {
            for word in 0..analysis.trees[sentence].len() {
                company.look(analysis, (sentence, word));
                let tree = &analysis.trees[sentence];
                let says = |h: usize| {
                    [&lexicon.speech.say, &lexicon.speech.according, &lexicon.speech.nouns].iter().any(|l| l.contains(tree.lemma(h)))
                };
                if let Some(head) = tree.head(word).filter(|h| says(*h)) {
                    company.speakers.insert((sentence, word), format!("{} {}", tree.lemma(head), tree.rel(word).as_str()));
                }
            }
        }
        company
    }

    fn look(&mut self, analysis: &mut Analysis<'_>, at: At) {
        if matches!(
            analysis.trees[at.0].upos(at.1),
            Upos::Punct | Upos::Verb | Upos::Aux | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Part
        ) {
            return;
        }
        for slot in 0..self.slots.len() {
            let (kinds, unnamed) = self.slots[slot];
            for entity in matcher::who(analysis, at.0, at.1, kinds, unnamed) {
                self.at.entry(at).or_default().push((slot, entity));
                // As an actor and as ground; the other slots would only repeat it.
                if slot < 2 {
                    self.seen.entry(entity).or_insert((0, at)).0 += 1;
                }
            }
        }
    }

    /// The slot of what a role asks for.
    #[must_use]
    pub fn slot(&self, slot: Slot) -> usize {
        self.slots.iter().position(|s| *s == slot).unwrap_or(0)
    }

    /// Who is spoken of at a word: slots and entities.
    #[must_use]
    pub fn at(&self, at: At) -> &[(usize, usize)] {
        self.at.get(&at).map_or(&[], Vec::as_slice)
    }
}

/// What the rules and the grammar say of each word: its features.
#[derive(Debug)]
pub struct Remarks {
    by_word: BTreeMap<At, Vec<Vec<String>>>,
}

impl Remarks {
    /// From what the rules of the known types stated and did not.
    #[must_use]
    pub fn of(analysis: &Analysis<'_>, known: &[&FactType], types: &[FactType], statements: &[Statement], silences: &[Silence]) -> Self {
        let mut by_word: BTreeMap<At, Vec<Vec<String>>> = BTreeMap::new();
        for statement in statements {
            let name = &types[statement.fact_type].name;
            let to = by_word.entry(word_at(analysis, statement.attestation.sentence, statement.attestation.trigger.begin)).or_default();
            to.push(vec!["fired".into(), name.clone()]);
            to.push(vec!["rule".into(), statement.attestation.rule.clone()]);
            for (property, value) in statement.values.iter().flat_map(|(p, v)| v.iter().map(move |v| (p, v))) {
                match value {
                    Value::Concept(code) => to.push(vec!["code".into(), local(property).into(), code.clone()]),
                    Value::Boolean(_) => to.push(vec!["code".into(), local(property).into()]),
                    _ => {}
                }
            }
        }
        for silence in silences {
            let name = silence.rule.split('/').next().unwrap_or_default();
            if known.iter().all(|t| t.name != name) {
                continue;
            }
            let to = by_word.entry(word_at(analysis, silence.sentence, silence.trigger.begin)).or_default();
            let remark = vec!["silent".to_owned(), name.to_owned()];
            if !to.contains(&remark) {
                to.push(remark);
            }
        }
        Self { by_word }
    }

    /// The rows of a word's features.
    #[must_use]
    pub fn rows(&self, analysis: &Analysis<'_>, lexicon: &Lexicon, at: At, rows: usize) -> Vec<u32> {
        let tree = &analysis.trees[at.0];
        let row = |parts: &[&str]| feature::row(parts, rows);
        let mut found: Vec<u32> = Vec::new();
        if matches!(tree.upos(at.1), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn) {
            found.push(row(&["lemma", tree.lemma(at.1), tree.upos(at.1).as_str()]));
            let said = modality::said(tree, lexicon, at.1);
            found.extend(Said::ALL.iter().filter(|(_, s)| said.contains(s)).map(|(name, _)| row(&["said", name])));
        }
        for remark in self.by_word.get(&at).into_iter().flatten() {
            found.push(row(&remark.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        found
    }
}

/// The word of a sentence that begins at a byte, or the last one before it.
#[must_use]
pub fn word_at(analysis: &Analysis<'_>, sentence: usize, byte: usize) -> At {
    let tokens = &analysis.trees[sentence].sentence().tokens;
    (sentence, tokens.partition_point(|t| t.span.begin <= byte).saturating_sub(1))
}

/// What is known of a word that tells something, before it is asked who takes part.
#[derive(Debug)]
pub struct Told<'s> {
    /// The word.
    pub at: At,
    /// The name of its fact type.
    pub name: &'s str,
    /// What a rule states there.
    pub rule: Option<&'s Statement>,
    /// Who says so, by the grammar.
    pub says: &'s BTreeSet<usize>,
}

/// The rows of the features of a pair: a word that tells something, and somebody spoken of at another word.
#[must_use]
pub fn pair(analysis: &Analysis<'_>, company: &Company, told: &Told<'_>, at: At, who: (usize, usize), rows: usize) -> Vec<u32> {
    let (slot, entity) = who;
    let (from, to) = (&analysis.trees[told.at.0], &analysis.trees[at.0]);
    let away = at.0.cast_signed() - told.at.0.cast_signed();
    let (far, here) = (away.clamp(-BEFORE, AFTER).to_string(), away == 0);
    let (count, first) = company.seen.get(&entity).copied().unwrap_or((0, at));
    let (count, is_first) = (count.min(OFTEN).to_string(), if first == at { "first" } else { "again" });
    let kind = analysis.kind(entity).as_str();
    let (upos, told_upos) = (to.upos(at.1).as_str(), from.upos(told.at.1).as_str());
    let slot = slot.to_string();
    let mut found = Vec::new();
    let mut say = |parts: &[&str]| found.push(feature::row(&[&[told.name, &slot], parts].concat(), rows));
    say(&["far", &far]);
    say(&["kind", kind, upos, &count]);
    say(&["kind", &far, kind, upos]);
    say(&["first", is_first, &count]);
    say(&["rel", to.rel(at.1).as_str(), &far]);
    say(&["lemma", if to.upos(at.1) == Upos::Propn { "" } else { to.lemma(at.1) }]);
    if here {
        let (side, length) = (if at.1 < told.at.1 { "left" } else { "right" }, at.1.abs_diff(told.at.1));
        say(&["words", side, &(length + 1).ilog2().min(5).to_string()]);
        let path = path(from, told.at.1, at.1);
        say(&["path", &path]);
        say(&["path", told_upos, &path]);
        for (step, _) in analysis.deep[at.0].from(told.at.1).iter().filter(|(_, to)| *to == at.1) {
            let step = format!("{step:?}");
            say(&["deep", &step]);
            say(&["deep", &step, from.lemma(told.at.1)]);
        }
    } else {
        say(&["other", told_upos, &far]);
    }
    if let Some(rule) = told.rule {
        let roles = rule.roles.iter().filter(|(_, who)| who.contains(&entity));
        let mut filled = false;
        for (property, _) in roles {
            filled = true;
            say(&["rule", local(property)]);
        }
        if !filled {
            say(&["rule"]);
        }
    }
    if told.says.contains(&entity) {
        say(&["says"]);
    }
    if let Some(saying) = company.speakers.get(&at) {
        say(&["speaker", saying, if here { "here" } else { "" }]);
    }
    found
}

/// The way through a tree from one word to another: relations up, relations down, and what introduces the last word.
fn path(tree: &Tree<'_>, from: usize, to: usize) -> String {
    let up = |at: usize| std::iter::once(at).chain(tree.ancestors(at)).take(UP).collect::<Vec<_>>();
    let (a, b) = (up(from), up(to));
    let meet = a.iter().enumerate().find_map(|(i, w)| b.iter().position(|x| x == w).map(|k| (i, k)));
    let Some((i, k)) = meet.filter(|(i, k)| i + k <= PATH) else { return "far".to_owned() };
    let rels = |words: &[usize]| words.iter().map(|w| tree.rel(*w).as_str()).collect::<Vec<_>>().join(" ");
    let marks = tree.child(to, &[Rel::Case, Rel::Mark]).filter(|_| k > 0).map_or("", |c| tree.lemma(c));
    format!("{}^{}:{marks}", rels(&a[..i]), rels(&b[..k]))
}
