//! The trained network as it lies in the weights file, ready to compute with.
//!
//! The file is in the safetensors format; `training/export.py` writes it. A matrix `name` is three tensors:
//! `name.q` (I8, outputs × inputs), `name.scale` and `name.bias` (F32, one an output).

use std::str::FromStr;

use safetensors::{Dtype, SafeTensors};

use super::kernel::{HEAD, Matrix, PANEL};
use super::labels::{Rel, Upos, Xpos};
use super::wordpiece::{CASES, WordPiece};
use crate::diagnostic::Diagnostic;

/// Most pieces the encoder reads at once, its opening and closing marks included.
pub const MAX_PIECES: usize = 512;

/// Rows of 8-bit numbers with a scale each.
#[derive(Debug)]
pub struct Embedding {
    width: usize,
    values: Vec<i8>,
    scale: Vec<f32>,
}

impl Embedding {
    /// Adds a row to `to`; a row that is not there adds nothing.
    pub fn add(&self, row: usize, to: &mut [f32]) {
        let Some(scale) = self.scale.get(row) else { return };
        for (t, v) in to.iter_mut().zip(&self.values[row * self.width..]) {
            *t += f32::from(*v) * scale;
        }
    }
}

/// Gain and bias of a layer normalisation.
#[derive(Debug)]
pub struct Norm {
    /// Factor of each place.
    pub gain: Vec<f32>,
    /// Summand of each place.
    pub bias: Vec<f32>,
}

/// One transformer layer.
#[derive(Debug)]
pub struct Layer {
    /// Queries, keys and values side by side.
    pub qkv: Matrix,
    /// Attention's output.
    pub out: Matrix,
    /// Normalisation after attention.
    pub norm1: Norm,
    /// Into the wide inner layer.
    pub up: Matrix,
    /// Out of it.
    pub down: Matrix,
    /// Normalisation after it.
    pub norm2: Norm,
}

/// What is read off the encoder's states.
#[derive(Debug)]
pub struct Heads {
    /// Universal tags, Penn tags, outer names, inner names side by side.
    pub tags: Matrix,
    /// A word as a dependent.
    pub arc_dep: Matrix,
    /// A word as a head.
    pub arc_head: Matrix,
    /// From a dependent to what its head should look like.
    pub arc: Matrix,
    /// A dependent, for its relation.
    pub rel_dep: Matrix,
    /// A head, for its relations.
    pub rel_head: Matrix,
    /// From a dependent to a vector a relation, and then one bias a relation.
    pub rel: Matrix,
}

/// The whole network.
#[derive(Debug)]
pub struct Network {
    /// The vocabulary.
    pub pieces: WordPiece,
    /// Rows of the pieces.
    pub word: Embedding,
    /// Rows of the positions.
    pub position: Embedding,
    /// Rows of the ways to write a word.
    pub case: Embedding,
    /// Normalisation of the sum of the three.
    pub norm: Norm,
    /// The transformer.
    pub layers: Vec<Layer>,
    /// What is read off.
    pub heads: Heads,
    /// Universal tags in the order of their scores.
    pub upos: Vec<Upos>,
    /// Penn tags in the order of their scores.
    pub xpos: Vec<Xpos>,
    /// Relations in the order of their scores.
    pub rels: Vec<Rel>,
}

impl Network {
    /// Reads a weights file.
    ///
    /// # Errors
    /// Says which tensor or label set is missing, of another type, or of a size that does not fit the others.
    pub fn read(bytes: &[u8]) -> Result<Self, Diagnostic> {
        let file = File::open(bytes)?;
        let lines = file.bytes("pieces", Dtype::U8)?;
        let pieces = std::str::from_utf8(lines).ok().and_then(WordPiece::read).ok_or_else(|| bad("pieces"))?;
        let word = file.embedding("word")?;
        let hidden = word.width;
        let count = file.labels::<usize>("layers")?.first().copied().unwrap_or(0);
        let layers = (0..count).map(|i| file.layer(i)).collect::<Result<Vec<_>, _>>()?;
        let network = Self {
            pieces,
            word,
            position: file.embedding("position")?,
            case: file.embedding("case")?,
            norm: file.norm("norm")?,
            layers,
            heads: file.heads()?,
            upos: file.labels("upos")?,
            xpos: file.labels("xpos")?,
            rels: file.labels("rels")?,
        };
        network.fits(hidden).then_some(network).ok_or_else(|| bad("sizes"))
    }

    /// Whether all sizes agree, so that nothing later reads past an end.
    fn fits(&self, hidden: usize) -> bool {
        let shape = |m: &Matrix, i, o| m.inputs() == i && m.outputs() == o;
        let norm = |n: &Norm| n.gain.len() == hidden && n.bias.len() == hidden;
        let h = &self.heads;
        let (arc, rel) = (h.arc_dep.outputs(), h.rel_dep.outputs());
        // Whole panels: a row of these layers' outputs has no padding.
        hidden.is_multiple_of(HEAD)
            && [hidden, arc, rel].iter().all(|n| n.is_multiple_of(PANEL))
            && self.word.scale.len() == self.pieces.len()
            && self.position.width == hidden
            && self.position.scale.len() == MAX_PIECES
            && self.case.width == hidden
            && self.case.scale.len() == CASES
            && norm(&self.norm)
            && self.layers.iter().all(|l| {
                let inner = l.up.outputs();
                inner.is_multiple_of(PANEL)
                    && shape(&l.qkv, hidden, 3 * hidden)
                    && shape(&l.out, hidden, hidden)
                    && shape(&l.up, hidden, inner)
                    && shape(&l.down, inner, hidden)
                    && norm(&l.norm1)
                    && norm(&l.norm2)
            })
            && shape(&h.tags, hidden, self.upos.len() + self.xpos.len() + 2 * super::names::TAGS)
            && shape(&h.arc_dep, hidden, arc)
            && shape(&h.arc_head, hidden, arc)
            && shape(&h.arc, arc, arc)
            && shape(&h.rel_dep, hidden, rel)
            && shape(&h.rel_head, hidden, rel)
            && shape(&h.rel, rel, self.rels.len() * (rel + 1))
    }

    /// Width of the encoder's states.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.norm.gain.len()
    }

    /// Number of attention heads.
    #[must_use]
    pub fn attention_heads(&self) -> usize {
        self.hidden() / HEAD
    }
}

fn bad(what: &str) -> Diagnostic {
    Diagnostic::new(format!("the weights are damaged: {what}")).hinted("make them again with training/export.py")
}

struct File<'b> {
    tensors: SafeTensors<'b>,
    /// A line for each set: its name and its labels.
    labels: String,
}

impl<'b> File<'b> {
    fn open(bytes: &'b [u8]) -> Result<Self, Diagnostic> {
        let damaged = |e: safetensors::SafeTensorError| bad(&e.to_string());
        let tensors = SafeTensors::deserialize(bytes).map_err(damaged)?;
        let (_, head) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
        let labels = head.metadata().as_ref().and_then(|m| m.get("labels")).cloned().unwrap_or_default();
        Ok(Self { tensors, labels })
    }

    fn bytes(&self, name: &str, kind: Dtype) -> Result<&[u8], Diagnostic> {
        let tensor = self.tensors.tensor(name).map_err(|_| bad(name))?;
        if tensor.dtype() == kind { Ok(tensor.data()) } else { Err(bad(name)) }
    }

    fn signed(&self, name: &str) -> Result<Vec<i8>, Diagnostic> {
        Ok(self.bytes(name, Dtype::I8)?.iter().map(|b| b.cast_signed()).collect())
    }

    fn floats(&self, name: &str) -> Result<Vec<f32>, Diagnostic> {
        let floats: Vec<f32> = self.bytes(name, Dtype::F32)?.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
        if floats.iter().all(|f| f.is_finite()) { Ok(floats) } else { Err(bad(name)) }
    }

    fn labels<L: FromStr>(&self, name: &str) -> Result<Vec<L>, Diagnostic> {
        let mut lines = self.labels.lines().filter_map(|line| line.split_once(' '));
        let (_, list) = lines.find(|(set, _)| *set == name).ok_or_else(|| bad(name))?;
        list.split(' ').map(|l| l.parse().map_err(|_| bad(&format!("{name} `{l}`")))).collect()
    }

    fn embedding(&self, name: &str) -> Result<Embedding, Diagnostic> {
        let (values, scale) = (self.signed(&format!("{name}.q"))?, self.floats(&format!("{name}.scale"))?);
        let width = values.len() / scale.len().max(1);
        if width * scale.len() == values.len() { Ok(Embedding { width, values, scale }) } else { Err(bad(name)) }
    }

    fn matrix(&self, name: &str) -> Result<Matrix, Diagnostic> {
        let (weights, scale, bias) =
            (self.signed(&format!("{name}.q"))?, self.floats(&format!("{name}.scale"))?, self.floats(&format!("{name}.bias"))?);
        Matrix::new(weights.len() / scale.len().max(1), &weights, &scale, &bias).ok_or_else(|| bad(name))
    }

    fn norm(&self, name: &str) -> Result<Norm, Diagnostic> {
        Ok(Norm { gain: self.floats(&format!("{name}.gain"))?, bias: self.floats(&format!("{name}.bias"))? })
    }

    fn layer(&self, i: usize) -> Result<Layer, Diagnostic> {
        let at = |part: &str| format!("layers.{i}.{part}");
        Ok(Layer {
            qkv: self.matrix(&at("qkv"))?,
            out: self.matrix(&at("out"))?,
            norm1: self.norm(&at("norm1"))?,
            up: self.matrix(&at("up"))?,
            down: self.matrix(&at("down"))?,
            norm2: self.norm(&at("norm2"))?,
        })
    }

    fn heads(&self) -> Result<Heads, Diagnostic> {
        Ok(Heads {
            tags: self.matrix("tags")?,
            arc_dep: self.matrix("arc_dep")?,
            arc_head: self.matrix("arc_head")?,
            arc: self.matrix("arc")?,
            rel_dep: self.matrix("rel_dep")?,
            rel_head: self.matrix("rel_head")?,
            rel: self.matrix("rel")?,
        })
    }
}
