//! `pen …`: the input engines, for scripts that want to measure them.

#[cfg(feature = "pen-train")]
mod pack;
mod pinyin;
mod recognise;
#[cfg(feature = "pen-train")]
mod train;

use std::io::BufRead;

use clap::Subcommand;

use super::CliError;
use super::output::Output;
use crate::words::Sentence;

/// Which engine.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Handwriting: JSON lines of strokes in, JSON arrays of candidates out. 手写识别
    Recognise {
        /// How many candidates at most.
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
    /// Pinyin: lines of letters in, JSON arrays of candidates out. 拼音转换
    Pinyin {
        /// Forgive the sounds a southern accent confuses. 模糊音
        #[arg(long)]
        fuzzy: bool,
        /// How many candidates at most.
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
    /// Makes the pinyin data anew. 重新打包拼音数据
    #[cfg(feature = "pen-train")]
    PackPinyin(pack::PinyinSources),
    /// Makes the stroke data anew. 重新打包笔画数据
    #[cfg(feature = "pen-train")]
    PackStrokes(pack::StrokeSources),
    /// How often the pinyin engine is right. 评测拼音
    #[cfg(feature = "pen-train")]
    JudgePinyin(pack::Judged),
    /// Makes the handwriting model anew. 重新训练手写模型
    #[cfg(feature = "pen-train")]
    Train(train::TrainArguments),
    /// Measures a handwriting model on glyphs it was not trained on. 测手写模型
    #[cfg(feature = "pen-train")]
    Judge(train::JudgeArguments),
}

pub(super) fn run(action: &Action, out: &mut Output) -> Result<(), CliError> {
    match action {
        Action::Recognise { limit } => recognise::run(*limit, out),
        Action::Pinyin { fuzzy, limit } => pinyin::run(*fuzzy, *limit, out),
        #[cfg(feature = "pen-train")]
        Action::PackPinyin(sources) => pack::pinyin(sources, out),
        #[cfg(feature = "pen-train")]
        Action::PackStrokes(sources) => pack::strokes(sources, out),
        #[cfg(feature = "pen-train")]
        Action::JudgePinyin(judged) => pack::judge(judged, out),
        #[cfg(feature = "pen-train")]
        Action::Train(arguments) => train::train_model(arguments, out),
        #[cfg(feature = "pen-train")]
        Action::Judge(arguments) => train::judge(arguments, out),
    }
}

/// One line out for every line in: a line that cannot be read gives `[]` and a sentence on standard error, and the end
/// is a failure.
fn answer_lines(
    out: &mut Output,
    answer: impl Fn(&[u8], usize) -> Result<Vec<String>, Sentence>,
) -> Result<(), CliError> {
    let mut count = 0;
    for (at, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let found = answer(&line?, at + 1).unwrap_or_else(|why| {
            count += 1;
            eprintln!("{}", why.say(out.lang));
            Vec::new()
        });
        out.line(serde_json::to_string(&found)?)?;
        out.flush()?;
    }
    if count == 0 {
        Ok(())
    } else {
        Err(CliError::PenLines { count })
    }
}
