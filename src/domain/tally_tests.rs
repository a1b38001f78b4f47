//! What the tally may and may not give away.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::exact::{Figure, Threshold};
use crate::domain::grade::standing;
use crate::domain::ids::{ChoiceId, PlanRevision};
use crate::domain::plan::{
    Cadence, Choice, FollowUp, Formula, GradeStep, Grading, Publication, Quorum, QuorumOf, Rules,
    Scale, Subject, SubjectKind, Text, Voters,
};

const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

fn choice(index: usize) -> ChoiceId {
    ChoiceId::new(NAMES[index]).unwrap()
}

fn named(id: &str) -> NamedGrade {
    NamedGrade {
        id: id.parse().unwrap(),
        name: Text::default(),
    }
}

fn steps() -> Vec<GradeStep> {
    let grade = |id: &str, figure| GradeStep {
        grade: named(id),
        needs: Threshold::at_least(Figure::whole(figure)),
    };
    vec![grade("good", 90), grade("fair", 60), grade("poor", 0)]
}

fn rate(positive: usize) -> Grading {
    Grading::from(Formula::Rate {
        positive: (0..positive).map(choice).collect(),
        grades: steps(),
    })
}

fn majority(size: usize) -> Grading {
    // The ids run against the scale, so that only the scale can say which grade is lower.
    let grades = (0..size).map(|i| (choice(i), named(NAMES[7 - i])));
    Grading::from(Formula::Plurality {
        grades: grades.collect(),
    })
}

fn scale(size: usize) -> ScaleKind {
    let choices = (0..size).map(|i| Choice {
        id: choice(i),
        name: Text::default(),
        weight: None,
        abstains: false,
    });
    ScaleKind::Named(choices.collect())
}

fn plan(kind: ScaleKind, grading: Grading, criteria: &[&str]) -> Plan {
    let criterion = |id: &&str| Criterion {
        id: id.parse().unwrap(),
        name: Text::default(),
        detail: Text::default(),
        scale: "scale".parse().unwrap(),
        kinds: Vec::new(),
        subjects: Vec::new(),
        weight: None,
    };
    Plan {
        id: "p".parse().unwrap(),
        revision: PlanRevision(1),
        title: Text::default(),
        summary: Text::default(),
        source: String::new(),
        voters: Voters::Open,
        cadence: Cadence::Always,
        opens: None,
        closes: None,
        quorum: None,
        smallest_crowd: 5,
        skip_allowed: true,
        scales: vec![Scale {
            id: "scale".parse().unwrap(),
            kind,
        }],
        criteria: criteria.iter().map(criterion).collect(),
        subjects: vec![subject()],
        opinion: None,
        grading,
        follow_up: FollowUp {
            reply_within_working_days: 15,
        },
        publication: Publication {
            results: true,
            opinions: false,
            decisions: false,
        },
        rules: Rules::default(),
    }
}

fn subject() -> Subject {
    Subject {
        id: "s".parse().unwrap(),
        kind: SubjectKind::Person,
        name: Text::default(),
        role: Text::default(),
        person: None,
        duty_report: None,
    }
}

fn place(plan: &Plan, answer: &Answer) -> usize {
    answers(plan, &plan.criteria[0])
        .iter()
        .position(|one| one == answer)
        .unwrap()
}

fn view(plan: &Plan, row: &[u64]) -> ShownSubject {
    let raters = row.iter().sum();
    shown(plan, &subject(), &cards(raters), |_, answer| {
        row[place(plan, answer)]
    })
}

fn counts(view: &ShownSubject) -> Vec<Option<u64>> {
    view.criteria[0]
        .answers
        .iter()
        .map(|one| one.count)
        .collect()
}

fn full(plan: &Plan, row: &[u64]) -> Standing {
    let raters = row.iter().sum();
    full_standing(plan, &subject(), &cards(raters), |_, answer| {
        row[place(plan, answer)]
    })
}

/// The score as it is shown.
fn figure(score: Option<Score>) -> Option<String> {
    score.map(|score| score.shown().to_owned())
}

fn shows(score: Option<Score>, wanted: &str) -> bool {
    figure(score).as_deref() == Some(wanted)
}

fn cards(raters: u64) -> Turnout {
    Turnout {
        raters: Some(raters),
        ..Turnout::default()
    }
}

#[test]
fn too_few_raters_and_nothing_is_shown() {
    let plan = plan(scale(3), rate(2), &["c"]);
    let few = view(&plan, &[4, 0, 0]);
    assert_eq!(few.raters, None);
    assert_eq!(counts(&few), [None, None, None]);
    assert_eq!(
        (&few.score, &few.grade, few.suppressed),
        (&None, &None, true)
    );
    assert_eq!((few.explained, few.stand), (None, None));
    let enough = view(&plan, &[5, 0, 0]);
    assert_eq!(enough.raters, Some(5));
    assert_eq!(counts(&enough), [Some(5), Some(0), Some(0)]);
    assert_eq!(enough.criteria[0].answers[0].percent, Some(100.0));
    assert!(shows(enough.score, "100.0") && !enough.suppressed);
}

#[test]
fn a_small_count_takes_its_neighbour_along() {
    let three = plan(scale(3), rate(2), &["c"]);
    let shown = view(&three, &[95, 4, 1]);
    assert_eq!(counts(&shown), [Some(95), None, None]);
    // 99 % would tell the 1; that it is 90 % or more follows from the 95 shown.
    assert_eq!(shown.score, None);
    assert_eq!(shown.grade, Some(named("good")));
    assert_eq!(shown.criteria[0].answers[0].percent, Some(95.0));
    // 89 to 91 per cent: the grade would tell.
    assert_eq!(view(&three, &[89, 9, 2]).grade, None);
    assert!(shows(full(&three, &[89, 9, 2]).score, "98.0"));
    // The best answer stands alone and takes the row.
    assert_eq!(counts(&view(&three, &[2, 40, 3])), [None, None, None]);
    // On a scale of four the pairs lie on either side, so that the rate stays.
    let four = plan(scale(4), rate(2), &["c"]);
    let shown = view(&four, &[60, 30, 9, 1]);
    assert_eq!(counts(&shown), [Some(60), Some(30), None, None]);
    assert_eq!(shown.grade, Some(named("good")));
    assert!(shows(shown.score, "90.0"));
}

#[test]
fn a_question_few_answered_is_withheld() {
    let plan = plan(scale(4), rate(2), &["c", "d"]);
    let shown = shown(&plan, &subject(), &cards(20), |criterion, answer| {
        match (criterion.as_str(), place(&plan, answer)) {
            ("c", 0) => 20,
            ("d", 1) => 4,
            _ => 0,
        }
    });
    assert_eq!(shown.criteria[0].answers[0].count, Some(20));
    assert!(
        shown.criteria[1]
            .answers
            .iter()
            .all(|one| one.count.is_none())
    );
    assert_eq!(shown.score, None);
    assert!(shown.suppressed);
}

#[test]
fn fewer_than_three_are_few_in_every_plan() {
    let mut plan = plan(scale(4), rate(2), &["c"]);
    plan.smallest_crowd = 1;
    for few in [1, 2] {
        let shown = view(&plan, &[few, 0, 0, 0]);
        assert_eq!(shown.raters, Some(few));
        assert_eq!(counts(&shown), [None; 4]);
    }
    let enough = view(&plan, &[3, 0, 0, 0]);
    assert_eq!(counts(&enough), [Some(3), Some(0), Some(0), Some(0)]);
}

#[test]
fn a_question_nobody_answered_says_so_and_has_no_percentage() {
    let plan = plan(scale(3), rate(2), &["c", "d"]);
    let shown = shown(&plan, &subject(), &cards(20), |criterion, answer| {
        match (criterion.as_str(), place(&plan, answer)) {
            ("c", 0) => 20,
            _ => 0,
        }
    });
    for one in &shown.criteria[1].answers {
        assert_eq!((one.count, one.percent), (Some(0), None));
    }
    assert!(shows(shown.score, "100.0") && !shown.suppressed);
}

#[test]
fn the_majority_decides_and_a_tie_goes_to_the_lower_grade() {
    let plan = plan(scale(3), majority(3), &["c"]);
    let grade = |row: &[u64]| full(&plan, row).grade.map(|grade| grade.id.to_string());
    assert_eq!(grade(&[9, 5, 4]).as_deref(), Some("h"));
    assert_eq!(grade(&[9, 9, 4]).as_deref(), Some("g"));
    assert_eq!(grade(&[9, 9, 9]).as_deref(), Some("f"));
    assert_eq!(grade(&[0, 0, 0]), None);
    assert_eq!(view(&plan, &[9, 5, 2]).grade, Some(named("h")));
    // 5 against a withheld pair of 9: it may be 8 and 1.
    assert_eq!(view(&plan, &[5, 7, 2]).grade, None);
    // Whichever way the ids run.
    let plan = with_ids_along_the_scale();
    let grade = |row: &[u64]| full(&plan, row).grade.map(|grade| grade.id.to_string());
    assert_eq!(grade(&[9, 5, 4]).as_deref(), Some("a"));
    assert_eq!(grade(&[9, 9, 4]).as_deref(), Some("b"));
    assert_eq!(grade(&[9, 4, 9]).as_deref(), Some("c"));
    assert_eq!(grade(&[9, 9, 9]).as_deref(), Some("c"));
}

fn with_ids_along_the_scale() -> Plan {
    let grades = (0..3).map(|i| (choice(i), named(NAMES[i]))).collect();
    plan(scale(3), Formula::Plurality { grades }.into(), &["c"])
}

#[test]
fn scores_have_a_mean_where_all_are_shown() {
    let kind = ScaleKind::Score {
        min: 1,
        max: 5,
        low: Text::default(),
        high: Text::default(),
    };
    let plan = plan(kind, Formula::CountsOnly.into(), &["c"]);
    let all = view(&plan, &[0, 0, 5, 5, 10]);
    assert_eq!(all.criteria[0].mean, Some(4.25));
    assert!(shows(all.score, "4.3"));
    let some = view(&plan, &[0, 1, 5, 5, 10]);
    assert_eq!(counts(&some), [None, None, Some(5), Some(5), Some(10)]);
    assert_eq!((some.score, some.criteria[0].mean), (None, None));
    let score = full(&plan, &[0, 1, 5, 5, 10]).score.unwrap();
    assert_eq!(score.nearest().to_bits(), (87.0_f64 / 21.0).to_bits());
}

#[test]
fn a_weighted_score_is_the_mean_weight_and_earns_its_grade() {
    let ScaleKind::Named(mut choices) = scale(3) else {
        unreachable!()
    };
    for (choice, weight) in choices.iter_mut().zip([100, 60, 0]) {
        choice.weight = Some(weight);
    }
    let grades = steps();
    let plan = plan(
        ScaleKind::Named(choices),
        Formula::WeightedScore { grades }.into(),
        &["c"],
    );
    let earned = |row: &[u64]| {
        let standing = full(&plan, row);
        let grade = standing.grade.map(|it| it.id.to_string());
        (figure(standing.score), grade)
    };
    let wanted = |score: &str, grade: &str| (Some(score.to_owned()), Some(grade.to_owned()));
    assert_eq!(earned(&[10, 0, 0]), wanted("100.0", "good"));
    assert_eq!(earned(&[3, 5, 0]), wanted("75.0", "fair"));
    assert_eq!(earned(&[3, 0, 2]), wanted("60.0", "fair"));
    assert_eq!(earned(&[0, 0, 5]), wanted("0.0", "poor"));
    assert_eq!(earned(&[0, 0, 0]), (None, None));
}

#[test]
fn scores_on_two_scales_have_no_common_mean() {
    let kind = |max| ScaleKind::Score {
        min: 1,
        max,
        low: Text::default(),
        high: Text::default(),
    };
    let mut plan = plan(kind(5), Formula::CountsOnly.into(), &["c", "d"]);
    let lumps = |plan: &Plan| {
        let lump = |criterion: &Criterion| Lump {
            criterion: criterion.id.clone(),
            answers: vec![Answer::Score(4)],
            total: 6,
        };
        plan.criteria.iter().map(lump).collect::<Vec<_>>()
    };
    let standing = |plan: &Plan, lumps: &[Lump]| {
        standing(plan, &[Part::whole(lumps.to_vec())], &Turnout::default())
    };
    assert!(shows(standing(&plan, &lumps(&plan)).score, "4.0"));
    plan.scales.push(Scale {
        id: "ten".parse().unwrap(),
        kind: kind(10),
    });
    plan.criteria[1].scale = "ten".parse().unwrap();
    assert_eq!(standing(&plan, &lumps(&plan)), Standing::default());
    assert_eq!(standing(&plan, &[]), Standing::default());
    // One of a criterion that the plan does not have.
    let mut strange = lumps(&plan);
    strange[0].criterion = "x".parse().unwrap();
    assert_eq!(standing(&plan, &strange), Standing::default());
    assert_eq!(standing(&plan, &strange[..1]), Standing::default());
}

#[test]
fn a_few_more_people_are_not_published() {
    assert!(may_publish(0, 5, 5));
    assert!(may_publish(8, 8, 5));
    assert!(!may_publish(8, 12, 5));
    assert!(may_publish(8, 13, 5));
    assert!(!may_publish(8, 7, 5));
}

#[test]
fn below_its_quorum_of_cards_a_result_has_no_grade_and_says_why() {
    let mut plan = plan(scale(3), rate(2), &["c"]);
    plan.quorum = Some(Quorum {
        of: QuorumOf::Raters,
        needs: Threshold::at_least(Figure::whole(50)),
    });
    let few = view(&plan, &[40, 5, 4]);
    assert_eq!((&few.score, &few.grade), (&None, &None));
    assert_eq!(counts(&few), [Some(40), Some(5), Some(4)]);
    assert!(matches!(few.stand, Some(Stand::NoQuorum(_))));
    assert_eq!(
        few.explained.unwrap().zh,
        "参评人数 49 < 50，不成立，不评等次"
    );
    let enough = view(&plan, &[40, 6, 4]);
    assert!(matches!(enough.stand, Some(Stand::Stands(Some(_)))));
    assert_eq!(enough.grade, Some(named("good")));
    // Under the smallest crowd not even that is told.
    assert_eq!(view(&plan, &[3, 0, 0]).stand, None);
}

fn rows(total: u64, size: usize) -> Vec<Vec<u64>> {
    if size == 1 {
        return vec![vec![total]];
    }
    (0..=total)
        .flat_map(|first| {
            rows(total - first, size - 1)
                .into_iter()
                .map(move |mut row| {
                    row.insert(0, first);
                    row
                })
        })
        .collect()
}

#[test]
fn every_row_of_up_to_sixteen_keeps_its_secrets_from_one_who_knows_the_rule() {
    for (size, most) in [(2, 16), (3, 16), (4, 11), (5, 9)] {
        for grading in [rate(1), rate(size - 1), majority(size)] {
            let plan = plan(scale(size), grading, &["c"]);
            for total in 5..=most {
                // All rows that look the same, by what they look like.
                let mut alike: BTreeMap<String, (ShownSubject, Vec<Vec<u64>>)> = BTreeMap::new();
                for row in rows(total, size) {
                    let view = view(&plan, &row);
                    let entry = alike.entry(format!("{view:?}"));
                    entry.or_insert((view, Vec::new())).1.push(row);
                }
                for (view, rows) in alike.values() {
                    for (cell, count) in counts(view).iter().enumerate() {
                        let differs = rows.iter().any(|row| row[cell] != rows[0][cell]);
                        assert_eq!(differs, count.is_none(), "{rows:?}");
                    }
                }
            }
        }
    }
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![0..4u64, 0..60u64, 0..100_000u64]
}

proptest! {
    #[test]
    fn every_withheld_count_has_two_possible_values(
        row in prop::collection::vec(count(), 2..8),
        positive in 1..3usize,
        by_rate: bool,
    ) {
        let grading = if by_rate { rate(positive) } else { majority(row.len()) };
        let plan = plan(scale(row.len()), grading, &["c"]);
        let now = view(&plan, &row);
        prop_assume!(now.raters.is_some());
        for (cell, count) in counts(&now).iter().enumerate() {
            if let Some(count) = count {
                prop_assert_eq!(*count, row[cell]);
                prop_assert!(!(1..=2).contains(count));
                continue;
            }
            // The same total, the same view, another count.
            let other = (0..row.len()).filter(|&other| other != cell).any(|other| {
                let both = row[cell] + row[other];
                [0, 1, 2, 3, both, both.saturating_sub(1), both.saturating_sub(2)]
                    .into_iter()
                    .filter(|&value| value <= both && value != row[cell])
                    .any(|value| {
                        let mut changed = row.clone();
                        changed[cell] = value;
                        changed[other] = both - value;
                        view(&plan, &changed) == now
                    })
            });
            prop_assert!(other, "cell {} of {:?}", cell, row);
        }
    }

    #[test]
    fn what_is_shown_is_true(row in prop::collection::vec(count(), 2..8), positive in 1..3usize) {
        for grading in [rate(positive), majority(row.len())] {
            let plan = plan(scale(row.len()), grading, &["c"]);
            let (now, all) = (view(&plan, &row), full(&plan, &row));
            prop_assert!(now.score.is_none() || now.score == all.score);
            prop_assert!(now.explained.is_none() || now.explained == all.explained);
            prop_assert!(now.grade.is_none() || now.grade == all.grade);
        }
    }
}
