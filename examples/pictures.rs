//! Pictures of the widgets, for looking at: `cargo run --example pictures <folder>`.

use pingyi::ui::gallery::{self, GalleryOptions, Scene};
use pingyi::ui::office;
use pingyi::ui::theme::{self, Look, Setting};
use pingyi::ui::widgets::{self, Button, ChoiceTile, Icon, Tone};
use pingyi::words::Lang;

fn controls(ui: &mut egui::Ui, look: Look, lang: Lang) {
    let theme = theme::begin(ui, Setting::Kiosk, look);
    egui::Frame::new()
        .inner_margin(theme::margin(theme.space.l))
        .show(ui, |ui| {
            widgets::trial_ribbon(ui, lang);
            widgets::title(ui, "本季度，您对物业的服务满意吗？");
            let labels = ["满意", "基本满意", "不满意", "不了解"];
            widgets::choices(ui, &labels, Some(1));
            widgets::notice(ui, Tone::Info, "您的评议是匿名的，谁也不知道是谁填写的。");
            widgets::notice(ui, Tone::Warn, "请核对回执号第三组：它与校验位不符。");
            ui.horizontal(|ui| {
                widgets::quiet_button(ui, "返回");
                widgets::primary_button(ui, "下一步");
                Button::primary("提交")
                    .icon(Icon::Tick)
                    .enabled(false)
                    .show(ui);
                Button::quiet("大字")
                    .icon(Icon::Type)
                    .compact()
                    .selected(true)
                    .show(ui);
                Button::quiet("English")
                    .icon(Icon::Globe)
                    .compact()
                    .show(ui);
            });
            ui.horizontal(|ui| {
                widgets::chip(ui, "环境卫生", true);
                widgets::chip(ui, "停车秩序", false);
                widgets::badge(ui, Tone::Good, "已答复");
                widgets::badge(ui, Tone::Seal, "已逾期");
                widgets::badge(ui, Tone::Info, "办理中");
            });
            widgets::progress_steps(ui, lang, 2, 5);
            widgets::progress_bar(ui, 3, 10, "正在写入");
            widgets::choice_tile(ui, "幸福里小区物业服务评议", false);
            ChoiceTile::new("Ágnes Qypg 3号楼").selected(true).show(ui);
        });
}

fn digits(ui: &mut egui::Ui, look: Look, lang: Lang) {
    let theme = theme::begin(ui, Setting::Kiosk, look);
    egui::Frame::new()
        .inner_margin(theme::margin(theme.space.l))
        .show(ui, |ui| {
            widgets::digit_groups(ui, lang, "1234567890", 5, 4, Some(1));
            widgets::pin_dots(ui, lang, 2, 6);
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    widgets::keypad(ui, lang, theme.px(520.0));
                });
                ui.vertical(|ui| {
                    widgets::stat_tile(ui, theme.px(360.0), "待取出", "12", Some("张评议卡"));
                    widgets::card(ui, |ui| {
                        widgets::heading(ui, "热心的邻居龑頔");
                        widgets::body(ui, "三号楼二单元的灯坏了快一个月，晚上老人上下楼看不见台阶，摔过一次。请尽快修好。");
                        widgets::note(ui, "2026年11月24日");
                    });
                });
            });
        });
}

fn main() {
    let dir = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/pictures".to_owned());
    for (large, high_contrast, size) in [(false, false, [1920, 1080]), (true, true, [1080, 1920])] {
        let look = Look {
            large,
            high_contrast,
        };
        let options = GalleryOptions {
            dir: dir.clone().into(),
            size,
            look,
        };
        let lang = Lang::Zh;
        let mut scenes = vec![
            Scene::new("controls", move |ui: &mut egui::Ui| {
                controls(ui, look, lang)
            }),
            Scene::new("digits", move |ui: &mut egui::Ui| digits(ui, look, lang)),
            Scene::new("dialog", move |ui: &mut egui::Ui| {
                controls(ui, look, lang);
                widgets::countdown_dialog(ui, lang, 12, 20);
            }),
        ];
        if !large {
            scenes.extend(
                office::gallery::samples(lang)
                    .into_iter()
                    .map(|mut sample| {
                        Scene::new(
                            format!("office-{}", sample.name),
                            move |ui: &mut egui::Ui| {
                                office::desk_ui(ui, &mut sample.desk);
                            },
                        )
                    }),
            );
        }
        let started = std::time::Instant::now();
        match gallery::draw(&options, lang, scenes) {
            Ok(count) => eprintln!("{count} pictures in {:?}", started.elapsed()),
            Err(error) => eprintln!("{}", error.sentence().say(lang)),
        }
    }
}
