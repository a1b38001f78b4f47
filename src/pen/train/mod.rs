//! Training of the handwriting model: glyphs of several sources, simulated writers, a small network.
#![expect(
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "arithmetic on arrays this module sizes itself; training never runs in the product"
)]

mod distort;
mod font;
pub mod glyphs;
pub mod judge;
mod kanjivg;
mod network;
mod refit;
mod skeleton;
mod writer;

use std::ops::Range;
use std::thread;

use ndarray::Array2;

use super::hand::{DIRECTIONS, Model, Normal, Part, SIDE, Stroke, View, describe};
pub use distort::{Hand, Rng, write_as};
use network::{Lesson, Network, Plan};
pub use refit::refit;

/// A character as one source draws it, in a unit square, y down.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// The character.
    pub ch: char,
    /// Its strokes, or the pieces of a thinned font.
    pub strokes: Vec<Stroke>,
    /// Whether these are strokes in the order and direction of a pen.
    pub ordered: bool,
}

/// A character with every form of it that is known, and how often each is shown.
#[derive(Debug, Clone)]
pub struct Class {
    /// The character.
    pub ch: char,
    /// How often it is shown, 1 for every time.
    pub share: f32,
    /// Forms and their weights.
    pub forms: Vec<(Glyph, f32)>,
}

/// How long to train.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// Batches.
    pub steps: usize,
    /// Batches after that for the last layer alone.
    pub refit: usize,
    /// Where the step size starts, after a short warming up.
    pub rate: f32,
}

impl Default for Course {
    fn default() -> Self {
        Self {
            steps: 7500,
            refit: REFIT,
            rate: 0.0025,
        }
    }
}

/// Batches for the last layer alone.
const REFIT: usize = 2500;
/// How smooth the ink is that the network learns from.
const SMOOTHINGS: usize = 4;
/// Samples a thread sees in one batch.
const SHARD: usize = 64;
/// Threads, and shares of a batch, which are summed in their order.
const SHARDS: usize = 2;
/// Batches over which the step size grows.
const WARM: usize = 150;

/// Classes told apart in one batch, until the last share of the course, where it is all of them.
const RIVALS: usize = 1536;
const ALL_FROM: f32 = 0.88;
/// Hands are tame at first, and as wild as they get from this share of the course on.
const HARD_FROM: f32 = 0.25;
/// Of those, how many look most like each class of the batch; looked up anew every so many batches.
const NEAR: usize = 6;
const LOOK: usize = 400;

fn plans(classes: usize) -> Vec<Plan> {
    vec![
        Plan::Fold(48),
        Plan::Fold(112),
        Plan::Fold(224),
        Plan::Full(448),
        Plan::Classes(classes),
    ]
}

/// Trains; the same classes and course give the same model. `tell` hears of the progress.
pub fn train(classes: &[Class], course: Course, mut tell: impl FnMut(String)) -> Model {
    let mut network = Network::new(&plans(classes.len()), &mut Rng::new(1));
    let mut pace: Vec<Pace> = network
        .0
        .iter()
        .map(|layer| Pace::new(layer.values.len()))
        .collect();
    let mut deck = Deck::default();
    let (mut loss, mut hits, mut count) = (0.0, 0, 0);
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); classes.len()];
    for step in 0..course.steps {
        let batch = deck.deal(classes, step as u64, SHARD * SHARDS);
        let last = network.0.len() - 1;
        if step % LOOK == LOOK - 1 {
            near = network.0[last].neighbours(NEAR);
        }
        let all = step as f32 >= ALL_FROM * course.steps as f32;
        let rivals = if all {
            (0..classes.len()).collect()
        } else {
            rivals(&batch, &near, classes.len(), &mut Rng::new(step as u64))
        };
        let few = network.0[last].some(&rivals);
        let ease = (0.5 + 0.5 * step as f32 / (HARD_FROM * course.steps as f32)).min(1.0);
        let (net, few, rivals_of) = (&network, &few, &rivals);
        let lessons: Vec<Lesson> = thread::scope(|scope| {
            let running: Vec<_> = batch
                .chunks(SHARD)
                .enumerate()
                .map(|(shard, wanted)| {
                    let seed = step as u64 * 1_000_003 + (shard * SHARD) as u64;
                    scope.spawn(move || {
                        let among: Vec<usize> = wanted
                            .iter()
                            .filter_map(|class| rivals_of.binary_search(class).ok())
                            .collect();
                        net.learn(few, samples(classes, wanted, seed, ease), &among)
                    })
                })
                .collect();
            running
                .into_iter()
                .filter_map(|one| one.join().ok())
                .collect()
        });
        for lesson in &lessons {
            loss += lesson.loss;
            hits += lesson.hits;
            count += SHARD;
        }
        improve(
            &mut network,
            &mut pace,
            &lessons,
            &rivals,
            rate(course, step),
            step,
        );
        if step % 250 == 249 || step + 1 == course.steps {
            tell(format!(
                "batch {}: loss {:.3}, {:.1} % right",
                step + 1,
                loss / count as f32,
                hits as f32 * 100.0 / count as f32
            ));
            (loss, hits, count) = (0.0, 0, 0);
        }
    }
    let chars = classes.iter().map(|class| class.ch).collect();
    let model = export(&network, chars);
    refit::refit(model, classes, course.refit, tell)
}

/// The classes in a new order every time they have all been dealt.
#[derive(Default)]
struct Deck {
    order: Vec<usize>,
    next: usize,
}

impl Deck {
    fn deal(&mut self, classes: &[Class], seed: u64, size: usize) -> Vec<usize> {
        let mut batch = Vec::with_capacity(size);
        let mut rng = Rng::new(7 + seed);
        while batch.len() < size {
            if self.next == self.order.len() {
                self.order = (0..classes.len())
                    .filter(|class| rng.unit() < classes[*class].share)
                    .collect();
                shuffle(&mut self.order, &mut rng);
                self.next = 0;
            }
            batch.push(self.order[self.next]);
            self.next += 1;
        }
        batch
    }
}

/// The classes of a batch, what looks like them, and others by chance, in order.
fn rivals(batch: &[usize], near: &[Vec<usize>], classes: usize, rng: &mut Rng) -> Vec<usize> {
    let alike = batch.iter().flat_map(|class| near[*class].iter().copied());
    let mut chosen: std::collections::BTreeSet<usize> =
        batch.iter().copied().chain(alike).collect();
    while chosen.len() < RIVALS.min(classes) {
        chosen.insert(writer::below(rng, classes));
    }
    chosen.into_iter().collect()
}

fn rate(course: Course, step: usize) -> f32 {
    let warm = ((step + 1) as f32 / WARM as f32).min(1.0);
    let through = step as f32 / course.steps as f32;
    course.rate * warm * (0.5 + 0.5 * (through * std::f32::consts::PI).cos()).max(0.005)
}

fn shuffle(order: &mut [usize], rng: &mut Rng) {
    for at in (1..order.len()).rev() {
        order.swap(at, writer::below(rng, at + 1));
    }
}

/// Simulated ink for the classes wanted, as the network's input.
fn samples(classes: &[Class], wanted: &[usize], seed: u64, ease: f32) -> Array2<f32> {
    let area = SIDE * SIDE;
    let mut input = Array2::zeros((DIRECTIONS, wanted.len() * area));
    for (n, class) in wanted.iter().enumerate() {
        let Some(maps) = ink(&classes[*class], seed + n as u64, ease) else {
            continue;
        };
        for (map, mut row) in maps.chunks_exact(area).zip(input.rows_mut()) {
            for (to, value) in row.iter_mut().skip(n * area).zip(map) {
                *to = *value;
            }
        }
    }
    input
}

/// One character in one hand, as one view sees it.
fn ink(class: &Class, seed: u64, ease: f32) -> Option<Vec<f32>> {
    let mut rng = Rng::new(seed);
    let glyph = choose(class, &mut rng);
    let sure = if glyph.ordered { 0.8 } else { 0.5 };
    let view = View {
        normal: if rng.unit() < 0.5 {
            Normal::Moments
        } else {
            Normal::Density
        },
        directed: rng.unit() < sure,
        smoothings: SMOOTHINGS,
    };
    let strokes = writer::write(glyph, ease, &mut rng);
    describe(&strokes, [view]).map(|[maps]| maps)
}

fn choose<'a>(class: &'a Class, rng: &mut Rng) -> &'a Glyph {
    let total: f32 = class.forms.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.unit() * total;
    for (glyph, weight) in &class.forms {
        left -= weight;
        if left < 0.0 {
            return glyph;
        }
    }
    &class.forms[0].0
}

/// How much of the old running means of slopes and of their squares stays.
const KEEP: f32 = 0.9;
const KEEP_SQUARES: f32 = 0.99;

/// Adam's two running means.
struct Pace {
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Pace {
    fn new(size: usize) -> Self {
        Self {
            first: vec![0.0; size],
            second: vec![0.0; size],
        }
    }
}

/// The step size, allowing for running means that began at nought.
fn bias_free(rate: f32, step: usize) -> f32 {
    let time = i32::try_from(step + 1).unwrap_or(i32::MAX);
    rate * (1.0 - KEEP_SQUARES.powi(time)).sqrt() / (1.0 - KEEP.powi(time))
}

/// One step of Adam. Of the last layer only the rows in `rivals` have learnt something.
fn improve(
    network: &mut Network,
    pace: &mut [Pace],
    lessons: &[Lesson],
    rivals: &[usize],
    rate: f32,
    step: usize,
) {
    let by = bias_free(rate, step);
    let share = 1.0 / lessons.len() as f32;
    let last = network.0.len() - 1;
    for (index, (layer, pace)) in network.0.iter_mut().zip(pace).enumerate() {
        let mut gradient = vec![0.0_f32; lessons[0].gradients[index].len()];
        for lesson in lessons {
            for (sum, value) in gradient.iter_mut().zip(&lesson.gradients[index]) {
                *sum += value * share;
            }
            let (means, spreads) = &lesson.seen[index];
            let fresh = 0.01 * share;
            for (kept, new) in layer.mean.iter_mut().zip(means) {
                *kept += (new - *kept) * fresh;
            }
            for (kept, new) in layer.spread.iter_mut().zip(spreads) {
                *kept += (new - *kept) * fresh;
            }
        }
        if index < last {
            let range = 0..gradient.len();
            pace.step(&mut layer.values, range.clone(), &gradient, range, by);
            continue;
        }
        let (fan, rows) = (layer.fan, layer.rows);
        for (at, row) in rivals.iter().enumerate() {
            let shift = rows * (fan + 1) + row;
            let own = rivals.len() * (fan + 1) + at;
            for (to, from) in [
                (row * fan..(row + 1) * fan, at * fan..(at + 1) * fan),
                (shift..shift + 1, own..own + 1),
            ] {
                pace.step(&mut layer.values, to, &gradient, from, by);
            }
        }
    }
}

impl Pace {
    fn step(
        &mut self,
        values: &mut [f32],
        to: Range<usize>,
        slopes: &[f32],
        from: Range<usize>,
        by: f32,
    ) {
        let sides = self.first[to.clone()]
            .iter_mut()
            .zip(&mut self.second[to.clone()]);
        for ((value, slope), (first, second)) in values[to].iter_mut().zip(&slopes[from]).zip(sides)
        {
            *first = KEEP * *first + (1.0 - KEEP) * slope;
            *second = KEEP_SQUARES * *second + (1.0 - KEEP_SQUARES) * slope * slope;
            *value -= by * *first / (second.sqrt() + 1e-7);
        }
    }
}

/// The network with its normalisation folded into weights and shifts.
fn export(network: &Network, chars: Vec<char>) -> Model {
    let parts = network
        .0
        .iter()
        .map(|layer| {
            let (gains, shifts) = layer.gains();
            let plain = matches!(layer.plan, Plan::Classes(_));
            let mut weights = layer.values[..layer.rows * layer.fan].to_vec();
            let mut biases = shifts.to_vec();
            if !plain {
                for (row, line) in weights.chunks_exact_mut(layer.fan).enumerate() {
                    let by = gains[row] / (layer.spread[row] + network::TINY).sqrt();
                    for value in line {
                        *value *= by;
                    }
                    biases[row] -= layer.mean[row] * by;
                }
            }
            let folds = matches!(layer.plan, Plan::Fold(_));
            Part::new(folds, layer.fan, &weights, biases)
        })
        .collect();
    Model::new(parts, chars)
}
