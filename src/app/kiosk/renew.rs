//! A new key and a new name for a device whose key was stolen or whose disk was copied: at the computer itself, for whoever may
//! read its key may change it. The office stops counting what was not the device's own (protocol §6.1).

use std::fs;

use super::open::{NEXT_KEY_FILE, take_key};
use super::{Kiosk, Service, locked};
use crate::app::{AppError, at};
use crate::cardbox::{ClosingDay, NewChain};
use crate::courier::keys::{SigningKey, write_secret_file};
use crate::domain::device::Fingerprint;
use crate::domain::ids::DeviceId;

/// What a new chain came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The name it has now.
    pub device: DeviceId,
    /// What the office is to be told.
    pub fingerprint: Fingerprint,
    /// So many batches are written again.
    pub batches: u32,
}

impl Kiosk {
    /// Goes on as `name` with a key of its own. Consumes the kiosk: it is opened anew under that name.
    pub fn renew(mut self, name: &DeviceId) -> Result<Renewal, AppError> {
        if *name == self.device {
            return Err(AppError::SameName {
                device: name.clone(),
            });
        }
        if self.service() != Service::Open {
            return Err(AppError::Retired);
        }
        self.flush_counts()?;
        let key = SigningKey::random(&mut self.rng());
        let next = self.dir.join(NEXT_KEY_FILE);
        if next.exists() {
            // It was interrupted before the card box knew of this one.
            fs::remove_file(&next).map_err(at(&next))?;
        }
        write_secret_file(&next, &key.to_minisign_text())?;
        let former = std::mem::replace(&mut self.device, name.clone());
        let public = key.public();
        self.device_key = key;
        let mut cardbox = locked(&self.cardbox);
        let on = ClosingDay {
            day: self.believed_day(cardbox.office_time()?),
            seen: cardbox.seen()?,
            health: Some(self.health(&cardbox)?),
        };
        let chain = NewChain {
            device: name,
            key: &public.to_string(),
            former: &former,
        };
        let batches = cardbox.renew(&chain, on, |closing, rows| self.seal_batch(closing, rows))?;
        cardbox.vacuum()?;
        take_key(&self.dir, &cardbox)?;
        drop(cardbox);
        Ok(Renewal {
            device: name.clone(),
            fingerprint: public.fingerprint(),
            batches,
        })
    }
}
