//! Grades: the score and the grade that follow from counts, as far as the counts are known.

use std::collections::BTreeMap;

use super::card::Answer;
use super::ids::{CriterionId, GradeId};
use super::plan::{Choice, Grading, NamedGrade, Plan, RateGrade, Scale, ScaleKind};

/// Answers to one criterion of which only the sum is known. A count that is known is a lump of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lump {
    /// The criterion.
    pub criterion: CriterionId,
    /// The answers counted together.
    pub answers: Vec<Answer>,
    /// How many gave any of them.
    pub total: u64,
}

/// What follows from the counts of one subject.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// By rate: the positive answers in per cent of all answers to all criteria. By weighted score: the
    /// mean weight. Without grading: the mean score, where every criterion is on the same score scale.
    /// None when there is none, or when the lumps leave it open.
    pub score: Option<f64>,
    /// The grade; none when there is none, or when the lumps leave it open.
    pub grade: Option<NamedGrade>,
}

/// The score and the grade of a subject, all criteria together. Both depend on the lumps alone: one that
/// could be different with the same lumps is left out.
#[must_use]
pub fn standing(plan: &Plan, lumps: &[Lump]) -> Standing {
    match &plan.grading {
        Grading::Majority { grades } => Standing {
            score: None,
            grade: majority(plan, grades, lumps),
        },
        Grading::CountsOnly if !one_scale(plan, lumps) => Standing::default(),
        Grading::CountsOnly | Grading::Rate { .. } | Grading::WeightedScore { .. } => {
            by_value(plan, lumps)
        }
    }
}

/// The mean of a score criterion; none for named choices, or when the lumps leave it open.
#[must_use]
pub fn mean(lumps: &[Lump]) -> Option<f64> {
    let score = |_: &CriterionId, answer: &Answer| match answer {
        Answer::Score(score) => Some(u64::from(*score)),
        Answer::Choice(_) => None,
    };
    let bounds = bounds(lumps, score)?;
    (bounds.low == bounds.high).then(|| ratio(bounds.low, bounds.answers))
}

/// `part / whole`. The quotient of two whole numbers below 2^53 is the nearest double, so that a
/// threshold met exactly is met.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of residents stay far below 2^53"
)]
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

struct Bounds {
    low: u64,
    high: u64,
    answers: u64,
}

/// The smallest and the largest sum of values that the lumps allow; none when nothing with a value was
/// answered.
fn bounds(lumps: &[Lump], value: impl Fn(&CriterionId, &Answer) -> Option<u64>) -> Option<Bounds> {
    let mut sum = Bounds {
        low: 0,
        high: 0,
        answers: 0,
    };
    for lump in lumps {
        let values: Option<Vec<u64>> = lump
            .answers
            .iter()
            .map(|answer| value(&lump.criterion, answer))
            .collect();
        let Some(values) = values else { continue };
        sum.low += lump.total * values.iter().min().copied().unwrap_or(0);
        sum.high += lump.total * values.iter().max().copied().unwrap_or(0);
        sum.answers += lump.total;
    }
    (sum.answers > 0).then_some(sum)
}

fn by_value(plan: &Plan, lumps: &[Lump]) -> Standing {
    let value = |criterion: &CriterionId, answer: &Answer| match (&plan.grading, answer) {
        (Grading::Rate { positive, .. }, Answer::Choice(choice)) => {
            Some(if positive.contains(choice) { 100 } else { 0 })
        }
        (Grading::WeightedScore { .. }, Answer::Choice(choice)) => choices(plan, criterion)
            .iter()
            .find(|one| one.id == *choice)
            .and_then(|one| one.weight)
            .map(u64::from),
        (Grading::WeightedScore { .. } | Grading::CountsOnly, Answer::Score(score)) => {
            Some(u64::from(*score))
        }
        (Grading::Rate { .. }, Answer::Score(_))
        | (Grading::CountsOnly, Answer::Choice(_))
        | (Grading::Majority { .. }, _) => None,
    };
    let Some(bounds) = bounds(lumps, value) else {
        return Standing::default();
    };
    let low = ratio(bounds.low, bounds.answers);
    let high = ratio(bounds.high, bounds.answers);
    let grades: &[RateGrade] = match &plan.grading {
        Grading::Rate { grades, .. } | Grading::WeightedScore { grades } => grades,
        Grading::CountsOnly | Grading::Majority { .. } => &[],
    };
    let lowest = grade_at(grades, low);
    let highest = grade_at(grades, high);
    Standing {
        score: (bounds.low == bounds.high).then_some(low),
        grade: if lowest == highest { lowest } else { None },
    }
}

fn grade_at(grades: &[RateGrade], score: f64) -> Option<NamedGrade> {
    grades
        .iter()
        .find(|grade| score >= grade.at_least)
        .map(|grade| NamedGrade {
            id: grade.id.clone(),
            name: grade.name.clone(),
        })
}

fn scale_of<'a>(plan: &'a Plan, criterion: &CriterionId) -> Option<&'a Scale> {
    let criterion = plan.criteria.iter().find(|one| one.id == *criterion)?;
    plan.scale(&criterion.scale)
}

fn choices<'a>(plan: &'a Plan, criterion: &CriterionId) -> &'a [Choice] {
    match scale_of(plan, criterion).map(|scale| &scale.kind) {
        Some(ScaleKind::Named(choices)) => choices,
        Some(ScaleKind::Score { .. }) | None => &[],
    }
}

fn one_scale(plan: &Plan, lumps: &[Lump]) -> bool {
    let mut scales = lumps.iter().map(|lump| scale_of(plan, &lump.criterion));
    let first = scales.next().flatten().map(|scale| &scale.id);
    first.is_some() && scales.all(|scale| scale.map(|scale| &scale.id) == first)
}

#[derive(Default)]
struct Votes {
    /// How far down its scale the grade stands: the larger, the lower the grade.
    depth: usize,
    least: u64,
    most: u64,
}

fn majority(
    plan: &Plan,
    grades: &BTreeMap<super::ids::ChoiceId, NamedGrade>,
    lumps: &[Lump],
) -> Option<NamedGrade> {
    let grade_of = |answer: &Answer| match answer {
        Answer::Choice(choice) => grades.get(choice).map(|grade| &grade.id),
        Answer::Score(_) => None,
    };
    let mut votes: BTreeMap<&GradeId, Votes> = BTreeMap::new();
    for lump in lumps {
        let given: Vec<Option<&GradeId>> = lump.answers.iter().map(grade_of).collect();
        for (depth, choice) in choices(plan, &lump.criterion).iter().enumerate() {
            if let Some(grade) = grades.get(&choice.id) {
                let votes = votes.entry(&grade.id).or_default();
                votes.depth = votes.depth.max(depth);
            }
        }
        for (grade, votes) in &mut votes {
            if given.iter().all(|one| one == &Some(*grade)) {
                votes.least += lump.total;
            }
            if given.contains(&Some(*grade)) {
                votes.most += lump.total;
            }
        }
    }
    let (winner, _) = votes.iter().find(|(grade, own)| {
        own.least > 0
            && votes
                .iter()
                .filter(|(other, _)| other != grade)
                // Fewer votes; or as many, and a higher grade.
                .all(|(id, other)| (other.most, other.depth, id) < (own.least, own.depth, grade))
    })?;
    grades.values().find(|grade| grade.id == **winner).cloned()
}
