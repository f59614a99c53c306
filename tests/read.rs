//! Reading: what is good comes out as it was written, what is not comes out as a message, and nothing is lost.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use chancery::article::Article;
use chancery::read::{InputFormat, Item, Options, articles, articles_of};

const STORY: &str = "The foreign ministers of Freedonia and Sylvania met in Geneva on Monday, officials said.";

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("read").join(name);
    let _ = fs::remove_dir_all(&path); // there is none the first time
    fs::create_dir_all(&path).expect("a folder");
    path
}

fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, bytes).expect("a file");
    path
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("memory")
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// Everything that one stream of bytes yields.
fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Item> {
    articles_of(Cursor::new(bytes.into()), name, Options::default()).collect()
}

/// The one article of a stream.
fn one(name: &str, bytes: impl Into<Vec<u8>>) -> Article {
    match read(name, bytes).as_slice() {
        [Item::Article(article)] => article.clone(),
        other => unreachable!("{name}: {other:?}"),
    }
}

/// Items as text: IRIs of articles, `!` messages of rejections, `?` warnings.
fn shown(items: impl IntoIterator<Item = Item>) -> Vec<String> {
    let show = |item| match item {
        Item::Article(article) => article.iri,
        Item::Rejected(diagnostic) => format!("! {diagnostic}"),
        Item::Warning(diagnostic) => format!("? {diagnostic}"),
    };
    items.into_iter().map(show).collect()
}

#[test]
fn a_text_comes_out_as_it_went_in_whatever_carries_it() {
    for text in [
        STORY,
        "Line one.\r\nLine two.\r\n\r\n  Indented\ttext \u{a0} \n\n",
        "e\u{301} is not é, and ﬁ is not fi: 𝒜 🕊 “quoted” \u{200b}\u{feff}end",
        "-- not a heading --\n---\nkey: value\n---\n",
    ] {
        let json = serde_json::json!({"text": text}).to_string();
        let plain = [
            ("a.txt", text.as_bytes().to_vec()),
            ("a.txt", format!("\u{feff}{text}").into_bytes()),
            ("a.txt", format!("---\nlanguage: en\n---\n{text}").into_bytes()),
            ("a.txt", utf16(text, false)),
            ("a.txt", utf16(text, true)),
            ("a.json", json.clone().into_bytes()),
            ("a.json", format!("\u{feff}[{json}]").into_bytes()),
            ("a.jsonl", format!("\r\n{json}\r\n").into_bytes()),
            ("a.jsonl", utf16(&json, false)),
            ("stdin", json.into_bytes()),
        ];
        for (name, bytes) in plain {
            let want = one(name, bytes.clone());
            assert_eq!(want.text, text, "{name}");
            assert_eq!(one(&format!("{name}.gz"), gzip(&bytes)), want);
            assert_eq!(one(&format!("{name}.zst"), zstandard(&bytes)), want);
            assert_eq!(one(&format!("{name}.gz"), [gzip(&bytes[..3]), gzip(&bytes[3..])].concat()), want, "several members");
            assert_eq!(one(&format!("{name}.zst"), [zstandard(&bytes[..3]), zstandard(&bytes[3..])].concat()), want);
        }
    }
}

#[test]
fn metadata_and_identity_are_the_same_whatever_carries_them() {
    let heading = "title: Talks\ndate: 13 September 2021\npublisher: The Daily\nauthors:\n- A\n- B\n";
    let json = r#""headline": "Talks", "datePublished": "2021-09-13T10:00:00Z", "source": {"name": "The Daily"}, "author": ["A", "B"]"#;
    let text = one("a.txt", format!("---\n{heading}---\n{STORY}"));
    assert_eq!(text, one("a.jsonl", format!("{{{json}, \"body\": \"{STORY}\", \"x\": [1]}}")));
    assert!(text.iri.starts_with("https://w3id.org/chancery/article/") && text.iri.len() == 34 + 32, "{}", text.iri);
    let options = Options { base: "urn:x".to_owned(), ..Options::default() };
    let iri = |id: &str| {
        let json = format!("{{\"id\": \"{id}\", \"url\": \"https://example.org/u\", \"text\": \"{STORY}\"}}");
        shown(articles_of(Cursor::new(json), "stdin", options.clone())).concat()
    };
    assert_eq!([iri("http://example.org/a"), iri("a b"), iri("")], ["http://example.org/a", "urn:x/a%20b", "https://example.org/u"]);
}

#[test]
fn what_the_options_say_holds_where_the_article_is_silent() {
    let mut options = Options { id: Some("urn:one".to_owned()), ..Options::default() };
    options.about.headline = Some("H".to_owned());
    options.about.publisher = Some("P".to_owned());
    let read = |name: &str, bytes: String| articles_of(Cursor::new(bytes), name, options.clone()).next().expect("an item");
    let Item::Article(text) = read("a.txt", STORY.to_owned()) else { unreachable!("good text") };
    assert_eq!((text.iri.as_str(), text.about.headline.as_deref(), text.about.publisher.as_deref()), ("urn:one", Some("H"), Some("P")));
    let Item::Article(line) = read("a.jsonl", format!("{{\"text\": \"{STORY}\", \"publisher\": \"Q\"}}")) else {
        unreachable!("good line")
    };
    assert!(line.iri != "urn:one" && line.about.headline.is_none() && line.about.publisher.as_deref() == Some("Q"));
}

#[test]
fn folders_are_read_in_the_order_of_their_names() {
    let root = folder("order");
    let line = |id: &str| format!("{{\"id\": \"urn:{id}\", \"text\": \"{STORY}\"}}\n");
    file(&root, "b/2.jsonl", line("b2") + &line("b2b"));
    file(&root, "b/10.jsonl.gz", gzip(line("b10").as_bytes()));
    file(&root, "a.json", line("a"));
    file(&root, "c", line("c"));
    file(&root, ".hidden.json", line("hidden"));
    file(&root, ".git/x.json", line("hidden"));
    file(&root, "picture.png", b"\x89PNG");
    let all: Vec<Item> = articles(vec![root.clone()], Options::default()).collect();
    let name = root.to_string_lossy();
    let skipped =
        format!("? {name}/picture.png: passed over: its ending names no format that is read (--input-format reads it all the same)");
    assert_eq!(shown(all.clone()), ["urn:a", "urn:b10", "urn:b2", "urn:b2b", "urn:c", &skipped]);
    let each: Vec<PathBuf> = ["a.json", "b/10.jsonl.gz", "b/2.jsonl", "c"].iter().map(|name| root.join(name)).collect();
    let one_by_one: Vec<Item> = articles(each, Options::default()).collect();
    assert_eq!(all[..5], one_by_one[..]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_is_not_followed() {
    let root = folder("loop");
    file(&root, "inner/a.txt", STORY);
    std::os::unix::fs::symlink(&root, root.join("inner/up")).expect("a link");
    std::os::unix::fs::symlink(root.join("nowhere"), root.join("inner/broken.txt")).expect("a link");
    let got = shown(articles(vec![root.clone()], Options::default()));
    let name = root.to_string_lossy();
    assert_eq!(got.len(), 3, "{got:?}");
    assert_eq!(got[1], format!("! {name}/inner/broken.txt: cannot be read: No such file or directory (os error 2)"));
    assert_eq!(got[2], format!("! {name}/inner/up: leads back to a folder that holds it, so it is not followed"));
}

/// A page with a main text, a head and something in front of it.
fn page(head: &str, front: &str) -> String {
    format!("<!DOCTYPE html><html><head>{head}</head><body>{front}<article><p>{STORY}</p><p>{STORY}</p></article></body></html>")
}

#[test]
fn pages_are_read_in_their_encoding() {
    let html = page("<meta charset=iso-8859-1><title>Caf\u{e9}</title>", "");
    let latin: Vec<u8> = html.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
    for (name, bytes) in
        [("a.html", latin), ("stdin", html.clone().into_bytes()), ("a.htm", utf16(&html, true)), ("a.html.gz", gzip(html.as_bytes()))]
    {
        let article = one(name, bytes);
        assert_eq!((article.about.headline.as_deref(), article.text), (Some("Café"), format!("{STORY}\n\n{STORY}")), "{name}");
    }
    let broken = page("<meta charset=utf-8>", "").replace("</article>", "<!-- \u{fffd} --></article>");
    let broken: Vec<u8> = broken.bytes().filter(|b| *b != 0xbd).collect();
    let got = shown(read("a.html", broken));
    assert!(got[0].starts_with("? a.html: some of its bytes are not in the encoding") && !got[1].starts_with('!'), "{got:?}");
}

#[test]
fn a_format_may_be_given() {
    let options = |format| Options { format: Some(format), ..Options::default() };
    let json = format!("{{\"id\": \"urn:a\", \"text\": \"{STORY}\"}}");
    assert_eq!(shown(articles_of(Cursor::new(json.clone()), "a.txt", options(InputFormat::JsonLines))), ["urn:a"]);
    let Some(Item::Article(text)) = articles_of(Cursor::new(json.clone()), "a.json", options(InputFormat::Text)).next() else {
        unreachable!("good text")
    };
    assert_eq!(text.text, json);
}

#[test]
fn the_example_articles_are_read_with_what_is_known_of_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let items: Vec<Item> = articles(vec![root], Options::default()).collect();
    assert!(items.len() >= 12 && items.iter().all(|item| matches!(item, Item::Article(_))), "{items:#?}");
    let page = items.iter().find_map(|item| match item {
        Item::Article(article) if article.iri.ends_with("aliyev-calls-off-brussels-talks") => Some(article),
        _ => None,
    });
    let page = page.expect("the web page");
    let about = (page.about.headline.as_deref(), page.about.published.map(|d| d.to_string()), page.about.publisher.as_deref());
    assert_eq!(
        about,
        (Some("Aliyev calls off Brussels talks with Pashinyan"), Some("2022-11-25".to_owned()), Some("Example Caucasus Post"))
    );
    assert!(page.text.starts_with("Azerbaijani President Ilham Aliyev said on Friday"), "{}", page.text);
    for noise in ["cookies", "Subscribe", "Share", "The road near Goris", "bus station", "rights reserved"] {
        assert!(!page.text.contains(noise), "{noise}: {}", page.text);
    }
}
