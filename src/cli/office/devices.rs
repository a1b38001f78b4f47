//! `office devices`: who may bring batches.

use clap::Args;

use super::Desk;
use crate::app::office::DeviceRow;
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::device::DeviceStanding;
use crate::words::key;

#[derive(Debug, Args)]
pub struct Arguments {}

impl Arguments {
    #[expect(clippy::unused_self, reason = "every subcommand is run the same way")]
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let devices = desk.unlock()?.devices()?;
        print(&devices, desk.out)
    }
}

/// The devices, as a list whichever of them is new.
pub fn print(devices: &[DeviceRow], out: &mut Output) -> Result<(), CliError> {
    if out.json {
        return out.json(&devices);
    }
    let rows: Vec<_> = devices
        .iter()
        .map(|row| {
            let state = match row.state {
                DeviceStanding::Waiting => key!("cli-device-waiting"),
                DeviceStanding::Accepted => key!("cli-device-accepted"),
                DeviceStanding::Revoked => key!("cli-device-revoked"),
            };
            vec![
                row.device.to_string(),
                out.text(state),
                row.fingerprint.clone(),
            ]
        })
        .collect();
    let heads = [
        key!("cli-head-device"),
        key!("cli-head-state"),
        key!("cli-head-fingerprint"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}
