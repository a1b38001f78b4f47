//! `office slips …`: voting slips (评议票), printed for a device and a round.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{DateArgument, Desk, text_or_input};
use crate::app::office::{Command, Confidential, SlipRound, SlipsCommand, VoidWhich};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::ids::{DeviceId, GroupId, PlanId};
use crate::domain::round::RoundId;
use crate::words::key;

/// What to do with voting slips.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Prints slips for a device into a new HTML file. Their codes are in that file and nowhere else. 印制评议票
    Issue(Issue),
    /// Makes slips void: those whose codes or tags stand on standard input, one a line, or all of a device. 作废
    Void(Void),
    /// Every round that slips were printed for: issued, collected, void. 评议票一览
    List,
}

#[derive(Debug, Args)]
pub struct Issue {
    /// The plan.
    plan: PlanId,
    /// The round, e.g. 2026-H2.
    round: RoundId,
    /// The device that takes them.
    device: DeviceId,
    /// How many, where the plan has no groups. 张数
    #[arg(long, value_name = "N", conflicts_with = "group")]
    number: Option<u64>,
    /// How many for a group: once for each. 各组张数
    #[arg(long, value_name = "GROUP=N", value_parser = group_number)]
    group: Vec<(GroupId, u64)>,
    /// The file to make; print it on A4, then delete it. 输出文件
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// In large type, 8 to a page. 大字
    #[arg(long)]
    large: bool,
    #[command(flatten)]
    date: DateArgument,
}

#[derive(Debug, Args)]
pub struct Void {
    /// The plan.
    plan: PlanId,
    /// The round.
    round: RoundId,
    /// Why. 原因
    #[arg(long)]
    reason: String,
    /// All slips of this device. 整台设备
    #[arg(long)]
    device: Option<DeviceId>,
    #[command(flatten)]
    date: DateArgument,
}

fn group_number(text: &str) -> Result<(GroupId, u64), String> {
    let wrong = || format!("`{text}` is not a group and a number such as party=30");
    let (group, number) = text.split_once('=').ok_or_else(wrong)?;
    let group = group.parse().map_err(|_| wrong())?;
    Ok((group, number.parse().map_err(|_| wrong())?))
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let (date, command) = match self {
            Self::List => {
                let rounds = desk.unlock()?.slips()?;
                return print(&rounds, desk.out);
            }
            Self::Issue(asked) => {
                let of_group = |(group, number)| (Some(group), number);
                let mut groups: Vec<_> = asked.group.into_iter().map(of_group).collect();
                groups.extend(asked.number.map(|number| (None, number)));
                let command = SlipsCommand::Issue {
                    plan: asked.plan,
                    round: asked.round,
                    device: asked.device,
                    groups,
                    file: asked.out,
                    large: asked.large,
                };
                (asked.date, command)
            }
            Self::Void(asked) => {
                let which = match asked.device {
                    Some(device) => VoidWhich::Of(device),
                    None => typed(&zeroize::Zeroizing::new(text_or_input(None)?)),
                };
                let command = SlipsCommand::Void {
                    plan: asked.plan,
                    round: asked.round,
                    which,
                    reason: asked.reason,
                };
                (asked.date, command)
            }
        };
        let mut office = desk.unlock()?;
        date.confirm(desk, &mut office)?;
        let outcome = desk.run(&mut office, Command::Slips(command))?;
        if desk.out.json {
            return desk.out.json(&office.slips()?);
        }
        desk.say_done(&outcome)
    }
}

fn typed(text: &str) -> VoidWhich {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    VoidWhich::Typed(
        lines
            .map(|line| Confidential::from(line.to_owned()))
            .collect(),
    )
}

fn print(rounds: &[SlipRound], out: &mut Output) -> Result<(), CliError> {
    if out.json {
        return out.json(&rounds);
    }
    let mut rows = Vec::new();
    for round in rounds {
        for list in &round.lists {
            rows.push(vec![
                round.plan.to_string(),
                round.round.to_string(),
                list.device.to_string(),
                list.group
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                list.number.to_string(),
                list.voided.to_string(),
                list.commitment.to_string().chars().take(16).collect(),
            ]);
        }
    }
    let heads = [
        key!("cli-head-plan"),
        key!("cli-head-round"),
        key!("cli-head-device"),
        key!("cli-head-group"),
        key!("cli-head-slips"),
        key!("cli-head-voided"),
        key!("cli-head-commitment"),
    ]
    .map(|key| out.text(key));
    out.table(&heads, &rows)?;
    for round in rounds {
        out.say(&crate::words::sentence!(
            "cli-slips-account",
            plan = round.title.get(out.lang),
            round = round.round,
            issued = round.account.issued,
            collected = round.account.collected,
            refused = round.account.refused
        ))?;
    }
    Ok(())
}
