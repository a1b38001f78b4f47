//! A plan in sentences, and the plans that come with the program.

use super::{Cadence, Consequence, Grading, Plan, Quorum, RateGrade, ScaleKind, Voters};
use crate::words::{Lang, Sentence, key, sentence};

/// The plans that come with the program: name and TOML text.
#[must_use]
pub fn shipped() -> [(&'static str, &'static str); 4] {
    [
        ("s1", include_str!("../../../assets/plans/s1.toml")),
        ("s6", include_str!("../../../assets/plans/s6.toml")),
        ("s9", include_str!("../../../assets/plans/s9.toml")),
        ("s10", include_str!("../../../assets/plans/s10.toml")),
    ]
}

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
        voters(plan, lang),
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
        let names: Vec<&str> = page.categories.iter().map(|c| c.name.get(lang)).collect();
        lines.push(sentence!("domain-explain-opinion", categories = names.join(" / ")).say(lang));
    }
    lines.extend(published(plan, lang));
    lines.extend(rules(plan, lang));
    lines
}

fn voters(plan: &Plan, lang: Lang) -> String {
    match &plan.voters {
        Voters::Open => sentence!("domain-explain-voters-open").say(lang),
        Voters::BySlip => sentence!("domain-explain-voters-slip").say(lang),
        Voters::Groups(groups) => {
            let named: Vec<String> = groups
                .iter()
                .map(|group| format!("{} {}%", group.name.get(lang), group.weight_percent))
                .collect();
            sentence!("domain-explain-voters-groups", groups = named.join(" · ")).say(lang)
        }
    }
}

/// What the plan says beyond what this version enforces.
fn rules(plan: &Plan, lang: Lang) -> Vec<String> {
    let rules = &plan.rules;
    let mut lines = Vec::new();
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    match plan.quorum {
        Some(Quorum::Cards(count)) => {
            add(sentence!("domain-explain-quorum-cards", count = count));
        }
        Some(Quorum::ShareOfSlips(part, whole)) => {
            add(sentence!(
                "domain-explain-quorum-share",
                part = part,
                whole = whole
            ));
        }
        None => {}
    }
    if let Some((least, most)) = rules.seats_per_neighbourhood {
        add(sentence!(
            "domain-explain-seats",
            least = least,
            most = most
        ));
    }
    if rules.unscheduled {
        add(sentence!("domain-explain-unscheduled"));
    }
    if !rules.channels.is_empty() {
        let names: Vec<String> = rules
            .channels
            .iter()
            .map(|channel| channel.sentence().say(lang))
            .collect();
        add(sentence!(
            "domain-explain-channels",
            channels = names.join(" · ")
        ));
    }
    if !rules.stages.is_empty() {
        let names: Vec<&str> = rules.stages.iter().map(|one| one.name.get(lang)).collect();
        add(sentence!(
            "domain-explain-stages",
            stages = names.join(" → ")
        ));
    }
    if rules.opinions_all_year {
        add(sentence!("domain-explain-all-year"));
    }
    if rules.assessment_group {
        add(sentence!("domain-explain-assessment-group"));
    }
    lines.extend(after_the_vote(plan, lang));
    lines
}

fn after_the_vote(plan: &Plan, lang: Lang) -> Vec<String> {
    let rules = &plan.rules;
    let mut lines: Vec<String> = rules
        .consequences
        .iter()
        .map(|one| {
            sentence!(
                "domain-explain-consequence",
                grade = grade_name(plan, one, lang),
                periods = one.periods,
                text = one.text.get(lang)
            )
            .say(lang)
        })
        .collect();
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    if let Some(one) = &rules.rectification {
        match one.within_working_days {
            Some(days) => {
                add(sentence!("domain-explain-rectification-days", days = days));
            }
            None => add(sentence!("domain-explain-rectification")),
        }
        if one.responsible {
            add(sentence!("domain-explain-responsible"));
        }
        if one.inspection {
            add(sentence!("domain-explain-inspection"));
        }
    }
    if rules.right_of_reply {
        add(sentence!("domain-explain-right-of-reply"));
    }
    if let Some(whom) = &rules.report_to {
        add(sentence!("domain-explain-report-to", whom = whom.get(lang)));
    }
    lines
}

fn grade_name<'a>(plan: &'a Plan, consequence: &'a Consequence, lang: Lang) -> &'a str {
    let grades = plan.grading.grades();
    let name = grades
        .into_iter()
        .find_map(|(id, name)| (*id == consequence.grade).then_some(name));
    name.map_or(consequence.grade.as_str(), |name| name.get(lang))
}

fn scales(plan: &Plan, lang: Lang) -> impl Iterator<Item = String> {
    plan.scales.iter().map(move |scale| match &scale.kind {
        ScaleKind::Named(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.name.get(lang)).collect();
            sentence!("domain-explain-choices", choices = names.join(" / ")).say(lang)
        }
        ScaleKind::Score { min, max, .. } => {
            sentence!("domain-explain-score", min = min, max = max).say(lang)
        }
    })
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
        Cadence::Once => sentence!("domain-explain-once").say(lang),
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
    match &plan.grading {
        Grading::CountsOnly => vec![sentence!("domain-explain-counts-only").say(lang)],
        Grading::Majority { .. } => vec![sentence!("domain-explain-majority").say(lang)],
        Grading::Rate { grades, .. } => thresholds(grades, lang, |grade, figure| {
            sentence!("domain-explain-rate", grade = grade, figure = figure)
        }),
        Grading::WeightedScore { grades } => thresholds(grades, lang, |grade, figure| {
            sentence!("domain-explain-weighted", grade = grade, figure = figure)
        }),
    }
}

fn thresholds(
    grades: &[RateGrade],
    lang: Lang,
    sentence: impl Fn(&str, f64) -> Sentence,
) -> Vec<String> {
    grades
        .iter()
        .map(|grade| sentence(grade.name.get(lang), grade.at_least).say(lang))
        .collect()
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
