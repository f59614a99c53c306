//! How like one text is another: copies of one agency's text, cut and edited, are known by the runs of words that they share.
//!
//! `MinHash` of runs of four words (A. Broder, "On the resemblance and containment of documents", 1997): of each of 64 hash functions, the
//! least value over all runs; the part of them on which two texts agree estimates the part of their runs that they share.

use std::fmt;

/// How many hash functions.
const SIZE: usize = 64;
/// How many words make a run.
const RUN: usize = 4;
/// From this part on one text is a copy of the other: half of all runs of two texts of equal length are shared where two thirds of
/// either's words are the other's.
const COPY: usize = SIZE / 2;

/// The sketch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sketch(Vec<u32>);

impl Sketch {
    pub(super) fn of(text: &str) -> Self {
        let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        let mut least = vec![u32::MAX; SIZE];
        for run in words.windows(RUN.min(words.len()).max(1)) {
            let hash = run.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, word| fnv(h, word));
            for (place, value) in least.iter_mut().enumerate() {
                *value = (*value).min(mixed(hash, place as u64));
            }
        }
        Self(least)
    }

    /// Reads what [`fmt::Display`] wrote.
    pub(super) fn read(text: &str) -> Option<Self> {
        let numbers: Option<Vec<u32>> = (0..SIZE).map(|n| u32::from_str_radix(text.get(n * 8..n * 8 + 8)?, 16).ok()).collect();
        numbers.map(Self)
    }

    /// Its values two by two, by which likes are found.
    pub(super) fn bands(&self) -> impl Iterator<Item = [u32; 2]> + '_ {
        self.0.chunks_exact(2).map(|pair| [pair[0], pair[1]])
    }

    /// Whether both are copies of one text, whole or cut.
    pub(super) fn is_copy(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count() >= COPY
    }
}

/// FNV-1a over a word and a mark of its end.
fn fnv(hash: u64, word: &str) -> u64 {
    word.bytes().chain([0]).fold(hash, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// One of many hash functions: the finisher of `SplitMix64` (S. Vigna) over the sum of both.
fn mixed(hash: u64, seed: u64) -> u32 {
    let mut z = hash.wrapping_add(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 32) as u32
}

impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|n| write!(f, "{n:08x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "The foreign ministers of Kenya and Somalia met in Nairobi on Tuesday to discuss the maritime border that has \
        long divided the two neighbours. They agreed to reopen their embassies and to let a joint commission look at the charts. A spokesman \
        said that both sides would meet again in Mogadishu next month, and that trade across the border would be allowed from Friday on.";

    #[test]
    fn copies_are_known_and_other_texts_on_the_same_are_not() {
        let sketch = Sketch::of(REPORT);
        let edited =
            REPORT.replace("Tuesday", "Tuesday evening").replace(", and that trade across the border would be allowed from Friday on", "");
        assert!(sketch.is_copy(&Sketch::of(&edited)));
        let other = "Kenya and Somalia agreed on Tuesday to reopen their embassies, their foreign ministers said after a meeting in Nairobi. \
            A joint commission is to look at the maritime border, and the two ministers will meet again in Mogadishu in a month.";
        assert!(!sketch.is_copy(&Sketch::of(other)));
        assert_eq!(Sketch::read(&sketch.to_string()).as_ref(), Some(&sketch));
        assert_eq!(Sketch::read("12"), None);
        assert!(!Sketch::of("").is_copy(&sketch));
    }
}
