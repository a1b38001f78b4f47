//! The office: load, count, answer, send back.

mod types;

pub use types::{
    AnswerTally, BatchLoad, BatchOutcome, CaseDetail, CaseRow, CaseState, CriterionTally,
    DeviceLoad, DeviceRow, DeviceState, Difference, DifferencePart, Enrolment, InitForm,
    LoadReport, NoticeRow, OfficeSummary, PackReport, PlanRow, PlanTally, RecoverySheet,
    SheetCounts, SubjectTally, TRIAL_PASSPHRASE, VerifyReport,
};
