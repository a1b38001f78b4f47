//! `office cases`: what residents wrote, and by when it is to be answered.

use clap::Args;

use super::Desk;
use crate::app::office::{CaseRow, Changed, Outcome};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::ids::CaseNumber;
use crate::words::{Lang, key, sentence, text};

#[derive(Debug, Args)]
pub struct Arguments {
    /// A case's number.
    number: Option<u32>,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let office = desk.unlock()?;
        let out = &mut *desk.out;
        if let Some(number) = self.number {
            let case = office.case(CaseNumber(number))?;
            if out.json {
                return out.json(&case);
            }
            print(std::slice::from_ref(&case.row), out)?;
            out.line(&*case.text)?;
            return case
                .reply
                .map_or(Ok(()), |reply| out.line(format!("→ {}", &*reply)));
        }
        let cases = office.cases()?;
        if out.json {
            out.json(&cases)
        } else {
            print(&cases, out)
        }
    }
}

/// The case that a command changed.
pub fn print_outcome(outcome: &Outcome, desk: &mut Desk) -> Result<(), CliError> {
    if desk.out.json {
        return desk.out.json(&outcome.changed);
    }
    if let Changed::Case(case) = &outcome.changed {
        print(std::slice::from_ref(&case.row), desk.out)?;
    }
    desk.say_done(outcome)
}

fn print(cases: &[CaseRow], out: &mut Output) -> Result<(), CliError> {
    let rows: Vec<_> = cases.iter().map(|case| row(case, out)).collect();
    let heads = [
        key!("cli-head-case"),
        key!("cli-head-due"),
        key!("cli-head-state"),
        key!("cli-head-plan"),
        key!("cli-head-subject"),
        key!("cli-head-category"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}

fn row(case: &CaseRow, out: &Output) -> Vec<String> {
    let lang: Lang = out.lang;
    let due = if case.due.provisional {
        sentence!("cli-case-provisional", date = case.due.date).say(lang)
    } else {
        case.due.date.to_string()
    };
    let late = if case.overdue {
        text!(out.lang, "cli-case-late")
    } else {
        String::new()
    };
    let name = |text: &Option<crate::domain::plan::Text>| {
        text.as_ref()
            .map(|text| text.get(lang).to_owned())
            .unwrap_or_default()
    };
    vec![
        case.number.to_string(),
        format!("{due}{late}"),
        case.status.sentence().say(lang),
        case.plan_title.get(lang).to_owned(),
        name(&case.subject_name),
        name(&case.category_name),
    ]
}
