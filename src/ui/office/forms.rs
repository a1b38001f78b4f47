//! Every form of the window.

use super::{
    about, ask, calendar, case, cases, check, devices, notices, plan_editor, plans, recover,
    recovery, register, round, setup, slips, tallies, unlock, week,
};

/// Every form of the window. Each screen owns the shape of its own.
#[derive(Default)]
pub struct Forms {
    /// Making an office.
    pub found: setup::SetupForm,
    /// The passphrase.
    pub unlock: unlock::UnlockForm,
    /// The recovery sheet, where the passphrase is lost.
    pub recover: recover::RecoverForm,
    /// The folder standing for a stick.
    pub week: week::WeekForm,
    /// Where a backup goes.
    pub check: check::CheckForm,
    /// Filters and the selected line.
    pub cases: cases::CasesForm,
    /// The answer being written.
    pub case: case::CaseForm,
    /// The opinion being registered.
    pub register: register::RegisterForm,
    /// Which result is open.
    pub tallies: tallies::TalliesForm,
    /// The device about to be revoked.
    pub devices: devices::DevicesForm,
    /// The plan file's path.
    pub plans: plans::PlansForm,
    /// The plan being written.
    pub plan_editor: plan_editor::PlanEditorForm,
    /// Slips to be printed or made void.
    pub slips: slips::SlipsForm,
    /// What is typed for a round's next step.
    pub round: round::RoundForm,
    /// The year's notice of holidays.
    pub calendar: calendar::CalendarForm,
    /// The notice being written.
    pub notices: notices::NoticesForm,
    /// What is typed because it is in doubt.
    pub ask: ask::AskForm,
    /// Two groups of the recovery sheet.
    pub recovery: recovery::RecoveryForm,
    /// A new person, or what the office tells of itself.
    pub about: about::AboutForm,
}
