//! What an entitled round shows, and what it does not.

use super::*;
use crate::domain::ids::GroupId;
use crate::domain::plan::{Formula, Voters};

fn plan(text: &str) -> Plan {
    Plan::read(text).unwrap().plan
}

fn s12() -> Plan {
    plan(include_str!("../../tests/vectors/plans/s12.toml"))
}

fn s11() -> Plan {
    plan(include_str!("../../tests/vectors/plans/s11.toml"))
}

/// `good` of `valid` cards choose the best, the others the second best.
fn ballots(group: Option<&Group>, good: u64, valid: u64) -> Ballots<'_> {
    Ballots {
        group,
        valid,
        count: Box::new(move |_, answer| match answer {
            Answer::Choice(choice) if choice.as_str() == "good" => good,
            Answer::Choice(choice) if choice.as_str() == "fair" => valid - good,
            Answer::Choice(_) | Answer::Score(_) => 0,
        }),
    }
}

fn present(present: u64) -> Turnout {
    Turnout {
        entitled: Some(20),
        present: Some(present),
        issued: Some(present),
        collected: Some(present),
        raters: Some(present),
        ..Turnout::default()
    }
}

fn counts(shown: &ShownSubject, row: usize) -> Vec<Option<u64>> {
    let answers = shown.criteria[row].answers.iter();
    answers.map(|answer| answer.count).collect()
}

fn told(plan: &Plan, good: u64, valid: u64) -> ShownSubject {
    let own = [ballots(None, good, valid)];
    announced(plan, &plan.subjects[0], &own, &present(20)).whole
}

#[test]
fn counts_are_announced_as_they_are() {
    let plan = s12();
    // Of 16 representatives 14 优秀 and 2 称职: measured as no grade at all.
    let shown = told(&plan, 14, 16);
    assert_eq!(shown.raters, Some(16));
    assert_eq!(counts(&shown, 0), [Some(14), Some(2), Some(0)]);
    assert_eq!(shown.grade.unwrap().id.as_str(), "excellent");
    assert!(shown.explained.unwrap().zh.contains("优秀 56，称职 8"));
}

#[test]
fn few_cards_tell_the_grade_and_little_else() {
    let mut plan = s12();
    let few = told(&plan, 6, 9);
    assert_eq!(counts(&few, 0), [None; 3]);
    let leading = few.criteria[0].leading.clone().unwrap();
    assert_eq!(leading, Answer::Choice("good".parse().unwrap()));
    assert_eq!((few.raters, few.grade.is_some()), (Some(9), true));
    plan.grading.criteria = vec!["c4".parse().unwrap()];
    let few = told(&plan, 6, 9);
    assert_eq!(counts(&few, 0), [None; 3]);
    assert_eq!(counts(&few, 3), [Some(6), Some(3), Some(0)]);
    let hardly_any = told(&plan, 3, 4);
    assert_eq!((hardly_any.raters, &hardly_any.explained), (None, &None));
    assert_eq!(hardly_any.grade.as_ref().unwrap().id.as_str(), "excellent");
    for row in 0..4 {
        assert_eq!(counts(&hardly_any, row), [None; 3]);
        assert_eq!(hardly_any.criteria[row].leading, None);
        assert!(
            hardly_any.criteria[row]
                .answers
                .iter()
                .all(|it| it.percent.is_none())
        );
    }
    // Half and half: neither leads.
    assert_eq!(told(&s12(), 3, 6).criteria[0].leading, None);
}

#[test]
fn without_its_quorum_there_is_no_grade_and_counts_stay_in_the_room() {
    let mut plan = s12();
    plan.quorum.as_mut().unwrap().of = crate::domain::plan::QuorumOf::Present;
    let own = [ballots(None, 14, 15)];
    let shown = announced(&plan, &plan.subjects[0], &own, &present(15)).whole;
    assert!(matches!(
        shown.stand,
        Some(crate::domain::grade::Stand::NoQuorum(_))
    ));
    assert_eq!(shown.grade, None);
    assert_eq!(
        shown.explained.unwrap().zh,
        "实到 15 ÷ 20 < 4/5，不成立，不评等次"
    );
    let full = full_standing(&plan, &plan.subjects[0], &own, &present(15));
    assert_eq!(full.grade, None);
}

#[test]
fn groups_are_told_apart_only_where_each_is_a_crowd() {
    let plan = s11();
    let Voters::Groups(groups) = &plan.voters else {
        panic!("groups")
    };
    let of = |sizes: [u64; 3]| {
        let own: Vec<Ballots<'_>> = groups
            .iter()
            .zip(sizes)
            .map(|(group, size)| ballots(Some(group), size / 2, size))
            .collect();
        announced(&plan, &plan.subjects[0], &own, &Turnout::default())
    };
    let many = of([20, 10, 11]);
    let ids: Vec<&GroupId> = groups.iter().map(|group| &group.id).collect();
    assert_eq!((many.groups.len(), ids.len()), (3, 3));
    assert_eq!(counts(&many.groups[1], 0), [Some(5), Some(5), Some(0)]);
    assert!(many.groups.iter().all(|group| group.grade.is_none()));
    // (40 × 80 + 30 × 80 + 30 × 78.2) ÷ 100: no decimals.
    assert_eq!(many.whole.score.as_ref().unwrap().shown(), "79");
    assert_eq!(
        many.whole.score.as_ref().unwrap().nearest().to_bits(),
        79.0_f64.to_bits()
    );
    assert!(many.whole.explained.is_some());
    let few = of([20, 9, 11]);
    assert!(few.groups.is_empty() && few.whole.suppressed);
    assert_eq!((&few.whole.score, &few.whole.explained), (&None, &None));
    assert_eq!(few.whole.grade.unwrap().id.as_str(), "fair");
    assert_eq!(
        counts(&of([20, 9, 11]).whole, 0),
        [Some(19), Some(21), Some(0)]
    );
    assert!(matches!(
        plan.grading.formula,
        Formula::WeightedScore { .. }
    ));
}
