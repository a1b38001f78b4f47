//! A plan in sentences, and the plans that come with the program.

use super::{Cadence, Grading, Plan, ScaleKind};
use crate::words::{Lang, Sentence};

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
        Sentence::new("domain-explain-title")
            .with("title", plan.title.get(lang))
            .with("id", &plan.id)
            .with("revision", plan.revision)
            .with("source", &plan.source)
            .say(lang),
        plan.summary.get(lang).to_owned(),
        Sentence::new("domain-explain-voters-open").say(lang),
        cadence(plan, lang),
        Sentence::new("domain-explain-crowd")
            .with("count", plan.smallest_crowd)
            .say(lang),
    ];
    if let Some(first) = plan.opens {
        lines.push(
            Sentence::new("domain-explain-opens")
                .with("date", first)
                .say(lang),
        );
    }
    if let Some(last) = plan.closes {
        lines.push(
            Sentence::new("domain-explain-closes")
                .with("date", last)
                .say(lang),
        );
    }
    let skip = if plan.skip_allowed {
        "domain-explain-skip"
    } else {
        "domain-explain-no-skip"
    };
    lines.push(Sentence::new(skip).say(lang));
    for subject in &plan.subjects {
        let names: Vec<&str> = plan
            .criteria_of(subject)
            .map(|criterion| criterion.name.get(lang))
            .collect();
        lines.push(
            Sentence::new("domain-explain-subject")
                .with("name", subject.name.get(lang))
                .with("criteria", names.join(" · "))
                .say(lang),
        );
    }
    lines.extend(scales(plan, lang));
    lines.extend(grading(plan, lang));
    lines.push(
        Sentence::new("domain-explain-reply")
            .with("days", plan.follow_up.reply_within_working_days)
            .say(lang),
    );
    if let Some(page) = &plan.opinion {
        let names: Vec<&str> = page.categories.iter().map(|c| c.name.get(lang)).collect();
        lines.push(
            Sentence::new("domain-explain-opinion")
                .with("categories", names.join(" / "))
                .say(lang),
        );
    }
    lines.extend(published(plan, lang));
    lines
}

fn scales(plan: &Plan, lang: Lang) -> impl Iterator<Item = String> {
    plan.scales.iter().map(move |scale| match &scale.kind {
        ScaleKind::Named(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.name.get(lang)).collect();
            Sentence::new("domain-explain-choices")
                .with("choices", names.join(" / "))
                .say(lang)
        }
        ScaleKind::Score { min, max, .. } => Sentence::new("domain-explain-score")
            .with("min", min)
            .with("max", max)
            .say(lang),
    })
}

fn published(plan: &Plan, lang: Lang) -> impl Iterator<Item = String> {
    let publication = &plan.publication;
    [
        (publication.results, "domain-explain-publish-results"),
        (publication.opinions, "domain-explain-publish-opinions"),
        (publication.decisions, "domain-explain-publish-decisions"),
    ]
    .into_iter()
    .filter(|(is_published, _)| *is_published)
    .map(move |(_, key)| Sentence::new(key).say(lang))
}

fn cadence(plan: &Plan, lang: Lang) -> String {
    match &plan.cadence {
        Cadence::Always => Sentence::new("domain-explain-always").say(lang),
        Cadence::Yearly => Sentence::new("domain-explain-yearly").say(lang),
        Cadence::HalfYearly => Sentence::new("domain-explain-half-yearly").say(lang),
        Cadence::Once => Sentence::new("domain-explain-once").say(lang),
        Cadence::Months(months) => {
            let named: Vec<String> = (1..)
                .zip(months)
                .filter(|(_, open)| **open)
                .map(|(number, _): (u32, _)| number.to_string())
                .collect();
            Sentence::new("domain-explain-months")
                .with("months", named.join(", "))
                .say(lang)
        }
    }
}

fn grading(plan: &Plan, lang: Lang) -> Vec<String> {
    match &plan.grading {
        Grading::CountsOnly => vec![Sentence::new("domain-explain-counts-only").say(lang)],
        Grading::Majority { .. } => vec![Sentence::new("domain-explain-majority").say(lang)],
        Grading::Rate { grades, .. } | Grading::WeightedScore { grades } => grades
            .iter()
            .map(|grade| {
                Sentence::new("domain-explain-rate")
                    .with("grade", grade.name.get(lang))
                    .with("figure", grade.at_least)
                    .say(lang)
            })
            .collect(),
    }
}
