//! Features as numbers of rows: whatever can be said in words finds its row by a hash, so that no list of features is kept.

/// The row of a feature among `rows`, at least two; row 0 stands for none.
///
/// FNV-1a, 32 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>), of the parts with a bar after each.
#[must_use]
pub fn row(parts: &[&str], rows: usize) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut eat = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    for part in parts {
        part.bytes().for_each(&mut eat);
        eat(b'|');
    }
    let free = u32::try_from(rows.saturating_sub(1)).unwrap_or(u32::MAX).max(1);
    hash % free + 1
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn rows_are_those_of_fnv_and_never_the_one_for_none() {
        // By hand: each byte is mixed in and multiplied, and a bar follows each part.
        let hash = ((0x811c_9dc5_u32 ^ 0x61).wrapping_mul(0x0100_0193) ^ 0x7c).wrapping_mul(0x0100_0193);
        assert_eq!(row(&["a"], 4096), hash % 4095 + 1);
        assert_ne!(row(&["ab", "c"], 4096), row(&["a", "bc"], 4096));
        assert!((0..1000).all(|i| (1..64).contains(&row(&[&i.to_string()], 64))));
    }
}
