//! A rule file as TOML has it, before it is checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub fact: FactType,
    pub roles: BTreeMap<String, RoleType>,
    #[serde(default)]
    pub values: BTreeMap<String, ValueType>,
    pub words: BTreeMap<String, Spanned<Vec<String>>>,
    /// Paths that every rule takes for roles it does not fill itself.
    #[serde(default)]
    pub defaults: BTreeMap<String, Spanned<String>>,
    /// How facts of the type hang together with others.
    #[serde(default)]
    pub links: Option<Links>,
    #[serde(rename = "rule")]
    pub rules: Vec<Spanned<RawRule>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Links {
    /// Roles of which facts of one story share fillers.
    pub story: Spanned<Vec<String>>,
    /// How many of each they share at least.
    #[serde(default = "one")]
    pub least: usize,
    /// So many days around its article's date a fact without a date may have happened.
    pub days: u16,
    /// Of codes that last: so many days apart two dates may be of one state of things.
    #[serde(default)]
    pub linger: u16,
    /// So many days later something may follow at most; any number where it is not given.
    #[serde(default)]
    pub within: Option<u16>,
    /// A code → the codes of what may follow it.
    #[serde(default)]
    pub next: BTreeMap<String, Vec<Spanned<String>>>,
    /// Codes whose date is that of what is to come.
    #[serde(default)]
    pub appointed: Vec<Spanned<String>>,
    /// Codes that deny what others tell, sometimes much later.
    #[serde(default)]
    pub denials: Vec<Spanned<String>>,
    /// Pairs of codes that cannot both be of one event.
    #[serde(default)]
    pub clash: Vec<Vec<Spanned<String>>>,
    /// The role that only one side can fill at a time.
    #[serde(default)]
    pub rival: Option<Spanned<String>>,
    /// The codes of which that is so.
    #[serde(default)]
    pub exclusive: Vec<Spanned<String>>,
    /// Codes that follow only what the same side did.
    #[serde(default)]
    pub own: Vec<Spanned<String>>,
}

fn one() -> usize {
    1
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactType {
    pub name: String,
    pub class: Spanned<String>,
    /// Ways of saying that make it no fact: a plan to take a town is no hold on it.
    #[serde(default)]
    pub drop: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleType {
    pub property: Spanned<String>,
    pub is: Spanned<Vec<String>>,
    /// Whether people and companies without a name ("ten officials") fill it too.
    #[serde(default)]
    pub unnamed: bool,
    #[serde(default)]
    pub identity: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueType {
    pub property: Spanned<String>,
    pub kind: Spanned<String>,
    #[serde(default)]
    pub scheme: Option<Spanned<String>>,
    #[serde(default)]
    pub codes: Vec<String>,
    #[serde(default)]
    pub default: Option<Spanned<String>>,
    #[serde(default)]
    pub identity: bool,
    /// Whether the default says nothing of its own: a statement with it is of the same fact as one with any other code.
    #[serde(default)]
    pub vague: bool,
    /// Whether a statement that names nobody changes the code of the fact it speaks of ("the talks were called off").
    #[serde(default)]
    pub adopt: bool,
    /// Codes of what is only spoken of: the date of the verb that plans it or calls it off is not its own.
    #[serde(default)]
    pub apart: Vec<Spanned<String>>,
    /// Codes of what lasts: the date that a story has come to says nothing of it.
    #[serde(default)]
    pub lasting: Vec<Spanned<String>>,
    /// The code that a rule sets → the code of what was so done and still holds ("has banned … since 2012", "still bans").
    #[serde(default)]
    pub still: BTreeMap<String, Spanned<String>>,
    /// How the fact is said (cancelled, planned, …) → the code.
    #[serde(default)]
    pub said: BTreeMap<String, Spanned<String>>,
    /// A class of words → the code, where a word of it stands by the rule's word.
    #[serde(default)]
    pub words: BTreeMap<String, Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    pub id: String,
    pub words: Spanned<String>,
    #[serde(default)]
    pub upos: Vec<Spanned<String>>,
    #[serde(default)]
    pub fill: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub is: BTreeMap<String, Spanned<Vec<String>>>,
    #[serde(default)]
    pub need: BTreeMap<String, Spanned<usize>>,
    #[serde(default)]
    pub set: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    pub when: Vec<Spanned<String>>,
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    /// Ways of saying that the fact type drops and this rule does not.
    #[serde(default)]
    pub keep: Vec<Spanned<String>>,
    #[serde(default)]
    pub refers: bool,
    pub yes: Spanned<Vec<String>>,
    pub no: Spanned<Vec<String>>,
}
