//! The words and how they are read.

use std::ops::Range;

use super::data::{Data, Part, split};

/// A word's place in the order of all words; ids from [`LETTER`] on stand for one character that is no word.
pub(super) type WordId = u32;
/// Added to the code point of a character that is passed as it is.
pub(super) const LETTER: WordId = 1 << 31;
/// The longest word looked for in written text, in characters.
const WORD_CHARS: usize = 8;
/// What a reading costs is counted in thousandths.
pub(super) const UNIT: f32 = 0.001;

/// Views of the data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lexicon<'a>(pub(super) &'a Data);

impl<'a> Lexicon<'a> {
    pub(super) fn words(self) -> usize {
        self.0.longs(Part::Ends).len()
    }

    fn bytes(self, word: usize) -> &'a [u8] {
        let start = match word {
            0 => 0,
            _ => self.0.long(Part::Ends, word - 1) as usize,
        };
        let end = self.0.long(Part::Ends, word) as usize;
        self.0.part(Part::Text).get(start..end).unwrap_or_default()
    }

    /// Adds the word's text.
    pub(super) fn push(self, word: WordId, to: &mut String) {
        match word.checked_sub(LETTER) {
            Some(code) => to.extend(char::from_u32(code)),
            None => to.push_str(std::str::from_utf8(self.bytes(word as usize)).unwrap_or_default()),
        }
    }

    pub(super) fn text(self, word: WordId) -> String {
        let mut text = String::new();
        self.push(word, &mut text);
        text
    }

    /// The first word from which on `is_before` no longer holds; it must hold for those at the front only.
    fn partition(self, is_before: impl Fn(&[u8]) -> bool) -> usize {
        let mut range = 0..self.words();
        while range.start < range.end {
            let middle = usize::midpoint(range.start, range.end);
            if is_before(self.bytes(middle)) {
                range.start = middle + 1;
            } else {
                range.end = middle;
            }
        }
        range.start
    }

    /// The word that is written so.
    pub(super) fn find(self, text: &str) -> Option<WordId> {
        let at = self.partition(|word| word < text.as_bytes());
        let found = at < self.words() && self.bytes(at) == text.as_bytes();
        found.then(|| WordId::try_from(at).ok())?
    }

    /// The words that begin with `text`, itself among them.
    pub(super) fn beginning_with(self, text: &str) -> Range<WordId> {
        let text = text.as_bytes();
        let first = self.partition(|word| word < text);
        let end = self.partition(|word| word < text || word.starts_with(text));
        let id = |at| WordId::try_from(at).unwrap_or(0);
        id(first)..id(end)
    }

    /// The words `text` begins with, and where they end.
    pub(super) fn beginnings(self, text: &str) -> Vec<(usize, WordId)> {
        text.char_indices()
            .take(WORD_CHARS)
            .filter_map(|(at, ch)| {
                let end = at + ch.len_utf8();
                Some((end, self.find(text.get(..end)?)?))
            })
            .collect()
    }

    /// Nodes reached from `node`.
    pub(super) fn children(self, node: usize) -> Range<usize> {
        let total = self.0.part(Part::NodeSyllable).len() / 2;
        let range = self.0.range(Part::NodeFirst, node, total);
        // A child always stands behind its parent; a forged file must not make a walk go round.
        range.start.max(node + 1)..range.end.max(node + 1)
    }

    /// Which syllable leads to a node.
    pub(super) fn syllable(self, node: usize) -> u16 {
        self.0.short(Part::NodeSyllable, node)
    }

    /// The child of `node` by `syllable`.
    pub(super) fn child(self, node: usize, syllable: u16) -> Option<usize> {
        let mut range = self.children(node);
        let end = range.end;
        while range.start < range.end {
            let middle = usize::midpoint(range.start, range.end);
            if self.syllable(middle) < syllable {
                range.start = middle + 1;
            } else {
                range.end = middle;
            }
        }
        (range.start < end && self.syllable(range.start) == syllable).then_some(range.start)
    }

    /// The words that end at a node, and what this reading of each costs.
    pub(super) fn entries(self, node: usize) -> impl Iterator<Item = (WordId, f32)> + use<'a> {
        let all = self.0.longs(Part::Entries);
        let range = self.0.range(Part::NodeEntry, node, all.len());
        all.get(range).unwrap_or_default().iter().map(|bytes| {
            let (word, cost) = split(u32::from_le_bytes(*bytes));
            (word, f32::from(cost) * UNIT)
        })
    }
}
