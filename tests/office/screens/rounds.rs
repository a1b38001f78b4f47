//! The pages of rounds: what a body decided is typed and sent as one command; and a round announced in the window stands in the
//! record.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use pingyi::app::kiosk::Kiosk;
use pingyi::app::office::{Command, RoundCommand, RoundStep};
use pingyi::app::settings::Settings;
use pingyi::domain::ids::SubjectId;
use pingyi::domain::round_status::{RoundEvent, RoundStatus};
use pingyi::domain::time::FixedClock;
use pingyi::ui::fonts;
use pingyi::ui::office::action::{Action, Entry, Nav};
use pingyi::ui::office::desk_ui;
use pingyi::ui::office::job::{Event, Job};
use pingyi::ui::office::screen::Screen;
use pingyi::ui::office::state::Desk;
use pingyi::ui::office::{OfficeClerk, OfficeFolders};
use pingyi::ui::studio::office::samples;
use pingyi::words::{Lang, text};

type Window = (Desk, Vec<Job>);

fn window(name: &str) -> Harness<'static, Window> {
    let desk = samples(Lang::Zh).into_iter().find(|one| one.name == name);
    let mut harness = Harness::builder()
        .with_size([1920.0, 1080.0])
        .with_context_setup(fonts::install)
        .build_ui_state(
            |ui, (desk, jobs): &mut Window| {
                for action in desk_ui(ui, desk) {
                    jobs.extend(desk.take(action));
                }
            },
            (desk.unwrap().desk, Vec::new()),
        );
    harness.run_steps(2);
    harness
}

fn click(harness: &mut Harness<'static, Window>, label: &str) {
    harness
        .get_all_by_label(label)
        .last()
        .unwrap()
        .scroll_to_me();
    harness.run_steps(3);
    harness.get_all_by_label(label).last().unwrap().click();
    harness.run_steps(3);
}

fn asked(harness: &Harness<'static, Window>) -> RoundStep {
    let Some(Job::Run(commands)) = harness.state().1.last() else {
        panic!("no command")
    };
    let [Command::Round(RoundCommand { round, step, .. })] = commands.as_slice() else {
        panic!("{commands:?}")
    };
    assert!(round.is_some());
    step.clone()
}

#[test]
fn the_list_leads_to_a_round_and_announces_another() {
    let mut harness = window("rounds");
    click(&mut harness, "预告“社区工作者年度评议”");
    assert!(matches!(
        harness.state().1.as_slice(),
        [Job::Run(commands)] if matches!(commands.as_slice(), [Command::Round(RoundCommand { step: RoundStep::Announce, .. })])
    ));
    harness.state_mut().0.receive(Event::Done);
    let next = RoundEvent::Decided.sentence();
    let label = text!(Lang::Zh, "office-rounds-next", next = next, round = "2026");
    click(&mut harness, &label);
    assert!(matches!(harness.state().1.last(), Some(Job::ReadRound(..))));
}

#[test]
fn what_a_body_decided_is_chosen_and_sent_with_its_reasons() {
    let mut harness = window("round");
    // Nothing is sent before everybody has a grade.
    let decide = RoundEvent::Decided.sentence().say(Lang::Zh);
    click(&mut harness, &decide);
    assert!(harness.state().1.is_empty());
    let form = &mut harness.state_mut().0.forms.round;
    form.members = "张主任、赵书记，".to_owned();
    let subjects = ["wang", "li"].map(|id| SubjectId::new(id).unwrap());
    form.reasons
        .insert(subjects[1].clone(), " 缺岗 ".to_owned());
    for (subject, grade) in subjects.iter().zip(["excellent", "incompetent"]) {
        form.grades.insert(subject.clone(), grade.parse().unwrap());
    }
    harness.run_steps(2);
    click(&mut harness, &decide);
    let RoundStep::Decide { body: Some(body) } = asked(&harness) else {
        panic!("a body decides")
    };
    assert_eq!(body.members, ["张主任", "赵书记"]);
    let reasons: Vec<&str> = body
        .grades
        .iter()
        .map(|given| given.reason.as_str())
        .collect();
    assert_eq!(reasons, ["缺岗", ""]);
}

/// What is typed of papers goes out as one command, and a word that is no number holds it back.
#[test]
fn papers_are_counted_from_the_page() {
    let mut harness = window("round-ballots");
    let enter = RoundEvent::BallotHeld.sentence().say(Lang::Zh);
    let form = &mut harness.state_mut().0.forms.round.ballots;
    form.issued = "20".to_owned();
    form.tellers = "陈丽、王强".to_owned();
    form.void = vec![("1".to_owned(), "涂改".to_owned())];
    form.valid = "一六".to_owned();
    harness.run_steps(2);
    click(&mut harness, &enter);
    assert!(harness.state().1.is_empty(), "no number");
    let form = &mut harness.state_mut().0.forms.round.ballots;
    form.valid = "16".to_owned();
    harness.run_steps(2);
    click(&mut harness, &enter);
    let RoundStep::Ballot { ballot } = asked(&harness) else {
        panic!("papers")
    };
    let ballot = ballot.tidy();
    assert_eq!(
        (ballot.issued, ballot.valid, ballot.collected()),
        (Some(20), 16, 17)
    );
    assert_eq!(ballot.tellers, ["陈丽", "王强"]);
    assert_eq!(ballot.void[0].reason, "涂改");
}

#[test]
fn an_objection_is_answered_from_the_page() {
    let mut harness = window("round-posted");
    harness.get_by_label_contains("李明只缺过一次");
    harness.get_by_label_contains("不得晋升");
    let form = &mut harness.state_mut().0.forms.round;
    form.words = "已经复核".to_owned();
    assert!(harness.state().0.half_written());
    harness.run_steps(2);
    let answer = RoundEvent::ObjectionAnswered.sentence().say(Lang::Zh);
    click(&mut harness, &answer);
    assert!(matches!(
        asked(&harness),
        RoundStep::AnswerObjection { number: 1, .. }
    ));
}

/// What the window shows after each step is what it shows when all is read again.
#[test]
fn a_round_of_the_window_stands_in_the_record() {
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings {
        data_dir: dir.path().to_owned(),
        ..Settings::default()
    };
    let at = |day: &str| format!("{day}T09:30:00").parse().unwrap();
    let clock = Arc::new(FixedClock::new(at("2026-11-27")));
    drop(Kiosk::open(&settings, clock.clone()).unwrap());
    let folders = OfficeFolders::new(None, &settings);
    let mut clerk = OfficeClerk::new(folders, Lang::Zh, clock.clone());
    let mut desk = Desk::new(Lang::Zh, "0");
    let mut ask = |desk: &mut Desk, action: Action| {
        let Some(job) = desk.take(action) else { return };
        let mut events = Vec::new();
        let done = clerk.work(job, &mut |event| events.push(event));
        events.extend(done.err().map(Event::Failed));
        events.push(Event::Done);
        for event in events {
            desk.receive(event);
        }
    };
    let round = |step: RoundStep| {
        Action::Run(Command::Round(RoundCommand {
            plan: "s1".parse().unwrap(),
            round: None,
            step,
        }))
    };
    ask(
        &mut desk,
        Action::Enter(Entry::Unlock(String::new().into())),
    );
    ask(&mut desk, round(RoundStep::Announce));
    let shown = |desk: &Desk| {
        let rounds = &desk.snapshot.as_ref().unwrap().rounds;
        (desk.screen, rounds[0].status, desk.message.clone())
    };
    let (screen, status, message) = shown(&desk);
    assert_eq!((screen, status), (Screen::Round, RoundStatus::Open));
    assert!(message.unwrap().good);
    assert_eq!(desk.snapshot.as_ref().unwrap().notices.len(), 1);
    // The month is over: the calendar has closed it by the time somebody looks.
    clock.set(at("2026-12-01"));
    let without_waiting = true;
    ask(&mut desk, round(RoundStep::Count { without_waiting }));
    assert_eq!(shown(&desk).1, RoundStatus::Counted);
    ask(&mut desk, round(RoundStep::Post));
    let refused = shown(&desk).2.unwrap();
    assert_eq!(
        (refused.good, refused.sentence.key()),
        (false, "record-round-stands")
    );
    let before = format!("{:?}", desk.snapshot.as_ref().unwrap());
    ask(&mut desk, Action::Nav(Nav::Go(Screen::Rounds)));
    ask(
        &mut desk,
        Action::Nav(Nav::OpenRound(
            "s1".parse().unwrap(),
            "2026-11".parse().unwrap(),
        )),
    );
    assert_eq!(desk.screen, Screen::Round);
    assert_eq!(format!("{:?}", desk.snapshot.as_ref().unwrap()), before);
}
