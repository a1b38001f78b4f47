//! The office window, driven by its labels with a stand-in behind it.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use pingyi::app::office::{Changed, Command, Outcome};
use pingyi::domain::case::{CaseFilter, CaseStatus};
use pingyi::domain::ids::RootHash;
use pingyi::domain::witness::LedgerPoint;
use pingyi::ui::fonts;
use pingyi::ui::office::action::Entry;
use pingyi::ui::office::desk_ui;
use pingyi::ui::office::job::{Event, Job};
use pingyi::ui::office::screen::Screen;
use pingyi::ui::office::state::Desk;
use pingyi::ui::studio::office::samples;
use pingyi::words::{Key, Lang, key, sentence, text};

/// The window and the work it asked for.
type Window = (Desk, Vec<Job>);

fn window(desk: Desk) -> Harness<'static, Window> {
    Harness::builder()
        .with_size([1920.0, 1080.0])
        .with_context_setup(fonts::install)
        .build_ui_state(
            |ui, (desk, jobs): &mut Window| {
                for action in desk_ui(ui, desk) {
                    jobs.extend(desk.take(action));
                }
            },
            (desk, Vec::new()),
        )
}

fn sample(name: &str) -> Desk {
    samples(Lang::Zh)
        .into_iter()
        .find(|sample| sample.name == name)
        .unwrap()
        .desk
}

/// The command that was asked for last.
fn asked<'a>(harness: &'a Harness<'static, Window>) -> Option<&'a Command> {
    match harness.state().1.last()? {
        Job::Run(commands) => commands.first(),
        Job::Enter(_)
        | Job::Lock
        | Job::LockIdle(_)
        | Job::Propose
        | Job::ReadCases(_)
        | Job::ReadCase(_)
        | Job::ReadOutbox
        | Job::ReadRound(..)
        | Job::ReadPlan(_)
        | Job::ReadForm(..)
        | Job::RunThen(..) => None,
    }
}

/// What the clerk tells once a command was carried out.
fn ran(changed: Changed) -> Event {
    Event::Ran(Box::new(Outcome {
        changed,
        done: None,
        ledger: LedgerPoint {
            length: 0,
            head: RootHash([0; 32]),
        },
    }))
}

fn say(key: Key) -> String {
    text(Lang::Zh, key)
}

#[test]
fn every_page_draws_in_both_languages_with_every_glyph() {
    for lang in Lang::ALL {
        let samples = samples(lang);
        assert!(samples.len() >= 20);
        for sample in samples {
            let mut harness = window(sample.desk);
            harness.run_steps(2);
            assert!(
                harness.query_by_label_contains("⟦").is_none(),
                "{}",
                sample.name
            );
        }
    }
}

/// Whoever has lost the passphrase is led from the door to the recovery sheet, and told what is still lacking.
#[test]
fn the_recovery_sheet_opens_the_office_from_the_window() {
    let mut harness = window(sample("unlock"));
    let click = |harness: &mut Harness<'static, Window>, key| {
        harness.get_by_label(&say(key)).click();
        harness.run_steps(2);
    };
    click(&mut harness, key!("office-recover-link"));
    assert_eq!(harness.state().0.screen, Screen::Recover);
    harness.get_by_label(&say(key!("office-recover-lacks-digits")));
    click(&mut harness, key!("office-propose"));
    assert!(matches!(harness.state().1.as_slice(), [Job::Propose]));
    let desk = &mut harness.state_mut().0;
    desk.receive(Event::Proposed("kabo-demi".to_owned().into()));
    desk.receive(Event::Done);
    let form = &mut desk.forms.recover;
    *form.digits = "12345 ".repeat(10);
    harness.run_steps(2);
    harness.get_by_label("kabo-demi");
    harness.get_by_label(&say(key!("office-recover-lacks-name")));
    harness.state_mut().0.forms.recover.name = " 李明 ".to_owned();
    harness.run_steps(2);
    harness.get_by_label(&say(key!("app-office-passphrase-weak")));
    let strong = "correct horse battery staple";
    *harness.state_mut().0.forms.recover.passphrase = strong.to_owned();
    harness.run_steps(2);
    harness.get_by_label(&say(key!("office-found-lacks-same")));
    *harness.state_mut().0.forms.recover.again = strong.to_owned();
    harness.run_steps(2);
    click(&mut harness, key!("office-recover-do"));
    assert!(matches!(
        harness.state().1.as_slice(),
        [Job::Propose, Job::Enter(Entry::Recover { digits, name, passphrase })]
            if digits.len() == 60 && name == "李明" && **passphrase == *strong
    ));
    // A group that was mistyped is told on the page, and the rest stays typed.
    let desk = &mut harness.state_mut().0;
    desk.receive(Event::Failed(sentence!(
        "app-office-recovery-group",
        group = 3
    )));
    desk.receive(Event::Done);
    harness.run_steps(2);
    assert_eq!(harness.state().0.screen, Screen::Recover);
    assert_eq!(harness.state().0.forms.recover.digits.len(), 60);
    click(&mut harness, key!("office-recover-back"));
    assert_eq!(harness.state().0.screen, Screen::Unlock);
}

/// What the device's own screen shows is typed, and nothing on the office's page can be copied.
#[test]
fn a_device_is_accepted_by_what_stands_on_its_own_screen() {
    let mut harness = window(sample("loaded"));
    let report = harness.state().0.load.clone().unwrap();
    let device = report.enrolments[0].device.clone();
    let accept = say(key!("office-enrol-accept"));
    harness.get_by_label(&accept).click();
    harness.run_steps(2);
    assert!(asked(&harness).is_none());
    let typed = &mut harness.state_mut().0.forms.devices.typed;
    typed.insert(device.clone(), "1234 5678".to_owned());
    harness.run_steps(2);
    harness.get_by_label(&accept).click();
    harness.run_steps(2);
    let wanted = Command::AcceptDevice {
        device,
        fingerprint: "1234 5678".to_owned(),
    };
    assert_eq!(asked(&harness), Some(&wanted));
}

#[test]
fn a_wrong_passphrase_is_told_and_the_right_one_opens() {
    let mut harness = window(sample("unlock"));
    harness.run_steps(2);
    harness
        .get_by_label(&say(key!("office-unlock-passphrase")))
        .focus();
    harness.run_steps(2);
    harness
        .get_by_label(&say(key!("office-unlock-passphrase")))
        .type_text("wrong");
    harness.run_steps(2);
    harness
        .get_by_label(&say(key!("office-unlock-open")))
        .click();
    harness.run_steps(2);
    assert!(matches!(
        harness.state().1.as_slice(),
        [Job::Enter(Entry::Unlock(given))] if **given == *"wrong"
    ));
    let desk = &mut harness.state_mut().0;
    desk.receive(Event::Failed(sentence!("office-found-lacks-same")));
    desk.receive(Event::Done);
    harness.run_steps(2);
    assert_eq!(harness.state().0.screen, Screen::Unlock);
    harness.get_by_label(&say(key!("office-found-lacks-same")));
    let opened = sample("week").snapshot.unwrap();
    let desk = &mut harness.state_mut().0;
    desk.receive(Event::Snapshot(Box::new(opened)));
    desk.receive(Event::Unlocked);
    harness.run_steps(2);
    harness.get_by_label(&say(key!("office-week-title")));
}

#[test]
fn the_week_is_loaded_answered_and_packed() {
    let mut harness = window(sample("week"));
    harness.run_steps(2);
    harness
        .get_by_label(&say(key!("office-week-load-do")))
        .click();
    harness.run_steps(2);
    assert!(matches!(asked(&harness), Some(Command::Load { .. })));
    let report = sample("loaded").load.unwrap();
    harness.state_mut().0.receive(ran(Changed::Loaded(report)));
    harness.state_mut().0.receive(Event::Done);
    harness.run_steps(2);
    harness.get_by_label(&say(key!("office-sample-refused")));
    let detail = sample("case").case.unwrap();
    harness.state_mut().0.receive(Event::Case(Box::new(detail)));
    harness.run_steps(2);
    harness
        .get_by_label(&say(key!("office-case-answer")))
        .focus();
    harness.run_steps(2);
    // Chinese arrives from the computer's input method as a commit.
    harness.event(egui::Event::Ime(egui::ImeEvent::Commit(
        "灯已修好".to_owned(),
    )));
    harness.run_steps(2);
    assert!(!harness.state_mut().0.asked_to_close());
    harness.state_mut().0.leaving = None;
    harness.run_steps(2);
    harness.get_by_label(&say(key!("office-case-send"))).click();
    harness.run_steps(2);
    assert!(matches!(asked(&harness), Some(Command::Answer { text, .. }) if **text == *"灯已修好"));
    let mut detail = harness.state().0.case.clone().unwrap();
    detail.row.status = CaseStatus::Answered;
    let answered = ran(Changed::Case(Box::new(detail)));
    harness.state_mut().0.receive(answered);
    harness.state_mut().0.receive(Event::Done);
    assert!(harness.state_mut().0.asked_to_close());
    harness.run_steps(2);
    harness.get_by_label(&say(key!("office-nav-pack"))).click();
    harness.run_steps(2);
    // What waits for it is read first.
    assert!(matches!(harness.state().1.last(), Some(Job::ReadOutbox)));
    harness.state_mut().0.receive(Event::Done);
    harness.run_steps(2);
    harness.get_by_label(&say(key!("office-pack-do"))).click();
    harness.run_steps(2);
    assert!(matches!(asked(&harness), Some(Command::MakePack { .. })));
    let pack = sample("packed").pack.unwrap();
    harness.state_mut().0.receive(ran(Changed::Packed(pack)));
    harness.state_mut().0.receive(Event::Done);
    harness.run_steps(2);
    harness.get_by_label(&say(key!("courier-may-be-pulled")));
}

#[test]
fn a_long_list_is_turned_page_by_page_and_a_filter_begins_at_its_first() {
    let mut harness = window(sample("cases-many"));
    harness.run_steps(2);
    let listed = |harness: &Harness<'static, Window>| match harness.state().1.last() {
        Some(Job::ReadCases(query)) => query.clone(),
        other => panic!("{other:?}"),
    };
    for (key, skip) in [
        (key!("office-cases-before"), 0),
        (key!("office-cases-after"), 54),
        (key!("office-cases-overdue"), 0),
    ] {
        harness.get_by_label(&say(key)).click();
        harness.run_steps(2);
        assert_eq!(listed(&harness).skip, skip);
        harness.state_mut().0.receive(Event::Done);
    }
    assert_eq!(listed(&harness).filter, CaseFilter::Overdue);
    // What came is shown, and with it how many there are in all.
    let mut page = sample("cases").snapshot.unwrap().cases;
    page.query = listed(&harness);
    page.rows.truncate(1);
    page.total = 1;
    page.counts.overdue = 7;
    harness.state_mut().0.receive(Event::Cases(Box::new(page)));
    harness.run_steps(2);
    assert!(
        harness
            .query_by_label(&say(key!("office-cases-after")))
            .is_none()
    );
    let desk = &harness.state().0;
    assert_eq!(desk.snapshot.as_ref().unwrap().summary.cases_overdue, 7);
}

#[test]
fn the_arrow_keys_and_enter_open_a_case() {
    let mut harness = window(sample("cases"));
    harness.run_steps(2);
    harness.key_press(egui::Key::ArrowDown);
    harness.run_steps(2);
    harness.key_press(egui::Key::ArrowDown);
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    assert!(matches!(harness.state().1.as_slice(), [Job::ReadCase(number)] if number.0 == 34));
}
