//! The two typefaces of the house: Noto Sans SC, regular and bold, embedded in the program.
//!
//! `assets/fonts/README.md` names their licence and the one command that makes the subsets again.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular-subset.otf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold-subset.otf");

/// The family of running text.
pub const REGULAR_FAMILY: &str = "regular";
/// The family of titles and buttons; rare name characters fall back to regular.
pub const BOLD_FAMILY: &str = "bold";

/// The font family of running text.
#[must_use]
pub fn regular() -> FontFamily {
    FontFamily::Name(REGULAR_FAMILY.into())
}

/// The font family of titles and buttons.
#[must_use]
pub fn bold() -> FontFamily {
    FontFamily::Name(BOLD_FAMILY.into())
}

/// Both faces and nothing of the system's: every machine draws the same letters.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let regular_face = REGULAR_FAMILY.to_owned();
    let bold_face = BOLD_FAMILY.to_owned();
    fonts.font_data.insert(
        regular_face.clone(),
        Arc::new(FontData::from_static(REGULAR)),
    );
    fonts
        .font_data
        .insert(bold_face.clone(), Arc::new(FontData::from_static(BOLD)));
    let plain = vec![regular_face.clone()];
    fonts
        .families
        .insert(FontFamily::Proportional, plain.clone());
    fonts.families.insert(FontFamily::Monospace, plain.clone());
    fonts.families.insert(regular(), plain);
    fonts.families.insert(bold(), vec![bold_face, regular_face]);
    fonts
}

/// Gives `ctx` the two faces. Once, when a window or a picture is begun.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(definitions());
}
