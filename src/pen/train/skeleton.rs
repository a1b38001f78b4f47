//! A filled glyph to the paths a pen would take: thinning after Zhang and Suen, then tracing.

use crate::hand::{Stroke, resample};

/// Pixels along one side of a bitmap.
pub(super) const SIZE: usize = 120;
/// The eight neighbours, clockwise from above.
const AROUND: [(isize, isize); 8] = [
    (0, -1),
    (1, -1),
    (1, 0),
    (1, 1),
    (0, 1),
    (-1, 1),
    (-1, 0),
    (-1, -1),
];

/// Black and white; its border stays white.
#[derive(Debug, Clone)]
pub(super) struct Bitmap(Vec<bool>);

impl Default for Bitmap {
    fn default() -> Self {
        Self(vec![false; SIZE * SIZE])
    }
}

impl Bitmap {
    /// Blackens a pixel.
    pub(super) fn set(&mut self, x: usize, y: usize) {
        if x > 0 && y > 0 && x + 1 < SIZE && y + 1 < SIZE {
            self.0[y * SIZE + x] = true;
        }
    }

    fn black(&self) -> Vec<usize> {
        (0..SIZE * SIZE).filter(|at| self.0[*at]).collect()
    }

    fn around(&self, at: usize) -> [bool; 8] {
        AROUND.map(|step| self.0[beside(at, step)])
    }
}

fn beside(at: usize, (dx, dy): (isize, isize)) -> usize {
    at.saturating_add_signed(dx + dy * SIZE.cast_signed())
}

/// How many separate arms leave a pixel.
fn arms(near: [bool; 8]) -> usize {
    (0..8).filter(|i| !near[*i] && near[(i + 1) % 8]).count()
}

fn thin(bitmap: &mut Bitmap) {
    let mut left = bitmap.black();
    loop {
        let before = left.len();
        for second in [false, true] {
            let gone: Vec<usize> = left
                .iter()
                .copied()
                .filter(|at| {
                    let n = bitmap.around(*at);
                    let count = n.iter().filter(|black| **black).count();
                    let free = if second {
                        !(n[0] && n[6] && (n[2] || n[4]))
                    } else {
                        !(n[2] && n[4] && (n[0] || n[6]))
                    };
                    (2..=6).contains(&count) && arms(n) == 1 && free
                })
                .collect();
            for at in gone {
                bitmap.0[at] = false;
            }
            left.retain(|at| bitmap.0[*at]);
        }
        if left.len() == before {
            return;
        }
    }
}

fn place(at: usize) -> [f32; 2] {
    [(at % SIZE) as f32, (at / SIZE) as f32]
}

fn apart(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// The paths of a glyph, in a unit square, smooth, each from above to below or from left to right.
pub(super) fn paths(mut bitmap: Bitmap) -> Vec<Stroke> {
    let area = bitmap.black().len() as f32;
    thin(&mut bitmap);
    let length = bitmap.black().len().max(1) as f32;
    let width = area / length;
    let mut branches = trace(&bitmap);
    prune(&mut branches, width);
    join(&mut branches, width);
    branches
        .into_iter()
        .filter(|branch| branch.len() > 1)
        .map(|branch| finish(&branch))
        .filter(|stroke| stroke.len() > 1)
        .collect()
}

/// Chains of pixels between ends and crossings.
fn trace(bitmap: &Bitmap) -> Vec<Vec<[f32; 2]>> {
    let black = bitmap.black();
    let is_node = |at: usize| arms(bitmap.around(at)) != 2;
    let mut used = vec![false; SIZE * SIZE];
    let mut found = Vec::new();
    let nodes = black.iter().copied().filter(|at| is_node(*at));
    let rest = black.iter().copied().filter(|at| !is_node(*at));
    // Rings have no node: whatever the nodes leave is begun anywhere.
    for start in nodes.chain(rest) {
        for step in AROUND {
            let mut at = beside(start, step);
            if !bitmap.0[at] || used[at] || (used[start] && !is_node(start)) {
                continue;
            }
            let mut chain = vec![start, at];
            while !is_node(at) {
                used[at] = true;
                // Straight neighbours first, so that no corner is cut through a third pixel.
                let order = [0, 2, 4, 6, 1, 3, 5, 7].map(|i| beside(at, AROUND[i]));
                let before = chain[chain.len() - 2];
                let open = |next: &usize| bitmap.0[*next] && *next != before;
                let node = order
                    .iter()
                    .copied()
                    .find(|next| open(next) && is_node(*next) && chain.len() > 2);
                let Some(next) = node.or_else(|| {
                    order
                        .iter()
                        .copied()
                        .find(|next| open(next) && !used[*next] && !is_node(*next))
                        .or_else(|| {
                            order
                                .iter()
                                .copied()
                                .find(|next| open(next) && is_node(*next))
                        })
                }) else {
                    break;
                };
                chain.push(next);
                at = next;
            }
            if !is_node(start) {
                used[start] = true;
            }
            // Two crossings side by side would be walked from both.
            if chain.len() > 2 || start < at {
                found.push(chain.into_iter().map(place).collect());
            }
        }
    }
    found
}

/// Whether another branch begins or ends here.
fn met(branches: &[Vec<[f32; 2]>], own: usize, point: [f32; 2]) -> bool {
    branches.iter().enumerate().any(|(at, branch)| {
        at != own
            && [branch.first(), branch.last()]
                .into_iter()
                .flatten()
                .any(|end| apart(*end, point) < 2.0)
    })
}

/// Thinning leaves whiskers at the corners of thick strokes.
fn prune(branches: &mut Vec<Vec<[f32; 2]>>, width: f32) {
    let keep: Vec<bool> = branches
        .iter()
        .enumerate()
        .map(|(at, branch)| {
            let ends = [branch.first(), branch.last()];
            let met = ends
                .into_iter()
                .flatten()
                .filter(|end| met(branches, at, **end))
                .count();
            met != 1 || branch.len() as f32 > 0.7 * width + 1.0
        })
        .collect();
    let mut keep = keep.into_iter();
    branches.retain(|_| keep.next().unwrap_or(true));
}

/// The direction in which a branch leaves its first point.
fn leaves(branch: &[[f32; 2]], reach: usize) -> [f32; 2] {
    let far = branch[reach.min(branch.len() - 1)];
    let size = apart(far, branch[0]).max(1e-3);
    [
        (far[0] - branch[0][0]) / size,
        (far[1] - branch[0][1]) / size,
    ]
}

/// At a crossing, the two branches that go straight on become one.
fn join(branches: &mut Vec<Vec<[f32; 2]>>, width: f32) {
    let reach = (width * 1.2) as usize + 4;
    loop {
        let mut best: Option<(f32, usize, usize, bool, bool)> = None;
        for a in 0..branches.len() {
            for b in a + 1..branches.len() {
                for (a_end, b_end) in [(false, false), (false, true), (true, false), (true, true)] {
                    let turned = |branch: &Vec<[f32; 2]>, end: bool| {
                        let mut copy = branch.clone();
                        if end {
                            copy.reverse();
                        }
                        copy
                    };
                    let tip = |branch: &[[f32; 2]], end: bool| {
                        if end {
                            branch[branch.len() - 1]
                        } else {
                            branch[0]
                        }
                    };
                    if apart(tip(&branches[a], a_end), tip(&branches[b], b_end)) > 2.0 {
                        continue;
                    }
                    let (one, two) = (turned(&branches[a], a_end), turned(&branches[b], b_end));
                    let (u, v) = (leaves(&one, reach), leaves(&two, reach));
                    let straight = -(u[0] * v[0] + u[1] * v[1]);
                    if straight > 0.8 && best.is_none_or(|found| straight > found.0) {
                        best = Some((straight, a, b, a_end, b_end));
                    }
                }
            }
        }
        let Some((_, a, b, a_end, b_end)) = best else {
            return;
        };
        let mut second = branches.swap_remove(b);
        let mut first = std::mem::take(&mut branches[a]);
        if !a_end {
            first.reverse();
        }
        if b_end {
            second.reverse();
        }
        first.extend(second);
        branches[a] = first;
    }
}

fn finish(branch: &[[f32; 2]]) -> Stroke {
    let unit: Stroke = branch
        .iter()
        .map(|point| point.map(|value| value / SIZE as f32))
        .collect();
    let mut line = resample(&unit, 0.02);
    for _ in 0..3 {
        let before = line.clone();
        for at in 1..line.len().saturating_sub(1) {
            line[at] =
                [0, 1].map(|i| (before[at - 1][i] + 2.0 * before[at][i] + before[at + 1][i]) / 4.0);
        }
    }
    let (first, last) = (line[0], line[line.len() - 1]);
    let (dx, dy) = (last[0] - first[0], last[1] - first[1]);
    if dx + dy * 1.3 < 0.0 {
        line.reverse();
    }
    line
}
