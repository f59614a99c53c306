//! Saved web pages: the main text without what stands around it, and what the page says of itself.
//!
//! Finding the main text is the work of `dom_smoothie`; here it is kept from pages that would hang or break it.

mod about;
mod linked;
mod nesting;

use std::panic::{self, AssertUnwindSafe};

use dom_smoothie::{Config, Readability, TextMode};

use super::draft::Draft;
use super::encoding;
use super::source::{Source, Whole};
use crate::diagnostic::Diagnostic;

/// The one article of a web page.
pub(super) struct Page(Option<(Source, usize)>);

impl Page {
    /// The page of a source, of at most so many bytes.
    pub(super) fn new(source: Source, largest: usize) -> Self {
        Self(Some((source, largest)))
    }
}

impl Iterator for Page {
    type Item = Result<Draft, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        let (source, largest) = self.0.take()?;
        Some(match source.whole(largest) {
            Ok(Whole::Bytes(bytes)) => encoding::page(bytes).and_then(|(html, replaced)| draft(html, replaced)),
            Ok(Whole::TooLarge) => {
                Err(Diagnostic::new(format!("is a page of more than {largest} bytes")).hinted("--max-size raises the limit"))
            }
            Err(diagnostic) => Err(diagnostic),
        })
    }
}

fn draft(html: String, replaced: bool) -> Result<Draft, Diagnostic> {
    nesting::refuse_deep(&html)?;
    // The page is its own world: nothing that is half done in it when it fails is seen again.
    let read = panic::catch_unwind(AssertUnwindSafe(|| understood(html)));
    let mut draft = read.unwrap_or_else(|_| Err(Diagnostic::new("is a page that could not be understood")))?;
    if replaced {
        draft.warnings.push("some of its bytes are not in the encoding that the page has, and stand as \u{fffd}".to_owned());
    }
    Ok(draft)
}

fn understood(html: String) -> Result<Draft, Diagnostic> {
    let saved_from = about::saved_from(&html);
    let config = Config { disable_json_ld: true, text_mode: TextMode::Formatted, ..Config::default() };
    let no_text = |_| Diagnostic::new("is a page in which no main text was found");
    let mut page = Readability::new(html, None, Some(config)).map_err(no_text)?;
    let mut draft = about::read(&page);
    draft.url = draft.url.or(saved_from);
    // Captions tell of other days than the story does.
    page.doc.select("figcaption").remove();
    let article = page.parse().map_err(no_text)?;
    let given = |value: &str| Some(value.trim().to_owned()).filter(|v| !v.is_empty());
    draft.title = draft.title.or_else(|| given(&article.title));
    draft.publisher = draft.publisher.or_else(|| given(article.site_name.as_deref()?));
    draft.text = String::from(&*article.text_content);
    draft.alone = true;
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(head: &str) -> String {
        let story = "Foreign ministers of both countries met in Geneva on Monday, officials said, and agreed to meet again. ".repeat(4);
        format!(
            "<!DOCTYPE html><html lang=en><head><title>Ministers meet in Geneva | The Daily</title>{head}</head><body>
            <header><nav><ul><li><a href=/>Home</a><li><a href=/world>World</a></ul></nav></header>
            <article><h1>Ministers meet in Geneva</h1><p>{story}</p><p>A second &amp; last paragraph,\n with <b>bold</b> words. {story}</p></article>
            <aside class=related><a href=/2>Subscribe to our newsletter</a></aside><footer>All rights reserved</footer>
            <script>var x = '<p>not text</p>';</script></body></html>"
        )
    }

    #[test]
    fn the_main_text_is_kept_without_navigation_in_paragraphs() {
        let draft = draft(page(""), false).expect("a page");
        assert!(draft.text.starts_with("Foreign ministers of both countries met"), "{}", draft.text);
        assert!(draft.text.contains("meet again.\n\nA second & last paragraph, with bold words. Foreign"), "{}", draft.text);
        for noise in ["Home", "Subscribe", "rights", "not text"] {
            assert!(!draft.text.contains(noise), "{noise}: {}", draft.text);
        }
        assert_eq!((draft.title.as_deref(), draft.date, draft.url), (Some("Ministers meet in Geneva"), None, None));
    }

    #[test]
    fn what_the_page_says_of_itself_is_read_linked_data_first() {
        let meta = r#"<meta property="og:title" content="From OpenGraph &amp; co"><meta property="article:published_time" content="2020-01-01">
            <meta property="og:site_name" content="Site"><link rel="canonical" href="https://example.org/a"><meta name="author" content="By Line">"#;
        let linked = r##"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "W"},
            {"@type": ["NewsArticle"], "headline": "From linked data", "datePublished": "2021-09-13T10:00:00Z",
            "publisher": {"@id": "#org"}, "author": [{"name": "A"}, "B"], "mainEntityOfPage": {"@id": "https://example.org/ld"}},
            {"@type": "NewsMediaOrganization", "@id": "#org", "name": "The Daily"}]}</script>"##;
        let shown = |draft: Draft| {
            [draft.title, draft.date, draft.publisher, draft.url, Some(draft.authors.join(","))].map(Option::unwrap_or_default)
        };
        let want = ["From linked data", "2021-09-13T10:00:00Z", "The Daily", "https://example.org/ld", "A,B"];
        assert_eq!(shown(draft(page(&format!("{meta}{linked}")), false).expect("a page")), want);
        let want = ["From OpenGraph & co", "2020-01-01", "Site", "https://example.org/a", "By Line"];
        assert_eq!(shown(draft(page(meta), false).expect("a page")), want);
        let broken = linked.replace("[{", "[[{");
        assert_eq!(shown(draft(page(&format!("{meta}{broken}")), false).expect("a page")), want, "broken linked data is passed over");
    }

    #[test]
    fn deep_nesting_is_refused_at_once_and_what_is_just_allowed_is_read() {
        let story = "The ministers met in Geneva on Monday and agreed to hold further talks about the border.";
        let deep = |n: usize| format!("<html><body>{}<p>{story}</p>{}", "<div>".repeat(n), "</div>".repeat(n));
        assert!(draft(deep(500), false).expect("a page").text.contains("Geneva"));
        let said = draft(deep(100_000), false).expect_err("too deep").to_string();
        assert_eq!(said, "is a page with elements nested more than 512 deep");
    }

    #[test]
    fn pages_without_text_are_none() {
        for html in ["<html></html>", "<!doctype html><title>T</title>", "<html><body><script>x</script></body></html>"] {
            let text = draft(html.to_owned(), false).map(|d| d.text);
            assert!(text.as_ref().is_err() || text.as_deref() == Ok(""), "{text:?}");
        }
    }
}
