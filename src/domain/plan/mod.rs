//! 评议方案: what is evaluated, by whom, when, on which scale, with which rules.

mod explain;
mod fault;
mod fit;
mod parse;
mod parse_rules;
mod reader;
mod rules;

pub use explain::{explain, shipped};
pub use fault::{PlanFault, PlanFaults};
pub use fit::Misfit;
pub use parse::Reading;
pub use rules::{Consequence, Rectification, Rule, Rules, Stage};

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ids::{
    CategoryId, ChoiceId, CriterionId, GradeId, GroupId, PlanId, PlanRevision, ScaleId, SubjectId,
};
use crate::words::Lang;

/// A text in both languages. English may be absent in a plan file; then the Chinese stands in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// 简体中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Text {
    /// The text for a reader of `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            Lang::Zh | Lang::En => &self.zh,
        }
    }
}

/// A plan that has been checked: every reference in it resolves. One from [`Plan::parse`] can be used: every
/// rule in it is enforced. One from [`Plan::read`] may say more than this version enforces.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Short and stable, e.g. `s6`.
    pub id: PlanId,
    /// From 1; a changed plan is a new revision.
    pub revision: PlanRevision,
    /// Shown as the heading.
    pub title: Text,
    /// One or two sentences: what this is for.
    pub summary: Text,
    /// The rule text it comes from, e.g. `S6`.
    pub source: String,
    /// Who may answer.
    pub voters: Voters,
    /// How often it runs.
    pub cadence: Cadence,
    /// First and last day, both included; none is open-ended.
    pub opens: Option<NaiveDate>,
    /// Last day, included.
    pub closes: Option<NaiveDate>,
    /// How many voters must take part for a result to stand.
    pub quorum: Option<Quorum>,
    /// A batch with fewer cards of this plan waits.
    pub smallest_crowd: u32,
    /// Whether a criterion may be left unanswered.
    pub skip_allowed: bool,
    /// The scales its criteria use.
    pub scales: Vec<Scale>,
    /// 评议内容
    pub criteria: Vec<Criterion>,
    /// 评议对象
    pub subjects: Vec<Subject>,
    /// The opinion page; none means the plan takes no opinions.
    pub opinion: Option<OpinionPage>,
    /// How a subject's grade follows from the answers.
    pub grading: Grading,
    /// What happens with an opinion.
    pub follow_up: FollowUp,
    /// What is published.
    pub publication: Publication,
    /// What it says that this version does not enforce; nothing in a plan that is used.
    pub rules: Rules,
}

/// Who may answer a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Voters {
    /// Anyone.
    Open,
    /// One card for each voting slip (评议票).
    BySlip,
    /// Separate groups, counted apart, each with a weight in per cent.
    Groups(Vec<Group>),
}

/// A voter group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Stable id.
    pub id: GroupId,
    /// As shown.
    pub name: Text,
    /// Its weight in the combined result, per cent.
    pub weight_percent: u32,
}

/// How often a plan runs; a tally belongs to one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cadence {
    /// 经常化、长期化: always open, tallied by calendar year.
    Always,
    /// Every year.
    Yearly,
    /// Every half-year.
    HalfYearly,
    /// In the named months (1–12) of each year.
    Months([bool; 12]),
    /// Once.
    Once,
}

/// How many must take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quorum {
    /// At least so many cards.
    Cards(u32),
    /// At least this share of the slips issued, as numerator and denominator (4/5).
    ShareOfSlips(u32, u32),
}

/// 量表: the choices of a criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Stable id.
    pub id: ScaleId,
    /// Named or scored.
    pub kind: ScaleKind,
}

/// Named choices or a range of scores.
#[derive(Debug, Clone, PartialEq)]
pub enum ScaleKind {
    /// Best first, two or more.
    Named(Vec<Choice>),
    /// Whole numbers from `min` to `max`, both included.
    Score {
        /// Lowest.
        min: u16,
        /// Highest.
        max: u16,
        /// Shown beside the lowest.
        low: Text,
        /// Shown beside the highest.
        high: Text,
    },
}

/// One choice of a named scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Stable id.
    pub id: ChoiceId,
    /// As shown.
    pub name: Text,
    /// Its worth for grading by weighted score.
    pub weight: Option<u32>,
}

/// 评议内容: one question of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Stable id.
    pub id: CriterionId,
    /// A few words, the heading of the question.
    pub name: Text,
    /// The rule text's own description, shown below the heading.
    pub detail: Text,
    /// The scale it is answered on.
    pub scale: ScaleId,
    /// The kinds of subject it is asked about; empty means all.
    pub kinds: Vec<SubjectKind>,
    /// The subjects it is asked about; empty means all of those kinds.
    pub subjects: Vec<SubjectId>,
}

/// The four kinds of subject.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A person.
    Person,
    /// A body, such as a committee.
    Body,
    /// A facility.
    Facility,
    /// An activity.
    Activity,
}

/// 评议对象: who or what is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Stable id.
    pub id: SubjectId,
    /// Which of the four kinds.
    pub kind: SubjectKind,
    /// As shown.
    pub name: Text,
    /// Office or place, shown below the name; may be empty.
    pub role: Text,
}

/// The opinion page of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionPage {
    /// What an opinion may be about, shown as chips.
    pub categories: Vec<Category>,
}

/// A category of opinions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Stable id.
    pub id: CategoryId,
    /// As shown.
    pub name: Text,
}

/// How a subject's grade follows from the answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Grading {
    /// Counts only; no grade.
    CountsOnly,
    /// By the rate of `positive` choices, per cent, highest threshold first.
    Rate {
        /// The choices that count as satisfied.
        positive: Vec<ChoiceId>,
        /// Grades with the rate each needs; the last needs 0.
        grades: Vec<RateGrade>,
    },
    /// The choice chosen most often; a tie goes to the lower grade.
    Majority {
        /// Which grade each choice stands for.
        grades: BTreeMap<ChoiceId, NamedGrade>,
    },
    /// By the mean of the choices' weights.
    WeightedScore {
        /// Grades with the score each needs.
        grades: Vec<RateGrade>,
    },
}

impl Grading {
    /// Every grade and its name; none where only counts are given.
    #[must_use]
    pub fn grades(&self) -> Vec<(&GradeId, &Text)> {
        match self {
            Self::Rate { grades, .. } | Self::WeightedScore { grades } => grades
                .iter()
                .map(|grade| (&grade.id, &grade.name))
                .collect(),
            Self::Majority { grades } => grades
                .values()
                .map(|grade| (&grade.id, &grade.name))
                .collect(),
            Self::CountsOnly => Vec::new(),
        }
    }
}

/// A grade and what it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct RateGrade {
    /// Stable id.
    pub id: GradeId,
    /// As shown.
    pub name: Text,
    /// At least this many per cent (or points).
    pub at_least: f64,
}

/// A grade and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedGrade {
    /// Stable id.
    pub id: GradeId,
    /// As shown.
    pub name: Text,
}

/// What happens with an opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// A reply is due within so many working days of the office's receipt.
    pub reply_within_working_days: u32,
}

/// What is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// 得票数 and rates.
    pub results: bool,
    /// 意见公开: opinions with their replies.
    pub opinions: bool,
    /// 决策公开
    pub decisions: bool,
}

impl Plan {
    /// The criteria asked about `subject`, in the plan's order.
    pub fn criteria_of<'a>(&'a self, subject: &'a Subject) -> impl Iterator<Item = &'a Criterion> {
        self.criteria.iter().filter(move |criterion| {
            (criterion.kinds.is_empty() || criterion.kinds.contains(&subject.kind))
                && (criterion.subjects.is_empty() || criterion.subjects.contains(&subject.id))
        })
    }

    /// The scale a criterion is answered on.
    #[must_use]
    pub fn scale(&self, id: &ScaleId) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == *id)
    }

    /// A subject by id.
    #[must_use]
    pub fn subject(&self, id: &SubjectId) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.id == *id)
    }
}
