//! The command line: one file a subcommand, for scripts and for those who want to look around.

mod demo;
mod error;
mod kiosk;
mod office;
mod output;
mod pen;
mod plan;

use std::path::PathBuf;

use clap::{ArgMatches, Args, Parser, Subcommand, ValueEnum};
use zeroize::Zeroizing;

pub use error::CliError;

use crate::words::Lang;
use output::Output;

/// 评议：社区无记名评议卡。Anonymous evaluation cards for residential communities, offline.
///
/// Without a command the kiosk opens. 不带命令时打开评议机。
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
pub struct Arguments {
    /// The settings file (default: kiosk.toml here). 设置文件
    #[arg(long, global = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    /// The language of what is printed. 输出语言
    #[arg(long, global = true, value_enum, default_value = "zh")]
    pub lang: LangArgument,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A language, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArgument {
    /// 简体中文
    Zh,
    /// English
    En,
}

impl From<LangArgument> for Lang {
    fn from(lang: LangArgument) -> Self {
        match lang {
            LangArgument::Zh => Self::Zh,
            LangArgument::En => Self::En,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The kiosk: its window, or its use cases for scripts. 评议机
    Kiosk {
        /// A use case; without one the window opens.
        #[command(subcommand)]
        action: Option<kiosk::Action>,
    },
    /// The office: its window, or its use cases for scripts. 居委会档案
    Office {
        /// The office's folder (default: from the settings). 档案文件夹
        #[arg(long, global = true, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Prints JSON. 输出 JSON
        #[arg(long, global = true)]
        json: bool,
        /// A file whose first line is your passphrase (else `PINGYI_PASSPHRASE`, else you are asked); given again, the second
        /// person's, where it takes two. 口令文件
        #[arg(long, global = true, value_name = "FILE")]
        passphrase_file: Vec<PathBuf>,
        /// A use case; without one the window opens.
        #[command(subcommand)]
        action: Option<office::Action>,
    },
    /// Plays a whole week in a folder; needs no display. 演示一周
    Demo(demo::DemoArguments),
    /// Draws every screen to PNG; needs no display. 画出所有画面
    Screens(ScreensArguments),
    /// Input engines, for scripts that measure them. 输入法引擎
    Pen {
        /// Which engine.
        #[command(subcommand)]
        action: pen::Action,
    },
    /// Explains a plan, or every fault in it. 评议方案
    Plan {
        /// What to do with it.
        #[command(subcommand)]
        action: plan::Action,
    },
}

/// What `screens` draws, and where to.
#[derive(Debug, Clone, Args)]
pub struct ScreensArguments {
    /// The folder for the pictures.
    pub dir: PathBuf,
    /// Width and height in pixels.
    #[arg(long, default_value = "1920x1080", value_parser = parse_size)]
    pub size: [u32; 2],
    /// Large type. 大字
    #[arg(long)]
    pub large: bool,
    /// High contrast. 高对比
    #[arg(long)]
    pub high_contrast: bool,
}

fn parse_size(text: &str) -> Result<[u32; 2], String> {
    let bad = || format!("`{text}` is not a size such as 1920x1080 (640x480 to 7680x7680)");
    let (width, height) = text.split_once('x').ok_or_else(bad)?;
    let width: u32 = width.parse().map_err(|_| bad())?;
    let height: u32 = height.parse().map_err(|_| bad())?;
    if (640..=7680).contains(&width) && (480..=7680).contains(&height) {
        Ok([width, height])
    } else {
        Err(bad())
    }
}

/// What a command line asks for: something to run here, or a front end to open.
#[derive(Debug)]
pub enum Request {
    /// The kiosk's window.
    KioskWindow,
    /// The office's window, over the folder named.
    OfficeWindow(Option<PathBuf>),
    /// Pictures of every screen.
    Screens(ScreensArguments),
    /// A command that runs and ends.
    Run(Run),
}

/// A command that runs and ends; see [`run`].
#[derive(Debug)]
pub enum Run {
    /// `kiosk …`
    Kiosk(kiosk::Action),
    /// `office …`
    Office {
        /// The office's folder.
        data: Option<PathBuf>,
        /// Print JSON.
        json: bool,
        /// Where the passphrase stands, and the second person's.
        passphrase_file: Vec<PathBuf>,
        /// The use case.
        action: office::Action,
    },
    /// `demo`
    Demo(demo::DemoArguments),
    /// `pen …`
    Pen(pen::Action),
    /// `plan …`
    Plan(plan::Action),
}

/// What this run is called where another program finds a folder taken, e.g. `pingyi office load`; no argument is
/// named, since some are secret.
#[must_use]
pub fn program(matches: &ArgMatches) -> String {
    let mut name = "pingyi".to_owned();
    let mut level = matches.subcommand();
    if level.is_none() {
        name.push_str(" kiosk");
    }
    while let Some((command, below)) = level {
        name.push(' ');
        name.push_str(command);
        level = below.subcommand();
    }
    name
}

impl From<Option<Command>> for Request {
    fn from(command: Option<Command>) -> Self {
        match command {
            None | Some(Command::Kiosk { action: None }) => Self::KioskWindow,
            Some(Command::Kiosk {
                action: Some(action),
            }) => Self::Run(Run::Kiosk(action)),
            Some(Command::Office {
                data, action: None, ..
            }) => Self::OfficeWindow(data),
            Some(Command::Office {
                data,
                json,
                passphrase_file,
                action: Some(action),
            }) => Self::Run(Run::Office {
                data,
                json,
                passphrase_file,
                action,
            }),
            Some(Command::Demo(arguments)) => Self::Run(Run::Demo(arguments)),
            Some(Command::Screens(arguments)) => Self::Screens(arguments),
            Some(Command::Pen { action }) => Self::Run(Run::Pen(action)),
            Some(Command::Plan { action }) => Self::Run(Run::Plan(action)),
        }
    }
}

/// Runs a command to its end; results go to standard output, progress to standard error.
/// `environment` is the passphrase that was in it.
pub fn run(
    run: Run,
    environment: Option<Zeroizing<String>>,
    settings: Option<&std::path::Path>,
    lang: Lang,
) -> Result<(), CliError> {
    let mut out = Output::standard(lang);
    match run {
        Run::Kiosk(action) => kiosk::run(action, settings, &mut out),
        Run::Office {
            data,
            json,
            passphrase_file,
            action,
        } => {
            out.json = json;
            let passphrase = office::Source {
                files: passphrase_file,
                environment,
            };
            office::run(action, data, passphrase, settings, &mut out)
        }
        Run::Demo(arguments) => demo::run(&arguments, &mut out),
        Run::Pen(action) => pen::run(&action, &mut out),
        Run::Plan(action) => plan::run(&action, &mut out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_run_is_called_by_its_commands_and_never_by_its_arguments() {
        use clap::CommandFactory;
        let called = |words: &[&str]| {
            let words = std::iter::once(&"pingyi").chain(words);
            program(&Arguments::command().get_matches_from(words))
        };
        assert_eq!(called(&[]), "pingyi kiosk");
        assert_eq!(called(&["office", "--json"]), "pingyi office");
        let reply = ["office", "reply", "4", "--text", "secret"];
        assert_eq!(called(&reply), "pingyi office reply");
        assert_eq!(
            called(&["office", "plan", "list"]),
            "pingyi office plan list"
        );
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_size("1080x1920"), Ok([1080, 1920]));
        for bad in [
            "",
            "1920",
            "1920x",
            "x1080",
            "10x10",
            "1920*1080",
            "99999x1080",
        ] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
    }
}
