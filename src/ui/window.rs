//! The real window: what it needs is looked for first, so that what is missing is named in words and
//! not by a library's panic.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use egui::{CursorIcon, ViewportBuilder, ViewportCommand, vec2};

use super::fonts;
use crate::fault::{Fault, Kind};
use crate::words::{Sentence, sentence};

/// Why no window can be shown.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// Neither X11 nor Wayland is there: an SSH session, a machine without a desktop.
    #[error("no display: neither WAYLAND_DISPLAY nor DISPLAY is set")]
    NoDisplay,
    /// Shared libraries that are looked for while running are not installed.
    #[error("missing libraries: {libraries} (packages: {packages})")]
    MissingLibraries {
        /// File names, with spaces between.
        libraries: String,
        /// The Debian packages that hold them, with spaces between.
        packages: String,
    },
    /// The display is there but gave no window.
    #[error("the window could not be opened")]
    Failed(#[source] Box<eframe::Error>),
}

/// How the window is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowOptions {
    /// What a window manager writes above it.
    pub title: String,
    /// Width and height in points, when it does not fill the screen.
    pub size: [u32; 2],
    /// Fills the screen, without a frame.
    pub fullscreen: bool,
    /// Residents cannot close it.
    pub kiosk: bool,
    /// A touch screen needs no pointer.
    pub pointer_hidden: bool,
}

/// A library that is opened while running, and the Debian package that holds it.
type Need = (&'static str, &'static str);

const X11_NEEDS: [Need; 6] = [
    ("libX11.so.6", "libx11-6"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libXcursor.so.1", "libxcursor1"),
    ("libXi.so.6", "libxi6"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libGL.so.1", "libgl1"),
];

const WAYLAND_NEEDS: [Need; 4] = [
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libwayland-egl.so.1", "libwayland-egl1"),
    ("libEGL.so.1", "libegl1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
];

/// Whether a window can be opened here. Call it before anything slow or lasting is begun.
pub fn check() -> Result<(), WindowError> {
    let Some(needs) = needs(|name| std::env::var_os(name)) else {
        return Err(WindowError::NoDisplay);
    };
    let folders = library_folders();
    let missing: Vec<Need> = needs
        .iter()
        .copied()
        .filter(|(library, _)| !folders.iter().any(|folder| folder.join(library).exists()))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let join =
        |pick: fn(&Need) -> &'static str| missing.iter().map(pick).collect::<Vec<_>>().join(" ");
    Err(WindowError::MissingLibraries {
        libraries: join(|need| need.0),
        packages: join(|need| need.1),
    })
}

/// What the display in `variable`s needs; the same choice winit makes: Wayland first.
fn needs(variable: impl Fn(&str) -> Option<OsString>) -> Option<&'static [Need]> {
    let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    if set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") {
        Some(&WAYLAND_NEEDS)
    } else if set("DISPLAY") {
        Some(&X11_NEEDS)
    } else {
        None
    }
}

/// Where the dynamic linker looks, near enough: the usual folders, their multiarch ones, and what
/// `/etc/ld.so.conf.d` and `LD_LIBRARY_PATH` add.
fn library_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::var_os("LD_LIBRARY_PATH")
        .map(|paths| std::env::split_paths(&paths).collect())
        .unwrap_or_default();
    let triplet = format!("{}-linux-gnu", std::env::consts::ARCH);
    for base in ["/lib", "/usr/lib", "/usr/local/lib"] {
        folders.push(Path::new(base).join(&triplet));
        folders.push(PathBuf::from(base));
        folders.push(PathBuf::from(format!("{base}64")));
    }
    for entry in std::fs::read_dir("/etc/ld.so.conf.d")
        .into_iter()
        .flatten()
        .flatten()
    {
        let lines = std::fs::read_to_string(entry.path()).unwrap_or_default();
        folders.extend(
            lines
                .lines()
                .map(str::trim)
                .filter(|line| line.starts_with('/'))
                .map(PathBuf::from),
        );
    }
    folders
}

/// Opens the window and stays until it is closed. `make` is called once, with fonts already installed; it
/// fails when the system gives no thread for the work behind the window.
///
/// Repaints only when something happened or was asked for. In kiosk mode, requests to close are
/// declined; ending the process still ends it, and whatever supervises it starts it again.
pub fn open(
    options: WindowOptions,
    make: impl FnOnce(&egui::Context) -> std::io::Result<Box<dyn eframe::App>>,
) -> Result<(), WindowError> {
    check()?;
    let [width, height] = options.size.map(|side| {
        #[expect(clippy::cast_precision_loss, reason = "sizes of screens")]
        let points = side as f32;
        points
    });
    let viewport = ViewportBuilder::default()
        .with_title(options.title.clone())
        .with_app_id("pingyi")
        .with_inner_size(vec2(width, height))
        .with_min_inner_size(vec2(480.0, 480.0))
        .with_fullscreen(options.fullscreen)
        .with_decorations(!options.fullscreen);
    let native = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        // Edges are smoothed by egui itself; software GL would pay for every sample.
        multisampling: 0,
        depth_buffer: 0,
        stencil_buffer: 0,
        dithering: false,
        centered: !options.fullscreen,
        system_font_fallback: false,
        ..eframe::NativeOptions::default()
    };
    let (kiosk, pointer_hidden) = (options.kiosk, options.pointer_hidden);
    eframe::run_native(
        "pingyi",
        native,
        Box::new(move |creation| {
            let ctx = &creation.egui_ctx;
            fonts::install(ctx);
            lock_down(ctx);
            Ok(Box::new(Guarded {
                app: make(ctx)?,
                kiosk,
                pointer_hidden,
            }))
        }),
    )
    .map_err(|error| WindowError::Failed(Box::new(error)))
}

/// Takes egui's own shortcuts away: Ctrl+Q would end the kiosk, Ctrl++ push buttons off the screen.
pub fn lock_down(ctx: &egui::Context) {
    ctx.options_mut(|options| {
        options.quit_shortcuts.clear();
        options.zoom_with_keyboard = false;
    });
}

/// Declines a request to close the window, if there is one.
fn decline_close(ctx: &egui::Context) {
    if ctx.input(|input| input.viewport().close_requested()) {
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
    }
}

/// An app with what every window of the house has in common.
struct Guarded {
    app: Box<dyn eframe::App>,
    kiosk: bool,
    pointer_hidden: bool,
}

impl eframe::App for Guarded {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        if self.kiosk {
            decline_close(ctx);
        }
        self.app.logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.app.ui(ui, frame);
        if self.pointer_hidden {
            ui.ctx().set_cursor_icon(CursorIcon::None);
        }
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        self.app.raw_input_hook(ctx, raw_input);
    }

    fn on_exit(&mut self, gl: Option<&eframe::glow::Context>) {
        self.app.on_exit(gl);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        // The theme puts the ground here.
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

impl Fault for WindowError {
    fn kind(&self) -> Kind {
        Kind::Window
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::NoDisplay => sentence!("kiosk-window-no-display"),
            Self::MissingLibraries {
                libraries,
                packages,
            } => sentence!(
                "kiosk-window-missing",
                libraries = libraries,
                packages = packages
            ),
            Self::Failed(error) => sentence!("kiosk-window-failed", reason = error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn given(pairs: &'static [(&str, &str)]) -> Option<&'static [Need]> {
        needs(|name| {
            let (_, value) = pairs.iter().find(|(known, _)| *known == name)?;
            Some(OsString::from(value))
        })
    }

    #[test]
    fn the_display_is_chosen_as_winit_does() {
        assert_eq!(given(&[]), None);
        assert_eq!(given(&[("DISPLAY", "")]), None);
        assert_eq!(given(&[("DISPLAY", ":0")]), Some(&X11_NEEDS[..]));
        let both = given(&[("DISPLAY", ":0"), ("WAYLAND_DISPLAY", "wayland-0")]);
        assert_eq!(both, Some(&WAYLAND_NEEDS[..]));
    }

    #[test]
    fn a_request_to_close_is_declined() {
        let ctx = egui::Context::default();
        let mut input = egui::RawInput::default();
        let window = input.viewports.entry(egui::ViewportId::ROOT).or_default();
        window.events.push(egui::ViewportEvent::Close);
        let mut output = ctx.run_ui(input, |ui| decline_close(ui.ctx()));
        // Nothing paints here: the font's picture is let go.
        output.textures_delta.clear();
        let commands = &output.viewport_output[&egui::ViewportId::ROOT].commands;
        assert!(commands.contains(&ViewportCommand::CancelClose));
    }

    #[test]
    fn a_missing_library_names_its_package() {
        let error = WindowError::MissingLibraries {
            libraries: "libGL.so.1".into(),
            packages: "libgl1".into(),
        };
        for lang in Lang::ALL {
            let said = error.sentence().say(lang);
            assert!(said.contains("apt install libgl1"), "{said}");
            let said = WindowError::NoDisplay.sentence().say(lang);
            assert!(said.contains("pingyi demo"), "{said}");
        }
    }
}
