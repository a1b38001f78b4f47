//! What is refused of cases, and of what waits for a pack.

use chrono::NaiveDate;
use thiserror::Error;

use crate::domain::channel::Channel;
use crate::domain::ids::{CaseNumber, PlanId};
use crate::fault::Kind;
use crate::words::{Sentence, sentence};

/// What is refused of cases, and of what waits for a pack.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CasesRefused {
    /// The plan takes no opinions.
    #[error("plan {plan} takes no opinions")]
    NoOpinions {
        /// Which one.
        plan: PlanId,
    },
    /// By its rules nothing comes this way, or it comes on a device.
    #[error("opinions on plan {plan} are not registered as {channel}")]
    OtherChannel {
        /// Which plan.
        plan: PlanId,
        /// Which way.
        channel: Channel,
    },
    /// The plan knows no such category or subject.
    #[error("plan {plan} knows no {place}")]
    NotOfPlan {
        /// Which plan.
        plan: PlanId,
        /// What it does not know.
        place: String,
    },
    /// More words than an opinion holds.
    #[error("the opinion is too long")]
    TooLong,
    /// It came on a day that has not come, or more than a year ago.
    #[error("received on {day}, which is not between {earliest} and {latest}")]
    ReceivedDay {
        /// What was typed.
        day: NaiveDate,
        /// The earliest that is believed.
        earliest: NaiveDate,
        /// Today.
        latest: NaiveDate,
    },
    /// The plan extends no term.
    #[error("plan {plan} extends no term")]
    NotExtendable {
        /// Which plan.
        plan: PlanId,
    },
    /// A term is extended once.
    #[error("the term of case {number} was extended already")]
    ExtendedAlready {
        /// Which case.
        number: CaseNumber,
    },
    /// The last day is over.
    #[error("the term of case {number} ended on {due}")]
    TermOver {
        /// Which case.
        number: CaseNumber,
        /// Its last day.
        due: NaiveDate,
    },
    /// Nobody waits for an answer from this office.
    #[error("case {number} waits for no answer here")]
    NotWaiting {
        /// Which case.
        number: CaseNumber,
    },
    /// More days than the plan allows, or none.
    #[error("a term is extended by 1 to {most} working days")]
    ExtensionDays {
        /// Most of them.
        most: u32,
    },
    /// Measures follow an answer.
    #[error("case {number} is not answered")]
    NotAnswered {
        /// Which case.
        number: CaseNumber,
    },
    /// A pack has carried the answer, or somebody spoke of it: what is known outside is not changed.
    #[error("the answer to case {number} has left")]
    AnswerLeft {
        /// Which case.
        number: CaseNumber,
    },
    /// No pack has carried the answer yet: it is changed, not added to.
    #[error("the answer to case {number} waits for a pack")]
    AnswerWaits {
        /// Which case.
        number: CaseNumber,
    },
    /// It hangs no more, or is none of the office's own words: a round's notices are withdrawn with it, and figures stay.
    #[error("notice {number} is not taken down by itself")]
    NoticeStays {
        /// Which one.
        number: u32,
    },
    /// Not a way by which staff hear something.
    #[error("what staff hear does not come by {channel}")]
    NotHeard {
        /// Which way.
        channel: Channel,
    },
    /// None were set that could be looked at.
    #[error("case {number} has no measures")]
    NoMeasures {
        /// Which case.
        number: CaseNumber,
    },
    /// Somebody found them done.
    #[error("the measures of case {number} are done")]
    MeasuresDone {
        /// Which case.
        number: CaseNumber,
    },
    /// The plan asks who answers for them.
    #[error("nobody answers for the measures")]
    ResponsibleMissing,
    /// The plan asks who looks whether they were done.
    #[error("nobody inspects the measures")]
    InspectorMissing,
    /// Somebody else looks.
    #[error("who answers for the measures does not inspect them")]
    SamePerson,
    /// The plan allows other days.
    #[error("the measures are to be done between {earliest} and {latest}")]
    MeasuresDay {
        /// Today.
        earliest: NaiveDate,
        /// The last day by the plan.
        latest: NaiveDate,
    },
    /// The last day is over.
    #[error("the measures are to be done on {earliest} or later")]
    MeasuresPast {
        /// Today.
        earliest: NaiveDate,
    },
    /// Looked at on a day that has not come, or before they were set.
    #[error("inspected on {day}, which is not between {earliest} and {latest}")]
    InspectedDay {
        /// What was typed.
        day: NaiveDate,
        /// The day they were set.
        earliest: NaiveDate,
        /// Today.
        latest: NaiveDate,
    },
    /// A name longer than a line holds.
    #[error("the name is longer than {most}")]
    NameLong {
        /// Most characters.
        most: usize,
    },
    /// More words than a sheet of paper holds.
    #[error("the words are longer than {most}")]
    WordsLong {
        /// Most characters.
        most: usize,
    },
}

impl CasesRefused {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::NoOpinions { .. } | Self::OtherChannel { .. } | Self::NotExtendable { .. } => {
                Kind::Refused
            }
            Self::ExtendedAlready { .. }
            | Self::TermOver { .. }
            | Self::NotWaiting { .. }
            | Self::NotAnswered { .. }
            | Self::AnswerLeft { .. }
            | Self::AnswerWaits { .. }
            | Self::NoticeStays { .. }
            | Self::NoMeasures { .. }
            | Self::MeasuresDone { .. } => Kind::NotNow,
            Self::NotOfPlan { .. }
            | Self::TooLong
            | Self::ReceivedDay { .. }
            | Self::ExtensionDays { .. }
            | Self::NotHeard { .. }
            | Self::ResponsibleMissing
            | Self::InspectorMissing
            | Self::SamePerson
            | Self::MeasuresDay { .. }
            | Self::MeasuresPast { .. }
            | Self::InspectedDay { .. }
            | Self::NameLong { .. }
            | Self::WordsLong { .. } => Kind::Input,
        }
    }

    pub(super) fn sentence(&self) -> Sentence {
        match self {
            Self::NoOpinions { plan } => sentence!("app-cases-no-opinions", plan = plan),
            Self::OtherChannel { plan, channel } => sentence!(
                "app-cases-other-channel",
                plan = plan,
                channel = channel.sentence()
            ),
            Self::NotOfPlan { plan, place } => {
                sentence!("app-cases-not-of-plan", plan = plan, place = place)
            }
            Self::TooLong => sentence!("app-cases-too-long"),
            Self::NotExtendable { plan } => sentence!("app-cases-not-extendable", plan = plan),
            Self::ExtendedAlready { number } => {
                sentence!("app-cases-extended-already", number = number)
            }
            Self::TermOver { number, due } => {
                sentence!("app-cases-term-over", number = number, due = due)
            }
            Self::NotWaiting { number } => sentence!("app-cases-not-waiting", number = number),
            Self::ExtensionDays { most } => sentence!("app-cases-extension-days", most = most),
            Self::AnswerLeft { number } => sentence!("app-office-answer-left", number = number),
            Self::AnswerWaits { number } => sentence!("app-office-answer-waits", number = number),
            Self::NoticeStays { number } => sentence!("app-office-notice-stays", number = number),
            Self::NotAnswered { number } => {
                sentence!("app-cases-not-answered", number = number)
            }
            Self::NotHeard { channel } => {
                sentence!("app-cases-not-heard", channel = channel.sentence())
            }
            Self::NoMeasures { number } => sentence!("app-cases-no-measures", number = number),
            Self::MeasuresDone { number } => {
                sentence!("app-cases-measures-done", number = number)
            }
            Self::ResponsibleMissing => sentence!("app-cases-responsible-missing"),
            Self::InspectorMissing => sentence!("app-cases-inspector-missing"),
            Self::SamePerson => sentence!("app-cases-same-person"),
            Self::MeasuresDay { earliest, latest } => sentence!(
                "app-cases-measures-day",
                earliest = earliest,
                latest = latest
            ),
            Self::MeasuresPast { earliest } => {
                sentence!("app-cases-measures-past", earliest = earliest)
            }
            Self::InspectedDay {
                day,
                earliest,
                latest,
            } => sentence!(
                "app-cases-inspected-day",
                day = day,
                earliest = earliest,
                latest = latest
            ),
            Self::NameLong { most } => sentence!("app-cases-name-long", most = most),
            Self::WordsLong { most } => sentence!("app-cases-words-long", most = most),
            Self::ReceivedDay {
                day,
                earliest,
                latest,
            } => sentence!(
                "app-cases-received-day",
                day = day,
                earliest = earliest,
                latest = latest
            ),
        }
    }
}
