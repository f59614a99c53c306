//! Text → sentences of words: rules for what is certain, a small linear model for where sentences end.
//!
//! Words are cut as the English treebanks of Universal Dependencies cut them. Nothing is changed or left out:
//! between words there is only white space.

mod block;
mod boundary;
mod chars;
mod features;
mod lexicon;
mod lines;
mod number;
mod sentence;
mod shape;
mod special;
mod style;
mod token;
mod word;

pub use sentence::{open_gaps, sentences};
pub use token::tokens;
