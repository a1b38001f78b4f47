//! 同步: one button. Reads the newest pack, closes what may leave, writes every batch the office has not
//! acknowledged, and says done only when each was read back.

use std::collections::VecDeque;
use std::io::{self, Write};

use chrono::NaiveDate;

use super::{BatchWritten, Kiosk, RoundClosed, Service, SyncReport, locked};
use crate::app::sticks::Stick;
use crate::app::{AppError, Progress};
use crate::cardbox::{
    BatchEntry, BatchRows, CardBox, CardBoxError, Closing, ClosingDay, Sealing, WaitingRound,
};
use crate::courier::CourierError;
use crate::courier::batch::{BatchHeader, BatchWriter, WrittenBatch};
use crate::courier::delivery::Delivery;
use crate::courier::enrol;
use crate::courier::error::StickError;
use crate::courier::files::RealFiles;
use crate::courier::keys::SigningKey;
use crate::courier::stick::{Put, StickStore, batch_stem, device_folder};
use crate::domain::batch::{BatchFacts, RoundKey};
use crate::domain::departure::Departure;
use crate::domain::device::{DeviceFacts, DeviceRole};
use crate::domain::ids::{CommunityId, DeviceId, SlipHash, Tag};
use crate::domain::plan::FEWEST_SHEETS;
use crate::words::sentence;

pub(super) type Store = StickStore<RealFiles>;

/// What one sync closed.
#[derive(Debug, Default)]
pub(super) struct Closed {
    pub words: Option<BatchEntry>,
    pub words_held: bool,
    pub rounds: Vec<RoundClosed>,
    pub last: Option<BatchEntry>,
}

impl Kiosk {
    /// 同步: reads the newest pack, closes what may leave, writes every unacknowledged batch, verifies. With `ends_rounds`
    /// the rounds of a trial end now, whatever their days, so that one card goes all the way round; a real kiosk's do not.
    pub fn sync(
        &self,
        stick: &Stick,
        ends_rounds: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<SyncReport, AppError> {
        if self.service() == Service::Withdrawn {
            return Err(AppError::Retired);
        }
        let mut delivery = Delivery::to(&stick.root);
        progress(Progress {
            done: 0,
            total: 0,
            step: sentence!("app-sync-pack"),
        });
        let read = self.read_pack(delivery.store())?;
        self.hear_witnesses(delivery.store(), read.relayed)?;
        progress(Progress {
            done: 0,
            total: 0,
            step: sentence!("app-sync-closing"),
        });
        let closed = match self.close(ends_rounds) {
            // What waits is kept, and what was closed leaves: staff are told to give the device another key.
            Err(AppError::CardBox(CardBoxError::NumbersUsedUp)) => Closed::default(),
            closed => closed?,
        };
        let waiting = self.waiting()?;
        let entries = locked(&self.cardbox).unacknowledged()?;
        let total: u64 = entries.iter().map(|entry| entry.sealing.bytes).sum();
        let taken = self.introduce(&mut delivery)?;
        let is_own = taken.is_none();
        let (mut done, mut batches, mut blocked) = (0, Vec::new(), Vec::from_iter(taken));
        if read.goes_back {
            blocked.extend(or_name_taken(self.give_back(&mut delivery))?.err());
        }
        for entry in &entries {
            progress(Progress {
                done,
                total,
                step: sentence!("app-sync-writing", number = entry.closing.number),
            });
            // What somebody planted under one batch's name stops that batch, and no other.
            match or_name_taken(self.write_batch(&mut delivery, entry))? {
                Ok(written) => batches.push(written),
                Err(name) => blocked.push(name),
            }
            done += entry.sealing.bytes;
        }
        if is_own {
            blocked.extend(self.testify(&mut delivery)?);
        }
        progress(Progress {
            done: total,
            total,
            step: sentence!("app-sync-checking"),
        });
        let delivered = delivery.finish()?;
        if blocked.is_empty() {
            locked(&self.cardbox).set_last_sync(self.clock.today())?;
        }
        Ok(SyncReport {
            pack: read.step,
            passed_over: read.passed_over,
            words: closed.words.map(|entry| entry.closing.number),
            words_held: closed.words_held,
            closed: closed.rounds,
            waiting,
            written: batches,
            blocked,
            disputes: self.disputes()?,
            needed: self.needed()?,
            last: closed.last.map(|entry| entry.closing.number),
            withdrawn: self.withdraw_if_done()?,
            delivered,
        })
    }

    /// Closes what may leave: every opinion that waits, in a batch of its own and whatever the crowd, for an answer is
    /// owed; and of every round that has ended what came together.
    fn close(&self, ends_rounds: bool) -> Result<Closed, AppError> {
        self.flush_counts()?;
        let ends_rounds = ends_rounds && (self.is_trial() || self.tunables.ends_rounds);
        let mut cardbox = locked(&self.cardbox);
        let on = ClosingDay {
            day: self.believed_day(cardbox.office_time()?),
            seen: cardbox.seen()?,
            health: Some(self.health(&cardbox)?),
        };
        let retires = self.is_ending() && cardbox.last_batch()?.is_none();
        let mut rounds = cardbox.waiting_rounds()?;
        // Of a round of slips the groups come before the whole body, which small ones join.
        rounds.sort_by_key(|round| (round.label.last, round.label.key.group.is_none()));
        rounds.retain(|round| {
            let is_over = round.label.last < on.day || round.ended == Some(true);
            ends_rounds || retires || is_over
        });
        if retires {
            cardbox.release_words();
        }
        let words_held = self.holds_words(&cardbox, &rounds, on.day)?;
        if !retires && rounds.is_empty() && (words_held || !cardbox.has_waiting_words()?) {
            if cardbox.is_untidy() {
                // What a pack let go of is gone already: a full disk that cannot be vacuumed stops no sync.
                let _later = cardbox.vacuum();
            }
            if !words_held {
                cardbox.pass_sync();
            }
            return Ok(Closed {
                words_held,
                ..Closed::default()
            });
        }
        cardbox.vacuum()?;
        let seal = |closing: &Closing, rows: BatchRows<'_>| self.seal_batch(closing, rows);
        let mut closed = Closed {
            words: if words_held {
                None
            } else {
                cardbox.close_words(on, seal)?
            },
            words_held,
            ..Closed::default()
        };
        if !words_held {
            cardbox.pass_sync();
        }
        let mut keys: VecDeque<RoundKey> = rounds.into_iter().map(|it| it.label.key).collect();
        while let Some(key) = keys.pop_front() {
            // An earlier round may have joined it meanwhile.
            let all = cardbox.waiting_rounds()?;
            let Some(round) = all.into_iter().find(|now| now.label.key == key) else {
                continue;
            };
            let batch = self.close_round(&mut cardbox, &round, on, ends_rounds)?;
            let whole = RoundKey { group: None, ..key };
            if round.ended.is_some() && batch.is_none() && !keys.contains(&whole) {
                // A group that was too few has joined the whole body, which leaves as well.
                keys.extend((round.label.key != whole).then_some(whole));
            }
            closed.rounds.extend(batch);
        }
        if retires {
            closed.last = self.close_last(&mut cardbox, on, &closed)?;
        }
        cardbox.vacuum()?;
        Ok(closed)
    }

    /// Whether words wait: those taken in since a round of slips opened never leave with its ratings, nor on the day on which
    /// these do. Which were taken in before it opened nothing says, so that all of them wait for the next sync.
    fn holds_words(
        &self,
        cardbox: &CardBox,
        rounds: &[WaitingRound],
        day: NaiveDate,
    ) -> Result<bool, AppError> {
        if self.is_trial() {
            return Ok(false);
        }
        let is_ballot = |round: &WaitingRound| round.ended.is_some() && !round.queues.is_empty();
        if rounds.iter().any(is_ballot) {
            cardbox.hold_words(day)?;
        }
        // On that day alone: a clock that was ahead when the round left must not hold words back for weeks.
        let held = cardbox.words_held()? == Some(day);
        Ok(held && cardbox.has_waiting_words()?)
    }

    /// Closes what leaves of one round, or moves what is too few to the round that it joins.
    fn close_round(
        &self,
        cardbox: &mut CardBox,
        round: &WaitingRound,
        on: ClosingDay,
        ends_rounds: bool,
    ) -> Result<Option<RoundClosed>, AppError> {
        let departures = self.departures(round, on, ends_rounds);
        // Slips may have been used for words alone: that is told as well.
        let is_blank_ballot = round.ended.is_some() && round.counts.submitted > 0;
        if departures.is_empty() && !is_blank_ballot {
            if round.label.last < on.day || self.is_ending() {
                cardbox.forget_round(&round.label.key)?;
            }
            return Ok(None);
        }
        let leaves =
            |departure: &Departure| matches!(departure, Departure::Leaves | Departure::Withheld);
        if !departures.is_empty() && !departures.iter().any(leaves) {
            cardbox.join_rounds(round, &departures)?;
            return Ok(None);
        }
        let channel = self.channel();
        let seal = |closing: &Closing, rows: BatchRows<'_>| self.seal_batch(closing, rows);
        let entry = cardbox.close_round(round, &departures, channel, on, seal)?;
        let key = &round.label.key;
        Ok(entry.map(|entry| RoundClosed {
            number: entry.closing.number,
            plan: key.plan.clone(),
            title: self.title(&key.plan),
            round: key.round,
            withheld: departures.contains(&Departure::Withheld),
        }))
    }

    /// What becomes of each queue of a round.
    fn departures(
        &self,
        round: &WaitingRound,
        on: ClosingDay,
        ends_rounds: bool,
    ) -> Vec<Departure> {
        let held = self.plan(&round.label.key.plan);
        let rule = held
            .as_ref()
            .map_or(FEWEST_SHEETS, |held| held.plan.fewest_sheets())
            // Who handed in was told how many leave together, and neither a revision nor its plan's end takes that back.
            .max(round.fewest);
        let fewest = if self.is_trial() {
            1
        } else {
            (self.tunables.fewest_sheets)(rule)
        };
        let queues = round.queues.iter();
        queues
            .map(|(_, sheets)| {
                if self.is_ending() {
                    round.queue(*sheets).last_departure(fewest, on.day)
                } else if ends_rounds && round.ended.is_none() && *sheets >= u64::from(fewest) {
                    Departure::Leaves
                } else {
                    let mut queue = round.queue(*sheets);
                    if let Some(ballot) = &mut queue.ballot {
                        ballot.is_ended |= ends_rounds;
                    }
                    queue.departure(held.as_ref(), fewest, on.day)
                }
            })
            .collect()
    }

    pub(super) fn seal_batch(
        &self,
        closing: &Closing,
        rows: BatchRows<'_>,
    ) -> Result<Sealing, AppError> {
        let made = self.make_batch(io::sink(), closing, rows)?;
        Ok(Sealing {
            signature: made.signature(&self.identity().key),
            root: made.root(),
            bytes: made.byte_count(),
        })
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
                device: self.device(),
                number: closing.number,
                community: self.known(|known| known.community.id.clone()),
                previous: closing.previous,
                facts: closing.facts.clone(),
            },
        )?;
        rows.ratings(|sealed| writer.rating(sealed).map_err(AppError::from))?;
        rows.opinions(|sealed| writer.opinion(sealed).map_err(AppError::from))?;
        if matches!(closing.facts, BatchFacts::Chain(..)) {
            rows.own(|root| writer.own(root).map_err(AppError::from))?;
        }
        if closing.facts.version() == 1 {
            rows.receipts(|tag| {
                let tag = tag.try_into().map_err(|_| self.damaged())?;
                writer.receipt(&Tag(tag)).map_err(AppError::from)
            })?;
            rows.slips(|slip| {
                let slip = slip.try_into().map_err(|_| self.damaged())?;
                writer.slip(&SlipHash(slip)).map_err(AppError::from)
            })?;
        }
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
        let (folder, stem) = (device_folder(&self.device()), batch_stem(number));
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

    /// Who this device is, for the office and for stock minisign. Where something else bears one of the names, that name: its
    /// folder may be another device's then. Whom the office knows need not say it again, so that this stops no batch.
    fn introduce(&self, delivery: &mut Delivery) -> Result<Option<String>, AppError> {
        let community = self.known(|known| known.community.id.clone());
        let former = locked(&self.cardbox).former_device()?;
        let identity = self.identity();
        let who = Introduced {
            device: &identity.device,
            community: &community,
            key: &identity.key,
            former: former.as_ref(),
            role: self.settings.role,
        };
        let introduced = introduce(delivery, &who);
        if self.known_devices().contains(&identity.device) {
            return Ok(or_name_taken(introduced)?.err());
        }
        introduced.map(|()| None)
    }
}

/// What was written, or the name that something else bears on the stick; any other fault stops the sync.
fn or_name_taken<T>(written: Result<T, AppError>) -> Result<Result<T, String>, AppError> {
    match written {
        Err(AppError::Courier(CourierError::Stick(StickError::NameTaken { name }))) => {
            Ok(Err(name))
        }
        written => written.map(Ok),
    }
}

/// Who a device says it is.
pub(super) struct Introduced<'a> {
    pub device: &'a DeviceId,
    pub community: &'a CommunityId,
    pub key: &'a SigningKey,
    /// The name it had before it got this key.
    pub former: Option<&'a DeviceId>,
    /// What it is for.
    pub role: DeviceRole,
}

/// Writes the device's public key and its enrolment, which the office ignores once it accepted it.
pub(super) fn introduce(delivery: &mut Delivery, who: &Introduced<'_>) -> Result<(), AppError> {
    let folder = device_folder(who.device);
    let facts = DeviceFacts::own(who.role);
    let (bytes, signature) = enrol::write(who.device, who.community, who.key, who.former, facts)?;
    let public = who.key.public().to_pub_text();
    // Another device's folder is not written to.
    delivery.put_bytes(&folder, "DEVICE.PUB", public.as_bytes())?;
    // Of what this one says of itself only the newest counts: an earlier program said less.
    delivery.replace(&folder, "ENROL.JSL", &bytes)?;
    delivery.replace(&folder, "ENROL.SIG", signature.as_bytes())?;
    Ok(())
}
