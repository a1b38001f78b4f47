//! 回访: what the holders of receipts said since, and what staff heard by telephone.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::calendar::DueDate;
use crate::domain::channel::Channel;
use crate::domain::follow_up::{FollowUpFate, Satisfaction};
use crate::domain::ids::{BlobId, CaseNumber, PlanId, SheetId, Tag, VoiceKey};
use crate::record::sql::{Row, Rows, Table, Value, bytes, collect, first, int, text, text_option};
use crate::record::tables::blob::blob_option;
use crate::record::{Record, RecordError};

/// A follow-up in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpEntry {
    /// The sheet that brought it; of what staff heard a number of its own.
    pub id: SheetId,
    /// Who spoke; none where staff wrote it down.
    pub voice: Option<VoiceKey>,
    /// The case; none as long as it waits for it.
    pub number: Option<CaseNumber>,
    /// The answer that it is about.
    pub reply: u32,
    /// How content the holder is.
    pub grade: Option<Satisfaction>,
    /// The words, sealed to [`follow_up_place`]; none where there are none, or they are lost.
    pub words: Option<BlobId>,
    /// How staff heard it; none where the receipt spoke.
    pub channel: Option<Channel>,
    /// The day.
    pub heard_on: NaiveDate,
    /// What became of it.
    pub fate: FollowUpFate,
}

/// A follow-up on its way into the record. Its voice signed it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewFollowUp {
    /// What is known of it; as yet it waits.
    pub entry: FollowUpEntry,
    /// Its words, as [`FollowUpEntry::words`] names them.
    pub sealed: Option<Vec<u8>>,
}

impl std::fmt::Debug for NewFollowUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewFollowUp({}, …)", self.entry.id)
    }
}

/// The last days of cases that are taken up again.
pub(in crate::record) type Again = Vec<(CaseNumber, DueDate)>;

/// Sealed words by their case: the place that each is sealed to, and its name.
pub(in crate::record) type CaseBlobs = BTreeMap<CaseNumber, Vec<(String, BlobId)>>;

/// By what staff heard something is kept: two of one case have two.
#[must_use]
pub fn staff_id(number: CaseNumber, heard_before: usize) -> SheetId {
    SheetId::of(format!("heard {number} {heard_before}").as_bytes())
}

/// How content the holders of a plan's receipts are, or staff heard that they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SatisfactionCount {
    /// Of which plan.
    pub plan: PlanId,
    /// How staff heard it; none where the receipts spoke.
    pub channel: Option<Channel>,
    /// Which grade.
    pub grade: Satisfaction,
    /// How many.
    pub count: u64,
}

/// The place that the words of a follow-up are sealed to.
#[must_use]
pub fn follow_up_place(id: &SheetId) -> String {
    format!("follow-up {id}")
}

pub(in crate::record) const TABLE: Table = Table {
    name: "follow_up",
    columns: "id, voice, tag, number, reply, grade, words, channel, heard_on, fate",
    keys: 1,
};

fn entry(row: &mut Row) -> Result<FollowUpEntry, RecordError> {
    let (id, voice) = (SheetId(row.bytes()?), row.bytes_option()?.map(VoiceKey));
    let _tag = row.bytes_option()?.map(Tag);
    Ok(FollowUpEntry {
        id,
        voice,
        number: row.number_option()?.map(CaseNumber),
        reply: row.number()?,
        grade: row.read_option()?,
        words: row.bytes_option()?.map(BlobId),
        channel: row.read_option()?,
        heard_on: row.read()?,
        fate: row.read()?,
    })
}

fn values(entry: &FollowUpEntry) -> Vec<Value> {
    let voice = entry.voice.as_ref();
    vec![
        bytes(&entry.id.0),
        voice.map_or(Value::Null, |voice| bytes(&voice.0)),
        voice.map_or(Value::Null, |voice| bytes(&voice.tag().0)),
        entry.number.map_or(Value::Null, |number| int(number.0)),
        int(entry.reply),
        text_option(entry.grade.as_ref()),
        blob_option(entry.words),
        text_option(entry.channel.as_ref()),
        text(entry.heard_on),
        text(entry.fate),
    ]
}

impl Record {
    /// What was said of one case since, oldest first.
    pub fn follow_ups_of(&self, number: CaseNumber) -> Result<Vec<FollowUpEntry>, RecordError> {
        let tail = "WHERE number = $1 ORDER BY heard_on, id";
        TABLE
            .rows(self.sql(), tail, &[int(number.0)], entry)?
            .whole()
    }

    /// Follow-ups whose case is not here, and every other row that does not read by name.
    pub fn waiting_follow_ups(&self) -> Result<Rows<FollowUpEntry>, RecordError> {
        TABLE.rows(self.sql(), "WHERE number IS NULL ORDER BY id", &[], entry)
    }

    /// What names the words that were said of each case since: their places, oldest first.
    pub(in crate::record) fn follow_up_words(&self) -> Result<CaseBlobs, RecordError> {
        let statement = "SELECT number, id, words FROM follow_up \
             WHERE number IS NOT NULL AND words IS NOT NULL ORDER BY heard_on, id";
        let words = collect(self.sql(), statement, &[], |row| {
            let number = CaseNumber(row.number()?);
            let place = follow_up_place(&SheetId(row.bytes()?));
            Ok((number, (place, BlobId(row.bytes()?))))
        })?;
        let mut by_case = CaseBlobs::new();
        for (number, one) in words {
            by_case.entry(number).or_default().push(one);
        }
        Ok(by_case)
    }

    /// How content the holders are, by plan and by the way it was heard: one grade an answer.
    pub fn satisfaction(&self) -> Result<Vec<SatisfactionCount>, RecordError> {
        let statement = "SELECT opinion_case.plan, follow_up.channel, follow_up.grade, COUNT(*) \
             FROM follow_up JOIN opinion_case ON opinion_case.number = follow_up.number \
             WHERE follow_up.grade IS NOT NULL AND follow_up.fate IN ($1, $2) \
             GROUP BY opinion_case.plan, follow_up.channel, follow_up.grade \
             ORDER BY opinion_case.plan, follow_up.channel, follow_up.grade";
        let counted = [text(FollowUpFate::Rated), text(FollowUpFate::Heard)];
        collect(self.sql(), statement, &counted, |row| {
            Ok(SatisfactionCount {
                plan: row.read()?,
                channel: row.read_option()?,
                grade: row.read()?,
                count: row.count()?,
            })
        })
    }

    /// Whether the receipt of a case rated that answer.
    pub fn is_rated(&self, number: CaseNumber, reply: u32) -> Result<bool, RecordError> {
        let found = first(
            self.sql(),
            "SELECT COUNT(*) FROM follow_up WHERE number = $1 AND reply = $2 AND fate = $3",
            &[int(number.0), int(reply), text(FollowUpFate::Rated)],
            Row::count,
        )?;
        Ok(found.unwrap_or(0) > 0)
    }

    /// Keeps one.
    pub(in crate::record) fn keep_follow_up(
        &self,
        entry: &FollowUpEntry,
    ) -> Result<(), RecordError> {
        TABLE.put(self.sql(), entry, values)
    }
}
