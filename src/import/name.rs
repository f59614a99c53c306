//! Names as lists have them: tidied, parted, and told from what is none.

/// Letters of the longest name.
const LONGEST: usize = 200;

/// What stands behind a comma and belongs to the name before it.
const BEHIND: [&str; 18] =
    ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "Inc", "Inc.", "Ltd", "Ltd.", "LLC", "LLP", "PLC", "plc", "S.A.", "M.D.", "Esq."];

/// A text in one line, with single spaces, without characters that cannot be seen.
pub(super) fn tidy(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let seen: String = text.chars().filter(|c| !hidden(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why a tidy text is no name to look for, as a part of a sentence about it.
pub(super) fn fault(name: &str) -> Option<&'static str> {
    match name {
        _ if !name.chars().any(char::is_alphabetic) => Some("has no letters"),
        _ if name.chars().filter(|c| c.is_alphanumeric()).count() < 2 => Some("has one letter"),
        _ if name.chars().count() > LONGEST => Some("is longer than 200 characters"),
        _ => None,
    }
}

/// The names of a field, tidied. They are parted by `|`, or where there is none and `commas` holds, by a comma and a space.
pub(super) fn parted(field: &str, commas: bool) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let by_comma = commas && !field.contains('|');
    for part in if by_comma { field.split(", ") } else { field.split("|") } {
        let part = tidy(part);
        match names.last_mut() {
            Some(before) if by_comma && BEHIND.contains(&part.as_str()) => *before += &format!(", {part}"),
            _ if part.is_empty() => {}
            _ => names.push(part),
        }
    }
    names
}

/// A name for a message, cut where it is long.
pub(super) fn shown(name: &str) -> String {
    if name.chars().count() <= 60 { name.to_owned() } else { name.chars().take(59).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_parted_into_tidy_names() {
        assert_eq!(parted("M. L. King, Jr., Doctor  King,  MLK", true), ["M. L. King, Jr.", "Doctor King", "MLK"]);
        assert_eq!(parted("Kennedy, John F.|JFK| ", true), ["Kennedy, John F.", "JFK"]);
        assert_eq!(parted("Trinidad, the one", false), ["Trinidad, the one"]);
        assert_eq!(tidy(" a\u{200f}b\n c\u{0} "), "ab c");
        assert!(parted("", true).is_empty());
    }

    #[test]
    fn what_is_no_name_is_told() {
        for (name, wrong) in [("X", true), ("X.", true), ("1984", true), ("9/11", true), ("UN", false), ("M23", false), ("Ōe", false)] {
            assert_eq!(fault(name).is_some(), wrong, "{name}");
        }
        assert!(fault(&"x".repeat(200)).is_none() && fault(&"é".repeat(201)).is_some());
        assert_eq!(shown(&"é".repeat(99)).chars().count(), 60);
    }
}
