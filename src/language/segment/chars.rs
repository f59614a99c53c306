//! Kinds of characters that cutting a text cares about.

/// Characters without a shape of their own: they stay with the character before or after them.
#[must_use]
pub const fn is_glue(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61c}' | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{94d}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0000}'..='\u{e01ef}')
}

/// Letters, digits and what sticks to them.
#[must_use]
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || c == '_'
    } else {
        c.is_alphanumeric() && !matches!(c, '¼'..='¾' | '²' | '³' | '¹' | 'º' | 'ª') || is_glue(c)
    }
}

/// Straight, curly and typed-as-accent apostrophes.
#[must_use]
pub const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '\u{2bc}')
}

/// Marks that end a sentence.
#[must_use]
pub const fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…')
}

/// Brackets and quotation marks that close.
#[must_use]
pub const fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '"' | '\'' | '”' | '’' | '»' | '›')
}

/// Brackets and quotation marks that open.
#[must_use]
pub const fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '"' | '\'' | '“' | '‘' | '«' | '‹' | '`')
}

/// Hyphens that join the parts of a compound.
#[must_use]
pub const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Length in bytes of the longest beginning whose characters all pass the test.
pub fn prefix_len(text: &str, passes: impl Fn(char) -> bool) -> usize {
    text.char_indices().find(|&(_, c)| !passes(c)).map_or(text.len(), |(at, _)| at)
}
