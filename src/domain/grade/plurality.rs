//! The grade with the most votes.

use std::collections::BTreeMap;

use super::{Lump, Part, Standing, Tie, abstains, both, choices, part_missing};
use crate::domain::card::Answer;
use crate::domain::exact::{Exact, exact, rounded};
use crate::domain::ids::{ChoiceId, GradeId};
use crate::domain::plan::{NamedGrade, Plan, Text};
use crate::words::text;

/// The votes for one grade, as far as they are known.
struct Votes {
    grade: NamedGrade,
    /// How far down its scale the grade stands: the larger, the lower the grade.
    depth: usize,
    least: Exact,
    most: Exact,
}

pub(super) fn standing(
    plan: &Plan,
    grades: &BTreeMap<ChoiceId, NamedGrade>,
    parts: &[Part<'_>],
) -> Standing {
    let mut all = candidates(plan, grades, parts);
    let is_combined = parts.iter().any(|part| part.weight.is_some());
    for part in parts {
        let mut share = exact(1_u8, 1_u8);
        if is_combined {
            let Some((weight, name)) = part.weight else {
                continue;
            };
            match voters(plan, grades, &part.lumps) {
                Some(0) => return part_missing(name),
                Some(count) => share = exact(weight, count),
                // How many abstained is not known.
                None => return Standing::default(),
            }
        }
        for lump in &part.lumps {
            add(plan, grades, &mut all, lump, &share);
        }
    }
    decide(plan, &all, is_combined)
}

/// Every grade of the criteria that were asked, the highest first.
fn candidates(
    plan: &Plan,
    grades: &BTreeMap<ChoiceId, NamedGrade>,
    parts: &[Part<'_>],
) -> Vec<Votes> {
    let mut depths: BTreeMap<&GradeId, (usize, &NamedGrade)> = BTreeMap::new();
    for lump in parts.iter().flat_map(|part| &part.lumps) {
        for (depth, choice) in choices(plan, &lump.criterion).iter().enumerate() {
            if let Some(grade) = grades.get(&choice.id) {
                let found = depths.entry(&grade.id).or_insert((depth, grade));
                found.0 = found.0.max(depth);
            }
        }
    }
    let mut all: Vec<Votes> = depths
        .into_values()
        .map(|(depth, grade)| Votes {
            grade: grade.clone(),
            depth,
            least: exact(0_u8, 1_u8),
            most: exact(0_u8, 1_u8),
        })
        .collect();
    all.sort_by(|a, b| (a.depth, &a.grade.id).cmp(&(b.depth, &b.grade.id)));
    all
}

/// How many votes the lumps hold; none where it is open how many of them abstained.
fn voters(plan: &Plan, grades: &BTreeMap<ChoiceId, NamedGrade>, lumps: &[Lump]) -> Option<u64> {
    let mut count = 0;
    for lump in lumps.iter().filter(|lump| lump.total > 0) {
        let votes = |answer: &Answer| grade_of(plan, grades, lump, answer).is_some();
        let voting = lump.answers.iter().filter(|answer| votes(answer)).count();
        if voting == lump.answers.len() {
            count += lump.total;
        } else if voting > 0 {
            return None;
        }
    }
    Some(count)
}

fn grade_of<'a>(
    plan: &Plan,
    grades: &'a BTreeMap<ChoiceId, NamedGrade>,
    lump: &Lump,
    answer: &Answer,
) -> Option<&'a GradeId> {
    match answer {
        Answer::Choice(_) if abstains(plan, &lump.criterion, answer) => None,
        Answer::Choice(choice) => grades.get(choice).map(|grade| &grade.id),
        Answer::Score(_) => None,
    }
}

fn add(
    plan: &Plan,
    grades: &BTreeMap<ChoiceId, NamedGrade>,
    all: &mut [Votes],
    lump: &Lump,
    share: &Exact,
) {
    let weight = plan
        .criteria
        .iter()
        .find(|criterion| criterion.id == lump.criterion)
        .and_then(|criterion| criterion.weight)
        .unwrap_or(1);
    let votes = exact(u128::from(lump.total) * u128::from(weight), 1_u8) * share;
    let given: Vec<Option<&GradeId>> = lump
        .answers
        .iter()
        .map(|answer| grade_of(plan, grades, lump, answer))
        .collect();
    for one in all {
        let own = Some(&one.grade.id);
        if given.iter().all(|given| *given == own) {
            one.least += &votes;
        }
        if given.contains(&own) {
            one.most += &votes;
        }
    }
}

fn decide(plan: &Plan, all: &[Votes], is_combined: bool) -> Standing {
    let nobody = exact(0_u8, 1_u8);
    let tie = plan.grading.tie;
    // Whether `own` is before `other` for certain.
    let is_before = |own: &Votes, other: &Votes| match tie {
        Tie::Lower => {
            (&own.least, own.depth, &own.grade.id) > (&other.most, other.depth, &other.grade.id)
        }
        Tie::Higher => {
            own.least > other.most
                || (own.least == other.most
                    && (own.depth, &own.grade.id) < (other.depth, &other.grade.id))
        }
        Tie::Again => own.least > other.most,
    };
    let winner = all.iter().enumerate().find(|(place, own)| {
        let mut others = all.iter().enumerate().filter(|(other, _)| other != place);
        own.least > nobody && others.all(|(_, other)| is_before(own, other))
    });
    let winner = winner.map(|(_, votes)| votes);
    let is_known = all.iter().all(|votes| votes.least == votes.most);
    let most = all.iter().map(|votes| &votes.most).max();
    let has_votes = most.is_some_and(|most| *most > nobody);
    if !is_known || !has_votes {
        return Standing {
            grade: winner.map(|votes| votes.grade.clone()),
            ..Standing::default()
        };
    }
    let is_tied = all.iter().filter(|votes| Some(&votes.most) == most).count() > 1;
    Standing {
        score: None,
        grade: winner.map(|votes| votes.grade.clone()),
        explained: Some(explain(tie, all, winner, is_tied, is_combined)),
    }
}

/// `优秀 14，称职 2：优秀 最多`, the most first.
fn explain(
    tie: Tie,
    all: &[Votes],
    winner: Option<&Votes>,
    is_tied: bool,
    is_combined: bool,
) -> Text {
    let mut order: Vec<&Votes> = all.iter().collect();
    order.sort_by(|a, b| b.most.cmp(&a.most));
    both(|lang| {
        let votes: Vec<String> = order
            .iter()
            .map(|votes| {
                let decimals = if is_combined { 2 } else { 0 };
                let count = rounded(&votes.most, decimals);
                format!("{} {count}", votes.grade.name.get(lang))
            })
            .collect();
        let votes = votes.join(&text!(lang, "domain-grade-comma"));
        let grade = winner.map_or("", |winner| winner.grade.name.get(lang));
        match (is_tied, tie) {
            (false, _) => text!(lang, "domain-grade-most", votes = votes, grade = grade),
            (true, Tie::Lower) => {
                text!(lang, "domain-grade-tie-lower", votes = votes, grade = grade)
            }
            (true, Tie::Higher) => {
                text!(
                    lang,
                    "domain-grade-tie-higher",
                    votes = votes,
                    grade = grade
                )
            }
            (true, Tie::Again) => text!(lang, "domain-grade-tie-again", votes = votes),
        }
    })
}
