//! 待发: until a pack is made an answer is changed and taken back, after it only added to; each is an entry of the ledger.

use pingyi::app::AppError;
use pingyi::app::kiosk::{Kiosk, Lookup};
use pingyi::app::office::{
    CaseCommand, CasesRefused, Changed, Command, Office, OfficeError, OpinionByHand, Outcome,
};
use pingyi::domain::case::CaseStatus;
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::CaseNumber;
use pingyi_kit::town::{Town, opinion};

use super::command_line;
use super::rounds::{at, differences};

const CASE: CaseNumber = CaseNumber(1);

fn run(town: &mut Town, command: Command) -> Result<Outcome, AppError> {
    town.office.run(command, &mut rand::rng(), &mut |_| {})
}

fn refused(outcome: Result<Outcome, AppError>) -> CasesRefused {
    match outcome {
        Err(AppError::Office(OfficeError::Cases(refused))) => refused,
        other => panic!("{other:?}"),
    }
}

fn answer(town: &mut Town, text: &str) -> Result<Outcome, AppError> {
    let text = text.to_owned().into();
    run(town, Command::Answer { case: CASE, text })
}

fn change(town: &mut Town, text: &str) -> Result<Outcome, AppError> {
    let text = text.to_owned().into();
    run(
        town,
        Command::Case(CaseCommand::ChangeAnswer { case: CASE, text }),
    )
}

fn take_back(town: &mut Town) -> Result<Outcome, AppError> {
    let back = CaseCommand::WithdrawAnswer { case: CASE };
    run(town, Command::Case(back))
}

fn further(town: &mut Town, text: &str) -> Result<Outcome, AppError> {
    let text = text.to_owned().into();
    run(
        town,
        Command::Case(CaseCommand::ReplyFurther { case: CASE, text }),
    )
}

/// A kiosk, and an opinion of it at the office; its receipt's number.
fn house() -> (Town, Kiosk, String) {
    let mut town = Town::real();
    let kiosk = town.paired();
    let receipt = kiosk
        .submit(&opinion("楼道的灯坏了"), true)
        .unwrap()
        .unwrap();
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    (town, kiosk, receipt.number.grouped().to_string())
}

fn read(town: &mut Town, kiosk: &Kiosk, receipt: &str) -> Lookup {
    town.pack("a").unwrap();
    town.weekly_sync(kiosk, "a");
    kiosk.lookup(receipt).unwrap()
}

fn waiting(town: &Town) -> Vec<(u32, String)> {
    let page = town.office.outbox().unwrap();
    let answers = page.answers.into_iter();
    answers
        .map(|answer| (answer.reply, answer.text.to_string()))
        .collect()
}

/// What the two newest entries of the ledger tell, the newest first.
fn kinds(town: &Town) -> Vec<String> {
    let db = rusqlite::Connection::open(town.at_office("office.db")).unwrap();
    let newest = "SELECT event FROM ledger ORDER BY number DESC LIMIT 2";
    let mut query = db.prepare(newest).unwrap();
    let events = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let kind = |event: rusqlite::Result<String>| {
        let entry: serde_json::Value = serde_json::from_str(&event.unwrap()).unwrap();
        entry["kind"].as_str().unwrap().to_owned()
    };
    events.map(kind).collect()
}

#[test]
fn an_answer_is_changed_and_taken_back_until_a_pack_is_made_and_added_to_after_it() {
    let (mut town, kiosk, receipt) = house();
    answer(&mut town, "灯下周换。").unwrap();
    assert_eq!(waiting(&town), [(1, "灯下周换。".to_owned())]);
    // One slip of the finger was final once (faults D1).
    change(&mut town, "灯本周换。").unwrap();
    assert_eq!(waiting(&town), [(1, "灯本周换。".to_owned())]);
    let case = town.office.case(CASE).unwrap();
    assert!(case.waits && case.answers == 1);
    assert!(matches!(
        refused(further(&mut town, "再说一句。")),
        CasesRefused::AnswerWaits { number: CASE }
    ));
    take_back(&mut town).unwrap();
    assert_eq!(waiting(&town), []);
    let case = town.office.case(CASE).unwrap();
    assert_eq!(case.row.status, CaseStatus::InProgress);
    assert!(case.reply.is_none() && case.row.answered_on.is_none() && case.answers == 0);
    assert_eq!(
        kinds(&town),
        ["case-answer-withdrawn", "case-answer-changed"]
    );
    assert_eq!(differences(&town), [""; 0]);
    // What was taken back nobody reads.
    let found = read(&mut town, &kiosk, &receipt);
    assert!(!matches!(found, Lookup::Answered { .. }), "{found:?}");
    for outcome in [take_back(&mut town), change(&mut town, "晚了")] {
        let number = CASE;
        assert_eq!(refused(outcome), CasesRefused::NotAnswered { number });
    }
    answer(&mut town, "灯已换好。").unwrap();
    change(&mut town, "三楼的灯已换好。").unwrap();
    let found = read(&mut town, &kiosk, &receipt);
    assert!(matches!(&found, Lookup::Answered { text, .. } if &**text == "三楼的灯已换好。"));
    // It has left: there is nothing to change, and more can be said.
    assert_eq!(waiting(&town), []);
    for outcome in [take_back(&mut town), change(&mut town, "晚了")] {
        let number = CASE;
        assert_eq!(refused(outcome), CasesRefused::AnswerLeft { number });
    }
    further(&mut town, "二楼的也换了。").unwrap();
    // Shown as it will be read: the answer that left stays.
    let both = "第 1 次答复：\n三楼的灯已换好。\n\n第 2 次答复：\n二楼的也换了。";
    assert_eq!(waiting(&town), [(2, both.to_owned())]);
    take_back(&mut town).unwrap();
    let case = town.office.case(CASE).unwrap();
    assert_eq!(case.reply.as_deref(), Some("三楼的灯已换好。"));
    assert!(case.row.status == CaseStatus::Answered && case.answers == 1);
    further(&mut town, "二楼的灯也换了。").unwrap();
    let found = read(&mut town, &kiosk, &receipt);
    let both = "第 1 次答复：\n三楼的灯已换好。\n\n第 2 次答复：\n二楼的灯也换了。";
    assert!(
        matches!(&found, Lookup::Answered { text, .. } if ***text == *both),
        "{found:?}"
    );
    assert_eq!(differences(&town), [""; 0]);
}

/// Lateness goes by the day on which the answer was last written; more said later makes no answer late.
#[test]
fn an_answer_is_as_late_as_it_was_last_written() {
    let (mut town, kiosk, receipt) = house();
    let due = town.office.case(CASE).unwrap().row.due.date;
    at(&mut town, &due.to_string());
    answer(&mut town, "。").unwrap();
    assert!(!town.office.case(CASE).unwrap().row.overdue);
    let late = due.succ_opt().unwrap();
    at(&mut town, &late.to_string());
    change(&mut town, "灯已换好。").unwrap();
    let row = town.office.case(CASE).unwrap().row;
    assert!(row.overdue && row.answered_on == Some(late));
    let found = read(&mut town, &kiosk, &receipt);
    assert!(
        matches!(&found, Lookup::Answered { on, .. } if *on == late),
        "{found:?}"
    );
    let later = late.succ_opt().unwrap();
    at(&mut town, &later.to_string());
    further(&mut town, "二楼的也换了。").unwrap();
    let row = town.office.case(CASE).unwrap().row;
    assert_eq!(row.answered_on, Some(late));
    let found = read(&mut town, &kiosk, &receipt);
    assert!(
        matches!(&found, Lookup::Answered { on, .. } if *on == later),
        "{found:?}"
    );
    assert_eq!(differences(&town), [""; 0]);
}

/// A reply as long as one can be leaves no room for those before it, and is read alone; a pack is made all the same.
#[test]
fn a_long_further_reply_is_read_with_as_much_of_the_rest_as_there_is_room_for() {
    let (mut town, kiosk, receipt) = house();
    answer(&mut town, "灯下周换。").unwrap();
    town.pack("a").unwrap();
    let room = Office::reply_room_bytes("").unwrap();
    let long = "灯".repeat(room / 3);
    further(&mut town, &long).unwrap();
    let found = read(&mut town, &kiosk, &receipt);
    assert!(matches!(&found, Lookup::Answered { text, .. } if ***text == *long));
    let some = "灯".repeat(room / 3 - 40);
    further(&mut town, &some).unwrap();
    let found = read(&mut town, &kiosk, &receipt);
    let numbered = format!("第 3 次答复：\n{some}");
    assert!(matches!(&found, Lookup::Answered { text, .. } if ***text == *numbered));
    let case = town.office.case(CASE).unwrap();
    assert_eq!((case.earlier.len(), case.answers), (2, 3));
    assert_eq!(differences(&town), [""; 0]);
}

/// A notice of the office's own words is taken down before the pack and after it; figures are not.
#[test]
fn a_notice_is_taken_down_and_figures_stay() {
    let (mut town, kiosk, _) = house();
    let post = |town: &mut Town, title: &str| {
        let row = town.office.post_notice(title, "周六停水。").unwrap();
        row.number
    };
    let hang = |town: &mut Town, kiosk: &Kiosk| {
        town.pack("a").unwrap();
        town.weekly_sync(kiosk, "a");
        kiosk.notices().len()
    };
    let first = post(&mut town, "停水");
    assert_eq!(town.office.outbox().unwrap().notices.len(), 1);
    let down = run(&mut town, Command::WithdrawNotice { number: first }).unwrap();
    assert!(matches!(down.changed, Changed::NoticeDown(row) if row.withdrawn_on.is_some()));
    assert!(town.office.outbox().unwrap().notices.is_empty());
    assert_eq!(hang(&mut town, &kiosk), 0);
    let second = post(&mut town, "停水");
    assert_eq!(hang(&mut town, &kiosk), 1);
    assert!(town.office.outbox().unwrap().notices.is_empty());
    run(&mut town, Command::WithdrawNotice { number: second }).unwrap();
    assert_eq!(hang(&mut town, &kiosk), 0);
    for number in [first, 99] {
        let again = run(&mut town, Command::WithdrawNotice { number }).unwrap_err();
        assert!(matches!(
            again,
            AppError::Office(
                OfficeError::NoNotice { .. } | OfficeError::Cases(CasesRefused::NoticeStays { .. })
            )
        ));
    }
    assert_eq!(differences(&town), [""; 0]);
}

/// Staff spoke with somebody of the answer: it is known outside, pack or not.
#[test]
fn an_answer_that_staff_spoke_of_is_not_changed() {
    let mut town = Town::real();
    at(&mut town, "2026-11-30");
    let given = OpinionByHand {
        plan: "s1".parse().unwrap(),
        channel: Channel::Telephone,
        received_on: "2026-11-27".parse().unwrap(),
        category: None,
        subject: None,
        words: "门口的灯不亮".to_owned().into(),
    };
    town.office.register(&given).unwrap();
    answer(&mut town, "已换好。").unwrap();
    let revisit = CaseCommand::Revisit {
        case: CASE,
        given: pingyi::app::office::RevisitGiven {
            grade: pingyi::domain::follow_up::Satisfaction::Satisfied,
            channel: Channel::Telephone,
            words: String::new().into(),
        },
    };
    run(&mut town, Command::Case(revisit)).unwrap();
    let case = town.office.case(CASE).unwrap();
    assert_eq!(case.row.status, CaseStatus::Closed);
    assert_eq!(
        refused(change(&mut town, "没换好。")),
        CasesRefused::AnswerLeft { number: CASE }
    );
    assert_eq!(differences(&town), [""; 0]);
}

/// The same from the command line.
#[test]
fn the_outbox_is_worked_from_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    command_line::town(dir.path());
    let json = |words: &str, input: &str| command_line::json(dir.path(), words, &[], input);
    json("reply 1", "下周换。\n");
    assert_eq!(json("reply 1 --change", "本周换。\n")["reply"], "本周换。");
    let waiting = json("outbox", "");
    assert_eq!(waiting["answers"][0]["text"], "本周换。");
    assert_eq!(json("reply 1 --take-back", "")["state"], "in-progress");
    assert_eq!(json("outbox", "")["answers"].as_array().unwrap().len(), 0);
    json("reply 1", "已换好。\n");
    let [zh, en] = command_line::say(dir.path(), "outbox", 0);
    assert!(
        zh.contains("已换好。") && en.contains("No. 1: Answer"),
        "{zh}{en}"
    );
    json("pack stick", "");
    let pingyi = |words: &str, code| command_line::say(dir.path(), words, code);
    let refused = pingyi::fault::Kind::NotNow.exit_code();
    for said in pingyi("reply 1 --take-back", refused.into()) {
        assert!(said.contains('1'), "{said}");
    }
    assert_eq!(json("reply 1 --further", "二楼也换了。\n")["answers"], 2);
    let posted = json("notice post --title 停水 --text 周六", "");
    let number = posted["number"].as_u64().unwrap();
    let down = json(&format!("notice withdraw {number}"), "");
    assert!(down["withdrawn_on"].is_string());
}
