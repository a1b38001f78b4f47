//! 延期: the term of a case is extended once, before its last day, with a reason that the receipt's holder reads at the kiosk.

use zeroize::Zeroizing;

use super::cases::{due, fits_reply};
use super::cases_refused::CasesRefused;
use super::plans::PlanBook;
use super::{CaseDetail, Confidential, Office, OfficeError};
use crate::app::AppError;
use crate::domain::calendar::DueDate;
use crate::domain::case::{CaseCondition, CaseEvent, CaseStatus};
use crate::domain::ids::{BlobId, CaseNumber};
use crate::domain::transition::{Machine as _, Refused};
use crate::record::{CaseEntry, CaseHappened, extension_place};

impl Office {
    /// Extends the term of a case by `days` working days; the next pack says so.
    pub fn extend(
        &mut self,
        number: CaseNumber,
        days: u32,
        reason: &str,
    ) -> Result<CaseDetail, AppError> {
        let on = self.believable_today()?;
        let book = self.book()?;
        let case = self.record.case(number)?;
        let from = due(&case, &self.calendar);
        let most = may_extend(&case, &book, from, on).map_err(OfficeError::from)?;
        if !(1..=most).contains(&days) {
            return Err(OfficeError::from(CasesRefused::ExtensionDays { most }).into());
        }
        let reason = Zeroizing::new(reason.trim().replace("\r\n", "\n"));
        if reason.is_empty() {
            return Err(OfficeError::TextEmpty.into());
        }
        fits_reply(on, &reason)?;
        let sealed = self.vault.seal(&extension_place(number), &reason);
        let later = self.calendar.due(from.date, days);
        let told = CaseHappened::CaseExtended {
            number,
            from,
            days,
            due: DueDate {
                provisional: from.provisional || later.provisional,
                ..later
            },
            digest: BlobId::of(&sealed).to_string(),
        };
        self.note_case(on, told, sealed)?;
        self.case(number)
    }

    /// By how many working days a case may be extended today, at most.
    pub(super) fn may_extend(&self, case: &CaseEntry, book: &PlanBook) -> Option<u32> {
        let due = due(case, &self.calendar);
        may_extend(case, book, due, self.clock.today()).ok()
    }

    /// Why a case was extended.
    pub(super) fn extension_reason(
        &self,
        case: &CaseEntry,
    ) -> Result<Option<Confidential>, AppError> {
        let reason = case.extension.as_ref().and_then(|one| one.reason);
        let reason = reason.map(|id| self.words(&extension_place(case.number), &id));
        reason.transpose()
    }
}

/// By how many working days at most; why not at all.
fn may_extend(
    case: &CaseEntry,
    book: &PlanBook,
    due: DueDate,
    on: chrono::NaiveDate,
) -> Result<u32, CasesRefused> {
    let (number, plan) = (case.number, &case.opinion.plan);
    let held = book.newest(plan);
    let most = held.and_then(|held| held.plan.rules.extension_working_days);
    let Some(most) = most else {
        return Err(CasesRefused::NotExtendable { plan: plan.clone() });
    };
    let in_time = |asked| asked == CaseCondition::BeforeLastDay && on <= due.date;
    match CaseStatus::step(Some(case.status), CaseEvent::Extended, in_time) {
        Ok(_) if case.extension.is_some() => Err(CasesRefused::ExtendedAlready { number }),
        Ok(_) => Ok(most),
        Err(Refused::Unless { .. }) => Err(CasesRefused::TermOver {
            number,
            due: due.date,
        }),
        Err(Refused::NotFromHere { .. }) => Err(CasesRefused::NotWaiting { number }),
    }
}
