//! The two typefaces of the house: Noto Sans SC, regular and bold, embedded in the program.
//!
//! `assets/fonts/README.md` names their licence and the one command that makes the subsets again.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular-subset.otf");
const BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold-subset.otf");

/// How far letters are moved down, in ems. The face's own line leaves more room above a Chinese
/// character than below it (1.16 and 0.29 em around a square from 0.88 to −0.12), and a word in the
/// middle of a button would hang visibly low.
const SHIFT_EMS: f32 = -0.06;

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

fn face(bytes: &'static [u8]) -> Arc<FontData> {
    Arc::new(FontData::from_static(bytes).tweak(FontTweak {
        y_offset_factor: SHIFT_EMS,
        ..FontTweak::default()
    }))
}

/// Both faces and nothing of the system's: every machine draws the same letters.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let regular_face = REGULAR_FAMILY.to_owned();
    let bold_face = BOLD_FAMILY.to_owned();
    fonts.font_data.insert(regular_face.clone(), face(REGULAR));
    fonts.font_data.insert(bold_face.clone(), face(BOLD));
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
