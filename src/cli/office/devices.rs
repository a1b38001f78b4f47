//! `office devices`: who may bring batches; `office devices retire DEVICE`.

use clap::{Args, Subcommand};

use super::{DateArgument, Desk};
use crate::app::office::{Changed, Command, DeviceCommand, DeviceRow, PinCodeSheet};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::DeviceId;
use crate::words::{key, sentence};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists them. 列出设备
    List,
    /// Has a device take no more cards: it brings what it holds, says what it withheld, and wipes itself. Ratings of a round that has
    /// not stood there for 14 days are not counted: better after a round has ended and the stick was there. 设备退役
    Retire {
        /// The device's name.
        device: DeviceId,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Makes a code with which the staff of a device set a new PIN, once: write it down, it is shown once and kept nowhere. The next
    /// pack has to reach the device first. 忘记 PIN 的纸条
    PinCode {
        /// The device's name.
        device: DeviceId,
        #[command(flatten)]
        date: DateArgument,
    },
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        match self.action {
            None | Some(Action::List) => {}
            Some(Action::Retire { device, date }) => {
                date.confirm(desk, &mut office)?;
                desk.run(
                    &mut office,
                    Command::Device(DeviceCommand::Retire { device }),
                )?;
            }
            Some(Action::PinCode { device, date }) => {
                date.confirm(desk, &mut office)?;
                let outcome = desk.run(
                    &mut office,
                    Command::Device(DeviceCommand::MakePinCode { device }),
                )?;
                if let Changed::PinCode(sheet) = outcome.changed {
                    return say_code(&sheet, desk.out);
                }
            }
        }
        print(&office.devices()?, desk.out)
    }
}

fn say_code(sheet: &PinCodeSheet, out: &mut Output) -> Result<(), CliError> {
    if out.json {
        return out.json(sheet);
    }
    let code = sheet.code.to_string();
    out.say(&sentence!(
        "app-office-pin-code",
        device = sheet.device,
        code = code
    ))
}

/// The devices, as a list whichever of them is new.
pub(super) fn print(devices: &[DeviceRow], out: &mut Output) -> Result<(), CliError> {
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
                DeviceStanding::Retired if row.withheld.is_some() => key!("cli-device-withdrawn"),
                DeviceStanding::Retired => key!("cli-device-retired"),
            };
            let troubles: Vec<_> = row.troubles().iter().map(|it| it.say(out.lang)).collect();
            vec![
                row.device.to_string(),
                out.text(state),
                row.facts.map_or_else(String::new, |facts| {
                    facts.role.channel().sentence().say(out.lang)
                }),
                row.fingerprint.clone(),
                troubles.join(" · "),
            ]
        })
        .collect();
    let heads = [
        key!("cli-head-device"),
        key!("cli-head-state"),
        key!("cli-head-channel"),
        key!("cli-head-fingerprint"),
        key!("cli-head-visit"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}
