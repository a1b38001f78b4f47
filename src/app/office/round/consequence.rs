//! What follows from grades over the years: found by the person, in whatever plan and round, with its proof.

use super::papers;
use super::view::{ConsequenceRow, Proof};
use crate::app::AppError;
use crate::app::office::plans::PlanBook;
use crate::domain::plan::{Plan, Subject};
use crate::record::{Record, RoundEntry};

/// What follows from the grades that were decided in this round and in those before it.
pub(super) fn found(
    record: &Record,
    book: &PlanBook,
    own: &Plan,
    entry: &RoundEntry,
) -> Result<Vec<ConsequenceRow>, AppError> {
    let mut rows = Vec::new();
    if own.rules.consequences.is_empty() || entry.decided_on.is_none() {
        return Ok(rows);
    }
    let mut rounds = record.rounds()?;
    rounds.retain(|round| round.decided_on.is_some() && round.first <= entry.first);
    rounds.sort_by_key(|round| std::cmp::Reverse((round.first, round.decided_on)));
    for subject in &own.subjects {
        let mut grades = Vec::new();
        for round in &rounds {
            let Some(plan) = book.get(&round.plan, round.revision) else {
                continue;
            };
            grades.extend(grade_in(record, plan, round, (own, subject))?);
        }
        for one in &own.rules.consequences {
            let periods = usize::try_from(one.periods).unwrap_or(usize::MAX);
            let Some(name) = papers::grade_name(own, &one.grade) else {
                continue;
            };
            let in_a_row = grades
                .iter()
                .take_while(|proof| proof.grade == *name)
                .count();
            let is_of_this =
                |newest: &Proof| (&newest.plan, newest.round) == (&entry.plan, entry.round);
            if grades.first().is_some_and(is_of_this) && in_a_row >= periods {
                rows.push(ConsequenceRow {
                    subject: subject.id.clone(),
                    name: subject.name.clone(),
                    text: one.text.clone(),
                    proof: grades.iter().take(periods).cloned().collect(),
                });
            }
        }
    }
    Ok(rows)
}

/// The grade of the same person in another round; without a person's name, of the same subject of the same plan.
fn grade_in(
    record: &Record,
    plan: &Plan,
    round: &RoundEntry,
    (own, subject): (&Plan, &Subject),
) -> Result<Option<Proof>, AppError> {
    let is_same = |other: &&Subject| match (&subject.person, &other.person) {
        (Some(one), Some(other)) => one == other,
        (None, None) => plan.id == own.id && subject.id == other.id,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let Some(other) = plan.subjects.iter().find(is_same) else {
        return Ok(None);
    };
    let came = record.round_subjects(&round.plan, round.round)?.into_iter();
    let mut came = came.filter(|one| one.subject == other.id);
    let grade = came.next().and_then(|came| came.grade);
    let name = grade.and_then(|grade| papers::grade_name(plan, &grade).cloned());
    Ok(name.map(|grade| Proof {
        plan: round.plan.clone(),
        round: round.round,
        grade,
    }))
}
