//! What the ledger tells: one [`Event`], however its entry is written.
//!
//! An entry is one line of canonical JSON (this order of fields, no white space):
//! `{"n":5,"day":"2026-11-23","by":"office","kind":"case-started","version":1,"body":{"number":3}}`.
//! Programs up to 0.1.1 wrote `{"event":"case-started","number":3,"on":"2026-11-23"}`. Both are read; both are hashed as the
//! bytes they are. The signature of an entry stands beside it in the column `signature`, over community, `n` and hash.

use std::collections::BTreeMap;
use std::ops::Not;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::RecordError;
use super::calendar_event::CalendarEvent;
use super::case_event::CaseHappened;
use super::device_event::DeviceEvent;
use super::digest::text_digest;
use super::round_event::RoundHappened;
use super::slip_event::SlipEvent;
use crate::domain::calendar::DueDate;
use crate::domain::device::DeviceFacts;
use crate::domain::ids::{
    BatchNumber, CaseNumber, CategoryId, CommunityId, CriterionId, DeviceId, GroupId, PackNumber,
    PersonId, PlanId, PlanRevision, RootHash, SealingKey, SubjectId,
};
use crate::domain::person::Actor;
use crate::domain::time::Week;
use crate::domain::witness::LedgerPoint;

/// The last days to reply by plan and category.
pub type OwnDue = BTreeMap<PlanId, BTreeMap<CategoryId, DueDate>>;

/// The version of the body of a kind that has only one.
const VERSION: u32 = 1;
/// From this version on an answer is named by the SHA-256 of its sealed bytes.
const ANSWER_SEALED: u32 = 2;

/// Something that happened in the office. Never what a resident wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub day: NaiveDate,
    /// Who did it.
    pub by: Actor,
    /// What.
    pub body: Body,
}

/// What happened, by its kind. Words and originals are named by SHA-256 and kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Body {
    /// The office was made.
    Founded {
        /// Its community.
        community: CommunityId,
    },
    /// A key asks to be accepted under a device's name. Anybody can ask. Not told before step 3 of the store.
    DeviceAsked {
        /// Which name.
        device: DeviceId,
        /// The key, minisign base64.
        signing_key: String,
        /// The name that it had before it got this key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<DeviceId>,
        /// What it says of itself. Not told before step 12.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        facts: Option<DeviceFacts>,
    },
    /// A device was accepted.
    DeviceAccepted {
        /// Which.
        device: DeviceId,
        /// Its key, minisign base64.
        signing_key: String,
        /// The name that it had before it got this key, under which nothing is accepted any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<DeviceId>,
        /// What it says of itself. Not told before step 12.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        facts: Option<DeviceFacts>,
    },
    /// A device is no longer accepted.
    DeviceRevoked {
        /// Which.
        device: DeviceId,
    },
    /// A batch was taken in.
    BatchLoaded {
        /// Whose.
        device: DeviceId,
        /// Which.
        number: BatchNumber,
        /// Its root.
        root: RootHash,
        /// Rating sheets counted by it.
        ratings: u64,
        /// Cases opened by it.
        cases: u64,
        /// Sheets set aside.
        set_aside: u64,
        /// The last day to reply to its cases, by their plans. Not told before step 3 of the store.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        due: BTreeMap<PlanId, DueDate>,
        /// The same where a category has a term of its own.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        own_due: OwnDue,
        /// Follow-ups of receipts' holders that it brought.
        #[serde(default, skip_serializing_if = "super::case_event::is_none")]
        follow_ups: u64,
        /// The last day to reply to a case that one of them may take up again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        again: Vec<(CaseNumber, DueDate)>,
    },
    /// What a batch brought is counted no more: it was signed with a device's former key, and the device says that it was not its
    /// own. Cases that it opened stay.
    BatchUncounted {
        /// Whose.
        device: DeviceId,
        /// Which.
        number: BatchNumber,
        /// Its root.
        root: RootHash,
        /// Rating sheets that were counted by it and by no other batch.
        ratings: u64,
    },
    /// A plan was added.
    PlanAdded {
        /// Which.
        plan: PlanId,
        /// Its revision.
        revision: PlanRevision,
        /// SHA-256 of its text, lower-case hex.
        digest: String,
        /// Where it came from: `shipped` or `added`. Not told before step 3 of the store.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
    /// A plan goes into packs, or no longer.
    PlanEnabled {
        /// Which.
        plan: PlanId,
        /// Whether it does.
        enabled: bool,
    },
    /// Work on a case began.
    CaseStarted {
        /// Which.
        number: CaseNumber,
        /// 责任人, where somebody is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        responsible: Option<String>,
    },
    /// A case was answered.
    CaseAnswered {
        /// Which.
        number: CaseNumber,
        /// SHA-256 of the sealed reply, lower-case hex; of the reply itself before step 5 of the store.
        digest: String,
        /// Which of the two it is; the entry's version.
        #[serde(skip)]
        names: Digested,
        /// The last day to reply, where it was provisional and is settled with the reply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DueDate>,
        /// It may be changed and taken back until a pack carries it. Not so before step 16 of the store.
        #[serde(default, skip_serializing_if = "Not::not")]
        waits: bool,
    },
    /// A pack was made.
    PackMade {
        /// Which.
        number: PackNumber,
        /// Its root.
        root: RootHash,
    },
    /// The office was put back from a backup: whatever it did after it is unknown here, and may be known to kiosks.
    Restored {
        /// How many entries the ledger of the backup had.
        entries: u64,
        /// The hash of the last of them.
        head: RootHash,
    },
    /// Somebody typed the computer's date, which lay before what the record knew, or far after it.
    DayConfirmed {},
    /// Somebody typed the week of batches, which had not come yet.
    WeekConfirmed {
        /// The week typed.
        week: Week,
    },
    /// A notice was posted.
    NoticePosted {
        /// Which.
        number: u32,
        /// SHA-256 of title, line feed, body; lower-case hex.
        digest: String,
        /// In the office's own words: it may be taken down by itself. Not told before step 16 of the store.
        #[serde(default, skip_serializing_if = "Not::not")]
        own: bool,
    },
    /// A notice of the office's own words was taken down.
    NoticeWithdrawn {
        /// Which.
        number: u32,
    },
    /// What stood behind the figures of a notice; follows its [`Body::NoticePosted`]. Not told before step 3 of the store.
    FiguresPosted(Figures),
    /// A device gave back a pack of this office that the record did not know: it had been set back to an older copy.
    SetBack(SetBack),
    /// What concerns those who work here.
    #[serde(untagged)]
    People(PeopleEvent),
    /// What concerns a case.
    #[serde(untagged)]
    Case(CaseHappened),
    /// What concerns a round.
    #[serde(untagged)]
    Round(RoundHappened),
    /// What concerns voting slips.
    #[serde(untagged)]
    Slips(SlipEvent),
    /// What concerns a device in service.
    #[serde(untagged)]
    Device(DeviceEvent),
    /// What concerns the working days.
    #[serde(untagged)]
    Calendar(CalendarEvent),
}

/// What happened to those who work here, to the recovery sheet that stands in for them, and to the profile that they sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PeopleEvent {
    /// A recovery sheet was made; the one before it opens nothing more. The first is where people begin to sign the ledger, and
    /// is signed by itself.
    RecoverySet {
        /// The public key of its secret, minisign base64.
        signing_key: String,
        /// What the office's keys are sealed to.
        sealing_key: SealingKey,
    },
    /// Somebody typed two groups of the newest recovery sheet back: it was printed.
    RecoveryProved {},
    /// A person works here from now on.
    PersonAdmitted {
        /// Who.
        person: PersonId,
        /// As colleagues call them.
        name: String,
        /// The key that signs what they do, minisign base64.
        signing_key: String,
        /// What the office's keys are sealed to.
        sealing_key: SealingKey,
    },
    /// A person no longer works here.
    PersonRemoved {
        /// Who.
        person: PersonId,
    },
    /// The office has a new opening key. Devices seal to it as soon as a pack tells them, and words are kept under it from here on.
    OpeningRenewed {
        /// What is sealed to from now on.
        sealing_key: SealingKey,
        /// Whether it takes two persons to open the office.
        two_persons: bool,
    },
    /// `office.toml` says something new, signed by the office's key.
    ProfileSigned {
        /// SHA-256 of what is signed, lower-case hex.
        digest: String,
    },
}

impl PeopleEvent {
    /// Whether whoever holds the recovery sheet may do it. The first sheet vouches for itself.
    pub(super) fn is_for_recovery(&self, people_sign: bool) -> bool {
        match self {
            Self::RecoverySet { .. } => true,
            Self::PersonAdmitted { .. }
            | Self::PersonRemoved { .. }
            | Self::ProfileSigned { .. } => people_sign,
            Self::RecoveryProved {} | Self::OpeningRenewed { .. } => false,
        }
    }
}

/// What a digest of words is taken of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Digested {
    /// The words.
    #[default]
    Plain,
    /// Their sealed bytes.
    Sealed,
}

/// What an event names and does not hold itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'a> {
    /// Nothing: it tells everything.
    Nothing,
    /// A plan's text.
    Plan(&'a PlanId, PlanRevision, &'a str),
    /// A reply, by a digest of what [`Digested`] says.
    Reply(CaseNumber, &'a str, Digested),
    /// The words of an opinion that was registered, by a digest of their sealed bytes.
    Opinion(CaseNumber, &'a str),
    /// A notice's text.
    Notice(u32, &'a str),
    /// Sealed words of a round or of the work on a case, by a digest of their sealed bytes.
    Words(&'a str),
    /// An original batch.
    Batch,
    /// A signed pack.
    Pack(PackNumber, RootHash),
}

impl Body {
    /// The version of its entry.
    fn version(&self) -> u32 {
        match self.named() {
            Named::Reply(.., Digested::Sealed) => ANSWER_SEALED,
            Named::Reply(.., Digested::Plain)
            | Named::Nothing
            | Named::Plan(..)
            | Named::Notice(..)
            | Named::Opinion(..)
            | Named::Words(_)
            | Named::Batch
            | Named::Pack(..) => VERSION,
        }
    }

    /// What it names and does not hold itself. A digest is a SHA-256 in lower-case hex.
    #[must_use]
    pub fn named(&self) -> Named<'_> {
        match self {
            Self::PlanAdded {
                plan,
                revision,
                digest,
                ..
            } => Named::Plan(plan, *revision, digest),
            Self::CaseAnswered {
                number,
                digest,
                names,
                ..
            } => Named::Reply(*number, digest, *names),
            Self::NoticePosted { number, digest, .. } => Named::Notice(*number, digest),
            Self::BatchLoaded { .. } | Self::BatchUncounted { .. } => Named::Batch,
            Self::PackMade { number, root } => Named::Pack(*number, *root),
            Self::Case(CaseHappened::CaseRegistered { number, digest, .. }) => {
                Named::Opinion(*number, digest)
            }
            Self::Case(told) => told.words().map_or(Named::Nothing, Named::Words),
            Self::Round(told) => told.words().map_or(Named::Nothing, Named::Words),
            Self::Founded { .. }
            | Self::DeviceAsked { .. }
            | Self::DeviceAccepted { .. }
            | Self::DeviceRevoked { .. }
            | Self::Device(_)
            | Self::Calendar(_)
            | Self::PlanEnabled { .. }
            | Self::CaseStarted { .. }
            | Self::Restored { .. }
            | Self::DayConfirmed {}
            | Self::WeekConfirmed { .. }
            | Self::NoticeWithdrawn { .. }
            | Self::FiguresPosted(_)
            | Self::SetBack(_)
            | Self::People(_)
            | Self::Slips(_) => Named::Nothing,
        }
    }

    /// The case that was there before and is changed.
    #[must_use]
    pub fn case(&self) -> Option<CaseNumber> {
        match self {
            Self::CaseStarted { number, .. } | Self::CaseAnswered { number, .. } => Some(*number),
            Self::Case(told) => told.changed(),
            Self::Founded { .. }
            | Self::DeviceAsked { .. }
            | Self::DeviceAccepted { .. }
            | Self::DeviceRevoked { .. }
            | Self::BatchLoaded { .. }
            | Self::BatchUncounted { .. }
            | Self::PlanAdded { .. }
            | Self::PlanEnabled { .. }
            | Self::PackMade { .. }
            | Self::Restored { .. }
            | Self::DayConfirmed {}
            | Self::WeekConfirmed { .. }
            | Self::NoticePosted { .. }
            | Self::NoticeWithdrawn { .. }
            | Self::FiguresPosted(_)
            | Self::SetBack(_)
            | Self::Device(_)
            | Self::Calendar(_)
            | Self::People(_)
            | Self::Round(_)
            | Self::Slips(_) => None,
        }
    }

    /// A body read from an entry of this version; none when there is no such version.
    fn of_version(mut self, version: u32) -> Option<Self> {
        if let Self::CaseAnswered { names, .. } = &mut self
            && version == ANSWER_SEALED
        {
            *names = Digested::Sealed;
        }
        (self.version() == version).then_some(self)
    }
}

/// The office was set back to an older copy of itself, and learned so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetBack {
    /// Which device gave the pack back.
    pub device: DeviceId,
    /// The pack's number.
    pub pack: PackNumber,
    /// Its root.
    pub root: RootHash,
    /// How far the ledger had come by it.
    pub lost: LedgerPoint,
    /// The newest point of it that is still here.
    pub kept: LedgerPoint,
    /// The key that cards were sealed to by then, where it was lost as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_key: Option<SealingKey>,
}

/// What stood behind the figures of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Which notice.
    pub number: u32,
    /// The plan.
    pub plan: PlanId,
    /// Its revision.
    pub revision: PlanRevision,
    /// The period.
    pub period: String,
    /// [`super::counts_digest`] of every count of the plan in that period.
    pub counts: String,
    /// In which wording its text follows from the figures. Not told before 0.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<u32>,
    /// The subjects whose figures the notice shows. What is said of any other lies in an earlier notice.
    pub shown: Vec<Shown>,
    /// When: the event's day, which the signature covers here.
    pub on: NaiveDate,
    /// The office's signature over [`Self::digest`], which nobody else can make.
    pub signature: String,
}

impl Figures {
    /// SHA-256 of everything but the signature, lower-case hex.
    #[must_use]
    pub fn digest(&self) -> String {
        let unsigned = Self {
            signature: String::new(),
            ..self.clone()
        };
        // Names and numbers always serialise.
        text_digest(&serde_json::to_string(&unsigned).unwrap_or_default())
    }
}

/// How many people stand behind the figures of a subject in a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Whom they are about.
    pub subject: SubjectId,
    /// The voter group, where the plan has groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// How many rated it.
    pub raters: u64,
    /// How many answered each criterion.
    pub criteria: BTreeMap<CriterionId, u64>,
}

/// An entry as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    n: u64,
    day: NaiveDate,
    by: Actor,
    kind: String,
    version: u32,
    body: Value,
}

impl Event {
    /// What the office did on `day`.
    #[must_use]
    pub fn of_office(day: NaiveDate, body: Body) -> Self {
        Self {
            day,
            by: Actor::Office,
            body,
        }
    }

    /// The event as entry number `n` of a ledger: canonical JSON.
    pub fn line(&self, n: u64) -> Result<String, RecordError> {
        let plain = |_| RecordError::damaged("a plain event");
        let by = serde_json::to_string(&self.by).map_err(plain)?;
        // `{"case-started":{"number":3}}`
        let body = serde_json::to_string(&self.body).map_err(plain)?;
        let (kind, body) = body
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
            .and_then(|text| text.split_once(':'))
            .ok_or_else(|| RecordError::damaged("a plain event"))?;
        let (day, version) = (self.day, self.body.version());
        Ok(format!(
            r#"{{"n":{n},"day":"{day}","by":{by},"kind":{kind},"version":{version},"body":{body}}}"#
        ))
    }

    /// Reads entry number `n` of a ledger, in either form; `None` when it is neither.
    #[must_use]
    pub fn read(n: u64, text: &str) -> Option<Self> {
        Self::read_line(n, text).or_else(|| Self::read_early(text))
    }

    fn read_line(n: u64, text: &str) -> Option<Self> {
        let line: Line = serde_json::from_str(text).ok()?;
        if line.n != n {
            return None;
        }
        let event = Self {
            day: line.day,
            by: line.by,
            body: body_of(line.kind, line.body)?.of_version(line.version)?,
        };
        // There is one way to write an event; another would be hashed and signed as something else.
        (event.line(n).ok()? == text).then_some(event)
    }

    /// Reads what programs up to 0.1.1 wrote.
    fn read_early(text: &str) -> Option<Self> {
        let mut fields: Map<String, Value> = serde_json::from_str(text).ok()?;
        let Value::String(kind) = fields.remove("event")? else {
            return None;
        };
        let on = fields.remove("on")?;
        let day = on.as_str()?.parse().ok()?;
        if kind == "figures-posted" {
            fields.insert("on".to_owned(), on);
        }
        let body = body_of(kind, Value::Object(fields))?;
        Some(Self::of_office(day, body))
    }
}

fn body_of(kind: String, body: Value) -> Option<Body> {
    serde_json::from_value(Value::Object(Map::from_iter([(kind, body)]))).ok()
}

/// The day an entry bears, whatever it tells.
pub(super) fn day_of(text: &str) -> Option<NaiveDate> {
    let entry: Value = serde_json::from_str(text).ok()?;
    let day = entry.get("day").or_else(|| entry.get("on"));
    day?.as_str()?.parse().ok()
}

/// Whether an entry is written as programs up to 0.1.1 wrote.
pub(super) fn is_early(text: &str) -> bool {
    Event::read_early(text).is_some()
}
