//! The office window over a real record: what a kiosk wrote to a folder is loaded, answered and packed by
//! clicking labels, and the kiosk then shows the reply.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use pingyi::app::kiosk::{Kiosk, Lookup};
use pingyi::app::office::{
    CalendarText, CaseCommand, Command, InspectionGiven, MeasuresGiven, OpinionByHand,
    PeopleCommand, PlanSource,
};
use pingyi::app::settings::Settings;
use pingyi::domain::card::Card;
use pingyi::domain::channel::Channel;
use pingyi::domain::ids::CaseNumber;
use pingyi::domain::plan::Plan;
use pingyi::domain::time::{Clock, FixedClock};
use pingyi::ui::fonts;
use pingyi::ui::office::action::{Action, Entry, Nav};
use pingyi::ui::office::job::{Event, Job};
use pingyi::ui::office::screen::Screen;
use pingyi::ui::office::state::Desk;
use pingyi::ui::office::{OfficeClerk, OfficeFolders, desk_ui};
use pingyi::words::{Key, Lang, key, text};

/// The window with the clerk's thread played on this one, so that a click is done when it returns.
pub(super) struct Office {
    pub(super) desk: Desk,
    clerk: OfficeClerk,
}

impl Office {
    fn open(settings: &Settings, clock: Arc<dyn Clock>) -> Self {
        let folders = OfficeFolders::new(None, settings);
        let clerk = OfficeClerk::new(folders, Lang::Zh, clock);
        let mut desk = Desk::new(Lang::Zh, "0");
        desk.receive(clerk.first_look());
        let sticks = pingyi::app::sticks::present(&clerk.stick_folders());
        desk.receive(Event::Drives(sticks));
        Self { desk, clerk }
    }

    fn frame(&mut self, ui: &mut egui::Ui) {
        for action in desk_ui(ui, &mut self.desk) {
            self.ask(action);
        }
    }

    pub(super) fn ask(&mut self, action: Action) {
        if let Some(job) = self.desk.take(action) {
            self.perform(job);
        }
    }

    fn unlock(&mut self, passphrase: &str) {
        self.ask(Action::Enter(Entry::Unlock(passphrase.to_owned().into())));
    }

    fn perform(&mut self, job: Job) {
        let mut events = Vec::new();
        let outcome = self.clerk.work(job, &mut |event| events.push(event));
        events.extend(outcome.err().map(Event::Failed));
        events.push(Event::Done);
        for event in events {
            self.desk.receive(event);
        }
    }

    /// What the window shows now.
    fn shown(&self) -> String {
        format!("{:#?}", self.desk.snapshot.as_ref().unwrap())
    }
}

/// A Friday on which every plan of the trial is open.
fn clock() -> Arc<FixedClock> {
    let friday = chrono::NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
    Arc::new(FixedClock::new(friday.and_hms_opt(9, 30, 0).unwrap()))
}

pub(super) fn window(settings: &Settings) -> Harness<'static, Office> {
    window_at(settings, clock())
}

fn window_at(settings: &Settings, clock: Arc<dyn Clock>) -> Harness<'static, Office> {
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_context_setup(fonts::install)
        .build_ui_state(
            |ui, office: &mut Office| office.frame(ui),
            Office::open(settings, clock),
        );
    harness.run_steps(2);
    harness
}

pub(super) fn click(harness: &mut Harness<'static, Office>, key: Key) {
    let label = text(Lang::Zh, key);
    // A heading may say the same words; the button comes after it, and may lie below the fold.
    let last = harness.get_all_by_label(&label).last().unwrap();
    last.scroll_to_me();
    harness.run_steps(3);
    let last = harness.get_all_by_label(&label).last().unwrap();
    last.click();
    harness.run_steps(3);
}

pub(super) fn settings(dir: &std::path::Path) -> Settings {
    Settings {
        data_dir: dir.to_owned(),
        ..Settings::default()
    }
}

fn card() -> Card {
    let card = serde_json::json!({
        "plan": "s10",
        "revision": 1,
        "opinion": { "text": "楼道的灯坏了" },
    });
    serde_json::from_value(card).unwrap()
}

#[test]
fn a_clerks_friday_over_a_real_record() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let kiosk = Kiosk::open(&settings, clock()).unwrap();
    let receipt = kiosk.submit(&card(), true).unwrap().unwrap();
    let stick = kiosk.sticks().remove(0);
    kiosk.sync(&stick, true, &mut |_| {}).unwrap();

    let mut harness = window(&settings);
    assert_eq!(harness.state().desk.screen, Screen::Unlock);
    click(&mut harness, key!("office-unlock-open"));
    assert_eq!(harness.state().desk.screen, Screen::Week);
    click(&mut harness, key!("office-week-load-do"));
    let report = harness.state().desk.load.clone().unwrap();
    assert_eq!((report.new_batches(), report.totals().opinions_new), (1, 1));
    click(&mut harness, key!("office-load-on"));
    let number = harness.state().desk.snapshot.as_ref().unwrap().cases.rows[0].number;
    let line = text!(Lang::Zh, "office-case-number", number = number);
    harness
        .get_all_by_label_contains(&line)
        .next()
        .unwrap()
        .click();
    harness.run_steps(3);
    harness.get_by_label_contains("楼道的灯坏了");
    harness
        .get_by_label(&text!(Lang::Zh, "office-case-answer"))
        .focus();
    harness.run_steps(2);
    harness.event(egui::Event::Ime(egui::ImeEvent::Commit(
        "已换新灯".to_owned(),
    )));
    harness.run_steps(2);
    click(&mut harness, key!("office-case-send"));
    // S10 has opinions published: the clerk goes over the words before they are posted.
    click(&mut harness, key!("office-case-publish"));
    let form = &mut harness.state_mut().desk.forms.notices;
    assert!(form.body.contains("楼道的灯坏了") && form.body.contains("已换新灯"));
    form.body = form.body.replace("楼道的", "一处");
    harness.run_steps(2);
    click(&mut harness, key!("office-notices-post-own"));
    let posted = &harness.state().desk.snapshot.as_ref().unwrap().notices[0];
    assert!(posted.body.contains("一处灯坏了"));
    click(&mut harness, key!("office-nav-pack"));
    click(&mut harness, key!("office-pack-do"));
    assert!(harness.state().desk.pack.is_some());
    click(&mut harness, key!("office-nav-check"));
    click(&mut harness, key!("office-check-do"));
    harness.get_by_label(&text!(Lang::Zh, "office-check-good"));
    click(&mut harness, key!("office-lock"));
    assert_eq!(harness.state().desk.screen, Screen::Unlock);
    assert!(harness.state().desk.snapshot.is_none());

    kiosk.sync(&stick, false, &mut |_| {}).unwrap();
    let found = kiosk.lookup(&receipt.number.grouped()).unwrap();
    assert!(matches!(&found, Lookup::Answered { text, .. } if text.as_str() == "已换新灯"));
}

/// 登记一件, by its labels: a slip from the opinion box, and the case that came of it.
#[test]
fn a_slip_from_the_opinion_box_is_registered_in_the_window() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = window(&settings(dir.path()));
    click(&mut harness, key!("office-found-trial-open"));
    click(&mut harness, key!("office-nav-cases"));
    click(&mut harness, key!("office-register-title"));
    assert_eq!(harness.state().desk.screen, Screen::Register);
    let title = Plan::parse(include_str!("../../../assets/plans/s10.toml"))
        .unwrap()
        .title;
    harness.get_all_by_label(&title.zh).last().unwrap().click();
    harness.run_steps(2);
    // Nothing is sent before it is said how it came.
    "台阶松动，晚上看不清。".clone_into(&mut harness.state_mut().desk.forms.register.words);
    harness.run_steps(2);
    harness.get_by_label(&text!(Lang::Zh, "office-register-lacks"));
    click(&mut harness, key!("domain-channel-mailbox"));
    for (typed, is_read) in [("2026年11月31日", false), ("2026-11-20", true)] {
        typed.clone_into(&mut harness.state_mut().desk.forms.register.received_on);
        harness.run_steps(2);
        let lacks = text!(Lang::Zh, "office-register-lacks");
        assert_eq!(harness.query_by_label(&lacks).is_none(), is_read, "{typed}");
    }
    click(&mut harness, key!("office-register-do"));
    let desk = &harness.state().desk;
    assert_eq!(desk.screen, Screen::Case);
    let row = &desk.case.as_ref().unwrap().row;
    assert_eq!(row.channel, Some(Channel::Mailbox));
    assert_eq!(row.received_on.to_string(), "2026-11-20");
    assert!(!desk.half_written());
    assert_eq!(desk.snapshot.as_ref().unwrap().summary.cases_open, 1);
    harness.get_by_label_contains("台阶松动");
    harness.get_by_label(&text!(Lang::Zh, "office-case-registered"));
}

#[test]
fn a_real_office_is_made_beside_the_trial_and_wants_its_passphrase() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let mut harness = window(&settings);
    assert_eq!(harness.state().desk.screen, Screen::Found);
    fill_in(&mut harness);
    click(&mut harness, key!("office-found-make"));
    click(&mut harness, key!("office-recovery-later"));
    assert_eq!(harness.state().desk.screen, Screen::Week);
    harness.get_by_label(&text!(Lang::Zh, "office-attention-recovery"));
    assert!(dir.path().join("office").join("office.toml").exists());
    click(&mut harness, key!("office-lock"));
    *harness.state_mut().desk.forms.unlock.passphrase = "wrong".to_owned();
    harness.run_steps(2);
    click(&mut harness, key!("office-unlock-open"));
    assert_eq!(harness.state().desk.screen, Screen::Unlock);
    harness.get_by_label(&text!(Lang::Zh, "courier-wrong-passphrase"));
}

/// What stands there after a command is what a reader of everything sees; and the door asks for two.
#[test]
fn two_persons_open_the_window_together() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let mut harness = window(&settings);
    fill_in(&mut harness);
    click(&mut harness, key!("office-found-make"));
    let second = "hupa wiso tena mibo gadu refi";
    harness.state_mut().desk.screen = Screen::About;
    harness.run_steps(2);
    let shows = |harness: &Harness<'static, Office>, key: Key| {
        harness.query_all_by_label(&text(Lang::Zh, key)).count() > 0
    };
    assert!(shows(&harness, key!("office-people-alone")));
    assert!(!shows(&harness, key!("office-people-two-on")));
    let admit = PeopleCommand::Admit {
        name: "李明".to_owned(),
        passphrase: second.to_owned().into(),
    };
    harness.state_mut().ask(Action::Run(Command::People(admit)));
    harness.run_steps(2);
    click(&mut harness, key!("office-people-renew"));
    click(&mut harness, key!("office-people-two-on"));
    assert!(shows(&harness, key!("office-people-together")));
    let who = |harness: &Harness<'static, Office>| {
        let all = harness.state().desk.snapshot.clone().unwrap();
        format!("{:?} {:?}", all.opening, all.people)
    };
    let shown = who(&harness);
    click(&mut harness, key!("office-lock"));
    assert!(shows(&harness, key!("office-unlock-second")));
    let own = "correct horse battery staple";
    *harness.state_mut().desk.forms.unlock.passphrase = own.to_owned();
    harness.run_steps(2);
    click(&mut harness, key!("office-unlock-open"));
    assert_eq!(harness.state().desk.screen, Screen::Unlock);
    harness.get_by_label(&text!(Lang::Zh, "app-office-second-wanted"));
    *harness.state_mut().desk.forms.unlock.passphrase = own.to_owned();
    *harness.state_mut().desk.forms.unlock.second = second.to_owned();
    harness.run_steps(2);
    click(&mut harness, key!("office-unlock-open"));
    assert_eq!(harness.state().desk.screen, Screen::Week);
    assert_eq!(who(&harness), shown);
}

#[test]
fn a_plan_with_faults_is_told_line_by_line() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let mut harness = window(&settings);
    click(&mut harness, key!("office-found-trial-open"));
    let file = dir.path().join("broken.toml");
    let broken = include_str!("../../../assets/plans/s10.toml")
        .replace("smallest_crowd = 5", "smallest_crowd = \"five\"")
        .replace("voters = \"open\"", "voters = \"anyone\"");
    std::fs::write(&file, broken).unwrap();
    click(&mut harness, key!("office-nav-plans"));
    harness.state_mut().desk.forms.plans.path = file.display().to_string();
    harness.run_steps(2);
    click(&mut harness, key!("office-plans-do"));
    let faults = &harness.state().desk.plan_faults;
    assert!(faults.len() == 2 && faults.iter().all(|(line, _)| line.is_some()));
    let before = harness.state().desk.snapshot.clone().unwrap().plans;
    assert!(before.iter().all(|plan| plan.enabled));
    click(&mut harness, key!("office-plans-disable"));
    let after = harness.state().desk.snapshot.clone().unwrap().plans;
    assert_eq!(after.iter().filter(|plan| !plan.enabled).count(), 1);
}

/// Every file below a folder, with its bytes.
fn files(dir: &std::path::Path) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                found.insert(path, bytes);
            }
        }
    }
    found
}

/// Nobody touches the window: it locks itself, and what was half-written is there again after the passphrase.
#[test]
fn a_window_that_nobody_touches_locks_itself_and_keeps_what_was_half_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = window(&settings(dir.path()));
    fill_in(&mut harness);
    click(&mut harness, key!("office-found-make"));
    let office = harness.state_mut();
    office.desk.screen = Screen::Notices;
    "周日来".clone_into(&mut office.desk.forms.notices.body);
    "灯已报".clone_into(office.desk.drafts.entry(CaseNumber(7)).or_default());
    "台阶松动".clone_into(&mut office.desk.forms.register.words);
    let most_secs = 600.0;
    assert!(office.desk.rest(100.0, true, most_secs).is_none());
    assert!(office.desk.rest(699.0, false, most_secs).is_none());
    // A touch, and the time counts anew.
    assert!(office.desk.rest(699.5, true, most_secs).is_none());
    assert!(office.desk.rest(1_299.0, false, most_secs).is_none());
    let job = office.desk.rest(1_299.5, false, most_secs).unwrap();
    assert!(!format!("{job:?}").contains("灯已报"));
    office.perform(job);
    assert_eq!(office.desk.screen, Screen::Unlock);
    assert!(office.desk.snapshot.is_none() && !office.desk.half_written());
    // It stays locked, and is not locked twice.
    assert!(office.desk.rest(9_999.0, false, most_secs).is_none());
    office.unlock("wrong words");
    assert!(office.desk.snapshot.is_none());
    office.unlock("correct horse battery staple");
    assert_eq!(office.desk.screen, Screen::Week);
    assert_eq!(office.desk.forms.notices.body, "周日来");
    assert_eq!(&*office.desk.drafts[&CaseNumber(7)], "灯已报");
    assert_eq!(&*office.desk.forms.register.words, "台阶松动");
    // Locked by hand, everything half-written is dropped, as the question before it says.
    office.perform(Job::Lock);
    office.unlock("correct horse battery staple");
    assert!(!office.desk.half_written());
}

/// A trial asks for no passphrase, and work is not interrupted.
#[test]
fn a_trial_and_a_window_at_work_do_not_lock() {
    let dir = tempfile::tempdir().unwrap();
    let mut harness = window(&settings(dir.path()));
    click(&mut harness, key!("office-found-trial-open"));
    let desk = &mut harness.state_mut().desk;
    for now_secs in [0.0, 9_999.0] {
        assert!(desk.rest(now_secs, false, 600.0).is_none());
    }
    desk.snapshot.as_mut().unwrap().summary.trial = false;
    assert!(desk.take(Action::Run(Command::Verify)).is_some());
    assert!(desk.rest(19_999.0, false, 600.0).is_none());
    desk.receive(Event::Done);
    assert!(desk.rest(29_999.0, false, 600.0).is_some());
}

fn fill_in(harness: &mut Harness<'static, Office>) {
    let form = &mut harness.state_mut().desk.forms.found;
    "幸福里社区".clone_into(&mut form.name);
    "一号楼".clone_into(&mut form.place);
    "010-1234".clone_into(&mut form.telephone);
    "correct horse battery staple".clone_into(&mut form.passphrase);
    "correct horse battery staple".clone_into(&mut form.again);
    harness.run_steps(2);
}

#[test]
fn after_a_trial_the_real_office_is_founded_from_the_ribbon() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    // Opening the kiosk once makes the trial's office.
    let kiosk = Kiosk::open(&settings, clock()).unwrap();
    drop(kiosk);
    let mut harness = window(&settings);
    assert_eq!(harness.state().desk.screen, Screen::Unlock);
    // Both ways lead on from the locked trial.
    click(&mut harness, key!("office-real-begin"));
    assert_eq!(harness.state().desk.screen, Screen::Found);
    click(&mut harness, key!("office-found-trial-open"));
    assert_eq!(harness.state().desk.screen, Screen::Week);
    let before = files(&dir.path().join("trial"));
    click(&mut harness, key!("office-nav-plans"));
    click(&mut harness, key!("office-real-begin"));
    assert_eq!(harness.state().desk.screen, Screen::Found);
    // Back, and there again.
    click(&mut harness, key!("office-found-trial-back"));
    assert_eq!(harness.state().desk.screen, Screen::Week);
    click(&mut harness, key!("office-real-begin"));
    fill_in(&mut harness);
    click(&mut harness, key!("office-found-make"));
    harness.get_by_label(&text!(Lang::Zh, "office-recovery-title"));
    harness.get_by_label_contains("office-recovery.html");
    let fingerprint = harness.state().desk.snapshot.clone().unwrap();
    harness.get_by_label_contains(&fingerprint.summary.fingerprint);
    // Two groups are typed back from the paper, and the file is gone.
    let sheet = fingerprint.recovery_sheet.unwrap();
    assert!(sheet.exists());
    let typed = [2, 7].map(|group| fingerprint.recovery_groups[group].to_string());
    *harness.state_mut().desk.forms.recovery.typed = typed.join(" ");
    harness.run_steps(2);
    click(&mut harness, key!("office-recovery-prove"));
    assert!(!sheet.exists());
    click(&mut harness, key!("office-recovery-on"));
    assert_eq!(harness.state().desk.screen, Screen::Week);
    let snapshot = harness.state().desk.snapshot.clone().unwrap();
    assert_eq!(snapshot.summary.name, "幸福里社区");
    assert!(!snapshot.summary.trial && snapshot.folder == dir.path().join("office"));
    let ribbon = text!(Lang::Zh, "office-trial-ribbon");
    assert!(harness.query_by_label(&ribbon).is_none());
    // What a new office does first is its first pack; there is nothing to load.
    harness.get_by_label(&text!(Lang::Zh, "office-week-pack-first"));
    assert_eq!(files(&dir.path().join("trial")), before);
    // The passphrase is lost: the sheet opens the office from the window, and a new one is to be printed.
    let office = harness.state_mut();
    office.perform(Job::Lock);
    let groups = fingerprint.recovery_groups.iter();
    let digits = groups.map(|group| group.to_string()).collect::<String>();
    office.ask(Action::Enter(Entry::Recover {
        digits: digits.into(),
        name: "李明".to_owned(),
        passphrase: "kabo demi tufa zulo rino pega".to_owned().into(),
    }));
    assert_eq!(office.desk.screen, Screen::Recovery);
    let people = office.desk.snapshot.as_ref().unwrap().people.clone();
    assert_eq!((people[1].name.as_str(), people[1].own), ("李明", true));
    drop(harness);
    // The next start opens the real one.
    let harness = window(&settings);
    let sign = harness.state().desk.sign.clone();
    assert_eq!(sign, Some(("幸福里社区".to_owned(), false)));
    let begin = text!(Lang::Zh, "office-real-begin");
    assert!(harness.query_by_label(&begin).is_none());
}

#[test]
fn a_day_that_cannot_be_is_typed_before_a_pack_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let at = |text: &str| text.parse().unwrap();
    let clock = Arc::new(FixedClock::new(at("2026-11-27T10:00:00")));
    let mut harness = window_at(&settings, clock.clone());
    click(&mut harness, key!("office-found-trial-open"));
    let stick = dir.path().join("stick");
    std::fs::create_dir_all(&stick).unwrap();
    harness.state_mut().desk.chosen = Some(stick);
    click(&mut harness, key!("office-nav-pack"));
    click(&mut harness, key!("office-pack-do"));
    assert_eq!(harness.state().desk.pack.as_ref().unwrap().number.0, 1);
    clock.set(at("2099-03-01T10:00:00"));
    click(&mut harness, key!("office-pack-do"));
    let title = text!(Lang::Zh, "office-ask-title");
    harness.get_by_label(&title);
    assert_eq!(harness.state().desk.pack.as_ref().unwrap().number.0, 1);
    click(&mut harness, key!("office-ask-stay"));
    assert!(harness.query_by_label(&title).is_none());
    click(&mut harness, key!("office-pack-do"));
    for (typed, may) in [("20990302", false), ("２０９９年3月1日", true)] {
        harness.state_mut().desk.forms.ask.typed = typed.to_owned();
        harness.run_steps(2);
        assert_eq!(harness.state().desk.may_confirm(), may, "{typed}");
    }
    click(&mut harness, key!("office-ask-go"));
    assert!(harness.query_by_label(&title).is_none());
    let pack = harness.state().desk.pack.clone().unwrap();
    assert_eq!((pack.number.0, pack.time), (2, at("2099-03-01T10:00:00")));
}

#[test]
fn what_a_command_changed_is_what_reading_all_anew_shows() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let clock = Arc::new(FixedClock::new("2026-11-27T10:00:00".parse().unwrap()));
    let kiosk = Kiosk::open(&settings, clock.clone()).unwrap();
    for _ in 0..2 {
        kiosk.submit(&card(), true).unwrap().unwrap();
    }
    let stick = kiosk.sticks().remove(0);
    kiosk.sync(&stick, true, &mut |_| {}).unwrap();
    let newer = dir.path().join("newer.toml");
    let shipped = include_str!("../../../assets/plans/s10.toml");
    std::fs::write(&newer, shipped.replacen("revision = 1", "revision = 2", 1)).unwrap();

    let mut office = Office::open(&settings, clock.clone());
    office.ask(Action::Enter(Entry::OpenTrial));
    let again = Action::Run(Command::ConfirmDay {
        typed: clock.today(),
    });
    office.ask(again.clone());
    office.ask(Action::Run(Command::Load {
        stick: stick.root.clone(),
    }));
    let all = office.desk.snapshot.clone().unwrap();
    let (first, second) = (all.cases.rows[0].number, all.cases.rows[1].number);
    let device = all.devices[0].clone();
    let plan = all.plans[0].id.clone();
    for command in [
        Command::StartCase {
            case: second,
            responsible: Some("赵敏".to_owned()),
        },
        Command::Answer {
            case: first,
            text: "已换好".to_owned().into(),
        },
        Command::Case(CaseCommand::Register(OpinionByHand {
            plan: "s10".parse().unwrap(),
            channel: Channel::Mailbox,
            received_on: "2026-11-20".parse().unwrap(),
            category: None,
            subject: None,
            words: "台阶松动".to_owned().into(),
        })),
        Command::Case(CaseCommand::SetMeasures {
            case: first,
            given: MeasuresGiven {
                responsible: "赵敏".to_owned(),
                inspector: "钱伟".to_owned(),
                due_on: "2026-12-01".parse().unwrap(),
                words: "换灯".to_owned().into(),
            },
        }),
        Command::Case(CaseCommand::Inspect {
            case: first,
            given: InspectionGiven {
                on: None,
                done: true,
                words: "亮了".to_owned().into(),
            },
        }),
        Command::EnablePlan {
            plan: plan.clone(),
            enabled: false,
        },
        Command::AddPlan(PlanSource::File(newer)),
        Command::AcceptCalendar(CalendarText {
            text: crate::calendar::MADE_UP.to_owned(),
            sum_seen: false,
        }),
        Command::PostNotice {
            title: "公示".to_owned(),
            body: "灯已换好".to_owned(),
        },
        Command::RevokeDevice {
            device: device.device.clone(),
        },
        Command::MakePack { stick: stick.root },
        Command::Verify,
        Command::People(PeopleCommand::RenewRecoverySheet),
        Command::AcceptDevice {
            device: device.device,
            fingerprint: device.fingerprint,
        },
    ] {
        let before = office.shown();
        office.ask(Action::Run(command.clone()));
        let message = office.desk.message.as_ref();
        assert!(
            message.is_none_or(|said| said.good),
            "{command:?}: {message:?}"
        );
        let worked_in = office.shown();
        let counts = matches!(command, Command::Verify);
        assert!(counts || worked_in != before, "{command:?} changed nothing");
        // The day is confirmed already: nothing is noted, and everything is read again.
        office.ask(again.clone());
        assert_eq!(worked_in, office.shown(), "{command:?}");
    }
}

#[test]
fn the_week_asks_for_a_backup_and_the_window_makes_one() {
    let dir = tempfile::tempdir().unwrap();
    let settings = settings(dir.path());
    let clock = clock();
    let mut harness = window_at(&settings, clock.clone());
    harness.state_mut().desk.backup_after_days = 7;
    fill_in(&mut harness);
    click(&mut harness, key!("office-found-make"));
    click(&mut harness, key!("office-recovery-later"));
    let asks = |harness: &Harness<'static, Office>| {
        let none = text!(Lang::Zh, "office-attention-backup-none");
        harness.query_by_label(&none).is_some()
    };
    assert!(!asks(&harness), "a new office has a week");
    let in_days = |days: i64| clock.set(clock.now() + chrono::TimeDelta::days(days));
    in_days(8);
    // Seen when the office is opened next.
    click(&mut harness, key!("office-lock"));
    harness.state_mut().unlock("correct horse battery staple");
    harness.run_steps(2);
    assert!(asks(&harness));
    harness.state_mut().ask(Action::Nav(Nav::Go(Screen::Check)));
    harness.run_steps(2);
    let disk = dir.path().join("disk");
    harness.state_mut().desk.forms.check.place = disk.display().to_string();
    harness.run_steps(2);
    click(&mut harness, key!("office-backup-do"));
    assert_eq!(std::fs::read_dir(&disk).unwrap().count(), 1);
    let said = harness.state().desk.message.as_ref().unwrap();
    assert!(said.good && said.sentence.say(Lang::Zh).contains("PINGYI-BACKUP-"));
    harness.state_mut().ask(Action::Nav(Nav::Go(Screen::Week)));
    harness.run_steps(2);
    assert!(!asks(&harness));
}

/// A new computer: the first page puts the office back, says what a recount found, and the key that was renewed since is spoken of.
#[test]
fn an_office_is_put_back_from_the_first_page() {
    let dir = tempfile::tempdir().unwrap();
    let (here, there) = (dir.path().join("here"), dir.path().join("there"));
    let mut harness = window(&settings(&here));
    fill_in(&mut harness);
    click(&mut harness, key!("office-found-make"));
    click(&mut harness, key!("office-recovery-later"));
    let disk = dir.path().join("disk");
    let office = harness.state_mut();
    let place = disk.clone();
    office.ask(Action::Run(Command::BackUp { place }));
    office.ask(Action::Run(Command::People(PeopleCommand::RenewOpeningKey)));
    office.ask(Action::Nav(Nav::Go(Screen::Week)));
    harness.run_steps(2);
    assert!(
        harness
            .query_by_label(&text(Lang::Zh, key!("office-attention-backup-key")))
            .is_some()
    );
    drop(harness);
    let backup = std::fs::read_dir(&disk)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();

    let mut harness = window(&settings(&there));
    assert_eq!(harness.state().desk.screen, Screen::Found);
    let typed =
        |harness: &mut Harness<'static, Office>, folder: &std::path::Path, passphrase: &str| {
            let form = &mut harness.state_mut().desk.forms.found.restore;
            form.backup = folder.display().to_string();
            form.first = passphrase.to_owned().into();
            harness.run_steps(2);
            click(harness, key!("office-restore-do"));
            let desk = &harness.state().desk;
            (desk.screen, desk.message.clone().unwrap())
        };
    for (folder, passphrase) in [
        (dir.path(), "correct horse battery staple"),
        (backup.as_path(), "wrong"),
    ] {
        let (screen, message) = typed(&mut harness, folder, passphrase);
        assert!(screen == Screen::Found && !message.good, "{message:?}");
        assert!(!there.join("office").exists());
    }
    let (screen, message) = typed(&mut harness, &backup, "correct horse battery staple");
    assert_eq!(screen, Screen::Week);
    assert!(
        message.good && message.sentence.key() == "office-restored",
        "{message:?}"
    );
    assert!(
        !harness
            .state()
            .desk
            .snapshot
            .as_ref()
            .unwrap()
            .summary
            .trial
    );
    click(&mut harness, key!("office-lock"));
    harness.state_mut().unlock("correct horse battery staple");
    assert_eq!(harness.state().desk.screen, Screen::Week);
}
