//! Quantised matrices in the order the tiles read them.

use super::body::LANES;

/// Outputs computed together; a matrix's outputs are padded to a multiple of it.
pub const PANEL: usize = 64;

/// A linear layer with 8-bit weights, one scale an output.
#[derive(Debug)]
pub struct Matrix {
    inputs: usize,
    outputs: usize,
    /// Panels of [`PANEL`] outputs; in a panel, for every four inputs, the four weights of each output.
    packed: Vec<i8>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    /// Sum of each output's weights: takes the rows' zero points out of the products.
    sums: Vec<i32>,
}

impl Matrix {
    /// Packs row-major weights (`outputs` rows of `inputs`). `None` if the sizes disagree or `inputs` is no multiple of 16.
    #[must_use]
    pub fn new(inputs: usize, weights: &[i8], scale: &[f32], bias: &[f32]) -> Option<Self> {
        let outputs = scale.len();
        if inputs == 0 || !inputs.is_multiple_of(LANES) || bias.len() != outputs || weights.len() != inputs * outputs {
            return None;
        }
        let width = outputs.next_multiple_of(PANEL);
        let mut packed = vec![0; width * inputs];
        let mut sums = vec![0; width];
        for (o, row) in weights.chunks_exact(inputs).enumerate() {
            let panel = o / PANEL * PANEL * inputs + o % PANEL * 4;
            for (g, four) in row.chunks_exact(4).enumerate() {
                packed[panel + g * PANEL * 4..][..4].copy_from_slice(four);
            }
            sums[o] = row.iter().map(|&w| i32::from(w)).sum();
        }
        let padded = |v: &[f32]| v.iter().copied().chain(std::iter::repeat(0.0)).take(width).collect();
        Some(Self { inputs, outputs, packed, scale: padded(scale), bias: padded(bias), sums })
    }

    /// Whether it is of that size.
    #[must_use]
    pub fn is(&self, inputs: usize, outputs: usize) -> bool {
        self.inputs == inputs && self.outputs == outputs
    }

    /// Length of an input row.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Number of outputs that mean something.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Length of an output row: the outputs and their padding.
    #[must_use]
    pub fn width(&self) -> usize {
        self.sums.len()
    }

    /// Each panel's weights, scales, biases and sums.
    pub(super) fn panels(&self) -> impl Iterator<Item = (&[i8], &[f32], &[f32], &[i32])> {
        self.packed
            .chunks_exact(PANEL * self.inputs)
            .zip(self.scale.chunks_exact(PANEL))
            .zip(self.bias.chunks_exact(PANEL))
            .zip(self.sums.chunks_exact(PANEL))
            .map(|(((w, s), b), z)| (w, s, b, z))
    }
}

/// Rows rounded to seven bits: `x ≈ scale · (q − zero)`.
#[derive(Debug, Default)]
pub struct Rows {
    pub(super) inputs: usize,
    pub(super) values: Vec<u8>,
    pub(super) scale: Vec<f32>,
    pub(super) zero: Vec<i32>,
}

impl Rows {
    /// No rows yet, of that length.
    #[must_use]
    pub fn new(inputs: usize) -> Self {
        Self { inputs, ..Self::default() }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scale.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scale.is_empty()
    }
}
