//! Several at once: "the two leaders", "both countries", "the three", "they".

use super::dates::NUMBERS;
use super::pronoun::Near;
use super::{Analysis, Kinds, Seen, Together};
use crate::finding::Kind;
use crate::language::labels::{Rel, Upos, Xpos};
use crate::syntax::deep::Step;

/// How many sentences back those named together are sought.
const FAR: usize = 8;
/// How many sentences back two who were named apart are.
const APART: usize = 4;

impl Analysis<'_> {
    /// Notes who is named in one breath: joined by "and", or the two sides of a verb or of talks.
    pub(super) fn look_for_groups(&mut self) {
        for sentence in 0..self.trees.len() {
            for word in 0..self.trees[sentence].len() {
                for entities in [self.joined(sentence, word), self.sides(sentence, word)] {
                    if entities.len() > 1 {
                        self.together.push(Together { sentence, word, entities });
                    }
                }
            }
        }
    }

    /// Who is meant by a name, or by a noun that was understood as a group.
    fn denoted_at(&self, sentence: usize, word: usize) -> Option<usize> {
        self.entity_at(sentence, word).or_else(|| self.nominals.get(&(sentence, word)).map(|(e, _)| *e))
    }

    fn joined(&self, sentence: usize, word: usize) -> Vec<usize> {
        let tree = &self.trees[sentence];
        let first = tree.rel(word) != Rel::Conj && tree.child(word, &[Rel::Conj]).is_some();
        let mut words = vec![word];
        let mut next = 0;
        while first && next < words.len() {
            words.extend(tree.children_by(words[next], &[Rel::Conj]));
            next += 1;
        }
        self.distinct(sentence, &words)
    }

    /// "Putin met Biden", "talks between Cairo and Addis Ababa", "Trump's meeting with Kim".
    fn sides(&self, sentence: usize, word: usize) -> Vec<usize> {
        if !matches!(self.trees[sentence].upos(word), Upos::Verb | Upos::Noun) {
            return Vec::new();
        }
        let (one, other): (&[Step], _) = ([Step::Agent, Step::Poss].as_slice(), [Step::Patient, Step::Prep("with".to_owned())]);
        let of = |steps: &[Step]| -> Vec<usize> { steps.iter().flat_map(|s| self.deep[sentence].targets(word, s)).collect() };
        let (one, other) = (self.distinct(sentence, &of(one)), self.distinct(sentence, &of(&other)));
        let persons = |list: &[usize]| !list.is_empty() && list.iter().all(|e| self.kind(*e) == Kind::Person);
        if !persons(&one) || !persons(&other) || one.iter().any(|e| other.contains(e)) {
            return Vec::new();
        }
        one.into_iter().chain(other).collect()
    }

    fn distinct(&self, sentence: usize, words: &[usize]) -> Vec<usize> {
        let mut found = Vec::new();
        for entity in words.iter().filter_map(|w| self.denoted_at(sentence, *w)) {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
        found
    }

    /// How many the phrase speaks of; none where it tells no number, nothing where it is no such phrase.
    fn how_many(&self, sentence: usize, word: usize, lemma: &str) -> Option<Option<usize>> {
        let tree = &self.trees[sentence];
        let number = |at: usize| match tree.lemma(at) {
            "both" => Some(2),
            other => NUMBERS.iter().position(|n| *n == other).or_else(|| other.parse().ok()).filter(|n| (2..10).contains(n)),
        };
        let nouns = &self.lexicon.nouns;
        let counted = nouns.duo.contains(lemma).then_some(2).or_else(|| nouns.trio.contains(lemma).then_some(3));
        let counted = counted.or_else(|| number(word)).or_else(|| tree.children(word).iter().find_map(|c| number(*c)));
        let points = |c: usize| matches!(tree.lemma(c), "the" | "these" | "those" | "both" | "all") || tree.upos(c) == Upos::Pron;
        let definite = lemma == "both" || tree.children_by(word, &[Rel::Det, Rel::NmodPoss, Rel::CcPreconj, Rel::DetPredet]).any(points);
        let plain =
            |c: &usize| matches!(tree.rel(*c), Rel::Det | Rel::Case | Rel::Punct | Rel::Nummod | Rel::DetPredet | Rel::CcPreconj | Rel::Cc);
        let bare =
            tree.children(word).iter().all(|c| plain(c) || matches!(tree.rel(*c), Rel::Conj | Rel::Nsubj | Rel::Cop | Rel::AclRelcl));
        match counted {
            Some(n) if definite && (bare || tree.upos(word) == Upos::Noun) => Some(Some(n)),
            None if definite && bare && tree.xpos(word) == Xpos::Nns => Some(None),
            _ => None,
        }
    }

    /// "The two leaders", "both countries", "the sides", "the three": those of whom it can be said that were named together and whom
    /// the article speaks of most, else the last two of them.
    pub(super) fn several(&self, sentence: usize, word: usize, lemma: &str, wanted: Kinds) -> Vec<usize> {
        let Some(many) = self.how_many(sentence, word, lemma) else { return Vec::new() };
        for kinds in self.said_of(sentence, word, lemma, wanted) {
            let lists = self.together.iter().filter(|t| (t.sentence, t.word) < (sentence, word) && t.sentence + FAR >= sentence);
            let fits = |t: &&Together| t.entities.iter().all(|e| kinds.holds(self.kind(*e))) && many.is_none_or(|n| n == t.entities.len());
            let found = lists.filter(fits).max_by_key(|t| (self.weight(t, sentence), t.sentence, t.word)).map(|t| t.entities.clone());
            let pair = (many.is_none_or(|n| n == 2) && !wanted.is_ground()).then(|| self.last_two(sentence, word, kinds));
            let found = found.or_else(|| pair.flatten());
            if let Some(found) = found {
                return found;
            }
        }
        Vec::new()
    }

    /// The kinds of whom a noun in the plural can be said, likeliest first.
    fn said_of(&self, sentence: usize, word: usize, lemma: &str, wanted: Kinds) -> Vec<Kinds> {
        let nouns = &self.lexicon.nouns;
        let number =
            self.trees[sentence].upos(word) == Upos::Num || lemma == "both" || nouns.duo.contains(lemma) || nouns.trio.contains(lemma);
        let plain = self.how_many(sentence, word, lemma) == Some(None);
        let (person, state, place) = (Kinds::only(Kind::Person), Kinds::only(Kind::State), Kinds::only(Kind::Place));
        let bodies = Kinds::only(Kind::Organization).or(Kinds::only(Kind::ArmedGroup));
        let found = match () {
            () if wanted.is_ground() && number => vec![place.or(state)],
            () if wanted.is_ground() && nouns.realm.contains(lemma) => vec![state],
            () if wanted.is_ground() && (nouns.settlement.contains(lemma) || nouns.area.contains(lemma)) => vec![place],
            () if wanted.is_ground() => Vec::new(),
            () if number => vec![person, state, bodies],
            () if nouns.realm.contains(lemma) => vec![state],
            () if nouns.side.contains(lemma) => vec![state.or(bodies)],
            () if nouns.rival.contains(lemma) => vec![person, state.or(bodies)],
            () if nouns.person.contains(lemma) && (!plain || nouns.chief.contains(lemma)) => vec![person],
            () if matches!(lemma, "man" | "woman") && !plain => vec![person],
            () => Vec::new(),
        };
        found.into_iter().filter(|k| wanted.overlaps(*k)).collect()
    }

    /// How much the article speaks of those named together, less how far away that was.
    fn weight(&self, list: &Together, sentence: usize) -> usize {
        let least = list.entities.iter().map(|e| self.mentions_of(*e)).min().unwrap_or(0);
        least * 2 + FAR - (sentence - list.sentence)
    }

    fn last_two(&self, sentence: usize, word: usize, kinds: Kinds) -> Option<Vec<usize>> {
        let mut found = Vec::new();
        // Who does it to both of them is none of them: "the EU banned arms sales to both countries".
        let tree = &self.trees[sentence];
        let clause = tree.ancestors(word).find(|w| tree.is_predicate(*w));
        let does = |s: &Seen| s.sentence == sentence && tree.rel(s.word) == Rel::Nsubj && clause.is_some() && tree.head(s.word) == clause;
        let before = self.seen.iter().rev().filter(|s| (s.sentence, s.word) < (sentence, word) && s.sentence + APART >= sentence);
        for seen in before.filter(|s| !does(s)) {
            if kinds.holds(self.kind(seen.entity)) && !found.contains(&seen.entity) {
                found.push(seen.entity);
            }
            if found.len() == 2 {
                return Some(found);
            }
        }
        None
    }

    /// "They": a group, or those who were named together, whichever is nearer.
    pub(super) fn they(&self, sentence: usize, word: usize, wanted: Kinds) -> Vec<usize> {
        let group = self.best(sentence, word, |a: &Self, s: &Seen| {
            wanted.holds(a.kind(s.entity)) && (s.plural || matches!(a.kind(s.entity), Kind::ArmedGroup | Kind::Organization))
        });
        let lists = self.together.iter().filter(|t| (t.sentence, t.word) < (sentence, word) && t.sentence + 2 >= sentence);
        let lists = lists.filter(|t| t.entities.iter().all(|e| wanted.holds(self.kind(*e)) && self.kind(*e) != Kind::Place));
        let list = lists.max_by_key(|t| self.nearness(sentence, t.sentence, t.word));
        match (group, list) {
            (Some(one), Some(many))
                if self.nearness(sentence, one.sentence, one.word) > self.nearness(sentence, many.sentence, many.word) =>
            {
                vec![one.entity]
            }
            (_, Some(many)) => many.entities.clone(),
            (Some(one), None) => vec![one.entity],
            (None, None) => Vec::new(),
        }
    }

    /// How near a word is that another may mean: subjects before others, near before far.
    pub(super) fn nearness(&self, from: usize, sentence: usize, word: usize) -> Near {
        let subject = matches!(self.trees[sentence].rel(word), Rel::Nsubj | Rel::NsubjPass);
        let far = i32::try_from(from - sentence).unwrap_or(i32::MAX / 4);
        (i32::from(subject) * 3 - far * 2, sentence, word)
    }
}
