//! `office notice …`: what is on the notice boards, and what goes there with the next pack.

use clap::Subcommand;

use super::{DateArgument, Desk};
use crate::app::office::{Changed, Command, NoticeRow};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::ids::PlanId;
use crate::words::key;

/// What to do with notices.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Every notice, oldest first. 列出公示
    List,
    /// One notice whole. 查看公示
    Show {
        /// Its number.
        number: u32,
    },
    /// Posts a notice of your own words. 发公示
    Post {
        /// The heading.
        #[arg(long)]
        title: String,
        /// What it says; without it, standard input is read to its end.
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Takes a notice of your own words down. 撤下公示
    Withdraw {
        /// Its number.
        number: u32,
        #[command(flatten)]
        date: DateArgument,
    },
    /// Posts a plan's results, small counts left out. 公示结果
    Results {
        /// The plan.
        plan: PlanId,
        /// The period, e.g. 2026 or 2026-02; the newest without it. 周期
        #[arg(long)]
        period: Option<String>,
        #[command(flatten)]
        date: DateArgument,
    },
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let (date, command) = match self {
            Self::List => {
                let notices = desk.unlock()?.notices()?;
                return if desk.out.json {
                    desk.out.json(&notices)
                } else {
                    print(&notices, desk.out)
                };
            }
            Self::Show { number } => {
                let notice = desk.unlock()?.notice(number)?;
                return if desk.out.json {
                    desk.out.json(&notice)
                } else {
                    print_whole(&notice, desk.out)
                };
            }
            Self::Post { title, text, date } => {
                let body = super::text_or_input(text)?;
                (date, Command::PostNotice { title, body })
            }
            Self::Withdraw { number, date } => (date, Command::WithdrawNotice { number }),
            Self::Results { plan, period, date } => (date, Command::PostResults { plan, period }),
        };
        let outcome = desk.run_on(&date, command)?;
        if desk.out.json {
            return desk.out.json(&outcome.changed);
        }
        if let Changed::Notice(notice) = &outcome.changed {
            print_whole(notice, desk.out)?;
        }
        desk.say_done(&outcome)
    }
}

fn print(notices: &[NoticeRow], out: &mut Output) -> Result<(), CliError> {
    let rows: Vec<_> = notices
        .iter()
        .map(|row| {
            vec![
                row.number.to_string(),
                row.posted_on.to_string(),
                row.title.clone(),
            ]
        })
        .collect();
    let heads = [
        key!("cli-head-notice"),
        key!("cli-head-posted"),
        key!("cli-head-title"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)
}

fn print_whole(notice: &NoticeRow, out: &mut Output) -> Result<(), CliError> {
    print(std::slice::from_ref(notice), out)?;
    out.line(&notice.body)
}
