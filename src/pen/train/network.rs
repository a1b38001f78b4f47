//! A small convolutional network with its own gradients. Sums are made in a fixed order, so the same inputs
//! give the same weights on the same kind of processor.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2};

use super::Rng;
use crate::hand::{DIRECTIONS, SIDE};

/// A layer before it is trained.
#[derive(Debug, Clone, Copy)]
pub(super) enum Plan {
    /// Three by three, then normalised, cut at nought, and halved by the larger of two by two.
    Fold(usize),
    /// Everything with everything, normalised and cut at nought.
    Full(usize),
    /// Everything with everything, plainly: the classes.
    Classes(usize),
}

/// A layer's weights and what its normalisation has seen.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub plan: Plan,
    /// Channels and side of what comes in.
    pub channels: usize,
    pub side: usize,
    /// Rows of what goes out.
    pub rows: usize,
    /// Weights of one row.
    pub fan: usize,
    /// Weights, then gain a row, then shift a row.
    pub values: Vec<f32>,
    pub mean: Vec<f32>,
    pub spread: Vec<f32>,
}

/// Added to a variance.
pub(super) const TINY: f32 = 1e-3;

impl Layer {
    fn is_fold(&self) -> bool {
        matches!(self.plan, Plan::Fold(_))
    }
    fn is_plain(&self) -> bool {
        matches!(self.plan, Plan::Classes(_))
    }
    fn weights<'a>(&self, values: &'a [f32]) -> ArrayView2<'a, f32> {
        view(self.rows, self.fan, &values[..self.rows * self.fan])
    }
    pub(super) fn gains(&self) -> (&[f32], &[f32]) {
        self.values[self.rows * self.fan..].split_at(self.rows)
    }
    /// Columns one sample has in this layer.
    fn spots(&self) -> usize {
        if self.is_fold() {
            self.side * self.side
        } else {
            1
        }
    }
}

pub(super) fn view(rows: usize, columns: usize, values: &[f32]) -> ArrayView2<'_, f32> {
    #[expect(clippy::expect_used, reason = "the caller cut the slice to this size")]
    ArrayView2::from_shape((rows, columns), values).expect("rows × columns")
}

/// The network.
#[derive(Debug, Clone)]
pub(super) struct Network(pub Vec<Layer>);

/// What one layer remembers for the way back.
struct Trace {
    columns: Array2<f32>,
    /// Normalised outputs.
    white: Array2<f32>,
    /// One over the spread, a row.
    scale: Vec<f32>,
    /// After gain and cut, before halving.
    out: Array2<f32>,
    /// Which of the four was largest.
    picks: Vec<u8>,
}

impl Network {
    /// Fresh weights.
    #[must_use]
    pub(super) fn new(plans: &[Plan], rng: &mut Rng) -> Self {
        let (mut channels, mut side) = (DIRECTIONS, SIDE);
        let mut layers = Vec::new();
        for plan in plans {
            let (rows, fan) = match *plan {
                Plan::Fold(rows) => (rows, channels * 9),
                Plan::Full(rows) | Plan::Classes(rows) => (rows, channels * side * side),
            };
            let fold = matches!(plan, Plan::Fold(_));
            let spread = if matches!(plan, Plan::Classes(_)) {
                1.0
            } else {
                2.0
            };
            let spread = (spread / fan as f32).sqrt();
            let mut values: Vec<f32> = (0..rows * fan).map(|_| rng.about(spread)).collect();
            values.extend(std::iter::repeat_n(1.0, rows));
            values.extend(std::iter::repeat_n(0.0, rows));
            layers.push(Layer {
                plan: *plan,
                channels,
                side,
                rows,
                fan,
                values,
                mean: vec![0.0; rows],
                spread: vec![1.0; rows],
            });
            channels = rows;
            side = if fold { side / 2 } else { 1 };
        }
        Self(layers)
    }

    /// Gradients, the loss, how many were right, and each layer's means and variances.
    /// `input` is features by samples, every sample's map row by row: (channel, sample, y, x).
    /// `few` is the last layer with only the classes told apart this time, and `wanted` counts among those.
    pub(super) fn learn(&self, few: &Layer, input: Array2<f32>, wanted: &[usize]) -> Lesson {
        let count = wanted.len();
        let deep = self.0.len().saturating_sub(1);
        let layers = || self.0.iter().take(deep).chain([few]);
        let mut traces: Vec<Trace> = Vec::new();
        let mut at = input;
        let mut seen = Vec::new();
        for layer in layers() {
            let columns = gather(layer, at, count);
            let (trace, next, moments) = forward(layer, columns, count);
            seen.push(moments);
            traces.push(trace);
            at = next;
        }
        let (mut back, loss, hits) = softmax(at, wanted);
        let mut gradients: Vec<Vec<f32>> = Vec::new();
        let pairs: Vec<_> = layers().zip(&traces).collect();
        for (index, (layer, trace)) in pairs.into_iter().enumerate().rev() {
            let (gradient, columns) = backward(layer, trace, back, count, index > 0);
            gradients.push(gradient);
            back = columns.map_or_else(
                || Array2::zeros((0, 0)),
                |columns| scatter(layer, columns, count),
            );
        }
        gradients.reverse();
        Lesson {
            gradients,
            loss,
            hits,
            seen,
        }
    }
}

impl Layer {
    /// The layer with only some of its rows.
    pub(super) fn some(&self, rows: &[usize]) -> Self {
        let size = self.rows * self.fan;
        let mut values = Vec::with_capacity(rows.len() * (self.fan + 2));
        for row in rows {
            values.extend(&self.values[row * self.fan..(row + 1) * self.fan]);
        }
        for from in [size, size + self.rows] {
            values.extend(rows.iter().map(|row| self.values[from + row]));
        }
        Self {
            rows: rows.len(),
            values,
            mean: Vec::new(),
            spread: Vec::new(),
            ..*self
        }
    }

    /// For every row the `count` rows that point most nearly the same way.
    pub(super) fn neighbours(&self, count: usize) -> Vec<Vec<usize>> {
        let mut unit = self.weights(&self.values).to_owned();
        for mut row in unit.rows_mut() {
            let size = row.dot(&row).sqrt().max(1e-9);
            row /= size;
        }
        let mut found = Vec::with_capacity(self.rows);
        for block in unit.axis_chunks_iter(ndarray::Axis(0), 256) {
            let near = block.dot(&unit.t());
            for row in near.rows() {
                let own = found.len();
                let mut best: Vec<(f32, usize)> = row
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != own)
                    .map(|(other, value)| (-value, other))
                    .collect();
                let at = count.min(best.len()).saturating_sub(1);
                best.select_nth_unstable_by(at, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                found.push(
                    best.into_iter()
                        .take(count)
                        .map(|(_, other)| other)
                        .collect(),
                );
            }
        }
        found
    }
}

/// What one batch teaches.
pub(super) struct Lesson {
    pub gradients: Vec<Vec<f32>>,
    pub loss: f32,
    pub hits: usize,
    pub seen: Vec<(Vec<f32>, Vec<f32>)>,
}

/// The columns a layer multiplies: patches of three by three, or whole samples.
fn gather(layer: &Layer, input: Array2<f32>, count: usize) -> Array2<f32> {
    let side = layer.side;
    let area = side * side;
    let from = input.as_slice().unwrap_or(&[]);
    if layer.is_fold() {
        let mut out = vec![0.0; layer.fan * count * area];
        for (row, line) in out.chunks_exact_mut(count * area).enumerate() {
            let (channel, dy, dx) = (row / 9, row % 9 / 3, row % 3);
            let plane = &from[channel * count * area..(channel + 1) * count * area];
            let (left, right) = (usize::from(dx == 0), side - usize::from(dx == 2));
            for (to, sample) in line.chunks_exact_mut(area).zip(plane.chunks_exact(area)) {
                for y in usize::from(dy == 0)..side - usize::from(dy == 2) {
                    let start = (y + dy - 1) * side + dx;
                    to[y * side + left..y * side + right]
                        .copy_from_slice(&sample[start + left - 1..start + right - 1]);
                }
            }
        }
        shaped(layer.fan, count * area, out)
    } else if area == 1 {
        input
    } else {
        let mut out = vec![0.0; layer.fan * count];
        for (channel, plane) in from.chunks_exact(count * area).enumerate() {
            for (n, sample) in plane.chunks_exact(area).enumerate() {
                for (spot, value) in sample.iter().enumerate() {
                    out[(channel * area + spot) * count + n] = *value;
                }
            }
        }
        shaped(layer.fan, count, out)
    }
}

/// The reverse of [`gather`], for gradients.
fn scatter(layer: &Layer, columns: Array2<f32>, count: usize) -> Array2<f32> {
    let side = layer.side;
    let area = side * side;
    if !layer.is_fold() && area == 1 {
        return columns;
    }
    let from = columns.as_slice().unwrap_or(&[]);
    let mut out = vec![0.0; layer.channels * count * area];
    if layer.is_fold() {
        for (row, line) in from.chunks_exact(count * area).enumerate() {
            let (channel, dy, dx) = (row / 9, row % 9 / 3, row % 3);
            let plane = &mut out[channel * count * area..(channel + 1) * count * area];
            let (left, right) = (usize::from(dx == 0), side - usize::from(dx == 2));
            for (part, sample) in line.chunks_exact(area).zip(plane.chunks_exact_mut(area)) {
                for y in usize::from(dy == 0)..side - usize::from(dy == 2) {
                    let start = (y + dy - 1) * side + dx;
                    let to = &mut sample[start + left - 1..start + right - 1];
                    for (sum, value) in to.iter_mut().zip(&part[y * side + left..y * side + right])
                    {
                        *sum += value;
                    }
                }
            }
        }
    } else {
        for (channel, plane) in out.chunks_exact_mut(count * area).enumerate() {
            for (n, sample) in plane.chunks_exact_mut(area).enumerate() {
                for (spot, value) in sample.iter_mut().enumerate() {
                    *value = from[(channel * area + spot) * count + n];
                }
            }
        }
    }
    shaped(layer.channels, count * area, out)
}

pub(super) fn shaped(rows: usize, columns: usize, values: Vec<f32>) -> Array2<f32> {
    #[expect(clippy::expect_used, reason = "the caller made this many")]
    Array2::from_shape_vec((rows, columns), values).expect("rows × columns")
}

fn forward(
    layer: &Layer,
    columns: Array2<f32>,
    count: usize,
) -> (Trace, Array2<f32>, (Vec<f32>, Vec<f32>)) {
    let width = count * layer.spots();
    let mut white = Array2::zeros((layer.rows, width));
    general_mat_mul(
        1.0,
        &layer.weights(&layer.values),
        &columns,
        0.0,
        &mut white,
    );
    let (gains, shifts) = layer.gains();
    let (mut scale, mut means, mut spreads) = (Vec::new(), Vec::new(), Vec::new());
    let mut out = Array2::zeros((layer.rows, width));
    for (row, (mut line, mut to)) in white.rows_mut().into_iter().zip(out.rows_mut()).enumerate() {
        if layer.is_plain() {
            to.assign(&line);
            to += shifts[row];
            continue;
        }
        let mean = line.sum() / width as f32;
        line -= mean;
        let spread = line.dot(&line) / width as f32;
        let by = 1.0 / (spread + TINY).sqrt();
        line *= by;
        to.zip_mut_with(&line, |to, value| {
            *to = (value * gains[row] + shifts[row]).max(0.0);
        });
        scale.push(by);
        means.push(mean);
        spreads.push(spread);
    }
    let (next, picks) = if layer.is_fold() {
        halve(&out, layer.side)
    } else {
        (out.clone(), Vec::new())
    };
    let trace = Trace {
        columns,
        white,
        scale,
        out,
        picks,
    };
    (trace, next, (means, spreads))
}

fn halve(full: &Array2<f32>, side: usize) -> (Array2<f32>, Vec<u8>) {
    let from = full.as_slice().unwrap_or(&[]);
    let half = side / 2;
    let mut out = Vec::with_capacity(from.len() / 4);
    let mut picks = Vec::with_capacity(from.len() / 4);
    for two in from.chunks_exact(side * 2) {
        let (upper, lower) = two.split_at(side);
        for x in 0..half {
            let four = [
                upper[2 * x],
                upper[2 * x + 1],
                lower[2 * x],
                lower[2 * x + 1],
            ];
            let (mut best, mut pick) = (four[0], 0_u8);
            for (index, value) in (1..4_u8).zip(&four[1..]) {
                if *value > best {
                    (best, pick) = (*value, index);
                }
            }
            out.push(best);
            picks.push(pick);
        }
    }
    (shaped(full.nrows(), full.ncols() / 4, out), picks)
}

fn unhalve(small: &Array2<f32>, picks: &[u8], side: usize) -> Array2<f32> {
    let from = small.as_slice().unwrap_or(&[]);
    let half = side / 2;
    let mut out = vec![0.0; from.len() * 4];
    for ((two, values), picks) in out
        .chunks_exact_mut(side * 2)
        .zip(from.chunks_exact(half))
        .zip(picks.chunks_exact(half))
    {
        for (x, (value, pick)) in values.iter().zip(picks).enumerate() {
            let pick = usize::from(*pick);
            two[pick / 2 * side + 2 * x + pick % 2] = *value;
        }
    }
    shaped(small.nrows(), small.ncols() * 4, out)
}

/// Gradients of the loss, its sum, and how many came first.
pub(super) fn softmax(mut logits: Array2<f32>, wanted: &[usize]) -> (Array2<f32>, f32, usize) {
    let count = wanted.len();
    let classes = logits.nrows();
    let mut most = vec![f32::NEG_INFINITY; count];
    for row in logits.rows() {
        for (most, value) in most.iter_mut().zip(row) {
            *most = most.max(*value);
        }
    }
    let (mut loss, mut hits) = (0.0, 0);
    let right: Vec<f32> = wanted
        .iter()
        .enumerate()
        .map(|(n, class)| logits[[*class, n]])
        .collect();
    for (right, most) in right.iter().zip(&most) {
        hits += usize::from(right >= most);
    }
    let mut sums = vec![0.0; count];
    for mut row in logits.rows_mut() {
        for ((value, most), sum) in row.iter_mut().zip(&most).zip(&mut sums) {
            *value = (*value - most).exp();
            *sum += *value;
        }
    }
    for ((sum, right), most) in sums.iter().zip(&right).zip(&most) {
        loss += sum.ln() - (right - most);
    }
    for row in 0..classes {
        for (value, sum) in logits.row_mut(row).iter_mut().zip(&sums) {
            *value /= sum * count as f32;
        }
    }
    for (n, class) in wanted.iter().enumerate() {
        logits[[*class, n]] -= 1.0 / count as f32;
    }
    (logits, loss, hits)
}

fn backward(
    layer: &Layer,
    trace: &Trace,
    back: Array2<f32>,
    count: usize,
    wanted: bool,
) -> (Vec<f32>, Option<Array2<f32>>) {
    let width = count * layer.spots();
    let mut back = if layer.is_fold() {
        unhalve(&back, &trace.picks, layer.side)
    } else {
        back
    };
    let size = layer.rows * layer.fan;
    let mut gradient = vec![0.0; size + 2 * layer.rows];
    let (gains, _) = layer.gains();
    for row in 0..layer.rows {
        let mut line = back.row_mut(row);
        if layer.is_plain() {
            gradient[size + layer.rows + row] = line.sum();
            continue;
        }
        line.zip_mut_with(&trace.out.row(row), |value, out| {
            if *out <= 0.0 {
                *value = 0.0;
            }
        });
        let white = trace.white.row(row);
        let (sum, along) = (line.sum(), line.dot(&white));
        gradient[size + row] = along;
        gradient[size + layer.rows + row] = sum;
        let (mean, slope) = (sum / width as f32, along / width as f32);
        let by = gains[row] * trace.scale[row];
        line.zip_mut_with(&white, |value, white| {
            *value = (*value - mean - white * slope) * by;
        });
    }
    let (weights, _) = gradient.split_at_mut(size);
    #[expect(clippy::expect_used, reason = "cut to this size above")]
    let mut to =
        ndarray::ArrayViewMut2::from_shape((layer.rows, layer.fan), weights).expect("rows × fan");
    general_mat_mul(1.0, &back, &trace.columns.t(), 0.0, &mut to);
    let columns = wanted.then(|| {
        let mut columns = Array2::zeros((layer.fan, width));
        general_mat_mul(
            1.0,
            &layer.weights(&layer.values).t(),
            &back,
            0.0,
            &mut columns,
        );
        columns
    });
    (gradient, columns)
}
