//! By how many a fact is told: articles, publishers, and those that are independent of each other.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Quad;

use super::told::Reader;
use crate::diagnostic::Diagnostic;

/// By how many a fact is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub articles: usize,
    pub publishers: usize,
    /// Articles of one publisher, and copies of one text, count once.
    pub independent: usize,
}

/// Counts the articles. `made` takes the sketches that had to be made.
pub(super) fn counts(reader: &mut Reader<'_>, articles: &BTreeSet<String>, made: &mut Vec<Quad>) -> Result<Counts, Diagnostic> {
    let mut publishers: BTreeMap<String, usize> = BTreeMap::new();
    // One of each publisher and those without one, with what they are copies of.
    let mut group: Vec<usize> = (0..articles.len()).collect();
    for (place, article) in articles.iter().enumerate() {
        if let Some(publisher) = reader.about(article)?.publisher.clone() {
            let first = *publishers.entry(publisher.to_lowercase()).or_insert(place);
            join(&mut group, first, place);
        }
    }
    if articles.len() > 1 {
        let sketches = articles.iter().map(|a| reader.sketch(a, made)).collect::<Result<Vec<_>, _>>()?;
        // Only what shares a band is compared: of copies, that agree in half of all values, all but one in ten thousand share one.
        let mut bands: BTreeMap<(usize, [u32; 2]), usize> = BTreeMap::new();
        for place in 0..sketches.len() {
            for band in sketches[place].bands().enumerate() {
                let before = *bands.entry(band).or_insert(place);
                if root(&group, before) != root(&group, place) && sketches[before].is_copy(&sketches[place]) {
                    join(&mut group, before, place);
                }
            }
        }
    }
    let independent = (0..group.len()).map(|place| root(&group, place)).collect::<BTreeSet<_>>().len();
    Ok(Counts { articles: articles.len(), publishers: publishers.len(), independent })
}

fn root(group: &[usize], mut place: usize) -> usize {
    while group[place] != place {
        place = group[place];
    }
    place
}

fn join(group: &mut [usize], one: usize, other: usize) {
    let (a, b) = (root(group, one), root(group, other));
    group[a.max(b)] = a.min(b);
}
