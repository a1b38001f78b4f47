//! Tallies: counts, rates and grades, with what is too small to be shown left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Office;
use super::types::{text, text_option};
use crate::app::AppError;
use crate::domain::card::Answer;
use crate::domain::ids::{CriterionId, GradeId, GroupId, PlanId, PlanRevision, SubjectId};
use crate::domain::plan::{Criterion, Plan, ScaleKind, Subject, Text, Voters};
use crate::domain::tally;
use crate::record::{CellKey, Counts, RaterKey};

/// The tally of one plan in one period.
#[derive(Debug, Clone, Serialize)]
pub struct PlanTally {
    /// The plan.
    pub plan: PlanId,
    /// Its revision.
    pub revision: PlanRevision,
    /// Its title.
    #[serde(serialize_with = "text")]
    pub title: Text,
    /// The period, e.g. `2026` or `2026-02`.
    pub period: String,
    /// Rating sheets of the subjects whose raters are shown. Those of the others are left out: a total of all
    /// would tell how few rated a subject that is withheld.
    pub sheets: u64,
    /// One entry a subject, in the plan's order.
    pub subjects: Vec<SubjectTally>,
}

/// The tally of one subject (in one voter group, where the plan has groups).
#[derive(Debug, Clone, Serialize)]
pub struct SubjectTally {
    /// The subject.
    pub subject: SubjectId,
    /// The voter group counted apart.
    pub group: Option<GroupId>,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// Office or place; may be empty.
    #[serde(serialize_with = "text")]
    pub role: Text,
    /// How many people rated it; none when that is too few to be shown.
    pub raters: Option<u64>,
    /// Rate of positive answers in per cent, or the mean score; none where the plan does not grade
    /// or too few rated.
    pub score: Option<f64>,
    /// The grade; none where the plan does not grade or too few rated.
    pub grade: Option<GradeId>,
    /// The grade's name.
    #[serde(serialize_with = "text_option")]
    pub grade_name: Option<Text>,
    /// One entry a criterion, in the plan's order.
    pub criteria: Vec<CriterionTally>,
    /// Something was left out because too few people stand behind it.
    pub suppressed: bool,
    /// Nothing left out; goes nowhere but onto the office's own page.
    #[serde(skip)]
    pub full: FullCount,
}

/// The counts of one criterion.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionTally {
    /// The criterion.
    pub criterion: CriterionId,
    /// Its name.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// One entry a choice (best first) or score (lowest first).
    pub answers: Vec<AnswerTally>,
}

/// How many gave one answer.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerTally {
    /// The choice's id, or the score.
    pub answer: String,
    /// As shown.
    #[serde(serialize_with = "text")]
    pub name: Text,
    /// How many; none when suppressed.
    pub count: Option<u64>,
    /// Per cent of those who answered the criterion; none when suppressed.
    pub percent: Option<f64>,
}

/// All that was counted of a subject, the few included: for the office only, never for a notice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FullCount {
    /// How many people rated it.
    pub raters: u64,
    /// As [`SubjectTally::score`], from all counts.
    pub score: Option<f64>,
    /// The grade's name, from all counts.
    pub grade_name: Option<Text>,
    /// One entry a criterion, in it one an answer, in the order of [`SubjectTally::criteria`].
    pub answers: Vec<Vec<u64>>,
}

impl Office {
    /// The tally of every plan in every period, by plan, revision and period. What too few people stand behind is
    /// left out here; it is in [`SubjectTally::full`] alone.
    pub fn tallies(&self) -> Result<Vec<PlanTally>, AppError> {
        let book = self.book()?;
        let counts = self.record.counts()?;
        let periods: BTreeSet<_> = counts
            .keys()
            .map(|key| (&key.plan, key.revision, &key.period))
            .collect();
        Ok(periods
            .into_iter()
            .filter_map(|(plan, revision, period)| {
                let plan = book.get(plan, revision)?;
                Some(plan_tally(plan, period, &counts))
            })
            .collect())
    }
}

fn plan_tally(plan: &Plan, period: &str, counts: &BTreeMap<RaterKey, Counts>) -> PlanTally {
    let groups: Vec<Option<&GroupId>> = match &plan.voters {
        Voters::Groups(groups) => groups.iter().map(|group| Some(&group.id)).collect(),
        Voters::Open | Voters::BySlip => vec![None],
    };
    let nothing = Counts::default();
    let mut sheets = 0;
    let mut subjects = Vec::new();
    for subject in &plan.subjects {
        for group in &groups {
            let key = RaterKey {
                plan: plan.id.clone(),
                revision: plan.revision,
                period: period.to_owned(),
                subject: subject.id.clone(),
                group: group.cloned(),
            };
            let counts = counts.get(&key).unwrap_or(&nothing);
            let tally = subject_tally(plan, subject, *group, counts);
            sheets += tally.raters.unwrap_or(0);
            subjects.push(tally);
        }
    }
    PlanTally {
        plan: plan.id.clone(),
        revision: plan.revision,
        title: plan.title.clone(),
        period: period.to_owned(),
        sheets,
        subjects,
    }
}

fn subject_tally(
    plan: &Plan,
    subject: &Subject,
    group: Option<&GroupId>,
    counts: &Counts,
) -> SubjectTally {
    let count = |criterion: &CriterionId, answer: &Answer| {
        let key = CellKey {
            criterion: criterion.clone(),
            answer: answer.clone(),
        };
        counts.cells.get(&key).copied().unwrap_or(0)
    };
    let shown = tally::shown(plan, subject, counts.raters, count);
    let standing = tally::full_standing(plan, subject, count);
    let row = |criterion: &Criterion| {
        let answers = tally::answers(plan, criterion);
        let counts = answers.iter().map(|answer| count(&criterion.id, answer));
        counts.collect()
    };
    let full = FullCount {
        raters: counts.raters,
        score: standing.score,
        grade_name: standing.grade.map(|grade| grade.name),
        answers: plan.criteria_of(subject).map(row).collect(),
    };
    let criteria = plan
        .criteria_of(subject)
        .zip(shown.criteria)
        .map(|(criterion, shown)| CriterionTally {
            criterion: criterion.id.clone(),
            name: criterion.name.clone(),
            answers: shown
                .answers
                .into_iter()
                .map(|answer| AnswerTally {
                    name: answer_name(plan, criterion, &answer.answer),
                    answer: match answer.answer {
                        Answer::Score(score) => score.to_string(),
                        Answer::Choice(choice) => choice.to_string(),
                    },
                    count: answer.count,
                    percent: answer.percent,
                })
                .collect(),
        })
        .collect();
    let (grade, grade_name) = shown
        .grade
        .map_or((None, None), |grade| (Some(grade.id), Some(grade.name)));
    SubjectTally {
        subject: subject.id.clone(),
        group: group.cloned(),
        name: subject.name.clone(),
        role: subject.role.clone(),
        raters: shown.raters,
        score: shown.score,
        grade,
        grade_name,
        criteria,
        suppressed: shown.suppressed,
        full,
    }
}

fn answer_name(plan: &Plan, criterion: &Criterion, answer: &Answer) -> Text {
    match (
        answer,
        plan.scale(&criterion.scale).map(|scale| &scale.kind),
    ) {
        (Answer::Choice(id), Some(ScaleKind::Named(choices))) => choices
            .iter()
            .find(|choice| choice.id == *id)
            .map(|choice| choice.name.clone())
            .unwrap_or_default(),
        (Answer::Choice(id), _) => Text {
            zh: id.to_string(),
            en: String::new(),
        },
        (Answer::Score(score), _) => Text {
            zh: score.to_string(),
            en: String::new(),
        },
    }
}
