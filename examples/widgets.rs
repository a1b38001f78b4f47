//! Every widget in a real window: `cargo run --example widgets [kiosk|desk] [large] [contrast] [en]`.

use pingyi::ui::theme::{self, Look, Setting};
use pingyi::ui::widgets::{self, Tone};
use pingyi::ui::window::{self, WindowOptions};
use pingyi::words::Lang;

struct Page {
    setting: Setting,
    look: Look,
    lang: Lang,
    chosen: Option<usize>,
}

impl eframe::App for Page {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let theme = theme::begin(ui, self.setting, self.look);
        egui::Frame::new()
            .inner_margin(theme::margin(theme.space.l))
            .show(ui, |ui| {
                widgets::title(ui, "本季度，您对物业的服务满意吗？");
                let labels = ["满意", "基本满意", "不满意", "不了解"];
                if let Some(chosen) = widgets::choices(ui, &labels, self.chosen) {
                    self.chosen = Some(chosen);
                }
                widgets::notice(ui, Tone::Info, "您的评议是匿名的。");
                ui.horizontal(|ui| {
                    widgets::quiet_button(ui, "返回");
                    widgets::primary_button(ui, "下一步");
                });
                widgets::keypad(ui, self.lang, theme.px(480.0));
            });
    }
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let said = |word: &str| words.iter().any(|one| one == word);
    let page = Page {
        setting: if said("desk") {
            Setting::Desk
        } else {
            Setting::Kiosk
        },
        look: Look {
            large: said("large"),
            high_contrast: said("contrast"),
        },
        lang: if said("en") { Lang::En } else { Lang::Zh },
        chosen: None,
    };
    let options = WindowOptions {
        title: "评议".to_owned(),
        size: [1280, 800],
        fullscreen: said("kiosk"),
        kiosk: said("kiosk"),
        pointer_hidden: said("kiosk"),
    };
    if let Err(error) = window::open(options, |_| Box::new(page)) {
        eprintln!("{}", error.sentence().say(Lang::Zh));
        std::process::exit(20);
    }
}
