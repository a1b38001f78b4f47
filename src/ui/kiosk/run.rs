//! The kiosk in a real window.

use std::sync::Arc;

use super::desk::{Desk, LiveDesk};
use super::state::KioskUi;
use crate::app::kiosk::Kiosk;
use crate::app::settings::Settings;
use crate::domain::time::Clock;
use crate::pen::Engines;
use crate::ui::window::{self, WindowError, WindowOptions};
use crate::words::{Sentence, text};

/// The kiosk's screens as an application.
struct App(KioskUi);

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.0.ui(ui);
    }
}

fn options(settings: &Settings) -> WindowOptions {
    WindowOptions {
        title: text!(settings.language, "kiosk-window-title"),
        size: settings.window_size,
        fullscreen: settings.fullscreen,
        kiosk: true,
        pointer_hidden: settings.touch_mode,
    }
}

/// Opens the kiosk's window and stays until the process ends. `kiosk` was opened with the same
/// `settings` and `clock`; `engines` are those of `pinyin_data`, if the settings name any.
pub fn run(
    kiosk: Arc<Kiosk>,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    engines: Option<Arc<Engines>>,
) -> Result<(), WindowError> {
    let settings = settings.clone();
    // Loaded while the welcome screen is up: the first resident who writes does not wait for it. Where no
    // thread can be had they are loaded when they are needed.
    let warm = std::thread::Builder::new().name("pen".to_owned());
    let _loading = warm.spawn(|| Engines::built_in().is_ok());
    let desk: Arc<dyn Desk> = Arc::new(LiveDesk::new(kiosk, settings.clone(), clock));
    window::open(options(&settings), move |_| {
        Ok(Box::new(App(
            KioskUi::new(desk, settings).with_engines(engines)
        )))
    })
}

/// Shows on the screen why the kiosk could not start, so that staff need no console to learn it.
pub fn run_refused(settings: &Settings, sentences: Vec<Sentence>) -> Result<(), WindowError> {
    let settings = settings.clone();
    let mut options = options(&settings);
    // Nothing of a resident can be on this screen; staff may close it.
    options.kiosk = false;
    window::open(options, move |_| {
        Ok(Box::new(App(KioskUi::refused(settings, sentences))))
    })
}
