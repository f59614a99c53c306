//! A fact in one plain line: what, who, where, when, how far.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::{BESIDE, Fact, Thing, Value, words};
use crate::ontology::{FACTS, local as last};
use crate::query::prefix::local;

/// So many names are told of a role.
const NAMES: usize = 6;
/// Roles whose names say no more than that somebody takes part.
const PLAIN: [&str; 1] = ["participant"];
/// How far it is real, which is told first.
const CHIEF: [&str; 2] = ["status", "stance"];

/// What goes without saying: the type's local name, the value's name and the code that it has where no other is given.
static DEFAULTS: LazyLock<BTreeSet<[String; 3]>> = LazyLock::new(|| FACTS.iter().flat_map(|file| defaults(file.text)).collect());

fn defaults(rules: &str) -> Vec<[String; 3]> {
    let Ok(file) = rules.parse::<toml::Table>() else { return Vec::new() };
    let class = file.get("fact").and_then(|fact| fact.get("class")?.as_str()).unwrap_or("");
    let class = class.rsplit(':').next().unwrap_or("").to_owned();
    let values = file.get("values").and_then(toml::Value::as_table);
    let known = values.into_iter().flatten().filter_map(|(name, slot)| Some((name, slot.get("default")?.as_str()?)));
    known.map(|(name, code)| [class.clone(), name.clone(), code.to_owned()]).collect()
}

impl Fact {
    /// One plain line: `Territorial claim: M23 (claimant), against DR Congo · Goma · 2012-11-20 · captured`.
    #[must_use]
    pub fn title(&self) -> String {
        let kind = self.kind();
        let kind: String = kind.chars().take(1).flat_map(char::to_uppercase).chain(kind.chars().skip(1)).collect();
        let who: Vec<String> = self.parts(false).map(|(role, fillers)| who(role, fillers)).collect();
        let place: Vec<String> = self.parts(true).map(|(_, fillers)| names(fillers)).collect();
        let texts = self.texts();
        let head = if who.is_empty() { kind } else { format!("{kind}: {}", who.join(", ")) };
        let parts = [Some(head), joined(&texts), joined(&place), self.date().map(str::to_owned), joined(&self.codes())];
        let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Words of the text that stand as values.
    fn texts(&self) -> Vec<String> {
        let others = self.values.iter().filter(|(name, _)| *name != "date").flat_map(|(_, values)| values);
        others.filter_map(|value| if let Value::Text(text) = value { Some(text.clone()) } else { None }).collect()
    }

    /// How far it is real, and its other codes and numbers; without what goes without saying.
    fn codes(&self) -> Vec<String> {
        let class = self.classes.first().map_or("", |class| last(class));
        let negated = self.values.get("negated").is_some_and(|values| values.contains(&Value::Truth(true)));
        let mut chief = Vec::new();
        let mut others = Vec::new();
        for (name, value) in self.values.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value))) {
            match value {
                Value::Code(code) if CHIEF.contains(&name.as_str()) => chief.push(words(code)),
                Value::Code(code) if DEFAULTS.contains(&[class.to_owned(), name.clone(), code.clone()]) => {}
                Value::Code(code) => others.push(words(code)),
                Value::Number(number) => others.push(format!("{} {number}", words(local(name)))),
                Value::Truth(true) if name != "negated" => others.push(words(local(name))),
                Value::Truth(_) | Value::Text(_) => {}
            }
        }
        if negated {
            chief = if chief.is_empty() { vec!["denied".to_owned()] } else { vec![format!("not {}", chief.join(", "))] };
        }
        chief.into_iter().chain(others).collect()
    }
}

fn joined(parts: &[String]) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn who(role: &str, fillers: &[Thing]) -> String {
    let names = names(fillers);
    match role {
        role if PLAIN.contains(&role) => names,
        role if BESIDE.contains(&role) => format!("{role} {names}"),
        role => format!("{names} ({})", words(local(role))),
    }
}

/// The names, the many cut short.
fn names(fillers: &[Thing]) -> String {
    let mut names: Vec<&str> = fillers.iter().map(|filler| filler.label.as_str()).collect();
    let more = names.len().saturating_sub(NAMES);
    names.truncate(NAMES);
    let told = names.join(", ");
    if more == 0 { told } else { format!("{told} and {more} more") }
}
