//! How a grade follows from the answers: what a plan can say of it.

use std::collections::BTreeMap;

use super::Text;
use crate::domain::exact::{Figure, Threshold};
use crate::domain::ids::{ChoiceId, CriterionId, GradeId};
use crate::domain::named::named;

/// How a subject's grade follows from the answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Grading {
    /// What is reckoned.
    pub formula: Formula,
    /// 总体评价: only the answers to these criteria decide, the others inform; empty means all decide.
    pub criteria: Vec<CriterionId>,
    /// Who has it where two grades have as many votes, or a vote has exactly the share that it had to be above.
    pub tie: Tie,
    /// How many of those evaluated may have a grade.
    pub limits: Vec<GradeLimit>,
}

impl From<Formula> for Grading {
    /// All criteria decide, a tie goes to the lower grade, and no grade is limited.
    fn from(formula: Formula) -> Self {
        Self {
            formula,
            criteria: Vec::new(),
            tie: Tie::Lower,
            limits: Vec::new(),
        }
    }
}

/// What is reckoned.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// Counts only; no grade.
    CountsOnly,
    /// By the rate of `positive` choices, per cent, highest threshold first.
    Rate {
        /// The choices that count as satisfied.
        positive: Vec<ChoiceId>,
        /// Grades with the rate each needs; the last needs 0.
        grades: Vec<GradeStep>,
    },
    /// The choice chosen most often.
    Plurality {
        /// Which grade each choice stands for.
        grades: BTreeMap<ChoiceId, NamedGrade>,
    },
    /// By the mean of the choices' weights, or of the scores.
    WeightedScore {
        /// Grades with the score each needs.
        grades: Vec<GradeStep>,
    },
    /// 表决: passes with enough votes for it.
    Vote(Box<Vote>),
}

/// A vote for or against.
#[derive(Debug, Clone, PartialEq)]
pub struct Vote {
    /// The choices that are votes for it.
    pub positive: Vec<ChoiceId>,
    /// Of whom the share is reckoned.
    pub of: VoteOf,
    /// The share it needs, of 1.
    pub needs: Threshold,
    /// What it is when it has that share.
    pub passed: NamedGrade,
    /// What it is when it has not.
    pub failed: NamedGrade,
}

named!(
    /// Of whom the share of a vote is reckoned.
    VoteOf {
        /// Of the valid votes, those who abstain with a choice marked `abstain` left out.
        Valid = "valid",
        /// 实到: of those present.
        Present = "present",
        /// 应到: of those entitled.
        Entitled = "entitled",
    }
);

named!(
    /// What a tie means.
    Tie {
        /// The lower grade; a vote fails.
        Lower = "lower",
        /// The higher grade; a vote passes.
        Higher = "higher",
        /// None: it is voted again.
        Again = "again",
    }
);

/// At most a share of those evaluated may have a grade (优秀不超过三分之一).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeLimit {
    /// The grade.
    pub grade: GradeId,
    /// The share of the subjects of one kind, of 1.
    pub share: Figure,
}

/// A grade and what it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct GradeStep {
    /// The grade.
    pub grade: NamedGrade,
    /// So many per cent, or points.
    pub needs: Threshold,
}

/// A grade and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedGrade {
    /// Stable id.
    pub id: GradeId,
    /// As shown.
    pub name: Text,
}

impl Grading {
    /// Every grade and its name, none twice; none where only counts are given.
    #[must_use]
    pub fn grades(&self) -> Vec<&NamedGrade> {
        let all: Vec<&NamedGrade> = match &self.formula {
            Formula::Rate { grades, .. } | Formula::WeightedScore { grades } => {
                grades.iter().map(|step| &step.grade).collect()
            }
            Formula::Plurality { grades } => grades.values().collect(),
            Formula::Vote(vote) => vec![&vote.passed, &vote.failed],
            Formula::CountsOnly => Vec::new(),
        };
        let mut found: Vec<&NamedGrade> = Vec::new();
        for grade in all {
            if !found.iter().any(|known| known.id == grade.id) {
                found.push(grade);
            }
        }
        found
    }
}
