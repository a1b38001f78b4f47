//! `office accept DEVICE FINGERPRINT`: takes in the batches of a device from now on.

use clap::Args;

use super::{DateArgument, Desk, devices};
use crate::app::office::Command;
use crate::cli::CliError;
use crate::domain::ids::DeviceId;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The device's name.
    device: DeviceId,
    /// The fingerprint its staff area shows.
    fingerprint: String,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        let command = Command::AcceptDevice {
            device: self.device,
            fingerprint: self.fingerprint,
        };
        desk.run(&mut office, command)?;
        devices::print(&office.devices()?, desk.out)
    }
}
