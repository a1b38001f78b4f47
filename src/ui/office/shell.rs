//! What surrounds every page: the trial ribbon, the way to the other pages, the message, the question.

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Sense, Ui, Vec2};

use super::action::{Action, Nav};
use super::screen::Screen;
use super::state::Desk;
use super::view::Snapshot;
use super::{
    about, ask, calendar, case, cases, check, devices, load, notices, pack, plan_editor, plans,
    recover, recovery, register, round, rounds, setup, slips, tallies, unlock, week,
};
use crate::ui::theme::{self, Look, Setting, Theme, margin};
use crate::ui::widgets::{self, Tone};
use crate::words::{Key, Lang, key, text};

/// The pages one can go to, in the order of use.
const PAGES: [(Screen, Key); 11] = [
    (Screen::Week, key!("office-nav-week")),
    (Screen::Load, key!("office-nav-load")),
    (Screen::Cases, key!("office-nav-cases")),
    (Screen::Rounds, key!("office-nav-rounds")),
    (Screen::Tallies, key!("office-nav-tallies")),
    (Screen::Pack, key!("office-nav-pack")),
    (Screen::Notices, key!("office-nav-notices")),
    (Screen::Plans, key!("office-nav-plans")),
    (Screen::Devices, key!("office-nav-devices")),
    (Screen::Calendar, key!("office-nav-calendar")),
    (Screen::Check, key!("office-nav-check")),
];

/// Draws the whole window.
pub fn desk_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let theme = theme::begin(ui, Setting::Desk, Look::default());
    let mut actions = Vec::new();
    ribbon_ui(ui, desk, &mut actions);
    let side = Frame::new()
        .fill(theme.colours.sunken)
        .inner_margin(Margin::same(margin(theme.px(22.0))));
    Panel::left("pages")
        .exact_size(theme.px(if theme.portrait { 240.0 } else { 290.0 }))
        .resizable(false)
        .show_separator_line(false)
        .frame(side)
        .show(ui, |ui| side_ui(ui, desk, &mut actions));
    let page = Frame::new()
        .fill(theme.colours.ground)
        .inner_margin(Margin::symmetric(
            margin(theme.px(44.0)),
            margin(theme.px(30.0)),
        ));
    CentralPanel::no_frame().frame(page).show(ui, |ui| {
        // Each page scrolls on its own.
        ScrollArea::vertical()
            .id_salt(desk.screen)
            .auto_shrink([false, false])
            .show(ui, |ui| {
                ui.set_max_width(ui.available_width().min(theme.px(1560.0)));
                message_ui(ui, desk, &mut actions);
                actions.extend(page_ui(ui, desk));
                ui.add_space(theme.space.m);
            });
    });
    question_ui(ui, desk, &mut actions);
    if let (Some(ask), None) = (&desk.ask, &desk.busy) {
        actions.extend(ask::ask_ui(ui, desk.lang, ask, &mut desk.forms.ask));
    }
    actions
}

/// 体验模式, on every page, with the way out of it.
fn ribbon_ui(ui: &mut Ui, desk: &Desk, actions: &mut Vec<Action>) {
    if !desk.sign.as_ref().is_some_and(|(_, trial)| *trial) {
        return;
    }
    let theme = Theme::of(ui);
    let ribbon = Frame::new()
        .fill(theme.colours.seal_soft)
        .inner_margin(Margin::symmetric(
            margin(theme.space.m),
            margin(theme.px(6.0)),
        ));
    // Before the door the page itself offers it.
    let offered = matches!(
        desk.screen,
        Screen::Found | Screen::Unlock | Screen::Recover | Screen::Opening
    );
    let may_found = desk.may_found && desk.busy.is_none() && !offered;
    Panel::top("trial")
        .frame(ribbon)
        .show_separator_line(false)
        .show(ui, |ui| {
            widgets::flow(ui, |ui| {
                let words = text!(desk.lang, "office-trial-ribbon");
                ui.label(theme.rich_bold(words, theme.text.small, theme.colours.seal_soft_ink));
                if may_found
                    && widgets::small_button(ui, text!(desk.lang, "office-real-begin")).clicked()
                {
                    actions.push(Action::Nav(Nav::FoundReal));
                }
            });
        });
}

fn side_ui(ui: &mut Ui, desk: &Desk, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let c = &theme.colours;
    ui.spacing_mut().item_spacing.y = theme.px(5.0);
    ui.label(theme.rich_bold(text!(desk.lang, "office-name"), theme.text.lead, c.accent));
    if let Some((name, _)) = &desk.sign {
        ui.label(theme.rich(name.clone(), theme.text.small, c.ink_soft));
    }
    ui.add_space(theme.space.s);
    if desk.snapshot.is_some() {
        for (screen, key) in PAGES {
            let here = desk.screen == screen
                || (screen == Screen::Cases
                    && matches!(desk.screen, Screen::Case | Screen::Register))
                || (screen == Screen::Rounds
                    && matches!(desk.screen, Screen::Round | Screen::Slips))
                || (screen == Screen::Plans && desk.screen == Screen::PlanEditor);
            if page_link(ui, &text(desk.lang, key), here).clicked() {
                actions.push(Action::Nav(Nav::Go(screen)));
            }
        }
        if page_link(
            ui,
            &text!(desk.lang, "office-nav-about"),
            desk.screen == Screen::About,
        )
        .clicked()
        {
            actions.push(Action::Nav(Nav::Go(Screen::About)));
        }
    }
    ui.with_layout(egui::Layout::bottom_up(egui::Align::Min), |ui| {
        let (label, other) = match desk.lang {
            Lang::Zh => ("English", Lang::En),
            Lang::En => ("中文", Lang::Zh),
        };
        if widgets::small_button(ui, label).clicked() {
            actions.push(Action::Nav(Nav::Speak(other)));
        }
        if desk.snapshot.is_some()
            && widgets::small_button(ui, text!(desk.lang, "office-lock")).clicked()
        {
            actions.push(Action::Nav(Nav::Lock));
        }
    });
}

fn page_link(ui: &mut Ui, label: &str, here: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let c = &theme.colours;
    let size = Vec2::new(ui.available_width(), theme.px(46.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, here, label));
    let (fill, ink) = if here {
        (c.accent, c.accent_ink)
    } else if response.hovered() || response.has_focus() {
        (c.accent_soft, c.accent_soft_ink)
    } else {
        (c.sunken, c.ink)
    };
    let font = if here {
        theme.bold(theme.text.body)
    } else {
        theme.regular(theme.text.body)
    };
    let painter = ui.painter();
    painter.rect_filled(rect, theme.corners(), fill);
    let at = rect.left_center() + Vec2::new(theme.px(18.0), 0.0);
    painter.text(at, egui::Align2::LEFT_CENTER, label, font, ink);
    response
}

fn message_ui(ui: &mut Ui, desk: &Desk, actions: &mut Vec<Action>) {
    let Some(message) = &desk.message else { return };
    let tone = if message.good { Tone::Good } else { Tone::Seal };
    let dismiss = text!(desk.lang, "office-dismiss");
    if widgets::notice_with_button(ui, tone, message.sentence.say(desk.lang), dismiss) {
        actions.push(Action::Nav(Nav::Dismiss));
    }
}

/// Before the office is open, and the pages that need no snapshot.
fn page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let lang = desk.lang;
    let busy = desk.busy.as_ref();
    match desk.screen {
        Screen::Opening => {
            let (name, said) = (text!(lang, "office-name"), text!(lang, "office-busy-short"));
            widgets::page_title(ui, name, said);
            Vec::new()
        }
        Screen::Found => {
            let trial = match (&desk.snapshot, &desk.sign) {
                (Some(_), _) => setup::Trial::Open,
                (None, Some(_)) => setup::Trial::Locked,
                (None, None) => setup::Trial::None,
            };
            let view = setup::SetupView { lang, trial, busy };
            setup::setup_ui(ui, &mut desk.forms.found, &view)
        }
        Screen::Unlock => {
            let sign = desk.sign.as_ref();
            let view = unlock::UnlockView {
                lang,
                name: sign.map_or("", |(name, _)| name),
                trial: sign.is_some_and(|(_, trial)| *trial),
                two_persons: desk.two_persons,
                may_found: desk.may_found,
                busy,
            };
            unlock::unlock_ui(ui, &mut desk.forms.unlock, &view)
        }
        Screen::Recover => {
            let name = desk.sign.as_ref().map_or("", |(name, _)| name);
            let view = recover::RecoverView { lang, name, busy };
            recover::recover_ui(ui, &mut desk.forms.recover, &view)
        }
        Screen::Load => {
            let view = load::LoadView {
                lang,
                report: desk.load.as_ref(),
                stick: desk.chosen.as_deref(),
                busy,
            };
            load::load_ui(ui, &mut desk.forms.devices, &view)
        }
        Screen::Check => check_page_ui(ui, desk),
        Screen::Case => case_page_ui(ui, desk),
        Screen::Calendar => calendar_page_ui(ui, desk),
        Screen::Round => round_page_ui(ui, desk),
        Screen::Register => register_page_ui(ui, desk),
        Screen::Plans => plans_page_ui(ui, desk),
        Screen::PlanEditor => plan_editor_page_ui(ui, desk),
        Screen::Slips => slips_page_ui(ui, desk),
        Screen::Week
        | Screen::Cases
        | Screen::Rounds
        | Screen::Tallies
        | Screen::Pack
        | Screen::Devices
        | Screen::Notices
        | Screen::Recovery
        | Screen::About => open_page_ui(ui, desk),
    }
}

/// The pages that show what the open office knows.
fn open_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let lang = desk.lang;
    let Some(snapshot) = &desk.snapshot else {
        return Vec::new();
    };
    if desk.screen == Screen::Pack {
        return pack_page_ui(ui, desk, snapshot);
    }
    let forms = &mut desk.forms;
    match desk.screen {
        Screen::Cases => {
            let view = cases::CasesView {
                lang,
                today: snapshot.today,
                page: &snapshot.cases,
                plans: snapshot.plans_of_cases(lang),
                drafts: &desk.drafts,
                busy: desk.busy.as_ref(),
            };
            cases::cases_ui(ui, &mut forms.cases, &view)
        }
        Screen::Tallies => {
            let view = tallies::TalliesView {
                lang,
                tallies: &snapshot.tallies,
            };
            tallies::tallies_ui(ui, &mut forms.tallies, &view)
        }
        Screen::Rounds => {
            let view = rounds::RoundsView {
                lang,
                rows: &snapshot.rounds,
                plans: &snapshot.plans,
            };
            rounds::rounds_ui(ui, &view)
        }
        Screen::Devices => {
            let rows = &snapshot.devices;
            let view = devices::DevicesView { lang, rows };
            devices::devices_ui(ui, &mut forms.devices, &view)
        }
        Screen::Notices => {
            let view = notices::NoticesView {
                lang,
                rows: &snapshot.notices,
                tallies: snapshot.posted_apart(),
            };
            notices::notices_ui(ui, &mut forms.notices, &view)
        }
        Screen::Recovery => {
            let view = recovery::RecoveryView { lang, snapshot };
            recovery::recovery_ui(ui, &mut forms.recovery, &view)
        }
        Screen::About => {
            let view = about::AboutView {
                lang,
                snapshot,
                version: desk.version,
            };
            about::about_ui(ui, &mut forms.about, &view)
        }
        Screen::Week
        | Screen::Pack
        | Screen::Register
        | Screen::Plans
        | Screen::PlanEditor
        | Screen::Slips
        | Screen::Opening
        | Screen::Found
        | Screen::Unlock
        | Screen::Recover
        | Screen::Load
        | Screen::Case
        | Screen::Round
        | Screen::Calendar
        | Screen::Check => week_page_ui(ui, desk),
    }
}

fn case_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let (lang, busy) = (desk.lang, desk.busy.as_ref());
    desk.case.as_ref().map_or_else(Vec::new, |detail| {
        let today = desk
            .snapshot
            .as_ref()
            .map_or(detail.row.received_on, |all| all.today);
        let plans = desk.snapshot.iter().flat_map(|all| &all.plans);
        let publishes = plans
            .filter(|plan| plan.id == detail.row.plan)
            .any(|plan| plan.publishes_opinions);
        let view = case::CaseView {
            lang,
            today,
            detail,
            next: (desk.snapshot.as_ref()).and_then(|all| all.next_open(detail.row.number)),
            publishes,
            busy,
        };
        case::case_ui(ui, &mut desk.forms.case, &view)
    })
}

fn calendar_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let Some(snapshot) = &desk.snapshot else {
        return Vec::new();
    };
    let view = calendar::CalendarView {
        lang: desk.lang,
        today: snapshot.today,
        page: &snapshot.calendar,
        busy: desk.busy.as_ref(),
    };
    calendar::calendar_ui(ui, &mut desk.forms.calendar, &view)
}

fn register_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let Some(snapshot) = &desk.snapshot else {
        return Vec::new();
    };
    let view = register::RegisterView {
        lang: desk.lang,
        today: snapshot.today,
        plans: &snapshot.register_plans,
        busy: desk.busy.as_ref(),
    };
    register::register_ui(ui, &mut desk.forms.register, &view)
}

fn plans_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let Some(snapshot) = &desk.snapshot else {
        return Vec::new();
    };
    let view = plans::PlansView {
        lang: desk.lang,
        rows: &snapshot.plans,
        faults: &desk.plan_faults,
        is_writing: desk.forms.plan_editor.is_changed(),
    };
    plans::plans_ui(ui, &mut desk.forms.plans, &view)
}

fn plan_editor_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let view = plan_editor::PlanEditorView {
        lang: desk.lang,
        community: desk.sign.as_ref().map_or("", |(name, _)| name),
        busy: desk.busy.as_ref(),
    };
    plan_editor::plan_editor_ui(ui, &mut desk.forms.plan_editor, &view)
}

fn slips_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let Some(snapshot) = &desk.snapshot else {
        return Vec::new();
    };
    let view = slips::SlipsView {
        lang: desk.lang,
        plans: &snapshot.slip_plans,
        held: &snapshot.rounds,
        devices: &snapshot.devices,
        rounds: &snapshot.slips,
        busy: desk.busy.as_ref(),
    };
    slips::slips_ui(ui, &mut desk.forms.slips, &view)
}

fn week_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let Some(snapshot) = &desk.snapshot else {
        return Vec::new();
    };
    let view = week::WeekView {
        lang: desk.lang,
        snapshot,
        drives: &desk.drives,
        chosen: desk.chosen.as_deref(),
        load: desk.load.as_ref(),
        pack: desk.pack.as_ref(),
        answered: desk.answered,
        backup_after_days: desk.backup_after_days,
    };
    week::week_ui(ui, &mut desk.forms.week, &view)
}

fn round_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let (lang, form) = (desk.lang, &mut desk.forms.round);
    desk.round.as_ref().map_or_else(Vec::new, |round| {
        round::round_ui(ui, form, &round::RoundView { lang, round })
    })
}

fn check_page_ui(ui: &mut Ui, desk: &mut Desk) -> Vec<Action> {
    let view = check::CheckView {
        lang: desk.lang,
        report: desk.check.as_ref(),
        ledger: desk.snapshot.as_ref().map(|all| &all.ledger),
        backup: desk.snapshot.as_ref().map(|all| all.backup),
        busy: desk.busy.as_ref(),
    };
    check::check_ui(ui, &mut desk.forms.check, &view)
}

fn pack_page_ui(ui: &mut Ui, desk: &Desk, snapshot: &Snapshot) -> Vec<Action> {
    let view = pack::PackView {
        lang: desk.lang,
        snapshot,
        pack: desk.pack.as_ref(),
        stick: desk.chosen.as_deref(),
        outbox: desk.outbox.as_ref(),
        busy: desk.busy.as_ref(),
    };
    pack::pack_ui(ui, &view)
}

fn question_ui(ui: &mut Ui, desk: &Desk, actions: &mut Vec<Action>) {
    if desk.leaving.is_none() {
        return;
    }
    let question = widgets::dialog(ui, "leave", |ui| {
        widgets::heading(ui, text!(desk.lang, "office-leave-title"));
        widgets::body(ui, text!(desk.lang, "office-leave-text"));
        widgets::flow(ui, |ui| {
            if widgets::primary_button(ui, text!(desk.lang, "office-leave-stay")).clicked() {
                actions.push(Action::Nav(Nav::Stay));
            }
            if widgets::quiet_button(ui, text!(desk.lang, "office-leave-go")).clicked() {
                actions.push(Action::Nav(Nav::LeaveAnyway));
            }
        });
    });
    if question.should_close() {
        actions.push(Action::Nav(Nav::Stay));
    }
}
