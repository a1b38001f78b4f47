//! What the ledger tells of rounds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::digest::text_digest;
use crate::domain::attendance::Attendance;
use crate::domain::ballot::BallotCount;
use crate::domain::ids::{
    BatchNumber, BlobId, DeviceId, GradeId, PlanId, PlanRevision, RootHash, SubjectId,
};
use crate::domain::proposal::ProposalNote;
use crate::domain::round::RoundId;
use crate::domain::round_status::RoundEvent;

/// What happened to a round. Words are named by the SHA-256 of their sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum RoundHappened {
    /// 预告. Its [`super::Body::NoticePosted`] follows.
    RoundAnnounced {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// The revision whose rules it is held by.
        revision: PlanRevision,
        /// Its first day.
        first: NaiveDate,
        /// Its last day; none is open-ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last: Option<NaiveDate>,
        /// The notice that follows.
        notice: u32,
    },
    /// 取消
    RoundCancelled {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Why.
        reason: String,
    },
    /// Its first day had come.
    RoundOpened {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
    },
    /// A stage of the plan's procedure is done.
    StageDone {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Which of the plan's stages, from 1.
        stage: u32,
        /// What was done, or where its paper lies; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// Something was noted of a proposal.
    ProposalNoted {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Which proposal.
        subject: SubjectId,
        /// What.
        note: ProposalNote,
    },
    /// What was voted by a show of hands or on paper, as counts.
    BallotHeld {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// The revision under which cards of the round are counted.
        revision: PlanRevision,
        /// Its number in the round, from 1.
        number: u32,
        /// The counts.
        ballot: BallotCount,
        /// The office's signature over [`ballot_digest`]: heads of the ledger are printed, and nobody shall try out small counts.
        signature: String,
    },
    /// Such counts were wrong, and count no more.
    BallotTakenBack {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Which.
        number: u32,
        /// Why.
        reason: String,
    },
    /// Its last day was over, or its sitting.
    RoundClosed {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Who came, and what became of the slips, as it was written down.
        attendance: Attendance,
    },
    /// It was counted.
    RoundCounted(RoundCount),
    /// More slips came back than were given out.
    RoundVoided {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
    },
    /// Too few took part.
    RoundQuorumMissed {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
    },
    /// 评定
    RoundDecided {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Who decided; none is by the vote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<DecidingBody>,
        /// The grades it gave; none by the vote.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        grades: Vec<GradeGiven>,
    },
    /// Somebody evaluated was told.
    PersonTold {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Who.
        subject: SubjectId,
    },
    /// What somebody evaluated answers was taken in.
    StatementTaken {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Whose.
        subject: SubjectId,
        /// SHA-256 of the sealed words, lower-case hex.
        digest: String,
    },
    /// 公示. Its [`super::Body::NoticePosted`] follows.
    RoundPosted {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// In which notice, and until when.
        posting: RoundPosting,
    },
    /// A correction was posted; the figures stay. Its [`super::Body::NoticePosted`] follows.
    RoundCorrected {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// The notice that follows.
        notice: u32,
    },
    /// Withdrawn, and posted again. Its [`super::Body::NoticePosted`] follows.
    RoundPostedAgain {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// In which notice, and until when.
        posting: RoundPosting,
        /// Why.
        reason: String,
    },
    /// Somebody objects.
    RoundObjected {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Its number in the round, from 1.
        number: u32,
        /// SHA-256 of the sealed words, lower-case hex.
        digest: String,
    },
    /// An objection was answered.
    ObjectionAnswered {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Which one.
        number: u32,
        /// SHA-256 of the sealed words, lower-case hex.
        digest: String,
    },
    /// 上报
    RoundReported {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// To whom, and what.
        report: RoundReport,
    },
    /// Its days are over and every objection is answered.
    RoundSettled {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
    },
    /// 归档
    RoundArchived {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// As what, for how long, and what.
        archive: RoundArchive,
    },
    /// 销毁: its years are over. Its figures stay, and what they came from is gone.
    RoundDestroyed {
        /// The plan.
        plan: PlanId,
        /// The round.
        round: RoundId,
        /// Who saw it done.
        overseers: Vec<String>,
        /// Every original of its cards.
        originals: Vec<DestroyedOriginal>,
    },
}

/// What a round came to when it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundCount {
    /// The plan.
    pub plan: PlanId,
    /// The round.
    pub round: RoundId,
    /// [`super::counts_digest`] of every count of the round.
    pub counts: String,
    /// Devices that had brought nothing of the round yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<DeviceId>,
    /// One a subject, in the plan's order.
    pub votes: Vec<Vote>,
    /// The office's signature over [`Self::digest`]: heads of the ledger are printed, and nobody shall try out small counts.
    pub signature: String,
}

/// The vote on one subject, all cards counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Whom it is about.
    pub subject: SubjectId,
    /// How many rated it.
    pub raters: u64,
    /// The grade of the vote; none where it gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<GradeId>,
}

/// A body that settles grades beside the vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecidingBody {
    /// Its name.
    pub name: String,
    /// Who sat in it.
    pub members: Vec<String>,
}

/// A grade that a body gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeGiven {
    /// To whom.
    pub subject: SubjectId,
    /// Which.
    pub grade: GradeId,
    /// Why; may be empty where it is the grade of the vote.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Where and until when a result hangs, and who gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RoundPosting {
    /// The notice.
    pub notice: u32,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day; none where the plan sets none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The last day for objections; none where the plan sets none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objections_until: Option<NaiveDate>,
    /// 落款: who gives the notice.
    pub issuer: String,
}

impl RoundPosting {
    /// The last day on which nothing may be settled yet.
    #[must_use]
    pub fn last(&self) -> Option<NaiveDate> {
        self.until.max(self.objections_until)
    }
}

/// A stage of the procedure that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageEntry {
    /// Which of the plan's stages, from 1.
    pub stage: u32,
    /// The day it was noted.
    pub on: NaiveDate,
    /// What was done, or where its paper lies; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Something noted of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposalEntry {
    /// Which proposal.
    pub subject: SubjectId,
    /// The day it was noted.
    pub on: NaiveDate,
    /// What.
    pub note: ProposalNote,
}

/// What was voted by a show of hands or on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct BallotEntry {
    /// From 1.
    pub number: u32,
    /// The day it was entered.
    pub on: NaiveDate,
    /// The revision under which it is counted.
    pub revision: PlanRevision,
    /// The counts.
    pub ballot: BallotCount,
    /// Why it was taken back; none where it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<String>,
}

impl BallotEntry {
    /// Whether it was not taken back.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.taken_back.is_none()
    }
}

/// A report that went upward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundReport {
    /// To whom.
    pub to: String,
    /// SHA-256 of its file, lower-case hex.
    pub digest: String,
}

/// A round's papers, put away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundArchive {
    /// 类别
    pub class: String,
    /// For so many years; none is for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<u32>,
    /// SHA-256 of its list of files, lower-case hex.
    pub digest: String,
}

/// An original batch that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DestroyedOriginal {
    /// Whose.
    pub device: DeviceId,
    /// From 1.
    pub number: BatchNumber,
    /// Its root.
    pub root: RootHash,
    /// What is kept of what it came to, by its bytes.
    pub account: BlobId,
}

/// SHA-256 of what was voted by hands or on paper in a round, lower-case hex.
#[must_use]
pub fn ballot_digest(plan: &PlanId, round: RoundId, number: u32, ballot: &BallotCount) -> String {
    // Names and numbers always serialise.
    let said = serde_json::to_string(ballot).unwrap_or_default();
    text_digest(&format!("{plan} {round} {number}\n{said}"))
}

impl RoundCount {
    /// SHA-256 of everything but the signature, lower-case hex.
    #[must_use]
    pub fn digest(&self) -> String {
        let unsigned = Self {
            signature: String::new(),
            ..self.clone()
        };
        // Names and numbers always serialise.
        text_digest(&serde_json::to_string(&unsigned).unwrap_or_default())
    }
}

impl RoundHappened {
    /// Which round, and what of its table of states.
    #[must_use]
    pub fn of(&self) -> (&PlanId, RoundId, RoundEvent) {
        use RoundEvent as Event;
        let (plan, round, event) = match self {
            Self::RoundAnnounced { plan, round, .. } => (plan, round, Event::Announced),
            Self::RoundCancelled { plan, round, .. } => (plan, round, Event::Cancelled),
            Self::RoundOpened { plan, round } => (plan, round, Event::Opened),
            Self::StageDone { plan, round, .. } => (plan, round, Event::StageDone),
            Self::ProposalNoted { plan, round, .. } => (plan, round, Event::ProposalNoted),
            Self::BallotHeld { plan, round, .. } => (plan, round, Event::BallotHeld),
            Self::BallotTakenBack { plan, round, .. } => (plan, round, Event::BallotTakenBack),
            Self::RoundClosed { plan, round, .. } => (plan, round, Event::Closed),
            Self::RoundCounted(count) => (&count.plan, &count.round, Event::Counted),
            Self::RoundVoided { plan, round } => (plan, round, Event::Voided),
            Self::RoundQuorumMissed { plan, round } => (plan, round, Event::QuorumMissed),
            Self::RoundDecided { plan, round, .. } => (plan, round, Event::Decided),
            Self::PersonTold { plan, round, .. } => (plan, round, Event::Told),
            Self::StatementTaken { plan, round, .. } => (plan, round, Event::StatementTaken),
            Self::RoundPosted { plan, round, .. } => (plan, round, Event::Posted),
            Self::RoundCorrected { plan, round, .. } => (plan, round, Event::Corrected),
            Self::RoundPostedAgain { plan, round, .. } => (plan, round, Event::PostedAgain),
            Self::RoundObjected { plan, round, .. } => (plan, round, Event::Objected),
            Self::ObjectionAnswered { plan, round, .. } => (plan, round, Event::ObjectionAnswered),
            Self::RoundReported { plan, round, .. } => (plan, round, Event::Reported),
            Self::RoundSettled { plan, round } => (plan, round, Event::Settled),
            Self::RoundArchived { plan, round, .. } => (plan, round, Event::Archived),
            Self::RoundDestroyed { plan, round, .. } => (plan, round, Event::Destroyed),
        };
        (plan, *round, event)
    }

    /// The digest of the words that it names.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::StatementTaken { digest, .. }
            | Self::RoundObjected { digest, .. }
            | Self::ObjectionAnswered { digest, .. } => Some(digest),
            Self::RoundAnnounced { .. }
            | Self::RoundCancelled { .. }
            | Self::RoundOpened { .. }
            | Self::StageDone { .. }
            | Self::ProposalNoted { .. }
            | Self::BallotHeld { .. }
            | Self::BallotTakenBack { .. }
            | Self::RoundClosed { .. }
            | Self::RoundCounted(_)
            | Self::RoundVoided { .. }
            | Self::RoundQuorumMissed { .. }
            | Self::RoundDecided { .. }
            | Self::PersonTold { .. }
            | Self::RoundPosted { .. }
            | Self::RoundCorrected { .. }
            | Self::RoundPostedAgain { .. }
            | Self::RoundReported { .. }
            | Self::RoundSettled { .. }
            | Self::RoundArchived { .. }
            | Self::RoundDestroyed { .. } => None,
        }
    }
}
