//! `office person …`: who works at the office.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Desk;
use super::passphrase::new_one;
use crate::app::office::{Command, Confidential, PeopleCommand};
use crate::cli::CliError;
use crate::domain::ids::PersonId;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Everybody who works or worked here. 人员
    List,
    /// Admits a person, who types a passphrase of their own. 增加人员
    Add(Add),
    /// Removes a person: their passphrase opens nothing from then on. 停用人员
    Remove {
        /// Who, e.g. p2.
        person: PersonId,
    },
    /// Makes a new opening key: the next pack takes it to the kiosks. 更换开启钥匙
    Renew,
    /// It takes two persons to open the office (`on`), or one (`off`). 双人开启
    Together {
        /// Whether it takes two.
        #[arg(value_enum)]
        two_persons: Switch,
    },
    /// Changes your own passphrase. 换口令
    Passphrase {
        /// A file whose first line is the new passphrase (else you are asked).
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
}

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// It does.
    On,
    /// It does not.
    Off,
}

#[derive(Debug, Args)]
pub struct Add {
    /// As colleagues call them. 姓名
    name: String,
    /// A file whose first line is their passphrase (else they are asked).
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl Action {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let (mut office, own) = desk.unlock_with()?;
        let command = match self {
            Self::List => None,
            Self::Add(Add {
                name,
                new_passphrase_file,
            }) => {
                let passphrase = new_one(new_passphrase_file.as_deref(), desk.out)?.into();
                Some(Command::People(PeopleCommand::Admit { name, passphrase }))
            }
            Self::Remove { person } => Some(Command::People(PeopleCommand::Remove { person })),
            Self::Renew => Some(Command::People(PeopleCommand::RenewOpeningKey)),
            Self::Together { two_persons } => {
                let two_persons = two_persons == Switch::On;
                Some(Command::People(PeopleCommand::TakeTwoPersons {
                    two_persons,
                }))
            }
            Self::Passphrase {
                new_passphrase_file,
            } => {
                let new = new_one(new_passphrase_file.as_deref(), desk.out)?.into();
                let old = Confidential::from(own);
                Some(Command::People(PeopleCommand::ChangePassphrase {
                    old,
                    new,
                }))
            }
        };
        if let Some(command) = command {
            let outcome = desk.run(&mut office, command)?;
            if !desk.out.json {
                return desk.say_done(&outcome);
            }
        }
        let people = office.people()?;
        if desk.out.json {
            return desk.out.json(&people);
        }
        for person in people {
            let own = if person.own { "*" } else { " " };
            let until = person
                .removed_on
                .map_or(String::new(), |day| format!("–{day}"));
            desk.out.line(format!(
                "{own} {}  {}  {}{until}",
                person.person, person.name, person.since
            ))?;
        }
        Ok(())
    }
}
