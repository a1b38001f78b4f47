//! Opinions being worked on, and their replies.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use zeroize::Zeroizing;

use super::measures::person_name;
use super::measures_row::MeasuresRule;
use super::plans::PlanBook;
use super::{CaseDetail, CaseRow, Confidential, Office, OfficeError};
use crate::app::AppError;
use crate::courier::CourierError;
use crate::courier::error::FormatError;
use crate::courier::seal;
use crate::domain::batch::REPLY_PLAIN_BYTES;
use crate::domain::calendar::{CalendarTable, DueDate};
use crate::domain::case::{CaseFilter, CaseOrder, CaseStatus};
use crate::domain::ids::{BlobId, CaseNumber, PlanId};
use crate::domain::plan::Text;
use crate::domain::reply::Reply;
use crate::record::{
    Body, CaseCounts, CaseDays, CaseEntry, CaseSpan, Content, Digested, RecordError, opinion_place,
    reply_place,
};

/// An answer is on its way to the kiosk, and a rating with a sync drawn among four: so long nobody is late.
const WAY_DAYS: u64 = 35;

/// So many days from today on are soon.
const SOON_DAYS: u64 = 3;

/// The list shows so much of an opinion.
const EXCERPT_CHARS: usize = 80;

/// The place that what is half-written is sealed to.
const DRAFT: &str = "draft";

/// Which part of the list of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseQuery {
    /// By where they stand.
    pub filter: CaseFilter,
    /// Of this plan alone.
    pub plan: Option<PlanId>,
    /// Those in which every one of these words stands; all where there is none.
    pub words: String,
    /// What is half-written to some of them, which is searched as well.
    pub drafts: BTreeMap<CaseNumber, Confidential>,
    /// In which order.
    pub order: CaseOrder,
    /// Cases left out before the first.
    pub skip: u64,
    /// Cases at most.
    pub most: u64,
}

impl Default for CaseQuery {
    /// The first page of those that need work.
    fn default() -> Self {
        Self {
            filter: CaseFilter::Open,
            plan: None,
            words: String::new(),
            drafts: BTreeMap::new(),
            order: CaseOrder::Due,
            skip: 0,
            most: Self::PAGE,
        }
    }
}

impl CaseQuery {
    /// Cases on a page of the window.
    pub const PAGE: u64 = 50;

    fn span<'a>(&'a self, among: Option<&'a [CaseNumber]>) -> CaseSpan<'a> {
        CaseSpan {
            filter: self.filter,
            plan: self.plan.as_ref(),
            among,
            order: self.order,
            skip: self.skip,
            most: self.most,
        }
    }
}

/// A part of the list of cases: open ones before the others, those due soonest first.
#[derive(Debug, Clone)]
pub struct CasePage {
    /// Which part.
    pub query: CaseQuery,
    /// The cases.
    pub rows: Vec<CaseRow>,
    /// The first words of each.
    pub excerpts: Vec<Confidential>,
    /// How many cases pass the filter, on whatever page.
    pub total: u64,
    /// How many cases the office has.
    pub counts: CaseCounts,
}

impl Office {
    /// A part of the list of cases, read as such, with the first words of each.
    pub fn case_page(&self, query: &CaseQuery) -> Result<CasePage, AppError> {
        let book = self.book()?;
        let (days, counts) = self.case_days(&book)?;
        let among = self.cases_with(&query.words, &query.drafts)?;
        let span = query.span(among.as_deref());
        let total = self.record.case_total(span, &days)?;
        let cases = self.record.case_list(span, &days)?;
        let measures = self.record.measures()?;
        let row = |case: &CaseEntry| {
            let row = row(case, &book, &self.calendar, days.today);
            self.with_measures(row, measures.get(&case.number), &book)
        };
        Ok(CasePage {
            query: query.clone(),
            rows: cases.iter().map(row).collect(),
            excerpts: cases.iter().map(|case| self.first_words(case)).collect(),
            total,
            counts,
        })
    }

    /// The first words of an opinion, in one line; none where they are gone, which a recount names.
    fn first_words(&self, case: &CaseEntry) -> Confidential {
        let words = self.words(&opinion_place(case.number), &case.opinion.words);
        let words = words.unwrap_or_default();
        let mut excerpt = Zeroizing::new(String::with_capacity(EXCERPT_CHARS * 4 + 4));
        for word in words.split_whitespace() {
            if !excerpt.is_empty() {
                excerpt.push(' ');
            }
            let room = EXCERPT_CHARS.saturating_sub(excerpt.chars().count());
            excerpt.extend(word.chars().take(room));
            if room <= word.chars().count() {
                break;
            }
        }
        excerpt.into()
    }

    /// How many cases the office has.
    pub(super) fn case_counts(&self) -> Result<CaseCounts, AppError> {
        Ok(self.case_days(&self.book()?)?.1)
    }

    /// The plans that cases were written under, by id.
    pub fn case_plans(&self) -> Result<Vec<PlanId>, AppError> {
        Ok(self.record.case_plans()?)
    }

    /// Today, and what has become of provisional days: the calendar may have come since they were noted. With it, how
    /// many cases there are by that.
    fn case_days(&self, book: &PlanBook) -> Result<(CaseDays, CaseCounts), AppError> {
        let mut days = CaseDays {
            today: self.clock.today(),
            soon: self.clock.today() + Days::new(SOON_DAYS),
            me: self.name_at_desk(),
            settled: Vec::new(),
            rectified: book.rectified(),
            revisited: book.revisited(),
        };
        let counts = self.record.case_counts(None, &days)?;
        if counts.provisional == 0 {
            return Ok((days, counts));
        }
        days.settled = self.record.provisional_days()?;
        days.settled.retain_mut(|day| {
            let noted = DueDate {
                date: day.noted_on,
                provisional: true,
            };
            day.due_on = self.calendar.settled(day.received_on, noted).date;
            day.noted_on != day.due_on
        });
        let counts = self.record.case_counts(None, &days)?;
        Ok((days, counts))
    }

    /// Every case, by number. Never what was written.
    pub fn cases(&self) -> Result<Vec<CaseRow>, AppError> {
        let book = self.book()?;
        let today = self.clock.today();
        let cases = self.record.cases()?;
        let measures = self.record.measures()?;
        let row = |case: &CaseEntry| {
            let row = row(case, &book, &self.calendar, today);
            self.with_measures(row, measures.get(&case.number), &book)
        };
        Ok(cases.iter().map(row).collect())
    }

    /// One case, with what was written.
    pub fn case(&self, number: CaseNumber) -> Result<CaseDetail, AppError> {
        let case = self.record.case(number)?;
        let book = self.book()?;
        let row = row(&case, &book, &self.calendar, self.clock.today());
        let measures = self.record.measures_of(number)?;
        let reply = case.reply.map(|id| self.words(&reply_place(number), &id));
        Ok(CaseDetail {
            row: self.with_measures(row, measures.as_ref(), &book),
            text: self.words(&opinion_place(number), &case.opinion.words)?,
            reply: reply.transpose()?,
            earlier: self.earlier_replies(&case)?,
            answers: case.talk.answers,
            waits: self.record.waiting_answer(number)?.is_some(),
            extension: self.extension_reason(&case)?,
            may_extend: self.may_extend(&case, &book),
            follow_ups: self.follow_up_rows(number)?,
            may_revisit: may_revisit(&case),
            measures_words: self.measures_words(measures.as_ref())?,
            measures_rule: book.newest(&case.opinion.plan).and_then(|held| {
                let rule = held.plan.rules.rectification?;
                Some(MeasuresRule::of(&rule, &self.calendar, case.answered_on))
            }),
        })
    }

    /// Seals what was half-written for as long as the office is locked.
    #[must_use]
    pub fn seal_draft(&self, text: &str) -> Vec<u8> {
        self.vault.seal(DRAFT, text)
    }

    /// Opens what [`Self::seal_draft`] sealed; none of another office's.
    #[must_use]
    pub fn open_draft(&self, sealed: &[u8]) -> Option<Confidential> {
        self.vault.open(DRAFT, sealed).ok().map(Confidential::from)
    }

    /// Words of the record, opened. [`RecordError::Damaged`] where they are gone, or others.
    pub(super) fn words(&self, place: &str, id: &BlobId) -> Result<Confidential, AppError> {
        let sealed = self.record.blob(id)?;
        let opened = sealed.and_then(|sealed| self.vault.open(place, &sealed).ok());
        let opened = opened.ok_or(RecordError::Damaged {
            expected: "sealed words",
        })?;
        Ok(opened.into())
    }

    /// Work on a case begins; the next pack says so. Beginning twice is no fault: who is named (责任人) answers for it from
    /// now on.
    pub fn start_case(
        &mut self,
        number: CaseNumber,
        responsible: Option<&str>,
    ) -> Result<CaseDetail, AppError> {
        let on = self.believable_today()?;
        let responsible = responsible.map(person_name).transpose()?;
        let responsible = responsible.filter(|name| !name.is_empty());
        self.record.within(|record| {
            let case = record.case(number)?;
            let is_other = responsible.is_some() && responsible != case.responsible;
            if case.status != CaseStatus::InProgress || is_other {
                let started = Body::CaseStarted {
                    number,
                    responsible,
                };
                record.note(on, started, &Content::Nothing, &self.hand)?;
            }
            Ok::<(), AppError>(())
        })?;
        self.case(number)
    }

    /// Work on many cases begins, and one person answers for all of them from now on: all, or none where one of them is done with.
    pub fn assign(
        &mut self,
        cases: &[CaseNumber],
        responsible: &str,
    ) -> Result<Vec<CaseRow>, AppError> {
        let on = self.believable_today()?;
        let name = person_name(responsible)?;
        if name.is_empty() {
            return Err(OfficeError::PersonNameMissing.into());
        }
        self.record.within(|record| {
            for number in cases {
                let case = record.case(*number)?;
                if case.status == CaseStatus::InProgress && case.responsible.as_ref() == Some(&name)
                {
                    continue;
                }
                let started = Body::CaseStarted {
                    number: *number,
                    responsible: Some(name.clone()),
                };
                record.note(on, started, &Content::Nothing, &self.hand)?;
            }
            Ok::<(), AppError>(())
        })?;
        let rows = cases.iter().map(|number| Ok(self.case(*number)?.row));
        rows.collect()
    }

    /// The name of whoever is at the desk.
    fn name_at_desk(&self) -> Option<String> {
        let people = self.people().ok()?.into_iter();
        people.filter(|one| one.own).map(|one| one.name).next()
    }

    /// How many bytes of UTF-8 a reply of these words has left; none when it is too long to be sealed.
    #[must_use]
    pub fn reply_room_bytes(text: &str) -> Option<usize> {
        let taken = seal::reply_bytes(&Reply {
            // Every date is written in ten characters.
            on: NaiveDate::default(),
            text: text.to_owned(),
        });
        REPLY_PLAIN_BYTES.checked_sub(taken)
    }

    /// Answers a case: until a pack is made the answer may be changed and taken back (see `outbox`). White space around `text` is
    /// dropped. [`FormatError::TextTooLong`] when it does not fit a sealed reply.
    pub fn reply(&mut self, number: CaseNumber, text: &str) -> Result<CaseDetail, AppError> {
        let on = self.believable_today()?;
        // `\r\n` of a pasted text would only take room.
        let text = Zeroizing::new(text.trim().replace("\r\n", "\n"));
        if text.is_empty() {
            return Err(OfficeError::TextEmpty.into());
        }
        fits_reply(on, &text)?;
        self.record.within(|record| {
            // What was provisional is settled now, so that lateness is judged by the day that holds.
            let case = record.case(number)?;
            let due = due(&case, &self.calendar);
            let settled = due != case.due;
            let sealed = self.vault.seal(&reply_place(number), &text);
            let told = Body::CaseAnswered {
                number,
                digest: BlobId::of(&sealed).to_string(),
                names: Digested::Sealed,
                due: settled.then_some(due),
                waits: true,
            };
            record.note(on, told, &Content::Sealed(sealed), &self.hand)?;
            Ok::<(), AppError>(())
        })?;
        self.case(number)
    }
}

/// Whether these words fit what is sealed to a receipt.
pub(super) fn fits_reply(on: NaiveDate, text: &str) -> Result<(), AppError> {
    let given_bytes = seal::reply_bytes(&Reply {
        on,
        text: text.to_owned(),
    });
    if given_bytes > REPLY_PLAIN_BYTES {
        return Err(CourierError::Format(FormatError::TextTooLong {
            given_bytes,
            limit_bytes: REPLY_PLAIN_BYTES,
        })
        .into());
    }
    Ok(())
}

/// When the reply is due. A provisional day is looked up again: a later program may know its year.
pub(super) fn due(case: &CaseEntry, calendar: &CalendarTable) -> DueDate {
    if case.status.is_open() {
        calendar.settled(case.received_on, case.due)
    } else {
        case.due
    }
}

fn row(case: &CaseEntry, book: &PlanBook, calendar: &CalendarTable, today: NaiveDate) -> CaseRow {
    let due = due(case, calendar);
    let opinion = &case.opinion;
    CaseRow {
        number: case.number,
        plan: opinion.plan.clone(),
        plan_title: book.newest(&opinion.plan).map_or_else(
            || Text {
                zh: opinion.plan.to_string(),
                en: String::new(),
            },
            |held| held.plan.title.clone(),
        ),
        subject: opinion.subject.clone(),
        subject_name: opinion.subject.as_ref().and_then(|subject| {
            book.revisions(&opinion.plan)
                .filter_map(|plan| plan.subject(subject))
                .last()
                .map(|subject| subject.name.clone())
        }),
        category: opinion.category.clone(),
        category_name: opinion.category.as_ref().and_then(|category| {
            book.revisions(&opinion.plan)
                .filter_map(|plan| plan.opinion.as_ref())
                .flat_map(|page| &page.categories)
                .filter(|known| known.id == *category)
                .last()
                .map(|category| category.name.clone())
        }),
        received_on: case.received_on,
        due,
        working_days_left: (case.status.is_open() && due.date >= today)
            .then(|| calendar.working_days_left(today, due.date)),
        status: case.status,
        // One that was taken up again waits for another answer.
        overdue: due.is_missed(case.answered_on.filter(|_| !case.status.is_open()), today),
        answered_on: case.answered_on,
        has_receipt: opinion.tag.is_some() && opinion.reply_key.is_some(),
        channel: case.channel,
        responsible: case.responsible.clone(),
        extended_on: case.extension.as_ref().map(|one| one.on),
        measures: None,
        news: case.talk.news,
        rated_until: rated_until(case, book),
    }
}

/// The last day on which a rating is waited for.
pub(super) fn rated_until(case: &CaseEntry, book: &PlanBook) -> Option<NaiveDate> {
    let held = book.newest(&case.opinion.plan)?;
    let days = held.plan.rules.revisit_days()?;
    let on = case
        .replied_on
        .or(case.answered_on)
        .filter(|_| case.status == CaseStatus::Answered)?;
    on.checked_add_days(Days::new(u64::from(days) + WAY_DAYS))
}

/// Whether staff may ask how content somebody is with the answer.
pub(super) fn may_revisit(case: &CaseEntry) -> bool {
    matches!(case.status, CaseStatus::Answered | CaseStatus::Closed) && case.talk.answers > 0
}
