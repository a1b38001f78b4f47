//! The last layer once more, with every class against every other, while the layers below stay as they are:
//! a class that was seldom a rival would otherwise stay too sure of itself.

use std::thread;

use ndarray::Array2;
use ndarray::linalg::general_mat_mul;

use super::network::{shaped, softmax, view};
use super::{Class, Deck, Pace, SHARDS, ink};
use crate::hand::Model;

/// Samples a thread sees in one batch.
const SHARD: usize = 128;
/// Where the step size starts; it falls to nought.
const RATE: f32 = 0.001;
/// Seeds other than those of the course before.
const SEED: u64 = 1 << 40;

struct Lesson {
    gradient: Array2<f32>,
    shifts: Vec<f32>,
    loss: f32,
    hits: usize,
}

/// Trains the last layer for so many batches.
pub fn refit(model: Model, classes: &[Class], steps: usize, mut tell: impl FnMut(String)) -> Model {
    let (mut weights, mut biases) = model.last();
    let rows = biases.len();
    let fan = weights.len() / rows.max(1);
    let (mut pace, mut slow) = (Pace::new(weights.len()), Pace::new(rows));
    let mut deck = Deck::default();
    let (mut loss, mut hits, mut count) = (0.0, 0, 0);
    for step in 0..steps {
        let batch = deck.deal(classes, SEED + step as u64, SHARD * SHARDS);
        let (from, weights_now, biases_now) = (&model, &weights, &biases);
        let lessons: Vec<Lesson> = thread::scope(|scope| {
            let running: Vec<_> = batch
                .chunks(SHARD)
                .enumerate()
                .map(|(shard, wanted)| {
                    let seed = SEED + step as u64 * 1_000_003 + (shard * SHARD) as u64;
                    scope.spawn(move || {
                        let columns = hidden(from, classes, wanted, seed, fan);
                        learn(view(rows, fan, weights_now), biases_now, &columns, wanted)
                    })
                })
                .collect();
            running
                .into_iter()
                .filter_map(|one| one.join().ok())
                .collect()
        });
        let mut gradient = vec![0.0_f32; weights.len()];
        let mut shifts = vec![0.0_f32; rows];
        for lesson in &lessons {
            for (sum, value) in gradient.iter_mut().zip(&lesson.gradient) {
                *sum += value / SHARDS as f32;
            }
            for (sum, value) in shifts.iter_mut().zip(&lesson.shifts) {
                *sum += value / SHARDS as f32;
            }
            loss += lesson.loss;
            hits += lesson.hits;
            count += SHARD;
        }
        let rate = RATE * (1.0 - step as f32 / steps as f32);
        let by = super::bias_free(rate, step);
        pace.step(&mut weights, 0..rows * fan, &gradient, 0..rows * fan, by);
        slow.step(&mut biases, 0..rows, &shifts, 0..rows, by);
        if step % 100 == 99 || step + 1 == steps {
            tell(format!(
                "last layer, batch {}: loss {:.3}, {:.1} % right",
                step + 1,
                loss / count as f32,
                hits as f32 * 100.0 / count as f32
            ));
            (loss, hits, count) = (0.0, 0, 0);
        }
    }
    model.with_last(&weights, biases)
}

/// A column a sample.
fn hidden(
    model: &Model,
    classes: &[Class],
    wanted: &[usize],
    seed: u64,
    fan: usize,
) -> Array2<f32> {
    let mut columns = vec![0.0_f32; fan * wanted.len()];
    for (n, class) in wanted.iter().enumerate() {
        let Some(maps) = ink(&classes[*class], seed + n as u64, 1.0) else {
            continue;
        };
        for (at, value) in model.hidden(&maps).into_iter().enumerate() {
            columns[at * wanted.len() + n] = value;
        }
    }
    shaped(fan, wanted.len(), columns)
}

fn learn(
    weights: ndarray::ArrayView2<f32>,
    biases: &[f32],
    seen: &Array2<f32>,
    wanted: &[usize],
) -> Lesson {
    let mut logits = Array2::zeros((biases.len(), wanted.len()));
    general_mat_mul(1.0, &weights, seen, 0.0, &mut logits);
    for (mut row, bias) in logits.rows_mut().into_iter().zip(biases) {
        row += *bias;
    }
    let (back, loss, hits) = softmax(logits, wanted);
    let mut gradient = Array2::zeros(weights.raw_dim());
    general_mat_mul(1.0, &back, &seen.t(), 0.0, &mut gradient);
    let shifts = back.rows().into_iter().map(|row| row.sum()).collect();
    Lesson {
        gradient,
        shifts,
        loss,
        hits,
    }
}
