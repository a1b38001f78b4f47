//! 回访 at the kiosk: from the answer to what its holder says of it, with a real kiosk and a real office behind the screens.

use pingyi::domain::card::Card;
use pingyi::domain::follow_up::Satisfaction;
use pingyi::ui::kiosk::Screen;
use pingyi::words::key;
use pingyi_kit::stand::Stand;

const S10: &str = include_str!("../../../assets/plans/s10.toml");

/// A stand whose office asks how content people are, and the number of a receipt that is at the office.
fn stand() -> (Stand, String) {
    let stand = Stand::new(|_| {});
    let plan = S10.replacen("revision = 1", "revision = 2", 1).replacen(
        "reply_within_working_days = 15",
        "reply_within_working_days = 15\nrevisit = true",
        1,
    );
    stand.take_up(&plan);
    let card = serde_json::json!({
        "plan": "s10", "revision": 2, "opinion": { "text": "三号楼的灯坏了" },
    });
    let card: Card = serde_json::from_value(card).unwrap();
    let issued = stand.kiosk.submit(&card, true).unwrap().unwrap();
    stand.carry();
    (stand, issued.number.digits().to_string())
}

fn look_up(stand: &mut Stand, number: &str) {
    stand.press_starting(&stand.say(key!("kiosk-welcome-lookup")));
    stand.digits(number);
    assert_eq!(stand.screen(), Screen::Found);
}

#[test]
fn the_holder_rates_the_answer_says_why_and_reads_what_became_of_it() {
    let (mut stand, number) = stand();
    look_up(&mut stand, &number);
    assert!(stand.says(key!("kiosk-found-received")));
    assert!(
        !stand.says(key!("kiosk-follow-up-question")),
        "no answer yet"
    );
    stand.tap(key!("kiosk-finish"));
    stand.answer("已报修。");
    look_up(&mut stand, &number);
    assert!(stand.says(key!("kiosk-follow-up-question")));
    stand.press("不满意");
    assert_eq!(stand.screen(), Screen::FollowUp);
    // Back and there again: nothing is sent before it is sent, and another grade is another tap.
    stand.tap(key!("kiosk-back"));
    assert_eq!(stand.screen(), Screen::Found);
    stand.press("满意");
    assert_eq!(stand.screen(), Screen::FollowUp);
    stand.press("不满意");
    stand.tap(key!("kiosk-follow-up-write"));
    assert_eq!(stand.screen(), Screen::FollowUpWords);
    stand.type_text("灯还是不亮");
    stand.tap(key!("kiosk-follow-up-written"));
    assert_eq!(stand.screen(), Screen::FollowUp);
    assert!(stand.shows("灯还是不亮") && stand.says(key!("kiosk-follow-up-change")));
    stand.tap(key!("kiosk-follow-up-send"));
    assert_eq!(stand.screen(), Screen::FollowUpSent);
    assert!(stand.says(key!("kiosk-follow-up-sent-later")));
    let session = stand.harness.state().session();
    assert!(session.follow_up.said.is_empty() && session.follow_up.voice.is_none());
    stand.tap(key!("kiosk-finish"));
    assert_eq!(stand.screen(), Screen::Welcome);

    stand.carry();
    look_up(&mut stand, &number);
    assert!(stand.says(key!("kiosk-found-reopened")) && stand.says(key!("kiosk-found-progress")));
    assert!(!stand.says(key!("kiosk-follow-up-question")));
    stand.tap(key!("kiosk-finish"));
    stand.answer("灯已换好。");
    look_up(&mut stand, &number);
    stand.press("基本满意");
    stand.tap(key!("kiosk-follow-up-at-once"));
    stand.tap(key!("kiosk-follow-up-send"));
    assert!(stand.says(key!("kiosk-follow-up-sent-at-once")));
    stand.tap(key!("kiosk-found-another"));
    assert_eq!(stand.screen(), Screen::Lookup);
    stand.tap(key!("kiosk-back"));
    stand.carry();
    look_up(&mut stand, &number);
    assert!(stand.says(key!("kiosk-found-rated")) && !stand.says(key!("kiosk-follow-up-question")));
}

#[test]
fn words_are_added_at_any_time_and_nobody_finds_them_after() {
    let (mut stand, number) = stand();
    look_up(&mut stand, &number);
    stand.tap(key!("kiosk-follow-up-add"));
    assert_eq!(stand.screen(), Screen::FollowUpWords);
    // Nothing written: back to what was looked up.
    stand.tap(key!("kiosk-follow-up-written"));
    assert_eq!(stand.screen(), Screen::Found);
    stand.tap(key!("kiosk-follow-up-add"));
    stand.type_text("是二单元，电话13812345678");
    assert!(stand.says(key!("kiosk-opinion-contact")), "pointed out");
    stand.tap(key!("kiosk-back"));
    assert_eq!(stand.screen(), Screen::FollowUp, "what is written stays");
    assert!(
        !stand.says(key!("kiosk-follow-up-question")),
        "no answer, no grade"
    );
    // Whoever leaves is asked, and whoever does not answer is wiped.
    stand.tap(key!("kiosk-leave"));
    stand.tap(key!("kiosk-leave-stay"));
    assert_eq!(stand.screen(), Screen::FollowUp);
    for _ in 0..4 {
        stand.pass(60.0);
    }
    assert_eq!(stand.screen(), Screen::Welcome);
    let session = stand.harness.state().session();
    assert!(session.follow_up.said.is_empty() && session.follow_up.voice.is_none());
    assert!(!stand.everything_said().contains("二单元"));
    look_up(&mut stand, &number);
    assert!(!stand.says(key!("kiosk-found-words")), "nothing was sent");
    stand.tap(key!("kiosk-follow-up-add"));
    stand.type_text("是二单元");
    stand.tap(key!("kiosk-follow-up-written"));
    stand.tap(key!("kiosk-follow-up-send"));
    stand.tap(key!("kiosk-finish"));
    stand.carry();
    look_up(&mut stand, &number);
    assert!(stand.says(key!("kiosk-found-words")));
    assert_eq!(Satisfaction::ALL.len(), 3);
}
