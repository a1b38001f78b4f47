//! 整改: what is set right after an answer, by whom and until when, and what somebody else found. Its words are the office's own and
//! lie sealed like replies; no pack carries them.

use chrono::NaiveDate;

use super::cases_refused::CasesRefused;
use super::measures_row::{MeasuresRow, MeasuresWords};
use super::plans::PlanBook;
use super::{CaseDetail, CaseRow, Confidential, Office, OfficeError};
use crate::app::AppError;
use crate::domain::case::CaseStatus;
use crate::domain::ids::{BlobId, CaseNumber, PlanId};
use crate::domain::rectification::{MeasuresMisfit, MeasuresStanding, fits};
use crate::record::{
    Body, CaseHappened, Content, MeasuresEntry, Record, conclusion_place, measures_place,
};

/// The longest name of a person or a body.
const NAME_CHARS: usize = 40;
/// The longest measures or conclusion.
const WORDS_CHARS: usize = 2_000;

/// What is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuresGiven {
    /// 责任人; may be empty where the plan asks for nobody.
    pub responsible: String,
    /// 督查人; may be empty where the plan asks for nobody.
    pub inspector: String,
    /// 完成期限
    pub due_on: NaiveDate,
    /// What is done.
    pub words: Confidential,
}

/// What somebody found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectionGiven {
    /// The day; none is today.
    pub on: Option<NaiveDate>,
    /// Whether it was done.
    pub done: bool,
    /// 结论
    pub words: Confidential,
}

impl Office {
    /// Sets the measures of an answered case, in place of those that were found not done.
    pub fn set_measures(
        &mut self,
        number: CaseNumber,
        given: &MeasuresGiven,
    ) -> Result<CaseDetail, AppError> {
        let on = self.believable_today()?;
        let book = self.book()?;
        let case = answered(&self.record, number)?;
        let rule = book
            .newest(&case.plan)
            .and_then(|held| held.plan.rules.rectification);
        let latest = rule.and_then(|rule| rule.latest(&self.calendar, case.answered_on));
        let responsible = person_name(&given.responsible)?;
        let inspector = person_name(&given.inspector)?;
        let names = (responsible.as_str(), inspector.as_str());
        fits(rule.as_ref(), names, given.due_on, (on, latest))
            .map_err(|misfit| OfficeError::from(refusal(misfit)))?;
        let words = written(&given.words)?;
        if standing(self.record.measures_of(number)?.as_ref()) == MeasuresStanding::Done {
            return Err(OfficeError::from(CasesRefused::MeasuresDone { number }).into());
        }
        let sealed = self.vault.seal(&measures_place(number), &words);
        let told = CaseHappened::MeasuresSet {
            number,
            responsible,
            inspector,
            due_on: given.due_on,
            digest: BlobId::of(&sealed).to_string(),
        };
        self.note_case(on, told, sealed)?;
        self.case(number)
    }

    /// Notes what somebody found of the measures of a case.
    pub fn inspect_measures(
        &mut self,
        number: CaseNumber,
        given: &InspectionGiven,
    ) -> Result<CaseDetail, AppError> {
        let today = self.believable_today()?;
        answered(&self.record, number)?;
        let set = self.record.measures_of(number)?;
        let set = set.ok_or_else(|| OfficeError::from(CasesRefused::NoMeasures { number }))?;
        if standing(Some(&set)) == MeasuresStanding::Done {
            return Err(OfficeError::from(CasesRefused::MeasuresDone { number }).into());
        }
        let on = given.on.unwrap_or(today);
        if !(set.set_on..=today).contains(&on) {
            let refused = CasesRefused::InspectedDay {
                day: on,
                earliest: set.set_on,
                latest: today,
            };
            return Err(OfficeError::from(refused).into());
        }
        let words = written(&given.words)?;
        let sealed = self.vault.seal(&conclusion_place(number), &words);
        let told = CaseHappened::MeasuresInspected {
            number,
            on,
            done: given.done,
            digest: BlobId::of(&sealed).to_string(),
        };
        self.note_case(today, told, sealed)?;
        self.case(number)
    }

    /// Tells the ledger what happened to a case, in words that are sealed.
    pub(super) fn note_case(
        &self,
        on: NaiveDate,
        told: CaseHappened,
        sealed: Vec<u8>,
    ) -> Result<(), AppError> {
        self.record.within(|record| {
            let content = Content::Sealed(sealed);
            record.note(on, Body::Case(told), &content, &self.hand)?;
            Ok(())
        })
    }

    /// A line of the list with how far its measures are.
    pub(super) fn with_measures(
        &self,
        mut row: CaseRow,
        set: Option<&MeasuresEntry>,
        book: &PlanBook,
    ) -> CaseRow {
        let today = self.clock.today();
        let rule = book
            .newest(&row.plan)
            .and_then(|held| held.plan.rules.rectification);
        let wants = rule.is_some() && row.status == CaseStatus::Answered;
        if set.is_none() && !wants {
            return row;
        }
        let latest = rule
            .zip(row.answered_on)
            .and_then(|(rule, on)| rule.latest(&self.calendar, on));
        let (standing, due_on) = (standing(set), set.map(|set| set.due_on).or(latest));
        let is_over = due_on.is_some_and(|due| due < today);
        row.measures = Some(MeasuresRow {
            standing,
            responsible: set.map_or_else(String::new, |set| set.responsible.clone()),
            inspector: set.map_or_else(String::new, |set| set.inspector.clone()),
            due_on,
            late: is_over && standing != MeasuresStanding::Done,
            inspected_on: set.and_then(|set| Some(set.inspected.as_ref()?.on)),
        });
        row
    }

    /// The measures of a case in words.
    pub(super) fn measures_words(
        &self,
        set: Option<&MeasuresEntry>,
    ) -> Result<Option<MeasuresWords>, AppError> {
        let Some((set, measures)) = set.and_then(|set| Some((set, set.words?))) else {
            return Ok(None);
        };
        let found = set.inspected.as_ref().and_then(|found| found.conclusion);
        let found = found.map(|id| self.words(&conclusion_place(set.number), &id));
        Ok(Some(MeasuresWords {
            measures: self.words(&measures_place(set.number), &measures)?,
            conclusion: found.transpose()?,
        }))
    }
}

fn standing(set: Option<&MeasuresEntry>) -> MeasuresStanding {
    match set {
        None => MeasuresStanding::Missing,
        Some(set) if set.inspected.as_ref().is_some_and(|found| found.done) => {
            MeasuresStanding::Done
        }
        Some(_) => MeasuresStanding::Underway,
    }
}

/// A case that was answered, and when.
struct Answered {
    plan: PlanId,
    answered_on: NaiveDate,
}

fn answered(record: &Record, number: CaseNumber) -> Result<Answered, AppError> {
    let case = record.case(number)?;
    match (case.status, case.answered_on) {
        (CaseStatus::Answered, Some(answered_on)) => Ok(Answered {
            plan: case.opinion.plan,
            answered_on,
        }),
        (_, _) => Err(OfficeError::from(CasesRefused::NotAnswered { number }).into()),
    }
}

/// A name of a person or a body, white space around it dropped.
pub(super) fn person_name(typed: &str) -> Result<String, AppError> {
    let name = typed.trim();
    let is_line = name.chars().count() <= NAME_CHARS && !name.chars().any(char::is_control);
    if is_line {
        Ok(name.to_owned())
    } else {
        let refused = CasesRefused::NameLong { most: NAME_CHARS };
        Err(OfficeError::from(refused).into())
    }
}

/// Words of the office's own that fit, white space around them dropped.
pub(super) fn written(words: &str) -> Result<Confidential, AppError> {
    let words = Confidential::from(words.trim().replace("\r\n", "\n"));
    if words.is_empty() {
        return Err(OfficeError::TextEmpty.into());
    }
    if words.chars().count() > WORDS_CHARS {
        let refused = CasesRefused::WordsLong { most: WORDS_CHARS };
        return Err(OfficeError::from(refused).into());
    }
    Ok(words)
}

fn refusal(misfit: MeasuresMisfit) -> CasesRefused {
    match misfit {
        MeasuresMisfit::ResponsibleMissing => CasesRefused::ResponsibleMissing,
        MeasuresMisfit::InspectorMissing => CasesRefused::InspectorMissing,
        MeasuresMisfit::SamePerson => CasesRefused::SamePerson,
        MeasuresMisfit::Due { earliest, latest } => match latest {
            Some(latest) => CasesRefused::MeasuresDay { earliest, latest },
            None => CasesRefused::MeasuresPast { earliest },
        },
    }
}
