//! The kiosk's staff area, and what is locked against residents.

use egui::{Event, ImeEvent, Key, Modifiers, PointerButton, ViewportCommand};
use egui_kittest::kittest::Queryable;
use pingyi::app::kiosk::{Kiosk, Service};
use pingyi::ui::kiosk::Screen;
use pingyi::words::{key, text};
use pingyi_kit::stand::Stand;
use pingyi_kit::town::{self, Town};

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
    // An input method learns what is typed; there is the panel.
    stand
        .harness
        .event(Event::Ime(ImeEvent::Commit("composed".to_owned())));
    stand.harness.run_steps(1);
    let asked = &stand.harness.output().platform_output;
    assert!(asked.commands.is_empty() && asked.ime.is_none());
    stand.settle();
    let said = stand.everything_said();
    assert!(said.contains("谢谢") && !said.contains("from elsewhere"));
    assert!(!said.contains("composed"));
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

/// A real lobby with its window, and its office.
fn lobby() -> (Town, Stand) {
    let mut town = Town::real();
    let kiosk = town.paired();
    let stand = Stand::over(&town, kiosk);
    (town, stand)
}

fn enter(stand: &mut Stand, pin: &str) {
    stand.hold_the_name(3.25);
    assert_eq!(stand.screen(), Screen::StaffPin);
    stand.digits(pin);
    stand.tap(key!("kiosk-pin-go"));
}

/// Its fingerprint's end, and the PIN once more.
fn sure(stand: &mut Stand, wrong: bool) {
    if wrong {
        stand.digits("00000000");
        stand.tap(key!("kiosk-pin-go"));
        assert!(stand.says(key!("kiosk-retire-differs")));
    }
    let typed = stand.kiosk.status().unwrap().device_fingerprint.typed();
    stand.digits(&typed.replace(' ', ""));
    stand.tap(key!("kiosk-pin-go"));
    stand.digits(town::PIN);
    stand.tap(key!("kiosk-pin-go"));
    assert_eq!(stand.screen(), Screen::Staff);
}

#[test]
fn a_device_is_retired_by_hand() {
    let (_town, mut stand) = lobby();
    enter(&mut stand, town::PIN);
    stand.tap(key!("kiosk-retire"));
    // Back leads back, and nothing has happened.
    stand.tap(key!("kiosk-back"));
    assert_eq!(stand.kiosk.service(), Service::Open);
    enter(&mut stand, town::PIN);
    stand.tap(key!("kiosk-retire"));
    sure(&mut stand, true);
    assert_eq!(stand.kiosk.service(), Service::Retired);
    assert!(stand.says(key!("kiosk-retired")));
    assert!(!stand.says(key!("kiosk-retire")), "once");
    stand.tap(key!("kiosk-staff-leave"));
    let office = stand.kiosk.community();
    let said = text!(
        stand.lang(),
        "kiosk-welcome-retired",
        place = office.office_place,
        telephone = office.telephone
    );
    assert!(stand.shows(&said) && !stand.says(key!("kiosk-welcome-start")));
}

#[test]
fn a_forgotten_pin_is_replaced_by_hand() {
    let (mut town, mut stand) = lobby();
    let own = town.settings.device.clone();
    let code = town
        .office
        .make_pin_code(&own, &mut rand::rng())
        .unwrap()
        .code;
    town.pack("a").unwrap();
    let stick = town.stick("a");
    stand.kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    stand.hold_the_name(3.25);
    stand.tap(key!("kiosk-pin-forgotten"));
    assert!(stand.says(key!("kiosk-pin-code-note")));
    stand.digits(&code.replace(' ', ""));
    stand.tap(key!("kiosk-pin-go"));
    for asked in [key!("kiosk-pin-choose"), key!("kiosk-pin-repeat")] {
        assert!(stand.says(asked));
        stand.digits("864209");
        stand.tap(key!("kiosk-pin-go"));
    }
    assert_eq!(stand.screen(), Screen::Staff);
    stand.tap(key!("kiosk-staff-leave"));
    enter(&mut stand, town::PIN);
    assert!(stand.says(key!("kiosk-pin-wrong")), "the one of before");
    stand.digits("864209");
    stand.tap(key!("kiosk-pin-go"));
    assert_eq!(stand.screen(), Screen::Staff);
}

/// A stolen key, answered at the screen: another name and another key, and the office takes the device in place of the former one.
#[test]
fn a_device_gets_another_key_by_hand() {
    let (mut town, mut stand) = lobby();
    stand.kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    let stick = town.stick("a");
    stand.kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    let before = stand.kiosk.status().unwrap().device_fingerprint;
    enter(&mut stand, town::PIN);
    stand.tap(key!("kiosk-renew"));
    sure(&mut stand, false);
    let status = stand.kiosk.status().unwrap();
    assert_eq!(status.device.as_str(), "LOBBY1B");
    assert_ne!(status.device_fingerprint, before);
    let said = text!(stand.lang(), "kiosk-renewed", name = "LOBBY1B");
    assert!(stand.shows(&said));
    stand.kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    town.accept("a");
    town.load("a");
    assert_eq!(town.office.cases().unwrap().len(), 1, "once");
    let differences = town.office.verify(&mut |_| {}).unwrap().differences;
    assert!(differences.is_empty(), "{differences:?}");
    // Again: the next letter, for this name is taken.
    assert_eq!(stand.kiosk.next_name().as_str(), "LOBBY1C");
}

/// Somebody who copied the disk retired the device in its name: its staff read so, and give it another key on the spot. Whoever has
/// retired it himself may think better of it the same way.
#[test]
fn a_device_that_somebody_else_retired_gets_another_key_by_hand() {
    let (mut town, mut stand) = lobby();
    stand.kiosk.submit(&town::opinion("灯坏了"), true).unwrap();
    let copied = pingyi::app::settings::Settings {
        data_dir: town.path("copied"),
        ..town.settings.clone()
    };
    town::copy(&town.settings.kiosk_dir(), &copied.kiosk_dir());
    let twin = Kiosk::open_with(&copied, town.clock.clone(), town.parts()).unwrap();
    twin.retire(&town.settings.device).unwrap();
    town.weekly_sync(&twin, "thief");
    town.load("thief");
    town.pack("a").unwrap();
    let stick = town.stick("a");
    stand.kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    enter(&mut stand, town::PIN);
    assert!(stand.says(key!("kiosk-retired-doubted")));
    assert!(stand.says(key!("kiosk-retire")), "or they mean it");
    stand.tap(key!("kiosk-renew"));
    stand.tap(key!("kiosk-adopted-forged"));
    sure(&mut stand, false);
    assert_eq!(stand.kiosk.service(), Service::Open);
    assert!(!stand.says(key!("kiosk-retired-doubted")));
    stand.kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    town.accept("a");
    town.load("a");
    assert_eq!(town.office.cases().unwrap().len(), 1, "once");

    stand.tap(key!("kiosk-retire"));
    sure(&mut stand, false);
    stand.tap(key!("kiosk-renew"));
    sure(&mut stand, false);
    assert_eq!(stand.kiosk.service(), Service::Open);
    assert_eq!(stand.kiosk.device().as_str(), "LOBBY1C");
}

#[test]
fn a_clock_that_is_wrong_is_set_by_hand() {
    let (town, mut stand) = lobby();
    town.clock.set(town::time("1970-01-01T00:01:00"));
    enter(&mut stand, town::PIN);
    stand.tap(key!("kiosk-clock-set"));
    for (typed, said) in [
        ("202613010930", Some(key!("kiosk-clock-shape"))),
        ("202609180930", None),
    ] {
        stand.digits(typed);
        stand.tap(key!("kiosk-pin-go"));
        assert!(said.is_none_or(|said| stand.says(said)), "{typed}");
    }
    assert_eq!(stand.screen(), Screen::Staff);
    assert!(
        !stand.says(key!("kiosk-clock-set")),
        "nothing is wrong any more"
    );
}

#[test]
fn a_lost_receipt_is_answered() {
    let mut stand = Stand::new(|_| {});
    stand.press_starting(&stand.say(key!("kiosk-welcome-lookup")));
    stand.digits("4826");
    stand.tap(key!("kiosk-lookup-lost"));
    assert_eq!(stand.screen(), Screen::Lost);
    assert!(stand.says(key!("kiosk-lost-again")));
    stand.tap(key!("kiosk-back"));
    assert_eq!(stand.screen(), Screen::Lookup);
    stand.tap(key!("kiosk-lookup-lost"));
    stand.tap(key!("kiosk-finish"));
    assert_eq!(stand.screen(), Screen::Welcome);
}
