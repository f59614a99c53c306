//! The page for people: files that ship inside the binary, and the shell around them.
//!
//! Scripts and styles are plain files without a build step, one idea a file; what they show they ask of `/api` and `/query`. Nothing
//! here reads the store. `vendor` holds the query editor, as its makers ship it.

use crate::query::html::escaped;

/// What a browser may load for the page: only what this server sends. Neither scripts nor styles stand inside the page; the
/// JSON-LD in it is data, which no script policy concerns.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A file of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asset {
    /// Its media type.
    pub media: &'static str,
    /// Its bytes.
    pub body: &'static [u8],
}

/// What stands in the shell of one page. All texts are plain, but for the summary.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shell<'a> {
    /// What the page is called.
    pub title: &'a str,
    /// The IRI that the page is about; empty for none.
    pub iri: &'a str,
    /// What a reader without scripts sees: HTML, in which every text from the data has gone through [`escaped`].
    pub summary: &'a str,
    /// The same for programs, as a JSON-LD document.
    pub json_ld: Option<&'a str>,
}

/// Declares the files with their media types, so that each is named once.
macro_rules! assets {
    ($($name:literal),+ $(,)?) => {
        const ASSETS: &[(&str, &[u8])] = &[$(($name, include_bytes!($name))),+];
    };
}

assets![
    "addresses.js",
    "answers.js",
    "api.js",
    "app.js",
    "article.js",
    "articles.js",
    "base.css",
    "cards.js",
    "disagreements.js",
    "dom.js",
    "editor.css",
    "editor.js",
    "entity.js",
    "fact.js",
    "facts.js",
    "favicon.svg",
    "graph.js",
    "home.js",
    "iris.js",
    "ntriples.js",
    "paging.js",
    "parts.css",
    "plots.js",
    "query.js",
    "questions.js",
    "results.css",
    "search.js",
    "suggest.js",
    "table.js",
    "text.js",
    "theme.js",
    "thing.js",
    "vendor/LICENCES.txt",
    "vendor/yasqe.min.css",
    "vendor/yasqe.min.js",
    "views.css",
    "words.js",
];

const SHELL: &str = include_str!("index.html");

/// The file of that name, such as `app.js` or `vendor/yasqe.min.js`; none for any other path.
pub(super) fn asset(path: &str) -> Option<Asset> {
    let at = ASSETS.binary_search_by_key(&path, |(name, _)| name).ok()?;
    let (name, body) = ASSETS.get(at)?;
    Some(Asset { media: media(name), body })
}

/// What a file is, by its name.
fn media(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}

/// The page with what is to stand in it. Filled in one pass, so that a text that looks like a placeholder stays as it is.
pub(super) fn filled(shell: &Shell) -> String {
    let mut page = String::with_capacity(SHELL.len() + shell.summary.len() + shell.json_ld.map_or(0, str::len) + 256);
    for (at, part) in SHELL.split('@').enumerate() {
        match part {
            text if at % 2 == 0 => page.push_str(text),
            "TITLE" => page.push_str(&escaped(shell.title)),
            "IRI" => page.push_str(&escaped(shell.iri)),
            "SUMMARY" => page.push_str(shell.summary),
            "JSONLD" => page.extend(shell.json_ld.map(script)),
            _ => {} // a test holds that there is no other
        }
    }
    page
}

/// JSON-LD as an element of data that no text in it can end: JSON has these characters only inside strings.
fn script(json: &str) -> String {
    let safe = json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    format!("<script type=\"application/ld+json\">{safe}</script>")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "</title><script>alert('1')</script> & \"@SUMMARY@\"";

    #[test]
    fn files_are_found_by_their_names_only() {
        assert!(ASSETS.is_sorted_by(|a, b| a.0 < b.0));
        for (name, body) in ASSETS {
            assert_eq!(asset(name).map(|found| found.body), Some(*body), "{name}");
        }
        assert_eq!(asset("app.js").map(|found| found.media), Some("text/javascript; charset=utf-8"));
        assert_eq!(asset("vendor/yasqe.min.css").map(|found| found.media), Some("text/css; charset=utf-8"));
        for wrong in ["", "/app.js", "../mod.rs", "mod.rs", "index.html", "vendor/"] {
            assert_eq!(asset(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn all_that_the_files_load_is_there() {
        for (name, body) in ASSETS.iter().filter(|(name, _)| !name.starts_with("vendor/")).chain([&("index.html", SHELL.as_bytes())]) {
            let text = String::from_utf8_lossy(body);
            let named = text.split('"').filter_map(|part| part.strip_prefix("./").or_else(|| part.strip_prefix("assets/")));
            for file in named.filter(|file| file.ends_with(".js") || file.ends_with(".css") || file.ends_with(".svg")) {
                assert!(asset(file).is_some(), "{name} loads {file}");
            }
        }
    }

    #[test]
    fn files_of_the_page_are_one_screenful_of_ideas_and_write_no_markup() {
        for (name, body) in ASSETS.iter().filter(|(name, _)| !name.starts_with("vendor/")) {
            let text = String::from_utf8_lossy(body);
            assert!(text.lines().count() <= 300, "{name}");
            for markup in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
                assert!(!text.contains(markup), "{name} has {markup}");
            }
        }
    }

    #[test]
    fn the_shell_has_no_script_and_no_style_of_its_own() {
        assert!(!SHELL.contains("<style") && !SHELL.contains("style=") && !SHELL.contains("<script>"));
        assert!(!SHELL.contains("onclick") && !SHELL.contains("://"));
    }

    #[test]
    fn every_placeholder_is_filled() {
        let names: Vec<&str> = SHELL.split('@').skip(1).step_by(2).collect();
        assert_eq!(names, ["IRI", "TITLE", "JSONLD", "SUMMARY"]);
        assert_eq!(SHELL.matches('@').count() % 2, 0);
    }

    #[test]
    fn hostile_texts_stay_texts() {
        let page =
            filled(&Shell { title: HOSTILE, iri: HOSTILE, summary: &escaped(HOSTILE), json_ld: Some("{\"name\": \"</script><b>&\"}") });
        assert!(!page.contains("alert('1')"));
        assert!(!page.contains("</title><script>"));
        assert_eq!(page.matches("&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)").count(), 3);
        assert!(page.contains("data-iri=\"&lt;/title&gt;"));
        assert!(page.contains(r#"<script type="application/ld+json">{"name": "\u003c/script\u003e\u003cb\u003e\u0026"}</script>"#));
    }

    #[test]
    fn what_looks_like_a_placeholder_stays_as_it_is() {
        let page = filled(&Shell { title: "a@SUMMARY@b", iri: "", summary: "@TITLE@ @ @", json_ld: None });
        assert!(page.contains("<title>a@SUMMARY@b</title>"));
        assert!(page.contains("@TITLE@ @ @"));
        assert!(page.contains("data-iri=\"\"") && !page.contains("ld+json"));
    }
}
