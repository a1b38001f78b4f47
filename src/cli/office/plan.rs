//! `office plan …`: the plans on file, and which of them packs carry.

use std::path::PathBuf;

use clap::Subcommand;

use super::{DateArgument, Desk};
use crate::app::AppError;
use crate::app::office::{
    Changed, Command, OfficeError, Outcome, PlanRow, PlanSource, draft_from_form,
};
use crate::cli::output::Output;
use crate::cli::{CliError, plan};
use crate::domain::ids::PlanId;
use crate::domain::plan::{Plan, draft, shipped};
use crate::words::{key, sentence};

/// What to do with the plans on file.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// The newest revision of every plan, and those that come with the program. 列出方案
    List,
    /// What a plan on file says, in sentences. 说明方案
    Show {
        /// The plan.
        plan: PlanId,
        /// As TOML, every key in the order of the plan language. 写成 TOML
        #[arg(long)]
        toml: bool,
    },
    /// Writes a plan that comes with the program to standard output, to be filled in where ____ stands. 起草方案
    New {
        /// Its identifier, as `plan list` has it: s1 … s16, s9b, s13b, law; or `empty`.
        plan: PlanId,
    },
    /// Writes the questions of a plan on file as an XLSForm, and tells what a form cannot say. 导出问卷
    ExportForm {
        /// The plan.
        plan: PlanId,
        /// The .xlsx file, which is not there yet.
        file: PathBuf,
    },
    /// Drafts a plan from the questions of an XLSForm to standard output; what it cannot say stands above it as comments. 导入问卷
    ImportForm {
        /// The .xlsx file.
        file: PathBuf,
    },
    /// Puts a plan, or a newer revision of one, on file. 加入方案
    Add {
        /// The plan's TOML file.
        file: PathBuf,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Lets packs carry a plan. 启用方案
    Enable {
        /// The plan.
        plan: PlanId,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Lets packs carry a plan no longer; cards of it that were filled are counted all the same. 停用方案
    Disable {
        /// The plan.
        plan: PlanId,
        #[command(flatten)]
        date: DateArgument,
    },
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let outcome = match self {
            Self::List => {
                let plans = desk.unlock()?.plans()?;
                return if desk.out.json {
                    desk.out.json(&plans)
                } else {
                    print(&plans, desk.out)?;
                    print_shipped(desk.out)
                };
            }
            Self::Show { plan, toml } => {
                let lang = desk.out.lang;
                let office = desk.unlock()?;
                let lines = if toml {
                    let text = office.plan_toml(&plan)?;
                    text.trim_end().lines().map(str::to_owned).collect()
                } else {
                    office.explain_plan(&plan, lang)?
                };
                if desk.out.json {
                    return desk.out.json(&lines);
                }
                return lines.into_iter().try_for_each(|line| desk.out.line(line));
            }
            Self::New { plan } => return draft(&plan, desk.out),
            Self::ExportForm { plan, file } => {
                let lang = desk.out.lang;
                let report = desk.unlock()?.export_form(&plan, &file, lang)?;
                if desk.out.json {
                    return desk.out.json(&report);
                }
                let file = report.file.display();
                desk.out.say(&sentence!("cli-form-written", file = file))?;
                let mut unsaid = report.unsaid.into_iter();
                return unsaid.try_for_each(|line| desk.out.line(line));
            }
            Self::ImportForm { file } => {
                let draft = draft_from_form(&file, desk.out.lang)?;
                if desk.out.json {
                    return desk.out.json(&draft);
                }
                return desk.out.line(draft.commented().trim_end());
            }
            Self::Add { file, date } => add(file, &date, desk)?,
            Self::Enable { plan, date } => {
                let enabled = true;
                desk.run_on(&date, Command::EnablePlan { plan, enabled })?
            }
            Self::Disable { plan, date } => {
                let enabled = false;
                desk.run_on(&date, Command::EnablePlan { plan, enabled })?
            }
        };
        if desk.out.json {
            return desk.out.json(&outcome.changed);
        }
        if let Changed::Plan(row) = &outcome.changed {
            print(std::slice::from_ref(row), desk.out)?;
        }
        desk.say_done(&outcome)
    }
}

/// A shipped plan as it is, its blanks to be filled in.
fn draft(id: &PlanId, out: &mut Output) -> Result<(), CliError> {
    let mut shipped = shipped().iter();
    let found = shipped.find(|one| one.name == id.as_str());
    let found = found.map(|one| one.text);
    let found = found.or_else(|| (id.as_str() == "empty").then(draft::empty));
    let found = found.ok_or_else(|| CliError::NoSuchTemplate { plan: id.clone() })?;
    if out.json {
        return out.json(&found);
    }
    out.line(found.trim_end())
}

/// Every fault of a plan that is not taken is told with its line, as `pingyi plan check` does.
fn add(file: PathBuf, date: &DateArgument, desk: &mut Desk) -> Result<Outcome, CliError> {
    match desk.run_on(date, Command::AddPlan(PlanSource::File(file.clone()))) {
        Err(CliError::App(AppError::Office(OfficeError::PlanFaults(faults)))) => {
            Err(plan::refuse(&file, &faults.0, desk.out)?)
        }
        outcome => outcome,
    }
}

/// The plans that come with the program: what each is for, and what keeps it from being used as it is.
fn print_shipped(out: &mut Output) -> Result<(), CliError> {
    let mut rows = Vec::new();
    for one in shipped() {
        // Every one reads: a test says so.
        let Ok(reading) = Plan::read(one.text) else {
            continue;
        };
        let rules: Vec<&str> = reading
            .not_enforced
            .iter()
            .map(|(rule, _)| rule.name())
            .collect();
        rows.push(vec![
            one.name.to_owned(),
            reading.plan.title.get(out.lang).to_owned(),
            reading.blanks.len().to_string(),
            rules.join(" · "),
        ]);
    }
    let heads = [
        key!("cli-head-template"),
        key!("cli-head-title"),
        key!("cli-head-blanks"),
        key!("cli-head-not-enforced"),
    ]
    .map(|key| out.text(key));
    out.line("")?;
    out.table(&heads, &rows)
}

fn print(plans: &[PlanRow], out: &mut Output) -> Result<(), CliError> {
    let rows: Vec<_> = plans
        .iter()
        .map(|row| {
            let carried = if row.enabled {
                key!("cli-plan-carried")
            } else {
                key!("cli-plan-left-out")
            };
            vec![
                row.id.to_string(),
                row.revision.to_string(),
                out.text(carried),
                row.title.get(out.lang).to_owned(),
            ]
        })
        .collect();
    let heads = [
        key!("cli-head-plan"),
        key!("cli-head-revision"),
        key!("cli-head-state"),
        key!("cli-head-title"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}
