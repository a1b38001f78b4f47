//! 体验模式: an office beside the kiosk, so that a newcomer can go the whole way at once. The one place that knows
//! both: a kiosk names no office, and an office no kiosk.

use std::sync::Arc;

use super::kiosk::{Kiosk, Tunables, pair_in};
use super::office::{InitForm, Office, TRIAL_PASSPHRASE};
use super::owner::Owner;
use super::settings::Settings;
use super::{AppError, private};
use crate::domain::time::Clock;

impl Kiosk {
    /// Opens the paired kiosk under `settings.data_dir`, or, with no office paired yet, a trial
    /// (体验模式) kiosk with a trial office beside it.
    pub fn open(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Self, AppError> {
        Self::open_with(settings, clock, Tunables::default())
    }

    /// `open`, built from other tunables.
    pub fn open_with(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        tunables: Tunables,
    ) -> Result<Self, AppError> {
        let real = settings.kiosk_dir();
        match Self::open_in_with(&real, settings, Arc::clone(&clock), tunables.clone()) {
            Err(AppError::NotPaired) => {}
            opened => return opened,
        }
        let dir = settings.trial_kiosk_dir();
        if dir.exists() {
            // Its office and its stick too, which an earlier version left open to all.
            private::tighten(&settings.trial_dir())?;
        }
        match Self::open_in_with(&dir, settings, Arc::clone(&clock), tunables.clone()) {
            Err(AppError::NotPaired) => {}
            opened => return opened,
        }
        let _making = claim(settings)?;
        match Self::open_in_with(&dir, settings, Arc::clone(&clock), tunables.clone()) {
            Err(AppError::NotPaired) => {}
            opened => return opened,
        }
        make(settings, &clock, &tunables)?;
        Self::open_in_with(&dir, settings, clock, tunables)
    }
}

/// The right to make a trial: where two programs start at once, one of them makes it and both open it.
fn claim(settings: &Settings) -> Result<Owner, AppError> {
    let trial = settings.trial_dir();
    private::own_folder(&trial)?;
    Owner::of(&trial)
}

/// Makes the trial office, its first pack, the kiosk paired with it, and has the office accept it.
fn make(settings: &Settings, clock: &Arc<dyn Clock>, tunables: &Tunables) -> Result<(), AppError> {
    let (office_dir, stick) = (settings.trial_office_dir(), settings.trial_stick_dir());
    private::make_folder(&stick)?;
    let mut office = if Office::exists(&office_dir) {
        Office::unlock(
            &office_dir,
            TRIAL_PASSPHRASE,
            Arc::clone(clock),
            &mut rand::rng(),
        )?
    } else {
        let form = InitForm::trial(settings.language);
        Office::init(&office_dir, &form, Arc::clone(clock), &mut rand::rng())?.0
    };
    // Nobody is there to type a date, and a trial promises nobody a day.
    let today = office.today();
    office.confirm_day(today)?;
    office.make_pack(&stick, &mut rand::rng(), &mut |_| {})?;
    let fingerprint = pair_in(
        &settings.trial_kiosk_dir(),
        &stick,
        (&settings.device, settings.role),
        tunables,
    )?;
    let report = office.load(&stick, &mut |_| {})?;
    for enrolment in &report.enrolments {
        if enrolment.device == settings.device {
            office.accept_device(&enrolment.device, &fingerprint.typed())?;
        }
    }
    Ok(())
}
