//! What is signed is what the ledger and the originals tell: whoever can write to the record's file and knows no passphrase changes it
//! while a clerk posts, reports or makes a pack, and puts it back at once.

use pingyi::app::AppError;
use pingyi::app::office::{Command, OfficeError};
use pingyi_kit::attacker::forger;
use pingyi_kit::attacker::office::FullOffice;

/// Somebody changes the counts while a clerk posts the results, and puts them back: nothing false is posted, and what is posted
/// stays under the office's signature.
#[test]
fn figures_that_are_false_only_while_a_notice_is_posted_are_not_signed() {
    let mut house = FullOffice::new();
    let one = "plan = 's1' AND criterion = (SELECT min(criterion) FROM tally WHERE plan = 's1')
               AND period = (SELECT max(period) FROM tally)";
    let pick = |at: usize| {
        format!("(SELECT answer FROM tally WHERE {one} ORDER BY answer LIMIT 1 OFFSET {at})")
    };
    let moved = |from: &str, to: &str| {
        format!(
            "UPDATE tally SET count = count - 1 WHERE {one} AND answer = {from};
             UPDATE tally SET count = count + 1 WHERE {one} AND answer = {to};"
        )
    };
    house.db.execute_batch(&moved(&pick(0), &pick(1))).unwrap();
    let place = differs(post(&mut house));
    assert!(place.starts_with("tally s1 "), "{place}");
    house.db.execute_batch(&moved(&pick(1), &pick(0))).unwrap();
    // The control: the same clerk, the same minute, honest counts.
    post(&mut house).unwrap();
    let notice = house.town.office.notices().unwrap().pop().unwrap();
    assert!(house.adds_up());
    // He who has no passphrase cannot put the right digest there either: it is signed.
    let db = &house.db;
    let (number, event): (i64, String) = db
        .query_row(
            "SELECT number, event FROM ledger ORDER BY number DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let event = event.replace(r#""on":"2026-12-21""#, r#""on":"2026-12-22""#);
    assert!(event.contains(r#""kind":"figures-posted""#) && event.contains("12-22"));
    db.execute(
        "UPDATE ledger SET event = ?1 WHERE number = ?2",
        (event, number),
    )
    .unwrap();
    forger::chain_anew(db);
    let found = house.found();
    let signature = format!("notice {} signature", notice.number);
    assert!(found.contains(&signature), "{found:?}");
}

/// The results of S1, as the window and the command line post them.
fn post(house: &mut FullOffice) -> Result<(), AppError> {
    let command = Command::PostResults {
        plan: "s1".parse().unwrap(),
        period: None,
    };
    let outcome = house
        .town
        .office
        .run(command, &mut rand::rng(), &mut |_| {});
    outcome.map(drop)
}

/// Where the record was found to differ when something was to be signed.
fn differs(refused: Result<(), AppError>) -> String {
    let Err(AppError::Office(OfficeError::RecordDiffers { place })) = refused else {
        panic!("{refused:?}");
    };
    place
}

/// States, last days, receipts, devices, batches: what a pack tells is what the ledger and the originals tell.
#[test]
fn rows_that_are_false_only_while_a_pack_is_made_or_a_report_written_are_not_signed() {
    let mut house = FullOffice::new();
    for (change, place) in [
        (
            "UPDATE opinion_case SET due_on = '2036' || substr(due_on, 5) WHERE number = 2",
            "opinion_case 2",
        ),
        (
            "UPDATE opinion_case SET status = (SELECT status FROM opinion_case WHERE number = 1) WHERE number = 9",
            "opinion_case 9",
        ),
        (
            "INSERT INTO receipt VALUES (zeroblob(16))",
            "receipt 00000000000000000000000000000000",
        ),
        (
            "UPDATE device SET signing_key = (SELECT signing_key FROM device WHERE id = 'OLDBOX1') WHERE id = 'LOBBY1'",
            "device LOBBY1",
        ),
        (
            "UPDATE batch SET root = zeroblob(32) WHERE device = 'OLDBOX1'",
            "batch OLDBOX1 1",
        ),
        (
            "UPDATE round_subject SET told_on = '2026-09-01' WHERE subject = 's1'",
            "round_subject s6 2026 s1",
        ),
    ] {
        assert_eq!(house.db.execute(change, []).unwrap(), 1, "{change}");
        assert_eq!(differs(house.town.pack("b").map(drop)), place, "{change}");
        assert_eq!(differs(house.report()), place, "{change}");
        house.restore();
        assert!(house.adds_up(), "{change}");
    }
    // The control.
    house.town.pack("b").unwrap();
    house.report().unwrap();
}

/// An original that is gone is named, and the rest of the office goes on: a pack that can be made no more would harm more people
/// than whoever took the file.
#[test]
fn a_pack_is_made_where_an_original_is_gone() {
    let mut house = FullOffice::new();
    let original = house.folder.join("batches/OLDBOX1/B0000001.JSL");
    std::fs::remove_file(&original).unwrap();
    assert!(
        house
            .found()
            .contains(&"batch OLDBOX1 1 original".to_owned())
    );
    house.town.pack("b").unwrap();
    house
        .db
        .execute_batch("UPDATE notice SET body = body || '!' WHERE number = 1")
        .unwrap();
    assert_eq!(differs(house.town.pack("b").map(drop)), "notice 1");
}

/// Who can write to the record's file and knows no passphrase shall not have his words signed by a clerk who does, even where he puts
/// everything back at once.
#[test]
fn texts_that_are_false_only_while_a_pack_is_made_are_not_signed() {
    let mut house = FullOffice::new();
    for (change, back, place) in [
        (
            "UPDATE notice SET body = body || '!' WHERE number = 1",
            "UPDATE notice SET body = substr(body, 1, length(body) - 1) WHERE number = 1",
            "notice 1",
        ),
        (
            "UPDATE plan SET body = replace(replace(replace(body, '不满意', '☐'), '满意', '不满意'), '☐', '满意') WHERE id = 's1'",
            "UPDATE plan SET body = replace(replace(replace(body, '不满意', '☐'), '满意', '不满意'), '☐', '满意') WHERE id = 's1'",
            "plan s1 1",
        ),
        (
            "UPDATE ledger SET event = replace(event, 'posted', 'postet') WHERE event LIKE '%notice-posted%'",
            "UPDATE ledger SET event = replace(event, 'postet', 'posted') WHERE event LIKE '%notice-postet%'",
            "ledger",
        ),
    ] {
        house.db.execute_batch(change).unwrap();
        let refused = house.town.pack("b");
        house.db.execute_batch(back).unwrap();
        let found = differs(refused.map(drop));
        assert!(found.starts_with(place), "{found}");
        assert!(house.adds_up(), "{change}");
    }
    // The control: the pack of an honest record is made, and a record that heals itself is not opened.
    house.town.pack("b").unwrap();
    let heals = "CREATE TRIGGER heal AFTER INSERT ON pack BEGIN UPDATE notice SET body = ''; END";
    house.db.execute_batch(heals).unwrap();
    let path = house.town.office.dir().join("office.db");
    let opened = pingyi::record::Record::open(&path, &pingyi_kit::server::sealer);
    assert!(opened.is_err_and(|error| error.is_damage()));
}
