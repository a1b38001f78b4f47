//! What a round came from is destroyed by list when its years are over: the figures and the ledger stay, and nothing of it is named
//! as a difference; what went without the list, or is not what the list says, is.

use std::fs;
use std::path::PathBuf;

use pingyi::app::AppError;
use pingyi::app::office::{BatchOutcome, Changed, Command, DestructionList, Office};
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::Lang;
use pingyi_kit::town::{PASSPHRASE, Town, copy};

use super::rounds::{archived, at, differences};

const NEW_YEAR: &str = "2038-01-01";

fn destroy(town: &mut Town, round: &str, overseers: &[&str]) -> Result<DestructionList, AppError> {
    let command = Command::Destroy {
        plan: "s6".parse().unwrap(),
        round: round.parse().unwrap(),
        overseers: overseers.iter().map(|&name| name.to_owned()).collect(),
    };
    let outcome = town.office.run(command, &mut rand::rng(), &mut |_| {})?;
    let Changed::Destroyed(list) = outcome.changed else {
        panic!("a list")
    };
    Ok(list)
}

fn refused(town: &mut Town, round: &str, overseers: &[&str]) -> (Kind, &'static str) {
    let error = destroy(town, round, overseers).unwrap_err();
    for lang in Lang::ALL {
        assert!(!error.sentence().say(lang).contains('⟦'));
    }
    (error.kind(), error.sentence().key())
}

/// The original of the round's one batch, its signature, and what is kept of it.
fn papers(town: &Town) -> [PathBuf; 3] {
    ["JSL", "SIG", "SUM"].map(|ending| {
        town.office
            .dir()
            .join(format!("batches/LOBBY1/B0000001.{ending}"))
    })
}

fn destroyed() -> Town {
    let mut town = archived();
    at(&mut town, NEW_YEAR);
    destroy(&mut town, "2026", &["王书记", "居民代表李四"]).unwrap();
    town
}

#[test]
fn figures_stay_and_originals_and_words_go() {
    let mut town = archived();
    let [original, signature, account] = papers(&town);
    assert!(original.exists() && signature.exists() && !account.exists());
    let two = ["居民代表李四", "王书记"];
    at(&mut town, "2037-12-31");
    assert_eq!(
        refused(&mut town, "2026", &two),
        (Kind::NotNow, "record-still-kept")
    );
    at(&mut town, NEW_YEAR);
    for one in [&["王书记"][..], &["王书记", " 王书记 "], &[" ", "王书记"]] {
        let said = refused(&mut town, "2026", one);
        assert_eq!(said, (Kind::Input, "app-office-overseers-missing"));
    }
    assert_eq!(refused(&mut town, "2025", &two).1, "record-round-unknown");
    // What differs is looked into before it is gone.
    let bytes = fs::read(&original).unwrap();
    fs::write(&original, &bytes[1..]).unwrap();
    assert_eq!(
        refused(&mut town, "2026", &two),
        (Kind::NotNow, "app-office-unverified")
    );
    fs::write(&original, &bytes).unwrap();
    assert!(!account.exists());

    let plan = "s6".parse().unwrap();
    let before = town.office.round(&plan, "2026".parse().ok()).unwrap();
    let tallies = format!("{:?}", town.office.tallies().unwrap());
    let list = destroy(&mut town, "2026", &two).unwrap();
    assert_eq!(list.overseers, ["居民代表李四", "王书记"]);
    assert_eq!(list.originals.len(), 1);
    assert!(!original.exists() && !signature.exists() && account.exists());
    assert_eq!(differences(&town), Vec::<String>::new());
    let report = town.office.verify(&mut |_| {}).unwrap();
    assert_eq!((report.destroyed, report.ratings), (1, 18));
    assert_eq!(format!("{:?}", town.office.tallies().unwrap()), tallies);
    let batch = town.office.batches().unwrap().remove(0);
    assert_eq!(batch.destroyed_on, NEW_YEAR.parse().ok());
    let after = town.office.round(&plan, "2026".parse().ok()).unwrap();
    assert!(before.objections[0].text.is_some());
    assert!(after.objections[0].text.is_none() && after.objections[0].answer.is_none());
    let votes = |detail: &pingyi::app::office::RoundDetail| {
        let one = detail.subjects.iter();
        let one = one.map(|one| (one.raters, one.vote.clone(), one.grade.clone()));
        one.collect::<Vec<_>>()
    };
    assert_eq!(votes(&after), votes(&before));
    assert_eq!(refused(&mut town, "2026", &two).1, "record-round-stands");
}

#[test]
fn what_was_destroyed_does_not_come_back() {
    let mut town = archived();
    let [original, signature, _] = papers(&town);
    let kept = [&original, &signature].map(|path| fs::read(path).unwrap());
    at(&mut town, NEW_YEAR);
    destroy(&mut town, "2026", &["王书记", "李四"]).unwrap();
    // By an old stick.
    let outcomes = town.load("a").devices.remove(0).batches;
    assert!(
        outcomes
            .iter()
            .all(|one| matches!(one.outcome, BatchOutcome::AlreadyPresent)),
        "{outcomes:?}"
    );
    assert!(!original.exists());
    // Killed after the ledger was told, before they went.
    for (path, bytes) in [&original, &signature].into_iter().zip(&kept) {
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(differences(&town), ["batch LOBBY1 B0000001 original"]);
    let (dir, clock) = (town.office.dir().to_owned(), town.clock.clone());
    town.office.reopen(&dir, PASSPHRASE, clock);
    assert!(!original.exists() && !signature.exists());
    assert_eq!(differences(&town), Vec::<String>::new());
}

/// Controls: without the entry, or with another account than it names, a missing original is what it always was.
#[test]
fn what_is_gone_without_the_list_is_named() {
    let town = archived();
    let [original, ..] = papers(&town);
    fs::remove_file(&original).unwrap();
    assert!(differences(&town).contains(&"batch LOBBY1 1 original".to_owned()));

    let town = destroyed();
    let [.., account] = papers(&town);
    let said = fs::read_to_string(&account).unwrap();
    let counts = said.find("\"raters\":9").unwrap();
    let mut other = said.clone();
    other.replace_range(counts..=counts + 9, "\"raters\":8");
    for other in [Some(other), Some(String::new()), None] {
        match other {
            Some(text) => fs::write(&account, text).unwrap(),
            None => fs::remove_file(&account).unwrap(),
        }
        let found = differences(&town);
        assert!(
            found.contains(&"batch LOBBY1 1 original".to_owned()),
            "{found:?}"
        );
    }
    fs::write(&account, said).unwrap();
    assert_eq!(differences(&town), Vec::<String>::new());
}

#[test]
fn a_backup_of_an_office_that_has_destroyed_is_whole() {
    let town = destroyed();
    let backup = town
        .office
        .back_up(&town.path("disk"), &mut |_| {})
        .unwrap();
    let (clock, rng) = (town.clock.clone(), &mut rand::rng());
    let at = town.path("elsewhere/office");
    let report =
        Office::verify_backup(&backup.path, &at, PASSPHRASE, clock, rng, &mut |_| {}).unwrap();
    assert_eq!((report.differences.len(), report.destroyed), (0, 1));
    let copied = town.path("copied");
    copy(town.office.dir(), &copied);
    assert!(copied.join("batches/LOBBY1/B0000001.SUM").exists());
}
