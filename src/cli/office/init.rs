//! `office init`: makes a new office, its keys and its recovery sheet.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use crate::app::SystemClock;
use crate::app::office::{InitForm, Office};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::words::Sentence;

/// What a new office needs to be told.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// The community's name, as residents call it. 社区名称
    #[arg(long, required_unless_present = "trial")]
    name: Option<String>,
    /// Where to ask in person. 办公地点
    #[arg(long, required_unless_present = "trial")]
    place: Option<String>,
    /// Whom to call. 电话
    #[arg(long, required_unless_present = "trial")]
    telephone: Option<String>,
    /// A trial office, whose data no real office ever loads. 体验模式
    #[arg(long)]
    trial: bool,
    #[command(flatten)]
    passphrase: super::PassphraseArguments,
}

pub fn run(arguments: &InitArguments, dir: &Path, out: &mut Output) -> Result<(), CliError> {
    let mut form = InitForm::trial(out.lang);
    if !arguments.trial {
        form.trial = false;
        form.passphrase = super::passphrase(arguments.passphrase.passphrase_file.as_deref())?;
    }
    let fill = |place: &mut String, given: &Option<String>| {
        if let Some(given) = given {
            place.clone_from(given);
        }
    };
    fill(&mut form.name, &arguments.name);
    fill(&mut form.office_place, &arguments.place);
    fill(&mut form.telephone, &arguments.telephone);
    let (_office, sheet) = Office::init(dir, &form, Arc::new(SystemClock), &mut rand::rng())?;
    if out.json {
        return out.json(&sheet);
    }
    out.say(
        &Sentence::new("cli-office-made")
            .with("dir", dir.display())
            .with("fingerprint", &sheet.fingerprint)
            .with("sheet", sheet.path.display()),
    )
}
