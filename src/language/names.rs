//! Scores of name tags → names, and their agreement within one article.

use std::collections::BTreeMap;
use std::ops::Range;

use super::kernel::exp;
use super::labels::NameType;

/// Tags of the name layers: outside, and first and further words of each type, in the order of [`NameType::ALL`].
pub const TAGS: usize = 7;

/// A name: the words it covers, counted in its sentence, and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Words of the sentence.
    pub words: Range<usize>,
    /// Person, organisation or place.
    pub kind: NameType,
    /// Whether it stands inside another name ("U.S." in "U.S. Army").
    pub inner: bool,
}

/// Raw scores of one word: logarithms of probabilities, but for a summand that all share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NameScores([f32; TAGS]);

impl NameScores {
    /// From raw scores, of which the missing count as none.
    #[must_use]
    pub fn of(raw: &[f32]) -> Self {
        let mut scores = [f32::MIN; TAGS];
        for (s, r) in scores.iter_mut().zip(raw) {
            *s = *r;
        }
        Self(scores)
    }

    /// Probabilities of the tags.
    fn probabilities(&self) -> [f32; TAGS] {
        let most = self.0.iter().copied().fold(f32::MIN, f32::max);
        let odds = self.0.map(|s| exp(s - most));
        let total: f32 = odds.iter().sum();
        odds.map(|o| o / total)
    }

    fn outside(&self) -> f32 {
        self.0[0]
    }

    fn first(&self, kind: usize) -> f32 {
        self.0[1 + 2 * kind]
    }

    fn further(&self, kind: usize) -> f32 {
        self.0[2 + 2 * kind]
    }
}

/// The most probable sequence of tags in which a further word follows only its own kind (Viterbi 1967).
#[must_use]
pub fn decode(scores: &[NameScores], inner: bool) -> Vec<Name> {
    const KINDS: usize = NameType::ALL.len();
    // State 0: outside; 1 + k: in a name of kind k. Of each state the best score and how its last word began.
    let mut best = [f32::MIN; KINDS + 1];
    best[0] = 0.0;
    let mut steps: Vec<[(usize, bool); KINDS + 1]> = Vec::with_capacity(scores.len());
    for word in scores {
        let from = (0..=KINDS).reduce(|a, b| if best[b] > best[a] { b } else { a }).unwrap_or(0);
        let (mut next, mut step) = ([0.0; KINDS + 1], [(from, true); KINDS + 1]);
        next[0] = best[from] + word.outside();
        for k in 0..KINDS {
            let (opened, continued) = (best[from] + word.first(k), best[k + 1] + word.further(k));
            next[k + 1] = opened.max(continued);
            if continued > opened {
                step[k + 1] = (k + 1, false);
            }
        }
        best = next;
        steps.push(step);
    }
    let mut state = (0..=KINDS).reduce(|a, b| if best[b] > best[a] { b } else { a }).unwrap_or(0);
    let (mut names, mut end) = (Vec::new(), scores.len());
    for (at, step) in steps.iter().enumerate().rev() {
        let (before, opens) = step[state];
        if state == 0 {
            end = at;
        } else if opens {
            names.push(Name { words: at..end, kind: NameType::ALL[state - 1], inner });
            end = at;
        }
        state = before;
    }
    names.reverse();
    names
}

/// How strongly a name of these words is held to be of each kind: the mean over its words.
fn evidence(scores: &[NameScores]) -> [f32; NameType::ALL.len()] {
    let share = 1.0 / scores.len().max(1) as f32;
    let mut held = [0.0; NameType::ALL.len()];
    for word in scores {
        let probabilities = word.probabilities();
        for (k, h) in held.iter_mut().enumerate() {
            *h += (probabilities[1 + 2 * k] + probabilities[2 + 2 * k]) * share;
        }
    }
    held
}

/// Share of the evidence from which on a name's kind is clear without its namesakes.
const CLEAR: f32 = 0.85;

/// Makes the names of one article agree: the same words name the same kind of thing throughout, and full names of
/// persons speak for their bare first and last words. `sentences`: words, names and outer scores of each.
pub fn agree(sentences: &mut [(&[&str], &mut Vec<Name>, &[NameScores])]) {
    let mut weight: BTreeMap<String, ([f32; NameType::ALL.len()], f32)> = BTreeMap::new();
    let mut parts: BTreeMap<String, f32> = BTreeMap::new(); // first and last words of persons' full names
    for (words, names, scores) in &*sentences {
        for name in names.iter().filter(|n| !n.inner) {
            let held = evidence(&scores[name.words.clone()]);
            let (sum, mentions) = weight.entry(key(&words[name.words.clone()])).or_default();
            *mentions += 1.0;
            for (s, h) in sum.iter_mut().zip(held) {
                *s += h;
            }
            if name.kind == NameType::Person && name.words.len() > 1 {
                for at in [name.words.start, name.words.end - 1] {
                    *parts.entry(key(&words[at..=at])).or_default() += held[0];
                }
            }
        }
    }
    for (words, names, _) in sentences {
        for name in names.iter_mut().filter(|n| !n.inner) {
            let key = key(&words[name.words.clone()]);
            let Some(&(mut held, mentions)) = weight.get(&key) else { continue };
            // Israel Katz does not make Israel a person, where the text is clear about Israel.
            if held.iter().all(|h| *h < CLEAR * mentions) {
                held[0] += parts.get(&key).copied().unwrap_or(0.0);
            }
            let most = (0..held.len()).reduce(|a, b| if held[b] > held[a] { b } else { a }).unwrap_or(0);
            name.kind = NameType::ALL[most];
        }
    }
}

fn key(words: &[&str]) -> String {
    words.join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One letter a word: `.` outside; `P`, `O`, `L` first words, `p`, `o`, `l` further ones.
    fn scores(tags: &str) -> Vec<NameScores> {
        tags.chars()
            .map(|c| NameScores::of(&std::array::from_fn::<f32, TAGS, _>(|i| if ".PpOoLl".chars().nth(i) == Some(c) { 5.0 } else { 0.0 })))
            .collect()
    }

    fn shown(names: &[Name]) -> String {
        names.iter().map(|n| format!("{}:{}-{} ", n.kind, n.words.start, n.words.end)).collect()
    }

    #[test]
    fn sequences_are_made_whole() {
        for (tags, want) in [
            ("", ""),
            ("...", ""),
            ("Pp.L", "PER:0-2 LOC:3-4 "),
            ("PP", "PER:0-1 PER:1-2 "),
            (".pp", "PER:1-3 "),
            ("Ooo", "ORG:0-3 "),
            ("LOo", "LOC:0-1 ORG:1-3 "),
        ] {
            assert_eq!(shown(&decode(&scores(tags), false)), want, "{tags}");
        }
    }

    #[test]
    fn a_surname_takes_the_full_name_s_kind() {
        let (full, bare) = (scores("Pp.."), vec![NameScores::of(&[0.0, 1.0, 0.0, 0.0, 0.0, 1.4, 0.0]), scores(".")[0]]);
        let (mut a, mut b) = (decode(&full, false), decode(&bare, false));
        assert_eq!(shown(&b), "LOC:0-1 ");
        agree(&mut [(&["Bashar", "Assad", "met", "Putin"], &mut a, &full), (&["Assad", "left"], &mut b, &bare)]);
        assert_eq!(shown(&b), "PER:0-1 ");
    }
}
