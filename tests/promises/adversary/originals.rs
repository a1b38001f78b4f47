//! An original that is gone covers nothing but what was counted from it: who has the files, and SQL, takes one away so that a recount
//! cannot tell, and changes what else he likes.

use pingyi::app::AppError;
use pingyi::app::office::{Command, FolderFault, OfficeError};
use pingyi::fault::Fault as _;
use pingyi_kit::attacker::office::FullOffice;
use pingyi_kit::device::{Device, Sheets};

/// The report of the round that was held, written once more.
fn report(house: &mut FullOffice) -> String {
    let _none = std::fs::remove_file(house.town.path("again.txt"));
    said(house.report())
}

fn take_away(house: &FullOffice, original: &str) {
    let path = house.folder.join("batches").join(original);
    std::fs::remove_file(path.with_extension("JSL")).unwrap();
}

/// What the office says to it: where its record differs, or the original that it wants.
fn said<T: std::fmt::Debug>(outcome: Result<T, AppError>) -> String {
    match outcome {
        Ok(_) => "done".to_owned(),
        Err(AppError::Office(OfficeError::RecordDiffers { place })) => place,
        Err(AppError::Office(OfficeError::Folder(FolderFault::OriginalGone { place }))) => {
            format!("wants {place}")
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn post(house: &mut FullOffice) -> String {
    let command = Command::PostResults {
        plan: "s1".parse().unwrap(),
        period: None,
    };
    let office = &mut house.town.office;
    said(office.run(command, &mut rand::rng(), &mut |_| {}))
}

/// A batch that nobody loaded: its acknowledgement would have the kiosk delete it.
const PLANTED: &str = "CREATE TEMP TABLE planted AS SELECT * FROM main.batch WHERE device = 'LOBBY1' AND number = 1;
    UPDATE planted SET number = 9; INSERT INTO main.batch SELECT * FROM planted; DROP TABLE planted";

#[test]
fn whichever_original_is_gone_nothing_else_is_signed_that_was_changed() {
    let mut house = FullOffice::new();
    let changes = [
        (
            "UPDATE batch SET root = zeroblob(32) WHERE device = 'LOBBY1' AND number = 3",
            "batch LOBBY1 3",
        ),
        (PLANTED, "batch LOBBY1 9"),
        (
            "UPDATE tally SET count = count - 1 WHERE plan = 's6' AND criterion = 'c1'",
            "tally s6 ",
        ),
        (
            "UPDATE device SET state = 'revoked' WHERE id = 'LOBBY1'",
            "device LOBBY1",
        ),
        (
            "UPDATE opinion_case SET due_on = '2036' || substr(due_on, 5) WHERE number = 9",
            "opinion_case 9",
        ),
    ];
    for original in ["LOBBY1/B0000002", "LOBBY1/B0000004", "OLDBOX1/B0000001"] {
        take_away(&house, original);
        for (change, place) in changes {
            house.db.execute_batch(change).unwrap();
            let found = said(house.town.pack("b"));
            assert!(found.starts_with(place), "{original}, {change}: {found}");
            house.restore();
        }
        // Receipts come of version 1 alone.
        house
            .db
            .execute_batch("INSERT INTO receipt VALUES (zeroblob(16))")
            .unwrap();
        let found = said(house.town.pack("b"));
        let is_old = original.starts_with("OLDBOX1");
        assert_eq!(
            found.starts_with("receipt 0000"),
            !is_old,
            "{original}: {found}"
        );
        house.restore();
        // More votes than the originals that are left: a pack tells of none, and no paper is signed that does.
        house
            .db
            .execute_batch(
                "UPDATE tally SET count = count + 1 WHERE plan = 's6' AND criterion = 'c1'",
            )
            .unwrap();
        assert!(report(&mut house).starts_with("wants "), "{original}");
        house.restore();
        // The control: nothing was changed, and only the figures wait that the original stands behind.
        assert_eq!(report(&mut house), "done", "{original}");
        assert!(post(&mut house).starts_with("wants "), "{original}");
        house.town.pack("b").unwrap();
        house.restore_files();
        house.unlock();
        house.keep();
    }
    // The file put back, everything goes on.
    assert_eq!(post(&mut house), "done");
}

/// An answer to a case whose words came in an original that is gone is the one that was signed, or none.
#[test]
fn an_answer_is_not_exchanged_where_the_original_of_its_case_is_gone() {
    let mut house = FullOffice::new();
    take_away(&house, "LOBBY1/B0000001");
    house.town.pack("b").unwrap();
    house.keep();
    let answered = "(SELECT min(number) FROM opinion_case WHERE reply IS NOT NULL)";
    let change = format!("UPDATE opinion_case SET reply = words WHERE number = {answered}");
    assert_eq!(house.db.execute(&change, []).unwrap(), 1);
    let found = said(house.town.pack("b"));
    assert!(found.starts_with("opinion_case "), "{found}");
    house.restore();
    assert_eq!(said(house.town.pack("b")), "done");
}

/// Somebody puts another key beside a device's name while a stick is loaded, and takes it away again: what he signed would stand in the
/// signed ledger for ever.
#[test]
fn a_key_that_is_false_only_while_a_stick_is_loaded_brings_nothing() {
    let mut house = FullOffice::new();
    let community = house.town.office.community().clone();
    let mut his = Device::new("OLDBOX1", 77, &community);
    his.number = 1;
    let stick = house.town.stick("his").root;
    std::fs::create_dir_all(his.folder(&stick)).unwrap();
    his.batch(&stick, "2026-W51", Sheets::default());
    let key = his.key.public().to_string();
    let swap = format!("UPDATE device SET signing_key = '{key}' WHERE id = 'OLDBOX1'");
    assert_eq!(house.db.execute(&swap, []).unwrap(), 1);
    let load = |house: &mut FullOffice| {
        let office = &mut house.town.office;
        office.load(&stick, &mut |_| {})
    };
    assert_eq!(said(load(&mut house)), "device OLDBOX1");
    house.restore();
    // The control: his key is not that device's, and his batch is refused for that alone.
    let report = load(&mut house).unwrap();
    assert_eq!((report.new_batches(), report.refused()), (0, 1));
    // A plan by which it would be counted.
    let plan = "UPDATE plan SET body = replace(body, '满意', '不满意') WHERE id = 's1'";
    assert!(house.db.execute(plan, []).unwrap() > 0);
    assert_eq!(said(load(&mut house)), "plan s1 1");
    house.restore();
    assert_eq!(house.found(), Vec::<String>::new());
}

/// What changes rows while they are signed is looked for then, and not when the office was opened.
#[test]
fn a_trigger_made_while_the_office_is_open_stops_what_is_signed() {
    let mut house = FullOffice::new();
    let heals = "CREATE TRIGGER heal AFTER INSERT ON pack BEGIN UPDATE notice SET body = ''; END";
    house.db.execute_batch(heals).unwrap();
    let refused = house.town.pack("b").unwrap_err();
    assert_eq!(refused.sentence().key(), "record-damaged", "{refused:?}");
    house.db.execute_batch("DROP TRIGGER heal").unwrap();
    house.town.pack("b").unwrap();
}
