//! Items of Wikidata, as lists write them.

/// Items: followed by the Q-id.
pub(super) const WIKIDATA: &str = "http://www.wikidata.org/entity/";

const FORMS: [&str; 7] = [
    WIKIDATA,
    "https://www.wikidata.org/entity/",
    "http://www.wikidata.org/wiki/",
    "https://www.wikidata.org/wiki/",
    "http://wikidata.org/entity/",
    "https://wikidata.org/entity/",
    "wd:",
];

/// The Q-id (`Q114`) of a text that is one, or the IRI of one.
pub(super) fn qid(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    let id = FORMS.iter().find_map(|form| text.strip_prefix(form)).unwrap_or(text);
    let digits = id.strip_prefix(['Q', 'q'])?;
    let fits = (1..=18).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    fits.then(|| format!("Q{digits}"))
}

/// Whether a value says that there is one which is not known: a blank node, by whatever name.
pub(super) fn is_unknown(text: &str) -> bool {
    text.starts_with("_:") || text.contains("/.well-known/genid/")
}

/// Whether a value names a thing and is no word of English.
pub(super) fn is_iri(text: &str) -> bool {
    qid(text).is_some() || text.starts_with("http://") || text.starts_with("https://") || is_unknown(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_known_in_all_their_forms() {
        for text in ["Q114", "q114", "http://www.wikidata.org/entity/Q114", " <https://www.wikidata.org/wiki/Q114>", "wd:Q114"] {
            assert_eq!(qid(text).as_deref(), Some("Q114"), "{text}");
        }
        for text in ["", "Q", "Q0", "Q01", "Q1x", "P31", "Quebec", "http://example.org/Q114", "Q1234567890123456789"] {
            assert_eq!(qid(text), None, "{text}");
        }
    }
}
