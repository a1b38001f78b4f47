//! Packs libime's words and n-grams, and what residents write, into one file; never part of the product.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "counts and costs this module bounds itself"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::data::{self, Bytes, Data, LOW_BITS};
use super::judge::distance;
use super::lexicon::{LETTER, WordId};
use super::model::{BACK, Index, Model};
use super::tuning::Tuning;
use super::{PinyinError, written};

/// The texts a file is made of.
#[derive(Debug)]
pub struct Sources<'a> {
    /// `lm_sc.arpa`.
    pub arpa: &'a str,
    /// `dict_sc.txt`: word, reading, log10 of its share.
    pub dictionary: &'a str,
    /// Community words: word, syllables with spaces.
    pub words: &'a str,
    /// Clauses residents write, one a line.
    pub sentences: &'a str,
    /// Clauses for judging, at the head of each line: clauses that hold one, or nearly are one, are left out.
    pub apart: &'a str,
}

type Reading = (Vec<String>, f32);
/// Words that follow: word, log10.
type Next = Vec<(WordId, f32)>;
/// What is left for words never seen after a pair, and the words seen.
type Continued = (f32, Next);

#[derive(Default)]
struct General {
    alone: Vec<Option<(f32, f32)>>,
    pairs: Vec<Next>,
    triples: BTreeMap<(WordId, WordId), Continued>,
}

/// The bytes of the file.
pub fn pack(sources: &Sources) -> Result<Vec<u8>, PinyinError> {
    let mut readings = readings(sources);
    let words: Vec<String> = readings.keys().cloned().collect();
    let ids: HashMap<&str, WordId> = words
        .iter()
        .enumerate()
        .map(|(id, word)| (word.as_str(), id as WordId))
        .collect();
    let general = general(sources.arpa, &ids);
    let mut parts = lexicon(&words, &mut readings);
    parts.extend(general_parts(&general));
    parts.extend([Vec::new(), Vec::new(), vec![0; 8], best(&general)]);
    // The sentences are cut by the general model first, then counted.
    let plain = Data::read(Bytes::Memory(data::write(&parts)))?;
    let tuning = Tuning {
        mix: 0.0,
        ..Tuning::BEST
    };
    let unknown = Index::default();
    let model = Model {
        data: &plain,
        index: &unknown,
        tuning: &tuning,
    };
    let index = model.index();
    let model = Model {
        index: &index,
        ..model
    };
    let phrases = phrases(model, sources);
    parts.truncate(parts.len() - 4);
    let (phrase_parts, shares) = phrase_parts(&phrases);
    parts.extend(phrase_parts);
    parts.push(best_of_both(&general, &shares));
    Ok(data::write(&parts))
}

/// Every word with its readings.
fn readings(sources: &Sources) -> BTreeMap<String, Vec<Reading>> {
    let mut all: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
    for line in sources.dictionary.lines() {
        let mut fields = line.split(['\t', ' ']);
        let (Some(word), Some(reading)) = (fields.next(), fields.next()) else {
            continue;
        };
        let share: f32 = fields.next().and_then(|f| f.parse().ok()).unwrap_or(0.0);
        let syllables = reading.split('\'').map(str::to_owned).collect();
        all.entry(word.to_owned())
            .or_default()
            .push((syllables, share));
    }
    for line in sources.words.lines() {
        let Some((word, reading)) = line.split_once('\t') else {
            continue;
        };
        let syllables: Vec<String> = reading.split_whitespace().map(str::to_owned).collect();
        let known = all.entry(word.trim().to_owned()).or_default();
        if syllables.len() == word.trim().chars().count()
            && !known.iter().any(|(s, _)| *s == syllables)
        {
            known.push((syllables, 0.0));
        }
    }
    all.retain(|_, readings| !readings.is_empty());
    all
}

fn longs(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    numbers.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn shorts(numbers: impl IntoIterator<Item = u16>) -> Vec<u8> {
    numbers.into_iter().flat_map(u16::to_le_bytes).collect()
}

/// A log as a cost in thousandths, at most `most`.
fn cost(log: f32, most: u32) -> u32 {
    ((-log * 1000.0).round().max(0.0) as u32).min(most)
}

fn low(word: WordId, low: u32) -> u32 {
    word << LOW_BITS | low
}

#[derive(Default)]
struct Node {
    children: BTreeMap<u16, Node>,
    entries: Vec<(WordId, f32)>,
}

fn lexicon(words: &[String], readings: &mut BTreeMap<String, Vec<Reading>>) -> Vec<Vec<u8>> {
    let syllables: BTreeSet<&str> = readings
        .values()
        .flatten()
        .flat_map(|(syllables, _)| syllables.iter().map(String::as_str))
        .collect();
    let ids: HashMap<&str, u16> = syllables.iter().copied().zip(0..).collect();
    let mut root = Node::default();
    for ((id, _), readings) in (0..).zip(words).zip(readings.values()) {
        for (syllables, share) in readings {
            let mut node = &mut root;
            for syllable in syllables {
                let syllable = ids.get(syllable.as_str()).copied().unwrap_or(0);
                node = node.children.entry(syllable).or_default();
            }
            node.entries.push((id, *share));
        }
    }
    let mut ends = Vec::new();
    let mut end = 0;
    for word in words {
        end += word.len() as u32;
        ends.push(end);
    }
    let (mut first, mut leads, mut entry, mut entries) = (vec![], vec![0], vec![], vec![]);
    let mut queue: std::collections::VecDeque<&Node> = [&root].into();
    while let Some(node) = queue.pop_front() {
        first.push(leads.len() as u32);
        entry.push(entries.len() as u32);
        entries.extend(
            node.entries
                .iter()
                .map(|(id, share)| low(*id, cost(*share, 16383))),
        );
        for (syllable, child) in &node.children {
            leads.push(*syllable);
            queue.push_back(child);
        }
    }
    first.push(leads.len() as u32);
    entry.push(entries.len() as u32);
    vec![
        syllables
            .into_iter()
            .collect::<Vec<_>>()
            .join("\n")
            .into_bytes(),
        longs(ends),
        words.concat().into_bytes(),
        longs(first),
        shorts(leads),
        longs(entry),
        longs(entries),
    ]
}

fn general(arpa: &str, ids: &HashMap<&str, WordId>) -> General {
    let mut model = General {
        alone: vec![None; ids.len() + 2],
        pairs: vec![Vec::new(); ids.len()],
        triples: BTreeMap::new(),
    };
    let mut order = 0;
    for line in arpa.lines() {
        if line.starts_with('\\') {
            order = match line {
                "\\1-grams:" => 1,
                "\\2-grams:" => 2,
                "\\3-grams:" => 3,
                _ => 0,
            };
            continue;
        }
        let mut fields = line.split('\t');
        let (Some(log), Some(gram)) = (fields.next(), fields.next()) else {
            continue;
        };
        let left: f32 = fields.next().and_then(|f| f.parse().ok()).unwrap_or(0.0);
        let log: f32 = log.parse().unwrap_or(-7.0);
        let gram: Option<Vec<WordId>> = gram.split(' ').map(|w| ids.get(w).copied()).collect();
        match (order, gram.as_deref()) {
            (1, Some([word])) => {
                if let Some(place) = model.alone.get_mut(*word as usize) {
                    *place = Some((log, left));
                }
            }
            (2, Some([one, two])) => {
                if let Some(place) = model.pairs.get_mut(*one as usize) {
                    place.push((*two, log));
                }
                if left != 0.0 {
                    model.triples.insert((*one, *two), (left, Vec::new()));
                }
            }
            (3, Some([one, two, three])) => {
                let continued = model.triples.entry((*one, *two)).or_default();
                continued.1.push((*three, log));
            }
            _ => {}
        }
    }
    model
        .pairs
        .iter_mut()
        .for_each(|pairs| pairs.sort_unstable_by_key(|p| p.0));
    for (_, triples) in model.triples.values_mut() {
        triples.sort_unstable_by_key(|t| t.0);
    }
    model
}

fn general_parts(model: &General) -> Vec<Vec<u8>> {
    let alone = model.alone.iter().map(|known| match known {
        Some((log, left)) => cost(*log, 0xfffe) | cost(*left, 0xffff) << 16,
        None => 0xffff,
    });
    let (mut pair_first, mut pairs) = (vec![], vec![]);
    let (mut continued, mut triple_first, mut left, mut triples) = (vec![], vec![], vec![], vec![]);
    for (one, seconds) in (0..).zip(&model.pairs) {
        pair_first.push(pairs.len() as u32);
        for (two, log) in seconds {
            let goes_on = model.triples.get(&(one, *two));
            if let Some((backoff, thirds)) = goes_on {
                continued.push(pairs.len() as u32);
                triple_first.push(triples.len() as u32);
                left.push(cost(*backoff, 0xffff) as u16);
                triples.extend(
                    thirds
                        .iter()
                        .map(|(three, log)| low(*three, cost(*log, 0x3fff))),
                );
            }
            pairs.push(low(
                *two,
                cost(*log, 0x1fff) << 1 | u32::from(goes_on.is_some()),
            ));
        }
    }
    pair_first.push(pairs.len() as u32);
    triple_first.push(triples.len() as u32);
    vec![
        longs(alone),
        longs(pair_first),
        longs(pairs),
        longs(continued),
        longs(triple_first),
        shorts(left),
        longs(triples),
    ]
}

fn best_logs(model: &General) -> Vec<f32> {
    let mut best: Vec<f32> = model
        .alone
        .iter()
        .map(|a| a.map_or(-6.0, |(log, _)| log))
        .collect();
    let grams = model
        .pairs
        .iter()
        .flatten()
        .chain(model.triples.values().flat_map(|t| &t.1));
    for (word, log) in grams {
        if let Some(known) = best.get_mut(*word as usize) {
            *known = known.max(*log);
        }
    }
    best
}

fn best(model: &General) -> Vec<u8> {
    shorts(
        best_logs(model)
            .into_iter()
            .map(|log| cost(log, 0xffff) as u16),
    )
}

fn best_of_both(model: &General, shares: &HashMap<WordId, f32>) -> Vec<u8> {
    let logs = (0..).zip(best_logs(model)).map(|(word, log)| {
        let share: f32 = shares.get(&word).map_or(0.0, |share| *share);
        // Twice: what is left over for the shorter phrases comes on top.
        let both = log.max((2.0 * share).min(1.0).log10());
        cost(both, 0xffff) as u16
    });
    shorts(logs)
}

#[derive(Debug, Default)]
struct Phrase {
    seen: u32,
    more: BTreeMap<WordId, Phrase>,
}

/// Whether a clause gives away one that is for judging: it holds it, or three characters in four are the same.
fn tells(clause: &str, judged: &str) -> bool {
    let longer = clause.chars().count().max(judged.chars().count());
    clause.contains(judged) || distance(clause, judged) * 4 <= longer
}

/// Counts phrases of up to `BACK + 1` words.
fn phrases(model: Model, sources: &Sources) -> Phrase {
    let start = model.start_id();
    let mut root = Phrase::default();
    let apart: Vec<&str> = sources
        .apart
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    let clauses = sources
        .sentences
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split(|ch: char| !ch.is_alphanumeric()))
        .filter(|clause| clause.chars().count() > 1)
        .filter(|clause| !apart.iter().any(|judged| tells(clause, judged)));
    for clause in clauses {
        let mut words = vec![start];
        words.extend(written::words(model, clause));
        words.push(start + 1);
        for at in 0..words.len() {
            let mut node = &mut root;
            for word in words
                .iter()
                .skip(at)
                .take(BACK + 1)
                .take_while(|word| **word < LETTER)
            {
                node = node.more.entry(*word).or_default();
                node.seen += 1;
            }
        }
        root.seen += words.len() as u32 - 1;
    }
    root
}

/// The tree's parts, and the largest share each word has after anything.
fn phrase_parts(root: &Phrase) -> (Vec<Vec<u8>>, HashMap<WordId, f32>) {
    let (mut word, mut seen, mut first) = (vec![0], vec![root.seen], vec![]);
    let mut shares: HashMap<WordId, f32> = HashMap::new();
    let mut queue: std::collections::VecDeque<&Phrase> = [root].into();
    while let Some(phrase) = queue.pop_front() {
        first.push(word.len() as u32);
        for (id, more) in &phrase.more {
            word.push(*id);
            seen.push(more.seen);
            let share = more.seen as f32 / phrase.seen.max(1) as f32;
            let best = shares.entry(*id).or_default();
            *best = best.max(share);
            queue.push_back(more);
        }
    }
    first.push(word.len() as u32);
    (vec![longs(word), longs(seen), longs(first)], shares)
}
