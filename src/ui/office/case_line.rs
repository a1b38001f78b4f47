//! A line of the list of opinions: in columns, so that an eye runs down one of them.

use chrono::NaiveDate;
use egui::{Align, Color32, FontId, Layout, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::{measures, words};
use crate::app::office::CaseRow;
use crate::domain::case::CaseStatus;
use crate::ui::theme::Theme;
use crate::ui::widgets::{self, Tone, text as laid};
use crate::words::{Key, Lang, key, text};

/// The height of a line, in points of the design.
const LINE: f32 = 48.0;

/// The same on an upright screen, where the words stand below the rest.
const LINE_UPRIGHT: f32 = 84.0;

/// The width of the place before a line that picks it.
pub(super) const PICK: f32 = 44.0;

/// The columns before the words, with what stands above each and how wide it is. On an upright screen the first two alone.
const COLUMNS: [(Key, f32); 4] = [
    (key!("office-cases-column-number"), 70.0),
    (key!("office-cases-column-left"), 240.0),
    (key!("office-cases-column-person"), 116.0),
    (key!("office-cases-column-kind"), 272.0),
];

/// How high a line is.
pub(super) fn height(theme: &Theme) -> f32 {
    theme.px(if theme.portrait { LINE_UPRIGHT } else { LINE })
}

/// What a line shows.
pub(super) struct Line<'a> {
    /// The language spoken.
    pub lang: Lang,
    /// The case.
    pub row: &'a CaseRow,
    /// What was written, its beginning.
    pub words: &'a str,
    /// An answer is half-written.
    pub is_draft: bool,
}

/// What stands above the columns.
pub(super) fn head_ui(ui: &mut Ui, lang: Lang) {
    let theme = Theme::of(ui);
    let size = Vec2::new(ui.available_width(), theme.px(34.0));
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let before = theme.px(PICK) + ui.spacing().item_spacing.x;
    let mut row = Columns::new(&theme, rect.with_min_x(rect.left() + before));
    let (font, ink) = (theme.regular(theme.text.small), theme.colours.ink_soft);
    for index in 0..row.count() {
        let name = COLUMNS.get(index).map(|(name, _)| text(lang, *name));
        row.put(ui, &name.unwrap_or_default(), font.clone(), ink);
    }
    if !theme.portrait {
        row.put_last(ui, &text!(lang, "office-cases-column-words"), font, ink);
    }
}

impl Line<'_> {
    /// Draws it; a click opens the case.
    pub(super) fn show(&self, ui: &mut Ui, today: NaiveDate, selected: bool) -> egui::Response {
        let theme = Theme::of(ui);
        let c = &theme.colours;
        let (lang, row) = (self.lang, self.row);
        let size = Vec2::new(ui.available_width(), height(&theme));
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let about = words::about(lang, row);
        response.widget_info(|| {
            let number = text!(lang, "office-case-number", number = row.number);
            let label = format!("{number} {about} {}", self.words);
            WidgetInfo::labeled(Role::Button, true, label)
        });
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let (fill, edge) = if selected || response.hovered() || response.has_focus() {
            (c.accent_soft, c.accent)
        } else {
            (c.surface, c.line)
        };
        let stroke = egui::Stroke::new(1.5, edge);
        ui.painter().rect(
            rect,
            theme.corners(),
            fill,
            stroke,
            egui::StrokeKind::Inside,
        );
        let (mut first_row, mut words_row) = (rect, rect);
        if theme.portrait {
            (first_row, words_row) = rect.split_top_bottom_at_fraction(0.5);
        }
        let mut place = Columns::new(&theme, first_row);
        let (regular, bold) = (
            theme.regular(theme.text.small),
            theme.bold(theme.text.small),
        );
        let late = row.status.is_open() && row.overdue;
        let ink = if late { c.seal } else { c.ink };
        place.put(ui, &row.number.to_string(), regular.clone(), c.ink_soft);
        place.put(ui, &words::time_left_short(lang, row, today), bold, ink);
        if place.count() > 2 {
            let person = row.responsible.as_deref().unwrap_or("—");
            place.put(ui, person, regular.clone(), c.ink_soft);
            place.put(ui, &self.kind(), regular, c.ink_soft);
        }
        let mut signs = ui.new_child(
            UiBuilder::new()
                .max_rect(first_row.shrink2(Vec2::new(theme.space.s, 0.0)))
                .layout(Layout::right_to_left(Align::Center)),
        );
        self.signs_ui(&mut signs);
        if theme.portrait {
            place = Columns::new(&theme, words_row);
        } else {
            place.end = signs.min_rect().left() - theme.space.s;
        }
        let first = if self.words.is_empty() {
            &about
        } else {
            self.words
        };
        place.put_last(ui, first, theme.regular(theme.text.body), c.ink);
        response
    }

    /// From the right: what the signs leave is for the words.
    fn signs_ui(&self, ui: &mut Ui) {
        let (lang, row) = (self.lang, self.row);
        let theme = Theme::of(ui);
        let tone = match row.status {
            CaseStatus::Received => Tone::Warn,
            CaseStatus::InProgress | CaseStatus::Transferred | CaseStatus::Joined => Tone::Info,
            CaseStatus::Answered | CaseStatus::Closed => Tone::Good,
        };
        widgets::badge(ui, tone, row.status.sentence().say(lang));
        if self.is_draft {
            widgets::badge(ui, Tone::Muted, text!(lang, "office-cases-draft"));
        }
        if theme.portrait {
            return;
        }
        if let Some(news) = row.news {
            widgets::badge(ui, words::news_tone(news), news.sentence().say(lang));
        }
        if let Some(measures) = &row.measures {
            let said = measures.standing.sentence().say(lang);
            widgets::badge(ui, measures::tone(measures), said);
        }
    }

    /// What it is about and how it came.
    fn kind(&self) -> String {
        let (lang, row) = (self.lang, self.row);
        let category = row.category_name.as_ref();
        let category = category.map(|name| name.get(lang).to_owned());
        let channel = row.channel.map(|one| one.sentence().say(lang));
        let said: Vec<String> = [category, channel].into_iter().flatten().collect();
        if said.is_empty() {
            return "—".to_owned();
        }
        said.join(" · ")
    }
}

/// Where the next column of a line begins.
struct Columns {
    theme: Theme,
    rect: Rect,
    next: usize,
    left: f32,
    /// Where the words end.
    end: f32,
}

impl Columns {
    fn new(theme: &Theme, rect: Rect) -> Self {
        Self {
            left: rect.left() + theme.space.s,
            end: rect.right() - theme.space.s,
            theme: *theme,
            rect,
            next: 0,
        }
    }

    /// How many stand before the words.
    fn count(&self) -> usize {
        if self.theme.portrait {
            2
        } else {
            COLUMNS.len()
        }
    }

    fn put(&mut self, ui: &Ui, words: &str, font: FontId, ink: Color32) {
        let width = COLUMNS.get(self.next).map_or(0.0, |(_, width)| *width);
        let width = self.theme.px(width);
        self.paint(ui, words, font, ink, width - self.theme.space.xs);
        self.left += width;
        self.next += 1;
    }

    /// Into what is left.
    fn put_last(&self, ui: &Ui, words: &str, font: FontId, ink: Color32) {
        self.paint(ui, words, font, ink, self.end - self.left);
    }

    fn paint(&self, ui: &Ui, words: &str, font: FontId, ink: Color32, width: f32) {
        let galley = laid::line(ui, words, font, ink, width.max(0.0));
        let top = self.rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(egui::pos2(self.left, top), galley, ink);
    }
}
