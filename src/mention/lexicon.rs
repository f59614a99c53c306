//! English words known by meaning, from `ontology/lexicon.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::ontology::LEXICON;

/// Lemmas in lower case.
pub type Words = BTreeSet<String>;

/// The lists, by what they are for; the data file says what each holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// Nouns by what they denote.
    pub nouns: Nouns,
    /// Words that stand before a person's name.
    pub titles: Titles,
    /// Last words of the names of armed groups.
    pub armed_names: ArmedNames,
    /// When a capital is a place and when a government.
    pub seats: Seats,
    /// Words of saying.
    pub speech: Speech,
    /// Words that change how a fact is said.
    pub modality: Modality,
    /// When things happen.
    pub time: Time,
}

macro_rules! lists {
    ($(#[$meta:meta])* $name:ident { $($field:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[doc = concat!("The list `", stringify!($field), "` of the data file.")] pub $field: Words),+
        }
    };
}

lists! {
    /// Nouns by what they denote.
    Nouns { armed, regulars, irregular, unit, body, person, mouthpiece, delegation, area, settlement, part, direction, quarter, realm, side, rival, chief, duo, trio, people, concern, groupish, leading }
}
lists! {
    /// Words that stand before a person's name.
    Titles { before, honorific, branch, no_longer }
}
lists! {
    /// Last words of the names of armed groups.
    ArmedNames { last }
}
lists! {
    /// When a capital is a place and when a government.
    Seats { local, taken, fallen, of }
}
lists! {
    /// Words of saying.
    Speech { say, hearer, things, performing, performed, doing, about, naming, quoting, carrying, sure, according, views, nouns, papers, spokesmen, doubt, hedges, hearsay, ruling }
}
lists! {
    /// Words that change how a fact is said.
    Modality { cancelled, denied, planned, wanted, threatened, opposed, light, spans, occur, possible, negators }
}
lists! {
    /// When things happen.
    Time { same_day }
}

impl Lexicon {
    /// The lists that ship with the program.
    ///
    /// # Errors
    /// Says where the data file is malformed; it is tested, so this means a damaged binary.
    pub fn english() -> Result<Self, Diagnostic> {
        toml::from_str(LEXICON.text).map_err(|e| {
            let line = e.span().map_or(1, |s| LEXICON.text[..s.start].matches('\n').count() + 1);
            Diagnostic::new(e.message()).in_file(LEXICON.name).at_line(line)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_well_formed_and_in_lower_case() {
        let lexicon = Lexicon::english().expect("the lists that ship");
        for list in [&lexicon.nouns.armed, &lexicon.nouns.person, &lexicon.speech.say, &lexicon.modality.wanted] {
            assert!(list.iter().all(|w| *w == w.to_lowercase() && w.trim() == w));
        }
    }
}
