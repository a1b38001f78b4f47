//! 意见件 beyond loading and answering: what is registered at the office, and which device shows which plan.

use chrono::NaiveDate;
use pingyi::app::AppError;
use pingyi::app::kiosk::Lookup;
use pingyi::app::office::{
    CaseCommand, CasePage, CaseQuery, CasesRefused, Changed, Command, OfficeError, OpinionByHand,
    VerifyReport,
};
use pingyi::domain::case::{CaseFilter, CaseStatus};
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::CaseNumber;
use pingyi::domain::plan::Plan;
use pingyi::fault::{Fault as _, Kind};
use pingyi::record::{Body, CaseHappened};
use pingyi_kit::town::{Town, opinion};

const S10: &str = include_str!("../../assets/plans/s10.toml");
const WORDS: &str = "三号楼门前的台阶松动，\r\n晚上看不清。";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// S10 with another revision and rules of its own before its tables.
fn s10(revision: u32, rules: &str) -> String {
    let text = S10.replacen("revision = 1", &format!("revision = {revision}"), 1);
    text.replacen("\nvoters = ", &format!("\n{rules}\nvoters = "), 1)
}

fn by_hand(channel: Channel, received_on: &str) -> OpinionByHand {
    OpinionByHand {
        plan: "s10".parse().unwrap(),
        channel,
        received_on: day(received_on),
        category: None,
        subject: None,
        words: format!("  {WORDS}\n").into(),
    }
}

fn run(town: &mut Town, command: CaseCommand) -> Result<Changed, AppError> {
    let rng = &mut rand::rng();
    let ran = town.office.run(Command::Case(command), rng, &mut |_| {});
    ran.map(|outcome| outcome.changed)
}

fn verified(town: &Town) -> VerifyReport {
    town.office.verify(&mut |_| {}).unwrap()
}

fn assert_sound(town: &Town) {
    let report = verified(town);
    assert_eq!(
        (&report.differences[..], &report.not_told[..]),
        (&[][..], &[][..])
    );
}

fn page(town: &Town, filter: CaseFilter) -> CasePage {
    let query = CaseQuery {
        filter,
        ..CaseQuery::default()
    };
    town.office.case_page(&query).unwrap()
}

fn refused(error: &AppError) -> &CasesRefused {
    match error {
        AppError::Office(OfficeError::Cases(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_slip_from_the_opinion_box_becomes_a_case_whose_term_counts_from_the_day_it_came() {
    let mut town = Town::office_alone("2026-11-30T09:00:00");
    let given = OpinionByHand {
        category: Plan::parse(S10)
            .unwrap()
            .opinion
            .unwrap()
            .categories
            .first()
            .map(|one| one.id.clone()),
        ..by_hand(Channel::Mailbox, "2026-11-09")
    };
    let Changed::Registered(case) = run(&mut town, CaseCommand::Register(given.clone())).unwrap()
    else {
        panic!()
    };
    assert_eq!(&*case.text, "三号楼门前的台阶松动，\n晚上看不清。");
    assert_eq!(case.row.number, CaseNumber(1));
    assert_eq!(case.row.channel, Some(Channel::Mailbox));
    assert_eq!(case.row.category, given.category);
    assert_eq!(case.row.received_on, day("2026-11-09"));
    // Fifteen working days from the day it came, not from today.
    assert_eq!(case.row.due.date, day("2026-11-30"));
    assert!(!case.row.has_receipt && !case.row.overdue);
    assert_eq!(case.row.status, CaseStatus::Received);
    assert_sound(&town);

    // It is worked on like any other, and nothing of it goes outside.
    town.office.start_case(CaseNumber(1), None).unwrap();
    town.office.reply(CaseNumber(1), "台阶已修好。").unwrap();
    let report = town.pack("a").unwrap();
    assert_eq!((report.statuses, report.replies), (0, 0));
    let listed = page(&town, CaseFilter::Registered);
    assert_eq!((listed.total, listed.rows.len()), (1, 1));
    assert_eq!(listed.counts.replies, 0);
    assert_sound(&town);

    // The ledger names the words and does not hold them; at rest they are sealed.
    let db = town.at_office("office.db");
    let record = town.record();
    let told = record.ledger().unwrap();
    let events: Vec<Body> = told
        .iter()
        .filter_map(|entry| Some(entry.parsed()?.body))
        .collect();
    let registered = events.iter().find_map(|body| match body {
        Body::Case(CaseHappened::CaseRegistered { digest, .. }) => Some(digest.clone()),
        _ => None,
    });
    let id = registered.unwrap().try_into().unwrap();
    assert!(record.blob(&id).unwrap().is_some());
    drop(record);
    if let Ok(bytes) = std::fs::read(db) {
        let needle = "台阶".as_bytes();
        assert!(!bytes.windows(needle.len()).any(|seen| seen == needle));
    }
}

#[expect(clippy::too_many_lines, reason = "a table: a refusal a few lines")]
#[test]
fn what_cannot_have_come_so_is_refused_with_its_own_sentence() {
    let mut town = Town::office_alone("2026-11-30T09:00:00");
    town.office
        .add_plan(&s10(2, "channels = [\"kiosk\", \"paper\", \"meeting\"]"))
        .unwrap();
    let paper = || by_hand(Channel::Paper, "2026-11-30");
    let plan = Plan::parse(S10).unwrap();
    let mut silent = S10.replacen("\"s10\"", "\"silent\"", 1);
    let page = silent.find("[opinion]").unwrap();
    let end = silent.find("[follow_up]").unwrap();
    silent.replace_range(page..end, "");
    town.office.add_plan(&silent).unwrap();
    let cases: [(OpinionByHand, &str, Kind); 9] = [
        (
            by_hand(Channel::Paper, "2026-12-01"),
            "received-day",
            Kind::Input,
        ),
        (
            by_hand(Channel::Paper, "2025-11-29"),
            "received-day",
            Kind::Input,
        ),
        (
            by_hand(Channel::Telephone, "2026-11-30"),
            "other-channel",
            Kind::Refused,
        ),
        // What comes on a device comes by a batch.
        (
            by_hand(Channel::Kiosk, "2026-11-30"),
            "other-channel",
            Kind::Refused,
        ),
        (
            by_hand(Channel::Online, "2026-11-30"),
            "other-channel",
            Kind::Refused,
        ),
        (
            OpinionByHand {
                category: "nothing".parse().ok(),
                ..paper()
            },
            "not-of-plan",
            Kind::Input,
        ),
        (
            OpinionByHand {
                subject: "nobody".parse().ok(),
                ..paper()
            },
            "not-of-plan",
            Kind::Input,
        ),
        (
            OpinionByHand {
                words: "灯".repeat(2_000).into(),
                ..paper()
            },
            "too-long",
            Kind::Input,
        ),
        (
            OpinionByHand {
                plan: "silent".parse().unwrap(),
                ..paper()
            },
            "no-opinions",
            Kind::Refused,
        ),
    ];
    for (given, key, kind) in cases {
        let error = run(&mut town, CaseCommand::Register(given.clone())).unwrap_err();
        assert_eq!(
            error.sentence().key(),
            format!("app-cases-{key}"),
            "{given:?}"
        );
        assert_eq!((refused(&error).clone(), error.kind()).1, kind, "{given:?}");
    }
    let empty = OpinionByHand {
        words: " \n ".to_owned().into(),
        ..paper()
    };
    let error = run(&mut town, CaseCommand::Register(empty)).unwrap_err();
    assert_eq!(error.sentence().key(), "app-office-text-empty");
    let unknown = OpinionByHand {
        plan: "s77".parse().unwrap(),
        ..paper()
    };
    let error = run(&mut town, CaseCommand::Register(unknown)).unwrap_err();
    assert_eq!(error.kind(), Kind::NotFound);
    assert_eq!(town.office.cases().unwrap().len(), 0);
    // The controls: as the plan names it, a year ago to the day, and without rules every way by hand.
    for received_on in ["2026-11-30", "2025-11-30"] {
        run(
            &mut town,
            CaseCommand::Register(by_hand(Channel::Meeting, received_on)),
        )
        .unwrap();
    }
    assert_eq!(plan.registered_by().count(), Channel::BY_HAND.len());
    assert_sound(&town);
    let offered = town.office.register_plans().unwrap();
    let of = |id: &str| {
        offered
            .iter()
            .find(|plan| plan.plan.as_str() == id)
            .cloned()
    };
    assert_eq!(
        of("s10").unwrap().channels,
        [Channel::Paper, Channel::Meeting]
    );
    assert!(of("silent").is_none());
}

/// Numbers run through what batches bring and what is registered, in whatever order, also in a replay.
#[test]
fn what_is_registered_between_two_loads_is_recounted_with_them() {
    let mut town = Town::real();
    let kiosk = town.paired();
    let bring = |town: &mut Town, words: &str| {
        kiosk.submit(&opinion(words), true).unwrap();
        town.sync(&kiosk, "a", true);
        assert_eq!(town.load("a").totals().opinions_new, 1);
    };
    let today = town.office.today().to_string();
    bring(&mut town, "第一件");
    run(
        &mut town,
        CaseCommand::Register(by_hand(Channel::Visit, &today)),
    )
    .unwrap();
    run(
        &mut town,
        CaseCommand::Register(by_hand(Channel::Telephone, &today)),
    )
    .unwrap();
    bring(&mut town, "第四件");
    let channels: Vec<_> = town
        .office
        .cases()
        .unwrap()
        .iter()
        .map(|case| case.channel)
        .collect();
    assert_eq!(
        channels,
        [None, Some(Channel::Visit), Some(Channel::Telephone), None]
    );
    assert_eq!(town.pack("a").unwrap().statuses, 2);
    assert_sound(&town);
    let report = verified(&town);
    assert_eq!((report.cases, report.opinions), (4, 2));
}

/// The only copy of what was registered lies in the record: losing it, or another day, is named.
#[test]
fn words_that_are_gone_and_a_term_that_was_moved_are_named() {
    let mut town = Town::office_alone("2026-11-30T09:00:00");
    run(
        &mut town,
        CaseCommand::Register(by_hand(Channel::Paper, "2026-11-27")),
    )
    .unwrap();
    let clock = town.clock.clone();
    let dir = town.at_office("");
    let db = town.at_office("office.db");
    if !db.exists() {
        return; // Its record lies on a server, and the next lines do not.
    }
    for (sql, column) in [
        ("UPDATE opinion_case SET due_on = '2027-03-01'", "due_on"),
        ("UPDATE opinion_case SET channel = 'visit'", "channel"),
        ("DELETE FROM blob", "words"),
    ] {
        town.office.let_go();
        let copy = std::fs::read(&db).unwrap();
        let store = rusqlite::Connection::open(&db).unwrap();
        store.execute_batch(sql).unwrap();
        drop(store);
        town.office
            .reopen(&dir, pingyi_kit::town::PASSPHRASE, clock.clone());
        let report = verified(&town);
        let named = report
            .differences
            .iter()
            .any(|one| (one.table, one.column) == ("opinion_case", Some(column)) && one.key == "1");
        assert!(named, "{column}: {:?}", report.differences);
        town.office.let_go();
        std::fs::write(&db, copy).unwrap();
        town.office
            .reopen(&dir, pingyi_kit::town::PASSPHRASE, clock.clone());
    }
    assert_sound(&town);
}

#[test]
fn a_device_shows_the_plans_whose_cards_come_its_way_and_lets_out_what_it_took_in() {
    let mut town = Town::real();
    let lobby = town.paired();
    let shown = |kiosk: &pingyi::app::kiosk::Kiosk| {
        kiosk.plans().iter().any(|plan| plan.id.as_str() == "s10")
    };
    assert!(
        shown(&lobby),
        "the control: without a rule it is shown everywhere"
    );
    let receipt = lobby.submit(&opinion("以前写的"), true).unwrap().unwrap();
    for (revision, rules, is_shown) in [
        (2, "channels = [\"kiosk\", \"paper\"]", true),
        (3, "channels = [\"tablet\", \"paper\"]", false),
    ] {
        town.office.add_plan(&s10(revision, rules)).unwrap();
        town.pack("a").unwrap();
        lobby.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
        assert_eq!(shown(&lobby), is_shown, "{rules}");
        let mut card = opinion("现在写的");
        card.revision.0 = revision;
        match lobby.submit(&card, true) {
            Ok(_) => assert!(is_shown, "{rules}"),
            Err(error) => {
                assert!(!is_shown, "{rules}: {error}");
                assert_eq!(error.sentence().key(), "app-other-channel");
                assert_eq!(error.kind(), Kind::NotNow);
            }
        }
    }
    // Both that were taken in leave, and are answered.
    lobby.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    town.load("a");
    assert_eq!(town.office.cases().unwrap().len(), 2);
    let numbers: Vec<CaseNumber> = town
        .office
        .cases()
        .unwrap()
        .iter()
        .map(|case| case.number)
        .collect();
    for number in numbers {
        town.office.reply(number, "已办").unwrap();
    }
    town.pack("a").unwrap();
    lobby.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    let found = lobby.lookup(&receipt.number.grouped()).unwrap();
    assert!(matches!(found, Lookup::Answered { .. }), "{found:?}");
    assert_sound(&town);
}

#[test]
fn online_stays_refused_for_nothing_here_is_connected() {
    let mut town = Town::office_alone("2026-11-30T09:00:00");
    let error = town
        .office
        .add_plan(&s10(2, "channels = [\"kiosk\", \"online\"]"))
        .unwrap_err();
    let AppError::Office(OfficeError::PlanFaults(faults)) = &error else {
        panic!("{error:?}")
    };
    let [fault] = &faults.0[..] else {
        panic!("{faults:?}")
    };
    assert!(fault.say(pingyi::words::Lang::Zh).contains("online"));
}
