//! A plan in sentences.

use super::{
    Cadence, Category, Formula, GradeStep, NamedGrade, Plan, ScaleKind, Tie, Vote, VoteOf,
    explain_rules,
};
use crate::words::{Lang, Sentence, key, sentence};

/// What the plan says, a sentence an item.
#[must_use]
pub fn explain(plan: &Plan, lang: Lang) -> Vec<String> {
    let mut lines = vec![
        sentence!(
            "domain-explain-title",
            title = plan.title.get(lang),
            id = plan.id,
            revision = plan.revision,
            source = plan.source
        )
        .say(lang),
        plan.summary.get(lang).to_owned(),
        explain_rules::voters(plan, lang),
        cadence(plan, lang),
        sentence!("domain-explain-crowd", count = plan.smallest_crowd).say(lang),
    ];
    if let Some(first) = plan.opens {
        lines.push(sentence!("domain-explain-opens", date = first).say(lang));
    }
    if let Some(last) = plan.closes {
        lines.push(sentence!("domain-explain-closes", date = last).say(lang));
    }
    let skip = if plan.skip_allowed {
        key!("domain-explain-skip")
    } else {
        key!("domain-explain-no-skip")
    };
    lines.push(Sentence::from(skip).say(lang));
    for subject in &plan.subjects {
        let names: Vec<&str> = plan
            .criteria_of(subject)
            .map(|criterion| criterion.name.get(lang))
            .collect();
        lines.push(
            sentence!(
                "domain-explain-subject",
                name = subject.name.get(lang),
                criteria = names.join(" · ")
            )
            .say(lang),
        );
    }
    lines.extend(weights(plan, lang));
    lines.extend(scales(plan, lang));
    lines.extend(grading(plan, lang));
    lines.push(
        sentence!(
            "domain-explain-reply",
            days = plan.follow_up.reply_within_working_days
        )
        .say(lang),
    );
    if let Some(page) = &plan.opinion {
        let name = |category: &Category| match category.reply_within_working_days {
            Some(days) => sentence!(
                "domain-explain-category-term",
                name = category.name.get(lang),
                days = days
            )
            .say(lang),
            None => category.name.get(lang).to_owned(),
        };
        let names: Vec<String> = page.categories.iter().map(name).collect();
        lines.push(sentence!("domain-explain-opinion", categories = names.join(" / ")).say(lang));
    }
    lines.extend(published(plan, lang));
    lines.extend(explain_rules::before_the_vote(plan, lang));
    lines.extend(explain_rules::after_the_vote(plan, lang));
    lines
}

/// How much each criterion weighs, who has one name in every plan, and whose report is read before the vote.
fn weights(plan: &Plan, lang: Lang) -> Vec<String> {
    let weighed: Vec<String> = plan
        .criteria
        .iter()
        .filter_map(|one| Some(format!("{} {}", one.name.get(lang), one.weight?)))
        .collect();
    let persons: Vec<String> = plan
        .subjects
        .iter()
        .filter_map(|one| Some(format!("{} = {}", one.name.get(lang), one.person.as_ref()?)))
        .collect();
    let mut lines = Vec::new();
    if !weighed.is_empty() {
        let weights = weighed.join(" · ");
        lines.push(sentence!("domain-explain-criterion-weights", weights = weights).say(lang));
    }
    if !persons.is_empty() {
        let persons = persons.join(" · ");
        lines.push(sentence!("domain-explain-persons", persons = persons).say(lang));
    }
    let reports = plan.subjects.iter();
    let reports = reports.filter(|one| one.duty_report.is_some());
    let reports: Vec<&str> = reports.map(|one| one.name.get(lang)).collect();
    if !reports.is_empty() {
        let names = reports.join(" · ");
        lines.push(sentence!("domain-explain-duty-reports", names = names).say(lang));
    }
    lines
}

fn scales(plan: &Plan, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for scale in &plan.scales {
        match &scale.kind {
            ScaleKind::Named(choices) => {
                let names: Vec<&str> = choices.iter().map(|choice| choice.name.get(lang)).collect();
                let choice = names.join(" / ");
                lines.push(sentence!("domain-explain-choices", choices = choice).say(lang));
                let abstain = choices.iter().filter(|choice| choice.abstains);
                let abstain: Vec<&str> = abstain.map(|choice| choice.name.get(lang)).collect();
                if !abstain.is_empty() {
                    let names = abstain.join(" / ");
                    lines.push(sentence!("domain-explain-abstain", names = names).say(lang));
                }
            }
            ScaleKind::Score { min, max, .. } => {
                lines.push(sentence!("domain-explain-score", min = min, max = max).say(lang));
            }
        }
    }
    lines
}

fn published(plan: &Plan, lang: Lang) -> impl Iterator<Item = String> {
    let publication = &plan.publication;
    [
        (publication.results, key!("domain-explain-publish-results")),
        (
            publication.opinions,
            key!("domain-explain-publish-opinions"),
        ),
        (
            publication.decisions,
            key!("domain-explain-publish-decisions"),
        ),
    ]
    .into_iter()
    .filter(|(is_published, _)| *is_published)
    .map(move |(_, key)| Sentence::from(key).say(lang))
}

fn cadence(plan: &Plan, lang: Lang) -> String {
    match &plan.cadence {
        Cadence::Always => sentence!("domain-explain-always").say(lang),
        Cadence::Yearly => sentence!("domain-explain-yearly").say(lang),
        Cadence::HalfYearly => sentence!("domain-explain-half-yearly").say(lang),
        Cadence::Quarterly => sentence!("domain-explain-quarterly").say(lang),
        Cadence::Once => sentence!("domain-explain-once").say(lang),
        Cadence::Term => sentence!("domain-explain-term").say(lang),
        Cadence::Called => sentence!("domain-explain-called").say(lang),
        Cadence::Months(months) if months == &[true; 12] => {
            sentence!("domain-explain-monthly").say(lang)
        }
        Cadence::Months(months) => {
            let named: Vec<String> = (1..)
                .zip(months)
                .filter(|(_, open)| **open)
                .map(|(number, _): (u32, _)| number.to_string())
                .collect();
            sentence!("domain-explain-months", months = named.join(", ")).say(lang)
        }
    }
}

fn grading(plan: &Plan, lang: Lang) -> Vec<String> {
    let mut lines = match &plan.grading.formula {
        Formula::CountsOnly => vec![sentence!("domain-explain-counts-only").say(lang)],
        Formula::Plurality { .. } => vec![plurality(plan.grading.tie, lang)],
        Formula::Rate { grades, .. } => steps(grades, lang, "%", |grade, figure, is_strict| {
            if is_strict {
                sentence!("domain-explain-rate-over", grade = grade, figure = figure)
            } else {
                sentence!("domain-explain-rate", grade = grade, figure = figure)
            }
        }),
        Formula::WeightedScore { grades } => steps(grades, lang, "", |grade, figure, is_strict| {
            if is_strict {
                sentence!(
                    "domain-explain-weighted-over",
                    grade = grade,
                    figure = figure
                )
            } else {
                sentence!("domain-explain-weighted", grade = grade, figure = figure)
            }
        }),
        Formula::Vote(vote) => vec![self::vote(plan, vote, lang)],
    };
    if !plan.grading.criteria.is_empty() {
        let deciding = plan
            .criteria
            .iter()
            .filter(|one| plan.grading.criteria.contains(&one.id));
        let names: Vec<&str> = deciding.map(|one| one.name.get(lang)).collect();
        let names = names.join(" · ");
        lines.push(sentence!("domain-explain-deciding", names = names).say(lang));
    }
    for limit in &plan.grading.limits {
        let grades = plan.grading.grades();
        let known = grades.iter().find(|grade| grade.id == limit.grade);
        let grade = known.map_or("", |grade| grade.name.get(lang));
        let share = &limit.share;
        lines.push(sentence!("domain-explain-limit", grade = grade, share = share).say(lang));
    }
    lines
}

fn plurality(tie: Tie, lang: Lang) -> String {
    match tie {
        Tie::Lower => sentence!("domain-explain-majority").say(lang),
        Tie::Higher => sentence!("domain-explain-majority-higher").say(lang),
        Tie::Again => sentence!("domain-explain-majority-again").say(lang),
    }
}

fn vote(plan: &Plan, vote: &Vote, lang: Lang) -> String {
    let of = match vote.of {
        VoteOf::Valid => sentence!("domain-grade-of-valid"),
        VoteOf::Present => sentence!("domain-grade-of-present"),
        VoteOf::Entitled => sentence!("domain-grade-of-entitled"),
    };
    let name = |grade: &NamedGrade| grade.name.get(lang).to_owned();
    let (passed, failed) = (name(&vote.passed), name(&vote.failed));
    let share = &vote.needs.figure;
    if !vote.needs.is_strict {
        return sentence!(
            "domain-explain-vote",
            passed = passed,
            failed = failed,
            of = of,
            share = share
        )
        .say(lang);
    }
    let tie = match plan.grading.tie {
        Tie::Lower => failed.clone(),
        Tie::Higher => passed.clone(),
        Tie::Again => sentence!("domain-explain-vote-again").say(lang),
    };
    sentence!(
        "domain-explain-vote-over",
        passed = passed,
        failed = failed,
        of = of,
        share = share,
        tie = tie
    )
    .say(lang)
}

fn steps(
    grades: &[GradeStep],
    lang: Lang,
    unit: &str,
    sentence: impl Fn(&str, String, bool) -> Sentence,
) -> Vec<String> {
    grades
        .iter()
        .map(|step| {
            let figure = &step.needs.figure;
            let unit = if figure.is_share() { "" } else { unit };
            let name = step.grade.name.get(lang);
            sentence(name, format!("{figure}{unit}"), step.needs.is_strict).say(lang)
        })
        .collect()
}

#[cfg(test)]
#[path = "explain_tests.rs"]
pub(super) mod tests;
