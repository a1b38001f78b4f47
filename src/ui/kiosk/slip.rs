//! The voting slip, typed on the pad or scanned, before the first question of an evaluation that is not open to anyone.

use egui::Ui;

use super::frame::Face;
use super::lookup::{NumberPage, number_ui};
use super::screen::{Action, CardAction, Nav};
use super::session::SlipForm;
use crate::words::text;

/// What the page shows besides its field.
#[derive(Debug)]
pub struct SlipView<'a> {
    /// The surround.
    pub face: &'a Face,
    /// The plan's title.
    pub title: &'a str,
    /// A scanner ends with Tab rather than Return.
    pub scan_ends_with_tab: bool,
}

/// Draws the page.
pub fn slip_ui(ui: &mut Ui, form: &mut SlipForm, view: &SlipView<'_>) -> Vec<Action> {
    let face = view.face;
    let page = NumberPage {
        face,
        scan_ends_with_tab: view.scan_ends_with_tab,
        title: text!(face.lang, "kiosk-slip-title"),
        how: text!(face.lang, "kiosk-slip-how", plan = view.title),
        go: text!(face.lang, "kiosk-slip-go"),
        scanned: text!(face.lang, "kiosk-slip-scanned"),
        searching: text!(face.lang, "kiosk-slip-searching"),
        note: text!(face.lang, "kiosk-slip-why"),
        without: None,
        wrong: form.refused.as_ref().map(|why| why.say(face.lang)),
    };
    let mut actions = Vec::new();
    let pressed = number_ui(ui, &mut form.number, &page, &mut actions);
    if pressed.back {
        actions.push(Action::Nav(Nav::Back));
    }
    if pressed.go {
        actions.push(Action::Card(CardAction::SlipEntered));
    }
    actions
}
