//! Founding an office, opening one that is there, and what the head of the window shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use super::plans::PlansRead;
use super::{InitForm, Office, OfficeError, OfficeSummary, RecoverySheet, TRIAL_PASSPHRASE, plans};
use crate::app::owner::{self, Owner};
use crate::app::{AppError, at, private};
use crate::courier::keys::{
    OpeningKey, PassphraseCost, PublicKey, SigningKey, read_secret_file, write_secret_file,
};
use crate::domain::community::Community;
use crate::domain::ids::{CommunityId, ReceiptSalt};
use crate::domain::time::Clock;
use crate::paper::{RecoveryFacts, recovery_html};
use crate::record::{Body, Content, Event, Record, RecordError, ServerError};

/// The public profile.
pub(super) const PROFILE: &str = "office.toml";
const RECORD: &str = "office.db";
const SIGNING: &str = "office-sign.pem";
const OPENING: &str = "office-open.pem";
const RECOVERY: &str = "recovery.html";
/// The minisign public key, for stock tools and for sticks.
pub(super) const PUBLIC: &str = "OFFICE.PUB";
const FORMAT: &str = "pingyi-office";
/// Fewest characters of a real office's passphrase.
const PASSPHRASE_LEAST: usize = 8;

/// What `office.toml` says. Nothing in it is secret but a password in `record`, where the server wants one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    format: String,
    version: u32,
    made_on: NaiveDate,
    signing_key: PublicKey,
    /// The address of the PostgreSQL server that holds the record; without it the record is a file beside this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    community: Community,
}

fn profile(dir: &Path) -> Result<Profile, AppError> {
    let path = dir.join(PROFILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let path = dir.to_owned();
            return Err(OfficeError::NoOffice { path }.into());
        }
        Err(error) => return Err(at(&path)(error)),
    };
    let profile: Option<Profile> = toml::from_str(&text).ok();
    profile
        .filter(|profile| profile.format == FORMAT && profile.version == 1)
        .ok_or(AppError::Damaged { path })
}

impl Office {
    /// Founds an office in `dir`, which must not hold one. Slow: derives keys from the passphrase.
    ///
    /// The folder appears whole or not at all.
    pub fn init(
        dir: &Path,
        form: &InitForm,
        clock: Arc<dyn Clock>,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, RecoverySheet), AppError> {
        let cost = if form.trial {
            PassphraseCost::TRIAL
        } else {
            PassphraseCost::STANDARD
        };
        Self::init_at_cost(dir, form, cost, clock, rng)
    }

    /// [`Self::init`] with a passphrase that costs `cost` to try; tests take a cheap one.
    pub fn init_at_cost(
        dir: &Path,
        form: &InitForm,
        cost: PassphraseCost,
        clock: Arc<dyn Clock>,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, RecoverySheet), AppError> {
        check(dir, form)?;
        let dir = std::path::absolute(dir).map_err(at(dir))?;
        let signing = SigningKey::random(rng);
        let opening = OpeningKey::random(rng);
        let community = draw_community(form, &opening, rng);
        let passphrase = if form.trial {
            TRIAL_PASSPHRASE
        } else {
            &form.passphrase
        };
        let made_on = clock.today();
        let (part, owner) = part_folder(&dir)?;
        let new = Founding {
            part,
            dir,
            made_on,
            signing: &signing,
            community: &community,
            record: form.record.as_deref(),
        };
        write_secret_file(
            &new.part.join(SIGNING),
            &signing.to_pem(passphrase, cost, rng)?,
        )?;
        write_secret_file(
            &new.part.join(OPENING),
            &opening.to_pem(passphrase, cost, rng)?,
        )?;
        let sheet = new.finish()?;
        let record = open_record(&new.dir, &community, new.record)?;
        let office = Self {
            dir: new.dir,
            record,
            community,
            signing,
            opening,
            clock,
            plans_read: PlansRead::default(),
            calendar: crate::app::calendar(),
            _owner: owner,
        };
        Ok((office, sheet))
    }

    /// Whether an office lives in `dir`.
    #[must_use]
    pub fn exists(dir: &Path) -> bool {
        dir.join(PROFILE).exists()
    }

    /// Whether the office in `dir` is a trial's, whose passphrase nobody needs to be asked.
    pub fn is_trial_dir(dir: &Path) -> Result<bool, AppError> {
        Ok(profile(dir)?.community.id.is_trial())
    }

    /// Whether `dir` holds a trial office; no office, or one whose profile cannot be read, is none.
    #[must_use]
    pub fn is_trial_at(dir: &Path) -> bool {
        Self::is_trial_dir(dir).unwrap_or(false)
    }

    /// Opens the office in `dir`. Slow: derives keys from the passphrase. A trial office opens with any.
    pub fn unlock(dir: &Path, passphrase: &str, clock: Arc<dyn Clock>) -> Result<Self, AppError> {
        let Profile {
            signing_key,
            community,
            record: address,
            ..
        } = profile(dir)?;
        let owner = Owner::of(dir)?;
        private::tighten(dir)?;
        let passphrase = if community.id.is_trial() {
            TRIAL_PASSPHRASE
        } else {
            passphrase
        };
        let read = |name: &str| read_secret_file(&dir.join(name));
        let signing = SigningKey::from_pem(&read(SIGNING)?, passphrase)?;
        let opening = OpeningKey::from_pem(&read(OPENING)?, passphrase)?;
        let damaged = |name: &str| AppError::Damaged {
            path: dir.join(name),
        };
        if signing.public() != signing_key {
            return Err(damaged(SIGNING));
        }
        if opening.sealing_key() != community.sealing_key {
            return Err(damaged(OPENING));
        }
        if address.is_none() && !dir.join(RECORD).exists() {
            // Opening would make an empty one, and with it forget every batch.
            return Err(damaged(RECORD));
        }
        let record = open_record(dir, &community, address.as_deref())?;
        if record.community()?.as_deref() != Some(community.id.as_str()) {
            return Err(match address {
                None => damaged(RECORD),
                Some(_) => RecordError::from(ServerError::NoRecord).into(),
            });
        }
        Ok(Self {
            dir: dir.to_owned(),
            record,
            community,
            signing,
            opening,
            clock,
            plans_read: PlansRead::default(),
            calendar: crate::app::calendar(),
            _owner: owner,
        })
    }

    /// The name of the community whose office lives in `dir`, and whether it is a trial's: what may be shown
    /// before anybody unlocks it.
    pub fn sign_at(dir: &Path) -> Result<(String, bool), AppError> {
        let community = profile(dir)?.community;
        let trial = community.id.is_trial();
        Ok((community.name, trial))
    }

    /// The office's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The printable recovery sheet, while it still lies in the office's folder.
    #[must_use]
    pub fn recovery_sheet(&self) -> Option<PathBuf> {
        Some(self.dir.join(RECOVERY)).filter(|path| path.exists())
    }

    /// Writes the printable recovery sheet once more, over one that lies there: the first was lost, or the folder has
    /// moved since.
    pub fn write_recovery_sheet(&mut self) -> Result<RecoverySheet, AppError> {
        let dir = std::path::absolute(&self.dir).map_err(at(&self.dir))?;
        let made_on = profile(&dir)?.made_on;
        let sheet = recovery_sheet(&dir, &self.community, &self.signing.public(), made_on);
        if sheet.path.exists() {
            remove(&sheet.path)?;
        }
        write_secret_file(&sheet.path, &sheet.html)?;
        Ok(sheet)
    }

    /// The office's date.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Whose office this is; travels in every pack.
    #[must_use]
    pub fn community(&self) -> &Community {
        &self.community
    }

    /// 体验模式
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.community.id.is_trial()
    }

    /// The fingerprint of the key that signs packs, as staff compare it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.signing.public().fingerprint()
    }

    /// The hash of the newest ledger entry, lower-case hex.
    pub fn ledger_head(&self) -> Result<String, AppError> {
        Ok(self.record.ledger_head()?.to_string())
    }

    /// What the head of the window shows.
    pub fn summary(&self) -> Result<OfficeSummary, AppError> {
        let today = self.clock.today();
        let cases = self.record.cases()?;
        let open = || cases.iter().filter(|case| case.status.is_open());
        let devices = self.devices()?;
        let counts = self.record.counts()?;
        Ok(OfficeSummary {
            community: self.community.id.clone(),
            name: self.community.name.clone(),
            trial: self.is_trial(),
            fingerprint: self.fingerprint(),
            ledger_head: self.ledger_head()?,
            cases_open: open().count() as u64,
            cases_overdue: open()
                .filter(|case| case.due.is_missed(None, today))
                .count() as u64,
            devices_overdue: devices.iter().filter(|device| device.overdue).count() as u64,
            ratings: counts.values().map(|counts| counts.raters).sum(),
            last_pack: self.record.last_pack()?.map(|pack| pack.number),
        })
    }
}

fn open_record(
    dir: &Path,
    community: &Community,
    address: Option<&str>,
) -> Result<Record, AppError> {
    Ok(match address {
        None => Record::open(&dir.join(RECORD))?,
        Some(address) => Record::connect(address, &community.id)?,
    })
}

fn check(dir: &Path, form: &InitForm) -> Result<(), AppError> {
    if Office::exists(dir) {
        return Err(OfficeError::AlreadyThere {
            path: dir.to_owned(),
        }
        .into());
    }
    if form.name.trim().is_empty() {
        return Err(OfficeError::NameMissing.into());
    }
    if !form.trial && form.passphrase.chars().count() < PASSPHRASE_LEAST {
        return Err(OfficeError::PassphraseShort {
            least: PASSPHRASE_LEAST,
        }
        .into());
    }
    Ok(())
}

fn draw_community(form: &InitForm, opening: &OpeningKey, rng: &mut impl CryptoRng) -> Community {
    let mut id = [0; 8];
    let mut salt = [0; 16];
    rng.fill_bytes(&mut id);
    rng.fill_bytes(&mut salt);
    Community {
        id: CommunityId::from_random(id, form.trial),
        name: form.name.trim().to_owned(),
        office_place: form.office_place.trim().to_owned(),
        telephone: form.telephone.trim().to_owned(),
        receipt_salt: ReceiptSalt(salt),
        sealing_key: opening.sealing_key(),
    }
}

/// An empty folder beside `dir`, in which the office is put together. Its lock goes with it when it moves.
fn part_folder(dir: &Path) -> Result<(PathBuf, Owner), AppError> {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let part = dir.with_file_name(name);
    private::own_folder(&part)?;
    let owner = Owner::of(&part);
    // Another program may have founded it in the meantime: then the folder has moved to where it belongs.
    if Office::exists(dir) {
        let path = dir.to_owned();
        return Err(OfficeError::AlreadyThere { path }.into());
    }
    let owner = owner?;
    if !owner.still_has(&part) {
        return Err(AppError::Damaged { path: part });
    }
    // Left by a founding that was interrupted: nothing was ever sealed to its keys.
    for entry in fs::read_dir(&part).map_err(at(&part))? {
        let entry = entry.map_err(at(&part))?;
        if !owner::is_lock(&entry.file_name()) {
            remove(&entry.path())?;
        }
    }
    private::tighten(&part)?;
    Ok((part, owner))
}

/// Removes a file, or a folder with everything in it.
pub(super) fn remove(path: &Path) -> Result<(), AppError> {
    let is_folder = fs::symlink_metadata(path).map_err(at(path))?.is_dir();
    if is_folder {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
    .map_err(at(path))
}

/// What is printed and locked away. Nothing in it is secret.
fn recovery_sheet(
    dir: &Path,
    community: &Community,
    key: &PublicKey,
    made_on: NaiveDate,
) -> RecoverySheet {
    let fingerprint = key.fingerprint();
    let html = recovery_html(&RecoveryFacts {
        community: &community.name,
        fingerprint: &fingerprint,
        folder: dir,
        signing_file: SIGNING,
        opening_file: OPENING,
        made_on,
        trial: community.id.is_trial(),
    });
    RecoverySheet {
        fingerprint,
        path: dir.join(RECOVERY),
        html,
    }
}

/// An office being put together in `part`, to become `dir`.
struct Founding<'a> {
    part: PathBuf,
    dir: PathBuf,
    made_on: NaiveDate,
    signing: &'a SigningKey,
    community: &'a Community,
    record: Option<&'a str>,
}

impl Founding<'_> {
    fn finish(&self) -> Result<RecoverySheet, AppError> {
        let key = self.signing.public();
        let profile = Profile {
            format: FORMAT.to_owned(),
            version: 1,
            made_on: self.made_on,
            signing_key: key,
            record: self.record.map(ToOwned::to_owned),
            community: self.community.clone(),
        };
        let text = toml::to_string(&profile).map_err(|_| AppError::Machine {
            what: "office.toml",
        })?;
        let sheet = recovery_sheet(&self.dir, self.community, &key, self.made_on);
        self.write(PROFILE, &text)?;
        self.write(PUBLIC, &key.to_pub_text())?;
        self.write(RECOVERY, &sheet.html)?;
        self.fill_record()?;
        sync_folder(&self.part)?;
        // An empty folder in its place is replaced; one that holds anything is not.
        fs::rename(&self.part, &self.dir).map_err(at(&self.dir))?;
        if let Some(above) = self.dir.parent() {
            sync_folder(above)?;
        }
        Ok(sheet)
    }

    fn write(&self, name: &str, text: &str) -> Result<(), AppError> {
        Ok(write_secret_file(&self.part.join(name), text)?)
    }

    /// Closed again before the folder moves, because SQLite remembers where its file lay.
    fn fill_record(&self) -> Result<(), AppError> {
        if self.record.is_none() {
            private::make_file(&self.part.join(RECORD))?;
        }
        let record = open_record(&self.part, self.community, self.record)?;
        record.within(|record| {
            let community = self.community.id.clone();
            let founded = Body::Founded { community };
            let founded = Event::of_office(self.made_on, founded);
            record.note_event(&founded, &Content::Nothing)?;
            plans::add_shipped(record, self.made_on)
        })
    }
}

/// Puts a folder's entries on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), AppError> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(at(folder))
}
