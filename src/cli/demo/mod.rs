//! `demo DIR`: plays a whole week through the same use cases as the screens; needs no display.

mod report;
mod residents;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use clap::Args;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::CliError;
use super::output::{Bar, Output};
use crate::app::Progress;
use crate::app::kiosk::{IssuedReceipt, Kiosk, Lookup, SyncReport, Tunables, pair_in};
use crate::app::office::{InitForm, LoadReport, Office, PackReport, VerifyReport};
use crate::app::settings::{Role, Settings};
use crate::app::sticks::Stick;
use crate::domain::ids::DeviceId;
use crate::domain::time::{Clock, FixedClock};
use crate::words::{Key, Sentence, key, sentence};
use residents::Resident;

/// What `demo` plays, and where.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// An empty folder, or one that does not exist yet. 空文件夹
    dir: PathBuf,
    /// How many cards residents fill. 卡数
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    cards: u32,
    /// The same seed plays the same residents. 随机种子
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A plan about people, who are made up: none that comes with the program names anybody.
const STAFF: &str = include_str!("../../../assets/demo/s6.toml");

/// The Monday on which the week begins: inside the calendar that the program knows.
const MONDAY: (i32, u32, u32) = (2026, 11, 16);

/// One device of the demo and what it did.
pub(super) struct Device {
    pub name: &'static str,
    pub kiosk: Kiosk,
    pub cards: u32,
    pub receipts: Vec<IssuedReceipt>,
    /// On Friday: what goes at once.
    pub sync: Option<SyncReport>,
    /// After the month: what waited for its end.
    pub round: Option<SyncReport>,
}

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

struct Stage<'a> {
    dir: &'a Path,
    clock: Arc<FixedClock>,
    rng: StdRng,
    bar: Bar,
}

pub(super) fn run(arguments: &DemoArguments, out: &mut Output) -> Result<(), CliError> {
    let dir = &arguments.dir;
    let fault = |source| CliError::File {
        file: dir.clone(),
        source,
    };
    std::fs::create_dir_all(dir).map_err(fault)?;
    if std::fs::read_dir(dir).map_err(fault)?.next().is_some() {
        return Err(CliError::DirNotEmpty { dir: dir.clone() });
    }
    out.say(&sentence!(
        "cli-demo-title",
        dir = dir.display(),
        seed = arguments.seed
    ))?;
    let mut stage = Stage {
        dir,
        clock: Arc::new(FixedClock::new(at(0, 8))),
        rng: StdRng::seed_from_u64(arguments.seed),
        bar: Bar::new(out.lang),
    };
    let played = stage.play(arguments.cards, out)?;
    report::write_files(dir, arguments.seed, &played)?;
    report::print(dir, &played, out)
}

/// A day of the demo's week (0 is Monday) at a full hour.
fn at(day: u64, hour: u32) -> NaiveDateTime {
    let (year, month, first) = MONDAY;
    let monday = NaiveDate::from_ymd_opt(year, month, first).unwrap_or_default();
    let date = monday.checked_add_days(Days::new(day)).unwrap_or(monday);
    date.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
}

impl Stage<'_> {
    fn clock(&self) -> Arc<dyn Clock> {
        Arc::<FixedClock>::clone(&self.clock)
    }

    fn stick(&self) -> PathBuf {
        self.dir.join("stick")
    }

    fn step(&self, out: &Output, key: Key, done: u64, total: u64) {
        let step = Sentence::from(key);
        if done == 0 {
            eprintln!("· {}", step.say(out.lang));
        }
        self.bar.show(&Progress { done, total, step });
    }

    fn play(&mut self, cards: u32, out: &Output) -> Result<Played, CliError> {
        self.step(out, key!("cli-demo-step-office"), 0, 0);
        let (mut office, mut devices) = self.set_up(out)?;
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

    /// An office, its first pack, two devices paired with it and accepted.
    fn set_up(&mut self, out: &Output) -> Result<(Office, Vec<Device>), CliError> {
        let stick = self.stick();
        std::fs::create_dir_all(&stick).map_err(|source| CliError::File {
            file: stick.clone(),
            source,
        })?;
        let form = InitForm::trial(out.lang);
        let office_dir = self.dir.join("office");
        let (mut office, _) = Office::init(&office_dir, &form, self.clock(), &mut rand::rng())?;
        office.add_plan(STAFF)?;
        office.make_pack(&stick, &mut rand::rng(), &mut |_| {})?;
        let mut devices = Vec::new();
        for (name, id, role) in [
            ("lobby", "LOBBY1", Role::Lobby),
            ("tablet", "TABLET1", Role::Tablet),
        ] {
            let settings = Settings {
                data_dir: self.dir.to_owned(),
                device: DeviceId::new(id).map_err(|_| CliError::TrialOnly)?,
                role,
                language: out.lang,
                ..Settings::default()
            };
            let store = self.dir.join(name);
            pair_in(&store, &stick, &settings.device, &Tunables::default())?;
            let kiosk = Kiosk::open_in(&store, &settings, self.clock())?;
            devices.push(Device {
                name,
                kiosk,
                cards: 0,
                receipts: Vec::new(),
                sync: None,
                round: None,
            });
        }
        office.load(&stick, &mut |_| {})?;
        for Device { kiosk, .. } in &devices {
            let status = kiosk.status()?;
            office.accept_device(&status.device, &status.device_fingerprint.typed())?;
        }
        Ok((office, devices))
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
    fn answer(&mut self, office: &mut Office) -> Result<u32, CliError> {
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
