//! Every screen of the kiosk in every notable state, with a made-up desk: for the `screens` command and for tests.

use std::sync::Arc;

use super::Scene;
use super::sample;
use crate::app::aloud::AloudSettings;
use crate::app::kiosk::{IssuedReceipt, Lookup, Service, SlipRefusal};
use crate::app::settings::Settings;
use crate::domain::calendar::{DueDate, Promise};
use crate::domain::case::CaseNews;
use crate::domain::device::DeviceRole;
use crate::domain::follow_up::Satisfaction;
use crate::domain::ids::BatchNumber;
use crate::domain::plan::{Plan, ScaleKind, SubjectKind, Text, Voters, shipped};
use crate::pen::strokes::Key;
use crate::ui::kiosk::desk::Desk;
use crate::ui::kiosk::idle::IdleState;
use crate::ui::kiosk::screen::{Action, CardAction, Nav, Screen, StaffAction};
use crate::ui::kiosk::session::{Found, Offer, ShownReceipt};
use crate::ui::kiosk::staff::{PinPurpose, SyncState};
use crate::ui::kiosk::state::KioskUi;
use crate::ui::theme::Look;
use crate::ui::widgets::panel::{Mode, Panel, PanelView};
use crate::words::{Lang, sentence};

/// Every screen in every notable state.
#[must_use]
pub fn scenes(lang: Lang, look: Look) -> Vec<Scene<'static>> {
    let mut scenes = Vec::new();
    let states = welcome_scenes().into_iter().chain(resident_scenes());
    let states = states.chain(about_scenes()).chain(slip_scenes());
    let states = states.chain(brief_scenes());
    let states = states.chain(return_scenes()).chain(help_scenes());
    for (name, prepare) in states.chain(staff_scenes()).chain(deed_scenes()) {
        let mut kiosk = at_rest(lang, look);
        prepare(&mut kiosk);
        scenes.push(Scene::new(format!("kiosk-{name}"), move |ui| {
            kiosk.still(ui);
        }));
    }
    scenes
}

type Prepare = fn(&mut KioskUi);

fn at_rest(lang: Lang, look: Look) -> KioskUi {
    let settings = Settings {
        language: lang,
        large_type: look.large,
        high_contrast: look.high_contrast,
        // Its button takes room on every page.
        aloud: AloudSettings {
            zh: vec!["espeak-ng".to_owned()],
            en: vec!["espeak-ng".to_owned()],
            loudspeaker: true,
            ..AloudSettings::default()
        },
        ..Settings::default()
    };
    KioskUi::new(Arc::new(sample::desk()) as Arc<dyn Desk>, settings)
}

fn welcome_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("01-welcome", |_| {}),
        ("01-welcome-closed", |k| k.facts.plans.clear()),
        ("01-welcome-real", |k| k.facts.trial = false),
        ("01-welcome-retired", |k| {
            k.facts.trial = false;
            k.facts.plans.clear();
            k.facts.service = Service::Retired;
        }),
        ("01-welcome-withdrawn", |k| {
            k.facts.trial = false;
            k.facts.plans.clear();
            k.facts.service = Service::Withdrawn;
        }),
    ]
}

fn about_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("06-opinion-about", |k| {
            filled(k, Screen::Opinion);
            if let Some(draft) = k.session.draft_mut() {
                draft.about = Some(1);
            }
        }),
        ("05-rating-report", |k| {
            begin(k, 0);
            k.session.rating.subject = 3;
            k.go(Screen::Rating);
        }),
        ("05-report", |k| reported(k, 0)),
        ("05-report-last", |k| reported(k, 99)),
        ("06-about", |k| filled(k, Screen::About)),
    ]
}

fn resident_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("02-plans", |k| k.go(Screen::Plans)),
        ("03-promise", |k| begin(k, 0)),
        ("04-subjects", |k| filled(k, Screen::Subjects)),
        ("05-rating", |k| filled(k, Screen::Rating)),
        ("05-rating-fresh", |k| {
            begin(k, 0);
            k.session.rating.subject = 2;
            k.go(Screen::Rating);
        }),
        ("05-rating-scores", |k| {
            begin(k, 1);
            if let Some(draft) = k.session.draft_mut() {
                draft.set_tick(0, 0, Some(8));
                draft.set_tick(0, 1, Some(85));
            }
            k.go(Screen::Rating);
        }),
        ("06-opinion-empty", |k| {
            begin(k, 0);
            k.go(Screen::Opinion);
        }),
        ("06-opinion", |k| filled(k, Screen::Opinion)),
        ("06-opinion-contact", |k| {
            filled(k, Screen::Opinion);
            if let Some(draft) = k.session.draft_mut() {
                draft.text.push_str("13812345678");
            }
        }),
        ("06-opinion-hand", |k| {
            writing(k, Mode::Hand, |panel, view| {
                // 灯, on a pad of 180 points.
                let lamp: [&[[f32; 2]]; 6] = [
                    &[[35., 50.], [42., 78.]],
                    &[[76., 44.], [64., 70.]],
                    &[[52., 22.], [54., 76.], [46., 118.], [22., 152.]],
                    &[[58., 96.], [80., 134.]],
                    &[[88., 42.], [160., 38.]],
                    &[[126., 40.], [128., 148.], [108., 138.]],
                ];
                let strokes = lamp.map(<[[f32; 2]]>::to_vec).to_vec();
                panel.ink(view, 0, strokes);
            });
        }),
        ("06-opinion-pinyin", |k| {
            writing(k, Mode::Pinyin, |panel, view| {
                panel.spell(view, "dengyijingxiuhaole");
            });
        }),
        ("06-opinion-strokes", |k| {
            writing(k, Mode::Strokes, |panel, view| {
                panel.strike(view, &[Key::Na, Key::Pie, Key::Pie, Key::Na]);
            });
        }),
        ("06-opinion-keys", |k| {
            writing(k, Mode::Keys, |_, _| {});
        }),
        ("07-review", |k| filled(k, Screen::Review)),
        ("07-review-empty", |k| {
            begin(k, 0);
            k.go(Screen::Review);
        }),
        ("08-thanks", thanks),
        ("09-receipt", |k| receipt(k, true)),
        ("09-receipt-no-day", |k| receipt(k, false)),
        ("11-not-saved", |k| {
            filled(k, Screen::NotSaved);
            k.session.not_saved = Some(sample::disk_full());
        }),
        ("12-hand-back", |k| {
            k.settings.role = DeviceRole::Tablet;
            k.go(Screen::HandBack);
        }),
    ]
}

fn slip_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("03-slip", |k| {
            entitled(k);
            begin(k, 0);
            k.session.slip.number.typed.push_str("482690173355");
        }),
        ("03-slip-used", |k| {
            entitled(k);
            begin(k, 0);
            k.session.slip.refused = Some(SlipRefusal::Used.sentence());
        }),
        ("03-promise-slip", |k| {
            entitled(k);
            begin(k, 0);
            if let Some(plan) = k.facts.plans.first().cloned() {
                k.session.turn_to(&plan);
            }
            k.go(Screen::Promise);
        }),
    ]
}

fn return_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("13-lookup", |k| {
            k.session
                .lookup
                .typed
                .push_str("4826 9017".replace(' ', "").as_str());
            k.go(Screen::Lookup);
        }),
        ("15-lost", |k| k.go(Screen::Lost)),
        ("14-found-received", |k| {
            found(
                k,
                Lookup::Received {
                    due: Some(due(false)),
                },
            );
        }),
        ("14-found-progress", |k| {
            found(
                k,
                Lookup::InProgress {
                    due: Some(due(true)),
                },
            );
        }),
        ("14-found-answered", |k| {
            let text = sample::words(k.session.manner.lang).reply.to_owned().into();
            found(
                k,
                Lookup::Answered {
                    text,
                    on: sample::today(),
                },
            );
        }),
        ("14-found-extended", |k| found(k, extended())),
        ("14-found-rating", |k| answered(k, Offer::Rating, None)),
        ("14-found-early", |k| answered(k, Offer::AtTheOffice, None)),
        ("14-found-rated", |k| {
            answered(k, Offer::Words, Some(CaseNews::Rated));
        }),
        ("14-found-reopened", |k| {
            let due = Some(due(false));
            found(k, Lookup::InProgress { due });
            k.session.follow_up.news = Some(CaseNews::Reopened);
            k.session.follow_up.offer = Offer::Words;
        }),
        ("14-follow-up", |k| saying(k, Screen::FollowUp)),
        ("14-follow-up-words", |k| saying(k, Screen::FollowUpWords)),
        ("14-follow-up-sent", |k| k.go(Screen::FollowUpSent)),
        ("14-found-counted", |k| found(k, Lookup::Counted)),
        ("14-found-sealed", |k| found(k, Lookup::AnsweredUnreadable)),
        ("14-found-unknown", |k| found(k, Lookup::Unknown)),
        ("14-found-mistyped", |k| {
            k.session.lookup.typed.push_str("48269017335512048890");
            let sentence = sentence!("domain-receipt-check-digit");
            found(
                k,
                Lookup::Mistyped {
                    group: Some(3),
                    sentence,
                },
            );
        }),
        ("15-notices", |k| k.go(Screen::Notices)),
        ("15-notice", |k| k.go(Screen::NoticeText)),
        ("16-idle", |k| {
            filled(k, Screen::Opinion);
            k.idle_state = IdleState::Warning { secs_left: 14 };
        }),
        ("17-leave", |k| {
            filled(k, Screen::Rating);
            k.session.asking_to_leave = true;
        }),
        ("18-refused", |k| {
            k.refusal = vec![sample::newer_box()];
            k.go(Screen::Refused);
        }),
    ]
}

/// The help over a page of each kind.
fn help_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("19-help-start", |k| helping(k, Screen::Welcome)),
        ("19-help-rating", |k| helping(k, Screen::Rating)),
        ("19-help-words", |k| helping(k, Screen::Opinion)),
        ("19-help-review", |k| helping(k, Screen::Review)),
        ("19-help-receipt", |k| helping(k, Screen::Thanks)),
        ("19-help-lookup", |k| helping(k, Screen::Lookup)),
        ("19-help-staff", |k| helping(k, Screen::Staff)),
    ]
}

/// What cannot be taken back.
fn deed_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("24-retire", |k| {
            k.refresh_status();
            k.stand(Action::Staff(StaffAction::Retire));
        }),
        ("24-adopted", |k| {
            k.refresh_status();
            if let Some(status) = &mut k.staff.status {
                status.adopted = vec![BatchNumber(5), BatchNumber(6)];
            }
            k.stand(Action::Staff(StaffAction::Renew));
        }),
        ("24-renew", |k| {
            k.refresh_status();
            k.stand(Action::Staff(StaffAction::Renew));
        }),
    ]
}

fn staff_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("20-pin", |k| {
            k.staff.pin.typed.push_str("123");
            k.go(Screen::StaffPin);
        }),
        ("20-pin-choose", |k| {
            k.staff.pin.purpose = PinPurpose::Choose;
            k.go(Screen::StaffPin);
        }),
        ("20-pin-wait", |k| {
            k.staff.pin.message = Some(sentence!("kiosk-pin-wrong"));
            k.staff.pin.wait_until = Some(30.0);
            k.go(Screen::StaffPin);
        }),
        ("20-pin-code", |k| {
            k.stand(Action::Staff(StaffAction::ForgotPin));
            k.staff.pin.typed.push_str("482690173355");
            k.go(Screen::StaffPin);
        }),
        ("20-pin-clock", |k| {
            k.stand(Action::Staff(StaffAction::SetClock));
            k.staff.pin.typed.push_str("20261130");
        }),
        ("21-staff", |k| {
            k.refresh_status();
            k.go(Screen::Staff);
        }),
        ("21-staff-late", |k| {
            k.refresh_status();
            k.staff.sticks.clear();
            if let Some(status) = &mut k.staff.status {
                sample::make_late(status);
            }
            k.go(Screen::Staff);
        }),
        ("21-staff-ballot", |k| {
            k.refresh_status();
            if let Some(status) = &mut k.staff.status {
                sample::with_ballot(status);
            }
            k.go(Screen::Staff);
        }),
        ("21-staff-ballot-end", |k| {
            k.refresh_status();
            if let Some(status) = &mut k.staff.status {
                sample::with_ballot(status);
            }
            k.staff.ending = Some(0);
            k.go(Screen::Staff);
        }),
        ("22-sync-running", |k| k.go(Screen::Sync)),
        ("22-sync-done", |k| {
            k.staff.sync = SyncState::Done(Box::new(sample::report()));
            k.go(Screen::Sync);
        }),
        ("22-sync-failed", |k| {
            k.staff.sync = SyncState::Failed(sample::stick_gone());
            k.go(Screen::Sync);
        }),
        ("23-pairing", |k| {
            k.staff.offer = sample::offer();
            k.go(Screen::Pairing);
        }),
        ("23-pairing-done", |k| {
            k.refresh_status();
            k.staff.paired = true;
            k.go(Screen::Pairing);
        }),
    ]
}

/// The first plan wants a voting slip.
fn entitled(kiosk: &mut KioskUi) {
    if let Some(plan) = kiosk.facts.plans.first_mut() {
        Arc::make_mut(plan).voters = Voters::BySlip;
    }
}

fn begin(kiosk: &mut KioskUi, place: usize) {
    kiosk.stand(Action::Card(CardAction::ChoosePlan(place)));
}

/// A card half filled, at `screen`.
/// Six questions on few pages, one of them by itself, and words alone.
fn brief_scenes() -> Vec<(&'static str, Prepare)> {
    vec![
        ("05-rating-brief", begin_s1),
        ("05-rating-detail", |k| {
            begin_s1(k);
            k.session.rating.detail = Some(3);
        }),
        ("05-rating-turn", |k| in_turn(k, Screen::Rating)),
        ("07-review-turn", |k| in_turn(k, Screen::Review)),
        ("06-opinion-alone", |k| {
            k.stand(Action::Card(CardAction::BeginWords));
        }),
    ]
}

/// S1 as it ships: six questions about one subject.
fn begin_s1(kiosk: &mut KioskUi) {
    let s1 = shipped().iter().find(|plan| plan.name == "s1");
    let Some(plan) = s1.and_then(|plan| Plan::parse(plan.text).ok()) else {
        return;
    };
    kiosk.session.turn_to(&Arc::new(plan));
    if let Some(draft) = kiosk.session.draft_mut() {
        draft.set_tick(0, 0, Some(0));
        draft.set_tick(0, 1, Some(1));
    }
    kiosk.go(Screen::Rating);
}

/// The help over `screen`, with a card half filled behind it.
fn helping(kiosk: &mut KioskUi, screen: Screen) {
    filled(kiosk, screen);
    kiosk.stand(Action::Nav(Nav::Help(true)));
}

/// People voted on one after the other, scored; one of them is left out.
fn in_turn(kiosk: &mut KioskUi, screen: Screen) {
    let Some(plan) = kiosk.facts.plans.first() else {
        return;
    };
    let mut plan = Plan::clone(plan);
    plan.voters = Voters::BySlip;
    let word = |zh: &str, en: &str| Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    for subject in &mut plan.subjects {
        subject.kind = SubjectKind::Person;
    }
    for scale in &mut plan.scales {
        let (low, high) = (word("差", "poor"), word("好", "good"));
        let (min, max) = (1, 10);
        scale.kind = ScaleKind::Score {
            min,
            max,
            low,
            high,
        };
    }
    kiosk.session.turn_to(&Arc::new(plan));
    if let Some(draft) = kiosk.session.draft_mut() {
        for (subject, ticks) in [(0, [8, 9, 8, 10]), (2, [7, 7, 6, 8]), (3, [9, 9, 10, 9])] {
            for (criterion, tick) in ticks.into_iter().enumerate() {
                draft.set_tick(subject, criterion, Some(tick));
            }
        }
    }
    kiosk.session.rating.subject = 2;
    kiosk.go(screen);
}

fn filled(kiosk: &mut KioskUi, screen: Screen) {
    begin(kiosk, 0);
    let words = sample::words(kiosk.session.manner.lang).opinion;
    if let Some(draft) = kiosk.session.draft_mut() {
        for (subject, ticks) in [(0, [0, 0, 1, 0]), (3, [1, 2, 1, 1])] {
            for (criterion, tick) in ticks.into_iter().enumerate() {
                draft.set_tick(subject, criterion, Some(tick));
            }
        }
        draft.set_tick(1, 0, Some(1));
        draft.category = Some(1);
        draft.text.push_str(words);
    }
    kiosk.session.rating.subject = usize::from(screen == Screen::Rating);
    kiosk.go(screen);
}

/// A page of somebody's report; the last where there are fewer.
fn reported(kiosk: &mut KioskUi, page: usize) {
    begin(kiosk, 0);
    kiosk.session.rating.subject = 3;
    kiosk.session.rating.report = page;
    kiosk.go(Screen::DutyReport);
}

/// The opinion page in one way of writing.
fn writing(kiosk: &mut KioskUi, mode: Mode, write: fn(&mut Panel, &PanelView<'_>)) {
    filled(kiosk, Screen::Opinion);
    let engines = kiosk.engines();
    let view = PanelView {
        lang: kiosk.session.manner.lang,
        now: 0.0,
        before: "",
        fuzzy: true,
        engines: engines.as_deref(),
    };
    kiosk.session.panel.chosen = Some(mode);
    write(&mut kiosk.session.panel, &view);
}

fn due(provisional: bool) -> DueDate {
    DueDate {
        date: sample::due(),
        provisional,
    }
}

fn issued(with_day: bool) -> IssuedReceipt {
    let number = sample::number();
    IssuedReceipt {
        qr_text: sample::qr_text(&number).into(),
        number,
        promise: if with_day {
            Promise::By(due(false))
        } else {
            Promise::Within { working_days: 15 }
        },
    }
}

fn thanks(kiosk: &mut KioskUi) {
    kiosk.session.issued = Some(issued(true));
    kiosk.go(Screen::Thanks);
}

fn receipt(kiosk: &mut KioskUi, with_day: bool) {
    let issued = issued(with_day);
    kiosk.modules = issued.modules().unwrap_or_default();
    kiosk.session.receipt = Some(ShownReceipt {
        issued,
        until: 88.0,
    });
    kiosk.go(Screen::Receipt);
}

fn found(kiosk: &mut KioskUi, lookup: Lookup) {
    kiosk.session.found = Some(Found::Status(lookup));
    kiosk.go(Screen::Found);
}

/// An answer, and what its holder may say of it.
fn answered(kiosk: &mut KioskUi, offer: Offer, news: Option<CaseNews>) {
    let text = sample::words(kiosk.session.manner.lang).reply.to_owned();
    let text = text.into();
    let on = sample::today();
    found(kiosk, Lookup::Answered { text, on });
    kiosk.session.follow_up.offer = offer;
    kiosk.session.follow_up.news = news;
}

/// The holder is not content, and says why.
fn saying(kiosk: &mut KioskUi, screen: Screen) {
    answered(kiosk, Offer::Rating, None);
    let words = sample::words(kiosk.session.manner.lang).opinion;
    let said = &mut kiosk.session.follow_up.said;
    said.grade = Some(Satisfaction::Dissatisfied);
    said.text.push_str(words);
    kiosk.go(screen);
}

/// An opinion that waits longer than was promised.
fn extended() -> Lookup {
    Lookup::Extended {
        due: chrono::NaiveDate::from_ymd_opt(2026, 12, 18).map(|date| DueDate {
            date,
            provisional: false,
        }),
        reason: Some(
            "电梯配件要从厂家调货，月中到货后马上更换。"
                .to_owned()
                .into(),
        ),
    }
}
