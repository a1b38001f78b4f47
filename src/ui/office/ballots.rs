//! 现场计票: what was voted by a show of hands or on paper, and the fields for its counts.

use std::collections::BTreeMap;

use egui::Ui;

use super::words;
use crate::app::office::{RoundDetail, RoundStep, ballot_line, channels_line};
use crate::domain::ballot::{BallotCell, BallotCount, BallotSubject, BallotWay, VoidBallots};
use crate::domain::card::Answer;
use crate::domain::ids::{CriterionId, GroupId, SubjectId};
use crate::domain::plan::{Criterion, Plan, ScaleKind, Subject, Voters};
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, text};

/// What is typed of a count.
#[derive(Default)]
pub struct BallotForm {
    /// How it was voted; on paper until somebody says otherwise.
    by_hands: bool,
    group: Option<GroupId>,
    /// 发出
    pub issued: String,
    /// 有效
    pub valid: String,
    abstained: String,
    /// How many are void, and why, a line a reason.
    pub void: Vec<(String, String)>,
    /// 监票、计票
    pub tellers: String,
    /// How many rate a subject, where that is not all.
    rated: BTreeMap<SubjectId, String>,
    /// How many gave an answer.
    counts: BTreeMap<(SubjectId, CriterionId, String), String>,
    /// How many gave which score, one after the other.
    scores: BTreeMap<(SubjectId, CriterionId), String>,
    /// Why counts are taken back.
    reason: String,
}

/// What was counted by hand, and the fields for the next count while the round takes any.
pub(super) fn ballots_ui(
    ui: &mut Ui,
    form: &mut BallotForm,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    let takes = takes_ballots(round);
    if round.ballots.is_empty() && !takes {
        return None;
    }
    let mut step = None;
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-ballots-title"));
        if !round.channels.is_empty() {
            widgets::strong(ui, channels_line(&round.channels, lang));
        }
        step = held_ui(ui, form, lang, round, takes);
    });
    if takes {
        widgets::card(ui, |ui| {
            widgets::heading(ui, RoundEvent::BallotHeld.sentence().say(lang));
            let next = fields_ui(ui, form, lang, &round.plan);
            step = step.take().or(next);
        });
    }
    step
}

/// Whether the round stands where counts are entered, and its plan takes any.
fn takes_ballots(round: &RoundDetail) -> bool {
    let ways = [BallotWay::Paper, BallotWay::Hands];
    let mut ways = ways.iter().map(|way| way.channel());
    let may = ways.any(|channel| round.plan.takes_by(channel));
    let now = match round.row.status {
        RoundStatus::Open | RoundStatus::Closed => true,
        RoundStatus::Announced
        | RoundStatus::Cancelled
        | RoundStatus::Counted
        | RoundStatus::Void
        | RoundStatus::NoQuorum
        | RoundStatus::Decided
        | RoundStatus::Posted
        | RoundStatus::Settled
        | RoundStatus::Archived => false,
    };
    may && now
}

/// What was entered, each with a way to take it back.
fn held_ui(
    ui: &mut Ui,
    form: &mut BallotForm,
    lang: Lang,
    round: &RoundDetail,
    takes: bool,
) -> Option<RoundStep> {
    let mut step = None;
    for one in &round.ballots {
        let day = words::day(lang, one.on);
        let (number, said) = (one.number, ballot_line(&round.plan, one, lang));
        widgets::body(
            ui,
            text!(
                lang,
                "office-ballots-entered",
                number = number,
                day = day,
                said = said
            ),
        );
        if let Some(reason) = &one.taken_back {
            let said = text!(lang, "office-ballots-taken-back", reason = reason);
            widgets::badge(ui, Tone::Muted, said);
        }
    }
    let counted = round.ballots.iter().filter(|one| one.is_counted());
    let counted: Vec<u32> = counted.map(|one| one.number).collect();
    if !takes || counted.is_empty() {
        return None;
    }
    widgets::field(
        ui,
        text!(lang, "office-ballots-take-back-reason"),
        &mut form.reason,
    );
    let reason = form.reason.trim().to_owned();
    widgets::flow(ui, |ui| {
        for number in counted {
            let label = text!(lang, "office-ballots-take-back", number = number);
            let button = Button::quiet(label).enabled(!reason.is_empty());
            if button.show(ui).clicked() {
                let reason = reason.clone();
                step = Some(RoundStep::TakeBack { number, reason });
            }
        }
    });
    if step.is_some() {
        form.reason.clear();
    }
    step
}

fn fields_ui(ui: &mut Ui, form: &mut BallotForm, lang: Lang, plan: &Plan) -> Option<RoundStep> {
    way_ui(ui, form, lang, plan);
    group_ui(ui, form, lang, plan);
    let group = form.group.clone();
    if !form.by_hands {
        widgets::field(ui, text!(lang, "office-ballots-issued"), &mut form.issued);
    }
    widgets::field(ui, text!(lang, "office-ballots-valid"), &mut form.valid);
    if !form.by_hands {
        void_ui(ui, form, lang);
    }
    widgets::field(
        ui,
        text!(lang, "office-ballots-abstained"),
        &mut form.abstained,
    );
    for subject in &plan.subjects {
        if is_rated_by(plan, group.as_ref(), subject) {
            subject_ui(ui, form, lang, plan, subject);
        }
    }
    widgets::field(ui, text!(lang, "office-ballots-tellers"), &mut form.tellers);
    let ballot = ballot_of(form, plan);
    if ballot.is_none() && !form.valid.trim().is_empty() {
        widgets::notice(ui, Tone::Warn, text!(lang, "office-round-not-a-number"));
    }
    let label = RoundEvent::BallotHeld.sentence().say(lang);
    let button = Button::primary(label).enabled(ballot.is_some());
    let clicked = button.show(ui).clicked();
    let ballot = ballot.filter(|_| clicked)?;
    Some(RoundStep::Ballot { ballot })
}

fn way_ui(ui: &mut Ui, form: &mut BallotForm, lang: Lang, plan: &Plan) {
    let may = |way: BallotWay| plan.takes_by(way.channel());
    let may_hands = may(BallotWay::Hands) && plan.rules.meeting.is_some();
    if !may(BallotWay::Paper) || !may_hands {
        form.by_hands = may_hands;
        return;
    }
    widgets::flow(ui, |ui| {
        for way in [BallotWay::Paper, BallotWay::Hands] {
            let is_hands = way == BallotWay::Hands;
            let label = way.sentence().say(lang);
            if widgets::chip(ui, label, form.by_hands == is_hands).clicked() {
                form.by_hands = is_hands;
            }
        }
    });
}

fn group_ui(ui: &mut Ui, form: &mut BallotForm, lang: Lang, plan: &Plan) {
    let Voters::Groups(groups) = &plan.voters else {
        form.group = None;
        return;
    };
    widgets::flow(ui, |ui| {
        for group in groups {
            let is_chosen = form.group.as_ref() == Some(&group.id);
            if widgets::chip(ui, group.name.get(lang), is_chosen).clicked() {
                form.group = Some(group.id.clone());
            }
        }
    });
}

/// A line a reason, and always one more.
fn void_ui(ui: &mut Ui, form: &mut BallotForm, lang: Lang) {
    let is_full =
        |(count, reason): &(String, String)| !count.trim().is_empty() && !reason.trim().is_empty();
    if form.void.last().is_none_or(is_full) {
        form.void.push((String::new(), String::new()));
    }
    for (place, (count, reason)) in (1..).zip(&mut form.void) {
        widgets::field(ui, text!(lang, "office-ballots-void", place = place), count);
        let label = text!(lang, "office-ballots-void-reason", place = place);
        widgets::field(ui, label, reason);
    }
}

/// Not every group rates everybody.
fn is_rated_by(plan: &Plan, group: Option<&GroupId>, subject: &Subject) -> bool {
    let Voters::Groups(groups) = &plan.voters else {
        return true;
    };
    let own = groups.iter().find(|one| Some(&one.id) == group);
    own.is_some_and(|own| own.rates.is_empty() || own.rates.contains(&subject.id))
}

fn subject_ui(ui: &mut Ui, form: &mut BallotForm, lang: Lang, plan: &Plan, subject: &Subject) {
    widgets::strong(ui, subject.name.get(lang));
    let name = |criterion: &Criterion, answer: &str| {
        text!(
            lang,
            "office-ballots-answer",
            criterion = criterion.name.get(lang),
            answer = answer
        )
    };
    for criterion in plan.criteria_of(subject) {
        match plan.scale(&criterion.scale).map(|scale| &scale.kind) {
            Some(ScaleKind::Named(choices)) => {
                widgets::beside(ui, choices.len().clamp(2, 4), |ui, place, _| {
                    // A scale of more than four goes on below.
                    for choice in choices.iter().skip(place).step_by(4) {
                        let key = (
                            subject.id.clone(),
                            criterion.id.clone(),
                            choice.id.to_string(),
                        );
                        let typed = form.counts.entry(key).or_default();
                        widgets::field(ui, name(criterion, choice.name.get(lang)), typed);
                    }
                });
            }
            Some(ScaleKind::Score { .. }) => {
                let asked = text!(lang, "office-ballots-scores");
                let key = (subject.id.clone(), criterion.id.clone());
                let typed = form.scores.entry(key).or_default();
                widgets::field(ui, name(criterion, &asked), typed);
            }
            None => {}
        }
    }
    let typed = form.rated.entry(subject.id.clone()).or_default();
    widgets::field(ui, text!(lang, "office-ballots-rated"), typed);
}

/// A number; none where it is none, and 0 where nothing is typed.
fn number(typed: &str) -> Option<u64> {
    match typed.trim() {
        "" => Some(0),
        typed => typed.parse().ok(),
    }
}

/// What the fields say; none where something is no number.
fn ballot_of(form: &BallotForm, plan: &Plan) -> Option<BallotCount> {
    let valid = form.valid.trim().parse().ok()?;
    let mut subjects = Vec::new();
    for subject in &plan.subjects {
        if !is_rated_by(plan, form.group.as_ref(), subject) {
            continue;
        }
        let counts = cells_of(form, plan, subject)?;
        let typed = form.rated.get(&subject.id).map_or("", |one| one.trim());
        let is_rated = counts.iter().any(|cell| cell.count > 0);
        subjects.push(BallotSubject {
            subject: subject.id.clone(),
            rated: match typed {
                "" if is_rated => valid,
                typed => number(typed)?,
            },
            counts,
        });
    }
    let mut void = Vec::new();
    for (count, reason) in form.void.iter().filter(|_| !form.by_hands) {
        void.push(VoidBallots {
            count: number(count)?,
            reason: reason.clone(),
        });
    }
    let issued = Some(form.issued.trim()).filter(|typed| !form.by_hands && !typed.is_empty());
    let tellers = form.tellers.split(['、', ',', '，', ';', '；']);
    Some(BallotCount {
        way: if form.by_hands {
            BallotWay::Hands
        } else {
            BallotWay::Paper
        },
        group: form.group.clone(),
        issued: match issued {
            Some(typed) => Some(typed.parse().ok()?),
            None => None,
        },
        valid,
        void,
        abstained: number(&form.abstained)?,
        subjects,
        tellers: tellers.map(str::to_owned).collect(),
    })
}

fn cells_of(form: &BallotForm, plan: &Plan, subject: &Subject) -> Option<Vec<BallotCell>> {
    let mut cells = Vec::new();
    for criterion in plan.criteria_of(subject) {
        let mut add = |answer, count| {
            let criterion = criterion.id.clone();
            cells.push(BallotCell {
                criterion,
                answer,
                count,
            });
        };
        match plan.scale(&criterion.scale).map(|scale| &scale.kind) {
            Some(ScaleKind::Named(choices)) => {
                for choice in choices {
                    let key = (
                        subject.id.clone(),
                        criterion.id.clone(),
                        choice.id.to_string(),
                    );
                    let typed = form.counts.get(&key).map_or("", String::as_str);
                    add(Answer::Choice(choice.id.clone()), number(typed)?);
                }
            }
            Some(ScaleKind::Score { .. }) => {
                let key = (subject.id.clone(), criterion.id.clone());
                let typed = form.scores.get(&key).map_or("", String::as_str);
                for pair in typed.split([' ', '、', ',', '，', ';', '；']) {
                    if pair.is_empty() {
                        continue;
                    }
                    let (score, count) = pair.split_once(['=', ':', '：'])?;
                    add(Answer::Score(score.parse().ok()?), count.parse().ok()?);
                }
            }
            None => {}
        }
    }
    Some(cells)
}
