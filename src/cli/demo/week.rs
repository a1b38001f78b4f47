//! A whole week: cards, the stick, answers, the way back, and the end of the month.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use rand::RngExt as _;

use super::residents::{self, Resident};
use super::{Device, Stage};
use crate::app::kiosk::Lookup;
use crate::app::office::{LoadReport, Office, PackReport, VerifyReport};
use crate::app::sticks::Stick;
use crate::cli::CliError;
use crate::cli::output::Output;
use crate::words::key;

/// A plan about people, who are made up: none that comes with the program names anybody.
const STAFF: &str = include_str!("../../../assets/demo/s6.toml");

/// The Monday on which the week begins: inside the calendar that the program knows.
const MONDAY: (i32, u32, u32) = (2026, 11, 16);

/// Everything that happened, for the table and for `demo.json`.
pub(super) struct Played {
    pub devices: Vec<Device>,
    pub load: LoadReport,
    /// After the month.
    pub round: LoadReport,
    pub replies: u32,
    pub pack: PackReport,
    pub lookups: Vec<(String, Lookup)>,
    pub verify: VerifyReport,
}

/// A day of the demo's week (0 is Monday) at a full hour.
pub(super) fn at(day: u64, hour: u32) -> NaiveDateTime {
    let (year, month, first) = MONDAY;
    let monday = NaiveDate::from_ymd_opt(year, month, first).unwrap_or_default();
    let date = monday.checked_add_days(Days::new(day)).unwrap_or(monday);
    date.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
}

impl Stage<'_> {
    pub(super) fn play_week(&mut self, cards: u32, out: &Output) -> Result<Played, CliError> {
        self.step(out, key!("cli-demo-step-office"), 0, 0);
        let (mut office, mut devices) = self.set_up(STAFF, out)?;
        self.fill_cards(&mut devices, cards, out)?;

        self.clock.set(at(4, 16));
        self.step(out, key!("cli-demo-step-sync"), 0, 0);
        let stick = Stick::at_folder(&self.stick());
        for device in &mut devices {
            let bar = &self.bar;
            device.sync = Some(device.kiosk.sync(&stick, false, &mut |p| bar.show(&p))?);
        }
        self.clock.set(at(4, 17));
        self.step(out, key!("cli-demo-step-load"), 0, 0);
        let bar = &self.bar;
        let load = office.load(&self.stick(), &mut |p| bar.show(&p))?;

        self.clock.set(at(7, 10));
        self.step(out, key!("cli-demo-step-reply"), 0, 0);
        let replies = self.answer(&mut office)?;
        let pack = office.make_pack(&self.stick(), &mut rand::rng(), &mut |p| self.bar.show(&p))?;

        self.clock.set(at(8, 9));
        self.step(out, key!("cli-demo-step-return"), 0, 0);
        for device in &devices {
            device
                .kiosk
                .sync(&stick, false, &mut |p| self.bar.show(&p))?;
        }
        let lookups = look_up(&devices)?;
        let round = self.end_of_month(&mut office, &mut devices, out)?;
        self.step(out, key!("cli-demo-step-verify"), 0, 0);
        let verify = office.verify(&mut |p| self.bar.show(&p))?;
        for device in &devices {
            device.kiosk.vacuum()?;
        }
        Ok(Played {
            devices,
            load,
            round,
            replies,
            pack,
            lookups,
            verify,
        })
    }

    /// The first of December: the ratings of November have come together, and leave.
    fn end_of_month(
        &mut self,
        office: &mut Office,
        devices: &mut [Device],
        out: &Output,
    ) -> Result<LoadReport, CliError> {
        self.clock.set(at(15, 9));
        self.step(out, key!("cli-demo-step-round"), 0, 0);
        let stick = Stick::at_folder(&self.stick());
        for device in devices {
            let bar = &self.bar;
            device.round = Some(device.kiosk.sync(&stick, false, &mut |p| bar.show(&p))?);
        }
        self.clock.set(at(15, 17));
        let bar = &self.bar;
        Ok(office.load(&self.stick(), &mut |p| bar.show(&p))?)
    }

    /// Monday to Friday: seven cards in ten at the lobby, three at doors.
    fn fill_cards(
        &mut self,
        devices: &mut [Device],
        cards: u32,
        out: &Output,
    ) -> Result<(), CliError> {
        for card in 0..cards {
            self.step(
                out,
                key!("cli-demo-step-cards"),
                u64::from(card),
                u64::from(cards),
            );
            self.clock
                .set(at(u64::from(card) * 5 / u64::from(cards), 9));
            let at_lobby = self.rng.random_bool(0.7);
            let Some(device) = devices.get_mut(usize::from(!at_lobby)) else {
                continue;
            };
            let plans = device.kiosk.plans();
            let Some(resident) = Resident::arrive(&plans, &mut self.rng) else {
                continue;
            };
            device.kiosk.begin(&resident.card.plan);
            if resident.leaves {
                device.kiosk.abandon(&resident.card.plan);
            }
            let receipt = device
                .kiosk
                .submit(&resident.card, resident.wants_receipt)?;
            device.receipts.extend(receipt);
            device.cards += 1;
        }
        Ok(())
    }

    /// Half the cases are answered, a quarter is begun.
    pub(super) fn answer(&mut self, office: &mut Office) -> Result<u32, CliError> {
        let mut answered = 0;
        for (index, case) in office.cases()?.iter().enumerate() {
            match index % 4 {
                0 | 2 => {
                    office.reply(case.number, residents::reply(&mut self.rng))?;
                    answered += 1;
                }
                1 => {
                    office.start_case(case.number, None)?;
                }
                _ => {}
            }
        }
        Ok(answered)
    }
}

/// A few holders come back to each device, and one types a number nobody has.
fn look_up(devices: &[Device]) -> Result<Vec<(String, Lookup)>, CliError> {
    let mut found = Vec::new();
    for device in devices {
        for receipt in device.receipts.iter().take(10) {
            let number = receipt.number.grouped().to_string();
            let lookup = device.kiosk.lookup(&number)?;
            found.push((number, lookup));
        }
    }
    if let Some(device) = devices.first() {
        let stranger = crate::domain::receipt::ReceiptNumber::random(&mut rand::rng());
        let number = stranger.grouped().to_string();
        let lookup = device.kiosk.lookup(&number)?;
        found.push((number, lookup));
    }
    Ok(found)
}
