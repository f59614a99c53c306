//! Who says so: the speakers of what a word tells, by indirect speech, "according to", quotation marks, and the body whose paper
//! the whole text is.

mod clause;
mod document;
mod phrase;
mod quote;
mod speaker;

use std::collections::BTreeSet;

use crate::mention::Analysis;
use crate::mention::lexicon::Lexicon;

/// To whom a sentence attributes what a word of it tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// The speakers, as entities.
    pub sources: BTreeSet<usize>,
    /// Whether the writer keeps his distance: "claimed", "reportedly".
    pub doubt: bool,
}

/// The speakers of what the word tells.
#[must_use]
pub fn speech(analysis: &mut Analysis<'_>, lexicon: &Lexicon, sentence: usize, word: usize) -> Speech {
    let heard = clause::heard(&analysis.trees[sentence], lexicon, word);
    let mut speech = Speech { doubt: heard.doubt, ..Speech::default() };
    for saying in heard.sayings {
        speech.doubt |= lexicon.speech.doubt.contains(analysis.trees[sentence].lemma(saying.word));
        let speakers = match saying.speaker {
            Some(noun) => speaker::beside(analysis, sentence, noun),
            None => speaker::of(analysis, lexicon, sentence, saying.word),
        };
        speech.doubt |= speakers.is_empty() && clause::is_hearsay(&analysis.trees[sentence], lexicon, saying.word);
        speech.sources.extend(speakers);
    }
    speech.sources.extend(phrase::sources(analysis, lexicon, sentence, word, &heard.path));
    if speech.sources.is_empty() && quote::is_inside(analysis, sentence, word) {
        speech.sources = quote::speakers(analysis, lexicon, sentence, word);
    }
    if speech.sources.is_empty() {
        speech.sources = document::speakers(analysis, lexicon, sentence);
    }
    speech
}
