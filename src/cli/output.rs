//! Where results go: a person's table or a script's JSON on standard output, progress on standard error.

use std::io::Write;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::CliError;
use crate::app::Progress;
use crate::words::{Key, Lang, Sentence, text};

/// What a command prints to.
pub(super) struct Output {
    /// Print JSON.
    pub json: bool,
    /// The language of everything that is not JSON.
    pub lang: Lang,
    to: Box<dyn Write>,
}

impl Output {
    /// Standard output.
    pub(super) fn standard(lang: Lang) -> Self {
        Self {
            json: false,
            lang,
            to: Box::new(std::io::stdout()),
        }
    }

    /// The text of `key` in the language of the output.
    pub(super) fn text(&self, key: Key) -> String {
        text(self.lang, key)
    }

    /// One line.
    pub(super) fn line(&mut self, text: impl AsRef<str>) -> Result<(), CliError> {
        writeln!(self.to, "{}", text.as_ref())?;
        Ok(())
    }

    /// Hands over what was written so far, for a reader that waits for each line.
    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        self.to.flush()?;
        Ok(())
    }

    /// One sentence on a line of its own.
    pub(super) fn say(&mut self, sentence: &Sentence) -> Result<(), CliError> {
        let said = sentence.say(self.lang);
        self.line(said)
    }

    /// A value as JSON, indented.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<(), CliError> {
        let text = serde_json::to_string_pretty(value)?;
        self.line(text)
    }

    /// A table whose columns line up although Chinese characters are two columns wide.
    pub(super) fn table(&mut self, heads: &[String], rows: &[Vec<String>]) -> Result<(), CliError> {
        let mut widths: Vec<usize> = heads.iter().map(|head| head.width()).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let line = |cells: &[String]| {
            let padded = cells.iter().zip(&widths).map(|(cell, width)| {
                format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
            });
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        self.line(line(heads))?;
        self.line(
            widths
                .iter()
                .map(|width| "─".repeat(*width))
                .collect::<Vec<_>>()
                .join("  "),
        )?;
        for row in rows {
            self.line(line(row))?;
        }
        Ok(())
    }
}

/// A progress bar on standard error; silent when that is not a terminal.
pub(super) struct Bar {
    bar: ProgressBar,
    lang: Lang,
}

impl Bar {
    pub(super) fn new(lang: Lang) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}") {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Self { bar, lang }
    }

    pub(super) fn show(&self, progress: &Progress) {
        self.bar.set_length(progress.total);
        self.bar.set_position(progress.done);
        self.bar.set_message(progress.step.say(self.lang));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
