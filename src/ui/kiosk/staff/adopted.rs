//! Before another key: whose the batches are that the office has under this device's name and its card box does not know.

use egui::Ui;

use crate::app::kiosk::Adopted;
use crate::app::listed_numbers;
use crate::domain::ids::BatchNumber;
use crate::ui::kiosk::frame::{Face, Surround, surround};
use crate::ui::kiosk::message_screens::{Plate, plate_ui};
use crate::ui::kiosk::screen::{Action, Nav, StaffAction};
use crate::ui::widgets::Icon;
use crate::words::text;

/// Draws the question. A copy that was put back and a thief who has the key look alike from here: only staff know.
pub fn adopted_ui(ui: &mut Ui, face: &Face, adopted: &[BatchNumber]) -> Vec<Action> {
    let mut actions = Vec::new();
    let around = Surround {
        back: Some(text!(face.lang, "kiosk-back")),
        ..Surround::default()
    };
    let pressed = surround(ui, face, &around, &mut actions, |ui, actions| {
        let with = |adopted| Action::Staff(StaffAction::RenewWith(adopted));
        let numbers = listed_numbers(adopted);
        let plate = Plate {
            sign: Icon::Sheets,
            title: text!(face.lang, "kiosk-adopted-title"),
            lines: vec![text!(face.lang, "kiosk-adopted-words", numbers = numbers)],
            banner: None,
            buttons: vec![
                (
                    text!(face.lang, "kiosk-adopted-forged"),
                    with(Adopted::Forged),
                ),
                (text!(face.lang, "kiosk-adopted-own"), with(Adopted::Own)),
            ],
            face,
        };
        plate_ui(ui, plate, actions);
    });
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    actions
}
