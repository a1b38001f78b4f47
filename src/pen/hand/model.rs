//! The model file: a projection, and the mean of every class in it. Little endian throughout.

use thiserror::Error;

use super::{Candidate, FEATURES};

const MAGIC: &[u8; 8] = b"PYHAND01";
/// More than any honest model has, so that a damaged head asks for no memory.
const DIMS_MAX: usize = 1024;

/// Why a model cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ModelError {
    /// Not a model, or one of another version.
    #[error("not a handwriting model of this version")]
    Foreign,
    /// Cut short, or altered.
    #[error("the handwriting model is damaged")]
    Damaged,
}

/// A projection and class means.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    dims: usize,
    projection: Vec<f32>,
    scales: Vec<f32>,
    chars: Vec<char>,
    means: Vec<i8>,
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn words(bytes: &mut &[u8], count: usize) -> Result<Vec<[u8; 4]>, ModelError> {
    let size = count.checked_mul(4).ok_or(ModelError::Damaged)?;
    let (head, tail) = bytes.split_at_checked(size).ok_or(ModelError::Damaged)?;
    *bytes = tail;
    Ok(head.as_chunks::<4>().0.to_vec())
}

fn floats(bytes: &mut &[u8], count: usize) -> Result<Vec<f32>, ModelError> {
    let found: Vec<f32> = words(bytes, count)?
        .into_iter()
        .map(f32::from_le_bytes)
        .collect();
    if found.iter().all(|value| value.is_finite()) {
        Ok(found)
    } else {
        Err(ModelError::Damaged)
    }
}

impl Model {
    /// `projection` is `dims` rows of [`FEATURES`]; `means` one row of `dims` a character.
    #[must_use]
    pub fn new(projection: Vec<f32>, chars: Vec<char>, means: &[f32]) -> Self {
        let dims = projection.len() / FEATURES;
        let mut scales = vec![1e-6_f32; dims];
        for row in means.chunks_exact(dims.max(1)) {
            for (scale, value) in scales.iter_mut().zip(row) {
                *scale = scale.max(value.abs() / 127.0);
            }
        }
        let mut packed = Vec::with_capacity(means.len());
        for row in means.chunks_exact(dims.max(1)) {
            for (scale, value) in scales.iter().zip(row) {
                #[expect(clippy::cast_possible_truncation, reason = "within ±127 by its scale")]
                packed.push((value / scale).round() as i8);
            }
        }
        Self {
            dims,
            projection,
            scales,
            chars,
            means: packed,
        }
    }

    /// The file's bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for count in [self.dims, self.chars.len()] {
            out.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
        }
        for value in self.projection.iter().chain(&self.scales) {
            out.extend(value.to_le_bytes());
        }
        for ch in &self.chars {
            out.extend(u32::from(*ch).to_le_bytes());
        }
        out.extend(self.means.iter().flat_map(|value| value.to_le_bytes()));
        out.extend(checksum(&out).to_le_bytes());
        out
    }

    /// Reads what [`Model::write`] wrote.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(MAGIC) {
            return Err(ModelError::Foreign);
        }
        let (body, sum) = bytes.split_last_chunk::<8>().ok_or(ModelError::Damaged)?;
        if checksum(body) != u64::from_le_bytes(*sum) {
            return Err(ModelError::Damaged);
        }
        let mut rest = body.get(MAGIC.len()..).ok_or(ModelError::Damaged)?;
        let head = words(&mut rest, 2)?;
        let [dims, classes] = *head.as_slice() else {
            return Err(ModelError::Damaged);
        };
        let size =
            |word| usize::try_from(u32::from_le_bytes(word)).map_err(|_| ModelError::Damaged);
        let (dims, classes) = (size(dims)?, size(classes)?);
        if dims == 0 || dims > DIMS_MAX || classes == 0 {
            return Err(ModelError::Damaged);
        }
        let projection = floats(&mut rest, dims * FEATURES)?;
        let scales = floats(&mut rest, dims)?;
        let chars = words(&mut rest, classes)?
            .into_iter()
            .map(|word| char::from_u32(u32::from_le_bytes(word)).ok_or(ModelError::Damaged))
            .collect::<Result<Vec<char>, _>>()?;
        if Some(rest.len()) != dims.checked_mul(classes) {
            return Err(ModelError::Damaged);
        }
        let means = rest.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        Ok(Self {
            dims,
            projection,
            scales,
            chars,
            means,
        })
    }

    /// Every character with its score.
    #[must_use]
    pub fn score(&self, features: &[f32]) -> Vec<Candidate> {
        let seen: Vec<f32> = self
            .projection
            .chunks_exact(FEATURES)
            .map(|row| row.iter().zip(features).map(|(a, b)| a * b).sum())
            .collect();
        let rows = self.means.chunks_exact(self.dims);
        self.chars
            .iter()
            .zip(rows)
            .map(|(ch, row)| {
                let far: f32 = seen
                    .iter()
                    .zip(row)
                    .zip(&self.scales)
                    .map(|((value, mean), scale)| (value - f32::from(*mean) * scale).powi(2))
                    .sum();
                Candidate {
                    ch: *ch,
                    score: -far,
                }
            })
            .collect()
    }

    /// How many characters.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.chars.len()
    }
}
