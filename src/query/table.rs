//! Answers as a table for people.

use std::io::Write;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table, Width};
use oxigraph::model::Term;
use oxigraph::sparql::QueryResults;

use super::answer::Trouble;
use super::prefix::shortened;

/// How much of a table's width its sentences get at least, per cent.
const LONGEST: u16 = 30;
/// So many characters are no sentence.
const SHORT: usize = 30;

/// How a table is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its widest line, in columns of a terminal; as wide as the terminal where none is given.
    pub width: Option<u16>,
    /// Whether the heads of columns are bold.
    pub styled: bool,
}

/// A table of that content, without what could harm a terminal.
#[must_use]
pub fn table<S: AsRef<str>>(head: &[S], rows: impl IntoIterator<Item = Vec<String>>, look: Look) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if let Some(width) = look.width.or_else(|| table.width()) {
        table.set_width(width);
    }
    if look.styled {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(head.iter().map(|name| Cell::new(clean(name.as_ref())).add_attribute(Attribute::Bold)));
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell)));
    }
    table
}

/// One line for each line, without characters that speak to the terminal or turn the reading order.
pub(super) fn clean(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let safe = |c: char| match c {
        '\n' => '\n',
        '\t' | '\r' => ' ',
        c if c.is_control() || hidden(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(safe).collect()
}

/// Writes an answer as a table, and how many rows it has.
///
/// # Errors
/// When the answer cannot be found or written.
pub fn write_table(answer: QueryResults<'_>, look: Look, to: &mut impl Write) -> Result<(), Trouble> {
    let (head, rows) = match answer {
        QueryResults::Boolean(truth) => return Ok(writeln!(to, "{}", if truth { "yes" } else { "no" })?),
        QueryResults::Solutions(solutions) => {
            let head: Vec<String> = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
            let mut rows = Vec::new();
            for solution in solutions {
                rows.push(solution?.values().iter().map(|term| term.as_ref().map_or_else(String::new, shown)).collect());
            }
            (head, rows)
        }
        QueryResults::Graph(triples) => {
            let mut rows = Vec::new();
            for triple in triples {
                let triple = triple?;
                rows.push(vec![shown(&triple.subject.into()), shown(&triple.predicate.into()), shown(&triple.object)]);
            }
            (["subject", "predicate", "object"].map(str::to_owned).to_vec(), rows)
        }
    };
    let count = rows.len();
    if !head.is_empty() && count > 0 {
        let longest = longest(&rows);
        let mut table = table(&head, rows, look);
        if let Some(column) = longest.and_then(|place| table.column_mut(place)) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Percentage(LONGEST)));
        }
        writeln!(to, "{}", table.trim_fmt())?;
    }
    writeln!(to, "{count} row{}", if count == 1 { "" } else { "s" })?;
    Ok(())
}

/// The column of sentences, where there is one: that with the most text, if a row of it is longer than a line of a column of its own.
fn longest(rows: &[Vec<String>]) -> Option<usize> {
    let columns = rows.first().map_or(0, Vec::len);
    let text = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).filter(|cell| cell.contains(' ')).map(|c| c.chars().count()).sum::<usize>()
    };
    let (most, column) = (0..columns).map(|column| (text(column), std::cmp::Reverse(column))).max()?;
    (most > rows.len() * SHORT).then_some(column.0)
}

/// A term for people: names by their prefix, literals by their value alone.
fn shown(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => shortened(node.as_str()),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
    }
}
