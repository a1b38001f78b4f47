//! What the original batches say, held against the counts, cases, sheets and figures of the record.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::findings::{Findings, NONE, name, short};
use super::holdings::Holdings;
use super::plans::PlanBook;
use super::story::{FiguresTold, Loaded, Story};
use super::{DifferencePart, Office};
use crate::domain::calendar::{CalendarTable, DueDate};
use crate::domain::card::Answer;
use crate::domain::ids::{CaseNumber, CriterionId, SheetId, Tag};
use crate::record::{CaseEntry, CellKey, Counts, NewCase, RaterKey, counts_digest, text_digest};

const SHEETS_LISTED: usize = 20;

/// An opinion of the original batches, and the loading that made a case of it.
pub(super) struct Opened {
    pub on: NaiveDate,
    /// The last day to reply; none where the ledger does not tell.
    pub due: Option<DueDate>,
    pub case: NewCase,
}

/// The sum of every batch opened so far.
#[derive(Default)]
pub(super) struct Recount {
    pub counts: BTreeMap<RaterKey, Counts>,
    pub cases: BTreeMap<CaseNumber, Opened>,
    /// Numbers of cases whose originals cannot be opened; the batches are named.
    unknown: BTreeSet<CaseNumber>,
    pub sheets: BTreeSet<SheetId>,
    pub receipts: BTreeSet<Tag>,
    pub ratings: u64,
    pub opinions: u64,
}

impl Recount {
    /// Adds the new opinions of a batch, in the order of its file, which is the order they were given numbers in.
    pub fn add_cases(&mut self, cases: Vec<NewCase>, loaded: &Loaded) {
        for (number, case) in loaded.cases().zip(cases) {
            let opened = Opened {
                on: loaded.on,
                due: loaded.due.get(&case.plan).copied(),
                case,
            };
            self.cases.insert(number, opened);
        }
    }

    /// Nothing is known of the cases that this loading opened.
    pub fn miss_cases(&mut self, loaded: &Loaded) {
        self.unknown.extend(loaded.cases());
    }

    pub fn add_counts(&mut self, more: &BTreeMap<RaterKey, Counts>) {
        for (key, counts) in more {
            let all = self.counts.entry(key.clone()).or_default();
            all.raters += counts.raters;
            for (cell, count) in &counts.cells {
                *all.cells.entry(cell.clone()).or_default() += count;
            }
        }
    }

    /// Compares every count; how many there are.
    pub fn compare_counts(&self, held: &Holdings, found: &mut Findings) -> u64 {
        let text = |count: Option<&u64>| count.map_or_else(|| NONE.to_owned(), ToString::to_string);
        let whom_all: BTreeSet<&RaterKey> = self.counts.keys().chain(held.raters.keys()).collect();
        for key in &whom_all {
            let expected = self.counts.get(key).map(|counts| counts.raters);
            let (expected, held) = (text(expected.as_ref()), text(held.raters.get(key)));
            found.compare(DifferencePart::Raters, whom(key), expected, held);
        }
        let mut expected: BTreeMap<(&RaterKey, &CellKey), u64> = BTreeMap::new();
        for (key, counts) in &self.counts {
            expected.extend(
                counts
                    .cells
                    .iter()
                    .map(|(cell, count)| ((key, cell), *count)),
            );
        }
        let held: BTreeMap<(&RaterKey, &CellKey), u64> = held
            .cells
            .iter()
            .map(|((key, cell), count)| ((key, cell), *count))
            .collect();
        let cells: BTreeSet<_> = expected.keys().chain(held.keys()).collect();
        for cell in &cells {
            let (key, answered) = cell;
            let answer = match &answered.answer {
                Answer::Score(score) => score.to_string(),
                Answer::Choice(choice) => choice.to_string(),
            };
            found.compare(
                DifferencePart::Count,
                format!("{} {} {answer}", whom(key), answered.criterion),
                text(expected.get(*cell)),
                text(held.get(*cell)),
            );
        }
        (whom_all.len() + cells.len()) as u64
    }

    /// Compares every case with what its sheet says, the day it came and the last day to reply.
    pub fn compare_cases(
        &self,
        held: &Holdings,
        story: &Story,
        book: &PlanBook,
        found: &mut Findings,
    ) {
        let by_number: BTreeMap<CaseNumber, &CaseEntry> =
            held.cases.iter().map(|case| (case.number, case)).collect();
        let numbers: BTreeSet<&CaseNumber> = self.cases.keys().chain(by_number.keys()).collect();
        for number in numbers {
            let (expected, entry) = (self.cases.get(number), by_number.get(number));
            if self.unknown.contains(number) || held.is_unread("opinion_case", number) {
                continue;
            }
            let text = expected.map(|opened| identity(&opened.case, opened.on));
            let own = entry.map(|entry| identity(&entry.opinion, entry.received_on));
            let [expected_text, own] = [text, own].map(|text| text.unwrap_or(NONE.to_owned()));
            found.compare(DifferencePart::Case, number.to_string(), expected_text, own);
            if let (Some(expected), Some(entry)) = (expected, entry) {
                let told = story.settled(*number).or(expected.due);
                check_due(book, entry, told, found);
            }
        }
    }

    pub fn compare_sheets(&self, held: &Holdings, found: &mut Findings) {
        let lost = self.sheets.difference(&held.sheets).map(|id| (id, 1, 0));
        let extra = held.sheets.difference(&self.sheets).map(|id| (id, 0, 1));
        let all: Vec<_> = lost.chain(extra).collect();
        // A whole batch that is gone is not listed sheet by sheet.
        for (id, expected, held) in all.iter().take(SHEETS_LISTED) {
            found.note(DifferencePart::Sheet, id.to_string(), expected, held);
        }
        if all.len() > SHEETS_LISTED {
            let (expected, held) = (self.sheets.len(), held.sheets.len());
            found.note(DifferencePart::Sheet, "*".to_owned(), expected, held);
        }
    }

    pub fn compare_receipts(&self, held: &Holdings, found: &mut Findings) {
        let sheet = DifferencePart::Sheet;
        for tag in self.receipts.difference(&held.receipts) {
            found.note(sheet, tag.to_string(), "1", "0");
        }
        for tag in held.receipts.difference(&self.receipts) {
            found.note(sheet, tag.to_string(), "0", "1");
        }
    }

    /// What stood behind a notice's figures, when every batch loaded before it has been added and none after.
    pub fn compare_figures(&self, told: &FiguresTold, office: &Office, found: &mut Findings) {
        let figures = &told.figures;
        let number = figures.number;
        let ledger = DifferencePart::Ledger;
        let signature = office.sign_figures(figures);
        let place = format!("notice {number} signature");
        found.compare(ledger, place, short(&signature), short(&figures.signature));
        let counts = counts_digest(
            &self.counts,
            &figures.plan,
            figures.revision,
            &figures.period,
        );
        found.compare(
            ledger,
            format!("notice {number} figures"),
            short(&counts),
            short(&figures.counts),
        );
        for (key, criterion, count) in told.behind() {
            let counted = self.behind(&key, criterion.as_ref());
            let place = format!("notice {number} {}", whom_and(&key, criterion.as_ref()));
            found.compare(ledger, place, counted, count);
        }
    }

    /// How many people rated this subject, or answered this criterion about it.
    pub fn behind(&self, key: &RaterKey, criterion: Option<&CriterionId>) -> u64 {
        let Some(counts) = self.counts.get(key) else {
            return 0;
        };
        criterion.map_or(counts.raters, |criterion| {
            let cells = counts.cells.iter();
            let of = cells.filter(|(cell, _)| cell.criterion == *criterion);
            of.map(|(_, count)| count).sum()
        })
    }
}

/// `s1 r1 2026 wang`, and the voter group where there is one.
pub(super) fn whom(key: &RaterKey) -> String {
    let RaterKey {
        plan,
        revision,
        period,
        subject,
        group,
    } = key;
    let group = group
        .as_ref()
        .map_or_else(String::new, |group| format!("/{group}"));
    format!("{plan} r{revision} {period} {subject}{group}")
}

/// [`whom`], and the criterion.
pub(super) fn whom_and(key: &RaterKey, criterion: Option<&CriterionId>) -> String {
    criterion.map_or_else(
        || whom(key),
        |criterion| format!("{} {criterion}", whom(key)),
    )
}

/// The last day to reply is the one the ledger tells. Where an entry from before does not tell, it follows from the day
/// of receipt by the days that some revision of the plan grants; while the calendar of that year is not known any day
/// stands for now, and is looked up again whenever it is shown.
fn check_due(book: &PlanBook, case: &CaseEntry, told: Option<DueDate>, found: &mut Findings) {
    let text = |due: DueDate| {
        let mark = if due.provisional { "?" } else { "" };
        format!("{}{mark}", due.date)
    };
    let held = case.due;
    let place = format!("{} due", case.number);
    let part = DifferencePart::Case;
    if let Some(told) = told {
        found.compare(part, place, text(told), text(held));
        return;
    }
    if case.due.provisional {
        return;
    }
    let calendar = CalendarTable::built_in();
    let granted: Vec<DueDate> = book
        .revisions(&case.opinion.plan)
        .map(|plan| calendar.due(case.received_on, plan.follow_up.reply_within_working_days))
        .collect();
    if !granted.iter().any(|due| due.date == case.due.date) {
        let last = granted.last();
        let expected = last.map_or_else(|| NONE.to_owned(), |due| due.date.to_string());
        found.note(part, place, expected, case.due.date);
    }
}

/// Names a case without saying what was written: the start of the SHA-256 of everything its sheet says, and its day.
fn identity(case: &NewCase, on: NaiveDate) -> String {
    let field = |text: Option<String>| text.unwrap_or_default();
    let digest = text_digest(&format!(
        "{}\n{}\n{}\n{}\n{}\n{}",
        case.plan,
        field(case.subject.as_ref().map(ToString::to_string)),
        field(case.category.as_ref().map(ToString::to_string)),
        field(case.tag.as_ref().map(ToString::to_string)),
        field(case.reply_key.as_ref().map(ToString::to_string)),
        case.text,
    ));
    format!("{} {on}", short(&digest))
}

/// `LOBBY1 B0000042`
pub(super) fn name_of(entry: &crate::record::BatchEntry) -> String {
    name(&entry.device, entry.number)
}
