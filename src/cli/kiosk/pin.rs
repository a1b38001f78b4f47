//! `kiosk pin`: the first staff PIN of a paired kiosk that has none, at the computer itself.

use std::path::Path;

use zeroize::Zeroizing;

use crate::app::kiosk::{Kiosk, Tunables};
use crate::app::settings::Settings;
use crate::cli::CliError;
use crate::cli::office::first_line;
use crate::cli::output::Output;
use crate::words::sentence;

pub(super) fn run(
    settings: &Settings,
    file: Option<&Path>,
    out: &mut Output,
) -> Result<(), CliError> {
    let pin = match file {
        Some(file) => first_line(file)?,
        None => asked()?,
    };
    Kiosk::set_first_pin(settings, &pin, &Tunables::default())?;
    out.say(&sentence!("cli-pin-is-set"))
}

/// Typed twice, not shown.
fn asked() -> Result<Zeroizing<String>, CliError> {
    let ask = |prompt: &str| {
        rpassword::prompt_password(prompt)
            .map(Zeroizing::new)
            .map_err(|_| CliError::NoPin)
    };
    let pin = ask("PIN: ")?;
    if *ask("再输一遍 once more: ")? == *pin {
        Ok(pin)
    } else {
        Err(CliError::PinsDiffer)
    }
}
