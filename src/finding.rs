//! What was found in one article: entities, where they are mentioned, facts, and which sentence states them.
//!
//! This is the program's own model of the result, between the reading of language (before it) and RDF (after it). It
//! knows neither.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::article::Article;
use crate::date::Date;
use crate::text::Span;

/// One article and all that was found in it.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The article.
    pub article: Article,
    /// Its sentences in order, in bytes of its text.
    pub sentences: Vec<Span>,
    /// Who and what it speaks of; each once, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// Where they are named, in order.
    pub mentions: Vec<Mention>,
    /// What it states, in the order of the first statement; each once.
    pub facts: Vec<Fact>,
    /// Sentences with a word of some fact type that yielded no fact, and why; for people who ask.
    pub silences: Vec<Silence>,
}

/// What kind of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A human being.
    Person,
    /// A country, or a territory that acts as one.
    State,
    /// A body, company, party or news outlet.
    Organization,
    /// An army, a militia, troops.
    ArmedGroup,
    /// A territory, settlement, region or site.
    Place,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Person, Self::State, Self::Organization, Self::ArmedGroup, Self::Place];

    /// The local name of its class in the vocabulary.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::State => "State",
            Self::Organization => "Organization",
            Self::ArmedGroup => "ArmedGroup",
            Self::Place => "Place",
        }
    }

    /// Whether it can act: everything but a mere place.
    #[must_use]
    pub fn is_actor(self) -> bool {
        self != Self::Place
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Somebody or something that the article speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What identifies it, made from its name and kind alone: the last part of its IRI, safe in one (`russia`, `person/abiy-ahmed`).
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The name it goes by.
    pub label: String,
    /// Its other names, as the article or the register has them.
    pub aliases: BTreeSet<String>,
    /// The same entity elsewhere: absolute IRIs.
    pub matches: BTreeSet<String>,
    /// Offices and functions, as the text gives them: "President of Russia".
    pub roles: BTreeSet<String>,
    /// The states or organisations it belongs to: places in [`Findings::entities`].
    pub affiliations: BTreeSet<usize>,
}

/// A place in the text that names an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// Where, in bytes.
    pub span: Span,
    /// Whom: a place in [`Findings::entities`].
    pub entity: usize,
}

/// Something that the article states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The absolute IRI of its class, from the fact type's vocabulary.
    pub class: String,
    /// Who and what takes part: absolute IRI of the property → places in [`Findings::entities`].
    pub roles: BTreeMap<String, BTreeSet<usize>>,
    /// What else is said of it: absolute IRI of the property → values.
    pub values: BTreeMap<String, BTreeSet<Value>>,
    /// The properties that make it the fact it is; two facts equal in these are one.
    pub identity: BTreeSet<String>,
    /// Who says so and where; never empty.
    pub attestations: Vec<Attestation>,
}

/// A value of a fact that is no entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// The absolute IRI of a SKOS concept of the fact type's vocabulary.
    Concept(String),
    /// A date.
    Date(Date),
    /// A truth value.
    Boolean(bool),
    /// A number in canonical form: `90`, `33.5`.
    Decimal(String),
    /// Words of the text.
    Text(String),
}

/// How sure the text is of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Said plainly.
    Stated,
    /// Said by somebody whose word it is, or marked as a claim ("claimed", "reportedly", "allegedly").
    Claimed,
    /// Said to be possible ("may", "could", "is expected to").
    Possible,
    /// Under a condition ("if", "unless").
    Hypothetical,
}

impl Certainty {
    /// The code of its concept.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Claimed => "claimed",
            Self::Possible => "possible",
            Self::Hypothetical => "hypothetical",
        }
    }
}

/// One sentence that states a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attestation {
    /// The sentence: a place in [`Findings::sentences`].
    pub sentence: usize,
    /// The word or phrase that gave it away, in bytes; inside the sentence.
    pub trigger: Span,
    /// To whom the sentence attributes it: places in [`Findings::entities`]; empty when the article says so itself.
    pub sources: BTreeSet<usize>,
    /// How sure it is.
    pub certainty: Certainty,
    /// What found it: a rule (`meeting/verb`), a rule with a role filled by the event network (`meeting/verb+network`), or the network
    /// itself (`meeting/network`).
    pub rule: String,
}

/// A word of a fact type that yielded no fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The sentence: a place in [`Findings::sentences`].
    pub sentence: usize,
    /// The word, in bytes.
    pub trigger: Span,
    /// The rule whose word it is.
    pub rule: String,
    /// Why nothing came of it.
    pub reason: String,
}
