//! What is done to a case beyond beginning and answering it, as one value.

use super::follow_up::RevisitGiven;
use super::measures::{InspectionGiven, MeasuresGiven};
use super::register::OpinionByHand;
use super::{CaseDetail, Confidential, Office};
use crate::app::AppError;
use crate::domain::ids::CaseNumber;
use crate::words::{Sentence, sentence};

/// One thing that is done to a case, or makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseCommand {
    /// 登记一件
    Register(OpinionByHand),
    /// 延期
    Extend {
        /// Which case.
        case: CaseNumber,
        /// By so many working days.
        days: u32,
        /// Why.
        reason: Confidential,
    },
    /// The answer that waits for a pack is written anew.
    ChangeAnswer {
        /// To which case.
        case: CaseNumber,
        /// The answer.
        text: Confidential,
    },
    /// The answer that waits for a pack is taken back.
    WithdrawAnswer {
        /// To which case.
        case: CaseNumber,
    },
    /// 补充答复
    ReplyFurther {
        /// To which case.
        case: CaseNumber,
        /// The reply.
        text: Confidential,
    },
    /// 整改措施
    SetMeasures {
        /// Of which case.
        case: CaseNumber,
        /// What is set.
        given: MeasuresGiven,
    },
    /// 督查
    Inspect {
        /// Which case.
        case: CaseNumber,
        /// What was found.
        given: InspectionGiven,
    },
    /// 回访 by staff
    Revisit {
        /// Which case.
        case: CaseNumber,
        /// What they heard.
        given: RevisitGiven,
    },
}

impl Office {
    /// Does it; the case as it is now, and what was done, in words.
    pub(super) fn run_on_case(
        &mut self,
        command: &CaseCommand,
    ) -> Result<(CaseDetail, Sentence), AppError> {
        Ok(match command {
            CaseCommand::Register(given) => {
                let case = self.register(given)?;
                let done = sentence!("app-office-done-registered", number = case.row.number);
                (case, done)
            }
            CaseCommand::Extend { case, days, reason } => {
                let extended = self.extend(*case, *days, reason)?;
                let due = extended.row.due.date;
                let done = sentence!("app-office-done-extended", number = case, due = due);
                (extended, done)
            }
            CaseCommand::ChangeAnswer { case, text } => (
                self.change_answer(*case, text)?,
                sentence!("app-office-done-answer-changed", number = case),
            ),
            CaseCommand::WithdrawAnswer { case } => (
                self.withdraw_answer(*case)?,
                sentence!("app-office-done-answer-withdrawn", number = case),
            ),
            CaseCommand::ReplyFurther { case, text } => {
                let replied = self.reply_further(*case, text)?;
                let reply = replied.answers;
                let done = sentence!("app-office-done-further", number = case, reply = reply);
                (replied, done)
            }
            CaseCommand::SetMeasures { case, given } => (
                self.set_measures(*case, given)?,
                sentence!("app-office-done-measures", number = case),
            ),
            CaseCommand::Inspect { case, given } => (
                self.inspect_measures(*case, given)?,
                sentence!("app-office-done-inspected", number = case),
            ),
            CaseCommand::Revisit { case, given } => (
                self.revisit(*case, given)?,
                sentence!("app-office-done-revisit", number = case),
            ),
        })
    }
}
