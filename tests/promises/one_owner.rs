//! The office's folder has one owner at a time, and what it keeps of a stick is what it counted.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use pingyi::app::AppError;
use pingyi::app::kiosk::Kiosk;
use pingyi::app::office::{BatchOutcome, LoadReport, Office};
use pingyi::fault::{Fault as _, Kind};
use pingyi_kit::readers::last_date;
use pingyi_kit::town::{Town, answered, copy, opinion};

/// Batches on the stick that is raced for.
const BATCHES: usize = 12;

/// This build, or another one to compare it with.
fn program() -> PathBuf {
    std::env::var_os("PINGYI_OTHER_BUILD")
        .map_or_else(|| env!("CARGO_BIN_EXE_pingyi").into(), PathBuf::from)
}

fn office(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(program())
        .args(["office", "--data"])
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn said(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{out}{err}")
}

/// A trial's town, whose passphrase costs next to nothing, and on the stick `a` batches that were not loaded yet.
fn with_batches(count: usize) -> (Town, Kiosk) {
    let town = Town::trial();
    let kiosk = town.open().unwrap();
    for batch in 0..count {
        for card in 0..6 {
            kiosk.submit(&answered(card + batch, None), true).unwrap();
        }
        town.sync(&kiosk, "a", true);
    }
    (town, kiosk)
}

fn originals(office: &Path) -> BTreeMap<String, Vec<u8>> {
    files(&office.join("batches/LOBBY1"))
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let entries = entries.map(|entry| entry.unwrap());
    entries
        .filter(|entry| entry.file_name().to_str().unwrap().starts_with('B'))
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn outcomes(report: &LoadReport) -> Vec<&BatchOutcome> {
    let batches = report.devices.iter().flat_map(|device| &device.batches);
    batches.map(|batch| &batch.outcome).collect()
}

/// Two programs load one stick, the second one `apart` later. What went wrong, if anything.
fn race(office_folder: &Path, stick: &Path, apart: Duration, faults: &mut Vec<String>) {
    // The town's day is long past for the real program: somebody types the date, which a wrong one is answered with.
    let wrong = office(
        office_folder,
        &["load", stick.to_str().unwrap(), "--date", "2099-03-01"],
    );
    let today = last_date(&said(&wrong.wait_with_output().unwrap()));
    let load = ["load", stick.to_str().unwrap(), "--date", &today];
    let first = office(office_folder, &load);
    std::thread::sleep(apart);
    let second = office(office_folder, &load);
    for child in [first, second] {
        let output = child.wait_with_output().unwrap();
        if !matches!(output.status.code(), Some(0 | 10)) {
            faults.push(format!("{apart:?}: {}", said(&output)));
        }
    }
    let output = office(office_folder, &["verify"])
        .wait_with_output()
        .unwrap();
    if output.status.code() != Some(0) {
        faults.push(format!("{apart:?}: {}", said(&output)));
    }
    // Of a stick's files the office keeps what was there, each under its own name.
    let (kept, given) = (
        originals(office_folder),
        files(&stick.join("PINGYI/FROM/LOBBY1")),
    );
    if kept != given {
        let names = given
            .iter()
            .filter(|(name, bytes)| kept.get(*name) != Some(*bytes));
        let names: Vec<&String> = names.map(|(name, _)| name).collect();
        faults.push(format!("{apart:?}: originals differ: {names:?}"));
    }
}

fn races(count: u64) {
    let (mut town, kiosk) = with_batches(BATCHES);
    drop(kiosk);
    let stick = town.path("a");
    let dir = town.office.dir().to_owned();
    assert_eq!(files(&stick.join("PINGYI/FROM/LOBBY1")).len(), 2 * BATCHES);
    town.office.summary().unwrap();
    town.office.let_go();
    let (mut faults, mut ruined) = (Vec::new(), 0);
    for number in 0..count {
        let folder = town.path("raced");
        copy(&dir, &folder);
        let before = faults.len();
        // 0 to 100 ms apart, no two neighbours alike.
        race(
            &folder,
            &stick,
            Duration::from_millis(number * 37 % 101),
            &mut faults,
        );
        ruined += usize::from(faults.len() > before);
        fs::remove_dir_all(&folder).unwrap();
    }
    eprintln!("{count} races: {ruined} went wrong");
    assert!(
        faults.is_empty(),
        "{ruined} of {count}: {}",
        faults.join("\n")
    );
}

#[test]
fn two_programs_that_load_one_stick_ruin_nothing() {
    races(40);
}

#[test]
#[ignore = "takes minutes: the same, two hundred times"]
fn two_programs_that_load_one_stick_ruin_nothing_two_hundred_times() {
    races(200);
}

#[test]
fn the_second_is_told_who_has_the_folder() {
    let (town, kiosk) = with_batches(1);
    let (office_dir, kiosk_dir) = (
        town.office.dir().to_owned(),
        town.settings.data_dir.join("trial/kiosk"),
    );
    let me = std::process::id().to_string();
    for (arguments, folder) in [
        (vec!["office", "tally", "--data"], &office_dir),
        (vec!["office", "verify", "--data"], &office_dir),
        (vec!["kiosk", "lookup", "12345", "--data"], &kiosk_dir),
    ] {
        for lang in ["zh", "en"] {
            let output = Command::new(program())
                .args(&arguments)
                .arg(folder)
                .args(["--lang", lang])
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let told = said(&output);
            assert_eq!(output.status.code(), Some(10), "{arguments:?}: {told}");
            assert!(told.contains(&me) && told.contains("20"), "{told}");
        }
    }
    let again = Office::unlock(&office_dir, "", town.clock.clone(), &mut rand::rng()).unwrap_err();
    assert_eq!(again.kind(), Kind::NotNow);
    assert!(matches!(again, AppError::InUse { .. }), "{again}");
    assert!(matches!(town.open(), Err(AppError::InUse { .. })));
    drop((town.office, kiosk));
    Office::unlock(&office_dir, "", town.clock.clone(), &mut rand::rng()).unwrap();
}

#[test]
fn a_missing_or_foreign_original_is_put_back_from_the_stick() {
    let (mut town, kiosk) = with_batches(3);
    let fresh = town.load("a");
    assert_eq!((fresh.new_batches(), fresh.refused()), (3, 0));
    let dir = town.office.dir().to_owned();
    let good = originals(&dir);
    assert_eq!(good.len(), 6);
    let kept = |name: &str| dir.join("batches/LOBBY1").join(name);
    let head = town.office.ledger_head().unwrap();
    // As the race left it: the file of one batch holds another; and one is cut short, one signature is gone.
    let foreign = &good["B0000001.JSL"];
    fs::write(kept("B0000002.JSL"), foreign).unwrap();
    fs::write(kept("B0000003.JSL"), &good["B0000003.JSL"][..900]).unwrap();
    fs::remove_file(kept("B0000003.SIG")).unwrap();
    assert!(
        !town
            .office
            .verify(&mut |_| {})
            .unwrap()
            .differences
            .is_empty()
    );
    let report = town.load("a");
    let found = outcomes(&report);
    assert!(
        matches!(
            found[..],
            [
                BatchOutcome::AlreadyPresent,
                BatchOutcome::Repaired,
                BatchOutcome::Repaired
            ]
        ),
        "{found:?}"
    );
    let mut now = originals(&dir);
    // What was there is set aside, not thrown away: it might be the only one of its batch.
    now.retain(|name, bytes| {
        let aside = name.contains(".aside-");
        if aside && name.starts_with("B0000002.JSL") {
            assert_eq!(bytes, foreign);
        }
        !aside
    });
    assert_eq!(now, good);
    assert!(
        town.office
            .verify(&mut |_| {})
            .unwrap()
            .differences
            .is_empty()
    );
    // Lost as a whole in a restore.
    fs::remove_dir_all(dir.join("batches")).unwrap();
    let report = town.load("a");
    let found = outcomes(&report);
    assert!(
        found.iter().all(|it| matches!(it, BatchOutcome::Repaired)),
        "{found:?}"
    );
    assert_eq!(originals(&dir), good);
    assert!(
        town.office
            .verify(&mut |_| {})
            .unwrap()
            .differences
            .is_empty()
    );
    assert_eq!(town.office.ledger_head().unwrap(), head);
    drop(kiosk);
}

#[test]
fn what_does_not_read_back_as_counted_is_not_noted() {
    let (mut town, kiosk) = with_batches(2);
    let dir = town.office.dir().to_owned();
    let incoming = dir.join("incoming");
    let stick = town.path("a");
    let first = stick.join("PINGYI/FROM/LOBBY1/B0000001.JSL");
    // Left by a load that was cut off: gone at the next one.
    fs::create_dir_all(&incoming).unwrap();
    fs::write(incoming.join("BATCH.JSL"), "left").unwrap();
    let mut swapped = 0;
    let mut names = Vec::new();
    let failed = town.office.load(&stick, &mut |progress| {
        // While a batch is counted, another one comes in the place of its copy.
        if progress.step.key() == "app-office-step-count" && progress.done == 0 {
            for entry in fs::read_dir(&incoming).unwrap() {
                let path = entry.unwrap().path();
                names.push(path.file_name().unwrap().to_owned());
                if names.len() > 2 && path.extension().unwrap() == "JSL" {
                    fs::remove_file(&path).unwrap();
                    fs::copy(&first, &path).unwrap();
                    swapped += 1;
                }
            }
        }
    });
    let error = failed.unwrap_err();
    assert_eq!(swapped, 1);
    assert!(
        error.sentence().key() == "app-office-original-differs",
        "{error}"
    );
    assert_eq!(error.kind(), Kind::Store);
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 4, "no name serves twice: {names:?}");
    // The one before stands, the swapped one was not noted: the next load takes it in.
    let report = town.load("a");
    let found = outcomes(&report);
    assert!(
        matches!(
            found[..],
            [BatchOutcome::AlreadyPresent, BatchOutcome::New { .. }]
        ),
        "{found:?}"
    );
    assert!(
        town.office
            .verify(&mut |_| {})
            .unwrap()
            .differences
            .is_empty()
    );
    assert_eq!(fs::read_dir(&incoming).unwrap().count(), 0);
    drop(kiosk);
}

#[test]
fn a_file_named_like_a_device_stops_itself_alone() {
    let (mut town, kiosk) = with_batches(1);
    fs::write(town.path("a/PINGYI/FROM/ABC1"), "no folder").unwrap();
    let report = town.load("a");
    assert_eq!(report.new_batches(), 1);
    assert!(report.refused() >= 1);
    kiosk.submit(&opinion("灯坏了"), false).unwrap();
}
