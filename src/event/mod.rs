//! A small network that has learnt, from annotated articles, which words tell a fact, who takes part in it and how it is said.
//!
//! ```text
//! sentences ─window─▶ windows ─encoder─▶ states ─┬─ words: which fact a word tells, and its codes
//!                                                └─ roles: who of those around fills which of its roles
//! ```
//!
//! It reads several sentences at once and knows nothing of entities or RDF; what it cannot see in the text comes as features, numbers of rows
//! that [`feature`] makes of words. Fact types, roles and codes are labels of its weights file, not names in this code.

pub mod feature;
mod network;
pub mod window;

pub use network::Events;

use crate::language::Parsed;
use crate::language::encoder::{self, Scratch};
use crate::language::kernel::Kernel;

use window::Window;

/// An article as the network sees it.
#[derive(Debug)]
pub struct View {
    /// Its windows; every word is new in one of them, but for the ends of very long sentences.
    pub windows: Vec<Window>,
    /// For each window the states of its words, row by row.
    states: Vec<Vec<f32>>,
}

impl Events {
    /// Puts an article through the encoder.
    #[must_use]
    pub fn view(&self, parsed: &Parsed<'_>, kernel: Kernel) -> View {
        let windows = window::windows(&self.encoder.table, parsed);
        let mut scratch = Scratch::default();
        let hidden = self.encoder.hidden();
        // One window at a time: they are long enough to keep the kernels busy.
        let states = windows.iter().map(|w| {
            let all = encoder::encode(&self.encoder, kernel, &[&w.pieces], &mut scratch);
            w.pieces.firsts.iter().flat_map(|&row| &all[row * hidden..][..hidden]).copied().collect()
        });
        let states = states.collect();
        View { windows, states }
    }
}
