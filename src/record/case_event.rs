//! What the ledger tells of cases beyond their beginning and their answer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::DueDate;
use crate::domain::channel::Channel;
use crate::domain::follow_up::Satisfaction;
use crate::domain::ids::{CaseNumber, CategoryId, PlanId, SubjectId};

/// What happened to a case. Words are named by the SHA-256 of their sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CaseHappened {
    /// 登记: an opinion that came without a device was written down.
    CaseRegistered {
        /// Its number.
        number: CaseNumber,
        /// The plan.
        plan: PlanId,
        /// Whom it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<SubjectId>,
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<CategoryId>,
        /// By which way it came.
        channel: Channel,
        /// The day it came, from which its term counts.
        received_on: NaiveDate,
        /// The last day to reply.
        due: DueDate,
        /// SHA-256 of the sealed words, lower-case hex.
        digest: String,
    },
    /// 延期, before the last day.
    CaseExtended {
        /// Which case.
        number: CaseNumber,
        /// The last day before it.
        from: DueDate,
        /// By so many working days.
        days: u32,
        /// The last day from now on.
        due: DueDate,
        /// SHA-256 of the sealed reason, lower-case hex.
        digest: String,
    },
    /// The answer that no pack has carried yet, a further reply among them, is written anew.
    CaseAnswerChanged {
        /// Which case.
        number: CaseNumber,
        /// SHA-256 of the sealed reply, lower-case hex.
        digest: String,
    },
    /// The answer that no pack has carried yet, a further reply among them, is taken back.
    CaseAnswerWithdrawn {
        /// Which case.
        number: CaseNumber,
    },
    /// 补充答复, after a pack carried the answer.
    CaseFurtherReply {
        /// Which case.
        number: CaseNumber,
        /// SHA-256 of the sealed reply, lower-case hex.
        digest: String,
    },
    /// 整改措施, 完成期限 and 督查人 are set, in place of those of before.
    MeasuresSet {
        /// Which case.
        number: CaseNumber,
        /// 责任人; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        responsible: String,
        /// 督查人; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        inspector: String,
        /// 完成期限
        due_on: NaiveDate,
        /// SHA-256 of the sealed measures, lower-case hex.
        digest: String,
    },
    /// 督查: somebody looked whether they were done.
    MeasuresInspected {
        /// Which case.
        number: CaseNumber,
        /// The day.
        on: NaiveDate,
        /// Whether they were.
        done: bool,
        /// SHA-256 of the sealed conclusion, lower-case hex.
        digest: String,
    },
    /// 回访 by staff: what they heard of an answer.
    CaseRevisited {
        /// Which case.
        number: CaseNumber,
        /// How content the person is.
        grade: Satisfaction,
        /// How they heard it.
        channel: Channel,
        /// The last day from now on, where the case is taken up again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DueDate>,
        /// SHA-256 of the sealed words, lower-case hex; none where none were written down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digest: Option<String>,
    },
    /// No rating came within the plan's days.
    CaseLapsed {
        /// Which case.
        number: CaseNumber,
    },
}

impl CaseHappened {
    /// The case that was there before and is changed.
    pub(super) fn changed(&self) -> Option<CaseNumber> {
        match self {
            Self::CaseRegistered { .. } => None,
            Self::CaseExtended { number, .. }
            | Self::CaseAnswerChanged { number, .. }
            | Self::CaseAnswerWithdrawn { number }
            | Self::CaseFurtherReply { number, .. }
            | Self::MeasuresSet { number, .. }
            | Self::MeasuresInspected { number, .. }
            | Self::CaseRevisited { number, .. }
            | Self::CaseLapsed { number } => Some(*number),
        }
    }

    /// What names the words of the work on a case.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::CaseExtended { digest, .. }
            | Self::CaseAnswerChanged { digest, .. }
            | Self::CaseFurtherReply { digest, .. }
            | Self::MeasuresSet { digest, .. }
            | Self::MeasuresInspected { digest, .. } => Some(digest),
            Self::CaseRevisited { digest, .. } => digest.as_deref(),
            // They are the case itself.
            Self::CaseRegistered { .. }
            | Self::CaseAnswerWithdrawn { .. }
            | Self::CaseLapsed { .. } => None,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
pub(super) fn is_none(number: &u64) -> bool {
    *number == 0
}
