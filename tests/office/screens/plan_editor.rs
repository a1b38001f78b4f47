//! A plan is written in the window: begun from one that comes with the program, filled in where its faults stand, looked at as
//! a card, and taken up by the one command for it.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use pingyi::domain::ids::PlanId;
use pingyi::domain::plan::draft::Takes;
use pingyi::ui::office::action::{Action, DraftFrom, Entry, Nav};
use pingyi::ui::office::plan_editor::Part;
use pingyi::ui::office::screen::Screen;
use pingyi::words::key;

use super::clerk::{Office, click, settings, window};

fn plans() -> (tempfile::TempDir, Harness<'static, Office>) {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = window(&settings(dir.path()));
    let office = harness.state_mut();
    office.ask(Action::Enter(Entry::OpenTrial));
    office.ask(Action::Nav(Nav::Go(Screen::Plans)));
    harness.run_steps(2);
    (dir, harness)
}

fn press(harness: &mut Harness<'static, Office>, label: &str) {
    harness.get_by_label(label).scroll_to_me();
    harness.run_steps(3);
    harness.get_by_label(label).click();
    harness.run_steps(3);
}

fn type_in(harness: &mut Harness<'static, Office>, words: &str) {
    harness.event(egui::Event::Text(words.to_owned()));
    harness.run_steps(2);
}

#[test]
fn s12_is_written_in_the_window_and_taken_up() {
    let (_dir, mut harness) = plans();
    press(&mut harness, "S12 社区居委会民主评议");
    assert_eq!(harness.state().desk.screen, Screen::PlanEditor);
    harness.get_by_label("还有 2 处要填或要改");
    assert!(
        !harness.state().desk.half_written(),
        "nobody wrote anything yet"
    );
    // It is not taken up as it is.
    click(&mut harness, key!("office-plan-take-up"));
    assert_eq!(harness.state().desk.screen, Screen::PlanEditor);
    // From one blank to the next by the keyboard, each on its own page with its fault below.
    for (page, place, words) in [
        (1, "subject.1.name", "王秀英"),
        (6, "protection.to", "街道纪工委"),
    ] {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::J);
        harness.run_steps(4);
        let form = &harness.state().desk.forms.plan_editor;
        assert_eq!(form.part, Part::Form(page));
        harness.get_by_label("请填上本社区定下的内容。");
        type_in(&mut harness, words);
        let form = &harness.state().desk.forms.plan_editor;
        assert_eq!(form.draft.text(place).zh, words);
    }
    harness.get_by_label("没有要改的地方");
    assert!(harness.state().desk.half_written());
    // The kiosk's own page, alive.
    click(&mut harness, key!("office-plan-card"));
    harness.get_by_label("王秀英").click_accesskit();
    harness.run_steps(4);
    harness.get_by_label_contains("王秀英 · 居委会成员");
    // Where it is drawn smaller, a screen reader's press is the sure one.
    let first = harness.get_all_by_label("称职").next().unwrap();
    first.click_accesskit();
    harness.run_steps(4);
    harness.get_by_label_contains("已答 1 项");
    // One command; the text is kept with its comments.
    click(&mut harness, key!("office-plan-take-up"));
    let desk = &harness.state().desk;
    assert_eq!(desk.screen, Screen::Plans, "{:?}", desk.message);
    assert!(desk.message.as_ref().is_some_and(|said| said.good));
    let plans = &desk.snapshot.as_ref().unwrap().plans;
    assert!(plans.iter().any(|plan| plan.id.as_str() == "s12"));
    assert!(!desk.half_written());
    // And changed: what is written is a newer revision.
    let s12 = PlanId::new("s12").unwrap();
    let office = harness.state_mut();
    office.ask(Action::Nav(Nav::DraftPlan(DraftFrom::OnFile(s12))));
    let draft = &mut office.desk.forms.plan_editor.draft;
    assert_eq!(draft.line("revision"), "2");
    assert_eq!(draft.text("subject.1.name").zh, "王秀英");
    assert!(draft.whole().contains("# 不足这么多张卡时先不送出"));
    draft.set_line("opens", "2026-12-01", Takes::Moment, false);
    assert!(office.desk.half_written());
    harness.run_steps(2);
    click(&mut harness, key!("office-plan-take-up"));
    let plans = &harness.state().desk.snapshot.as_ref().unwrap().plans;
    let s12 = plans.iter().find(|plan| plan.id.as_str() == "s12").unwrap();
    assert_eq!(s12.revision.0, 2);
}

#[test]
fn items_are_added_moved_and_taken_away() {
    let (_dir, mut harness) = plans();
    click(&mut harness, key!("office-plans-empty"));
    press(&mut harness, "评议对象 · 1");
    press(&mut harness, "加：对象");
    press(&mut harness, "上移：对象 2");
    let draft = &harness.state().desk.forms.plan_editor.draft;
    assert_eq!(draft.line("subject.0.id"), "p2");
    press(&mut harness, "去掉：对象 2");
    press(&mut harness, "人员");
    let draft = &harness.state().desk.forms.plan_editor.draft;
    assert_eq!(draft.count("subject"), 1);
    assert_eq!(draft.line("subject.0.kind"), "person");
    // What the form has no field for is told by its line, and kept.
    let draft = &mut harness.state_mut().desk.forms.plan_editor.draft;
    draft.set_whole(format!("colour = 1\n{}", draft.whole()));
    click(&mut harness, key!("office-plan-whole"));
    harness.get_by_label_contains("第 1 行：方案里没有 colour");
    // A text that is no TOML is shown as it is, and says where.
    let draft = &mut harness.state_mut().desk.forms.plan_editor.draft;
    draft.set_whole("title = “甲”".to_owned());
    harness.run_steps(2);
    harness.get_by_label_contains("第 1 行");
    press(&mut harness, "评议对象");
    harness.get_by_label_contains("第 1 行");
}
