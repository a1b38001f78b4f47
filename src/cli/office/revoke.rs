//! `office revoke DEVICE`: takes in no more batches of a device; what it brought stays counted.

use clap::Args;

use super::{DateArgument, Desk, devices};
use crate::app::office::Command;
use crate::cli::CliError;
use crate::domain::ids::DeviceId;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The device's name.
    device: DeviceId,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        let device = self.device;
        desk.run(&mut office, Command::RevokeDevice { device })?;
        devices::print(&office.devices()?, desk.out)
    }
}
