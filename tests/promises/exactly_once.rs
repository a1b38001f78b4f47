//! Breaker "exactly once": random histories of kiosks, sticks and offices through the real use cases, and a judge who
//! knows what became of every card.
//!
//! `PINGYI_HISTORIES=10000 cargo test --test promises exactly_once::` runs ten thousand; `PINGYI_SEED=n` begins with the
//! n-th, which a failure names. The negative controls are loaders that somebody broke.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use pingyi::domain::card::Answer;
use pingyi::record::Record;
use pingyi_kit::history;
use pingyi_kit::history::{Broken, History, Template, Told, card_of, office_of};
use pingyi_kit::town;

const STEPS: usize = 24;

/// What became of the cards of one history.
#[derive(Debug, Default, Clone, Copy)]
struct Fates {
    cards: u64,
    counted: u64,
    twice: u64,
    /// In a batch that the office refused, and said so.
    refused: u64,
    /// In a batch that vanished with a restored store, whose number the office misses, and said so.
    missed: u64,
    /// Lost with the disk of a kiosk that was set back, before a stick had carried them.
    gone: u64,
    /// Lost with such a disk and, one after the other, with every stick that had carried them: wiped or written over by hand.
    destroyed: u64,
    restores: u64,
    crashes: u64,
    batches: u64,
}

impl Fates {
    fn add(&mut self, other: &Self) {
        self.cards += other.cards;
        self.counted += other.counted;
        self.twice += other.twice;
        self.refused += other.refused;
        self.missed += other.missed;
        self.gone += other.gone;
        self.destroyed += other.destroyed;
        self.restores += other.restores;
        self.crashes += other.crashes;
        self.batches += other.batches;
    }
}

/// How often each card stands among an office's cases, by the number that it was written with.
fn times_counted(history: &History<'_>, office: usize, record: &Record) -> BTreeMap<usize, u32> {
    let mut times: BTreeMap<usize, u32> = BTreeMap::new();
    for case in record.cases().unwrap() {
        let words = history.words(office, record, &case);
        *times.entry(card_of(&words)).or_default() += 1;
    }
    times
}

/// Everything wrong with what an office counted, and what became of the cards meant for it.
fn judge(history: &mut History<'_>, office: usize, told: &Told, fates: &mut Fates) -> Vec<String> {
    let mut wrong = Vec::new();
    let path = history.office_dir(office).join("office.db");
    let record = Record::open(&path, &pingyi_kit::server::sealer).unwrap();
    let times = times_counted(history, office, &record);
    for (number, fate) in history.cards.iter().enumerate() {
        let here = office_of(fate.kiosk) == office;
        fates.cards += u64::from(here);
        match times.get(&number).copied().unwrap_or(0) {
            0 if !here => continue,
            0 => {}
            _ if !here => wrong.push(format!("card {number} came to another's office")),
            1 => {
                fates.counted += 1;
                continue;
            }
            more => {
                fates.twice += 1;
                wrong.push(format!("card {number} is counted {more} times"));
                continue;
            }
        }
        // Not counted: there has to be a reason, and somebody has to have been told.
        let travelled: Vec<_> = history
            .travelled
            .values()
            .filter(|batch| batch.cards.contains(&number))
            .collect();
        let refused = |kiosk: usize| told.refused.iter().any(|(known, _)| *known == kiosk);
        if travelled.is_empty() && fate.gone {
            fates.gone += 1;
        } else if travelled
            .iter()
            .any(|batch| told.missing.contains(&(batch.kiosk, batch.number)))
        {
            fates.missed += 1;
        } else if refused(fate.kiosk) {
            fates.refused += 1;
        } else if fate.gone && travelled.iter().all(|batch| history.is_destroyed(batch)) {
            fates.destroyed += 1;
        } else {
            wrong.push(format!("card {number} is lost, and nobody was told"));
        }
        if history.restores == 0 {
            wrong.push(format!(
                "card {number} is not counted, and nothing was set back"
            ));
        }
    }
    // The tallies are of the ratings in the batches that are known here, each once; a batch of words that was refused says
    // nothing of the ratings that came in another.
    let mut sheets = BTreeMap::new();
    for batch in record.batches().unwrap() {
        let same = history.travelled.values().find(|it| it.root == batch.root);
        sheets.extend(same.into_iter().flat_map(|it| it.ratings.clone()));
    }
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let mut raters = 0;
    for counts in record.counts().unwrap().into_values() {
        raters += counts.raters;
        for (cell, count) in counts.cells {
            let Answer::Choice(choice) = cell.answer else {
                panic!("a score")
            };
            *found.entry(choice.to_string()).or_default() += count;
        }
    }
    let mut expected: BTreeMap<String, u64> = BTreeMap::new();
    for answer in sheets.into_values() {
        let Answer::Choice(choice) = answer else {
            panic!("a score")
        };
        *expected.entry(choice.to_string()).or_default() += 1;
    }
    if found != expected || raters != expected.values().sum::<u64>() {
        wrong.push(format!(
            "tallies {found:?} of {raters}, and the batches say {expected:?}"
        ));
    }
    // Every number below a device's newest is there or was named as missing.
    let mut numbers: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for batch in record.batches().unwrap() {
        numbers
            .entry(batch.device.to_string())
            .or_default()
            .insert(batch.number.0);
    }
    let gaps: usize = numbers
        .values()
        .map(|known| known.last().map_or(0, |last| *last as usize - known.len()))
        .sum();
    if gaps != told.missing.len() {
        wrong.push(format!(
            "{gaps} numbers are missing, and {} were named",
            told.missing.len()
        ));
    }
    fates.batches += numbers
        .values()
        .map(|known| known.len() as u64)
        .sum::<u64>();
    wrong
}

/// One history and its judgement. `thorough` has the office recount its batches as well.
fn live(template: &Template, seed: u64, broken: Broken, thorough: bool) -> (Fates, Vec<String>) {
    let mut history = History::new(template, seed, broken);
    history.run(STEPS);
    let mut fates = Fates::default();
    let mut wrong = Vec::new();
    for office in 0..history::offices() {
        let told = history.settle(office);
        wrong.extend(judge(&mut history, office, &told, &mut fates));
        if thorough {
            let verified = history.office(office).verify(&mut |_| {}).unwrap();
            if !verified.differences.is_empty() {
                wrong.push(format!("office {office}: {:?}", verified.differences));
            }
        }
    }
    fates.restores = u64::from(history.restores);
    fates.crashes = u64::from(history.crashes);
    if !wrong.is_empty() && broken == Broken::Not {
        wrong.push(history.log.join("\n"));
    }
    (fates, wrong)
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn every_card_is_counted_exactly_once_or_somebody_is_told() {
    history::hush();
    let histories = number("PINGYI_HISTORIES", 100);
    let first = number("PINGYI_SEED", 0);
    let template = Template::new();
    let next = AtomicU64::new(first);
    let all = Mutex::new((Fates::default(), Vec::new()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= first + histories {
                        break;
                    }
                    let (fates, wrong) =
                        live(&template, seed, Broken::Not, seed.is_multiple_of(16));
                    let mut all = all.lock().unwrap();
                    all.0.add(&fates);
                    if !wrong.is_empty() {
                        all.1
                            .push(format!("PINGYI_SEED={seed}: {}", wrong.join("\n")));
                    }
                }
            });
        }
    });
    let (fates, wrong) = all.into_inner().unwrap();
    println!("{histories} histories from seed {first}: {fates:?}");
    println!(
        "{} cards, {} counted once, {} twice, {} in batches refused by name, {} in batches missed by name, {} gone with a \
         disk set back before any stick carried them, {} with such a disk and every stick that had, {} unexplained; {} ms of CPU a history",
        fates.cards,
        fates.counted,
        fates.twice,
        fates.refused,
        fates.missed,
        fates.gone,
        fates.destroyed,
        fates.cards
            - fates.counted
            - fates.twice
            - fates.refused
            - fates.missed
            - fates.gone
            - fates.destroyed,
        town::cpu_ms() / histories.max(1)
    );
    assert!(
        wrong.is_empty(),
        "{} of {histories}\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
    if histories >= 100 {
        // They went through what they are for.
        assert!(fates.restores > histories / 3 && fates.crashes > histories / 2);
        assert!(fates.counted > fates.cards / 2, "{fates:?}");
    }
}

#[test]
fn the_judge_catches_every_broken_loader() {
    history::hush();
    let template = Template::new();
    for (broken, sign) in [
        (Broken::Forgetful, "times"),
        (Broken::Careless, "is not counted, and nothing"),
    ] {
        let caught = (0..20).any(|seed| {
            let (_, wrong) = live(&template, seed, broken, false);
            wrong.iter().any(|fault| fault.contains(sign))
        });
        assert!(caught, "{broken:?}");
    }
}

/// B3: what an office lost when it was set back its kiosks send again, for four weeks. What was let go of by then is missed by
/// name, and the judge catches who keeps quiet.
#[test]
fn what_a_set_back_office_lost_comes_again_or_is_named_as_missing() {
    history::hush();
    let template = Template::new();
    let judged = |is_kept, broken| {
        let mut history = History::new(&template, 1, broken);
        history.the_record_forgets_an_acknowledged_batch(is_kept);
        let told = history.settle(0);
        let mut fates = Fates::default();
        (judge(&mut history, 0, &told, &mut fates), fates)
    };
    let (wrong, fates) = judged(true, Broken::Not);
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(fates.missed, 0, "{fates:?}");
    let (wrong, fates) = judged(false, Broken::Not);
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(fates.missed > 0, "{fates:?}");
    let (wrong, _) = judged(false, Broken::Quiet);
    assert!(
        wrong
            .iter()
            .any(|fault| fault.contains("numbers are missing")),
        "{wrong:?}"
    );
}

/// A kiosk that was set back and closed again before it heard from the office: refused by name, never merged.
#[test]
fn a_number_used_twice_is_refused_and_said() {
    history::hush();
    let template = Template::new();
    let mut history = History::new(&template, 2, Broken::Not);
    history.a_kiosk_uses_a_number_twice();
    let told = history.settle(0);
    let mut fates = Fates::default();
    let wrong = judge(&mut history, 0, &told, &mut fates);
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(fates.refused > 0 && !told.refused.is_empty(), "{fates:?}");
}

/// The weekly routine after a kiosk was set back: the stick brings the office's acknowledgements before anything is
/// closed, so the cards go out under a number of their own, and those that came before count once.
#[test]
fn a_kiosk_set_back_to_a_backup_loses_no_card_that_was_carried_nor_any_after() {
    let mut town = town::Town::real();
    let kiosk = town.paired();
    for _ in 0..6 {
        kiosk.submit(&town::rating(), false).unwrap();
    }
    drop(kiosk);
    town::copy(&town.path("data/kiosk"), &town.path("kept"));
    let kiosk = town.reopened(98, None);
    kiosk.submit(&town::rating(), false).unwrap();
    town.sync(&kiosk, "a", false);
    assert_eq!(town.load("a").totals().ratings_new, 7);
    town.pack("a").unwrap();
    drop(kiosk);
    std::fs::remove_dir_all(town.path("data/kiosk")).unwrap();
    town::copy(&town.path("kept"), &town.path("data/kiosk"));
    let kiosk = town.reopened(99, None);
    for _ in 0..5 {
        kiosk.submit(&town::rating(), false).unwrap();
    }
    let report = town.sync(&kiosk, "a", false);
    assert_eq!(report.closed[0].number.0, 2);
    let loaded = town.load("a");
    let totals = loaded.totals();
    assert_eq!((totals.ratings_new, totals.ratings_present), (5, 6));
    assert!(
        loaded
            .devices
            .iter()
            .all(|device| device.missing.is_empty())
    );
    assert_eq!(town.office.summary().unwrap().ratings, 12);
}

/// How long one history takes: `cargo test --test promises exactly_once:: -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn the_time_of_a_history() {
    history::hush();
    let template = Template::new();
    let start = std::time::Instant::now();
    for seed in 0..50 {
        live(&template, seed, Broken::Not, false);
    }
    println!("{:?} a history, on one thread", start.elapsed() / 50);
}
