//! Column files of words with name tags, the format of name corpora (CoNLL 2003, Universal NER, CrossNER, WikiGold).

use super::labels::NameType;
use super::names::Name;

/// A sentence's words and the names that stand in no other name.
pub type NamedSentence = (Vec<String>, Vec<Name>);

/// Documents of sentences. Where the file marks no documents (`# newdoc`), every sentence is one.
///
/// The word is the first column, or the second where the first is a number; the tag is the next (`B-PER`, `I-politician`,
/// `O`; IOB1 and IOB2). Types of other schemes are mapped to ours; what is no person, organisation or place is left out.
#[must_use]
pub fn read(file: &str) -> Vec<Vec<NamedSentence>> {
    let marked = file.lines().any(|l| l.starts_with("# newdoc"));
    let (mut documents, mut words, mut tags) = (vec![Vec::new()], Vec::new(), Vec::new());
    for line in file.lines().chain([""]) {
        let row = columns(line);
        if row.is_none() && !words.is_empty() {
            let sentence = (std::mem::take(&mut words), names(&std::mem::take(&mut tags)));
            match documents.last_mut() {
                Some(document) if marked => document.push(sentence),
                _ => documents.push(vec![sentence]),
            }
        }
        if line.starts_with("# newdoc") {
            documents.push(Vec::new());
        }
        if let Some((word, tag)) = row {
            words.push(word.to_owned());
            tags.push(tag);
        }
    }
    documents.retain(|d| !d.is_empty());
    documents
}

fn columns(line: &str) -> Option<(&str, &str)> {
    let columns: Vec<&str> = line.split(['\t', ' ']).filter(|c| !c.is_empty()).collect();
    match columns[..] {
        ["-DOCSTART-", ..] | [] | [_] => None,
        ["#", tag] if tag == "O" || tag.contains('-') => Some(("#", tag)),
        ["#", ..] if line.starts_with("# ") => None,
        [number, word, tag, _, ..] if number.bytes().all(|b| b.is_ascii_digit()) => Some((word, tag)),
        [word, tag, ..] => Some((word, tag)),
    }
}

fn names(tags: &[&str]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut before = "";
    for (i, tag) in tags.iter().enumerate() {
        let (mark, label) = tag.split_once('-').unwrap_or(("O", ""));
        if let Some(kind) = kind_of(label) {
            match names.last_mut() {
                Some(last) if mark == "I" && before == label && last.words.end == i => last.words.end = i + 1,
                _ => names.push(Name { words: i..i + 1, kind, inner: false }),
            }
        }
        before = label;
    }
    names
}

fn kind_of(label: &str) -> Option<NameType> {
    match label {
        "PER" | "person" | "politician" => Some(NameType::Person),
        "ORG" | "organisation" | "organization" | "politicalparty" => Some(NameType::Organization),
        "LOC" | "place" | "country" | "location" => Some(NameType::Place),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(file: &str) -> Vec<String> {
        let sentence = |(words, names): &NamedSentence| {
            names.iter().map(|n| format!("{}={}", words[n.words.clone()].join(" "), n.kind)).collect::<Vec<_>>().join(", ")
        };
        read(file).iter().map(|d| d.iter().map(sentence).collect::<Vec<_>>().join(" | ")).collect()
    }

    #[test]
    fn schemes_of_the_corpora() {
        assert_eq!(
            shown("Xi\tB-politician\nJinping\tI-politician\nin\tO\nIndia\tB-country\n\nUN\tB-organisation\n"),
            ["Xi Jinping=PER, India=LOC", "UN=ORG"]
        );
        assert_eq!(shown("010 I-MISC\nUN I-ORG\nParis I-LOC\nLyon I-LOC\n\n"), ["UN=ORG, Paris Lyon=LOC"]);
        assert_eq!(
            shown("# newdoc id = a\n# sent_id = 1\n1\tIran\tB-LOC\t-\tx\n\n1\tA\tO\t-\tx\n\n# newdoc\n1\tB\tO\t-\tx\n"),
            ["Iran=LOC | ", ""]
        );
        assert_eq!(shown("#\tO\nUN\tB-ORG\n# 4 I-LOC O\n"), ["UN=ORG"]);
        assert_eq!(shown("The I-ORG\nBand I-ORG\nThe B-ORG\nOther I-ORG\n"), ["The Band=ORG, The Other=ORG"]);
    }
}
