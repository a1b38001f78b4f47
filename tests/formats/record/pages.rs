//! Pages of the list of cases, as the engine makes them, beside the whole list sorted here.

use std::cmp::Reverse;

use pingyi::domain::case::{CaseFilter, CaseOrder};
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::{PlanId, ReplyKey, Tag};
use pingyi::record::{
    CaseCounts, CaseDays, CaseEntry, CaseHappened, CaseSpan, MeasuresEntry, ProvisionalDay,
};

use super::*;

const BATCHES: u8 = 12;
const IN_EACH: u8 = 5;
const REGISTERED: u8 = 8;

/// Cases of two plans, in batches received on other days and due on others, every third batch provisionally; every
/// fourth case answered, every seventh begun.
fn filled() -> Record {
    let record = pingyi_kit::server::record();
    accept(&record, "key").unwrap();
    for number in 0..BATCHES {
        let received = day("2026-11-02") + chrono::Days::new(u64::from(number));
        let due = DueDate {
            date: day("2026-12-01") + chrono::Days::new(u64::from(number * 7 % 9)),
            provisional: number % 3 == 0,
        };
        let first = record.next_case().unwrap().0;
        let opinions: Vec<NewCase> = (0..IN_EACH)
            .map(|place| {
                let mut case = opinion(&format!("{number} {place}"));
                let has_receipt = place % 2 == 0;
                case.opinion.plan = if place == 4 { "other" } else { "s1" }.parse().unwrap();
                case.opinion.tag = has_receipt.then_some(Tag([number * 10 + place; 16]));
                case.opinion.reply_key = has_receipt.then_some(ReplyKey([place; 32]));
                case
            })
            .collect();
        let sheets = (0..IN_EACH).map(|place| SheetId([number * 10 + place; 32]));
        let previous = number.checked_sub(1).map(|before| before + 1);
        let entry = batch(u32::from(number) + 1, number + 1, previous);
        let plans = opinions.iter().map(|case| (case.opinion.plan.clone(), due));
        let loaded = Body::BatchLoaded {
            device: entry.device.clone(),
            number: entry.number,
            root: entry.root,
            ratings: 0,
            cases: u64::from(IN_EACH),
            set_aside: 0,
            due: plans.collect(),
            own_due: BTreeMap::new(),
            follow_ups: 0,
            again: Vec::new(),
        };
        let content = Content::Batch(Box::new(BatchContent {
            entry,
            sheets: sheets.collect(),
            cases: (first..).map(CaseNumber).zip(opinions).collect(),
            follow_ups: Vec::new(),
            receipts: Vec::new(),
            counts: BTreeMap::new(),
        }));
        let noted = record.within(|record| record.note(received, loaded, &content, &Unsigned));
        noted.map(drop).unwrap();
    }
    for place in 0..REGISTERED {
        let sealed = sealer("opinion", &place.to_string());
        let registered = Body::Case(CaseHappened::CaseRegistered {
            number: record.next_case().unwrap(),
            plan: if place % 2 == 0 { "other" } else { "s1" }.parse().unwrap(),
            subject: None,
            category: None,
            channel: Channel::Mailbox,
            received_on: day("2026-11-02") + chrono::Days::new(u64::from(place)),
            due: DueDate {
                date: day("2026-11-23") + chrono::Days::new(u64::from(place) * 3),
                provisional: place == 5,
            },
            digest: BlobId::of(&sealed).to_string(),
        });
        note(&record, registered, &Content::Sealed(sealed)).unwrap();
    }
    for number in (1..=u32::from(BATCHES * IN_EACH + REGISTERED)).map(CaseNumber) {
        if number.0 % 4 == 0 {
            let sealed = sealer("reply", &number.to_string());
            let answered = Body::CaseAnswered {
                number,
                digest: BlobId::of(&sealed).to_string(),
                names: Digested::Sealed,
                due: None,
                waits: false,
            };
            note(&record, answered, &Content::Sealed(sealed)).unwrap();
            if number.0 % 3 != 0 {
                put_right(&record, number);
            }
        } else if number.0 % 7 == 0 {
            note(
                &record,
                Body::CaseStarted {
                    number,
                    responsible: Some("王芳".to_owned()),
                },
                &Content::Nothing,
            )
            .unwrap();
        }
    }
    record
}

/// Measures, late or not, found done or not.
fn put_right(record: &Record, number: CaseNumber) {
    let sealed = || sealer("measures", &number.to_string());
    let digest = || BlobId::of(&sealed()).to_string();
    let set = CaseHappened::MeasuresSet {
        number,
        responsible: "王".to_owned(),
        inspector: String::new(),
        due_on: day("2026-12-03") + chrono::Days::new(u64::from(number.0 % 5)),
        digest: digest(),
    };
    note(record, Body::Case(set), &Content::Sealed(sealed())).unwrap();
    if number.0.is_multiple_of(8) {
        let found = CaseHappened::MeasuresInspected {
            number,
            on: day("2026-11-23"),
            done: number.0.is_multiple_of(16),
            digest: digest(),
        };
        note(record, Body::Case(found), &Content::Sealed(sealed())).unwrap();
    }
}

/// The last day of a case, by what is known of provisional ones.
fn due(case: &CaseEntry, days: &CaseDays) -> NaiveDate {
    let settled = days.settled.iter().find(|day| {
        case.due.provisional
            && case.status.is_open()
            && (day.received_on, day.noted_on) == (case.received_on, case.due.date)
    });
    settled.map_or(case.due.date, |day| day.due_on)
}

fn is_done(set: &MeasuresEntry) -> bool {
    set.inspected.as_ref().is_some_and(|found| found.done)
}

fn passes(
    case: &CaseEntry,
    set: Option<&MeasuresEntry>,
    filter: CaseFilter,
    days: &CaseDays,
) -> bool {
    let open = case.status.is_open();
    let answered = matches!(case.status, CaseStatus::Answered | CaseStatus::Closed);
    match filter {
        CaseFilter::Open => open,
        CaseFilter::Overdue => {
            let late = set.is_some_and(|set| !is_done(set) && set.due_on < days.today);
            (open && due(case, days) < days.today) || (answered && late)
        }
        CaseFilter::DueToday => open && due(case, days) == days.today,
        CaseFilter::DueSoon => open && (days.today..=days.soon).contains(&due(case, days)),
        CaseFilter::Mine => open && case.responsible.is_some() && case.responsible == days.me,
        CaseFilter::Answered => !open,
        CaseFilter::Registered => case.channel.is_some(),
        CaseFilter::Rectifying => {
            let asks = days.rectified.contains(&case.opinion.plan);
            answered && set.map_or(asks, |set| !is_done(set))
        }
        CaseFilter::Revisiting => {
            case.status == CaseStatus::Answered && days.revisited.contains(&case.opinion.plan)
        }
        CaseFilter::All => true,
    }
}

fn numbers(cases: &[CaseEntry]) -> Vec<u32> {
    cases.iter().map(|case| case.number.0).collect()
}

#[test]
fn pages_are_parts_of_the_sorted_list_and_the_counts_are_theirs() {
    let record = filled();
    let all = record.cases().unwrap();
    assert_eq!(all.len(), usize::from(BATCHES * IN_EACH + REGISTERED));
    let set = record.measures().unwrap();
    let known = record.provisional_days().unwrap();
    assert!(known.len() >= 4, "{known:?}");
    // The calendar has come: every second provisional day is another.
    let settled = known.iter().step_by(2).map(|day| ProvisionalDay {
        due_on: day.due_on - chrono::Days::new(6),
        ..day.clone()
    });
    let other: PlanId = "other".parse().unwrap();
    for settled in [Vec::new(), settled.collect()] {
        let today = day("2026-12-05");
        let days = CaseDays {
            today,
            soon: day("2026-12-07"),
            me: Some("王芳".to_owned()),
            settled,
            rectified: vec![other.clone()],
            revisited: vec![other.clone()],
        };
        for plan in [None, Some(&other)] {
            let all_orders = CaseOrder::ALL.iter().copied();
            let lists = CaseFilter::ALL.iter().copied();
            let lists = lists.flat_map(|one| all_orders.clone().map(move |order| (one, order)));
            for (filter, order) in lists {
                let of_plan =
                    |case: &&CaseEntry| plan.is_none_or(|plan| *plan == case.opinion.plan);
                let mut wanted: Vec<CaseEntry> = all
                    .iter()
                    .filter(of_plan)
                    .filter(|case| passes(case, set.get(&case.number), filter, &days))
                    .cloned()
                    .collect();
                wanted.sort_by_key(|case| (!case.status.is_open(), due(case, &days), case.number));
                match order {
                    CaseOrder::Due => {}
                    CaseOrder::Newest => {
                        wanted.sort_by_key(|case| Reverse((case.received_on, case.number)));
                    }
                    CaseOrder::Responsible => wanted.sort_by_key(|case| {
                        let name = case.responsible.clone().unwrap_or_default();
                        (name, due(case, &days), case.number)
                    }),
                }
                let wanted = numbers(&wanted);
                assert!(!wanted.is_empty(), "{filter}");
                let whole = |among| CaseSpan {
                    filter,
                    plan,
                    among,
                    order,
                    skip: 0,
                    most: u64::MAX,
                };
                let total = record.case_total(whole(None), &days).unwrap();
                assert_eq!(total, wanted.len() as u64, "{filter}");
                // Of those that were found by their words, and of none.
                let found: Vec<CaseNumber> =
                    wanted.iter().step_by(2).copied().map(CaseNumber).collect();
                for among in [&found[..], &[]] {
                    let listed = record.case_list(whole(Some(among)), &days).unwrap();
                    let among: Vec<u32> = among.iter().map(|number| number.0).collect();
                    assert_eq!(numbers(&listed), among, "{filter}");
                    let total = record.case_total(whole(Some(&found)), &days).unwrap();
                    assert_eq!(total, found.len() as u64);
                }
                for most in [7, 1_000] {
                    let mut paged = Vec::new();
                    for skip in (0..wanted.len() as u64).step_by(7) {
                        let span = CaseSpan {
                            filter,
                            plan,
                            among: None,
                            order,
                            skip,
                            most,
                        };
                        let page = numbers(&record.case_list(span, &days).unwrap());
                        let rest = wanted.get(usize::try_from(skip).unwrap()..).unwrap();
                        let expected = rest.get(..7).filter(|_| most == 7).unwrap_or(rest);
                        assert_eq!(page, expected, "{filter} from {skip}");
                        paged.extend(page.into_iter().take(7));
                    }
                    assert_eq!(paged, wanted, "{filter}");
                }
            }
        }
    }
}

#[test]
fn an_empty_record_has_an_empty_page() {
    let record = pingyi_kit::server::record();
    let days = CaseDays {
        today: day("2026-12-05"),
        soon: day("2026-12-08"),
        me: None,
        settled: Vec::new(),
        rectified: Vec::new(),
        revisited: Vec::new(),
    };
    let span = CaseSpan {
        filter: CaseFilter::All,
        plan: None,
        among: None,
        order: CaseOrder::Due,
        skip: 0,
        most: u64::MAX,
    };
    assert!(record.case_list(span, &days).unwrap().is_empty());
    assert_eq!(
        record.case_counts(None, &days).unwrap(),
        CaseCounts::default()
    );
    assert!(record.case_plans().unwrap().is_empty());
    assert!(record.provisional_days().unwrap().is_empty());
}
