//! 体验模式: an office beside the kiosk, so that a newcomer can go the whole way at once.

use std::path::PathBuf;
use std::sync::Arc;

use super::pairing::pair_in;
use super::parts::Parts;
use crate::app::office::{InitForm, Office, TRIAL_PASSPHRASE};
use crate::app::owner::Owner;
use crate::app::settings::Settings;
use crate::app::{AppError, private};
use crate::domain::time::Clock;

/// Where everything of a trial lies.
pub(super) fn dir(settings: &Settings) -> PathBuf {
    settings.data_dir.join("trial")
}

pub(super) fn kiosk_dir(settings: &Settings) -> PathBuf {
    dir(settings).join("kiosk")
}

/// The right to make a trial: where two programs start at once, one of them makes it and both open it.
pub(super) fn claim(settings: &Settings) -> Result<Owner, AppError> {
    let trial = dir(settings);
    private::own_folder(&trial)?;
    Owner::of(&trial)
}

/// Makes the trial office, its first pack, the kiosk paired with it, and has the office accept it.
pub(super) fn make(
    settings: &Settings,
    clock: &Arc<dyn Clock>,
    parts: &Parts,
) -> Result<(), AppError> {
    let (office_dir, stick) = (settings.trial_office_dir(), settings.trial_stick_dir());
    private::make_folder(&stick)?;
    let mut office = if Office::exists(&office_dir) {
        Office::unlock(&office_dir, TRIAL_PASSPHRASE, Arc::clone(clock))?
    } else {
        let form = InitForm::trial(settings.language);
        Office::init(&office_dir, &form, Arc::clone(clock), &mut rand::rng())?.0
    };
    // Nobody is there to type a date, and a trial promises nobody a day.
    let today = office.today();
    office.confirm_day(today)?;
    office.make_pack(&stick, &mut rand::rng(), &mut |_| {})?;
    pair_in(&kiosk_dir(settings), &stick, &settings.device, parts)?;
    let report = office.load(&stick, &mut |_| {})?;
    for enrolment in &report.enrolments {
        if enrolment.device == settings.device {
            office.accept_device(&enrolment.device, &enrolment.fingerprint)?;
        }
    }
    Ok(())
}
