//! The kiosk's staff area, and what is locked against residents.

use egui::{Event, Key, Modifiers, PointerButton, ViewportCommand};
use egui_kittest::kittest::Queryable;
use pingyi::ui::kiosk::Screen;
use pingyi::words::{key, text};
use pingyi_kit::stand::Stand;
use pingyi_kit::town;

const PIN: &str = "271828";

/// Long press, and the first PIN chosen.
fn staff_area(stand: &mut Stand) {
    stand.hold_the_name(3.25);
    assert_eq!(stand.screen(), Screen::StaffPin);
    assert!(stand.says(key!("kiosk-pin-choose")));
    stand.digits(PIN);
    stand.tap(key!("kiosk-pin-go"));
    assert!(stand.says(key!("kiosk-pin-repeat")));
    stand.digits(PIN);
    stand.tap(key!("kiosk-pin-go"));
    assert_eq!(stand.screen(), Screen::Staff);
}

#[test]
fn a_short_touch_does_not_open_the_staffs_door() {
    let mut stand = Stand::new(|_| {});
    let name = stand.kiosk.community().name;
    stand.press(&name);
    stand.hold_the_name(2.0);
    stand.hold_the_name(2.0);
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(
        !stand
            .everything_said()
            .contains(&stand.say(key!("kiosk-staff-title")))
    );
}

#[test]
fn a_wrong_pin_waits_longer_each_time_and_never_for_ever() {
    let mut stand = Stand::new(|_| {});
    staff_area(&mut stand);
    stand.tap(key!("kiosk-staff-leave"));
    assert_eq!(stand.screen(), Screen::Welcome);
    stand.hold_the_name(3.25);
    assert!(stand.says(key!("kiosk-pin-enter")));
    let wait = |stand: &Stand, secs: u64| {
        let told = text!(stand.lang(), "kiosk-pin-wait", n = secs);
        stand.shows(&told)
    };
    for _ in 0..3 {
        stand.digits("1111");
        stand.tap(key!("kiosk-pin-go"));
        assert!(stand.says(key!("kiosk-pin-wrong")));
        assert_eq!(stand.screen(), Screen::StaffPin);
    }
    assert!(wait(&stand, 2), "the third mistake costs two seconds");
    assert!(!stand.shows("5"), "and the keys are gone meanwhile");
    stand.pass(2.0);
    stand.digits("1111");
    stand.tap(key!("kiosk-pin-go"));
    assert!(wait(&stand, 4), "the fourth costs four");
    // Leaving and knocking again does not shorten the wait.
    stand.tap(key!("kiosk-back"));
    stand.hold_the_name(3.25);
    assert!(wait(&stand, 1), "what is left of the wait");
    stand.pass(1.0);
    stand.digits(PIN);
    stand.tap(key!("kiosk-pin-go"));
    assert_eq!(stand.screen(), Screen::Staff, "the right PIN still opens");
}

#[test]
fn staff_sync_to_a_folder_that_stands_for_a_stick() {
    let mut stand = Stand::new(|_| {});
    let card = serde_json::json!({ "plan": "s10", "revision": 1, "opinion": { "text": "灯" } });
    let card = serde_json::from_value(card).unwrap();
    stand.kiosk.submit(&card, true).unwrap();
    staff_area(&mut stand);
    assert!(stand.shows_part(&stand.say(key!("kiosk-staff-cards"))));
    stand.tap(key!("kiosk-sync"));
    assert_eq!(stand.screen(), Screen::Sync);
    assert!(stand.says(key!("kiosk-sync-done")));
    assert!(stand.says(key!("kiosk-sync-none-closed")), "no ratings");
    let words = text!(stand.lang(), "kiosk-sync-words", n = "1");
    assert!(stand.shows(&words), "and the opinion leaves at once");
    stand.tap(key!("kiosk-sync-seen"));
    stand.kiosk.submit(&town::rating(), true).unwrap();
    stand.tap(key!("kiosk-sync"));
    assert!(stand.says(key!("kiosk-sync-none-closed")), "one card waits");
    assert!(stand.says(key!("kiosk-sync-words-none")));
    stand.tap(key!("kiosk-sync-seen"));
    let crowd = stand.say(key!("kiosk-end-rounds"));
    stand.press(&crowd);
    stand.tap(key!("kiosk-sync"));
    assert!(!stand.says(key!("kiosk-sync-none-closed")));
    assert!(
        stand.says(key!("courier-may-be-pulled")),
        "and may be pulled"
    );
    let stick = stand.settings.trial_stick_dir();
    let batch = stick.join("PINGYI/FROM/LOBBY1/B0000001.JSL");
    assert!(batch.metadata().unwrap().len() > 1_000);
    assert!(batch.with_extension("SIG").exists());
    stand.tap(key!("kiosk-sync-seen"));
    assert_eq!(stand.screen(), Screen::Staff);
    // The choice holds for one sync, not for every later one.
    stand.tap(key!("kiosk-staff-leave"));
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(!stand.says(key!("kiosk-staff-title")));
}

#[test]
fn the_staff_area_closes_when_nobody_is_there() {
    let mut stand = Stand::new(|_| {});
    staff_area(&mut stand);
    stand.pass(299.0);
    assert_eq!(
        stand.screen(),
        Screen::Staff,
        "staff get five times as long"
    );
    stand.pass(2.0);
    assert!(stand.says(key!("kiosk-widget-still-there")));
    stand.pass(20.0);
    assert_eq!(stand.screen(), Screen::Welcome);
}

#[test]
fn no_shortcut_quits_zooms_or_copies() {
    let mut stand = Stand::new(|_| {});
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    let held = [
        (Modifiers::CTRL, Key::Q),
        (Modifiers::CTRL, Key::W),
        (Modifiers::ALT, Key::F4),
        (Modifiers::CTRL, Key::Plus),
        (Modifiers::CTRL, Key::Minus),
        (Modifiers::NONE, Key::F11),
        (Modifiers::NONE, Key::Escape),
    ];
    for (modifiers, key) in held {
        let modifiers = if modifiers.ctrl {
            Modifiers {
                command: true,
                ..modifiers
            }
        } else {
            modifiers
        };
        stand.harness.key_press_modifiers(modifiers, key);
        stand.harness.run_steps(1);
        let output = stand.harness.output();
        let commands = output
            .viewport_output
            .values()
            .flat_map(|one| &one.commands);
        for command in commands {
            assert!(
                !matches!(
                    command,
                    ViewportCommand::Close | ViewportCommand::Fullscreen(_)
                ),
                "{key:?}: {command:?}"
            );
        }
    }
    stand.settle();
    assert!((stand.harness.ctx.zoom_factor() - 1.0).abs() < f32::EPSILON);
    assert_eq!(stand.screen(), Screen::Opinion);
    stand.type_text("谢谢");
    let select_all = Modifiers {
        command: true,
        ..Modifiers::CTRL
    };
    stand.harness.key_press_modifiers(select_all, Key::A);
    stand.harness.event(Event::Copy);
    stand.harness.event(Event::Cut);
    stand
        .harness
        .event(Event::Paste("from elsewhere".to_owned()));
    stand.harness.run_steps(1);
    assert!(stand.harness.output().platform_output.commands.is_empty());
    stand.settle();
    let said = stand.everything_said();
    assert!(said.contains("谢谢") && !said.contains("from elsewhere"));
}

#[test]
fn a_long_touch_opens_no_menu() {
    let mut stand = Stand::new(|_| {});
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text("谢谢");
    let before = stand.everything_said();
    let field = stand.say(key!("kiosk-opinion-field"));
    for label in [
        field,
        stand.say(key!("kiosk-opinion-title")),
        stand.say(key!("kiosk-back")),
    ] {
        let nodes: Vec<_> = stand.harness.get_all_by_label(&label).collect();
        nodes.last().unwrap().click_button(PointerButton::Secondary);
        drop(nodes);
        stand.settle();
        assert_eq!(stand.everything_said(), before, "{label}");
    }
    assert_eq!(stand.screen(), Screen::Opinion);
}
