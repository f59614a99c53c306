//! Which ground is meant: "the city of Kunduz", "the north of Syria", "the airport", "the town", "eastern Congo".

use super::{Analysis, Kinds, Seen, Together};
use crate::finding::Kind;
use crate::language::labels::{Rel, Upos, Xpos};

/// How many sentences back a place may be meant.
const FAR: usize = 6;

impl Analysis<'_> {
    /// Notes by which common nouns the text speaks of its places: "the port of Mukalla", "Mukalla, a city", "Mukalla is a town".
    pub(super) fn look_for_descriptions(&mut self) {
        for sentence in 0..self.trees.len() {
            for word in 0..self.trees[sentence].len() {
                let tree = &self.trees[sentence];
                let lemma = tree.lemma(word);
                if tree.upos(word) != Upos::Noun || !self.lexicon.nouns.area.contains(lemma) {
                    continue;
                }
                let phrase = self.around_noun(sentence, word);
                let copula = tree.child(word, &[Rel::Cop]).and_then(|_| tree.child(word, &[Rel::Nsubj]));
                let is = copula.and_then(|c| self.entity_at(sentence, c));
                let named = self.apposed(sentence, word).or(is);
                let named = named.or_else(|| phrase.before.iter().chain(&phrase.after).copied().find(|e| self.kind(*e) == Kind::Place));
                if let Some(entity) = named.filter(|e| Kinds::PLACE.holds(self.kind(*e))) {
                    let lemma = lemma.to_owned();
                    self.described.entry(entity).or_default().insert(lemma);
                }
            }
        }
    }

    /// "Eastern Congo" is not the Congo: the part of a country or region that an adjective before its name cuts out.
    pub(super) fn part_of_country(&mut self, sentence: usize, word: usize) -> Option<usize> {
        let tree = &self.trees[sentence];
        let name = self.name_at(sentence, word).map(|n| &self.names[n])?;
        let before = name.named.words.start.checked_sub(1)?;
        if !self.lexicon.nouns.quarter.contains(&tree.word(before).to_lowercase()) || name.named.kind == Kind::Person {
            return None;
        }
        // "north - eastern" is three words
        let begin = if before >= 2 && tree.word(before - 1) == "-" { before - 2 } else { before };
        let span = tree.span(begin..name.named.words.end);
        let label = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let entity = self.cast.named(Kind::Place, &label, None);
        self.nominals.insert((sentence, word), (entity, span));
        Some(entity)
    }

    /// "The city of Kunduz", "Kunduz province", "the north of Syria", "the airport", "the city".
    pub(super) fn area(&mut self, sentence: usize, word: usize, lemma: &str) -> Vec<usize> {
        let phrase = self.around_noun(sentence, word);
        let direction = self.lexicon.nouns.direction.contains(lemma);
        let is_place = |e: &usize| Kinds::PLACE.holds(self.kind(*e));
        let places: Vec<usize> = phrase.before.iter().chain(&phrase.after).copied().filter(is_place).collect();
        let same = self.lexicon.nouns.settlement.contains(lemma) || lemma == "soil";
        let only_place = |e: &&usize| self.kind(**e) == Kind::Place;
        let (span, bare) = self.phrase(sentence, word);
        match places.iter().find(only_place).or_else(|| places.first().filter(|_| matches!(lemma, "territory" | "soil" | "land"))) {
            Some(&place) if same && !direction => {
                // "The Panjshir valley" is a name of Panjshir too.
                self.nominals.insert((sentence, word), (place, span));
                return vec![place];
            }
            _ => {}
        }
        let plural = self.trees[sentence].xpos(word) == Xpos::Nns;
        let listed: Vec<usize> = phrase.after.iter().copied().filter(|e| self.kind(*e) == Kind::Place).collect();
        if plural && same && listed.len() > 1 {
            return listed;
        }
        if plural && places.is_empty() && (bare || !self.lexicon.nouns.settlement.contains(lemma) || !self.is_definite(sentence, word)) {
            return if bare { self.places_called(sentence, word, lemma) } else { Vec::new() };
        }
        let realm = self.lexicon.nouns.realm.contains(lemma) && self.lexicon.nouns.settlement.contains(lemma);
        if places.is_empty() && !plural && (realm || self.lexicon.nouns.settlement.contains(lemma)) {
            let told = match () {
                // "Took place" is no place; "occupied land" is.
                () if !self.is_definite(sentence, word) && (bare || self.trees[sentence].child(word, &[Rel::Det]).is_some()) => Vec::new(),
                () if realm => self.last_state(sentence, word, lemma),
                () => self.last_place(sentence, word, lemma),
            };
            let named = self.trees[sentence].child(word, &[Rel::AclRelcl, Rel::Acl]).is_none();
            return if bare || !told.is_empty() && named { told } else { Vec::new() };
        }
        if direction && places.is_empty() && !self.is_definite(sentence, word) {
            return Vec::new();
        }
        if bare && places.is_empty() {
            let before = |s: &&Seen| (s.sentence, s.word) < (sentence, word) && self.is_called(s.entity, lemma);
            if let Some(told) = self.seen.iter().rev().find(before) {
                return vec![told.entity];
            }
        }
        let label = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let apart = places.is_empty().then(|| self.apart.clone());
        let entity = self.cast.named(Kind::Place, &label, apart.as_deref());
        self.nominals.insert((sentence, word), (entity, span));
        vec![entity]
    }

    /// The first place of the article: where its dateline stands.
    pub(super) fn first_place(&self) -> Vec<usize> {
        self.seen.iter().find(|s| self.kind(s.entity) == Kind::Place).map(|s| s.entity).into_iter().collect()
    }

    /// The place that "it", "there" or "the city" means: one that the text calls so, else the nearest, and rather one that is
    /// spoken about than one where something else happened.
    pub(super) fn last_place(&self, sentence: usize, word: usize, noun: &str) -> Vec<usize> {
        let before = self.seen.iter().filter(|s| (s.sentence, s.word) < (sentence, word));
        let called = |s: &&Seen| !noun.is_empty() && self.is_called(s.entity, noun);
        let near = |s: &&Seen| s.sentence + FAR >= sentence && self.kind(s.entity) == Kind::Place;
        let fitting = before.filter(|s| (near(s) || called(s)) && !self.beside(sentence, word, s));
        let score = |s: &Seen| {
            let tree = &self.trees[s.sentence];
            let core = matches!(tree.rel(s.word), Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Appos) || tree.preposition(s.word) == "of";
            let far = i32::try_from(sentence - s.sentence).unwrap_or(i32::MAX / 4);
            let town = matches!(noun, "" | "city" | "town" | "place" | "spot");
            let other = !noun.is_empty() && self.described.contains_key(&s.entity) || !town && self.cast.is_capital(s.entity);
            (i32::from(called(&s)) * 20 + i32::from(core) * 3 - far * 2 - i32::from(other) * 6, s.sentence, s.word)
        };
        fitting.max_by_key(|s| score(s)).map(|s| s.entity).into_iter().collect()
    }

    /// "The country", "the emirate": the state that the text calls so, else the nearest that is no other part of the clause.
    fn last_state(&self, sentence: usize, word: usize, lemma: &str) -> Vec<usize> {
        let before = |s: &&Seen| self.kind(s.entity) == Kind::State && (s.sentence, s.word) < (sentence, word);
        let called = self.seen.iter().rev().filter(before).find(|s| self.is_called(s.entity, lemma));
        let near = || self.seen.iter().rev().filter(before).find(|s| !self.beside(sentence, word, s));
        called.or_else(near).map(|s| s.entity).into_iter().collect()
    }

    /// "The islands": the nearest whose name is such a plural.
    fn places_called(&self, sentence: usize, word: usize, lemma: &str) -> Vec<usize> {
        let called = self.best(sentence, word, |a, s| s.plural && a.is_called(s.entity, &format!("{lemma}s")));
        let last = |s: &&Seen| s.plural && self.is_called(s.entity, &format!("{lemma}s")) && (s.sentence, s.word) < (sentence, word);
        called.or_else(|| self.seen.iter().rev().find(last).copied()).map(|s| s.entity).into_iter().collect()
    }

    fn is_definite(&self, sentence: usize, word: usize) -> bool {
        let tree = &self.trees[sentence];
        tree.children_by(word, &[Rel::Det, Rel::NmodPoss])
            .any(|c| tree.rel(c) == Rel::NmodPoss || matches!(tree.lemma(c), "the" | "this" | "that" | "these" | "those" | "whole" | "all"))
    }

    /// "There": the place, with those that were named together with it.
    pub(super) fn there(&self, sentence: usize, word: usize) -> Vec<usize> {
        let found = self.last_place(sentence, word, "");
        let before = self.together.iter().rev().filter(|t| (t.sentence, t.word) < (sentence, word) && t.sentence + FAR >= sentence);
        let with = |t: &&Together| found.iter().all(|e| t.entities.contains(e)) && t.entities.iter().all(|e| self.kind(*e) == Kind::Place);
        before.into_iter().find(with).map_or(found.clone(), |t| t.entities.clone())
    }

    /// Whether the text calls the place by that noun, in its name or beside it.
    fn is_called(&self, entity: usize, noun: &str) -> bool {
        Kinds::PLACE.holds(self.kind(entity))
            && (self.described.get(&entity).is_some_and(|nouns| nouns.contains(noun))
                || noun == "capital" && self.cast.is_capital(entity)
                || self.cast.entities[entity].label.to_lowercase().split(' ').any(|w| w == noun)
                || self.cast.entities[entity].aliases.iter().any(|a| a.to_lowercase().rsplit(' ').next() == Some(noun)))
    }

    /// "They", of places: those that were named together, else the nearest whose name is a plural, where no group is nearer.
    pub(super) fn places_before(&self, sentence: usize, word: usize) -> Vec<usize> {
        let place = |e: &usize| self.kind(*e) == Kind::Place;
        let people = |e: &usize| matches!(self.kind(*e), Kind::Person | Kind::ArmedGroup);
        let lists = self.together.iter().filter(|t| (t.sentence, t.word) < (sentence, word) && t.sentence + 2 >= sentence);
        let lists = lists.filter(|t| t.entities.iter().all(place) || t.entities.iter().all(people));
        let list = lists.max_by_key(|t| self.nearness(sentence, t.sentence, t.word));
        let one = self.best(sentence, word, |_, s| s.plural && (place(&s.entity) || people(&s.entity)));
        let near = |s: usize, w: usize| self.nearness(sentence, s, w);
        let found = match (one, list) {
            (Some(one), Some(many)) if near(one.sentence, one.word) > near(many.sentence, many.word) => vec![one.entity],
            (_, Some(many)) => many.entities.clone(),
            (one, None) => one.map(|s| s.entity).into_iter().collect(),
        };
        if found.iter().all(place) { found } else { Vec::new() }
    }
}
