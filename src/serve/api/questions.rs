//! The questions that ship.

use serde_json::{Value, json};

use super::super::reply::{Open, Refused};
use super::parameters::Given;
use crate::query::named::{Named, Parameter};

/// All of them, in the order of their names.
pub(super) fn questions(_: &Open, _: &Given<'_>) -> Result<Value, Refused> {
    // `date` alone says that a day, month or year is wanted, which is no choice.
    let choices = |p: &Parameter| if p.choices == ["date"] { Vec::new() } else { p.choices.clone() };
    let set = |p: &Parameter| json!({ "name": p.name, "about": p.about, "default": p.default, "choices": choices(p) });
    let question = |named: &Named| {
        let parameters: Vec<Value> = named.parameters.iter().map(set).collect();
        json!({ "name": named.name, "title": named.title, "about": named.about, "parameters": parameters, "sparql": named.body() })
    };
    Ok(Named::all().iter().map(question).collect())
}
