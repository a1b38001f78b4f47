//! What is done to a round, as one value.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::held::Held;
use super::view::RoundDetail;
use crate::app::AppError;
use crate::app::office::{Confidential, Office};
use crate::domain::attendance::Attendance;
use crate::domain::ballot::BallotCount;
use crate::domain::ids::{PlanId, SubjectId};
use crate::domain::proposal::ProposalNote;
use crate::domain::round::RoundId;
use crate::domain::round_status::RoundStatus;
use crate::record::GradeGiven;
use crate::words::{Sentence, key, sentence};

/// One thing that a clerk does to a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundCommand {
    /// Of which plan.
    pub plan: PlanId,
    /// Which round; without it the newest of the plan or, where one is announced, the next.
    pub round: Option<RoundId>,
    /// What is done.
    pub step: RoundStep,
}

/// What is done to a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundStep {
    /// Announce it: the notice before.
    Announce,
    /// Call a round besides those of the plan's cadence, or again, and announce it.
    Call {
        /// The day on which it is held; without it some day of this month.
        day: Option<NaiveDate>,
    },
    /// Cancel it before it opens.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Note that a stage of the plan's procedure is done.
    Stage {
        /// Which, from 1.
        stage: u32,
        /// What was done, or where its paper lies.
        note: String,
    },
    /// Note something of a proposal.
    Proposal {
        /// Which.
        subject: SubjectId,
        /// What.
        note: ProposalNote,
    },
    /// Enter what was voted by a show of hands or on paper.
    Ballot {
        /// The counts.
        ballot: BallotCount,
    },
    /// Take such counts back that were entered wrongly.
    TakeBack {
        /// Which.
        number: u32,
        /// Why.
        reason: String,
    },
    /// Close it, and write down who came.
    Close {
        /// Who came, and what became of the slips.
        attendance: Attendance,
    },
    /// Write the minutes of its sitting, to be printed and signed.
    Minutes {
        /// A new file, HTML.
        file: PathBuf,
    },
    /// Count it.
    Count {
        /// Not to wait for devices that have brought nothing of it.
        without_waiting: bool,
    },
    /// Decide it: by the vote, or as a body did.
    Decide {
        /// The body's decision, where the plan has one.
        body: Option<BodyDecision>,
    },
    /// Note that somebody evaluated was told.
    Tell {
        /// Who.
        subject: SubjectId,
    },
    /// Take in what somebody evaluated answers.
    TakeStatement {
        /// Whose.
        subject: SubjectId,
        /// What they answer.
        text: Confidential,
    },
    /// Post the result.
    Post,
    /// Post a correction; the result stays.
    Correct {
        /// What is corrected, and why.
        text: String,
    },
    /// Withdraw the result and post it again.
    PostAgain {
        /// Why.
        reason: String,
    },
    /// Note an objection.
    Object {
        /// What it says.
        text: Confidential,
    },
    /// Answer an objection.
    AnswerObjection {
        /// Which.
        number: u32,
        /// The answer.
        text: Confidential,
    },
    /// Write the report, and note that it went upward.
    Report {
        /// To whom; without it, whom the plan names.
        to: Option<String>,
        /// The file: `.txt` is plain, anything else HTML.
        file: PathBuf,
        /// One text a heading that the plan has for it.
        texts: Vec<String>,
    },
    /// Its days are over and every objection is answered.
    Settle,
    /// Put its papers away.
    Archive {
        /// In which folder theirs is made.
        place: PathBuf,
        /// As what; without it, as the plan says.
        class: Option<String>,
        /// For how many years; without it, as the plan says.
        years: Option<u32>,
    },
}

impl RoundStep {
    /// Whether figures or papers of the round leave under the office's name.
    fn signs_figures(&self) -> bool {
        matches!(
            self,
            Self::Count { .. }
                | Self::Post
                | Self::PostAgain { .. }
                | Self::Report { .. }
                | Self::Archive { .. }
        )
    }
}

/// The decision of a body beside the vote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyDecision {
    /// Who sat in it; without any, those whom the plan names.
    pub members: Vec<String>,
    /// A grade for each subject.
    pub grades: Vec<GradeGiven>,
}

impl Office {
    /// The round that a step announces, or the one that was named.
    fn announced(
        &self,
        plan: &PlanId,
        named: Option<RoundId>,
        step: &RoundStep,
    ) -> Result<Option<RoundId>, AppError> {
        if let RoundStep::Call { day } = step {
            return Ok(Some(self.call(plan, *day)?));
        }
        if matches!(step, RoundStep::Announce) {
            return Ok(Some(self.announce(plan, named)?));
        }
        Ok(named)
    }

    fn posted_now(&self, held: &Held, again: Option<&str>) -> Result<Sentence, AppError> {
        self.post_round(held, again)?;
        Ok(key!("app-round-done-posted").into())
    }

    /// Carries out what is done to a round; how it stands then, and what was done in words.
    pub(in crate::app::office) fn run_on_round(
        &mut self,
        command: RoundCommand,
    ) -> Result<(RoundDetail, Sentence), AppError> {
        let RoundCommand { plan, round, step } = command;
        self.follow_calendar()?;
        let round = self.announced(&plan, round, &step)?;
        let (round, done) = if step.signs_figures() {
            // In one transaction: what was checked is what is signed.
            self.record.within(|_| {
                self.check_before_signing(Some(&plan), &mut |_| {})?;
                self.take_step(&self.held(&plan, round)?, step)
            })?
        } else {
            self.take_step(&self.held(&plan, round)?, step)?
        };
        Ok((self.round(&plan, Some(round))?, done))
    }

    /// Does what a step says; of which round, and what was done in words.
    fn take_step(&self, held: &Held, step: RoundStep) -> Result<(RoundId, Sentence), AppError> {
        let done = match step {
            RoundStep::Announce | RoundStep::Call { .. } => key!("app-round-done-announced").into(),
            RoundStep::Cancel { reason } => {
                self.cancel(held, &reason)?;
                key!("app-round-done-cancelled").into()
            }
            RoundStep::Stage { stage, note } => {
                self.note_stage(held, stage, &note)?;
                sentence!("app-round-done-stage", number = stage)
            }
            RoundStep::Proposal { subject, note } => {
                let step = note.step().sentence();
                self.note_proposal(held, &subject, note)?;
                sentence!("app-round-done-proposal", step = step)
            }
            RoundStep::Ballot { ballot } => self.hold_ballot(held, ballot)?,
            RoundStep::TakeBack { number, reason } => {
                self.take_back_ballot(held, number, &reason)?
            }
            RoundStep::Close { attendance } => {
                self.close(held, attendance)?;
                key!("app-round-done-closed").into()
            }
            RoundStep::Minutes { file } => {
                self.minutes(held, &file)?;
                sentence!("app-round-done-minutes", path = file.display())
            }
            RoundStep::Count { without_waiting } => counted(self.count(held, without_waiting)?),
            RoundStep::Decide { body } => {
                self.decide(held, body)?;
                key!("app-round-done-decided").into()
            }
            RoundStep::Tell { subject } => {
                self.tell(held, &subject)?;
                key!("app-round-done-told").into()
            }
            RoundStep::TakeStatement { subject, text } => {
                self.take_statement(held, &subject, &text)?;
                key!("app-round-done-statement").into()
            }
            RoundStep::Post => self.posted_now(held, None)?,
            RoundStep::PostAgain { reason } => self.posted_now(held, Some(&reason))?,
            RoundStep::Correct { text } => {
                self.correct(held, &text)?;
                key!("app-round-done-corrected").into()
            }
            RoundStep::Object { text } => {
                let number = self.object(held, &text)?;
                sentence!("app-round-done-objected", number = number)
            }
            RoundStep::AnswerObjection { number, text } => {
                self.answer_objection(held, number, &text)?;
                key!("app-round-done-answered").into()
            }
            RoundStep::Report { to, file, texts } => {
                self.report(held, to, &file, &texts)?;
                sentence!("app-round-done-reported", path = file.display())
            }
            RoundStep::Settle => {
                self.settle(held)?;
                key!("app-round-done-settled").into()
            }
            RoundStep::Archive {
                place,
                class,
                years,
            } => {
                let path = self.archive(held, &place, class, years)?;
                sentence!("app-round-done-archived", path = path.display())
            }
        };
        Ok((held.entry.round, done))
    }
}

/// Whether it stands, in words.
fn counted(status: RoundStatus) -> Sentence {
    Sentence::from(match status {
        RoundStatus::Void => key!("app-round-done-void"),
        RoundStatus::NoQuorum => key!("app-round-done-no-quorum"),
        RoundStatus::Announced
        | RoundStatus::Cancelled
        | RoundStatus::Open
        | RoundStatus::Closed
        | RoundStatus::Counted
        | RoundStatus::Decided
        | RoundStatus::Posted
        | RoundStatus::Settled
        | RoundStatus::Archived => key!("app-round-done-counted"),
    })
}
