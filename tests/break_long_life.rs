//! Breaker "a long life": a kiosk and an office over a year of weekly syncs, with clocks set wrong both ways. Nothing is
//! lost, and neither memory nor files grow with what has gone through.
//!
//! The small one runs with every `cargo test`. A hundred thousand cards in 52 weeks:
//! `cargo test --test break_long_life -- --ignored --nocapture`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    dead_code,
    missing_docs,
    reason = "a test may stop at the first surprise, and uses its own part of what is shared"
)]

#[path = "support/town.rs"]
mod town;

use std::fs;

use chrono::{Datelike as _, Days, NaiveDateTime};
use pingyi::app::kiosk::{ClockCheck, Kiosk, Lookup, PackStep};
use pingyi::cardbox::CardBox;
use pingyi::domain::receipt::ReceiptNumber;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use town::{START, Town, opinion, rating, time};

/// What one life comes to.
#[derive(Debug, Default)]
struct Life {
    ratings: u64,
    opinions: u64,
    largest_batch: u64,
    largest_box: u64,
    box_after: u64,
    record: u64,
    originals: u64,
    pack: u64,
    peak_kib_at_half: u64,
    peak_kib: u64,
}

fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn bytes_in(folder: &std::path::Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                bytes_in(&entry.path())
            } else {
                entry.metadata().unwrap().len()
            }
        })
        .sum()
}

/// What the kiosk's clock says in week `week`, mostly right: years behind, years ahead, a jump of days and back.
fn kiosk_time(week: u64, right: NaiveDateTime) -> NaiveDateTime {
    match week % 13 {
        3 => right - chrono::TimeDelta::days(365 * 9),
        5 => right + chrono::TimeDelta::days(365 * 40),
        7 => right - chrono::TimeDelta::days(4),
        9 => right + chrono::TimeDelta::days(3),
        11 => time("1970-01-01T00:00:00"),
        _ => right,
    }
}

/// `a_week` cards in each of `weeks`, of which one in ten has words.
fn live(weeks: u64, a_week: u64) -> Life {
    let mut town = Town::real();
    let kiosk: Kiosk = town.paired();
    let mut rng = StdRng::seed_from_u64(4);
    let mut life = Life::default();
    let mut receipts: Vec<(u64, ReceiptNumber)> = Vec::new();
    let box_path = town.path("data/kiosk/box.db");
    let mut loaded = 0;
    for week in 0..weeks {
        let right = time(START) + Days::new(7 * week);
        town.clock.set(kiosk_time(week, right));
        for card in 0..a_week {
            if card == a_week / 2 {
                // Somebody sets the clock in the middle of the week.
                town.clock.set(kiosk_time(week + 1, right));
            }
            if rng.random_bool(0.1) {
                let text = format!("第{week}周 {card}");
                let receipt = kiosk
                    .submit(&opinion(&text), card.is_multiple_of(5))
                    .unwrap();
                life.opinions += 1;
                if let Some(receipt) = receipt
                    && receipts.len() < 100
                {
                    receipts.push((week, receipt.number.clone()));
                }
            } else {
                kiosk.submit(&rating(), false).unwrap();
                life.ratings += 1;
            }
        }
        life.largest_box = life.largest_box.max(fs::metadata(&box_path).unwrap().len());
        town.clock.set(kiosk_time(week, right));
        let report = town.sync(&kiosk, "a", true);
        assert!(report.may_be_pulled && report.held_back.is_empty());
        let (number, cards) = report.closed.unwrap();
        assert_eq!((u64::from(number.0), cards), (week + 1, a_week));
        // Each week only the one batch is written: the ones before are acknowledged.
        assert_eq!(report.written.len(), 1, "week {week}");
        life.largest_batch = life.largest_batch.max(report.written[0].bytes);
        // The office's clock is right, but for one week in which it is years ahead and one years behind.
        let office = match week % 26 {
            14 => right + chrono::TimeDelta::days(365 * 2),
            19 => right - chrono::TimeDelta::days(365 * 2),
            _ => right,
        };
        town.clock.set(office);
        let totals = town.load("a").totals();
        assert_eq!(
            totals.ratings_new + totals.opinions_new,
            a_week,
            "week {week}"
        );
        assert_eq!(totals.set_aside, 0);
        loaded += a_week;
        assert_eq!(
            town.office.summary().unwrap().ratings + life.opinions,
            loaded
        );
        let pack = town.pack("a").unwrap();
        assert_eq!(u64::from(pack.number.0), week + 2);
        life.pack = fs::metadata(pack.path).unwrap().len();
        // The same stick goes back: what was acknowledged leaves the kiosk.
        town.clock.set(kiosk_time(week, right));
        let back = town.sync(&kiosk, "a", true);
        let PackStep::Imported { acknowledged, .. } = back.pack else {
            panic!("week {week}: {:?}", back.pack)
        };
        assert_eq!((acknowledged, back.written.len()), (1, 0), "week {week}");
        assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 0);
        if kiosk_time(week, right).year() < right.year() - 1 {
            let clock = kiosk.status().unwrap().clock;
            assert!(
                matches!(clock, ClockCheck::BehindOffice { .. }),
                "week {week}"
            );
        }
        // A stick of a year is emptied now and then; nothing depends on what lies on it.
        if week % 8 == 7 {
            fs::remove_dir_all(town.path("a/PINGYI/FROM")).unwrap();
        }
        if week == weeks / 2 {
            life.peak_kib_at_half = peak_kib();
        }
    }
    finish(&mut town, &kiosk, &mut life, &receipts);
    life
}

fn finish(town: &mut Town, kiosk: &Kiosk, life: &mut Life, receipts: &[(u64, ReceiptNumber)]) {
    // As the kiosk does it in a quiet moment.
    let box_path = town.path("data/kiosk/box.db");
    CardBox::open(&box_path).unwrap().tidy().unwrap();
    life.box_after = fs::metadata(box_path).unwrap().len();
    life.record = fs::metadata(town.office.dir().join("office.db"))
        .unwrap()
        .len();
    life.originals = bytes_in(&town.office.dir().join("batches"));
    life.peak_kib = peak_kib();
    assert_eq!(town.office.summary().unwrap().ratings, life.ratings);
    assert_eq!(town.office.cases().unwrap().len() as u64, life.opinions);
    assert!(!receipts.is_empty());
    for (week, number) in receipts {
        let found = kiosk.lookup(&number.grouped()).unwrap();
        assert!(
            matches!(found, Lookup::Received { .. }),
            "of week {week}: {found:?}"
        );
    }
    let verified = town.office.verify(&mut |_| {}).unwrap();
    assert!(
        verified.differences.is_empty(),
        "{:?}",
        verified.differences
    );
    assert_eq!(
        (verified.ratings, verified.opinions),
        (life.ratings, life.opinions)
    );
    println!("{life:#?}");
}

#[test]
fn a_short_life_loses_nothing_and_leaves_nothing_behind() {
    let life = live(8, 125);
    // After every sheet was acknowledged the box is as small as one that never saw a card, but for what the office
    // sent: plans, notices and a line for each receipt.
    assert!(
        life.box_after < 320 * 1024 && life.box_after < life.largest_box,
        "{life:?}"
    );
    assert!(life.largest_box < 2 * life.largest_batch + 1024 * 1024);
}

#[test]
#[ignore = "a hundred thousand cards"]
fn a_hundred_thousand_cards_in_52_weeks() {
    let life = live(52, 1924);
    assert!(life.ratings + life.opinions >= 100_000);
    assert!(life.box_after < 4 * 1024 * 1024, "{}", life.box_after);
    assert!(life.largest_box < 2 * life.largest_batch + 4 * 1024 * 1024);
    // What was read before does not stay in memory: the second half of the year needs little more than the first.
    assert!(life.peak_kib < 2 * life.peak_kib_at_half, "{life:?}");
    assert!(life.peak_kib < 512 * 1024, "{life:?}");
}

/// The negative control: a kiosk whose acknowledgements never come keeps everything, and the measures show it.
#[test]
fn without_acknowledgements_the_box_grows_and_is_seen_to() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for week in 0..4 {
        for _ in 0..125 {
            kiosk.submit(&rating(), false).unwrap();
        }
        let report = town.sync(&kiosk, "a", true);
        assert_eq!(report.written.len(), week + 1);
    }
    let kept = fs::metadata(town.path("data/kiosk/box.db")).unwrap().len();
    assert!(kept > 640 * 1024, "{kept}");
}
