//! 登记一件: an opinion that came on paper, by the box, in a meeting, by telephone or by word of mouth.

use chrono::NaiveDate;
use egui::{Key, Ui};
use zeroize::Zeroizing;

use super::action::{Action, Nav};
use super::job::Busy;
use super::screen::Screen;
use crate::app::office::{CaseCommand, Command, OpinionByHand, RegisterPlan};
use crate::domain::channel::Channel;
use crate::domain::ids::{CategoryId, PlanId, SubjectId};
use crate::domain::plan::Text;
use crate::domain::time::typed_day;
use crate::ui::widgets::{self, Button};
use crate::words::{Lang, text};

/// What is being registered; wiped from memory when it is sent or dropped.
#[derive(Default)]
pub struct RegisterForm {
    /// The plan; the first where none was picked.
    pub plan: Option<PlanId>,
    /// By which way it came.
    pub channel: Option<Channel>,
    /// The day it came, as typed; empty is today.
    pub received_on: String,
    /// What it is about.
    pub category: Option<CategoryId>,
    /// Whom it is about.
    pub subject: Option<SubjectId>,
    /// What was said or written.
    pub words: Zeroizing<String>,
}

/// What the page shows.
pub struct RegisterView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The office's date.
    pub today: NaiveDate,
    /// The plans in use whose opinions are registered.
    pub plans: &'a [RegisterPlan],
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page.
pub fn register_ui(ui: &mut Ui, form: &mut RegisterForm, view: &RegisterView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-register-title"),
        text!(lang, "office-register-below"),
    );
    let picked = |plan: &&RegisterPlan| form.plan.as_ref() == Some(&plan.plan);
    let plan = view.plans.iter().find(picked).or(view.plans.first());
    let Some(plan) = plan else {
        let none = text!(lang, "office-register-no-plan");
        widgets::notice(ui, widgets::Tone::Muted, none);
        back_ui(ui, lang, &mut actions);
        return actions;
    };
    widgets::card(ui, |ui| what_ui(ui, form, plan, view));
    widgets::card(ui, |ui| {
        let name = text!(lang, "office-register-words");
        widgets::long_field(ui, name, &mut form.words, 6);
    });
    let given = given(form, plan, view.today);
    if given.is_none() {
        widgets::note(ui, text!(lang, "office-register-lacks"));
    }
    widgets::flow(ui, |ui| {
        let send = Button::primary(text!(lang, "office-register-do"));
        let ready = given.is_some() && view.busy.is_none();
        if send.enabled(ready).show(ui).clicked() {
            let command = given.map(|given| Command::Case(CaseCommand::Register(given)));
            actions.extend(command.map(Action::Run));
        }
        back_ui(ui, lang, &mut actions);
    });
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::Nav(Nav::Go(Screen::Cases)));
    }
    actions
}

fn back_ui(ui: &mut Ui, lang: Lang, actions: &mut Vec<Action>) {
    if widgets::quiet_button(ui, text!(lang, "office-case-back")).clicked() {
        actions.push(Action::Nav(Nav::Go(Screen::Cases)));
    }
}

/// Everything but the words.
fn what_ui(ui: &mut Ui, form: &mut RegisterForm, plan: &RegisterPlan, view: &RegisterView) {
    let lang = view.lang;
    widgets::note(ui, text!(lang, "office-register-plan"));
    widgets::flow(ui, |ui| {
        for one in view.plans {
            let is_it = one.plan == plan.plan;
            if widgets::chip(ui, one.title.get(lang), is_it).clicked() && !is_it {
                form.plan = Some(one.plan.clone());
                form.channel = None;
                form.category = None;
                form.subject = None;
            }
        }
    });
    widgets::note(ui, text!(lang, "office-register-channel"));
    widgets::flow(ui, |ui| {
        for channel in &plan.channels {
            let is_it = form.channel == Some(*channel);
            if widgets::chip(ui, channel.sentence().say(lang), is_it).clicked() {
                form.channel = Some(*channel);
            }
        }
    });
    let name = text!(lang, "office-register-day", today = view.today);
    widgets::field(ui, name, &mut form.received_on);
    widgets::note(ui, text!(lang, "office-register-category"));
    chips(ui, lang, &plan.categories, &mut form.category);
    if !plan.subjects.is_empty() {
        widgets::note(ui, text!(lang, "office-register-subject"));
        chips(ui, lang, &plan.subjects, &mut form.subject);
    }
}

/// One of many, or none: the same once more takes it back.
fn chips<T: Clone + PartialEq>(ui: &mut Ui, lang: Lang, all: &[(T, Text)], picked: &mut Option<T>) {
    widgets::flow(ui, |ui| {
        for (one, name) in all {
            let is_it = picked.as_ref() == Some(one);
            if widgets::chip(ui, name.get(lang), is_it).clicked() {
                *picked = (!is_it).then(|| one.clone());
            }
        }
    });
}

/// What the form says, once it says enough.
fn given(form: &RegisterForm, plan: &RegisterPlan, today: NaiveDate) -> Option<OpinionByHand> {
    let typed = form.received_on.trim();
    let words = form.words.trim();
    if words.is_empty() {
        return None;
    }
    Some(OpinionByHand {
        plan: plan.plan.clone(),
        channel: form.channel?,
        received_on: if typed.is_empty() {
            today
        } else {
            typed_day(typed)?
        },
        category: form.category.clone(),
        subject: form.subject.clone(),
        words: words.to_owned().into(),
    })
}
