//! The one place where actions are performed.

use std::sync::Arc;

use chrono::NaiveDateTime;
use zeroize::Zeroizing;

use super::desk::Desk;
use super::screen::{Action, CardAction, Nav, Screen, StaffAction};
use super::session::{Session, ShownReceipt, SlipForm};
use super::staff::{Deed, PinForm, PinPurpose, SyncState};
use super::state::{KioskUi, Running};
use crate::app::AppError;
use crate::app::kiosk::{Adopted, PinState, SlipPass};
use crate::app::sticks::Stick;
use crate::domain::device::DeviceRole;
use crate::domain::ids::PlanId;
use crate::domain::plan::Plan;
use crate::domain::round::RoundId;
use crate::fault::Fault as _;
use crate::ui::worker::Work;

impl KioskUi {
    /// Does what a screen asked for. `now` is the window's time in seconds.
    pub(super) fn perform(&mut self, ctx: &egui::Context, action: Action, now: f64) {
        match action {
            Action::Nav(nav) => self.navigate(ctx, nav, now),
            Action::Card(card) => self.perform_card(ctx, card),
            Action::FollowUp(said) => self.perform_follow_up(ctx, said),
            Action::Staff(staff) => self.perform_staff(ctx, staff),
        }
    }

    fn navigate(&mut self, ctx: &egui::Context, nav: Nav, now: f64) {
        match nav {
            Nav::Back => self.back(ctx),
            Nav::Leave => self.leave(ctx),
            Nav::LeaveAndWipe | Nav::Finished => self.finish_resident(ctx),
            Nav::Stay => self.session.asking_to_leave = false,
            Nav::Speak(lang) => self.session.manner.lang = lang,
            Nav::LargeType(on) => self.session.manner.large = on,
            Nav::HighContrast(on) => self.session.manner.high_contrast = on,
            Nav::Help(on) => self.session.helping = on,
            Nav::ReadAloud => self.speaker.toggle(),
            Nav::NextResident => self.next_resident(ctx, Screen::Welcome),
            Nav::TakeReceipt => self.take_receipt(now),
            Nav::KeepReceipt => {
                if let Some(shown) = &mut self.session.receipt {
                    shown.until = now + f64::from(self.settings.receipt_shown_secs);
                }
            }
            Nav::OpenNotices => {
                self.session.page = 0;
                self.go(Screen::Notices);
            }
            Nav::OpenNotice(place) => {
                self.session.notice = place;
                self.session.page = 0;
                self.go(Screen::NoticeText);
            }
            Nav::OpenLookup | Nav::LookUpAnother => {
                self.session.lookup = super::session::LookupForm::default();
                self.session.found = None;
                self.session.follow_up = super::session::FollowUpForm::default();
                self.go(Screen::Lookup);
            }
            Nav::LookUp => self.look_up(ctx),
            Nav::LostReceipt => self.go(Screen::Lost),
        }
    }

    fn perform_card(&mut self, ctx: &egui::Context, action: CardAction) {
        match action {
            CardAction::Begin => match self.facts.plans.len() {
                1 => self.choose_plan(0),
                _ => self.go(Screen::Plans),
            },
            CardAction::BeginWords => self.begin_words(),
            CardAction::ShowPromise => self.go(Screen::Promise),
            CardAction::ChoosePlan(place) => self.choose_plan(place),
            CardAction::SlipEntered => self.show_slip(ctx),
            CardAction::PromiseRead => self.first_question(),
            CardAction::Rate(subject) => self.rate(subject),
            CardAction::ReadReport => {
                self.session.rating.report = 0;
                self.go(Screen::DutyReport);
            }
            CardAction::RatingDone => self.rating_done(),
            CardAction::LeaveOut => {
                let subject = self.session.rating.subject;
                if let Some(draft) = self.session.draft_mut() {
                    draft.leave_out(subject);
                }
                self.rating_done();
            }
            CardAction::EditRating(subject) => {
                self.session.editing = true;
                self.rate(subject);
            }
            CardAction::SubjectsDone => self.after_rating(),
            CardAction::ChooseAbout => {
                self.session.page = 0;
                self.go(Screen::About);
            }
            CardAction::SetAbout(about) => {
                if let Some(draft) = self.session.draft_mut() {
                    draft.about = about;
                }
                self.go(Screen::Opinion);
            }
            CardAction::OpinionDone => self.opinion_done(ctx),
            CardAction::EditOpinion => {
                self.session.editing = true;
                self.go(Screen::Opinion);
            }
            CardAction::EditSubjects => {
                self.session.editing = true;
                self.first_question();
            }
            CardAction::HandIn => self.hand_in(ctx),
        }
    }

    fn perform_staff(&mut self, ctx: &egui::Context, action: StaffAction) {
        match action {
            StaffAction::Door => {
                if self.has_door() {
                    self.open_staff_login(ctx);
                }
            }
            StaffAction::PinEntered => self.pin_entered(ctx),
            StaffAction::ForgotPin => {
                self.staff.pin = PinForm::for_code(self.staff.pin.wait_until);
            }
            StaffAction::Leave => {
                self.staff.forget();
                self.next_resident(ctx, self.first_screen());
            }
            StaffAction::EndRounds(on) => self.staff.ends_rounds = on,
            StaffAction::OpenSitting(place) => self.open_sitting(place),
            StaffAction::AskEndBallot(place) => self.staff.ending = place,
            StaffAction::EndBallot(place) => self.end_ballot(place),
            StaffAction::Retire => self.ask_before(Deed::Retire),
            StaffAction::Renew => {
                let status = self.staff.status.as_ref();
                if status.is_some_and(|status| !status.adopted.is_empty()) {
                    self.go(Screen::Adopted);
                } else {
                    self.ask_before(Deed::Renew(Adopted::Forged));
                }
            }
            StaffAction::RenewWith(adopted) => self.ask_before(Deed::Renew(adopted)),
            StaffAction::SetClock => {
                self.staff.pin = PinForm::for_clock();
                self.go(Screen::StaffPin);
            }
            StaffAction::StartSync(stick) => self.start_sync(ctx, stick),
            StaffAction::SyncSeen => {
                self.staff.sync = SyncState::None;
                self.refresh_status();
                self.go(Screen::Staff);
            }
            StaffAction::FindOffer(stick) => {
                self.staff.offer = None;
                self.staff.trouble = None;
                self.go(Screen::Pairing);
                let desk = Arc::clone(&self.desk);
                self.running = Some(Running::Offer(Work::start(
                    "pairing-offer",
                    ctx,
                    move |_| desk.pairing_offer(&stick),
                )));
            }
            StaffAction::Pair => {
                let Some(offer) = self.staff.offer.clone() else {
                    return;
                };
                let desk = Arc::clone(&self.desk);
                self.running = Some(Running::Pair(Work::start("pair", ctx, move |_| {
                    desk.pair(&offer)
                })));
            }
        }
    }

    fn ask_before(&mut self, deed: Deed) {
        let Some(status) = &self.staff.status else {
            return;
        };
        let expected = status.device_fingerprint.clone();
        self.staff.pin = match deed {
            Deed::Retire => PinForm::for_retiring(expected),
            Deed::Renew(adopted) => {
                PinForm::for_renewing(expected, &self.desk.next_name(), adopted)
            }
        };
        self.go(Screen::StaffPin);
    }

    fn open_sitting(&mut self, place: usize) {
        self.on_ballot(place, |desk, plan, round| desk.open_sitting(plan, round));
    }

    fn end_ballot(&mut self, place: usize) {
        self.staff.ending = None;
        self.on_ballot(place, |desk, plan, round| desk.end_round(plan, round));
    }

    fn on_ballot(
        &mut self,
        place: usize,
        step: impl FnOnce(&dyn Desk, &PlanId, RoundId) -> Result<(), AppError>,
    ) {
        let status = self.staff.status.as_ref();
        let Some(ballot) = status.and_then(|status| status.ballots.get(place)) else {
            return;
        };
        if let Err(error) = step(&*self.desk, &ballot.plan, ballot.round) {
            self.staff.trouble = Some(error.sentence());
        }
        self.refresh_facts();
        self.refresh_status();
    }

    fn choose_plan(&mut self, place: usize) {
        let Some(plan) = self.facts.plans.get(place).cloned() else {
            return;
        };
        if plan.is_entitled() && !self.session.turn_back_to(&plan.id) {
            self.session.slip = SlipForm {
                place,
                ..SlipForm::default()
            };
            self.go(Screen::Slip);
            return;
        }
        if !plan.is_entitled() && self.session.turn_to(&plan) {
            self.desk.begin(&plan.id);
        }
        self.go(Screen::Promise);
    }

    /// Words alone: to the plan that listens all year, or else to the first that takes them; nobody has to know which is which.
    fn begin_words(&mut self) {
        let Some(plan) = words_plan(&self.facts.plans) else {
            return;
        };
        let plan = Arc::new(plan.for_words_alone());
        if self.session.turn_to(&plan) {
            self.desk.begin(&plan.id);
        }
        self.session.words_alone = true;
        self.go(Screen::Opinion);
    }

    /// What was just answered, or stands on this very page, is not shown once more; a card with both is.
    fn opinion_done(&mut self, ctx: &egui::Context) {
        let Some(draft) = self.session.draft() else {
            return;
        };
        let is_in_sight = if self.session.words_alone {
            draft.has_words()
        } else {
            !self.session.editing && !draft.has_words() && draft.is_handed_in_without_words()
        };
        if is_in_sight {
            self.hand_in(ctx);
        } else if !self.session.words_alone {
            self.show_review();
        }
    }

    fn show_slip(&mut self, ctx: &egui::Context) {
        let form = &self.session.slip;
        let Some(plan) = self.facts.plans.get(form.place) else {
            return;
        };
        if self.running.is_some() || form.number.typed.trim().is_empty() {
            return;
        }
        let (plan, desk) = (plan.id.clone(), Arc::clone(&self.desk));
        let typed = Zeroizing::new(form.number.typed.trim().to_owned());
        self.running = Some(Running::Admit(Work::start("slip", ctx, move |_| {
            desk.admit(&plan, &typed)
        })));
    }

    /// A card of the group that the slip says: those whom it rates.
    pub(super) fn begin_admitted(&mut self, pass: SlipPass) {
        let found = self.facts.plans.iter().find(|plan| plan.id == pass.plan);
        let Some(plan) = found else {
            return;
        };
        let plan = Arc::new(plan.as_rated_by(pass.group.as_ref()));
        if self.session.turn_to(&plan) {
            self.desk.begin(&plan.id);
        }
        if let Some(draft) = self.session.draft_mut() {
            draft.pass = Some(pass);
        }
        self.go(Screen::Promise);
    }

    fn leave(&mut self, ctx: &egui::Context) {
        if self.session.has_something() {
            self.session.asking_to_leave = true;
        } else {
            self.finish_resident(ctx);
        }
    }

    /// One step back. Answers stay; only leaving for the welcome screen wipes, and asks first.
    fn back(&mut self, ctx: &egui::Context) {
        let editing = self.session.editing;
        let listed = self.subjects() > 1 && !self.goes_in_turn();
        match self.screen {
            Screen::Promise | Screen::NotSaved if self.session.words_alone => {
                self.go(Screen::Opinion);
            }
            Screen::Opinion if self.session.words_alone => self.leave(ctx),
            Screen::Promise | Screen::Slip if self.facts.plans.len() > 1 => self.go(Screen::Plans),
            Screen::Plans
            | Screen::Slip
            | Screen::Promise
            | Screen::Lookup
            | Screen::Notices
            | Screen::StaffPin => self.leave(ctx),
            Screen::Subjects | Screen::Rating | Screen::Opinion
                if editing && !(listed && self.screen == Screen::Rating) =>
            {
                self.show_review();
            }
            Screen::Opinion if !self.asks() => self.go(Screen::Promise),
            Screen::Rating if listed => self.go(Screen::Subjects),
            Screen::Subjects => self.go(Screen::Promise),
            Screen::Rating => self.before_rating(),
            Screen::Opinion => self.last_rating(),
            Screen::Review => self.before_review(),
            Screen::About => self.go(Screen::Opinion),
            Screen::DutyReport => self.go(Screen::Rating),
            Screen::NotSaved => self.show_review(),
            Screen::Found | Screen::Lost => self.go(Screen::Lookup),
            Screen::FollowUp => self.go(Screen::Found),
            Screen::FollowUpWords => self.written(),
            Screen::NoticeText => self.go(Screen::Notices),
            Screen::Pairing | Screen::Sync | Screen::Adopted => {
                self.refresh_status();
                self.go(Screen::Staff);
            }
            Screen::Refused
            | Screen::Welcome
            | Screen::Receipt
            | Screen::Thanks
            | Screen::HandBack
            | Screen::FollowUpSent
            | Screen::Staff => {}
        }
    }

    /// Wipes this resident and shows what the next one, or the grid worker, should see.
    fn finish_resident(&mut self, ctx: &egui::Context) {
        let next = self.first_screen();
        self.next_resident(ctx, next);
    }

    fn first_screen(&self) -> Screen {
        match self.settings.role {
            DeviceRole::Tablet if self.screen.is_card() || self.was_card() => Screen::HandBack,
            DeviceRole::Tablet | DeviceRole::Lobby => Screen::Welcome,
        }
    }

    fn was_card(&self) -> bool {
        matches!(
            self.screen,
            Screen::Receipt
                | Screen::Thanks
                | Screen::Found
                | Screen::FollowUp
                | Screen::FollowUpWords
                | Screen::FollowUpSent
                | Screen::Lookup
                | Screen::Lost
        )
    }

    /// A new resident: the old one's session is dropped (which wipes it), and so is whatever egui
    /// remembers of text fields.
    pub(super) fn next_resident(&mut self, ctx: &egui::Context, screen: Screen) {
        for plan in self.session.begun() {
            self.desk.abandon(plan);
        }
        let number = self.session.number + 1;
        self.session = Session::new(number, self.defaults());
        self.staff.forget();
        self.modules.clear();
        super::state::forget_fields(ctx);
        self.refresh_facts();
        self.go(screen);
    }

    fn hand_in(&mut self, ctx: &egui::Context) {
        if self.running.is_some() {
            return;
        }
        let Some(card) = self.session.draft().map(super::draft::Draft::card) else {
            return;
        };
        let desk = Arc::clone(&self.desk);
        let lang = self.session.manner.lang;
        self.running = Some(Running::Submit(Work::start("submit", ctx, move |_| {
            desk.submit(&card, lang)
        })));
    }

    /// Its time begins when it is seen, not when the card was handed in.
    fn take_receipt(&mut self, now: f64) {
        let Some(issued) = self.session.issued.take() else {
            return;
        };
        let until = now + f64::from(self.settings.receipt_shown_secs);
        self.modules = issued.modules().unwrap_or_default();
        self.session.receipt = Some(ShownReceipt { issued, until });
        self.go(Screen::Receipt);
    }

    fn look_up(&mut self, ctx: &egui::Context) {
        if self.running.is_some() || self.session.lookup.typed.trim().is_empty() {
            return;
        }
        let typed = Zeroizing::new(self.session.lookup.typed.trim().to_owned());
        let desk = Arc::clone(&self.desk);
        self.running = Some(Running::LookUp(Work::start("lookup", ctx, move |_| {
            desk.look_up(&typed)
        })));
    }

    /// The long press: opens the PIN pad, fresh.
    fn open_staff_login(&mut self, ctx: &egui::Context) {
        self.next_resident(ctx, Screen::StaffPin);
        self.staff.pin.purpose = match self.desk.pin_state() {
            Ok(PinState::Unset) => PinPurpose::Choose,
            Ok(PinState::Ready) => PinPurpose::Enter,
            Ok(PinState::Wait(wait)) => {
                self.staff.pin.wait_until =
                    Some(ctx.input(|input| input.time) + wait.as_secs_f64());
                PinPurpose::Enter
            }
            Err(error) => {
                self.staff.pin.message = Some(error.sentence());
                PinPurpose::Enter
            }
        };
    }

    fn pin_entered(&mut self, ctx: &egui::Context) {
        if self.running.is_some() {
            return;
        }
        let typed = std::mem::take(&mut self.staff.pin.typed);
        let desk = Arc::clone(&self.desk);
        match self.staff.pin.take(typed) {
            super::staff::PinStep::Again => {}
            super::staff::PinStep::Try(pin) => {
                self.running = Some(Running::TryPin(Work::start("pin", ctx, move |_| {
                    desk.try_pin(&pin)
                })));
            }
            super::staff::PinStep::Reset(code, pin) => {
                self.running = Some(Running::TryPin(Work::start("pin", ctx, move |_| {
                    desk.reset_pin(&code, &pin)
                })));
            }
            super::staff::PinStep::SetClock(typed) => self.set_clock(typed),
            super::staff::PinStep::Set(pin) => {
                self.running = Some(Running::SetPin(Work::start("pin", ctx, move |_| {
                    desk.set_pin(&pin)
                })));
            }
        }
    }

    fn set_clock(&mut self, typed: NaiveDateTime) {
        match self.desk.set_clock(typed) {
            Ok(()) => {
                self.open_staff_area();
                self.refresh_facts();
            }
            Err(error) => self.staff.pin.message = Some(error.sentence()),
        }
    }

    fn start_sync(&mut self, ctx: &egui::Context, stick: Stick) {
        if self.running.is_some() {
            return;
        }
        self.staff.sync = SyncState::None;
        self.go(Screen::Sync);
        let desk = Arc::clone(&self.desk);
        let ends_rounds = std::mem::take(&mut self.staff.ends_rounds);
        let work = Work::start("sync", ctx, move |progress| {
            desk.sync(&stick, ends_rounds, progress)
        });
        self.running = Some(Running::Sync(work, None));
    }
}

/// Which plan takes words that belong to no rating.
pub(super) fn words_plan(plans: &[Arc<Plan>]) -> Option<&Arc<Plan>> {
    let takes = |plan: &&Arc<Plan>| plan.opinion.is_some() && !plan.is_entitled();
    let mut listening = plans.iter().filter(takes);
    let first = listening.clone().next();
    listening
        .find(|plan| plan.rules.opinions_all_year)
        .or(first)
}
