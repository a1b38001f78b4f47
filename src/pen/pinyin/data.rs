//! The data file: a head, a checksum, and parts of little-endian numbers that are read where they lie.

use std::ops::Range;
use std::path::Path;

use mmap_io::MemoryMappedFile;

use super::PinyinError;

const MAGIC: &[u8; 8] = b"PYPINY01";
const PARTS: usize = 18;
/// Magic, checksum and the length of every part.
const HEAD: usize = 16 + 4 * PARTS;

/// The parts, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Syllables in alphabetical order, one a line.
    Syllables,
    /// Where each word ends in `Text`; words are in the order of their bytes, and the place in it is the word's id.
    Ends,
    /// The words, one after the other.
    Text,
    /// Lexicon: the first child of each node, breadth first, and one more.
    NodeFirst,
    /// Lexicon: the syllable that leads to each node (16 bits), ascending among the children of one node.
    NodeSyllable,
    /// Lexicon: the first entry of each node, and one more.
    NodeEntry,
    /// Lexicon: a word and what this reading of it costs (see [`split`]).
    Entries,
    /// General model: likelihood of each word, 16 bits, and how much is left for words never seen after it, 16 bits.
    Unigrams,
    /// General model: the first pair of each word, and one more.
    PairFirst,
    /// General model: the second word, its likelihood, and in the lowest bit whether triples continue the pair.
    Pairs,
    /// General model: which pairs are continued, ascending.
    Continued,
    /// General model: the first triple of each continued pair, and one more.
    TripleFirst,
    /// General model: what is left for words never seen after a continued pair (16 bits).
    TripleLeft,
    /// General model: the third word and its likelihood.
    Triples,
    /// Community model: the word of each node of a tree of phrases, breadth first, ascending among siblings.
    PhraseWord,
    /// Community model: how often each phrase was seen (16 bits).
    PhraseCount,
    /// Community model: the first child of each node, and one more.
    PhraseFirst,
    /// Community model: how likely each word is at best after anything, general and community together (16 bits).
    Best,
}

/// Word ids have 18 bits; what stands below them in a packed number has 14.
pub(super) const LOW_BITS: u32 = 14;

/// A packed number's word and its lower bits.
pub(super) fn split(packed: u32) -> (u32, u16) {
    let low = packed & ((1 << LOW_BITS) - 1);
    (packed >> LOW_BITS, u16::try_from(low).unwrap_or(u16::MAX))
}

fn checksum(bytes: &[u8]) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut last = [0_u8; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    // Every step is a bijection of the sum, so a change in one chunk can never vanish.
    let sum = chunks
        .iter()
        .chain([&last])
        .fold(0xcbf2_9ce4_8422_2325, |sum: u64, chunk| {
            (sum ^ u64::from_le_bytes(*chunk))
                .wrapping_mul(0x0100_0000_01b3)
                .rotate_left(23)
        });
    sum ^ u64::try_from(bytes.len()).unwrap_or(0)
}

/// Where the file's bytes are.
#[derive(Debug)]
pub(super) enum Bytes {
    /// In the program: the system reads of it what is looked at.
    Program(&'static [u8]),
    /// In memory.
    Memory(Vec<u8>),
    /// In a file, of which the system reads what is looked at.
    File(MemoryMappedFile),
}

impl Bytes {
    pub(super) fn map(path: &Path) -> Result<Self, PinyinError> {
        // An empty file cannot be mapped; a folder or a device has no length either.
        if std::fs::metadata(path)?.len() < HEAD as u64 {
            return Err(PinyinError::Foreign);
        }
        MemoryMappedFile::open_ro(path)
            .map(Self::File)
            .map_err(|error| PinyinError::Io(std::io::Error::other(error)))
    }

    fn all(&self) -> &[u8] {
        match self {
            Self::Program(bytes) => bytes,
            Self::Memory(bytes) => bytes,
            // Only a map that can be written to is refused; this one cannot.
            Self::File(map) => map.as_slice_bytes(0, map.len()).unwrap_or_default(),
        }
    }
}

/// The file's bytes, and where its parts are.
#[derive(Debug)]
pub(super) struct Data {
    bytes: Bytes,
    parts: [Range<usize>; PARTS],
}

impl Data {
    pub(super) fn read(from: Bytes) -> Result<Self, PinyinError> {
        let bytes = from.all();
        if !bytes.starts_with(MAGIC) {
            return Err(PinyinError::Foreign);
        }
        let (head, _) = bytes.split_at_checked(HEAD).ok_or(PinyinError::Damaged)?;
        let (sum, lengths) = head
            .get(8..)
            .and_then(|rest| rest.split_first_chunk::<8>())
            .ok_or(PinyinError::Damaged)?;
        let mut parts = [const { 0..0 }; PARTS];
        let mut at = HEAD;
        for (part, length) in parts.iter_mut().zip(lengths.as_chunks::<4>().0) {
            let end = at + u32::from_le_bytes(*length) as usize;
            *part = at..end;
            at = end;
        }
        let body = bytes.get(16..).unwrap_or_default();
        if at != bytes.len() || checksum(body) != u64::from_le_bytes(*sum) {
            return Err(PinyinError::Damaged);
        }
        Ok(Self { bytes: from, parts })
    }

    pub(super) fn part(&self, part: Part) -> &[u8] {
        self.parts
            .get(part as usize)
            .and_then(|range| self.bytes.all().get(range.clone()))
            .unwrap_or_default()
    }

    /// The 32-bit numbers of a part.
    pub(super) fn longs(&self, part: Part) -> &[[u8; 4]] {
        self.part(part).as_chunks::<4>().0
    }

    /// The number at `at`; 0 beyond the end, which only a forged file can ask for.
    pub(super) fn long(&self, part: Part, at: usize) -> u32 {
        self.longs(part)
            .get(at)
            .map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    /// The 16-bit number at `at`.
    pub(super) fn short(&self, part: Part, at: usize) -> u16 {
        self.part(part)
            .as_chunks::<2>()
            .0
            .get(at)
            .map_or(0, |bytes| u16::from_le_bytes(*bytes))
    }

    /// What belongs to `at` in a part of firsts, as places of another part that holds `total` of them.
    pub(super) fn range(&self, firsts: Part, at: usize, total: usize) -> Range<usize> {
        let end = (self.long(firsts, at + 1) as usize).min(total);
        (self.long(firsts, at) as usize).min(end)..end
    }
}

/// Puts a file together; `parts` in the order of [`Part`].
#[cfg(feature = "train")]
pub(super) fn write(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
    }
    body.extend(parts.iter().flatten());
    let mut file = MAGIC.to_vec();
    file.extend(checksum(&body).to_le_bytes());
    file.extend(body);
    file
}
