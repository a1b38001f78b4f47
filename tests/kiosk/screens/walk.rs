//! The kiosk's screens, clicked through by their labels, with a real kiosk in trial mode behind them.

use egui_kittest::kittest::Queryable;
use pingyi::app::kiosk::Lookup;
use pingyi::app::office::ProfileChange;
use pingyi::domain::device::DeviceRole;
use pingyi::ui::kiosk::Screen;
use pingyi::ui::kiosk::session::Manner;
use pingyi::words::{Lang, key, text};
use pingyi_kit::stand::Stand;
use pingyi_kit::town::Town;

/// The answer `label` to the question at `place`, turning the page where they do not all fit on one.
fn answer(stand: &mut Stand, label: &str, place: usize) {
    if stand.says(key!("kiosk-rating-next-page")) && place > 0 {
        stand.tap(key!("kiosk-rating-next-page"));
    }
    let last = stand.harness.get_all_by_label(label).count() - 1;
    let mut nodes = stand.harness.get_all_by_label(label);
    nodes.nth(place.min(last)).unwrap().click();
    drop(nodes);
    stand.settle();
}

/// Which answers of a subject are given, in the draft.
fn ticks(stand: &Stand, subject: usize) -> Vec<Option<u16>> {
    let draft = stand.harness.state().session().draft().unwrap();
    let asked = draft.criteria(subject);
    asked
        .iter()
        .map(|(place, _)| draft.tick(subject, *place))
        .collect()
}

#[test]
fn a_resident_goes_from_welcome_to_receipt_and_finds_it_again() {
    let mut stand = Stand::new(|_| {});
    assert!(
        stand.says(key!("kiosk-widget-trial")),
        "trial mode is marked"
    );
    stand.tap(key!("kiosk-welcome-start"));
    assert_eq!(stand.screen(), Screen::Plans);
    stand.press_starting("社区“四评两公开”");
    assert!(stand.says(key!("kiosk-promise-anonymous")) && stand.says(key!("kiosk-promise-safe")));
    stand.tap(key!("kiosk-promise-next"));
    stand.press_starting("实物评估");
    assert_eq!(stand.screen(), Screen::Rating);
    answer(&mut stand, "满意", 0);
    answer(&mut stand, "基本满意", 1);
    assert_eq!(ticks(&stand, 0), [Some(0), Some(1)]);
    // The second tap on the same answer takes it back: this plan lets questions be skipped.
    answer(&mut stand, "基本满意", 1);
    assert_eq!(ticks(&stand, 0), [Some(0), None]);
    stand.tap(key!("kiosk-rating-done"));
    assert_eq!(stand.screen(), Screen::Subjects);
    stand.press_starting("满意度评估");
    stand.press("9");
    assert_eq!(ticks(&stand, 2), [Some(9)]);
    stand.tap(key!("kiosk-rating-done"));
    stand.tap(key!("kiosk-subjects-done"));

    assert_eq!(stand.screen(), Screen::Opinion);
    stand.press("环境卫生");
    stand.type_text("楼道的灯坏了");
    assert!(!stand.says(key!("kiosk-opinion-contact")));
    stand.type_text("，电话13812345678");
    assert!(stand.says(key!("kiosk-opinion-contact")), "pointed out");
    stand.tap(key!("kiosk-to-review"));
    assert_eq!(stand.screen(), Screen::Review, "and never blocked");
    assert!(stand.says(key!("kiosk-opinion-contact")));
    assert!(stand.shows("楼道的灯坏了，电话13812345678"));

    stand.tap(key!("kiosk-review-edit"));
    assert_eq!(stand.screen(), Screen::Opinion);
    for _ in 0.."，电话13812345678".chars().count() {
        stand.harness.key_press(egui::Key::Backspace);
    }
    stand.settle();
    stand.tap(key!("kiosk-to-review"));
    assert!(stand.shows("楼道的灯坏了") && !stand.says(key!("kiosk-opinion-contact")));
    stand.tap(key!("kiosk-review-next"));

    assert_eq!(stand.screen(), Screen::Thanks, "one tap hands it in");
    stand.tap(key!("kiosk-thanks-take"));
    assert_eq!(stand.screen(), Screen::Receipt);
    assert!(stand.says(key!("kiosk-receipt-qr")));
    let session = stand.harness.state().session();
    assert!(session.draft().is_none(), "the draft went with the card");
    let issued = &session.receipt.as_ref().unwrap().issued;
    let promised = issued
        .promise
        .due()
        .unwrap()
        .date
        .format("%Y年%-m月%-d日前答复");
    assert!(stand.shows_part(&promised.to_string()));
    let number = issued.number.grouped().replace(' ', "");
    let scanned = issued.qr_text.to_string();
    stand.tap(key!("kiosk-receipt-finish"));
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(stand.harness.state().session().receipt.is_none());
    let waiting = stand.kiosk.status().unwrap().waiting;
    assert!(waiting.len() == 1 && waiting[0].is_handful);

    stand.press_starting(&stand.say(key!("kiosk-welcome-lookup")));
    stand.digits(&number);
    assert_eq!(stand.screen(), Screen::Found);
    assert!(stand.says(key!("kiosk-found-unknown")));
    stand.tap(key!("kiosk-found-another"));
    // A keyboard-wedge scanner types the code's whole text, lines and all, and Return.
    stand.type_text(&scanned);
    stand.type_text("\n");
    assert_eq!(stand.screen(), Screen::Found);
    assert!(
        stand.says(key!("kiosk-found-unknown")),
        "the scan finds it too"
    );
    stand.tap(key!("kiosk-finish"));
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(stand.harness.state().session().lookup.typed.is_empty());
}

#[test]
fn a_mistyped_and_an_unknown_number_are_told_apart() {
    let mut stand = Stand::new(|_| {});
    let card = serde_json::json!({ "plan": "s10", "revision": 1, "opinion": { "text": "灯" } });
    let card = serde_json::from_value(card).unwrap();
    let issued = stand.kiosk.submit(&card, true).unwrap().unwrap();
    stand.carry();
    let mut digits = issued.number.grouped().replace(' ', "");
    let wrong = if digits.ends_with('1') { '2' } else { '1' };
    digits.pop();
    digits.push(wrong);
    stand.press_starting(&stand.say(key!("kiosk-welcome-lookup")));
    stand.type_text(&digits);
    stand.tap(key!("kiosk-lookup-go"));
    assert!(stand.says(key!("kiosk-found-mistyped")));
    let group = text!(stand.lang(), "kiosk-found-mistyped-group", n = "5");
    assert!(stand.shows(&group), "the group is named");
    stand.tap(key!("kiosk-found-retype"));
    assert_eq!(*stand.harness.state().session().lookup.typed, digits);
    stand.tap(key!("kiosk-back"));
    assert_eq!(stand.screen(), Screen::Welcome);
    stand.press_starting(&stand.say(key!("kiosk-welcome-notices")));
    assert_eq!(stand.screen(), Screen::Notices);
    assert!(stand.says(key!("kiosk-notices-none")));
    stand.tap(key!("kiosk-back"));
    assert_eq!(stand.screen(), Screen::Welcome);
}

#[test]
fn a_receipt_that_is_not_taken_is_gone() {
    let mut stand = Stand::new(|_| {});
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    assert_eq!(stand.screen(), Screen::Opinion);
    stand.type_text("谢谢");
    stand.tap(key!("kiosk-to-review"));
    stand.tap(key!("kiosk-review-next"));
    assert_eq!(stand.screen(), Screen::Thanks);
    let session = stand.harness.state().session();
    assert!(session.issued.is_some() && session.receipt.is_none());
    assert!(!stand.says(key!("kiosk-back")));
    stand.tap(key!("kiosk-finish"));
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(stand.harness.state().session().issued.is_none());
    let status = stand.kiosk.status().unwrap();
    assert!(status.waiting.is_empty(), "words wait for no crowd");
}

#[test]
fn leaving_asks_first_and_then_keeps_nothing() {
    let mut stand = Stand::new(|_| {});
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text("秘密的话");
    stand.tap(key!("kiosk-leave"));
    assert!(stand.says(key!("kiosk-leave-title")));
    stand.tap(key!("kiosk-leave-stay"));
    assert!(stand.everything_said().contains("秘密的话"));
    stand.tap(key!("kiosk-leave"));
    stand.tap(key!("kiosk-leave-wipe"));
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(!stand.everything_said().contains("秘密的话"));
    assert!(stand.harness.state().session().draft().is_none());
}

#[test]
fn somebody_who_walks_away_is_warned_for_and_wiped() {
    let mut stand = Stand::new(|_| {});
    let defaults = Manner::from_settings(&stand.settings);
    stand.tap(key!("kiosk-other-language"));
    stand.tap(key!("kiosk-large"));
    stand.tap(key!("kiosk-contrast"));
    let manner = stand.harness.state().manner();
    assert_eq!(
        (manner.lang, manner.large, manner.high_contrast),
        (Lang::En, true, true)
    );
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text("my secret");
    stand.pass(59.0);
    assert!(!stand.says(key!("kiosk-widget-still-there")));
    stand.pass(2.0);
    assert!(stand.says(key!("kiosk-widget-still-there")));
    assert!(stand.shows("19"), "the countdown is shown");
    stand.tap(key!("kiosk-widget-stay"));
    assert_eq!(stand.screen(), Screen::Opinion);
    assert!(stand.everything_said().contains("my secret"));
    stand.pass(61.0);
    assert!(stand.says(key!("kiosk-widget-still-there")));
    stand.pass(20.0);
    assert_eq!(stand.screen(), Screen::Welcome);
    assert_eq!(stand.harness.state().manner(), defaults);
    assert!(!stand.everything_said().contains("my secret"));
    assert!(stand.harness.state().session().draft().is_none());
    stand.pass(10_000.0);
    assert!(
        !stand.says(key!("kiosk-widget-still-there")),
        "nobody to warn"
    );
}

#[test]
fn a_receipt_disappears_after_its_time_whatever_is_touched() {
    let mut stand = Stand::new(|_| {});
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text("谢谢");
    stand.tap(key!("kiosk-to-review"));
    stand.tap(key!("kiosk-review-next"));
    stand.tap(key!("kiosk-thanks-take"));
    stand.pass(60.0);
    stand.tap(key!("kiosk-receipt-title"));
    stand.pass(31.0);
    assert_eq!(stand.screen(), Screen::Welcome);
    assert!(stand.harness.state().session().receipt.is_none());
}

#[test]
fn a_tablet_is_handed_back_and_nothing_earlier_can_be_reached() {
    let mut stand = Stand::sized([800.0, 1280.0], |settings| {
        settings.role = DeviceRole::Tablet;
    });
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text("只给居委会看");
    stand.tap(key!("kiosk-to-review"));
    stand.tap(key!("kiosk-review-next"));
    stand.tap(key!("kiosk-thanks-take"));
    stand.tap(key!("kiosk-receipt-finish"));
    assert_eq!(stand.screen(), Screen::HandBack);
    assert!(!stand.everything_said().contains("只给居委会看"));
    let session = stand.harness.state().session();
    assert!(session.draft().is_none() && session.receipt.is_none());
    // No key and no button but one leads anywhere.
    for key in [
        egui::Key::Escape,
        egui::Key::Backspace,
        egui::Key::BrowserBack,
    ] {
        stand.harness.key_press(key);
    }
    stand.settle();
    assert_eq!(stand.screen(), Screen::HandBack);
    assert!(!stand.says(key!("kiosk-back")) && !stand.says(key!("kiosk-leave")));
    stand.tap(key!("kiosk-hand-back-next"));
    assert_eq!(stand.screen(), Screen::Welcome);
    stand.begin_s10();
    assert!(ticks(&stand, 0).iter().all(Option::is_none));
    stand.tap(key!("kiosk-leave"));
    assert_eq!(stand.screen(), Screen::HandBack, "also after a card begun");
}

#[test]
fn the_receipt_speaks_the_residents_language() {
    let mut stand = Stand::new(|_| {});
    stand.tap(key!("kiosk-other-language"));
    stand.begin_s10();
    stand.tap(key!("kiosk-subjects-only-words"));
    stand.type_text("The lamp is out");
    stand.tap(key!("kiosk-to-review"));
    stand.tap(key!("kiosk-review-next"));
    stand.tap(key!("kiosk-thanks-take"));
    let shown = stand.harness.state().session().receipt.as_ref().unwrap();
    let text = shown.issued.qr_text.to_string();
    assert!(text.contains("Four evaluations"), "{text}");
    let number = shown.issued.number.grouped().to_string();
    assert!(matches!(
        stand.kiosk.lookup(&text).unwrap(),
        Lookup::Unknown
    ));
    assert!(matches!(
        stand.kiosk.lookup(&number).unwrap(),
        Lookup::Unknown
    ));
}

/// Hands in a card of S10: with words, with ratings, or with both.
fn hand_in_some(stand: &mut Stand, rates: bool, writes: bool) {
    stand.begin_s10();
    if rates {
        stand.press_starting("实物评估");
        answer(stand, "满意", 0);
        stand.tap(key!("kiosk-rating-done"));
        stand.tap(key!("kiosk-subjects-done"));
    } else {
        stand.tap(key!("kiosk-subjects-only-words"));
    }
    if writes {
        stand.type_text("谢谢");
        stand.tap(key!("kiosk-to-review"));
        stand.tap(key!("kiosk-review-next"));
    } else if rates {
        // What was answered was just seen.
        stand.tap(key!("kiosk-opinion-none-hand-in"));
    } else {
        stand.tap(key!("kiosk-opinion-none"));
        stand.tap(key!("kiosk-review-next"));
    }
    assert_eq!(stand.screen(), Screen::Thanks);
}

#[test]
fn thanks_and_receipt_are_the_same_whatever_was_on_the_card() {
    let mut said = Vec::new();
    for (rates, writes) in [(true, false), (false, true), (true, true)] {
        let mut stand = Stand::new(|_| {});
        hand_in_some(&mut stand, rates, writes);
        let thanks = stand.everything_said();
        stand.tap(key!("kiosk-thanks-take"));
        assert_eq!(stand.screen(), Screen::Receipt);
        let receipt = stand.everything_said();
        let shown = stand.harness.state().session().receipt.as_ref().unwrap();
        let code = shown.issued.qr_text.as_str();
        let number = shown.issued.number.grouped();
        assert!(code.contains(number.as_str()));
        said.push((thanks, receipt, code.replace(number.as_str(), "")));
    }
    assert_eq!(said[0], said[1]);
    assert_eq!(said[1], said[2]);
}

#[test]
fn a_receipt_nobody_takes_is_wiped_with_its_resident() {
    let mut stand = Stand::sized([800.0, 1280.0], |settings| {
        settings.role = DeviceRole::Tablet;
    });
    hand_in_some(&mut stand, false, true);
    stand.pass(61.0);
    assert!(stand.says(key!("kiosk-widget-still-there")));
    stand.pass(20.0);
    assert_eq!(stand.screen(), Screen::HandBack);
    assert!(stand.harness.state().session().issued.is_none());
    stand.tap(key!("kiosk-hand-back-next"));
    hand_in_some(&mut stand, false, true);
    stand.tap(key!("kiosk-finish"));
    assert_eq!(stand.screen(), Screen::HandBack);
    assert!(stand.harness.state().session().issued.is_none());
}

/// A plan that listens all year and rates in its months: promise, words, receipt, and no question.
#[test]
fn words_alone_go_from_the_promise_to_the_words() {
    let mut stand = Stand::new(|_| {});
    stand.take_up(&pingyi_kit::stand::words_all_year());
    // The next resident meets it.
    stand.tap(key!("kiosk-welcome-start"));
    stand.tap(key!("kiosk-back"));
    stand.tap(key!("kiosk-welcome-start"));
    stand.press_starting("民主评议和民主监督");
    assert_eq!(stand.screen(), Screen::Promise);
    assert!(stand.says(key!("kiosk-promise-words-alone")));
    stand.tap(key!("kiosk-promise-next"));
    assert_eq!(stand.screen(), Screen::Opinion);
    stand.tap(key!("kiosk-back"));
    assert_eq!(stand.screen(), Screen::Promise);
    stand.tap(key!("kiosk-promise-next"));
    stand.type_text("楼道的灯坏了");
    stand.tap(key!("kiosk-to-review"));
    assert_eq!(stand.screen(), Screen::Review);
    assert!(!stand.says(key!("kiosk-review-no-ratings")));
    stand.tap(key!("kiosk-review-next"));
    assert_eq!(stand.screen(), Screen::Thanks);
}

/// 述职 is read before the rating, page after page, and the answers given meanwhile stay.
#[test]
fn a_report_is_read_before_its_writer_is_rated() {
    let mut stand = Stand::new(|_| {});
    let report = "一年来走访三百户，解决难题四十件。".repeat(60);
    let subject = "id = \"physical\"\n";
    let text = include_str!("../../../assets/plans/s10.toml");
    assert_eq!(text.matches(subject).count(), 1);
    let told = format!("{subject}duty_report = \"开头\\n{report}\\n结尾\"\n");
    let text = text
        .replace(subject, &told)
        .replace("id = \"s10\"", "id = \"s10r\"");
    stand.take_up(&text.replace("title = { zh = \"", "title = { zh = \"述职"));
    stand.tap(key!("kiosk-welcome-start"));
    stand.tap(key!("kiosk-back"));
    stand.tap(key!("kiosk-welcome-start"));
    stand.press_starting("述职社区");
    stand.tap(key!("kiosk-promise-next"));
    stand.press_starting("实物评估");
    assert!(stand.says(key!("kiosk-report-open")));
    answer(&mut stand, "满意", 0);
    stand.tap(key!("kiosk-report-open"));
    assert_eq!(stand.screen(), Screen::DutyReport);
    assert!(stand.shows("开头") && !stand.shows("结尾"));
    let mut pages = 1;
    while stand.says(key!("kiosk-report-next")) {
        stand.tap(key!("kiosk-report-next"));
        pages += 1;
    }
    assert!(pages > 1 && stand.shows("结尾"));
    stand.tap(key!("kiosk-back"));
    assert!(!stand.shows("结尾"), "one page back");
    stand.tap(key!("kiosk-report-next"));
    stand.tap(key!("kiosk-report-done"));
    assert_eq!(stand.screen(), Screen::Rating);
    assert_eq!(ticks(&stand, 0)[0], Some(0));
    stand.tap(key!("kiosk-rating-done"));
    // Who wrote none has no such button.
    stand.press_starting("满意度评估");
    assert!(!stand.says(key!("kiosk-report-open")));
}

#[test]
fn words_are_about_nobody_until_the_resident_says_so() {
    let mut stand = Stand::new(|_| {});
    let about = |stand: &Stand| {
        let draft = stand.harness.state().session().draft();
        let subject = draft.and_then(pingyi::ui::kiosk::draft::Draft::about_subject);
        subject.map(|subject| subject.name.zh.clone())
    };
    stand.begin_s10();
    stand.press_starting("实物评估");
    answer(&mut stand, "满意", 0);
    stand.tap(key!("kiosk-rating-done"));
    stand.tap(key!("kiosk-subjects-done"));
    stand.type_text("楼道的灯坏了");
    assert_eq!(about(&stand), None, "never taken over from the ratings");
    stand.tap(key!("kiosk-opinion-about-nobody"));
    assert_eq!(stand.screen(), Screen::About);
    assert!(
        stand.says(key!("kiosk-about-note")),
        "what it costs is said"
    );
    stand.tap(key!("kiosk-back"));
    assert_eq!((stand.screen(), about(&stand)), (Screen::Opinion, None));
    stand.tap(key!("kiosk-opinion-about-nobody"));
    stand.press_starting("满意度评估");
    assert_eq!(stand.screen(), Screen::Opinion);
    assert_eq!(about(&stand).as_deref(), Some("满意度评估"));
    stand.tap(key!("kiosk-to-review"));
    assert!(stand.shows("写的是：满意度评估"), "checked before it goes");
    stand.tap(key!("kiosk-review-edit"));
    // Taken back as easily.
    stand.press_starting("写的是：满意度评估");
    stand.tap(key!("kiosk-about-nobody"));
    assert_eq!(about(&stand), None);
}

#[test]
fn before_the_first_question_stands_where_to_turn_against_retaliation() {
    for (own, said) in [
        ("", "严禁打击报复，可找 街道纪工委 010-12388"),
        (
            "\n[protection]\nto = \"市民政局\"\ntelephone = \"010-96156\"\n",
            "严禁打击报复，可找 市民政局 010-96156",
        ),
    ] {
        let mut town = Town::real();
        let change = ProfileChange {
            protection: Some(" 街道纪工委 010-12388 ".to_owned()),
            ..ProfileChange::default()
        };
        town.office.change_profile(&change).unwrap();
        let plan = std::fs::read_to_string("assets/plans/s10.toml").unwrap();
        let plan = plan.replace("revision = 1", "revision = 2");
        town.office.add_plan(&format!("{plan}{own}")).unwrap();
        town.pack("a").unwrap();
        let kiosk = town.paired();
        let mut stand = Stand::over(&town, kiosk);
        stand.tap(key!("kiosk-welcome-start"));
        stand.press_starting("社区“四评两公开”");
        assert!(stand.shows(said), "{}", stand.everything_said());
    }
}
