//! What is shown of measures (整改).

use chrono::NaiveDate;
use serde::Serialize;

use super::confidential::Confidential;
use crate::domain::calendar::CalendarTable;
use crate::domain::plan::Rectification;
use crate::domain::rectification::MeasuresStanding;

/// How far the measures of a case are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasuresRow {
    /// How far.
    pub standing: MeasuresStanding,
    /// 责任人; may be empty.
    pub responsible: String,
    /// 督查人; may be empty.
    pub inspector: String,
    /// 完成期限; where none are set, the last day that the plan allows.
    pub due_on: Option<NaiveDate>,
    /// Past that day, and not done.
    pub late: bool,
    /// The day somebody looked last.
    pub inspected_on: Option<NaiveDate>,
}

/// Measures in words.
#[derive(Debug, Clone, Serialize)]
pub struct MeasuresWords {
    /// What is done.
    pub measures: Confidential,
    /// 结论, once somebody looked.
    pub conclusion: Option<Confidential>,
}

/// What a plan asks of the measures of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MeasuresRule {
    /// 责任人 by name.
    pub responsible: bool,
    /// 督查人 by name.
    pub inspection: bool,
    /// The last day for 完成期限, once the case is answered.
    pub latest: Option<NaiveDate>,
}

impl MeasuresRule {
    pub(super) fn of(
        rule: &Rectification,
        calendar: &CalendarTable,
        answered_on: Option<NaiveDate>,
    ) -> Self {
        Self {
            responsible: rule.responsible,
            inspection: rule.inspection,
            latest: answered_on.and_then(|on| rule.latest(calendar, on)),
        }
    }
}
