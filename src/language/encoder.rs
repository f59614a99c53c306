//! Pieces → a state for each piece: a BERT encoder (Devlin et al. 2019) in 8-bit arithmetic.
//!
//! Sentences of a batch lie one after the other without padding; each attends to itself alone, and every row
//! is computed by itself, so a sentence's states do not depend on what it is batched with.

use super::kernel::{Kernel, Rows};
use super::network::{Layer, Network};

/// One sentence, or a part of a long one, as the encoder reads it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Pieces {
    /// Vocabulary rows, the opening and closing marks included.
    pub ids: Vec<u32>,
    /// Case rows, as many.
    pub cases: Vec<u8>,
    /// The opening mark (0) and then the first piece of each word.
    pub firsts: Vec<usize>,
}

/// Rows put through the wide inner layer at once: as many as stay in a core's cache.
const ROWS_AT_ONCE: usize = 96;

/// Buffers of one thread, used again from batch to batch.
#[derive(Debug, Default)]
pub struct Scratch {
    wide: Vec<f32>,
    mixed: Vec<f32>,
    attention: Vec<f32>,
}

/// States of all pieces of a batch, row by row.
#[must_use]
pub fn encode(network: &Network, kernel: Kernel, batch: &[&Pieces], scratch: &mut Scratch) -> Vec<f32> {
    let mut states = embed(network, kernel, batch);
    let lengths: Vec<usize> = batch.iter().map(|p| p.ids.len()).collect();
    for layer in &network.layers {
        attend(network, kernel, layer, &lengths, &mut states, scratch);
        transform(kernel, layer, &mut states, scratch);
    }
    states
}

fn embed(network: &Network, kernel: Kernel, batch: &[&Pieces]) -> Vec<f32> {
    let hidden = network.hidden();
    let mut states = vec![0.0; hidden * batch.iter().map(|p| p.ids.len()).sum::<usize>()];
    let pieces = batch.iter().flat_map(|p| p.ids.iter().zip(&p.cases).enumerate());
    for (row, (at, (id, case))) in states.chunks_exact_mut(hidden).zip(pieces) {
        network.word.add(*id as usize, row);
        network.position.add(at, row);
        network.case.add(usize::from(*case), row);
    }
    let nothing = vec![0.0; states.len()];
    kernel.norm(&mut states, &nothing, &network.norm.gain, &network.norm.bias);
    states
}

/// Self-attention of each sentence, added to the states.
fn attend(network: &Network, kernel: Kernel, layer: &Layer, lengths: &[usize], states: &mut [f32], scratch: &mut Scratch) {
    let (hidden, wide) = (network.hidden(), layer.qkv.width());
    let mut rows = Rows::new(hidden);
    kernel.quantise(states, &mut rows);
    scratch.wide.resize(rows.len() * wide, 0.0);
    scratch.mixed.resize(states.len(), 0.0);
    kernel.product(&layer.qkv, &rows, &mut scratch.wide);
    let (mut qkv, mut out) = (&scratch.wide[..], &mut scratch.mixed[..]);
    for n in lengths {
        let (this, rest) = qkv.split_at(n * wide);
        let (to, after) = out.split_at_mut(n * hidden);
        kernel.attention(this, network.attention_heads(), &mut scratch.attention, to);
        (qkv, out) = (rest, after);
    }
    kernel.quantise(&scratch.mixed, &mut rows);
    let added = &mut scratch.wide[..rows.len() * layer.out.width()];
    kernel.product(&layer.out, &rows, added);
    kernel.norm(states, added, &layer.norm1.gain, &layer.norm1.bias);
}

/// The wide inner layer, row by row, added to the states.
fn transform(kernel: Kernel, layer: &Layer, states: &mut [f32], scratch: &mut Scratch) {
    let (hidden, wide) = (layer.up.inputs(), layer.up.width());
    let (mut rows, mut inner) = (Rows::new(hidden), Rows::new(wide));
    for some in states.chunks_mut(ROWS_AT_ONCE * hidden) {
        kernel.quantise(some, &mut rows);
        scratch.wide.resize(rows.len() * wide, 0.0);
        kernel.product(&layer.up, &rows, &mut scratch.wide);
        kernel.gelu(&mut scratch.wide);
        kernel.quantise(&scratch.wide, &mut inner);
        scratch.mixed.resize(rows.len() * layer.down.width(), 0.0);
        kernel.product(&layer.down, &inner, &mut scratch.mixed);
        kernel.norm(some, &scratch.mixed, &layer.norm2.gain, &layer.norm2.bias);
    }
}
