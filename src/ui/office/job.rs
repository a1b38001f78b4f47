//! What the clerk is asked to do, and what he tells the window while and after he does it.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::action::Entry;
use super::view::Snapshot;
use crate::app::Progress;
use crate::app::office::{
    CaseDetail, CasePage, CaseQuery, Command, Confidential, OutboxPage, Outcome, RestoreReport,
    RoundDetail,
};
use crate::app::sticks::Stick;
use crate::domain::ids::{CaseNumber, PlanId};
use crate::domain::round::RoundId;
use crate::domain::time::Week;
use crate::words::{Lang, Sentence, key, text};

/// A piece of work for the clerk.
#[derive(Debug, Clone)]
pub enum Job {
    /// Open an office.
    Enter(Entry),
    /// Drop the keys from memory.
    Lock,
    /// The same, because nobody is there: what was half-written is kept, as one text, sealed until the office is opened again.
    LockIdle(Confidential),
    /// Think of a passphrase.
    Propose,
    /// Read a part of the list of cases.
    ReadCases(CaseQuery),
    /// Read what waits for the next pack.
    ReadOutbox,
    /// Read a case.
    ReadCase(CaseNumber),
    /// Read a round.
    ReadRound(PlanId, RoundId),
    /// Read a plan on file, to change it.
    ReadPlan(PlanId),
    /// Draft a plan from an XLSForm file; what could not be read is told in this language.
    ReadForm(PathBuf, Lang),
    /// Do these, one after the other, until one fails.
    Run(Vec<Command>),
    /// Do this, and then read this case.
    RunThen(Command, CaseNumber),
}

/// What is believed only when somebody types it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The computer's date.
    Day(NaiveDate),
    /// The week that a batch bears.
    Week(Week),
}

impl Doubt {
    /// What tells the office that it was typed.
    #[must_use]
    pub fn confirmed(self) -> Command {
        match self {
            Self::Day(typed) => Command::ConfirmDay { typed },
            Self::Week(typed) => Command::ConfirmWeek { typed },
        }
    }
}

/// Which kind of work is under way; one word for the progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Making the office.
    Founding,
    /// Putting it back from a backup.
    Restoring,
    /// Deriving the keys from the passphrase.
    Unlocking,
    /// Reading a stick.
    Loading,
    /// Writing a stick.
    Packing,
    /// Recounting.
    Checking,
    /// Copying everything.
    BackingUp,
    /// Anything that takes no time worth a bar.
    Short,
}

impl Task {
    /// The kind of one command. Whatever reads or writes a stick, or counts everything again, is named here.
    fn of(command: &Command) -> Self {
        if matches!(command, Command::Load { .. }) {
            Self::Loading
        } else if matches!(command, Command::MakePack { .. }) {
            Self::Packing
        } else if *command == Command::Verify {
            Self::Checking
        } else if matches!(command, Command::BackUp { .. }) {
            Self::BackingUp
        } else {
            Self::Short
        }
    }
}

impl Job {
    /// Which kind of work it is; of several commands, the first that takes time.
    #[must_use]
    pub fn task(&self) -> Task {
        match self {
            Self::Enter(Entry::Found(_) | Entry::OpenTrial) => Task::Founding,
            Self::Enter(Entry::Restore { .. }) => Task::Restoring,
            Self::Enter(Entry::Unlock(_) | Entry::UnlockTogether(..) | Entry::Recover { .. }) => {
                Task::Unlocking
            }
            Self::Run(commands) => {
                let mut tasks = commands.iter().map(Task::of);
                tasks
                    .find(|task| *task != Task::Short)
                    .unwrap_or(Task::Short)
            }
            Self::RunThen(command, _) => Task::of(command),
            Self::Propose
            | Self::ReadCases(_)
            | Self::ReadOutbox
            | Self::ReadCase(_)
            | Self::ReadRound(..)
            | Self::ReadPlan(_)
            | Self::ReadForm(..)
            | Self::Lock
            | Self::LockIdle(_) => Task::Short,
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
    /// What is being done, in one line.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let task = match self.task {
            Task::Founding => key!("office-busy-founding"),
            Task::Restoring => key!("office-busy-restoring"),
            Task::Unlocking => key!("office-busy-unlocking"),
            Task::Loading => key!("office-busy-loading"),
            Task::Packing => key!("office-busy-packing"),
            Task::Checking => key!("office-busy-checking"),
            Task::BackingUp => key!("office-busy-backup"),
            Task::Short => key!("office-busy-short"),
        };
        let step = self.step.as_ref();
        step.map_or_else(|| text(lang, task), |step| step.say(lang))
    }
}

/// What the clerk tells the window.
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
        /// It may take two persons to open it.
        two_persons: bool,
        /// Whether a real office can still be made beside it.
        may_found: bool,
    },
    /// The sticks that are plugged in, whenever that changes.
    Drives(Vec<Stick>),
    /// How far the work is.
    Progress(Progress),
    /// Everything the office knows, anew.
    Snapshot(Box<Snapshot>),
    /// The office is open.
    Unlocked,
    /// The office was put back from a backup.
    Restored(Box<RestoreReport>),
    /// What was half-written when the window locked itself, as one text.
    Drafts(Confidential),
    /// A passphrase that nobody has yet.
    Proposed(Confidential),
    /// The office was just made, or opened with its recovery sheet: a new sheet is to be printed.
    Founded,
    /// The work waits until somebody types what is in doubt.
    Doubted {
        /// What is in doubt.
        doubt: Doubt,
        /// What is told about it.
        sentence: Sentence,
        /// The work.
        commands: Vec<Command>,
    },
    /// A part of the list of cases.
    Cases(Box<CasePage>),
    /// What waits for the next pack.
    Outbox(Box<OutboxPage>),
    /// A case to look at.
    Case(Box<CaseDetail>),
    /// A round to look at.
    Round(Box<RoundDetail>),
    /// The text of a plan on file, to be changed.
    Plan(String),
    /// A command was carried out.
    Ran(Box<Outcome>),
    /// The plan was not taken; every fault, with its line where known.
    PlanFaults(Vec<(Option<usize>, Sentence)>),
    /// The work could not be done; nothing was lost.
    Failed(Sentence),
    /// The work has ended, well or not.
    Done,
}
