//! `office load STICK`: takes in every batch a stick brought, and says what became of each.

use std::path::PathBuf;

use clap::Args;

use super::{DateArgument, Desk};
use crate::app::office::{BatchOutcome, Changed, Command, DeviceLoad, LoadReport};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::time::Week;
use crate::words::{key, sentence};

#[derive(Debug, Args)]
pub struct Arguments {
    /// Where the stick is mounted.
    stick: PathBuf,
    /// A week that has not come yet, e.g. 2036-W05: batches of it are taken in all the same. 确认的周
    #[arg(long)]
    week: Option<Week>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        if let Some(typed) = self.week {
            desk.run(&mut office, Command::ConfirmWeek { typed })?;
        }
        let stick = self.stick;
        let outcome = desk.run(&mut office, Command::Load { stick })?;
        if desk.out.json {
            desk.out.json(&outcome.changed)?;
        }
        let Changed::Loaded(report) = outcome.changed else {
            return Ok(());
        };
        if !desk.out.json {
            print(&report, desk.out)?;
        }
        match report.refused() {
            0 => Ok(()),
            count => Err(CliError::BatchesRefused { count }),
        }
    }
}

pub(crate) fn print(report: &LoadReport, out: &mut Output) -> Result<(), CliError> {
    let mut rows = Vec::new();
    for device in &report.devices {
        for batch in &device.batches {
            let outcome = match &batch.outcome {
                BatchOutcome::New { sheets, .. } => sentence!(
                    "cli-load-new",
                    ratings = sheets.ratings_new,
                    opinions = sheets.opinions_new
                ),
                BatchOutcome::AlreadyPresent => sentence!("cli-load-present"),
                BatchOutcome::Repaired => sentence!("cli-load-repaired"),
                BatchOutcome::Refused { reason } => reason.clone(),
            };
            let mut said = outcome.say(out.lang);
            if let BatchOutcome::New { sheets, .. } = &batch.outcome
                && sheets.set_aside > 0
            {
                let aside = sentence!("office-load-aside", count = sheets.set_aside);
                said = format!("{said} · {}", aside.say(out.lang));
            }
            let week = batch.week.map(|week| week.to_string()).unwrap_or_default();
            rows.push(vec![
                device.device.to_string(),
                batch.file.clone(),
                week,
                said,
            ]);
        }
    }
    let heads = [
        key!("cli-head-device"),
        key!("cli-head-batch"),
        key!("cli-head-week"),
        key!("cli-head-outcome"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)?;
    for device in report
        .devices
        .iter()
        .filter(|device| !device.missing.is_empty())
    {
        let missing: Vec<_> = device.missing.iter().map(ToString::to_string).collect();
        out.say(&sentence!(
            "cli-load-missing",
            device = device.device,
            numbers = missing.join(" ")
        ))?;
    }
    for said in report.devices.iter().flat_map(DeviceLoad::of_ledger) {
        out.say(&said)?;
    }
    for enrolment in &report.enrolments {
        out.say(&sentence!(
            "cli-load-enrolment",
            device = enrolment.device,
            fingerprint = enrolment.fingerprint
        ))?;
    }
    for device in &report.overdue {
        out.say(&sentence!("cli-load-overdue", device = device.device))?;
    }
    Ok(())
}
