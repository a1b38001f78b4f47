//! An office whose record lives in a server. Run by `tests/stock/postgres`.

use std::sync::Arc;

use pingyi::app::AppError;
use pingyi::app::office::Office;
use pingyi::record::{RecordError, ServerError};
use pingyi_kit::town::{PASSPHRASE, Town, copy};

fn refusal(unlocked: Result<Office, AppError>) -> ServerError {
    match unlocked.map(drop) {
        Err(AppError::Record(RecordError::Server(error))) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
#[ignore = "needs a server: tests/stock/postgres"]
fn an_office_finds_its_own_record_or_none() {
    let mut town = Town::real();
    let dir = town.office.dir().to_owned();
    let clock = Arc::clone(&town.clock);
    let unlock = |dir: &std::path::Path| {
        Office::unlock(dir, PASSPHRASE, Arc::clone(&clock) as _, &mut rand::rng())
    };

    // A copy of the folder is another folder; the record is the same one.
    let copied = town.path("copied");
    copy(&dir, &copied);
    let refused = refusal(unlock(&copied));
    assert!(matches!(refused, ServerError::InUse), "{refused:?}");

    let profile = dir.join("office.toml");
    let said = std::fs::read_to_string(&profile).unwrap();
    let at = |address: &str| {
        let lines = said
            .lines()
            .map(|line| match line.strip_prefix("record = ") {
                Some(_) => format!("record = {address:?}\n"),
                None => format!("{line}\n"),
            });
        let other: String = lines.collect();
        assert_ne!(other, said);
        std::fs::write(&profile, other).unwrap();
    };
    town.office.let_go();
    at(&pingyi_kit::server::record_address().unwrap());
    let refused = refusal(unlock(&dir));
    assert!(matches!(refused, ServerError::NoRecord), "{refused:?}");
    at(&format!(
        "postgres://pingyi@/postgres?host={}",
        town.path("nowhere").display()
    ));
    let refused = refusal(unlock(&dir));
    assert!(
        matches!(refused, ServerError::Unreachable { .. }),
        "{refused:?}"
    );

    // The control: its own.
    std::fs::write(&profile, &said).unwrap();
    assert!(!unlock(&dir).unwrap().ledger_head().unwrap().is_empty());
}
