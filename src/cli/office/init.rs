//! `office init`: makes a new office, its keys and its recovery sheet.

use std::sync::Arc;

use clap::Args;

use super::Desk;
use crate::app::SystemClock;
use crate::app::office::{InitForm, Office};
use crate::cli::CliError;
use crate::words::sentence;

/// What a new office needs to be told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The community's name, as residents call it. 社区名称
    #[arg(long, required_unless_present = "trial")]
    name: Option<String>,
    /// Where to ask in person. 办公地点
    #[arg(long, required_unless_present = "trial")]
    place: Option<String>,
    /// Whom to call. 电话
    #[arg(long, required_unless_present = "trial")]
    telephone: Option<String>,
    /// The first person who works there, as colleagues call them. 姓名
    #[arg(long)]
    person: Option<String>,
    /// A trial office, whose data no real office ever loads. 体验模式
    #[arg(long)]
    trial: bool,
    /// Keep the record in a PostgreSQL server of this computer, e.g. `postgres:///pingyi?host=/run/postgresql`. 数据库地址
    #[arg(long)]
    record: Option<String>,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut form = InitForm::trial(desk.out.lang);
        if !self.trial {
            form.trial = false;
            form.passphrase = desk.passphrase.own_new(desk.out)?;
        }
        let fill = |place: &mut String, given: &Option<String>| {
            if let Some(given) = given {
                place.clone_from(given);
            }
        };
        fill(&mut form.name, &self.name);
        fill(&mut form.office_place, &self.place);
        fill(&mut form.telephone, &self.telephone);
        fill(&mut form.person, &self.person);
        form.record.clone_from(&self.record);
        let Desk { dir, out, .. } = desk;
        let (_office, sheet) = Office::init(dir, &form, Arc::new(SystemClock), &mut rand::rng())?;
        if out.json {
            return out.json(&sheet);
        }
        out.say(&sentence!(
            "cli-office-made",
            dir = dir.display(),
            fingerprint = sheet.fingerprint,
            sheet = sheet.path.display()
        ))
    }
}
