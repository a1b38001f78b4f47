//! `office recover`: every passphrase is lost, and the recovery sheet opens the office. The passphrase given is the new one.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use zeroize::Zeroizing;

use super::Desk;
use crate::app::SystemClock;
use crate::app::office::Office;
use crate::cli::CliError;
use crate::words::sentence;

#[derive(Debug, Args)]
pub struct Arguments {
    /// A file with the ten groups of the recovery sheet (else you are asked). 恢复码文件
    #[arg(long, value_name = "FILE")]
    sheet_file: Option<PathBuf>,
    /// Your name, as colleagues call you. 姓名
    #[arg(long)]
    name: String,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let digits =
            match &self.sheet_file {
                Some(file) => Zeroizing::new(std::fs::read_to_string(file).map_err(|source| {
                    CliError::File {
                        file: file.clone(),
                        source,
                    }
                })?),
                None => super::passphrase::asked("恢复码（十组数字） ten groups: ")?,
            };
        let passphrase = desk.passphrase.own_new(desk.out)?;
        let clock = Arc::new(SystemClock);
        let person = (self.name.as_str(), passphrase.as_str());
        let (_office, sheet) =
            Office::recover(&desk.dir, &digits, person, clock, &mut rand::rng())?;
        if desk.out.json {
            return desk.out.json(&sheet);
        }
        desk.out.say(&sentence!(
            "app-office-done-recovery-renewed",
            path = sheet.path.display()
        ))
    }
}
