//! A clerk's list in a window over a real record: found, picked and answered with the keyboard, and with clicks.

use egui::{Key as Press, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use pingyi::app::office::{CaseCommand, Command, OpinionByHand};
use pingyi::domain::case::{CaseFilter, CaseOrder};
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::CaseNumber;
use pingyi::ui::office::action::{Action, Nav};
use pingyi::ui::office::screen::Screen;
use pingyi::words::{Lang, key, text};

use super::clerk::{Office, click, settings, window};

type Window = Harness<'static, Office>;

/// A trial with these opinions, registered day after day; the list is shown.
fn office(dir: &std::path::Path, opinions: &[String]) -> Window {
    let mut harness = window(&settings(dir));
    click(&mut harness, key!("office-found-trial-open"));
    for (words, day) in opinions.iter().zip(1..) {
        let given = OpinionByHand {
            plan: "s10".parse().unwrap(),
            channel: Channel::Mailbox,
            received_on: chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            category: None,
            subject: None,
            words: words.clone().into(),
        };
        let registered = Command::Case(CaseCommand::Register(given));
        harness.state_mut().ask(Action::Run(registered));
    }
    harness.state_mut().ask(Action::Nav(Nav::Go(Screen::Cases)));
    // As on the first look of a day.
    harness.state_mut().desk.forms.cases.selected = None;
    harness.run_steps(3);
    harness
}

/// The box before a line.
fn pick(harness: &mut Window, number: u32) {
    let label = text!(Lang::Zh, "office-cases-pick", number = number);
    harness.get_by_label(&label).scroll_to_me();
    harness.run_steps(3);
    harness.get_by_label(&label).click();
    harness.run_steps(2);
}

fn press(harness: &mut Window, modifiers: Modifiers, key: Press) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

/// Words as the computer's input method brings them, and as a keyboard does.
fn write(harness: &mut Window, words: &str) {
    let words = words.to_owned();
    harness.event(egui::Event::Ime(egui::ImeEvent::Commit(words)));
    harness.run_steps(2);
}

fn listed(harness: &Window) -> Vec<u32> {
    let page = &harness.state().desk.snapshot.as_ref().unwrap().cases;
    page.rows.iter().map(|row| row.number.0).collect()
}

#[test]
fn ten_answers_without_the_mouse_take_few_keys() {
    let opinions: Vec<String> = (1..=12).map(|n| format!("{n} 号楼的灯不亮")).collect();
    let dir = tempfile::tempdir().unwrap();
    let mut harness = office(dir.path(), &opinions);
    let mut presses = 0;
    for key in [Press::ArrowDown, Press::Enter] {
        press(&mut harness, Modifiers::NONE, key);
        presses += 1;
    }
    for number in 1..=10 {
        let desk = &harness.state().desk;
        assert_eq!(desk.case.as_ref().unwrap().row.number, CaseNumber(number));
        // The keyboard is in the answer: what is written is it.
        write(&mut harness, &format!("{number} 号楼已换灯。"));
        press(&mut harness, Modifiers::COMMAND, Press::Enter);
        presses += 2;
    }
    assert!(presses < 60, "{presses} keys for ten answers");
    println!("{presses} key presses beyond the words for ten answers");
    for number in 1..=12 {
        let open = Action::Nav(Nav::OpenCase(CaseNumber(number)));
        harness.state_mut().ask(open);
        let case = harness.state().desk.case.clone().unwrap();
        let written = (number <= 10).then(|| format!("{number} 号楼已换灯。"));
        assert_eq!(case.reply.as_deref(), written.as_deref());
    }
    assert_eq!(harness.state().desk.answered, 10);
}

/// The last that waits has no next: Ctrl+Enter answers it and stays.
#[test]
fn the_last_one_is_answered_with_the_same_keys() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = office(dir.path(), &["灯不亮".to_owned()]);
    press(&mut harness, Modifiers::NONE, Press::ArrowDown);
    press(&mut harness, Modifiers::NONE, Press::Enter);
    let next = text!(Lang::Zh, "office-case-send-next");
    assert!(harness.query_by_label(&next).is_none());
    // Nothing is sent while nothing is written.
    press(&mut harness, Modifiers::COMMAND, Press::Enter);
    assert!(harness.state().desk.case.as_ref().unwrap().reply.is_none());
    write(&mut harness, "已换灯。");
    press(&mut harness, Modifiers::COMMAND, Press::Enter);
    let desk = &harness.state().desk;
    let case = desk.case.as_ref().unwrap();
    assert_eq!(case.reply.as_deref(), Some("已换灯。"));
    assert!(desk.screen == Screen::Case && !desk.half_written());
    press(&mut harness, Modifiers::NONE, Press::Escape);
    assert_eq!(harness.state().desk.screen, Screen::Cases);
}

#[test]
fn ctrl_f_finds_opinions_answers_and_drafts_and_nothing_of_it_outlives_the_lock() {
    let dir = tempfile::tempdir().unwrap();
    let opinions = ["三号楼的电梯停了", "五号楼的天线", "三号楼门口的灯"];
    let mut harness = office(dir.path(), &opinions.map(str::to_owned));
    // Half-written, and left.
    harness
        .state_mut()
        .ask(Action::Nav(Nav::OpenCase(CaseNumber(2))));
    harness.run_steps(2);
    write(&mut harness, "天线移到楼顶，下周三来人");
    press(&mut harness, Modifiers::NONE, Press::Escape);
    let draft = text!(Lang::Zh, "office-cases-draft");
    assert_eq!(harness.query_all_by_label(&draft).count(), 1);
    press(&mut harness, Modifiers::COMMAND, Press::F);
    for (typed, found) in [("三号楼", &[1, 3][..]), (" 灯", &[3]), ("泡", &[])] {
        write(&mut harness, typed);
        harness.run_steps(2);
        assert_eq!(listed(&harness), found, "{typed}");
    }
    harness.get_by_label(&text!(Lang::Zh, "office-cases-not-found"));
    press(&mut harness, Modifiers::NONE, Press::Escape);
    assert_eq!(listed(&harness), [1, 2, 3]);
    press(&mut harness, Modifiers::COMMAND, Press::F);
    write(&mut harness, "天线 周三");
    harness.run_steps(2);
    assert_eq!(listed(&harness), [2]);
    harness.state_mut().desk.drafts.clear();
    click(&mut harness, key!("office-lock"));
    let desk = &harness.state().desk;
    assert!(desk.snapshot.is_none() && desk.forms.cases.search.is_empty());
    click(&mut harness, key!("office-unlock-open"));
    harness.state_mut().ask(Action::Nav(Nav::Go(Screen::Cases)));
    harness.run_steps(2);
    assert_eq!(listed(&harness), [1, 2, 3]);
}

#[test]
fn views_and_orders_are_clicked_and_those_picked_are_handed_over_together() {
    let dir = tempfile::tempdir().unwrap();
    let opinions: Vec<String> = (1..=12).map(|n| format!("{n} 号楼的灯不亮")).collect();
    let mut harness = office(dir.path(), &opinions);
    // Each view of the list by its label.
    for (view, filter) in [
        (key!("office-cases-due-today"), CaseFilter::DueToday),
        (key!("office-cases-due-soon"), CaseFilter::DueSoon),
        (key!("office-cases-overdue"), CaseFilter::Overdue),
        (key!("office-cases-mine"), CaseFilter::Mine),
        (key!("office-cases-revisiting"), CaseFilter::Revisiting),
        (key!("office-cases-open"), CaseFilter::Open),
    ] {
        click(&mut harness, view);
        let page = &harness.state().desk.snapshot.as_ref().unwrap().cases;
        assert_eq!(page.query.filter, filter);
    }
    click(&mut harness, key!("office-cases-order-newest"));
    assert_eq!(listed(&harness)[0], 12);
    for number in [2, 5, 7] {
        pick(&mut harness, number);
    }
    // Once more, and it is not picked.
    pick(&mut harness, 7);
    harness.get_by_label(&text!(Lang::Zh, "office-cases-picked", count = 2_u32));
    let name = text!(Lang::Zh, "office-cases-hand-to");
    harness.get_by_label(&name).focus();
    harness.run_steps(2);
    write(&mut harness, "王芳");
    click(&mut harness, key!("office-cases-assign"));
    let page = &harness.state().desk.snapshot.as_ref().unwrap().cases;
    let hers = page.rows.iter();
    let hers = hers.filter(|row| row.responsible.as_deref() == Some("王芳"));
    let hers: Vec<u32> = hers.map(|row| row.number.0).collect();
    assert_eq!(hers, [5, 2]);
    assert!(harness.state().desk.forms.cases.picked.is_empty());
    click(&mut harness, key!("office-cases-order-responsible"));
    assert_eq!(listed(&harness)[10..], [2, 5]);
    let page = &harness.state().desk.snapshot.as_ref().unwrap().cases;
    assert_eq!(page.query.order, CaseOrder::Responsible);
}

/// With the list under the keyboard: down, the space bar picks, enter opens.
#[test]
fn the_space_bar_picks_the_line_the_arrows_are_on() {
    let dir = tempfile::tempdir().unwrap();
    let opinions: Vec<String> = (1..=3).map(|n| format!("{n} 号楼的灯不亮")).collect();
    let mut harness = office(dir.path(), &opinions);
    for key in [Press::ArrowDown, Press::ArrowDown, Press::Space] {
        press(&mut harness, Modifiers::NONE, key);
    }
    let picked = harness.state().desk.forms.cases.picked.clone();
    assert!(picked.iter().eq([&CaseNumber(2)]), "{picked:?}");
    press(&mut harness, Modifiers::NONE, Press::Space);
    assert!(harness.state().desk.forms.cases.picked.is_empty());
}

/// One slip of the finger was final once (faults D1): the page of the pack shows what waits, and it is changed and taken back.
#[test]
fn what_waits_for_the_pack_is_seen_changed_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = office(dir.path(), &["灯不亮".to_owned()]);
    press(&mut harness, Modifiers::NONE, Press::ArrowDown);
    press(&mut harness, Modifiers::NONE, Press::Enter);
    write(&mut harness, "下周换。");
    press(&mut harness, Modifiers::COMMAND, Press::Enter);
    harness.get_by_label(&text!(Lang::Zh, "office-case-waits"));
    // It stands in the field as it was sent; another text is sent by a click.
    let again = &mut harness.state_mut().desk.forms.case.again;
    assert_eq!(&**again, "下周换。");
    "本周换。".clone_into(again);
    harness.run_steps(2);
    assert!(harness.state().desk.half_written());
    // Half-written, and kept while another page is looked at.
    click(&mut harness, key!("office-nav-cases"));
    harness
        .state_mut()
        .ask(Action::Nav(Nav::OpenCase(CaseNumber(1))));
    harness.run_steps(2);
    assert_eq!(&*harness.state().desk.forms.case.again, "本周换。");
    click(&mut harness, key!("office-case-change"));
    let desk = &harness.state().desk;
    assert_eq!(
        desk.case.as_ref().unwrap().reply.as_deref(),
        Some("本周换。")
    );
    assert!(!desk.half_written());
    click(&mut harness, key!("office-nav-pack"));
    harness.get_by_label_contains("本周换。");
    click(&mut harness, key!("office-outbox-take-back"));
    // The case is open again, and its answer is written anew from what was taken back.
    let desk = &harness.state().desk;
    let case = desk.case.as_ref().unwrap();
    assert!(desk.screen == Screen::Case && case.row.status.is_open() && case.reply.is_none());
    assert_eq!(&*desk.forms.case.answer, "本周换。");
    assert_eq!(desk.snapshot.as_ref().unwrap().summary.cases_open, 1);
    click(&mut harness, key!("office-case-send"));
    let stick = dir.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let pack = Command::MakePack { stick };
    harness.state_mut().ask(Action::Run(pack));
    harness.run_steps(2);
    harness.get_by_label(&text!(Lang::Zh, "office-outbox-none"));
    // It has left: what is written now is added.
    harness
        .state_mut()
        .ask(Action::Nav(Nav::OpenCase(CaseNumber(1))));
    harness.run_steps(2);
    harness.get_by_label(&text!(Lang::Zh, "office-case-carried"));
    "扶手也修了。".clone_into(&mut harness.state_mut().desk.forms.case.again);
    harness.run_steps(2);
    click(&mut harness, key!("office-case-further-send"));
    let case = harness.state().desk.case.clone().unwrap();
    assert_eq!((case.answers, case.waits), (2, true));
    assert_eq!(case.reply.as_deref(), Some("扶手也修了。"));
}
