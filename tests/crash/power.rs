//! A receipt shown is a card kept: the plug is pulled after every operation of a card box's life, in every way a
//! disk can forget, and the real code opens what is left.
//!
//! `cargo test --test crash power::` tries a few thousand states;
//! `cargo test --test crash power:: -- --ignored --nocapture` tries them all.

use std::ops::Range;
use std::path::Path;

use pingyi::cardbox::{CardBox, CardBoxError};
use pingyi::record::{Record, RecordError};
use pingyi_kit::crash::{BOX, Depth, Recording, Tally, Verdict, try_everything};
use pingyi_kit::disk::{Build, Contents, Disk, Op, unplug};
use pingyi_kit::life::{Step, one_morning, one_week, two_weeks};
use pingyi_kit::power::Platters;
use pingyi_kit::schemas;
use pingyi_kit::trouble::{Bench, Report, Smooth, fail_everywhere, fill_everywhere};

fn sweep(build: Build, seeds: Range<u64>, depth: Depth) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let recording = Recording::of(build, Contents::new(), &two_weeks(seed));
        tally.add(try_everything(&recording, build, depth));
    }
    tally
}

fn assert_all_sound(name: &str, tally: &Tally, least: u64) {
    println!("{name}: {tally}");
    assert!(
        tally.states() >= least,
        "{} of {least} states",
        tally.states()
    );
    assert_eq!(tally.unsound(), 0, "{:#?}", tally.worst);
}

#[test]
fn no_power_cut_loses_a_card() {
    let depth = Depth {
        stride: 4,
        again_every: 500,
    };
    assert_all_sound("power cuts", &sweep(Build::Real, 0..1, depth), 3_000);
}

#[test]
#[ignore = "50,000 states take two minutes of both cores; see the head of this file"]
fn no_power_cut_loses_a_card_in_50_000_states() {
    let depth = Depth {
        stride: 1,
        again_every: 400,
    };
    assert_all_sound("power cuts, all", &sweep(Build::Real, 1..4, depth), 50_000);
}

/// The judge is tried on builds that are known to lose: it must say so, and what it says must be the known fault.
#[test]
fn builds_that_lose_are_caught() {
    let depth = Depth {
        stride: 1,
        again_every: 0,
    };
    let run = |build| {
        let recording = Recording::of(build, Contents::new(), &one_morning());
        let has = |wanted: fn(&Op) -> bool| recording.ops.iter().any(wanted);
        let syncs = has(|op| matches!(op, Op::Sync { .. }));
        let deletes = has(|op| matches!(op, Op::Delete { .. }));
        // The pragma really arrived: what SQLite does is another thing now.
        assert_eq!(syncs, build != Build::SynchronousOff, "{build:?}");
        assert_eq!(
            deletes,
            matches!(build, Build::DeleteFull | Build::DeleteExtra),
            "{build:?}"
        );
        let tally = try_everything(&recording, build, depth);
        println!("control {build:?}: {tally}");
        tally
    };
    let off = run(Build::SynchronousOff);
    assert!(
        off.count(Verdict::Lost) > 0
            && off.count(Verdict::Damaged) + off.count(Verdict::Unreadable) > 0
    );
    let full = run(Build::DeleteFull);
    assert!(full.count(Verdict::Lost) > 0);
    let extra = run(Build::DeleteExtra);
    assert_eq!(extra.unsound(), 0, "{:#?}", extra.worst);
}

fn assert_nothing_lost(name: &str, report: &Report, least: u64) {
    println!("{name}: {report}");
    assert!(report.injected >= least, "{} of {least}", report.injected);
    assert!(report.lost.is_empty(), "{:#?}", report.lost);
}

#[test]
fn a_failing_disk_is_told_loses_nothing_and_is_forgiven() {
    let smooth = Smooth::of(one_week());
    let report = fail_everywhere(Bench::new(&smooth, Build::Real));
    assert_nothing_lost("failing disk", &report, 1_200);
    // Only a disk that does not come back in the last call of a commit leaves a no that was a yes.
    assert!(report.refused_but_done.len() <= smooth.steps.len());
    for case in &report.refused_but_done {
        assert!(case.contains("lasts: true"), "{case}");
    }
}

#[test]
fn a_disk_that_fills_is_told_loses_nothing_and_is_forgiven() {
    let smooth = Smooth::of(one_week());
    let report = fill_everywhere(Bench::new(&smooth, Build::Real), 4_096);
    assert_nothing_lost("filling disk", &report, 100);
    assert!(
        report.refused_but_done.is_empty(),
        "{:#?}",
        report.refused_but_done
    );
}

/// Two programs with a fault on purpose: one never waits for the disk, one does not listen to it.
#[test]
fn programs_that_do_not_heed_the_disk_are_caught() {
    let smooth = Smooth::of(one_morning());
    let careless = fail_everywhere(Bench::new(&smooth, Build::SynchronousOff));
    println!("control, synchronous off on a failing disk: {careless}");
    assert!(!careless.lost.is_empty());
    let mut bench = Bench::new(&smooth, Build::Real);
    bench.deaf = true;
    let deaf = fail_everywhere(bench);
    println!("control, every no taken for a yes: {deaf}");
    assert!(deaf.lost.len() > 100);
}

#[test]
fn a_step_once_shipped_never_changes() {
    for (sql, digest) in schemas::BOX_STEPS {
        assert_eq!(schemas::digest(sql), digest, "{sql}");
    }
    for (name, sql, digest) in schemas::RECORD_STEPS {
        assert_eq!(schemas::digest(sql), digest, "{name}");
    }
}

/// What an upgraded store still holds of what the older one held: every row, with columns only added.
fn assert_kept(before: &[String], path: &Path) {
    let after = schemas::rows(path);
    for row in before {
        // Step 5 of the record seals words: `schemas::words` reads both.
        if row.starts_with("opinion_case:") {
            continue;
        }
        // Step 7 of the card box forgets the receipts of cards that wait: no batch carries them any more.
        let waits = |row: &str| {
            row.split(", Integer(")
                .nth(1)
                .is_some_and(|batch| batch.starts_with("0)"))
        };
        if row.starts_with("receipt:") && waits(row) {
            continue;
        }
        // A row ends with `]`, and a step may have added columns before it.
        let held = row.trim_end_matches(']');
        // Step 6 of the card box dropped the day of an answer, which nobody ever wrote.
        let is_status = row.starts_with("status:");
        let held = held
            .strip_suffix(", Null")
            .filter(|_| is_status)
            .unwrap_or(held);
        assert!(
            after.iter().any(|row| row.starts_with(held)),
            "{row} is gone"
        );
    }
}

#[test]
fn every_older_box_is_brought_up_to_date_and_loses_nothing_even_when_the_plug_is_pulled() {
    let mut tally = Tally::default();
    for version in 1..=6 {
        let disk = Disk::new(Build::Real);
        schemas::old_box(&disk.path(BOX), version);
        let before = schemas::rows(&disk.path(BOX));
        let start = disk.contents();
        let cardbox = CardBox::open(&disk.path(BOX)).unwrap();
        cardbox.check().unwrap();
        drop(cardbox);
        assert_kept(&before, &disk.path(BOX));
        unplug(&disk);
        let recording = Recording::of(Build::Real, start, &[Step::Open, Step::Submit(1)]);
        tally.add(try_everything(
            &recording,
            Build::Real,
            Depth {
                stride: 1,
                again_every: 0,
            },
        ));
    }
    assert_all_sound("upgrades of the card box", &tally, 200);
}

#[test]
fn every_older_record_is_brought_up_to_date_and_loses_nothing_even_when_the_plug_is_pulled() {
    let mut states = 0;
    for version in 1..=4 {
        let disk = Disk::new(Build::Real);
        let path = disk.path("record.db");
        schemas::old_record(&path, version);
        let mut before = schemas::rows(&path);
        let words = schemas::words(&path);
        assert!(!words.is_empty());
        let start = disk.contents();
        disk.load(start.clone());
        disk.record();
        drop(Record::open(&path, &pingyi_kit::server::sealer).unwrap());
        let ops = disk.take_ops();
        before.retain(|row| !row.starts_with("sqlite_"));
        assert_kept(&before, &path);
        assert_eq!(schemas::words(&path), words);
        let mut platters = Platters::still(&start);
        for done in 0..=ops.len() {
            if let Some(op) = done.checked_sub(1) {
                platters.apply(&ops[op]);
            }
            for (fate, folder_kept) in platters.fates() {
                disk.load(platters.after(fate, folder_kept, 1));
                drop(Record::open(&path, &pingyi_kit::server::sealer).unwrap());
                assert_kept(&before, &path);
                assert_eq!(schemas::words(&path), words);
                states += 1;
            }
        }
        unplug(&disk);
    }
    println!("upgrades of the record: {states} states, 0 not sound");
    assert!(states > 20);
}

#[test]
fn a_store_of_a_newer_program_is_refused_and_left_as_it_is() {
    let disk = Disk::new(Build::Real);
    schemas::old_box(&disk.path(BOX), 4);
    let connection = rusqlite::Connection::open(disk.path(BOX)).unwrap();
    connection.pragma_update(None, "user_version", 15).unwrap();
    drop(connection);
    schemas::old_record(&disk.path("record.db"), 4);
    let connection = rusqlite::Connection::open(disk.path("record.db")).unwrap();
    connection
        .execute_batch("INSERT INTO schema_step VALUES (17, 'from the future')")
        .unwrap();
    drop(connection);
    let before = disk.contents();
    assert!(matches!(
        CardBox::open(&disk.path(BOX)),
        Err(CardBoxError::Newer {
            found: 15,
            known: 14
        })
    ));
    assert!(matches!(
        Record::open(&disk.path("record.db"), &pingyi_kit::server::sealer),
        Err(RecordError::Newer {
            found: 17,
            known: 16
        })
    ));
    let mut after = disk.contents();
    after.retain(|name, bytes| before.contains_key(name) || !bytes.is_empty());
    assert!(after == before);
    unplug(&disk);
}
