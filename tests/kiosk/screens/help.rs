//! Help (?), over every page: the way back is to exactly where one was, nothing of what was entered is shown or lost.

use pingyi::app::office::ProfileChange;
use pingyi::ui::kiosk::Screen;
use pingyi::ui::studio;
use pingyi::ui::theme::Look;
use pingyi::words::{Lang, key, text};
use pingyi_kit::legibility::Page;
use pingyi_kit::stand::Stand;
use pingyi_kit::town::Town;

const WORDS: &str = "三单元的灯坏了一个月";

/// Somebody in the middle of their words, some of them still being spelled.
fn writing() -> Stand {
    let mut stand = Stand::new(|_| {});
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text(WORDS);
    stand.tap(key!("kiosk-widget-panel-pinyin"));
    for letter in "dianti".chars() {
        stand.press(&letter.to_string());
    }
    stand
}

fn words(stand: &Stand) -> String {
    let draft = stand.harness.state().session().draft().unwrap();
    draft.text.clone()
}

#[test]
fn every_screen_has_it() {
    for lang in Lang::ALL {
        let label = text!(lang, "kiosk-help");
        for scene in studio::kiosk::scenes(lang, Look::default()) {
            let page = Page::of(scene, [1280, 800], 0.0, false);
            // The warning stands instead of a page.
            let has_it = page.targets.iter().any(|target| target.label == label);
            assert!(has_it || page.name.contains("16-idle"), "{}", page.name);
        }
    }
}

#[test]
fn nothing_typed_is_shown_or_lost_and_the_way_back_is_to_where_one_was() {
    let mut stand = writing();
    assert!(stand.shows("dian ti"));
    stand.tap(key!("kiosk-help"));
    assert!(stand.says(key!("kiosk-help-words")) && stand.says(key!("kiosk-help-sees")));
    let said = stand.everything_said();
    for gone in [WORDS, "dian ti", "电梯"] {
        assert!(!said.contains(gone), "{gone} in {said}");
    }
    assert!(stand.shows_part(&stand.kiosk.community().telephone));
    stand.type_text("x\n");
    stand.harness.key_press(egui::Key::Backspace);
    stand.settle();
    stand.tap(key!("kiosk-help-back"));
    assert_eq!(
        (stand.screen(), words(&stand).as_str()),
        (Screen::Opinion, WORDS)
    );
    assert!(
        stand.shows("dian ti"),
        "what was being spelled waits as it was"
    );
    stand.press("电梯");
    assert_eq!(words(&stand), format!("{WORDS}电梯"));
    stand.tap(key!("kiosk-help"));
    stand.tap(key!("kiosk-help"));
    assert!(
        stand.says(key!("kiosk-opinion-title")),
        "its button leads back as well"
    );
}

#[test]
fn the_page_of_the_questions_is_the_one_it_was() {
    let mut stand = Stand::new(|_| {});
    stand.tap(key!("kiosk-welcome-start"));
    stand.press_starting("居民群众");
    stand.tap(key!("kiosk-promise-next"));
    stand.tap(key!("kiosk-help"));
    assert!(stand.says(key!("kiosk-help-rating-sees")));
    let before = stand.harness.state().session().rating.clone();
    stand.tap(key!("kiosk-help-back"));
    let after = stand.harness.state().session().rating.clone();
    assert_eq!((after.subject, after.first), (before.subject, before.first));
}

#[test]
fn nobody_leaves_it_up() {
    let mut stand = Stand::new(|_| {});
    stand.tap(key!("kiosk-help"));
    assert!(stand.says(key!("kiosk-help-start")));
    stand.pass(61.0);
    assert!(
        stand.says(key!("kiosk-widget-still-there")),
        "as on every page"
    );
    stand.pass(30.0);
    assert!(stand.says(key!("kiosk-welcome-start")));

    let mut stand = writing();
    stand.tap(key!("kiosk-help"));
    stand.pass(61.0);
    stand.pass(30.0);
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(stand.harness.state().session().draft().is_none());

    let mut stand = Stand::new(|settings| settings.receipt_shown_secs = 40);
    stand.press_starting(&stand.say(key!("kiosk-welcome-words")));
    stand.type_text("灯");
    stand.tap(key!("kiosk-opinion-hand-in"));
    stand.tap(key!("kiosk-thanks-take"));
    stand.tap(key!("kiosk-help"));
    stand.pass(41.0);
    assert_eq!(
        stand.screen(),
        Screen::Welcome,
        "a receipt's time runs on under it"
    );
}

#[test]
fn it_says_where_to_turn_as_the_office_or_the_plan_has_it() {
    let mut town = Town::real();
    let change = ProfileChange {
        protection: Some("街道纪工委 010-12388".to_owned()),
        ..ProfileChange::default()
    };
    town.office.change_profile(&change).unwrap();
    let plan = std::fs::read_to_string("assets/plans/s10.toml").unwrap();
    let plan = plan.replace("revision = 1", "revision = 2");
    let own = "\n[protection]\nto = \"市民政局\"\ntelephone = \"010-96156\"\n";
    town.office.add_plan(&format!("{plan}{own}")).unwrap();
    town.pack("a").unwrap();
    let kiosk = town.paired();
    let mut stand = Stand::over(&town, kiosk);
    stand.tap(key!("kiosk-help"));
    assert!(stand.shows_part("可以找街道纪工委 010-12388"));
    stand.tap(key!("kiosk-help-back"));
    stand.begin_s10();
    stand.tap(key!("kiosk-help"));
    assert!(stand.shows_part("可以找市民政局 010-96156"));
    assert!(!stand.shows_part("010-12388"), "the plan's own comes first");
}
