//! What the original batches say, added up apart from the record's own counting.

use std::collections::{BTreeMap, BTreeSet};

use super::Office;
use super::attended::attended;
use super::findings::{Findings, NONE};
use super::notices::{self, Results};
use super::plans::PlanBook;
use super::round::{self, Held};
use super::slips::SlipAccount;
use super::tallies::{Remainder, TallyOf};
use crate::domain::attendance::Attendance;
use crate::domain::calendar::{CalendarTable, DueDate};
use crate::domain::ids::{CriterionId, RootHash, SheetId, Tag};
use crate::domain::plan::Plan;
use crate::record::{
    BatchContent, Body, CaseEntry, CellKey, Counts, Figures, Posted, RaterKey, Record, RecordError,
    RoundHappened, counts_digest, short,
};

/// A notice as the ledger was told of it.
pub(super) struct ToldNotice {
    pub number: u32,
    /// SHA-256 of title, line feed, body; lower-case hex.
    pub digest: String,
    /// The ledger's head before it.
    pub head: RootHash,
    /// A notice before it told its wording: so must this one.
    pub is_worded: bool,
}

/// The sum of every batch opened so far.
#[derive(Default)]
pub(super) struct Recount {
    pub counts: BTreeMap<RaterKey, Counts>,
    pub sheets: BTreeSet<SheetId>,
    receipts: BTreeSet<Tag>,
    pub ratings: u64,
    pub opinions: u64,
}

impl Recount {
    /// Adds what a batch came to.
    pub(super) fn add(&mut self, batch: &BatchContent) {
        self.sheets.extend(&batch.sheets);
        self.receipts.extend(&batch.receipts);
        self.opinions += batch.cases.len() as u64;
        self.ratings += (batch.sheets.len() - batch.cases.len()) as u64;
        self.add_counts(&batch.counts);
    }

    fn add_counts(&mut self, more: &BTreeMap<RaterKey, Counts>) {
        for (key, counts) in more {
            let all = self.counts.entry(key.clone()).or_default();
            all.raters += counts.raters;
            for (cell, count) in &counts.cells {
                *all.cells.entry(cell.clone()).or_default() += count;
            }
        }
    }

    /// Adds what was voted without a device, or takes it off, as the ledger tells it.
    pub(super) fn add_told(&mut self, body: &Body, told: &Record) -> Result<(), RecordError> {
        let Body::Round(
            RoundHappened::BallotHeld {
                plan,
                round,
                number,
                ..
            }
            | RoundHappened::BallotTakenBack {
                plan,
                round,
                number,
                ..
            },
        ) = body
        else {
            return Ok(());
        };
        let held = told.round(plan, *round)?;
        let ballots = held.into_iter().flat_map(|held| held.ballots);
        for one in ballots.filter(|one| one.number == *number) {
            let counts = Counts::of_ballot(plan, *round, &one);
            if one.is_counted() {
                self.add_counts(&counts);
            } else {
                self.subtract_counts(&counts);
            }
        }
        Ok(())
    }

    /// Takes off what a batch came to that counts no more: rating sheets.
    pub(super) fn subtract(&mut self, batch: &BatchContent) {
        for sheet in &batch.sheets {
            self.sheets.remove(sheet);
        }
        self.ratings = self.ratings.saturating_sub(batch.sheets.len() as u64);
        self.subtract_counts(&batch.counts);
    }

    fn subtract_counts(&mut self, less: &BTreeMap<RaterKey, Counts>) {
        for (key, counts) in less {
            let Some(all) = self.counts.get_mut(key) else {
                continue;
            };
            all.raters = all.raters.saturating_sub(counts.raters);
            for (cell, count) in &counts.cells {
                if let Some(held) = all.cells.get_mut(cell) {
                    *held = held.saturating_sub(*count);
                }
            }
            all.cells.retain(|_, count| *count > 0);
        }
        self.counts.retain(|_, counts| counts.raters > 0);
    }

    /// Holds the replayed record, whose counts the store itself added up, against this sum. A difference is a fault of the
    /// program, and no figure of the office is to be believed.
    pub(super) fn compare(&self, told: &Record, found: &mut Findings) -> Result<(), RecordError> {
        let cells = |counts: &BTreeMap<RaterKey, Counts>| -> u64 {
            let all = counts.values().flat_map(|counts| counts.cells.values());
            all.sum()
        };
        let counts = told.counts()?;
        if counts != self.counts {
            found.note("tally", "*", None, cells(&self.counts), cells(&counts));
        }
        let sheets = told.sheets_seen()?;
        if !sheets.iter().eq(&self.sheets) {
            found.note("sheet_seen", "*", None, self.sheets.len(), sheets.len());
        }
        let receipts = told.receipts()?;
        if !receipts.iter().eq(&self.receipts) {
            found.note("receipt", "*", None, self.receipts.len(), receipts.len());
        }
        Ok(())
    }

    /// Holds what is told to have stood behind a notice's figures against the batches loaded before it, if none loaded
    /// after it has been added. Whether they are as told.
    pub(super) fn compare_figures(
        &self,
        figures: &Figures,
        office: &Office,
        found: &mut Findings,
    ) -> bool {
        let notice = figures.number.to_string();
        let signature = office.sign_figures(&figures.digest());
        if signature != figures.signature {
            let (expected, held) = (short(&signature), short(&figures.signature));
            found.note("notice", &notice, Some("signature"), expected, held);
        }
        let counts = counts_digest(
            &self.counts,
            &figures.plan,
            figures.revision,
            &figures.period,
        );
        if counts != figures.counts {
            let (expected, held) = (short(&counts), short(&figures.counts));
            found.note("notice", &notice, Some("figures"), expected, held);
            return false;
        }
        let mut sound = true;
        for shown in &figures.shown {
            let key = RaterKey::of_shown(figures, shown);
            let criteria = shown.criteria.iter();
            let criteria = criteria.map(|(criterion, count)| (Some(criterion), *count));
            for (criterion, count) in std::iter::once((None, shown.raters)).chain(criteria) {
                let counted = self.behind(&key, criterion);
                if counted != count {
                    found.note("notice", &notice, Some("figures"), counted, count);
                    sound = false;
                }
            }
        }
        sound
    }

    /// Makes the text of a results notice again from the batches loaded before it and from what had been `posted`, and holds it
    /// against what the ledger was told.
    pub(super) fn compare_text(
        &self,
        figures: &Figures,
        (plan, round, account, remainder): (&Plan, Option<&Held>, Option<SlipAccount>, Remainder),
        posted: &BTreeMap<RaterKey, Posted>,
        told: &ToldNotice,
        found: &mut Findings,
    ) {
        let head = told.head.to_string();
        let alone = TallyOf {
            plan,
            counted_as: figures.revision,
            period: &figures.period,
            attendance: attended(Attendance::default(), plan, account, &[]),
            slips: account,
        };
        let of = round.map_or(alone, Held::tally_of);
        let mut results = Results::new(&of, &self.counts, posted).beside(remainder);
        if let Some(Held {
            plan,
            entry,
            subjects,
            channels,
            ..
        }) = round
        {
            let beside = round::beside_results(plan, entry, subjects, results.tally());
            let ballots = round::ballots_section(plan, &entry.ballots, channels, notices::LANG);
            results = results.of_round(beside).with_ballots(ballots);
        }
        let made = results.digests(figures.wording, &head);
        let is_its = told.number == figures.number;
        if is_its && made.contains(&told.digest) {
            return;
        }
        if is_its && figures.wording.is_none() && !told.is_worded {
            // An earlier program reckoned grades in other ways.
            found.leave_out("notice", Some("text"));
            return;
        }
        let number = figures.number.to_string();
        let expected = made.first().map_or(NONE.to_owned(), |made| short(made));
        let posted = short(&told.digest);
        found.note("notice", number, Some("text"), expected, posted);
    }

    /// How many people rated this subject, or answered this criterion about it.
    pub(super) fn behind(&self, key: &RaterKey, criterion: Option<&CriterionId>) -> u64 {
        let Some(counts) = self.counts.get(key) else {
            return 0;
        };
        let answers = |criterion: &CriterionId| {
            let is_asked = |cell: &CellKey| cell.criterion == *criterion;
            let cells = counts.cells.iter().filter(|(cell, _)| is_asked(cell));
            cells.map(|(_, count)| count).sum()
        };
        criterion.map_or(counts.raters, answers)
    }
}

/// The last day to reply to a case of which the ledger does not tell it: it follows from the day of receipt by the days that
/// some revision of the plan grants. While the calendar of that year is not known any day stands for now, and is looked up
/// again whenever it is shown.
pub(super) fn check_untold_due(
    book: &PlanBook,
    calendar: &CalendarTable,
    case: &CaseEntry,
    found: &mut Findings,
) {
    if case.due.provisional {
        return;
    }
    let granted: Vec<DueDate> = book
        .revisions(&case.opinion.plan)
        .map(|plan| {
            let category = case.opinion.category.as_ref();
            calendar.due(case.received_on, plan.reply_within(category))
        })
        .collect();
    if granted.iter().any(|due| due.date == case.due.date) {
        return;
    }
    let expected = granted.last().map(|due| due.date.to_string());
    let expected = expected.unwrap_or_default();
    let number = case.number.to_string();
    found.note(
        "opinion_case",
        &number,
        Some("due_on"),
        expected,
        case.due.date,
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PlanRevision;

    #[test]
    fn a_store_that_added_up_otherwise_is_named() {
        let told = Record::in_memory().unwrap();
        let mut found = Findings::default();
        let mut recount = Recount::default();
        recount.compare(&told, &mut found).unwrap();
        assert_eq!(found.finish().0, []);

        let key = RaterKey {
            plan: "s1".parse().unwrap(),
            revision: PlanRevision(1),
            period: "2026".to_owned(),
            subject: "hall".parse().unwrap(),
            group: None,
        };
        recount.counts.entry(key).or_default().raters = 1;
        recount.sheets.insert(SheetId([1; 32]));
        recount.receipts.insert(Tag([1; 16]));
        let mut found = Findings::default();
        recount.compare(&told, &mut found).unwrap();
        let (differences, _) = found.finish();
        let places: Vec<String> = differences
            .iter()
            .map(super::super::Difference::place)
            .collect();
        assert_eq!(places, ["tally *", "sheet_seen *", "receipt *"]);
    }
}
