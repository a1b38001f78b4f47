//! `kiosk …`: the kiosk's use cases for scripts.

pub(in crate::cli) mod lookup;
mod pin;
mod renew;
mod submit;
pub(in crate::cli) mod sync;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDateTime;
use clap::Subcommand;

use super::CliError;
use super::output::Output;
use crate::app::kiosk::Kiosk;
use crate::app::settings::{self, Settings};
use crate::app::{AppError, SystemClock};
use crate::domain::ids::{DeviceId, PlanId};
use crate::domain::round::RoundId;
use crate::words::sentence;

/// What a card looks like.
const CARD: &str = r#"A card 评议卡:
{"plan": "s10", "revision": 1,
 "ratings": {"safety": {"policing": "satisfied", "disaster": "fair"}},
 "opinion": {"text": "楼道的灯坏了。"}}"#;

/// One use case.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Submits a card given as JSON on standard input; the receipt goes to standard output. Trial mode only. 交卡
    #[command(after_long_help = CARD)]
    Submit {
        #[command(flatten)]
        common: Common,
        /// Declines the receipt. 不要回执
        #[arg(long)]
        no_receipt: bool,
        /// A file whose first line is the code of the voting slip that the card is handed in for. 评议票
        #[arg(long, value_name = "FILE")]
        slip: Option<PathBuf>,
    },
    /// Opens the sitting of a round of voting slips: this device takes its cards from now on. 打开评议会
    Open {
        #[command(flatten)]
        common: Common,
        /// The plan.
        plan: PlanId,
        /// The round, e.g. 2026-H2.
        round: RoundId,
    },
    /// Ends a round of voting slips: it takes no card any more, and leaves with the next sync. 结束本次评议
    End {
        #[command(flatten)]
        common: Common,
        /// The plan.
        plan: PlanId,
        /// The round, e.g. 2026-H2.
        round: RoundId,
    },
    /// Reads the pack and writes every batch the office has not acknowledged. 同步
    Sync {
        #[command(flatten)]
        common: Common,
        /// Where the stick is mounted.
        stick: PathBuf,
        /// In a trial: ends the rounds now, whatever their days. 体验：现在就截止
        #[arg(long)]
        end_rounds: bool,
    },
    /// Looks a receipt up. 查回执
    Lookup {
        #[command(flatten)]
        common: Common,
        /// The twenty digits, or the text of the QR code.
        number: String,
    },
    /// Goes on under another name and with another key, after the key was stolen or the disk was copied. 换密钥
    Renew {
        #[command(flatten)]
        common: Common,
        /// The new name, e.g. LOBBY2.
        name: DeviceId,
        /// Whose the batches are that the office has under the former name and this device does not know.
        #[arg(long, value_enum)]
        unknown: Option<renew::Whose>,
    },
    /// Retires this device: it takes no more cards, and wipes itself once the office has everything. 退役本机
    Retire {
        #[command(flatten)]
        common: Common,
        /// The name of this device, typed to confirm.
        name: DeviceId,
    },
    /// Sets this kiosk's day and time, where the computer's clock cannot be: its battery is dead. 设日期时间
    Clock {
        #[command(flatten)]
        common: Common,
        /// The day and time, e.g. 2026-11-30T09:30.
        now: NaiveDateTime,
    },
    /// Sets the staff PIN of a paired kiosk that has none: 4 to 12 digits, typed twice. 设 PIN
    Pin {
        /// A file whose first line is the PIN, instead of typing it.
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
}

/// What every use case takes.
#[derive(Debug, clap::Args)]
pub struct Common {
    /// The kiosk's folder (default: from the settings). 评议机文件夹
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Prints JSON. 输出 JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(
    action: Action,
    settings_file: Option<&Path>,
    out: &mut Output,
) -> Result<(), CliError> {
    let settings = settings::load(settings_file).map_err(AppError::from)?;
    match action {
        Action::Submit {
            common,
            no_receipt,
            slip,
        } => {
            let kiosk = open(&common, &settings, out)?;
            submit::run(&kiosk, !no_receipt, slip.as_deref(), out)
        }
        Action::Open {
            common,
            plan,
            round,
        } => {
            open(&common, &settings, out)?.open_sitting(&plan, round)?;
            out.say(&sentence!("kiosk-sitting-opened"))
        }
        Action::End {
            common,
            plan,
            round,
        } => {
            open(&common, &settings, out)?.end_round(&plan, round)?;
            out.say(&sentence!("kiosk-ballot-ended"))
        }
        Action::Sync {
            common,
            stick,
            end_rounds,
        } => sync::run(&open(&common, &settings, out)?, &stick, end_rounds, out),
        Action::Lookup { common, number } => {
            lookup::run(&open(&common, &settings, out)?, &number, out)
        }
        Action::Renew {
            common,
            name,
            unknown,
        } => renew::run(&open(&common, &settings, out)?, &name, unknown, out),
        Action::Retire { common, name } => {
            open(&common, &settings, out)?.retire(&name)?;
            out.say(&sentence!("kiosk-retired"))
        }
        Action::Clock { common, now } => {
            open(&common, &settings, out)?.set_clock(now)?;
            let now = now.format("%Y-%m-%d %H:%M");
            out.say(&sentence!("cli-clock-set", now = now))
        }
        Action::Pin { pin_file } => pin::run(&settings, pin_file.as_deref(), out),
    }
}

fn open(common: &Common, settings: &Settings, out: &mut Output) -> Result<Kiosk, CliError> {
    out.json = common.json;
    let clock = Arc::new(SystemClock);
    Ok(match &common.data {
        Some(dir) => Kiosk::open_in(dir, settings, clock)?,
        None => Kiosk::open(settings, clock)?,
    })
}
