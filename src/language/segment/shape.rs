//! Numbers that stand for words: hashes of their forms and of the pattern of their characters.

/// Where every hash begins.
const BASIS: u32 = 0x811c_9dc5;

/// Hash of a form.
#[must_use]
pub fn hash(form: &str) -> u32 {
    form.bytes().fold(BASIS, step)
}

/// Hash of a form in lower case with all digits alike.
#[must_use]
pub fn lower_hash(form: &str) -> u32 {
    let alike = |b: u8| {
        if b.is_ascii_digit() { b'0' } else { b.to_ascii_lowercase() }
    };
    form.bytes().fold(BASIS, |hash, b| step(hash, alike(b)))
}

/// Hash of the last three bytes of a form.
#[must_use]
pub fn suffix_hash(form: &str) -> u32 {
    form.bytes().rev().take(3).fold(BASIS, step)
}

/// Hash of the pattern of a form: marks stand for themselves, runs of letters or digits for
/// their kind.
#[must_use]
pub fn shape(form: &str) -> u32 {
    let (mut found, mut last, mut kinds) = (BASIS, 0, 0);
    for c in form.chars() {
        let kind = kind(c);
        if kind != last {
            found = step(found, kind);
            kinds += 1;
        }
        last = kind;
        if kinds > 6 {
            break;
        }
    }
    // One capital and several are different: "I" is no acronym.
    step(found, u8::from(form.len() > 1))
}

/// The kind of a character in a pattern.
fn kind(c: char) -> u8 {
    match c {
        _ if c.is_lowercase() => b'x',
        _ if c.is_uppercase() => b'X',
        _ if c.is_numeric() => b'0',
        _ if c.is_alphabetic() => b'a',
        '’' => b'\'',
        '“' | '«' => b'`',
        '”' | '»' => b'"',
        '–' | '—' => 1,
        '…' => 2,
        _ => u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(3),
    }
}

/// One step of the hash of Fowler, Noll and Vo.
const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}
