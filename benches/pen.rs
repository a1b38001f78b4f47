//! Time for each thing a writing finger waits for.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark may stop")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pingyi::pen::hand::{Recogniser, Stroke};
use pingyi::pen::pinyin::Pinyin;
use pingyi::pen::strokes::{Key, Strokes};

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

/// A clause as it grows under the fingers: each key converts everything typed so far.
fn pinyin(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pinyin");
    let pinyin = Pinyin::built_in().unwrap();
    let clause = "weixiujijindeshiyongyinggairangyezhuzhidao";
    let keys: Vec<&str> = (1..=clause.len()).map(|end| &clause[..end]).collect();
    group.throughput(Throughput::Elements(keys.len() as u64));
    for (name, fuzzy) in [
        ("every key of a clause", false),
        ("with a southern accent", true),
    ] {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                for key in &keys {
                    black_box(pinyin.convert(key, "希望", fuzzy, 40));
                }
            });
        });
    }
    group.throughput(Throughput::Elements(1));
    group.bench_function("the last key of 42, with a southern accent", |bench| {
        bench.iter(|| pinyin.convert(black_box(clause), "希望", true, 40));
    });
    group.bench_function("read the data", |bench| {
        bench.iter(|| Pinyin::built_in().unwrap());
    });
    group.finish();
}

fn strokes(criterion: &mut Criterion) {
    let strokes = Strokes::built_in().unwrap();
    criterion.bench_function("strokes: 横竖 and any", |bench| {
        bench.iter(|| strokes.find(black_box(&[Key::Heng, Key::Shu, Key::Any]), 40));
    });
}

criterion_group!(benches, hand, pinyin, strokes);
criterion_main!(benches);
