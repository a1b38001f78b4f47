//! The keys under the opinion: capitals, caret, the eraser that repeats, and never over the field.

use egui_kittest::kittest::Queryable;
use pingyi::words::{Key, key};
use pingyi_kit::stand::Stand;

fn opinion(size: [f32; 2]) -> Stand {
    let mut stand = Stand::sized(size, |_| {});
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand
}

fn words(stand: &Stand) -> String {
    let draft = stand.harness.state().session().draft().unwrap();
    draft.text.clone()
}

#[test]
fn a_finger_writes_capitals_digits_and_marks() {
    let mut stand = opinion([1280.0, 800.0]);
    stand.tap(key!("kiosk-widget-panel-keys"));
    stand.tap(key!("kiosk-widget-panel-latin"));
    let shift = stand.say(key!("kiosk-widget-shift"));
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
    stand.tap(key!("kiosk-widget-panel-digits"));
    stand.press("3");
    stand.press("号");
    stand.press("楼");
    stand.tap(key!("kiosk-widget-panel-marks"));
    stand.press("；");
    stand.tap(key!("kiosk-widget-space"));
    stand.tap(key!("kiosk-widget-enter"));
    assert_eq!(words(&stand), "aBcDEf3号楼； \n");
}

#[test]
fn the_caret_moves_and_keys_and_keyboard_share_it() {
    let mut stand = opinion([1280.0, 800.0]);
    stand.tap(key!("kiosk-widget-panel-keys"));
    stand.tap(key!("kiosk-widget-panel-latin"));
    stand.type_text("灯亮");
    stand.tap(key!("kiosk-widget-caret-left"));
    stand.press("a");
    assert_eq!(words(&stand), "灯a亮");
    stand.type_text("b");
    assert_eq!(words(&stand), "灯ab亮", "the keyboard writes on from there");
    stand.tap(key!("kiosk-widget-erase"));
    assert_eq!(words(&stand), "灯a亮");
    stand.tap(key!("kiosk-widget-caret-right"));
    stand.press("c");
    assert_eq!(words(&stand), "灯a亮c");
}

#[test]
fn the_eraser_repeats_while_it_is_held() {
    let mut stand = opinion([1280.0, 800.0]);
    stand.type_text("abcdefghij");
    let erase = stand.say(key!("kiosk-widget-erase"));
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
    let ways = [
        (
            key!("kiosk-widget-panel-hand"),
            key!("kiosk-widget-pad-one"),
        ),
        (
            key!("kiosk-widget-panel-pinyin"),
            key!("kiosk-widget-pinyin-part"),
        ),
        (
            key!("kiosk-widget-panel-strokes"),
            key!("kiosk-widget-stroke-any"),
        ),
        (key!("kiosk-widget-panel-keys"), key!("kiosk-widget-space")),
    ];
    for size in [[1280.0, 800.0], [800.0, 1280.0], [1920.0, 1080.0]] {
        let mut stand = opinion(size);
        for (tab, lowest) in ways {
            stand.tap(tab);
            let rect = |key: Key| stand.harness.get_by_label(&stand.say(key)).rect();
            let (field, tab) = (rect(key!("kiosk-opinion-field")), rect(tab));
            let (lowest, back) = (rect(lowest), rect(key!("kiosk-back")));
            assert!(field.bottom() <= tab.top(), "{size:?}: {field} {tab}");
            assert!(field.height() > 60.0, "{size:?}: {field}");
            assert!(lowest.bottom() <= back.top(), "{size:?}: {lowest} {back}");
        }
    }
}

/// Draws `strokes`, in a unit square, on the pad of that label.
fn draw(stand: &mut Stand, pad: Key, strokes: &[&[[f32; 2]]]) {
    let label = stand.say(pad);
    let rect = stand.harness.get_by_label(&label).rect().shrink(20.0);
    let at = |[x, y]: [f32; 2]| rect.min + egui::vec2(x * rect.width(), y * rect.height());
    for stroke in strokes {
        stand.harness.hover_at(at(stroke[0]));
        stand.harness.drag_at(at(stroke[0]));
        stand.harness.run_steps(1);
        for ends in stroke.windows(2) {
            for step in 1..=8_u8 {
                let share = f32::from(step) / 8.0;
                let point = [0, 1].map(|i| ends[0][i] + (ends[1][i] - ends[0][i]) * share);
                stand.harness.hover_at(at(point));
            }
            stand.harness.run_steps(1);
        }
        stand.harness.drop_at(at(*stroke.last().unwrap()));
        stand.settle();
    }
}

const TEN: [&[[f32; 2]]; 2] = [&[[0.05, 0.48], [0.95, 0.45]], &[[0.5, 0.03], [0.5, 0.97]]];
const THREE: [&[[f32; 2]]; 3] = [
    &[[0.2, 0.15], [0.8, 0.13]],
    &[[0.26, 0.5], [0.74, 0.48]],
    &[[0.05, 0.88], [0.95, 0.86]],
];

#[test]
fn a_finger_writes_and_the_next_character_takes_the_first_candidate() {
    let mut stand = opinion([1280.0, 800.0]);
    draw(&mut stand, key!("kiosk-widget-pad-one"), &TEN);
    assert_eq!(words(&stand), "", "nothing is written before it is chosen");
    draw(&mut stand, key!("kiosk-widget-pad-two"), &THREE);
    assert_eq!(words(&stand), "十", "the next character finishes the last");
    stand.press("三");
    assert_eq!(words(&stand), "十三");
    draw(&mut stand, key!("kiosk-widget-pad-one"), &TEN);
    stand.press("。");
    assert_eq!(words(&stand), "十三十。", "a mark finishes it too");
}

#[test]
fn a_stroke_is_taken_back_and_the_pad_wiped() {
    let mut stand = opinion([1280.0, 800.0]);
    draw(&mut stand, key!("kiosk-widget-pad-one"), &THREE);
    assert!(stand.shows("三"));
    stand.tap(key!("kiosk-widget-undo-label"));
    assert!(stand.shows("二"), "two strokes are left");
    stand.tap(key!("kiosk-widget-erase"));
    assert!(stand.shows("一"), "the eraser takes ink before words");
    stand.tap(key!("kiosk-widget-again-label"));
    assert!(!stand.shows("一"));
    assert_eq!(words(&stand), "");
}

#[test]
fn going_on_takes_what_was_begun_along() {
    let mut stand = opinion([1280.0, 800.0]);
    draw(&mut stand, key!("kiosk-widget-pad-one"), &TEN);
    stand.tap(key!("kiosk-to-review"));
    assert_eq!(words(&stand), "十");
}

#[test]
fn the_tab_is_remembered_until_the_resident_leaves() {
    let mut stand = opinion([1280.0, 800.0]);
    stand.tap(key!("kiosk-widget-panel-pinyin"));
    stand.tap(key!("kiosk-back"));
    stand.tap(key!("kiosk-subjects-only-words"));
    assert!(stand.says(key!("kiosk-widget-pinyin-part")));
    stand.tap(key!("kiosk-back"));
    stand.tap(key!("kiosk-leave"));
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    assert!(
        stand.says(key!("kiosk-widget-pad-one")),
        "the next one begins by hand"
    );
}

#[test]
fn letters_spell_and_stay_where_they_are() {
    let mut stand = opinion([1280.0, 800.0]);
    stand.tap(key!("kiosk-widget-panel-pinyin"));
    let place = |stand: &Stand| stand.harness.get_by_label("q").rect();
    let before = place(&stand);
    for letter in "xiwangwuyejinkuaiweixiu".chars() {
        stand.press(&letter.to_string());
    }
    assert_eq!(place(&stand), before, "the keys do not jump");
    assert!(stand.shows("xi wang wu ye jin kuai wei xiu"));
    stand.press("希望物业尽快维修");
    assert_eq!(words(&stand), "希望物业尽快维修");
    assert_eq!(place(&stand), before);
    stand.type_text("diant");
    stand.type_text(" ");
    assert_eq!(
        words(&stand),
        "希望物业尽快维修电梯",
        "a keyboard spells too"
    );
}

fn tap_first_character(stand: &mut Stand) {
    let field = stand.say(key!("kiosk-opinion-field"));
    let corner = stand.harness.get_by_label(&field).rect().min;
    let at = corner + egui::vec2(22.0, 30.0);
    stand.harness.hover_at(at);
    stand.harness.drag_at(at);
    stand.harness.drop_at(at);
    stand.settle();
}

#[test]
fn a_tap_on_a_character_written_by_hand_offers_what_its_ink_looked_like() {
    let mut stand = opinion([1280.0, 800.0]);
    draw(&mut stand, key!("kiosk-widget-pad-one"), &TEN);
    let mut alike = vec![
        "＋", "十", "干", "千", "土", "士", "午", "七", "寸", "+", "t", "卜",
    ];
    alike.retain(|ch| *ch != "十" && stand.shows(ch));
    let other = alike.first().expect("ten candidates are shown").to_string();
    stand.press("十");
    draw(&mut stand, key!("kiosk-widget-pad-one"), &THREE);
    stand.press("三");
    tap_first_character(&mut stand);
    stand.press(&other);
    assert_eq!(words(&stand), format!("{other}三"));
    tap_first_character(&mut stand);
    stand.press("十");
    assert_eq!(words(&stand), "十三", "and back again");
}

#[test]
fn strokes_find_a_character_and_a_tap_offers_another() {
    let mut stand = opinion([1280.0, 800.0]);
    stand.tap(key!("kiosk-widget-panel-strokes"));
    let (na, pie) = (
        key!("kiosk-widget-stroke-na"),
        key!("kiosk-widget-stroke-pie"),
    );
    for stroke in [na, pie, pie, na] {
        stand.tap(stroke);
    }
    stand.press("火");
    assert_eq!(words(&stand), "火");
    tap_first_character(&mut stand);
    stand.press("伙");
    assert_eq!(
        words(&stand),
        "伙",
        "another of the same sound stands in its place"
    );
}
