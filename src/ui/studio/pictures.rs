//! Pictures of screens without a display: the same bytes on every machine.

use std::path::PathBuf;

use egui::{Color32, Pos2, RawInput, Rect, Ui, vec2};
use image::RgbaImage;

use super::raster::Raster;
use crate::fault::{Fault, Kind};
use crate::ui::fonts;
use crate::ui::theme::{Look, Theme};
use crate::words::{Lang, Sentence, sentence};

/// Passes a screen is given to settle: sizes are known after the first, dialogs show in the second.
const LEAST_PASSES: u32 = 3;
const MOST_PASSES: u32 = 12;
/// Time between two passes, in seconds.
const PASS_SECS: f64 = 0.05;

/// Why pictures were not drawn.
#[derive(Debug, thiserror::Error)]
pub enum GalleryError {
    /// The folder could not be made.
    #[error("could not make {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        #[source]
        /// What the system said.
        source: std::io::Error,
    },
    /// A picture could not be written.
    #[error("could not write {path}")]
    Picture {
        /// The file.
        path: PathBuf,
        #[source]
        /// What the encoder or the system said.
        source: image::ImageError,
    },
}

/// One screen to be drawn: what to call it, and the function that paints it into a whole window.
///
/// The function begins with [`crate::ui::theme::begin`], and is called several times, until the screen
/// has settled.
pub struct Scene<'a> {
    /// ASCII, for a file name.
    pub name: String,
    /// Paints the screen.
    pub draw: Box<dyn FnMut(&mut Ui) + 'a>,
}

impl<'a> Scene<'a> {
    /// A scene called `name`.
    pub fn new(name: impl Into<String>, draw: impl FnMut(&mut Ui) + 'a) -> Self {
        Self {
            name: name.into(),
            draw: Box::new(draw),
        }
    }
}

/// Where pictures go, and of what size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GalleryOptions {
    /// The folder; made if it is not there.
    pub dir: PathBuf,
    /// Width and height in pixels; a pixel is a point.
    pub size: [u32; 2],
    /// How the screens look; part of the file names when it is not the usual one.
    pub look: Look,
}

/// Draws every scene to `<dir>/<name>-<zh|en>[-large][-contrast].png`; returns how many.
pub fn draw(
    options: &GalleryOptions,
    lang: Lang,
    scenes: impl IntoIterator<Item = Scene<'static>>,
) -> Result<usize, GalleryError> {
    std::fs::create_dir_all(&options.dir).map_err(|source| GalleryError::Folder {
        path: options.dir.clone(),
        source,
    })?;
    let lang = match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let large = if options.look.large { "-large" } else { "" };
    let contrast = if options.look.high_contrast {
        "-contrast"
    } else {
        ""
    };
    let mut count = 0;
    for mut scene in scenes {
        let name = format!("{}-{lang}{large}{contrast}.png", scene.name);
        let path = options.dir.join(name);
        picture(options.size, &mut scene.draw)
            .save(&path)
            .map_err(|source| GalleryError::Picture { path, source })?;
        count += 1;
    }
    Ok(count)
}

/// A picture of a window of `size` pixels (and points) into which `draw` painted.
pub fn picture(size: [u32; 2], draw: &mut dyn FnMut(&mut Ui)) -> RgbaImage {
    let ctx = egui::Context::default();
    fonts::install(&ctx);
    let [width, height] = size.map(|side| {
        #[expect(clippy::cast_precision_loss, reason = "sizes of screens")]
        let points = side as f32;
        points
    });
    let mut raster = Raster::new();
    let mut shapes = Vec::new();
    let mut ground = Color32::WHITE;
    for pass in 0..MOST_PASSES {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(width, height))),
            time: Some(f64::from(pass) * PASS_SECS),
            ..RawInput::default()
        };
        let mut output = ctx.run_ui(input, |ui| {
            draw(ui);
            ground = Theme::of(ui).colours.ground;
        });
        raster.apply(&mut output.textures_delta);
        shapes = output.shapes;
        let settled = output
            .viewport_output
            .values()
            .all(|window| !window.repaint_delay.is_zero());
        if settled && pass + 1 >= LEAST_PASSES {
            break;
        }
    }
    let triangles = ctx.tessellate(shapes, 1.0);
    raster.paint(&triangles, size, 1.0, ground)
}
impl Fault for GalleryError {
    fn kind(&self) -> Kind {
        Kind::Disk
    }

    fn sentence(&self) -> Sentence {
        match self {
            Self::Folder { path, source } => sentence!(
                "kiosk-gallery-folder",
                path = path.display(),
                reason = source
            ),
            Self::Picture { path, source } => sentence!(
                "kiosk-gallery-picture",
                path = path.display(),
                reason = source
            ),
        }
    }
}
