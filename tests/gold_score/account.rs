//! What an article says, told by people or by the program: one shape for both, so that either can be held against the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chancery::finding::Kind;
use chancery::text::Span;
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// A fact type as it is scored: properties by their local names.
#[derive(Debug)]
pub struct Form {
    /// The local name of its class.
    pub name: &'static str,
    /// Properties that actors and places fill.
    pub roles: &'static [&'static str],
    /// Properties with dates, codes and numbers.
    pub values: &'static [&'static str],
    /// What must be exactly right for the whole fact to be.
    pub core: &'static [&'static str],
}

/// To whom a fact is attributed; a role beside those of its form.
pub const SOURCE: &str = "source";

/// The fact types that are annotated.
pub const FORMS: [Form; 3] = [
    Form { name: "Meeting", roles: &["participant", "place"], values: &["date", "status"], core: &["participant", "status"] },
    Form {
        name: "TerritorialClaim",
        roles: &["claimant", "territory", "against"],
        values: &["date", "stance", "negated", "share"],
        core: &["claimant", "territory", "stance", "negated"],
    },
    Form {
        name: "Sanction",
        roles: &["imposer", "target"],
        values: &["date", "status", "measure"],
        core: &["imposer", "target", "status"],
    },
];

/// Who and what an article speaks of, and what it states.
#[derive(Debug, Default)]
pub struct Account {
    /// Those whom the text names.
    pub actors: Vec<Actor>,
    /// What it states of them.
    pub facts: Vec<Stated>,
}

/// Somebody or something with all its names.
#[derive(Clone, Debug)]
pub struct Actor {
    /// What it is.
    pub kind: Kind,
    /// As the text has them.
    pub names: Vec<String>,
    /// The same, as names are compared.
    pub keys: BTreeSet<String>,
}

impl Actor {
    pub fn new(kind: Kind, names: Vec<String>) -> Self {
        let keys = names.iter().map(|n| key(n)).collect();
        Self { kind, names, keys }
    }

    /// Whether one of its names is a proper one: with a capital in its last word.
    pub fn is_named(&self) -> bool {
        self.names.iter().filter_map(|n| n.split_whitespace().last()).any(|word| word.chars().any(char::is_uppercase))
    }
}

/// A fact as one side tells it.
#[derive(Debug)]
pub struct Stated {
    /// Its type.
    pub form: &'static Form,
    /// Where it is stated.
    pub places: Vec<Place>,
    /// Role → who fills it.
    pub fillers: BTreeMap<&'static str, Vec<Filler>>,
    /// Property → its values, as they are compared.
    pub values: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Words of the text that state a fact, and where in them the telling word begins; in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub words: Span,
    pub trigger: usize,
}

/// Who fills a role: by any of these names, which may be those of two actors where the text leaves it open.
#[derive(Clone, Debug)]
pub struct Filler {
    pub keys: BTreeSet<String>,
    /// For people.
    pub shown: String,
}

/// A name as names are compared: without case, accents, punctuation, article and possessive.
pub fn key(name: &str) -> String {
    static POSSESSIVE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"['’]s\b").expect("an expression"));
    let plain: String = name.to_lowercase().replace('ß', "ss").nfkd().filter(|c| canonical_combining_class(*c) == 0).collect();
    let bare = POSSESSIVE.replace_all(&plain, "").replace(|c: char| !c.is_alphanumeric() && c != '_', " ");
    let joined = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    ["the ", "a ", "an "].iter().find_map(|article| joined.strip_prefix(article)).unwrap_or(&joined).to_owned()
}

/// Numbers are compared by what they are worth.
pub fn value(property: &str, text: String) -> String {
    text.parse::<f64>().ok().filter(|_| property == "share").map_or(text, |number| number.to_string())
}
