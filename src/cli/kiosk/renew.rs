//! `kiosk renew NAME`: another key and another name, after the key was stolen or the disk was copied.

use clap::ValueEnum;
use serde_json::json;

use crate::app::kiosk::{Adopted, Kiosk};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::ids::DeviceId;
use crate::words::sentence;

/// Whose batches are that the office has and this device does not know.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Whose {
    /// This device's: its data were put back from an older copy. 本机的
    Own,
    /// Somebody else's: nothing was put back. 冒充的
    Forged,
}

pub(super) fn run(
    kiosk: &Kiosk,
    name: &DeviceId,
    adopted: Option<Whose>,
    out: &mut Output,
) -> Result<(), CliError> {
    let adopted = adopted.map(|whose| match whose {
        Whose::Own => Adopted::Own,
        Whose::Forged => Adopted::Forged,
    });
    let renewal = kiosk.renew(name, adopted)?;
    if out.json {
        return out.json(&json!({
            "device": renewal.device,
            "fingerprint": renewal.fingerprint.to_string(),
            "batches": renewal.batches,
        }));
    }
    out.say(&sentence!(
        "cli-renewed",
        device = renewal.device,
        batches = renewal.batches,
        fingerprint = renewal.fingerprint
    ))
}
