//! What the performer is asked to do, and what it tells the window while and after it does it.

use std::path::PathBuf;

use chrono::NaiveDate;
use zeroize::Zeroizing;

use super::view::Snapshot;
use crate::app::office::{CaseDetail, LoadReport, PackReport, VerifyReport};
use crate::app::sticks::Stick;
use crate::domain::ids::{CaseNumber, DeviceId, PlanId};
use crate::domain::time::Week;
use crate::words::Sentence;

/// A piece of work for the performer.
#[derive(Clone, PartialEq, Eq)]
pub enum Job {
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
    /// Open the trial office, making it first where there is none.
    OpenTrial,
    /// Unlock with this passphrase.
    Unlock(Zeroizing<String>),
    /// Load from this stick.
    Load(PathBuf),
    /// Accept a device whose fingerprint was compared.
    Accept {
        /// The device.
        id: DeviceId,
        /// The fingerprint.
        fingerprint: String,
    },
    /// Take nothing more from a device: it was lost, or its key is in wrong hands.
    Revoke(DeviceId),
    /// Read a case.
    OpenCase(CaseNumber),
    /// Begin work on a case.
    StartCase(CaseNumber),
    /// Answer a case.
    Reply(CaseNumber, String),
    /// Make the pack and write it to this stick.
    MakePack(PathBuf),
    /// Do the work, after somebody has typed what was in doubt.
    Confirm {
        /// What was typed.
        typed: Doubt,
        /// The work.
        then: Box<Self>,
    },
    /// Recount everything.
    Check,
    /// Put a plan on file.
    AddPlan(PathBuf),
    /// Let packs carry a plan, or no longer.
    EnablePlan {
        /// The plan.
        plan: PlanId,
        /// Whether packs carry it.
        enabled: bool,
    },
    /// Post a plan's results.
    PostResults {
        /// The plan.
        plan: PlanId,
        /// The period, as the tally names it.
        period: String,
    },
    /// Post a notice of the office's own.
    PostNotice {
        /// The heading.
        title: String,
        /// What it says.
        body: String,
    },
    /// Drop the keys from memory.
    Lock,
}

/// What is believed only when somebody types it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The computer's date.
    Day(NaiveDate),
    /// The week that a batch bears.
    Week(Week),
}

/// Which kind of work is under way; one word for the progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Making the office.
    Founding,
    /// Deriving the keys from the passphrase.
    Unlocking,
    /// Reading a stick.
    Loading,
    /// Writing a stick.
    Packing,
    /// Recounting.
    Checking,
    /// Anything that takes no time worth a bar.
    Short,
}

impl Job {
    /// Which kind of work it is.
    #[must_use]
    pub fn task(&self) -> Task {
        match self {
            Self::Found { .. } | Self::OpenTrial => Task::Founding,
            Self::Unlock(_) => Task::Unlocking,
            Self::Load(_) => Task::Loading,
            Self::MakePack(_) => Task::Packing,
            Self::Check => Task::Checking,
            Self::Confirm { then, .. } => then.task(),
            Self::Accept { .. }
            | Self::OpenCase(_)
            | Self::StartCase(_)
            | Self::Reply(..)
            | Self::AddPlan(_)
            | Self::EnablePlan { .. }
            | Self::Revoke(_)
            | Self::PostResults { .. }
            | Self::PostNotice { .. }
            | Self::Lock => Task::Short,
        }
    }
}

/// Work under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// Which kind.
    pub task: Task,
    /// Steps done.
    pub done: u64,
    /// Steps altogether; 0 while unknown.
    pub total: u64,
    /// What is being done just now.
    pub step: Option<Sentence>,
}

impl Busy {
    /// From 0 to 1; none while the whole is unknown.
    #[must_use]
    pub fn fraction(&self) -> Option<f32> {
        if self.total == 0 {
            return None;
        }
        let permille = self.done.min(self.total).saturating_mul(1000) / self.total;
        u16::try_from(permille)
            .ok()
            .map(|permille| f32::from(permille) / 1000.0)
    }
}

/// What the performer tells the window.
#[derive(Clone)]
pub enum Event {
    /// There is no office in the folder yet.
    NoOffice,
    /// There is one, and it is locked.
    Locked {
        /// The community's name.
        name: String,
        /// Whether it is a trial office.
        trial: bool,
        /// Whether a real office can still be made beside it.
        may_found: bool,
    },
    /// The sticks that are plugged in, whenever that changes.
    Drives(Vec<Stick>),
    /// How far the work is.
    Progress {
        /// Steps done.
        done: u64,
        /// Steps altogether.
        total: u64,
        /// What is being done just now.
        step: Sentence,
    },
    /// Everything the office knows, anew.
    Snapshot(Box<Snapshot>),
    /// The office is open.
    Unlocked,
    /// The office was just made, and is open: its recovery sheet is to be printed.
    Founded,
    /// The work waits until somebody types what is in doubt.
    Doubted {
        /// What is in doubt.
        doubt: Doubt,
        /// What is told about it.
        sentence: Sentence,
        /// The work.
        job: Box<Job>,
    },
    /// The stick has been read.
    Loaded(LoadReport),
    /// The device is accepted.
    Accepted(DeviceId),
    /// Nothing more is taken from the device.
    Revoked(DeviceId),
    /// A case to look at.
    Case(Box<CaseDetail>),
    /// The answer is kept and goes into the next pack.
    Answered(CaseNumber),
    /// The pack is on the stick, read back and the same.
    Packed(PackReport),
    /// The recount is done.
    Checked(VerifyReport),
    /// The plan is on file.
    PlanAdded(String),
    /// Packs carry the plan from now on, or no longer.
    PlanEnabled,
    /// The plan was not taken; every fault, with its line where known.
    PlanFaults(Vec<(Option<usize>, Sentence)>),
    /// The notice is posted.
    Posted,
    /// The work could not be done; nothing was lost.
    Failed(Sentence),
    /// The work has ended, well or not.
    Done,
}
