//! `pen train` and `pen judge`: makes the handwriting model anew and measures one; assets/pen/SOURCE.md says
//! where the inputs come from.

use std::path::PathBuf;

use clap::Args;

use crate::cli::CliError;
use crate::cli::output::Output;
use crate::pen::hand::{Recogniser, VIEWS};
use crate::pen::pinyin::Pinyin;
use crate::pen::train::glyphs::{self, GlyphError};
use crate::pen::train::judge::{Half, Score, Unseen};
use crate::pen::train::{Course, train};

/// Where everything lies.
#[derive(Debug, Args)]
pub struct TrainArguments {
    /// The folder of sources.
    sources: PathBuf,
    /// `assets/pen/glyphs.txt`.
    templates: PathBuf,
    /// Where the model goes.
    model: PathBuf,
    /// Batches of 128 samples.
    #[arg(long, default_value_t = 7500)]
    steps: usize,
    /// Only every so-manieth character, to try something out.
    #[arg(long, default_value_t = 1)]
    only: usize,
}

/// What is judged.
#[derive(Debug, Args)]
pub struct JudgeArguments {
    /// The folder of sources.
    sources: PathBuf,
    /// A model; without it the one this program carries.
    #[arg(long)]
    model: Option<PathBuf>,
    /// The half of the characters that settings are chosen by, instead of the half to report.
    #[arg(long)]
    tune: bool,
    /// Only every so-manieth character.
    #[arg(long, default_value_t = 1)]
    only: usize,
    /// Clauses (`tests/vectors/pen`): how much it helps to know what stands before a character.
    #[arg(long)]
    clauses: Option<PathBuf>,
}

impl From<GlyphError> for CliError {
    fn from(GlyphError { file, source }: GlyphError) -> Self {
        Self::File { file, source }
    }
}

pub(super) fn train_model(arguments: &TrainArguments, out: &mut Output) -> Result<(), CliError> {
    let only = arguments.only.max(1);
    let classes = glyphs::classes(&arguments.sources, &arguments.templates, only)?;
    let forms: usize = classes.iter().map(|class| class.forms.len()).sum();
    out.line(format!("{} characters, {forms} forms", classes.len()))?;
    let course = Course {
        steps: arguments.steps,
        ..Course::default()
    };
    let model = train(&classes, course, |said| eprintln!("{said}"));
    let bytes = model.write();
    std::fs::write(&arguments.model, &bytes)?;
    out.line(format!("{} bytes", bytes.len()))?;
    Ok(())
}

pub(super) fn judge(arguments: &JudgeArguments, out: &mut Output) -> Result<(), CliError> {
    let recogniser = match &arguments.model {
        Some(file) => Recogniser::from_bytes(&std::fs::read(file)?)?,
        None => Recogniser::built_in()?,
    };
    let half = if arguments.tune {
        Half::Tune
    } else {
        Half::Tell
    };
    let unseen = Unseen::read(&arguments.sources, half, arguments.only.max(1))?;
    if let Some(file) = &arguments.clauses {
        return judge_in_context(&recogniser, &unseen, &std::fs::read_to_string(file)?, out);
    }
    let [first, second, third] = VIEWS;
    show("one view", &unseen.judge(&recogniser, [first]), out)?;
    show(
        "two views",
        &unseen.judge(&recogniser, [first, second]),
        out,
    )?;
    let scores = unseen.judge(&recogniser, [first, second, third]);
    show("as recognised", &scores, out)?;
    for score in scores {
        let misses: Vec<String> = score
            .misses
            .iter()
            .take(12)
            .map(|(ch, instead)| format!("{ch}→{instead}"))
            .collect();
        out.line(format!("misses, {}: {}", score.name, misses.join(" ")))?;
    }
    Ok(())
}

fn judge_in_context(
    recogniser: &Recogniser,
    unseen: &Unseen,
    lines: &str,
    out: &mut Output,
) -> Result<(), CliError> {
    let pinyin = Pinyin::built_in()?;
    let clauses: Vec<&str> = lines
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    out.line("% first by looks alone / with what stands before")?;
    for score in unseen.judge_in_context(recogniser, &pinyin, &clauses) {
        let [alone, placed] = [score.alone, score.placed].map(|hits| percent(hits, score.total));
        out.line(format!(
            "  {} ({}): {alone} / {placed}",
            score.name, score.total
        ))?;
    }
    Ok(())
}

fn show(name: &str, scores: &[Score], out: &mut Output) -> Result<(), CliError> {
    out.line(format!("{name}: % in the first 1 / 5 / 10"))?;
    for score in scores {
        let shares: Vec<String> = score
            .hits
            .iter()
            .map(|hits| percent(*hits, score.total))
            .collect();
        let [name, total] = [&score.name, &score.total.to_string()];
        out.line(format!("  {name} ({total}): {}", shares.join(" / ")))?;
    }
    Ok(())
}

/// One decimal, without floats.
fn percent(hits: usize, total: usize) -> String {
    let thousandths = (hits * 1000 + total / 2) / total.max(1);
    format!("{}.{}", thousandths / 10, thousandths % 10)
}
