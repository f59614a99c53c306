//! Which bearer of a name: what many are called needs more than the name to tell who it is.

use std::collections::BTreeSet;

use super::Analysis;
use super::spelling;
use crate::finding::Kind;

impl Analysis<'_> {
    /// Makes the state of their office a part of the identity of persons with a common name: a David Johnson of Liberia is not one of
    /// Britain, even where the register knows the other.
    pub(super) fn tell_bearers_apart(&mut self) {
        for entity in 0..self.cast.entities.len() {
            let known = &self.cast.entities[entity];
            let words = spelling::words(&known.label);
            let common = words.len() > 1 && words.last().is_some_and(|w| spelling::is_common(w));
            if known.kind != Kind::Person || !common {
                continue;
            }
            let states: BTreeSet<usize> = self.offices.iter().filter(|o| o.entity == entity).flat_map(|o| o.of.iter().copied()).collect();
            let states: Vec<usize> = states.into_iter().filter(|e| self.kind(*e) == Kind::State).collect();
            if let [state] = states[..] {
                self.cast.tell_apart(entity, state);
            }
        }
    }
}
