//! 登记一件: an opinion that came on paper, by the box, in a meeting, by telephone or by word of mouth becomes a case like any other.
//! Nobody waits outside with a receipt for it.

use chrono::{Months, NaiveDate};

use super::cases_refused::CasesRefused;
use super::told_due::last_day;
use super::{CaseDetail, Confidential, Office, OfficeError};
use crate::app::AppError;
use crate::domain::card::Opinion;
use crate::domain::channel::Channel;
use crate::domain::ids::{BlobId, CategoryId, PlanId, SubjectId};
use crate::domain::plan::{Misfit, Plan, Text};
use crate::record::{Body, CaseHappened, Content, RecordError, opinion_place};

/// An opinion that came without a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionByHand {
    /// The plan.
    pub plan: PlanId,
    /// By which way it came.
    pub channel: Channel,
    /// The day it came: its term counts from there.
    pub received_on: NaiveDate,
    /// What it is about, if said.
    pub category: Option<CategoryId>,
    /// Whom it is about, if said.
    pub subject: Option<SubjectId>,
    /// What was said or written.
    pub words: Confidential,
}

/// A plan whose opinions are registered here, and what there is to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterPlan {
    /// The plan.
    pub plan: PlanId,
    /// Its title.
    pub title: Text,
    /// By which ways they come.
    pub channels: Vec<Channel>,
    /// What they may be about.
    pub categories: Vec<(CategoryId, Text)>,
    /// Whom they may be about.
    pub subjects: Vec<(SubjectId, Text)>,
}

impl RegisterPlan {
    fn of(plan: &Plan) -> Option<Self> {
        let page = plan.opinion.as_ref()?;
        let channels: Vec<Channel> = plan.registered_by().collect();
        let categories = page.categories.iter();
        let subjects = plan.subjects.iter();
        (!channels.is_empty()).then(|| Self {
            plan: plan.id.clone(),
            title: plan.title.clone(),
            channels,
            categories: categories
                .map(|one| (one.id.clone(), one.name.clone()))
                .collect(),
            subjects: subjects
                .map(|one| (one.id.clone(), one.name.clone()))
                .collect(),
        })
    }
}

impl Office {
    /// The plans in use whose opinions are registered here.
    pub fn register_plans(&self) -> Result<Vec<RegisterPlan>, AppError> {
        let book = self.book()?;
        let used = book.all_newest().filter(|held| held.entry.enabled);
        Ok(used
            .filter_map(|held| RegisterPlan::of(&held.plan))
            .collect())
    }

    /// Registers an opinion. White space around its words is dropped.
    pub fn register(&mut self, given: &OpinionByHand) -> Result<CaseDetail, AppError> {
        let on = self.believable_today()?;
        let book = self.book()?;
        let unknown = || RecordError::UnknownPlan {
            plan: given.plan.clone(),
        };
        let plan = &*book.newest(&given.plan).ok_or_else(unknown)?.plan;
        let earliest = on.checked_sub_months(Months::new(12)).unwrap_or(on);
        if !(earliest..=on).contains(&given.received_on) {
            let day = given.received_on;
            let refused = CasesRefused::ReceivedDay {
                day,
                earliest,
                latest: on,
            };
            return Err(OfficeError::from(refused).into());
        }
        let words = Confidential::from(given.words.trim().replace("\r\n", "\n"));
        fits(plan, given, &words)?;
        let of = (&plan.id, given.category.as_ref());
        let due = last_day(&book, &self.calendar, of, given.received_on);
        let number = self.record.within(|record| {
            let number = record.next_case()?;
            let sealed = self.vault.seal(&opinion_place(number), &words);
            let told = CaseHappened::CaseRegistered {
                number,
                plan: plan.id.clone(),
                subject: given.subject.clone(),
                category: given.category.clone(),
                channel: given.channel,
                received_on: given.received_on,
                due,
                digest: BlobId::of(&sealed).to_string(),
            };
            let content = Content::Sealed(sealed);
            record.note(on, Body::Case(told), &content, &self.hand)?;
            Ok::<_, AppError>(number)
        })?;
        self.case(number)
    }
}

/// Whether the plan takes it: this way, about this, and no longer than a sheet holds.
fn fits(plan: &Plan, given: &OpinionByHand, words: &Confidential) -> Result<(), AppError> {
    if words.is_empty() {
        return Err(OfficeError::TextEmpty.into());
    }
    let mut opinion = Opinion {
        subject: given.subject.clone(),
        category: given.category.clone(),
        text: words.to_string(),
    };
    let fits = plan.bears_opinion(&opinion);
    zeroize::Zeroize::zeroize(&mut opinion.text);
    let plan_id = || plan.id.clone();
    let refused = match fits {
        Ok(()) if plan.registered_by().any(|one| one == given.channel) => return Ok(()),
        Ok(()) => CasesRefused::OtherChannel {
            plan: plan_id(),
            channel: given.channel,
        },
        Err(Misfit::NoOpinionPage) => CasesRefused::NoOpinions { plan: plan_id() },
        Err(Misfit::OpinionTooLong) => CasesRefused::TooLong,
        Err(misfit) => CasesRefused::NotOfPlan {
            plan: plan_id(),
            place: misfit.to_string(),
        },
    };
    Err(OfficeError::from(refused).into())
}
