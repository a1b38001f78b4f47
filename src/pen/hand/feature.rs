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
