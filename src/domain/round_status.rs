//! Where a round stands, and what may happen to it: a table.

use super::named::named;
use super::transition::{Machine, Row, To};
use crate::words::{Sentence, key};

named!(
    /// Where a round stands.
    RoundStatus {
        /// 已预告: notice given, those evaluated, organiser and roll named.
        Announced = "announced",
        /// 已取消
        Cancelled = "cancelled",
        /// 进行中
        Open = "open",
        /// 已截止
        Closed = "closed",
        /// 已统计: late batches are in, the slips are accounted for.
        Counted = "counted",
        /// 无效: more slips collected than issued, or by the plan's rule.
        Void = "void",
        /// 不成立: too few took part; no grade.
        NoQuorum = "no-quorum",
        /// 已评定
        Decided = "decided",
        /// 已公示
        Posted = "posted",
        /// 公示期满, objections answered.
        Settled = "settled",
        /// 已归档
        Archived = "archived",
    }
);

named!(
    /// What may happen to a round.
    RoundEvent {
        /// 预告
        Announced = "announced",
        /// 取消, with a reason.
        Cancelled = "cancelled",
        /// Its first day, or the sitting is opened.
        Opened = "opened",
        /// A stage of the plan's procedure is done.
        StageDone = "stage-done",
        /// Something of a proposal is noted.
        ProposalNoted = "proposal-noted",
        /// What was voted without a device, by hands or on paper, is entered as counts.
        BallotHeld = "ballot-held",
        /// Such counts were entered wrongly, and are taken back.
        BallotTakenBack = "ballot-taken-back",
        /// Its last day, or the sitting is closed.
        Closed = "closed",
        /// Late batches are in and the slips are accounted for.
        Counted = "counted",
        /// More collected than issued, or the plan's rule.
        Voided = "voided",
        /// Too few took part.
        QuorumMissed = "quorum-missed",
        /// The same is called again, as a round of its own.
        CalledAgain = "called-again",
        /// By the named body (grade, reason, members, day) or, without one, by the vote.
        Decided = "decided",
        /// The person was told, on a day.
        Told = "told",
        /// The person's statement is taken in.
        StatementTaken = "statement-taken",
        /// 公示, from a day to a day.
        Posted = "posted",
        /// 异议
        Objected = "objected",
        /// An objection is answered.
        ObjectionAnswered = "objection-answered",
        /// 更正
        Corrected = "corrected",
        /// Withdrawn with a reason and posted again.
        PostedAgain = "posted-again",
        /// 上报: day, to whom, digest.
        Reported = "reported",
        /// Its days are over and the objections answered.
        Settled = "settled",
        /// 归档: folder, list, class, years.
        Archived = "archived",
        /// 销毁, by a list, after its years.
        Destroyed = "destroyed",
    }
);

impl RoundStatus {
    /// As the clerk reads it.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Announced => key!("domain-round-announced"),
            Self::Cancelled => key!("domain-round-cancelled"),
            Self::Open => key!("domain-round-open"),
            Self::Closed => key!("domain-round-closed"),
            Self::Counted => key!("domain-round-counted"),
            Self::Void => key!("domain-round-void"),
            Self::NoQuorum => key!("domain-round-no-quorum"),
            Self::Decided => key!("domain-round-decided"),
            Self::Posted => key!("domain-round-posted"),
            Self::Settled => key!("domain-round-settled"),
            Self::Archived => key!("domain-round-archived"),
        })
    }
}

impl RoundEvent {
    /// What is done, as a button says it.
    #[must_use]
    pub fn sentence(self) -> Sentence {
        Sentence::from(match self {
            Self::Announced => key!("domain-round-do-announced"),
            Self::Cancelled => key!("domain-round-do-cancelled"),
            Self::Opened => key!("domain-round-do-opened"),
            Self::StageDone => key!("domain-round-do-stage-done"),
            Self::ProposalNoted => key!("domain-round-do-proposal-noted"),
            Self::BallotHeld => key!("domain-round-do-ballot-held"),
            Self::BallotTakenBack => key!("domain-round-do-ballot-taken-back"),
            Self::Closed => key!("domain-round-do-closed"),
            Self::Counted => key!("domain-round-do-counted"),
            Self::Voided => key!("domain-round-do-voided"),
            Self::QuorumMissed => key!("domain-round-do-quorum-missed"),
            Self::CalledAgain => key!("domain-round-do-called-again"),
            Self::Decided => key!("domain-round-do-decided"),
            Self::Told => key!("domain-round-do-told"),
            Self::StatementTaken => key!("domain-round-do-statement-taken"),
            Self::Posted => key!("domain-round-do-posted"),
            Self::Objected => key!("domain-round-do-objected"),
            Self::ObjectionAnswered => key!("domain-round-do-objection-answered"),
            Self::Corrected => key!("domain-round-do-corrected"),
            Self::PostedAgain => key!("domain-round-do-posted-again"),
            Self::Reported => key!("domain-round-do-reported"),
            Self::Settled => key!("domain-round-do-settled"),
            Self::Archived => key!("domain-round-do-archived"),
            Self::Destroyed => key!("domain-round-do-destroyed"),
        })
    }

    /// When alone it may happen, for whoever has tried it at another time.
    #[must_use]
    pub fn when(self) -> Sentence {
        Sentence::from(match self {
            Self::Announced => key!("domain-round-when-announced"),
            Self::Cancelled => key!("domain-round-when-cancelled"),
            Self::Opened => key!("domain-round-when-opened"),
            Self::StageDone => key!("domain-round-when-stage-done"),
            Self::ProposalNoted => key!("domain-round-when-proposal-noted"),
            Self::BallotHeld => key!("domain-round-when-ballot-held"),
            Self::BallotTakenBack => key!("domain-round-when-ballot-taken-back"),
            Self::Closed => key!("domain-round-when-closed"),
            Self::Counted => key!("domain-round-when-counted"),
            Self::Voided => key!("domain-round-when-voided"),
            Self::QuorumMissed => key!("domain-round-when-quorum-missed"),
            Self::CalledAgain => key!("domain-round-when-called-again"),
            Self::Decided => key!("domain-round-when-decided"),
            Self::Told => key!("domain-round-when-told"),
            Self::StatementTaken => key!("domain-round-when-statement-taken"),
            Self::Posted => key!("domain-round-when-posted"),
            Self::Objected => key!("domain-round-when-objected"),
            Self::ObjectionAnswered => key!("domain-round-when-objection-answered"),
            Self::Corrected => key!("domain-round-when-corrected"),
            Self::PostedAgain => key!("domain-round-when-posted-again"),
            Self::Reported => key!("domain-round-when-reported"),
            Self::Settled => key!("domain-round-when-settled"),
            Self::Archived => key!("domain-round-when-archived"),
            Self::Destroyed => key!("domain-round-when-destroyed"),
        })
    }
}

const fn row(
    from: &'static [Option<RoundStatus>],
    event: RoundEvent,
    to: To<RoundStatus>,
) -> Row<RoundStatus> {
    Row {
        from,
        event,
        only: None,
        to,
        reads: (),
    }
}

impl Machine for RoundStatus {
    type Event = RoundEvent;
    /// A round's conditions are in its events: each is noted with what shows that it holds.
    type Condition = std::convert::Infallible;
    type Reads = ();

    const TABLE: &'static [Row<Self>] = {
        use RoundEvent as Event;
        use To::{At, Gone, Same};
        const ANNOUNCED: &[Option<RoundStatus>] = &[Some(RoundStatus::Announced)];
        const COUNTED: &[Option<RoundStatus>] = &[Some(RoundStatus::Counted)];
        const VOTED: &[Option<RoundStatus>] = &[Some(RoundStatus::Open), Some(RoundStatus::Closed)];
        const FAILED: &[Option<RoundStatus>] =
            &[Some(RoundStatus::Void), Some(RoundStatus::NoQuorum)];
        const DECIDED: &[Option<RoundStatus>] = &[Some(RoundStatus::Decided)];
        const POSTED: &[Option<RoundStatus>] = &[Some(RoundStatus::Posted)];
        // 述职 comes before the cards, 整改 after the result hangs.
        const HELD: &[Option<RoundStatus>] = &[
            Some(RoundStatus::Announced),
            Some(RoundStatus::Open),
            Some(RoundStatus::Closed),
            Some(RoundStatus::Counted),
            Some(RoundStatus::Decided),
            Some(RoundStatus::Posted),
        ];
        // What a proposal came to is noted after everything else is settled too.
        const PROPOSED: &[Option<RoundStatus>] = &[
            Some(RoundStatus::Announced),
            Some(RoundStatus::Open),
            Some(RoundStatus::Closed),
            Some(RoundStatus::Counted),
            Some(RoundStatus::Decided),
            Some(RoundStatus::Posted),
            Some(RoundStatus::Settled),
        ];
        &[
            row(&[None], Event::Announced, At(Self::Announced)),
            row(ANNOUNCED, Event::Cancelled, At(Self::Cancelled)),
            row(ANNOUNCED, Event::Opened, At(Self::Open)),
            row(HELD, Event::StageDone, Same),
            row(PROPOSED, Event::ProposalNoted, Same),
            row(VOTED, Event::BallotHeld, Same),
            row(VOTED, Event::BallotTakenBack, Same),
            row(&[Some(Self::Open)], Event::Closed, At(Self::Closed)),
            row(&[Some(Self::Closed)], Event::Counted, At(Self::Counted)),
            row(COUNTED, Event::Voided, At(Self::Void)),
            row(COUNTED, Event::QuorumMissed, At(Self::NoQuorum)),
            row(FAILED, Event::CalledAgain, Same),
            row(COUNTED, Event::Decided, At(Self::Decided)),
            row(DECIDED, Event::Told, Same),
            row(DECIDED, Event::StatementTaken, Same),
            row(DECIDED, Event::Posted, At(Self::Posted)),
            // What is objected to, corrected or posted again has been posted.
            row(POSTED, Event::Objected, Same),
            row(POSTED, Event::ObjectionAnswered, Same),
            row(POSTED, Event::Corrected, Same),
            row(POSTED, Event::PostedAgain, Same),
            row(POSTED, Event::Reported, Same),
            row(POSTED, Event::Settled, At(Self::Settled)),
            row(&[Some(Self::Settled)], Event::Archived, At(Self::Archived)),
            row(&[Some(Self::Archived)], Event::Destroyed, Gone),
        ]
    };
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::super::transition::Refused;
    use super::*;

    /// The design's table, written a second time by hand: `event: from>to …`, `–` for no state.
    const DESIGNED: &str = "
        announced: –>announced
        cancelled: announced>cancelled
        opened: announced>open
        stage-done: announced>announced open>open closed>closed counted>counted decided>decided posted>posted
        proposal-noted: announced>announced open>open closed>closed counted>counted decided>decided posted>posted settled>settled
        ballot-held: open>open closed>closed
        ballot-taken-back: open>open closed>closed
        closed: open>closed
        counted: closed>counted
        voided: counted>void
        quorum-missed: counted>no-quorum
        called-again: void>void no-quorum>no-quorum
        decided: counted>decided
        told: decided>decided
        statement-taken: decided>decided
        posted: decided>posted
        objected: posted>posted
        objection-answered: posted>posted
        corrected: posted>posted
        posted-again: posted>posted
        reported: posted>posted
        settled: posted>settled
        archived: settled>archived
        destroyed: archived>–";

    /// Where the event leads, or nothing where it is refused.
    fn step(from: Option<RoundStatus>, event: RoundEvent) -> Result<Option<RoundStatus>, ()> {
        RoundStatus::step(from, event, |never| match never {})
            .map(|step| step.to)
            .map_err(|refused| assert_eq!(refused, Refused::NotFromHere { from, event }))
    }

    #[test]
    fn every_pair_is_a_row_of_the_design_or_refused() {
        let name = |state: Option<RoundStatus>| state.map_or("–", RoundStatus::name);
        let mut told = String::new();
        for event in RoundEvent::ALL {
            write!(told, "\n        {event}:").unwrap();
            let states = RoundStatus::ALL.iter().copied().map(Some);
            for from in std::iter::once(None).chain(states) {
                if let Ok(to) = step(from, *event) {
                    write!(told, " {}>{}", name(from), name(to)).unwrap();
                }
            }
        }
        assert_eq!(told, DESIGNED);
    }

    proptest! {
        /// No path posts a grade that was not decided, and none decides what was not counted.
        #[test]
        fn no_path_leaves_the_table(events in prop::collection::vec(0..RoundEvent::ALL.len(), 0..200)) {
            let (mut at, mut been) = (None, Vec::new());
            for event in events {
                let Ok(to) = step(at, RoundEvent::ALL[event]) else { continue };
                at = to;
                let Some(state) = to else { break };
                if state == RoundStatus::Decided {
                    prop_assert!(been.contains(&RoundStatus::Counted));
                }
                if state == RoundStatus::Posted {
                    prop_assert!(been.contains(&RoundStatus::Decided));
                }
                been.push(state);
            }
        }
    }
}
