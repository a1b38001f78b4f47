//! How often the engine is right, on clauses whose pinyin is known.
#![expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]

use super::Pinyin;
use super::spell::said_as;

/// One clause: its text, its syllables, its words.
#[derive(Debug, Clone)]
pub struct Clause {
    /// What was meant.
    pub text: String,
    /// How it is read.
    pub syllables: Vec<String>,
    /// The same cut into words.
    pub words: Vec<String>,
}

/// Shares between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Clauses typed whole whose first candidate is right.
    pub clauses: f64,
    /// Characters right in those.
    pub characters: f64,
    /// The same two typed with an accent.
    pub accent: f64,
    /// Characters right with an accent.
    pub accent_characters: f64,
    /// Exact letters while confusions are forgiven.
    pub forgiving: f64,
    /// Words typed one by one, first candidate.
    pub words_first: f64,
    /// Words typed one by one, among the first five.
    pub words_five: f64,
}

/// Reads lines of text, syllables and words, the fields apart by tabs and what is in them by spaces.
#[must_use]
pub fn clauses(lines: &str) -> Vec<Clause> {
    let list = |field: &str| field.split(' ').map(str::to_owned).collect();
    lines
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some(Clause {
                text: fields.next()?.to_owned(),
                syllables: list(fields.next()?),
                words: list(fields.next()?),
            })
        })
        .collect()
}

/// How many characters have to be changed, added or taken away.
pub(super) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.chars().enumerate() {
        let mut next = vec![at + 1];
        for ((b, above), left_above) in other.iter().zip(row.iter().skip(1)).zip(&row) {
            let left = next.last().copied().unwrap_or(0);
            next.push(
                (left_above + usize::from(a != *b))
                    .min(above + 1)
                    .min(left + 1),
            );
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// The syllables with every confusion that applies made with even odds; the same seed, the same accent.
#[must_use]
pub fn accented(syllables: &[String], seed: &mut u64) -> Vec<String> {
    let mut coin = || {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        *seed >> 63 == 1
    };
    syllables
        .iter()
        .map(|syllable| said_as(syllable, &mut coin))
        .collect()
}

/// One reading of all clauses: shares of clauses and of characters right.
fn whole(
    pinyin: &Pinyin,
    clauses: &[Clause],
    fuzzy: bool,
    letters: impl Fn(&Clause) -> String,
    wrong: &mut dyn FnMut(&str, &str),
) -> (f64, f64) {
    let (mut right, mut total, mut off) = (0, 0, 0);
    for clause in clauses {
        let found = pinyin.convert(&letters(clause), "", fuzzy, 1).candidates;
        let first = found
            .first()
            .map(|choice| choice.text.as_str())
            .unwrap_or_default();
        right += usize::from(first == clause.text);
        if first != clause.text {
            wrong(&clause.text, first);
        }
        total += clause.text.chars().count();
        off += distance(&clause.text, first);
    }
    (
        right as f64 / clauses.len().max(1) as f64,
        1.0 - off as f64 / total.max(1) as f64,
    )
}

/// All figures; `wrong` is told what was taken for what.
pub fn judge(pinyin: &Pinyin, clauses: &[Clause], wrong: &mut dyn FnMut(&str, &str)) -> Figures {
    let mut seed = 20_261_126;
    let spoken: std::collections::HashMap<&str, String> = clauses
        .iter()
        .map(|clause| {
            (
                clause.text.as_str(),
                accented(&clause.syllables, &mut seed).concat(),
            )
        })
        .collect();
    let exact = |clause: &Clause| clause.syllables.concat();
    let accent = |clause: &Clause| {
        spoken
            .get(clause.text.as_str())
            .cloned()
            .unwrap_or_default()
    };
    let (right, characters) = whole(pinyin, clauses, false, exact, wrong);
    let (with_accent, accent_characters) = whole(pinyin, clauses, true, accent, &mut |_, _| ());
    let (forgiving, _) = whole(pinyin, clauses, true, exact, &mut |_, _| ());
    let (mut total, mut first, mut five) = (0_usize, 0, 0);
    for clause in clauses {
        let mut at = 0;
        for word in &clause.words {
            let end = at + word.chars().count();
            let letters = clause.syllables.get(at..end).unwrap_or_default().concat();
            at = end;
            let found = pinyin.convert(&letters, "", false, 5).candidates;
            let rank = found.iter().position(|choice| choice.text == *word);
            total += 1;
            first += usize::from(rank == Some(0));
            five += usize::from(rank.is_some());
            if rank.is_none() {
                let first: Vec<&str> = found.iter().map(|c| c.text.as_str()).collect();
                wrong(word, &first.join(" "));
            }
        }
    }
    let share = |part: usize| part as f64 / total.max(1) as f64;
    Figures {
        clauses: right,
        characters,
        accent: with_accent,
        accent_characters,
        forgiving,
        words_first: share(first),
        words_five: share(five),
    }
}
