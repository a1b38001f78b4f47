//! How likely a word is after others: general Chinese, and what residents write, mixed.

use super::data::{Data, LOW_BITS, Part, split};
use super::lexicon::{LETTER, UNIT, WordId};
use super::tuning::Tuning;

/// No such thing.
const NONE: u32 = u32::MAX;
/// How many words back the community model looks.
pub(super) const BACK: usize = 3;
/// The general model's likelihood of a word it does not know.
const FLOOR: f32 = -6.26;

/// The words before, as far as they matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Past {
    /// The last word.
    last: WordId,
    /// Which pair the last two words are, if triples continue it.
    pair: u32,
    /// The last word, the last two and the last three among the phrases.
    phrases: [u32; BACK],
}

/// Nothing is known of what was before.
pub(super) const NOTHING: Past = Past {
    last: NONE,
    pair: NONE,
    phrases: [NONE; BACK],
};

/// A word with what does not depend on the words before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub word: WordId,
    /// Log10 of how likely it is in general Chinese.
    general: f32,
    /// How likely it is among residents' words; not a log.
    local: f32,
    /// Its node among the phrases.
    node: u32,
    /// It is never more likely than this, whatever was before.
    pub best: f32,
}

/// The phrases that go on from one node.
#[derive(Debug, Clone, Copy, Default)]
struct Level<'a> {
    words: &'a [[u8; 4]],
    first: usize,
    share: f32,
    rest: f32,
}

/// A past with everything looked up that does not depend on the next word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ready<'a> {
    pairs: &'a [[u8; 4]],
    pair_first: usize,
    triples: &'a [[u8; 4]],
    pair_left: f32,
    triple_left: f32,
    levels: [Option<Level<'a>>; BACK],
}

/// What is asked of single words most often, by word.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Log10 of how likely a word is by itself in the mixture.
    alone: Vec<f32>,
    /// Its node among the phrases, which is small; 0 for none.
    node: Vec<u16>,
}

/// Views of the data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Model<'a> {
    pub data: &'a Data,
    pub index: &'a Index,
    pub tuning: &'a Tuning,
}

fn find(sorted: &[[u8; 4]], word: WordId) -> Option<(usize, u16)> {
    let at = sorted.partition_point(|packed| u32::from_le_bytes(*packed) >> LOW_BITS < word);
    let (found, low) = split(u32::from_le_bytes(*sorted.get(at)?));
    (found == word).then_some((at, low))
}

fn likelihood(log: f32) -> f32 {
    (log * std::f32::consts::LN_10).exp()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a few million at most"
)]
fn count(seen: u32) -> f32 {
    seen as f32
}

impl<'a> Model<'a> {
    /// The id of the start of a clause; its end is the next one.
    pub(super) fn start_id(self) -> WordId {
        WordId::try_from(self.data.longs(Part::Ends).len()).unwrap_or(0)
    }

    /// At the beginning of a clause.
    pub(super) fn start(self) -> Past {
        let node = self
            .phrase(0, self.start_id())
            .map_or(NONE, |(node, _)| node);
        Past {
            phrases: [node, NONE, NONE],
            ..NOTHING
        }
    }

    fn phrase_children(self, node: u32) -> (usize, &'a [[u8; 4]]) {
        let words = self.data.longs(Part::PhraseWord);
        let range = self
            .data
            .range(Part::PhraseFirst, node as usize, words.len());
        (range.start, words.get(range).unwrap_or_default())
    }

    fn phrase_below(self, words: &[[u8; 4]], first: usize, word: WordId) -> Option<(u32, f32)> {
        let at = words
            .binary_search_by_key(&word, |bytes| u32::from_le_bytes(*bytes))
            .ok()?;
        let node = first + at;
        let seen = self.data.long(Part::PhraseCount, node);
        Some((u32::try_from(node).ok()?, count(seen)))
    }

    /// The phrase that goes on with `word`, and how often it was seen.
    fn phrase(self, node: u32, word: WordId) -> Option<(u32, f32)> {
        let (first, words) = self.phrase_children(node);
        self.phrase_below(words, first, word)
    }

    fn level(self, node: u32) -> Option<Level<'a>> {
        if node == NONE {
            return None;
        }
        let (first, words) = self.phrase_children(node);
        if words.is_empty() {
            return None;
        }
        let seen = count(self.data.long(Part::PhraseCount, node as usize)).max(1.0);
        let kinds = count(u32::try_from(words.len()).unwrap_or(u32::MAX));
        Some(Level {
            words,
            first,
            share: 1.0 / seen,
            rest: (self.tuning.discount * kinds / seen).min(1.0),
        })
    }

    fn general(self, word: WordId) -> f32 {
        if word >= LETTER {
            return self.tuning.letter;
        }
        match self.data.long(Part::Unigrams, word as usize) & 0xffff {
            0xffff => FLOOR + self.tuning.unknown,
            cost => -count(cost) * UNIT,
        }
    }

    /// How likely a word is among residents' words, given in general Chinese it is `general`.
    fn local(self, general: f32, seen: f32) -> f32 {
        let root = self.level(0).unwrap_or_default();
        (seen - self.tuning.discount).max(0.0) * root.share + likelihood(general) * root.rest
    }

    /// Looks up single words once and for all.
    pub(super) fn index(self) -> Index {
        let unseen = self.mixed(0.0, self.local(0.0, 0.0)).log10();
        let words = self.start_id() + 2;
        let mut index = Index {
            alone: (0..words).map(|word| self.general(word) + unseen).collect(),
            node: vec![0; words as usize],
        };
        let (first, children) = self.phrase_children(0);
        for (node, bytes) in (first..).zip(children) {
            let word = u32::from_le_bytes(*bytes);
            let general = self.general(word);
            let seen = count(self.data.long(Part::PhraseCount, node));
            if let Some(place) = index.alone.get_mut(word as usize) {
                *place = self.mixed(general, self.local(general, seen)).log10();
            }
            if let (Some(place), Ok(node)) =
                (index.node.get_mut(word as usize), u16::try_from(node))
            {
                *place = node;
            }
        }
        index
    }

    /// Log10 of how likely a word is by itself.
    pub(super) fn alone(self, word: WordId) -> f32 {
        let known = self.index.alone.get(word as usize).copied();
        known.unwrap_or(self.tuning.letter)
    }

    /// A word by itself.
    pub(super) fn known(self, word: WordId) -> Known {
        let general = self.general(word);
        let node = match self.index.node.get(word as usize) {
            None | Some(0) => NONE,
            Some(node) => u32::from(*node),
        };
        let seen = match node {
            NONE => 0.0,
            _ => count(self.data.long(Part::PhraseCount, node as usize)),
        };
        let alone = self.alone(word);
        let best = self.data.short(Part::Best, word as usize);
        Known {
            word,
            general,
            local: self.local(general, seen),
            node,
            best: if word >= LETTER {
                alone
            } else {
                alone.max(-f32::from(best) * UNIT)
            },
        }
    }

    fn mixed(self, general: f32, local: f32) -> f32 {
        (1.0 - self.tuning.mix) * likelihood(general) + self.tuning.mix * local
    }

    /// Looks up what the next words have in common.
    pub(super) fn ready(self, past: &Past) -> Ready<'a> {
        let mut ready = Ready {
            pairs: &[],
            pair_first: 0,
            triples: &[],
            pair_left: 0.0,
            triple_left: 0.0,
            levels: past.phrases.map(|node| self.level(node)),
        };
        if past.last < LETTER {
            let pairs = self.data.longs(Part::Pairs);
            let range = self
                .data
                .range(Part::PairFirst, past.last as usize, pairs.len());
            ready.pair_first = range.start;
            ready.pairs = pairs.get(range).unwrap_or_default();
            ready.pair_left =
                -count(self.data.long(Part::Unigrams, past.last as usize) >> 16) * UNIT;
        }
        let continued = self.data.longs(Part::Continued);
        let at = continued.binary_search_by_key(&past.pair, |bytes| u32::from_le_bytes(*bytes));
        if let Ok(at) = at {
            let triples = self.data.longs(Part::Triples);
            let range = self.data.range(Part::TripleFirst, at, triples.len());
            ready.triples = triples.get(range).unwrap_or_default();
            ready.triple_left = -f32::from(self.data.short(Part::TripleLeft, at)) * UNIT;
        }
        ready
    }

    /// Log10 of how likely the word is after that past, and the past that is then.
    pub(super) fn after(self, ready: &Ready<'a>, known: &Known) -> (f32, Past) {
        let word = known.word;
        let mut past = Past {
            last: word,
            phrases: [known.node, NONE, NONE],
            ..NOTHING
        };
        let mut general = ready.pair_left + known.general;
        if let Some((at, low)) = find(ready.pairs, word) {
            general = -f32::from(low >> 1) * UNIT;
            if low & 1 == 1 {
                past.pair = u32::try_from(ready.pair_first + at).unwrap_or(NONE);
            }
        }
        general = match find(ready.triples, word) {
            Some((_, low)) => -f32::from(low) * UNIT,
            None => general + ready.triple_left,
        };
        let mut mixed = self.mixed(general, known.local);
        for (back, (level, trust)) in ready.levels.iter().zip(self.tuning.trust).enumerate() {
            let Some(level) = level else { break };
            let found = match known.node {
                NONE => None,
                _ => self.phrase_below(level.words, level.first, word),
            };
            let mut here = level.rest * mixed;
            if let Some((node, seen)) = found {
                here += (seen - self.tuning.discount).max(0.0) * level.share;
                if let Some(place) = past.phrases.get_mut(back + 1) {
                    *place = node;
                }
            }
            mixed = trust * here + (1.0 - trust) * mixed;
        }
        (mixed.log10(), past)
    }

    /// Log10 of how likely a clause ends here; only the residents' sentences know.
    pub(super) fn end(self, past: &Past) -> f32 {
        let end = self.known(self.start_id() + 1);
        let (log, _) = self.after(&self.ready(past), &end);
        log
    }

    /// Words seen after a past, of general Chinese the likeliest `most` pairs, and what residents write at all.
    pub(super) fn followers(self, past: &Past, most: usize) -> Vec<WordId> {
        let ready = self.ready(past);
        let mut pairs: Vec<(u16, WordId)> = ready
            .pairs
            .iter()
            .map(|packed| {
                let (word, low) = split(u32::from_le_bytes(*packed));
                (low >> 1, word)
            })
            .collect();
        if pairs.len() > most {
            pairs.select_nth_unstable(most);
            pairs.truncate(most);
        }
        let mut words: Vec<WordId> = pairs.into_iter().map(|(_, word)| word).collect();
        let triples = ready.triples.iter();
        words.extend(triples.map(|packed| u32::from_le_bytes(*packed) >> LOW_BITS));
        let local = ready.levels.into_iter().chain([self.level(0)]).flatten();
        words.extend(
            local
                .flat_map(|level| level.words)
                .map(|bytes| u32::from_le_bytes(*bytes)),
        );
        words.sort_unstable();
        words.dedup();
        words.retain(|word| *word < self.start_id());
        words
    }
}
