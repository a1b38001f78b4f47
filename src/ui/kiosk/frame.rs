//! What every screen stands in: the name and the settings above, the way back and onwards below.

use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::screen::{Action, Nav, STEPS, StaffAction};
use crate::ui::theme::Theme;
use crate::ui::widgets::button::Kind;
use crate::ui::widgets::{Button, Icon, notice, progress, said, text};
use crate::words::{Key, Lang, key, text};

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
    /// The help lies over the page.
    pub helping: bool,
    /// Whether the page is being read aloud; none where nothing reads.
    pub aloud: Option<bool>,
    /// 体验模式
    pub trial: bool,
    /// A tablet: handed back after each card.
    pub tablet: bool,
    /// The community's name.
    pub community: String,
    /// Which resident since the start; part of the ids of text fields.
    pub session: u64,
    /// Holding the community's name opens the staff's keypad: on the first screen only, where no card is
    /// begun.
    pub door: bool,
    /// The window's time in seconds.
    pub now: f64,
    /// Slow work is under way: nothing else can be asked for.
    pub busy: bool,
}

impl Face {
    /// A text in the resident's language.
    #[must_use]
    pub fn t(&self, key: Key) -> String {
        text(self.lang, key)
    }
}

/// What stands around a screen.
#[derive(Debug, Clone, Default)]
pub struct Surround {
    /// Place among the steps of a card, from 0.
    pub step: Option<usize>,
    /// Whether there is a way back, and what it is called if not 返回.
    pub back: Option<String>,
    /// Whether the card can be left and wiped from here.
    pub leave: bool,
    /// A lesser choice beside the way back.
    pub more: Option<String>,
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
    /// The lesser choice.
    pub more: bool,
    /// The way onwards.
    pub next: bool,
}

/// The widest a page gets in landscape, for a screen of 1080p.
const PAGE_WIDTH: f32 = 1640.0;

/// The room at each side of a page of `width` points: header, body and footer keep the same edges.
#[must_use]
pub fn page_side(theme: &Theme, width: f32) -> f32 {
    if theme.portrait {
        theme.px(56.0)
    } else {
        theme
            .space
            .xl
            .max(((width - theme.px(PAGE_WIDTH)) / 2.0).round())
    }
}

/// The height of what stands above and below a page's body, in points.
#[must_use]
pub fn surround_height(theme: &Theme, face: &Face) -> f32 {
    let ribbon = if face.trial {
        ribbon_height(theme)
    } else {
        0.0
    };
    let steps = if theme.portrait {
        steps_height(theme)
    } else {
        0.0
    };
    ribbon + theme.space.bar + steps + foot_height(theme) + theme.space.s * 2.0
}

fn ribbon_height(theme: &Theme) -> f32 {
    (theme.text.small * 1.36 + theme.space.s).round()
}

fn steps_height(theme: &Theme) -> f32 {
    (theme.text.small * 1.36 + theme.space.m).round()
}

fn foot_height(theme: &Theme) -> f32 {
    (theme.space.bar + theme.space.s).round()
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
        let ribbon = cut_top(&mut room, ribbon_height(&theme));
        inside(ui, ribbon, Layout::top_down(Align::Min), |ui| {
            notice::trial_ribbon(ui, face.lang);
        });
    }
    let side = page_side(&theme, room.width());
    let head = cut_top(&mut room, theme.space.bar).shrink2(vec2(side, 0.0));
    // What stands on every page is not read on each of them.
    said::silently(ui, |ui| header(ui, face, around, head, actions));
    if let (Some(step), true) = (around.step, theme.portrait) {
        let line = cut_top(&mut room, steps_height(&theme));
        inside(ui, line, Layout::top_down(Align::Center), |ui| {
            progress::progress_steps(ui, face.lang, step + 1, STEPS);
        });
    }
    let mut pressed = Pressed::default();
    if around.back.is_some() || around.next.is_some() || around.leave {
        let foot = cut_bottom(&mut room, foot_height(&theme)).shrink2(vec2(side, 0.0));
        pressed = said::at_the_end(ui, |ui| footer(ui, face, around, foot, actions));
    }
    let room = room.shrink2(vec2(side, theme.space.s));
    scrolled(ui, face, room, |ui| body(ui, actions));
    pressed
}

/// A page's body. One that is longer than its room gets a button that shows the rest: a bar at the side
/// tells nobody who has not used a computer that there is more.
fn scrolled(ui: &mut Ui, face: &Face, whole: Rect, body: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui);
    let id = ui.scope_id().with("longer");
    let known: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut room = whole;
    let strip = known.then(|| cut_bottom(&mut room, theme.space.touch + theme.space.s));
    let edge = vec2(theme.space.l, theme.space.s);
    let jump: Option<f32> = ui.data_mut(|data| data.remove_temp(id));
    let shown = inside(ui, room, Layout::top_down(Align::Min), |ui| {
        let clip = room.expand2(vec2(edge.x, if known { 0.0 } else { edge.y }));
        ui.set_clip_rect(clip.intersect(ui.clip_rect()));
        let mut area = egui::ScrollArea::vertical();
        if let Some(offset) = jump {
            area = area.vertical_scroll_offset(offset);
        }
        area.id_salt("body")
            .auto_shrink([false, false])
            .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
            .show(ui, |ui| {
                ui.set_min_height(room.height() - 1.0);
                body(ui);
            })
    });
    // Less than a gap too long loses nothing: the clip reaches that far.
    let longer = shown.content_size.y > whole.height() + edge.y;
    if longer != known {
        ui.data_mut(|data| data.insert_temp(id, longer));
        ui.ctx().request_discard("a page is longer than its room");
    }
    let Some(strip) = strip else {
        return;
    };
    let most = (shown.content_size.y - shown.inner_rect.height()).max(0.0);
    let at_end = shown.state.clamped_offset().y >= most - 2.0;
    let (key, sign) = if at_end {
        (key!("kiosk-page-up"), Icon::Up)
    } else {
        (key!("kiosk-page-down"), Icon::Down)
    };
    inside(ui, strip, Layout::bottom_up(Align::Center), |ui| {
        let turn = Button::quiet(face.t(key)).icon(sign).compact();
        let wide = theme.px(700.0).min(strip.width());
        if turn.width(wide).show(ui).clicked() {
            let next = if at_end {
                0.0
            } else {
                (shown.state.clamped_offset().y + shown.inner_rect.height() * 0.8).min(most)
            };
            ui.data_mut(|data| data.insert_temp(id, next));
            super::gate::page_turned(ui.ctx());
            ui.ctx().request_repaint();
        }
    });
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
    inside(ui, head, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = theme.space.s;
        if !around.plain {
            let contrast = sign(
                ui,
                face,
                &text!(face.lang, "kiosk-contrast"),
                Icon::Contrast,
                face.high_contrast,
            );
            if contrast.clicked() {
                actions.push(Action::Nav(Nav::HighContrast(!face.high_contrast)));
            }
            let (label, on) = (text!(face.lang, "kiosk-large"), face.large);
            // The name of a community comes before its word.
            let large = if theme.look.large {
                sign(ui, face, &label, Icon::Type, on)
            } else {
                toggle(ui, &label, Icon::Type, on)
            };
            if large.clicked() {
                actions.push(Action::Nav(Nav::LargeType(!face.large)));
            }
            let other = match face.lang {
                Lang::Zh => Lang::En,
                Lang::En => Lang::Zh,
            };
            let speak = Button::quiet(text!(face.lang, "kiosk-other-language"))
                .icon(Icon::Globe)
                .compact()
                .show(ui);
            if speak.clicked() {
                actions.push(Action::Nav(Nav::Speak(other)));
            }
        }
        if let Some(reads) = face.aloud {
            let label = face.t(if reads {
                key!("kiosk-aloud-stop")
            } else {
                key!("kiosk-aloud")
            });
            if sign(ui, face, &label, Icon::Aloud, reads).clicked() {
                actions.push(Action::Nav(Nav::ReadAloud));
            }
        }
        let help = sign(
            ui,
            face,
            &text!(face.lang, "kiosk-help"),
            Icon::Help,
            face.helping,
        );
        if help.clicked() {
            actions.push(Action::Nav(Nav::Help(!face.helping)));
        }
        left_edge = help.rect.left();
    });
    let name_room = (left_edge - head.left() - theme.space.m).max(theme.px(160.0));
    community_name(ui, face, head, name_room, actions);
}

fn toggle(ui: &mut Ui, label: &str, icon: Icon, on: bool) -> egui::Response {
    Button::quiet(label)
        .icon(icon)
        .compact()
        .selected(on)
        .show(ui)
}

/// A switch whose sign stands alone where there is no room for another word: upright, and in large type in English.
fn sign(ui: &mut Ui, face: &Face, label: &str, icon: Icon, on: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let button = Button::quiet(label).icon(icon).compact().selected(on);
    let is_narrow = theme.portrait || (theme.look.large && face.lang == Lang::En);
    if is_narrow {
        button.icon_only().show(ui)
    } else {
        button.show(ui)
    }
}

/// The seal and the community's name; on the first screen, holding it for three seconds is the staff's door.
fn community_name(ui: &mut Ui, face: &Face, head: Rect, width: f32, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let seal = (theme.text.lead * 1.35).round();
    let gap = theme.space.s;
    let room = width - seal - gap;
    let mut galley = text::line(
        ui,
        &face.community,
        theme.bold(theme.text.body),
        theme.colours.ink,
        f32::INFINITY,
    );
    if galley.size().x > room {
        // A long name takes two lines rather than lose its end.
        let font = theme.bold(theme.text.small);
        galley = text::even(ui, &face.community, font, theme.colours.ink, room);
    }
    let size = vec2(
        seal + gap + galley.size().x,
        theme.space.touch.max(galley.size().y),
    );
    let rect = Rect::from_min_size(
        egui::pos2(head.left(), head.center().y - size.y / 2.0),
        size,
    );
    // Of this resident: a finger that lay here before the page was wiped under it holds nothing.
    let id = egui::Id::unique(("kiosk staff door", face.session));
    let sense = if face.door {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, id, sense);
    response
        .widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, true, &face.community));
    let square = Rect::from_center_size(
        egui::pos2(rect.left() + seal / 2.0, rect.center().y),
        egui::Vec2::splat(seal),
    );
    paint_seal(ui, square, &theme);
    let at = egui::pos2(
        square.right() + gap,
        rect.center().y - galley.size().y / 2.0,
    );
    ui.painter().galley(at, galley, theme.colours.ink);
    if face.door && response.is_pointer_button_down_on() {
        let since = ui
            .ctx()
            .data_mut(|data| *data.get_temp_mut_or_insert_with(id, || face.now));
        let left = HOLD_SECS - (face.now - since);
        if left <= 0.0 && !face.busy {
            ui.ctx().data_mut(|data| data.remove::<f64>(id));
            actions.push(Action::Staff(StaffAction::Door));
        } else {
            super::state::wake_in(ui.ctx(), left.max(0.02));
        }
    } else {
        ui.ctx().data_mut(|data| data.remove::<f64>(id));
    }
}

/// The mark of the house: 评 on a vermilion square, the same in every language.
fn paint_seal(ui: &Ui, square: Rect, theme: &Theme) {
    let c = theme.colours;
    ui.painter()
        .rect_filled(square, theme.space.round * 0.5, c.seal);
    let size = (square.height() * 0.66).round();
    let mark = text!(Lang::Zh, "kiosk-widget-seal");
    let galley = text::line(ui, &mark, theme.bold(size), c.seal_ink, f32::INFINITY);
    let at = square.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, c.seal_ink);
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
    let hair = egui::Stroke::new(theme.space.stroke * 0.75, theme.colours.line);
    ui.painter().hline(foot.x_range(), foot.top(), hair);
    let mut middle = foot;
    inside(ui, foot, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = theme.space.s;
        if let Some(back) = &around.back {
            let button = Button::quiet(back.clone()).icon(Icon::Left);
            let shown = button.enabled(!face.busy).show(ui);
            middle.min.x = shown.rect.right();
            pressed.back = shown.clicked();
        }
        if let Some(more) = &around.more {
            let button = Button::quiet(more.clone()).compact();
            let shown = button.enabled(!face.busy).show(ui);
            middle.min.x = shown.rect.right();
            pressed.more = shown.clicked();
        }
        if around.leave {
            let leave = Button::new(Kind::Plain, text!(face.lang, "kiosk-leave")).compact();
            let shown = leave.enabled(!face.busy).show(ui);
            middle.min.x = shown.rect.right();
            if shown.clicked() {
                actions.push(Action::Nav(Nav::Leave));
            }
        }
    });
    if let Some((next, open)) = &around.next {
        inside(ui, foot, Layout::right_to_left(Align::Center), |ui| {
            let button = Button::primary(next.clone()).icon_after(Icon::Right);
            let shown = button.enabled(*open && !face.busy).show(ui);
            middle.max.x = shown.rect.left();
            pressed.next = shown.clicked();
        });
    }
    if let (Some(step), false) = (around.step, theme.portrait) {
        let height = theme.text.small * 1.36 + theme.space.xs + theme.px(8.0);
        // In the middle of the page where there is room, else in the middle of what is left.
        let half = (foot.center().x - middle.left()).min(middle.right() - foot.center().x);
        let centre = if half > theme.px(150.0) {
            foot.center()
        } else {
            middle.center()
        };
        let line = Rect::from_center_size(centre, vec2(middle.width(), height));
        inside(ui, line, Layout::top_down(Align::Center), |ui| {
            progress::progress_steps(ui, face.lang, step + 1, STEPS);
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
        theme.px(PAGE_WIDTH)
    }
}
