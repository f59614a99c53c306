//! Holds what was found against what was marked, one to one, and counts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chancery::finding::Kind;

use super::account::{Account, Actor, FORMS, Filler, Form, SOURCE, Stated};
use super::count::{Count, Scores};

/// Adds one article to the scores; tells what was missed and what is wrong.
pub fn score(gold: &Account, found: &Account, text: &str, scores: &mut Scores) -> Vec<String> {
    let mut told = Vec::new();
    actors(gold, found, scores, &mut told);
    for form in &FORMS {
        let (marked, stated) = (of_form(gold, form), of_form(found, form));
        detection(form, &marked, &stated, text, scores, &mut told);
        contents(form, &marked, &stated, text, scores, &mut told);
    }
    told
}

fn of_form<'a>(account: &'a Account, form: &Form) -> Vec<&'a Stated> {
    account.facts.iter().filter(|f| f.form.name == form.name).collect()
}

/// Named actors, each with the one of the others that shares most names with it.
fn actors(gold: &Account, found: &Account, scores: &mut Scores, told: &mut Vec<String>) {
    let mut free: Vec<&Actor> = found.actors.iter().filter(|a| a.kind != Kind::Place).collect();
    let (mut wanted, mut hits, mut typed) = (0, 0, 0);
    for actor in gold.actors.iter().filter(|a| a.kind != Kind::Place && a.is_named()) {
        wanted += 1;
        let shared = |other: &Actor| actor.keys.intersection(&other.keys).count();
        let best = (0..free.len()).max_by_key(|i| (shared(free[*i]), Reverse(*i))).filter(|i| shared(free[*i]) > 0);
        match best.map(|i| free.remove(i)) {
            Some(other) => {
                hits += 1;
                typed += usize::from(other.kind == actor.kind);
            }
            None => told.push(format!("missed actor: {} {}", actor.kind, actor.names.join(", "))),
        }
    }
    // A second reading of one who is marked is not somebody else.
    let known: BTreeSet<&String> = gold.actors.iter().flat_map(|a| &a.keys).collect();
    let nobody: Vec<&&Actor> = free.iter().filter(|a| a.is_named() && !a.keys.iter().any(|k| known.contains(k))).collect();
    told.extend(nobody.iter().map(|a| format!("nobody: {} {}", a.kind, a.names.join(", "))));
    scores.add("actors", Count::pairs(hits, hits + nobody.len(), wanted));
    scores.add("actors, typed", Count::pairs(typed, hits + nobody.len(), wanted));
}

/// Sentences that state a fact of the type, whatever the fact.
fn detection(form: &Form, marked: &[&Stated], stated: &[&Stated], text: &str, scores: &mut Scores, told: &mut Vec<String>) {
    let triggers: Vec<usize> = marked.iter().flat_map(|f| &f.places).map(|p| p.trigger).collect();
    let sentences: BTreeSet<_> = stated.iter().flat_map(|f| &f.places).map(|p| (p.words.begin, p.words.end)).collect();
    let holds = |(begin, end): &(usize, usize), trigger: usize| (*begin..*end).contains(&trigger);
    let met = |trigger: usize| sentences.iter().any(|s| holds(s, trigger));
    let right = |sentence: &(usize, usize)| triggers.iter().any(|t| holds(sentence, *t));
    scores.add_of_type(
        "detection",
        form.name,
        Count {
            right: sentences.iter().filter(|s| right(s)).count(),
            found: sentences.len(),
            met: triggers.iter().filter(|t| met(**t)).count(),
            gold: triggers.len(),
        },
    );
    let missed = marked.iter().flat_map(|f| &f.places).filter(|p| !met(p.trigger));
    told.extend(missed.map(|p| format!("missed {}: {}", form.name, p.words.of(text))));
    let wrong = sentences.iter().filter(|s| !right(s));
    told.extend(wrong.map(|(begin, end)| format!("no {}: {}", form.name, &text[*begin..*end])));
}

/// Who fills which role, what is said of it, and who says so: for facts that share a sentence, the most alike first.
fn contents(form: &Form, marked: &[&Stated], stated: &[&Stated], text: &str, scores: &mut Scores, told: &mut Vec<String>) {
    let mut pairs = Vec::new();
    for (i, gold) in marked.iter().enumerate() {
        for (j, found) in stated.iter().enumerate().filter(|(_, found)| share_a_sentence(gold, found)) {
            let compared = compared(gold, found);
            pairs.push((Reverse(compared.values().map(|c| c.right).sum::<usize>()), i, j, compared));
        }
    }
    pairs.sort_by_key(|(alike, i, j, _)| (*alike, *i, *j));
    let (mut free_gold, mut free_found) = (vec![true; marked.len()], vec![true; stated.len()]);
    let mut whole = 0;
    for (_, i, j, compared) in pairs {
        if !(free_gold[i] && free_found[j]) {
            continue;
        }
        (free_gold[i], free_found[j]) = (false, false);
        for (property, count) in &compared {
            scores.add(measure(form, property), *count);
        }
        let wrong: Vec<_> = form.core.iter().filter(|p| !compared[*p].is_exact()).collect();
        whole += usize::from(wrong.is_empty());
        let sentence = marked[i].places.first().map_or("", |p| p.words.of(text));
        told.extend(wrong.iter().map(|p| {
            let (want, got) = (shown(marked[i], p), shown(stated[j], p));
            format!("{}, {p}: not [{got}] but [{want}]: {sentence}", form.name)
        }));
    }
    for gold in marked.iter().zip(&free_gold).filter(|(_, free)| **free).map(|(fact, _)| fact) {
        sizes(gold).for_each(|(property, size)| scores.add(measure(form, property), Count::pairs(0, 0, size)));
    }
    for found in stated.iter().zip(&free_found).filter(|(_, free)| **free).map(|(fact, _)| fact) {
        sizes(found).for_each(|(property, size)| scores.add(measure(form, property), Count::pairs(0, size, 0)));
    }
    scores.add_of_type("strict", form.name, Count::pairs(whole, stated.len(), marked.len()));
}

fn share_a_sentence(gold: &Stated, found: &Stated) -> bool {
    gold.places.iter().any(|g| found.places.iter().any(|f| (f.words.begin..f.words.end).contains(&g.trigger)))
}

/// The measure that a property counts for.
fn measure(form: &Form, property: &str) -> &'static str {
    match property {
        SOURCE => "attribution",
        _ if form.values.contains(&property) => "values",
        _ => "arguments",
    }
}

/// Property → how much of it is right.
fn compared(gold: &Stated, found: &Stated) -> BTreeMap<&'static str, Count> {
    let roles = gold.fillers.iter().map(|(&role, want)| {
        let got = &found.fillers[role];
        (role, Count::pairs(same(want, got), got.len(), want.len()))
    });
    let values = gold.values.iter().map(|(&property, want)| {
        let got = &found.values[property];
        (property, Count::pairs(want.intersection(got).count(), got.len(), want.len()))
    });
    roles.chain(values).collect()
}

/// How many of the one are some of the other; each stands for one at most.
fn same(want: &[Filler], got: &[Filler]) -> usize {
    let mut free: Vec<&Filler> = got.iter().collect();
    let mut taken = |filler: &&Filler| free.iter().position(|f| !f.keys.is_disjoint(&filler.keys)).map(|i| free.remove(i)).is_some();
    want.iter().filter(|f| taken(f)).count()
}

fn sizes(fact: &Stated) -> impl Iterator<Item = (&'static str, usize)> {
    let roles = fact.fillers.iter().map(|(&role, who)| (role, who.len()));
    roles.chain(fact.values.iter().map(|(&property, what)| (property, what.len())))
}

fn shown(fact: &Stated, property: &str) -> String {
    let who = fact.fillers.get(property).into_iter().flatten().map(|f| f.shown.clone());
    who.chain(fact.values.get(property).into_iter().flatten().cloned()).collect::<Vec<_>>().join(", ")
}
