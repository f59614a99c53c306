//! The parts of a weights file: 8-bit rows and matrices, normalisations, label sets.
//!
//! The file is in the safetensors format; `training/export.py` writes it. A matrix `name` is three tensors:
//! `name.q` (I8, outputs × inputs), `name.scale` and `name.bias` (F32, one an output).

use std::str::FromStr;

use safetensors::{Dtype, SafeTensors};

use super::kernel::Matrix;
use crate::diagnostic::Diagnostic;

/// Rows of 8-bit numbers with a scale each.
#[derive(Debug)]
pub struct Embedding {
    /// Length of a row.
    pub width: usize,
    values: Vec<i8>,
    /// Factor of each row.
    pub scale: Vec<f32>,
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

/// What to say of a damaged file.
pub fn bad(what: &str) -> Diagnostic {
    Diagnostic::new(format!("the weights are damaged: {what}")).hinted("make them again with training/export.py")
}

/// A weights file, open.
#[derive(Debug)]
pub struct File<'b> {
    tensors: SafeTensors<'b>,
    /// A line for each set: its name and its labels.
    labels: String,
}

impl<'b> File<'b> {
    /// Opens a file.
    ///
    /// # Errors
    /// Says what is wrong with its head.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Diagnostic> {
        let damaged = |e: safetensors::SafeTensorError| bad(&e.to_string());
        let tensors = SafeTensors::deserialize(bytes).map_err(damaged)?;
        let (_, head) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
        let labels = head.metadata().as_ref().and_then(|m| m.get("labels")).cloned().unwrap_or_default();
        Ok(Self { tensors, labels })
    }

    /// The bytes of a tensor.
    ///
    /// # Errors
    /// Where there is none of that name and type.
    pub fn bytes(&self, name: &str, kind: Dtype) -> Result<&[u8], Diagnostic> {
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

    /// A set of labels.
    ///
    /// # Errors
    /// Where there is no such set, or one of its labels is unknown.
    pub fn labels<L: FromStr>(&self, name: &str) -> Result<Vec<L>, Diagnostic> {
        let mut lines = self.labels.lines().filter_map(|line| line.split_once(' '));
        let (_, list) = lines.find(|(set, _)| *set == name).ok_or_else(|| bad(name))?;
        list.split(' ').map(|l| l.parse().map_err(|_| bad(&format!("{name} `{l}`")))).collect()
    }

    /// Rows.
    ///
    /// # Errors
    /// Where a part is missing or of another size.
    pub fn embedding(&self, name: &str) -> Result<Embedding, Diagnostic> {
        let (values, scale) = (self.signed(&format!("{name}.q"))?, self.floats(&format!("{name}.scale"))?);
        let width = values.len() / scale.len().max(1);
        if width * scale.len() == values.len() { Ok(Embedding { width, values, scale }) } else { Err(bad(name)) }
    }

    /// A matrix with its biases.
    ///
    /// # Errors
    /// Where a part is missing or of another size.
    pub fn matrix(&self, name: &str) -> Result<Matrix, Diagnostic> {
        let (weights, scale, bias) =
            (self.signed(&format!("{name}.q"))?, self.floats(&format!("{name}.scale"))?, self.floats(&format!("{name}.bias"))?);
        Matrix::new(weights.len() / scale.len().max(1), &weights, &scale, &bias).ok_or_else(|| bad(name))
    }

    /// A normalisation.
    ///
    /// # Errors
    /// Where a part is missing.
    pub fn norm(&self, name: &str) -> Result<Norm, Diagnostic> {
        Ok(Norm { gain: self.floats(&format!("{name}.gain"))?, bias: self.floats(&format!("{name}.bias"))? })
    }
}
