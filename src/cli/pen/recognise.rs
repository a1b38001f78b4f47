//! `pen recognise`: a line of strokes in, a line of candidates out.

use serde::Deserialize;

use crate::cli::CliError;
use crate::cli::output::Output;
use crate::pen::hand::{Recogniser, Stroke};
use crate::words::sentence;

#[derive(Deserialize)]
struct Ink {
    strokes: Vec<Stroke>,
}

/// Candidates for every line of ink.
pub(super) fn run(limit: usize, out: &mut Output) -> Result<(), CliError> {
    let recogniser = Recogniser::built_in()?;
    super::answer_lines(out, |line, number| {
        let ink: Ink = serde_json::from_slice(line)
            .map_err(|error| sentence!("cli-pen-line", line = number, reason = error))?;
        let candidates = recogniser.recognise(&ink.strokes, limit);
        let text = |candidate: crate::pen::hand::Candidate| candidate.ch.to_string();
        Ok(candidates.into_iter().map(text).collect())
    })
}
