//! Every kernel of this machine against plain sums, and bit for bit against the portable one.

use super::*;

/// A fixed stream of numbers between −1 and 1.
fn numbers(count: usize, mut seed: u32) -> Vec<f32> {
    let next = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f32::from(u16::try_from(seed >> 16).expect("sixteen bits")) / 32_768.0 - 1.0
    };
    std::iter::repeat_with(next).take(count).collect()
}

fn matrix(inputs: usize, outputs: usize) -> (Matrix, Vec<f32>) {
    let weights: Vec<i8> = numbers(inputs * outputs, 3).iter().map(|x| (x * 127.0) as i8).collect();
    let (scale, bias) = (numbers(outputs, 4), numbers(outputs, 5));
    let exact = weights.iter().enumerate().map(|(i, w)| f32::from(*w) * scale[i / inputs]).collect();
    (Matrix::new(inputs, &weights, &scale, &bias).expect("sizes agree"), exact)
}

#[test]
fn products_are_right_and_the_same_everywhere() {
    for (inputs, outputs, rows) in [(384, 80, 1), (384, 384, 7), (64, 64, 6), (16, 1, 13), (1536, 100, 5)] {
        let (w, exact) = matrix(inputs, outputs);
        let x = numbers(inputs * rows, 9);
        let mut reference = Vec::new();
        for kernel in Kernel::available().into_iter().rev() {
            let mut q = Rows::new(inputs);
            kernel.quantise(&x, &mut q);
            let mut out = vec![0.0; rows * w.width()];
            kernel.product(&w, &q, &mut out);
            if reference.is_empty() {
                reference.clone_from(&out);
            }
            assert!(out.iter().zip(&reference).all(|(a, b)| a.to_bits() == b.to_bits()), "{kernel} {inputs}x{outputs}");
        }
        for r in 0..rows {
            for o in 0..outputs {
                let sum: f32 = (0..inputs).map(|i| x[r * inputs + i] * exact[o * inputs + i]).sum::<f32>() + numbers(outputs, 5)[o];
                let size: f32 = exact[o * inputs..][..inputs].iter().map(|w| w.abs()).sum();
                assert!(
                    (reference[r * w.width() + o] - sum).abs() <= size * 0.01 + 1e-3,
                    "{inputs}x{outputs} row {r} output {o}: {} for {sum}, {size}",
                    reference[r * w.width() + o]
                );
            }
        }
    }
}

#[test]
fn extreme_sums_do_not_saturate() {
    let inputs = 1536;
    let w = Matrix::new(inputs, &vec![-127; inputs * 3], &[1.0; 3], &[0.0; 3]).expect("sizes agree");
    for kernel in Kernel::available() {
        let (mut q, mut out) = (Rows::new(inputs), vec![0.0; w.width()]);
        kernel.quantise(&vec![127.0; inputs], &mut q);
        kernel.product(&w, &q, &mut out);
        assert_eq!(&out[..3], &[-127.0 * 127.0 * 1536.0; 3], "{kernel}");
    }
}

/// Bits of all float steps over a few rows.
fn float_steps(kernel: Kernel) -> Vec<u32> {
    let mut x = numbers(5 * 384, 1);
    kernel.norm(&mut x, &numbers(5 * 384, 2), &numbers(384, 3), &numbers(384, 4));
    kernel.gelu(&mut x);
    let mut bits: Vec<u32> = x.iter().map(|f| f.to_bits()).collect();
    kernel.relu(&mut x);
    let (mut dots, mut mixed, mut scratch) = (vec![0.0; 5], vec![0.0; 37 * 384], Vec::new());
    kernel.dots(&numbers(384, 6), &x, &mut dots);
    kernel.attention(&numbers(37 * 3 * 384, 7), 12, &mut scratch, &mut mixed);
    bits.extend(dots.iter().chain(&mixed).map(|f| f.to_bits()));
    bits
}

#[test]
fn float_steps_are_the_same_everywhere() {
    let portable = float_steps(Kernel::PORTABLE);
    assert!(Kernel::available().into_iter().all(|k| float_steps(k) == portable));
}

/// The bits of [`float_steps`] in one number (FNV-1a over 32-bit words).
fn digest(bits: &[u32]) -> u64 {
    bits.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn float_steps_are_the_same_on_every_machine() {
    // Found on x86-64 and, emulated, on 64-bit ARM.
    assert_eq!(digest(&float_steps(Kernel::best())), 0x0c25_d80b_a090_98e0);
}

#[test]
fn float_steps_are_right() {
    let near = |a: f32, b: f32| (a - b).abs() < 2e-6 * (1.0 + b.abs());
    let mut x: Vec<f32> = (-2000..2000_i16).map(|i| f32::from(i) / 100.0).collect();
    let want: Vec<f32> = x.iter().map(|&v| 0.5 * v * (1.0 + (0.797_884_6 * (v + 0.044_715 * v * v * v)).tanh())).collect();
    Kernel::PORTABLE.gelu(&mut x);
    assert!(x.iter().zip(&want).all(|(a, b)| near(*a, *b)));

    // Two words that attend to each other: by hand.
    let (mut qkv, mut out) = (vec![0.0; 2 * 96], vec![0.0; 2 * 32]);
    (qkv[0], qkv[32], qkv[96 + 32], qkv[64], qkv[96 + 64]) = (1.0, 2.0, 4.0, 10.0, 20.0);
    Kernel::PORTABLE.attention(&qkv, 1, &mut Vec::new(), &mut out);
    let (a, b) = ((2.0 / 32.0_f32.sqrt()).exp(), (4.0 / 32.0_f32.sqrt()).exp());
    assert!(near(out[0], (a * 10.0 + b * 20.0) / (a + b)));
    assert!(near(out[32], 15.0)); // a query of zeros weighs all alike
}

#[test]
fn sizes_that_do_not_fit_are_refused() {
    assert!(Matrix::new(20, &[0; 20], &[1.0], &[0.0]).is_none());
    assert!(Matrix::new(16, &[0; 17], &[1.0], &[0.0]).is_none());
    assert!(Matrix::new(16, &[0; 16], &[1.0], &[]).is_none());
    assert!(Matrix::new(0, &[], &[], &[]).is_none());
}

#[test]
fn kernels_have_names() {
    assert!(Kernel::available().into_iter().all(|k| Kernel::named(&k.to_string()) == Some(k)));
    assert_eq!(Kernel::named("abacus"), None);
}
