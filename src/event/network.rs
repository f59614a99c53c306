//! What is read off the encoder's states: words and roles.

use std::sync::Arc;

use super::View;
use crate::diagnostic::Diagnostic;
use crate::language::encoder::{Encoder, Table};
use crate::language::kernel::{Kernel, Matrix, Rows};
use crate::language::weights::{Embedding, File, bad};

/// The weights that ship with the program; `events.md` beside them says what they are and whose.
const WEIGHTS: &[u8] = include_bytes!("data/events.safetensors");

/// The network, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Events {
    pub(super) encoder: Encoder,
    /// A word's state to its inner state, to which its features are added.
    word: Matrix,
    word_features: Embedding,
    /// Its inner state to a score for each type and each code.
    scores: Matrix,
    /// The state of a word that tells something, and of one that names somebody, for roles: the part that is added and the part that is
    /// multiplied side by side.
    told: Matrix,
    named: Matrix,
    /// The product of the two.
    both: Matrix,
    role_features: Embedding,
    roles: Matrix,
    /// What the labels of its weights file say: types, `Type.role`, `Type.property.code`.
    labels: Labels,
}

/// What the scores are of, in their order.
#[derive(Debug)]
pub struct Labels {
    /// Fact types: local names of their classes.
    pub types: Vec<String>,
    /// `Meeting.participant`: type and property.
    pub roles: Vec<String>,
    /// `Meeting.status.held`: type, property and code.
    pub codes: Vec<String>,
    /// What tells one training from another.
    pub digest: String,
}

impl Events {
    /// The network that ships with the program, on the language's table.
    ///
    /// # Errors
    /// Says what is wrong with it; it is tested, so this means a damaged binary.
    pub fn english(table: &Arc<Table>) -> Result<Self, Diagnostic> {
        Self::read(WEIGHTS, table)
    }

    /// A network from the bytes of a weights file, on the language's table.
    ///
    /// # Errors
    /// Says which part is missing or does not fit the others.
    pub fn read(bytes: &[u8], table: &Arc<Table>) -> Result<Self, Diagnostic> {
        let file = File::open(bytes)?;
        let network = Self {
            encoder: Encoder::read(&file, Arc::clone(table))?,
            word: file.matrix("event.word")?,
            word_features: file.embedding("event.word_features")?,
            scores: file.matrix("event.scores")?,
            told: file.matrix("event.told")?,
            named: file.matrix("event.named")?,
            both: file.matrix("event.both")?,
            role_features: file.embedding("event.role_features")?,
            roles: file.matrix("event.roles")?,
            labels: Labels {
                types: file.labels("types")?,
                roles: file.labels("roles")?,
                codes: file.labels("codes")?,
                digest: file.labels::<String>("digest")?.concat(),
            },
        };
        network.fits().then_some(network).ok_or_else(|| bad("sizes of the event heads"))
    }

    fn fits(&self) -> bool {
        let hidden = self.encoder.hidden();
        let (inner, sum, product) = (self.word.outputs(), self.both.outputs(), self.both.inputs());
        let labels = &self.labels;
        let rows = [&self.word_features, &self.role_features];
        self.word.is(hidden, inner)
            && self.word_features.width == inner
            && self.scores.is(inner, labels.types.len() + labels.codes.len())
            && self.told.is(hidden, sum + product)
            && self.named.is(hidden, sum + product)
            && self.role_features.width == sum
            && self.roles.is(sum, labels.roles.len())
            && rows.iter().all(|table| table.scale.len() > 1)
    }

    /// What the scores are of.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// How many rows features of words have, and features of pairs.
    #[must_use]
    pub fn rows(&self) -> (usize, usize) {
        (self.word_features.scale.len(), self.role_features.scale.len())
    }

    /// Scores (log-odds) of the new words of a window: for each type, then for each code. `features`: those of each of these words.
    #[must_use]
    pub(crate) fn words(&self, view: &View, window: usize, features: &[Vec<u32>], kernel: Kernel) -> Vec<Vec<f32>> {
        let hidden = self.encoder.hidden();
        let new = &view.windows[window].new;
        let mut inner = project(kernel, &self.word, &view.states[window][new.start * hidden..new.end * hidden]);
        for (row, features) in inner.chunks_exact_mut(self.word.outputs()).zip(features) {
            features.iter().for_each(|&f| self.word_features.add(f as usize, row));
        }
        kernel.relu(&mut inner);
        let scores = project(kernel, &self.scores, &inner);
        scores.chunks_exact(self.scores.outputs().max(1)).map(<[f32]>::to_vec).collect()
    }

    /// Scores (log-odds) for each role of those named at words of a window, for what its word `at` tells. `named`: places in the window
    /// and the features of the pair.
    #[must_use]
    pub(crate) fn roles(&self, view: &View, window: usize, at: usize, named: &[(usize, Vec<u32>)], kernel: Kernel) -> Vec<Vec<f32>> {
        let hidden = self.encoder.hidden();
        let state = |word: usize| &view.states[window][word * hidden..][..hidden];
        let (sum, product) = (self.both.outputs(), self.both.inputs());
        let told = project(kernel, &self.told, state(at));
        let states: Vec<f32> = named.iter().flat_map(|(word, _)| state(*word)).copied().collect();
        let who = project(kernel, &self.named, &states);
        let multiplied = who.chunks_exact(sum + product).flat_map(|row| row[sum..].iter().zip(&told[sum..]).map(|(a, b)| a * b));
        let mut inner = project(kernel, &self.both, &multiplied.collect::<Vec<f32>>());
        for ((row, who), (_, features)) in inner.chunks_exact_mut(sum).zip(who.chunks_exact(sum + product)).zip(named) {
            row.iter_mut().zip(&told[..sum]).zip(&who[..sum]).for_each(|((x, a), b)| *x += a + b);
            features.iter().for_each(|&f| self.role_features.add(f as usize, row));
        }
        kernel.relu(&mut inner);
        let scores = project(kernel, &self.roles, &inner);
        scores.chunks_exact(self.roles.outputs().max(1)).map(<[f32]>::to_vec).collect()
    }
}

/// A linear layer over rows, without its padding.
fn project(kernel: Kernel, matrix: &Matrix, states: &[f32]) -> Vec<f32> {
    let mut rows = Rows::new(matrix.inputs());
    kernel.quantise(states, &mut rows);
    let mut out = vec![0.0; rows.len() * matrix.width()];
    kernel.product(matrix, &rows, &mut out);
    out.chunks_exact(matrix.width()).flat_map(|row| &row[..matrix.outputs()]).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Effort, Language};

    const TEXT: &str =
        "Rebels hold most of Idlib. The minister received his counterpart in Ankara on Monday, a day after the EU froze his assets.";

    /// All scores of a text.
    fn scores(events: &Events, language: &Language, kernel: Kernel) -> Vec<Vec<f32>> {
        let view = events.view(&language.parse(TEXT, Effort::default()), kernel);
        let mut found = Vec::new();
        for (number, window) in view.windows.iter().enumerate() {
            let features: Vec<Vec<u32>> = window.new.clone().map(|i| vec![1 + u32::try_from(i).expect("small")]).collect();
            found.extend(events.words(&view, number, &features, kernel));
            let pairs: Vec<(usize, Vec<u32>)> = (0..window.words.len()).map(|i| (i, vec![7, 9])).collect();
            found.extend(events.roles(&view, number, 1, &pairs, kernel));
        }
        found
    }

    #[test]
    fn every_kernel_gives_the_same_bits() {
        let language = Language::english().expect("the models that ship");
        let events = Events::english(language.table()).expect("the network that ships");
        let portable = scores(&events, &language, Kernel::PORTABLE);
        assert!(portable.iter().flatten().all(|s| s.is_finite()));
        for kernel in Kernel::available() {
            assert_eq!(scores(&events, &language, kernel), portable, "{kernel}");
        }
    }

    #[test]
    fn damaged_weights_are_refused() {
        let language = Language::english().expect("the models that ship");
        for bytes in [&b""[..], &WEIGHTS[..WEIGHTS.len() / 2], include_bytes!("../language/data/english.safetensors")] {
            assert!(Events::read(bytes, language.table()).is_err());
        }
    }
}
