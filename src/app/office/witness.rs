//! 账本: what devices are told of the ledger, what they testify to have seen of it, and an office that was set back to an older
//! copy of itself and learns so from them.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;

use super::folder::PACKS;
use super::testimony::{LedgerPage, PackPoint, Testimony, WitnessRow};
use super::{Office, devices};
use crate::app::{AppError, sticks};
use crate::courier::CourierError;
use crate::courier::error::StickError;
use crate::courier::files::{Condition, RealFiles};
use crate::courier::seen::{SeenStatement, SignedSeen};
use crate::courier::stick::{StickStore, device_folder, pack_stem};
use crate::domain::batch::{BatchFacts, Seen};
use crate::domain::device::DeviceStanding;
use crate::domain::ids::{DeviceId, PackNumber, RootHash, SealingKey};
use crate::domain::time::Week;
use crate::domain::witness::{Continuation, Excerpt, LedgerPoint, Restoration};
use crate::record::{Body, Content, DeviceEntry, DeviceEvent, LedgerEntry, SetBack, genesis};

/// So many packs are listed: a year of them.
const PACKS_LISTED: usize = 52;
/// Two intervals between syncs.
const LATE_DAYS: i64 = 14;
/// For so long a device that was retired may still come for the acknowledgement of its last batch, and one that was revoked to hear of
/// it: 26 weeks.
const LEAVING_DAYS: i64 = 182;
/// No pack carries more hashes of entries: some seventeen megabytes.
const MOST_HASHES: u64 = 200_000;

/// A pack of this office that a device gave back.
struct GivenBack {
    number: PackNumber,
    root: RootHash,
    ledger: Excerpt,
    signature: String,
    /// What was sealed to by then.
    sealing_key: SealingKey,
}

impl Office {
    /// What the next pack tells of the ledger: its hashes from the oldest that a device in service has testified to, so that each
    /// can see that it goes on from there; and one that was revoked, that it was.
    pub(super) fn excerpt(&self) -> Result<Excerpt, AppError> {
        let now = self.ledger_point()?;
        let restored = self.restorations()?;
        let mut first = now.length.saturating_add(1);
        let may_come = [
            DeviceStanding::Accepted,
            DeviceStanding::Retired,
            DeviceStanding::Revoked,
        ];
        for witness in self.testifying(&may_come)? {
            let seen = witness.seen.and_then(|seen| seen.ledger);
            first = first.min(seen.map_or(1, |point| point.length));
        }
        if !restored.is_empty() {
            // A device is to see that what was kept is what it knew then, however long ago.
            first = 1;
        }
        let first = first.max(now.length.saturating_sub(MOST_HASHES)).max(1);
        Ok(Excerpt {
            now,
            first,
            hashes: self.record.ledger_hashes(first)?,
            restored,
        })
    }

    /// Every time this office went on from an older copy, oldest first.
    pub(super) fn restorations(&self) -> Result<Vec<Restoration>, AppError> {
        let entries = self.record.ledger_of_kind("set-back")?;
        let events = entries.iter().filter_map(LedgerEntry::parsed);
        let restored = events.filter_map(|event| {
            let Body::SetBack(SetBack { lost, kept, .. }) = event.body else {
                return None;
            };
            Some(Restoration { lost, kept })
        });
        Ok(restored.collect())
    }

    /// Whether cards may be sealed to a key that this office lost when it was set back to an older copy.
    pub(super) fn has_lost_key(&self) -> Result<bool, AppError> {
        let entries = self.record.ledger_of_kind("set-back")?;
        let mut events = entries.iter().filter_map(LedgerEntry::parsed);
        Ok(events
            .any(|event| matches!(event.body, Body::SetBack(told) if told.opening_key.is_some())))
    }

    /// Whether the device had taken a pack that this office does not know: it was put back from a copy of before, or the pack is
    /// another's who has its key. Either way cards may be sealed to a key that is not here.
    pub(super) fn has_lost_pack(&self, facts: &BatchFacts) -> Result<bool, AppError> {
        let Some(seen) = facts.closed().and_then(|closed| closed.seen) else {
            return Ok(false);
        };
        let known = self.record.pack(seen.pack)?;
        Ok(known.is_none_or(|known| known.root != seen.root))
    }

    /// How far the ledger has come.
    pub(super) fn ledger_point(&self) -> Result<LedgerPoint, AppError> {
        Ok(LedgerPoint {
            length: self.record.ledger_length()?,
            head: self.record.ledger_head()?,
        })
    }

    /// How far the ledger has come, what packs told of it, and who testifies to that.
    pub fn ledger_page(&self) -> Result<LedgerPage, AppError> {
        let mut packs = Vec::new();
        for entry in self.record.ledger_of_kind("pack-made")?.iter().rev() {
            let Some(event) = entry.parsed() else {
                continue;
            };
            let Body::PackMade { number, .. } = event.body else {
                continue;
            };
            // A pack tells of the ledger as it stood before its own entry.
            let length = entry.number.saturating_sub(1);
            let head = self.record.ledger_hash(length)?.unwrap_or_else(genesis);
            packs.push(PackPoint {
                pack: number,
                made_on: event.day,
                point: LedgerPoint { length, head },
            });
            if packs.len() == PACKS_LISTED {
                break;
            }
        }
        Ok(LedgerPage {
            now: self.ledger_point()?,
            packs,
            witnesses: self.witnesses()?,
        })
    }

    /// The devices in service, and what each has testified to last: in a batch, or in a statement of its own.
    pub fn witnesses(&self) -> Result<Vec<WitnessRow>, AppError> {
        self.testifying(&[DeviceStanding::Accepted, DeviceStanding::Retired])
    }

    /// Of the devices that stand so, and have not been gone for half a year.
    fn testifying(&self, standings: &[DeviceStanding]) -> Result<Vec<WitnessRow>, AppError> {
        let mut newest: BTreeMap<DeviceId, _> = BTreeMap::new();
        for batch in self.record.batches()? {
            if let Some(closed) = batch.facts.closed() {
                newest.insert(batch.device, (closed.closed_on, closed.seen));
            }
        }
        let today = self.clock.today();
        let mut rows = Vec::new();
        for device in self.record.devices()? {
            let is_leaving = device.standing != DeviceStanding::Accepted;
            let is_gone = is_leaving && (today - device.since).num_days() > LEAVING_DAYS;
            if is_gone || !standings.contains(&device.standing) {
                continue;
            }
            let stated = self.statement_of(&device)?;
            let stated = stated.map(|said| (said.day, Some(said.seen)));
            let closed = newest.remove(&device.id);
            let (on, seen) = match (closed, stated) {
                (Some(closed), Some(stated)) if is_newer(stated, closed) => {
                    (Some(stated.0), stated.1)
                }
                (Some((day, seen)), _) | (None, Some((day, seen))) => (Some(day), seen),
                (None, None) => (None, None),
            };
            rows.push(WitnessRow {
                is_late: !is_leaving && (today - on.unwrap_or(device.since)).num_days() > LATE_DAYS,
                testimony: seen.map(|seen| self.testimony(&seen)).transpose()?,
                on,
                seen,
                device: device.id,
            });
        }
        Ok(rows)
    }

    /// Takes a device's statement off the stick, and keeps it where it is newer than the one before. What it says that it has seen is
    /// told either way: an old one is as true. The enrolment of a device that nobody accepted makes no witness of it.
    pub(super) fn hear_device(
        &self,
        stick: &StickStore<RealFiles>,
        device: &DeviceId,
    ) -> Result<Option<Seen>, AppError> {
        let known = self.record.device(device)?;
        let brings = [DeviceStanding::Accepted, DeviceStanding::Retired];
        let Some(known) = known.filter(|it| brings.contains(&it.standing)) else {
            return Ok(None);
        };
        let signed = match SignedSeen::lying_in(stick, device) {
            Err(CourierError::Stick(StickError::NotThere { .. })) => return Ok(None),
            signed => signed?,
        };
        let said = signed.read(&devices::key_of(&known)?, &self.community.id)?;
        self.believable_week(Week::of(said.day))?;
        let before = self.statement_of(&known)?;
        let stated = (said.day, Some(said.seen));
        if before.is_none_or(|before| is_newer(stated, (before.day, Some(before.seen)))) {
            let told = DeviceEvent::DeviceSeen {
                device: signed.device,
                statement: signed.statement,
                signature: signed.signature,
            };
            self.note(self.clock.today(), Body::Device(told))?;
        }
        Ok(Some(said.seen))
    }

    /// The newest statement kept of a device.
    fn statement_of(&self, device: &DeviceEntry) -> Result<Option<SeenStatement>, AppError> {
        let Some(signed) = self.relayed(&device.id)? else {
            return Ok(None);
        };
        // What does not read any more `verify` names.
        let said = signed.read(&devices::key_of(device)?, &self.community.id);
        Ok(said.ok())
    }

    /// The newest statement kept of a device, word for word, for the next pack.
    pub(super) fn relayed(&self, device: &DeviceId) -> Result<Option<SignedSeen>, AppError> {
        let kept = self.record.seen_by(device)?;
        Ok(kept.map(|(statement, signature)| SignedSeen {
            device: device.clone(),
            statement,
            signature,
        }))
    }

    /// Of several things that a device says it has seen, what has to be told; or that all is well.
    pub(super) fn worst_testimony(
        &self,
        seen: [Option<Seen>; 2],
    ) -> Result<Option<Testimony>, AppError> {
        let mut worst = None;
        for seen in seen.into_iter().flatten() {
            let testimony = self.testimony(&seen)?;
            let is_well = matches!(testimony, Testimony::Agrees | Testimony::Lost { .. });
            if worst.is_none() || !is_well {
                worst = Some(testimony);
            }
        }
        Ok(worst)
    }

    /// What a device has seen, held against the ledger here.
    pub(super) fn testimony(&self, seen: &Seen) -> Result<Testimony, AppError> {
        let pack = seen.pack;
        if let Some(point) = seen.ledger {
            let own = match point.length {
                0 => Some(genesis()),
                length => self.record.ledger_hash(length)?,
            };
            if own == Some(point.head) {
                return Ok(Testimony::Agrees);
            }
            let restored = self.restorations()?;
            if restored.iter().any(|it| it.covers(point.length)) {
                return Ok(Testimony::Lost { pack });
            }
            let last = self.record.last_pack()?.map(|last| last.number);
            return Ok(if own.is_none() && last < Some(pack) {
                Testimony::Ahead { pack }
            } else {
                Testimony::Differs {
                    length: point.length,
                }
            });
        }
        match self.record.pack(pack)? {
            Some(known) if known.root == seen.root => Ok(Testimony::Agrees),
            Some(_) => Ok(Testimony::Differs { length: 0 }),
            None => Ok(Testimony::Ahead { pack }),
        }
    }

    /// Takes back the newest pack that a device gave back, if this office signed it and does not know it: a copy is kept, the
    /// ledger notes what was lost, and the next pack's number is above it.
    pub(super) fn take_back(
        &self,
        stick: &StickStore<RealFiles>,
        device: &DeviceId,
    ) -> Result<Option<PackNumber>, AppError> {
        let folder = device_folder(device);
        let numbers = match stick.packs_in(&folder) {
            // No folder at all, though it is named like one: what it holds is asked for again with its batches.
            Err(_) if stick.condition() != Condition::Gone => Vec::new(),
            listed => listed?,
        };
        for number in numbers {
            let given = match self.given_back(stick, &folder, number) {
                Ok(given) => given,
                Err(CourierError::Stick(StickError::Vanished)) => {
                    return Err(CourierError::Stick(StickError::Vanished).into());
                }
                // Not this office's, or not whole: it tells nothing.
                Err(_) => continue,
            };
            let Some(given) = given else { continue };
            let known = self.record.pack(number)?;
            if known.is_some_and(|known| known.root == given.root) {
                return Ok(None);
            }
            return self.note_restored(stick, device, &folder, given);
        }
        Ok(None)
    }

    fn given_back(
        &self,
        stick: &StickStore<RealFiles>,
        folder: &Path,
        number: PackNumber,
    ) -> Result<Option<GivenBack>, CourierError> {
        let (reader, signature) = self.own_on(stick, folder, number)?;
        let ledger = reader.ledger().cloned();
        let sealing_key = reader.header().community.sealing_key;
        let root = reader.read_items(|_| Ok::<_, CourierError>(()))?;
        Ok(ledger.map(|ledger| GivenBack {
            number,
            root,
            ledger,
            signature,
            sealing_key,
        }))
    }

    fn note_restored(
        &self,
        stick: &StickStore<RealFiles>,
        device: &DeviceId,
        folder: &Path,
        given: GivenBack,
    ) -> Result<Option<PackNumber>, AppError> {
        let lost = given.ledger.now;
        let kept = self.forks_at(&given.ledger)?;
        let noted = self.restorations()?;
        // Told by another device, or by this one at an earlier visit.
        let is_noted = noted
            .iter()
            .any(|restored| restored.lost.length >= lost.length);
        if kept.length >= lost.length || is_noted {
            return Ok(None);
        }
        self.keep_given_back(stick, folder, &given)?;
        let on = self.clock.today();
        let told = SetBack {
            device: device.clone(),
            pack: given.number,
            root: given.root,
            lost,
            kept,
            opening_key: Some(given.sealing_key).filter(|key| self.opening.as_of(key).is_none()),
        };
        self.record.within(|record| {
            record.note(on, Body::SetBack(told), &Content::Nothing, &self.hand)?;
            Ok::<(), AppError>(())
        })?;
        Ok(Some(given.number))
    }

    /// The newest point at which a ledger told of agrees with the one here. Before what is told of, both are one.
    fn forks_at(&self, told: &Excerpt) -> Result<LedgerPoint, AppError> {
        let own = self.record.ledger_hashes(1)?;
        let mut fork = LedgerPoint {
            length: 0,
            head: genesis(),
        };
        for (length, head) in (1_u64..).zip(own) {
            match told.at(length) {
                Some(hash) if hash != head => break,
                None if length >= told.first => break,
                Some(_) | None => fork = LedgerPoint { length, head },
            }
        }
        Ok(fork)
    }

    /// A copy beside the packs made here, so that its number is taken.
    fn keep_given_back(
        &self,
        stick: &StickStore<RealFiles>,
        folder: &Path,
        given: &GivenBack,
    ) -> Result<(), AppError> {
        let stem = pack_stem(given.number);
        let from = folder.join(format!("{stem}.JSL"));
        // Where another pack was made here under the same number, that one stays.
        sticks::keep_pack(
            stick,
            &from,
            &given.signature,
            &self.dir.join(PACKS).join(stem),
        )
    }
}

/// Whether what a device said on one day is newer than what it said on another. By the day first: a device that was set back itself
/// has seen less than before.
fn is_newer(one: (NaiveDate, Option<Seen>), other: (NaiveDate, Option<Seen>)) -> bool {
    let order = |(day, seen): (NaiveDate, Option<Seen>)| (day, seen.map(|seen| seen.pack));
    order(one) > order(other)
}

/// Whether what a device has seen agrees with a whole ledger.
pub(super) fn agrees(ledger: &Excerpt, seen: &Seen) -> bool {
    seen.ledger.is_none_or(|point| {
        matches!(
            ledger.continues(&[point]),
            Continuation::Extends | Continuation::Restored(_)
        )
    })
}
