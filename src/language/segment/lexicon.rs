//! Sorted word lists of English spelling that cutting words and sentences rests on.

/// Whether a sorted list holds a word.
#[must_use]
pub fn holds(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Abbreviations that keep their full stop wherever they stand, in lower case.
pub const ABBREVIATIONS: &[&str] = &[
    "adm", "al", "approx", "apr", "assn", "asst", "attn", "atty", "aug", "ave", "bldg", "blvd", "brig", "bros", "capt", "cf", "cmdr", "co",
    "col", "comdr", "corp", "cpl", "dec", "dept", "dist", "dr", "drs", "eg", "esp", "esq", "etc", "feb", "fr", "ft", "gen", "gov", "hon",
    "hwy", "ie", "inc", "insp", "jr", "lieut", "lt", "ltd", "maj", "messrs", "mgr", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt", "mts",
    "nov", "oct", "ofc", "penn", "ph", "plc", "pres", "prof", "pte", "pvt", "rep", "reps", "rev", "sec", "sen", "sens", "sept", "sgt",
    "sq", "sr", "st", "ste", "sts", "supt", "univ", "viz", "vs",
];

/// Abbreviations only when written with a capital, because the same letters are a common word.
pub const CAPITALISED_ABBREVIATIONS: &[&str] = &[
    "Ala", "Ariz", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Mich", "Minn", "Miss", "Mont",
    "Neb", "Nev", "Okla", "Ore", "Pa", "Que", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo",
];

/// Abbreviations only when a number follows, because they are common words otherwise.
pub const NUMBER_ABBREVIATIONS: &[&str] = &[
    "art", "b", "c", "ca", "ch", "d", "div", "eq", "ext", "fig", "figs", "fri", "jan", "jul", "jun", "m", "mar", "mon", "no", "nos", "p",
    "para", "pp", "sat", "sun", "thu", "thur", "thurs", "tue", "tues", "v", "ver", "vol", "vols", "wed",
];

/// Days whose short forms are common words, so that they keep their stop only before a date.
pub const DAYS: &[&str] = &["fri", "mon", "sat", "sun", "thu", "thur", "thurs", "tue", "tues", "wed"];

/// Months, short and long.
pub const MONTHS: &[&str] = &[
    "Apr",
    "April",
    "Aug",
    "August",
    "Dec",
    "December",
    "Feb",
    "February",
    "Jan",
    "January",
    "July",
    "June",
    "Mar",
    "March",
    "May",
    "Nov",
    "November",
    "Oct",
    "October",
    "Sep",
    "Sept",
    "September",
];

/// Titles that come before a name, so that no sentence ends after them.
pub const TITLES: &[&str] = &[
    "adm", "brig", "capt", "cmdr", "col", "cpl", "dr", "drs", "fr", "ft", "gen", "gov", "hon", "insp", "lieut", "lt", "maj", "messrs",
    "mgr", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mt", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "st", "ste",
    "supt", "vs",
];

/// Words that open a sentence far more often than they are part of a name.
pub const OPENERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "Another",
    "Are",
    "As",
    "At",
    "Before",
    "Both",
    "But",
    "By",
    "Can",
    "Did",
    "Do",
    "Does",
    "During",
    "Each",
    "Even",
    "For",
    "From",
    "Had",
    "Has",
    "Have",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Is",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "My",
    "No",
    "Not",
    "Now",
    "Of",
    "On",
    "One",
    "Only",
    "Or",
    "Others",
    "Our",
    "Please",
    "She",
    "Since",
    "So",
    "Some",
    "Such",
    "Thank",
    "Thanks",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Under",
    "Until",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Would",
    "You",
    "Your",
];

/// Words that head the credit line of a picture, before a colon.
pub const CREDITS: &[&str] =
    &["Caption", "Credit", "Credits", "Image", "Images", "Photo", "Photograph", "Photos", "Picture", "Pictures", "Source", "Video"];

/// Beginnings that stay in one word with what follows their hyphen.
pub const PREFIXES: &[&str] = &[
    "anti", "bi", "bio", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "inter", "intra", "macro", "mega", "micro", "mid",
    "mini", "multi", "neo", "non", "over", "para", "poly", "post", "pre", "pro", "proto", "pseudo", "psycho", "re", "semi", "socio", "sub",
    "trans", "tri", "ultra", "un", "wi",
];

/// Endings that stay in one word with what precedes their hyphen.
pub const SUFFIXES: &[&str] = &["esque", "fest", "ish", "less", "ness", "o", "wise"];

/// Words written together that count as two, each with the length of its first part.
pub const FUSED: &[(&str, usize)] = &[
    ("aint", 2),
    ("alot", 1),
    ("arent", 3),
    ("cannot", 3),
    ("cant", 2),
    ("couldnt", 5),
    ("didnt", 3),
    ("doesnt", 4),
    ("dont", 2),
    ("gimme", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("hadnt", 3),
    ("hasnt", 3),
    ("havent", 4),
    ("im", 1),
    ("isnt", 2),
    ("ive", 1),
    ("lemme", 3),
    ("outta", 3),
    ("shouldnt", 6),
    ("thats", 4),
    ("theyre", 4),
    ("theyve", 4),
    ("wanna", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("wont", 2),
    ("wouldnt", 5),
    ("youll", 3),
    ("youre", 3),
    ("youve", 3),
];

/// Words after which "its" stands for "it's", since no possessive comes before them.
pub const AFTER_IT_IS: &[&str] = &[
    "a", "about", "all", "always", "an", "been", "but", "getting", "going", "gonna", "gotten", "hard", "in", "just", "like", "more", "not",
    "ok", "on", "only", "pretty", "probably", "really", "so", "still", "that", "the", "too", "very", "worth",
];

/// What an apostrophe cuts off the end of a word, in lower case and without the apostrophe.
pub const CLITICS: &[&str] = &["d", "ll", "m", "re", "s", "ve"];

/// Shortened words whose first sound an apostrophe replaces.
pub const ELISIONS: &[&str] = &["bout", "cause", "cuz", "em", "n", "round", "til", "tis", "twas"];

/// Units that are words of their own when they touch a number.
pub const UNITS: &[&str] = &[
    "AM", "Bn", "GB", "GHz", "Hz", "K", "KB", "M", "MB", "MHz", "MM", "MW", "PM", "TB", "am", "b", "bn", "cm", "cwt", "ft", "ha", "hh",
    "hp", "hr", "hrs", "k", "kW", "kWh", "kb", "kg", "km", "kmh", "kph", "kts", "lb", "lbs", "m", "mb", "mg", "min", "mins", "ml", "mm",
    "mn", "mph", "nm", "oz", "p", "pm", "ppm", "sq", "t", "tn", "trn", "yd", "yrs",
];

/// Last parts of Internet names that are not English words after a missing space.
pub const DOMAINS: &[&str] = &[
    "ai", "au", "biz", "ca", "ch", "cn", "co", "com", "cz", "de", "doc", "edu", "eu", "fm", "fr", "gov", "htm", "html", "hu", "ie", "il",
    "info", "int", "io", "jp", "jpg", "ly", "me", "mil", "mobi", "net", "news", "nl", "nz", "org", "pdf", "pl", "ru", "se", "tv", "ua",
    "uk", "us", "xls", "za",
];

/// Short words with a slash that are one word.
pub const SLASHED: &[&str] = &["b/c", "l/c", "s/he", "w/o"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        let lists = [
            ABBREVIATIONS,
            CAPITALISED_ABBREVIATIONS,
            NUMBER_ABBREVIATIONS,
            TITLES,
            OPENERS,
            CREDITS,
            PREFIXES,
            SUFFIXES,
            CLITICS,
            ELISIONS,
            UNITS,
            DOMAINS,
            SLASHED,
            AFTER_IT_IS,
            DAYS,
            MONTHS,
        ];
        for list in lists {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
        }
        assert!(FUSED.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
