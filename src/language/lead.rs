//! What stands before a news sentence without being part of it: a dateline, or the time of a live-blog entry.
//!
//! Treebanks have few of them, so the network makes them roots or second subjects. They are read apart.

/// How many of a sentence's first words are a dateline ("WASHINGTON, July 5 —") or a time ("18:42 GMT –"); 0 if none.
#[must_use]
pub fn lead(words: &[&str]) -> usize {
    let after = |n: usize| words.get(n).is_some_and(|w| begins_sentence(w)).then_some(n);
    dateline(words).or_else(|| time(words)).and_then(after).unwrap_or(0)
}

/// Longest dateline, in words.
const LONGEST: usize = 14;

fn dateline(words: &[&str]) -> Option<usize> {
    let dash = words.iter().take(LONGEST).position(|w| is_dash(w))?;
    let before = &words[..dash];
    let first = before.first()?;
    let fits = |w: &&str| w.starts_with(char::is_uppercase) || is_number(w) || matches!(*w, "," | "(" | ")" | "." | "/");
    let has = |test: fn(&str) -> bool| before.iter().any(|w| test(w));
    let (number, bracket, comma) = (has(is_number), has(|w| w == "("), has(|w| w == ","));
    let capitals = first.chars().count() > 2 && first.chars().all(|c| !c.is_lowercase());
    let place = first.starts_with(char::is_uppercase) && before.iter().all(fits);
    (place && (number && comma || bracket || capitals && comma)).then_some(dash + 1)
}

fn time(words: &[&str]) -> Option<usize> {
    let (first, rest) = words.split_first()?;
    let (hours, minutes) = first.split_once([':', '.'])?;
    let digits = |w: &str, length: &[usize]| length.contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours, &[1, 2]) || !digits(minutes, &[2]) {
        return None;
    }
    let zone = usize::from(rest.first().is_some_and(|w| {
        matches!(*w, "GMT" | "UTC" | "BST" | "CET" | "CEST" | "EST" | "EDT" | "am" | "pm" | "AM" | "PM" | "a.m." | "p.m.")
    }));
    let dash = usize::from(rest.get(zone).is_some_and(|w| is_dash(w) || *w == ":"));
    // "3.50 Euros" is a price: only a colon makes a time by itself.
    (first.contains(':') || zone + dash > 0).then_some(1 + zone + dash)
}

fn is_dash(word: &str) -> bool {
    matches!(word, "—" | "–" | "--" | "-")
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn begins_sentence(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘' | '\''))
}

#[cfg(test)]
mod tests {
    use super::lead;

    #[test]
    fn leads() {
        for (text, words) in [
            ("WASHINGTON , July 5 — The White House said", 5),
            ("ASMARA , 9 July 2018 — Ethiopian Prime Minister", 6),
            ("KYIV ( Reuters ) - “ We", 5),
            ("ADDIS ABABA , 19 May -- Ethiopian troops", 6),
            ("Taipei , 3 March – The fair opened", 5),
            ("18:42 Riot police have cleared the square", 1),
            ("14:05 GMT – Talks resumed", 3),
            ("9.30 am : Ministers arrive", 3),
            ("NATO – EU talks failed", 0),
            ("Al - Zaman reported", 0),
            ("Obama — the president — left", 0),
            ("Berlin , Paris — all agreed", 0),
            ("In Geneva , on 5 May — a Sunday — They", 0),
            ("18:42 was the time", 0),
            ("3.50 Euros is the price", 0),
            ("1:30 PM Ministers arrive", 2),
            ("", 0),
            ("—", 0),
        ] {
            assert_eq!(lead(&text.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>()), words, "{text}");
        }
    }
}
