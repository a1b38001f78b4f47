//! `office …`: the clerk's use cases for scripts, each with `--json` and `--data DIR`.

mod cases;
mod init;
pub(in crate::cli) mod load;
mod pack;
mod tally;
mod verify;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use zeroize::Zeroizing;

use super::CliError;
use super::output::Output;
use crate::app::SystemClock;
use crate::app::office::{Office, TRIAL_PASSPHRASE};
use crate::app::settings;
use crate::domain::ids::{CaseNumber, DeviceId};
use crate::domain::time::{Week, typed_day};

/// Where the passphrase is looked for before anyone is asked.
pub const PASSPHRASE_VARIABLE: &str = "PINGYI_PASSPHRASE";

/// One use case.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Makes a new office and its keys. 建立档案
    Init(init::InitArguments),
    /// Loads what a stick brought. 装载
    Load {
        /// Where the stick is mounted.
        stick: PathBuf,
        /// A week that has not come yet, e.g. 2036-W05: batches of it are taken in all the same. 确认的周
        #[arg(long)]
        week: Option<Week>,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Accepts a device whose fingerprint was compared. 接受设备
    Accept {
        /// The device's name.
        device: DeviceId,
        /// The fingerprint its staff area shows.
        fingerprint: String,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Counts, rates and grades. 统计
    Tally,
    /// The cases, due soonest first; with a number, that one whole. 意见件
    Cases {
        /// A case's number.
        number: Option<u32>,
    },
    /// Answers a case. 答复
    Reply {
        /// The case's number.
        number: u32,
        /// The answer; without it, standard input is read to its end.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Makes the pack and writes it to a stick. 制作回程包
    Pack {
        /// Where the stick is mounted.
        stick: PathBuf,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Recounts everything from the original batches. 核对
    Verify,
}

impl Action {
    /// What it is called where another program finds a folder taken.
    pub fn program(&self) -> &'static str {
        match self {
            Self::Init(_) => "pingyi office init",
            Self::Load { .. } => "pingyi office load",
            Self::Accept { .. } => "pingyi office accept",
            Self::Tally => "pingyi office tally",
            Self::Cases { .. } => "pingyi office cases",
            Self::Reply { .. } => "pingyi office reply",
            Self::Pack { .. } => "pingyi office pack",
            Self::Verify => "pingyi office verify",
        }
    }
}

/// Today's date, typed by somebody who has read it: needed only when the office finds the clock's date doubtful.
#[derive(Debug, Args)]
pub struct DateArgument {
    /// Today's date, where the office doubts the clock. 确认的日期
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<NaiveDate>,
}

impl DateArgument {
    /// The office, with the day confirmed if one was typed.
    fn unlock(&self, dir: &Path) -> Result<Office, CliError> {
        let mut office = unlock(dir)?;
        if let Some(typed) = self.date {
            office.confirm_day(typed)?;
        }
        Ok(office)
    }
}

fn day(text: &str) -> Result<NaiveDate, String> {
    typed_day(text).ok_or_else(|| format!("`{text}` is not a date such as 2026-11-29"))
}

/// Where the passphrase comes from, for those who run this from a script.
#[derive(Debug, Args)]
pub struct PassphraseArguments {
    /// A file whose first line is the passphrase (else `PINGYI_PASSPHRASE`, else you are asked).
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
}

pub fn run(
    action: Action,
    data: Option<PathBuf>,
    settings_file: Option<&Path>,
    out: &mut Output,
) -> Result<(), CliError> {
    let dir = match data {
        Some(dir) => dir,
        None => settings::load(settings_file)
            .map_err(crate::app::AppError::from)?
            .office_dir(),
    };
    match action {
        Action::Init(arguments) => init::run(&arguments, &dir, out),
        Action::Load { stick, week, date } => {
            let mut office = date.unlock(&dir)?;
            if let Some(week) = week {
                office.confirm_week(week)?;
            }
            load::run(&mut office, &stick, out)
        }
        Action::Accept {
            device,
            fingerprint,
            date,
        } => {
            let mut office = date.unlock(&dir)?;
            office.accept_device(&device, &fingerprint)?;
            load::print_devices(&office, out)
        }
        Action::Tally => tally::run(&unlock(&dir)?, out),
        Action::Cases { number } => cases::run(&unlock(&dir)?, number.map(CaseNumber), out),
        Action::Reply { number, text, date } => {
            cases::reply(&mut date.unlock(&dir)?, CaseNumber(number), text, out)
        }
        Action::Pack { stick, date } => pack::run(&mut date.unlock(&dir)?, &stick, out),
        Action::Verify => verify::run(&unlock(&dir)?, out),
    }
}

fn unlock(dir: &Path) -> Result<Office, CliError> {
    let passphrase = if Office::is_trial_at(dir) {
        Zeroizing::new(TRIAL_PASSPHRASE.to_owned())
    } else {
        passphrase(None)?
    };
    Ok(Office::unlock(dir, &passphrase, Arc::new(SystemClock))?)
}

/// A secret that stands in the first line of a file.
pub fn first_line(file: &Path) -> Result<Zeroizing<String>, CliError> {
    let text = std::fs::read_to_string(file).map_err(|source| CliError::File {
        file: file.to_owned(),
        source,
    })?;
    let text = Zeroizing::new(text);
    Ok(Zeroizing::new(
        text.lines().next().unwrap_or_default().to_owned(),
    ))
}

/// The passphrase from a file, the environment or the terminal, in this order.
pub fn passphrase(file: Option<&Path>) -> Result<Zeroizing<String>, CliError> {
    if let Some(file) = file {
        return first_line(file);
    }
    if let Ok(text) = std::env::var(PASSPHRASE_VARIABLE) {
        return Ok(Zeroizing::new(text));
    }
    rpassword::prompt_password("口令 passphrase: ")
        .map(Zeroizing::new)
        .map_err(|_| CliError::NoPassphrase)
}
