//! Words leave at every sync, ratings when their round has ended and in company, by the rule alone: no hook of the tests ends a
//! round here (protocol §2; faults A4, A5, A8).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use pingyi::app::AppError;
use pingyi::app::kiosk::{ClockCheck, Kiosk, PackStep, SyncReport};
use pingyi::app::office::BatchOutcome;
use pingyi::courier::batch::{BatchHeader, BatchReader, BatchWriter, ExpectedBatch};
use pingyi::courier::keys::SigningKey;
use pingyi::courier::seal::{seal_opinion, seal_rating};
use pingyi::domain::batch::{BatchCounts, BatchFacts, MixedFacts, RoundFacts};
use pingyi::domain::card::{Card, ReplyTo};
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::{BatchNumber, ReplyKey, Tag};
use pingyi_kit::town::{self, Town};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

/// A town whose real kiosk knows no hook.
pub fn paired() -> (Town, Kiosk) {
    let mut town = Town::real();
    drop(town.paired());
    let kiosk = ruled(&town, 5);
    (town, kiosk)
}

fn ruled(town: &Town, seed: u64) -> Kiosk {
    let mut parts = town.parts();
    (parts.ends_rounds, parts.seed) = (false, Some(seed));
    Kiosk::open_with(&town.settings, town.clock.clone(), parts).unwrap()
}

pub fn on(town: &Town, day: &str) {
    town.clock.set(town::time(&format!("{day}T10:00:00")));
}

/// A week of the office: the stick comes, is loaded, and goes back with a pack.
pub fn carried(town: &mut Town, kiosk: &Kiosk) -> SyncReport {
    let report = town.weekly_sync(kiosk, "a");
    town.confirm();
    town.load("a");
    town.pack("a").unwrap();
    report
}

/// The header of a batch on the stick, read by its public key.
fn header(town: &Town, number: u32) -> BatchHeader {
    let stem = town
        .path("a")
        .join(format!("PINGYI/FROM/LOBBY1/B{number:07}"));
    let key = std::fs::read_to_string(town.settings.kiosk_dir().join("device.key")).unwrap();
    let key = SigningKey::from_minisign_text(&key).unwrap().public();
    let signature = std::fs::read_to_string(stem.with_extension("SIG")).unwrap();
    let file = std::fs::File::open(stem.with_extension("JSL")).unwrap();
    let expected = ExpectedBatch {
        community: &town.office.community().id,
        device: None,
        number: None,
    };
    let reader = BatchReader::open(file, &signature, &expected, |_| Some(key)).unwrap();
    reader.header().clone()
}

fn round(town: &Town, number: u32) -> RoundFacts {
    match header(town, number).facts {
        BatchFacts::Ratings(_, round) => round,
        other => panic!("{other:?}"),
    }
}

/// What the office counted, by period.
pub fn periods(town: &Town) -> BTreeMap<String, u64> {
    let tallies = town.office.tallies().unwrap();
    let raters = |tally: &pingyi::app::office::PlanTally| -> u64 {
        tally
            .subjects
            .iter()
            .map(|subject| subject.full.raters)
            .sum()
    };
    tallies
        .iter()
        .map(|tally| (tally.period.clone(), raters(tally)))
        .collect()
}

pub fn submit(kiosk: &Kiosk, card: &Card, times: usize) {
    for _ in 0..times {
        kiosk.submit(card, false).unwrap();
    }
}

pub fn hand_in(kiosk: &Kiosk, cards: usize) {
    submit(kiosk, &town::rating(), cards);
}

/// Brings the second revision of S1 to the kiosk; a card of it.
pub fn revised(town: &mut Town, kiosk: &Kiosk, toml: &str) -> Card {
    town.office.add_plan(toml).unwrap();
    town.pack("a").unwrap();
    carried(town, kiosk);
    let mut card = town::rating();
    card.revision.0 = 2;
    card
}

pub fn stored(town: &Town, what: &str) -> i64 {
    let store = Connection::open(town.settings.kiosk_dir().join("box.db")).unwrap();
    store.query_row(what, [], |row| row.get(0)).unwrap()
}

#[test]
fn ratings_leave_with_the_first_sync_after_their_month_and_count_in_it() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 6);
    kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    // Whoever asks for it: a real kiosk's rounds end when their days are over.
    for day in ["2026-09-17", "2026-09-24", "2026-09-30"] {
        on(&town, day);
        let report = kiosk.sync(&town.stick("a"), true, &mut |_| {}).unwrap();
        assert!(report.closed.is_empty(), "{day}");
        assert_eq!(
            report.waiting[0].last,
            "2026-09-30".parse::<NaiveDate>().unwrap()
        );
    }
    hand_in(&kiosk, 1);
    on(&town, "2026-10-01");
    let report = carried(&mut town, &kiosk);
    assert_eq!(report.closed.len(), 1);
    assert_eq!(
        (
            report.closed[0].round.to_string().as_str(),
            report.waiting.len()
        ),
        ("2026-09", 0)
    );
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 7)]));
    let told = round(&town, 2);
    assert_eq!(
        (told.submitted, told.issued, told.abandoned),
        (7, 5, 0),
        "begun in fives"
    );
    assert_eq!(
        (told.channel, told.carried_over, told.withheld),
        (Channel::Kiosk, false, false)
    );
    // Words go alone, and tell nothing but the day and what the kiosk has read.
    let words = header(&town, 1);
    let BatchFacts::Words(closed) = words.facts else {
        panic!("{words:?}")
    };
    assert_eq!(closed.closed_on, "2026-09-17".parse::<NaiveDate>().unwrap());
    assert_eq!(closed.seen.unwrap().pack.0, 1);
    let differences = town.office.verify(&mut |_| {}).unwrap().differences;
    assert!(differences.is_empty(), "{differences:?}");
}

#[test]
fn too_few_join_the_next_month_and_are_said_to() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 4);
    on(&town, "2026-10-01");
    let report = carried(&mut town, &kiosk);
    assert!(report.closed.is_empty() && report.words.is_none());
    assert_eq!(report.waiting[0].round.to_string(), "2026-10");
    hand_in(&kiosk, 1);
    on(&town, "2026-11-02");
    carried(&mut town, &kiosk);
    let told = round(&town, 1);
    assert_eq!(
        (told.key.round.to_string().as_str(), told.submitted),
        ("2026-10", 5)
    );
    assert!(told.carried_over && !told.withheld);
    assert_eq!(periods(&town), BTreeMap::from([("2026-10".to_owned(), 5)]));
    assert_eq!(said_of_few(&mut town), (true, false));
}

/// Whether the notice of the results says that some waited for company, and that some were withheld; a recount makes it again.
fn said_of_few(town: &mut Town) -> (bool, bool) {
    town.confirm();
    let plan = "s1".parse().unwrap();
    let body = town.office.post_results(&plan, None).unwrap().body;
    let differences = town.office.verify(&mut |_| {}).unwrap().differences;
    assert!(differences.is_empty(), "{differences:?}");
    (
        body.contains("含此前不足 5 份、顺延到这一次的评议。"),
        body.contains("另有对同一对象不足 5 份的没有统计，以免被辨认。"),
    )
}

/// What a plan's end withholds at one device stands on the notice beside the figures of another.
#[test]
fn what_is_withheld_stands_on_the_notice() {
    for (few, said) in [(3, true), (0, false)] {
        let (mut town, one) = paired();
        drop(town.paired_as("LOBBY2"));
        let mut parts = town.parts();
        (parts.ends_rounds, parts.seed) = (false, Some(6));
        let settings = pingyi::app::settings::Settings {
            data_dir: town.path("data-LOBBY2"),
            device: "LOBBY2".parse().unwrap(),
            ..town.settings.clone()
        };
        let two = Kiosk::open_with(&settings, town.clock.clone(), parts).unwrap();
        town.office.add_plan(&ending()).unwrap();
        town.pack("a").unwrap();
        for kiosk in [&one, &two] {
            town.weekly_sync(kiosk, "a");
        }
        let mut card = town::rating();
        card.revision.0 = 2;
        submit(&one, &card, 6);
        submit(&two, &card, few);
        on(&town, "2026-10-01");
        for kiosk in [&one, &two] {
            town.weekly_sync(kiosk, "a");
        }
        town.confirm();
        town.load("a");
        assert_eq!(periods(&town).values().sum::<u64>(), 6);
        assert_eq!(said_of_few(&mut town), (false, said));
    }
}

/// The plan of S1 as the office may change it.
fn changed(change: &[(&str, &str)]) -> String {
    let mut text = include_str!("../../assets/plans/s1.toml").to_owned();
    for (from, to) in change {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text
}

/// The plan whose last day is near.
fn ending() -> String {
    changed(&[
        ("revision = 1", "revision = 2"),
        (
            "cadence = \"always\"",
            "cadence = \"always\"\ncloses = 2026-09-30",
        ),
    ])
}

#[test]
fn too_few_at_a_plans_end_are_withheld_said_and_destroyed() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 3);
    town.office.add_plan(&ending()).unwrap();
    town.pack("a").unwrap();
    assert!(matches!(
        carried(&mut town, &kiosk).pack,
        PackStep::Imported { .. }
    ));
    on(&town, "2026-10-01");
    let report = carried(&mut town, &kiosk);
    assert!(report.closed[0].withheld && report.waiting.is_empty());
    let told = round(&town, 1);
    assert!(told.withheld);
    assert_eq!(told.submitted, 0, "three cards would be three withheld");
    assert!(
        periods(&town).is_empty(),
        "fewer than five are counted nowhere"
    );
    assert_eq!(
        stored(&town, "SELECT count(*) FROM rating"),
        3,
        "until it is acknowledged"
    );
    on(&town, "2026-10-08");
    carried(&mut town, &kiosk);
    assert_eq!(stored(&town, "SELECT count(*) FROM rating"), 0);
    assert_eq!(stored(&town, "SELECT count(*) FROM round"), 0);
}

/// A4: an insider plants a revision that asks something else after the fourth card, so that the fifth would leave alone with
/// cards of his own.
#[test]
fn a_planted_revision_isolates_nobody() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 4);
    let planted = changed(&[
        ("revision = 1", "revision = 2"),
        ("smallest_crowd = 5", "smallest_crowd = 1"),
        ("id = \"fair\"", "id = \"soso\""),
    ]);
    let card = revised(&mut town, &kiosk, &planted);
    // What four have answered is asked until their round is over.
    hand_in(&kiosk, 1);
    on(&town, "2026-10-01");
    carried(&mut town, &kiosk);
    let former = BTreeMap::from([("2026-09".to_owned(), 5)]);
    assert_eq!(periods(&town), former);
    carried(&mut town, &kiosk);
    // The two wait for company, whatever the plan says of a crowd of one.
    submit(&kiosk, &card, 2);
    on(&town, "2026-11-02");
    let report = carried(&mut town, &kiosk);
    assert_eq!((report.closed.len(), periods(&town)), (0, former));
    submit(&kiosk, &card, 3);
    on(&town, "2026-12-01");
    carried(&mut town, &kiosk);
    assert_eq!(periods(&town)["2026-11"], 5);
}

/// A mended name is the same question: nobody waits longer for it, and the counts stay together (D6).
#[test]
fn a_mended_name_splits_nothing() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 3);
    let mended = changed(&[("revision = 1", "revision = 2"), ("zh = \"", "zh = \"新")]);
    let card = revised(&mut town, &kiosk, &mended);
    submit(&kiosk, &card, 2);
    on(&town, "2026-10-01");
    carried(&mut town, &kiosk);
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 5)]));
}

/// Whatever the clock is set to, a round that has left takes no card any more.
#[test]
fn a_closed_round_is_never_opened_again() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 5);
    on(&town, "2026-10-01");
    carried(&mut town, &kiosk);
    on(&town, "2026-09-20");
    hand_in(&kiosk, 5);
    let waiting = kiosk.status().unwrap().waiting;
    assert_eq!(waiting[0].round.to_string(), "2026-10");
    on(&town, "2026-10-02");
    assert!(carried(&mut town, &kiosk).closed.is_empty());
}

/// B5: one evening with the clock in 2036 must not keep ratings until then.
#[test]
fn a_wrong_clock_puts_no_card_into_a_far_round() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 3);
    on(&town, "2036-01-15");
    hand_in(&kiosk, 2);
    // Nor does it end the rounds that run.
    assert!(town.weekly_sync(&kiosk, "a").closed.is_empty());
    on(&town, "2026-09-20");
    let waiting = kiosk.status().unwrap().waiting;
    assert_eq!(
        (waiting.len(), waiting[0].round.to_string().as_str()),
        (1, "2026-09")
    );
    on(&town, "2026-10-01");
    carried(&mut town, &kiosk);
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 5)]));
}

/// A battery that is dead: the clock begins in 1970, before the first day of a plan, and staff set it by hand.
#[test]
fn a_clock_that_was_never_set_closes_no_plan_and_staff_set_it() {
    let (mut town, kiosk) = paired();
    let opens = changed(&[
        ("revision = 1", "revision = 2"),
        (
            "cadence = \"always\"",
            "cadence = \"always\"\nopens = 2026-09-01",
        ),
    ]);
    let card = revised(&mut town, &kiosk, &opens);
    town.clock.set(town::time("1970-01-01T00:05:00"));
    assert!(kiosk.plans().iter().any(|plan| plan.id == card.plan));
    submit(&kiosk, &card, 5);
    let is_right = |kiosk: &Kiosk| kiosk.status().unwrap().clock == ClockCheck::Plausible;
    assert!(!is_right(&kiosk));
    for refused in ["2026-09-16T10:00:00", "2027-01-30T10:00:00"] {
        let error = kiosk.set_clock(town::time(refused)).unwrap_err();
        assert!(matches!(error, AppError::ClockRefused { .. }), "{error}");
    }
    kiosk.set_clock(town::time("2026-10-01T10:00:00")).unwrap();
    assert!(is_right(&kiosk));
    // The program starts again, and the computer has not: the clock goes on.
    drop(kiosk);
    let kiosk = ruled(&town, 7);
    assert!(is_right(&kiosk));
    // Who has the PIN ends no round by it, and the office hears that the machine needs a visit.
    assert!(town.weekly_sync(&kiosk, "a").closed.is_empty());
    // Somebody mends the computer's own clock: it is believed again, and nothing is added to it.
    drop(kiosk);
    on(&town, "2026-10-01");
    let kiosk = ruled(&town, 8);
    assert!(is_right(&kiosk));
    assert_eq!(town.weekly_sync(&kiosk, "a").closed.len(), 1);
    town.confirm();
    town.load("a");
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 5)]));
}

/// A resident who was offered a plan is not refused at the end for the sake of the clock.
#[test]
fn a_plan_that_is_offered_takes_its_card_whatever_the_clock_says() {
    let (mut town, kiosk) = paired();
    let january = changed(&[
        ("revision = 1", "revision = 2"),
        ("cadence = \"always\"", "cadence = \"months\"\nmonths = [1]"),
    ]);
    let card = revised(&mut town, &kiosk, &january);
    assert!(kiosk.submit(&card, false).is_err(), "not in September");
    on(&town, "2036-01-15");
    assert!(kiosk.plans().iter().any(|plan| plan.id == card.plan));
    submit(&kiosk, &card, 1);
}

/// B2: a batch that answers a plan which the office does not have is not taken in, hence not acknowledged; and counts when the
/// plan has come.
#[test]
fn a_batch_of_an_unknown_plan_waits_for_it() {
    let (mut town, kiosk) = paired();
    hand_in(&kiosk, 5);
    let before = town.path("backup");
    let office = town.settings.data_dir.join("office");
    town.office.let_go();
    town::copy(&office, &before);
    town.office
        .reopen(&office, town::PASSPHRASE, town.clock.clone());
    let other = changed(&[("id = \"s1\"", "id = \"s1b\"")]);
    town.office.add_plan(&other).unwrap();
    town.pack("a").unwrap();
    carried(&mut town, &kiosk);
    let mut card: Card = town::rating();
    card.plan = "s1b".parse().unwrap();
    submit(&kiosk, &card, 5);
    kiosk
        .submit(
            &Card {
                opinion: town::opinion("灯坏了").opinion,
                ..card.clone()
            },
            false,
        )
        .unwrap();
    // The office is set back to before the plan came.
    town.office.let_go();
    std::fs::remove_dir_all(&office).unwrap();
    town::copy(&before, &office);
    town.office
        .reopen(&office, town::PASSPHRASE, town.clock.clone());
    on(&town, "2026-10-01");
    town.weekly_sync(&kiosk, "a");
    town.confirm();
    let report = town.load("a");
    let refused: Vec<_> = report.devices[0]
        .batches
        .iter()
        .filter(|batch| matches!(batch.outcome, BatchOutcome::Refused { .. }))
        .collect();
    assert_eq!(refused.len(), 2, "{report:?}");
    let BatchOutcome::Refused { reason } = &refused[0].outcome else {
        unreachable!()
    };
    assert_eq!(reason.key(), "app-office-plan-missing");
    assert_eq!(periods(&town), BTreeMap::from([("2026-09".to_owned(), 5)]));
    town.office.add_plan(&other).unwrap();
    let report = town.load("a");
    assert_eq!(report.refused(), 0);
    assert_eq!(
        (report.totals().ratings_new, report.totals().opinions_new),
        (6, 1)
    );
}

/// A box as version 0.1.1 left it: a batch closed and not acknowledged, opinions and ratings that wait.
struct Former {
    town: Town,
    kiosk: Kiosk,
    /// The closed batch as it was signed.
    bytes: Vec<u8>,
    signature: String,
}

/// Goes back from the tables of today's box to those of its step 6, and fills them as 0.1.1 did.
fn former() -> Former {
    let (town, kiosk) = paired();
    drop(kiosk);
    let community = town.office.community().clone();
    let mut rng = StdRng::seed_from_u64(6);
    let key = std::fs::read_to_string(town.settings.kiosk_dir().join("device.key")).unwrap();
    let key = SigningKey::from_minisign_text(&key).unwrap();
    let store = Connection::open(town.settings.kiosk_dir().join("box.db")).unwrap();
    store
        .execute_batch(
            "DROP TABLE round; DROP TABLE queue; DROP TABLE slip_list; DROP TABLE slip_tag; ALTER TABLE rating DROP COLUMN queue;
             ALTER TABLE batch DROP COLUMN facts; ALTER TABLE batch DROP COLUMN acknowledged_on;
             ALTER TABLE plan DROP COLUMN since; ALTER TABLE status DROP COLUMN extended; ALTER TABLE status DROP COLUMN answers;
             ALTER TABLE status DROP COLUMN rates; ALTER TABLE status DROP COLUMN news;
             INSERT INTO meta SELECT 'last-pack', CAST(max(number) AS TEXT) FROM pack; DROP TABLE pack;
             PRAGMA user_version = 6;",
        )
        .unwrap();
    let plan_key = &Sha256::digest("s1")[..8];
    let (sealing, id) = (&community.sealing_key, &community.id);
    let mut rating = |batch: u32| {
        let (sheets, _) = town::rating().into_sheets(None);
        let sealed = seal_rating(&sheets[0], None, sealing, id, &mut rng).unwrap();
        let row = (sealed.id.0, plan_key, batch, &sealed.bytes);
        let sql = "INSERT INTO rating (id, plan_key, batch, sealed) VALUES (?1, ?2, ?3, ?4)";
        store.execute(sql, row).unwrap();
        sealed
    };
    let mut closed: Vec<_> = (0..6).map(|_| rating(1)).collect();
    for _ in 0..5 {
        rating(0);
    }
    let reply_to = Some(ReplyTo {
        tag: Tag([8; 16]),
        key: ReplyKey([9; 32]),
        voice: None,
    });
    let (_, sheet) = town::opinion("三号楼的灯坏了").into_sheets(reply_to);
    let sealed = seal_opinion(&sheet.unwrap(), sealing, id, &mut rng).unwrap();
    let row = (sealed.id.0, plan_key, &sealed.bytes);
    let sql = "INSERT INTO opinion (id, plan_key, sealed) VALUES (?1, ?2, ?3)";
    store.execute(sql, row).unwrap();
    for (tag, batch) in [(1_u8, 1), (2, 0)] {
        let row = ([tag; 16], plan_key, batch);
        let sql = "INSERT INTO receipt (tag, plan_key, batch) VALUES (?1, ?2, ?3)";
        store.execute(sql, row).unwrap();
    }
    let sql = "INSERT INTO counter (plan_key, issued, submitted, abandoned, rated) VALUES (?1, 7, 6, 1, 5)";
    store.execute(sql, [plan_key]).unwrap();
    closed.sort_by_key(|sheet| sheet.id);
    let counts = BatchCounts {
        issued: 8,
        submitted: 6,
        abandoned: 2,
        slips: 0,
    };
    let facts = MixedFacts {
        week: "2026-W38".parse().unwrap(),
        counts,
        crowd_override: true,
    };
    let header = BatchHeader {
        device: town.settings.device.clone(),
        number: BatchNumber(1),
        community: community.id.clone(),
        previous: None,
        facts: BatchFacts::Mixed(facts),
    };
    let mut bytes = Vec::new();
    let mut writer = BatchWriter::new(&mut bytes, &header).unwrap();
    for sheet in &closed {
        writer.rating(&sheet.bytes).unwrap();
    }
    writer.receipt(&Tag([1; 16])).unwrap();
    let written = writer.finish().unwrap();
    let signature = written.signature(&key);
    let row = (
        written.root().0,
        &signature,
        i64::try_from(bytes.len()).unwrap(),
    );
    let sql = "INSERT INTO batch VALUES (1, '2026-W38', 8, 6, 2, 0, 1, NULL, ?1, ?2, ?3, 0)";
    store.execute(sql, row).unwrap();
    drop(store);
    let kiosk = ruled(&town, 7);
    Former {
        town,
        kiosk,
        bytes,
        signature,
    }
}

#[test]
fn what_version_0_1_left_goes_on_and_counts_once() {
    let Former {
        mut town,
        kiosk,
        bytes,
        signature,
    } = former();
    // Whatever waited joins the round that is open at the upgrade; a later start changes nothing.
    let waiting = kiosk.status().unwrap().waiting;
    assert_eq!(
        (waiting.len(), waiting[0].round.to_string().as_str()),
        (1, "2026-09")
    );
    drop(kiosk);
    let kiosk = ruled(&town, 8);
    let report = carried(&mut town, &kiosk);
    assert_eq!(report.words.map(|number| number.0), Some(2));
    let stem = town.path("a").join("PINGYI/FROM/LOBBY1/B0000001");
    assert_eq!(
        std::fs::read(stem.with_extension("JSL")).unwrap(),
        bytes,
        "byte for byte"
    );
    assert_eq!(
        std::fs::read_to_string(stem.with_extension("SIG")).unwrap(),
        signature
    );
    assert!(matches!(header(&town, 2).facts, BatchFacts::Words(_)));
    assert_eq!(
        periods(&town),
        BTreeMap::from([("2026".to_owned(), 6)]),
        "as 0.1.1 counted it"
    );
    assert_eq!(town.office.cases().unwrap().len(), 1);
    hand_in(&kiosk, 5);
    on(&town, "2026-10-01");
    carried(&mut town, &kiosk);
    let told = round(&town, 3);
    assert_eq!(
        (told.submitted, told.issued, told.carried_over),
        (11, 10, false)
    );
    let wanted = BTreeMap::from([("2026".to_owned(), 6), ("2026-09".to_owned(), 10)]);
    assert_eq!(periods(&town), wanted);
    on(&town, "2026-10-08");
    carried(&mut town, &kiosk);
    town::four_weeks_later(&town.settings.kiosk_dir().join("box.db"));
    on(&town, "2026-10-15");
    carried(&mut town, &kiosk);
    for table in ["rating", "opinion", "receipt", "round", "queue", "counter"] {
        assert_eq!(
            stored(&town, &format!("SELECT count(*) FROM {table}")),
            0,
            "{table}"
        );
    }
    assert_eq!(town.office.verify(&mut |_| {}).unwrap().differences, []);
}

/// Fewer cards than five that waited at the upgrade wait on: a plan of 0.1 may have asked for fewer.
#[test]
fn a_small_crowd_of_version_0_1_is_read_as_five() {
    let Former {
        mut town, kiosk, ..
    } = former();
    drop(kiosk);
    let store = Connection::open(town.settings.kiosk_dir().join("box.db")).unwrap();
    store.execute("UPDATE queue SET sheets = 4", []).unwrap();
    drop(store);
    let kiosk = ruled(&town, 9);
    on(&town, "2026-10-01");
    let report = carried(&mut town, &kiosk);
    assert!(report.closed.is_empty());
    assert_eq!(report.waiting[0].round.to_string(), "2026-10");
}
