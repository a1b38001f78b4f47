//! Taking in what a stick brought.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use chrono::NaiveDate;

use super::batches_refused::BatchesRefused;
use super::error::concerns_one_batch;
use super::incoming::{Incoming, Landing, Stick};
use super::originals::{self, Contents, Counted};
use super::plans::PlanBook;
use super::told_due;
use super::uncount::Chain;
use super::{BatchLoad, BatchOutcome, DeviceLoad, LoadReport, Office, OfficeError, days, devices};
use crate::app::{AppError, Progress, at};
use crate::courier::batch::{BatchClaim, BatchHeader, ExpectedBatch};
use crate::courier::error::CourierError;
use crate::courier::error::FormatError;
use crate::courier::files::{Condition, RealFiles};
use crate::domain::batch::BatchFacts;
use crate::domain::calendar::{CalendarTable, DueDate};
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{CaseNumber, DeviceId, RootHash, SheetId};
use crate::fault::Fault as _;
use crate::record::{BatchEntry, Body, Content, DeviceEvent};
use crate::words::sentence;

fn refused(file: &str, error: &AppError) -> BatchLoad {
    BatchLoad {
        file: file.to_owned(),
        number: None,
        week: None,
        outcome: BatchOutcome::Refused {
            reason: error.sentence(),
        },
    }
}

/// No device is so many batches ahead of what the office has of it: ten years of syncs. A number beyond would let whoever has its key
/// use them all up.
const MOST_AHEAD: u32 = 1_000;

impl Office {
    /// Takes in what the stick at `stick_root` brought: every batch verified, counted and kept, each in one
    /// transaction. A batch that is refused does not hold up the others. [`OfficeError::DayDoubtful`] when the
    /// clock's date cannot be believed: [`Self::confirm_day`]. Calling it again counts nothing twice.
    pub fn load(
        &mut self,
        stick_root: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<LoadReport, AppError> {
        let stick = Stick::new(RealFiles::new(stick_root));
        self.believable_at_stick(days::on_stick(self, &stick).as_ref())?;
        self.check_before_loading()?;
        let landing = Landing::new(&self.dir)?;
        let book = self.book()?;
        let mut report = LoadReport::default();
        for device in stick.devices()? {
            report
                .devices
                .push(self.load_device(&stick, &landing, device, &book, progress)?);
        }
        self.follow_ratings(self.clock.today())?;
        report.enrolments = self.enrolments()?;
        report.overdue = self.devices()?;
        report.overdue.retain(|device| device.overdue);
        Ok(report)
    }

    fn load_device(
        &self,
        stick: &Stick,
        landing: &Landing,
        device: DeviceId,
        book: &PlanBook,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<DeviceLoad, AppError> {
        let mut batches = Vec::new();
        let mut seen = None;
        // By what was known before this stick: each of its batches would otherwise allow one further ahead.
        let newest = self.record.newest_batch(&device)?;
        let restored = self.take_back(stick, &device)?;
        let statement = match self.hear_device(stick, &device) {
            Err(error) if concerns_one_batch(&error) => {
                batches.push(refused("SEEN.JSL", &error));
                None
            }
            taken => taken?,
        };
        match self.note_enrolment(stick, &device) {
            Err(error) if concerns_one_batch(&error) => batches.push(refused("ENROL.JSL", &error)),
            result => result?,
        }
        let numbers = match stick.batches(&device) {
            // No folder at all, though it is named like one: the other devices' are taken in all the same.
            Err(error) if stick.condition() != Condition::Gone => {
                batches.push(refused(device.as_str(), &error.into()));
                Vec::new()
            }
            listed => listed?,
        };
        for number in numbers {
            let incoming = landing.of(stick, &device, number);
            let mut header = None;
            let outcome = match self.take_in(&incoming, (book, newest), &mut header, progress) {
                Err(error) if concerns_one_batch(&error) => Ok(BatchOutcome::Refused {
                    reason: error.sentence(),
                }),
                result => result,
            };
            incoming.clear();
            seen = header
                .as_ref()
                .and_then(|header| header.facts.closed()?.seen)
                .or(seen);
            batches.push(BatchLoad {
                file: incoming.file(),
                number: header.as_ref().map(|header| header.number),
                week: header.as_ref().map(|header| header.facts.week()),
                outcome: outcome?,
            });
        }
        Ok(DeviceLoad {
            missing: self.record.missing_batches(&device)?,
            testimony: self.worst_testimony([statement, seen])?,
            restored,
            device,
            batches,
        })
    }

    /// Takes in one batch; `header` is filled as soon as its signature was found good.
    fn take_in(
        &self,
        incoming: &Incoming<'_>,
        (book, newest): (&PlanBook, u32),
        header: &mut Option<BatchHeader>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<BatchOutcome, AppError> {
        let signature = incoming.signature()?;
        // Before anything is copied, so that a planted file cannot fill this computer's disk.
        let (claim, signing_key) = self.check_claim(incoming, &signature, newest)?;
        incoming.copy(&signature, progress)?;
        let file = File::open(&incoming.copy).map_err(at(&incoming.copy))?;
        let reader = claim.open(file)?;
        let found = reader.header().clone();
        *header = Some(found.clone());
        if let Some(batch) = self.record.batch(incoming.device, incoming.number)? {
            let root = reader.read_items(|_| Ok::<_, CourierError>(()))?;
            self.check_root(&found, &root)?;
            return self.heal(incoming, &batch);
        }
        self.believable_week(found.facts.week())?;
        if let (Some(round), Some(closed)) = (found.facts.round(), found.facts.closed())
            && round.key.round.begins_after(closed.closed_on)
        {
            let (round, closed_on) = (round.key.round, closed.closed_on);
            return Err(OfficeError::from(BatchesRefused::RoundToCome { round, closed_on }).into());
        }
        let on = self.clock.today();
        let place = incoming.place();
        let mut counting = |done, total| {
            progress(Progress {
                done,
                total,
                step: sentence!("app-office-step-count", file = place),
            });
        };
        counting(0, reader.total_bytes());
        self.record.within(|record| {
            let first_case = record.next_case()?;
            let known = &mut |ids: &[SheetId]| Ok(record.sheets_among(ids)?);
            let contents = Contents {
                book,
                opening: &self.opening,
                vault: &self.vault,
                signing_key,
                first_case,
            };
            let counted = contents.read(reader, known, &mut counting)?;
            if let Some(plan) = counted.unknown {
                // Not counted, hence not acknowledged: the kiosk keeps it, and it counts when the plan has come.
                return Err(OfficeError::PlanMissing { plan }.into());
            }
            let is_behind = self.has_lost_key()? || self.has_lost_pack(&found.facts)?;
            if counted.has_unopened() && is_behind {
                // Nor this: it opens in an office put back from a newer copy.
                return Err(OfficeError::KeyLost.into());
            }
            let again = told_due::again(record, &counted.content, book, &self.calendar, on)?;
            let loaded = loaded(&counted, again, (book, &self.calendar), on);
            let entry = counted.content.entry.clone();
            let content = Content::Batch(Box::new(counted.content));
            record.note(on, loaded, &content, &self.hand)?;
            let standing = record.device(&entry.device)?.map(|known| known.standing);
            if entry.facts.last().is_some() && standing == Some(DeviceStanding::Accepted) {
                // Its own staff retired it.
                let device = entry.device.clone();
                let told = Body::Device(DeviceEvent::DeviceRetired { device });
                record.note(on, told, &Content::Nothing, &self.hand)?;
            }
            let mut uncounted = Vec::new();
            if let BatchFacts::Chain(_, former) = &entry.facts {
                let chain = Chain {
                    device: &entry.device,
                    former,
                    own: &counted.own,
                };
                uncounted = self.uncount_others(record, &chain, book, on)?;
            }
            // Before the commit: a record without its original could not be recounted, an original
            // without its record is found good or set aside by the next load.
            incoming.keep(&self.dir, &entry, &self.community.id)?;
            Ok::<_, AppError>(BatchOutcome::New {
                sheets: counted.sheets,
                uncounted,
            })
        })
    }

    /// A batch of the record came once more: its original is looked at, and put back where it is missing or another.
    fn heal(&self, incoming: &Incoming<'_>, batch: &BatchEntry) -> Result<BatchOutcome, AppError> {
        let destroyed = self.record.account_of(&batch.device, batch.number)?;
        if destroyed.is_some() {
            // What was destroyed by list does not come back on an old stick.
            return Ok(BatchOutcome::AlreadyPresent);
        }
        let community = &self.community.id;
        let (path, beside) = originals::paths(&self.dir, incoming.device, incoming.number);
        if originals::check_at(&path, &beside, batch, community).is_ok() {
            return Ok(BatchOutcome::AlreadyPresent);
        }
        // The device may have another key by now, with which the record would not read this copy.
        originals::check_at(&incoming.copy, &incoming.signature_copy, batch, community)?;
        incoming.keep(&self.dir, batch, community)?;
        Ok(BatchOutcome::Repaired)
    }

    fn check_root(&self, header: &BatchHeader, root: &RootHash) -> Result<bool, AppError> {
        let BatchHeader {
            device,
            number,
            previous,
            ..
        } = header;
        Ok(self
            .record
            .check_batch(device, *number, root, previous.as_ref())?)
    }

    /// Verifies what the signature of a batch claims; gives the key it was signed with as well.
    fn check_claim(
        &self,
        incoming: &Incoming<'_>,
        signature: &str,
        newest: u32,
    ) -> Result<(BatchClaim, String), AppError> {
        let known = self.record.device(incoming.device)?;
        let key = match &known {
            Some(known)
                if [DeviceStanding::Accepted, DeviceStanding::Retired]
                    .contains(&known.standing) =>
            {
                Some(devices::key_of(known)?)
            }
            Some(_) | None => None,
        };
        if let Some(last) = self.record.last_batch(incoming.device)?
            && incoming.number > last.number
        {
            return Err(OfficeError::AfterLast {
                device: incoming.device.clone(),
                last: last.number,
            }
            .into());
        }
        if incoming.number.0 > newest.saturating_add(MOST_AHEAD) {
            return Err(OfficeError::from(BatchesRefused::NumberFar {
                device: incoming.device.clone(),
                number: incoming.number,
                newest,
            })
            .into());
        }
        let expected = ExpectedBatch {
            community: &self.community.id,
            device: Some(incoming.device),
            number: Some(incoming.number),
        };
        // A batch in another device's folder is tried with the key of that folder's device, and fails on it.
        let claim = BatchClaim::verify(signature, &expected, |_| key);
        match (claim, known.as_ref().map(|known| known.standing)) {
            (Ok(claim), _) => Ok((claim, known.map_or_else(String::new, |it| it.signing_key))),
            (
                Err(CourierError::Format(FormatError::UnknownDevice { device })),
                Some(DeviceStanding::Revoked),
            ) => Err(OfficeError::Revoked { device }.into()),
            (Err(CourierError::Format(FormatError::UnknownDevice { device })), _) => {
                Err(OfficeError::NotAccepted { device }.into())
            }
            (Err(error), _) => Err(error.into()),
        }
    }
}

/// What the ledger tells of a batch that is taken in.
fn loaded(
    counted: &Counted,
    again: BTreeMap<CaseNumber, DueDate>,
    (book, calendar): (&PlanBook, &CalendarTable),
    on: NaiveDate,
) -> Body {
    let entry = &counted.content.entry;
    let (due, own_due) = told_due::of_batch(&counted.content, book, calendar, on);
    Body::BatchLoaded {
        device: entry.device.clone(),
        number: entry.number,
        root: entry.root,
        ratings: counted.sheets.ratings_new,
        cases: counted.sheets.opinions_new,
        set_aside: counted.sheets.set_aside,
        due,
        own_due,
        follow_ups: counted.sheets.follow_ups,
        again: again.into_iter().collect(),
    }
}
