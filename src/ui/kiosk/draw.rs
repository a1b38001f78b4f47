//! Which function draws which screen, and what is laid over all of them.

use egui::Ui;

use super::frame::Face;
use super::idle::IdleState;
use super::perform::words_plan;
use super::screen::{Action, Nav, Screen};
use super::state::{KioskUi, Running};
use super::{
    about, duty_report, follow_up, help, lookup, lookup_result, lost, message_screens, notices,
    opinion, plans, promise, rating, receipt, review,
};
use super::{slip, staff, subjects, thanks, welcome};
use crate::app::kiosk::Service;
use crate::app::settings::ScanEnd;
use crate::domain::contact;
use crate::ui::theme::{self, Look, Setting, Theme};
use crate::ui::widgets::{Button, CountdownAnswer, countdown_dialog, dialog, text};
use crate::words::text;

impl KioskUi {
    /// Draws the screen that is up and whatever lies over it; returns what was asked for.
    pub(super) fn draw(&mut self, ui: &mut Ui, now: f64) -> Vec<Action> {
        let manner = self.session.manner;
        let look = Look {
            large: manner.large,
            high_contrast: manner.high_contrast,
        };
        theme::begin(ui, Setting::Kiosk, look);
        let face = self.face(now);
        if let IdleState::Warning { secs_left } = self.idle_state {
            return self.ask_who_is_there(ui, &face, secs_left);
        }
        if !self.session.asking_to_leave {
            let actions = self.heard_page(ui, &face);
            self.speaker_trouble_ui(ui, &face);
            return actions;
        }
        // The page is still to be seen, but what is typed is not for it.
        let events = ui.input_mut(|input| std::mem::take(&mut input.events));
        let mut actions = self.page_ui(ui, &face);
        ui.input_mut(|input| input.events = events);
        actions.extend(ask_to_leave(ui, &face));
        actions
    }

    pub(super) fn page_ui(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        if self.session.helping {
            return self.help_ui(ui, face);
        }
        ui.push_id((self.session.number, self.screen), |ui| {
            self.screen_ui(ui, face)
        })
        .inner
    }

    /// The help instead of the page, which stays as it is meanwhile.
    fn help_ui(&self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        let asked = if self.screen == Screen::Slip {
            self.facts.plans.get(self.session.slip.place)
        } else {
            let draft = self.session.draft().filter(|_| self.screen.is_card());
            draft.map(super::draft::Draft::plan)
        };
        // What the plan's own text says comes before what the office says of all.
        let own = asked.and_then(|plan| plan.rules.protection.as_ref());
        let own = own.map(|told| told.said(face.lang));
        let view = help::HelpView {
            face,
            screen: self.screen,
            is_entitled: asked.is_some_and(|plan| plan.is_entitled()),
            office_place: &self.facts.office_place,
            telephone: &self.facts.telephone,
            protection: own.as_deref().or(self.facts.protection.as_deref()),
        };
        ui.push_id((self.session.number, "help"), |ui| help::help_ui(ui, &view))
            .inner
    }

    /// The warning instead of the page: who comes by meanwhile reads nothing of it, not even aloud, and
    /// nothing of it can be touched.
    fn ask_who_is_there(&self, ui: &mut Ui, face: &Face, secs_left: u32) -> Vec<Action> {
        let theme = Theme::of(ui);
        let whole = ui.ctx().content_rect();
        ui.painter().rect_filled(whole, 0.0, theme.colours.ground);
        let total = self.settings.idle_countdown_secs;
        match countdown_dialog(ui, face.lang, secs_left, total) {
            Some(CountdownAnswer::Leave) => vec![Action::Nav(Nav::LeaveAndWipe)],
            Some(CountdownAnswer::Stay) => vec![Action::Nav(Nav::Stay)],
            None => Vec::new(),
        }
    }

    /// Whether the staff's door is where nobody loses anything by it.
    pub(super) fn has_door(&self) -> bool {
        let is_there = self.facts.service != Service::Withdrawn;
        is_there && self.screen == Screen::Welcome && !self.session.has_something()
    }

    fn face(&self, now: f64) -> Face {
        Face {
            lang: self.session.manner.lang,
            large: self.session.manner.large,
            high_contrast: self.session.manner.high_contrast,
            helping: self.session.helping,
            aloud: self.speaker.speaks(self.session.manner.lang),
            trial: self.facts.trial,
            tablet: self.is_tablet(),
            community: self.facts.community.clone(),
            session: self.session.number,
            door: self.has_door(),
            now,
            busy: self.is_busy(),
        }
    }

    fn screen_ui(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        match self.screen {
            Screen::Refused => message_screens::refused_ui(ui, face, &self.refusal),
            Screen::Welcome => {
                let view = welcome::WelcomeView {
                    face,
                    open_plans: self.facts.plans.len(),
                    takes_words: words_plan(&self.facts.plans).is_some(),
                    notices: self.facts.notices.len(),
                    service: self.facts.service,
                    office_place: &self.facts.office_place,
                    telephone: &self.facts.telephone,
                };
                welcome::welcome_ui(ui, &view)
            }
            Screen::Plans => {
                let begun: Vec<bool> = self
                    .facts
                    .plans
                    .iter()
                    .map(|plan| self.session.begun().contains(&plan.id))
                    .collect();
                let view = plans::PlansView {
                    face,
                    plans: &self.facts.plans,
                    begun: &begun,
                };
                plans::plans_ui(ui, &view)
            }
            Screen::Slip => self.slip_ui(ui, face),
            Screen::Promise
            | Screen::Subjects
            | Screen::Rating
            | Screen::DutyReport
            | Screen::About
            | Screen::Review => self.card_ui(ui, face),
            Screen::Opinion => self.opinion_ui(ui, face),
            Screen::Receipt => self.receipt_ui(ui, face),
            Screen::Thanks => thanks::thanks_ui(ui, face),
            Screen::NotSaved => {
                message_screens::not_saved_ui(ui, face, self.session.not_saved.as_ref())
            }
            Screen::HandBack => message_screens::hand_back_ui(ui, face),
            Screen::Lookup | Screen::Lost | Screen::Found => self.receipt_desk_ui(ui, face),
            Screen::FollowUp => follow_up::follow_up_ui(ui, face, &self.session.follow_up),
            Screen::FollowUpWords => self.follow_up_words_ui(ui, face),
            Screen::FollowUpSent => follow_up::sent_ui(ui, face, self.session.follow_up.at_once),
            Screen::Notices => notices::notices_ui(ui, face, &self.facts.notices),
            Screen::NoticeText => {
                notices::notice_ui(ui, face, self.facts.notices.get(self.session.notice))
            }
            Screen::StaffPin => staff::pin::pin_ui(ui, &mut self.staff.pin, face),
            Screen::Staff => staff::area::area_ui(ui, &mut self.staff, face),
            Screen::Adopted => {
                let status = self.staff.status.as_ref();
                let adopted = status.map_or(&[][..], |status| &status.adopted);
                staff::adopted::adopted_ui(ui, face, adopted)
            }
            Screen::Sync => {
                let progress = match &self.running {
                    Some(Running::Sync(_, last)) => last.as_ref(),
                    _ => None,
                };
                let state = &self.staff.sync;
                staff::sync::sync_ui(
                    ui,
                    &staff::sync::SyncView {
                        face,
                        progress,
                        state,
                    },
                )
            }
            Screen::Pairing => staff::pairing::pairing_ui(ui, &self.staff, face),
        }
    }

    /// For those who come back with a receipt, or without.
    fn receipt_desk_ui(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        let (office_place, telephone) = (&self.facts.office_place, &self.facts.telephone);
        if self.screen == Screen::Lost {
            let view = lost::LostView {
                face,
                office_place,
                telephone,
            };
            return lost::lost_ui(ui, &view);
        }
        if self.screen == Screen::Found {
            let view = lookup_result::LookupResultView {
                face,
                found: self.session.found.as_ref(),
                typed: &self.session.lookup.typed,
                offer: self.session.follow_up.offer,
                news: self.session.follow_up.news,
                office_place,
                telephone,
            };
            return lookup_result::lookup_result_ui(ui, &view);
        }
        let view = lookup::LookupView {
            face,
            scan_ends_with_tab: self.settings.scan_ends_with == ScanEnd::Tab,
        };
        lookup::lookup_ui(ui, &mut self.session.lookup, &view)
    }

    fn slip_ui(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        let plan = self.facts.plans.get(self.session.slip.place);
        let view = slip::SlipView {
            face,
            title: plan.map_or("", |plan| plan.title.get(face.lang)),
            scan_ends_with_tab: self.settings.scan_ends_with == ScanEnd::Tab,
        };
        slip::slip_ui(ui, &mut self.session.slip, &view)
    }

    /// The screens that work on the draft.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "screen_ui sends six screens only"
    )]
    fn card_ui(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        let (editing, alone) = (self.session.editing, self.session.words_alone);
        let screen = self.screen;
        let protection = self.facts.protection.as_deref();
        let Some((draft, place)) = self.session.rating_parts() else {
            // Nothing is being filled, so there is nothing to show: back to the beginning.
            return vec![Action::Nav(Nav::Finished)];
        };
        match screen {
            Screen::Promise => {
                let plan = std::sync::Arc::clone(draft.plan());
                let title = plan.title.get(face.lang);
                // What the plan's own text says comes before what the office says of all.
                let own = plan.rules.protection.as_ref();
                let own = own.map(|told| told.said(face.lang));
                let view = promise::PromiseView {
                    face,
                    title,
                    protection: own.as_deref().or(protection),
                    is_entitled: plan.is_entitled(),
                    words_alone: !plan.asks() && !alone,
                };
                promise::promise_ui(ui, &view)
            }
            Screen::Subjects => subjects::subjects_ui(
                ui,
                &subjects::SubjectsView {
                    face,
                    draft,
                    editing,
                },
            ),
            Screen::Rating => {
                let mut parts = rating::RatingParts { draft, place };
                rating::rating_ui(ui, &mut parts, &rating::RatingView { face, editing })
            }
            Screen::DutyReport => {
                let subject = draft.plan().subjects.get(place.subject);
                duty_report::duty_report_ui(ui, &mut place.report, face, subject)
            }
            Screen::About => about::about_ui(ui, &about::AboutView { face, draft }),
            // `screen_ui` sends only the review besides the above.
            _ => review::review_ui(
                ui,
                &review::ReviewView {
                    face,
                    draft,
                    names_somebody: names_somebody(&draft.text),
                },
            ),
        }
    }

    fn opinion_ui(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        let then = match (self.session.words_alone, self.session.editing) {
            (true, _) => opinion::Then::HandIn,
            (false, true) => opinion::Then::BackToReview,
            (false, false) => opinion::Then::Review,
        };
        let engines = self.engines();
        let fuzzy = self.settings.pinyin_fuzzy;
        let Some((draft, panel)) = self.session.opinion_parts() else {
            return vec![Action::Nav(Nav::Finished)];
        };
        let view = opinion::OpinionView {
            face,
            then,
            names_somebody: names_somebody(&draft.text),
            engines: engines.as_deref(),
            fuzzy,
        };
        opinion::opinion_ui(ui, draft, panel, &view)
    }

    fn follow_up_words_ui(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        let engines = self.engines();
        let (form, panel) = (&mut self.session.follow_up, &mut self.session.panel);
        let view = opinion::OpinionView {
            face,
            then: opinion::Then::Review,
            names_somebody: names_somebody(&form.said.text),
            engines: engines.as_deref(),
            fuzzy: self.settings.pinyin_fuzzy,
        };
        follow_up::words_ui(ui, form, panel, &view)
    }

    fn receipt_ui(&mut self, ui: &mut Ui, face: &Face) -> Vec<Action> {
        let Some(shown) = &self.session.receipt else {
            return vec![Action::Nav(Nav::Finished)];
        };
        let view = receipt::ReceiptView {
            face,
            shown,
            modules: &self.modules,
            office_place: &self.facts.office_place,
            telephone: &self.facts.telephone,
        };
        receipt::receipt_ui(ui, &view)
    }
}

fn ask_to_leave(ui: &mut Ui, face: &Face) -> Vec<Action> {
    dialog(ui, "leave", |ui| {
        let theme = Theme::of(ui);
        let mut actions = Vec::new();
        ui.spacing_mut().item_spacing.y = theme.space.m;
        text::title(ui, text!(face.lang, "kiosk-leave-title"));
        text::lead(ui, text!(face.lang, "kiosk-leave-words"));
        ui.add_space(theme.space.s);
        let stay = Button::primary(text!(face.lang, "kiosk-leave-stay"));
        if stay.fill_width(ui).show(ui).clicked() {
            actions.push(Action::Nav(Nav::Stay));
        }
        let leave = Button::quiet(text!(face.lang, "kiosk-leave-wipe"));
        if leave.fill_width(ui).show(ui).clicked() {
            actions.push(Action::Nav(Nav::LeaveAndWipe));
        }
        actions
    })
    .inner
}

/// Whether the words hold something like a telephone or identity number.
fn names_somebody(words: &str) -> bool {
    !contact::find(words).is_empty()
}
