//! One JSON object into a draft of an article: known fields read and checked, all others passed over unread.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::draft::{Draft, FIELDS, Field};
use crate::diagnostic::Diagnostic;

/// Reads an object.
///
/// # Errors
/// Says where (line counted from 1, column) the JSON is broken, that it is no object, or which field holds what it
/// cannot hold.
pub(super) fn read(json: &str) -> Result<Draft, Diagnostic> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let known = deserializer.deserialize_map(Known::default()).and_then(|known| deserializer.end().map(|()| known));
    known.map_err(|e| broken(&e))?.draft()
}

fn broken(error: &serde_json::Error) -> Diagnostic {
    let full = error.to_string();
    let what = full.split(" at line ").next().unwrap_or(&full);
    let kind = if error.is_data() { "not an article" } else { "broken JSON" };
    // What is wrong with a line break, or with the whole, is in no column.
    let column = Some(error.column()).filter(|column| *column > 0).map(|column| format!(", column {column}"));
    Diagnostic::new(format!("{kind}: {what}{}", column.unwrap_or_default())).at_line(error.line())
}

/// The known fields that an object has, each from the name that is preferred, and that name.
#[derive(Default)]
struct Known {
    values: [Option<(usize, String, Value)>; FIELDS],
}

impl<'de> Visitor<'de> for Known {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of an article")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let Some((rank, field)) = Field::ranked(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: Value = map.next_value()?;
            let place = &mut self.values[field as usize];
            if !is_blank(&value) && place.as_ref().is_none_or(|(held, ..)| rank <= *held) {
                *place = Some((rank, key.into_owned(), value));
            }
        }
        Ok(self)
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

impl Known {
    fn take(&mut self, field: Field) -> Option<(String, Value)> {
        self.values[field as usize].take().map(|(_, key, value)| (key, value))
    }

    fn text(&mut self, field: Field) -> Result<Option<String>, Diagnostic> {
        match self.take(field) {
            None => Ok(None),
            Some((_, Value::String(text))) => Ok(Some(text)),
            Some((key, value)) => Err(wrong(&key, &value, "a text")),
        }
    }

    /// A text, or an object that has one for its name, as `{"id": null, "name": "The Times"}`.
    fn name(&mut self, field: Field) -> Result<Option<String>, Diagnostic> {
        let Some((key, value)) = self.take(field) else { return Ok(None) };
        named(&value).map(Some).ok_or_else(|| wrong(&key, &value, "a text or an object with a `name`"))
    }

    fn authors(&mut self) -> Result<Vec<String>, Diagnostic> {
        let Some((key, value)) = self.take(Field::Authors) else { return Ok(Vec::new()) };
        let names = match &value {
            Value::Array(values) => values.iter().filter(|v| !v.is_null()).map(named).collect(),
            one => named(one).map(|name| vec![name]),
        };
        names.ok_or_else(|| wrong(&key, &value, "a text or a list of texts"))
    }

    fn draft(mut self) -> Result<Draft, Diagnostic> {
        let id = match self.take(Field::Id) {
            Some((_, Value::Number(number))) => Some(number.to_string()),
            Some((_, Value::String(text))) => Some(text),
            Some((key, value)) => return Err(wrong(&key, &value, "a text or a number")),
            None => None,
        };
        // A date that is none is said later, and the article read without it.
        let date = match self.take(Field::Date) {
            Some((_, Value::String(text))) => Some(text),
            Some((_, value)) => Some(value.to_string()),
            None => None,
        };
        let text = self.text(Field::Text)?.ok_or_else(|| {
            Diagnostic::new("has no text").hinted("it is looked for in the fields text, body, maintext, articleBody and content")
        })?;
        let (url, title, language) = (self.text(Field::Url)?, self.text(Field::Title)?, self.text(Field::Language)?);
        let (publisher, authors) = (self.name(Field::Publisher)?, self.authors()?);
        Ok(Draft { id, url, title, text, date, publisher, language, authors, ..Draft::default() })
    }
}

fn named(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(fields) => fields.get("name").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

fn wrong(key: &str, value: &Value, wanted: &str) -> Diagnostic {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Diagnostic::new(format!("its field `{key}` holds {kind}, not {wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_names_of_fields_are_known_and_others_passed_over() {
        let json = r#"{"id": 17, "Headline": "H", "content": "cut off", "maintext": "M", "body": " ", "date_publish": "2021-09-13 10:00:00",
            "date": null, "source": {"id": null, "name": "The Times"}, "authors": [{"name": "A"}, "B", null], "lang": "en",
            "filename": 1e999999, "tags": [[{"x": "\ud83d\ude00"}]], "url": "http://example.org/a"}"#;
        let json = json.replace("1e999999", "1e9");
        let draft = read(&json).expect("an article");
        let shown = |value: &Option<String>| value.clone().unwrap_or_default();
        assert_eq!((shown(&draft.id), shown(&draft.title), draft.text.as_str()), ("17".to_owned(), "H".to_owned(), "M"));
        assert_eq!((shown(&draft.date), shown(&draft.publisher)), ("2021-09-13 10:00:00".to_owned(), "The Times".to_owned()));
        assert_eq!((draft.authors, shown(&draft.language)), (vec!["A".to_owned(), "B".to_owned()], "en".to_owned()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (json, want) in [
            (r#"{"text": 5}"#, "its field `text` holds a number, not a text"),
            (r#"{"text": "T", "title": ["a"]}"#, "its field `title` holds a list, not a text"),
            (r#"{"text": "T", "id": {}}"#, "its field `id` holds an object, not a text or a number"),
            (r#"{"text": "T", "publisher": {"id": 1}}"#, "its field `publisher` holds an object, not a text or an object with a `name`"),
            (r#"{"text": "T", "authors": true}"#, "its field `authors` holds a truth value, not a text or a list of texts"),
            (r#"{"title": "T"}"#, "has no text (it is looked for in the fields text, body, maintext, articleBody and content)"),
            (r#"{"text": null}"#, "has no text (it is looked for in the fields text, body, maintext, articleBody and content)"),
            (r#"{"text": "T""#, ":1: broken JSON: EOF while parsing an object, column 12"),
            ("{\n\"text\": \"T\n\"}", ":3: broken JSON: control character (\\u0000-\\u001F) found while parsing a string"),
            (r#"{"text": "T"} x"#, ":1: broken JSON: trailing characters, column 15"),
            (r#"["T"]"#, ":1: not an article: invalid type: sequence, expected an object with the fields of an article"),
            (r#"{"text": "\ud83d"}"#, ":1: broken JSON: unexpected end of hex escape, column 17"),
        ] {
            assert_eq!(read(json).expect_err(json).to_string(), want);
        }
        let deep = format!("{{\"x\": {}1{}, \"text\": \"T\"}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read(&deep).map(|d| d.text), Ok("T".to_owned()), "unknown fields of any depth");
        let deep = format!("{{\"text\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(&deep).expect_err("too deep").message.contains("recursion limit"));
    }
}
