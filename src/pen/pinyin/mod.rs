//! Pinyin: letters in, Chinese out; whole sentences, words, mixed initials.

mod data;
mod decode;
#[cfg(feature = "train")]
pub mod judge;
mod letters;
mod lexicon;
mod model;
mod next;
#[cfg(feature = "train")]
pub mod pack;
mod spell;
mod tuning;
mod written;

use std::collections::HashSet;
use std::path::Path;

use thiserror::Error;

use data::{Bytes, Data, Part};
use letters::Found;
use lexicon::Lexicon;
use model::{Index, Model, Past};
use spell::Spelling;
pub use tuning::Tuning;

/// Ways through all letters that are offered before the words.
const SENTENCES: usize = 3;
/// Characters on either side that say which of those that sound alike was meant.
const AROUND: usize = 4;
/// Characters of the same sound that are tried in their place.
const TRIED: usize = 48;

/// Why the pinyin data cannot be used.
#[derive(Debug, Error)]
pub enum PinyinError {
    /// Not pinyin data, or of another version.
    #[error("not pinyin data of this version")]
    Foreign,
    /// Cut short, or altered.
    #[error("the pinyin data is damaged")]
    Damaged,
    /// A replacement that cannot be read.
    #[error("the pinyin data cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

/// What letters may mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversion {
    /// The syllables as understood; the last may be unfinished.
    pub syllables: Vec<String>,
    /// Best first: whole sentences, then words and characters of the first syllables.
    pub candidates: Vec<Choice>,
}

/// One candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The Chinese.
    pub text: String,
    /// How many bytes of the letters it uses up, from the start.
    pub letters: usize,
}

/// Converts pinyin. Remembers nothing between calls.
#[derive(Debug)]
pub struct Pinyin {
    data: Data,
    spelling: Spelling,
    index: Index,
    tuning: Tuning,
}

impl Pinyin {
    /// The data this program carries.
    pub fn built_in() -> Result<Self, PinyinError> {
        Self::from_static(include_bytes!("../../../assets/pen/pinyin.bin"))
    }

    /// Data that lies in the program: the system reads of it what is looked at.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, PinyinError> {
        Self::read(Bytes::Program(bytes))
    }

    /// Other data of the same format, mapped into memory: the system reads of it what is looked at.
    /// Put a newer file in its place by renaming; one that is cut short while it is mapped ends the program.
    pub fn open(path: &Path) -> Result<Self, PinyinError> {
        Self::read(Bytes::map(path)?)
    }

    /// The bytes of such a file.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, PinyinError> {
        Self::read(Bytes::Memory(bytes))
    }

    fn read(bytes: Bytes) -> Result<Self, PinyinError> {
        let data = Data::read(bytes)?;
        let spelling = Spelling::new(&data);
        let pinyin = Self {
            data,
            spelling,
            index: Index::default(),
            tuning: Tuning::BEST,
        };
        Ok(pinyin.tuned(Tuning::BEST))
    }

    /// The same data with other numbers.
    #[must_use]
    pub fn tuned(mut self, tuning: Tuning) -> Self {
        self.tuning = tuning;
        self.index = self.model().index();
        self
    }

    fn model(&self) -> Model<'_> {
        Model {
            data: &self.data,
            index: &self.index,
            tuning: &self.tuning,
        }
    }

    /// What `letters` (a–z, `'` between syllables, v for ü) may mean after `before`.
    #[must_use]
    pub fn convert(&self, letters: &str, before: &str, fuzzy: bool, limit: usize) -> Conversion {
        let model = self.model();
        let lexicon = Lexicon(&self.data);
        let first = spell::behind_separators(letters, 0);
        if first == letters.len() || limit == 0 {
            return Conversion::default();
        }
        let spans = self.spelling.spans(letters, fuzzy);
        let beginnings = letters::words(model, &spans, first);
        let lattice = letters::lattice(model, letters, &spans, &beginnings);
        let start = written::past(model, before);
        let paths = decode::decode(model, &lattice, first, start, true);
        let ways: Vec<decode::Way> = paths.ways().take(SENTENCES).collect();
        let mut candidates: Vec<Choice> = ways
            .iter()
            .map(|way| Choice {
                text: way.text(lexicon),
                letters: letters.len(),
            })
            .collect();
        candidates.extend(self.beginnings(beginnings, &start, limit));
        let mut known = HashSet::new();
        candidates.retain(|choice| {
            !choice.text.is_empty() && known.insert((choice.letters, choice.text.clone()))
        });
        candidates.truncate(limit);
        let cuts: Vec<usize> = ways
            .first()
            .map(|way| way.words.iter().map(|(from, _)| *from).collect())
            .unwrap_or_default();
        Conversion {
            syllables: letters::syllables(letters, &spans, &cuts),
            candidates,
        }
    }

    /// The words the letters may begin with, the longest first, and of those the likeliest.
    fn beginnings(&self, mut found: Vec<Found>, start: &Past, limit: usize) -> Vec<Choice> {
        let model = self.model();
        let rough = |found: &Found| found.cost + model.alone(found.word);
        found.sort_unstable_by(|a, b| b.to.cmp(&a.to).then(rough(b).total_cmp(&rough(a))));
        // Whole sentences may be among them, and what was before may change the order.
        found.truncate(limit.saturating_add(SENTENCES).saturating_mul(2));
        let ready = model.ready(start);
        let mut words: Vec<(f32, Found)> = found
            .into_iter()
            .map(|found| {
                let (log, _) = model.after(&ready, &model.known(found.word));
                (found.cost + log, found)
            })
            .collect();
        words.sort_unstable_by(|(a, one), (b, other)| {
            other
                .to
                .cmp(&one.to)
                .then(b.total_cmp(a))
                .then(one.word.cmp(&other.word))
        });
        words
            .into_iter()
            .map(|(_, found)| Choice {
                text: Lexicon(&self.data).text(found.word),
                letters: found.to,
            })
            .collect()
    }

    /// Log10 of how likely a written word is by itself; nothing if it is no word.
    #[must_use]
    pub fn likelihood(&self, word: &str) -> Option<f32> {
        let word = Lexicon(&self.data).find(word)?;
        Some(self.model().alone(word))
    }

    /// The characters of one syllable.
    fn characters(&self, syllable: u16) -> impl Iterator<Item = char> {
        let lexicon = Lexicon(&self.data);
        let node = lexicon.child(0, syllable);
        node.into_iter()
            .flat_map(move |node| lexicon.entries(node))
            .filter_map(move |(word, _)| {
                let text = lexicon.text(word);
                let mut chars = text.chars();
                chars.next().filter(|_| chars.next().is_none())
            })
    }

    /// What the character at `at` of `text` may have meant: others of the same or a confused sound, likeliest first.
    #[must_use]
    pub fn alternatives(&self, text: &str, at: usize, limit: usize) -> Vec<char> {
        let Some(written) = text.chars().nth(at) else {
            return Vec::new();
        };
        let model = self.model();
        let chars: Vec<char> = text.chars().collect();
        let clause = |range: std::ops::Range<usize>| chars.get(range).unwrap_or_default();
        let left = clause(at.saturating_sub(AROUND)..at);
        let left: String = left
            .rsplit(|ch| !ch.is_alphanumeric())
            .next()
            .into_iter()
            .flatten()
            .collect();
        let right = clause(at + 1..(at + 1 + AROUND).min(chars.len()));
        let right: String = right
            .split(|ch| !ch.is_alphanumeric())
            .next()
            .into_iter()
            .flatten()
            .collect();
        let all = 0..u16::try_from(self.data.part(Part::Syllables).len()).unwrap_or(u16::MAX);
        let mut found: Vec<(f32, char)> = Vec::new();
        for syllable in all.filter(|s| self.characters(*s).any(|ch| ch == written)) {
            for (other, far) in self.spelling.like(syllable) {
                for ch in self.characters(*other).filter(|ch| *ch != written) {
                    found.push((f32::from(*far) * self.tuning.confused, ch));
                }
            }
        }
        found.sort_unstable_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)));
        found.dedup_by_key(|(_, ch)| *ch);
        let rough = |(score, ch): &(f32, char)| {
            let alone = self.likelihood(ch.encode_utf8(&mut [0; 4]));
            score + alone.unwrap_or(self.tuning.letter)
        };
        let mut ranked: Vec<(f32, (f32, char))> =
            found.into_iter().map(|one| (rough(&one), one)).collect();
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        ranked.truncate(TRIED.max(limit));
        let mut found: Vec<(f32, char)> = ranked.into_iter().map(|(_, one)| one).collect();
        for (score, ch) in &mut found {
            *score += written::score(model, &format!("{left}{ch}{right}"));
        }
        found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.into_iter().take(limit).map(|(_, ch)| ch).collect()
    }
}
