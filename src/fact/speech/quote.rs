//! Direct speech: who speaks what stands between quotation marks.

use std::collections::BTreeSet;

use crate::language::labels::Rel;
use crate::mention::Analysis;
use crate::mention::lexicon::Lexicon;

use super::{clause, speaker};

/// Whether the word stands between quotation marks of its paragraph.
pub(super) fn is_inside(analysis: &Analysis<'_>, sentence: usize, word: usize) -> bool {
    let place = analysis.trees[sentence].span(word..word + 1).begin;
    let before = &analysis.text[paragraph(analysis.text, place)..place];
    let straight = before.matches('"').count() % 2 == 1;
    straight || before.matches('“').count() > before.matches('”').count()
}

/// Where the paragraph of a place begins.
fn paragraph(text: &str, place: usize) -> usize {
    text[..place].rfind("\n\n").map_or(0, |at| at + 2)
}

/// The speaker of a quotation: of its own sentence, else, where a whole sentence is quoted, of the nearest before it or after it.
pub(super) fn speakers(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> BTreeSet<usize> {
    if let Some(own) = spoken(analysis, lexicon, sentence, word) {
        return own;
    }
    let root = (0..analysis.trees[sentence].len()).find(|w| analysis.trees[sentence].head(*w).is_none());
    if !root.is_some_and(|r| is_inside(analysis, sentence, r)) {
        return BTreeSet::new();
    }
    let begin = |s: usize| analysis.trees[s].span(0..1).begin;
    let here = paragraph(analysis.text, begin(sentence));
    let same = |s: &usize| paragraph(analysis.text, begin(*s)) == here;
    let before: Vec<usize> = (0..sentence).rev().take_while(same).collect();
    let after: Vec<usize> = (sentence + 1..analysis.trees.len()).take_while(same).take(1).collect();
    // A quotation that a paragraph opens may go on from the one before.
    let opens = analysis.text[here..].starts_with(['"', '“']);
    let earlier: Vec<usize> =
        if opens { before.last().copied().unwrap_or(sentence).checked_sub(1).into_iter().collect() } else { Vec::new() };
    for place in before.into_iter().chain(after).chain(earlier) {
        if let Some(found) = spoken(analysis, lexicon, place, usize::MAX) {
            return found;
        }
    }
    BTreeSet::new()
}

/// Who speaks in a sentence, outside its quotations; nothing where no word of saying stands there.
fn spoken(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> Option<BTreeSet<usize>> {
    let tree = &analysis.trees[sentence];
    let part = if word < tree.len() { clause::part(tree, word) } else { 0..tree.len() };
    let thing = |at: usize| {
        !lexicon.speech.hearer.contains(tree.lemma(at)) && tree.child(at, &[Rel::Obj]).is_some_and(|o| !is_inside(analysis, sentence, o))
    };
    let says = |at: &usize| clause::says(tree, lexicon, *at) && *at != word && !thing(*at);
    let sayings: Vec<usize> = part.filter(says).filter(|at| !is_inside(analysis, sentence, *at)).collect();
    let mut known = None;
    for saying in sayings {
        let found: BTreeSet<usize> = speaker::of(analysis, lexicon, sentence, saying).into_iter().collect();
        if !found.is_empty() {
            return Some(found);
        }
        known = Some(BTreeSet::new());
    }
    known
}
