//! The lines of a results notice: functions of what is shown, each of one thing.

use super::slips::SlipAccount;
use super::tallies::{CriterionTally, PlanTally, SubjectTally};
use crate::domain::document::{Block, Section};
use crate::domain::ids::GroupId;
use crate::domain::plan::{Plan, Text, Voters, told_beside_results};
use crate::words::{Lang, text};

/// 任何人可多次填写: where nothing makes a card one person's.
pub(super) fn open_section(plan: &Plan, lang: Lang) -> Option<Section> {
    let said = match plan.voters {
        Voters::Open => text!(lang, "app-office-results-open"),
        Voters::BySlip | Voters::Groups(_) => return None,
    };
    Some(Section {
        heading: None,
        blocks: vec![Block::Paragraph(said)],
    })
}

/// 另有不足 5 份未统计: what became of those that were too few to leave their device.
pub(super) fn remainder_section(tally: &PlanTally, lang: Lang) -> Option<Section> {
    let lines = tally.remainder.sentences(tally.fewest_sheets);
    let lines = lines.iter().map(|line| Block::Paragraph(line.say(lang)));
    let blocks: Vec<Block> = lines.collect();
    (!blocks.is_empty()).then_some(Section {
        heading: None,
        blocks,
    })
}

/// 发出, 收回: where a plan is voted on by slip.
pub(super) fn slips_section(slips: Option<SlipAccount>, lang: Lang) -> Option<Section> {
    slips.map(|account| Section {
        heading: None,
        blocks: vec![Block::Paragraph(text!(
            lang,
            "app-office-results-slips",
            issued = account.issued,
            collected = account.collected,
            refused = account.refused
        ))],
    })
}

/// Who held it, whom it covered, where to object and where to turn: what a plan says that a reader of its results is told.
pub(super) fn around(plan: &Plan, lang: Lang) -> Option<Section> {
    let lines = told_beside_results(plan, lang);
    (!lines.is_empty()).then(|| Section {
        heading: None,
        blocks: lines.into_iter().map(Block::Paragraph).collect(),
    })
}

pub(super) fn group_name<'a>(plan: &'a Plan, id: &GroupId) -> Option<&'a Text> {
    let Voters::Groups(groups) = &plan.voters else {
        return None;
    };
    let group = groups.iter().find(|group| group.id == *id)?;
    Some(&group.name)
}

pub(super) fn full_name(subject: &SubjectTally, group: Option<&Text>, lang: Lang) -> String {
    let name = subject.name.get(lang);
    group.map_or_else(
        || name.to_owned(),
        |group| {
            text!(
                lang,
                "app-office-results-group",
                name = name,
                group = group.get(lang)
            )
        },
    )
}

pub(super) fn subject_line(
    subject: &SubjectTally,
    figure: Option<String>,
    group: Option<&Text>,
    lang: Lang,
) -> String {
    let name = full_name(subject, group, lang);
    if subject.raters.is_none()
        && let Some(stand) = subject.stand
    {
        let grade = subject.grade_name.as_ref();
        return text!(
            lang,
            "app-office-results-few-ballots",
            name = name,
            stand = stand,
            grade = grade.map_or("–", |grade| grade.get(lang))
        );
    }
    let Some(raters) = subject.raters else {
        return text!(lang, "app-office-results-few", name = name);
    };
    match (&subject.grade_name, figure) {
        (Some(grade), Some(score)) => text!(
            lang,
            "app-office-results-graded",
            name = name,
            raters = raters,
            grade = grade.get(lang),
            score = score
        ),
        (Some(grade), None) => text!(
            lang,
            "app-office-results-grade",
            name = name,
            raters = raters,
            grade = grade.get(lang)
        ),
        (None, _) => text!(
            lang,
            "app-office-results-subject",
            name = name,
            raters = raters
        ),
    }
}

pub(super) fn criterion_line(criterion: &CriterionTally, lang: Lang) -> String {
    let name = criterion.name.get(lang);
    if let Some(leading) = &criterion.leading {
        let answer = leading.get(lang);
        return text!(
            lang,
            "app-office-results-leading",
            name = name,
            answer = answer
        );
    }
    let hidden = text!(lang, "app-office-results-hidden");
    let answers: Vec<String> = criterion
        .answers
        .iter()
        .map(|answer| {
            let count = answer.count.map(|count| count.to_string());
            let name = answer.name.get(lang);
            text!(
                lang,
                "app-office-results-answer",
                name = name,
                count = count.as_deref().unwrap_or(&hidden)
            )
        })
        .collect();
    let comma = text!(lang, "app-office-results-comma");
    text!(
        lang,
        "app-office-results-criterion",
        name = name,
        answers = answers.join(&comma)
    )
}
