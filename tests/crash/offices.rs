//! An office whose program is killed at every write: while one of an earlier program is brought up to date, and while its recovery
//! sheet is renewed. Afterwards it opens, verifies, and of the sheets that somebody may hold in hand exactly one opens it.
//!
//! strace kills this very program, which it runs as the driver below, at its nth call of those that write; hence `--ignored`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use pingyi::app::office::{Office, Passphrases};
use pingyi::domain::time::FixedClock;
use pingyi_kit::attacker::office::{kept_office, kept_passphrase};
use pingyi_kit::town::{self, PASSPHRASE, Town, copy};

/// Every call that changes what lies on a disk. strace counts each for itself.
pub const WRITES: [&str; 13] = [
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "ftruncate",
    "fallocate",
];
pub const ROLE: &str = "PINGYI_OFFICE_DRIVER";
pub const FOLDER: &str = "PINGYI_OFFICE_FOLDER";
const TODAY: &str = "2026-12-21T12:00:00";
const LEAVER: &str = "hupa wiso tena mibo gadu refi";
const THIRD: &str = "tifo nawe sido pumi gera kobu";
const NEW: &str = "correct horse battery staple";

fn open(dir: &Path, passphrase: &str) -> Office {
    let clock = Arc::new(FixedClock::new(town::time(TODAY)));
    Office::unlock(dir, passphrase, clock, &mut rand::rng()).unwrap()
}

fn renew(office: &mut Office) {
    let today = office.today();
    office.confirm_day(today).unwrap();
    office.renew_recovery_sheet(&mut rand::rng()).unwrap();
}

/// What is killed: only where a breaker asks for it.
#[test]
#[ignore = "the breakers below run it"]
fn driver() {
    let (Ok(role), Ok(folder)) = (std::env::var(ROLE), std::env::var(FOLDER)) else {
        return;
    };
    let dir = PathBuf::from(folder).join("office");
    match role.as_str() {
        // Every step before the newest.
        "upgrade" => drop(open(&dir, kept_passphrase(1))),
        "backup" => {
            let office = open(&dir, PASSPHRASE);
            office
                .back_up(&dir.with_file_name("disk"), &mut |_| {})
                .unwrap();
        }
        "remove" => {
            let mut office = open(&dir, PASSPHRASE);
            let leaver = "p2".parse().unwrap();
            office.remove_person(&leaver, &mut rand::rng()).unwrap();
        }
        "together" => {
            let mut office = open(&dir, PASSPHRASE);
            office.take_two_persons(true, &mut rand::rng()).unwrap();
        }
        "apart" => {
            let both = Passphrases::of_two(PASSPHRASE, THIRD);
            let clock = Arc::new(FixedClock::new(town::time(TODAY)));
            let office = Office::unlock(&dir, both, clock, &mut rand::rng());
            office
                .unwrap()
                .take_two_persons(false, &mut rand::rng())
                .unwrap();
        }
        _ => renew(&mut open(&dir, PASSPHRASE)),
    }
}

/// Runs the driver, killed before its nth call of `write`; whether it ended unhurt.
fn killed_at(write: &str, nth: usize, role: &str, folder: &Path) -> bool {
    killed_at_in("offices::driver", write, nth, role, folder)
}

/// The same of another driver.
pub fn killed_at_in(driver: &str, write: &str, nth: usize, role: &str, folder: &Path) -> bool {
    let ended = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("trace={write}"))
        .arg("-e")
        .arg(format!("inject={write}:signal=SIGKILL:when={nth}"))
        .arg(std::env::current_exe().unwrap())
        .args([driver, "--exact", "--ignored", "--test-threads=1"])
        .env(ROLE, role)
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    ended.success()
}

/// The ten groups on a printable sheet, where it lies.
fn printed(folder: &Path) -> Option<String> {
    let html = fs::read_to_string(folder.join("office-recovery.html")).ok()?;
    let lines = html.split("class=\"print\">").skip(2).take(2);
    let lines: Vec<&str> = lines.map(|part| part.split('<').next().unwrap()).collect();
    Some(lines.join(" "))
}

fn opens(folder: &Path, digits: &str) -> bool {
    let tried = town::folder();
    copy(folder, tried.path());
    let clock = Arc::new(FixedClock::new(town::time(TODAY)));
    let dir = tried.path().join("office");
    Office::recover(&dir, digits, ("李明", NEW), clock, &mut rand::rng()).is_ok()
}

/// How many places the program was killed at, and how often the sheet in hand was the one of before.
struct Figures {
    places: usize,
    before: usize,
}

/// Opens what a kill has left and looks at it: whether it is the sheet in hand that opens the office, and not the printed one.
fn is_by_held(folder: &Path, passphrase: &str, held: Option<&str>, place: &str) -> bool {
    let office = open(&folder.join("office"), passphrase);
    let report = office.verify(&mut |_| {}).unwrap();
    assert_eq!(report.differences, [], "{place}");
    drop(office);
    for left in [
        "office/people/recovery.toml.next",
        "office-recovery.html.next",
    ] {
        assert!(!folder.join(left).exists(), "{place}: {left}");
    }
    let printed = printed(folder).filter(|printed| held != Some(printed));
    let by_held = held.is_some_and(|held| opens(folder, held));
    let by_printed = printed.is_some_and(|printed| opens(folder, &printed));
    assert!(
        by_held != by_printed,
        "{place}: held {by_held}, printed {by_printed}"
    );
    by_held
}

/// Kills `role` at every write in copies of `start`. `held` is the sheet somebody has locked away.
fn at_every_write(role: &str, passphrase: &str, start: &Path, held: Option<&str>) -> Figures {
    let mut figures = Figures {
        places: 0,
        before: 0,
    };
    for write in WRITES {
        for nth in 1.. {
            let folder = town::folder();
            copy(start, folder.path());
            let unhurt = killed_at(write, nth, role, folder.path());
            let place = format!("{role}, {write} {nth}");
            let by_held = is_by_held(folder.path(), passphrase, held, &place);
            if unhurt {
                assert!(!by_held, "{place}: it ended and nothing is new");
                break;
            }
            figures.places += 1;
            figures.before += usize::from(by_held);
        }
    }
    eprintln!(
        "{role}: killed at {} writes, {} before the ledger was told",
        figures.places, figures.before
    );
    figures
}

#[test]
#[ignore = "strace; some minutes"]
fn a_recovery_sheet_that_is_renewed_is_never_the_only_one_that_opens_nothing() {
    let mut town = Town::real();
    town.clock.set(town::time(TODAY));
    town.confirm();
    let sheet = town.office.renew_recovery_sheet(&mut rand::rng()).unwrap();
    let groups: Vec<&str> = sheet.groups.iter().map(|group| &**group).collect();
    let held = groups.join(" ");
    town.office.prove_recovery_sheet(&held).unwrap();
    town.office.let_go();
    let start = town::folder();
    copy(&town.settings.data_dir, start.path());
    // The control: a program that replaces the sealed keys before the ledger is told, and is killed between the two.
    let between = town::folder();
    copy(start.path(), between.path());
    renew(&mut open(&between.path().join("office"), PASSPHRASE));
    let other = printed(between.path()).unwrap();
    assert!(opens(between.path(), &other) && !opens(between.path(), &held));
    let ledger = start.path().join("office/office.db");
    fs::copy(ledger, between.path().join("office/office.db")).unwrap();
    assert!(!opens(between.path(), &other) && !opens(between.path(), &held));
    let figures = at_every_write("renew", PASSPHRASE, start.path(), Some(&held));
    // Both sides of the commit were tried.
    assert!(figures.before > 10 && figures.places > figures.before);
}

/// What a killed backup has left: a folder under its own name is whole, one under another is whole or none.
fn look_at_backups(folder: &Path, place: &str) -> usize {
    let clock = Arc::new(FixedClock::new(town::time(TODAY)));
    let disk = fs::read_dir(folder.join("disk")).into_iter().flatten();
    let mut whole = 0;
    for entry in disk {
        let backup = entry.unwrap().path();
        let beside = folder.join("checked/office");
        let rng = &mut rand::rng();
        let clock = Arc::clone(&clock);
        let found = Office::verify_backup(&backup, &beside, PASSPHRASE, clock, rng, &mut |_| {});
        let is_part = backup.extension().is_some_and(|end| end == "part");
        match found {
            Ok(report) => assert_eq!(report.differences, [], "{place}"),
            Err(error) => assert!(is_part, "{place}: {error}"),
        }
        whole += usize::from(!is_part);
    }
    whole
}

#[test]
#[ignore = "strace; some minutes: nightly"]
fn a_backup_whose_program_is_killed_is_whole_or_none() {
    let mut town = Town::real();
    town.clock.set(town::time(TODAY));
    town.confirm();
    town.office.let_go();
    let (mut places, mut whole) = (0, 0);
    for write in WRITES {
        for nth in 1.. {
            let folder = town::folder();
            copy(&town.settings.data_dir, folder.path());
            let unhurt = killed_at(write, nth, "backup", folder.path());
            let place = format!("backup, {write} {nth}");
            let found = look_at_backups(folder.path(), &place);
            let office = open(&folder.path().join("office"), PASSPHRASE);
            assert_eq!(
                office.verify(&mut |_| {}).unwrap().differences,
                [],
                "{place}"
            );
            if unhurt {
                assert_eq!(found, 1, "{place}");
                break;
            }
            places += 1;
            whole += found;
        }
    }
    eprintln!("backup: killed at {places} writes, whole after {whole}");
    assert!(places > 20 && whole < places);
}

#[test]
#[ignore = "strace; many minutes: nightly"]
fn an_office_of_an_earlier_program_is_brought_up_to_date_whatever_kills_it() {
    upgraded_whatever_kills_it(3);
}

#[test]
#[ignore = "strace; many minutes: nightly"]
fn and_so_is_one_of_the_step_after() {
    upgraded_whatever_kills_it(4);
}

fn upgraded_whatever_kills_it(step: u32) {
    let start = town::folder();
    kept_office(step, &start.path().join("office"));
    let figures = at_every_write("upgrade", kept_passphrase(step), start.path(), None);
    assert!(figures.places > 20);
}

/// Opens what a kill has left for everybody who may: how it is opened, and to what is sealed, is the same for all. Whether the ledger
/// knows of the change.
fn is_changed(folder: &Path, held: &str, place: &str) -> bool {
    let dir = folder.join("office");
    let clock = Arc::new(FixedClock::new(town::time(TODAY)));
    let rng = &mut rand::rng();
    let mut unlock =
        |passphrases: Passphrases<'_>| Office::unlock(&dir, passphrases, clock.clone(), rng);
    let both = Passphrases::of_two(PASSPHRASE, THIRD);
    let look = |office: &Office| {
        let report = office.verify(&mut |_| {}).unwrap();
        assert_eq!(report.differences, [], "{place}");
        let people = office.people().unwrap();
        let left = people.iter().any(|person| person.removed_on.is_some());
        (
            office.opening_standing().unwrap(),
            office.community().sealing_key,
            left,
        )
    };
    // Whoever opens it first puts the files in order.
    let first = unlock(PASSPHRASE.into()).or_else(|_| unlock(both)).unwrap();
    let found = look(&first);
    drop(first);
    if found.0.two_persons {
        assert!(
            unlock(PASSPHRASE.into()).is_err() && unlock(THIRD.into()).is_err(),
            "{place}"
        );
        assert_eq!(
            look(&unlock(Passphrases::of_two(THIRD, PASSPHRASE)).unwrap()),
            found,
            "{place}"
        );
    } else {
        assert_eq!(look(&unlock(PASSPHRASE.into()).unwrap()), found, "{place}");
        assert_eq!(look(&unlock(THIRD.into()).unwrap()), found, "{place}");
    }
    let leaver = unlock(LEAVER.into());
    assert_eq!(leaver.is_ok(), !found.2 && !found.0.two_persons, "{place}");
    drop(leaver);
    for file in pingyi_kit::town::files(&dir.join("people")) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let of_pair = name.contains('-') && name.contains(".toml");
        assert!(!of_pair || found.0.two_persons, "{place}: {name}");
        assert!(!found.2 || !name.contains("p2"), "{place}: {name}");
    }
    assert!(opens(folder, held), "{place}: the recovery sheet");
    found.0.renewed_on.is_some()
}

/// Kills `role` at every write in copies of `start`.
fn changed_whatever_kills_it(role: &str, start: &Path, held: &str, is_renewed: bool) {
    let (mut places, mut before) = (0, 0);
    for write in WRITES {
        for nth in 1.. {
            let folder = town::folder();
            copy(start, folder.path());
            let unhurt = killed_at(write, nth, role, folder.path());
            let place = format!("{role}, {write} {nth}");
            let changed = is_changed(folder.path(), held, &place);
            if unhurt {
                assert!(changed, "{place}");
                break;
            }
            places += 1;
            before += usize::from(!changed);
        }
    }
    eprintln!("{role}: killed at {places} writes, {before} before the ledger was told");
    assert!(places > 30 && (is_renewed || before > 10 && before < places));
}

#[test]
#[ignore = "strace; some minutes: nightly"]
fn a_renewed_opening_key_is_the_same_for_everybody_whatever_kills_it() {
    let mut town = Town::real();
    town.clock.set(town::time(TODAY));
    town.confirm();
    let rng = &mut rand::rng();
    town.office.admit_person("李明", LEAVER, rng).unwrap();
    town.office.admit_person("赵军", THIRD, rng).unwrap();
    let sheet = town.office.renew_recovery_sheet(rng).unwrap();
    let groups: Vec<&str> = sheet.groups.iter().map(|group| &**group).collect();
    let held = groups.join(" ");
    town.office.prove_recovery_sheet(&held).unwrap();
    town.office.let_go();
    let start = town::folder();
    copy(&town.settings.data_dir, start.path());
    changed_whatever_kills_it("remove", start.path(), &held, false);
    changed_whatever_kills_it("together", start.path(), &held, false);
    let clock = Arc::new(FixedClock::new(town::time(TODAY)));
    let dir = start.path().join("office");
    let mut office = Office::unlock(&dir, PASSPHRASE, clock, rng).unwrap();
    office.take_two_persons(true, rng).unwrap();
    drop(office);
    changed_whatever_kills_it("apart", start.path(), &held, true);
}
