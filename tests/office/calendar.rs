//! 放假安排: a year's notice is taken in, last days become firm, kiosks are told; and what is refused or changed by hand is named.

use pingyi::app::AppError;
use pingyi::app::kiosk::Lookup;
use pingyi::app::office::{
    CalendarRefused, CalendarText, Changed, Command, OfficeError, OpinionByHand, Outcome,
};
use pingyi::domain::calendar::{DueDate, NoticeFault, Promise};
use pingyi::domain::card::Card;
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::CaseNumber;
use pingyi::fault::{Fault as _, Kind};
use pingyi::words::Lang;
use pingyi_kit::town::Town;

use super::rounds::{at, differences};

const S10: &str = include_str!("../../assets/plans/s10.toml");
/// Made up: the notice of 2027 was not out when this was written.
pub const MADE_UP: &str = include_str!("../vectors/calendars/made-up-2027.txt");
const OF_2026: &str = include_str!("../vectors/calendars/2026.txt");
const OF_2020: &str = include_str!("../vectors/calendars/2020.txt");
const LONGER_2020: &str = include_str!("../vectors/calendars/2020-changed.txt");

fn accept(town: &mut Town, text: &str, sum_seen: bool) -> Result<Outcome, AppError> {
    let text = text.to_owned();
    let command = Command::AcceptCalendar(CalendarText { text, sum_seen });
    town.office.run(command, &mut rand::rng(), &mut |_| {})
}

fn refused(done: Result<Outcome, AppError>) -> CalendarRefused {
    let error = done.unwrap_err();
    assert!(matches!(error.kind(), Kind::Input | Kind::NotNow));
    let AppError::Office(OfficeError::Calendar(refused)) = error else {
        panic!("{error:?}")
    };
    refused
}

fn due(date: &str, provisional: bool) -> DueDate {
    DueDate {
        date: date.parse().unwrap(),
        provisional,
    }
}

fn due_of(town: &Town, case: u32) -> DueDate {
    town.office.case(CaseNumber(case)).unwrap().row.due
}

/// An office on 11 December 2026 whose plan answers within 45 working days, and a kiosk that has it.
fn december() -> (Town, pingyi::app::kiosk::Kiosk) {
    let mut town = Town::real();
    let kiosk = town.paired();
    at(&mut town, "2026-12-11");
    let text = S10.replacen("revision = 1", "revision = 2", 1);
    let days = "reply_within_working_days = 15";
    assert!(text.contains(days));
    let text = text.replacen(days, "reply_within_working_days = 45", 1);
    town.office.add_plan(&text).unwrap();
    town.pack("a").unwrap();
    kiosk.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    (town, kiosk)
}

fn register(town: &mut Town, received: &str) -> u32 {
    let given = OpinionByHand {
        plan: "s10".parse().unwrap(),
        channel: Channel::Telephone,
        received_on: received.parse().unwrap(),
        category: None,
        subject: None,
        words: "电梯停了".to_owned().into(),
    };
    town.office.register(&given).unwrap().row.number.0
}

fn card(text: &str) -> Card {
    let card = serde_json::json!({"plan": "s10", "revision": 2, "opinion": { "text": text }});
    serde_json::from_value(card).unwrap()
}

#[test]
fn last_days_that_were_provisional_become_firm_and_kiosks_hear_of_it() {
    let (mut town, kiosk) = december();
    let receipt = kiosk.submit(&card("路灯坏了"), true).unwrap().unwrap();
    let Promise::By(promised) = receipt.promise else {
        panic!("{:?}", receipt.promise)
    };
    assert!(promised.provisional);
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    let by_hand = register(&mut town, "2026-12-11");
    let early = register(&mut town, "2026-09-30");
    let answered = register(&mut town, "2026-12-11");
    town.office
        .reply(CaseNumber(answered), "已派人查看。")
        .unwrap();
    // Without the notice: Mondays to Fridays but for 1 January.
    for case in [1, by_hand, answered] {
        assert_eq!(due_of(&town, case), due("2027-02-15", true));
    }
    let firm = due_of(&town, early);
    assert!(!firm.provisional);
    assert_eq!(town.office.calendar_page().missing, Some(2027));
    assert_eq!(differences(&town), [""; 0]);

    let outcome = accept(&mut town, MADE_UP, false).unwrap();
    let Changed::Calendar(row) = &outcome.changed else {
        panic!("{:?}", outcome.changed)
    };
    assert_eq!((row.year.year, row.year.holidays.len()), (2027, 7));
    assert_eq!(row.accepted_on, Some(town.office.today()));
    let done = outcome.done.unwrap();
    assert!(done.say(Lang::Zh).contains("2027 年") && done.say(Lang::Zh).contains("2 件"));
    assert!(done.say(Lang::En).contains("of 2 opinions were"));
    // 14 days in December, 20 in January with its last Sunday, four before the festival, five after it and a Saturday.
    for case in [1, by_hand] {
        assert_eq!(due_of(&town, case), due("2027-02-20", false));
    }
    assert_eq!(due_of(&town, early), firm);
    assert_eq!(due_of(&town, answered), due("2027-02-15", true));
    assert_eq!(town.office.calendar_page().missing, None);
    let until = town.office.due_after("2027-02-04".parse().unwrap(), 1);
    assert_eq!(until, due("2027-02-15", false));
    assert_eq!(differences(&town), [""; 0]);

    // The kiosk promises by it, and says the firm day to the receipt's holder.
    town.pack("a").unwrap();
    kiosk.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    let next = kiosk.submit(&card("门禁坏了"), true).unwrap().unwrap();
    let Promise::By(promised) = next.promise else {
        panic!("{:?}", next.promise)
    };
    assert!(!promised.provisional);
    let Lookup::Received { due: said } = kiosk.lookup(&receipt.number.grouped()).unwrap() else {
        panic!("it waits for an answer")
    };
    assert_eq!(said, Some(due("2027-02-20", false)));

    // An office that is opened again knows it, and what it does from then on counts by it.
    let later = register(&mut town, "2026-12-11");
    assert_eq!(due_of(&town, later), due("2027-02-20", false));
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn a_longer_holiday_moves_firm_days_and_a_shorter_one_takes_none_back() {
    let (mut town, _kiosk) = december();
    accept(&mut town, MADE_UP, false).unwrap();
    let case = register(&mut town, "2026-12-11");
    let soon = register(&mut town, "2026-10-23");
    let was = due_of(&town, soon);
    // 春节 made two days longer by a second notice; 元旦 shorter by another.
    let longer = "国务院办公厅关于延长2027年春节假期的通知。一、延长2027年春节假期至2月16日（周二），2月17日（周三）起正常上班。";
    let outcome = accept(&mut town, longer, false).unwrap();
    assert!(outcome.done.unwrap().say(Lang::Zh).contains("1 件"));
    assert_eq!(due_of(&town, case), due("2027-02-23", false));
    assert_eq!(due_of(&town, soon), was);
    let shorter = "关于2027年元旦假期调整的通知。2027年1月2日放假1天。";
    accept(&mut town, shorter, false).unwrap();
    assert_eq!(due_of(&town, case), due("2027-02-23", false));
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn what_is_refused_says_why() {
    let mut town = Town::real();
    let wrong = MADE_UP.replacen("1月31日（周日）", "1月31日（周六）", 1);
    let CalendarRefused::Notice(fault) = refused(accept(&mut town, &wrong, false)) else {
        panic!("a fault of the notice")
    };
    assert!(matches!(&fault, NoticeFault::Weekday { said, .. } if said.contains("1月31日")));
    // Nothing that is lost in copying goes unseen: the days have to add up, or somebody says that they saw it.
    let lost = MADE_UP.replacen("5月8日（周六）上班。", "", 1);
    let refusal = refused(accept(&mut town, &lost, false));
    assert!(matches!(refusal, CalendarRefused::Sum { year: 2027, sum } if !sum.adds_up()));
    accept(&mut town, &lost, true).unwrap();
    // The whole notice takes its place; once more it says nothing new. 2026 is known.
    accept(&mut town, MADE_UP, false).unwrap();
    for (text, year) in [(MADE_UP, 2027), (OF_2026, 2026)] {
        let refusal = refused(accept(&mut town, text, false));
        assert_eq!(refusal, CalendarRefused::Known { year });
    }
    // A notice that changes a year that nobody knows.
    let refusal = refused(accept(&mut town, LONGER_2020, false));
    assert!(matches!(
        refusal,
        CalendarRefused::Notice(NoticeFault::Lacking { year: 2020, .. })
    ));
    accept(&mut town, OF_2020, false).unwrap();
    accept(&mut town, LONGER_2020, false).unwrap();
    let years = town.office.calendar_page().years;
    let years: Vec<i32> = years.iter().map(|row| row.year.year).collect();
    assert_eq!(years, [2020, 2025, 2026, 2027]);
    assert_eq!(differences(&town), [""; 0]);
}

/// Somebody who can write to the record's file, and knows no passphrase.
#[test]
fn days_that_were_changed_by_hand_are_named_and_leave_with_no_pack() {
    for (change, place) in [
        (
            "UPDATE calendar_year SET holidays = replace(holidays, '\"2027-05-08\"', '\"2027-05-09\"')",
            "calendar_year 2027 holidays",
        ),
        (
            "UPDATE calendar_year SET holidays = '[]'",
            "calendar_year 2027 holidays",
        ),
        ("DELETE FROM calendar_year", "calendar_year 2027"),
        (
            "UPDATE calendar_year SET accepted_on = '2026-12-10'",
            "calendar_year 2027 accepted_on",
        ),
        (
            "UPDATE opinion_case SET due_on = '2027-03-20'",
            "opinion_case 1 due_on",
        ),
    ] {
        let (mut town, _kiosk) = december();
        register(&mut town, "2026-12-11");
        accept(&mut town, MADE_UP, false).unwrap();
        assert_eq!(differences(&town), [""; 0]);
        town.pack("a").unwrap();
        // The control: as he found it, a pack is made.
        let db = rusqlite::Connection::open(town.at_office("office.db")).unwrap();
        db.execute_batch(change).unwrap();
        assert_eq!(differences(&town), [place], "{change}");
        assert!(town.pack("a").is_err(), "{change}");
    }
}

/// The program itself: from a pipe, with `--json`, and what a term comes to.
#[cfg(feature = "window")]
#[test]
fn the_command_line_takes_a_notice_from_a_pipe_and_tells_terms() {
    use super::command_line::{json, run, say};
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let office = run(here, "office init --trial", &[], "");
    assert!(office.status.success());
    let shown = json(here, "calendar show", &[], "");
    assert_eq!(shown["years"][1]["year"], 2026);
    assert_eq!(shown["years"][1]["accepted_on"], serde_json::Value::Null);
    let before = json(here, "calendar due 2026-12-11 45", &[], "");
    assert_eq!(before["date"], "2027-02-15");
    assert_eq!(before["provisional"], true);
    // Full-width, spaced, broken lines: as a careless copy gives it.
    let copied: String = MADE_UP.chars().flat_map(|one| [one, '\n']).collect();
    let taken = json(here, "calendar import -", &[], &copied);
    assert_eq!(
        (&taken["year"], &taken["sum"]["by_law"]),
        (&2027.into(), &13.into())
    );
    assert_eq!(taken["holidays"][1]["name"], "春节");
    assert_eq!(taken["holidays"][1]["worked"][0], "2027-01-31");
    let after = json(here, "calendar due 2026-12-11 45", &[], "");
    assert_eq!(after["date"], "2027-02-20");
    assert_eq!(after["provisional"], false);
    for said in say(here, "calendar show", 0) {
        assert!(
            said.contains("2027") && said.contains("2027-01-31"),
            "{said}"
        );
    }
    for said in say(here, "calendar due 2027-02-04 1", 0) {
        assert!(said.contains("2027-02-15"), "{said}");
    }
    std::fs::write(
        here.join("wrong.txt"),
        MADE_UP.replacen("5月8日（周六）", "5月8日（周五）", 1),
    )
    .unwrap();
    for said in say(
        here,
        "calendar import wrong.txt",
        Kind::Input.exit_code().into(),
    ) {
        assert!(said.contains("5月8日(周五)上班"), "{said}");
    }
    for said in say(
        here,
        "calendar import missing.txt",
        Kind::Disk.exit_code().into(),
    ) {
        assert!(said.contains("missing.txt"), "{said}");
    }
}
