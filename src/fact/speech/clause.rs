//! Indirect speech: the words of saying above a word or put into its clause.

use std::ops::Range;

use crate::language::labels::{Rel, Upos, Xpos};
use crate::mention::lexicon::{Lexicon, Words};
use crate::syntax::Tree;

/// A word of saying, and who speaks where no relation of it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Saying {
    /// A verb, or a noun ("the claim that …").
    pub word: usize,
    /// The speaker's word.
    pub speaker: Option<usize>,
}

/// What is said around a word.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// The words of saying that cover it.
    pub sayings: Vec<Saying>,
    /// The word and those above it, as far up as one voice speaks.
    pub path: Vec<usize>,
    /// Whether an adverb marks it as a claim.
    pub doubt: bool,
}

/// The words of saying that cover a word.
pub(super) fn heard(tree: &Tree<'_>, lexicon: &Lexicon, word: usize) -> Heard {
    let mut heard = Heard::default();
    let part = part(tree, word);
    let (mut here, mut nominal) = (word, true);
    loop {
        heard.path.push(here);
        heard.sayings.extend(inserted(tree, lexicon, here, &heard.path));
        heard.doubt |= tree.children_by(here, &[Rel::Advmod]).any(|c| lexicon.speech.hedges.contains(tree.lemma(c)));
        let Some(up) = tree.head(here) else { break };
        // "A has left, he said, and B has come": what follows is told again by the article.
        let covers = here > up || stands_in(tree, up, &heard.path);
        if covers && governs(tree, lexicon, here, up, nominal) {
            heard.sayings.push(Saying { word: up, speaker: None });
        }
        if is_background(tree, here, up) {
            break;
        }
        nominal &= tree.rel(here) == Rel::Conj || tree.rel(here) == Rel::Nmod && tree.preposition(here) == "of";
        here = up;
    }
    heard.sayings.retain(|s| part.contains(&s.word));
    heard
}

/// The words between the semicolons around a word: what is said beyond them is another matter.
pub(super) fn part(tree: &Tree<'_>, word: usize) -> Range<usize> {
    let is_end = |w: &usize| tree.word(*w) == ";";
    let begin = (0..word).rev().find(is_end).map_or(0, |w| w + 1);
    begin..(word..tree.len()).find(is_end).unwrap_or(tree.len())
}

/// Whether the word is a verb of saying.
pub(super) fn says(tree: &Tree<'_>, lexicon: &Lexicon, at: usize) -> bool {
    tree.upos(at) == Upos::Verb && lexicon.speech.say.contains(tree.lemma(at))
}

/// Whether it is a participle that names whose words are passed on: "citing the ministry".
pub(super) fn cites(tree: &Tree<'_>, lexicon: &Lexicon, at: usize) -> bool {
    lexicon.speech.quoting.contains(tree.lemma(at)) && tree.rel(at) == Rel::Advcl && tree.child(at, &[Rel::Nsubj]).is_none()
}

/// Whether it tells what somebody is sure of: "is convinced", "made clear".
pub(super) fn is_sure(tree: &Tree<'_>, lexicon: &Lexicon, at: usize) -> bool {
    lexicon.speech.sure.contains(&tree.word(at).to_lowercase())
}

/// Whether it is said without anybody who says it: "is said to have left".
pub(super) fn is_hearsay(tree: &Tree<'_>, lexicon: &Lexicon, saying: usize) -> bool {
    lexicon.speech.hearsay.contains(tree.lemma(saying)) && tree.child(saying, &[Rel::NsubjPass, Rel::AuxPass]).is_some()
}

/// What a speaker's sentence tells by the way, the article knows itself: a relative clause, a participle after a comma, another name,
/// what has been since.
fn is_background(tree: &Tree<'_>, here: usize, up: usize) -> bool {
    match tree.rel(here) {
        Rel::AclRelcl | Rel::AdvclRelcl => !is_cleft(tree, up) && tree.lemma(up) != "what",
        Rel::Appos => here > up,
        Rel::Acl => matches!(tree.rel(up), Rel::Nsubj | Rel::NsubjPass) && here > up && is_after_comma(tree, here),
        Rel::Advcl => tree
            .children_by(here, &[Rel::Mark, Rel::Advmod])
            .any(|m| matches!(tree.lemma(m), "since" | "although" | "though" | "whereas" | "while")),
        _ => false,
    }
}

/// Whether a comma stands before a phrase.
fn is_after_comma(tree: &Tree<'_>, at: usize) -> bool {
    let first = tree.subtree(at).first().copied().unwrap_or(at);
    tree.word(first) == "," || first > 0 && tree.word(first - 1) == ","
}

/// "It is they who hold the town": what follows "who" is what is said.
fn is_cleft(tree: &Tree<'_>, focus: usize) -> bool {
    let it = |c: usize| matches!(tree.rel(c), Rel::Expl | Rel::Nsubj) && tree.lemma(c) == "it";
    tree.child(focus, &[Rel::Cop]).is_some() && tree.children(focus).iter().any(|c| it(*c))
}

/// Whether the word above says what hangs on it; `nominal` where that is still the phrase of the first word.
fn governs(tree: &Tree<'_>, lexicon: &Lexicon, here: usize, up: usize, nominal: bool) -> bool {
    let speech = &lexicon.speech;
    let lemma = tree.lemma(up);
    let verb_in = |list: &Words| tree.upos(up) == Upos::Verb && list.contains(lemma);
    let noun = tree.upos(up) == Upos::Noun && speech.nouns.contains(lemma);
    let mark = tree.child(here, &[Rel::Mark]).map_or_else(|| tree.preposition(here), |m| tree.lemma(m).to_owned());
    let about = verb_in(&speech.about) && matches!(mark.as_str(), "of" | "about");
    let named = verb_in(&speech.naming);
    let quoted = verb_in(&speech.quoting) && says(tree, lexicon, here);
    match tree.rel(here) {
        Rel::Ccomp => {
            let sure = is_sure(tree, lexicon, up) || tree.children_by(up, &[Rel::Xcomp]).any(|x| is_sure(tree, lexicon, x));
            says(tree, lexicon, up) || named || noun || sure
        }
        Rel::Parataxis => says(tree, lexicon, up) && tree.child(up, &[Rel::Ccomp, Rel::Xcomp]).is_none(),
        Rel::Obj if tree.lemma(here) == "what" => says(tree, lexicon, up),
        Rel::Obj | Rel::NsubjPass => {
            // "Announced the capture of …", "denied reports that …"; but who announces sanctions imposes them: he acts.
            let thing = nominal || speech.nouns.contains(tree.lemma(here));
            let acts = speech.performing.contains(lemma) && speech.performed.contains(tree.lemma(here));
            verb_in(&speech.things) && thing && !(acts && tree.child(up, &[Rel::Nsubj]).is_some())
        }
        Rel::Xcomp => verb_in(&speech.doing) || about || named || quoted,
        Rel::Advcl => about || quoted || named && matches!(mark.as_str(), "" | "as"),
        Rel::Obl => nominal && about || named && mark == "as",
        Rel::Acl => noun,
        Rel::Nmod => nominal && noun && mark == "of",
        _ => false,
    }
}

/// Words of saying put into a clause or after it: "the town, he said, has fallen", "as the ministry put it", "a truce announced by both".
fn inserted(tree: &Tree<'_>, lexicon: &Lexicon, here: usize, path: &[usize]) -> Vec<Saying> {
    let word = path[0];
    let beside = tree.children_by(here, &[Rel::Parataxis, Rel::Advcl]).filter(|c| !path.contains(c));
    let beside = beside.filter(|c| stands_in(tree, *c, path)).filter_map(|c| plain_saying(tree, lexicon, c));
    let by = |c: usize| tree.children_by(c, &[Rel::OblAgent, Rel::Obl]).any(|o| tree.preposition(o) == "by");
    let said_by = tree.children_by(here, &[Rel::Acl]).filter(|c| here == word && says(tree, lexicon, *c) && by(*c));
    let citing = tree.children_by(here, &[Rel::Advcl]).filter(|c| !path.contains(c) && cites(tree, lexicon, *c));
    let plain = beside.chain(said_by).chain(citing).map(|word| Saying { word, speaker: None });
    // "…, a court ruled in 2002": the parser takes it for another name with a participle.
    let apposed = tree.children_by(here, &[Rel::Appos, Rel::Parataxis]).filter(|c| !path.contains(c)).filter_map(|noun| {
        let verb = tree.children_by(noun, &[Rel::Acl]).find(|v| says(tree, lexicon, *v) && !by(*v))?;
        let bare = tree.child(verb, &[Rel::Obj, Rel::Ccomp, Rel::Xcomp]).is_none() && matches!(tree.xpos(verb), Xpos::Vbd | Xpos::Vbn);
        (bare && is_after_comma(tree, noun)).then_some(Saying { word: verb, speaker: Some(noun) })
    });
    plain.chain(apposed).chain(before_colon(tree, lexicon, here, word)).collect()
}

/// "Confirmed by the ministry: …", "Kremlin: …": what comes after a colon is said by whom the words before it name.
fn before_colon(tree: &Tree<'_>, lexicon: &Lexicon, here: usize, word: usize) -> Option<Saying> {
    let colon = (1..word).find(|w| tree.head(here).is_none() && tree.word(*w) == ":")?;
    let lone = |w: &usize| {
        let hears = lexicon.speech.hearer.contains(tree.lemma(*w));
        let tells = |c: usize| matches!(tree.rel(c), Rel::Ccomp | Rel::Xcomp) || !hears && tree.rel(c) == Rel::Obj;
        says(tree, lexicon, *w) && !tree.children(*w).iter().any(|c| *c < colon && tells(*c))
    };
    if let Some(verb) = (0..colon).find(lone) {
        return Some(Saying { word: verb, speaker: None });
    }
    let bare = (0..colon).all(|w| !matches!(tree.upos(w), Upos::Verb | Upos::Aux | Upos::Cconj));
    let head = tree.head_of(0..colon);
    (bare && tree.upos(head) == Upos::Propn).then_some(Saying { word: head, speaker: Some(head) })
}

/// The verb of saying of a clause that tells nothing else: "he said", "he hastened to add", "she went on".
fn plain_saying(tree: &Tree<'_>, lexicon: &Lexicon, clause: usize) -> Option<usize> {
    tree.child(clause, &[Rel::Nsubj])?;
    let goes_on = || tree.lemma(clause) == "go" && tree.children(clause).iter().any(|c| tree.lemma(*c) == "on");
    let verb = if says(tree, lexicon, clause) || goes_on() {
        clause
    } else {
        tree.child(clause, &[Rel::Xcomp]).filter(|x| says(tree, lexicon, *x))?
    };
    let marks = tree.children_by(clause, &[Rel::Mark]).all(|m| matches!(tree.lemma(m), "as" | "so" | "like"));
    let hearer = lexicon.speech.hearer.contains(tree.lemma(verb));
    let tells = tree.child(verb, &[Rel::Ccomp]).is_some() || !hearer && tree.child(verb, &[Rel::Obj]).is_some();
    (marks && !tells).then_some(verb)
}

/// Whether a clause beside the path covers its word: not where a clause with a subject of its own has begun in between. A pronoun for
/// its subject, and "that" before it, go on with what is said.
fn stands_in(tree: &Tree<'_>, clause: usize, path: &[usize]) -> bool {
    let fresh = |w: usize| {
        let joined = matches!(tree.rel(w), Rel::Conj | Rel::Parataxis) && tree.child(w, &[Rel::Cc]).is_some_and(|c| c > clause);
        let subject = tree.child(w, &[Rel::Nsubj, Rel::NsubjPass]).is_some_and(|s| tree.upos(s) != Upos::Pron);
        joined && subject && tree.child(w, &[Rel::Mark]).is_none()
    };
    !path.iter().any(|w| fresh(*w))
}
