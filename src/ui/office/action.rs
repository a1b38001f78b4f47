//! What a screen asks for. Screens return these; the desk carries out what is the window's own and hands the rest
//! to the clerk's thread.

use std::path::PathBuf;

use super::screen::Screen;
use crate::app::office::{CaseQuery, Command, Confidential, InitForm};
use crate::domain::ids::{CaseNumber, PlanId};
use crate::domain::round::RoundId;
use crate::domain::time::Week;
use crate::words::Lang;

/// Something that somebody at the window asked for.
#[derive(Debug, Clone)]
pub enum Action {
    /// To look at something else; the office stays as it is.
    Nav(Nav),
    /// To have an office open.
    Enter(Entry),
    /// To have something done to the open office.
    Run(Command),
    /// The same, and then to see this case.
    RunThen(Command, CaseNumber),
}

/// Ways through the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nav {
    /// Show another screen.
    Go(Screen),
    /// Speak another language.
    Speak(Lang),
    /// Show the form for the real office, from within the trial or before its door.
    FoundReal,
    /// Use this stick or folder.
    Choose(PathBuf),
    /// List other cases.
    List(CaseQuery),
    /// Open a case.
    OpenCase(CaseNumber),
    /// Open a round.
    OpenRound(PlanId, RoundId),
    /// Begin to write a plan.
    DraftPlan(DraftFrom),
    /// Take a batch of this week all the same: the week is to be typed.
    DoubtWeek(Week),
    /// What was in doubt has been typed.
    Confirm,
    /// Begin a notice with these words, for the clerk to go over.
    DraftNotice {
        /// The heading.
        title: String,
        /// What it says.
        body: Confidential,
    },
    /// Show a passphrase for whoever can think of none.
    Propose,
    /// Put the message at the top away.
    Dismiss,
    /// Lock the office again.
    Lock,
    /// Stay, after all.
    Stay,
    /// Close the window, or leave the page, and drop the half-written answer.
    LeaveAnyway,
}

/// What a plan is begun from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftFrom {
    /// A plan with nothing in it.
    Empty,
    /// One that comes with the program, by its text.
    Shipped(&'static str),
    /// One on file, of which a newer revision is written.
    OnFile(PlanId),
    /// The questions of an XLSForm file.
    Form(PathBuf),
}

/// Ways to an open office.
#[derive(Debug, Clone)]
pub enum Entry {
    /// Make it.
    Found(InitForm),
    /// Open the trial (体验模式) office, making it first where there is none.
    OpenTrial,
    /// Unlock it with this passphrase.
    Unlock(Confidential),
    /// Unlock it with those of two persons; the first sits at the desk.
    UnlockTogether(Confidential, Confidential),
    /// Put it back from this backup, with one or two passphrases of then.
    Restore {
        /// The backup's folder.
        backup: PathBuf,
        /// Who sits at the desk.
        first: Confidential,
        /// The second person; empty where one is enough.
        second: Confidential,
    },
    /// Open it with its recovery sheet.
    Recover {
        /// The ten groups.
        digits: Confidential,
        /// Who opens it.
        name: String,
        /// Their new passphrase.
        passphrase: Confidential,
    },
}
