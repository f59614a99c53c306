//! The integer tile: a few rows of activations against a panel of weights.

use super::matrix::PANEL;

/// Rows multiplied together: as many as the sums fit the registers of the widest machine.
pub(super) const ROWS: usize = 6;

/// Sums a tile leaves.
pub(super) type Sums = [[i32; PANEL]; ROWS];

/// How an instruction set multiplies up to [`ROWS`] rows of `inputs` bytes by one panel.
pub(super) trait Tile {
    /// `sums[r][o] = Σ x[r][k] · panel[o][k]`; `x` holds one to [`ROWS`] rows, `panel` [`PANEL`]` · inputs` weights.
    fn multiply(x: &[u8], inputs: usize, panel: &[i8], sums: &mut Sums);
}

/// Plain Rust.
pub(super) struct Portable;

impl Tile for Portable {
    #[inline(always)]
    fn multiply(x: &[u8], inputs: usize, panel: &[i8], sums: &mut Sums) {
        for (row, sums) in x.chunks_exact(inputs).zip(sums) {
            // Each product apart: adding neighbours only at the end lets compilers use vectors.
            let mut apart = [0_i32; 4 * PANEL];
            for (x, w) in row.as_chunks::<4>().0.iter().zip(panel.as_chunks::<{ 4 * PANEL }>().0) {
                let x: [i16; 16] = std::array::from_fn(|i| i16::from(x[i % 4]));
                for (apart, w) in apart.as_chunks_mut::<16>().0.iter_mut().zip(w.as_chunks::<16>().0) {
                    for i in 0..16 {
                        apart[i] += i32::from(x[i] * i16::from(w[i])); // seven bits by eight fit sixteen
                    }
                }
            }
            for (sum, four) in sums.iter_mut().zip(apart.as_chunks::<4>().0) {
                *sum = four.iter().sum();
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) use x86::{Avx2, Avx512Vnni, AvxVnni};

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{PANEL, ROWS, Sums, Tile};
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi32, _mm256_dpbusd_avx_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16,
        _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256, _mm256_storeu_si256, _mm512_dpbusd_epi32, _mm512_loadu_si512,
        _mm512_set1_epi32, _mm512_setzero_si512, _mm512_storeu_si512,
    };

    /// Checks what the pointers below rely on; the compiler sees it once a tile.
    #[inline(always)]
    fn check(x: &[u8], inputs: usize, panel: &[i8]) -> usize {
        let rows = x.len() / inputs;
        assert!(
            inputs.is_multiple_of(4) && x.len() == rows * inputs && (1..=ROWS).contains(&rows) && panel.len() == PANEL * inputs,
            "sizes of a tile"
        );
        rows
    }

    /// 512-bit dot products.
    pub(in super::super) struct Avx512Vnni;

    impl Avx512Vnni {
        /// # Safety
        /// Needs AVX-512 VNNI; `x` points at `R` rows of `inputs` bytes, `panel` at `PANEL · inputs` weights; `inputs` is a multiple of 4.
        #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")]
        #[inline]
        unsafe fn rows<const R: usize>(x: *const u8, inputs: usize, panel: *const i8, sums: &mut Sums) {
            let mut acc = [[_mm512_setzero_si512(); 4]; R];
            for k in (0..inputs).step_by(4) {
                // SAFETY: k < inputs, so both reads stay inside what the caller promised.
                unsafe {
                    let w: [__m512i; 4] = std::array::from_fn(|c| _mm512_loadu_si512(panel.add(k * PANEL + c * 64).cast()));
                    for (r, acc) in acc.iter_mut().enumerate() {
                        let four = _mm512_set1_epi32(x.add(r * inputs + k).cast::<i32>().read_unaligned());
                        for c in 0..4 {
                            acc[c] = _mm512_dpbusd_epi32(acc[c], four, w[c]);
                        }
                    }
                }
            }
            for (acc, sums) in acc.iter().zip(sums) {
                for (c, a) in acc.iter().enumerate() {
                    // SAFETY: a row of sums holds PANEL = 4 · 16 numbers.
                    unsafe { _mm512_storeu_si512(sums.as_mut_ptr().add(c * 16).cast(), *a) };
                }
            }
        }
    }

    impl Tile for Avx512Vnni {
        #[inline(always)]
        fn multiply(x: &[u8], inputs: usize, panel: &[i8], sums: &mut Sums) {
            let (rows, x_at, w_at) = (check(x, inputs, panel), x.as_ptr(), panel.as_ptr());
            // SAFETY: sizes are checked; only `kernel::avx512_vnni` calls this, under the same target features.
            unsafe {
                match rows {
                    1 => Self::rows::<1>(x_at, inputs, w_at, sums),
                    2 => Self::rows::<2>(x_at, inputs, w_at, sums),
                    3 => Self::rows::<3>(x_at, inputs, w_at, sums),
                    4 => Self::rows::<4>(x_at, inputs, w_at, sums),
                    5 => Self::rows::<5>(x_at, inputs, w_at, sums),
                    _ => Self::rows::<6>(x_at, inputs, w_at, sums),
                }
            }
        }
    }

    /// A 256-bit multiply-add of bytes: what tells AVX2 from AVX-VNNI.
    trait Step {
        /// # Safety
        /// Needs the instruction set of the implementing type.
        unsafe fn step(acc: __m256i, x: __m256i, w: __m256i) -> __m256i;
    }

    /// 256-bit pairs of products.
    pub(in super::super) struct Avx2;

    impl Step for Avx2 {
        #[inline(always)]
        unsafe fn step(acc: __m256i, x: __m256i, w: __m256i) -> __m256i {
            // SAFETY: the caller runs under AVX2. Seven-bit x keeps the 16-bit pairs from saturating.
            unsafe { _mm256_add_epi32(acc, _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), _mm256_set1_epi16(1))) }
        }
    }

    /// 256-bit dot products.
    pub(in super::super) struct AvxVnni;

    impl Step for AvxVnni {
        #[inline(always)]
        unsafe fn step(acc: __m256i, x: __m256i, w: __m256i) -> __m256i {
            // SAFETY: the caller runs under AVX-VNNI.
            unsafe { _mm256_dpbusd_avx_epi32(acc, x, w) }
        }
    }

    /// Sixteen outputs of `R` rows at a time: with two accumulators a row, all stay in sixteen registers.
    ///
    /// # Safety
    /// As [`Avx512Vnni::rows`], with the instruction set of `S`.
    #[inline(always)]
    unsafe fn narrow<S: Step, const R: usize>(x: *const u8, inputs: usize, panel: *const i8, sums: &mut [[i32; PANEL]]) {
        for c in 0..PANEL / 16 {
            // SAFETY: as for the wide tile: reads within R rows and one panel, writes within R rows of sums.
            unsafe {
                let mut acc = [[_mm256_setzero_si256(); 2]; R];
                for k in (0..inputs).step_by(4) {
                    let at = panel.add(k * PANEL + c * 64);
                    let w: [__m256i; 2] = [_mm256_loadu_si256(at.cast()), _mm256_loadu_si256(at.add(32).cast())];
                    for (r, acc) in acc.iter_mut().enumerate() {
                        let four = _mm256_set1_epi32(x.add(r * inputs + k).cast::<i32>().read_unaligned());
                        acc[0] = S::step(acc[0], four, w[0]);
                        acc[1] = S::step(acc[1], four, w[1]);
                    }
                }
                for (acc, sums) in acc.iter().zip(sums.iter_mut()) {
                    let to: *mut i32 = sums.as_mut_ptr().add(c * 16);
                    _mm256_storeu_si256(to.cast(), acc[0]);
                    _mm256_storeu_si256(to.add(8).cast(), acc[1]);
                }
            }
        }
    }

    #[inline(always)]
    fn by_threes<S: Step>(x: &[u8], inputs: usize, panel: &[i8], sums: &mut Sums) {
        let rows = check(x, inputs, panel);
        let mut row = 0;
        while row < rows {
            let (at, w, sums) = (x[row * inputs..].as_ptr(), panel.as_ptr(), &mut sums[row..]);
            let count = (rows - row).min(3);
            // SAFETY: sizes are checked, `count` rows are left; called only from the kernel modules with these features.
            unsafe {
                match count {
                    1 => narrow::<S, 1>(at, inputs, w, sums),
                    2 => narrow::<S, 2>(at, inputs, w, sums),
                    _ => narrow::<S, 3>(at, inputs, w, sums),
                }
            }
            row += count;
        }
    }

    impl Tile for Avx2 {
        #[inline(always)]
        fn multiply(x: &[u8], inputs: usize, panel: &[i8], sums: &mut Sums) {
            by_threes::<Self>(x, inputs, panel, sums);
        }
    }

    impl Tile for AvxVnni {
        #[inline(always)]
        fn multiply(x: &[u8], inputs: usize, panel: &[i8], sums: &mut Sums) {
            by_threes::<Self>(x, inputs, panel, sums);
        }
    }
}

#[cfg(target_arch = "aarch64")]
pub(super) use arm::Neon;

#[cfg(target_arch = "aarch64")]
mod arm;
