//! The questions of a plan as an XLSForm file, and a plan drafted from one.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Office;
use crate::app::{AppError, at};
use crate::domain::ids::PlanId;
use crate::exchange::{read_form, write_form};
use crate::words::{Lang, Sentence};

/// No form is longer; the room that reads it says so too.
const FORM_FILE_BYTES: u64 = 1024 * 1024;

/// A form that was written.
#[derive(Debug, Clone, Serialize)]
pub struct FormReport {
    /// The file.
    pub file: PathBuf,
    /// What of the plan a form cannot say.
    pub unsaid: Vec<String>,
}

/// A plan drafted from a form.
#[derive(Debug, Clone, Serialize)]
pub struct FormDraft {
    /// The draft, `____` where something is to be filled in.
    pub toml: String,
    /// What of the form a plan cannot say.
    pub unsaid: Vec<String>,
}

fn said(sentences: &[Sentence], lang: Lang) -> Vec<String> {
    let said = sentences.iter().map(|sentence| sentence.say(lang));
    said.map(|one| one.replace(['\n', '\r'], " ")).collect()
}

impl FormDraft {
    /// The draft with what could not be read above it, as comments.
    #[must_use]
    pub fn commented(&self) -> String {
        let comments = self.unsaid.iter().map(|one| format!("# {one}\n"));
        format!("{}{}", comments.collect::<String>(), self.toml)
    }
}

impl Office {
    /// Writes the questions of a plan on file as an XLSForm; nothing that is there already is written over.
    pub fn export_form(
        &self,
        plan: &PlanId,
        file: &Path,
        lang: Lang,
    ) -> Result<FormReport, AppError> {
        let plan = self.plan_on_file(plan)?;
        let form = write_form(&plan)?;
        let opened = OpenOptions::new().write(true).create_new(true).open(file);
        let mut opened = opened.map_err(at(file))?;
        opened.write_all(&form.bytes).map_err(at(file))?;
        opened.sync_all().map_err(at(file))?;
        Ok(FormReport {
            file: file.to_owned(),
            unsaid: said(&form.unsaid, lang),
        })
    }
}

/// Drafts a plan from the questions of an XLSForm.
pub fn draft_from_form(file: &Path, lang: Lang) -> Result<FormDraft, AppError> {
    let mut bytes = Vec::new();
    let opened = File::open(file).map_err(at(file))?;
    let mut limited = opened.take(FORM_FILE_BYTES);
    limited.read_to_end(&mut bytes).map_err(at(file))?;
    let form = read_form(&bytes)?;
    Ok(FormDraft {
        toml: form.toml,
        unsaid: said(&form.unsaid, lang),
    })
}
