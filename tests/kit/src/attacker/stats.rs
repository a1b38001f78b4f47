//! Kendall's tau with ties, and how far from zero chance takes it.

/// What a comparison of two orders came to.
#[derive(Debug, Clone, Copy)]
pub struct Tau {
    pub n: usize,
    /// Tau-b.
    pub tau: f64,
    /// How many standard deviations from what independent orders give (ties taken into account).
    pub z: f64,
}

#[allow(clippy::cast_precision_loss, reason = "counts of pairs far below 2^52")]
fn real(count: u64) -> f64 {
    count as f64
}

/// Sums over groups of equal values: pairs, and the terms of the variance.
fn ties(mut values: Vec<i64>) -> [f64; 4] {
    values.sort_unstable();
    let mut sums = [0.0; 4];
    for group in values.chunk_by(|a, b| a == b) {
        let t = real(group.len() as u64);
        sums[0] += t * (t - 1.0) / 2.0;
        sums[1] += t * (t - 1.0) * (2.0 * t + 5.0);
        sums[2] += t * (t - 1.0);
        sums[3] += t * (t - 1.0) * (t - 2.0);
    }
    sums
}

/// Inversions of `values`, which end up sorted.
fn inversions(values: &mut [i64], spare: &mut Vec<i64>) -> u64 {
    if values.len() < 2 {
        return 0;
    }
    let middle = values.len() / 2;
    let (left, right) = values.split_at_mut(middle);
    let mut count = inversions(left, spare) + inversions(right, spare);
    spare.clear();
    let (mut a, mut b) = (0, 0);
    while a < left.len() || b < right.len() {
        if b == right.len() || (a < left.len() && left[a] <= right[b]) {
            spare.push(left[a]);
            a += 1;
        } else {
            count += (left.len() - a) as u64;
            spare.push(right[b]);
            b += 1;
        }
    }
    values.copy_from_slice(spare);
    count
}

/// Tau of pairs (order of arrival, quantity); `None` when one of the two is the same throughout.
pub fn kendall(pairs: &[(i64, i64)]) -> Option<Tau> {
    let n = pairs.len();
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    let all = real(n as u64) * (real(n as u64) - 1.0) / 2.0;
    let x = ties(pairs.iter().map(|pair| pair.0).collect());
    let y = ties(pairs.iter().map(|pair| pair.1).collect());
    let both: f64 = sorted
        .chunk_by(|a, b| a == b)
        .map(|group| real(group.len() as u64) * (real(group.len() as u64) - 1.0) / 2.0)
        .sum();
    let mut second: Vec<i64> = sorted.iter().map(|pair| pair.1).collect();
    let discordant = real(inversions(&mut second, &mut Vec::new()));
    // Concordant − discordant.
    let s = all - x[0] - y[0] + both - 2.0 * discordant;
    let (free_x, free_y) = (all - x[0], all - y[0]);
    if free_x <= 0.0 || free_y <= 0.0 || n < 3 {
        return None;
    }
    let m = real(n as u64);
    let variance = (m * (m - 1.0) * (2.0 * m + 5.0) - x[1] - y[1]) / 18.0
        + x[2] * y[2] / (2.0 * m * (m - 1.0))
        + x[3] * y[3] / (9.0 * m * (m - 1.0) * (m - 2.0));
    Some(Tau {
        n,
        tau: s / (free_x * free_y).sqrt(),
        z: s / variance.sqrt(),
    })
}

/// The number of standard deviations that `tests` independent looks together exceed with probability `alpha` (two-sided,
/// Bonferroni). The normal quantile by bisection of its integral.
pub fn bound(alpha: f64, tests: usize) -> f64 {
    let tail = alpha / 2.0 / real(tests.max(1) as u64);
    let (mut low, mut high) = (0.0_f64, 10.0_f64);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if upper_tail(middle) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// P(Z > z), by Simpson's rule up to 12 standard deviations.
fn upper_tail(z: f64) -> f64 {
    let density = |x: f64| (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let steps: u32 = 2_000;
    let width = (12.0 - z) / f64::from(steps);
    let inner: f64 = (1..steps)
        .map(|step| density(z + width * f64::from(step)) * if step % 2 == 1 { 4.0 } else { 2.0 })
        .sum();
    width / 3.0 * (density(z) + inner + density(12.0))
}

/// The most hits that chance reaches in `trials` tries of probability `p` each, but with probability `alpha`.
pub fn most_by_chance(trials: u64, p: f64, alpha: f64) -> u64 {
    let n = real(trials);
    // The binomial's terms one after another, in logarithms.
    let mut log = n * (1.0 - p).ln();
    let mut sum = log.exp();
    let mut hits = 0;
    while sum < 1.0 - alpha && hits < trials {
        log += ((n - real(hits)) / (real(hits) + 1.0)).ln() + (p / (1.0 - p)).ln();
        hits += 1;
        sum += log.exp();
    }
    hits
}
