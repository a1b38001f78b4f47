//! The office in a real window.

use std::sync::Arc;

use egui::ViewportCommand;

use super::clerk::{OfficeClerk, OfficeFolders};
use super::perform::Performer;
use super::state::Desk;
use crate::domain::time::Clock;
use crate::ui::window::{self, WindowError, WindowOptions};
use crate::words::{Lang, text};

/// Width and height in points, before a window manager has its say.
const SIZE: [u32; 2] = [1440, 900];

/// The desk and the thread that works for it.
struct App {
    desk: Desk,
    performer: Performer,
}

impl App {
    fn hear(&mut self) {
        for event in self.performer.events() {
            self.desk.receive(event);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.hear();
        if ctx.input(|input| input.viewport().close_requested()) && !self.desk.asked_to_close() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        for action in super::desk_ui(ui, &mut self.desk) {
            if let Some(job) = self.desk.take(action) {
                self.performer.hand(job);
            }
            // What an action changed is drawn at once, not at the next touch.
            ui.ctx().request_repaint();
        }
        if self.desk.close {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }
}

/// Opens the office's window and stays until it is closed.
pub fn run(folders: OfficeFolders, lang: Lang, clock: Arc<dyn Clock>) -> Result<(), WindowError> {
    let options = WindowOptions {
        title: text!(lang, "office-name"),
        size: SIZE,
        fullscreen: false,
        kiosk: false,
        pointer_hidden: false,
    };
    window::open(options, move |ctx| {
        let clerk = OfficeClerk::new(folders, lang, clock);
        let performer = Performer::start(clerk, ctx);
        let desk = Desk::new(lang, env!("CARGO_PKG_VERSION"));
        Ok(Box::new(App { desk, performer }))
    })
}
