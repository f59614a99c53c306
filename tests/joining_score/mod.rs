//! How well what the program joined agrees with what is marked.

use std::collections::{BTreeMap, BTreeSet};

/// Two groupings of the same items, held one against the other.
///
/// B-cubed (Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model", 1998): for each item, which part of
/// the items that the program put with it belong there, and which part of those that belong there it put there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cubed {
    pub precision: f64,
    pub recall: f64,
}

impl Cubed {
    pub fn f1(self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

/// Pairs of what is marked and what the program has, one an item.
pub fn cubed(items: &[(String, String)]) -> Cubed {
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    let mut both: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (gold, have) in items {
        *marked.entry(gold).or_default() += 1;
        *made.entry(have).or_default() += 1;
        *both.entry((gold, have)).or_default() += 1;
    }
    let mean = |part: &dyn Fn(&str, &str) -> usize| {
        let sum: f64 = items.iter().map(|(g, h)| both[&(g.as_str(), h.as_str())] as f64 / part(g, h) as f64).sum();
        100.0 * sum / items.len() as f64
    };
    Cubed { precision: mean(&|_, have| made[have]), recall: mean(&|gold, _| marked[gold]) }
}

/// Names of groups: each member under the least of all to which a chain of pairs leads.
pub fn grouped(pairs: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (a, b) in pairs {
        of.entry(a.clone()).or_default().insert(b.clone());
        of.entry(b).or_default().insert(a);
    }
    let mut found = BTreeMap::new();
    for start in of.keys() {
        let mut next = vec![start];
        while let Some(one) = next.pop() {
            if !found.contains_key(one) {
                found.insert(one.clone(), start.clone());
                next.extend(&of[one]);
            }
        }
    }
    found
}

#[test]
fn b_cubed_counts_what_is_put_together() {
    let items = |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    assert_eq!(cubed(&items(&[("a", "x"), ("a", "x"), ("b", "y")])), Cubed { precision: 100.0, recall: 100.0 });
    assert_eq!(cubed(&items(&[("a", "x"), ("a", "x"), ("b", "x"), ("b", "x")])), Cubed { precision: 50.0, recall: 100.0 });
    assert_eq!(cubed(&items(&[("a", "x"), ("a", "y")])), Cubed { precision: 100.0, recall: 50.0 });
}
