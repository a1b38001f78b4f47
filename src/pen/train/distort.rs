//! Simulated writers: how a model glyph comes out of a hand.

use crate::hand::{Stroke, resample};

/// `SplitMix64`: small, seeded, the same everywhere.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// Starts from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / 16_777_216.0
    }

    /// About normal, of the spread named (a sum of four, so never further than 3.5 spreads).
    pub fn about(&mut self, spread: f32) -> f32 {
        let sum = self.unit() + self.unit() + self.unit() + self.unit();
        (sum - 2.0) * 1.732 * spread
    }
}

/// How somebody writes.
#[derive(Debug, Clone, Copy)]
pub struct Hand {
    /// Share of pen lifts left out.
    pub joins: f32,
    /// Spread of the trembling, as a share of the square.
    pub tremor: f32,
    /// Spread of where and how large strokes come out.
    pub loose: f32,
    /// Share of hooks and stroke ends dropped.
    pub drops: f32,
    /// Whether the order of strokes is kept.
    pub orderly: bool,
}

impl Hand {
    /// Somebody.
    pub fn any(rng: &mut Rng) -> Self {
        let joins = if rng.unit() < 0.5 {
            0.0
        } else {
            rng.unit() * 0.6
        };
        let tremor = if rng.unit() < 0.6 {
            0.003
        } else {
            rng.unit() * 0.018
        };
        Self {
            joins,
            tremor,
            loose: 0.5 + rng.unit(),
            drops: rng.unit() * 0.6,
            orderly: rng.unit() < 0.9,
        }
    }

    /// An old hand: it trembles, overshoots and keeps no order.
    pub const ELDERLY: Self = Self {
        joins: 0.1,
        tremor: 0.015,
        loose: 1.3,
        drops: 0.3,
        orderly: false,
    };
    /// A quick hand.
    pub const JOINED: Self = Self {
        joins: 0.6,
        tremor: 0.004,
        loose: 1.1,
        drops: 0.5,
        orderly: true,
    };
}

/// The glyph as this hand writes it.
pub fn write_as(glyph: &[Stroke], hand: Hand, rng: &mut Rng) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> = glyph
        .iter()
        .map(|stroke| loosen(stroke, hand, rng))
        .collect();
    if !hand.orderly {
        for at in (1..strokes.len()).rev() {
            if rng.unit() < 0.3 {
                strokes.swap(at, at - 1);
            }
        }
    }
    let mut joined: Vec<Stroke> = Vec::new();
    for stroke in strokes {
        let near = joined
            .last()
            .and_then(|last| last.last())
            .zip(stroke.first())
            .is_some_and(|(end, start)| (end[0] - start[0]).hypot(end[1] - start[1]) < 0.7);
        match joined.last_mut() {
            Some(last) if near && rng.unit() < hand.joins => last.extend(stroke),
            _ => joined.push(stroke),
        }
    }
    warp(&mut joined, hand, rng);
    joined
}

/// Cuts a stroke into short pieces, then moves, turns, stretches and shortens it.
fn loosen(stroke: &Stroke, hand: Hand, rng: &mut Rng) -> Stroke {
    // By length: a hand trembles along its way, not at the points a font happens to name.
    let mut fine = resample(stroke, 0.02);
    if fine.len() > 12 && rng.unit() < hand.drops {
        // A hook is the last bend: an eighth of the points.
        fine.truncate(fine.len() - fine.len() / 8);
    }
    if rng.unit() < 0.5 {
        let copy = fine.clone();
        for (at, point) in fine.iter_mut().enumerate().skip(2) {
            if let (Some(a), Some(b)) = (copy.get(at - 2), copy.get(at + 2)) {
                *point = [0, 1].map(|i| (a[i] + b[i] + 2.0 * point[i]) / 4.0);
            }
        }
    }
    let count = fine.len().max(1) as f32;
    let centre = [0, 1].map(|i| fine.iter().map(|p| p[i]).sum::<f32>() / count);
    let shift = [rng.about(0.025 * hand.loose), rng.about(0.025 * hand.loose)];
    let size = 1.0 + rng.about(0.09 * hand.loose);
    let (sin, cos) = rng.about(0.07 * hand.loose).sin_cos();
    for point in &mut fine {
        let [x, y] = [(point[0] - centre[0]) * size, (point[1] - centre[1]) * size];
        *point = [
            centre[0] + x * cos - y * sin + shift[0],
            centre[1] + x * sin + y * cos + shift[1],
        ];
    }
    fine
}

/// What happens to the character as a whole: slant, turn, unequal parts, and trembling.
fn warp(strokes: &mut [Stroke], hand: Hand, rng: &mut Rng) {
    let slant = rng.about(0.1 * hand.loose);
    let rise = rng.about(0.1 * hand.loose);
    let (sin, cos) = rng.about(0.05).sin_cos();
    let waves = [
        rng.about(0.03),
        rng.about(0.03),
        rng.about(0.02),
        rng.about(0.02),
    ];
    let phases = [rng.unit(), rng.unit()];
    let aspect = 1.0 + rng.about(0.12);
    for stroke in strokes {
        for point in stroke {
            let [x, y] = point.map(|value| value - 0.5);
            let tau = std::f32::consts::TAU;
            let x2 = x
                + slant * y
                + waves[0] * (tau * x).cos()
                + waves[2] * (tau * (y + phases[0])).sin();
            let y2 = y
                + rise * x
                + waves[1] * (tau * y).cos()
                + waves[3] * (tau * (x + phases[1])).sin();
            *point = [
                (x2 * cos - y2 * sin) * aspect + rng.about(hand.tremor),
                x2 * sin + y2 * cos + rng.about(hand.tremor),
            ];
        }
    }
}
