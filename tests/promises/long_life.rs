//! Breaker "a long life": a kiosk and an office over a year of weekly syncs, with clocks set wrong both ways, disks that fill
//! in the middle of a week, and a record that earlier programs left. Nothing is lost, and neither memory nor files grow
//! with what has gone through.
//!
//! The small one runs with every `cargo test`. A hundred thousand cards in 52 weeks, every second with a receipt, take
//! minutes where `/dev/shm` is memory: `cargo test --test promises long_life:: -- --ignored --nocapture`. On a disk most of the
//! time goes into making each card durable. Every earlier card box: `cargo test --test crash every_older`.

use std::fs;
use std::path::PathBuf;

use chrono::{Datelike as _, Days, NaiveDateTime};
use pingyi::app::kiosk::{ClockCheck, Kiosk, Lookup, PackStep};
use pingyi::app::office::BatchLoad;
use pingyi::cardbox::CardBox;
use pingyi::domain::receipt::ReceiptNumber;
use pingyi::fault::{Fault as _, Kind};
use pingyi_kit::alone::alone;
use pingyi_kit::town::{START, Town, cpu_ms, four_weeks_later, opinion, rating, time};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// What one life comes to.
#[derive(Debug, Default)]
struct Life {
    ratings: u64,
    opinions: u64,
    receipts: u64,
    refused_by_full_disks: u64,
    largest_batch: u64,
    largest_box: u64,
    box_after: u64,
    record: u64,
    originals: u64,
    pack: u64,
    peak_kib_at_half: u64,
    peak_kib: u64,
    /// Of the processors, a card.
    submit_micros_at_first: u64,
    submit_micros_at_last: u64,
    /// Of the processors, the whole weekly routine at the kiosk and in the office.
    routine_ms_at_first: u64,
    routine_ms_at_last: u64,
    tidy_ms_when_fullest: u64,
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

/// A kiosk and its office in the middle of a life.
struct Course {
    town: Town,
    /// None while it is being opened again.
    kiosk: Option<Kiosk>,
    openings: u64,
    rng: StdRng,
    life: Life,
    kept: Vec<(u64, ReceiptNumber)>,
    a_week: u64,
    /// Batches written so far.
    batches: u64,
}

/// `a_week` cards in each of `weeks`, of which one in ten has words and every second a receipt.
fn live(weeks: u64, a_week: u64) -> Life {
    let mut town = Town::real();
    let kiosk = town.paired();
    let mut course = Course {
        town,
        kiosk: Some(kiosk),
        openings: 0,
        rng: StdRng::seed_from_u64(4),
        life: Life::default(),
        kept: Vec::new(),
        a_week,
        batches: 0,
    };
    for week in 0..weeks {
        let right = time(START) + Days::new(7 * week);
        let start = cpu_ms();
        course.submit_all(week, right);
        let submitted = cpu_ms();
        course.sync(week, right);
        course.office(week, right);
        course.sync_back(week, right);
        // A stick of a year is emptied now and then; nothing depends on what lies on it.
        if week % 8 == 7 {
            fs::remove_dir_all(course.town.path("a/PINGYI/FROM")).unwrap();
        }
        let submit_micros = (submitted - start) * 1_000 / a_week;
        let routine_ms = cpu_ms() - submitted;
        let life = &mut course.life;
        if week == 1 {
            (life.submit_micros_at_first, life.routine_ms_at_first) = (submit_micros, routine_ms);
        }
        if week == weeks / 2 {
            life.peak_kib_at_half = peak_kib();
        }
        let life = &mut course.life;
        (life.submit_micros_at_last, life.routine_ms_at_last) = (submit_micros, routine_ms);
    }
    course.finish()
}

impl Course {
    fn kiosk(&self) -> &Kiosk {
        self.kiosk.as_ref().unwrap()
    }

    fn box_path(&self) -> PathBuf {
        self.town.path("data/kiosk/box.db")
    }

    fn box_bytes(&self) -> u64 {
        fs::metadata(self.box_path()).unwrap().len()
    }

    /// The program is started again; the disk has room for so many more pages of the box.
    fn reopen(&mut self, room_pages: Option<u64>) {
        self.kiosk = None;
        self.openings += 1;
        let most = room_pages.map(|room| u32::try_from(self.box_bytes() / 16_384 + room).unwrap());
        self.kiosk = Some(self.town.reopened(1_000 + self.openings, most));
    }

    fn submit_all(&mut self, week: u64, right: NaiveDateTime) {
        self.town.clock.set(kiosk_time(week, right));
        // In some weeks the disk fills about half way, and somebody makes room.
        let mut fills = week % 13 == 6;
        if fills {
            self.reopen(Some(self.a_week / 30));
        }
        for card in 0..self.a_week {
            if card == self.a_week / 2 {
                // Somebody sets the clock in the middle of the week.
                self.town.clock.set(kiosk_time(week + 1, right));
            }
            let words = self.rng.random_bool(0.1);
            let made = if words {
                opinion(&format!("第{week}周 {card}"))
            } else {
                rating()
            };
            let wanted = card.is_multiple_of(2);
            let mut submitted = self.kiosk().submit(&made, wanted);
            if let Err(error) = &submitted {
                assert!(fills, "week {week}: {error}");
                assert_eq!(error.kind(), Kind::Disk);
                self.life.refused_by_full_disks += 1;
                fills = false;
                self.reopen(None);
                submitted = self.kiosk().submit(&made, wanted);
            }
            let receipt = submitted.unwrap();
            let life = &mut self.life;
            if words {
                life.opinions += 1;
            } else {
                life.ratings += 1;
            }
            // A receipt of ratings alone is blank: the office never hears of it.
            life.receipts += u64::from(words && receipt.is_some());
            if let Some(receipt) = receipt.filter(|_| words && card % 40 == 0) {
                self.kept.push((week, receipt.number.clone()));
            }
        }
        assert!(!fills, "the disk of week {week} never filled");
        self.life.largest_box = self.life.largest_box.max(self.box_bytes());
        let start = cpu_ms();
        self.kiosk().vacuum().unwrap();
        let took = cpu_ms() - start;
        self.life.tidy_ms_when_fullest = self.life.tidy_ms_when_fullest.max(took);
    }

    fn sync(&mut self, week: u64, right: NaiveDateTime) {
        self.town.clock.set(kiosk_time(week, right));
        let report = self.town.sync(self.kiosk(), "a", true);
        assert!(report.waiting.is_empty());
        // Each week words and the rounds of its days are written: the batches before are acknowledged.
        let closed = report.closed.iter().map(|round| round.number);
        let numbers = report.words.into_iter().chain(closed);
        let next = u32::try_from(self.batches).unwrap() + 1;
        assert!(
            numbers
                .map(|number| number.0)
                .eq((next..).take(report.written.len()))
        );
        assert!((2..=3).contains(&report.written.len()), "week {week}");
        self.batches += report.written.len() as u64;
        let bytes = report.written.iter().map(|batch| batch.bytes).sum();
        self.life.largest_batch = self.life.largest_batch.max(bytes);
    }

    fn office(&mut self, week: u64, right: NaiveDateTime) {
        // The office's clock is right, but for one week in which it is years ahead and one years behind.
        let clock = match week % 26 {
            14 => right + chrono::TimeDelta::days(365 * 2),
            19 => right - chrono::TimeDelta::days(365 * 2),
            _ => right,
        };
        self.town.clock.set(clock);
        if clock != right || [15, 20].contains(&(week % 26)) {
            // Wrong by years, or set right again: nothing is done until somebody types the date.
            let root = self.town.stick("a").root;
            let asked = self.town.office.load(&root, &mut |_| {}).unwrap_err();
            assert_eq!(asked.kind(), Kind::NotNow, "week {week}");
            self.town.confirm();
        }
        let mut report = self.town.load("a");
        let batches = report.devices.iter().flat_map(|device| &device.batches);
        let mut ahead: Vec<_> = batches.filter_map(BatchLoad::doubtful_week).collect();
        ahead.dedup();
        // A kiosk decades ahead, or an office behind: the batch waits until somebody types its week.
        let wrong = week % 13 == 5 || week % 26 == 19;
        assert!(wrong || ahead.is_empty(), "week {week}: {ahead:?}");
        for week in ahead {
            self.town.office.confirm_week(week).unwrap();
            report = self.town.load("a");
        }
        let totals = report.totals();
        assert_eq!(
            totals.ratings_new + totals.opinions_new,
            self.a_week,
            "week {week}"
        );
        assert_eq!(totals.set_aside, 0);
        assert_eq!(
            self.town.office.summary().unwrap().ratings + self.life.opinions,
            (week + 1) * self.a_week
        );
        let pack = self.town.pack("a").unwrap();
        assert_eq!(u64::from(pack.number.0), week + 2);
        assert_eq!(pack.statuses, self.life.receipts);
        self.life.pack = fs::metadata(pack.path).unwrap().len();
    }

    /// The same stick goes back: what was acknowledged leaves the kiosk.
    fn sync_back(&mut self, week: u64, right: NaiveDateTime) {
        self.town.clock.set(kiosk_time(week, right));
        let back = self.town.sync(self.kiosk(), "a", true);
        let PackStep::Imported { acknowledged, .. } = back.pack else {
            panic!("week {week}: {:?}", back.pack)
        };
        assert!((2..=3).contains(&acknowledged), "week {week}");
        assert!(back.written.is_empty(), "week {week}");
        let status = self.kiosk().status().unwrap();
        assert_eq!(status.batches_unacknowledged, 0);
        if kiosk_time(week, right).year() < right.year() - 1 {
            assert!(
                matches!(status.clock, ClockCheck::BehindOffice { .. }),
                "week {week}"
            );
        }
    }

    fn finish(mut self) -> Life {
        // Four weeks later the office says once more that it has everything.
        four_weeks_later(&self.box_path());
        let later = self.town.office.today() + Days::new(14);
        self.town.clock.set(later.and_hms_opt(10, 0, 0).unwrap());
        self.town.confirm();
        self.town.pack("a").unwrap();
        self.town.sync(self.kiosk(), "a", true);
        assert_eq!(self.kiosk().status().unwrap().batches_kept, 0);
        // As the kiosk does it in a quiet moment.
        self.kiosk().vacuum().unwrap();
        self.life.box_after = self.box_bytes();
        CardBox::open(&self.box_path()).unwrap().check().unwrap();
        let (office, life) = (&self.town.office, &mut self.life);
        life.record = fs::metadata(office.dir().join("office.db")).unwrap().len();
        life.originals = bytes_in(&office.dir().join("batches"));
        assert_eq!(office.summary().unwrap().ratings, life.ratings);
        assert_eq!(office.cases().unwrap().len() as u64, life.opinions);
        assert!(!self.kept.is_empty());
        for (week, number) in &self.kept {
            let found = self.kiosk.as_ref().unwrap().lookup(&number.grouped());
            assert!(
                matches!(found, Ok(Lookup::Received { .. })),
                "of week {week}: {found:?}"
            );
        }
        life.peak_kib = peak_kib();
        let start = cpu_ms();
        let verified = office.verify(&mut |_| {}).unwrap();
        println!("recount: {} ms", cpu_ms() - start);
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
        println!("with the recount: {} KiB", peak_kib());
        self.life
    }
}

/// What a receipt leaves on a kiosk for good: its tag and how far it is.
const RECEIPT_BYTES: u64 = 96;

#[test]
fn a_short_life_loses_nothing_and_leaves_nothing_behind() {
    let life = live(8, 125);
    // After every sheet was acknowledged the box is as small as one that never saw a card, but for what the office
    // sent: plans, notices and a line for each receipt.
    assert!(
        life.box_after < 320 * 1024 + RECEIPT_BYTES * life.receipts
            && life.box_after < life.largest_box,
        "{life:?}"
    );
    // Four weeks of acknowledged batches, and those of this week.
    assert!(life.largest_box < 6 * life.largest_batch + 1024 * 1024);
    assert!(life.refused_by_full_disks == 1);
}

#[test]
#[ignore = "a hundred thousand cards"]
fn a_hundred_thousand_cards_in_52_weeks() {
    // Its memory and its processor time are the whole process's.
    alone(|| {
        let life = live(52, 1924);
        assert!(life.ratings + life.opinions >= 100_000);
        assert!(life.refused_by_full_disks == 4);
        let receipts = RECEIPT_BYTES * life.receipts;
        assert!(life.box_after < 512 * 1024 + receipts, "{life:?}");
        assert!(life.largest_box < 6 * life.largest_batch + receipts + 1024 * 1024);
        assert!(life.pack < 256 * 1024 + 2 * receipts, "{life:?}");
        // What was read before does not stay in memory: the second half of the year needs little more than the first.
        assert!(life.peak_kib < 2 * life.peak_kib_at_half, "{life:?}");
        assert!(life.peak_kib < 128 * 1024, "{life:?}");
        // A card costs in the last week what it cost in the first; the routine grows with the receipts of the year alone.
        assert!(
            life.submit_micros_at_last < 3 * life.submit_micros_at_first,
            "{life:?}"
        );
        assert!(
            life.routine_ms_at_last < 20 * life.routine_ms_at_first,
            "{life:?}"
        );
    });
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
