//! Reads how a plan grades.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Reader, Section};
use super::{
    Criterion, Formula, GradeLimit, GradeStep, Grading, NamedGrade, Scale, ScaleKind, Tie, Vote,
    VoteOf,
};
use crate::domain::exact::{Figure, Threshold};
use crate::domain::ids::{ChoiceId, CriterionId, GradeId};
use crate::words::sentence;

/// The keys of `[grading]`, and of a grade of it by the kind of grading.
pub(super) const KEYS: &[&str] = &[
    "kind",
    "positive",
    "criteria",
    "tie",
    "of",
    "at_least",
    "more_than",
    "grade",
    "assessment_group",
];
pub(super) const STEP_KEYS: &[&str] = &["id", "name", "at_least", "more_than", "at_most_share"];
pub(super) const CHOICE_KEYS: &[&str] = &["id", "name", "choices", "at_most_share"];
pub(super) const OUTCOME_KEYS: &[&str] = &["id", "name"];

const KINDS: [&str; 5] = ["counts-only", "rate", "majority", "weighted-score", "vote"];

pub(super) fn grading(
    r: &mut Reader<'_>,
    s: &Section<'_>,
    scales: &[Scale],
    criteria: &[Criterion],
) -> Grading {
    let Some(g) = r.section(s, "grading") else {
        let sentence = sentence!("domain-plan-missing", key = "grading");
        r.fault(r.spot(s, "grading"), sentence);
        return Grading::from(Formula::CountsOnly);
    };
    r.keys(&g, KEYS);
    let known: BTreeSet<&ChoiceId> = scales
        .iter()
        .flat_map(|scale| match &scale.kind {
            ScaleKind::Named(choices) => choices.as_slice(),
            ScaleKind::Score { .. } => &[],
        })
        .map(|choice| &choice.id)
        .collect();
    let mut limits = Vec::new();
    let kind = r.word(&g, "kind", &KINDS);
    let formula = match kind {
        "rate" => by_rate(r, &g, &known, &mut limits),
        "majority" => by_plurality(r, &g, scales, &known, &mut limits),
        "weighted-score" => Formula::WeightedScore {
            grades: steps(r, &g, &mut limits),
        },
        "vote" => by_vote(r, &g, &known),
        _ => Formula::CountsOnly,
    };
    check_weights(r, s, scales, &formula);
    limits.sort_by(|a, b| a.grade.cmp(&b.grade));
    belongs(r, &g, kind);
    Grading {
        formula,
        criteria: deciding(r, &g, criteria),
        tie: match g.value("tie") {
            Some(_) => r.named(&g, "tie", Tie::ALL).unwrap_or(Tie::Lower),
            None => Tie::Lower,
        },
        limits,
    }
}

/// Names each key that this kind of grading does not know. `positive` may stand anywhere: plans that are out there have it.
fn belongs(r: &mut Reader<'_>, g: &Section<'_>, kind: &str) {
    let foreign: &[&str] = match kind {
        "rate" | "weighted-score" => &["of", "tie", "at_least", "more_than"],
        "majority" => &["of", "at_least", "more_than"],
        "vote" => &[],
        _ => &["of", "tie", "at_least", "more_than", "criteria"],
    };
    for key in foreign {
        if g.value(key).is_some() {
            let sentence = sentence!("domain-plan-grading-key", key = g.path(key), kind = kind);
            r.fault(r.spot(g, key), sentence);
        }
    }
}

/// The criteria that decide, each one of the plan's.
fn deciding(r: &mut Reader<'_>, g: &Section<'_>, known: &[Criterion]) -> Vec<CriterionId> {
    let named: Vec<CriterionId> = r.list(g, "criteria");
    for id in &named {
        if !known.iter().any(|criterion| criterion.id == *id) {
            r.unresolved(g, "criteria", id);
        }
    }
    named
}

/// Weights belong to grading by weighted score, and there every choice has one that does not abstain.
fn check_weights(r: &mut Reader<'_>, s: &Section<'_>, scales: &[Scale], formula: &Formula) {
    let weighs = matches!(formula, Formula::WeightedScore { .. });
    for scale in scales {
        let ScaleKind::Named(choices) = &scale.kind else {
            continue;
        };
        for choice in choices {
            let wanted = weighs && !choice.abstains;
            if choice.weight.is_some() != wanted {
                let sentence = if wanted {
                    sentence!("domain-plan-weight-missing", id = choice.id)
                } else {
                    sentence!("domain-plan-weight-unused", id = choice.id)
                };
                r.fault(r.spot(s, "scale"), sentence);
            }
        }
    }
}

fn positive(r: &mut Reader<'_>, g: &Section<'_>, known: &BTreeSet<&ChoiceId>) -> Vec<ChoiceId> {
    let positive: Vec<ChoiceId> = r.list(g, "positive");
    if positive.is_empty() {
        r.fault(r.spot(g, "positive"), sentence!("domain-plan-no-positive"));
    }
    for id in &positive {
        if !known.contains(id) {
            r.unresolved(g, "positive", id);
        }
    }
    positive
}

fn by_rate(
    r: &mut Reader<'_>,
    g: &Section<'_>,
    known: &BTreeSet<&ChoiceId>,
    limits: &mut Vec<GradeLimit>,
) -> Formula {
    Formula::Rate {
        positive: positive(r, g, known),
        grades: steps(r, g, limits),
    }
}

/// Grades from high to low, each with the rate or the score it needs, the last with 0.
fn steps(r: &mut Reader<'_>, g: &Section<'_>, limits: &mut Vec<GradeLimit>) -> Vec<GradeStep> {
    let (mut grades, mut seen) = (Vec::new(), BTreeSet::new());
    let (mut above, mut last): (Option<Threshold>, _) = (None, None);
    for one in r.sections(g, "grade", 2) {
        r.keys(&one, STEP_KEYS);
        let name = r.text(&one, "name", true);
        let (needs, key) = needs(r, &one, 100);
        // A threshold that is asked for stands nowhere in the order, or its neighbour would be blamed.
        if let Some(needs) = needs.as_ref().filter(|needs| !needs.figure.is_blank()) {
            let rank = |one: &Threshold| (one.figure.value().clone(), one.is_strict);
            if above
                .as_ref()
                .is_some_and(|above| rank(needs) >= rank(above))
            {
                r.fault(r.spot(&one, key), sentence!("domain-plan-thresholds-order"));
            }
            above = Some(needs.clone());
            last = Some((needs.clone(), r.spot(&one, key)));
        } else {
            last = None;
        }
        let needs = needs.unwrap_or_else(|| Threshold::at_least(Figure::blank()));
        if let Some(id) = r.id::<GradeId>(&one, "id") {
            r.unique(&one, &mut seen, &id);
            limit(r, &one, &id, limits);
            let grade = NamedGrade { id, name };
            grades.push(GradeStep { grade, needs });
        }
    }
    if let Some((last, spot)) = last
        && !(last.is_met_by(Figure::whole(0).value()))
    {
        r.fault(spot, sentence!("domain-plan-threshold-last"));
    }
    grades
}

/// What is needed: `at_least` or `more_than`, one of both; a number, or a share of `whole`.
pub(super) fn needs(
    r: &mut Reader<'_>,
    s: &Section<'_>,
    whole: u32,
) -> (Option<Threshold>, &'static str) {
    let is_strict = s.value("more_than").is_some();
    if is_strict && s.value("at_least").is_some() {
        let sentence = sentence!("domain-plan-two-thresholds", key = s.path("at_least"));
        r.fault(r.spot(s, "at_least"), sentence);
    }
    let key = if is_strict { "more_than" } else { "at_least" };
    let figure = r.rate(s, key, whole);
    let threshold = figure.map(|figure| Threshold { figure, is_strict });
    (threshold, key)
}

fn limit(r: &mut Reader<'_>, s: &Section<'_>, grade: &GradeId, limits: &mut Vec<GradeLimit>) {
    if s.value("at_most_share").is_some()
        && let Some(share) = r.share(s, "at_most_share")
    {
        limits.push(GradeLimit {
            grade: grade.clone(),
            share,
        });
    }
}

fn by_plurality(
    r: &mut Reader<'_>,
    g: &Section<'_>,
    scales: &[Scale],
    known: &BTreeSet<&ChoiceId>,
    limits: &mut Vec<GradeLimit>,
) -> Formula {
    let (mut grades, mut seen) = (BTreeMap::new(), BTreeSet::new());
    for one in r.sections(g, "grade", 2) {
        r.keys(&one, CHOICE_KEYS);
        let name = r.text(&one, "name", true);
        let choices: Vec<ChoiceId> = r.list(&one, "choices");
        let Some(id) = r.id::<GradeId>(&one, "id") else {
            continue;
        };
        r.unique(&one, &mut seen, &id);
        limit(r, &one, &id, limits);
        for choice in choices {
            let grade = NamedGrade {
                id: id.clone(),
                name: name.clone(),
            };
            if !known.contains(&choice) {
                r.unresolved(&one, "choices", &choice);
            }
            grades.insert(choice, grade);
        }
    }
    let choices = scales.iter().flat_map(|scale| match &scale.kind {
        ScaleKind::Named(choices) => choices.as_slice(),
        ScaleKind::Score { .. } => &[],
    });
    let counted: BTreeSet<&ChoiceId> = choices
        .filter(|choice| !choice.abstains)
        .map(|choice| &choice.id)
        .collect();
    for choice in counted {
        if !grades.contains_key(choice) {
            let sentence = sentence!("domain-plan-choice-without-grade", id = choice);
            r.fault(r.spot_at(g.at, g.field("grade")), sentence);
        }
    }
    Formula::Plurality { grades }
}

fn by_vote(r: &mut Reader<'_>, g: &Section<'_>, known: &BTreeSet<&ChoiceId>) -> Formula {
    let positive = positive(r, g, known);
    let of = r.named(g, "of", VoteOf::ALL).unwrap_or(VoteOf::Valid);
    let (needs, key) = needs(r, g, 1);
    if let Some(needs) = &needs
        && !needs.figure.is_share()
        && !needs.figure.is_blank()
    {
        r.bad(g, key, "\"1/2\" | \"2/3\"");
    }
    let outcome = |r: &mut Reader<'_>, one: &Section<'_>| {
        r.keys(one, OUTCOME_KEYS);
        let name = r.text(one, "name", true);
        r.id::<GradeId>(one, "id").map(|id| NamedGrade { id, name })
    };
    let mut outcomes = Vec::new();
    for one in r.sections(g, "grade", 2) {
        outcomes.extend(outcome(r, &one));
    }
    let mut outcomes = outcomes.into_iter();
    match (outcomes.next(), outcomes.next(), outcomes.next()) {
        (Some(passed), Some(failed), None) => Formula::Vote(Box::new(Vote {
            positive,
            of,
            needs: needs.unwrap_or_else(|| Threshold::at_least(Figure::blank())),
            passed,
            failed,
        })),
        (first, ..) => {
            // Fewer were told already.
            if first.is_some() {
                r.fault(r.spot(g, "grade"), sentence!("domain-plan-vote-outcomes"));
            }
            Formula::CountsOnly
        }
    }
}
