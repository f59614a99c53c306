//! Sources named in a phrase: "according to the ministry", "in the view of the court".

use crate::language::labels::Upos;
use crate::mention::Analysis;
use crate::mention::lexicon::Lexicon;
use crate::syntax::deep::Step;

use super::{clause, speaker};

/// The sources that phrases beside the word's path name.
pub(super) fn sources(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize, path: &[usize]) -> Vec<usize> {
    let mut phrases: Vec<(bool, usize)> = Vec::new();
    {
        let tree = &analysis.trees[sentence];
        let part = clause::part(tree, word);
        for here in path {
            for (step, to) in analysis.deep[sentence].from(*here) {
                let Step::Prep(preposition) = step else { continue };
                // A relative pronoun's noun stands above: "the minister, according to whom …".
                let outside = !tree.holds(*to, word) || tree.holds(*to, *here) && to != here;
                let according = lexicon.speech.according.contains(preposition);
                let view = tree.upos(*to) == Upos::Noun && lexicon.speech.views.contains(tree.lemma(*to));
                if outside && part.contains(to) && (according || view && matches!(preposition.as_str(), "by" | "from" | "in" | "on" | "to"))
                {
                    phrases.push((according, *to));
                }
            }
        }
    }
    phrases.sort_unstable();
    phrases.dedup();
    let mut found = Vec::new();
    for (according, noun) in phrases {
        found.extend(if according {
            speaker::denoted(analysis, lexicon, sentence, noun)
        } else {
            speaker::owners(analysis, sentence, noun)
        });
    }
    found
}
