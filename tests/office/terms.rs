//! Terms: a category with a term of its own, and a term that is extended with a reason which the receipt's holder reads.

use chrono::NaiveDate;
use pingyi::app::AppError;
use pingyi::app::kiosk::{Kiosk, Lookup};
use pingyi::app::office::{CaseCommand, CaseDetail, CaseQuery, Changed, Command, OpinionByHand};
use pingyi::domain::card::Card;
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::CaseNumber;
use pingyi::domain::plan::Plan;
use pingyi::fault::Fault as _;
use pingyi_kit::town::Town;

use super::rounds::{at, differences};

const S10: &str = include_str!("../../assets/plans/s10.toml");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// S10 whose first category is answered within three working days, and whose terms may be extended by five.
fn plan() -> (String, String) {
    let category = Plan::parse(S10).unwrap().opinion.unwrap().categories[0]
        .id
        .to_string();
    let text = S10.replacen("revision = 1", "revision = 2", 1);
    let named = format!("id = \"{category}\"");
    let page = text.find("[[opinion.category]]").unwrap();
    let (head, tail) = text.split_at(page);
    let tail = tail.replacen(
        &named,
        &format!("{named}\nreply_within_working_days = 3"),
        1,
    );
    let text = format!("{head}{tail}").replacen(
        "reply_within_working_days = 15",
        "reply_within_working_days = 15\nextension_working_days = 5",
        1,
    );
    let read = Plan::parse(&text).unwrap();
    assert_eq!(read.reply_within(Some(&category.parse().unwrap())), 3);
    assert_eq!((read.reply_within(None), read.longest_term()), (15, 15));
    (text, category)
}

fn card(text: &str, category: Option<&str>) -> Card {
    let card = serde_json::json!({
        "plan": "s10", "revision": 2, "opinion": { "text": text, "category": category },
    });
    serde_json::from_value(card).unwrap()
}

fn kiosk(town: &mut Town) -> (Kiosk, String) {
    let kiosk = town.paired();
    let (text, category) = plan();
    town.office.add_plan(&text).unwrap();
    town.pack("a").unwrap();
    kiosk.sync(&town.stick("a"), false, &mut |_| {}).unwrap();
    (kiosk, category)
}

fn extend(town: &mut Town, case: u32, days: u32, reason: &str) -> Result<CaseDetail, AppError> {
    let command = CaseCommand::Extend {
        case: CaseNumber(case),
        days,
        reason: reason.to_owned().into(),
    };
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

fn why(done: Result<CaseDetail, AppError>) -> &'static str {
    done.unwrap_err().sentence().key()
}

#[test]
fn a_category_has_its_own_last_day_and_no_receipt_tells_which_it_was() {
    let mut town = Town::real();
    let (kiosk, category) = kiosk(&mut town);
    // Whatever is written, and whatever about, the paper promises the longest term.
    let promises: Vec<String> = [None, Some(category.as_str())]
        .into_iter()
        .map(|about| {
            let receipt = kiosk
                .submit(&card("门禁坏了", about), true)
                .unwrap()
                .unwrap();
            format!("{:?}", receipt.promise)
        })
        .collect();
    assert_eq!(promises[0], promises[1]);
    town.weekly_sync(&kiosk, "a");
    assert_eq!(town.load("a").totals().opinions_new, 2);
    let today = town.office.today();
    let calendar = pingyi::domain::calendar::CalendarTable::built_in();
    for case in town.office.cases().unwrap() {
        let days = if case.category.is_some() { 3 } else { 15 };
        assert_eq!(case.due, calendar.due(today, days), "{:?}", case.category);
    }
    let by_hand = OpinionByHand {
        plan: "s10".parse().unwrap(),
        channel: Channel::Telephone,
        received_on: today,
        category: category.parse().ok(),
        subject: None,
        words: "电梯停了".to_owned().into(),
    };
    let case = town.office.register(&by_hand).unwrap();
    assert_eq!(case.row.due, calendar.due(today, 3));
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn a_term_is_extended_once_before_its_last_day_and_the_receipt_says_so() {
    let mut town = Town::real();
    let (kiosk, _) = kiosk(&mut town);
    let receipt = kiosk
        .submit(&card("电梯坏了", None), true)
        .unwrap()
        .unwrap();
    town.weekly_sync(&kiosk, "a");
    town.load("a");
    let due = town.office.case(CaseNumber(1)).unwrap().row.due.date;
    let reason = "电梯配件要从厂家调货。";
    assert_eq!(town.office.case(CaseNumber(1)).unwrap().may_extend, Some(5));
    assert_eq!(
        why(extend(&mut town, 1, 0, reason)),
        "app-cases-extension-days"
    );
    assert_eq!(
        why(extend(&mut town, 1, 6, reason)),
        "app-cases-extension-days"
    );
    assert_eq!(why(extend(&mut town, 1, 5, " ")), "app-office-text-empty");
    assert!(extend(&mut town, 1, 5, &"长".repeat(3_000)).is_err());
    at(&mut town, &due.to_string());
    let case = extend(&mut town, 1, 5, reason).unwrap();
    let later = case.row.due.date;
    let calendar = pingyi::domain::calendar::CalendarTable::built_in();
    assert_eq!(later, calendar.due(due, 5).date);
    assert_eq!(
        (case.extension.as_deref(), case.may_extend),
        (Some(reason), None)
    );
    assert_eq!(
        why(extend(&mut town, 1, 1, reason)),
        "app-cases-extended-already"
    );
    assert_eq!(differences(&town), [""; 0]);
    // The reason leaves sealed to the receipt, and nobody else reads it.
    let report = town.pack("a").unwrap();
    assert_eq!((report.statuses, report.replies), (1, 1));
    for file in pingyi_kit::town::files(&town.stick("a").root) {
        let bytes = std::fs::read(&file).unwrap();
        let needle = "厂家调货".as_bytes();
        assert!(!bytes.windows(needle.len()).any(|seen| seen == needle));
    }
    town.weekly_sync(&kiosk, "a");
    let found = kiosk.lookup(&receipt.number.grouped()).unwrap();
    let Lookup::Extended {
        due,
        reason: Some(said),
    } = &found
    else {
        panic!("{found:?}")
    };
    assert_eq!((due.unwrap().date, said.as_str()), (later, reason));
    // It is not late before the new day, and late after it.
    at(&mut town, &later.to_string());
    assert!(!town.office.case(CaseNumber(1)).unwrap().row.overdue);
    town.office.reply(CaseNumber(1), "已修好。").unwrap();
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    let found = kiosk.lookup(&receipt.number.grouped()).unwrap();
    assert!(
        matches!(&found, Lookup::Answered { text, .. } if text.as_str() == "已修好。"),
        "{found:?}"
    );
    assert_eq!(
        why(extend(&mut town, 1, 1, reason)),
        "app-cases-not-waiting"
    );
    assert_eq!(differences(&town), [""; 0]);
}

#[test]
fn a_term_that_is_over_or_that_no_plan_extends_stays() {
    let mut town = Town::office_alone("2026-11-16T09:00:00");
    let given = |plan: &str| OpinionByHand {
        plan: plan.parse().unwrap(),
        channel: Channel::Paper,
        received_on: day("2026-11-16"),
        category: None,
        subject: None,
        words: "灯坏了".to_owned().into(),
    };
    town.office.register(&given("s10")).unwrap();
    assert_eq!(
        why(extend(&mut town, 1, 1, "人手不够")),
        "app-cases-not-extendable"
    );
    let (text, _) = plan();
    town.office.add_plan(&text).unwrap();
    at(&mut town, "2026-12-08");
    assert_eq!(
        why(extend(&mut town, 1, 1, "人手不够")),
        "app-cases-term-over"
    );
    assert_eq!(town.office.case(CaseNumber(1)).unwrap().may_extend, None);
    assert!(town.office.case(CaseNumber(1)).unwrap().row.overdue);
}

/// A last day in a year whose working days are not known yet is reckoned anew, extension included.
#[test]
fn a_provisional_day_stays_provisional_when_it_is_extended() {
    let mut town = Town::office_alone("2026-12-21T09:00:00");
    let (text, category) = plan();
    town.office.add_plan(&text).unwrap();
    for category in [None, category.parse().ok()] {
        let given = OpinionByHand {
            plan: "s10".parse().unwrap(),
            channel: Channel::Paper,
            received_on: day("2026-12-21"),
            category,
            subject: None,
            words: "灯坏了".to_owned().into(),
        };
        town.office.register(&given).unwrap();
    }
    let row = |town: &Town, case: u32| town.office.case(CaseNumber(case)).unwrap().row;
    assert!(row(&town, 1).due.provisional && !row(&town, 2).due.provisional);
    let before = row(&town, 1).due.date;
    let case = extend(&mut town, 1, 5, "等配件").unwrap();
    assert!(case.row.due.provisional && case.row.due.date > before);
    let page = town.office.case_page(&CaseQuery::default()).unwrap();
    let listed: Vec<_> = page
        .rows
        .iter()
        .map(|row| (row.number.0, row.due))
        .collect();
    assert_eq!(listed, [(2, row(&town, 2).due), (1, case.row.due)]);
    assert_eq!(differences(&town), [""; 0]);
}
