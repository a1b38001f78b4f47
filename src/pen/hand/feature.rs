//! Ink to numbers: bi-moment normalisation, then eight direction maps of 8×8 cells.

/// Cells along one side of a direction map.
const SIDE: usize = 8;
/// Directions told apart.
const DIRECTIONS: usize = 8;
/// How many numbers describe one character.
pub const FEATURES: usize = SIDE * SIDE * DIRECTIONS;
/// Length of the pieces a stroke is cut into, as a share of the normalised square.
const PIECE: f32 = 0.03;
/// Pieces one segment is cut into at most, so that absurd coordinates cost no time.
const PIECES_MAX: f32 = 64.0;

/// Points along one side of the ink's box after resampling.
const POINTS: f32 = 64.0;
/// Points of all ink at most: a scribble that goes on for ever is cut more coarsely.
const POINTS_MAX: f32 = 4096.0;
/// Passes of smoothing over neighbours; together they blur about a fortieth of the box, a trembling hand's share.
const SMOOTHINGS: usize = 6;

/// The stroke with its points at equal distances, however densely a pen or a finger reported them.
#[must_use]
pub fn resample(stroke: &[[f32; 2]], step: f32) -> Vec<[f32; 2]> {
    let mut even: Vec<[f32; 2]> = stroke.first().copied().into_iter().collect();
    // How far the next point lies along the rest of the stroke.
    let mut wanted = step;
    for (from, to) in stroke.iter().zip(stroke.iter().skip(1)) {
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let length = dx.hypot(dy);
        if !length.is_finite() {
            return Vec::new();
        }
        while length > 0.0 && wanted <= length {
            even.push([
                from[0] + dx * wanted / length,
                from[1] + dy * wanted / length,
            ]);
            wanted += step;
        }
        wanted -= length;
    }
    // The end of a short stroke says where it went.
    if even.len() < 2 || wanted < step * 0.5 {
        even.extend(stroke.last());
    }
    even
}

/// The ink at equal distances and without trembling.
fn steady(strokes: &[Vec<[f32; 2]>]) -> Vec<Vec<[f32; 2]>> {
    let points = || strokes.iter().flatten();
    let extent = |axis: fn(&[f32; 2]) -> f32| {
        let low = points().map(axis).fold(f32::INFINITY, f32::min);
        let high = points().map(axis).fold(f32::NEG_INFINITY, f32::max);
        high - low
    };
    let size = extent(|[x, _]| *x).max(extent(|[_, y]| *y));
    let length: f32 = weights(strokes).iter().map(|(_, length)| length).sum();
    let step = (size / POINTS).max(length / POINTS_MAX);
    if !(step.is_finite() && step > 0.0) {
        return Vec::new();
    }
    let smooth = |stroke: &Vec<[f32; 2]>| {
        let mut line = resample(stroke, step);
        for _ in 0..SMOOTHINGS {
            let before = line.clone();
            let around = before.iter().zip(before.iter().skip(2));
            for (point, (a, b)) in line.iter_mut().skip(1).zip(around) {
                *point = [0, 1].map(|i| match (a.get(i), b.get(i), point.get(i)) {
                    (Some(a), Some(b), Some(at)) => (a + b + 2.0 * at) / 4.0,
                    _ => 0.0,
                });
            }
        }
        line
    };
    strokes.iter().map(smooth).collect()
}

/// One side's spread and the other's, around a centre.
#[derive(Clone, Copy)]
struct Axis {
    centre: f32,
    below: f32,
    above: f32,
}

impl Axis {
    fn place(self, value: f32) -> f32 {
        let off = value - self.centre;
        let spread = if off < 0.0 { self.below } else { self.above };
        (0.5 + off / (4.4 * spread)).clamp(-0.05, 1.05)
    }
}

/// Ink as (middle of a segment, its length).
fn weights(strokes: &[Vec<[f32; 2]>]) -> Vec<([f32; 2], f32)> {
    let mut found = Vec::new();
    for stroke in strokes {
        for (from, to) in stroke.iter().zip(stroke.iter().skip(1)) {
            let ([ax, ay], [bx, by]) = (*from, *to);
            let length = (bx - ax).hypot(by - ay);
            if length > 0.0 && length.is_finite() {
                found.push(([ax.midpoint(bx), ay.midpoint(by)], length));
            }
        }
    }
    found
}

fn axis(values: impl Iterator<Item = (f32, f32)> + Clone) -> Axis {
    let total: f32 = values.clone().map(|(_, weight)| weight).sum();
    let centre = values
        .clone()
        .map(|(value, weight)| value * weight)
        .sum::<f32>()
        / total;
    let (mut below, mut above, mut low, mut high) = (0.0, 0.0, 0.0, 0.0);
    for (value, weight) in values {
        let square = (value - centre).powi(2) * weight;
        if value < centre {
            below += square;
            low += weight;
        } else {
            above += square;
            high += weight;
        }
    }
    Axis {
        centre,
        below: (below / f32::max(low, 1e-12)).sqrt(),
        above: (above / f32::max(high, 1e-12)).sqrt(),
    }
}

/// Describes ink; `None` when there is no line in it. Scale and place do not matter.
#[must_use]
pub fn describe(strokes: &[Vec<[f32; 2]>]) -> Option<Vec<f32>> {
    let strokes = &steady(strokes);
    let ink = weights(strokes);
    if ink.is_empty() {
        return None;
    }
    let mut x = axis(ink.iter().map(|([x, _], weight)| (*x, *weight)));
    let mut y = axis(ink.iter().map(|([_, y], weight)| (*y, *weight)));
    // A thin character such as 一 must stay thin.
    let floor = 0.35 * x.below.max(x.above).max(y.below).max(y.above);
    if !floor.is_finite() {
        return None;
    }
    let floor = floor.max(f32::MIN_POSITIVE * 1e6);
    for side in [&mut x.below, &mut x.above, &mut y.below, &mut y.above] {
        *side = side.max(floor);
    }
    let mut maps = vec![0.0; FEATURES];
    for stroke in strokes {
        for (from, to) in stroke.iter().zip(stroke.iter().skip(1)) {
            let a = [x.place(from[0]), y.place(from[1])];
            let b = [x.place(to[0]), y.place(to[1])];
            draw(&mut maps, a, b);
        }
    }
    for value in &mut maps {
        *value = value.sqrt();
    }
    maps.iter().all(|value| value.is_finite()).then_some(maps)
}

fn draw(maps: &mut [f32], a: [f32; 2], b: [f32; 2]) {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx.hypot(dy);
    if length.is_nan() || length <= 0.0 {
        return;
    }
    let pieces = (length / PIECE).ceil().clamp(1.0, PIECES_MAX);
    let turn = dy.atan2(dx).rem_euclid(std::f32::consts::TAU) / std::f32::consts::TAU * 8.0;
    let first = turn.floor();
    let share = turn - first;
    let mut step = 0.5;
    while step < pieces {
        let at = step / pieces;
        let place = [a[0] + dx * at, a[1] + dy * at];
        spread(maps, place, first, (1.0 - share) * length / pieces);
        spread(maps, place, first + 1.0, share * length / pieces);
        step += 1.0;
    }
}

/// A quadratic spline over three by three cells: neighbours share what falls near their border.
fn spread(maps: &mut [f32], place: [f32; 2], direction: f32, ink: f32) {
    let [(column, across), (row, down)] = place.map(|at| {
        let cell = at.clamp(0.0, 0.999) * 8.0;
        let off = cell.fract();
        let parts = [
            0.5 * (1.0 - off).powi(2),
            0.75 - (off - 0.5).powi(2),
            0.5 * off.powi(2),
        ];
        (whole(cell), parts)
    });
    let map = whole(direction) % DIRECTIONS;
    for (down_at, down_part) in down.into_iter().enumerate() {
        for (across_at, across_part) in across.into_iter().enumerate() {
            let (Some(y), Some(x)) = (
                (row + down_at).checked_sub(1),
                (column + across_at).checked_sub(1),
            ) else {
                continue;
            };
            if x < SIDE
                && y < SIDE
                && let Some(cell) = maps.get_mut((map * SIDE + y) * SIDE + x)
            {
                *cell += ink * down_part * across_part;
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small non-negative numbers"
)]
fn whole(value: f32) -> usize {
    value as usize
}
