//! Writes made-up news as JSON lines: events of a made-up decade, each told by one to four articles in their own words, some of them copies,
//! with spellings, dates and participants told more or less fully. `benches/README.md` tells what for.
//!
//! ```text
//! cargo bench --bench news -- HOW_MANY [FIRST] > news.jsonl
//! ```
//! Articles have numbers; the same numbers give the same articles, so that a second part can be written by itself.
#![expect(clippy::print_stdout, reason = "what it writes is its result")]

use std::io::{self, BufWriter, Write as _};

const FIRST: &[&str] = &[
    "Abel", "Adil", "Amara", "Anton", "Bakar", "Boris", "Carlos", "Chidi", "Dana", "Darko", "Elena", "Emil", "Farid", "Fatou", "Goran",
    "Habib", "Ines", "Ivan", "Jamal", "Jonas", "Kamil", "Khalid", "Lara", "Leon", "Mara", "Mikhail", "Nadia", "Nuri", "Oleg", "Omar",
    "Pavel", "Petra", "Rashid", "Rosa", "Samir", "Sergei", "Tamar", "Tariq", "Vera", "Viktor", "Yusuf", "Zainab",
];
const SYLLABLES: &[&str] = &["ba", "ka", "do", "mi", "ra", "te", "lu", "vo", "sha", "ni", "go", "za", "re", "to", "ma", "li"];
const ENDINGS: &[&str] = &["din", "rov", "sen", "kura", "mba", "tash", "ville", "nov", "ri", "zade", "dou", "wen"];
const STATES: &[&str] = &[
    "Algeria",
    "Angola",
    "Armenia",
    "Azerbaijan",
    "Bolivia",
    "Botswana",
    "Chile",
    "Colombia",
    "Cuba",
    "Egypt",
    "Eritrea",
    "Ethiopia",
    "Gabon",
    "Ghana",
    "Guyana",
    "Iraq",
    "Jordan",
    "Kenya",
    "Laos",
    "Lebanon",
    "Libya",
    "Malawi",
    "Mali",
    "Mongolia",
    "Morocco",
    "Nepal",
    "Niger",
    "Nigeria",
    "Oman",
    "Panama",
    "Peru",
    "Qatar",
    "Rwanda",
    "Senegal",
    "Serbia",
    "Somalia",
    "Sudan",
    "Syria",
    "Tunisia",
    "Turkey",
    "Uganda",
    "Ukraine",
    "Uruguay",
    "Venezuela",
    "Vietnam",
    "Yemen",
    "Zambia",
    "Zimbabwe",
];
const CITIES: &[&str] = &["Geneva", "Vienna", "Nairobi", "Doha", "Cairo", "Istanbul", "Muscat", "Lima", "Oslo", "Tunis", "Amman", "Accra"];
const PAPERS: &[&str] =
    &["Daily Courier", "Morning Post", "Evening Star", "Continental Press", "Gulf Herald", "Southern Times", "Wire One", "Wire Two"];
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A sequence of numbers that is the same every time (`SplitMix64`, S. Vigna).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % most as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// The name of a made-up person or town.
fn name(number: usize) -> String {
    let mut chance = Chance(number as u64 * 7 + 1);
    let mut word: String = (0..1 + chance.below(2)).map(|_| chance.of(SYLLABLES)).collect();
    word += chance.of(ENDINGS);
    word[..1].to_uppercase() + &word[1..]
}

struct Event {
    year: usize,
    month: usize,
    day: usize,
    text: [String; 4],
}

/// The event of that number, in four wordings.
fn event(number: usize) -> Event {
    let mut chance = Chance(number as u64 ^ 0x5eed);
    let (year, month, day) = (2012 + chance.below(10), chance.below(12), 1 + chance.below(27));
    let date = format!("{day} {} {year}", MONTHS[month]);
    let person = |chance: &mut Chance| {
        let n = chance.below(8_000);
        (format!("{} {}", FIRST[n % FIRST.len()], name(n)), STATES[n % STATES.len()])
    };
    let ((a, from), (b, to)) = (person(&mut chance), person(&mut chance));
    let (city, town) = (chance.of(CITIES), name(100_000 + chance.below(3_000)));
    let (one, other) = (chance.of(STATES), chance.of(STATES));
    let text = match chance.below(4) {
        0 | 1 => [
            format!("Foreign Minister {a} of {from} met Foreign Minister {b} of {to} in {city} on {date}."),
            format!("{a} and {b} held talks in {city} on {date}, officials said."),
            format!("{from}'s foreign minister, {a}, met {b} of {to} in {} {year}.", MONTHS[month]),
            format!("{b} received {a} in {city} on {date}, according to the Foreign Ministry of {to}."),
        ],
        2 => [
            format!("Rebels captured the town of {town} in {one} on {date}."),
            format!("The army of {one} lost the town of {town} on {date}, the governor said."),
            format!("The rebels seized {town} on {date}."),
            format!("The army of {one} controls the town of {town}, the Defence Ministry of {one} said."),
        ],
        _ => [
            format!("{one} imposed sanctions on {other} on {date}."),
            format!("{one} imposed an arms embargo on {other} in {} {year}.", MONTHS[month]),
            format!("On {date}, {one} lifted its sanctions against {other}."),
            format!("{one} extended its sanctions against {other} on {date}."),
        ],
    };
    Event { year, month, day, text }
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--")).map(|a| a.parse::<usize>());
    let (Some(Ok(many)), first) = (arguments.next(), arguments.next()) else {
        println!("usage: cargo bench --bench news -- HOW_MANY [FIRST]");
        return Ok(());
    };
    let first = first.and_then(Result::ok).unwrap_or(0);
    let mut out = BufWriter::new(io::stdout().lock());
    for number in first..first + many {
        let mut chance = Chance(number as u64 ^ 0xa11);
        // Two articles an event, on average; every tenth article is a copy of the one before it.
        let (main, copy) = (event(number / 2), number % 10 == 9);
        let (side, wording) = (event((number / 2 + 1) % (number / 2 + 2)), if copy { 0 } else { chance.below(4) });
        let day = (main.day + chance.below(2)).min(28);
        let rest =
            "Observers had not expected much of the day. The weather was fair, the streets were calm, and the markets opened as usual.";
        let text = format!("{} {rest} {}", main.text[wording], side.text[(wording + number / 2) % 4]);
        let date = format!("{:04}-{:02}-{day:02}", main.year, main.month + 1);
        let line = serde_json::json!({ "id": format!("http://example.org/news/{number}"), "date": date, "publisher": chance.of(PAPERS), "text": text });
        writeln!(out, "{line}")?;
    }
    out.flush()
}
