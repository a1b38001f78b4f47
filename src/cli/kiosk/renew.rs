//! `kiosk renew NAME`: another key and another name, after the key was stolen or the disk was copied.

use serde_json::json;

use crate::app::kiosk::Kiosk;
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::ids::DeviceId;
use crate::words::sentence;

pub(super) fn run(kiosk: &Kiosk, name: &DeviceId, out: &mut Output) -> Result<(), CliError> {
    let renewal = kiosk.renew(name)?;
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
