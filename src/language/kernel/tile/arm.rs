//! The tile on 64-bit ARM.

use std::arch::aarch64::{
    int32x4_t, vdupq_n_s32, vget_low_s8, vld1q_s8, vmull_high_s8, vmull_s8, vpadalq_s16, vpaddq_s16, vreinterpretq_s8_s32, vst1q_s32,
};

use super::{PANEL, Sums, Tile};

/// 128-bit vectors: four outputs a vector.
pub(in super::super) struct Neon;

impl Tile for Neon {
    #[inline(always)]
    fn multiply(x: &[u8], inputs: usize, panel: &[i8], sums: &mut Sums) {
        assert!(inputs.is_multiple_of(4) && panel.len() == PANEL * inputs, "sizes of a tile");
        for (row, sums) in x.chunks_exact(inputs).zip(sums) {
            // SAFETY: sizes are checked, and every 64-bit ARM processor has NEON.
            unsafe { multiply_row(row, panel, sums) };
        }
    }
}

/// # Safety
/// Needs NEON; `row` is a multiple of 4 long and `panel` is `PANEL` times as long.
#[target_feature(enable = "neon")]
#[inline]
unsafe fn multiply_row(row: &[u8], panel: &[i8], sums: &mut [i32; PANEL]) {
    let mut acc: [int32x4_t; PANEL / 4] = [vdupq_n_s32(0); PANEL / 4];
    for (k, four) in row.as_chunks::<4>().0.iter().enumerate() {
        // Seven-bit numbers are the same signed or unsigned, and two products of them with weights fit sixteen bits.
        let x = vreinterpretq_s8_s32(vdupq_n_s32(i32::from_le_bytes(*four)));
        for (v, acc) in acc.iter_mut().enumerate() {
            // SAFETY: 4k < row.len() and v < PANEL / 4, so the sixteen bytes lie inside the panel.
            let w = unsafe { vld1q_s8(panel.as_ptr().add(k * 4 * PANEL + v * 16)) };
            let (low, high) = (vmull_s8(vget_low_s8(x), vget_low_s8(w)), vmull_high_s8(x, w));
            *acc = vpadalq_s16(*acc, vpaddq_s16(low, high));
        }
    }
    for (acc, to) in acc.iter().zip(sums.as_chunks_mut::<4>().0) {
        // SAFETY: four numbers.
        unsafe { vst1q_s32(to.as_mut_ptr(), *acc) };
    }
}
