//! An office and a kiosk in a folder, with a clock, a seed and an uptime that tests turn.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use crate::server::sealer;
use chrono::NaiveDateTime;
use pingyi::app::AppError;
use pingyi::app::kiosk::{Kiosk, PinCost, SyncReport, Tunables};
use pingyi::app::office::{InitForm, LoadReport, Office, PackReport};
use pingyi::app::settings::Settings;
use pingyi::app::sticks::Stick;
use pingyi::courier::keys::{PassphraseCost, PublicKey};
use pingyi::courier::receipt::ReceiptCost;
use pingyi::domain::card::{Answer, Card};
use pingyi::domain::plan::{Criterion, Plan, ScaleKind};
use pingyi::domain::time::FixedClock;
use pingyi::record::Record;
use pingyi::words::Lang;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// A Thursday before the National Day holidays, so that promises cross them.
pub const START: &str = "2026-09-17T10:00:00";

pub const PASSPHRASE: &str = "kabo demi tufa zulo rino pega";
pub const PIN: &str = "2580";

pub struct Town {
    pub folder: tempfile::TempDir,
    pub clock: Arc<FixedClock>,
    pub settings: Settings,
    pub office: OfficeInHand,
    uptime_secs: Arc<AtomicU64>,
    /// How many sheets about one subject leave together; 0 is what the rule says.
    fewest_sheets: Arc<AtomicU32>,
    rng: StdRng,
}

/// An office, which can be let go of: its folder has one owner at a time.
pub struct OfficeInHand(Option<Office>);

impl OfficeInHand {
    /// Another program may have its folder from now on.
    pub fn let_go(&mut self) {
        self.0 = None;
    }

    /// Opens the office in `dir` in place of this one.
    pub fn reopen(&mut self, dir: &Path, passphrase: &str, clock: Arc<FixedClock>) {
        self.0 = None;
        self.0 = Some(Office::unlock(dir, passphrase, clock, &mut rand::rng()).unwrap());
    }
}

impl std::ops::Deref for OfficeInHand {
    type Target = Office;
    fn deref(&self) -> &Office {
        self.0.as_ref().unwrap()
    }
}

impl std::ops::DerefMut for OfficeInHand {
    fn deref_mut(&mut self) -> &mut Office {
        self.0.as_mut().unwrap()
    }
}

/// In memory where it can be: what a power cut does to a disk is another breaker's matter.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// What this process has used of the processors, in all its threads; other programs do not lengthen it.
pub fn cpu_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    // After the program's name, in hundredths of a second (proc(5), utime and stime).
    let (_, after) = stat.rsplit_once(") ").unwrap();
    let ticks = after.split(' ').skip(11).take(2);
    ticks
        .map(|ticks| ticks.parse::<u64>().unwrap())
        .sum::<u64>()
        * 10
}

pub fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

impl Town {
    /// A real office with its first pack on the stick `a`; no kiosk yet.
    pub fn real() -> Self {
        Self::new(false, 11)
    }

    /// A real office and nothing else, founded at `start`: no pack, no kiosk.
    pub fn office_alone(start: &str) -> Self {
        Self::founded(false, 14, start)
    }

    /// The same, 体验模式.
    pub fn trial() -> Self {
        Self::new(true, 12)
    }

    /// Another real office, with keys of its own.
    pub fn elsewhere() -> Self {
        Self::new(false, 13)
    }

    fn new(trial: bool, seed: u64) -> Self {
        let mut town = Self::founded(trial, seed, START);
        town.stick("a");
        town.pack("a").unwrap();
        town
    }

    fn founded(trial: bool, seed: u64, start: &str) -> Self {
        let folder = folder();
        let clock = Arc::new(FixedClock::new(time(start)));
        let mut rng = StdRng::seed_from_u64(seed);
        let form = InitForm {
            trial,
            record: crate::server::record_address(),
            passphrase: PASSPHRASE.to_owned().into(),
            ..InitForm::trial(Lang::Zh)
        };
        let settings = Settings {
            data_dir: folder.path().join("data"),
            ..Settings::default()
        };
        let dir = if trial {
            settings.trial_office_dir()
        } else {
            settings.data_dir.join("office")
        };
        let cost = PassphraseCost::TRIAL;
        let office = if trial {
            // A trial's kiosk founds it, and has it accept the kiosk.
            let parts = Tunables {
                receipt_cost: ReceiptCost::TEST,
                seed: Some(5),
                ..Tunables::default()
            };
            drop(Kiosk::open_with(&settings, clock.clone(), parts).unwrap());
            Office::unlock(&dir, "", clock.clone(), &mut rand::rng()).unwrap()
        } else {
            let made = Office::init_at_cost(&dir, &form, cost, clock.clone(), &mut rng);
            made.unwrap().0
        };
        Self {
            folder,
            clock,
            settings,
            office: OfficeInHand(Some(office)),
            uptime_secs: Arc::default(),
            fewest_sheets: Arc::default(),
            rng,
        }
    }

    /// A folder that stands for a stick, made when it is first asked for.
    pub fn stick(&self, name: &str) -> Stick {
        let root = self.path(name);
        std::fs::create_dir_all(&root).unwrap();
        Stick::at_folder(&root)
    }

    /// The office's record without the office, wherever it lives.
    pub fn record(&mut self) -> Record {
        let community = self.office.community().id.clone();
        self.office.let_go();
        let profile = std::fs::read_to_string(self.at_office("office.toml")).unwrap();
        let profile: toml::Table = profile.parse().unwrap();
        match profile.get("record").and_then(toml::Value::as_str) {
            Some(address) => Record::connect(address, &community, &sealer).unwrap(),
            None => Record::open(&self.at_office("office.db"), &sealer).unwrap(),
        }
    }

    /// A file or folder of the real office.
    pub fn at_office(&self, name: &str) -> PathBuf {
        self.settings.data_dir.join("office").join(name)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn pack(&mut self, stick: &str) -> Result<PackReport, AppError> {
        let root = self.stick(stick).root;
        self.office.make_pack(&root, &mut self.rng, &mut |_| {})
    }

    /// 同步 at the kiosk, as staff do it at the end of a round, whatever its days; `small_crowd` lets ratings leave that are
    /// too few.
    pub fn sync(&self, kiosk: &Kiosk, stick: &str, small_crowd: bool) -> SyncReport {
        let fewest = u32::from(small_crowd);
        self.fewest_sheets.store(fewest, Ordering::SeqCst);
        let stick = self.stick(stick);
        kiosk.sync(&stick, true, &mut |_| {}).unwrap()
    }

    /// 同步 on any day: what is due leaves, and no more.
    pub fn weekly_sync(&self, kiosk: &Kiosk, stick: &str) -> SyncReport {
        self.fewest_sheets.store(0, Ordering::SeqCst);
        let stick = self.stick(stick);
        kiosk.sync(&stick, false, &mut |_| {}).unwrap()
    }

    pub fn load(&mut self, stick: &str) -> LoadReport {
        let root = self.stick(stick).root;
        self.office.load(&root, &mut |_| {}).unwrap()
    }

    pub fn parts(&self) -> Tunables {
        let uptime_secs = Arc::clone(&self.uptime_secs);
        let fewest_sheets = Arc::clone(&self.fewest_sheets);
        Tunables {
            receipt_cost: ReceiptCost::TEST,
            pin_cost: PinCost {
                memory_kib: 64,
                passes: 1,
            },
            seed: Some(5),
            ends_rounds: true,
            fewest_sheets: Arc::new(move |rule| match fewest_sheets.load(Ordering::SeqCst) {
                0 => rule,
                fewest => fewest,
            }),
            uptime: Arc::new(move || Duration::from_secs(uptime_secs.load(Ordering::SeqCst))),
            ..Tunables::default()
        }
    }

    pub fn wait_secs(&self, secs: u64) {
        self.uptime_secs.fetch_add(secs, Ordering::SeqCst);
    }

    /// The kiosk once more, with randomness of its own: the seed it had before would give the same sheets again.
    pub fn reopened(&self, seed: u64, box_most_pages: Option<u32>) -> Kiosk {
        let parts = Tunables {
            seed: Some(seed),
            box_most_pages,
            ..self.parts()
        };
        Kiosk::open_with(&self.settings, self.clock.clone(), parts).unwrap()
    }

    pub fn open(&self) -> Result<Kiosk, AppError> {
        Kiosk::open_with(&self.settings, self.clock.clone(), self.parts())
    }

    /// Pairs a kiosk with the office and has the office accept it, as staff and clerk do.
    pub fn paired(&mut self) -> Kiosk {
        let trial = self.open().unwrap();
        trial.set_pin(PIN).unwrap();
        let offer = trial.pairing_offer(&self.stick("a")).unwrap().unwrap();
        assert_eq!(offer.office_fingerprint, self.office.fingerprint());
        trial.pair(&offer, &self.settings.device).unwrap();
        let kiosk = self.open().unwrap();
        assert!(!kiosk.is_trial());
        self.accept("a");
        kiosk
    }

    /// One more kiosk of the same office, in a folder of its own; paired by the stick `a`.
    pub fn paired_as(&mut self, name: &str) -> Kiosk {
        let settings = Settings {
            data_dir: self.path(&format!("data-{name}")),
            device: name.parse().unwrap(),
            ..self.settings.clone()
        };
        let open = |seed| {
            let parts = Tunables {
                seed: Some(seed),
                ..self.parts()
            };
            Kiosk::open_with(&settings, self.clock.clone(), parts).unwrap()
        };
        let trial = open(6);
        trial.set_pin(PIN).unwrap();
        let offer = trial.pairing_offer(&self.stick("a")).unwrap().unwrap();
        trial.pair(&offer, &settings.device).unwrap();
        drop(trial);
        let kiosk = open(7);
        self.accept("a");
        kiosk
    }

    /// Staff type the date that the computer shows, where a test means it to jump.
    pub fn confirm(&mut self) {
        let today = self.office.today();
        self.office.confirm_day(today).unwrap();
    }

    /// The clerk types the ends of the fingerprints that the devices' own screens show.
    pub fn accept(&mut self, stick: &str) {
        let from = self.path(stick).join("PINGYI/FROM");
        for asking in self.load(stick).enrolments {
            let file = from.join(asking.device.as_str()).join("DEVICE.PUB");
            let text = std::fs::read_to_string(file).unwrap();
            let shown = PublicKey::from_pub_text(&text).unwrap().fingerprint();
            let typed = shown.typed();
            self.office.accept_device(&asking.device, &typed).unwrap();
        }
    }
}

/// A card under S10: words alone.
pub fn opinion(text: &str) -> Card {
    card(&serde_json::json!({ "plan": "s10", "revision": 1, "opinion": { "text": text } }))
}

/// A card under S1: one rating, no words.
pub fn rating() -> Card {
    let plan = s1();
    let subject = &plan.subjects[0];
    let answers: serde_json::Map<_, _> = plan
        .criteria_of(subject)
        .map(|criterion| (criterion.id.to_string(), "satisfied".into()))
        .collect();
    card(&serde_json::json!({
        "plan": "s1", "revision": plan.revision.0,
        "ratings": { (subject.id.to_string()): answers },
    }))
}

/// 社区满意度, a rating of one subject.
pub fn s1() -> Plan {
    Plan::parse(include_str!("../../../assets/plans/s1.toml")).unwrap()
}

/// The choices of a criterion's scale.
pub fn choices(plan: &Plan, criterion: &Criterion) -> Vec<Answer> {
    match &plan.scale(&criterion.scale).unwrap().kind {
        ScaleKind::Named(choices) => choices
            .iter()
            .map(|choice| Answer::Choice(choice.id.clone()))
            .collect(),
        ScaleKind::Score { min, max, .. } => (*min..=*max).map(Answer::Score).collect(),
    }
}

/// A card of S1: the first subject rated with choice number `choice` throughout, and perhaps words.
pub fn answered(choice: usize, words: Option<&str>) -> Card {
    let plan = s1();
    let subject = &plan.subjects[0];
    let mut card = rating();
    let answers = plan.criteria_of(subject).map(|criterion| {
        let all = choices(&plan, criterion);
        (criterion.id.clone(), all[choice % all.len()].clone())
    });
    card.ratings.insert(subject.id.clone(), answers.collect());
    if let Some(words) = words {
        card.opinion.clone_from(&opinion(words).opinion);
    }
    card
}

fn card(json: &serde_json::Value) -> Card {
    serde_json::from_value(json.clone()).unwrap()
}

/// Every file in a folder and below it, by name.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What a card box says four weeks after each of its acknowledgements: the next one lets go of the batch.
pub fn four_weeks_later(card_box: &Path) {
    let store = rusqlite::Connection::open(card_box).unwrap();
    let sql = "UPDATE batch SET acknowledged_on = date(acknowledged_on, '-28 days') WHERE acknowledged = 2";
    store.execute(sql, []).unwrap();
}

/// Copies a folder and everything in it, as an old stick, a swapped one or a backup.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
