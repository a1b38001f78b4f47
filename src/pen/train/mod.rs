//! Training of the handwriting model: simulated writers, a discriminant projection, class means.
#![expect(
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "linear algebra on matrices this module sizes itself; training never runs in the product"
)]

mod algebra;
mod distort;
pub mod glyphs;

use super::hand::{FEATURES, Model, Stroke, describe};
pub use distort::{Hand, Rng, write_as};

/// A character and its strokes in a unit square, y down.
pub type Glyph = (char, Vec<Stroke>);

/// What the projection keeps.
const DIMS: usize = 192;
/// Added to the spread within classes, as a share of its mean diagonal.
const RIDGE: f64 = 0.05;

/// Trains on `samples` simulated writers a glyph. The same glyphs give the same model.
#[must_use]
pub fn train(glyphs: &[Glyph], samples: u64) -> Model {
    let mut within = vec![0.0_f32; FEATURES * FEATURES];
    let mut means = Vec::with_capacity(glyphs.len() * FEATURES);
    for (ch, strokes) in glyphs {
        let rows: Vec<Vec<f32>> = (0..samples)
            .filter_map(|sample| {
                let mut rng = Rng::new(u64::from(u32::from(*ch)) << 32 | sample);
                let hand = Hand::any(&mut rng);
                describe(&write_as(strokes, hand, &mut rng))
            })
            .collect();
        let mut mean = vec![0.0_f32; FEATURES];
        for row in &rows {
            for (sum, value) in mean.iter_mut().zip(row) {
                *sum += value / rows.len() as f32;
            }
        }
        for row in &rows {
            let off: Vec<f32> = row.iter().zip(&mean).map(|(a, b)| a - b).collect();
            for (i, left) in off.iter().enumerate() {
                let line = &mut within[i * FEATURES..=i * FEATURES + i];
                for (sum, right) in line.iter_mut().zip(&off) {
                    *sum += left * right;
                }
            }
        }
        means.extend(mean);
    }
    let count = (glyphs.len() as u64 * samples) as f64;
    let mut spread = vec![0.0_f64; FEATURES * FEATURES];
    for i in 0..FEATURES {
        for j in 0..=i {
            let value = f64::from(within[i * FEATURES + j]) / count;
            spread[i * FEATURES + j] = value;
            spread[j * FEATURES + i] = value;
        }
    }
    let trace: f64 = (0..FEATURES).map(|i| spread[i * FEATURES + i]).sum();
    for i in 0..FEATURES {
        spread[i * FEATURES + i] += RIDGE * trace / FEATURES as f64;
    }
    let projection = algebra::discriminant(&spread, &means, FEATURES, DIMS);
    let projected: Vec<f32> = means
        .chunks_exact(FEATURES)
        .flat_map(|mean| {
            projection
                .chunks_exact(FEATURES)
                .map(|row| row.iter().zip(mean).map(|(a, b)| a * b).sum::<f32>())
                .collect::<Vec<f32>>()
        })
        .collect();
    let chars = glyphs.iter().map(|(ch, _)| *ch).collect();
    Model::new(projection, chars, &projected)
}
