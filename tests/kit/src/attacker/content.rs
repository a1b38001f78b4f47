//! Cards whose words and ratings belong together as real ones do, and somebody who puts them together again by what they say.
//!
//! The model of the writers, all of it made up and stated here: a card has a mood (55 % content, 30 % mixed, 15 % angry), each
//! subject it rates a tone around that mood, each answer a grade of four around that tone. Half of the cards have words. They are
//! mostly about whom the writer feels most strongly about, mostly about what was rated worst (or, of a content one, best), and
//! sound as the tone is. The attacker knows the model, reads whom, what and how from the words without ever being wrong, and
//! weighs all words and sheets about a subject against each other at once.

use std::collections::BTreeMap;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// Questions about each subject, each with four grades, the best first.
pub const CRITERIA: usize = 4;
pub const GRADES: u8 = 4;
/// Weeks of a round, a sync in each.
pub const WEEKS: usize = 4;
/// Of how many cards the attacker has learnt what goes with what.
const LEARNT: usize = 200_000;
/// How often weights are balanced against each other.
const BALANCED: usize = 40;

pub type Answers = [u8; CRITERIA];

/// What the words of a card say, as the attacker reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Whom they are about.
    pub subject: usize,
    /// About which question.
    pub topic: usize,
    /// How they sound: 0 bad, 1 neither, 2 good.
    pub tone: usize,
}

#[derive(Debug, Clone)]
pub struct Card {
    pub ratings: BTreeMap<usize, Answers>,
    pub words: Option<Words>,
    /// In which week of its round it came.
    pub week: usize,
}

/// A number around 0, with variance 1: twelve fair ones added up.
fn around(rng: &mut StdRng) -> f64 {
    (0..12).map(|_| rng.random_range(0.0..1.0)).sum::<f64>() - 6.0
}

fn answers(rng: &mut StdRng, tone: f64) -> Answers {
    std::array::from_fn(|_| {
        let felt = tone + 0.5 * around(rng);
        let worse = [0.8, -0.2, -1.2].iter().filter(|most| felt < **most);
        u8::try_from(worse.count()).unwrap()
    })
}

fn pick(rng: &mut StdRng, count: usize) -> usize {
    rng.random_range(0..count)
}

fn chance(rng: &mut StdRng, share: f64) -> bool {
    rng.random_range(0.0..1.0) < share
}

/// A card about some of `subjects`.
pub fn card(rng: &mut StdRng, subjects: usize) -> Card {
    let mood = match pick(rng, 100) {
        0..55 => 1.0,
        55..85 => 0.0,
        _ => -1.5,
    };
    let mut tones = BTreeMap::new();
    let certain = pick(rng, subjects);
    for subject in 0..subjects {
        if subject == certain || chance(rng, 0.8) {
            tones.insert(subject, mood + 0.6 * around(rng));
        }
    }
    let ratings: BTreeMap<usize, Answers> = tones
        .iter()
        .map(|(subject, tone)| (*subject, answers(rng, *tone)))
        .collect();
    let words = chance(rng, 0.5).then(|| {
        let rated: Vec<usize> = tones.keys().copied().collect();
        let strongest = |a: &&usize, b: &&usize| tones[*a].abs().total_cmp(&tones[*b].abs());
        let subject = if chance(rng, 0.7) {
            *rated.iter().max_by(strongest).unwrap()
        } else {
            rated[pick(rng, rated.len())]
        };
        let (tone, given) = (tones[&subject], ratings[&subject]);
        let topic = if chance(rng, 0.7) {
            let places = 0..CRITERIA;
            let most = places.max_by_key(|place| (given[*place], CRITERIA - place));
            let least = (0..CRITERIA).min_by_key(|place| (given[*place], *place));
            if tone > 0.5 { least } else { most }.unwrap()
        } else {
            pick(rng, CRITERIA)
        };
        let sounds = tone + 0.3 * around(rng);
        let tone = usize::from(sounds > -0.5) + usize::from(sounds > 0.5);
        Words {
            subject,
            topic,
            tone,
        }
    });
    Card {
        ratings,
        words,
        week: pick(rng, WEEKS),
    }
}

/// The cards of one round.
pub fn round(rng: &mut StdRng, cards: usize, subjects: usize) -> Vec<Card> {
    (0..cards).map(|_| card(rng, subjects)).collect()
}

fn code(answers: Answers) -> usize {
    let grades = answers.iter().map(|grade| usize::from(*grade));
    grades.fold(0, |code, grade| code * usize::from(GRADES) + grade)
}

const CODES: usize = 256;

/// What the attacker has learnt: how much likelier a sheet is beside such words than by itself.
pub struct Learnt(Vec<f64>);

impl Learnt {
    /// From cards of the same model, with randomness of their own.
    pub fn new(subjects: usize) -> Self {
        let mut rng = StdRng::seed_from_u64(2_000 + subjects as u64);
        let kinds = CRITERIA * 3;
        let (mut beside, mut alone) = (vec![0.5; kinds * CODES], vec![0.5; CODES]);
        for _ in 0..LEARNT {
            let card = card(&mut rng, subjects);
            for answers in card.ratings.values() {
                alone[code(*answers)] += 1.0;
            }
            if let Some(words) = card.words {
                let kind = words.topic * 3 + words.tone;
                beside[kind * CODES + code(card.ratings[&words.subject])] += 1.0;
            }
        }
        let all: f64 = alone.iter().sum();
        for kind in 0..kinds {
            let part = kind * CODES..(kind + 1) * CODES;
            let of_kind: f64 = beside[part.clone()].iter().sum();
            for (weight, alone) in beside[part].iter_mut().zip(&alone) {
                *weight = (*weight / of_kind) / (alone / all);
            }
        }
        Self(beside)
    }

    fn weight(&self, words: &Words, answers: Answers) -> f64 {
        self.0[(words.topic * 3 + words.tone) * CODES + code(answers)]
    }
}

/// How an attack ended.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Words whose writer's own sheet was sought.
    pub sought: u64,
    /// Those where the sheet named was the writer's own.
    pub right: u64,
    /// The same by drawing lots.
    pub by_lot: f64,
    /// Those where the attacker was surer than not.
    pub sure: u64,
    /// Of these, where he was right.
    pub sure_and_right: u64,
}

impl Figures {
    pub fn add(&mut self, other: Self) {
        self.sought += other.sought;
        self.right += other.right;
        self.by_lot += other.by_lot;
        self.sure += other.sure;
        self.sure_and_right += other.sure_and_right;
    }

    /// A share of all words sought, in per cent.
    pub fn per_cent(&self, count: f64) -> f64 {
        100.0 * count / self.sought.max(1) as f64
    }
}

/// Sheets about one subject that came together, and the words about it that some of their writers wrote: with each the place of
/// the writer's own sheet, which the attacker does not see.
#[derive(Debug, Default)]
pub struct Pool {
    pub sheets: Vec<Answers>,
    pub words: Vec<(Words, usize)>,
}

impl Pool {
    /// Names a sheet for each of the words. Ties are drawn for.
    pub fn attack(&self, learnt: &Learnt, rng: &mut StdRng) -> Figures {
        let (rows, columns) = (self.words.len(), self.sheets.len());
        let mut figures = Figures::default();
        if rows == 0 {
            return figures;
        }
        let mut weights: Vec<Vec<f64>> = self
            .words
            .iter()
            .map(|(words, _)| {
                let sheets = self.sheets.iter();
                sheets.map(|sheet| learnt.weight(words, *sheet)).collect()
            })
            .collect();
        // Every sheet belongs to one writer; those who wrote nothing are all alike.
        let silent = (columns - rows) as f64;
        let mut spare = vec![1.0; columns];
        for _ in 0..BALANCED {
            for row in &mut weights {
                let sum: f64 = row.iter().sum();
                for weight in row.iter_mut() {
                    *weight /= sum;
                }
            }
            // Where everybody wrote there is nobody to spare.
            let sum = spare.iter().sum::<f64>().max(f64::MIN_POSITIVE);
            for weight in &mut spare {
                *weight *= silent / sum;
            }
            for (column, spare) in spare.iter_mut().enumerate() {
                let sum = *spare + weights.iter().map(|row| row[column]).sum::<f64>();
                *spare /= sum;
                for row in &mut weights {
                    row[column] /= sum;
                }
            }
        }
        for (row, (_, own)) in weights.iter().zip(&self.words) {
            let sum: f64 = row.iter().sum();
            let best = row.iter().copied().fold(0.0, f64::max);
            let ties: Vec<usize> = (0..columns)
                .filter(|column| row[*column] > best * 0.999_999)
                .collect();
            let named = ties[pick(rng, ties.len())];
            let (right, sure) = (named == *own, best / sum > 0.5);
            figures.sought += 1;
            figures.right += u64::from(right);
            figures.by_lot += 1.0 / columns as f64;
            figures.sure += u64::from(sure);
            figures.sure_and_right += u64::from(sure && right);
        }
        figures
    }
}

/// Which sheets about a subject came together: decided by the place where sheets wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// The ratings of a round leave when it has ended; fewer than five about a subject join the next round.
    Rounds,
    /// Words and ratings of a card leave together at the first weekly sync that finds five cards (0.1).
    Weeks,
}

/// Fewest sheets about a subject, or fewest cards, that leave.
const FEWEST: usize = 5;

/// The pools that `rounds` leave, by subject, under a design.
pub fn pools(design: Design, rounds: &[Vec<Card>], subjects: usize) -> Vec<Pool> {
    let mut left = Vec::new();
    let mut waiting: Vec<Pool> = (0..subjects).map(|_| Pool::default()).collect();
    let mut cards = 0;
    for round in rounds {
        let mut order: Vec<&Card> = round.iter().collect();
        order.sort_by_key(|card| card.week);
        for week in 0..WEEKS {
            for card in order.iter().filter(|card| card.week == week) {
                cards += 1;
                for (subject, answers) in &card.ratings {
                    let pool = &mut waiting[*subject];
                    if let Some(words) = card.words.filter(|words| words.subject == *subject) {
                        pool.words.push((words, pool.sheets.len()));
                    }
                    pool.sheets.push(*answers);
                }
            }
            match design {
                Design::Weeks if cards >= FEWEST => {
                    left.extend(waiting.iter_mut().map(std::mem::take));
                    cards = 0;
                }
                Design::Rounds if week + 1 == WEEKS => {
                    let full = waiting
                        .iter_mut()
                        .filter(|pool| pool.sheets.len() >= FEWEST);
                    left.extend(full.map(std::mem::take));
                }
                Design::Weeks | Design::Rounds => {}
            }
        }
    }
    left
}

/// Attacks `rounds` rounds of `cards` cards about `subjects` subjects under both designs: the same cards.
pub fn figures(cards: usize, subjects: usize, rounds: usize) -> [Figures; 2] {
    let learnt = Learnt::new(subjects);
    let mut rng = StdRng::seed_from_u64(1_000_000 + (cards * 100 + subjects) as u64);
    let rounds: Vec<Vec<Card>> = (0..rounds)
        .map(|_| round(&mut rng, cards, subjects))
        .collect();
    [Design::Rounds, Design::Weeks].map(|design| {
        let mut sum = Figures::default();
        for pool in pools(design, &rounds, subjects) {
            sum.add(pool.attack(&learnt, &mut rng));
        }
        sum
    })
}
