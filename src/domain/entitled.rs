//! What a round shows in which only those entitled vote (protocol §4): its counts are announced, ones and twos included, for
//! the rules, the law and practice want it and those present know who voted. What would tell more than that is left out.
//!
//! 1. Under `FEWEST_SHOWN` valid cards: whether the result stands, and the grade. Nothing else.
//! 2. The deciding question is counted in full for the whole body, never crossed with group, channel, device or time.
//! 3. The other questions are counted from `FEWEST_CROSSED` valid cards on; below that each tells its leading answer.
//! 4. Tables by group, only where every group has `FEWEST_CROSSED` or more; else they are withheld whole.
//! 5. Scores combined by weights are told without decimals; with a group below `FEWEST_CROSSED` the grade only.

use super::card::Answer;
use super::grade::{Lump, Part, Standing, Turnout, mean, ratio};
use super::ids::CriterionId;
use super::plan::{Criterion, Group, Plan, Subject};
use super::tally::{ShownAnswer, ShownCriterion, ShownSubject, all_known, answers, stood};

/// Fewer valid cards than this are not counted out.
const FEWEST_SHOWN: u64 = 5;
/// Fewer valid cards than this are not crossed with question or group.
const FEWEST_CROSSED: u64 = 10;

/// How many gave an answer to a criterion.
type Count<'a> = Box<dyn Fn(&CriterionId, &Answer) -> u64 + 'a>;

/// The cards of one group, or of the whole body where it has none.
pub struct Ballots<'a> {
    /// The group.
    pub group: Option<&'a Group>,
    /// How many valid cards.
    pub valid: u64,
    /// How many gave an answer to a criterion.
    pub count: Count<'a>,
}

/// What is announced of one subject.
pub struct Announced {
    /// The whole body.
    pub whole: ShownSubject,
    /// Group by group, in their order; empty where there are none, or they are withheld.
    pub groups: Vec<ShownSubject>,
}

/// All that was counted, nothing withheld: for the record, not to be announced.
#[must_use]
pub fn full_standing(
    plan: &Plan,
    subject: &Subject,
    ballots: &[Ballots<'_>],
    turnout: &Turnout,
) -> Standing {
    stood(plan, &parts(plan, subject, ballots), turnout).1
}

/// What is announced of one subject, by the rule at the head of this file.
#[must_use]
pub fn announced(
    plan: &Plan,
    subject: &Subject,
    ballots: &[Ballots<'_>],
    turnout: &Turnout,
) -> Announced {
    let valid: u64 = ballots.iter().map(|one| one.valid).sum();
    let is_shown = valid >= FEWEST_SHOWN;
    let has_groups = ballots.iter().any(|one| one.group.is_some());
    let may_cross = has_groups && ballots.iter().all(|one| one.valid >= FEWEST_CROSSED);
    let parts = parts(plan, subject, ballots);
    let is_combined = parts.iter().any(|part| part.weight.is_some());
    let (stand, standing) = stood(plan, &parts, turnout);
    let tells_score = is_shown && (!is_combined || may_cross);
    let score = standing.score.filter(|_| tells_score);
    let count = |criterion: &CriterionId, answer: &Answer| -> u64 {
        let counts = ballots.iter().map(|one| (one.count)(criterion, answer));
        counts.sum()
    };
    let whole = ShownSubject {
        raters: is_shown.then_some(valid),
        score: if is_combined {
            score.map(super::grade::Score::without_decimals)
        } else {
            score
        },
        grade: standing.grade,
        explained: standing.explained.filter(|_| tells_score),
        stand: Some(stand),
        criteria: plan
            .criteria_of(subject)
            .map(|criterion| row(plan, criterion, valid, &count))
            .collect(),
        suppressed: !is_shown || (has_groups && !may_cross) || valid < FEWEST_CROSSED,
    };
    let groups = if may_cross {
        ballots
            .iter()
            .map(|one| of_group(plan, subject, one))
            .collect()
    } else {
        Vec::new()
    };
    Announced { whole, groups }
}

fn parts<'a>(plan: &Plan, subject: &Subject, ballots: &[Ballots<'a>]) -> Vec<Part<'a>> {
    ballots
        .iter()
        .map(|one| Part {
            weight: one
                .group
                .and_then(|group| Some((group.weight_percent?, &group.name))),
            lumps: all_known(plan, subject, &one.count),
        })
        .collect()
}

/// A group's own table. Its grade is the body's business.
fn of_group(plan: &Plan, subject: &Subject, ballots: &Ballots<'_>) -> ShownSubject {
    ShownSubject {
        raters: Some(ballots.valid),
        score: None,
        grade: None,
        explained: None,
        stand: None,
        criteria: plan
            .criteria_of(subject)
            .map(|criterion| row(plan, criterion, ballots.valid, &ballots.count))
            .collect(),
        suppressed: false,
    }
}

fn row(
    plan: &Plan,
    criterion: &Criterion,
    valid: u64,
    count: &impl Fn(&CriterionId, &Answer) -> u64,
) -> ShownCriterion {
    let decides = plan.grading.criteria.contains(&criterion.id);
    let is_counted = valid >= FEWEST_CROSSED || (decides && valid >= FEWEST_SHOWN);
    let answers = answers(plan, criterion);
    let lumps: Vec<Lump> = answers
        .iter()
        .map(|answer| Lump {
            criterion: criterion.id.clone(),
            answers: vec![answer.clone()],
            total: count(&criterion.id, answer),
        })
        .collect();
    let total: u64 = lumps.iter().map(|lump| lump.total).sum();
    let most = lumps.iter().map(|lump| lump.total).max().unwrap_or(0);
    let mut leading = lumps.iter().filter(|lump| lump.total == most && most > 0);
    let leading = leading.next().filter(|_| leading.next().is_none());
    let tells_leading = !is_counted && valid >= FEWEST_SHOWN;
    ShownCriterion {
        criterion: criterion.id.clone(),
        mean: mean(&lumps).filter(|_| is_counted),
        leading: leading
            .filter(|_| tells_leading)
            .and_then(|lump| lump.answers.first().cloned()),
        answers: answers
            .into_iter()
            .zip(&lumps)
            .map(|(answer, lump)| ShownAnswer {
                answer,
                count: is_counted.then_some(lump.total),
                percent: (is_counted && total > 0).then(|| ratio(lump.total * 100, total)),
            })
            .collect(),
    }
}

#[cfg(test)]
#[path = "entitled_tests.rs"]
mod tests;
