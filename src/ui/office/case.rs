//! One opinion: what was written, when a reply is due, and the reply.

use chrono::NaiveDate;
use egui::{Key, Modifiers, ScrollArea, Ui};
use zeroize::Zeroizing;

use super::action::{Action, Nav};
use super::job::Busy;
use super::measures::{MeasuresForm, MeasuresView, measures_ui};
use super::revisit::{RevisitForm, RevisitView, revisit_ui, said_ui};
use super::screen::Screen;
use super::words;
use crate::app::office::{CaseCommand, CaseDetail, Command, Office};
use crate::domain::case::CaseStatus;
use crate::domain::ids::CaseNumber;
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, key, text};

/// The answer being written; wiped from memory when it is sent or dropped.
#[derive(Default)]
pub struct CaseForm {
    /// Its text; of an answered case, its measures or what somebody found.
    pub answer: Zeroizing<String>,
    /// The answer written anew while it waits for a pack, or more to it after that.
    pub again: Zeroizing<String>,
    /// 责任人
    pub responsible: String,
    /// By how many working days its term is extended, as typed.
    pub extend_days: String,
    /// Why.
    pub extend_reason: Zeroizing<String>,
    /// What else is typed for its measures.
    pub measures: MeasuresForm,
    /// What staff heard of its answer.
    pub revisit: RevisitForm,
    /// It was opened just now: whoever types means the answer.
    pub is_new: bool,
}

impl CaseForm {
    /// What was typed of an extension goes.
    pub(super) fn forget_extension(&mut self) {
        self.extend_days.clear();
        self.extend_reason = Zeroizing::default();
    }
}

/// What the page shows.
pub struct CaseView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The office's date.
    pub today: NaiveDate,
    /// The case.
    pub detail: &'a CaseDetail,
    /// The next on the list that waits for an answer.
    pub next: Option<CaseNumber>,
    /// 意见公开: the plan has opinions published with their replies.
    pub publishes: bool,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The page.
pub fn case_ui(ui: &mut Ui, form: &mut CaseForm, view: &CaseView) -> Vec<Action> {
    let lang = view.lang;
    let row = &view.detail.row;
    let mut actions = Vec::new();
    let number = text!(lang, "office-case-number", number = row.number);
    widgets::page_title(ui, number, words::about(lang, row));
    facts_ui(ui, view);
    widgets::card(ui, |ui| {
        widgets::note(ui, text!(lang, "office-case-written"));
        // However much was written, the answer and its button stay in sight.
        let most = Theme::of(ui).px(270.0);
        ScrollArea::vertical().max_height(most).show(ui, |ui| {
            ui.set_width(ui.available_width());
            widgets::body(ui, view.detail.text.to_string());
        });
    });
    if let Some(reason) = &view.detail.extension {
        let said = text!(
            lang,
            "office-case-extended-why",
            reason = reason.to_string()
        );
        widgets::note(ui, said);
    }
    let about = RevisitView {
        lang,
        detail: view.detail,
        busy: view.busy,
    };
    for earlier in &view.detail.earlier {
        widgets::notice_with(ui, Tone::Muted, |ui| {
            widgets::body(ui, earlier.to_string());
        });
    }
    if let Some(reply) = &view.detail.reply {
        widgets::notice_with(ui, Tone::Good, |ui| {
            widgets::note(ui, text!(lang, "office-case-reply"));
            widgets::body(ui, reply.to_string());
        });
    }
    said_ui(ui, &about);
    match &view.detail.reply {
        Some(reply) if !row.status.is_open() => {
            answered_ui(ui, form, view, reply, &mut actions);
            revisit_ui(ui, &mut form.revisit, &about, &mut actions);
        }
        Some(_) | None => answer_ui(ui, form, view, &mut actions),
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(Action::Nav(Nav::Go(Screen::Cases)));
    }
    actions
}

/// What may follow an answer.
fn answered_ui(
    ui: &mut Ui,
    form: &mut CaseForm,
    view: &CaseView,
    reply: &str,
    actions: &mut Vec<Action>,
) {
    let lang = view.lang;
    again_ui(ui, form, view, actions);
    widgets::flow(ui, |ui| {
        if view.publishes && widgets::quiet_button(ui, text!(lang, "office-case-publish")).clicked()
        {
            actions.push(draft(view, reply));
        }
        back_ui(ui, lang, actions);
    });
    let about = MeasuresView {
        lang,
        today: view.today,
        detail: view.detail,
        busy: view.busy,
    };
    let CaseForm {
        answer, measures, ..
    } = form;
    measures_ui(ui, measures, answer, &about, actions);
}

/// An answer that waits for a pack is changed or taken back; one that a pack carried is added to.
fn again_ui(ui: &mut Ui, form: &mut CaseForm, view: &CaseView, actions: &mut Vec<Action>) {
    let (lang, detail) = (view.lang, view.detail);
    let case = detail.row.number;
    let (said, name, label) = if detail.waits {
        (
            key!("office-case-waits"),
            key!("office-case-answer"),
            key!("office-case-change"),
        )
    } else {
        (
            key!("office-case-carried"),
            key!("office-case-further"),
            key!("office-case-further-send"),
        )
    };
    widgets::note(ui, text(lang, said));
    let field = widgets::long_field(ui, text(lang, name), &mut form.again, 2);
    let written = form.again.trim();
    let is_other = !written.is_empty() && detail.reply.as_deref() != Some(written);
    let fits = Office::reply_room_bytes(written).is_some();
    if !fits {
        widgets::note(ui, text!(lang, "office-case-too-long"));
    }
    let ready = is_other && fits && view.busy.is_none();
    let sent = field.has_focus()
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    widgets::flow(ui, |ui| {
        let button = Button::quiet(text(lang, label)).enabled(ready).show(ui);
        if ready && (button.clicked() || sent) {
            let text = written.to_owned().into();
            actions.push(Action::Run(Command::Case(if detail.waits {
                CaseCommand::ChangeAnswer { case, text }
            } else {
                CaseCommand::ReplyFurther { case, text }
            })));
        }
        if detail.waits
            && widgets::quiet_button(ui, text!(lang, "office-case-take-back")).clicked()
            && view.busy.is_none()
        {
            let back = CaseCommand::WithdrawAnswer { case };
            actions.push(Action::Run(Command::Case(back)));
        }
    });
}

/// The opinion and its reply as a notice. In Chinese, the language of every board; the clerk takes out what
/// would tell who wrote it.
fn draft(view: &CaseView, reply: &str) -> Action {
    let row = &view.detail.row;
    let title = row.plan_title.get(Lang::Zh);
    Action::Nav(Nav::DraftNotice {
        title: text!(Lang::Zh, "office-notices-of-opinion", title = title),
        body: text!(
            Lang::Zh,
            "office-notices-opinion-and-reply",
            opinion = &*view.detail.text,
            reply = reply
        )
        .into(),
    })
}

fn back_ui(ui: &mut Ui, lang: Lang, actions: &mut Vec<Action>) {
    if widgets::quiet_button(ui, text!(lang, "office-case-back")).clicked() {
        actions.push(Action::Nav(Nav::Go(Screen::Cases)));
    }
}

fn facts_ui(ui: &mut Ui, view: &CaseView) {
    let lang = view.lang;
    let row = &view.detail.row;
    let due = if row.due.provisional {
        format!(
            "{}（{}）",
            words::day(lang, row.due.date),
            text!(lang, "office-cases-provisional")
        )
    } else {
        words::day(lang, row.due.date)
    };
    let facts = [
        (
            if row.extended_on.is_some() {
                key!("office-case-extended-to")
            } else {
                key!("office-case-due")
            },
            due,
        ),
        match row.answered_on.filter(|_| !row.status.is_open()) {
            Some(on) => (key!("office-case-answered-on"), words::day(lang, on)),
            None => (
                key!("office-case-left"),
                words::time_left(lang, row, view.today),
            ),
        },
        (
            key!("office-case-received"),
            words::day(lang, row.received_on),
        ),
        (
            key!("office-case-category"),
            words::or_dash(lang, row.category_name.as_ref()),
        ),
    ];
    widgets::flow(ui, |ui| {
        widgets::badge(ui, Tone::Info, row.status.sentence().say(lang));
        widgets::badge(ui, Tone::Muted, row.plan_title.get(lang));
        if let Some(news) = row.news {
            widgets::badge(ui, words::news_tone(news), news.sentence().say(lang));
        }
        if let Some(channel) = row.channel {
            widgets::badge(ui, Tone::Muted, channel.sentence().say(lang));
        }
        if let Some(name) = &row.responsible {
            let said = text!(lang, "office-case-responsible-is", name = name);
            widgets::badge(ui, Tone::Muted, said);
        }
    });
    widgets::beside(ui, facts.len(), |ui, index, _| {
        if let Some((key, value)) = facts.get(index) {
            widgets::fact(ui, text(lang, *key), value.clone());
        }
    });
}

fn answer_ui(ui: &mut Ui, form: &mut CaseForm, view: &CaseView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    let row = &view.detail.row;
    if row.channel.is_some() {
        let said = text!(lang, "office-case-registered");
        widgets::notice(ui, Tone::Muted, said);
    } else if !row.has_receipt {
        widgets::notice(ui, Tone::Muted, text!(lang, "office-case-no-receipt"));
    }
    let name = text!(lang, "office-case-answer");
    let response = widgets::long_field(ui, name, &mut form.answer, 4);
    if std::mem::take(&mut form.is_new) {
        response.request_focus();
    }
    let left = Office::reply_room_bytes(form.answer.trim());
    // A Chinese character takes three bytes; that is what a clerk counts in.
    let said = left.map_or_else(
        || text!(lang, "office-case-too-long"),
        |left| text!(lang, "office-case-room", count = left / 3),
    );
    widgets::note(ui, said);
    let ready = left.is_some() && !form.answer.trim().is_empty() && view.busy.is_none();
    let sent = response.has_focus()
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    widgets::flow(ui, |ui| {
        let button = Button::primary(text!(lang, "office-case-send"))
            .enabled(ready)
            .show(ui);
        let on = view.next.is_some() && {
            let label = text!(lang, "office-case-send-next");
            let next = Button::quiet(label).enabled(ready).show(ui).clicked();
            next || sent
        };
        if ready && (button.clicked() || sent || on) {
            let (case, answer) = (row.number, form.answer.trim().to_owned());
            let text = answer.into();
            let answer = Command::Answer { case, text };
            actions.push(match view.next.filter(|_| on) {
                Some(next) => Action::RunThen(answer, next),
                None => Action::Run(answer),
            });
        }
        back_ui(ui, lang, actions);
    });
    start_ui(ui, form, view, actions);
    extend_ui(ui, form, view, actions);
}

/// Who answers for it, and that work begins.
fn start_ui(ui: &mut Ui, form: &mut CaseForm, view: &CaseView, actions: &mut Vec<Action>) {
    let (lang, row) = (view.lang, &view.detail.row);
    let label = match row.status {
        CaseStatus::Received => key!("office-case-start"),
        CaseStatus::InProgress => key!("office-case-hand-on"),
        CaseStatus::Transferred
        | CaseStatus::Joined
        | CaseStatus::Answered
        | CaseStatus::Closed => return,
    };
    widgets::field(
        ui,
        text!(lang, "office-case-responsible"),
        &mut form.responsible,
    );
    let typed = form.responsible.trim();
    // Work may begin before it is known whose it is.
    let ready = view.busy.is_none() && (row.status == CaseStatus::Received || !typed.is_empty());
    let start = Button::quiet(text(lang, label)).enabled(ready);
    if start.show(ui).clicked() {
        actions.push(Action::Run(Command::StartCase {
            case: row.number,
            responsible: (!typed.is_empty()).then(|| typed.to_owned()),
        }));
    }
}

/// 延期, while the term runs and the plan allows it.
fn extend_ui(ui: &mut Ui, form: &mut CaseForm, view: &CaseView, actions: &mut Vec<Action>) {
    let (lang, detail) = (view.lang, view.detail);
    let Some(most) = detail.may_extend else {
        return;
    };
    widgets::field(
        ui,
        text!(lang, "office-case-extend-days", most = most),
        &mut form.extend_days,
    );
    let name = text!(lang, "office-case-extend-reason");
    widgets::long_field(ui, name, &mut form.extend_reason, 2);
    let days = form.extend_days.trim().parse::<u32>().ok();
    let days = days.filter(|days| (1..=most).contains(days));
    let reason = form.extend_reason.trim();
    let fits = Office::reply_room_bytes(reason).is_some() && !reason.is_empty();
    let extend = Button::quiet(text!(lang, "office-case-extend"))
        .enabled(fits && days.is_some() && view.busy.is_none());
    if let (true, Some(days)) = (extend.show(ui).clicked(), days) {
        actions.push(Action::Run(Command::Case(CaseCommand::Extend {
            case: detail.row.number,
            days,
            reason: reason.to_owned().into(),
        })));
    }
}
