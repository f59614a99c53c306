//! Any bytes: no panic, spans in order and inside the text, the text given back whole, one tree a sentence.
#![no_main]

use std::sync::LazyLock;

use chancery::language::{Effort, Language};
use libfuzzer_sys::fuzz_target;

static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language::english().expect("the embedded models"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let parsed = ENGLISH.parse(&text, Effort::default());
    let (mut at, mut rebuilt) = (0, String::new());
    for sentence in &parsed.sentences {
        for token in &sentence.tokens {
            let gap = &text[at..token.span.begin];
            assert!(gap.chars().all(char::is_whitespace), "lost {gap:?}");
            assert!(token.span.begin < token.span.end);
            rebuilt.push_str(gap);
            rebuilt.push_str(token.span.of(&text));
            at = token.span.end;
        }
        let tree = sentence.tree.as_ref().expect("a tree");
        assert_eq!(tree.iter().filter(|a| a.head.is_none()).count(), 1);
        assert!(tree.iter().all(|a| a.head.is_none_or(|h| h < tree.len())));
        assert!(sentence.names.iter().all(|n| n.words.end <= sentence.tokens.len()));
    }
    rebuilt.push_str(&text[at..]);
    assert_eq!(rebuilt, text);
});
