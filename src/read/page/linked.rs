//! Linked data in a page: the article among its JSON-LD blocks, with the publisher and authors it points to.

use serde_json::{Map, Value};

use super::super::draft::Draft;

/// Kinds of things, as schema.org calls them, that are an article. `Article` itself and all that end so are, too.
const ARTICLES: [&str; 4] = ["LiveBlogPosting", "BlogPosting", "Report", "PressRelease"];

/// Nodes that are looked at: a page has a dozen.
const NODES: usize = 1000;

/// What the first article in those blocks says of itself; broken blocks are passed over.
pub(super) fn read<'a>(blocks: impl Iterator<Item = &'a str>) -> Option<Draft> {
    let values: Vec<Value> = blocks.filter_map(|block| serde_json::from_str(bare(block)).ok()).collect();
    let mut nodes = Vec::new();
    for value in &values {
        collect(value, &mut nodes);
    }
    let article = nodes.iter().find(|node| is_article(node))?;
    Some(draft(article, &nodes))
}

/// A block without the comment or CDATA marks that some pages put around it.
fn bare(block: &str) -> &str {
    let block = block.trim();
    let block = block.strip_prefix("<!--").or_else(|| block.strip_prefix("<![CDATA[")).unwrap_or(block);
    block.strip_suffix("-->").or_else(|| block.strip_suffix("]]>")).unwrap_or(block).trim()
}

/// The nodes on the upper levels: of lists, of graphs, and what a page says it is about.
fn collect<'a>(value: &'a Value, nodes: &mut Vec<&'a Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, nodes)),
        Value::Object(node) if nodes.len() < NODES => {
            nodes.push(node);
            for key in ["@graph", "mainEntity"] {
                node.get(key).into_iter().for_each(|value| collect(value, nodes));
            }
        }
        _ => {}
    }
}

fn is_article(node: &Map<String, Value>) -> bool {
    let kinds = match node.get("@type") {
        Some(Value::Array(kinds)) => kinds.as_slice(),
        Some(kind) => std::slice::from_ref(kind),
        None => &[],
    };
    kinds.iter().filter_map(Value::as_str).any(|kind| kind.ends_with("Article") || ARTICLES.iter().any(|known| kind.ends_with(known)))
}

fn draft(article: &Map<String, Value>, nodes: &[&Map<String, Value>]) -> Draft {
    let text = |key: &str| article.get(key).and_then(first_text);
    let names = |key: &str| article.get(key).map(|value| named(value, nodes)).unwrap_or_default();
    let page = article.get("mainEntityOfPage").and_then(|page| page.get("@id").or(Some(page))).and_then(first_text);
    Draft {
        title: text("headline").or_else(|| text("name")),
        date: text("datePublished").or_else(|| text("dateCreated")),
        publisher: names("publisher").into_iter().next(),
        authors: names("author"),
        url: text("url").or(page),
        ..Draft::default()
    }
}

/// A text, or the first one of a list.
fn first_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(values) => values.first()?.as_str()?,
        one => one.as_str()?,
    };
    Some(unescaped(text)).filter(|text| !text.is_empty())
}

/// The names of one or several people or organisations, of which only the identifier may be given here.
fn named(value: &Value, nodes: &[&Map<String, Value>]) -> Vec<String> {
    match value {
        Value::Array(values) => values
            .iter()
            .flat_map(|value| match value {
                Value::Array(_) => Vec::new(),
                one => named(one, nodes),
            })
            .collect(),
        Value::String(name) => Some(unescaped(name)).filter(|name| !name.is_empty()).into_iter().collect(),
        Value::Object(node) => {
            let here = node.get("name").and_then(first_text);
            let there = || {
                let id = node.get("@id")?;
                nodes.iter().filter(|node| node.get("@id") == Some(id)).find_map(|node| node.get("name").and_then(first_text))
            };
            here.or_else(there).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Some pages write entities into their linked data as if it were HTML.
fn unescaped(text: &str) -> String {
    const ENTITIES: [(&str, &str); 7] =
        [("&#039;", "'"), ("&#39;", "'"), ("&#8217;", "’"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    let text = text.trim();
    if !text.contains('&') {
        return text.to_owned();
    }
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_wherever_pages_put_it() {
        let article = r#"{"@type": "ReportageNewsArticle", "headline": "Putin&#039;s &amp; co", "url": ["https://example.org/1"],
            "author": {"@type": "Person", "name": "A"}, "publisher": "P"}"#;
        for block in [
            article.to_owned(),
            format!("[{{\"@type\": \"BreadcrumbList\"}}, {article}]"),
            format!("{{\"@graph\": [{{\"@type\": \"WebSite\", \"name\": \"W\"}}, {article}]}}"),
            format!("{{\"@type\": \"WebPage\", \"mainEntity\": {article}}}"),
            format!("<![CDATA[ {article} ]]>"),
        ] {
            let draft = read([r#"{"@type": "#, block.as_str()].into_iter()).expect("an article");
            assert_eq!((draft.title.as_deref(), draft.url.as_deref()), (Some("Putin's & co"), Some("https://example.org/1")), "{block}");
            assert_eq!((draft.authors, draft.publisher.as_deref()), (vec!["A".to_owned()], Some("P")));
        }
        for block in ["5", "[]", r#"{"@type": "Person"}"#, r#"{"@type": 5}"#, r#"{"headline": "H"}"#, ""] {
            assert_eq!(read([block].into_iter()), None);
        }
    }

    #[test]
    fn odd_values_are_passed_over() {
        let block =
            r#"{"@type": "NewsArticle", "headline": {"x": 1}, "datePublished": 5, "author": [[["A"]], 7], "publisher": {"@id": "p"}}"#;
        assert_eq!(read([block].into_iter()), Some(Draft::default()));
    }
}
