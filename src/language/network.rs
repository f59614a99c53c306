//! The parser's network as it lies in its weights file, ready to compute with: the encoder and what is read off its states.

use std::sync::Arc;

use super::encoder::{Encoder, Table};
use super::kernel::{Matrix, PANEL};
use super::labels::{Rel, Upos, Xpos};
use super::weights::{File, bad};
use crate::diagnostic::Diagnostic;

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
    /// Pieces to states.
    pub encoder: Encoder,
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
        let network = Self {
            encoder: Encoder::read(&file, Arc::new(Table::read(&file)?))?,
            heads: Heads::read(&file)?,
            upos: file.labels("upos")?,
            xpos: file.labels("xpos")?,
            rels: file.labels("rels")?,
        };
        network.fits().then_some(network).ok_or_else(|| bad("sizes"))
    }

    /// Whether all sizes agree, so that nothing later reads past an end.
    fn fits(&self) -> bool {
        let (h, hidden) = (&self.heads, self.encoder.hidden());
        let (arc, rel) = (h.arc_dep.outputs(), h.rel_dep.outputs());
        // Whole panels: a row of these layers' outputs has no padding.
        [arc, rel].iter().all(|n| n.is_multiple_of(PANEL))
            && h.tags.is(hidden, self.upos.len() + self.xpos.len() + 2 * super::names::TAGS)
            && h.arc_dep.is(hidden, arc)
            && h.arc_head.is(hidden, arc)
            && h.arc.is(arc, arc)
            && h.rel_dep.is(hidden, rel)
            && h.rel_head.is(hidden, rel)
            && h.rel.is(rel, self.rels.len() * (rel + 1))
    }
}

impl Heads {
    fn read(file: &File<'_>) -> Result<Self, Diagnostic> {
        Ok(Self {
            tags: file.matrix("tags")?,
            arc_dep: file.matrix("arc_dep")?,
            arc_head: file.matrix("arc_head")?,
            arc: file.matrix("arc")?,
            rel_dep: file.matrix("rel_dep")?,
            rel_head: file.matrix("rel_head")?,
            rel: file.matrix("rel")?,
        })
    }
}
