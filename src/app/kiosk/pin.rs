//! The staff PIN: a durable counter and a wait that grows, and never locks out for ever.

use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use rand::CryptoRng;
use zeroize::Zeroizing;

use super::tunables::PinCost;
use super::{Identity, Kiosk, PinOutcome, PinState, locked};
use crate::app::AppError;
use crate::courier::pin_code;
use crate::domain::receipt::PinCode;

/// Wrong tries that cost no waiting: fingers slip.
const FREE_TRIES: u32 = 3;
const FIRST_WAIT_SECS: u64 = 2;
const LONGEST_WAIT_SECS: u64 = 15 * 60;

/// The wait after so many wrong tries in a row: none, then doubling from 2 s up to a quarter of an hour.
pub(super) fn delay(failures: u32) -> Duration {
    let Some(over) = failures.checked_sub(FREE_TRIES) else {
        return Duration::ZERO;
    };
    let secs = FIRST_WAIT_SECS
        .checked_shl(over.min(32))
        .unwrap_or(u64::MAX);
    Duration::from_secs(secs.min(LONGEST_WAIT_SECS))
}

impl Kiosk {
    /// Whether a PIN is set, and whether it may be tried now.
    pub fn pin_state(&self) -> Result<PinState, AppError> {
        if locked(&self.cardbox).pin_hash()?.is_none() {
            return Ok(PinState::Unset);
        }
        let wait = self.pin_wait();
        Ok(if wait.is_zero() {
            PinState::Ready
        } else {
            PinState::Wait(wait)
        })
    }

    fn pin_wait(&self) -> Duration {
        locked(&self.pin_not_before).saturating_sub((self.tunables.uptime)())
    }

    /// Sets the staff PIN: 4 to 12 digits.
    pub fn set_pin(&self, pin: &str) -> Result<(), AppError> {
        let hash = hashed(pin, self.tunables.pin_cost, &mut self.rng())?;
        Ok(locked(&self.cardbox).set_pin_hash(&hash)?)
    }

    /// Tries the staff PIN. The failure counter is durable before the PIN is compared.
    pub fn try_pin(&self, pin: &str) -> Result<PinOutcome, AppError> {
        let wait = self.pin_wait();
        if !wait.is_zero() {
            return Ok(PinOutcome::TooSoon(wait));
        }
        let cardbox = locked(&self.cardbox);
        let Some(stored) = cardbox.pin_hash()? else {
            return Ok(PinOutcome::Wrong(Duration::ZERO));
        };
        let failures = cardbox.pin_failures()?.saturating_add(1);
        // Before comparing: pulling the plug between the two must not give a free guess.
        cardbox.set_pin_failures(failures)?;
        drop(cardbox);
        if matches(pin, &stored)? {
            locked(&self.cardbox).set_pin_failures(0)?;
            *locked(&self.pin_not_before) = Duration::ZERO;
            return Ok(PinOutcome::Right);
        }
        let wait = delay(failures);
        *locked(&self.pin_not_before) = (self.tunables.uptime)() + wait;
        Ok(PinOutcome::Wrong(wait))
    }
}

impl Kiosk {
    /// 忘记 PIN: sets a new one with a code from the office, once. Wrong codes count as wrong PINs do, and before they are compared.
    pub fn reset_pin(&self, typed: &str, pin: &str) -> Result<PinOutcome, AppError> {
        let hash = hashed(pin, self.tunables.pin_cost, &mut self.rng())?;
        let wait = self.pin_wait();
        if !wait.is_zero() {
            return Ok(PinOutcome::TooSoon(wait));
        }
        let cardbox = locked(&self.cardbox);
        let (expected, failures) = (
            cardbox.pin_code()?,
            cardbox.pin_failures()?.saturating_add(1),
        );
        cardbox.set_pin_failures(failures)?;
        drop(cardbox);
        let salt = self.known(|known| known.community.receipt_salt);
        let given = match PinCode::parse(typed) {
            Ok(code) => {
                let Identity { device, key } = self.identity();
                Some(pin_code::digest(&code, &salt, &device, &key.public())?)
            }
            Err(_) => None,
        };
        if let Some(code) = given.filter(|_| given == expected) {
            locked(&self.cardbox).use_pin_code(code, &hash)?;
            *locked(&self.pin_not_before) = Duration::ZERO;
            return Ok(PinOutcome::Right);
        }
        let wait = delay(failures);
        *locked(&self.pin_not_before) = (self.tunables.uptime)() + wait;
        Ok(PinOutcome::Wrong(wait))
    }
}

/// A PIN of 4 to 12 digits as it is stored, under a fresh salt.
pub(super) fn hashed(
    pin: &str,
    cost: PinCost,
    rng: &mut impl CryptoRng,
) -> Result<String, AppError> {
    if !(4..=12).contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AppError::PinShape);
    }
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    hash(pin, &salt, cost)
}

/// `argon2id m t salt hash`, the last two in hex.
fn hash(pin: &str, salt: &[u8], cost: PinCost) -> Result<String, AppError> {
    let machine = |_| AppError::Machine { what: "Argon2" };
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).map_err(machine)?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, &mut *out)
        .map_err(machine)?;
    let PinCost { memory_kib, passes } = cost;
    Ok(format!(
        "argon2id {memory_kib} {passes} {} {}",
        hex::encode(salt),
        hex::encode(*out)
    ))
}

fn matches(pin: &str, stored: &str) -> Result<bool, AppError> {
    let machine = || AppError::Machine { what: "PIN" };
    let mut tunables = stored.split(' ').skip(1);
    let mut number = || {
        tunables
            .next()
            .and_then(|part| part.parse().ok())
            .ok_or_else(machine)
    };
    let cost = PinCost {
        memory_kib: number()?,
        passes: number()?,
    };
    let salt = tunables
        .next()
        .and_then(|salt| hex::decode(salt).ok())
        .ok_or_else(machine)?;
    Ok(hash(pin, &salt, cost)? == stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_ends() {
        let secs: Vec<u64> = [0, 2, 3, 4, 8, 12, 40, u32::MAX]
            .into_iter()
            .map(|failures| delay(failures).as_secs())
            .collect();
        assert_eq!(secs, [0, 0, 2, 4, 64, 900, 900, 900]);
    }
}
