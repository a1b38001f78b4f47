//! One round: its figures, who has which grade, and what is typed for its next step.

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{TextWrapMode, Ui};

use super::action::{Action, Nav};
use super::announce::{announce_ui, may_be_announced};
use super::ballots::{BallotForm, ballots_ui};
use super::proposals::{ProposalForms, proposals_ui};
use super::rounds::{days, tone};
use super::screen::Screen;
use super::stages::stages_ui;
use super::words;
use crate::app::office::{
    BodyDecision, Command, GradeGiven, RoundCommand, RoundDetail, RoundPosting, RoundStep,
    RoundSubjectRow,
};
use crate::domain::attendance::{Attendance, AttendanceFigure};
use crate::domain::ids::{GradeId, SubjectId};
use crate::domain::plan::Plan;
use crate::domain::round_status::{RoundEvent, RoundStatus};
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, text};

/// What is typed for the next step.
#[derive(Default)]
pub struct RoundForm {
    /// Who came, and what became of the slips, figure by figure.
    pub figures: BTreeMap<AttendanceFigure, String>,
    /// The grade that a body gives, subject by subject.
    pub grades: BTreeMap<SubjectId, GradeId>,
    /// Why, where it is not that of the vote.
    pub reasons: BTreeMap<SubjectId, String>,
    /// Who sat in the body, one after the other.
    pub members: String,
    /// Whose statement is taken in.
    pub subject: Option<SubjectId>,
    /// A statement, an objection or its answer.
    pub words: String,
    /// A reason, or a correction.
    pub reason: String,
    /// Where a report or an archive is written.
    pub path: String,
    /// To whom a report goes.
    pub to: String,
    /// What it says under the plan's headings.
    pub sections: Vec<String>,
    /// As what its papers are kept.
    pub class: String,
    /// For how many years.
    pub years: String,
    /// What is noted of the next stage.
    pub stage_note: String,
    /// What is noted of proposals.
    pub proposals: ProposalForms,
    /// What was voted by hands or on paper.
    pub ballots: BallotForm,
    /// Where the minutes are written.
    pub minutes_path: String,
    /// The result is on a screen that is read from the tenth row.
    pub announces: bool,
}

/// What the page shows.
pub struct RoundView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The round.
    pub round: &'a RoundDetail,
}

/// The page.
pub fn round_ui(ui: &mut Ui, form: &mut RoundForm, view: &RoundView) -> Vec<Action> {
    let (lang, round) = (view.lang, view.round);
    let mut actions = Vec::new();
    if form.announces {
        form.announces = !announce_ui(ui, lang, round);
        return actions;
    }
    let title = format!("{} · {}", round.row.title.get(lang), round.row.round);
    widgets::page_title(ui, title, days(lang, &round.row));
    if widgets::small_button(ui, text!(lang, "office-round-back")).clicked() {
        actions.push(Action::Nav(Nav::Go(Screen::Rounds)));
    }
    widgets::two_columns(ui, 0.55, |ui, place| {
        if place == 0 {
            figures_ui(ui, lang, round);
            for subject in &round.subjects {
                widgets::card(ui, |ui| subject_ui(ui, lang, subject));
            }
            findings_ui(ui, lang, round);
        } else {
            let next = next_ui(ui, form, lang, round);
            let stage = stages_ui(ui, &mut form.stage_note, lang, round);
            let proposal = proposals_ui(ui, &mut form.proposals, lang, round);
            let minutes = sitting_ui(ui, form, lang, round);
            let ballot = ballots_ui(ui, &mut form.ballots, lang, round);
            let steps = [next, stage, proposal, minutes, ballot];
            actions.extend(steps.into_iter().flatten().map(|step| {
                Action::Run(Command::Round(RoundCommand {
                    plan: round.row.plan.clone(),
                    round: Some(round.row.round),
                    step,
                }))
            }));
        }
    });
    actions
}

fn figures_ui(ui: &mut Ui, lang: Lang, round: &RoundDetail) {
    widgets::card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let status = round.row.status;
            widgets::badge(ui, tone(status), status.sentence().say(lang));
            if let Some(stand) = &round.stand {
                widgets::strong(ui, stand.get(lang));
            }
        });
        let figures: Vec<String> = round
            .attendance
            .written()
            .map(|(figure, count)| format!("{} {count}", figure.sentence().say(lang)))
            .collect();
        if !figures.is_empty() {
            // Each in one piece: a figure is not parted from its name.
            widgets::flow(ui, |ui| {
                ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
                for figure in figures {
                    widgets::body(ui, figure);
                }
            });
        }
        if let Some(body) = &round.body {
            widgets::fact(ui, &body.name, body.members.join(" · "));
        }
        if let Some(due) = round.tell_by {
            let day = words::full_day(lang, due.date);
            widgets::note(ui, text!(lang, "office-round-tell-by", day = day));
        }
        if let Some(until) = round.posting.as_ref().and_then(RoundPosting::last) {
            let day = words::full_day(lang, until);
            widgets::note(ui, text!(lang, "office-round-posted-until", day = day));
        }
        if let Some(report) = &round.report {
            let (day, to) = (words::full_day(lang, report.on), &report.report.to);
            widgets::note(ui, text!(lang, "office-round-reported", day = day, to = to));
        }
        if let Some(archive) = &round.archive {
            let class = &archive.class;
            widgets::note(ui, text!(lang, "office-round-archived", class = class));
        }
        if !round.reason.is_empty() {
            widgets::note(ui, &round.reason);
        }
    });
}

fn subject_ui(ui: &mut Ui, lang: Lang, row: &RoundSubjectRow) {
    ui.horizontal_wrapped(|ui| {
        widgets::heading(ui, row.name.get(lang));
        if let Some(grade) = &row.grade_name {
            widgets::badge(ui, Tone::Good, grade.get(lang));
        }
        if let Some(raters) = row.raters {
            widgets::note(ui, text!(lang, "office-tallies-raters", count = raters));
        }
    });
    if let Some(vote) = &row.vote_name {
        widgets::note(ui, text!(lang, "office-round-vote", grade = vote.get(lang)));
    }
    if let Some(sum) = &row.explained {
        widgets::note(ui, sum.get(lang));
    }
    if !row.reason.is_empty() {
        widgets::body(ui, &row.reason);
    }
    if let Some(day) = row.told_on {
        let day = words::full_day(lang, day);
        widgets::note(ui, text!(lang, "office-round-told", day = day));
    }
    if let Some(statement) = &row.statement {
        widgets::body(ui, &**statement);
    }
}

/// Objections, and what follows over the years.
fn findings_ui(ui: &mut Ui, lang: Lang, round: &RoundDetail) {
    // One that waits for its answer is shown beside the answer.
    let answered = round
        .objections
        .iter()
        .filter(|one| one.answered_on.is_some());
    for objection in answered {
        widgets::card(ui, |ui| {
            let (number, day) = (
                objection.number,
                words::full_day(lang, objection.received_on),
            );
            widgets::strong(
                ui,
                text!(lang, "office-round-objection", number = number, day = day),
            );
            if let Some(said) = &objection.text {
                widgets::body(ui, &**said);
            }
            if let Some(answer) = &objection.answer {
                widgets::note(ui, &**answer);
            }
        });
    }
    for one in &round.consequences {
        let said = text!(
            lang,
            "office-round-consequence",
            name = one.name.get(lang),
            text = one.text.get(lang)
        );
        widgets::notice(ui, Tone::Warn, said);
    }
}

/// What is done next, with what has to be typed for it, and what may be done besides.
fn next_ui(
    ui: &mut Ui,
    form: &mut RoundForm,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    let mut step = None;
    if let Some(day) = round.row.not_before {
        let day = words::full_day(lang, day);
        widgets::notice(
            ui,
            Tone::Muted,
            text!(lang, "office-rounds-not-before", day = day),
        );
    }
    if let Some(next) = round.row.next.filter(|_| round.row.not_before.is_none()) {
        widgets::card(ui, |ui| {
            widgets::heading(ui, next.sentence().say(lang));
            step = match next {
                RoundEvent::Closed => close_ui(ui, form, lang, &round.plan),
                RoundEvent::Counted => count_ui(ui, lang),
                RoundEvent::Decided => decide_ui(ui, form, lang, round),
                RoundEvent::Told => tell_ui(ui, lang, round),
                RoundEvent::StatementTaken => statement_ui(ui, form, lang, round),
                RoundEvent::ObjectionAnswered => answer_ui(ui, form, lang, round),
                RoundEvent::Reported => report_ui(ui, form, lang, round),
                RoundEvent::Archived => archive_ui(ui, form, lang),
                RoundEvent::Posted => plain_ui(ui, lang, next, RoundStep::Post),
                RoundEvent::Settled => plain_ui(ui, lang, next, RoundStep::Settle),
                RoundEvent::Announced
                | RoundEvent::Cancelled
                | RoundEvent::Opened
                | RoundEvent::StageDone
                | RoundEvent::ProposalNoted
                | RoundEvent::BallotHeld
                | RoundEvent::BallotTakenBack
                | RoundEvent::Voided
                | RoundEvent::QuorumMissed
                | RoundEvent::CalledAgain
                | RoundEvent::Objected
                | RoundEvent::Corrected
                | RoundEvent::PostedAgain
                | RoundEvent::Destroyed => None,
            };
        });
    }
    step.or_else(|| besides_ui(ui, form, lang, round))
}

/// What a sitting has besides: the result on a large screen, and its minutes.
fn sitting_ui(
    ui: &mut Ui,
    form: &mut RoundForm,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    if !may_be_announced(round) {
        return None;
    }
    if widgets::small_button(ui, text!(lang, "office-announce")).clicked() {
        form.announces = true;
    }
    if !round.has_sitting {
        return None;
    }
    let mut step = None;
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-minutes-title"));
        let path = text!(lang, "office-round-path");
        widgets::field(ui, path, &mut form.minutes_path);
        let path = form.minutes_path.trim();
        let write = Button::quiet(text!(lang, "office-minutes-write")).enabled(!path.is_empty());
        if write.show(ui).clicked() {
            let file = PathBuf::from(path);
            step = Some(RoundStep::Minutes { file });
        }
    });
    step
}

fn plain_ui(ui: &mut Ui, lang: Lang, event: RoundEvent, step: RoundStep) -> Option<RoundStep> {
    let label = event.sentence().say(lang);
    let clicked = widgets::primary_button(ui, label).clicked();
    clicked.then_some(step)
}

fn close_ui(ui: &mut Ui, form: &mut RoundForm, lang: Lang, plan: &Plan) -> Option<RoundStep> {
    let is_asked = |figure: &&AttendanceFigure| match figure {
        AttendanceFigure::Households | AttendanceFigure::Ordinary => plan.rules.sample.is_some(),
        AttendanceFigure::Entitled
        | AttendanceFigure::Present
        | AttendanceFigure::ByProxy
        | AttendanceFigure::Issued
        | AttendanceFigure::Collected
        | AttendanceFigure::Void
        | AttendanceFigure::Abstained => true,
    };
    for figure in AttendanceFigure::ALL.iter().filter(is_asked) {
        let typed = form.figures.entry(*figure).or_default();
        widgets::field(ui, figure.sentence().say(lang), typed);
    }
    let figure = |which: AttendanceFigure| {
        let typed = form.figures.get(&which).map_or("", |typed| typed.trim());
        typed.parse::<u64>().ok()
    };
    let attendance = Attendance {
        entitled: figure(AttendanceFigure::Entitled),
        present: figure(AttendanceFigure::Present),
        by_proxy: figure(AttendanceFigure::ByProxy),
        issued: figure(AttendanceFigure::Issued),
        collected: figure(AttendanceFigure::Collected),
        void: figure(AttendanceFigure::Void),
        abstained: figure(AttendanceFigure::Abstained),
        households: figure(AttendanceFigure::Households),
        ordinary: figure(AttendanceFigure::Ordinary),
        surplus: None,
    };
    // What is no number is not dropped unseen.
    let is_sound = form
        .figures
        .iter()
        .all(|(which, typed)| typed.trim().is_empty() || attendance.figure(*which).is_some());
    if !is_sound {
        widgets::notice(ui, Tone::Warn, text!(lang, "office-round-not-a-number"));
    }
    let clicked = Button::primary(RoundEvent::Closed.sentence().say(lang))
        .enabled(is_sound)
        .show(ui)
        .clicked();
    clicked.then_some(RoundStep::Close { attendance })
}

fn count_ui(ui: &mut Ui, lang: Lang) -> Option<RoundStep> {
    widgets::note(ui, text!(lang, "office-round-count-below"));
    let mut step = None;
    widgets::flow(ui, |ui| {
        let count = RoundEvent::Counted.sentence().say(lang);
        if widgets::primary_button(ui, count).clicked() {
            let without_waiting = false;
            step = Some(RoundStep::Count { without_waiting });
        }
        if widgets::small_button(ui, text!(lang, "office-round-count-now")).clicked() {
            let without_waiting = true;
            step = Some(RoundStep::Count { without_waiting });
        }
    });
    step
}

fn decide_ui(
    ui: &mut Ui,
    form: &mut RoundForm,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    if !round.body_decides {
        widgets::note(ui, text!(lang, "office-round-by-vote"));
        let step = RoundStep::Decide { body: None };
        return plain_ui(ui, lang, RoundEvent::Decided, step);
    }
    for subject in &round.subjects {
        widgets::strong(ui, subject.name.get(lang));
        widgets::flow(ui, |ui| {
            for grade in &round.grades {
                let is_chosen = form.grades.get(&subject.subject) == Some(&grade.grade);
                if widgets::chip(ui, grade.name.get(lang), is_chosen).clicked() {
                    form.grades
                        .insert(subject.subject.clone(), grade.grade.clone());
                }
            }
        });
        let reason = form.reasons.entry(subject.subject.clone()).or_default();
        let name = subject.name.get(lang);
        widgets::field(
            ui,
            text!(lang, "office-round-reason-of", name = name),
            reason,
        );
    }
    widgets::field(ui, text!(lang, "office-round-members"), &mut form.members);
    let ready = round
        .subjects
        .iter()
        .all(|subject| form.grades.contains_key(&subject.subject));
    let clicked = Button::primary(RoundEvent::Decided.sentence().say(lang))
        .enabled(ready)
        .show(ui)
        .clicked();
    let given = |(subject, grade): (&SubjectId, &GradeId)| GradeGiven {
        subject: subject.clone(),
        grade: grade.clone(),
        reason: form
            .reasons
            .get(subject)
            .map_or("", |reason| reason.trim())
            .to_owned(),
    };
    clicked.then(|| RoundStep::Decide {
        body: Some(BodyDecision {
            members: form
                .members
                .split(['、', ',', '，', ';', '；'])
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
            grades: form.grades.iter().map(given).collect(),
        }),
    })
}

fn tell_ui(ui: &mut Ui, lang: Lang, round: &RoundDetail) -> Option<RoundStep> {
    let mut step = None;
    widgets::flow(ui, |ui| {
        for subject in round.subjects.iter().filter(|row| row.told_on.is_none()) {
            let label = text!(lang, "office-round-tell", name = subject.name.get(lang));
            if widgets::small_button(ui, label).clicked() {
                let subject = subject.subject.clone();
                step = Some(RoundStep::Tell { subject });
            }
        }
    });
    step
}

fn statement_ui(
    ui: &mut Ui,
    form: &mut RoundForm,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    widgets::flow(ui, |ui| {
        for row in round.subjects.iter().filter(|row| row.statement.is_none()) {
            let is_chosen = form.subject.as_ref() == Some(&row.subject);
            if widgets::chip(ui, row.name.get(lang), is_chosen).clicked() {
                form.subject = Some(row.subject.clone());
            }
        }
    });
    let text = words_ui(ui, form, lang, RoundEvent::StatementTaken)?;
    let subject = form.subject.clone()?;
    Some(RoundStep::TakeStatement { subject, text })
}

fn answer_ui(
    ui: &mut Ui,
    form: &mut RoundForm,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    let mut open = round.objections.iter();
    let open = open.find(|one| one.answered_on.is_none())?;
    let (number, day) = (open.number, words::full_day(lang, open.received_on));
    widgets::strong(
        ui,
        text!(lang, "office-round-objection", number = number, day = day),
    );
    if let Some(said) = &open.text {
        widgets::body(ui, &**said);
    }
    let text = words_ui(ui, form, lang, RoundEvent::ObjectionAnswered)?;
    Some(RoundStep::AnswerObjection { number, text })
}

/// A text of some lines, and the button that takes it.
fn words_ui(
    ui: &mut Ui,
    form: &mut RoundForm,
    lang: Lang,
    event: RoundEvent,
) -> Option<crate::app::office::Confidential> {
    widgets::long_field(ui, text!(lang, "office-round-words"), &mut form.words, 3);
    let ready = !form.words.trim().is_empty();
    let clicked = Button::primary(event.sentence().say(lang))
        .enabled(ready)
        .show(ui)
        .clicked();
    clicked.then(|| form.words.clone().into())
}

fn report_ui(
    ui: &mut Ui,
    form: &mut RoundForm,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    widgets::field(ui, text!(lang, "office-round-report-to"), &mut form.to);
    form.sections
        .resize(round.report_headings.len(), String::new());
    for (heading, said) in round.report_headings.iter().zip(&mut form.sections) {
        widgets::long_field(ui, heading.get(lang), said, 2);
    }
    let file = path_ui(ui, form, lang, RoundEvent::Reported)?;
    let to = Some(form.to.trim().to_owned());
    let texts = form.sections.clone();
    Some(RoundStep::Report { to, file, texts })
}

fn archive_ui(ui: &mut Ui, form: &mut RoundForm, lang: Lang) -> Option<RoundStep> {
    widgets::field(ui, text!(lang, "office-round-class"), &mut form.class);
    widgets::field(ui, text!(lang, "office-round-years"), &mut form.years);
    let place = path_ui(ui, form, lang, RoundEvent::Archived)?;
    Some(RoundStep::Archive {
        place,
        class: Some(form.class.trim().to_owned()),
        years: form.years.trim().parse().ok(),
    })
}

/// A path, and the button that writes there.
fn path_ui(ui: &mut Ui, form: &mut RoundForm, lang: Lang, event: RoundEvent) -> Option<PathBuf> {
    widgets::field(ui, text!(lang, "office-round-path"), &mut form.path);
    let ready = !form.path.trim().is_empty();
    let clicked = Button::primary(event.sentence().say(lang))
        .enabled(ready)
        .show(ui)
        .clicked();
    clicked.then(|| PathBuf::from(form.path.trim()))
}

/// What may be done besides: cancelled before it opens; objected to, corrected or withdrawn while it is posted.
fn besides_ui(
    ui: &mut Ui,
    form: &mut RoundForm,
    lang: Lang,
    round: &RoundDetail,
) -> Option<RoundStep> {
    let reason = form.reason.trim().to_owned();
    let steps = match round.row.status {
        RoundStatus::Announced => vec![(RoundEvent::Cancelled, RoundStep::Cancel { reason })],
        RoundStatus::Posted => {
            let text = reason.clone();
            let words = text.clone().into();
            vec![
                (RoundEvent::Objected, RoundStep::Object { text: words }),
                (RoundEvent::Corrected, RoundStep::Correct { text }),
                (RoundEvent::PostedAgain, RoundStep::PostAgain { reason }),
            ]
        }
        RoundStatus::Cancelled
        | RoundStatus::Open
        | RoundStatus::Closed
        | RoundStatus::Counted
        | RoundStatus::Void
        | RoundStatus::NoQuorum
        | RoundStatus::Decided
        | RoundStatus::Settled
        | RoundStatus::Archived => return None,
    };
    let mut step = None;
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-round-besides"));
        widgets::long_field(ui, text!(lang, "office-round-reason"), &mut form.reason, 2);
        let ready = !form.reason.trim().is_empty();
        widgets::flow(ui, |ui| {
            for (event, to) in steps {
                let button = Button::quiet(event.sentence().say(lang)).enabled(ready);
                if button.show(ui).clicked() {
                    step = Some(to);
                }
            }
        });
    });
    step
}
