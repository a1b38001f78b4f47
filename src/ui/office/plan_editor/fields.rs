//! The fields of a plan's form: a grid of twelve columns, each field's faults below it.

use egui::{Align, Layout, Margin, Response, TextEdit, Ui, vec2};

use super::Told;
use crate::domain::plan::Text;
use crate::domain::plan::draft::{Field, Group, Of, PlanDraft, Takes, beneath};
use crate::ui::theme::{Theme, margin};
use crate::ui::widgets::layout::number;
use crate::ui::widgets::text::{self as texts, Part};
use crate::ui::widgets::{self, Button, Icon};
use crate::words::{Lang, Sentence, text};

/// Columns of the grid; half of them on a screen that stands upright.
const COLUMNS: usize = 12;

fn columns(ui: &Ui) -> usize {
    if Theme::of(ui).portrait {
        COLUMNS / 2
    } else {
        COLUMNS
    }
}

/// The draft, and what is told of it on this page.
pub(super) struct Fields<'a, 'b> {
    pub lang: Lang,
    pub draft: &'a mut PlanDraft,
    pub told: &'a Told<'b>,
    /// The field to go to; taken when it was found.
    pub wanted: &'a mut Option<String>,
    /// What few plans have is shown too.
    pub shows_rare: bool,
}

/// How many columns a field takes, of a table that stands alone or is one of many.
fn span(takes: Takes, is_many: bool) -> usize {
    match takes {
        Takes::Line | Takes::Figure | Takes::Moment | Takes::Pair => 3,
        Takes::Text if is_many => 6,
        Takes::Text
        | Takes::LongText
        | Takes::Texts
        | Takes::Word(_)
        | Takes::Words(_)
        | Takes::One(_)
        | Takes::Ids(_)
        | Takes::Months => COLUMNS,
        Takes::YesNo(_) => 0,
    }
}

/// One column more or less of a text: Chinese and English, beside each other.
#[derive(Clone, Copy)]
struct Cell<'f> {
    field: &'f Field,
    columns: usize,
}

impl Fields<'_, '_> {
    /// A table or a list of them, with all that is inside.
    pub(super) fn group_ui(&mut self, ui: &mut Ui, group: &Group, outer: &str) {
        let place = beneath(outer, group.key);
        if !self.draft.shows(outer, group.key, group.when) {
            return;
        }
        if outer.is_empty() {
            widgets::card(ui, |ui| self.group_inside_ui(ui, group, &place));
        } else {
            self.group_inside_ui(ui, group, &place);
        }
    }

    fn group_inside_ui(&mut self, ui: &mut Ui, group: &Group, place: &str) {
        let lang = self.lang;
        let is_there = group.key.is_empty() || self.draft.is_there(place);
        let name = text(lang, group.name);
        let is_short = is_there && !group.is_many && !self.draft.is_table(place);
        ui.push_id(place, |ui| {
            widgets::flow(ui, |ui| {
                let heading = widgets::heading(ui, &name);
                self.goes_to(place, &heading);
                if group.is_many || !is_there {
                    let label = text!(lang, "office-plan-add", what = name);
                    let more = if group.is_many {
                        text!(lang, "office-plan-more")
                    } else {
                        text!(lang, "office-plan-with")
                    };
                    let add = Button::quiet(more).compact();
                    if named(add.show(ui), label).clicked() {
                        self.draft.add(place, group);
                    }
                } else if !group.is_needed {
                    let label = text!(lang, "office-plan-remove", what = name);
                    let without = Button::quiet(text!(lang, "office-plan-without")).compact();
                    if named(without.show(ui), label).clicked() {
                        self.draft.remove(place);
                    }
                }
            });
            self.faults_ui(ui, place);
            if is_short {
                return self.short_ui(ui, place, &name);
            }
            if group.is_many {
                for index in 0..self.draft.count(place) {
                    let one = beneath(place, &index.to_string());
                    ui.push_id(index, |ui| self.item_ui(ui, group, &one, index));
                }
            } else if self.draft.is_there(place) || group.key.is_empty() {
                self.table_ui(ui, group, place);
            }
        });
    }

    /// One of many: its number, its fields, and what is done with it.
    fn item_ui(&mut self, ui: &mut Ui, group: &Group, place: &str, index: usize) {
        let theme = Theme::of(ui);
        let lang = self.lang;
        if index > 0 || group.inner.is_empty() {
            widgets::layout::rule(ui);
        }
        let reserve = theme.space.touch * 2.0 + theme.space.s * 2.0;
        let room = ui.available_width() - reserve;
        ui.horizontal_top(|ui| {
            down(ui, room, |ui| self.table_ui(ui, group, place));
            down(ui, reserve - theme.space.s, |ui| {
                ui.add_space(theme.line(theme.text.small));
                ui.horizontal(|ui| {
                    let what = format!("{} {}", text(lang, group.name), index + 1);
                    let up = text!(lang, "office-plan-up", what = what);
                    let up = Button::quiet(up).icon(Icon::Up).icon_only().compact();
                    if up.enabled(index > 0).show(ui).clicked() {
                        self.draft.raise(place);
                    }
                    let away = text!(lang, "office-plan-remove", what = what);
                    let away = Button::quiet(away).icon(Icon::Cross).icon_only().compact();
                    if away.show(ui).clicked() {
                        self.draft.remove(place);
                    }
                });
            });
        });
        self.faults_ui(ui, place);
    }

    /// The fields of one table, and the tables inside it.
    fn table_ui(&mut self, ui: &mut Ui, group: &Group, place: &str) {
        let all = columns(ui);
        let mut row: Vec<Cell<'_>> = Vec::new();
        let mut used = 0;
        let shown: Vec<&Field> = group
            .fields
            .iter()
            .filter(|field| self.shows(place, field))
            .collect();
        for field in &shown {
            let columns = span(field.takes, group.is_many).min(all);
            if columns == 0 {
                continue;
            }
            if used + columns > all {
                self.row_ui(ui, place, &row);
                row.clear();
                used = 0;
            }
            row.push(Cell { field, columns });
            used += columns;
        }
        self.row_ui(ui, place, &row);
        let switches = shown
            .iter()
            .filter(|field| matches!(field.takes, Takes::YesNo(_)));
        let switches: Vec<&&Field> = switches.collect();
        if !switches.is_empty() {
            widgets::flow(ui, |ui| {
                for field in &switches {
                    self.switch_ui(ui, &beneath(place, field.key), field);
                }
            });
            for field in switches {
                self.faults_ui(ui, &beneath(place, field.key));
            }
        }
        for inner in group.inner {
            self.group_ui(ui, inner, place);
        }
    }

    fn shows(&self, outer: &str, field: &Field) -> bool {
        let place = beneath(outer, field.key);
        let is_wanted = self.draft.is_there(&place) || self.told.contains_key(&place);
        (self.shows_rare || !field.is_rare || is_wanted)
            && (is_wanted || self.draft.shows(outer, field.key, field.when))
    }

    /// Cells beside each other, their fields on one line whatever their names take.
    fn row_ui(&mut self, ui: &mut Ui, place: &str, row: &[Cell<'_>]) {
        let theme = Theme::of(ui);
        let gap = theme.space.s;
        let column = (ui.available_width() + gap) / number(columns(ui));
        let lang = self.lang;
        let names = row.iter().map(|cell| {
            let width = (column * number(cell.columns) - gap).floor();
            let name = text(lang, cell.field.name);
            texts::height(ui, Part::Note, &name, width)
        });
        let head = names.fold(0.0_f32, f32::max);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for cell in row {
                let width = (column * number(cell.columns) - gap).floor();
                let place = beneath(place, cell.field.key);
                ui.push_id(cell.field.key, |ui| {
                    down(ui, width, |ui| self.cell_ui(ui, &place, cell.field, head));
                });
            }
        });
    }

    fn cell_ui(&mut self, ui: &mut Ui, place: &str, field: &Field, head: f32) {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = theme.space.xs;
        let name = text(self.lang, field.name);
        let above = head - texts::height(ui, Part::Note, &name, ui.available_width());
        if above > 0.5 {
            ui.add_space(above);
        }
        let label = widgets::note(ui, &name);
        match field.takes {
            Takes::Line | Takes::Figure | Takes::Moment => {
                let mut typed = self.draft.line(place);
                let shown = self.line_ui(ui, &mut typed, field).labelled_by(label.id);
                self.goes_to(place, &shown);
                if shown.changed() {
                    self.draft
                        .set_line(place, &typed, field.takes, field.is_needed);
                }
                self.forgets(place, field, &shown);
            }
            Takes::Text | Takes::LongText => {
                let rows = if field.takes == Takes::LongText { 2 } else { 1 };
                self.text_ui(ui, place, field, &name, rows);
            }
            Takes::Texts => self.list_ui(ui, place, &name),
            Takes::Pair => self.pair_ui(ui, place, &name),
            Takes::Word(words) => {
                let known = words.iter();
                let known: Vec<(String, String)> = known
                    .map(|(word, name)| ((*word).to_owned(), text(self.lang, *name)))
                    .collect();
                self.one_ui(ui, place, field, &known);
            }
            Takes::One(of) => {
                let known = self.known(of);
                self.one_ui(ui, place, field, &known);
            }
            Takes::Words(words) => {
                let known = words.iter();
                let known: Vec<(String, String)> = known
                    .map(|(word, name)| ((*word).to_owned(), text(self.lang, *name)))
                    .collect();
                self.some_ui(ui, place, &known);
            }
            Takes::Ids(of) => {
                let known = self.known(of);
                self.some_ui(ui, place, &known);
            }
            Takes::Months => {
                let months = (1..=12).map(|month: u32| month.to_string());
                let known: Vec<(String, String)> =
                    months.map(|month| (month.clone(), month)).collect();
                self.some_ui(ui, place, &known);
            }
            Takes::YesNo(_) => {}
        }
        self.faults_ui(ui, place);
    }

    /// What other parts of the plan may name: a name, or an identifier where it has none yet.
    fn known(&self, of: Of) -> Vec<(String, String)> {
        let known = self.draft.known(of).into_iter();
        known
            .map(|(id, name)| {
                let name = name.get(self.lang).trim();
                let name = if name.is_empty() { id.as_str() } else { name };
                (id.clone(), name.to_owned())
            })
            .collect()
    }

    fn line_ui(&self, ui: &mut Ui, typed: &mut String, field: &Field) -> Response {
        let edit = TextEdit::singleline(typed);
        ui.add(framed(ui, edit, self.hint(field.is_needed)))
    }

    fn hint(&self, is_needed: bool) -> String {
        if is_needed {
            text!(self.lang, "office-plan-blank")
        } else {
            String::new()
        }
    }

    /// Chinese and English beside each other.
    fn text_ui(&mut self, ui: &mut Ui, place: &str, field: &Field, name: &str, rows: usize) {
        let theme = Theme::of(ui);
        let mut typed = self.draft.text(place);
        let hint = self.hint(field.is_needed);
        let half = ((ui.available_width() - theme.space.s) / 2.0).floor();
        let mut shown: Vec<Response> = Vec::new();
        ui.horizontal_top(|ui| {
            let sides = [
                (&mut typed.zh, hint, "中文"),
                (&mut typed.en, "English".to_owned(), "English"),
            ];
            for (words, hint, tongue) in sides {
                down(ui, half, |ui| {
                    // A long text takes more lines rather than hide its end; the enter key makes none.
                    let edit = TextEdit::multiline(words)
                        .desired_rows(rows)
                        .return_key(None);
                    let response = ui.add(framed(ui, edit, hint));
                    shown.push(named(response, format!("{name} {tongue}")));
                });
            }
        });
        if let Some(first) = shown.first() {
            self.goes_to(place, first);
        }
        if shown.iter().any(Response::changed) {
            self.draft.set_text(place, &typed, field.is_needed);
        }
        let is_empty = typed == Text::default();
        let is_left =
            shown.iter().any(Response::lost_focus) && !shown.iter().any(Response::has_focus);
        if is_left && is_empty && !field.is_needed {
            self.draft.forget(place);
        }
    }

    /// A list of texts, one below the other.
    fn list_ui(&mut self, ui: &mut Ui, place: &str, name: &str) {
        let theme = Theme::of(ui);
        let lang = self.lang;
        let reserve = theme.space.touch + theme.space.s;
        for index in 0..self.draft.count(place) {
            let one = beneath(place, &index.to_string());
            ui.push_id(index, |ui| {
                ui.horizontal_top(|ui| {
                    let room = ui.available_width() - reserve;
                    let what = format!("{name} {}", index + 1);
                    down(ui, room, |ui| {
                        const ITEM: Takes = Takes::Text;
                        let field = item_field(ITEM);
                        self.text_ui(ui, &one, &field, &what, 1);
                        self.faults_ui(ui, &one);
                    });
                    let away = text!(lang, "office-plan-remove", what = what);
                    let away = Button::quiet(away).icon(Icon::Cross).icon_only().compact();
                    if away.show(ui).clicked() {
                        self.draft.remove(&one);
                    }
                });
            });
        }
        let label = text!(lang, "office-plan-add", what = name);
        let add = Button::quiet(text!(lang, "office-plan-more")).compact();
        let shown = named(add.show(ui), label);
        self.goes_to(place, &shown);
        if shown.clicked() {
            self.draft.add_text(place);
        }
    }

    fn pair_ui(&mut self, ui: &mut Ui, place: &str, name: &str) {
        let theme = Theme::of(ui);
        let mut typed = ["0", "1"].map(|end| self.draft.line(&beneath(place, end)));
        let half = ((ui.available_width() - theme.space.s) / 2.0).floor();
        let mut is_changed = false;
        ui.horizontal_top(|ui| {
            for (end, words) in typed.iter_mut().enumerate() {
                down(ui, half, |ui| {
                    let edit = framed(ui, TextEdit::singleline(words), String::new());
                    let shown = named(ui.add(edit), format!("{name} {}", end + 1));
                    is_changed |= shown.changed();
                    if end == 0 {
                        self.goes_to(place, &shown);
                    }
                });
            }
        });
        if is_changed {
            let ends = typed.each_ref().map(String::as_str);
            self.draft.set_pair(place, ends);
        }
    }

    /// One of several: the same once more takes it back, where a plan can be without it.
    fn one_ui(&mut self, ui: &mut Ui, place: &str, field: &Field, known: &[(String, String)]) {
        let given = self.draft.line(place);
        widgets::flow(ui, |ui| {
            for (number, (word, name)) in known.iter().enumerate() {
                let is_it = given == *word;
                let shown = widgets::chip(ui, name, is_it);
                if number == 0 {
                    self.goes_to(place, &shown);
                }
                if shown.clicked() && !is_it {
                    self.draft
                        .set_line(place, word, field.takes, field.is_needed);
                } else if shown.clicked() && !field.is_needed {
                    self.draft.forget(place);
                }
            }
        });
    }

    fn some_ui(&mut self, ui: &mut Ui, place: &str, known: &[(String, String)]) {
        let given = self.draft.names(place);
        widgets::flow(ui, |ui| {
            for (number, (word, name)) in known.iter().enumerate() {
                let is_in = given.contains(word);
                let shown = widgets::chip(ui, name, is_in);
                if number == 0 {
                    self.goes_to(place, &shown);
                }
                if shown.clicked() {
                    self.draft.set_named(place, word, !is_in);
                }
            }
        });
    }

    fn switch_ui(&mut self, ui: &mut Ui, place: &str, field: &Field) {
        let left_out = field.takes == Takes::YesNo(true);
        let is_so = self.draft.yes(place).unwrap_or(left_out);
        let shown = widgets::toggle(ui, text(self.lang, field.name), is_so);
        self.goes_to(place, &shown);
        if shown.clicked() {
            self.draft.set_yes(place, !is_so);
        }
    }

    /// Short for a table: `quorum = 30`.
    fn short_ui(&mut self, ui: &mut Ui, place: &str, name: &str) {
        let mut typed = self.draft.line(place);
        let width = ui.available_width() / 4.0;
        down(ui, width, |ui| {
            let edit = framed(ui, TextEdit::singleline(&mut typed), String::new());
            if named(ui.add(edit), name.to_owned()).changed() {
                self.draft.set_line(place, &typed, Takes::Figure, true);
            }
        });
    }

    /// What is wrong at a place, below it.
    fn faults_ui(&self, ui: &mut Ui, place: &str) {
        for fault in self.told.get(place).into_iter().flatten() {
            let theme = Theme::of(ui);
            let words = fault_words(fault, self.lang);
            ui.label(theme.rich(words, theme.text.small, theme.colours.seal));
        }
    }

    /// Goes there, where it is the field that is looked for.
    fn goes_to(&mut self, place: &str, shown: &Response) {
        if self.wanted.as_deref() == Some(place) {
            *self.wanted = None;
            shown.request_focus();
            shown.scroll_to_me(Some(Align::Center));
        }
    }

    /// A field that was emptied and left says nothing any more.
    fn forgets(&mut self, place: &str, field: &Field, shown: &Response) {
        let is_empty = self.draft.line(place).is_empty();
        if shown.lost_focus() && is_empty && !field.is_needed {
            self.draft.forget(place);
        }
    }
}

/// What stands for an item of a list of texts.
fn item_field(takes: Takes) -> Field {
    Field {
        key: "",
        name: crate::words::key!("domain-form-name"),
        takes,
        is_needed: true,
        when: None,
        is_rare: false,
    }
}

/// A blank says only that it is one; the field itself says what.
fn fault_words(fault: &Sentence, lang: Lang) -> String {
    if fault.key() == "domain-plan-figure-missing" {
        text!(lang, "office-plan-fill-in")
    } else {
        fault.say(lang)
    }
}

fn framed<'t>(ui: &Ui, edit: TextEdit<'t>, hint: String) -> TextEdit<'t> {
    let theme = Theme::of(ui);
    let around = Margin::symmetric(margin(theme.space.s * 0.8), margin(theme.space.s * 0.6));
    let hint = theme.rich(hint, theme.text.body, theme.colours.ink_soft);
    edit.font(theme.regular(theme.text.body))
        .desired_width(ui.available_width())
        .hint_text(hint)
        .margin(around)
}

/// Says `label` to assistive technology; several of the same kind stand on one page.
fn named(response: Response, label: String) -> Response {
    response
        .ctx
        .accesskit_node_builder(response.id, |node| node.set_label(label));
    response
}

/// A column of `width` points.
fn down<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
        ui.set_width(width);
        add(ui)
    })
    .inner
}
