//! `pen recognise`: a line of strokes in, a line of candidates out.

use std::io::BufRead;

use serde::Deserialize;

use crate::cli::CliError;
use crate::cli::output::Output;
use crate::pen::hand::{Recogniser, Stroke};
use crate::words::Sentence;

#[derive(Deserialize)]
struct Ink {
    strokes: Vec<Stroke>,
}

/// One line out for every line in: a bad line gives `[]` and a sentence on standard error, and the end is a failure.
pub fn run(limit: usize, out: &mut Output) -> Result<(), CliError> {
    let recogniser = Recogniser::built_in()?;
    let mut count = 0;
    for (at, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let found: Vec<String> = match serde_json::from_slice::<Ink>(&line?) {
            Ok(ink) => recogniser
                .recognise(&ink.strokes, limit)
                .into_iter()
                .map(|candidate| candidate.ch.to_string())
                .collect(),
            Err(error) => {
                count += 1;
                let said = Sentence::new("cli-pen-line")
                    .with("line", at + 1)
                    .with("reason", error)
                    .say(out.lang);
                eprintln!("{said}");
                Vec::new()
            }
        };
        out.line(serde_json::to_string(&found)?)?;
        out.flush()?;
    }
    if count == 0 {
        Ok(())
    } else {
        Err(CliError::PenLines { count })
    }
}
