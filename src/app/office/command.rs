//! What is done to an open office, as one value. A window's button and a command line's subcommand make the same
//! [`Command`], and [`Office::run`] is where all of them are carried out.
//!
//! An [`Outcome`] carries what changed, so that whoever shows the office need not read all of it again.

use std::path::PathBuf;

use chrono::NaiveDate;
use rand::CryptoRng;
use serde::Serialize;

use super::{
    BackupReport, CalendarRow, CalendarText, CaseCommand, CaseDetail, CaseRow, Confidential,
    DestructionList, DeviceRow, LoadReport, NoticeRow, Office, PackReport, PinCodeSheet, PlanRow,
    PlanSource, ProfileChange, RoundCommand, RoundDetail, SlipsCommand, VerifyReport,
};
use crate::app::{AppError, Progress};
use crate::domain::ids::{CaseNumber, DeviceId, PersonId, PlanId};
use crate::domain::round::RoundId;
use crate::domain::time::Week;
use crate::domain::witness::LedgerPoint;
use crate::words::{Lang, Sentence, sentence};

/// One thing that a clerk has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Take in what a stick brought.
    Load {
        /// Where it is mounted.
        stick: PathBuf,
    },
    /// Make the next pack and write it to a stick.
    MakePack {
        /// Where it is mounted.
        stick: PathBuf,
    },
    /// Accept a device the end of whose fingerprint was typed.
    AcceptDevice {
        /// Its name.
        device: DeviceId,
        /// The last eight digits of the fingerprint that its staff area shows, or all of them.
        fingerprint: String,
    },
    /// Take nothing more from a device: it was lost, or its key is in wrong hands.
    RevokeDevice {
        /// Its name.
        device: DeviceId,
    },
    /// Do what concerns a device in service.
    Device(DeviceCommand),
    /// Begin work on a case.
    StartCase {
        /// Which one.
        case: CaseNumber,
        /// 责任人, where somebody is named.
        responsible: Option<String>,
    },
    /// Begin work on many cases, for which one person answers.
    Assign {
        /// Which ones.
        cases: Vec<CaseNumber>,
        /// 责任人
        responsible: String,
    },
    /// Answer a case.
    Answer {
        /// Which one.
        case: CaseNumber,
        /// The reply.
        text: Confidential,
    },
    /// Do something else to a case, or make one.
    Case(CaseCommand),
    /// Put a plan, or a newer revision of one, on file.
    AddPlan(PlanSource),
    /// Let packs carry a plan, or no longer.
    EnablePlan {
        /// Which one.
        plan: PlanId,
        /// Whether packs carry it.
        enabled: bool,
    },
    /// Post a notice of the clerk's own words.
    PostNotice {
        /// The heading.
        title: String,
        /// Plain text, one paragraph a line.
        body: String,
    },
    /// Take a notice of the office's own words down.
    WithdrawNotice {
        /// Which one.
        number: u32,
    },
    /// Post a plan's results.
    PostResults {
        /// Which plan.
        plan: PlanId,
        /// The period, as the tally names it; the newest without it.
        period: Option<String>,
    },
    /// Recount everything from the original batches.
    Verify,
    /// Make a backup.
    BackUp {
        /// Where its folder is made.
        place: PathBuf,
    },
    /// Do what concerns those who work here and what the office tells of itself.
    People(PeopleCommand),
    /// Take in a year's notice of holidays.
    AcceptCalendar(CalendarText),
    /// Do something to a round.
    Round(RoundCommand),
    /// Print voting slips, or make some void.
    Slips(SlipsCommand),
    /// Destroy what a round came from, its years being over.
    Destroy {
        /// Of which plan.
        plan: PlanId,
        /// Which round.
        round: RoundId,
        /// Who sees it done.
        overseers: Vec<String>,
    },
    /// Somebody has read the computer's date and typed it.
    ConfirmDay {
        /// What was typed.
        typed: NaiveDate,
    },
    /// Somebody has read the week of a batch and typed it, although it has not come yet.
    ConfirmWeek {
        /// What was typed.
        typed: Week,
    },
}

/// One thing that concerns a device in service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceCommand {
    /// Have it take no more cards, bring what it holds and wipe itself.
    Retire {
        /// Its name.
        device: DeviceId,
    },
    /// Make a code with which its staff set a new PIN, once.
    MakePinCode {
        /// Its name.
        device: DeviceId,
    },
}

/// One thing that concerns those who work here and what the office tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleCommand {
    /// Make a new recovery sheet; the one before opens nothing more.
    RenewRecoverySheet,
    /// Somebody has printed the recovery sheet and types two of its groups back.
    ProveRecoverySheet {
        /// What was typed.
        typed: Confidential,
    },
    /// Admit a person, who has typed a passphrase of their own.
    Admit {
        /// As colleagues call them.
        name: String,
        /// Theirs.
        passphrase: Confidential,
    },
    /// Remove a person.
    Remove {
        /// Who.
        person: PersonId,
    },
    /// Renew the opening key.
    RenewOpeningKey,
    /// Let it take two persons to open the office, or again one.
    TakeTwoPersons {
        /// Whether it takes two.
        two_persons: bool,
    },
    /// Change the passphrase of whoever is at the desk.
    ChangePassphrase {
        /// The one that holds.
        old: Confidential,
        /// The one that is to hold.
        new: Confidential,
    },
    /// Change what the office tells of itself.
    ChangeProfile(ProfileChange),
}

/// What a command came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What is another now.
    pub changed: Changed,
    /// What was done, in words; none where the report says it.
    pub done: Option<Sentence>,
    /// How far the ledger has come by it.
    pub ledger: LedgerPoint,
}

/// The part of the office that a command changed, as it is now. Serialises as that part alone.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Changed {
    /// Something that is none of the below: whoever shows it reads it again.
    Other,
    /// Batches were taken in: devices, cases and tallies are others.
    Loaded(LoadReport),
    /// One device.
    Device(DeviceRow),
    /// One case.
    Case(Box<CaseDetail>),
    /// Several cases.
    Cases(Vec<CaseRow>),
    /// One case more.
    Registered(Box<CaseDetail>),
    /// One plan.
    Plan(PlanRow),
    /// A round, and with it whatever hangs on the boards.
    Round(Box<RoundDetail>),
    /// A year of the working days, and with it the last days of cases.
    Calendar(Box<CalendarRow>),
    /// One notice more.
    Notice(NoticeRow),
    /// One that hangs no longer.
    NoticeDown(NoticeRow),
    /// One pack more.
    Packed(PackReport),
    /// Nothing that is shown elsewhere: a code for a device's staff.
    PinCode(PinCodeSheet),
    /// Nothing: it was counted again.
    Verified(VerifyReport),
    /// Nothing: it was copied.
    BackedUp(BackupReport),
    /// What lay behind a round is gone.
    Destroyed(DestructionList),
}

type Came = (Changed, Option<Sentence>);

fn with(changed: Changed, done: Sentence) -> Came {
    (changed, Some(done))
}

fn posted(notice: NoticeRow) -> Came {
    let done = sentence!("app-office-done-posted");
    with(Changed::Notice(notice), done)
}

fn taken_down(notice: NoticeRow) -> Came {
    let done = sentence!("app-office-done-notice-down", number = notice.number);
    with(Changed::NoticeDown(notice), done)
}

fn backed_up(report: BackupReport) -> Came {
    let done = sentence!("app-office-done-backup", path = report.path.display());
    with(Changed::BackedUp(report), done)
}

fn destroyed(list: DestructionList) -> Came {
    let done = sentence!(
        "app-office-done-destroyed",
        plan = list.plan,
        round = list.round,
        count = list.originals.len()
    );
    with(Changed::Destroyed(list), done)
}

impl Office {
    /// Carries a command out. Slow where a stick is read or written and where everything is recounted; only these
    /// tell `progress`. What a command refuses, and when, stands at the method it calls.
    pub fn run(
        &mut self,
        command: Command,
        rng: &mut impl CryptoRng,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, AppError> {
        let (changed, done) = match command {
            Command::Load { stick } => (Changed::Loaded(self.load(&stick, progress)?), None),
            Command::MakePack { stick } => (
                Changed::Packed(self.make_pack(&stick, rng, progress)?),
                None,
            ),
            Command::AcceptDevice {
                device,
                fingerprint,
            } => {
                self.accept_device(&device, &fingerprint)?;
                with(
                    Changed::Device(self.device(&device)?),
                    sentence!("app-office-done-accepted", device = device),
                )
            }
            Command::RevokeDevice { device } => {
                self.revoke_device(&device)?;
                with(
                    Changed::Device(self.device(&device)?),
                    sentence!("app-office-done-revoked", device = device),
                )
            }
            Command::Device(command) => self.run_on_device(command, rng)?,
            Command::Assign { cases, responsible } => self.hand_over(&cases, &responsible)?,
            Command::StartCase { case, responsible } => self.begin_case(case, responsible)?,
            Command::Answer { case, text } => with(
                Changed::Case(Box::new(self.reply(case, &text)?)),
                sentence!("app-office-done-answered", number = case),
            ),
            Command::Case(command) => self.run_on_a_case(&command)?,
            Command::AddPlan(source) => self.put_on_file(&source)?,
            Command::EnablePlan { plan, enabled } => with(
                Changed::Plan(self.enable_plan(&plan, enabled)?),
                sentence!("app-office-done-plan-changed"),
            ),
            Command::PostNotice { title, body } => posted(self.post_notice(&title, &body)?),
            Command::WithdrawNotice { number } => taken_down(self.withdraw_notice(number)?),
            Command::PostResults { plan, period } => {
                posted(self.post_checked(&plan, period.as_deref(), progress)?)
            }
            Command::Verify => (Changed::Verified(self.verify(progress)?), None),
            Command::BackUp { place } => backed_up(self.back_up(&place, progress)?),
            Command::People(command) => (Changed::Other, Some(self.run_on_people(command, rng)?)),
            Command::AcceptCalendar(given) => self.run_on_calendar(&given)?,
            Command::Round(command) => {
                let (round, done) = self.run_on_round(command)?;
                with(Changed::Round(Box::new(round)), done)
            }
            Command::Slips(command) => {
                let done = self.run_on_slips(command, rng, progress)?;
                (Changed::Other, Some(done))
            }
            Command::Destroy {
                plan,
                round,
                overseers,
            } => destroyed(self.destroy(&plan, round, &overseers, progress)?),
            Command::ConfirmDay { typed } => {
                self.confirm_day(typed)?;
                (Changed::Other, None)
            }
            Command::ConfirmWeek { typed } => {
                self.confirm_week(typed)?;
                (Changed::Other, None)
            }
        };
        Ok(Outcome {
            changed,
            done,
            ledger: self.ledger_point()?,
        })
    }

    fn hand_over(&mut self, cases: &[CaseNumber], responsible: &str) -> Result<Came, AppError> {
        let rows = self.assign(cases, responsible)?;
        let count = rows.len();
        let done = sentence!(
            "app-office-done-assigned",
            count = count,
            name = responsible
        );
        Ok(with(Changed::Cases(rows), done))
    }

    fn put_on_file(&mut self, source: &PlanSource) -> Result<Came, AppError> {
        let plan = self.add_plan_from(source)?;
        let title = plan.title.get(Lang::Zh).to_owned();
        let done = sentence!("app-office-done-plan-added", title = title);
        Ok(with(Changed::Plan(plan), done))
    }

    fn begin_case(
        &mut self,
        case: CaseNumber,
        responsible: Option<String>,
    ) -> Result<Came, AppError> {
        let case = self.start_case(case, responsible.as_deref())?;
        Ok((Changed::Case(Box::new(case)), None))
    }

    /// What is done to a case beyond beginning and answering it; a registered one is new.
    fn run_on_a_case(&mut self, command: &CaseCommand) -> Result<Came, AppError> {
        let (case, done) = self.run_on_case(command)?;
        let case = Box::new(case);
        let changed = if matches!(command, CaseCommand::Register(_)) {
            Changed::Registered(case)
        } else {
            Changed::Case(case)
        };
        Ok(with(changed, done))
    }

    fn run_on_calendar(&mut self, given: &CalendarText) -> Result<Came, AppError> {
        let (row, settled) = self.accept_calendar(given)?;
        let year = row.year.year;
        let done = sentence!("app-office-done-calendar", year = year, count = settled);
        Ok(with(Changed::Calendar(Box::new(row)), done))
    }

    /// What concerns a device in service.
    fn run_on_device(
        &mut self,
        command: DeviceCommand,
        rng: &mut impl CryptoRng,
    ) -> Result<Came, AppError> {
        Ok(match command {
            DeviceCommand::Retire { device } => {
                self.retire_device(&device)?;
                with(
                    Changed::Device(self.device(&device)?),
                    sentence!("app-office-done-retired", device = device),
                )
            }
            DeviceCommand::MakePinCode { device } => {
                (Changed::PinCode(self.make_pin_code(&device, rng)?), None)
            }
        })
    }

    /// What concerns those who work here and what the office tells of itself; what was done, in words.
    fn run_on_people(
        &mut self,
        command: PeopleCommand,
        rng: &mut impl CryptoRng,
    ) -> Result<Sentence, AppError> {
        Ok(match command {
            PeopleCommand::RenewRecoverySheet => {
                let sheet = self.renew_recovery_sheet(rng)?;
                sentence!(
                    "app-office-done-recovery-renewed",
                    path = sheet.path.display()
                )
            }
            PeopleCommand::ProveRecoverySheet { typed } => {
                self.prove_recovery_sheet(&typed)?;
                sentence!("app-office-done-recovery-proved")
            }
            PeopleCommand::Admit { name, passphrase } => {
                let person = self.admit_person(&name, &passphrase, rng)?;
                sentence!("app-office-done-admitted", name = person.name)
            }
            PeopleCommand::Remove { person } => {
                let person = self.remove_person(&person, rng)?;
                sentence!("app-office-done-removed", name = person.name)
            }
            PeopleCommand::RenewOpeningKey => {
                self.renew_opening_key(rng)?;
                sentence!("app-office-done-opening-renewed")
            }
            PeopleCommand::TakeTwoPersons { two_persons } => {
                self.take_two_persons(two_persons, rng)?;
                if two_persons {
                    sentence!("app-office-done-two-persons")
                } else {
                    sentence!("app-office-done-one-person")
                }
            }
            PeopleCommand::ChangePassphrase { old, new } => {
                self.change_passphrase(&old, &new, rng)?;
                sentence!("app-office-done-passphrase")
            }
            PeopleCommand::ChangeProfile(change) => {
                self.change_profile(&change)?;
                sentence!("app-office-done-profile")
            }
        })
    }
}
