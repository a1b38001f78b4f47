//! What the office's screens show: plain data, gathered by the performer, never by a screen.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::app::office::{CaseRow, DeviceRow, NoticeRow, OfficeSummary, PlanRow, PlanTally};

/// Everything the office knows that a screen can show; sent whole after each piece of work.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Whose office it is, and how it stands.
    pub summary: OfficeSummary,
    /// The office's date when the snapshot was taken.
    pub today: NaiveDate,
    /// Kiosks and tablets.
    pub devices: Vec<DeviceRow>,
    /// 评议方案 on file.
    pub plans: Vec<PlanRow>,
    /// Results, one for each plan and period.
    pub tallies: Vec<PlanTally>,
    /// Every case, soonest due first.
    pub cases: Vec<CaseRow>,
    /// Everything posted, newest first.
    pub notices: Vec<NoticeRow>,
    /// Where the record lies.
    pub folder: PathBuf,
    /// A trial, beside which a real office can still be made.
    pub may_found: bool,
    /// Where the printable recovery sheet was written, if it is still there.
    pub recovery_sheet: Option<PathBuf>,
}
