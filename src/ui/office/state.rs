//! What the office window remembers between frames, and how it changes: no drawing, no I/O.

use std::collections::BTreeMap;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::action::{Action, DraftFrom, Nav};
use super::forms::Forms;
use super::job::{Busy, Event, Job, Task};
use super::plan_editor::{self, PlanEditorForm};
use super::screen::Screen;
use super::view::Snapshot;
use super::{about, ask, check, idle, notices, plans, recovery, register, restore, round};
use crate::app::Progress;
use crate::app::office::{
    CaseDetail, Changed, Command, LoadReport, OutboxPage, Outcome, PackReport, RoundDetail,
    VerifyReport,
};
use crate::app::sticks::Stick;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::CaseNumber;
use crate::domain::plan::draft::PlanDraft;
use crate::words::{Lang, Sentence, sentence};

/// A word to the clerk at the top of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Good news, or something to act upon.
    pub good: bool,
    /// What is said.
    pub sentence: Sentence,
}

/// The office window between frames.
pub struct Desk {
    /// The language spoken.
    pub lang: Lang,
    /// The program's version, for the page about it.
    pub version: &'static str,
    /// A backup older than so many days is spoken of; 0 means never.
    pub backup_after_days: u32,
    /// The screen shown.
    pub screen: Screen,
    /// The community's name and whether it is a trial, as soon as they are known.
    pub sign: Option<(String, bool)>,
    /// It may take two persons to open the office.
    pub two_persons: bool,
    /// A trial, beside which a real office can still be made.
    pub may_found: bool,
    /// Everything the office knows; none while locked.
    pub snapshot: Option<Snapshot>,
    /// Sticks that are plugged in.
    pub drives: Vec<Stick>,
    /// The stick or folder to work with.
    pub chosen: Option<PathBuf>,
    /// Work under way.
    pub busy: Option<Busy>,
    /// A word to the clerk.
    pub message: Option<Message>,
    /// What came from the stick, this session.
    pub load: Option<LoadReport>,
    /// Where the last load came from.
    loaded_from: Option<PathBuf>,
    /// The pack made, this session and since the last load.
    pub pack: Option<PackReport>,
    /// The last recount, this session.
    pub check: Option<VerifyReport>,
    /// What waits for the next pack; read when its page is opened.
    pub outbox: Option<OutboxPage>,
    /// The opinion being read.
    pub case: Option<CaseDetail>,
    /// The round being looked at.
    pub round: Option<RoundDetail>,
    /// Answers half-written, kept while other pages are looked at.
    pub drafts: BTreeMap<CaseNumber, Zeroizing<String>>,
    /// Answers half-written anew, of cases that are answered.
    pub again: BTreeMap<CaseNumber, Zeroizing<String>>,
    /// Answers given since the last pack, this session.
    pub answered: usize,
    /// Faults of the plan file tried last.
    pub plan_faults: Vec<(Option<usize>, Sentence)>,
    /// How long nobody has touched the window.
    pub idle: idle::Idle,
    /// Asked to close (or lock) while an answer is half-written.
    pub leaving: Option<Leaving>,
    /// Work that waits until somebody types what is in doubt.
    pub ask: Option<ask::Ask>,
    /// The window may close now.
    pub close: bool,
    /// Every form.
    pub forms: Forms,
}

/// What the clerk wants to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The window.
    Window,
    /// The open office.
    Office,
    /// The trial, for the real office's founding.
    Trial,
}

impl Desk {
    /// A window that knows nothing yet.
    #[must_use]
    pub fn new(lang: Lang, version: &'static str) -> Self {
        Self {
            lang,
            version,
            backup_after_days: 0,
            screen: Screen::Opening,
            sign: None,
            two_persons: false,
            may_found: false,
            snapshot: None,
            drives: Vec::new(),
            chosen: None,
            busy: None,
            message: None,
            load: None,
            loaded_from: None,
            pack: None,
            check: None,
            outbox: None,
            case: None,
            round: None,
            drafts: BTreeMap::new(),
            again: BTreeMap::new(),
            answered: 0,
            plan_faults: Vec::new(),
            idle: idle::Idle::default(),
            leaving: None,
            ask: None,
            close: false,
            forms: Forms::default(),
        }
    }

    /// The window was asked to close. Whether it may; otherwise a question is on the screen.
    pub fn asked_to_close(&mut self) -> bool {
        let writes = |task| {
            matches!(
                task,
                Task::Founding | Task::Restoring | Task::Loading | Task::Packing | Task::BackingUp
            )
        };
        if self.busy.as_ref().is_some_and(|busy| writes(busy.task)) {
            self.message = Some(Message {
                good: false,
                sentence: sentence!("office-busy-closing"),
            });
            return false;
        }
        if self.close || !self.half_written() {
            return true;
        }
        self.leaving = Some(Leaving::Window);
        false
    }

    /// Carries out what is the window's own, and names the work for the clerk.
    pub fn take(&mut self, action: Action) -> Option<Job> {
        let job = match action {
            Action::Nav(nav) => self.navigate(nav)?,
            Action::Enter(entry) => Job::Enter(entry),
            Action::Run(command) => Job::Run(self.followed_up(command)),
            Action::RunThen(command, next) => Job::RunThen(command, next),
        };
        self.begin(&job).then_some(job)
    }

    /// Goes another way through the window; where that needs the clerk, the work for him.
    fn navigate(&mut self, nav: Nav) -> Option<Job> {
        match nav {
            Nav::Go(screen) => {
                self.go(screen);
                if screen == Screen::Pack {
                    return Some(Job::ReadOutbox);
                }
                let listed = self.snapshot.as_ref().map(|all| all.cases.query.clone());
                return listed
                    .filter(|_| screen == Screen::Cases)
                    .map(|query| Job::ReadCases(self.also_in_drafts(query)));
            }
            Nav::List(query) => return Some(Job::ReadCases(self.also_in_drafts(query))),
            Nav::Speak(lang) => self.lang = lang,
            Nav::Choose(path) => self.chosen = Some(path),
            Nav::OpenCase(number) => return Some(Job::ReadCase(number)),
            Nav::OpenRound(plan, round) => return Some(Job::ReadRound(plan, round)),
            Nav::DraftNotice { title, body } => {
                self.go(Screen::Notices);
                let body = String::from(&*body);
                self.forms.notices = notices::NoticesForm { title, body };
                self.good(sentence!("office-notices-drafted"));
            }
            Nav::DraftPlan(from) => return self.draft_plan(from),
            Nav::Propose => return Some(Job::Propose),
            Nav::Dismiss => self.message = None,
            Nav::Stay => {
                self.leaving = None;
                self.put_ask_away();
            }
            Nav::FoundReal if self.half_written() => self.leaving = Some(Leaving::Trial),
            Nav::FoundReal => self.go(Screen::Found),
            Nav::DoubtWeek(week) => self.ask = Some(ask::Ask::of_week(week, self.chosen.clone()?)),
            Nav::Confirm if !self.may_confirm() => {}
            Nav::Confirm => return Some(self.put_ask_away()?.confirmed()),
            Nav::LeaveAnyway => return self.leave(),
            Nav::Lock if self.half_written() => self.leaving = Some(Leaving::Office),
            Nav::Lock => return Some(Job::Lock),
        }
        None
    }

    /// Begins to write a plan; one on file is read first.
    fn draft_plan(&mut self, from: DraftFrom) -> Option<Job> {
        let text = match from {
            DraftFrom::OnFile(plan) => return Some(Job::ReadPlan(plan)),
            DraftFrom::Form(file) => return Some(Job::ReadForm(file, self.lang)),
            DraftFrom::Shipped(text) => Some(text),
            DraftFrom::Empty => None,
        };
        self.write_plan(plan_editor::begun_from(text));
        None
    }

    /// Shows a plan to be written: newer than the one of its name that the office has.
    fn write_plan(&mut self, mut form: PlanEditorForm) {
        let id = form.draft.line("id");
        let plans = self.snapshot.iter().flat_map(|all| &all.plans);
        let known = plans.filter(|plan| plan.id.as_str() == id);
        form.begin_after(known.map(|plan| plan.revision.0).max());
        self.forms.plan_editor = form;
        self.go(Screen::PlanEditor);
    }

    /// A command and what is done after it: what an accepted device brought, from where the last load came, can be
    /// taken in now.
    fn followed_up(&self, command: Command) -> Vec<Command> {
        let accepts = matches!(command, Command::AcceptDevice { .. });
        let again = self.loaded_from.clone().filter(|_| accepts);
        let again = again.map(|stick| Command::Load { stick });
        std::iter::once(command).chain(again).collect()
    }

    /// One piece of work at a time: a second one is not begun.
    fn begin(&mut self, job: &Job) -> bool {
        if self.busy.is_some() {
            return false;
        }
        self.message = None;
        match job.task() {
            Task::Loading => self.screen = Screen::Load,
            Task::Packing => self.screen = Screen::Pack,
            Task::Checking => self.check = None,
            Task::Founding | Task::Restoring | Task::Unlocking | Task::BackingUp | Task::Short => {}
        }
        if let Job::Run(commands) = job {
            for command in commands {
                if let Command::Load { stick } = command {
                    self.loaded_from = Some(stick.clone());
                }
                if matches!(command, Command::AddPlan { .. }) {
                    self.plan_faults.clear();
                }
            }
        }
        self.busy = Some(Busy {
            task: job.task(),
            done: 0,
            total: 0,
            step: None,
        });
        true
    }

    /// Called each frame: locks an office that nobody has touched for `most_secs`. Nothing is locked in the middle of work,
    /// nor a trial, which asks for no passphrase.
    pub fn rest(&mut self, now_secs: f64, touched: bool, most_secs: f64) -> Option<Job> {
        let is_over = self.idle.is_over(now_secs, touched, most_secs);
        let open = self.snapshot.as_ref()?;
        if !is_over || open.summary.trial || self.busy.is_some() {
            return None;
        }
        let job = Job::LockIdle(self.half_written_text());
        self.leaving = None;
        self.begin(&job).then_some(job)
    }

    fn leave(&mut self) -> Option<Job> {
        let leaving = self.leaving.take()?;
        self.drop_drafts();
        match leaving {
            Leaving::Window => {
                self.close = true;
                None
            }
            Leaving::Office => Some(Job::Lock),
            Leaving::Trial => {
                self.go(Screen::Found);
                None
            }
        }
    }

    fn put_ask_away(&mut self) -> Option<ask::Ask> {
        self.forms.ask = ask::AskForm::default();
        self.ask.take()
    }

    /// Whether what is in doubt has been typed as it stands.
    #[must_use]
    pub fn may_confirm(&self) -> bool {
        let typed = &self.forms.ask.typed;
        self.ask.as_ref().is_some_and(|ask| ask.is_typed(typed))
    }

    /// An office was opened: nothing of the one before it stays.
    fn opened(&mut self, screen: Screen) {
        self.put_case_away();
        self.drop_drafts();
        self.round = None;
        self.load = None;
        self.loaded_from = None;
        self.pack = None;
        self.check = None;
        self.answered = 0;
        self.forms = Forms::default();
        self.screen = screen;
    }

    fn go(&mut self, screen: Screen) {
        if self.screen == Screen::Case && screen != Screen::Case {
            self.put_case_away();
        }
        self.message = None;
        self.screen = screen;
    }

    /// Takes in what the clerk tells.
    pub fn receive(&mut self, event: Event) {
        match event {
            Event::NoOffice => self.shut(Screen::Found, None),
            Event::Locked {
                name,
                trial,
                two_persons,
                may_found,
            } => {
                self.shut(Screen::Unlock, Some((name, trial)));
                self.two_persons = two_persons;
                self.may_found = may_found;
            }
            Event::Drives(drives) => self.receive_drives(drives),
            Event::Progress(progress) => self.hear_progress(progress),
            Event::Snapshot(snapshot) => {
                self.sign = Some((snapshot.summary.name.clone(), snapshot.summary.trial));
                self.may_found = snapshot.may_found;
                self.snapshot = Some(*snapshot);
            }
            Event::Unlocked => self.opened(Screen::Week),
            Event::Restored(report) => {
                self.opened(Screen::Week);
                let (good, sentence) = restore::restored(&report);
                self.message = Some(Message { good, sentence });
            }
            Event::Drafts(text) => self.put_back(&text),
            Event::Proposed(proposed) => {
                self.forms.found.proposed = Some(proposed.clone());
                self.forms.recover.proposed = Some(proposed);
            }
            Event::Founded => self.opened(Screen::Recovery),
            Event::Doubted {
                doubt,
                sentence,
                commands,
            } => {
                self.ask = Some(ask::Ask {
                    doubt,
                    sentence,
                    commands,
                });
            }
            Event::Cases(page) => {
                if let Some(all) = &mut self.snapshot {
                    all.list(*page);
                }
            }
            Event::Outbox(page) => self.outbox = Some(*page),
            Event::Case(detail) => self.show_case(*detail),
            Event::Round(detail) => self.show_round(*detail),
            Event::Plan(text) => self.write_plan(PlanEditorForm::new(PlanDraft::new(text))),
            Event::Ran(outcome) => self.receive_outcome(*outcome),
            Event::PlanFaults(faults) => self.plan_faults = faults,
            Event::Failed(sentence) => {
                self.forms.unlock.wrong = self.screen == Screen::Unlock;
                self.message = Some(Message {
                    good: false,
                    sentence,
                });
            }
            Event::Done => self.busy = None,
        }
    }

    fn receive_outcome(&mut self, outcome: Outcome) {
        if let Some(snapshot) = &mut self.snapshot {
            snapshot.take_in(&outcome);
        }
        match outcome.changed {
            Changed::Other => {
                self.forms.recovery = recovery::RecoveryForm::default();
                self.forms.about = about::AboutForm::default();
            }
            Changed::Loaded(load) => {
                self.load = Some(load);
                self.pack = None;
                self.screen = Screen::Load;
            }
            Changed::Device(row) => {
                if let (Some(load), DeviceStanding::Accepted) = (&mut self.load, row.state) {
                    load.enrolments
                        .retain(|enrolment| enrolment.device != row.device);
                }
            }
            Changed::PinCode(sheet) => self.forms.devices.pin_code = Some(sheet),
            Changed::Case(detail) => {
                let answered = !detail.row.status.is_open();
                let number = detail.row.number;
                let open = self.case.as_ref().map(|case| &case.row);
                let is_new = open.is_some_and(|row| row.number == number && row.status.is_open());
                let taken_back = self.taken_back(&detail);
                self.show_case(*detail);
                if let Some(text) = taken_back {
                    self.forms.case.answer = text;
                }
                if answered {
                    self.words_kept(number, is_new);
                }
                self.forms.case.forget_extension();
            }
            Changed::Cases(_) => self.forms.cases.picked.clear(),
            Changed::Registered(detail) => {
                self.forms.register = register::RegisterForm::default();
                self.show_case(*detail);
            }
            Changed::Plan(_) => {
                self.forms.plans = plans::PlansForm::default();
                if self.screen == Screen::PlanEditor {
                    self.forms.plan_editor = PlanEditorForm::default();
                    self.go(Screen::Plans);
                }
            }
            Changed::Calendar(row) => self.forms.calendar = row.year.year.into(),
            Changed::Notice(_) => self.forms.notices = notices::NoticesForm::default(),
            Changed::NoticeDown(_) => {}
            Changed::Packed(pack) => {
                self.pack = Some(pack);
                self.answered = 0;
                self.screen = Screen::Pack;
            }
            Changed::Round(detail) => self.show_round(*detail),
            Changed::Verified(check) => self.check = Some(check),
            Changed::Destroyed(_) => self.check = None,
            Changed::BackedUp(_) => self.forms.check = check::CheckForm::default(),
        }
        if let Some(sentence) = outcome.done {
            self.good(sentence);
        }
    }

    fn good(&mut self, sentence: Sentence) {
        self.message = Some(Message {
            good: true,
            sentence,
        });
    }

    fn hear_progress(&mut self, progress: Progress) {
        if let Some(busy) = &mut self.busy {
            busy.done = progress.done;
            busy.total = progress.total;
            busy.step = Some(progress.step);
        }
    }

    /// Before a closed door, or where there is none.
    fn shut(&mut self, screen: Screen, sign: Option<(String, bool)>) {
        self.lock_away();
        self.may_found = false;
        self.sign = sign;
        self.screen = screen;
    }

    fn lock_away(&mut self) {
        self.drop_drafts();
        self.ask = None;
        self.snapshot = None;
        self.outbox = None;
        self.case = None;
        self.round = None;
        self.load = None;
        self.loaded_from = None;
        self.pack = None;
        self.check = None;
        self.forms = Forms::default();
    }

    fn show_case(&mut self, detail: CaseDetail) {
        let number = detail.row.number;
        if self.case.as_ref().map(|case| case.row.number) != Some(number) {
            self.put_case_away();
            self.forms.case.answer = self.drafts.remove(&number).unwrap_or_default();
            let again = self.again.remove(&number);
            self.forms.case.again = again.unwrap_or_else(|| Self::to_change(&detail));
            self.forms.case.is_new = true;
        }
        self.forms.cases.selected = Some(number);
        self.case = Some(detail);
        self.screen = Screen::Case;
    }

    fn show_round(&mut self, detail: RoundDetail) {
        self.forms.round = round::RoundForm::default();
        self.round = Some(detail);
        self.screen = Screen::Round;
    }
}
