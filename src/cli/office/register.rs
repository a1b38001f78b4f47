//! `office register`: an opinion that came without a device becomes a case. Its words are never an argument.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::{DateArgument, Desk, cases};
use crate::app::office::{CaseCommand, Command, OpinionByHand};
use crate::cli::CliError;
use crate::domain::channel::Channel;
use crate::domain::ids::{CategoryId, PlanId, SubjectId};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The plan it is about. 评议方案
    #[arg(long)]
    plan: PlanId,
    /// By which way it came: paper, mailbox, meeting, telephone or visit. 渠道
    #[arg(long, value_parser = channel)]
    channel: Channel,
    /// The day it came; its term counts from there. 收到日期
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    received: NaiveDate,
    /// What it is about. 类别
    #[arg(long)]
    category: Option<CategoryId>,
    /// Whom it is about. 对象
    #[arg(long)]
    subject: Option<SubjectId>,
    /// A file with its words; without it, standard input is read to its end. 内容
    #[arg(long)]
    file: Option<PathBuf>,
    #[command(flatten)]
    date: DateArgument,
}

fn channel(text: &str) -> Result<Channel, String> {
    let known: Vec<_> = Channel::BY_HAND.iter().map(|one| one.name()).collect();
    let found = Channel::BY_HAND.into_iter().find(|one| one.name() == text);
    found.ok_or_else(|| format!("`{text}` is none of {}", known.join(", ")))
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let mut office = desk.unlock()?;
        self.date.confirm(desk, &mut office)?;
        let words = super::file_or_input(self.file.as_deref())?;
        let given = OpinionByHand {
            plan: self.plan,
            channel: self.channel,
            received_on: self.received,
            category: self.category,
            subject: self.subject,
            words: words.into(),
        };
        let command = Command::Case(CaseCommand::Register(given));
        let outcome = desk.run(&mut office, command)?;
        cases::print_outcome(&outcome, desk)
    }
}
