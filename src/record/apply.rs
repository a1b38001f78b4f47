//! The one writer. What the ledger tells changes the tables here and nowhere else, so that a ledger can be replayed.
//!
//! Every check that an event must pass stands here as well: a ledger that somebody continued by hand is held to them.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use zeroize::Zeroizing;

use super::digest::{notice_digest, text_digest};
use super::event::{Body, Digested, Event, Figures, Named, OwnDue, PeopleEvent};
use super::tables::follow_up::{Again, NewFollowUp};
use super::tables::meta::{COMMUNITY, waiting_key};
use super::{
    BatchEntry, CaseEntry, Counts, DeviceEntry, NewCase, NoticeEntry, PackEntry, PersonEntry,
    PlanEntry, Posted, RaterKey, Record, RecordError, Signer,
};
use crate::domain::calendar::DueDate;
use crate::domain::case::CaseStatus;
use crate::domain::device::{DeviceFacts, DeviceStanding};
use crate::domain::follow_up::Talk;
use crate::domain::ids::{
    BatchNumber, BlobId, CaseNumber, DeviceId, PackNumber, PlanId, PlanRevision, RootHash, SheetId,
    Tag,
};
use crate::domain::person::Actor;

/// What an event names by a digest and does not hold itself.
pub enum Content {
    /// The event tells everything.
    Nothing,
    /// A plan's TOML.
    Text(Zeroizing<String>),
    /// A reply, sealed to its place.
    Sealed(Vec<u8>),
    /// A notice.
    Notice {
        /// The heading.
        title: String,
        /// Plain text, one paragraph a line.
        body: String,
    },
    /// What a batch came to.
    Batch(Box<BatchContent>),
    /// A signed pack.
    Pack {
        /// The office time it carries; its date is the event's day.
        made_at: NaiveDateTime,
    },
    /// It is gone, or another: what the event itself tells is all that is known.
    Lost,
}

/// What a batch came to. Words travel here between the original and the record.
#[derive(Clone)]
pub struct BatchContent {
    /// Its line in the list of batches.
    pub entry: BatchEntry,
    /// Sheets that were not counted before.
    pub sheets: Vec<SheetId>,
    /// New opinions, with the numbers they get.
    pub cases: Vec<(CaseNumber, NewCase)>,
    /// New follow-ups, by sheet.
    pub follow_ups: Vec<NewFollowUp>,
    /// Tags of receipts.
    pub receipts: Vec<Tag>,
    /// The counts of the new rating sheets.
    pub counts: BTreeMap<RaterKey, Counts>,
}

impl Content {
    /// The text with this digest, or none where it is lost.
    fn text_of(&self, digest: &str) -> Result<Option<&str>, RecordError> {
        match self {
            Self::Text(text) if text_digest(text) == *digest => Ok(Some(text)),
            Self::Lost => Ok(None),
            Self::Text(_)
            | Self::Sealed(_)
            | Self::Nothing
            | Self::Notice { .. }
            | Self::Batch(_)
            | Self::Pack { .. } => Err(RecordError::OtherThanNamed),
        }
    }

    /// The sealed words that `digest` names, or none where they are lost. Whether a digest of before step 5 names them only
    /// who can open them knows.
    pub(super) fn sealed_of(
        &self,
        digest: &str,
        names: Digested,
    ) -> Result<Option<&[u8]>, RecordError> {
        match self {
            Self::Sealed(sealed)
                if names == Digested::Plain || BlobId::of(sealed).to_string() == *digest =>
            {
                Ok(Some(sealed))
            }
            Self::Lost => Ok(None),
            Self::Sealed(_)
            | Self::Text(_)
            | Self::Nothing
            | Self::Notice { .. }
            | Self::Batch(_)
            | Self::Pack { .. } => Err(RecordError::OtherThanNamed),
        }
    }
}

impl Record {
    /// Does what `signer` did on `day` and adds it to the ledger; the ledger's new head. To be called in a transaction.
    pub fn note(
        &self,
        day: NaiveDate,
        body: Body,
        content: &Content,
        signer: &dyn Signer,
    ) -> Result<RootHash, RecordError> {
        let event = Event {
            day,
            by: signer.actor(),
            body,
        };
        let before = self.ledger_head()?;
        self.apply(&event, &before, content)?;
        self.append(&event, signer)
    }

    /// Does what `event` tells. `before` is the ledger's head before it.
    ///
    /// An event that cannot follow what happened before is refused, and so is content that is not what it names.
    pub fn apply(
        &self,
        event: &Event,
        before: &RootHash,
        content: &Content,
    ) -> Result<(), RecordError> {
        let on = event.day;
        self.check_actor(event)?;
        match &event.body {
            Body::Founded { community } => self.keep_meta(COMMUNITY, community.as_str()),
            Body::DeviceAsked {
                device,
                signing_key,
                replaces,
                facts,
            } => self.apply_asking((device, signing_key, *facts), replaces.as_ref(), on),
            Body::DeviceAccepted {
                device,
                signing_key,
                replaces,
                facts,
            } => self.apply_accepting((device, signing_key, *facts), replaces.as_ref(), on),
            Body::DeviceRevoked { device } => self.apply_revoking(device, on),
            Body::BatchLoaded { .. } => self.apply_loading(&event.body, on, content),
            Body::BatchUncounted {
                device,
                number,
                root,
                ratings,
            } => self.apply_uncounting(device, *number, root, *ratings, content),
            Body::PlanAdded {
                plan,
                revision,
                digest,
                source,
            } => self.apply_plan((plan, *revision), digest, source.as_ref(), content),
            Body::PlanEnabled { plan, enabled } => self.enable_plan(plan, *enabled),
            Body::CaseStarted {
                number,
                responsible,
            } => self.start_case(*number, responsible.as_ref()),
            Body::CaseAnswered {
                number,
                digest,
                names,
                waits,
                due,
            } => {
                let sealed = content.sealed_of(digest, *names)?;
                let reply = sealed.map(|sealed| self.keep_blob(sealed)).transpose()?;
                self.answer_case(*number, reply, *waits, on)?;
                due.map_or(Ok(()), |due| self.settle_due(*number, due))
            }
            Body::PackMade { number, root } => self.apply_pack(*number, *root, on, content),
            Body::NoticePosted {
                number,
                digest,
                own,
            } => self.apply_notice((*number, *own), digest, on, before, content),
            Body::NoticeWithdrawn { number } => self.take_notice_down(*number, on),
            Body::FiguresPosted(figures) => self.apply_figures(figures),
            Body::People(told) => self.apply_people(told, &event.by, on),
            Body::Round(told) => self.apply_round(told, on, content),
            Body::Case(told) => self.apply_case(told, on, content),
            Body::Slips(told) => self.apply_slips(told, on),
            Body::Device(told) => self.apply_device(told, on),
            Body::Calendar(told) => self.apply_calendar(told, on),
            // They change nothing that a table holds.
            Body::Restored { .. }
            | Body::SetBack(_)
            | Body::DayConfirmed {}
            | Body::WeekConfirmed { .. } => Ok(()),
        }
    }

    fn apply_people(
        &self,
        told: &PeopleEvent,
        by: &Actor,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        match told {
            PeopleEvent::RecoverySet {
                signing_key,
                sealing_key,
            } => self.set_recovery(signing_key, *sealing_key),
            PeopleEvent::RecoveryProved {} => self.prove_recovery(),
            PeopleEvent::PersonAdmitted {
                person,
                name,
                signing_key,
                sealing_key,
            } => self.admit(&PersonEntry {
                id: person.clone(),
                name: name.clone(),
                signing_key: signing_key.clone(),
                sealing_key: *sealing_key,
                since: on,
                removed_on: None,
            }),
            PeopleEvent::PersonRemoved { person } => self.remove_person(person, by, on),
            PeopleEvent::OpeningRenewed {
                sealing_key,
                two_persons,
            } => self.keep_opening(*sealing_key, *two_persons, on),
            PeopleEvent::ProfileSigned { digest } => self.keep_profile(digest),
        }
    }

    fn apply_asking(
        &self,
        (device, signing_key, facts): (&DeviceId, &str, Option<DeviceFacts>),
        replaces: Option<&DeviceId>,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        self.check_replacing(device, replaces)?;
        let known = self.device(device)?;
        if known.is_some_and(|known| known.standing != DeviceStanding::Waiting) {
            // A stick that somebody prepared must not put a device out of work: the key waits beside it.
            self.keep_waiting_facts(device, facts)?;
            return self.keep_meta(&waiting_key(device), signing_key);
        }
        // What an earlier key under this name said of itself goes with it.
        if replaces.is_some() || self.replaced(device)?.is_some() {
            self.keep_replaced(device, replaces)?;
        }
        self.keep_device(&DeviceEntry {
            id: device.clone(),
            signing_key: signing_key.to_owned(),
            standing: DeviceStanding::Waiting,
            since: on,
            facts,
        })
    }

    fn apply_accepting(
        &self,
        (device, signing_key, facts): (&DeviceId, &str, Option<DeviceFacts>),
        replaces: Option<&DeviceId>,
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        self.check_replacing(device, replaces)?;
        self.keep_device(&DeviceEntry {
            id: device.clone(),
            signing_key: signing_key.to_owned(),
            standing: DeviceStanding::Accepted,
            since: on,
            facts,
        })?;
        if let Some(former) = replaces {
            self.keep_replaced(device, replaces)?;
            self.apply_revoking(former, on)?;
        }
        self.keep_waiting_facts(device, None)?;
        self.keep_meta(&waiting_key(device), "")
    }

    fn apply_plan(
        &self,
        (plan, revision): (&PlanId, PlanRevision),
        digest: &str,
        source: Option<&String>,
        content: &Content,
    ) -> Result<(), RecordError> {
        let newest = self.newest_plan(plan)?;
        self.add_plan(&PlanEntry {
            id: plan.clone(),
            revision,
            toml: content.text_of(digest)?.unwrap_or_default().to_owned(),
            // Before step 3 the ledger did not tell it.
            source: source.cloned().unwrap_or_default(),
            enabled: newest.is_none_or(|newest| newest.enabled),
        })
    }

    /// A name that replaces another is new, and the other is known.
    fn check_replacing(
        &self,
        device: &DeviceId,
        replaces: Option<&DeviceId>,
    ) -> Result<(), RecordError> {
        let Some(former) = replaces else {
            return Ok(());
        };
        let waits = |known: DeviceEntry| known.standing == DeviceStanding::Waiting;
        if !self.device(device)?.is_none_or(waits) {
            return Err(RecordError::NameTaken {
                device: device.clone(),
            });
        }
        if device == former || self.device(former)?.is_none_or(waits) {
            return Err(RecordError::UnknownDevice {
                device: former.clone(),
            });
        }
        Ok(())
    }

    /// What the batch counted is taken off again; `content` is its rating sheets that no other batch brought.
    fn apply_uncounting(
        &self,
        device: &DeviceId,
        number: BatchNumber,
        root: &RootHash,
        ratings: u64,
        content: &Content,
    ) -> Result<(), RecordError> {
        let batch = match content {
            Content::Batch(batch) => Some(batch),
            Content::Lost => None,
            Content::Nothing
            | Content::Text(_)
            | Content::Sealed(_)
            | Content::Notice { .. }
            | Content::Pack { .. } => return Err(RecordError::OtherThanNamed),
        };
        let loaded = self.batch(device, number)?;
        let is_loaded = loaded.is_some_and(|loaded| loaded.root == *root) || batch.is_none();
        let standing = self.device(device)?.map(|device| device.standing);
        let is_former = standing == Some(DeviceStanding::Revoked);
        if !is_loaded || !is_former || self.is_uncounted(device, number)? {
            return Err(RecordError::OtherThanNamed);
        }
        self.note_uncounted(device, number, root)?;
        let Some(batch) = batch else { return Ok(()) };
        let is_told = batch.sheets.len() as u64 == ratings && batch.entry.root == *root;
        if !is_told || self.forget_sheets(&batch.sheets)? != ratings {
            return Err(RecordError::OtherThanNamed);
        }
        self.doubt_posted(batch.counts.keys())?;
        self.subtract_counts(&batch.counts)
    }

    fn apply_revoking(&self, device: &DeviceId, on: NaiveDate) -> Result<(), RecordError> {
        let known = self.device(device)?;
        self.keep_device(&DeviceEntry {
            id: device.clone(),
            facts: known.as_ref().and_then(|known| known.facts),
            // Before step 3 the ledger did not tell who asked, so that a key may be revoked that it never named.
            signing_key: known.map_or_else(String::new, |known| known.signing_key),
            standing: DeviceStanding::Revoked,
            since: on,
        })
    }

    fn apply_loading(
        &self,
        told: &Body,
        on: NaiveDate,
        content: &Content,
    ) -> Result<(), RecordError> {
        match (told, content) {
            (
                Body::BatchLoaded {
                    due,
                    own_due,
                    again,
                    ..
                },
                Content::Batch(batch),
            ) => self.apply_batch(told, batch, (due, own_due, again), on),
            (Body::BatchLoaded { .. }, Content::Lost) => Ok(()),
            (_, _) => Err(RecordError::OtherThanNamed),
        }
    }

    fn apply_batch(
        &self,
        told: &Body,
        batch: &BatchContent,
        (due, own_due, again): (&BTreeMap<PlanId, DueDate>, &OwnDue, &Again),
        on: NaiveDate,
    ) -> Result<(), RecordError> {
        let entry = &batch.entry;
        let is_named = matches!(told, Body::BatchLoaded { device, number, root, .. }
            if (device, *number, *root) == (&entry.device, entry.number, entry.root));
        if !is_named {
            return Err(RecordError::OtherThanNamed);
        }
        let device = self.device(&entry.device)?;
        let is_accepted = device.is_some_and(|device| {
            let brings = [DeviceStanding::Accepted, DeviceStanding::Retired];
            brings.contains(&device.standing) && device.signing_key == entry.signing_key
        });
        let last = self.last_batch(&entry.device)?;
        let is_accepted = is_accepted && last.is_none_or(|last| entry.number < last.number);
        if !is_accepted {
            return Err(RecordError::UnknownDevice {
                device: entry.device.clone(),
            });
        }
        let previous = entry.previous.as_ref();
        if self.check_batch(&entry.device, entry.number, &entry.root, previous)? {
            // Once is all it may count.
            return Err(RecordError::OtherContent {
                device: entry.device.clone(),
                number: entry.number,
            });
        }
        // A sheet that was counted is not counted again, whatever batch it comes in.
        if self.note_sheets(&batch.sheets)? != batch.sheets.len() as u64 {
            return Err(RecordError::OtherThanNamed);
        }
        let sealed = batch.cases.iter().map(|(_, case)| case.sealed.as_slice());
        let is_named = |case: &NewCase| BlobId::of(&case.sealed) == case.opinion.words;
        if !batch.cases.iter().all(|(_, case)| is_named(case)) {
            return Err(RecordError::OtherThanNamed);
        }
        self.keep_blobs(&sealed.collect::<Vec<_>>())?;
        let cases = batch.cases.iter().map(|(number, NewCase { opinion, .. })| {
            // Before step 3 the ledger did not tell the last day, and nothing is compared with this one.
            let untold = DueDate {
                date: on,
                provisional: true,
            };
            CaseEntry {
                number: *number,
                opinion: opinion.clone(),
                received_on: on,
                due: {
                    let own = own_due.get(&opinion.plan).zip(opinion.category.as_ref());
                    let own = own.and_then(|(all, category)| all.get(category));
                    own.or(due.get(&opinion.plan)).copied().unwrap_or(untold)
                },
                status: CaseStatus::Received,
                reply: None,
                earlier: Vec::new(),
                replied_on: None,
                answered_on: None,
                channel: None,
                responsible: None,
                extension: None,
                talk: Talk::default(),
            }
        });
        let cases: Vec<CaseEntry> = cases.collect();
        self.open_cases(&cases)?;
        self.apply_follow_ups(&batch.follow_ups, &cases, (again, on))?;
        self.note_receipts(&batch.receipts)?;
        self.add_counts(&batch.counts)?;
        self.note_batch(entry)
    }

    fn apply_pack(
        &self,
        number: PackNumber,
        root: RootHash,
        on: NaiveDate,
        content: &Content,
    ) -> Result<(), RecordError> {
        self.empty_outbox()?;
        match content {
            Content::Pack { made_at } if made_at.date() == on => self.note_pack(&PackEntry {
                number,
                root,
                made_at: *made_at,
            }),
            Content::Lost => Ok(()),
            Content::Pack { .. }
            | Content::Nothing
            | Content::Text(_)
            | Content::Sealed(_)
            | Content::Notice { .. }
            | Content::Batch(_) => Err(RecordError::OtherThanNamed),
        }
    }

    fn apply_notice(
        &self,
        (number, own): (u32, bool),
        digest: &str,
        on: NaiveDate,
        before: &RootHash,
        content: &Content,
    ) -> Result<(), RecordError> {
        let (title, body) = match content {
            Content::Notice { title, body } if notice_digest(title, body) == *digest => {
                (title.clone(), body.clone())
            }
            Content::Lost => (String::new(), String::new()),
            Content::Notice { .. }
            | Content::Nothing
            | Content::Text(_)
            | Content::Sealed(_)
            | Content::Batch(_)
            | Content::Pack { .. } => return Err(RecordError::OtherThanNamed),
        };
        if number != self.next_notice()? {
            return Err(RecordError::OtherThanNamed);
        }
        self.keep_notice(&NoticeEntry {
            number,
            title,
            body,
            posted_on: on,
            ledger_head: *before,
            own,
            withdrawn_on: None,
        })
    }

    fn apply_figures(&self, figures: &Figures) -> Result<(), RecordError> {
        for shown in &figures.shown {
            let key = RaterKey::of_shown(figures, shown);
            let posted = Posted {
                notice: figures.number,
                raters: shown.raters,
                criteria: shown.criteria.clone(),
                is_doubted: false,
            };
            self.keep_posted(&key, &posted)?;
        }
        Ok(())
    }

    /// What this record keeps of the text that an event names by its digest. [`Content::Lost`] where it keeps none, or another.
    /// Whether a reply is what a digest of before step 5 names is for the caller to see, who can open it.
    pub fn kept_text(&self, body: &Body) -> Result<Content, RecordError> {
        let kept = match body.named() {
            Named::Plan(plan, revision, digest) => {
                let text = self.plan_toml(plan, revision)?;
                text.filter(|text| text_digest(text) == digest)
                    .map(Content::Text)
            }
            Named::Reply(number, digest, names) => {
                let blob = match names {
                    Digested::Sealed => BlobId::try_from(digest.to_owned()).ok(),
                    Digested::Plain => self.reply_of(number)?,
                };
                let sealed = blob.map(|id| self.blob(&id)).transpose()?;
                sealed.flatten().map(Content::Sealed)
            }
            Named::Notice(number, digest) => {
                let text = self.notice_text(number)?;
                text.filter(|(title, body)| notice_digest(title, body) == digest)
                    .map(|(title, body)| Content::Notice { title, body })
            }
            Named::Words(digest) | Named::Opinion(_, digest) => {
                let blob = BlobId::try_from(digest.to_owned()).ok();
                let sealed = blob.map(|id| self.blob(&id)).transpose()?;
                sealed.flatten().map(Content::Sealed)
            }
            // They lie outside the record.
            Named::Nothing | Named::Batch | Named::Pack(..) => return Ok(Content::Nothing),
        };
        Ok(kept.unwrap_or(Content::Lost))
    }
}
