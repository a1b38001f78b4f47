//! 放假安排 in the window over a real record: pasted, read beside its sheet, accepted.

use egui_kittest::kittest::{NodeT, Queryable};
use pingyi::ui::office::action::{Action, Nav};
use pingyi::ui::office::screen::Screen;
use pingyi::words::{Lang, key, text};

use super::clerk::{click, settings, window};
use crate::calendar::MADE_UP;

fn said(key: pingyi::words::Key) -> String {
    text(Lang::Zh, key)
}

#[test]
fn next_years_notice_is_pasted_seen_and_taken_in() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = window(&settings(dir.path()));
    click(&mut harness, key!("office-found-trial-open"));
    // A Friday in November: 本周 says what is missing, and leads there.
    let missing = text!(Lang::Zh, "office-attention-calendar", year = 2027);
    harness.get_by_label(&missing);
    harness
        .state_mut()
        .ask(Action::Nav(Nav::Go(Screen::Calendar)));
    harness.run_steps(3);
    harness.get_by_label(&text!(Lang::Zh, "office-calendar-missing", year = 2027));
    let accept = text!(Lang::Zh, "office-calendar-accept", year = 2027);

    // Pasted with a slip in it: the sentence is named, and there is nothing to accept.
    let paste = said(key!("office-calendar-paste"));
    harness.get_by_label(&paste).focus();
    harness.run_steps(2);
    let wrong = MADE_UP.replacen("1月31日（周日）", "1月31日（周六）", 1);
    harness.event(egui::Event::Paste(wrong));
    harness.run_steps(3);
    harness.get_by_label_contains("1月31日(周六)、2月20日(周六)上班");
    assert!(harness.query_by_label(&accept).is_none());

    // A sentence that is lost: it does not add up until somebody has seen that.
    let lost = MADE_UP.replacen("5月8日（周六）上班。", "", 1);
    harness.state_mut().desk.forms.calendar.text = lost;
    harness.run_steps(3);
    let button = harness.get_by_label(&accept);
    assert!(button.accesskit_node().is_disabled());
    let seen = said(key!("office-calendar-sum-seen"));
    harness.get_by_label(&seen).scroll_to_me();
    harness.run_steps(3);
    harness.get_by_label(&seen).click();
    harness.run_steps(3);
    assert!(!harness.get_by_label(&accept).accesskit_node().is_disabled());

    // Whole: what is off and worked stands in words and on the sheet.
    harness.state_mut().desk.forms.calendar.text = MADE_UP.to_owned();
    harness.run_steps(3);
    harness.get_by_label_contains("春节 2月5日–2月13日 · 放假 9 天 · 1月31日、2月20日 上班");
    harness.get_by_label_contains("2027年2月 休 5 6 7 8 9 10 11 12 13 班 20");
    harness.get_by_label(&accept).scroll_to_me();
    harness.run_steps(3);
    harness.get_by_label(&accept).click();
    harness.run_steps(3);
    let desk = &harness.state().desk;
    assert!(desk.message.as_ref().is_some_and(|message| message.good));
    assert!(desk.forms.calendar.text.is_empty());
    assert_eq!(desk.snapshot.as_ref().unwrap().calendar.missing, None);
    assert!(
        harness
            .query_by_label(&text!(Lang::Zh, "office-calendar-missing", year = 2027))
            .is_none()
    );
    // The sheet is that of the year that was taken in, and says since when.
    harness.get_by_label_contains("2027年2月 休 5 6 7");
    harness.state_mut().ask(Action::Nav(Nav::Go(Screen::Week)));
    harness.run_steps(3);
    assert!(harness.query_by_label(&missing).is_none());
}
