//! 方案编辑: a plan as a form, its faults beside its fields, the card that residents will see, and its text.

mod card;
mod fields;
mod whole;

use std::collections::BTreeMap;

use egui::{Key, Modifiers, Ui};

use super::action::{Action, Nav};
use super::job::Busy;
use super::screen::Screen;
use crate::app::office::{Command, PlanSource};
use crate::domain::plan::draft::{self, PAGES, PlanDraft, Takes, page_of};
use crate::ui::widgets::{self, Button, Tone};
use crate::words::{Lang, Sentence, text};

/// Which part of the editor is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A page of the form.
    Form(usize),
    /// The card as residents will see it.
    Card,
    /// The whole text.
    Whole,
}

/// A plan being written, and where the editor stands.
pub struct PlanEditorForm {
    /// The plan.
    pub draft: PlanDraft,
    /// The text it was begun with.
    begun: String,
    /// Which part is up.
    pub part: Part,
    /// The field to go to, as a fault names it.
    wanted: Option<String>,
    /// The fault gone to last.
    visited: Option<usize>,
    /// What few plans have is shown too.
    shows_rare: bool,
    card: card::CardForm,
}

impl Default for PlanEditorForm {
    fn default() -> Self {
        Self::new(PlanDraft::default())
    }
}

impl PlanEditorForm {
    /// Begins with a draft.
    #[must_use]
    pub fn new(draft: PlanDraft) -> Self {
        let begun = draft.whole().to_owned();
        let part = if draft.is_form() {
            Part::Form(0)
        } else {
            Part::Whole
        };
        Self {
            draft,
            begun,
            part,
            wanted: None,
            visited: None,
            shows_rare: false,
            card: card::CardForm::default(),
        }
    }

    /// Makes it a revision newer than the one that the office has already; that is no change of the clerk's.
    pub fn begin_after(&mut self, revision: Option<u32>) {
        if let Some(revision) = revision {
            let next = revision.saturating_add(1).to_string();
            let draft = &mut self.draft;
            draft.set_line("revision", &next, Takes::Figure, true);
            draft.whole().clone_into(&mut self.begun);
        }
    }

    /// What was half-written when the window locked itself.
    #[must_use]
    pub fn put_back(text: &str) -> Self {
        let begun = String::new();
        let form = Self::new(PlanDraft::new(text));
        Self { begun, ..form }
    }

    /// The text, where something was changed since it was begun.
    #[must_use]
    pub fn changed(&self) -> Option<&str> {
        Some(self.draft.whole()).filter(|_| self.is_changed())
    }

    /// Whether something was changed since it was begun.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.draft.whole() != self.begun
    }

    /// Goes to the next place where something is wrong.
    fn next_fault(&mut self) {
        let faults = self.draft.faults();
        let next = self.visited.map_or(0, |visited| visited + 1);
        let next = if next < faults.len() { next } else { 0 };
        let Some(fault) = faults.get(next) else {
            return;
        };
        match page_of(&PAGES, &fault.place) {
            Some((page, place)) if self.draft.is_form() => {
                self.part = Part::Form(page);
                self.wanted = Some(place);
            }
            Some(_) | None => self.part = Part::Whole,
        }
        self.visited = Some(next);
    }
}

/// What the page shows.
pub struct PlanEditorView<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The community's name, for the card.
    pub community: &'a str,
    /// Work under way.
    pub busy: Option<&'a Busy>,
}

/// Faults by the place where they are told.
type Told<'a> = BTreeMap<String, Vec<&'a Sentence>>;

/// The page.
pub fn plan_editor_ui(
    ui: &mut Ui,
    form: &mut PlanEditorForm,
    view: &PlanEditorView,
) -> Vec<Action> {
    let mut actions = Vec::new();
    head_ui(ui, form, view, &mut actions);
    parts_ui(ui, form, view.lang);
    match form.part {
        Part::Form(number) if form.draft.is_form() => {
            let faults = form.draft.faults().to_vec();
            let mut told = Told::new();
            for fault in &faults {
                if let Some((page, place)) = page_of(&PAGES, &fault.place)
                    && page == number
                {
                    told.entry(place).or_default().push(&fault.sentence);
                }
            }
            let mut wanted = form.wanted.take();
            let page = PAGES.get(number);
            for group in page.iter().flat_map(|page| page.groups) {
                let mut desk = fields::Fields {
                    lang: view.lang,
                    draft: &mut form.draft,
                    told: &told,
                    wanted: &mut wanted,
                    shows_rare: form.shows_rare,
                };
                desk.group_ui(ui, group, "");
            }
        }
        Part::Card => card::card_ui(ui, &mut form.card, form.draft.plan(), view),
        Part::Form(_) | Part::Whole => whole::whole_ui(ui, &mut form.draft, view.lang),
    }
    actions
}

/// What it is, how much is missing, and what to do with it.
fn head_ui(
    ui: &mut Ui,
    form: &mut PlanEditorForm,
    view: &PlanEditorView,
    actions: &mut Vec<Action>,
) {
    let lang = view.lang;
    let title = form.draft.text("title");
    let title = title.get(lang).trim();
    let title = if title.is_empty() {
        text!(lang, "office-plan-new")
    } else {
        title.to_owned()
    };
    let [id, revision] = ["id", "revision"].map(|key| form.draft.line(key));
    let below = text!(lang, "office-plan-line", id = id, revision = revision);
    widgets::page_title(ui, title, below);
    let open = form.draft.faults().len();
    let keys = |key| {
        ui.ctx()
            .input_mut(|input| input.consume_key(Modifiers::COMMAND, key))
    };
    let (saves, turns) = (keys(Key::S), keys(Key::J));
    widgets::flow(ui, |ui| {
        let take_up = Button::primary(text!(lang, "office-plan-take-up")).compact();
        let ready = open == 0 && view.busy.is_none();
        if take_up.enabled(ready).show(ui).clicked() || (saves && ready) {
            let source = PlanSource::Text(form.draft.whole().to_owned());
            actions.push(Action::Run(Command::AddPlan(source)));
        }
        if open > 0 {
            let next = widgets::small_button(ui, text!(lang, "office-plan-next"));
            if next.clicked() || turns {
                form.next_fault();
            }
        }
        if widgets::small_button(ui, text!(lang, "office-plan-back")).clicked() {
            actions.push(Action::Nav(Nav::Go(Screen::Plans)));
        }
        if let Part::Form(_) = form.part {
            let all = text!(lang, "office-plan-all-fields");
            if widgets::toggle(ui, all, form.shows_rare).clicked() {
                form.shows_rare = !form.shows_rare;
            }
        }
        let (tone, said) = if open == 0 {
            (Tone::Good, text!(lang, "office-plan-ready"))
        } else {
            (Tone::Warn, text!(lang, "office-plan-open", count = open))
        };
        widgets::badge(ui, tone, said);
    });
}

/// The pages of the form, the card and the text, each with how much is missing on it.
fn parts_ui(ui: &mut Ui, form: &mut PlanEditorForm, lang: Lang) {
    let mut open = BTreeMap::<usize, usize>::new();
    for fault in form.draft.faults() {
        if let Some((page, _)) = page_of(&PAGES, &fault.place) {
            *open.entry(page).or_default() += 1;
        }
    }
    widgets::flow(ui, |ui| {
        for (number, page) in PAGES.iter().enumerate() {
            let name = text(lang, page.name);
            let label = match open.get(&number) {
                Some(count) => format!("{name} · {count}"),
                None => name,
            };
            part_ui(ui, form, label, Part::Form(number));
        }
        part_ui(ui, form, text!(lang, "office-plan-card"), Part::Card);
        part_ui(ui, form, text!(lang, "office-plan-whole"), Part::Whole);
    });
}

fn part_ui(ui: &mut Ui, form: &mut PlanEditorForm, label: String, part: Part) {
    if widgets::chip(ui, label, form.part == part).clicked() {
        form.part = part;
    }
}

/// Begins an empty plan, or one of those that come with the program.
#[must_use]
pub fn begun_from(text: Option<&'static str>) -> PlanEditorForm {
    PlanEditorForm::new(PlanDraft::new(text.unwrap_or(draft::empty())))
}
