//! Results of queries in JSON into rows: SPARQL results, or the array of flat objects that the Wikidata Query Service also gives.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::columns::{self, Field, Fields};
use super::draft::Row;
use super::name::tidy;
use super::notes::Notes;
use crate::diagnostic::Diagnostic;

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    results: Results<'a>,
}

#[derive(Deserialize)]
struct Results<'a> {
    #[serde(borrow)]
    bindings: Vec<&'a RawValue>,
}

/// Reads a result.
pub(super) fn read(text: &str, rows: &mut Vec<Row>, notes: &mut Notes) {
    let found = if text.trim_start().starts_with('[') {
        serde_json::from_str::<Vec<&RawValue>>(text)
    } else {
        serde_json::from_str::<Document<'_>>(text).map(|document| document.results.bindings)
    };
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            notes.reject(notes.at(Some(error.line().max(1))), broken(&error));
            return;
        }
    };
    let (mut line, mut before, mut strange) = (1, 0, BTreeSet::new());
    for raw in found {
        // What is borrowed from the text lies in it.
        let begin = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        line += text.as_bytes().get(before..begin).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
        before = begin;
        let at = notes.at(Some(line));
        match fields(raw.get(), &mut strange).and_then(|fields| fields.draft(at, true)) {
            Ok(draft) => rows.extend(draft.checked(notes)),
            Err(wrong) => notes.reject(at, wrong),
        }
    }
    columns::unknown(&strange, notes.at(None), notes);
}

fn broken(error: &serde_json::Error) -> Diagnostic {
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or(&full);
    let kind = if error.is_data() { "no result of a query" } else { "broken JSON" };
    let hint = "SPARQL results in JSON, or an array of flat objects, are expected";
    Diagnostic::new(format!("{kind}: {what}, column {}", error.column())).hinted(hint)
}

/// The fields of a row; names that are not known are noted.
fn fields(json: &str, strange: &mut BTreeSet<String>) -> Result<Fields, Diagnostic> {
    let row: Map<String, Value> = serde_json::from_str(json).map_err(|_| Diagnostic::new("is no object of names and values"))?;
    let mut fields = Fields::default();
    for (name, value) in &row {
        let Some(field) = Field::of(name) else {
            strange.insert(tidy(name));
            continue;
        };
        put(&mut fields, field, value).ok_or_else(|| Diagnostic::new(format!("its `{}` holds no text", tidy(name))))?;
    }
    Ok(fields)
}

/// Adds a value: a text, a number, a term of SPARQL results, or a list of them.
fn put(fields: &mut Fields, field: Field, value: &Value) -> Option<()> {
    match value {
        Value::Null => {}
        Value::String(text) => fields.put(field, text),
        Value::Number(number) => fields.put(field, &number.to_string()),
        Value::Array(values) => values.iter().try_for_each(|value| if value.is_array() { None } else { put(fields, field, value) })?,
        Value::Object(term) => {
            let text = term.get("value")?.as_str()?;
            let blank = term.get("type").and_then(Value::as_str) == Some("bnode");
            fields.put(field, if blank { "_:" } else { text });
        }
        Value::Bool(_) => return None,
    }
    Some(())
}
