//! A card box in the middle of its week with the order of arrival noted beside it, and what an attacker's looks at it tell.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::links::{Truth, against_arrival, linked, quantities};
use super::sqlite::Disk;
use super::stats::{Tau, bound, most_by_chance};
use crate::life::{SealedCard, close_round, closing_day, tell_slips};
use chrono::{Days, NaiveDate};
use pingyi::cardbox::{BatchEntry, BatchRows, CardBox, CardBoxError, PackImport, Sealing};
use pingyi::domain::ids::{PackNumber, RootHash, SheetId, SlipTag};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use sha2::{Digest as _, Sha256};

pub const TABLES: [&str; 3] = ["rating", "opinion", "slip_tag"];

/// As much of a thing as tells it from every other.
const PIECE: usize = 16;

/// A page's bytes: the box's page size.
pub const PAGE_BYTES: usize = 16_384;

fn random_card(rng: &mut StdRng) -> SealedCard {
    let plan = if rng.random_range(0..3) == 0 {
        "s1"
    } else {
        "s6"
    };
    let ratings = rng.random_range(1_u64..4);
    let card = SealedCard::random(rng, plan, ratings, |rng| rng.random_range(0..4) > 0);
    SealedCard {
        slip: Some(SlipTag(rng.random())),
        ..card
    }
}

/// A box and what really happened to it.
pub struct Case {
    pub dir: tempfile::TempDir,
    pub path: PathBuf,
    pub cardbox: CardBox,
    pub cards: Vec<SealedCard>,
    pub truth: Truth,
}

impl Case {
    pub fn new(seed: u64, count: usize) -> Self {
        // In memory where there is such a folder: what is looked at is the file, not the disk's speed.
        let memory = Path::new("/dev/shm");
        let dir = if memory.is_dir() {
            tempfile::tempdir_in(memory).unwrap()
        } else {
            tempfile::tempdir().unwrap()
        };
        let path = dir.path().join("box.db");
        let mut cardbox = CardBox::open(&path).unwrap();
        let mut rng = StdRng::seed_from_u64(seed);
        let cards: Vec<_> = (0..count).map(|_| random_card(&mut rng)).collect();
        let mut truth = Truth::new();
        for (index, card) in cards.iter().enumerate() {
            let ratings = card.ratings.iter().map(|(_, sheet)| sheet);
            let sheets = ratings.chain(&card.opinion);
            truth.extend(sheets.map(|sheet| (SheetId::of(sheet).0.to_vec(), index)));
            truth.extend(card.slip.map(|slip| (slip.0.to_vec(), index)));
        }
        let slips: Vec<_> = cards
            .iter()
            .filter_map(|card| Some((card.round.clone(), card.slip?)))
            .collect();
        tell_slips(&mut cardbox, &slips);
        Self {
            dir,
            path,
            cardbox,
            cards,
            truth,
        }
    }

    pub fn submit(&mut self, from: usize, to: usize) {
        for card in &self.cards[from..to] {
            self.cardbox.submit(&card.submission()).unwrap();
        }
    }

    /// Closes both batches of a sync: every opinion, then the ratings of a plan; each with its sheets in the order in which
    /// they stand in its file.
    pub fn close(&mut self, plan: &str) -> [(BatchEntry, Vec<Vec<u8>>); 2] {
        let seal = |order: &RefCell<Vec<Vec<u8>>>, rows: BatchRows<'_>| {
            let mut hash = Sha256::new();
            let mut each = |sealed: &[u8]| {
                hash.update(sealed);
                order.borrow_mut().push(SheetId::of(sealed).0.to_vec());
                Ok::<_, CardBoxError>(())
            };
            rows.ratings(&mut each)?;
            rows.opinions(&mut each)?;
            Ok::<_, CardBoxError>(Sealing {
                signature: "signed".to_owned(),
                root: RootHash(hash.finalize().into()),
                bytes: 1,
            })
        };
        let (words, ratings) = (RefCell::default(), RefCell::default());
        let cardbox = &mut self.cardbox;
        let first = cardbox.close_words(closing_day(), |_, rows| seal(&words, rows));
        let second = close_round(cardbox, plan, |_, rows| seal(&ratings, rows));
        [
            (first.unwrap().unwrap(), words.into_inner()),
            (second.unwrap().unwrap(), ratings.into_inner()),
        ]
    }

    /// What leaves with both batches of a sync: identifiers, tags, slips, and the beginning of each sealed sheet.
    pub fn leaving(&self, plan: &str) -> Vec<Vec<u8>> {
        let mut gone = Vec::new();
        for card in &self.cards {
            let rated = card.round.key.plan.as_str() == plan;
            let ratings = card.ratings.iter().map(|(_, sheet)| sheet);
            let sheets = ratings.filter(|_| rated).chain(&card.opinion);
            for sheet in sheets {
                gone.push(SheetId::of(sheet).0.to_vec());
                gone.push(sheet[..PIECE].to_vec());
            }
            if rated {
                gone.extend(card.slip.map(|slip| slip.0.to_vec()));
            }
        }
        gone
    }

    pub fn acknowledge(&mut self, entries: &[&BatchEntry]) {
        let noon = NaiveDate::from_ymd_opt(2026, 11, 20)
            .unwrap()
            .and_hms_opt(12, 0, 0)
            .unwrap();
        let named = |entry: &&BatchEntry| (entry.closing.number, entry.sealing.root);
        // Two packs, four weeks apart: from then on nothing of the batches is kept.
        for number in 2..=3_u32 {
            let time = noon + Days::new(28 * u64::from(number));
            let mut news = PackImport::new(PackNumber(number), RootHash([3; 32]), time);
            news.acknowledged = entries.iter().map(named).collect();
            let outcome = self.cardbox.import(&news).unwrap();
            let first = if number == 2 { entries.len() } else { 0 };
            assert_eq!(outcome.acknowledged.len(), first);
        }
    }
}

/// Every look the attacker took.
#[derive(Default)]
pub struct Looks(pub Vec<(String, Tau)>);

impl Looks {
    /// Looks at one database file.
    pub fn take(&mut self, state: &str, path: &Path, tables: &[&str], truth: &Truth) {
        let disk = Disk::read(path);
        for table in tables {
            for quantity in quantities(&disk.cells(table)) {
                if let Some(tau) = against_arrival(&quantity, truth) {
                    let name = format!("{state}: {table}, {}", quantity.name);
                    self.0.push((name, tau));
                }
            }
        }
    }

    /// Looks at a list in the order in which it lies in some file.
    pub fn take_list(&mut self, name: &str, order: &[Vec<u8>], truth: &Truth) {
        let pairs: Vec<(i64, i64)> = (0..)
            .zip(order)
            .map(|(place, id)| (i64::try_from(truth[id]).unwrap(), place))
            .collect();
        if let Some(tau) = super::stats::kendall(&pairs) {
            self.0.push((name.to_owned(), tau));
        }
    }

    /// All inside the interval of zero.
    pub fn tell_nothing(&self, what: &str) {
        let widest = bound(0.05, self.0.len());
        let (name, most) = self
            .0
            .iter()
            .max_by(|a, b| a.1.z.abs().total_cmp(&b.1.z.abs()))
            .unwrap();
        eprintln!(
            "{what}: {} looks, |z| ≤ {widest:.2} allowed; farthest {:.2} (tau {:.4}, n {}) at {name}",
            self.0.len(),
            most.z,
            most.tau,
            most.n
        );
        let outside: Vec<_> = self
            .0
            .iter()
            .filter(|(_, tau)| tau.z.abs() > widest)
            .collect();
        assert!(outside.is_empty(), "{what}: {outside:#?}");
    }

    pub fn find(&self, part: &str) -> Tau {
        let mut found = self.0.iter().filter(|(name, _)| name.contains(part));
        found
            .next()
            .unwrap_or_else(|| panic!("no look at {part}"))
            .1
    }
}

/// The attacker guesses, by every quantity, which rating came with which opinion.
pub fn link(path: &Path, truth: &Truth) -> Vec<(&'static str, u64, u64)> {
    let disk = Disk::read(path);
    let (opinions, ratings) = (disk.cells("opinion"), disk.cells("rating"));
    let asked = opinions.len() as u64;
    let chance = most_by_chance(asked, chance_of(&opinions, &ratings, truth), 0.01 / 10.0);
    quantities(&opinions)
        .into_iter()
        .zip(quantities(&ratings))
        .filter(|(from, to)| !from.values.is_empty() && !to.values.is_empty())
        .map(|(from, to)| (from.name, linked(&from, &to, truth), chance))
        .collect()
}

/// How often a blind guess of a rating hits the card of an opinion.
#[allow(clippy::cast_precision_loss, reason = "counts of sheets")]
pub fn chance_of(
    opinions: &[super::sqlite::Cell],
    ratings: &[super::sqlite::Cell],
    truth: &Truth,
) -> f64 {
    let mut of_card: BTreeMap<usize, usize> = BTreeMap::new();
    for rating in ratings {
        *of_card.entry(truth[&rating.id]).or_default() += 1;
    }
    let hits: usize = opinions
        .iter()
        .map(|opinion| of_card.get(&truth[&opinion.id]).copied().unwrap_or(0))
        .sum();
    hits as f64 / (opinions.len() * ratings.len()) as f64
}

pub fn links_no_better_than_chance(state: &str, path: &Path, truth: &Truth) {
    for (by, hits, chance) in link(path, truth) {
        assert!(
            hits <= chance,
            "{state}: {hits} linked by {by}, chance gives {chance}"
        );
    }
}

/// How many of `pieces` can be read in what a file no longer uses.
pub fn found_in_leftovers(path: &Path, pieces: &[Vec<u8>]) -> usize {
    let unallocated = Disk::read(path).unallocated();
    let starts: std::collections::BTreeSet<&[u8]> = unallocated.windows(PIECE).collect();
    let found = pieces
        .iter()
        .filter(|piece| starts.contains(&piece[..PIECE]));
    found.count()
}

/// Bytes that belong to no row and lie eight or more in a row without a zero: what is left of something random. SQLite's own
/// bookkeeping of a free block takes four.
pub fn leftovers(path: &Path) -> usize {
    let unallocated = Disk::read(path).unallocated();
    let runs = unallocated.split(|byte| *byte == 0).map(<[u8]>::len);
    runs.filter(|run| *run >= 8).sum()
}
