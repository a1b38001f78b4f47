//! Ink to numbers: normalisation, then eight direction maps.

use super::place::{Normal, Place, segments};

/// Cells along one side of a direction map.
pub const SIDE: usize = 16;
/// The same, for arithmetic on places.
const CELLS: f32 = 16.0;
/// Directions told apart.
pub const DIRECTIONS: usize = 8;
/// How many numbers describe one character: the maps one after another, each row by row.
pub const FEATURES: usize = SIDE * SIDE * DIRECTIONS;
/// Length of the pieces a stroke is cut into, as a share of the normalised square.
const PIECE: f32 = 0.03;
/// Pieces one segment is cut into at most, so that absurd coordinates cost no time.
const PIECES_MAX: f32 = 64.0;

/// Points along one side of the ink's box after resampling.
const POINTS: f32 = 64.0;
/// Points of all ink at most: a scribble that goes on for ever is cut more coarsely.
const POINTS_MAX: f32 = 4096.0;
/// A touch without a movement is drawn as a short fall to the right, this share of the box.
const TOUCH: f32 = 0.03;

/// How ink is looked at. Several views of one character, averaged, are surer than one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// How parts are brought to their usual sizes.
    pub normal: Normal,
    /// Whether a stroke and its reverse are told apart.
    pub directed: bool,
    /// Passes of smoothing over neighbours, to take a hand's trembling out.
    pub smoothings: usize,
}

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
fn steady(strokes: &[Vec<[f32; 2]>], smoothings: usize) -> Vec<Vec<[f32; 2]>> {
    let points = || strokes.iter().flatten();
    let extent = |axis: fn(&[f32; 2]) -> f32| {
        let low = points().map(axis).fold(f32::INFINITY, f32::min);
        let high = points().map(axis).fold(f32::NEG_INFINITY, f32::max);
        high - low
    };
    let size = extent(|[x, _]| *x).max(extent(|[_, y]| *y));
    let length: f32 = segments(strokes).map(|(a, b)| far(a, b)).sum();
    let step = (size / POINTS).max(length / POINTS_MAX);
    if !(step.is_finite() && step > 0.0) {
        return Vec::new();
    }
    let smooth = |stroke: &Vec<[f32; 2]>| {
        let mut line = resample(stroke, step);
        for _ in 0..smoothings {
            let before = line.clone();
            let around = before.iter().zip(before.iter().skip(2));
            for (point, (a, b)) in line.iter_mut().skip(1).zip(around) {
                *point = [
                    (a[0] + b[0] + 2.0 * point[0]) / 4.0,
                    (a[1] + b[1] + 2.0 * point[1]) / 4.0,
                ];
            }
        }
        if let (Some([x, y]), true) = (line.first().copied(), length_of(&line) < step) {
            let half = size * TOUCH / 2.0;
            line = vec![[x - half, y - half], [x + half, y + half]];
        }
        line
    };
    strokes
        .iter()
        .filter(|stroke| !stroke.is_empty())
        .map(smooth)
        .collect()
}

fn far(a: [f32; 2], b: [f32; 2]) -> f32 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}

fn length_of(stroke: &[[f32; 2]]) -> f32 {
    stroke
        .iter()
        .zip(stroke.iter().skip(1))
        .map(|(a, b)| far(*a, *b))
        .sum()
}

/// Describes ink as each view sees it; `None` when there is no line in it. Scale and place do not matter.
#[must_use]
pub fn describe<const N: usize>(
    strokes: &[Vec<[f32; 2]>],
    views: [View; N],
) -> Option<[Vec<f32>; N]> {
    let mut seen = views.map(|_| Vec::new());
    for (view, out) in views.iter().zip(&mut seen) {
        *out = look(&steady(strokes, view.smoothings), *view)?;
    }
    Some(seen)
}

fn look(strokes: &[Vec<[f32; 2]>], view: View) -> Option<Vec<f32>> {
    let place = Place::new(strokes, view.normal)?;
    let mut maps = vec![0.0; FEATURES];
    for (from, to) in segments(strokes) {
        draw(&mut maps, place.of(from), place.of(to));
    }
    if !view.directed {
        let (first, second) = maps.split_at_mut(FEATURES / 2);
        for (a, b) in first.iter_mut().zip(second) {
            *a = a.midpoint(*b);
            *b = *a;
        }
    }
    for value in &mut maps {
        *value = value.sqrt() * 3.0;
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
        let cell = at.clamp(0.0, 0.999) * CELLS;
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
