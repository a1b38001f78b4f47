//! Rates and scores: a mean over answers, over criteria by their weights, over groups by theirs.

use std::collections::BTreeMap;

use super::{Lump, Part, Score, Standing, abstains, both, choices, part_missing, step_at};
use crate::domain::card::Answer;
use crate::domain::exact::{Exact, Figure, exact};
use crate::domain::ids::CriterionId;
use crate::domain::plan::{Formula, GradeStep, Plan, Text};
use crate::words::text;

/// What an answer brings into a mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// So many points; by rate 1 or 0.
    Points(u64),
    /// Nothing: it abstains.
    Abstains,
    /// It is no answer of this kind of mean.
    Foreign,
}

/// The least and the most that a mean can be, and how it is written down where it is known.
struct Mean {
    low: Exact,
    high: Exact,
    sum: Option<Sum>,
}

/// A sum as a clerk writes it.
enum Sum {
    /// `above ÷ count`
    Leaf { above: String, count: u64 },
    /// `(weight × sum + …) ÷ total`
    Weighed { parts: Vec<(u32, Sum)>, total: u32 },
}

impl Sum {
    fn write(&self, is_inner: bool) -> String {
        match self {
            Self::Leaf { above, count } if is_inner => format!("{above}/{count}"),
            Self::Leaf { above, count } => format!("{above} ÷ {count}"),
            Self::Weighed { parts, total } => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|(weight, sum)| format!("{weight} × {}", sum.write(true)))
                    .collect();
                let above = format!("({})", parts.join(" + "));
                if is_inner {
                    format!("({above}/{total})")
                } else {
                    format!("{above} ÷ {total}")
                }
            }
        }
    }
}

/// Why there is no mean.
enum NoMean {
    /// Nobody gave an answer that counts.
    Nothing,
    /// The lumps leave it open whether anybody did.
    Open,
    /// Nobody did in this part, and without it nothing can be combined.
    PartMissing(Text),
}

pub(super) fn standing(plan: &Plan, parts: &[Part<'_>], grades: &[GradeStep]) -> Standing {
    let mean = match combined(plan, parts) {
        Ok(mean) => mean,
        Err(NoMean::PartMissing(name)) => return part_missing(&name),
        Err(NoMean::Nothing | NoMean::Open) => return Standing::default(),
    };
    let per_cent = matches!(plan.grading.formula, Formula::Rate { .. });
    let scale = exact(if per_cent { 100_u8 } else { 1 }, 1_u8);
    let (low, high) = (mean.low * &scale, mean.high * scale);
    let is_known = low == high;
    let (lowest, highest) = (step_at(grades, &low), step_at(grades, &high));
    let step = lowest.filter(|_| lowest == highest);
    let score = is_known.then(|| {
        if grades.is_empty() {
            Score::plain(low)
        } else {
            Score::beside(low, grades)
        }
    });
    let explained = score.as_ref().zip(mean.sum).map(|(score, sum)| {
        let sum = compared(&sum.write(false), score, grades, per_cent);
        explain(plan, &sum, step)
    });
    Standing {
        score,
        grade: step.map(|step| step.grade.clone()),
        explained,
    }
}

fn explain(plan: &Plan, sum: &str, step: Option<&GradeStep>) -> Text {
    both(|lang| {
        let Some(step) = step else {
            return text!(lang, "domain-grade-mean", sum = sum);
        };
        let grade = step.grade.name.get(lang);
        match &plan.grading.formula {
            Formula::Rate { .. } => {
                text!(lang, "domain-grade-rate", sum = sum, grade = grade)
            }
            Formula::WeightedScore { .. }
            | Formula::CountsOnly
            | Formula::Plurality { .. }
            | Formula::Vote(_) => {
                text!(lang, "domain-grade-score", sum = sum, grade = grade)
            }
        }
    })
}

/// `60% ≤ 10 ÷ 14 = 71.4% < 80%`: between its own threshold and the next higher one.
fn compared(sum: &str, score: &Score, grades: &[GradeStep], per_cent: bool) -> String {
    let unit = if per_cent { "%" } else { "" };
    let write = |figure: &Figure| {
        if figure.is_share() {
            figure.to_string()
        } else {
            format!("{figure}{unit}")
        }
    };
    let own = grades
        .iter()
        .position(|step| step.needs.is_met_by(score.value()));
    let above = own
        .and_then(|own| own.checked_sub(1))
        .and_then(|above| grades.get(above));
    let own = own.and_then(|own| grades.get(own));
    // Every result reaches 0: that says nothing.
    let own = own.filter(|step| *step.needs.figure.value() != exact(0_u8, 1_u8));
    let equation = format!("{sum} = {}{unit}", score.shown());
    match (own, above) {
        (None, None) => equation,
        (Some(own), None) => {
            let needs = &own.needs;
            format!("{equation} {} {}", needs.sign_met(), write(&needs.figure))
        }
        (None, Some(above)) => {
            let needs = &above.needs;
            format!(
                "{equation} {} {}",
                needs.sign_missed(),
                write(&needs.figure)
            )
        }
        (Some(own), Some(above)) => {
            let sign = if own.needs.is_strict { "<" } else { "≤" };
            format!(
                "{} {sign} {equation} {} {}",
                write(&own.needs.figure),
                above.needs.sign_missed(),
                write(&above.needs.figure)
            )
        }
    }
}

/// The groups by their weights; without weights all together.
fn combined(plan: &Plan, parts: &[Part<'_>]) -> Result<Mean, NoMean> {
    if !parts.iter().any(|part| part.weight.is_some()) {
        let lumps: Vec<&Lump> = parts.iter().flat_map(|part| &part.lumps).collect();
        return of_criteria(plan, &lumps);
    }
    let mut means = Vec::new();
    for part in parts {
        let Some((weight, name)) = part.weight else {
            continue;
        };
        let lumps: Vec<&Lump> = part.lumps.iter().collect();
        match of_criteria(plan, &lumps) {
            Ok(mean) => means.push((weight, mean)),
            Err(NoMean::Nothing) => return Err(NoMean::PartMissing(name.clone())),
            Err(other) => return Err(other),
        }
    }
    weigh(means)
}

/// The criteria by their weights; without weights all answers together.
fn of_criteria(plan: &Plan, lumps: &[&Lump]) -> Result<Mean, NoMean> {
    let asked = |criterion: &CriterionId| lumps.iter().any(|lump| lump.criterion == *criterion);
    let weighed = plan.criteria.iter().any(|one| one.weight.is_some());
    if !weighed {
        return pooled(lumps.iter().copied(), |criterion, answer| {
            worth(plan, criterion, answer)
        });
    }
    let mut means = Vec::new();
    for criterion in plan.criteria.iter().filter(|one| asked(&one.id)) {
        let own = lumps.iter().filter(|lump| lump.criterion == criterion.id);
        let mean = pooled(own.copied(), |criterion, answer| {
            worth(plan, criterion, answer)
        });
        match mean {
            Ok(mean) => means.push((criterion.weight.unwrap_or(1), mean)),
            Err(NoMean::Nothing) => return Err(NoMean::PartMissing(criterion.name.clone())),
            Err(other) => return Err(other),
        }
    }
    weigh(means)
}

fn weigh(means: Vec<(u32, Mean)>) -> Result<Mean, NoMean> {
    let total: u32 = means.iter().map(|(weight, _)| weight).sum();
    if total == 0 {
        return Err(NoMean::Nothing);
    }
    let mut all = Mean {
        low: exact(0_u8, 1_u8),
        high: exact(0_u8, 1_u8),
        sum: None,
    };
    let mut sums = Vec::new();
    let count = means.len();
    for (weight, mean) in means {
        let share = exact(weight, total);
        all.low += mean.low * &share;
        all.high += mean.high * share;
        sums.extend(mean.sum.map(|sum| (weight, sum)));
    }
    all.sum = (sums.len() == count).then_some(Sum::Weighed { parts: sums, total });
    Ok(all)
}

fn worth(plan: &Plan, criterion: &CriterionId, answer: &Answer) -> Worth {
    if abstains(plan, criterion, answer) {
        return Worth::Abstains;
    }
    match (&plan.grading.formula, answer) {
        (Formula::Rate { positive, .. }, Answer::Choice(choice)) => {
            Worth::Points(u64::from(positive.contains(choice)))
        }
        (Formula::WeightedScore { .. }, Answer::Choice(choice)) => choices(plan, criterion)
            .iter()
            .find(|one| one.id == *choice)
            .and_then(|one| one.weight)
            .map_or(Worth::Foreign, |weight| Worth::Points(weight.into())),
        (Formula::WeightedScore { .. } | Formula::CountsOnly, Answer::Score(score)) => {
            Worth::Points((*score).into())
        }
        (Formula::Rate { .. }, Answer::Score(_))
        | (Formula::CountsOnly, Answer::Choice(_))
        | (Formula::Plurality { .. } | Formula::Vote(_), _) => Worth::Foreign,
    }
}

/// The mean of a score criterion, where it is known.
pub(super) fn of_scores(lumps: &[Lump]) -> Option<Exact> {
    let score = |_: &CriterionId, answer: &Answer| match answer {
        Answer::Score(score) => Worth::Points((*score).into()),
        Answer::Choice(_) => Worth::Foreign,
    };
    let mean = pooled(lumps.iter(), score).ok()?;
    (mean.low == mean.high).then_some(mean.low)
}

/// Lumps of which it is not known how many of them abstained: the fewest and the most points of those who did not, and how
/// many they are at the most.
struct Unsure {
    least: u64,
    most: u64,
    total: u64,
}

/// The mean of all answers of the lumps.
fn pooled<'a>(
    lumps: impl Iterator<Item = &'a Lump>,
    worth: impl Fn(&CriterionId, &Answer) -> Worth,
) -> Result<Mean, NoMean> {
    let (mut low, mut high, mut count) = (0_u64, 0_u64, 0_u64);
    let mut by_points: Option<BTreeMap<u64, u64>> = Some(BTreeMap::new());
    let mut unsure = Vec::new();
    for lump in lumps.filter(|lump| lump.total > 0) {
        let worths: Vec<Worth> = lump
            .answers
            .iter()
            .map(|answer| worth(&lump.criterion, answer))
            .collect();
        if worths.contains(&Worth::Foreign) {
            continue;
        }
        let points = worths.iter().filter_map(|worth| match worth {
            Worth::Points(points) => Some(*points),
            Worth::Abstains | Worth::Foreign => None,
        });
        let (Some(least), Some(most)) = (points.clone().min(), points.max()) else {
            continue;
        };
        let total = lump.total;
        if worths.contains(&Worth::Abstains) {
            unsure.push(Unsure { least, most, total });
            by_points = None;
            continue;
        }
        low += total * least;
        high += total * most;
        count += total;
        if least != most {
            by_points = None;
        } else if let Some(known) = &mut by_points {
            *known.entry(least).or_default() += total;
        }
    }
    if count == 0 {
        return Err(if unsure.is_empty() {
            NoMean::Nothing
        } else {
            NoMean::Open
        });
    }
    Ok(Mean {
        low: extreme(low, count, &unsure, false),
        high: extreme(high, count, &unsure, true),
        sum: by_points.map(|points| leaf(&points, count)),
    })
}

/// The least or the most that the mean can be, whoever of the unsure abstained: those who draw it that way did not.
fn extreme(points: u64, count: u64, unsure: &[Unsure], is_most: bool) -> Exact {
    let mut mean = exact(points, count);
    let (mut points, mut count) = (u128::from(points), u128::from(count));
    let mut pulls: Vec<(u64, u64)> = unsure
        .iter()
        .map(|one| (if is_most { one.most } else { one.least }, one.total))
        .collect();
    pulls.sort_unstable();
    if is_most {
        pulls.reverse();
    }
    for (own, total) in pulls {
        let own_mean = exact(own, 1_u8);
        if (is_most && own_mean <= mean) || (!is_most && own_mean >= mean) {
            break;
        }
        points += u128::from(own) * u128::from(total);
        count += u128::from(total);
        mean = exact(points, count);
    }
    mean
}

/// `12 ÷ 14` where an answer counts one or nothing; `(10 × 100 + 3 × 60) ÷ 13` where it counts points.
fn leaf(by_points: &BTreeMap<u64, u64>, count: u64) -> Sum {
    let sum: u64 = by_points.iter().map(|(points, count)| points * count).sum();
    let is_short = by_points.len() <= 6 && by_points.keys().any(|points| *points > 1);
    let above = if is_short {
        let terms: Vec<String> = by_points
            .iter()
            .rev()
            .map(|(points, count)| format!("{count} × {points}"))
            .collect();
        format!("({})", terms.join(" + "))
    } else {
        sum.to_string()
    };
    Sum::Leaf { above, count }
}
