//! What every screen stands in: the name and the settings above, the way back and onwards below.

use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::screen::Action;
use crate::ui::theme::Theme;
use crate::ui::widgets::button::Kind;
use crate::ui::widgets::{Button, Icon, notice, progress, text};
use crate::words::{self, Lang};

/// How long the community's name is held to reach the staff area, in seconds.
const HOLD_SECS: f64 = 3.0;

/// What every screen knows of the kiosk and of the present resident.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, none a state of another"
)]
pub struct Face {
    /// The language.
    pub lang: Lang,
    /// Large type.
    pub large: bool,
    /// High contrast.
    pub high_contrast: bool,
    /// 体验模式
    pub trial: bool,
    /// A tablet: handed back after each card.
    pub tablet: bool,
    /// The community's name.
    pub community: String,
    /// Which resident since the start; part of the ids of text fields.
    pub session: u64,
    /// The window's time in seconds.
    pub now: f64,
    /// Slow work is under way: nothing else can be asked for.
    pub busy: bool,
}

impl Face {
    /// A text in the resident's language.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        words::text(self.lang, key)
    }

    /// A text with its places filled.
    #[must_use]
    pub fn tf(&self, key: &str, args: &[(&str, &str)]) -> String {
        words::text_with(self.lang, key, args)
    }

    /// As [`Face::tf`] with one number.
    #[must_use]
    pub fn tn(&self, key: &str, number: impl ToString) -> String {
        words::text_with(self.lang, key, &[("n", &number.to_string())])
    }
}

/// What stands around a screen.
#[derive(Debug, Clone, Default)]
pub struct Surround {
    /// Place among the four steps of a card, from 0.
    pub step: Option<usize>,
    /// Whether there is a way back, and what it is called if not 返回.
    pub back: Option<String>,
    /// Whether the card can be left and wiped from here.
    pub leave: bool,
    /// The way onwards: what it is called and whether it is open.
    pub next: Option<(String, bool)>,
    /// No settings above (the staff area).
    pub plain: bool,
}

/// What was pressed below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pressed {
    /// The way back.
    pub back: bool,
    /// The way onwards.
    pub next: bool,
}

/// Draws the surround and `body` inside it. The way back and onwards are returned, for a screen may turn
/// a page of its own first; the rest goes into `actions`.
pub fn surround(
    ui: &mut Ui,
    face: &Face,
    around: &Surround,
    actions: &mut Vec<Action>,
    body: impl FnOnce(&mut Ui, &mut Vec<Action>),
) -> Pressed {
    let theme = Theme::of(ui);
    let mut room = ui.max_rect();
    if face.trial {
        let height = theme.text.small * 1.36 + theme.space.s;
        let ribbon = cut_top(&mut room, height);
        inside(ui, ribbon, Layout::top_down(Align::Min), |ui| {
            notice::trial_ribbon(ui, face.lang);
        });
    }
    let side = if theme.portrait {
        theme.space.l
    } else {
        theme.space.xl
    };
    let head = cut_top(&mut room, theme.space.bar).shrink2(vec2(side, 0.0));
    header(ui, face, around, head, actions);
    if let (Some(step), true) = (around.step, theme.portrait) {
        let line = cut_top(&mut room, theme.text.small * 1.36 + theme.space.m);
        inside(ui, line, Layout::top_down(Align::Center), |ui| {
            progress::progress_steps(ui, face.lang, step + 1, 4);
        });
    }
    let mut pressed = Pressed::default();
    if around.back.is_some() || around.next.is_some() || around.leave {
        let foot_height = theme.space.bar + theme.space.s;
        let foot = cut_bottom(&mut room, foot_height).shrink2(vec2(side, 0.0));
        pressed = footer(ui, face, around, foot, actions);
    }
    let body_room = room.shrink2(vec2(side, theme.space.s));
    inside(ui, body_room, Layout::top_down(Align::Min), |ui| {
        ui.set_clip_rect(body_room.expand2(vec2(side, theme.space.s)));
        egui::ScrollArea::vertical()
            .id_salt("body")
            .auto_shrink([false, false])
            .show(ui, |ui| {
                ui.set_min_height(body_room.height() - 1.0);
                body(ui, actions);
            });
    });
    pressed
}

fn cut_top(room: &mut Rect, height: f32) -> Rect {
    let (top, rest) = room.split_top_bottom_at_y(room.top() + height.round());
    *room = rest;
    top
}

fn cut_bottom(room: &mut Rect, height: f32) -> Rect {
    let (rest, bottom) = room.split_top_bottom_at_y(room.bottom() - height.round());
    *room = rest;
    bottom
}

/// Lays `add` out inside `rect`.
pub fn inside<R>(ui: &mut Ui, rect: Rect, layout: Layout, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope_builder(UiBuilder::new().max_rect(rect).layout(layout), add)
        .inner
}

fn header(ui: &mut Ui, face: &Face, around: &Surround, head: Rect, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let mut left_edge = head.right();
    if !around.plain {
        inside(ui, head, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = theme.space.s;
            let contrast = toggle(
                ui,
                &face.t("kiosk-contrast"),
                Icon::Contrast,
                face.high_contrast,
            );
            if contrast.clicked() {
                actions.push(Action::HighContrast(!face.high_contrast));
            }
            let large = toggle(ui, &face.t("kiosk-large"), Icon::Type, face.large);
            if large.clicked() {
                actions.push(Action::LargeType(!face.large));
            }
            let other = match face.lang {
                Lang::Zh => Lang::En,
                Lang::En => Lang::Zh,
            };
            let speak = Button::quiet(face.t("kiosk-other-language"))
                .icon(Icon::Globe)
                .compact()
                .show(ui);
            if speak.clicked() {
                actions.push(Action::Speak(other));
            }
            left_edge = speak.rect.left();
        });
    }
    let steps_wide = theme.px(470.0);
    let with_steps = around.step.is_some() && !theme.portrait;
    let middle = if with_steps {
        steps_wide + theme.space.m * 2.0
    } else {
        theme.space.m
    };
    let name_room = (left_edge - head.left() - middle).max(theme.px(160.0));
    let name = community_name(ui, face, head, name_room, actions);
    if let (Some(step), true) = (around.step, with_steps) {
        let free = Rect::from_min_max(
            egui::pos2(name, head.top()),
            egui::pos2(left_edge, head.bottom()),
        );
        let height = theme.text.small * 1.36 + theme.space.xs + theme.px(8.0);
        let line = Rect::from_center_size(free.center(), vec2(free.width(), height));
        inside(ui, line, Layout::top_down(Align::Center), |ui| {
            progress::progress_steps(ui, face.lang, step + 1, 4);
        });
    }
}

fn toggle(ui: &mut Ui, label: &str, icon: Icon, on: bool) -> egui::Response {
    Button::quiet(label)
        .icon(icon)
        .compact()
        .selected(on)
        .show(ui)
}

/// The community's name; holding it for three seconds is the staff's door. Returns its right edge.
fn community_name(
    ui: &mut Ui,
    face: &Face,
    head: Rect,
    width: f32,
    actions: &mut Vec<Action>,
) -> f32 {
    let theme = Theme::of(ui);
    let font = theme.bold(theme.text.body);
    let galley = text::line(ui, &face.community, font, theme.colours.ink, width);
    let size = vec2(galley.size().x, theme.space.touch.max(galley.size().y));
    let rect = Rect::from_min_size(
        egui::pos2(head.left(), head.center().y - size.y / 2.0),
        size,
    );
    let id = egui::Id::unique("kiosk staff door");
    let response = ui.interact(rect, id, Sense::click());
    response
        .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, true, &face.community));
    let at = egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, theme.colours.ink);
    if response.is_pointer_button_down_on() {
        let since = ui
            .ctx()
            .data_mut(|data| *data.get_temp_mut_or_insert_with(id, || face.now));
        let left = HOLD_SECS - (face.now - since);
        if left <= 0.0 && !face.busy {
            ui.ctx().data_mut(|data| data.remove::<f64>(id));
            actions.push(Action::StaffDoor);
        } else {
            super::state::wake_in(ui.ctx(), left.max(0.02));
        }
    } else {
        ui.ctx().data_mut(|data| data.remove::<f64>(id));
    }
    rect.right()
}

fn footer(
    ui: &mut Ui,
    face: &Face,
    around: &Surround,
    foot: Rect,
    actions: &mut Vec<Action>,
) -> Pressed {
    let theme = Theme::of(ui);
    let mut pressed = Pressed::default();
    inside(ui, foot, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = theme.space.m;
        if let Some(back) = &around.back {
            let button = Button::quiet(back.clone()).icon(Icon::Left);
            pressed.back = button.enabled(!face.busy).show(ui).clicked();
        }
        if around.leave {
            let leave = Button::new(Kind::Plain, face.t("kiosk-leave")).compact();
            if leave.enabled(!face.busy).show(ui).clicked() {
                actions.push(Action::Leave);
            }
        }
    });
    if let Some((next, open)) = &around.next {
        inside(ui, foot, Layout::right_to_left(Align::Center), |ui| {
            let button = Button::primary(next.clone()).icon_after(Icon::Right);
            pressed.next = button.enabled(*open && !face.busy).show(ui).clicked();
        });
    }
    pressed
}

/// The widest a screen's column gets, in points.
#[must_use]
pub fn column_width(theme: &Theme) -> f32 {
    if theme.portrait {
        f32::INFINITY
    } else {
        theme.px(1500.0)
    }
}
