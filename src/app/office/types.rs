//! What goes into the office's use cases and what comes out; `--json` prints these.
//!
//! Dates serialise as `YYYY-MM-DD`, sentences and texts as an object with one field a language.

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::Confidential;
use super::device_row::DeviceRow;
use super::error::WEEK_DOUBTFUL;
use super::follow_up_row::FollowUpRow;
use super::measures_row::{MeasuresRow, MeasuresRule, MeasuresWords};
use super::sheet_counts::SheetCounts;
use super::testimony::Testimony;
use crate::app::Delivered;
use crate::domain::calendar::DueDate;
use crate::domain::case::CaseNews;
use crate::domain::case::CaseStatus;
use crate::domain::channel::Channel;
use crate::domain::ids::{
    BatchNumber, CaseNumber, CategoryId, CommunityId, DeviceId, PackNumber, PlanId, PlanRevision,
    RootHash, SubjectId,
};
use crate::domain::plan::Text;
use crate::domain::time::Week;
use crate::words::{self, Lang, Sentence, sentence};

/// The passphrase of every trial office: it protects nothing and is no secret.
pub const TRIAL_PASSPHRASE: &str = "trial";

/// What a new office needs to be told.
#[derive(Clone)]
pub struct InitForm {
    /// As residents call the community, e.g. 幸福里社区.
    pub name: String,
    /// Where to ask in person, printed on receipts.
    pub office_place: String,
    /// Whom to call, printed on receipts.
    pub telephone: String,
    /// The first person who works there, as colleagues call them.
    pub person: String,
    /// That person's. Ignored for a trial office.
    pub passphrase: Zeroizing<String>,
    /// Makes a 体验模式 office, whose data no real office ever loads.
    pub trial: bool,
    /// Where the record lives: in a PostgreSQL server of this computer, or, without an address, in the office's folder.
    pub record: Option<String>,
}

impl InitForm {
    /// The form of a trial office.
    #[must_use]
    pub fn trial(lang: Lang) -> Self {
        Self {
            name: words::text!(lang, "app-office-trial-name"),
            office_place: words::text!(lang, "app-office-trial-place"),
            telephone: "010-0000-0000".to_owned(),
            person: words::text!(lang, "app-office-first-person"),
            passphrase: Zeroizing::new(TRIAL_PASSPHRASE.to_owned()),
            trial: true,
            record: None,
        }
    }
}

impl std::fmt::Debug for InitForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InitForm")
            .field("name", &self.name)
            .field("trial", &self.trial)
            .finish_non_exhaustive()
    }
}

/// The sheet that is printed and locked away: it opens the office when every passphrase is lost.
#[derive(Debug, Clone, Serialize)]
pub struct RecoverySheet {
    /// The fingerprint of the office's signing key, as staff compare it.
    pub fingerprint: String,
    /// Where the printable sheet lies, until two of its groups are typed back.
    pub path: PathBuf,
    /// Its ten groups of five digits.
    pub groups: Vec<Confidential>,
}

/// Whether the recovery sheet that holds now is known to be on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecoveryStanding {
    /// Two of its groups were typed back.
    Proved,
    /// It was made just now, and waits to be printed and typed back.
    Waiting,
    /// It was made and never typed back: nobody knows whether it is on paper.
    Unproved,
}

/// Who opens the office, and since when its opening key holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct OpeningStanding {
    /// Whether it takes two persons.
    pub two_persons: bool,
    /// When the key was renewed last; none where it is the one of the founding.
    pub renewed_on: Option<NaiveDate>,
}

/// What the head of the window shows.
#[derive(Debug, Clone, Serialize)]
pub struct OfficeSummary {
    /// The community's identifier.
    pub community: CommunityId,
    /// Its name.
    pub name: String,
    /// 体验模式
    pub trial: bool,
    /// The fingerprint of the office's signing key.
    pub fingerprint: String,
    /// The hash of the newest ledger entry, lower-case hex.
    pub ledger_head: String,
    /// Cases not answered yet.
    pub cases_open: u64,
    /// Of these, past their due date.
    pub cases_overdue: u64,
    /// Cases answered whose measures are past their last day.
    pub measures_late: u64,
    /// Devices that brought no batch for longer than the interval.
    pub devices_overdue: u64,
    /// Rating sheets in the record.
    pub ratings: u64,
    /// The newest pack, if one was ever made.
    pub last_pack: Option<PackNumber>,
}

/// What a stick brought.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LoadReport {
    /// One entry a device folder, by device.
    pub devices: Vec<DeviceLoad>,
    /// Devices that ask to be accepted.
    pub enrolments: Vec<Enrolment>,
    /// Accepted devices that are late after this load.
    pub overdue: Vec<DeviceRow>,
}

impl LoadReport {
    /// The sums over all batches that were taken in.
    #[must_use]
    pub fn totals(&self) -> SheetCounts {
        let mut sum = SheetCounts::default();
        for batch in self.devices.iter().flat_map(|device| &device.batches) {
            match &batch.outcome {
                BatchOutcome::New { sheets, .. } => sum.add(*sheets),
                BatchOutcome::AlreadyPresent
                | BatchOutcome::Repaired
                | BatchOutcome::Refused { .. } => {}
            }
        }
        sum
    }

    /// Batches that were refused.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.devices
            .iter()
            .flat_map(|device| &device.batches)
            .filter(|batch| matches!(batch.outcome, BatchOutcome::Refused { .. }))
            .count()
    }

    /// Batches that were new.
    #[must_use]
    pub fn new_batches(&self) -> usize {
        self.devices
            .iter()
            .flat_map(|device| &device.batches)
            .filter(|batch| matches!(batch.outcome, BatchOutcome::New { .. }))
            .count()
    }
}

/// What a stick brought from one device.
#[derive(Debug, Clone, Serialize)]
pub struct DeviceLoad {
    /// The device (its folder's name; the signature decides whether that is true).
    pub device: DeviceId,
    /// One entry a batch file, by number.
    pub batches: Vec<BatchLoad>,
    /// Numbers below the newest loaded that never arrived.
    pub missing: Vec<BatchNumber>,
    /// What it testifies of the ledger, where that is not what stands here.
    pub testimony: Option<Testimony>,
    /// The pack it gave back, from which the office learned just now that it had been set back.
    pub restored: Option<PackNumber>,
}

impl DeviceLoad {
    /// What has to be said of the ledger, the worst first.
    #[must_use]
    pub fn of_ledger(&self) -> Vec<Sentence> {
        let device = &self.device;
        let restored = self.restored.map(|pack| {
            sentence!(
                "app-office-restored",
                device = device.clone(),
                number = pack
            )
        });
        let testimony = self.testimony.and_then(|said| said.sentence(device));
        let uncounted = self.batches.iter().flat_map(|batch| match &batch.outcome {
            BatchOutcome::New { uncounted, .. } => uncounted.as_slice(),
            BatchOutcome::AlreadyPresent
            | BatchOutcome::Repaired
            | BatchOutcome::Refused { .. } => &[],
        });
        let uncounted = uncounted.map(|number| {
            sentence!(
                "app-office-uncounted",
                device = device.clone(),
                number = number
            )
        });
        let told = testimony.into_iter().chain(restored);
        told.chain(uncounted).collect()
    }
}

/// What became of one batch file.
#[derive(Debug, Clone, Serialize)]
pub struct BatchLoad {
    /// The file's name on the stick.
    pub file: String,
    /// The batch's number, once its signature was found good.
    pub number: Option<BatchNumber>,
    /// The week it was closed in.
    pub week: Option<Week>,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: BatchOutcome,
}

impl BatchLoad {
    /// The week of a batch that was not taken in because that week has not come yet; for [`super::Office::confirm_week`].
    #[must_use]
    pub fn doubtful_week(&self) -> Option<Week> {
        match &self.outcome {
            BatchOutcome::Refused { reason } if reason.key() == WEEK_DOUBTFUL => self.week,
            BatchOutcome::New { .. }
            | BatchOutcome::AlreadyPresent
            | BatchOutcome::Repaired
            | BatchOutcome::Refused { .. } => None,
        }
    }
}

/// New, already present, or refused and why.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum BatchOutcome {
    /// Taken in now.
    New {
        /// What it held.
        sheets: SheetCounts,
        /// Batches of the device's former name that were not its own, and count no more.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        uncounted: Vec<BatchNumber>,
    },
    /// The same batch was taken in before; nothing was counted again.
    AlreadyPresent,
    /// The same batch was taken in before, but its original was missing or another: put back from the stick.
    Repaired,
    /// Nothing of it was taken in.
    Refused {
        /// What is the matter, then what to do.
        #[serde(serialize_with = "sentence")]
        reason: Sentence,
    },
}

/// A device that asks to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Enrolment {
    /// The name it goes by.
    pub device: DeviceId,
    /// The fingerprint of its key, its end covered: that is typed from the device's own screen.
    pub fingerprint: String,
    /// Another key was accepted under this name before; accepting replaces it.
    pub replaces: bool,
    /// The name it had before it got this key; accepting ends that.
    pub former: Option<DeviceId>,
}

/// A line of the list of cases. Never carries what was written.
#[derive(Debug, Clone, Serialize)]
pub struct CaseRow {
    /// The case.
    pub number: CaseNumber,
    /// The plan it was written under.
    pub plan: PlanId,
    /// Its title.
    #[serde(serialize_with = "text")]
    pub plan_title: Text,
    /// Whom it is about, if said.
    pub subject: Option<SubjectId>,
    /// The subject's name.
    #[serde(serialize_with = "text_option")]
    pub subject_name: Option<Text>,
    /// What it is about, if said.
    pub category: Option<CategoryId>,
    /// The category's name.
    #[serde(serialize_with = "text_option")]
    pub category_name: Option<Text>,
    /// The day the office received it.
    pub received_on: NaiveDate,
    /// The last day to reply.
    pub due: DueDate,
    /// Working days that are left after today, where an answer is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_days_left: Option<usize>,
    /// Where it stands.
    #[serde(rename = "state")]
    pub status: CaseStatus,
    /// Past its due date without a reply, or answered after it.
    pub overdue: bool,
    /// The day it was answered.
    pub answered_on: Option<NaiveDate>,
    /// Whether the resident took a receipt, so that a reply reaches them.
    pub has_receipt: bool,
    /// By which way it came, where the office registered it; none came on a device.
    pub channel: Option<Channel>,
    /// 责任人, where somebody was named when work began.
    pub responsible: Option<String>,
    /// The day its term was extended on, to the last day that stands here.
    pub extended_on: Option<NaiveDate>,
    /// How far its measures are; none where there are none to be set.
    pub measures: Option<MeasuresRow>,
    /// What its holder said last, as they read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub news: Option<CaseNews>,
    /// The last day on which a rating is waited for (回访); none where none is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rated_until: Option<NaiveDate>,
}

/// One case, with what was written.
#[derive(Clone, Serialize)]
pub struct CaseDetail {
    /// The line of the list.
    #[serde(flatten)]
    pub row: CaseRow,
    /// What the resident wrote.
    pub text: Confidential,
    /// The reply, once there is one.
    pub reply: Option<Confidential>,
    /// Those before it that its holder can read as well, the first one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Confidential>,
    /// How many answers it had, the further ones (补充答复) among them.
    pub answers: u32,
    /// No pack has carried the reply yet: it may be changed and taken back.
    pub waits: bool,
    /// Why its term was extended.
    pub extension: Option<Confidential>,
    /// By how many working days its term may still be extended, at most.
    pub may_extend: Option<u32>,
    /// Its measures, in words, and what somebody found.
    pub measures_words: Option<MeasuresWords>,
    /// What the plan asks of measures.
    pub measures_rule: Option<MeasuresRule>,
    /// What was said of it since, oldest first.
    pub follow_ups: Vec<FollowUpRow>,
    /// Staff may write down what they hear of the answer.
    pub may_revisit: bool,
}

impl std::fmt::Debug for CaseDetail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What a resident wrote must not reach a log.
        f.debug_struct("CaseDetail")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

/// What a pack carries and where it was written.
#[derive(Debug, Clone, Serialize)]
pub struct PackReport {
    /// Its number.
    pub number: PackNumber,
    /// The office time it carries.
    pub time: NaiveDateTime,
    /// The file on the stick.
    pub path: PathBuf,
    /// Its root.
    pub root: RootHash,
    /// Plans in it.
    pub plans: u64,
    /// Batches acknowledged.
    pub acks: u64,
    /// Receipts with a status.
    pub statuses: u64,
    /// Replies sealed to their receipts.
    pub replies: u64,
    /// Notices in it.
    pub notices: u64,
    /// That all of it is on the stick.
    #[serde(rename = "closing")]
    pub delivered: Delivered,
}

/// What a recount found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VerifyReport {
    /// Batch files opened again, and those whose originals were destroyed.
    pub batches: u64,
    /// Batches whose originals were destroyed by list: what they came to is vouched for by the entry that says so.
    pub destroyed: u64,
    /// Rating sheets recounted.
    pub ratings: u64,
    /// Opinions recounted.
    pub opinions: u64,
    /// Counts compared.
    pub cells: u64,
    /// Cases compared.
    pub cases: u64,
    /// Ledger entries checked.
    pub ledger_entries: u64,
    /// The hash of the newest ledger entry, lower-case hex.
    pub ledger_head: String,
    /// Batches whose devices testify to the ledger as it stands here.
    pub witnesses: u64,
    /// Sheets that the ledger tells of in batches whose originals are gone or others: what was counted from them nothing vouches for.
    pub unchecked_sheets: u64,
    /// Those of them that may have had receipts of version 1.
    pub unchecked_receipts: u64,
    /// The entry from which on people sign; what stands before it is vouched for by its hash alone.
    pub signed_from: u64,
    /// Every difference; empty means the record is what its ledger and the batches say.
    pub differences: Vec<Difference>,
    /// What an old ledger never told, and nothing was compared with.
    pub not_told: Vec<NotTold>,
}

/// A place where the record is not what its ledger, the original batches and the signed packs say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The table of the record, e.g. `tally`.
    pub table: &'static str,
    /// The row's primary key in words, e.g. `s1 1 2026 wang attitude good`; `*` for the whole table.
    pub key: String,
    /// The column, or what of the row differs: `original` is a batch's file, `file` a pack's, `event` an entry that cannot
    /// follow those before it. None when the whole row is on one side only.
    pub column: Option<&'static str>,
    /// What it should be; words by the start of their SHA-256.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Difference {
    /// `tally s1 1 2026 wang attitude good count`
    #[must_use]
    pub fn place(&self) -> String {
        let row = format!("{} {}", self.table, self.key);
        match self.column {
            Some(column) => format!("{row} {column}"),
            None => row,
        }
    }

    /// The difference in words.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        sentence!(
            "app-office-differs",
            table = self.table,
            row = self.key,
            column = self.column.unwrap_or("row"),
            expected = self.expected,
            found = self.found
        )
    }
}

/// Something that the programs before told no ledger of: it is not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotTold {
    /// The table of the record.
    pub table: &'static str,
    /// The column; none when it is whole rows.
    pub column: Option<&'static str>,
    /// How many rows.
    pub rows: u64,
}

impl NotTold {
    /// What was not compared, in words.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        sentence!(
            "app-office-not-told",
            table = self.table,
            column = self.column.unwrap_or("row"),
            rows = self.rows
        )
    }
}

/// A plan the office holds.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
#[derive(Debug, Clone, Serialize)]
pub struct PlanRow {
    /// The plan.
    pub id: PlanId,
    /// Its newest revision.
    pub revision: PlanRevision,
    /// Its title.
    #[serde(serialize_with = "text")]
    pub title: Text,
    /// The rule text it comes from.
    pub source: String,
    /// Whether packs carry it.
    pub enabled: bool,
    /// Cards are taken today.
    pub open_today: bool,
    /// 意见公开: opinions are published with their replies.
    pub publishes_opinions: bool,
    /// Whether its rounds are called besides those of its cadence.
    pub is_callable: bool,
}

/// A notice the office has posted.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeRow {
    /// From 1.
    pub number: u32,
    /// The heading.
    pub title: String,
    /// Plain text, one paragraph a line.
    pub body: String,
    /// The day it was posted.
    pub posted_on: NaiveDate,
    /// The ledger's head when it was posted, lower-case hex.
    pub ledger_head: String,
    /// In the office's own words: it may be taken down by itself.
    pub own: bool,
    /// The day it was taken down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Both<'a> {
    zh: &'a str,
    en: &'a str,
}

fn sentence<S: Serializer>(sentence: &Sentence, to: S) -> Result<S::Ok, S::Error> {
    Both {
        zh: &sentence.say(Lang::Zh),
        en: &sentence.say(Lang::En),
    }
    .serialize(to)
}

pub(super) fn text<S: Serializer>(text: &Text, to: S) -> Result<S::Ok, S::Error> {
    Both {
        zh: &text.zh,
        en: text.get(Lang::En),
    }
    .serialize(to)
}

#[expect(
    clippy::ref_option,
    reason = "serde calls it with a reference to the field"
)]
pub(super) fn text_option<S: Serializer>(value: &Option<Text>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => text(value, to),
        None => to.serialize_none(),
    }
}
