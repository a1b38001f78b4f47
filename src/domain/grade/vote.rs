//! 表决: whether enough voted for it.

use super::{Lump, Score, Standing, Tie, Turnout, abstains, both};
use crate::domain::card::Answer;
use crate::domain::exact::{Exact, Threshold, exact};
use crate::domain::plan::{GradeStep, NamedGrade, Plan, Vote, VoteOf};
use crate::words::{Lang, text};

/// What the votes come to.
#[derive(Debug, Clone, PartialEq)]
enum Verdict<'a> {
    Is(&'a NamedGrade),
    /// Exactly the share that it had to be above, and the plan says to vote again.
    Tied,
}

pub(super) fn standing(plan: &Plan, vote: &Vote, lumps: &[&Lump], turnout: &Turnout) -> Standing {
    let whole = match vote.of {
        VoteOf::Valid => valid(plan, lumps),
        VoteOf::Present => turnout.present,
        VoteOf::Entitled => turnout.entitled,
    };
    let (least, most) = votes_for(vote, lumps);
    let Some(whole) = whole else {
        return match vote.of {
            VoteOf::Valid => Standing::default(),
            VoteOf::Present | VoteOf::Entitled => not_known(vote.of),
        };
    };
    if whole == 0 {
        return Standing::default();
    }
    let (low, high) = (exact(least, whole), exact(most, whole));
    let verdict = verdict(plan, vote, &low);
    let grade = match verdict {
        Verdict::Is(grade) if verdict == self::verdict(plan, vote, &high) => Some(grade.clone()),
        Verdict::Is(_) | Verdict::Tied => None,
    };
    if low != high {
        return Standing {
            grade,
            ..Standing::default()
        };
    }
    let percent = low * exact(100_u8, 1_u8);
    let score = Score::beside(percent, &as_steps(vote));
    let explained = both(|lang| {
        let sum = sum(plan, vote, (least, whole), &score, lang);
        match &grade {
            Some(grade) => text!(
                lang,
                "domain-grade-vote",
                sum = sum,
                grade = grade.name.get(lang)
            ),
            None => text!(lang, "domain-grade-tie-again", votes = sum),
        }
    });
    Standing {
        score: Some(score),
        grade,
        explained: Some(explained),
    }
}

fn not_known(of: VoteOf) -> Standing {
    let explained = both(|lang| {
        text!(
            lang,
            "domain-grade-figure-missing",
            what = of_name(of, lang)
        )
    });
    Standing {
        explained: Some(explained),
        ..Standing::default()
    }
}

fn of_name(of: VoteOf, lang: Lang) -> String {
    match of {
        VoteOf::Valid => text!(lang, "domain-grade-of-valid"),
        VoteOf::Present => text!(lang, "domain-grade-of-present"),
        VoteOf::Entitled => text!(lang, "domain-grade-of-entitled"),
    }
}

fn verdict<'a>(plan: &Plan, vote: &'a Vote, share: &Exact) -> Verdict<'a> {
    let is_tied = vote.needs.is_strict && share == vote.needs.figure.value();
    match plan.grading.tie {
        Tie::Higher if is_tied => Verdict::Is(&vote.passed),
        Tie::Again if is_tied => Verdict::Tied,
        Tie::Lower | Tie::Higher | Tie::Again if vote.needs.is_met_by(share) => {
            Verdict::Is(&vote.passed)
        }
        Tie::Lower | Tie::Higher | Tie::Again => Verdict::Is(&vote.failed),
    }
}

/// The threshold in per cent, so that the share shown stands on the right side of it.
fn as_steps(vote: &Vote) -> Vec<GradeStep> {
    let figure = crate::domain::exact::Figure::share(&vote.needs.figure.to_string(), 100);
    let needs = figure.map(|figure| Threshold {
        figure,
        is_strict: vote.needs.is_strict,
    });
    let step = |needs| GradeStep {
        grade: vote.passed.clone(),
        needs,
    };
    needs.map(step).into_iter().collect()
}

/// The votes of all who did not abstain; none where it is open how many did.
fn valid(plan: &Plan, lumps: &[&Lump]) -> Option<u64> {
    let mut count = 0;
    for lump in lumps.iter().filter(|lump| lump.total > 0) {
        let abstain = |answer: &&Answer| abstains(plan, &lump.criterion, answer);
        match lump.answers.iter().filter(abstain).count() {
            0 => count += lump.total,
            all if all == lump.answers.len() => {}
            _ => return None,
        }
    }
    Some(count)
}

/// The fewest and the most who voted for it.
fn votes_for(vote: &Vote, lumps: &[&Lump]) -> (u64, u64) {
    let is_for = |answer: &Answer| match answer {
        Answer::Choice(choice) => vote.positive.contains(choice),
        Answer::Score(_) => false,
    };
    let (mut least, mut most) = (0, 0);
    for lump in lumps {
        if lump.answers.iter().all(is_for) {
            least += lump.total;
        }
        if lump.answers.iter().any(is_for) {
            most += lump.total;
        }
    }
    (least, most)
}

/// `赞成 20 ÷ 实到 36 = 55.6% > 1/2`
fn sum(plan: &Plan, vote: &Vote, (votes, whole): (u64, u64), score: &Score, lang: Lang) -> String {
    let needs = &vote.needs;
    let share = exact(votes, whole);
    let sign = if needs.is_strict && share == *needs.figure.value() {
        "="
    } else if needs.is_met_by(&share) {
        needs.sign_met()
    } else {
        needs.sign_missed()
    };
    let mut names: Vec<&str> = Vec::new();
    for scale in &plan.scales {
        if let crate::domain::plan::ScaleKind::Named(choices) = &scale.kind {
            let own = choices
                .iter()
                .filter(|choice| vote.positive.contains(&choice.id));
            names.extend(own.map(|choice| choice.name.get(lang)));
        }
    }
    names.dedup();
    format!(
        "{} {votes} ÷ {} {whole} = {}% {sign} {}",
        names.join(" + "),
        of_name(vote.of, lang),
        score.shown(),
        needs.figure
    )
}
