//! One layer of the network: whole-number weights with a scale a row.

/// A layer's weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Three by three cells and then the largest of two by two, or everything with everything.
    pub(super) folds: bool,
    pub(super) fan: usize,
    pub(super) scales: Vec<f32>,
    pub(super) biases: Vec<f32>,
    /// A row after another; in a folding layer a row is channel by channel, each three by three.
    pub(super) weights: Vec<i8>,
    /// A folding layer's weights as the loop below wants them: cell of the nine, channel, row.
    ready: Vec<f32>,
}

/// Cells of a patch.
const PATCH: usize = 9;

/// What flows between layers: `channels` maps of `side`², cell by cell.
pub(super) struct Maps {
    pub side: usize,
    pub channels: usize,
    pub values: Vec<f32>,
}

impl Part {
    /// `weights` are rows of `fan`; each row is rounded to a byte by its own scale.
    #[must_use]
    pub fn new(folds: bool, fan: usize, weights: &[f32], biases: Vec<f32>) -> Self {
        let mut scales = Vec::with_capacity(biases.len());
        let mut bytes = Vec::with_capacity(weights.len());
        for row in weights.chunks_exact(fan.max(1)) {
            let most = row
                .iter()
                .fold(0.0_f32, |most, value| most.max(value.abs()));
            let scale = (most / 127.0).max(1e-12);
            for value in row {
                #[expect(clippy::cast_possible_truncation, reason = "within ±127 by its scale")]
                bytes.push((value / scale).round() as i8);
            }
            scales.push(scale);
        }
        Self::packed(folds, fan, scales, biases, bytes)
    }

    pub(super) fn packed(
        folds: bool,
        fan: usize,
        scales: Vec<f32>,
        biases: Vec<f32>,
        weights: Vec<i8>,
    ) -> Self {
        let mut part = Self {
            folds,
            fan,
            scales,
            biases,
            weights,
            ready: Vec::new(),
        };
        if folds {
            for at in 0..PATCH {
                for channel in 0..fan / PATCH {
                    let rows = part.weights.chunks_exact(fan.max(1));
                    for (row, scale) in rows.zip(&part.scales) {
                        let weight = row.get(channel * PATCH + at).copied().unwrap_or(0);
                        part.ready.push(f32::from(weight) * scale);
                    }
                }
            }
        }
        part
    }

    /// Weights as they count, and shifts.
    pub(super) fn plain(&self) -> (Vec<f32>, Vec<f32>) {
        let rows = self.weights.chunks_exact(self.fan.max(1));
        let weights = rows
            .zip(&self.scales)
            .flat_map(|(row, scale)| row.iter().map(move |weight| f32::from(*weight) * scale))
            .collect();
        (weights, self.biases.clone())
    }

    pub(super) fn rows(&self) -> usize {
        self.biases.len()
    }

    /// Every map through the three-by-three weights, cut at nought, and halved.
    pub(super) fn fold(&self, maps: &Maps) -> Maps {
        let (side, rows) = (maps.side, self.rows());
        let half = side / 2;
        // What is cut at nought is never below it.
        let mut out = vec![0.0_f32; half * half * rows];
        let mut sums = vec![0.0_f32; rows];
        for y in 0..half * 2 {
            for x in 0..half * 2 {
                sums.copy_from_slice(&self.biases);
                self.patch(maps, x, y, &mut sums);
                let start = (y / 2 * half + x / 2) * rows;
                let to = out.iter_mut().skip(start).take(rows);
                for (most, sum) in to.zip(&sums) {
                    *most = most.max(*sum);
                }
            }
        }
        Maps {
            side: half,
            channels: rows,
            values: out,
        }
    }

    fn patch(&self, maps: &Maps, x: usize, y: usize, sums: &mut [f32]) {
        let block = maps.channels * sums.len();
        for (at, weights) in self.ready.chunks_exact(block).enumerate() {
            // One cell up and to the left of the patch's middle.
            let (Some(row), Some(column)) =
                ((y + at / 3).checked_sub(1), (x + at % 3).checked_sub(1))
            else {
                continue;
            };
            if row >= maps.side || column >= maps.side {
                continue;
            }
            let start = (row * maps.side + column) * maps.channels;
            let cell = maps.values.get(start..start + maps.channels).unwrap_or(&[]);
            for (value, weights) in cell.iter().zip(weights.chunks_exact(sums.len())) {
                // Most of the paper is blank.
                if *value != 0.0 {
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        *sum += value * weight;
                    }
                }
            }
        }
    }

    /// Everything with everything.
    pub(super) fn full(&self, values: &[f32]) -> Vec<f32> {
        self.weights
            .chunks_exact(self.fan.max(1))
            .zip(self.scales.iter().zip(&self.biases))
            .map(|(row, (scale, bias))| dot(row, values) * scale + bias)
            .collect()
    }
}

impl Maps {
    /// Map by map, as a full layer wants it.
    pub(super) fn flat(&self) -> Vec<f32> {
        let cells = || self.values.chunks_exact(self.channels.max(1));
        (0..self.channels)
            .flat_map(|channel| cells().filter_map(move |cell| cell.get(channel).copied()))
            .collect()
    }
}

/// Sixteen sums side by side, which a compiler makes wide additions of.
fn dot(row: &[i8], values: &[f32]) -> f32 {
    const WIDE: usize = 16;
    let mut sums = [0.0_f32; WIDE];
    let (rows, row_rest) = row.as_chunks::<WIDE>();
    let (blocks, rest) = values.as_chunks::<WIDE>();
    for (weights, values) in rows.iter().zip(blocks) {
        for ((sum, weight), value) in sums.iter_mut().zip(weights).zip(values) {
            *sum += f32::from(*weight) * value;
        }
    }
    let tail: f32 = row_rest
        .iter()
        .zip(rest)
        .map(|(weight, value)| f32::from(*weight) * value)
        .sum();
    sums.iter().sum::<f32>() + tail
}
