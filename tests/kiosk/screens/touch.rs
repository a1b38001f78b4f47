//! What a finger, a keyboard or a scanner may do at the kiosk, and what it may not: the warning that nobody
//! answers, taps faster than the pages, presses that are not new, and bursts that are not meant for a button.

use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Shape, TouchPhase, vec2};
use egui_kittest::kittest::Queryable;
use pingyi::ui::kiosk::Screen;
use pingyi::words::{self, key};
use pingyi_kit::stand::Stand;

const SECRET: &str = "秘密的话";

/// Where the last thing that says the text of `key` is.
fn spot(stand: &Stand, key: words::Key) -> Pos2 {
    let label = stand.say(key);
    let last = stand.harness.get_all_by_label(&label).last();
    last.unwrap().rect().center()
}

fn button(stand: &mut Stand, pos: Pos2, pressed: bool) {
    stand.harness.event(Event::PointerMoved(pos));
    stand.harness.event(Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    });
    stand.settle();
}

/// A short tap at `pos`, without a pause before it.
fn touch(stand: &mut Stand, pos: Pos2) {
    button(stand, pos, true);
    button(stand, pos, false);
}

fn key(stand: &mut Stand, key: Key, pressed: bool) {
    stand.harness.event(Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
}

/// What a scanner types and ends with.
fn scan(stand: &mut Stand, ends: &[Key]) {
    for digit in "48269017335512048890".chars() {
        stand.harness.event(Event::Text(digit.to_string()));
    }
    for end in ends {
        stand.harness.key_press(*end);
    }
    stand.settle();
}

/// On the opinion page, with something written.
fn written(stand: &mut Stand) {
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text(SECRET);
    assert!(stand.everything_said().contains(SECRET));
}

/// On the first page of questions that do not all fit on one.
fn many_pages() -> Stand {
    let mut stand = Stand::sized([1024.0, 600.0], |settings| settings.large_type = true);
    stand.tap(key!("kiosk-welcome-start"));
    stand.press_starting("居民群众民主评议社区为民服务工作");
    stand.tap(key!("kiosk-promise-next"));
    assert!(
        stand.says(key!("kiosk-rating-next-page")),
        "more than one page"
    );
    stand
}

fn warned(stand: &mut Stand) {
    stand.pass(61.0);
    assert!(stand.says(key!("kiosk-widget-still-there")));
}

fn keeps_the_draft(stand: &Stand) -> bool {
    let draft = stand.harness.state().session().draft();
    draft.is_some_and(|draft| draft.text.as_str() == SECRET)
}

/// Everything painted as text in the last frame.
fn painted(stand: &Stand) -> String {
    fn gather(shape: &Shape, into: &mut String) {
        if let Shape::Text(text) = shape {
            into.push_str(text.galley.text());
            into.push('\n');
        } else if let Shape::Vec(shapes) = shape {
            for one in shapes {
                gather(one, into);
            }
        }
    }
    let mut all = String::new();
    for clipped in &stand.harness.output().shapes {
        gather(&clipped.shape, &mut all);
    }
    all
}

#[test]
fn the_button_that_wipes_wipes_however_long_the_finger_stays() {
    for delay in [0.0, 0.05, 0.12, 0.25, 0.4] {
        let mut stand = Stand::new(|_| {});
        written(&mut stand);
        warned(&mut stand);
        let wipe = spot(&stand, key!("kiosk-widget-leave"));
        button(&mut stand, wipe, true);
        stand.pass(delay);
        button(&mut stand, wipe, false);
        assert_eq!(stand.screen(), Screen::Welcome, "after {delay} s");
        assert!(stand.harness.state().session().draft().is_none());
        assert!(!stand.everything_said().contains(SECRET));
        // The tap after it, of an impatient finger, opens nothing.
        touch(&mut stand, wipe);
        assert_eq!(stand.screen(), Screen::Welcome);
    }
}

#[test]
fn only_i_am_still_here_keeps_the_draft() {
    let mut stand = Stand::new(|_| {});
    written(&mut stand);
    warned(&mut stand);
    let stay = spot(&stand, key!("kiosk-widget-stay"));
    touch(&mut stand, stay);
    assert!(!stand.says(key!("kiosk-widget-still-there")));
    assert!(keeps_the_draft(&stand) && stand.everything_said().contains(SECRET));
    stand.pass(59.0);
    assert!(
        !stand.says(key!("kiosk-widget-still-there")),
        "a whole new while"
    );
    stand.pass(2.0);
    assert!(stand.says(key!("kiosk-widget-still-there")));
    for (second, place) in [(4.0, [30.0, 30.0]), (4.0, [1200.0, 760.0])] {
        stand.pass(second);
        touch(&mut stand, place.into());
        stand.type_text("x");
        key(&mut stand, Key::A, true);
        key(&mut stand, Key::A, false);
        stand.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, -1.0),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        scan(&mut stand, &[Key::Enter]);
        scan(&mut stand, &[Key::Tab]);
        stand.settle();
    }
    assert!(stand.says(key!("kiosk-widget-still-there")));
    assert!(stand.shows("11"), "and the countdown went on");
    assert!(keeps_the_draft(&stand), "nothing was typed into it");
    stand.pass(11.5);
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(stand.harness.state().session().draft().is_none());
}

#[test]
fn nothing_of_the_page_is_to_be_read_behind_the_warning() {
    let mut stand = Stand::new(|_| {});
    written(&mut stand);
    assert!(painted(&stand).contains(SECRET), "the looking itself works");
    warned(&mut stand);
    for all in [painted(&stand), stand.everything_said()] {
        assert!(!all.contains(SECRET), "{all}");
        assert!(
            !all.contains(&stand.say(key!("kiosk-opinion-title"))),
            "{all}"
        );
        assert!(all.contains(&stand.say(key!("kiosk-widget-still-there"))));
    }
}

#[test]
fn a_keyboard_answers_a_dialog_and_a_scanner_does_not() {
    let mut stand = Stand::new(|_| {});
    written(&mut stand);
    warned(&mut stand);
    for ends in [
        &[Key::Enter][..],
        &[Key::Tab, Key::Enter],
        &[Key::Tab, Key::Tab, Key::Enter],
        &[Key::Space],
    ] {
        scan(&mut stand, ends);
        assert!(stand.says(key!("kiosk-widget-still-there")), "{ends:?}");
    }
    // Somebody walked through the buttons before: the scan takes the focus from them.
    stand.harness.key_press(Key::Tab);
    stand.pass(1.0);
    scan(&mut stand, &[Key::Enter]);
    assert!(stand.says(key!("kiosk-widget-still-there")));
    stand.pass(1.0);
    // Enter that is held down is not an answer, and neither is Enter before a button is chosen.
    stand.harness.key_press(Key::Enter);
    stand.settle();
    assert!(stand.says(key!("kiosk-widget-still-there")));
    stand.harness.key_press(Key::Tab);
    stand.pass(0.3);
    stand.harness.key_press(Key::Enter);
    stand.settle();
    assert!(
        !stand.says(key!("kiosk-widget-still-there")),
        "chosen and pressed"
    );
    assert!(keeps_the_draft(&stand));
}

#[test]
fn typing_goes_through_no_dialog() {
    let mut stand = Stand::new(|_| {});
    written(&mut stand);
    stand.tap(key!("kiosk-leave"));
    stand.type_text("typed over the question\n");
    scan(&mut stand, &[Key::Tab, Key::Enter]);
    stand.harness.key_press(Key::Backspace);
    stand.settle();
    assert!(stand.says(key!("kiosk-leave-title")));
    stand.tap(key!("kiosk-leave-stay"));
    assert!(keeps_the_draft(&stand));
    stand.type_text("了");
    let draft = stand.harness.state().session().draft().unwrap();
    let words = format!("{SECRET}了");
    assert_eq!(draft.text.as_str(), words, "and here one types on");
}

#[test]
fn what_is_held_is_no_sign_of_life() {
    let mut stand = Stand::new(|_| {});
    written(&mut stand);
    let words = spot(&stand, key!("kiosk-opinion-title"));
    button(&mut stand, words, true);
    stand.pass(61.0);
    assert!(
        stand.says(key!("kiosk-widget-still-there")),
        "a resting finger"
    );
    button(&mut stand, words, false);
    assert!(stand.says(key!("kiosk-widget-still-there")), "let go");
    stand.tap(key!("kiosk-widget-stay"));
    // A letter key with something lying on it: the first press is one, its repetitions are none.
    for _ in 0..125 {
        let pressed = Event::Key {
            key: Key::A,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let events = [pressed, Event::Text("A".to_owned())];
        stand.harness.input_mut().events.extend(events);
        stand.pass(0.5);
    }
    assert!(stand.says(key!("kiosk-widget-still-there")), "a held key");
}

#[test]
fn a_touch_that_comes_after_the_time_keeps_nothing() {
    let mut stand = Stand::new(|_| {});
    written(&mut stand);
    // The machine slept: no frame was drawn while the time ran out.
    let at = stand.harness.input_mut().time.unwrap() + 100.0;
    stand.harness.input_mut().time = Some(at);
    stand.harness.event(Event::PointerButton {
        pos: [640.0, 400.0].into(),
        button: PointerButton::Primary,
        pressed: true,
        modifiers: Modifiers::NONE,
    });
    stand.harness.run_steps(2);
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(stand.harness.state().session().draft().is_none());
}

#[test]
fn two_quick_taps_at_one_spot_turn_one_page() {
    for pause in [0.03, 0.12, 0.15, 0.35] {
        let mut stand = Stand::new(|_| {});
        stand.begin_s10();
        stand.pass(1.0);
        let next = spot(&stand, key!("kiosk-subjects-only-words"));
        stand.tap(key!("kiosk-back"));
        assert_eq!(stand.screen(), Screen::Promise);
        stand.pass(1.0);
        for expected in [Screen::Subjects, Screen::Opinion, Screen::Review] {
            touch(&mut stand, next);
            assert_eq!(stand.screen(), expected);
            stand.pass(pause);
            touch(&mut stand, next);
            assert_eq!(stand.screen(), expected, "{pause} s later");
            // A press that began in that time ends as nothing, however late.
            button(&mut stand, next, true);
            stand.pass(0.5);
            button(&mut stand, next, false);
            assert_eq!(stand.screen(), expected, "pressed {pause} s later");
            stand.pass(0.5);
        }
    }
}

#[test]
fn two_quick_taps_turn_one_page_of_the_questions() {
    let mut stand = many_pages();
    let first = |stand: &Stand| stand.harness.state().session().rating.first;
    let next = spot(&stand, key!("kiosk-rating-next-page"));
    stand.pass(1.0);
    touch(&mut stand, next);
    let second_page = first(&stand);
    assert!(second_page > 0);
    stand.pass(0.12);
    touch(&mut stand, next);
    assert_eq!(stand.screen(), Screen::Rating);
    assert_eq!(first(&stand), second_page);
    // Elsewhere nobody has to wait.
    let back = spot(&stand, key!("kiosk-back"));
    touch(&mut stand, back);
    assert_eq!(first(&stand), 0);
    stand.pass(0.41);
    touch(&mut stand, next);
    assert_eq!(first(&stand), second_page);
}

#[test]
fn a_press_that_outlasts_its_page_presses_nothing_on_the_next() {
    let mut stand = many_pages();
    let first = |stand: &Stand| stand.harness.state().session().rating.first;
    let next = spot(&stand, key!("kiosk-rating-next-page"));
    stand.pass(1.0);
    let tap = |pressed| Event::PointerButton {
        pos: next,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    // A slow machine: the second press comes with the release of the first.
    stand.harness.event(Event::PointerMoved(next));
    stand.harness.event(tap(true));
    stand.harness.run_steps(1);
    let events = [tap(false), tap(true)];
    stand.harness.input_mut().events.extend(events);
    stand.harness.run_steps(1);
    let second_page = first(&stand);
    assert!(second_page > 0);
    stand.harness.event(tap(false));
    stand.settle();
    assert_eq!(stand.screen(), Screen::Rating);
    assert_eq!(first(&stand), second_page);
}

#[test]
fn quick_digits_on_one_key_all_count() {
    let mut stand = Stand::new(|_| {});
    stand.press_starting(&stand.say(key!("kiosk-welcome-lookup")));
    stand.pass(1.0);
    let seven = stand.harness.get_by_label("7").rect().center();
    for _ in 0..5 {
        touch(&mut stand, seven);
        stand.pass(0.06);
    }
    assert_eq!(*stand.harness.state().session().lookup.typed, "77777");
}

#[test]
fn a_dialog_that_closes_leaves_no_tap_for_what_was_under_it() {
    let mut stand = Stand::new(|_| {});
    written(&mut stand);
    stand.tap(key!("kiosk-leave"));
    stand.pass(1.0);
    let wipe = spot(&stand, key!("kiosk-leave-wipe"));
    touch(&mut stand, wipe);
    assert_eq!(stand.screen(), Screen::Welcome);
    stand.pass(0.12);
    for across in [-30.0, 0.0, 30.0] {
        touch(&mut stand, wipe + vec2(across, 0.0));
        assert_eq!(stand.screen(), Screen::Welcome);
    }
}

#[test]
fn the_staffs_door_is_on_the_first_screen_only_and_costs_no_draft() {
    let mut stand = Stand::new(|_| {});
    written(&mut stand);
    stand.hold_the_name(3.5);
    assert_eq!(stand.screen(), Screen::Opinion);
    assert!(keeps_the_draft(&stand));
    // A finger that lies on the name while the page is wiped under it does not open the door.
    let name = stand.kiosk.community().name;
    let name = stand.harness.get_by_label(&name).rect().center();
    button(&mut stand, name, true);
    warned(&mut stand);
    stand.pass(20.0);
    assert_eq!(stand.screen(), Screen::Welcome);
    stand.pass(2.0);
    stand.pass(2.0);
    assert_eq!(stand.screen(), Screen::Welcome);
    button(&mut stand, name, false);
    stand.hold_the_name(3.5);
    assert_eq!(stand.screen(), Screen::StaffPin);
}

#[test]
fn the_pin_pad_stands_no_longer_than_any_page() {
    let mut stand = Stand::new(|_| {});
    stand.hold_the_name(3.2);
    assert_eq!(stand.screen(), Screen::StaffPin);
    stand.pass(61.0);
    assert!(stand.says(key!("kiosk-widget-still-there")));
    stand.pass(20.0);
    assert_eq!(stand.screen(), Screen::Welcome);
}

#[test]
fn a_scanner_presses_no_button_on_any_page() {
    let mut stand = Stand::new(|_| {});
    let ends = [
        &[Key::Enter][..],
        &[Key::Tab],
        &[Key::Tab, Key::Enter],
        &[Key::Tab, Key::Tab, Key::Enter],
        &[Key::Space],
    ];
    for expected in [
        Screen::Welcome,
        Screen::Plans,
        Screen::Promise,
        Screen::Subjects,
    ] {
        for ends in ends {
            scan(&mut stand, ends);
            assert_eq!(stand.screen(), expected, "{ends:?}");
            // Also where somebody walked to a button with Tab before.
            stand.pass(1.0);
            for _ in 0..5 {
                stand.harness.key_press(Key::Tab);
                stand.settle();
            }
            stand.pass(1.0);
            scan(&mut stand, ends);
            assert_eq!(stand.screen(), expected, "{ends:?} on a button");
        }
        stand.pass(1.0);
        if expected == Screen::Welcome {
            stand.tap(key!("kiosk-welcome-start"));
        } else if expected == Screen::Plans {
            stand.press_starting("社区“四评两公开”");
        } else if expected == Screen::Promise {
            stand.tap(key!("kiosk-promise-next"));
        }
    }
    // Somebody with a keyboard and no mouse still gets on.
    stand.tap(key!("kiosk-leave"));
    for button in 1..9 {
        for _ in 0..button {
            stand.pass(0.5);
            stand.harness.key_press(Key::Tab);
        }
        stand.pass(0.5);
        stand.harness.key_press(Key::Enter);
        stand.settle();
        if stand.screen() != Screen::Welcome {
            return;
        }
        if stand.says(key!("kiosk-help-back")) {
            stand.tap(key!("kiosk-help-back"));
        }
    }
    panic!("no button could be pressed with Tab and Enter");
}
