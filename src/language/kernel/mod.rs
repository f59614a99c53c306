//! The inner loops: products of 8-bit numbers and the float steps between them.
//!
//! One body of code (`body`), compiled once for each instruction set; only the integer tile differs.
//! Every kernel gives the same bits: integer sums have no rounding, and float sums run over sixteen fixed
//! lanes without fused multiply-add. This is the only module of the crate with `unsafe` code.
#![allow(unsafe_code, reason = "vector instructions; each block says why it is sound")]

mod body;
mod matrix;
mod tile;

pub use body::HEAD;
pub(super) use body::exp;
pub use matrix::{Matrix, PANEL, Rows};

use std::fmt;

/// An instruction set the inner loops are compiled for, and which this machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kernel(Set);

/// Private, so that a set other than `Portable` comes only from [`Kernel::available`], which asks the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    /// Plain Rust, any machine.
    Portable,
    /// 256-bit vectors, `vpmaddubsw` (Intel since 2013, AMD since 2015).
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 256-bit vectors with the dot-product instruction (Intel since 2021, AMD Zen 5).
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    /// 512-bit vectors with the dot-product instruction.
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
    /// 128-bit vectors of 64-bit ARM.
    #[cfg(target_arch = "aarch64")]
    Neon,
}

impl Kernel {
    /// Plain Rust, which every machine can run.
    pub const PORTABLE: Self = Self(Set::Portable);

    /// Every kernel this machine can run, quickest first; never empty.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut found = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vnni")
            {
                found.push(Self(Set::Avx512Vnni));
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("avxvnni") {
                found.push(Self(Set::AvxVnni));
            }
            if is_x86_feature_detected!("avx2") {
                found.push(Self(Set::Avx2));
            }
        }
        #[cfg(target_arch = "aarch64")]
        found.push(Self(Set::Neon));
        found.push(Self(Set::Portable));
        found
    }

    /// The quickest kernel of this machine.
    #[must_use]
    pub fn best() -> Self {
        Self::available().first().copied().unwrap_or(Self::PORTABLE)
    }

    /// The kernel of that name, if this machine can run it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::available().into_iter().find(|k| k.to_string() == name)
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Set::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Set::AvxVnni => "avx-vnni",
            #[cfg(target_arch = "x86_64")]
            Set::Avx512Vnni => "avx512-vnni",
            #[cfg(target_arch = "aarch64")]
            Set::Neon => "neon",
        })
    }
}

/// Stamps one module per instruction set: thin functions that carry the target features, into which the
/// shared body is inlined.
macro_rules! compiled_for {
    ($name:ident, $tile:ty $(, $feature:literal)?) => {
        mod $name {
            use super::{Matrix, Rows, body, tile};
            $(#[target_feature(enable = $feature)])?
            pub(super) fn product(w: &Matrix, x: &Rows, out: &mut [f32]) { body::product::<$tile>(w, x, out); }
            $(#[target_feature(enable = $feature)])?
            pub(super) fn quantise(x: &[f32], rows: &mut Rows) { body::quantise(x, rows); }
            $(#[target_feature(enable = $feature)])?
            pub(super) fn gelu(x: &mut [f32]) { body::gelu(x); }
            $(#[target_feature(enable = $feature)])?
            pub(super) fn relu(x: &mut [f32]) { body::relu(x); }
            $(#[target_feature(enable = $feature)])?
            pub(super) fn norm(x: &mut [f32], add: &[f32], gain: &[f32], bias: &[f32]) { body::norm(x, add, gain, bias); }
            $(#[target_feature(enable = $feature)])?
            pub(super) fn attention(qkv: &[f32], heads: usize, scratch: &mut Vec<f32>, out: &mut [f32]) { body::attention(qkv, heads, scratch, out); }
            $(#[target_feature(enable = $feature)])?
            pub(super) fn dots(x: &[f32], rows: &[f32], out: &mut [f32]) { body::dots(x, rows, out); }
        }
    };
}

compiled_for!(portable, tile::Portable);
#[cfg(target_arch = "x86_64")]
compiled_for!(avx2, tile::Avx2, "avx2");
#[cfg(target_arch = "x86_64")]
compiled_for!(avx_vnni, tile::AvxVnni, "avx2,avxvnni");
#[cfg(target_arch = "x86_64")]
compiled_for!(avx512_vnni, tile::Avx512Vnni, "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni");
#[cfg(target_arch = "aarch64")]
compiled_for!(neon, tile::Neon, "neon");

/// Calls the function of that name in the kernel's module.
macro_rules! dispatch {
    ($kernel:expr, $function:ident($($argument:expr),*)) => {
        match $kernel.0 {
            Set::Portable => portable::$function($($argument),*),
            // SAFETY: a set other than `Portable` comes only from `available`, which asked the machine for all these features.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { avx2::$function($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Set::AvxVnni => unsafe { avx_vnni::$function($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512Vnni => unsafe { avx512_vnni::$function($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "aarch64")]
            Set::Neon => unsafe { neon::$function($($argument),*) },
        }
    };
}

impl Kernel {
    /// `out[r] = x[r] · wᵀ + bias` for every row; `out` holds [`Matrix::width`] floats a row.
    pub fn product(self, w: &Matrix, x: &Rows, out: &mut [f32]) {
        dispatch!(self, product(w, x, out));
    }

    /// Rounds float rows to seven bits, each row with a scale and zero of its own.
    pub fn quantise(self, x: &[f32], rows: &mut Rows) {
        dispatch!(self, quantise(x, rows));
    }

    /// The Gaussian error linear unit in its tanh form, in place.
    pub fn gelu(self, x: &mut [f32]) {
        dispatch!(self, gelu(x));
    }

    /// Negative numbers to zero, in place.
    pub fn relu(self, x: &mut [f32]) {
        dispatch!(self, relu(x));
    }

    /// Layer normalisation of `x + add`, row by row, in place; a row is as long as `gain`.
    pub fn norm(self, x: &mut [f32], add: &[f32], gain: &[f32], bias: &[f32]) {
        dispatch!(self, norm(x, add, gain, bias));
    }

    /// Self-attention of one sentence. `qkv`: rows of queries, keys, values side by side; `out`: a third as wide.
    pub fn attention(self, qkv: &[f32], heads: usize, scratch: &mut Vec<f32>, out: &mut [f32]) {
        dispatch!(self, attention(qkv, heads, scratch, out));
    }

    /// Dot products of `x` with each row of `rows`.
    pub fn dots(self, x: &[f32], rows: &[f32], out: &mut [f32]) {
        dispatch!(self, dots(x, rows, out));
    }
}

#[cfg(test)]
mod tests;
