//! The kiosk as a whole: which screen is up, whose session it is, what runs beside it.

use std::sync::Arc;

use super::desk::Desk;
use super::gate;
use super::idle::{Idle, IdleRule, IdleState, somebody_is_there};
use super::screen::{Action, Nav, Screen};
use super::session::{FollowUpForm, Found, LookupForm, Manner, Session};
use super::speaker::Speaker;
use super::staff::{Deed, PinPurpose, StaffForm, SyncState};
use crate::app::kiosk::{
    Admission, Adopted, IssuedReceipt, LookedUp, PairingOffer, PinOutcome, Renewal, Service,
    SyncReport,
};
use crate::app::settings::Settings;
use crate::app::{AppError, Progress};
use crate::domain::device::DeviceRole;
use crate::domain::notice::Notice;
use crate::domain::plan::Plan;
use crate::fault::Fault as _;
use crate::pen::Engines;
use crate::ui::worker::{Poll, Work};
use crate::words::{Sentence, sentence};

/// How often the staff area looks for sticks, in seconds.
const STICK_LOOK_SECS: f64 = 1.0;
/// Staff and a resident who calls them get this many times the usual quiet time.
const PATIENCE: f64 = 5.0;

/// What does not change while a resident is there.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The community's name.
    pub community: String,
    /// Where to ask in person.
    pub office_place: String,
    /// Whom to call.
    pub telephone: String,
    /// To whom one turns who suffers for what was said.
    pub protection: Option<String>,
    /// Whether it takes cards at all.
    pub service: Service,
    /// 体验模式
    pub trial: bool,
    /// Plans that take cards today.
    pub plans: Vec<Arc<Plan>>,
    /// The notice board, newest first.
    pub notices: Vec<Notice>,
}

/// Slow work under way; one at a time.
#[derive(Debug)]
pub(super) enum Running {
    Submit(Work<(), Result<IssuedReceipt, AppError>>),
    LookUp(Work<(), Result<LookedUp, AppError>>),
    FollowUp(Work<(), Result<(), AppError>>),
    Admit(Work<(), Result<Admission, AppError>>),
    TryPin(Work<(), Result<PinOutcome, AppError>>),
    SetPin(Work<(), Result<(), AppError>>),
    Renew(Work<(), Result<Renewal, AppError>>),
    Sync(
        Work<Progress, Result<SyncReport, AppError>>,
        Option<Progress>,
    ),
    Offer(Work<(), Result<Option<PairingOffer>, AppError>>),
    Pair(Work<(), Result<(), AppError>>),
}

/// What work came to, once it did.
fn came_to<T>(poll: Poll<Result<T, AppError>>) -> Option<Result<T, Sentence>> {
    match poll {
        Poll::Waiting => None,
        Poll::Done(done) => Some(done.map_err(|error| error.sentence())),
        Poll::Lost => Some(Err(sentence!("kiosk-thread-lost"))),
    }
}

/// What work that reports nothing on the way came to, once it did.
fn look_in<T: Send + 'static>(
    work: &mut Work<(), Result<T, AppError>>,
) -> Option<Result<T, Sentence>> {
    came_to(work.poll(&mut |()| {}))
}

/// The kiosk's screens and everything behind them.
pub struct KioskUi {
    pub(super) desk: Arc<dyn Desk>,
    pub(in crate::ui) settings: Settings,
    pub(in crate::ui) facts: Facts,
    pub(in crate::ui) session: Session,
    pub(in crate::ui) staff: StaffForm,
    pub(super) screen: Screen,
    pub(super) running: Option<Running>,
    pub(in crate::ui) refusal: Vec<Sentence>,
    pub(super) idle: Idle,
    pub(in crate::ui) idle_state: IdleState,
    /// The receipt's QR code, made once when it is taken.
    pub(in crate::ui) modules: Vec<Vec<bool>>,
    /// What reads pages aloud.
    pub(super) speaker: Speaker,
    /// What turns ink and letters into Chinese, where it is not the program's own.
    engines: Option<Arc<Engines>>,
}

impl std::fmt::Debug for KioskUi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KioskUi({:?})", self.screen)
    }
}

impl KioskUi {
    /// A kiosk at its first screen.
    #[must_use]
    pub fn new(desk: Arc<dyn Desk>, settings: Settings) -> Self {
        let manner = Manner::from_settings(&settings);
        let speaker = Speaker::new(&settings.aloud);
        let mut kiosk = Self {
            desk,
            settings,
            facts: Facts::default(),
            session: Session::new(1, manner),
            staff: StaffForm::default(),
            screen: Screen::Welcome,
            running: None,
            refusal: Vec::new(),
            idle: Idle::default(),
            idle_state: IdleState::Present,
            modules: Vec::new(),
            speaker,
            engines: None,
        };
        kiosk.refresh_facts();
        kiosk
    }

    /// Uses `engines` instead of those with the program's own data.
    #[must_use]
    pub fn with_engines(self, engines: Option<Arc<Engines>>) -> Self {
        Self { engines, ..self }
    }

    /// What turns ink and letters into Chinese; without it the panel has keys only.
    pub(in crate::ui) fn engines(&self) -> Option<Arc<Engines>> {
        self.engines.clone().or_else(|| Engines::built_in().ok())
    }

    /// A kiosk that could not start, and why.
    #[must_use]
    pub fn refused(settings: Settings, sentences: Vec<Sentence>) -> Self {
        let mut kiosk = Self::new(Arc::new(super::desk::StillDesk::default()), settings);
        kiosk.refusal = sentences;
        kiosk.screen = Screen::Refused;
        kiosk
    }

    /// Draws without keeping the time, polling or performing: for pictures.
    pub(in crate::ui) fn still(&mut self, ui: &mut egui::Ui) {
        let _unperformed = self.draw(ui, 0.0);
    }

    /// Performs one action outside a window: for pictures.
    pub(in crate::ui) fn stand(&mut self, action: Action) {
        self.perform(&egui::Context::default(), action, 0.0);
    }

    /// The screen that is up.
    #[must_use]
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// Language, type size and contrast of the present resident.
    #[must_use]
    pub fn manner(&self) -> Manner {
        self.session.manner
    }

    /// The present session, for tests that ask what is left of an earlier resident.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether slow work is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    pub(super) fn defaults(&self) -> Manner {
        Manner::from_settings(&self.settings)
    }

    pub(in crate::ui) fn go(&mut self, screen: Screen) {
        self.session.asking_to_leave = false;
        self.session.helping = false;
        self.screen = screen;
    }

    pub(super) fn refresh_facts(&mut self) {
        let community = self.desk.community();
        self.facts = Facts {
            community: community.name,
            office_place: community.office_place,
            telephone: community.telephone,
            protection: community.protection,
            service: self.desk.service(),
            trial: self.desk.is_trial(),
            plans: self.desk.plans().into_iter().map(Arc::new).collect(),
            notices: self.desk.notices(),
        };
    }

    pub(in crate::ui) fn refresh_status(&mut self) {
        match self.desk.status() {
            Ok(status) => self.staff.status = Some(status),
            Err(error) => self.staff.trouble = Some(error.sentence()),
        }
        self.staff.sticks = self.desk.sticks();
    }

    /// One frame: takes in what threads report, keeps the time, draws, performs.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let now = ctx.input(|input| input.time);
        keep_clipboard_out(&ctx);
        gate::keep_typing_off_buttons(&ctx);
        self.poll(&ctx, now);
        self.speaker.poll();
        self.keep_time(&ctx, now);
        let actions = self.draw(ui, now);
        for action in actions {
            self.idle.touch(now);
            self.perform(&ctx, action, now);
            ctx.request_repaint();
        }
        self.end_frame(&ctx, now);
        ctx.output_mut(|output| {
            output.commands.clear();
            // No input method is asked for.
            output.ime = None;
        });
    }

    fn idle_rule(&self) -> IdleRule {
        IdleRule {
            warn_after_secs: f64::from(self.settings.idle_warning_secs),
            countdown_secs: f64::from(self.settings.idle_countdown_secs),
        }
    }

    fn patience(&self) -> f64 {
        // Staff read a fingerprint over the telephone; a resident fetches somebody when the disk is full.
        // Who stands before the keypad has not shown yet to be staff.
        let staff = self.screen.is_staff() && self.screen != Screen::StaffPin;
        if staff || self.screen == Screen::NotSaved {
            PATIENCE
        } else {
            1.0
        }
    }

    /// Whether there is nothing that a next resident should not find.
    fn is_at_rest(&self) -> bool {
        let resting = matches!(
            self.screen,
            Screen::Welcome | Screen::HandBack | Screen::Refused
        );
        resting && !self.session.helping && self.session.manner == self.defaults()
    }

    /// Whether it is being asked if somebody is still there.
    pub(super) fn is_warning(&self) -> bool {
        matches!(self.idle_state, IdleState::Warning { .. })
    }

    /// Whether the resident is there and shows it. A touch does not answer the warning, for nobody knows
    /// whose it is: only its button does. One that comes when the time is up comes from somebody else.
    fn is_alive(&self, ctx: &egui::Context, now: f64) -> bool {
        let state = self.idle.state(self.idle_rule(), self.patience(), now);
        !self.is_warning() && state != IdleState::Gone && ctx.input(somebody_is_there)
    }

    fn keep_time(&mut self, ctx: &egui::Context, now: f64) {
        let alive = self.is_alive(ctx, now);
        if alive || self.running.is_some() || self.is_at_rest() {
            self.idle.touch(now);
        }
        self.idle_state = IdleState::Present;
        if self.screen == Screen::Receipt {
            self.keep_receipt_time(ctx, now);
        } else if !self.is_at_rest() && self.running.is_none() {
            let (rule, patience) = (self.idle_rule(), self.patience());
            self.idle_state = self.idle.state(rule, patience, now);
            if self.idle_state == IdleState::Gone {
                self.idle_state = IdleState::Present;
                self.perform(ctx, Action::Nav(Nav::Finished), now);
            } else {
                wake_in(ctx, self.idle.next_change_secs(rule, patience, now));
            }
        }
        if matches!(self.screen, Screen::Staff | Screen::Pairing)
            && now - self.staff.sticks_seen_at >= STICK_LOOK_SECS
        {
            self.staff.sticks_seen_at = now;
            self.staff.sticks = self.desk.sticks();
        }
        if self.screen.is_staff() {
            wake_in(ctx, STICK_LOOK_SECS);
        }
    }

    /// A receipt disappears when its time is up, whatever is touched: touching is not asking for more.
    fn keep_receipt_time(&mut self, ctx: &egui::Context, now: f64) {
        let left = self
            .session
            .receipt
            .as_ref()
            .map_or(0.0, |shown| shown.until - now);
        if left <= 0.0 {
            self.perform(ctx, Action::Nav(Nav::Finished), now);
        } else {
            wake_in(ctx, (left - left.floor()).max(0.02));
        }
    }

    fn poll(&mut self, ctx: &egui::Context, now: f64) {
        let Some(running) = self.running.take() else {
            return;
        };
        self.running = match running {
            Running::Submit(mut work) => match look_in(&mut work) {
                None => Some(Running::Submit(work)),
                Some(done) => self.submitted(done),
            },
            Running::LookUp(mut work) => match look_in(&mut work) {
                None => Some(Running::LookUp(work)),
                Some(done) => self.looked_up(done),
            },
            Running::FollowUp(mut work) => match look_in(&mut work) {
                None => Some(Running::FollowUp(work)),
                Some(done) => self.followed_up(done),
            },
            Running::Admit(mut work) => match look_in(&mut work) {
                None => Some(Running::Admit(work)),
                Some(done) => self.admitted(done),
            },
            Running::TryPin(mut work) => match look_in(&mut work) {
                None => Some(Running::TryPin(work)),
                Some(done) => self.pin_tried(ctx, done, now),
            },
            Running::SetPin(mut work) => match look_in(&mut work) {
                None => Some(Running::SetPin(work)),
                Some(done) => self.pin_set(done),
            },
            Running::Renew(mut work) => match look_in(&mut work) {
                None => Some(Running::Renew(work)),
                Some(done) => self.renewed(done),
            },
            Running::Sync(mut work, mut last) => {
                match came_to(work.poll(&mut |progress| last = Some(progress))) {
                    None => Some(Running::Sync(work, last)),
                    Some(done) => self.synced(done),
                }
            }
            Running::Offer(mut work) => match look_in(&mut work) {
                None => Some(Running::Offer(work)),
                Some(done) => self.offered(done),
            },
            Running::Pair(mut work) => match look_in(&mut work) {
                None => Some(Running::Pair(work)),
                Some(done) => self.paired(done),
            },
        };
        if self.running.is_none() {
            self.idle.touch(now);
            ctx.request_repaint();
        }
    }

    fn submitted(&mut self, done: Result<IssuedReceipt, Sentence>) -> Option<Running> {
        match done {
            Ok(issued) => {
                self.session.handed_in();
                self.session.issued = Some(issued);
                self.go(Screen::Thanks);
            }
            Err(sentence) => {
                self.session.not_saved = Some(sentence);
                self.go(Screen::NotSaved);
            }
        }
        None
    }

    fn looked_up(&mut self, done: Result<LookedUp, Sentence>) -> Option<Running> {
        self.session.found = Some(match done {
            Ok(found) => {
                self.session.follow_up = FollowUpForm::of(found.news, found.speaks);
                Found::Status(found.lookup)
            }
            Err(sentence) => Found::Trouble(sentence),
        });
        self.session.page = 0;
        self.go(Screen::Found);
        None
    }

    /// The slip opens a card of its group, or says why it does not.
    fn admitted(&mut self, done: Result<Admission, Sentence>) -> Option<Running> {
        let form = &mut self.session.slip;
        form.number = LookupForm::default();
        form.refused = None;
        match done {
            Ok(Admission::Admitted(pass)) => self.begin_admitted(pass),
            Ok(Admission::Refused(refusal)) => form.refused = Some(refusal.sentence()),
            Err(sentence) => form.refused = Some(sentence),
        }
        None
    }

    fn pin_tried(
        &mut self,
        ctx: &egui::Context,
        done: Result<PinOutcome, Sentence>,
        now: f64,
    ) -> Option<Running> {
        let pin = &mut self.staff.pin;
        match done {
            Ok(PinOutcome::Right) => match pin.purpose {
                PinPurpose::Sure(Deed::Retire) => self.retire(),
                PinPurpose::Sure(Deed::Renew(adopted)) => return Some(self.renew(ctx, adopted)),
                PinPurpose::Enter
                | PinPurpose::Choose
                | PinPurpose::Repeat
                | PinPurpose::Confirm(_)
                | PinPurpose::Code
                | PinPurpose::Clock => self.open_staff_area(),
            },
            Ok(PinOutcome::Wrong(wait) | PinOutcome::TooSoon(wait)) => {
                let is_code = pin.is_after_code();
                pin.message = Some(if is_code {
                    pin.purpose = PinPurpose::Code;
                    sentence!("kiosk-pin-code-wrong")
                } else {
                    sentence!("kiosk-pin-wrong")
                });
                pin.wait_until = (!wait.is_zero()).then_some(now + wait.as_secs_f64());
            }
            Err(sentence) => pin.message = Some(sentence),
        }
        None
    }

    /// The fingerprint's end and the PIN were typed.
    fn retire(&mut self) {
        let name = &self.settings.device;
        let device = self.desk.status().map(|status| status.device);
        let retired = self.desk.retire(device.as_ref().unwrap_or(name));
        self.open_staff_area();
        self.refresh_facts();
        self.staff.trouble = Some(match retired {
            Ok(()) => sentence!("kiosk-retired"),
            Err(error) => error.sentence(),
        });
    }

    /// The same, for another key.
    fn renew(&self, ctx: &egui::Context, adopted: Adopted) -> Running {
        let desk = Arc::clone(&self.desk);
        Running::Renew(Work::start("renew", ctx, move |_| desk.renew(adopted)))
    }

    fn renewed(&mut self, done: Result<Renewal, Sentence>) -> Option<Running> {
        self.open_staff_area();
        self.staff.trouble = Some(match done {
            Ok(renewal) => sentence!("kiosk-renewed", name = renewal.device),
            Err(sentence) => sentence,
        });
        None
    }

    fn pin_set(&mut self, done: Result<(), Sentence>) -> Option<Running> {
        match done {
            Ok(()) => self.open_staff_area(),
            Err(sentence) => self.staff.pin.message = Some(sentence),
        }
        None
    }

    pub(super) fn open_staff_area(&mut self) {
        self.staff.forget();
        self.refresh_status();
        self.go(Screen::Staff);
    }

    fn synced(&mut self, done: Result<SyncReport, Sentence>) -> Option<Running> {
        self.staff.sync = match done {
            Ok(report) => SyncState::Done(Box::new(report)),
            Err(sentence) => SyncState::Failed(sentence),
        };
        self.refresh_facts();
        None
    }

    fn offered(&mut self, done: Result<Option<PairingOffer>, Sentence>) -> Option<Running> {
        match done {
            Ok(Some(offer)) => self.staff.offer = Some(offer),
            Ok(None) => self.staff.trouble = Some(sentence!("kiosk-pairing-none")),
            Err(sentence) => self.staff.trouble = Some(sentence),
        }
        None
    }

    fn paired(&mut self, done: Result<(), Sentence>) -> Option<Running> {
        match done {
            Ok(()) => {
                self.staff.paired = true;
                self.refresh_facts();
                self.refresh_status();
            }
            Err(sentence) => self.staff.trouble = Some(sentence),
        }
        None
    }

    /// Whether the device is a tablet.
    pub(super) fn is_tablet(&self) -> bool {
        self.settings.role == DeviceRole::Tablet
    }
}

/// Asks for a frame in `secs` seconds; a kiosk at rest draws none.
pub(super) fn wake_in(ctx: &egui::Context, secs: f64) {
    ctx.request_repaint_after(std::time::Duration::from_secs_f64(secs.clamp(0.0, 3600.0)));
}

/// What a resident marks must not travel to the next one through the clipboard, and an input method learns what is typed.
fn keep_clipboard_out(ctx: &egui::Context) {
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            !matches!(
                event,
                egui::Event::Copy | egui::Event::Cut | egui::Event::Paste(_) | egui::Event::Ime(_)
            )
        });
    });
}

/// Makes egui forget every text field: cursor, selection and the undo history, which holds whole texts.
///
/// Laid-out text and the accessibility tree of the last frame go with the next one, which shows no words;
/// `tests/kiosk/screens/wipe.rs` reads the whole memory of the program for what is still held, and finds nothing.
/// Out of reach: what egui has freed without overwriting it stays in free pages until they are used again
/// (start the kiosk with `MALLOC_PERTURB_` set, and glibc overwrites it), and the last picture in the
/// display server and the graphics driver.
pub(super) fn forget_fields(ctx: &egui::Context) {
    ctx.memory_mut(|memory| {
        memory.stop_text_input();
        memory.data.clear();
    });
}
