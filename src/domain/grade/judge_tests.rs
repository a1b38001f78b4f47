//! Grades, held against a judge written another way: it goes through single ballots and compares products of whole numbers.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::grade_tests::{CHOICES, ballot, grade, id, lump, named, plan, rate, row, stands};
use super::*;
use crate::domain::plan::VoteOf;

/// A judge of its own: ballots one by one, products of whole numbers, nothing shared with what it judges.
mod judge {
    /// `counts`: good, fair, poor, unknown of each criterion; `weights` of the criteria, where they have any. The grade's place.
    pub(super) fn by_rate(
        counts: &[[u64; 4]],
        weights: Option<&[u64]>,
        thresholds: &[(u64, u64, bool)],
    ) -> Option<usize> {
        let mut ballots: Vec<(usize, bool)> = Vec::new();
        for (criterion, row) in counts.iter().enumerate() {
            for (choice, count) in row.iter().enumerate().take(3) {
                for _ in 0..*count {
                    ballots.push((criterion, choice == 0));
                }
            }
        }
        let good = |of: Option<usize>| {
            let own = ballots
                .iter()
                .filter(|(at, _)| of.is_none_or(|of| of == *at));
            let (mut all, mut good) = (0_u128, 0_u128);
            for (_, is_good) in own {
                all += 1;
                good += u128::from(*is_good);
            }
            (good, all)
        };
        let (part, whole) = match weights {
            None => good(None),
            Some(weights) => {
                let (mut part, mut whole) = (0, 1);
                let total: u64 = weights.iter().sum();
                for (criterion, weight) in weights.iter().enumerate() {
                    let (good, all) = good(Some(criterion));
                    if all == 0 {
                        return None;
                    }
                    part = part * all + u128::from(*weight) * good * whole;
                    whole *= all;
                }
                (part, whole * u128::from(total))
            }
        };
        if whole == 0 {
            return None;
        }
        thresholds.iter().position(|(figure, of, is_strict)| {
            let (left, right) = (part * 100 * u128::from(*of), whole * u128::from(*figure));
            left > right || (!is_strict && left == right)
        })
    }

    /// The grade's place (0 the highest) with the most of `counts`, unknown left out; `tie`: 0 lower, 1 higher, 2 none.
    pub(super) fn by_plurality(counts: [u64; 4], tie: usize) -> Option<usize> {
        let mut best: Option<usize> = None;
        let mut is_tied = false;
        for place in 0..3 {
            let mut others = (0..3).filter(|other| *other != place);
            if counts[place] == 0 || others.any(|other| counts[other] > counts[place]) {
                continue;
            }
            is_tied |= best.is_some();
            if best.is_none() || tie == 0 {
                best = Some(place);
            }
        }
        best.filter(|_| !is_tied || tie != 2)
    }

    /// Whether `good` of all who did not abstain passes: 0 it does, 1 it does not; none where it is tied or nobody voted.
    pub(super) fn by_vote(
        counts: [u64; 4],
        (part, of): (u64, u64),
        is_strict: bool,
        tie: usize,
    ) -> Option<usize> {
        let valid = counts[0] + counts[1] + counts[2];
        if valid == 0 {
            return None;
        }
        let (left, right) = (counts[0] * of, valid * part);
        if left == right && is_strict {
            return [Some(1), Some(0), None][tie];
        }
        Some(usize::from(left < right))
    }

    /// Every way to split `total` over `cells`.
    pub(super) fn splits(total: u64, cells: usize) -> Vec<Vec<u64>> {
        if cells == 1 {
            return vec![vec![total]];
        }
        let mut all = Vec::new();
        for first in 0..=total {
            for mut rest in splits(total - first, cells - 1) {
                rest.insert(0, first);
                all.push(rest);
            }
        }
        all
    }
}

fn counts() -> impl Strategy<Value = [u64; 4]> {
    prop::array::uniform4(prop_oneof![0..4_u64, 0..40_u64])
}

/// Thresholds as (figure, of, strict): `figure / of` per cent.
const STEPS: [[(u64, u64, bool); 3]; 4] = [
    [(80, 1, true), (60, 1, false), (0, 1, false)],
    [(80, 1, false), (80, 2, true), (0, 1, false)],
    [(667, 10, false), (100, 3, false), (0, 1, false)],
    [(50, 1, true), (50, 1, false), (0, 1, false)],
];

/// Answers that are counted together.
const CELLS: [&[usize]; 6] = [
    &[0, 1],
    &[2, 3],
    &[0, 3],
    &[0, 1, 2],
    &[1, 2, 3],
    &[0, 1, 2, 3],
];

fn as_formula(steps: &[(u64, u64, bool); 3]) -> Formula {
    let written = |figure: u64, of: u64| match (figure, of) {
        (100, 3) => "1/3".to_owned(),
        (667, 10) => "66.7".to_owned(),
        (figure, of) => (figure / of).to_string(),
    };
    let named: Vec<(&str, String, bool)> = ["0", "1", "2"]
        .into_iter()
        .zip(steps)
        .map(|(name, (figure, of, is_strict))| (name, written(*figure, *of), *is_strict))
        .collect();
    let steps: Vec<(&str, &str, bool)> = named
        .iter()
        .map(|(name, figure, is_strict)| (*name, figure.as_str(), *is_strict))
        .collect();
    rate(&steps)
}

proptest! {
    #[test]
    fn a_judge_of_its_own_gives_the_same_grade(
        first in counts(),
        second in counts(),
        steps in prop::sample::select(&STEPS[..]),
        weights in prop::option::of([1..50_u64, 1..50_u64]),
    ) {
        let mut plan = plan(as_formula(&steps));
        if let Some(weights) = weights {
            for (criterion, weight) in plan.criteria.iter_mut().zip(weights) {
                criterion.weight = Some(u32::try_from(weight).unwrap());
            }
        }
        let mut lumps = row("c1", first);
        lumps.extend(row("c2", second));
        let standing = stands(&plan, lumps);
        let wanted = judge::by_rate(&[first, second], weights.as_ref().map(<[u64; 2]>::as_slice), &steps);
        prop_assert_eq!(grade(&standing).map(str::to_owned), wanted.map(|place| place.to_string()));
        if let Some(score) = &standing.score {
            // What is printed earns the same grade.
            let printed = Figure::decimal(score.shown());
            let Formula::Rate { grades, .. } = &plan.grading.formula else { unreachable!() };
            if let Some(printed) = printed {
                let own = step_at(grades, printed.value()).map(|step| &step.grade);
                prop_assert_eq!(own, standing.grade.as_ref());
            }
        }
    }

    /// What lumps tell is what every split of them tells, and all of it.
    #[test]
    fn lumps_tell_what_every_split_of_them_tells(
        known in prop::array::uniform4(0..6_u64),
        total in 0..7_u64,
        cells in prop::sample::select(&CELLS[..]),
        steps in prop::sample::select(&STEPS[..]),
    ) {
        let plan = plan(as_formula(&steps));
        let mut lumps: Vec<Lump> = (0..4)
            .filter(|at| !cells.contains(at))
            .map(|at| lump("c1", &[at], known[at]))
            .collect();
        lumps.push(lump("c1", cells, total));
        let standing = stands(&plan, lumps);
        let grades: BTreeSet<Option<usize>> = judge::splits(total, cells.len())
            .into_iter()
            .map(|split| {
                let mut counts = known;
                for (cell, count) in cells.iter().zip(split) {
                    counts[*cell] = count;
                }
                judge::by_rate(&[counts], None, &steps)
            })
            .collect();
        let certain = match grades.first() {
            Some(first) if grades.len() == 1 => *first,
            _ => None,
        };
        prop_assert_eq!(grade(&standing).map(str::to_owned), certain.map(|place| place.to_string()));
    }

    #[test]
    fn the_most_votes_and_the_share_of_a_vote_are_what_the_judge_says(
        known in prop::array::uniform4(0..6_u64),
        total in 0..7_u64,
        cells in prop::sample::select(&CELLS[..]),
        tie in 0..3_usize,
        share in prop::sample::select(&[(1_u64, 2_u64), (2, 3), (4, 5)][..]),
        is_strict: bool,
        is_vote: bool,
    ) {
        let mut plan = if is_vote {
            ballot(VoteOf::Valid, &format!("{}/{}", share.0, share.1), is_strict)
        } else {
            let grades = ["0", "1", "2"].map(named);
            plan(Formula::Plurality {
                grades: CHOICES.iter().zip(grades).map(|(choice, grade)| (id(choice), grade)).collect(),
            })
        };
        plan.grading.tie = Tie::ALL[tie];
        let mut lumps: Vec<Lump> = (0..4)
            .filter(|at| !cells.contains(at))
            .map(|at| lump("c1", &[at], known[at]))
            .collect();
        lumps.push(lump("c1", cells, total));
        let standing = stands(&plan, lumps);
        let grades: BTreeSet<Option<usize>> = judge::splits(total, cells.len())
            .into_iter()
            .map(|split| {
                let mut counts = known;
                for (cell, count) in cells.iter().zip(split) {
                    counts[*cell] = count;
                }
                if is_vote {
                    judge::by_vote(counts, share, is_strict, tie)
                } else {
                    judge::by_plurality(counts, tie)
                }
            })
            .collect();
        let certain = match grades.first() {
            Some(first) if grades.len() == 1 => *first,
            _ => None,
        };
        let name = |place: usize| match (is_vote, place) {
            (true, 0) => "passed".to_owned(),
            (true, _) => "failed".to_owned(),
            (false, place) => place.to_string(),
        };
        let found = grade(&standing).map(str::to_owned);
        // How many voted is open where some may have abstained: then a vote's share is left open, certain or not.
        let is_open = is_vote && total > 0 && cells.contains(&3);
        if !(is_open && found.is_none()) {
            prop_assert_eq!(found, certain.map(name));
        }
    }
}
