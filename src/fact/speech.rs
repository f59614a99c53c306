//! Who says so: the speakers above a word, by indirect speech, "according to", and quotation marks.

use std::collections::BTreeSet;

use crate::language::labels::{Rel, Upos};
use crate::mention::lexicon::Lexicon;
use crate::mention::{Analysis, Kinds};
use crate::syntax::deep::Step;

/// To whom a sentence attributes what a word of it tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// The speakers, as entities.
    pub sources: BTreeSet<usize>,
    /// Whether the writer keeps his distance: "claimed", "reportedly".
    pub doubt: bool,
}

/// The speakers of what the word tells.
#[must_use]
pub fn speech(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> Speech {
    let mut speech = Speech::default();
    let verbs = above(analysis, lexicon, sentence, word, &mut speech);
    for verb in verbs {
        speech.doubt |= lexicon.speech.doubt.contains(analysis.trees[sentence].lemma(verb));
        let speakers = speakers(analysis, sentence, verb);
        speech.sources.extend(speakers);
    }
    for phrase in according(analysis, lexicon, sentence, word) {
        speech.sources.extend(analysis.whom(sentence, phrase, Kinds::ACTOR));
    }
    if speech.sources.is_empty() && in_quotes(analysis, sentence, word) {
        speech.sources = quoted(analysis, lexicon, sentence, word);
    }
    speech
}

/// Words of saying above the word or beside its clause.
fn above(analysis: &Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize, speech: &mut Speech) -> Vec<usize> {
    let tree = &analysis.trees[sentence];
    let says = |at: usize| lexicon.speech.say.contains(tree.lemma(at)) && tree.upos(at) == Upos::Verb;
    let mut found = Vec::new();
    let mut here = word;
    loop {
        let beside = tree.children_by(here, &[Rel::Parataxis, Rel::Advcl]);
        found.extend(beside.filter(|c| {
            !tree.holds(*c, word)
                && says(*c)
                && tree.child(*c, &[Rel::Nsubj]).is_some()
                && tree.child(*c, &[Rel::Ccomp, Rel::Obj]).is_none()
        }));
        speech.doubt |= tree.children_by(here, &[Rel::Advmod]).any(|c| matches!(tree.lemma(c), "reportedly" | "allegedly" | "supposedly"));
        let Some(up) = tree.head(here) else { break };
        let governs = match tree.rel(here) {
            Rel::Ccomp | Rel::Parataxis => says(up),
            Rel::Obj => {
                matches!(tree.lemma(up), "welcome" | "hail" | "report" | "announce" | "confirm" | "deny" | "acknowledge" | "qualify")
            }
            Rel::Advcl | Rel::Xcomp => matches!(tree.lemma(up), "accuse" | "claim" | "regard" | "say" | "consider" | "report" | "declare"),
            Rel::Acl => lexicon.speech.nouns.contains(tree.lemma(up)),
            // What a speaker's sentence tells by the way, the article knows itself.
            Rel::AclRelcl | Rel::AdvclRelcl => break,
            _ => false,
        };
        if governs {
            found.push(up);
        }
        here = up;
    }
    found
}

/// Who does the saying: the subject of a verb, the owner of a statement.
fn speakers(analysis: &mut Analysis<'_>, sentence: usize, verb: usize) -> Vec<usize> {
    let deep = &analysis.deep[sentence];
    let mut words = deep.targets(verb, &Step::Agent);
    if words.is_empty() {
        words = [Step::Poss, Step::Prep("by".to_owned()), Step::Prep("from".to_owned()), Step::Prep("of".to_owned())]
            .iter()
            .flat_map(|s| deep.targets(verb, s))
            .collect();
    }
    words.into_iter().flat_map(|w| analysis.whom(sentence, w, Kinds::ACTOR)).collect()
}

/// Heads of "according to" phrases that cover the word.
fn according(analysis: &Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> Vec<usize> {
    let tree = &analysis.trees[sentence];
    let path: Vec<usize> = std::iter::once(word).chain(tree.ancestors(word)).collect();
    let phrases = path.iter().flat_map(|w| analysis.deep[sentence].from(*w));
    let fits = |step: &Step| matches!(step, Step::Prep(p) if lexicon.speech.according.contains(p));
    let mut found: Vec<usize> = phrases.filter(|(s, to)| fits(s) && !tree.holds(*to, word)).map(|(_, to)| *to).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether the word stands between quotation marks of its paragraph.
fn in_quotes(analysis: &Analysis<'_>, sentence: usize, word: usize) -> bool {
    let place = analysis.trees[sentence].span(word..word + 1).begin;
    let paragraph = analysis.text[..place].rfind("\n\n").map_or(0, |at| at + 2);
    let before = &analysis.text[paragraph..place];
    let straight = before.matches('"').count() % 2 == 1;
    straight || before.matches('“').count() > before.matches('”').count()
}

/// The speaker of a quotation that runs over sentences: the nearest subject of a word of saying outside it.
fn quoted(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> BTreeSet<usize> {
    let near = [sentence, sentence.wrapping_sub(1), sentence + 1, sentence.wrapping_sub(2), sentence.wrapping_sub(3)];
    let sentences = analysis.trees.len();
    for place in near.into_iter().filter(|s| *s < sentences) {
        let tree = &analysis.trees[place];
        let says =
            |at: &usize| lexicon.speech.say.contains(tree.lemma(*at)) && tree.upos(*at) == Upos::Verb && (place, *at) != (sentence, word);
        let verbs: Vec<usize> = (0..tree.len()).filter(says).filter(|at| !in_quotes(analysis, place, *at)).collect();
        for verb in verbs {
            let found: BTreeSet<usize> = speakers(analysis, place, verb).into_iter().collect();
            if !found.is_empty() {
                return found;
            }
        }
    }
    BTreeSet::new()
}
