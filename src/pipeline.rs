//! The one place that knows the order of the stages: an article in, its findings out.

use crate::article::Article;
use crate::diagnostic::Diagnostic;
use crate::finding::Findings;
use crate::language::{Effort, Language};

/// Everything that reading needs, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Analyst {
    language: Language,
}

impl Analyst {
    /// With what ships in the program.
    ///
    /// # Errors
    /// Says which part of the embedded data is damaged.
    pub fn new() -> Result<Self, Diagnostic> {
        Ok(Self { language: Language::english()? })
    }

    /// Reads an article: a pure function of the article and of what was loaded.
    #[must_use]
    pub fn analyse(&self, article: Article) -> Findings {
        let parsed = self.language.parse(&article.text, Effort::default());
        let sentences = parsed.sentences.iter().map(crate::language::Sentence::span).collect();
        Findings { article, sentences, entities: Vec::new(), mentions: Vec::new(), facts: Vec::new(), silences: Vec::new() }
    }
}
