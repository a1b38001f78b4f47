//! 评议方案: what is evaluated, by whom, when, on which scale, with which rules.

mod bearing;
pub mod draft;
mod exchanged;
mod explain;
mod explain_rules;
mod fault;
mod fit;
mod grading;
mod parse;
mod parse_grading;
mod parse_rules;
mod posting;
mod reader;
mod rules;
mod shipped;
mod write;

pub use explain::explain;
pub use explain_rules::{told_before_cards, told_beside_results};
pub use fault::{PlanFault, PlanFaults};
pub use fit::Misfit;
pub use grading::{Formula, GradeLimit, GradeStep, Grading, NamedGrade, Tie, Vote, VoteOf};
pub use parse::{Reading, decode};
pub use posting::{Archive, Posting, Report};
pub use rules::{
    AssessmentGroup, Consequence, Entitled, Meeting, Organiser, Proposals, Protection,
    Rectification, Rule, Rules, Sample, Stage, StageKind, Validity,
};
pub use shipped::{Shipped, shipped};

#[cfg(test)]
mod language_tests;

use chrono::NaiveDate;

use super::exact::Threshold;
use super::ids::{
    CategoryId, ChoiceId, CriterionId, GroupId, HolderId, PlanId, PlanRevision, ScaleId, SubjectId,
};
use super::named::named;
use crate::words::Lang;

/// Fewer sheets about one subject than this never leave a real device, whatever a plan says.
pub const FEWEST_SHEETS: u32 = 5;
/// What a plan asks for that says nothing and lets anybody rate persons.
const FEWEST_ABOUT_PERSONS: u32 = 10;

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
    /// Separate groups, counted apart, and together where they have weights.
    Groups(Vec<Group>),
}

/// A voter group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Stable id.
    pub id: GroupId,
    /// As shown.
    pub name: Text,
    /// Its weight in the combined result, per cent: every group has one, or none has and nothing is combined.
    pub weight_percent: Option<u32>,
    /// Whom it rates; empty means everybody.
    pub rates: Vec<SubjectId>,
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
    /// Every quarter; a round has the name of its first month.
    Quarterly,
    /// In the named months (1–12) of each year; every month where all are named.
    Months([bool; 12]),
    /// Once.
    Once,
    /// 任期届满: once, at the end of a term of office.
    Term,
    /// Whenever it is called, and only then.
    Called,
}

/// How many must take part for a result to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quorum {
    /// Of what it is reckoned.
    pub of: QuorumOf,
    /// A number of them, or a share of 1.
    pub needs: Threshold,
}

named!(
    /// Of what a quorum is reckoned.
    QuorumOf {
        /// 实到: people present, of those entitled.
        Present = "present",
        /// 收回: slips collected, of those given out.
        Slips = "slips",
        /// Cards about a subject, of those entitled.
        Raters = "raters",
    }
);

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
    /// 弃权、不了解: counted, and left out of every rate and score.
    pub abstains: bool,
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
    /// How much it weighs beside the other criteria: each has a weight, or none has and all answers count alike.
    pub weight: Option<u32>,
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
    /// The same person in every plan and every year, where what follows hangs on it.
    pub person: Option<HolderId>,
    /// 述职报告: what is read at the kiosk before it is rated, a paragraph a line.
    pub duty_report: Option<Text>,
}

/// The opinion page of a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// Its own term, where it has one.
    pub reply_within_working_days: Option<u32>,
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

    /// Within how many working days an opinion of this category is answered.
    #[must_use]
    pub fn reply_within(&self, category: Option<&CategoryId>) -> u32 {
        let all = self.opinion.iter().flat_map(|page| &page.categories);
        let mut own = all.filter(|one| Some(&one.id) == category);
        let own = own.find_map(|one| one.reply_within_working_days);
        own.unwrap_or(self.follow_up.reply_within_working_days)
    }

    /// The longest of its terms. A receipt promises it whatever was written: the category of an opinion must not show on paper.
    #[must_use]
    pub fn longest_term(&self) -> u32 {
        let all = self.opinion.iter().flat_map(|page| &page.categories);
        let own = all.filter_map(|one| one.reply_within_working_days);
        own.fold(self.follow_up.reply_within_working_days, u32::max)
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
