//! Where ink falls in the normalised square, so that the same part of a character falls into the same cells.

/// How parts are brought to their usual sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Normal {
    /// By the ink's centre and its spread on each side of it.
    Moments,
    /// By how closely lines lie: crowded parts get more room.
    Density,
}

/// Every piece of every stroke.
pub(super) fn segments(strokes: &[Vec<[f32; 2]>]) -> impl Iterator<Item = ([f32; 2], [f32; 2])> {
    strokes
        .iter()
        .flat_map(|stroke| stroke.iter().zip(stroke.iter().skip(1)))
        .map(|(a, b)| (*a, *b))
}

/// Slices an axis is cut into to measure how closely lines lie.
const SLICES: usize = 48;
/// The same, for arithmetic.
const SLICES_F: f32 = 48.0;

/// One axis of a normalisation.
#[derive(Debug, Clone)]
enum Axis {
    Spread { centre: f32, below: f32, above: f32 },
    Table { low: f32, size: f32, out: Vec<f32> },
}

impl Axis {
    fn of(&self, value: f32) -> f32 {
        match self {
            Self::Spread {
                centre,
                below,
                above,
            } => {
                let off = value - centre;
                let spread = if off < 0.0 { below } else { above };
                (0.5 + off / (4.4 * spread)).clamp(-0.05, 1.05)
            }
            Self::Table { low, size, out } => {
                let at = ((value - low) / size).clamp(0.0, 1.0) * SLICES_F;
                let slice = at.floor();
                let rest = at - slice;
                let pair = |index: usize| out.get(index).or(out.last()).copied().unwrap_or(0.5);
                let index = whole(slice);
                pair(index) * (1.0 - rest) + pair(index + 1) * rest
            }
        }
    }
}

/// A normalisation fitted to one character's ink.
#[derive(Debug, Clone)]
pub(super) struct Place {
    x: Axis,
    y: Axis,
}

/// A piece of ink: its middle, and how far it goes along each axis.
struct Piece {
    middle: [f32; 2],
    along: [f32; 2],
}

impl Place {
    /// `None` when there is no line in the ink, or its places are no numbers.
    pub(super) fn new(strokes: &[Vec<[f32; 2]>], normal: Normal) -> Option<Self> {
        let pieces: Vec<Piece> = segments(strokes)
            .map(|([ax, ay], [bx, by])| Piece {
                middle: [ax.midpoint(bx), ay.midpoint(by)],
                along: [(bx - ax).abs(), (by - ay).abs()],
            })
            .filter(|piece| {
                let length = piece.along[0].hypot(piece.along[1]);
                length > 0.0 && length.is_finite()
            })
            .collect();
        if pieces.is_empty() {
            return None;
        }
        match normal {
            Normal::Moments => Self::moments(&pieces),
            Normal::Density => Self::density(strokes, &pieces),
        }
    }

    /// The point in the unit square, or just outside it.
    pub(super) fn of(&self, point: [f32; 2]) -> [f32; 2] {
        [self.x.of(point[0]), self.y.of(point[1])]
    }

    fn moments(pieces: &[Piece]) -> Option<Self> {
        let weigh = |at: fn(&Piece) -> f32| {
            spread(
                pieces
                    .iter()
                    .map(move |piece| (at(piece), piece.along[0].hypot(piece.along[1]))),
            )
        };
        let mut axes = [
            weigh(|piece| piece.middle[0]),
            weigh(|piece| piece.middle[1]),
        ];
        // A thin character such as 一 must stay thin.
        let widest = axes.iter().fold(0.0_f32, |max, (_, below, above)| {
            max.max(*below).max(*above)
        });
        let floor = 0.35 * widest;
        if !floor.is_finite() {
            return None;
        }
        let floor = floor.max(f32::MIN_POSITIVE * 1e6);
        for (_, below, above) in &mut axes {
            *below = below.max(floor);
            *above = above.max(floor);
        }
        let [x, y] = axes.map(|(centre, below, above)| Axis::Spread {
            centre,
            below,
            above,
        });
        Some(Self { x, y })
    }

    fn density(strokes: &[Vec<[f32; 2]>], pieces: &[Piece]) -> Option<Self> {
        let bound = |axis: fn(&[f32; 2]) -> f32| {
            let values = || strokes.iter().flatten().map(axis);
            let low = values().fold(f32::INFINITY, f32::min);
            (low, values().fold(f32::NEG_INFINITY, f32::max) - low)
        };
        let bounds = [bound(|[x, _]| *x), bound(|[_, y]| *y)];
        let size = bounds[0].1.max(bounds[1].1);
        if !(size.is_finite() && size > 0.0) {
            return None;
        }
        // A vertical line makes its column crowded, a horizontal one its row.
        let x = table(
            bounds[0],
            size,
            pieces.iter().map(|piece| (piece.middle[0], piece.along[1])),
        );
        let y = table(
            bounds[1],
            size,
            pieces.iter().map(|piece| (piece.middle[1], piece.along[0])),
        );
        Some(Self { x, y })
    }
}

/// Centre, and the spread below and above it.
fn spread(values: impl Iterator<Item = (f32, f32)> + Clone) -> (f32, f32, f32) {
    let total: f32 = values.clone().map(|(_, weight)| weight).sum();
    let weighted: f32 = values.clone().map(|(value, weight)| value * weight).sum();
    let centre = weighted / total;
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
    (
        centre,
        (below / f32::max(low, 1e-12)).sqrt(),
        (above / f32::max(high, 1e-12)).sqrt(),
    )
}

fn table(
    (low, extent): (f32, f32),
    size: f32,
    crossings: impl Iterator<Item = (f32, f32)>,
) -> Axis {
    // The shorter side grows, but a thin character stays thin.
    let share = (extent / size * std::f32::consts::FRAC_PI_2)
        .sin()
        .max(0.0)
        .sqrt();
    let extent = extent.max(size * 1e-3);
    let mut slices = [0.0_f32; SLICES];
    let mut total = 0.0;
    for (value, weight) in crossings {
        let at = whole(((value - low) / extent).clamp(0.0, 0.999) * SLICES_F);
        for (off, part) in [(0, 0.25), (1, 0.5), (2, 0.25)] {
            let near = (at + off).saturating_sub(1).min(SLICES - 1);
            if let Some(slice) = slices.get_mut(near) {
                *slice += weight * part;
            }
        }
        total += weight;
    }
    let even = (total / SLICES_F).max(size * 1e-3);
    let mut sum = 0.0;
    let mut out = vec![0.0];
    for slice in slices {
        sum += slice.min(4.0 * even) + 0.8 * even;
        out.push(sum);
    }
    for value in &mut out {
        *value = 0.5 + (*value / sum - 0.5) * share * 0.9;
    }
    Axis::Table {
        low,
        size: extent,
        out,
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
