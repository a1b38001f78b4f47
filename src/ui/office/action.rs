//! What a screen asks for. Screens return these; only the performer carries them out.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::state::Screen;
use crate::domain::ids::{CaseNumber, DeviceId, PlanId};
use crate::domain::time::Week;
use crate::words::Lang;

/// Something the clerk asked for.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// Show another screen.
    Go(Screen),
    /// Speak another language.
    Speak(Lang),
    /// Make the office.
    Found {
        /// e.g. 幸福里社区.
        name: String,
        /// Where residents may ask.
        place: String,
        /// Whom they may call.
        telephone: String,
        /// Protects the keys.
        passphrase: Zeroizing<String>,
    },
    /// Show the form for the real office, from within the trial or before its door.
    FoundReal,
    /// Take a batch of this week all the same: the week is to be typed.
    DoubtWeek(Week),
    /// What was in doubt has been typed.
    Confirm,
    /// Open the trial (体验模式) office, making it first where there is none.
    OpenTrial,
    /// Unlock with this passphrase.
    Unlock(Zeroizing<String>),
    /// Use this stick or folder.
    Choose(PathBuf),
    /// Load from the chosen stick.
    Load,
    /// The fingerprints agree: accept the device.
    Accept {
        /// The device.
        id: DeviceId,
        /// The fingerprint that was compared.
        fingerprint: String,
    },
    /// Take nothing more from a device.
    Revoke(DeviceId),
    /// Open a case.
    OpenCase(CaseNumber),
    /// Begin work on a case.
    StartCase(CaseNumber),
    /// Answer a case.
    Reply(CaseNumber, String),
    /// Make the pack and write it to the chosen stick.
    MakePack,
    /// Recount everything.
    Check,
    /// Check a plan file and put it on file.
    AddPlan(PathBuf),
    /// Let packs carry a plan, or no longer.
    EnablePlan {
        /// The plan.
        plan: PlanId,
        /// Whether packs carry it.
        enabled: bool,
    },
    /// Post a plan's results of a period.
    PostResults {
        /// The plan.
        plan: PlanId,
        /// The period, as the tally names it.
        period: String,
    },
    /// Begin a notice with these words, for the clerk to go over.
    DraftNotice {
        /// The heading.
        title: String,
        /// What it says.
        body: String,
    },
    /// Post a notice of the office's own.
    PostNotice {
        /// The heading.
        title: String,
        /// What it says.
        body: String,
    },
    /// Put the message at the top away.
    Dismiss,
    /// Lock the office again.
    Lock,
    /// Stay, after all.
    Stay,
    /// Close the window, or leave the page, and drop the half-written answer.
    LeaveAnyway,
}

impl std::fmt::Debug for Action {
    // Passphrases and answers pass through here; neither belongs in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Go(_) => "Go",
            Self::Speak(_) => "Speak",
            Self::Found { .. } => "Found",
            Self::FoundReal => "FoundReal",
            Self::DoubtWeek(_) => "DoubtWeek",
            Self::Confirm => "Confirm",
            Self::OpenTrial => "OpenTrial",
            Self::Unlock(_) => "Unlock",
            Self::Choose(_) => "Choose",
            Self::Load => "Load",
            Self::Accept { .. } => "Accept",
            Self::Revoke(_) => "Revoke",
            Self::EnablePlan { .. } => "EnablePlan",
            Self::OpenCase(_) => "OpenCase",
            Self::StartCase(_) => "StartCase",
            Self::Reply(..) => "Reply",
            Self::MakePack => "MakePack",
            Self::Check => "Check",
            Self::AddPlan(_) => "AddPlan",
            Self::PostResults { .. } => "PostResults",
            Self::DraftNotice { .. } => "DraftNotice",
            Self::PostNotice { .. } => "PostNotice",
            Self::Dismiss => "Dismiss",
            Self::Lock => "Lock",
            Self::Stay => "Stay",
            Self::LeaveAnyway => "LeaveAnyway",
        })
    }
}
