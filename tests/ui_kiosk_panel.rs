//! The keys under the opinion: capitals, caret, the eraser that repeats, and never over the field.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::too_many_lines,
    dead_code,
    reason = "a test may stop at the first surprise, and uses its own part of what is shared"
)]

#[path = "support/kiosk.rs"]
mod support;

use egui_kittest::kittest::Queryable;
use support::Stand;

fn opinion(size: [f32; 2]) -> Stand {
    let mut stand = Stand::sized(size, |_| {});
    stand.begin_s10();
    stand.tap("kiosk-subjects-only-words");
    stand
}

fn words(stand: &Stand) -> String {
    let draft = stand.harness.state().session().draft().unwrap();
    draft.text.clone()
}

#[test]
fn a_finger_writes_capitals_digits_and_marks() {
    let mut stand = opinion([1280.0, 800.0]);
    let shift = stand.say("kiosk-widget-shift");
    stand.press("a");
    stand.press(&shift);
    stand.press("B");
    stand.press("c");
    assert_eq!(words(&stand), "aBc", "one capital");
    stand.press(&shift);
    stand.press(&shift);
    stand.press("D");
    stand.press("E");
    stand.press(&shift);
    stand.press("f");
    assert_eq!(words(&stand), "aBcDEf", "capitals until Shift again");
    stand.tap("kiosk-widget-panel-digits");
    stand.press("3");
    stand.press("号");
    stand.press("楼");
    stand.tap("kiosk-widget-panel-marks");
    stand.press("；");
    stand.tap("kiosk-widget-space");
    stand.tap("kiosk-widget-enter");
    assert_eq!(words(&stand), "aBcDEf3号楼； \n");
}

#[test]
fn the_caret_moves_and_keys_and_keyboard_share_it() {
    let mut stand = opinion([1280.0, 800.0]);
    stand.type_text("灯亮");
    stand.tap("kiosk-widget-caret-left");
    stand.press("a");
    assert_eq!(words(&stand), "灯a亮");
    stand.type_text("b");
    assert_eq!(words(&stand), "灯ab亮", "the keyboard writes on from there");
    stand.tap("kiosk-widget-erase");
    assert_eq!(words(&stand), "灯a亮");
    stand.tap("kiosk-widget-caret-right");
    stand.press("c");
    assert_eq!(words(&stand), "灯a亮c");
}

#[test]
fn the_eraser_repeats_while_it_is_held() {
    let mut stand = opinion([1280.0, 800.0]);
    stand.type_text("abcdefghij");
    let erase = stand.say("kiosk-widget-erase");
    let centre = stand.harness.get_by_label(&erase).rect().center();
    stand.harness.hover_at(centre);
    stand.harness.drag_at(centre);
    stand.settle();
    assert_eq!(words(&stand), "abcdefghi", "one at once");
    stand.pass(0.5);
    assert_eq!(
        words(&stand),
        "abcdefghi",
        "no more for a finger that is slow"
    );
    for _ in 0..4 {
        stand.pass(0.1);
    }
    assert!(words(&stand).len() <= 6, "{}", words(&stand));
    stand.harness.drop_at(centre);
    stand.settle();
    let left = words(&stand);
    assert!(!left.is_empty());
    stand.pass(1.0);
    assert_eq!(words(&stand), left, "and no more once it is let go");
}

#[test]
fn the_keys_never_cover_the_field() {
    for size in [[1280.0, 800.0], [800.0, 1280.0], [1920.0, 1080.0]] {
        let stand = opinion(size);
        let field = stand.say("kiosk-opinion-field");
        let field = stand.harness.get_by_label(&field).rect();
        let tab = stand.say("kiosk-widget-panel-latin");
        let tab = stand.harness.get_by_label(&tab).rect();
        let space = stand.say("kiosk-widget-space");
        let space = stand.harness.get_by_label(&space).rect();
        let back = stand.say("kiosk-back");
        let back = stand.harness.get_by_label(&back).rect();
        assert!(field.bottom() <= tab.top(), "{size:?}: {field} {tab}");
        assert!(field.height() > 60.0, "{size:?}: {field}");
        assert!(space.bottom() <= back.top(), "{size:?}: {space} {back}");
    }
}
