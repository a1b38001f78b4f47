//! The real clerk: an open office and the folder it lives in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::job::{Doubt, Event, Job};
use super::perform::{Clerk, progress};
use super::view::Snapshot;
use crate::app::office::{InitForm, Office, OfficeError, TRIAL_PASSPHRASE};
use crate::app::settings::Settings;
use crate::app::sticks::{self, Stick};
use crate::app::{AppError, Progress};
use crate::domain::time::Clock;
use crate::words::{Lang, Sentence};

/// Where an office is, or may be made.
#[derive(Debug, Clone)]
pub struct Place {
    /// The office's folder, real or trial.
    pub dir: PathBuf,
    /// Where a real office is made: never where a trial office lies.
    pub real_dir: PathBuf,
    /// The folder of the trial office.
    pub trial_dir: PathBuf,
    /// Folders that stand for sticks.
    pub stick_folders: Vec<PathBuf>,
}

impl Place {
    /// The office that `settings` name, or the one in `data` if that was asked for.
    #[must_use]
    pub fn new(data: Option<PathBuf>, settings: &Settings) -> Self {
        let mut stick_folders = settings.stick_folders.clone();
        if let Some(dir) = data {
            return Self {
                real_dir: dir.clone(),
                trial_dir: dir.clone(),
                dir,
                stick_folders,
            };
        }
        // Beside a trial kiosk lies the folder that it writes to as if it were a stick.
        stick_folders.push(settings.trial_stick_dir());
        Self {
            dir: settings.office_dir(),
            real_dir: settings.real_office_dir(),
            trial_dir: settings.trial_office_dir(),
            stick_folders,
        }
    }
}

/// Keeps the office that the window works on. Lives on the performer's thread.
pub struct OfficeClerk {
    place: Place,
    lang: Lang,
    clock: Arc<dyn Clock>,
    office: Option<Office>,
    /// Where the last load came from: accepting a device loads once more.
    loaded_from: Option<PathBuf>,
}

impl OfficeClerk {
    /// A clerk before the closed door.
    #[must_use]
    pub fn new(place: Place, lang: Lang, clock: Arc<dyn Clock>) -> Self {
        Self {
            place,
            lang,
            clock,
            office: None,
            loaded_from: None,
        }
    }

    fn found(&mut self, form: &InitForm, dir: PathBuf) -> Result<(), AppError> {
        let clock = Arc::clone(&self.clock);
        let (office, _) = Office::init(&dir, form, clock, &mut rand::rng())?;
        self.place.dir = dir;
        self.office = Some(office);
        self.loaded_from = None;
        Ok(())
    }

    /// Whether a real office can be made in a folder of its own.
    fn may_found(&self) -> bool {
        self.place.real_dir != self.place.trial_dir && !Office::exists(&self.place.real_dir)
    }

    fn unlock(&mut self, passphrase: &str) -> Result<(), AppError> {
        let clock = Arc::clone(&self.clock);
        self.office = Some(Office::unlock(&self.place.dir, passphrase, clock)?);
        Ok(())
    }

    /// Work before the closed door: only what opens it.
    fn enter(&mut self, job: Job, tell: &mut dyn FnMut(Event)) -> Result<(), AppError> {
        let founding = matches!(job, Job::Found { .. });
        match job {
            Job::Found {
                name,
                place,
                telephone,
                passphrase,
            } => {
                let form = InitForm {
                    name,
                    office_place: place,
                    telephone,
                    passphrase,
                    trial: false,
                };
                self.found(&form, self.place.real_dir.clone())?;
            }
            Job::OpenTrial => {
                let dir = self.place.trial_dir.clone();
                if Office::exists(&dir) {
                    self.place.dir = dir;
                    self.unlock(TRIAL_PASSPHRASE)?;
                } else {
                    self.found(&InitForm::trial(self.lang), dir)?;
                }
            }
            Job::Unlock(passphrase) => self.unlock(&passphrase)?,
            Job::Load(_)
            | Job::Accept { .. }
            | Job::OpenCase(_)
            | Job::StartCase(_)
            | Job::Reply(..)
            | Job::MakePack(_)
            | Job::Confirm { .. }
            | Job::Check
            | Job::AddPlan(_)
            | Job::EnablePlan { .. }
            | Job::Revoke(_)
            | Job::PostResults { .. }
            | Job::PostNotice { .. }
            | Job::Lock => return Ok(()),
        }
        if let Some(office) = &self.office {
            tell_all(office, self.may_found(), tell)?;
        }
        tell(if founding {
            Event::Founded
        } else {
            Event::Unlocked
        });
        Ok(())
    }

    fn work_inside(&mut self, job: Job, tell: &mut dyn FnMut(Event)) -> Result<(), AppError> {
        let may_found = self.may_found();
        let Some(office) = &mut self.office else {
            return Ok(());
        };
        let outcome = match job {
            Job::Load(stick) => {
                self.loaded_from = Some(stick.clone());
                load(office, &stick, tell)?
            }
            Job::Accept { id, fingerprint } => {
                office.accept_device(&id, &fingerprint)?;
                if let Some(stick) = &self.loaded_from {
                    let report = load(office, stick, tell)?;
                    tell(report);
                }
                Event::Accepted(id)
            }
            Job::Revoke(id) => {
                office.revoke_device(&id)?;
                Event::Revoked(id)
            }
            Job::OpenCase(number) => {
                tell(Event::Case(Box::new(office.case(number)?)));
                return Ok(());
            }
            Job::StartCase(number) => Event::Case(Box::new(office.start_case(number)?)),
            Job::Reply(number, text) => {
                let text = Zeroizing::new(text);
                tell(Event::Case(Box::new(office.reply(number, &text)?)));
                Event::Answered(number)
            }
            Job::MakePack(stick) => {
                let mut heard = |step: Progress| tell(progress(step));
                Event::Packed(office.make_pack(&stick, &mut rand::rng(), &mut heard)?)
            }
            Job::Confirm { typed, then } => {
                match typed {
                    Doubt::Day(day) => office.confirm_day(day)?,
                    Doubt::Week(week) => office.confirm_week(week)?,
                }
                return self.work_inside(*then, tell);
            }
            Job::Check => {
                let report = office.verify(&mut |step| tell(progress(step)))?;
                tell(Event::Checked(report));
                return Ok(());
            }
            Job::AddPlan(file) => add_plan(office, &file)?,
            Job::EnablePlan { plan, enabled } => {
                office.enable_plan(&plan, enabled)?;
                Event::PlanEnabled
            }
            Job::PostResults { plan, period } => {
                office.post_results(&plan, Some(&period))?;
                Event::Posted
            }
            Job::PostNotice { title, body } => {
                office.post_notice(&title, &body)?;
                Event::Posted
            }
            Job::Found { .. } | Job::OpenTrial | Job::Unlock(_) | Job::Lock => return Ok(()),
        };
        tell_all(office, may_found, tell)?;
        tell(outcome);
        Ok(())
    }
}

fn load(office: &mut Office, stick: &Path, tell: &mut dyn FnMut(Event)) -> Result<Event, AppError> {
    let report = office.load(stick, &mut |step| tell(progress(step)))?;
    Ok(Event::Loaded(report))
}

fn add_plan(office: &mut Office, file: &Path) -> Result<Event, AppError> {
    match office.add_plan_file(file) {
        Ok(row) => Ok(Event::PlanAdded(row.title.zh)),
        Err(AppError::Office(OfficeError::PlanFaults(faults))) => {
            let faults = faults.0.into_iter();
            let lines = faults.map(|fault| (Some(fault.line), fault.sentence));
            Ok(Event::PlanFaults(lines.collect()))
        }
        Err(error) => Err(error),
    }
}

/// Everything the office knows, told anew.
fn tell_all(office: &Office, may_found: bool, tell: &mut dyn FnMut(Event)) -> Result<(), AppError> {
    let mut notices = office.notices()?;
    notices.reverse();
    let snapshot = Snapshot {
        summary: office.summary()?,
        today: office.today(),
        devices: office.devices()?,
        plans: office.plans()?,
        tallies: office.tallies()?,
        cases: office.cases()?,
        notices,
        may_found: may_found && office.is_trial(),
        folder: office.dir().to_owned(),
        recovery_sheet: office.recovery_sheet(),
    };
    tell(Event::Snapshot(Box::new(snapshot)));
    Ok(())
}

impl Clerk for OfficeClerk {
    fn first_look(&mut self) -> Event {
        if !Office::exists(&self.place.dir) {
            return Event::NoOffice;
        }
        match Office::sign_at(&self.place.dir) {
            Ok((name, trial)) => Event::Locked {
                name,
                trial,
                may_found: trial && self.may_found(),
            },
            Err(error) => Event::Failed(error.sentence()),
        }
    }

    fn sticks(&mut self) -> Vec<Stick> {
        let place = &self.place;
        // What a trial kiosk writes is no real office's, nor does a real pack belong there.
        let trial_stick = place.trial_dir.with_file_name("stick");
        let real = place.dir == place.real_dir && place.real_dir != place.trial_dir;
        let folders = place.stick_folders.iter();
        let folders = folders.filter(|folder| !real || **folder != trial_stick);
        sticks::present(&folders.cloned().collect::<Vec<_>>())
    }

    fn work(&mut self, job: Job, tell: &mut dyn FnMut(Event)) -> Result<(), Sentence> {
        if matches!(job, Job::Lock) {
            self.office = None;
            self.loaded_from = None;
            tell(self.first_look());
            return Ok(());
        }
        // From within a trial the real office is made as if before a closed door; the trial stays as it is.
        let beside = matches!(job, Job::Found { .. })
            && self.may_found()
            && self.office.as_ref().is_some_and(Office::is_trial);
        let again = job.clone();
        let outcome = if self.office.is_some() && !beside {
            self.work_inside(job, tell)
        } else {
            self.enter(job, tell)
        };
        match outcome {
            Err(AppError::Office(error @ OfficeError::DayDoubtful { today, .. })) => {
                tell(Event::Doubted {
                    doubt: Doubt::Day(today),
                    sentence: error.sentence(),
                    job: Box::new(again),
                });
                Ok(())
            }
            outcome => outcome.map_err(|error| error.sentence()),
        }
    }
}
