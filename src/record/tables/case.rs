//! 意见件: opinions being worked on.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::calendar::DueDate;
use crate::domain::case::{CaseEvent, CaseStatus};
use crate::domain::channel::Channel;
use crate::domain::follow_up::Talk;
use crate::domain::ids::{
    BlobId, CaseNumber, CategoryId, PlanId, ReplyKey, SubjectId, Tag, VoiceKey,
};
use crate::domain::transition::Machine as _;
use crate::record::sql::{Row, Rows, Table, Value, bytes, first, int, text, text_option};
use crate::record::tables::blob::{blob_option, blobs_of, blobs_text};
use crate::record::{Record, RecordError};

/// An opinion, without its words.
#[derive(Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The plan it was written under.
    pub plan: PlanId,
    /// Whom it is about.
    pub subject: Option<SubjectId>,
    /// What it is about.
    pub category: Option<CategoryId>,
    /// What was written, sealed to [`super::blob::opinion_place`].
    pub words: BlobId,
    /// What the receipt is filed under; none when it was declined.
    pub tag: Option<Tag>,
    /// What the reply is sealed to.
    pub reply_key: Option<ReplyKey>,
    /// What its holder signs with who says something later; none of a receipt of version 0.1.
    pub voice: Option<VoiceKey>,
}

impl fmt::Debug for Opinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opinion(…)")
    }
}

/// An opinion on its way into the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// What is known of it.
    pub opinion: Opinion,
    /// Its words, as [`Opinion::words`] names them.
    pub sealed: Vec<u8>,
}

/// A case in the record.
#[derive(Clone, PartialEq, Eq)]
pub struct CaseEntry {
    /// From 1.
    pub number: CaseNumber,
    /// The opinion.
    pub opinion: Opinion,
    /// The day the office received it.
    pub received_on: NaiveDate,
    /// The last day to reply.
    pub due: DueDate,
    /// Where it stands.
    pub status: CaseStatus,
    /// The reply, sealed to [`super::blob::reply_place`].
    pub reply: Option<BlobId>,
    /// Replies before it that the holder can read as well, the first one first.
    pub earlier: Vec<BlobId>,
    /// The day of the reply, where it is a further one (补充答复).
    pub replied_on: Option<NaiveDate>,
    /// The day it was answered.
    pub answered_on: Option<NaiveDate>,
    /// By which way it came, where the office registered it; none came on a device.
    pub channel: Option<Channel>,
    /// 责任人, where somebody was named when work began.
    pub responsible: Option<String>,
    /// 延期, where its term was extended; [`Self::due`] is the day that it was extended to.
    pub extension: Option<ExtensionEntry>,
    /// How it stands with its holder (回访).
    pub talk: Talk,
}

/// By how much a term was extended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionEntry {
    /// So many working days.
    pub days: u32,
    /// The day it was extended on.
    pub on: NaiveDate,
    /// Why, sealed to [`super::blob::extension_place`]; none where it is lost.
    pub reason: Option<BlobId>,
}

impl fmt::Debug for CaseEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CaseEntry({}, …)", self.number)
    }
}

pub(in crate::record) const TABLE: Table = Table {
    name: "opinion_case",
    columns: "number, plan, subject, category, words, tag, reply_key, received_on, due_on, \
              provisional, status, reply, answered_on, channel, responsible, \
              extended_days, extended_on, extension, voice, answers, reopened, news, replied_on, earlier",
    keys: 1,
};

pub(super) fn entry(row: &mut Row) -> Result<CaseEntry, RecordError> {
    let mut case = CaseEntry {
        number: CaseNumber(row.number()?),
        opinion: Opinion {
            plan: row.read()?,
            subject: row.read_option()?,
            category: row.read_option()?,
            words: BlobId(row.bytes()?),
            tag: row.bytes_option()?.map(Tag),
            reply_key: row.bytes_option()?.map(ReplyKey),
            voice: None,
        },
        received_on: row.read()?,
        due: DueDate {
            date: row.read()?,
            provisional: row.flag()?,
        },
        status: row.read()?,
        reply: row.bytes_option()?.map(BlobId),
        earlier: Vec::new(),
        replied_on: None,
        answered_on: row.read_option()?,
        channel: row.read_option()?,
        responsible: row.read_option()?,
        extension: {
            let (days, on) = (row.number_option()?, row.read_option()?);
            let reason = row.bytes_option()?.map(BlobId);
            days.zip(on)
                .map(|(days, on)| ExtensionEntry { days, on, reason })
        },
        talk: Talk::default(),
    };
    case.opinion.voice = row.bytes_option()?.map(VoiceKey);
    case.talk = Talk {
        answers: row.number()?,
        reopened: row.flag()?,
        news: row.read_option()?,
    };
    case.replied_on = row.read_option()?;
    case.earlier = blobs_of(&row.text()?)?;
    Ok(case)
}

fn values(case: &CaseEntry) -> Vec<Value> {
    let (opinion, extension) = (&case.opinion, case.extension.as_ref());
    vec![
        int(case.number.0),
        text(&opinion.plan),
        text_option(opinion.subject.as_ref()),
        text_option(opinion.category.as_ref()),
        bytes(&opinion.words.0),
        opinion.tag.map_or(Value::Null, |tag| bytes(&tag.0)),
        opinion.reply_key.map_or(Value::Null, |key| bytes(&key.0)),
        text(case.received_on),
        text(case.due.date),
        int(u8::from(case.due.provisional)),
        text(case.status),
        blob_option(case.reply),
        text_option(case.answered_on.as_ref()),
        text_option(case.channel.as_ref()),
        text_option(case.responsible.as_ref()),
        extension.map_or(Value::Null, |one| int(one.days)),
        text_option(extension.map(|one| one.on).as_ref()),
        blob_option(extension.and_then(|one| one.reason)),
        opinion.voice.map_or(Value::Null, |voice| bytes(&voice.0)),
        int(case.talk.answers),
        int(u8::from(case.talk.reopened)),
        text_option(case.talk.news.as_ref()),
        text_option(case.replied_on.as_ref()),
        text(blobs_text(&case.earlier)),
    ]
}

/// Where a case goes by the table. What the table refuses here is a case that is done with.
pub(in crate::record) fn after(
    number: CaseNumber,
    from: CaseStatus,
    event: CaseEvent,
) -> Result<CaseStatus, RecordError> {
    let step = CaseStatus::step(Some(from), event, |_| false);
    let to = step.ok().and_then(|step| step.to);
    to.ok_or(RecordError::AlreadyAnswered { number })
}

impl Record {
    /// Every case, by number.
    pub fn cases(&self) -> Result<Vec<CaseEntry>, RecordError> {
        self.case_rows()?.whole()
    }

    /// [`Self::cases`], and by name the rows that do not read.
    pub fn case_rows(&self) -> Result<Rows<CaseEntry>, RecordError> {
        TABLE.rows(self.sql(), "ORDER BY number", &[], entry)
    }

    /// One case.
    pub fn case(&self, number: CaseNumber) -> Result<CaseEntry, RecordError> {
        let found = TABLE.first(self.sql(), "WHERE number = $1", &[int(number.0)], entry)?;
        found.ok_or(RecordError::UnknownCase { number })
    }

    /// The number of the next case.
    pub fn next_case(&self) -> Result<CaseNumber, RecordError> {
        let newest = first(
            self.sql(),
            "SELECT COALESCE(MAX(number), 0) FROM opinion_case",
            &[],
            Row::number,
        )?;
        Ok(CaseNumber(newest.unwrap_or(0) + 1))
    }

    /// What names the reply to a case, whatever stands beside it.
    pub fn reply_of(&self, number: CaseNumber) -> Result<Option<BlobId>, RecordError> {
        let reply = first(
            self.sql(),
            "SELECT reply FROM opinion_case WHERE number = $1",
            &[int(number.0)],
            Row::bytes_option,
        )?;
        Ok(reply.flatten().map(BlobId))
    }

    /// Opens cases.
    pub(in crate::record) fn open_cases(&self, cases: &[CaseEntry]) -> Result<(), RecordError> {
        TABLE.insert(self.sql(), cases, values, "")?;
        Ok(())
    }

    /// Marks a case as in progress; one already in progress stays so, an answered one is refused. Who is named answers for it
    /// from now on.
    pub(in crate::record) fn start_case(
        &self,
        number: CaseNumber,
        responsible: Option<&String>,
    ) -> Result<(), RecordError> {
        let case = self.case(number)?;
        let to = if case.status == CaseStatus::InProgress {
            case.status
        } else {
            after(number, case.status, CaseEvent::Started)?
        };
        let responsible = responsible.or(case.responsible.as_ref());
        self.sql().execute(
            "UPDATE opinion_case SET status = $2, responsible = $3 WHERE number = $1",
            &[int(number.0), text(to), text_option(responsible)],
        )?;
        Ok(())
    }

    /// Keeps how a case is answered.
    pub(in crate::record) fn keep_answer(&self, case: &CaseEntry) -> Result<(), RecordError> {
        self.sql().execute(
            "UPDATE opinion_case SET status = $2, reply = $3, replied_on = $4, answered_on = $5, \
             answers = $6, news = $7, earlier = $8 WHERE number = $1",
            &[
                int(case.number.0),
                text(case.status),
                blob_option(case.reply),
                text_option(case.replied_on.as_ref()),
                text_option(case.answered_on.as_ref()),
                int(case.talk.answers),
                text_option(case.talk.news.as_ref()),
                text(blobs_text(&case.earlier)),
            ],
        )?;
        Ok(())
    }

    /// The case that a voice speaks of: the first under its tag that came with it.
    pub fn case_of_voice(&self, voice: &VoiceKey) -> Result<Option<CaseEntry>, RecordError> {
        let of = [bytes(&voice.tag().0), bytes(&voice.0)];
        let tail = "WHERE tag = $1 AND voice = $2 ORDER BY number LIMIT 1";
        TABLE.first(self.sql(), tail, &of, entry)
    }

    /// A case moves to `status`, and stands so with its holder.
    pub(in crate::record) fn keep_talk(
        &self,
        number: CaseNumber,
        status: CaseStatus,
        talk: Talk,
    ) -> Result<(), RecordError> {
        self.sql().execute(
            "UPDATE opinion_case SET status = $2, answers = $3, reopened = $4, news = $5 \
             WHERE number = $1",
            &[
                int(number.0),
                text(status),
                int(talk.answers),
                int(u8::from(talk.reopened)),
                text_option(talk.news.as_ref()),
            ],
        )?;
        Ok(())
    }

    /// Extends the term of a case to `due`.
    pub(in crate::record) fn extend_case(
        &self,
        number: CaseNumber,
        extension: &ExtensionEntry,
        due: DueDate,
    ) -> Result<(), RecordError> {
        self.sql().execute(
            "UPDATE opinion_case SET extended_days = $2, extended_on = $3, extension = $4 WHERE number = $1",
            &[
                int(number.0),
                int(extension.days),
                text(extension.on),
                blob_option(extension.reason),
            ],
        )?;
        self.settle_due(number, due)
    }

    /// Settles a due date that was provisional.
    pub(in crate::record) fn settle_due(
        &self,
        number: CaseNumber,
        due: DueDate,
    ) -> Result<(), RecordError> {
        self.sql().execute(
            "UPDATE opinion_case SET due_on = $2, provisional = $3 WHERE number = $1",
            &[
                int(number.0),
                text(due.date),
                int(u8::from(due.provisional)),
            ],
        )?;
        Ok(())
    }
}
