//! Pairing: the first pack names the office, staff compare its fingerprint, the device asks to be accepted.

use std::path::Path;

use chrono::NaiveDate;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

use super::open::{BOX_FILE, KEY_FILE, PUB_FILE};
use super::packs::{FoundPack, keep_pack, newest_pack, pack_import};
use super::sync::{Introduced, introduce};
use super::tunables::Tunables;
use super::{Kiosk, PairingOffer, locked};
use crate::app::owner::Owner;
use crate::app::sticks::Stick;
use crate::app::{AppError, at, private};
use crate::cardbox::{CardBox, CardBoxError};
use crate::courier::CourierError;
use crate::courier::delivery::Delivery;
use crate::courier::error::{FormatError, StickError};
use crate::courier::files::RealFiles;
use crate::courier::keys::{PublicKey, SigningKey, read_secret_file, write_secret_file};
use crate::courier::stick::{StickStore, TO};
use crate::domain::device::{DeviceRole, Fingerprint};
use crate::domain::ids::DeviceId;

/// The largest public key file that is looked at.
const PUB_BYTES: u64 = 1024;

impl Kiosk {
    /// The office a stick offers to pair with; `None` when it carries no pack of a real office.
    pub fn pairing_offer(&self, stick: &Stick) -> Result<Option<PairingOffer>, AppError> {
        let Some((key, found)) = offered(&stick.root)? else {
            return Ok(None);
        };
        let header = found.contents.header;
        if header.community.id.is_trial() {
            return Ok(None);
        }
        Ok(Some(PairingOffer {
            community: header.community,
            office_fingerprint: key.fingerprint().to_string(),
            pack: header.number,
            office_time: header.time,
            stick_root: stick.root.clone(),
            office_key: key.to_string(),
        }))
    }

    /// Pairs with an office whose fingerprint the staff compared, and writes the enrolment to the
    /// stick. Afterwards open the kiosk again: it is a real one then.
    pub fn pair(&self, offer: &PairingOffer, device: &DeviceId) -> Result<(), AppError> {
        let Some((key, pack)) = offered(&offer.stick_root)? else {
            return Err(CourierError::Stick(StickError::Vanished).into());
        };
        // What staff compared is what counts: a stick swapped in between must not pair.
        if key.to_string() != offer.office_key || pack.contents.header.community.id.is_trial() {
            return Err(CourierError::Format(FormatError::SignedByAnother {
                key_id: key.key_id_text(),
            })
            .into());
        }
        // In trial the PIN pad is the way here. It comes along, or the next passer-by would choose another.
        let pin = locked(&self.cardbox).pin_hash()?;
        let pin = pin.ok_or(AppError::PinMissing)?;
        let time = pack.contents.header.time;
        let office = Office {
            key: &key,
            pack: &pack,
            today: Some(self.believed_day(Some(time))),
        };
        make(
            &self.real_dir,
            &offer.stick_root,
            (device, self.settings.role),
            &office,
            Some(&pin),
            &self.tunables,
        )
        .map(drop)
    }
}

/// Pairs a new store in `dir` with the office whose pack lies on the stick, without asking anyone: for a trial
/// (体验模式) and for `demo`, where the office is the program's own. What its office is to be told: the device's fingerprint.
pub fn pair_in(
    dir: &Path,
    stick_root: &Path,
    device: (&DeviceId, DeviceRole),
    tunables: &Tunables,
) -> Result<Fingerprint, AppError> {
    let Some((key, pack)) = offered(stick_root)? else {
        return Err(CourierError::Stick(StickError::Vanished).into());
    };
    if !pack.contents.header.community.id.is_trial() {
        return Err(AppError::NotPaired);
    }
    let office = Office {
        key: &key,
        pack: &pack,
        today: None,
    };
    make(dir, stick_root, device, &office, None, tunables)
}

/// The office that a stick speaks of.
struct Office<'a> {
    key: &'a PublicKey,
    pack: &'a FoundPack,
    /// The day from which its plans are asked; none in a trial, which no day binds.
    today: Option<NaiveDate>,
}

fn offered(stick_root: &Path) -> Result<Option<(PublicKey, FoundPack)>, AppError> {
    let store = StickStore::new(RealFiles::new(stick_root));
    let text = match store.read_text(&Path::new(TO).join("OFFICE.PUB"), PUB_BYTES) {
        Ok(text) => text,
        Err(CourierError::Stick(StickError::NotThere { .. })) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let key = PublicKey::from_pub_text(&text)?;
    Ok(newest_pack(&store, &key, None)?.map(|found| (key, found)))
}

/// Makes the store. Pairing is its last step, so that an interrupted one starts over and keeps the device's key.
fn make(
    dir: &Path,
    stick_root: &Path,
    (device, role): (&DeviceId, DeviceRole),
    office: &Office<'_>,
    pin: Option<&str>,
    tunables: &Tunables,
) -> Result<Fingerprint, AppError> {
    let Office { pack, .. } = office;
    let contents = &pack.contents;
    private::own_folder(dir)?;
    let _owner = Owner::of(dir)?;
    private::tighten(dir)?;
    private::make_file(&dir.join(BOX_FILE))?;
    let mut cardbox = CardBox::open(&dir.join(BOX_FILE))?;
    if cardbox.device()?.is_some() {
        return Err(AppError::AlreadyPaired);
    }
    let key_file = dir.join(KEY_FILE);
    let key = if key_file.exists() {
        SigningKey::from_minisign_text(&read_secret_file(&key_file)?)?
    } else {
        let key = SigningKey::random(&mut match tunables.seed {
            Some(seed) => StdRng::seed_from_u64(seed),
            None => rand::make_rng(),
        });
        write_secret_file(&key_file, &key.to_minisign_text())?;
        key
    };
    let pub_file = dir.join(PUB_FILE);
    private::make_file(&pub_file)?;
    std::fs::write(&pub_file, key.public().to_pub_text()).map_err(at(&pub_file))?;
    let own = (device.clone(), key.public());
    let (mut import, _) = pack_import(contents, pack.root, &own, None)?;
    if let Some(today) = office.today {
        import.begin_plans(today);
    }
    match cardbox.import(&import) {
        Ok(_) => {}
        Err(CardBoxError::PackNotNewer { given, held }) if given == held => {}
        Err(error) => return Err(error.into()),
    }
    keep_pack(dir, &StickStore::new(RealFiles::new(stick_root)), pack);
    // Staff sync once more after the office has accepted the device: nothing says here that the stick may be pulled.
    let mut delivery = Delivery::to(stick_root);
    let who = Introduced {
        device,
        community: &contents.header.community.id,
        key: &key,
        former: None,
        role,
    };
    introduce(&mut delivery, &who)?;
    if let Some(pin) = pin {
        cardbox.set_pin_hash(pin)?;
    }
    cardbox.pair(device, &office.key.to_string())?;
    cardbox.vacuum()?;
    Ok(key.public().fingerprint())
}
