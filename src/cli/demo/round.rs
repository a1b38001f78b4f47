//! A round of a plan that comes with the program: announced, slips given out, cards, the count, decided, posted, reported, put
//! away. What the office does is in `held`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{Datelike as _, NaiveDate};
use rand::RngExt as _;

use super::blanks::{self, Days};
use super::held::Hall;
use super::residents::Resident;
use super::{Device, Stage, later};
use crate::app::AppError;
use crate::app::kiosk::Admission;
use crate::app::office::{
    Command, OfficeError, RoundDetail, Satisfactions, SlipAccount, SlipsCommand, VerifyReport,
};
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::domain::channel::Channel;
use crate::domain::ids::{DeviceId, GroupId};
use crate::domain::plan::{Plan, PlanFaults, Voters};
use crate::domain::round::Round;
use crate::words::key;

/// Mondays on which a demo begins: the first from which the plan's next round ends in a year whose working days are known.
const MONDAYS: [(i32, u32, u32); 2] = [(2026, 11, 16), (2026, 1, 12)];
/// The last year whose working days the program knows.
const LAST_YEAR: i32 = 2026;
/// From so many slips on the tablet takes some as well: a body of fewer than ten of a group votes on one device.
const SLIPS_FOR_TWO: u64 = 20;
/// By which way cards come to each device of the demo.
const WAYS: [Channel; 2] = [Channel::Kiosk, Channel::Tablet];
/// Slips that nobody takes are few: one in so many.
const SPARE_ONE_IN: u64 = 20;

/// A plan with its blanks filled in, and the round to be played.
pub(super) struct Set {
    pub text: String,
    pub plan: Plan,
    pub start: NaiveDate,
    pub round: Round,
}

/// The round that was played, for the table and for `demo.json`.
pub(super) struct PlayedRound {
    pub plan: Plan,
    pub detail: RoundDetail,
    pub slips: Option<SlipAccount>,
    pub void_slips: u64,
    pub cards: u64,
    pub receipts: u64,
    pub opinions: u64,
    pub replies: u32,
    /// How content the holders of receipts are with the replies, where the plan asks.
    pub satisfactions: Satisfactions,
    /// In the archive, by their paths in it.
    pub files: Vec<PathBuf>,
    pub verify: VerifyReport,
}

/// The rules that keep a shipped plan from being used, by name.
pub(super) fn not_enforced(text: &str) -> Vec<&'static str> {
    Plan::read(text).map_or_else(
        |_| Vec::new(),
        |reading| {
            let rules = reading.not_enforced.iter();
            rules.map(|(rule, _)| rule.name()).collect()
        },
    )
}

impl Set {
    /// A shipped plan, ready to be played.
    pub(super) fn of(text: &str) -> Result<Self, CliError> {
        let (mut faults, mut found) = (None, None);
        for (year, month, day) in MONDAYS {
            let start = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
            let days = Days {
                opens: later(start, 7),
                closes: later(start, 18),
            };
            let text = blanks::filled(text, days);
            let plan = match Plan::take_up(&text) {
                Ok(plan) => plan,
                Err(refused) => {
                    faults = Some(refused);
                    continue;
                }
            };
            let round = plan.round_from(start);
            if let Some(round) = round.filter(|round| round.first.year() <= LAST_YEAR) {
                found = found.or(Some(Self {
                    text,
                    plan,
                    start,
                    round,
                }));
            }
        }
        let faults = faults.unwrap_or(PlanFaults(Vec::new()));
        found.ok_or_else(|| AppError::from(OfficeError::from(faults)).into())
    }
}

/// The codes of the slips that were given out at one device.
type Codes = Vec<String>;

impl Stage<'_> {
    pub(super) fn play_round(
        &mut self,
        set: Set,
        cards: u32,
        turnout: u32,
        out: &Output,
    ) -> Result<PlayedRound, CliError> {
        let Set {
            text,
            plan,
            start,
            round,
        } = set;
        self.set_time(start, 8);
        self.step(out, key!("cli-demo-step-office"), 0, 0);
        let (office, devices) = self.set_up(&text, out)?;
        let mut hall = Hall {
            office,
            devices,
            plan,
            today: start,
            came: 0,
        };
        self.step(out, key!("cli-demo-step-announce"), 0, 0);
        hall.announce()?;
        let codes = self.give_out_slips(&mut hall, &round, cards)?;
        self.bring_pack(&mut hall)?;
        self.wait_until(&mut hall, round.first.max(later(start, 1)))?;
        if hall.plan.is_entitled() {
            self.vote(&mut hall, &round, &codes, turnout, out)?;
        } else {
            self.collect(&mut hall, &round, cards, out)?;
        }
        self.step(out, key!("cli-demo-step-held"), 0, 0);
        let archive = self.dir.join("archive");
        let entitled = codes.values().map(|own| own.len() as u64).sum();
        let (detail, replies) = self.decide(&mut hall, entitled, &archive)?;
        self.step(out, key!("cli-demo-step-verify"), 0, 0);
        let verify = hall.office.verify(&mut |p| self.bar.show(&p))?;
        for device in &hall.devices {
            device.kiosk.vacuum()?;
        }
        let slips = hall.office.slips()?.into_iter().next();
        Ok(PlayedRound {
            cards: hall.devices.iter().map(|one| u64::from(one.cards)).sum(),
            receipts: hall
                .devices
                .iter()
                .map(|one| one.receipts.len() as u64)
                .sum(),
            opinions: hall.office.cases()?.len() as u64,
            void_slips: slips
                .as_ref()
                .map_or(0, |round| round.lists.iter().map(|list| list.voided).sum()),
            slips: slips.map(|round| round.account),
            files: super::held::files(&archive)?,
            satisfactions: hall.office.satisfactions(&hall.plan.id)?,
            plan: hall.plan,
            detail,
            replies,
            verify,
        })
    }

    /// A slip for each who may vote; the codes by device, as those who draw them read them off the printed sheets.
    fn give_out_slips(
        &mut self,
        hall: &mut Hall,
        round: &Round,
        cards: u32,
    ) -> Result<BTreeMap<usize, Codes>, CliError> {
        let mut codes = BTreeMap::new();
        if !hall.plan.is_entitled() {
            return Ok(codes);
        }
        let all = u64::from(cards) + u64::from(cards).div_ceil(SPARE_ONE_IN);
        let groups: Vec<Option<GroupId>> = match &hall.plan.voters {
            Voters::Groups(groups) => groups.iter().map(|group| Some(group.id.clone())).collect(),
            Voters::Open | Voters::BySlip => vec![None],
        };
        let takes_two = groups.len() == 1
            && all >= SLIPS_FOR_TWO
            && WAYS.iter().all(|way| hall.plan.takes_by(*way));
        let at_tablet = if takes_two { all * 3 / 10 } else { 0 };
        for (index, number) in [all - at_tablet, at_tablet].into_iter().enumerate() {
            let Some(device) = hall.devices.get(index).filter(|_| number > 0) else {
                continue;
            };
            let own = number.div_ceil(groups.len() as u64);
            let file = self.dir.join(format!("slips-{}.html", device.name));
            let command = SlipsCommand::Issue {
                plan: hall.plan.id.clone(),
                round: round.id,
                device: device_id(device)?,
                groups: groups.iter().map(|group| (group.clone(), own)).collect(),
                file: file.clone(),
                large: false,
            };
            let bar = &self.bar;
            let command = Command::Slips(command);
            let mut show = |p| bar.show(&p);
            hall.office.run(command, &mut rand::rng(), &mut show)?;
            let page =
                std::fs::read_to_string(&file).map_err(|source| CliError::File { file, source })?;
            codes.insert(index, printed_codes(&page));
        }
        Ok(codes)
    }

    /// The office's pack, taken to every device.
    pub(super) fn bring_pack(&self, hall: &mut Hall) -> Result<(), CliError> {
        let bar = &self.bar;
        let mut show = |p| bar.show(&p);
        hall.office
            .make_pack(&self.stick(), &mut rand::rng(), &mut show)?;
        self.sync(&hall.devices)?;
        Ok(())
    }

    /// What the stick brings.
    pub(super) fn load(&self, hall: &mut Hall) -> Result<(), CliError> {
        hall.office
            .load(&self.stick(), &mut |p| self.bar.show(&p))?;
        Ok(())
    }

    /// Week after week the stick goes round, until that day.
    pub(super) fn wait_until(&self, hall: &mut Hall, day: NaiveDate) -> Result<(), CliError> {
        while later(hall.today, 7) < day {
            self.turn_to(hall, later(hall.today, 7));
            self.sync(&hall.devices)?;
            self.load(hall)?;
            self.bring_pack(hall)?;
        }
        self.turn_to(hall, day);
        Ok(())
    }

    pub(super) fn turn_to(&self, hall: &mut Hall, day: NaiveDate) {
        hall.today = day;
        self.set_time(day, 9);
    }

    /// Those with a slip vote on one day, one after the other; some stay away.
    fn vote(
        &mut self,
        hall: &mut Hall,
        round: &Round,
        codes: &BTreeMap<usize, Codes>,
        turnout: u32,
        out: &Output,
    ) -> Result<(), CliError> {
        hall.before_the_vote()?;
        let all: u64 = codes.values().map(|own| own.len() as u64).sum();
        let come = (all * u64::from(turnout)).div_ceil(100);
        let mut done = 0;
        for (index, own) in codes {
            let Some(device) = hall.devices.get_mut(*index) else {
                continue;
            };
            if hall.plan.rules.meeting.is_some() {
                device.kiosk.open_sitting(&hall.plan.id, round.id)?;
            }
            for code in own {
                if done >= come {
                    break;
                }
                self.step(out, key!("cli-demo-step-cards"), done, come);
                let admitted = device.kiosk.admit(&hall.plan.id, code)?;
                let pass = match admitted {
                    Admission::Admitted(pass) => pass,
                    Admission::Refused(refusal) => return Err(AppError::Slip(refusal).into()),
                };
                let resident = Resident::with_card_of(&hall.plan, Some(&pass), &mut self.rng);
                hand_in(device, &resident)?;
                done += 1;
            }
            device.kiosk.end_round(&hall.plan.id, round.id)?;
        }
        hall.came = done;
        self.set_time(hall.today, 17);
        self.sync(&hall.devices)?;
        self.load(hall)?;
        // Words that were taken in since a sitting opened leave on a later day than its ratings.
        self.turn_to(hall, later(hall.today, 1));
        self.sync(&hall.devices)?;
        self.load(hall)
    }

    /// Anybody comes, for five days: seven cards in ten at the lobby, three at doors. The ratings leave when the round has ended.
    fn collect(
        &mut self,
        hall: &mut Hall,
        round: &Round,
        cards: u32,
        out: &Output,
    ) -> Result<(), CliError> {
        hall.before_the_vote()?;
        let first = hall.today;
        let ways = hall.plan.clone();
        let takes_by = |place: usize| WAYS.get(place).is_some_and(|way| ways.takes_by(*way));
        for card in 0..cards {
            let of_all = u64::from(cards);
            self.step(out, key!("cli-demo-step-cards"), u64::from(card), of_all);
            let day = later(first, u64::from(card) * 5 / of_all);
            self.turn_to(hall, round.last.map_or(day, |last| day.min(last)));
            let at_lobby = match (takes_by(0), takes_by(1)) {
                (true, true) => self.rng.random_bool(0.7),
                (at_lobby, _) => at_lobby,
            };
            if let Some(device) = hall.devices.get_mut(usize::from(!at_lobby)) {
                let resident = Resident::with_card_of(&hall.plan, None, &mut self.rng);
                hand_in(device, &resident)?;
            }
        }
        self.set_time(hall.today, 16);
        self.sync(&hall.devices)?;
        self.load(hall)?;
        let last = round.last.unwrap_or(hall.today);
        self.wait_until(hall, later(last, 1))?;
        self.sync(&hall.devices)?;
        self.load(hall)
    }
}

fn hand_in(device: &mut Device, resident: &Resident) -> Result<(), CliError> {
    device.kiosk.begin(&resident.card.plan);
    let receipt = device
        .kiosk
        .submit(&resident.card, resident.wants_receipt)?;
    device.receipts.extend(receipt);
    device.cards += 1;
    Ok(())
}

fn device_id(device: &Device) -> Result<DeviceId, CliError> {
    Ok(device.kiosk.status()?.device)
}

/// The codes on a printed sheet, in the order in which the slips are drawn.
fn printed_codes(page: &str) -> Codes {
    let codes = page.split("<code>").skip(1);
    codes
        .filter_map(|rest| rest.split('<').next())
        .map(str::to_owned)
        .collect()
}
