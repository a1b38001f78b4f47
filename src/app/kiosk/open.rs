//! Opening a kiosk.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};

use chrono::NaiveDate;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::clock::KioskClock;
use super::prepared::Prepared;
use super::tunables::Tunables;
use super::{FromPacks, Identity, Kiosk, Service, locked, pin};
use crate::app::owner::Owner;
use crate::app::private;
use crate::app::settings::Settings;
use crate::app::{AppError, at};
use crate::cardbox::{CardBox, PlanText};
use crate::courier::keys::{PublicKey, SigningKey, read_secret_file};
use crate::courier::pack;
use crate::domain::calendar::CalendarTable;
use crate::domain::community::Community;
use crate::domain::document::Document;
use crate::domain::in_force::InForce;
use crate::domain::notice::Notice;
use crate::domain::plan::Plan;
use crate::domain::time::Clock;
use crate::words::{Lang, text};

pub(super) const BOX_FILE: &str = "box.db";
pub(super) const KEY_FILE: &str = "device.key";
pub(super) const PUB_FILE: &str = "DEVICE.PUB";
/// Where the newest pack lies in the kiosk's folder, as it was signed.
pub(super) const PACKS: &str = "packs";
/// Where a new key lies until the card box has begun the chain that it signs.
pub(super) const NEXT_KEY_FILE: &str = "device.key.next";

impl Kiosk {
    /// Opens the paired kiosk whose store lies in `dir`; for `demo`, which runs several. Makes no trial
    /// office: `AppError::NotPaired` when there is no paired store.
    pub fn open_in(
        dir: &Path,
        settings: &Settings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, AppError> {
        Self::open_in_with(dir, settings, clock, Tunables::default())
    }

    /// `open_in`, built from other tunables.
    pub fn open_in_with(
        dir: &Path,
        settings: &Settings,
        clock: Arc<dyn Clock>,
        tunables: Tunables,
    ) -> Result<Self, AppError> {
        let box_path = dir.join(BOX_FILE);
        if !box_path.exists() {
            return Err(AppError::NotPaired);
        }
        let owner = Owner::of(dir)?;
        private::tighten(dir)?;
        let mut cardbox = CardBox::open(&box_path)?;
        if let Some(pages) = tunables.box_most_pages {
            cardbox.limit_pages(pages)?;
        }
        let (Some(device), Some(office_key), Some(community)) = (
            cardbox.device()?,
            cardbox.office_key()?,
            cardbox.community()?,
        ) else {
            return Err(AppError::NotPaired);
        };
        let damaged = || AppError::Damaged {
            path: box_path.clone(),
        };
        let office_key: PublicKey = office_key.parse().map_err(|_| damaged())?;
        let device_key = if cardbox.is_withdrawn()? {
            // It may have been stopped while it wiped itself. It signs nothing any more.
            erase(dir, &mut cardbox)?;
            SigningKey::random(&mut rand::rng())
        } else {
            take_key(dir, &cardbox)?
        };
        let known = FromPacks {
            community: serde_json::from_str(&community).map_err(|_| damaged())?,
            plans: Vec::new(),
            notices: Vec::new(),
            calendar: crate::app::calendar(),
            service: Service::Open,
            is_doubted: false,
        };
        let salt = known.community.receipt_salt;
        let failures = cardbox.pin_failures()?;
        let mut seeded = tunables.seed.map(StdRng::seed_from_u64);
        let for_receipts = match seeded.as_mut() {
            Some(rng) => StdRng::from_rng(rng),
            None => rand::make_rng(),
        };
        let clock = KioskClock::new(clock, &cardbox)?;
        let cardbox = Arc::new(Mutex::new(cardbox));
        let kiosk = Self {
            dir: dir.to_owned(),
            real_dir: settings.kiosk_dir(),
            settings: settings.clone(),
            clock,
            // A wait for wrong PINs starts again with the program: switching it off never helps.
            pin_not_before: Mutex::new((tunables.uptime)() + pin::delay(failures)),
            pace: Mutex::default(),
            prepared: Prepared::start(salt, &tunables, Arc::clone(&cardbox), for_receipts),
            tunables,
            randomness: Mutex::new(seeded),
            identity: RwLock::new(Identity {
                device,
                key: device_key,
            }),
            office_key,
            cardbox,
            known: RwLock::new(known),
            pending: Mutex::default(),
            _owner: owner,
        };
        kiosk.reread()?;
        kiosk.require_pin()?;
        Ok(kiosk)
    }

    /// A real kiosk without a PIN is not taken into service. One that version 0.1.0 paired left its PIN in the
    /// trial's store: it is fetched from there.
    fn require_pin(&self) -> Result<(), AppError> {
        if self.is_trial()
            || self.service() == Service::Withdrawn
            || locked(&self.cardbox).pin_hash()?.is_some()
        {
            return Ok(());
        }
        let trial = self.settings.trial_kiosk_dir().join(BOX_FILE);
        if trial.exists()
            && let Some(pin) = CardBox::open(&trial)?.pin_hash()?
        {
            locked(&self.cardbox).set_pin_hash(&pin)?;
            return Ok(());
        }
        Err(AppError::PinMissing)
    }

    /// Sets the first PIN of the paired kiosk under `settings.data_dir`, from the computer's own console.
    pub fn set_first_pin(
        settings: &Settings,
        pin: &str,
        tunables: &Tunables,
    ) -> Result<(), AppError> {
        let dir = settings.kiosk_dir();
        let path = dir.join(BOX_FILE);
        if !path.exists() {
            return Err(AppError::NotPaired);
        }
        let _owner = Owner::of(&dir)?;
        private::tighten(&dir)?;
        let mut cardbox = CardBox::open(&path)?;
        if cardbox.device()?.is_none() {
            return Err(AppError::NotPaired);
        }
        if cardbox.pin_hash()?.is_some() {
            return Err(AppError::PinSet);
        }
        let hash = pin::hashed(pin, tunables.pin_cost, &mut rand::rng())?;
        Ok(cardbox.set_pin_hash(&hash)?)
    }

    /// Reads again what the packs told.
    pub(super) fn reread(&self) -> Result<(), AppError> {
        let cardbox = locked(&self.cardbox);
        let path = cardbox.path().to_owned();
        let damaged = || AppError::Damaged { path: path.clone() };
        let community = cardbox.community()?.ok_or_else(damaged)?;
        let mut notices = Vec::new();
        for text in cardbox.notices()? {
            notices.push(pack::read_notice(&text).map_err(|_| damaged())?);
        }
        notices.sort_by_key(|notice| std::cmp::Reverse((notice.posted, notice.number)));
        // Residents are told as well, not the staff alone, until it is settled (protocol §5.2).
        let (lang, contradicted) = (self.settings.language, cardbox.contradicted()?);
        let said = match contradicted {
            Some(pack) => Some(text!(lang, "app-kiosk-contradicts-notice", number = pack)),
            None if !cardbox.disputed()?.is_empty() => {
                Some(text!(lang, "app-kiosk-disputed-notice"))
            }
            None => None,
        };
        if let Some(said) = said {
            let told = cardbox.last_sync()?.unwrap_or_else(|| self.clock.today());
            notices.insert(0, contradiction(&said, told, lang));
        }
        let community: Community = serde_json::from_str(&community).map_err(|_| damaged())?;
        let is_trial = community.id.is_trial();
        let since = |plan: &PlanText| {
            // What was there before anybody noted it has always been there.
            let since = plan.since.unwrap_or(NaiveDate::MIN);
            (!is_trial).then_some(since)
        };
        let known = FromPacks {
            community,
            // A plan this program no longer reads is not offered; its cards stay and leave as they are.
            plans: cardbox
                .plans()?
                .iter()
                .filter_map(|held| {
                    let plan = Plan::parse(&held.text).ok()?;
                    Some(InForce::new(plan, since(held)))
                })
                .collect(),
            notices,
            // Where a pack brought none, or one that this program cannot read, its own serves.
            calendar: cardbox
                .calendar()?
                .and_then(|text| CalendarTable::from_text(&text).ok())
                .map_or_else(crate::app::calendar, CalendarTable::with_built_in),
            service: service(&cardbox)?,
            is_doubted: cardbox.is_retirement_doubted()?,
        };
        drop(cardbox);
        *self
            .known
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = known;
        self.adopt_ratings()
    }

    /// Ratings that version 0.1 took in join the round that is open now. Those of a plan that runs none wait for one.
    fn adopt_ratings(&self) -> Result<(), AppError> {
        if !locked(&self.cardbox).has_ratings_to_adopt()? {
            return Ok(());
        }
        for plan in self.plans().into_iter().filter(Plan::asks) {
            if let Some(held) = self.plan(&plan.id) {
                let round = self.round_label(&held)?;
                locked(&self.cardbox).adopt_ratings(&round)?;
            }
        }
        Ok(())
    }
}

fn service(cardbox: &CardBox) -> Result<Service, AppError> {
    Ok(if cardbox.is_withdrawn()? {
        Service::Withdrawn
    } else if cardbox.is_retired()? {
        Service::Retired
    } else if cardbox.is_revoked()? {
        Service::Revoked
    } else {
        Service::Open
    })
}

/// The key that the card box says is this device's. It takes the former one's place where that was not done yet: the card box
/// changes first, and the computer may have stopped between the two.
pub(super) fn take_key(dir: &Path, cardbox: &CardBox) -> Result<SigningKey, AppError> {
    let path = dir.join(KEY_FILE);
    let key = SigningKey::from_minisign_text(&read_secret_file(&path)?)?;
    let Some(told) = cardbox.device_key()? else {
        return Ok(key);
    };
    if key.public().to_string() == told {
        return Ok(key);
    }
    let next = dir.join(NEXT_KEY_FILE);
    let key = SigningKey::from_minisign_text(&read_secret_file(&next)?)?;
    if key.public().to_string() != told {
        return Err(AppError::Damaged { path: next });
    }
    let public = dir.join(PUB_FILE);
    fs::write(&public, key.public().to_pub_text()).map_err(at(&public))?;
    fs::rename(&next, &path).map_err(at(&path))?;
    fs::File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(at(dir))?;
    Ok(key)
}

/// What the notice board says of a ledger that is another than this device has seen.
fn contradiction(said: &str, posted: NaiveDate, lang: Lang) -> Notice {
    let title = text!(lang, "app-kiosk-contradicts-title");
    Notice {
        number: 0,
        posted,
        document: Document::from_plain(title, said),
        ledger_head: String::new(),
    }
}

/// Takes away what a withdrawn device has no use for: the traces in its card box, its key, the newest pack. Evidence against the
/// office stays, and so do the name, the community and where its office is, for the screen.
pub(super) fn erase(dir: &Path, cardbox: &mut CardBox) -> Result<(), AppError> {
    cardbox.vacuum()?;
    for name in [KEY_FILE, NEXT_KEY_FILE, PUB_FILE] {
        let path = dir.join(name);
        match overwrite(&path).and_then(|()| fs::remove_file(&path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(at(&path)(error)),
            Ok(()) | Err(_) => {}
        }
    }
    let packs = dir.join(PACKS);
    match fs::remove_dir_all(&packs) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(at(&packs)(error)),
        Ok(()) | Err(_) => {}
    }
    fs::File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(at(dir))
}

/// As far as the disk does what it is told: a flash disk may write elsewhere.
fn overwrite(path: &Path) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    file.write_all(&vec![0; length])?;
    file.sync_all()
}
