//! `office load STICK`: takes in every batch a stick brought, and says what became of each.

use std::path::Path;

use crate::app::office::{BatchOutcome, DeviceState, LoadReport, Office};
use crate::cli::CliError;
use crate::cli::output::{Bar, Output};
use crate::words::Sentence;

pub fn run(office: &mut Office, stick: &Path, out: &mut Output) -> Result<(), CliError> {
    let bar = Bar::new(out.lang);
    let report = office.load(stick, &mut |progress| bar.show(&progress))?;
    drop(bar);
    if out.json {
        out.json(&report)?;
    } else {
        print(&report, out)?;
    }
    match report.refused() {
        0 => Ok(()),
        count => Err(CliError::BatchesRefused { count }),
    }
}

pub fn print(report: &LoadReport, out: &mut Output) -> Result<(), CliError> {
    let mut rows = Vec::new();
    for device in &report.devices {
        for batch in &device.batches {
            let outcome = match &batch.outcome {
                BatchOutcome::New { sheets } => Sentence::new("cli-load-new")
                    .with("ratings", sheets.ratings_new)
                    .with("opinions", sheets.opinions_new),
                BatchOutcome::AlreadyPresent => Sentence::new("cli-load-present"),
                BatchOutcome::Repaired => Sentence::new("cli-load-repaired"),
                BatchOutcome::Refused { reason } => reason.clone(),
            };
            let week = batch.week.map(|week| week.to_string()).unwrap_or_default();
            rows.push(vec![
                device.device.to_string(),
                batch.file.clone(),
                week,
                outcome.say(out.lang),
            ]);
        }
    }
    let heads = [
        "cli-head-device",
        "cli-head-batch",
        "cli-head-week",
        "cli-head-outcome",
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)?;
    for device in report
        .devices
        .iter()
        .filter(|device| !device.missing.is_empty())
    {
        let missing: Vec<_> = device.missing.iter().map(ToString::to_string).collect();
        out.say(
            &Sentence::new("cli-load-missing")
                .with("device", &device.device)
                .with("numbers", missing.join(" ")),
        )?;
    }
    for enrolment in &report.enrolments {
        out.say(
            &Sentence::new("cli-load-enrolment")
                .with("device", &enrolment.device)
                .with("fingerprint", &enrolment.fingerprint),
        )?;
    }
    for device in &report.overdue {
        out.say(&Sentence::new("cli-load-overdue").with("device", &device.device))?;
    }
    Ok(())
}

/// The devices the office knows.
pub fn print_devices(office: &Office, out: &mut Output) -> Result<(), CliError> {
    let devices = office.devices()?;
    if out.json {
        return out.json(&devices);
    }
    let rows: Vec<_> = devices
        .iter()
        .map(|row| {
            let state = match row.state {
                DeviceState::Waiting => "cli-device-waiting",
                DeviceState::Accepted => "cli-device-accepted",
                DeviceState::Revoked => "cli-device-revoked",
            };
            vec![
                row.device.to_string(),
                out.text(state),
                row.fingerprint.clone(),
            ]
        })
        .collect();
    let heads =
        ["cli-head-device", "cli-head-state", "cli-head-fingerprint"].map(|key| out.text(key));
    out.table(&heads, &rows)
}
