//! How a fact is said: what stands around and above its word, from "not" to "threatened to".

use std::collections::BTreeSet;

use crate::language::labels::{Rel, Upos, Xpos};
use crate::mention::lexicon::{Lexicon, Words};
use crate::rule::package::Said;
use crate::syntax::Tree;

/// How many clauses up it looks.
const REACH: usize = 6;

/// How the fact at this word is said; nothing where it is said plainly.
#[must_use]
pub fn said(tree: &Tree<'_>, lexicon: &Lexicon, word: usize) -> BTreeSet<Said> {
    let mut found = BTreeSet::new();
    let mut here = word;
    if headline_future(tree, word) {
        found.insert(Said::Planned);
    }
    for _ in 0..REACH {
        around(tree, lexicon, here, &mut found);
        let Some(above) = tree.head(here) else { break };
        if !climbs(tree, lexicon, here, above, &mut found) {
            break;
        }
        here = above;
    }
    found
}

/// A headline's infinitive: "Macron to see Modi on Thursday", also before who says so.
fn headline_future(tree: &Tree<'_>, at: usize) -> bool {
    let to = tree.child(at, &[Rel::Mark, Rel::Aux]).is_some_and(|m| tree.lemma(m) == "to");
    let main = match tree.rel(at) {
        Rel::Root | Rel::Parataxis | Rel::Conj => true,
        Rel::Ccomp => tree.head(at).is_some_and(|above| above > at),
        _ => false,
    };
    to && main && tree.xpos(at) == Xpos::Vb && tree.child(at, &[Rel::Nsubj, Rel::NsubjPass]).is_some()
}

/// What the word's own helpers say: auxiliaries, negations, conditions, adjectives.
fn around(tree: &Tree<'_>, lexicon: &Lexicon, at: usize, found: &mut BTreeSet<Said>) {
    let modality = &lexicon.modality;
    let verbal = tree.upos(at) == Upos::Verb;
    for &child in tree.children(at) {
        let lemma = tree.lemma(child);
        let said = match tree.rel(child) {
            Rel::Aux if matches!(lemma, "will" | "shall" | "'ll" | "would") => Said::Planned,
            Rel::Aux if matches!(lemma, "must" | "should" | "ought") => Said::Wanted,
            Rel::Aux if modality.possible.contains(lemma) => Said::Possible,
            Rel::Aux if lemma == "be" && tree.children(at).iter().any(|c| tree.lemma(*c) == "to" && *c > child) => {
                // "Was to have met": it came to nothing.
                if perfect(tree, at) { Said::Cancelled } else { Said::Planned }
            }
            Rel::Advmod | Rel::Det | Rel::CcPreconj | Rel::Cc if negates(tree, lexicon, child) => {
                // "Had not met until May", "have not met since": then they did.
                if tree.children(at).iter().any(|c| ends_the_not(tree, *c)) {
                    continue;
                }
                Said::Negated
            }
            // "It has no troops there", "none of them left".
            Rel::Obj | Rel::Nsubj | Rel::NsubjPass if verbal && is_none(tree, lexicon, child) => Said::Negated,
            Rel::Advmod if modality.possible.contains(lemma) => Said::Possible,
            Rel::Mark if matches!(lemma, "if" | "unless") && verbal => Said::Hypothetical,
            Rel::Amod | Rel::Compound if !verbal => {
                found.extend(ways(lexicon, lemma, &tree.word(child).to_lowercase()));
                continue;
            }
            _ => continue,
        };
        found.insert(said);
    }
}

/// "not", "never"; also "no longer", which is "no" on an adverb.
fn negates(tree: &Tree<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let longer = matches!(tree.lemma(at), "long" | "longer" | "more");
    lexicon.modality.negators.contains(tree.lemma(at)) || longer && tree.children(at).iter().any(|c| tree.lemma(*c) == "no")
}

/// Whether a noun is nobody or nothing: "no troops", "neither side", "none of them".
fn is_none(tree: &Tree<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let no = |w: usize| matches!(tree.lemma(w), "no" | "none" | "neither" | "nobody") && lexicon.modality.negators.contains(tree.lemma(w));
    no(at) || tree.children_by(at, &[Rel::Det, Rel::CcPreconj, Rel::Advmod]).any(no)
}

/// A phrase that says from when on it was so after all: "until May", "since the war".
fn ends_the_not(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.rel(at), Rel::Obl | Rel::OblUnmarked) && matches!(tree.preposition(at).as_str(), "until" | "till" | "since")
}

/// Goes up one word; whether what stands above still tells of the fact.
fn climbs(tree: &Tree<'_>, lexicon: &Lexicon, at: usize, above: usize, found: &mut BTreeSet<Said>) -> bool {
    let phrase = with_particle(tree, above);
    let ways = ways(lexicon, tree.lemma(above), &phrase);
    let infinitive = matches!(tree.xpos(at), Xpos::Vb) && tree.child(at, &[Rel::Mark]).is_some_and(|m| tree.lemma(m) == "to");
    match tree.rel(at) {
        Rel::Xcomp | Rel::Csubj => {
            if tree.lemma(above) == "be" && infinitive && !perfect(tree, at) {
                found.insert(Said::Planned);
            }
            if matches!(tree.lemma(above), "fail" | "refuse" | "decline") {
                found.insert(Said::Negated);
            }
            // "Had hoped to meet", "was to have met": it came to nothing.
            let past = tree.children_by(above, &[Rel::Aux]).any(|a| tree.word(a).eq_ignore_ascii_case("had"));
            let own = ways.contains(&Said::Planned) || matches!(tree.lemma(above), "hope" | "like" | "want" | "wish");
            let never = past && own || infinitive && perfect(tree, at);
            found.extend(if never { vec![Said::Cancelled] } else { ways });
            true
        }
        Rel::Ccomp => {
            found.extend(ways.iter().copied());
            !ways.is_empty()
        }
        Rel::Obj | Rel::NsubjPass | Rel::Nsubj => {
            // Who agreed on a thing has it; who agreed to do a thing has it before him.
            found.extend(ways.into_iter().filter(|w| *w != Said::Planned || tree.lemma(above) != "agree"));
            let occurs = lexicon.modality.occur.contains(&phrase) || tree.lemma(above) == "take" && with_place(tree, above);
            if occurs && tree.children(above).iter().any(|c| negates(tree, lexicon, *c)) && is_certain(tree, at) {
                // "The summit never happened": it was to be.
                found.insert(Said::Cancelled);
                return false;
            }
            lexicon.modality.light.contains(tree.lemma(above)) && (tree.rel(at) != Rel::Nsubj || tree.upos(at) == Upos::Noun)
        }
        Rel::Obl | Rel::Nmod => {
            let preposition = tree.preposition(at);
            // "A round of talks", "entered into talks": what is said of these is said of the talks.
            let carried = preposition == "of" && lexicon.modality.spans.contains(tree.lemma(above))
                || preposition == "into" && lexicon.modality.light.contains(tree.lemma(above));
            let expected = matches!(preposition.as_str(), "at" | "in") && tree.xpos(above) != Xpos::Vbd && ways == [Said::Planned];
            let telling = expected || matches!(preposition.as_str(), "for" | "of" | "on" | "to" | "with" | "against" | "from" | "by");
            if telling {
                found.extend(ways.iter().copied());
            }
            telling && !ways.is_empty() || carried
        }
        Rel::Acl => {
            if infinitive && ways.is_empty() {
                found.insert(Said::Planned);
            }
            found.extend(ways);
            true
        }
        Rel::Advcl => {
            found.extend(ways.into_iter().filter(|_| infinitive));
            infinitive
        }
        Rel::Conj => tree.upos(at) != Upos::Verb || tree.xpos(at) == Xpos::Vb,
        _ => false,
    }
}

/// "Take place".
fn with_place(tree: &Tree<'_>, verb: usize) -> bool {
    tree.children_by(verb, &[Rel::Obj, Rel::CompoundPrt]).any(|c| tree.lemma(c) == "place")
}

/// Whether a noun is of one certain thing: "the summit", "Sunday's talks"; not "no meeting".
fn is_certain(tree: &Tree<'_>, noun: usize) -> bool {
    tree.children_by(noun, &[Rel::Det, Rel::NmodPoss]).any(|c| !matches!(tree.lemma(c), "no" | "a" | "an" | "any"))
}

/// Whether an infinitive is of the past: "to have met".
fn perfect(tree: &Tree<'_>, at: usize) -> bool {
    tree.children_by(at, &[Rel::Aux]).any(|a| tree.word(a).eq_ignore_ascii_case("have"))
}

/// A verb with its particle: `call off`.
fn with_particle(tree: &Tree<'_>, at: usize) -> String {
    let apart = |c: &usize| tree.rel(*c) == Rel::Advmod && matches!(tree.lemma(*c), "off" | "out" | "forward" | "ahead");
    let particle = tree.child(at, &[Rel::CompoundPrt]).or_else(|| tree.children(at).iter().copied().find(apart));
    particle.map_or_else(|| tree.lemma(at).to_owned(), |p| format!("{} {}", tree.lemma(at), tree.lemma(p)))
}

/// What a word makes of the fact below it; `phrase` is the word with its particle or as written.
fn ways(lexicon: &Lexicon, lemma: &str, phrase: &str) -> Vec<Said> {
    let modality = &lexicon.modality;
    let lists: [(&Words, Said); 7] = [
        (&modality.cancelled, Said::Cancelled),
        (&modality.denied, Said::Denied),
        (&modality.planned, Said::Planned),
        (&modality.wanted, Said::Wanted),
        (&modality.threatened, Said::Threatened),
        (&modality.opposed, Said::Opposed),
        (&modality.possible, Said::Possible),
    ];
    lists.into_iter().filter(|(list, _)| list.contains(lemma) || list.contains(phrase)).map(|(_, said)| said).collect()
}
