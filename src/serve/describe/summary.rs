//! A plain page about an IRI, for people without scripts and for search engines: what is said of it, in which sentences, and what
//! leads to it.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};

use super::label::Names;
use crate::query::html::{escaped, link};
use crate::rdf::vocabulary::{ANCHOR_OF, BEGIN_INDEX, DATE_PUBLISHED, PUBLISHER, SENTENCE, SOURCE_URL, URL, rdf};

/// What a plain page holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::serve) struct Summary {
    /// What it is about, as plain text: it must be escaped before it stands in HTML.
    pub title: String,
    /// Its content, as HTML that may stand inside any element of flow content.
    pub html: String,
}

/// The plain page about an IRI, of which that is known.
pub(super) fn summary(quads: &[Quad], iri: &str) -> Summary {
    let mut by_subject: BTreeMap<&str, Vec<&Quad>> = BTreeMap::new();
    for quad in quads {
        if let NamedOrBlankNode::NamedNode(subject) = &quad.subject {
            by_subject.entry(subject.as_str()).or_default().push(quad);
        }
    }
    let page = Page { iri, names: Names::of(quads), by_subject };
    let title = page.title(iri);
    let html = format!(
        "<article class=\"summary\">\n<h1 dir=\"auto\">{}</h1>\n<p class=\"iri\">{}</p>\n{}{}{}</article>\n",
        escaped(&title),
        escaped(iri),
        page.properties(),
        page.sentences(),
        page.leading()
    );
    Summary { title, html }
}

struct Page<'a> {
    iri: &'a str,
    names: Names<'a>,
    by_subject: BTreeMap<&'a str, Vec<&'a Quad>>,
}

impl<'a> Page<'a> {
    fn own(&self, iri: &str) -> &[&'a Quad] {
        self.by_subject.get(iri).map_or(&[], Vec::as_slice)
    }

    fn title(&self, iri: &str) -> String {
        self.names.title(iri, self.own(iri))
    }

    /// The value of a property as a text.
    fn text(&self, iri: &str, by: NamedNodeRef<'_>) -> Option<&'a str> {
        self.own(iri).iter().filter(|q| q.predicate.as_ref() == by).find_map(|q| match &q.object {
            Term::Literal(literal) => Some(literal.value()),
            _ => None,
        })
    }

    /// What is said of it: a row for each property.
    fn properties(&self) -> String {
        let mut rows: BTreeMap<(bool, &str), Vec<String>> = BTreeMap::new();
        for quad in self.own(self.iri) {
            let key = (quad.predicate.as_ref() != rdf::TYPE, quad.predicate.as_str());
            rows.entry(key).or_default().push(self.value(quad));
        }
        if rows.is_empty() {
            return String::new();
        }
        let row = |((_, property), values): ((bool, &str), Vec<String>)| {
            let name = link(property, self.names.name(property));
            format!("<tr><th scope=\"row\">{name}</th><td dir=\"auto\">{}</td></tr>\n", values.join("<br>"))
        };
        format!("<table class=\"properties\">\n<tbody>\n{}</tbody>\n</table>\n", rows.into_iter().map(row).collect::<String>())
    }

    /// A value; only where an article was published leads away from here.
    fn value(&self, quad: &Quad) -> String {
        match quad.object.as_ref() {
            TermRef::NamedNode(node) if [URL, SOURCE_URL].contains(&quad.predicate.as_ref()) && is_web(node.as_str()) => {
                let address = escaped(node.as_str());
                format!("<a href=\"{address}\" rel=\"nofollow noopener noreferrer\">{address}</a>")
            }
            TermRef::NamedNode(node) => link(node.as_str(), &self.title(node.as_str())),
            TermRef::BlankNode(node) => escaped(&node.to_string()),
            TermRef::Literal(literal) => match literal.language() {
                Some(language) => format!("<span lang=\"{}\">{}</span>", escaped(language), escaped(literal.value())),
                None => escaped(literal.value()),
            },
        }
    }

    /// The sentences, in the order of their articles and places.
    fn sentences(&self) -> String {
        let is = |own: &[&Quad]| own.iter().any(|q| q.predicate.as_ref() == rdf::TYPE && q.object.as_ref() == SENTENCE.into());
        let mut found: Vec<(&str, u64, &str, &str)> = Vec::new();
        for (iri, own) in self.by_subject.iter().filter(|(iri, own)| **iri != self.iri && is(own)) {
            if let (Some(GraphName::NamedNode(article)), Some(text)) = (own.first().map(|q| &q.graph_name), self.text(iri, ANCHOR_OF)) {
                let begin = self.text(iri, BEGIN_INDEX).and_then(|number| number.parse().ok()).unwrap_or(0);
                found.push((article.as_str(), begin, iri, text));
            }
        }
        found.sort_unstable();
        if found.is_empty() {
            return String::new();
        }
        let quotes = found.into_iter().map(|(article, _, iri, text)| {
            let source = if article == self.iri { String::new() } else { format!("<footer>{}</footer>", self.source(article)) };
            format!("<blockquote dir=\"auto\"><p>{} {}</p>{source}</blockquote>\n", escaped(text), link(iri, "§"))
        });
        format!("<section class=\"sentences\">\n<h2>Sentences</h2>\n{}</section>\n", quotes.collect::<String>())
    }

    /// Headline, publisher and date of an article.
    fn source(&self, article: &str) -> String {
        let more = [self.text(article, PUBLISHER), self.text(article, DATE_PUBLISHED)].into_iter().flatten();
        let more: String = more.map(|part| format!(" · {}", escaped(part))).collect();
        format!("{}{more}", link(article, &self.title(article)))
    }

    /// What leads to it.
    fn leading(&self) -> String {
        let to = |q: &&Quad| matches!(&q.object, Term::NamedNode(node) if node.as_str() == self.iri);
        let mut lines = Vec::new();
        for (subject, own) in self.by_subject.iter().filter(|(subject, _)| **subject != self.iri) {
            for quad in own.iter().copied().filter(to) {
                let how = escaped(self.names.name(quad.predicate.as_str()));
                lines.push(format!("<li><span class=\"property\">{how}</span> ← {}</li>\n", link(subject, &self.title(subject))));
            }
        }
        if lines.is_empty() {
            return String::new();
        }
        format!("<section class=\"leading\">\n<h2>What leads here</h2>\n<ul>\n{}</ul>\n</section>\n", lines.concat())
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}
