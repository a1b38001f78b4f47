//! What is being written with an engine and is not in the text yet: ink, letters, strokes, and what they
//! may mean. It belongs to one resident and is overwritten when it goes.

use zeroize::{Zeroize, Zeroizing};

use super::PanelView;
use super::edit::Stroke;
use super::offers::{Offers, Uses};
use crate::pen::hand;
use crate::pen::strokes::Key;

/// Candidates asked of an engine at most: several pages.
const OFFERED_MOST: usize = 48;
/// Letters of a spelling at most; longer than any sentence that is typed in one breath.
const LETTERS_MOST: usize = 120;
/// Strokes of a character at most.
const CODE_MOST: usize = 40;
/// Points of one stroke of ink at most, so that none is copied for want of room.
const POINTS_MOST: usize = 2_000;
/// Characters written by hand that are remembered with what else their ink looked like.
const LOOKS_MOST: usize = 64;
/// How many each of them looked like.
const ALIKE_MOST: usize = 10;
/// Characters before the caret that next words are looked up for.
const BEFORE_CHARS: usize = 8;

/// Ink on a pad, in points from the pad's corner.
#[derive(Default)]
pub(super) struct Ink {
    /// Which pad.
    pub pad: usize,
    /// The strokes, the one under the finger last.
    pub strokes: Vec<hand::Stroke>,
    /// A finger is on the pad.
    pub is_down: bool,
}

impl Ink {
    pub(super) fn is_empty(&self) -> bool {
        self.strokes.is_empty()
    }

    pub(super) fn begin(&mut self, pad: usize, at: [f32; 2]) {
        self.pad = pad;
        self.is_down = true;
        let mut stroke = Vec::with_capacity(POINTS_MOST);
        stroke.push(at);
        self.strokes.push(stroke);
    }

    pub(super) fn go_on(&mut self, at: [f32; 2]) {
        if let Some(stroke) = self.strokes.last_mut()
            && stroke.len() < POINTS_MOST
            && stroke.last() != Some(&at)
        {
            stroke.push(at);
        }
    }

    fn clear(&mut self) {
        self.strokes.zeroize();
        self.is_down = false;
    }
}

/// What each character written by hand looked like, itself among it; the newest last.
struct Looks(Vec<Vec<char>>);

impl Looks {
    fn keep(&mut self, offers: &Offers) {
        if self.0.len() == LOOKS_MOST {
            self.0.remove(0).zeroize();
        }
        let chars = offers.texts().filter_map(|text| text.chars().next());
        self.0.push(chars.take(ALIKE_MOST).collect());
    }

    /// What else may have been meant by `ch`; nothing if it was not written by hand.
    fn of(&self, ch: char) -> &[char] {
        let found = self.0.iter().rev().find(|alike| alike.contains(&ch));
        found.map(Vec::as_slice).unwrap_or_default()
    }
}

/// What is being composed.
pub(super) struct Composing {
    pub ink: Ink,
    looks: Looks,
    letters: Zeroizing<String>,
    /// The letters in syllables, as they were understood.
    syllables: Zeroizing<String>,
    code: Vec<Key>,
    pub offers: Offers,
}

impl Default for Composing {
    fn default() -> Self {
        let room = || Zeroizing::new(String::with_capacity(LETTERS_MOST * 2));
        Self {
            ink: Ink::default(),
            looks: Looks(Vec::with_capacity(LOOKS_MOST)),
            letters: room(),
            syllables: room(),
            code: Vec::with_capacity(CODE_MOST),
            offers: Offers::default(),
        }
    }
}

impl Drop for Composing {
    fn drop(&mut self) {
        self.ink.clear();
        self.looks.0.zeroize();
        for key in &mut self.code {
            *key = Key::Any;
        }
    }
}

impl Composing {
    /// Whether there is something that is not in the text yet.
    pub(super) fn is_composing(&self) -> bool {
        !(self.ink.is_empty() && self.letters.is_empty() && self.code.is_empty())
    }

    /// The letters or strokes so far, to be shown above the keys.
    pub(super) fn spelling(&self) -> String {
        if !self.letters.is_empty() {
            return self.syllables.to_string();
        }
        self.code.iter().map(|key| sign(*key)).collect()
    }

    pub(super) fn push_letter(&mut self, letter: char, view: &PanelView<'_>) {
        if self.letters.len() < LETTERS_MOST {
            self.letters.push(letter);
            self.offer_letters(view, view.before);
        }
    }

    pub(super) fn push_key(&mut self, key: Key, view: &PanelView<'_>) {
        if self.code.len() < CODE_MOST {
            self.code.push(key);
            self.offer_code(view);
        }
    }

    /// Takes back the last stroke or letter; `false` when there is none.
    pub(super) fn undo(&mut self, view: &PanelView<'_>) -> bool {
        if let Some(mut stroke) = self.ink.strokes.pop() {
            stroke.zeroize();
            self.ink.is_down = false;
            self.offer_ink(view);
        } else if self.letters.pop().is_some() {
            self.offer_letters(view, view.before);
        } else if self.code.pop().is_some() {
            self.offer_code(view);
        } else {
            return false;
        }
        true
    }

    /// Throws away what is composed and offered.
    pub(super) fn clear(&mut self) {
        self.ink.clear();
        self.letters.zeroize();
        self.syllables.zeroize();
        self.code.clear();
        self.offers.clear();
    }

    /// The first candidate goes into the text, and letters that nothing is known for as they are; nothing
    /// that was begun is lost.
    pub(super) fn finish(&mut self, view: &PanelView<'_>, strokes: &mut Vec<Stroke>) {
        let mut before = view.before.to_owned();
        while self.is_composing() && self.offers.get(0).is_some() {
            let left = self.letters.len();
            self.take(0, view, &mut before, strokes);
            if left > 0 && self.letters.len() == left {
                break;
            }
        }
        strokes.extend(self.letters.chars().map(Stroke::Put));
        self.clear();
        before.zeroize();
    }

    /// Writes the candidate at `place`.
    pub(super) fn choose(&mut self, place: usize, view: &PanelView<'_>, strokes: &mut Vec<Stroke>) {
        let mut before = view.before.to_owned();
        self.take(place, view, &mut before, strokes);
        before.zeroize();
    }

    fn take(
        &mut self,
        place: usize,
        view: &PanelView<'_>,
        before: &mut String,
        strokes: &mut Vec<Stroke>,
    ) {
        let Some(offered) = self.offers.get(place) else {
            return;
        };
        let uses = offered.uses;
        if uses == Uses::Ink {
            self.looks.keep(&self.offers);
        }
        if let Uses::Place(at) = uses {
            strokes.extend(offered.text.chars().map(|ch| Stroke::Swap(at, ch)));
            self.offers.clear();
            return;
        }
        strokes.extend(offered.text.chars().map(Stroke::Put));
        before.push_str(&offered.text);
        match uses {
            Uses::Ink => self.ink.clear(),
            Uses::Code => self.code.clear(),
            Uses::Letters(count) => {
                let count = count.min(self.letters.len());
                self.letters.drain(..count);
            }
            Uses::Nothing | Uses::Place(_) => {}
        }
        if self.letters.is_empty() {
            self.syllables.zeroize();
            self.offer_next(view, before);
        } else {
            self.offer_letters(view, before);
        }
    }

    /// Offers what the character written at `at` may have meant: what its ink looked like, then what sounds like it.
    pub(super) fn offer_instead(&mut self, view: &PanelView<'_>, text: &str, at: usize) {
        let Some(written) = text.chars().nth(at).filter(|_| !self.is_composing()) else {
            return;
        };
        let sounds = view.engines.map_or_else(Vec::new, |engines| {
            engines.pinyin.alternatives(text, at, OFFERED_MOST)
        });
        let looks = self.looks.of(written);
        let others = looks.iter().filter(|ch| **ch != written);
        let sounds = sounds.iter().filter(|ch| !looks.contains(ch));
        let uses = |ch: &char| (ch.to_string(), Uses::Place(at));
        self.offers.set(others.chain(sounds).map(uses));
    }

    /// Asks what the ink is; after every stroke, so that the candidates grow better as it is written.
    pub(super) fn offer_ink(&mut self, view: &PanelView<'_>) {
        let found = view.engines.map_or_else(Vec::new, |engines| {
            engines.recognise(&self.ink.strokes, view.before, OFFERED_MOST)
        });
        let uses = |one: hand::Candidate| (one.ch.to_string(), Uses::Ink);
        self.offers.set(found.into_iter().map(uses));
    }

    fn offer_letters(&mut self, view: &PanelView<'_>, before: &str) {
        let Some(engines) = view.engines.filter(|_| !self.letters.is_empty()) else {
            self.syllables.zeroize();
            self.offers.clear();
            return;
        };
        let found = engines
            .pinyin
            .convert(&self.letters, before, view.fuzzy, OFFERED_MOST);
        self.syllables.zeroize();
        for mut syllable in found.syllables {
            if !self.syllables.is_empty() {
                self.syllables.push(' ');
            }
            self.syllables.push_str(&syllable);
            syllable.zeroize();
        }
        let uses = |choice: crate::pen::pinyin::Choice| {
            let letters = choice.letters;
            (choice.text, Uses::Letters(letters))
        };
        self.offers.set(found.candidates.into_iter().map(uses));
    }

    fn offer_code(&mut self, view: &PanelView<'_>) {
        let found = view
            .engines
            .filter(|_| !self.code.is_empty())
            .map_or_else(Vec::new, |engines| {
                engines.strokes.find(&self.code, OFFERED_MOST)
            });
        let uses = |ch: char| (ch.to_string(), Uses::Code);
        self.offers.set(found.into_iter().map(uses));
    }

    fn offer_next(&mut self, view: &PanelView<'_>, before: &str) {
        let skipped = before.chars().count().saturating_sub(BEFORE_CHARS);
        let mut tail: String = before.chars().skip(skipped).collect();
        let found = view.engines.map_or_else(Vec::new, |engines| {
            engines.pinyin.next_words(&tail, OFFERED_MOST / 2)
        });
        tail.zeroize();
        self.offers
            .set(found.into_iter().map(|word| (word, Uses::Nothing)));
    }
}

/// The stroke a key stands for, as it is printed on it.
#[must_use]
pub(super) fn sign(key: Key) -> char {
    match key {
        Key::Heng => '一',
        Key::Shu => '丨',
        Key::Pie => '丿',
        Key::Na => '丶',
        Key::Zhe => '乛',
        Key::Any => '＊',
    }
}
