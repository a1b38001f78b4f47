//! The real clerk: an open office and the folder it lives in.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::action::Entry;
use super::job::{Doubt, Event, Job};
use super::view::Snapshot;
use crate::app::AppError;
use crate::app::office::{
    BackupError, CaseQuery, Changed, Command, InitForm, Office, OfficeError, Outcome, Passphrases,
    RestoreReport, TRIAL_PASSPHRASE, draft_from_form, propose_passphrase,
};
use crate::app::settings::Settings;
use crate::domain::ids::CaseNumber;
use crate::domain::time::Clock;
use crate::fault::Fault as _;
use crate::words::{Lang, Sentence};

/// Where what happened is told.
type Tell<'a> = &'a mut dyn FnMut(Event);

/// Where an office is, or may be made.
#[derive(Debug, Clone)]
pub struct OfficeFolders {
    /// The office's folder, real or trial.
    pub dir: PathBuf,
    /// Where a real office is made: never where a trial office lies.
    pub real_dir: PathBuf,
    /// The folder of the trial office.
    pub trial_dir: PathBuf,
    /// Folders that stand for sticks.
    pub stick_folders: Vec<PathBuf>,
}

impl OfficeFolders {
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

/// Keeps the office that the window works on. Away on a thread of his own while there is work.
pub struct OfficeClerk {
    folders: OfficeFolders,
    lang: Lang,
    clock: Arc<dyn Clock>,
    office: Option<Office>,
    /// The office's date when everything was told last.
    told_on: Option<NaiveDate>,
    /// The part of the list of cases that the window shows.
    listed: CaseQuery,
    /// What was half-written when the window locked itself, sealed by the office that was open.
    drafts: Option<Vec<u8>>,
}

impl OfficeClerk {
    /// A clerk before the closed door.
    #[must_use]
    pub fn new(folders: OfficeFolders, lang: Lang, clock: Arc<dyn Clock>) -> Self {
        Self {
            folders,
            lang,
            clock,
            office: None,
            told_on: None,
            listed: CaseQuery::default(),
            drafts: None,
        }
    }

    /// Nothing of an open office stays, what was looked for neither.
    fn shut(&mut self) {
        self.office = None;
        self.listed = CaseQuery::default();
    }

    fn found(&mut self, form: &InitForm, dir: PathBuf) -> Result<(), AppError> {
        let clock = Arc::clone(&self.clock);
        let (office, _) = Office::init(&dir, form, clock, &mut rand::rng())?;
        self.folders.dir = dir;
        self.office = Some(office);
        Ok(())
    }

    /// Whether a real office can be made in a folder of its own.
    fn may_found(&self) -> bool {
        self.folders.real_dir != self.folders.trial_dir && !Office::exists(&self.folders.real_dir)
    }

    fn unlock<'a>(&mut self, passphrases: impl Into<Passphrases<'a>>) -> Result<(), AppError> {
        let clock = Arc::clone(&self.clock);
        self.office = Some(Office::unlock(
            &self.folders.dir,
            passphrases,
            clock,
            &mut rand::rng(),
        )?);
        Ok(())
    }

    /// Puts a real office back from a backup, and opens it.
    fn restore(
        &mut self,
        backup: &Path,
        passphrases: Passphrases<'_>,
        tell: Tell,
    ) -> Result<RestoreReport, AppError> {
        if Office::is_trial_backup(backup)? {
            let path = backup.to_owned();
            return Err(BackupError::OfTrial { path }.into());
        }
        let (dir, clock) = (self.folders.real_dir.clone(), Arc::clone(&self.clock));
        let progress = &mut |step| tell(Event::Progress(step));
        let rng = &mut rand::rng();
        let report = Office::restore(backup, &dir, passphrases, clock, rng, progress)?;
        self.office = None;
        self.folders.dir = dir;
        self.unlock(passphrases)?;
        Ok(report)
    }

    fn enter(&mut self, entry: Entry, tell: Tell) -> Result<(), AppError> {
        let mut restored = None;
        let founding = matches!(entry, Entry::Found(_) | Entry::Recover { .. });
        match entry {
            Entry::Found(form) => self.found(&form, self.folders.real_dir.clone())?,
            Entry::OpenTrial => {
                let dir = self.folders.trial_dir.clone();
                if Office::exists(&dir) {
                    self.folders.dir = dir;
                    self.unlock(TRIAL_PASSPHRASE)?;
                } else {
                    self.found(&InitForm::trial(self.lang), dir)?;
                }
            }
            Entry::Unlock(passphrase) => self.unlock(&*passphrase)?,
            Entry::UnlockTogether(first, second) => {
                self.unlock(Passphrases::of_two(&first, &second))?;
            }
            Entry::Restore {
                backup,
                first,
                second,
            } => {
                let passphrases = if second.is_empty() {
                    Passphrases::from(&*first)
                } else {
                    Passphrases::of_two(&first, &second)
                };
                restored = Some(self.restore(&backup, passphrases, tell)?);
            }
            Entry::Recover {
                digits,
                name,
                passphrase,
            } => {
                let (dir, clock) = (&self.folders.dir, Arc::clone(&self.clock));
                let person = (name.as_str(), &*passphrase);
                let recovered = Office::recover(dir, &digits, person, clock, &mut rand::rng());
                self.office = Some(recovered?.0);
            }
        }
        self.listed = CaseQuery::default();
        self.tell_all(tell)?;
        tell(match restored {
            Some(report) => Event::Restored(Box::new(report)),
            None if founding => Event::Founded,
            None => Event::Unlocked,
        });
        // Another office's drafts do not open.
        let drafts = self.drafts.take();
        let office = self.office.as_ref().zip(drafts);
        if let Some(drafts) = office.and_then(|(office, drafts)| office.open_draft(&drafts)) {
            tell(Event::Drafts(drafts));
        }
        Ok(())
    }

    /// Whether the open office, if there is one, gives way to the one that `entry` opens: from within a trial the
    /// real office is made as if before a closed door; the trial stays as it is.
    fn may_enter(&self, entry: &Entry) -> bool {
        self.office.as_ref().is_none_or(|office| {
            let makes = matches!(entry, Entry::Found(_) | Entry::Restore { .. });
            makes && office.is_trial() && self.may_found()
        })
    }

    /// Runs commands until one fails; whether all were carried out.
    fn run(&mut self, commands: Vec<Command>, tell: Tell) -> Result<bool, AppError> {
        let mut left = VecDeque::from(commands);
        while let Some(command) = left.front().cloned() {
            let Some(office) = &mut self.office else {
                return Ok(false);
            };
            let progress = &mut |step| tell(Event::Progress(step));
            match office.run(command, &mut rand::rng(), progress) {
                Ok(outcome) => self.tell_outcome(outcome, tell)?,
                Err(AppError::Office(error @ OfficeError::DayDoubtful { today, .. })) => {
                    tell(Event::Doubted {
                        doubt: Doubt::Day(today),
                        sentence: error.sentence(),
                        commands: left.into(),
                    });
                    return Ok(false);
                }
                Err(AppError::Office(OfficeError::PlanFaults(faults))) => {
                    let faults = faults.0.into_iter();
                    let lines = faults.map(|fault| (Some(fault.line), fault.sentence));
                    tell(Event::PlanFaults(lines.collect()));
                    return Ok(false);
                }
                Err(error) => return Err(error),
            }
            left.pop_front();
        }
        Ok(true)
    }

    /// Runs a command and, where it was carried out, reads a case.
    fn run_then(&mut self, command: Command, next: CaseNumber, tell: Tell) -> Result<(), AppError> {
        if self.run(vec![command], tell)?
            && let Some(office) = &self.office
        {
            tell(Event::Case(Box::new(office.case(next)?)));
        }
        Ok(())
    }

    /// The window works what changed into what it shows; the list of cases is read again, a page of it. All is told anew
    /// after a load, whose report does not hold every case and count, after what changes who testifies to what, after what no
    /// list shows, and on a new day, when what is late is another matter.
    fn tell_outcome(&mut self, outcome: Outcome, tell: Tell) -> Result<(), AppError> {
        let today = self.office.as_ref().map(Office::today);
        let tells_all = matches!(
            outcome.changed,
            Changed::Loaded(_)
                | Changed::Registered(_)
                | Changed::Device(_)
                | Changed::Packed(_)
                | Changed::Plan(_)
                | Changed::Round(_)
                | Changed::Destroyed(_)
                | Changed::Calendar(_)
                | Changed::Other
        );
        if tells_all || today != self.told_on {
            self.tell_all(tell)?;
        } else if matches!(outcome.changed, Changed::Case(_) | Changed::Cases(_)) {
            self.tell_cases(tell)?;
        }
        if matches!(outcome.changed, Changed::NoticeDown(_) | Changed::Packed(_)) {
            self.tell_outbox(tell)?;
        }
        tell(Event::Ran(Box::new(outcome)));
        Ok(())
    }

    /// The part of the list of cases that is shown.
    fn tell_cases(&self, tell: Tell) -> Result<(), AppError> {
        if let Some(office) = &self.office {
            tell(Event::Cases(Box::new(office.case_page(&self.listed)?)));
        }
        Ok(())
    }

    /// What waits for the next pack.
    fn tell_outbox(&self, tell: Tell) -> Result<(), AppError> {
        if let Some(office) = &self.office {
            tell(Event::Outbox(Box::new(office.outbox()?)));
        }
        Ok(())
    }

    /// Everything the office knows, told anew.
    fn tell_all(&mut self, tell: Tell) -> Result<(), AppError> {
        let may_found = self.may_found();
        let Some(office) = &self.office else {
            return Ok(());
        };
        let mut notices = office.notices()?;
        notices.reverse();
        // What the calendar has done is entered first, and the ledger told after it.
        let rounds = office.rounds()?;
        let snapshot = Snapshot {
            summary: office.summary()?,
            today: office.today(),
            devices: office.devices()?,
            plans: office.plans()?,
            tallies: office.tallies()?,
            cases: office.case_page(&self.listed)?,
            case_plans: office.case_plans()?,
            register_plans: office.register_plans()?,
            notices,
            calendar: office.calendar_page(),
            rounds,
            slip_plans: office.slip_plans()?,
            slips: office.slips()?,
            expected: office.expected_rounds()?,
            may_found: may_found && office.is_trial(),
            folder: office.dir().to_owned(),
            recovery_sheet: office.recovery_sheet(),
            recovery: office.recovery_standing()?,
            recovery_groups: office.recovery_groups(),
            people: office.people()?,
            opening: office.opening_standing()?,
            backup: office.backup_standing()?,
            ledger: office.ledger_page()?,
        };
        self.told_on = Some(snapshot.today);
        tell(Event::Snapshot(Box::new(snapshot)));
        Ok(())
    }
}

impl OfficeClerk {
    /// What there is before anybody unlocks: [`Event::NoOffice`] or [`Event::Locked`].
    #[must_use]
    pub fn first_look(&self) -> Event {
        if !Office::exists(&self.folders.dir) {
            return Event::NoOffice;
        }
        match Office::sign_at(&self.folders.dir) {
            Ok((name, trial)) => Event::Locked {
                name,
                trial,
                two_persons: !trial && Office::may_take_two_at(&self.folders.dir),
                may_found: trial && self.may_found(),
            },
            Err(error) => Event::Failed(error.sentence()),
        }
    }

    /// Folders that stand for sticks of this office.
    #[must_use]
    pub fn stick_folders(&self) -> Vec<PathBuf> {
        let folders = &self.folders;
        // What a trial kiosk writes is no real office's, nor does a real pack belong there.
        let trial_stick = folders.trial_dir.with_file_name("stick");
        let real = folders.dir == folders.real_dir && folders.real_dir != folders.trial_dir;
        let sticks = folders.stick_folders.iter();
        let sticks = sticks.filter(|folder| !real || **folder != trial_stick);
        sticks.cloned().collect()
    }

    /// Another clerk before the same door, which is closed to him.
    #[must_use]
    pub fn outside(&self) -> Self {
        let clock = Arc::clone(&self.clock);
        let mut outside = Self::new(self.folders.clone(), self.lang, clock);
        outside.drafts.clone_from(&self.drafts);
        outside
    }

    /// Does the work, telling what happens through `tell`; an error's sentence if it cannot be done.
    pub fn work(&mut self, job: Job, tell: &mut dyn FnMut(Event)) -> Result<(), Sentence> {
        let outcome = match job {
            Job::LockIdle(drafts) => {
                let sealed = self
                    .office
                    .as_ref()
                    .map(|office| office.seal_draft(&drafts));
                self.drafts = sealed;
                self.shut();
                tell(self.first_look());
                Ok(())
            }
            Job::Lock => {
                self.drafts = None;
                self.shut();
                tell(self.first_look());
                Ok(())
            }
            Job::Enter(entry) if self.may_enter(&entry) => self.enter(entry, tell),
            Job::Enter(_) => Ok(()),
            Job::Propose => {
                tell(Event::Proposed(propose_passphrase(&mut rand::rng())));
                Ok(())
            }
            Job::ReadCases(query) => {
                self.listed = query;
                self.tell_cases(tell)
            }
            Job::ReadOutbox => self.tell_outbox(tell),
            Job::ReadCase(number) => self.office.as_ref().map_or(Ok(()), |office| {
                tell(Event::Case(Box::new(office.case(number)?)));
                Ok(())
            }),
            Job::ReadRound(plan, round) => self.office.as_ref().map_or(Ok(()), |office| {
                tell(Event::Round(Box::new(office.round(&plan, Some(round))?)));
                Ok(())
            }),
            Job::ReadPlan(plan) => self.office.as_ref().map_or(Ok(()), |office| {
                tell(Event::Plan(office.plan_text(&plan)?));
                Ok(())
            }),
            Job::ReadForm(file, lang) => draft_from_form(&file, lang).map(|draft| {
                tell(Event::Plan(draft.commented()));
            }),
            Job::Run(commands) => self.run(commands, tell).map(drop),
            Job::RunThen(command, next) => self.run_then(command, next, tell),
        };
        outcome.map_err(|error: AppError| error.sentence())
    }
}
