//! Colours and sizes, all in one place.
//!
//! Sizes are written for a screen whose shorter side is 1,080 points and scale with it, so that a
//! lobby screen, the same screen on its side and a tablet keep the same proportions. Fills are flat:
//! software GL pays for every pixel.

use egui::{
    Color32, CornerRadius, FontId, Margin, RichText, Stroke, Style, TextStyle, Vec2, Visuals,
};

use super::fonts;

/// The shorter side, in points, for which the sizes below are written.
const REFERENCE_SIDE_POINTS: f32 = 1080.0;
/// How much larger type is in the large-type mode.
const LARGE_TYPE: f32 = 1.3;
/// How much taller controls are in the large-type mode; less than the type, or pages would overflow.
const LARGE_CONTROLS: f32 = 1.15;

/// What a person chose about how the screen looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// 大字: running text 1.3 times as large.
    pub large: bool,
    /// 高对比: white and yellow on black.
    pub high_contrast: bool,
}

/// For whom a window is made: how dense the one set of widgets stands in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Setting {
    /// A resident standing at a touch screen: generous.
    #[default]
    Kiosk,
    /// A clerk sitting at a desk with a mouse and a keyboard: dense, so that tables fit.
    Desk,
}

/// Every colour of the house. A field that ends in `_ink` is for text on the field of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the comment of each group says it")]
pub struct Colours {
    // The page and what lies on it.
    pub ground: Color32,
    pub surface: Color32,
    pub sunken: Color32,
    pub line: Color32,
    /// Borders of things that can be touched; at least 3:1 on the page.
    pub edge: Color32,
    // Text.
    pub ink: Color32,
    pub ink_soft: Color32,
    // The one accent: pine green, for what is chosen and what leads onwards.
    pub accent: Color32,
    pub accent_pressed: Color32,
    pub accent_ink: Color32,
    pub accent_soft: Color32,
    pub accent_soft_ink: Color32,
    // The seal: vermilion, sparingly: trial mode, refusals, the mark of the house.
    pub seal: Color32,
    pub seal_ink: Color32,
    pub seal_soft: Color32,
    pub seal_soft_ink: Color32,
    // Quiet signals.
    pub warn_soft: Color32,
    pub warn_soft_ink: Color32,
    pub good_soft: Color32,
    pub good_soft_ink: Color32,
    // Controls that cannot be used now.
    pub disabled: Color32,
    pub disabled_ink: Color32,
    /// Laid over the page under a dialog.
    pub veil: Color32,
}

impl Colours {
    /// Warm paper, deep ink.
    pub const PAPER: Self = Self {
        ground: Color32::from_rgb(0xFA, 0xF7, 0xF1),
        surface: Color32::from_rgb(0xFF, 0xFF, 0xFD),
        sunken: Color32::from_rgb(0xF0, 0xEB, 0xE1),
        line: Color32::from_rgb(0xDC, 0xD5, 0xC7),
        edge: Color32::from_rgb(0x87, 0x80, 0x74),
        ink: Color32::from_rgb(0x1C, 0x27, 0x29),
        ink_soft: Color32::from_rgb(0x54, 0x5E, 0x5D),
        accent: Color32::from_rgb(0x16, 0x5A, 0x50),
        accent_pressed: Color32::from_rgb(0x0E, 0x42, 0x3B),
        accent_ink: Color32::WHITE,
        accent_soft: Color32::from_rgb(0xE0, 0xEC, 0xE7),
        accent_soft_ink: Color32::from_rgb(0x10, 0x49, 0x41),
        seal: Color32::from_rgb(0xB2, 0x34, 0x22),
        seal_ink: Color32::WHITE,
        seal_soft: Color32::from_rgb(0xFA, 0xE8, 0xE2),
        seal_soft_ink: Color32::from_rgb(0x93, 0x28, 0x19),
        warn_soft: Color32::from_rgb(0xFB, 0xF0, 0xD7),
        warn_soft_ink: Color32::from_rgb(0x6E, 0x48, 0x06),
        good_soft: Color32::from_rgb(0xE2, 0xF0, 0xE0),
        good_soft_ink: Color32::from_rgb(0x1E, 0x5C, 0x2C),
        disabled: Color32::from_rgb(0xEB, 0xE6, 0xDC),
        disabled_ink: Color32::from_rgb(0x63, 0x65, 0x60),
        veil: Color32::from_rgba_premultiplied(13, 18, 19, 150),
    };

    /// White and yellow on black, for eyes that need it.
    pub const NIGHT: Self = Self {
        ground: Color32::BLACK,
        surface: Color32::from_rgb(0x0D, 0x0D, 0x0D),
        sunken: Color32::from_rgb(0x1C, 0x1C, 0x1C),
        line: Color32::from_rgb(0x8A, 0x8A, 0x8A),
        edge: Color32::WHITE,
        ink: Color32::WHITE,
        ink_soft: Color32::from_rgb(0xE6, 0xE6, 0xE6),
        accent: Color32::from_rgb(0xFF, 0xD9, 0x2E),
        accent_pressed: Color32::from_rgb(0xFF, 0xEC, 0x99),
        accent_ink: Color32::BLACK,
        accent_soft: Color32::from_rgb(0x33, 0x2B, 0x00),
        accent_soft_ink: Color32::from_rgb(0xFF, 0xE4, 0x66),
        seal: Color32::from_rgb(0xFF, 0x8A, 0x75),
        seal_ink: Color32::BLACK,
        seal_soft: Color32::from_rgb(0x3A, 0x10, 0x08),
        seal_soft_ink: Color32::from_rgb(0xFF, 0xC4, 0xB8),
        warn_soft: Color32::from_rgb(0x3A, 0x2A, 0x00),
        warn_soft_ink: Color32::from_rgb(0xFF, 0xE0, 0x8A),
        good_soft: Color32::from_rgb(0x06, 0x2E, 0x10),
        good_soft_ink: Color32::from_rgb(0xA8, 0xF0, 0xB4),
        disabled: Color32::from_rgb(0x26, 0x26, 0x26),
        disabled_ink: Color32::from_rgb(0xB8, 0xB8, 0xB8),
        veil: Color32::from_rgba_premultiplied(0, 0, 0, 190),
    };
}

/// Heights of type, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypeSizes {
    /// Notes and captions: 28 at 1080p for residents, 24 for clerks, never less.
    pub small: f32,
    /// Labels of small buttons and chips.
    pub small_button: f32,
    /// Running text.
    pub body: f32,
    /// Button labels.
    pub button: f32,
    /// Opening sentences, and the headings of groups.
    pub lead: f32,
    /// The title of a page.
    pub title: f32,
    /// One large thing on a page: the welcome, a receipt number.
    pub display: f32,
}

/// Distances and heights, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spaces {
    /// Between a sign and its word.
    pub xs: f32,
    /// Between things that belong together.
    pub s: f32,
    /// Between neighbours.
    pub m: f32,
    /// Between groups.
    pub l: f32,
    /// Around a page.
    pub xl: f32,
    /// Inside a sheet that lies on the page.
    pub inset: f32,
    /// Least height of anything that is touched (72 at 1080p) or clicked (48).
    pub touch: f32,
    /// Height of the main buttons.
    pub button: f32,
    /// Beside the label of a button.
    pub button_padding: f32,
    /// Above and below the label of a button, at least.
    pub button_air: f32,
    /// Beside the label of a small button or a chip.
    pub small_button_padding: f32,
    /// Height of the bars above and below a page.
    pub bar: f32,
    /// Rounding of buttons and tiles.
    pub round: f32,
    /// Width of a border that can be touched.
    pub stroke: f32,
    /// Widest a column of text may be, for reading.
    pub measure: f32,
}

/// The look of one window at its present size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// What the person chose.
    pub look: Look,
    /// For whom the window is made.
    pub setting: Setting,
    /// Points of this window for one point of the reference screen.
    pub scale: f32,
    /// Higher than wide.
    pub portrait: bool,
    /// What a pointer rests on is lit. A finger does not rest, and some touch screens leave the pointer where it was.
    pub hovers: bool,
    /// The colours.
    pub colours: Colours,
    /// The type.
    pub text: TypeSizes,
    /// The distances.
    pub space: Spaces,
}

impl Spaces {
    fn new(setting: Setting, look: Look, scale: f32, body: f32) -> Self {
        let control_scale = scale * if look.large { LARGE_CONTROLS } else { 1.0 };
        let length = |points: f32| (points * scale).round().max(1.0);
        let [xs, s, m, l, xl, touch, button, bar, round] = match setting {
            Setting::Kiosk => [8.0, 14.0, 24.0, 40.0, 64.0, 72.0, 96.0, 120.0, 14.0],
            Setting::Desk => [6.0, 12.0, 20.0, 30.0, 44.0, 48.0, 58.0, 100.0, 10.0],
        };
        let control = |points: f32| (points * control_scale).round();
        Self {
            xs: length(xs),
            s: length(s),
            m: length(m),
            l: length(l),
            xl: length(xl),
            inset: length(l) * 0.8,
            touch: control(touch),
            button: control(button),
            button_padding: match setting {
                Setting::Kiosk => length(l),
                Setting::Desk => length(m),
            },
            button_air: match setting {
                Setting::Kiosk => length(s),
                Setting::Desk => length(xs),
            },
            small_button_padding: match setting {
                Setting::Kiosk => length(m),
                Setting::Desk => length(16.0),
            },
            // Holds large controls too: what stands around a page must not grow over it.
            bar: length(bar),
            round: length(round),
            stroke: (2.0 * scale).max(1.5) * if look.high_contrast { 1.5 } else { 1.0 },
            measure: body * 34.0,
        }
    }
}

impl Theme {
    /// The theme for a window of `viewport` points.
    #[must_use]
    pub fn new(setting: Setting, look: Look, viewport: Vec2) -> Self {
        let side = viewport.min_elem().max(1.0);
        // A gentler slope than proportional: a tablet is smaller, but it is held nearer than its size says.
        let scale = (side / REFERENCE_SIDE_POINTS).powf(0.75).clamp(0.5, 3.0);
        let [small, body, lead, title, display] = match setting {
            Setting::Kiosk => [28.0, 32.0, 38.0, 54.0, 84.0],
            Setting::Desk => [24.0, 26.0, 30.0, 40.0, 56.0],
        }
        .map(|size: f32| (size * scale).round());
        // Running text grows most; titles are large already, and must leave it room.
        let larger = |size: f32, share: f32| {
            let factor = if look.large {
                1.0 + (LARGE_TYPE - 1.0) * share
            } else {
                1.0
            };
            (size * factor).round()
        };
        let (small, body) = (larger(small, 1.0), larger(body, 1.0));
        let (lead, title, display) = (larger(lead, 0.7), larger(title, 0.5), larger(display, 0.3));
        Self {
            look,
            setting,
            scale,
            portrait: viewport.y > viewport.x,
            colours: if look.high_contrast {
                Colours::NIGHT
            } else {
                Colours::PAPER
            },
            hovers: setting == Setting::Desk,
            text: TypeSizes {
                small,
                small_button: match setting {
                    Setting::Kiosk => body,
                    Setting::Desk => small,
                },
                body,
                button: match setting {
                    Setting::Kiosk => lead,
                    Setting::Desk => body,
                },
                lead,
                title,
                display,
            },
            space: Spaces::new(setting, look, scale, body),
        }
    }

    /// The theme in force where `ui` is painted; the reference screen's if none was begun.
    #[must_use]
    pub fn of(ui: &egui::Ui) -> Self {
        Self::of_ctx(ui.ctx())
    }

    /// As [`Theme::of`], from a context.
    #[must_use]
    pub fn of_ctx(ctx: &egui::Context) -> Self {
        ctx.data(|data| data.get_temp::<Self>(egui::Id::NULL))
            .unwrap_or_else(|| {
                Self::new(Setting::Kiosk, Look::default(), ctx.content_rect().size())
            })
    }

    /// A length written for the reference screen, in this window's points.
    #[must_use]
    pub fn px(&self, reference_points: f32) -> f32 {
        (reference_points * self.scale).round()
    }

    /// Regular type of `size` points.
    #[must_use]
    pub fn regular(&self, size: f32) -> FontId {
        FontId::new(size, fonts::regular())
    }

    /// Bold type of `size` points.
    #[must_use]
    pub fn bold(&self, size: f32) -> FontId {
        FontId::new(size, fonts::bold())
    }

    /// Text for a label: Chinese wants more air between its lines than Latin.
    #[must_use]
    pub fn rich(&self, text: impl Into<String>, size: f32, colour: Color32) -> RichText {
        RichText::new(text)
            .font(self.regular(size))
            .line_height(Some((size * 1.5).round()))
            .color(colour)
    }

    /// As [`Theme::rich`], bold.
    #[must_use]
    pub fn rich_bold(&self, text: impl Into<String>, size: f32, colour: Color32) -> RichText {
        RichText::new(text)
            .font(self.bold(size))
            .line_height(Some((size * 1.4).round()))
            .color(colour)
    }

    /// Rounded corners of tiles and buttons.
    #[must_use]
    pub fn corners(&self) -> CornerRadius {
        CornerRadius::from(self.space.round)
    }

    /// Height a line of `size` type takes in a label.
    #[must_use]
    pub fn line(&self, size: f32) -> f32 {
        (size * 1.5).round()
    }

    fn style(&self) -> Style {
        let c = &self.colours;
        let mut style = Style {
            animation_time: 0.0,
            visuals: self.visuals(),
            ..Style::default()
        };
        style.text_styles = [
            (TextStyle::Small, self.regular(self.text.small)),
            (TextStyle::Body, self.regular(self.text.body)),
            (TextStyle::Button, self.bold(self.text.button)),
            (TextStyle::Monospace, self.regular(self.text.body)),
            (TextStyle::Heading, self.bold(self.text.title)),
        ]
        .into();
        let spacing = &mut style.spacing;
        spacing.item_spacing = Vec2::splat(self.space.s);
        spacing.button_padding = Vec2::new(self.space.m, self.space.s);
        spacing.interact_size = Vec2::splat(self.space.touch);
        spacing.icon_width = self.text.body;
        spacing.scroll = egui::style::ScrollStyle::solid();
        spacing.scroll.bar_width = self.px(18.0);
        spacing.scroll.bar_inner_margin = self.space.s;
        spacing.scroll.bar_outer_margin = 0.0;
        spacing.scroll.handle_min_length = self.space.touch;
        spacing.scroll.foreground_color = false;
        spacing.scroll.fade.strength = 0.0;
        spacing.window_margin = Margin::same(margin(self.space.l));
        style.interaction.selectable_labels = false;
        style.interaction.multi_widget_text_select = false;
        style.interaction.tooltip_delay = f32::INFINITY;
        style.scroll_animation = egui::style::ScrollAnimation::none();
        style.visuals.override_text_color = Some(c.ink);
        style
    }

    fn visuals(&self) -> Visuals {
        let c = &self.colours;
        let mut visuals = if self.look.high_contrast {
            Visuals::dark()
        } else {
            Visuals::light()
        };
        visuals.panel_fill = c.ground;
        visuals.window_fill = c.surface;
        visuals.window_stroke = Stroke::new(self.space.stroke, c.edge);
        visuals.window_shadow = egui::Shadow::NONE;
        visuals.popup_shadow = egui::Shadow::NONE;
        visuals.window_corner_radius = self.corners();
        visuals.menu_corner_radius = self.corners();
        visuals.extreme_bg_color = c.sunken;
        visuals.text_edit_bg_color = Some(c.surface);
        visuals.faint_bg_color = c.sunken;
        visuals.weak_text_color = Some(c.ink_soft);
        visuals.hyperlink_color = c.accent;
        visuals.selection.bg_fill = c.accent_soft;
        visuals.selection.stroke = Stroke::new(self.space.stroke, c.accent);
        visuals.text_cursor.stroke = Stroke::new(self.px(3.0).max(2.0), c.accent);
        // A blinking caret would wake the processor for ever.
        visuals.text_cursor.blink = false;
        visuals.disabled_alpha = 1.0;
        for (widget, fill, edge) in [
            (&mut visuals.widgets.noninteractive, c.surface, c.line),
            (&mut visuals.widgets.inactive, c.surface, c.edge),
            (&mut visuals.widgets.hovered, c.accent_soft, c.accent),
            (&mut visuals.widgets.active, c.accent_soft, c.accent),
            (&mut visuals.widgets.open, c.accent_soft, c.accent),
        ] {
            widget.bg_fill = fill;
            widget.weak_bg_fill = fill;
            widget.bg_stroke = Stroke::new(self.space.stroke, edge);
            widget.fg_stroke = Stroke::new(self.space.stroke, c.ink);
            widget.corner_radius = self.corners();
            widget.expansion = 0.0;
        }
        // The scroll handle takes its colour from `inactive.bg_fill`.
        visuals.widgets.inactive.bg_fill = c.edge;
        visuals
    }
}

/// A length as egui wants margins: whole points.
#[must_use]
pub fn margin(points: f32) -> i8 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to the range of i8"
    )]
    let whole = points.round().clamp(0.0, 127.0) as i8;
    whole
}

/// Begins a frame: makes the theme for `ui`'s window and gives it to everything painted after.
///
/// Cheap when nothing changed. Call it first in `App::ui` and in each picture.
pub fn begin(ui: &mut egui::Ui, setting: Setting, look: Look) -> Theme {
    let ctx = ui.ctx().clone();
    let theme = Theme::new(setting, look, ctx.content_rect().size());
    let known = ctx.data(|data| data.get_temp::<Theme>(egui::Id::NULL));
    if known != Some(theme) {
        ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, theme));
        let style = std::sync::Arc::new(theme.style());
        ctx.set_style_of(egui::Theme::Light, style.clone());
        ctx.set_style_of(egui::Theme::Dark, style);
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            // Hands that shake or press long still mean the button they pressed.
            options.input_options.max_click_dist = theme.px(40.0);
            options.input_options.max_click_duration = 30.0;
        });
    }
    ui.set_style(ctx.global_style());
    theme
}

/// Draws `add` as it looks in a window of `viewport` points that is made for somebody else; what comes after it looks as before.
pub fn within<R>(
    ui: &mut egui::Ui,
    (setting, look): (Setting, Look),
    viewport: Vec2,
    add: impl FnOnce(&mut egui::Ui) -> R,
) -> R {
    let ctx = ui.ctx().clone();
    let before = Theme::of(ui);
    let theme = Theme::new(setting, look, viewport);
    ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, theme));
    let shown = ui.scope(|ui| {
        ui.set_style(theme.style());
        add(ui)
    });
    ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, before));
    shown.inner
}

/// WCAG 2 contrast of two opaque colours, from 1 to 21.
#[must_use]
pub fn contrast(one: Color32, other: Color32) -> f32 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Color32) -> f32 {
    let [r, g, b] = [colour.r(), colour.g(), colour.b()].map(|channel| {
        let value = f32::from(channel) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair of text and background that a widget paints: name, text, background.
    fn text_pairs(colours: &Colours) -> [(&'static str, Color32, Color32); 18] {
        [
            ("ink on ground", colours.ink, colours.ground),
            ("ink on surface", colours.ink, colours.surface),
            ("ink on sunken", colours.ink, colours.sunken),
            ("ink on accent soft", colours.ink, colours.accent_soft),
            ("soft ink on ground", colours.ink_soft, colours.ground),
            ("soft ink on surface", colours.ink_soft, colours.surface),
            ("soft ink on sunken", colours.ink_soft, colours.sunken),
            ("accent on ground", colours.accent, colours.ground),
            ("accent on surface", colours.accent, colours.surface),
            ("accent ink", colours.accent_ink, colours.accent),
            (
                "accent ink pressed",
                colours.accent_ink,
                colours.accent_pressed,
            ),
            (
                "accent soft ink",
                colours.accent_soft_ink,
                colours.accent_soft,
            ),
            ("seal on ground", colours.seal, colours.ground),
            ("seal ink", colours.seal_ink, colours.seal),
            ("seal soft ink", colours.seal_soft_ink, colours.seal_soft),
            ("warn soft ink", colours.warn_soft_ink, colours.warn_soft),
            ("good soft ink", colours.good_soft_ink, colours.good_soft),
            ("disabled ink", colours.disabled_ink, colours.disabled),
        ]
    }

    #[test]
    fn every_text_can_be_read() {
        for (mode, colours, least) in [
            ("paper", Colours::PAPER, 4.5),
            ("night", Colours::NIGHT, 7.0),
        ] {
            for (name, text, background) in text_pairs(&colours) {
                let found = contrast(text, background);
                assert!(found >= least, "{mode}: {name} is {found:.2}:1");
            }
        }
    }

    #[test]
    fn every_edge_can_be_seen() {
        for colours in [Colours::PAPER, Colours::NIGHT] {
            for ground in [colours.ground, colours.surface, colours.sunken] {
                assert!(contrast(colours.edge, ground) >= 3.0, "edge");
                assert!(contrast(colours.accent, ground) >= 3.0, "accent");
            }
        }
    }

    #[test]
    fn type_and_targets_are_generous_at_1080p_and_a_desk_is_dense() {
        let (wide, upright) = (Vec2::new(1920.0, 1080.0), Vec2::new(1080.0, 1920.0));
        for (setting, viewports, least_type, least_target) in [
            (Setting::Kiosk, [wide, upright], 24.0, 72.0),
            (Setting::Desk, [wide, Vec2::new(1366.0, 768.0)], 14.0, 28.0),
        ] {
            for viewport in viewports {
                let theme = Theme::new(setting, Look::default(), viewport);
                assert!(theme.text.small >= least_type);
                assert!(theme.space.touch >= least_target && theme.space.button >= least_target);
                let large = Theme::new(
                    setting,
                    Look {
                        large: true,
                        high_contrast: false,
                    },
                    viewport,
                );
                assert!(large.text.body / theme.text.body > 1.25);
            }
        }
    }
}
