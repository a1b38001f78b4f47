//! 述职报告: what somebody says of their own work, read before they are rated. As much on a page as fits.

use egui::Ui;

use super::frame::{Face, Surround, page_side, surround, surround_height};
use super::screen::{Action, Nav};
use crate::domain::plan::Subject;
use crate::ui::theme::Theme;
use crate::ui::widgets::layout::column;
use crate::ui::widgets::text::{self, Part};
use crate::words::{key, text};

/// How wide a line may be, so that the eye finds the next one.
const LINE: f32 = 1320.0;

/// Draws the page of this number of a subject's report.
pub fn duty_report_ui(
    ui: &mut Ui,
    page: &mut usize,
    face: &Face,
    subject: Option<&Subject>,
) -> Vec<Action> {
    let theme = Theme::of(ui);
    let said = subject.and_then(|subject| subject.duty_report.as_ref());
    let said = said.map_or("", |said| said.get(face.lang));
    let pages = pages(ui, face, said);
    let shown = (*page).min(pages.len().saturating_sub(1));
    let is_last = shown + 1 >= pages.len();
    let next = if is_last {
        key!("kiosk-report-done")
    } else {
        key!("kiosk-report-next")
    };
    let around = Surround {
        step: Some(0),
        back: Some(text!(face.lang, "kiosk-back")),
        leave: true,
        next: Some((face.t(next), true)),
        ..Surround::default()
    };
    let mut actions = Vec::new();
    let pressed = surround(ui, face, &around, &mut actions, |ui, _| {
        column(ui, theme.px(LINE), |ui| {
            ui.spacing_mut().item_spacing.y = theme.space.s;
            let name = subject.map_or("", |subject| subject.name.get(face.lang));
            text::title(ui, text!(face.lang, "kiosk-report-title", name = name));
            if pages.len() > 1 {
                let (n, of) = (shown + 1, pages.len());
                text::note(ui, text!(face.lang, "kiosk-rating-page", n = n, of = of));
            }
            for paragraph in pages.get(shown).into_iter().flatten() {
                text::lead(ui, paragraph);
            }
        });
    });
    if pressed.back && shown > 0 {
        *page = shown - 1;
    } else if pressed.back || (pressed.next && is_last) {
        actions.push(Action::Nav(Nav::Back));
    } else if pressed.next {
        *page = shown + 1;
    }
    actions
}

/// The paragraphs of each page.
fn pages(ui: &Ui, face: &Face, said: &str) -> Vec<Vec<String>> {
    let theme = Theme::of(ui);
    let room = ui.max_rect();
    let width = room.width() - page_side(&theme, room.width()) * 2.0;
    let width = width.min(theme.px(LINE));
    let head = theme.text.title * 1.4 * 2.0 + theme.text.small * 1.45 + theme.space.s * 3.0;
    let height = room.height() - surround_height(&theme, face) - head;
    let gap = theme.space.s;
    paged(said, height, gap, |part| {
        text::height(ui, Part::Lead, part, width)
    })
}

/// Lines of a text, as many on a page as `height` bears; one that is higher than a page goes on on the next.
fn paged(said: &str, height: f32, gap: f32, measure: impl Fn(&str) -> f32) -> Vec<Vec<String>> {
    let mut pages = vec![Vec::new()];
    let mut used = 0.0;
    for line in said.lines().filter(|line| !line.trim().is_empty()) {
        let mut rest = line.trim();
        while !rest.is_empty() {
            let is_begun = pages.last().is_some_and(|page| !page.is_empty());
            let room = height - used;
            let whole = measure(rest);
            let fits = if whole <= room || (!is_begun && whole <= height) {
                rest.len()
            } else {
                fitting(rest, room, &measure)
            };
            // A line of one or two words alone at the foot of a page is read with what follows.
            let is_enough = fits > 0 && (fits == rest.len() || room > height / 4.0);
            if is_enough || !is_begun {
                let (now, later) = rest.split_at(fits.max(first(rest)));
                used += measure(now) + gap;
                if let Some(page) = pages.last_mut() {
                    page.push(now.trim().to_owned());
                }
                rest = later.trim_start();
            }
            if !rest.is_empty() {
                pages.push(Vec::new());
                used = 0.0;
            }
        }
    }
    pages
}

/// The bytes of the first character.
fn first(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// How much of a text fits this height, in bytes: up to the last of its sentences, words or, without either, characters.
fn fitting(text: &str, height: f32, measure: &impl Fn(&str) -> f32) -> usize {
    let ends: Vec<usize> = text
        .char_indices()
        .map(|(at, one)| at + one.len_utf8())
        .collect();
    let fits = |end: &usize| text.get(..*end).is_some_and(|part| measure(part) <= height);
    let count = ends.partition_point(fits);
    let most = count.checked_sub(1).and_then(|last| ends.get(last));
    let most = most.copied().unwrap_or(0);
    let part = text.get(..most).unwrap_or_default();
    let after = |marks: &[char]| {
        let at = part.rfind(marks)?;
        Some(at + part.get(at..).map_or(0, first))
    };
    // Not so early that half a page stays empty.
    after(&['。', '；', '！', '？', '.', ';'])
        .filter(|end| end * 2 > most)
        .or_else(|| after(&['，', '、', ' ', ',']).filter(|end| end * 2 > most))
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::paged;

    /// Ten characters a line, each line one high.
    fn lines(part: &str) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred at most")]
        let lines = part.chars().count().div_ceil(10) as f32;
        lines
    }

    #[test]
    fn every_word_stands_on_some_page_and_every_page_fits() {
        let sentence = "一年来走访三百户，解决难题四十件。";
        let long = sentence.repeat(40);
        for said in [
            String::new(),
            "短。".to_owned(),
            long.clone(),
            format!("{long}\n\n{sentence}\n{long}"),
            "无标点".repeat(100),
            "word ".repeat(100),
        ] {
            for height in [1.0, 2.0, 5.0, 12.0] {
                let pages = paged(&said, height, 0.5, lines);
                let squeezed = |text: &str| -> String {
                    text.chars().filter(|one| !one.is_whitespace()).collect()
                };
                let told: String = pages.iter().flatten().map(|one| squeezed(one)).collect();
                assert_eq!(told, squeezed(&said));
                for page in &pages {
                    let high: f32 = page.iter().map(|one| lines(one)).sum();
                    assert!(high <= height, "{high} of {height}: {page:?}");
                    assert!(!page.is_empty() || said.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_page_ends_where_a_sentence_does() {
        let sentence = "一年来走访三百户，解决难题四十件。";
        let pages = paged(&sentence.repeat(10), 5.0, 0.5, lines);
        let ends = |page: &Vec<String>| page.last().is_some_and(|last| last.ends_with('。'));
        assert!(pages.len() > 2 && pages.iter().all(ends), "{pages:?}");
    }
}
