//! Whom a common noun means: "Turkish troops", "the Syrian president", "the city of Kunduz", "the two leaders", "the rebels".

use super::body;
use super::cast::Placed;
use super::office::Wanted;
use super::{Analysis, Kinds};
use crate::finding::Kind;
use crate::language::labels::{Rel, Upos, Xpos};
use crate::text::Span;

/// How many sentences back "the soldiers" may have been told of.
const RECENT: usize = 4;

/// What stands around a noun.
pub(super) struct Phrase {
    /// Names before it: adjectives, compounds, possessors.
    pub(super) before: Vec<usize>,
    /// Names after "of" and the like.
    pub(super) after: Vec<usize>,
}

impl Analysis<'_> {
    pub(super) fn noun(&mut self, sentence: usize, word: usize, wanted: Kinds, depth: usize) -> Vec<usize> {
        if depth == 0 {
            return Vec::new();
        }
        let listed = self.listed(sentence, word);
        if listed.len() > 1 {
            return listed;
        }
        if let Some(named) = self.apposed(sentence, word) {
            return vec![named];
        }
        let lemma = self.trees[sentence].lemma(word).to_owned();
        let nouns = &self.lexicon.nouns;
        let part = nouns.part.contains(&lemma);
        let (person, area) = (nouns.person.contains(&lemma) || nouns.delegation.contains(&lemma), nouns.area.contains(&lemma));
        let several = self.several(sentence, word, &lemma, wanted);
        if !several.is_empty() {
            return several;
        }
        let whole = self.whole(sentence, word, wanted, depth);
        if !whole.is_empty() {
            return whole;
        }
        let group = wanted.holds(Kind::ArmedGroup) || wanted.holds(Kind::Organization);
        if let Some(entity) = group.then(|| self.collective(sentence, word)).flatten() {
            return vec![entity];
        }
        if person && (wanted.holds(Kind::Person) || wanted.holds(Kind::Organization)) {
            return self.officeholder(sentence, word, &lemma, depth);
        }
        if part && wanted.holds(Kind::Place) {
            let whole = self.of(sentence, word);
            let found: Vec<usize> = whole.into_iter().flat_map(|w| self.anybody(sentence, w, wanted, depth - 1)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        if wanted.holds(Kind::Place) && (area || self.lexicon.nouns.direction.contains(&lemma)) {
            return self.area(sentence, word, &lemma);
        }
        Vec::new()
    }

    /// "Some 7,000 of its troops", "80 per cent of the garrison": as many of them as the text counts are they.
    fn whole(&mut self, sentence: usize, word: usize, wanted: Kinds, depth: usize) -> Vec<usize> {
        let unit = self.lexicon.nouns.unit.contains(self.trees[sentence].lemma(word)) && self.around_noun(sentence, word).before.is_empty();
        let counts = unit || self.trees[sentence].upos(word) == Upos::Num || self.is_part(sentence, word);
        if !counts || !wanted.holds(Kind::ArmedGroup) {
            return Vec::new();
        }
        let of = self.of(sentence, word);
        let mut found: Vec<usize> = of.into_iter().flat_map(|w| self.anybody(sentence, w, wanted, depth - 1)).collect();
        found.retain(|e| self.kind(*e) == Kind::ArmedGroup);
        found
    }

    /// "The three islands, Abu Musa and the two Tunbs": all that a plural's apposition lists.
    fn listed(&self, sentence: usize, word: usize) -> Vec<usize> {
        let tree = &self.trees[sentence];
        let plural = tree.xpos(word) == Xpos::Nns;
        let first = tree.child(word, &[Rel::Appos]).filter(|a| plural && tree.child(*a, &[Rel::Conj, Rel::Case]).is_some());
        let all = first.into_iter().flat_map(|a| std::iter::once(a).chain(tree.children_by(a, &[Rel::Conj])));
        let found: Vec<usize> =
            all.filter(|a| tree.child(*a, &[Rel::Case]).is_none()).filter_map(|a| self.entity_at(sentence, a)).collect();
        let area = self.lexicon.nouns.area.contains(tree.lemma(word));
        if area && found.iter().any(|e| self.kind(*e) != Kind::Place) { Vec::new() } else { found }
    }

    /// Heads of the phrases after "of".
    pub(super) fn of(&self, sentence: usize, word: usize) -> Vec<usize> {
        let tree = &self.trees[sentence];
        tree.children_by(word, &[Rel::Nmod, Rel::Obl]).filter(|c| tree.preposition(*c) == "of").collect()
    }

    /// The name that stands beside the noun for the same: "the group Ansar Dine", "the village of Badme" (its appositions only).
    pub(super) fn apposed(&self, sentence: usize, word: usize) -> Option<usize> {
        let tree = &self.trees[sentence];
        if tree.rel(word) == Rel::Appos {
            return tree.head(word).and_then(|h| self.entity_at(sentence, h));
        }
        // "Nine Americans, among them …": one name does not name them all.
        let many = tree.child(word, &[Rel::Nummod]).is_some() && matches!(tree.xpos(word), Xpos::Nns | Xpos::Nnps);
        let all = |c: &usize| !many || tree.child(*c, &[Rel::Conj]).is_some();
        let beside = tree.children_by(word, &[Rel::Appos, Rel::Flat]).filter(all).find_map(|c| self.entity_at(sentence, c))?;
        let owner = matches!(tree.rel(word), Rel::Compound) && self.kind(beside) == Kind::State;
        (!owner).then_some(beside)
    }

    pub(super) fn around_noun(&self, sentence: usize, word: usize) -> Phrase {
        let tree = &self.trees[sentence];
        let before = tree.children_by(word, &[Rel::Amod, Rel::Compound, Rel::NmodPoss, Rel::NmodDesc, Rel::Nmod, Rel::Flat, Rel::Dep]);
        let before = before.filter(|c| *c < word).flat_map(|c| std::iter::once(c).chain(tree.children_by(c, &[Rel::Conj, Rel::Compound])));
        let after = tree.children_by(word, &[Rel::Nmod]).filter(|c| *c > word && tree.preposition(*c) == "of");
        let after = after.flat_map(|c| std::iter::once(c).chain(tree.children_by(c, &[Rel::Conj])));
        let entity = |w: usize| self.entity_at(sentence, w);
        Phrase { before: before.filter_map(entity).collect(), after: after.filter_map(entity).collect() }
    }

    /// A group of people or a body, by its noun and whose it is.
    pub fn collective(&mut self, sentence: usize, word: usize) -> Option<usize> {
        if let Some((entity, _)) = self.nominals.get(&(sentence, word)) {
            return Some(*entity);
        }
        let lemma = self.trees[sentence].lemma(word).to_owned();
        let tree = &self.trees[sentence];
        // "Men" are in arms only as somebody's: "the general's men".
        let owned = lemma != "man" && lemma != "men" || tree.xpos(word) == Xpos::Nns && tree.child(word, &[Rel::NmodPoss]).is_some();
        let armed = owned && self.lexicon.nouns.armed.contains(&lemma);
        if !armed && !self.lexicon.nouns.body.contains(&lemma) {
            return None;
        }
        let crowd = !armed && tree.xpos(word) == Xpos::Nns && tree.child(word, &[Rel::Det]).is_none();
        if crowd && self.lexicon.nouns.concern.contains(&lemma) {
            return None;
        }
        let kind = if armed { Kind::ArmedGroup } else { Kind::Organization };
        let phrase = self.around_noun(sentence, word);
        let is = |e: &usize, kinds: &[Kind]| kinds.contains(&self.kind(*e));
        // "Taliban fighters", "fighters of the Karen National Union" are the group itself.
        let mut all = phrase.before.iter().chain(&phrase.after);
        let itself = all
            .find(|e| is(e, &[Kind::ArmedGroup]) || armed && self.lexicon.nouns.irregular.contains(&lemma) && is(e, &[Kind::Organization]));
        if let Some(&entity) = itself {
            let (span, _) = self.phrase(sentence, word);
            self.nominals.insert((sentence, word), (entity, span));
            return Some(entity);
        }
        let owners: Vec<usize> = phrase.before.iter().chain(&phrase.after).copied().collect();
        let (span, bare) = self.phrase(sentence, word);
        if bare && owners.is_empty() {
            return self.said_before(sentence, word, &lemma, kind);
        }
        let label = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let entity = self.regulars(sentence, word, &label, &owners).unwrap_or_else(|| {
            let apart = owners.is_empty().then(|| self.apart.clone());
            self.cast.named(kind, &label, apart.as_deref())
        });
        self.cast.entities[entity].affiliations.extend(owners.into_iter().filter(|o| *o != entity));
        self.nominals.insert((sentence, word), (entity, span));
        Some(entity)
    }

    /// The army of a state, by whatever name: "Chadian troops", "the Chadian military".
    fn regulars(&mut self, sentence: usize, word: usize, label: &str, owners: &[usize]) -> Option<usize> {
        let [owner] = owners else { return None };
        let tree = &self.trees[sentence];
        let narrow = tree.children_by(word, &[Rel::Amod, Rel::Compound, Rel::NmodPoss, Rel::Nmod]).any(|c| {
            !matches!(tree.lemma(c), "armed" | "military" | "regular" | "national") && self.entity_at(sentence, c) != Some(*owner)
        });
        let regular = self.lexicon.nouns.regulars.contains(tree.lemma(word)) && self.kind(*owner) == Kind::State && !narrow;
        regular.then(|| body::of_state(&mut self.cast, Kind::ArmedGroup, label, "army", Some(*owner), &self.apart))
    }

    /// "The rebels", "the army": the last group that the noun fits, or one of its own.
    fn said_before(&mut self, sentence: usize, word: usize, lemma: &str, kind: Kind) -> Option<usize> {
        let tree = &self.trees[sentence];
        let definite = tree.child(word, &[Rel::Det]).is_some_and(|d| matches!(tree.lemma(d), "the" | "that" | "this" | "these" | "those"));
        let before = self.nominals.iter().rev().filter(|(at, _)| **at < (sentence, word));
        let same = before.filter(|((s, w), _)| self.trees[*s].lemma(*w) == lemma).map(|(_, (e, _))| *e).next();
        if let Some(entity) = same {
            return Some(entity);
        }
        let regulars = kind == Kind::ArmedGroup && tree.xpos(word) == Xpos::Nns && !self.lexicon.nouns.irregular.contains(lemma);
        if definite && regulars {
            let before = self.nominals.iter().rev().filter(|((s, w), _)| (*s, *w) < (sentence, word) && s + RECENT >= sentence);
            let before = before.filter(|((s, w), _)| self.trees[*s].xpos(*w) == Xpos::Nns);
            let last = before.map(|(_, (e, _))| *e).find(|e| self.kind(*e) == Kind::ArmedGroup);
            if last.is_some() {
                return last;
            }
        }
        let groupish = self.lexicon.nouns.groupish.contains(lemma);
        let irregular = self.lexicon.nouns.irregular.contains(lemma);
        if definite && (irregular || groupish) {
            let kinds =
                if irregular { Kinds::only(Kind::ArmedGroup) } else { Kinds::only(Kind::ArmedGroup).or(Kinds::only(Kind::Organization)) };
            let named = self.names.iter().zip(&self.denoted).rev().filter(|(n, _)| (n.sentence, n.named.head) < (sentence, word));
            // A body that only stands before another noun is not spoken of: "under a UN embargo … the group's stronghold".
            let beside =
                |n: &Placed, e: usize| self.kind(e) == Kind::Organization && self.trees[n.sentence].rel(n.named.head) == Rel::Compound;
            if let Some((_, &entity)) = named.into_iter().find(|(n, e)| kinds.holds(self.kind(**e)) && !beside(n, **e)) {
                return Some(entity);
            }
            let armed = |e: &&usize| irregular && self.kind(**e) == Kind::ArmedGroup;
            if let Some(&entity) = self.denoted.iter().find(armed) {
                return Some(entity);
            }
        }
        if groupish {
            return None;
        }
        let span = tree.span(word..word + 1);
        let label = span.of(self.text).to_owned();
        let apart = self.apart.clone();
        let entity = self.cast.named(kind, &label, Some(&apart));
        self.nominals.insert((sentence, word), (entity, span));
        Some(entity)
    }

    /// People or companies whom the text counts but does not name: "ten officials", "two state banks", "100 persons and companies".
    pub fn unnamed(&mut self, sentence: usize, word: usize) -> Option<usize> {
        let people = self.crowd(sentence, word)?;
        let tree = &self.trees[sentence];
        let number = |w: usize| tree.child(w, &[Rel::Nummod, Rel::NmodPoss, Rel::Det]);
        let joined = |w: usize| tree.rel(w) == Rel::Conj && number(w).is_none();
        // Those counted in one go are one party.
        if let Some(first) = tree.head(word).filter(|h| joined(word) && self.crowd(sentence, *h).is_some()) {
            return self.unnamed(sentence, first);
        }
        let last = tree.children_by(word, &[Rel::Conj]).filter(|c| joined(*c) && self.crowd(sentence, *c).is_some()).last();
        let (span, _) = self.phrase(sentence, word);
        let end = last.map_or(span.end, |l| self.phrase(sentence, l).0.end.max(span.end));
        let numbers = tree.child(word, &[Rel::Nummod]).and_then(|n| tree.subtree(n).into_iter().min());
        let begin = numbers.map_or(span.begin, |n| tree.span(n..n + 1).begin.min(span.begin));
        let span = Span { begin, end };
        let label = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let apart = self.apart.clone();
        let entity = self.cast.named(if people { Kind::Person } else { Kind::Organization }, &label, Some(&apart));
        self.nominals.insert((sentence, word), (entity, span));
        Some(entity)
    }

    /// The unnamed, where the text tells their number: "thirteen officials of the ministry".
    pub fn counted(&mut self, sentence: usize, word: usize) -> Option<usize> {
        let number = self.trees[sentence].child(word, &[Rel::Nummod]);
        let named = || self.apposed(sentence, word).is_some();
        number.filter(|_| self.crowd(sentence, word) == Some(true) && !named()).and_then(|_| self.unnamed(sentence, word))
    }

    /// Whether the word is a plural of people (true) or of companies and the like.
    fn crowd(&self, sentence: usize, word: usize) -> Option<bool> {
        let tree = &self.trees[sentence];
        let (lemma, plural) = (tree.lemma(word), matches!(tree.xpos(word), Xpos::Nns | Xpos::Nnps));
        let nouns = &self.lexicon.nouns;
        let counted = |w: usize| tree.xpos(w) == Xpos::Nnps && self.counted_people(sentence, w);
        let beside = || tree.rel(word) == Rel::Conj && tree.xpos(word) == Xpos::Nnps && tree.head(word).is_some_and(counted);
        let people = nouns.person.contains(lemma) || nouns.people.contains(lemma) || counted(word) || beside();
        (plural && (people || nouns.concern.contains(lemma))).then_some(people)
    }

    /// The words of a noun and what stands before it, without article and number, with whose it is after "of" or "loyal to"; and
    /// whether it is the noun alone.
    pub(super) fn phrase(&self, sentence: usize, word: usize) -> (Span, bool) {
        let tree = &self.trees[sentence];
        let rels = [Rel::Amod, Rel::Compound, Rel::NmodPoss, Rel::NmodDesc, Rel::Nmod];
        let begins = tree.children_by(word, &rels).filter(|c| *c < word && tree.xpos(*c) != Xpos::Cd);
        let mut begin = begins.flat_map(|c| tree.subtree(c)).min().unwrap_or(word).min(word);
        let place = self.lexicon.nouns.area.contains(tree.lemma(word));
        while begin < word
            && (matches!(tree.upos(begin), Upos::Det | Upos::Num | Upos::Punct | Upos::Adp)
                || place && tree.upos(begin) == Upos::Pron
                || matches!(
                    tree.lemma(begin),
                    "some" | "about" | "more" | "many" | "several" | "last" | "first" | "remain" | "final" | "whose"
                ))
        {
            begin += 1;
        }
        let loyal = tree
            .children_by(word, &[Rel::Amod, Rel::Acl])
            .find(|c| *c > word && matches!(tree.lemma(*c), "loyal" | "allied" | "back" | "lead"));
        let names = |c: &usize| tree.subtree(*c).into_iter().take(5).any(|w| self.entity_at(sentence, w).is_some());
        let of = self.of(sentence, word).into_iter().find(names).or_else(|| {
            let subject = matches!(tree.rel(word), Rel::Nsubj | Rel::NsubjPass) && begin == word;
            let people = tree.xpos(word) == Xpos::Nns && !place && subject;
            tree.children_by(word, &[Rel::Nmod]).find(|c| people && tree.preposition(*c) == "from" && names(c))
        });
        let end = loyal.or(of).and_then(|c| tree.subtree(c).into_iter().max()).filter(|e| e - word < 9).unwrap_or(word);
        // A parser's slip may take in a mark.
        let end = (word..=end).rev().find(|w| tree.upos(*w) != Upos::Punct).unwrap_or(word);
        (tree.span(begin..end + 1), begin == word && end == word)
    }

    /// "The Syrian president", "the minister", "a Kremlin spokesman", "leaders of Germany and France", "ministers of the two countries".
    fn officeholder(&mut self, sentence: usize, word: usize, lemma: &str, depth: usize) -> Vec<usize> {
        let phrase = self.around_noun(sentence, word);
        let around: Vec<usize> = phrase.before.into_iter().chain(phrase.after).collect();
        if let Some(&person) = around.iter().find(|e| self.kind(**e) == Kind::Person && self.trees[sentence].rel(word) == Rel::NmodDesc) {
            return vec![person];
        }
        let body = |a: &Self, e: &usize| matches!(a.kind(*e), Kind::State | Kind::Organization | Kind::ArmedGroup);
        let mut bodies: Vec<usize> = around.into_iter().filter(|e| body(self, e)).collect();
        if bodies.is_empty() {
            bodies = self.owner(sentence, word);
        }
        if bodies.is_empty() {
            let of = self.of(sentence, word);
            bodies = of.into_iter().flat_map(|w| self.anybody(sentence, w, Kinds::ACTOR, depth - 1)).collect();
        }
        let his = bodies.iter().any(|e| self.kind(*e) == Kind::Person);
        bodies.retain(|e| body(self, e));
        let tree = &self.trees[sentence];
        let plural = tree.xpos(word) == Xpos::Nns;
        let wanted = Wanted { noun: lemma, qualifiers: self.qualifiers(sentence, word), of: &bodies };
        if plural && bodies.len() > 1 {
            let one = |body: &usize| self.holder(sentence, word, &Wanted { of: &[*body], qualifiers: wanted.qualifiers.clone(), ..wanted });
            // All of them as persons, or all as their states.
            let persons: Option<Vec<usize>> = bodies.iter().map(one).collect();
            return persons.unwrap_or(bodies);
        }
        let definite = !bodies.is_empty() || tree.child(word, &[Rel::Det]).is_some_and(|d| tree.lemma(d) == "the");
        let holder = if plural || !definite || his { None } else { self.holder(sentence, word, &wanted) };
        let known = if plural || !definite || his || holder.is_some() { None } else { self.holder_then(sentence, word, &wanted) };
        match holder.or_else(|| known.map(|entry| self.cast.registered(entry))) {
            Some(person) => vec![person],
            None if self.lexicon.nouns.mouthpiece.contains(lemma) || self.lexicon.nouns.delegation.contains(lemma) => bodies,
            None => Vec::new(),
        }
    }

    /// Whose it is, where a pronoun says so: "their leaders", "its envoy".
    fn owner(&self, sentence: usize, word: usize) -> Vec<usize> {
        let tree = &self.trees[sentence];
        let pronoun = tree.child(word, &[Rel::NmodPoss]).filter(|c| tree.upos(*c) == Upos::Pron);
        pronoun.map(|p| self.pronoun(sentence, p, Kinds::ACTOR)).unwrap_or_default()
    }
}
