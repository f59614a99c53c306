//! Who speaks: the subject of a verb of saying, the owner of a statement, the body of a paper or of an unnamed spokesman.

use crate::finding::Kind;
use crate::language::labels::{Rel, Upos, Xpos};
use crate::mention::lexicon::Lexicon;
use crate::mention::{Analysis, Kinds};
use crate::syntax::Tree;
use crate::syntax::deep::Step;

use super::clause;

/// Who does the saying.
pub(super) fn of(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, saying: usize) -> Vec<usize> {
    if analysis.trees[sentence].upos(saying) == Upos::Noun {
        let owners = owners(analysis, sentence, saying);
        if !owners.is_empty() {
            return owners;
        }
    }
    let groups = words(analysis, lexicon, sentence, saying);
    groups.into_iter().map(|g| all_denoted(analysis, lexicon, sentence, g)).find(|f| !f.is_empty()).unwrap_or_default()
}

/// The words for whoever does the saying; where the first ones denote nobody, the next ones may.
fn words(analysis: &Analysis<'_>, lexicon: &Lexicon, sentence: usize, saying: usize) -> [Vec<usize>; 3] {
    let (tree, deep) = (&analysis.trees[sentence], &analysis.deep[sentence]);
    let sure = clause::is_sure(tree, lexicon, saying);
    let mut first = match after(tree, saying) {
        Some(noun) => vec![noun],
        None if clause::cites(tree, lexicon, saying) => Vec::new(),
        None => deep.targets(saying, &Step::Agent),
    };
    if lexicon.speech.quoting.contains(tree.lemma(saying)) {
        first.extend(deep.targets(saying, &Step::Patient));
    }
    // "His Excellency President Moi announced": the parser sees two subjects; "is convinced" is no passive.
    let subject = if sure { Rel::NsubjPass } else { Rel::Nsubj };
    let subjects = tree.children_by(saying, &[subject]).filter(|s| !first.contains(s)).collect();
    // "Voiced the view that", "said in a report that", "let it be known that": who does what stands above.
    let carries = |up: &usize| match tree.rel(saying) {
        Rel::Obj => lexicon.speech.carrying.contains(tree.lemma(*up)) || clause::says(tree, lexicon, *up),
        Rel::Obl => clause::says(tree, lexicon, *up),
        _ => sure,
    };
    let above = tree.head(saying).filter(carries).map_or_else(Vec::new, |up| deep.targets(up, &Step::Agent));
    [first, subjects, above]
}

fn all_denoted(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, words: Vec<usize>) -> Vec<usize> {
    words.into_iter().flat_map(|w| denoted(analysis, lexicon, sentence, w)).collect()
}

/// "Canada, said its minister, will …": the speaker stands after the verb, whatever the parser took for its subject.
fn after(tree: &Tree<'_>, saying: usize) -> Option<usize> {
    let comma = saying > 0 && tree.word(saying - 1) == ",";
    let finite = matches!(tree.xpos(saying), Xpos::Vbd | Xpos::Vbz);
    let next = saying + 1;
    let phrase = comma && finite && next < tree.len();
    let begins = phrase && (matches!(tree.upos(next), Upos::Det | Upos::Propn | Upos::Noun | Upos::Adj) || tree.rel(next) == Rel::NmodPoss);
    let subject = tree.child(saying, &[Rel::Nsubj]).is_some_and(|s| s < saying);
    let end = (next..tree.len()).find(|w| tree.upos(*w) == Upos::Punct)?;
    let plain = (next..end).all(|w| !matches!(tree.upos(w), Upos::Verb | Upos::Sconj | Upos::Aux));
    let speaker = tree.head_of(next..end.max(next + 1));
    let hears = tree.head(speaker) == Some(saying) && matches!(tree.rel(speaker), Rel::Obj | Rel::Iobj);
    (begins && subject && plain && !hears && tree.word(end) == ",").then_some(speaker)
}

/// A speaker whom the parser took for another name of what is told: a person, a body, no place and no state ("Gaza: …").
pub(super) fn beside(analysis: &mut Analysis<'_>, sentence: usize, noun: usize) -> Vec<usize> {
    let name = analysis.trees[sentence].upos(noun) == Upos::Propn;
    let mut found =
        if name { analysis.whom(sentence, noun, Kinds::ACTOR) } else { analysis.collective(sentence, noun).into_iter().collect() };
    found.retain(|e| analysis.kind(*e) != Kind::State);
    found
}

/// Whose a statement, a paper or a view is.
pub(super) fn owners(analysis: &mut Analysis<'_>, sentence: usize, noun: usize) -> Vec<usize> {
    let by = |p: &str| Step::Prep(p.to_owned());
    for step in [Step::Poss, by("by"), by("from"), by("of"), Step::Mod] {
        let mut words = analysis.deep[sentence].targets(noun, &step);
        words.retain(|w| step != Step::Mod || analysis.trees[sentence].upos(*w) != Upos::Noun);
        let found: Vec<usize> = words.into_iter().flat_map(|w| analysis.whom(sentence, w, Kinds::ACTOR)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    // "The text that the minister read", "a report published by the bank"
    let deep = &analysis.deep[sentence];
    let clauses = analysis.trees[sentence].children_by(noun, &[Rel::AclRelcl, Rel::Acl]);
    let clauses = clauses.filter(|c| deep.targets(*c, &Step::Patient).contains(&noun));
    let words: Vec<usize> = clauses.flat_map(|c| deep.targets(c, &Step::Agent)).filter(|w| *w != noun).collect();
    words.into_iter().flat_map(|w| analysis.whom(sentence, w, Kinds::ACTOR)).collect()
}

/// Whom a speaker's noun or pronoun denotes.
pub(super) fn denoted(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> Vec<usize> {
    let tree = &analysis.trees[sentence];
    // "Kenyan officials" are not Kenya; a Kenyan official speaks for it.
    let several = tree.xpos(word) == Xpos::Nns && tree.child(word, &[Rel::Amod]).is_some_and(|c| tree.xpos(c) == Xpos::Jj);
    let found = analysis.whom(sentence, word, Kinds::ACTOR);
    if several && found.iter().all(|e| analysis.kind(*e) == Kind::State) && !found.is_empty() {
        return analysis.unnamed(sentence, word).into_iter().collect();
    }
    if !found.is_empty() || analysis.trees[sentence].upos(word) != Upos::Noun {
        return found;
    }
    let lemma = analysis.trees[sentence].lemma(word).to_owned();
    let paper = lexicon.speech.nouns.contains(&lemma);
    let own = if paper { owners(analysis, sentence, word) } else { Vec::new() };
    if lexicon.speech.spokesmen.contains(&lemma) {
        let bodies = analysis.deep[sentence].targets(word, &Step::Prep("for".to_owned()));
        let found: Vec<usize> = bodies.into_iter().flat_map(|w| analysis.whom(sentence, w, Kinds::ACTOR)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let singular = analysis.trees[sentence].xpos(word) == Xpos::Nn;
    if own.is_empty() && singular && (paper || lexicon.speech.spokesmen.contains(&lemma)) {
        return spoken_of_before(analysis, sentence, word, &lemma, paper);
    }
    own
}

/// "The spokesman", "the bulletin": as the last one before it of whom the text said whose he is.
fn spoken_of_before(analysis: &mut Analysis<'_>, sentence: usize, word: usize, lemma: &str, paper: bool) -> Vec<usize> {
    for place in (0..=sentence).rev() {
        let end = if place == sentence { word } else { analysis.trees[place].len() };
        for at in (0..end).rev().filter(|w| *w < end) {
            if analysis.trees[place].lemma(at) != lemma {
                continue;
            }
            let found = if paper { owners(analysis, place, at) } else { analysis.whom(place, at, Kinds::ACTOR) };
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}
