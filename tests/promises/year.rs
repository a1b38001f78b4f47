//! A year by the rule alone: a quiet kiosk, 52 weekly syncs, the twelve rounds of an always-open plan and the four of a quarterly
//! one with a larger crowd. No hook ends a round. What should leave, when and into which round, is told by a model of its own
//! that knows nothing of the program (protocol §2).

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use pingyi::app::kiosk::{Kiosk, Lookup};
use pingyi::app::office::Command;
use pingyi::domain::card::Card;
use pingyi::domain::receipt::ReceiptNumber;
use pingyi_kit::town::{self, Town};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::rounds::{on, paired, stored};

const WEEKS: u64 = 52;
const BEGINS: &str = "2026-10-01";

/// One plan of the model: how its rounds are named, and from how many on they leave.
struct Model {
    id: &'static str,
    months: u32,
    floor: u64,
    /// Ratings that wait, by the first month of their round.
    waiting: BTreeMap<(i32, u32), u64>,
    /// Ratings that left, by the round that they left as.
    left: BTreeMap<String, u64>,
}

impl Model {
    fn new(id: &'static str, months: u32, floor: u64) -> Self {
        Self {
            id,
            months,
            floor,
            waiting: BTreeMap::new(),
            left: BTreeMap::new(),
        }
    }

    fn round(&self, day: NaiveDate) -> (i32, u32) {
        (day.year(), day.month0() / self.months * self.months + 1)
    }

    fn card(&mut self, day: NaiveDate) {
        *self.waiting.entry(self.round(day)).or_default() += 1;
    }

    /// What a sync on `day` writes: the rounds that leave, with how many.
    fn sync(&mut self, day: NaiveDate) -> BTreeMap<String, u64> {
        let now = self.round(day);
        let mut leave = BTreeMap::new();
        let ended: Vec<_> = self
            .waiting
            .keys()
            .copied()
            .filter(|round| *round < now)
            .collect();
        for round in ended {
            let count = self.waiting.remove(&round).unwrap();
            if count >= self.floor {
                leave.insert(format!("{:04}-{:02}", round.0, round.1), count);
            } else {
                *self.waiting.entry(now).or_default() += count;
            }
        }
        for (round, count) in &leave {
            assert!(
                self.left.insert(round.clone(), *count).is_none(),
                "{round} left twice"
            );
        }
        leave
    }
}

/// The community's own plan beside S1: the same questions once a quarter, ten of them at least.
fn quarterly() -> String {
    let text = include_str!("../../assets/plans/s1.toml");
    text.replacen("id = \"s1\"", "id = \"quarter\"", 1)
        .replacen("cadence = \"always\"", "cadence = \"quarterly\"", 1)
        .replacen("smallest_crowd = 5", "smallest_crowd = 10", 1)
}

/// The year as it goes, beside its model.
struct Year {
    town: Town,
    kiosk: Kiosk,
    rng: StdRng,
    plans: [Model; 2],
    written: u64,
    receipts: Vec<(ReceiptNumber, NaiveDate)>,
    ratings_batches: usize,
}

impl Year {
    fn begin() -> Self {
        let (mut town, kiosk) = paired();
        // A week before, so that the quarter's first day finds it on the kiosk.
        on(&town, "2026-09-24");
        town.office.add_plan(&quarterly()).unwrap();
        town.pack("a").unwrap();
        town.weekly_sync(&kiosk, "a");
        Self {
            town,
            kiosk,
            rng: StdRng::seed_from_u64(52),
            plans: [Model::new("s1", 1, 5), Model::new("quarter", 3, 10)],
            written: 0,
            receipts: Vec::new(),
            ratings_batches: 0,
        }
    }

    /// What comes on one day: often nobody, rarely three.
    fn day(&mut self, day: NaiveDate) {
        on(&self.town, &day.to_string());
        let cards = [0, 0, 0, 0, 1, 1, 2, 3][self.rng.random_range(0..8)];
        for _ in 0..cards {
            let model = &mut self.plans[usize::from(self.rng.random_bool(0.4))];
            let mut card: Card = town::rating();
            card.plan = model.id.parse().unwrap();
            if self.rng.random_bool(0.2) {
                let words = format!("第{}号灯不亮", self.receipts.len());
                card.opinion.clone_from(&town::opinion(&words).opinion);
            }
            model.card(day);
            self.written += 1;
            let with_words = card.opinion.is_some();
            let receipt = self.kiosk.submit(&card, true).unwrap().unwrap();
            if with_words {
                self.receipts.push((receipt.number.clone(), day));
            }
        }
    }

    /// The stick's round: synced, loaded, answered, packed. What left is what the model says.
    fn sync(&mut self, day: NaiveDate) {
        on(&self.town, &day.to_string());
        let words_waiting = stored(&self.town, "SELECT count(*) FROM opinion WHERE batch = 0");
        let before = self.town.office.batches().unwrap().len();
        let report = self.town.weekly_sync(&self.kiosk, "a");
        let mut expected = Vec::new();
        for model in &mut self.plans {
            let leaves = model.sync(day).into_iter();
            expected.extend(leaves.map(|(round, count)| (model.id.to_owned(), round, count)));
        }
        expected.sort();
        let mut closed: Vec<_> = report
            .closed
            .iter()
            .map(|round| {
                assert!(
                    !round.withheld,
                    "{day}: an open plan that goes on withholds nothing"
                );
                (
                    round.plan.to_string(),
                    round.round.to_string(),
                    round.number,
                )
            })
            .collect();
        closed.sort();
        // Words at every sync, all of them, whatever the ratings do.
        assert_eq!(report.words.is_some(), words_waiting > 0, "{day}");
        assert_eq!(
            stored(&self.town, "SELECT count(*) FROM opinion WHERE batch = 0"),
            0,
            "{day}"
        );
        self.town.confirm();
        let loaded = self.town.load("a");
        assert_eq!(loaded.refused(), 0, "{day}: {loaded:?}");
        let batches = self.town.office.batches().unwrap();
        let came = |number| batches.iter().find(|batch| batch.number == number).unwrap();
        let closed: Vec<_> = closed
            .into_iter()
            .map(|(plan, round, number)| {
                let batch = came(number);
                assert_eq!(batch.opinions, 0, "{day}: words beside ratings");
                (plan, round, batch.ratings)
            })
            .collect();
        assert_eq!(closed, expected, "{day}");
        let new = expected.len() + usize::from(report.words.is_some());
        assert_eq!(batches.len() - before, new, "{day}");
        self.ratings_batches += expected.len();
        if let Some(number) = report.words {
            let words = came(number);
            assert_eq!(
                (words.ratings, words.opinions),
                (0, u64::try_from(words_waiting).unwrap())
            );
        }
        let expected = self.town.office.expected_rounds().unwrap();
        assert!(
            expected.iter().all(|round| !round.is_over),
            "{day}: {expected:?}"
        );
        self.answer();
        self.town.pack("a").unwrap();
    }

    /// Every open case is answered.
    fn answer(&mut self) {
        let open: Vec<_> = self
            .town
            .office
            .cases()
            .unwrap()
            .into_iter()
            .filter(|case| case.answered_on.is_none())
            .map(|case| case.number)
            .collect();
        for case in open {
            let reply = Command::Answer {
                case,
                text: "已修好。".to_owned().into(),
            };
            self.town
                .office
                .run(reply, &mut self.rng, &mut |_| {})
                .unwrap();
        }
    }

    fn end(self) {
        on(&self.town, "2027-09-30");
        self.town.weekly_sync(&self.kiosk, "a");
        for (number, day) in &self.receipts {
            let found = self.kiosk.lookup(&number.digits()).unwrap();
            assert!(matches!(found, Lookup::Answered { .. }), "{day}: {found:?}");
        }
        let waiting: u64 = self
            .plans
            .iter()
            .flat_map(|model| model.waiting.values())
            .sum();
        assert_eq!(
            stored(&self.town, "SELECT count(*) FROM rating WHERE batch = 0"),
            i64::try_from(waiting).unwrap()
        );
        let mut counted = BTreeMap::new();
        for tally in self.town.office.tallies().unwrap() {
            let raters: u64 = tally
                .subjects
                .iter()
                .map(|subject| subject.full.raters)
                .sum();
            if raters > 0 {
                counted.insert((tally.plan.to_string(), tally.period.clone()), raters);
            }
        }
        let left = self.plans.iter().flat_map(|model| {
            model
                .left
                .iter()
                .map(|(round, count)| ((model.id.to_owned(), round.clone()), *count))
        });
        assert_eq!(counted, left.collect());
        assert_eq!(counted.values().sum::<u64>() + waiting, self.written);
        let verified = self.town.office.verify(&mut |_| {}).unwrap();
        assert!(
            verified.differences.is_empty(),
            "{:?}",
            verified.differences
        );
        println!(
            "{} cards in {WEEKS} weeks, {} with words, all answered and read; {} ratings in {} batches, {waiting} wait",
            self.written,
            self.receipts.len(),
            counted.values().sum::<u64>(),
            self.ratings_batches
        );
        // A year in which everything left at once, or nothing was ever too little, shows nothing.
        assert!(self.plans.iter().all(|model| model.left.len() > 1));
        assert!(self.plans[0].left.len() < 12, "{:?}", self.plans[0].left);
    }
}

#[test]
fn a_year_of_syncs_and_rounds_keeps_every_promise() {
    let mut year = Year::begin();
    let begins: NaiveDate = BEGINS.parse().unwrap();
    for week in 0..WEEKS {
        let first = begins + Days::new(7 * week);
        for day in 0..6 {
            year.day(first + Days::new(day));
        }
        year.sync(first + Days::new(6));
    }
    year.end();
}
