//! Several people, one page each: onwards, back, left out where the plan allows it, changed from the review.

use std::sync::Arc;

use pingyi::app::kiosk::Kiosk;
use pingyi::ui::kiosk::Screen;
use pingyi::words::{key, text};
use pingyi_kit::ballot;
use pingyi_kit::stand::Stand;
use pingyi_kit::town::Town;

/// A kiosk that holds `plan` of S6's people, and nothing else; voted on by slip or open to anybody.
fn holding(plan: &str, slips: bool) -> (Town, Arc<Kiosk>, Vec<String>) {
    let mut town = Town::real();
    let kiosk = town.paired();
    town.office.add_plan(plan).unwrap();
    for other in ["s1", "s9", "s10"] {
        let other = other.parse().unwrap();
        town.office.enable_plan(&other, false).unwrap();
    }
    let mut codes = Vec::new();
    if slips {
        let (plan, round) = ("s6".parse().unwrap(), "2026".parse().unwrap());
        let issued = town.issue_in(&plan, round, "LOBBY1", &[("", 5)]);
        codes = issued.unwrap().remove("").unwrap();
    }
    town.pack("a").unwrap();
    town.weekly_sync(&kiosk, "a");
    assert_eq!(kiosk.plans().len(), 1);
    (town, Arc::new(kiosk), codes)
}

fn stand(town: &Town, kiosk: &Arc<Kiosk>) -> Stand {
    Stand::over_sized(town, [1280.0, 800.0], Arc::clone(kiosk))
}

fn place(stand: &Stand) -> (Screen, usize) {
    let subject = stand.harness.state().session().rating.subject;
    (stand.screen(), subject)
}

fn scores(stand: &Stand, subject: usize) -> Vec<Option<u16>> {
    let draft = stand.harness.state().session().draft().unwrap();
    (0..4)
        .map(|question| draft.tick(subject, question))
        .collect()
}

#[test]
fn a_voter_goes_from_person_to_person_and_leaves_one_out_in_sight() {
    let (town, kiosk, codes) = holding(&ballot::s6_of_four(), true);
    let mut stand = stand(&town, &kiosk);
    stand.tap(key!("kiosk-welcome-start"));
    stand.type_text(&format!("{}\n", codes[0]));
    stand.tap(key!("kiosk-promise-next"));
    assert_eq!(place(&stand), (Screen::Rating, 0), "no list to choose from");
    assert!(stand.shows("李建国 · 工作人员"));
    stand.press("8");
    stand.tap(key!("kiosk-rating-next-subject"));
    assert_eq!(place(&stand), (Screen::Rating, 1));
    // Nothing is said of the second: that is said, and not only passed over.
    stand.tap(key!("kiosk-rating-next-subject"));
    assert_eq!(
        place(&stand),
        (Screen::Rating, 1),
        "onwards is shut until then"
    );
    stand.tap(key!("kiosk-rating-leave-out"));
    assert_eq!(place(&stand), (Screen::Rating, 2));
    stand.press("7");
    stand.tap(key!("kiosk-back"));
    stand.tap(key!("kiosk-back"));
    assert_eq!(
        place(&stand),
        (Screen::Rating, 0),
        "back from each to the one before"
    );
    assert_eq!(scores(&stand, 0).iter().flatten().collect::<Vec<_>>(), [&8]);
    stand.tap(key!("kiosk-rating-next-subject"));
    stand.tap(key!("kiosk-rating-leave-out"));
    stand.tap(key!("kiosk-rating-next-subject"));
    stand.press("9");
    stand.tap(key!("kiosk-subjects-done"));
    assert_eq!(
        stand.screen(),
        Screen::Review,
        "a vote is seen whole before it is cast"
    );
    let lang = stand.lang();
    let left_out = text!(lang, "kiosk-review-left-out", name = "王秀英");
    assert!(stand.shows(&left_out), "and that nothing is said of one");

    // Whom they answered about after all, and whom they leave out after all.
    stand.tap(key!("kiosk-review-edit"));
    assert_eq!(place(&stand), (Screen::Rating, 3), "the last of the four");
    stand.tap(key!("kiosk-rating-leave-out"));
    assert_eq!(
        stand.screen(),
        Screen::Review,
        "changed, and back to the review"
    );
    assert_eq!(scores(&stand, 3), [None; 4]);
    stand.tap(key!("kiosk-back"));
    assert_eq!(
        place(&stand),
        (Screen::Rating, 3),
        "one step back is the last person"
    );
    stand.press("6");
    stand.tap(key!("kiosk-subjects-done"));
    stand.tap(key!("kiosk-review-write"));
    assert_eq!(
        stand.screen(),
        Screen::Opinion,
        "the words have a door there"
    );
    stand.type_text("多到楼里走走");
    stand.tap(key!("kiosk-to-review"));
    stand.tap(key!("kiosk-review-next"));
    assert_eq!(stand.screen(), Screen::Thanks);
}

#[test]
fn where_a_vote_wants_every_answer_nobody_is_left_out() {
    let strict = ballot::s6_of_four().replace("skip_allowed = true", "skip_allowed = false");
    let (town, kiosk, codes) = holding(&strict, true);
    let mut stand = stand(&town, &kiosk);
    stand.tap(key!("kiosk-welcome-start"));
    stand.type_text(&format!("{}\n", codes[0]));
    stand.tap(key!("kiosk-promise-next"));
    assert!(!stand.says(key!("kiosk-rating-leave-out")));
    stand.press("8");
    stand.tap(key!("kiosk-rating-next-subject"));
    assert_eq!(place(&stand), (Screen::Rating, 0));
}

#[test]
fn anybody_may_go_through_few_people_and_hands_in_what_was_just_seen() {
    let open = ballot::s6_of_four().replace("voters = \"slip\"", "voters = \"open\"");
    let (before, rest) = open.split_once("[[entitled]]").unwrap();
    let (_, after) = rest.split_once("[[scale]]").unwrap();
    let open = format!("{before}[[scale]]{after}").replace("small_counts = \"shown\"", "");
    let (town, kiosk, _) = holding(&open, false);
    let mut stand = stand(&town, &kiosk);
    stand.tap(key!("kiosk-welcome-start"));
    stand.tap(key!("kiosk-promise-next"));
    for person in 0..3 {
        assert_eq!(place(&stand), (Screen::Rating, person));
        stand.tap(key!("kiosk-rating-leave-out"));
    }
    stand.press("10");
    stand.tap(key!("kiosk-subjects-done"));
    assert_eq!(stand.screen(), Screen::Opinion);
    stand.tap(key!("kiosk-back"));
    assert_eq!(place(&stand), (Screen::Rating, 3));
    stand.tap(key!("kiosk-subjects-done"));
    stand.tap(key!("kiosk-opinion-none-hand-in"));
    assert_eq!(stand.screen(), Screen::Thanks);
}

#[test]
fn a_vote_about_one_that_fitted_on_its_page_is_not_shown_twice() {
    let text = ballot::s6_of_four();
    let (before, rest) = text.split_once("[[subject]]\nid = \"p2\"").unwrap();
    let (_, after) = rest.split_once("\n[grading]").unwrap();
    let (town, kiosk, codes) = holding(&format!("{before}\n[grading]{after}"), true);
    let mut stand = stand(&town, &kiosk);
    stand.tap(key!("kiosk-welcome-start"));
    stand.type_text(&format!("{}\n", codes[0]));
    stand.tap(key!("kiosk-promise-next"));
    stand.press("8");
    stand.tap(key!("kiosk-rating-done"));
    stand.tap(key!("kiosk-opinion-none-hand-in"));
    assert_eq!(stand.screen(), Screen::Thanks);
}
