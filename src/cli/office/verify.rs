//! `office verify`: recounts every figure from the original batches and names any difference.

use crate::app::office::Office;
use crate::cli::CliError;
use crate::cli::output::{Bar, Output};
use crate::words::Sentence;

pub fn run(office: &Office, out: &mut Output) -> Result<(), CliError> {
    let bar = Bar::new(out.lang);
    let report = office.verify(&mut |progress| bar.show(&progress))?;
    drop(bar);
    if out.json {
        out.json(&report)?;
    } else {
        for difference in &report.differences {
            out.say(&difference.sentence())?;
        }
        out.say(
            &Sentence::new("cli-verify-done")
                .with("batches", report.batches)
                .with("ratings", report.ratings)
                .with("opinions", report.opinions)
                .with("cells", report.cells)
                .with("head", &report.ledger_head),
        )?;
    }
    match report.differences.len() {
        0 => Ok(()),
        count => Err(CliError::Differences { count }),
    }
}
