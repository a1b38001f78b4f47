//! Who may bring batches, and who is late.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

use chrono::{Days, NaiveDate};
use rand::CryptoRng;

use super::{DeviceRow, Enrolment, Office, OfficeError, PinCodeSheet};
use crate::app::AppError;
use crate::courier::enrol;
use crate::courier::error::CourierError;
use crate::courier::error::{FormatError, StickError};
use crate::courier::files::Files;
use crate::courier::keys::PublicKey;
use crate::courier::pin_code;
use crate::courier::stick::{StickStore, device_folder};
use crate::domain::device::DeviceStanding;
use crate::domain::ids::DeviceId;
use crate::domain::receipt::PinCode;
use crate::record::{BatchEntry, Body, Content, DeviceEntry, DeviceEvent, RecordError};

/// A device that brought nothing for longer is late, counted from the end of its newest batch's week:
/// a kiosk's own reminder comes after as many days.
const INTERVAL_DAYS: i64 = 7;
/// No `.PUB` file is longer.
const MAX_PUB_BYTES: u64 = 1024;
/// Most devices that wait to be accepted. Anybody can sign a request with a key of his own and plant it on a stick.
const MOST_WAITING: usize = 100;

pub(super) fn key_of(device: &DeviceEntry) -> Result<PublicKey, AppError> {
    device.signing_key.parse().map_err(|_| {
        RecordError::Damaged {
            expected: "a device's key",
        }
        .into()
    })
}

/// Days since the end of the week of the newest batch, or since the device was accepted.
fn quiet_days(newest: Option<&BatchEntry>, since: NaiveDate, today: NaiveDate) -> i64 {
    let from = newest.map_or(since, |batch| {
        batch
            .facts
            .week()
            .monday()
            .checked_add_days(Days::new(6))
            .unwrap_or(since)
    });
    today
        .signed_duration_since(from.max(since))
        .num_days()
        .max(0)
}

impl Office {
    /// Every name that each device had, oldest first, its own last; none of a name that another accepted device goes on under. Who only
    /// asks to replace one replaces nobody.
    pub(super) fn device_names(
        &self,
        devices: &[DeviceEntry],
    ) -> Result<BTreeMap<DeviceId, Vec<DeviceId>>, AppError> {
        let mut former = BTreeMap::new();
        for device in devices {
            if device.standing != DeviceStanding::Waiting
                && let Some(name) = self.record.replaced(&device.id)?
            {
                former.insert(device.id.clone(), name);
            }
        }
        let replaced: BTreeSet<&DeviceId> = former.values().collect();
        let living = devices.iter().filter(|one| !replaced.contains(&one.id));
        let named = living.map(|device| {
            let mut names = vec![device.id.clone()];
            while let Some(before) = names.last().and_then(|name| former.get(name))
                && !names.contains(before)
            {
                names.push(before.clone());
            }
            names.reverse();
            (device.id.clone(), names)
        });
        Ok(named.collect())
    }

    /// Devices that ask to be accepted, by name.
    pub fn enrolments(&self) -> Result<Vec<Enrolment>, AppError> {
        let mut asking = Vec::new();
        for device in self.record.devices()? {
            if let Some(key) = self.waiting_key(&device)? {
                asking.push(Enrolment {
                    replaces: device.signing_key != key.to_string(),
                    fingerprint: key.fingerprint().covered(),
                    former: self.record.replaced(&device.id)?,
                    device: device.id,
                });
            }
        }
        Ok(asking)
    }

    /// Accepts a device the end of whose fingerprint somebody typed from its screen; also one that was revoked.
    pub fn accept_device(&mut self, device: &DeviceId, typed: &str) -> Result<(), AppError> {
        let not_enrolled = || OfficeError::NotEnrolled {
            device: device.clone(),
        };
        let known = self.record.device(device)?.ok_or_else(not_enrolled)?;
        let held = key_of(&known)?;
        let key = [self.waiting_key(&known)?, Some(held)]
            .into_iter()
            .flatten()
            .find(|key| key.fingerprint().is_typed(typed))
            .ok_or_else(|| OfficeError::FingerprintDiffers {
                device: device.clone(),
            })?;
        if known.standing == DeviceStanding::Accepted && key == held {
            return Ok(());
        }
        if let Some(last) = self.record.last_batch(device)? {
            return Err(OfficeError::AfterLast {
                device: device.clone(),
                last: last.number,
            }
            .into());
        }
        let facts = if key == held {
            known.facts
        } else {
            self.record.waiting_facts(device)?
        };
        let on = self.believable_today()?;
        let told = Body::DeviceAccepted {
            device: device.clone(),
            signing_key: key.to_string(),
            replaces: match self.record.replaced(device)? {
                Some(former) if known.standing == DeviceStanding::Waiting => {
                    Some(self.newest_name(former, device)?)
                }
                Some(_) | None => None,
            },
            facts,
        };
        self.note(on, told)
    }

    /// The name under which the device is known that had this one: one that had not heard that it was accepted, and got another key
    /// again, asks in place of the name before.
    fn newest_name(&self, former: DeviceId, asks: &DeviceId) -> Result<DeviceId, AppError> {
        let known = self.record.devices()?;
        let mut newest = former;
        for _ in &known {
            let Some(left) = known.iter().find(|known| known.id == newest) else {
                break;
            };
            let mut next = None;
            for device in &known {
                // A name that another machine got later was given up later than this.
                let is_next = device.id != *asks
                    && device.standing != DeviceStanding::Waiting
                    && left.standing == DeviceStanding::Revoked
                    && device.since >= left.since;
                if is_next && self.record.replaced(&device.id)?.as_ref() == Some(&newest) {
                    next = Some(device.id.clone());
                }
            }
            match next {
                Some(next) => newest = next,
                None => break,
            }
        }
        Ok(newest)
    }

    /// Takes in no more batches of a device. What it brought stays counted.
    pub fn revoke_device(&mut self, device: &DeviceId) -> Result<(), AppError> {
        let known = self.record.device(device)?;
        let known = known.ok_or_else(|| RecordError::UnknownDevice {
            device: device.clone(),
        })?;
        if known.standing == DeviceStanding::Revoked {
            return Ok(());
        }
        let on = self.believable_today()?;
        let told = Body::DeviceRevoked {
            device: device.clone(),
        };
        self.note(on, told)
    }

    /// Has a device take no more cards: the next pack tells it, it brings what it holds, and with the acknowledgement of its last
    /// batch it wipes itself.
    pub fn retire_device(&mut self, device: &DeviceId) -> Result<(), AppError> {
        let known = self.record.device(device)?;
        let brings = [DeviceStanding::Accepted, DeviceStanding::Retired];
        let known = known.filter(|known| brings.contains(&known.standing));
        let known = known.ok_or_else(|| RecordError::UnknownDevice {
            device: device.clone(),
        })?;
        if known.standing == DeviceStanding::Retired {
            return Ok(());
        }
        let on = self.believable_today()?;
        let device = device.clone();
        self.note(on, Body::Device(DeviceEvent::DeviceRetired { device }))
    }

    /// Makes a code with which the staff of a device set a new PIN, once. It is kept nowhere and shown now or never; the next pack
    /// carries what it is known by, and the one before opens nothing more.
    pub fn make_pin_code(
        &mut self,
        device: &DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<PinCodeSheet, AppError> {
        let known = self.record.device(device)?;
        let known = known.filter(|known| known.standing == DeviceStanding::Accepted);
        let known = known.ok_or_else(|| RecordError::UnknownDevice {
            device: device.clone(),
        })?;
        let on = self.believable_today()?;
        let code = PinCode::random(rng);
        let salt = &self.community.receipt_salt;
        let digest = pin_code::digest(&code, salt, device, &key_of(&known)?)?;
        let device = device.clone();
        let told = DeviceEvent::PinCodeMade {
            device: device.clone(),
            digest,
        };
        self.note(on, Body::Device(told))?;
        Ok(PinCodeSheet {
            device,
            code: code.grouped().into(),
        })
    }

    /// Every device the office knows, by name.
    pub fn devices(&self) -> Result<Vec<DeviceRow>, AppError> {
        let today = self.clock.today();
        let batches = self.record.batches()?;
        let mut rows = Vec::new();
        for device in self.record.devices()? {
            let newest = batches.iter().rfind(|batch| batch.device == device.id);
            let waits = device.standing == DeviceStanding::Waiting;
            let last = self.record.last_batch(&device.id)?;
            let health = newest.and_then(|batch| batch.facts.closed()?.health);
            let is_served = device.standing == DeviceStanding::Accepted;
            let quiet = (!waits).then(|| quiet_days(newest, device.since, today));
            let fingerprint = key_of(&device)?.fingerprint();
            rows.push(DeviceRow {
                // Whoever is accepted, also again, has it typed from the device's own screen.
                fingerprint: if waits || device.standing == DeviceStanding::Revoked {
                    fingerprint.covered()
                } else {
                    fingerprint.to_string()
                },
                state: device.standing,
                facts: device.facts,
                former: self.record.replaced(&device.id)?,
                last_batch: newest.map(|batch| batch.number),
                last_week: newest.map(|batch| batch.facts.week()),
                quiet_days: quiet,
                overdue: device.standing == DeviceStanding::Accepted
                    && quiet.is_some_and(|days| days > INTERVAL_DAYS),
                health,
                needs_visit: is_served && health.is_some_and(|health| health.needs_visit()),
                missing: self.record.missing_batches(&device.id)?,
                withheld: last
                    .as_ref()
                    .and_then(|last| last.facts.last())
                    .map(|last| last.withheld),
                device: device.id,
            });
        }
        Ok(rows)
    }

    /// One device.
    pub fn device(&self, device: &DeviceId) -> Result<DeviceRow, AppError> {
        let known = self.devices()?;
        let row = known.into_iter().find(|row| row.device == *device);
        row.ok_or_else(|| {
            let device = device.clone();
            RecordError::UnknownDevice { device }.into()
        })
    }

    /// The key that asks to be accepted under this device's name.
    fn waiting_key(&self, device: &DeviceEntry) -> Result<Option<PublicKey>, AppError> {
        if device.standing == DeviceStanding::Waiting {
            return key_of(device).map(Some);
        }
        let waiting = self.record.waiting_key(&device.id)?;
        Ok(waiting.and_then(|key| key.parse().ok()))
    }

    /// Notes the enrolment in a device's folder, if there is one; nothing is accepted by it.
    pub(super) fn note_enrolment<F: Files>(
        &self,
        stick: &StickStore<F>,
        device: &DeviceId,
    ) -> Result<(), AppError> {
        let Some(asking) = self.read_enrolment(stick, device)? else {
            return Ok(());
        };
        let signing_key = asking.key.to_string();
        self.record.within(|record| {
            match record.device(device)? {
                None => {
                    let known = record.devices()?;
                    let waiting = known
                        .iter()
                        .filter(|known| known.standing == DeviceStanding::Waiting)
                        .count();
                    if waiting >= MOST_WAITING {
                        let most = MOST_WAITING;
                        return Err(OfficeError::TooManyWaiting { most }.into());
                    }
                }
                Some(known) if known.signing_key == signing_key => return Ok(()),
                Some(known)
                    if known.standing != DeviceStanding::Waiting
                        && record.waiting_key(device)?.as_ref() == Some(&signing_key) =>
                {
                    return Ok(());
                }
                Some(_) => {}
            }
            let told = Body::DeviceAsked {
                device: device.clone(),
                signing_key,
                replaces: asking.replaces,
                facts: asking.facts,
            };
            record.note(self.clock.today(), told, &Content::Nothing, &self.hand)?;
            Ok(())
        })
    }

    fn read_enrolment<F: Files>(
        &self,
        stick: &StickStore<F>,
        device: &DeviceId,
    ) -> Result<Option<enrol::Enrolment>, AppError> {
        let folder = device_folder(device);
        let known = self.record.device(device)?;
        let text = match stick.read_text(&folder.join("DEVICE.PUB"), MAX_PUB_BYTES) {
            Err(CourierError::Stick(StickError::NotThere { .. })) => return Ok(None),
            result => result?,
        };
        // Not a fault of a key file of the office, which is what an unreadable key says elsewhere.
        let key = PublicKey::from_pub_text(&text)
            .map_err(|_| CourierError::Format(FormatError::SignatureInvalid))?;
        if known.is_some_and(|known| known.signing_key == key.to_string()) {
            return Ok(None);
        }
        let bytes = match read_bytes(stick, &folder.join("ENROL.JSL")) {
            Err(CourierError::Stick(StickError::NotThere { .. })) => return Ok(None),
            result => result?,
        };
        let signature = stick.read_signature(&folder, "ENROL")?;
        let enrolment = enrol::read(&bytes, &signature, &key, &self.community.id)?;
        if enrolment.device != *device {
            return Err(CourierError::Format(FormatError::DeviceMismatch {
                signed: enrolment.device.to_string(),
                found: device.to_string(),
            })
            .into());
        }
        Ok(Some(enrolment))
    }
}

fn read_bytes<F: Files>(stick: &StickStore<F>, path: &Path) -> Result<Vec<u8>, CourierError> {
    let mut bytes = Vec::new();
    stick
        .open(path, enrol::MAX_ENROL_BYTES)?
        .take(enrol::MAX_ENROL_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            CourierError::Stick(StickError::Interrupted {
                detail: error.to_string(),
            })
        })?;
    Ok(bytes)
}
