//! Bad input of every kind: a message each, with its place and its reason, and the rest read.
#![expect(clippy::expect_used, reason = "a helper of a test may fail it")]

use std::fs;
use std::io::{self, Cursor, Read, Write as _};
use std::path::PathBuf;

use chancery::read::{Item, Options, articles, articles_of};

const STORY: &str = "The foreign ministers of Freedonia and Sylvania met in Geneva on Monday, officials said.";

const GERMAN: &str = "Die beiden Außenminister trafen sich am Montag in Genf und vereinbarten weitere Gespräche über die umstrittene \
    Grenzregion noch vor dem Ende dieses Jahres, wie Beamte der Regierung mitteilten.";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// Files that cannot be read, and what is said of each.
fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let story = gzip(STORY.repeat(500).as_bytes());
    let wide = STORY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("binary.txt", b"\x7fELF\x02\x01\x01\0\0\0".to_vec(), "is binary data, not text (UTF-16 needs its byte order mark)"),
        ("control.txt", b"Ta\x01ks\x02 fa\x03led".to_vec(), "is binary data, not text (UTF-16 needs its byte order mark)"),
        ("wide.txt", wide, "is binary data, not text (UTF-16 needs its byte order mark)"),
        ("half.txt", b"\xff\xfeT\0a\0\x00\xd8".to_vec(), "cannot be read: its byte order mark says UTF-16, but it is not"),
        ("paper.txt", b"%PDF-1.7\n%\xe2".to_vec(), "is a PDF, not text (convert it, for example with pdftotext)"),
        (
            "office.txt",
            b"PK\x03\x04\x14".to_vec(),
            "is a ZIP archive or an office document, not text (unpack it, or save it as text or HTML)",
        ),
        ("empty.txt", b"".to_vec(), "is empty"),
        ("empty.json.gz", gzip(b""), "is empty"),
        ("blank.txt", b" \n\t\r\n".to_vec(), "is empty"),
        ("heading.txt", b"---\ntitle: T\n---\n".to_vec(), "has no text"),
        ("stars.txt", b"* * *\n".to_vec(), "has a text without words"),
        (
            "damaged.txt",
            "“Talks”\nfailed“".as_bytes()[..19].to_vec(),
            "2: is damaged: mostly UTF-8, but not here (convert it, for example with iconv)",
        ),
        ("german.txt", GERMAN.into(), "is not English: it looks like German (a language field or line with `en` says that it is)"),
        ("french.txt", format!("---\nlanguage: fr\n---\n{STORY}").into(), "is not English: its language is given as `fr`"),
        ("long.txt", STORY.repeat(30).into(), "has a text of more than 2000 bytes (split it, or raise --max-size)"),
        ("plain.txt.gz", STORY.into(), "is not gzip, though its name says so (rename it to what it is)"),
        ("cut.txt.gz", story[..story.len() - 20].to_vec(), "cannot be read: it ends too early"),
        ("twice.txt.gz", gzip(&gzip(STORY.as_bytes())), "is packed twice, not text (unpack it once)"),
        ("list.json", b"[]".to_vec(), "holds no article"),
        ("talks.json", b"Talks failed".to_vec(), "1: broken JSON: an object was expected, found `T` (--input-format names another format)"),
        (
            "cut.json",
            b"[{\n\"text\": \"Talks fa".to_vec(),
            "1: broken JSON: the article that begins here never ends (is the file cut off?)",
        ),
        ("html.html", b"<html><body><p></p></body></html>".to_vec(), "is a page in which no main text was found"),
        ("deep.html", "<div>".repeat(100_000).into(), "is a page with elements nested more than 512 deep"),
        (
            "long.html",
            format!("<html>{}", " ".repeat(2 << 20)).into(),
            "is a page of more than 1048576 bytes (--max-size raises the limit)",
        ),
    ]
}

#[test]
fn each_bad_file_is_named_with_its_reason_and_the_others_are_read() {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("read_bad");
    let _ = fs::remove_dir_all(&root); // there is none the first time
    fs::create_dir_all(root.join("void")).expect("a folder");
    let (mut inputs, mut wanted) = (Vec::new(), Vec::new());
    for (number, (name, bytes, reason)) in bad_files().into_iter().enumerate() {
        let (bad, good) = (root.join(name), root.join(format!("good{number}.txt")));
        fs::write(&bad, bytes).expect("a file");
        fs::write(&good, format!("Talks {number}: {STORY}")).expect("a file");
        let space = if reason.starts_with(|c: char| c.is_ascii_digit()) { "" } else { " " };
        wanted.push(format!("{}:{space}{reason}", bad.display()));
        wanted.push(format!("Talks {number}"));
        inputs.extend([bad, good]);
    }
    for (name, reason) in [("missing.txt", "cannot be read: No such file or directory (os error 2)"), ("void", "is a folder without files")]
    {
        inputs.push(root.join(name));
        wanted.push(format!("{}: {reason}", root.join(name).display()));
    }
    if cfg!(target_os = "linux") {
        inputs.push("/proc/self/mem".into()); // unreadable at its beginning, even for root
        wanted.push("/proc/self/mem: cannot be read: Input/output error (os error 5)".to_owned());
    }
    let items = articles(inputs, Options { largest: 2000, ..Options::default() });
    let got: Vec<String> = items
        .map(|item| match item {
            Item::Article(article) => article.text.split(':').next().unwrap_or_default().to_owned(),
            Item::Rejected(diagnostic) | Item::Warning(diagnostic) => diagnostic.to_string(),
        })
        .collect();
    for (got, wanted) in got.iter().zip(&wanted) {
        assert_eq!(got, wanted);
    }
    assert_eq!(got.len(), wanted.len());
}

/// What a stream yields: IRIs and messages.
fn shown(name: &str, bytes: impl Read + Send + 'static) -> Vec<String> {
    let show = |item| match item {
        Item::Article(article) => article.iri,
        Item::Rejected(diagnostic) | Item::Warning(diagnostic) => diagnostic.to_string(),
    };
    articles_of(bytes, name, Options::default()).map(show).collect()
}

#[test]
fn each_bad_line_is_named_with_its_reason_and_the_others_are_read() {
    let good = |id: &str| format!("{{\"id\": \"urn:{id}\", \"text\": \"{STORY}\"}}").into_bytes();
    let lines: Vec<(Vec<u8>, &str)> = vec![
        (good("a"), "urn:a"),
        (b"{\"text\": \"Talks".to_vec(), "x.jsonl:2: broken JSON: EOF while parsing a string, column 15"),
        (b"[1, 2]".to_vec(), "x.jsonl:3: not an article: invalid type: sequence, expected an object with the fields of an article"),
        (b"Talks failed".to_vec(), "x.jsonl:4: broken JSON: expected value, column 1"),
        (
            b"{\"title\": \"T\"}".to_vec(),
            "x.jsonl:5: has no text (it is looked for in the fields text, body, maintext, articleBody and content)",
        ),
        (b"{\"text\": 7}".to_vec(), "x.jsonl:6: its field `text` holds a number, not a text"),
        (b"{\"text\": \"Talks\\u0000failed\"}".to_vec(), "x.jsonl:7: is binary data, not text (UTF-16 needs its byte order mark)"),
        (b"{\"text\": \"Talks\0failed\"}".to_vec(), "x.jsonl:8: is binary data, not text (UTF-16 needs its byte order mark)"),
        (b"{\"id\": \"urn:b\", \"text\": \"Ren\xe9 left\"}".to_vec(), "urn:b"),
        (b"{\"text\": \"Talks\", \"language\": \"de\"}".to_vec(), "x.jsonl:10: is not English: its language is given as `de`"),
        (b"{\"text\": \"\\ud83d\"}".to_vec(), "x.jsonl:11: broken JSON: unexpected end of hex escape, column 17"),
        (good("c"), "urn:c"),
    ];
    let bytes = lines.iter().map(|(line, _)| line.as_slice()).collect::<Vec<_>>().join(&b"\n"[..]);
    let wanted: Vec<&str> = lines.iter().map(|(_, want)| *want).collect();
    assert_eq!(shown("x.jsonl", Cursor::new(bytes)), wanted);
    let dated = format!("{{\"id\": \"urn:d\", \"date\": 17, \"url\": \"x\", \"text\": \"{STORY}\"}}");
    let warned =
        ["x.jsonl:1: its date `17` cannot be read, so it has none", "x.jsonl:1: its URL `x` is not absolute or not valid, so it has none"];
    assert_eq!(shown("x.jsonl", Cursor::new(dated)), [warned[0], warned[1], "urn:d"]);
}

#[test]
fn a_bad_object_in_a_list_costs_only_itself() {
    let good = |id: &str| format!("{{\n\"id\": \"urn:{id}\", \"text\": \"{STORY} }}\\\"]\"\n}}");
    let json = format!("[{},\n{{\n\"text\": 5}}, {{\n\"text\": tru\n}}, 17, \"x\",\n{}\n]\n{}", good("a"), good("b"), good("c"));
    let wanted = [
        "urn:a",
        "x.json:4: its field `text` holds a number, not a text",
        "x.json:7: broken JSON: expected ident",
        "x.json:7: broken JSON: an object was expected, found `1` (--input-format names another format)",
        "urn:b",
        "urn:c",
    ];
    assert_eq!(shown("x.json", Cursor::new(json)), wanted);
}

/// So many bytes of one value.
fn flood(byte: u8, count: u64) -> impl Read + Send {
    io::repeat(byte).take(count)
}

/// Peak memory of this process, in bytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) << 10
}

#[test]
fn what_is_far_too_long_is_passed_over_without_being_kept() {
    let good = |id: &str| Cursor::new(format!("{{\"id\": \"urn:{id}\", \"text\": \"{STORY}\"}}\n"));
    let start = || good("a").chain(Cursor::new("{\"text\": \""));
    let long = |line: u32| format!("x:{line}: takes more than 16777216 bytes, so it is passed over (--max-size raises the limit)");
    let before = peak();
    let lines = start().chain(flood(b'x', 200 << 20)).chain(Cursor::new("\"}\n")).chain(good("b"));
    assert_eq!(shown("x", lines), ["urn:a", &long(2), "urn:b"]);
    let list = Cursor::new("[").chain(start()).chain(flood(b'x', 200 << 20)).chain(Cursor::new("\"},\n")).chain(good("b"));
    assert_eq!(shown("x", list.chain(Cursor::new("]"))), ["urn:a", &long(2), "urn:b"]);
    let bomb = zstd::stream::read::Encoder::new(good("a").chain(flood(b'\n', 4 << 30)), 1).expect("an encoder");
    let got = shown("x.zst", bomb);
    assert!(got.len() == 2 && got[0] == "urn:a", "{got:?}");
    assert!(got[1].ends_with(": cannot be read: it unpacks to more than 200 times its size"), "{got:?}");
    assert!(peak() - before < 160 << 20, "{} MiB", (peak() - before) >> 20);
}
