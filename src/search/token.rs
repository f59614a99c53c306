//! A text as the index has it: its words without case and accents, as they are written and by their stems.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager,
};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Names of the two ways in the schema.
pub(super) const EXACT: &str = "exact";
pub(super) const STEMMED: &str = "stemmed";

/// Longer ones are no words, in bytes.
const LONGEST: usize = 200;

/// Makes the two ways known.
pub(super) fn register(manager: &TokenizerManager) {
    manager.register(EXACT, exact());
    manager.register(STEMMED, stemmed());
}

/// Words as they are written.
pub(super) fn exact() -> TextAnalyzer {
    let cut = TextAnalyzer::builder(Cutter::default()).filter(RemoveLongFilter::limit(LONGEST));
    cut.filter(LowerCaser).filter(AsciiFoldingFilter).build()
}

/// The stems of English words: "sanctions" and "sanctioned" are one.
pub(super) fn stemmed() -> TextAnalyzer {
    let cut = TextAnalyzer::builder(Cutter::default()).filter(RemoveLongFilter::limit(LONGEST));
    cut.filter(LowerCaser).filter(AsciiFoldingFilter).filter(Stemmer::new(Language::English)).build()
}

/// The words of a text, with their places in bytes.
pub(super) fn all(mut way: TextAnalyzer, text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    way.token_stream(text).process(&mut |token| found.push(token.clone()));
    found
}

/// Cuts a text into letters and digits in a row. Accents belong to the letter they follow, and are left out.
#[derive(Clone, Default)]
struct Cutter {
    token: Token,
}

struct Pieces<'a> {
    text: &'a str,
    /// Where the rest begins, in bytes.
    at: usize,
    token: &'a mut Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Pieces<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Pieces<'a> {
        self.token.reset();
        Pieces { text, at: 0, token: &mut self.token }
    }
}

impl TokenStream for Pieces<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(skipped) = rest.find(char::is_alphanumeric) else { return false };
        let rest = &rest[skipped..];
        let piece = &rest[..rest.find(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).unwrap_or(rest.len())];
        self.token.offset_from = self.at + skipped;
        self.token.offset_to = self.token.offset_from + piece.len();
        self.at = self.token.offset_to;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        if piece.is_ascii() {
            self.token.text.push_str(piece);
        } else {
            self.token.text.extend(piece.nfkd().filter(|c| !is_combining_mark(*c)));
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
