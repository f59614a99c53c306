//! Answers as a page for browsers: a table whose IRIs lead to pages about them. It holds no script and no style of its own, and
//! nothing that a text of an article could turn into markup.

use std::io::{self, Write};

use oxigraph::model::{NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use oxigraph::sparql::QueryResults;

use super::answer::{Tally, Trouble, triples};
use super::prefix::shortened;

/// The text as it may stand in HTML, between tags or inside a quoted attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\t' | '\n' => out.push(c),
            '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out
}

/// A link to the page about an IRI, with that text, which is not HTML.
#[must_use]
pub fn link(iri: &str, text: &str) -> String {
    let target: String = form_urlencoded::byte_serialize(iri.as_bytes()).collect();
    format!("<a href=\"/page?iri={target}\" title=\"{}\">{}</a>", escaped(iri), escaped(text))
}

/// Writes an answer as it is found.
pub(super) fn write(answer: QueryResults<'_>, tally: &mut Tally, to: &mut impl Write) -> Result<(), Trouble> {
    match answer {
        QueryResults::Boolean(truth) => {
            begin(to)?;
            writeln!(to, "<p class=\"truth\">{}</p>", if truth { "yes" } else { "no" })?;
        }
        QueryResults::Solutions(rows) => {
            begin(to)?;
            head(rows.variables().iter().map(|variable| variable.as_str()), to)?;
            let mut count = 0;
            for row in rows {
                let row = row?;
                tally.one()?;
                line(row.values().iter().map(|term| term.as_ref().map_or_else(String::new, |term| shown(term.as_ref()))), to)?;
                count += 1;
            }
            end_of_table(count, to)?;
        }
        QueryResults::Graph(found) => {
            begin(to)?;
            head(["subject", "predicate", "object"].into_iter(), to)?;
            let mut count = 0;
            for triple in triples(found, tally) {
                let triple = triple?;
                let subject = match triple.subject.as_ref() {
                    NamedOrBlankNodeRef::NamedNode(node) => named(node),
                    NamedOrBlankNodeRef::BlankNode(node) => escaped(&node.to_string()),
                };
                line([subject, named(triple.predicate.as_ref()), shown(triple.object.as_ref())].into_iter(), to)?;
                count += 1;
            }
            end_of_table(count, to)?;
        }
    }
    Ok(writeln!(to, "</main>\n</body>\n</html>")?)
}

fn begin(to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(to, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">")?;
    writeln!(
        to,
        "<title>Answer – chancery</title>\n<link rel=\"stylesheet\" href=\"/assets/base.css\">\n<link rel=\"stylesheet\" href=\"/assets/results.css\">\n</head>\n<body>\n<main>"
    )
}

fn head<'a>(names: impl Iterator<Item = &'a str>, to: &mut impl Write) -> io::Result<()> {
    let cells: String = names.map(|name| format!("<th scope=\"col\">{}</th>", escaped(name))).collect();
    writeln!(to, "<table class=\"results\">\n<thead>\n<tr>{cells}</tr>\n</thead>\n<tbody>")
}

/// A row; the cells are HTML.
fn line(cells: impl Iterator<Item = String>, to: &mut impl Write) -> io::Result<()> {
    write!(to, "<tr>")?;
    for cell in cells {
        write!(to, "<td dir=\"auto\">{cell}</td>")?;
    }
    writeln!(to, "</tr>")
}

fn end_of_table(count: usize, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "</tbody>\n</table>\n<p class=\"count\">{count} row{}</p>", if count == 1 { "" } else { "s" })
}

fn named(node: NamedNodeRef<'_>) -> String {
    let short = shortened(node.as_str());
    link(node.as_str(), short.strip_prefix('<').and_then(|s| s.strip_suffix('>')).unwrap_or(&short))
}

fn shown(term: TermRef<'_>) -> String {
    match term {
        TermRef::NamedNode(node) => named(node),
        TermRef::BlankNode(node) => escaped(&node.to_string()),
        TermRef::Literal(literal) => match literal.language() {
            Some(language) => format!("<span lang=\"{}\">{}</span>", escaped(language), escaped(literal.value())),
            None => escaped(literal.value()),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::query::{Limit, Question, Shape, Syntax};
    use crate::store::Store;

    fn page(query: &str) -> String {
        let store = Store::of(oxigraph::store::Store::new().expect("a store"), "test");
        let question = Question::parse(query).expect("SPARQL");
        assert!(Syntax::offered(question.shape()).contains(&Syntax::Html));
        let mut out = Vec::new();
        let answer = question.ask(&store, None, &Limit::start(None)).expect("an answer");
        crate::query::write(answer, Syntax::Html, None, &mut out).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn every_shape_is_a_page() {
        let yes = page("ASK {}");
        assert!(yes.starts_with("<!DOCTYPE html>") && yes.contains("<p class=\"truth\">yes</p>") && yes.ends_with("</html>\n"));
        let rows = page("SELECT ?a ?b { VALUES (?a ?b) { (chancery:Meeting UNDEF) (\"x\"@de 1) } }");
        assert!(rows.contains("<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>"), "{rows}");
        assert!(rows.contains("<a href=\"/page?iri=https%3A%2F%2Fw3id.org%2Fchancery%2Fns%23Meeting\""), "{rows}");
        assert!(
            rows.contains(">chancery:Meeting</a></td><td dir=\"auto\"></td></tr>") && rows.contains("<span lang=\"de\">x</span>"),
            "{rows}"
        );
        assert!(rows.contains("<p class=\"count\">2 rows</p>"), "{rows}");
        let graph = page("CONSTRUCT { <a:b> <c:d> \"e\" } {}");
        assert!(graph.contains("<td dir=\"auto\">e</td></tr>") && graph.contains("<p class=\"count\">1 row</p>"), "{graph}");
    }

    #[test]
    fn texts_cannot_become_markup() {
        let hostile =
            page(r#"SELECT ?x ?y { BIND("</td><script>alert('1')</script>&\u0000\r" AS ?x) BIND(<http://a.b/'onclick='x&y> AS ?y) }"#);
        assert!(!hostile.contains("<script") && !hostile.contains("'onclick"), "{hostile}");
        assert!(hostile.contains("&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\u{fffd} </td>"), "{hostile}");
        assert!(!Syntax::all(Shape::Rows).contains(&Syntax::Html) && Syntax::named("html", Shape::Rows).is_err());
    }
}
