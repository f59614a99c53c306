//! Who holds which office, as the article gives it: "Russian Foreign Minister Sergei Lavrov", "Osman Saleh, Asmara's foreign minister".

use super::lexicon::Words;
use super::{Analysis, Seen};
use crate::finding::Kind;
use crate::language::labels::{Rel, Upos};
use crate::syntax::Tree;
use crate::text::Span;

/// An office of a person.
#[derive(Clone, Debug)]
pub struct Office {
    /// The person.
    pub entity: usize,
    /// All words of it in lower case: `the`, `defense`, `minister`.
    pub words: Vec<String>,
    /// The states and organisations it is an office of.
    pub of: Vec<usize>,
    /// The sentence that tells it.
    pub sentence: usize,
    /// Its words in the text, in bytes.
    pub span: Span,
    /// Its words in the sentence.
    places: Vec<usize>,
}

/// An office of which a text speaks: "the Syrian foreign minister".
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Its noun.
    pub noun: &'a str,
    /// What narrows the noun: `foreign`, `defence`.
    pub qualifiers: Vec<String>,
    /// Whose office it is, where that is said.
    pub of: &'a [usize],
}

impl Wanted<'_> {
    /// Whether an office of these words is the wanted one.
    fn is(&self, words: &[String], leading: &Words) -> bool {
        let deputy = words.iter().any(|w| matches!(w.as_str(), "vice" | "deputy"));
        let leads = || matches!(self.noun, "leader" | "ruler" | "strongman") && words.iter().any(|w| leading.contains(w));
        let narrowed = |q: &String| words.iter().any(|w| w.starts_with(q.get(..STEM).unwrap_or(q)));
        (words.iter().any(|w| w == self.noun) || leads())
            && self.qualifiers.iter().all(narrowed)
            && (!deputy || self.qualifiers.iter().any(|q| matches!(q.as_str(), "vice" | "deputy")))
    }
}

/// So many letters tell a word, whether it is spelt "defence" or "defense".
const STEM: usize = 5;

impl Analysis<'_> {
    pub(super) fn find_offices(&mut self) {
        for at in 0..self.names.len() {
            if self.names[at].named.kind != Kind::Person {
                continue;
            }
            let (sentence, entity) = (self.names[at].sentence, self.denoted[at]);
            let mut phrases = phrases(&self.trees[sentence], &self.names[at].named);
            // The register may take the title for a part of the name: "General Min Aung Hlaing".
            let title = |w: &usize| self.lexicon.titles.before.contains(self.trees[sentence].lemma(*w));
            phrases.push(self.names[at].named.words.clone().take_while(title).collect());
            for words in phrases {
                self.note_office(sentence, entity, &words);
            }
        }
    }

    fn note_office(&mut self, sentence: usize, entity: usize, places: &[usize]) {
        let tree = &self.trees[sentence];
        let title = |w: &&usize| {
            let lemma = tree.lemma(**w);
            self.lexicon.nouns.person.contains(lemma) || self.lexicon.titles.before.contains(lemma)
        };
        let nouns: Vec<String> = places.iter().filter(title).map(|w| in_full(tree.lemma(*w)).to_owned()).collect();
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return };
        if nouns.is_empty()
            || nouns.iter().all(|n| matches!(n.as_str(), "mr" | "mr." | "mrs" | "mrs." | "ms" | "ms." | "sir" | "dr" | "dr."))
        {
            return;
        }
        let span = tree.span(first..last + 1);
        let phrase = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut of: Vec<usize> = places.iter().filter_map(|w| self.entity_at(sentence, *w)).filter(|e| *e != entity).collect();
        of.retain(|e| matches!(self.kind(*e), Kind::State | Kind::Organization | Kind::ArmedGroup));
        of.dedup();
        let known = &mut self.cast.entities[entity];
        known.roles.insert(phrase);
        known.affiliations.extend(of.iter().copied());
        let words = places.iter().map(|w| in_full(self.trees[sentence].lemma(*w)).to_owned()).collect();
        self.offices.push(Office { entity, words, of, sentence, span, places: places.to_vec() });
    }

    /// The offices that the article tells, in its order.
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// Whether nothing speaks against whose office it is: "Congolese" may be of another state than the one it mostly means, and a governor is of
    /// no state.
    pub fn may_be_of(&self, office: &Office) -> bool {
        let governor = office.words.iter().any(|w| w == "governor");
        office.of.iter().all(|of| self.kind(*of) != Kind::State || !governor && self.cast.may_belong(office.entity, *of))
    }

    /// The words of an office that are no part of a name.
    pub fn words_beside_names(&self, office: &Office) -> Vec<&str> {
        let tree = &self.trees[office.sentence];
        office.places.iter().filter(|w| self.name_at(office.sentence, **w).is_none()).map(|w| tree.word(*w)).collect()
    }

    /// What narrows the noun of an office: "foreign", "defence", "vice".
    pub(super) fn qualifiers(&self, sentence: usize, word: usize) -> Vec<String> {
        let tree = &self.trees[sentence];
        let words = tree.children_by(word, &[Rel::Amod, Rel::Compound]).filter(|c| *c < word && self.entity_at(sentence, *c).is_none());
        words.map(|w| tree.lemma(w).to_owned()).filter(|w| self.lexicon.titles.branch.contains(w)).collect()
    }

    /// Who holds the office: the last one named before the word who does, else the first one after it; nobody of the word's own clause.
    pub(super) fn holder(&self, sentence: usize, word: usize, wanted: &Wanted<'_>) -> Option<usize> {
        let leading = &self.lexicon.nouns.leading;
        let whose = |of: &[usize]| wanted.of.is_empty() || of.iter().any(|e| wanted.of.contains(e));
        let said = |e: usize| self.offices.iter().any(|o| o.entity == e && wanted.is(&o.words, leading) && whose(&o.of));
        let known = |e: usize| {
            let entity = &self.cast.entities[e];
            // Of whom the register knows the terms, the day tells.
            if let (Some(day), [body]) = (self.published, wanted.of)
                && let Some(held) = self.cast.held(e, *body, day, &|words| wanted.is(words, leading))
            {
                return held;
            }
            let words = |role: &String| role.to_lowercase().split([' ', '-']).map(str::to_owned).collect::<Vec<_>>();
            whose(&entity.affiliations.iter().copied().collect::<Vec<_>>()) && entity.roles.iter().any(|r| wanted.is(&words(r), leading))
        };
        let other = |s: &&Seen| self.kind(s.entity) == Kind::Person && !self.beside(sentence, word, s);
        let before: Vec<usize> =
            self.seen.iter().rev().filter(|s| (s.sentence, s.word) < (sentence, word)).filter(other).map(|s| s.entity).collect();
        let after: Vec<usize> =
            self.seen.iter().filter(|s| (s.sentence, s.word) > (sentence, word)).filter(other).map(|s| s.entity).collect();
        let find = |list: &[usize], holds: &dyn Fn(usize) -> bool| list.iter().copied().find(|e| holds(*e));
        find(&before, &said).or_else(|| find(&before, &known)).or_else(|| find(&after, &said)).or_else(|| find(&after, &known))
    }

    /// Who held the office on the day of the article, as the register has it: "the Russian president" where nobody says his name.
    pub(super) fn holder_then(&self, sentence: usize, word: usize, wanted: &Wanted<'_>) -> Option<usize> {
        let ([body], Some(day)) = (wanted.of, self.published) else { return None };
        let tree = &self.trees[sentence];
        let other_time = |c: usize| self.lexicon.titles.no_longer.contains(tree.lemma(c)) || tree.lemma(c).starts_with("ex-");
        // "The Russian minister" may be any of them.
        let vague = wanted.qualifiers.is_empty() && matches!(wanted.noun, "minister" | "secretary" | "head" | "chief");
        if vague || tree.children(word).iter().any(|c| other_time(*c)) || wanted.noun.starts_with("ex-") {
            return None;
        }
        self.cast.holder(*body, day, &|words| wanted.is(words, &self.lexicon.nouns.leading))
    }
}

/// The phrases around a person's name that may tell an office, as words in order.
fn phrases(tree: &Tree<'_>, name: &super::names::Named) -> Vec<Vec<usize>> {
    let head = name.head;
    let mut found = Vec::new();
    let mut begin = name.words.start;
    while begin > 0
        && is_title(tree, begin - 1)
        && (tree.holds(head, begin - 1) || tree.head(head).is_some_and(|h| h == begin - 1 || tree.head(begin - 1) == Some(h)))
    {
        begin -= 1;
    }
    while begin < name.words.start && matches!(tree.upos(begin), Upos::Det | Upos::Adp | Upos::Part | Upos::Cconj) {
        begin += 1;
    }
    found.push((begin..name.words.start).collect::<Vec<_>>());
    found.extend(tree.children_by(head, &[Rel::Appos]).filter(|a| *a > name.words.start).map(|a| short(tree, a)));
    // "Asmara's foreign minister, Osman Saleh"
    if let Some(above) = tree.head(head).filter(|_| tree.rel(head) == Rel::Appos) {
        let words = tree.subtree(above).into_iter().filter(|w| *w < name.words.start && !tree.holds(head, *w));
        found.push(words.collect());
    }
    for words in &mut found {
        while words.last().is_some_and(|w| tree.upos(*w) == Upos::Punct) {
            words.pop();
        }
        while words.first().is_some_and(|w| matches!(tree.upos(*w), Upos::Det | Upos::Punct)) {
            words.remove(0);
        }
    }
    found
}

/// A title without its abbreviation.
fn in_full(title: &str) -> &str {
    match title {
        "gen" | "gen." => "general",
        "col" | "col." => "colonel",
        "sen" | "sen." => "senator",
        "adm" | "adm." => "admiral",
        _ => title,
    }
}

fn is_title(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adp | Upos::Det | Upos::Part) && tree.lemma(at) != "that"
        || tree.word(at) == "-"
}

/// An apposition without what tells a story about it.
fn short(tree: &Tree<'_>, at: usize) -> Vec<usize> {
    let longest = 12;
    let words = tree.subtree(at).into_iter();
    words
        .take_while(|w| {
            *w <= at || !(tree.upos(*w) == Upos::Punct && tree.word(*w) != "-" || matches!(tree.rel(*w), Rel::AclRelcl | Rel::Conj))
        })
        .take(longest)
        .collect()
}
