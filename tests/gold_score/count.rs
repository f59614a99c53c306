//! Precision, recall and F1, and the table of them.

use std::collections::BTreeMap;
use std::fmt;

/// How much of what was found is right, and how much of what was to be found was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Of what was found, how much is right.
    pub right: usize,
    /// How much was found.
    pub found: usize,
    /// Of what was marked, how much was found. The same as `right` where one is held against one.
    pub met: usize,
    /// How much was marked.
    pub gold: usize,
}

impl Count {
    /// One held against one.
    pub fn pairs(right: usize, found: usize, gold: usize) -> Self {
        Self { right, found, met: right, gold }
    }

    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub fn recall(self) -> f64 {
        share(self.met, self.gold)
    }

    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// Whether nothing is missing and nothing too much.
    pub fn is_exact(self) -> bool {
        self.right == self.found && self.met == self.gold
    }
}

/// Per cent; nothing of nothing is nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// Counts by measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores(BTreeMap<String, Count>);

impl Scores {
    pub fn add(&mut self, measure: &str, more: Count) {
        let count = self.0.entry(measure.to_owned()).or_default();
        count.right += more.right;
        count.found += more.found;
        count.met += more.met;
        count.gold += more.gold;
    }

    /// For all fact types together, and for one alone.
    pub fn add_of_type(&mut self, measure: &str, name: &str, more: Count) {
        self.add(measure, more);
        self.add(&format!("{measure} {name}"), more);
    }

    /// The counts of a measure; of one that was never counted, nothing.
    pub fn of(&self, measure: &str) -> Count {
        self.0.get(measure).copied().unwrap_or_default()
    }

    /// Every measure with its counts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Count)> {
        self.0.iter().map(|(measure, count)| (measure.as_str(), *count))
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:28}{:>7}{:>7}{:>7}{:>7}{:>7}", "", "P", "R", "F1", "gold", "found")?;
        for (measure, count) in self.iter() {
            let (p, r, f1) = (count.precision(), count.recall(), count.f1());
            writeln!(f, "{measure:28}{p:7.1}{r:7.1}{f1:7.1}{:7}{:7}", count.gold, count.found)?;
        }
        Ok(())
    }
}
