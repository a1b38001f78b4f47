//! Pictures are the same bytes each time, and `egui_kittest` can draw its snapshots with our painter.

use egui_kittest::Harness;
use pingyi::ui::theme::{self, Look, Setting};
use pingyi::ui::{fonts, studio, widgets};

fn page(ui: &mut egui::Ui) {
    theme::begin(ui, Setting::Kiosk, Look::default());
    widgets::title(ui, "本季度，您对物业的服务满意吗？");
    widgets::choices(ui, &["满意", "基本满意", "不满意"], Some(1));
    widgets::primary_button(ui, "下一步");
}

#[test]
fn a_picture_is_the_same_bytes_each_time() {
    let size = [800, 600];
    let one = studio::picture(size, &mut page);
    assert_eq!(one, studio::picture(size, &mut page));
    assert_eq!(one.dimensions(), (800, 600));
    let ground = theme::Colours::PAPER.ground.to_array();
    assert_eq!(one.get_pixel(799, 599).0, ground, "cleared to the ground");
    let accent = theme::Colours::PAPER.accent.to_array();
    let filled = one.pixels().filter(|pixel| pixel.0 == accent).count();
    assert!(filled > 5_000, "the main button is filled: {filled}");
}

#[test]
fn kittest_draws_with_our_painter() {
    let draw = || {
        let mut harness = Harness::builder()
            .with_size((800.0, 600.0))
            .with_context_setup(fonts::install)
            .renderer(pingyi_kit::picture::Picture::default())
            .build_ui(page);
        harness.run();
        harness.render().unwrap()
    };
    let one = draw();
    assert_eq!(one, draw());
    let accent = theme::Colours::PAPER.accent.to_array();
    assert!(one.pixels().any(|pixel| pixel.0 == accent));
}
