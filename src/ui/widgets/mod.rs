//! The parts screens are made of, for both windows: how large they are says the theme, by the window's
//! [`Setting`](super::theme::Setting). Each has a target of at least 72 points at 1080p at a kiosk and 48 at a desk, a
//! label for assistive technology, and a sign beside every colour.

pub mod badge;
pub mod button;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod keypad;
pub mod layout;
pub mod notice;
pub mod panel;
pub mod progress;
pub mod qr;
pub mod said;
pub mod text;
pub mod tile;

pub use badge::{Tone, badge, figure, stat_tile};
pub use button::{Button, Kind, plain_button, primary_button, quiet_button, small_button, toggle};
pub use dialog::{CountdownAnswer, countdown_dialog, dialog};
pub use field::{field, long_field, secret_field};
pub use icon::Icon;
pub use keypad::{KeypadKey, digit_groups, keypad, pin_dots};
pub use layout::{beside, card, column, flow, row, tiles, two_columns};
pub use notice::{notice, notice_with, notice_with_button, trial_ribbon};
pub use progress::{progress_bar, progress_steps};
pub use qr::qr;
pub use text::{body, display, fact, heading, lead, note, page_title, strong, title};
pub use tile::{ChoiceTile, chip, choice_tile, choices};

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::Queryable};

    use super::*;
    use crate::ui::{fonts, theme};
    use crate::words::Lang;

    /// A page of every widget; `pressed` notes what was clicked.
    fn page(ui: &mut egui::Ui, look: theme::Look, lang: Lang, pressed: &mut Vec<String>) {
        theme::begin(ui, theme::Setting::Kiosk, look);
        if primary_button(ui, "下一步").clicked() {
            pressed.push("next".into());
        }
        if chip(ui, "环境卫生", true).clicked() {
            pressed.push("chip".into());
        }
        if let Some(index) = choices(ui, &["满意", "基本满意", "不满意"], Some(0)) {
            pressed.push(format!("choice {index}"));
        }
        if let Some(key) = keypad(ui, lang, 600.0) {
            pressed.push(format!("{key:?}"));
        }
        digit_groups(ui, lang, "123456", 5, 4, Some(0));
        pin_dots(ui, lang, 2, 6);
        progress_steps(ui, lang, 2, 5);
        progress_bar(ui, 3, 10, "正在写入");
        notice(ui, Tone::Warn, "请核对");
        trial_ribbon(ui, lang);
        badge(ui, Tone::Good, "已答复");
        stat_tile(ui, 300.0, "待取出", "12", Some("张评议卡"));
        qr(
            ui,
            &[vec![true, false], vec![false, true]],
            200.0,
            "回执二维码",
        );
        card(ui, |ui| {
            display(ui, "评议");
            note(ui, "龑頔");
        });
    }

    #[test]
    fn every_widget_is_found_and_pressed_by_its_label() {
        for look in [
            theme::Look::default(),
            theme::Look {
                large: true,
                high_contrast: true,
            },
        ] {
            for (label, expected) in [
                ("下一步", "next"),
                ("环境卫生", "chip"),
                ("不满意", "choice 2"),
                ("7", "Digit(7)"),
                ("清空", "Clear"),
                ("删除", "Erase"),
            ] {
                let mut harness = Harness::builder()
                    .with_size((1080.0, 2600.0))
                    .with_context_setup(fonts::install)
                    .build_ui_state(
                        move |ui, pressed: &mut Vec<String>| page(ui, look, Lang::Zh, pressed),
                        Vec::new(),
                    );
                let node = harness.get_by_label(label);
                assert!(node.rect().height() >= 72.0, "{label} is easy to touch");
                node.click();
                harness.run();
                assert_eq!(harness.state().as_slice(), [expected]);
            }
        }
    }

    #[test]
    fn a_countdown_can_be_answered() {
        let mut harness = Harness::builder()
            .with_size((1280.0, 800.0))
            .with_context_setup(fonts::install)
            .build_ui_state(
                |ui, answer: &mut Option<CountdownAnswer>| {
                    theme::begin(ui, theme::Setting::Kiosk, theme::Look::default());
                    *answer = answer.or(countdown_dialog(ui, Lang::Zh, 12, 20));
                },
                None,
            );
        harness.get_by_label("我还在，继续").click();
        harness.run();
        assert_eq!(*harness.state(), Some(CountdownAnswer::Stay));
    }
}
