//! Tables in CSV into rows.

use std::collections::BTreeSet;

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::columns::{self, Field, Fields};
use super::draft::Row;
use super::name::tidy;
use super::notes::Notes;
use crate::diagnostic::Diagnostic;

/// A reader of the table: fields are parted by commas, or by semicolons or tabs where the header has more of them.
fn reader(text: &str) -> Reader<&[u8]> {
    let header = text.lines().next().unwrap_or("").as_bytes();
    let count = |mark: u8| header.iter().filter(|b| **b == mark).count();
    let mark = if count(b';') > count(b',') { b';' } else { b',' };
    let mark = if count(b'\t') > count(mark) { b'\t' } else { mark };
    ReaderBuilder::new().delimiter(mark).from_reader(text.as_bytes())
}

/// The names of the columns; none where the header cannot be read.
pub(super) fn header(text: &str) -> Vec<String> {
    reader(text).headers().map(|header| header.iter().map(str::to_owned).collect()).unwrap_or_default()
}

/// Reads a table, that of a query of Wikidata (`of_items`) or a plain one.
pub(super) fn read(text: &str, of_items: bool, rows: &mut Vec<Row>, notes: &mut Notes) {
    let columns: Vec<(String, Option<Field>)> = header(text).into_iter().map(|name| (tidy(&name), Field::of(&name))).collect();
    let needed: &[(Field, &str)] = if of_items { &[(Field::Item, "item"), (Field::Label, "itemLabel")] } else { &[(Field::Label, "name")] };
    for (field, name) in needed {
        if !columns.iter().any(|(_, f)| f == &Some(*field)) {
            let wrong = Diagnostic::new(format!("has no column `{name}`")).hinted("the first line names the columns");
            notes.reject(notes.at(None), wrong);
            return;
        }
    }
    let strange: BTreeSet<String> = columns.iter().filter(|(_, field)| field.is_none()).map(|(name, _)| name.clone()).collect();
    columns::unknown(&strange, notes.at(Some(1)), notes);
    let mut reader = reader(text);
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return,
            Ok(true) => {
                let at = notes.at(record.position().map(|p| p.line() as usize));
                let mut fields = Fields::default();
                for ((_, field), value) in columns.iter().zip(&record) {
                    if let Some(field) = field {
                        fields.put(*field, value);
                    }
                }
                // Spreadsheets leave lines of nothing but commas.
                if fields.is_empty() {
                    continue;
                }
                match fields.draft(at, of_items) {
                    Ok(draft) => rows.extend(draft.checked(notes)),
                    Err(wrong) => notes.reject(at, wrong),
                }
            }
            Err(error) => {
                let line = error.position().map(|p| p.line() as usize);
                notes.reject(notes.at(line), broken(&error));
            }
        }
    }
}

fn broken(error: &csv::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let wrong = Diagnostic::new(format!("{len} fields, but the header has {expected_len}"));
            wrong.hinted("a field with a comma in it stands between quotation marks")
        }
        _ => Diagnostic::new(format!("not CSV: {error}")),
    }
}
