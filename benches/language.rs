//! Speed of the language stage and of loading: `cargo bench --profile release`. Figures are in `training/README.md` and `benches/README.md`.
#![allow(missing_docs, clippy::expect_used, reason = "a benchmark")]

use std::hint::black_box;

use chancery::language::kernel::{Kernel, Matrix, Rows};
use chancery::language::{Effort, Language, segment};
use chancery::pipeline::{Additions, Analyst};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const TEXT: &str = include_str!("../examples/articles/asmara-2018.txt");

fn stages(c: &mut Criterion) {
    let language = Language::english().expect("the embedded models");
    let words: usize = segment::sentences(TEXT).iter().map(Vec::len).sum();
    let mut group = c.benchmark_group("words");
    group.throughput(Throughput::Elements(words as u64));
    group.bench_function("segment", |b| b.iter(|| segment::sentences(black_box(TEXT))));
    for kernel in Kernel::available().into_iter().filter(|k| *k != Kernel::PORTABLE) {
        let effort = Effort { kernel, ..Effort::default() };
        group.bench_function(format!("all, {kernel}"), |b| b.iter(|| language.parse(black_box(TEXT), effort)));
        group.bench_function(format!("names only, {kernel}"), |b| b.iter(|| language.parse_where(black_box(TEXT), effort, |_| false)));
    }
    group.finish();
    c.bench_function("load the models", |b| b.iter(|| Language::english().expect("the embedded models")));
    c.bench_function("load all that reading needs", |b| b.iter(|| Analyst::new(&Additions::default()).expect("what ships")));
}

fn kernels(c: &mut Criterion) {
    let (inputs, outputs, rows) = (384, 1536, 96);
    let weights = Matrix::new(inputs, &vec![3; inputs * outputs], &vec![0.1; outputs], &vec![0.0; outputs]).expect("sizes agree");
    let x: Vec<f32> = (0..inputs * rows).map(|i| f32::from(u8::try_from(i % 251).expect("a byte"))).collect();
    let mut group = c.benchmark_group("multiply-adds");
    group.throughput(Throughput::Elements((inputs * outputs * rows) as u64));
    for kernel in Kernel::available() {
        let (mut q, mut out) = (Rows::new(inputs), vec![0.0; rows * weights.width()]);
        kernel.quantise(&x, &mut q);
        group.bench_function(kernel.to_string(), |b| b.iter(|| kernel.product(&weights, black_box(&q), &mut out)));
    }
    group.finish();
}

criterion_group!(benches, stages, kernels);
criterion_main!(benches);
