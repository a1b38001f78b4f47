//! The steps of the week: load, answer, pack.

use std::path::{Path, PathBuf};

use egui::Ui;

use super::action::{Action, Nav};
use super::expected::expected_ui;
use super::screen::Screen;
use super::view::Snapshot;
use super::words;
use crate::app::office::{Command, LoadReport, PackReport, RecoveryStanding};
use crate::app::sticks::Stick;
use crate::domain::device::DeviceStanding;
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Button, Kind, Tone};
use crate::words::{Lang, key, text};

/// The folder standing for a stick.
#[derive(Default)]
pub struct WeekForm {
    /// Its path.
    pub folder: String,
}

/// What the page shows.
pub struct WeekView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// Everything the office knows.
    pub snapshot: &'a Snapshot,
    /// Sticks that are plugged in.
    pub drives: &'a [Stick],
    /// The one to work with.
    pub chosen: Option<&'a Path>,
    /// What was loaded this session.
    pub load: Option<&'a LoadReport>,
    /// The pack made since.
    pub pack: Option<&'a PackReport>,
    /// Answers given since the last pack, this session.
    pub answered: usize,
    /// A backup older than so many days is spoken of; 0 means never.
    pub backup_after_days: u32,
}

/// The step that comes next, 1 to 3; 4 when the stick may be pulled.
#[must_use]
pub fn next_step(view: &WeekView) -> u8 {
    if view.pack.is_some() {
        4
    } else if first_pack(view) {
        3
    } else if view.load.is_none() {
        1
    } else if view.snapshot.summary.cases_open > 0 && view.answered == 0 {
        2
    } else {
        3
    }
}

/// No kiosk has heard of the office yet: nothing can have come before its first pack has gone out.
fn first_pack(view: &WeekView) -> bool {
    view.load.is_none() && view.snapshot.summary.last_pack.is_none()
}

/// The page.
pub fn week_ui(ui: &mut Ui, form: &mut WeekForm, view: &WeekView) -> Vec<Action> {
    let lang = view.lang;
    let mut actions = Vec::new();
    widgets::page_title(
        ui,
        text!(lang, "office-week-title"),
        words::full_day(lang, view.snapshot.today),
    );
    stick_ui(ui, form, view, &mut actions);
    if let Some(pack) = view.pack {
        widgets::notice(ui, Tone::Good, pack.delivered.sentence().say(lang));
    }
    let now = next_step(view);
    widgets::beside(ui, 3, |ui, index, _| match index {
        0 => step(ui, view, (1, now), &mut actions),
        1 => step(ui, view, (2, now), &mut actions),
        _ => step(ui, view, (3, now), &mut actions),
    });
    attention_ui(ui, view, &mut actions);
    if !first_pack(view) {
        expected_ui(ui, lang, &view.snapshot.expected);
    }
    actions
}

/// Which stick the work goes to; also on the pages that load and pack.
fn stick_ui(ui: &mut Ui, form: &mut WeekForm, view: &WeekView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    widgets::card(ui, |ui| {
        widgets::flow(ui, |ui| {
            let key = if view.chosen.is_some() {
                key!("office-week-stick")
            } else {
                key!("office-week-no-stick")
            };
            widgets::strong(ui, text(lang, key));
            for drive in view.drives {
                let name = drive.free_bytes.map_or_else(
                    || drive.name.clone(),
                    |free| {
                        text!(
                            lang,
                            "office-week-free",
                            name = drive.name,
                            free = words::size(free)
                        )
                    },
                );
                let chosen = view.chosen == Some(drive.root.as_path());
                if widgets::chip(ui, name, chosen).clicked() {
                    actions.push(Action::Nav(Nav::Choose(drive.root.clone())));
                }
            }
            if let Some(chosen) = view.chosen
                && !view.drives.iter().any(|drive| drive.root == chosen)
            {
                let _ = widgets::chip(ui, chosen.display().to_string(), true);
            }
        });
        egui::CollapsingHeader::new(text!(lang, "office-week-folder")).show(ui, |ui| {
            let name = text!(lang, "office-week-folder-path");
            widgets::field(ui, name, &mut form.folder);
            let ready = !form.folder.trim().is_empty();
            let choose = text!(lang, "office-week-folder-choose");
            if Button::quiet(choose).enabled(ready).show(ui).clicked() {
                actions.push(Action::Nav(Nav::Choose(PathBuf::from(form.folder.trim()))));
            }
        });
    });
}

fn step(ui: &mut Ui, view: &WeekView, (number, now): (u8, u8), actions: &mut Vec<Action>) {
    let lang = view.lang;
    let weight = if number == now {
        Kind::Primary
    } else {
        Kind::Quiet
    };
    let (title, said, label, action) = match number {
        1 => (
            key!("office-week-load"),
            load_words(view),
            key!("office-week-load-do"),
            view.chosen.map(|stick| {
                let stick = stick.to_owned();
                Action::Run(Command::Load { stick })
            }),
        ),
        2 => (
            key!("office-week-answer"),
            answer_words(view),
            key!("office-week-answer-do"),
            Some(Action::Nav(Nav::Go(Screen::Cases))),
        ),
        _ => (
            key!("office-week-pack"),
            view.pack.map_or_else(
                || {
                    if first_pack(view) {
                        text!(lang, "office-week-pack-first")
                    } else {
                        text!(lang, "office-week-pack-text")
                    }
                },
                |pack| {
                    let number = pack.number.to_string();
                    text!(lang, "office-week-packed", number = number)
                },
            ),
            key!("office-week-pack-do"),
            Some(Action::Nav(Nav::Go(Screen::Pack))),
        ),
    };
    widgets::card(ui, |ui| {
        ui.horizontal(|ui| {
            let (mark, tone) = match number.cmp(&now) {
                std::cmp::Ordering::Less if first_pack(view) && view.pack.is_none() => {
                    (key!("office-week-later"), Tone::Muted)
                }
                std::cmp::Ordering::Less => (key!("office-week-done"), Tone::Good),
                std::cmp::Ordering::Equal => (key!("office-week-now"), Tone::Info),
                std::cmp::Ordering::Greater => (key!("office-week-later"), Tone::Muted),
            };
            widgets::heading(ui, format!("{number}  {}", text(lang, title)));
            widgets::badge(ui, tone, text(lang, mark));
        });
        // Three lines for each, so that the buttons stand in a row.
        let theme = Theme::of(ui);
        let lines = theme.line(theme.text.body) * 3.0;
        ui.allocate_ui(egui::vec2(ui.available_width(), lines), |ui| {
            ui.set_min_height(lines);
            widgets::body(ui, said);
        });
        let button = Button::new(weight, text(lang, label))
            .enabled(action.is_some())
            .show(ui);
        if button.clicked() {
            actions.extend(action);
        }
    });
}

fn load_words(view: &WeekView) -> String {
    let lang = view.lang;
    match (view.load, view.chosen) {
        (Some(load), _) => {
            let totals = load.totals();
            text!(
                lang,
                "office-week-loaded",
                batches = load.new_batches(),
                opinions = totals.opinions_new,
                refused = load.refused()
            )
        }
        (None, _) if first_pack(view) => text!(lang, "office-week-load-first"),
        (None, Some(_)) => text!(lang, "office-week-load-ready"),
        (None, None) => text!(lang, "office-week-load-plug"),
    }
}

fn answer_words(view: &WeekView) -> String {
    let summary = &view.snapshot.summary;
    if summary.cases_open == 0 {
        return text!(view.lang, "office-week-answer-none");
    }
    text!(
        view.lang,
        "office-week-answer-text",
        open = summary.cases_open,
        overdue = summary.cases_overdue
    )
}

/// What somebody should look at today.
fn attention_ui(ui: &mut Ui, view: &WeekView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    let mut lines: Vec<(String, Screen)> = Vec::new();
    let is_real = !view.snapshot.summary.trial;
    if is_real && view.snapshot.recovery != RecoveryStanding::Proved {
        lines.push((text!(lang, "office-attention-recovery"), Screen::Recovery));
    }
    let (backup, most) = (view.snapshot.backup, i64::from(view.backup_after_days));
    if is_real && backup.lacks_key {
        lines.push((text!(lang, "office-attention-backup-key"), Screen::Check));
    } else if is_real && most > 0 && backup.quiet_days > most {
        let said = match backup.last {
            Some(day) => {
                let day = words::full_day(lang, day);
                text!(lang, "office-attention-backup", day = day)
            }
            None => text!(lang, "office-attention-backup-none"),
        };
        lines.push((said, Screen::Check));
    }
    if let Some(year) = view.snapshot.calendar.missing {
        let said = text!(lang, "office-attention-calendar", year = year);
        lines.push((said, Screen::Calendar));
    }
    let overdue = view.snapshot.summary.cases_overdue;
    if overdue > 0 {
        lines.push((
            text!(lang, "office-attention-cases", count = overdue),
            Screen::Cases,
        ));
    }
    let late = view.snapshot.summary.measures_late;
    if late > 0 {
        let said = text!(lang, "office-attention-measures", count = late);
        lines.push((said, Screen::Cases));
    }
    for device in &view.snapshot.devices {
        let name = device.device.to_string();
        if device.state == DeviceStanding::Waiting {
            let said = text!(lang, "office-attention-waiting", device = name);
            lines.push((said, Screen::Devices));
        }
        if device.overdue {
            let days = device.quiet_days.unwrap_or_default();
            lines.push((
                text!(lang, "office-attention-quiet", device = name, days = days),
                Screen::Devices,
            ));
        }
        if !device.missing.is_empty() {
            let said = text!(lang, "office-attention-missing", device = name);
            lines.push((said, Screen::Devices));
        }
    }
    if lines.is_empty() {
        widgets::note(ui, text!(lang, "office-attention-none"));
        return;
    }
    widgets::heading(ui, text!(lang, "office-attention-title"));
    for (line, screen) in lines {
        let look = text!(lang, "office-attention-look");
        if widgets::notice_with_button(ui, Tone::Warn, line, look) {
            actions.push(Action::Nav(Nav::Go(screen)));
        }
    }
}
