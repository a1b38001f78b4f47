//! This device as a witness of the office's ledger, and what other devices have signed: where the two cannot both be of one office,
//! 账本对不上 (protocol §5.3).

use std::fs::{self, File};
use std::path::Path;

use super::open::PACKS;
use super::packs::{EVIDENCE, MOST_EVIDENCE, keep_own, newest_kept};
use super::sync::Store;
use super::{Dispute, Kiosk, locked};
use crate::app::{AppError, at, private};
use crate::courier::CourierError;
use crate::courier::delivery::Delivery;
use crate::courier::error::StickError;
use crate::courier::keys::write_secret_file;
use crate::courier::pack::{ExpectedPack, PackDevice, PackReader};
use crate::courier::seen::{SEEN_STEM, SeenStatement, SignedSeen};
use crate::courier::stick::device_folder;
use crate::domain::device::DeviceStanding;
use crate::domain::ids::DeviceId;
use crate::domain::witness::Excerpt;

/// No more statements are disputed at once: whoever holds a device's key could sign them without end.
const MOST_DISPUTED: usize = 32;

/// What the newest pack that was taken says of devices and ledger.
pub(super) struct Told {
    devices: Vec<PackDevice>,
    pub(super) ledger: Option<Excerpt>,
}

impl Kiosk {
    /// Writes what this device has seen, signed, into its folder on the stick, in the place of what it wrote there before.
    pub(super) fn testify(&self, delivery: &mut Delivery) -> Result<Option<String>, AppError> {
        let cardbox = locked(&self.cardbox);
        let (seen, office) = (cardbox.seen()?, cardbox.office_time()?);
        drop(cardbox);
        let Some(seen) = seen else {
            return Ok(None);
        };
        let identity = self.identity();
        let said = SeenStatement {
            device: identity.device.clone(),
            seen,
            day: self.believed_day(office),
        };
        let community = self.known(|known| known.community.id.clone());
        let signed = SignedSeen::sign(&said, &community, &identity.key)?;
        let folder = device_folder(&identity.device);
        for (ending, text) in [("JSL", &signed.statement), ("SIG", &signed.signature)] {
            let name = format!("{SEEN_STEM}.{ending}");
            match delivery.replace(&folder, &name, text.as_bytes()) {
                // Something that is no file bears the name: what somebody planted must not hold up the batches.
                Err(CourierError::Stick(StickError::NameTaken { name })) => return Ok(Some(name)),
                written => written?,
            }
        }
        Ok(None)
    }

    /// Holds what other devices signed, relayed by a pack or lying on the same stick, against what this one has seen. A statement
    /// stops no pack: one stolen key of a device would silence every other. It is kept as evidence and told until it is settled:
    /// until the ledger says that the office was set back, or that the device is revoked.
    pub(super) fn hear_witnesses(
        &self,
        store: &Store,
        relayed: Vec<SignedSeen>,
    ) -> Result<(), AppError> {
        let Some(told) = self.told() else {
            return Ok(());
        };
        let cardbox = locked(&self.cardbox);
        let (own, before) = (cardbox.packs_seen()?, cardbox.disputed()?);
        drop(cardbox);
        let mut heard: Vec<SignedSeen> = serde_json::from_str(&before).unwrap_or_default();
        heard.extend(relayed);
        let own_name = self.device();
        for device in &told.devices {
            if device.device != own_name {
                heard.extend(lying_there(store, &device.device)?);
            }
        }
        heard.sort();
        heard.dedup();
        let community = self.known(|known| known.community.id.clone());
        heard.retain(|signed| {
            let device = told.devices.iter();
            let device = device
                .filter(|it| it.standing != DeviceStanding::Revoked)
                .find(|it| it.device == signed.device);
            let said = device.and_then(|it| signed.read(&it.key, &community).ok());
            said.is_some_and(|said| said.seen.contradicts(&own, told.ledger.as_ref()))
        });
        heard.truncate(MOST_DISPUTED);
        let now = serde_json::to_string(&heard).map_err(|_| AppError::Machine { what: "JSON" })?;
        if heard.is_empty() && before.is_empty() || now == before {
            return Ok(());
        }
        for signed in &heard {
            // The card box has its words all the same: a full disk must not hold up the batches.
            let _kept = keep_statement(&self.dir, signed);
        }
        let text = if heard.is_empty() { "" } else { &now };
        locked(&self.cardbox).set_disputed(text)?;
        self.reread()
    }

    /// The statements of other devices that contradict what this one has seen.
    pub(super) fn disputes(&self) -> Result<Vec<Dispute>, AppError> {
        let text = locked(&self.cardbox).disputed()?;
        let kept: Vec<SignedSeen> = serde_json::from_str(&text).unwrap_or_default();
        let mut devices: Vec<DeviceId> = kept.into_iter().map(|it| it.device).collect();
        devices.dedup();
        let disputes = devices.into_iter().map(|device| Dispute { device });
        Ok(disputes.collect())
    }

    /// The devices that the newest pack names.
    pub(super) fn known_devices(&self) -> Vec<DeviceId> {
        let told = self.told().map(|told| told.devices).unwrap_or_default();
        told.into_iter().map(|device| device.device).collect()
    }

    /// Whether the office took this device in under its present name and key, by the newest pack that was kept.
    pub(super) fn is_accepted(&self) -> bool {
        let (device, key) = self.known_by();
        let told = self.told().map(|told| told.devices).unwrap_or_default();
        let mut own = told
            .iter()
            .filter(|listed| listed.device == device && listed.key == key);
        own.any(|own| own.standing != DeviceStanding::Waiting)
    }

    /// From the newest pack that was kept; none where there is none, or it does not read: the next one is kept again.
    pub(super) fn told(&self) -> Option<Told> {
        let path = newest_kept(&self.dir.join(PACKS))?;
        let signature = fs::read_to_string(path.with_extension("SIG")).ok()?;
        let community = self.known(|known| known.community.id.clone());
        let expected = ExpectedPack {
            key: &self.office_key,
            community: Some(&community),
            number: None,
            last: None,
        };
        let reader = PackReader::open(File::open(&path).ok()?, &signature, &expected).ok()?;
        Some(Told {
            devices: reader.header().devices.clone(),
            ledger: reader.ledger().cloned(),
        })
    }
}

/// The statement in a device's folder on the stick. Whatever else lies there tells nothing; a stick that is gone does.
fn lying_there(store: &Store, device: &DeviceId) -> Result<Option<SignedSeen>, AppError> {
    match SignedSeen::lying_in(store, device) {
        Ok(signed) => Ok(Some(signed)),
        Err(CourierError::Stick(StickError::Vanished)) => {
            Err(CourierError::Stick(StickError::Vanished).into())
        }
        Err(_) => Ok(None),
    }
}

/// Keeps a statement and the pack that it contradicts, beside the other evidence.
fn keep_statement(dir: &Path, signed: &SignedSeen) -> Result<(), AppError> {
    let folder = dir.join(EVIDENCE);
    private::own_folder(&folder)?;
    let held = fs::read_dir(&folder).map_err(at(&folder))?.count();
    if held >= MOST_EVIDENCE {
        return Ok(());
    }
    let name = format!("{SEEN_STEM}-{}-{}", signed.device, signed.short_name());
    let path = folder.join(name);
    let (text, beside) = (path.with_extension("JSL"), path.with_extension("SIG"));
    if beside.exists() {
        return Ok(());
    }
    if !text.exists() {
        write_secret_file(&text, &signed.statement)?;
    }
    write_secret_file(&beside, &signed.signature)?;
    keep_own(dir);
    Ok(())
}
