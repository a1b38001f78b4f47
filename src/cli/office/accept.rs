//! `office accept DEVICE --fingerprint DIGITS`: takes in the batches of a device from now on.

use clap::Args;

use super::{DateArgument, Desk, devices};
use crate::app::office::Command;
use crate::cli::CliError;
use crate::domain::ids::DeviceId;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The device's name.
    device: DeviceId,
    /// The last eight digits of the fingerprint that its staff area shows. 设备屏幕上指纹的最后八位
    #[arg(long, value_name = "DIGITS")]
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
