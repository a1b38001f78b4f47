//! Grades as a clerk would reckon them.

use super::*;
use crate::domain::exact::Threshold;
use crate::domain::ids::ChoiceId;
use crate::domain::plan::{
    GradeLimit, Grading, Quorum, QuorumOf, SubjectKind, Validity, Vote, VoteOf,
};

/// A plan of one criterion `c` and one `d` on a scale of good, fair, poor and 不了解, which abstains.
pub(super) fn plan(formula: Formula) -> Plan {
    let mut plan = Plan::read(include_str!("../../../tests/vectors/plans/s13.toml"))
        .unwrap()
        .plan;
    let Some(Scale {
        kind: ScaleKind::Named(choices),
        ..
    }) = plan.scales.first_mut()
    else {
        panic!("a named scale")
    };
    choices.push(Choice {
        id: id("unknown"),
        name: both(|_| "不了解".to_owned()),
        weight: None,
        abstains: true,
    });
    plan.criteria.truncate(2);
    plan.grading = Grading::from(formula);
    plan.quorum = None;
    plan
}

pub(super) fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(super) fn named(name: &str) -> NamedGrade {
    NamedGrade {
        id: id(name),
        name: both(|_| name.to_owned()),
    }
}

pub(super) fn step(name: &str, figure: &str, is_strict: bool) -> GradeStep {
    let figure = Figure::decimal(figure).or_else(|| Figure::share(figure, 100));
    GradeStep {
        grade: named(name),
        needs: Threshold {
            figure: figure.unwrap(),
            is_strict,
        },
    }
}

pub(super) fn rate(steps: &[(&str, &str, bool)]) -> Formula {
    Formula::Rate {
        positive: vec![id("good")],
        grades: steps
            .iter()
            .map(|(name, figure, is_strict)| step(name, figure, *is_strict))
            .collect(),
    }
}

/// The three grades of S13, `超过` the first.
fn three() -> Formula {
    rate(&[
        ("high", "80", true),
        ("mid", "60", false),
        ("low", "0", false),
    ])
}

pub(super) const CHOICES: [&str; 4] = ["good", "fair", "poor", "unknown"];

pub(super) fn lump(criterion: &str, answers: &[usize], total: u64) -> Lump {
    Lump {
        criterion: id(criterion),
        answers: answers
            .iter()
            .map(|at| Answer::Choice(id::<ChoiceId>(CHOICES[*at])))
            .collect(),
        total,
    }
}

pub(super) fn row(criterion: &str, counts: [u64; 4]) -> Vec<Lump> {
    let lumps = counts.into_iter().enumerate();
    lumps
        .map(|(at, total)| lump(criterion, &[at], total))
        .collect()
}

pub(super) fn stands(plan: &Plan, lumps: Vec<Lump>) -> Standing {
    standing(plan, &[Part::whole(lumps)], &Turnout::default())
}

pub(super) fn grade(standing: &Standing) -> Option<&str> {
    standing.grade.as_ref().map(|grade| grade.id.as_str())
}

fn zh(standing: &Standing) -> &str {
    standing.explained.as_ref().map_or("", |text| &text.zh)
}

#[test]
fn a_rate_says_the_sum_behind_its_grade() {
    let plan = plan(three());
    for (counts, wanted, sum) in [
        ([12, 2, 0, 0], "high", "满意率 12 ÷ 14 = 85.7% > 80%：high"),
        (
            [10, 4, 0, 0],
            "mid",
            "满意率 60% ≤ 10 ÷ 14 = 71.4% ≤ 80%：mid",
        ),
        ([5, 4, 5, 0], "low", "满意率 5 ÷ 14 = 35.7% < 60%：low"),
        // 超过: exactly 80 is not enough; 60 is.
        (
            [8, 1, 1, 0],
            "mid",
            "满意率 60% ≤ 8 ÷ 10 = 80.0% ≤ 80%：mid",
        ),
        (
            [6, 2, 2, 0],
            "mid",
            "满意率 60% ≤ 6 ÷ 10 = 60.0% ≤ 80%：mid",
        ),
        // Those who do not know are out of the denominator (measured: 40 % with them).
        (
            [16, 0, 4, 20],
            "mid",
            "满意率 60% ≤ 16 ÷ 20 = 80.0% ≤ 80%：mid",
        ),
    ] {
        let standing = stands(&plan, row("c1", counts));
        assert_eq!((grade(&standing), zh(&standing)), (Some(wanted), sum));
    }
    let standing = stands(&plan, row("c1", [12, 2, 0, 0]));
    assert_eq!(
        standing.explained.unwrap().en,
        "Rate 12 ÷ 14 = 85.7% > 80%: high"
    );
    assert_eq!(stands(&plan, row("c1", [0, 0, 0, 7])), Standing::default());
}

#[test]
fn rounding_never_contradicts_the_grade() {
    let plain = plan(rate(&[("high", "80", false), ("low", "0", false)]));
    let figure = |plan: &Plan, good, rest| {
        let standing = stands(plan, row("c1", [good, rest, 0, 0]));
        let shown = standing.score.as_ref().unwrap().shown().to_owned();
        (shown, grade(&standing).unwrap().to_owned())
    };
    let is = |shown: &str, grade: &str| (shown.to_owned(), grade.to_owned());
    // 79.95 %, fault D5.
    assert_eq!(figure(&plain, 1599, 401), is("79.95", "low"));
    assert_eq!(figure(&plain, 1600, 400), is("80.0", "high"));
    assert_eq!(figure(&plain, 79_999, 20_001), is("79.999", "low"));
    // 80.04 % is over 80 %.
    assert_eq!(figure(&plan(three()), 2001, 499), is("80.04", "high"));
    let third = plan(rate(&[("high", "1/3", false), ("low", "0", false)]));
    assert_eq!(figure(&third, 1, 2), is("100/3", "high"));
    assert_eq!(figure(&third, 333, 667), is("33.3", "low"));
}

#[test]
fn one_question_decides_where_the_plan_says_so_and_weights_are_kept() {
    let mut overall = plan(three());
    overall.grading.criteria = vec![id("c1")];
    let mut lumps = row("c1", [9, 1, 0, 0]);
    lumps.extend(row("c2", [0, 0, 10, 0]));
    assert_eq!(grade(&stands(&overall, lumps.clone())), Some("high"));
    let mut weighed = plan(three());
    for (criterion, weight) in weighed.criteria.iter_mut().zip([60, 40]) {
        criterion.weight = Some(weight);
    }
    let standing = stands(&weighed, lumps);
    assert_eq!(grade(&standing), Some("low"));
    assert_eq!(
        zh(&standing),
        "满意率 (60 × 9/10 + 40 × 0/10) ÷ 100 = 54.0% < 60%：low"
    );
    // Weights need an answer to each.
    let mut lumps = row("c1", [9, 1, 0, 0]);
    lumps.extend(row("c2", [0, 0, 0, 10]));
    let standing = stands(&weighed, lumps);
    assert_eq!((grade(&standing), standing.score.is_some()), (None, false));
    assert!(
        zh(&standing).starts_with("“能”没有有效的票"),
        "{}",
        zh(&standing)
    );
}

#[test]
fn groups_count_together_or_by_their_weights() {
    let plan = plan(three());
    let names = ["居民", "党员"].map(|name| both(|_| name.to_owned()));
    let part = |weight: Option<u32>, place: usize, counts| Part {
        weight: weight.map(|weight| (weight, &names[place])),
        lumps: row("c1", counts),
    };
    let of = |parts: &[Part<'_>]| standing(&plan, parts, &Turnout::default());
    let together = of(&[part(None, 0, [90, 10, 0, 0]), part(None, 1, [0, 0, 10, 0])]);
    assert_eq!(zh(&together), "满意率 90 ÷ 110 = 81.8% > 80%：high");
    let weighed = of(&[
        part(Some(60), 0, [90, 10, 0, 0]),
        part(Some(40), 1, [0, 0, 10, 0]),
    ]);
    assert_eq!(
        zh(&weighed),
        "满意率 (60 × 90/100 + 40 × 0/10) ÷ 100 = 54.0% < 60%：low"
    );
    let nobody = of(&[part(Some(60), 0, [90, 10, 0, 0]), part(Some(40), 1, [0; 4])]);
    assert_eq!(grade(&nobody), None);
    assert!(zh(&nobody).contains("党员"));
}

#[test]
fn coefficients_and_points_make_a_score() {
    let mut plan = plan(Formula::WeightedScore {
        grades: vec![step("high", "80", false), step("low", "0", false)],
    });
    let Some(Scale {
        kind: ScaleKind::Named(choices),
        ..
    }) = plan.scales.first_mut()
    else {
        panic!("a named scale")
    };
    for (choice, weight) in choices.iter_mut().zip([100, 60, 0]) {
        choice.weight = Some(weight);
    }
    let standing = stands(&plan, row("c1", [10, 3, 1, 5]));
    assert_eq!(
        zh(&standing),
        "得分 (10 × 100 + 3 × 60 + 1 × 0) ÷ 14 = 84.3 ≥ 80：high"
    );
}

#[test]
fn the_most_votes_and_what_a_tie_means() {
    let grades = ["high", "mid", "low"].map(named);
    let mut plan = plan(Formula::Plurality {
        grades: CHOICES[..3]
            .iter()
            .zip(grades)
            .map(|(choice, grade)| (id(choice), grade))
            .collect(),
    });
    let told = |plan: &Plan, counts| {
        let standing = stands(plan, row("c1", counts));
        let grade = grade(&standing).map(str::to_owned);
        (grade, zh(&standing).to_owned())
    };
    let (grade, sum) = told(&plan, [14, 2, 0, 3]);
    assert_eq!(grade.as_deref(), Some("high"));
    assert_eq!(sum, "high 14，mid 2，low 0：high 最多");
    for (tie, wanted, sum) in [
        (Tie::Lower, Some("mid"), "取较低等次 mid"),
        (Tie::Higher, Some("high"), "取较高等次 high"),
        (Tie::Again, None, "重新评议"),
    ] {
        plan.grading.tie = tie;
        let (grade, said) = told(&plan, [7, 7, 1, 0]);
        assert_eq!(grade.as_deref(), wanted);
        assert!(said.ends_with(sum), "{said}");
    }
}

pub(super) fn ballot(of: VoteOf, share: &str, is_strict: bool) -> Plan {
    plan(Formula::Vote(Box::new(Vote {
        positive: vec![id("good")],
        of,
        needs: Threshold {
            figure: Figure::share(share, 1).unwrap(),
            is_strict,
        },
        passed: named("passed"),
        failed: named("failed"),
    })))
}

#[test]
fn a_vote_passes_by_its_share_of_those_it_names() {
    let turnout = Turnout {
        entitled: Some(40),
        present: Some(27),
        ..Turnout::default()
    };
    let told = |plan: &Plan, counts| {
        let standing = standing(plan, &[Part::whole(row("c1", counts))], &turnout);
        let grade = grade(&standing).map(str::to_owned);
        (grade.unwrap_or_default(), zh(&standing).to_owned())
    };
    // 赞成 10, 反对 9, 弃权 8 of 27: measured as 通过 with 37 %.
    let counts = [10, 0, 9, 8];
    let (grade, sum) = told(&ballot(VoteOf::Present, "1/2", true), counts);
    assert_eq!(grade, "failed");
    assert_eq!(sum, "满意 10 ÷ 实到 27 = 37.0% ≤ 1/2：failed");
    let (grade, sum) = told(&ballot(VoteOf::Valid, "1/2", true), counts);
    assert_eq!(grade, "passed");
    assert_eq!(sum, "满意 10 ÷ 有效票 19 = 52.6% > 1/2：passed");
    let (grade, _) = told(&ballot(VoteOf::Entitled, "2/3", false), [27, 0, 0, 0]);
    assert_eq!(grade, "passed");
    let mut plan = ballot(VoteOf::Valid, "1/2", true);
    for (tie, wanted) in [
        (Tie::Lower, "failed"),
        (Tie::Higher, "passed"),
        (Tie::Again, ""),
    ] {
        plan.grading.tie = tie;
        let (grade, sum) = told(&plan, [5, 0, 5, 3]);
        assert_eq!(grade, wanted);
        assert!(sum.contains("5 ÷ 有效票 10 = 50.0% = 1/2"), "{sum}");
    }
    let nobody_counted = stands(&ballot(VoteOf::Present, "1/2", true), row("c1", counts));
    assert_eq!(zh(&nobody_counted), "还没有登记实到，不能算出结果");
}

#[test]
fn a_result_stands_by_its_quorum_and_by_the_account_of_its_slips() {
    let mut plan = plan(three());
    let full = Turnout {
        entitled: Some(20),
        present: Some(16),
        issued: Some(16),
        collected: Some(16),
        raters: Some(16),
        ..Turnout::default()
    };
    assert_eq!(stand(&plan, &full), Stand::Stands(None));
    let mut quorum = |of, share: &str, is_strict| {
        let figure = Figure::share(share, 1).unwrap_or_else(|| Figure::decimal(share).unwrap());
        plan.quorum = Some(Quorum {
            of,
            needs: Threshold { figure, is_strict },
        });
        plan.clone()
    };
    let four_fifths = quorum(QuorumOf::Present, "4/5", false);
    let over = quorum(QuorumOf::Present, "4/5", true);
    let cards = quorum(QuorumOf::Raters, "50", false);
    let Stand::Stands(Some(told)) = stand(&four_fifths, &full) else {
        panic!("it stands")
    };
    assert_eq!(told.zh, "实到 16 ÷ 20 ≥ 4/5，成立");
    let Stand::NoQuorum(told) = stand(&over, &full) else {
        panic!("it does not")
    };
    assert_eq!(told.zh, "实到 16 ÷ 20 ≤ 4/5，不成立，不评等次");
    assert!(matches!(stand(&cards, &full), Stand::NoQuorum(_)));
    let unknown = Turnout {
        present: None,
        ..full
    };
    assert!(matches!(stand(&four_fifths, &unknown), Stand::Open(_)));
    let surplus = Turnout {
        collected: Some(17),
        ..full
    };
    assert!(matches!(stand(&four_fifths, &surplus), Stand::Void(_)));
    let mut lenient = four_fifths;
    lenient.rules.validity = Some(Validity {
        blank_abstains: true,
        all_alike_void: false,
        surplus_void: false,
    });
    assert!(matches!(stand(&lenient, &surplus), Stand::Stands(_)));
}

#[test]
fn no_more_than_a_share_have_a_limited_grade() {
    let mut plan = plan(three());
    plan.subjects = (0..6)
        .map(|number| crate::domain::plan::Subject {
            id: id(&format!("s{number}")),
            kind: SubjectKind::Person,
            name: Text::default(),
            role: Text::default(),
            person: None,
            duty_report: None,
        })
        .collect();
    plan.grading.limits = vec![GradeLimit {
        grade: id("high"),
        share: Figure::share("1/3", 1).unwrap(),
    }];
    let held = |goods: [u64; 6]| {
        let mut all: Vec<Standing> = goods
            .iter()
            .map(|good| stands(&plan, row("c1", [*good, 100 - good, 0, 0])))
            .collect();
        let mut subjects: Vec<_> = all
            .iter_mut()
            .map(|standing| (SubjectKind::Person, standing))
            .collect();
        limit(&plan, &mut subjects);
        let grades: Vec<String> = all
            .iter()
            .map(|standing| grade(standing).unwrap().to_owned())
            .collect();
        (grades.join(" "), all)
    };
    assert_eq!(
        held([95, 90, 70, 50, 60, 61]).0,
        "high high mid low mid mid"
    );
    let (grades, all) = held([95, 90, 85, 50, 99, 61]);
    assert_eq!(grades, "high mid mid low high mid");
    assert!(zh(&all[1]).ends_with("high 最多 2 名，按得分排在其后，定为 mid"));
    // As good as the one that is too many: no limit may be passed.
    assert_eq!(held([95, 90, 90, 50, 60, 61]).0, "high mid mid low mid mid");
    // What is open may be the best of all.
    let mut all = [
        stands(&plan, row("c1", [95, 5, 0, 0])),
        stands(&plan, row("c1", [90, 10, 0, 0])),
        Standing::default(),
    ];
    let mut subjects: Vec<_> = all
        .iter_mut()
        .map(|standing| (SubjectKind::Person, standing))
        .collect();
    limit(&plan, &mut subjects);
    assert!(all.iter().all(|standing| standing.grade.is_none()));
}
