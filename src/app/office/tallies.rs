//! Tallies: counts, rates and grades, with what is too small to be shown left out.

use std::collections::{BTreeMap, BTreeSet};

use super::{AnswerTally, CriterionTally, Office, PlanTally, SubjectTally};
use crate::app::AppError;
use crate::domain::card::Answer;
use crate::domain::ids::GroupId;
use crate::domain::plan::{Criterion, Plan, ScaleKind, Subject, Text, Voters};
use crate::domain::tally;
use crate::record::{CellKey, Counts, RaterKey};

impl Office {
    /// The tally of every plan in every period, by plan, revision and period. What too few people stand behind is
    /// left out here, so that no front end shows it.
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
    let shown = tally::shown(plan, subject, counts.raters, |criterion, answer| {
        let key = CellKey {
            criterion: criterion.clone(),
            answer: answer.clone(),
        };
        counts.cells.get(&key).copied().unwrap_or(0)
    });
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
