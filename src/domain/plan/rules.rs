//! What a plan can say and this version does not enforce: typed, so that it is read and explained, and refused
//! by name when such a plan is used.

use super::{Grading, Plan, Text, Voters};
use crate::domain::channel::Channel;
use crate::domain::ids::GradeId;

/// What a plan says beyond what this version enforces. `Default` says nothing.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a rule of its own in the plan language"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// Held outside its cadence as well, whenever it is called (S14).
    pub unscheduled: bool,
    /// Fewest and most representatives of each 居民小组 (S12).
    pub seats_per_neighbourhood: Option<(u32, u32)>,
    /// How cards are given, where not every way counts (S1, S8, S15, S16).
    pub channels: Vec<Channel>,
    /// What comes before and after the cards, in order (S5, S8, S12).
    pub stages: Vec<Stage>,
    /// Opinions are taken all year, the cards in their months only (S15).
    pub opinions_all_year: bool,
    /// A group of assessors settles the grade after the cards (S6).
    pub assessment_group: bool,
    /// What follows from a grade (S6, S13).
    pub consequences: Vec<Consequence>,
    /// 整改 (S1).
    pub rectification: Option<Rectification>,
    /// 允许申辩: the person evaluated may answer (S8).
    pub right_of_reply: bool,
    /// Whom the results are reported to (S12).
    pub report_to: Option<Text>,
}

/// A step of the procedure around the cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// As shown.
    pub name: Text,
}

/// What follows from a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// The grade.
    pub grade: GradeId,
    /// After so many periods in a row, from 1.
    pub periods: u32,
    /// What follows, in words.
    pub text: Text,
}

/// 整改: putting right what an opinion named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rectification {
    /// Done within so many working days; none when each case sets its own.
    pub within_working_days: Option<u32>,
    /// 责任人: somebody answers for it by name.
    pub responsible: bool,
    /// 督查: somebody else checks that it was done.
    pub inspection: bool,
}

/// A rule that a plan can state and this version does not enforce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// One card for each slip.
    VotersBySlip,
    /// Voter groups with weights.
    VotersInGroups,
    /// How many must take part.
    Quorum,
    /// See [`Rules::seats_per_neighbourhood`].
    SeatsPerNeighbourhood,
    /// See [`Rules::unscheduled`].
    Unscheduled,
    /// See [`Rules::channels`].
    Channels,
    /// See [`Rules::stages`].
    Stages,
    /// See [`Rules::opinions_all_year`].
    OpinionsAllYear,
    /// Grading by the mean of weights.
    WeightedScore,
    /// See [`Rules::assessment_group`].
    AssessmentGroup,
    /// See [`Rules::consequences`].
    Consequences,
    /// See [`Rules::rectification`].
    Rectification,
    /// See [`Rules::right_of_reply`].
    RightOfReply,
    /// See [`Rules::report_to`].
    ReportTo,
}

impl Rule {
    /// Every rule of `plan` that is not enforced.
    #[must_use]
    pub fn not_enforced_in(plan: &Plan) -> Vec<Self> {
        let rules = &plan.rules;
        let stated = [
            (plan.voters == Voters::BySlip, Self::VotersBySlip),
            (
                matches!(plan.voters, Voters::Groups(_)),
                Self::VotersInGroups,
            ),
            (plan.quorum.is_some(), Self::Quorum),
            (
                rules.seats_per_neighbourhood.is_some(),
                Self::SeatsPerNeighbourhood,
            ),
            (rules.unscheduled, Self::Unscheduled),
            (!rules.channels.is_empty(), Self::Channels),
            (!rules.stages.is_empty(), Self::Stages),
            (rules.opinions_all_year, Self::OpinionsAllYear),
            (
                matches!(plan.grading, Grading::WeightedScore { .. }),
                Self::WeightedScore,
            ),
            (rules.assessment_group, Self::AssessmentGroup),
            (!rules.consequences.is_empty(), Self::Consequences),
            (rules.rectification.is_some(), Self::Rectification),
            (rules.right_of_reply, Self::RightOfReply),
            (rules.report_to.is_some(), Self::ReportTo),
        ];
        stated
            .into_iter()
            .filter_map(|(is_stated, rule)| is_stated.then_some(rule))
            .collect()
    }

    /// Where a plan states it: a key, or a table and a key.
    pub(super) fn place(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::VotersBySlip | Self::VotersInGroups => ("voters", None),
            Self::Quorum => ("quorum", None),
            Self::SeatsPerNeighbourhood => ("seats_per_neighbourhood", None),
            Self::Unscheduled => ("unscheduled", None),
            Self::Channels => ("channels", None),
            Self::Stages => ("stage", None),
            Self::OpinionsAllYear => ("opinion", Some("all_year")),
            Self::WeightedScore => ("grading", Some("kind")),
            Self::AssessmentGroup => ("grading", Some("assessment_group")),
            Self::Consequences => ("consequence", None),
            Self::Rectification => ("follow_up", Some("rectification")),
            Self::RightOfReply => ("follow_up", Some("right_of_reply")),
            Self::ReportTo => ("follow_up", Some("report_to")),
        }
    }

    /// The name a refusal gives it: as it stands in the plan.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::VotersBySlip => "voters = \"slip\"".to_owned(),
            Self::VotersInGroups => "voters = \"groups\"".to_owned(),
            Self::WeightedScore => "grading.kind = \"weighted-score\"".to_owned(),
            Self::Quorum
            | Self::SeatsPerNeighbourhood
            | Self::Unscheduled
            | Self::Channels
            | Self::Stages
            | Self::OpinionsAllYear
            | Self::AssessmentGroup
            | Self::Consequences
            | Self::Rectification
            | Self::RightOfReply
            | Self::ReportTo => match self.place() {
                (key, None) => key.to_owned(),
                (table, Some(key)) => format!("{table}.{key}"),
            },
        }
    }
}
