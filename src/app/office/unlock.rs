//! Opening an office that is there, and bringing one of an earlier program up to date.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use rand::CryptoRng;

use super::calendar::known_calendar;
use super::destroy::clear_destroyed;
use super::enter;
use super::folder::{RECORD, clear_parts, open_record, remove_if_there, sync_folder};
use super::passphrase::{Passphrases, cost_of};
use super::people::{self, Hand, NewPerson, OfficeKeys};
use super::plans::PlansRead;
use super::profile::{Anchor, PROFILE, Profile};
use super::sheet::{self, SheetFacts};
use super::signatures::Holders;
use super::{FolderFault, Office, OfficeError, TRIAL_PASSPHRASE, slots};
use crate::app::owner::Owner;
use crate::app::{AppError, private};
use crate::courier::CourierError;
use crate::courier::error::KeyError;
use crate::courier::keyring::{OpeningKeys, Opens as _};
use crate::courier::keys::{OpeningKey, PassphraseCost, SigningKey, read_secret_file};
use crate::courier::recovery::RecoverySecret;
use crate::courier::vault::Vault;
use crate::domain::community::Community;
use crate::domain::ids::PersonId;
use crate::domain::time::Clock;
use crate::domain::zone::ZonedClock;
use crate::record::{Body, Content, LedgerEntry, PeopleEvent, Record, RecordError, ServerError};
use crate::words::{Lang, text};

/// The office's keys under its one passphrase, in offices of programs up to 0.1.1.
const SIGNING: &str = "office-sign.pem";
const OPENING: &str = "office-open.pem";
/// What older programs called the recovery sheet, when it held no secret.
const OLD_RECOVERY: &str = "recovery.html";

/// An office with its keys, before it is known who sits at the desk.
pub(super) struct Opened {
    pub dir: PathBuf,
    pub keys: OfficeKeys,
    pub vault: Vault,
    pub record: Record,
    pub owner: Owner,
    pub clock: Arc<dyn Clock>,
}

/// Who opens an office.
#[derive(Clone, Copy)]
enum By<'a> {
    /// A person, with a second one or alone.
    Person(&'a Hand, bool),
    /// Whoever has the one passphrase of an early office.
    Early,
    /// Whoever has the recovery sheet.
    Recovery,
}

impl Opened {
    fn new(
        dir: &Path,
        profile: &mut Profile,
        keys: OfficeKeys,
        by: By<'_>,
        (owner, clock): (Owner, Arc<dyn Clock>),
        rng: &mut impl CryptoRng,
    ) -> Result<Self, AppError> {
        let community = profile.community.id.clone();
        let vault = Vault::new(&keys.opening, &community);
        let mut opened = Self {
            dir: dir.to_owned(),
            record: existing_record(dir, profile, &vault)?,
            keys,
            vault,
            owner,
            clock: ZonedClock::of(clock, profile.zone.unwrap_or_default()),
        };
        if let By::Person(hand, _) = by {
            // Whoever has the files of a person works here only as long as the ledger says so.
            hand.person(&opened.record)?;
        }
        clear_parts(&dir.join(people::PEOPLE))?;
        clear_destroyed(dir, &opened.record)?;
        let is_renewed = !opened.keys.opening.older().is_empty();
        // An interrupted first renewal leaves slots of pairs and nothing else.
        let is_begun = slots::are_there(dir);
        if is_renewed || is_begun || opened.record.sealing_key()?.is_some() {
            opened.settle_keys(profile, by, rng)?;
        }
        if opened.keys.opening.sealing_key() != profile.community.sealing_key {
            return Err(damaged(dir, PROFILE));
        }
        opened.vault = Vault::new(&opened.keys.opening, &community);
        Ok(opened)
    }

    /// Of the keys that were found those that the signed ledger names, and the files as it says they are. A renewal that was
    /// interrupted goes on here, or never was.
    fn settle_keys(
        &mut self,
        profile: &mut Profile,
        by: By<'_>,
        rng: &mut impl CryptoRng,
    ) -> Result<(), AppError> {
        let Some(anchor) = profile.anchor() else {
            return Ok(());
        };
        let community = profile.community.id.clone();
        let holders = Holders::of(&self.record.ledger()?, anchor, &community);
        let found = &self.keys.opening;
        let named = holders.opening.unwrap_or_else(|| found.founded_with());
        let opening = found.as_of(&named);
        let is_alone = matches!(by, By::Person(_, false));
        let is_half = opening.is_none() && slots::are_there(&self.dir);
        if is_alone && (holders.two_persons || is_half) {
            return Err(OfficeError::SecondWanted.into());
        }
        let opening = opening.ok_or_else(|| FolderFault::KeysOlder {
            path: self.dir.join(people::PEOPLE),
        })?;
        let told = profile.community.sealing_key;
        let is_found = found.keys().any(|key| key.sealing_key() == told);
        self.keys.opening = opening;
        if told != named && is_found {
            profile.community.sealing_key = named;
            profile.sign(anchor, &self.keys.signing);
            profile.write(&self.dir)?;
        }
        slots::settle(&self.dir, &self.keys, &community, &holders, rng)
    }

    /// The office with `hand` at its desk.
    pub(super) fn office(
        self,
        community: Community,
        hand: Hand,
        unproved: Option<RecoverySecret>,
    ) -> Office {
        let calendar = known_calendar(&self.record);
        Office {
            dir: self.dir,
            record: self.record,
            community,
            signing: self.keys.signing,
            opening: self.keys.opening,
            vault: self.vault,
            hand,
            unproved,
            clock: self.clock,
            plans_read: PlansRead::default(),
            calendar,
            index: std::cell::RefCell::default(),
            _owner: self.owner,
        }
    }

    /// Goes on where a renewal of the recovery sheet was interrupted.
    fn settle_sheet(&self) -> Result<(), AppError> {
        let named = self.record.recovery_keys()?;
        named.map_or(Ok(()), |(_, named)| sheet::settle(&self.dir, &named))
    }

    /// The office in `dir`, opened with its recovery secret.
    pub(super) fn with_recovery(
        dir: &Path,
        secret: &RecoverySecret,
        clock: Arc<dyn Clock>,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Community), AppError> {
        let mut profile = Profile::read(dir)?;
        let owner = Owner::of(dir)?;
        private::tighten(dir)?;
        let keys = sheet::open_keys(dir, secret, &profile.community)?;
        profile.check(dir, &keys.signing)?;
        let at = (owner, clock);
        let opened = Self::new(dir, &mut profile, keys, By::Recovery, at, rng)?;
        let key = secret.signing_key(&profile.community.id).public();
        let known = opened.record.recovery_keys()?;
        if known.is_none_or(|(signing, _)| signing != key.to_string()) {
            return Err(CourierError::Key(KeyError::WrongRecovery).into());
        }
        opened.settle_sheet()?;
        Ok((opened, profile.community))
    }
}

impl Office {
    /// Opens the office in `dir`. Slow: derives keys from the passphrase, which is anybody's who works there, or from two persons'.
    /// A trial office opens with any. An office of an earlier program gets a first person, who has its passphrase, and a recovery
    /// sheet.
    pub fn unlock<'a>(
        dir: &Path,
        passphrases: impl Into<Passphrases<'a>>,
        clock: Arc<dyn Clock>,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, AppError> {
        let passphrases = passphrases.into();
        let mut profile = Profile::read(dir)?;
        let owner = Owner::of(dir)?;
        private::tighten(dir)?;
        let trial = profile.community.id.is_trial();
        let passphrases = if trial {
            TRIAL_PASSPHRASE.into()
        } else {
            passphrases
        };
        let at = (owner, clock);
        if profile.anchor().is_some() {
            let entered = enter::open(dir, &profile.community.id, passphrases)?;
            let (hand, keys) = (entered.hand, entered.keys);
            profile.check(dir, &keys.signing)?;
            let by = By::Person(&hand, entered.by_two);
            let opened = Opened::new(dir, &mut profile, keys, by, at, rng)?;
            opened.settle_sheet()?;
            return Ok(opened.office(profile.community, hand, None));
        }
        let passphrase = passphrases.first;
        let keys = people::spelled(passphrase, |passphrase| {
            early_keys(dir, &profile, passphrase)
        })?;
        let opened = Opened::new(dir, &mut profile, keys, By::Early, at, rng)?;
        let cost = cost_of(trial);
        let mut upgrade = Upgrade {
            opened: &opened,
            profile,
            unproved: None,
        };
        let hand = upgrade.run((passphrase, cost), rng)?;
        let (community, unproved) = (upgrade.profile.community, upgrade.unproved);
        Ok(opened.office(community, hand, unproved))
    }
}

pub(super) fn first_person(rng: &mut impl CryptoRng) -> Result<NewPerson, AppError> {
    let id = PersonId::of(1).ok_or(AppError::Machine { what: "p1" })?;
    Ok(NewPerson::new(id, rng))
}

/// From here on people sign: the recovery sheet, the first person, the signed profile. To be called in a transaction.
pub(super) fn begin_signing(
    record: &Record,
    profile: &mut Profile,
    keys: &OfficeKeys,
    secret: &RecoverySecret,
    first: &NewPerson,
    (day, name): (NaiveDate, &str),
) -> Result<(), AppError> {
    let community = &profile.community.id;
    let recovery = Hand::of_recovery(secret, community);
    let nothing = &Content::Nothing;
    let entry = record.ledger_length()? + 1;
    let set = people::recovery_set(secret, community);
    let hash = record.note(day, set, nothing, &recovery)?;
    record.note(day, first.admitted(name), nothing, &recovery)?;
    let hand = first.hand(community);
    profile.sign(Anchor { entry, hash }, &keys.signing);
    let digest = profile.digest();
    let signed = Body::People(PeopleEvent::ProfileSigned { digest });
    record.note(day, signed, nothing, &hand)?;
    Ok(())
}

/// An office of a program up to 0.1.1, in which one passphrase opened everything, on its way to one in which people sign.
struct Upgrade<'a> {
    opened: &'a Opened,
    profile: Profile,
    unproved: Option<RecoverySecret>,
}

impl Upgrade<'_> {
    /// Who has the passphrase is the first person. Interrupted anywhere, it goes on from the beginning or from the commit.
    fn run(
        &mut self,
        (passphrase, cost): (&str, PassphraseCost),
        rng: &mut impl CryptoRng,
    ) -> Result<Hand, AppError> {
        let dir = &self.opened.dir;
        let hand = if self.opened.record.recovery_keys()?.is_none() {
            self.begin(passphrase, cost, rng)?
        } else {
            self.go_on(passphrase)?
        };
        self.profile.write(dir)?;
        self.opened.settle_sheet()?;
        for old in [SIGNING, OPENING, OLD_RECOVERY] {
            remove_if_there(&dir.join(old))?;
        }
        sync_folder(dir)?;
        Ok(hand)
    }

    fn begin(
        &mut self,
        passphrase: &str,
        cost: PassphraseCost,
        rng: &mut impl CryptoRng,
    ) -> Result<Hand, AppError> {
        let Opened {
            dir, keys, record, ..
        } = self.opened;
        let community = self.profile.community.id.clone();
        let first = first_person(rng)?;
        let secret = RecoverySecret::random(rng);
        first.keep(dir, keys, &community, passphrase, cost, rng)?;
        let facts = SheetFacts {
            community: &self.profile.community,
            made_on: self.profile.made_on,
            dir,
        };
        sheet::write_next(dir, keys, &secret, &facts, rng)?;
        let name = text!(Lang::Zh, "app-office-first-person");
        let day = self.day()?;
        record.within(|record| {
            begin_signing(
                record,
                &mut self.profile,
                keys,
                &secret,
                &first,
                (day, &name),
            )
        })?;
        self.unproved = Some(secret);
        Ok(first.hand(&community))
    }

    /// Never before what the ledger told last, whatever the clock says: nothing here depends on the day.
    fn day(&self) -> Result<NaiveDate, AppError> {
        let today = self.opened.clock.today();
        Ok(self
            .opened
            .record
            .last_told()?
            .max(Some(today))
            .unwrap_or(today))
    }

    /// It was interrupted after the commit: the ledger tells where people began to sign.
    fn go_on(&mut self, passphrase: &str) -> Result<Hand, AppError> {
        let Opened {
            dir, keys, record, ..
        } = self.opened;
        let ledger = record.ledger()?;
        let begun = ledger.iter().find(|entry| {
            let event = entry.parsed();
            event.is_some_and(|event| {
                matches!(event.body, Body::People(PeopleEvent::RecoverySet { .. }))
            })
        });
        let begun = begun.ok_or_else(|| record_lost(dir))?;
        let anchor = Anchor {
            entry: begun.number,
            hash: begun.hash,
        };
        self.profile.sign(anchor, &keys.signing);
        let entered = enter::open(dir, &self.profile.community.id, passphrase.into())?;
        let hand = entered.hand;
        // Whoever put an older profile back beside a ledger of his own must not have it signed here.
        let digest = self.profile.digest();
        let told = |entry: &LedgerEntry| is_signed_profile(entry, &digest, &hand);
        if ledger.iter().any(told) {
            Ok(hand)
        } else {
            Err(damaged(dir, PROFILE))
        }
    }
}

/// Whether this entry, by this person, tells that the profile with this digest was signed.
fn is_signed_profile(entry: &LedgerEntry, digest: &str, hand: &Hand) -> bool {
    let tells = entry.parsed().is_some_and(|event| {
        event.by == hand.by
            && matches!(event.body, Body::People(PeopleEvent::ProfileSigned { digest: told }) if told == digest)
    });
    tells && hand.has_signed(entry)
}

/// The keys of an office of a program up to 0.1.1.
fn early_keys(dir: &Path, profile: &Profile, passphrase: &str) -> Result<OfficeKeys, AppError> {
    let read = |name: &str| read_secret_file(&dir.join(name));
    let signing = SigningKey::from_pem(&read(SIGNING)?, passphrase)?;
    let opening = OpeningKey::from_pem(&read(OPENING)?, passphrase)?;
    if signing.public() != profile.signing_key {
        return Err(damaged(dir, SIGNING));
    }
    let opening = OpeningKeys::new(opening, Vec::new());
    Ok(OfficeKeys { signing, opening })
}

fn damaged(dir: &Path, name: &str) -> AppError {
    let path = dir.join(name);
    FolderFault::FileDamaged { path }.into()
}

fn record_lost(dir: &Path) -> AppError {
    let path = dir.join(RECORD);
    FolderFault::RecordLost { path }.into()
}

/// The record of an office that is there.
fn existing_record(dir: &Path, profile: &Profile, vault: &Vault) -> Result<Record, AppError> {
    let address = profile.record.as_deref();
    if address.is_none() && !dir.join(RECORD).exists() {
        // Opening would make an empty one, and with it forget every batch.
        return Err(record_lost(dir));
    }
    let record = open_record(dir, &profile.community, address, vault)?;
    if record.community()?.as_deref() != Some(profile.community.id.as_str()) {
        return Err(match address {
            None => record_lost(dir),
            Some(_) => RecordError::from(ServerError::NoRecord).into(),
        });
    }
    Ok(record)
}
