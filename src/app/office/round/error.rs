//! What keeps a round from its next step, beside the table of states.

use std::path::PathBuf;

use chrono::NaiveDate;
use thiserror::Error;

use super::proposals::ProposalRefused;
use crate::domain::attendance::AttendanceFigure;
use crate::domain::ballot::BallotMisfit;
use crate::domain::ids::{DeviceId, GradeId, PlanId, SubjectId};
use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// What keeps a round from its next step, and what to tell the clerk.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RoundError {
    /// Something lies where the archive would be made.
    #[error("{path} is there already")]
    ArchiveThere {
        /// The folder.
        path: PathBuf,
    },
    /// The plan has no such round, or none at all any more.
    #[error("plan {plan} has no round {round}")]
    NoRound {
        /// The plan.
        plan: PlanId,
        /// Which round was named; the next one where it is empty.
        round: String,
    },
    /// The plan wants the list of those evaluated posted before the first card, and cards are taken already.
    #[error("the round began on {first}")]
    BegunBefore {
        /// Its first day.
        first: NaiveDate,
    },
    /// Rounds of the plan are not called: it says nothing of it, and none of its rounds failed to stand.
    #[error("rounds of plan {plan} are not called besides")]
    NotCalled {
        /// The plan.
        plan: PlanId,
    },
    /// The day for which a round is called is over.
    #[error("{day} is over")]
    CalledTooLate {
        /// The day.
        day: NaiveDate,
    },
    /// What keeps it from its next step is a proposal.
    #[error(transparent)]
    Proposal(#[from] ProposalRefused),
    /// What was voted by hands or on paper cannot have been counted so.
    #[error(transparent)]
    Ballot(#[from] BallotMisfit),
    /// No such counts, or they were taken back.
    #[error("no ballot {number} counts")]
    NoBallot {
        /// Their number.
        number: u32,
    },
    /// The results of the plan, or of this round of it, are posted as those of a round.
    #[error("round {round} of plan {plan} posts its own results")]
    PostsItself {
        /// The plan.
        plan: PlanId,
        /// The round, as the tally names it.
        round: String,
    },
    /// Its first day has not come.
    #[error("the round opens on {first}")]
    NotBegun {
        /// Its first day.
        first: NaiveDate,
    },
    /// Cards are still taken.
    #[error("cards are taken until {last}")]
    StillRuns {
        /// Its last day.
        last: NaiveDate,
    },
    /// Figures that the plan reckons with were not written down.
    #[error("figures are missing: {missing:?}")]
    FiguresMissing {
        /// Which.
        missing: Vec<AttendanceFigure>,
    },
    /// One figure is more than another that holds it.
    #[error("{part} is more than {whole}")]
    FiguresDiffer {
        /// The one that is too large.
        part: AttendanceFigure,
        /// The one that holds it.
        whole: AttendanceFigure,
    },
    /// Devices that have brought nothing of the round yet.
    #[error("{devices:?} have brought nothing of the round")]
    BatchesMissing {
        /// Which.
        devices: Vec<DeviceId>,
    },
    /// The plan names a body that settles the grades.
    #[error("a body decides")]
    BodyDecides,
    /// The plan names no body beside the vote.
    #[error("the vote decides")]
    VoteDecides,
    /// Nobody is named who decided.
    #[error("no members are named")]
    MembersMissing,
    /// The plan evaluates nobody by this name.
    #[error("no subject {subject}")]
    NoSubject {
        /// The name.
        subject: SubjectId,
    },
    /// The plan has no such grade.
    #[error("no grade {grade}")]
    NoGrade {
        /// The grade.
        grade: GradeId,
    },
    /// A subject was given no grade, or two.
    #[error("{name} has no grade, or two")]
    GradeMissing {
        /// Its name.
        name: String,
    },
    /// A grade that is not that of the vote wants a reason.
    #[error("no reason for the grade of {name}")]
    ReasonMissing {
        /// The subject's name.
        name: String,
    },
    /// Those evaluated are told before the result is posted.
    #[error("not told: {names}")]
    NotTold {
        /// Who.
        names: String,
    },
    /// Those evaluated write about the result before it is posted.
    #[error("no statement of {names}")]
    StatementMissing {
        /// Whose.
        names: String,
    },
    /// Only who was told can answer, and only once.
    #[error("{name} was not told, or has answered")]
    NothingToAnswer {
        /// Who.
        name: String,
    },
    /// The plan takes no statements.
    #[error("the plan takes no statements")]
    NoStatements,
    /// The days for objections are over.
    #[error("objections were taken until {until}")]
    ObjectionsOver {
        /// The last of them.
        until: NaiveDate,
    },
    /// No such objection, or it has its answer.
    #[error("no objection {number} waits")]
    NoObjection {
        /// Its number.
        number: u32,
    },
    /// Its days are not over.
    #[error("it hangs until {until}")]
    StillPosted {
        /// The last of them.
        until: NaiveDate,
    },
    /// Objections without an answer.
    #[error("objection {number} has no answer")]
    ObjectionOpen {
        /// The first of them.
        number: u32,
    },
    /// The plan wants it reported.
    #[error("it was not reported to {to}")]
    NotReported {
        /// To whom.
        to: String,
    },
    /// Nobody is named to report to.
    #[error("nobody is named to report to")]
    ReportTo,
    /// The plan says what the report has to say.
    #[error("the report says nothing under {heading}")]
    SectionMissing {
        /// The heading.
        heading: String,
    },
    /// Neither the plan nor the clerk says as what it is kept.
    #[error("no archive class is named")]
    ClassMissing,
    /// The plan is not held in a sitting.
    #[error("the plan has no sitting")]
    NoSitting,
    /// What it says is known when it was counted.
    #[error("the round is not counted")]
    NotCounted,
    /// The plan has no stage of this number.
    #[error("no stage {number}")]
    NoStage {
        /// The number.
        number: u32,
    },
    /// A stage is done once.
    #[error("stage {name} is done")]
    StageIsDone {
        /// Its name.
        name: String,
    },
    /// A stage that brings a paper is done when somebody says where it lies.
    #[error("stage {name}: where is {document}?")]
    DocumentMissing {
        /// Its name.
        name: String,
        /// The paper.
        document: String,
    },
    /// A round is settled when its procedure is done.
    #[error("stage {name} is not done")]
    StageOpen {
        /// Its name.
        name: String,
    },
    /// Nothing of the kind can be done with a text that is empty.
    #[error("no reason is given")]
    ReasonEmpty,
}

impl Fault for RoundError {
    fn kind(&self) -> Kind {
        match self {
            Self::Proposal(refused) => refused.kind(),
            Self::Ballot(misfit) => misfit.kind(),
            Self::NoRound { .. }
            | Self::NoBallot { .. }
            | Self::NoSubject { .. }
            | Self::NoGrade { .. }
            | Self::NoObjection { .. }
            | Self::NoStage { .. } => Kind::NotFound,
            Self::FiguresMissing { .. }
            | Self::FiguresDiffer { .. }
            | Self::BodyDecides
            | Self::VoteDecides
            | Self::MembersMissing
            | Self::GradeMissing { .. }
            | Self::ReasonMissing { .. }
            | Self::ReportTo
            | Self::SectionMissing { .. }
            | Self::ClassMissing
            | Self::DocumentMissing { .. }
            | Self::CalledTooLate { .. }
            | Self::ReasonEmpty => Kind::Input,
            Self::BegunBefore { .. }
            | Self::NotCalled { .. }
            | Self::PostsItself { .. }
            | Self::NoSitting
            | Self::NoStatements => Kind::Refused,
            Self::NotBegun { .. }
            | Self::StillRuns { .. }
            | Self::BatchesMissing { .. }
            | Self::NotTold { .. }
            | Self::StatementMissing { .. }
            | Self::NothingToAnswer { .. }
            | Self::ObjectionsOver { .. }
            | Self::StillPosted { .. }
            | Self::ObjectionOpen { .. }
            | Self::NotReported { .. }
            | Self::NotCounted
            | Self::StageIsDone { .. }
            | Self::StageOpen { .. }
            | Self::ArchiveThere { .. } => Kind::NotNow,
        }
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::NoRound { plan, round } if round.is_empty() => {
                sentence!("app-round-none-left", plan = plan)
            }
            Self::NoRound { plan, round } => {
                sentence!("app-round-none", plan = plan, round = round)
            }
            Self::ArchiveThere { path } => {
                sentence!("app-round-archive-there", path = path.display())
            }
            Self::BegunBefore { first } => sentence!("app-round-begun-before", first = first),
            Self::Proposal(refused) => refused.sentence(),
            Self::Ballot(misfit) => misfit.sentence(),
            Self::NoBallot { number } => sentence!("app-round-no-ballot", number = number),
            Self::NotCalled { plan } => sentence!("app-round-not-called", plan = plan),
            Self::CalledTooLate { day } => sentence!("app-round-called-too-late", day = day),
            Self::PostsItself { plan, round } => {
                sentence!("app-round-posts-itself", plan = plan, round = round)
            }
            Self::NotBegun { first } => sentence!("app-round-not-begun", first = first),
            Self::StillRuns { last } => sentence!("app-round-still-runs", last = last),
            Self::FiguresMissing { missing } => {
                sentence!("app-round-figures-missing", figures = figures(missing))
            }
            Self::FiguresDiffer { part, whole } => sentence!(
                "app-round-figures-differ",
                part = part.sentence(),
                whole = whole.sentence()
            ),
            Self::BatchesMissing { devices } => {
                let names: Vec<&str> = devices.iter().map(DeviceId::as_str).collect();
                sentence!("app-round-batches-missing", devices = names.join(" · "))
            }
            Self::BodyDecides => sentence!("app-round-body-decides"),
            Self::VoteDecides => sentence!("app-round-vote-decides"),
            Self::MembersMissing => sentence!("app-round-members-missing"),
            Self::NoSubject { subject } => sentence!("app-round-no-subject", subject = subject),
            Self::NoGrade { grade } => sentence!("app-round-no-grade", grade = grade),
            Self::GradeMissing { name } => sentence!("app-round-grade-missing", name = name),
            Self::ReasonMissing { name } => sentence!("app-round-reason-missing", name = name),
            Self::NotTold { names } => sentence!("app-round-not-told", names = names),
            Self::StatementMissing { names } => {
                sentence!("app-round-statement-missing", names = names)
            }
            Self::NothingToAnswer { name } => {
                sentence!("app-round-nothing-to-answer", name = name)
            }
            Self::NoStatements => sentence!("app-round-no-statements"),
            Self::ObjectionsOver { until } => sentence!("app-round-objections-over", until = until),
            Self::NoObjection { number } => sentence!("app-round-no-objection", number = number),
            Self::StillPosted { until } => sentence!("app-round-still-posted", until = until),
            Self::ObjectionOpen { number } => {
                sentence!("app-round-objection-open", number = number)
            }
            Self::NotReported { to } => sentence!("app-round-not-reported", to = to),
            Self::ReportTo => sentence!("app-round-report-to"),
            Self::SectionMissing { heading } => {
                sentence!("app-round-section-missing", heading = heading)
            }
            Self::ClassMissing => sentence!("app-round-class-missing"),
            Self::NoSitting => sentence!("app-round-no-sitting"),
            Self::NotCounted => sentence!("app-round-not-counted"),
            Self::NoStage { number } => sentence!("app-round-no-stage", number = number),
            Self::StageIsDone { name } => sentence!("app-round-stage-is-done", name = name),
            Self::DocumentMissing { name, document } => {
                sentence!(
                    "app-round-document-missing",
                    name = name,
                    document = document
                )
            }
            Self::StageOpen { name } => sentence!("app-round-stage-open", name = name),
            Self::ReasonEmpty => sentence!("app-round-reason-empty"),
        }
    }
}

/// Names of figures, one after the other.
fn figures(all: &[AttendanceFigure]) -> Sentence {
    let mut names = all.iter().map(|figure| figure.sentence());
    let first = names
        .next()
        .unwrap_or_else(|| sentence!("app-round-no-figures"));
    names.fold(first, |said, name| {
        sentence!("app-round-and-figure", said = said, name = name)
    })
}
