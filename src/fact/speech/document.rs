//! Texts that are somebody's own paper: "Statement by the Foreign Ministry.", "Readout by the White House."

use std::collections::BTreeSet;

use crate::language::labels::{Rel, Upos};
use crate::mention::Analysis;
use crate::mention::lexicon::Lexicon;

use super::speaker;

/// How many sentences a heading may take.
const HEADING: usize = 3;

/// Whose paper the text is, for what follows the heading that says so.
pub(super) fn speakers(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize) -> BTreeSet<usize> {
    for place in 0..sentence.min(HEADING) {
        let tree = &analysis.trees[place];
        let Some(root) = (0..tree.len()).find(|w| tree.head(*w).is_none()) else { continue };
        let verbless =
            (0..tree.len()).all(|w| w == root || tree.upos(w) != Upos::Verb) && tree.child(root, &[Rel::Nsubj, Rel::Obj]).is_none();
        let heading = verbless && lexicon.speech.papers.contains(&tree.word(root).to_lowercase());
        if heading {
            return speaker::owners(analysis, place, root).into_iter().collect();
        }
    }
    BTreeSet::new()
}
