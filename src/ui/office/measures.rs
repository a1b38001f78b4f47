//! 整改 on the page of an answered opinion: what is set right, by whom and until when, and what somebody else found.

use chrono::NaiveDate;
use egui::Ui;

use super::action::Action;
use super::job::Busy;
use super::words;
use crate::app::office::{
    CaseCommand, CaseDetail, Command, InspectionGiven, MeasuresGiven, MeasuresRow,
};
use crate::domain::rectification::MeasuresStanding;
use crate::domain::time::typed_day;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, key, text};

/// What is typed for the next step, but for its words.
#[derive(Default)]
pub struct MeasuresForm {
    /// 责任人
    pub responsible: String,
    /// 督查人
    pub inspector: String,
    /// 完成期限, as typed.
    pub due_on: String,
    /// The clerk sets measures where the plan asks for none.
    pub wanted: bool,
}

/// What the card shows.
pub struct MeasuresView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The office's date.
    pub today: NaiveDate,
    /// The case.
    pub detail: &'a CaseDetail,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// The sign of a standing.
#[must_use]
pub fn tone(row: &MeasuresRow) -> Tone {
    match row.standing {
        MeasuresStanding::Done => Tone::Good,
        MeasuresStanding::Missing | MeasuresStanding::Underway if row.late => Tone::Seal,
        MeasuresStanding::Missing => Tone::Warn,
        MeasuresStanding::Underway => Tone::Info,
    }
}

/// The card.
pub fn measures_ui(
    ui: &mut Ui,
    form: &mut MeasuresForm,
    written: &mut String,
    view: &MeasuresView,
    actions: &mut Vec<Action>,
) {
    let lang = view.lang;
    let Some(row) = &view.detail.row.measures else {
        if form.wanted {
            widgets::card(ui, |ui| set_ui(ui, form, written, view, actions));
        } else if widgets::quiet_button(ui, text!(lang, "office-measures-begin")).clicked() {
            form.wanted = true;
        }
        return;
    };
    widgets::card(ui, |ui| {
        stands_ui(ui, view, row);
        if let Some(said) = &view.detail.measures_words {
            widgets::body(ui, said.measures.to_string());
            if let Some(conclusion) = &said.conclusion {
                widgets::note(ui, text!(lang, "office-measures-conclusion"));
                widgets::body(ui, conclusion.to_string());
            }
        }
        match row.standing {
            MeasuresStanding::Missing => set_ui(ui, form, written, view, actions),
            MeasuresStanding::Underway => {
                inspect_ui(ui, written, view, actions);
                if row.inspected_on.is_some() {
                    set_ui(ui, form, written, view, actions);
                }
            }
            MeasuresStanding::Done => {}
        }
    });
}

fn stands_ui(ui: &mut Ui, view: &MeasuresView, row: &MeasuresRow) {
    let lang = view.lang;
    widgets::flow(ui, |ui| {
        widgets::strong(ui, text!(lang, "office-measures-title"));
        widgets::badge(ui, tone(row), row.standing.sentence().say(lang));
        if row.late {
            widgets::badge(ui, Tone::Seal, text!(lang, "office-measures-late"));
        }
    });
    let name = |name: &str| {
        if name.is_empty() {
            "—".to_owned()
        } else {
            name.to_owned()
        }
    };
    let day =
        |day: Option<NaiveDate>| day.map_or_else(|| "—".to_owned(), |day| words::day(lang, day));
    let facts = [
        (key!("office-measures-responsible"), name(&row.responsible)),
        (key!("office-measures-due"), day(row.due_on)),
        (key!("office-measures-inspector"), name(&row.inspector)),
        (key!("office-measures-inspected"), day(row.inspected_on)),
    ];
    widgets::beside(ui, facts.len(), |ui, index, _| {
        if let Some((key, value)) = facts.get(index) {
            widgets::fact(ui, text(lang, *key), value.clone());
        }
    });
}

fn set_ui(
    ui: &mut Ui,
    form: &mut MeasuresForm,
    written: &mut String,
    view: &MeasuresView,
    actions: &mut Vec<Action>,
) {
    let lang = view.lang;
    let rule = view.detail.measures_rule.as_ref();
    let asks = |wanted: bool, name: String| {
        if wanted {
            name
        } else {
            text!(lang, "office-measures-optional", name = name)
        }
    };
    let responsible = text!(lang, "office-measures-responsible");
    let responsible = asks(rule.is_some_and(|rule| rule.responsible), responsible);
    widgets::field(ui, responsible, &mut form.responsible);
    let inspector = text!(lang, "office-measures-inspector");
    let inspector = asks(rule.is_some_and(|rule| rule.inspection), inspector);
    widgets::field(ui, inspector, &mut form.inspector);
    let due = match rule.and_then(|rule| rule.latest) {
        Some(latest) => text!(lang, "office-measures-due-latest", latest = latest),
        None => text!(lang, "office-measures-due-typed", today = view.today),
    };
    widgets::field(ui, due, &mut form.due_on);
    // Where both may be done, one field is for either.
    let is_again = view.detail.measures_words.is_some();
    let name = if is_again {
        text!(lang, "office-measures-words-again")
    } else {
        text!(lang, "office-measures-words")
    };
    widgets::long_field(ui, name, written, 3);
    let due_on = typed_day(form.due_on.trim());
    let ready = due_on.is_some() && !written.trim().is_empty() && view.busy.is_none();
    let set = Button::primary(text!(lang, "office-measures-do")).enabled(ready);
    if let (true, Some(due_on)) = (set.show(ui).clicked(), due_on) {
        let given = MeasuresGiven {
            responsible: form.responsible.clone(),
            inspector: form.inspector.clone(),
            due_on,
            words: written.trim().to_owned().into(),
        };
        let case = view.detail.row.number;
        let command = CaseCommand::SetMeasures { case, given };
        actions.push(Action::Run(Command::Case(command)));
    }
}

fn inspect_ui(ui: &mut Ui, written: &mut String, view: &MeasuresView, actions: &mut Vec<Action>) {
    let lang = view.lang;
    let is_again = view.detail.row.measures.as_ref();
    if is_again.is_some_and(|row| row.inspected_on.is_none()) {
        let name = text!(lang, "office-measures-conclusion");
        widgets::long_field(ui, name, written, 3);
    }
    let ready = !written.trim().is_empty() && view.busy.is_none();
    widgets::flow(ui, |ui| {
        for (done, key) in [
            (true, key!("office-measures-found-done")),
            (false, key!("office-measures-found-open")),
        ] {
            let button = Button::quiet(text(lang, key)).enabled(ready);
            if button.show(ui).clicked() {
                let given = InspectionGiven {
                    on: None,
                    done,
                    words: written.trim().to_owned().into(),
                };
                let case = view.detail.row.number;
                let command = CaseCommand::Inspect { case, given };
                actions.push(Action::Run(Command::Case(command)));
            }
        }
    });
}
