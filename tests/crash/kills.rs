//! The whole kiosk below which the plug is pulled, the PIN under attack, and the real program under `kill -9`.
//!
//! `cargo test --test crash kills::` tries some hundred states and a dozen kills; with
//! `-- --ignored --nocapture` every state and 150 kills, or as many as `PINGYI_BREAK_KILLS` says.

use std::sync::Arc;
use std::time::Duration;

use pingyi::app::kiosk::{Kiosk, PinOutcome, PinState, Tunables};
use pingyi::cardbox::CardBox;
use pingyi_kit::disk::{Build, Contents, Disk, Fault, FaultKind, Op, unplug};
use pingyi_kit::kill;
use pingyi_kit::power::{Fate, Platters};
use pingyi_kit::town::{Town, opinion, rating};

const BOX: &str = "box.db";

/// A real kiosk whose card box lies on a disk of ours.
struct Bench {
    town: Town,
    disk: Arc<Disk>,
    seed: std::cell::Cell<u64>,
}

impl Bench {
    fn new() -> Self {
        let mut town = Town::real();
        drop(town.paired());
        let folder = town.path("data/kiosk");
        let bytes = std::fs::read(folder.join(BOX)).unwrap();
        let disk = Disk::at(&folder, Build::Real);
        disk.load(Contents::from([(BOX.to_owned(), bytes)]));
        Self {
            town,
            disk,
            seed: std::cell::Cell::new(100),
        }
    }

    /// Starts the program; each start draws numbers of its own, as in the product.
    fn start(&self) -> Kiosk {
        self.seed.set(self.seed.get() + 1);
        let parts = Tunables {
            seed: Some(self.seed.get()),
            receipts_ahead: 0,
            vacuum_after: Duration::from_hours(24),
            ..self.town.parts()
        };
        Kiosk::open_with(&self.town.settings, self.town.clock.clone(), parts).unwrap()
    }

    /// What the box holds, by a look of our own.
    fn count(&self, what: &str) -> u64 {
        let store = rusqlite::Connection::open(self.disk.path(BOX)).unwrap();
        let count: i64 = store.query_row(what, [], |row| row.get(0)).unwrap();
        u64::try_from(count).unwrap()
    }

    fn failures(&self) -> u32 {
        let cardbox = CardBox::open(&self.disk.path(BOX)).unwrap();
        cardbox.check().unwrap();
        cardbox.pin_failures().unwrap()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        unplug(&self.disk);
    }
}

/// What a kiosk had said when so many operations were done.
#[derive(Debug, Clone)]
struct Said {
    ops: usize,
    /// Cards with words, each with a receipt.
    written: u64,
    /// Cards that rate something: words wait for no crowd, and nobody counts them.
    rated: u64,
    on_stick: bool,
}

/// Two weeks through the kiosk's own use cases.
fn two_weeks(bench: &mut Bench) -> (Contents, Vec<Op>, Vec<Said>) {
    let start = bench.disk.contents();
    bench.disk.record();
    let kiosk = bench.start();
    let mut said = vec![Said {
        ops: 0,
        written: 0,
        rated: 0,
        on_stick: false,
    }];
    let submit = |said: &mut Vec<Said>, kiosk: &Kiosk, words: bool| {
        let card = if words {
            opinion("三号楼的灯坏了")
        } else {
            rating()
        };
        let issued = kiosk.submit(&card, words).unwrap();
        let mut now = said.last().unwrap().clone();
        now.written += u64::from(issued.is_some());
        now.rated += u64::from(!words);
        now.ops = bench.disk.recorded();
        said.push(now);
    };
    for number in 0..20 {
        submit(&mut said, &kiosk, number % 2 == 0);
    }
    let batch = bench.town.path("a/PINGYI/FROM/LOBBY1/B0000002.JSL");
    let stick = bench.town.stick("a");
    let mut seen_at = None;
    kiosk
        .sync(&stick, true, &mut |_| {
            if batch.exists() && seen_at.is_none() {
                seen_at = Some(bench.disk.recorded());
            }
        })
        .unwrap();
    let mut now = said.last().unwrap().clone();
    now.on_stick = true;
    now.ops = seen_at.unwrap();
    said.push(now);
    bench.town.load("a");
    bench.town.pack("a").unwrap();
    submit(&mut said, &kiosk, true);
    kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    kiosk.vacuum().unwrap();
    submit(&mut said, &kiosk, true);
    drop(kiosk);
    (start, bench.disk.take_ops(), said)
}

/// What a state is short of; nothing when all is there.
fn shortfall(bench: &Bench, said: &[Said], done: usize, fate: Fate) -> Option<String> {
    let last = said.iter().rposition(|said| said.ops <= done).unwrap();
    let known = &said[last];
    let kiosk = bench.start();
    let under_way = said.get(last + 1).unwrap_or(known);
    // What waits, and the first batches, in each of which ten cards left; a card under way may be there already.
    let waiting = bench.count("SELECT count(*) FROM rating WHERE batch = 0");
    let written = bench.count("SELECT count(*) FROM opinion");
    let is_all = |there: u64, all: u64| there == all || there + 10 == all;
    if !is_all(waiting, known.rated) && !is_all(waiting, under_way.rated) {
        return Some(format!("{waiting} cards wait of {}", known.rated));
    }
    if !is_all(written, known.written) && !is_all(written, under_way.written) {
        return Some(format!("{written} opinions of {}", known.written));
    }
    if known.on_stick && waiting >= 10 {
        return Some("a batch that lies on a stick is open again".to_owned());
    }
    kiosk.submit(&opinion("还有一件事"), true).unwrap();
    let after = bench.count("SELECT count(*) FROM opinion");
    (after != written + 1).then(|| format!("the next card ({fate:?}): {after} opinions"))
}

fn pull_the_plug_below_the_kiosk(stride: usize) -> (u64, Vec<String>) {
    let mut bench = Bench::new();
    let (start, ops, said) = two_weeks(&mut bench);
    let (mut states, mut short) = (0, Vec::new());
    let mut platters = Platters::still(&start);
    for done in 0..=ops.len() {
        if let Some(op) = done.checked_sub(1) {
            platters.apply(&ops[op]);
        }
        if done % stride != 0 {
            continue;
        }
        for (fate, folder_kept) in platters.fates() {
            bench.disk.load(platters.after(fate, folder_kept, 1));
            states += 1;
            short.extend(shortfall(&bench, &said, done, fate));
        }
    }
    // The judge is tried on a box that has lost: the one of the first day, asked for what was said last.
    bench.disk.load(start);
    assert!(shortfall(&bench, &said, ops.len(), Fate::Lost).is_some());
    (states, short)
}

#[test]
fn the_kiosk_keeps_what_it_said_when_the_plug_is_pulled() {
    let (states, short) = pull_the_plug_below_the_kiosk(23);
    println!(
        "power cuts below the kiosk: {states} states, {} short",
        short.len()
    );
    assert!(states > 50 && short.is_empty(), "{states} {short:#?}");
}

#[test]
#[ignore = "some thousand starts of a kiosk; see the head of this file"]
fn the_kiosk_keeps_what_it_said_when_the_plug_is_pulled_anywhere() {
    let (states, short) = pull_the_plug_below_the_kiosk(1);
    println!(
        "power cuts below the kiosk, all: {states} states, {} short",
        short.len()
    );
    assert!(states > 1_500 && short.is_empty(), "{states} {short:#?}");
}

/// One try at the PIN: how many operations had been done when the answer was out.
struct Try {
    start: Contents,
    ops: Vec<Op>,
    answered_at: usize,
    before: u32,
}

/// States after which a try was had that does not count.
fn free_tries(bench: &Bench, attempt: &Try) -> (u64, u64) {
    let (mut states, mut free) = (0, 0);
    let mut platters = Platters::still(&attempt.start);
    for done in 0..=attempt.ops.len() {
        if let Some(op) = done.checked_sub(1) {
            platters.apply(&attempt.ops[op]);
        }
        for (fate, folder_kept) in platters.fates() {
            bench.disk.load(platters.after(fate, folder_kept, 1));
            let failures = bench.failures();
            states += 1;
            assert!(failures >= attempt.before, "an earlier try is forgotten");
            free += u64::from(done >= attempt.answered_at && failures == attempt.before);
        }
    }
    (states, free)
}

#[test]
fn a_power_cut_never_gives_a_try_at_the_pin_for_nothing() {
    let bench = Bench::new();
    bench.start().set_pin("2580").unwrap();
    let mut live = bench.disk.contents();
    let (mut states, mut free) = (0, 0);
    for before in 0..6 {
        bench.disk.load(live.clone());
        let kiosk = bench.start();
        bench.town.wait_secs(1_000);
        bench.disk.record();
        let PinOutcome::Wrong(wait) = kiosk.try_pin("1111").unwrap() else {
            panic!("not wrong")
        };
        let answered_at = bench.disk.recorded();
        drop(kiosk);
        let start = std::mem::replace(&mut live, bench.disk.contents());
        let attempt = Try {
            start,
            ops: bench.disk.take_ops(),
            answered_at,
            before,
        };
        let (tried, had) = free_tries(&bench, &attempt);
        (states, free) = (states + tried, free + had);
        // Switching off and on again does not shorten the wait.
        bench.disk.load(live.clone());
        let state = bench.start().pin_state().unwrap();
        match state {
            PinState::Ready => assert!(wait.is_zero()),
            PinState::Wait(again) => assert_eq!(again, wait),
            PinState::Unset => panic!("the PIN is gone"),
        }
    }
    println!("PIN: power cuts in 6 wrong tries: {states} states, {free} tries for nothing");
    assert_eq!(free, 0);
    assert!(states > 100);

    // A program that answers before it counts is caught.
    bench.disk.load(live.clone());
    let cardbox = CardBox::open(&bench.disk.path(BOX)).unwrap();
    let before = cardbox.pin_failures().unwrap();
    bench.disk.record();
    let answered_at = bench.disk.recorded();
    cardbox.set_pin_failures(before + 1).unwrap();
    drop(cardbox);
    let attempt = Try {
        start: live,
        ops: bench.disk.take_ops(),
        answered_at,
        before,
    };
    let (states, free) = free_tries(&bench, &attempt);
    println!(
        "control, a PIN answered before it is counted: {free} of {states} states give a try for nothing"
    );
    assert!(free > 0);
}

#[test]
fn a_failing_disk_never_gives_a_try_at_the_pin_for_nothing() {
    let bench = Bench::new();
    bench.start().set_pin("2580").unwrap();
    let start = bench.disk.contents();
    let before = bench.failures();
    let (mut tried, mut answers) = (0, 0);
    for (pin, kind) in [
        ("1111", FaultKind::Failing),
        ("2580", FaultKind::Failing),
        ("1111", FaultKind::Full),
    ] {
        for lasts in [false, true] {
            for at in 0.. {
                bench.disk.load(start.clone());
                let kiosk = bench.start();
                let (calls, writes) = bench.disk.calls();
                let from = if kind == FaultKind::Full {
                    writes
                } else {
                    calls
                };
                bench.disk.record();
                bench.disk.fail(Some(Fault {
                    at: from + at,
                    lasts,
                    kind,
                }));
                let outcome = kiosk.try_pin(pin);
                drop(kiosk);
                if bench.disk.hits() == 0 {
                    break;
                }
                tried += 1;
                let mut platters = Platters::still(&start);
                for op in bench.disk.take_ops() {
                    platters.apply(&op);
                }
                if let Ok(outcome) = outcome {
                    answers += 1;
                    assert!(matches!(outcome, PinOutcome::Wrong(_)) == (pin == "1111"));
                    bench.disk.load(platters.after(Fate::Lost, false, 1));
                    assert!(
                        pin == "2580" || bench.failures() == before + 1,
                        "{at} {lasts}"
                    );
                }
            }
        }
    }
    println!(
        "PIN: {tried} failures of the disk in a try, {answers} answered all the same, 0 tries for nothing"
    );
    assert!(tried > 60);
}

/// Wrong tries in 24 hours, `pulled` with the plug pulled after each, from the state `bench` is in.
fn tries_in_a_day(bench: &Bench, pulled: bool) -> u64 {
    let (mut secs, mut tries) = (0, 0);
    let mut kiosk = bench.start();
    while secs < 86_400 {
        if pulled {
            drop(kiosk);
            kiosk = bench.start();
        }
        match kiosk.try_pin("1111").unwrap() {
            PinOutcome::Wrong(_) => tries += 1,
            PinOutcome::TooSoon(wait) => {
                // A second is the shortest wait that the clock of this test can make.
                let wait = wait.as_secs().max(1);
                bench.town.wait_secs(wait);
                secs += wait;
            }
            PinOutcome::Right => panic!("right"),
        }
    }
    tries
}

#[test]
fn the_pin_stands_for_so_many_days() {
    let bench = Bench::new();
    bench.start().set_pin("2580").unwrap();
    let first = tries_in_a_day(&bench, false);
    let later = tries_in_a_day(&bench, false);
    let pulled = tries_in_a_day(&bench, true);
    // A secret is found after half of all the numbers on average.
    let days = |digits: u32| (10_u64.pow(digits) / 2).saturating_sub(first) / later;
    println!(
        "PIN: {first} tries on the first day, {later} on each later one, {pulled} with the plug pulled after each: \
         4 digits last {} days on average, 6 digits {} years",
        days(4),
        days(6) / 365
    );
    assert!(
        first <= 108 && later <= 97 && pulled <= later,
        "{first} {later} {pulled}"
    );
}

fn kills(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

#[test]
fn a_killed_program_kept_the_card_of_every_receipt_it_printed() {
    let tally = kill::real_program(env!("CARGO_BIN_EXE_pingyi"), 12);
    println!("kill -9: {tally}");
    assert!(tally.lost.is_empty(), "{:#?}", tally.lost);
}

#[test]
#[ignore = "150 submissions of the real program take two minutes; see the head of this file"]
fn a_program_killed_150_times_kept_the_card_of_every_receipt_it_printed() {
    let wanted = kills("PINGYI_BREAK_KILLS", 150);
    let tally = kill::real_program(env!("CARGO_BIN_EXE_pingyi"), wanted);
    println!("kill -9, all: {tally}");
    assert!(tally.lost.is_empty(), "{:#?}", tally.lost);
    assert!(tally.kills() >= wanted);
    assert!(
        tally.in_commit > 0 && tally.kept_unsaid > 0 && tally.before > 0,
        "the kills missed the window"
    );
}

/// The judge is tried on a program that prints the receipt first, and on its twin that does not.
#[test]
fn a_program_that_speaks_first_is_caught() {
    let first = kill::driver("speaks-first", 40);
    println!("control, a receipt printed before the commit: {first}");
    assert!(!first.lost.is_empty());
    let twin = kill::driver("keeps-first", 40);
    println!("control, its twin: {twin}");
    assert!(twin.lost.is_empty(), "{:#?}", twin.lost);
}

/// Not a test of its own: the program that the one above starts and kills.
#[test]
#[ignore = "started by a_program_that_speaks_first_is_caught"]
fn driver() {
    kill::drive();
}
