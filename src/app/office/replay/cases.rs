//! Cases in a replay: those that were registered run through the numbers of those that batches brought.

use super::{Replay, readable};
use crate::app::AppError;
use crate::app::office::calendar::settled_by;
use crate::app::office::findings::Findings;
use crate::app::office::told_due;
use crate::domain::ids::CaseNumber;
use crate::record::{BatchContent, Body, CaseHappened, Event};

impl Replay<'_> {
    /// Whether it changes a case of which nothing is known. A case that is told of is held against what follows.
    pub(super) fn is_of_unknown(&mut self, entry: u64, body: &Body, found: &mut Findings) -> bool {
        if let Body::Case(told) = body {
            told_due::check(told, &self.book, &self.calendar, found);
        }
        if let Body::Case(CaseHappened::CaseRegistered { number, .. }) = body {
            self.register(entry, *number, found);
        }
        let number = body.case().map(|number| number.to_string());
        let number = number.filter(|number| self.is_unknown("opinion_case", number));
        if let Some(number) = &number {
            self.note_unknown_reply(number, body);
        }
        number.is_some()
    }

    /// An answer is not of a day before its opinion came, whatever a clock said then and somebody typed.
    pub(super) fn check_answer_day(
        &self,
        event: &Event,
        found: &mut Findings,
    ) -> Result<(), AppError> {
        if let Body::CaseAnswered { number, .. } = &event.body {
            let case = readable(self.told.case(*number).map(Some))?;
            if let Some(case) = case.filter(|case| event.day < case.received_on) {
                let (received_on, day) = (case.received_on, event.day);
                found.note(
                    "opinion_case",
                    number.to_string(),
                    Some("day"),
                    received_on,
                    day,
                );
            }
        }
        Ok(())
    }

    /// The last days that the ledger tells of what a batch brought.
    pub(super) fn check_days(
        &self,
        entry: u64,
        event: &Event,
        batch: &BatchContent,
        found: &mut Findings,
    ) -> Result<(), AppError> {
        let (book, calendar) = (&self.book, &self.calendar);
        let at = (event.day, &mut *found);
        told_due::check_batch(entry, &event.body, batch, (book, calendar), at);
        let again = told_due::again(&self.told, batch, book, calendar, event.day)?;
        told_due::check_again(entry, &event.body, &again, found);
        Ok(())
    }

    /// The last days that became others by a year's notice.
    pub(super) fn check_settled(
        &self,
        entry: u64,
        told: &Body,
        found: &mut Findings,
    ) -> Result<(), AppError> {
        if let Body::Calendar(accepted) = told {
            let counted = settled_by(&self.told, &self.calendar, &accepted.year())?;
            told_due::check_settled(entry, accepted.settled(), &counted, found);
        }
        Ok(())
    }

    /// A case that no batch brought has the number after those of all that were.
    fn register(&mut self, entry: u64, number: CaseNumber, found: &mut Findings) {
        let next = CaseNumber(self.cases.saturating_add(1));
        if number != next {
            found.note("ledger", entry.to_string(), Some("number"), next, number);
        }
        self.cases = next.0.max(number.0);
    }
}
