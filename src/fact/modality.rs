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

/// A headline's infinitive: "Kozyrev to see Saddam on Thursday".
fn headline_future(tree: &Tree<'_>, at: usize) -> bool {
    let to = tree.child(at, &[Rel::Mark, Rel::Aux]).is_some_and(|m| tree.lemma(m) == "to");
    let main = matches!(tree.rel(at), Rel::Root | Rel::Parataxis | Rel::Conj);
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
            Rel::Aux if lemma == "be" && tree.children(at).iter().any(|c| tree.lemma(*c) == "to" && *c > child) => Said::Planned,
            Rel::Advmod | Rel::Det | Rel::CcPreconj | Rel::Cc if modality.negators.contains(lemma) => Said::Negated,
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
            let never = past && ways.iter().any(|w| matches!(w, Said::Wanted | Said::Planned)) || infinitive && perfect(tree, at);
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
            lexicon.modality.light.contains(tree.lemma(above)) && (tree.rel(at) != Rel::Nsubj || tree.upos(at) == Upos::Noun)
        }
        Rel::Obl | Rel::Nmod => {
            let telling = matches!(tree.preposition(at).as_str(), "for" | "of" | "on" | "to" | "with" | "against" | "from" | "by");
            if telling {
                found.extend(ways.iter().copied());
            }
            telling && !ways.is_empty()
        }
        Rel::Acl => {
            if infinitive && ways.is_empty() {
                found.insert(Said::Planned);
            }
            found.extend(ways);
            true
        }
        Rel::Advcl => {
            found.extend(ways.into_iter().filter(|w| *w == Said::Threatened || infinitive));
            infinitive
        }
        Rel::Conj => tree.upos(at) != Upos::Verb || tree.xpos(at) == Xpos::Vb,
        _ => false,
    }
}

/// Whether an infinitive is of the past: "to have met".
fn perfect(tree: &Tree<'_>, at: usize) -> bool {
    tree.children_by(at, &[Rel::Aux]).any(|a| tree.word(a).eq_ignore_ascii_case("have"))
}

/// A verb with its particle: `call off`.
fn with_particle(tree: &Tree<'_>, at: usize) -> String {
    let particle =
        tree.child(at, &[Rel::CompoundPrt]).or_else(|| tree.child(at, &[Rel::Advmod]).filter(|c| matches!(tree.lemma(*c), "off" | "out")));
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
