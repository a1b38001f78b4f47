//! `office profile`: what the office tells of itself on receipts, and changing it.

use clap::Args;

use super::{DateArgument, Desk};
use crate::app::office::{Command, PeopleCommand, ProfileChange};
use crate::cli::CliError;
use crate::domain::zone::Zone;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The community's name, as residents call it. 社区名称
    #[arg(long)]
    name: Option<String>,
    /// Where to ask in person. 办公地点
    #[arg(long)]
    place: Option<String>,
    /// Whom to call. 电话
    #[arg(long)]
    telephone: Option<String>,
    /// To whom one turns who suffers for what was said, with its telephone: kiosks say it before the first question. 遭打击报复向谁反映
    #[arg(long)]
    protection: Option<String>,
    /// The zone it lives by, from the next opening on: Asia/Shanghai (as without it), Asia/Urumqi, +08:00. 时区
    #[arg(long)]
    zone: Option<Zone>,
    #[command(flatten)]
    date: DateArgument,
}

impl Arguments {
    pub fn run(self, desk: &mut Desk) -> Result<(), CliError> {
        let change = ProfileChange {
            name: self.name,
            office_place: self.place,
            telephone: self.telephone,
            protection: self.protection,
            zone: self.zone,
        };
        let mut office = desk.unlock()?;
        if change != ProfileChange::default() {
            self.date.confirm(desk, &mut office)?;
            let outcome = desk.run(
                &mut office,
                Command::People(PeopleCommand::ChangeProfile(change)),
            )?;
            if !desk.out.json {
                desk.say_done(&outcome)?;
            }
        }
        let community = office.community();
        if desk.out.json {
            return desk.out.json(community);
        }
        let told = [
            &community.name,
            &community.office_place,
            &community.telephone,
        ];
        for line in told.into_iter().chain(&community.protection) {
            desk.out.line(line)?;
        }
        Ok(())
    }
}
