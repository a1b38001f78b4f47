//! `office …`: the clerk's use cases for scripts, one file each, each with `--json` and `--data DIR`.

mod accept;
mod backup;
mod ballot;
mod batch;
mod calendar;
mod cases;
mod destroy;
mod devices;
mod extend;
mod init;
mod inspect;
mod ledger;
pub(in crate::cli) mod load;
mod measures;
mod notice;
mod outbox;
mod pack;
mod passphrase;
mod person;
mod plan;
mod profile;
mod recover;
mod recovery;
mod register;
mod reply;
mod restore;
mod revisit;
mod revoke;
mod round;
mod slips;
mod start;
mod tally;
mod verify;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use zeroize::Zeroizing;

pub(super) use passphrase::Source;
pub(in crate::cli) use passphrase::first_line;

use super::CliError;
use super::output::{Bar, Output};
use crate::app::office::{Command, Office, OfficeError, Outcome, Passphrases, TRIAL_PASSPHRASE};
use crate::app::settings;
use crate::app::{AppError, SystemClock};
use crate::domain::time::typed_day;

/// The subcommands: what each says of itself in `--help`, its name, and what runs it.
macro_rules! subcommands {
    ($($(#[$help:meta])* $name:ident($runs:ty),)+) => {
        /// One use case.
        #[derive(Debug, Subcommand)]
        pub enum Action {
            $($(#[$help])* $name($runs),)+
        }

        impl Action {
            fn run(self, desk: &mut Desk) -> Result<(), CliError> {
                match self {
                    $(Self::$name(asked) => asked.run(desk),)+
                }
            }
        }
    };
}

subcommands! {
    /// Makes a new office and its keys. 建立档案
    Init(init::Arguments),
    /// Loads what a stick brought. 装载
    Load(load::Arguments),
    /// What was loaded, when, and from which device. 批次
    #[command(subcommand)]
    Batch(batch::Action),
    /// The devices the office knows. 设备
    Devices(devices::Arguments),
    /// Accepts a device whose fingerprint was compared. 接受设备
    Accept(accept::Arguments),
    /// Takes nothing more from a device. 停用设备
    Revoke(revoke::Arguments),
    /// Counts, rates and grades. 统计
    Tally(tally::Arguments),
    /// The cases, due soonest first; with a number, that one whole. 意见件
    Cases(cases::Arguments),
    /// Registers an opinion that came on paper, by the box, in a meeting, by telephone or by word of mouth. 登记一件
    Register(register::Arguments),
    /// Begins work on a case. 开始办理
    Start(start::Arguments),
    /// Answers a case. 答复
    Reply(reply::Arguments),
    /// What waits for the next pack. 待发
    Outbox(outbox::Arguments),
    /// Extends the term of a case, with a reason that the resident reads. 延期
    Extend(extend::Arguments),
    /// Sets the measures that follow an answer. 整改措施
    Measures(measures::Arguments),
    /// Notes what somebody found of the measures. 督查
    Inspect(inspect::Arguments),
    /// Notes what staff heard of an answer by telephone or on a visit; never the resident's own rating. 工作人员回访
    Revisit(revisit::Arguments),
    /// The plans on file. 评议方案
    #[command(subcommand)]
    Plan(plan::Action),
    /// A round from its announcement to its archive. 评议轮次
    #[command(subcommand)]
    Round(round::Action),
    /// Which days are worked: the State Council's notice of a year. 放假安排
    #[command(subcommand)]
    Calendar(calendar::Action),
    /// Notices on the boards. 公示
    #[command(subcommand)]
    Notice(notice::Action),
    /// Voting slips for a device and a round. 评议票
    #[command(subcommand)]
    Slips(slips::Action),
    /// Makes the pack and writes it to a stick. 制作回程包
    Pack(pack::Arguments),
    /// Recounts everything from the original batches. 核对
    Verify(verify::Arguments),
    /// How far the ledger has come, and which devices testify to it. 账本
    Ledger(ledger::Arguments),
    /// Destroys what a round came from, its years being over. 到期销毁
    Destroy(destroy::Arguments),
    /// Makes a backup of everything in a new folder. 备份
    Backup(backup::Arguments),
    /// Puts an office back from a backup, where there is none. 从备份恢复
    Restore(restore::Arguments),
    /// Who works here. 人员
    #[command(subcommand)]
    Person(person::Action),
    /// What the office tells of itself on receipts. 办公室资料
    Profile(profile::Arguments),
    /// Makes a new recovery sheet, or proves that the newest is on paper. 恢复单
    Recovery(recovery::Arguments),
    /// Opens an office whose passphrases are lost with its recovery sheet. 用恢复单打开
    Recover(recover::Arguments),
}

/// What every use case works with: the office's folder, the passphrase where it is known, and where results go.
pub struct Desk<'a> {
    dir: PathBuf,
    passphrase: Source,
    out: &'a mut Output,
}

impl Desk<'_> {
    fn unlock(&self) -> Result<Office, CliError> {
        Ok(self.unlock_with()?.0)
    }

    /// The office, and the passphrase that opened it.
    fn unlock_with(&self) -> Result<(Office, Zeroizing<String>), CliError> {
        let trial = Office::is_trial_at(&self.dir);
        self.open_with(trial, |passphrases| {
            Office::unlock(
                &self.dir,
                passphrases,
                Arc::new(SystemClock),
                &mut rand::rng(),
            )
        })
    }

    /// What `open` makes of what opens an office, or a backup of one, and the passphrase. Where it takes two persons, the second
    /// is asked.
    fn open_with<T>(
        &self,
        trial: bool,
        mut open: impl FnMut(Passphrases<'_>) -> Result<T, AppError>,
    ) -> Result<(T, Zeroizing<String>), CliError> {
        let own = if trial {
            Zeroizing::new(TRIAL_PASSPHRASE.to_owned())
        } else {
            self.passphrase.own()?
        };
        let opened = match open(own.as_str().into()) {
            Err(AppError::Office(OfficeError::SecondWanted)) => {
                let second = self.passphrase.second()?;
                open(Passphrases::of_two(&own, &second))
            }
            opened => opened,
        };
        Ok((opened?, own))
    }

    /// Carries out a command, with its progress on standard error.
    fn run(&mut self, office: &mut Office, command: Command) -> Result<Outcome, CliError> {
        let bar = Bar::new(self.out.lang);
        let mut show = |progress| bar.show(&progress);
        Ok(office.run(command, &mut rand::rng(), &mut show)?)
    }

    /// [`Self::run`] in the office behind this folder, the day confirmed if one was typed.
    fn run_on(&mut self, date: &DateArgument, command: Command) -> Result<Outcome, CliError> {
        let mut office = self.unlock()?;
        date.confirm(self, &mut office)?;
        self.run(&mut office, command)
    }

    /// What was done, in words.
    fn say_done(&mut self, outcome: &Outcome) -> Result<(), CliError> {
        outcome
            .done
            .as_ref()
            .map_or(Ok(()), |done| self.out.say(done))
    }
}

/// Today's date, typed by somebody who has read it: needed only when the office finds the clock's date doubtful.
#[derive(Debug, Args)]
pub struct DateArgument {
    /// Today's date, where the office doubts the clock. 确认的日期
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Option<NaiveDate>,
}

impl DateArgument {
    fn confirm(&self, desk: &mut Desk, office: &mut Office) -> Result<(), CliError> {
        if let Some(typed) = self.date {
            desk.run(office, Command::ConfirmDay { typed })?;
        }
        Ok(())
    }
}

fn day(text: &str) -> Result<NaiveDate, String> {
    typed_day(text).ok_or_else(|| format!("`{text}` is not a date such as 2026-11-29"))
}

pub(super) fn run(
    action: Action,
    data: Option<PathBuf>,
    passphrase: Source,
    settings_file: Option<&Path>,
    out: &mut Output,
) -> Result<(), CliError> {
    let dir = match data {
        Some(dir) => dir,
        None => settings::load(settings_file)
            .map_err(crate::app::AppError::from)?
            .office_dir(),
    };
    action.run(&mut Desk {
        dir,
        passphrase,
        out,
    })
}

/// Words from a file, or standard input to its end: never from the command line, which other programs of the computer see.
fn file_or_input(file: Option<&Path>) -> Result<Zeroizing<String>, CliError> {
    Ok(Zeroizing::new(match file {
        Some(path) => std::fs::read_to_string(path).map_err(crate::app::at(path))?,
        None => std::io::read_to_string(std::io::stdin())?,
    }))
}

/// A text from the command line, or standard input to its end.
fn text_or_input(text: Option<String>) -> Result<String, CliError> {
    Ok(match text {
        Some(text) => text,
        None => std::io::read_to_string(std::io::stdin())?,
    })
}
