//! What a plan says around its cards, in sentences.

use super::rules::{Meeting, Stage};
use super::{Consequence, Plan, QuorumOf, Text, Voters};
use crate::domain::ballot::BallotWay;
use crate::domain::channel::Channel;
use crate::words::{Lang, Sentence, sentence};

/// What a reader of results is told beside them: who held it, whom it covered, where to turn.
#[must_use]
pub fn told_beside_results(plan: &Plan, lang: Lang) -> Vec<String> {
    let rules = &plan.rules;
    let mut lines = Vec::new();
    lines.extend(organiser(plan, lang));
    lines.extend(areas(plan, lang));
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    if let Some(whom) = &rules.posting.objections_to {
        add(sentence!(
            "domain-explain-objections-to",
            whom = whom.get(lang)
        ));
    }
    if let Some(whom) = &rules.report_to {
        add(sentence!("domain-explain-report-to", whom = whom.get(lang)));
    }
    lines.extend(protection(plan, lang));
    lines
}

/// What those who are to vote are told before: who may, who holds it, how it is counted, where to turn.
#[must_use]
pub fn told_before_cards(plan: &Plan, lang: Lang) -> Vec<String> {
    let mut lines = vec![voters(plan, lang)];
    lines.extend(before_the_vote(plan, lang));
    lines.extend(protection(plan, lang));
    lines
}

/// Who takes part, when and how.
pub(super) fn before_the_vote(plan: &Plan, lang: Lang) -> Vec<String> {
    let rules = &plan.rules;
    let mut lines = Vec::new();
    lines.extend(organiser(plan, lang));
    lines.extend(areas(plan, lang));
    lines.extend(entitled(plan, lang));
    lines.extend(quorum(plan, lang));
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    if let Some((least, most)) = rules.seats_per_neighbourhood {
        add(sentence!(
            "domain-explain-seats",
            least = least,
            most = most
        ));
    }
    if let Some(validity) = &rules.validity {
        if validity.blank_abstains {
            add(sentence!("domain-explain-blank-abstains"));
        } else {
            add(sentence!("domain-explain-blank-void"));
        }
        if validity.all_alike_void {
            add(sentence!("domain-explain-all-alike-void"));
        }
        if validity.surplus_void {
            add(sentence!("domain-explain-surplus-void"));
        }
    }
    if rules.unscheduled {
        add(sentence!("domain-explain-unscheduled"));
    }
    if let Some(whom) = &rules.called_by {
        add(sentence!("domain-explain-called-by", whom = whom.get(lang)));
    }
    if !rules.channels.is_empty() {
        let names = |of: &dyn Fn(Channel) -> bool| {
            let channels = rules.channels.iter().filter(|channel| of(**channel));
            let names: Vec<String> = channels.map(|one| one.sentence().say(lang)).collect();
            names.join(" · ")
        };
        let by_hand = names(&|channel| Channel::BY_HAND.contains(&channel));
        let channels = names(&|_| true);
        let ballots = [BallotWay::Paper, BallotWay::Hands];
        let mut ballots = ballots.into_iter().map(BallotWay::channel);
        let has_ballots = ballots.any(|channel| rules.channels.contains(&channel));
        // Who reads the rules knows by which of these ways ratings come into the figures.
        if by_hand.is_empty() {
            add(sentence!("domain-explain-channels", channels = channels));
        } else if has_ballots {
            add(sentence!(
                "domain-explain-channels-counted",
                channels = channels,
                registered = by_hand
            ));
        } else {
            add(sentence!(
                "domain-explain-channels-registered",
                channels = channels,
                registered = by_hand
            ));
        }
    }
    if let Some(sample) = &rules.sample {
        add(sentence!(
            "domain-explain-sample",
            households = sample.households
        ));
        if let Some(share) = &sample.least_share {
            add(sentence!("domain-explain-sample-share", share = share));
        }
    }
    lines.extend(rules.meeting.iter().flat_map(|one| meeting(one, lang)));
    lines.extend(procedure(plan, lang));
    lines
}

fn procedure(plan: &Plan, lang: Lang) -> Vec<String> {
    let rules = &plan.rules;
    let mut lines = Vec::new();
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    if !rules.stages.is_empty() {
        let names: Vec<String> = rules.stages.iter().map(|one| stage(one, lang)).collect();
        add(sentence!(
            "domain-explain-stages",
            stages = names.join(" → ")
        ));
    }
    if let Some(proposals) = &rules.proposals {
        add(sentence!("domain-explain-proposals"));
        if proposals.spoken {
            add(sentence!("domain-explain-proposals-spoken"));
        }
        if proposals.amounts {
            add(sentence!("domain-explain-proposals-amounts"));
        }
        if proposals.minority_reasons {
            add(sentence!("domain-explain-minority"));
        }
    }
    if rules.opinions_all_year {
        add(sentence!("domain-explain-all-year"));
    }
    if let Some(group) = &rules.assessment_group {
        if group.name.zh.is_empty() {
            add(sentence!("domain-explain-assessment-group"));
        } else {
            add(sentence!(
                "domain-explain-assessment",
                name = group.name.get(lang),
                members = names(&group.members, lang),
                rule = group.rule.get(lang)
            ));
        }
    }
    lines
}

/// What follows.
pub(super) fn after_the_vote(plan: &Plan, lang: Lang) -> Vec<String> {
    let rules = &plan.rules;
    let mut lines: Vec<String> = rules
        .consequences
        .iter()
        .map(|one| {
            let (grade, text) = (grade_name(plan, one, lang), one.text.get(lang));
            if one.periods == 1 {
                return sentence!(
                    "domain-explain-consequence-once",
                    grade = grade,
                    text = text
                )
                .say(lang);
            }
            sentence!(
                "domain-explain-consequence",
                grade = grade,
                periods = one.periods,
                text = text
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
    if let Some(days) = rules.extension_working_days {
        add(sentence!("domain-explain-extension", days = days));
    }
    if let Some(days) = rules.revisit_days() {
        add(sentence!("domain-explain-revisit", days = days));
    }
    if rules.right_of_reply {
        add(sentence!("domain-explain-right-of-reply"));
    }
    if let Some(days) = rules.tell_within_days {
        add(sentence!("domain-explain-tell", days = days));
    }
    if rules.self_review {
        add(sentence!("domain-explain-self-review"));
    }
    if let Some(whom) = &rules.report_to {
        add(sentence!("domain-explain-report-to", whom = whom.get(lang)));
    }
    lines.extend(report(plan, lang));
    lines.extend(posting(plan, lang));
    lines.extend(protection(plan, lang));
    lines.extend(archive(plan, lang));
    lines
}

/// Who may answer.
pub(super) fn voters(plan: &Plan, lang: Lang) -> String {
    match &plan.voters {
        Voters::Open => sentence!("domain-explain-voters-open").say(lang),
        Voters::BySlip => sentence!("domain-explain-voters-slip").say(lang),
        Voters::Groups(groups) => {
            let named: Vec<String> = groups
                .iter()
                .map(|group| match group.weight_percent {
                    Some(weight) => format!("{} {weight}%", group.name.get(lang)),
                    None => group.name.get(lang).to_owned(),
                })
                .collect();
            let groups = named.join(" · ");
            if groups_weigh(plan) {
                sentence!("domain-explain-voters-groups", groups = groups).say(lang)
            } else {
                sentence!("domain-explain-voters-apart", groups = groups).say(lang)
            }
        }
    }
}

pub(super) fn groups_weigh(plan: &Plan) -> bool {
    match &plan.voters {
        Voters::Groups(groups) => groups.iter().any(|group| group.weight_percent.is_some()),
        Voters::Open | Voters::BySlip => false,
    }
}

fn names(texts: &[Text], lang: Lang) -> String {
    let names: Vec<&str> = texts.iter().map(|text| text.get(lang)).collect();
    names.join(" · ")
}

fn organiser(plan: &Plan, lang: Lang) -> Vec<String> {
    let Some(organiser) = &plan.rules.organiser else {
        return Vec::new();
    };
    let body = organiser.body.get(lang);
    let mut lines = vec![sentence!("domain-explain-organiser", body = body).say(lang)];
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    if let Some(chair) = &organiser.chair {
        add(sentence!("domain-explain-chair", name = chair.get(lang)));
    }
    if !organiser.tellers.is_empty() {
        let names = names(&organiser.tellers, lang);
        add(sentence!("domain-explain-tellers", names = names));
    }
    if let Some(overseer) = &organiser.overseer {
        let name = overseer.get(lang);
        add(sentence!("domain-explain-overseer", name = name));
    }
    lines
}

fn areas(plan: &Plan, lang: Lang) -> Option<String> {
    let areas = &plan.rules.areas;
    let said = sentence!("domain-explain-areas", areas = names(areas, lang));
    (!areas.is_empty()).then(|| said.say(lang))
}

fn entitled(plan: &Plan, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for body in &plan.rules.entitled {
        let name = body.name.get(lang);
        lines.push(
            match (body.votes, body.number) {
                (false, _) => sentence!("domain-explain-observers", name = name),
                (true, Some(number)) => {
                    sentence!(
                        "domain-explain-entitled-number",
                        name = name,
                        number = number
                    )
                }
                (true, None) => sentence!("domain-explain-entitled", name = name),
            }
            .say(lang),
        );
        if let Some((least, most)) = body.seats {
            let seats = sentence!("domain-explain-seats", least = least, most = most);
            lines.push(seats.say(lang));
        }
    }
    lines
}

fn quorum(plan: &Plan, lang: Lang) -> Option<String> {
    let quorum = plan.quorum.as_ref()?;
    let needs = &quorum.needs;
    if quorum.of == QuorumOf::Raters && !needs.figure.is_share() && !needs.is_strict {
        let count = needs.figure.to_string().parse().unwrap_or(0_u64);
        return Some(sentence!("domain-explain-quorum-cards", count = count).say(lang));
    }
    let of = match quorum.of {
        QuorumOf::Present => sentence!("domain-explain-quorum-present"),
        QuorumOf::Slips => sentence!("domain-explain-quorum-slips"),
        QuorumOf::Raters => sentence!("domain-explain-quorum-raters"),
    };
    let share = &needs.figure;
    Some(if needs.is_strict {
        sentence!("domain-explain-quorum-over", of = of, share = share).say(lang)
    } else {
        sentence!("domain-explain-quorum-share", of = of, share = share).say(lang)
    })
}

fn meeting(meeting: &Meeting, lang: Lang) -> Vec<String> {
    let mut lines = vec![sentence!("domain-explain-meeting").say(lang)];
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    if let Some(day) = meeting.on {
        add(sentence!("domain-explain-meeting-on", date = day));
    }
    if let Some((from, to)) = meeting.hours {
        let (from, to) = (from.format("%H:%M"), to.format("%H:%M"));
        add(sentence!(
            "domain-explain-meeting-hours",
            from = from,
            to = to
        ));
    }
    if let Some(place) = &meeting.place {
        let place = place.get(lang);
        add(sentence!("domain-explain-meeting-place", place = place));
    }
    if !meeting.agenda.is_empty() {
        let items = names(&meeting.agenda, lang);
        add(sentence!("domain-explain-agenda", items = items));
    }
    if meeting.open_to_residents {
        add(sentence!("domain-explain-meeting-open"));
    }
    lines
}

/// `述职（班子成员，2026-06-10 前，《述职报告》）`
fn stage(stage: &Stage, lang: Lang) -> String {
    let mut more: Vec<String> = Vec::new();
    more.extend(stage.by.as_ref().map(|by| by.get(lang).to_owned()));
    let due = stage.due.as_ref();
    more.extend(due.map(|date| sentence!("domain-explain-stage-due", date = date).say(lang)));
    more.extend(
        stage
            .document
            .as_ref()
            .map(|name| name.get(lang).to_owned()),
    );
    let name = stage.name.get(lang);
    if more.is_empty() {
        return name.to_owned();
    }
    let more = more.join(" · ");
    sentence!("domain-explain-stage", name = name, more = more).say(lang)
}

fn report(plan: &Plan, lang: Lang) -> Vec<String> {
    let Some(report) = &plan.rules.report else {
        return Vec::new();
    };
    let to = report.to.get(lang);
    let mut lines = vec![match report.within_days {
        Some(days) => sentence!("domain-explain-report-within", to = to, days = days).say(lang),
        None => sentence!("domain-explain-report", to = to).say(lang),
    }];
    if !report.sections.is_empty() {
        let sections = names(&report.sections, lang);
        lines.push(sentence!("domain-explain-report-sections", sections = sections).say(lang));
    }
    if let Some(approve) = &report.approve {
        let name = approve.get(lang);
        lines.push(sentence!("domain-explain-report-approve", name = name).say(lang));
    }
    lines
}

fn posting(plan: &Plan, lang: Lang) -> Vec<String> {
    let posting = &plan.rules.posting;
    let mut lines = Vec::new();
    let mut add = |sentence: Sentence| lines.push(sentence.say(lang));
    if posting.before {
        add(sentence!("domain-explain-posted-before"));
    }
    if let Some(days) = posting.posted_days {
        add(sentence!("domain-explain-posted-days", days = days));
    }
    if let Some(days) = posting.objections_days {
        add(sentence!("domain-explain-objections-days", days = days));
    }
    if let Some(whom) = &posting.objections_to {
        let whom = whom.get(lang);
        add(sentence!("domain-explain-objections-to", whom = whom));
    }
    if posting.small_counts {
        add(sentence!("domain-explain-small-counts"));
    }
    lines
}

fn protection(plan: &Plan, lang: Lang) -> Vec<String> {
    let Some(protection) = &plan.rules.protection else {
        return Vec::new();
    };
    let to = protection.to.get(lang);
    let mut lines = vec![match &protection.telephone {
        Some(number) => {
            sentence!("domain-explain-protection-call", to = to, number = number).say(lang)
        }
        None => sentence!("domain-explain-protection", to = to).say(lang),
    }];
    let text = protection.text.as_ref();
    lines.extend(text.map(|text| text.get(lang).to_owned()));
    lines
}

fn archive(plan: &Plan, lang: Lang) -> Option<String> {
    let archive = plan.rules.archive.as_ref()?;
    let class = archive.class.get(lang);
    Some(match archive.years {
        Some(years) => {
            sentence!("domain-explain-archive-years", class = class, years = years).say(lang)
        }
        None => sentence!("domain-explain-archive", class = class).say(lang),
    })
}

fn grade_name<'a>(plan: &'a Plan, consequence: &'a Consequence, lang: Lang) -> &'a str {
    let grades = plan.grading.grades();
    let grade = grades.into_iter().find(|one| one.id == consequence.grade);
    grade.map_or(consequence.grade.as_str(), |grade| grade.name.get(lang))
}
