//! What every kernel does, written once in plain Rust that vectorises.
//!
//! Sums run over [`LANES`] lanes in a fixed order, so that a wider machine rounds as a narrower one does.

use super::matrix::{Matrix, PANEL, Rows};
use super::tile::{ROWS, Tile};

/// Width of a float sum, on every machine.
pub const LANES: usize = 16;

/// Largest quantised value: seven bits, so that a pair of 8-bit products fits sixteen bits.
const TOP: f32 = 127.0;

/// 1.5 · 2²³: added to a small float it leaves the nearest integer in the low bits. Plain casts saturate, and that does not vectorise.
const ROUNDER: f32 = 12_582_912.0;

#[inline(always)]
fn fold(lanes: [f32; LANES], with: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = lanes;
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] = with(lanes[i], lanes[i + half]);
        }
        half /= 2;
    }
    lanes[0]
}

#[inline(always)]
fn smaller(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// `eˣ` for `x ≤ 88`, to about two units in the last place: powers of two by the exponent bits, the rest by
/// the polynomial of Cephes' `expf` (S. Moshier, public domain constants).
#[inline(always)]
pub(in super::super) fn exp(x: f32) -> f32 {
    let x = larger(smaller(x, 88.0), -87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let p = 1.987_569_1e-4_f32;
    let p = p * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let e = (p * r) * r + r + 1.0;
    // The low bits of `shifted` are n: moved into the exponent they make 2ⁿ.
    e * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

#[inline(always)]
pub(super) fn gelu(x: &mut [f32]) {
    for block in x.as_chunks_mut::<LANES>().0 {
        for v in block {
            // x · ½(1 + tanh u) = x · sigmoid(2u), u = √(2/π) (x + 0.044715 x³)
            let u = *v * (1.595_769 + 0.071_354_81 * *v * *v);
            *v /= 1.0 + exp(-u);
        }
    }
}

#[inline(always)]
pub(super) fn relu(x: &mut [f32]) {
    for v in x {
        *v = larger(*v, 0.0);
    }
}

#[inline(always)]
pub(super) fn quantise(x: &[f32], rows: &mut Rows) {
    rows.values.resize(x.len(), 0);
    rows.scale.clear();
    rows.zero.clear();
    for (row, out) in x.chunks_exact(rows.inputs).zip(rows.values.chunks_exact_mut(rows.inputs)) {
        let (mut low, mut high) = ([0.0_f32; LANES], [0.0_f32; LANES]);
        for block in row.as_chunks::<LANES>().0 {
            for i in 0..LANES {
                low[i] = smaller(low[i], block[i]);
                high[i] = larger(high[i], block[i]);
            }
        }
        let (low, high) = (fold(low, smaller), fold(high, larger));
        let span = larger(high - low, 1e-12);
        let (scale, inverse) = (span / TOP, TOP / span);
        let zero = (-low * inverse + ROUNDER) - ROUNDER;
        for (q, &v) in out.iter_mut().zip(row) {
            let x = larger(smaller(v * inverse + zero, TOP), 0.0);
            *q = (x + ROUNDER).to_bits().to_le_bytes()[0];
        }
        rows.scale.push(scale);
        rows.zero.push(i32::from((zero + ROUNDER).to_bits().to_le_bytes()[0]));
    }
}

#[inline(always)]
pub(super) fn product<T: Tile>(w: &Matrix, x: &Rows, out: &mut [f32]) {
    let width = w.width();
    assert!(x.inputs == w.inputs() && out.len() >= x.len() * width, "sizes of a product");
    for (p, panel) in w.panels().enumerate() {
        let mut row = 0;
        while row < x.len() {
            let count = ROWS.min(x.len() - row);
            let mut sums = [[0; PANEL]; ROWS];
            T::multiply(&x.values[row * x.inputs..][..count * x.inputs], x.inputs, panel.0, &mut sums);
            for (r, sums) in sums.iter().enumerate().take(count) {
                let out = &mut out[(row + r) * width + p * PANEL..][..PANEL];
                scale_out(sums, x.zero[row + r], x.scale[row + r], panel, out);
            }
            row += count;
        }
    }
}

#[inline(always)]
fn scale_out(sums: &[i32; PANEL], zero: i32, scale: f32, panel: (&[i8], &[f32], &[f32], &[i32]), out: &mut [f32]) {
    let (_, scales, biases, weights) = panel;
    let (scales, biases, weights) = (&scales[..PANEL], &biases[..PANEL], &weights[..PANEL]);
    for (i, o) in out[..PANEL].iter_mut().enumerate() {
        *o = (sums[i] - zero * weights[i]) as f32 * (scale * scales[i]) + biases[i];
    }
}

#[inline(always)]
pub(super) fn norm(x: &mut [f32], add: &[f32], gain: &[f32], bias: &[f32]) {
    let n = gain.len();
    let share = 1.0 / n as f32;
    for (row, add) in x.chunks_exact_mut(n).zip(add.chunks_exact(n)) {
        let mut sum = [0.0; LANES];
        for (block, add) in row.as_chunks_mut::<LANES>().0.iter_mut().zip(add.as_chunks::<LANES>().0) {
            for i in 0..LANES {
                block[i] += add[i];
                sum[i] += block[i];
            }
        }
        let mean = fold(sum, |a, b| a + b) * share;
        let mut squares = [0.0; LANES];
        for block in row.as_chunks::<LANES>().0 {
            for i in 0..LANES {
                let d = block[i] - mean;
                squares[i] += d * d;
            }
        }
        let inverse = 1.0 / (fold(squares, |a, b| a + b) * share + 1e-12).sqrt();
        for ((v, g), b) in row.iter_mut().zip(gain).zip(bias) {
            *v = (*v - mean) * inverse * g + b;
        }
    }
}

#[inline(always)]
pub(super) fn dots(x: &[f32], rows: &[f32], out: &mut [f32]) {
    for (row, out) in rows.chunks_exact(x.len()).zip(out) {
        let mut sum = [0.0; LANES];
        for (a, b) in x.as_chunks::<LANES>().0.iter().zip(row.as_chunks::<LANES>().0) {
            for i in 0..LANES {
                sum[i] += a[i] * b[i];
            }
        }
        *out = fold(sum, |a, b| a + b);
    }
}

/// Width of an attention head: the one the shipped encoder has.
pub const HEAD: usize = 32;

#[inline(always)]
pub(super) fn attention(qkv: &[f32], heads: usize, scratch: &mut Vec<f32>, out: &mut [f32]) {
    let hidden = heads * HEAD;
    let n = out.len() / hidden;
    let padded = n.next_multiple_of(LANES);
    scratch.clear();
    scratch.resize(padded * (HEAD + 1), 0.0);
    let (keys, scores) = scratch.split_at_mut(padded * HEAD);
    for h in 0..heads {
        for (j, row) in qkv.chunks_exact(3 * hidden).enumerate() {
            for d in 0..HEAD {
                keys[d * padded + j] = row[hidden + h * HEAD + d];
            }
        }
        for i in 0..n {
            let query = &qkv[i * 3 * hidden + h * HEAD..][..HEAD];
            let total = weigh(query, keys, n, scores);
            let mut sum = [0.0; HEAD];
            for (j, row) in qkv.chunks_exact(3 * hidden).enumerate() {
                let value = &row[2 * hidden + h * HEAD..][..HEAD];
                let weight = scores[j];
                for d in 0..HEAD {
                    sum[d] += weight * value[d];
                }
            }
            for (o, s) in out[i * hidden + h * HEAD..][..HEAD].iter_mut().zip(sum) {
                *o = s * total;
            }
        }
    }
}

/// Unnormalised attention weights of one query, and one over their sum.
#[inline(always)]
fn weigh(query: &[f32], keys: &[f32], n: usize, scores: &mut [f32]) -> f32 {
    let padded = scores.len();
    let mut most = [f32::MIN; LANES];
    for (b, block) in scores.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let mut sum = [0.0; LANES];
        for (d, &q) in query.iter().enumerate() {
            let keys = &keys[d * padded + b * LANES..][..LANES];
            for i in 0..LANES {
                sum[i] += q * keys[i];
            }
        }
        for i in 0..LANES {
            block[i] = if b * LANES + i < n { sum[i] * 0.176_776_7 } else { f32::MIN }; // 1/√32
            most[i] = larger(most[i], block[i]);
        }
    }
    let most = fold(most, larger);
    let mut total = [0.0; LANES];
    for (b, block) in scores.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        for i in 0..LANES {
            block[i] = if b * LANES + i < n { exp(block[i] - most) } else { 0.0 };
            total[i] += block[i];
        }
    }
    1.0 / fold(total, |a, b| a + b)
}
