//! Pieces → a state for each piece: a BERT encoder (Devlin et al. 2019) in 8-bit arithmetic.
//!
//! Sentences of a batch lie one after the other without padding; each attends to itself alone, and every row
//! is computed by itself, so a sentence's states do not depend on what it is batched with.

use std::sync::Arc;

use safetensors::Dtype;

use super::kernel::{HEAD, Kernel, Matrix, PANEL, Rows};
use super::weights::{Embedding, File, Norm, bad};
use super::wordpiece::{CASES, WordPiece};
use crate::diagnostic::Diagnostic;

/// Most pieces the encoder reads at once, its opening and closing marks included.
pub const MAX_PIECES: usize = 512;

/// One transformer layer.
#[derive(Debug)]
struct Layer {
    /// Queries, keys and values side by side.
    qkv: Matrix,
    /// Attention's output.
    out: Matrix,
    /// Normalisation after attention.
    norm1: Norm,
    /// Into the wide inner layer.
    up: Matrix,
    /// Out of it.
    down: Matrix,
    /// Normalisation after it.
    norm2: Norm,
}

/// Rows of pieces, positions and ways to write a word: what goes into an encoder.
#[derive(Debug)]
pub struct Table {
    /// The vocabulary.
    pub(crate) pieces: WordPiece,
    word: Embedding,
    position: Embedding,
    case: Embedding,
}

/// An encoder's weights.
#[derive(Debug)]
pub struct Encoder {
    /// Shared by all encoders of the program.
    pub table: Arc<Table>,
    norm: Norm,
    layers: Vec<Layer>,
}

impl Table {
    /// Reads the table of a weights file.
    ///
    /// # Errors
    /// Says which tensor is missing, of another type, or of a size that does not fit the others.
    pub(crate) fn read(file: &File<'_>) -> Result<Self, Diagnostic> {
        let lines = file.bytes("pieces", Dtype::U8)?;
        let pieces = std::str::from_utf8(lines).ok().and_then(WordPiece::read).ok_or_else(|| bad("pieces"))?;
        let table = Self { pieces, word: file.embedding("word")?, position: file.embedding("position")?, case: file.embedding("case")? };
        let rows = |e: &Embedding, n| e.width == table.word.width && e.scale.len() == n;
        let fits = rows(&table.word, table.pieces.len()) && rows(&table.position, MAX_PIECES) && rows(&table.case, CASES);
        fits.then_some(table).ok_or_else(|| bad("sizes of the table"))
    }
}

impl Encoder {
    /// Reads the layers of a weights file, which stand on a table.
    ///
    /// # Errors
    /// Says which tensor is missing, of another type, or of a size that does not fit the others.
    pub(crate) fn read(file: &File<'_>, table: Arc<Table>) -> Result<Self, Diagnostic> {
        let count = file.labels::<usize>("layers")?.first().copied().unwrap_or(0);
        let layers = (0..count).map(|i| Layer::read(file, i)).collect::<Result<Vec<_>, _>>()?;
        let encoder = Self { table, norm: file.norm("norm")?, layers };
        encoder.fits().then_some(encoder).ok_or_else(|| bad("sizes of the encoder"))
    }

    /// Whether all sizes agree, so that nothing later reads past an end.
    fn fits(&self) -> bool {
        let hidden = self.hidden();
        let norm = |n: &Norm| n.gain.len() == hidden && n.bias.len() == hidden;
        // Whole panels: a row of these layers' outputs has no padding.
        hidden.is_multiple_of(HEAD)
            && hidden.is_multiple_of(PANEL)
            && self.table.word.width == hidden
            && norm(&self.norm)
            && self.layers.iter().all(|l| {
                let inner = l.up.outputs();
                inner.is_multiple_of(PANEL)
                    && l.qkv.is(hidden, 3 * hidden)
                    && l.out.is(hidden, hidden)
                    && l.up.is(hidden, inner)
                    && l.down.is(inner, hidden)
                    && norm(&l.norm1)
                    && norm(&l.norm2)
            })
    }

    /// Width of its states.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.norm.gain.len()
    }

    fn attention_heads(&self) -> usize {
        self.hidden() / HEAD
    }
}

impl Layer {
    fn read(file: &File<'_>, i: usize) -> Result<Self, Diagnostic> {
        let at = |part: &str| format!("layers.{i}.{part}");
        Ok(Self {
            qkv: file.matrix(&at("qkv"))?,
            out: file.matrix(&at("out"))?,
            norm1: file.norm(&at("norm1"))?,
            up: file.matrix(&at("up"))?,
            down: file.matrix(&at("down"))?,
            norm2: file.norm(&at("norm2"))?,
        })
    }
}

/// One sentence, or a part of a long one, as the encoder reads it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Pieces {
    /// Vocabulary rows, the opening and closing marks included.
    pub ids: Vec<u32>,
    /// Case rows, as many.
    pub cases: Vec<u8>,
    /// The first piece of each word; for the parser, which reads one sentence, the opening mark (0) before them.
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
pub fn encode(encoder: &Encoder, kernel: Kernel, batch: &[&Pieces], scratch: &mut Scratch) -> Vec<f32> {
    let mut states = embed(encoder, kernel, batch);
    let lengths: Vec<usize> = batch.iter().map(|p| p.ids.len()).collect();
    for layer in &encoder.layers {
        attend(encoder, kernel, layer, &lengths, &mut states, scratch);
        transform(kernel, layer, &mut states, scratch);
    }
    states
}

fn embed(encoder: &Encoder, kernel: Kernel, batch: &[&Pieces]) -> Vec<f32> {
    let hidden = encoder.hidden();
    let mut states = vec![0.0; hidden * batch.iter().map(|p| p.ids.len()).sum::<usize>()];
    let pieces = batch.iter().flat_map(|p| p.ids.iter().zip(&p.cases).enumerate());
    for (row, (at, (id, case))) in states.chunks_exact_mut(hidden).zip(pieces) {
        encoder.table.word.add(*id as usize, row);
        encoder.table.position.add(at, row);
        encoder.table.case.add(usize::from(*case), row);
    }
    let nothing = vec![0.0; states.len()];
    kernel.norm(&mut states, &nothing, &encoder.norm.gain, &encoder.norm.bias);
    states
}

/// Self-attention of each sentence, added to the states.
fn attend(encoder: &Encoder, kernel: Kernel, layer: &Layer, lengths: &[usize], states: &mut [f32], scratch: &mut Scratch) {
    let (hidden, wide) = (encoder.hidden(), layer.qkv.width());
    let mut rows = Rows::new(hidden);
    kernel.quantise(states, &mut rows);
    scratch.wide.resize(rows.len() * wide, 0.0);
    scratch.mixed.resize(states.len(), 0.0);
    kernel.product(&layer.qkv, &rows, &mut scratch.wide);
    let (mut qkv, mut out) = (&scratch.wide[..], &mut scratch.mixed[..]);
    for n in lengths {
        let (this, rest) = qkv.split_at(n * wide);
        let (to, after) = out.split_at_mut(n * hidden);
        kernel.attention(this, encoder.attention_heads(), &mut scratch.attention, to);
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
