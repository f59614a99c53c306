//! What a page says of itself: in linked data first, then in OpenGraph and meta tags and links.

use dom_smoothie::Readability;

use super::super::draft::Draft;
use super::super::identity;
use super::linked;

/// Meta tags, by property or name, that tell when a page was published; the earlier is preferred.
const DATES: [&str; 11] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "publish-date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "date",
];

/// A draft without a text.
pub(super) fn read(page: &Readability) -> Draft {
    let blocks = page.doc.select("script[type='application/ld+json']");
    let blocks: Vec<String> = blocks.iter().map(|block| block.text().to_string()).collect();
    let mut draft = linked::read(blocks.iter().map(String::as_str)).unwrap_or_default();
    let meta = metas(page);
    let first = |names: &[&str]| names.iter().find_map(|name| meta.iter().find(|(n, _)| n == name)).map(|(_, content)| content.clone());
    draft.title = draft.title.or_else(|| first(&["og:title", "twitter:title", "headline", "dc.title"])).or_else(|| heading(page));
    draft.date = draft.date.or_else(|| first(&DATES)).or_else(|| attribute(page, "article time[datetime]", "datetime"));
    draft.publisher = draft.publisher.or_else(|| first(&["og:site_name", "dc.publisher", "publisher", "application-name"]));
    // Pages name themselves in several ways, and some of them wrongly, as by a path alone.
    let urls = [draft.url.take(), attribute(page, "link[rel='canonical'][href]", "href"), first(&["og:url"])];
    draft.url = urls.into_iter().flatten().find(|url| identity::url(url).is_some());
    if draft.authors.is_empty() {
        // Some give an address where a name belongs.
        draft.authors.extend(first(&["author", "dc.creator", "article:author"]).filter(|name| !name.contains("://")));
    }
    draft
}

/// The main heading, if the page has but one.
fn heading(page: &Readability) -> Option<String> {
    let headings = page.doc.select("h1");
    let [heading] = headings.nodes() else { return None };
    Some(heading.text().trim().to_owned()).filter(|text| !text.is_empty())
}

/// The meta tags that say something: name in lower case, and content.
fn metas(page: &Readability) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for tag in page.doc.select("meta[content]").nodes() {
        let content = tag.attr("content").map(|c| c.trim().to_owned()).filter(|c| !c.is_empty());
        let name = ["property", "name", "itemprop"].into_iter().find_map(|key| tag.attr(key));
        found.extend(name.map(|name| name.trim().to_lowercase()).zip(content));
    }
    found
}

fn attribute(page: &Readability, selector: &str, name: &str) -> Option<String> {
    let value = page.doc.select_single(selector).attr(name)?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The address that browsers note in a comment when they save a page: `<!-- saved from url=(0023)https://… -->`.
pub(super) fn saved_from(html: &str) -> Option<String> {
    let head = &html[..html.floor_char_boundary(2048)];
    let (_, rest) = head.split_once("<!-- saved from url=(")?;
    let (_, rest) = rest.split_once(')')?;
    let url = rest.split("-->").next()?.trim();
    (url.starts_with("http") && !url.contains(char::is_whitespace)).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_note_where_a_page_was_saved_from() {
        let html = "<!DOCTYPE html>\n<!-- saved from url=(0021)https://example.org/a -->\n<html>";
        assert_eq!(saved_from(html).as_deref(), Some("https://example.org/a"));
        assert_eq!(saved_from("<!-- saved from url=(0014)about:internet -->"), None);
    }
}
