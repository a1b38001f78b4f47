//! Read aloud (🔊): what a page says and nothing that a resident wrote or chose, ended when the page is.

use std::path::Path;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use pingyi::app::settings::Settings;
use pingyi::ui::kiosk::Screen;
use pingyi::ui::theme::Look;
use pingyi::ui::widgets::said;
use pingyi::ui::{fonts, studio};
use pingyi::words::{Lang, key, text};
use pingyi_kit::stand::Stand;

fn shell(script: &str) -> Vec<String> {
    ["sh", "-c", script].map(str::to_owned).to_vec()
}

/// A lobby whose engine notes what it is told in `folder`.
fn noting(folder: &Path) -> Stand {
    let heard = folder.join("heard").display().to_string();
    Stand::new(|settings: &mut Settings| {
        settings.aloud.zh = shell(&format!("cat >> {heard}"));
        settings.aloud.loudspeaker = true;
    })
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_default()
}

/// Taps the button, lets the page be read to its end, and tells what was heard.
fn hear(stand: &mut Stand, folder: &Path) -> String {
    let _none = std::fs::remove_file(folder.join("heard"));
    stand.tap(key!("kiosk-aloud"));
    let start = Instant::now();
    while stand.says(key!("kiosk-aloud-stop")) {
        assert!(start.elapsed() < Duration::from_mins(1), "never through");
        std::thread::sleep(Duration::from_millis(20));
        stand.settle();
    }
    read(folder, "heard")
}

#[test]
fn without_an_engine_there_is_no_button() {
    let mut stand = Stand::new(|_| {});
    assert!(!stand.says(key!("kiosk-aloud")));
    let folder = tempfile::tempdir().unwrap();
    stand = noting(folder.path());
    assert!(stand.says(key!("kiosk-aloud")));
    stand.tap(key!("kiosk-other-language"));
    assert!(
        !stand.says(key!("kiosk-aloud")),
        "none for English is named"
    );
}

#[test]
fn a_card_is_read_question_by_question_with_its_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut stand = noting(folder.path());
    let welcome = hear(&mut stand, folder.path());
    assert!(
        welcome.contains("请您来评一评") && welcome.contains("提意见"),
        "{welcome}"
    );
    assert!(
        !welcome.contains("高对比"),
        "what stands on every page is not read"
    );
    stand.tap(key!("kiosk-welcome-start"));
    stand.press_starting("居民群众");
    stand.tap(key!("kiosk-promise-next"));
    assert_eq!(stand.screen(), Screen::Rating);
    let page = hear(&mut stand, folder.path());
    let plan = stand
        .harness
        .state()
        .session()
        .draft()
        .unwrap()
        .plan()
        .clone();
    let mut at = 0;
    // The first page's; what their names stand for, and then their answers.
    for criterion in &plan.criteria[..3] {
        let name = criterion.name.get(Lang::Zh);
        let found = page[at..]
            .find(name)
            .unwrap_or_else(|| panic!("{name}: {page}"));
        at += found;
        assert!(page[at..].contains("不满意"), "its answers follow");
    }
    let onwards = page.find(&stand.say(key!("kiosk-leave"))).unwrap();
    assert!(onwards > at, "the ways onwards come last: {page}");
    stand.tap(key!("kiosk-help"));
    let help = hear(&mut stand, folder.path());
    assert!(
        help.contains("每一航点一个答案"),
        "as it is to sound: {help}"
    );
}

#[test]
fn what_a_resident_wrote_chose_or_holds_is_never_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut stand = noting(folder.path());
    stand.begin_s10();
    stand.press_starting("实物评估");
    stand.press("基本满意");
    stand.tap(key!("kiosk-rating-done"));
    stand.tap(key!("kiosk-subjects-done"));
    stand.type_text("路灯坏了QX");
    stand.tap(key!("kiosk-widget-panel-pinyin"));
    for letter in "louti".chars() {
        stand.press(&letter.to_string());
    }
    let said = hear(&mut stand, folder.path());
    assert!(
        said.contains(&stand.say(key!("kiosk-opinion-title"))),
        "{said}"
    );
    for secret in ["路灯", "QX", "lou", "楼梯"] {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
    stand.tap(key!("kiosk-to-review"));
    let said = hear(&mut stand, folder.path());
    assert!(
        said.contains(&stand.say(key!("kiosk-review-title"))),
        "{said}"
    );
    for secret in ["路灯", "QX", "基本满意", "楼梯"] {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
    stand.tap(key!("kiosk-review-next"));
    stand.tap(key!("kiosk-thanks-take"));
    let session = stand.harness.state().session();
    let number = session
        .receipt
        .as_ref()
        .unwrap()
        .issued
        .number
        .grouped()
        .clone();
    let said = hear(&mut stand, folder.path());
    assert!(said.contains(&stand.say(key!("kiosk-receipt-title"))));
    for group in number.split(' ') {
        assert!(!said.contains(group), "{said}");
    }
    stand.tap(key!("kiosk-receipt-finish"));
    stand.press_starting(&stand.say(key!("kiosk-welcome-lookup")));
    stand.digits("4826");
    assert!(!hear(&mut stand, folder.path()).contains("4826"));
}

#[test]
fn every_screen_says_something_and_none_what_was_entered() {
    for lang in Lang::ALL {
        for mut scene in studio::kiosk::scenes(lang, Look::default()) {
            let name = scene.name.clone();
            let mut heard = Vec::new();
            let mut harness = Harness::builder()
                .with_size([1280.0, 800.0])
                .with_context_setup(fonts::install)
                .build_ui(|ui| {
                    let ctx = ui.ctx().clone();
                    let ((), words) = said::heard(&ctx, || (scene.draw)(ui));
                    heard = words;
                });
            harness.run_steps(2);
            drop(harness);
            let said = heard.join("\n");
            assert!(
                heard.len() >= 2 || name.contains("sync-running"),
                "{name}: {said}"
            );
            for secret in [
                "路灯坏了",
                "lamp at the door",
                "4826",
                "13812345678",
                "dengyi",
            ] {
                assert!(!said.contains(secret), "{name} says {secret}: {said}");
            }
        }
    }
}

/// An engine that speaks for a minute.
fn long_winded(folder: &Path) -> Stand {
    let pid = folder.join("pid").display().to_string();
    Stand::new(|settings: &mut Settings| {
        settings.aloud.zh = shell(&format!("echo $$ > {pid}; exec sleep 63"));
        settings.aloud.loudspeaker = true;
    })
}

/// Begins to read; whether the program is still there.
fn begin(stand: &mut Stand, folder: &Path) -> impl Fn() -> bool + use<> {
    let _none = std::fs::remove_file(folder.join("pid"));
    stand.tap(key!("kiosk-aloud"));
    let start = Instant::now();
    while read(folder, "pid").trim().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(30), "never began");
        std::thread::sleep(Duration::from_millis(20));
    }
    let proc = format!("/proc/{}", read(folder, "pid").trim());
    move || Path::new(&proc).exists()
}

#[test]
fn it_ends_with_the_page_the_resident_or_a_tap() {
    let folder = tempfile::tempdir().unwrap();
    let mut stand = long_winded(folder.path());
    let speaks = begin(&mut stand, folder.path());
    assert!(speaks());
    stand.tap(key!("kiosk-aloud-stop"));
    assert!(!speaks(), "a tap on the same button");

    let speaks = begin(&mut stand, folder.path());
    stand.tap(key!("kiosk-welcome-start"));
    assert!(!speaks(), "another page");

    let speaks = begin(&mut stand, folder.path());
    stand.tap(key!("kiosk-large"));
    assert!(!speaks(), "the page drawn anew");

    let speaks = begin(&mut stand, folder.path());
    stand.pass(61.0);
    assert!(stand.says(key!("kiosk-widget-still-there")));
    assert!(!speaks(), "nobody is there");
    stand.tap(key!("kiosk-widget-stay"));

    let speaks = begin(&mut stand, folder.path());
    stand.tap(key!("kiosk-back"));
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(!speaks(), "the resident has left");

    let speaks = begin(&mut stand, folder.path());
    drop(stand);
    assert!(!speaks(), "the window has closed");
}

#[test]
fn where_no_headphones_are_in_it_says_so_and_stays_silent() {
    let folder = tempfile::tempdir().unwrap();
    let heard = folder.path().join("heard").display().to_string();
    let mut stand = Stand::new(|settings: &mut Settings| {
        settings.aloud.zh = shell(&format!("cat >> {heard}"));
        settings.aloud.headset = shell("exit 1");
    });
    stand.tap(key!("kiosk-aloud"));
    let start = Instant::now();
    while !stand.shows(&text!(Lang::Zh, "app-aloud-no-headset")) {
        assert!(start.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(20));
        stand.settle();
    }
    stand.tap(key!("kiosk-aloud-seen"));
    assert!(!stand.shows(&text!(Lang::Zh, "app-aloud-no-headset")));
    assert_eq!(read(folder.path(), "heard"), "");
}
