//! The model file: the layers of a small network and the characters it tells apart. Little endian throughout.

use thiserror::Error;

use super::layer::{Maps, Part};
use super::{Candidate, DIRECTIONS, FEATURES, SIDE};

const MAGIC: &[u8; 8] = b"PYHAND02";
/// More than any honest model has, so that a damaged head asks for no memory.
const LAYERS_MAX: usize = 16;
/// The same for the rows of a layer.
const ROWS_MAX: usize = 65_536;

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

/// A network and its characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    parts: Vec<Part>,
    chars: Vec<char>,
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], ModelError> {
    let (head, tail) = bytes.split_at_checked(count).ok_or(ModelError::Damaged)?;
    *bytes = tail;
    Ok(head)
}

fn words<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [[u8; 4]], ModelError> {
    let size = count.checked_mul(4).ok_or(ModelError::Damaged)?;
    Ok(take(bytes, size)?.as_chunks::<4>().0)
}

fn floats(bytes: &mut &[u8], count: usize) -> Result<Vec<f32>, ModelError> {
    let found: Vec<f32> = words(bytes, count)?
        .iter()
        .map(|word| f32::from_le_bytes(*word))
        .collect();
    if found.iter().all(|value| value.is_finite()) {
        Ok(found)
    } else {
        Err(ModelError::Damaged)
    }
}

fn size(bytes: &mut &[u8]) -> Result<usize, ModelError> {
    let [word] = *words(bytes, 1)? else {
        return Err(ModelError::Damaged);
    };
    usize::try_from(u32::from_le_bytes(word)).map_err(|_| ModelError::Damaged)
}

fn part(bytes: &mut &[u8]) -> Result<Part, ModelError> {
    let folds = size(bytes)? == 1;
    let (rows, fan) = (size(bytes)?, size(bytes)?);
    if rows == 0 || rows > ROWS_MAX || fan == 0 || fan > ROWS_MAX {
        return Err(ModelError::Damaged);
    }
    let scales = floats(bytes, rows)?;
    let biases = floats(bytes, rows)?;
    let weights = take(bytes, rows * fan)?
        .iter()
        .map(|byte| i8::from_le_bytes([*byte]))
        .collect();
    Ok(Part::packed(folds, fan, scales, biases, weights))
}

impl Model {
    /// Layers from the ink to the characters, the last with one row a character.
    #[must_use]
    pub fn new(parts: Vec<Part>, chars: Vec<char>) -> Self {
        Self { parts, chars }
    }

    /// The file's bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes();
        out.extend(number(self.parts.len()));
        for part in &self.parts {
            out.extend(number(usize::from(part.folds)));
            out.extend(number(part.rows()));
            out.extend(number(part.fan));
            for value in part.scales.iter().chain(&part.biases) {
                out.extend(value.to_le_bytes());
            }
            out.extend(part.weights.iter().flat_map(|value| value.to_le_bytes()));
        }
        for ch in &self.chars {
            out.extend(u32::from(*ch).to_le_bytes());
        }
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
        let count = size(&mut rest)?;
        if count > LAYERS_MAX {
            return Err(ModelError::Damaged);
        }
        let mut parts = Vec::new();
        for _ in 0..count {
            parts.push(part(&mut rest)?);
        }
        let classes = rest.len() / 4;
        let chars = words(&mut rest, classes)?
            .iter()
            .map(|word| char::from_u32(u32::from_le_bytes(*word)).ok_or(ModelError::Damaged))
            .collect::<Result<Vec<char>, _>>()?;
        let model = Self { parts, chars };
        if rest.is_empty() && model.fits() {
            Ok(model)
        } else {
            Err(ModelError::Damaged)
        }
    }

    /// Whether every layer takes what the one before it gives.
    fn fits(&self) -> bool {
        let (mut channels, mut side) = (DIRECTIONS, SIDE);
        for part in &self.parts {
            let fan = if part.folds {
                channels * 9
            } else {
                channels * side * side
            };
            if part.fan != fan || (part.folds && side < 2) {
                return false;
            }
            channels = part.rows();
            side = if part.folds { side / 2 } else { 1 };
        }
        let last = self.parts.last();
        last.is_some_and(|part| !part.folds) && channels == self.chars.len()
    }

    /// Every character with its score, the mean of what each view of the ink says.
    #[must_use]
    pub fn score(&self, views: &[Vec<f32>]) -> Vec<Candidate> {
        let mut sums = vec![0.0_f32; self.chars.len()];
        for features in views {
            let logits = self.run(features);
            let most = logits.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
            let whole = most
                + logits
                    .iter()
                    .map(|value| (value - most).exp())
                    .sum::<f32>()
                    .ln();
            for (sum, value) in sums.iter_mut().zip(&logits) {
                *sum += value - whole;
            }
        }
        let share = 1.0 / f32::from(u16::try_from(views.len()).unwrap_or(1).max(1));
        let scored = self.chars.iter().zip(sums);
        scored
            .map(|(ch, sum)| Candidate {
                ch: *ch,
                score: sum * share,
            })
            .collect()
    }

    /// Weights (a row a character) and shifts of the last layer, for whoever trains it further.
    #[must_use]
    pub fn last(&self) -> (Vec<f32>, Vec<f32>) {
        self.parts.last().map(Part::plain).unwrap_or_default()
    }

    /// The same network and characters with another last layer.
    #[must_use]
    pub fn with_last(mut self, weights: &[f32], biases: Vec<f32>) -> Self {
        if let Some(part) = self.parts.last_mut() {
            *part = Part::new(false, part.fan, weights, biases);
        }
        self
    }

    /// What the last layer is given to see.
    #[must_use]
    pub fn hidden(&self, features: &[f32]) -> Vec<f32> {
        let last = self.parts.len().saturating_sub(1);
        self.through(features, self.parts.get(..last).unwrap_or(&[]))
            .flat()
    }

    fn run(&self, features: &[f32]) -> Vec<f32> {
        self.through(features, &self.parts).values
    }

    fn through(&self, features: &[f32], parts: &[Part]) -> Maps {
        let area = FEATURES / DIRECTIONS;
        let mut maps = Maps {
            side: SIDE,
            channels: DIRECTIONS,
            values: (0..area)
                .flat_map(|cell| features.iter().skip(cell).step_by(area).copied())
                .collect(),
        };
        let last = self.parts.len().saturating_sub(1);
        for (at, part) in parts.iter().enumerate() {
            maps = if part.folds {
                part.fold(&maps)
            } else {
                let mut values = part.full(&maps.flat());
                if at < last {
                    for value in &mut values {
                        *value = value.max(0.0);
                    }
                }
                Maps {
                    side: 1,
                    channels: values.len(),
                    values,
                }
            };
        }
        maps
    }

    /// How many characters.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.chars.len()
    }
}
