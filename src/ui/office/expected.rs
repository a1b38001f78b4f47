//! What the next stick may bring, on the page of the week.

use egui::Ui;

use super::words;
use crate::app::office::ExpectedRound;
use crate::domain::ids::DeviceId;
use crate::ui::widgets;
use crate::words::{Lang, text};

/// A line about the words, and one for each round whose ratings are on their way.
pub(super) fn expected_ui(ui: &mut Ui, lang: Lang, rounds: &[ExpectedRound]) {
    widgets::heading(ui, text!(lang, "office-expect-title"));
    widgets::body(ui, text!(lang, "office-expect-words"));
    for round in rounds {
        widgets::body(ui, line(lang, round));
    }
}

fn line(lang: Lang, expected: &ExpectedRound) -> String {
    let plan = expected.title.get(lang);
    let round = expected.round.to_string();
    let devices = names(&expected.missing);
    match expected.leaves_from {
        _ if expected.is_over => text!(
            lang,
            "office-expect-over",
            plan = plan,
            round = round,
            devices = devices
        ),
        Some(day) => {
            let day = words::full_day(lang, day);
            text!(
                lang,
                "office-expect-runs",
                plan = plan,
                round = round,
                day = day
            )
        }
        None => text!(
            lang,
            "office-expect-closed-by-hand",
            plan = plan,
            round = round,
            devices = devices
        ),
    }
}

fn names(devices: &[DeviceId]) -> String {
    let names: Vec<_> = devices.iter().map(ToString::to_string).collect();
    names.join(" ")
}
