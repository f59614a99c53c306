//! Whether a text is English, as far as that can be told.

use whatlang::Script;

use super::draft::shortened;
use crate::diagnostic::Diagnostic;

/// Bytes that are looked at.
const SAMPLE: usize = 3000;

/// Words, or letters of a script that English does not use, from which on a text can be told.
const ENOUGH: usize = 20;

/// # Errors
/// Says which language a text is in, if that is said (`de`, `en-GB`, `English`) or plain to see and not English. Where
/// it is said, the words are not looked at.
pub(super) fn refuse_other(said: Option<&str>, text: &str) -> Result<(), Diagnostic> {
    if let Some(said) = said.map(str::trim).filter(|s| !s.is_empty()) {
        let first = said.split(['-', '_']).next().unwrap_or(said).to_ascii_lowercase();
        return match first.as_str() {
            "en" | "eng" | "english" => Ok(()),
            _ => Err(Diagnostic::new(format!("is not English: its language is given as `{}`", shortened(said)))),
        };
    }
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    if is_plainly_english(sample) {
        return Ok(());
    }
    let Some(info) = whatlang::detect(sample) else { return Ok(()) };
    let enough = match info.script() {
        Script::Latin => sample.split_whitespace().nth(ENOUGH - 1).is_some(),
        _ => sample.chars().filter(|c| c.is_alphabetic()).nth(ENOUGH - 1).is_some(),
    };
    if enough && info.is_reliable() && info.lang() != whatlang::Lang::Eng {
        let found = format!("is not English: it looks like {}", info.lang().eng_name());
        return Err(Diagnostic::new(found).hinted("a language field or line with `en` says that it is"));
    }
    Ok(())
}

/// Whether the words that English cannot do without are as frequent as only English has them: every seventh word of
/// news is one of these four. Looking for them takes a hundredth of the time that telling a language by its letters does.
fn is_plainly_english(text: &str) -> bool {
    let (mut words, mut articles, mut others) = (0, 0, 0);
    for word in text.split_ascii_whitespace() {
        words += 1;
        articles += usize::from(word.eq_ignore_ascii_case("the"));
        others += usize::from(["of", "to", "and"].iter().any(|known| word.eq_ignore_ascii_case(known)));
    }
    words >= ENOUGH && articles * 33 >= words && others * 25 >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The two foreign ministers met in Geneva on Monday and agreed to hold further talks about the \
        disputed border region before the end of the year, officials said.";
    const GERMAN: &str = "Die beiden Außenminister trafen sich am Montag in Genf und vereinbarten weitere Gespräche über die \
        umstrittene Grenzregion noch vor dem Ende dieses Jahres, wie Beamte mitteilten.";
    const RUSSIAN: &str = "Министры иностранных дел двух стран встретились в понедельник в Женеве";

    #[test]
    fn other_languages_are_told_and_short_texts_left_alone() {
        for (said, text, want) in [
            (None, ENGLISH, None),
            (None, GERMAN, Some("is not English: it looks like German (a language field or line with `en` says that it is)")),
            (None, RUSSIAN, Some("is not English: it looks like Russian (a language field or line with `en` says that it is)")),
            (None, "Merkel traf Macron in Berlin.", None),
            (Some("en-GB"), GERMAN, None),
            (Some("English"), ENGLISH, None),
            (Some(" "), ENGLISH, None),
            (Some("de"), ENGLISH, Some("is not English: its language is given as `de`")),
        ] {
            assert_eq!(refuse_other(said, text).err().map(|d| d.to_string()).as_deref(), want);
        }
    }
}
