//! Founding an office, opening one that is there, and what the head of the window shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rand::CryptoRng;

use super::folder::{RECORD, open_record, remove, sync_folder};
use super::passphrase::{check_new, cost_of};
use super::people::{NewPerson, OfficeKeys};
use super::profile::{Profile, has_office};
use super::sheet::{self, SheetFacts};
use super::unlock::{Opened, begin_signing, first_person};
use super::{
    InitForm, Office, OfficeError, OfficeSummary, RecoverySheet, TRIAL_PASSPHRASE, plans, slots,
};
use crate::app::owner::{self, Owner};
use crate::app::{AppError, at, private};
use crate::courier::keyring::OpeningKeys;
use crate::courier::keys::{PassphraseCost, SigningKey, write_secret_file};
use crate::courier::recovery::RecoverySecret;
use crate::courier::vault::Vault;
use crate::domain::community::Community;
use crate::domain::ids::{CommunityId, ReceiptSalt};
use crate::domain::time::Clock;
use crate::record::{Body, Content, Unsigned};

/// The minisign public key, for stock tools and for sticks.
pub(super) const PUBLIC: &str = "OFFICE.PUB";

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
        Self::init_at_cost(dir, form, cost_of(form.trial), clock, rng)
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
        let keys = OfficeKeys {
            signing: SigningKey::random(rng),
            opening: OpeningKeys::random(rng),
        };
        let community = draw_community(form, &keys.opening, rng);
        let vault = Vault::new(&keys.opening, &community.id);
        let passphrase = if form.trial {
            TRIAL_PASSPHRASE
        } else {
            &form.passphrase
        };
        let first = first_person(rng)?;
        let secret = RecoverySecret::random(rng);
        let (part, owner) = part_folder(&dir, NEW, || check_vacant(&dir))?;
        let new = Founding {
            part,
            dir,
            made_on: clock.today(),
            name: &form.person,
            keys: &keys,
            first: &first,
            secret: &secret,
            vault: &vault,
            community: &community,
            record: form.record.as_deref(),
        };
        first.keep(&new.part, &keys, &community.id, passphrase, cost, rng)?;
        let facts = SheetFacts {
            community: &community,
            made_on: new.made_on,
            dir: &new.dir,
        };
        sheet::write_next(&new.part, &keys, &secret, &facts, rng)?;
        new.finish()?;
        let named = secret.opening_key(&community.id).sealing_key();
        sheet::settle(&new.dir, &named)?;
        let record = open_record(&new.dir, &community, new.record, &vault)?;
        let hand = first.hand(&community.id);
        let opened = Opened {
            dir: new.dir,
            keys,
            vault,
            record,
            owner,
            clock,
        };
        let sheet = sheet::told(&opened.keys, &secret, &opened.dir);
        Ok((opened.office(community, hand, Some(secret)), sheet))
    }

    /// Whether an office lives in `dir`, be it whole or not.
    #[must_use]
    pub fn exists(dir: &Path) -> bool {
        has_office(dir)
    }

    /// Whether the office in `dir` is a trial's, whose passphrase nobody needs to be asked.
    pub fn is_trial_dir(dir: &Path) -> Result<bool, AppError> {
        Ok(Profile::read(dir)?.community.id.is_trial())
    }

    /// Whether `dir` holds a trial office; no office, or one whose profile cannot be read, is none.
    #[must_use]
    pub fn is_trial_at(dir: &Path) -> bool {
        Self::is_trial_dir(dir).unwrap_or(false)
    }

    /// The name of the community whose office lives in `dir`, and whether it is a trial's: what may be shown
    /// before anybody unlocks it.
    pub fn sign_at(dir: &Path) -> Result<(String, bool), AppError> {
        let community = Profile::read(dir)?.community;
        let trial = community.id.is_trial();
        Ok((community.name, trial))
    }

    /// Whether it may take two persons to open the office in `dir`: what to ask for, which nobody vouches for.
    #[must_use]
    pub fn may_take_two_at(dir: &Path) -> bool {
        slots::are_there(dir)
    }

    /// The office's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
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
        self.signing.public().fingerprint().to_string()
    }

    /// The hash of the newest ledger entry, lower-case hex.
    pub fn ledger_head(&self) -> Result<String, AppError> {
        Ok(self.record.ledger_head()?.to_string())
    }

    /// What the head of the window shows.
    pub fn summary(&self) -> Result<OfficeSummary, AppError> {
        let cases = self.case_counts()?;
        let devices = self.devices()?;
        let counts = self.record.counts()?;
        Ok(OfficeSummary {
            community: self.community.id.clone(),
            name: self.community.name.clone(),
            trial: self.is_trial(),
            fingerprint: self.fingerprint(),
            ledger_head: self.ledger_head()?,
            cases_open: cases.open,
            cases_overdue: cases.overdue,
            measures_late: cases.measures_late,
            devices_overdue: devices.iter().filter(|device| device.overdue).count() as u64,
            ratings: counts.values().map(|counts| counts.raters).sum(),
            last_pack: self.record.last_pack()?.map(|pack| pack.number),
        })
    }
}

fn check_vacant(dir: &Path) -> Result<(), AppError> {
    if Office::exists(dir) {
        let path = dir.to_owned();
        return Err(OfficeError::AlreadyThere { path }.into());
    }
    Ok(())
}

fn check(dir: &Path, form: &InitForm) -> Result<(), AppError> {
    check_vacant(dir)?;
    if form.name.trim().is_empty() {
        return Err(OfficeError::NameMissing.into());
    }
    Ok(check_new(&form.passphrase, form.trial)?)
}

fn draw_community(form: &InitForm, opening: &OpeningKeys, rng: &mut impl CryptoRng) -> Community {
    let mut id = [0; 8];
    let mut salt = [0; 16];
    rng.fill_bytes(&mut id);
    rng.fill_bytes(&mut salt);
    Community {
        id: CommunityId::from_random(id, form.trial),
        name: form.name.trim().to_owned(),
        office_place: form.office_place.trim().to_owned(),
        telephone: form.telephone.trim().to_owned(),
        protection: None,
        receipt_salt: ReceiptSalt(salt),
        sealing_key: opening.sealing_key(),
    }
}

/// What the name of an office that is put together ends with.
const NEW: &str = ".new";

/// An empty folder beside `dir`, in which an office is put together; `check` says whether `dir` may become one, once nobody else
/// puts one together. Its lock goes with it when it moves.
pub(super) fn part_folder(
    dir: &Path,
    suffix: &str,
    check: impl FnOnce() -> Result<(), AppError>,
) -> Result<(PathBuf, Owner), AppError> {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    let part = dir.with_file_name(name);
    private::own_folder(&part)?;
    let owner = Owner::of(&part);
    // Another program may have founded it in the meantime: then the folder has moved to where it belongs.
    check()?;
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

/// An office being put together in `part`, to become `dir`.
struct Founding<'a> {
    part: PathBuf,
    dir: PathBuf,
    made_on: NaiveDate,
    /// The first person's name.
    name: &'a str,
    keys: &'a OfficeKeys,
    first: &'a NewPerson,
    secret: &'a RecoverySecret,
    vault: &'a Vault,
    community: &'a Community,
    record: Option<&'a str>,
}

impl Founding<'_> {
    fn finish(&self) -> Result<(), AppError> {
        let key = self.keys.signing.public();
        let record = self.record.map(ToOwned::to_owned);
        let mut profile = Profile::new(self.made_on, key, record, self.community.clone());
        write_secret_file(&self.part.join(PUBLIC), &key.to_pub_text())?;
        self.fill_record(&mut profile)?;
        profile.write(&self.part)?;
        sync_folder(&self.part)?;
        // An empty folder in its place is replaced; one that holds anything is not.
        fs::rename(&self.part, &self.dir).map_err(at(&self.dir))?;
        self.dir.parent().map_or(Ok(()), sync_folder)
    }

    /// Closed again before the folder moves, because SQLite remembers where its file lay.
    fn fill_record(&self, profile: &mut Profile) -> Result<(), AppError> {
        if self.record.is_none() {
            private::make_file(&self.part.join(RECORD))?;
        }
        let record = open_record(&self.part, self.community, self.record, self.vault)?;
        record.within(|record| {
            let community = self.community.id.clone();
            let founded = Body::Founded { community };
            record.note(self.made_on, founded, &Content::Nothing, &Unsigned)?;
            let (day, name) = (self.made_on, self.name);
            begin_signing(
                record,
                profile,
                self.keys,
                self.secret,
                self.first,
                (day, name),
            )?;
            let hand = self.first.hand(&self.community.id);
            plans::add_shipped(record, self.made_on, &hand)
        })
    }
}
