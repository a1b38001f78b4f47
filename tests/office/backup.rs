//! A backup holds everything and nothing in the clear, is checked by stock tools, and is put back whole or not at all.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use pingyi::app::AppError;
use pingyi::app::office::{BackupReport, Office, RestoreReport};
use pingyi::fault::{Fault as _, Kind};
use pingyi::record::Body;
use pingyi_kit::town::{PASSPHRASE, Town, copy, opinion, rating};

const WORDS: &str = "三号楼的灯坏了";
const REPLY: &str = "已经换好了新灯";

/// An office that has done everything once: a batch of words, one of ratings, an answer, a pack.
fn worked() -> Town {
    let mut town = Town::real();
    let kiosk = town.paired();
    kiosk.submit(&opinion(WORDS), true).unwrap();
    for _ in 0..5 {
        kiosk.submit(&rating(), false).unwrap();
    }
    town.sync(&kiosk, "a", false);
    town.load("a");
    let case = town.office.cases().unwrap()[0].number;
    town.office.reply(case, REPLY).unwrap();
    town.pack("a").unwrap();
    town
}

fn backed_up(town: &Town) -> BackupReport {
    let place = town.path("disk");
    town.office.back_up(&place, &mut |_| {}).unwrap()
}

fn restore(town: &Town, backup: &Path, dir: &Path) -> Result<RestoreReport, AppError> {
    let clock = town.clock.clone();
    let rng = &mut rand::rng();
    Office::restore(backup, dir, PASSPHRASE, clock, rng, &mut |_| {})
}

fn check(town: &Town, backup: &Path) -> Result<usize, AppError> {
    let (clock, dir) = (town.clock.clone(), town.path("elsewhere/office"));
    let rng = &mut rand::rng();
    let report = Office::verify_backup(backup, &dir, PASSPHRASE, clock, rng, &mut |_| {})?;
    assert!(!town.path("elsewhere/office.check").exists());
    Ok(report.differences.len())
}

/// Every file below a folder, by its path there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        for entry in fs::read_dir(&path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
                found.insert(name.to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_backup_is_everything_sealed_and_private_and_stock_tools_check_it() {
    let town = worked();
    let made = backed_up(&town);
    assert_eq!(made.ledger_head, town.office.ledger_head().unwrap());
    let held = files(&made.path);
    assert_eq!(held.len() as u64, made.files + 2);
    let own = files(&town.at_office("."));
    for (name, bytes) in &own {
        if !name.starts_with("office.db") && !["LOCK", "backup.day"].contains(&name.as_str()) {
            assert!(held.get(name) == Some(bytes), "{name}");
        }
    }
    assert!(held.contains_key("office.db") && held.contains_key("people/recovery.toml"));
    let paper = town.path("data/office-recovery.html");
    assert!(paper.exists() && !held.keys().any(|name| name.contains(".html")));
    for (name, bytes) in &held {
        for words in [WORDS, REPLY] {
            let shown = bytes
                .windows(words.len())
                .any(|part| part == words.as_bytes());
            assert!(!shown, "{words} in {name}");
        }
        let mode = fs::metadata(made.path.join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    for folder in ["", "people", "batches", "batches/LOBBY1"] {
        let mode = fs::metadata(made.path.join(folder))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700, "{folder}");
    }
    let stock = |folder: &Path| {
        let checked = Command::new("sha256sum")
            .args(["-c", "--quiet", "--strict", "SHA256SUMS"])
            .current_dir(folder)
            .output()
            .unwrap();
        checked.status.success()
    };
    assert!(stock(&made.path));
    let spoilt = town.path("spoilt");
    copy(&made.path, &spoilt);
    fs::write(spoilt.join("OFFICE.PUB"), "x").unwrap();
    assert!(!stock(&spoilt), "the control");
    assert_eq!(check(&town, &made.path).unwrap(), 0);
    assert_eq!(files(&made.path), held, "checking leaves it as it was");
    // Another of the same day has a name of its own, and the first stays.
    let second = backed_up(&town);
    assert_ne!(second.path, made.path);
    assert_eq!(files(&made.path), held);
}

#[test]
fn an_office_that_is_put_back_goes_on_and_says_so() {
    let mut town = worked();
    let made = backed_up(&town);
    let before = town.office.cases().unwrap();
    let pack = town.office.summary().unwrap().last_pack.unwrap();
    // What was done after it is gone, and the program that did it too.
    town.office.post_notice("通知", "周日来水。").unwrap();
    town.office.let_go();
    fs::rename(town.at_office(""), town.path("broken")).unwrap();
    let dir = town.settings.data_dir.join("office");
    let report = restore(&town, &made.path, &dir).unwrap();
    assert_eq!((report.files, report.made_on), (made.files, made.made_on));
    assert_eq!(report.verified.differences, []);
    assert_eq!(report.verified.ledger_head, made.ledger_head);
    town.office.reopen(&dir, PASSPHRASE, town.clock.clone());
    // Whoever was removed since works here again, and it is said.
    let people = town.office.people().unwrap().into_iter();
    assert!(people.map(|person| person.name).eq(report.people));
    assert_eq!(town.office.cases().unwrap().len(), before.len());
    assert_eq!(town.office.cases().unwrap()[0].number, before[0].number);
    let case = town.office.case(before[0].number).unwrap();
    assert_eq!((&*case.text, case.reply.as_deref()), (WORDS, Some(REPLY)));
    assert_eq!(town.office.notices().unwrap().len(), 0);
    assert_eq!(town.office.verify(&mut |_| {}).unwrap().differences, []);
    let next = town.pack("a").unwrap();
    assert_eq!(next.number.0, pack.0 + 1);
    let mode = fs::metadata(&dir).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let record = town.record();
    let told = record
        .ledger()
        .unwrap()
        .into_iter()
        .filter_map(|entry| entry.parsed());
    let told: Vec<Body> = told
        .map(|event| event.body)
        .filter(|body| matches!(body, Body::Restored { .. }))
        .collect();
    let [Body::Restored { entries, head }] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(head.to_string(), made.ledger_head);
    assert_eq!(*entries, report.verified.ledger_entries);
}

#[test]
fn nothing_is_put_over_an_office() {
    let mut town = worked();
    let made = backed_up(&town);
    town.office.let_go();
    let dir = town.settings.data_dir.join("office");
    let before = files(&dir);
    let refused = restore(&town, &made.path, &dir).unwrap_err();
    assert_eq!(refused.kind(), Kind::NotNow);
    assert_eq!(files(&dir), before);
    // Nor over what is left of one.
    fs::remove_file(dir.join("office.toml")).unwrap();
    let refused = restore(&town, &made.path, &dir).unwrap_err();
    assert_eq!(refused.kind(), Kind::NotNow);
    assert!(dir.join("office.db").exists());
    let wrong = Office::restore(
        &made.path,
        &town.path("new/office"),
        "not the passphrase",
        town.clock.clone(),
        &mut rand::rng(),
        &mut |_| {},
    );
    assert_eq!(wrong.unwrap_err().kind(), Kind::Secret);
    assert_eq!(fs::read_dir(town.path("new")).unwrap().count(), 0);
}

#[test]
fn a_backup_that_was_cut_or_changed_is_named_and_nothing_is_put_back() {
    let town = worked();
    let made = backed_up(&town);
    let dir = town.path("new/office");
    let tried = |spoil: &dyn Fn(&Path)| {
        let spoilt = town.path("spoilt");
        copy(&made.path, &spoilt);
        spoil(&spoilt);
        let restored = restore(&town, &spoilt, &dir).unwrap_err();
        let checked = check(&town, &spoilt).unwrap_err();
        assert_eq!(restored.to_string(), checked.to_string());
        assert_eq!(fs::read_dir(town.path("new")).unwrap().count(), 0);
        fs::remove_dir_all(&spoilt).unwrap();
        restored
    };
    for name in files(&made.path).keys() {
        let listed = !name.starts_with("SHA256SUMS");
        let gone = tried(&|spoilt| fs::remove_file(spoilt.join(name)).unwrap());
        let expected = if listed { Kind::Store } else { Kind::NotFound };
        assert_eq!(gone.kind(), expected, "without {name}");
        assert!(
            !listed || gone.to_string().contains(name.as_str()),
            "{gone}"
        );
        let cut = tried(&|spoilt| {
            let bytes = fs::read(spoilt.join(name)).unwrap();
            fs::write(spoilt.join(name), &bytes[..bytes.len() - 1]).unwrap();
        });
        assert!(
            matches!(cut.kind(), Kind::Store | Kind::Refused),
            "{name}: {cut}"
        );
        let changed = tried(&|spoilt| {
            let mut bytes = fs::read(spoilt.join(name)).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(spoilt.join(name), bytes).unwrap();
        });
        let kinds = [Kind::Store, Kind::Refused, Kind::NotFound];
        assert!(kinds.contains(&changed.kind()), "{name}: {changed}");
    }
    // Somebody who knows the format, and has no key: the list fits again.
    let forged = tried(&|spoilt| {
        fs::write(spoilt.join("OFFICE.PUB"), "x").unwrap();
        relist(spoilt);
    });
    assert_eq!(forged.kind(), Kind::Refused);
    let left_out = tried(&|spoilt| {
        fs::remove_file(spoilt.join("batches/LOBBY1/B0000001.JSL")).unwrap();
        relist(spoilt);
    });
    assert_eq!(left_out.kind(), Kind::Refused);
    // What lies beside is not put back.
    let beside = town.path("beside");
    copy(&made.path, &beside);
    fs::write(beside.join("Thumbs.db"), "x").unwrap();
    restore(&town, &beside, &dir).unwrap();
    assert!(!dir.join("Thumbs.db").exists());
}

/// Writes the list anew, as `sha256sum` does.
fn relist(folder: &Path) {
    let mut names: Vec<String> = files(folder).into_keys().collect();
    names.retain(|name| !name.starts_with("SHA256SUMS"));
    names.sort();
    let sums = Command::new("sha256sum")
        .args(&names)
        .current_dir(folder)
        .output()
        .unwrap();
    fs::write(folder.join("SHA256SUMS"), sums.stdout).unwrap();
}

#[test]
fn an_interrupted_backup_is_none_and_the_next_one_clears_it() {
    let town = worked();
    let made = backed_up(&town);
    let mut part = made.path.clone().into_os_string();
    part.push(".part");
    let part = PathBuf::from(part);
    copy(&made.path, &part);
    fs::remove_file(part.join("SHA256SUMS.SIG")).unwrap();
    assert_eq!(check(&town, &part).unwrap_err().kind(), Kind::NotFound);
    backed_up(&town);
    assert!(!part.exists() && made.path.exists());
    let inside = town.office.back_up(&town.at_office("backups"), &mut |_| {});
    assert_eq!(inside.unwrap_err().kind(), Kind::Input);
}

#[test]
fn a_backup_of_another_office_is_opened_by_its_own_passphrase_only_and_links_are_not_followed() {
    let town = worked();
    let link = town.at_office("batches/LOBBY1/B0000009.JSL");
    std::os::unix::fs::symlink("/etc/hostname", &link).unwrap();
    let refused = town
        .office
        .back_up(&town.path("disk"), &mut |_| {})
        .unwrap_err();
    assert_eq!(refused.kind(), Kind::Store);
    assert_eq!(fs::read_dir(town.path("disk")).unwrap().count(), 0);
    fs::remove_file(&link).unwrap();
    let made = backed_up(&town);
    let named = made.path.join("OFFICE.PUB");
    let bytes = fs::read(&named).unwrap();
    fs::remove_file(&named).unwrap();
    let elsewhere = town.path("same");
    fs::write(&elsewhere, bytes).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &named).unwrap();
    assert_eq!(check(&town, &made.path).unwrap_err().kind(), Kind::Store);
}

#[test]
fn the_days_since_the_last_backup_are_known() {
    let town = Town::office_alone("2026-09-17T10:00:00");
    let standing = |town: &Town| {
        let standing = town.office.backup_standing().unwrap();
        (
            standing.last.map(|day| day.to_string()),
            standing.quiet_days,
        )
    };
    town.clock
        .set(pingyi_kit::town::time("2026-09-25T10:00:00"));
    assert_eq!(standing(&town), (None, 8));
    backed_up(&town);
    town.clock
        .set(pingyi_kit::town::time("2026-09-28T10:00:00"));
    assert_eq!(standing(&town), (Some("2026-09-25".to_owned()), 3));
    // Nobody vouches for that file: without it, and with another text in it, the reminder comes too early.
    fs::write(town.at_office("backup.day"), "yesterday").unwrap();
    assert_eq!(standing(&town), (None, 11));
}

/// Somebody leaves and the key is renewed: the backup of before opens nothing that comes after, and the office says so until the next.
#[test]
fn a_backup_of_before_a_renewed_key_is_said_to_lack_it() {
    let mut town = worked();
    let lacks = |town: &Town| town.office.backup_standing().unwrap().lacks_key;
    assert!(!lacks(&town), "no backup at all is another reminder's");
    let rng = &mut rand::rng();
    let leaver = town
        .office
        .admit_person("李明", "hupa wiso tena mibo gadu refi", rng);
    backed_up(&town);
    assert!(!lacks(&town));
    town.office
        .remove_person(&leaver.unwrap().person, rng)
        .unwrap();
    assert!(lacks(&town), "on the same day");
    // An earlier program noted the day alone.
    let day = fs::read_to_string(town.at_office("backup.day")).unwrap();
    let day = day.split(' ').next().unwrap();
    fs::write(town.at_office("backup.day"), format!("{day}\n")).unwrap();
    assert!(lacks(&town));
    backed_up(&town);
    assert!(!lacks(&town));
}
