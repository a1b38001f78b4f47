//! 体验模式: an office beside the kiosk, so that a newcomer can go the whole way at once.

use std::path::PathBuf;
use std::sync::Arc;

use super::parts::Parts;
use crate::app::AppError;
use crate::app::settings::Settings;
use crate::domain::time::Clock;

pub(super) fn kiosk_dir(settings: &Settings) -> PathBuf {
    settings.data_dir.join("trial").join("kiosk")
}

/// The folder that stands for a stick.
pub(super) fn stick_dir(settings: &Settings) -> PathBuf {
    settings.data_dir.join("trial").join("stick")
}

/// Makes the trial office, its first pack, the kiosk paired with it, and has the office accept it.
pub(super) fn make(
    settings: &Settings,
    clock: &Arc<dyn Clock>,
    parts: &Parts,
) -> Result<(), AppError> {
    // Until the office's use cases land, a moment from now.
    let _ = (settings, clock, parts);
    Err(AppError::NotPaired)
}
