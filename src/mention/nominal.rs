//! Whom a common noun means: "Turkish troops", "the Syrian president", "the city of Kunduz", "the two leaders", "the rebels".

use super::{Analysis, Kinds};
use crate::finding::Kind;
use crate::language::labels::{Rel, Upos, Xpos};
use crate::text::Span;

/// What stands around a noun.
struct Phrase {
    /// Names before it: adjectives, compounds, possessors.
    before: Vec<usize>,
    /// Names after "of" and the like.
    after: Vec<usize>,
}

impl Analysis<'_> {
    pub(super) fn noun(&mut self, sentence: usize, word: usize, wanted: Kinds, depth: usize) -> Vec<usize> {
        if depth == 0 {
            return Vec::new();
        }
        if let Some(named) = self.apposed(sentence, word) {
            return vec![named];
        }
        let lemma = self.trees[sentence].lemma(word).to_owned();
        let nouns = &self.lexicon.nouns;
        let (pair, part) = (nouns.pair.contains(&lemma) || lemma == "two", nouns.part.contains(&lemma));
        let (person, area) = (nouns.person.contains(&lemma) || nouns.delegation.contains(&lemma), nouns.area.contains(&lemma));
        if pair && wanted.holds(Kind::State) {
            let both = self.both(sentence, word, &lemma);
            if !both.is_empty() {
                return both;
            }
        }
        let group = wanted.holds(Kind::ArmedGroup) || wanted.holds(Kind::Organization);
        if let Some(entity) = group.then(|| self.collective(sentence, word)).flatten() {
            return vec![entity];
        }
        if person && wanted.holds(Kind::Organization) {
            return self.officeholder(sentence, word, &lemma);
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

    /// Heads of the phrases after "of".
    fn of(&self, sentence: usize, word: usize) -> Vec<usize> {
        let tree = &self.trees[sentence];
        tree.children_by(word, &[Rel::Nmod, Rel::Obl]).filter(|c| tree.preposition(*c) == "of").collect()
    }

    /// The name that stands beside the noun for the same: "the group Ansar Dine", "the village of Badme" (its appositions only).
    fn apposed(&self, sentence: usize, word: usize) -> Option<usize> {
        let tree = &self.trees[sentence];
        if tree.rel(word) == Rel::Appos {
            return tree.head(word).and_then(|h| self.entity_at(sentence, h));
        }
        let beside = tree.children_by(word, &[Rel::Appos, Rel::Flat]).find_map(|c| self.entity_at(sentence, c))?;
        let owner = matches!(tree.rel(word), Rel::Compound) && self.kind(beside) == Kind::State;
        (!owner).then_some(beside)
    }

    fn around_noun(&self, sentence: usize, word: usize) -> Phrase {
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
        let apart = owners.is_empty().then(|| self.apart.clone());
        let entity = self.cast.named(kind, &label, apart.as_deref());
        self.cast.entities[entity].affiliations.extend(owners.into_iter().filter(|o| *o != entity));
        self.nominals.insert((sentence, word), (entity, span));
        Some(entity)
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
        let groupish = self.lexicon.nouns.groupish.contains(lemma);
        let irregular = self.lexicon.nouns.irregular.contains(lemma);
        if definite && (irregular || groupish) {
            let kinds =
                if irregular { Kinds::only(Kind::ArmedGroup) } else { Kinds::only(Kind::ArmedGroup).or(Kinds::only(Kind::Organization)) };
            let named = self.names.iter().zip(&self.denoted).rev().filter(|(n, _)| (n.sentence, n.named.head) < (sentence, word));
            if let Some((_, &entity)) = named.into_iter().find(|(_, e)| kinds.holds(self.kind(**e))) {
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

    /// People or companies whom the text counts but does not name: "ten officials", "two state banks".
    pub fn unnamed(&mut self, sentence: usize, word: usize) -> Option<usize> {
        let tree = &self.trees[sentence];
        let (lemma, plural) = (tree.lemma(word), matches!(tree.xpos(word), Xpos::Nns | Xpos::Nnps));
        let nouns = &self.lexicon.nouns;
        let people = nouns.person.contains(lemma) || nouns.people.contains(lemma);
        let people = people || tree.xpos(word) == Xpos::Nnps && self.counted_people(sentence, word);
        let bodies = nouns.concern.contains(lemma);
        if !plural || !people && !bodies {
            return None;
        }
        let number = tree.child(word, &[Rel::Nummod]);
        let (span, _) = self.phrase(sentence, word);
        let span = number.map_or(span, |n| Span { begin: tree.span(n..n + 1).begin.min(span.begin), ..span });
        let label = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let apart = self.apart.clone();
        let entity = self.cast.named(if people { Kind::Person } else { Kind::Organization }, &label, Some(&apart));
        self.nominals.insert((sentence, word), (entity, span));
        Some(entity)
    }

    /// The words of a noun and what stands before it, without article and number, with whose it is after "of" or "loyal to"; and
    /// whether it is the noun alone.
    fn phrase(&self, sentence: usize, word: usize) -> (Span, bool) {
        let tree = &self.trees[sentence];
        let rels = [Rel::Amod, Rel::Compound, Rel::NmodPoss, Rel::NmodDesc, Rel::Nmod];
        let begins = tree.children_by(word, &rels).filter(|c| *c < word && tree.xpos(*c) != Xpos::Cd);
        let mut begin = begins.flat_map(|c| tree.subtree(c)).min().unwrap_or(word).min(word);
        let place = self.lexicon.nouns.area.contains(tree.lemma(word));
        while begin < word
            && (matches!(tree.upos(begin), Upos::Det | Upos::Num | Upos::Punct)
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
        let of = self.of(sentence, word).into_iter().find(|c| self.entity_at(sentence, *c).is_some());
        let end = loyal.or(of).and_then(|c| tree.subtree(c).into_iter().max()).filter(|e| e - word < 9).unwrap_or(word);
        // A parser's slip may take in a mark.
        let end = (word..=end).rev().find(|w| tree.upos(*w) != Upos::Punct).unwrap_or(word);
        (tree.span(begin..end + 1), begin == word && end == word)
    }

    /// "The Syrian president", "the minister", "a Kremlin spokesman", "leaders of Germany and France".
    fn officeholder(&mut self, sentence: usize, word: usize, lemma: &str) -> Vec<usize> {
        let phrase = self.around_noun(sentence, word);
        let bodies: Vec<usize> = phrase.before.into_iter().chain(phrase.after).collect();
        if let Some(&person) = bodies.iter().find(|e| self.kind(**e) == Kind::Person && self.trees[sentence].rel(word) == Rel::NmodDesc) {
            return vec![person];
        }
        let mut bodies: Vec<usize> =
            bodies.into_iter().filter(|e| matches!(self.kind(*e), Kind::State | Kind::Organization | Kind::ArmedGroup)).collect();
        if bodies.is_empty() {
            bodies = self.owner(sentence, word);
        }
        let plural = self.trees[sentence].xpos(word) == Xpos::Nns;
        let holds = |o: &&super::office::Office| {
            o.nouns.iter().any(|n| n == lemma) && (bodies.is_empty() || o.of.iter().any(|e| bodies.contains(e)))
        };
        let definite =
            !bodies.is_empty() || self.trees[sentence].child(word, &[Rel::Det]).is_some_and(|d| self.trees[sentence].lemma(d) == "the");
        let holder = self.offices.iter().rev().find(holds).map(|o| o.entity);
        if plural && bodies.len() > 1 {
            let singular = |o: &&super::office::Office, body: &usize| {
                o.nouns.iter().any(|n| n == lemma || lemma == "leader" && self.lexicon.nouns.leading.contains(n)) && o.of.contains(body)
            };
            return bodies.iter().map(|b| self.offices.iter().rev().find(|o| singular(o, b)).map_or(*b, |o| o.entity)).collect();
        }
        let holder = holder.or_else(|| self.known_holder(lemma, &bodies));
        match holder {
            Some(person) if !plural && definite => vec![person],
            _ if self.lexicon.nouns.mouthpiece.contains(lemma) || self.lexicon.nouns.delegation.contains(lemma) => bodies,
            _ => Vec::new(),
        }
    }

    /// A person of the article whom the register knows in that office: "the Iraqi leader".
    fn known_holder(&self, lemma: &str, bodies: &[usize]) -> Option<usize> {
        let leads = |role: &str| self.lexicon.nouns.leading.iter().any(|w| role.contains(w.as_str()));
        let fits = |role: &String| {
            let role = role.to_lowercase();
            !role.contains("vice") && !role.contains("deputy") && (role.split(' ').any(|w| w == lemma) || lemma == "leader" && leads(&role))
        };
        let holds = |e: &&usize| {
            let entity = &self.cast.entities[**e];
            entity.kind == Kind::Person && entity.affiliations.iter().any(|a| bodies.contains(a)) && entity.roles.iter().any(fits)
        };
        self.denoted.iter().rev().find(holds).copied()
    }

    /// Whose it is, where a pronoun says so: "their leaders", "its envoy".
    fn owner(&self, sentence: usize, word: usize) -> Vec<usize> {
        let tree = &self.trees[sentence];
        let pronoun = tree.child(word, &[Rel::NmodPoss]).filter(|c| tree.upos(*c) == Upos::Pron);
        pronoun.map(|p| self.pronoun(sentence, p, Kinds::ACTOR)).unwrap_or_default()
    }

    /// "The two leaders", "both countries", "the sides": the last two of whom it can be said.
    fn both(&self, sentence: usize, word: usize, lemma: &str) -> Vec<usize> {
        let tree = &self.trees[sentence];
        let two = |c: usize| matches!(tree.lemma(c), "two" | "both" | "2");
        let counted = two(word) || tree.children(word).iter().any(|c| two(*c));
        let plain = tree.xpos(word) == Xpos::Nns
            && tree.children(word).iter().all(|c| matches!(tree.rel(*c), Rel::Det | Rel::Case | Rel::Punct))
            && tree.child(word, &[Rel::Det]).is_some();
        if !(counted || plain && matches!(lemma, "leader" | "president" | "side" | "minister")) {
            return Vec::new();
        }
        let states = matches!(lemma, "country" | "nation" | "state" | "power" | "neighbour" | "neighbor");
        let persons = !states && !matches!(lemma, "government" | "side");
        let fits = |e: usize| match self.kind(e) {
            Kind::Person => persons,
            Kind::State => !persons,
            Kind::Organization | Kind::ArmedGroup => !persons && !states,
            Kind::Place => false,
        };
        let mut found = Vec::new();
        for seen in self.seen.iter().rev().filter(|s| (s.sentence, s.word) < (sentence, word) && s.sentence + 4 >= sentence) {
            if fits(seen.entity) && !found.contains(&seen.entity) {
                found.push(seen.entity);
            }
            if found.len() == 2 {
                return found;
            }
        }
        Vec::new()
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
    fn area(&mut self, sentence: usize, word: usize, lemma: &str) -> Vec<usize> {
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
        if self.trees[sentence].xpos(word) == Xpos::Nns && places.is_empty() {
            return Vec::new();
        }
        if places.is_empty() && self.lexicon.nouns.settlement.contains(lemma) {
            let told = if lemma == "country" {
                self.last_seen(sentence, word, Kinds::only(Kind::State))
            } else {
                self.last_place(sentence, word, lemma)
            };
            let named = self.trees[sentence].child(word, &[Rel::AclRelcl, Rel::Acl]).is_none();
            return if bare || !told.is_empty() && named { told } else { Vec::new() };
        }
        if direction && places.is_empty() {
            return Vec::new();
        }
        let label = span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let apart = places.is_empty().then(|| self.apart.clone());
        let entity = self.cast.named(Kind::Place, &label, apart.as_deref());
        self.nominals.insert((sentence, word), (entity, span));
        vec![entity]
    }
}
