//! The last days that the ledger tells, counted: when they are told, and once more when it is replayed, by the plan as it was then
//! and the calendar as it is known now. A day that was or is provisional is held against nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::findings::{Findings, NONE};
use super::plans::PlanBook;
use crate::domain::batch::BatchFacts;
use crate::domain::calendar::{CalendarTable, DueDate};
use crate::domain::ids::{CaseNumber, CategoryId, PlanId};
use crate::record::{BatchContent, Body, CaseHappened, OwnDue, Record, RecordError};

/// A stick may have lain in a drawer for so long; a day before that is a clock's fault.
const TERM_BEGINS_DAYS: u64 = 92;

/// The last days of what a batch brought on `on`: by plan, and by category where that has a term of its own.
pub(super) fn of_batch(
    batch: &BatchContent,
    book: &PlanBook,
    calendar: &CalendarTable,
    on: NaiveDate,
) -> (BTreeMap<PlanId, DueDate>, OwnDue) {
    let from = term_begins(&batch.entry.facts, on);
    let (mut due, mut own) = (BTreeMap::new(), OwnDue::new());
    for (_, case) in &batch.cases {
        let opinion = &case.opinion;
        let plan = &opinion.plan;
        let of_plan = last_day(book, calendar, (plan, None), from);
        due.insert(plan.clone(), of_plan);
        if let Some(category) = &opinion.category {
            let of_category = last_day(book, calendar, (plan, Some(category)), from);
            if of_category != of_plan {
                let all = own.entry(plan.clone()).or_default();
                all.insert(category.clone(), of_category);
            }
        }
    }
    (due, own)
}

/// The last days of cases that follow-ups of a batch may take up again on `on`: a new term, from then.
pub(super) fn again(
    record: &Record,
    batch: &BatchContent,
    book: &PlanBook,
    calendar: &CalendarTable,
    on: NaiveDate,
) -> Result<BTreeMap<CaseNumber, DueDate>, RecordError> {
    let from = term_begins(&batch.entry.facts, on);
    let mut again = BTreeMap::new();
    for voice in batch.follow_ups.iter().filter_map(|one| one.entry.voice) {
        if let Some(case) = record.case_of_voice(&voice)?
            && !case.status.is_open()
        {
            let opinion = &case.opinion;
            let of = (&opinion.plan, opinion.category.as_ref());
            again.insert(case.number, last_day(book, calendar, of, from));
        }
    }
    Ok(again)
}

/// Holds the last days that entry `n` names for what a batch brought against those that follow.
pub(super) fn check_batch(
    n: u64,
    told: &Body,
    batch: &BatchContent,
    (book, calendar): (&PlanBook, &CalendarTable),
    (on, found): (NaiveDate, &mut Findings),
) {
    // Before step 3 the ledger did not tell them.
    let Body::BatchLoaded { own_due, .. } = told else {
        return;
    };
    let (_, own) = of_batch(batch, book, calendar, on);
    let days = |all: &OwnDue| {
        let all = all.iter();
        let all = all.flat_map(|(plan, all)| all.iter().map(move |one| (plan.clone(), one)));
        let known = all.filter(|(_, (_, due))| !due.provisional);
        known
            .map(|(plan, (category, due))| format!("{plan} {category} {}", due.date))
            .collect::<Vec<_>>()
    };
    let (counted, told) = (days(&own), days(own_due));
    let is_provisional = |all: &OwnDue| {
        all.values()
            .flat_map(BTreeMap::values)
            .any(|due| due.provisional)
    };
    if counted != told && !is_provisional(&own) && !is_provisional(own_due) {
        let (counted, told) = (counted.join(", "), told.join(", "));
        found.note("ledger", n.to_string(), Some("own_due"), counted, told);
    }
}

/// Holds the last days that entry `n` names for cases taken up again against those that follow.
pub(super) fn check_again(
    n: u64,
    told: &Body,
    counted: &BTreeMap<CaseNumber, DueDate>,
    found: &mut Findings,
) {
    let Body::BatchLoaded { again, .. } = told else {
        return;
    };
    check_days((n, "again"), again, counted, found);
}

/// Holds the last days that entry `n` names for open cases, when a year's notice was taken in, against those that follow.
pub(super) fn check_settled(
    n: u64,
    told: &[(CaseNumber, DueDate)],
    counted: &[(CaseNumber, DueDate)],
    found: &mut Findings,
) {
    let counted = counted.iter().copied().collect();
    check_days((n, "settled"), told, &counted, found);
}

fn check_days(
    (n, column): (u64, &'static str),
    told: &[(CaseNumber, DueDate)],
    counted: &BTreeMap<CaseNumber, DueDate>,
    found: &mut Findings,
) {
    let told: BTreeMap<CaseNumber, DueDate> = told.iter().copied().collect();
    let numbers: BTreeSet<&CaseNumber> = counted.keys().chain(told.keys()).collect();
    for number in numbers {
        let (counted, told) = (counted.get(number), told.get(number));
        let is_provisional = |due: Option<&DueDate>| due.is_some_and(|due| due.provisional);
        if counted != told && !is_provisional(counted) && !is_provisional(told) {
            let day = |due: Option<&DueDate>| {
                due.map_or_else(|| NONE.to_owned(), |due| format!("{number} {}", due.date))
            };
            let (counted, told) = (day(counted), day(told));
            found.note("ledger", n.to_string(), Some(column), counted, told);
        }
    }
}

/// Holds the last day that `told` names for a case against the one that follows.
pub(super) fn check(
    told: &CaseHappened,
    book: &PlanBook,
    calendar: &CalendarTable,
    found: &mut Findings,
) {
    let (number, counted, due) = match told {
        CaseHappened::CaseRegistered {
            number,
            plan,
            category,
            received_on,
            due,
            ..
        } => {
            // A plan that does not read is named where it was added.
            if book.newest(plan).is_none() {
                return;
            }
            let of = (plan, category.as_ref());
            (number, last_day(book, calendar, of, *received_on), due)
        }
        CaseHappened::CaseExtended {
            number,
            from,
            days,
            due,
            ..
        } => (number, calendar.due(from.date, *days), due),
        CaseHappened::CaseAnswerChanged { .. }
        | CaseHappened::CaseAnswerWithdrawn { .. }
        | CaseHappened::CaseFurtherReply { .. }
        | CaseHappened::MeasuresSet { .. }
        | CaseHappened::MeasuresInspected { .. }
        | CaseHappened::CaseRevisited { .. }
        | CaseHappened::CaseLapsed { .. } => return,
    };
    if !counted.provisional && !due.provisional && counted != *due {
        let number = number.to_string();
        found.note(
            "opinion_case",
            number,
            Some("due_on"),
            counted.date,
            due.date,
        );
    }
}

/// The day from which the term to answer counts: the day the kiosk let the words go where that is earlier than `on`, and
/// believable.
fn term_begins(facts: &BatchFacts, on: NaiveDate) -> NaiveDate {
    let closed_on = facts.closed().map(|closed| closed.closed_on);
    let oldest = on
        .checked_sub_days(Days::new(TERM_BEGINS_DAYS))
        .unwrap_or(on);
    closed_on
        .filter(|day| (oldest..=on).contains(day))
        .unwrap_or(on)
}

/// The last day to reply on a plan, of what came on `on` in this category.
pub(super) fn last_day(
    book: &PlanBook,
    calendar: &CalendarTable,
    (plan, category): (&PlanId, Option<&CategoryId>),
    on: NaiveDate,
) -> DueDate {
    let days = book
        .newest(plan)
        .map_or(0, |held| held.plan.reply_within(category));
    calendar.due(on, days)
}
