//! Any bytes in any format: no panic, every article with a text, a valid IRI and one line of title, and the text of a
//! plain one unchanged. The first byte chooses the format.
#![no_main]

use std::io::Cursor;

use chancery::read::{InputFormat, Item, Options, articles_of, is_identifier};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 6] = ["a.txt", "a.json", "a.jsonl", "a.html", "a", "a.gz"];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let choice = usize::from(*choice);
    let format = InputFormat::ALL.get(choice / NAMES.len() % 8).copied();
    let name = NAMES[choice % NAMES.len()];
    let options = Options { format, largest: 1000, ..Options::default() };
    let mut count = 0;
    for item in articles_of(Cursor::new(bytes.to_vec()), name, options) {
        count += 1;
        let Item::Article(article) = item else { continue };
        assert!(!article.text.trim().is_empty() && article.text.len() <= 1000);
        assert!(is_identifier(&article.iri), "{}", article.iri);
        assert!(article.about.headline.is_none_or(|h| !h.contains('\n')));
        if name == "a.txt" && format.is_none_or(|f| f == InputFormat::Text) && article.text.is_ascii() && bytes.is_ascii() {
            assert!(bytes.ends_with(article.text.as_bytes()));
        }
    }
    assert!(count > 0, "silence");
});
