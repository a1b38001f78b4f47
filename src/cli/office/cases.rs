//! `office cases` and `office reply`: what residents wrote, by when, and the answers.

use std::io::Read;

use crate::app::office::{CaseRow, CaseState, Office};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::ids::CaseNumber;
use crate::words::{Lang, Sentence};

pub fn run(office: &Office, number: Option<CaseNumber>, out: &mut Output) -> Result<(), CliError> {
    if let Some(number) = number {
        let case = office.case(number)?;
        if out.json {
            return out.json(&case);
        }
        print(std::slice::from_ref(&case.row), out)?;
        out.line(&case.text)?;
        return case
            .reply
            .map_or(Ok(()), |reply| out.line(format!("→ {reply}")));
    }
    let cases = office.cases()?;
    if out.json {
        out.json(&cases)
    } else {
        print(&cases, out)
    }
}

pub fn reply(
    office: &mut Office,
    number: CaseNumber,
    text: Option<String>,
    out: &mut Output,
) -> Result<(), CliError> {
    let text = if let Some(text) = text {
        text
    } else {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        text
    };
    office.reply(number, text.trim())?;
    let case = office.case(number)?;
    if out.json {
        out.json(&case)
    } else {
        print(&[case.row], out)
    }
}

fn print(cases: &[CaseRow], out: &mut Output) -> Result<(), CliError> {
    let rows: Vec<_> = cases.iter().map(|case| row(case, out)).collect();
    let heads = [
        "cli-head-case",
        "cli-head-due",
        "cli-head-state",
        "cli-head-plan",
        "cli-head-subject",
        "cli-head-category",
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}

fn row(case: &CaseRow, out: &Output) -> Vec<String> {
    let lang: Lang = out.lang;
    let state = match case.state {
        CaseState::Received => "cli-case-received",
        CaseState::InProgress => "cli-case-in-progress",
        CaseState::Answered => "cli-case-answered",
    };
    let due = if case.provisional {
        Sentence::new("cli-case-provisional")
            .with("date", case.due_on)
            .say(lang)
    } else {
        case.due_on.to_string()
    };
    let late = if case.overdue {
        out.text("cli-case-late")
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
        out.text(state),
        case.plan_title.get(lang).to_owned(),
        name(&case.subject_name),
        name(&case.category_name),
    ]
}
