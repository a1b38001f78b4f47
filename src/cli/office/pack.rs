//! `office pack STICK`: makes the pack and writes it to a stick.

use std::path::Path;

use crate::app::office::Office;
use crate::cli::CliError;
use crate::cli::output::{Bar, Output};
use crate::words::Sentence;

pub fn run(office: &mut Office, stick: &Path, out: &mut Output) -> Result<(), CliError> {
    let bar = Bar::new(out.lang);
    let report = office.make_pack(stick, &mut rand::rng(), &mut |progress| bar.show(&progress))?;
    drop(bar);
    if out.json {
        return out.json(&report);
    }
    out.say(
        &Sentence::new("cli-pack-made")
            .with("number", report.number)
            .with("plans", report.plans)
            .with("acks", report.acks)
            .with("statuses", report.statuses)
            .with("replies", report.replies)
            .with("notices", report.notices),
    )?;
    out.say(&report.closing)
}
