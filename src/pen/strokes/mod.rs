//! Strokes 笔画: five keys and a wildcard in, characters out.

#[cfg(feature = "train")]
mod pack;

use std::path::Path;

use thiserror::Error;

#[cfg(feature = "train")]
pub use pack::pack;

const MAGIC: &[u8; 8] = b"PYSTRO01";

/// Why the stroke data cannot be used.
#[derive(Debug, Error)]
pub enum StrokesError {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    /// Not stroke data, or of another version.
    #[error("not stroke data of this version")]
    Foreign,
    /// Cut short, or altered.
    #[error("the stroke data is damaged")]
    Damaged,
}

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// 横
    Heng,
    /// 竖
    Shu,
    /// 撇
    Pie,
    /// 捺, and 点.
    Na,
    /// 折
    Zhe,
    /// Any one stroke.
    Any,
}

impl Key {
    /// The letter the data uses for a stroke, or `*`.
    const fn letter(self) -> u8 {
        match self {
            Self::Heng => b'h',
            Self::Shu => b's',
            Self::Pie => b'p',
            Self::Na => b'n',
            Self::Zhe => b'z',
            Self::Any => b'*',
        }
    }

    /// The key of a letter: h s p n z, `*` for any.
    #[must_use]
    pub const fn of(letter: char) -> Option<Self> {
        match letter {
            'h' => Some(Self::Heng),
            's' => Some(Self::Shu),
            'p' => Some(Self::Pie),
            'n' => Some(Self::Na),
            'z' => Some(Self::Zhe),
            '*' => Some(Self::Any),
            _ => None,
        }
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Finds characters by their strokes.
#[derive(Debug, Clone)]
pub struct Strokes {
    /// A line is a character and one of its codes; the commonest character first.
    lines: String,
}

impl Strokes {
    /// The data this program carries.
    pub fn built_in() -> Result<Self, StrokesError> {
        Self::from_bytes(include_bytes!("../../../assets/pen/strokes.bin"))
    }

    /// Data of the same format in a file.
    pub fn open(path: &Path) -> Result<Self, StrokesError> {
        Self::from_bytes(&std::fs::read(path)?)
    }

    /// Other data of the same format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StrokesError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(StrokesError::Foreign)?;
        let (sum, lines) = rest.split_first_chunk::<8>().ok_or(StrokesError::Damaged)?;
        if checksum(lines) != u64::from_le_bytes(*sum) {
            return Err(StrokesError::Damaged);
        }
        let lines = String::from_utf8(lines.to_vec()).map_err(|_| StrokesError::Damaged)?;
        Ok(Self { lines })
    }

    /// Every character with each of its codes, the commonest first.
    pub fn codes(&self) -> impl Iterator<Item = (char, &str)> {
        self.lines.lines().filter_map(|line| {
            let mut chars = line.chars();
            chars.next().map(|ch| (ch, chars.as_str()))
        })
    }

    /// Characters whose code is `keys` exactly, then those whose code begins so; among them the common ones first.
    #[must_use]
    pub fn find(&self, keys: &[Key], limit: usize) -> Vec<char> {
        let (mut exact, mut longer) = (Vec::new(), Vec::new());
        if keys.is_empty() || limit == 0 {
            return exact;
        }
        for (ch, code) in self.codes() {
            let code = code.as_bytes();
            let fits = code.len() >= keys.len()
                && code
                    .iter()
                    .zip(keys)
                    .all(|(stroke, key)| *key == Key::Any || *stroke == key.letter());
            if !fits {
                continue;
            }
            let same_length = code.len() == keys.len();
            let found = if same_length { &mut exact } else { &mut longer };
            if found.len() < limit && !found.contains(&ch) {
                found.push(ch);
            }
        }
        longer.retain(|ch| !exact.contains(ch));
        exact.extend(longer);
        exact.truncate(limit);
        exact
    }
}
