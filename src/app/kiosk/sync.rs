//! 同步: one button. Reads the newest pack, closes what may leave, writes every batch the office has not
//! acknowledged, and says done only when each was read back.

use std::io::{self, Write};
use std::path::Path;

use super::{BatchWritten, Kiosk, PackStep, PlanWaiting, SyncReport, locked};
use crate::app::sticks::Stick;
use crate::app::{AppError, Progress};
use crate::cardbox::{BatchEntry, BatchRows, Closing, PackImport, PlanKey, PlanText, Sealing};
use crate::courier::CourierError;
use crate::courier::batch::{BatchHeader, BatchWriter, WrittenBatch};
use crate::courier::delivery::Delivery;
use crate::courier::enrol;
use crate::courier::error::{FormatError, StickError};
use crate::courier::files::RealFiles;
use crate::courier::keys::PublicKey;
use crate::courier::pack::{self, ExpectedPack, MAX_PACK_BYTES, PackContents, PackReader};
use crate::courier::stick::{Put, StickStore, TO, batch_stem, device_folder, pack_stem};
use crate::domain::ids::{CommunityId, DeviceId, SlipHash, Tag};
use crate::domain::plan::Plan;
use crate::domain::time::Week;
use crate::fault::Fault as _;
use crate::words::sentence;

pub(super) type Store = StickStore<RealFiles>;

/// What one sync closed.
#[derive(Debug, Default)]
struct Closed {
    words: Option<BatchEntry>,
    ratings: Option<BatchEntry>,
}

impl Kiosk {
    /// 同步: reads the newest pack, closes what may leave, writes every unacknowledged batch, verifies.
    pub fn sync(
        &self,
        stick: &Stick,
        allow_small_crowd: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, AppError> {
        let mut delivery = Delivery::to(&stick.root);
        progress(Progress {
            done: 0,
            total: 0,
            step: sentence!("app-sync-pack"),
        });
        let pack = self.read_pack(delivery.store())?;
        progress(Progress {
            done: 0,
            total: 0,
            step: sentence!("app-sync-closing"),
        });
        let closed = self.close(allow_small_crowd)?;
        let held_back = self.waiting()?.into_iter().map(|(_, plan)| plan).collect();
        let entries = locked(&self.cardbox).unacknowledged()?;
        let total: u64 = entries.iter().map(|entry| entry.sealing.bytes).sum();
        self.introduce(&mut delivery)?;
        let (mut done, mut batches) = (0, Vec::new());
        for entry in &entries {
            progress(Progress {
                done,
                total,
                step: sentence!("app-sync-writing", number = entry.closing.number),
            });
            batches.push(self.write_batch(&mut delivery, entry)?);
            done += entry.sealing.bytes;
        }
        progress(Progress {
            done: total,
            total,
            step: sentence!("app-sync-checking"),
        });
        let delivered = delivery.finish()?;
        locked(&self.cardbox).set_last_sync(self.clock.today())?;
        Ok(SyncReport {
            pack,
            words: closed.words.map(|entry| entry.closing.number),
            closed: closed
                .ratings
                .map(|entry| (entry.closing.number, entry.closing.counts.submitted)),
            held_back,
            written: batches,
            delivered,
        })
    }

    /// A pack that is refused stops nothing: the batches leave all the same. A stick that is gone does.
    fn read_pack(&self, store: &Store) -> Result<PackStep, AppError> {
        let community = self.known(|known| known.community.id.clone());
        let contents = match newest_pack(store, &self.office_key, Some(&community)) {
            Ok(Some(contents)) => contents,
            Ok(None) => return Ok(PackStep::None),
            Err(CourierError::Stick(StickError::Vanished)) => {
                return Err(CourierError::Stick(StickError::Vanished).into());
            }
            Err(error) => return Ok(PackStep::Refused(error.sentence())),
        };
        let given = contents.header.number;
        let held = locked(&self.cardbox).last_pack()?;
        if held == Some(given) {
            return Ok(PackStep::Known(given));
        }
        if let Some(last) = held.filter(|last| given < *last) {
            let older = CourierError::Format(FormatError::PackOlder { given, last });
            return Ok(PackStep::Refused(older.sentence()));
        }
        let import = pack_import(&contents, &self.device)?;
        let outcome = locked(&self.cardbox).import(&import)?;
        self.reread()?;
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Ok(PackStep::Imported {
            number: given,
            plans: count(import.plans.len()),
            statuses: count(import.statuses.len()),
            replies: count(import.replies.len()),
            notices: count(import.notices.len()),
            acknowledged: count(outcome.acknowledged.len()),
            mismatched: outcome.mismatched,
        })
    }

    /// Closes what may leave: every opinion that waits, in a batch of its own and whatever the crowd, for an answer is
    /// owed; and the ratings of every plan whose crowd is large enough, or of all when staff said so.
    fn close(&self, allow_small_crowd: bool) -> Result<Closed, AppError> {
        self.flush_counts()?;
        let waiting = self.waiting()?;
        let is_crowd = |plan: &PlanWaiting| plan.cards >= u64::from(plan.smallest_crowd);
        let leaving: Vec<PlanKey> = waiting
            .iter()
            .filter(|(_, plan)| allow_small_crowd || is_crowd(plan))
            .map(|(key, _)| *key)
            .collect();
        let overridden = waiting.iter().any(|(_, plan)| !is_crowd(plan)) && allow_small_crowd;
        let mut cardbox = locked(&self.cardbox);
        if leaving.is_empty() && !cardbox.has_waiting_words()? {
            if cardbox.is_untidy() {
                // What a pack let go of is gone already: a full disk that cannot be vacuumed stops no sync.
                let _ = cardbox.vacuum();
            }
            return Ok(Closed::default());
        }
        // A clock behind the office's is wrong; the office's own time is the better guess.
        let now = self.clock.now();
        let now = cardbox.office_time()?.map_or(now, |office| office.max(now));
        let week = Week::of(now.date());
        cardbox.vacuum()?;
        let seal = |closing: &Closing, rows: BatchRows<'_>| -> Result<Sealing, AppError> {
            let made = self.make_batch(io::sink(), closing, rows)?;
            Ok(Sealing {
                signature: made.signature(&self.device_key),
                root: made.root(),
                bytes: made.byte_count(),
            })
        };
        let closed = Closed {
            words: cardbox.close_words(week, seal)?,
            ratings: cardbox.close_ratings(&leaving, week, overridden, seal)?,
        };
        cardbox.vacuum()?;
        Ok(closed)
    }

    /// The batch's bytes, the same every time: sheets in the order of their ids.
    fn make_batch<W: Write>(
        &self,
        out: W,
        closing: &Closing,
        rows: BatchRows<'_>,
    ) -> Result<WrittenBatch, AppError> {
        let mut writer = BatchWriter::new(
            out,
            &BatchHeader {
                device: self.device.clone(),
                number: closing.number,
                community: self.known(|known| known.community.id.clone()),
                previous: closing.previous,
                week: closing.week,
                counts: closing.counts,
                crowd_override: closing.crowd_override,
            },
        )?;
        rows.ratings(|sealed| writer.rating(sealed).map_err(AppError::from))?;
        rows.opinions(|sealed| writer.opinion(sealed).map_err(AppError::from))?;
        rows.receipts(|tag| {
            let tag = tag.try_into().map_err(|_| self.damaged())?;
            writer.receipt(&Tag(tag)).map_err(AppError::from)
        })?;
        rows.slips(|slip| {
            let slip = slip.try_into().map_err(|_| self.damaged())?;
            writer.slip(&SlipHash(slip)).map_err(AppError::from)
        })?;
        Ok(writer.finish()?)
    }

    fn damaged(&self) -> AppError {
        AppError::Damaged {
            path: self.dir.join(super::open::BOX_FILE),
        }
    }

    fn write_batch(
        &self,
        delivery: &mut Delivery,
        entry: &BatchEntry,
    ) -> Result<BatchWritten, AppError> {
        let number = entry.closing.number;
        let (folder, stem) = (device_folder(&self.device), batch_stem(number));
        let name = format!("{stem}.JSL");
        let cardbox = locked(&self.cardbox);
        let mut fault = None;
        let put = delivery.put(&folder, &name, &mut |out| {
            let made = self.make_batch(out, &entry.closing, cardbox.rows(number));
            let error = match made {
                Ok(made) if made.root() == entry.sealing.root => return Ok(()),
                Ok(_) => self.damaged(),
                Err(AppError::Courier(error)) => return Err(error),
                Err(error) => error,
            };
            // The writer speaks of sticks only; what went wrong in the card box is kept aside.
            let stopped = CourierError::stream(io::Error::other(error.to_string()));
            fault = Some(error);
            Err(stopped)
        });
        drop(cardbox);
        let put = match (put, fault) {
            (Err(_), Some(error)) => return Err(error),
            (put, _) => put?,
        };
        let already_there = matches!(put, Put::AlreadyThere { .. });
        let signature = entry.sealing.signature.as_bytes();
        delivery.put_bytes(&folder, &format!("{stem}.SIG"), signature)?;
        Ok(BatchWritten {
            number,
            bytes: entry.sealing.bytes,
            already_there,
        })
    }

    /// Who this device is, for the office and for stock minisign.
    fn introduce(&self, delivery: &mut Delivery) -> Result<(), AppError> {
        let community = self.known(|known| known.community.id.clone());
        introduce(delivery, &self.device, &community, &self.device_key)
    }
}

/// Writes the device's public key and its enrolment, which the office ignores once it accepted it.
pub(super) fn introduce(
    delivery: &mut Delivery,
    device: &DeviceId,
    community: &CommunityId,
    key: &crate::courier::keys::SigningKey,
) -> Result<(), AppError> {
    let folder = device_folder(device);
    let (bytes, signature) = enrol::write(device, community, key)?;
    let public = key.public().to_pub_text();
    delivery.put_bytes(&folder, "DEVICE.PUB", public.as_bytes())?;
    delivery.put_bytes(&folder, "ENROL.JSL", &bytes)?;
    delivery.put_bytes(&folder, "ENROL.SIG", signature.as_bytes())?;
    Ok(())
}

/// The newest pack that verifies with `key`; an error only when there are packs and none does.
pub(super) fn newest_pack(
    store: &Store,
    key: &PublicKey,
    community: Option<&CommunityId>,
) -> Result<Option<PackContents>, CourierError> {
    let mut first_fault = None;
    for number in store.packs()? {
        let (folder, stem) = (Path::new(TO), pack_stem(number));
        let read = || -> Result<PackContents, CourierError> {
            let signature = store.read_signature(folder, &stem)?;
            let file = store.open(&folder.join(format!("{stem}.JSL")), MAX_PACK_BYTES)?;
            let expected = ExpectedPack {
                key,
                community,
                number: Some(number),
                last: None,
            };
            Ok(PackReader::open(file, &signature, &expected)?.contents()?.0)
        };
        match read() {
            Ok(contents) => return Ok(Some(contents)),
            Err(CourierError::Stick(StickError::Vanished)) => {
                return Err(CourierError::Stick(StickError::Vanished));
            }
            Err(error) => first_fault = first_fault.or(Some(error)),
        }
    }
    first_fault.map_or(Ok(None), Err)
}

/// What a pack tells one device.
pub(super) fn pack_import(
    contents: &PackContents,
    device: &DeviceId,
) -> Result<PackImport, AppError> {
    let header = &contents.header;
    let mut import = PackImport::new(header.number, header.time);
    import.community =
        serde_json::to_string(&header.community).map_err(|_| AppError::Machine { what: "JSON" })?;
    import.calendar.clone_from(&contents.calendar);
    for text in &contents.plans {
        // A plan this program cannot run is left out by name of the check, never run with a rule ignored.
        if let Ok(plan) = Plan::parse(text) {
            import.plans.push(PlanText {
                id: plan.id,
                revision: plan.revision.0,
                text: text.clone(),
            });
        }
    }
    let own = contents.acks.iter().filter(|ack| ack.device == *device);
    import.acknowledged = own.map(|ack| (ack.batch, ack.root)).collect();
    import.statuses.clone_from(&contents.statuses);
    let replies = contents.replies.iter();
    import.replies = replies
        .map(|reply| (reply.tag, reply.sealed.clone()))
        .collect();
    for notice in &contents.notices {
        let text = pack::notice_text(notice)?;
        import.notices.push((notice.number.to_string(), text));
    }
    import.revoked.clone_from(&contents.revoked);
    Ok(import)
}
