//! The kiosk's use cases through its public interface: what a resident and the staff can do, and what is refused.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use pingyi::app::AppError;
use pingyi::app::kiosk::{ClockCheck, Kiosk, Lookup, PackStep, PinOutcome, PinState};
use pingyi::app::office::BatchOutcome;
use pingyi::courier::CourierError;
use pingyi::courier::error::{FormatError, StickError};
use pingyi::domain::calendar::Promise;
use pingyi::domain::case::CaseStatus;
use pingyi::domain::receipt::ReceiptNumber;
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::{Lang, Sentence};
use pingyi_kit::town::{START, Town, answered, copy, opinion, rating, time};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn number(kiosk: &Kiosk, card: &pingyi::domain::card::Card) -> ReceiptNumber {
    kiosk.submit(card, true).unwrap().unwrap().number.clone()
}

fn files(town: &Town, stick: &str) -> Vec<(String, Vec<u8>)> {
    let from = town.path(stick).join("PINGYI/FROM/LOBBY1");
    let mut files: Vec<_> = std::fs::read_dir(from)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("/B0"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Every file below a folder, with what it holds.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        (path, bytes)
    };
    pingyi_kit::town::files(folder)
        .into_iter()
        .map(read)
        .collect()
}

#[test]
fn a_promise_counts_working_days_from_the_latest_day_a_stick_arrives() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let issued = kiosk.submit(&opinion("灯坏了"), true).unwrap().unwrap();
    let by = issued.promise.due().unwrap();
    // Received by 24 September; 25 September and 1 to 7 October are off, 10 October is worked.
    assert_eq!((by.date, by.provisional), (day("2026-10-22"), false));
    assert!(issued.qr_text.contains("2026"));
    let rated = kiosk.submit(&rating(), true).unwrap().unwrap();
    assert_eq!(rated.promise, issued.promise, "a receipt tells nothing");
    assert!(kiosk.submit(&rating(), false).unwrap().is_none());
    town.clock.set(time("2026-12-20T10:00:00"));
    town.confirm();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    let late = kiosk.submit(&opinion("灯坏了"), true).unwrap().unwrap();
    assert!(
        late.promise.due().unwrap().provisional,
        "2027 is not known yet"
    );
}

/// Fault C10: 29 January 1970 stood on a receipt, though the staff's page knew that the clock was wrong.
#[test]
fn a_clock_that_cannot_be_right_promises_no_day() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for (clock, right) in [
        ("1970-01-05T08:00:00", false),
        ("2026-09-17T09:59:00", false),
        (START, true),
        ("2026-10-01T23:59:00", true),
        ("2026-10-02T00:00:00", false),
        ("2036-09-17T10:00:00", false),
    ] {
        town.clock.set(time(clock));
        let plausible = kiosk.status().unwrap().clock == ClockCheck::Plausible;
        assert_eq!(plausible, right, "{clock}");
        for (lang, within) in [
            (Lang::Zh, "居委会收到后"),
            (Lang::En, "of the office's receipt"),
        ] {
            let issued = kiosk.submit_in(&opinion("灯坏了"), lang).unwrap();
            assert_eq!(issued.promise.due().is_some(), right, "{clock}");
            assert_eq!(
                issued.qr_text.contains(within),
                !right,
                "{}",
                *issued.qr_text
            );
            if !right {
                let days = Promise::Within { working_days: 15 };
                assert_eq!(issued.promise, days);
                let year = &clock[..4];
                assert!(
                    !issued.qr_text.contains(&format!("{year}年")),
                    "{}",
                    *issued.qr_text
                );
            }
        }
    }
    // The next pack vouches for the clock again.
    town.clock.set(time("2026-10-12T10:00:00"));
    town.confirm();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    let issued = kiosk.submit(&opinion("灯坏了"), true).unwrap().unwrap();
    assert!(issued.promise.due().is_some());
}

#[test]
fn a_receipt_tells_where_its_card_is_at_every_hop() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let words = number(&kiosk, &opinion("三号楼的灯坏了"));
    let marks = number(&kiosk, &rating());
    let ask = |kiosk: &Kiosk, number: &ReceiptNumber| kiosk.lookup(&number.grouped()).unwrap();
    assert!(matches!(ask(&kiosk, &words), Lookup::Unknown));
    town.sync(&kiosk, "a", true);
    assert!(matches!(ask(&kiosk, &words), Lookup::Unknown));
    town.clock.set(time("2026-09-18T16:00:00"));
    town.load("a");
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    let Lookup::Received { due } = ask(&kiosk, &words) else {
        panic!("received")
    };
    let due = due.unwrap();
    // From the day on which the kiosk let it go, the day before.
    assert_eq!((due.date, due.provisional), (day("2026-10-14"), false));
    assert!(
        matches!(ask(&kiosk, &marks), Lookup::Unknown),
        "the number of ratings alone is blank"
    );
    let case = town.office.cases().unwrap()[0].number;
    town.office.start_case(case, None).unwrap();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    assert!(matches!(ask(&kiosk, &words), Lookup::InProgress { .. }));
    town.office.reply(case, "已换新灯。").unwrap();
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    assert!(
        matches!(ask(&kiosk, &words), Lookup::Answered { text, on } if *text == "已换新灯。" && on == day("2026-09-18"))
    );
    assert_eq!(
        town.office.case(case).unwrap().row.status,
        CaseStatus::Answered
    );
}

#[test]
fn a_number_that_is_unknown_or_mistyped_is_told_apart() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let known = number(&kiosk, &opinion("灯坏了"));
    town.sync(&kiosk, "a", false);
    town.load("a");
    town.pack("a").unwrap();
    town.sync(&kiosk, "a", false);
    let digits = known.grouped().replace(' ', "");
    let mut wrong: Vec<u8> = digits.bytes().collect();
    wrong[6] = b'0' + (wrong[6] - b'0' + 1) % 10;
    let wrong = String::from_utf8(wrong).unwrap();
    assert!(matches!(
        kiosk.lookup(&wrong).unwrap(),
        Lookup::Mistyped { group: Some(2), .. }
    ));
    let short = kiosk.lookup(&digits[..17]).unwrap();
    assert!(matches!(short, Lookup::Mistyped { group: Some(5), .. }));
    let mut rng = <rand::rngs::StdRng as rand::SeedableRng>::seed_from_u64(99);
    let other = ReceiptNumber::random(&mut rng);
    assert!(matches!(
        kiosk.lookup(&other.grouped()).unwrap(),
        Lookup::Unknown
    ));
}

#[test]
fn a_batch_is_the_same_bytes_on_every_stick_until_it_is_acknowledged() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for _ in 0..6 {
        kiosk.submit(&rating(), false).unwrap();
    }
    let first = town.sync(&kiosk, "a", false);
    assert_eq!(first.closed.len(), 1);
    let again = town.sync(&kiosk, "b", false);
    assert_eq!((again.closed.len(), again.written.len()), (0, 1));
    assert_eq!(files(&town, "a"), files(&town, "b"));
    let third = town.sync(&kiosk, "a", false);
    assert!(third.written[0].already_there);
    // The program starts anew in between: nothing changes.
    drop(kiosk);
    let kiosk = town.open().unwrap();
    town.sync(&kiosk, "c", false);
    assert_eq!(files(&town, "a"), files(&town, "c"));
    assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 1);
    town.load("b");
    town.pack("b").unwrap();
    let last = town.sync(&kiosk, "b", false);
    assert!(
        matches!(last.pack, PackStep::Imported { acknowledged: 1, ref mismatched, .. } if mismatched.is_empty())
    );
    assert_eq!(kiosk.status().unwrap().batches_unacknowledged, 0);
    // An old stick that still carries the batch counts nothing twice.
    let report = town.load("c");
    assert!(matches!(
        report.devices[0].batches[0].outcome,
        BatchOutcome::AlreadyPresent
    ));
}

#[test]
fn too_few_wait_whatever_staff_say() {
    let mut town = Town::real();
    let kiosk = town.paired();
    for _ in 0..4 {
        kiosk.submit(&rating(), false).unwrap();
    }
    let held = town.sync(&kiosk, "a", false);
    assert!(held.closed.is_empty());
    assert!(held.waiting[0].is_handful && held.written.is_empty());
    kiosk.submit(&rating(), false).unwrap();
    let report = town.sync(&kiosk, "a", false);
    assert_eq!(report.closed.len(), 1);
    assert_eq!(town.load("a").totals().ratings_new, 5);
}

/// Fault A8: an opinion that came alone stayed in the kiosk for five weekly syncs, past the day on its receipt.
#[test]
fn an_opinion_alone_leaves_at_the_next_sync_and_the_ratings_of_its_card_wait() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let issued = kiosk
        .submit(&answered(1, Some("三单元的灯坏了")), true)
        .unwrap()
        .unwrap();
    let report = town.sync(&kiosk, "a", false);
    assert_eq!(report.words.map(|number| number.0), Some(1));
    assert_eq!((report.closed.len(), report.written.len()), (0, 1));
    assert_eq!(report.waiting.len(), 1);
    let loaded = town.load("a");
    let totals = loaded.totals();
    assert_eq!((totals.opinions_new, totals.ratings_new), (1, 0));
    // Answered before the day that the receipt promises, although nobody else came.
    let case = town.office.cases().unwrap().remove(0);
    let promised = issued.promise.due().unwrap().date;
    assert!(case.due.date <= promised, "{case:?} against {promised}");
    town.pack("a").unwrap();
    let back = town.sync(&kiosk, "a", false);
    assert!(matches!(
        back.pack,
        PackStep::Imported {
            acknowledged: 1,
            ..
        }
    ));
    assert_eq!((back.words, back.written.len()), (None, 0));
    let number = issued.number.grouped();
    assert!(matches!(
        kiosk.lookup(&number).unwrap(),
        Lookup::Received { .. }
    ));
    // The ratings come with their crowd, and their batch carries nothing of the words: no opinion, no tag.
    for _ in 0..4 {
        kiosk.submit(&rating(), false).unwrap();
    }
    let report = town.sync(&kiosk, "a", false);
    assert_eq!(report.closed[0].number.0, 2);
    let batch = town.path("a").join("PINGYI/FROM/LOBBY1/B0000002.JSL");
    let text = std::fs::read_to_string(batch).unwrap();
    assert!(!text.contains("{\"opinion\"") && !text.contains("{\"receipt\""));
    assert_eq!(town.load("a").totals().ratings_new, 5);
    assert!(
        town.office
            .verify(&mut |_| {})
            .unwrap()
            .differences
            .is_empty()
    );
}

#[test]
fn a_pin_costs_waiting_that_survives_the_plug_and_ends() {
    let mut town = Town::real();
    let kiosk = town.paired();
    assert!(matches!(kiosk.set_pin("12a4"), Err(AppError::PinShape)));
    for _ in 0..2 {
        assert_eq!(
            kiosk.try_pin("0000").unwrap(),
            PinOutcome::Wrong(Duration::ZERO)
        );
    }
    let PinOutcome::Wrong(wait) = kiosk.try_pin("0000").unwrap() else {
        panic!("wrong")
    };
    assert_eq!(wait, Duration::from_secs(2));
    assert!(matches!(
        kiosk.try_pin("2580").unwrap(),
        PinOutcome::TooSoon(_)
    ));
    // Pulling the plug neither forgets the tries nor the wait.
    drop(kiosk);
    let kiosk = town.open().unwrap();
    assert!(matches!(
        kiosk.try_pin("2580").unwrap(),
        PinOutcome::TooSoon(_)
    ));
    for _ in 0..40 {
        town.wait_secs(15 * 60);
        assert!(matches!(
            kiosk.try_pin("0000").unwrap(),
            PinOutcome::Wrong(wait) if wait <= Duration::from_mins(15)
        ));
    }
    town.wait_secs(15 * 60);
    assert_eq!(kiosk.try_pin("2580").unwrap(), PinOutcome::Right);
    assert_eq!(kiosk.pin_state().unwrap(), PinState::Ready);
}

/// Fault A3: the PIN that staff had set in the trial stayed there, and the next long press chose another.
#[test]
fn the_pin_of_the_trial_comes_along_and_there_is_no_service_without_one() {
    let town = Town::real();
    let trial = town.open().unwrap();
    assert_eq!(trial.pin_state().unwrap(), PinState::Unset);
    let offer = trial.pairing_offer(&town.stick("a")).unwrap().unwrap();
    let pair = || trial.pair(&offer, &town.settings.device);
    let refused = pair().unwrap_err();
    assert!(matches!(refused, AppError::PinMissing));
    assert_eq!(refused.kind(), Kind::NotNow);
    assert!(
        !town.path("data/kiosk/box.db").exists(),
        "nothing was paired"
    );
    trial.set_pin("314159").unwrap();
    pair().unwrap();
    drop(trial);
    let kiosk = town.open().unwrap();
    assert!(!kiosk.is_trial());
    assert_eq!(kiosk.pin_state().unwrap(), PinState::Ready);
    assert_eq!(kiosk.try_pin("314159").unwrap(), PinOutcome::Right);
    drop(kiosk);
    // As version 0.1.0 left it: paired, and the PIN in the trial's store.
    let forget = |store: &str| {
        let store = rusqlite::Connection::open(town.path(store)).unwrap();
        let gone = store
            .execute("DELETE FROM meta WHERE key LIKE 'pin%'", [])
            .unwrap();
        assert!(gone > 0);
    };
    forget("data/kiosk/box.db");
    let kiosk = town.open().unwrap();
    assert_eq!(kiosk.try_pin("314159").unwrap(), PinOutcome::Right);
    drop(kiosk);
    // Without any there is no service, until somebody at the computer itself sets one.
    forget("data/kiosk/box.db");
    forget("data/trial/kiosk/box.db");
    assert!(matches!(town.open(), Err(AppError::PinMissing)));
    let set = |pin| Kiosk::set_first_pin(&town.settings, pin, &town.parts());
    assert!(matches!(set("12"), Err(AppError::PinShape)));
    set("2718").unwrap();
    assert!(matches!(set("2718"), Err(AppError::PinSet)));
    assert_eq!(
        town.open().unwrap().try_pin("2718").unwrap(),
        PinOutcome::Right
    );
}

fn refusal(step: &PackStep) -> &Sentence {
    let PackStep::Refused(sentence) = step else {
        panic!("not refused: {step:?}")
    };
    for lang in Lang::ALL {
        assert!(!sentence.say(lang).contains('⟦'));
    }
    sentence
}

#[test]
fn trial_and_real_never_mix_in_either_direction() {
    let mut real = Town::real();
    let mut trial = Town::trial();
    let (in_real, in_trial) = (real.paired(), trial.open().unwrap());
    assert!(in_trial.is_trial());
    trial.accept("a");
    for kiosk in [&in_real, &in_trial] {
        kiosk.submit(&opinion("灯坏了"), false).unwrap();
    }
    real.sync(&in_real, "a", true);
    trial.sync(&in_trial, "a", true);
    for (office, other) in [(&mut real, "trial"), (&mut trial, "real")] {
        // The other's whole stick, renamed to nothing: every file as it is.
        let root = office.path(other);
        std::fs::create_dir_all(&root).unwrap();
    }
    copy(&trial.path("a"), &real.path("trial"));
    copy(&real.path("a"), &trial.path("real"));
    for (office, stick) in [(&mut real, "trial"), (&mut trial, "real")] {
        let before = office.office.cases().unwrap().len();
        let report = office.load(stick);
        // The batch, and what the device says that it has seen.
        assert_eq!((report.new_batches(), report.refused()), (0, 2), "{stick}");
        assert_eq!(office.office.cases().unwrap().len(), before);
    }
    // A stick that another device of the same name wrote to is not written over.
    let folder = real.path("trial").join("PINGYI/FROM");
    let before = contents(&folder);
    let taken = in_real.sync(&real.stick("trial"), false, &mut |_| {});
    let taken = taken.unwrap().fault();
    assert!(matches!(
        taken,
        Some(CourierError::Stick(StickError::NameTaken { .. }))
    ));
    let after = contents(&folder);
    let changed: Vec<_> = before.iter().filter(|file| !after.contains(file)).collect();
    let names = changed.iter().map(|(path, _)| path.file_name().unwrap());
    // Here both devices were made with the same key: what the one says of itself takes the place of what it said before.
    for name in names {
        let name = name.to_str().unwrap();
        assert!(
            name.starts_with("ENROL") || name.starts_with("SEEN"),
            "{name}"
        );
    }
    for town in [&real, &trial] {
        for stick in ["trial", "real"] {
            let _ = std::fs::remove_dir_all(town.path(stick).join("PINGYI/FROM"));
        }
    }
    refusal(&real.sync(&in_real, "trial", false).pack);
    refusal(&trial.sync(&in_trial, "real", false).pack);
    // A stick from a trial office pairs no real kiosk.
    assert!(in_real.pairing_offer(&trial.stick("a")).unwrap().is_none());
}

#[test]
fn a_pack_never_goes_backwards_and_never_from_another_office() {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.stick("old");
    copy(&town.path("a"), &town.path("old"));
    town.pack("a").unwrap();
    assert!(matches!(
        town.sync(&kiosk, "a", false).pack,
        PackStep::Imported { .. }
    ));
    assert!(matches!(
        town.sync(&kiosk, "a", false).pack,
        PackStep::Known(_)
    ));
    let older = town.sync(&kiosk, "old", false);
    assert!(refusal(&older.pack).say(Lang::En).contains('1'));
    let other = Town::elsewhere();
    copy(&other.path("a"), &town.path("other"));
    refusal(&town.sync(&kiosk, "other", false).pack);
    // What staff compared is what counts: a stick swapped after the comparison does not pair.
    let fresh = Town::real();
    let trial = fresh.open().unwrap();
    let offer = trial.pairing_offer(&fresh.stick("a")).unwrap().unwrap();
    std::fs::remove_dir_all(fresh.path("a")).unwrap();
    copy(&other.path("a"), &fresh.path("a"));
    assert!(matches!(
        trial.pair(&offer, &fresh.settings.device),
        Err(AppError::Courier(CourierError::Format(
            FormatError::SignedByAnother { .. }
        )))
    ));
}

#[test]
fn a_clock_before_the_offices_is_noticed() {
    let mut town = Town::real();
    let kiosk = town.paired();
    assert_eq!(kiosk.status().unwrap().clock, ClockCheck::Plausible);
    town.clock.set(time("2026-01-01T00:00:00"));
    assert_eq!(
        kiosk.status().unwrap().clock,
        ClockCheck::BehindOffice {
            office: time(START)
        }
    );
    // Cards are taken all the same, and the batch bears the office's week, not the wrong one.
    kiosk.submit(&opinion("灯坏了"), false).unwrap();
    town.sync(&kiosk, "a", true);
    town.clock.set(time(START));
    let report = town.load("a");
    let week = report.devices[0].batches[0].week.unwrap();
    assert_eq!(week.to_string(), "2026-W38");
}

#[test]
fn a_store_newer_than_the_program_is_refused_and_left_alone() {
    let mut town = Town::real();
    drop(town.paired());
    let path = town.settings.data_dir.join("kiosk").join("box.db");
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let before = std::fs::read(&path).unwrap();
    let refused = town.open().unwrap_err();
    assert_eq!(refused.kind(), Kind::Store);
    assert!(refused.sentence().say(Lang::Zh).contains("99"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn cards_that_do_not_fit_their_plan_are_refused_and_nothing_is_kept() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let kind = |result: Result<_, AppError>| result.map(|_: Option<_>| ()).unwrap_err();
    let mut unknown = opinion("灯坏了");
    unknown.plan = "s99".parse().unwrap();
    assert!(matches!(
        kind(kiosk.submit(&unknown, false)),
        AppError::PlanNotOpen { .. }
    ));
    let empty = opinion("   ");
    assert!(matches!(
        kind(kiosk.submit(&empty, false)),
        AppError::CardEmpty
    ));
    let mut foreign = rating();
    let answers = foreign.ratings.values().next().unwrap().clone();
    foreign.ratings.insert("nobody".parse().unwrap(), answers);
    assert!(matches!(
        kind(kiosk.submit(&foreign, false)),
        AppError::CardNotFit { .. }
    ));
    let long = opinion(&"长".repeat(4_000));
    assert!(matches!(
        kind(kiosk.submit(&long, false)),
        AppError::CardNotFit { .. }
    ));
    assert!(kiosk.status().unwrap().waiting.is_empty());
}
