//! `office tally`: counts, rates and grades per plan and subject, small cells suppressed.

use clap::Args;

use super::Desk;
use crate::app::office::{PlanTally, channels_line};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::words::{key, sentence, text};

/// What stands where too few people stand behind a figure.
const SUPPRESSED: &str = "—";

#[derive(Debug, Args)]
pub struct Arguments {}

impl Arguments {
    #[expect(clippy::unused_self, reason = "every subcommand is run the same way")]
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let tallies = desk.unlock()?.tallies()?;
        if desk.out.json {
            return desk.out.json(&tallies);
        }
        for tally in &tallies {
            print(tally, desk.out)?;
        }
        Ok(())
    }
}

fn print(tally: &PlanTally, out: &mut Output) -> Result<(), CliError> {
    out.say(&sentence!(
        "cli-tally-plan",
        title = tally.title.get(out.lang),
        period = tally.period,
        sheets = tally.sheets
    ))?;
    for said in tally.remainder.sentences(tally.fewest_sheets) {
        out.say(&said)?;
    }
    if !tally.channels.is_empty() {
        out.line(channels_line(&tally.channels, out.lang))?;
    }
    let mut rows = Vec::new();
    for subject in &tally.subjects {
        let raters = subject
            .raters
            .map_or(SUPPRESSED.to_owned(), |count| count.to_string());
        let score = subject.figure.as_deref().unwrap_or(SUPPRESSED).to_owned();
        let grade = subject
            .grade_name
            .as_ref()
            .map_or(SUPPRESSED, |name| name.get(out.lang));
        rows.push(vec![
            subject.name.get(out.lang).to_owned(),
            String::new(),
            raters,
            score,
            grade.to_owned(),
        ]);
        if let Some(explained) = &subject.explained {
            rows.push(vec![String::new(), explained.get(out.lang).to_owned()]);
        }
        for criterion in &subject.criteria {
            let answers = criterion.answers.iter().map(|answer| {
                let count = answer
                    .count
                    .map_or(SUPPRESSED.to_owned(), |count| count.to_string());
                format!("{} {count}", answer.name.get(out.lang))
            });
            let answers: Vec<_> = answers.collect();
            let answers = match &criterion.leading {
                Some(leading) => text!(
                    out.lang,
                    "cli-tally-leading",
                    answer = leading.get(out.lang)
                ),
                None => answers.join(" · "),
            };
            rows.push(vec![
                String::new(),
                criterion.name.get(out.lang).to_owned(),
                answers,
            ]);
        }
    }
    let heads = [
        key!("cli-head-subject"),
        key!("cli-head-criterion"),
        key!("cli-head-raters"),
        key!("cli-head-score"),
        key!("cli-head-grade"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)?;
    out.line("")
}
