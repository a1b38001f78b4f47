//! `demo DIR`: plays a whole week, or a round of a plan that comes with the program, through the same use cases as the screens;
//! needs no display.

mod blanks;
mod held;
mod report;
mod residents;
mod round;
mod round_report;
mod week;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};
use clap::Args;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::CliError;
use super::output::{Bar, Output};
use crate::app::Progress;
use crate::app::kiosk::{IssuedReceipt, Kiosk, SyncReport, Tunables, pair_in};
use crate::app::office::{InitForm, Office};
use crate::app::settings::Settings;
use crate::app::sticks::Stick;
use crate::domain::device::DeviceRole;
use crate::domain::ids::{DeviceId, PlanId};
use crate::domain::plan::shipped;
use crate::domain::time::{Clock, FixedClock};
use crate::words::{Key, Sentence, sentence};

/// What `demo` plays, and where.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// An empty folder, or one that does not exist yet. 空文件夹
    dir: PathBuf,
    /// How many cards residents fill; 200 in a week, 40 in a round. 卡数
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    cards: Option<u32>,
    /// The same seed plays the same residents. 随机种子
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plays a round of this plan that comes with the program, its blanks filled in, from announcement to archive. 演示一轮
    #[arg(long, value_name = "PLAN", value_parser = plan_name)]
    plan: Option<PlanId>,
    /// Plays a round of every plan that comes with the program, each in a folder of its own. 演示每个方案
    #[arg(long, conflicts_with = "plan")]
    all: bool,
    /// How many in a hundred of those with a voting slip come to vote. 到会的百分比
    #[arg(long, default_value_t = 95, value_parser = clap::value_parser!(u32).range(1..=100))]
    turnout: u32,
}

/// A plan's name, however it is written: `S12` is `s12`.
fn plan_name(given: &str) -> Result<PlanId, String> {
    let id: Result<PlanId, _> = given.to_ascii_lowercase().parse();
    id.map_err(|error| error.to_string())
}

/// Cards in a week.
const WEEK_CARDS: u32 = 200;
/// Cards in a round.
const ROUND_CARDS: u32 = 40;

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

/// Where a demo is played: its folder, its days, its chances.
struct Stage<'a> {
    dir: &'a Path,
    clock: Arc<FixedClock>,
    rng: StdRng,
    bar: Bar,
}

pub(super) fn run(arguments: &DemoArguments, out: &mut Output) -> Result<(), CliError> {
    let dir = &arguments.dir;
    make_empty(dir)?;
    let cards = |usual: u32| arguments.cards.unwrap_or(usual);
    if let Some(plan) = &arguments.plan {
        out.say(&sentence!(
            "cli-demo-round-title",
            plan = plan,
            dir = dir.display(),
            seed = arguments.seed
        ))?;
        let played = play_round(plan, dir, arguments, out)?;
        round_report::write_file(dir, arguments.seed, &played)?;
        round_report::print(dir, &played, out)?;
        return agreed(&[played]);
    }
    if arguments.all {
        return play_all(arguments, out);
    }
    out.say(&sentence!(
        "cli-demo-title",
        dir = dir.display(),
        seed = arguments.seed
    ))?;
    let mut stage = Stage::new(dir, arguments.seed, out);
    let played = stage.play_week(cards(WEEK_CARDS), out)?;
    report::write_files(dir, arguments.seed, &played)?;
    report::print(dir, &played, out)
}

fn make_empty(dir: &Path) -> Result<(), CliError> {
    let fault = |source| CliError::File {
        file: dir.to_owned(),
        source,
    };
    std::fs::create_dir_all(dir).map_err(fault)?;
    if std::fs::read_dir(dir).map_err(fault)?.next().is_some() {
        return Err(CliError::DirNotEmpty {
            dir: dir.to_owned(),
        });
    }
    Ok(())
}

fn play_round(
    plan: &PlanId,
    dir: &Path,
    arguments: &DemoArguments,
    out: &Output,
) -> Result<round::PlayedRound, CliError> {
    let mut known = shipped().iter();
    let found = known.find(|one| one.name == plan.as_str());
    let found = found.ok_or_else(|| CliError::NoSuchTemplate { plan: plan.clone() })?;
    let set = round::Set::of(found.text)?;
    let cards = arguments.cards.unwrap_or(ROUND_CARDS);
    Stage::new(dir, arguments.seed, out).play_round(set, cards, arguments.turnout, out)
}

/// Every plan that comes with the program, one after the other; those that this version does not run are named.
fn play_all(arguments: &DemoArguments, out: &mut Output) -> Result<(), CliError> {
    let dir = &arguments.dir;
    let (mut all, mut left_out) = (Vec::new(), Vec::new());
    for one in shipped() {
        let Ok(plan) = one.name.parse::<PlanId>() else {
            continue;
        };
        let rules = round::not_enforced(one.text);
        if !rules.is_empty() {
            let named = rules.join(", ");
            out.say(&sentence!(
                "cli-demo-not-played",
                plan = plan,
                rules = named
            ))?;
            left_out.push((plan, rules));
            continue;
        }
        let own = dir.join(one.name);
        make_empty(&own)?;
        out.say(&sentence!(
            "cli-demo-round-title",
            plan = plan,
            dir = own.display(),
            seed = arguments.seed
        ))?;
        let played = play_round(&plan, &own, arguments, out)?;
        round_report::write_file(&own, arguments.seed, &played)?;
        round_report::print(&own, &played, out)?;
        all.push(played);
    }
    round_report::write_all(dir, arguments.seed, &all, &left_out)?;
    agreed(&all)
}

/// A recount that differs from what was played is a fault of the program.
fn agreed(played: &[round::PlayedRound]) -> Result<(), CliError> {
    let differences = played.iter().map(|one| one.verify.differences.len());
    match differences.sum() {
        0 => Ok(()),
        count => Err(CliError::Differences { count }),
    }
}

impl<'a> Stage<'a> {
    fn new(dir: &'a Path, seed: u64, out: &Output) -> Self {
        Self {
            dir,
            clock: Arc::new(FixedClock::new(week::at(0, 8))),
            rng: StdRng::seed_from_u64(seed),
            bar: Bar::new(out.lang),
        }
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::<FixedClock>::clone(&self.clock)
    }

    fn set_time(&self, day: NaiveDate, hour: u32) {
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        self.clock.set(day.and_time(time));
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

    /// An office, its first pack with the plan, two devices paired with it and accepted.
    fn set_up(&mut self, plan: &str, out: &Output) -> Result<(Office, Vec<Device>), CliError> {
        let stick = self.stick();
        std::fs::create_dir_all(&stick).map_err(|source| CliError::File {
            file: stick.clone(),
            source,
        })?;
        let form = InitForm::trial(out.lang);
        let office_dir = self.dir.join("office");
        let (mut office, _) = Office::init(&office_dir, &form, self.clock(), &mut rand::rng())?;
        office.add_plan(plan)?;
        office.make_pack(&stick, &mut rand::rng(), &mut |_| {})?;
        let mut devices = Vec::new();
        for (name, id, role) in [
            ("lobby", "LOBBY1", DeviceRole::Lobby),
            ("tablet", "TABLET1", DeviceRole::Tablet),
        ] {
            let settings = Settings {
                data_dir: self.dir.to_owned(),
                device: DeviceId::new(id).map_err(|_| CliError::TrialOnly)?,
                role,
                language: out.lang,
                ..Settings::default()
            };
            let store = self.dir.join(name);
            pair_in(
                &store,
                &stick,
                (&settings.device, role),
                &Tunables::default(),
            )?;
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

    /// Every device brings what leaves today.
    fn sync(&self, devices: &[Device]) -> Result<Vec<SyncReport>, CliError> {
        let stick = Stick::at_folder(&self.stick());
        let mut reports = Vec::new();
        for device in devices {
            let bar = &self.bar;
            reports.push(device.kiosk.sync(&stick, false, &mut |p| bar.show(&p))?);
        }
        Ok(reports)
    }
}

/// So many days later.
fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
