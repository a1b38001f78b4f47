//! Taking in what a stick brought.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::init::sync_folder;
use super::originals::{self, Counted, Found};
use super::plans::PlanBook;
use super::{
    BatchLoad, BatchOutcome, DeviceLoad, LoadReport, Office, OfficeError, SheetCounts, days,
    devices,
};
use crate::app::{AppError, ErrorKind, Progress, at};
use crate::courier::batch::{BatchClaim, BatchHeader, ExpectedBatch, MAX_BATCH_BYTES};
use crate::courier::error::CourierError;
use crate::courier::files::{Condition, RealFiles};
use crate::courier::stick::{StickStore, batch_stem, device_folder};
use crate::domain::calendar::{CalendarTable, DueDate};
use crate::domain::ids::{BatchNumber, DeviceId, PlanId, RootHash};
use crate::record::{BatchEntry, DeviceStanding, Event, Record};
use crate::words::Sentence;

type Stick = StickStore<RealFiles>;

/// A batch on a stick, and the copy that is read in its stead: a stick could give other bytes later.
struct Incoming<'a> {
    stick: &'a Stick,
    device: &'a DeviceId,
    number: BatchNumber,
    copy: PathBuf,
    signature_copy: PathBuf,
}

impl Incoming<'_> {
    fn file(&self) -> String {
        format!("{}.JSL", batch_stem(self.number))
    }

    /// As shown beside the bar.
    fn place(&self) -> String {
        format!("{}/{}", self.device, self.file())
    }

    fn signature(&self) -> Result<String, CourierError> {
        let folder = device_folder(self.device);
        self.stick.read_signature(&folder, &batch_stem(self.number))
    }

    /// Copies the batch, and its signature as it was read.
    fn copy(&self, signature: &str, progress: &mut dyn FnMut(Progress)) -> Result<(), AppError> {
        let folder = device_folder(self.device);
        let mut from = self
            .stick
            .open(&folder.join(self.file()), MAX_BATCH_BYTES)?;
        let total = from
            .byte_count()
            .map_err(|error| self.stick_fault(&error))?;
        let mut to = File::create(&self.copy).map_err(at(&self.copy))?;
        let mut buffer = vec![0; 1024 * 1024];
        let mut done: u64 = 0;
        loop {
            progress(Progress {
                done,
                total,
                step: Sentence::new("app-office-step-copy").with("file", self.place()),
            });
            let count = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.stick_fault(&error).into()),
            };
            done += count as u64;
            if done > MAX_BATCH_BYTES {
                return Err(CourierError::TooLarge {
                    limit_bytes: MAX_BATCH_BYTES,
                }
                .into());
            }
            to.write_all(buffer.get(..count).unwrap_or_default())
                .map_err(at(&self.copy))?;
        }
        to.sync_all().map_err(at(&self.copy))?;
        File::create(&self.signature_copy)
            .and_then(|mut file| {
                file.write_all(signature.as_bytes())?;
                file.sync_all()
            })
            .map_err(at(&self.signature_copy))?;
        Ok(())
    }

    fn stick_fault(&self, error: &std::io::Error) -> CourierError {
        if self.stick.condition() == Condition::Gone {
            CourierError::StickVanished
        } else {
            CourierError::StickInterrupted {
                detail: error.to_string(),
            }
        }
    }

    /// Keeps the copy as the office's original.
    fn keep(&self, office: &Path) -> Result<(), AppError> {
        let (path, signature_path) = originals::paths(office, self.device, self.number);
        let batches = office.join("batches");
        let folder = batches.join(self.device.as_str());
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        sync_folder(office)?;
        sync_folder(&batches)?;
        fs::rename(&self.signature_copy, &signature_path).map_err(at(&signature_path))?;
        fs::rename(&self.copy, &path).map_err(at(&path))?;
        sync_folder(&folder)
    }

    fn clear(&self) {
        // Best effort: they are written over by the next batch.
        let _gone = fs::remove_file(&self.copy);
        let _gone = fs::remove_file(&self.signature_copy);
    }
}

/// A refusal concerns one batch, and the rest goes on; a full disk or a damaged record concerns all.
fn refusal(error: &AppError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Refused | ErrorKind::Stick | ErrorKind::NotFound
    )
}

impl Office {
    /// Takes in what the stick at `stick_root` brought: every batch verified, counted and kept, each in one
    /// transaction. A batch that is refused does not hold up the others. [`OfficeError::DayDoubtful`] when the
    /// clock's date cannot be believed: [`Self::confirm_day`]. Calling it again counts nothing twice.
    pub fn load(
        &mut self,
        stick_root: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<LoadReport, AppError> {
        let stick = StickStore::new(RealFiles::new(stick_root));
        self.believable_at_stick(days::on_stick(self, &stick).as_ref())?;
        let book = self.book()?;
        let mut report = LoadReport::default();
        for device in stick.devices()? {
            report
                .devices
                .push(self.load_device(&stick, device, &book, progress)?);
        }
        report.enrolments = self.enrolments()?;
        report.overdue = self.devices()?;
        report.overdue.retain(|device| device.overdue);
        Ok(report)
    }

    fn load_device(
        &self,
        stick: &Stick,
        device: DeviceId,
        book: &PlanBook,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<DeviceLoad, AppError> {
        let mut batches = Vec::new();
        match self.note_enrolment(stick, &device) {
            Err(error) if refusal(&error) => batches.push(BatchLoad {
                file: "ENROL.JSL".to_owned(),
                number: None,
                week: None,
                outcome: BatchOutcome::Refused {
                    reason: error.sentence(),
                },
            }),
            result => result?,
        }
        let folder = self.dir.join("incoming");
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        for number in stick.batches(&device)? {
            let incoming = Incoming {
                stick,
                device: &device,
                number,
                copy: folder.join("BATCH.JSL"),
                signature_copy: folder.join("BATCH.SIG"),
            };
            let mut header = None;
            let outcome = match self.take_in(&incoming, book, &mut header, progress) {
                Err(error) if refusal(&error) => Ok(BatchOutcome::Refused {
                    reason: error.sentence(),
                }),
                result => result,
            };
            incoming.clear();
            batches.push(BatchLoad {
                file: incoming.file(),
                number: header.as_ref().map(|header| header.number),
                week: header.as_ref().map(|header| header.week),
                outcome: outcome?,
            });
        }
        Ok(DeviceLoad {
            missing: self.record.missing_batches(&device)?,
            device,
            batches,
        })
    }

    /// Takes in one batch; `header` is filled as soon as its signature was found good.
    fn take_in(
        &self,
        incoming: &Incoming<'_>,
        book: &PlanBook,
        header: &mut Option<BatchHeader>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<BatchOutcome, AppError> {
        let signature = incoming.signature()?;
        // Before anything is copied, so that a planted file cannot fill this computer's disk.
        let (claim, signing_key) = self.check_claim(incoming, &signature)?;
        incoming.copy(&signature, progress)?;
        let file = File::open(&incoming.copy).map_err(at(&incoming.copy))?;
        let reader = claim.open(file)?;
        let found = reader.header().clone();
        *header = Some(found.clone());
        if self
            .record
            .batch(incoming.device, incoming.number)?
            .is_some()
        {
            let root = reader.read_items(|_| Ok::<_, CourierError>(()))?;
            self.check_root(&found, &root)?;
            return Ok(BatchOutcome::AlreadyPresent);
        }
        self.believable_week(found.week)?;
        let on = self.clock.today();
        let place = incoming.place();
        let mut due = BTreeMap::new();
        let sheets = self.record.within(|record| {
            let counted = originals::count(
                reader,
                book,
                &self.opening,
                &mut |found| note(record, book, found, on, &mut due),
                &mut |done, total| {
                    progress(Progress {
                        done,
                        total,
                        step: Sentence::new("app-office-step-count").with("file", &place),
                    });
                },
            )?;
            self.check_root(&found, &counted.root)?;
            note_batch(record, &counted, signing_key, on, due)?;
            // Before the commit: a record without its original could not be recounted, an original
            // without its record is written over by the next load.
            incoming.keep(&self.dir)?;
            Ok::<SheetCounts, AppError>(counted.sheets)
        })?;
        Ok(BatchOutcome::New { sheets })
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
    ) -> Result<(BatchClaim, String), AppError> {
        let known = self.record.device(incoming.device)?;
        let key = match &known {
            Some(known) if known.standing == DeviceStanding::Accepted => {
                Some(devices::key_of(known)?)
            }
            Some(_) | None => None,
        };
        let expected = ExpectedBatch {
            community: &self.community.id,
            device: Some(incoming.device),
            number: Some(incoming.number),
        };
        // A batch in another device's folder is tried with the key of that folder's device, and fails on it.
        let claim = BatchClaim::verify(signature, &expected, |_| key);
        match (claim, known.as_ref().map(|known| known.standing)) {
            (Ok(claim), _) => Ok((claim, known.map_or_else(String::new, |it| it.signing_key))),
            (Err(CourierError::UnknownDevice { device }), Some(DeviceStanding::Revoked)) => {
                Err(OfficeError::Revoked { device }.into())
            }
            (Err(CourierError::UnknownDevice { device }), _) => {
                Err(OfficeError::NotAccepted { device }.into())
            }
            (Err(error), _) => Err(error.into()),
        }
    }
}

/// Notes a sheet or a receipt in the record; whether it was new. A new opinion becomes a case.
/// `due` takes the last day to reply to it.
fn note(
    record: &Record,
    book: &PlanBook,
    found: Found,
    on: NaiveDate,
    due: &mut BTreeMap<PlanId, DueDate>,
) -> Result<bool, AppError> {
    Ok(match found {
        Found::Rating(id) => record.note_sheet(&id)?,
        Found::Opinion(id, case) => {
            let new = record.note_sheet(&id)?;
            if new {
                let last = last_day(book, &case.plan, on);
                record.open_case(&case, on, last.date, last.provisional)?;
                due.insert(case.plan, last);
            }
            new
        }
        Found::Receipt(tag) => record.note_receipt(&tag)?,
    })
}

fn last_day(book: &PlanBook, plan: &PlanId, on: NaiveDate) -> DueDate {
    let days = book
        .newest(plan)
        .map_or(0, |held| held.plan.follow_up.reply_within_working_days);
    CalendarTable::built_in().due(on, days)
}

fn note_batch(
    record: &Record,
    counted: &Counted,
    signing_key: String,
    on: NaiveDate,
    due: BTreeMap<PlanId, DueDate>,
) -> Result<(), AppError> {
    let Counted {
        header,
        root,
        counts,
        sheets,
        ratings,
        opinions,
    } = counted;
    record.add_counts(counts)?;
    record.note_batch(&BatchEntry {
        device: header.device.clone(),
        number: header.number,
        root: *root,
        previous: header.previous,
        signing_key,
        week: header.week,
        issued: header.counts.issued,
        submitted: header.counts.submitted,
        abandoned: header.counts.abandoned,
        slips: header.counts.slips,
        ratings: *ratings,
        opinions: *opinions,
        set_aside: sheets.set_aside,
        crowd_override: header.crowd_override,
    })?;
    record.note_event(&Event::BatchLoaded {
        device: header.device.clone(),
        number: header.number,
        root: *root,
        ratings: sheets.ratings_new,
        cases: sheets.opinions_new,
        set_aside: sheets.set_aside,
        on,
        due,
    })?;
    Ok(())
}
