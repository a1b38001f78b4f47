//! `office cases`: what residents wrote, and by when it is to be answered.

use std::collections::BTreeMap;

use clap::Args;

use super::Desk;
use crate::app::office::{CaseDetail, CaseQuery, CaseRow, Changed, Outcome};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::case::{CaseFilter, CaseOrder};
use crate::domain::ids::{CaseNumber, PlanId};
use crate::words::{Lang, key, sentence, text};

#[derive(Debug, Args)]
pub struct Arguments {
    /// A case's number.
    number: Option<u32>,
    /// Which cases: open, overdue, due-today, due-soon, mine, answered, registered, rectifying, revisiting or all. 哪些意见件
    #[arg(long, value_name = "WHICH", default_value = "all", value_parser = filter)]
    filter: CaseFilter,
    /// Of this plan alone. 只看这份方案
    #[arg(long)]
    plan: Option<PlanId>,
    /// Those in which every one of these words stands, in the opinion, its reply or what was said since. 查找
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    words: String,
    /// In which order: due, newest or responsible. 排序
    #[arg(long, value_name = "HOW", default_value = "due", value_parser = order)]
    sort: CaseOrder,
    /// The first of the list to show, from 1. 从第几件起
    #[arg(long, value_name = "PLACE", default_value_t = 1)]
    from: u64,
    /// How many to show. 显示几件
    #[arg(long, value_name = "COUNT", default_value_t = u64::MAX, hide_default_value = true)]
    count: u64,
}

fn filter(text: &str) -> Result<CaseFilter, String> {
    let known = CaseFilter::ALL.iter().map(|filter| filter.name());
    let known: Vec<_> = known.collect();
    text.parse()
        .map_err(|_| format!("`{text}` is none of {}", known.join(", ")))
}

fn order(text: &str) -> Result<CaseOrder, String> {
    let known: Vec<_> = CaseOrder::ALL.iter().map(|order| order.name()).collect();
    text.parse()
        .map_err(|_| format!("`{text}` is none of {}", known.join(", ")))
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
            if let Some(reply) = &case.reply {
                out.line(format!("→ {}", &**reply))?;
            }
            if let Some(reason) = &case.extension {
                let due = case.row.due.date;
                let reason = reason.to_string();
                out.say(&sentence!("cli-case-extended", due = due, reason = reason))?;
            }
            print_follow_ups(&case, out)?;
            return print_measures(&case, out);
        }
        let page = office.case_page(&CaseQuery {
            filter: self.filter,
            plan: self.plan,
            words: self.words,
            drafts: BTreeMap::new(),
            order: self.sort,
            skip: self.from.saturating_sub(1),
            most: self.count,
        })?;
        if out.json {
            return out.json(&page.rows);
        }
        print(&page.rows, out)?;
        let shown = page.rows.len() as u64;
        if shown == page.total {
            return Ok(());
        }
        out.say(&sentence!(
            "cli-case-part",
            first = page.query.skip + u64::from(shown > 0),
            last = page.query.skip + shown,
            total = page.total
        ))
    }
}

/// What was said since, in words.
fn print_follow_ups(case: &CaseDetail, out: &mut Output) -> Result<(), CliError> {
    for row in &case.follow_ups {
        let who = match row.channel {
            None => sentence!("cli-follow-up-holder", day = row.heard_on),
            Some(channel) => sentence!(
                "cli-follow-up-staff",
                day = row.heard_on,
                way = channel.sentence()
            ),
        };
        out.say(&who)?;
        if let Some(grade) = row.grade {
            out.say(&grade.sentence())?;
        }
        if let Some(text) = &row.text {
            out.line(format!("→ {}", &**text))?;
        }
        out.say(&row.fate.sentence())?;
    }
    Ok(())
}

/// 整改, in words.
fn print_measures(case: &CaseDetail, out: &mut Output) -> Result<(), CliError> {
    let Some(row) = &case.row.measures else {
        return Ok(());
    };
    let due = row.due_on.map(|day| day.to_string()).unwrap_or_default();
    out.say(&sentence!(
        "cli-case-measures",
        standing = row.standing.sentence(),
        responsible = row.responsible,
        due = due,
        inspector = row.inspector
    ))?;
    if let Some(words) = &case.measures_words {
        out.line(format!("→ {}", &*words.measures))?;
        if let Some(conclusion) = &words.conclusion {
            out.line(format!("→ {}", &**conclusion))?;
        }
    }
    Ok(())
}

/// The case that a command changed.
pub(super) fn print_outcome(outcome: &Outcome, desk: &mut Desk) -> Result<(), CliError> {
    if desk.out.json {
        return desk.out.json(&outcome.changed);
    }
    if let Changed::Cases(rows) = &outcome.changed {
        print(rows, desk.out)?;
    }
    if let Changed::Case(case) | Changed::Registered(case) = &outcome.changed {
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
        key!("cli-head-channel"),
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
        case.channel
            .map(|channel| channel.sentence().say(lang))
            .unwrap_or_default(),
    ]
}
