//! A plan in sentences, and the plans that come with the program.

use super::{Cadence, Consequence, Grading, Plan, Quorum, RateGrade, ScaleKind, Voters};
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
        voters(plan, lang),
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
    lines.extend(rules(plan, lang));
    lines
}

fn voters(plan: &Plan, lang: Lang) -> String {
    match &plan.voters {
        Voters::Open => Sentence::new("domain-explain-voters-open").say(lang),
        Voters::BySlip => Sentence::new("domain-explain-voters-slip").say(lang),
        Voters::Groups(groups) => {
            let named: Vec<String> = groups
                .iter()
                .map(|group| format!("{} {}%", group.name.get(lang), group.weight_percent))
                .collect();
            Sentence::new("domain-explain-voters-groups")
                .with("groups", named.join(" · "))
                .say(lang)
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
            add(Sentence::new("domain-explain-quorum-cards").with("count", count));
        }
        Some(Quorum::ShareOfSlips(part, whole)) => {
            add(Sentence::new("domain-explain-quorum-share")
                .with("part", part)
                .with("whole", whole));
        }
        None => {}
    }
    if let Some((least, most)) = rules.seats_per_neighbourhood {
        add(Sentence::new("domain-explain-seats")
            .with("least", least)
            .with("most", most));
    }
    if rules.unscheduled {
        add(Sentence::new("domain-explain-unscheduled"));
    }
    if !rules.channels.is_empty() {
        let names: Vec<String> = rules
            .channels
            .iter()
            .map(|channel| channel.sentence().say(lang))
            .collect();
        add(Sentence::new("domain-explain-channels").with("channels", names.join(" · ")));
    }
    if !rules.stages.is_empty() {
        let names: Vec<&str> = rules.stages.iter().map(|one| one.name.get(lang)).collect();
        add(Sentence::new("domain-explain-stages").with("stages", names.join(" → ")));
    }
    if rules.opinions_all_year {
        add(Sentence::new("domain-explain-all-year"));
    }
    if rules.assessment_group {
        add(Sentence::new("domain-explain-assessment-group"));
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
            Sentence::new("domain-explain-consequence")
                .with("grade", grade_name(plan, one, lang))
                .with("periods", one.periods)
                .with("text", one.text.get(lang))
                .say(lang)
        })
        .collect();
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    if let Some(one) = &rules.rectification {
        match one.within_working_days {
            Some(days) => {
                add(Sentence::new("domain-explain-rectification-days").with("days", days));
            }
            None => add(Sentence::new("domain-explain-rectification")),
        }
        if one.responsible {
            add(Sentence::new("domain-explain-responsible"));
        }
        if one.inspection {
            add(Sentence::new("domain-explain-inspection"));
        }
    }
    if rules.right_of_reply {
        add(Sentence::new("domain-explain-right-of-reply"));
    }
    if let Some(whom) = &rules.report_to {
        add(Sentence::new("domain-explain-report-to").with("whom", whom.get(lang)));
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
        Grading::Rate { grades, .. } => thresholds(grades, "domain-explain-rate", lang),
        Grading::WeightedScore { grades } => thresholds(grades, "domain-explain-weighted", lang),
    }
}

fn thresholds(grades: &[RateGrade], key: &'static str, lang: Lang) -> Vec<String> {
    grades
        .iter()
        .map(|grade| {
            Sentence::new(key)
                .with("grade", grade.name.get(lang))
                .with("figure", grade.at_least)
                .say(lang)
        })
        .collect()
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
