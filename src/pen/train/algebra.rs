//! The little linear algebra the discriminant needs, in a fixed order of summation.

/// Rows that whiten the spread within classes and keep most of the spread between them.
pub fn discriminant(within: &[f64], means: &[f32], n: usize, dims: usize) -> Vec<f32> {
    let lower = cholesky(within, n);
    let classes = means.len() / n;
    let mut centre = vec![0.0_f64; n];
    for mean in means.chunks_exact(n) {
        for (sum, value) in centre.iter_mut().zip(mean) {
            *sum += f64::from(*value) / classes as f64;
        }
    }
    let mut between = vec![0.0_f32; n * n];
    for mean in means.chunks_exact(n) {
        let off: Vec<f64> = mean
            .iter()
            .zip(&centre)
            .map(|(a, b)| f64::from(*a) - b)
            .collect();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "half the precision is plenty"
        )]
        let white: Vec<f32> = forward(&lower, &off, n)
            .into_iter()
            .map(|v| v as f32)
            .collect();
        for (i, left) in white.iter().enumerate() {
            for (sum, right) in between[i * n..(i + 1) * n].iter_mut().zip(&white) {
                *sum += left * right;
            }
        }
    }
    let basis = leading(&between, n, dims);
    basis
        .iter()
        .flat_map(|row| backward(&lower, row, n))
        .map(|value| {
            #[expect(clippy::cast_possible_truncation, reason = "the model holds f32")]
            let value = value as f32;
            value
        })
        .collect()
}

fn cholesky(a: &[f64], n: usize) -> Vec<f64> {
    let mut l = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| l[i * n + k] * l[j * n + k]).sum();
            let rest = a[i * n + j] - dot;
            l[i * n + j] = if i == j {
                rest.max(1e-12).sqrt()
            } else {
                rest / l[j * n + j]
            };
        }
    }
    l
}

/// Solves `L x = b`.
fn forward(l: &[f64], b: &[f64], n: usize) -> Vec<f64> {
    let mut x = vec![0.0; n];
    for i in 0..n {
        let dot: f64 = l[i * n..i * n + i].iter().zip(&x).map(|(a, b)| a * b).sum();
        x[i] = (b[i] - dot) / l[i * n + i];
    }
    x
}

/// Solves `Lᵀ x = b`.
fn backward(l: &[f64], b: &[f64], n: usize) -> Vec<f64> {
    let mut x = b.to_vec();
    for i in (0..n).rev() {
        x[i] /= l[i * n + i];
        let value = x[i];
        for (rest, a) in x[..i].iter_mut().zip(&l[i * n..i * n + i]) {
            *rest -= a * value;
        }
    }
    x
}

/// The leading eigenvectors of a symmetric matrix, by subspace iteration.
fn leading(a: &[f32], n: usize, dims: usize) -> Vec<Vec<f64>> {
    let mut rng = super::Rng::new(1);
    let mut basis: Vec<Vec<f64>> = (0..dims)
        .map(|_| (0..n).map(|_| f64::from(rng.unit()) - 0.5).collect())
        .collect();
    for _ in 0..25 {
        for row in &mut basis {
            let mut next = vec![0.0; n];
            for (weight, line) in row.iter().zip(a.chunks_exact(n)) {
                for (sum, value) in next.iter_mut().zip(line) {
                    *sum += weight * f64::from(*value);
                }
            }
            *row = next;
        }
        orthonormal(&mut basis);
    }
    basis
}

fn orthonormal(basis: &mut [Vec<f64>]) {
    for i in 0..basis.len() {
        let (done, rest) = basis.split_at_mut(i);
        let row = &mut rest[0];
        for other in done.iter() {
            let dot: f64 = row.iter().zip(other).map(|(a, b)| a * b).sum();
            for (value, part) in row.iter_mut().zip(other) {
                *value -= dot * part;
            }
        }
        let norm = row.iter().map(|v| v * v).sum::<f64>().sqrt().max(1e-300);
        for value in row.iter_mut() {
            *value /= norm;
        }
    }
}
