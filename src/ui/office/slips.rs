//! 评议票: printed for a round and a device, made void, and the account of each round.

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::Ui;
use zeroize::{Zeroize as _, Zeroizing};

use super::action::{Action, Nav};
use super::job::Busy;
use super::screen::Screen;
use crate::app::office::{
    Command, Confidential, DeviceRow, RoundRow, SlipPlan, SlipRound, SlipRow, SlipsCommand,
    VoidWhich,
};
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{DeviceId, GroupId, PlanId};
use crate::domain::plan::Text;
use crate::domain::round::RoundId;
use crate::domain::round_status::RoundStatus;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, text};

/// What is typed for slips.
#[derive(Default)]
pub struct SlipsForm {
    /// The plan; the first where none was picked.
    pub plan: Option<PlanId>,
    /// The round; the first of the plan where none was picked.
    pub round: Option<RoundId>,
    /// The device that takes them.
    pub device: Option<DeviceId>,
    /// How many, by group.
    pub numbers: BTreeMap<Option<GroupId>, String>,
    /// The file they are printed into.
    pub path: String,
    /// In large type.
    pub large: bool,
    /// Of which round slips are being made void.
    pub voiding: Option<(PlanId, RoundId)>,
    /// All of this device; of none, those whose codes are typed.
    pub void_device: Option<DeviceId>,
    /// Their codes, one a line.
    pub codes: Zeroizing<String>,
    /// Why.
    pub reason: String,
}

/// What the page shows.
pub struct SlipsView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The plans that slips are printed for.
    pub plans: &'a [SlipPlan],
    /// Rounds that are held.
    pub held: &'a [RoundRow],
    /// Every device known.
    pub devices: &'a [DeviceRow],
    /// The slips of each round.
    pub rounds: &'a [SlipRound],
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page.
pub fn slips_ui(ui: &mut Ui, form: &mut SlipsForm, view: &SlipsView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-slips-title"),
        text!(lang, "office-slips-below"),
    );
    if widgets::small_button(ui, text!(lang, "office-round-back")).clicked() {
        actions.push(Action::Nav(Nav::Go(Screen::Rounds)));
    }
    widgets::card(ui, |ui| {
        widgets::heading(ui, text!(lang, "office-slips-issue"));
        actions.extend(issue_ui(ui, form, view));
    });
    for round in view.rounds {
        widgets::card(ui, |ui| actions.extend(round_ui(ui, form, view, round)));
    }
    actions
}

fn issue_ui(ui: &mut Ui, form: &mut SlipsForm, view: &SlipsView) -> Option<Action> {
    let lang = view.lang;
    let picked = |plan: &&SlipPlan| form.plan.as_ref() == Some(&plan.plan);
    let plan = view.plans.iter().find(picked).or(view.plans.first());
    let Some(plan) = plan else {
        widgets::note(ui, text!(lang, "office-slips-no-plan"));
        return None;
    };
    let devices = view.devices.iter();
    let devices: Vec<&DeviceId> = devices
        .filter(|row| row.state == DeviceStanding::Accepted)
        .map(|row| &row.device)
        .collect();
    if devices.is_empty() {
        widgets::note(ui, text!(lang, "office-slips-no-device"));
        return None;
    }
    widgets::flow(ui, |ui| {
        for one in view.plans {
            let is_it = one.plan == plan.plan;
            if widgets::chip(ui, one.title.get(lang), is_it).clicked() && !is_it {
                form.plan = Some(one.plan.clone());
                form.round = None;
                form.numbers.clear();
            }
        }
    });
    let (round, device) = whose_ui(ui, form, view, plan, &devices);
    let groups = numbers_ui(ui, form, lang, plan);
    widgets::field(ui, text!(lang, "office-slips-path"), &mut form.path);
    let large = text!(lang, "office-slips-large");
    if widgets::toggle(ui, large, form.large).clicked() {
        form.large = !form.large;
    }
    widgets::note(ui, text!(lang, "office-slips-secret"));
    let path = form.path.trim();
    let given = groups.filter(|_| !path.is_empty());
    let command = given
        .zip(round)
        .zip(device)
        .map(|((groups, round), device)| {
            Command::Slips(SlipsCommand::Issue {
                plan: plan.plan.clone(),
                round,
                device,
                groups,
                file: PathBuf::from(path),
                large: form.large,
            })
        });
    let ready = command.is_some() && view.busy.is_none();
    let print = Button::primary(text!(lang, "office-slips-print"));
    let is_asked = print.enabled(ready).show(ui).clicked();
    command.filter(|_| is_asked).map(Action::Run)
}

/// For which round, and on which device.
fn whose_ui(
    ui: &mut Ui,
    form: &mut SlipsForm,
    view: &SlipsView,
    plan: &SlipPlan,
    devices: &[&DeviceId],
) -> (Option<RoundId>, Option<DeviceId>) {
    let lang = view.lang;
    let mut rounds = plan.rounds.clone();
    let held = view.held.iter().filter(|row| row.plan == plan.plan);
    let runs = [RoundStatus::Announced, RoundStatus::Open];
    let to_come = held.filter(|row| runs.contains(&row.status));
    rounds.extend(to_come.map(|row| row.round));
    rounds.sort_unstable();
    rounds.dedup();
    let round = form.round.or(plan.rounds.first().copied());
    let first = devices.first().map(|one| (*one).clone());
    let device = form.device.clone().or(first);
    widgets::note(ui, text!(lang, "office-slips-round"));
    widgets::flow(ui, |ui| {
        for one in rounds {
            if widgets::chip(ui, one.to_string(), round == Some(one)).clicked() {
                form.round = Some(one);
            }
        }
    });
    widgets::note(ui, text!(lang, "office-slips-device"));
    widgets::flow(ui, |ui| {
        for one in devices {
            if widgets::chip(ui, one.to_string(), device.as_ref() == Some(one)).clicked() {
                form.device = Some((*one).clone());
            }
        }
    });
    (round, device)
}

/// How many for each group; none while one of them is no number.
fn numbers_ui(
    ui: &mut Ui,
    form: &mut SlipsForm,
    lang: Lang,
    plan: &SlipPlan,
) -> Option<Vec<(Option<GroupId>, u64)>> {
    let groups: Vec<(Option<GroupId>, Text)> = if plan.groups.is_empty() {
        vec![(None, Text::default())]
    } else {
        let groups = plan.groups.iter();
        groups
            .map(|(id, name)| (Some(id.clone()), name.clone()))
            .collect()
    };
    widgets::beside(ui, groups.len().clamp(2, 4), |ui, place, _| {
        for (group, name) in groups.iter().skip(place).step_by(4) {
            let asked = text!(lang, "office-slips-number", group = name.get(lang));
            let typed = form.numbers.entry(group.clone()).or_default();
            widgets::field(ui, asked.trim(), typed);
        }
    });
    let number = |(group, _): &(Option<GroupId>, Text)| {
        let number = form.numbers.get(group)?.trim().parse().ok()?;
        Some((group.clone(), number)).filter(|(_, number)| *number > 0)
    };
    groups.iter().map(number).collect()
}

fn round_ui(
    ui: &mut Ui,
    form: &mut SlipsForm,
    view: &SlipsView,
    round: &SlipRound,
) -> Option<Action> {
    let lang = view.lang;
    let title = format!("{} · {}", round.title.get(lang), round.round);
    widgets::heading(ui, title);
    let account = &round.account;
    widgets::flow(ui, |ui| {
        let said = text!(
            lang,
            "office-slips-account",
            issued = account.issued,
            collected = account.collected
        );
        widgets::badge(ui, Tone::Info, said);
        if account.refused > 0 {
            let said = text!(lang, "office-slips-refused", count = account.refused);
            widgets::badge(ui, Tone::Warn, said);
        }
    });
    for list in &round.lists {
        list_ui(ui, view, round, list);
    }
    let is_open = form.voiding.as_ref() == Some(&(round.plan.clone(), round.round));
    if !is_open {
        if widgets::small_button(ui, text!(lang, "office-slips-void")).clicked() {
            form.voiding = Some((round.plan.clone(), round.round));
            form.void_device = None;
        }
        return None;
    }
    void_ui(ui, form, view, round)
}

fn list_ui(ui: &mut Ui, view: &SlipsView, round: &SlipRound, list: &SlipRow) {
    let lang = view.lang;
    let plan = view.plans.iter().find(|plan| plan.plan == round.plan);
    let groups = plan.into_iter().flat_map(|plan| &plan.groups);
    let mut named = groups.filter(|(id, _)| Some(id) == list.group.as_ref());
    let group = named.next().map_or("", |(_, name)| name.get(lang));
    let line = text!(
        lang,
        "office-slips-line",
        device = list.device,
        group = group,
        number = list.number,
        voided = list.voided
    );
    widgets::body(ui, line);
}

/// Which slips become void, and why.
fn void_ui(
    ui: &mut Ui,
    form: &mut SlipsForm,
    view: &SlipsView,
    round: &SlipRound,
) -> Option<Action> {
    let lang = view.lang;
    widgets::note(ui, text!(lang, "office-slips-which"));
    let mut devices: Vec<&DeviceId> = round.lists.iter().map(|list| &list.device).collect();
    devices.dedup();
    widgets::flow(ui, |ui| {
        for device in devices {
            let is_it = form.void_device.as_ref() == Some(device);
            let all = text!(lang, "office-slips-all-of", device = device);
            if widgets::chip(ui, all, is_it).clicked() {
                form.void_device = (!is_it).then(|| device.clone());
            }
        }
    });
    if form.void_device.is_none() {
        let asked = text!(lang, "office-slips-codes");
        widgets::long_field(ui, asked, &mut form.codes, 3);
    }
    widgets::field(ui, text!(lang, "office-slips-reason"), &mut form.reason);
    let which = if let Some(device) = &form.void_device {
        Some(VoidWhich::Of(device.clone()))
    } else {
        let lines = form.codes.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty());
        let codes: Vec<Confidential> = lines
            .map(|line| Confidential::from(line.to_owned()))
            .collect();
        Some(codes)
            .filter(|codes| !codes.is_empty())
            .map(VoidWhich::Typed)
    };
    let ready = which.is_some() && !form.reason.trim().is_empty() && view.busy.is_none();
    let mut is_asked = false;
    widgets::flow(ui, |ui| {
        let void = Button::new(widgets::Kind::Seal, text!(lang, "office-slips-void-do"));
        is_asked = void.enabled(ready).show(ui).clicked();
        if widgets::quiet_button(ui, text!(lang, "office-slips-keep")).clicked() {
            form.voiding = None;
        }
    });
    let command = which.map(|which| {
        Command::Slips(SlipsCommand::Void {
            plan: round.plan.clone(),
            round: round.round,
            which,
            reason: form.reason.trim().to_owned(),
        })
    });
    let command = command.filter(|_| is_asked)?;
    form.codes.zeroize();
    form.voiding = None;
    Some(Action::Run(command))
}
