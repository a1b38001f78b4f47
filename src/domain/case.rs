//! Cases: where an opinion stands with the office, what may happen to it, and what its writer reads then.

use super::calendar::DueDate;
use super::named::named;
use super::transition::{Machine, Row, To};
use crate::words::{Sentence, key};

named!(
    /// Where a case stands.
    CaseStatus {
        /// 已收到
        Received = "received",
        /// 办理中
        InProgress = "in-progress",
        /// 已转办: another body has it.
        Transferred = "transferred",
        /// 已并入: it goes with another case.
        Joined = "joined",
        /// 已答复
        Answered = "answered",
        /// 已办结
        Closed = "closed",
    }
);

named!(
    /// Which cases are listed.
    CaseFilter {
        /// Those that need work.
        Open = "open",
        /// Those past their day.
        Overdue = "overdue",
        /// 今天到期: those whose last day is today.
        DueToday = "due-today",
        /// 三天内: those whose last day is today or one of the next three.
        DueSoon = "due-soon",
        /// 我的: those that whoever is at the desk answers for.
        Mine = "mine",
        /// Those answered.
        Answered = "answered",
        /// Those that the office registered: none of them came on a device.
        Registered = "registered",
        /// Those answered whose measures are not done.
        Rectifying = "rectifying",
        /// 等回访: those answered where whoever wrote is asked how content they are.
        Revisiting = "revisiting",
        /// All.
        All = "all",
    }
);

named!(
    /// In which order cases are listed.
    CaseOrder {
        /// Open ones before the others, those due soonest first.
        Due = "due",
        /// Those that came last first.
        Newest = "newest",
        /// By who answers for them, those of nobody first; due soonest first.
        Responsible = "responsible",
    }
);

impl CaseStatus {
    /// Whether the office still owes an answer here. A joined case is answered where it was joined to.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Received | Self::InProgress | Self::Transferred => true,
            Self::Joined | Self::Answered | Self::Closed => false,
        }
    }

    /// How far it has come, for whoever waits for an answer.
    #[must_use]
    pub fn progress(self) -> u8 {
        match self {
            Self::Received => 0,
            Self::InProgress | Self::Transferred | Self::Joined => 1,
            Self::Answered => 2,
            Self::Closed => 3,
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Received => key!("domain-case-received"),
            Self::InProgress => key!("domain-case-in-progress"),
            Self::Transferred => key!("domain-case-transferred"),
            Self::Joined => key!("domain-case-joined"),
            Self::Answered => key!("domain-case-answered"),
            Self::Closed => key!("domain-case-closed"),
        })
    }
}

named!(
    /// What the holder reads of what they said last.
    CaseNews {
        /// 已评价
        Rated = "rated",
        /// 重新办理
        Reopened = "reopened",
        /// 已收到补充
        WordsReceived = "words-received",
    }
);

impl CaseNews {
    /// For people.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Rated => key!("domain-news-rated"),
            Self::Reopened => key!("domain-news-reopened"),
            Self::WordsReceived => key!("domain-news-words"),
        })
    }
}

/// How a case stands with the holder of its receipt (回访).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReceiptTalk {
    /// Answers that were given.
    pub answers: u32,
    /// The last one is asked about: the plan wants a rating, and none came yet.
    pub rates: bool,
    /// What they read of what they said last.
    pub news: Option<CaseNews>,
}

impl ReceiptTalk {
    /// How far a case has come that stands at `status`: a later answer is further than an earlier one, and a case that was taken up
    /// again further than its answer.
    #[must_use]
    pub fn progress(self, status: CaseStatus) -> u64 {
        let before = match status {
            CaseStatus::Answered | CaseStatus::Closed => self.answers.saturating_sub(1),
            CaseStatus::Received
            | CaseStatus::InProgress
            | CaseStatus::Transferred
            | CaseStatus::Joined => self.answers,
        };
        u64::from(before) * 4 + u64::from(status.progress())
    }
}

/// What a receipt opens, apart from the words of a reply: written by the office, carried by packs, kept by kiosks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptStatus {
    /// Ratings alone: counted, and no reply is due.
    Counted,
    /// Words: a case.
    Case {
        /// Where it stands.
        status: CaseStatus,
        /// The last day to reply; none when nothing is due (any more), or when the office named no day.
        due: Option<DueDate>,
        /// It was extended to that day (延期); the reason comes sealed, as a reply does.
        extended: bool,
        /// How it stands with its holder (回访).
        talk: ReceiptTalk,
    },
}

named!(
    /// What may happen to a case.
    CaseEvent {
        /// Loaded from a batch, or entered by the clerk (登记).
        Received = "received",
        /// Somebody is named who answers for it (责任人), or work begins.
        Started = "started",
        /// 阶段答复
        InterimReply = "interim-reply",
        /// 延期, to a day and with a reason.
        Extended = "extended",
        /// 转办, to a body and with a reason.
        Transferred = "transferred",
        /// 并案, into another case.
        Joined = "joined",
        /// 不予受理: not ours, checked and not so, no substance, a danger passed on at once.
        Declined = "declined",
        /// 答复
        Answered = "answered",
        /// The answer is written anew.
        AnswerChanged = "answer-changed",
        /// The answer is taken back.
        AnswerWithdrawn = "answer-withdrawn",
        /// 补充答复
        FurtherReply = "further-reply",
        /// The further reply is taken back.
        FurtherReplyWithdrawn = "further-reply-withdrawn",
        /// 整改措施, 完成期限, 督查人 are set.
        MeasuresSet = "measures-set",
        /// 督查, with a conclusion.
        Inspected = "inspected",
        /// The holder is satisfied, fully or fairly.
        RatedSatisfied = "rated-satisfied",
        /// The holder is dissatisfied.
        RatedDissatisfied = "rated-dissatisfied",
        /// The holder adds words.
        WordsAdded = "words-added",
        /// The plan's days for a rating are over.
        RatingLapsed = "rating-lapsed",
        /// 销毁, by a list.
        Destroyed = "destroyed",
    }
);

/// What must hold besides a case's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseCondition {
    /// The last day is not over.
    BeforeLastDay,
    /// No pack has carried the answer.
    NotPacked,
    /// A pack has carried the answer.
    Packed,
    /// The holder was not dissatisfied before.
    FirstTime,
    /// The days of keeping are over.
    RetentionOver,
}

/// What the receipt's holder reads after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseReads {
    /// What was read before.
    AsBefore,
    /// 已收到
    Received,
    /// 办理中
    InProgress,
    /// 办理中 + 阶段答复 n
    InterimReply,
    /// 延期至…，原因…
    Extended,
    /// 已转…，原因…
    Transferred,
    /// What the other case says.
    OtherCase,
    /// The reason.
    Reason,
    /// 答复
    Reply,
    /// 补充答复 n
    FurtherReply,
    /// 整改情况, where public.
    Measures,
    /// 已评价
    Rated,
    /// 重新办理
    Reopened,
    /// 已收到补充
    WordsReceived,
}

const OPEN: &[Option<CaseStatus>] = &[Some(CaseStatus::Received), Some(CaseStatus::InProgress)];
const REPLIED: &[Option<CaseStatus>] = &[Some(CaseStatus::Answered), Some(CaseStatus::Closed)];
const ANSWERED: &[Option<CaseStatus>] = &[Some(CaseStatus::Answered)];
const CLOSED: &[Option<CaseStatus>] = &[Some(CaseStatus::Closed)];

const fn row(
    from: &'static [Option<CaseStatus>],
    event: CaseEvent,
    to: To<CaseStatus>,
    reads: CaseReads,
) -> Row<CaseStatus> {
    Row {
        from,
        event,
        only: None,
        to,
        reads,
    }
}

const fn only(condition: CaseCondition, row: Row<CaseStatus>) -> Row<CaseStatus> {
    Row {
        only: Some(condition),
        ..row
    }
}

impl Machine for CaseStatus {
    type Event = CaseEvent;
    type Condition = CaseCondition;
    type Reads = CaseReads;

    const TABLE: &'static [Row<Self>] = {
        use CaseCondition::{BeforeLastDay, FirstTime, NotPacked, Packed, RetentionOver};
        use CaseEvent as Event;
        use CaseReads as Reads;
        use To::{At, Gone, Same};
        const RECEIVED: &[Option<CaseStatus>] = &[Some(CaseStatus::Received)];
        const WITH_SOMEBODY: &[Option<CaseStatus>] = &[
            Some(CaseStatus::Received),
            Some(CaseStatus::InProgress),
            Some(CaseStatus::Transferred),
        ];
        const NOT_CLOSED: &[Option<CaseStatus>] = &[
            Some(CaseStatus::Received),
            Some(CaseStatus::InProgress),
            Some(CaseStatus::Transferred),
            Some(CaseStatus::Joined),
            Some(CaseStatus::Answered),
        ];
        &[
            row(
                &[None],
                Event::Received,
                At(Self::Received),
                Reads::Received,
            ),
            row(
                RECEIVED,
                Event::Started,
                At(Self::InProgress),
                Reads::InProgress,
            ),
            row(
                OPEN,
                Event::InterimReply,
                At(Self::InProgress),
                Reads::InterimReply,
            ),
            only(
                BeforeLastDay,
                row(OPEN, Event::Extended, Same, Reads::Extended),
            ),
            row(
                OPEN,
                Event::Transferred,
                At(Self::Transferred),
                Reads::Transferred,
            ),
            row(OPEN, Event::Joined, At(Self::Joined), Reads::OtherCase),
            row(OPEN, Event::Declined, At(Self::Closed), Reads::Reason),
            row(
                WITH_SOMEBODY,
                Event::Answered,
                At(Self::Answered),
                Reads::Reply,
            ),
            only(
                NotPacked,
                row(REPLIED, Event::AnswerChanged, Same, Reads::AsBefore),
            ),
            only(
                NotPacked,
                row(
                    ANSWERED,
                    Event::AnswerWithdrawn,
                    At(Self::InProgress),
                    Reads::InProgress,
                ),
            ),
            only(
                Packed,
                row(REPLIED, Event::FurtherReply, Same, Reads::FurtherReply),
            ),
            only(
                NotPacked,
                row(REPLIED, Event::FurtherReplyWithdrawn, Same, Reads::AsBefore),
            ),
            // 整改 goes on after the holder is content.
            row(REPLIED, Event::MeasuresSet, Same, Reads::Measures),
            row(REPLIED, Event::Inspected, Same, Reads::Measures),
            row(
                ANSWERED,
                Event::RatedSatisfied,
                At(Self::Closed),
                Reads::Rated,
            ),
            only(
                FirstTime,
                row(
                    ANSWERED,
                    Event::RatedDissatisfied,
                    At(Self::InProgress),
                    Reads::Reopened,
                ),
            ),
            row(NOT_CLOSED, Event::WordsAdded, Same, Reads::WordsReceived),
            row(
                CLOSED,
                Event::WordsAdded,
                At(Self::InProgress),
                Reads::WordsReceived,
            ),
            row(
                ANSWERED,
                Event::RatingLapsed,
                At(Self::Closed),
                Reads::Reply,
            ),
            only(
                RetentionOver,
                row(CLOSED, Event::Destroyed, Gone, Reads::AsBefore),
            ),
        ]
    };
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::super::transition::Refused;
    use super::*;

    const CONDITIONS: [CaseCondition; 5] = [
        CaseCondition::BeforeLastDay,
        CaseCondition::NotPacked,
        CaseCondition::Packed,
        CaseCondition::FirstTime,
        CaseCondition::RetentionOver,
    ];

    fn states() -> impl Iterator<Item = Option<CaseStatus>> {
        std::iter::once(None).chain(CaseStatus::ALL.iter().copied().map(Some))
    }

    /// The design's table, written a second time by hand: `event: from>to …`, `–` for no state, `?` before what needs a condition.
    const DESIGNED: &str = "
        received: –>received
        started: received>in-progress
        interim-reply: received>in-progress in-progress>in-progress
        extended: ?received>received ?in-progress>in-progress
        transferred: received>transferred in-progress>transferred
        joined: received>joined in-progress>joined
        declined: received>closed in-progress>closed
        answered: received>answered in-progress>answered transferred>answered
        answer-changed: ?answered>answered ?closed>closed
        answer-withdrawn: ?answered>in-progress
        further-reply: ?answered>answered ?closed>closed
        further-reply-withdrawn: ?answered>answered ?closed>closed
        measures-set: answered>answered closed>closed
        inspected: answered>answered closed>closed
        rated-satisfied: answered>closed
        rated-dissatisfied: ?answered>in-progress
        words-added: received>received in-progress>in-progress transferred>transferred joined>joined answered>answered closed>in-progress
        rating-lapsed: answered>closed
        destroyed: ?closed>–";

    #[test]
    fn every_pair_is_a_row_of_the_design_or_refused() {
        let name = |state: Option<CaseStatus>| state.map_or("–", CaseStatus::name);
        let mut told = String::new();
        for event in CaseEvent::ALL {
            write!(told, "\n        {event}:").unwrap();
            for from in states() {
                let (all, none) = (
                    CaseStatus::step(from, *event, |_| true),
                    CaseStatus::step(from, *event, |_| false),
                );
                match (all, none) {
                    (Ok(step), Ok(same)) => {
                        assert_eq!(step, same);
                        write!(told, " {}>{}", name(from), name(step.to)).unwrap();
                    }
                    (Ok(step), Err(refused)) => {
                        assert!(matches!(refused, Refused::Unless { .. }), "{refused:?}");
                        write!(told, " ?{}>{}", name(from), name(step.to)).unwrap();
                    }
                    (Err(refused), Err(_)) => {
                        assert_eq!(
                            refused,
                            Refused::NotFromHere {
                                from,
                                event: *event
                            }
                        );
                    }
                    (Err(refused), Ok(_)) => panic!("{refused:?}"),
                }
            }
        }
        assert_eq!(told, DESIGNED);
    }

    #[test]
    fn a_condition_is_the_one_of_its_row() {
        use CaseCondition::{BeforeLastDay, FirstTime, NotPacked, Packed, RetentionOver};
        for (from, event, wanted) in [
            (CaseStatus::Received, CaseEvent::Extended, BeforeLastDay),
            (CaseStatus::Answered, CaseEvent::AnswerChanged, NotPacked),
            (CaseStatus::Closed, CaseEvent::FurtherReply, Packed),
            (
                CaseStatus::Answered,
                CaseEvent::RatedDissatisfied,
                FirstTime,
            ),
            (CaseStatus::Closed, CaseEvent::Destroyed, RetentionOver),
        ] {
            for condition in CONDITIONS {
                let step = CaseStatus::step(Some(from), event, |asked| asked == condition);
                assert_eq!(step.is_ok(), condition == wanted, "{event} {condition:?}");
            }
        }
    }

    #[test]
    fn what_the_holder_reads_changes_only_with_something_to_read() {
        let read = |from, event| CaseStatus::step(Some(from), event, |_| true).unwrap().reads;
        assert_eq!(
            read(CaseStatus::Received, CaseEvent::Joined),
            CaseReads::OtherCase
        );
        assert_eq!(
            read(CaseStatus::Answered, CaseEvent::AnswerChanged),
            CaseReads::AsBefore
        );
        assert_eq!(
            read(CaseStatus::Answered, CaseEvent::RatedDissatisfied),
            CaseReads::Reopened
        );
    }

    #[test]
    fn every_status_has_a_name_of_its_own_and_reads_back() {
        for status in CaseStatus::ALL {
            assert_eq!(status.name().parse::<CaseStatus>().as_ref(), Ok(status));
            for lang in crate::words::Lang::ALL {
                assert!(!status.sentence().say(lang).is_empty());
            }
        }
        assert!("Received".parse::<CaseStatus>().is_err());
        let json = serde_json::to_string(&CaseStatus::InProgress).unwrap();
        assert_eq!(json, "\"in-progress\"");
        assert_eq!(
            serde_json::from_str::<CaseStatus>(&json).unwrap(),
            CaseStatus::InProgress
        );
    }

    proptest! {
        /// Whatever happens in whatever order: a case begins once, ends once, and only a reply or a reason closes it.
        #[test]
        fn no_path_leaves_the_table(
            events in prop::collection::vec((0..CaseEvent::ALL.len(), 0_u8..32), 0..60),
        ) {
            let mut at: Option<CaseStatus> = None;
            let (mut begun, mut spoken) = (false, false);
            for (event, holding) in events {
                let event = CaseEvent::ALL[event];
                let holds = |asked| {
                    CONDITIONS.iter().position(|known| *known == asked).is_some_and(|bit| holding >> bit & 1 == 1)
                };
                let before = at;
                if let Ok(step) = CaseStatus::step(at, event, holds) {
                    let of_the_table = CaseStatus::TABLE.iter().any(|row| {
                        row.event == event && row.from.contains(&before) && row.only.is_none_or(holds)
                    });
                    prop_assert!(of_the_table);
                    at = step.to;
                }
                spoken |= at != before && matches!(event, CaseEvent::Answered | CaseEvent::Declined);
                begun |= at.is_some();
                if at == Some(CaseStatus::Closed) || at == Some(CaseStatus::Answered) {
                    prop_assert!(spoken);
                }
                if begun && at.is_none() {
                    break;
                }
            }
        }
    }
}
