//! The office in a real window.

use std::sync::Arc;
use std::time::Duration;

use egui::ViewportCommand;

use super::clerk::{OfficeClerk, OfficeFolders};
use super::perform::Performer;
use super::state::Desk;
use crate::app::settings::Settings;
use crate::domain::time::Clock;
use crate::ui::window::{self, WindowError, WindowOptions};
use crate::words::{Lang, text};

/// Width and height in points, before a window manager has its say.
const SIZE: [u32; 2] = [1440, 900];

/// How often the window looks whether anybody is there.
const IDLE_LOOK: Duration = Duration::from_secs(5);

/// The desk and the thread that works for it.
struct App {
    desk: Desk,
    performer: Performer,
    /// The window locks itself after so long without a touch; never, where there is none.
    lock_after: Option<Duration>,
}

impl App {
    /// Locks the office when nobody is there.
    fn rest(&mut self, ctx: &egui::Context) {
        let Some(lock_after) = self.lock_after else {
            return;
        };
        let (now_secs, touched) = ctx.input(|input| (input.time, !input.events.is_empty()));
        if let Some(job) = self.desk.rest(now_secs, touched, lock_after.as_secs_f64()) {
            self.performer.hand(job);
        }
        // Nothing else wakes a window that nobody touches.
        ctx.request_repaint_after(IDLE_LOOK);
    }

    fn hear(&mut self) {
        for event in self.performer.events() {
            self.desk.receive(event);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.hear();
        self.rest(ctx);
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
pub fn run(
    folders: OfficeFolders,
    lang: Lang,
    settings: &Settings,
    clock: Arc<dyn Clock>,
) -> Result<(), WindowError> {
    let minutes = u64::from(settings.office_lock_minutes);
    let lock_after = (minutes > 0).then(|| Duration::from_secs(60 * minutes));
    let backup_after_days = settings.backup_after_days;
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
        let mut desk = Desk::new(lang, env!("CARGO_PKG_VERSION"));
        desk.backup_after_days = backup_after_days;
        Ok(Box::new(App {
            desk,
            performer,
            lock_after,
        }))
    })
}
