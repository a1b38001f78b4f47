//! 回访 on the page of an opinion: what its holder said since, and what staff heard.

use egui::Ui;
use zeroize::Zeroizing;

use super::action::Action;
use super::job::Busy;
use super::words;
use crate::app::office::{CaseCommand, CaseDetail, Command, FollowUpRow, RevisitGiven};
use crate::domain::channel::Channel;
use crate::domain::follow_up::Satisfaction;
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Key, Lang, key, text};

/// The ways by which staff hear of an answer.
const HEARD: [(Channel, Key); 3] = [
    (Channel::Telephone, key!("office-revisit-by-telephone")),
    (Channel::Visit, key!("office-revisit-by-visit")),
    (Channel::Meeting, key!("office-revisit-by-meeting")),
];

/// What a way is called here.
fn way_of(lang: Lang, channel: Channel) -> String {
    let known = HEARD.iter().find(|(one, _)| *one == channel);
    known.map_or_else(|| channel.sentence().say(lang), |(_, key)| text(lang, *key))
}

/// What is typed of what staff heard; wiped from memory when dropped.
#[derive(Default)]
pub struct RevisitForm {
    /// By which of the ways; the first is the telephone.
    pub way: usize,
    /// What was said.
    pub words: Zeroizing<String>,
    /// The form is open.
    pub wanted: bool,
}

/// What the card shows.
pub(super) struct RevisitView<'a> {
    /// The language spoken.
    pub(super) lang: Lang,
    /// The case.
    pub(super) detail: &'a CaseDetail,
    /// Work under way.
    pub(super) busy: Option<&'a Busy>,
}

/// The sign of a grade.
fn tone(grade: Satisfaction) -> Tone {
    match grade {
        Satisfaction::Satisfied => Tone::Good,
        Satisfaction::Fairly => Tone::Info,
        Satisfaction::Dissatisfied => Tone::Warn,
    }
}

/// What was said since, oldest first.
pub(super) fn said_ui(ui: &mut Ui, view: &RevisitView) {
    for row in &view.detail.follow_ups {
        widgets::card(ui, |ui| row_ui(ui, view.lang, row));
    }
}

fn row_ui(ui: &mut Ui, lang: Lang, row: &FollowUpRow) {
    widgets::flow(ui, |ui| {
        let title = match row.channel {
            None => text!(lang, "office-revisit-holder"),
            Some(channel) => {
                let way = way_of(lang, channel);
                text!(lang, "office-revisit-staff", way = way)
            }
        };
        widgets::strong(ui, title);
        if let Some(grade) = row.grade {
            widgets::badge(ui, tone(grade), grade.sentence().say(lang));
        }
        widgets::badge(ui, Tone::Muted, words::day(lang, row.heard_on));
    });
    if let Some(said) = &row.text {
        widgets::body(ui, said.to_string());
    }
    let fate = row.fate.sentence().say(lang);
    let note = if row.reply == 0 {
        fate
    } else {
        text!(lang, "office-revisit-of", reply = row.reply, fate = fate)
    };
    widgets::note(ui, note);
}

/// What staff heard of the answer, where there is one.
pub(super) fn revisit_ui(
    ui: &mut Ui,
    form: &mut RevisitForm,
    view: &RevisitView,
    actions: &mut Vec<Action>,
) {
    let lang = view.lang;
    if let Some(until) = view.detail.row.rated_until {
        let day = words::day(lang, until);
        widgets::note(ui, text!(lang, "office-revisit-waits", day = day));
    }
    if !view.detail.may_revisit {
        return;
    }
    if !form.wanted {
        form.wanted = widgets::quiet_button(ui, text!(lang, "office-revisit-begin")).clicked();
        return;
    }
    widgets::card(ui, |ui| {
        widgets::note(ui, text!(lang, "office-revisit-below"));
        widgets::flow(ui, |ui| {
            for (place, (_, key)) in HEARD.iter().enumerate() {
                let label = text(lang, *key);
                let button = if form.way == place {
                    Button::primary(label)
                } else {
                    Button::quiet(label)
                };
                if button.compact().show(ui).clicked() {
                    form.way = place;
                }
            }
        });
        widgets::long_field(ui, text!(lang, "office-revisit-words"), &mut form.words, 2);
        widgets::flow(ui, |ui| {
            for grade in Satisfaction::ALL {
                let label = grade.sentence().say(lang);
                let button = Button::quiet(label).enabled(view.busy.is_none());
                if button.show(ui).clicked() {
                    let given = RevisitGiven {
                        grade: *grade,
                        channel: HEARD
                            .get(form.way)
                            .map_or(Channel::Telephone, |(channel, _)| *channel),
                        words: form.words.trim().to_owned().into(),
                    };
                    let case = view.detail.row.number;
                    let command = CaseCommand::Revisit { case, given };
                    actions.push(Action::Run(Command::Case(command)));
                }
            }
        });
    });
}
