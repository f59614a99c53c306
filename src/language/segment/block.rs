//! The words of one paragraph as the rules and the model of sentence ends see them.

use super::chars::{is_closer, is_opener, is_terminal};
use super::lexicon::{CREDITS, OPENERS, TITLES, holds};
use super::shape::{hash, lower_hash, shape, suffix_hash};
use super::style::Style;
use crate::text::Span;

/// What a word is; a word can be several of these.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    /// White space comes before it.
    Spaced = 1,
    /// A mark, not a word.
    Mark = 1 << 1,
    /// An opening bracket or quotation mark.
    Opens = 1 << 2,
    /// A closing bracket or quotation mark.
    Closes = 1 << 3,
    /// It ends in a full stop, question or exclamation mark, or ellipsis.
    Ends = 1 << 4,
    /// A single full stop, question mark or exclamation mark.
    Stop = 1 << 5,
    /// An abbreviation after which a name follows.
    Title = 1 << 6,
    /// Neither a single letter nor a number that may count the entries of a list.
    Solid = 1 << 20,
    /// A number.
    Number = 1 << 21,
    /// A full stop.
    Full = 1 << 19,
    /// It begins with a capital.
    Capital = 1 << 7,
    /// At least two small letters and nothing else.
    Plain = 1 << 8,
    /// At least two letters and nothing else.
    Letters = 1 << 9,
    /// One of the words that open sentences.
    Opener = 1 << 10,
    /// It heads a credit line when a colon follows.
    Credit = 1 << 11,
    /// A colon.
    Colon = 1 << 12,
    /// A comma.
    Comma = 1 << 13,
    /// An abbreviation with its full stop.
    Short = 1 << 14,
    /// "#topic" or "@name".
    Tag = 1 << 15,
    /// It has a capital here but stands in small letters elsewhere in the text.
    Common = 1 << 16,
    /// A paragraph of the text begins with it.
    First = 1 << 17,
    /// A paragraph of the text ends with it.
    Last = 1 << 18,
}

/// One word.
#[derive(Clone, Copy, Default)]
pub struct Word {
    kinds: u32,
    /// Hash of the form in lower case, digits made alike.
    pub lower: u32,
    /// Hash of the form.
    pub form: u32,
    /// Hash of the last letters.
    pub suffix: u32,
    /// Pattern of capitals, digits and marks.
    pub shape: u32,
    /// Words since the last end mark.
    pub since: u8,
    /// Words up to the next end mark.
    pub until: u8,
    /// Words with a capital in a row up to this one.
    pub row: u8,
    /// Words with a capital in a row from this one.
    pub ahead: u8,
    /// Open brackets and quotation marks after it.
    pub open: u8,
    /// Where the last of them was opened.
    pub opened: usize,
}

impl Word {
    /// Whether the word is of a kind.
    #[must_use]
    pub const fn is(self, kind: Kind) -> bool {
        self.kinds & kind as u32 != 0
    }

    const fn set(&mut self, kind: Kind, holds: bool) {
        if holds {
            self.kinds |= kind as u32;
        }
    }

    fn new(form: &str, style: &Style) -> Self {
        let mut word = Self::default();
        word.look_like(form);
        word.look_at_marks(form);
        word.look_at_letters(form);
        word.set(Kind::Common, word.is(Kind::Capital) && style.has_small(word.lower));
        word.set(Kind::First, style.begins(word.form));
        word.set(Kind::Last, style.ends(word.form));
        word
    }

    fn look_like(&mut self, form: &str) {
        self.lower = lower_hash(form);
        self.form = hash(form);
        self.suffix = suffix_hash(form);
        self.shape = shape(form);
    }

    fn look_at_marks(&mut self, form: &str) {
        let mark = !form.contains(char::is_alphanumeric);
        self.set(Kind::Mark, mark);
        self.set(Kind::Opens, mark && form.starts_with(is_opener) && !form.starts_with(is_closer) || form == "``");
        self.set(Kind::Closes, mark && form.starts_with(is_closer));
        self.set(Kind::Ends, form.ends_with(is_terminal));
        self.set(Kind::Stop, matches!(form, "." | "?" | "!"));
        self.set(Kind::Full, form == ".");
        self.set(Kind::Colon, form == ":");
        self.set(Kind::Comma, form == ",");
        self.set(Kind::Tag, !mark && form.starts_with(['#', '@']));
    }

    fn look_at_letters(&mut self, form: &str) {
        let capital = form.starts_with(char::is_uppercase);
        let long = form.len() > 1;
        self.set(Kind::Capital, capital);
        self.set(Kind::Plain, long && form.chars().all(char::is_lowercase));
        self.set(Kind::Letters, long && form.chars().all(char::is_alphabetic));
        let number = form.ends_with(|c: char| c.is_ascii_digit());
        let closes = self.is(Kind::Closes) || form == "%";
        self.set(Kind::Number, number);
        self.set(Kind::Solid, self.is(Kind::Letters) || number && form.len() > 2 || closes);
        self.set(Kind::Opener, capital && holds(OPENERS, form));
        self.set(Kind::Credit, capital && holds(CREDITS, form));
        if let Some(stem) = form.strip_suffix('.').filter(|stem| stem.contains(char::is_alphanumeric)) {
            let joining = matches!(form, "e.g." | "i.e." | "cf." | "viz." | "c." | "ca." | "P.S." | "PS.");
            let title = capital && form.len() <= 7 && holds(TITLES, &stem.to_lowercase());
            self.set(Kind::Short, !joining);
            self.set(Kind::Title, title || matches!(form, "v." | "vs."));
        }
    }
}

/// The words of a paragraph, with what the paragraph tells about itself.
pub struct Block {
    words: Vec<Word>,
    /// How the paragraph begins and ends and how carelessly the text is written, as bits.
    pub traits: u32,
    /// Hash of the first word.
    pub first: u32,
    /// Whether the text leaves out few capitals and full stops.
    pub careful: bool,
}

impl Block {
    /// Looks at the words of a paragraph.
    #[must_use]
    pub fn new(text: &str, tokens: &[Span], style: &Style) -> Self {
        let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
        let mut left = Left::default();
        for (at, token) in tokens.iter().enumerate() {
            let mut word = Word::new(token.of(text), style);
            word.set(Kind::Spaced, at > 0 && left.end < token.begin);
            let loose = tokens.get(at + 1).is_none_or(|next| token.end < next.begin);
            left.pass(&mut word, at, token.of(text), loose);
            left.end = token.end;
            words.push(word);
        }
        look_back(&mut words);
        let first = words.first().copied().unwrap_or_default();
        let last = words.iter().rev().find(|word| !word.is(Kind::Closes)).copied().unwrap_or_default();
        let ends = words.iter().filter(|word| word.is(Kind::Ends)).take(2).count();
        let traits = u32::from(last.is(Kind::Ends))
            | u32::from(first.is(Kind::Capital)) << 1
            | style.sloppiness() << 2
            | u32::try_from(ends).unwrap_or(0) << 4;
        Self { words, traits, first: first.form, careful: !style.is_sloppy() }
    }

    /// The word at a place; a blank one outside of the paragraph.
    #[must_use]
    pub fn word(&self, at: usize) -> Word {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// Number of words.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.words.len()
    }
}

/// What is known from the words to the left.
#[derive(Default)]
struct Left {
    depth: u8,
    straight: bool,
    open: u8,
    opened: usize,
    since: u8,
    row: u8,
    end: usize,
}

impl Left {
    /// Passes over a word and writes into it what the words up to it tell.
    fn pass(&mut self, word: &mut Word, at: usize, form: &str, loose: bool) {
        match form {
            "(" | "[" | "“" => self.depth = (self.depth + 1).min(6),
            ")" | "]" | "”" => self.depth = self.depth.saturating_sub(1),
            "\"" => self.pass_straight(word, at == 0 || word.is(Kind::Spaced), loose),
            _ => {}
        }
        let open = self.depth * 2 + u8::from(self.straight);
        if open > self.open {
            self.opened = at;
        }
        self.open = open;
        self.since = if word.is(Kind::Ends) { 0 } else { self.since.saturating_add(1) };
        self.row = if word.is(Kind::Capital) { (self.row + 1).min(6) } else { 0 };
        (word.open, word.opened, word.since, word.row) = (open, self.opened, self.since, self.row);
    }

    /// Decides whether a straight quotation mark opens or closes, by the white space around it.
    fn pass_straight(&mut self, word: &mut Word, before: bool, after: bool) {
        self.straight = if before == after { !self.straight } else { before };
        word.kinds &= !(Kind::Opens as u32 | Kind::Closes as u32);
        word.set(if self.straight { Kind::Opens } else { Kind::Closes }, true);
        // The model sees straight quotation marks as the curly ones they stand for.
        word.look_like(if self.straight { "“" } else { "”" });
    }
}

/// Writes into every word what the words after it tell.
fn look_back(words: &mut [Word]) {
    let (mut until, mut ahead) = (0_u8, 0_u8);
    for word in words.iter_mut().rev() {
        until = if word.is(Kind::Ends) { 0 } else { until.saturating_add(1) };
        ahead = if word.is(Kind::Capital) { (ahead + 1).min(6) } else { 0 };
        (word.until, word.ahead) = (until, ahead);
    }
}
