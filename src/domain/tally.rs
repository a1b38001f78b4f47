//! Tallies as they may be shown: too few people behind a number, and the number stays in the record.
//!
//! **The rule.** Let the counts of one criterion stand in a row, worst answer first.
//!
//! 1. A subject with fewer raters than the plan's smallest crowd is withheld whole, the number of raters
//!    included.
//! 2. A criterion answered by at least one person but by fewer than the smallest crowd (or fewer than 3)
//!    is withheld whole.
//! 3. The answers form pairs from the worst upwards; on a scale of odd length the best stands alone. A
//!    pair with a count of 1 or 2 in it is withheld, both counts, whatever the other is, zero included.
//!    A lone best with a count of 1 or 2 takes the whole row with it.
//! 4. A percentage is shown where its count is shown.
//! 5. The score (rate, mean) and the grade are shown only where they follow from the counts shown and the
//!    sums of the withheld pairs: where every split of those sums gives the same.
//!
//! **Why that is enough**, against a reader who knows this rule, the row total and even the sum of every
//! withheld pair. Which cells are withheld depends, pair by pair, on that pair alone. A pair with sum 1 may
//! be (1, 0) or (0, 1); with sum 2 also (2, 0), (0, 2), (1, 1); with sum R ≥ 3 both (1, R−1) and (R−1, 1),
//! which differ. So each withheld count has two or more possible values. In a row withheld for its best
//! answer that answer may be 1 or 2, and the rest, one or more, may lie with any of the others. In a row
//! withheld for its total every split is possible. Score and grade are functions of the same sums and tell
//! nothing further. Rows do not depend on each other. Rule 3 pairs by place and not by size because
//! a complement picked by size tells about the size: of (2, 9, 9) with one 9 shown all would be known.
//!
//! A zero that is shown is shown; that *nobody* chose an answer is no secret here. A scale of one answer
//! has nothing to hide: its count is the total. Between two publications [`may_publish`] decides.

use super::card::Answer;
use super::grade::{self, Lump, Part, Score, Stand, Standing, Turnout};
use super::ids::CriterionId;
use super::plan::{Criterion, NamedGrade, Plan, ScaleKind, Subject, Text};

/// Counts of 1 up to this are small.
const SMALL_COUNT: u64 = 2;

/// One subject (in one voter group) as it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownSubject {
    /// How many rated it; none when that is too few.
    pub raters: Option<u64>,
    /// See [`Standing::score`].
    pub score: Option<Score>,
    /// See [`Standing::grade`].
    pub grade: Option<NamedGrade>,
    /// The sum behind the grade, or why there is none: a function of what is shown and nothing more.
    pub explained: Option<Text>,
    /// Whether enough took part; none when the number of raters is withheld.
    pub stand: Option<Stand>,
    /// One entry a criterion asked about the subject, in the plan's order.
    pub criteria: Vec<ShownCriterion>,
    /// Something was left out because too few people stand behind it.
    pub suppressed: bool,
}

/// One criterion as it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownCriterion {
    /// The criterion.
    pub criterion: CriterionId,
    /// The mean of a score criterion; none for named choices, or when it cannot be shown.
    pub mean: Option<f64>,
    /// The answer given most often, where that alone is told; none where the counts are shown, and in a tie.
    pub leading: Option<Answer>,
    /// One entry an answer: choices best first, scores lowest first.
    pub answers: Vec<ShownAnswer>,
}

/// One count as it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownAnswer {
    /// The answer.
    pub answer: Answer,
    /// How many gave it; none when withheld.
    pub count: Option<u64>,
    /// Per cent of those who answered the criterion; none when withheld or nobody answered.
    pub percent: Option<f64>,
}

/// The answers a criterion allows: choices best first, scores lowest first.
#[must_use]
pub fn answers(plan: &Plan, criterion: &Criterion) -> Vec<Answer> {
    match plan.scale(&criterion.scale).map(|scale| &scale.kind) {
        Some(ScaleKind::Named(choices)) => choices
            .iter()
            .map(|choice| Answer::Choice(choice.id.clone()))
            .collect(),
        Some(ScaleKind::Score { min, max, .. }) => (*min..=*max).map(Answer::Score).collect(),
        None => Vec::new(),
    }
}

/// One subject as it may be shown, by the rule at the head of this file. `turnout` holds how many rated it; `count` gives how many gave an
/// answer to a criterion, 0 where none did.
#[must_use]
pub fn shown(
    plan: &Plan,
    subject: &Subject,
    turnout: &Turnout,
    count: impl Fn(&CriterionId, &Answer) -> u64,
) -> ShownSubject {
    let raters = turnout.raters.unwrap_or(0);
    let crowd = u64::from(plan.smallest_crowd);
    let withheld = raters < crowd;
    let mut view = ShownSubject {
        raters: (!withheld).then_some(raters),
        score: None,
        grade: None,
        explained: None,
        stand: None,
        criteria: Vec::new(),
        suppressed: withheld,
    };
    let mut all_lumps = Vec::new();
    for criterion in plan.criteria_of(subject) {
        let lumps = lumps(plan, criterion, crowd, &count);
        let total: u64 = lumps.iter().map(|lump| lump.total).sum();
        view.suppressed |= lumps.iter().any(|lump| lump.answers.len() > 1);
        let show = |answer: Answer| {
            let known = lumps
                .iter()
                .find(|lump| !withheld && lump.answers == [answer.clone()]);
            ShownAnswer {
                answer,
                count: known.map(|lump| lump.total),
                percent: known
                    .filter(|_| total > 0)
                    .map(|lump| grade::ratio(lump.total * 100, total)),
            }
        };
        view.criteria.push(ShownCriterion {
            criterion: criterion.id.clone(),
            mean: grade::mean(&lumps).filter(|_| !withheld),
            leading: None,
            answers: answers(plan, criterion).into_iter().map(show).collect(),
        });
        all_lumps.extend(lumps);
    }
    if !withheld {
        let (stand, standing) = stood(plan, &[Part::whole(all_lumps)], turnout);
        view.stand = Some(stand);
        view.score = standing.score;
        view.grade = standing.grade;
        view.explained = standing.explained;
    }
    view
}

/// Whether the result stands, and what follows from it: nothing where it does not.
pub(super) fn stood(plan: &Plan, parts: &[Part<'_>], turnout: &Turnout) -> (Stand, Standing) {
    let stand = grade::stand(plan, turnout);
    let standing = match &stand {
        Stand::Stands(_) => grade::standing(plan, parts, turnout),
        Stand::NoQuorum(told) | Stand::Void(told) | Stand::Open(told) => Standing {
            explained: Some(told.clone()),
            ..Standing::default()
        },
    };
    (stand, standing)
}

/// The score and the grade from all counts, nothing withheld: for the record, not for publication.
#[must_use]
pub fn full_standing(
    plan: &Plan,
    subject: &Subject,
    turnout: &Turnout,
    count: impl Fn(&CriterionId, &Answer) -> u64,
) -> Standing {
    let part = Part::whole(all_known(plan, subject, count));
    stood(plan, &[part], turnout).1
}

/// Every count of a subject, each a lump of its own.
pub(super) fn all_known(
    plan: &Plan,
    subject: &Subject,
    count: impl Fn(&CriterionId, &Answer) -> u64,
) -> Vec<Lump> {
    plan.criteria_of(subject)
        .flat_map(|criterion| {
            answers(plan, criterion)
                .into_iter()
                .map(|answer| Lump {
                    criterion: criterion.id.clone(),
                    total: count(&criterion.id, &answer),
                    answers: vec![answer],
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a subject's newer figures may replace those published before: a difference of fewer people
/// than the smallest crowd would tell what those few answered. Figures never shrink.
#[must_use]
pub fn may_publish(previous_raters: u64, raters: u64, smallest_crowd: u32) -> bool {
    raters
        .checked_sub(previous_raters)
        .is_some_and(|more| more == 0 || more >= u64::from(smallest_crowd))
}

/// The row of a criterion: lumps of one answer are shown, larger ones are withheld.
fn lumps(
    plan: &Plan,
    criterion: &Criterion,
    crowd: u64,
    count: &impl Fn(&CriterionId, &Answer) -> u64,
) -> Vec<Lump> {
    let mut row = answers(plan, criterion);
    if matches!(row.first(), Some(Answer::Choice(_))) {
        row.reverse();
    }
    let counted: Vec<(Answer, u64)> = row
        .into_iter()
        .map(|answer| {
            let total = count(&criterion.id, &answer);
            (answer, total)
        })
        .collect();
    let lump = |part: &[(Answer, u64)]| Lump {
        criterion: criterion.id.clone(),
        answers: part.iter().map(|(answer, _)| answer.clone()).collect(),
        total: part.iter().map(|(_, total)| total).sum(),
    };
    let total: u64 = counted.iter().map(|(_, total)| total).sum();
    let has_small = |part: &[(Answer, u64)]| {
        part.iter()
            .any(|(_, total)| (1..=SMALL_COUNT).contains(total))
    };
    let few = total > 0 && total < crowd.max(SMALL_COUNT + 1);
    let lone_small = has_small(counted.chunks_exact(2).remainder());
    if few || lone_small {
        return vec![lump(&counted)];
    }
    counted
        .chunks(2)
        .flat_map(|pair| {
            if has_small(pair) {
                vec![lump(pair)]
            } else {
                pair.chunks(1).map(lump).collect()
            }
        })
        .collect()
}

#[cfg(test)]
#[path = "tally_tests.rs"]
mod tests;
