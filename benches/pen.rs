//! Time for each thing a writing finger waits for.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark may stop")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use pingyi::pen::hand::{Recogniser, Stroke};

/// A busy character of 24 strokes, as densely as a finger reports them.
fn ink() -> Vec<Stroke> {
    (0..24_u8)
        .map(|stroke| {
            (0..40_u8)
                .map(|point| {
                    let (at, along) = (f32::from(stroke), f32::from(point) * 2.0);
                    let wave = (along * 0.3).sin() * 2.0;
                    if stroke % 2 == 0 {
                        [along + 10.0, at * 4.0 + wave]
                    } else {
                        [at * 4.0 + wave, along + 5.0]
                    }
                })
                .collect()
        })
        .collect()
}

fn hand(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hand");
    let (recogniser, ink) = (Recogniser::built_in().unwrap(), ink());
    group.bench_function("recognise a character of 24 strokes", |bench| {
        bench.iter(|| recogniser.recognise(black_box(&ink), 10));
    });
    group.bench_function("read the model", |bench| {
        bench.iter(|| Recogniser::built_in().unwrap());
    });
    group.finish();
}

criterion_group!(benches, hand);
criterion_main!(benches);
