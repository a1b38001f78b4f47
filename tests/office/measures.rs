//! 整改: what a plan asks after an answer is asked, and a case is not done before.

use chrono::NaiveDate;
use pingyi::app::AppError;
use pingyi::app::office::{
    CaseCommand, CaseDetail, CaseQuery, Changed, Command, InspectionGiven, MeasuresGiven,
    OpinionByHand,
};
use pingyi::domain::case::CaseFilter;
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::CaseNumber;
use pingyi::domain::rectification::MeasuresStanding;
use pingyi::fault::Fault as _;
use pingyi_kit::town::Town;

use super::rounds::{at, differences};

const S10: &str = include_str!("../../assets/plans/s10.toml");
const RULE: &str = "\n[follow_up.rectification]\nwithin_working_days = 10\nresponsible = true\ninspection = true\n";
const FIRST: CaseNumber = CaseNumber(1);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An office with a plan that asks for measures, and one opinion that was registered.
fn town() -> Town {
    let mut town = Town::office_alone("2026-11-16T09:00:00");
    let plan = S10.replacen("revision = 1", "revision = 2", 1);
    town.office.add_plan(&format!("{plan}{RULE}")).unwrap();
    let given = OpinionByHand {
        plan: "s10".parse().unwrap(),
        channel: Channel::Paper,
        received_on: day("2026-11-16"),
        category: None,
        subject: None,
        words: "楼道堆物，消防门打不开。".to_owned().into(),
    };
    town.office.register(&given).unwrap();
    town
}

fn run(town: &mut Town, command: CaseCommand) -> Result<CaseDetail, AppError> {
    let rng = &mut rand::rng();
    match town
        .office
        .run(Command::Case(command), rng, &mut |_| {})?
        .changed
    {
        Changed::Case(case) => Ok(*case),
        other => panic!("{other:?}"),
    }
}

fn set(
    town: &mut Town,
    who: (&str, &str),
    due_on: &str,
    words: &str,
) -> Result<CaseDetail, AppError> {
    let given = MeasuresGiven {
        responsible: who.0.to_owned(),
        inspector: who.1.to_owned(),
        due_on: day(due_on),
        words: words.to_owned().into(),
    };
    run(town, CaseCommand::SetMeasures { case: FIRST, given })
}

fn inspect(town: &mut Town, on: Option<&str>, done: bool) -> Result<CaseDetail, AppError> {
    let given = InspectionGiven {
        on: on.map(day),
        done,
        words: "现场看过。".to_owned().into(),
    };
    run(town, CaseCommand::Inspect { case: FIRST, given })
}

fn why(done: Result<CaseDetail, AppError>) -> &'static str {
    let error = done.unwrap_err();
    error.sentence().key().strip_prefix("app-cases-").unwrap()
}

fn listed(town: &Town, filter: CaseFilter) -> u64 {
    let query = CaseQuery {
        filter,
        ..CaseQuery::default()
    };
    let page = town.office.case_page(&query).unwrap();
    assert_eq!(page.total, page.rows.len() as u64);
    page.total
}

fn standing(town: &Town) -> (MeasuresStanding, bool) {
    let measures = town.office.case(FIRST).unwrap().row.measures.unwrap();
    (measures.standing, measures.late)
}

/// What does not fit the plan is refused, each with its own sentence.
fn is_held_to_the_rule(town: &mut Town, who: (&str, &str)) {
    assert_eq!(why(inspect(town, None, true)), "no-measures");
    for (who, due, key) in [
        (("", "钱伟"), "2026-11-20", "responsible-missing"),
        (("赵敏", " "), "2026-11-20", "inspector-missing"),
        (("赵敏", "赵敏"), "2026-11-20", "same-person"),
        (who, "2026-11-15", "measures-day"),
        (who, "2026-12-01", "measures-day"),
        (("赵\n敏", "钱伟"), "2026-11-20", "name-long"),
    ] {
        assert_eq!(why(set(town, who, due, "清理")), key);
    }
    let long = "清".repeat(2_001);
    assert_eq!(why(set(town, who, "2026-11-20", &long)), "words-long");
    let empty = set(town, who, "2026-11-20", " ").unwrap_err();
    assert_eq!(empty.sentence().key(), "app-office-text-empty");
}

#[test]
fn a_case_is_put_right_by_whom_the_plan_asks_for_and_until_its_day() {
    let mut town = town();
    let who = ("赵敏", "钱伟");
    assert_eq!(
        why(set(&mut town, who, "2026-11-20", "清理")),
        "not-answered"
    );
    assert_eq!(why(inspect(&mut town, None, true)), "not-answered");
    town.office.start_case(FIRST, Some("赵敏")).unwrap();
    assert_eq!(
        town.office.case(FIRST).unwrap().row.responsible.as_deref(),
        Some("赵敏")
    );
    // Handing it on is no fault, and noted.
    town.office.start_case(FIRST, Some(" 孙丽 ")).unwrap();
    town.office.start_case(FIRST, None).unwrap();
    assert_eq!(
        town.office.case(FIRST).unwrap().row.responsible.as_deref(),
        Some("孙丽")
    );
    assert!(town.office.case(FIRST).unwrap().row.measures.is_none());
    let answered = town.office.reply(FIRST, "本周清理。").unwrap();
    let rule = answered.measures_rule.unwrap();
    assert_eq!(rule.latest, Some(day("2026-11-30")));
    assert_eq!(standing(&town), (MeasuresStanding::Missing, false));
    assert_eq!(
        (
            listed(&town, CaseFilter::Rectifying),
            listed(&town, CaseFilter::Overdue)
        ),
        (1, 0)
    );
    is_held_to_the_rule(&mut town, who);

    let case = set(&mut town, who, "2026-11-20", "清理楼道，拆锁。").unwrap();
    assert_eq!(&*case.measures_words.unwrap().measures, "清理楼道，拆锁。");
    assert_eq!(standing(&town), (MeasuresStanding::Underway, false));
    assert_eq!(differences(&town), [""; 0]);
    at(&mut town, "2026-11-23");
    assert_eq!(standing(&town), (MeasuresStanding::Underway, true));
    assert_eq!(
        (
            listed(&town, CaseFilter::Rectifying),
            listed(&town, CaseFilter::Overdue)
        ),
        (1, 1)
    );
    let summary = town.office.summary().unwrap();
    assert_eq!((summary.cases_overdue, summary.measures_late), (0, 1));

    assert_eq!(
        why(inspect(&mut town, Some("2026-11-24"), true)),
        "inspected-day"
    );
    assert_eq!(
        why(inspect(&mut town, Some("2026-11-15"), true)),
        "inspected-day"
    );
    inspect(&mut town, Some("2026-11-20"), false).unwrap();
    assert_eq!(standing(&town), (MeasuresStanding::Underway, true));
    let again = set(&mut town, who, "2026-11-27", "换锁芯，每周查。").unwrap();
    assert!(again.measures_words.unwrap().conclusion.is_none());
    assert_eq!(standing(&town), (MeasuresStanding::Underway, false));
    let done = inspect(&mut town, None, true).unwrap();
    assert_eq!(
        &*done.measures_words.unwrap().conclusion.unwrap(),
        "现场看过。"
    );
    assert_eq!(standing(&town), (MeasuresStanding::Done, false));
    assert_eq!(
        (
            listed(&town, CaseFilter::Rectifying),
            listed(&town, CaseFilter::Overdue)
        ),
        (0, 0)
    );
    assert_eq!(
        why(set(&mut town, who, "2026-11-27", "再来")),
        "measures-done"
    );
    assert_eq!(why(inspect(&mut town, None, false)), "measures-done");
    assert_eq!(differences(&town), [""; 0]);
    // They are the office's own: no pack carries a word of them.
    town.pack("a").unwrap();
    for file in pingyi_kit::town::files(&town.stick("a").root) {
        let bytes = std::fs::read(&file).unwrap();
        for words in ["清理楼道", "换锁芯", "现场看过", "赵敏"] {
            assert!(
                !bytes
                    .windows(words.len())
                    .any(|seen| seen == words.as_bytes())
            );
        }
    }
}

/// A plan that asks for nothing lets the office set measures all the same, of its own choosing.
#[test]
fn where_no_plan_asks_measures_are_free() {
    let mut town = Town::office_alone("2026-11-16T09:00:00");
    let given = OpinionByHand {
        plan: "s10".parse().unwrap(),
        channel: Channel::Visit,
        received_on: day("2026-11-16"),
        category: None,
        subject: None,
        words: "花坛里有玻璃。".to_owned().into(),
    };
    town.office.register(&given).unwrap();
    town.office.reply(FIRST, "今天捡走。").unwrap();
    assert!(town.office.case(FIRST).unwrap().row.measures.is_none());
    assert_eq!(listed(&town, CaseFilter::Rectifying), 0);
    assert_eq!(
        why(set(&mut town, ("", ""), "2026-11-15", "捡走")),
        "measures-past"
    );
    set(&mut town, ("", ""), "2027-11-16", "捡走").unwrap();
    assert_eq!(listed(&town, CaseFilter::Rectifying), 1);
    inspect(&mut town, None, true).unwrap();
    assert_eq!(standing(&town), (MeasuresStanding::Done, false));
    assert_eq!(differences(&town), [""; 0]);
}

/// What somebody changes in the record behind the ledger's back is named.
#[test]
fn measures_that_were_changed_in_the_record_are_named() {
    let mut town = town();
    town.office.reply(FIRST, "本周清理。").unwrap();
    set(&mut town, ("赵敏", "钱伟"), "2026-11-20", "清理").unwrap();
    let db = town.at_office("office.db");
    if !db.exists() {
        return; // Its record lies on a server, and the next lines do not.
    }
    let (clock, dir) = (town.clock.clone(), town.at_office(""));
    for (sql, place) in [
        (
            "UPDATE measures SET due_on = '2027-03-01'",
            "measures 1 due_on",
        ),
        (
            "UPDATE measures SET done = 1, inspected_on = '2026-11-16'",
            "measures 1 inspected_on",
        ),
        ("DELETE FROM measures", "measures 1"),
    ] {
        town.office.let_go();
        let copy = std::fs::read(&db).unwrap();
        let store = rusqlite::Connection::open(&db).unwrap();
        store.execute_batch(sql).unwrap();
        drop(store);
        town.office
            .reopen(&dir, pingyi_kit::town::PASSPHRASE, clock.clone());
        let found = differences(&town);
        assert!(found.iter().any(|one| one == place), "{place}: {found:?}");
        town.office.let_go();
        std::fs::write(&db, copy).unwrap();
        town.office
            .reopen(&dir, pingyi_kit::town::PASSPHRASE, clock.clone());
    }
    assert_eq!(differences(&town), [""; 0]);
}
