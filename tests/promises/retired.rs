//! The kiosk's life: it is retired and loses nobody's card, a forgotten PIN is replaced by a code on paper, and it says how it is
//! (protocol §2.2).

use std::fs;
use std::path::Path;

use chrono::Days;
use pingyi::app::AppError;
use pingyi::app::kiosk::{Kiosk, PackStep, PinOutcome, Service};
use pingyi::app::office::{BatchOutcome, DeviceRow, LoadReport};
use pingyi::cardbox::CardBox;
use pingyi::courier::keys::SigningKey;
use pingyi::courier::pin_code;
use pingyi::domain::device::DeviceStanding;
use pingyi::domain::health::Restarts;
use pingyi::domain::ids::DeviceId;
use pingyi::domain::receipt::PinCode;
use pingyi_kit::device::{Device, Sheets};
use pingyi_kit::town::{self, PIN, Town};
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::rounds::{hand_in, paired, periods};

fn own() -> DeviceId {
    "LOBBY1".parse().unwrap()
}

fn later(town: &Town, days: u64) {
    let day = town.office.today() + Days::new(days);
    town.clock.set(day.and_hms_opt(10, 0, 0).unwrap());
}

/// The stick goes to the kiosk and comes back; the next pack lies on it.
fn carried(town: &mut Town, kiosk: &Kiosk) -> LoadReport {
    town.weekly_sync(kiosk, "a");
    town.confirm();
    let loaded = town.load("a");
    town.pack("a").unwrap();
    loaded
}

fn retire(town: &mut Town) {
    town.confirm();
    town.office.retire_device(&own()).unwrap();
    town.pack("a").unwrap();
}

fn row(town: &Town) -> DeviceRow {
    town.office.device(&own()).unwrap()
}

fn differences(town: &Town) -> Vec<String> {
    let report = town.office.verify(&mut |_| {}).unwrap();
    let places = report.differences.iter();
    places.map(pingyi::app::office::Difference::place).collect()
}

fn refusals(loaded: &LoadReport) -> Vec<&'static str> {
    let batches = loaded.devices.iter().flat_map(|device| &device.batches);
    let keys = batches.filter_map(|batch| match &batch.outcome {
        BatchOutcome::Refused { reason } => Some(reason.key()),
        _ => None,
    });
    keys.collect()
}

/// Rows in the tables that hold anything of residents or of the office.
fn rows_left(folder: &Path) -> u64 {
    let store = rusqlite::Connection::open(folder.join("box.db")).unwrap();
    let mut query = store
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta'")
        .unwrap();
    let names: Vec<String> = query
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let count = |name: &String| {
        let sql = format!("SELECT count(*) FROM {name}");
        store
            .query_row(&sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    names.iter().map(count).map(i64::unsigned_abs).sum()
}

#[test]
fn a_retired_device_brings_everything_it_may_and_wipes_itself() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 6);
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    later(&town, 20);
    retire(&mut town);
    assert_eq!(row(&town).state, DeviceStanding::Retired);
    assert_eq!(row(&town).withheld, None, "more is to come");
    let folder = town.settings.kiosk_dir();
    let key = fs::read_to_string(folder.join("device.key")).unwrap();

    let met = town.weekly_sync(&kiosk, "a");
    assert_eq!(kiosk.service(), Service::Retired);
    assert!(kiosk.plans().is_empty(), "no card is begun");
    let refused = kiosk.submit(&town::rating(), true);
    assert!(matches!(refused, Err(AppError::Retired)), "{refused:?}");
    assert!(met.words.is_some() && met.last.is_some() && !met.withdrawn);
    assert_eq!(met.closed.len(), 1);
    let loaded = town.load("a");
    assert_eq!(refusals(&loaded), [""; 0]);
    assert_eq!(loaded.totals().opinions_new, 1);
    assert_eq!(periods(&town).values().sum::<u64>(), 6);
    let told = row(&town);
    assert_eq!(
        (told.state, told.withheld),
        (DeviceStanding::Retired, Some(false))
    );
    assert_eq!(told.last_batch, met.last);

    // Whatever comes without an acknowledgement changes nothing: it keeps everything and writes it again.
    let again = town.weekly_sync(&kiosk, "b");
    assert!(!again.withdrawn && again.written.len() == 3, "{again:?}");
    town.pack("a").unwrap();
    let done = town.weekly_sync(&kiosk, "a");
    assert!(done.withdrawn);
    assert_eq!(kiosk.service(), Service::Withdrawn);
    drop(kiosk);
    for gone in ["device.key", "DEVICE.PUB", "packs"] {
        assert!(!folder.join(gone).exists(), "{gone}");
    }
    assert_eq!(rows_left(&folder), 0);
    let secret = key.lines().nth(1).unwrap();
    for file in town::files(&folder) {
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(secret), "{file:?}");
        assert!(!text.contains("argon2id"), "{file:?}");
    }
    // It stays so, and says so.
    let kiosk = town.reopened(9, None);
    assert_eq!(kiosk.service(), Service::Withdrawn);
    assert_eq!(kiosk.community().name, town.office.community().name);
    let stick = town.stick("a");
    let refused = kiosk.sync(&stick, false, &mut |_| {});
    assert!(matches!(refused, Err(AppError::Retired)));
    assert_eq!(differences(&town), [""; 0]);
}

/// Fewer than five, and what has not stood long enough, are withheld and said; anonymity wins over counting.
#[test]
fn what_is_too_few_or_stood_too_short_is_withheld_and_said() {
    for (cards, days) in [(3, 20), (6, 2)] {
        let (mut town, kiosk) = paired();
        hand_in(&kiosk, cards);
        later(&town, days);
        retire(&mut town);
        let met = town.weekly_sync(&kiosk, "a");
        assert!(met.closed[0].withheld && met.last.is_some(), "{met:?}");
        town.load("a");
        assert_eq!(row(&town).withheld, Some(true), "{cards} {days}");
        assert_eq!(periods(&town).values().sum::<u64>(), 0);
        town.pack("a").unwrap();
        assert!(town.weekly_sync(&kiosk, "a").withdrawn);
        assert_eq!(differences(&town), [""; 0]);
    }
}

/// Its staff retire it without a pack; the office hears of it by the last batch.
#[test]
fn staff_retire_a_device_and_the_office_learns_so() {
    let (mut town, kiosk) = paired();
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    let other: DeviceId = "LOBBY9".parse().unwrap();
    assert!(matches!(
        kiosk.retire(&other),
        Err(AppError::OtherName { .. })
    ));
    assert_eq!(kiosk.service(), Service::Open);
    kiosk.retire(&own()).unwrap();
    assert!(matches!(
        kiosk.submit(&town::rating(), true),
        Err(AppError::Retired)
    ));
    let loaded = carried(&mut town, &kiosk);
    assert_eq!(loaded.totals().opinions_new, 1);
    assert_eq!(row(&town).state, DeviceStanding::Retired);
    assert!(town.weekly_sync(&kiosk, "a").withdrawn);
    assert_eq!(differences(&town), [""; 0]);
}

/// Whoever has a copy of its key writes on: nothing after its last batch is taken in.
#[test]
fn what_comes_after_the_last_batch_is_refused_by_name() {
    let (mut town, kiosk) = paired();
    let key = fs::read_to_string(town.settings.kiosk_dir().join("device.key")).unwrap();
    kiosk.retire(&own()).unwrap();
    carried(&mut town, &kiosk);
    let mut thief = Device::new("LOBBY1", 66, town.office.community());
    thief.key = SigningKey::from_minisign_text(&key).unwrap();
    for _ in 0..2 {
        thief.batch(&town.stick("thief").root, "2026-W38", Sheets::default());
    }
    let loaded = town.load("thief");
    assert_eq!(refusals(&loaded).last(), Some(&"app-office-after-last"));
    assert_eq!(loaded.new_batches(), 0);
    let typed = row(&town).fingerprint;
    let back = town.office.accept_device(&own(), &typed);
    assert!(
        back.is_err(),
        "what has said its last is not taken back into service"
    );
}

/// Stopped between any two steps it goes on: the acknowledgement was read and nothing wiped; the card box wiped, and no file.
#[test]
fn a_device_that_is_stopped_while_it_retires_goes_on() {
    let (mut town, kiosk) = paired();
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    retire(&mut town);
    carried(&mut town, &kiosk);
    // The pack is read, and then the stick takes nothing: no delivery, no wiping.
    let bad = town.stick("bad").root;
    town::copy(&town.path("a"), &bad);
    fs::remove_dir_all(bad.join("PINGYI/FROM")).unwrap();
    fs::write(bad.join("PINGYI/FROM"), "in the way").unwrap();
    let stick = town.stick("bad");
    assert!(kiosk.sync(&stick, false, &mut |_| {}).is_err());
    assert_eq!(kiosk.service(), Service::Retired);
    let folder = town.settings.kiosk_dir();
    town::copy(&folder, &town.path("between"));
    let met = town.weekly_sync(&kiosk, "a");
    assert!(
        matches!(met.pack, PackStep::Known(_)) && met.withdrawn,
        "{met:?}"
    );
    drop(kiosk);
    // Stopped right after the transaction in which the card box was wiped.
    fs::remove_dir_all(&folder).unwrap();
    town::copy(&town.path("between"), &folder);
    let day = town.office.today();
    CardBox::open(&folder.join("box.db"))
        .unwrap()
        .withdraw(day)
        .unwrap();
    assert!(folder.join("device.key").exists());
    let kiosk = town.reopened(9, None);
    assert_eq!(kiosk.service(), Service::Withdrawn);
    assert!(!folder.join("device.key").exists() && !folder.join("packs").exists());
}

// ── 忘记 PIN ────────────────────────────────────────────────────────────────────────────────────

fn pin_code(town: &mut Town, device: &DeviceId) -> String {
    let mut rng = StdRng::seed_from_u64(77);
    let sheet = town.office.make_pin_code(device, &mut rng).unwrap();
    town.pack("a").unwrap();
    sheet.code.to_string()
}

#[test]
fn a_code_from_the_office_sets_a_new_pin_once() {
    let (mut town, kiosk) = paired();
    let code = pin_code(&mut town, &own());
    // The pack has not come yet.
    assert!(matches!(
        kiosk.reset_pin(&code, "1357").unwrap(),
        PinOutcome::Wrong(_)
    ));
    town.weekly_sync(&kiosk, "a");
    let false_code = PinCode::random(&mut StdRng::seed_from_u64(1)).grouped();
    let mut waits = Vec::new();
    for _ in 0..4 {
        match kiosk.reset_pin(&false_code, "1357").unwrap() {
            PinOutcome::Wrong(wait) | PinOutcome::TooSoon(wait) => waits.push(wait.as_secs()),
            PinOutcome::Right => panic!(),
        }
        town.wait_secs(waits.last().copied().unwrap());
    }
    assert_eq!(waits, [0, 2, 4, 8], "as for the PIN");
    // Switching off helps nobody.
    drop(kiosk);
    let kiosk = town.reopened(8, None);
    assert!(matches!(
        kiosk.reset_pin(&code, "1357").unwrap(),
        PinOutcome::TooSoon(_)
    ));
    town.wait_secs(100);
    assert!(matches!(
        kiosk.reset_pin(&code, "13"),
        Err(AppError::PinShape)
    ));
    assert_eq!(kiosk.reset_pin(&code, "1357").unwrap(), PinOutcome::Right);
    assert_eq!(kiosk.try_pin("1357").unwrap(), PinOutcome::Right);
    assert!(matches!(kiosk.try_pin(PIN).unwrap(), PinOutcome::Wrong(_)));
    // Once: not again, not after a restart, not after the same pack nor after the next, which still carries it.
    let used = |kiosk: &Kiosk, town: &Town| {
        town.wait_secs(1_000);
        assert!(matches!(
            kiosk.reset_pin(&code, "9999").unwrap(),
            PinOutcome::Wrong(_)
        ));
        town.wait_secs(1_000);
    };
    used(&kiosk, &town);
    drop(kiosk);
    let kiosk = town.reopened(9, None);
    used(&kiosk, &town);
    town.weekly_sync(&kiosk, "a");
    used(&kiosk, &town);
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    used(&kiosk, &town);
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn a_code_is_of_one_device_and_the_newest_counts() {
    let mut town = Town::real();
    let (one, two) = (town.paired(), town.paired_as("LOBBY2"));
    let other: DeviceId = "LOBBY2".parse().unwrap();
    let older = town
        .office
        .make_pin_code(&own(), &mut StdRng::seed_from_u64(5))
        .unwrap();
    let newer = town
        .office
        .make_pin_code(&own(), &mut StdRng::seed_from_u64(6))
        .unwrap();
    let its = pin_code(&mut town, &other);
    for kiosk in [&one, &two] {
        town.weekly_sync(kiosk, "a");
    }
    for (kiosk, code) in [(&two, &*newer.code), (&one, &*its), (&one, &*older.code)] {
        assert!(matches!(
            kiosk.reset_pin(code, "1357").unwrap(),
            PinOutcome::Wrong(_)
        ));
    }
    assert_eq!(
        one.reset_pin(&newer.code, "1357").unwrap(),
        PinOutcome::Right
    );
    assert_eq!(two.reset_pin(&its, "2468").unwrap(), PinOutcome::Right);
}

/// Whoever has the stick has what the pack says of the code. What a search costs is measured; of four digits it ends.
#[test]
fn a_code_is_not_found_from_the_pack() {
    let (mut town, _kiosk) = paired();
    let code = pin_code(&mut town, &own());
    let packs = town::files(&town.path("a/PINGYI/TO"));
    let newest = packs
        .iter()
        .rfind(|path| path.extension().is_some_and(|it| it == "JSL"));
    let text = fs::read_to_string(newest.unwrap()).unwrap();
    let line = text
        .lines()
        .find(|line| line.starts_with("{\"pin_code\""))
        .unwrap();
    let digits = code.replace(' ', "");
    assert!(!text.contains(&code) && !text.contains(&digits));
    let salt = town.office.community().receipt_salt;
    let key = fs::read_to_string(town.settings.kiosk_dir().join("device.key")).unwrap();
    let key = SigningKey::from_minisign_text(&key).unwrap().public();
    let digest = |guess: &PinCode| {
        pin_code::digest(guess, &salt, &own(), &key)
            .unwrap()
            .to_string()
    };
    // He knows how the digest is made: with the code he has it, and with any other not.
    assert!(line.contains(&digest(&PinCode::parse(&code).unwrap())));
    let mut rng = StdRng::seed_from_u64(3);
    let before = town::cpu_ms();
    for _ in 0..4 {
        assert!(!line.contains(&digest(&PinCode::random(&mut rng))));
    }
    let guess_ms = (town::cpu_ms() - before) / 4;
    println!("a guess takes {guess_ms} ms of a core; 10^19 codes");
    // Half of them on average.
    let years = 5_000_000_000_000_000_000 / 1_000 / 31_500_000 * guess_ms.max(1);
    assert!(years > 1_000_000_000, "{years} core years");
    // The control: who knows all digits but four, as if a code had only these, finds it.
    let known: String = digits.chars().take(16).collect();
    let (last, mut tried) = (digits.get(16..).unwrap(), 0);
    let near: u32 = last.parse::<u32>().unwrap().saturating_sub(60);
    let found = (near..10_000).find(|guess| {
        let Ok(guess) = PinCode::parse(&format!("{known}{guess:04}")) else {
            return false;
        };
        tried += 1;
        line.contains(&digest(&guess))
    });
    assert_eq!(
        found.map(|found| format!("{found:04}")).as_deref(),
        Some(last)
    );
    println!("four digits are found: 1,000 guesses at most, {guess_ms} s of a core");
}

// ── how it is ───────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_batch_says_how_its_device_is_and_nothing_of_cards() {
    let health = |cards: usize| {
        let (mut town, kiosk) = paired();
        for _ in 0..cards {
            kiosk.submit(&town::opinion("灯坏了"), false).unwrap();
        }
        carried(&mut town, &kiosk);
        let row = row(&town);
        assert!(!row.needs_visit && row.troubles().is_empty());
        row.health.unwrap()
    };
    let one = health(1);
    assert_eq!(one, health(40), "the same however many came");
    assert_eq!(one.version.to_string(), env!("CARGO_PKG_VERSION"));
    assert!(!one.disk_low && !one.clock_doubted);
    assert_eq!(one.restarts, Restarts::Few);
}

#[test]
fn the_office_sees_which_machine_needs_a_visit() {
    let (mut town, mut kiosk) = paired();
    // A script that looks a receipt up ten times restarts nothing.
    for seed in 10..20 {
        drop(kiosk);
        kiosk = town.reopened(seed, None);
    }
    town.weekly_sync(&kiosk, "a");
    kiosk.submit(&town::opinion("灯坏了"), false).unwrap();
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    assert_eq!(row(&town).health.unwrap().restarts, Restarts::Few);
    for seed in 20..30 {
        drop(kiosk);
        kiosk = town.reopened(seed, None);
        kiosk.note_start();
    }
    // A battery that is dead: the clock stands before the newest pack.
    kiosk.submit(&town::opinion("灯坏了"), false).unwrap();
    let now = town.office.today();
    town.clock
        .set((now - Days::new(1)).and_hms_opt(10, 0, 0).unwrap());
    town.weekly_sync(&kiosk, "a");
    town.clock.set(now.and_hms_opt(10, 0, 0).unwrap());
    town.load("a");
    let row = row(&town);
    let health = row.health.unwrap();
    assert!(health.clock_doubted && row.needs_visit);
    assert_eq!(health.restarts, Restarts::Many);
    let said: Vec<_> = row
        .troubles()
        .iter()
        .map(pingyi::words::Sentence::key)
        .collect();
    assert_eq!(said, ["app-office-clock-doubted", "app-office-restarts"]);
    let json = serde_json::to_value(&row).unwrap();
    assert_eq!(json["needs_visit"], true);
    assert_eq!(json["health"]["restarts"], "many");
}
