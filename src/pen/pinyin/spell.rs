//! What typed letters may be: the spans of a syllable, exact, fuzzy or unfinished.

use std::collections::HashMap;

use super::data::{Data, Part};

/// A sound that is taken for another; both ways.
const INITIALS: [(&str, &str); 5] = [
    ("z", "zh"),
    ("c", "ch"),
    ("s", "sh"),
    ("n", "l"),
    ("f", "h"),
];
const FINALS: [(&str, &str); 3] = [("an", "ang"), ("en", "eng"), ("in", "ing")];
/// Sounds of no words that people type; as syllables they would only split others.
const NOT_TYPED: [&str; 4] = ["m", "n", "ng", "r"];
/// The longest syllable, in letters.
const LETTERS: usize = 6;
/// A letter that begins nothing is passed, but only if there is no other way.
const PASSED: u32 = 50;

/// A syllable and how many confusions away it is.
pub(super) type Sound = (u16, u8);

/// Letters from one place to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    /// Where the letters end.
    pub end: usize,
    /// Where the next span begins: behind separators.
    pub next: usize,
    /// What they may be; empty for a letter that is passed as it is.
    pub sounds: Vec<Sound>,
    /// 0 for whole syllables, 1 for unfinished ones.
    pub unfinished: u32,
}

/// All syllables, and everything somebody may type for them.
#[derive(Debug)]
pub(super) struct Spelling {
    syllables: Vec<String>,
    exact: HashMap<String, Vec<Sound>>,
    fuzzy: HashMap<String, Vec<Sound>>,
}

fn split_initial(syllable: &str) -> (&str, &str) {
    let at = syllable
        .find(|letter| "aeiouv".contains(letter))
        .unwrap_or(syllable.len());
    syllable.split_at(at)
}

/// A part itself and what it is confused with.
fn confused(
    part: &str,
    pairs: &[(&str, &str)],
    same: impl Fn(&str, &str) -> Option<usize>,
) -> Vec<(String, u8)> {
    let mut all = vec![(part.to_owned(), 0)];
    for (one, other) in pairs.iter().flat_map(|(a, b)| [(a, b), (b, a)]) {
        if let Some(at) = same(part, one) {
            let kept = part.get(..at).unwrap_or_default();
            all.push((format!("{kept}{other}"), 1));
        }
    }
    all
}

fn confused_initial(initial: &str) -> Vec<(String, u8)> {
    confused(initial, &INITIALS, |part, one| (part == one).then_some(0))
}

fn confused_final(rest: &str) -> Vec<(String, u8)> {
    confused(rest, &FINALS, |part, one| {
        part.ends_with(one).then(|| part.len() - one.len())
    })
}

/// Everything that may be typed for a syllable.
fn variants(syllable: &str) -> Vec<(String, u8)> {
    let (initial, rest) = split_initial(syllable);
    let finals = confused_final(rest);
    confused_initial(initial)
        .iter()
        .flat_map(|(initial, far)| {
            finals
                .iter()
                .map(move |(rest, further)| (format!("{initial}{rest}"), far + further))
        })
        .collect()
}

/// A syllable as somebody says it who confuses sounds whenever `coin` says so.
#[cfg(feature = "train")]
pub(super) fn said_as(syllable: &str, coin: &mut dyn FnMut() -> bool) -> String {
    let (initial, rest) = split_initial(syllable);
    let mut other = |all: Vec<(String, u8)>| match all.as_slice() {
        [.., (last, 1)] if coin() => last.clone(),
        [(same, _), ..] => same.clone(),
        [] => String::new(),
    };
    let initial = other(confused_initial(initial));
    initial + &other(confused_final(rest))
}

/// Other spellings of the same syllable: ü.
fn same(syllable: &str) -> Vec<String> {
    let mut all = vec![syllable.to_owned()];
    if let Some(rest) = syllable.strip_suffix('v') {
        all.push(format!("{rest}yu"));
    } else if let Some(rest) = syllable.strip_suffix("ve") {
        all.extend([format!("{rest}ue"), format!("{rest}yue")]);
    } else if let Some((initial, rest)) = syllable
        .split_once('u')
        .filter(|(initial, _)| ["j", "q", "x", "y"].contains(initial))
    {
        all.push(format!("{initial}v{rest}"));
    }
    all
}

impl Spelling {
    pub(super) fn new(data: &Data) -> Self {
        let syllables: Vec<String> = std::str::from_utf8(data.part(Part::Syllables))
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect();
        let (mut exact, mut fuzzy) = (HashMap::new(), HashMap::new());
        for (id, syllable) in (0_u16..).zip(&syllables) {
            if NOT_TYPED.contains(&syllable.as_str()) {
                continue;
            }
            for written in same(syllable) {
                let sounds: &mut Vec<Sound> = exact.entry(written).or_default();
                sounds.push((id, 0));
            }
            for (variant, far) in variants(syllable) {
                for written in same(&variant) {
                    let sounds: &mut Vec<Sound> = fuzzy.entry(written).or_default();
                    sounds.push((id, far));
                }
            }
        }
        Self {
            syllables,
            exact,
            fuzzy,
        }
    }

    /// Syllables that begin with `prefix`.
    fn beginning(&self, prefix: &str, far: u8, sounds: &mut Vec<Sound>) {
        let from = self.syllables.partition_point(|s| s.as_str() < prefix);
        for (id, syllable) in (0_u16..).zip(&self.syllables).skip(from) {
            if !syllable.starts_with(prefix) {
                break;
            }
            if !sounds.iter().any(|(known, _)| *known == id) {
                sounds.push((id, far));
            }
        }
    }

    /// Syllables that sound like this one.
    pub(super) fn like(&self, syllable: u16) -> &[Sound] {
        self.syllables
            .get(usize::from(syllable))
            .and_then(|written| self.fuzzy.get(written))
            .map_or(&[], Vec::as_slice)
    }

    /// Every span that is on a way through all letters with as few unfinished syllables as can be; by place.
    pub(super) fn spans(&self, letters: &str, fuzzy: bool) -> Vec<Vec<Span>> {
        let mut all: Vec<Vec<Span>> = vec![Vec::new(); letters.len() + 1];
        let mut from_start = vec![u32::MAX; letters.len() + 1];
        let first = behind_separators(letters, 0);
        if let Some(least) = from_start.get_mut(first) {
            *least = 0;
        }
        for start in first..letters.len() {
            let Some(least) = from_start.get(start).copied().filter(|l| *l < u32::MAX) else {
                continue;
            };
            let spans = self.spans_at(letters, start, fuzzy);
            for span in &spans {
                if let Some(there) = from_start.get_mut(span.next) {
                    *there = (*there).min(least + price(span));
                }
            }
            if let Some(place) = all.get_mut(start) {
                *place = spans;
            }
        }
        let mut to_end = vec![u32::MAX; letters.len() + 1];
        if let Some(least) = to_end.last_mut() {
            *least = 0;
        }
        for start in (0..letters.len()).rev() {
            let least = all.get(start).into_iter().flatten().map(|span| {
                let rest = to_end.get(span.next).copied().unwrap_or(u32::MAX);
                rest.saturating_add(price(span))
            });
            let least = least.min().unwrap_or(u32::MAX);
            if let Some(place) = to_end.get_mut(start) {
                *place = least;
            }
        }
        let total = to_end.get(first).copied().unwrap_or(0);
        // Initials alone may be cut in more than one way (sh: 是 or 生活); whole syllables need no such choice.
        let total = if total >= 2 || letters.len() <= 3 {
            total + 1
        } else {
            total
        };
        for ((start, spans), least) in all.iter_mut().enumerate().zip(&from_start) {
            debug_assert!(start <= letters.len(), "one place a letter");
            spans.retain(|span| {
                let rest = to_end.get(span.next).copied().unwrap_or(u32::MAX);
                least.saturating_add(price(span)).saturating_add(rest) <= total
            });
        }
        all
    }

    fn spans_at(&self, letters: &str, start: usize, fuzzy: bool) -> Vec<Span> {
        let rest = letters.get(start..).unwrap_or_default();
        let whole = rest
            .find(|letter: char| !letter.is_ascii_lowercase())
            .unwrap_or(rest.len());
        let mut spans = Vec::new();
        let mut add = |length: usize, sounds: Vec<Sound>, unfinished| {
            if !sounds.is_empty() {
                let end = start + length;
                let next = behind_separators(letters, end);
                spans.push(Span {
                    end,
                    next,
                    sounds,
                    unfinished,
                });
            }
        };
        let known = if fuzzy { &self.fuzzy } else { &self.exact };
        for length in 1..=whole.min(LETTERS) {
            let typed = rest.get(..length).unwrap_or_default();
            if let Some(sounds) = known.get(typed) {
                add(length, sounds.clone(), 0);
            }
            let (initial, tail) = split_initial(typed);
            let vowel_follows = rest
                .get(length..whole)
                .is_some_and(|more| more.starts_with(|l| "aeiouv".contains(l)));
            let is_initial = tail.is_empty() && !vowel_follows;
            let at_end = start + length == letters.len() && !known.contains_key(typed);
            if is_initial || at_end {
                let mut sounds = Vec::new();
                self.beginning(typed, 0, &mut sounds);
                if fuzzy && is_initial {
                    for (other, far) in confused_initial(initial) {
                        self.beginning(&other, far, &mut sounds);
                    }
                }
                add(length, sounds, 1);
            }
        }
        if spans.is_empty() {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            let end = start + length;
            spans.push(Span {
                end,
                next: behind_separators(letters, end),
                sounds: Vec::new(),
                unfinished: 0,
            });
        }
        spans
    }
}

fn price(span: &Span) -> u32 {
    if span.sounds.is_empty() {
        PASSED
    } else {
        span.unfinished
    }
}

/// The first place from `at` on that is no separator.
pub(super) fn behind_separators(letters: &str, at: usize) -> usize {
    let rest = letters.get(at..).unwrap_or_default();
    letters.len() - rest.trim_start_matches('\'').len()
}
