//! Who does what to whom, whatever the grammar: passives undone, subjects shared, gaps filled, prepositions folded in.
//!
//! Built on Universal Dependencies v2 as the program's parser draws them; the ideas are those of enhanced dependencies
//! (<https://universaldependencies.org/u/overview/enhanced-syntax.html>), cut to what extraction asks for.

use super::Tree;
use crate::language::labels::{Rel, Upos, Xpos};

/// A relation between a word and what completes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Who does it, or of whom it is said: the logical subject.
    Agent,
    /// Whom it is done to: the logical object.
    Patient,
    /// To whom it is given.
    Recipient,
    /// The phrase under this preposition, in lower case; without one (`met Monday`), the empty one.
    Prep(String),
    /// The possessor (`Trump's meeting`).
    Poss,
    /// A noun or adjective before it (`peace talks`, `American sanctions`).
    Mod,
    /// Another name for the same.
    Appos,
    /// The clause that completes it (`agreed to meet`, `said that …`).
    Complement,
    /// An adverb.
    Adverb,
    /// The number of it.
    Number,
    /// A clause of time, purpose or manner beside it (`flew to Gaza to meet …`).
    Clause,
    /// What is joined to it by "and" and the like.
    Joined,
}

/// The deep relations of one sentence.
#[derive(Debug)]
pub struct Deep {
    out: Vec<Vec<(Step, usize)>>,
    into: Vec<Vec<(Step, usize)>>,
}

/// How far subjects are sought up a chain of clauses; trees are finite, hostile ones are deep.
const REACH: usize = 12;

impl Deep {
    /// The relations of a tree.
    #[must_use]
    pub fn of(tree: &Tree<'_>) -> Self {
        let mut deep = Self { out: vec![Vec::new(); tree.len()], into: vec![Vec::new(); tree.len()] };
        for at in 0..tree.len() {
            for (step, to) in outgoing(tree, at) {
                for shared in with_conjuncts(tree, to).into_iter().filter(|s| *s == to || *s != at && !tree.holds(*s, at)) {
                    deep.into[shared].push((step.clone(), at));
                    deep.out[at].push((step.clone(), shared));
                }
            }
        }
        deep
    }

    /// What completes the word.
    #[must_use]
    pub fn from(&self, at: usize) -> &[(Step, usize)] {
        &self.out[at]
    }

    /// What the word completes.
    #[must_use]
    pub fn to(&self, at: usize) -> &[(Step, usize)] {
        &self.into[at]
    }

    /// What completes the word by that relation, in the order of the text.
    #[must_use]
    pub fn targets(&self, at: usize, step: &Step) -> Vec<usize> {
        self.out[at].iter().filter(|(s, _)| s == step).map(|(_, to)| *to).collect()
    }
}

/// A word and what is joined to it by "and" and the like, in the order of the text: what is said of one is said of all.
fn with_conjuncts(tree: &Tree<'_>, at: usize) -> Vec<usize> {
    let mut found = vec![at];
    let mut next = 0;
    while next < found.len() {
        found.extend(tree.children_by(found[next], &[Rel::Conj]).filter(|c| !tree.is_predicate(*c) || tree.is_predicate(at)));
        next += 1;
    }
    found
}

fn outgoing(tree: &Tree<'_>, at: usize) -> Vec<(Step, usize)> {
    let mut found = Vec::new();
    if tree.is_predicate(at) || participle(tree, at) {
        let passive = passive(tree, at, REACH);
        let subject = subject(tree, at, REACH);
        let by = by_agent(tree, at);
        let (agent, patient) = if passive { (by, subject) } else { (subject, object(tree, at, REACH)) };
        found.extend(agent.filter(|a| *a != at).map(|a| (Step::Agent, a)));
        found.extend(patient.filter(|p| *p != at && Some(*p) != agent).map(|p| (Step::Patient, p)));
    }
    for &child in tree.children(at) {
        found.extend(plain(tree, at, child));
        found.extend(loose(tree, child).map(|phrase| (Step::Prep(tree.preposition(phrase)), phrase)));
    }
    found.extend(hyphened(tree, at).map(|w| (Step::Mod, w)));
    if let Some(gap) = gap_under_preposition(tree, at) {
        found.push(gap);
    }
    found
}

/// Phrases that hang on what completes a word and may as well complete the word itself: no grammar tells whether "from Gaza" belongs
/// to the troops or to their withdrawal. Those with "of" do belong where they hang.
fn loose<'t>(tree: &'t Tree<'_>, child: usize) -> impl Iterator<Item = usize> + 't {
    let carries = matches!(tree.rel(child), Rel::Obj | Rel::Obl | Rel::OblAgent | Rel::Nmod);
    let inner = tree.children_by(child, &[Rel::Nmod, Rel::Obl]).flat_map(|c| std::iter::once(c).chain(tree.children_by(c, &[Rel::Nmod])));
    inner.filter(move |c| carries && !matches!(tree.preposition(*c).as_str(), "of" | ""))
}

/// The relations that need no more than a look at the child.
fn plain(tree: &Tree<'_>, at: usize, child: usize) -> Option<(Step, usize)> {
    let step = match tree.rel(child) {
        Rel::Iobj => Step::Recipient,
        Rel::Obl | Rel::Nmod | Rel::OblUnmarked | Rel::NmodUnmarked => Step::Prep(preposition_after_particle(tree, at, child)),
        Rel::OblAgent if tree.is_predicate(at) => return None,
        Rel::OblAgent => Step::Prep("by".to_owned()),
        Rel::NmodPoss => Step::Poss,
        Rel::Compound | Rel::Amod | Rel::NmodDesc => Step::Mod,
        Rel::Appos => Step::Appos,
        Rel::Ccomp | Rel::Xcomp | Rel::Csubj => Step::Complement,
        Rel::Advmod => Step::Adverb,
        Rel::Nummod => Step::Number,
        Rel::Advcl => Step::Clause,
        Rel::Conj => Step::Joined,
        _ => return None,
    };
    Some((step, child))
}

/// The first of a pair before a noun ("the US-China talks", "the Trump–Kim summit"), wherever the parser hung it.
fn hyphened(tree: &Tree<'_>, at: usize) -> Option<usize> {
    let noun = tree.upos(at) == Upos::Noun && at >= 3;
    let pair = noun && matches!(tree.word(at - 2), "-" | "–" | "—") && tree.word(at - 1).starts_with(char::is_uppercase);
    let first = at.checked_sub(3).filter(|w| pair && tree.word(*w).starts_with(char::is_uppercase))?;
    let known = tree.head(first) == Some(at) && matches!(tree.rel(first), Rel::Compound | Rel::Amod | Rel::NmodDesc);
    (!known).then_some(first)
}

/// "Pulled out of": the parser takes "out" for the verb's, so the preposition is put together again.
fn preposition_after_particle(tree: &Tree<'_>, at: usize, child: usize) -> String {
    let own = tree.preposition(child);
    let particle = tree.child(at, &[Rel::CompoundPrt, Rel::Advmod]).filter(|p| own == "of" && tree.lemma(*p) == "out" && *p < child);
    if particle.is_some() { "out of".to_owned() } else { own }
}

/// A participle before or after a noun, which is its subject or object ("occupied Crimea", "forces holding the town").
fn participle(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.rel(at), Rel::Amod | Rel::Acl) && matches!(tree.xpos(at), Xpos::Vbn | Xpos::Vbg | Xpos::Vbd)
        || tree.rel(at) == Rel::Amod && tree.upos(at) == Upos::Adj && tree.word(at).ends_with("ed")
}

fn is_relative(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.lemma(at), "who" | "which" | "that" | "whom") && matches!(tree.upos(at), Upos::Pron | Upos::Det | Upos::Sconj)
}

/// The noun that a relative clause around this word tells of.
fn antecedent(tree: &Tree<'_>, at: usize) -> Option<usize> {
    std::iter::once(at)
        .chain(tree.ancestors(at))
        .take(REACH)
        .find(|w| matches!(tree.rel(*w), Rel::AclRelcl | Rel::Acl) || is_cleft(tree, *w))
        .and_then(|w| tree.head(w))
}

/// "It is they who hold the town": the clause of a cleft tells of the noun above it.
fn is_cleft(tree: &Tree<'_>, at: usize) -> bool {
    tree.rel(at) == Rel::AdvclRelcl && tree.head(at).is_some_and(|h| tree.upos(h) != Upos::Verb)
}

/// The pronoun's antecedent where it is a relative one, the word itself otherwise.
fn unrelative(tree: &Tree<'_>, at: usize) -> Option<usize> {
    if is_relative(tree, at) { antecedent(tree, at) } else { Some(at) }
}

/// Whether the word is in the passive.
fn passive(tree: &Tree<'_>, at: usize, reach: usize) -> bool {
    if tree.child(at, &[Rel::AuxPass, Rel::NsubjPass, Rel::OblAgent]).is_some() {
        return true;
    }
    let bare = tree.child(at, &[Rel::Aux, Rel::Nsubj, Rel::Obj]).is_none();
    let past = matches!(tree.xpos(at), Xpos::Vbn | Xpos::Vbd) || tree.upos(at) == Upos::Adj && tree.word(at).ends_with("ed");
    match tree.rel(at) {
        Rel::Amod | Rel::Acl => past && bare,
        Rel::Advcl | Rel::Parataxis | Rel::Xcomp => tree.xpos(at) == Xpos::Vbn && bare,
        Rel::Conj if tree.xpos(at) == Xpos::Vbn && bare => reach > 0 && tree.head(at).is_some_and(|h| passive(tree, h, reach - 1)),
        _ => false,
    }
}

/// The grammatical subject, found up the tree where the clause has none of its own.
fn subject(tree: &Tree<'_>, at: usize, reach: usize) -> Option<usize> {
    if let Some(own) = tree.child(at, &[Rel::NsubjPass, Rel::Nsubj, Rel::NsubjOuter]) {
        return unrelative(tree, own);
    }
    let head = tree.head(at).filter(|_| reach > 0)?;
    match tree.rel(at) {
        Rel::Conj if tree.is_predicate(head) => subject(tree, head, reach - 1),
        Rel::Xcomp => object_of_control(tree, head, reach).or_else(|| subject(tree, head, reach - 1)),
        Rel::Advcl if tree.xpos(at) == Xpos::Vb && sends(tree, head) => tree.child(head, &[Rel::Obj, Rel::Iobj]),
        Rel::Advcl | Rel::Parataxis => subject(tree, head, reach - 1),
        Rel::AclRelcl | Rel::Amod => Some(head),
        Rel::Acl if tree.xpos(at) == Xpos::Vb => controller(tree, head, reach),
        Rel::Acl => Some(head),
        Rel::Ccomp if tree.xpos(at) != Xpos::Vbd => object_of_control(tree, head, reach),
        _ => None,
    }
}

/// Verbs that set their object on the way: "sent Baker to see the king".
fn sends(tree: &Tree<'_>, at: usize) -> bool {
    let sends = matches!(tree.lemma(at), "send" | "dispatch" | "despatch" | "invite" | "summon");
    sends && tree.child(at, &[Rel::Obj, Rel::Iobj]).is_some() && !passive(tree, at, REACH)
}

/// Who is made to do it ("forced the army to withdraw").
fn object_of_control(tree: &Tree<'_>, head: usize, reach: usize) -> Option<usize> {
    let promise = matches!(tree.lemma(head), "promise" | "vow" | "threaten" | "use" | "hold");
    tree.child(head, &[Rel::Obj, Rel::Iobj]).filter(|_| !promise && !passive(tree, head, reach))
}

/// Who would do it, for "a plan to meet", "an order to leave".
fn controller(tree: &Tree<'_>, noun: usize, reach: usize) -> Option<usize> {
    let agentive = matches!(tree.rel(noun), Rel::Nsubj | Rel::NsubjPass) && tree.upos(noun) == Upos::Propn;
    if agentive {
        return Some(noun);
    }
    let owner = tree.child(noun, &[Rel::NmodPoss]);
    let above = || tree.head(noun).filter(|_| reach > 0 && tree.rel(noun) == Rel::Obj).and_then(|v| subject(tree, v, reach - 1));
    owner.or_else(above)
}

/// The grammatical object, also where a relative clause left it out ("the town they hold").
fn object(tree: &Tree<'_>, at: usize, reach: usize) -> Option<usize> {
    if let Some(own) = tree.child(at, &[Rel::Obj]) {
        return unrelative(tree, own);
    }
    if tree.upos(at) != Upos::Verb && tree.upos(at) != Upos::Adj {
        return None;
    }
    let head = tree.head(at)?;
    match tree.rel(at) {
        Rel::AclRelcl => {
            let own = tree.child(at, &[Rel::Nsubj]).filter(|s| !is_relative(tree, *s));
            let inner = tree.child(at, &[Rel::Ccomp, Rel::Xcomp]).is_some();
            own.filter(|_| !inner).map(|_| head)
        }
        // "the town that they want to hold"
        Rel::Xcomp if reach > 0 && tree.rel(head) == Rel::AclRelcl && tree.child(head, &[Rel::Obj]).is_none() => {
            let own = tree.child(head, &[Rel::Nsubj]).filter(|s| !is_relative(tree, *s));
            own.and_then(|_| tree.head(head))
        }
        _ => None,
    }
}

/// The doer of a passive ("held by the rebels"; "rebel-held").
fn by_agent(tree: &Tree<'_>, at: usize) -> Option<usize> {
    let by = |c: &usize| tree.rel(*c) == Rel::OblAgent || tree.rel(*c) == Rel::Obl && tree.preposition(*c) == "by";
    let before = || tree.child(at, &[Rel::Compound, Rel::OblUnmarked]).filter(|c| *c < at && tree.rel(at) == Rel::Amod);
    let found = tree.children(at).iter().copied().find(by).or_else(before)?;
    unrelative(tree, found)
}

/// "The talks in which they took part", "the state with which it borders": the phrase left out of a relative clause.
fn gap_under_preposition(tree: &Tree<'_>, at: usize) -> Option<(Step, usize)> {
    if let Some(adverb) = tree.child(at, &[Rel::Advmod]).filter(|a| tree.lemma(*a) == "where") {
        let place =
            std::iter::once(at).chain(tree.ancestors(at)).take(REACH).find(|w| matches!(tree.rel(*w), Rel::AclRelcl | Rel::AdvclRelcl));
        return place.and_then(|w| tree.head(w)).filter(|n| *n != at && *n < adverb).map(|n| (Step::Prep("in".to_owned()), n));
    }
    let pronoun = tree.children_by(at, &[Rel::Obl, Rel::Nmod, Rel::OblAgent]).find(|c| is_relative(tree, *c))?;
    let noun = antecedent(tree, pronoun)?;
    (noun != at).then(|| (Step::Prep(tree.preposition(pronoun)), noun))
}
