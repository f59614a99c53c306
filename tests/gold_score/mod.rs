//! Scores what the program finds in an article against what people marked in it.

pub mod account;
pub mod count;
pub mod found;
pub mod marked;
pub mod matching;
