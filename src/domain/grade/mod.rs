//! Grades: the score and the grade that follow from counts, as far as the counts are known, in exact fractions; and the sum
//! that a clerk can do again by hand.

mod limit;
mod mean;
mod plurality;
mod turnout;
mod vote;

pub use limit::limit;
pub use turnout::{Stand, Surplus, Turnout, stand};

use super::card::Answer;
use super::exact::{Exact, Figure, exact, nearest, rounded};
use super::ids::CriterionId;
use super::plan::{Choice, Formula, GradeStep, NamedGrade, Plan, Scale, ScaleKind, Text, Tie};
use crate::words::{Lang, text};

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

/// The counts of one voter group, or of all who voted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its weight and its name, where groups are combined by weights.
    pub weight: Option<(u32, &'a Text)>,
    /// What was counted.
    pub lumps: Vec<Lump>,
}

impl Part<'_> {
    /// All who voted, counted together.
    #[must_use]
    pub fn whole(lumps: Vec<Lump>) -> Self {
        let weight = None;
        Self { weight, lumps }
    }
}

/// What follows from the counts of one subject.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// By rate: the positive answers in per cent of all answers that decide. By weighted score: the mean weight. By vote: the
    /// votes for it, in per cent. Without grading: the mean score, where every criterion is on the same score scale.
    /// None when there is none, or when the lumps leave it open.
    pub score: Option<Score>,
    /// The grade; none when there is none, or when the lumps leave it open.
    pub grade: Option<NamedGrade>,
    /// The sum behind the grade, or why there is none; none when the lumps leave it open.
    pub explained: Option<Text>,
}

/// A score, exact, and as it is shown beside its grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    value: Exact,
    shown: String,
    whole: String,
}

impl Score {
    /// Without a grade beside it: one decimal.
    fn plain(value: Exact) -> Self {
        Self::beside(value, &[])
    }

    /// One decimal, and as many more as it takes to be on the same side of every threshold.
    fn beside(value: Exact, grades: &[GradeStep]) -> Self {
        let own = step_at(grades, &value);
        let same_side = |shown: &String| {
            let figure = Figure::decimal(shown);
            figure.is_some_and(|figure| step_at(grades, figure.value()) == own)
        };
        let from = |fewest: u32| {
            (fewest..=20)
                .map(|decimals| rounded(&value, decimals))
                .find(same_side)
                // Exactly a third, where a third is the threshold: no decimal says that.
                .unwrap_or_else(|| value.to_string())
        };
        let (shown, whole) = (from(1), from(0));
        Self {
            value,
            shown,
            whole,
        }
    }

    /// With no decimals, where that does not contradict the grade; nothing finer is kept.
    pub(super) fn without_decimals(self) -> Self {
        let value = Figure::decimal(&self.whole).map(|figure| figure.value().clone());
        Self {
            value: value.unwrap_or(self.value),
            shown: self.whole.clone(),
            whole: self.whole,
        }
    }

    /// The nearest double, for programs.
    #[must_use]
    pub fn nearest(&self) -> f64 {
        nearest(&self.value)
    }

    /// For people: one decimal, or as many as it takes not to contradict the grade (79.95, not 80.0, below 80).
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The exact value.
    pub(super) fn value(&self) -> &Exact {
        &self.value
    }
}

/// The score and the grade of a subject. Both depend on the lumps alone: one that could be different with the same lumps is
/// left out. `turnout` says of how many a vote's share is reckoned.
#[must_use]
pub fn standing(plan: &Plan, parts: &[Part<'_>], turnout: &Turnout) -> Standing {
    let decides = |criterion: &CriterionId| {
        let criteria = &plan.grading.criteria;
        criteria.is_empty() || criteria.contains(criterion)
    };
    let parts: Vec<Part<'_>> = parts
        .iter()
        .map(|part| Part {
            weight: part.weight,
            lumps: part
                .lumps
                .iter()
                .filter(|lump| decides(&lump.criterion))
                .cloned()
                .collect(),
        })
        .collect();
    match &plan.grading.formula {
        Formula::Plurality { grades } => plurality::standing(plan, grades, &parts),
        Formula::CountsOnly => {
            let mut lumps = parts.iter().flat_map(|part| &part.lumps);
            if one_scale(plan, &mut lumps) {
                mean::standing(plan, &parts, &[])
            } else {
                Standing::default()
            }
        }
        Formula::Rate { grades, .. } | Formula::WeightedScore { grades } => {
            mean::standing(plan, &parts, grades)
        }
        Formula::Vote(vote) => {
            let lumps: Vec<&Lump> = parts.iter().flat_map(|part| &part.lumps).collect();
            vote::standing(plan, vote, &lumps, turnout)
        }
    }
}

/// The mean of a score criterion; none for named choices, or when the lumps leave it open.
#[must_use]
pub fn mean(lumps: &[Lump]) -> Option<f64> {
    mean::of_scores(lumps).map(|mean| nearest(&mean))
}

/// `part / whole` as a double, for a percentage that decides nothing.
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    nearest(&exact(part, whole))
}

/// The first grade that `score` earns.
fn step_at<'a>(grades: &'a [GradeStep], score: &Exact) -> Option<&'a GradeStep> {
    grades.iter().find(|step| step.needs.is_met_by(score))
}

/// A text in both languages.
fn both(say: impl Fn(Lang) -> String) -> Text {
    Text {
        zh: say(Lang::Zh),
        en: say(Lang::En),
    }
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

/// Whether an answer is one that abstains (弃权, 不了解): counted, and out of every rate and score.
fn abstains(plan: &Plan, criterion: &CriterionId, answer: &Answer) -> bool {
    match answer {
        Answer::Choice(id) => choices(plan, criterion)
            .iter()
            .any(|choice| choice.id == *id && choice.abstains),
        Answer::Score(_) => false,
    }
}

fn one_scale<'a>(plan: &Plan, lumps: &mut impl Iterator<Item = &'a Lump>) -> bool {
    let mut scales = lumps.map(|lump| scale_of(plan, &lump.criterion));
    let first = scales.next().flatten().map(|scale| &scale.id);
    first.is_some() && scales.all(|scale| scale.map(|scale| &scale.id) == first)
}

/// Why nothing can be combined: nobody in this part gave a vote that counts.
fn part_missing(name: &Text) -> Standing {
    Standing {
        explained: Some(both(|lang| {
            text!(lang, "domain-grade-part-missing", name = name.get(lang))
        })),
        ..Standing::default()
    }
}

#[cfg(test)]
mod grade_tests;
#[cfg(test)]
mod judge_tests;
